//! The tool opens no network connection: every verb runs under the eyes of `strace`, which writes down
//! each socket that it or a program it starts asks the system for.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests look at the disk, call strace, say what they leave out and may fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const PROGRAMME: &str = env!("CARGO_BIN_EXE_boardpack");

/// Runs under strace; exit code and what was asked of the network.
fn watched(dir: &Path, programme: &str, args: &[&str]) -> (Option<i32>, String) {
    let log = dir.join("network.log");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e", "trace=%network", "-o"])
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
