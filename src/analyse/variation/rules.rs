//! Values on a baseline's scale to the rules they fire (X3).
//!
//! Conventions, the same for every metric: a value that equals the average is on neither side and
//! ends a run; a missing value ends everything, for nothing is joined across it; a rule about a
//! limit that was clipped at a natural bound cannot fire, for the reader could not see it.

use super::baseline::Baseline;
use crate::analyse::judgement::RunRule;

/// Which rules a value takes part in firing, by direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::analyse) struct Mark(u8);

/// Rule and direction (`true` for up), in printed order.
const ALL: [(RunRule, bool); 6] = [
    (RunRule::Outside, true),
    (RunRule::Outside, false),
    (RunRule::EightInARow, true),
    (RunRule::EightInARow, false),
    (RunRule::ThreeOfFour, true),
    (RunRule::ThreeOfFour, false),
];

fn bit(rule: RunRule, up: bool) -> u8 {
    let at = match rule {
        RunRule::Outside => 0,
        RunRule::EightInARow => 2,
        RunRule::ThreeOfFour => 4,
    };
    1 << (at + u8::from(!up))
}

impl Mark {
    /// Whether it takes part in that rule in that direction.
    pub(in crate::analyse) fn has(self, rule: RunRule, up: bool) -> bool {
        self.0 & bit(rule, up) != 0
    }

    /// All of them, in printed order.
    pub(in crate::analyse) fn list(self) -> Vec<(RunRule, bool)> {
        if self.0 == 0 {
            return Vec::new();
        }
        ALL.into_iter()
            .filter(|(r, up)| self.has(*r, *up))
            .collect()
    }
}

/// Marks every value of a stretch that shares one baseline. Values are in the metric's unit.
pub(in crate::analyse) fn marks(values: &[Option<f64>], baseline: &Baseline) -> Vec<Mark> {
    let mut marks = vec![Mark::default(); values.len()];
    let scaled: Vec<Option<f64>> = values
        .iter()
        .map(|v| v.map(|v| baseline.scale.to(v)))
        .collect();
    for up in [true, false] {
        // Seen from one side: how far above the average in that direction.
        let sign = if up { 1.0 } else { -1.0 };
        let beyond = |v: f64| (v - baseline.average) * sign;
        let limit = if up { baseline.upper } else { baseline.lower };
        let reach = limit.map(beyond);
        let (mut run, mut near) = (0_usize, 0_u8);
        for (i, value) in scaled.iter().enumerate() {
            let Some(height) = value.map(beyond) else {
                (run, near) = (0, 0);
                continue;
            };
            run = if height > baseline.tie { run + 1 } else { 0 };
            if run == 8 {
                for mark in &mut marks[i - 7..=i] {
                    mark.0 |= bit(RunRule::EightInARow, up);
                }
            } else if run > 8 {
                marks[i].0 |= bit(RunRule::EightInARow, up);
            }
            let Some(reach) = reach else { continue };
            if height > reach + baseline.tie {
                marks[i].0 |= bit(RunRule::Outside, up);
            }
            near = (near << 1 | u8::from(height > reach / 2.0 + baseline.tie)) & 0b1111;
            if near.count_ones() >= 3 {
                for back in 0..4 {
                    if near >> back & 1 == 1 {
                        marks[i - back].0 |= bit(RunRule::ThreeOfFour, up);
                    }
                }
            }
        }
    }
    marks
}

/// One rule fired in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analyse) struct Fired {
    pub(in crate::analyse) rule: RunRule,
    pub(in crate::analyse) up: bool,
    /// As in `RuleHit`.
    pub(in crate::analyse) count: usize,
    /// Index of the first value involved.
    pub(in crate::analyse) first: usize,
    /// Index of the last.
    pub(in crate::analyse) last: usize,
}

/// What fired among the values from `counted` on. A run that reaches into them counts whole, from
/// where it began.
pub(in crate::analyse) fn fired(marks: &[Mark], counted: usize) -> Vec<Fired> {
    ALL.into_iter()
        .filter_map(|(rule, up)| fire(marks, counted.min(marks.len()), rule, up))
        .collect()
}

fn fire(marks: &[Mark], counted: usize, rule: RunRule, up: bool) -> Option<Fired> {
    let has = |i: usize| marks[i].has(rule, up);
    let touching = counted + (counted..marks.len()).position(has)?;
    let mut first = touching;
    // How far back a value of the same run can be: neighbours in a run of eight, at most two apart
    // among three of four, nowhere for single values outside.
    let step = match rule {
        RunRule::Outside => 0,
        RunRule::EightInARow => 1,
        RunRule::ThreeOfFour => 2,
    };
    while let Some(before) = (1..=step).find(|s| first >= *s && has(first - s)) {
        first -= before;
    }
    let members: Vec<usize> = (first..marks.len()).filter(|i| has(*i)).collect();
    let last = *members.last()?;
    if rule != RunRule::EightInARow {
        return Some(Fired {
            rule,
            up,
            count: members.len(),
            first,
            last,
        });
    }
    // Several runs may touch: the longest speaks, the later of two equals.
    let longest = members
        .chunk_by(|a, b| a + 1 == *b)
        .max_by_key(|run| run.len())?;
    Some(Fired {
        rule,
        up,
        count: longest.len(),
        first: *longest.first()?,
        last: *longest.last()?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::baseline::Baseline;
    use super::super::scale::Bounds;
    use super::{Fired, fired, marks};
    use crate::analyse::judgement::RunRule::{EightInARow, Outside, ThreeOfFour};
    use crate::model::Spread;

    /// Average 10, limits about 10 ± 5.32, without natural bounds unless given.
    fn baseline(lower: Option<f64>) -> Baseline {
        let turns = [
            -1.0, 1.0, -1.2, 1.2, -0.8, 0.8, -1.4, 1.4, -0.6, 0.6, -1.0, 1.0,
        ];
        let values: Vec<_> = turns.iter().map(|t| Some(10.0 + t)).collect();
        let bounds = Bounds { lower, upper: None };
        Baseline::weekly(&values, Spread::Linear, bounds).expect("twelve values")
    }

    fn told(values: &[f64], counted: usize) -> Vec<(crate::analyse::RunRule, bool, usize, usize)> {
        let values: Vec<_> = values.iter().map(|v| Some(*v)).collect();
        fired(&marks(&values, &baseline(None)), counted)
            .into_iter()
            .map(
                |Fired {
                     rule,
                     up,
                     count,
                     first,
                     ..
                 }| (rule, up, count, first),
            )
            .collect()
    }

    #[test]
    fn eight_in_a_row_is_eight() {
        assert_eq!(told(&[10.5; 7], 0), []);
        assert_eq!(told(&[10.5; 8], 0), [(EightInARow, true, 8, 0)]);
        assert_eq!(told(&[9.5; 11], 9), [(EightInARow, false, 11, 0)]);
    }

    #[test]
    fn a_value_on_the_average_is_on_no_side() {
        let mut run = [10.5; 15];
        run[7] = 10.0;
        assert_eq!(told(&run, 0), []);
    }

    #[test]
    fn a_run_that_ended_before_does_not_count() {
        let mut values = [10.5; 12];
        values[10] = 9.5;
        assert_eq!(told(&values, 11), []);
        assert_eq!(told(&values, 9), [(EightInARow, true, 10, 0)]);
    }

    #[test]
    fn three_of_four_near_a_limit() {
        assert_eq!(told(&[14.0, 14.0, 10.5, 9.0], 0), []);
        assert_eq!(
            told(&[14.0, 9.0, 14.0, 14.0], 0),
            [(ThreeOfFour, true, 3, 0)]
        );
        assert_eq!(told(&[14.0, 9.0, 9.0, 14.0, 14.0], 0), []);
    }

    #[test]
    fn near_begins_half_way_to_the_limit() {
        assert_eq!(told(&[12.65; 4], 0), []);
        assert_eq!(told(&[12.67; 3], 0), [(ThreeOfFour, true, 3, 0)]);
        assert_eq!(told(&[7.35; 4], 0), []);
        assert_eq!(told(&[7.33; 3], 0), [(ThreeOfFour, false, 3, 0)]);
    }

    #[test]
    fn nothing_is_joined_across_a_missing_value() {
        let holes = |value: f64, hole: usize, n: usize| {
            let values: Vec<_> = (0..n).map(|i| (i != hole).then_some(value)).collect();
            fired(&marks(&values, &baseline(None)), 0).len()
        };
        assert_eq!((holes(10.5, 20, 8), holes(10.5, 4, 12)), (1, 0));
        assert_eq!((holes(13.0, 20, 3), holes(13.0, 1, 4)), (1, 0));
    }

    #[test]
    fn outside_begins_at_the_limit() {
        assert_eq!(told(&[15.31], 0), []);
        assert_eq!(told(&[15.33], 0), [(Outside, true, 1, 0)]);
        assert_eq!(told(&[4.69], 0), []);
        assert_eq!(told(&[4.67], 0), [(Outside, false, 1, 0)]);
    }

    #[test]
    fn outside_is_beyond_a_limit_that_is_there() {
        assert_eq!(told(&[9.0, 1.0, 11.0], 0), [(Outside, false, 1, 1)]);
        let clipped = baseline(Some(9.0));
        assert!(clipped.lower.is_none() && clipped.upper.is_some());
        assert_eq!(
            fired(&marks(&[Some(1.0), Some(1.0), Some(1.0)], &clipped), 0),
            []
        );
    }
}
