//! The glossary's index: every metric by category, every term by letter. No search is needed: a
//! browser's own finds words on one page.

use super::definition_words::{category, category_anchor};
use super::{Frame, Link, Maker, Section, glossary_path, metric_path};
use crate::diag::Diagnostic;
use crate::model::{Category, Metric};
use crate::render::Page;
use crate::render::markdown::{self, Html};
use crate::tongue::{label, say};
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) const PATH: &str = "glossary/index.html";

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    categories: Vec<Group>,
    letters: Vec<Group>,
    gallery_href: String,
}

#[derive(Debug, Serialize)]
struct Group {
    title: String,
    anchor: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    short: String,
    href: String,
    unit_line: String,
    meaning_html: Html,
    /// The metric's figures; none for terms.
    figures: Option<Link>,
}

/// The page.
pub(crate) fn glossary(maker: &Maker<'_>) -> Result<Page, Box<Diagnostic>> {
    let frame = maker.frame(PATH, label("Glossary"), Section::Glossary);
    let view = View {
        categories: categories(maker, &frame),
        letters: letters(maker, &frame),
        gallery_href: frame.to(super::gallery::PATH),
        frame,
    };
    maker.page(PATH, "glossary.html", &view)
}

fn categories(maker: &Maker<'_>, frame: &Frame) -> Vec<Group> {
    let mut by: BTreeMap<Category, Vec<&Metric>> = BTreeMap::new();
    for metric in maker.pack.metrics.values() {
        by.entry(metric.category).or_default().push(metric);
    }
    by.into_iter()
        .map(|(of, mut metrics)| {
            metrics.sort_by_key(|m| (m.name.value.to_lowercase(), m.id.value.as_str()));
            Group {
                title: category(of).to_owned(),
                anchor: format!("metrics-{}", category_anchor(of)),
                entries: metrics
                    .iter()
                    .map(|m| metric_entry(maker, frame, m))
                    .collect(),
            }
        })
        .collect()
}

fn metric_entry(maker: &Maker<'_>, frame: &Frame, metric: &Metric) -> Entry {
    let id = &metric.id.value;
    Entry {
        name: metric.name.value.clone(),
        short: metric.short.clone().unwrap_or_default(),
        href: frame.to(&glossary_path(id)),
        unit_line: maker.words.unit_line(metric),
        meaning_html: markdown::blocks(&frame.root, &metric.meaning, 4),
        figures: Some(Link {
            label: say!("Figures of {value}", metric.name.value),
            href: frame.to(&metric_path(id)),
        }),
    }
}

fn letters(maker: &Maker<'_>, frame: &Frame) -> Vec<Group> {
    let mut by: BTreeMap<String, Vec<(String, Entry)>> = BTreeMap::new();
    for term in maker.pack.terms.values() {
        let letter = term.name.chars().find(|c| c.is_alphanumeric());
        let letter = letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect());
        let entry = Entry {
            name: term.name.clone(),
            short: term.short.clone().unwrap_or_default(),
            href: frame.to(&glossary_path(&term.id.value)),
            unit_line: String::new(),
            meaning_html: markdown::opening(&frame.root, &term.meaning),
            figures: None,
        };
        by.entry(letter)
            .or_default()
            .push((term.name.to_lowercase(), entry));
    }
    by.into_iter()
        .map(|(letter, mut entries)| {
            entries.sort_by(|a, b| (&a.0, &a.1.href).cmp(&(&b.0, &b.1.href)));
            Group {
                anchor: format!("terms-{}", anchor(&letter)),
                title: letter,
                entries: entries.into_iter().map(|(_, entry)| entry).collect(),
            }
        })
        .collect()
}

/// A letter in an address: letters and digits stay, anything else becomes its code.
fn anchor(letter: &str) -> String {
    letter
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase().to_string()
            } else {
                format!("u{:x}", u32::from(c))
            }
        })
        .collect()
}
