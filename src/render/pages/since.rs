//! "Since the last meeting": what became of what was asked and promised, by the quarter's ledger;
//! risks by the record, or in the author's words where none is kept; restated figures and changed definitions from the files that date
//! them. Nobody types what was observed.

use super::at_a_glance::Sentence;
use super::owed::{self, answered, falls_due, foretold, wording};
use super::{Link, data_quality, pack_path, restated};
use crate::analyse::{AskRow, Ledger, PromiseRow, QuarterAnalysis, Wording};
use crate::model::{AskOutcome, PromiseState, SinceLastMeeting};
use crate::render::markdown::{self, Html};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// One row; empty prints "none".
#[derive(Debug, Clone, Serialize)]
pub(super) struct Since {
    label: &'static str,
    items: Vec<Item>,
}

/// One thing that happened, or several of one kind.
#[derive(Debug, Clone, Default, Serialize)]
struct Item {
    mark: Option<Mark>,
    told: Vec<Told>,
}

/// What is told of one thing.
#[derive(Debug, Clone, Default, Serialize)]
struct Told {
    text_html: Html,
    /// What that lacks to be a sentence: a full stop, or nothing.
    stop: &'static str,
    /// Which it was, and where it stands.
    name: Option<Link>,
    /// Who and when.
    by: String,
    /// What the tool says of it.
    said: String,
    note_html: Html,
}

impl Item {
    /// Words and nothing else.
    fn plain(text_html: Html) -> Self {
        let told = Told {
            text_html,
            ..Told::default()
        };
        Self {
            mark: None,
            told: vec![told],
        }
    }
}

/// The rows in the order in which a Board reads them.
pub(super) fn since(
    ctx: &Ctx<'_>,
    root: &str,
    quarter: &QuarterAnalysis,
    ledger: &Ledger<'_>,
    told: Option<&SinceLastMeeting>,
) -> Vec<Since> {
    let Some(told) = told else {
        return Vec::new();
    };
    let row = |label, items| Since { label, items };
    let restated = restated::since(ctx, quarter).into_iter();
    let restated = restated.map(|sentence| Item::plain(sentence.text_html));
    let risks = risks(ctx, root, quarter, told);
    let mut rows = vec![
        row(label("Past decisions"), asks(ctx, root, ledger)),
        risks,
        row(label("Restated figures"), restated.collect()),
        row(label("Definition changes"), definitions(ctx, quarter)),
        row(label("Promises"), promises(ctx, root, ledger)),
    ];
    let again = rechecks(ctx, root, quarter);
    if !again.is_empty() {
        rows.push(row(label("Stories checked again"), again));
    }
    rows
}

/// What became of the risks: as the record has it, and in the author's words where there is none.
fn risks(ctx: &Ctx<'_>, root: &str, quarter: &QuarterAnalysis, told: &SinceLastMeeting) -> Since {
    if let Some(written) = &told.risks {
        let items = written.iter();
        let items = items.map(|text| Item::plain(Sentence::new(ctx, root, text).text_html));
        return Since {
            label: label("Risks, new and closed"),
            items: items.collect(),
        };
    }
    let said = quarter
        .risks
        .as_ref()
        .map(|risks| sentences::risks_moved(ctx, risks));
    let said = said.filter(|said| !said.is_empty()).into_iter();
    Since {
        label: label("Risks, new and closed"),
        items: said
            .map(|said| Item::plain(markdown::literal(&said)))
            .collect(),
    }
}

/// Earlier stories that promised to look again by now and are not told anew: what the data says.
fn rechecks(ctx: &Ctx<'_>, root: &str, quarter: &QuarterAnalysis) -> Vec<Item> {
    let again = quarter.rechecks.iter();
    again
        .filter_map(|((period, id), shift)| {
            let narrative = ctx.pack.narratives.get(period)?;
            let story = narrative.stories.iter().find(|s| s.id.value == *id)?;
            let metric = ctx.pack.metrics.get(&story.metric.value)?;
            let scope = super::row::scope(story.service.as_ref().map(|s| s.value.as_str()));
            let told = Told {
                text_html: ctx.inline(root, &story.title),
                stop: stop(ctx, Wording::Text(&story.title)),
                said: sentences::shift(ctx, metric, scope, shift),
                name: Some(Link {
                    label: ctx.words.period_short(*period),
                    href: format!("{root}{}#story-{id}", pack_path(*period)),
                }),
                by: story.owner.clone(),
                ..Told::default()
            };
            Some(Item {
                mark: Some(marks::movement(&shift.movement)),
                told: vec![told],
            })
        })
        .collect()
}

/// Decisions that this pack answers, and earlier ones whose prediction falls due in it.
fn asks(ctx: &Ctx<'_>, root: &str, ledger: &Ledger<'_>) -> Vec<Item> {
    let rows = ledger.asks.iter();
    rows.filter_map(|row| ask(ctx, root, row, ledger)).collect()
}

fn ask(ctx: &Ctx<'_>, root: &str, row: &AskRow<'_>, ledger: &Ledger<'_>) -> Option<Item> {
    let foresight = row.foresight.as_ref();
    let now = row
        .answers
        .iter()
        .rev()
        .find(|(told, _)| *told == ledger.period);
    let owed = row.is_owed_in(ledger.period);
    let due = falls_due(foresight, ledger.period) && row.is_granted();
    if now.is_none() && !owed && !due {
        return None;
    }
    let verb = row.asked.map(|(_, verb)| verb);
    let answer = row.answer();
    let outcome = marks::outcome(answer.map(|a| a.outcome.value), verb);
    let mark = match foresight
        .and_then(|f| f.held())
        .filter(|_| due && now.is_none())
    {
        Some(held) => marks::held(held),
        None => outcome,
    };
    let when = answer.map_or_else(String::new, |answer| answered(ctx, answer));
    let mut said = match answer.map(|a| a.outcome.value) {
        Some(AskOutcome::Open) | None => match row.wanted_by() {
            Some(date) => say!("The answer is wanted by {date}.", ctx.words.date(date)),
            None => String::new(),
        },
        Some(_) => format!("{} {when}.", outcome.word),
    };
    let foretold = foretold(ctx, foresight, owed::idle_ask(row));
    if !foretold.is_empty() && row.is_granted() {
        said = format!("{said} {foretold}").trim_start().to_owned();
    }
    let told = Told {
        text_html: wording(ctx, root, row.request),
        stop: stop(ctx, row.request),
        name: Some(owed::ask_link(ctx, root, row)),
        by: row.sponsor.to_owned(),
        said,
        note_html: now
            .and_then(|(_, answer)| answer.note.as_ref())
            .map_or_else(Html::default, |note| ctx.inline(root, note)),
    };
    Some(Item {
        mark: Some(mark),
        told: vec![told],
    })
}

/// Promises that this pack answers: each that was not kept, then those that were, in one breath;
/// what those predicted stands in the ledger.
fn promises(ctx: &Ctx<'_>, root: &str, ledger: &Ledger<'_>) -> Vec<Item> {
    let kept = marks::promise(Some(PromiseState::Kept));
    let mut rows: Vec<_> = ledger
        .promises
        .iter()
        .filter_map(|row| Some((rank(row), promise(ctx, root, row, ledger)?)))
        .collect();
    rows.sort_by_key(|(rank, _)| *rank);
    let mut items: Vec<Item> = Vec::new();
    for (_, item) in rows {
        match items.last_mut() {
            Some(last) if last.mark == Some(kept) && item.mark == Some(kept) => {
                last.told.extend(item.told);
            }
            _ => items.push(item),
        }
    }
    items
}

fn rank(row: &PromiseRow<'_>) -> u8 {
    match row.answer().map(|answer| answer.state.value) {
        Some(PromiseState::Missed) => 0,
        Some(PromiseState::Withdrawn) => 1,
        Some(PromiseState::Open) | None => 2,
        Some(PromiseState::Kept) => 3,
    }
}

fn promise(ctx: &Ctx<'_>, root: &str, row: &PromiseRow<'_>, ledger: &Ledger<'_>) -> Option<Item> {
    let foresight = row.foresight.as_ref();
    let now = row
        .answers
        .iter()
        .rev()
        .find(|(told, _)| *told == ledger.period);
    let idle = owed::idle_promise(row);
    let due = falls_due(foresight, ledger.period) && idle.is_none();
    if now.is_none() && !row.is_owed_in(ledger.period) && !(due && row.period < ledger.period) {
        return None;
    }
    let state = row.answer().map(|answer| answer.state.value);
    let mark = match foresight
        .and_then(|f| f.held())
        .filter(|_| due && now.is_none())
    {
        Some(held) => marks::held(held),
        None => marks::promise(state),
    };
    let briefly = mark == marks::promise(Some(PromiseState::Kept));
    let name = Link {
        label: ctx.words.period_short(row.period),
        href: format!("{root}{}#{}", owed::PATH, owed::promise_anchor(row)),
    };
    let told = Told {
        text_html: wording(ctx, root, row.what),
        stop: stop(ctx, row.what),
        name: (!briefly).then_some(name),
        // The day of a prediction is said with it.
        by: match foresight.filter(|f| f.predicted.by == row.by && !briefly) {
            Some(_) => row.owner.to_owned(),
            None => say!("{owner}, by {date}", row.owner, ctx.words.date(row.by)),
        },
        said: match briefly {
            true => String::new(),
            false => foretold(ctx, foresight, idle),
        },
        note_html: now
            .and_then(|(_, answer)| answer.note.as_ref())
            .map_or_else(Html::default, |note| ctx.inline(root, note)),
    };
    Some(Item {
        mark: Some(mark),
        told: vec![told],
    })
}

/// The full stop that somebody's words lack.
fn stop(ctx: &Ctx<'_>, wording: Wording<'_>) -> &'static str {
    let told = owed::plain(ctx, wording);
    let ends = told.trim_end().ends_with(['.', '!', '?', '…']);
    if ends { "" } else { "." }
}

/// Definitions that changed within the quarter, from the metrics' own files.
fn definitions(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Item> {
    let metrics = quarter.metrics.keys();
    let metrics = metrics.filter_map(|id| ctx.pack.metrics.get(id));
    metrics
        .filter_map(|metric| {
            let changed = data_quality::changed(ctx, quarter, metric)?;
            let name = &metric.name.value;
            Some(Item::plain(markdown::inline(&format!("{name}. {changed}"))))
        })
        .collect()
}
