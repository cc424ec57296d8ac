//! A pack and a reader to the names of everything that the reader must not see.

use super::records;
use crate::diag::{Located, Sources};
use crate::model::{
    About, Audience, Estimate, InputSource, Objective, Pack, Period, RecordKind, RecordName,
    Reference, Text,
};
use std::collections::BTreeSet;

/// Names of what is absent from an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Service ids.
    pub services: BTreeSet<String>,
    /// Metric ids.
    pub metrics: BTreeSet<String>,
    /// Annotation ids.
    pub annotations: BTreeSet<String>,
    /// Glossary term ids: those marked, and those that explain nothing else than what is hidden.
    pub terms: BTreeSet<String>,
    /// Stories, by the quarter of their pack.
    pub stories: BTreeSet<(Period, String)>,
    /// Incidents, by the quarter of their record: those marked, and those of hidden services alone.
    pub incidents: BTreeSet<(Period, String)>,
    /// Objectives: those marked, those whose service level is, and those of hidden services.
    pub objectives: BTreeSet<String>,
    /// Experiments: those marked, and those that what is hidden tells the outcome of.
    pub experiments: BTreeSet<String>,
    /// Risk ids: those marked, and those whose trigger is a hidden figure.
    pub risks: BTreeSet<String>,
    /// Certification ids.
    pub certifications: BTreeSet<String>,
    /// Estimates of money: those marked, and those that take a figure that is hidden.
    pub estimates: BTreeSet<String>,
    /// Decisions and promises, as later packs name them.
    pub carried: BTreeSet<Reference>,
    /// Paths of files that hold nothing but hidden objectives, whatever they are called.
    pub files: BTreeSet<String>,
    /// Whether anything at all is hidden, blocks and single entries included.
    pub anything: bool,
    /// The first quarter whose pages anything is missing from. A mark in a later pack changes no
    /// page of an earlier one.
    pub since: Option<Period>,
}

impl Hidden {
    /// What is hidden from a reader.
    pub fn from(pack: &Pack, reader: Audience) -> Self {
        let hides = |audience: Audience| audience.is_hidden_from(reader);
        let mut hidden = Self::default();
        let services = pack.services.iter().filter(|s| hides(s.audience));
        hidden.services = services.map(|s| s.id.value.clone()).collect();
        let metrics = pack.metrics.values().filter(|m| hides(m.audience));
        hidden.metrics = metrics.map(|m| m.id.value.clone()).collect();
        let marks = pack.annotations.iter().filter(|a| hides(a.audience));
        hidden.annotations = marks.map(|a| a.id.value.clone()).collect();
        let own = pack.terms.values().filter(|t| hides(t.audience));
        hidden.terms = own.map(|t| t.id.value.clone()).collect();
        for term in pack.terms.values() {
            let gone = |id: &str| hidden.metrics.contains(id) || hidden.terms.contains(id);
            if !term.see.is_empty() && term.see.iter().all(|id| gone(&id.value)) {
                hidden.terms.insert(term.id.value.clone());
            }
        }
        for experiment in pack.experiments.iter().flatten() {
            let measure = experiment.measure.as_ref();
            let figure = measure.is_some_and(|told| {
                let service = told.service.as_ref().map(|s| s.value.as_str());
                hidden.figure(&told.metric.value, service)
            });
            if hides(experiment.audience) || figure {
                hidden.experiments.insert(experiment.id.value.clone());
            }
        }
        let risks = records::hidden_risks(pack, &hidden, reader);
        hidden.risks = risks.map(|risk| risk.id.value.clone()).collect();
        let held = pack.compliance.iter().flat_map(|c| &c.certifications);
        let held = held.filter(|held| hides(held.audience));
        hidden.certifications = held.map(|held| held.id.value.clone()).collect();
        let mut rhythms = pack.cadence.iter().flatten();
        let mut entries = rhythms.any(|rhythm| hides(rhythm.audience));
        for (&period, record) in &pack.incidents {
            let gone = |id: &str| hidden.services.contains(id);
            for incident in &record.incidents {
                if hides(incident.audience) || incident.services.iter().all(|s| gone(&s.value)) {
                    let id = incident.id.value.clone();
                    hidden.incidents.insert((period, id));
                }
                entries |= incident.follow_ups.iter().any(|f| hides(f.audience));
            }
        }
        let levels = pack.service_levels.levels.iter();
        let levels = levels.filter(|level| hides(level.audience));
        hidden.objectives = levels.map(|level| level.objective.value.clone()).collect();
        for objective in pack.objectives.values() {
            let service = objective.service_id.as_ref();
            if hides(objective.audience) || service.is_some_and(|id| hidden.services.contains(id)) {
                hidden.objectives.insert(objective.id.value.clone());
            }
        }
        for (&period, narrative) in &pack.narratives {
            let carried = |id: &str| Reference {
                period,
                id: id.to_owned(),
            };
            let stories = narrative.stories.iter().filter(|s| hides(s.audience));
            let stories = stories.map(|s| (period, s.id.value.clone()));
            hidden.stories.extend(stories);
            let decisions = narrative.decisions.iter().filter(|d| hides(d.audience));
            hidden
                .carried
                .extend(decisions.map(|d| carried(&d.id.value)));
            let overview = &narrative.overview;
            let promises = overview.promises.iter().filter(|p| hides(p.audience));
            hidden
                .carried
                .extend(promises.map(|p| carried(&p.id.value)));
            // An explanation is a promise as well, named after its metric.
            let answers = overview.explanations.iter().filter(|e| hides(e.audience));
            hidden
                .carried
                .extend(answers.map(|e| carried(&e.metric.value)));
            for answer in &overview.since_last_meeting.promises {
                if let About::Earlier(promise) = &answer.about
                    && hides(promise.audience)
                {
                    hidden.carried.insert(carried(&promise.id.value));
                }
            }
            let mut assumptions = narrative.decisions.iter().flat_map(|d| &d.assumptions);
            entries |= assumptions.any(|a| hides(a.audience));
        }
        let estimates = pack.business.iter().flat_map(|b| &b.estimates);
        let estimates = estimates.filter(|e| hides(e.audience) || hidden.takes(e));
        hidden.estimates = estimates.map(|e| e.id.value.clone()).collect();
        hidden.since = hidden.first(pack, reader);
        let past = hidden.take_past(pack, reader);
        hidden.anything = entries
            || past
            || (!pack.internal.is_empty() && hides(Audience::Internal))
            || !(hidden.services.is_empty()
                && hidden.metrics.is_empty()
                && hidden.annotations.is_empty()
                && hidden.terms.is_empty()
                && hidden.stories.is_empty()
                && hidden.incidents.is_empty()
                && hidden.objectives.is_empty()
                && hidden.experiments.is_empty()
                && hidden.risks.is_empty()
                && hidden.certifications.is_empty()
                && hidden.estimates.is_empty()
                && hidden.carried.is_empty());
        hidden
    }

    /// The same, with the files that hold nothing else than hidden objectives: one may be named after
    /// what nobody is to know of.
    #[must_use]
    pub fn in_files(mut self, pack: &Pack, sources: &Sources) -> Self {
        let (gone, shown): (Vec<_>, Vec<_>) = pack
            .objectives
            .values()
            .partition(|objective| self.objectives.contains(&objective.id.value));
        let file = |objective: &&Objective| objective.id.span.file;
        let shown: BTreeSet<_> = shown.iter().map(file).collect();
        let gone = gone.iter().map(file).filter(|id| !shown.contains(id));
        self.files = gone.map(|id| sources.file(id).path.clone()).collect();
        self
    }

    /// Whether a record of a quarter is hidden. What is counted over all of them keeps what is hidden.
    pub fn record(&self, period: Period, name: &RecordName) -> bool {
        let id = &name.id;
        match name.kind {
            RecordKind::Objective => self.objectives.contains(id),
            RecordKind::Incident => self.incidents.contains(&(period, id.clone())),
            RecordKind::Risk => self.risks.contains(id),
            RecordKind::Experiment => self.experiments.contains(id),
            RecordKind::Estimate => self.estimates.contains(id),
            // A sum tells of what it is made of.
            RecordKind::Total => !self.estimates.is_empty(),
            RecordKind::Certification => self.certifications.contains(id),
            RecordKind::RestoreTest | RecordKind::Signals => self.services.contains(id),
            RecordKind::Incidents
            | RecordKind::Quality
            | RecordKind::Maturity
            | RecordKind::Coverage
            | RecordKind::Vulnerabilities => false,
        }
    }

    /// Takes in what is gone from the files of today and was hidden while it was there. Whether anything
    /// was.
    fn take_past(&mut self, pack: &Pack, reader: Audience) -> bool {
        let mut any = false;
        for kept in pack.past.values() {
            let own = Self::from(kept, reader);
            any |= own.anything;
            let gone = |id: &String| pack.service(id).is_none();
            self.services.extend(own.services.into_iter().filter(gone));
            let gone = |id: &String| !pack.metrics.contains_key(id);
            self.metrics.extend(own.metrics.into_iter().filter(gone));
            let gone = |id: &String| pack.annotations.iter().all(|mark| mark.id.value != *id);
            self.annotations
                .extend(own.annotations.into_iter().filter(gone));
            let gone = |id: &String| !pack.terms.contains_key(id);
            self.terms.extend(own.terms.into_iter().filter(gone));
            let gone = |id: &String| !pack.objectives.contains_key(id);
            self.objectives
                .extend(own.objectives.into_iter().filter(gone));
        }
        any
    }

    /// The same, with what a pack that a lock keeps hides on its own account: what was internal when it
    /// was published is not shown by being opened later.
    #[must_use]
    pub fn with(&self, kept: &Pack) -> Self {
        let mut hidden = self.clone();
        // Nothing is hidden from whoever sees what is internal, and this is not called for them.
        let own = Self::from(kept, Audience::Board);
        hidden.services.extend(own.services);
        hidden.metrics.extend(own.metrics);
        hidden.annotations.extend(own.annotations);
        hidden.terms.extend(own.terms);
        hidden.objectives.extend(own.objectives);
        hidden.experiments.extend(own.experiments);
        hidden.risks.extend(own.risks);
        hidden.certifications.extend(own.certifications);
        hidden.anything |= own.anything;
        hidden
    }

    fn first(&self, pack: &Pack, reader: Audience) -> Option<Period> {
        let hides = |audience: Audience| audience.is_hidden_from(reader);
        let always =
            !(self.services.is_empty() && self.metrics.is_empty() && self.terms.is_empty());
        let blocks =
            |text: &Text| pack.internal.contains_key(&text.span) && hides(Audience::Internal);
        let metrics = pack.metrics.values();
        let mut lasting = metrics
            .flat_map(|m| [&m.meaning, &m.why, &m.drivers, &m.playbook, &m.questions])
            .chain(pack.terms.values().map(|t| &t.meaning));
        if always || lasting.any(blocks) {
            return pack.snapshots.keys().next().copied();
        }
        let marks = pack.annotations.iter().filter(|a| hides(a.audience));
        let marks = marks.map(|a| pack.settings.calendar.period_of(a.date));
        let stories = self.stories.iter().map(|(period, _)| *period);
        let carried = self.carried.iter().map(|reference| reference.period);
        let told = pack.narratives.iter().filter(|(_, narrative)| {
            let mut assumptions = narrative.decisions.iter().flat_map(|d| &d.assumptions);
            assumptions.any(|a| hides(a.audience))
                || narrative.texts().iter().any(|told| blocks(told.text))
        });
        let told = told.map(|(period, _)| *period);
        let incidents = pack.incidents.iter().filter(|(period, record)| {
            let gone = |id: &str| self.incidents.contains(&(**period, id.to_owned()));
            record.incidents.iter().any(|incident| {
                gone(&incident.id.value) || incident.follow_ups.iter().any(|f| hides(f.audience))
            })
        });
        let told = told.chain(incidents.map(|(period, _)| *period));
        // An objective is told of from the day its service level holds.
        let levels = pack.service_levels.levels.iter();
        let levels = levels.filter(|level| self.objectives.contains(&level.objective.value));
        let levels = levels.map(|level| pack.settings.calendar.period_of(level.since));
        let lasting = marks.chain(stories).chain(carried);
        let tried = pack.experiments.iter().flatten();
        let tried = tried.filter(|experiment| self.experiments.contains(&experiment.id.value));
        let tried = tried.map(|e| pack.settings.calendar.period_of(e.start.value));
        let recorded = records::since(pack, self);
        let recorded = recorded.into_iter().chain(tried);
        let money = pack.business.iter().flat_map(|b| &b.estimates);
        let money = money.filter(|e| self.estimates.contains(&e.id.value));
        let money = money.map(|e| e.period.value);
        let lasting = lasting.chain(told).chain(levels).chain(recorded);
        lasting.chain(money).min()
    }

    /// Whether an estimate takes a figure, a service or an incident that is hidden.
    fn takes(&self, estimate: &Estimate) -> bool {
        let gone = |service: &Option<Located<String>>| {
            let service = service.as_ref();
            service.is_some_and(|service| self.services.contains(&service.value))
        };
        estimate
            .inputs
            .iter()
            .any(|(_, source)| match &source.value {
                InputSource::Supplied(_) => false,
                InputSource::Metric {
                    metric, service, ..
                } => self.metrics.contains(&metric.value) || gone(service),
                InputSource::Record {
                    service, incidents, ..
                } => {
                    let period = estimate.period.value;
                    let hidden = |id: &str| self.incidents.contains(&(period, id.to_owned()));
                    gone(service) || incidents.iter().any(|id| hidden(&id.value))
                }
            })
    }

    /// Whether a figure of a metric at a scope is hidden.
    pub fn figure(&self, metric: &str, service: Option<&str>) -> bool {
        self.metrics.contains(metric) || service.is_some_and(|id| self.services.contains(id))
    }

    /// Whether a file of the pack is about nothing else than what is hidden, by its path: its very
    /// name is kept back.
    pub fn file(&self, path: &str) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let of = |folder: &str| path.strip_prefix(folder)?.strip_suffix(".md");
        if let Some(id) = of("content/metrics/") {
            return self.metrics.contains(id);
        }
        if let Some(id) = of("content/glossary/") {
            return self.terms.contains(id);
        }
        if let Some(name) = path.strip_prefix("data/objectives/") {
            // A file of objectives is named as one likes, most often after its service.
            let mut ids = self.objectives.iter().chain(&self.services);
            return ids.any(|id| name.contains(id.as_str()));
        }
        let parts: Vec<&str> = path.split('/').collect();
        let [_, period, kind, name] = parts[..] else {
            return false;
        };
        let (Ok(period), Some(id)) = (period.parse::<Period>(), name.strip_suffix(".md")) else {
            return false;
        };
        let id = id.to_owned();
        match kind {
            "stories" => self.stories.contains(&(period, id)),
            "decisions" => self.carried.contains(&Reference { period, id }),
            _ => false,
        }
    }
}
