//! The set of metrics that a stage asks for, row by row, and what is missing of it. A metric counts
//! where it says which well-known measure it is and has a figure in the quarter.

use super::{Aspect, JourneyCoverage, Seen};
use crate::analyse::money::evaluate;
use crate::model::{
    Business, CatalogueEntry as Entry, Estimate, Exact, Formula, Input, InputSource, Metric, Pack,
    Period, Stage, Test, Value,
};

/// A row of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetTopic {
    /// How often and how fast changes reach customers.
    Flow,
    /// Incidents, each with a note.
    Incidents,
    /// Uptime of the main journey.
    MainJourney,
    /// Changes that fail, and recovery.
    Failures,
    /// Errors and latency.
    Speed,
    /// Error budgets.
    Budgets,
    /// Time to detect, and who detects.
    Detection,
    /// Journeys and golden signals.
    Coverage,
    /// Reviews of incidents.
    Reviews,
    /// Coverage by tests, debt, bugs, rework.
    Code,
    /// What infrastructure costs.
    Cost,
    /// Vulnerabilities.
    Vulnerabilities,
    /// Contracts, credits, certifications.
    Agreements,
    /// How those who build it fare.
    Pulse,
}

/// Something that a row asks for and the pack has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// A metric that is this measure, with a figure.
    Metric(Entry),
    /// One metric of several measures.
    OneOf(&'static [Entry]),
    /// The movement of that metric is not tested.
    Untested(Entry),
    /// Its target is not the whole.
    NotTheWhole(Entry),
    /// No critical journey has an objective.
    Objective,
    /// So many critical journeys have an objective with a counted budget, of all.
    Journeys(u64, u64),
    /// No contract is recorded beside an objective.
    Agreement,
    /// No contract's own counts are filed.
    AgreementCounts,
    /// No certification is recorded.
    Certification,
    /// The quarter has no record of incidents.
    IncidentRecord,
    /// No register of vulnerabilities by severity.
    Register,
    /// Finance's own figure stands not beside that measure, or does not hold it.
    TieOut(Entry),
    /// How many were asked is not said.
    Asked(Entry),
}

/// One row as the pack answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRow {
    /// Which.
    pub topic: SetTopic,
    /// Metrics that answer it, by id.
    pub metrics: Vec<String>,
    /// What is missing.
    pub lacks: Vec<Lack>,
}

/// The measures that a later stage wants all of and an earlier one any of.
const CODE: &[Entry] = &[
    Entry::CodeCoverage,
    Entry::TechnicalDebt,
    Entry::BugDensity,
    Entry::Rework,
];

/// What a pack can be asked.
struct Asked<'a> {
    pack: &'a Pack,
    period: Period,
    seen: Seen<'a>,
    journeys: Option<&'a JourneyCoverage>,
}

/// The rows of the declared stage, in printed order; those that it does not ask for are left out.
pub(super) fn of(
    pack: &Pack,
    period: Period,
    seen: Seen<'_>,
    journeys: Option<&JourneyCoverage>,
) -> Vec<SetRow> {
    let asked = Asked {
        pack,
        period,
        seen,
        journeys,
    };
    let stage = pack.settings.stage;
    let later = |lacks: Vec<Lack>| (stage != Stage::Scrappy).then_some(lacks);
    let rows = [
        (
            SetTopic::Flow,
            &[Entry::DeploymentFrequency, Entry::LeadTime][..],
            Some(asked.each(&[Entry::DeploymentFrequency, Entry::LeadTime])),
        ),
        (
            SetTopic::Incidents,
            &[Entry::Incidents],
            Some(asked.each(&[Entry::Incidents])),
        ),
        (
            SetTopic::MainJourney,
            &[Entry::Availability],
            Some(asked.main_journey(stage)),
        ),
        (
            SetTopic::Failures,
            &[Entry::ChangeFailureRate, Entry::Recovery],
            Some(asked.failures(stage)),
        ),
        (
            SetTopic::Speed,
            &[Entry::ErrorRate, Entry::Latency],
            Some(match stage {
                Stage::Scrappy => asked.one_of(&[Entry::ErrorRate, Entry::Latency]),
                _ => asked.each(&[Entry::ErrorRate, Entry::Latency]),
            }),
        ),
        (
            SetTopic::Budgets,
            &[Entry::ErrorBudget],
            later(asked.budgets(stage)),
        ),
        (
            SetTopic::Detection,
            &[Entry::TimeToDetect, Entry::CustomerReported],
            later(asked.each(&[Entry::TimeToDetect, Entry::CustomerReported])),
        ),
        (
            SetTopic::Coverage,
            &[Entry::JourneyCoverage, Entry::GoldenSignals],
            later(asked.coverage(stage)),
        ),
        (
            SetTopic::Reviews,
            &[Entry::ReviewsNamingGap],
            later(asked.reviews(stage)),
        ),
        (
            SetTopic::Code,
            CODE,
            later(match stage {
                Stage::Accountable => asked.each(CODE),
                _ => asked.one_of(CODE),
            }),
        ),
        (
            SetTopic::Cost,
            &[Entry::InfrastructureCost],
            Some(asked.cost(stage)),
        ),
        (
            SetTopic::Vulnerabilities,
            &[Entry::VulnerabilityResponse],
            Some(asked.vulnerabilities(stage)),
        ),
        (
            SetTopic::Agreements,
            &[Entry::SlaCredits],
            later(asked.agreements(stage)),
        ),
        (SetTopic::Pulse, &[Entry::Pulse], later(asked.pulse(stage))),
    ];
    let rows = rows.into_iter().filter_map(|(topic, entries, lacks)| {
        Some(SetRow {
            topic,
            metrics: asked.metrics(entries),
            lacks: lacks?,
        })
    });
    rows.collect()
}

impl Asked<'_> {
    /// Metrics that are one of some measures and have a figure.
    fn told(&self, entry: Entry) -> impl Iterator<Item = &Metric> {
        let metrics = self.pack.metrics.values();
        metrics.filter(move |metric| {
            let judged = self.seen.metrics.get(&metric.id.value);
            metric.catalogue == Some(entry) && judged.is_some_and(|m| m.all.now.is_some())
        })
    }

    fn metrics(&self, entries: &[Entry]) -> Vec<String> {
        let told = entries.iter().flat_map(|entry| self.told(*entry));
        told.map(|metric| metric.id.value.clone()).collect()
    }

    fn has(&self, entry: Entry) -> bool {
        self.told(entry).next().is_some()
    }

    fn each(&self, entries: &[Entry]) -> Vec<Lack> {
        let lacking = entries.iter().filter(|entry| !self.has(**entry));
        lacking.map(|entry| Lack::Metric(*entry)).collect()
    }

    fn one_of(&self, entries: &'static [Entry]) -> Vec<Lack> {
        let any = entries.iter().any(|entry| self.has(*entry));
        if any {
            Vec::new()
        } else {
            vec![Lack::OneOf(entries)]
        }
    }

    /// A probe; an objective; an objective and the contract beside it.
    fn main_journey(&self, stage: Stage) -> Vec<Lack> {
        let mut lacks = self.each(&[Entry::Availability]);
        let promised = self
            .journeys
            .and_then(|journeys| journeys.total(Aspect::Objective));
        if stage != Stage::Scrappy && promised.is_none_or(|(some, _)| some == 0) {
            lacks.push(Lack::Objective);
        }
        if stage == Stage::Accountable && !self.agreed() {
            lacks.push(Lack::Agreement);
        }
        lacks
    }

    /// A list of failures; both measures; both, and the rate on its own chart.
    fn failures(&self, stage: Stage) -> Vec<Lack> {
        if stage == Stage::Scrappy {
            let listed = self.seen.incidents.is_some() || self.has(Entry::ChangeFailureRate);
            return if listed {
                Vec::new()
            } else {
                vec![Lack::IncidentRecord]
            };
        }
        let mut lacks = self.each(&[Entry::ChangeFailureRate, Entry::Recovery]);
        let rate = self.told(Entry::ChangeFailureRate).next();
        if stage == Stage::Accountable && rate.is_some_and(|m| matches!(m.test, Test::None { .. }))
        {
            lacks.push(Lack::Untested(Entry::ChangeFailureRate));
        }
        lacks
    }

    /// Some journeys; all of them.
    fn budgets(&self, stage: Stage) -> Vec<Lack> {
        let Some(journeys) = self.journeys else {
            return vec![Lack::Objective];
        };
        let counted = |row: &&super::JourneyRow| {
            let covering = crate::analyse::budget::covering;
            let as_at = crate::analyse::as_at(self.pack, self.period);
            let names = as_at.map(|day| covering(self.pack, &row.id, day));
            let names = names.unwrap_or_default();
            names
                .iter()
                .any(|name| self.seen.budgets.contains_key(*name))
        };
        let all = super::count(journeys.rows.iter());
        let there = super::count(journeys.rows.iter().filter(counted));
        match stage {
            _ if there == 0 => vec![Lack::Objective],
            Stage::Accountable if there < all => vec![Lack::Journeys(there, all)],
            _ => Vec::new(),
        }
    }

    /// Both measures; both, each with the whole as its target.
    fn coverage(&self, stage: Stage) -> Vec<Lack> {
        let entries = [Entry::JourneyCoverage, Entry::GoldenSignals];
        let mut lacks = self.each(&entries);
        if stage == Stage::Accountable {
            let day = self.pack.settings.calendar.last_day(self.period);
            let whole = |metric: &Metric| {
                let target = metric.target_on(day);
                target.is_some_and(|target| target.value == Exact::integer(1))
            };
            let short = entries.into_iter().filter(|entry| {
                let mut told = self.told(*entry);
                told.next().is_some_and(|first| !whole(first)) && !told.any(whole)
            });
            lacks.extend(short.map(Lack::NotTheWhole));
        }
        lacks
    }

    /// Whether reviews are held; that, and what they name.
    fn reviews(&self, stage: Stage) -> Vec<Lack> {
        let mut lacks = Vec::new();
        if self.seen.incidents.is_none() {
            lacks.push(Lack::IncidentRecord);
        }
        if stage == Stage::Accountable {
            lacks.extend(self.each(&[Entry::ReviewsNamingGap]));
        }
        lacks
    }

    /// Critical ones; all, by severity.
    fn vulnerabilities(&self, stage: Stage) -> Vec<Lack> {
        let register = self.pack.compliance.as_ref();
        let register = register.and_then(|record| record.vulnerabilities.as_ref());
        match stage {
            Stage::Scrappy if register.is_some() => Vec::new(),
            Stage::Scrappy => self.each(&[Entry::VulnerabilityResponse]),
            _ if register.is_none() => vec![Lack::Register],
            _ => Vec::new(),
        }
    }

    /// What is spent; that, as Finance has it in its own books.
    fn cost(&self, stage: Stage) -> Vec<Lack> {
        let of = Entry::InfrastructureCost;
        let mut lacks = self.each(&[of]);
        let told = self.told(of).next();
        if stage == Stage::Accountable && told.is_some_and(|metric| !self.ties_out(metric)) {
            lacks.push(Lack::TieOut(of));
        }
        lacks
    }

    /// Whether an estimate of the quarter has the cost from Finance, and holds the metric's figure
    /// where it comes to the same measure.
    fn ties_out(&self, metric: &Metric) -> bool {
        let Some(business) = &self.pack.business else {
            return false;
        };
        let now = self.seen.metrics.get(&metric.id.value);
        let figure = now.and_then(|judged| judged.all.now.as_ref());
        let holds = |estimate: &Estimate| match estimate.formula.value {
            Formula::InfrastructureCost => true,
            Formula::InfrastructureCostPerUser => {
                let range = evaluate(Formula::InfrastructureCostPerUser, |key| {
                    Some(supplied(business, estimate, key)?.value.value)
                });
                // An input that the pack counts itself cannot be compared with what it counts.
                range.zip(figure).is_none_or(|(range, figure)| {
                    range.low <= figure.exact && figure.exact <= range.high
                })
            }
            _ => false,
        };
        business.estimates.iter().any(|estimate| {
            let keys = ["cost", "cost_per_user"];
            let cost = keys
                .iter()
                .find_map(|key| supplied(business, estimate, key));
            estimate.period.value == self.period
                && cost.is_some_and(|input| is_finance(&input.supplied_by.value))
                && holds(estimate)
        })
    }

    /// A pulse; that, with how many were asked.
    fn pulse(&self, stage: Stage) -> Vec<Lack> {
        let mut lacks = self.each(&[Entry::Pulse]);
        let says = |metric: &Metric| {
            let judged = self.seen.metrics.get(&metric.id.value);
            let now = judged.and_then(|judged| judged.all.now.as_ref());
            !matches!(
                now.map(|now| now.value),
                Some(Value::Score { invited: None, .. })
            )
        };
        if stage == Stage::Accountable
            && self.has(Entry::Pulse)
            && !self.told(Entry::Pulse).any(says)
        {
            lacks.push(Lack::Asked(Entry::Pulse));
        }
        lacks
    }

    fn agreed(&self) -> bool {
        let levels = &self.pack.service_levels.levels;
        levels.iter().any(|level| level.agreement.is_some())
    }

    /// A list of contracts; their own counts, the credits and what is certified.
    fn agreements(&self, stage: Stage) -> Vec<Lack> {
        if !self.agreed() {
            return vec![Lack::Agreement];
        }
        let mut lacks = Vec::new();
        if stage == Stage::Accountable {
            let counted = self.seen.budgets.values().any(|b| b.agreement.is_some());
            if !counted {
                lacks.push(Lack::AgreementCounts);
            }
            lacks.extend(self.each(&[Entry::SlaCredits]));
            let certified = self.pack.compliance.as_ref();
            if certified.is_none_or(|record| record.certifications.is_empty()) {
                lacks.push(Lack::Certification);
            }
        }
        lacks
    }
}

/// An input of an estimate that a role supplied.
fn supplied<'a>(business: &'a Business, estimate: &Estimate, key: &str) -> Option<&'a Input> {
    let mut inputs = estimate.inputs.iter();
    match &inputs.find(|(name, _)| *name == key)?.1.value {
        InputSource::Supplied(id) => business.input(id),
        _ => None,
    }
}

/// Whether a role keeps the books.
fn is_finance(role: &str) -> bool {
    role == "CFO" || role.contains("Finance")
}
