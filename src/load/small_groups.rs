//! Scores of so few people that a figure shows what single ones said: withheld before anything else
//! reads them, so that no page, table, list or sentence of any edition can show them.
//!
//! A group of fewer than five answers is withheld. Where the whole and the groups shown would give
//! the rest away by subtraction, and the rest is fewer than five people, the next smallest group is
//! withheld with it (complementary suppression), until the rest is large enough or nothing is left
//! to withhold. The same holds for weeks against their quarter. What is withheld reads as missing,
//! with this as its reason.

use crate::model::{
    Calendar, Filed, Missing, Observations, Period, Publication, Reading, Restatement, Series,
    Value, Week,
};
use std::collections::{BTreeMap, BTreeSet};

/// Answers under which a mean is not shown.
const FEW: u64 = 5;

/// One filed score: of whom, and of what time. `None` is the organisation.
type Cell = (Option<String>, Slot);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Quarter(Period),
    Week(Week),
}

/// Restatements without the figures of small groups.
pub(super) fn restated(mut restatements: Vec<Restatement>) -> Vec<Restatement> {
    for entry in &mut restatements {
        entry.from = keep(entry.from);
        entry.to = keep(entry.to);
    }
    restatements
}

/// The same of what a lock keeps.
pub(super) fn lock(lock: &mut Publication) {
    for metric in lock.metrics.values_mut() {
        for figure in metric.all.iter_mut().chain(metric.services.values_mut()) {
            figure.value = keep(figure.value);
            for value in figure.weeks.values_mut() {
                *value = keep(*value);
            }
        }
    }
}

fn keep(value: Option<Value>) -> Option<Value> {
    value.filter(|v| !matches!(v, Value::Score { n, .. } if (1..FEW).contains(n)))
}

/// Withholds every figure of a small group, and what would give it away.
pub(super) fn observations(filed: &mut Observations, calendar: &Calendar) {
    let counts = counts(filed);
    let mut hidden: BTreeSet<Cell> = counts
        .iter()
        .filter(|(_, n)| **n < FEW)
        .map(|(cell, _)| cell.clone())
        .collect();
    if hidden.is_empty() {
        return;
    }
    let small = hidden.clone();
    let slots: BTreeSet<Slot> = counts.keys().map(|(_, slot)| *slot).collect();
    let scopes: BTreeSet<Option<String>> = counts.keys().map(|(who, _)| who.clone()).collect();
    // Every round withholds at least one more, so there are no more rounds than figures.
    loop {
        let before = hidden.len();
        for slot in &slots {
            let parts = counts
                .keys()
                .filter(|(who, at)| who.is_some() && at == slot);
            protect(&counts, &(None, *slot), parts, &mut hidden);
        }
        for who in &scopes {
            for slot in &slots {
                let Slot::Quarter(period) = *slot else {
                    continue;
                };
                let inside = |at: &Slot| matches!(at, Slot::Week(week) if calendar.period_of_week(*week) == period);
                let parts = counts.keys().filter(|(of, at)| of == who && inside(at));
                protect(&counts, &(who.clone(), *slot), parts, &mut hidden);
            }
        }
        if hidden.len() == before {
            break;
        }
    }
    for cell in hidden {
        let reason = if small.contains(&cell) {
            Missing::FEW_ANSWERS
        } else {
            Missing::PROTECTS
        };
        take(filed, &cell, reason);
    }
}

/// How many answered, for every score there is.
fn counts(filed: &Observations) -> BTreeMap<Cell, u64> {
    let mut counts = BTreeMap::new();
    let services = filed.services.iter().map(|(id, s)| (Some(id.clone()), s));
    for (who, series) in std::iter::once((None, &filed.all)).chain(services) {
        let quarters = series.quarters.iter();
        let quarters = quarters.map(|(p, r)| (Slot::Quarter(*p), r.value()));
        let weeks = series.weeks.iter().map(|(w, (v, _))| (Slot::Week(*w), *v));
        for (slot, value) in quarters.chain(weeks) {
            if let Some(Value::Score { n: n @ 1.., .. }) = value {
                counts.insert((who.clone(), slot), n);
            }
        }
    }
    counts
}

/// Withholds the smallest parts of a whole, until what is not shown of it is nobody or enough people.
fn protect<'c>(
    counts: &BTreeMap<Cell, u64>,
    whole: &Cell,
    parts: impl Iterator<Item = &'c Cell>,
    hidden: &mut BTreeSet<Cell>,
) {
    let Some(total) = counts.get(whole).filter(|_| !hidden.contains(whole)) else {
        return;
    };
    let mut parts: Vec<(u64, &Cell)> = parts.map(|cell| (counts[cell], cell)).collect();
    parts.sort_unstable();
    if !parts.iter().any(|(_, cell)| hidden.contains(*cell)) {
        return;
    }
    loop {
        let shown = |(_, cell): &&(u64, &Cell)| !hidden.contains(*cell);
        let sum: u64 = parts.iter().filter(shown).map(|(n, _)| n).sum();
        if total.saturating_sub(sum) >= FEW {
            return;
        }
        let Some((_, next)) = parts.iter().find(shown) else {
            return;
        };
        hidden.insert((*next).clone());
    }
}

fn take(filed: &mut Observations, (who, slot): &Cell, reason: &str) {
    let series: Option<&mut Series> = match who {
        None => Some(&mut filed.all),
        Some(id) => filed.services.get_mut(id),
    };
    let Some(series) = series else { return };
    match slot {
        Slot::Quarter(period) => {
            if let Some(Reading { filed, .. }) = series.quarters.get_mut(period) {
                *filed = Filed::Missing(Missing {
                    reason: reason.to_owned(),
                    expected: None,
                    owner: None,
                });
            }
        }
        Slot::Week(week) => {
            if let Some((value, _)) = series.weeks.get_mut(week) {
                *value = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str) -> Cell {
        let period = Period::new(2026, 3).expect("a quarter");
        (Some(name.to_owned()), Slot::Quarter(period))
    }

    /// What is withheld of a whole and its parts.
    fn withheld(total: u64, parts: &[(&str, u64)]) -> Vec<String> {
        let whole = (None, part("").1);
        let mut counts: BTreeMap<Cell, u64> =
            parts.iter().map(|(name, n)| (part(name), *n)).collect();
        let mut hidden: BTreeSet<Cell> = counts
            .iter()
            .filter(|(_, n)| **n < FEW)
            .map(|(cell, _)| cell.clone())
            .collect();
        counts.insert(whole.clone(), total);
        let cells: Vec<Cell> = parts.iter().map(|(name, _)| part(name)).collect();
        protect(&counts, &whole, cells.iter(), &mut hidden);
        hidden.into_iter().filter_map(|(who, _)| who).collect()
    }

    #[test]
    fn the_next_smallest_is_withheld_where_subtraction_would_tell() {
        assert_eq!(withheld(30, &[("a", 4), ("b", 6), ("c", 20)]), ["a", "b"]);
        // Two small ones together are still few.
        assert_eq!(
            withheld(33, &[("a", 1), ("b", 2), ("c", 10), ("d", 20)]),
            ["a", "b", "c"]
        );
        // Others answered who are in no group: nothing can be computed of the four.
        assert_eq!(withheld(40, &[("a", 4), ("b", 6), ("c", 20)]), ["a"]);
        // Nothing is small, and all is shown.
        assert_eq!(withheld(26, &[("b", 6), ("c", 20)]), [""; 0]);
        assert_eq!(withheld(8, &[("a", 3), ("b", 5)]), ["a", "b"]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_not_shown_is_nobody_or_enough_people(
            sizes in proptest::collection::vec(1_u64..12, 1..8), others in 0_u64..8,
        ) {
            let names: Vec<String> = (0..sizes.len()).map(|i| format!("g{i}")).collect();
            let parts: Vec<(&str, u64)> =
                names.iter().map(String::as_str).zip(sizes.iter().copied()).collect();
            let total = sizes.iter().sum::<u64>() + others;
            let hidden = withheld(total, &parts);
            let rest: u64 = parts
                .iter()
                .filter(|(name, _)| hidden.iter().any(|h| h == name))
                .map(|(_, n)| n)
                .sum();
            let small = parts.iter().any(|(_, n)| *n < FEW);
            proptest::prop_assert_eq!(hidden.is_empty(), !small);
            proptest::prop_assert!(
                !small || rest + others >= FEW || hidden.len() == parts.len()
            );
        }
    }
}
