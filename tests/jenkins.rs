//! The pack of public data in `packs/jenkins-infra`: its snapshots are what two tables of counted
//! figures give, and what is built from them says what the tables say.
//!
//! The tables belong to others and are not part of the repository. `BLESS=1` writes the snapshots.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test reads and writes its files, says what it left out and stops at the first surprise"
)]

mod page;
mod public;

use boardpack::analyse::{self, Figure};
use boardpack::load::{self, Tree};
use boardpack::model::{Calendar, Exact, Pack, Period, Value, Week, YearName};
use boardpack::pipeline;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const SERVICE: &str = "infrastructure";
const HOUR: &str = "restored-within-hour";

/// One line of a table, as text: what it says is compared as text wherever possible.
#[derive(Debug, Clone)]
struct Row {
    deployments: String,
    failed: String,
    lead_n: String,
    lead_median: String,
    incidents: String,
    restored_n: String,
    restore_median: String,
    within_hour: String,
}

impl Row {
    /// A median of nothing at all is no lead time: more than half of the commits deployed
    /// themselves, and when their work began is not in the history.
    fn has_lead_time(&self) -> bool {
        !matches!(self.lead_median.as_str(), "" | "0.0")
    }
}

/// A table by its first column.
fn table(name: &str) -> Option<BTreeMap<String, Row>> {
    let path = public::place(&format!("jenkins-infra/{name}"))?;
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let head = "deployments,failed_deployments,lead_time_n,lead_time_median_s,incidents,restored_n,\
                restore_median_s,restored_within_1h";
    let (_, columns) = lines.next().unwrap().split_once(',').unwrap();
    assert_eq!(columns, head, "{name} has other columns");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [key, rest @ ..] = cells.as_slice() else {
            panic!("{name}: `{line}`");
        };
        let [d, f, ln, lm, i, rn, rm, w] = rest else {
            panic!("{name}: `{line}`");
        };
        let row = Row {
            deployments: (*d).to_owned(),
            failed: (*f).to_owned(),
            lead_n: (*ln).to_owned(),
            lead_median: (*lm).to_owned(),
            incidents: (*i).to_owned(),
            restored_n: (*rn).to_owned(),
            restore_median: (*rm).to_owned(),
            within_hour: (*w).to_owned(),
        };
        ((*key).to_owned(), row)
    };
    Some(lines.map(row).collect())
}

fn tables() -> Option<(BTreeMap<String, Row>, BTreeMap<String, Row>)> {
    Some((table("quarterly.csv")?, table("weekly.csv")?))
}

/// The weeks of a quarter by the pack's calendar, as far as the table has them.
fn weeks_of<'a>(
    period: Period,
    weekly: &'a BTreeMap<String, Row>,
    calendar: &Calendar,
) -> Vec<(&'a str, &'a Row)> {
    weekly
        .iter()
        .filter(|(week, _)| {
            let week: Week = week.parse().unwrap();
            calendar.period_of_week(week) == period
        })
        .map(|(week, row)| (week.as_str(), row))
        .collect()
}

// --- tables to snapshots ---

type Cell = fn(&Row) -> String;

/// Each metric with what a row says of it; `~` is "no data", which is not zero.
const METRICS: &[(&str, &str, Cell)] = &[
    ("incidents", "service", |row| row.incidents.clone()),
    ("lead-time", "all", |row| {
        if row.has_lead_time() {
            format!("{} (n {})", row.lead_median, row.lead_n)
        } else {
            "~".to_owned()
        }
    }),
    ("deployment-frequency", "service", |row| {
        row.deployments.clone()
    }),
    ("change-failure-rate", "service", |row| {
        format!("{}/{}", row.failed, row.deployments)
    }),
    (HOUR, "service", |row| {
        format!("{}/{}", row.within_hour, row.restored_n)
    }),
    ("time-to-restore", "all", |row| {
        if row.restore_median.is_empty() {
            "~".to_owned()
        } else {
            format!("{} (n {})", row.restore_median, row.restored_n)
        }
    }),
];

const NO_LEAD_TIME: &str = "until mid-December 2024 a change arrived as one commit that deployed \
                            itself, so the history does not say when its work began";
const STRAIGHT: &str = "A week without a figure had more than half of its commits made straight on \
                        the default branch.";

fn snapshot(period: Period, quarter: &Row, weeks: &[(&str, &Row)]) -> String {
    let mut text = format!(
        "# {period}: made by tests/jenkins.rs from the tables named in README.md; not edited by hand.\n\
         period: {period}\n\
         as_of: 2026-08-19\n\
         reviewed_by: nobody (computed from public history)\n\
         observations:\n"
    );
    for (metric, scope, cell) in METRICS {
        writeln!(text, "  {metric}:").unwrap();
        if *metric == "lead-time" && !quarter.has_lead_time() {
            writeln!(text, "    missing: {NO_LEAD_TIME}").unwrap();
            continue;
        }
        if *metric == "lead-time" && weeks.iter().any(|(_, row)| !row.has_lead_time()) {
            writeln!(text, "    note: {STRAIGHT}").unwrap();
        }
        let indent = if *scope == "all" {
            text.push_str("    all:\n");
            "      "
        } else {
            writeln!(text, "    services:\n      {SERVICE}:").unwrap();
            "        "
        };
        writeln!(text, "{indent}quarter: {}", cell(quarter)).unwrap();
        writeln!(text, "{indent}weeks:").unwrap();
        for (week, row) in weeks {
            writeln!(text, "{indent}  {week}: {}", cell(row)).unwrap();
        }
    }
    text
}

fn pack_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/jenkins-infra")
}

fn tree() -> Tree {
    Tree::read(&pack_folder()).unwrap()
}

/// Calendar quarters in UTC, as the tables were counted.
fn calendar() -> Calendar {
    Calendar {
        first_month: 1,
        named_by: YearName::End,
        zone: chrono_tz::UTC,
    }
}

fn loaded() -> Pack {
    load::parse(&tree()).pack.unwrap()
}

/// What the tables give, by file name.
fn expected(
    quarterly: &BTreeMap<String, Row>,
    weekly: &BTreeMap<String, Row>,
    calendar: &Calendar,
) -> BTreeMap<String, String> {
    quarterly
        .iter()
        .map(|(key, row)| {
            let period: Period = key.parse().unwrap();
            let weeks = weeks_of(period, weekly, calendar);
            (format!("{key}.yaml"), snapshot(period, row, &weeks))
        })
        .collect()
}

fn filed() -> BTreeMap<String, String> {
    std::fs::read_dir(pack_folder().join("data/snapshots"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn the_snapshots_are_what_the_tables_give() {
    let Some((quarterly, weekly)) = tables() else {
        return;
    };
    let calendar = calendar();
    let expected = expected(&quarterly, &weekly, &calendar);
    if std::env::var_os("BLESS").is_some() {
        for (name, text) in &expected {
            std::fs::write(pack_folder().join("data/snapshots").join(name), text).unwrap();
        }
    }
    let filed = filed();
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&filed), names(&expected));
    for (name, text) in &expected {
        assert_eq!(&filed[name], text, "{name}: `BLESS=1` writes it anew");
    }
    // Every week of the table stands in some snapshot, but for the one that the window cuts.
    let left_out: Vec<&String> = weekly
        .keys()
        .filter(|week| !expected.values().any(|text| text.contains(week.as_str())))
        .collect();
    assert_eq!(left_out, ["2026-W01"]);
}

/// The same files through a general YAML reader, to values instead of text: what boardpack's own
/// reader makes of them is compared in the next test, so a slip in either shows.
#[test]
fn another_reader_of_yaml_finds_the_same_figures() {
    use serde_yaml::Value as Yaml;
    let Some((quarterly, weekly)) = tables() else {
        return;
    };
    let text_of = |value: &Yaml| match value {
        Yaml::Null => "~".to_owned(),
        Yaml::Number(number) => number.to_string(),
        Yaml::String(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let mut figures = 0;
    for (name, text) in filed() {
        let file: Yaml = serde_yaml::from_str(&text).unwrap();
        let row = &quarterly[name.trim_end_matches(".yaml")];
        for (metric, scope, cell) in METRICS {
            let entry = &file["observations"][*metric];
            if entry.get("missing").is_some() {
                assert_eq!(row.lead_median, "0.0", "{name} {metric}");
                continue;
            }
            let series = match *scope {
                "all" => &entry["all"],
                _ => &entry["services"][SERVICE],
            };
            assert_eq!(text_of(&series["quarter"]), cell(row), "{name} {metric}");
            for (week, value) in series["weeks"].as_mapping().unwrap() {
                let week = week.as_str().unwrap();
                assert_eq!(
                    text_of(value),
                    cell(&weekly[week]),
                    "{name} {metric} {week}"
                );
                figures += 1;
            }
            figures += 1;
        }
    }
    assert!(figures == 896, "only {figures} figures were compared");
}

// --- snapshots to what is built ---

/// What a row says of a metric, as the value it must have become.
fn value(metric: &str, row: &Row) -> Option<Value> {
    let whole = |text: &str| text.parse::<u64>().unwrap();
    let median = |value: &str, n: &str| Value::Quantile {
        value: Exact::parse(value).unwrap(),
        n: whole(n),
    };
    let value = match metric {
        "incidents" => Value::Count {
            count: whole(&row.incidents),
            exposure: None,
        },
        "deployment-frequency" => Value::Count {
            count: whole(&row.deployments),
            exposure: None,
        },
        "change-failure-rate" => Value::Ratio {
            part: whole(&row.failed),
            whole: whole(&row.deployments),
        },
        HOUR => Value::Ratio {
            part: whole(&row.within_hour),
            whole: whole(&row.restored_n),
        },
        "lead-time" if row.has_lead_time() => median(&row.lead_median, &row.lead_n),
        "time-to-restore" if !row.restore_median.is_empty() => {
            median(&row.restore_median, &row.restored_n)
        }
        _ => return None,
    };
    value.exact().map(|_| value)
}

#[test]
fn every_quarter_is_judged_from_the_figures_of_the_tables() {
    let Some((quarterly, weekly)) = tables() else {
        return;
    };
    let pack = loaded();
    assert_eq!(pack.settings.calendar, calendar());
    let analysis = analyse::analyse(&pack);
    assert_eq!(analysis.quarters.len(), quarterly.len());
    for (key, row) in &quarterly {
        let period: Period = key.parse().unwrap();
        let judged = &analysis.quarters[&period];
        for (metric, ..) in METRICS {
            let all = &judged.metrics[*metric].all;
            let figure = all.now.as_ref().map(|figure: &Figure| figure.value);
            assert_eq!(figure, value(metric, row), "{key} {metric}");
            assert_eq!(all.missing.is_some(), figure.is_none(), "{key} {metric}");
            let weeks: BTreeMap<Week, Option<f64>> = all
                .behaviour
                .points
                .iter()
                .map(|point| (point.week, point.value))
                .collect();
            for (week, row) in weeks_of(period, &weekly, &pack.settings.calendar) {
                let point = weeks.get(&week.parse().unwrap()).copied().flatten();
                // A quarter said to be missing takes its weeks with it.
                let counted = value(metric, row).filter(|_| figure.is_some());
                let counted = counted.and_then(Value::exact).map(Exact::to_f64);
                assert_eq!(point, counted, "{metric} {week}");
            }
        }
    }
}

/// The text of one table row's cells, tags removed.
fn cells(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    for part in row.split("<t").skip(1) {
        let Some((_, content)) = part.split_once('>') else {
            continue;
        };
        let content = content.split("</t").next().unwrap();
        cells.push(page::line(content));
    }
    cells
}

/// Whether a printed percentage is the share, rounded half up to the decimals that are printed.
fn is_percent(printed: &str, part: &str, whole: &str) -> bool {
    let Some(number) = printed.strip_suffix('%') else {
        return false;
    };
    let (units, tail) = number.split_once('.').unwrap_or((number, ""));
    let (Ok(part), Ok(whole)) = (part.parse::<u64>(), whole.parse::<u64>()) else {
        return false;
    };
    let scale = 100 * 10_u64.pow(u32::try_from(tail.len()).unwrap());
    let rounded = (2 * scale * part + whole) / (2 * whole);
    format!("{units}{tail}").parse() == Ok(rounded)
}

#[test]
fn the_dashboard_prints_what_the_tables_say() {
    let Some((quarterly, _)) = tables() else {
        return;
    };
    let built = pipeline::build(&tree());
    let codes: BTreeSet<&str> = built.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, BTreeSet::new(), "{:#?}", built.diagnostics);
    let site = built.site.unwrap();
    let mut shown = 0;
    for (key, row) in &quarterly {
        let page = site.files.get(&format!("{key}/index.html")).unwrap();
        let page = std::str::from_utf8(page).unwrap();
        let rows: Vec<Vec<String>> = page.split("<tr").skip(1).map(cells).collect();
        let first = |name: &str| {
            let row = rows.iter().find(|row| {
                row.first().is_some_and(|cell| cell.starts_with(name)) && row.len() > 3
            });
            row.unwrap_or_else(|| panic!("{key}: no row of {name}"))[1].clone()
        };
        assert_eq!(first("Incidents"), row.incidents, "{key}");
        assert_eq!(first("Deployment frequency"), row.deployments, "{key}");
        let rate = first("Change failure rate");
        assert!(
            is_percent(&rate, &row.failed, &row.deployments),
            "{key}: {rate} is not {} of {}",
            row.failed,
            row.deployments
        );
        let hour = first("Incidents restored within an hour");
        // Small wholes are counted first: "7 of 12 (58%)".
        let share = match hour.split_once(" (") {
            Some((counts, share)) => {
                assert_eq!(counts, format!("{} of {}", row.within_hour, row.restored_n));
                share.trim_end_matches(')')
            }
            None => hour.as_str(),
        };
        assert!(
            is_percent(share, &row.within_hour, &row.restored_n),
            "{key}: {hour} is not {} of {}",
            row.within_hour,
            row.restored_n
        );
        let lead = first("Lead time");
        assert_eq!(
            lead.chars().any(|c| c.is_ascii_digit()),
            row.has_lead_time(),
            "{key}: {lead}"
        );
        shown += 5;
    }
    assert_eq!(shown, 60);
}

#[test]
fn a_single_signal_is_not_nothing_and_no_target_is_not_on_track() {
    let site = pipeline::build(&tree()).site.unwrap();
    let page = std::str::from_utf8(&site.files["2025-Q4/index.html"]).unwrap();
    let pack = loaded();
    let analysis = analyse::analyse(&pack);
    let latest = &analysis.quarters[&pack.latest().unwrap()];
    assert_eq!(latest.honesty.moved, 3);
    assert!(latest.exceptions.is_empty());
    assert!(page.contains("Three metrics may have moved, none by a strong signal"));
    assert!(!page.contains("Nothing moved"));
    for verdict in &latest.verdicts {
        assert_eq!(verdict.word, analyse::VerdictWord::NotKnown);
    }
}
