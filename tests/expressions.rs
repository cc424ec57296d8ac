//! Figures in sentences: every fault at its own line and column, every answer as the tables print it.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their files and may stop at the first surprise"
)]

mod page;

use boardpack::diag::emit::short;
use boardpack::load::{Tree, base_pack, example};
use boardpack::pipeline;
use std::collections::BTreeMap;
use std::path::Path;

/// What is told of the base pack with an example laid over it, a line a problem.
fn told(over: &str) -> Vec<String> {
    let tree = example(&base_pack(), over).unwrap();
    let checked = pipeline::check(&tree);
    let told = short(&checked.diagnostics, &checked.sources);
    told.lines().map(str::to_owned).collect()
}

#[test]
fn every_fault_is_told_at_its_own_line_and_column_in_one_run() {
    let found = told(
        r#"
~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
-summary:
-  - Automated rollback is live since 6 July.
-  - Checkout overspent its error budget after the outage of its payment provider.
-  - We ask the Board to fund a second provider.
+headline: >-
+  Releases {{ chnge-failure-rate }} break,
+  and {{ }} checkout {{ error-budget-left.count }}
+summary:
+  - 'It''s {{ lead-time@chekout.previus in 2026-Q9 }} now.'
+  - "\u00a378 \"and\" {{ lead-time +
+    1 }} after."
+  - We ask }} the Board {{ lead-time | werds }} to {{ lead-time | words }} and \{{ lead-time \}}.
~~~ content/2026-Q3/stories/rollback.md
-Releases failed too often.
+Releases failed {{ change-failure-rate.fall }} too {{ lead-time@search.missed-in-a-row
+
+often }}.
~~~ content/metrics/lead-time.md
-How long a finished change waits before customers have it.
+How long, {{ lead-time }}, a finished change waits.
"#,
    );
    let expected = [
        "content/2026-Q3/overview.md:4:15: error[unknown-metric]",
        "content/2026-Q3/overview.md:5:7: error[bad-expression]",
        "content/2026-Q3/overview.md:5:43: error[impossible-facet]",
        "content/2026-Q3/overview.md:7:25: error[unknown-service]",
        "content/2026-Q3/overview.md:7:33: error[unknown-facet]",
        "content/2026-Q3/overview.md:7:44: error[bad-period]",
        "content/2026-Q3/overview.md:8:36: error[bad-expression]",
        "content/2026-Q3/overview.md:10:12: error[bad-expression]",
        "content/2026-Q3/overview.md:10:40: error[bad-expression]",
        "content/2026-Q3/overview.md:10:67: error[bad-expression]",
        "content/2026-Q3/stories/rollback.md:20:52: error[bad-expression]",
        "content/2026-Q3/stories/rollback.md:22:7: error[bad-expression]",
        "content/metrics/lead-time.md:30:11: error[misplaced-figure]",
    ];
    for line in expected {
        assert!(
            found.iter().any(|told| told.starts_with(line)),
            "not told: {line}\n{found:#?}"
        );
    }
}

/// The sample of this repository.
fn sample() -> Tree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = Tree::default();
    for folder in ["data", "content"] {
        for entry in walkdir::WalkDir::new(root.join(folder)) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(root).unwrap();
                let path = path.to_str().unwrap().replace('\\', "/");
                tree.files
                    .insert(path, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    tree
}

/// The cells of each row of figures of record on a metric's page, by quarter.
fn recorded(page: &str) -> BTreeMap<String, Vec<String>> {
    let rows = page.split("<tr id=\"").skip(1);
    rows.map(|row| {
        let (period, rest) = row.split_once('"').unwrap();
        let row = rest.split("</tr>").next().unwrap();
        let cells = row.split("<td").skip(1);
        let cells = cells.map(|cell| page::text(&format!("<td{cell}")).trim().to_owned());
        (period.to_owned(), cells.collect())
    })
    .collect()
}

/// A figure in a sentence reads as it does in the table that it leads to: a reader who follows it
/// finds what was said. Durations are told in words there and in one unit in a column.
#[test]
fn an_answer_reads_as_the_row_that_it_leads_to() {
    let built = pipeline::build(&sample());
    let site = built.site.unwrap();
    let mut rows = BTreeMap::new();
    for (path, bytes) in &site.files {
        let metric = path
            .strip_prefix("metrics/")
            .and_then(|p| p.strip_suffix(".html"));
        if let Some(metric) = metric {
            rows.insert(
                metric.to_owned(),
                recorded(std::str::from_utf8(bytes).unwrap()),
            );
        }
    }
    assert!(rows.len() > 20, "the metric pages are gone");

    let mut tree = sample();
    let path = "content/2026-Q3/overview.md";
    let mut prose = String::from("\n\n");
    let mut asked = Vec::new();
    for (metric, quarters) in &rows {
        for (period, cells) in quarters {
            let [value, behind, change, target, ..] = &cells[..] else {
                panic!("{metric} {period}: {cells:?}");
            };
            let mut ask = |facet: &str, cell: &str| {
                let none = ["no data", "n/a", "none"].contains(&cell);
                if !none && !cell.starts_with("not compar") {
                    prose += &format!("- {{{{ {metric}{facet} in {period} }}}}\n");
                    asked.push((
                        metric.clone(),
                        period.clone(),
                        facet.to_owned(),
                        cell.to_owned(),
                    ));
                }
            };
            ask("", value);
            ask(".basis", behind);
            ask(".change", change);
            ask(".target", target);
        }
    }
    // One text holds five hundred figures at most.
    let per_text = 450;
    let lines: Vec<&str> = prose.trim().lines().collect();
    let mut answers = Vec::new();
    for chunk in lines.chunks(per_text) {
        let mut bytes = tree.files[path].clone();
        // A figure of another quarter, and a target, must be said to be one.
        let said = "as target and figure were in those years";
        bytes.extend(format!("\n\n{} {said}\n", chunk.join("\n")).bytes());
        let whole = tree.files.insert(path.to_owned(), bytes).unwrap();
        let built = pipeline::build(&tree);
        tree.files.insert(path.to_owned(), whole);
        let told = short(&built.diagnostics, &built.sources);
        let site = built.site.unwrap_or_else(|| panic!("{told}"));
        let page = std::str::from_utf8(&site.files["2026-Q3/index.html"]).unwrap();
        let items = page.split("<li><a class=\"figure\" href=\"").skip(1);
        answers.extend(items.map(|item| {
            let (href, rest) = item.split_once("\">").unwrap();
            (
                href.to_owned(),
                page::text(rest.split("</a>").next().unwrap())
                    .trim()
                    .to_owned(),
            )
        }));
    }
    assert_eq!(answers.len(), asked.len());
    let mut compared = 0;
    let mut wrong = String::new();
    for ((metric, period, facet, cell), (href, answer)) in asked.iter().zip(&answers) {
        assert_eq!(*href, format!("../metrics/{metric}.html#{period}"));
        let duration = [" h", " min", " ms", " s", "hour", "minute", "day"];
        if duration
            .iter()
            .any(|unit| cell.ends_with(&unit.replace(' ', "\u{a0}")) || cell.contains(unit))
            && facet != ".change"
        {
            continue;
        }
        compared += 1;
        // The table says beside a restated figure what was told before.
        let now = cell.split(" (first reported ").next().unwrap();
        if now != answer {
            wrong += &format!("{metric}{facet} in {period}: table {cell}, sentence {answer}\n");
        }
    }
    assert!(compared > 400, "only {compared} were compared");
    assert!(wrong.is_empty(), "{wrong}");
}
