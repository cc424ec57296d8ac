//! What makes a definition the one it is: the fields that decide what a figure of it means.
//!
//! Meaning-bearing is what would make two people count different figures from the same events: kind,
//! unit and what it is per, statistic, the question that was asked, scale, direction, roll-up, formula, first and last event,
//! where the events are recorded, what is counted, what is not, and the query. Not meaning-bearing,
//! and free to change without a new version: names, owners and roles; category, outcome and
//! platforms; targets and benchmarks, which have dates of their own; `spread`, `test` and
//! `decimals`, which decide how a figure is judged and printed and not what it is; when it is
//! refreshed; known weaknesses and every explanation.

use super::sql::{self, Piece};
use super::{Exact, Metric, Polarity, RollUp, Statistic, Unit};
use crate::diag::Span;
use sha2::{Digest, Sha256};

/// Hex digits of a fingerprint: enough that no two definitions of one company share one.
pub const FINGERPRINT_DIGITS: usize = 12;

impl Metric {
    /// The meaning-bearing fields by their key in the file, in a fixed order, each as one line of
    /// text in which space is single. A query is taken without its comments, and with the space
    /// inside its quotes as it is.
    pub fn meaning(&self) -> Vec<(&'static str, String)> {
        let definition = &self.definition;
        let mut fields = vec![
            ("kind", self.kind.value.word().to_owned()),
            ("unit", unit(&self.unit.value)),
        ];
        fields.extend(self.per.as_ref().map(|per| ("per", line(per))));
        fields.extend(
            self.statistic
                .map(|s| ("statistic", statistic(s.value).to_owned())),
        );
        // Another wording is another question: its answers do not compare.
        fields.extend(
            self.question
                .as_ref()
                .map(|asked| ("question", line(asked))),
        );
        if let Some((low, high)) = self.scale.map(|scale| scale.value) {
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
            ("event_source", line(&definition.event_source)),
            ("inclusion", line(&definition.inclusion)),
            ("exclusion", line(&definition.exclusion)),
        ]);
        fields.extend(self.query.as_ref().map(|sql| ("query", query(sql))));
        fields
    }

    /// Where a meaning-bearing field is written; where the version stands for one that is not there.
    pub fn place_of(&self, field: &str) -> Span {
        let definition = &self.definition;
        let place = match field {
            "kind" => Some(self.kind.span),
            "unit" => Some(self.unit.span),
            "per" => self.per.as_ref().map(|per| per.span),
            "statistic" => self.statistic.map(|statistic| statistic.span),
            "question" => self.question.as_ref().map(|question| question.span),
            "scale" => self.scale.map(|scale| scale.span),
            "polarity" => Some(self.polarity.span),
            "roll_up" => Some(self.roll_up.span),
            "formula" => Some(definition.formula.span),
            "start_event" => Some(definition.start_event.span),
            "stop_event" => Some(definition.stop_event.span),
            "event_source" => Some(definition.event_source.span),
            "inclusion" => Some(definition.inclusion.span),
            "exclusion" => Some(definition.exclusion.span),
            "query" => self.query.as_ref().map(|query| query.span),
            _ => None,
        };
        place.unwrap_or(definition.version.span)
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
        short_digest(hash)
    }
}

/// The start of a SHA-256, as fingerprints are written: [`FINGERPRINT_DIGITS`] hex digits.
pub fn short_digest(hash: Sha256) -> String {
    let mut digits = hex(hash.finalize());
    digits.truncate(FINGERPRINT_DIGITS);
    digits
}

/// Bytes as lower-case hex.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// SQL on one line: comments gone, space single, except inside `'…'`, `"…"` and `` `…` ``, where it
/// is part of what is said.
fn query(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut gap = false;
    for piece in sql::pieces(sql) {
        let (Piece::Quoted(text) | Piece::Plain(text)) = piece else {
            gap = true;
            continue;
        };
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push_str(text);
    }
    out
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

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn a_query_is_its_words_whatever_the_layout_and_the_comments() {
        let wide =
            "select count(*) -- all of them\nfrom deployments\n  where state = 'rolled  back'\n";
        let narrow = "select count(*) from /* the log */ deployments where state = 'rolled  back'";
        assert_eq!(query(wide), query(narrow));
        assert_eq!(
            query(narrow),
            "select count(*) from deployments where state = 'rolled  back'"
        );
    }

    #[test]
    fn what_stands_in_quotes_is_kept_as_it_is() {
        assert_ne!(query("where a = 'x  y'"), query("where a = 'x y'"));
        assert_ne!(query("where a = '--x'"), query("where a = ''"));
        assert_eq!(
            query("where a = 'it''s  /* so */'"),
            "where a = 'it''s  /* so */'"
        );
        assert_ne!(query("a \"b c\""), query("a b c"));
        // A comment ends with its line: what follows is counted.
        assert_ne!(query("a -- x\n and b"), query("a -- x and b"));
        assert_eq!(query("where a = 'open  "), "where a = 'open  ");
    }
}
