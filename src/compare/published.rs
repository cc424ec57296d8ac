//! Locks and restatements to what differs in what is on record as published.

use super::difference::{Difference, Matter};
use super::{Side, phrase, rank};
use crate::model::{Period, Restatement, RestatementCause, Scope};
use crate::tongue::{label, say};
use std::collections::BTreeMap;

/// Where locks lie.
const LOCKS: &str = "data/published/";

pub(super) fn cause(cause: RestatementCause) -> &'static str {
    match cause {
        RestatementCause::Correction => label("correction"),
        RestatementCause::LateData => label("late data"),
        RestatementCause::Definition => label("new definition"),
    }
}

/// Figures that the earlier quarter's pack printed and that the later quarter's pack knows otherwise.
pub(super) fn restated_between(
    (earlier, from): (&Side<'_>, Period),
    (later, to): (&Side<'_>, Period),
) -> Vec<Difference> {
    let Some(quarter) = later.analysis.quarters.get(&to) else {
        return Vec::new();
    };
    let Some(words) = later.words.get(&to) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (id, judged) in &quarter.metrics {
        let Some(metric) = later.pack.metrics.get(id) else {
            continue;
        };
        let services = judged.services.iter().map(|(s, a)| (Scope::Service(s), a));
        for (scope, now) in std::iter::once((Scope::All, &judged.all)).chain(services) {
            let Some(then) = earlier.judged(from, id, scope) else {
                continue;
            };
            for (&period, was) in then.history.range(..=from) {
                let is = now.history.get(&period);
                if is == Some(was) {
                    continue;
                }
                let name = later.named(metric, scope);
                let short = words.period_short(period);
                let [a, b] = match is {
                    Some(is) => phrase::pair(words, metric, was, is),
                    None => [words.cell(metric, was), label("no data").to_owned()],
                };
                let why = later.pack.restatements.iter().rev().find(|r| {
                    let service = r
                        .service
                        .as_ref()
                        .map_or(Scope::All, |s| Scope::Service(&s.value));
                    r.period.value == period
                        && r.metric.value == *id
                        && (service == scope || scope == Scope::All)
                });
                let why = why.map_or_else(String::new, |r| {
                    let why = phrase::short(&r.why, 200);
                    say!("{name}: {words}", cause(r.cause), why)
                });
                let item =
                    Difference::new(Matter::Restated, &name, say!("figure of {short}", short));
                let mut item = item
                    .of(id)
                    .during(to)
                    .ranked(rank(&later.pack.settings, id, scope))
                    .noting(why)
                    .saying(say!(
                        "{name} in {short} was restated from {a} to {b}",
                        name,
                        short,
                        a,
                        b
                    ))
                    .from(a)
                    .to(b);
                if let Scope::Service(service) = scope {
                    item.service = Some(service.to_owned());
                }
                item.numbers = Some(phrase::numbers(Some(was), is, None));
                found.push(item);
            }
        }
    }
    found
}

/// Locks and restatements of two packs.
pub(super) fn between(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let mut found = locks(base, head);
    found.extend(restatements(base, head));
    found
}

/// Locks by the bytes of their files: nothing in one may change.
fn locks(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let files = |side: &Side<'_>| -> BTreeMap<String, String> {
        let files = side.sources.files().filter(|f| f.path.starts_with(LOCKS));
        files
            .map(|f| (f.path.clone(), f.text.replace("\r\n", "\n")))
            .collect()
    };
    let (old, new) = (files(base), files(head));
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut found = Vec::new();
    for path in paths {
        let name = path.strip_prefix(LOCKS).unwrap_or(path);
        let period: Option<Period> = name.strip_suffix(".yaml").and_then(|p| p.parse().ok());
        let words = period.and_then(|p| Some((p, head.words(p)?)));
        let short = words.map_or_else(|| name.to_owned(), |(p, w)| w.period_short(p));
        let day = |side: &Side<'_>| {
            let date = side.pack.published.get(&period?)?.published.value;
            Some(format!("published on {}", side.date(date)))
        };
        let (matter, said) = match (old.get(path), new.get(path)) {
            (a, b) if a == b => continue,
            (Some(_), Some(_)) => (
                Matter::Record,
                format!("the record of what was published for {short} changed"),
            ),
            (Some(_), None) => (
                Matter::Record,
                format!("the record of what was published for {short} is gone"),
            ),
            (None, _) => (Matter::New, format!("{short} was published")),
        };
        let (was, is) = (day(base), day(head));
        let there = |text: Option<String>, file: Option<&String>| {
            file.map(|_| text.unwrap_or_else(|| "on record".to_owned()))
        };
        let mut item = Difference::new(matter, short, "record of what was published")
            .from(there(was, old.get(path)))
            .to(there(is, new.get(path)))
            .at(path.clone())
            .saying(said);
        item.period = period;
        found.push(item);
    }
    found
}

fn restatements(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let same = |a: &Restatement, b: &Restatement| key(a) == key(b);
    let (old, new) = (&base.pack.restatements, &head.pack.restatements);
    let gone = old.iter().filter(|a| !new.iter().any(|b| same(a, b)));
    let added = new.iter().filter(|b| !old.iter().any(|a| same(a, b)));
    let gone = gone.filter_map(|r| one(base, r, Matter::Record));
    gone.chain(added.filter_map(|r| one(head, r, Matter::Restated)))
        .collect()
}

/// Everything but the place.
fn key(r: &Restatement) -> impl PartialEq {
    (
        (
            r.period.value,
            r.metric.value.clone(),
            r.service.as_ref().map(|s| s.value.clone()),
        ),
        (r.week, r.from, r.to),
        (r.cause, r.date, r.why.clone()),
    )
}

fn one(side: &Side<'_>, r: &Restatement, matter: Matter) -> Option<Difference> {
    let metric = side.pack.metrics.get(&r.metric.value)?;
    let period = r.period.value;
    let words = side.words(period)?;
    let scope = r
        .service
        .as_ref()
        .map_or(Scope::All, |s| Scope::Service(&s.value));
    let name = side.named(metric, scope);
    let when = match r.week {
        Some(week) => words.week(week),
        None => words.period_short(period),
    };
    let [was, is] = [r.from, r.to].map(|v| phrase::value(words, metric, v));
    let why = format!(
        "{}, {}: {}",
        cause(r.cause),
        words.date(r.date),
        phrase::short(&r.why, 200)
    );
    let (what, said) = match matter {
        Matter::Record => (
            format!("restatement of {when}"),
            format!("a restatement of {name} is no longer on record"),
        ),
        _ => (
            format!("restatement of {when}"),
            format!("{name}, {when}, was restated from {was} to {is}"),
        ),
    };
    let mut found = Difference::new(matter, name, what)
        .of(&r.metric.value)
        .during(period)
        .at(side.path(r.span))
        .ranked(rank(&side.pack.settings, &r.metric.value, scope))
        .noting(why)
        .saying(said)
        .from(was)
        .to(is);
    found.service = r.service.as_ref().map(|s| s.value.clone());
    Some(found)
}
