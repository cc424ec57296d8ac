//! The contract of events against the world: every public file of events, other readers of JSON and of
//! time, whatever bytes come, and what is written of it in `src/events/contract.md`.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test reads files, says what it left out and stops at the first surprise"
)]

mod public;
mod reference;
#[path = "schema/valid.rs"]
mod valid;

use boardpack::events::{self, Format, Reader, Tally};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::PathBuf;

/// Every `*.jsonl` of the public data beside the repository.
fn files() -> Option<Vec<PathBuf>> {
    let root = public::place("")?;
    let walk = walkdir::WalkDir::new(&root).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.unwrap().into_path());
    Some(
        files
            .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
            .collect(),
    )
}

#[test]
fn every_public_event_is_read_and_is_of_the_schema() {
    let Some(files) = files() else { return };
    assert!(files.len() >= 10, "only {} files", files.len());
    let schema: Value = serde_json::from_str(&events::schema()).unwrap();
    let (mut all, mut unknown) = (Tally::default(), BTreeMap::new());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut reader = Reader::new(BufReader::new(text.as_bytes()), Format::Jsonl);
        let mut tally = Tally::default();
        let mut lines = text.lines();
        while let Some(next) = reader.next_event().unwrap() {
            let event = next.unwrap_or_else(|fault| panic!("{}: {fault:?}", path.display()));
            tally.count(&event);
            let value: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
            let faults = valid::faults(&schema, &schema, &value, "");
            assert!(
                valid::valid(&schema, &schema, &value),
                "{value}: {faults:?}"
            );
            same(&value, &serde_json::from_str(&event.to_json()).unwrap());
        }
        assert_eq!(
            tally.events,
            text.lines().count() as u64,
            "{}",
            path.display()
        );
        all.merge(&tally);
        for (name, seen) in tally.fields {
            *unknown.entry(name).or_insert(0) += seen.count;
        }
    }
    assert_eq!(all.kinds, BTreeMap::new());
    // Two fields of the peers' fixtures are theirs alone; they are kept and counted.
    let unknown: Vec<&str> = unknown.keys().map(String::as_str).collect();
    assert_eq!(unknown, ["artifact", "project"]);
    assert!(all.events > 38_000, "{} events", all.events);
}

/// What was read is what was written, as far as the contract knows it.
fn same(written: &Value, read: &Value) {
    let (written, read) = (written.as_object().unwrap(), read.as_object().unwrap());
    for (name, value) in written {
        let empty = value.as_str() == Some("") || value.is_null();
        if empty || events::contract::field_at(name).is_none() {
            assert!(!read.contains_key(name));
            continue;
        }
        let same = match (value, &read[name]) {
            (Value::Number(number), Value::String(text)) => number.to_string() == *text,
            (Value::String(a), Value::String(b)) if a != b => {
                a.eq_ignore_ascii_case(b) || events::instant(a) == events::instant(b)
            }
            (a, b) => a == b,
        };
        assert!(same, "`{name}` is {value} and was read as {}", read[name]);
    }
}

/// Every event of a text, or the code of the first fault.
fn read(bytes: &[u8], format: Format) -> Result<Vec<String>, &'static str> {
    let mut reader = Reader::new(bytes, format);
    let mut found = Vec::new();
    while let Some(next) = reader.next_event().unwrap() {
        found.push(next.map_err(|fault| fault.code)?.to_json());
    }
    Ok(found)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{0,8}",
        "\\PC{0,12}",
        Just("2026-08-18T09:02:00Z".to_owned()),
        Just("success".to_owned()),
        Just("deploy".to_owned()),
    ]
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e15_f64..1e15).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..4).prop_map(Value::from_iter),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    let known: Vec<&str> = events::contract::FIELDS
        .iter()
        .map(|field| field.name)
        .collect();
    prop_oneof![
        4 => prop::sample::select(known).prop_map(str::to_owned),
        1 => "[a-z_]{1,6}",
    ]
}

proptest! {
    /// The reader and the schema refuse the same objects, but for what no schema can see.
    #[test]
    fn reader_and_schema_agree(
        fields in prop::collection::btree_map(name(), json(), 0..8),
        kind in prop::sample::select(vec!["deploy", "probe", "commit", "incident_opened", "tea"]),
        whole in any::<bool>(),
    ) {
        let mut fields = fields;
        if whole {
            fields.insert("ts".to_owned(), "2026-08-18T09:02:00Z".into());
            fields.insert("kind".to_owned(), kind.into());
        }
        let schema: Value = serde_json::from_str(&events::schema()).unwrap();
        let value = Value::from_iter(fields);
        let line = format!("{value}\n");
        let read = read(line.as_bytes(), Format::Jsonl);
        prop_assert_eq!(read.is_ok(), valid::valid(&schema, &schema, &value), "{}: {:?}", value, read);
        if let Ok(events) = read {
            prop_assert_eq!(events.len(), 1);
            // What is written again is read as the same.
            let again = format!("{}\n", events[0]);
            prop_assert_eq!(all(&again), events);
        }
    }

    /// Bytes of any sort are events or faults, never a panic, and both formats end.
    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, Format::Jsonl);
        let _ = read(&bytes, Format::Csv);
    }

    /// A good line with one byte of it another one is JSON for serde_json where it is for the reader.
    #[test]
    fn json_is_what_serde_json_says(at in 0_usize..100, byte in any::<u8>()) {
        let good = "{\"ts\":\"2026-08-18T09:02:00Z\",\"kind\":\"deploy\",\"x\":[1,{\"y\":\"\\n\"}],\"pr\":12,\"merge\":true}";
        let mut bytes = good.as_bytes().to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        if byte != b'\n' && byte != b'\r' {
            let object = serde_json::from_slice::<serde_json::Map<String, Value>>(&bytes);
            match read(&bytes, Format::Jsonl) {
                Ok(_) => prop_assert!(object.is_ok()),
                Err("event-syntax") => prop_assert!(object.is_err(), "{}", String::from_utf8_lossy(&bytes)),
                Err(_) => {}
            }
        }
    }

    /// Times are chrono's, to the microsecond.
    #[test]
    fn times_are_those_of_another_reader(text in "(1969|19[7-9][0-9]|2[01][0-9]{2}|2200|2201)-[01][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?(Z|z|[+-][0-2][0-9]:[0-6][0-9])") {
        let theirs = chrono::DateTime::parse_from_rfc3339(&text).ok();
        let theirs = theirs.filter(|time| {
            let year = chrono::Datelike::year(time);
            (1970..=2200).contains(&year)
        });
        // Any second may be a leap second for the one, and only the last of a minute in UTC for none.
        let theirs = theirs.map(|time| time.timestamp() * 1_000_000 + i64::from(time.timestamp_subsec_micros()));
        prop_assert_eq!(events::instant(&text), theirs, "{}", text);
    }

    /// Cells come back as they were, whatever is in them.
    #[test]
    fn cells_come_back(cells in prop::collection::vec("[a-z\",;\n é]{0,8}", 1..4)) {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        let names = ["service", "repo", "branch"];
        let mut head = vec!["ts", "kind"];
        head.extend(&names[..cells.len()]);
        writer.write_record(&head).unwrap();
        let mut record = vec!["2026-08-18T09:02:00Z", "tea"];
        record.extend(cells.iter().map(String::as_str));
        writer.write_record(&record).unwrap();
        let bytes = writer.into_inner().unwrap();
        let events = read(&bytes, Format::Csv).unwrap();
        let event: Value = serde_json::from_str(&events[0]).unwrap();
        for (name, cell) in names.iter().zip(&cells) {
            prop_assert_eq!(event[name].as_str().unwrap_or_default(), cell);
        }
    }
}

fn all(text: &str) -> Vec<String> {
    read(text.as_bytes(), Format::Jsonl).unwrap()
}

/// The reference in `src/events/contract.md` is the contract's own; `BLESS=1` writes it.
#[test]
fn the_reference_is_the_contract() {
    reference::hold(
        "src/events/contract.md",
        ("contract", "events"),
        &events::reference(),
    );
}
