//! What was reported of records to words: a figure by what it is counted in, and a record by the name
//! that readers know it by.

use super::Words;
use super::digits::NBSP;
use crate::model::{
    Exact, Pack, Period, RecordKind, RecordName, ReportedUnit, ReportedValue, reported_figure,
};
use crate::tongue::{label, say};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

impl Words {
    /// Two values of one figure, so that they never read alike while they differ.
    pub(crate) fn reported_pair(
        &self,
        figure: &str,
        values: [Option<&ReportedValue>; 2],
        zone: Tz,
    ) -> [String; 2] {
        let shown = values.map(|value| self.reported(figure, value, zone));
        let [a, b] = &shown;
        if a != b || values[0] == values[1] {
            return shown;
        }
        values.map(|value| value.map_or_else(|| label("nothing").to_owned(), ToString::to_string))
    }

    fn reported(&self, figure: &str, value: Option<&ReportedValue>, zone: Tz) -> String {
        let (_, unit) = reported_figure(figure);
        let number = match value {
            None => return label("nothing").to_owned(),
            Some(ReportedValue::Number(number)) => *number,
            Some(ReportedValue::Word(word)) => {
                let at = match unit {
                    ReportedUnit::Instant => DateTime::parse_from_rfc3339(word).ok(),
                    _ => None,
                };
                return match at {
                    Some(at) => {
                        let at = at.with_timezone(&Utc);
                        let year = at.with_timezone(&zone).format("%Y");
                        self.day_clock(at, zone)
                            .replace(',', &format!("{NBSP}{year},"))
                    }
                    None if word.starts_with(|c: char| c.is_ascii_digit()) => word.clone(),
                    None => word.replace('-', " "),
                };
            }
        };
        match unit {
            ReportedUnit::Share if figure == "target" => self.promised(number),
            ReportedUnit::Share => self.of_budget(number),
            ReportedUnit::Minutes => self.lasted(number),
            ReportedUnit::Days => self.days(number),
            ReportedUnit::Hours => say!("{n}~hours", self.tally(number)),
            ReportedUnit::Money | ReportedUnit::Worth => self.amount(number),
            ReportedUnit::Count
            | ReportedUnit::Word
            | ReportedUnit::Instant
            | ReportedUnit::Digest => self.tally(number),
        }
    }
}

/// A record as readers know it; its id where the pack no longer has it.
pub(crate) fn record_named(pack: &Pack, period: Period, record: &RecordName) -> String {
    let id = record.id.as_str();
    let text = |text: &crate::model::Text| text.value.clone();
    let found = match record.kind {
        RecordKind::Incidents => Some(label("Incidents").to_owned()),
        RecordKind::Quality => Some(label("Repair time and defects").to_owned()),
        RecordKind::Maturity => Some(label("Maturity").to_owned()),
        RecordKind::Objective => pack.objectives.get(id).map(|o| o.name.clone()),
        RecordKind::Incident => pack.incident(period, id).map(|i| text(&i.title)),
        RecordKind::Risk => {
            let mut risks = pack.risks.iter().flatten();
            let found = risks.find(|risk| risk.id.value == id);
            found.map(|risk| text(&risk.name))
        }
        RecordKind::Experiment => {
            let mut tried = pack.experiments.iter().flatten();
            let found = tried.find(|one| one.id.value == id);
            found.map(|one| text(&one.hypothesis).trim_end_matches('.').to_owned())
        }
        RecordKind::Estimate => {
            let mut all = pack.business.iter().flat_map(|b| &b.estimates);
            all.find(|e| e.id.value == id).map(|e| text(&e.name))
        }
        RecordKind::Total => {
            let mut all = pack.business.iter().flat_map(|b| &b.totals);
            all.find(|t| t.id.value == id).map(|t| text(&t.name))
        }
        RecordKind::Certification => {
            let mut held = pack.compliance.iter().flat_map(|c| &c.certifications);
            held.find(|c| c.id.value == id).map(|c| text(&c.name))
        }
        RecordKind::Coverage => {
            let mut journeys = pack.journeys.iter();
            let found = journeys.find(|j| j.id.value == id);
            found.map(|j| say!("Journey {name}", j.name))
        }
        RecordKind::Signals => pack
            .service(id)
            .map(|service| say!("Golden signals of {name}", service.name)),
        RecordKind::RestoreTest => pack
            .service(id)
            .map(|service| say!("Restore test of {name}", service.name)),
        RecordKind::Vulnerabilities => Some(say!("Vulnerabilities, {id}", id)),
    };
    found.unwrap_or_else(|| record.to_string())
}

/// What is left of a budget of which so much was used.
pub(crate) fn left_of(used: &ReportedValue) -> Option<Exact> {
    Exact::integer(1).minus(used.number()?)
}
