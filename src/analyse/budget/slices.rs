//! Slices of time to counts, by the three budgeting methods of OpenSLO. The same slices give
//! different figures, so a report says by which they were counted.

use super::spend::whole;
use crate::model::{Counted, Exact};

/// Good and all events of each slice to good and all events.
pub fn occurrences(slices: &[(u64, u64)]) -> Option<Counted> {
    let (mut good, mut valid) = (0_u64, 0_u64);
    for (part, all) in slices {
        good = good.checked_add(*part)?;
        valid = valid.checked_add(*all)?;
    }
    Some(Counted {
        good: whole(good)?,
        valid,
    })
}

/// Good and all slices: one is good where its share of good events reaches the target. A slice
/// without events is neither good nor bad, and not counted.
pub fn time_slices(slices: &[(u64, u64)], target: Exact) -> Option<Counted> {
    let shares = slices
        .iter()
        .filter_map(|(good, all)| Exact::ratio(*good, *all));
    let (mut good, mut valid) = (0_u64, 0_u64);
    for share in shares {
        valid += 1;
        good += u64::from(share >= target);
    }
    Some(Counted {
        good: whole(good)?,
        valid,
    })
}

/// The sum of the slices' shares and their number: each slice weighs the same whatever its traffic.
pub fn ratio_slices(slices: &[(u64, u64)]) -> Option<Counted> {
    let mut counted = Counted {
        good: Exact::ZERO,
        valid: 0,
    };
    for (good, all) in slices {
        if let Some(share) = Exact::ratio(*good, *all) {
            counted.good = counted.good.plus(share)?;
            counted.valid += 1;
        }
    }
    Some(counted)
}

/// What a composite of ratio slices attains: the missing parts of its members add up. It may fall
/// below zero, and is not clipped.
pub fn missing_parts(attained: &[Exact]) -> Option<Exact> {
    let one = Exact::integer(1);
    attained.iter().try_fold(one, |left, part| {
        left.minus(Exact::integer(1).minus(*part)?)
    })
}
