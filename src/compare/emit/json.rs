//! Differences for programs: one JSON object, its fields documented on the types below. Order is
//! that of [`Differences`]; the same packs give the same bytes.

use crate::compare::summary::summary;
use crate::compare::{Difference, Differences, Numbers};
use crate::diag::emit::plain;
use crate::model::{Exact, Value};
use serde::Serialize;

/// Raised whenever a field changes its name or meaning; new fields and matters do not raise it.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    /// Always `boardpack-diff`.
    kind: &'static str,
    format: u32,
    #[serde(flatten)]
    list: List<'a>,
    /// Sides with files that could not be read: what they hold is left out.
    broken: &'a [String],
    /// Of two packs: every quarter that is new in the second, against the one before it.
    new_quarters: Vec<List<'a>>,
}

#[derive(Serialize)]
struct List<'a> {
    before: &'a str,
    after: &'a str,
    /// Whether nothing differs.
    same: bool,
    /// How many figures do not differ.
    same_figures: usize,
    /// In a sentence: the most material difference.
    headline: String,
    /// Most material first.
    differences: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    /// Why it matters: `published-figure`, `target-eased`, `missed`, `routine`, …
    matter: &'static str,
    /// Whether it matters at all: `false` for luck and for files that read the same.
    material: bool,
    /// Whether it is one of many figures of single services without a strong signal.
    minor: bool,
    /// `2026-Q3`, where it lies in one quarter.
    #[serde(skip_serializing_if = "Option::is_none")]
    quarter: Option<String>,
    /// Id, where it is about one metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    metric: Option<&'a str>,
    /// Id, where it is about one service.
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a str>,
    /// File to look at, relative to the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    /// What it is about, as readers know it.
    name: &'a str,
    /// Which part of that; may be empty.
    what: &'a str,
    /// In words; `null` for nothing.
    before: Option<&'a str>,
    after: Option<&'a str>,
    /// How far a figure moved, in words; may be empty.
    moved: &'a str,
    /// What its weeks did, in words, where they signal another way than it moved; otherwise empty.
    #[serde(skip_serializing_if = "str::is_empty")]
    but: &'a str,
    /// What else a reader needs to judge it; may be empty.
    note: &'a str,
    /// The difference in one clause.
    said: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<Figures>,
}

/// Exact numbers in the metric's unit, percentages as shares of one, each as `[part, whole]`.
#[derive(Serialize)]
struct Figures {
    before: Option<[String; 2]>,
    after: Option<[String; 2]>,
    /// After minus before; `null` where the two do not compare.
    difference: Option<[String; 2]>,
    /// Difference over the magnitude of what was before.
    relative: Option<f64>,
    better: Option<bool>,
    /// `strong-signal`, `signal`, `routine`, `too-few`, `not-tested`; `null` for an edit.
    evidence: Option<&'static str>,
    /// Whether what the weeks signal is in the good direction: `better` is of the difference alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence_better: Option<bool>,
}

/// Everything, as one line of JSON.
pub fn json(differences: &Differences) -> String {
    let report = Report {
        kind: "boardpack-diff",
        format: FORMAT,
        list: list(differences),
        broken: &differences.broken,
        new_quarters: differences.quarters.iter().map(list).collect(),
    };
    let mut text = serde_json::to_string_pretty(&report).expect("strings, numbers and lists only");
    text.push('\n');
    text
}

fn list(differences: &Differences) -> List<'_> {
    List {
        before: &differences.before,
        after: &differences.after,
        same: differences.all.is_empty(),
        same_figures: differences.same,
        headline: plain(&summary(differences).headline).into_owned(),
        differences: differences.all.iter().map(item).collect(),
    }
}

fn item(d: &Difference) -> Item<'_> {
    Item {
        matter: d.matter.code(),
        material: d.matter.is_material(),
        minor: d.minor,
        quarter: d.period.map(|p| p.to_string()),
        metric: d.metric.as_deref(),
        service: d.service.as_deref(),
        path: d.path.as_deref(),
        name: &d.name,
        what: &d.what,
        before: d.before.as_deref(),
        after: d.after.as_deref(),
        moved: &d.moved,
        but: &d.but,
        note: &d.note,
        said: &d.said,
        numbers: d.numbers.as_ref().map(figures),
    }
}

fn figures(numbers: &Numbers) -> Figures {
    let value = |value: Option<Value>| value.and_then(Value::exact).map(parts);
    Figures {
        before: value(numbers.before),
        after: value(numbers.after),
        difference: numbers.difference.map(parts),
        relative: numbers.relative.map(Exact::to_f64),
        better: numbers.better,
        evidence: numbers.evidence.map(super::super::EvidenceClass::code),
        evidence_better: numbers.evidence_better,
    }
}

/// Text, because a program's numbers may be too small for them.
fn parts(exact: Exact) -> [String; 2] {
    let (part, whole) = exact.parts();
    [part.to_string(), whole.to_string()]
}
