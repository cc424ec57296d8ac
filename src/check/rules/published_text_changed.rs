//! A text of a published quarter that is not the one that was published.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{FileId, Severity, Span};
use crate::model::{digest, is_own};
use std::collections::BTreeMap;

pub(crate) const RULE: Rule = Rule {
    code: "published-text-changed",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "What was written for a published quarter is what the Board read. Changed afterwards, it \
          would make us look as if we had known then what we know now.",
    fix: "Bring the file back as it was, from version control, and say what is known now in the \
          next pack.",
    bad: concat!(
        published_quarter!("3.8"),
        "shared: {}
texts: {content/2026-Q2/overview.md: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let files: BTreeMap<&str, (FileId, &str)> = facts
        .sources
        .numbered()
        .map(|(id, file)| (file.path.as_str(), (id, &*file.text)))
        .collect();
    for (period, lock) in &facts.pack.published {
        for (path, published) in &lock.texts {
            match files.get(path.as_str()) {
                None => {
                    report
                        .at(
                            published.span,
                            format!("`{path}` was published with {period} and is not there now"),
                        )
                        .help("bring the file back as it was, from version control");
                }
                Some((file, text)) if digest(text) != published.value => {
                    report
                        .at(
                            first_line(*file, text),
                            format!("this file of {period} was changed after it was published"),
                        )
                        .see(
                            published.span,
                            format!("published on {}", lock.published.value),
                        )
                        .help(
                            "bring the file back as it was, and say what is known now in the next \
                             pack",
                        );
                }
                Some(_) => {}
            }
        }
        let below = files
            .iter()
            .filter(|(path, _)| is_own(path, *period, lock.format));
        for (path, (file, text)) in below {
            if !lock.texts.contains_key(*path) {
                report
                    .at(
                        first_line(*file, text),
                        format!("this file was added after {period} was published"),
                    )
                    .see(lock.published.span, "published without it")
                    .help("move it to the next pack: the Board has not read it");
            }
        }
    }
}

fn first_line(file: FileId, text: &str) -> Span {
    let line = text.lines().next().unwrap_or("").trim_end();
    Span {
        file,
        start: 0,
        end: u32::try_from(line.len()).unwrap_or(u32::MAX),
    }
}
