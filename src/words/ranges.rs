//! Estimates to words: both ends of a range of harm, and how often a thing is expected.

use super::Words;
use super::amounts::{Of, SUPPLIED};
use super::compare::to;
use super::digits::{self, NBSP};
use crate::model::{Exact, Harm, Range};
use crate::tongue::{label, say};

impl Words {
    /// An amount of harm: `£250 thousand`, `900 customer hours`.
    pub(crate) fn harm(&self, harm: Harm, value: Exact) -> String {
        self.one_end(&self.harmed(harm), value)
    }

    /// Both ends of an estimate: `£180 to £520 thousand`, `400 to 900 customer hours`, `up to £3
    /// million`. An end is never rounded onto the other side of a limit that it is compared with.
    pub(crate) fn harm_range(&self, harm: Harm, range: Range, limit: Option<Exact>) -> String {
        self.both_ends(&self.harmed(harm).beside(limit), range)
    }

    /// What somebody says that something cost: `£80 to £120 thousand`.
    pub(crate) fn money_range(&self, low: Exact, high: Exact) -> String {
        self.harm_range(Harm::Money, Range { low, high }, None)
    }

    fn harmed(&self, harm: Harm) -> Of {
        match harm {
            Harm::Money => Of::money(&self.currency, SUPPLIED),
            Harm::CustomerHours => Of::things("customer hour", "customer hours", SUPPLIED),
        }
    }

    /// A number of days: `11 days`, `14.5 days`.
    pub(crate) fn days(&self, days: Exact) -> String {
        let digits = digits::unsigned(self.locale, days, 1);
        let digits = digits::trimmed(self.locale, &digits);
        let one = digits::is_one(self.locale, digits);
        let unit = label(if one { "day" } else { "days" });
        format!("{digits}{NBSP}{unit}")
    }

    /// How often, in words: `about once in 2 years`, `2 to 4 times a year`, `between once in 2 years
    /// and twice a year`.
    pub(crate) fn how_often(&self, times_a_year: Range) -> String {
        let Range { low, high } = times_a_year;
        let one = Exact::integer(1);
        if low == Exact::ZERO {
            return say!("at most {rate}", self.rate(high));
        }
        if low == high {
            return say!("about {rate}", self.rate(high));
        }
        if low >= one {
            let (low, high) = (self.times(low), self.times(high));
            return if low == high {
                say!("about {n}~times a year", high)
            } else {
                say!("{low} to {high}~times a year", low, high)
            };
        }
        if high <= one {
            let (soon, late) = (self.span(high), self.span(low));
            let years = [label("year"), label("years")];
            let words = match (soon.split_once(NBSP), late.split_once(NBSP)) {
                _ if soon == late => late,
                (Some((n, unit)), Some((_, last))) if unit == last || [unit, last] == years => {
                    to(n, &late)
                }
                _ => to(&soon, &late),
            };
            return say!("about once in {span}", words);
        }
        say!("between {low} and {high}", self.rate(low), self.rate(high))
    }

    /// `once in 2 years`, `once a year`, `twice a year`, `2.5 times a year`.
    fn rate(&self, rate: Exact) -> String {
        if rate < Exact::integer(1) {
            return say!("once in {span}", self.span(rate));
        }
        match self.times(rate).as_str() {
            "1" => label("once a year").to_owned(),
            "2" => label("twice a year").to_owned(),
            times => say!("{n}~times a year", times),
        }
    }

    /// A number of times: whole from ten on, otherwise one decimal where it has any.
    fn times(&self, rate: Exact) -> String {
        let places = u32::from(rate < Exact::integer(10));
        let digits = digits::unsigned(self.locale, rate, places);
        digits::trimmed(self.locale, &digits).to_owned()
    }

    /// The time from one to the next: months under two years, halves of years under ten.
    fn span(&self, rate: Exact) -> String {
        let years = Exact::integer(1).over(rate).unwrap_or(Exact::ZERO);
        let months = years.times(Exact::integer(12)).unwrap_or(Exact::ZERO);
        let (number, unit) = if years == Exact::integer(1) {
            (years, "year")
        } else if months.scaled(0).is_some_and(|months| months < 24) {
            return format!(
                "{}{NBSP}{}",
                digits::unsigned(self.locale, months, 0),
                label("months")
            );
        } else if years < Exact::integer(10) {
            let half = Exact::ratio(1, 2).unwrap_or(Exact::ZERO);
            (years.rounded_to(half).unwrap_or(years), "years")
        } else {
            (years, "years")
        };
        let places = u32::from(number < Exact::integer(10));
        let digits = digits::unsigned(self.locale, number, places);
        format!(
            "{}{NBSP}{}",
            digits::trimmed(self.locale, &digits),
            label(unit)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::settings;
    use super::*;

    fn words() -> Words {
        Words::new(&settings())
    }

    fn number(text: &str) -> Exact {
        Exact::parse(text).unwrap_or(Exact::ZERO)
    }

    fn range(low: &str, high: &str) -> Range {
        Range {
            low: number(low),
            high: number(high),
        }
    }

    fn plain(text: String) -> String {
        text.replace(NBSP, " ")
    }

    #[test]
    fn how_often_reads_as_people_say_it() {
        let said = |low, high| plain(words().how_often(range(low, high)));
        assert_eq!(said("0.5", "0.5"), "about once in 2 years");
        assert_eq!(said("2", "4"), "2 to 4 times a year");
        assert_eq!(said("0.1", "0.5"), "about once in 2 to 10 years");
        assert_eq!(said("0.5", "2"), "between once in 2 years and twice a year");
        assert_eq!(said("0.2", "1"), "about once in 1 to 5 years");
        assert_eq!(said("0", "0.25"), "at most once in 4 years");
        assert_eq!(said("1", "1"), "about once a year");
        assert_eq!(said("0.25", "0.7"), "about once in 17 months to 4 years");
        assert_eq!(said("0.02", "0.04"), "about once in 25 to 50 years");
        assert_eq!(said("12", "30"), "12 to 30 times a year");
    }

    #[test]
    fn the_word_of_a_size_is_said_once_and_never_misread() {
        let said = |low, high| plain(words().harm_range(Harm::Money, range(low, high), None));
        assert_eq!(said("180000", "520000"), "£180 to £520 thousand");
        assert_eq!(said("40000", "600000"), "£40 to £600 thousand");
        assert_eq!(said("400000", "1200000"), "£400 thousand to £1.2 million");
        assert_eq!(said("400", "150000"), "£400 to £150,000");
        assert_eq!(said("0", "3000000"), "up to £3 million");
        assert_eq!(said("4000", "9500"), "£4,000 to £9,500");
        let hours = words().harm_range(Harm::CustomerHours, range("400", "900"), None);
        assert_eq!(plain(hours), "400 to 900 customer hours");
    }

    #[test]
    fn an_end_is_never_rounded_onto_the_other_side_of_the_limit() {
        let limit = Some(number("150000"));
        let over = words().harm_range(Harm::Money, range("100000", "150040"), limit);
        assert_eq!(plain(over), "£100 to £150.04 thousand");
        let met = words().harm_range(Harm::Money, range("100000", "150000"), limit);
        assert_eq!(plain(met), "£100 to £150 thousand");
    }
}
