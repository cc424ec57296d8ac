//! What stopped a run to diagnostics: a fault of a query at its line in the metric's file, a fault of an
//! event at its line in the file of events.

use super::message::{EngineFault, Place, codes};
use super::topics;
use crate::diag::{Diagnostic, Sources, Span};
use crate::model::Pack;

/// Faults as diagnostics. `line_of` gives the text of a line of an input, where it can be shown.
pub fn faults(
    faults: &[EngineFault],
    pack: &Pack,
    sources: &mut Sources,
    line_of: &dyn Fn(&str, u64) -> Option<String>,
) -> Vec<Diagnostic> {
    let one = |fault: &EngineFault| {
        let topic = topics::of(&fault.code);
        let topic = topic.as_ref().unwrap_or(topics::ENDED);
        let of = fault.query.as_deref();
        let metric = of.and_then(|id| pack.metrics.get(id));
        let message = located(&fault.message, fault.place.is_some());
        let told = |what: String| match of {
            Some(id) if metric.is_some() => format!("the query of `{id}`: {what}"),
            Some(view) => format!("{view}: {what}"),
            None => what,
        };
        let place = fault.place.as_ref();
        let input = place.and_then(|place| Some((place.input.as_deref()?, place)));
        let problem = match (input, metric.and_then(|metric| metric.query.as_ref())) {
            (Some((label, place)), _) => {
                let text = line_of(label, place.line);
                match excerpt(label, place, text, sources) {
                    Some(span) => topic.at(span, told(message.to_owned())),
                    None => topic.nowhere(told(format!(
                        "{label}, line {}, column {}: {}",
                        place.line, place.column, message
                    ))),
                }
            }
            (None, Some(query)) => {
                let at = place.map_or(query.span, |place| within(&query.value, query.span, place));
                topic.at(at, told(message.to_owned()))
            }
            (None, None) => topic.nowhere(told(message.to_owned())),
        };
        problem.help(fault.help.clone())
    };
    faults.iter().map(one).collect()
}

/// A message without the place that it says itself: it counts lines within the query.
fn located(message: &str, is_placed: bool) -> &str {
    let said = message.rfind(" at Line: ").filter(|_| is_placed);
    said.and_then(|at| message.get(..at)).unwrap_or(message)
}

/// Whether a fault says nothing of what was asked but of the program that should have answered.
pub fn is_of_the_world(fault: &EngineFault) -> bool {
    let world = [
        codes::MISSING,
        codes::ENDED,
        codes::REQUEST,
        codes::REMOTE,
        codes::STORE,
        codes::STORES,
    ];
    world.contains(&fault.code.as_str())
}

/// Whether a fault is one query's own, so that the others were answered.
pub fn is_of_a_query(fault: &EngineFault) -> bool {
    let own = [codes::QUERY, codes::COLUMNS, codes::ROWS].contains(&fault.code.as_str());
    own && fault.query.is_some()
}

/// A place of a query's text in its file.
fn within(sql: &str, span: Span, place: &Place) -> Span {
    let before = usize::try_from(place.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let start: usize = sql.split_inclusive('\n').take(before).map(str::len).sum();
    let line = sql
        .get(start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or("");
    let column = usize::try_from(place.column.saturating_sub(1)).unwrap_or(usize::MAX);
    let at = line
        .char_indices()
        .nth(column)
        .map_or(line.len(), |(at, _)| at);
    let rest = line.get(at..).unwrap_or("");
    let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
    let length = word.unwrap_or(rest.len());
    let place = |at: usize| {
        span.start
            .saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    };
    Span {
        start: place(start + at),
        end: place(start + at + length),
        ..span
    }
}

/// A line of a file of events, and the place in it.
fn excerpt(
    label: &str,
    place: &Place,
    text: Option<String>,
    sources: &mut Sources,
) -> Option<Span> {
    let text = text?;
    let column = usize::try_from(place.column.saturating_sub(1)).ok()?;
    // Further in than what is shown of a line.
    let start = match text.char_indices().nth(column) {
        Some((at, _)) => at,
        None if text.chars().count() == column => text.len(),
        None => return None,
    };
    let before = usize::try_from(place.line.saturating_sub(1)).ok()?;
    let file = sources.excerpt(label, before, text);
    let start = u32::try_from(start).ok()?;
    Some(Span {
        file,
        start,
        end: start,
    })
}
