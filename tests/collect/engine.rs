//! A rule to a request, the engine's answer to rows.

use crate::public;
use crate::rule::{Check, Rule};
use boardpack::collect::{self, Standard, VIEWS, View};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The copy of the view of repairs.
const QUALITY: &str = "quality_of_all";

/// A row: its service, and the other columns.
type Row = (String, Map<String, Value>);

/// Rows by query, interval and scope: the cells of each in the order in which rules tell them.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    rows: BTreeMap<(String, String, bool), Vec<Row>>,
}

impl Answer {
    fn of(&self, id: &str, interval: &str, all: bool) -> &[Row] {
        let key = (id.to_owned(), interval.to_owned(), all);
        self.rows.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Rows as a rule file tells them.
    pub(crate) fn rows(&self, id: &str, interval: &str, all: bool) -> Vec<String> {
        let row = |(service, values): &Row| {
            let mut cells = vec![service.clone()];
            for name in ["value", "n", "numerator", "denominator", "unattributed"] {
                if let Some(value) = values.get(name) {
                    cells.push(value.as_str().map_or("~".to_owned(), cell));
                }
            }
            // A query of a rule file tells its whole row as the name of a service.
            if id.starts_with("check-") {
                cells.truncate(1);
                let whole: Vec<String> = service.split(" | ").map(cell).collect();
                return whole.join(" | ");
            }
            cells.join(" | ")
        };
        self.of(id, interval, all).iter().map(row).collect()
    }

    /// One value for the whole company.
    pub(crate) fn value(&self, id: &str, interval: &str, name: &str) -> Option<String> {
        let (_, values) = self.of(id, interval, true).first()?;
        values.get(name)?.as_str().map(str::to_owned)
    }
}

/// One spelling for what can be written in several: `1` and `1.0`, `.5Z` and `.500000Z`.
fn cell(text: &str) -> String {
    if let Some(instant) = text.strip_suffix('Z')
        && let Some((seconds, fraction)) = instant.split_once('.')
    {
        let fraction = fraction.trim_end_matches('0');
        let padded = format!("{fraction:0<6}");
        return match fraction {
            "" => format!("{seconds}Z"),
            _ => format!("{seconds}.{padded}Z"),
        };
    }
    let number = text.parse::<f64>().is_ok();
    let whole = text.strip_suffix(".0").filter(|_| number);
    whole.unwrap_or(text).to_owned()
}

/// Asks the engine everything that a rule checks.
pub(crate) fn ask(program: &Path, rule: &Rule) -> Result<Answer, String> {
    let folder = tempfile::tempdir().unwrap();
    let temp = folder.path().join("temp");
    std::fs::create_dir(&temp).unwrap();
    let request = request(rule, folder.path(), &temp);
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|told| format!("{}: {told}", program.display()))?;
    let mut input = child.stdin.take().unwrap();
    input.write_all(request.to_string().as_bytes()).unwrap();
    drop(input);
    let done = child.wait_with_output().unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let mut answer = Answer::default();
    let mut whole = false;
    for line in text.lines() {
        let message: Value =
            serde_json::from_str(line).map_err(|told| format!("{told}: {line}"))?;
        if message.get("metric").is_some() && message.get("values").is_some() {
            let word = |key: &str| message[key].as_str().unwrap().to_owned();
            let key = (word("metric"), word("interval"), word("scope") == "all");
            let values = message["values"].as_object().unwrap().clone();
            let rows = answer.rows.entry(key).or_default();
            rows.push((word("service"), values));
        }
        if message.get("code").is_some() {
            return Err(line.to_owned());
        }
        whole |= message["is"] == "done";
    }
    if !whole {
        return Err(format!(
            "stopped early: {}",
            String::from_utf8_lossy(&done.stderr)
        ));
    }
    Ok(answer)
}

fn request(rule: &Rule, folder: &Path, temp: &Path) -> Value {
    let view = |view: &View| json!({ "id": view.name, "sql": view.sql });
    let mut views: Vec<Value> = VIEWS.iter().map(view).collect();
    // Metrics do not see the view of repairs, which is of no service: rules see a copy that is.
    views.push(json!({ "id": QUALITY, "sql": "select 'all' as service, * from quality" }));
    let mut asked = BTreeSet::new();
    let mut intervals: BTreeSet<String> = [rule.period().to_owned()].into();
    let mut metrics = Vec::new();
    for (at, check) in rule.checks.iter().enumerate() {
        match check {
            Check::Sql { sql, columns, .. } => {
                metrics
                    .push(json!({ "id": format!("check-{at}"), "sql": whole_rows(sql, columns) }));
            }
            Check::Standard { id, interval, .. } => {
                asked.insert(id.clone());
                intervals.insert(interval.clone());
            }
            Check::Table { cells, .. } => {
                asked.extend(cells.iter().map(|cell| cell.id.clone()));
                intervals.extend(cells.iter().map(|cell| cell.interval.clone()));
            }
        }
    }
    metrics.extend(
        asked
            .iter()
            .map(|id| json!({ "id": id, "sql": Standard::of(id).unwrap().sql })),
    );
    let interval = |id: &String| {
        let (start, end) = rule.bounds(id);
        json!({ "id": id, "start": start, "end": end })
    };
    let alias = |said: &String| {
        let (name, service) = said.split_once('=').unwrap();
        json!({ "name": name, "service": service })
    };
    let hours: u64 = rule
        .parameter("horizon_hours")
        .map_or(72, |h| h.parse().unwrap());
    let environments = match rule.list("environments") {
        none if none.is_empty() => vec!["production".to_owned()],
        told => told,
    };
    json!({
        "protocol": collect::PROTOCOL,
        "inputs": inputs(rule, folder),
        "services": rule.list("services"),
        "aliases": rule.list("aliases").iter().map(alias).collect::<Vec<Value>>(),
        "environments": environments,
        "bots": rule.list("bots"),
        "horizon_seconds": hours * 3600,
        "zone": rule.zone(),
        "as_of": rule.parameter("as_of"),
        "views": views,
        "intervals": intervals.iter().map(interval).collect::<Vec<Value>>(),
        "metrics": metrics,
        "scopes": ["service", "all"],
        "limits": { "memory_mb": 512, "disk_mb": 1024, "rows": 100_000, "threads": 2 },
        "engine_url": null,
        "temp": temp,
    })
}

/// The same query with each row told as one text, in the column that a metric's query may have.
fn whole_rows(sql: &str, columns: &[String]) -> String {
    let told = |name: &String| format!("coalesce(cast(\"{name}\" as varchar), '~')");
    let told: Vec<String> = columns.iter().map(told).collect();
    let row = told.join(", ' | ', ");
    let sql = sql.replace("from quality", &format!("from {QUALITY}"));
    format!("select distinct concat({row}) as service, 1 as value from (\n{sql}\n) as told")
}

/// The rule's own events, and files of others with the names of their fields changed as it says.
fn inputs(rule: &Rule, folder: &Path) -> Vec<Value> {
    let renames = rule.list("rename");
    let mut inputs = Vec::new();
    let mut input = |label: &str, text: &str| {
        let path = folder.join(format!("{}.jsonl", inputs.len()));
        std::fs::write(&path, text).unwrap();
        inputs.push(
            json!({ "path": path, "label": label, "format": "jsonl", "compression": "none" }),
        );
    };
    for source in &rule.sources {
        let mut text = std::fs::read_to_string(public::place(source).unwrap()).unwrap();
        for rename in &renames {
            let (from, to) = rename.split_once('=').unwrap();
            text = text.replace(&format!("\"{from}\":"), &format!("\"{to}\":"));
        }
        input(source, &text);
    }
    if !rule.events.trim().is_empty() {
        input("events.jsonl", &format!("{}\n", rule.events.trim_end()));
    }
    inputs
}
