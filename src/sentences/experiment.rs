//! What was expected of an experiment's metric, and what its figures show: `Averaged 8.1 hours in the
//! 26 weeks before and 7.9 hours in the 22 weeks of it: not evidence of change.` Nobody types the
//! second half.

use super::definitions::not_comparable;
use super::grammar::clause;
use super::movement::{grade, per_week};
use crate::analyse::{MovementClass, NotTested, SeenFigures, Shift};
use crate::model::{Exact, ExpectedOf, ExpectedRange, Metric};
use crate::sentences::Ctx;
use crate::tongue::{label, label_of, say};

/// `on average at most 6.0 hours`, `a fall of at least 2.0 hours`.
pub(crate) fn expected(ctx: &Ctx<'_>, metric: &Metric, range: ExpectedRange) -> String {
    match range.of {
        ExpectedOf::Level => level(ctx, metric, range),
        ExpectedOf::Change => change(ctx, metric, range),
    }
}

fn level(ctx: &Ctx<'_>, metric: &Metric, range: ExpectedRange) -> String {
    let week = per_week(ctx, metric);
    let end = |value| format!("{}{week}", ctx.words.exact(metric, value));
    match (range.low, range.high) {
        (Some(low), Some(high)) if low == high => say!("on average {end}", end(low)),
        (Some(low), Some(high)) => {
            let range = ctx.words.range_exact(metric, low, high);
            say!("on average {range}{week}", range, week)
        }
        (Some(low), None) => say!("on average at least {end}", end(low)),
        (None, Some(high)) => say!("on average at most {end}", end(high)),
        (None, None) => String::new(),
    }
}

fn change(ctx: &Ctx<'_>, metric: &Metric, range: ExpectedRange) -> String {
    let size = |value: Exact| ctx.words.distance(metric, value);
    let falls = |value: &Exact| value.is_negative();
    match (range.low, range.high) {
        (Some(low), Some(high)) if low == high => match low.is_negative() {
            true => say!("a fall of {size}", size(low)),
            false => say!("a rise of {size}", size(low)),
        },
        (Some(low), Some(high)) if falls(&high) => {
            say!(
                "a fall of between {size} and {size2}",
                size(high),
                size(low)
            )
        }
        (Some(low), Some(high)) if falls(&low) => {
            say!(
                "a fall of at most {size} or a rise of at most {size2}",
                size(low),
                size(high)
            )
        }
        (Some(low), Some(high)) => {
            say!(
                "a rise of between {size} and {size2}",
                size(low),
                size(high)
            )
        }
        (Some(low), None) if falls(&low) => say!("a fall of at most {size}", size(low)),
        (Some(low), None) => say!("a rise of at least {size}", size(low)),
        (None, Some(high)) if falls(&high) => say!("a fall of at least {size}", size(high)),
        (None, Some(high)) => say!("a rise of at most {size}", size(high)),
        (None, None) => String::new(),
    }
}

/// What the figures show, as a sentence.
pub(crate) fn experiment(ctx: &Ctx<'_>, metric: &Metric, seen: &SeenFigures) -> String {
    match seen {
        SeenFigures::Weeks(shift) => weeks(ctx, metric, shift),
        SeenFigures::Quarters((then, before), (now, after)) => say!(
            "{full} in {period_short} and {full2} in {period_short2}; two quarters cannot be tested for change.",
            ctx.words.full(metric, before),
            ctx.words.period_short(*then),
            ctx.words.full(metric, after),
            ctx.words.period_short(*now)
        ),
        SeenFigures::NotComparable(broken) => {
            let told = not_comparable(ctx.words, broken);
            format!("{}.", super::grammar::upper_first(&told))
        }
        SeenFigures::None => label("No figures from before it and from within it yet.").to_owned(),
    }
}

fn weeks(ctx: &Ctx<'_>, metric: &Metric, shift: &Shift) -> String {
    let a_week = per_week(ctx, metric);
    let number = |x: f64| format!("{}{a_week}", ctx.words.number(metric, x));
    let weeks = |n: usize| match n {
        1 => label_of("week", "week, one, after a preposition").to_owned(),
        n => say!("{n}~weeks", n),
    };
    let averaged = match (shift.before, shift.after) {
        (Some(before), Some(after)) => {
            let both = ctx.words.numbers(metric, [before, after]);
            let [before, after] = both.map(|told| format!("{told}{a_week}"));
            say!(
                "Averaged {before} in the {weeks} before and {after} in the {weeks2} of it",
                before,
                weeks(shift.n_before),
                after,
                weeks(shift.n_after)
            )
        }
        (Some(before), None) => say!(
            "Averaged {number} in the {weeks} before; no weeks of it yet",
            number(before),
            weeks(shift.n_before)
        ),
        (None, Some(after)) => say!(
            "Averaged {number} in the {weeks} of it; no weeks before it",
            number(after),
            weeks(shift.n_after)
        ),
        (None, None) => label("No weeks around it yet").to_owned(),
    };
    let movement = &shift.movement;
    let said = match &movement.class {
        MovementClass::StrongSignal => label("a strong signal").to_owned(),
        MovementClass::Signal => grade(movement).to_owned(),
        MovementClass::Routine => label("not evidence of change").to_owned(),
        MovementClass::TooFew { .. } => label("too few to tell a change from luck").to_owned(),
        MovementClass::NotTested(NotTested::Declared(reason)) => {
            say!("not tested for change, {clause}", clause(reason))
        }
        MovementClass::NotTested(NotTested::DefinitionChanged(day)) => {
            say!(
                "not comparable, since the definition changed on {date}",
                ctx.words.date(*day)
            )
        }
        MovementClass::NotTested(NotTested::NoWeeklyData) | MovementClass::Missing => {
            return format!("{averaged}.");
        }
    };
    format!("{averaged}{}{said}.", label(": "))
}
