//! A quarter's pack as one page that leads nowhere else: every sheet, a card for each metric, the
//! glossary's terms. What is printed, and what is sent as one file.

use super::dashboard;
use super::ledger::Earlier;
use super::owed;
use super::pack;
use super::row::{Row, said};
use super::running_foot::{APPENDIX, feet_by_section};
use super::term::{Fact, short_facts};
use super::{Frame, Maker, NavItem, glossary_path, metric_path, pack_path};
use crate::analyse::{Assessment, Ledger, QuarterAnalysis};
use crate::diag::Diagnostic;
use crate::model::{Metric, Period, Scope};
use crate::render::figures::{self, Drawn, Size};
use crate::render::markdown::{self, Html};
use crate::render::{Ctx, forms, sentences};
use crate::tongue::label;
use serde::Serialize;
use std::collections::BTreeMap;

/// What stands behind the sheets.
#[derive(Debug, Serialize)]
pub(super) struct Appendix {
    now: String,
    previous: String,
    /// What became of what was asked and promised before.
    earlier: Option<Earlier>,
    cards: Vec<Card>,
    terms: Vec<Term>,
}

/// A metric in a third of a page.
#[derive(Debug, Serialize)]
struct Card {
    anchor: String,
    row: Row,
    meaning_html: Html,
    said: String,
    figure: Drawn,
    facts: Vec<Fact>,
}

#[derive(Debug, Serialize)]
struct Term {
    anchor: String,
    name: String,
    short: String,
    meaning_html: Html,
}

/// A page before its style goes inside, and what stands in it: paths of the site by id.
pub(crate) struct Whole {
    pub(crate) path: String,
    pub(crate) page: Vec<u8>,
    pub(crate) inside: BTreeMap<String, String>,
    /// What stands in the feet of its printed pages, as a part of its style.
    pub(crate) feet: String,
}

/// A quarter's pack in one page; `None` for a quarter without figures.
pub(crate) fn whole(maker: &Maker<'_>, period: Period) -> Option<Result<Whole, Box<Diagnostic>>> {
    let quarter = maker.analysis.quarters.get(&period)?;
    let path = format!("{period}/{}", forms::SINGLE);
    let mut pack = pack::view(maker, &path, quarter);
    pack.forms = Vec::new();
    pack.services = Vec::new();
    pack.changes = Vec::new();
    let ctx = maker.ctx(period);
    let first = pack.decisions.first().map(|decision| decision.id.clone());
    let frame = &mut pack.frame;
    frame.more = Vec::new();
    frame.crumbs = Vec::new();
    let ledger = Ledger::new(ctx.pack, maker.analysis, period);
    let earlier = Earlier::new(&ctx, frame, &ledger);
    frame.nav = contents(first.as_deref(), earlier.is_some());
    let feet = feet_by_section(maker, period, &sections(&frame.nav));
    let metrics: Vec<(&Metric, &Assessment)> = in_print(&ctx, quarter);
    let terms = ctx.pack.terms.values().map(|term| Term {
        anchor: format!("term-{}", term.id.value),
        name: term.name.clone(),
        short: term.short.clone().unwrap_or_default(),
        meaning_html: markdown::blocks(&frame.root, &term.meaning, 4),
    });
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_by_key(|term| term.name.to_lowercase());
    let mut inside = BTreeMap::from([
        (pack_path(period), String::new()),
        ("glossary/index.html".to_owned(), "terms".to_owned()),
        (
            "glossary/index.html#metrics".to_owned(),
            "figures".to_owned(),
        ),
    ]);
    // The panel of the dashboard stays closed on paper: what its pane is judged by is in the cards.
    for pane in &ctx.pack.settings.dashboard {
        let place = format!("#glossary-{}", dashboard::anchor(pane.pane));
        inside.insert(place, anchor(&pane.headline.metric.value));
    }
    if let Some(earlier) = &earlier {
        inside.insert(owed::PATH.to_owned(), "ledger".to_owned());
        for row in earlier.anchors() {
            inside.insert(format!("{}#{row}", owed::PATH), row.to_owned());
        }
    }
    if period == maker.latest {
        inside.insert("index.html".to_owned(), String::new());
    }
    for (metric, _) in &metrics {
        let id = &metric.id.value;
        for path in [metric_path(id), glossary_path(id)] {
            inside.insert(path, anchor(id));
        }
    }
    for id in ctx.pack.terms.keys() {
        inside.insert(glossary_path(id), format!("term-{id}"));
    }
    let appendix = Appendix {
        now: ctx.words.period_short(period),
        previous: ctx.words.period_short(period.previous()),
        earlier,
        cards: maker.each(&metrics, |(metric, judged)| {
            card(&ctx, frame, metric, judged)
        }),
        terms,
    };
    pack.whole = Some(appendix);
    let filled = maker.page(&path, "pack.html", &pack);
    Some(filled.map(|(path, page)| Whole {
        path,
        page,
        inside,
        feet,
    }))
}

fn anchor(metric: &str) -> String {
    format!("card-{metric}")
}

/// Every judged metric, by category and name, as the glossary has them.
fn in_print<'a>(ctx: &Ctx<'a>, quarter: &'a QuarterAnalysis) -> Vec<(&'a Metric, &'a Assessment)> {
    let judged = ctx.pack.metrics.values();
    let judged = judged.filter_map(|m| Some((m, &quarter.metrics.get(&m.id.value)?.all)));
    let mut metrics: Vec<_> = judged.collect();
    metrics.sort_by_key(|(m, _)| (m.category, m.name.value.to_lowercase(), &m.id.value));
    metrics
}

fn card(ctx: &Ctx<'_>, frame: &Frame, metric: &Metric, judged: &Assessment) -> Card {
    let id = &metric.id.value;
    let mut row = Row::new(ctx, frame, metric, Scope::All, judged);
    row.now_href = String::new();
    row.previous_href = String::new();
    Card {
        anchor: anchor(id),
        row,
        meaning_html: markdown::blocks(&frame.root, &metric.meaning, 4),
        said: [
            said(ctx, metric, Scope::All, judged),
            sentences::advice(judged),
        ]
        .join(" ")
        .trim()
        .to_owned(),
        figure: figures::behaviour(
            ctx,
            metric,
            Scope::All,
            judged,
            Size::Half,
            &format!("chart-of-{id}"),
        ),
        facts: short_facts(metric),
    }
}

/// The last sheet before the appendix.
const CAPABILITY: &str = "#capability";

/// What the page holds, as its navigation.
fn contents(decision: Option<&str>, earlier: bool) -> Vec<NavItem> {
    let decision = decision.map_or_else(String::new, |id| format!("#{id}"));
    let earlier = if earlier { "#ledger" } else { "" };
    let sheets = [
        ("At a glance", "#at-a-glance"),
        ("Dashboard", "#dashboard"),
        ("What moved", "#what-moved"),
        ("Promises", "#promises"),
        ("Incidents", "#what-went-wrong"),
        ("Risks", "#risks"),
        ("Stories", "#stories"),
        ("Decisions", decision.as_str()),
        ("Capability", CAPABILITY),
        ("Earlier decisions", earlier),
        ("How to read", "#how-to-read"),
        ("Data quality", "#data-quality"),
        ("Figures", "#figures"),
        ("Terms", "#terms"),
    ];
    sheets
        .into_iter()
        .filter(|(_, href)| !href.is_empty())
        .map(|(name, href)| NavItem {
            label: label(name),
            href: href.to_owned(),
            here: false,
        })
        .collect()
}

/// What the feet of its pages name: the navigation, and the appendix behind the sheets that a director
/// reads.
fn sections(nav: &[NavItem]) -> Vec<NavItem> {
    let core = nav.iter().position(|item| item.href == CAPABILITY);
    let mut sections = nav.to_vec();
    let appendix = NavItem {
        label: label("Appendix"),
        href: APPENDIX.to_owned(),
        here: false,
    };
    sections.insert(core.map_or(nav.len(), |core| core + 1), appendix);
    sections
}
