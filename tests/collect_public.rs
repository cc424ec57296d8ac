//! The public event sets through the whole verb: every one is collected without error, and of one of them
//! every figure that others computed comes out the same, quarter by quarter and week by week.
//!
//! The sets lie beside the repository and not in it; where they are missing nothing is run, and where `CI`
//! is set that fails.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes packs, starts the program, says what it left out and stops at the first surprise"
)]

#[path = "collect/program.rs"]
mod program;
mod public;

use boardpack::collect::STANDARD;
use boardpack::load::{self, Tree};
use boardpack::model::{Exact, Pack, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A metric of the catalogue as a pack has it, counted by its standard query. Durations are kept as events
/// have them, in seconds, so that no digit is lost.
fn metric(id: &str) -> String {
    let standard = STANDARD.iter().find(|one| one.id == id).unwrap();
    let told = |key: &str| standard.told(key).unwrap_or_default();
    let mut out = String::from("---\n");
    for key in ["name", "kind", "polarity", "roll_up"] {
        let _ = writeln!(out, "{key}: {}", told(key));
    }
    let duration = ["minutes", "hours"].contains(&told("unit"));
    let unit = if duration { "seconds" } else { told("unit") };
    let _ = writeln!(out, "unit: {unit}");
    if told("kind") == "quantile" {
        let _ = writeln!(out, "statistic: {}", told("statistic"));
    }
    out.push_str(
        "category: delivery\nspread: linear\ntest: xmr\nowner: Nobody\nno_target: nobody set one\nroles: [cto]\n\
         definition:\n  version: 1\n  event_source: events\n  query_owner: Nobody\n  refresh: never\n",
    );
    for key in [
        "formula",
        "start_event",
        "stop_event",
        "inclusion",
        "exclusion",
        "weaknesses",
    ] {
        let _ = writeln!(out, "  {key}: {}", serde_json::Value::from(told(key)));
    }
    out.push_str(
        "  changes:\n    - {version: 1, date: 2015-01-01, what: First definition., effect: none}\n---\n\
         ## Meaning\nIt.\n\n## Why the Board sees it\nIt.\n\n## What moves it\nIt.\n\n## Playbook\nIt.\n\n\
         ## Questions and answers\n**Why?** It.\n\n## Query\n\n```sql\n",
    );
    let mut query = standard.query().trim().to_owned();
    if duration {
        query = query
            .replace(" / 3600 as", " as")
            .replace(" / 60 as", " as");
    }
    let _ = writeln!(out, "{query}\n```");
    out
}

/// A pack with these metrics and, for each file of events, a service that bears every name in it.
fn pack(files: &[PathBuf], metrics: &[&str]) -> tempfile::TempDir {
    let mut known = BTreeSet::new();
    let mut services = "areas:\n  - {id: all-of-it, name: All}\nservices:\n".to_owned();
    for (n, file) in files.iter().enumerate() {
        let mut names = Vec::new();
        for line in fs::read_to_string(file).unwrap().lines() {
            let event: serde_json::Value = serde_json::from_str(line).unwrap();
            let told = ["service", "repo"].into_iter();
            let told = told.filter_map(|key| event[key].as_str());
            names.extend(
                told.filter(|name| known.insert(name.to_string()))
                    .map(str::to_owned),
            );
        }
        let _ = writeln!(
            services,
            "  - id: of-file-{n}\n    name: Of file {n}\n    area: all-of-it\n    tier: 1\n    owner: Nobody\n    \
             summary: All of it.\n    aliases: {}",
            serde_json::to_string(&names).unwrap()
        );
    }
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("data/services.yaml", &services);
    let panes = ["outcomes", "flow", "quality", "reliability"].into_iter();
    let panes = panes.zip(metrics.iter().cycle()).map(|(pane, headline)| {
        format!("  - {{pane: {pane}, headline: {headline}, metrics: []}}\n")
    });
    write(
        "data/pack.yaml",
        &format!(
            "organisation: Nobody\nreport: Report\nclassification: Public\ntime_zone: UTC\ncurrency: EUR\n\
             locale: en-GB\nstage: scaling\ndashboard:\n{}",
            panes.collect::<String>()
        ),
    );
    for id in metrics {
        write(&format!("content/metrics/{id}.md"), &metric(id));
    }
    dir
}

fn collect(engine: &Path, pack: &Path, quarter: &str, files: &[PathBuf]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boardpack"));
    command.args(["collect", quarter]).arg(pack);
    for file in files {
        command.arg("--events").arg(file);
    }
    let output = command.env("BOARDPACK_ENGINE", engine).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{quarter} of {files:?}: {told}"
    );
    String::from_utf8(output.stdout).unwrap()
}

fn read(dir: &Path) -> Pack {
    let loaded = load::parse(&Tree::read(dir).unwrap());
    let errors = loaded.diagnostics.iter().filter(|told| told.is_error());
    let errors: Vec<&str> = errors.map(|told| told.message.as_str()).collect();
    assert_eq!(errors, [""; 0]);
    loaded.pack.unwrap()
}

#[test]
fn every_public_set_is_collected() {
    let (Some(engine), Some(data)) = (program::program(), public::place("")) else {
        return;
    };
    let all: Vec<&str> = STANDARD.iter().map(|one| one.id).collect();
    let mut sets: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&data).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let events = path.extension().is_some_and(|end| end == "jsonl");
        if events && !path.to_string_lossy().contains("/raw/") {
            sets.entry(path.parent().unwrap().to_owned())
                .or_default()
                .push(path);
        }
    }
    assert!(sets.len() >= 8, "{sets:?}");
    for (set, files) in sets {
        // The quarter of an event in the middle, which has some.
        let text = fs::read_to_string(&files[0]).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let event: serde_json::Value = serde_json::from_str(lines[lines.len() / 2]).unwrap();
        let day: chrono::NaiveDate = event["ts"].as_str().unwrap()[..10].parse().unwrap();
        let quarter = format!(
            "{}-Q{}",
            chrono::Datelike::year(&day),
            chrono::Datelike::month0(&day) / 3 + 1
        );
        let dir = pack(&files, &all);
        let out = collect(&engine, dir.path(), &quarter, &files);
        let name = set.file_name().unwrap().to_string_lossy().into_owned();
        assert!(out.contains(" changed, "), "{name}: {out}");
        let pack = read(dir.path());
        let figures = pack
            .observations
            .values()
            .flat_map(|filed| filed.services.values());
        let figures = figures.flat_map(|series| series.quarters.values());
        let figures = figures.filter(|reading| reading.value().is_some()).count();
        assert!(figures > 0, "{name} gives no figure in {quarter}");
        // A second time nothing changes.
        let again = collect(&engine, dir.path(), &quarter, &files);
        assert!(again.contains("stays as it is"), "{name}: {again}");
    }
}

/// The parts of a figure by the names that the tables have.
fn parts(value: Option<Value>) -> [Option<Exact>; 2] {
    let whole = |n: u64| Some(Exact::integer(i64::try_from(n).unwrap()));
    match value {
        None => [None, None],
        Some(Value::Count { count, .. }) => [whole(count), None],
        Some(Value::Ratio { part, whole: n }) => [whole(part), whole(n)],
        Some(Value::Quantile { n: 0, .. }) => [None, None],
        Some(Value::Quantile { value, n }) => [Some(value), whole(n)],
        Some(_) => panic!("no such figure"),
    }
}

#[test]
fn every_figure_that_others_computed_comes_out_the_same() {
    // Column, metric, which number of it, of which file.
    const CELLS: [(&str, &str, usize, usize); 8] = [
        ("deployments", "deployment-frequency", 0, 0),
        ("failed_deployments", "change-failure-rate", 0, 0),
        ("lead_time_n", "lead-time", 1, 0),
        ("lead_time_median_s", "lead-time", 0, 0),
        ("incidents", "incidents", 0, 1),
        ("restored_n", "time-to-restore-by-start", 1, 1),
        ("restore_median_s", "time-to-restore-by-start", 0, 1),
        ("restored_within_1h", "restored-within-hour", 0, 1),
    ];
    let (Some(engine), Some(data)) = (program::program(), public::place("")) else {
        return;
    };
    let set = data.join("jenkins-infra");
    let files = ["delivery.jsonl", "incidents.jsonl"].map(|name| set.join(name));
    let metrics: BTreeSet<&str> = CELLS.iter().map(|(_, id, ..)| *id).collect();
    let dir = pack(&files, &metrics.into_iter().collect::<Vec<_>>());
    let quarters = fs::read_to_string(set.join("quarterly.csv")).unwrap();
    let weeks = fs::read_to_string(set.join("weekly.csv")).unwrap();
    // The latest first: of those before it only the figures are begun.
    let of_quarters: Vec<&str> = quarters.lines().skip(1).collect();
    // The last of the weeks has its Thursday in the quarter behind.
    collect(&engine, dir.path(), "2026-Q1", &files);
    for line in of_quarters.iter().rev() {
        let (quarter, _) = line.split_once(',').unwrap();
        collect(&engine, dir.path(), quarter, &files);
    }
    let pack = read(dir.path());
    let (mut wrong, mut held) = (Vec::new(), 0);
    for table in [&quarters, &weeks] {
        let mut lines = table.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            for (column, id, part, file) in CELLS {
                let series = &pack.observations[id].services[&format!("of-file-{file}")];
                let value = match (cells[0].parse(), cells[0].parse()) {
                    (Ok(period), _) => series.quarters[&period].value(),
                    (_, Ok(week)) => series.weeks.get(&week).and_then(|(value, _)| *value),
                    _ => panic!("{line}"),
                };
                let ours = parts(value)[part];
                let theirs = cells[head.iter().position(|name| *name == column).unwrap()];
                let theirs = Some(theirs).filter(|cell| !cell.is_empty());
                let theirs = theirs.map(|cell| Exact::parse(cell).unwrap());
                // How many is none where there is no figure of them.
                let none = ours.is_none() && theirs.is_none_or(|theirs| theirs == Exact::ZERO);
                held += 1;
                if ours != theirs && !none {
                    wrong.push(format!(
                        "{column} of {}: {ours:?}, theirs {theirs:?}",
                        cells[0]
                    ));
                }
            }
        }
    }
    assert_eq!(held, (12 + 157) * CELLS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
