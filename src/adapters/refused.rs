//! A thing that no adapter took to what is told of it: it is the answer of an API that refused the
//! question, the export of another program, or nothing known.

use super::json::{Node, Object};
use super::topics;
use crate::diag::{Diagnostic, FileId, Span};

/// What is told of a file that holds no JSON at all where an answer is due.
pub(super) fn no_answer(file: FileId, text: &str) -> Option<Diagnostic> {
    let start = Span::start_of(file);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        let problem = topics::SYNTAX.at(start, "this file is empty");
        let help =
            "see whether the command that wrote it failed; an answer without anything is `[]`";
        return Some(problem.help(help));
    }
    text.starts_with('<').then(|| {
        let problem = topics::SYNTAX.at(start, "this is a web page, and no answer of an API");
        problem.help("see that the address is that of the API, and the token that it asks for")
    })
}

/// What is told of an answer that holds a part of what was asked: the rest of it is missing.
pub(super) fn in_part(object: &Object<'_>) -> Option<Diagnostic> {
    let errors = object.get("errors")?.items()?;
    let first = errors.first()?;
    let problem = topics::SHAPE.at(first.span(), "this answer leaves out what was refused");
    Some(problem.help("mend the question or its token, ask again, and give the whole answer"))
}

/// What is told of something that the adapter does not know.
pub(super) fn unknown(node: Node<'_>) -> Diagnostic {
    let place = node.span();
    let object = node.object();
    if object.as_ref().is_some_and(is_refusal) {
        let problem = topics::SHAPE.at(place, "this is an API that refused the question");
        return problem.help("see what it says, ask again, and give the answer to that");
    }
    if let Some(program) = object.as_ref().and_then(looks_like) {
        let (name, adapter) = program;
        let told = format!("this adapter does not read this; it looks like something of {name}\'s");
        let help = format!(
            "see `boardpack events {adapter} --help` for what is read of it, and how to export that"
        );
        return topics::SHAPE.at(place, told).help(help);
    }
    let problem = topics::SHAPE.at(place, "this is nothing that the adapter knows");
    problem.help(
        "see `boardpack events --help` for what each reads, and give it as the API answered it",
    )
}

/// Whether an API says why it does not answer: each says it in other fields.
fn is_refusal(object: &Object<'_>) -> bool {
    let has = |name: &str| object.get(name).is_some();
    has("documentation_url")
        || has("errorMessages")
        || has("errorType")
        || (has("message") || has("error")) && !has("id") && !has("created_at")
}

/// Whether somebody did it who is named as GitHub names people.
fn is_by_login(object: &Object<'_>) -> bool {
    let who = ["user.login", "author.login", "creator.login"];
    who.iter().any(|path| object.get(path).is_some())
}

/// Which program such a thing is of, and its adapter: by fields that only its things have.
fn looks_like(object: &Object<'_>) -> Option<(&'static str, &'static str)> {
    let has = |name: &str| object.has(name);
    let sort = object.text("type").unwrap_or_default();
    let found = |path: &str| object.get(path).is_some();
    Some(
        if has("metric") || has("resultType") || found("data.resultType") {
            ("Prometheus", "prometheus")
        } else if has("incident_number") || sort.ends_with("_log_entry") || has("log_entries") {
            ("PagerDuty", "pagerduty")
        } else if has("shortlink") || has("page_id") || has("scheduled_maintenances") {
            ("Statuspage", "statuspage")
        } else if has("fields") && has("key") || has("changelog") || has("issueChangeLogs") {
            ("Jira", "jira")
        } else if has("iid") || has("path_with_namespace") {
            ("GitLab", "gitlab")
        } else if has("node_id") || has("workflow_runs") || has("databaseId") || is_by_login(object)
        {
            ("GitHub", "github")
        } else {
            return None;
        },
    )
}
