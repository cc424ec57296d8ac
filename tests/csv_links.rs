//! Whoever wants to compute with a table finds it as CSV from the page: every page with a table of figures
//! leads to one, and the table of a quarter holds what `report.json` holds. What stands in their cells is held
//! to the pages' in `csv_cells.rs`.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

mod page;

use boardpack::load::Tree;
use boardpack::pipeline;
use boardpack::render::Site;
use std::path::Path;
use std::sync::OnceLock;

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        pipeline::build(&tree).site.unwrap()
    })
}

#[test]
fn every_page_with_a_table_of_figures_leads_to_one_for_programs() {
    let mut pages = 0;
    for (path, bytes) in &site().files {
        // What changed between two quarters is told in words; both quarters have their tables.
        if !path.ends_with(".html") || path.ends_with("changes.html") {
            continue;
        }
        let page = std::str::from_utf8(bytes).unwrap();
        let tables = page.split("<table").skip(1);
        let mut tables = tables
            .map(|rest| page::text(&format!("<table{}", rest.split("</table>").next().unwrap())));
        if !tables.any(|table| table.bytes().any(|b| b.is_ascii_digit())) {
            continue;
        }
        pages += 1;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let links = page.split("href=\"").skip(1);
        let links = links.map(|rest| rest.split('"').next().unwrap());
        let mut found = links.filter(|href| href.ends_with(".csv")).map(|href| {
            let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
            for part in href.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            parts.join("/")
        });
        let first = found.next();
        let first = first.unwrap_or_else(|| panic!("{path}: no table for programs"));
        for csv in found.chain([first]) {
            assert!(site().files.contains_key(&csv), "{path}: no file {csv}");
        }
    }
    assert!(pages > 100, "{pages} pages");
}

#[test]
fn the_table_of_a_quarter_holds_what_the_report_holds() {
    let report = &site().files["report.json"];
    let report: serde_json::Value = serde_json::from_slice(report).unwrap();
    let quarters = report["quarters"].as_array().unwrap();
    assert!(quarters.len() > 6);
    for quarter in quarters {
        let period = quarter["period"].as_str().unwrap();
        let table = &site().files[&format!("{period}/figures.csv")];
        let table = std::str::from_utf8(table).unwrap();
        let lines: Vec<&str> = table
            .split("\r\n")
            .skip(1)
            .filter(|l| !l.is_empty())
            .collect();
        let figures = quarter["figures"].as_array().unwrap();
        assert_eq!(lines.len(), figures.len(), "{period}");
        for (line, figure) in lines.iter().zip(figures) {
            let of = |key: &str| figure[key].as_str().unwrap_or_default();
            let number = |key: &str| figure[key]["decimal"].as_str().unwrap_or_default();
            let begins = format!("{period},{},", of("metric"));
            let value = format!(",{},{},{}", of("scope"), number("value"), of("unit"));
            let ends = format!(
                ",{},{},{},{}",
                number("target"),
                of("status"),
                of("movement"),
                of("direction")
            );
            assert!(line.starts_with(&begins), "{line}: {begins}");
            assert!(
                line.contains(&value) && line.ends_with(&ends),
                "{line}: {value} {ends}"
            );
        }
    }
}
