//! What is judged once for several states of knowledge is what each of them would be judged alone.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests read the sample and may fail"
)]

#[path = "../benches/medium/records.rs"]
mod records;
#[path = "../benches/medium/workload.rs"]
mod workload;

use boardpack::analyse::{self, MetricAnalysis};
use boardpack::known::Known;
use boardpack::load::{self, Tree};
use boardpack::model::{Pack, RestatementCause};
use boardpack::pipeline::{self, Day};
use std::path::Path;
use workload::{MEDIUM, Size};

const SMALL: Size = Size {
    quarters: 6,
    services: 3,
    metrics: 16,
    ..MEDIUM
};

fn whole(tree: &Tree) -> Pack {
    let loaded = load::parse(tree);
    let wrong = loaded.diagnostics.iter().find(|d| d.is_error());
    assert!(wrong.is_none(), "{wrong:?}");
    loaded.pack.unwrap()
}

/// Compares every state of knowledge with itself alone; gives how many there were.
#[track_caller]
fn judged_alike(pack: &Pack) -> usize {
    let together = analyse::analyse(pack);
    let known = Known::of(pack);
    let mut states = 0;
    for (then, whose) in known.earlier() {
        let last = *whose.last().unwrap();
        let alone = analyse::analyse(then);
        let mut alone = alone.today().clone();
        alone.retain(|period, _| *period <= last);
        for period in whose {
            assert_eq!(*together.seen_from(period), alone, "as {period} knew it");
            assert_eq!(together.quarters[&period], alone[&period], "{period}");
        }
        states += 1;
    }
    states
}

fn swap(tree: &mut Tree, path: &str, old: &str, new: &str) {
    let text = String::from_utf8(tree.files[path].clone()).unwrap();
    assert!(text.contains(old), "{path}: {old}");
    let text = text.replacen(old, new, 1);
    tree.files.insert(path.to_owned(), text.into_bytes());
}

/// A published figure is another one now, and it is said why.
fn restate(tree: &mut Tree, period: &str, metric: &str, day: &str) {
    let path = format!("data/snapshots/{period}.yaml");
    let text = String::from_utf8(tree.files[&path].clone()).unwrap();
    let at = text.find(&format!("{metric}:")).unwrap();
    let (before, own) = text.split_at(at);
    let text = format!("{before}{}", own.replacen("quarter: ", "quarter: 1", 1));
    tree.files.insert(path, text.into_bytes());
    let made = pipeline::restate(
        tree,
        period.parse().unwrap(),
        RestatementCause::LateData,
        "Counted late.",
        Day::On(day.parse().unwrap()),
    );
    let file = made.file.unwrap_or_else(|| panic!("{:?}", made.refusal));
    tree.files.insert(file.path, file.text.into_bytes());
}

#[test]
fn the_sample_is_judged_as_each_quarter_alone() {
    let tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert!(judged_alike(&whole(&tree)) > 0);
}

#[test]
fn the_workload_builds_and_is_judged_as_each_quarter_alone() {
    let tree = workload::tree(&SMALL);
    let built = pipeline::build(&tree);
    let wrong = built.diagnostics.iter().find(|d| d.is_error());
    assert!(built.site.is_some(), "{wrong:?}");
    assert_eq!(judged_alike(&whole(&tree)), 5);
}

/// What is judged of a metric, without the places of its targets.
fn told(metric: &MetricAnalysis) -> impl Iterator<Item = impl PartialEq> {
    let scopes = std::iter::once(&metric.all).chain(metric.services.values());
    scopes.map(|judged| {
        let status = judged.target.status;
        (&judged.history, &judged.movement, &judged.behaviour, status)
    })
}

#[test]
fn restatements_versions_marks_and_services_are_known_to_those_who_knew_them() {
    let mut tree = workload::tree(&SMALL);
    let plain = analyse::analyse(&whole(&tree));
    // What no published quarter knew: two figures corrected, a definition and a process that changed,
    // a service that came.
    restate(&mut tree, "2025-Q2", "metric-01", "2026-08-01");
    restate(&mut tree, "2026-Q1", "metric-09", "2026-08-02");
    let change = "effect: none}\n";
    let anew = "    - {version: 2, date: 2026-02-02, what: Counted anew., effect: break}\n";
    let metric = "content/metrics/metric-03.md";
    swap(&mut tree, metric, "  version: 1\n", "  version: 2\n");
    swap(&mut tree, metric, change, &format!("{change}{anew}"));
    let mark = "- {id: moved, kind: change-point, date: 2025-06-04, label: Worked otherwise from here, cause: Another way of working, metrics: [metric-05]}\n";
    let marks = tree.files.get_mut("data/annotations.yaml").unwrap();
    marks.extend_from_slice(mark.as_bytes());
    let service = "  - {id: service-99, name: Service 99, area: everything, tier: 1, owner: Head of Service 99, summary: Came late.}\n";
    let services = tree.files.get_mut("data/services.yaml").unwrap();
    services.extend_from_slice(service.as_bytes());
    swap(
        &mut tree,
        "data/snapshots/2026-Q3.yaml",
        "      service-00:",
        "      service-99: {quarter: 5/50}\n      service-00:",
    );

    let pack = whole(&tree);
    assert_eq!(judged_alike(&pack), 5);
    let judged = analyse::analyse(&pack);
    for period in pack.published.keys() {
        let (now, then) = (
            &judged.quarters[period].metrics,
            &plain.quarters[period].metrics,
        );
        let differ: Vec<&str> = now
            .iter()
            .filter(|(id, judged)| told(&then[*id]).ne(told(judged)))
            .map(|(id, _)| id.as_str())
            .collect();
        // What was published was judged without any of it.
        assert_eq!(differ, [""; 0], "{period}");
    }
    let today = &judged.today()[&"2026-Q2".parse().unwrap()].metrics;
    for id in ["metric-01", "metric-03", "metric-05", "metric-09"] {
        assert_ne!(
            today[id],
            plain.today()[&"2026-Q2".parse().unwrap()].metrics[id],
            "{id}"
        );
    }
}
