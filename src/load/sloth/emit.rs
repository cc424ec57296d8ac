//! Service levels of one service to the text of an OpenSLO file. Every value is written so that YAML
//! reads it back as it was.

use super::super::problems::Problems;
use super::windows::{Condition, Windows};
use super::{Alert, Indicator, Service, Slo, burn_rate, left};
use crate::model::Exact;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Characters that OpenSLO allows in a name for people.
const DISPLAY: usize = 63;

/// Digits after the point that a pack may write.
const PLACES: u32 = 6;

/// The file of a service.
pub(super) fn file(
    name: &str,
    service: &Service,
    windows: &Windows,
    problems: &Problems,
) -> String {
    let mut text = format!(
        "# Imported from Sloth. A target over {period} that rolls; a calendar quarter, which a board \
         reads,\n# is `duration: 1Q` with a `calendar`.\napiVersion: openslo/v1\nkind: Service\nmetadata:\n  \
         name: {name}\nspec: {{}}\n",
        period = windows.period
    );
    for slo in &service.slos {
        text.push_str("---\n");
        objective(&mut text, name, slo, windows, problems);
    }
    text
}

fn objective(text: &mut String, service: &str, slo: &Slo, windows: &Windows, problems: &Problems) {
    let id = &slo.id.value;
    let mut line = |indent: usize, words: &str| {
        let _ = writeln!(text, "{:indent$}{words}", "");
    };
    line(0, "apiVersion: openslo/v1");
    line(0, "kind: SLO");
    line(0, "metadata:");
    line(2, &format!("name: {id}"));
    pairs(text, 2, "labels", &slo.labels);
    text.push_str("spec:\n");
    if let Some(description) = &slo.description {
        value(text, 2, "description", description);
    }
    let _ = writeln!(text, "  service: {service}");
    let _ = writeln!(
        text,
        "  indicator:\n    metadata:\n      name: {id}\n    spec:\n      ratioMetric:"
    );
    let method = match &slo.indicator {
        Indicator::Events { bad, total } => {
            query(text, "bad", bad);
            query(text, "total", total);
            "Occurrences"
        }
        Indicator::Ratio { bad } => {
            text.push_str("        rawType: failure\n");
            query(text, "raw", bad);
            "RatioTimeslices"
        }
    };
    let _ = writeln!(
        text,
        "  timeWindow:\n    - duration: {}\n      isRolling: true\n  budgetingMethod: {method}\n  \
         objectives:\n    - targetPercent: {}",
        windows.period, slo.target
    );
    if matches!(slo.indicator, Indicator::Ratio { .. }) {
        // What Sloth itself does with a ratio: the plain mean of its rules of five minutes.
        text.push_str("      timeSliceWindow: 5m\n");
    }
    if !slo.alerts.is_empty() {
        text.push_str("  alertPolicies:\n");
    }
    for alert in &slo.alerts {
        for condition in windows
            .conditions
            .iter()
            .filter(|c| c.urgency == alert.urgency)
        {
            policy(text, slo, alert, condition, windows, problems);
        }
    }
}

/// One alert over one window.
fn policy(
    text: &mut String,
    slo: &Slo,
    alert: &Alert,
    condition: &Condition,
    windows: &Windows,
    problems: &Problems,
) {
    let urgency = alert.urgency.word();
    let name = format!("{urgency}-{}", condition.pace);
    let _ = writeln!(
        text,
        "    - kind: AlertPolicy\n      metadata:\n        name: {name}"
    );
    if let Some(title) = &alert.title {
        if title.chars().count() <= DISPLAY && !title.contains("{{") {
            value(text, 8, "displayName", title);
        } else if condition.pace == "quick" {
            let help = "OpenSLO allows 63 characters";
            left(
                slo.id.span,
                "the name of the alert is not carried over",
                help,
                problems,
            );
        }
    }
    pairs(text, 8, "labels", &alert.labels);
    pairs(text, 8, "annotations", &alert.annotations);
    let (threshold, _) = threshold(condition, windows);
    let to: Vec<String> = alert
        .labels
        .iter()
        .filter(|(_, value)| !value.contains("{{"))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let to = match to.is_empty() {
        true => "Alertmanager".to_owned(),
        false => format!("Alertmanager, by {}", to.join(", ")),
    };
    let _ = write!(
        text,
        "      spec:\n        alertWhenBreaching: true\n        conditions:\n          - kind: \
         AlertCondition\n            metadata:\n              name: {name}\n            spec:\n              \
         severity: {urgency}\n              condition:\n                kind: burnrate\n                \
         op: gt\n                threshold: {threshold}\n                lookbackWindow: {}\n        \
         notificationTargets:\n          - kind: AlertNotificationTarget\n            metadata:\n              \
         name: {urgency}\n            spec:\n",
        condition.long
    );
    value(text, 14, "target", &to);
}

/// The burn rate of a condition as it is written, and whether that is the number itself.
pub(super) fn threshold(condition: &Condition, windows: &Windows) -> (String, bool) {
    let period = windows.period.least_minutes();
    let rate = burn_rate(condition.budget, period, condition.long.least_minutes());
    written(rate.unwrap_or(Exact::ZERO))
}

/// A number in decimals, and whether it is that number.
fn written(rate: Exact) -> (String, bool) {
    let exact = (0..=PLACES).find(|places| {
        let scale = Exact::integer(10_i64.pow(*places));
        rate.times(scale)
            .is_some_and(|scaled| scaled.parts().1 == 1)
    });
    let places = exact.unwrap_or(PLACES);
    let scaled = rate.scaled(places).unwrap_or(0);
    let unit = 10_i128.pow(places);
    let (whole, rest) = (scaled / unit, scaled % unit);
    let text = match places {
        0 => whole.to_string(),
        _ => format!("{whole}.{rest:0width$}", width = places as usize),
    };
    (text, exact.is_some())
}

fn query(text: &mut String, name: &str, query: &str) {
    let _ = writeln!(
        text,
        "        {name}:\n          metricSource:\n            type: Prometheus\n            spec:"
    );
    value(text, 14, "query", query);
}

fn pairs(text: &mut String, indent: usize, name: &str, pairs: &BTreeMap<String, String>) {
    if pairs.is_empty() {
        return;
    }
    let _ = writeln!(text, "{:indent$}{name}:", "");
    for (key, text_of) in pairs {
        value(text, indent + 2, &scalar(key), text_of);
    }
}

/// A key with its text, over several lines where the text has several.
fn value(text: &mut String, indent: usize, key: &str, words: &str) {
    let lines: Vec<&str> = words.lines().collect();
    let plain = |line: &&str| {
        !line
            .contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}'))
            && !line.ends_with(' ')
    };
    if lines.len() > 1 && lines.iter().all(plain) && !words.starts_with(' ') {
        let _ = writeln!(text, "{:indent$}{key}: |-", "");
        let within = indent + 2;
        for line in lines {
            let _ = match line {
                "" => writeln!(text),
                line => writeln!(text, "{:within$}{line}", ""),
            };
        }
        return;
    }
    let _ = writeln!(text, "{:indent$}{key}: {}", "", scalar(words));
}

/// A text on one line: as it is where YAML cannot take it for anything else, in single quotes
/// where that is enough, with escapes otherwise.
fn scalar(words: &str) -> String {
    let simple = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/');
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain = words.starts_with(|c: char| c.is_ascii_alphabetic())
        && words.chars().all(simple)
        && !words.ends_with(' ')
        && !reserved.contains(&words.to_ascii_lowercase().as_str());
    if is_plain {
        return words.to_owned();
    }
    let strange = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !words.contains(strange) {
        return format!("'{}'", words.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    for c in words.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if strange(c) => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn burn_rates_are_the_published_ones() {
        let rate = |percent: &str, period: u64, window: u64| {
            let percent = Exact::parse(percent).ok();
            percent
                .and_then(|p| burn_rate(p, period, window))
                .map(written)
        };
        let is = |text: &str, exact| Some((text.to_owned(), exact));
        let (day, hour) = (1_440, 60);
        assert_eq!(rate("2", 30 * day, hour), is("14.4", true));
        assert_eq!(rate("5", 30 * day, 6 * hour), is("6", true));
        assert_eq!(rate("10", 30 * day, day), is("3", true));
        assert_eq!(rate("10", 30 * day, 3 * day), is("1", true));
        assert_eq!(rate("2", 28 * day, hour), is("13.44", true));
        assert_eq!(rate("10", 28 * day, 3 * day), is("0.933333", false));
        assert_eq!(rate("8", 7 * day, hour), is("13.44", true));
        assert_eq!(rate("12.5", 7 * day, 6 * hour), is("3.5", true));
        assert_eq!(rate("20", 7 * day, day), is("1.4", true));
        assert_eq!(rate("42", 7 * day, 3 * day), is("0.98", true));
    }
}
