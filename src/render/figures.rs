//! Judgements to charts: picks points, labels and marks, and writes the table that goes with each
//! drawing. Charts below it know no metric; pages above it know no coordinates.

pub(crate) mod budgets;
mod difference;
mod gaps;
mod quarterly;
pub(crate) mod records;
pub(crate) mod repair;
mod scales;
mod services;
mod standing;
mod tell;
mod waits;
mod weekly;

use super::charts::Svg;
use serde::Serialize;

pub(crate) use difference::difference;
pub(crate) use quarterly::trend;
pub(crate) use services::services;
pub(crate) use standing::standing;
pub(crate) use waits::waits;
pub(crate) use weekly::{behaviour, shift, sparkline, sparkline_break};

/// How large a drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// 640 × 270 units, 180 mm wide.
    Full,
    /// 310 × 196 units, 87 mm wide.
    Half,
}

/// The numbers of a chart as a table, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DataTable {
    pub(crate) caption: String,
    /// What holds for all its rows, such as limits.
    pub(crate) levels: Vec<String>,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A chart with everything that must stand beside it (G1, G21).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Drawn {
    pub(crate) svg: Svg,
    /// The message: a sentence that would be false if the data were different.
    pub(crate) headline: String,
    /// Measure, unit, scope, period, cropped scale, direction that is better.
    pub(crate) subtitle: String,
    /// Source, then notes.
    pub(crate) notes: Vec<String>,
    pub(crate) table: DataTable,
}
