//! `boardpack collect` from packs with events to snapshots: each file of `collect/verb` is a pack laid over
//! `base.txt` and what is typed in it; beside it stands what was said and written (`BLESS=1` writes it).
//!
//! The engine is the binary of this build (feature `engine`), or the one that `BOARDPACK_ENGINE` names;
//! without either nothing is run; where `CI` is set that fails.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes packs, starts the program, says what it left out and stops at the first surprise"
)]

#[path = "collect/program.rs"]
mod program;

use boardpack::load::Tree;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAMME: &str = env!("CARGO_BIN_EXE_boardpack");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/collect/verb")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

/// A pack on disk, and the program that counts for it.
struct Pack {
    dir: tempfile::TempDir,
    engine: PathBuf,
}

impl Pack {
    /// The base with other files over it; what is to be typed, line by line.
    fn over(base: &str, case: &str, engine: &Path) -> (Self, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        let mut typed = Vec::new();
        for files in [base, case] {
            for (path, bytes) in Tree::unpack(files).files {
                let text = format!("{}\n", String::from_utf8(bytes).unwrap().trim_end());
                if path == "$" {
                    typed = text.lines().map(str::to_owned).collect();
                    continue;
                }
                let path = dir.path().join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
        }
        let engine = engine.to_owned();
        (Self { dir, engine }, typed)
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let output = Command::new(PROGRAMME)
            .args(args)
            .env("BOARDPACK_ENGINE", &self.engine)
            .env("COLUMNS", "120")
            .current_dir(self.dir.path())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            output.status.code().unwrap(),
            text(output.stdout),
            text(output.stderr),
        )
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dir.path().join(path)).unwrap()
    }

    /// Everything in it but the events.
    fn files(&self) -> Tree {
        Tree::read(self.dir.path()).unwrap()
    }

    /// `edit PATH BEFORE => AFTER`, where `@` begins a line.
    fn edit(&self, rest: &str) {
        let (path, change) = rest.split_once(' ').unwrap();
        let (before, after) = change.split_once(" => ").unwrap();
        let text = self.read(path);
        assert!(text.contains(before), "{path} has no {before:?}");
        let text = text.replacen(before, &after.replace('@', "\n"), 1);
        fs::write(self.dir.path().join(path), text).unwrap();
    }

    /// What comes of a line that is typed, as it is shown: which views and which engine it was is no part of it.
    fn typed(&self, line: &str) -> String {
        let told = self.answered(line);
        let views = regex::Regex::new("views: [0-9a-f\"]{12,14}").unwrap();
        let engine = regex::Regex::new("datafusion [0-9]+[.][0-9]+[.][0-9]+").unwrap();
        let told = views.replace_all(&told, "views: (of today)");
        engine
            .replace_all(&told, "datafusion (of today)")
            .into_owned()
    }

    fn answered(&self, line: &str) -> String {
        if let Some(rest) = line.strip_prefix("edit ") {
            self.edit(rest);
            return format!("$ {line}\n\n");
        }
        if let Some(path) = line.strip_prefix("show ") {
            let there = self.dir.path().join(path).exists();
            let text = if there {
                self.read(path)
            } else {
                "(none)\n".to_owned()
            };
            return format!("$ {line}\n{text}\n");
        }
        let before = self.files();
        let (code, out, err) =
            self.run(&words(line).iter().map(String::as_str).collect::<Vec<_>>());
        let shown = |text: &str| {
            text.lines()
                .map(|line| format!("{}\n", line.trim_end()))
                .collect::<String>()
        };
        let mut told = format!("$ boardpack {line}\n{}{}", shown(&err), shown(&out));
        if code != 0 {
            let _ = writeln!(told, "(exit {code})");
            assert_eq!(self.files(), before, "{line} failed and left something");
        }
        told.push('\n');
        told
    }
}

/// Words of a line; quotes keep some together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(n, part)| match n % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

#[test]
fn what_is_collected_reads_as_it_was_written() {
    let Some(engine) = program::program() else {
        return;
    };
    let base = text("base.txt");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .filter(|path| !path.ends_with("base.txt"))
        .collect();
    cases.sort();
    assert!(cases.len() > 5);
    let mut wrong = Vec::new();
    for path in cases {
        let (pack, typed) = Pack::over(&base, &fs::read_to_string(&path).unwrap(), &engine);
        assert!(!typed.is_empty(), "{} types nothing", path.display());
        let told: String = typed.iter().map(|line| pack.typed(line)).collect();
        let golden = path.with_extension("out");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&golden, &told).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if told != expected {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let mut lines = told.lines().zip(expected.lines());
            let first = lines.position(|(one, two)| one != two);
            wrong.push(format!("{name}.out, from line {first:?}:\n{told}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "BLESS=1 accepts; review the diff\n{}",
        wrong.join("\n")
    );
}

/// What is told of one query in place of the deployments', within a limit.
fn hostile(engine: &Path, sql: &str, limits: &[&str]) -> String {
    let (pack, _) = Pack::over(&text("base.txt"), "", engine);
    let path = "content/metrics/deployments.md";
    let metric = pack.read(path);
    let (head, rest) = metric.split_once("```sql\n").unwrap();
    let (_, tail) = rest.split_once("\n```").unwrap();
    // Bounded by the period, as every query must be that is run.
    let sql = format!("{sql} where $start < $end");
    fs::write(
        pack.dir.path().join(path),
        format!("{head}```sql\n{sql}\n```{tail}"),
    )
    .unwrap();
    let before = pack.files();
    let mut args = vec![
        "collect",
        "2026-Q3",
        "--as-of",
        "2026-10-02",
        "--format",
        "short",
    ];
    args.extend(limits);
    let begun = std::time::Instant::now();
    let (code, out, err) = pack.run(&args);
    assert!(
        begun.elapsed().as_secs() < 60,
        "{sql} took {:?}",
        begun.elapsed()
    );
    assert_ne!(code, 0, "{sql}: {out}");
    assert_eq!(pack.files(), before, "{sql} left something");
    err
}

#[test]
fn a_query_that_never_ends_or_explodes_is_stopped() {
    let Some(engine) = program::program() else {
        return;
    };
    let told = hostile(
        &engine,
        "with recursive r as (select 1 as n union all select n + 1 from r) \
         select 'shop' as service, count(*) as value from r",
        &["--time-limit", "2"],
    );
    assert!(
        told.contains("error[engine-time]: the engine took longer than 2 seconds"),
        "{told}"
    );
    let told = hostile(
        &engine,
        "select 'shop' as service, array_length(array_agg(repeat('x', 1000) order by value desc)) as value \
         from range(100000000)",
        &["--memory-limit", "64"],
    );
    assert!(told.contains("error[engine-memory]"), "{told}");
    let told = hostile(
        &engine,
        "select cast(value as varchar) as service, 1 as value from range(100000000)",
        &[],
    );
    assert!(
        told.contains("deployments.md:45:1: error[engine-rows]"),
        "{told}"
    );
    // It reaches for nothing that is not an event.
    for reach in [
        "'/etc/passwd'",
        "information_schema.tables",
        "read_csv('/etc/passwd')",
    ] {
        let told = hostile(
            &engine,
            &format!("select 'shop' as service, 1 as value from {reach}"),
            &[],
        );
        assert!(
            told.contains("deployments.md:") && told.contains("error[engine-query]"),
            "{told}"
        );
    }
}

#[test]
fn events_that_exhaust_a_reader_are_told_at_their_place() {
    let Some(engine) = program::program() else {
        return;
    };
    let told = |name: &str, bytes: &[u8]| {
        let (pack, _) = Pack::over(&text("base.txt"), "", &engine);
        let path = pack.dir.path().join("data/events").join(name);
        fs::write(path, bytes).unwrap();
        let (code, _, err) = pack.run(&["collect", "2026-Q3", "--format", "short"]);
        assert_eq!(code, 1, "{err}");
        err
    };
    let long = told("z.jsonl", "x".repeat(40 << 20).as_bytes());
    assert!(
        long.starts_with("data/events/z.jsonl:1:1: error[event-line]"),
        "{long}"
    );
    let latin = told(
        "z.jsonl",
        b"{\"ts\":\"2026-07-08T09:00:00Z\",\"kind\":\"deploy\",\n\"service\":\"caf\xe9\"}\n",
    );
    assert!(latin.contains("error[event-"), "{latin}");
    let deep = format!(
        "{{\"ts\":\"2026-07-08T09:00:00Z\",\"kind\":\"x\",\"y\":{}}}",
        "[".repeat(100_000)
    );
    let deep = told("z.jsonl", deep.as_bytes());
    // Further in than a line is shown.
    assert!(
        deep.starts_with("error[event-syntax]: data/events/z.jsonl, line 1, column 1000"),
        "{deep}"
    );
    let not_packed = told("z.jsonl.gz", b"{}");
    assert!(
        not_packed.contains("error[engine-input]") && not_packed.contains("data/events/z.jsonl.gz"),
        "{not_packed}"
    );
}

/// A restated quarter is two files. The limit on the size of a file ends the program with a signal in the middle
/// of the larger one, the snapshot.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_between_two_files_is_finished_by_the_same_command() {
    let Some(engine) = program::program() else {
        return;
    };
    let case = text("published.txt");
    let (pack, typed) = Pack::over(&text("base.txt"), &case, &engine);
    for line in &typed[..2] {
        assert!(!pack.answered(line).contains("(exit"), "{line}");
    }
    // More than anything that the engine writes.
    let snapshot = "data/snapshots/2026-Q3.yaml";
    let long = format!("# {}\n{}", "x".repeat(900_000), pack.read(snapshot));
    fs::write(pack.dir.path().join(snapshot), &long).unwrap();
    pack.edit(typed[3].strip_prefix("edit ").unwrap());
    let command = words(&typed[5]);
    assert!(typed[5].contains("--cause"), "{}", typed[5]);
    let killed = Command::new("sh")
        .args([
            "-c",
            "ulimit -c 0; ulimit -f 1000; exec \"$@\"",
            "sh",
            PROGRAMME,
        ])
        .args(&command)
        .env("BOARDPACK_ENGINE", &engine)
        .current_dir(pack.dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&killed.stderr);
    assert_eq!(killed.status.code(), None, "it was not killed: {said}");
    assert_eq!(pack.read(snapshot), long);
    let restated = pack.read("data/restatements.yaml");
    assert_eq!(restated.matches("cause: correction").count(), 4);
    let (code, out, err) = pack.run(&["check", "--format", "short"]);
    assert_eq!(code, 1, "{err}");
    let told = format!("{out}{err}");
    assert_eq!(told.matches("published-value-changed").count(), 4, "{told}");
    let (_, out, err) = pack.run(&["check"]);
    assert!(
        format!("{out}{err}")
            .contains("where `boardpack collect 2026-Q3` was cut short, run it again"),
        "{out}{err}"
    );
    // The reason is told already: the same command, or one without it.
    let plain: Vec<&str> = words_of_collect(&command);
    assert_eq!(pack.run(&plain).0, 0);
    assert_eq!(pack.run(&["check"]).0, 0);
    assert_eq!(pack.read("data/restatements.yaml"), restated);
    // The other way round, by hand: the snapshot is there and what was said of it is not.
    fs::remove_file(pack.dir.path().join("data/restatements.yaml")).unwrap();
    let (code, _, err) = pack.run(&plain);
    assert_eq!(code, 1);
    assert!(err.contains("collect-published"), "{err}");
    let again: Vec<&str> = command.iter().map(String::as_str).collect();
    assert_eq!(pack.run(&again).0, 0);
    assert_eq!(pack.read("data/restatements.yaml"), restated);
    assert_eq!(pack.run(&["check"]).0, 0);
}

/// A line of `collect` without its reason.
fn words_of_collect(command: &[String]) -> Vec<&str> {
    let cause = command.iter().position(|word| word == "--cause").unwrap();
    command[..cause].iter().map(String::as_str).collect()
}

#[test]
fn an_event_of_another_century_is_told() {
    let Some(engine) = program::program() else {
        return;
    };
    let (pack, _) = Pack::over(&text("base.txt"), "", &engine);
    let late = "{\"ts\":\"2199-07-08T09:00:00Z\",\"kind\":\"deploy\",\"service\":\"shop\"}\n";
    fs::write(pack.dir.path().join("data/events/late.jsonl"), late).unwrap();
    let collect = ["collect", "2026-Q3", "--dry-run", "--format", "short"];
    let (_, _, err) = pack.run(&collect);
    assert!(
        err.contains("warning[collect-lies-ahead]: the latest event is of 2199-07-08"),
        "{err}"
    );
    let (_, out, err) = pack.run(&[&collect[..], &["--as-of", "2026-10-02"]].concat());
    assert!(!err.contains("collect-lies-ahead"), "{err}");
    assert!(
        out.contains("first: \"data/events/late.jsonl:1\"") || err.contains("late.jsonl:1"),
        "{out}{err}"
    );
}

#[test]
fn without_the_engine_it_says_how_to_get_it() {
    let engine = Path::new("/nowhere/boardpack-engine");
    let (pack, _) = Pack::over(&text("base.txt"), "", engine);
    let before = pack.files();
    let (code, out, err) = pack.run(&["collect", "2026-Q3"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("cargo install boardpack --features engine"),
        "{err}"
    );
    assert_eq!(pack.files(), before);
    // All other verbs do without.
    assert_eq!(pack.run(&["check"]).0, 1);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_both_programs_and_leaves_nothing() {
    let Some(engine) = program::program() else {
        return;
    };
    let (pack, _) = Pack::over(&text("base.txt"), "", &engine);
    pack.edit(
        "content/metrics/deployments.md select service, count(*) as value => with recursive r as \
         (select 1 as n union all select n + 1 from r where $start < $end) select 'shop' as service, (select \
         count(*) from r) as value",
    );
    let temp = tempfile::tempdir().unwrap();
    let child = Command::new(PROGRAMME)
        .args(["collect", "2026-Q3"])
        .env("BOARDPACK_ENGINE", &engine)
        .env("TMPDIR", temp.path())
        .current_dir(pack.dir.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let made = || fs::read_dir(temp.path()).unwrap().count();
    for _ in 0..200 {
        if made() > 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(made(), 1, "it did not begin");
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("the run was stopped"), "{told}");
    assert_eq!(made(), 0, "the temporary folder is left");
}

/// A clone with two commits and one tag, always the same.
fn clone(dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    let git = |args: &[&str], day: &str| {
        let mut command = Command::new("git");
        command.args(args).current_dir(dir);
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "A")
                .env(format!("GIT_{who}_EMAIL"), "a@example.org");
            command.env(format!("GIT_{who}_DATE"), format!("{day}T09:00:00Z"));
        }
        command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    git(&["init", "-q", "-b", "main"], "2026-07-01");
    for day in ["2026-07-08", "2026-08-05"] {
        fs::write(dir.join("file"), day).unwrap();
        git(&["add", "file"], day);
        git(&["commit", "-q", "-m", day], day);
    }
    git(&["tag", "v1"], "2026-08-05");
}

#[test]
fn a_clone_is_counted_in_one_command_and_shown_in_one_more() {
    let Some(engine) = program::program() else {
        return;
    };
    let (pack, _) = Pack::over(&text("base.txt"), "", &engine);
    clone(&pack.dir.path().join("clones/shop"));
    let collect = [
        "collect",
        "2026-Q3",
        "--as-of",
        "2026-10-02",
        "--git",
        "clones/shop",
    ];
    let trunk = [&collect[..], &["--trunk"]].concat();
    let (code, out, err) = pack.run(&trunk);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("deployments of shop: nothing → 2"), "{out}");
    let snapshot = pack.read("data/snapshots/2026-Q3.yaml");
    assert!(snapshot.contains("\n    \"shop@"), "{snapshot}");
    assert!(!snapshot.contains("data/events"), "{snapshot}");
    // Nothing of it stays but the figures, and they come out the same again.
    assert!(!pack.dir.path().join("data/events/.key").exists());
    assert!(pack.run(&trunk).1.contains("stays as it is"));
    let (code, _, err) = pack.run(&["build", "-q", "--output", "site"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        pack.dir.path().join("site/2026-Q3/index.html").exists()
            || pack.dir.path().join("site/index.html").exists()
    );
    // With the pack's own events beside, and deployments by tags.
    let both = [
        &collect[..],
        &[
            "--deploy-tags",
            "v*",
            "--events",
            "data/events",
            "--dry-run",
        ],
    ]
    .concat();
    let (code, out, err) = pack.run(&both);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("in 2 files"), "{out}");
    // How it was deployed, a repository does not know.
    assert_eq!(pack.run(&collect).0, 2);
    let nobody = [&collect[..5], &["clones", "--trunk"]].concat();
    let (code, _, err) = pack.run(&nobody);
    assert_eq!(code, 1, "{err}");
    assert!(
        err.contains("no service of the pack is called `clones`"),
        "{err}"
    );
}

#[test]
fn from_a_clone_and_an_empty_folder_to_pages() {
    let Some(engine) = program::program() else {
        return;
    };
    let (pack, _) = Pack::over("", "", &engine);
    clone(&pack.dir.path().join("project"));
    let fine = |args: &[&str]| {
        let (code, out, err) = pack.run(args);
        assert_eq!(code, 0, "{args:?}: {err}");
        out
    };
    fine(&["init", "--events", "--organisation", "Larkspur", "pack"]);
    let out = fine(&[
        "collect",
        "2026-Q3",
        "pack",
        "--git",
        "project",
        "--trunk",
        "--as-of",
        "2026-10-02",
    ]);
    assert!(
        out.contains("deployment-frequency of shop: nothing → 2"),
        "{out}"
    );
    fine(&["build", "pack"]);
    let page = pack.read("pack/public/2026-Q3/index.html");
    assert!(page.contains("Deployment frequency"));
}

/// The page names the services of which a metric has no figure, and so does `report.json`.
#[test]
fn a_page_says_of_which_services_nothing_is_known() {
    let Some(engine) = program::program() else {
        return;
    };
    let (pack, _) = Pack::over(&text("base.txt"), &text("published.txt"), &engine);
    for args in [
        &["collect", "2026-Q3", "--as-of", "2026-10-02", "-q"][..],
        &["build", ".", "-o", "site", "-q"],
    ] {
        let (code, _, err) = pack.run(args);
        assert_eq!(code, 0, "{args:?}: {err}");
    }
    let page = pack.read("site/index.html");
    let (_, part) = page.split_once("id=\"from-events\"").unwrap();
    let said = part.matches("Not known of Search: nothing was read that would tell.");
    assert_eq!(said.count(), 3);
    assert!(part.contains("Not known of Till and Search: nothing was read that would tell."));
    let report = pack.read("site/report.json");
    assert_eq!(report.matches("\"not_known_of\"").count(), 4, "{report}");
}
