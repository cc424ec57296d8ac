//! What was published: a quarter as the Board saw it, and what has been restated since.

use super::{
    Edit, Exact, Missing, Period, RecordName, ReportedRecord, Shared, Silenced, Value, Week, hex,
};
use crate::diag::{Located, Span};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// `data/published/<period>.yaml`, written by `publish`: the lock of a quarter. Nothing in it is
/// derived anew when the pack is built again; everything in it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// First line of the file.
    pub span: Span,
    /// In which form it is written: the first kept no records.
    pub format: u32,
    /// When it went to the Board.
    pub published: Located<NaiveDate>,
    /// Version of boardpack that locked it.
    pub tool: String,
    /// The commit that was published; `None` outside a repository.
    pub commit: Option<String>,
    /// The mark that its pages carry ("build …").
    pub mark: String,
    /// When its data was taken and which role had reviewed it; `None` in a lock that does not say.
    pub data: Option<(NaiveDate, String)>,
    /// The quarter published before it, and the seal of its lock: no link of the chain can be
    /// replaced or taken out unnoticed.
    pub before: Option<(Period, Located<String>)>,
    /// How many restatements were known to it, of all quarters.
    pub restatements: usize,
    /// The rules that were softened or switched off on its day, in the order of their codes. Its
    /// sheet tells of these, whatever the settings say now.
    pub silenced: Vec<Silenced>,
    /// SHA-256 of its text above the seal.
    pub seal: String,
    /// By metric id.
    pub metrics: BTreeMap<String, PublishedMetric>,
    /// By record, the figures that were printed; empty in the first format.
    pub records: Shared<BTreeMap<RecordName, ReportedRecord>>,
    /// What the Board was asked.
    pub asks: Vec<PublishedAsk>,
    /// What management promised.
    pub promises: Vec<PublishedPromise>,
    /// What the files that quarters share said on its day, by path, where that is another text than
    /// the locks before it keep; `None` for a file that was gone. [`Pack::shared_by`] adds them up.
    ///
    /// [`Pack::shared_by`]: super::Pack::shared_by
    pub shared: Shared<BTreeMap<String, Option<Located<String>>>>,
    /// The last edit of its texts, by path, as the repository knew it on its day; empty where it was
    /// published outside of one.
    pub edits: BTreeMap<String, Edit>,
    /// SHA-256 of each of the pack's own templates, by path, line ends as `\n`. A template lays out
    /// every quarter alike, so none is kept: what one changes on an old page is told by `verify`.
    pub templates: BTreeMap<String, String>,
    /// By edition, SHA-256 of every file below the quarter's folder as it was made on its day.
    pub pages: Shared<BTreeMap<String, BTreeMap<String, String>>>,
    /// SHA-256 of every file that belongs to the quarter alone, by path, line ends as `\n`.
    pub texts: Shared<BTreeMap<String, Located<String>>>,
}

/// The key that begins the last line of a lock.
const SEAL: &str = "seal: ";

/// The SHA-256 of a lock's text above its last line (line ends as `\n`), and the seal that stands in
/// that line, if one does. A lock is whole if the two are the same.
pub fn seals(lock: &str) -> (String, Option<String>) {
    let text = lock.replace("\r\n", "\n");
    let above = text.trim_end().rfind('\n').map_or(0, |end| end + 1);
    let (body, last) = text.split_at(above);
    let written = last.trim_end().strip_prefix(SEAL);
    (digest(body), written.map(str::to_owned))
}

/// A lock's text with its seal under it.
pub fn sealed(body: &str) -> String {
    format!("{body}{SEAL}{}\n", digest(body))
}

/// The quarter that a file below `data/` is the record of: `data/incidents/2026-Q2.yaml`. Locks are
/// no records.
pub fn quarter_of(path: &str) -> Option<Period> {
    let (folder, name) = path.strip_prefix("data/")?.split_once('/')?;
    if folder == "published" || name.contains('/') {
        return None;
    }
    name.split('.').next()?.parse().ok()
}

/// Whether a file holds words of one quarter alone: its lock keeps a digest, and once the quarter is
/// published the file stays as it is. Locks of the first format kept digests of its records as well.
pub fn is_own(path: &str, period: Period, format: u32) -> bool {
    if let Some(below) = path.strip_prefix("content/") {
        return below.split('/').next() == Some(&*period.to_string());
    }
    format < 2 && !path.starts_with("data/snapshots/") && quarter_of(path) == Some(period)
}

/// Whether a file's text is kept whole by locks, because what it says may change, and the pages of a
/// published quarter go by what it said: what it tells of every quarter, or a quarter's record, of
/// which more may become known. Of a snapshot only the counts of objectives are kept like that; its
/// figures are kept one by one. Restatements are not among them, which are known by their days.
pub fn is_shared(path: &str) -> bool {
    match path.split_once('/') {
        Some(("content", below)) => below
            .split(['.', '/'])
            .next()
            .is_none_or(|name| name.parse::<Period>().is_err()),
        Some(("data", "restatements.yaml")) => false,
        Some(("data", below)) => !below.starts_with("published/"),
        _ => false,
    }
}

/// Whether the lock of a quarter keeps a file's text: not the records of quarters after it.
pub fn is_kept(path: &str, period: Period) -> bool {
    is_shared(path) && quarter_of(path).is_none_or(|own| own <= period)
}

/// SHA-256 in hex digits of a text, line ends as `\n`: a checkout may turn them.
pub fn digest(text: &str) -> String {
    hex(Sha256::digest(text.replace("\r\n", "\n")))
}

/// One metric as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedMetric {
    /// Where it is written.
    pub span: Span,
    /// Version of its definition.
    pub version: u32,
    /// Fingerprint of its definition; empty where the figures were counted by an earlier version than
    /// the one whose words were at hand.
    pub fingerprint: String,
    /// The meaning-bearing fields in order, as [`Metric::meaning`](super::Metric::meaning) gave them;
    /// without a fingerprint only those that its figures are read by.
    pub meaning: Vec<(String, String)>,
    /// What a reader was told of how it was filed.
    pub note: Option<String>,
    /// The target that held on the quarter's last day.
    pub target: Option<PublishedTarget>,
    /// The organisation's figure as filed or rolled up; `None` where there was none.
    pub all: Option<PublishedFigure>,
    /// By service id.
    pub services: BTreeMap<String, PublishedFigure>,
}

impl PublishedMetric {
    /// The figure of a scope: the organisation's, or a service's.
    pub fn figure(&self, service: Option<&str>) -> Option<&PublishedFigure> {
        match service {
            None => self.all.as_ref(),
            Some(id) => self.services.get(id),
        }
    }

    /// A meaning-bearing field by its key.
    pub fn field(&self, key: &str) -> Option<&str> {
        let found = self.meaning.iter().find(|(name, _)| name == key);
        found.map(|(_, text)| text.as_str())
    }
}

/// A target as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTarget {
    /// In the metric's unit; a percentage is a share of one.
    pub value: Exact,
    /// First day it held.
    pub from: NaiveDate,
    /// Role that set it.
    pub set_by: String,
}

/// A figure as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFigure {
    /// Where it is written.
    pub span: Span,
    /// The quarter's own value; `None` where none was filed.
    pub value: Option<Value>,
    /// Whether any of it was estimated.
    pub estimated: bool,
    /// When it was taken, where that was not when the rest was.
    pub as_of: Option<NaiveDate>,
    /// Why there was none, where someone said so.
    pub missing: Option<Missing>,
    /// `met`, `marginal`, `missed`, `no-data` or `no-target`, as printed.
    pub status: String,
    /// Weekly values as filed, `None` for a week known to have no data.
    pub weeks: BTreeMap<Week, Option<Value>>,
}

/// A decision that the Board was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedAsk {
    /// Id of the decision's file.
    pub id: Located<String>,
    /// Its number in its pack.
    pub number: u32,
    /// `decide`, `approve`, …
    pub verb: String,
    /// Its title, with its figures in it.
    pub title: String,
    /// What was asked for, with its figures in it.
    pub request: String,
    /// Role that asked.
    pub sponsor: String,
    /// When an answer was wanted.
    pub reply_by: NaiveDate,
    /// What was predicted, where the decision names it.
    pub predicted: Option<Prediction>,
}

/// Something that management said it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPromise {
    /// Its name within its pack.
    pub id: Located<String>,
    /// What was promised, with its figures in it.
    pub what: String,
    /// Role that promised.
    pub owner: String,
    /// By when.
    pub by: NaiveDate,
    /// What was predicted, where the promise names it.
    pub predicted: Option<Prediction>,
}

/// An outcome that can be held against the data when its day has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prediction {
    /// Of which metric.
    pub metric: String,
    /// Of one service; otherwise the organisation.
    pub service: Option<String>,
    /// Lower end in the metric's unit; `None` where it is open.
    pub low: Option<Exact>,
    /// Upper end in the metric's unit; `None` where it is open.
    pub high: Option<Exact>,
    /// The day from which it can be held against the data: the first quarter that ends on or after it.
    pub by: NaiveDate,
}

/// Why a published figure is no longer what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestatementCause {
    /// It was wrong.
    Correction,
    /// Something was filed later.
    LateData,
    /// It was counted again by a new definition.
    Definition,
}

impl RestatementCause {
    /// As it is written in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::LateData => "late-data",
            Self::Definition => "definition",
        }
    }
}

/// One entry of `data/restatements.yaml`: a published figure that changed, with what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restatement {
    /// Where it is written.
    pub span: Span,
    /// The published quarter.
    pub period: Located<Period>,
    /// Of which metric.
    pub metric: Located<String>,
    /// Of one service; otherwise the figure stated for the organisation.
    pub service: Option<Located<String>>,
    /// One week of the quarter; otherwise the quarter's own value.
    pub week: Option<Week>,
    /// What it was; `None` for no value.
    pub from: Option<Value>,
    /// What it is; `None` for no value.
    pub to: Option<Value>,
    /// Why.
    pub cause: RestatementCause,
    /// When it was restated: packs published before that day keep what they said.
    pub date: NaiveDate,
    /// In the words of whoever restated it.
    pub why: String,
}
