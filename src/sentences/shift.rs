//! A story's metric before and after its action, with the evidence's grade. `After` is all that is
//! claimed: that the action was the cause, the data cannot say.

use super::grammar::Subject;
use super::movement::{Tense, grade, moved, per_week, routine_range};
use super::reasons::{self, Points};
use crate::analyse::{MovementClass, NotTested, Shift};
use crate::model::{Metric, Scope, Test};
use crate::sentences::Ctx;
use crate::tongue::{label, label_of, say};
use chrono::Days;

/// The metric shift of a story.
pub(crate) fn shift(ctx: &Ctx<'_>, metric: &Metric, scope: Scope<'_>, shift: &Shift) -> String {
    let subject = Subject::new(ctx.pack, metric, scope);
    let Subject { start, its, .. } = &subject;
    let date = ctx.words.date(shift.action);
    let points = if shift.behaviour.gaps.is_some() || metric.test == Test::RareEvents {
        Points::Gaps
    } else {
        Points::Weeks
    };
    // Before and after the action, as the story's chart draws them; not before and after the first
    // week of the signal.
    let mut movement = shift.movement.clone();
    if matches!(points, Points::Weeks) && shift.before.is_some() && shift.after.is_some() {
        movement.average_before = shift.before;
        movement.average_after = shift.after;
    }
    // The weeks compared: the dashboard's marks rest on a longer baseline, so its average may differ.
    let against = match (points, shift.before, shift.n_before) {
        (Points::Weeks, Some(_), 2..) => {
            say!(", against the {n_before}~weeks before it", shift.n_before)
        }
        _ => String::new(),
    };
    let movement = &movement;
    match &movement.class {
        MovementClass::StrongSignal => {
            let moved = moved(ctx, metric, movement, Tense::Past)
                .unwrap_or_else(|| label("changed").to_owned());
            let claim = say!(
                "{start} {moved} after {date}{against}",
                start,
                moved,
                date,
                against
            );
            reasons::graded(&claim, label("a strong signal"), movement, points, its)
        }
        MovementClass::Signal => {
            let may = moved(ctx, metric, movement, Tense::May)
                .unwrap_or_else(|| label("may have changed").to_owned());
            let calendar = &ctx.pack.settings.calendar;
            let by = ctx
                .words
                .date(calendar.last_day(ctx.period) + Days::new(56));
            let claim = say!("{start} {may} after {date}", start, may, date);
            let told = reasons::graded(&claim, grade(movement), movement, points, its);
            say!("{told} We will know more by {by}.", told, by)
        }
        MovementClass::Routine => {
            let averages = averages(ctx, metric, &subject, shift);
            match routine_range(ctx, metric, movement) {
                Some(range) => say!(
                    "{averages} Weekly values stayed within the routine range from before it ({text}). This is not evidence of change.",
                    averages,
                    range.text()
                ),
                None => say!("{averages} This is not evidence of change.", averages),
            }
        }
        MovementClass::TooFew { have, need } => say!(
            "{averages} Too few to tell a change from luck: {have} of the {need} weekly points needed.",
            averages(ctx, metric, &subject, shift),
            have,
            need
        ),
        MovementClass::NotTested(reason) => {
            let reason = match reason {
                NotTested::Declared(reason) => super::grammar::clause(reason),
                NotTested::DefinitionChanged(day) => {
                    say!("the definition changed on {date}", ctx.words.date(*day))
                }
                NotTested::NoWeeklyData => label("no weekly figures were filed").to_owned(),
            };
            say!(
                "{averages} Not tested for change: {reason}.",
                averages(ctx, metric, &subject, shift),
                reason
            )
        }
        MovementClass::Missing => say!(
            "No figure for {inside} after {date}, so nothing can be said of a change.",
            subject.inside,
            date
        ),
    }
}

/// `Review wait averaged 8.1 hours in the 26 weeks before 4 May 2026 and 7.9 hours in the 21 since.`
fn averages(ctx: &Ctx<'_>, metric: &Metric, subject: &Subject, shift: &Shift) -> String {
    let start = &subject.start;
    let date = ctx.words.date(shift.action);
    let weeks = |n: usize| {
        if n == 1 {
            label_of("week", "week, one, after a preposition").to_owned()
        } else {
            say!("{n}~weeks", n)
        }
    };
    let a_week = per_week(ctx, metric);
    let number = |x: f64| format!("{}{a_week}", ctx.words.number(metric, x));
    match (shift.before, shift.after) {
        (Some(before), Some(after)) => {
            let both = ctx.words.numbers(metric, [before, after]);
            let [before, after] = both.map(|told| format!("{told}{a_week}"));
            say!(
                "{start} averaged {before} in the {weeks} before {date} and {after} in the {weeks2} since.",
                start,
                before,
                weeks(shift.n_before),
                date,
                after,
                weeks(shift.n_after)
            )
        }
        (Some(before), None) => say!(
            "{start} averaged {number} in the {weeks} before {date}; there are no weekly values since.",
            start,
            number(before),
            weeks(shift.n_before),
            date
        ),
        (None, Some(after)) => say!(
            "{start} averaged {number} in the {weeks} since {date}; there are no weekly values before it.",
            start,
            number(after),
            weeks(shift.n_after),
            date
        ),
        (None, None) => say!(
            "No weekly values of {inside} stand around {date}.",
            subject.inside,
            date
        ),
    }
}
