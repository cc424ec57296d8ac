//! `--dry-run` of what begins files: it writes nothing, and what it shows is what the same command writes
//! without it, in the form that `git apply` reads.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

mod typed;

use std::fs;
use std::path::Path;
use std::process::Command;
use typed::{base, files, run};

const INDICATORS: &str = "\
- name: Review speed
  base_path: \"/handbook/\"
  definition: Hours until a change is looked at for the first time.
  target: \".25\"
  org: Engineering
  is_key: true
";

/// A small pack with a file of indicators beside it.
fn pack() -> tempfile::TempDir {
    let dir = base();
    fs::write(dir.path().join("kpi.yml"), INDICATORS).unwrap();
    // One that was saved on another system.
    let marks = dir.path().join("data/annotations.yaml");
    let text = fs::read_to_string(&marks).unwrap();
    fs::write(marks, text.replace('\n', "\r\n")).unwrap();
    dir
}

fn git_apply(dir: &Path, difference: &[u8]) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), difference).unwrap();
    let applied = Command::new("git")
        .args(["apply", "--whitespace=nowarn"])
        .arg(file.path())
        .current_dir(dir)
        .output()
        .unwrap();
    assert!(applied.status.success(), "{applied:?}");
}

#[test]
fn what_a_dry_run_shows_is_what_would_be_written() {
    for args in [
        &["new", "story", "Faster reviews"][..],
        &["new", "decision", "A second provider"],
        &["new", "metric", "Cycle time"],
        &["new", "incident", "Search down"],
        &["new", "term", "Canary"],
        &["new", "risk", "Keys expire"],
        &["new", "experiment", "Shorter reviews"],
        &["import", "gitlab-kpi", "kpi.yml"],
    ] {
        let (shown, written) = (pack(), pack());
        let before = files(shown.path());
        let dry = run(shown.path(), &[args, &["--dry-run"]].concat());
        assert_eq!(dry.status.code(), Some(0), "{args:?}: {dry:?}");
        assert_eq!(files(shown.path()), before, "{args:?} wrote something");
        let told = String::from_utf8_lossy(&dry.stdout);
        assert!(told.contains("; nothing was written\n"), "{args:?}: {told}");
        let real = run(written.path(), args);
        assert_eq!(real.status.code(), Some(0), "{args:?}: {real:?}");
        let after = files(written.path());
        assert_ne!(after, before, "{args:?} writes nothing");
        git_apply(shown.path(), &dry.stdout);
        assert_eq!(files(shown.path()), after, "{args:?}");
        // A second of that name: what stands in the way does so in both.
        let [dry, real] =
            [&["--dry-run"][..], &[]].map(|more| run(written.path(), &[args, more].concat()));
        assert_eq!(dry.status.code(), Some(1), "{args:?}: {dry:?}");
        assert_eq!(real.status.code(), Some(1), "{args:?}: {real:?}");
        assert_eq!(dry.stderr, real.stderr, "{args:?}");
    }
}

#[test]
fn the_next_quarter_of_the_sample_is_shown_whole() {
    let [shown, written] = [(), ()].map(|()| {
        let dir = tempfile::tempdir().unwrap();
        let made = run(dir.path(), &["init", "."]);
        assert_eq!(made.status.code(), Some(0), "{made:?}");
        dir
    });
    let dry = run(shown.path(), &["new", "2026-Q4", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{dry:?}");
    let real = run(written.path(), &["new", "2026-Q4"]);
    assert_eq!(real.status.code(), Some(0), "{real:?}");
    assert_ne!(files(shown.path()), files(written.path()));
    git_apply(shown.path(), &dry.stdout);
    assert_eq!(files(shown.path()), files(written.path()));
}
