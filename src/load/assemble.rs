//! Numbered texts to a pack: each file is read by its kind, in an order in which what a file refers
//! to has been read before it.

mod filed;
mod missing;
mod narratives;
mod records;
mod shared;

use super::again::{Again, Figures, Kept, Memory, Published};
use super::decode::Field;
use super::like_id;
use super::names::{Names, repeated};
use super::place::Place;
use super::problems::Problems;
use super::scalars::bad_id;
use super::services::Services;
use super::snapshot::Ground;
use super::story::Known;
use super::trees::Trees;
use super::yaml::{Node, NodeKind, Stretch};
use super::{
    annotations, counts, expressions, front, incidents, maturity, metric, openslo, past, published,
    quality, restatements, service_levels, services, settings, small_groups, term, topics,
};
use crate::diag::{FileId, Located, Sources, Span};
use crate::model::{
    Annotation, Calendar, DashboardEntry, DashboardPane, Metric, Narrative, Objective, Pack,
    Period, Publication, RecordRestatement, Restatement, ServiceLevels, Settings, Term,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file of the pack that lies where it should.
#[derive(Clone, Copy)]
pub(super) struct Placed<'s> {
    /// Its number.
    pub(super) file: FileId,
    /// What it is.
    pub(super) place: Place<'s>,
    /// Whether its text can be read.
    pub(super) readable: bool,
}

/// What quarters wrote and published of decisions.
type Asked<'a> = (
    &'a BTreeMap<Period, Narrative>,
    &'a BTreeMap<Period, Publication>,
);

/// The files in path order, and where to tell.
pub(super) struct Assembly<'s, 'p> {
    pub(super) files: Vec<Placed<'s>>,
    pub(super) sources: &'s Sources,
    pub(super) trees: &'p Trees<'s>,
    pub(super) problems: &'p Problems,
    /// What was read before.
    pub(super) kept: Kept<'p>,
}

impl<'s, 'p> Assembly<'s, 'p> {
    /// Reads everything. The pack is `None` where its settings or services could not be read, and
    /// whole only if no problem was told.
    pub(super) fn pack(
        &self,
        published: Published,
        kept: Vec<(past::Kept, Arc<Pack>)>,
    ) -> Option<Pack> {
        let settings::Read {
            settings,
            calendar,
            rows,
        } = self.settings();
        let mut service_names =
            Names::new("service", "`data/services.yaml`", &topics::UNKNOWN_SERVICE);
        let mut journey_names =
            Names::new("journey", "`data/services.yaml`", &topics::UNKNOWN_JOURNEY);
        let services = self.services(&mut service_names, &mut journey_names);
        // What was filed and written of a service that is gone stays: only settings, journeys and
        // objectives of today must do without it.
        let mut known_services = service_names.clone();
        let mut known_journeys = journey_names.clone();
        past::give(&kept, &mut known_services, &mut known_journeys);
        let (metrics, metric_names) = self.metrics();
        let mut mark_names = Names::new(
            "annotation",
            "`data/annotations.yaml`",
            &topics::UNKNOWN_ANNOTATION,
        );
        let annotations = self.annotations(&metric_names, &known_services, &mut mark_names);
        let (objectives, objective_names) = self.objectives(&service_names);
        let mut known_objectives = objective_names.clone();
        past::give_objectives(&kept, &mut known_objectives);
        let service_levels = self.service_levels(&service_levels::Ground {
            objectives: &objective_names,
            journeys: &journey_names,
            metrics: &metric_names,
        });
        let counts = counts::Ground {
            objectives: &known_objectives,
            levels: &service_levels,
            calendar,
            kept: false,
        };
        let ground = |period, path| Ground {
            period,
            path,
            metrics: &metrics,
            metric_names: &metric_names,
            service_names: &known_services,
            weeks: calendar.map_or_else(Vec::new, |calendar| written_weeks(calendar, period)),
            calendar,
        };
        self.kept.on(
            |memory| &mut memory.snapshots,
            || {
                let names = [&metric_names, &known_services, &known_objectives];
                let names = names.map(Clone::clone);
                (metrics.clone(), names, service_levels.clone(), calendar)
            },
        );
        let Figures {
            snapshots,
            observations,
            objective_counts,
        } = self.figures(&metrics, ground, &counts);
        let (restatements, restated_records) = self.restatements(&restatements::Ground {
            metrics: &metrics,
            metric_names: &metric_names,
            service_names: &known_services,
            calendar,
        });
        let of_records = |names: &[&Names]| {
            let names = names.iter().map(|names| (*names).clone());
            (names.collect::<Vec<Names>>(), calendar)
        };
        self.kept.on(
            |memory| &mut memory.incidents,
            || {
                of_records(&[
                    &known_services,
                    &known_journeys,
                    &mark_names,
                    &known_objectives,
                ])
            },
        );
        self.kept.on(
            |memory| &mut memory.quality,
            || of_records(&[&known_services]),
        );
        let incidents = self.incidents(|period, path| incidents::Ground {
            period,
            path,
            calendar,
            services: &known_services,
            journeys: &known_journeys,
            marks: &mark_names,
            objectives: &known_objectives,
        });
        let terms = self.terms(&metric_names);
        let known = Known {
            metrics: &metric_names,
            defined: &metrics,
            services: &known_services,
            marks: &mark_names,
            annotations: &annotations,
            risks_recorded: self.at(Place::Risks).is_some(),
        };
        let narratives = self.narratives(&known);
        let risks = self.risks(&known, Some((&narratives, &*published)));
        let compliance = self.compliance(&known);
        let maturity = self.maturity(&maturity::Ground {
            services: &known_services,
            journeys: &known_journeys,
        });
        let experiments = self.experiments(&known);
        let cadence = self.cadence(&known);
        let business = self.business(&known);
        let quality = self.quality(|period| quality::Ground {
            period,
            calendar,
            services: &known_services,
        });
        let periods: Vec<Period> = snapshots.keys().copied().collect();
        let filed = self.files.iter();
        let filed = filed.filter(|file| matches!(file.place, Place::Snapshot(_)));
        let expressions = expressions::Ground {
            sources: self.sources,
            metrics: &metrics,
            observations: &observations,
            metric_names: &metric_names,
            service_names: &known_services,
            periods: &periods,
            all_periods: filed.count() == periods.len(),
            problems: self.problems,
        }
        .read(&narratives);
        self.tell_missing();
        let lost = self.lost_rows(&rows, &metric_names, &service_names);
        for watched in settings.iter().flat_map(|of| &of.collect.watched) {
            // An unknown one is told of.
            service_names.has(&watched.value, watched.span, self.problems);
        }
        let settings = settings.map(|settings| Settings {
            dashboard: without(settings.dashboard, &lost),
            ..settings
        });
        let (settings, services) = (settings?, services?);
        let mut pack = Pack {
            settings,
            brand: Default::default(),
            areas: services.areas,
            journeys: services.journeys,
            services: services.services.into(),
            metrics: metrics.into(),
            observations,
            service_levels,
            objective_counts,
            snapshots,
            annotations: annotations.into(),
            narratives: narratives.into(),
            internal: BTreeMap::new().into(),
            expressions: expressions.into(),
            published,
            past: BTreeMap::new(),
            restatements: small_groups::restated(restatements),
            restated_records,
            incidents: incidents.into(),
            risks,
            compliance,
            maturity,
            experiments,
            cadence,
            business,
            quality: quality.into(),
            objectives: objectives.into(),
            terms: terms.into(),
        };
        pack.past = past::of_quarters(kept, &pack.published, &pack);
        Some(pack)
    }

    /// Reads a file of one kind, or takes what was read of it.
    fn again<G: PartialEq, T: Clone>(
        &self,
        kind: impl Fn(&mut Memory) -> &mut Again<G, T>,
        file: FileId,
        read: impl FnOnce() -> Option<T>,
    ) -> Option<T> {
        self.kept
            .read(kind, file, (self.sources, self.problems), read)
    }

    fn stretch(&self, file: FileId) -> Stretch<'s> {
        Stretch {
            file,
            offset: 0,
            text: &self.sources.file(file).text,
        }
    }

    /// The tree of a YAML text. `None` after a problem, an empty text included.
    fn node(&self, whole: Stretch<'s>, what: &str) -> Option<&'p Node<'s>> {
        let node = self.trees.document(whole.file, self.problems)?;
        if matches!(node.kind, NodeKind::Null) {
            let message = format!("the {what} is empty");
            self.problems.add(
                topics::EMPTY_FILE
                    .at(whole.first_line(), message)
                    .help("write its keys, or remove the file"),
            );
            return None;
        }
        Some(node)
    }

    /// Reads a YAML file.
    fn yaml<T>(
        &self,
        file: Placed<'s>,
        read: impl FnOnce(Field<'_, 's, '_>) -> Option<T>,
    ) -> Option<T> {
        if !file.readable {
            return None;
        }
        self.problems.within(file.file, || {
            let stretch = self.stretch(file.file);
            let node = self.node(stretch, "file")?;
            let mut root = Field::root("file", node, self.problems);
            root.key = stretch.first_line();
            read(root)
        })
    }

    /// Reads a Markdown file: its name, its front matter and its body.
    fn markdown<T>(
        &self,
        file: Placed<'s>,
        id: &str,
        read: impl FnOnce(Located<String>, Field<'_, 's, '_>, Stretch<'s>) -> Option<T>,
    ) -> Option<T> {
        if !file.readable {
            return None;
        }
        self.problems.within(file.file, || {
            let whole = self.stretch(file.file);
            let first = whole.first_line();
            if let Some(problem) = bad_id(id, first) {
                self.problems.add(problem);
                return None;
            }
            let halves = front::split(whole, self.problems)?;
            let node = self.node(whole, "front matter")?;
            let mut root = Field::root("front matter", node, self.problems);
            root.key = first;
            read(Located::new(id.to_owned(), first), root, halves.body)
        })
    }

    fn at(&self, place: Place<'_>) -> Option<Placed<'s>> {
        let mut there = self.files.iter().filter(|file| file.place == place);
        let first = there.clone().next();
        there.find(|file| file.readable).or(first).copied()
    }

    fn settings(&self) -> settings::Read {
        let file = self.at(Place::Settings);
        let read = file.and_then(|file| {
            let first = self.stretch(file.file).first_line();
            self.yaml(file, |root| Some(settings::read(root, first)))
        });
        read.unwrap_or_default()
    }

    fn services(&self, names: &mut Names, journeys: &mut Names) -> Option<Services> {
        let mut begun = false;
        let file = self.at(Place::Services);
        let read = file.and_then(|file| {
            self.yaml(file, |root| {
                begun = true;
                services::read(root, names, journeys)
            })
        });
        if !begun {
            names.not_all();
            journeys.not_all();
        }
        read
    }

    fn metrics(&self) -> (BTreeMap<String, Metric>, Names) {
        let mut names = Names::new("metric", "`content/metrics/`", &topics::UNKNOWN_METRIC);
        let mut metrics = BTreeMap::new();
        for file in &self.files {
            let Place::Metric(id) = file.place else {
                continue;
            };
            let read = self.again(
                |memory| &mut memory.metrics,
                file.file,
                || self.markdown(*file, id, metric::read),
            );
            let first = self.stretch(file.file).first_line();
            names.give(id, first, read.is_some());
            // A name with a capital or a space in it has been told of; so has what refers to it.
            names.give(&like_id(id), first, false);
            metrics.extend(read.map(|metric| (id.to_owned(), metric)));
        }
        (metrics, names)
    }

    fn annotations(&self, metrics: &Names, services: &Names, names: &mut Names) -> Vec<Annotation> {
        let Some(file) = self.at(Place::Annotations) else {
            return Vec::new();
        };
        let read = file.readable.then(|| {
            self.problems.within(file.file, || {
                let node = self.trees.document(file.file, self.problems)?;
                let root = Field::root("file", node, self.problems);
                Some(annotations::read(root, metrics, services, names))
            })
        });
        read.flatten().unwrap_or_else(|| {
            names.not_all();
            Vec::new()
        })
    }

    fn service_levels(&self, ground: &service_levels::Ground<'_>) -> ServiceLevels {
        let file = self.at(Place::ServiceLevels);
        let read = file.and_then(|file| self.yaml(file, |root| service_levels::read(root, ground)));
        read.unwrap_or_default()
    }

    /// Objectives by id, and their names for what refers to them.
    fn objectives(&self, services: &Names) -> (BTreeMap<String, Objective>, Names) {
        let files = self.files.iter();
        let files = files.filter(|file| matches!(file.place, Place::Objectives(_)));
        let texts = files.map(|file| {
            let read = file
                .readable
                .then(|| self.trees.documents(file.file, self.problems));
            (self.stretch(file.file), read)
        });
        openslo::read(texts, services, self.problems)
    }

    /// The locks that can be read. Scores of few people are withheld.
    pub(super) fn published(&self) -> Published {
        let whole = self.files.iter().filter(|file| file.readable);
        let texts = whole.map(|file| (file.file, self.sources.file(file.file).clone()));
        let texts: Vec<_> = texts.collect();
        let before = self.kept.0;
        let before = before.and_then(|memory| memory.borrow().published.clone());
        if let Some((_, published)) = before.filter(|(of, _)| *of == texts) {
            return published;
        }
        let told = self.problems.count();
        let mut published: BTreeMap<Period, Publication> = BTreeMap::new();
        for file in self.files.iter().filter(|file| file.readable) {
            let Place::Published(period) = file.place else {
                continue;
            };
            let read = self.again(
                |memory| &mut memory.locks,
                file.file,
                || {
                    published::is_whole(self.stretch(file.file), self.problems)
                        .then(|| self.yaml(*file, |root| published::read(root, period)))?
                },
            );
            published.extend(read.map(|lock| (period, lock)));
        }
        published.values_mut().for_each(small_groups::lock);
        let published = Published::new(published);
        if let Some(memory) = self.kept.0 {
            let told = self.problems.count() > told;
            memory.borrow_mut().published = (!told).then(|| (texts, published.clone()));
        }
        published
    }

    fn restatements(
        &self,
        ground: &restatements::Ground<'_>,
    ) -> (Vec<Restatement>, Vec<RecordRestatement>) {
        let file = self.at(Place::Restatements).filter(|file| file.readable);
        let Some(file) = file else {
            return Default::default();
        };
        self.problems.within(file.file, || {
            let node = self.trees.document(file.file, self.problems);
            node.map_or_else(Default::default, |node| {
                restatements::read(Field::root("file", node, self.problems), ground)
            })
        })
    }

    fn terms(&self, metrics: &Names) -> BTreeMap<String, Term> {
        let mut names = Names::new("term", "`content/glossary/`", &topics::UNKNOWN_TERM);
        let mut terms: BTreeMap<String, Term> = BTreeMap::new();
        for file in &self.files {
            let Place::Term(id) = file.place else {
                continue;
            };
            let read = self.markdown(*file, id, term::read);
            let first = self.stretch(file.file).first_line();
            if let Some(metric) = metrics.place(id) {
                let id = Located::new(id.to_owned(), first);
                repeated("glossary entry", &id, metric, self.problems);
            }
            names.give(id, first, read.is_some());
            names.give(&like_id(id), first, false);
            terms.extend(read.map(|term| (id.to_owned(), term)));
        }
        for term in terms.values_mut() {
            self.problems.within(term.id.span.file, || {
                term.see.retain(|id| match metrics.place(&id.value) {
                    Some(_) => metrics.has(&id.value, id.span, self.problems),
                    None => names.has(&id.value, id.span, self.problems),
                });
            });
        }
        terms
    }

    /// The places of dashboard rows that lead nowhere.
    fn lost_rows(
        &self,
        rows: &[DashboardEntry],
        metrics: &Names,
        services: &Names,
    ) -> BTreeSet<Span> {
        let is_lost = |row: &&DashboardEntry| {
            let metric = metrics.has(&row.metric.value, row.metric.span, self.problems);
            let service = row.service.as_ref();
            let service = service
                .is_none_or(|service| services.has(&service.value, service.span, self.problems));
            !(metric && service)
        };
        let lost = rows.iter().filter(is_lost);
        lost.map(|row| row.metric.span).collect()
    }
}

/// The dashboard without rows that lead nowhere; a pane without its headline is none.
fn without(mut panes: Vec<DashboardPane>, lost: &BTreeSet<Span>) -> Vec<DashboardPane> {
    let is_kept = |row: &DashboardEntry| !lost.contains(&row.metric.span);
    panes.retain(|pane| is_kept(&pane.headline));
    for pane in &mut panes {
        pane.others.retain(is_kept);
    }
    panes
}

/// The weeks of a period as a snapshot writes them.
fn written_weeks(calendar: Calendar, period: Period) -> Vec<(String, crate::model::Week)> {
    let weeks = calendar.weeks(period).into_iter();
    weeks.map(|week| (week.to_string(), week)).collect()
}
