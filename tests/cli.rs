//! The programme as it is typed: exit codes, streams, formats. Nothing about content.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The programme in a folder, with nothing of this machine's environment.
fn boardpack(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boardpack"));
    command.current_dir(dir).env_clear();
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    boardpack(dir).args(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// The smallest whole pack, which breaks no rule, on disk.
fn base() -> tempfile::TempDir {
    let dir = folder();
    lay(dir.path(), &boardpack::load::base_pack());
    dir
}

fn lay(dir: &Path, tree: &boardpack::load::Tree) {
    for (path, bytes) in &tree.files {
        let file = dir.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            let path = e.path().strip_prefix(root).unwrap();
            (
                path.to_str().unwrap().to_owned(),
                fs::read(e.path()).unwrap(),
            )
        })
        .collect()
}

#[test]
fn init_check_build_give_a_site() {
    let dir = folder();
    let init = run(dir.path(), &["init", "q3"]);
    assert_eq!(init.status.code(), Some(0), "{}", err(&init));
    assert!(out(&init).contains("boardpack build"), "{}", out(&init));
    let pack = dir.path().join("q3");
    assert_eq!(
        fs::read_to_string(pack.join(".gitignore")).unwrap(),
        "/public\n/board\n.public.boardpack-*\n.board.boardpack-*\n"
    );
    let check = run(&pack, &["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", err(&check));
    let build = run(&pack, &["build"]);
    assert_eq!(build.status.code(), Some(0), "{}", err(&build));
    assert!(out(&build).starts_with("built "), "{}", out(&build));
    assert!(out(&build).contains(" into public/ in "), "{}", out(&build));
    let first = tree(&pack.join("public"));
    assert!(first.contains_key("index.html") && first.contains_key("manifest.json"));
    // Elsewhere, later, from another folder: the same bytes.
    let again = run(dir.path(), &["build", "q3", "-o", "other/site"]);
    assert_eq!(again.status.code(), Some(0), "{}", err(&again));
    assert_eq!(tree(&dir.path().join("other/site")), first);
}

/// Neither where the pack lies, nor the clock's zone, the language, a terminal's width or the
/// number of processors is an input.
#[test]
fn a_site_is_the_same_bytes_wherever_it_is_built() {
    let sample = folder();
    assert_eq!(run(sample.path(), &["init", "pack"]).status.code(), Some(0));
    let built = |place: &str, mut command: Command| {
        let at = sample.path().join(place);
        let made = command.current_dir(&at).arg("build").output().unwrap();
        assert_eq!(made.status.code(), Some(0), "{}", err(&made));
        tree(&at.join("public"))
    };
    let plain = built("pack", boardpack(sample.path()));
    let elsewhere = "another place/täglich/pack";
    fs::create_dir_all(sample.path().join("another place/täglich")).unwrap();
    fs::rename(sample.path().join("pack"), sample.path().join(elsewhere)).unwrap();
    fs::remove_dir_all(sample.path().join(elsewhere).join("public")).unwrap();
    let mut other = Command::new(env!("CARGO_BIN_EXE_boardpack"));
    // One processor, where there is a command to ask for it.
    let pinned = Command::new("taskset").args(["-c", "0", "true"]).status();
    if pinned.is_ok_and(|status| status.success()) {
        other = Command::new("taskset");
        other.args(["-c", "0", env!("CARGO_BIN_EXE_boardpack")]);
    }
    other.env("TZ", "Pacific/Kiritimati").env("COLUMNS", "40");
    other
        .env("LANG", "de_DE.UTF-8")
        .env("LC_ALL", "tr_TR.UTF-8");
    let again = built(elsewhere, other);
    assert!(plain.len() > 100, "{} files", plain.len());
    let paths = plain.keys().chain(again.keys());
    let differing: Vec<_> = paths.filter(|p| plain.get(*p) != again.get(*p)).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn init_shows_how_a_brand_is_given() {
    let dir = folder();
    let init = run(
        dir.path(),
        &["init", "--empty", "--organisation", "Larkspur", "own"],
    );
    assert_eq!(init.status.code(), Some(0), "{}", err(&init));
    let pack = dir.path().join("own");
    let settings = pack.join("data/pack.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    let (rest, brand) = text.split_once("# brand:\n").unwrap();
    let brand: String = brand
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("# ").unwrap()))
        .collect();
    // The colour holds as it stands; a logo and a typeface are asked for by their names.
    let (colour, files) = brand.split_once('\n').unwrap();
    fs::write(&settings, format!("{rest}brand:\n{colour}\n")).unwrap();
    let check = run(&pack, &["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", err(&check));
    assert!(!err(&check).contains("accent"), "{}", err(&check));
    fs::write(&settings, format!("{rest}brand:\n{colour}\n{files}")).unwrap();
    let check = run(&pack, &["check"]);
    assert_eq!(check.status.code(), Some(1), "{}", err(&check));
    for file in ["logo.svg", "Brand-Regular.woff2", "OFL.txt"] {
        let told = format!("{}{}", out(&check), err(&check));
        assert!(told.contains(file), "{file}: {told}");
    }
}

#[test]
fn init_replaces_nothing() {
    let dir = folder();
    fs::create_dir_all(dir.path().join("data")).unwrap();
    fs::write(dir.path().join("data/pack.yaml"), "mine").unwrap();
    let before = tree(dir.path());
    let init = run(dir.path(), &["init"]);
    assert_eq!(init.status.code(), Some(1));
    assert!(err(&init).contains("data/pack.yaml"), "{}", err(&init));
    assert_eq!(out(&init), "");
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn init_keeps_a_gitignore() {
    let dir = folder();
    fs::write(dir.path().join(".gitignore"), "mine").unwrap();
    let init = run(
        dir.path(),
        &["init", "--empty", "--organisation", "A: \"B\""],
    );
    assert_eq!(init.status.code(), Some(0), "{}", err(&init));
    assert!(out(&init).contains("/public"));
    assert_eq!(fs::read(dir.path().join(".gitignore")).unwrap(), b"mine");
    let build = run(dir.path(), &["build", "--quiet"]);
    assert_eq!(
        (build.status.code(), out(&build)),
        (Some(0), String::new()),
        "{}",
        err(&build)
    );
}

#[test]
fn init_begins_no_pack_that_is_wrong_from_the_start() {
    let dir = folder();
    let events = |service| {
        vec![
            "init",
            "own",
            "--events",
            "--organisation",
            "A",
            "--service",
            service,
        ]
    };
    for (args, said) in [
        (
            vec!["init", "own", "--empty", "--organisation", " "],
            "`organisation` is empty",
        ),
        (events("Web shop"), "write `web-shop`"),
        (
            [events("shop"), vec!["--service", "shop"]].concat(),
            "`shop` is given twice",
        ),
    ] {
        let init = run(dir.path(), &args);
        assert_eq!(init.status.code(), Some(1), "{args:?}: {}", err(&init));
        assert!(err(&init).contains(said), "{args:?}: {}", err(&init));
        assert!(!dir.path().join("own").exists(), "{args:?}");
    }
    let init = run(dir.path(), &events("web-shop"));
    assert_eq!(init.status.code(), Some(0), "{}", err(&init));
}

#[test]
fn what_was_typed_wrong_exits_2_and_help_exits_0() {
    let dir = folder();
    for args in [
        &["bulid"][..],
        &["build", "--format", "xml"],
        &["init", "--empty"],
        &[],
    ] {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(out(&output).is_empty() && !err(&output).is_empty());
    }
    for args in [
        &["--help"][..],
        &["--version"],
        &["build", "--help"],
        &["help", "check"],
    ] {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(!out(&output).is_empty() && err(&output).is_empty());
    }
}

#[test]
fn help_reads_as_it_was_written() {
    let mut all = String::new();
    for args in [
        &["--help"][..],
        &["init", "--help"],
        &["check", "--help"],
        &["build", "--help"],
        &["verify", "--help"],
        &["explain", "--help"],
    ] {
        all.push_str(&format!("$ boardpack {}\n", args.join(" ")));
        all.push_str(&out(&run(Path::new("."), args)));
        all.push('\n');
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/help.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        fs::write(&golden, &all).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap();
    assert_eq!(all, expected, "`cargo bless` accepts; review the diff");
}

#[test]
fn problems_go_to_stderr_for_people_and_to_stdout_for_programs() {
    let dir = base();
    fs::remove_file(dir.path().join("data/services.yaml")).unwrap();
    let human = run(dir.path(), &["check"]);
    assert_eq!((human.status.code(), out(&human)), (Some(1), String::new()));
    assert!(
        err(&human).contains("error[missing-file]"),
        "{}",
        err(&human)
    );
    assert!(err(&human).contains("run `boardpack explain missing-file`"));
    let short = run(dir.path(), &["check", "--format", "short"]);
    assert_eq!((short.status.code(), out(&short)), (Some(1), String::new()));
    assert!(
        err(&short).lines().all(|l| l.contains("error[")),
        "{}",
        err(&short)
    );
    let json = run(dir.path(), &["check", "--format=json"]);
    assert_eq!((json.status.code(), err(&json)), (Some(1), String::new()));
    for line in out(&json).lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(row["severity"], "error");
    }
    assert!(!out(&json).is_empty());
}

#[test]
fn colour_is_for_people() {
    let dir = base();
    fs::remove_file(dir.path().join("data/services.yaml")).unwrap();
    let has_colour = |output: &Output| err(output).contains('\u{1b}');
    assert!(
        !has_colour(&run(dir.path(), &["check"])),
        "a pipe is no person"
    );
    assert!(has_colour(&run(
        dir.path(),
        &["check", "--color", "always"]
    )));
    let forced = boardpack(dir.path())
        .args(["check"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(has_colour(&forced));
    let refused = boardpack(dir.path())
        .args(["check"])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!has_colour(&refused), "NO_COLOR is heeded");
}

#[test]
fn a_good_pack_says_so_and_quiet_says_nothing() {
    let dir = base();
    let check = run(dir.path(), &["check"]);
    assert_eq!(
        (check.status.code(), &*out(&check)),
        (Some(0), "no problems found\n")
    );
    assert_eq!(err(&check), "");
    let quiet = run(dir.path(), &["-q", "check"]);
    assert_eq!((out(&quiet), err(&quiet)), (String::new(), String::new()));
    let json = run(dir.path(), &["check", "--format", "json"]);
    assert_eq!((out(&json), err(&json)), (String::new(), String::new()));
}

#[test]
fn denied_warnings_stop_a_build() {
    let dir = base();
    let path = dir.path().join("content/2026-Q3/overview.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("a provider outage\n", "a provider outage!\n"),
    )
    .unwrap();
    let build = run(dir.path(), &["build"]);
    assert_eq!(build.status.code(), Some(0), "{}", err(&build));
    assert!(err(&build).contains("warning[headline-mark]"));
    let before = tree(&dir.path().join("public"));
    let denied = run(dir.path(), &["build", "--deny", "warnings"]);
    assert_eq!(denied.status.code(), Some(1));
    assert!(
        err(&denied).contains("error[headline-mark]"),
        "{}",
        err(&denied)
    );
    assert_eq!(tree(&dir.path().join("public")), before);
}

#[test]
fn severities_are_the_packs_own() {
    let dir = base();
    let settings = dir.path().join("data/pack.yaml");
    let overview = dir.path().join("content/2026-Q3/overview.md");
    let text = fs::read_to_string(&overview).unwrap();
    fs::write(
        &overview,
        text.replace("a provider outage\n", "a provider outage!\n"),
    )
    .unwrap();
    let good = fs::read_to_string(&settings).unwrap();
    for (severity, code, told) in [
        ("error", 1, "error["),
        ("warning", 0, "warning["),
        ("off", 0, ""),
    ] {
        let rules = format!("rules:\n  headline-mark: {{severity: {severity}}}\n");
        fs::write(&settings, format!("{good}{rules}")).unwrap();
        let check = run(dir.path(), &["check", "--format", "short"]);
        assert_eq!(
            check.status.code(),
            Some(code),
            "{severity}: {}",
            err(&check)
        );
        assert!(err(&check).contains(told));
        assert_eq!(err(&check).is_empty(), told.is_empty());
    }
}

#[test]
fn explain_knows_every_code_and_guesses() {
    let dir = folder();
    let list = run(dir.path(), &["explain"]);
    assert_eq!(list.status.code(), Some(0));
    assert_eq!(
        out(&list).lines().count(),
        boardpack::pipeline::topics().len()
    );
    for topic in boardpack::pipeline::topics() {
        let one = run(dir.path(), &["explain", topic.code]);
        assert_eq!(one.status.code(), Some(0));
        let why = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(why(&out(&one)).contains(&why(topic.why)), "{}", out(&one));
        assert!(why(&out(&one)).contains(&why(topic.fix)), "{}", out(&one));
        assert!(why(&out(&one)).contains(why(topic.bad).trim()));
    }
    let slip = run(dir.path(), &["explain", "banend-word"]);
    assert_eq!((slip.status.code(), out(&slip)), (Some(1), String::new()));
    assert!(
        err(&slip).contains("did you mean `banned-word`?"),
        "{}",
        err(&slip)
    );
    let hostile = run(dir.path(), &["explain", "\u{1b}[2J"]);
    assert!(!err(&hostile).contains('\u{1b}'));
}

#[test]
fn the_world_can_be_wrong() {
    let dir = base();
    let missing = run(dir.path(), &["build", "no-such-folder"]);
    assert_eq!(missing.status.code(), Some(2), "{}", err(&missing));
    assert!(err(&missing).contains("no-such-folder"));
    // Someone else's folder.
    fs::create_dir(dir.path().join("public")).unwrap();
    fs::write(dir.path().join("public/index.html"), "mine").unwrap();
    let refused = run(dir.path(), &["build"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("--output"), "{}", err(&refused));
    assert_eq!(tree(&dir.path().join("public")).len(), 1);
    // A file where the folder should be.
    let file = run(dir.path(), &["build", "-o", "data/pack.yaml"]);
    assert_eq!(file.status.code(), Some(2), "{}", err(&file));
    // Where the pack itself would read it, by whatever name.
    #[cfg(unix)]
    std::os::unix::fs::symlink("content", dir.path().join("link")).unwrap();
    for out in ["data", "content/site", "content/../templates/x", "link/a/b"] {
        let inside = run(dir.path(), &["build", "-o", out]);
        assert_eq!(inside.status.code(), Some(2), "{out}: {}", err(&inside));
        assert!(err(&inside).contains("choose a folder outside"));
    }
    assert!(!dir.path().join("content/site").exists());
    // Inside a pack, beside one, and a file of one.
    let below = run(&dir.path().join("data/snapshots"), &["check"]);
    assert_eq!(below.status.code(), Some(2));
    assert!(
        err(&below).contains("a pack lies above: name it, `../..`"),
        "{}",
        err(&below)
    );
    let no_pack = run(folder().path(), &["check"]);
    assert_eq!(no_pack.status.code(), Some(2));
    assert!(
        err(&no_pack).contains("boardpack init"),
        "{}",
        err(&no_pack)
    );
    let file = run(dir.path(), &["check", "data/pack.yaml"]);
    assert!(err(&file).contains("it is a file"), "{}", err(&file));
    // The pack's own folder.
    let own = run(dir.path(), &["build", "-o", "."]);
    assert_eq!(own.status.code(), Some(2), "{}", err(&own));
}

/// A disk that fills up while the site is written.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_last_good_site() {
    let dir = base();
    assert_eq!(run(dir.path(), &["build"]).status.code(), Some(0));
    let before = tree(&dir.path().join("public"));
    let overview = dir.path().join("content/2026-Q3/overview.md");
    let text = fs::read_to_string(&overview).unwrap();
    fs::write(
        &overview,
        text.replace("after a provider outage", "after an outage"),
    )
    .unwrap();
    // A limit on the size of a file, with its signal ignored, fails a write as a full disk does.
    let full = Command::new("sh")
        .current_dir(dir.path())
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" build"])
        .arg(env!("CARGO_BIN_EXE_boardpack"))
        .output()
        .unwrap();
    assert_eq!(full.status.code(), Some(2), "{}", err(&full));
    assert!(err(&full).contains("cannot write"), "{}", err(&full));
    assert_eq!(tree(&dir.path().join("public")), before);
    let left: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.contains("boardpack-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn broken_packs_leave_the_last_good_site_and_exit_1() {
    let dir = base();
    assert_eq!(run(dir.path(), &["build"]).status.code(), Some(0));
    let before = tree(&dir.path().join("public"));
    let base = boardpack::load::base_pack();
    let errors = boardpack::pipeline::topics()
        .into_iter()
        .filter(|t| t.severity == boardpack::diag::Severity::Error && !t.bad.is_empty());
    let mut broken = 0;
    for topic in errors {
        for folder in ["data", "content", "templates"] {
            let _ = fs::remove_dir_all(dir.path().join(folder));
        }
        lay(
            dir.path(),
            &boardpack::load::example(&base, topic.bad).unwrap(),
        );
        let build = run(dir.path(), &["build"]);
        assert_eq!(
            build.status.code(),
            Some(1),
            "{}: {}",
            topic.code,
            err(&build)
        );
        let told = format!("error[{}]", topic.code);
        assert!(err(&build).contains(&told), "{told}: {}", err(&build));
        assert!(out(&build).is_empty());
        assert_eq!(tree(&dir.path().join("public")), before, "{}", topic.code);
        broken += 1;
    }
    assert!(broken >= 20, "only {broken} packs were broken");
}

/// Ways to break a pack: what was done, the change, and the one line that tells of it.
const BREAKAGES: &str = include_str!("breakages.txt");

/// A way to break a pack, as `breakages.txt` holds it.
struct Breakage {
    name: &'static str,
    told: &'static str,
    change: String,
}

fn breakages() -> Vec<Breakage> {
    let (_, ways) = BREAKAGES.split_once("\n# ").unwrap();
    ways.split("\n# ")
        .map(|way| {
            let (name, way) = way.split_once('\n').unwrap();
            let (told, change) = way.split_once('\n').unwrap();
            let change = format!("{change}\n");
            Breakage { name, told, change }
        })
        .collect()
}

/// One clear diagnostic at the right place, in every format; exit code 1; the last good site stays.
#[test]
fn every_way_to_break_a_pack_is_told_once_at_its_place_and_leaves_the_site() {
    let dir = base();
    assert_eq!(run(dir.path(), &["build"]).status.code(), Some(0));
    let site = tree(&dir.path().join("public"));
    let good = boardpack::load::base_pack();
    let ways = breakages();
    assert!(ways.len() >= 30, "only {} ways", ways.len());
    let mut wrong = String::new();
    for Breakage { name, told, change } in ways {
        for folder in ["data", "content", "templates"] {
            let _ = fs::remove_dir_all(dir.path().join(folder));
        }
        // `\\xFF` in a change is that byte, so that this file is text and the pack's need not be.
        let mut broken = boardpack::load::example(&good, &change).unwrap();
        for bytes in broken.files.values_mut() {
            *bytes = unescape(bytes);
        }
        lay(dir.path(), &broken);

        let short = run(dir.path(), &["build", "--format", "short"]);
        let line = err(&short);
        if line.lines().count() != 1 || !line.starts_with(&format!("{told}: ")) {
            wrong += &format!("# {name}\n{told}\n  but was told:\n{line}");
            continue;
        }
        assert_eq!(
            (short.status.code(), &*out(&short)),
            (Some(1), ""),
            "{name}"
        );

        let (place, code) = told.split_once(": error[").unwrap();
        let code = code.trim_end_matches(']');
        let human = run(dir.path(), &["build"]);
        let text = err(&human);
        assert_eq!(human.status.code(), Some(1), "{name}");
        assert_eq!(text.matches("error[").count(), 1, "{name}: {text}");
        assert!(text.contains(&format!("--> {place}\n")), "{name}: {text}");
        assert!(text.contains('^'), "{name} has no caret: {text}");
        assert!(text.contains("= help: "), "{name} has no help: {text}");
        assert!(text.contains("public/ was not touched"), "{name}: {text}");

        let json = run(dir.path(), &["build", "--format", "json"]);
        assert_eq!((json.status.code(), &*err(&json)), (Some(1), ""), "{name}");
        let row: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
        let at = |key: &str| row[key].as_u64().unwrap();
        let path = row["path"].as_str().unwrap();
        let spot = format!("{path}:{}:{}", at("line"), at("column"));
        assert_eq!((&*spot, &row["code"]), (place, &code.into()), "{name}");

        assert_eq!(tree(&dir.path().join("public")), site, "{name}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn unescape(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let byte = rest
            .strip_prefix(b"\\x")
            .and_then(|rest| std::str::from_utf8(rest.get(..2)?).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &rest[4..] } else { after };
    }
    plain
}

/// A report that is cut short must not read as a good one.
#[cfg(target_os = "linux")]
#[test]
fn what_standard_output_did_not_take_is_told() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = boardpack(base().path())
        .arg("check")
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("standard output"), "{}", err(&output));
}

#[test]
fn a_closed_pipe_is_nobodys_fault() {
    let dir = folder();
    for args in [&["explain"][..], &["--help"]] {
        let mut child = boardpack(dir.path())
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(!err(&output).contains("panicked"), "{}", err(&output));
        assert!(!err(&output).contains("fault"), "{}", err(&output));
        assert_eq!(output.status.code(), Some(0));
    }
}
