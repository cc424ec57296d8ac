//! Weeks that signal one way while the quarter's figure goes another: no row shows both without saying that
//! they differ, in any quarter of the sample and in packs made up for it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod page;

use boardpack::compare::{Differences, EvidenceClass, Matter, emit};
use boardpack::load::{Tree, base_pack, example};
use boardpack::model::Period;
use boardpack::pipeline::{self, Asked, Part, Reader};
use boardpack::render::Site;
use std::fmt::Write as _;
use std::path::Path;

fn sample() -> Tree {
    Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn built(tree: &Tree) -> Site {
    let build = pipeline::build(tree);
    let told = boardpack::diag::emit::short(&build.diagnostics, &build.sources);
    build.site.unwrap_or_else(|| panic!("{told}"))
}

fn between(tree: &Tree, from: Period, to: Period) -> Differences {
    let asked = |label, period| Asked {
        tree,
        label,
        part: Part::Quarter(period),
    };
    let compared = pipeline::compare(&asked("base", from), &asked("head", to), Reader::Person);
    compared.differences.expect("both quarters can be read")
}

/// Figures whose weeks and whose difference are judged otherwise; every one of them says so, and no other.
fn held(differences: &Differences) -> usize {
    let told = emit::markdown(differences);
    let mut found = 0;
    for one in &differences.all {
        let Some(numbers) = &one.numbers else {
            assert_eq!(one.but, "", "{one:?}");
            continue;
        };
        let signal = matches!(
            numbers.evidence,
            Some(EvidenceClass::Strong | EvidenceClass::Single)
        );
        let graded = numbers.evidence_better.filter(|_| signal);
        let (Some(weeks), Some(_)) = (graded, numbers.difference) else {
            continue;
        };
        if numbers.better == Some(weeks) {
            assert_eq!(one.but, "", "{one:?}");
            continue;
        }
        found += 1;
        assert!(one.but.starts_with("but "), "{one:?}");
        assert!(one.remark().contains(&one.but), "{one:?}");
        assert!(
            !matches!(one.matter, Matter::Worse | Matter::Better),
            "it is told under the one of the two alone: {one:?}"
        );
        if one.matter == Matter::AtOdds {
            assert!(one.said.contains(", but "), "{one:?}");
        }
        if one.leads() {
            assert!(told.contains(&one.but), "{}\n{told}", one.but);
        }
    }
    found
}

/// The cells of every row of the tables of a page.
fn rows(html: &str) -> Vec<Vec<String>> {
    let bodies = html.split("<tbody").skip(1);
    let bodies = bodies.filter_map(|body| body.split("</tbody>").next());
    bodies
        .flat_map(|body| body.split("<tr").skip(1))
        .map(|row| {
            let cells = row.split("<td").skip(1);
            cells
                .map(|cell| page::seen(&format!("<td{cell}")))
                .collect()
        })
        .collect()
}

/// Whether the weeks are called better, by the mark that a cell begins with.
fn mark(cell: &str) -> Option<bool> {
    let word = cell.trim_start();
    if word.starts_with("Better") || word.starts_with("May be better") {
        return Some(true);
    }
    (word.starts_with("Worse") || word.starts_with("May be worse")).then_some(false)
}

/// The number of a cell, its unit and marks left out; of `1 of 3 (33%)` the percentage.
fn number(cell: &str) -> Option<f64> {
    let cell = cell.split_once('(').map_or(cell, |(_, share)| share);
    let cell = cell.trim_start_matches('£').replace('\u{2212}', "-");
    let digits: String = cell
        .chars()
        .filter(|c| *c != ',')
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
        .collect();
    digits.parse().ok()
}

/// Rows of a site that show both a mark of movement and a difference or two figures which point another way;
/// each of them says so.
fn rows_held(site: &Site) -> usize {
    let mut found = 0;
    for (path, bytes) in &site.files {
        if !path.ends_with(".html") {
            continue;
        }
        let html = std::str::from_utf8(bytes).unwrap();
        for cells in rows(html) {
            let marked = cells.iter().rev().find_map(|cell| mark(cell));
            let Some(better) = marked else { continue };
            let graded = cells.iter().find_map(|cell| {
                let worse = cell.contains(", worse");
                (worse || cell.contains(", better")).then_some(!worse)
            });
            if graded.is_some_and(|graded| graded != better) {
                found += 1;
                assert!(
                    cells.iter().any(|cell| cell.contains("; but ")),
                    "{path}: {cells:?}"
                );
            }
        }
        // Rows with this quarter's figure and the last one's.
        let tables = html.split("<table").skip(1);
        for table in tables.filter(|table| table.contains("Metric, unit, owner")) {
            for row in table.split("<tr").skip(2) {
                let cells: Vec<String> = row
                    .split("<td")
                    .skip(1)
                    .map(|cell| page::seen(&format!("<td{cell}")))
                    .collect();
                let [now, before, .., movement] = cells.as_slice() else {
                    continue;
                };
                let higher = row.contains("higher is better");
                let (Some(better), Some(now), Some(before)) =
                    (mark(movement), number(now), number(before))
                else {
                    continue;
                };
                let went = now.partial_cmp(&before).filter(|order| order.is_ne());
                if went.is_some_and(|order| (order.is_gt() == higher) != better) {
                    found += 1;
                    assert!(
                        movement.contains("the quarter’s figure went the other way"),
                        "{path}: {cells:?}"
                    );
                }
            }
        }
    }
    found
}

#[test]
fn no_row_of_the_sample_says_both_without_saying_that_they_differ() {
    let tree = sample();
    let pack = boardpack::load::parse(&tree).pack.unwrap();
    let quarters: Vec<Period> = pack.snapshots.keys().copied().collect();
    let mut found = 0;
    let whole = (quarters.first().unwrap(), quarters.last().unwrap());
    let pairs = quarters.iter().zip(quarters.iter().skip(1));
    for (from, to) in pairs.chain([whole]) {
        found += held(&between(&tree, *from, *to));
    }
    assert!(found > 20, "{found} of the quarters of the sample");
    let rows = rows_held(&built(&tree));
    assert!(rows > 20, "{rows} rows of the sample");
}

/// The base pack with three quarters of weekly lead times: two around `26`, the third around `weeks`. Its
/// figure is `quarter`, that of the quarter before 26.4.
fn made_up(weeks: f64, quarter: &str, polarity: &str) -> Tree {
    let turns = [
        -0.6, 0.7, -0.9, 0.3, -0.4, 0.9, -0.8, 0.4, -0.2, 0.6, -0.7, 0.5, -0.1,
    ];
    let list = |first: usize, centre: f64| {
        let mut list = String::new();
        for (n, turn) in turns.iter().enumerate() {
            let comma = if n == 0 { "" } else { ", " };
            write!(
                list,
                "{comma}2026-W{:02}: {:.1} (n 6)",
                first + n,
                centre + turn
            )
            .unwrap();
        }
        list
    };
    let mut over = String::new();
    for (period, as_of, first) in [("2026-Q1", "2026-04-03", 1), ("2026-Q2", "2026-07-03", 14)] {
        write!(
            over,
            "=== data/snapshots/{period}.yaml\nperiod: {period}\nas_of: {as_of}\n\
             reviewed_by: Finance business partner\nobservations:\n  lead-time:\n    all:\n      \
             quarter: 26.4 (n 80)\n      weeks: {{{}}}\n",
            list(first, 26.0)
        )
        .unwrap();
    }
    write!(
        over,
        "~~~ data/snapshots/2026-Q3.yaml\n-    all: {{quarter: 26.4 (n 80)}}\n+    all:\n+      \
         quarter: {quarter} (n 80)\n+      weeks: {{{}}}\n\
         ~~~ content/metrics/lead-time.md\n-polarity: lower-is-better\n+polarity: {polarity}\n\
         -targets:\n-  - {{from: 2025-01-01, value: 48, set_by: CTO, rationale: Two working days.}}\n\
         +targets: []\n+no_target: It is watched.\n",
        list(27, weeks)
    )
    .unwrap();
    example(&base_pack(), &over).unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn whichever_way_weeks_and_quarter_go_a_made_up_pack_says_where_they_part() {
    let [from, to] = ["2026-Q2", "2026-Q3"].map(|quarter| quarter.parse::<Period>().unwrap());
    for polarity in ["lower-is-better", "higher-is-better", "neutral"] {
        for (weeks, up) in [(20.0, false), (34.0, true)] {
            for (quarter, went) in [("20.4", -1), ("26.4", 0), ("33.9", 1)] {
                let tree = made_up(weeks, quarter, polarity);
                let differences = between(&tree, from, to);
                let own = differences.all.iter();
                let mut own = own.filter(|d| d.metric.as_deref() == Some("lead-time"));
                let told = own
                    .find(|d| d.service.is_none() && d.what.is_empty())
                    .unwrap_or_else(|| panic!("{polarity} {weeks} {quarter}: {differences:?}"));
                let agree = went == if up { 1 } else { -1 };
                assert_eq!(told.but.is_empty(), agree, "{told:?}");
                let verb = if up { "it rose from" } else { "it fell from" };
                assert!(agree || told.but.contains(verb), "{told:?}");
                let matter = match (polarity, agree) {
                    ("neutral", _) => Matter::MayHaveMoved,
                    (_, false) => Matter::AtOdds,
                    (polarity, true) if up == (polarity == "higher-is-better") => Matter::Better,
                    _ => Matter::Worse,
                };
                assert_eq!(told.matter, matter, "{told:?}");
                held(&differences);
            }
        }
    }
}

#[test]
fn a_verb_that_the_weeks_bear_is_refused_where_the_quarter_went_the_other_way() {
    let claims = |quarter| {
        let over = "~~~ content/2026-Q3/overview.md\n\
                    -headline: Checkout overspent its error budget after a provider outage\n\
                    +headline: Lead time fell\n";
        let tree = example(&made_up(20.0, quarter, "lower-is-better"), over).unwrap();
        let found = pipeline::build(&tree).diagnostics;
        let claims = found
            .into_iter()
            .filter(|d| d.code == "claim-without-signal");
        let help: Vec<String> = claims.filter_map(|d| d.help).collect();
        help
    };
    assert_eq!(claims("20.4"), Vec::<String>::new());
    for parted in ["26.4", "33.9"] {
        let [help] = &claims(parted)[..] else {
            panic!("{parted}: {:?}", claims(parted));
        };
        assert!(help.contains("went another way than its weeks"), "{help}");
    }
}
