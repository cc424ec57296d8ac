//! The names a pack gives to its things, sorted, for enumerations of a schema: a pack to names with
//! what each is called for people.

use crate::model::{Kind, Pack};
use std::collections::BTreeMap;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// A file of `content/metrics/`.
    Metric,
    /// A service of `data/services.yaml`.
    Service,
    /// A metric or a file of `content/glossary/`.
    Term,
    /// A product area of `data/services.yaml`.
    Area,
    /// A journey of `data/services.yaml`.
    Journey,
    /// A mark of `data/annotations.yaml`.
    Annotation,
    /// A mark of kind `action`.
    Action,
    /// An objective of `data/objectives/`.
    Objective,
    /// A policy of `data/service-levels.yaml`.
    Policy,
    /// An input of `data/business.yaml`.
    Input,
    /// An estimate of `data/business.yaml`.
    Estimate,
    /// An incident of any quarter.
    Incident,
    /// A decision of a quarter, as `2026-Q3/d1-name`.
    Decision,
    /// A promise of a quarter, as `2026-Q3/name`.
    Promise,
    /// An experiment of `data/experiments.yaml`.
    Experiment,
    /// A team of `data/quality/`.
    Team,
    /// A repository of `data/quality/`.
    Repository,
    /// The code of a rule of `check`.
    Code,
}

impl Sort {
    /// Its name among the definitions of a schema.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Metric => "metric-id",
            Self::Service => "service-id",
            Self::Term => "term-id",
            Self::Area => "area-id",
            Self::Journey => "journey-id",
            Self::Annotation => "annotation-id",
            Self::Action => "action-id",
            Self::Objective => "objective-id",
            Self::Policy => "policy-id",
            Self::Input => "input-id",
            Self::Estimate => "estimate-id",
            Self::Incident => "incident-id",
            Self::Decision => "decision-id",
            Self::Promise => "promise-id",
            Self::Experiment => "experiment-id",
            Self::Team => "team-id",
            Self::Repository => "repository-id",
            Self::Code => "rule-code",
        }
    }

    /// What such a name leads to.
    pub(crate) const fn says(self) -> &'static str {
        match self {
            Self::Metric => "A metric, by the name of its file in `content/metrics/`.",
            Self::Service => "A service, by its `id` in `data/services.yaml`.",
            Self::Term => "A metric or a term, by the name of its file.",
            Self::Area => "A product area, by its `id` in `data/services.yaml`.",
            Self::Journey => "A journey of customers, by its `id` in `data/services.yaml`.",
            Self::Annotation => "A mark, by its `id` in `data/annotations.yaml`.",
            Self::Action => {
                "What we did, by the `id` of a mark of kind `action` in `data/annotations.yaml`."
            }
            Self::Objective => "An objective, by its name in `data/objectives/`.",
            Self::Policy => "A policy, by its `id` in `data/service-levels.yaml`.",
            Self::Input => "An input, by its `id` in this file.",
            Self::Estimate => "An estimate, by its `id` in this file.",
            Self::Incident => "An incident, by its `id` in `data/incidents/`.",
            Self::Decision => {
                "A decision by its quarter and the name of its file: `2026-Q3/d1-name`."
            }
            Self::Promise => {
                "A promise by its quarter and `id`, or the metric of an exception: `2026-Q3/review-wait`."
            }
            Self::Experiment => "Another experiment of this file, by its `id`.",
            Self::Team => "A team, by its `id` in this file.",
            Self::Repository => "A repository, by its `id` in this file.",
            Self::Code => "The code of a rule; `boardpack explain` lists them.",
        }
    }
}

/// The names of a pack by what they are of, each with what it is called for people. A sort that is
/// not there is one of which anything may be written.
pub(crate) type Ids = BTreeMap<Sort, BTreeMap<String, String>>;

/// The kinds of metrics, by which the figures of a snapshot are written.
pub(crate) type Kinds = BTreeMap<String, (String, Kind)>;

/// The kinds of a pack's metrics with their names.
pub(crate) fn kinds(pack: &Pack) -> Kinds {
    let metrics = pack.metrics.iter();
    let metrics =
        metrics.map(|(id, metric)| (id.clone(), (metric.name.value.clone(), metric.kind.value)));
    metrics.collect()
}

/// The names of a pack. What a later quarter may add without another file being wrong is left open:
/// asks and promises live in the quarters, and locks know older ones.
pub(crate) fn of(pack: &Pack) -> Ids {
    let metrics: BTreeMap<String, String> = pack
        .metrics
        .values()
        .map(|metric| (metric.id.value.clone(), metric.name.value.clone()))
        .collect();
    let terms = pack.terms.values();
    let mut all_terms: BTreeMap<String, String> = terms
        .map(|term| (term.id.value.clone(), term.name.clone()))
        .collect();
    all_terms.extend(metrics.clone());
    // A figure or a mark of a service that is gone stays: it is in the locks.
    let services = called(pack, |pack| {
        let services = pack.services.iter();
        services
            .map(|s| (s.id.value.clone(), s.name.clone()))
            .collect()
    });
    let journeys = called(pack, |pack| {
        let journeys = pack.journeys.iter();
        journeys
            .map(|j| (j.id.value.clone(), j.name.clone()))
            .collect()
    });
    let objectives = called(pack, |pack| {
        let objectives = pack.objectives.values();
        objectives
            .map(|o| (o.id.value.clone(), o.name.clone()))
            .collect()
    });
    let marks = pack.annotations.iter();
    let marks = marks.map(|m| (m.id.value.clone(), format!("{}, {}", m.label, m.date)));
    let actions = pack.annotations.iter();
    let actions = actions.filter(|m| m.kind == crate::model::AnnotationKind::Action);
    let actions = actions.map(|m| (m.id.value.clone(), format!("{}, {}", m.label, m.date)));
    let areas = pack.areas.iter();
    let areas = areas.map(|a| (a.id.value.clone(), a.name.clone()));
    let policies = pack.service_levels.policies.iter();
    let policies = policies.map(|p| (p.id.value.clone(), format!("set by {}", p.set_by)));
    BTreeMap::from([
        (Sort::Metric, metrics),
        (Sort::Service, services),
        (Sort::Term, all_terms),
        (Sort::Area, areas.collect()),
        (Sort::Journey, journeys),
        (Sort::Annotation, marks.collect()),
        (Sort::Action, actions.collect()),
        (Sort::Objective, objectives),
        (Sort::Policy, policies.collect()),
    ])
}

/// What is called so today, and what was when a quarter was published.
fn called(pack: &Pack, of: impl Fn(&Pack) -> BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for past in pack.past.values() {
        names.extend(of(past));
    }
    names.extend(of(pack));
    names
}
