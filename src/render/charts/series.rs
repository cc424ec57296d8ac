//! What charts of points over time have in common: tones, gaps, and points that are not whole.

use super::ink::Ink;

/// Which way a finding counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// In the good direction.
    Good,
    /// In the bad direction.
    Bad,
    /// The metric has no good direction.
    Neutral,
}

impl Tone {
    /// Its dot.
    pub(super) fn dot(self) -> Ink {
        match self {
            Self::Good => Ink::GoodDot,
            Self::Bad => Ink::ActDot,
            Self::Neutral => Ink::NeutralDot,
        }
    }
}

/// Whether a point may be read like the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Standing {
    /// Complete and measured.
    #[default]
    Whole,
    /// Its period is not complete (G16).
    Partial,
    /// Estimated (G18).
    Estimated,
}

/// Something with a date on the time axis (G13, G14).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    /// Where, in points from the first; between two points where it happened between them.
    pub(crate) at: f64,
    /// Its letter in the notes.
    pub(crate) letter: char,
    /// Something we did with its label beginning with the date, and the date alone where the whole
    /// has no room; `None` for something outside our control.
    pub(crate) action: Option<ActionLabel>,
}

/// What stands above the rule of an action.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ActionLabel {
    /// `6 Jul: automated rollback live`.
    pub(crate) whole: String,
    /// `6 Jul`.
    pub(crate) date: String,
}

/// A level with words at the right end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct End {
    pub(crate) value: f64,
    pub(crate) words: String,
    /// The one to read first.
    pub(crate) bold: bool,
}

/// A level that held from one point to another, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Step {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) value: f64,
}

/// The level at each point, if there is one, as steps: neighbours of one level are one step.
pub(crate) fn level_steps(levels: impl IntoIterator<Item = Option<f64>>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (i, level) in levels.into_iter().enumerate() {
        let Some(value) = level else { continue };
        match steps.last_mut() {
            Some(step) if step.to + 1 == i && step.value.total_cmp(&value).is_eq() => step.to = i,
            _ => steps.push(Step {
                from: i,
                to: i,
                value,
            }),
        }
    }
    steps
}

/// A stretch of points with one average and its natural limits, both ends included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) average: f64,
    pub(crate) upper: Option<f64>,
    pub(crate) lower: Option<f64>,
}

/// The stretches of neighbours without a gap: a line never joins across missing data (G7).
pub(super) fn runs<T: Copy>(points: &[Option<T>]) -> Vec<Vec<T>> {
    points
        .split(Option::is_none)
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().flatten().copied().collect())
        .collect()
}
