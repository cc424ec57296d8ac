//! `boardpack events`: what each adapter makes of its source, to the byte, and what it must never let
//! through. The sources in `tests/events/adapters` are made up; every name, address, title and message
//! in them holds the word NEEDLE, which no event may hold. `BLESS=1` writes the answers anew.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests make files, run programs and may fail"
)]

#[path = "events/adapters/answers.rs"]
mod answers;
#[path = "collect/program.rs"]
mod program;
#[path = "events/adapters/repository.rs"]
mod repository;

use answers::{Asked, answer, hold};
use boardpack::adapters::{self, Adapted, Key, Setting, Source, git};
use proptest::prelude::*;
use repository::Repository;
use std::fs;
use std::path::Path;
use std::process::Command;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events/adapters");
    fs::read_to_string(root.join(path)).unwrap()
}

/// What marks a deployment in the repository of the fixture.
const TAGS: [&str; 6] = [
    "--deploy-tags",
    "v*",
    "--deploy-tags",
    "!*-rc*",
    "--hotfix",
    "(?i)hotfix",
];

/// The repository of the fixture, bare.
fn history() -> Repository {
    let repository = Repository::new("shop.git");
    repository.import(&read("git/history.txt"));
    repository
}

fn of_git(repository: &Repository, more: &[&str]) -> Asked {
    let clone = repository.path().to_str().unwrap();
    answer(&[&["events", "git", clone], more].concat())
}

#[test]
fn git_tells_what_tags_mark() {
    let told = of_git(&history(), &[&TAGS[..], &["--service", "shop"]].concat());
    hold("git/tags", &told);
}

#[test]
fn git_tells_what_reaches_the_main_line() {
    hold(
        "git/trunk",
        &of_git(&history(), &["--trunk", "--repo", "larkspur/shop"]),
    );
    let since = [
        "--trunk",
        "--since",
        "2026-01-07",
        "--environment",
        "Staging",
    ];
    hold("git/since", &of_git(&history(), &since));
}

#[test]
fn git_tells_what_is_merged_to_a_branch() {
    let branch = ["--deploy-branch", "production", "--hotfix", "^Hotfix:"];
    hold("git/branch", &of_git(&history(), &branch));
}

#[test]
fn git_tells_what_merges_name() {
    let repository = Repository::new("shop.git");
    repository.import(&read("git/merges-history.txt"));
    let words = ["--deploy-tags", "v*", "--pull-requests"];
    hold("git/merges", &of_git(&repository, &words));
    // Nothing of it is told where it was not asked for.
    let plain = of_git(&repository, &words[..2]).out;
    assert!(!plain.contains("pr_"), "{plain}");
    let since = of_git(
        &repository,
        &["--trunk", "--pull-requests", "--since", "2026-01-12"],
    );
    let pulls = since.out.lines().filter(|line| line.contains("pr_merged"));
    assert_eq!(pulls.count(), 1, "{}", since.out);
}

#[test]
fn a_clone_with_files_and_branches_elsewhere_tells_the_same() {
    let from = history();
    let to = tempfile::tempdir().unwrap();
    let clone = to.path().join("shop");
    let done = Command::new("git")
        .args(["clone", "-q"])
        .args([from.path(), &clone])
        .status();
    assert!(done.unwrap().success());
    let branch = ["--deploy-branch", "production", "--hotfix", "^Hotfix:"];
    let of = |dir: &Path| {
        let dir = dir.to_str().unwrap();
        answer(&[&["events", "git", dir], &branch[..]].concat()).out
    };
    assert_eq!(of(&clone), of(from.path()));
    // A folder of it is no clone, and what lies around is not meant.
    fs::create_dir(clone.join("inner")).unwrap();
    let inner = clone.join("inner");
    let told = answer(&["events", "git", inner.to_str().unwrap(), "--trunk"]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("is no repository"), "{}", told.err);
}

#[test]
fn a_shallow_clone_is_told() {
    let from = history();
    let to = tempfile::tempdir().unwrap();
    let clone = to.path().join("shop.git");
    let url = format!("file://{}", from.path().display());
    let done = Command::new("git")
        .args(["clone", "-q", "--bare", "--depth", "3", &url])
        .arg(&clone)
        .status();
    assert!(done.unwrap().success());
    let told = answer(&["events", "git", clone.to_str().unwrap(), "--trunk"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.err.contains("shallow clone"), "{}", told.err);
    assert_eq!(told.out.lines().count(), 6);
}

#[test]
fn what_git_cannot_say_is_refused() {
    let repository = history();
    for (more, code, message) in [
        (&["--deploy-tags", "w*"][..], 1, "there is no deployment"),
        (&["--deploy-branch", "main"], 1, "no commit of its own"),
        (&["--deploy-branch", "nowhere"], 1, "no branch `nowhere`"),
        (&["--trunk", "--main", "--all"], 2, "unexpected argument"),
        (&["--trunk", "--main=--all"], 1, "no branch `--all`"),
        (&["--deploy-tags", "v[0"], 1, "`[` without its `]`"),
        (&["--trunk", "--hotfix", "("], 2, "unclosed group"),
        (&["--trunk", "--deploy-branch", "main"], 2, "cannot be used"),
        (&[], 2, "required"),
    ] {
        let told = of_git(&repository, more);
        assert_eq!(told.code, code, "{more:?}: {}", told.err);
        assert!(told.err.contains(message), "{more:?}: {}", told.err);
        assert_eq!(told.out, "");
    }
    let empty = Repository::new("empty.git");
    let told = of_git(&empty, &["--trunk"]);
    assert_eq!(told.code, 1);
    assert!(told.err.contains("has no commit"), "{}", told.err);
}

/// What a hostile clone would have run, and where the environment would have led.
#[cfg(unix)]
#[test]
fn nothing_of_the_clone_runs() {
    use std::os::unix::fs::PermissionsExt as _;
    let repository = history();
    let plain = of_git(&repository, &["--trunk"]);
    let dir = repository.path();
    let (trap, sprung) = (dir.join("trap.sh"), dir.join("sprung"));
    let text = format!("#!/bin/sh\ntouch {}\ncat\n", sprung.display());
    fs::write(&trap, text).unwrap();
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.to_str().unwrap();
    for (key, value) in [
        ("core.pager", trap),
        ("pager.log", trap),
        ("core.fsmonitor", trap),
        ("core.sshCommand", trap),
        ("core.alternateRefsCommand", trap),
        ("gpg.program", trap),
        ("gpg.ssh.program", trap),
        ("log.showSignature", "true"),
        ("log.diffMerges", "on"),
        ("log.mailmap", "true"),
        ("log.date", "relative"),
        ("log.showNotes", "true"),
        ("format.pretty", "oneline"),
        ("diff.external", trap),
        ("diff.x.textconv", trap),
        ("filter.x.smudge", trap),
        ("alias.log", &format!("!{trap}")),
        ("alias.for-each-ref", &format!("!{trap}")),
        ("trace2.eventTarget", sprung.to_str().unwrap()),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("color.ui", "always"),
        ("tag.sort", "-version:refname"),
    ] {
        repository.git(&["config", key, value]);
    }
    fs::write(dir.join("info/attributes"), "* filter=x diff=x\n").unwrap();
    for name in [
        "post-checkout",
        "reference-transaction",
        "post-index-change",
    ] {
        let hook = dir.join("hooks").join(name);
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        fs::copy(trap, hook).unwrap();
    }
    let misled = [
        ("GIT_DIR", "/nowhere"),
        ("GIT_EXTERNAL_DIFF", trap),
        ("GIT_PAGER", trap),
        ("GIT_CONFIG_GLOBAL", "/nowhere"),
        ("GIT_TRACE", sprung.to_str().unwrap()),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "core.pager"),
        ("GIT_CONFIG_VALUE_0", trap),
    ];
    let clone = dir.to_str().unwrap();
    let told = answers::answer_in(&["events", "git", clone, "--trunk"], &misled);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(told.out, plain.out);
    assert!(!sprung.exists(), "something ran");
}

/// Shapes that were not made up: examples of the vendors and recorded answers, as
/// `tests/events/adapters/SOURCES.md` has them, and what is only seen in real exports.
#[test]
fn what_the_vendors_document_is_read() {
    for (adapter, name, more) in [
        ("github", "documented", &[][..]),
        ("github", "exported", &["--service", "shop"]),
        ("gitlab", "documented", &[]),
        ("gitlab", "notes", &[]),
        ("jira", "documented", &[]),
        ("pagerduty", "documented", &[]),
        ("pagerduty", "alerts", &[]),
        ("prometheus", "documented", &[]),
        ("prometheus", "questions", &["--unnamed", "up"]),
        ("statuspage", "summary", &[]),
    ] {
        let told = files(adapter, &[&format!("{name}.json")], more);
        hold(&format!("{adapter}/{name}"), &told);
    }
    let told = files("prometheus", &["questions.json"], &[]);
    let due = "series without a name: say with `--unnamed` what they are";
    assert!(told.err.contains(due), "{}", told.err);
}

/// A page that tells its last fifty may have had more.
#[test]
fn a_page_of_fifty_incidents_says_that_there_may_be_more() {
    let home = tempfile::tempdir().unwrap();
    for (count, more) in [(49, false), (50, true)] {
        let incidents: Vec<String> = (0..count)
            .map(|n| {
                let at = format!("2026-07-01T10:{n:02}:00Z");
                format!("{{\"id\": \"i{n}\", \"impact\": \"minor\", \"created_at\": \"{at}\"}}")
            })
            .collect();
        let text = format!(
            "{{\"page\": {{}}, \"incidents\": [{}]}}",
            incidents.join(",")
        );
        fs::write(home.path().join("incidents.json"), text).unwrap();
        let words = ["events", "statuspage", "incidents.json", "-o", "a.jsonl"];
        let told = answers::run_in(home.path(), &words, &[]);
        assert_eq!(told.code, 0, "{}", told.err);
        assert_eq!(
            told.err.contains("before the last 50"),
            more,
            "{}",
            told.err
        );
    }
}

/// What is another's is an error, and never an event.
#[test]
fn no_adapter_takes_what_is_of_another() {
    for (name, adapter, _) in ADAPTERS {
        for (other, _, sources) in ADAPTERS.iter().filter(|(other, ..)| other != name) {
            for file in sources.iter().filter(|file| file.ends_with(".json")) {
                let bytes = read(&format!("{other}/{file}")).into_bytes();
                let told = survives(name, *adapter, file, bytes);
                assert!(told.kinds().is_empty(), "{name} took {other}/{file}");
                assert!(
                    !told.diagnostics.is_empty(),
                    "{name} passed over {other}/{file}"
                );
            }
        }
    }
}

/// What somebody gives who asked the wrong program, or was refused.
#[test]
fn the_wrong_file_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let pulls = read("github/pulls.json");
    for (adapter, text, message, help) in [
        (
            "gitlab",
            &*pulls,
            "looks like something of GitHub's",
            "events github --help",
        ),
        (
            "github",
            &read("gitlab/merges.json"),
            "something of GitLab's",
            "events gitlab --help",
        ),
        (
            "github",
            &read("jira/search.json"),
            "something of Jira's",
            "events jira --help",
        ),
        (
            "jira",
            &read("pagerduty/incidents.json"),
            "something of PagerDuty's",
            "pagerduty --help",
        ),
        (
            "statuspage",
            &read("prometheus/up.json"),
            "of Prometheus's",
            "prometheus --help",
        ),
        (
            "pagerduty",
            &read("statuspage/summary.json"),
            "of Statuspage's",
            "statuspage --help",
        ),
        (
            "github",
            "{\"message\": \"Not Found\", \"documentation_url\": \"https://x\", \"status\": \"404\"}",
            "refused the question",
            "ask again",
        ),
        (
            "gitlab",
            "{\"message\": \"401 Unauthorized\"}",
            "refused the question",
            "ask again",
        ),
        (
            "jira",
            "{\"errorMessages\": [\"The value 'X' does not exist\"], \"errors\": {}}",
            "refused the question",
            "ask again",
        ),
        (
            "pagerduty",
            "{\"error\": {\"message\": \"Not Found\", \"code\": 2100}}",
            "refused the question",
            "ask again",
        ),
        (
            "prometheus",
            "{\"status\": \"error\", \"errorType\": \"bad_data\", \"error\": \"exceeded maximum resolution\"}",
            "refused the question",
            "ask again",
        ),
        (
            "github",
            "{\"data\": {\"repository\": null}, \"errors\": [{\"type\": \"NOT_FOUND\"}]}",
            "leaves out what was refused",
            "ask again",
        ),
        (
            "jira",
            "{\"issues\": [{\"id\": \"10001\"}], \"isLast\": true}",
            "this ticket has no fields",
            "fields=created",
        ),
        (
            "github",
            "",
            "this file is empty",
            "the command that wrote it failed",
        ),
        (
            "jira",
            "\n<!DOCTYPE html><html>",
            "is a web page",
            "the token",
        ),
    ] {
        fs::write(home.path().join("export.json"), text).unwrap();
        let words = ["events", adapter, "export.json", "-o", "a.jsonl"];
        let told = answers::run_in(home.path(), &words, &[]);
        assert_eq!(told.code, 1, "{adapter} {text}: {}", told.err);
        assert!(told.err.contains(message), "{adapter}: {}", told.err);
        assert!(told.err.contains(help), "{adapter}: {}", told.err);
    }
}

/// Asks an adapter of the files of its folder.
fn files(adapter: &str, names: &[&str], more: &[&str]) -> Asked {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events/adapters");
    let paths = names.iter().map(|name| root.join(adapter).join(name));
    let paths: Vec<String> = paths
        .map(|path| path.to_str().unwrap().to_owned())
        .collect();
    let mut words = vec!["events", adapter];
    words.extend(paths.iter().map(String::as_str));
    words.extend(more);
    answer(&words)
}

#[test]
fn github_tells_of_pull_requests_deployments_runs_and_issues() {
    hold(
        "github/pulls",
        &files("github", &["pulls.json"], &["--service", "shop"]),
    );
    hold("github/graphql", &files("github", &["graphql.json"], &[]));
    hold(
        "github/deployments",
        &files("github", &["deployments.json"], &[]),
    );
    hold(
        "github/runs",
        &files("github", &["runs.json"], &["--repo", "larkspur/other"]),
    );
}

#[test]
fn gitlab_tells_of_merge_requests_deployments_pipelines_and_issues() {
    hold(
        "gitlab/merges",
        &files("gitlab", &["merges.json"], &["--service", "shop"]),
    );
    hold(
        "gitlab/deployments",
        &files("gitlab", &["deployments.json"], &[]),
    );
}

#[test]
fn jira_tells_of_work_and_incidents() {
    hold(
        "jira/search",
        &files("jira", &["search.json"], &["--service", "shop"]),
    );
    hold(
        "jira/export",
        &files("jira", &["export.csv"], &["--zone", "Europe/Berlin"]),
    );
    let told = files("jira", &["export.csv"], &["--format", "short"]);
    assert_eq!(told.code, 1);
    let due = "export.csv:2:1: error[source-value]: `Created` does not say in which zone it is";
    assert!(told.err.contains(due), "{}", told.err);
}

#[test]
fn pagerduty_tells_of_incidents() {
    hold(
        "pagerduty/incidents",
        &files("pagerduty", &["incidents.json"], &[]),
    );
}

#[test]
fn prometheus_tells_of_probes() {
    hold("prometheus/up", &files("prometheus", &["up.json"], &[]));
    let label = ["--label", "instance"];
    hold(
        "prometheus/blackbox",
        &files("prometheus", &["blackbox.json"], &label),
    );
}

#[test]
fn a_status_page_tells_of_incidents() {
    hold(
        "statuspage/incidents",
        &files("statuspage", &["incidents.json"], &[]),
    );
    let pages = [
        "2026-07-02-checkout.md",
        "2026-07-03-search.md",
        "2026-07-04-open.md",
    ];
    hold(
        "statuspage/pages",
        &files("statuspage", &pages, &["--repo", "larkspur/status"]),
    );
}

#[test]
fn upptime_tells_of_probes_and_incidents() {
    let repository = Repository::new("status.git");
    repository.import(&read("upptime/history.txt"));
    let clone = repository.path().to_str().unwrap();
    hold("upptime/clone", &answer(&["events", "upptime", clone]));
    // Without its history a page tells the last state of each site.
    let to = tempfile::tempdir().unwrap();
    let page = to.path().join("status");
    let done = Command::new("git")
        .args(["clone", "-q", clone])
        .arg(&page)
        .status();
    assert!(done.unwrap().success());
    assert_eq!(
        answer(&["events", "upptime", page.to_str().unwrap()]).out,
        answer(&["events", "upptime", clone]).out
    );
    fs::remove_dir_all(page.join(".git")).unwrap();
    hold(
        "upptime/folder",
        &answer(&["events", "upptime", page.to_str().unwrap()]),
    );
}

#[test]
fn the_key_is_made_once_and_kept_out_of_the_repository() {
    let home = tempfile::tempdir().unwrap();
    let pack = home.path();
    let repository = history();
    let run = |words: &[&str]| {
        let clone = repository.path().to_str().unwrap();
        let words = [&["events", "git", clone, "--trunk"], words].concat();
        answers::run_in(pack, &words, &[])
    };
    let out = ["-o", "data/events/shop.jsonl"];
    assert_eq!(run(&["--deploy-branch", "main"]).code, 2);
    assert!(
        !pack.join("data").exists(),
        "a command typed wrong made something"
    );
    let first = run(&out);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.err.contains("made the key `data/events/.key`"));
    assert_eq!(first.out, "");
    let key = pack.join("data/events/.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            fs::metadata(&key).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let secret = fs::read_to_string(&key).unwrap();
    assert!(!first.err.contains(secret.trim()));
    let events = fs::read_to_string(pack.join("data/events/shop.jsonl")).unwrap();
    let again = run(&out);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(!again.err.contains("made the key"));
    assert_eq!(fs::read_to_string(&key).unwrap(), secret);
    assert_eq!(
        fs::read_to_string(pack.join("data/events/shop.jsonl")).unwrap(),
        events
    );
    // Printing takes the same key, where there is one.
    assert_eq!(run(&[]).out, events);
    // Git overlooks it, and the line is added once.
    let git = |words: &[&str]| {
        let done = Command::new("git")
            .args(words)
            .current_dir(pack)
            .output()
            .unwrap();
        String::from_utf8(done.stdout).unwrap()
    };
    git(&["init", "-q"]);
    assert_eq!(
        git(&["status", "--porcelain", "-uall"]),
        "?? data/events/.gitignore\n?? data/events/shop.jsonl\n"
    );
    assert_eq!(
        fs::read_to_string(pack.join("data/events/.gitignore")).unwrap(),
        "/.key\n"
    );
    // One that git holds is used no more.
    git(&["add", "-f", "data/events/.key"]);
    let held = run(&out);
    assert_eq!(held.code, 1);
    assert!(
        held.err.contains("git holds `data/events/.key`"),
        "{}",
        held.err
    );
    git(&["rm", "-q", "--cached", "data/events/.key"]);
    // What is no key is not used either, and not replaced.
    fs::write(&key, "not a key\n").unwrap();
    let bad = run(&out);
    assert_eq!(bad.code, 1);
    assert!(bad.err.contains("holds no key"), "{}", bad.err);
    assert_eq!(fs::read_to_string(&key).unwrap(), "not a key\n");
}

#[test]
fn another_key_makes_other_actors() {
    let repository = history();
    let one = of_git(&repository, &["--trunk"]).out;
    let other = tempfile::tempdir().unwrap();
    let clone = repository.path().to_str().unwrap();
    let told = answers::run_in(other.path(), &["events", "git", clone, "--trunk"], &[]);
    assert!(told.err.contains("a key that is not kept"), "{}", told.err);
    assert!(fs::read_dir(other.path()).unwrap().next().is_none());
    let actors = |text: &str| -> Vec<String> {
        let found = text.split("\"actor\":\"").skip(1);
        found.map(|rest| rest.chars().take(14).collect()).collect()
    };
    let (one, two) = (actors(&one), actors(&told.out));
    assert_eq!(one.len(), two.len());
    assert!(one.iter().zip(&two).all(|(a, b)| a != b));
    assert!(one.iter().all(|actor| actor.starts_with("a-")));
}

#[test]
fn what_is_no_file_of_events_is_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    let repository = history();
    let clone = repository.path().to_str().unwrap();
    let run = |file: &str| {
        let words = ["events", "git", clone, "--trunk", "-o", file];
        answers::run_in(home.path(), &words, &[])
    };
    fs::write(home.path().join("notes.jsonl"), "to do\n").unwrap();
    fs::create_dir(home.path().join("folder.jsonl")).unwrap();
    for (file, message) in [
        ("notes.jsonl", "holds no events"),
        ("folder.jsonl", "is no file"),
        ("pack.yaml", "is no name for events"),
    ] {
        let told = run(file);
        assert_eq!(told.code, 1, "{file}: {}", told.err);
        assert!(told.err.contains(message), "{file}: {}", told.err);
    }
    let left = fs::read_to_string(home.path().join("notes.jsonl")).unwrap();
    assert_eq!(left, "to do\n");
    fs::write(home.path().join("empty.jsonl"), "").unwrap();
    assert_eq!(run("empty.jsonl").code, 0);
}

/// An adapter of files, as the library has it.
type Adapter = fn(&[Source], Setting<'_>) -> Adapted;

/// Every adapter of files with its sources.
const ADAPTERS: &[(&str, Adapter, &[&str])] = &[
    (
        "github",
        |files, setting| {
            let how = adapters::Github {
                incident_label: "incident",
            };
            adapters::github(files, how, setting)
        },
        &[
            "pulls.json",
            "graphql.json",
            "deployments.json",
            "runs.json",
            "documented.json",
            "exported.json",
        ],
    ),
    (
        "gitlab",
        adapters::gitlab,
        &[
            "merges.json",
            "deployments.json",
            "documented.json",
            "notes.json",
        ],
    ),
    (
        "jira",
        |files, setting| {
            let how = adapters::Jira {
                started: &["In Progress".to_owned()],
                done: &["Done".to_owned(), "Resolved".to_owned()],
                zone: Some(chrono_tz::Europe::Berlin),
            };
            adapters::jira(files, how, setting)
        },
        &["search.json", "export.csv", "documented.json"],
    ),
    (
        "pagerduty",
        adapters::pagerduty,
        &["incidents.json", "alerts.json", "documented.json"],
    ),
    (
        "prometheus",
        |files, setting| {
            adapters::prometheus(
                files,
                adapters::Prometheus {
                    label: "job",
                    unnamed: Some(adapters::Unnamed::Up),
                },
                setting,
            )
        },
        &[
            "up.json",
            "blackbox.json",
            "questions.json",
            "documented.json",
        ],
    ),
    (
        "statuspage",
        adapters::statuspage,
        &[
            "incidents.json",
            "summary.json",
            "2026-07-02-checkout.md",
            "2026-07-03-search.md",
        ],
    ),
];

/// What an adapter says of bytes: nothing that no reader of events would take.
fn survives(name: &str, adapter: Adapter, file: &str, bytes: Vec<u8>) -> Adapted {
    let key = Key::new(&[7; 32]);
    let setting = Setting {
        service: Some("shop"),
        repo: None,
        environment: "production",
        since: None,
        key: &key,
    };
    let source = Source {
        name: file.to_owned(),
        bytes,
    };
    let adapted = adapter(&[source], setting);
    answers::sound(name, &adapted.text());
    for problem in &adapted.diagnostics {
        let place = problem.primary.as_ref().map(|label| label.span);
        let _ = place.map(|span| {
            (
                adapted.sources.line_column(span),
                adapted.sources.text(span),
            )
        });
    }
    adapted
}

#[test]
fn what_is_no_export_is_told_with_its_place() {
    for (name, adapter, _) in ADAPTERS {
        for (bytes, code) in [
            (&b"[{\"number\": 1,\n  oops"[..], "source-syntax"),
            (b"[1, 2]", "source-shape"),
            (b"[{\"needle\": {}}]", "source-shape"),
            (b"\xff\xfe[\x00]", "source-encoding"),
            ("[".repeat(100_000).as_bytes(), "source-syntax"),
            (
                format!("{}{}", "[".repeat(1_000), "]".repeat(1_000)).as_bytes(),
                "source-shape",
            ),
        ] {
            let told = survives(name, *adapter, "export.json", bytes.to_vec());
            let codes: Vec<&str> = told.diagnostics.iter().map(|d| d.code).collect();
            assert!(codes.contains(&code), "{name}: {codes:?}");
            assert!(told.diagnostics.iter().all(|d| d.primary.is_some()));
        }
    }
}

#[test]
fn a_field_that_says_something_else_is_told_with_line_and_column() {
    let home = tempfile::tempdir().unwrap();
    let text = read("github/pulls.json").replace(
        "\"2026-07-02T15:00:00Z\", \"merged_at\"",
        "\"yesterday\", \"merged_at\"",
    );
    fs::write(home.path().join("pulls.json"), text).unwrap();
    let words = [
        "--format",
        "short",
        "events",
        "github",
        "pulls.json",
        "-o",
        "a.jsonl",
    ];
    let told = answers::run_in(home.path(), &words, &[]);
    assert_eq!(told.code, 1);
    let due = "pulls.json:8:18: error[source-value]: `closed_at` is not a time with its offset";
    assert!(told.err.contains(due), "{}", told.err);
    assert!(told.err.contains("nothing was written"), "{}", told.err);
    assert_eq!(
        fs::read_dir(home.path()).unwrap().count(),
        1,
        "something was written"
    );
}

/// A time that a thing cannot do without, and a zone that nobody knows: told, and nothing is written.
#[test]
fn a_time_that_is_none_and_a_zone_that_is_none_are_told() {
    let home = tempfile::tempdir().unwrap();
    let incident = |created: &str| {
        format!(
            "{{\"incidents\": [{{\"id\": \"P1\", \"status\": \"resolved\", \"created_at\": \"{created}\", \
             \"resolved_at\": \"2026-07-08T10:00:00Z\", \"service\": {{\"summary\": \"shop\"}}}}]}}"
        )
    };
    let merged = "[{\"iid\": 1, \"created_at\": \"0001-01-01T00:00:00Z\", \
                  \"merged_at\": \"0001-01-01T00:00:00Z\", \"source_branch\": \"a\", \"target_branch\": \"main\"}]";
    let counted = "{\"data\": [], \"time_zone\": \"Mars/Phobos\"}";
    for (adapter, text, due) in [
        (
            "pagerduty",
            incident("").as_str(),
            "this has no `created_at`",
        ),
        (
            "pagerduty",
            &incident("0001-01-01T00:00:00Z"),
            "this has no `created_at`",
        ),
        ("gitlab", merged, "this has no `"),
        ("pagerduty", counted, "`time_zone` is not a zone"),
    ] {
        fs::write(home.path().join("export.json"), text).unwrap();
        let words = ["events", adapter, "export.json", "-o", "a.jsonl"];
        let told = answers::run_in(home.path(), &words, &[]);
        assert_eq!(told.code, 1, "{text}: {}", told.err);
        assert!(told.err.contains(due), "{text}: {}", told.err);
        assert!(!home.path().join("a.jsonl").exists(), "{text}");
    }
}

/// One command from an empty folder to a pack that waits for figures, one from a clone to its events, one to
/// the snapshot, and it builds.
#[test]
fn a_clone_becomes_a_pack() {
    let Some(engine) = program::program() else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let repository = history();
    let engine = [("BOARDPACK_ENGINE", engine.to_str().unwrap())];
    let fine = |words: &[&str]| {
        let told = answers::run_in(home.path(), words, &engine);
        assert_eq!(told.code, 0, "{words:?}: {}{}", told.out, told.err);
        told
    };
    fine(&[
        "init",
        "--events",
        "--organisation",
        "Larkspur",
        "--period",
        "2026-Q1",
    ]);
    let clone = repository.path().to_str().unwrap();
    let out = ["-o", "data/events/shop.jsonl", "--service", "shop"];
    fine(&[&["events", "git", clone][..], &TAGS, &out].concat());
    fine(&["collect", "2026-Q1", "--as-of", "2026-04-01"]);
    let snapshot = home.path().join("data/snapshots/2026-Q1.yaml");
    let snapshot = fs::read_to_string(snapshot).unwrap();
    // Of six tags one was deployed already and one went back: four deployments, two of them to mend, and
    // the one that was gone back from failed.
    for figure in ["quarter: 4", "quarter: 1/4", "quarter: 2/4"] {
        assert!(snapshot.contains(figure), "{figure}: {snapshot}");
    }
    fine(&["check", "--format", "short"]);
    fine(&["build", "--quiet"]);
    assert!(home.path().join("public/2026-Q1/index.html").is_file());
}

/// What merges name tells from the first commit to the deployment, and nothing of what a history does not
/// know: two merges by people have their first commit, four of theirs went out, and nobody knows when one
/// was opened or looked at.
#[test]
fn merges_tell_the_stages_that_a_history_knows() {
    let Some(engine) = program::program() else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let repository = Repository::new("shop.git");
    repository.import(&read("git/merges-history.txt"));
    let engine = [("BOARDPACK_ENGINE", engine.to_str().unwrap())];
    let fine = |words: &[&str]| {
        let told = answers::run_in(home.path(), words, &engine);
        assert_eq!(told.code, 0, "{words:?}: {}{}", told.out, told.err);
    };
    let quarter = ["--organisation", "Larkspur", "--period", "2026-Q1"];
    fine(&[&["init", "--events", "--service", "shop"], &quarter[..]].concat());
    let clone = repository.path().to_str().unwrap();
    let tags = ["--deploy-tags", "v*", "--pull-requests"];
    let collect = ["collect", "2026-Q1", "--as-of", "2026-04-01"];
    let collect = [&collect[..], &["--git", clone], &tags].concat();
    fine(&collect);
    let stages = [
        ("pull-request-cycle-time", "61.491667 (n 2)"),
        ("pull-request-deploy-time", "13 (n 4)"),
        ("pull-request-coding-time", "~"),
        ("review-wait", "~"),
        ("pull-request-review-time", "~"),
    ];
    for (stage, _) in stages {
        fine(&["new", "metric", stage, "--standard", stage]);
    }
    fine(&collect);
    let snapshot = home.path().join("data/snapshots/2026-Q1.yaml");
    let snapshot = fs::read_to_string(snapshot).unwrap();
    for (stage, figure) in stages {
        let own = snapshot.split(&format!("\n  {stage}:\n")).nth(1).unwrap();
        let due = format!("quarter: {figure}\n");
        assert!(own.contains(&due), "{stage}: {own}");
        let first = own.split("quarter: ").nth(1).unwrap();
        assert!(first.starts_with(figure), "{stage}: {first}");
    }
}

/// As long as may be is not read as JSON, and no longer than that into memory.
#[test]
fn a_file_that_is_too_large_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let file = fs::File::create(home.path().join("pulls.json")).unwrap();
    file.set_len(adapters::FILE_BYTES * 40).unwrap();
    let words = ["--format", "short", "events", "github", "pulls.json"];
    let told = answers::run_in(home.path(), &words, &[]);
    assert_eq!(told.code, 1);
    let due = "pulls.json:1:1: error[source-size]: this file is larger than 256 MiB";
    assert!(told.err.contains(due), "{}", told.err);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    /// Exports that somebody cut, mixed or made to do harm.
    #[test]
    fn nothing_panics_and_nothing_unreadable_is_written(
        which in any::<prop::sample::Index>(),
        file in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8, any::<u8>()), 1..6),
    ) {
        let (name, adapter, sources) = which.get(ADAPTERS);
        let file = file.get(sources);
        let mut bytes = read(&format!("{name}/{file}")).into_bytes();
        for (at, how, byte) in changes {
            let at = at.index(bytes.len().max(1));
            let words: [&[u8]; 6] = [
                b"null", b"-1e999", b"\"\"", b"\"9999-12-31T23:59:59Z\"", b"{\"id\":[]}", b"\"\\u0000\"",
            ];
            match how {
                0 => bytes.truncate(at),
                1 => { bytes.insert(at.min(bytes.len()), byte); }
                2 if at < bytes.len() => bytes[at] = byte,
                // What stands behind a colon becomes another value.
                3..=6 => {
                    let colon = bytes.iter().skip(at).position(|b| *b == b':').map(|n| n + at + 1);
                    let end = colon.and_then(|from| {
                        let ends = |b: &u8| matches!(b, b',' | b'}' | b'\n');
                        bytes.iter().skip(from).position(ends).map(|n| n + from)
                    });
                    if let (Some(from), Some(end)) = (colon, end) {
                        let word = words[usize::from(byte) % words.len()];
                        bytes.splice(from..end, word.iter().copied());
                    }
                }
                _ => bytes.rotate_left(at),
            }
        }
        survives(name, *adapter, file, bytes);
    }

    /// What git would never say, said by something that calls itself git.
    #[test]
    fn no_answer_of_git_panics(
        commits in prop::collection::vec((0..6_u8, prop::collection::vec(0..6_u8, 0..3), "[0-9]{0,20}|-?[0-9]{1,12}", "\\PC{0,6}"), 0..8),
        tip in 0..6_u8,
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let id = |n: u8| n.to_string().repeat(40);
        let mut answer = String::new();
        for (own, parents, time, word) in &commits {
            let parents: Vec<String> = parents.iter().map(|n| id(*n)).collect();
            let message = format!("{word}\nThis reverts commit {}.", id(*own));
            let fields = [&id(*own), &parents.join(" "), time, time, word, word, &message];
            for field in fields {
                answer.push_str(field);
                answer.push('\0');
            }
        }
        let mut bytes = answer.into_bytes();
        if !whole && !bytes.is_empty() {
            bytes.truncate(cut.index(bytes.len()));
        }
        let key = Key::new(&[7; 32]);
        let setting = Setting {
            service: None,
            repo: None,
            environment: "production",
            since: None,
            key: &key,
        };
        let Ok(history) = git::History::read(&bytes[..], &key, &|_| true) else {
            return Ok(());
        };
        let tags: Vec<git::Tag> = (0..3)
            .map(|n| git::Tag { name: format!("v{n}"), commit: id(n), made: None })
            .collect();
        let end = id(tip);
        for deploys in [git::Deploys::Tags(&tags), git::Deploys::Trunk, git::Deploys::Branch(&end)] {
            let told = git::read(&history, &id(0), deploys, true, &|_| true, setting);
            answers::sound("git", &told.text());
        }
    }
}
