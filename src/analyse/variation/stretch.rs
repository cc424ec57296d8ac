//! A line's weeks cut where the process is known to have changed: at declared change points and at
//! definition breaks. Each stretch has its own baseline.
//!
//! Which baseline holds. At the start of the first quarter that finds 20 or more points in the
//! stretch before it, those points become the baseline for good: the limits are locked, later
//! quarters are judged by weeks that had no part in setting them, and a lasting shift goes on
//! firing until someone declares a change point with a cause. Until then there is nothing better
//! than all points up to the quarter's end, the judged ones included: a real shift then widens its
//! own limits and is found later, not falsely. So a pack that starts with weekly data is
//! provisional in its first quarter, judged by all points in its second and third at most, and
//! locked on 20 to 33 points from then on. Nothing that happens after a quarter changes it.

use super::baseline::{Baseline, LOCK};
use super::scale::Bounds;
use crate::analyse::timeline::Timeline;
use crate::model::{Annotation, AnnotationKind, Metric, Scope, Spread};
use chrono::NaiveDate;
use std::ops::Range;

/// Weeks that share one baseline.
pub(in crate::analyse) struct Stretch {
    /// Weeks of the timeline, up to the next stretch.
    pub(in crate::analyse) weeks: Range<usize>,
    /// Cause of the change point that began it, if one did.
    pub(in crate::analyse) cause: Option<String>,
}

impl Stretch {
    /// The weeks whose values are the baseline for a quarter, and whether they are locked.
    /// `present` says whether a week has a value.
    pub(in crate::analyse) fn baseline_weeks(
        &self,
        timeline: &Timeline,
        quarter: &Range<usize>,
        present: impl Fn(usize) -> bool,
    ) -> (Range<usize>, bool) {
        let Range { start, end } = self.weeks;
        let (mut counted, mut points) = (start, 0);
        for (_, other) in timeline.quarters() {
            if other.start > quarter.start || other.start >= end {
                break;
            }
            while counted < other.start {
                points += usize::from(present(counted));
                counted += 1;
            }
            if points >= LOCK {
                return (start..other.start, true);
            }
        }
        (start..end.min(quarter.end), false)
    }
}

/// Where a metric at a scope begins anew, in order; the first begins with the timeline.
pub(in crate::analyse) fn stretches<'a>(
    metric: &Metric,
    scope: Scope<'_>,
    annotations: impl Iterator<Item = &'a Annotation>,
    breaks: &[NaiveDate],
    timeline: &Timeline,
) -> Vec<Stretch> {
    let declared = annotations
        .filter(|a| a.kind == AnnotationKind::ChangePoint && a.concerns(&metric.id.value, scope));
    let mut starts: Vec<(usize, Option<String>)> = std::iter::once((0, None))
        .chain(declared.map(|a| {
            let cause = a.cause.clone().unwrap_or_else(|| a.label.clone());
            (timeline.side_of(a.date), Some(cause))
        }))
        .chain(breaks.iter().map(|day| (timeline.side_of(*day), None)))
        .collect();
    starts.sort_by_key(|(at, cause)| (*at, cause.is_none()));
    starts.dedup_by_key(|(at, _)| *at);
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([timeline.weeks.len()])
        .collect();
    starts
        .into_iter()
        .zip(ends)
        .filter(|((start, _), end)| start < end)
        .map(|((start, cause), end)| Stretch {
            weeks: start..end,
            cause,
        })
        .collect()
}

/// The baselines of one line, computed once each: a locked one serves every later quarter.
pub(in crate::analyse) struct Baselines {
    known: Vec<(Range<usize>, Option<Baseline>)>,
}

impl Baselines {
    pub(in crate::analyse) fn new() -> Self {
        Self { known: Vec::new() }
    }

    /// The baseline made of those weeks.
    pub(in crate::analyse) fn of(
        &mut self,
        weeks: Range<usize>,
        values: &[Option<f64>],
        spread: Spread,
        bounds: Bounds,
    ) -> Option<Baseline> {
        if let Some((_, baseline)) = self.known.iter().find(|(w, _)| *w == weeks) {
            return *baseline;
        }
        let made = Baseline::weekly(values.get(weeks.clone())?, spread, bounds);
        self.known.push((weeks, made));
        made
    }
}
