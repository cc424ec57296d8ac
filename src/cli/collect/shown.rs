//! What was collected, in words.

use crate::cli::term::count;
use boardpack::diag::emit;
use boardpack::load::{Filled, Gathered};
use std::collections::{BTreeMap, BTreeSet};

/// Sorts of doubtful events that are told; the snapshot has all of them.
const SORTS: usize = 6;

/// Services of a line that are named.
const SERVICES: usize = 12;

/// Every figure of the quarter that changes; the weeks, which the difference has, are counted.
pub(super) fn table(filled: &Filled) -> String {
    let mut weeks: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for change in &filled.changes {
        let (scope, when) = change
            .what
            .rsplit_once(" in ")
            .unwrap_or((&change.what, ""));
        if when.contains("-W") {
            *weeks.entry(scope).or_default() += 1;
            continue;
        }
        lines.push((
            scope,
            change.before.as_deref().unwrap_or("nothing"),
            change.after.as_str(),
        ));
    }
    let mut out = String::new();
    for (scope, before, after) in lines {
        let weeks = weeks.remove(scope).map_or(String::new(), |n| {
            format!("; {}", count(n, "week", "weeks"))
        });
        let [scope, before, after] = [scope, before, after].map(emit::plain);
        out.push_str(&format!("  {scope}: {before} → {after}{weeks}\n"));
    }
    for (scope, n) in weeks {
        out.push_str(&format!(
            "  {}: {} changed\n",
            emit::plain(scope),
            count(n, "week", "weeks")
        ));
    }
    out
}

/// Which services each metric leaves out and why, one line a metric, and how the pack says that somebody looks;
/// `None` where it leaves out none.
pub(super) fn left_out(gathered: &Gathered) -> Option<String> {
    let mut lines = Vec::new();
    let mut unwatched = BTreeSet::new();
    for (id, metric) in &gathered.metrics {
        let out: usize = metric.left_out.values().map(Vec::len).sum();
        let whole = out == metric.services.len() && metric.left_out.len() == 1;
        let parts = metric.left_out.iter().map(|(why, services)| match whole {
            true => format!("every service, {why}"),
            false => format!("{}, {why}", listed(services)),
        });
        let parts: Vec<String> = parts.collect();
        if !parts.is_empty() {
            lines
                .push(emit::plain(&format!("  {id} leaves out {}", parts.join("; "))).into_owned());
        }
        unwatched.extend(&metric.unwatched);
    }
    if !unwatched.is_empty() {
        let services: Vec<String> = unwatched.into_iter().cloned().collect();
        let hint = format!(
            "  if somebody would have told of such events, add {} to `collect: watched` in data/pack.yaml",
            listed(&services)
        );
        lines.push(emit::plain(&hint).into_owned());
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Services in a row; of many the first.
fn listed(services: &[String]) -> String {
    let (first, rest) = services.split_at(services.len().min(SERVICES));
    match (first, rest) {
        ([one], []) => one.clone(),
        ([most @ .., last], []) => format!("{} and {last}", most.join(", ")),
        (first, rest) => format!("{} and {} more", first.join(", "), rest.len()),
    }
}

/// From what the figures come.
pub(super) fn how(gathered: &Gathered, filled: &Filled) -> String {
    let how = &gathered.how;
    let events: usize = how.inputs.values().map(|input| input.events as usize).sum();
    let mut out = format!(
        "{} changed, {} the same: counted by {} from {} in {}, up to {}",
        count(filled.changes.len(), "figure", "figures"),
        filled.same,
        emit::plain(&how.engine),
        count(events, "event", "events"),
        count(how.inputs.len(), "file", "files"),
        how.as_of.format("%-d %B %Y %H:%M UTC"),
    );
    let mut sorts: Vec<_> = how
        .quality
        .iter()
        .filter(|(_, sort)| sort.count > 0)
        .collect();
    sorts.sort_by_key(|(_, sort)| std::cmp::Reverse(sort.count));
    for (what, sort) in sorts.iter().take(SORTS) {
        let first = sort
            .first
            .as_deref()
            .map_or(String::new(), |first| format!(", first at {first}"));
        out.push_str(&format!(
            "\n  {what}: {} {}{}",
            sort.count,
            sort.treatment.word(),
            emit::plain(&first)
        ));
    }
    if sorts.len() > SORTS {
        let more = count(sorts.len() - SORTS, "more sort", "more sorts");
        out.push_str(&format!("\n  and {more}, in the snapshot"));
    }
    out
}
