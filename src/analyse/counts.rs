//! Two quarters' counts to what would be unlikely by luck.

use super::judgement::{CountComparison, Figure};
use super::stats::binomial::two_sided;
use crate::model::Value;

/// Two-sided chance under which a count is called unlikely.
const UNLIKELY: f64 = 0.05;
/// Counts together beyond which there is nothing to compare: see [`CountComparison`].
const MOST: u64 = 1_000;

/// Compares two counts by the exact conditional test: if nothing changed, each event of both
/// quarters falls into this one with its share of the exposure (Przyborowski and Wilenski 1940).
/// `minutes` are the quarters' lengths, now and before; they are the exposure of counts over time.
pub(super) fn compare(
    now: &Figure,
    before: &Figure,
    minutes: (i64, i64),
) -> Option<CountComparison> {
    let (now, before, share) = match (now.value, before.value) {
        (
            Value::Count {
                count: a,
                exposure: None,
            },
            Value::Count {
                count: b,
                exposure: None,
            },
        ) => (
            a,
            b,
            share(minutes.0.unsigned_abs(), minutes.1.unsigned_abs())?,
        ),
        (
            Value::Count {
                count: a,
                exposure: Some(s),
            },
            Value::Count {
                count: b,
                exposure: Some(t),
            },
        ) => (a, b, share(s, t)?),
        _ => return None,
    };
    told(now, before, share)
}

/// Two counts over time, this quarter's and the last's; `minutes` are the lengths of the two.
pub(super) fn of(now: u64, before: u64, minutes: (i64, i64)) -> Option<CountComparison> {
    let share = share(minutes.0.unsigned_abs(), minutes.1.unsigned_abs())?;
    told(now, before, share)
}

fn told(now: u64, before: u64, share: f64) -> Option<CountComparison> {
    if now.checked_add(before)? > MOST {
        return None;
    }
    let (unlikely_at_most, unlikely_at_least) = unlikely_after(before);
    Some(CountComparison {
        now,
        before,
        unlikely_at_most,
        unlikely_at_least,
        p: two_sided(now, now + before, share),
    })
}

fn share(now: u64, before: u64) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a share needs no more than 53 bits"
    )]
    let (now, before) = (now as f64, before as f64);
    (now + before > 0.0).then(|| now / (now + before))
}

/// The largest and the smallest count that would be unlikely after `before` at equal exposure.
fn unlikely_after(before: u64) -> (Option<u64>, u64) {
    let unlikely = |n: u64| two_sided(n, n + before, 0.5) <= UNLIKELY;
    // Roots of counts differ by about 1.386 = 1.96 / √2 there: the search starts close by.
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
    let root = (before as f64).sqrt();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a square of at most a thousand or so"
    )]
    let near = |root: f64| root.max(0.0).powi(2) as u64;
    let mut low = near(root - 1.386);
    while low < before && unlikely(low) {
        low += 1;
    }
    while low > 0 && !unlikely(low - 1) {
        low -= 1;
    }
    let mut high = near(root + 1.386).max(before + 1);
    while !unlikely(high) {
        high += 1;
    }
    while high > before + 1 && unlikely(high - 1) {
        high -= 1;
    }
    (low.checked_sub(1), high)
}

#[cfg(test)]
mod tests {
    use super::unlikely_after;

    #[test]
    fn unlikely_counts_are_those_of_the_exact_test() {
        let table = [
            (5, None, 15),
            (6, Some(0), 17),
            (8, Some(1), 20),
            (10, Some(2), 23),
            (12, Some(3), 25),
            (14, Some(4), 28),
            (15, Some(5), 29),
            (20, Some(8), 36),
            (30, Some(15), 49),
            (40, Some(23), 61),
            (50, Some(31), 73),
        ];
        for (before, low, high) in table {
            assert_eq!(unlikely_after(before), (low, high), "after {before}");
        }
    }
}
