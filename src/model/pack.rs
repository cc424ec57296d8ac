//! A whole pack, every reference resolved.

use super::{
    Area, Audience, Brand, Business, Compliance, Experiment, Expression, Incident, IncidentRecord,
    Journey, Maturity, Metric, Narrative, Objective, ObjectiveCounts, Observations, Period,
    Publication, QualityRecord, RecordRestatement, Restatement, Rhythm, Risk, Service,
    ServiceLevels, Settings, Shared, Snapshot, Term,
};
use crate::diag::{Located, Span};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What kind of mark a date gets on a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnotationKind {
    /// Something we did.
    Action,
    /// Something outside our control.
    Event,
    /// The process is known to have changed: limits restart here.
    ChangePoint,
}

/// A dated mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// Name in the file.
    pub id: Located<String>,
    /// Kind of mark.
    pub kind: AnnotationKind,
    /// The day.
    pub date: NaiveDate,
    /// At most 50 characters.
    pub label: String,
    /// Metrics it concerns; empty means all.
    pub metrics: Vec<Located<String>>,
    /// Services it concerns; empty means all.
    pub services: Vec<Located<String>>,
    /// Why the process changed; change points only.
    pub cause: Option<String>,
    /// Who may see it.
    pub audience: Audience,
}

/// The organisation as a whole, or one service by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope<'a> {
    /// The organisation.
    All,
    /// One service.
    Service(&'a str),
}

impl Annotation {
    /// Whether another mark is the same but for its place.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let ids = |list: &[Located<String>]| -> Vec<String> {
            list.iter().map(|id| id.value.clone()).collect()
        };
        self.id.value == other.id.value
            && self.kind == other.kind
            && self.date == other.date
            && self.label == other.label
            && ids(&self.metrics) == ids(&other.metrics)
            && ids(&self.services) == ids(&other.services)
            && self.cause == other.cause
            && self.audience == other.audience
    }

    /// Whether the mark belongs on the chart of a metric at a scope.
    pub fn concerns(&self, metric: &str, scope: Scope<'_>) -> bool {
        let metric_fits = self.metrics.is_empty() || self.metrics.iter().any(|m| m.value == metric);
        let service_fits = match scope {
            Scope::All => true,
            Scope::Service(id) => {
                self.services.is_empty() || self.services.iter().any(|s| s.value == id)
            }
        };
        metric_fits && service_fits
    }
}

/// A pack: values and words, every id resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Who and how.
    pub settings: Settings,
    /// What it looks like today, in every quarter: a look is no part of what was published.
    pub brand: Brand,
    /// Product areas in file order.
    pub areas: Vec<Area>,
    /// Critical and other journeys in file order.
    pub journeys: Vec<Journey>,
    /// Services in file order, which is their order on every page.
    pub services: Shared<Vec<Service>>,
    /// Definitions by id.
    pub metrics: Shared<BTreeMap<String, Metric>>,
    /// What was counted, by metric id; every metric has an entry.
    pub observations: BTreeMap<String, Shared<Observations>>,
    /// Policies, service levels and formal reviews.
    pub service_levels: ServiceLevels,
    /// What was counted for objectives, by name and period.
    pub objective_counts: Shared<BTreeMap<String, BTreeMap<Period, ObjectiveCounts>>>,
    /// Snapshots by period; never empty in a valid pack.
    pub snapshots: Shared<BTreeMap<Period, Snapshot>>,
    /// Marks by date, then id.
    pub annotations: Shared<Vec<Annotation>>,
    /// What was written, by period. A past quarter may have none.
    pub narratives: Shared<BTreeMap<Period, Narrative>>,
    /// Stretches of texts that stand between `:::internal` and `:::`, in bytes of the text's value,
    /// by the place of the text. The marks themselves are blank in the value.
    pub internal: Shared<BTreeMap<Span, Vec<Range<usize>>>>,
    /// Every `{{ … }}` of the narratives in order, by the place of the text that it stands in.
    pub expressions: Shared<BTreeMap<Span, Vec<Expression>>>,
    /// Locks by period: what was published.
    pub published: Shared<BTreeMap<Period, Publication>>,
    /// What the files that quarters share said on the day of each published quarter, where that is not
    /// what they say today: settings, services, metrics, marks and terms, and nothing else. One for all
    /// quarters that knew the same.
    pub past: BTreeMap<Period, Arc<Pack>>,
    /// What was restated since, oldest first.
    pub restatements: Vec<Restatement>,
    /// The same of records, oldest first.
    pub restated_records: Vec<RecordRestatement>,
    /// What went wrong, by the quarter in which it began. A quarter without a record has none here,
    /// which is not a quarter without incidents.
    pub incidents: Shared<BTreeMap<Period, IncidentRecord>>,
    /// What could go wrong, in file order; `None` where the pack keeps no record of risks.
    pub risks: Option<Vec<Risk>>,
    /// What auditors ask for; `None` where the pack keeps no record of it.
    pub compliance: Option<Compliance>,
    /// How able the organisation is; `None` where the pack keeps no record of it.
    pub maturity: Option<Maturity>,
    /// What was tried, in file order; `None` where the pack keeps no record of experiments.
    pub experiments: Option<Vec<Experiment>>,
    /// What is done again and again, in file order; `None` where the pack does not say.
    pub cadence: Option<Vec<Rhythm>>,
    /// What it costs; `None` where the pack keeps no record of money.
    pub business: Option<Business>,
    /// Where repair time goes and which changes brought defects, by quarter.
    pub quality: Shared<BTreeMap<Period, QualityRecord>>,
    /// Service level objectives by id.
    pub objectives: Shared<BTreeMap<String, Objective>>,
    /// Glossary terms by id.
    pub terms: Shared<BTreeMap<String, Term>>,
}

impl Pack {
    /// The latest period with a snapshot.
    pub fn latest(&self) -> Option<Period> {
        self.snapshots.keys().next_back().copied()
    }

    /// An incident of a quarter's record by id.
    pub fn incident(&self, period: Period, id: &str) -> Option<&Incident> {
        let incidents = &self.incidents.get(&period)?.incidents;
        incidents.iter().find(|incident| incident.id.value == id)
    }

    /// The texts of the files that quarters share as they were when a quarter was published, by path.
    pub fn shared_by(
        published: &BTreeMap<Period, Publication>,
        period: Period,
    ) -> BTreeMap<&str, &str> {
        let mut texts = BTreeMap::new();
        for lock in published.range(..=period).map(|(_, lock)| lock) {
            for (path, text) in &lock.shared {
                match text {
                    Some(text) => texts.insert(path.as_str(), text.value.as_str()),
                    None => texts.remove(path.as_str()),
                };
            }
        }
        texts
    }

    /// A service by id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|s| s.id.value == id)
    }
}
