//! Rare events, judged by the days between them (X5).
//!
//! Weekly counts are all there is, so the events of a week are spread evenly over it: a single one
//! stands at Thursday noon, two at a quarter and three quarters of the week. A gap spans as many
//! events as make it two weeks long on average (one event where they are rarer). A gap across a week
//! without data is unknown and left out.

use super::baseline::{Baseline, DRAW, LOCK};
use super::rules::{self, Fired};
use super::{Stretch, false_alarm, untold, verdict, weekly::Course};
use crate::analyse::judgement::{Gap, Gaps, Movement, MovementClass};
use crate::analyse::stats::xmr::mean;
use std::ops::Range;

/// Fewest events that are tested.
const EVENTS: usize = 20;

/// The days that a gap takes, by the week that holds the event that ends it.
#[derive(Clone, Copy)]
struct Wait {
    week: usize,
    days: f64,
}

/// Events and the waits between them; `None` where a week without data hides what happened.
struct Record {
    events: usize,
    /// Events that a wait spans.
    each: usize,
    waits: Vec<Option<Wait>>,
    /// When the wait that is still open began, unless a week without data followed.
    last: Option<f64>,
}

fn record(course: &Course<'_>, weeks: Range<usize>, each: usize) -> Record {
    let mut since = 0;
    let mut made = Record {
        events: 0,
        each,
        waits: Vec::new(),
        last: None,
    };
    for week in weeks {
        let Some(count) = course.line.weekly.get(week).copied().flatten() else {
            if made.last.take().is_some() {
                made.waits.push(None);
            }
            continue;
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "counts are whole, and rare"
        )]
        let (count, monday) = (count.round().max(0.0) as usize, week as f64 * 7.0);
        for nth in 0..count {
            #[expect(clippy::cast_precision_loss, reason = "counts are rare")]
            let at = monday + 7.0 * (nth as f64 + 0.5) / count as f64;
            made.events += 1;
            match made.last {
                None => (made.last, since) = (Some(at), 0),
                Some(_) if since + 1 < each => since += 1,
                Some(before) => {
                    let days = at - before;
                    made.waits.push(Some(Wait { week, days }));
                    (made.last, since) = (Some(at), 0);
                }
            }
        }
    }
    made
}

/// How many events a gap spans: the fewest that make gaps of two weeks on average, by the first
/// half year of the stretch. Weekly counts cannot tell gaps of a few days apart: at one event a week,
/// events spread over their weeks look so even that two quiet metrics of three seem to move, and at
/// three a week all do; at gaps of two weeks no more move than the honesty line says.
fn each(course: &Course<'_>, weeks: Range<usize>) -> usize {
    let first = course.values(weeks).iter().flatten().copied().take(26);
    let a_week = mean(first).unwrap_or(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "under five a week, or the metric is not rare"
    )]
    let spanned = (a_week * 2.0).ceil().clamp(1.0, 100.0) as usize;
    spanned
}

/// Judges the events of a quarter. The baseline is chosen as for weekly values: locked once 20 gaps
/// ended before a quarter began, all gaps until then.
pub(super) fn quarter(
    course: &Course<'_>,
    stretch: Option<&Stretch>,
    quarter: &Range<usize>,
) -> (Movement, Option<Gaps>) {
    let start = stretch.map_or(0, |s| s.weeks.start);
    let record = record(course, start..quarter.end, each(course, start..quarter.end));
    let ended_before = |week: usize| {
        record
            .waits
            .iter()
            .flatten()
            .filter(|w| w.week < week)
            .count()
    };
    let lock = course
        .timeline
        .quarters()
        .map(|(_, weeks)| weeks.start)
        .take_while(|first| *first <= quarter.start)
        .find(|first| ended_before(*first) >= LOCK);
    judge(course, &record, lock.unwrap_or(quarter.end), quarter)
}

/// Judges the events since an action against those before it.
pub(super) fn since(
    course: &Course<'_>,
    before: usize,
    after: &Range<usize>,
) -> (Movement, Option<Gaps>) {
    judge(
        course,
        &record(course, before..after.end, each(course, before..after.start)),
        after.start,
        after,
    )
}

/// Judges the gaps that ended in `counted` weeks by those that ended before week `baseline_end`.
fn judge(
    course: &Course<'_>,
    record: &Record,
    baseline_end: usize,
    counted: &Range<usize>,
) -> (Movement, Option<Gaps>) {
    let few = |have, need| (untold(MovementClass::TooFew { have, need }), None);
    if record.events < EVENTS {
        return few(record.events, EVENTS);
    }
    let mut waits = record.waits.clone();
    let baseline: Vec<Option<f64>> = waits
        .iter()
        .filter(|w| w.is_none_or(|w| w.week < baseline_end))
        .map(|w| w.map(|w| w.days))
        .collect();
    let known = baseline.iter().flatten().count();
    let Some(baseline) = Baseline::gaps(&baseline).filter(|b| b.stated) else {
        return few(known, DRAW);
    };
    // The wait that is still open is at least as long as it is by now. It counts once that is
    // already beyond the limit: waiting on cannot bring it back.
    #[expect(clippy::cast_precision_loss, reason = "weeks are few")]
    let open = record.last.map(|last| counted.end as f64 * 7.0 - last);
    if let (Some(days), Some(upper)) = (open, baseline.upper)
        && baseline.scale.to(days) > upper
        && let Some(week) = counted.end.checked_sub(1)
    {
        waits.push(Some(Wait { week, days }));
    }
    let days: Vec<Option<f64>> = waits.iter().map(|w| w.map(|w| w.days)).collect();
    let marks = rules::marks(&days, &baseline);
    let first = waits
        .iter()
        .position(|w| w.is_some_and(|w| w.week >= counted.start))
        .unwrap_or(waits.len());
    // Longer waits are fewer events: the direction of the metric is the other one.
    let fired: Vec<Fired> = rules::fired(&marks, first)
        .into_iter()
        .map(|f| Fired { up: !f.up, ..f })
        .collect();
    let week = |i: usize| {
        let week = waits
            .get(i)
            .copied()
            .flatten()
            .map_or(counted.start, |w| w.week);
        course.timeline.weeks[week]
    };
    let mut movement = verdict::weigh(&fired, &baseline, *course.metric.polarity, week);
    let locked = baseline_end <= counted.start;
    movement.false_alarm = Some(false_alarm::rare(locked));
    let (lower, upper) = baseline.limits().unwrap_or((None, None));
    let points = waits
        .iter()
        .zip(&marks)
        .filter_map(|(wait, mark)| {
            let wait = (*wait)?;
            Some(Gap {
                week: course.timeline.weeks[wait.week],
                days: wait.days,
                hits: mark.list().into_iter().map(|(r, up)| (r, !up)).collect(),
            })
        })
        .collect();
    let gaps = Gaps {
        each: record.each,
        points,
        average: baseline.scale.back(baseline.average),
        upper,
        lower,
        baseline: baseline.points,
        provisional: baseline.provisional(),
    };
    (movement, Some(gaps))
}
