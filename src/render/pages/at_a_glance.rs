//! The first sheet: what the Board is asked to do, the quarter in three sentences, four verdicts,
//! what happened since the last meeting, and why the figures can be trusted.

use super::since::{Since, since};
use crate::analyse::{Ledger, MetricAnalysis, QuarterAnalysis};
use crate::model::{Decision, DecisionVerb, Narrative, Pane, Purpose, Text};
use crate::render::markdown::{self, Html};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say, say_n};
use serde::Serialize;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AtAGlance {
    kicker: String,
    headline_html: Html,
    /// Whether anyone wrote about this quarter.
    told: bool,
    requests: Vec<Request>,
    sentences: Vec<Sentence>,
    /// What the author adds below the front matter; empty where nothing was added.
    more_html: Html,
    verdicts: Vec<PaneVerdict>,
    since: Vec<Since>,
    /// Where every decision and promise stands.
    ledger_href: String,
    trust: Vec<String>,
}

/// A sentence that may hold emphasis and links.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sentence {
    pub(crate) text_html: Html,
}

/// One line of "The Board is asked to".
#[derive(Debug, Clone, Serialize)]
struct Request {
    verb: &'static str,
    request_html: Html,
    amount: String,
    href: String,
    label: String,
    reply_by: String,
}

#[derive(Debug, Clone, Serialize)]
struct PaneVerdict {
    pane: &'static str,
    mark: Mark,
    /// What the verdict owes to an eased target; empty where nothing.
    uneased: String,
    sentence_html: Html,
}

impl AtAGlance {
    pub(crate) fn new(
        ctx: &Ctx<'_>,
        root: &str,
        quarter: &QuarterAnalysis,
        narrative: Option<&Narrative>,
        ledger: &Ledger<'_>,
    ) -> Self {
        let settings = &ctx.pack.settings;
        let period = ctx.words.period(&settings.calendar, quarter.period);
        let overview = narrative.map(|n| &n.overview);
        let purpose = overview.map(|o| purpose(o.purpose));
        let kicker = [Some(settings.report.as_str()), Some(&period), purpose]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ");
        Self {
            kicker,
            headline_html: overview.map_or_else(
                || {
                    markdown::inline(&say!(
                        "{period}: the figures, without a narrative",
                        ctx.words.period_short(quarter.period)
                    ))
                },
                |o| told(ctx, root, quarter, narrative, &o.headline),
            ),
            told: overview.is_some(),
            requests: narrative
                .into_iter()
                .flat_map(|n| &n.decisions)
                .map(|decision| Request::new(ctx, root, decision))
                .collect(),
            sentences: overview
                .into_iter()
                .flat_map(|o| &o.summary)
                .map(|s| Sentence {
                    text_html: told(ctx, root, quarter, narrative, s),
                })
                .collect(),
            more_html: overview.map_or_else(Html::default, |o| ctx.blocks(root, &o.prose, 3)),
            verdicts: quarter
                .verdicts
                .iter()
                .map(|verdict| PaneVerdict {
                    pane: pane_name(verdict.pane),
                    mark: marks::verdict(verdict.word),
                    uneased: sentences::verdict_uneased(verdict),
                    sentence_html: overview.map_or_else(Html::default, |o| {
                        let at = Pane::ALL
                            .iter()
                            .position(|p| *p == verdict.pane)
                            .unwrap_or(0);
                        told(ctx, root, quarter, narrative, &o.verdicts[at])
                    }),
                })
                .collect(),
            since: since(
                ctx,
                root,
                quarter,
                ledger,
                overview.map(|o| &o.since_last_meeting),
            ),
            ledger_href: format!("{root}{}", super::owed::PATH),
            trust: trust(ctx, quarter),
        }
    }

    /// Adds the mark of the inputs and the reading time, which is known only when every sheet is:
    /// words of the core, and of the appendix.
    pub(crate) fn closes(&mut self, build: String, core: usize, appendix: usize) {
        self.trust.push(build);
        let minutes = |words: usize| words.div_ceil(200).max(1);
        let core = minutes(core);
        self.trust.push(say_n!(
            core as u64,
            "reading time about {core}~minute at 200 words a minute, charts not counted; the appendix takes {more} more",
            "reading time about {core}~minutes at 200 words a minute, charts not counted; the appendix takes {more} more",
            core,
            minutes(appendix)
        ));
    }
}

/// A sentence as it reads; what is somebody's judgement says so, in every template and medium.
fn told(
    ctx: &Ctx<'_>,
    root: &str,
    quarter: &QuarterAnalysis,
    narrative: Option<&Narrative>,
    text: &Text,
) -> Html {
    let html = ctx.inline(root, text);
    let judged = narrative.and_then(|n| sentences::judged(n, text));
    let declared = narrative.and_then(|n| sentences::declared(ctx, quarter, n, text));
    match (judged, declared) {
        (Some(words), _) => html.noted(&words),
        (None, Some(words)) => html.held(&words),
        (None, None) => html,
    }
}

impl Sentence {
    pub(crate) fn new(ctx: &Ctx<'_>, root: &str, text: &Text) -> Self {
        Self {
            text_html: ctx.inline(root, text),
        }
    }
}

impl Request {
    fn new(ctx: &Ctx<'_>, root: &str, decision: &Decision) -> Self {
        Self {
            verb: verb(decision.verb),
            request_html: ctx.inline(root, &decision.request),
            amount: decision
                .amount
                .as_ref()
                .map_or_else(String::new, |a| ctx.plain(a)),
            href: format!("#decision-{}", decision.number.value),
            label: say!("Decision D{n}", decision.number.value),
            reply_by: ctx.words.date(decision.reply_by.value),
        }
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Decision => label("For decision"),
        Purpose::Discussion => label("For discussion"),
        Purpose::Noting => label("For noting"),
    }
}

/// The verb as the Board's request and the decision's kicker print it.
pub(crate) fn verb(verb: DecisionVerb) -> &'static str {
    match verb {
        DecisionVerb::Decide => label("Decide"),
        DecisionVerb::Approve => label("Approve"),
        DecisionVerb::Note => label("Note"),
        DecisionVerb::Endorse => label("Endorse"),
        DecisionVerb::Advise => label("Advise"),
    }
}

/// A pane's printed name.
pub(crate) fn pane_name(pane: Pane) -> &'static str {
    match pane {
        Pane::Outcomes => label("Outcomes"),
        Pane::Flow => label("Flow"),
        Pane::Quality => label("Quality"),
        Pane::Reliability => label("Reliability"),
    }
}

/// Whether a metric has a figure this quarter, at any scope.
pub(crate) fn present(metric: &MetricAnalysis) -> bool {
    metric.all.now.is_some() || metric.services.values().any(|s| s.now.is_some())
}

/// Whether any figure of a metric was estimated this quarter.
pub(crate) fn estimated(metric: &MetricAnalysis) -> bool {
    std::iter::once(&metric.all)
        .chain(metric.services.values())
        .any(|a| a.now.as_ref().is_some_and(|f| f.estimated))
}

fn trust(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<String> {
    let metrics = quarter.metrics.values();
    let there = metrics.clone().filter(|m| present(m)).count();
    let guessed = metrics.clone().filter(|m| estimated(m)).count();
    let mut trust = Vec::new();
    if let Some(snapshot) = ctx.pack.snapshots.get(&quarter.period) {
        trust.push(say!("Data as at {day}", ctx.words.date(snapshot.as_of)));
    }
    trust.push(say!(
        "{there} of {all} metrics present",
        there,
        metrics.len()
    ));
    trust.push(match guessed {
        0 => label("none estimated").to_owned(),
        n => say!("{n} estimated", n),
    });
    if let Some(snapshot) = ctx.pack.snapshots.get(&quarter.period) {
        trust.push(say!("reviewed by {who}", snapshot.reviewed_by));
    }
    trust.push(match ctx.pack.published.get(&quarter.period) {
        Some(lock) => say!("published {day}", ctx.words.date(lock.published.value)),
        None if ctx.pack.narratives.contains_key(&quarter.period) => {
            label("draft, not published").to_owned()
        }
        None => label("not published").to_owned(),
    });
    trust
}
