//! What one pack owes the next, from the files to the pages: whether every row is printed, whether
//! the data says what became of it, and whether any of that could be lost.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests read the sample as its authors left it, and may fail"
)]

mod page;

use boardpack::diag::emit::short;
use boardpack::load::{Tree, base_pack, example};
use boardpack::pipeline;
use boardpack::render::Site;
use std::path::Path;

fn site(tree: &Tree) -> Site {
    let built = pipeline::build(tree);
    let told = short(&built.diagnostics, &built.sources);
    built.site.unwrap_or_else(|| panic!("{told}"))
}

fn sample() -> Tree {
    Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A page as it reads.
fn read(site: &Site, path: &str) -> String {
    let html = std::str::from_utf8(&site.files[path]).unwrap();
    page::words(html)
}

/// The base pack with a quarter before it that promised what is laid over.
fn promised(predicted: &str, state: &str) -> String {
    format!(
        "~~~ content/2026-Q3/overview.md\n-  promises: []\n+  promises:\n\
         +    - earlier: fewer-failures\n+      what: Fewer releases fail.\n+      owner: CTO\n\
         +      by: 2026-09-30\n+      predicted: {predicted}\n+      state: {state}\n\
         +      note: We promise it again.\n"
    )
}

#[test]
fn the_first_page_holds_every_prediction_against_the_figure_of_its_quarter() {
    let site = site(&sample());
    let then = read(&site, "2026-Q2/index.html");
    assert!(
        then.contains(
            "Predicted change failure rate at most 5.0% by 30 September 2026; not yet due."
        ),
        "{then}"
    );
    let now = read(&site, "2026-Q3/index.html");
    assert!(
        now.contains(
            "Predicted change failure rate at most 5.0% by 30 September 2026; observed 5.8%: not \
             reached."
        ),
        "{now}"
    );
    // A decision whose prediction was held against the data last quarter is told no more.
    assert!(then.contains("observed 287 ms: as predicted"));
    assert!(!now.contains("287 ms: as predicted"));
}

#[test]
fn a_prediction_is_held_to_the_unrounded_value() {
    // 15 of 140, that is 10.714…%; the ends share its rounding.
    for (predicted, told) in [
        (
            "{metric: change-failure-rate, high: 10.8, by: 2026-09-30}",
            "observed 10.7%: as predicted",
        ),
        (
            "{metric: change-failure-rate, high: 10.71, by: 2026-09-30}",
            "not reached",
        ),
        (
            "{metric: change-failure-rate, low: 10.72, high: 12, by: 2026-09-30}",
            "better than predicted",
        ),
        (
            "{metric: change-failure-rate, high: 5, by: 2026-10-01}",
            "not yet due",
        ),
        (
            "{metric: change-failure-rate, high: 5, by: 2026-06-30}",
            "no figure for Q2 2026",
        ),
    ] {
        let over = promised(predicted, "missed");
        let tree = example(&base_pack(), &over).unwrap();
        let page = read(&site(&tree), "index.html");
        assert!(page.contains(told), "{predicted}: {told}\n{page}");
    }
}

#[test]
fn a_row_stays_in_the_ledger_when_its_file_is_gone() {
    let lock = "=== data/snapshots/2026-Q2.yaml\nperiod: 2026-Q2\nas_of: 2026-07-05\n\
        reviewed_by: Finance business partner\nobservations: {}\n\
        === data/published/2026-Q2.yaml\nformat: 1\nperiod: 2026-Q2\npublished: 2026-07-20\n\
        tool: 0.1.0\nbuild: 0123456789ab\nrestatements: 0\nmetrics: {}\nasks:\n\
        \x20 - id: d1-region\n    number: 1\n    verb: approve\n    title: We recommend a region\n\
        \x20   request: a second region\n    sponsor: CTO\n    reply_by: 2026-08-14\n\
        \x20   predicted: {metric: lead-time, high: 20, by: 2026-09-30}\n\
        promises:\n  - id: faster-review\n    what: Review a change within a day.\n\
        \x20   owner: VP Engineering\n    by: 2026-09-01\nshared: {}\ntexts: {}\n\
        ~~~ content/2026-Q3/overview.md\n-  decisions: []\n+  decisions:\n\
        +    - {decision: 2026-Q2/d1-region, outcome: amended, on: 2026-08-12, note: Half of it.}\n\
        ~~~ content/2026-Q3/overview.md\n-  promises: []\n+  promises:\n\
        +    - {promise: 2026-Q2/faster-review, state: withdrawn, note: The rota has ended.}\n";
    let site = site(&example(&base_pack(), lock).unwrap());
    let ledger = read(&site, "decisions/index.html");
    for told in [
        "D1, Q2 2026 a second region",
        "Approved with changes on 12 August 2026 Half of it.",
        "lead time for changes at most 20 hours by 30 September 2026",
        "Not reached 1 day 2 hours in Q3 2026",
        "Review a change within a day.",
        "Withdrawn due 1 September 2026, told in Q3 2026 The rota has ended.",
    ] {
        assert!(ledger.contains(told), "{told}\n{ledger}");
    }
    let table = std::str::from_utf8(&site.files["decisions/decisions.csv"]).unwrap();
    assert!(table.contains("2026-Q2,d1-region,1,approve,a second region,CTO,2026-08-14,amended,2026-08-12,,lead-time,all,hours,,20,2026-09-30,2026-Q3,26.4,not-reached\r\n"), "{table}");
    let json: serde_json::Value = serde_json::from_slice(&site.files["report.json"]).unwrap();
    assert_eq!(json["decisions"][0]["predicted"]["verdict"], "not-reached");
    assert_eq!(json["promises"][0]["state"], "withdrawn");
}

#[test]
fn what_is_put_off_twice_keeps_both_answers_and_a_refusal_is_held_to_nothing() {
    let quarter = |q: &str, as_of: &str, decisions: &str| {
        format!(
            "=== data/snapshots/{q}.yaml\nperiod: {q}\nas_of: {as_of}\n\
             reviewed_by: Finance business partner\nobservations: {{}}\n\
             === content/{q}/overview.md\n---\npurpose: noting\nheadline: It is too early to judge\n\
             summary: [We ask for nothing yet., No figure is known yet., It is too early to judge.]\n\
             verdicts: {{outcomes: Not known., flow: Not known., quality: Not known., reliability: Not known.}}\n\
             since_last_meeting:\n  decisions:\n{decisions}  promises: []\n---\n"
        )
    };
    let over = quarter(
        "2026-Q1",
        "2026-04-05",
        "    - {earlier: region, request: a second region, sponsor: CTO, outcome: deferred, on: 2026-02-12, reply_by: 2026-05-14, predicted: {metric: lead-time, high: 20, by: 2026-09-30}}\n",
    ) + &quarter(
        "2026-Q2",
        "2026-07-05",
        "    - {decision: 2026-Q1/region, outcome: deferred, on: 2026-05-12, reply_by: 2026-08-14}\n",
    ) + "~~~ content/2026-Q3/overview.md\n-  decisions: []\n+  decisions:\n\
         +    - {decision: 2026-Q1/region, outcome: declined, on: 2026-08-12}\n";
    let site = site(&example(&base_pack(), &over).unwrap());
    let ledger = read(&site, "decisions/index.html");
    let told = "Declined on 12 August 2026 Deferred on 12 February 2026 until 14 May 2026 Deferred \
                on 12 May 2026 until 14 August 2026 lead time for changes at most 20 hours by 30 September 2026 \
                does not apply: declined";
    assert!(ledger.contains(told), "{ledger}");
    let then = read(&site, "2026-Q2/index.html");
    assert!(
        then.contains("Deferred on 12 May 2026 until 14 August 2026."),
        "{then}"
    );
    assert!(
        !then.contains("Declined"),
        "a past page knows what came later"
    );
}

#[test]
fn a_past_pack_keeps_its_pages_when_the_next_one_answers_it() {
    let whole = sample();
    let mut before = sample();
    let later = |path: &str| path.contains("2026-Q3");
    before.files.retain(|path, _| !later(path));
    let (after, before) = (site(&whole), site(&before));
    for (path, bytes) in &before.files {
        if path.starts_with("2026-Q2/") || path.starts_with("2026-Q1/") {
            assert!(after.files[path] == *bytes, "{path} changed");
        }
    }
    let ledger = read(&before, "decisions/index.html");
    assert!(ledger.contains("10 promises, 4 open"), "{ledger}");
}

#[test]
fn a_story_that_promised_to_look_again_is_looked_at_whether_or_not_it_is_told_anew() {
    let told = sample();
    let now = read(&site(&told), "2026-Q3/index.html");
    assert!(
        !now.contains("Stories checked again"),
        "both stories are told anew"
    );
    let mut untold = sample();
    let file = "content/2026-Q3/stories/search-index-split.md";
    assert!(untold.files.remove(file).is_some());
    let site = site(&untold);
    let now = read(&site, "2026-Q3/index.html");
    let again = now.split("Stories checked again").nth(1).unwrap();
    let again = again
        .split("Every decision and every promise")
        .next()
        .unwrap();
    assert!(
        again.contains("Search answers faster since its index was split"),
        "{again}"
    );
    assert!(again.contains("API latency for Search"), "{again}");
    assert!(again.contains("9 February 2026"), "{again}");
    let then = read(&site, "2026-Q2/index.html");
    assert!(
        !then.contains("Stories checked again"),
        "its day had not come"
    );
}
