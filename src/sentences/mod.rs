//! Judgements to sentences: the patterns of the evidence classes. Nothing is typed by hand here
//! that the data could contradict: a verb of change needs a strong signal, `met` needs the
//! unrounded value, `expect` needs a range, and no cause is ever named.
//!
//! Stands below `check` and `render`: a page prints these sentences, and a rule that finds an
//! author's claim wrong answers with the very same ones.

mod at_odds;
mod capability;
mod compliance;
mod counts;
mod definitions;
mod experiment;
mod foresight;
mod grammar;
mod headline;
mod incidents;
mod judged;
mod money;
mod movement;
mod promises;
mod quality;
mod reasons;
mod risks;
mod same_weeks;
mod shift;
mod target;
mod whole;

#[cfg(test)]
mod tests;

use crate::bind::Answers;
use crate::model::{Pack, Period};
use crate::words::Words;

pub(crate) use at_odds::{but_by_week, by_weeks};
pub(crate) use capability::{
    capability, category, condition, contradiction, lack, level, next_step, set, stage, staged,
    topic,
};
pub(crate) use compliance::{certification, open_vulnerabilities, response, restores};
pub(crate) use counts::counts;
pub(crate) use definitions::{changed, not_comparable, since};
pub(crate) use experiment::{expected, experiment};
pub(crate) use foresight::{foresight, predicted, seen};
pub(crate) use grammar::{clause, list as listed, upper_first};
pub(crate) use headline::headline;
pub(crate) use incidents::{
    course_headline, detected, follow_ups, follow_ups_headline, found, incidents_counted,
    incidents_headline, lost, no_record, restored, reviews, severities, strip_headline, within,
    worst_headline,
};
pub(crate) use judged::{declared, judged};
pub(crate) use money::{
    estimate_line, estimate_of, estimated, money_headline, repair_headline, total,
};
pub(crate) use movement::movement;
pub(crate) use promises::{
    bare, burned, contracts, counted_head, covered, exclusion, is_quarter, named, promises,
    provisional, spent, tallied, unseen, why_window_differs, window,
};
pub(crate) use quality::quality;
pub(crate) use reasons::why_missing;
pub(crate) use risks::{
    before, doing, exposure, impact, likelihood, limit, often, reached_on, risk_kind, risk_of,
    risks_headline, risks_moved, trigger, triggers_reached,
};
pub(crate) use same_weeks::{differing, same_weeks};
pub(crate) use shift::shift;
pub(crate) use target::{advice, grid, target, uneased, verdict_uneased};
pub(crate) use whole::{exception, honesty, remainder};

/// What a page, figure or sentence is about.
#[derive(Clone, Copy)]
pub(crate) struct Ctx<'a> {
    /// The pack.
    pub(crate) pack: &'a Pack,
    /// The quarter that is told.
    pub(crate) period: Period,
    /// How numbers and dates are written.
    pub(crate) words: &'a Words,
    /// What the figures in sentences say.
    pub(crate) answers: &'a Answers,
}
