//! A prediction to what the data says of it: nobody's judgement, and no rounding.

use super::super::change;
use super::super::{Analysis, DefinitionBreak, Figure};
use crate::model::{Exact, Metric, Pack, Period, Polarity, Prediction};

/// What was predicted, and what has been observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Foresight<'a> {
    /// What was predicted.
    pub predicted: &'a Prediction,
    /// The quarter that it is held against: the first that ends on or after its day.
    pub due: Period,
    /// What that quarter shows.
    pub observed: Observed,
}

/// What the data says of a prediction.
#[derive(Debug, Clone, PartialEq)]
pub enum Observed {
    /// Its quarter has not ended.
    NotYetDue,
    /// Its quarter has no figure, or there is no such metric any more.
    NoFigure,
    /// The metric's definition changed there, and the figure no longer compares with what was
    /// predicted.
    NotComparable(DefinitionBreak),
    /// Its quarter's figure.
    Figure(Figure, Held),
}

/// A figure against the range that was predicted, by their exact values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Within the range, its ends included.
    AsPredicted,
    /// Outside it, on the metric's good side.
    Better,
    /// Outside it otherwise.
    NotReached,
}

impl<'a> Foresight<'a> {
    /// Holds what the pack of `asked` predicted against the data as known in the pack of `known`.
    pub(super) fn new(
        pack: &Pack,
        analysis: &Analysis,
        known: Period,
        asked: Period,
        predicted: &'a Prediction,
    ) -> Self {
        let due = pack.settings.calendar.period_of(predicted.by);
        Self {
            predicted,
            due,
            observed: observed(pack, analysis, known, asked, due, predicted),
        }
    }

    /// Whether the data has spoken, for or against.
    pub fn held(&self) -> Option<Held> {
        match &self.observed {
            Observed::Figure(_, held) => Some(*held),
            _ => None,
        }
    }
}

fn observed(
    pack: &Pack,
    analysis: &Analysis,
    known: Period,
    asked: Period,
    due: Period,
    predicted: &Prediction,
) -> Observed {
    if due > known {
        return Observed::NotYetDue;
    }
    let judged = analysis
        .quarters
        .get(&known)
        .and_then(|quarter| quarter.metrics.get(&predicted.metric))
        .and_then(|metric| match &predicted.service {
            None => Some(&metric.all),
            Some(service) => metric.services.get(service),
        });
    let metric = pack.metrics.get(&predicted.metric);
    let (Some(metric), Some(figure)) = (metric, judged.and_then(|judged| judged.history.get(&due)))
    else {
        return Observed::NoFigure;
    };
    let changes = &metric.definition.changes;
    if let Some(broken) = change::apart(changes, &pack.settings.calendar, asked, due) {
        return Observed::NotComparable(broken);
    }
    Observed::Figure(figure.clone(), hold(metric, predicted, figure.exact))
}

fn hold(metric: &Metric, predicted: &Prediction, value: Exact) -> Held {
    let side = |better: Polarity| match metric.polarity.value == better {
        true => Held::Better,
        false => Held::NotReached,
    };
    match (predicted.low, predicted.high) {
        (Some(low), _) if value < low => side(Polarity::LowerIsBetter),
        (_, Some(high)) if value > high => side(Polarity::HigherIsBetter),
        _ => Held::AsPredicted,
    }
}
