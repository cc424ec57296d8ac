//! One entry of the glossary: a metric with every field of its definition, or a term.

use super::definition_words as say;
use super::{Frame, Link, Maker, Section, csv_path, glossary_path, metric_path};
use crate::diag::Diagnostic;
use crate::model::{Facet, Metric, Term, Text};
use crate::render::Page;
use crate::render::markdown::{self, Html};
use crate::tongue::{label, say};
use crate::words::direction;
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    name: String,
    short: String,
    meaning_html: Html,
    facts: Vec<Fact>,
    changes: Vec<Changed>,
    /// The query that counts it; empty where none is filed.
    query: String,
    questions_html: Html,
    see: Vec<Link>,
    files: Vec<Link>,
}

#[derive(Debug, Serialize)]
pub(super) struct Fact {
    label: &'static str,
    text: String,
    /// Instead of the text, where it was written as prose.
    text_html: Html,
    /// Instead of the text, where there are several.
    items: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Changed {
    version: u32,
    date: String,
    what: String,
    effect: &'static str,
    current: bool,
}

/// Every entry.
pub(crate) fn terms(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let wants = |id: &str| maker.wants(&glossary_path(id));
    let mut metrics: Vec<&Metric> = maker.pack.metrics.values().collect();
    metrics.retain(|metric| wants(&metric.id.value));
    let mut terms: Vec<&Term> = maker.pack.terms.values().collect();
    terms.retain(|term| wants(&term.id.value));
    let mut pages = maker.each(&metrics, |metric| metric_page(maker, metric));
    pages.extend(maker.each(&terms, |term| term_page(maker, term)));
    pages
}

fn frame(maker: &Maker<'_>, path: &str, name: &str) -> Frame {
    maker
        .frame(path, name, Section::Glossary)
        .under(label("Glossary"), "glossary/index.html")
}

fn term_page(maker: &Maker<'_>, term: &Term) -> Result<Page, Box<Diagnostic>> {
    let path = glossary_path(&term.id.value);
    let frame = frame(maker, &path, &term.name);
    let see = term
        .see
        .iter()
        .filter_map(|id| named(maker, &frame, &id.value))
        .collect();
    let view = View {
        kicker: label("Term").to_owned(),
        name: term.name.clone(),
        short: term.short.clone().unwrap_or_default(),
        meaning_html: markdown::blocks(&frame.root, &term.meaning, 2),
        facts: Vec::new(),
        changes: Vec::new(),
        query: String::new(),
        questions_html: Html::default(),
        see,
        files: Vec::new(),
        frame,
    };
    maker.page(&path, "term.html", &view)
}

/// A link to the entry of an id, metric or term.
fn named(maker: &Maker<'_>, frame: &Frame, id: &str) -> Option<Link> {
    let metric = maker.pack.metrics.get(id).map(|m| m.name.value.as_str());
    let label = metric.or_else(|| maker.pack.terms.get(id).map(|t| t.name.as_str()))?;
    Some(Link {
        label: label.to_owned(),
        href: frame.to(&glossary_path(id)),
    })
}

fn metric_page(maker: &Maker<'_>, metric: &Metric) -> Result<Page, Box<Diagnostic>> {
    let id = metric.id.value.as_str();
    let path = glossary_path(id);
    let frame = frame(maker, &path, &metric.name.value);
    let definition = &metric.definition;
    let changes = definition.changes.iter().rev().map(|c| Changed {
        version: c.version.value,
        date: maker.words.date(c.date),
        what: c.what.clone(),
        effect: say::effect(c.effect.value),
        current: c.version.value == definition.version.value,
    });
    // Terms that point here are the other half of `see`.
    let see = maker
        .pack
        .terms
        .values()
        .filter(|t| t.see.iter().any(|s| s.value == id))
        .filter_map(|t| named(maker, &frame, &t.id.value))
        .collect();
    let file = |label: &str, target: String| Link {
        label: label.to_owned(),
        href: frame.to(&target),
    };
    let view = View {
        kicker: say!(
            "Metric · {category} · {unit_line}",
            say::category(metric.category),
            maker.words.unit_line(metric)
        ),
        name: metric.name.value.clone(),
        short: metric.short.clone().unwrap_or_default(),
        meaning_html: markdown::blocks(&frame.root, &metric.meaning, 2),
        facts: facts(maker, &frame, metric),
        changes: changes.collect(),
        query: metric
            .query
            .as_ref()
            .map_or_else(String::new, |q| q.value.clone()),
        questions_html: markdown::blocks(&frame.root, &metric.questions, 3),
        see,
        files: vec![
            file(label("Charts and figures of all quarters"), metric_path(id)),
            file(label("Quarterly figures as CSV"), csv_path(id)),
            file(
                label("Weekly figures as CSV"),
                super::tables::weeks_path(id),
            ),
        ],
        frame,
    };
    maker.page(&path, "term.html", &view)
}

/// `“… of releases fail”; “… releases were taken back” (count)`.
fn wordings(metric: &Metric) -> String {
    let phrases = metric.wordings.iter().map(|wording| {
        let words = &wording.words.value;
        match wording.facet {
            Facet::Now => say!("“… {words}”", words),
            facet => format!("{} ({})", say!("“… {words}”", words), facet.name()),
        }
    });
    phrases.collect::<Vec<_>>().join(label("; "))
}

/// So much of a metric's definition as a card holds.
pub(super) fn short_facts(metric: &Metric) -> Vec<Fact> {
    let definition = &metric.definition;
    let text = |label, text: &str| Fact {
        label,
        text: text.to_owned(),
        text_html: Html::default(),
        items: Vec::new(),
    };
    let version = say!(
        "{value}, meaning {fingerprint}; query owned by {query_owner}",
        definition.version.value,
        metric.fingerprint(),
        definition.query_owner
    );
    vec![
        text(label("Formula"), &definition.formula),
        text(
            label("Starts, stops"),
            &format!(
                "{}{}{}",
                definition.start_event.value,
                label("; "),
                definition.stop_event.value
            ),
        ),
        text(label("Counted"), &definition.inclusion),
        text(label("Not counted"), &definition.exclusion),
        text(label("Source"), &definition.event_source),
        text(label("Weakness"), &definition.weaknesses),
        text(label("Definition"), &version),
    ]
}

fn facts(maker: &Maker<'_>, frame: &Frame, metric: &Metric) -> Vec<Fact> {
    let words = maker.words;
    let definition = &metric.definition;
    let text = |label, text: &str| Fact {
        label,
        text: text.to_owned(),
        text_html: Html::default(),
        items: Vec::new(),
    };
    let listed = |named, items: Vec<String>| Fact {
        label: named,
        text: label("none").to_owned(),
        text_html: Html::default(),
        items,
    };
    let prose = |named, prose: &Text| Fact {
        label: named,
        text: label("none stated").to_owned(),
        text_html: markdown::blocks(&frame.root, prose, 3),
        items: Vec::new(),
    };
    let or_none = |text: String| {
        if text.is_empty() {
            label("none").to_owned()
        } else {
            text
        }
    };
    let targets: Vec<String> = metric
        .targets
        .iter()
        .rev()
        .map(|t| {
            let (value, from) = (words.exact(metric, t.value), words.date(t.from));
            say!(
                "{value} from {from}, set by {set_by}: {rationale}",
                value,
                from,
                t.set_by,
                t.rationale
            )
        })
        .collect();
    let benchmarks: Vec<String> = metric
        .benchmarks
        .iter()
        .map(|b| {
            let band = words.range_exact(metric, b.low, b.high);
            let (source, year, label) = (&b.source, b.year, &b.label);
            format!("{band}, {label} ({source} {year}). {}", b.comparability)
        })
        .collect();
    let roles: Vec<&str> = metric.roles.iter().map(|r| r.title()).collect();
    let last = definition.changes.last().map_or_else(String::new, |c| {
        let date = words.date(c.date);
        say!(
            "{date}: {what} Effect on history: {effect}.",
            date,
            c.what,
            say::effect(c.effect.value)
        )
    });
    vec![
        prose(label("Why the Board sees it"), &metric.why),
        text(label("Formula"), &definition.formula),
        text(label("Starts at"), &definition.start_event),
        text(label("Stops at"), &definition.stop_event),
        text(label("Event source"), &definition.event_source),
        text(label("Owner"), &metric.owner.value),
        text(label("Query owner"), &definition.query_owner),
        text(label("Counted"), &definition.inclusion),
        text(label("Not counted"), &definition.exclusion),
        text(label("Refreshed"), &definition.refresh),
        text(
            label("What the figure is"),
            say::kind(metric.kind.value, metric.statistic.map(|s| s.value)),
        ),
        text(label("Unit"), &words.unit(metric)),
        text(label("Rounding"), &words.rounding(metric)),
        text(
            label("Direction"),
            direction(metric).unwrap_or(label("neither direction is better")),
        ),
        listed(label("Target and why"), targets),
        listed(label("What others report"), benchmarks),
        text(label("May also be told as"), &or_none(wordings(metric))),
        text(label("Known weaknesses"), &definition.weaknesses),
        text(label("Spread"), say::spread(metric.spread)),
        text(label("How change is judged"), &say::test(&metric.test)),
        text(
            label("The whole from services"),
            say::roll_up(metric.roll_up.value),
        ),
        text(label("Last definition change"), &or_none(last)),
        text(
            label("Fingerprint of the meaning"),
            &say!(
                "{fingerprint}, version {value}",
                metric.fingerprint(),
                definition.version.value
            ),
        ),
        text(label("Platforms"), &or_none(metric.platforms.join(", "))),
        text(
            label("Business outcome"),
            metric.outcome.map_or(label("none named"), say::outcome),
        ),
        text(label("Seen by"), &or_none(roles.join(", "))),
        prose(label("What moves it"), &metric.drivers),
        prose(label("If it worsens"), &metric.playbook),
    ]
}
