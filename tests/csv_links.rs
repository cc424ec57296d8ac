//! Whoever wants to compute with a table finds it as CSV from the page: every page with a table of figures
//! leads to one, the table of a quarter holds what `report.json` holds, and what stands in a cell stands in the
//! page's cell that it was made for, as far as that shows it.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

mod page;

use boardpack::load::Tree;
use boardpack::pipeline;
use boardpack::render::Site;
use page::{Row, Table};
use std::collections::BTreeMap;
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

fn text(path: &str) -> &'static str {
    std::str::from_utf8(&site().files[path]).unwrap()
}

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let paths = site().files.keys().map(String::as_str);
    let paths = paths.filter(|path| path.ends_with(".html"));
    paths.map(|path| (path, text(path)))
}

/// Rows of a table for programs, by the words of some of its columns.
struct Csv {
    path: String,
    rows: BTreeMap<Vec<String>, BTreeMap<String, String>>,
}

impl Csv {
    fn read(path: &str, keys: &[&str]) -> Self {
        let (head, rows) = page::csv(text(path));
        let rows = rows.into_iter().map(|row| {
            let row: BTreeMap<String, String> = head.iter().cloned().zip(row).collect();
            (keys.iter().map(|key| row[*key].clone()).collect(), row)
        });
        Self {
            path: path.to_owned(),
            rows: rows.collect(),
        }
    }

    fn row(&self, keys: &[&str]) -> &BTreeMap<String, String> {
        let own: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let found = self.rows.get(&own);
        found.unwrap_or_else(|| panic!("{} has no row {keys:?}", self.path))
    }
}

/// The numbers of a cell as they are written, without the commas between their digits.
fn numbers(cell: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let cell = cell.replace('\u{2212}', "-");
    for letter in cell.trim_end_matches('.').chars() {
        let last = found.last_mut().unwrap();
        match letter {
            '-' if last.is_empty() => last.push('-'),
            '0'..='9' | '.' => last.push(letter),
            ',' if !last.is_empty() => {}
            _ if last.is_empty() => {}
            _ => found.push(String::new()),
        }
    }
    found.retain(|number| number.contains(|c: char| c.is_ascii_digit()));
    found
}

/// What was compared, and what was not the same.
#[derive(Default)]
struct Held {
    cells: usize,
    wrong: Vec<String>,
}

impl Held {
    /// A number of a page is that of the table, rounded to the digits that the page has.
    fn number(&mut self, place: &str, shown: &str, exact: &str) {
        self.cells += 1;
        let digits = shown.split_once('.').map_or(0, |(_, rest)| rest.len());
        let half = 0.5 / 10_f64.powi(i32::try_from(digits).unwrap()) + 1e-9;
        let parsed = shown.parse::<f64>().ok().zip(exact.parse::<f64>().ok());
        if parsed.is_none_or(|(shown, exact)| (shown - exact).abs() > half) {
            let wrong = format!("{place}: `{shown}` on the page, `{exact}` in the table");
            self.wrong.push(wrong);
        }
    }

    /// The numbers of a cell are those of some columns, or there are none and none is told.
    fn numbers(&mut self, place: &str, cell: &str, exact: &[&str]) {
        let shown = numbers(cell);
        let exact: Vec<&&str> = exact.iter().filter(|exact| !exact.is_empty()).collect();
        if shown.len() < exact.len() || exact.is_empty() && !shown.is_empty() {
            let wrong = format!("{place}: `{cell}` on the page, {exact:?} in the table");
            return self.wrong.push(wrong);
        }
        for (shown, exact) in shown.iter().zip(exact) {
            self.number(place, shown, exact);
        }
    }

    fn words(&mut self, place: &str, shown: &str, exact: &str) {
        self.cells += 1;
        if shown != exact {
            let wrong = format!("{place}: `{shown}` on the page, `{exact}` in the table");
            self.wrong.push(wrong);
        }
    }

    #[track_caller]
    fn at_least(&self, cells: usize) {
        let wrong = self.wrong.join("\n");
        assert!(self.wrong.is_empty(), "{} cells\n{wrong}", self.cells);
        assert!(self.cells >= cells, "{} cells are too few", self.cells);
    }
}

/// `Q4 2025` as tables name it.
fn period(quarter: &str) -> String {
    let (quarter, year) = quarter.split_once(' ').unwrap();
    format!("{year}-{quarter}")
}

/// `23 December 2025` as tables name it; what is no day stays.
fn day(text: &str) -> String {
    let read = chrono::NaiveDate::parse_from_str(text, "%d %B %Y");
    read.map_or_else(|_| text.to_owned(), |day| day.to_string())
}

/// Ids of services by their names.
fn services() -> BTreeMap<String, String> {
    let tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let pack = boardpack::load::parse(&tree).pack.unwrap();
    let services = pack.services.iter();
    services
        .map(|service| (service.name.clone(), service.id.value.clone()))
        .collect()
}

/// The class of a mark of movement, and the status of a mark against a target.
fn class(mark: &str) -> &'static str {
    let marks = [
        ("Better", "strong-signal"),
        ("Worse", "strong-signal"),
        ("Up", "strong-signal"),
        ("Down", "strong-signal"),
        ("May be", "signal"),
        ("May have", "signal"),
        ("Routine", "routine"),
        ("Too few", "too-few"),
        ("Not tested", "not-tested"),
        ("No data", "missing"),
        ("New", "no-baseline"),
    ];
    let found = marks.iter().find(|(word, _)| mark.starts_with(word));
    found.map_or("?", |(_, class)| class)
}

fn status(mark: &str) -> &'static str {
    let marks = [
        ("Met", "met"),
        ("Missed", "missed"),
        ("Marginal", "marginal"),
        ("No target", "no-target"),
        ("No data", "no-data"),
    ];
    let found = marks.iter().find(|(word, _)| mark.starts_with(word));
    found.map_or("?", |(_, status)| status)
}

/// A figure's cell: what is told of it, and what was told before it was restated.
fn figure<'c>(
    cell: &'c str,
    row: &BTreeMap<String, String>,
    held: &mut Held,
    place: &str,
) -> &'c str {
    let (now, before) = match cell.split_once("(first reported ") {
        Some((now, before)) => (now, before),
        None => (cell, ""),
    };
    match row.get("first_reported").map_or("", String::as_str) {
        "none" => held.words(place, before.trim_end_matches(')'), "nothing"),
        first => held.numbers(place, before, &[first]),
    }
    now
}

/// What a figure is shown as: `2 of 11 (18%)` where so few stand behind a percentage.
fn value(held: &mut Held, place: &str, cell: &str, row: &BTreeMap<String, String>) {
    let percentage = cell.split_once('(').filter(|_| cell.contains(" of "));
    let few = percentage.filter(|(_, percentage)| percentage.contains('%'));
    match few {
        Some((parts, percentage)) => {
            held.numbers(place, parts, &[&row["part"], &row["whole"]]);
            held.numbers(place, percentage, &[&row["value"]]);
        }
        None => held.numbers(place, cell, &[&row["value"]]),
    }
}

#[test]
fn a_metrics_rows_say_what_its_table_says() {
    let services = services();
    let mut held = Held::default();
    for (path, html) in pages() {
        let name = path.strip_prefix("metrics/");
        let Some(metric) = name.and_then(|name| name.strip_suffix(".html")) else {
            continue;
        };
        let csv = format!("tables/{metric}.csv");
        if metric == "index" || !site().files.contains_key(&csv) {
            continue;
        }
        let csv = Csv::read(&csv, &["period", "scope"]);
        for Table { head, rows } in page::tables(html) {
            for Row { html, cells } in &rows {
                if let Some((period, _)) = html
                    .strip_prefix(" id=\"")
                    .and_then(|id| id.split_once('"'))
                {
                    let row = csv.row(&[period, "all"]);
                    let [_, now, behind, _, target, against, movement, ..] = &cells[..] else {
                        panic!("{path}: {cells:?}");
                    };
                    let place = &format!("{path} {period}");
                    let now = figure(now, row, &mut held, place);
                    value(&mut held, place, now, row);
                    let parts = match row["whole"].is_empty() {
                        true => ["measured", "invited"],
                        false => ["part", "whole"],
                    };
                    held.numbers(place, behind, &parts.map(|part| row[part].as_str()));
                    held.numbers(place, target, &[&row["target"]]);
                    held.words(place, status(against), &row["status"]);
                    held.words(place, class(movement), &row["movement"]);
                } else if head.len() > 1
                    && head[0] == "Quarter"
                    && head[1..].iter().all(|name| services.contains_key(name))
                {
                    for (name, cell) in head.iter().zip(cells).skip(1) {
                        let row = csv.row(&[&period(&cells[0]), &services[name]]);
                        let place = &format!("{path} {} {name}", cells[0]);
                        value(&mut held, place, cell, row);
                    }
                }
            }
        }
    }
    held.at_least(3_000);
}

#[test]
fn rows_of_marks_say_what_the_quarters_table_says() {
    let services = services();
    let mut held = Held::default();
    for (path, html) in pages() {
        let links = html.split("href=\"").skip(1);
        let mut links = links.filter_map(|link| link.split('"').next());
        let Some(link) = links.find(|link| link.ends_with("figures.csv")) else {
            continue;
        };
        // A page of the quarter's own folder names its table without it.
        let own = link.trim_start_matches("../");
        let folder = path.split('/').next().unwrap();
        let of = match own.split_once('/') {
            Some(_) => own.to_owned(),
            None => format!("{folder}/{own}"),
        };
        let period = of.split('/').next().unwrap();
        let csv = Csv::read(&of, &["metric", "scope"]);
        let service = path.split_once("/services/");
        let service = service.and_then(|(_, rest)| rest.strip_suffix(".html"));
        let tables = page::tables(html).into_iter();
        for table in tables.filter(|table| table.head[0] == "Metric, unit, owner") {
            assert_eq!(self::period(&table.head[1]), period, "{path}");
            for Row { html, cells } in &table.rows {
                let [_, now, _, target, _, against, movement, ..] = &cells[..] else {
                    continue;
                };
                let metric = html.split("metrics/").nth(1).unwrap();
                let metric = metric.split(".html").next().unwrap();
                // `Error budget left, Checkout`: of a service on a page of the whole.
                let name = html.split("</a>").next().unwrap();
                let named = name
                    .rsplit_once(", ")
                    .and_then(|(_, name)| services.get(name));
                let scope = service.or(named.map(String::as_str));
                let row = csv.row(&[metric, scope.unwrap_or("all")]);
                let place = &format!("{path} {metric}");
                let now = now.split("(first reported ").next().unwrap();
                // `7 of 9 (78%)`: its parts are held in the metric's own table.
                let percentage = now.split_once(" of ").and_then(|(_, rest)| {
                    let (_, percentage) = rest.split_once('(')?;
                    percentage.contains('%').then_some(percentage)
                });
                held.numbers(place, percentage.unwrap_or(now), &[&row["value"]]);
                held.numbers(place, target, &[&row["target"]]);
                held.words(place, status(against), &row["status"]);
                held.words(place, class(movement), &row["movement"]);
            }
        }
    }
    held.at_least(3_000);
}

#[test]
fn rows_of_budgets_say_what_their_tables_say() {
    let budgets = Csv::read("objectives/budgets.csv", &["period", "objective"]);
    let months = Csv::read("objectives/budget-months.csv", &["objective", "month"]);
    let services = services();
    let mut held = Held::default();
    for (path, html) in pages() {
        let name = path.strip_prefix("objectives/");
        let objective = name.and_then(|name| name.strip_suffix(".html"));
        let objective = objective
            .filter(|name| *name != "index")
            .unwrap_or_default();
        for Table { head, rows } in page::tables(html) {
            let head: Vec<&str> = head.iter().map(String::as_str).collect();
            for Row { cells, .. } in &rows {
                let place = &format!("{path} {}", cells[0]);
                match &head[..] {
                    ["Quarter", "Objective", "Attained", bad, "Budget left", ..] => {
                        let row = budgets.row(&[&period(&cells[0]), objective]);
                        held.numbers(place, &cells[1], &[&row["target_percent"]]);
                        held.numbers(place, &cells[2], &[&row["attained_percent"]]);
                        let [good, valid] = ["good", "valid"].map(|of| row[of].parse::<f64>());
                        let failed = format!("{}", valid.unwrap() - good.unwrap());
                        assert!(bad.contains("of allowed"), "{path}: {bad}");
                        held.numbers(place, &cells[3], &[&failed, &row["allowed"]]);
                        let left = row["left_percent"].trim_start_matches('-');
                        held.numbers(place, &cells[4], &[left]);
                        let over = row["left_percent"].starts_with('-');
                        held.words(
                            place,
                            &cells[4].contains("over").to_string(),
                            &over.to_string(),
                        );
                    }
                    ["Day", "Good", "Valid", ..] => {
                        let days = Csv::read(&format!("objectives/{objective}-days.csv"), &["day"]);
                        for (n, column) in [(1, "good"), (2, "valid")] {
                            let row = days.row(&[&day(&cells[0])]);
                            held.numbers(place, &cells[n], &[&row[column]]);
                        }
                    }
                    ["Budget", first, .., "Quarter"] if path.ends_with("capability.html") => {
                        let (folder, _) = path.split_once('/').unwrap();
                        let (year, _) = folder.split_once('-').unwrap();
                        let first = day(&format!("1 {first} {year}"));
                        let month: u32 = first[5..7].parse().unwrap();
                        let service = services.get(&cells[0]).unwrap();
                        let objective = format!("{service}-availability");
                        for (n, cell) in (month..).zip(&cells[1..4]) {
                            let row = months.row(&[&objective, &format!("{year}-{n:02}")]);
                            held.numbers(place, cell, &[&row["used_percent"]]);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    held.at_least(1_000);
}

#[test]
fn rows_of_quality_and_security_say_what_their_tables_say() {
    let services = services();
    let mut held = Held::default();
    let teams = Csv::read("quality/teams.csv", &["period", "name"]);
    let repositories = Csv::read("quality/repositories.csv", &["period", "repository"]);
    let defects = Csv::read("quality/defects.csv", &["period"]);
    for Table { head, rows } in page::tables(text("quality/index.html")) {
        for Row { cells, .. } in &rows {
            let place = &format!("quality {}", cells[0]);
            let shares = |held: &mut Held, of: &Csv, name: &str| {
                for (quarter, cell) in head.iter().zip(cells).skip(1) {
                    let row = of.row(&[&period(quarter), name]);
                    let parts = ["rework_percent", "bug_fix_percent"];
                    held.numbers(place, cell, &parts.map(|part| row[part].as_str()));
                }
            };
            match head.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["Team", ..] => {
                    // The sum of all teams is in no row.
                    let Some(digit) = cells[0].find(|c: char| c.is_ascii_digit()) else {
                        assert_eq!(cells[0], "All teams");
                        continue;
                    };
                    let (name, people) = cells[0].split_at(digit);
                    shares(&mut held, &teams, name.trim());
                    let row = teams.row(&[&period(head.last().unwrap()), name.trim()]);
                    held.numbers(place, people, &[&row["people"]]);
                }
                ["Repository", first, _, _, ..] if first.starts_with('Q') => {
                    let name = cells[0].split(' ').next().unwrap();
                    if name == "All" {
                        continue;
                    }
                    shares(&mut held, &repositories, name);
                }
                ["Quarter", "Changes", ..] => {
                    let row = defects.row(&[&period(&cells[0])]);
                    let of = |column: &str| row[column].as_str();
                    held.numbers(place, &cells[1], &[of("changes")]);
                    for (cell, part) in [
                        (&cells[2], "changes_introducing_defects"),
                        (&cells[3], "changes_fixing_defects"),
                    ] {
                        // The percentage comes first.
                        let (_, parts) = cell.split_once('%').unwrap();
                        held.numbers(place, parts, &[of(part), of("changes")]);
                    }
                    held.numbers(place, &cells[4], &[of("defects_confirmed")]);
                    let (_, parts) = cells[5].split_once('%').unwrap();
                    let unknown = ["defects_of_unknown_origin", "defects_confirmed"];
                    held.numbers(place, parts, &unknown.map(of));
                    held.numbers(place, &cells[6], &[of("median_days_to_fix")]);
                    held.numbers(place, &cells[7], &[of("defects_open")]);
                    held.numbers(place, &cells[8], &[of("oldest_open_days")]);
                }
                _ => {}
            }
        }
    }
    let severities = Csv::read("risks/vulnerabilities.csv", &["period", "severity"]);
    let restored = Csv::read("risks/restore-tests.csv", &["period", "service"]);
    let overdue = Csv::read(
        "risks/overdue-critical.csv",
        &["period", "service", "known"],
    );
    for (path, html) in pages() {
        let Some(period) = path.strip_suffix("/risks.html") else {
            continue;
        };
        for Table { head, rows } in page::tables(html) {
            for Row { cells, .. } in &rows {
                let place = &format!("{path} {}", cells[0]);
                match head.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                    ["Severity", "Promised within", ..] => {
                        let row = severities.row(&[period, &cells[0].to_lowercase()]);
                        let columns = [
                            "promised_days",
                            "became_known",
                            "fixed",
                            "open",
                            "overdue",
                            "accepted",
                            "oldest_open_days",
                            "median_days_to_fix",
                        ];
                        for (cell, column) in cells[1..].iter().zip(columns) {
                            held.numbers(place, cell, &[&row[column]]);
                        }
                        let parts = [
                            "fixed_in_time",
                            "fell_due",
                            "in_time_low_percent",
                            "in_time_high_percent",
                        ];
                        match row["fell_due"].as_str() {
                            "0" => held.words(place, &cells[9], "none due"),
                            _ => held.numbers(place, &cells[9], &parts.map(|of| row[of].as_str())),
                        }
                    }
                    ["Service", "Tested on", "All came back", "Next due", ..] => {
                        let row = restored.row(&[period, &services[&cells[0]]]);
                        for (cell, column) in cells[1..4].iter().zip(["tested", "passed", "next"]) {
                            let late = column == "next" && row["overdue"] == "yes";
                            let shown = cell.strip_suffix(", overdue").filter(|_| late);
                            assert_eq!(shown.is_some(), late, "{place}: {cell}");
                            held.words(place, &day(shown.unwrap_or(cell)), &row[column]);
                        }
                    }
                    ["Service", "Known since", "Open for", ..] => {
                        let row = overdue.row(&[period, &services[&cells[0]], &day(&cells[1])]);
                        held.numbers(place, &cells[2], &[&row["days_open"]]);
                    }
                    _ => {}
                }
            }
        }
    }
    held.at_least(500);
}
