//! Every figure of the core pages leads to its metric's page, and the row there says where it comes
//! from: value, snapshot file, date, definition, mark.
#![expect(
    clippy::unwrap_used,
    reason = "tests read the sample as its authors left it"
)]

mod page;

use boardpack::{load, pipeline, render::Site};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let tree = load::Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        pipeline::build(&tree).site.unwrap()
    })
}

fn text(path: &str) -> &'static str {
    std::str::from_utf8(&site().files[path]).unwrap()
}

/// The pack page of every quarter, and that at the top.
fn core_pages() -> Vec<&'static str> {
    let paths = site().files.keys().map(String::as_str);
    paths
        .filter(|path| {
            let quarter = path.strip_suffix("/index.html").unwrap_or_default();
            *path == "index.html" || quarter.starts_with("20")
        })
        .collect()
}

/// The elements of a name, with everything in them, in order. None of that name lies in another.
fn elements<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&open) {
        let named = rest[at + open.len()..].starts_with([' ', '>', '\n']);
        let end = rest[at..].find(&close).map(|end| at + end);
        let Some(end) = end.filter(|_| named) else {
            rest = &rest[at + open.len()..];
            continue;
        };
        found.push(&rest[at..end]);
        rest = &rest[end..];
    }
    found
}

/// The metric and the row that each link of a piece leads to.
fn sources(html: &str) -> Vec<(String, String)> {
    let links = html.split("href=\"").skip(1);
    links
        .filter_map(|link| {
            let href = link.split('"').next()?;
            let (file, row) = href.split_once('#')?;
            let (_, id) = file.split_once("metrics/")?;
            Some((id.strip_suffix(".html")?.to_owned(), row.to_owned()))
        })
        .collect()
}

/// What a row of a metric's page says: its value and its source.
fn row(metric: &str, anchor: &str) -> Option<(String, String)> {
    let page = text(&format!("metrics/{metric}.html"));
    let open = format!("id=\"{anchor}\"");
    let rows = elements(page, "tr");
    let row = rows
        .iter()
        .find(|row| row.split('>').next().unwrap().contains(&open))?;
    let cells = elements(row, "td");
    Some((page::text(cells.first()?), page::text(cells.last()?)))
}

/// Whether a source names a snapshot of that quarter, a date, a definition and a mark.
fn is_whole(source: &str, quarter: &str) -> bool {
    let snapshot = format!("data/snapshots/{quarter}.yaml as at ");
    let Some(rest) = source.strip_prefix(&snapshot) else {
        return false;
    };
    let parts: Vec<&str> = rest.split(", ").collect();
    let [date, definition, build] = parts.as_slice() else {
        return false;
    };
    let number = |text: Option<&str>| text.is_some_and(|n| n.parse::<u32>().is_ok());
    let mark = build.strip_prefix("build ").unwrap_or_default();
    date.ends_with(|c: char| c.is_ascii_digit())
        && number(definition.strip_prefix("definition "))
        && mark.len() == 12
        && mark.bytes().all(|b| b.is_ascii_hexdigit())
}

fn fail_on(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_row_of_every_metric_says_where_its_figure_comes_from() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for path in site().files.keys() {
        // The charts of metrics lie there as well.
        let metric = path
            .strip_prefix("metrics/")
            .and_then(|name| name.strip_suffix(".html"));
        let Some(metric) = metric else { continue };
        let table = text(&format!("tables/{metric}.csv"));
        let mut lines = table.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        let at = |name: &str| head.iter().position(|h| *h == name).unwrap();
        let columns = ["value", "definition_version", "snapshot", "as_of", "build"].map(at);
        for line in lines.filter(|line| line.contains(",all,")) {
            let quarter = line.split(',').next().unwrap();
            let Some((value, source)) = row(metric, quarter) else {
                wrong.push(format!("{path} has no row `{quarter}`"));
                continue;
            };
            rows += 1;
            if value.is_empty() || !is_whole(&source, quarter) {
                wrong.push(format!("{path}#{quarter}: `{value}`, `{source}`"));
            }
            // Reasons may hold commas; what is read here stands at the ends.
            let cells: Vec<&str> = line.split(',').collect();
            let from_end = |column: usize| cells[cells.len() - (head.len() - column)];
            let [_, version, snapshot, _, build] = columns.map(from_end);
            let same = source.starts_with(snapshot)
                && source.contains(&format!("definition {version}, build {build}"));
            if !same {
                wrong.push(format!(
                    "{path}#{quarter}: `{source}`, but the table: {line}"
                ));
            }
        }
    }
    assert!(rows > 100, "{rows}");
    fail_on(&wrong);
}

#[test]
fn every_figure_of_a_core_page_leads_to_the_row_of_its_quarter() {
    let mut wrong = Vec::new();
    let mut seen = BTreeMap::<&str, usize>::new();
    let mut reached = BTreeSet::new();
    for path in core_pages() {
        let html = text(path);
        // The cells of the dashboard: this quarter's and last quarter's figure are links themselves,
        // and a target stands beside them.
        let dashboard = elements(html, "table")
            .into_iter()
            .find(|t| t.contains("\"dashboard\""));
        for row in elements(dashboard.unwrap(), "tr") {
            let cells = elements(row, "td");
            if cells.is_empty() {
                continue;
            }
            for cell in &cells[..2] {
                let is_figure = page::text(cell).contains(|c: char| c.is_ascii_digit());
                if is_figure && !cell.contains("class=\"figure\"") {
                    wrong.push(format!(
                        "{path}: a cell without a source: {}",
                        page::text(cell)
                    ));
                }
                *seen.entry("cell").or_default() += usize::from(is_figure);
            }
            if sources(row).is_empty() && page::text(row).contains(|c: char| c.is_ascii_digit()) {
                let said = page::text(row);
                wrong.push(format!("{path}: a row without a source: {said}"));
            }
        }
        // Exceptions and stories: their chart, and all that is said of it, stand under the link.
        for article in elements(html, "article") {
            *seen.entry("article").or_default() += 1;
            let head = article.split("<figure").next().unwrap();
            if sources(head).is_empty() {
                wrong.push(format!(
                    "{path}: a chart without a source: {}",
                    page::text(head)
                ));
            }
        }
        for section in elements(html, "section") {
            if section.starts_with("<section class=\"sheet decision\"") {
                *seen.entry("decision").or_default() += 1;
                if sources(section).is_empty() {
                    wrong.push(format!("{path}: a decision without a source"));
                }
            }
            let is_core = ["at-a-glance", "dashboard", "what-moved", "stories"]
                .iter()
                .any(|id| {
                    section
                        .split('>')
                        .next()
                        .unwrap()
                        .contains(&format!("id=\"{id}\""))
                });
            let outside = section.matches("<figure").count()
                - elements(section, "article")
                    .iter()
                    .map(|a| a.matches("<figure").count())
                    .sum::<usize>();
            if is_core && outside > 0 {
                wrong.push(format!("{path}: {outside} charts stand outside an article"));
            }
        }
        for (metric, quarter) in sources(html) {
            *seen.entry("link").or_default() += 1;
            match row(&metric, &quarter) {
                Some((value, source)) if !value.is_empty() && is_whole(&source, &quarter) => {
                    reached.insert((metric, quarter));
                }
                _ => wrong.push(format!(
                    "{path} leads to {metric}#{quarter}, which says nothing"
                )),
            }
        }
    }
    for (what, least) in [
        ("cell", 100),
        ("article", 4),
        ("decision", 1),
        ("link", 150),
    ] {
        let n = seen.get(what).copied().unwrap_or_default();
        assert!(n >= least, "{n} of {what}: {seen:?}");
    }
    assert!(reached.len() > 50, "{}", reached.len());
    fail_on(&wrong);
}

#[test]
fn the_report_for_programs_says_the_same() {
    let report: serde_json::Value = serde_json::from_str(text("report.json")).unwrap();
    let mut figures = 0;
    for quarter in report["quarters"].as_array().unwrap() {
        let period = quarter["period"].as_str().unwrap();
        let (snapshot, build) = (quarter["snapshot"].as_str().unwrap(), &quarter["build"]);
        assert!(quarter["as_of"].is_string());
        for figure in quarter["figures"].as_array().unwrap() {
            if figure["scope"] != "all" || figure["value"].is_null() {
                continue;
            }
            figures += 1;
            let metric = figure["metric"].as_str().unwrap();
            let (_, source) = row(metric, period).unwrap();
            let version = &figure["definition_version"];
            let tail = format!("definition {version}, build {}", build.as_str().unwrap());
            assert!(
                source.starts_with(snapshot) && source.ends_with(&tail),
                "{source}"
            );
        }
    }
    assert!(figures > 80, "{figures}");
}

/// A figure with a date of its own says so wherever it is printed, and is warned of where it is old.
#[test]
fn a_figure_taken_at_another_time_carries_its_date() {
    let over = "~~~ data/snapshots/2026-Q3.yaml\n-  satisfaction:\n+  satisfaction:\n+    as_of: 2026-08-31\n";
    let tree = load::example(&load::base_pack(), over).unwrap();
    let built = pipeline::build(&tree);
    let told: Vec<&str> = built.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(told, ["stale-snapshot"]);
    let files = built.site.unwrap().files;
    let page = |path: &str| {
        String::from_utf8(files[path].clone())
            .unwrap()
            .replace('\u{a0}', " ")
    };
    assert!(page("index.html").contains(">as at 31 August 2026<"));
    assert!(page("index.html").contains("The whole: taken on 31 August 2026."));
    let metric = page("metrics/satisfaction.html");
    assert!(metric.contains("as at 31 August 2026, the rest at 5 October 2026, definition"));
    assert!(page("tables/satisfaction.csv").contains(",2026-08-31,"));
    assert!(page("report.json").contains("\"as_of\":\"2026-08-31\""));
    // A day before the rest is no matter, but is told.
    let near = over.replace("2026-08-31", "2026-10-04");
    let tree = load::example(&load::base_pack(), &near).unwrap();
    let built = pipeline::build(&tree);
    assert!(built.diagnostics.is_empty());
    let files = built.site.unwrap().files;
    assert!(String::from_utf8_lossy(&files["index.html"]).contains(">as at 4\u{a0}October"));
}
