//! The contract's tables, the readers' limits and every fault.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail"
)]

use super::contract::{FIELDS, KINDS, NEEDED, UNIFORM, field_at};
use super::{
    Blocks, Event, Fault, Format, LINE_BYTES, Reader, Tally, Value, decimal, instant, topics,
};
use std::io::{self, BufRead as _, BufReader, Read};

/// Everything a text says: events as lines of JSON, and faults as `line:column code message`.
fn read(format: Format, bytes: &[u8]) -> (Vec<String>, Vec<String>, Tally) {
    // A buffer smaller than a line, so that lines are put together.
    let mut reader = Reader::new(BufReader::with_capacity(7, bytes), format);
    let (mut events, mut faults, mut tally) = (Vec::new(), Vec::new(), Tally::default());
    while let Some(next) = reader.next_event().unwrap() {
        match next {
            Ok(event) => {
                tally.count(&event);
                events.push(event.to_json());
            }
            Err(fault) => faults.push(told(&fault)),
        }
    }
    (events, faults, tally)
}

fn told(fault: &Fault) -> String {
    assert!(!fault.help.is_empty() && !fault.message.ends_with('.'));
    assert!(topics().iter().any(|topic| topic.code == fault.code));
    format!(
        "{}:{} {} {}",
        fault.line, fault.column, fault.code, fault.message
    )
}

fn jsonl(text: &str) -> (Vec<String>, Vec<String>) {
    let (events, faults, _) = read(Format::Jsonl, text.as_bytes());
    (events, faults)
}

fn csv(text: &str) -> (Vec<String>, Vec<String>) {
    let (events, faults, _) = read(Format::Csv, text.as_bytes());
    (events, faults)
}

#[test]
fn tables_are_sorted_and_name_only_what_is_there() {
    assert!(FIELDS.is_sorted_by(|a, b| a.name < b.name));
    for (at, field) in FIELDS.iter().enumerate() {
        assert_eq!(field_at(field.name), Some(at));
        let used = UNIFORM.contains(&field.name)
            || KINDS.iter().any(|kind| kind.fields.contains(&field.name));
        assert!(used, "`{}` is of no kind", field.name);
        assert!(field.says.ends_with('.'));
    }
    for kind in KINDS {
        for name in kind.fields {
            assert!(field_at(name).is_some(), "`{}` has `{name}`", kind.name);
            assert!(!UNIFORM.contains(name), "`{name}` is uniform");
        }
    }
    assert!(UNIFORM.starts_with(NEEDED));
}

#[test]
fn an_event_is_read_however_it_is_written() {
    let text = "\u{FEFF}{\"ts\":\"2026-08-18T11:02:00.5+02:00\",\"kind\":\"deploy\",\"service\":\"checkout\",\
                \"environment\":\"Production\",\"outcome\":\"success\",\"pr\":3401,\"commits\":3,\"redeploy\":false,\
                \"actor\":\"\",\"version\":null,\"affected\":[\"a\",\"\\u00e9\"],\"value\":12.3456789,\"x-new\":{\"deep\":[1]}}\r\n\n";
    let (events, faults, tally) = read(Format::Jsonl, text.as_bytes());
    assert_eq!(faults, [""; 0]);
    let event = "{\"ts\":\"2026-08-18T09:02:00.500Z\",\"kind\":\"deploy\",\"affected\":[\"a\",\"é\"],\"commits\":3,\
                 \"environment\":\"production\",\"outcome\":\"success\",\"pr\":\"3401\",\"redeploy\":false,\
                 \"service\":\"checkout\",\"value\":12.345679}";
    assert_eq!(events, [event]);
    assert_eq!(tally.fields["x-new"].count, 1);
    assert_eq!(tally.events, 1);

    let text = "\u{FEFF}kind,ts,service,environment,outcome,pr,commits,redeploy,actor,affected,value,x-new\r\n\
                deploy,2026-08-18T11:02:00.5+02:00,\"checkout\",PRODUCTION,success,3401,3,false,,\"a; é\",12.3456789,\"1,\n2\"\r\n";
    let (again, faults, tally) = read(Format::Csv, text.as_bytes());
    assert_eq!(faults, [""; 0]);
    assert_eq!(again, [event]);
    assert_eq!(tally.fields["x-new"].line, 2);
}

#[test]
fn unknown_kinds_are_kept_and_counted() {
    let text = "{\"ts\":\"2026-01-01T00:00:00Z\",\"kind\":\"tea\",\"outcome\":\"hot\"}\n";
    let (events, faults, tally) = read(Format::Jsonl, text.repeat(3).as_bytes());
    assert_eq!((events.len(), faults.len()), (3, 0));
    assert_eq!((tally.kinds["tea"].count, tally.kinds["tea"].line), (3, 1));
}

/// What each wrong line is told, and that the line behind it is read all the same.
#[test]
fn each_fault_has_its_code_and_place() {
    let good = "{\"ts\":\"2026-01-01T00:00:00Z\",\"kind\":\"deploy\"}";
    let with =
        |rest: &str| format!("{{\"ts\":\"2026-01-01T00:00:00Z\",\"kind\":\"deploy\",{rest}}}");
    let deep = format!("\"x\":{}1{}", "[".repeat(17), "]".repeat(17));
    let many = (0..300)
        .map(|n| format!("\"x{n}\":1"))
        .collect::<Vec<_>>()
        .join(",");
    let cases = [
        ("[1]".to_owned(), "1:1 event-syntax"),
        (
            "{\"ts\":\"2026-01-01T00:00:00Z\",\"kind\":\"deploy\"".to_owned(),
            "1:44 event-syntax",
        ),
        (format!("{good} {good}"), "1:47 event-syntax"),
        ("null".to_owned(), "1:4 event-syntax"),
        ("{\"kind\":\"deploy\"}".to_owned(), "1:1 event-missing"),
        (
            "{\"ts\":\"2026-01-01T00:00:00Z\"}".to_owned(),
            "1:1 event-missing",
        ),
        (
            "{\"ts\":\"2026-02-30T00:00:00Z\",\"kind\":\"é\"}".to_owned(),
            "1:7 event-time",
        ),
        (
            "{\"x\":\"éé\",\"ts\":\"2026-02-20 00:00\",\"kind\":\"deploy\"}".to_owned(),
            "1:16 event-time",
        ),
        (
            "{\"ts\":1767225600,\"kind\":\"deploy\"}".to_owned(),
            "1:7 event-value",
        ),
        (with("\"commits\":-1"), "1:56 event-value"),
        (with("\"commits\":1.5"), "1:56 event-value"),
        (with("\"redeploy\":\"yes\""), "1:57 event-value"),
        (with("\"service\":[\"a\"]"), "1:56 event-value"),
        (with("\"service\":true"), "1:56 event-value"),
        (with("\"affected\":\"a\""), "1:57 event-value"),
        (with("\"affected\":[\"a\",{}]"), "1:62 event-value"),
        (with("\"value\":1e12"), "1:54 event-value"),
        (with("\"outcome\":\"succes\""), "1:56 event-word"),
        (with("\"cause\":\"rain\""), "1:54 event-word"),
        (with("\"repo\":\"a\",\"repo\":\"b\""), "1:64 event-twice"),
        (with("\"kind\":\"b\""), "1:53 event-twice"),
        (with("\"repo\":\"a\\u0000b\""), "1:53 event-encoding"),
        (with("\"repo\":\"\\ud800\""), "1:53 event-syntax"),
        (
            with(&format!("\"repo\":\"{}\"", "x".repeat(1025))),
            "1:53 event-text",
        ),
        (with(&deep), "1:66 event-depth"),
        (with(&many), "event-fields"),
        (
            with(&format!("\"affected\":[{}\"\"]", "\"\",".repeat(256))),
            "1:57 event-fields",
        ),
    ];
    let mut wrong = Vec::new();
    for (line, due) in cases {
        let (events, faults) = jsonl(&format!("{line}\n{good}\n"));
        assert_eq!(events.len(), 1, "{line}");
        assert_eq!(faults.len(), 1, "{line}: {faults:?}");
        if !faults[0].contains(due) {
            wrong.push(format!("{due}: {}", faults[0]));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn each_fault_of_csv_has_its_code_and_place() {
    let cases = [
        ("ts,service\n", "1:1 event-missing"),
        ("ts,kind,ts\n", "1:9 event-twice"),
        ("ts,,kind\n", "1:4 event-syntax"),
        ("ts,kind\n2026-01-01T00:00:00Z\n", "2:1 event-syntax"),
        ("ts,kind\n2026-01-01T00:00:00Z,\n", "2:1 event-missing"),
        (
            "ts,kind\n2026-01-01T00:00:00Z,a\"b\"\n",
            "2:23 event-syntax",
        ),
        (
            "ts,kind\n2026-01-01T00:00:00Z,\"a\"b\n",
            "2:25 event-syntax",
        ),
        (
            "ts,kind\n2026-01-01T00:00:00Z,\"deploy\n",
            "2:22 event-syntax",
        ),
        ("kind,x,ts\ndeploy,\"1\n2\",today\n", "3:4 event-time"),
        (
            "ts,kind,commits\n2026-01-01T00:00:00Z,deploy,+1\n",
            "2:29 event-value",
        ),
        (
            "ts,kind,merge\n2026-01-01T00:00:00Z,commit,TRUE\n",
            "2:29 event-value",
        ),
    ];
    for (text, due) in cases {
        let (_, faults) = csv(text);
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
        assert!(faults[0].starts_with(due), "{due}: {}", faults[0]);
    }
}

/// Bytes without end and without a line end, and how many were asked for.
struct Endless<'a>(&'a mut u64, u8);

impl Read for Endless<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        into.fill(self.1);
        *self.0 += into.len() as u64;
        Ok(into.len())
    }
}

#[test]
fn a_line_without_end_stops_the_reading() {
    for (format, byte) in [
        (Format::Jsonl, b'{'),
        (Format::Jsonl, b' '),
        (Format::Csv, b'"'),
        (Format::Csv, b','),
    ] {
        let mut asked = 0;
        let mut reader = Reader::new(BufReader::new(Endless(&mut asked, byte)), format);
        let Some(Err(fault)) = reader.next_event().unwrap() else {
            panic!("nothing is wrong");
        };
        assert_eq!(
            (fault.code, fault.line, fault.last),
            ("event-line", 1, true)
        );
        assert_eq!(reader.next_event().unwrap(), None);
        assert!(asked < 2 * LINE_BYTES as u64, "{asked} bytes were read");
    }
    // A quote that is never closed holds no more than a line's worth of lines either.
    let mut asked = 0;
    let endless = (&b"ts,kind\n\""[..]).chain(BufReader::new(Endless(&mut asked, b'\n')));
    let mut reader = Reader::new(BufReader::new(endless), Format::Csv);
    let Some(Err(fault)) = reader.next_event().unwrap() else {
        panic!("nothing is wrong");
    };
    assert_eq!((fault.code, fault.line), ("event-line", 2));
    assert!(asked < 2 * LINE_BYTES as u64, "{asked} bytes were read");
}

#[test]
fn the_longest_line_is_read() {
    let head = "{\"ts\":\"2026-01-01T00:00:00Z\",\"kind\":\"deploy\",\"x\":\"";
    let line = |bytes: usize| format!("{head}{}\"}}\n", "x".repeat(bytes - head.len() - 2));
    let (events, faults) = jsonl(&line(LINE_BYTES));
    assert_eq!((events.len(), faults.len()), (1, 0));
    let (events, faults) = jsonl(&format!("{}{}", line(LINE_BYTES + 1), line(100)));
    assert_eq!((events.len(), faults.len()), (0, 1));
}

#[test]
fn other_encodings_are_told_by_name() {
    let cases: [(&[u8], &str); 6] = [
        (b"\xFF\xFE{\x00", "UTF-16"),
        (b"\x1F\x8B\x08\x00", "gzip"),
        (b"\x28\xB5\x2F\xFD\x00", "zstd"),
        (b"PAR1\x15\xFE", "Parquet"),
        (b"{\"ts\":\"\x00\"}", "NUL"),
        (b"{\"kind\":\"caf\xE9\"}", "not UTF-8"),
    ];
    for (bytes, word) in cases {
        for format in [Format::Jsonl, Format::Csv] {
            let (events, faults, _) = read(format, bytes);
            assert_eq!((events.len(), faults.len()), (0, 1));
            assert!(
                faults[0].contains(word) && faults[0].contains("event-encoding"),
                "{faults:?}"
            );
        }
    }
    let (_, faults, _) = read(Format::Jsonl, b"\n{\"kind\":\"caf\xE9\"}\n{}\n");
    assert!(
        faults[0].starts_with("2:13 ") && faults.len() == 1,
        "{faults:?}"
    );
}

#[test]
fn decimals_are_exact_to_millionths() {
    let cases = [
        ("0", Some(0)),
        ("-0", Some(0)),
        ("12", Some(12_000_000)),
        ("-1.5", Some(-1_500_000)),
        ("0.0000005", Some(0)),
        ("0.0000015", Some(2)),
        ("0.0000025", Some(2)),
        ("0.00000250001", Some(3)),
        ("0.00000049", Some(0)),
        ("0.0000009", Some(1)),
        ("1e3", Some(1_000_000_000)),
        ("1E-6", Some(1)),
        ("5e-7", Some(0)),
        ("6e-7", Some(1)),
        ("1e-999999999999999999999", Some(0)),
        ("0e999999999999999999999", Some(0)),
        ("1e999999999999999999999", None),
        ("999999999999.999999", Some(999_999_999_999_999_999)),
        ("999999999999.9999999", None),
        ("1000000000000", None),
        ("000000000000000001", Some(1_000_000)),
        ("", None),
        ("-", None),
        ("1.", None),
        (".5", None),
        ("1e", None),
        ("1e+", None),
        ("+1", None),
        ("1.2.3", None),
        ("NaN", None),
    ];
    for (text, due) in cases {
        assert_eq!(decimal::millionths(text), due, "{text}");
    }
    assert_eq!(decimal::written(-1_500_000), "-1.5");
    assert_eq!(decimal::written(2), "0.000002");
    assert_eq!(decimal::written(12_000_000), "12");
}

#[test]
fn times_are_instants_or_nothing() {
    let at = |text: &str| instant(text);
    assert_eq!(at("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(at("1970-01-01t02:00:00.1234567+02:00"), Some(123_456));
    assert_eq!(at("2016-12-31T23:59:60Z"), at("2017-01-01T00:00:00Z"));
    let (first, last) = super::span();
    assert_eq!(at("1970-01-01T00:00:00Z"), Some(first));
    assert_eq!(at("2200-12-31T23:59:59.999999Z"), Some(last));
    for wrong in [
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+0200",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01",
        "1969-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "20é6-01-01T00:00:00Z",
        "",
        "2026-01-01T00:00:00Z ",
        "2026-01-01T00:00:0éZ",
    ] {
        assert_eq!(at(wrong), None, "{wrong}");
    }
}

/// Blocks hold every line once, whole, under its number.
#[test]
fn blocks_are_the_same_lines() {
    let line = |n: usize| {
        format!(
            "{{\"ts\":\"2026-01-01T00:00:00Z\",\"kind\":\"deploy\",\"deploy_id\":\"{n}\",\"x\":\"{}\"}}\n",
            "x".repeat(n % 5000)
        )
    };
    let text: String = (0..2000).map(line).collect();
    let mut blocks = Blocks::new(text.as_bytes(), Format::Jsonl, 0, 1);
    let (mut joined, mut number) = (Vec::new(), 0);
    while let Some(block) = blocks.next_block().unwrap() {
        assert_eq!(block.line, joined.lines().count() as u64 + 1);
        let mut reader = Reader::part(&block.bytes[..], Format::Jsonl, block.line, None);
        while let Some(next) = reader.next_event().unwrap() {
            let event: Event<'_> = next.unwrap();
            number += 1;
            assert_eq!(event.line, number);
            assert_eq!(
                event.get("deploy_id"),
                Some(&Value::Text((number - 1).to_string().into()))
            );
        }
        joined.extend(block.bytes);
    }
    assert!(joined == text.as_bytes() && number == 2000);
}

#[test]
fn blocks_of_csv_end_where_records_do() {
    let record = |n: usize| {
        format!(
            "2026-01-01T00:00:00Z,deploy,{n},\"a\"\"b\n{}\"\n",
            "x\n".repeat(n % 3000)
        )
    };
    let text: String = (0..1500).map(record).collect();
    let head: Vec<String> = ["ts", "kind", "deploy_id", "note"]
        .map(str::to_owned)
        .to_vec();
    let mut blocks = Blocks::new(text.as_bytes(), Format::Csv, 0, 2);
    let (mut count, mut parts) = (0, 0);
    while let Some(block) = blocks.next_block().unwrap() {
        parts += 1;
        let mut reader = Reader::part(
            &block.bytes[..],
            Format::Csv,
            block.line,
            Some(head.clone()),
        );
        while let Some(next) = reader.next_event().unwrap() {
            assert_eq!(
                next.unwrap().text("deploy_id"),
                Some(count.to_string().as_str())
            );
            count += 1;
        }
    }
    assert!(
        count == 1500 && parts > 2,
        "{count} records in {parts} blocks"
    );
}

#[test]
fn a_block_without_a_line_end_is_told_by_its_reader() {
    let mut asked = 0;
    let text = (&b"{\"ts\":\"2026-01-01T00:00:00Z\",\"kind\":\"deploy\"}\n"[..])
        .chain(Endless(&mut asked, b'x'));
    let mut blocks = Blocks::new(text, Format::Jsonl, 0, 1);
    let mut faults = Vec::new();
    while let Some(block) = blocks.next_block().unwrap() {
        let mut reader = Reader::part(&block.bytes[..], Format::Jsonl, block.line, None);
        while let Some(next) = reader.next_event().unwrap() {
            faults.extend(next.err());
        }
    }
    assert_eq!(
        (faults.len(), faults[0].code, faults[0].line),
        (1, "event-line", 2)
    );
    assert!(asked < 4 * LINE_BYTES as u64);
}
