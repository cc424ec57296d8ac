//! "What could go wrong": the quarter's risks in words and money, and beneath them what auditors ask
//! for, in one order of reading. No score of likelihood times impact in steps of one to five: such a
//! product ranks worse than chance, and hides what it is a product of.

use super::row::{judged, scope};
use super::{Frame, Link, figure_path, metric_path, pack_path, risks_path};
use crate::analyse::{QuarterAnalysis, RiskQuarter, RiskRow};
use crate::model::Watch;
use crate::render::charts::Svg;
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, figures, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// Rows that the sheet has room for beside what auditors ask for; the page of risks has all.
const SHOWN: usize = 6;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Risks {
    kicker: String,
    headline: String,
    /// Whether risks were recorded for the quarter.
    told: bool,
    rows: Vec<Row>,
    /// Risks of the page that the sheet has no room for.
    left_out: usize,
    closed: Vec<Closed>,
    /// Whether anything that auditors ask for was recorded.
    assured: bool,
    assurance: Vec<super::assurance::Row>,
    /// The day to which both are read.
    as_at: String,
    /// The page with every assessment and finding; empty where there is none.
    href: String,
}

/// A risk as two lines of one table.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) href: String,
    pub(super) cause: String,
    pub(super) event: String,
    pub(super) consequence: String,
    /// `supplier risk · CFO`.
    pub(super) owner: String,
    pub(super) likelihood: String,
    pub(super) impact: String,
    pub(super) exposure: String,
    /// `customer hours`; empty for money, which says it itself.
    pub(super) counted_in: &'static str,
    /// How far the estimate can be relied on.
    pub(super) grade: &'static str,
    pub(super) fit: Mark,
    pub(super) limit: String,
    pub(super) movement: Mark,
    pub(super) before: String,
    pub(super) doing: String,
    pub(super) trigger: String,
    pub(super) reached: Mark,
    /// `on 20 May 2025`, of a trigger that no metric watches; otherwise empty.
    pub(super) reached_on: String,
    pub(super) watched: Option<Watched>,
    pub(super) decision: Option<Link>,
}

/// The metric that a trigger watches.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Watched {
    href: String,
    figure: String,
    figure_href: String,
    spark_svg: Svg,
}

/// A risk that ceased to be one.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Closed {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) why: String,
}

impl Risks {
    pub(crate) fn new(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Self {
        let recorded = quarter.risks.as_ref();
        let page = frame.to(&risks_path(quarter.period));
        let mut rows = rows(ctx, frame, quarter);
        let left_out = rows.len().saturating_sub(SHOWN);
        rows.truncate(SHOWN);
        let assured = quarter.compliance.as_ref();
        let day = recorded.map(|r| r.as_at).or(assured.map(|a| a.as_at));
        Self {
            kicker: kicker(ctx, recorded),
            headline: match recorded {
                Some(risks) => sentences::risks_headline(risks),
                None => label("What could go wrong is not recorded for this quarter").to_owned(),
            },
            told: recorded.is_some(),
            rows,
            left_out,
            closed: closed(ctx, &page, recorded),
            assured: assured.is_some(),
            assurance: assured.map_or_else(Vec::new, |a| super::assurance::rows(ctx, frame, a)),
            as_at: day.map_or_else(String::new, |day| ctx.words.date(day)),
            href: if day.is_some() { page } else { String::new() },
        }
    }
}

/// `What could go wrong · Q3 2026 · one trigger has been reached`.
pub(super) fn kicker(ctx: &Ctx<'_>, recorded: Option<&RiskQuarter>) -> String {
    let quarter = ctx.words.period_short(ctx.period);
    let kicker = say!("What could go wrong · {quarter}", quarter);
    match recorded.map(sentences::triggers_reached) {
        Some(reached) if !reached.is_empty() => format!("{kicker} · {reached}"),
        _ => kicker,
    }
}

/// Every risk of the quarter, the highest exposure first.
pub(super) fn rows(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Vec<Row> {
    let rows = quarter.risks.iter().flat_map(|risks| &risks.rows);
    rows.filter_map(|held| row(ctx, frame, quarter, held))
        .collect()
}

/// Those that were closed in the quarter.
pub(super) fn closed(ctx: &Ctx<'_>, page: &str, recorded: Option<&RiskQuarter>) -> Vec<Closed> {
    let rows = recorded.into_iter().flat_map(|risks| &risks.closed);
    rows.filter_map(|held| {
        let risk = sentences::risk_of(ctx, held)?;
        Some(Closed {
            name: risk.name.value.clone(),
            href: format!("{page}#risk-{}", held.id),
            why: risk.closed.as_ref()?.why.value.clone(),
        })
    })
    .collect()
}

fn row(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis, held: &RiskRow) -> Option<Row> {
    let risk = sentences::risk_of(ctx, held)?;
    let anchor = format!("risk-{}", held.id);
    let exposure = sentences::exposure(ctx, held);
    let nouns = [label("customer hours"), label("customer hour")];
    let number = nouns.iter().find_map(|noun| exposure.strip_suffix(noun));
    let (number, counted_in) = match number {
        Some(number) => (number.trim_end().to_owned(), label("customer hours")),
        None => (exposure, ""),
    };
    let watched = held.trigger.watch();
    let watched = watched.and_then(|watch| Watched::new(ctx, frame, quarter, watch));
    Some(Row {
        href: format!("{}#{anchor}", frame.to(&risks_path(quarter.period))),
        anchor,
        name: risk.name.value.clone(),
        cause: sentence_part(&risk.cause.value),
        event: sentences::clause(&risk.event.value),
        consequence: sentences::clause(&risk.consequence.value),
        owner: format!("{} · {}", held.owner, sentences::risk_kind(risk.kind)),
        likelihood: sentences::likelihood(ctx, held),
        impact: sentences::impact(ctx, held),
        exposure: number,
        counted_in,
        grade: label(held.grade.word()),
        fit: marks::appetite(held.fit),
        limit: sentences::limit(ctx, held),
        movement: marks::risk_movement(held.movement),
        before: sentences::before(ctx, held),
        doing: sentences::doing(ctx, held),
        trigger: sentences::trigger(ctx, held),
        reached: marks::reached(held.reached),
        reached_on: sentences::reached_on(ctx, held),
        watched,
        decision: decision(ctx, frame, held),
    })
}

/// Somebody's words without their full stop.
fn sentence_part(text: &str) -> String {
    text.trim().trim_end_matches('.').to_owned()
}

impl Watched {
    fn new(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis, watch: &Watch) -> Option<Self> {
        let metric = ctx.pack.metrics.get(&watch.metric.value)?;
        let service = watch.service.as_ref().map(|service| service.value.as_str());
        let judged = judged(quarter, &metric.id.value, scope(service))?;
        Some(Self {
            href: frame.to(&metric_path(&metric.id.value)),
            figure: judged
                .now
                .as_ref()
                .map_or_else(String::new, |figure| ctx.words.figure(metric, figure)),
            figure_href: frame.to(&figure_path(&metric.id.value, quarter.period)),
            spark_svg: figures::sparkline(ctx, metric, judged),
        })
    }
}

/// Where the decision stands: on this page, or in the pack that asked for it.
fn decision(ctx: &Ctx<'_>, frame: &Frame, held: &RiskRow) -> Option<Link> {
    let reference = held.decision.as_ref()?;
    let narrative = ctx.pack.narratives.get(&reference.period)?;
    let mut decisions = narrative.decisions.iter();
    let decision = decisions.find(|d| d.id.value == reference.id)?;
    let number = decision.number.value;
    let when = ctx.words.period_short(reference.period);
    Some(Link {
        label: match reference.period == ctx.period {
            true => say!("Decision D{number}", number),
            false => say!("Decision D{number} of {when}", number, when),
        },
        href: format!(
            "{}#decision-{number}",
            frame.to(&pack_path(reference.period))
        ),
    })
}
