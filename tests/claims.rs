//! Sentences against data: every line of `claims/*.txt` is a sentence that someone might write about
//! one small world, and the code that it must be given, or none.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its tables and may stop at the first surprise"
)]

use boardpack::load::{Tree, base_pack, example};
use boardpack::pipeline;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// Nine quarters in which one thing is known of each metric. The last week of a quarter is its 13th.
///
/// - change failure rate (lower is better, target 5%): about 10% each week, from July 2026 on about
///   2%: a strong signal down; met.
/// - lead time (lower is better, target 48 hours): routine variation; missed since 2026, met before.
/// - checkout success (higher is better, target 98.5%): one signal up, eight in a row; met marginally.
/// - error budget left (not tested): Checkout overspent, Search did not.
/// - incidents: too few. Developer satisfaction (not tested): a best in each quarter.
fn world() -> Tree {
    let mut text = String::from(
        "~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
+headline: We ask for a second payment provider
-  - Checkout overspent its error budget after the outage of its payment provider.
+  - The payment provider was down on 18 August.
-  outcomes: Checkout success met its target.
-  flow: Lead time met its target.
-  quality: Change failure rate missed its target.
-  reliability: The error budget of checkout is overspent.
+  outcomes: It is too early to judge.
+  flow: It is too early to judge.
+  quality: It is too early to judge.
+  reliability: It is too early to judge.
",
    );
    let mut week = 0;
    for (q, (year, quarter)) in (0..9)
        .map(|n| (2024 + (n + 2) / 4, (n + 2) % 4 + 1))
        .enumerate()
    {
        let last = q == 8;
        let from = [1, 14, 27, 40][quarter - 1];
        let weeks: Vec<String> = (from..from + 13)
            .map(|w| format!("{year}-W{w:02}"))
            .collect();
        let taken = format!("{}-{:02}-05", year + quarter / 4, (quarter * 3 + 1) % 12);
        let mut rate = String::new();
        let (mut success, mut wait) = (String::new(), String::new());
        for name in &weeks {
            let failed = if last {
                [2, 3, 2, 1][week % 4]
            } else {
                [8, 12, 10, 9, 11, 13, 7][week % 7]
            };
            let paid = if last {
                9852
            } else {
                [9846, 9855, 9850, 9848, 9853, 9851, 9847][week % 7]
            };
            let hours = [50, 54, 52, 51, 53, 52][week % 6];
            writeln!(rate, "          {name}: {failed}/100").unwrap();
            writeln!(success, "          {name}: {paid}/10000").unwrap();
            writeln!(wait, "        {name}: {hours} (n 20)").unwrap();
            week += 1;
        }
        let (rate_now, success_now) = if last { (26, 128_076) } else { (130, 128_050) };
        let wait_now = if q < 6 { 46 } else { 52 };
        let satisfied = 31 + q;
        write!(
            text,
            "=== data/snapshots/{year}-Q{quarter}.yaml
period: {year}-Q{quarter}
as_of: {taken}
reviewed_by: Finance business partner
observations:
  checkout-success:
    services:
      checkout:
        quarter: {success_now}/130000
        weeks:
{success}  lead-time:
    all:
      quarter: {wait_now} (n 260)
      weeks:
{wait}    services:
      checkout: {{quarter: 40 (n 130)}}
      search: {{quarter: 60 (n 130)}}
  change-failure-rate:
    services:
      checkout:
        quarter: {rate_now}/1300
        weeks:
{rate}  error-budget-left:
    services:
      checkout: {{quarter: -4}}
      search: {{quarter: 78.4}}
  incidents:
    services:
      checkout: {{quarter: 3}}
      search: {{quarter: 1}}
  satisfaction:
    all: {{quarter: {}.{} (n 62 of 80)}}
",
            satisfied / 10,
            satisfied % 10,
        )
        .unwrap();
    }
    example(&base_pack(), &text).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The codes of this promise that a sentence is given in its place.
fn codes(world: &Tree, place: &str, sentence: &str, claims: &str) -> (BTreeSet<String>, String) {
    let (file, before, key) = match place {
        "headline" => (
            "content/2026-Q3/overview.md",
            "headline: We ask for a second payment provider",
            "headline:",
        ),
        "summary" => (
            "content/2026-Q3/overview.md",
            "  - Automated rollback is live since 6 July.",
            "  -",
        ),
        "verdict" => (
            "content/2026-Q3/overview.md",
            "  quality: It is too early to judge.",
            "  quality:",
        ),
        "why" => (
            "content/2026-Q3/overview.md",
            "    why: Large releases of the checkout.",
            "    why:",
        ),
        "title" => (
            "content/2026-Q3/stories/rollback.md",
            "title: Automated rollback is live at Checkout",
            "title:",
        ),
        "context" => (
            "content/2026-Q3/stories/rollback.md",
            "Releases failed too often.",
            "",
        ),
        other => panic!("no place `{other}`"),
    };
    let quoted = format!("'{}'", sentence.replace('\'', "''"));
    let lines = match (key, claims) {
        ("", _) => format!("+{sentence}\n"),
        (_, "") => format!("+{key} {quoted}\n"),
        _ => {
            let deep = " ".repeat(key.len() - key.trim_start().len() + 4);
            format!("+{key}\n+{deep}text: {quoted}\n+{deep}claims: [{claims}]\n")
        }
    };
    let change = format!("~~~ {file}\n-{before}\n{lines}");
    let tree = example(world, &change).unwrap_or_else(|problem| panic!("{sentence}: {problem}"));
    let checked = pipeline::check(&tree);
    let told = boardpack::diag::emit::short(&checked.diagnostics, &checked.sources);
    // Errors of loading would hide everything else.
    let ours = |code: &&str| {
        code.starts_with("claim-")
            || code.starts_with("figure-of-")
            || [
                "unknown-claim",
                "unread-sentence",
                "unknown-metric",
                "yaml-syntax",
                "wrong-type",
                "causal-word",
            ]
            .contains(code)
    };
    let found = checked.diagnostics.iter().map(|d| d.code).filter(ours);
    let because = checked
        .diagnostics
        .iter()
        .filter(|d| d.code.starts_with("claim-"));
    let because: Vec<String> = because
        .map(|d| format!("  {:?} / {:?}", d.primary.as_ref().map(|l| &l.text), d.help))
        .collect();
    (
        found.map(str::to_owned).collect(),
        format!("{told}{}", because.join("\n")),
    )
}

#[test]
fn every_sentence_of_the_tables_is_told_what_it_must_be() {
    let world = world();
    let checked = pipeline::check(&world);
    let told = boardpack::diag::emit::short(&checked.diagnostics, &checked.sources);
    assert!(!told.contains("claim-"), "{told}");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims");
    let mut tables: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    tables.sort();
    let (mut wrong, mut read) = (String::new(), 0);
    for table in tables {
        let text = std::fs::read_to_string(&table).unwrap();
        for line in text
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [place, sentence, claims, expected] = cells[..] else {
                panic!("four cells: {line}");
            };
            let expected: BTreeSet<String> = expected
                .split_whitespace()
                .filter(|c| *c != "ok")
                .map(str::to_owned)
                .collect();
            let (found, told) = codes(&world, place, sentence, claims);
            read += 1;
            if found != expected {
                writeln!(wrong, "{line}\n  found {found:?}\n{told}").unwrap();
            }
        }
    }
    assert!(read > 90, "only {read} sentences");
    assert!(wrong.is_empty(), "\n{wrong}");
}
