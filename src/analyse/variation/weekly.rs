//! One line's weeks, judged for a quarter or around an action.

use super::baseline::{Baseline, DRAW};
use super::rules::{self, Mark};
use super::scale::Bounds;
use super::{Baselines, Stretch, false_alarm, not_tested, rare, untold, verdict};
use crate::analyse::judgement::{Behaviour, Movement, MovementClass, NotTested, Point, Segment};
use crate::analyse::rollup::Line;
use crate::analyse::stats::xmr::mean;
use crate::analyse::timeline::Timeline;
use crate::model::{Metric, Test};
use chrono::NaiveDate;
use std::ops::Range;

/// Most weeks of a chart's points: two years.
const WINDOW: usize = 104;

/// A line with everything that its judgements share.
pub(in crate::analyse) struct Course<'a> {
    pub(in crate::analyse) metric: &'a Metric,
    pub(in crate::analyse) line: &'a Line,
    pub(in crate::analyse) timeline: &'a Timeline,
    pub(in crate::analyse) stretches: &'a [Stretch],
    pub(in crate::analyse) breaks: &'a [NaiveDate],
}

/// A stretch as seen from a quarter's end.
struct Seen<'a> {
    stretch: &'a Stretch,
    weeks: Range<usize>,
    baseline: Baseline,
    locked: bool,
    marks: Vec<Mark>,
}

impl Course<'_> {
    /// Judges the weeks of a quarter by what was known at its end, and lays out the chart's points.
    pub(in crate::analyse) fn quarter(
        &self,
        weeks: &Range<usize>,
        first_day: NaiveDate,
        last_day: NaiveDate,
        baselines: &mut Baselines,
    ) -> (Movement, Behaviour) {
        let breaks: Vec<_> = self
            .breaks
            .iter()
            .copied()
            .filter(|d| *d <= last_day)
            .collect();
        let rare = self.rare(weeks.end);
        let seen = if matches!(self.metric.test, Test::Xmr) && !rare {
            self.seen(weeks, baselines)
        } else {
            Vec::new()
        };
        let mut behaviour = self.behaviour(weeks.end, &seen, breaks);
        let broken = behaviour.breaks.iter().find(|d| first_day <= **d);
        let movement = if let Test::None { reason } = &self.metric.test {
            not_tested(NotTested::Declared(reason.clone()))
        } else if self.points(weeks.clone()) == 0 {
            not_tested(NotTested::NoWeeklyData)
        } else if let Some(day) = broken {
            not_tested(NotTested::DefinitionChanged(*day))
        } else if rare {
            let stretch = self.current(weeks.end);
            let (movement, gaps) = rare::quarter(self, stretch, weeks);
            behaviour.gaps = gaps;
            movement
        } else {
            self.movement(weeks, &seen)
        };
        (movement, behaviour)
    }

    /// Whether the days between events are tested: the metric says so, and on average fewer than
    /// five happen in a week (X5). More would be no rare events, and are judged as weekly counts.
    pub(in crate::analyse) fn rare(&self, end: usize) -> bool {
        let weeks = &self.line.weekly[..end.min(self.line.weekly.len())];
        matches!(self.metric.test, Test::RareEvents)
            && mean(weeks.iter().flatten().copied()).is_none_or(|m| m < 5.0)
    }

    /// Values in those weeks.
    pub(in crate::analyse) fn points(&self, weeks: Range<usize>) -> usize {
        self.values(weeks).iter().flatten().count()
    }

    /// Values of those weeks, gaps included.
    pub(in crate::analyse) fn values(&self, weeks: Range<usize>) -> &[Option<f64>] {
        self.line.weekly.get(weeks).unwrap_or(&[])
    }

    /// The stretch that a quarter ends in, cut at the quarter's end.
    pub(in crate::analyse) fn current(&self, end: usize) -> Option<&Stretch> {
        self.stretches.iter().rev().find(|s| s.weeks.start < end)
    }

    fn seen(&self, quarter: &Range<usize>, baselines: &mut Baselines) -> Vec<Seen<'_>> {
        let present = |i: usize| self.line.weekly.get(i).is_some_and(Option::is_some);
        let bounds = Bounds::of(self.metric);
        self.stretches
            .iter()
            .take_while(|s| s.weeks.start < quarter.end)
            .filter_map(|stretch| {
                let (source, locked) = stretch.baseline_weeks(self.timeline, quarter, present);
                let baseline =
                    baselines.of(source, &self.line.weekly, self.metric.spread, bounds)?;
                let weeks = stretch.weeks.start..stretch.weeks.end.min(quarter.end);
                let marks = rules::marks(self.values(weeks.clone()), &baseline);
                Some(Seen {
                    stretch,
                    weeks,
                    baseline,
                    locked,
                    marks,
                })
            })
            .collect()
    }

    fn movement(&self, quarter: &Range<usize>, seen: &[Seen<'_>]) -> Movement {
        let current = self.current(quarter.end);
        let points = current.map_or(0, |s| self.points(s.weeks.start..quarter.end));
        let now = seen.last().filter(|s| s.weeks.end == quarter.end);
        let Some(now) = now.filter(|s| points >= DRAW && s.baseline.points >= DRAW) else {
            return untold(MovementClass::TooFew {
                have: points,
                need: DRAW,
            });
        };
        let counted = quarter.start.max(now.weeks.start) - now.weeks.start;
        let mut movement = self.told(now.weeks.clone(), &now.baseline, &now.marks, counted);
        movement.false_alarm = Some(false_alarm::quarter(points, now.locked));
        movement
    }

    /// The movement of marked weeks, those from `counted` on deciding, with averages and limits.
    pub(in crate::analyse) fn told(
        &self,
        weeks: Range<usize>,
        baseline: &Baseline,
        marks: &[Mark],
        counted: usize,
    ) -> Movement {
        let week = |i: usize| self.timeline.weeks[weeks.start + i];
        let fired = rules::fired(marks, counted);
        let mut movement = verdict::weigh(&fired, baseline, *self.metric.polarity, week);
        movement.limits = baseline.limits();
        let average = |weeks: Range<usize>| {
            mean(
                self.values(weeks)
                    .iter()
                    .flatten()
                    .map(|v| baseline.scale.to(*v)),
            )
            .map(|a| baseline.scale.back(a))
        };
        movement.average_before = Some(baseline.scale.back(baseline.average));
        if let Some(since) = movement.since {
            let since = self.timeline.weeks.partition_point(|w| *w < since);
            movement.average_after = average(since..weeks.end);
            // The baseline of an unlocked stretch holds the shift itself: leave it out, as long as
            // enough is left to be an average.
            let before = weeks.start..since;
            if self.points(before.clone()) < baseline.points && self.points(before.clone()) >= 8 {
                movement.average_before = average(before);
            }
        }
        movement
    }

    fn behaviour(&self, end: usize, seen: &[Seen<'_>], breaks: Vec<NaiveDate>) -> Behaviour {
        let Some(first) = self.line.first_week.filter(|f| *f < end) else {
            return Behaviour {
                breaks,
                ..Behaviour::default()
            };
        };
        let first = first.max(end.saturating_sub(WINDOW));
        let mut points: Vec<Point> = (first..end).map(|i| self.point(i)).collect();
        let mut segments = Vec::new();
        for seen in seen.iter().filter(|s| s.weeks.end > first) {
            for (i, mark) in seen.weeks.clone().zip(&seen.marks) {
                if let Some(at) = i.checked_sub(first) {
                    points[at].hits = mark.list();
                }
            }
            segments.push(self.segment(seen, first));
        }
        Behaviour {
            points,
            band_allowed: seen.last().is_some_and(|s| s.baseline.stated),
            segments,
            breaks,
            gaps: None,
        }
    }

    /// One week of a chart, with nothing fired.
    pub(in crate::analyse) fn point(&self, i: usize) -> Point {
        let unfinished = self.line.unfinished.get(&i).copied();
        Point {
            week: self.timeline.weeks[i],
            value: self.line.weekly.get(i).copied().flatten().or(unfinished),
            partial: unfinished.is_some(),
            hits: Vec::new(),
        }
    }

    fn segment(&self, seen: &Seen<'_>, first: usize) -> Segment {
        let (lower, upper) = seen.baseline.limits().unwrap_or((None, None));
        Segment {
            from: self.timeline.weeks[seen.weeks.start.max(first)],
            to: self.timeline.weeks[seen.weeks.end - 1],
            average: seen.baseline.scale.back(seen.baseline.average),
            upper,
            lower,
            baseline: seen.baseline.points,
            provisional: seen.baseline.provisional(),
            cause: seen.stretch.cause.clone(),
        }
    }
}
