//! Judgements to sentences: the patterns of the evidence classes. Nothing is typed by hand here
//! that the data could contradict: a verb of change needs a strong signal, `met` needs the
//! unrounded value, `expect` needs a range, and no cause is ever named.

mod counts;
mod grammar;
mod headline;
mod movement;
mod quality;
mod reasons;
mod shift;
mod target;
mod whole;

#[cfg(test)]
mod tests;

pub(crate) use counts::counts;
pub(crate) use headline::headline;
pub(crate) use movement::movement;
pub(crate) use quality::quality;
pub(crate) use shift::shift;
pub(crate) use target::{GRID, advice, target};
pub(crate) use whole::{exception, honesty, remainder};
