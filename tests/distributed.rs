//! The views and standard queries on a cluster: a scheduler and two executors of Ballista on loopback, as
//! they are released, give the embedded engine's answers to the digit, also where one executor is killed
//! in the middle of a query; and `boardpack collect` leaves the same snapshot.
//!
//! `BALLISTA` names the folder of `ballista-scheduler`, `ballista-executor` and a `boardpack-engine` that
//! was built with `--features distributed`; `tests/run` builds them. Without it nothing is run, and where
//! `CI` is set that fails.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test starts programs, writes files and stops at the first surprise"
)]
#![cfg(unix)]

#[path = "collect/program.rs"]
mod program;

use boardpack::collect::{
    Alias, Compression, EngineFault, Input, InputFormat, Interval, Limits, Message, PROTOCOL,
    Query, Request, STANDARD, Scope, VIEWS,
};
use boardpack::engine_process::{Engine, Hold};
use boardpack::load::Tree;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// What one run may take on a slow machine; the cluster is not optimised.
const TIME: Duration = Duration::from_secs(600);

/// Events of the test.
const EVENTS: u64 = 12_000;

fn ballista() -> Option<PathBuf> {
    let folder = std::env::var_os("BALLISTA").map(PathBuf::from);
    if folder.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "run the tests by tests/run, or without CI"
        );
        std::io::stderr()
            .write_all(b"left out: BALLISTA names no folder of a cluster\n")
            .unwrap();
    }
    folder
}

/// A program that ends with its value.
struct Running(Child);

impl Running {
    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody listens on.
fn port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port().to_string()
}

/// A scheduler and two executors.
struct Cluster {
    url: String,
    executors: Vec<Running>,
    _scheduler: Running,
    logs: tempfile::TempDir,
}

impl Cluster {
    fn start(programs: &Path) -> Self {
        let logs = tempfile::tempdir().unwrap();
        let start = |name: &str, log: &str, arguments: &[&str]| {
            let out = std::fs::File::create(logs.path().join(log)).unwrap();
            let mut command = Command::new(programs.join(name));
            // Plans are trees that are walked by recursion, deeply in a build that is not optimised.
            // Executors that ask for work themselves: a scheduler that hands it out loses places of the
            // executors that are left when one is lost, until nothing runs any more.
            command.env("RUST_MIN_STACK", (32 << 20).to_string());
            command.args(arguments).args(["--bind-host", "127.0.0.1"]);
            command.args(["--external-host", "127.0.0.1"]);
            command
                .stdout(out.try_clone().unwrap())
                .stderr(out)
                .stdin(Stdio::null());
            Running(command.spawn().unwrap())
        };
        let scheduler_port = port();
        let scheduler = start(
            "ballista-scheduler",
            "scheduler",
            &[
                "--bind-port",
                &scheduler_port,
                "--scheduler-policy",
                "pull-staged",
                "--min-ready-executors",
                "2",
                "--executor-timeout-seconds",
                "6",
                "--expire-dead-executor-interval-seconds",
                "1",
            ],
        );
        let executor = |name: &str| {
            let (flight, grpc, health) = (port(), port(), port());
            let work = logs.path().join(format!("{name}-work"));
            std::fs::create_dir(&work).unwrap();
            start(
                "ballista-executor",
                name,
                &[
                    "--scheduler-host",
                    "127.0.0.1",
                    "--scheduler-port",
                    &scheduler_port,
                    "--scheduler-connect-timeout-seconds",
                    "60",
                    "--bind-port",
                    &flight,
                    "--bind-grpc-port",
                    &grpc,
                    "--bind-health-port",
                    &health,
                    "--work-dir",
                    work.to_str().unwrap(),
                    "--task-scheduling-policy",
                    "pull-staged",
                    "--vcores",
                    "2",
                    "--memory-pool-size",
                    "512MiB",
                    "--executor-heartbeat-interval-seconds",
                    "1",
                ],
            )
        };
        let cluster = Self {
            executors: vec![executor("executor-1"), executor("executor-2")],
            _scheduler: scheduler,
            url: format!("df://127.0.0.1:{scheduler_port}"),
            logs,
        };
        let began = Instant::now();
        while !ready(&scheduler_port) {
            assert!(
                began.elapsed() < Duration::from_secs(90),
                "{}",
                cluster.log()
            );
            std::thread::sleep(Duration::from_millis(100));
        }
        cluster
    }

    /// What the scheduler said last.
    fn log(&self) -> String {
        let text = std::fs::read_to_string(self.logs.path().join("scheduler")).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

/// Whether the scheduler knows both executors.
fn ready(port: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(format!("127.0.0.1:{port}")) else {
        return false;
    };
    let asked = stream.write_all(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.contains(" 200 ")
}

/// Events of every kind, with most of what can be wrong with them; always the same.
fn events() -> String {
    let mut state = 7_u64;
    let mut below = move |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % n
    };
    let mut out = String::new();
    for n in 0..EVENTS {
        let (day, hour, minute, second) = (below(92), below(24), below(60), below(60));
        let date = match day {
            0..31 => format!("2026-07-{:02}", day + 1),
            31..62 => format!("2026-08-{:02}", day - 30),
            _ => format!("2026-09-{:02}", day - 61),
        };
        let part = below(1_000_000);
        let ts = format!("{date}T{hour:02}:{minute:02}:{second:02}.{part:06}Z");
        let service = below(9);
        let at = format!(
            "\"ts\":\"{ts}\",\"service\":\"s{service}\",\"repo\":\"r{}\"",
            service / 2
        );
        // Few enough ids that some are told twice.
        let id = below(EVENTS / 8);
        let actor = below(30);
        let outcome =
            ["success", "success", "success", "failed"][usize::try_from(below(4)).unwrap()];
        let line = match n % 12 {
            0..3 => format!(
                "\"kind\":\"commit\",\"commit\":\"c{id}\",\"actor\":\"a-{actor}\",\"merge\":{}{}",
                below(9) == 0,
                if below(2) == 0 {
                    format!(",\"deploy_id\":\"d{}\"", id / 3)
                } else {
                    String::new()
                }
            ),
            3 | 4 => format!(
                "\"kind\":\"deploy\",\"deploy_id\":\"d{}\",\"commit\":\"c{id}\",\"version\":\"v{}\",\"outcome\":\"{outcome}\",\
                 \"environment\":\"{}\",\"rollback\":{},\"commits\":{}",
                id / 3,
                id / 5,
                if below(8) == 0 {
                    "staging"
                } else {
                    "Production"
                },
                below(25) == 0,
                below(5)
            ),
            5 => format!("\"kind\":\"pr_opened\",\"pr\":{id},\"actor\":\"a-{actor}\""),
            6 => format!(
                "\"kind\":\"pr_reviewed\",\"pr\":{id},\"actor\":\"a-{}\"",
                below(30)
            ),
            7 => format!("\"kind\":\"pr_merged\",\"pr\":{id},\"commit\":\"c{id}\""),
            8 => format!(
                "\"kind\":\"build_finished\",\"build_id\":\"b{n}\",\"outcome\":\"{outcome}\",\"duration_s\":{}.{part:06}",
                below(900)
            ),
            9 => match below(4) {
                0 => format!(
                    "\"kind\":\"incident_opened\",\"incident_id\":\"i{}\",\"severity\":\"high\",\"deploy_id\":\"d{}\"",
                    id / 3,
                    id / 3
                ),
                1 => format!(
                    "\"kind\":\"incident_opened\",\"incident_id\":\"i{}\",\"cause\":\"change\"",
                    id / 3
                ),
                2 => format!(
                    "\"kind\":\"incident_detected\",\"incident_id\":\"i{}\"",
                    id / 3
                ),
                _ => format!(
                    "\"kind\":\"incident_resolved\",\"incident_id\":\"i{}\"",
                    id / 3
                ),
            },
            10 => format!(
                "\"kind\":\"probe\",\"environment\":\"production\",\"outcome\":\"{}\",\"value\":{}.{part:06},\"unit\":\"ms\"",
                if below(20) == 0 { "down" } else { "up" },
                below(900) + 1
            ),
            _ => format!(
                "\"kind\":\"work_item_{}\",\"work_item\":\"w{id}\",\"type\":\"{}\"",
                ["opened", "started", "done"][usize::try_from(below(3)).unwrap()],
                ["feature", "bug", "rework"][usize::try_from(below(3)).unwrap()]
            ),
        };
        writeln!(out, "{{{at},{line}}}").unwrap();
    }
    out
}

fn request(folder: &Path, url: Option<&str>) -> Request {
    let path = folder.join("events.jsonl");
    std::fs::write(&path, events()).unwrap();
    let query = |id: &str, sql: &str| Query {
        id: id.to_owned(),
        sql: sql.to_owned(),
    };
    let interval = |id: &str, start: &str, end: &str| Interval {
        id: id.to_owned(),
        start: format!("{start}T00:00:00Z"),
        end: format!("{end}T00:00:00Z"),
    };
    Request {
        protocol: PROTOCOL,
        inputs: vec![Input {
            path,
            label: "events.jsonl".to_owned(),
            format: InputFormat::Jsonl,
            compression: Compression::None,
        }],
        services: (0..8).map(|n| format!("s{n}")).collect(),
        aliases: vec![Alias {
            name: "s8".to_owned(),
            service: "s7".to_owned(),
        }],
        environments: vec!["production".to_owned()],
        bots: vec!["a-3".to_owned()],
        horizon_seconds: 72 * 3600,
        zone: "Europe/Berlin".to_owned(),
        as_of: Some("2026-10-01T00:00:00Z".to_owned()),
        views: VIEWS
            .iter()
            .map(|view| query(view.name, view.sql))
            .collect(),
        intervals: vec![
            interval("quarter", "2026-07-01", "2026-10-01"),
            interval("2026-W30", "2026-07-20", "2026-07-27"),
        ],
        metrics: STANDARD.iter().map(|one| query(one.id, one.sql)).collect(),
        scopes: vec![Scope::Service, Scope::All],
        limits: Limits {
            memory_mb: 512,
            disk_mb: 2048,
            rows: 1000,
            threads: 2,
        },
        engine_url: url.map(str::to_owned),
        temp: PathBuf::new(),
    }
}

fn run(
    engine: &Path,
    folder: &Path,
    url: Option<&str>,
    hear: &mut dyn FnMut(&Message),
) -> Result<Vec<Message>, Vec<EngineFault>> {
    let stop = AtomicBool::new(false);
    let hold = Hold {
        time: TIME,
        stop: &stop,
        temp: folder,
    };
    let mut heard = Vec::new();
    let request = request(folder, url);
    Engine::at(engine).run(&request, hold, &mut |message| {
        hear(&message);
        heard.push(message);
    })?;
    Ok(heard)
}

/// What counts of an answer: figures, repairs, coverage and counts, without progress and the engine's name.
fn told(messages: &[Message]) -> Vec<String> {
    let line = |message: &Message| match message {
        Message::Progress { .. } => None,
        Message::Done {
            as_of,
            events,
            rows,
            ..
        } => Some(format!("{as_of:?} {events} {rows:?}")),
        other => Some(serde_json::to_string(other).unwrap()),
    };
    messages.iter().filter_map(line).collect()
}

/// What the verb writes.
const SNAPSHOT: &str = "data/snapshots/2026-Q3.yaml";

/// The pack that the cases of `collect/verb` lie over, with the events of this test beside its own: its services
/// under their names, the rest unknown to it.
fn pack() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/collect/verb/base.txt");
    let base = std::fs::read_to_string(base).unwrap();
    let mut files = Tree::unpack(&base).files;
    let mut events = events();
    for (id, service) in [
        ("s0", "shop"),
        ("s1", "till"),
        ("s2", "search"),
        ("s3", "pos"),
    ] {
        let named = |id: &str| format!("\"service\":\"{id}\"");
        events = events.replace(&named(id), &named(service));
    }
    files.insert("data/events/more.jsonl".to_owned(), events.into_bytes());
    for (path, bytes) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    dir
}

/// What `boardpack collect` leaves in a pack, and what it says; the line that names the engine apart.
fn collected(engine: &Path, url: Option<&str>) -> (Tree, String, String) {
    let pack = pack();
    let mut command = Command::new(env!("CARGO_BIN_EXE_boardpack"));
    command.args(["collect", "2026-Q3", "--as-of", "2026-10-02"]);
    if let Some(url) = url {
        command.args(["--engine", url]);
    }
    let output = command
        .env("BOARDPACK_ENGINE", engine)
        .env("COLUMNS", "120")
        .current_dir(pack.path())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{out}{err}");
    let mut tree = Tree::read(pack.path()).unwrap();
    let snapshot = text(tree.files.remove(SNAPSHOT).unwrap());
    let named: Vec<&str> = snapshot
        .lines()
        .filter_map(|line| line.strip_prefix("  engine: "))
        .collect();
    let [named] = &named[..] else {
        panic!("{snapshot}")
    };
    let kept = snapshot.replace(&format!("  engine: {named}\n"), "");
    let named = named.trim_matches('"').to_owned();
    tree.files.insert(SNAPSHOT.to_owned(), kept.into_bytes());
    (
        tree,
        format!("{out}{err}").replace(&named, "(engine)"),
        named,
    )
}

/// The whole verb, on the engine of this machine and on a cluster.
fn the_verb_leaves_the_same(embedded: &Path, engine: &Path, url: &str) {
    let (due, due_said, here) = collected(embedded, None);
    let (far, far_said, there) = collected(engine, Some(url));
    assert_eq!(there, format!("{here} on ballista"));
    let snapshot = |tree: &Tree| {
        let bytes = tree.files.get(SNAPSHOT).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    let due_lines = snapshot(&due);
    assert!(due_lines.lines().count() > 150, "{due_lines}");
    for (due, far) in due_lines.lines().zip(snapshot(&far).lines()) {
        assert_eq!(due, far);
    }
    assert!(
        due == far,
        "a file other than the snapshot, or its last line"
    );
    assert_eq!(due_said, far_said);
}

#[test]
fn a_cluster_gives_the_same_figures_to_the_digit() {
    let (Some(programs), Some(embedded)) = (ballista(), program::program()) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let due = told(&run(&embedded, folder.path(), None, &mut |_| {}).unwrap());
    assert!(due.len() > 400, "{}", due.len());

    let engine = programs.join("boardpack-engine");
    let here = told(&run(&engine, folder.path(), None, &mut |_| {}).unwrap());
    assert!(
        here == due,
        "the build with a cluster's client is another engine"
    );

    let cluster = Cluster::start(&programs);
    let far = run(&engine, folder.path(), Some(&cluster.url), &mut |_| {});
    let far = far.unwrap_or_else(|told| panic!("{told:?}\n{}", cluster.log()));
    same(&due, &told(&far));
    let named = far.iter().any(|message| {
        matches!(message, Message::Done { engine, .. } if engine.ends_with("on ballista"))
    });
    assert!(named);

    the_verb_leaves_the_same(&embedded, &engine, &cluster.url);

    // One of the two stands still while it has work to do, so that the query waits for it, and is killed.
    let [_, second] = &cluster.executors[..] else {
        unreachable!("two were started")
    };
    let (mut frozen, mut last, mut killed) = (None, Instant::now(), None);
    std::thread::scope(|scope| {
        let (tell, told_to) = std::sync::mpsc::channel::<()>();
        let killer = scope.spawn(move || {
            told_to.recv().ok()?;
            std::thread::sleep(Duration::from_secs(3));
            second.signal("-KILL");
            Some(Instant::now())
        });
        let mut heard_after = 0_u32;
        let far = run(&engine, folder.path(), Some(&cluster.url), &mut |message| {
            if let Message::Progress { stage, done, .. } = message
                && stage == "views"
                && *done == 3
                && frozen.is_none()
            {
                second.signal("-STOP");
                frozen = Some(Instant::now());
                tell.send(()).unwrap();
            } else if frozen.is_some_and(|at: Instant| at.elapsed() < Duration::from_millis(2800)) {
                heard_after += 1;
                last = Instant::now();
            }
        });
        drop(tell);
        killed = killer.join().unwrap();
        let far = far.unwrap_or_else(|told| panic!("{told:?}\n{}", cluster.log()));
        same(&due, &told(&far));
        assert!(
            heard_after <= 2,
            "the query did not wait for the executor that stood still"
        );
    });
    assert!(killed.is_some(), "nothing was killed");
}

fn same(due: &[String], far: &[String]) {
    for (due, far) in due.iter().zip(far) {
        assert_eq!(due, far);
    }
    assert_eq!(due.len(), far.len());
}

#[test]
fn a_cluster_that_is_not_there_is_told() {
    let Some(programs) = ballista() else { return };
    let engine = programs.join("boardpack-engine");
    let folder = tempfile::tempdir().unwrap();
    let nobody = format!("df://127.0.0.1:{}", port());
    for url in [
        nobody.as_str(),
        "http://localhost",
        "df://localhost",
        "df://:x",
        "",
    ] {
        let faults = run(&engine, folder.path(), Some(url), &mut |_| {}).unwrap_err();
        let [fault] = &faults[..] else {
            panic!("{faults:?}")
        };
        assert_eq!(fault.code, "engine-remote", "{url}: {fault:?}");
    }
    // The engine without a cluster's client says how to get the other.
    if let Some(embedded) = program::program().filter(|_| cfg!(feature = "engine")) {
        let faults = run(&embedded, folder.path(), Some(&nobody), &mut |_| {}).unwrap_err();
        assert_eq!(faults[0].code, "engine-remote");
        assert!(faults[0].help.contains("--features distributed"));
    }
}
