//! How able the organisation is, as it was assessed: the facts that decide its stage, levels with
//! their evidence, which services are watched, and what is known of each critical journey. Everything
//! belongs to a quarter, so that each can be shown as it was known.

use super::{Exact, Period, RecordPart, Text};
use crate::diag::{Located, Span};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What decides which stage a company has reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageFacts {
    /// Its data or its sector is regulated.
    pub regulated: Located<bool>,
    /// A contract grants credits where a promise is broken.
    pub sla_with_credits: Located<bool>,
    /// Customers were promised an attestation, such as ISO 27001.
    pub attestation_promised: Located<bool>,
    /// One customer's revenue passes the share that was agreed as large.
    pub large_customer_share: Located<bool>,
    /// Customers pay, and rely on the service being up.
    pub paying_customers_with_expectations: Located<bool>,
    /// Somebody is on call by a rota.
    pub on_call_rota: Located<bool>,
    /// How many teams release to production.
    pub deploying_teams: Located<u32>,
    /// Role that declared them.
    pub declared_by: String,
}

/// One of the four sides from which ability is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "categories name themselves")]
pub enum MaturityCategory {
    People,
    Process,
    Technology,
    Measurement,
}

impl MaturityCategory {
    /// All four, in printed order.
    pub const ALL: [Self; 4] = [
        Self::People,
        Self::Process,
        Self::Technology,
        Self::Measurement,
    ];

    /// The word for it in a pack.
    pub const fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Process => "process",
            Self::Technology => "technology",
            Self::Measurement => "measurement",
        }
    }
}

/// A level that is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelTarget {
    /// From 2 to 5.
    pub level: u8,
    /// Last day in time.
    pub by: NaiveDate,
}

/// What was found of one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryLevel {
    /// The level that is claimed, from 1 to 5.
    pub level: Located<u8>,
    /// The level that was agreed to be reached.
    pub target: Option<LevelTarget>,
    /// By level from 2 up to the claimed one: what shows that it is reached.
    pub evidence: BTreeMap<u8, Text>,
}

/// One assessment of all four categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaturityAssessment {
    /// The quarter whose state was assessed.
    pub period: Located<Period>,
    /// Role that assessed.
    pub by: String,
    /// When.
    pub on: Located<NaiveDate>,
    /// In the order of [`MaturityCategory::ALL`].
    pub categories: [CategoryLevel; 4],
}

impl MaturityAssessment {
    /// Each category with what was found of it.
    pub fn each(&self) -> impl Iterator<Item = (MaturityCategory, &CategoryLevel)> {
        MaturityCategory::ALL.into_iter().zip(&self.categories)
    }
}

/// One of the four things to watch in every service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "signals name themselves")]
pub enum GoldenSignal {
    Latency,
    Traffic,
    Errors,
    Saturation,
}

impl GoldenSignal {
    /// All four, in printed order.
    pub const ALL: [Self; 4] = [Self::Latency, Self::Traffic, Self::Errors, Self::Saturation];

    /// The word for it in a pack and on its pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::Traffic => "traffic",
            Self::Errors => "errors",
            Self::Saturation => "saturation",
        }
    }
}

/// Which signals of each service arrive and are used, at the end of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalRecord {
    /// The quarter.
    pub period: Located<Period>,
    /// By service id, in the order of [`GoldenSignal::ALL`].
    pub services: BTreeMap<String, Vec<GoldenSignal>>,
}

/// How far something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Cover {
    Yes,
    Partly,
    No,
    NotNeeded,
}

/// What is known of one journey at the end of a quarter, beside what the pack itself can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneyRecord {
    /// Which journey.
    pub journey: Located<String>,
    /// Whether we see how it goes for customers.
    pub measured: Located<Cover>,
    /// Whether somebody is woken when it fails.
    pub alerting: Located<Cover>,
    /// The last day on which its failing was tried on purpose; `None` where it never was.
    pub tested: Option<Located<NaiveDate>>,
    /// Role that answers for it, where no service level names one.
    pub owner: Option<Located<String>>,
    /// The share of revenue that passes through it and through no other journey listed; a share of one.
    pub revenue_share: Option<Located<Exact>>,
}

/// What is known of journeys at the end of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRecord {
    /// The quarter.
    pub period: Located<Period>,
    /// Role that supplied the shares of revenue.
    pub revenue_by: Option<String>,
    /// In file order.
    pub journeys: Vec<JourneyRecord>,
    /// The whole entry.
    pub span: Span,
}

/// `data/maturity.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Maturity {
    /// What decides the stage; `None` where nobody declared it.
    pub stage: Option<StageFacts>,
    /// Oldest first.
    pub assessments: Vec<MaturityAssessment>,
    /// Oldest first, one a quarter.
    pub signals: Vec<SignalRecord>,
    /// Oldest first, one a quarter.
    pub coverage: Vec<CoverageRecord>,
}

impl Maturity {
    /// The last assessment of a quarter or an earlier one.
    pub fn assessed(&self, period: Period) -> Option<&MaturityAssessment> {
        let known = self.assessments.iter().rev();
        known.into_iter().find(|a| a.period.value <= period)
    }

    /// The signals of a quarter.
    pub fn signals(&self, period: Period) -> Option<&SignalRecord> {
        self.signals.iter().find(|r| r.period.value == period)
    }

    /// What is known of journeys in a quarter.
    pub fn coverage(&self, period: Period) -> Option<&CoverageRecord> {
        self.coverage.iter().find(|r| r.period.value == period)
    }

    /// Every text of it that readers see, with what it is called.
    pub fn texts(&self) -> Vec<(RecordPart, &Text)> {
        let categories = self.assessments.iter().flat_map(|a| &a.categories);
        let texts = categories.flat_map(|category| category.evidence.values());
        texts.map(|text| (RecordPart::Evidence, text)).collect()
    }
}
