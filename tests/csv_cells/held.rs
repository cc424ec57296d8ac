//! What stands in a cell against what stands in a table for programs.

use crate::page;
use boardpack::load::Tree;
use boardpack::pipeline;
use boardpack::render::Site;
use chrono::{DateTime, NaiveDate, Utc};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

pub(crate) type Fields = BTreeMap<String, String>;

/// Rows of a table for programs, by the words of some of its columns.
pub(crate) struct Csv {
    path: String,
    pub(crate) rows: BTreeMap<Vec<String>, Fields>,
}

impl Csv {
    pub(crate) fn find(&self, keys: &[&str]) -> Option<&Fields> {
        let own: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        self.rows.get(&own)
    }

    pub(crate) fn row(&self, keys: &[&str]) -> &Fields {
        let found = self.find(keys);
        found.unwrap_or_else(|| panic!("{} has no row {keys:?}", self.path))
    }
}

/// A built pack, and its names.
pub(crate) struct Book {
    site: Site,
    pack: boardpack::model::Pack,
    /// Ids by name.
    pub(crate) services: Fields,
    pub(crate) metrics: Fields,
    pub(crate) latest: String,
    tables: RefCell<BTreeMap<(String, String), Rc<Csv>>>,
}

impl Book {
    pub(crate) fn read(folder: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let tree = Tree::read(&root).unwrap();
        let pack = boardpack::load::parse(&tree).pack.unwrap();
        let services = pack.services.iter();
        let services = services.map(|one| (one.name.clone(), one.id.value.clone()));
        let metrics = pack.metrics.values();
        let metrics = metrics.map(|one| (one.name.value.clone(), one.id.value.clone()));
        Self {
            site: pipeline::build(&tree).site.unwrap(),
            services: services.collect(),
            metrics: metrics.collect(),
            latest: pack.snapshots.keys().next_back().unwrap().to_string(),
            pack,
            tables: RefCell::default(),
        }
    }

    pub(crate) fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let pages = self.site.files.iter();
        let pages = pages.filter(|(path, _)| path.ends_with(".html"));
        pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
    }

    pub(crate) fn csv(&self, path: &str, keys: &[&str]) -> Rc<Csv> {
        let at = (path.to_owned(), keys.join(" "));
        if let Some(known) = self.tables.borrow().get(&at) {
            return Rc::clone(known);
        }
        let text = self.site.files.get(path);
        let text = text.unwrap_or_else(|| panic!("no table {path}"));
        let (head, rows) = page::csv(std::str::from_utf8(text).unwrap());
        let rows = rows.into_iter().map(|row| {
            assert_eq!(row.len(), head.len(), "{path}: {row:?}");
            let row: Fields = head.iter().cloned().zip(row).collect();
            (keys.iter().map(|key| row[*key].clone()).collect(), row)
        });
        let csv = Rc::new(Csv {
            path: path.to_owned(),
            rows: rows.collect(),
        });
        self.tables.borrow_mut().insert(at, Rc::clone(&csv));
        csv
    }

    /// The day of an instant where the pack is at home, and the time of that day.
    pub(crate) fn local(&self, instant: &str) -> (NaiveDate, String) {
        let at: DateTime<Utc> = instant.parse().unwrap();
        let at = at.with_timezone(&self.pack.settings.calendar.zone);
        (at.date_naive(), at.format("%H:%M").to_string())
    }

    /// Name and id of the thing that a cell begins with.
    pub(crate) fn begins<'n>(names: &'n Fields, cell: &str) -> Option<(&'n str, &'n str)> {
        let found = names.iter().filter(|(name, _)| cell.starts_with(*name));
        let found = found.max_by_key(|(name, _)| name.len());
        found.map(|(name, id)| (name.as_str(), id.as_str()))
    }

    /// The metric that a name means, and the service: `Lead time, Checkout`.
    pub(crate) fn series(&self, name: &str) -> Option<(&str, &str)> {
        let (metric, id) = Self::begins(&self.metrics, name)?;
        let rest = name[metric.len()..].strip_prefix(", ").unwrap_or_default();
        let service = Self::begins(&self.services, rest);
        Some((id, service.map_or("all", |(_, id)| id)))
    }
}

/// A table where it stands.
pub(crate) struct At<'b> {
    pub(crate) book: &'b Book,
    pub(crate) path: &'b str,
    /// The quarter that the page is about; on others the latest.
    pub(crate) period: String,
    pub(crate) table: &'b page::Table,
}

impl At<'_> {
    pub(crate) fn csv(&self, path: &str, keys: &[&str]) -> Rc<Csv> {
        self.book.csv(path, keys)
    }

    /// A table that packs without such records lack.
    pub(crate) fn known_csv(&self, path: &str, keys: &[&str]) -> Option<Rc<Csv>> {
        let known = self.book.site.files.contains_key(path);
        known.then(|| self.csv(path, keys))
    }

    pub(crate) fn place(&self, row: &page::Row) -> String {
        format!("{} {:?}", self.path, row.cells[0])
    }

    /// The year of the page's quarter.
    pub(crate) fn year(&self) -> &str {
        &self.period[..4]
    }
}

/// The numbers of a cell as they are written, without the commas between their digits.
pub(crate) fn numbers(cell: &str) -> Vec<String> {
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
    let trimmed = found.into_iter();
    trimmed
        .map(|number| number.trim_end_matches('.').to_owned())
        .collect()
}

/// Amounts, and half of the last place that is printed: `£180 to £510 thousand` are both thousands.
pub(crate) fn amounts(cell: &str) -> Vec<(f64, f64)> {
    // A comma stands between digits.
    let cell = cell.replace(',', "").replace(['£', '€', '%'], " ");
    let cell = cell.replace('\u{2212}', "-");
    let words: Vec<&str> = cell.split_whitespace().collect();
    let mut found: Vec<(f64, f64)> = Vec::new();
    let mut scale = 1.0;
    for word in words.iter().rev() {
        match *word {
            "thousand" => scale = 1e3,
            "million" => scale = 1e6,
            "to" | "and" => {}
            word => match word.parse::<f64>() {
                Ok(number) => {
                    let whole = word.trim_start_matches('-').split('.').next().unwrap();
                    let decimals = word.split_once('.').map_or(0, |(_, rest)| rest.len());
                    let zeros = whole.len() - whole.trim_end_matches('0').len();
                    let zeros = zeros.min(whole.len().saturating_sub(2));
                    let place = match decimals {
                        0 => 10_f64.powi(i32::try_from(zeros).unwrap()),
                        _ => 10_f64.powi(-i32::try_from(decimals).unwrap()),
                    };
                    found.push((number * scale, place * scale / 2.0));
                }
                Err(_) => scale = 1.0,
            },
        }
    }
    found.reverse();
    found
}

/// `1 hour 55 minutes` in minutes.
pub(crate) fn minutes(cell: &str) -> Option<f64> {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let mut all = None;
    for pair in words.windows(2) {
        let Ok(number) = pair[0].replace(',', "").parse::<f64>() else {
            continue;
        };
        let unit = match pair[1].trim_end_matches(',') {
            "second" | "seconds" => 1.0 / 60.0,
            "minute" | "minutes" | "min" => 1.0,
            "hour" | "hours" => 60.0,
            "day" | "days" => 1_440.0,
            _ => continue,
        };
        all = Some(all.unwrap_or(0.0) + number * unit);
    }
    all
}

/// What was compared, and what was not the same.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) cells: usize,
    pub(crate) wrong: Vec<String>,
}

impl Held {
    fn differs(&mut self, place: &str, shown: impl std::fmt::Debug, exact: impl std::fmt::Debug) {
        let wrong = format!("{place}: {shown:?} on the page, {exact:?} in the table");
        self.wrong.push(wrong);
    }

    /// A number of a page is that of the table, rounded to the digits that the page has.
    pub(crate) fn number(&mut self, place: &str, shown: &str, exact: &str) {
        self.cells += 1;
        let digits = shown.split_once('.').map_or(0, |(_, rest)| rest.len());
        let half = 0.5 / 10_f64.powi(i32::try_from(digits).unwrap()) + 1e-9;
        let parsed = shown.parse::<f64>().ok().zip(exact.parse::<f64>().ok());
        if parsed.is_none_or(|(shown, exact)| (shown - exact).abs() > half) {
            self.differs(place, shown, exact);
        }
    }

    /// The numbers of a cell are those of some columns, or there are none and none is told.
    pub(crate) fn numbers(&mut self, place: &str, cell: &str, exact: &[&str]) {
        let shown = numbers(cell);
        let exact: Vec<&str> = exact.iter().copied().filter(|e| !e.is_empty()).collect();
        if shown.len() < exact.len() || exact.is_empty() && !shown.is_empty() {
            return self.differs(place, cell, exact);
        }
        if exact.is_empty() {
            self.cells += 1;
        }
        for (shown, exact) in shown.iter().zip(exact) {
            self.number(place, shown, exact);
        }
    }

    /// A number is within half of the last place that is printed.
    pub(crate) fn near(&mut self, place: &str, shown: (f64, f64), exact: f64) {
        self.cells += 1;
        if (shown.0 - exact).abs() > shown.1 + 1e-6 {
            self.differs(place, shown.0, exact);
        }
    }

    /// Amounts are those of some columns; both ends of a range that are one are told once.
    pub(crate) fn amounts(&mut self, place: &str, cell: &str, exact: &[&str]) {
        let exact = exact.iter().filter(|exact| !exact.is_empty());
        let mut exact: Vec<f64> = exact.map(|exact| exact.parse().unwrap()).collect();
        let shown = amounts(cell);
        if shown.len() < exact.len() {
            exact.dedup();
        }
        if shown.len() != exact.len() {
            return self.differs(place, cell, exact);
        }
        for (shown, exact) in shown.into_iter().zip(exact) {
            self.near(place, shown, exact);
        }
    }

    pub(crate) fn words(&mut self, place: &str, shown: &str, exact: &str) {
        self.cells += 1;
        if shown != exact {
            self.differs(place, shown, exact);
        }
    }

    /// A cell begins with what the table has: a name, and behind it whose it is.
    pub(crate) fn begins(&mut self, place: &str, cell: &str, exact: &str) {
        self.cells += 1;
        if !cell.starts_with(exact) {
            self.differs(place, cell, exact);
        }
    }

    /// A day of the table is told in a cell.
    pub(crate) fn tells_day(&mut self, place: &str, cell: &str, exact: &str) {
        self.cells += 1;
        let day: NaiveDate = exact.parse().unwrap();
        if !cell.contains(&day.format("%-d %B %Y").to_string()) {
            self.differs(place, cell, exact);
        }
    }

    pub(crate) fn is(&mut self, place: &str, shown: bool, exact: &str) {
        self.words(place, if shown { "yes" } else { "no" }, exact);
    }
}

/// `Q4 2025` as tables name it.
pub(crate) fn period(quarter: &str) -> String {
    let (quarter, year) = quarter.split_once(' ').unwrap();
    format!("{}-{quarter}", year.split(' ').next().unwrap())
}

/// `23 December 2025` as tables name it; what is no day stays.
pub(crate) fn day(text: &str) -> String {
    let read = NaiveDate::parse_from_str(text, "%d %B %Y");
    read.map_or_else(|_| text.to_owned(), |day| day.to_string())
}

/// The class of a mark of movement, and the status of a mark against a target.
pub(crate) fn class(mark: &str) -> &'static str {
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

pub(crate) fn status(mark: &str) -> &'static str {
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
pub(crate) fn figure<'c>(cell: &'c str, row: &Fields, held: &mut Held, place: &str) -> &'c str {
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
pub(crate) fn value(held: &mut Held, place: &str, cell: &str, row: &Fields) {
    let percentage = cell.split_once('(').filter(|_| cell.contains(" of "));
    let few = percentage.filter(|(_, percentage)| percentage.contains('%'));
    match few {
        Some((parts, percentage)) => {
            if let Some(part) = row.get("part") {
                held.numbers(place, parts, &[part, &row["whole"]]);
            }
            held.numbers(place, percentage, &[&row["value"]]);
        }
        None => held.numbers(place, cell, &[&row["value"]]),
    }
}

/// Markdown as it is read.
pub(crate) fn plain(markdown: &str) -> String {
    markdown
        .replace(['*', '`', '_'], "")
        .trim_end_matches('.')
        .to_owned()
}
