//! A CSV export of Jira to tickets.

use super::{Jira, Ticket, put};
use crate::adapters::reading::{Reading, instant};
use crate::adapters::topics;
use crate::diag::{FileId, Sources, Span};
use chrono::{NaiveDateTime, TimeZone as _};

/// How Jira writes times into CSV, by its own settings and those of languages that are written with Latin
/// letters. A day before its month in figures alone is not among them: it could be the month.
const FORMS: [&str; 8] = [
    "%d/%b/%y %I:%M %p",
    "%d/%b/%Y %I:%M %p",
    "%d/%b/%y %H:%M",
    "%d/%b/%Y %H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%b %d, %Y, %I:%M %p",
];

pub(super) fn read(sources: &Sources, file: FileId, how: Jira<'_>, reading: &mut Reading<'_>) {
    let text = &sources.file(file).text;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let shift = sources.file(file).text.len() - text.len();
    let span = |start: usize| {
        let line = text
            .get(start..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default();
        let byte = |at: usize| u32::try_from(at + shift).unwrap_or(u32::MAX);
        Span {
            file,
            start: byte(start),
            end: byte(start + line.len()),
        }
    };
    let mut rows = csv::ReaderBuilder::new()
        .flexible(false)
        .from_reader(text.as_bytes());
    let head = match rows.headers() {
        Ok(head) => head.clone(),
        Err(fault) => return broken(span(0), &fault, reading),
    };
    let column = |name: &str| {
        head.iter()
            .position(|own| own.trim().eq_ignore_ascii_case(name))
    };
    let (Some(key), Some(created)) = (column("Issue key"), column("Created")) else {
        let problem = topics::SHAPE.at(span(0), "there is no column `Issue key` or none `Created`");
        return reading
            .out
            .problem(problem.help("export all fields of the search as CSV"));
    };
    // Jira Cloud adds the account, which is what its API names people by.
    let creator = column("Creator Id").or_else(|| column("Creator"));
    let [sort, priority, resolved, resolution] =
        ["Issue Type", "Priority", "Resolved", "Resolution"].map(column);
    for row in rows.records() {
        let row = match row {
            Ok(row) => row,
            Err(fault) => {
                let at = fault.position().map_or(0, csv::Position::byte);
                return broken(span(usize::try_from(at).unwrap_or(0)), &fault, reading);
            }
        };
        let at = row.position().map_or(0, csv::Position::byte);
        let place = span(usize::try_from(at).unwrap_or(0));
        let cell = |column: Option<usize>| {
            let cell = column.and_then(|column| row.get(column)).map(str::trim);
            cell.filter(|cell| !cell.is_empty())
        };
        let Some(key) = cell(Some(key)) else {
            reading.wrong(place, "Issue key", "the key of a ticket");
            continue;
        };
        let mut when = |column, name| time(cell(column), name, how, place, reading);
        let (opened, done) = (when(Some(created), "Created"), when(resolved, "Resolved"));
        let actor = reading.actor(cell(creator));
        let ticket = Ticket {
            key,
            sort: cell(sort).unwrap_or_default(),
            priority: cell(priority),
            actor: actor.as_deref(),
            opened,
            started: None,
            done,
            resolution: cell(resolution),
            place,
        };
        put(&ticket, reading);
    }
}

fn broken(place: Span, fault: &csv::Error, reading: &mut Reading<'_>) {
    let what = match fault.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("this record has {len} cells under {expected_len} columns"),
        _ => "this is not CSV".to_owned(),
    };
    let problem = topics::SYNTAX.at(place, what);
    reading
        .out
        .problem(problem.help("give the file as Jira exported it"));
}

/// A time that has no zone of its own.
fn time(
    cell: Option<&str>,
    name: &str,
    how: Jira<'_>,
    place: Span,
    reading: &mut Reading<'_>,
) -> Option<i64> {
    let text = cell?;
    if let Some(time) = instant(text) {
        return Some(time);
    }
    let Some(local) = FORMS
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
    else {
        reading.wrong(place, name, "a time as Jira writes it into CSV");
        return None;
    };
    let Some(zone) = how.zone else {
        let problem = topics::VALUE.at(place, format!("`{name}` does not say in which zone it is"));
        reading.out.problem(
            problem.help("name the zone of the profile that exported it: `--zone Europe/Berlin`"),
        );
        return None;
    };
    // In the hour that is there twice, the first; one that is not there is none.
    let time = zone.from_local_datetime(&local).earliest();
    let micros = time.map(|time| time.timestamp_micros());
    if micros.is_none() {
        reading.wrong(place, name, "a time that there was in that zone");
    }
    micros
}
