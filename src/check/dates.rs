//! The days that a sentence names.

use super::claims::Token;
use crate::words::MONTHS;
use chrono::{Datelike, Months, NaiveDate};

/// Every day named, those without a year in the year after which they come next: `6 July 2026`,
/// `6 July`, `July 2026`, `in March`, `2026-07-06`, `2027-Q1` (its last day). `end` is the last day
/// of the quarter that is told, whose own months lie in the past.
pub(super) fn dates(tokens: &[Token<'_>], end: NaiveDate) -> Vec<NaiveDate> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let mut days = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        if let Ok(day) = token.text.parse::<NaiveDate>() {
            days.push(day);
        } else if let Some(day) = quarter(token.text) {
            days.push(day);
        } else if let Some(month) = MONTHS
            .iter()
            .position(|m| token.lower == m.to_ascii_lowercase())
        {
            // `may` is a month only beside a number or as a name.
            let capital = token.text.starts_with(char::is_uppercase);
            let before: Option<u32> = i.checked_sub(1).and_then(|j| word(j).parse().ok());
            let after: Option<i32> = word(i + 1).parse().ok();
            if !capital || (token.lower == "may" && before.is_none() && after.is_none()) {
                continue;
            }
            let Ok(month) = u32::try_from(month + 1) else {
                continue;
            };
            let year = after.filter(|y| *y > 1900);
            let last = |year: i32| {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                first.checked_add_months(Months::new(1))?.pred_opt()
            };
            let on = |year: i32| match before.filter(|d| (1..=31).contains(d)) {
                Some(day) => NaiveDate::from_ymd_opt(year, month, day),
                None => last(year),
            };
            // Without a year the nearest of that name, within half a year of the quarter's end.
            let nearest = [end.year() - 1, end.year(), end.year() + 1]
                .into_iter()
                .filter_map(on)
                .min_by_key(|day| (*day - end).num_days().abs());
            days.extend(
                year.and_then(on)
                    .or(if year.is_none() { nearest } else { None }),
            );
        }
    }
    days
}

fn quarter(text: &str) -> Option<NaiveDate> {
    let (year, quarter) = text.split_once("-Q")?;
    let (year, quarter): (i32, u32) = (year.parse().ok()?, quarter.parse().ok()?);
    let first = NaiveDate::from_ymd_opt(year, quarter.checked_mul(3)?, 1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::dates;
    use crate::check::claims::sentences;
    use chrono::NaiveDate;

    #[test]
    fn days_are_read_as_people_write_them() {
        let end = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap_or_default();
        for (text, day) in [
            ("live on 6 July 2026", "2026-07-06"),
            ("live on 9 February", "2027-02-09"),
            ("live on 6 July", "2026-07-06"),
            ("by 2026-11-30", "2026-11-30"),
            ("in 2027-Q1", "2027-03-31"),
            ("in December", "2026-12-31"),
            ("they may in June 2027", "2027-06-30"),
        ] {
            let read: Vec<String> = sentences(text)
                .iter()
                .flat_map(|s| dates(s, end))
                .map(|d| d.to_string())
                .collect();
            assert_eq!(read, [day], "{text}");
        }
        assert!(
            sentences("it may rain")
                .iter()
                .all(|s| dates(s, end).is_empty())
        );
    }
}
