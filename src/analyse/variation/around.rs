//! The weeks around a story's action: a baseline from before it, judged by the weeks since.

use super::baseline::{Baseline, DRAW};
use super::scale::Bounds;
use super::{false_alarm, not_tested, rare, rules, untold, weekly::Course};
use crate::analyse::judgement::{Behaviour, MovementClass, NotTested, Segment, Shift};
use crate::analyse::stats::xmr::mean;
use crate::model::Test;
use chrono::NaiveDate;

/// Weeks before an action that make its baseline: half a year.
const BEFORE: usize = 26;
/// Weeks after an action before "nothing fired" says anything: what eight in a row needs.
const AFTER: usize = 8;

impl Course<'_> {
    /// What the data shows around an action, up to a quarter's end. The baseline begins no earlier
    /// than the last change point or definition break before the action.
    pub(in crate::analyse) fn around(
        &self,
        action: NaiveDate,
        end: usize,
        last_day: NaiveDate,
    ) -> Shift {
        let at = self.timeline.side_of(action).min(end);
        let began = self
            .stretches
            .iter()
            .rev()
            .map(|s| s.weeks.start)
            .find(|start| *start < at)
            .unwrap_or(0);
        let from = at.saturating_sub(BEFORE).max(began);
        let (before, after) = (from..at, at..end);
        let (n_before, n_after) = (self.points(before.clone()), self.points(after.clone()));
        let baseline = Baseline::weekly(
            self.values(before.clone()),
            self.metric.spread,
            Bounds::of(self.metric),
        );
        let average = |weeks: std::ops::Range<usize>| {
            let scale = baseline.as_ref().map(|b| b.scale)?;
            mean(self.values(weeks).iter().flatten().map(|v| scale.to(*v))).map(|a| scale.back(a))
        };
        let marks = baseline
            .as_ref()
            .map(|b| rules::marks(self.values(from..end), b))
            .unwrap_or_default();
        let first = from.max(self.line.first_week.unwrap_or(from));
        let mut points: Vec<_> = (first..end).map(|i| self.point(i)).collect();
        let mut behaviour = Behaviour {
            breaks: self
                .breaks
                .iter()
                .copied()
                .filter(|d| *d <= last_day && self.timeline.side_of(*d) >= from)
                .collect(),
            ..Behaviour::default()
        };
        let rare = self.rare(end);
        let broken = behaviour
            .breaks
            .iter()
            .find(|d| self.timeline.side_of(**d) > from);
        let movement = if let Test::None { reason } = &self.metric.test {
            not_tested(NotTested::Declared(reason.clone()))
        } else if n_before + n_after == 0 {
            not_tested(NotTested::NoWeeklyData)
        } else if let Some(day) = broken {
            not_tested(NotTested::DefinitionChanged(*day))
        } else if rare {
            let (movement, gaps) = rare::since(self, began, &after);
            behaviour.gaps = gaps;
            movement
        } else if let Some(baseline) = baseline.as_ref().filter(|_| n_before >= DRAW) {
            for (point, mark) in points.iter_mut().zip(&marks[first - from..]) {
                point.hits = mark.list();
            }
            let (lower, upper) = baseline.limits().unwrap_or((None, None));
            if let Some(last) = end.checked_sub(1) {
                behaviour.segments.push(Segment {
                    from: self.timeline.weeks[first],
                    to: self.timeline.weeks[last],
                    average: baseline.scale.back(baseline.average),
                    upper,
                    lower,
                    baseline: baseline.points,
                    provisional: baseline.provisional(),
                    cause: None,
                });
                behaviour.band_allowed = baseline.stated;
            }
            let mut told = self.told(from..end, baseline, &marks, at - from);
            told.false_alarm = Some(false_alarm::quarter(n_before, true));
            if told.hits.is_empty() && n_after < AFTER {
                untold(MovementClass::TooFew {
                    have: n_after,
                    need: AFTER,
                })
            } else {
                told
            }
        } else {
            untold(MovementClass::TooFew {
                have: n_before,
                need: DRAW,
            })
        };
        behaviour.points = points;
        Shift {
            action,
            before: average(before),
            after: average(after),
            n_before,
            n_after,
            movement,
            behaviour,
        }
    }
}
