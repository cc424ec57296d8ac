//! Words of other programs to those of the contract. A label that is none of these is nobody's business:
//! people write names into labels.

/// What sort of work a label or type of ticket means.
pub(super) fn work(label: &str) -> Option<&'static str> {
    let label = label.trim().to_lowercase();
    let label = label.rsplit([':', '/']).next().unwrap_or_default().trim();
    Some(match label {
        "bug" | "defect" | "fault" | "regression" => "bug",
        "feature" | "enhancement" | "story" | "user story" | "new feature" | "improvement"
        | "epic" => "feature",
        "rework" | "refactoring" | "tech debt" | "technical debt" => "rework",
        "toil" | "maintenance" | "chore" => "toil",
        "task" | "sub-task" | "subtask" => "task",
        "documentation" | "docs" => "documentation",
        "security" | "vulnerability" => "security",
        _ => return None,
    })
}

/// How bad an incident is, where a label says it by a number or one of a few words.
pub(super) fn severity(label: &str) -> Option<String> {
    let label = label.trim().to_lowercase();
    let rest = ["severity", "priority", "sev", "p"]
        .iter()
        .find_map(|start| Some((*start, label.strip_prefix(start)?)));
    if let Some((start, rest)) = rest {
        let rest = rest.trim_start_matches([':', '-', ' ', '/', '_']);
        let start = if start == "p" || start == "priority" {
            "p"
        } else {
            "sev"
        };
        if rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(format!("{start}{rest}"));
        }
        if RANKS.contains(&rest) {
            return Some(rest.to_owned());
        }
    }
    RANKS.contains(&&*label).then_some(label)
}

const RANKS: [&str; 14] = [
    "blocker",
    "critical",
    "major",
    "minor",
    "trivial",
    "highest",
    "high",
    "medium",
    "low",
    "lowest",
    "down",
    "degraded",
    "disrupted",
    "notice",
];

/// The name of a branch that everybody has; others bear the names of people and of what they thought.
pub(super) fn branch(name: &str) -> Option<&str> {
    let shared = [
        "main",
        "master",
        "trunk",
        "develop",
        "development",
        "production",
        "staging",
    ];
    let release = name.strip_prefix("release").is_some_and(|rest| {
        rest.bytes()
            .all(|b| b.is_ascii_digit() || b"-/._v".contains(&b))
    });
    (shared.contains(&name) || release).then_some(name)
}

/// Seconds of some microseconds, as a decimal; none for a time that runs backwards.
pub(super) fn seconds(micros: i64) -> Option<String> {
    let micros = u64::try_from(micros).ok()?;
    Some(format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000))
}

/// Microseconds since 1970 of seconds with a part, as Prometheus writes times.
pub(super) fn micros(seconds: &str) -> Option<i64> {
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, ""));
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let micros = whole.parse::<i64>().ok()?.checked_mul(1_000_000)?;
    micros.checked_add(part.parse().ok()?)
}

/// A decimal times ten to a power, as text: no digit is lost.
pub(super) fn shifted(decimal: &str, power: i32) -> String {
    let (mantissa, own) = decimal.split_once(['e', 'E']).unwrap_or((decimal, "0"));
    let own: i32 = own.trim_start_matches('+').parse().unwrap_or(0);
    format!("{mantissa}e{}", own.saturating_add(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_what_the_contract_has_words_for_or_nothing() {
        assert_eq!(work("type: Bug"), Some("bug"));
        assert_eq!(work("kind/feature"), Some("feature"));
        assert_eq!(work("ask Ada"), None);
        for (label, told) in [
            ("sev1", Some("sev1")),
            ("Severity: 2", Some("sev2")),
            ("P1", Some("p1")),
            ("priority/high", Some("high")),
            ("severity: Ada", None),
            ("critical", Some("critical")),
            ("payments", None),
        ] {
            assert_eq!(severity(label).as_deref(), told, "{label}");
        }
        assert_eq!(branch("release/1.4"), Some("release/1.4"));
        assert_eq!(branch("ada/faster"), None);
        assert_eq!(seconds(1_500_000).as_deref(), Some("1.500000"));
        assert_eq!(seconds(-1), None);
        assert_eq!(micros("1751360400.25"), Some(1_751_360_400_250_000));
        assert_eq!(micros("1e9"), None);
        assert_eq!(shifted("1.5e-05", 3), "1.5e-2");
    }
}
