//! Weekly values to what can be said about movement: process behaviour limits and rules (X1–X5).

mod around;
mod baseline;
mod false_alarm;
mod rare;
mod rules;
pub(in crate::analyse) mod scale;
mod stretch;
mod verdict;
mod weekly;

pub use false_alarm::MOST as FALSE_ALARM_AT_MOST;
pub(super) use false_alarm::strongly;
pub(super) use stretch::{Baselines, Stretch, stretches};
pub(super) use verdict::{not_tested, untold};
pub(super) use weekly::Course;
