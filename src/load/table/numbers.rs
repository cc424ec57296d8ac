//! The text of a cell to a number, a day, a week or a quarter, by the forms that the mapping names.

use super::cells::Cell;
use super::map::{Days, Numbers};
use crate::model::{Calendar, Exact, Period, Week};
use chrono::NaiveDate;

/// The number of a cell as a pack writes it; the error says what to do. A sign of percent may stand
/// behind it where that is the unit.
pub(super) fn number(cell: &Cell<'_>, written: Numbers, percent: bool) -> Result<String, String> {
    let text = cell.text.trim();
    if cell.is_number {
        return match Exact::parse(text) {
            Ok(number) => Ok(number.decimal()),
            Err(_) => {
                Err("write it out in digits, at most 12 before the point and 6 after".to_owned())
            }
        };
    }
    let bare = match text.strip_suffix('%') {
        Some(bare) if percent => bare.trim_end(),
        Some(_) => return Err("the unit of the metric is not percent".to_owned()),
        None => text,
    };
    let (whole, fraction) = match bare.split_once(written.decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (bare, None),
    };
    let whole = match written.thousands {
        Some(sign) => ungrouped(whole, sign).ok_or_else(|| {
            format!(
                "between groups of three digits stands `{}`, and nowhere else",
                shown(sign)
            )
        })?,
        None => whole.to_owned(),
    };
    let plain = match fraction {
        Some(fraction) => format!("{whole}.{fraction}"),
        None => whole,
    };
    // A point that the mapping does not know must not slip through as one that it does.
    let stray = fraction.is_some_and(|f| f.contains(['.', ',']))
        || written.decimal != '.' && bare.contains('.') && written.thousands != Some('.');
    match Exact::parse(&plain) {
        Ok(number) if !stray => Ok(number.decimal()),
        _ if Exact::parse(&bare.replace(',', ".")).is_ok() && bare.contains([',', '.']) => Err(format!(
            "say in the mapping how numbers are written, such as `numbers: {{decimal: \"{}\"}}`",
            if bare.contains(',') { ',' } else { '.' }
        )),
        _ if bare.contains([',', '.', '\'', '_', ' ', '\u{a0}', '\u{202f}']) => Err(
            "say in the mapping how numbers are written: `numbers: {decimal: \".\", thousands: \",\"}`"
                .to_owned(),
        ),
        _ => Err(
            "write a plain number; words that mean that there is none stand in the mapping under \
             `missing`"
                .to_owned(),
        ),
    }
}

fn shown(sign: char) -> &'static str {
    match sign {
        ' ' => "a space",
        '.' => ".",
        ',' => ",",
        '\'' => "'",
        _ => "_",
    }
}

/// Digits without the sign between groups of three; `None` where the groups are none.
fn ungrouped(text: &str, sign: char) -> Option<String> {
    let same = |c: char| {
        c == sign
            || sign == ' ' && matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')
            || sign == '\'' && c == '\u{2019}'
    };
    let (minus, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let groups: Vec<&str> = digits.split(same).collect();
    let (first, rest) = groups.split_first()?;
    let fits =
        rest.is_empty() || (1..=3).contains(&first.len()) && rest.iter().all(|g| g.len() == 3);
    fits.then(|| format!("{minus}{}", groups.concat()))
}

/// The day of a text in a form.
fn day(text: &str, days: Option<Days>) -> Option<NaiveDate> {
    let days = days.unwrap_or(Days {
        order: [0, 1, 2],
        sign: '-',
    });
    let parts: Vec<&str> = text.split(days.sign).collect();
    let digits =
        |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() != 3 || !parts.iter().all(digits) || parts[days.order[0]].len() != 4 {
        return None;
    }
    let [year, month, day] = days.order.map(|place| parts[place]);
    let year = year
        .parse()
        .ok()
        .filter(|year| (1970..=2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// Year and number of a text such as `2026-Q3`, `2026Q3`, `Q3 2026` or `Q3/2026`.
fn numbered(text: &str, letter: char) -> Option<(i32, u8)> {
    let text = text.to_ascii_uppercase();
    let (before, after) = text.split_once(letter)?;
    let joint = |c: char| matches!(c, '-' | ' ' | '/');
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (year, number) = if before.is_empty() {
        let (number, year) = after.split_once(joint)?;
        (year, number)
    } else {
        (before.strip_suffix(joint).unwrap_or(before), after)
    };
    (digits(year) && year.len() == 4 && digits(number) && number.len() <= 2)
        .then(|| Some((year.parse().ok()?, number.parse().ok()?)))
        .flatten()
}

/// The week of a text: an ISO week, or that of a day.
pub(super) fn week(text: &str, days: Option<Days>) -> Option<Week> {
    let named = numbered(text, 'W').and_then(|(year, week)| Week::new(year, week));
    named.or_else(|| day(text, days).map(Week::of))
}

/// The quarter of a text: a fiscal quarter, or that of a day.
pub(super) fn period(text: &str, days: Option<Days>, calendar: &Calendar) -> Option<Period> {
    let named = numbered(text, 'Q').and_then(|(year, quarter)| Period::new(year, quarter));
    named.or_else(|| day(text, days).map(|day| calendar.period_of(day)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{FileId, Span};
    use std::borrow::Cow;

    fn read(text: &str, decimal: char, thousands: Option<char>) -> Option<String> {
        let span = Span::start_of(FileId(0));
        let cell = Cell {
            text: Cow::Borrowed(text),
            span,
            is_number: false,
        };
        number(&cell, Numbers { decimal, thousands }, true).ok()
    }

    #[test]
    fn a_number_is_read_as_the_mapping_says_or_not_at_all() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(read("1.234,50", ',', Some('.')), some("1234.5"));
        assert_eq!(read("1 234 567", '.', Some(' ')), some("1234567"));
        assert_eq!(read("1\u{a0}234", '.', Some(' ')), some("1234"));
        assert_eq!(read("99,95 %", ',', None), some("99.95"));
        assert_eq!(read("0.1", '.', None), some("0.1"));
        assert_eq!(read("-3", '.', None), some("-3"));
        assert_eq!(read("0", '.', None), some("0"));
        // Each of these is another number under another mapping.
        for (text, decimal, thousands) in [
            ("1.234", ',', None),
            ("1,234", '.', None),
            ("12.34", ',', Some('.')),
            ("1,23,456", '.', Some(',')),
            ("1.5.2", '.', None),
            ("1,5,2", ',', None),
            ("1e3", '.', None),
            ("n/a", '.', None),
            ("", '.', None),
        ] {
            assert_eq!(read(text, decimal, thousands), None, "{text}");
        }
    }

    #[test]
    fn weeks_and_quarters_have_many_forms() {
        let form = Some(Days {
            order: [2, 1, 0],
            sign: '.',
        });
        let written = |text: &str| week(text, form).map(|week| week.to_string());
        for text in ["2026-W27", "2026W27", "W27 2026", "29.06.2026", "w27/2026"] {
            assert_eq!(written(text).as_deref(), Some("2026-W27"), "{text}");
        }
        for text in ["2026-W54", "29.13.2026", "2026-06-29", "W27", "29.06.26"] {
            assert_eq!(written(text), None, "{text}");
        }
    }
}
