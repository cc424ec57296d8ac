//! The ledger: every decision that the Board was ever asked for and everything ever promised, open
//! ones first, with what was predicted and what was observed. Rows come from files and locks alike,
//! so that none goes when a file does.

use super::owed::{self, answered, ask_anchor, ask_link, promise_anchor, wording};
use super::{Frame, Link, Maker, Section};
use crate::analyse::{AskRow, Foresight, Ledger, PromiseRow};
use crate::diag::Diagnostic;
use crate::model::Period;
use crate::render::markdown::Html;
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, say};
use serde::Serialize;
use std::cmp::Reverse;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    /// What is never taken out, and of the Board's edition what it never held.
    kept: &'static str,
    asks: Vec<Row>,
    promises: Vec<Row>,
    asks_href: String,
    promises_href: String,
}

/// A decision or a promise.
#[derive(Debug, Serialize)]
struct Row {
    anchor: String,
    name: Link,
    what_html: Html,
    /// Verb, role and day.
    by: String,
    mark: Mark,
    /// When it was answered, or when an answer is due.
    when: String,
    note_html: Html,
    /// Earlier answers that did not close it, oldest first.
    before: Vec<String>,
    predicted: String,
    /// The verdict on it, where the data can give one.
    held: Option<Mark>,
    observed: String,
}

/// The page.
pub(crate) fn ledger(maker: &Maker<'_>) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.ctx(maker.latest);
    let ledger = Ledger::new(maker.pack, maker.analysis, maker.latest);
    let frame = maker.frame(
        owed::PATH,
        label("Decisions and promises"),
        Section::Decisions,
    );
    let (asks, promises) = in_order(&ledger, |_| true);
    let view = View {
        kicker: say!("As at {period_short}", ctx.words.period_short(maker.latest)),
        headline: headline(&asks, &promises),
        kept: maker.edition.rows_kept(),
        asks: asks.into_iter().map(|row| ask(&ctx, &frame, row)).collect(),
        promises: promises
            .into_iter()
            .map(|row| promise(&ctx, &frame, row))
            .collect(),
        asks_href: frame.to(super::ledger_tables::ASKS),
        promises_href: frame.to(super::ledger_tables::PROMISES),
        frame,
    };
    maker.page(owed::PATH, "ledger.html", &view)
}

/// What was asked and promised before a quarter, as its pack tells it where it stands in one piece.
#[derive(Debug, Serialize)]
pub(super) struct Earlier {
    headline: String,
    asks: Vec<Row>,
    promises: Vec<Row>,
}

impl Earlier {
    /// `None` where nothing was.
    pub(super) fn new(ctx: &Ctx<'_>, frame: &Frame, ledger: &Ledger<'_>) -> Option<Self> {
        let (asks, promises) = in_order(ledger, |period| period < ledger.period);
        if asks.is_empty() && promises.is_empty() {
            return None;
        }
        Some(Self {
            headline: headline(&asks, &promises),
            asks: asks.into_iter().map(|row| ask(ctx, frame, row)).collect(),
            promises: promises
                .into_iter()
                .map(|row| promise(ctx, frame, row))
                .collect(),
        })
    }

    /// The id of each row.
    pub(super) fn anchors(&self) -> impl Iterator<Item = &str> {
        let rows = self.asks.iter().chain(&self.promises);
        rows.map(|row| row.anchor.as_str())
    }
}

/// What some quarters asked and promised: open ones first, the longest awaited on top; then the newest.
fn in_order<'l, 'a>(
    ledger: &'l Ledger<'a>,
    of: impl Fn(Period) -> bool,
) -> (Vec<&'l AskRow<'a>>, Vec<&'l PromiseRow<'a>>) {
    let asks = ledger.asks.iter().filter(|row| of(row.period));
    let mut asks: Vec<&AskRow<'_>> = asks.collect();
    asks.sort_by_key(|row| match row.is_closed() {
        false => (0, row.wanted_by(), Reverse(None)),
        true => (1, None, Reverse(Some(row.period))),
    });
    let promises = ledger.promises.iter().filter(|row| of(row.period));
    let mut promises: Vec<&PromiseRow<'_>> = promises.collect();
    promises.sort_by_key(|row| match row.is_closed() {
        false => (0, Some(row.by), Reverse(None)),
        true => (1, None, Reverse(Some(row.period))),
    });
    (asks, promises)
}

/// `4 decisions, 2 open; 14 promises, 5 open`.
fn headline(asks: &[&AskRow<'_>], promises: &[&PromiseRow<'_>]) -> String {
    let open = asks.iter().filter(|row| !row.is_closed()).count();
    let asks = match (asks.len(), open) {
        (0, _) => label("no decision yet").to_owned(),
        (1, 0) => label("one decision, closed").to_owned(),
        (1, _) => label("one decision, open").to_owned(),
        (of, 0) => say!("{of} decisions, all closed", of),
        (of, open) => say!("{of} decisions, {open} open", of, open),
    };
    let open = promises.iter().filter(|row| !row.is_closed()).count();
    let promises = match (promises.len(), open) {
        (0, _) => label("no promise yet").to_owned(),
        (1, 0) => label("one promise, closed").to_owned(),
        (1, _) => label("one promise, open").to_owned(),
        (of, 0) => say!("{of} promises, all closed", of),
        (of, open) => say!("{of} promises, {open} open", of, open),
    };
    let told = [asks, promises].join(label("; "));
    let mut letters = told.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

fn ask(ctx: &Ctx<'_>, frame: &Frame, row: &AskRow<'_>) -> Row {
    let verb = row.asked.map(|(_, verb)| verb);
    let answer = row.answer();
    let wanted = row.wanted_by().filter(|_| !row.is_closed());
    let when = answer.map_or_else(String::new, |answer| answered(ctx, answer));
    let [predicted, observed] = foretold(ctx, row.foresight.as_ref(), owed::idle_ask(row));
    let closed_before = row.answers.len().saturating_sub(1);
    let by = [
        // German sets a colon after it where what is asked for follows; here nothing does.
        verb.map(|verb| {
            super::at_a_glance::verb(verb)
                .trim_end_matches(':')
                .to_owned()
        }),
        Some(row.sponsor.to_owned()),
        row.reply_by
            .map(|date| say!("reply by {date}", ctx.words.date(date))),
    ];
    Row {
        anchor: ask_anchor(row),
        name: match row.has_sheet {
            true => ask_link(ctx, &frame.root, row),
            // This is the row that it would lead to.
            false => Link {
                label: owed::ask_name(ctx, row),
                href: frame.to(&format!("{}#at-a-glance", super::pack_path(row.period))),
            },
        },
        what_html: wording(ctx, &frame.root, row.request),
        by: by.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        mark: marks::outcome(answer.map(|a| a.outcome.value), verb),
        when: match wanted {
            Some(date) if when.is_empty() => {
                say!("answer wanted by {date}", ctx.words.date(date))
            }
            _ => when,
        },
        note_html: answer
            .and_then(|answer| answer.note.as_ref())
            .map_or_else(Html::default, |note| ctx.inline(&frame.root, note)),
        before: row
            .answers
            .iter()
            .take(closed_before)
            .map(|(told, answer)| {
                let word = marks::outcome(Some(answer.outcome.value), verb).word;
                let when = answered(ctx, answer);
                match when.is_empty() {
                    true => say!(
                        "{word} in the pack of {period_short}",
                        word,
                        ctx.words.period_short(*told)
                    ),
                    false => format!("{word} {when}"),
                }
            })
            .collect(),
        predicted,
        held: held(row.foresight.as_ref(), owed::idle_ask(row)),
        observed,
    }
}

fn promise(ctx: &Ctx<'_>, frame: &Frame, row: &PromiseRow<'_>) -> Row {
    let answer = row.answer();
    let idle = owed::idle_promise(row);
    let [predicted, observed] = foretold(ctx, row.foresight.as_ref(), idle);
    let anchor = promise_anchor(row);
    let told = row.answers.last().map(|(told, _)| *told);
    Row {
        name: Link {
            label: ctx.words.period_short(row.period),
            href: frame.to(&format!("{}#at-a-glance", super::pack_path(row.period))),
        },
        anchor,
        what_html: wording(ctx, &frame.root, row.what),
        by: row.owner.to_owned(),
        mark: marks::promise(answer.map(|answer| answer.state.value)),
        when: match told {
            Some(told) => say!(
                "due {date}, told in {period_short}",
                ctx.words.date(row.by),
                ctx.words.period_short(told)
            ),
            None => say!("due {date}", ctx.words.date(row.by)),
        },
        note_html: answer
            .and_then(|answer| answer.note.as_ref())
            .map_or_else(Html::default, |note| ctx.inline(&frame.root, note)),
        before: Vec::new(),
        predicted,
        held: held(row.foresight.as_ref(), idle),
        observed,
    }
}

/// What was predicted and what was observed; both empty where nothing was predicted.
fn foretold(
    ctx: &Ctx<'_>,
    foresight: Option<&Foresight<'_>>,
    idle: Option<&'static str>,
) -> [String; 2] {
    let Some(foresight) = foresight else {
        return [String::new(), String::new()];
    };
    let seen = match idle {
        Some(idle) => idle.to_owned(),
        None => match foresight.held() {
            Some(_) => say!(
                "{seen} in {period_short}",
                sentences::seen(ctx, foresight),
                ctx.words.period_short(foresight.due)
            ),
            None => sentences::seen(ctx, foresight),
        },
    };
    [sentences::predicted(ctx, foresight.predicted), seen]
}

fn held(foresight: Option<&Foresight<'_>>, idle: Option<&'static str>) -> Option<Mark> {
    let held = foresight.filter(|_| idle.is_none())?.held()?;
    Some(marks::held(held))
}
