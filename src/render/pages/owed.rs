//! A row of the ledger as words: what the first page and the ledger's own page share.

use super::{Link, pack_path};
use crate::analyse::{AskRow, Foresight, PromiseRow, Wording};
use crate::model::{AskAnswer, AskOutcome, Period, PromiseState};
use crate::render::markdown::{self, Html};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};

/// Where the ledger stands.
pub(crate) const PATH: &str = "decisions/index.html";

/// Said of a prediction for something that the Board has not granted yet.
pub(super) const WAITS: &str = "waits for the answer";

/// What was asked or promised.
pub(super) fn wording(ctx: &Ctx<'_>, root: &str, wording: Wording<'_>) -> Html {
    match wording {
        Wording::Text(text) => ctx.inline(root, text),
        Wording::Published(text) => markdown::inline(text),
    }
}

/// The same for programs.
pub(super) fn plain(ctx: &Ctx<'_>, wording: Wording<'_>) -> String {
    match wording {
        Wording::Text(text) => ctx.plain(text),
        Wording::Published(text) => text.to_owned(),
    }
}

/// The row of a decision within the ledger's page.
pub(super) fn ask_anchor(row: &AskRow<'_>) -> String {
    format!("decision-{}-{}", row.period, row.id)
}

/// The row of a promise within the ledger's page.
pub(super) fn promise_anchor(row: &PromiseRow<'_>) -> String {
    format!("promise-{}-{}", row.period, row.id)
}

/// `D1, Q1 2026`, or `before Q1 2026` for one older than the packs.
pub(super) fn ask_name(ctx: &Ctx<'_>, row: &AskRow<'_>) -> String {
    let period = ctx.words.period_short(row.period);
    match row.asked {
        Some((number, _)) => format!("D{number}, {period}"),
        None => say!("before {period}", period),
    }
}

/// The sheet of a decision in the pack that asked for it; its row in the ledger where that is gone.
pub(super) fn ask_link(ctx: &Ctx<'_>, root: &str, row: &AskRow<'_>) -> Link {
    let href = match row.asked.filter(|_| row.has_sheet) {
        Some((number, _)) => format!("{root}{}#decision-{number}", pack_path(row.period)),
        None => format!("{root}{PATH}#{}", ask_anchor(row)),
    };
    Link {
        label: ask_name(ctx, row),
        href,
    }
}

/// `on 11 May 2026`, `on 11 May 2026 until 13 November 2026`; empty while it is open.
pub(super) fn answered(ctx: &Ctx<'_>, answer: &AskAnswer) -> String {
    let on = answer.on.map(|on| ctx.words.date(on.value));
    let until = answer.reply_by.map(|date| ctx.words.date(date.value));
    match (on, until) {
        (Some(on), Some(until)) => say!("on {on} until {until}", on, until),
        (Some(on), None) => say!("on {on}", on),
        (None, _) => String::new(),
    }
}

/// Why nobody holds a prediction against the data: what it was for is not being done.
pub(super) fn idle_ask(row: &AskRow<'_>) -> Option<&'static str> {
    if row.is_granted() {
        return None;
    }
    Some(match row.answer().map(|answer| answer.outcome.value) {
        Some(AskOutcome::Declined) => label("does not apply: declined"),
        _ => label(WAITS),
    })
}

/// As [`idle_ask`], of a promise.
pub(super) fn idle_promise(row: &PromiseRow<'_>) -> Option<&'static str> {
    let state = row.answer().map(|answer| answer.state.value);
    (state == Some(PromiseState::Withdrawn)).then_some(label("does not apply: withdrawn"))
}

/// A sentence about a prediction: both halves where it is due, what was predicted where it is not.
pub(super) fn foretold(
    ctx: &Ctx<'_>,
    foresight: Option<&Foresight<'_>>,
    idle: Option<&'static str>,
) -> String {
    let Some(foresight) = foresight else {
        return String::new();
    };
    let told = match idle {
        None => sentences::foresight(ctx, foresight),
        Some(idle) => say!(
            "predicted {predicted}; {idle}",
            sentences::predicted(ctx, foresight.predicted),
            idle
        ),
    };
    let mut letters = told.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// Whether a prediction is held against the data in that quarter's pack.
pub(super) fn falls_due(foresight: Option<&Foresight<'_>>, period: Period) -> bool {
    foresight.is_some_and(|foresight| foresight.due == period)
}
