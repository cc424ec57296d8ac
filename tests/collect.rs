//! `boardpack collect` from packs with events to snapshots: each file of `collect/verb` is a pack laid over
//! `base.txt` and what is typed in it; beside it stands what was said and written (`BLESS=1` writes it).
//!
//! The engine is the binary of this build (feature `engine`), or the one that `BOARDPACK_ENGINE` names;
//! without either nothing is run; where `CI` is set that fails.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
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

    /// What comes of a line that is typed, as it is shown.
    fn typed(&self, line: &str) -> String {
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
