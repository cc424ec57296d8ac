//! A host, an address or a commit in a record that the Board reads.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "technical-detail",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: false,
    why: "Names of machines and numbers of commits tell a director nothing, and tell an attacker \
          where to look. They belong in the review, inside the company.",
    fix: "Say what it does for customers: `a store of sessions` and not the name of its machine, `a \
          release` and not its commit.",
    bad: "
~~~ data/incidents/2026-Q3.yaml
-    cause: The provider lost one of its data centres.
+    cause: The release 4f9a1c2 filled the disk of db-prod-03.
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for recorded in facts.recorded() {
        let found = recorded
            .text
            .value
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .find_map(|word| Some((word, kind(word)?)));
        if let Some((word, kind)) = found {
            report
                .at(
                    facts.place_in(recorded.text, word),
                    format!("`{word}` in the {} of a record", recorded.what),
                )
                .because(kind)
                .help("say what it does for customers, in plain words");
        }
    }
}

/// What a word that no director needs looks like.
pub(super) fn kind(word: &str) -> Option<&'static str> {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let hex = word.len() >= 7
        && word.len() <= 40
        && word
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if hex && digits > 0 && letters > 0 {
        return Some("looks like a commit");
    }
    let numbers: Vec<&str> = word.split('.').collect();
    let byte = |part: &&str| part.parse::<u8>().is_ok();
    if numbers.len() == 4 && numbers.iter().all(byte) {
        return Some("looks like an address");
    }
    // db-prod-03, web01.internal, search.svc.cluster.local
    let parts: Vec<&str> = word.split('-').collect();
    let last = parts.last().copied().unwrap_or("");
    let numbered = parts.len() >= 2
        && !last.is_empty()
        && last.len() <= 3
        && last.chars().all(|c| c.is_ascii_digit())
        && parts.iter().all(|part| {
            part.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
        && parts
            .first()
            .is_some_and(|part| part.chars().all(|c| c.is_ascii_lowercase()));
    let labels = |part: &&str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let inside = ["internal", "local", "svc", "lan", "corp"];
    let hosted = numbers.len() >= 2
        && numbers.iter().all(labels)
        && numbers.iter().skip(1).any(|label| inside.contains(label));
    (numbered || hosted || (numbers.len() >= 3 && numbers.iter().all(labels) && letters > 3))
        .then_some("looks like a machine")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_are_told_from_words() {
        for word in [
            "4f9a1c2",
            "db-prod-03",
            "10.0.3.17",
            "web01.internal",
            "search.svc.cluster.local",
        ] {
            assert!(kind(word).is_some(), "{word}");
        }
        for word in [
            "99.9",
            "12,480",
            "second-check",
            "2026-08-18",
            "18",
            "facade",
            "deadbee",
            "09:02",
            "out-of-stock",
            "5.0",
            "e.g",
        ] {
            assert_eq!(kind(word), None, "{word}");
        }
    }
}
