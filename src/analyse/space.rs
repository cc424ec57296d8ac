//! Definitions to the five dimensions of SPACE: which metrics tell of each, and what is wanting.
//! The framework asks for three dimensions at least, for one figure that comes from people
//! themselves, and never for activity alone (Forsgren and others, ACM Queue 19(1), 2021).

use crate::model::{Kind, Metric, Pack, Space};
use std::collections::BTreeMap;

/// Dimensions that the framework asks for at least.
pub const DIMENSIONS_NEEDED: usize = 3;

/// The metrics of each dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct SpaceTable<'a> {
    /// Metrics by dimension, in the order of their ids; a dimension without one is a gap.
    pub metrics: BTreeMap<Space, Vec<&'a Metric>>,
}

impl<'a> SpaceTable<'a> {
    /// `None` where the pack gives no metric a dimension: it does not use the framework.
    pub fn of(pack: &'a Pack) -> Option<Self> {
        let mut metrics: BTreeMap<Space, Vec<&Metric>> = BTreeMap::new();
        for metric in pack.metrics.values() {
            for dimension in &metric.space {
                metrics.entry(dimension.value).or_default().push(metric);
            }
        }
        (!metrics.is_empty()).then_some(Self { metrics })
    }

    /// Dimensions that no metric tells of.
    pub fn gaps(&self) -> Vec<Space> {
        let told = |dimension: &Space| self.metrics.contains_key(dimension);
        let mut all = Space::ALL.to_vec();
        all.retain(|dimension| !told(dimension));
        all
    }

    /// Whether counts of what was done are all there is.
    pub fn is_activity_alone(&self) -> bool {
        self.metrics
            .keys()
            .all(|dimension| *dimension == Space::Activity)
    }

    /// Whether any of the metrics comes from people themselves.
    pub fn asks_people(&self) -> bool {
        let mut metrics = self.metrics.values().flatten();
        metrics.any(|metric| is_perceptual(metric))
    }
}

/// Whether a metric is what people said of themselves.
pub fn is_perceptual(metric: &Metric) -> bool {
    metric.kind.value == Kind::Score
}
