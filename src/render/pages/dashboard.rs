//! The one-page dashboard: four panes as bands of one table, so that every value, line and mark
//! can be read down a column.

use super::at_a_glance::pane_name;
use super::row::{Row, judged, scope};
use super::{Frame, glossary_path};
use crate::analyse::QuarterAnalysis;
use crate::model::{DashboardPane, Pane};
use crate::render::markdown::{self, Html};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use serde::Serialize;
use std::collections::BTreeSet;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Dashboard {
    headline: String,
    /// The same of the first two panes and of the last two, for slides.
    halves: Vec<String>,
    /// Whether anything beyond luck moved is for the reader to judge: found beside expected.
    honesty: String,
    /// Column heads: this quarter and the last.
    now: String,
    previous: String,
    panes: Vec<PaneRows>,
}

#[derive(Debug, Clone, Serialize)]
struct PaneRows {
    id: &'static str,
    name: &'static str,
    question: &'static str,
    rows: Vec<Row>,
    entries: Vec<Entry>,
}

/// A metric in the glossary panel.
#[derive(Debug, Clone, Serialize)]
struct Entry {
    name: String,
    href: String,
    meaning_html: Html,
}

impl Dashboard {
    pub(crate) fn new(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Self {
        let panes: Vec<PaneRows> = ctx
            .pack
            .settings
            .dashboard
            .iter()
            .map(|pane| pane_rows(ctx, frame, quarter, pane))
            .collect();
        Self {
            headline: headline(&panes),
            halves: panes.chunks(2).map(headline).collect(),
            honesty: sentences::honesty(ctx, &quarter.honesty),
            now: ctx.words.period_short(quarter.period),
            previous: ctx.words.period_short(quarter.period.previous()),
            panes,
        }
    }
}

/// Counts the marks of the table below it, so it cannot say anything else.
fn headline(panes: &[PaneRows]) -> String {
    // A row may stand in two panes; it is one metric all the same.
    let with = |word: &str| {
        let rows = panes.iter().flat_map(|p| &p.rows);
        let met = rows.filter(|r| r.against.word == word);
        met.map(|r| &r.name).collect::<BTreeSet<_>>().len()
    };
    let (met, marginal, missed) = (
        with(label("Met")),
        with(label("Marginal")),
        with(label("Missed")),
    );
    let judged = met + marginal + missed;
    if judged == 0 {
        return label("No metric of this dashboard has both a figure and a target").to_owned();
    }
    let met = match (met + marginal, marginal) {
        (1, 0) => say!("1 of {judged} metrics with a target met it", judged),
        (1, _) => say!(
            "1 of {judged} metrics with a target met it, 1 of them marginally",
            judged
        ),
        (_, 0) => say!(
            "{met} of {judged} metrics with a target met it",
            met,
            judged
        ),
        (_, n) => say!(
            "{met} of {judged} metrics with a target met it, {n} of them marginally",
            met + n,
            judged,
            n
        ),
    };
    let flattered = panes.iter().flat_map(|p| &p.rows);
    let flattered = flattered.filter(|r| !r.uneased.is_empty());
    let flattered = flattered.map(|r| &r.name).collect::<BTreeSet<_>>().len();
    let eased = match flattered {
        0 => String::new(),
        1 => label(", 1 of them against an eased target").to_owned(),
        n => say!(", {n} of them against eased targets", n),
    };
    match missed {
        0 => say!("{met}{eased}; none missed", met, eased),
        1 => say!("{met}{eased}; 1 missed", met, eased),
        n => say!("{met}{eased}; {n} missed", met, eased, n),
    }
}

/// A pane in addresses.
pub(super) fn anchor(pane: Pane) -> &'static str {
    match pane {
        Pane::Outcomes => "outcomes",
        Pane::Flow => "flow",
        Pane::Quality => "quality",
        Pane::Reliability => "reliability",
    }
}

fn pane_rows(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    pane: &DashboardPane,
) -> PaneRows {
    let id = anchor(pane.pane);
    let question = match pane.pane {
        Pane::Outcomes => label("Are customers and revenue better off?"),
        Pane::Flow => label("How quickly does an idea reach customers?"),
        Pane::Quality => label("Is speed costing us stability?"),
        Pane::Reliability => label("Do we keep our promises?"),
    };
    let mut rows = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for entry in pane.entries() {
        let scope = scope(entry.service.as_ref().map(|s| s.value.as_str()));
        let found = ctx.pack.metrics.get(&entry.metric.value);
        let Some((metric, judged)) = found.zip(judged(quarter, &entry.metric.value, scope)) else {
            continue;
        };
        let mut row = Row::new(ctx, frame, metric, scope, judged);
        row.headline = rows.is_empty() && entry == &pane.headline;
        rows.push(row);
        if entries.iter().all(|e| e.name != metric.name.value) {
            entries.push(Entry {
                name: metric.name.value.clone(),
                href: frame.to(&glossary_path(&metric.id.value)),
                meaning_html: markdown::blocks(&frame.root, &metric.meaning, 4),
            });
        }
    }
    PaneRows {
        id,
        name: pane_name(pane.pane),
        question,
        rows,
        entries,
    }
}
