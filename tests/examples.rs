//! Every problem that can be told is provoked by its own example, and only that one.
#![expect(clippy::panic, reason = "tests may fail")]

use boardpack::diag::emit::short;
use boardpack::{load, pipeline};
use std::collections::BTreeSet;

fn codes(tree: &load::Tree) -> (BTreeSet<&'static str>, String) {
    let checked = pipeline::check(tree);
    let told = short(&checked.diagnostics, &checked.sources);
    (checked.diagnostics.iter().map(|d| d.code).collect(), told)
}

#[test]
fn the_base_pack_breaks_no_rule() {
    let (codes, told) = codes(&load::base_pack());
    assert!(codes.is_empty(), "{told}");
}

#[test]
fn every_rule_is_broken_by_its_own_example_and_no_other() {
    let mut wrong = String::new();
    for topic in pipeline::topics().iter().filter(|t| !t.bad.is_empty()) {
        let tree = load::example(&load::base_pack(), topic.bad)
            .unwrap_or_else(|fault| panic!("example of `{}`: {fault}", topic.code));
        let (codes, told) = codes(&tree);
        if codes != BTreeSet::from([topic.code]) {
            wrong.push_str(&format!("== {}\n{told}\n", topic.code));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_rule_says_why_and_what_to_do_and_has_one_name() {
    let topics = pipeline::topics();
    let names: BTreeSet<&str> = topics.iter().map(|t| t.code).collect();
    assert_eq!(names.len(), topics.len(), "two rules share a name");
    for topic in topics {
        assert!(topic.why.ends_with('.'), "`{}` gives no reason", topic.code);
        let fix = topic.fix.trim();
        assert!(fix.ends_with('.'), "`{}` is not mended", topic.code);
        assert!(fix.split(' ').count() >= 3 && fix != topic.why);
        assert!(
            topic
                .code
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "`{}`",
            topic.code
        );
    }
}

/// Only what no text over the base pack can show may go without an example.
#[test]
fn every_rule_has_an_example() {
    let hidden = [
        "not-utf8",
        "font-lacks",
        "too-large",
        "too-many-problems",
        "not-carried",
        "table-syntax",
        "table-column",
        "table-figure",
        "table-published",
        "collected-figure",
        "query-without-period",
    ];
    let bare: Vec<&str> = pipeline::topics()
        .iter()
        .filter(|t| t.bad.is_empty())
        .map(|t| t.code)
        // Events are no part of a pack's text: `src/events/tests.rs`, `tests/collect.rs`
        // and `tests/adapters.rs` provoke each.
        .filter(|code| {
            let outside = ["event-", "engine-", "collect-", "source-"];
            !hidden.contains(code) && !outside.iter().any(|begin| code.starts_with(begin))
        })
        .collect();
    assert_eq!(bare, [""; 0]);
}
