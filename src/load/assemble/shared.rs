//! The files that quarters share to a pack of nothing else: what a lock keeps of them, read again.

use super::{Assembly, settings};
use crate::load::names::Names;
use crate::load::place::Place;
use crate::load::story::Known;
use crate::load::{counts, incidents, maturity, quality, service_levels, topics};
use crate::model::{ObjectiveCounts, Pack, Period};
use std::collections::BTreeMap;

impl Assembly<'_, '_> {
    /// Reads only what quarters share. `None` where settings or services could not be read.
    pub(in crate::load) fn shared(&self) -> Option<Pack> {
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
        let (metrics, metric_names) = self.metrics();
        let mut mark_names = Names::new(
            "annotation",
            "`data/annotations.yaml`",
            &topics::UNKNOWN_ANNOTATION,
        );
        self.lost_rows(&rows, &metric_names, &service_names);
        let (objectives, objective_names) = self.objectives(&service_names);
        let service_levels = self.service_levels(&service_levels::Ground {
            objectives: &objective_names,
            journeys: &journey_names,
            metrics: &metric_names,
        });
        // A mark or a risk may be of a service that was gone already.
        service_names.open();
        journey_names.open();
        let annotations = self.annotations(&metric_names, &service_names, &mut mark_names);
        let known = Known {
            metrics: &metric_names,
            defined: &metrics,
            services: &service_names,
            marks: &mark_names,
            annotations: &annotations,
            risks_recorded: true,
        };
        // What they name of quarters was there when they were published.
        let risks = self.risks(&known, None);
        let compliance = self.compliance(&known);
        let maturity = self.maturity(&maturity::Ground {
            services: &service_names,
            journeys: &journey_names,
        });
        let experiments = self.experiments(&known);
        let cadence = self.cadence(&known);
        let business = self.business(&known);
        let terms = self.terms(&metric_names);
        // What was counted and recorded may be of an objective or a mark that was gone already.
        let mut objective_names = objective_names;
        objective_names.open();
        mark_names.open();
        let objective_counts = self.kept_counts(&counts::Ground {
            objectives: &objective_names,
            levels: &service_levels,
            calendar,
            kept: true,
        });
        let incidents = self.incidents(|period, path| incidents::Ground {
            period,
            path,
            calendar,
            services: &service_names,
            journeys: &journey_names,
            marks: &mark_names,
            objectives: &objective_names,
        });
        let quality = self.quality(|period| quality::Ground {
            period,
            calendar,
            services: &service_names,
        });
        let (settings, services) = (settings?, services?);
        Some(Pack {
            settings,
            brand: Default::default(),
            areas: services.areas,
            journeys: services.journeys,
            services: services.services.into(),
            observations: BTreeMap::new(),
            service_levels,
            objective_counts: objective_counts.into(),
            metrics: metrics.into(),
            snapshots: BTreeMap::new().into(),
            annotations: annotations.into(),
            narratives: BTreeMap::new().into(),
            internal: BTreeMap::new().into(),
            expressions: BTreeMap::new().into(),
            published: BTreeMap::new().into(),
            past: BTreeMap::new(),
            restatements: Vec::new(),
            restated_records: Vec::new(),
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
        })
    }

    /// What locks keep of snapshots.
    fn kept_counts(
        &self,
        ground: &counts::Ground<'_>,
    ) -> BTreeMap<String, BTreeMap<Period, ObjectiveCounts>> {
        let mut counted = BTreeMap::new();
        for file in &self.files {
            if let Place::Snapshot(period) = file.place {
                self.yaml(*file, |root| {
                    let fields = root.fields()?;
                    let objectives = fields.required("objectives")?;
                    counts::read(objectives, period, ground, &mut counted);
                    fields.finish();
                    Some(())
                });
            }
        }
        counted
    }
}
