//! Ranges to ranges: exact interval arithmetic. A result holds every number that inputs within their
//! ranges can give. It is no wider than that as long as each input stands once in what is computed,
//! which is how every formula is written. `None` beyond 128 bits.

use crate::model::{Exact, Range};

/// One number as a range.
pub fn exactly(number: Exact) -> Range {
    Range {
        low: number,
        high: number,
    }
}

/// Sums of any two.
pub fn plus(a: Range, b: Range) -> Option<Range> {
    Some(Range {
        low: a.low.plus(b.low)?,
        high: a.high.plus(b.high)?,
    })
}

/// Differences of any two.
pub fn minus(a: Range, b: Range) -> Option<Range> {
    Some(Range {
        low: a.low.minus(b.high)?,
        high: a.high.minus(b.low)?,
    })
}

/// Products of any two; ends below zero turn them round.
pub fn times(a: Range, b: Range) -> Option<Range> {
    let corners = [
        a.low.times(b.low)?,
        a.low.times(b.high)?,
        a.high.times(b.low)?,
        a.high.times(b.high)?,
    ];
    Some(Range {
        low: corners.into_iter().min()?,
        high: corners.into_iter().max()?,
    })
}

/// Quotients of any two; `None` also where the divisor may be nothing.
pub fn over(a: Range, b: Range) -> Option<Range> {
    if b.low <= Exact::ZERO && b.high >= Exact::ZERO {
        return None;
    }
    let one = Exact::integer(1);
    let turned = Range {
        low: one.over(b.high)?,
        high: one.over(b.low)?,
    };
    times(a, turned)
}

/// What is left of one after a share is taken away.
pub fn rest(share: Range) -> Option<Range> {
    minus(exactly(Exact::integer(1)), share)
}

/// The product of several.
pub fn product(factors: impl IntoIterator<Item = Option<Range>>) -> Option<Range> {
    let one = Some(exactly(Exact::integer(1)));
    factors
        .into_iter()
        .fold(one, |product, factor| times(product?, factor?))
}
