//! Who the pack is about and how it is laid out.

use super::{Audience, BrandSetting, Calendar, CollectSettings};
use crate::diag::{Located, Severity, Span};
use std::collections::BTreeMap;

/// The company's stage: what set of metrics fits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "stages name themselves")]
pub enum Stage {
    Scrappy,
    Scaling,
    Accountable,
}

/// The language of a pack, and how it writes numbers and dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "locales name themselves")]
pub enum Locale {
    EnGb,
    EnUs,
    EnEu,
    DeDe,
    FrFr,
    /// No pack's: how programs are told numbers and days, `1234.5` and `2026-07-06`, in English.
    Plain,
}

/// What the tool's own words on pages are in, and the author's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "languages name themselves")]
pub enum Language {
    English,
    German,
    French,
}

impl Language {
    /// As HTML and PDF name it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
        }
    }
}

impl Locale {
    /// Every one that a pack may have, by its name in settings.
    pub const NAMES: &[(&'static str, Self)] = &[
        ("en-GB", Self::EnGb),
        ("en-US", Self::EnUs),
        ("en-EU", Self::EnEu),
        ("de-DE", Self::DeDe),
        ("fr-FR", Self::FrFr),
    ];

    /// Its language.
    pub fn language(self) -> Language {
        match self {
            Self::EnGb | Self::EnUs | Self::EnEu | Self::Plain => Language::English,
            Self::DeDe => Language::German,
            Self::FrFr => Language::French,
        }
    }
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "sizes of paper name themselves")]
pub enum Paper {
    A4,
    Letter,
}

impl Paper {
    /// What lies in the printers of a country.
    pub fn of(locale: Locale) -> Self {
        match locale {
            Locale::EnUs => Self::Letter,
            _ => Self::A4,
        }
    }

    /// The size of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::A4, Self::Letter]
            .into_iter()
            .find(|paper| paper.name() == name)
    }

    /// As CSS and people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "Letter",
        }
    }
}

/// One of the four bands of the dashboard, in printed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "panes name themselves")]
pub enum Pane {
    Outcomes,
    Flow,
    Quality,
    Reliability,
}

impl Pane {
    /// All four, in printed order.
    pub const ALL: [Self; 4] = [Self::Outcomes, Self::Flow, Self::Quality, Self::Reliability];
}

/// One row of the dashboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DashboardEntry {
    /// Metric id.
    pub metric: Located<String>,
    /// One service instead of the whole organisation.
    pub service: Option<Located<String>>,
}

/// One band of the dashboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DashboardPane {
    /// Which.
    pub pane: Pane,
    /// The row that decides the verdict.
    pub headline: DashboardEntry,
    /// The other rows.
    pub others: Vec<DashboardEntry>,
}

impl DashboardPane {
    /// All rows, the headline first.
    pub fn entries(&self) -> impl Iterator<Item = &DashboardEntry> {
        std::iter::once(&self.headline).chain(&self.others)
    }
}

/// What a pack says about one diagnostic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeveritySetting {
    /// Report it as this.
    As(Severity),
    /// Do not report it.
    Off,
}

/// What a pack says about one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSetting {
    /// How its findings are reported.
    pub severity: SeveritySetting,
    /// Why it differs from the rule's own, in words that readers see.
    pub reason: Option<String>,
    /// Where the rule is named.
    pub span: Span,
}

/// A rule that the pack softens or switches off, with what that keeps from being said of one
/// quarter: printed on its data-quality sheet, and locked with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// The rule; in a lock, one of its day.
    pub code: String,
    /// Whether it is part of the promise that no sentence can contradict the data.
    pub promise: bool,
    /// `Some` where its findings are still told, but no longer stop a build.
    pub now: Option<Severity>,
    /// Why, as the pack says.
    pub reason: Option<String>,
    /// How many findings are no longer told, or no longer stop a build. What concerns no one quarter
    /// counts to the latest.
    pub findings: usize,
}

/// `data/pack.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The company.
    pub organisation: String,
    /// Title of the report.
    pub report: String,
    /// Printed in the foot.
    pub classification: String,
    /// Fiscal year and time zone.
    pub calendar: Calendar,
    /// ISO 4217 code.
    pub currency: Located<String>,
    /// Language, and how numbers are written.
    pub locale: Locale,
    /// What the pack is printed on: what it says, or what lies in the printers of its country.
    pub paper: Paper,
    /// Stage of the company.
    pub stage: Stage,
    /// The four bands, in printed order.
    pub dashboard: Vec<DashboardPane>,
    /// What the company's papers look like.
    pub brand: BrandSetting,
    /// What counts where figures are collected from events.
    pub collect: CollectSettings,
    /// Severities by code.
    pub rules: BTreeMap<String, RuleSetting>,
    /// The file's first line.
    pub span: Span,
}

/// A product area.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Area {
    pub id: Located<String>,
    pub name: String,
}

/// Something customers do, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Journey {
    pub id: Located<String>,
    pub name: String,
    pub services: Vec<Located<String>>,
    pub critical: bool,
}

/// A service that customers or other services depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Service {
    pub id: Located<String>,
    pub name: String,
    pub area: Located<String>,
    /// 1 (most important to customers) to 4.
    pub tier: u8,
    /// Accountable role.
    pub owner: String,
    pub summary: String,
    pub aliases: Vec<Located<String>>,
    /// Who may see it.
    pub audience: Audience,
}
