//! Two packs to their differences: what a reviewer of a change to the pack has to know.
//!
//! What no comparison of values finds is found by comparing files, so that no changed byte stays
//! unsaid: the last item of the list is a file that reads the same.

use super::difference::{Difference, Differences, Matter, sort};
use super::{
    Side, annotations, definitions, figures, narratives, published, quarters, records, settings,
};
use crate::diag::Sources;
use crate::model::Period;
use std::collections::{BTreeMap, BTreeSet};

/// What changed from one pack to another; with `only`, what changed in that quarter.
pub fn packs(
    base: (&Side<'_>, &str),
    head: (&Side<'_>, &str),
    only: Option<Period>,
) -> Differences {
    let ((base, before), (head, after)) = (base, head);
    let mut all = Vec::new();
    let mut same = 0;
    let mut new = Vec::new();
    let snapshots = |side: &Side<'_>| -> BTreeSet<Period> {
        let wanted = |p: &Period| only.is_none_or(|only| *p == only);
        let (told, filed) = (side.pack.narratives.keys(), side.pack.snapshots.keys());
        told.chain(filed).copied().filter(wanted).collect()
    };
    for period in &snapshots(base) | &snapshots(head) {
        let (then, now) = (
            base.pack.snapshots.get(&period),
            head.pack.snapshots.get(&period),
        );
        match (then, now) {
            (Some(_), Some(_)) => {
                all.extend(figures::between(base, head, period, &mut same));
                all.extend(records::between_packs(base, head, period));
            }
            (Some(_), None) => all.push(filed(base, period, Matter::Gone)),
            (None, Some(_)) => {
                all.push(filed(head, period, Matter::New));
                let earlier = period.previous();
                new.extend(quarters((head, earlier), (head, period)));
            }
            (None, None) => {}
        }
        all.extend(narratives::between_packs(base, head, period));
    }
    if only.is_none() {
        all.extend(definitions::between(base, head));
        all.extend(settings::between(base, head));
        all.extend(annotations::between(base, head));
        all.extend(published::between(base, head));
        all.extend(records::restated(base, head));
        let mut rest = files(base.sources, head.sources, &all);
        // A snapshot whose figures were restated does not read the same: its restatements say so.
        rest.retain(|file| !is_restated(head, file, &all));
        all.extend(rest);
    }
    sort(&mut all);
    Differences {
        before: before.to_owned(),
        after: after.to_owned(),
        all,
        same,
        broken: Vec::new(),
        quarters: new,
    }
}

/// A quarter that only one pack has.
fn filed(side: &Side<'_>, period: Period, matter: Matter) -> Difference {
    let short = side
        .words(period)
        .map_or_else(|| period.to_string(), |w| w.period_short(period));
    let judged = side.analysis.quarters.get(&period);
    let figures = judged.map_or(0, |q| {
        let metrics = q.metrics.values();
        metrics
            .filter(|m| m.all.now.is_some() || !m.services.is_empty())
            .count()
    });
    let told = match figures {
        1 => "figures of one metric".to_owned(),
        n => format!("figures of {n} metrics"),
    };
    let path = side.pack.snapshots.get(&period).map(|s| s.path.clone());
    let found = Difference::new(matter, &short, "quarter")
        .during(period)
        .at(path)
        .ranked(0);
    match matter {
        Matter::Gone => found
            .from(told)
            .saying(format!("{short} is no longer in the pack")),
        _ => found.to(told).saying(format!("{short} is in the pack now")),
    }
}

/// Whether a file is the snapshot of a quarter that was restated.
fn is_restated(head: &Side<'_>, file: &Difference, found: &[Difference]) -> bool {
    let restated = found.iter().filter(|d| d.matter == Matter::Restated);
    let snapshots = restated.filter_map(|d| head.pack.snapshots.get(&d.period?));
    snapshots
        .into_iter()
        .any(|snapshot| file.path.as_ref() == Some(&snapshot.path))
}

/// Files that differ though nothing that was found lies in them.
fn files(base: &Sources, head: &Sources, found: &[Difference]) -> Vec<Difference> {
    let texts = |sources: &Sources| -> BTreeMap<String, String> {
        let files = sources.files();
        files
            .map(|f| (f.path.clone(), f.text.replace("\r\n", "\n")))
            .collect()
    };
    let (old, new) = (texts(base), texts(head));
    let told: BTreeSet<&str> = found.iter().filter_map(|d| d.path.as_deref()).collect();
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    paths
        .into_iter()
        .filter(|path| old.get(*path) != new.get(*path) && !told.contains(path.as_str()))
        .map(|path| {
            let size = |text: Option<&String>| {
                text.map(|t| match t.lines().count() {
                    1 => "1 line".to_owned(),
                    n => format!("{n} lines"),
                })
            };
            let (a, b) = (size(old.get(path)), size(new.get(path)));
            let b = b.map(|n| {
                if a.as_ref() == Some(&n) {
                    format!("{n}, others")
                } else {
                    n
                }
            });
            let how = match (&a, &b) {
                (None, _) => "is new",
                (_, None) => "is gone",
                _ => "changed",
            };
            let is_template = path.starts_with("templates/");
            let (matter, what, note) = if is_template {
                (
                    Matter::Setting,
                    "template",
                    "how pages look or what they say around the data",
                )
            } else if path.starts_with("data/") && !reads_alike(old.get(path), new.get(path)) {
                (
                    Matter::Setting,
                    "record",
                    "no figure that is compared differs; what else it holds does",
                )
            } else {
                (
                    Matter::File,
                    "file",
                    "no figure, judgement or text reads differently",
                )
            };
            let found = Difference::new(matter, path, what)
                .from(a)
                .to(b)
                .at(path.clone());
            found
                .noting(note)
                .saying(format!("the {what} {path} {how}"))
        })
        .collect()
}

/// Whether two texts of YAML are the same but for comments, blank lines and spaces at the ends of lines.
fn reads_alike(old: Option<&String>, new: Option<&String>) -> bool {
    let lines = |text: &String| -> Vec<String> {
        let lines = text.lines().map(str::trim_end);
        let said = lines.filter(|line| {
            let line = line.trim_start();
            !line.is_empty() && !line.starts_with('#')
        });
        said.map(str::to_owned).collect()
    };
    match (old, new) {
        (Some(old), Some(new)) => lines(old) == lines(new),
        (None, None) => true,
        _ => false,
    }
}
