//! Estimates and their inputs to words. Both ends of an estimate have two significant figures, which
//! is as much as any of them can bear; an input stands as it was supplied.

use super::Words;
use super::amounts::{COMPUTED, Of};
use super::compare::to;
use super::digits::{self, MINUS, NBSP};
use super::pattern::significant;
use super::units::own_decimals;
use crate::model::{Exact, Quantity, Range};
use crate::tongue::{label, say};

/// Most decimals of an input: what a pack may write.
const FINEST: i32 = 6;

impl Words {
    /// What an estimate comes to: `£180 to £510 thousand a year`, `£8,400`, `0.6 to 1.2 years`.
    pub(crate) fn estimate(&self, result: Quantity, range: Range) -> String {
        match result {
            Quantity::Share => {
                let hundred = Exact::integer(100);
                let percent = |share: Exact| share.times(hundred).unwrap_or(share);
                let sign = digits::percent(self.locale);
                let shown = |end| format!("{}{sign}", self.two_figures(percent(end)));
                both(shown(range.low), shown(range.high))
            }
            Quantity::Years => {
                let text = both(self.two_figures(range.low), self.two_figures(range.high));
                let one = digits::is_one(self.locale, &text);
                let unit = label(if one { "year" } else { "years" });
                format!("{text}{NBSP}{unit}")
            }
            Quantity::MoneyAYear => say!("{amount} a year", self.amounts(range)),
            _ => self.amounts(range),
        }
    }

    /// A share of working days: `18.5%`. `None` beyond 128 bits.
    pub(crate) fn share_of_days(&self, share: Exact) -> Option<String> {
        let percent = share.times(Exact::integer(100))?;
        let digits = digits::unsigned(self.locale, percent, 1);
        Some(format!("{digits}{}", digits::percent(self.locale)))
    }

    /// A tick of an axis in percent, with so many decimals and its sign or without: `7.5`, `10.0%`.
    pub(crate) fn percent(&self, tick: f64, decimals: usize, sign: bool) -> String {
        let exact = Exact::from_f64(tick).unwrap_or(Exact::ZERO);
        let decimals = u32::try_from(decimals).unwrap_or(0);
        let digits = digits::unsigned(self.locale, exact, decimals);
        let sign = if sign {
            digits::percent(self.locale)
        } else {
            ""
        };
        format!("{digits}{sign}")
    }

    /// `4 days`, `4.5 days`.
    pub(crate) fn days_median(&self, days: Exact) -> String {
        let digits = digits::unsigned(self.locale, days, 1);
        let digits = digits::trimmed(self.locale, &digits);
        let one = digits::is_one(self.locale, digits);
        let unit = label(if one { "day" } else { "days" });
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
        let money = || {
            let mark = self.currency.before();
            let [low, high] = [range.low, range.high].map(|end| format!("{mark}{}", shown(end)));
            format!("{}{}", both(low, high), self.currency.after())
        };
        let ends = both(shown(range.low), shown(range.high));
        let one = digits::is_one(self.locale, &ends);
        let counted = |one_thing, many| {
            let noun = label(if one { one_thing } else { many });
            format!("{ends}{NBSP}{noun}")
        };
        match quantity {
            Quantity::Money => money(),
            Quantity::MoneyAMinute => say!("{amount} a minute", money()),
            Quantity::MoneyAnHour => say!("{amount} an hour", money()),
            Quantity::MoneyADay => say!("{amount} a day", money()),
            Quantity::MoneyAWeek => say!("{amount} a week", money()),
            Quantity::MoneyAMonth => say!("{amount} a month", money()),
            Quantity::MoneyAYear => say!("{amount} a year", money()),
            Quantity::Minutes => counted("minute", "minutes"),
            Quantity::Hours => counted("hour", "hours"),
            Quantity::Days => counted("day", "days"),
            Quantity::Weeks => counted("week", "weeks"),
            Quantity::Months => counted("month", "months"),
            Quantity::Years => counted("year", "years"),
            Quantity::Share => format!("{ends}{}", digits::percent(self.locale)),
            Quantity::Count => ends,
            Quantity::CountAYear => say!("{amount} a year", ends),
            Quantity::People => counted("person", "people"),
            Quantity::Factor => say!("{ends}~times", ends),
        }
    }
}

/// Both ends, or the one that they are.
fn both(low: String, high: String) -> String {
    if low == high { low } else { to(&low, &high) }
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
