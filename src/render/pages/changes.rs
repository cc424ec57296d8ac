//! "What changed since the last pack": a quarter against the one before it, most material first.
//! Made from the same [`Differences`] as `boardpack diff`, and from nothing later than its quarter.

use super::at_a_glance::pane_name;
use super::row::{judged, scope};
use super::{Frame, Link, Maker, Section, metric_path, pack_path};
use crate::analyse::QuarterAnalysis;
use crate::compare::{self, Difference, Differences, Matter, Side};
use crate::diag::Diagnostic;
use crate::model::Period;
use crate::render::markdown::{self, Html};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page};
use crate::tongue::{label, say};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    brief: String,
    /// Luck, what could not be tested, and what stayed; may be empty.
    rest: String,
    before: Link,
    after: Link,
    groups: Vec<Group>,
    /// What moved by luck or untested: in a table that is folded away.
    folded: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    id: &'static str,
    heading: &'static str,
    /// Whether any row has a mark.
    marked: bool,
    /// Figures stand in a table, texts below each other.
    figures: bool,
    rows: Vec<Row>,
    /// Figures of single services, without a strong signal.
    minor: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name_html: Html,
    /// Empty where there is no page to lead to.
    href: String,
    what: String,
    before_html: Html,
    after_html: Html,
    note: String,
    /// Against target, or the verdict.
    against: Option<Mark>,
    movement: Option<Mark>,
}

/// Where a quarter's page stands.
pub(super) fn changes_path(period: Period) -> String {
    format!("{period}/changes.html")
}

/// The quarter whose pack came before; `None` for the first.
pub(super) fn predecessor(maker: &Maker<'_>, period: Period) -> Option<Period> {
    let earlier = maker.analysis.quarters.range(..period);
    earlier.map(|(p, _)| *p).next_back()
}

/// One page for every quarter that has a predecessor.
pub(crate) fn changes(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let quarters: Vec<(Period, &QuarterAnalysis)> = maker
        .quarters()
        .filter(|quarter| maker.wants(&changes_path(quarter.period)))
        .filter_map(|quarter| Some((predecessor(maker, quarter.period)?, quarter)))
        .collect();
    let pages = maker.each(&quarters, |(before, quarter)| page(maker, *before, quarter));
    pages.into_iter().flatten().collect()
}

fn page(
    maker: &Maker<'_>,
    before: Period,
    quarter: &QuarterAnalysis,
) -> Option<Result<Page, Box<Diagnostic>>> {
    let period = quarter.period;
    let ctx = maker.ctx(period);
    let side = Side {
        pack: ctx.pack,
        analysis: maker.analysis,
        words: maker.words_then,
        answers: maker.answers,
        sources: maker.sources,
    };
    let found = compare::quarters((&side, before), (&side, period))?;
    let path = changes_path(period);
    let short = ctx.words.period_short(period);
    let title = say!("{short}: what changed since the last pack", short);
    let frame = maker
        .frame(&path, &title, Section::Elsewhere)
        .about(maker, period)
        .under(&short, &pack_path(period));
    let said = compare::summary(&found);
    let link = |label: &str, period| Link {
        label: label.to_owned(),
        href: frame.to(&pack_path(period)),
    };
    let both = (maker.analysis.quarters.get(&before), quarter);
    let view = View {
        kicker: say!("What changed since the last pack · {short}", short),
        headline: said.headline,
        brief: said.brief,
        rest: said.rest,
        before: link(&found.before, before),
        after: link(&found.after, period),
        groups: groups(&ctx, &frame, both, &found, true),
        folded: groups(&ctx, &frame, both, &found, false),
        frame,
    };
    Some(maker.page(&path, "changes.html", &view))
}

fn groups(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarters: (Option<&QuarterAnalysis>, &QuarterAnalysis),
    found: &Differences,
    material: bool,
) -> Vec<Group> {
    Matter::ALL
        .into_iter()
        .filter(|matter| matter.is_material() == material)
        .filter_map(|matter| {
            let rows = |minor: bool| -> Vec<Row> {
                let own = found.all.iter().filter(|d| d.matter == matter);
                let own = own.filter(|d| d.minor == minor || !material);
                own.map(|d| row(ctx, frame, quarters, d)).collect()
            };
            let minor = if material { rows(true) } else { Vec::new() };
            let rows = (rows(false), minor);
            let all = || rows.0.iter().chain(&rows.1);
            let group = Group {
                marked: all().any(|r| r.against.is_some()),
                id: matter.code(),
                heading: matter.heading(),
                figures: is_of_figures(matter),
                rows: rows.0,
                minor: rows.1,
            };
            (!group.rows.is_empty() || !group.minor.is_empty()).then_some(group)
        })
        .collect()
}

/// Whether what stands before and after is short enough for a table.
fn is_of_figures(matter: Matter) -> bool {
    !matches!(
        matter,
        Matter::Redefined
            | Matter::Definition
            | Matter::Judging
            | Matter::Ask
            | Matter::Story
            | Matter::Learned
            | Matter::Mark
            | Matter::Setting
            | Matter::Headline
            | Matter::Wording
    )
}

fn row(
    ctx: &Ctx<'_>,
    frame: &Frame,
    (earlier, quarter): (Option<&QuarterAnalysis>, &QuarterAnalysis),
    d: &Difference,
) -> Row {
    let metric = d
        .metric
        .as_deref()
        .filter(|id| ctx.pack.metrics.contains_key(*id));
    let own = metric.filter(|_| d.what.is_empty());
    let own = own.and_then(|id| judged(quarter, id, scope(d.service.as_deref())));
    let verdict = quarter
        .verdicts
        .iter()
        .find(|v| d.what == compare::VERDICT && pane_name(v.pane) == d.name);
    // What people wrote reads as Markdown; everything else as it stands.
    let written = |text: &str| match d.matter {
        Matter::Headline | Matter::Wording | Matter::Ask | Matter::Story => markdown::inline(text),
        _ => markdown::literal(text),
    };
    let side = |text: &Option<String>| text.as_deref().map_or_else(Html::default, written);
    Row {
        name_html: written(&d.name),
        href: metric.map_or_else(String::new, |id| {
            format!("{}#{}", frame.to(&metric_path(id)), quarter.period)
        }),
        what: match d.what == compare::VERDICT {
            true => label(compare::VERDICT).to_owned(),
            false => d.what.clone(),
        },
        before_html: side(&d.before),
        after_html: side(&d.after),
        // What the marks say is not said again.
        note: match own {
            Some(own) if d.after.is_some() => {
                let then = earlier.and_then(|q| {
                    judged(q, metric.unwrap_or_default(), scope(d.service.as_deref()))
                });
                let then = then
                    .map(|j| j.target.status)
                    .filter(|s| *s != own.target.status);
                let was = then.map(|s| say!("was {word}", marks::target(s).word));
                let parts = [Some(d.moved.clone()), Some(d.but.clone()), was];
                let parts = parts.into_iter().flatten();
                parts
                    .filter(|p| !p.is_empty())
                    .collect::<Vec<_>>()
                    .join(label("; "))
            }
            _ => d.remark(),
        },
        against: verdict
            .map(|v| marks::verdict(v.word))
            .or_else(|| own.map(|j| marks::target(j.target.status))),
        movement: own.map(|j| marks::movement(&j.movement)),
    }
}
