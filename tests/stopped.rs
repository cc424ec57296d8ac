//! What is left of a build that is told to end while it prints: nothing.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may stop at the first surprise"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Longer than anything here takes that does not hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that calls itself Chromium, writes the number of its process into a file and prints nothing.
fn pretender(dir: &Path) -> (PathBuf, PathBuf) {
    let (program, started) = (dir.join("pretender"), dir.join("started"));
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = --version ] && echo Chromium 1.2.3.4 && exit\n\
         echo $$ > {0}.new; mv {0}.new {0}\nexec sleep 300\n",
        started.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    (program, started)
}

/// Waits until something is so.
fn until(what: &str, mut is: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is() {
        assert!(since.elapsed() < PATIENCE, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A process that was killed and not yet been asked after is no more.
fn lives(process: &str) -> bool {
    let state = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    !state.is_empty() && !state.contains(" Z ")
}

#[test]
fn a_build_that_is_told_to_end_leaves_no_page_no_browser_and_no_site() {
    for signal in ["INT", "TERM", "HUP"] {
        let dir = tempfile::tempdir().unwrap();
        let (program, started) = pretender(dir.path());
        let (temporary, out) = (dir.path().join("tmp"), dir.path().join("site"));
        fs::create_dir(&temporary).unwrap();
        let mut build = Command::new(env!("CARGO_BIN_EXE_boardpack"))
            .args(["build", "--pdf", "--browser"])
            .arg(&program)
            .arg("--output")
            .arg(&out)
            .arg(env!("CARGO_MANIFEST_DIR"))
            .env("TMPDIR", &temporary)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        until("the browser is started", || started.exists());
        let browser = fs::read_to_string(&started).unwrap().trim().to_owned();
        let page = || {
            let mut below = fs::read_dir(&temporary).unwrap().flatten();
            below.any(|folder| folder.path().join("page.html").exists())
        };
        assert!(lives(&browser) && page(), "{signal}: nothing to remove");
        let told = Command::new("kill")
            .args([&format!("-{signal}"), &build.id().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
        until("the build ends", || build.try_wait().unwrap().is_some());
        let output = build.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{signal}: {said}");
        assert!(said.contains("printing was stopped"), "{signal}: {said}");
        until("the browser ends", || !lives(&browser));
        let left: Vec<_> = fs::read_dir(&temporary).unwrap().flatten().collect();
        assert!(left.is_empty(), "{signal}: {left:?}");
        assert!(!out.exists(), "{signal}");
    }
}

#[test]
fn what_a_killed_build_left_is_removed_by_a_later_one() {
    let dir = tempfile::tempdir().unwrap();
    let (program, _) = pretender(dir.path());
    let temporary = dir.path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let make = |name: &str, hours: u64| {
        let folder = temporary.join(name);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("page.html"), "confidential").unwrap();
        let then = SystemTime::now() - Duration::from_secs(hours * 3600);
        fs::File::open(&folder).unwrap().set_modified(then).unwrap();
    };
    make("boardpack-4711-0", 2);
    // One that may still be at work, and one that is somebody else's.
    make("boardpack-4712-0", 0);
    make("boardpack-drafts-0", 2);
    std::os::unix::fs::symlink(dir.path(), temporary.join("boardpack-4713-0")).unwrap();
    let found = Command::new(env!("CARGO_BIN_EXE_boardpack"))
        .args(["build", "--pdf-only", "--browser"])
        .arg(&program)
        .arg(dir.path().join("no-pack"))
        .env("TMPDIR", &temporary)
        .output()
        .unwrap();
    assert_eq!(found.status.code(), Some(2));
    let mut left: Vec<_> = fs::read_dir(&temporary)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(
        left,
        ["boardpack-4712-0", "boardpack-4713-0", "boardpack-drafts-0"]
    );
    assert!(program.exists(), "a link was followed");
}
