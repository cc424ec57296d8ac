//! The files that Upptime commits, in the order of its commits, to probes and incidents.
//!
//! After upptime.js.org, "How it works": `history/<site>.yml` has `status` (`up`, `degraded`, `down`),
//! `code`, `responseTime` in milliseconds and `lastUpdated`; it is committed where a site changes its state
//! and once a day. So the history is a log of changes: between two of them the last state holds. A file
//! that appears begins to be watched, and one that is deleted ends. An incident is from the first state
//! that is not up to the next that is.

use super::reading::instant;
use super::{Adapted, Setting, Told, topics};
use crate::events::Line;
use std::collections::BTreeMap;

/// What a commit made of the file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The commit; empty where only the files are known.
    pub commit: String,
    /// Microseconds since 1970 at which it was made.
    pub ts: i64,
    /// The site: the name of its file.
    pub site: String,
    /// What the file holds from then on; `None` where it was deleted.
    pub text: Option<String>,
}

/// Digits of a commit that name an incident.
const SHORT: usize = 10;

/// A site that is watched.
#[derive(Default)]
struct Watched {
    /// Id and severity of the incident that goes on.
    incident: Option<(String, String)>,
}

/// What some changes tell, oldest first; `end` is when the last commit of all was made.
pub fn upptime(changes: &[Change], end: Option<i64>, setting: Setting<'_>) -> Adapted {
    let mut out = Adapted::since(setting.since);
    let mut sites: BTreeMap<&str, Watched> = BTreeMap::new();
    for change in changes {
        let line = |kind, ts| {
            Line::new(kind, ts)
                .text("service", setting.service.unwrap_or(&change.site))
                .text("repo", setting.repo)
                .text("environment", setting.environment)
                .text("commit", &*change.commit)
        };
        let thing = format!(
            "`history/{}.yml` in commit `{}`",
            change.site, change.commit
        );
        let mut put = |kind, line| {
            if let Err(fault) = out.put(kind, line) {
                out.refuse(&thing, fault);
            }
        };
        let Some(text) = &change.text else {
            if let Some(watched) = sites.remove(&*change.site) {
                if let Some((id, severity)) = &watched.incident {
                    let ended = line("incident_resolved", change.ts)
                        .text("incident_id", &**id)
                        .text("severity", &**severity);
                    put("incident_resolved", ended);
                }
                put("monitor_stopped", line("monitor_stopped", change.ts));
            }
            continue;
        };
        let state = match State::read(text) {
            Ok(state) => state,
            Err(what) => {
                let problem = topics::VALUE.nowhere(format!("{thing} {what}"));
                out.problem(
                    problem.help("mend the file where Upptime keeps it, or name a later `--since`"),
                );
                continue;
            }
        };
        if !sites.contains_key(&*change.site) {
            put("monitor_started", line("monitor_started", state.ts));
        }
        let probe = line("probe", state.ts)
            .text("outcome", state.status)
            .number("value", state.answer)
            .text("unit", state.answer.map(|_| "ms"))
            .whole("http_code", state.code);
        put("probe", probe);
        let watched = sites.entry(&change.site).or_default();
        match (&watched.incident, state.status) {
            (Some((id, severity)), "up") => {
                let ended = line("incident_resolved", state.ts)
                    .text("incident_id", &**id)
                    .text("severity", &**severity);
                put("incident_resolved", ended);
                watched.incident = None;
            }
            (None, status) if status != "up" => {
                // Of files alone nobody knows when it began.
                let Some(short) = change.commit.get(..SHORT) else {
                    out.tell(Told::LeftOut, "incidents whose beginning is not known");
                    continue;
                };
                let id = format!("{}-{short}", change.site);
                let begun = line("incident_opened", state.ts)
                    .text("incident_id", &*id)
                    .text("severity", status);
                put("incident_opened", begun);
                watched.incident = Some((id.clone(), status.to_owned()));
            }
            _ => {}
        }
    }
    for site in sites.keys() {
        let Some(end) = end else {
            out.tell(
                Told::LeftOut,
                "ends of what was watched: files without their history",
            );
            continue;
        };
        let line = Line::new("monitor_stopped", end)
            .text("service", setting.service.unwrap_or(site))
            .text("repo", setting.repo)
            .text("environment", setting.environment);
        if let Err(fault) = out.put("monitor_stopped", line) {
            out.refuse(site, fault);
        }
    }
    out
}

/// What a file says of its site.
#[derive(Debug, PartialEq, Eq)]
struct State<'t> {
    ts: i64,
    status: &'t str,
    code: Option<i64>,
    /// Milliseconds.
    answer: Option<&'t str>,
}

impl<'t> State<'t> {
    /// Reads a file, whose fields stand on a line each.
    fn read(text: &'t str) -> Result<Self, String> {
        let field = |name: &str| {
            text.lines().find_map(|line| {
                let value = line.strip_prefix(name)?.strip_prefix(':')?;
                Some(value.trim().trim_matches(['"', '\'']))
            })
        };
        let status = field("status").unwrap_or_default();
        if !["up", "down", "degraded"].contains(&status) {
            return Err("has no `status` that is `up`, `down` or `degraded`".to_owned());
        }
        let ts = field("lastUpdated").and_then(instant);
        let number = |text: &&str| {
            let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
            let digits = |part: &str| {
                !part.is_empty() && part.len() < 12 && part.bytes().all(|b| b.is_ascii_digit())
            };
            digits(whole) && digits(part)
        };
        Ok(Self {
            ts: ts.ok_or("has no time in `lastUpdated`")?,
            status,
            code: field("code")
                .filter(number)
                .and_then(|code| code.parse().ok()),
            answer: field("responseTime").filter(number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_upptime_wrote_into_it() {
        let text = "url: https://example.org/\nstatus: up\ncode: 200\nresponseTime: 201\n\
                    lastUpdated: 2021-07-08T07:22:42.631Z\nstartTime: Thu Jul 08 2021\n";
        let read = State::read(text);
        assert_eq!(
            read,
            Ok(State {
                ts: 1_625_728_962_631_000,
                status: "up",
                code: Some(200),
                answer: Some("201")
            })
        );
        assert!(State::read("status: up\n").is_err());
        assert!(State::read(&text.replace("up", "unknown")).is_err());
    }
}
