//! What an eased target hides and what a broken definition parts, as the analysis has it and as
//! every page says it.
#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod page;

use boardpack::analyse::{Analysis, Assessment, Status, VerdictWord, analyse};
use boardpack::load::{self, Tree, base_pack, example};
use boardpack::model::Period;
use boardpack::{pipeline, render::Site};

const TARGET: &str =
    "-  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}\n";

/// The base pack with these targets of its change failure rate, which is 15/140 or 10.7%.
fn targets(targets: &[(&str, &str)]) -> Tree {
    let lines: String = targets
        .iter()
        .map(|(from, value)| {
            format!("+  - {{from: {from}, value: {value}, set_by: CTO, rationale: Agreed.}}\n")
        })
        .collect();
    over(&format!(
        "~~~ content/metrics/change-failure-rate.md\n{TARGET}{lines}"
    ))
}

fn over(text: &str) -> Tree {
    example(&base_pack(), text).unwrap_or_else(|problem| panic!("{problem}"))
}

fn judged(tree: &Tree) -> Analysis {
    analyse(&load::parse(tree).pack.unwrap())
}

fn rate(analysis: &Analysis) -> &Assessment {
    let period: Period = "2026-Q3".parse().unwrap();
    &analysis.quarters[&period].metrics["change-failure-rate"].all
}

/// Status, and what it would be before easing, with the last day of that target.
fn eased(list: &[(&str, &str)]) -> (Status, Option<(Status, String)>) {
    let analysis = judged(&targets(list));
    let check = &rate(&analysis).target;
    let eased = check.eased.as_ref();
    (check.status, eased.map(|e| (e.status, e.until.to_string())))
}

#[test]
fn an_eased_target_is_remembered_for_four_quarters() {
    let before = |day: &str| Some((Status::Missed, day.to_owned()));
    let first = ("2025-01-01", "5");
    for (list, expected) in [
        // Eased this quarter, and three quarters ago: the first day that still counts is 2 October.
        (vec![first, ("2026-07-01", "12")], before("2026-06-30")),
        (vec![first, ("2025-10-02", "12")], before("2025-10-01")),
        // Eased a year ago: the target of the four quarters is one.
        (vec![first, ("2025-10-01", "12")], None),
        // In two steps, and far with a little taken back.
        (
            vec![first, ("2026-04-01", "8"), ("2026-07-01", "12")],
            before("2026-03-31"),
        ),
        (
            vec![first, ("2026-04-01", "20"), ("2026-07-01", "12")],
            before("2026-03-31"),
        ),
        // Tightened, set again as it was, and eased only after this quarter.
        (vec![("2025-01-01", "20"), ("2026-07-01", "12")], None),
        (vec![("2025-01-01", "12"), ("2026-07-01", "12")], None),
        (vec![("2025-01-01", "12"), ("2026-10-01", "20")], None),
        (vec![("2025-01-01", "12")], None),
    ] {
        assert_eq!(eased(&list), (Status::Met, expected), "{list:?}");
    }
}

#[test]
fn easing_hides_nothing_where_the_figure_misses_or_meets_both() {
    let flattered = |list: &[(&str, &str)]| {
        let analysis = judged(&targets(list));
        rate(&analysis).target.flattered().is_some()
    };
    assert!(flattered(&[("2025-01-01", "5"), ("2026-07-01", "12")]));
    assert!(!flattered(&[("2025-01-01", "5"), ("2026-07-01", "8")]));
    assert!(!flattered(&[("2025-01-01", "11"), ("2026-07-01", "12")]));
    // Exactly at the target is met: 15/140 is not 10.7.
    assert!(flattered(&[("2025-01-01", "10.7"), ("2026-07-01", "12")]));
    assert!(!flattered(&[
        ("2025-01-01", "10.714286"),
        ("2026-07-01", "12")
    ]));
}

#[test]
fn the_verdict_of_a_pane_tells_what_it_owes_to_an_eased_target() {
    let analysis = judged(&targets(&[("2025-01-01", "5"), ("2026-07-01", "12")]));
    let period: Period = "2026-Q3".parse().unwrap();
    let verdicts = &analysis.quarters[&period].verdicts;
    let quality = &verdicts[2];
    // One service misses the eased target as well.
    assert_eq!(
        (quality.word, quality.uneased),
        (VerdictWord::Watch, Some(VerdictWord::OffTrack))
    );
    assert_eq!(verdicts[0].uneased, None);
}

fn site(tree: &Tree) -> Site {
    let build = pipeline::build(tree);
    let told = boardpack::diag::emit::short(&build.diagnostics, &build.sources);
    build.site.unwrap_or_else(|| panic!("{told}"))
}

/// A page as a reader sees it: no tags, plain spaces.
fn seen(site: &Site, path: &str) -> String {
    let bytes = site
        .files
        .get(path)
        .unwrap_or_else(|| panic!("no page {path}"));
    page::seen(std::str::from_utf8(bytes).unwrap())
}

/// The claims of the base pack that its eased figure no longer bears.
const SILENT: &str = "\
~~~ content/2026-Q3/overview.md
-  quality: Change failure rate missed its target.
+  quality: It is too early to judge.
";

#[test]
fn every_page_says_what_an_eased_target_hides() {
    let text = format!(
        "~~~ content/metrics/change-failure-rate.md\n{TARGET}\
         +  - {{from: 2025-01-01, value: 5, set_by: CTO, rationale: Agreed.}}\n\
         +  - {{from: 2026-07-01, value: 12, set_by: CFO, rationale: Agreed anew.}}\n{SILENT}"
    );
    let site = site(&over(&text));
    let hidden = "would miss the 5.0% that held until 30 June 2026";
    for (path, expected) in [
        ("index.html", format!("({hidden})")),
        ("index.html", "1 of them against an eased target".to_owned()),
        (
            "index.html",
            "Watch (would be off track by the targets that held before they were eased)".to_owned(),
        ),
        (
            "archive.html",
            "would be off track by the targets that held before they were eased".to_owned(),
        ),
        ("metrics/change-failure-rate.html", format!("({hidden})")),
        (
            "metrics/change-failure-rate.html",
            format!("met; it {hidden}."),
        ),
        (
            "metrics/change-failure-rate.html",
            "1 July 202612%easedCFOAgreed anew.".to_owned(),
        ),
        (
            "metrics/change-failure-rate.html",
            "1 January 20255.0%firstCTOAgreed.".to_owned(),
        ),
        (
            "metrics/change-failure-rate.html",
            "meeting the eased target of 12%".to_owned(),
        ),
        (
            "tables/change-failure-rate.csv",
            "12,met,5,2026-06-30,missed,".to_owned(),
        ),
        (
            "report.json",
            "\"eased\":{\"target\":{\"numerator\":\"1\",\"denominator\":\"20\",\"decimal\":\"5\"},\
             \"until\":\"2026-06-30\",\"status\":\"missed\"}"
                .to_owned(),
        ),
        ("report.json", "\"uneased\":\"off-track\"".to_owned()),
    ] {
        let page = seen(&site, path);
        assert!(page.contains(&expected), "{path} lacks `{expected}`");
    }
}

/// Two quarters of satisfaction, and a new definition between them.
fn redefined(effect: &str) -> Tree {
    over(&format!(
        "=== data/snapshots/2026-Q2.yaml\n\
         period: 2026-Q2\nas_of: 2026-07-06\nreviewed_by: Finance business partner\n\
         observations:\n  satisfaction:\n    all: {{quarter: 3.6 (n 60 of 80)}}\n  \
         incidents:\n    services:\n      checkout: {{quarter: 4}}\n      search: {{quarter: 1}}\n\
         ~~~ content/metrics/satisfaction.md\n\
         -  version: 1\n+  version: 2\n\
         -    - {{version: 1, date: 2024-10-01, what: First definition., effect: none}}\n\
         +    - {{version: 1, date: 2024-10-01, what: First definition., effect: none}}\n\
         +    - {{version: 2, date: 2026-07-01, what: Five questions instead of one., effect: {effect}}}\n"
    ))
}

#[test]
fn no_page_compares_across_a_break() {
    let site = site(&redefined("break"));
    let apart = "not comparable (definition 2 since 1 July 2026)";
    let whole = "Definition 2 since 1 July 2026: Five questions instead of one. Earlier figures do \
                 not compare.";
    for (path, expected) in [
        ("index.html", apart),
        ("index.html", whole),
        ("metrics/satisfaction.html", apart),
        ("metrics/satisfaction.html", whole),
        (
            "tables/satisfaction.csv",
            ",2,definition 2 since 2026-07-01,",
        ),
        (
            "report.json",
            "\"not_comparable_with_previous\":{\"definition_version\":2,\"since\":\"2026-07-01\"}",
        ),
    ] {
        let page = seen(&site, path);
        assert!(page.contains(expected), "{path} lacks `{expected}`");
    }
    // The old figure stands in its own quarter's row, and nowhere beside the new one.
    let index = seen(&site, "index.html");
    assert!(!index.contains("3.6"), "the old figure stands on the pack");
    // A metric that did not change still compares.
    let incidents = seen(&site, "metrics/incidents.html");
    assert!(incidents.contains("down 1") && !incidents.contains("not comparable"));
}

#[test]
fn figures_counted_again_compare_and_are_marked() {
    for effect in ["restated", "unchanged"] {
        let site = site(&redefined(effect));
        let page = seen(&site, "metrics/satisfaction.html");
        assert!(!page.contains("not comparable"), "{effect}");
        assert!(page.contains("up 0.3"), "{effect}");
        assert!(
            page.contains("A: 1 July 2026, definition 2, earlier figures counted again."),
            "{effect}"
        );
        assert!(seen(&site, "index.html").contains("Definition 2 since 1 July 2026"));
    }
}

#[test]
fn a_change_of_words_leaves_charts_and_comparisons_alone() {
    let page = seen(&site(&redefined("none")), "metrics/satisfaction.html");
    assert!(!page.contains("not comparable") && !page.contains("counted again."));
    assert!(page.contains("Only words changed: earlier figures stand."));
}
