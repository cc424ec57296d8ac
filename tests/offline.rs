//! The tool opens no network connection: every verb runs under the eyes of `strace`, which writes down
//! each socket that it or a program it starts asks the system for.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests look at the disk, call strace, say what they leave out and may fail"
)]

use boardpack::paper;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const PROGRAMME: &str = env!("CARGO_BIN_EXE_boardpack");

/// Runs under strace; exit code and what was asked of the network.
fn watched(dir: &Path, programme: &str, args: &[&str]) -> (Option<i32>, String) {
    seen(dir, &["trace=%network"], programme, args)
}

/// The same, with what is watched.
fn seen(dir: &Path, what: &[&str], programme: &str, args: &[&str]) -> (Option<i32>, String) {
    let log = dir.join("network.log");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e"])
        .args(what)
        .arg("-o")
        .arg(&log);
    command.arg(programme).args(args).current_dir(dir);
    let output = command.output().unwrap();
    let asked = fs::read_to_string(&log).unwrap_or_default();
    (output.status.code(), asked)
}

fn can_watch() -> bool {
    let dir = tempfile::tempdir().unwrap();
    let there = Command::new("strace").arg("-V").output().is_ok()
        && watched(dir.path(), "true", &[]).0 == Some(0);
    assert!(
        there || std::env::var_os("CI").is_none(),
        "cannot use strace"
    );
    if !there {
        eprintln!("left out: there is no strace, or it may not watch");
    }
    there
}

/// Lines that name a family of addresses that leaves the machine, or could.
fn connections(asked: &str) -> Vec<&str> {
    let lines = asked.lines();
    lines
        .filter(|line| line.contains("AF_") && !line.contains("AF_UNIX"))
        .collect()
}

/// A repository with one commit and a place that it could fetch from.
fn repository(dir: &Path) {
    fs::create_dir(dir).unwrap();
    let identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
    for words in [
        &["init", "-q"][..],
        &["remote", "add", "origin", "https://example.org/x.git"],
        &["commit", "-q", "--allow-empty", "-m", "x"],
    ] {
        let mut git = Command::new("git");
        let done = git.args(identity).args(words).current_dir(dir).status();
        assert!(done.unwrap().success(), "{words:?}");
    }
}

/// A pack gets a query that asks for a period, and events.
fn counted(pack: &Path) {
    let path = pack.join("content/metrics/deployment-frequency.md");
    let text = fs::read_to_string(&path).unwrap();
    let query = boardpack::collect::Standard::of("deployment-frequency")
        .unwrap()
        .query();
    fs::write(&path, format!("{text}\n## Query\n\n```sql\n{query}```\n")).unwrap();
    let event =
        r#"{"ts":"2026-07-08T09:00:00Z","kind":"deploy","service":"checkout","outcome":"success"}"#;
    fs::create_dir_all(pack.join("data/events")).unwrap();
    fs::write(pack.join("data/events/log.jsonl"), event).unwrap();
}

#[test]
fn no_verb_opens_a_network_connection() {
    if !can_watch() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    // That the watch sees what it must.
    let look = "exec 3<>/dev/tcp/127.0.0.1/1";
    let (_, asked) = watched(dir.path(), "bash", &["-c", look]);
    assert!(
        !connections(&asked).is_empty(),
        "strace saw nothing: {asked}"
    );

    let mut seen = BTreeSet::from(["help".to_owned()]);
    let mut ask = |args: &[&str], codes: &[i32]| {
        let (code, asked) = watched(dir.path(), PROGRAMME, args);
        assert!(
            codes.contains(&code.unwrap()),
            "{args:?} ended with {code:?}"
        );
        assert_eq!(connections(&asked), Vec::<&str>::new(), "{args:?}");
        seen.insert(args[0].to_owned());
    };
    ask(&["init", "pack", "--offline"], &[0]);
    ask(
        &[
            "init",
            "--empty",
            "--organisation",
            "Larkspur",
            "--period",
            "2026-Q2",
            "least",
        ],
        &[0],
    );
    ask(&["check", "pack", "--offline"], &[0]);
    ask(&["build", "pack", "--slides", "--single-file"], &[0]);
    ask(
        &["build", "pack", "--audience", "board", "-o", "board"],
        &[0],
    );
    ask(&["verify", "pack/public"], &[0]);
    ask(&["diff", "2026-Q2", "2026-Q3", "--root", "pack"], &[0]);
    ask(
        &[
            "publish",
            "2026-Q2",
            "--on",
            "2026-07-20",
            "--root",
            "least",
        ],
        &[0, 1],
    );
    ask(
        &[
            "restate",
            "2026-Q2",
            "--cause",
            "correction",
            "--why",
            "It was wrong.",
            "--root",
            "pack",
        ],
        &[0, 1],
    );
    ask(&["new", "2026-Q4", "--root", "pack"], &[0]);
    ask(&["schema", "--root", "pack"], &[0]);
    ask(&["import", "sloth", "pack/data/pack.yaml"], &[0, 1]);
    repository(&dir.path().join("clone"));
    ask(&["events", "git", "clone", "--trunk"], &[0]);
    // Nothing of the sample is counted from events; a metric more is, where there is an engine.
    ask(&["collect", "2026-Q3", "pack", "--dry-run"], &[1]);
    counted(&dir.path().join("pack"));
    ask(&["collect", "2026-Q3", "pack", "--dry-run"], &[0, 2]);
    // An address is the engine's business; without any, or with one that reads no stores, nobody is asked.
    let bucket = [
        "collect",
        "2026-Q3",
        "pack",
        "--events",
        "s3://larkspur/q3/",
        "--dry-run",
    ];
    ask(&bucket, &[2]);
    ask(&["explain", "wrong-week"], &[0]);
    ask(&["templates", "list", "--root", "pack"], &[0]);
    ask(&["templates", "eject", "pack.html", "--root", "pack"], &[0]);
    ask(&["completions", "bash"], &[0]);
    ask(&["man", "--output", "man"], &[0]);

    // None is forgotten; `serve` listens on this machine, which its own tests hold it to.
    let help = Command::new(PROGRAMME).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    for line in list.lines().filter(|line| !line.starts_with("   ")) {
        let verb = line.split_whitespace().next().unwrap();
        assert!(
            verb == "serve" || seen.contains(verb),
            "`{verb}` was not watched"
        );
    }
}

/// Crates that speak to the network for others.
const CLIENTS: &[&str] = &[
    "curl",
    "h2",
    "hyper",
    "hyper-util",
    "isahc",
    "native-tls",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "tonic",
    "ureq",
];

/// Which of them a set of features is built of; `None` where its crates are not all here.
fn clients(features: &str) -> Option<BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap();
    let output = Command::new(cargo)
        .args(["tree", "--offline", "--locked", "--edges", "normal,build"])
        .args([
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--features",
            features,
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() || std::env::var_os("CI").is_none(),
        "{told}"
    );
    if !output.status.success() {
        eprintln!("left out: cargo does not have the crates of `{features}`: {told}");
        return None;
    }
    let crates = String::from_utf8(output.stdout).unwrap();
    let names = crates.lines().filter_map(|line| line.split(' ').next());
    let known = names.filter(|name| CLIENTS.contains(name));
    Some(known.map(str::to_owned).collect())
}

#[test]
fn only_an_engine_that_reads_stores_has_a_client_of_the_network() {
    let none = BTreeSet::new();
    assert_eq!(clients("").unwrap(), none, "of what `boardpack` is built");
    // Who tests the program alone has no crates of the engine.
    if let Some(engine) = clients("engine") {
        assert_eq!(engine, none, "of what the engine is built");
    }
    // A cluster is spoken to by gRPC, never by TLS or redirects.
    if let Some(distributed) = clients("distributed") {
        for client in ["reqwest", "rustls", "openssl-sys", "native-tls"] {
            assert!(!distributed.contains(client), "{client}");
        }
    }
    if let Some(stores) = clients("stores") {
        assert!(stores.contains("reqwest"), "that the look sees one");
        for client in ["openssl-sys", "native-tls", "curl", "tonic"] {
            assert!(!stores.contains(client), "{client}");
        }
    }
}

/// With `-yy` each descriptor is followed by what it is.
const SENDING: &[&str] = &[
    "trace=socket,connect,sendto,sendmsg,sendmmsg,write,writev",
    "-yy",
];

/// Lines in which something leaves, or could: a stream to another address, or bytes on a socket of the
/// network. A datagram socket that is only given an address asks the machine for its way there and sends
/// nothing; browsers do so to see whether there is one.
fn sent(seen: &str) -> Vec<&str> {
    let network = |line: &&str| {
        let stream = line.contains("AF_INET") && line.contains("SOCK_STREAM");
        let descriptor = line.split(['<', '(']).any(|of| {
            let kinds = ["TCP", "UDP", "RAW", "PING"];
            kinds.iter().any(|kind| of.starts_with(kind))
        });
        let asked = line.contains("connect") || line.contains("socket");
        stream || (descriptor && !asked)
    };
    seen.lines().filter(network).collect()
}

#[test]
fn the_browser_that_prints_sends_nothing() {
    if !can_watch() {
        return;
    }
    let there = paper::find(None).is_ok();
    assert!(there || std::env::var_os("CI").is_none(), "no chromium");
    if !there {
        eprintln!("left out: no browser prints here, so none is watched");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    // That the watch sees what it must: a stream that is begun, a datagram that is sent.
    for look in ["exec 3<>/dev/tcp/127.0.0.1/1", "echo >/dev/udp/127.0.0.1/9"] {
        let (_, seen) = seen(dir.path(), SENDING, "bash", &["-c", look]);
        assert!(!sent(&seen).is_empty(), "strace saw nothing: {seen}");
    }

    let made = Command::new(PROGRAMME)
        .args(["init", "pack"])
        .current_dir(dir.path())
        .stdout(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let print = |file| ["build", "pack", "--pdf-only", "--output", file];
    let (code, seen) = seen(dir.path(), SENDING, PROGRAMME, &print("watched.pdf"));
    assert_eq!(code, Some(0));
    assert!(seen.contains("AF_"), "the browser was not watched");
    assert_eq!(sent(&seen), Vec::<&str>::new());

    // Where there is no network at all, not even to this machine, it prints the same.
    let walled = || {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--net"]);
        command.current_dir(dir.path());
        command
    };
    if !walled()
        .arg("true")
        .output()
        .is_ok_and(|o| o.status.success())
    {
        eprintln!("left out: nothing can be run without a network here");
        return;
    }
    let reach = "exec 3<>/dev/udp/192.0.2.1/9";
    let reached = walled().args(["bash", "-c", reach]).output().unwrap();
    assert!(!reached.status.success(), "there is a network in there");
    let printed = walled().arg(PROGRAMME).args(print("walled.pdf")).output();
    let printed = printed.unwrap();
    assert!(printed.status.success(), "{printed:?}");
    let read = |name: &str| fs::read(dir.path().join(name)).unwrap();
    assert!(
        read("watched.pdf") == read("walled.pdf"),
        "another PDF without a network"
    );
}
