//! Adapters against public histories. The public data beside the repository are events that somebody
//! else took from real repositories and pages, by rules of their own; the sources themselves are not
//! there. So a source of the same shape is made from the events, is read again, and must give the same.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests make files, run programs and may fail"
)]

#[path = "events/adapters/answers.rs"]
mod answers;
mod public;
#[path = "events/adapters/repository.rs"]
mod repository;

use boardpack::adapters::{self, Key, Setting, Source};
use repository::Repository;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Command;

/// Events of a public file; nothing on a machine that has none.
fn events(path: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(public::place(path)?).unwrap();
    Some(read(&text))
}

fn read(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn text<'a>(event: &'a Value, name: &str) -> &'a str {
    event[name].as_str().unwrap_or_default()
}

fn seconds(event: &Value, name: &str) -> i64 {
    boardpack::events::instant(text(event, name)).unwrap() / 1_000_000
}

/// Of one kind, in production.
fn of<'a>(events: &'a [Value], kind: &str) -> Vec<&'a Value> {
    let found = events.iter().filter(|event| text(event, "kind") == kind);
    found
        .filter(|event| text(event, "environment") != "staging")
        .collect()
}

/// A repository with the commits and deployments of some events: what one deployment brought first
/// stands in one line behind what the one before it brought.
struct Rebuilt {
    repository: Repository,
    /// By the name of each commit there, the name in the events.
    names: HashMap<String, String>,
}

/// How the rebuilt repository marks a deployment.
#[derive(PartialEq)]
enum Mark {
    Tag,
    Trunk,
}

fn rebuild(events: &[Value], mark: &Mark) -> Rebuilt {
    let repository = Repository::new("public.git");
    let mut import = repository.importer(&["--cat-blob-fd=1", "--force"]);
    let mut to = import.stdin.take().unwrap();
    let mut from = BufReader::new(import.stdout.take().unwrap());
    let mut marks: HashMap<String, usize> = HashMap::new();
    let mut names: HashMap<String, String> = HashMap::new();
    let pulls: HashMap<&str, &Value> = of(events, "pr_merged")
        .into_iter()
        .map(|pull| (text(pull, "commit"), &pull["pr"]))
        .collect();
    let mut by_deploy: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for commit in of(events, "commit") {
        by_deploy
            .entry(text(commit, "deploy_id"))
            .or_default()
            .push(commit);
    }
    let mut trunk: Option<usize> = None;
    let mut new_ids: HashMap<usize, String> = HashMap::new();
    let mut id_of = |to: &mut std::process::ChildStdin, mark: usize| {
        let id = new_ids.entry(mark).or_insert_with(|| {
            writeln!(to, "get-mark :{mark}").unwrap();
            let mut line = String::new();
            from.read_line(&mut line).unwrap();
            line.trim().to_owned()
        });
        id.clone()
    };
    let mut put = |to: &mut std::process::ChildStdin,
                   commit: &Value,
                   parents: &[usize],
                   branch: &str,
                   marks: &mut HashMap<String, usize>| {
        let own = marks.len() + 1;
        let old = text(commit, "commit");
        let target = text(commit, "reverts");
        let message = match marks.get(target) {
            Some(mark) => format!("This reverts commit {}.", id_of(to, *mark)),
            None if target.is_empty() => String::new(),
            None => format!("This reverts commit {target}."),
        };
        let message = match pulls.get(old) {
            None => message,
            Some(pull) if parents.len() > 1 => {
                format!("Merge pull request #{pull} from somebody/side\n\n{message}")
            }
            Some(pull) => format!("Squashed (#{pull})\n\n{message}"),
        };
        marks.insert(old.to_owned(), own);
        let who = format!("Somebody <{}@example.org>", text(commit, "actor"));
        let (written, made) = (seconds(commit, "authored_at"), seconds(commit, "ts"));
        write!(
            to,
            "commit refs/heads/{branch}\nmark :{own}\nauthor {who} {written} +0000\n\
             committer {who} {made} +0000\ndata {}\n{message}\n",
            message.len()
        )
        .unwrap();
        for (n, parent) in parents.iter().enumerate() {
            let word = if n == 0 { "from" } else { "merge" };
            writeln!(to, "{word} :{parent}").unwrap();
        }
        // No two commits are one, even of one person in one second.
        write!(
            to,
            "M 100644 inline x\ndata {}\n{own}\n\n",
            own.to_string().len()
        )
        .unwrap();
        names.insert(id_of(to, own), old.to_owned());
        own
    };
    let deploys = of(events, "deploy");
    let unshipped = by_deploy.remove("").unwrap_or_default();
    for deploy in &deploys {
        let id = text(deploy, "deploy_id");
        let last = text(deploy, "commit");
        let mut own = by_deploy.remove(id).unwrap_or_default();
        own.sort_by_key(|commit| text(commit, "commit") == last);
        let mut side = trunk;
        for commit in own {
            let is_last = text(commit, "commit") == last;
            let merge = commit["merge"] == true;
            let parents: Vec<usize> = match (is_last && *mark == Mark::Trunk, merge) {
                // What was merged, or the root where only the mark of a merge is needed.
                (true, true) if side != trunk => trunk.into_iter().chain(side).collect(),
                (true, _) => {
                    assert!(
                        side == trunk || merge,
                        "{id} brought a side without merging it"
                    );
                    trunk.into_iter().chain(merge.then_some(1)).collect()
                }
                (false, _) => side.into_iter().chain(merge.then_some(1)).collect(),
            };
            let branch = if is_last || *mark == Mark::Tag {
                "main"
            } else {
                "side"
            };
            side = Some(put(&mut to, commit, &parents, branch, &mut marks));
        }
        if side != trunk {
            trunk = side;
        }
        if *mark == Mark::Tag {
            let when = seconds(deploy, "ts");
            let at = marks[last];
            let tag = format!("tag {id}\nfrom :{at}\ntagger X <x> {when} +0000\ndata 0\n\n");
            to.write_all(tag.as_bytes()).unwrap();
        }
    }
    for commit in unshipped {
        let merge = commit["merge"] == true;
        let parents: Vec<usize> = trunk.into_iter().chain(merge.then_some(1)).collect();
        trunk = Some(put(&mut to, commit, &parents, "main", &mut marks));
    }
    drop(to);
    assert!(import.wait().unwrap().success());
    Rebuilt { repository, names }
}

/// What both must tell alike of a commit or a deployment, under the names of the events on file.
fn told(
    events: &[Value],
    names: &HashMap<String, String>,
    kind: &str,
    fields: &[&str],
) -> BTreeSet<String> {
    let old = |name: &str| names.get(name).map_or(name.to_owned(), Clone::clone);
    let lines = of(events, kind).into_iter().map(|event| {
        let mut line = old(text(event, "commit"));
        for field in fields {
            let value = match *field {
                "reverts" => Value::from(old(text(event, field))),
                // Without a tag the name is the beginning of the commit's.
                "deploy_id" => {
                    let id = text(event, field);
                    let long = names
                        .iter()
                        .find(|(new, _)| !id.is_empty() && new.starts_with(id));
                    Value::from(long.map_or(id, |(_, old)| &old[..12]))
                }
                field => event[field].clone(),
            };
            line.push_str(&format!(" {field}={value}"));
        }
        line
    });
    lines.collect()
}

/// `again` are their unplanned deployments that put in again what had been taken back: they tell these
/// by the title of the revert, we by what it takes back, which mends nothing.
fn compare(path: &str, mark: &Mark, again: &[&str], mend: impl FnOnce(&mut Vec<Value>)) {
    let Some(mut public) = events(path) else {
        return;
    };
    mend(&mut public);
    let rebuilt = rebuild(&public, mark);
    let clone = rebuilt.repository.path().to_str().unwrap();
    let how: &[&str] = match mark {
        Mark::Tag => &["--deploy-tags", "*"],
        Mark::Trunk => &["--trunk", "--pull-requests"],
    };
    let answer = answers::answer(&[&["events", "git", clone][..], how].concat());
    assert_eq!(answer.code, 0, "{}", answer.err);
    answers::sound(path, &answer.out);
    let ours = read(&answer.out);
    // Short names are looked up among the commits that were deployed.
    let deployed: BTreeSet<&str> = of(&ours, "deploy")
        .iter()
        .map(|e| text(e, "commit"))
        .collect();
    let names: HashMap<String, String> = rebuilt.names;
    let short: HashMap<String, String> = names
        .iter()
        .filter(|(new, _)| *mark == Mark::Trunk && deployed.contains(new.as_str()))
        .map(|(new, old)| (new[..12].to_owned(), old[..12].to_owned()))
        .collect();
    let none = HashMap::new();
    for (kind, fields) in [
        ("commit", &["ts", "authored_at", "merge", "reverts"][..]),
        (
            "deploy",
            &[
                "ts",
                "outcome",
                "environment",
                "commits",
                "redeploy",
                "rollback",
            ],
        ),
    ] {
        let theirs = told(&public, &none, kind, fields);
        let ours = told(&ours, &names, kind, fields);
        let missing: Vec<_> = theirs.difference(&ours).take(5).collect();
        let more: Vec<_> = ours.difference(&theirs).take(5).collect();
        assert!(
            missing.is_empty() && more.is_empty(),
            "{path}: {missing:#?}\n{more:#?}"
        );
    }
    if *mark == Mark::Trunk {
        compare_pulls(&public, &ours, &names);
    }
    let deploy_of =
        |events: &[Value], names: &HashMap<String, String>| -> BTreeMap<String, String> {
            let pairs = of(events, "commit").into_iter().map(|event| {
                let id = text(event, "deploy_id");
                let commit = text(event, "commit");
                let commit = names.get(commit).map_or(commit, |old| old);
                (
                    commit.to_owned(),
                    short.get(id).map_or(id, |old| old).to_owned(),
                )
            });
            pairs.collect()
        };
    assert!(
        deploy_of(&public, &none) == deploy_of(&ours, &names),
        "{path}: other deployments"
    );
    let unplanned = |events: &[Value]| -> BTreeSet<String> {
        let found = of(events, "deploy")
            .into_iter()
            .filter(|e| e["unplanned"] == true);
        let ids = found.map(|event| text(event, "deploy_id").to_owned());
        ids.map(|id| short.get(&id).cloned().unwrap_or(id))
            .collect()
    };
    let (mut theirs, ours) = (unplanned(&public), unplanned(&ours));
    assert!(again.iter().all(|id| theirs.remove(*id)), "{path}");
    assert_eq!(theirs, ours, "{path}");
}

/// Every pull request of theirs is one of ours, merged at the same time, and of a merge with the same commits.
/// Of a squash they took its own for the first; nobody knows that.
fn compare_pulls(public: &[Value], ours: &[Value], names: &HashMap<String, String>) {
    let ours: HashMap<&str, &Value> = of(ours, "pr_merged")
        .into_iter()
        .map(|pull| (text(pull, "pr"), pull))
        .collect();
    let mut merges: HashMap<&str, i64> = HashMap::new();
    for commit in of(public, "commit") {
        if commit["merge"] == true {
            *merges.entry(text(commit, "deploy_id")).or_default() += 1;
        }
    }
    let (mut whole, mut there) = (0, BTreeSet::new());
    for theirs in of(public, "pr_merged") {
        let number = theirs["pr"].to_string();
        // Of two merges that name one number the first is it.
        if !there.insert(number.clone()) {
            continue;
        }
        let own = ours[&*number];
        assert_eq!(seconds(own, "ts"), seconds(theirs, "ts"), "{number}");
        assert_eq!(
            names[text(own, "commit")],
            text(theirs, "commit"),
            "{number}"
        );
        if own.get("commits").is_some() {
            // A main line that was taken into the branch is a commit too, for a forge as for us.
            let id = text(theirs, "deploy_id");
            let taken = merges.get(id).map_or(0, |merges| merges - 1);
            let due = theirs["commits"].as_i64().map(|commits| commits + taken);
            assert_eq!(own["commits"].as_i64(), due, "{number}");
            let first = |event| seconds(event, "first_commit_at");
            assert_eq!(first(own), first(theirs), "{number}");
            whole += 1;
        }
    }
    assert_eq!(ours.len(), there.len());
    assert!(whole > 1_000, "{whole}");
}

#[test]
fn deployments_by_tag_are_those_of_kamal() {
    compare("kamal/delivery.jsonl", &Mark::Tag, &[], |_| {});
}

#[test]
fn deployments_by_tag_are_those_of_a_service_of_govuk() {
    compare(
        "govuk-email-alert-api/delivery.jsonl",
        &Mark::Tag,
        &[],
        |_| {},
    );
}

#[test]
fn deployments_by_tag_are_those_of_a_service_of_artsy() {
    compare(
        "artsy-metaphysics/delivery.jsonl",
        &Mark::Tag,
        &["production--2024-04-18--18-27-24"],
        |_| {},
    );
}

/// Two commits of theirs on one line have one second; the later one was taken first, so the earlier
/// brought nothing and became a rollback. On one line nothing goes out before what it stands on.
#[test]
fn deployments_by_merge_are_those_of_jenkins() {
    let (first, second) = ("f17faca367dd", "3ed107ba2cb6");
    compare(
        "jenkins-infra/delivery.jsonl",
        &Mark::Trunk,
        &["2d0ac73b4ed0", "30b48e4c02b8"],
        |events| {
            for event in events.iter_mut() {
                if text(event, "commit").starts_with(first) {
                    event["deploy_id"] = Value::from(first);
                }
                let is_one = [first, second].contains(&text(event, "deploy_id"));
                if is_one && text(event, "kind") == "deploy" {
                    event["commits"] = Value::from(1);
                    event.as_object_mut().unwrap().remove("rollback");
                }
            }
            let at = |id: &str| {
                let is = |e: &Value| text(e, "kind") == "deploy" && text(e, "deploy_id") == id;
                events.iter().position(is).unwrap()
            };
            let (first, second) = (at(first), at(second));
            assert!(first > second);
            events.swap(first, second);
        },
    );
}

/// A page of Upptime with the commits of some events: a file for each site, as Upptime writes it.
fn page(events: &[Value]) -> Rebuilt {
    let repository = Repository::new("status.git");
    let mut commits: Vec<(&str, Vec<&Value>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for event in events {
        let commit = text(event, "commit");
        let tells = ["probe", "monitor_stopped"].contains(&text(event, "kind"));
        if !tells || commit.is_empty() {
            continue;
        }
        let at = *places.entry(commit).or_insert_with(|| {
            commits.push((commit, Vec::new()));
            commits.len() - 1
        });
        commits[at].1.push(event);
    }
    let mut stream = String::new();
    let mut write = |mark: usize, at: i64, changes: &str| {
        let from = if mark > 1 {
            format!("from :{}\n", mark - 1)
        } else {
            String::new()
        };
        stream.push_str(&format!(
            "commit refs/heads/main\nmark :{mark}\ncommitter X <x> {at} +0000\ndata 0\n{from}{changes}\n"
        ));
    };
    for (n, (_, own)) in commits.iter().enumerate() {
        let mut changes = String::new();
        for event in own {
            let path = format!("history/{}.yml", text(event, "service"));
            if text(event, "kind") == "monitor_stopped" {
                changes.push_str(&format!("D {path}\n"));
                continue;
            }
            let file = format!(
                "url: https://example.org/{n}\nstatus: {}\ncode: {}\nresponseTime: {}\nlastUpdated: {}\n",
                text(event, "outcome"),
                event["http_code"],
                event["value"],
                text(event, "ts"),
            );
            changes.push_str(&format!(
                "M 100644 inline {path}\ndata {}\n{file}\n",
                file.len()
            ));
        }
        let stopped = own
            .iter()
            .find(|event| text(event, "kind") == "monitor_stopped");
        let at = own.iter().map(|event| seconds(event, "ts")).max().unwrap() + 1;
        write(
            n + 1,
            stopped.map_or(at, |event| seconds(event, "ts")),
            &changes,
        );
    }
    let end = events
        .iter()
        .map(|event| seconds(event, "ts"))
        .max()
        .unwrap();
    write(
        commits.len() + 1,
        end,
        "M 100644 inline README.md\ndata 0\n\n",
    );
    repository.import(&stream);
    let log = Command::new("git")
        .arg("--git-dir")
        .arg(repository.path())
        .args(["log", "--reverse", "--format=%H"])
        .output()
        .unwrap();
    let log = String::from_utf8(log.stdout).unwrap();
    let names = log.lines().zip(&commits);
    let names = names
        .map(|(new, (old, _))| (new.to_owned(), (*old).to_owned()))
        .collect();
    Rebuilt { repository, names }
}

/// What an event says but for its place in the file, under the names of the events on file.
fn renamed(events: &[Value], names: &HashMap<String, String>) -> BTreeMap<String, usize> {
    let short: HashMap<&str, &str> = names
        .iter()
        .map(|(new, old)| (&new[..10], &old[..10]))
        .collect();
    let mut found = BTreeMap::new();
    for event in events {
        let mut event = event.clone();
        if let Some(old) = names.get(text(&event, "commit")) {
            event["commit"] = Value::from(old.as_str());
        }
        let id = text(&event, "incident_id").to_owned();
        if let Some((site, new)) = id.rsplit_once('-') {
            let old = short.get(new).copied().unwrap_or(new);
            event["incident_id"] = Value::from(format!("{site}-{old}"));
        }
        let fields: BTreeMap<String, Value> = event
            .as_object()
            .unwrap()
            .clone()
            .into_iter()
            .filter(|(name, _)| name != "repo")
            .collect();
        *found
            .entry(serde_json::to_string(&fields).unwrap())
            .or_insert(0) += 1;
    }
    found
}

fn compare_pages(path: &str) {
    let Some(public) = events(path) else { return };
    let rebuilt = page(&public);
    let clone = rebuilt.repository.path().to_str().unwrap();
    let answer = answers::answer(&["events", "upptime", clone]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    answers::sound(path, &answer.out);
    same(path, (&public, &read(&answer.out)), &rebuilt.names);
}

/// Holds events against those on file, line by line.
fn same(path: &str, (theirs, ours): (&[Value], &[Value]), names: &HashMap<String, String>) {
    let (theirs, ours) = (renamed(theirs, &HashMap::new()), renamed(ours, names));
    let only = |these: &BTreeMap<String, usize>, those: &BTreeMap<String, usize>| {
        let lines = these.keys().filter(|line| !those.contains_key(*line));
        lines.take(5).cloned().collect::<Vec<_>>()
    };
    assert!(
        theirs == ours,
        "{path}: only theirs {:#?}\nonly ours {:#?}",
        only(&theirs, &ours),
        only(&ours, &theirs)
    );
}

#[test]
fn probes_and_incidents_are_those_of_kobra() {
    compare_pages("kobra/uptime.jsonl");
}

#[test]
fn probes_and_incidents_are_those_of_kimai() {
    compare_pages("kimai-cloud/uptime.jsonl");
}

#[test]
fn incidents_of_a_status_page_are_those_of_jenkins() {
    let Some(public) = events("jenkins-infra/incidents.jsonl") else {
        return;
    };
    let mut pages: BTreeMap<&str, String> = BTreeMap::new();
    for event in &public {
        let page = pages
            .entry(text(event, "incident_id"))
            .or_insert_with(|| "---\n".to_owned());
        let name = match text(event, "kind") {
            "incident_opened" => {
                let alone = vec![event["service"].clone()];
                let affected = event["affected"].as_array().cloned().unwrap_or(alone);
                page.push_str(&format!(
                    "severity: {}\naffected:\n",
                    text(event, "severity")
                ));
                for service in affected.iter().filter(|service| service.is_string()) {
                    page.push_str(&format!("  - {service}\n"));
                }
                "date"
            }
            _ => "resolvedWhen",
        };
        // As half of the pages have it, in Hugo's own zone.
        let ts = text(event, "ts").trim_end_matches('Z').replace('T', " ");
        page.push_str(&format!("{name}: {ts}\n"));
    }
    let files: Vec<Source> = pages
        .iter()
        .map(|(id, page)| Source {
            name: format!("content/issues/{id}.md"),
            bytes: format!("{page}---\nWords.\n").into_bytes(),
        })
        .collect();
    let key = Key::new(&[7; 32]);
    let setting = Setting {
        service: None,
        repo: Some("jenkins-infra/status"),
        environment: "production",
        since: None,
        key: &key,
    };
    let ours = adapters::statuspage(&files, setting);
    assert!(
        ours.diagnostics.is_empty(),
        "{:?}",
        ours.diagnostics.first()
    );
    let backwards = ours
        .told()
        .iter()
        .find(|(_, what, _)| what.contains("before they began"));
    assert_eq!(backwards.map(|(.., count)| *count), Some(8));
    let path = "jenkins-infra/incidents.jsonl";
    same(path, (&public, &read(&ours.text())), &HashMap::new());
}
