//! `boardpack explain`.

use super::Outcome;
use super::args::Explain;
use super::term::Term;
use boardpack::diag::{Severity, Topic, emit};
use boardpack::pipeline;
use std::fmt::Write as _;

pub(super) fn run(args: &Explain, term: &mut Term) -> Outcome {
    let topics = pipeline::topics();
    let Some(code) = &args.code else {
        term.out(&list(&topics));
        return Outcome::Fine;
    };
    if let Some(topic) = topics.iter().find(|t| t.code == code) {
        term.out(&page(topic));
        return Outcome::Fine;
    }
    let near = topics
        .iter()
        .map(|t| (strsim::damerau_levenshtein(t.code, code), t.code))
        .filter(|(distance, _)| *distance <= code.chars().count().div_ceil(2))
        .min();
    let help = match near {
        Some((_, near)) => format!("did you mean `{near}`?"),
        None => "run `boardpack explain` for a list".to_owned(),
    };
    term.err(&format!(
        "error: there is no problem called `{}`\n  = help: {help}\n",
        emit::plain(code)
    ));
    Outcome::WrongInput
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Code, severity and the first sentence of the reason, in columns.
fn list(topics: &[Topic]) -> String {
    let wide = topics.iter().map(|t| t.code.len()).max().unwrap_or(0);
    let mut out = String::new();
    for t in topics {
        let first = t.why.split_inclusive(". ").next().unwrap_or_default();
        let first = first.trim_end().trim_end_matches('.');
        let _ = writeln!(out, "{:wide$}  {:7}  {first}", t.code, word(t.severity));
    }
    out
}

fn page(topic: &Topic) -> String {
    let mut out = format!(
        "{}[{}]\n\n{}\n",
        word(topic.severity),
        topic.code,
        topic.why
    );
    if !topic.bad.is_empty() {
        out.push_str("\nThis provokes it:\n\n");
        for line in topic.bad.trim().lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}
