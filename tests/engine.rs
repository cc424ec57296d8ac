//! The program that runs queries, as it is started and held by `engine_process`: a good request, every
//! fault, and queries that explode, never end, or reach for what is not theirs.
//!
//! Without the feature `engine` there is no such program: the tests then say so and pass, but where
//! `CI` is set they fail.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test writes its files, says what it left out and stops at the first surprise"
)]

#[path = "collect/program.rs"]
mod program;

use boardpack::collect::{
    Compression, EngineFault, Input, InputFormat, Interval, Limits, Message, PROTOCOL, Query,
    Request, Scope,
};
use boardpack::engine_process::{Engine, Hold};
use program::program;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The program as `collect` runs it.
fn engine() -> Option<Engine> {
    program().map(|program| Engine::at(&program))
}

const EVENTS: &str = r#"{"ts":"2026-07-06T09:00:00Z","kind":"deploy","service":"shop","environment":"Production","outcome":"success","deploy_id":"1","commit":"a1"}
{"ts":"2026-07-07T09:00:00+02:00","kind":"deploy","service":"till","environment":"production","outcome":"success","deploy_id":"2","commit":"a2","value":1.1}
{"ts":"2026-08-07T09:00:00Z","kind":"deploy","repo":"larkspur/shop","environment":"production","outcome":"failed","deploy_id":"3","commit":"a3","value":2.2}
{"ts":"2026-10-01T00:00:00Z","kind":"tea","service":"nobody","sugar":2}
"#;

/// A folder with a file of events, and a request of it.
struct Asked {
    folder: tempfile::TempDir,
    request: Request,
    time: Duration,
}

fn query(id: &str, sql: &str) -> Query {
    Query {
        id: id.to_owned(),
        sql: sql.to_owned(),
    }
}

impl Asked {
    fn new(sql: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let day = |text: &str| format!("{text}T00:00:00Z");
        let interval = |id: &str, start, end| Interval {
            id: id.to_owned(),
            start: day(start),
            end: day(end),
        };
        let alias = boardpack::collect::Alias {
            name: "till".to_owned(),
            service: "pos".to_owned(),
        };
        let repo = boardpack::collect::Alias {
            name: "larkspur/shop".to_owned(),
            service: "shop".to_owned(),
        };
        let request = Request {
            protocol: PROTOCOL,
            inputs: Vec::new(),
            services: vec!["shop".to_owned(), "pos".to_owned()],
            aliases: vec![alias, repo],
            environments: vec!["production".to_owned()],
            bots: Vec::new(),
            horizon_seconds: 3600,
            zone: "Europe/Berlin".to_owned(),
            as_of: None,
            views: vec![query(
                "deployments",
                "select service, deploy_id, ts, outcome, value, seq from events where kind = 'deploy'",
            )],
            intervals: vec![
                interval("quarter", "2026-07-01", "2026-10-01"),
                interval("2026-W28", "2026-07-06", "2026-07-13"),
            ],
            metrics: vec![query("deploys", sql)],
            scopes: vec![Scope::Service, Scope::All],
            limits: Limits {
                memory_mb: 128,
                disk_mb: 512,
                rows: 1000,
                threads: 2,
            },
            engine_url: None,
            temp: PathBuf::new(),
        };
        let mut asked = Self {
            folder,
            request,
            time: Duration::from_secs(120),
        };
        asked.input("deploys.jsonl", EVENTS.as_bytes());
        asked
    }

    /// The inputs are this file alone.
    fn input(&mut self, name: &str, bytes: &[u8]) {
        self.request.inputs.clear();
        self.also(name, bytes);
    }

    fn also(&mut self, name: &str, bytes: &[u8]) {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let (format, compression) =
            boardpack::collect::kind_of(name).unwrap_or((InputFormat::Jsonl, Compression::None));
        self.request.inputs.push(Input {
            path,
            label: name.to_owned(),
            format,
            compression,
        });
    }

    fn run(&self, engine: &Engine) -> Result<Vec<Message>, Vec<EngineFault>> {
        let stop = AtomicBool::new(false);
        let temp = self.folder.path().join("temp");
        std::fs::create_dir_all(&temp).unwrap();
        let hold = Hold {
            time: self.time,
            stop: &stop,
            temp: &temp,
        };
        let mut heard = Vec::new();
        let ended = engine.run(&self.request, hold, &mut |message| heard.push(message));
        assert_eq!(
            std::fs::read_dir(&temp).unwrap().count(),
            0,
            "the temporary folder is left"
        );
        ended.map(|()| heard)
    }

    /// The first fault.
    fn fault(&self, engine: &Engine) -> EngineFault {
        let fault = self.run(engine).unwrap_err().remove(0);
        assert!(!fault.message.is_empty() && !fault.help.is_empty());
        assert!(
            !fault.message.contains(self.folder.path().to_str().unwrap()),
            "{}",
            fault.message
        );
        fault
    }
}

const COUNT: &str = "select service, count(*) as value from deployments\n\
                     where ts >= $start and ts < $end group by service";

/// Rows as `interval scope service column=text …`.
fn rows(messages: &[Message]) -> Vec<String> {
    let row = |message: &Message| match message {
        Message::Row {
            interval,
            scope,
            service,
            values,
            ..
        } => {
            let values: Vec<String> = values
                .iter()
                .map(|(name, value)| format!("{name}={}", value.as_deref().unwrap_or("~")))
                .collect();
            Some(format!(
                "{interval} {scope:?} {service} {}",
                values.join(" ")
            ))
        }
        _ => None,
    };
    messages.iter().filter_map(row).collect()
}

#[test]
fn a_request_is_answered() {
    let Some(engine) = engine() else { return };
    let messages = Asked::new(COUNT).run(&engine).unwrap();
    assert_eq!(
        rows(&messages),
        [
            "quarter Service pos value=1",
            "quarter Service shop value=2",
            "2026-W28 Service pos value=1",
            "2026-W28 Service shop value=1",
            "quarter All all value=3",
            "2026-W28 All all value=2",
        ]
    );
    let input = messages
        .iter()
        .find(|m| matches!(m, Message::Input { .. }))
        .unwrap();
    let Message::Input {
        sha256,
        events,
        first,
        last,
        ..
    } = input
    else {
        unreachable!()
    };
    assert_eq!((sha256.len(), *events), (64, 4));
    assert_eq!(first.as_deref(), Some("2026-07-06T09:00:00Z"));
    assert_eq!(last.as_deref(), Some("2026-10-01T00:00:00Z"));
    let quality: Vec<String> = messages
        .iter()
        .filter_map(|message| match message {
            Message::Quality {
                what, count, first, ..
            } => Some(format!("{what} {count} {}", first.as_deref().unwrap())),
            _ => None,
        })
        .collect();
    assert_eq!(
        quality,
        [
            "unknown-kind 1 deploys.jsonl:4",
            "unknown-field 1 deploys.jsonl:4"
        ]
    );
    let Message::Done {
        engine,
        as_of,
        events,
        rows,
    } = messages.last().unwrap()
    else {
        unreachable!("the last message is `done`")
    };
    assert!(engine.starts_with("datafusion "));
    assert_eq!(as_of.as_deref(), Some("2026-10-01T00:00:00Z"));
    assert_eq!((*events, rows["deploys"]), (4, 6));
    let shop = messages
        .iter()
        .any(|m| matches!(m, Message::Coverage { service, count: 2, .. } if service == "shop"));
    assert!(shop, "{messages:?}");
}

#[test]
fn later_events_are_left_out_and_counted() {
    let Some(engine) = engine() else { return };
    let mut asked = Asked::new(COUNT);
    asked.request.as_of = Some("2026-08-01T00:00:00Z".to_owned());
    let messages = asked.run(&engine).unwrap();
    assert!(rows(&messages).contains(&"quarter All all value=2".to_owned()));
    let dropped = messages.iter().find_map(|message| match message {
        Message::Quality {
            what,
            treatment,
            count,
            first,
        } if what == "future-timestamp" => Some((treatment.as_str(), *count, first.as_deref())),
        _ => None,
    });
    assert_eq!(dropped, Some(("dropped", 2, Some("deploys.jsonl:3"))));
}

/// The same events however they are written and packed give the same answers.
#[test]
fn every_format_and_packing_is_one() {
    let Some(engine) = engine() else { return };
    let csv = "ts,kind,service,repo,environment,outcome,deploy_id,commit,value\n\
               2026-07-06T09:00:00Z,deploy,shop,,Production,success,1,a1,\n\
               2026-07-07T09:00:00+02:00,deploy,till,,production,success,2,a2,1.1\n\
               2026-08-07T09:00:00Z,deploy,,larkspur/shop,production,failed,3,a3,2.2\n\
               2026-10-01T00:00:00Z,tea,nobody,,,,,,\n";
    let sql = "select service, sum(value) as value, count(*) as n from deployments where ts >= $start and ts < $end group by service";
    let asked = Asked::new(sql);
    let due = rows(&asked.run(&engine).unwrap());
    assert_eq!(due[0], "quarter Service pos n=1 value=1.1");
    let mut asked = Asked::new(sql);
    asked.input("deploys.csv", csv.as_bytes());
    assert_eq!(rows(&asked.run(&engine).unwrap()), due);
    for (ending, program) in [
        ("gz", "gzip"),
        ("bz2", "bzip2"),
        ("xz", "xz"),
        ("zst", "zstd"),
    ] {
        let mut asked = Asked::new(sql);
        let path = asked.request.inputs[0].path.clone();
        // What packs is another's program than what unpacks; it need not be there.
        let Ok(packed) = std::process::Command::new(program)
            .arg("-c")
            .arg(&path)
            .output()
        else {
            continue;
        };
        assert!(packed.status.success());
        let name = format!("deploys.jsonl.{ending}");
        asked.input(&name, &packed.stdout);
        assert_eq!(rows(&asked.run(&engine).unwrap()), due, "{ending}");
        // Cut short, it is told, not taken for all there is.
        asked.input(&name, &packed.stdout[..packed.stdout.len() - 9]);
        let fault = asked.fault(&engine);
        assert_eq!(
            (fault.code.as_str(), fault.place.unwrap().input),
            ("engine-input", Some(name))
        );
    }
}

#[test]
fn figures_do_not_depend_on_threads_or_on_the_run() {
    let Some(engine) = engine() else { return };
    let mut asked = Asked::new(
        "select service, sum(value) as value, percentile_cont(0.95) within group (order by value) as p from deployments group by service",
    );
    let line = |n: u32| {
        format!(
            "{{\"ts\":\"2026-07-06T09:00:00Z\",\"kind\":\"deploy\",\"service\":\"shop\",\"value\":{}.{:06}}}\n",
            n % 1000,
            n * 7919 % 1_000_000
        )
    };
    let text: String = (0..200_000).map(line).collect();
    asked.input("many.jsonl", text.as_bytes());
    let mut answers = Vec::new();
    for threads in [1, 2, 4] {
        asked.request.limits.threads = threads;
        answers.push(rows(&asked.run(&engine).unwrap()));
    }
    assert_eq!(answers[0].len(), 4);
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
}

#[test]
fn wrong_events_are_told_with_their_places() {
    let Some(engine) = engine() else { return };
    let mut asked = Asked::new(COUNT);
    asked.also(
        "b.jsonl",
        b"\n{\"ts\":\"2026-02-30T00:00:00Z\",\"kind\":\"deploy\"}\n{\"kind\":\"deploy\"}\n",
    );
    let faults = asked.run(&engine).unwrap_err();
    let told: Vec<String> = faults
        .iter()
        .map(|fault| {
            let place = fault.place.clone().unwrap();
            format!(
                "{}:{}:{} {}",
                place.input.unwrap(),
                place.line,
                place.column,
                fault.code
            )
        })
        .collect();
    assert_eq!(
        told,
        ["b.jsonl:2:7 event-time", "b.jsonl:3:1 event-missing"]
    );

    // Every file in one run, one that cannot be read at all among them, and with them a query that is wrong
    // whatever events say.
    asked.also("c.csv", b"when,what\n");
    asked.also("d.jsonl.gz", b"{}");
    asked.also(
        "e.jsonl",
        b"{\"ts\":\"2026-01-02T00:00:00Z\",\"kind\":\"deploy\"}\n[]\n",
    );
    asked.also("f.parquet", b"PAR1 and no more");
    for (id, sql) in [("bad", "select serwice from events"), ("good", COUNT)] {
        asked.request.metrics.push(Query {
            id: id.to_owned(),
            sql: sql.to_owned(),
        });
    }
    for threads in [1, 4] {
        asked.request.limits.threads = threads;
        let mut faults = asked.run(&engine).unwrap_err();
        let last = faults.pop().unwrap();
        assert_eq!(
            (last.query.as_deref(), last.code.as_str()),
            (Some("bad"), "engine-query")
        );
        let places = faults.iter().map(|fault| {
            let place = fault.place.as_ref().unwrap();
            format!("{}:{}", place.input.as_deref().unwrap(), place.line)
        });
        assert_eq!(
            places.collect::<Vec<_>>(),
            [
                "b.jsonl:2",
                "b.jsonl:3",
                "c.csv:1",
                "d.jsonl.gz:1",
                "e.jsonl:2",
                "f.parquet:1"
            ]
        );
    }
    asked.request.metrics.truncate(1);

    let cases: [(&str, &[u8], &str); 6] = [
        ("a.jsonl", b"\xFF\xFE{\x00", "event-encoding"),
        ("a.csv", b"when,what\n", "event-missing"),
        ("a.parquet", b"PAR1 and no more", "engine-input"),
        ("a.jsonl.gz", b"{}", "engine-input"),
        ("a.jsonl.xz", b"{}", "engine-input"),
        ("a.jsonl.zst", b"{}", "engine-input"),
    ];
    for (name, bytes, code) in cases {
        asked.input(name, bytes);
        assert_eq!(asked.fault(&engine).code, code, "{name}");
    }
    asked.request.inputs[0].path = asked.folder.path().to_owned();
    assert_eq!(asked.fault(&engine).code, "engine-input");
    asked.request.inputs[0].path = asked.folder.path().join("not-there.jsonl");
    assert_eq!(asked.fault(&engine).code, "engine-input");
    if cfg!(unix) {
        asked.request.inputs[0].path = "/dev/zero".into();
        assert_eq!(asked.fault(&engine).code, "engine-input");
    }
}

/// A line without end, as it is packed by whoever wishes ill: 10 GB of one line in 10 MB.
#[test]
fn a_line_without_end_ends_quickly() {
    let Some(engine) = engine() else { return };
    let Ok(mut packer) = std::process::Command::new("gzip")
        .arg("-1")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
    else {
        return;
    };
    let mut stdin = packer.stdin.take().unwrap();
    let feed = std::thread::spawn(move || {
        let block = vec![b'x'; 1 << 20];
        for _ in 0..64 {
            stdin.write_all(&block).unwrap();
        }
    });
    let packed = packer.wait_with_output().unwrap().stdout;
    feed.join().unwrap();
    // Members one after the other are one stream: 160 times 64 MiB.
    let mut asked = Asked::new(COUNT);
    asked.time = Duration::from_secs(30);
    asked.input("long.jsonl.gz", &packed.repeat(160));
    let fault = asked.fault(&engine);
    assert_eq!(
        (fault.code.as_str(), fault.place.unwrap().line),
        ("event-line", 1)
    );
}

#[test]
fn only_a_select_of_the_views_is_run() {
    let Some(engine) = engine() else { return };
    let cases = [
        ("copy deployments to '/tmp/x.csv'", "engine-query"),
        ("create table x as select 1", "engine-query"),
        (
            "create external table x stored as csv location '/etc/passwd'",
            "engine-query",
        ),
        (
            "insert into deployments select * from deployments",
            "engine-query",
        ),
        (
            "set datafusion.execution.target_partitions = 9",
            "engine-query",
        ),
        ("explain select 1", "engine-query"),
        ("drop table deployments", "engine-query"),
        (
            "select service, 1 as value from deployments; select 1",
            "engine-query",
        ),
        ("select * from '/etc/passwd'", "engine-query"),
        ("select * from '/etc/hosts.csv'", "engine-query"),
        ("select * from read_csv('/etc/passwd')", "engine-query"),
        ("select * from information_schema.tables", "engine-query"),
        (
            "select service, count(*) into x from deployments group by service",
            "engine-query",
        ),
        ("selec service", "engine-query"),
        ("", "engine-query"),
        (
            "select service, now() as value from deployments",
            "engine-query",
        ),
        (
            "select service, random() as value from deployments group by service",
            "engine-query",
        ),
        ("select service, valu from deployments", "engine-query"),
        (
            "select service, count(*) as value from deploys group by service",
            "engine-query",
        ),
        (
            "select service, $begin as value from deployments",
            "engine-query",
        ),
        (
            "select service, 1 / 0 as value from deployments",
            "engine-query",
        ),
        (
            "select count(*) as value from deployments",
            "engine-columns",
        ),
        (
            "select service, 'many' as value from deployments group by service",
            "engine-columns",
        ),
        (
            "select service, 1.0e0 / 0.0e0 as value from deployments group by service",
            "engine-columns",
        ),
        (
            "select service, 1 as value from deployments",
            "engine-columns",
        ),
        (
            "select cast(null as varchar) as service, 1 as value",
            "engine-columns",
        ),
    ];
    // One request for all: each query has its own fault.
    let mut asked = Asked::new(COUNT);
    let queries = cases
        .iter()
        .enumerate()
        .map(|(at, (sql, _))| query(&format!("m{at}"), sql));
    asked.request.metrics = queries.collect();
    let faults = asked.run(&engine).unwrap_err();
    for (at, (sql, code)) in cases.iter().enumerate() {
        let own = faults
            .iter()
            .find(|fault| fault.query == Some(format!("m{at}")));
        assert_eq!(
            own.map(|fault| fault.code.as_str()),
            Some(*code),
            "{sql}: {own:?}"
        );
    }
    assert_eq!(faults.len(), cases.len());
    let place = |at: usize| {
        let own = faults
            .iter()
            .find(|fault| fault.query == Some(format!("m{at}")))
            .unwrap();
        own.place.as_ref().map(|place| (place.line, place.column))
    };
    assert_eq!(place(13), Some((1, 1)));
    assert_eq!(place(17), Some((1, 17)));
}

#[test]
fn views_are_held_to_the_same() {
    let Some(engine) = engine() else { return };
    for sql in [
        "copy events to '/tmp/x.csv'",
        "select $start as x",
        "select * from nowhere",
        "select now() as x",
    ] {
        let mut asked = Asked::new(COUNT);
        asked.request.views.push(query("extra", sql));
        let fault = asked.fault(&engine);
        assert_eq!(
            (fault.code.as_str(), fault.query.as_deref()),
            ("engine-query", Some("view extra")),
            "{sql}"
        );
    }
    let mut asked = Asked::new(COUNT);
    asked.request.views.push(query("events", "select 1 as x"));
    assert_eq!(asked.fault(&engine).code, "engine-request");
}

/// Queries that explode or never end are stopped, by memory, by rows or by time.
#[test]
fn queries_that_explode_are_stopped() {
    let Some(engine) = engine() else { return };
    let cases = [
        // A recursion without end.
        "with recursive r as (select 1 as n union all select n + 1 from r) select 'a' as service, count(*) as value from r",
        // A cross join of everything with everything.
        "select 'a' as service, sum(a.value * b.value + c.value) as value from range(1000000) a, range(1000000) b, range(1000000) c",
        // Sorting and keeping what does not fit.
        "select 'a' as service, array_length(array_agg(repeat('x', 1000) order by value desc)) as value from range(100000000)",
        // One text of many gibibytes.
        "select 'a' as service, length(repeat('x', 2000000000) || repeat('y', 2000000000)) as value",
        "select 'a' as service, max(length(repeat(repeat('x', 100000), 100000))) as value from range(10)",
        // Rows without end.
        "select cast(value as varchar) as service, 1 as value from range(100000000)",
    ];
    for sql in cases {
        let mut asked = Asked::new(sql);
        asked.time = Duration::from_secs(6);
        asked.request.intervals.truncate(1);
        asked.request.scopes.truncate(1);
        let fault = asked.fault(&engine);
        let codes = [
            "engine-time",
            "engine-memory",
            "engine-rows",
            "engine-query",
        ];
        assert!(codes.contains(&fault.code.as_str()), "{sql}: {fault:?}");
    }
}

#[test]
fn a_deep_query_ends_in_a_word() {
    let Some(engine) = engine() else { return };
    let nested = format!(
        "select service, {}1{} as value from deployments group by service",
        "(".repeat(5000),
        ")".repeat(5000)
    );
    assert_eq!(Asked::new(&nested).fault(&engine).code, "engine-query");
    // Long, not deep: it is run, or refused, but ends.
    let long = format!(
        "select service, {}1 as value from deployments group by service",
        "1 + ".repeat(20_000)
    );
    if let Err(faults) = Asked::new(&long).run(&engine) {
        assert!(!faults.is_empty());
    }
}

#[test]
fn a_run_can_be_stopped_and_a_program_missing() {
    let stop = AtomicBool::new(false);
    let folder = tempfile::tempdir().unwrap();
    let hold = Hold {
        time: Duration::from_secs(5),
        stop: &stop,
        temp: folder.path(),
    };
    let missing = Engine::at(Path::new("/nowhere/boardpack-engine"));
    let faults = missing
        .run(&Asked::new(COUNT).request, hold, &mut |_| {})
        .unwrap_err();
    assert_eq!(faults[0].code, "engine-missing");
    assert!(faults[0].help.contains("--features engine"));
    let Some(program) = program() else { return };
    let engine = Engine::at(&program);
    let asked = Asked::new(COUNT);
    let stop = AtomicBool::new(true);
    let hold = Hold {
        time: Duration::from_secs(60),
        stop: &stop,
        temp: folder.path(),
    };
    let faults = engine.run(&asked.request, hold, &mut |_| {}).unwrap_err();
    assert!(faults[0].message.contains("stopped"), "{faults:?}");
    // Another version of the engine says so.
    let other = std::process::Command::new(program)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(other.status.code(), Some(1));
    assert!(
        String::from_utf8(other.stdout)
            .unwrap()
            .contains("engine-request")
    );
}
