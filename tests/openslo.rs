//! OpenSLO documents: public ones as their authors wrote them, and faulty ones, each fault told at
//! its own line and column. `BLESS=1` writes the keys; whoever does so reads the difference.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test reads its files, says what it left out and stops at the first surprise"
)]

mod public;

use boardpack::diag::{emit::short, sort};
use boardpack::load::{self, Loaded, Tree, base_pack};
use boardpack::model::{
    BudgetWindow, Budgeting, Comparison, Exact, LengthUnit, Measure, Objective,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const AT: &str = "data/objectives/tested.yaml";

/// The base pack with one more file of objectives.
fn with(text: &str) -> Tree {
    let mut tree = base_pack();
    tree.files.insert(AT.to_owned(), text.into());
    tree
}

fn told(loaded: &Loaded) -> String {
    let mut all = loaded.diagnostics.clone();
    sort(&mut all);
    short(&all, &loaded.sources)
}

/// The objectives of the tested file.
fn objectives(loaded: &Loaded) -> Vec<&Objective> {
    let all = loaded.pack.as_ref().unwrap().objectives.values();
    let mut own: Vec<_> = all
        .filter(|o| loaded.sources.file(o.id.span.file).path == AT)
        .collect();
    own.sort_by_key(|o| o.id.span);
    own
}

fn shared(folder: &str) -> Option<Vec<PathBuf>> {
    let root = public::place(folder)?;
    let walk = walkdir::WalkDir::new(&root).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.unwrap().into_path());
    let is_yaml = |path: &PathBuf| path.extension().is_some_and(|e| e == "yaml" || e == "yml");
    Some(files.filter(is_yaml).collect())
}

/// Holds a text against a key of `tests/openslo/`.
fn hold(key: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/openslo")
        .join(key);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, now).unwrap();
        return;
    }
    let was = std::fs::read_to_string(&path).unwrap();
    assert!(was == now, "{key} says otherwise; now:\n{now}");
}

/// One objective in a line.
fn in_words(objective: &Objective) -> String {
    let window = match objective.window {
        BudgetWindow::Rolling(length) => format!("rolling {length}"),
        BudgetWindow::Calendar {
            length,
            start,
            zone,
        } => format!("{length} from {start} {zone}"),
    };
    let mut line = format!(
        "{} of {}, {window}",
        objective.id.value, objective.service.value
    );
    for part in &objective.parts {
        let (n, d) = part.target.value.parts();
        line.push_str(&format!(", {n}/{d} by "));
        line.push_str(&match part.method {
            Budgeting::Occurrences => "events".to_owned(),
            Budgeting::Timeslices { target, slice } => {
                let (n, d) = target.parts();
                format!("slices of {slice} at {n}/{d}")
            }
            Budgeting::RatioTimeslices { slice } => format!("mean of slices of {slice}"),
        });
        line.push_str(match part.indicator.measure {
            Measure::Threshold(_) => " of values",
            Measure::Good { .. } => " good of all",
            Measure::Bad { .. } => " bad of all",
            Measure::Raw { success: true, .. } => " as a share of good ones",
            Measure::Raw { success: false, .. } => " as a share of bad ones",
        });
    }
    line
}

/// OpenSLO's own examples and those that Sloth keeps: what is read, and what is said about it.
#[test]
fn public_documents_are_read_or_refused_at_the_right_line() {
    let (Some(openslo), Some(sloth)) = (shared("slo-openslo"), shared("slo-sloth")) else {
        return;
    };
    let mut key = String::new();
    let is_openslo = |path: &&PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("openslo-")
    };
    let files: Vec<_> = openslo
        .iter()
        .chain(sloth.iter().filter(is_openslo))
        .collect();
    assert_eq!(files.len(), 6, "{files:?}");
    for path in files {
        let loaded = load::parse(&with(&std::fs::read_to_string(path).unwrap()));
        let parent = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        key.push_str(&format!("=== {parent}/{name}\n{}", told(&loaded)));
        for objective in objectives(&loaded) {
            key.push_str(&format!("read: {}\n", in_words(objective)));
        }
    }
    hold("public.txt", &key);
}

/// Files in Sloth's own format are no OpenSLO, and each says how to make it so.
#[test]
fn files_of_sloth_are_refused_with_the_way_out() {
    let Some(sloth) = shared("slo-sloth") else {
        return;
    };
    let mut seen = 0;
    for path in sloth {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.starts_with("openslo-") {
            continue;
        }
        seen += 1;
        let tree = with(&std::fs::read_to_string(&path).unwrap());
        let loaded = load::parse(&tree);
        assert!(
            loaded
                .diagnostics
                .iter()
                .all(boardpack::diag::Diagnostic::is_error)
        );
        let helped = loaded.diagnostics.iter().any(|d| {
            let help = d.help.as_deref().unwrap_or_default();
            help.contains("boardpack import sloth")
        });
        assert!(helped, "{name}: {}", told(&loaded));
    }
    assert_eq!(seen, 8);
}

#[test]
fn every_fault_is_told_at_its_own_place() {
    let text = include_str!("openslo/faults.yaml");
    let loaded = load::parse(&with(text));
    let key = told(&loaded);
    hold("faults.txt", &key);
    // Every document but the two that are sound or follow from another is told of once.
    let mut by_document: BTreeMap<usize, usize> = BTreeMap::new();
    for line in key.lines() {
        let at: usize = line.split(':').nth(1).unwrap().parse().unwrap();
        let before = text.lines().take(at);
        let document = before
            .filter(|line| line.starts_with("# ") && line.contains(". "))
            .count()
            - 1;
        *by_document.entry(document).or_default() += 1;
    }
    let silent: Vec<usize> = (1..=54).filter(|n| !by_document.contains_key(n)).collect();
    assert_eq!(silent, [47, 54]);
    let twice: Vec<_> = by_document.iter().filter(|(_, n)| **n > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let read: Vec<_> = objectives(&loaded).iter().map(|o| in_words(o)).collect();
    assert_eq!(
        read,
        ["fifty-four of checkout-api, rolling 4w, 1999/2000 by slices of 1m at 19/20 good of all"]
    );
}

const SOUND: &str = "\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: whole-shop
  annotations: {boardpack/audience: internal, larkspur.example/page: pay}
  labels: {tier: 1, journeys: [pay, find]}
spec:
  description: Customers can find and pay.
  service: shop
  timeWindow: [{duration: 1Q, calendar: {startTime: 2024-10-01 00:00:00, timeZone: Europe/London}}]
  budgetingMethod: RatioTimeslices
  objectives:
    - {displayName: Paying, targetPercent: 99.95, timeSliceWindow: 5, indicatorRef: checkout-requests, compositeWeight: 2.5}
    - displayName: Finding
      target: 0.9
      op: lte
      value: 0.4
      timeSliceWindow: 1h
      indicator:
        metadata: {name: search-latency, displayName: Time to find}
        spec:
          description: What it takes to find a product.
          thresholdMetric:
            metricSource:
              metricSourceRef: prometheus
              spec: {query: latency_seconds, params: {step: 60, of: [a, b]}, secretAccessKey: hidden}
  alertPolicies:
    - alertPolicyRef: fast-burn
    - kind: AlertPolicy
      metadata: {name: slow-burn, displayName: Slow burn}
      spec:
        alertWhenNoData: true
        conditions:
          - kind: AlertCondition
            metadata: {name: slow}
            spec:
              severity: ticket
              condition: {kind: burnrate, op: gt, threshold: 1, lookbackWindow: 3d}
        notificationTargets:
          - targetRef: on-call
          - kind: AlertNotificationTarget
            metadata: {name: queue}
            spec: {target: the team's queue}
";

#[test]
fn a_whole_document_is_read_to_its_last_word() {
    let loaded = load::parse(&with(SOUND));
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["openslo-credential"], "{}", told(&loaded));
    let objectives = objectives(&loaded);
    let [objective] = objectives.as_slice() else {
        panic!("{objectives:?}");
    };
    assert!(objective.is_composite() && objective.target().is_none());
    assert_eq!(objective.service_id, None);
    assert_eq!(objective.audience, boardpack::model::Audience::Internal);
    assert_eq!(objective.labels["journeys"], ["pay", "find"]);
    assert_eq!(objective.labels["tier"], ["1"]);
    assert_eq!(objective.annotations["larkspur.example/page"], "pay");
    assert_eq!(objective.window.length().months(), Some(3));
    let [paying, finding] = objective.parts.as_slice() else {
        panic!("{objective:?}");
    };
    let exact = |text| Exact::parse(text).unwrap();
    assert_eq!(paying.target.value, exact("0.9995"));
    assert_eq!((paying.weight, finding.weight), (exact("2.5"), exact("1")));
    let Budgeting::RatioTimeslices { slice } = paying.method else {
        panic!("{paying:?}");
    };
    assert_eq!((slice.count, slice.unit), (5, LengthUnit::Minute));
    assert_eq!(paying.indicator.counter, Some(true));
    assert_eq!(finding.threshold, Some((Comparison::AtMost, exact("0.4"))));
    assert_eq!(finding.indicator.name.as_deref(), Some("Time to find"));
    let Measure::Threshold(query) = &finding.indicator.measure else {
        panic!("{finding:?}");
    };
    assert_eq!(query.system.as_deref(), Some("Prometheus"));
    let fields: Vec<_> = query
        .fields
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let of = [
        ("query", "latency_seconds"),
        ("params.step", "60"),
        ("params.of.1", "a"),
        ("params.of.2", "b"),
    ];
    assert_eq!(fields, of);
    let [fast, slow] = objective.alerts.as_slice() else {
        panic!("{objective:?}");
    };
    assert_eq!(
        (fast.severity.as_str(), fast.threshold),
        ("page", exact("14.4"))
    );
    assert_eq!(fast.after.map(|l| l.to_string()).as_deref(), Some("5m"));
    assert!(fast.when.breaching && !fast.when.no_data);
    assert_eq!(
        (slow.compared, slow.lookback.minutes()),
        (Comparison::More, Some(4_320))
    );
    assert!(slow.when.no_data && !slow.when.breaching);
    assert_eq!(slow.targets, ["the engineer on call", "the team's queue"]);
}

/// A target is what was written, to the last digit, and never the nearest binary fraction.
#[test]
fn targets_are_exact() {
    for (written, parts) in [
        ("target: 0.999", (999, 1000)),
        ("target: 0.9999", (9999, 10_000)),
        ("target: 0", (0, 1)),
        ("target: 0.999999", (999_999, 1_000_000)),
        ("targetPercent: 99.95", (1999, 2000)),
        ("targetPercent: 99.999999", (99_999_999, 100_000_000)),
    ] {
        let mut tree = base_pack();
        let path = "data/objectives/checkout.yaml";
        let text = String::from_utf8(tree.files[path].clone()).unwrap();
        let text = text.replace("targetPercent: 99.9", written);
        tree.files.insert(path.to_owned(), text.into());
        let loaded = load::parse(&tree);
        assert!(loaded.diagnostics.is_empty(), "{}", told(&loaded));
        let pack = loaded.pack.unwrap();
        let target = pack.objectives["checkout-availability"].target().unwrap();
        assert_eq!(target.value.parts(), parts, "{written}");
    }
}

/// Documents may lie in any order and in any file: what they define together is the same.
#[test]
fn the_order_of_documents_does_not_matter() {
    let path = "data/objectives/checkout.yaml";
    let base = base_pack();
    let text = String::from_utf8(base.files[path].clone()).unwrap();
    let documents: Vec<&str> = text.split("---\n").collect();
    assert_eq!(documents.len(), 7);
    let all: Vec<Vec<&str>> = vec![
        documents.iter().rev().copied().collect(),
        documents
            .iter()
            .skip(3)
            .chain(documents.iter().take(3))
            .copied()
            .collect(),
    ];
    let without_places = |tree: &Tree| {
        let loaded = load::parse(tree);
        assert!(loaded.diagnostics.is_empty(), "{}", told(&loaded));
        in_words(&loaded.pack.unwrap().objectives["checkout-availability"])
    };
    let expected = without_places(&base);
    for order in all {
        let mut one = base.clone();
        one.files
            .insert(path.to_owned(), order.join("---\n").into());
        assert_eq!(without_places(&one), expected);
        let mut many = base.clone();
        many.files.remove(path);
        for (n, document) in order.iter().enumerate() {
            let path = format!("data/objectives/part-{n}.yaml");
            many.files.insert(path, (*document).into());
        }
        assert_eq!(without_places(&many), expected);
    }
}

/// Documents that are many, deep or not documents at all: it ends soon, and says so.
#[test]
fn hostile_documents_end_soon() {
    let deep = format!(
        "apiVersion: openslo/v1\nkind: DataSource\nspec: {}",
        "{a: ".repeat(5_000)
    );
    let query = format!(
        "apiVersion: openslo/v1\nkind: SLI\nmetadata: {{name: deep}}\nspec: {{thresholdMetric: \
         {{metricSource: {{type: x, spec: {}1{}}}}}}}\n",
        "{a: ".repeat(20),
        "}".repeat(20)
    );
    let one =
        "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: a}\nspec: {service: nothing}\n---\n";
    let texts = [
        deep,
        query,
        one.repeat(20_000),
        "---\n".repeat(100_000),
        "--- a\n".repeat(100_000),
        "...\n---\n".repeat(50_000),
        "a: &x [1]\nb: *x\n".to_owned(),
        "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: \"\\u202e\"}\n".to_owned(),
        format!("kind: {}\n", "S".repeat(1_000_000)),
        format!(
            "apiVersion: openslo/v1\nkind: SLO\nmetadata: {{name: a}}\nspec: {{objectives: [{}]}}\n",
            "{target: 0.9},".repeat(50_000)
        ),
    ];
    for text in texts {
        // A guard against hanging, not a measure of speed.
        let begin = std::time::Instant::now();
        let loaded = load::parse(&with(&text));
        let head: String = text.chars().take(60).collect();
        assert!(begin.elapsed().as_secs() < 600, "{head}");
        assert!(loaded.diagnostics.len() < 1_100, "{head}");
        let is_query = head.contains("name: deep");
        assert_eq!(
            loaded.diagnostics.is_empty(),
            is_query,
            "{head}: {}",
            told(&loaded)
        );
    }
}

/// What the README shows is what a newcomer copies.
#[test]
fn the_readme_shows_a_document_that_loads() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let section = readme.split("## Objectives\n").nth(1).unwrap();
    let shown = section.split("```text\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let shown = shown.replace("name: checkout-availability", "name: shown");
    let loaded = load::parse(&with(&shown));
    assert!(loaded.diagnostics.is_empty(), "{}", told(&loaded));
    let read: Vec<_> = objectives(&loaded).iter().map(|o| in_words(o)).collect();
    let words = "shown of checkout, 1Q from 2024-10-01 00:00:00 Europe/London, 999/1000 by events good of all";
    assert_eq!(read, [words]);
}

/// What an objective says of itself is printed, and held to the rules of words like every record.
#[test]
fn descriptions_are_held_to_the_rules_of_words() {
    let said = SOUND.replace(
        "Customers can find and pay.",
        "A seamless shop, <b>always</b>.",
    );
    let said = said.replace(", secretAccessKey: hidden", "");
    let checked = boardpack::pipeline::check(&with(&said));
    let own = checked.diagnostics.iter().filter(|d| {
        let place = d.primary.as_ref().unwrap();
        checked.sources.file(place.span.file).path == AT
    });
    let mut codes: Vec<_> = own.map(|d| d.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["banned-word", "raw-html"]);
}

proptest! {
    /// Whatever becomes of a document: it is read or told of, twice alike, and never both lost and
    /// unmentioned.
    #[test]
    fn damaged_documents_are_told_of_or_read(
        which in 0..3_usize,
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0..40_usize, any::<prop::sample::Index>()), 1..5)
    ) {
        let base = base_pack();
        let base = String::from_utf8(base.files["data/objectives/checkout.yaml"].clone()).unwrap();
        let base = base.replace("name: checkout-availability", "name: other");
        let mut text = [base.as_str(), SOUND, include_str!("openslo/faults.yaml")][which].to_owned();
        let words = [
            "", "\n", "---\n", "~", "[]", "{}", "- ", ": ", "kind: SLO\n", "1m", "target: 1\n", "\u{e4}", "'", "\"",
            "isRolling: true\n", "spec:\n", "indicatorRef: x\n", "99999999999999", "-", "openslo/v1alpha",
        ];
        for (at, gone, new) in cuts {
            let at = text.char_indices().nth(at.index(text.chars().count())).map_or(0, |(at, _)| at);
            let end = text[at..].char_indices().nth(gone).map_or(text.len(), |(n, _)| at + n);
            text.replace_range(at..end, words[new.index(words.len())]);
        }
        let tree = with(&text);
        let (first, second) = (load::parse(&tree), load::parse(&tree));
        prop_assert_eq!(told(&first), told(&second));
        prop_assert_eq!(&first.pack, &second.pack);
        let known = objectives(&first);
        for objective in known {
            prop_assert!(!objective.parts.is_empty());
            for part in &objective.parts {
                let (n, d) = part.target.value.parts();
                prop_assert!(0 <= n && n < d, "{n}/{d}");
            }
            let window = objective.window.length();
            prop_assert!(window.least_minutes() >= 1_440);
        }
    }
}
