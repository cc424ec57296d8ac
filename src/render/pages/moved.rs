//! "What moved and why": up to three exceptions with their charts and management's answers, and
//! one line for the rest.

use super::row::{capital, judged, said, scope, scoped_name, spelled};
use super::{Frame, figure_path};
use crate::analyse::{EXCEPTIONS_SHOWN, ExceptionReason, ExceptionRow, Honesty, QuarterAnalysis};
use crate::model::{CauseGrade, Explanation, Narrative};
use crate::render::figures::{self, Drawn, Size};
use crate::render::markdown::Html;
use crate::render::{Ctx, sentences};
use crate::tongue::{label, label_of, say};
use serde::Serialize;
use std::collections::BTreeSet;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Moved {
    kicker: String,
    headline: String,
    blocks: Vec<Block>,
    remainder: String,
}

#[derive(Debug, Clone, Serialize)]
struct Block {
    name: String,
    href: String,
    reason: String,
    figure: Drawn,
    changed: String,
    advice: String,
    /// `Confirmed`, `Likely`, `Not known`.
    grade: &'static str,
    why_html: Html,
    doing_html: Html,
    /// Owner and date; empty without an answer.
    who: String,
    mind_html: Html,
    answered: bool,
}

impl Moved {
    pub(crate) fn new(
        ctx: &Ctx<'_>,
        frame: &Frame,
        quarter: &QuarterAnalysis,
        narrative: Option<&Narrative>,
    ) -> Self {
        let explanations: &[Explanation] =
            narrative.map_or(&[], |n| n.overview.explanations.as_slice());
        let blocks: Vec<Block> = quarter
            .exceptions
            .iter()
            .take(EXCEPTIONS_SHOWN)
            .enumerate()
            .filter_map(|(at, row)| block(ctx, frame, quarter, explanations, at, row))
            .collect();
        Self {
            kicker: say!(
                "What moved and why · {period_short}",
                ctx.words.period_short(quarter.period)
            ),
            headline: headline(ctx, quarter, blocks.len()),
            remainder: sentences::remainder(ctx, quarter, blocks.len()),
            blocks,
        }
    }
}

/// What kinds of exception there are, counted.
fn headline(ctx: &Ctx<'_>, quarter: &QuarterAnalysis, shown: usize) -> String {
    let count = |reasons: &[ExceptionReason]| {
        let mut rows = quarter.exceptions.iter().take(shown);
        rows.by_ref()
            .filter(|row| reasons.contains(&row.reason))
            .count()
    };
    let said = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(say!("one metric {one}", one)),
        n => Some(say!("{spelled} metrics {many}", spelled(n), many)),
    };
    let parts: Vec<String> = [
        said(
            count(&[ExceptionReason::Worse]),
            label_of("got worse", "got worse, of one metric"),
            label_of("got worse", "got worse, of several metrics"),
        ),
        said(
            count(&[ExceptionReason::KeepsMissing]),
            label("keeps missing its target"),
            label("keep missing their targets"),
        ),
        said(
            count(&[ExceptionReason::BetterPredicted]),
            label_of(
                "got better as predicted",
                "got better as predicted, of one metric",
            ),
            label_of(
                "got better as predicted",
                "got better as predicted, of several metrics",
            ),
        ),
        said(
            count(&[ExceptionReason::Unpredicted]),
            label_of(
                "moved and nobody predicted it",
                "moved and nobody predicted it, of one metric",
            ),
            label_of(
                "moved and nobody predicted it",
                "moved and nobody predicted it, of several metrics",
            ),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    match parts.is_empty() {
        true => unmoved(&quarter.honesty, missing_again(ctx, quarter)),
        false => capital(&sentences::listed(&parts)),
    }
}

/// How many rows of the dashboard missed their targets in this quarter and the one before, tested
/// or not. Not all of them are exceptions, but none of them may be said not to keep missing.
fn missing_again(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> usize {
    let panes = &ctx.pack.settings.dashboard;
    let rows: BTreeSet<(&str, Option<&str>)> = panes
        .iter()
        .flat_map(|pane| pane.entries())
        .map(|e| {
            let service = e.service.as_ref().map(|s| s.value.as_str());
            (e.metric.value.as_str(), service)
        })
        .collect();
    rows.into_iter()
        .filter_map(|(metric, service)| judged(quarter, metric, scope(service)))
        .filter(|j| j.missed_in_a_row >= 2)
        .count()
}

/// The headline without exceptions: single signals are no exceptions, and yet they are not nothing;
/// and what was not tested may have moved unseen.
fn unmoved(honesty: &Honesty, missing: usize) -> String {
    let moved = match (honesty.tested, honesty.moved) {
        (0, _) => label("No metric could be tested for change").to_owned(),
        (_, 0) => label("Nothing moved by more than routine variation").to_owned(),
        (_, 1) => label("One metric may have moved, by a single signal").to_owned(),
        (_, n) => capital(&say!(
            "{spelled} metrics may have moved, none by a strong signal",
            spelled(n)
        )),
    };
    match missing {
        // What was not looked at cannot be said not to miss.
        0 if honesty.tested == 0 => moved,
        0 => say!("{moved}, and none keeps missing its target", moved),
        1 => say!("{moved}; one missed its target again", moved),
        n => say!(
            "{moved}; {spelled} missed their targets again",
            moved,
            spelled(n)
        ),
    }
}

fn block(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    explanations: &[Explanation],
    at: usize,
    row: &ExceptionRow,
) -> Option<Block> {
    let metric = ctx.pack.metrics.get(&row.metric)?;
    let scope = scope(row.service.as_deref());
    let judged = judged(quarter, &row.metric, scope)?;
    let id = format!("moved-{}", at + 1);
    let answer = explanations.iter().find(|e| e.metric.value == row.metric);
    Some(Block {
        name: scoped_name(ctx, metric, scope),
        href: frame.to(&figure_path(&row.metric, quarter.period)),
        // The chart's own headline tells a metric that keeps missing.
        reason: match row.reason {
            ExceptionReason::KeepsMissing => String::new(),
            reason => sentences::exception(reason, judged),
        },
        figure: figures::behaviour(ctx, metric, scope, judged, Size::Half, &id),
        changed: said(ctx, metric, scope, judged),
        advice: sentences::advice(judged),
        grade: match answer.map(|a| a.grade) {
            Some(CauseGrade::Confirmed) => label("Confirmed"),
            Some(CauseGrade::Likely) => label("Likely"),
            Some(CauseGrade::NotKnown) | None => label("Not known"),
        },
        why_html: answer.map_or_else(Html::default, |a| ctx.inline(&frame.root, &a.why)),
        doing_html: answer.map_or_else(Html::default, |a| ctx.inline(&frame.root, &a.doing)),
        who: answer.map_or_else(String::new, |a| {
            say!("{owner}, by {date}", a.owner, ctx.words.date(a.by))
        }),
        mind_html: answer.map_or_else(Html::default, |a| {
            ctx.inline(&frame.root, &a.change_our_mind)
        }),
        answered: answer.is_some(),
    })
}
