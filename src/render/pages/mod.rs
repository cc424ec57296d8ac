//! One file per page: a view struct in words, and the template it fills. This file holds what all
//! pages share: the maker, the frame around a page, and where pages stand.

mod archive;
mod assurance;
mod at_a_glance;
mod budget_tables;
mod cadence;
mod capability;
mod capability_page;
mod capability_rows;
mod capability_tables;
mod changes;
mod collected;
mod collected_words;
mod dashboard;
mod data_quality;
mod decisions;
mod definition_words;
mod every;
mod experiment_tables;
mod experiments;
mod figure_tables;
mod gallery;
mod glossary;
mod incident_charts;
mod incident_facts;
mod incident_tables;
mod incidents;
mod last_edits;
mod learning;
mod ledger;
mod ledger_tables;
mod metric;
mod money;
mod money_rows;
mod moved;
mod objective;
mod objective_words;
mod owed;
mod pack;
mod promise_rows;
mod promises;
mod pulse;
mod quality;
mod reading_guide;
mod reading_time;
mod records;
mod report_json;
mod report_schema;
mod restated;
mod risk_pages;
mod risks;
mod roles;
mod row;
mod running_foot;
mod service;
mod since;
mod slides;
mod stories;
mod switched_off;
mod tables;
mod term;
mod told;
mod typed;
mod vouched;
mod went_wrong;
mod whole;

pub(crate) use budget_tables::budget_tables;
pub(crate) use cadence::cadence_table;
pub(crate) use capability_tables::capability_tables;
pub(crate) use every::every;
pub(crate) use experiment_tables::experiments_table;
pub(crate) use figure_tables::figure_tables;
pub(crate) use incident_tables::incident_tables;
pub(crate) use ledger_tables::ledger_tables;
pub(crate) use report_json::report_json;
pub use report_schema::report_schema;
pub(crate) use report_schema::report_schema_file;
use running_foot::running_feet;
pub(crate) use slides::slides;
pub(crate) use tables::tables;
pub(crate) use told::record_tables;
pub(crate) use whole::{Whole, whole};

use super::templates::Engine;
use super::{Ctx, Edition, Page};
use super::{brand, chart_files};
use crate::analyse::{Analysis, QuarterAnalysis};
use crate::bind::Answers;
use crate::diag::{Diagnostic, Sources};
use crate::known::Known;
use crate::model::{Pack, Period};
use crate::tongue::{self, label, say};
use crate::words::Words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Everything that pages are made from.
#[derive(Clone, Copy)]
pub(crate) struct Maker<'a> {
    /// With everything that is known: for pages that belong to no quarter.
    pub(crate) pack: &'a Pack,
    /// As each quarter knew it: for its own pages.
    pub(crate) known: &'a Known<'a>,
    pub(crate) analysis: &'a Analysis,
    /// How the latest quarter writes numbers.
    pub(crate) words: &'a Words,
    /// How each quarter writes them.
    pub(crate) words_then: &'a BTreeMap<Period, Words>,
    /// What the figures in sentences say.
    pub(crate) answers: &'a Answers,
    /// The texts of the pack.
    pub(crate) sources: &'a Sources,
    /// Marks, for whom, and what was not checked.
    pub(crate) edition: &'a Edition,
    pub(crate) engine: &'a Engine,
    /// The quarter that the site is about: the latest with a snapshot.
    pub(crate) latest: Period,
    /// The pages to make, where not all are.
    pub(crate) only: Option<&'a BTreeSet<String>>,
    /// Once it is set, nobody wants any page any more.
    pub(crate) halt: &'a AtomicBool,
    /// Takes down which template each page was filled from, where anyone asks.
    pub(crate) filled: Option<&'a Filled>,
}

/// The template of each page.
pub(crate) type Filled = Mutex<BTreeMap<String, &'static str>>;

impl<'a> Maker<'a> {
    /// Of all pages; `None` where there is no quarter.
    pub(crate) fn of(
        known: &'a Known<'a>,
        analysis: &'a Analysis,
        words: &'a BTreeMap<Period, Words>,
        answers: &'a Answers,
        edition: &'a Edition,
        (engine, sources): (&'a Engine, &'a Sources),
    ) -> Option<Self> {
        let latest = analysis.quarters.keys().next_back().copied()?;
        Some(Self {
            pack: known.today(),
            known,
            analysis,
            words: words.get(&latest)?,
            words_then: words,
            answers,
            sources,
            edition,
            engine,
            latest,
            only: None,
            halt: &super::NEVER,
            filled: None,
        })
    }

    /// Whether the page at a path is to be made.
    pub(crate) fn wants(&self, path: &str) -> bool {
        !self.halted() && self.only.is_none_or(|only| only.contains(path))
    }

    /// `f` of every item on all cores, in the items' order; of none any more once it is halted.
    pub(crate) fn each<T: Sync, R: Send>(&self, items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let made = tongue::in_order(items, |item| (!self.halted()).then(|| f(item)));
        made.into_iter().flatten().collect()
    }

    /// Whether what is made is thrown away.
    pub(crate) fn halted(&self) -> bool {
        self.halt.load(Ordering::Relaxed)
    }

    /// The context of one quarter: what it knew.
    pub(crate) fn ctx(&self, period: Period) -> Ctx<'a> {
        Ctx {
            pack: self.known.to(period),
            ..self.today(period)
        }
    }

    /// The context of one quarter on a page that belongs to none: everything that is known.
    pub(crate) fn today(&self, period: Period) -> Ctx<'a> {
        Ctx {
            pack: self.pack,
            period,
            words: self.words_then.get(&period).unwrap_or(self.words),
            answers: self.answers,
        }
    }

    /// What a quarter's pages say of the inputs they were made from: `build 3f9a1c2b7d04`.
    pub(crate) fn build(&self, period: Period) -> String {
        say!("build {mark}", self.mark(period))
    }

    /// The mark of a quarter's inputs.
    pub(crate) fn mark(&self, period: Period) -> &'a str {
        self.edition
            .marks
            .get(&period)
            .map_or("unknown", String::as_str)
    }

    /// Quarters as they are judged today, oldest first: for pages that belong to none.
    pub(crate) fn quarters_today(&self) -> impl DoubleEndedIterator<Item = &'a QuarterAnalysis> {
        self.analysis.today().values()
    }

    /// Quarters with judgements, oldest first, each as it was published or is drafted.
    pub(crate) fn quarters(&self) -> impl DoubleEndedIterator<Item = &'a QuarterAnalysis> {
        self.analysis.quarters.values()
    }

    /// Fills a template and gives the page its path.
    ///
    /// # Errors
    /// A fault in one of the pack's own templates.
    pub(crate) fn page(
        &self,
        path: &str,
        template: &'static str,
        view: &impl Serialize,
    ) -> Result<Page, Box<Diagnostic>> {
        let page = self.engine.fill(template, view)?;
        let page = chart_files::linked(path, page, self.latest);
        if let Some(filled) = self.filled {
            let mut filled = filled.lock().unwrap_or_else(PoisonError::into_inner);
            filled.insert(path.to_owned(), template);
        }
        Ok((path.to_owned(), page))
    }

    /// What only this pack adds to the style sheet: its running feet and its look.
    pub(crate) fn own_style(&self) -> String {
        running_feet(self) + &brand::style(&self.pack.brand)
    }

    /// Whose a page is, on one line: what stands below a chart that is taken from it.
    pub(crate) fn whose(&self, path: &str) -> String {
        let of = path.split('/').next().and_then(|first| first.parse().ok());
        let period = of.unwrap_or(self.latest);
        let settings = &self.known.to(period).settings;
        let words = self.words_then.get(&period).unwrap_or(self.words);
        let mut whose = format!(
            "{} · {} · {} · {} · {}",
            settings.organisation,
            settings.report,
            words.period(&settings.calendar, period),
            self.build(period),
            settings.classification,
        );
        let edition = self.edition.mark(period);
        if !edition.is_empty() {
            whose.push_str(" · ");
            whose.push_str(edition);
        }
        whose
    }

    /// Whether a page tells where repair time goes.
    pub(crate) fn tells_quality(&self) -> bool {
        self.quarters().any(|quarter| quarter.quality.is_some())
    }

    /// The frame around the page at `path`.
    pub(crate) fn frame(&self, path: &str, title: &str, here: Section) -> Frame {
        let settings = &self.pack.settings;
        let root = root(path);
        let snapshot = self.pack.snapshots.get(&self.latest);
        Frame {
            lang: tongue::spoken().tag(),
            title: format!("{title} · {}", settings.report),
            organisation: settings.organisation.clone(),
            report: settings.report.clone(),
            classification: settings.classification.clone(),
            edition: self.edition.mark(self.latest),
            as_of: snapshot.map_or_else(String::new, |s| self.words.date(s.as_of)),
            sheet: String::new(),
            figures_csv: format!("{root}{}", figure_tables::path(self.latest)),
            logo: brand::logo_path(&self.pack.brand).map(|path| format!("{root}{path}")),
            nav: Section::NAV
                .iter()
                .map(|(section, named, target)| NavItem {
                    label: label(named),
                    href: format!("{root}{target}"),
                    here: *section == here,
                })
                .collect(),
            crumbs: Vec::new(),
            more: roles::links(self, &root),
            root,
        }
    }
}

/// The parts of the site, as the navigation names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Pack,
    Decisions,
    Archive,
    Metrics,
    Glossary,
    HowToRead,
    /// Pages that no item of the navigation stands for.
    Elsewhere,
}

impl Section {
    const NAV: [(Self, &'static str, &'static str); 6] = [
        (Self::Pack, "Pack", "index.html"),
        (Self::Decisions, "Decisions", owed::PATH),
        (Self::Archive, "Archive", "archive.html"),
        (Self::Metrics, "Metrics", "glossary/index.html#metrics"),
        (Self::Glossary, "Glossary", "glossary/index.html"),
        (Self::HowToRead, "How to read", "index.html#how-to-read"),
    ];
}

/// What stands around every page. Every view has one as `frame`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Frame {
    pub(crate) lang: &'static str,
    /// For the browser's tab and the PDF's title.
    pub(crate) title: String,
    pub(crate) organisation: String,
    pub(crate) report: String,
    pub(crate) classification: String,
    /// `internal edition`, where the Board has another one; otherwise empty.
    pub(crate) edition: &'static str,
    /// When the data was taken; on a page about one quarter, that quarter's.
    pub(crate) as_of: String,
    /// Class of the page, which picks its running foot in print; may be empty.
    pub(crate) sheet: String,
    /// From this page to the picture that stands for the company's name.
    pub(crate) logo: Option<String>,
    /// From this page to the table of all figures of its quarter.
    pub(crate) figures_csv: String,
    pub(crate) nav: Vec<NavItem>,
    /// Pages that stand beside the parts: a page for each officer, what repair and faults cost, and
    /// what is learnt and when.
    pub(crate) more: Vec<Link>,
    /// From the pack page down to the page above this one.
    pub(crate) crumbs: Vec<Link>,
    /// From this page to the site's top: `""`, `"../"`, …; stands before every address.
    pub(crate) root: String,
}

impl Frame {
    /// A frame with nothing in it.
    #[cfg(test)]
    pub(crate) fn bare() -> Self {
        Self {
            lang: tongue::spoken().tag(),
            title: String::new(),
            organisation: String::new(),
            report: String::new(),
            classification: String::new(),
            edition: "",
            as_of: String::new(),
            sheet: String::new(),
            logo: None,
            figures_csv: String::new(),
            nav: Vec::new(),
            more: Vec::new(),
            crumbs: Vec::new(),
            root: String::new(),
        }
    }

    /// Says that the page is about one quarter: its date of data, its running foot in print.
    #[must_use]
    pub(crate) fn about(mut self, maker: &Maker<'_>, period: Period) -> Self {
        let settings = &maker.known.to(period).settings;
        if let Some(title) = self.title.strip_suffix(&maker.pack.settings.report) {
            self.title = format!("{title}{}", settings.report);
        }
        self.organisation.clone_from(&settings.organisation);
        self.report.clone_from(&settings.report);
        self.classification.clone_from(&settings.classification);
        let words = maker.words_then.get(&period).unwrap_or(maker.words);
        let snapshot = maker.pack.snapshots.get(&period);
        self.as_of = snapshot.map_or_else(String::new, |s| words.date(s.as_of));
        self.edition = maker.edition.mark(period);
        self.sheet = format!("of-{period}");
        self.figures_csv = format!("{}{}", self.root, figure_tables::path(period));
        self
    }

    /// Adds a step above the page. `target` is a path from the site's top.
    #[must_use]
    pub(crate) fn under(mut self, label: impl Into<String>, target: &str) -> Self {
        self.crumbs.push(Link {
            label: label.into(),
            href: format!("{}{target}", self.root),
        });
        self
    }

    /// An address from this page. `target` is a path from the site's top.
    pub(crate) fn to(&self, target: &str) -> String {
        format!("{}{target}", self.root)
    }
}

/// One entry of the navigation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NavItem {
    pub(crate) label: &'static str,
    pub(crate) href: String,
    pub(crate) here: bool,
}

/// Words that lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Link {
    pub(crate) label: String,
    pub(crate) href: String,
}

/// From a page to the site's top.
fn root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// Where a quarter's pack page stands for good.
pub(crate) fn pack_path(period: Period) -> String {
    format!("{period}/index.html")
}

/// Where a quarter's risks stand with all their assessments.
pub(crate) fn risks_path(period: Period) -> String {
    format!("{period}/risks.html")
}

/// Where a metric's page stands.
pub(crate) fn metric_path(id: &str) -> String {
    format!("metrics/{id}.html")
}

/// The row of a metric's page that says where its figure of a quarter comes from.
pub(crate) fn figure_path(id: &str, period: Period) -> String {
    format!("{}#{period}", metric_path(id))
}

/// Where an objective's page stands.
pub(crate) fn objective_path(name: &str) -> String {
    format!("objectives/{name}.html")
}

/// Where a service's page in a quarter stands.
pub(crate) fn service_path(period: Period, id: &str) -> String {
    format!("{period}/services/{id}.html")
}

/// Where the glossary explains a metric or a term.
pub(crate) fn glossary_path(id: &str) -> String {
    format!("glossary/{id}.html")
}

/// Where estimates stand.
const fn money_path() -> &'static str {
    "money/index.html"
}

/// Where rework and defects stand.
const fn quality_path() -> &'static str {
    "quality/index.html"
}

/// Where a metric's table of figures stands.
pub(crate) fn csv_path(id: &str) -> String {
    format!("tables/{id}.csv")
}
