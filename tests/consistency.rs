//! What a reader who compares pages would find: one figure reads one way, no number hides a miss,
//! and packs at the edge of what may be filed read as soberly as any other.
#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod page;

use boardpack::load::{self, Tree, base_pack, example};
use boardpack::model::Facet;
use boardpack::{pipeline, render::Site};
use page::seen;
use std::collections::BTreeMap;
use std::path::Path;

fn built(tree: &Tree) -> Site {
    let build = pipeline::build(tree);
    let told = boardpack::diag::emit::short(&build.diagnostics, &build.sources);
    build.site.unwrap_or_else(|| panic!("{told}"))
}

/// Words for the base pack that claim nothing of its figures, so that a test can change them.
const CLAIMS_NOTHING: &str = "\
~~~ content/2026-Q3/overview.md
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
";

/// The base pack with this laid over it.
fn over(text: &str) -> Site {
    let base = example(&base_pack(), CLAIMS_NOTHING).unwrap_or_else(|problem| panic!("{problem}"));
    let tree = example(&base, text).unwrap_or_else(|problem| panic!("{problem}"));
    built(&tree)
}

fn page<'s>(site: &'s Site, path: &str) -> &'s str {
    let bytes = site
        .files
        .get(path)
        .unwrap_or_else(|| panic!("no page {path}"));
    std::str::from_utf8(bytes).expect("pages are UTF-8")
}

/// Cells of every row of a page's tables of marks: the metric's page, the row's name, both figures.
fn rows(html: &str) -> Vec<[String; 4]> {
    let tables = html.split("<table").skip(1);
    let marks = tables.filter(|t| t.contains("Metric, unit, owner"));
    marks
        .flat_map(|t| t.split("</table>").next())
        .flat_map(|t| t.split("<tr").skip(1))
        .filter_map(|row| {
            let link = row.split("metrics/").nth(1)?.split(".html").next()?;
            let name = seen(&format!("<{}", row.split("<span").next()?));
            let cells: Vec<&str> = row.split("<td class=\"num").skip(1).collect();
            let text = |cell: &&str| {
                let cell = cell.split("</td>").next().unwrap_or_default();
                let cell = cell.split_once('>').map_or(cell, |(_, rest)| rest);
                seen(cell.split("<abbr").next().unwrap_or(cell))
                    .trim()
                    .to_owned()
            };
            Some([
                link.to_owned(),
                name,
                text(cells.first()?),
                text(cells.get(1)?),
            ])
        })
        .collect()
}

fn decimals(text: &str) -> usize {
    let after = text.split_once('.').map_or("", |(_, rest)| rest);
    after.chars().take_while(char::is_ascii_digit).count()
}

/// Whether two texts tell one figure: the same text, or the same number with more decimals in a
/// later quarter's pages. Earlier pages never change, so a later quarter that needs more decimals
/// to set its figures against a target cannot add them to what was already told.
fn agree(a: &str, b: &str) -> bool {
    let number = |text: &str| {
        let plain = text.replace(',', "").replace('\u{2212}', "-");
        let digits: String = plain
            .chars()
            .take_while(|c| c.is_ascii_digit() || "-.".contains(*c))
            .collect();
        let rest = plain[digits.len()..].to_owned();
        digits.parse::<f64>().ok().map(|n| (n, rest))
    };
    let coarser = decimals(a).min(decimals(b));
    match (number(a), number(b)) {
        _ if a == b => true,
        (Some((x, u)), Some((y, v))) if u == v && decimals(a) != decimals(b) => {
            let places = i32::try_from(coarser).unwrap_or(0);
            (x - y).abs() <= 0.5 * 10_f64.powi(-places) + 1e-9
        }
        _ => false,
    }
}

#[test]
fn two_ways_of_reading_agree_only_where_one_is_the_other_rounded() {
    assert!(agree("1.2%", "1.20%") && agree("98.3%", "98.28%") && agree("99.96%", "99.965%"));
    assert!(agree("74%", "73.6%") && agree("1,204", "1,204"));
    assert!(!agree("1.2%", "1.3%") && !agree("1.2%", "1.26%") && !agree("74%", "74 h"));
    assert!(!agree("none", "no data"));
}

#[test]
fn a_figure_reads_the_same_in_its_own_quarter_and_in_the_next() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = built(&load::Tree::read(root).expect("the sample is there"));
    let quarters = [
        "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3",
    ];
    let mut read: BTreeMap<(String, String, usize), String> = BTreeMap::new();
    let (mut wrong, mut twice) = (Vec::new(), 0);
    for (path, bytes) in &site.files {
        let at = quarters.iter().position(|q| path.starts_with(q));
        let (Some(at), true) = (at, path.ends_with(".html")) else {
            continue;
        };
        let scope = path.split_once('/').map_or("", |(_, rest)| rest);
        for [metric, name, now, previous] in rows(std::str::from_utf8(bytes).unwrap_or_default()) {
            // A percentage beside another; shares of few things are told by their counts.
            let percents = [&now, &previous].map(|t| t.ends_with('%'));
            if percents == [true, true] && decimals(&now) != decimals(&previous) {
                wrong.push(format!("{path}: {metric}: {now} beside {previous}"));
            }
            let key = format!("{scope} {name}");
            for (when, text) in [(Some(at), now), (at.checked_sub(1), previous)] {
                // Where a definition broke in between, no figure stands beside this quarter's.
                let apart = text.starts_with("not comparable (definition ");
                let Some(when) = when.filter(|_| text != "no data" && !apart) else {
                    continue;
                };
                let known = read
                    .entry((key.clone(), metric.clone(), when))
                    .or_insert_with(|| text.clone());
                twice += 1;
                // A restated figure says beside itself what was told before.
                let told = text.split_once(" (first reported ");
                let first = told.and_then(|(_, first)| first.strip_suffix(')'));
                if !agree(known, &text) && !first.is_some_and(|first| agree(known, first)) {
                    wrong.push(format!(
                        "{path}: {metric} of {}: {text}, elsewhere {known}",
                        quarters[when]
                    ));
                }
            }
        }
    }
    assert!(twice > 1000, "only {twice} figures were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_miss_too_small_for_any_decimals_is_said_in_words() {
    let site = over(
        "~~~ data/pack.yaml\n-stage: scaling\n+stage: scaling\n+rules: {row-without-figure: {severity: off}}\n~~~ data/snapshots/2026-Q3.yaml\n-        quarter: 12/80\n+        quarter: 50000000000/999999999998\n-      search: {quarter: 3/60}\n+      search: {quarter: 0/0}\n=== content/2026-Q3/stories/rollback.md\n",
    );
    let seen = seen(page(&site, "metrics/change-failure-rate.html"));
    assert!(
        seen.contains("Just over 5.0% against a target of 5.0%: missed")
            || seen.contains("was just over 5.0%"),
        "{seen}"
    );
    // Also down a column of quarters.
    assert!(
        seen.contains("just over 5.0%50,000,000,000 of 999,999,999,998"),
        "{seen}"
    );
    for path in ["2026-Q3/index.html", "2026-Q3/services/checkout.html"] {
        let told = rows(page(&site, path));
        let rates = told.iter().filter(|[m, ..]| m == "change-failure-rate");
        let mut found = 0;
        for [_, name, now, _] in rates {
            if !name.contains("Search") {
                assert_eq!(now, "just over 5.0%", "{path}: {name}");
                found += 1;
            }
        }
        assert!(found > 0, "{path}");
    }
}

#[test]
fn exactly_on_target_is_met_and_a_millionth_beyond_is_missed() {
    let rate = |quarter: &str| {
        let site = over(&format!(
            "~~~ data/snapshots/2026-Q3.yaml\n-      checkout: {{quarter: 9850/10000}}\n+      checkout: {{quarter: {quarter}}}\n"
        ));
        seen(page(&site, "metrics/checkout-success.html"))
    };
    let hit = rate("9850000/10000000");
    assert!(
        hit.contains("98.5% against a target of 98.5%: met"),
        "{hit}"
    );
    let miss = rate("9849999/10000000");
    assert!(
        miss.contains("98.49999% against a target of 98.5%: missed"),
        "{miss}"
    );
}

#[test]
fn where_nothing_was_tested_nothing_is_said_not_to_have_moved() {
    let site = built(&base_pack());
    let seen = seen(page(&site, "2026-Q3/index.html"));
    assert!(
        seen.contains("No metric could be tested for change"),
        "{seen}"
    );
    assert!(!seen.contains("Nothing moved"), "{seen}");
}

#[test]
fn nothing_counted_in_any_service_is_not_called_nothing_filed() {
    let site = over(
        "~~~ data/pack.yaml\n-stage: scaling\n+stage: scaling\n+rules: {row-without-figure: {severity: off}}\n~~~ data/snapshots/2026-Q3.yaml\n-        quarter: 12/80\n+        quarter: 0/0\n-      search: {quarter: 3/60}\n+      search: {quarter: 0/0}\n",
    );
    let seen = seen(page(&site, "metrics/change-failure-rate.html"));
    assert!(
        seen.contains("No figure for Q3 2026: nothing happened that could have a value."),
        "{seen}"
    );
    assert!(!seen.contains("none was filed"), "{seen}");
}

/// 2026 has 53 weeks. In a fiscal year that begins in April and is named by its start, the last of
/// them lies in the third quarter of 2026, and the next week in the fourth.
#[test]
fn the_fifty_third_week_belongs_by_its_thursday_in_a_fiscal_year() {
    let snapshot = |week: &str| {
        format!(
            "~~~ data/pack.yaml\n-stage: scaling\n+stage: scaling\n+fiscal_year: {{starts: april, named_by: start}}\n~~~ data/snapshots/2026-Q3.yaml\n-as_of: 2026-10-05\n+as_of: 2027-01-08\n-          2026-W27: 1/8\n-          2026-W28: ~\n+          {week}: 1/8\n"
        )
    };
    let load = |week: &str| {
        let tree = example(&base_pack(), &snapshot(week)).unwrap_or_else(|p| panic!("{p}"));
        pipeline::build(&tree)
    };
    let codes = |week: &str| -> Vec<&'static str> {
        load(week).diagnostics.iter().map(|d| d.code).collect()
    };
    assert!(!codes("2026-W53").contains(&"wrong-week"));
    for other in ["2027-W01", "2026-W39"] {
        assert!(codes(other).contains(&"wrong-week"), "{other}");
    }
}

#[test]
fn no_number_of_an_empty_or_still_pack_is_broken() {
    let weeks = |value: &str| -> String {
        let lines = (27..=39).map(|w| format!("+          2026-W{w}: {value}\n"));
        lines.collect()
    };
    for (quarter, week) in [
        ("0/80", "0/8"),
        ("4/80", "2/40"),
        ("80/80", "8/8"),
        ("4/80", "~"),
    ] {
        let site = over(&format!(
            "~~~ data/snapshots/2026-Q3.yaml\n-        quarter: 12/80\n+        quarter: {quarter}\n-          2026-W27: 1/8\n-          2026-W28: ~\n{}",
            weeks(week)
        ));
        for (path, bytes) in &site.files {
            if !path.ends_with(".html") {
                continue;
            }
            let html = std::str::from_utf8(bytes).unwrap_or_default();
            for wrong in ["NaN", ">inf", "\u{2212}0%", "\u{2212}0.0%", " -0 "] {
                assert!(!html.contains(wrong), "{path} with {week} holds {wrong}");
            }
        }
    }
}

#[test]
fn an_example_of_a_chart_is_no_metric_of_the_pack() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = load::Tree::read(root).expect("the sample is there");
    let site = built(&tree);
    let html = page(&site, "2026-Q3/index.html");
    let guide = html.split("id=\"how-to-read\"").nth(1).unwrap_or_default();
    let guide = guide.split("</section>").next().unwrap_or_default();
    let titles: Vec<&str> = guide
        .split("<title")
        .skip(1)
        .filter_map(|t| t.split('>').nth(1)?.split('<').next())
        .collect();
    assert!(titles.len() >= 2, "{titles:?}");
    for title in titles {
        assert!(title.starts_with("Example: "), "{title}");
    }
    // The chance of luck is the simulation's, as the honesty line adds it up.
    let one_in = (1.0 / boardpack::analyse::FALSE_ALARM_AT_MOST).round();
    assert!((one_in - 5.0).abs() < f64::EPSILON, "{one_in}");
    assert!(seen(guide).contains("up to one metric in five"));
}

/// Rows of a table of figures, by column.
fn table(site: &Site, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = page(site, &format!("tables/{name}.csv"));
    let mut lines = text.lines();
    let head: Vec<String> = lines
        .next()
        .unwrap_or("")
        .split(',')
        .map(str::to_owned)
        .collect();
    // Reasons for missing figures are quoted; no figure is.
    let plain = lines.filter(|line| !line.contains('"'));
    plain
        .map(|line| {
            head.iter()
                .cloned()
                .zip(line.split(',').map(str::to_owned))
                .collect()
        })
        .collect()
}

#[test]
fn a_bound_figure_reads_as_the_dashboard_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = load::Tree::read(root).expect("the sample is there");
    let site = built(&tree);
    let loaded = load::parse(&tree);
    let pack = loaded.pack.expect("the sample loads");
    let analysis = boardpack::analyse::analyse(&pack);
    let words = boardpack::words::by_quarter(&pack, &analysis);
    let (answers, _) = boardpack::bind::bind(&pack, &analysis, &words);
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for (period, narrative) in &pack.narratives {
        let html = page(&site, &format!("{period}/index.html"));
        for told in narrative.texts() {
            let all = pack.expressions.get(&told.text.span);
            for (answer, expression) in answers.of(told.text).iter().zip(all.into_iter().flatten())
            {
                let facet = expression.facet.value;
                let now = facet == Facet::Now && expression.period.is_none();
                let before = facet == Facet::Previous;
                if !(now || before) || expression.service.is_some() || !answer.text.ends_with('%') {
                    continue;
                }
                for [metric, _, this, last] in rows(html) {
                    let now = if before { last } else { this };
                    if metric == answer.metric && now.ends_with('%') {
                        compared += 1;
                        if !agree(&now, &answer.text) {
                            wrong.push(format!(
                                "{metric}: {} in a text, {now} in the table",
                                answer.text
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(
        compared > 2,
        "only {compared} bound figures stand on a dashboard"
    );
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn parts_add_up_to_their_totals_and_weeks_to_their_quarters_as_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = built(&load::Tree::read(root).expect("the sample is there"));
    let number = |row: &BTreeMap<String, String>, key: &str| row[key].parse::<f64>().ok();
    let mut compared = 0;
    for name in [
        "incidents",
        "escalations",
        "customer-minutes-lost",
        "sla-credits",
    ] {
        let mut sums: BTreeMap<String, (f64, Option<f64>)> = BTreeMap::new();
        for row in table(&site, name) {
            let Some(value) = number(&row, "value") else {
                continue;
            };
            let sum = sums.entry(row["period"].clone()).or_default();
            if row["scope"] == "all" {
                sum.1 = (row["rolled_up"] == "yes").then_some(value);
            } else {
                sum.0 += value;
            }
        }
        for (period, (parts, whole)) in sums {
            if let Some(whole) = whole {
                compared += 1;
                assert!(
                    (parts - whole).abs() < 1e-6,
                    "{name} in {period}: {parts} and {whole}"
                );
            }
        }
    }
    assert!(compared >= 16, "only {compared} totals were rolled up");
    // As many incidents in the weeks that the chart draws as in the quarters that the page counts.
    let weeks: f64 = table(&site, "weeks/incidents")
        .iter()
        .filter(|r| r["scope"] != "all")
        .filter_map(|r| number(r, "value"))
        .sum();
    let quarters: f64 = table(&site, "incidents")
        .iter()
        .filter(|r| r["scope"] == "all")
        .filter_map(|r| number(r, "value"))
        .sum();
    assert!(
        // The first week of all begins in the quarter before, and belongs by its Thursday.
        weeks > 0.0 && (weeks - quarters).abs() <= 1.0,
        "{weeks} and {quarters}"
    );
}
