//! What makes the tool pleasant at a terminal: completions, manual pages, templates, colour and width.
//! Shells and readers that are not installed are told of and left out, except in continuous integration.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests look at the disk, call shells, say what they leave out and may fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const PROGRAMME: &str = env!("CARGO_BIN_EXE_boardpack");

fn run(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(PROGRAMME);
    command.current_dir(dir).env_clear().args(args);
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What a verb that must succeed prints.
fn good(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    out(&output)
}

/// The smallest whole pack, which breaks no rule, on disk.
fn base() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in &boardpack::load::base_pack().files {
        let file = dir.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    dir
}

fn installed(name: &str) -> bool {
    let there = Command::new(name).arg("--version").output().is_ok();
    assert!(there || std::env::var_os("CI").is_none(), "no `{name}`");
    if !there {
        eprintln!("left out: there is no `{name}`");
    }
    there
}

/// Every verb by `--help`.
fn verbs() -> BTreeSet<String> {
    let help = good(Path::new("."), &["--help"]);
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let named = list.lines().filter(|line| !line.starts_with("   "));
    let words = named.map(|line| line.split_whitespace().next().unwrap().to_owned());
    words.filter(|verb| verb != "help").collect()
}

#[test]
fn completions_are_scripts_that_their_shells_read() {
    let dir = tempfile::tempdir().unwrap();
    for (shell, option) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let script = good(dir.path(), &["completions", shell]);
        for verb in verbs() {
            assert!(script.contains(&verb), "{shell} does not know `{verb}`");
        }
        let file = dir.path().join(shell);
        fs::write(&file, &script).unwrap();
        if installed(shell) {
            let read = Command::new(shell).arg(option).arg(&file).output().unwrap();
            assert!(read.status.success(), "{shell}: {}", err(&read));
            assert_eq!(err(&read), "", "{shell}");
        }
    }
    for shell in ["elvish", "powershell"] {
        assert!(good(dir.path(), &["completions", shell]).contains("publish"));
    }
    assert_eq!(
        run(dir.path(), &["completions", "csh"]).status.code(),
        Some(2)
    );
}

/// Not only read: asked.
#[test]
fn shells_complete_what_is_typed() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "fish"] {
        fs::write(
            dir.path().join(shell),
            good(dir.path(), &["completions", shell]),
        )
        .unwrap();
    }
    if installed("bash") {
        let ask = "source ./bash; COMP_WORDS=(boardpack build --audience b); COMP_CWORD=3; \
                   _boardpack boardpack b --audience; echo \"${COMPREPLY[@]}\"; \
                   COMP_WORDS=(boardpack pu); COMP_CWORD=1; \
                   _boardpack boardpack pu boardpack; echo \"${COMPREPLY[@]}\"";
        let mut bash = Command::new("bash");
        let said = bash
            .current_dir(dir.path())
            .args(["--norc", "-c", ask])
            .output()
            .unwrap();
        assert_eq!(out(&said), "board\npublish\n", "{}", err(&said));
    }
    if installed("fish") {
        let ask = "source ./fish; complete -C 'boardpack build --audience b'; complete -C 'boardpack pub'";
        let mut fish = Command::new("fish");
        let said = fish
            .current_dir(dir.path())
            .env("HOME", dir.path())
            .args(["--no-config", "-c", ask])
            .output()
            .unwrap();
        let said = out(&said);
        assert!(
            said.contains("board\t") && said.contains("publish\t"),
            "{said}"
        );
    }
}

#[test]
fn every_verb_has_a_manual_page_without_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    let told = good(dir.path(), &["man", "--output", "share/man1"]);
    assert!(told.contains("manual pages into share/man1/"), "{told}");
    let page = |name: &str| fs::read_to_string(dir.path().join("share/man1").join(name)).unwrap();
    assert_eq!(good(dir.path(), &["man"]), page("boardpack.1"));
    for verb in verbs() {
        assert!(
            page("boardpack.1").contains(&format!("boardpack\\-{verb}(1)")),
            "{verb}"
        );
        let text = page(&format!("boardpack-{verb}.1"));
        assert!(
            text.starts_with(".ie") || text.contains("\n.TH "),
            "{verb}: {text}"
        );
        // Lines of examples stay lines.
        if text.contains(".SH EXAMPLES") {
            assert!(
                text.contains(".SH EXAMPLES\n.nf\n  boardpack"),
                "{verb}: {text}"
            );
        }
    }
    if installed("man") {
        for entry in fs::read_dir(dir.path().join("share/man1")).unwrap() {
            let path = entry.unwrap().path();
            let mut command = Command::new("man");
            command.args(["--warnings", "-E", "UTF-8", "-l"]).arg(&path);
            let read = command
                .env("MANPAGER", "cat")
                .env("LC_ALL", "C.UTF-8")
                .output()
                .unwrap();
            assert!(
                read.status.success() && err(&read).is_empty(),
                "{path:?}: {}",
                err(&read)
            );
            assert!(out(&read).contains("SYNOPSIS"), "{path:?}");
        }
    }
    // Again: the same bytes.
    let before = page("boardpack-build.1");
    good(dir.path(), &["man", "--output", "share/man1"]);
    assert_eq!(page("boardpack-build.1"), before);
}

#[test]
fn a_new_pack_has_no_templates_of_its_own_and_takes_over_what_it_changes() {
    let dir = tempfile::tempdir().unwrap();
    good(dir.path(), &["init", "pack"]);
    let pack = dir.path().join("pack");
    assert!(!pack.join("templates").exists());
    let list = good(&pack, &["templates", "list"]);
    assert!(list.lines().count() > 40, "{list}");
    assert!(
        list.lines().all(|line| line.ends_with("  built in")),
        "{list}"
    );

    for line in list.lines() {
        let name = line.split_whitespace().next().unwrap();
        let told = good(&pack, &["templates", "eject", name]);
        assert!(told.contains(&format!("wrote templates/{name}")), "{told}");
        let ours = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("templates")
            .join(name);
        let written = fs::read(pack.join("templates").join(name)).unwrap();
        assert_eq!(written, fs::read(ours).unwrap(), "{name}");
    }
    let told = good(&pack, &["templates", "diff"]);
    assert!(told.contains("no template of the pack differs"), "{told}");
    // What is only taken over changes no check.
    assert_eq!(
        good(&pack, &["check", "--deny", "warnings"]),
        "no problems found\n"
    );
}

#[test]
fn templates_that_differ_are_told_and_never_replaced() {
    let pack = base();
    let dir = pack.path();
    good(
        dir,
        &["templates", "eject", "templates/sheets/stories.html"],
    );
    good(dir, &["templates", "eject", "style.css"]);
    let css = dir.join("templates/style.css");
    let text = fs::read_to_string(&css).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    fs::write(
        &css,
        format!("/* ours \u{1b}[2J */\n{rest}p {{ color: red }}\n"),
    )
    .unwrap();
    let diff = good(dir, &["templates", "diff"]);
    let head = "--- default/style.css\n+++ templates/style.css\n@@ -1,4 +1,4 @@\n";
    assert!(diff.starts_with(head), "{diff}");
    assert!(diff.contains(&format!("\n-{first}\n+/* ours ")), "{diff}");
    assert!(diff.ends_with("+p { color: red }\n"), "{diff}");
    assert!(
        !diff.contains('\u{1b}'),
        "nothing in a template acts on a terminal"
    );
    assert!(!diff.contains("stories"), "{diff}");
    assert_eq!(good(dir, &["templates", "diff", "style.css"]), diff);
    let told = good(dir, &["templates", "diff", "base.html"]);
    assert_eq!(
        told,
        "`base.html` is built in: the pack has none of its own\n"
    );
    let painted = good(dir, &["templates", "diff", "--color", "always"]);
    assert!(
        painted.contains("\u{1b}[32m+p { color: red }\u{1b}[0m\n"),
        "{painted}"
    );

    let list = good(dir, &["templates", "list"]);
    let line = |name: &str| {
        list.lines()
            .find(|l| l.starts_with(name))
            .unwrap()
            .to_owned()
    };
    assert!(line("style.css").ends_with("the pack's own, differs: 2 lines added, 1 removed"));
    assert!(line("sheets/stories.html").ends_with("the pack's own, as built in"));
    assert!(line("pack.html").ends_with("built in"));

    let before = fs::read(&css).unwrap();
    let refused = run(dir, &["templates", "eject", "style.css"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("the pack has its own `templates/style.css`"));
    assert_eq!(fs::read(&css).unwrap(), before);

    let unknown = run(dir, &["templates", "eject", "../../pack.htm"]);
    assert_eq!(unknown.status.code(), Some(1));
    let unknown = run(dir, &["templates", "diff", "pack.htm"]);
    assert!(
        err(&unknown).contains("did you mean `pack.html`?"),
        "{}",
        err(&unknown)
    );
}

/// A person at a terminal of a kind; standard error of `check` on a wrong pack.
fn at_terminal(pack: &Path, columns: u32, env: &[(&str, &str)]) -> String {
    let mut command = Command::new("script");
    let line = format!("stty rows 30 cols {columns}; exec '{PROGRAMME}' check");
    command.args(["-qec", &line, "/dev/null"]).current_dir(pack);
    // A recipe's log shows colours whatever its terminal says; here a person looks.
    command
        .env_remove("CI")
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .env("TERM", "xterm");
    command
        .env_remove("CLICOLOR_FORCE")
        .env("SHELL", "/bin/sh")
        .envs(env.iter().copied());
    let output = command.output().unwrap();
    out(&output).replace('\r', "")
}

/// Columns of the widest line as it is seen.
fn widest(told: &str) -> usize {
    let colour = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    let seen = colour.replace_all(told, "");
    seen.lines().map(|line| line.chars().count()).max().unwrap()
}

#[test]
fn colour_and_width_are_the_terminals() {
    let pack = base();
    let settings = pack.path().join("data/pack.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    let long = format!("rapport: {}", "a long line of settings ".repeat(12));
    fs::write(&settings, format!("{text}{long}\n")).unwrap();

    // Into a pipe: no colour, a hundred columns unless the environment says otherwise.
    let piped = err(&run(pack.path(), &["check"]));
    assert!(!piped.contains('\u{1b}'), "{piped}");
    let mut narrow = Command::new(PROGRAMME);
    narrow.current_dir(pack.path()).env_clear().arg("check");
    let narrow = err(&narrow.env("COLUMNS", "60").output().unwrap());
    assert!(
        widest(&narrow) <= 60 && widest(&piped) > 60,
        "{narrow}\n{piped}"
    );
    for nonsense in ["0", "-1", "wide", "99999999999999999999"] {
        let mut command = Command::new(PROGRAMME);
        command.current_dir(pack.path()).env_clear().arg("check");
        let told = err(&command.env("COLUMNS", nonsense).output().unwrap());
        assert_eq!(told, piped, "COLUMNS={nonsense}");
    }

    if !installed("script") {
        return;
    }
    let watched = at_terminal(pack.path(), 120, &[]);
    assert!(watched.contains('\u{1b}'), "a person watches: {watched}");
    let slim = at_terminal(pack.path(), 60, &[]);
    assert!(
        widest(&slim) <= 60 && widest(&watched) > 100,
        "{slim}\n{watched}"
    );
    for quiet in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let told = at_terminal(pack.path(), 120, &[quiet]);
        assert!(!told.contains('\u{1b}'), "{quiet:?}: {told}");
    }
    let both = at_terminal(
        pack.path(),
        120,
        &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")],
    );
    assert!(!both.contains('\u{1b}'), "{both}");
}
