//! Shares, counts and money of promises to words. A promise that is broken by a hair never reads as
//! kept, and what is overspent is said in words, never as a bare minus.

use super::Words;
use super::digits;
use super::pattern::{Landmarks, Pattern, significant};
use super::units::{money, own_decimals};
use crate::model::{Exact, Locale};
use crate::tongue::{label, say, say_n};

/// Percentages of a budget have one decimal everywhere, so that they line up.
const OF_BUDGET: i32 = 1;

fn percent(locale: Locale, decimals: i32) -> Pattern {
    let sign = digits::percent(locale);
    Pattern {
        before: String::new(),
        one: sign.to_owned(),
        many: sign.to_owned(),
        divisor: Exact::ratio(1, 100).unwrap_or(Exact::ZERO),
        decimals,
        trim: false,
    }
}

fn plain(decimals: i32) -> Pattern {
    Pattern {
        before: String::new(),
        one: String::new(),
        many: String::new(),
        divisor: Exact::integer(1),
        decimals,
        trim: false,
    }
}

fn in_percent(share: Exact) -> Exact {
    share.times(Exact::integer(100)).unwrap_or(share)
}

impl Words {
    /// A target as it was set: `99.9%`.
    pub(crate) fn promised(&self, target: Exact) -> String {
        let decimals = own_decimals(in_percent(target)).unwrap_or(6);
        percent(self.locale, decimals).dress(self.locale, target)
    }

    /// What was attained beside a target: `99.89%`, with as many decimals as keep it on its side.
    pub(crate) fn attained(&self, share: Exact, target: Exact) -> String {
        let own = own_decimals(in_percent(target)).unwrap_or(6);
        let least = if in_percent(target) >= Exact::integer(99) {
            2
        } else {
            1
        };
        let pattern = percent(self.locale, own.max(least));
        pattern
            .write(self.locale, Landmarks::Promise(target), share)
            .0
    }

    /// A share of a whole, with its own decimals, one at most: `34%`, `2.5%`.
    pub(crate) fn of_whole(&self, share: Exact) -> String {
        let decimals = own_decimals(in_percent(share)).unwrap_or(1).clamp(0, 1);
        percent(self.locale, decimals)
            .write(self.locale, Landmarks::Zero, share)
            .0
    }

    /// A share of a budget without words: `6.8%`, `−6.8%`.
    pub(crate) fn of_budget(&self, share: Exact) -> String {
        percent(self.locale, OF_BUDGET)
            .write(self.locale, Landmarks::Zero, share)
            .0
    }

    /// What is left of a budget: `24.5% left`, `6.8% overspent`, `nothing left`.
    pub(crate) fn budget_left(&self, left: Exact) -> String {
        if left == Exact::ZERO {
            return label("nothing left").to_owned();
        }
        let size = self.of_budget(left.magnitude());
        match left.is_negative() {
            true => say!("{size}~overspent", size),
            false => {
                let n = if digits::is_one(self.locale, &size) {
                    1
                } else {
                    2
                };
                say_n!(n, "{size}~left", "{size}~left", size)
            }
        }
    }

    /// A number of events or slices: whole where it is whole, otherwise with one decimal.
    pub(crate) fn tally(&self, number: Exact) -> String {
        let decimals = i32::from(number.parts().1 != 1);
        // What a target allows is rarely whole; among thousands nobody reads the rest.
        let large = number.magnitude() >= Exact::integer(100);
        let pattern = plain(if large { 0 } else { decimals });
        pattern.write(self.locale, Landmarks::Zero, number).0
    }

    /// How many times as fast as even pace: `1.1`.
    pub(crate) fn burn_rate(&self, rate: Exact) -> String {
        let decimals = if rate.magnitude() >= Exact::integer(100) {
            0
        } else {
            significant(rate, 2).clamp(0, 2)
        };
        plain(decimals)
            .write(self.locale, Landmarks::Promise(Exact::integer(1)), rate)
            .0
    }

    /// A number with its own decimals, four at most: thresholds.
    pub(crate) fn factor(&self, number: Exact) -> String {
        let decimals = own_decimals(number).unwrap_or(4).min(4);
        plain(decimals)
            .write(self.locale, Landmarks::Zero, number)
            .0
    }

    /// An amount of money in the pack's currency: `£8,400`.
    pub(crate) fn amount(&self, amount: Exact) -> String {
        let pattern = money(&self.currency, amount);
        pattern.write(self.locale, Landmarks::Zero, amount).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::digits::NBSP;

    fn words() -> Words {
        Words::new(&super::super::sample::pack([]).settings)
    }

    fn share(percent: &str) -> Exact {
        let number = Exact::parse(percent).unwrap_or(Exact::ZERO);
        number.over(Exact::integer(100)).unwrap_or(Exact::ZERO)
    }

    #[test]
    fn a_promise_broken_by_a_hair_never_reads_as_kept() {
        let words = words();
        let told = |got, target| words.attained(share(got), share(target));
        assert_eq!(told("99.893", "99.9"), "99.89%");
        assert_eq!(told("99.8999", "99.9"), "99.8999%");
        assert_eq!(told("99.9", "99.9"), "99.90%");
        assert_eq!(told("99.99901", "99.95"), "99.999%");
        assert_eq!(told("100", "99.9"), "100.00%");
        assert_eq!(told("94.26", "95"), "94.3%");
        assert_eq!(words.promised(share("99.9")), "99.9%");
        assert_eq!(words.promised(share("95")), "95%");
    }

    #[test]
    fn a_balance_is_told_in_words() {
        let words = words();
        let told = |left| words.budget_left(share(left)).replace(NBSP, " ");
        assert_eq!(told("24.54"), "24.5% left");
        assert_eq!(told("-6.81"), "6.8% overspent");
        assert_eq!(told("-0.004"), "0.004% overspent");
        assert_eq!(told("0"), "nothing left");
        assert_eq!(
            words.tally(Exact::parse("60266.591").unwrap_or(Exact::ZERO)),
            "60,267"
        );
        assert_eq!(
            words.tally(Exact::parse("12.96").unwrap_or(Exact::ZERO)),
            "13.0"
        );
        assert_eq!(words.tally(Exact::integer(7)), "7");
    }

    #[test]
    fn a_rate_over_one_never_reads_as_one() {
        let words = words();
        let told = |rate| words.burn_rate(Exact::parse(rate).unwrap_or(Exact::ZERO));
        assert_eq!(told("1.068"), "1.1");
        assert_eq!(told("0.9996"), "0.9996");
        assert_eq!(told("472"), "472");
        assert_eq!(told("0.034"), "0.03");
        assert_eq!(
            words.factor(Exact::parse("13.44").unwrap_or(Exact::ZERO)),
            "13.44"
        );
    }
}
