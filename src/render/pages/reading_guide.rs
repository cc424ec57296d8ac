//! How to read the charts: the rules that decide every mark and verdict, once, with examples.

use super::row::spelled;
use crate::analyse::{FALSE_ALARM_AT_MOST, Status};
use crate::render::charts::{CHARTS, Svg};
use crate::render::marks::{self, Mark};
use crate::render::sentences;
use crate::tongue::label;
use serde::Serialize;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ReadingGuide {
    marks: Vec<Meaning>,
    grid: Vec<GridRow>,
    examples: Vec<Example>,
    /// Of how many quiet metrics one moves by luck, as a word.
    luck: String,
}

#[derive(Debug, Clone, Serialize)]
struct Meaning {
    mark: Mark,
    meaning: &'static str,
}

/// A row of the verdict grid: one status, three movements.
#[derive(Debug, Clone, Serialize)]
struct GridRow {
    mark: Mark,
    better: &'static str,
    routine: &'static str,
    worse: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Example {
    title: &'static str,
    notes: Vec<&'static str>,
    svg: Svg,
}

/// Charts explained here: kind, title, what to look at.
const EXPLAINED: [(&str, &str, &[&str]); 2] = [
    (
        "xmr",
        "A process behaviour chart shows whether a process changed, or only varied",
        &[
            "Each dot is one week. The solid grey line is the average, the dashed lines are the natural limits: average ± 2.66 average moving ranges.",
            "Between the limits is the routine range. A value inside it is not evidence of change, however it compares with last quarter.",
            "Larger ringed dots are weeks that fired a rule; the number says which one.",
            "A solid upright line is something we did; a dashed one is something that happened to us.",
            "The target is dotted. It is not part of the test: a process can be stable and still miss it.",
        ],
    ),
    (
        "trend",
        "A quarterly trend shows the figures of record beside targets and what others report",
        &[
            "Each dot is a quarter’s own figure, never an average of weeks.",
            "The dotted steps are the targets as they were set, so a moved goalpost shows.",
            "A pale band is what others report, with source and year. It is for orientation and never decides a mark.",
            "A gap in the line is a changed definition: the two sides do not compare.",
        ],
    ),
];

impl ReadingGuide {
    pub(crate) fn new() -> Self {
        // The inverse of a chance of a few tenths: a small whole number.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a constant between 0.1 and 1"
        )]
        let luck = (1.0 / FALSE_ALARM_AT_MOST).round() as usize;
        Self {
            luck: spelled(luck),
            marks: marks::KEY
                .iter()
                .map(|(mark, meaning)| Meaning {
                    mark: mark.spoken(),
                    meaning: label(meaning),
                })
                .collect(),
            grid: [Status::Met, Status::Marginal, Status::Missed]
                .into_iter()
                .zip(sentences::grid())
                .map(|(status, [better, routine, worse])| GridRow {
                    mark: marks::target(status),
                    better,
                    routine,
                    worse,
                })
                .collect(),
            examples: EXPLAINED
                .iter()
                .filter_map(|(kind, title, notes)| {
                    let chart = CHARTS.iter().find(|c| c.kind == *kind)?;
                    Some(Example {
                        title: label(title),
                        notes: notes.iter().map(|note| label(note)).collect(),
                        svg: (chart.example)(),
                    })
                })
                .collect(),
        }
    }
}
