//! The text of a rule file to what is checked.

use crate::public;
use chrono::{DateTime, Datelike as _, NaiveDate, SecondsFormat, TimeZone as _, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// A rule file.
#[derive(Debug, Default)]
pub(crate) struct Rule {
    /// The rule in words.
    pub(crate) told: String,
    pub(crate) parameters: BTreeMap<String, String>,
    /// Files of public data, by their path beneath its folder.
    pub(crate) sources: Vec<String>,
    /// The lines of `events.jsonl`.
    pub(crate) events: String,
    pub(crate) checks: Vec<Check>,
}

/// Something that must be so.
#[derive(Debug)]
pub(crate) enum Check {
    Sql {
        sql: String,
        all: bool,
        columns: Vec<String>,
        rows: Vec<String>,
    },
    Standard {
        id: String,
        interval: String,
        all: bool,
        rows: Vec<String>,
    },
    Table {
        path: String,
        cells: Vec<Cell>,
    },
}

/// A figure of somebody else's table.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) interval: String,
    pub(crate) column: String,
    pub(crate) theirs: String,
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) factor: f64,
}

/// Reads a rule file.
pub(crate) fn read(text: &str) -> Rule {
    let mut rule = Rule::default();
    let mut sections: Vec<(String, Vec<&str>)> = vec![(String::new(), Vec::new())];
    for line in text.lines() {
        match line.strip_prefix("== ") {
            Some(title) => sections.push((title.trim().to_owned(), Vec::new())),
            None => sections.last_mut().unwrap().1.push(line),
        }
    }
    // What stands in `parameters` holds for the whole file, also before it.
    for (title, lines) in &sections {
        if title == "parameters" {
            let pairs = lines.iter().filter_map(|line| line.split_once(':'));
            let pairs = pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
            rule.parameters.extend(pairs);
        }
    }
    for (title, lines) in &sections {
        let said = || {
            lines
                .iter()
                .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
        };
        let body = || said().map(|&line| line.to_owned()).collect::<Vec<String>>();
        let mut words = title.split_whitespace();
        match words.next() {
            None => rule.told = lines.join("\n"),
            Some("parameters") => {}
            Some("events") => {
                let before = rule.sources.len();
                rule.sources.extend(words.map(str::to_owned));
                let own = rule.sources.len() == before;
                for line in lines.iter().filter(|_| own) {
                    rule.events.push_str(line);
                    rule.events.push('\n');
                }
            }
            Some("sql") => rule.checks.push(Check::Sql {
                sql: lines.join("\n"),
                all: words.next() == Some("all"),
                columns: Vec::new(),
                rows: Vec::new(),
            }),
            Some("rows") => match rule.checks.last_mut() {
                Some(Check::Sql { columns, rows, .. }) => {
                    let mut body = body();
                    *columns = body.remove(0).split(" | ").map(str::to_owned).collect();
                    *rows = body;
                }
                other => panic!("rows of {other:?}"),
            },
            Some("standard") => {
                let id = words.next().unwrap().to_owned();
                let (mut interval, mut all) = (rule.period().to_owned(), false);
                for word in words {
                    if word == "all" {
                        all = true;
                    } else {
                        interval = word.to_owned();
                    }
                }
                let rows = body();
                rule.checks.push(Check::Standard {
                    id,
                    interval,
                    all,
                    rows,
                });
            }
            Some("table") => {
                let path = words.next().unwrap().to_owned();
                let cells = cells(&path, &body());
                rule.checks.push(Check::Table { path, cells });
            }
            Some(other) => panic!("`{other}` is no section"),
        }
    }
    rule
}

/// Every cell of a table of which somebody says what it is; none where the table is not here.
fn cells(path: &str, columns: &[String]) -> Vec<Cell> {
    let Some(path) = public::place(path) else {
        return Vec::new();
    };
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut out = Vec::new();
    for line in lines {
        let row: Vec<&str> = line.split(',').collect();
        for column in columns {
            let (name, said) = column.split_once(" = ").unwrap();
            let (said, factor) = said.split_once(" * ").unwrap_or((said, "1"));
            let (id, value) = said.split_once(' ').unwrap();
            let at = head.iter().position(|h| *h == name).unwrap();
            out.push(Cell {
                interval: row[0].to_owned(),
                column: name.to_owned(),
                theirs: row[at].to_owned(),
                id: id.to_owned(),
                value: value.to_owned(),
                factor: factor.parse().unwrap(),
            });
        }
    }
    out
}

impl Rule {
    pub(crate) fn parameter(&self, key: &str) -> Option<&str> {
        self.parameters.get(key).map(String::as_str)
    }

    /// The words of a parameter, divided by commas.
    pub(crate) fn list(&self, key: &str) -> Vec<String> {
        let said = self.parameter(key).unwrap_or_default().split(',');
        said.map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect()
    }

    /// The period of checks that name none.
    pub(crate) fn period(&self) -> &str {
        self.parameter("period").unwrap_or("2026-Q3")
    }

    pub(crate) fn zone(&self) -> &str {
        self.parameter("zone").unwrap_or("UTC")
    }

    /// Whether every file of others that it names is on this machine.
    pub(crate) fn is_here(&self) -> bool {
        let tables = self.checks.iter().filter_map(|check| match check {
            Check::Table { path, .. } => Some(path),
            _ => None,
        });
        let mut paths = self.sources.iter().chain(tables);
        paths.all(|path| public::place(path).is_some())
    }

    /// First instant of a period and first behind it, in RFC 3339.
    pub(crate) fn bounds(&self, interval: &str) -> (String, String) {
        if let Some((begin, end)) = interval.split_once('/') {
            return (begin.to_owned(), end.to_owned());
        }
        let (year, part) = interval.split_once('-').unwrap();
        let (year, number) = (
            year.parse::<i32>().unwrap(),
            part[1..].parse::<u32>().unwrap(),
        );
        let (first, behind) = if part.starts_with('Q') {
            let first = NaiveDate::from_ymd_opt(year, 3 * number - 2, 1).unwrap();
            (
                first,
                first.checked_add_months(chrono::Months::new(3)).unwrap(),
            )
        } else {
            let first = NaiveDate::from_isoywd_opt(year, number, chrono::Weekday::Mon).unwrap();
            assert_eq!(first.iso_week().week(), number);
            (first, first + chrono::Days::new(7))
        };
        let zone: Tz = self.zone().parse().unwrap();
        let instant = |day: NaiveDate| {
            let midnight = day.and_hms_opt(0, 0, 0).unwrap();
            let utc: DateTime<Utc> = zone.from_local_datetime(&midnight).unwrap().to_utc();
            utc.to_rfc3339_opts(SecondsFormat::Secs, true)
        };
        (instant(first), instant(behind))
    }
}
