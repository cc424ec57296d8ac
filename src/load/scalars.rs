//! Scalars to dates, periods, weeks, numbers and names; each refusal says what was meant instead.

use super::decode::Field;
use super::problems::{Problems, quoted};
use super::topics;
use crate::diag::{Located, Span, Topic};
use crate::model::{Exact, ExactError, Period, Unit, Week};
use chrono::{Datelike, NaiveDate};

/// Years a pack may speak of; those a [`Period`] can have.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// Characters in a name; it becomes part of file names and addresses.
const ID_LENGTH: usize = 64;

impl Field<'_, '_, '_> {
    /// A date.
    pub(super) fn date(self) -> Option<Located<NaiveDate>> {
        let text = self.raw()?;
        let digits = text.value.as_bytes();
        let shaped = digits.len() == 10
            && digits.iter().enumerate().all(|(n, b)| {
                if n == 4 || n == 7 {
                    *b == b'-'
                } else {
                    b.is_ascii_digit()
                }
            });
        if !shaped {
            return self.refuse(&topics::BAD_DATE, text, "a date", &date_help(text.value));
        }
        let Ok(date) = NaiveDate::parse_from_str(text.value, "%Y-%m-%d") else {
            return self.refuse(
                &topics::BAD_DATE,
                text,
                "a date",
                &calendar_help(text.value),
            );
        };
        if !YEARS.contains(&date.year()) {
            let message = format!("{} lies outside the years 1970 to 2200", quoted(text.value));
            self.problems.add(
                topics::DATE_RANGE
                    .at(text.span, message)
                    .help("correct the year"),
            );
            return None;
        }
        Some(Located::new(date, text.span))
    }

    /// A fiscal quarter.
    pub(super) fn period(self) -> Option<Located<Period>> {
        let text = self.raw()?;
        let period = period(text.value, text.span, self.problems)?;
        Some(Located::new(period, text.span))
    }

    /// A plain decimal; in percent where the unit is percent, kept as a share of one.
    pub(super) fn decimal(self, unit: Option<&Unit>) -> Option<Located<Exact>> {
        let text = self.raw()?;
        match decimal(text.value, unit) {
            Ok(value) => Some(Located::new(value, text.span)),
            Err(help) => self.refuse(&topics::BAD_NUMBER, text, "a plain decimal", &help),
        }
    }

    /// A whole number within bounds.
    pub(super) fn integer(self, low: u32, high: u32) -> Option<Located<u32>> {
        let text = self.raw()?;
        #[cfg(test)]
        super::trace::tell(|| Some(super::trace::Asked::Bounds(text.span, low, high)));
        let number = whole(text.value).and_then(|number| u32::try_from(number).ok());
        match number.filter(|number| (low..=high).contains(number)) {
            Some(number) => Some(Located::new(number, text.span)),
            None => {
                let help = if high == u32::MAX {
                    format!("write a whole number of at least {low}")
                } else {
                    format!("write a whole number from {low} to {high}")
                };
                let message = format!("`{}` cannot be {}", self.name, quoted(text.value));
                self.problems
                    .add(topics::BAD_NUMBER.at(text.span, message).help(help));
                None
            }
        }
    }

    /// A name that other files use.
    pub(super) fn id(self) -> Option<Located<String>> {
        let text = self.raw()?;
        if let Some(problem) = bad_id(text.value, text.span) {
            self.problems.add(problem);
            return None;
        }
        Some(text.map(str::to_owned))
    }

    fn refuse<T>(self, topic: &Topic, text: Located<&str>, what: &str, help: &str) -> Option<T> {
        let message = format!("{} is not {what}", quoted(text.value));
        self.problems.add(topic.at(text.span, message).help(help));
        None
    }
}

/// A fiscal quarter, as a value or as the key of one.
pub(super) fn period(text: &str, span: Span, problems: &Problems) -> Option<Period> {
    let period = text.parse().ok();
    if period.is_none() {
        problems.add(
            topics::BAD_PERIOD
                .at(span, format!("{} is not a quarter", quoted(text)))
                .help("write the fiscal year and quarter, such as `2026-Q3`"),
        );
    }
    period
}

/// Says what is wrong with a name, if anything is.
pub(super) fn bad_id(text: &str, span: Span) -> Option<crate::diag::Diagnostic> {
    let good = text.len() <= ID_LENGTH
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
    (!good).then(|| {
        let like = super::like_id(text);
        let rule = "a name is lower-case letters and digits, words joined by `-`, at most 64 long";
        let help = if like.is_empty() || like.len() > ID_LENGTH {
            rule.to_owned()
        } else {
            format!("{rule}; write `{like}`")
        };
        topics::BAD_ID
            .at(span, format!("{} is not a name", quoted(text)))
            .help(help)
    })
}

/// Reads a plain decimal, a share of one where the unit is percent; the error says what to write.
pub(super) fn decimal(text: &str, unit: Option<&Unit>) -> Result<Exact, String> {
    let number = Exact::parse(text).map_err(|fault| decimal_help(text, fault))?;
    if unit == Some(&Unit::Percent) {
        let share = number.over(Exact::integer(100));
        return share.ok_or_else(|| "write a smaller number".to_owned());
    }
    Ok(number)
}

fn decimal_help(text: &str, fault: ExactError) -> String {
    match fault {
        ExactError::TooLarge => "at most 12 digits may stand before the point".to_owned(),
        ExactError::TooFine => "at most 6 digits may stand after the point".to_owned(),
        ExactError::NotADecimal => {
            let without: String = text
                .chars()
                .filter(|c| !matches!(c, ',' | '_' | ' '))
                .collect();
            let pointed = text.replacen(',', ".", 1);
            let bare = text.trim_end_matches('%').trim_end();
            let groups = text.split(',').skip(1).all(|group| {
                let whole = group.split('.').next().unwrap_or("");
                whole.len() == 3 && whole.bytes().all(|b| b.is_ascii_digit())
            });
            if text.ends_with('%') && Exact::parse(bare).is_ok() {
                format!("the unit is known: write `{bare}`")
            } else if text.contains(',') && !groups && Exact::parse(&pointed).is_ok() {
                format!("the decimal point is a point: write `{pointed}`")
            } else if text.contains([',', '_', ' ']) && Exact::parse(&without).is_ok() {
                format!("leave out what groups the digits: write `{without}`")
            } else if text.contains(['e', 'E']) && text.parse::<f64>().is_ok() {
                "write the number out, without an exponent".to_owned()
            } else if let Some(more) = text.strip_prefix('+') {
                format!("leave out the plus: write `{more}`")
            } else if text.starts_with('.') || text.ends_with('.') {
                "write a digit on both sides of the point, such as `0.5`".to_owned()
            } else {
                "write digits, such as `99.9` or `-3`".to_owned()
            }
        }
    }
}

/// A whole number without a sign, of at most 12 digits.
pub(super) fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// What to write in place of a text that is no ISO date.
fn date_help(text: &str) -> String {
    let rule = "write year, month and day, such as `2026-07-06`";
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    if let [year, month, day] = parts[..]
        && let (4, Ok(year), Ok(month), Ok(day)) =
            (year.len(), year.parse(), month.parse(), day.parse())
        && let Some(date) = NaiveDate::from_ymd_opt(year, month, day)
    {
        return format!("write `{date}`");
    }
    rule.to_owned()
}

/// Why a text of the right shape is no day of the calendar.
fn calendar_help(text: &str) -> String {
    let number = |range: std::ops::Range<usize>| {
        let part = text.get(range).and_then(|part| part.parse::<u32>().ok());
        part.unwrap_or(0)
    };
    let month = number(5..7);
    let year = i32::try_from(number(0..4)).unwrap_or(0);
    let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else {
        return "months run from `01` to `12`".to_owned();
    };
    let days = first.num_days_in_month();
    format!("{} has {days} days", first.format("%B %Y"))
}

/// What is wrong with a text that is no week of a year.
pub(super) fn week_help(text: &str) -> String {
    if let Some((year, week)) = text.split_once("-W")
        && year.len() == 4
        && let (Ok(year), Ok(week)) = (year.parse::<i32>(), week.parse::<u8>())
    {
        if week.to_string().len() == 1 && !text.ends_with(&format!("W{week:02}")) {
            return format!("write `{year}-W{week:02}`");
        }
        let last = if Week::new(year, 53).is_some() {
            53
        } else {
            52
        };
        return format!("the weeks of {year} run from `{year}-W01` to `{year}-W{last}`");
    }
    "write the ISO year and week, such as `2026-W27`".to_owned()
}

/// Whether it is so many lower-case hexadecimal digits.
pub(super) fn is_digest(text: &str, digits: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    text.len() == digits && text.chars().all(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_number_says_what_to_write() {
        let help = |text| decimal(text, None).err().unwrap_or_default();
        assert_eq!(help("99,9"), "the decimal point is a point: write `99.9`");
        assert_eq!(
            help("1,000"),
            "leave out what groups the digits: write `1000`"
        );
        assert_eq!(help("99.9%"), "the unit is known: write `99.9`");
        assert_eq!(help("1e3"), "write the number out, without an exponent");
    }

    #[test]
    fn percent_is_kept_as_a_share() {
        let share = decimal("99.9", Some(&Unit::Percent)).map(Exact::parts);
        assert_eq!(share, Ok((999, 1000)));
    }

    #[test]
    fn a_week_that_is_not_says_which_are() {
        assert_eq!(
            week_help("2025-W53"),
            "the weeks of 2025 run from `2025-W01` to `2025-W52`"
        );
        assert_eq!(week_help("2026-W7"), "write `2026-W07`");
    }
}
