//! A figure against its target, and what the two marks together advise.

use crate::analyse::{Assessment, MovementClass, Status, Verdict, VerdictWord};
use crate::model::{Exact, Kind, Metric, Polarity};
use crate::sentences::Ctx;
use crate::tongue::{label, say};

/// `6.1% against a target of 5.0%: missed.`; empty without a target.
pub(crate) fn target(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> String {
    let Some(target) = &judged.target.target else {
        return String::new();
    };
    let target = ctx.words.exact(metric, target.value);
    let Some(now) = &judged.now else {
        return say!("No figure to set against the target of {target}.", target);
    };
    let strong = judged.movement.class == MovementClass::StrongSignal;
    let verdict = match judged.target.status {
        Status::Met => label("met").to_owned(),
        Status::Marginal => label("marginally met, and routine variation crosses it").to_owned(),
        Status::Missed if strong && judged.movement.better == Some(true) => {
            label("missed, improving, date to reach it not yet known").to_owned()
        }
        Status::Missed if judged.missed_in_a_row > 1 => {
            let quarters = super::grammar::few(judged.missed_in_a_row, "quarter", "quarters");
            say!("missed, as in {quarters} in a row", quarters)
        }
        Status::Missed => label("missed").to_owned(),
        Status::NoData | Status::NoTarget => return String::new(),
    };
    let verdict = match uneased(ctx, metric, judged) {
        flattered if flattered.is_empty() => verdict,
        flattered => say!("{verdict}; it {flattered}", verdict, flattered),
    };
    if is_none(metric, judged) && now.exact == Exact::ZERO {
        return say!("The target is none: {verdict}.", verdict);
    }
    let now = super::grammar::upper_first(&ctx.words.full(metric, now));
    say!(
        "{now} against a target of {target}: {verdict}.",
        now,
        target,
        verdict
    )
}

/// `would miss the 5.0% that held until 30 June 2026`: what an eased target hides; empty where the
/// figure stands no better to it than it would have before.
pub(crate) fn uneased(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> String {
    let Some(eased) = judged.target.flattered() else {
        return String::new();
    };
    let would = match eased.status {
        Status::Marginal => label("would only marginally meet"),
        _ => label("would miss"),
    };
    let before = ctx.words.exact(metric, eased.before.value);
    let until = ctx.words.date(eased.until);
    say!(
        "{would} the {before} that held until {until}",
        would,
        before,
        until
    )
}

/// `Off track by the targets that held before they were eased`: what a pane's verdict owes to an
/// eased target; empty where it owes nothing.
pub(crate) fn verdict_uneased(verdict: &Verdict) -> String {
    let word = match verdict.uneased {
        None => return String::new(),
        Some(VerdictWord::OffTrack) => label("off track"),
        Some(VerdictWord::Watch) => "watch",
        Some(VerdictWord::OnTrack) => label("on track"),
        Some(VerdictWord::NotKnown) => label("not known"),
    };
    say!(
        "would be {word} by the targets that held before they were eased",
        word
    )
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
    grid()[row][column].to_owned()
}

/// Met, marginal, missed by better, routine, worse.
pub(crate) fn grid() -> [[&'static str; 3]; 3] {
    [
        [
            label("Keep what changed."),
            label("Leave it alone."),
            label("Find out why before it misses."),
        ],
        [
            label("Moving to safety; hold."),
            label("Will miss now and then by luck."),
            label("Act now."),
        ],
        [
            label("Working, but not there yet: a date is owed."),
            label("The system as built will keep missing: decide."),
            label("Escalate."),
        ],
    ]
}
