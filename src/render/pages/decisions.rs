//! Decisions: one sheet each, the costed baseline beside the investment, and the words that the
//! minutes can copy.

use super::row::{judged, scope, scoped_name};
use super::{Frame, figure_path};
use crate::analyse::QuarterAnalysis;
use crate::model::{Decision, DecisionVerb, Narrative, OptionPlan, Text};
use crate::render::Ctx;
use crate::render::markdown::{self, Html};
use crate::tongue::{label, say};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// Weekly points that a change needs before anyone could tell (board.md 4.6).
const WEEKS_TO_TELL: u64 = 8;

/// One sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sheet {
    pub(super) id: String,
    kicker: String,
    headline_html: Html,
    question_html: Html,
    metric: String,
    href: String,
    rows: Vec<Compared>,
    why_now_html: Html,
    also: Vec<Also>,
    assumptions: Vec<Taken>,
    stop_rule_html: Html,
    resolution_html: Html,
    review: String,
    measure_html: Html,
}

/// A row of the options table.
#[derive(Debug, Clone, Serialize)]
struct Compared {
    label: &'static str,
    baseline_html: Html,
    investment_html: Html,
}

#[derive(Debug, Clone, Serialize)]
struct Also {
    option_html: Html,
    rejected_html: Html,
}

#[derive(Debug, Clone, Serialize)]
struct Taken {
    id: String,
    text_html: Html,
    source_html: Html,
}

/// A sheet for every decision, in their order.
pub(crate) fn sheets(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    narrative: Option<&Narrative>,
) -> Vec<Sheet> {
    narrative
        .into_iter()
        .flat_map(|n| &n.decisions)
        .map(|decision| sheet(ctx, frame, quarter, decision))
        .collect()
}

fn sheet(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis, decision: &Decision) -> Sheet {
    let scope = scope(decision.service.as_ref().map(|s| s.value.as_str()));
    let metric = ctx.pack.metrics.get(&decision.metric.value);
    Sheet {
        id: format!("decision-{}", decision.number.value),
        kicker: say!(
            "Decision D{value} · {object} · Reply by {date} · Sponsor {sponsor}",
            decision.number.value,
            object(decision.verb),
            ctx.words.date(decision.reply_by.value),
            decision.sponsor
        ),
        headline_html: super::stories::titled(
            ctx,
            frame,
            quarter,
            ctx.pack.narratives.get(&quarter.period),
            &decision.title,
        ),
        question_html: ctx.inline(&frame.root, &decision.question),
        metric: metric.map_or_else(String::new, |m| scoped_name(ctx, m, scope)),
        href: frame.to(&figure_path(&decision.metric.value, quarter.period)),
        rows: rows(ctx, &frame.root, quarter, decision),
        why_now_html: ctx.blocks(&frame.root, &decision.why_now, 4),
        also: decision
            .also_considered
            .iter()
            .map(|a| Also {
                option_html: ctx.inline(&frame.root, &a.option),
                rejected_html: ctx.inline(&frame.root, &a.rejected),
            })
            .collect(),
        assumptions: decision
            .assumptions
            .iter()
            .map(|a| Taken {
                id: a.id.clone(),
                text_html: ctx.inline(&frame.root, &a.text),
                source_html: ctx.inline(&frame.root, &a.source),
            })
            .collect(),
        stop_rule_html: ctx.inline(&frame.root, &decision.stop_rule),
        resolution_html: ctx.inline(&frame.root, &decision.resolution),
        review: ctx.words.date(decision.review_date.value),
        measure_html: ctx.inline(&frame.root, &decision.review_measure),
    }
}

/// What is asked for: `For decision`, `For approval`, …
fn object(verb: DecisionVerb) -> &'static str {
    match verb {
        DecisionVerb::Decide => label("For decision"),
        DecisionVerb::Approve => label("For approval"),
        DecisionVerb::Note => label("For noting"),
        DecisionVerb::Endorse => label("For endorsement"),
        DecisionVerb::Advise => label("For advice"),
    }
}

fn rows(
    ctx: &Ctx<'_>,
    root: &str,
    quarter: &QuarterAnalysis,
    decision: &Decision,
) -> Vec<Compared> {
    let (baseline, investment) = (&decision.baseline, &decision.investment);
    let row = |label, of: fn(&OptionPlan) -> &Text| Compared {
        label,
        baseline_html: ctx.inline(root, of(baseline)),
        investment_html: ctx.inline(root, of(investment)),
    };
    vec![
        row(label("What happens"), |o| &o.what),
        row(label("Cost, one-off"), |o| &o.one_off),
        row(label("Cost, running, next 12 months"), |o| &o.running),
        Compared {
            label: label("Expected effect"),
            baseline_html: markdown::inline(&baseline_effect(ctx, quarter, decision)),
            investment_html: match &investment.effect {
                Some(effect) => ctx.inline(root, effect),
                None => markdown::inline(label("not stated")),
            },
        },
        Compared {
            label: label("When we could tell"),
            baseline_html: markdown::inline(&when(ctx, baseline.go_live)),
            investment_html: markdown::inline(&when(ctx, investment.go_live)),
        },
        row(label("Trade-off"), |o| &o.trade_off),
        row(label("If we are wrong"), |o| &o.if_wrong),
        Compared {
            label: label("Owner"),
            baseline_html: markdown::inline(&baseline.owner),
            investment_html: markdown::inline(&investment.owner),
        },
    ]
}

/// If nothing changes the process keeps landing between its limits: the forecast that needs no
/// invention (board.md, decision 7). The author's own words, if any, follow it.
fn baseline_effect(ctx: &Ctx<'_>, quarter: &QuarterAnalysis, decision: &Decision) -> String {
    let scope = scope(decision.service.as_ref().map(|s| s.value.as_str()));
    let metric = ctx.pack.metrics.get(&decision.metric.value);
    let judged = judged(quarter, &decision.metric.value, scope);
    let range = metric.zip(judged).and_then(|(metric, judged)| {
        let number = |x: f64| ctx.words.number(metric, x);
        let expected = match judged.movement.limits? {
            (Some(low), Some(high)) => ctx.words.range(metric, low, high)?,
            (None, Some(high)) => say!("up to {number}", number(high)),
            (Some(low), None) => say!("{number} or more", number(low)),
            (None, None) => return None,
        };
        Some(say!(
            "{scoped_name}: if nothing changes, expect {expected} each week (routine range).",
            scoped_name(ctx, metric, scope),
            expected
        ))
    });
    let range = range
        .unwrap_or_else(|| label("No routine range: the metric is not tested weekly.").to_owned());
    let effect = decision.baseline.effect.as_ref();
    let effect = effect.map_or_else(String::new, |effect| ctx.plain(effect));
    super::row::join(&[&range, &effect])
}

/// Go-live and eight weekly points later.
fn when(ctx: &Ctx<'_>, go_live: Option<NaiveDate>) -> String {
    let told = go_live.and_then(|live| {
        let tell = live.checked_add_days(Days::new(WEEKS_TO_TELL * 7))?;
        Some(say!(
            "Not before {date}: live {date2}, then {WEEKS_TO_TELL} weekly points.",
            ctx.words.date(tell),
            ctx.words.date(live),
            WEEKS_TO_TELL
        ))
    });
    told.unwrap_or_else(|| label("Not applicable: nothing changes.").to_owned())
}
