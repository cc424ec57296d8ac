//! A quarter that has no snapshot yet to the files that its figures need: the next one as it is begun by hand,
//! any other with the snapshot alone, and the pack's first with the words it cannot be read without.

use super::{Refusal, Scaffold, Wish, day, quarter, scaffold, todo};
use crate::load::{self, Tree};
use crate::model::{Metric, Pack, Period};
use crate::schema;
use crate::tongue::{say, speak};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Files of a quarter for figures that are about to be counted; none where its snapshot is there. Metrics
/// of `counted` need no entry.
///
/// # Errors
/// The next quarter cannot be begun, or the pack cannot be read even with the new files.
pub fn begin(
    tree: &Tree,
    period: Period,
    counted: &dyn Fn(&Metric) -> bool,
) -> Result<Scaffold, Refusal> {
    let path = format!("data/snapshots/{period}.yaml");
    if tree.files.contains_key(&path) {
        return Ok(Scaffold::default());
    }
    let loaded = load::parse(tree);
    let latest = loaded.pack.as_ref().and_then(Pack::latest);
    if latest.is_some_and(|latest| latest.shifted(1) == period) {
        return scaffold(tree, &Wish::Quarter(period));
    }
    let Some(pack) = loaded.pack else {
        return Ok(Scaffold::default());
    };
    let _speaking = speak(pack.settings.locale.language());
    let mut made = BTreeMap::from([(path, snapshot(&pack, period, latest.is_none(), counted))]);
    let words = format!("content/{period}/overview.md");
    if latest.is_none_or(|latest| latest < period) && !tree.files.contains_key(&words) {
        made.insert(words, quarter::overview(&pack, period));
    }
    for (path, text) in &mut made {
        *text = schema::with_modeline(path, text);
    }
    Ok(Scaffold {
        made,
        ..Scaffold::default()
    })
}

/// The day on which the data was taken, put into a snapshot that was begun.
pub fn taken_on(snapshot: &str, day: chrono::NaiveDate) -> String {
    let lines = snapshot
        .split_inclusive('\n')
        .map(|line| match line.starts_with("as_of:") {
            true => format!("as_of: {day}\n"),
            false => line.to_owned(),
        });
    lines.collect()
}

fn snapshot(pack: &Pack, period: Period, first: bool, counted: &dyn Fn(&Metric) -> bool) -> String {
    let calendar = pack.settings.calendar;
    let reviewer = pack.snapshots.values().next_back();
    let reviewer = reviewer.map_or_else(
        || todo("the role that reviewed the figures"),
        |other| super::yaml::quoted(&other.reviewed_by),
    );
    let mut out = format!(
        "# {period}: {}\n\
         period: {period}\n\
         as_of: {}\n\
         reviewed_by: {reviewer}\n\
         observations:",
        say!(
            "what was counted from {first} to {last}.",
            day(calendar.start(period)),
            day(calendar.last_day(period))
        ),
        calendar.end(period),
    );
    let open = pack
        .metrics
        .values()
        .filter(|metric| first && !counted(metric));
    let open: Vec<&Metric> = open.collect();
    for metric in &open {
        let what = todo(&say!(
            "{metric}: its figure, or why there is none",
            metric.name.value
        ));
        let _ = write!(out, "\n  {}:\n    missing: {what}", metric.id.value);
    }
    if open.is_empty() {
        out.push_str(" {}");
    }
    out.push('\n');
    out
}
