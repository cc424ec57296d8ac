//! What makes a definition the one it is: the fields that decide what a figure of it means.

use super::{Exact, Kind, Metric, Polarity, RollUp, Statistic, Unit};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Hex digits of a fingerprint: enough that no two definitions of one company share one.
const DIGITS: usize = 12;

impl Metric {
    /// The meaning-bearing fields by their key in the file, in a fixed order, each as one line of
    /// text in which space is single. What is not here may change without a new version: names,
    /// owners, targets, benchmarks, explanations.
    pub fn meaning(&self) -> Vec<(&'static str, String)> {
        let definition = &self.definition;
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut fields = vec![
            ("kind", kind(self.kind.value).to_owned()),
            ("unit", unit(&self.unit.value)),
        ];
        fields.extend(self.per.as_deref().map(|per| ("per", line(per))));
        fields.extend(
            self.statistic
                .map(|s| ("statistic", statistic(s).to_owned())),
        );
        if let Some((low, high)) = self.scale {
            let end = |end: Exact| match end.parts() {
                (part, 1) => part.to_string(),
                (part, whole) => format!("{part}/{whole}"),
            };
            fields.push(("scale", format!("{} to {}", end(low), end(high))));
        }
        fields.extend([
            ("polarity", polarity(self.polarity.value).to_owned()),
            ("roll_up", roll_up(self.roll_up.value).to_owned()),
            ("formula", line(&definition.formula)),
            ("start_event", line(&definition.start_event)),
            ("stop_event", line(&definition.stop_event)),
            ("inclusion", line(&definition.inclusion)),
            ("exclusion", line(&definition.exclusion)),
        ]);
        fields
    }

    /// The start of the SHA-256 of the meaning-bearing fields: key, a zero byte, length in decimal, a
    /// zero byte, text, one after another.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (key, text) in self.meaning() {
            hash.update(key);
            hash.update([0]);
            hash.update(text.len().to_string());
            hash.update([0]);
            hash.update(text);
        }
        let mut digits = String::with_capacity(64);
        for byte in hash.finalize() {
            let _ = write!(digits, "{byte:02x}");
        }
        digits.truncate(DIGITS);
        digits
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Ratio => "ratio",
        Kind::Quantile => "quantile",
        Kind::Level => "level",
        Kind::Count => "count",
        Kind::Score => "score",
    }
}

fn unit(unit: &Unit) -> String {
    match unit {
        Unit::Percent => "percent".to_owned(),
        Unit::Milliseconds => "milliseconds".to_owned(),
        Unit::Seconds => "seconds".to_owned(),
        Unit::Minutes => "minutes".to_owned(),
        Unit::Hours => "hours".to_owned(),
        Unit::Days => "days".to_owned(),
        Unit::Currency => "currency".to_owned(),
        Unit::Points => "points".to_owned(),
        Unit::Things { one, many } => format!("{one}, {many}"),
    }
}

fn statistic(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::Median => "median",
        Statistic::P75 => "p75",
        Statistic::P90 => "p90",
        Statistic::P95 => "p95",
        Statistic::P99 => "p99",
    }
}

fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::HigherIsBetter => "higher-is-better",
        Polarity::LowerIsBetter => "lower-is-better",
        Polarity::Neutral => "neutral",
    }
}

fn roll_up(roll_up: RollUp) -> &'static str {
    match roll_up {
        RollUp::SumOfParts => "sum-of-parts",
        RollUp::StatedOnly => "stated-only",
        RollUp::Worst => "worst",
        RollUp::Sum => "sum",
        RollUp::None => "none",
    }
}
