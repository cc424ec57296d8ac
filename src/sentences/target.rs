//! A figure against its target, and what the two marks together advise.

use crate::analyse::{Assessment, MovementClass, Status, Verdict, VerdictWord};
use crate::model::{Exact, Kind, Metric, Polarity};
use crate::sentences::Ctx;

/// `6.1% against a target of 5.0%: missed.`; empty without a target.
pub(crate) fn target(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> String {
    let Some(target) = &judged.target.target else {
        return String::new();
    };
    let target = ctx.words.exact(metric, target.value);
    let Some(now) = &judged.now else {
        return format!("No figure to set against the target of {target}.");
    };
    let strong = judged.movement.class == MovementClass::StrongSignal;
    let verdict = match judged.target.status {
        Status::Met => "met".to_owned(),
        Status::Marginal => "marginally met, and routine variation crosses it".to_owned(),
        Status::Missed if strong && judged.movement.better == Some(true) => {
            "missed, improving, date to reach it not yet known".to_owned()
        }
        Status::Missed if judged.missed_in_a_row > 1 => {
            let quarters = super::grammar::few(judged.missed_in_a_row, "quarter", "quarters");
            format!("missed, as in {quarters} in a row")
        }
        Status::Missed => "missed".to_owned(),
        Status::NoData | Status::NoTarget => return String::new(),
    };
    let verdict = match uneased(ctx, metric, judged) {
        flattered if flattered.is_empty() => verdict,
        flattered => format!("{verdict}; it {flattered}"),
    };
    if is_none(metric, judged) && now.exact == Exact::ZERO {
        return format!("The target is none: {verdict}.");
    }
    let now = super::grammar::upper_first(&ctx.words.full(metric, now));
    format!("{now} against a target of {target}: {verdict}.")
}

/// `would miss the 5.0% that held until 30 June 2026`: what an eased target hides; empty where the
/// figure stands no better to it than it would have before.
pub(crate) fn uneased(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> String {
    let Some(eased) = judged.target.flattered() else {
        return String::new();
    };
    let would = match eased.status {
        Status::Marginal => "would only marginally meet",
        _ => "would miss",
    };
    let before = ctx.words.exact(metric, eased.before.value);
    let until = ctx.words.date(eased.until);
    format!("{would} the {before} that held until {until}")
}

/// `Off track by the targets that held before they were eased`: what a pane's verdict owes to an
/// eased target; empty where it owes nothing.
pub(crate) fn verdict_uneased(verdict: &Verdict) -> String {
    let word = match verdict.uneased {
        None => return String::new(),
        Some(VerdictWord::OffTrack) => "off track",
        Some(VerdictWord::Watch) => "watch",
        Some(VerdictWord::OnTrack) => "on track",
        Some(VerdictWord::NotKnown) => "not known",
    };
    format!("would be {word} by the targets that held before they were eased")
}

/// Whether the target is that there be none of what is counted.
pub(super) fn is_none(metric: &Metric, judged: &Assessment) -> bool {
    let target = judged.target.target.as_ref();
    metric.kind.value == Kind::Count
        && metric.polarity.value == Polarity::LowerIsBetter
        && target.is_some_and(|t| t.value == Exact::ZERO)
}

/// The verdict grid's advice for a pair of marks, `Leave it alone.`; empty where the grid has none:
/// one signal, or no test, decides nothing.
pub(crate) fn advice(judged: &Assessment) -> String {
    let column = match (&judged.movement.class, judged.movement.better) {
        (MovementClass::StrongSignal, Some(true)) => 0,
        (MovementClass::Routine, _) => 1,
        (MovementClass::StrongSignal, Some(false)) => 2,
        _ => return String::new(),
    };
    let row = match judged.target.status {
        Status::Met => 0,
        Status::Marginal => 1,
        Status::Missed => 2,
        Status::NoData | Status::NoTarget => return String::new(),
    };
    if (row, column) == (2, 1) && judged.movement.limits.is_none() {
        // That it will keep missing follows from a routine range; there is none.
        return String::new();
    }
    GRID[row][column].to_owned()
}

/// Met, marginal, missed by better, routine, worse.
pub(crate) const GRID: [[&str; 3]; 3] = [
    [
        "Keep what changed.",
        "Leave it alone.",
        "Find out why before it misses.",
    ],
    [
        "Moving to safety; hold.",
        "Will miss now and then by luck.",
        "Act now.",
    ],
    [
        "Working, but not there yet: a date is owed.",
        "The system as built will keep missing: decide.",
        "Escalate.",
    ],
];
