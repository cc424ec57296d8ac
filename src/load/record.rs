//! `record:` of a metric: the figure of a record that the metric tells.

use super::decode::{Field, conflict};
use crate::diag::Located;
use crate::model::{Kind, RecordFigure, Statistic, Unit};

const FIGURES: &[(&str, RecordFigure)] = &[
    (RecordFigure::Incidents.word(), RecordFigure::Incidents),
    (
        RecordFigure::CustomerMinutes.word(),
        RecordFigure::CustomerMinutes,
    ),
    (
        RecordFigure::TimeToDetect.word(),
        RecordFigure::TimeToDetect,
    ),
    (
        RecordFigure::TimeToRestore.word(),
        RecordFigure::TimeToRestore,
    ),
    (WITHIN.word(), WITHIN),
    (
        RecordFigure::CustomerFound.word(),
        RecordFigure::CustomerFound,
    ),
    (
        RecordFigure::ReviewsNamingGap.word(),
        RecordFigure::ReviewsNamingGap,
    ),
    (
        RecordFigure::OverdueCritical.word(),
        RecordFigure::OverdueCritical,
    ),
    (
        RecordFigure::CriticalResponse.word(),
        RecordFigure::CriticalResponse,
    ),
    (RecordFigure::BudgetLeft.word(), RecordFigure::BudgetLeft),
    (
        RecordFigure::ObjectivesKept.word(),
        RecordFigure::ObjectivesKept,
    ),
    (
        RecordFigure::JourneysCovered.word(),
        RecordFigure::JourneysCovered,
    ),
    (RecordFigure::CreditsDue.word(), RecordFigure::CreditsDue),
    (RecordFigure::ReworkShare.word(), RecordFigure::ReworkShare),
    (RecordFigure::BugDensity.word(), RecordFigure::BugDensity),
    (
        RecordFigure::CoverageJourneys.word(),
        RecordFigure::CoverageJourneys,
    ),
    (
        RecordFigure::CoverageGoldenSignals.word(),
        RecordFigure::CoverageGoldenSignals,
    ),
];

const WITHIN: RecordFigure = RecordFigure::RestoredWithin { minutes: 60 };

/// What a metric counts, as far as it could be read.
pub(super) struct Measure {
    pub(super) kind: Option<Kind>,
    pub(super) unit: Option<Unit>,
    pub(super) statistic: Option<Statistic>,
}

/// Reads the word, or `{of: word, minutes: 60}` where the figure has a bound, and holds it against
/// the metric's kind.
pub(super) fn read(field: Field<'_, '_, '_>, measure: &Measure) -> Option<Located<RecordFigure>> {
    let figure = if field.is_scalar() {
        let figure = field.word(FIGURES)?;
        if matches!(figure.value, RecordFigure::RestoredWithin { .. }) {
            let why = "does not say within how many minutes";
            conflict(
                field,
                why,
                "write `{of: incidents.restored-within, minutes: 60}`",
            );
            return None;
        }
        figure
    } else {
        let fields = field.fields()?;
        let of = fields.required("of").and_then(|of| of.word(FIGURES));
        let minutes = fields.required("minutes");
        let minutes = minutes.and_then(|minutes| minutes.integer(1, 1_000_000));
        fields.finish();
        let (of, minutes) = (of?, minutes?.value);
        if !matches!(of.value, RecordFigure::RestoredWithin { .. }) {
            conflict(
                field,
                "has `minutes`, and its figure has no bound",
                "write the word alone",
            );
            return None;
        }
        of.map(|_| RecordFigure::RestoredWithin { minutes })
    };
    let (kind, what) = match figure.value {
        RecordFigure::Incidents | RecordFigure::CustomerMinutes | RecordFigure::OverdueCritical => {
            (Kind::Count, "a count")
        }
        RecordFigure::CriticalResponse => (Kind::Quantile, "a median in days"),
        RecordFigure::TimeToDetect | RecordFigure::TimeToRestore => {
            (Kind::Quantile, "a median in minutes")
        }
        RecordFigure::RestoredWithin { .. }
        | RecordFigure::CustomerFound
        | RecordFigure::ReviewsNamingGap
        | RecordFigure::ReworkShare
        | RecordFigure::BugDensity
        | RecordFigure::ObjectivesKept
        | RecordFigure::JourneysCovered
        | RecordFigure::CoverageJourneys
        | RecordFigure::CoverageGoldenSignals => (Kind::Ratio, "a ratio"),
        RecordFigure::BudgetLeft => (Kind::Level, "a level in percent"),
        RecordFigure::CreditsDue => (Kind::Level, "an amount of money"),
    };
    let timed_in = match figure.value {
        RecordFigure::CriticalResponse => Unit::Days,
        _ => Unit::Minutes,
    };
    let timed = kind != Kind::Quantile
        || (measure.unit.as_ref().is_none_or(|unit| *unit == timed_in)
            && measure.statistic.is_none_or(|s| s == Statistic::Median));
    let unit = match figure.value {
        RecordFigure::BudgetLeft => Some(Unit::Percent),
        RecordFigure::CreditsDue => Some(Unit::Currency),
        _ => None,
    };
    let measured = |own: &Unit| unit.as_ref().is_none_or(|unit| own == unit);
    let timed = timed && measure.unit.as_ref().is_none_or(measured);
    if measure.kind.is_some_and(|own| own != kind) || !timed {
        let why = format!("tells {what}, and this metric is none");
        conflict(
            field,
            &why,
            "correct the metric's `kind` and `unit`, or remove `record`",
        );
        return None;
    }
    Some(figure)
}
