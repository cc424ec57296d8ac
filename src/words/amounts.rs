//! Both ends of an amount to words: what every estimate, risk and incident says of money and of
//! customer hours. The word of a size is said once where neither end is a fraction of it, no end is
//! rounded onto the other side of a limit, and a range that begins with nothing reads `up to`.

use super::Words;
use super::compare::to;
use super::digits::{self, MINUS, NBSP};
use super::pattern::significant;
use super::units::{Currency, coin_decimals, own_decimals};
use crate::model::{Exact, Range};
use crate::tongue::{label, say};

/// Most decimals of an end that stands close to a limit.
const FINEST: i32 = 9;

/// Figures of what was computed from several inputs: it can bear no more.
pub(super) const COMPUTED: i32 = 2;

/// Figures of what somebody supplied.
pub(super) const SUPPLIED: i32 = 3;

/// What the digits are of, and how exact they are.
pub(super) struct Of {
    /// Before the digits; empty for what is no money.
    mark: String,
    /// After them and the word of their size; empty for what is no money.
    sign: String,
    /// Whether that stands against the word, and so at both ends of a range.
    joined: bool,
    /// After them: one, and many. `None` for money.
    noun: Option<(&'static str, &'static str)>,
    /// Decimals of money that is less than ten.
    coin: i32,
    figures: i32,
    /// An amount that the reader compares with.
    limit: Option<Exact>,
}

impl Of {
    /// Money of a currency.
    pub(super) fn money(currency: &Currency, figures: i32) -> Self {
        Self {
            mark: currency.before(),
            sign: currency.after(),
            joined: currency.joined(),
            noun: None,
            coin: coin_decimals(&currency.code),
            figures,
            limit: None,
        }
    }

    /// Things.
    pub(super) fn things(one: &'static str, many: &'static str, figures: i32) -> Self {
        Self {
            mark: String::new(),
            sign: String::new(),
            joined: false,
            noun: Some((one, many)),
            coin: 0,
            figures,
            limit: None,
        }
    }

    /// Compared with a limit.
    pub(super) fn beside(self, limit: Option<Exact>) -> Self {
        Self { limit, ..self }
    }
}

/// What an amount is divided by, and the word for it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Scale {
    divisor: i64,
    word: &'static str,
}

const ONES: Scale = Scale {
    divisor: 1,
    word: "",
};
const THOUSAND: Scale = Scale {
    divisor: 1_000,
    word: "thousand",
};
const MILLION: Scale = Scale {
    divisor: 1_000_000,
    word: "million",
};
const BILLION: Scale = Scale {
    divisor: 1_000_000_000,
    word: "billion",
};

/// Words from 100 thousand, by what is shown: 999,600 in two figures is a million.
fn scale(amount: Exact, figures: i32) -> Scale {
    let size = in_figures(amount, figures);
    let at_least = |n: i64| size >= Exact::integer(n);
    if at_least(BILLION.divisor) {
        BILLION
    } else if at_least(MILLION.divisor) {
        MILLION
    } else if at_least(100 * THOUSAND.divisor) {
        THOUSAND
    } else {
        ONES
    }
}

/// Its size as it is shown.
fn in_figures(amount: Exact, figures: i32) -> Exact {
    let size = amount.magnitude();
    rounded(size, significant(size, figures)).unwrap_or(size)
}

/// To so many decimals; below zero to tens and hundreds.
fn rounded(number: Exact, decimals: i32) -> Option<Exact> {
    let grain = 10_i64.checked_pow(decimals.unsigned_abs())?;
    let grain = match decimals < 0 {
        true => Exact::integer(grain),
        false => Exact::ratio(1, grain.unsigned_abs())?,
    };
    number.rounded_to(grain)
}

impl Words {
    /// `£250 thousand`, `900 customer hours`, `−£344 thousand`.
    pub(super) fn one_end(&self, of: &Of, amount: Exact) -> String {
        self.end(of, amount, scale(amount, of.figures), true)
    }

    /// `£180 to £520 thousand`, `£450 thousand to £1.2 million`, `£400 to £150,000`, `up to £3
    /// million`, `400 to 900 customer hours`; one amount where both ends read alike.
    pub(super) fn both_ends(&self, of: &Of, range: Range) -> String {
        let high = self.one_end(of, range.high);
        if range.low == range.high {
            return high;
        }
        if range.low == Exact::ZERO {
            return say!("up to {high}", high);
        }
        let [low, top] = [range.low, range.high].map(|end| in_figures(end, of.figures));
        let large = scale(low.max(top), of.figures);
        let shared = if low.min(top) >= Exact::integer(large.divisor) || large == ONES {
            large
        } else if large == THOUSAND {
            // `£400 to £150 thousand` would be read as 400 thousand.
            ONES
        } else {
            let low = scale(range.low, of.figures);
            let named = of.joined && !low.word.is_empty();
            let low = self.end(of, range.low, low, named);
            return to(&low, &high);
        };
        let first = Scale { word: "", ..shared };
        let first = self.end(of, range.low, first, false);
        let last = self.end(of, range.high, shared, true);
        let alike = self.end(of, range.high, Scale { word: "", ..shared }, false) == first;
        match alike {
            true => last,
            false => to(&first, &last),
        }
    }

    fn end(&self, of: &Of, amount: Exact, scale: Scale, named: bool) -> String {
        let divisor = Exact::integer(scale.divisor);
        let number = amount.over(divisor).unwrap_or(amount);
        let size = number.magnitude();
        let usual = significant(size, of.figures);
        let under = |n: i64| size < Exact::integer(n);
        let coins = of.noun.is_none() && scale.divisor == 1 && under(10) && of.coin > 0;
        let whole = own_decimals(size) == Some(0);
        let decimals = match scale.divisor {
            1 if coins && !whole => of.coin,
            1 if under(10) => usual.max(0),
            1 => usual.min(0),
            _ => usual,
        };
        let limit = of.limit.and_then(|limit| limit.over(divisor));
        let kept = |decimals: &i32| {
            let shown = rounded(number, *decimals);
            limit.is_none_or(|limit| {
                shown.is_some_and(|shown| shown.cmp(&limit) == number.cmp(&limit))
            })
        };
        let decimals = (decimals..=FINEST).find(kept).unwrap_or(FINEST);
        let shown = rounded(size, decimals).unwrap_or(size);
        let digits = digits::unsigned(self.locale, shown, decimals.max(0).unsigned_abs());
        let digits = match coins && !whole {
            true => digits.as_str(),
            false => digits::trimmed(self.locale, &digits),
        };
        let sign = match number.is_negative() && shown != Exact::ZERO {
            true => MINUS.to_string(),
            false => String::new(),
        };
        let word = match scale.word {
            "" => String::new(),
            word => format!("{NBSP}{}", label(word)),
        };
        let noun = match of.noun.filter(|_| named) {
            Some((one, _)) if digits::is_one(self.locale, digits) && word.is_empty() => {
                format!("{NBSP}{}", label(one))
            }
            Some((_, many)) => format!("{NBSP}{}", label(many)),
            None if named && of.joined && !word.is_empty() => of.sign.replace(NBSP, ""),
            None if named => of.sign.clone(),
            None => String::new(),
        };
        format!("{sign}{}{digits}{word}{noun}", of.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::settings;
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Exact {
        Exact::parse(text).unwrap_or(Exact::ZERO)
    }

    fn pounds() -> Currency {
        Currency {
            code: "GBP".to_owned(),
            locale: settings().locale,
        }
    }

    fn said(figures: i32, low: &str, high: &str) -> String {
        let (low, high) = (number(low), number(high));
        let of = Of::money(&pounds(), figures);
        let words = Words::new(&settings());
        words.both_ends(&of, Range { low, high }).replace(NBSP, " ")
    }

    #[test]
    fn the_word_of_a_size_is_said_once_and_never_misread() {
        assert_eq!(said(2, "182855", "511995"), "£180 to £510 thousand");
        assert_eq!(said(3, "182855", "511995"), "£183 to £512 thousand");
        assert_eq!(said(2, "64000", "129000"), "£64 to £130 thousand");
        assert_eq!(said(3, "400", "150000"), "£400 to £150,000");
        assert_eq!(
            said(2, "450000", "1240000"),
            "£450 thousand to £1.2 million"
        );
        assert_eq!(said(3, "80000", "120000"), "£80 to £120 thousand");
        assert_eq!(said(2, "12400", "20900"), "£12,000 to £21,000");
        assert_eq!(said(3, "4000", "9500"), "£4,000 to £9,500");
    }

    #[test]
    fn nothing_is_up_to_and_less_than_nothing_has_its_sign() {
        assert_eq!(said(3, "0", "3000000"), "up to £3 million");
        assert_eq!(said(2, "-20000", "31000"), "\u{2212}£20,000 to £31,000");
        assert_eq!(said(2, "-20000", "0"), "\u{2212}£20,000 to £0");
        let turned = said(2, "-1200000", "300000");
        assert_eq!(turned, "\u{2212}£1.2 million to £300 thousand");
    }

    #[test]
    fn what_reads_alike_is_said_once() {
        assert_eq!(said(2, "181000", "182000"), "£180 thousand");
        assert_eq!(said(2, "999600", "999700"), "£1 million");
        assert_eq!(said(2, "8400", "8400"), "£8,400");
    }

    #[test]
    fn pence_stand_in_pairs_under_ten() {
        assert_eq!(said(2, "1.1", "1.14"), "£1.10 to £1.14");
        assert_eq!(said(2, "4", "9"), "£4 to £9");
        assert_eq!(said(2, "12.4", "20.9"), "£12 to £21");
    }

    proptest! {
        /// Whatever the ends: the smaller is not told as the larger, and no limit is crossed.
        #[test]
        fn an_end_is_told_on_its_own_side_of_a_limit(
            amount in 0_i64..5_000_000_000, limit in 1_i64..5_000_000_000, figures in 2..=3_i32,
        ) {
            let of = Of::money(&pounds(), figures).beside(Some(Exact::integer(limit)));
            let text = Words::new(&settings()).one_end(&of, Exact::integer(amount));
            let plain: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
            let by = [("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];
            let by = by.into_iter().find(|(word, _)| text.contains(word)).map_or(1, |(_, by)| by);
            let told = number(&plain).times(Exact::integer(by)).expect("small");
            prop_assert_eq!(told.cmp(&Exact::integer(limit)), amount.cmp(&limit), "{} {}", text, amount);
        }
    }
}
