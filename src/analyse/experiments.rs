//! The record of experiments to one quarter's rows: which there were, and what came of each, with
//! what was known then. What a metric tells is computed by the same weeks and the same tests as a
//! story's; nobody types it.

use super::change;
use super::judgement::{DefinitionBreak, Figure, MovementClass, NotTested, Shift};
use super::risks::Progress;
use super::tracks::{Track, Tracks};
use crate::model::{
    ExpectedOf, ExpectedRange, Experiment, ExperimentDecision, Measured, Metric, Pack, Period,
    Polarity, Scope,
};
use chrono::{Days, NaiveDate};

/// The experiments of a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct ExperimentQuarter {
    /// The day whose knowledge this is: when the quarter's data was taken.
    pub as_of: NaiveDate,
    /// Those that had begun when the quarter ended, newest first.
    pub rows: Vec<ExperimentRow>,
}

/// One experiment as a quarter knew it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExperimentRow {
    /// Which.
    pub id: String,
    /// How far it has come.
    pub stage: ExperimentStage,
    /// What its metric shows; `None` where it names none.
    pub seen: Option<Seen>,
    /// How far what follows from it has come; `None` where nothing does, or nothing is decided yet.
    pub follow_up: Option<Progress>,
    /// The row that corrects it.
    pub corrected_by: Option<String>,
}

/// How far an experiment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExperimentStage {
    /// Its last day has not passed, and nothing is decided.
    Running,
    /// Its last day has passed, and nothing is decided.
    Undecided,
    /// Decided on this day.
    Decided(ExperimentDecision, NaiveDate),
}

/// What a metric shows of an experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The figures before it and while it ran.
    pub figures: SeenFigures,
    /// What that says of what was expected.
    pub found: Found,
}

/// The figures before an experiment and while it ran.
#[derive(Debug, Clone, PartialEq)]
pub enum SeenFigures {
    /// Averages of weeks: up to half a year before its first day, and from it to its last, or to the
    /// quarter's while it runs.
    Weeks(Box<Shift>),
    /// Whole quarters, of a metric that has no weeks: the one before it began, and the last one in
    /// which it ran.
    Quarters((Period, Box<Figure>), (Period, Box<Figure>)),
    /// The definition changed in between.
    NotComparable(DefinitionBreak),
    /// There are none yet.
    None,
}

/// An expectation against what was seen, from unrounded numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Within the range. Where the figure had to move to get there, its movement is a signal.
    AsExpected,
    /// Beyond the range on the metric's good side, with a signal.
    Better,
    /// On the wrong side of the range.
    NotReached,
    /// Within the range or beyond it on the good side, but it moved no more than it does by itself,
    /// or its movement cannot be tested.
    NotShown,
    /// Too few figures for either.
    TooFew,
    /// The figures do not compare.
    NotComparable,
}

impl Found {
    /// What files call it: locks and the machine's tables alike.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AsExpected => "as-expected",
            Self::Better => "better",
            Self::NotReached => "not-reached",
            Self::NotShown => "not-shown",
            Self::TooFew => "too-few",
            Self::NotComparable => "not-comparable",
        }
    }
}

/// The rows of a quarter; `None` where the pack keeps no record.
pub(super) fn quarter(
    pack: &Pack,
    tracks: &Tracks<'_>,
    period: Period,
) -> Option<ExperimentQuarter> {
    let experiments = pack.experiments.as_ref()?;
    let as_of = pack.snapshots.get(&period)?.as_of;
    let last_day = pack.settings.calendar.last_day(period);
    let mut begun: Vec<&Experiment> = experiments
        .iter()
        .filter(|experiment| experiment.start.value <= last_day.min(as_of))
        .collect();
    // The newest first; of two that began on one day, the one that was written down later.
    begun.reverse();
    begun.sort_by_key(|experiment| std::cmp::Reverse(experiment.start.value));
    let rows = begun.iter().map(|experiment| {
        let corrects = |other: &&&Experiment| {
            let corrected = other.corrects.as_ref();
            corrected.is_some_and(|id| id.value == experiment.id.value)
        };
        let stage = match experiment.concluded_by(as_of) {
            Some(end) => ExperimentStage::Decided(end.decision.value, end.on.value),
            None if experiment.end.value < as_of => ExperimentStage::Undecided,
            None => ExperimentStage::Running,
        };
        let measure = experiment.measure.as_ref();
        let seen = measure.and_then(|m| seen(pack, tracks, period, experiment, m));
        ExperimentRow {
            id: experiment.id.value.clone(),
            stage,
            seen,
            follow_up: follow_up(experiment, as_of),
            corrected_by: begun.iter().find(corrects).map(|by| by.id.value.clone()),
        }
    });
    let rows = rows.collect();
    Some(ExperimentQuarter { as_of, rows })
}

/// How far what follows from an experiment had come on a day.
fn follow_up(experiment: &Experiment, day: NaiveDate) -> Option<Progress> {
    let next = experiment.concluded_by(day)?.follow_up.as_ref()?;
    Some(match next.done.filter(|done| done.value <= day) {
        Some(done) => Progress::Done(done.value),
        None if next.by.value < day => Progress::Overdue,
        None => Progress::Under,
    })
}

/// What the metric shows up to a quarter's end; `None` where there is no such metric any more.
fn seen(
    pack: &Pack,
    tracks: &Tracks<'_>,
    period: Period,
    experiment: &Experiment,
    measure: &Measured,
) -> Option<Seen> {
    let metric = pack.metrics.get(&measure.metric.value)?;
    let scope = measure.service.as_ref();
    let scope = scope.map_or(Scope::All, |s| Scope::Service(&s.value));
    let Some(track) = tracks.of(&metric.id.value, scope) else {
        return Some(Seen {
            figures: SeenFigures::None,
            found: Found::TooFew,
        });
    };
    let calendar = &pack.settings.calendar;
    let (first, last) = (experiment.start.value, experiment.end.value);
    let ended = tracks.timeline.side_of(last + Days::new(1));
    let end = tracks.timeline.quarter(period).end.min(ended);
    let last_day = calendar.last_day(period).min(last);
    let shift = track.course(&tracks.timeline).around(first, end, last_day);
    let expected = measure.expected.value;
    let found =
        if let MovementClass::NotTested(NotTested::DefinitionChanged(_)) = shift.movement.class {
            Found::NotComparable
        } else if shift.n_before + shift.n_after > 0 {
            held(metric, expected, &shift)
        } else {
            return Some(by_quarters(pack, track, period, experiment, expected));
        };
    Some(Seen {
        figures: SeenFigures::Weeks(Box::new(shift)),
        found,
    })
}

/// Averages of weeks against what was expected of them.
fn held(metric: &Metric, expected: ExpectedRange, shift: &Shift) -> Found {
    let (Some(before), Some(after)) = (shift.before, shift.after) else {
        return Found::TooFew;
    };
    let moved = match shift.movement.class {
        MovementClass::TooFew { .. } | MovementClass::Missing => return Found::TooFew,
        MovementClass::StrongSignal | MovementClass::Signal => {
            // The other way, it did not get there by moving.
            shift.movement.up.is_none_or(|up| up == (after > before))
        }
        MovementClass::Routine | MovementClass::NotTested(_) => false,
    };
    against(metric, expected, before, after, moved)
}

fn against(
    metric: &Metric,
    expected: ExpectedRange,
    before: f64,
    after: f64,
    moved: bool,
) -> Found {
    let (stood, stands) = match expected.of {
        ExpectedOf::Level => (before, after),
        ExpectedOf::Change => (0.0, after - before),
    };
    let below = |x: f64| expected.low.is_some_and(|low| x < low.to_f64());
    let above = |x: f64| expected.high.is_some_and(|high| x > high.to_f64());
    let beyond = match metric.polarity.value {
        Polarity::LowerIsBetter => below(stands),
        Polarity::HigherIsBetter => above(stands),
        Polarity::Neutral => false,
    };
    let within = !below(stands) && !above(stands);
    // What was there before cannot be said to have come.
    let stayed = within && !below(stood) && !above(stood);
    match (within, beyond) {
        (true, _) if stayed || moved => Found::AsExpected,
        (_, true) if moved => Found::Better,
        (true, _) | (_, true) => Found::NotShown,
        (false, false) => Found::NotReached,
    }
}

/// What whole quarters show, of a metric that has no weeks.
fn by_quarters(
    pack: &Pack,
    track: &Track<'_>,
    period: Period,
    experiment: &Experiment,
    expected: ExpectedRange,
) -> Seen {
    let calendar = &pack.settings.calendar;
    let began = calendar.period_of(experiment.start.value);
    let then = began.previous();
    let now = calendar.period_of(experiment.end.value).min(period);
    // The quarter that it began in holds days before it, unless it began with the quarter.
    let whole = now > began || calendar.start(began) == experiment.start.value;
    let figures = &track.line.figures;
    let pair = figures.get(&then).zip(figures.get(&now).filter(|_| whole));
    let Some((before, after)) = pair else {
        return Seen {
            figures: SeenFigures::None,
            found: Found::TooFew,
        };
    };
    let changes = &track.metric.definition.changes;
    if let Some(broken) = change::apart(changes, calendar, then, now) {
        return Seen {
            figures: SeenFigures::NotComparable(broken),
            found: Found::NotComparable,
        };
    }
    let (x, y) = (before.exact.to_f64(), after.exact.to_f64());
    Seen {
        found: against(track.metric, expected, x, y, false),
        figures: SeenFigures::Quarters(
            (then, Box::new(before.clone())),
            (now, Box::new(after.clone())),
        ),
    }
}
