//! A figure that a metric tells, counted again from the record that holds it.

use super::incidents::{self, Losses};
use super::{capability, compliance, quality};
use crate::model::{Pack, Period, RecordFigure, Scope, Value};

/// A quarter's figure as its record has it, for the organisation or one service; `None` where there
/// is no record of the quarter, or the record cannot tell it.
pub fn recorded(
    (pack, losses): (&Pack, &Losses),
    period: Period,
    figure: RecordFigure,
    scope: Scope<'_>,
) -> Option<Value> {
    match figure {
        RecordFigure::OverdueCritical | RecordFigure::CriticalResponse => {
            compliance::figure(pack, period, figure, scope)
        }
        RecordFigure::ReworkShare | RecordFigure::BugDensity => {
            quality::figure(pack, period, figure, scope)
        }
        RecordFigure::CoverageJourneys | RecordFigure::CoverageGoldenSignals => {
            capability::figure(pack, period, figure, scope)
        }
        _ => incidents::figure((pack, losses), period, figure, scope),
    }
}

/// The first quarter of which single records stand behind a figure; `None` where none do, or where the
/// records are not kept quarter by quarter.
pub fn recorded_since(pack: &Pack, figure: RecordFigure) -> Option<Period> {
    let first = match figure {
        RecordFigure::ReworkShare | RecordFigure::BugDensity => pack.quality.keys().next(),
        figure if figure.is_of_incidents() => pack.incidents.keys().next(),
        _ => None,
    };
    first.copied()
}
