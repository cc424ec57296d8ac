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
        "{}[{}]\n\n{}\n{}\n{}",
        word(topic.severity),
        topic.code,
        wrapped(topic.why),
        wrapped(&format!("What to do: {}", topic.fix)),
        wrapped(&settable(topic)),
    );
    if !topic.bad.is_empty() {
        out.push_str(if topic.bad.contains("~~~ ") {
            "\nThis change to a good pack provokes it:\n\n"
        } else {
            "\nThis in a good pack provokes it:\n\n"
        });
        for line in topic.bad.trim().lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}

/// Whether `rules:` of a pack can change how severe it is.
fn settable(topic: &Topic) -> String {
    let code = topic.code;
    if pipeline::is_fixed(code) {
        return "Its severity cannot be changed.".to_owned();
    }
    if topic.promise {
        return format!(
            "It is part of the promise that no sentence can contradict the data. A pack that \
             softens it or switches it off gives a reason, which is printed on its data-quality \
             sheet: `rules: {{{code}: {{severity: off, reason: …}}}}` in `data/pack.yaml`."
        );
    }
    format!(
        "A pack can change how severe it is: `rules: {{{code}: {{severity: off}}}}` in \
         `data/pack.yaml`."
    )
}

/// Lines of at most 80 characters, broken at spaces.
fn wrapped(text: &str) -> String {
    let (mut out, mut wide) = (String::new(), 0);
    for word in text.split_whitespace() {
        let long = word.chars().count();
        if wide > 0 && wide + 1 + long > 80 {
            out.push('\n');
            wide = 0;
        } else if wide > 0 {
            out.push(' ');
            wide += 1;
        }
        out.push_str(word);
        wide += long;
    }
    out.push('\n');
    out
}
