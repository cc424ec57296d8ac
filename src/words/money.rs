//! Estimates and their inputs to words. Both ends of an estimate have two significant figures, which
//! is as much as any of them can bear; an input stands as it was supplied.

use super::Words;
use super::amounts::{COMPUTED, Of};
use super::digits::{self, MINUS, NBSP};
use super::pattern::significant;
use super::units::{currency_mark, own_decimals};
use crate::model::{Exact, Quantity, Range};

/// Most decimals of an input: what a pack may write.
const FINEST: i32 = 6;

impl Words {
    /// What an estimate comes to: `£180 to £510 thousand a year`, `£8,400`, `0.6 to 1.2 years`.
    pub(crate) fn estimate(&self, result: Quantity, range: Range) -> String {
        match result {
            Quantity::Share => {
                let hundred = Exact::integer(100);
                let percent = |share: Exact| share.times(hundred).unwrap_or(share);
                let shown = |end| format!("{}%", self.two_figures(percent(end)));
                both(shown(range.low), shown(range.high))
            }
            Quantity::Years => {
                let text = both(self.two_figures(range.low), self.two_figures(range.high));
                let unit = if text == "1" { "year" } else { "years" };
                format!("{text}{NBSP}{unit}")
            }
            Quantity::MoneyAYear => format!("{} a year", self.amounts(range)),
            _ => self.amounts(range),
        }
    }

    /// A share of working days: `18.5%`. `None` beyond 128 bits.
    pub(crate) fn share_of_days(&self, share: Exact) -> Option<String> {
        let percent = share.times(Exact::integer(100))?;
        Some(format!("{}%", digits::unsigned(self.locale, percent, 1)))
    }

    /// `4 days`, `4.5 days`.
    pub(crate) fn days_median(&self, days: Exact) -> String {
        let digits = digits::unsigned(self.locale, days, 1);
        let digits = digits::trimmed(&digits);
        let unit = if digits == "1" { "day" } else { "days" };
        format!("{digits}{NBSP}{unit}")
    }

    /// One amount has all its figures: it was counted as one number.
    fn amounts(&self, range: Range) -> String {
        if range.low == range.high {
            return self.amount(range.high);
        }
        self.both_ends(&Of::money(&self.currency, COMPUTED), range)
    }

    /// Two significant figures, whole things never cut below one: `183` is `180`, `0.574` is `0.57`.
    fn two_figures(&self, number: Exact) -> String {
        let decimals = significant(number, 2);
        let grain = 10_i64.pow(decimals.unsigned_abs().min(15));
        let grain = match decimals < 0 {
            true => Some(Exact::integer(grain)),
            false => Exact::ratio(1, grain.unsigned_abs()),
        };
        let shown = grain
            .and_then(|grain| number.rounded_to(grain))
            .unwrap_or(number);
        let sign = if shown.is_negative() {
            MINUS.to_string()
        } else {
            String::new()
        };
        let places = own_decimals(shown).unwrap_or(FINEST).max(0);
        format!(
            "{sign}{}",
            digits::unsigned(self.locale, shown, places.unsigned_abs())
        )
    }

    /// An input as it was supplied: `£78`, `5 to 14%`, `£80 to £120 a minute`, `46,886`.
    pub(crate) fn supplied(&self, quantity: Quantity, range: Range) -> String {
        let shown = |end: Exact| {
            let end = match quantity {
                Quantity::Share => end.times(Exact::integer(100)).unwrap_or(end),
                _ => end,
            };
            let places = own_decimals(end).unwrap_or(1).clamp(0, FINEST);
            digits::unsigned(self.locale, end, places.unsigned_abs())
        };
        let money = |tail: &str| {
            let mark = currency_mark(&self.currency);
            let ends = [range.low, range.high].map(|end| format!("{mark}{}", shown(end)));
            format!("{}{tail}", both(ends[0].clone(), ends[1].clone()))
        };
        let ends = both(shown(range.low), shown(range.high));
        let one = ends == "1";
        let counted = |one_thing: &str, many: &str| {
            format!("{ends}{NBSP}{}", if one { one_thing } else { many })
        };
        match quantity {
            Quantity::Money => money(""),
            Quantity::MoneyAMinute => money(" a minute"),
            Quantity::MoneyAnHour => money(" an hour"),
            Quantity::MoneyADay => money(" a day"),
            Quantity::MoneyAWeek => money(" a week"),
            Quantity::MoneyAMonth => money(" a month"),
            Quantity::MoneyAYear => money(" a year"),
            Quantity::Minutes => counted("minute", "minutes"),
            Quantity::Hours => counted("hour", "hours"),
            Quantity::Days => counted("day", "days"),
            Quantity::Weeks => counted("week", "weeks"),
            Quantity::Months => counted("month", "months"),
            Quantity::Years => counted("year", "years"),
            Quantity::Share => format!("{ends}%"),
            Quantity::Count => ends,
            Quantity::CountAYear => format!("{ends} a year"),
            Quantity::People => counted("person", "people"),
            Quantity::Factor => format!("{ends}{NBSP}times"),
        }
    }
}

/// Both ends, or the one that they are.
fn both(low: String, high: String) -> String {
    if low == high {
        low
    } else {
        format!("{low} to {high}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(result: Quantity, low: &str, high: &str) -> String {
        let words = Words::new(&super::super::sample::pack([]).settings);
        let number = |text| Exact::parse(text).unwrap_or(Exact::ZERO);
        let (low, high) = (number(low), number(high));
        words
            .estimate(result, Range { low, high })
            .replace(NBSP, " ")
    }

    #[test]
    fn ends_have_two_figures_and_share_their_word() {
        assert_eq!(
            told(Quantity::Money, "182855", "511995"),
            "£180 to £510 thousand"
        );
        assert_eq!(
            told(Quantity::MoneyAYear, "182855", "511995"),
            "£180 to £510 thousand a year"
        );
        assert_eq!(
            told(Quantity::Money, "12400", "20900"),
            "£12,000 to £21,000"
        );
        assert_eq!(
            told(Quantity::Money, "64000", "129000"),
            "£64 to £130 thousand"
        );
        assert_eq!(
            told(Quantity::Money, "450000", "1240000"),
            "£450 thousand to £1.2 million"
        );
        assert_eq!(told(Quantity::Money, "8400", "8400"), "£8,400");
        assert_eq!(
            told(Quantity::Money, "-344000", "-344000"),
            "\u{2212}£344 thousand"
        );
        assert_eq!(
            told(Quantity::Money, "-20000", "31000"),
            "\u{2212}£20,000 to £31,000"
        );
    }

    #[test]
    fn shares_and_years_are_no_money() {
        assert_eq!(told(Quantity::Share, "0.387", "0.412"), "39% to 41%");
        assert_eq!(told(Quantity::Years, "0.085", "0.085"), "0.085 years");
    }
}
