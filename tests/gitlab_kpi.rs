//! `boardpack import gitlab-kpi`: every public indicator becomes a metric that a pack reads; words stay
//! words, nothing stays nothing, and what nobody said is a placeholder.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its files, says what it left out and stops at the first surprise"
)]

mod public;

use boardpack::diag::{emit::short, sort};
use boardpack::load::{self, Indicators, Tree, base_pack};
use boardpack::model::{Audience, Exact, Metric, Pack};
use boardpack::scaffold;
use std::path::Path;

fn shared() -> Option<Tree> {
    let root = public::place("kpi-gitlab")?;
    let names = ["engineering_function.yml", "infrastructure_department.yml"];
    let read = |name: &&str| ((*name).to_owned(), std::fs::read(root.join(name)).unwrap());
    Some(Tree {
        files: names.iter().map(read).collect(),
    })
}

fn told(read: &Indicators) -> String {
    let mut all = read.diagnostics.clone();
    sort(&mut all);
    short(&all, &read.sources)
}

/// The base pack with what was made.
fn made(read: &Indicators) -> (Tree, Pack) {
    let mut tree = base_pack();
    let made = scaffold::indicators(&tree, &read.indicators).unwrap();
    for (path, text) in made.made.into_iter().chain(made.extended) {
        tree.files.insert(path, text.into_bytes());
    }
    let loaded = load::parse(&tree);
    let words = short(&loaded.diagnostics, &loaded.sources);
    assert!(loaded.diagnostics.is_empty(), "{words}");
    (tree, loaded.pack.unwrap())
}

fn file(text: &str) -> Tree {
    Tree {
        files: [("kpi.yml".to_owned(), text.as_bytes().to_vec())].into(),
    }
}

#[test]
fn every_public_indicator_becomes_a_metric_that_loads() {
    let Some(files) = shared() else { return };
    let read = load::read_indicators(&files);
    let words = told(&read);
    assert!(!words.contains("error["), "{words}");
    assert_eq!(read.indicators.len(), 12 + 17);
    // Each target in words is told at its place; the three numbers and the one that is none are not.
    let texts = words.matches("the target stays text").count();
    assert_eq!(texts, 25, "{words}");
    let at = "infrastructure_department.yml:60:11: warning[not-carried]: the target stays text: \
              `equal or greater than 99.95%`";
    assert!(words.contains(at), "{words}");
    let (tree, pack) = made(&read);
    for indicator in &read.indicators {
        let metric = pack
            .metrics
            .values()
            .find(|metric| metric.name.value == indicator.name.value);
        let metric = metric.unwrap_or_else(|| panic!("{:?}", indicator.name));
        let own = indicator.definition.clone().unwrap();
        assert_eq!(metric.definition.formula.value, own);
    }
    let target = |id: &str| pack.metrics[id].targets.iter().map(|t| t.value).next();
    let quarter = Exact::parse("0.25").unwrap();
    assert_eq!(target("infrastructure-handbook-mr-rate"), Some(quarter));
    let share = Exact::ratio(12, 100);
    assert_eq!(target("engineering-promotion-rate"), share);
    assert_eq!(target("gitlab-com-availability"), None);
    let reason = |metric: &Metric| metric.no_target.clone().unwrap_or_default();
    assert!(
        reason(&pack.metrics["gitlab-com-availability"])
            .ends_with("in words: equal or greater than 99.95%")
    );
    assert!(reason(&pack.metrics["merge-requests-types"]).ends_with("the source names no target"));
    assert_eq!(
        pack.metrics["engineering-team-member-retention"].audience,
        Audience::Internal
    );
    // Nothing that nobody said is left without a mark.
    let path = "content/metrics/gitlab-com-availability.md";
    let text = String::from_utf8(tree.files[path].clone()).unwrap();
    assert_eq!(boardpack::model::placeholders(&text).count(), 23, "{text}");
    // A second time the metrics are in the way.
    let again = scaffold::indicators(&tree, &read.indicators);
    assert!(
        again
            .unwrap_err()
            .message
            .contains("already; nothing was written")
    );
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    for (text, line) in [
        ("- definition: x\n", "kpi.yml:1:3: error[missing-key]"),
        ("name: x\n", "kpi.yml:1:1: error[wrong-type]"),
        ("", "kpi.yml:1:1: error[empty-file]"),
        (
            "- name: A\n  target: [1]\n",
            "kpi.yml:2:11: error[wrong-type]",
        ),
        (
            "- name: A\n  name: B\n",
            "kpi.yml:2:3: error[duplicate-key]",
        ),
        (
            "- name: A\n  target: soon\n",
            "kpi.yml:2:11: warning[not-carried]",
        ),
        (
            "- name: A\n  is_key: yes\n  health: {level: 1}\n",
            "kpi.yml:2:3: warning[not-carried]",
        ),
    ] {
        let words = told(&load::read_indicators(&file(text)));
        assert!(words.starts_with(line), "{text}\n{words}");
        assert_eq!(words.lines().count(), 1, "{words}");
    }
    let two = load::read_indicators(&file("- name: A b\n- name: a B\n"));
    let refused = scaffold::indicators(&base_pack(), &two.indicators).unwrap_err();
    assert!(refused.message.contains("would both be the metric `a-b`"));
    let odd = load::read_indicators(&file(
        "- name: \"Odd: \\\"name\\\"\"\n  definition: \"a \\\\ {{ b }} <i>c</i>\"\n  target: \"0\"\n",
    ));
    let (_, pack) = made(&odd);
    let metric = &pack.metrics["odd-name"];
    assert_eq!(metric.definition.formula.value, "a \\ { { b }} c");
    assert_eq!(metric.targets[0].value, Exact::ZERO, "zero is a target");
}

fn errors(tree: &Tree) -> String {
    let checked = boardpack::pipeline::check(tree);
    let wrong = checked.diagnostics.into_iter().filter(|d| d.is_error());
    let mut wrong: Vec<_> = wrong.collect();
    sort(&mut wrong);
    wrong
        .iter()
        .map(|d| {
            let help = d.help.as_deref().unwrap_or("");
            format!("{}: {}; {help}\n", d.code, d.message)
        })
        .collect()
}

/// A metric without a figure takes no words away from one that has some; with figures it shares them, and
/// whoever uses them is asked which of the two is meant.
#[test]
fn a_new_metric_of_money_takes_no_error_budget_away() {
    let read = load::read_indicators(&file("- name: Engineering budget plan\n"));
    let (mut tree, _) = made(&read);
    assert_eq!(errors(&tree), "", "the base pack tells of an error budget");
    let overview = "content/2026-Q3/overview.md";
    let text = String::from_utf8(tree.files[overview].clone()).unwrap();
    let was = "headline: Checkout overspent its error budget";
    assert!(text.contains(was), "{text}");
    let its = text.replace(was, "headline: Checkout overspent its budget");
    tree.files
        .insert(overview.to_owned(), its.clone().into_bytes());
    assert_eq!(errors(&tree), "");
    let snapshot = "data/snapshots/2026-Q3.yaml";
    let filed = String::from_utf8(tree.files[snapshot].clone()).unwrap();
    let missing = "missing: \"TODO(boardpack): its figures, or why there are none\"";
    assert_eq!(filed.matches(missing).count(), 1);
    let filed = filed.replace(missing, "all: {quarter: 3}");
    tree.files.insert(snapshot.to_owned(), filed.into_bytes());
    let told = errors(&tree);
    let unclear =
        "`its budget` could be Engineering budget plan or Error budget left: name the one";
    assert!(
        told.starts_with("unread-sentence") && told.contains(unclear),
        "{told}"
    );
    tree.files.insert(overview.to_owned(), text.into_bytes());
    assert_eq!(errors(&tree), "");
}

/// All 29 into the sample: none of its sentences is read otherwise.
#[test]
fn the_sample_stays_right_with_every_public_indicator() {
    let Some(shared) = shared() else { return };
    let read = load::read_indicators(&shared);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = Tree::read(root).unwrap();
    let made = scaffold::indicators(&tree, &read.indicators).unwrap();
    for (path, text) in made.made.into_iter().chain(made.extended) {
        tree.files.insert(path, text.into_bytes());
    }
    assert_eq!(errors(&tree), "");
}
