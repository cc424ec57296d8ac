//! The recipes for continuous integration: they are YAML, and their own lines run as they stand, in a
//! repository with a good pack and a broken one. What speaks to a forge is a stand-in that notes what
//! it was asked.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk, call shells and may fail"
)]

use serde_yaml::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

const PROGRAMME: &str = env!("CARGO_BIN_EXE_boardpack");

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A script with the programme and the stand-ins on its path, ended by its first fault as forges do.
fn bash(dir: &Path, script: &str, env: &[(&str, &str)]) -> Output {
    let mut command = Command::new("bash");
    let path = format!("{}/bin:/usr/bin:/bin", dir.display());
    command
        .args(["-e", "-c", script])
        .current_dir(dir.join("pack"))
        .env_clear();
    command
        .env("PATH", path)
        .env("HOME", dir)
        .env("NOTES", dir.join("notes"));
    command.envs(env.iter().copied()).output().unwrap()
}

/// A repository with the smallest pack and a recipe, committed.
fn repository(forge: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("pack");
    for (path, bytes) in &boardpack::load::base_pack().files {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let bin = dir.path().join("bin");
    fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(PROGRAMME, bin.join("boardpack")).unwrap();
    for stand_in in ["gh", "curl", "cargo"] {
        let file = bin.join(stand_in);
        fs::write(
            &file,
            format!("#!/bin/sh\necho {stand_in} \"$@\" >> \"$NOTES\"\n"),
        )
        .unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let made = bash(dir.path(), &format!("boardpack init --with {forge}"), &[]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let commit = "git init -q -b main && git add . && \
                  git -c user.name=t -c user.email=t@example.org commit -qm pack";
    assert!(bash(dir.path(), commit, &[]).status.success());
    dir
}

fn recipe(dir: &Path, path: &str) -> Value {
    let written = fs::read_to_string(dir.join("pack").join(path)).unwrap();
    assert!(!written.contains("VERSION"), "{written}");
    serde_yaml::from_str(&written).unwrap()
}

fn break_pack(dir: &Path) {
    let settings = dir.join("pack/data/pack.yaml");
    let told = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{told}rapport: 100%, or so\n")).unwrap();
}

#[test]
fn the_github_workflow_does_what_it_says() {
    let repository = repository("github");
    let dir = repository.path();
    let workflow = recipe(dir, ".github/workflows/boardpack.yml");
    let jobs = &workflow["jobs"];
    let step = |job: &str, name: &str| {
        let steps = jobs[job]["steps"].as_sequence().unwrap();
        let found = steps.iter().find(|step| step["name"] == name).unwrap();
        found["run"].as_str().unwrap().to_owned()
    };
    assert_eq!(workflow["permissions"]["contents"], "read");
    assert!(
        bash(dir, &step("check", "Install boardpack"), &[])
            .status
            .success()
    );
    let good = bash(dir, &step("check", "Check"), &[]);
    assert!(good.status.success());
    assert!(!text(&good.stdout).contains("::"), "{}", text(&good.stdout));
    // Printing has tests of its own, with a browser.
    let build = step("build", "Build").replace("--pdf ", "");
    let built = bash(dir, &build, &[]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    assert!(dir.join("pack/site/index.html").is_file());

    break_pack(dir);
    let bad = bash(dir, &step("check", "Check"), &[]);
    assert_eq!(bad.status.code(), Some(1));
    let told = text(&bad.stdout);
    let line = fs::read_to_string(dir.join("pack/data/pack.yaml"))
        .unwrap()
        .lines()
        .count();
    let place =
        format!("::error file=data/pack.yaml,line={line},endLine={line},col=1,endColumn=7,");
    assert!(told.starts_with(&place), "{told}");
    assert!(
        told.contains("title=unknown-key::unknown key `rapport`%0Ahelp: "),
        "{told}"
    );

    let temp = dir.display().to_string();
    let env = [("BASE", "HEAD"), ("PULL", "7"), ("RUNNER_TEMP", &*temp)];
    let said = bash(dir, &step("check", "Say what changes"), &env);
    assert!(said.status.success(), "{}", text(&said.stderr));
    let notes = fs::read_to_string(dir.join("notes")).unwrap();
    assert!(
        notes.contains("gh pr comment 7 --edit-last --create-if-none --body-file"),
        "{notes}"
    );
    assert!(!fs::read(dir.join("diff.md")).unwrap().is_empty());
    // Nowhere to go until somebody says so.
    assert!(
        jobs["pages"]["if"]
            .as_str()
            .unwrap()
            .contains("vars.BOARDPACK_PAGES == 'true'")
    );
}

#[test]
fn the_gitlab_pipeline_does_what_it_says() {
    let repository = repository("gitlab");
    let dir = repository.path();
    let pipeline = recipe(dir, ".gitlab-ci.yml");
    let script = |job: &str| {
        let lines = pipeline[job]["script"].as_sequence().unwrap();
        let lines = lines.iter().map(|line| line.as_str().unwrap());
        lines.collect::<Vec<_>>().join("\n")
    };
    let stages = pipeline["stages"].as_sequence().unwrap();
    for job in ["check", "diff", "build", "pages", "bucket"] {
        assert!(stages.contains(&pipeline[job]["stage"]), "{job}");
    }
    let report = || -> serde_json::Value {
        let file = dir.join("pack/gl-code-quality-report.json");
        serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
    };
    assert!(bash(dir, &script("check"), &[]).status.success());
    assert_eq!(report(), serde_json::json!([]));
    let build = script("build").replace("--pdf ", "");
    let build: Vec<_> = build
        .lines()
        .filter(|l| l.starts_with("boardpack"))
        .collect();
    let built = bash(dir, &build.join("\n"), &[]);
    assert!(built.status.success(), "{}", text(&built.stderr));

    break_pack(dir);
    assert_eq!(bash(dir, &script("check"), &[]).status.code(), Some(1));
    let rows = report();
    assert_eq!(rows[0]["check_name"], "unknown-key");
    assert_eq!(rows[0]["severity"], "major");
    assert_eq!(rows[0]["location"]["path"], "data/pack.yaml");
    assert!(rows[0]["location"]["lines"]["begin"].as_u64().unwrap() > 1);

    let base = ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD");
    let quiet = bash(dir, &script("diff"), &[base]);
    assert!(quiet.status.success(), "{}", text(&quiet.stderr));
    assert!(
        !dir.join("notes").exists(),
        "nothing is said without a token"
    );
    let ids = [
        ("CI_API_V4_URL", "https://git.example/api/v4"),
        ("CI_PROJECT_ID", "3"),
    ];
    let env = [
        base,
        ids[0],
        ids[1],
        ("CI_MERGE_REQUEST_IID", "7"),
        ("BOARDPACK_TOKEN", "t"),
    ];
    assert!(bash(dir, &script("diff"), &env).status.success());
    let notes = fs::read_to_string(dir.join("notes")).unwrap();
    assert!(
        notes.contains("projects/3/merge_requests/7/notes"),
        "{notes}"
    );
}

#[test]
fn a_recipe_replaces_nothing_and_comes_with_a_new_pack_too() {
    let repository = repository("github");
    let dir = repository.path();
    let again = bash(dir, "boardpack init --with github", &[]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains(".github/workflows/boardpack.yml"));
    let new = bash(
        dir,
        "boardpack init --with gitlab ../new && boardpack check ../new",
        &[],
    );
    assert!(new.status.success(), "{}", text(&new.stderr));
    assert!(dir.join("new/.gitlab-ci.yml").is_file());
    assert!(dir.join("new/data/pack.yaml").is_file());
}

/// The hook as the README gives it.
#[test]
fn the_hook_of_the_readme_stops_a_commit_of_a_broken_pack() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme.split_once("```sh\nprintf '#!/bin/sh").unwrap();
    let (rest, _) = rest.split_once("\n```").unwrap();
    let repository = repository("github");
    let dir = repository.path();
    let set = bash(dir, &format!("printf '#!/bin/sh{rest}"), &[]);
    assert!(set.status.success(), "{}", text(&set.stderr));
    let commit = "git -c user.name=t -c user.email=t@example.org commit -qam more";
    break_pack(dir);
    let refused = bash(dir, commit, &[]);
    assert!(!refused.status.success());
    assert!(
        text(&refused.stderr).contains("error[unknown-key]"),
        "{}",
        text(&refused.stderr)
    );
    assert!(
        bash(dir, "git checkout -q data && echo >> data/pack.yaml", &[])
            .status
            .success()
    );
    let taken = bash(dir, commit, &[]);
    assert!(taken.status.success(), "{}", text(&taken.stderr));
}
