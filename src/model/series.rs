//! What was counted: values, and the readings of a metric over quarters and weeks.

use super::{Collected, CollectedMetric, Exact, Period, Week};
use crate::diag::{Located, Span};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// An observation as filed, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the parts of each kind")]
pub enum Value {
    Ratio {
        part: u64,
        whole: u64,
    },
    Quantile {
        value: Exact,
        n: u64,
    },
    Level {
        value: Exact,
    },
    /// Without an exposure the exposure is time.
    Count {
        count: u64,
        exposure: Option<u64>,
    },
    Score {
        mean: Exact,
        n: u64,
        invited: Option<u64>,
    },
}

impl Value {
    /// The number itself, in the metric's unit (a ratio as part over whole). `None` where nothing
    /// happened that could have a value: null is not zero.
    pub fn exact(self) -> Option<Exact> {
        match self {
            Self::Ratio { part, whole } => Exact::ratio(part, whole),
            Self::Quantile { n: 0, .. } | Self::Score { n: 0, .. } => None,
            Self::Quantile { value, .. } | Self::Level { value } => Some(value),
            Self::Count {
                count,
                exposure: None,
            } => Some(Exact::integer(i64::try_from(count).ok()?)),
            Self::Count {
                count,
                exposure: Some(exposure),
            } => Exact::ratio(count, exposure),
            Self::Score { mean, .. } => Some(mean),
        }
    }
}

/// Why there is no figure, and when there will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// In the words of whoever filed it.
    pub reason: String,
    /// When the figure is expected.
    pub expected: Option<NaiveDate>,
    /// Who owes it; the metric's owner if not said.
    pub owner: Option<String>,
}

impl Missing {
    /// Why the figure of a group of fewer than five people is not shown, in any edition.
    pub const FEW_ANSWERS: &'static str = "fewer than 5 answers, not shown";

    /// Why a figure is not shown from which that of a small group could be computed.
    pub const PROTECTS: &'static str = "withheld to protect a small group";

    /// Whether there is a figure that is not shown to protect people: nobody owes it.
    pub fn is_withheld(&self) -> bool {
        [Self::FEW_ANSWERS, Self::PROTECTS].contains(&self.reason.as_str())
    }
}

/// What a snapshot says of one metric at one scope in one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filed {
    /// A value.
    Value(Value),
    /// Said to be missing.
    Missing(Missing),
}

/// A filed figure with its circumstances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Value, or why there is none.
    pub filed: Filed,
    /// Whether it was estimated.
    pub estimated: bool,
    /// When it was taken, where that was not when its snapshot was.
    pub as_of: Option<Located<NaiveDate>>,
    /// Where it is written.
    pub span: Span,
}

impl Reading {
    /// The value, if one was filed.
    pub fn value(&self) -> Option<Value> {
        match self.filed {
            Filed::Value(value) => Some(value),
            Filed::Missing(_) => None,
        }
    }
}

/// One metric at one scope (the organisation or one service) over time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// Quarter figures as filed.
    pub quarters: BTreeMap<Period, Reading>,
    /// Weekly values as filed; `None` is a week known to have no data.
    pub weeks: BTreeMap<Week, (Option<Value>, Span)>,
}

/// Everything filed about one metric.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observations {
    /// Organisation-wide figures as stated (not rolled up).
    pub all: Series,
    /// By service id.
    pub services: BTreeMap<String, Series>,
    /// How it was filed, by quarter; only where the snapshot says anything of it.
    pub circumstances: BTreeMap<Period, Circumstances>,
}

impl Observations {
    /// How a quarter's figures were collected; `None` where they were not.
    pub fn collected(&self, period: Period) -> Option<&CollectedMetric> {
        self.circumstances.get(&period)?.collected.as_ref()
    }

    /// What several snapshots filed; of what two of them file, what the later says.
    pub(crate) fn of<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let parts: Vec<&Self> = parts.collect();
        let mut services: BTreeMap<&String, Vec<&Series>> = BTreeMap::new();
        for (service, series) in parts.iter().flat_map(|part| &part.services) {
            services.entry(service).or_default().push(series);
        }
        let services = services.into_iter();
        let circumstances = parts.iter().flat_map(|part| &part.circumstances);
        Self {
            all: Series::of(&parts.iter().map(|part| &part.all).collect::<Vec<_>>()),
            services: services
                .map(|(id, series)| (id.clone(), Series::of(&series)))
                .collect(),
            circumstances: circumstances
                .map(|(period, told)| (*period, told.clone()))
                .collect(),
        }
    }
}

impl Series {
    fn of(parts: &[&Self]) -> Self {
        let quarters = parts.iter().flat_map(|part| &part.quarters);
        let weeks = parts.iter().flat_map(|part| &part.weeks);
        Self {
            quarters: quarters
                .map(|(period, reading)| (*period, reading.clone()))
                .collect(),
            weeks: weeks.map(|(week, told)| (*week, *told)).collect(),
        }
    }
}

/// What a snapshot says of how one metric was counted and filed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The version of the definition that the figures were counted by.
    pub version: Option<Located<u32>>,
    /// Its fingerprint, as [`Metric::fingerprint`](super::Metric::fingerprint) gave it.
    pub fingerprint: Option<Located<String>>,
    /// What a reader should know.
    pub note: Option<String>,
    /// How they were counted from events; `None` where they were typed or imported.
    pub collected: Option<CollectedMetric>,
}

/// The facts of one snapshot file that are not observations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Path of the file.
    pub path: String,
    /// When the data was taken.
    pub as_of: NaiveDate,
    /// Role that reviewed it.
    pub reviewed_by: String,
    /// How its collected figures were counted; `None` where none were.
    pub collected: Option<Collected>,
    /// Where the period is written.
    pub span: Span,
}
