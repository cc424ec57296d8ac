//! A Markdown file to its front matter and its body, each knowing where in the file it stands.

use super::problems::Problems;
use super::topics;
use super::yaml::Stretch;
use crate::diag::Topic;

/// The two halves of a Markdown file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Halves<'t> {
    /// YAML between the two `---` lines.
    pub(super) front: Stretch<'t>,
    /// What follows.
    pub(super) body: Stretch<'t>,
}

/// Splits a file at its two `---` lines. `None` after a problem.
pub(super) fn split<'t>(whole: Stretch<'t>, problems: &Problems) -> Option<Halves<'t>> {
    let start = if whole.text.starts_with('\u{feff}') {
        3
    } else {
        0
    };
    let mut offset = start;
    let mut front_from = None;
    for line in whole.text[start..].split_inclusive('\n') {
        let fence = line.trim_end() == "---";
        match front_from {
            None if fence => front_from = Some(offset + line.len()),
            None if whole.text[start..].trim().is_empty() => break,
            None => {
                let help = if has_fence(&whole.text[offset..]) {
                    "move what stands before the `---` line below the front matter"
                } else {
                    "begin the file with a `---` line, its keys, and a second `---` line"
                };
                problems.add(fault(&topics::MISSING_FRONT_MATTER, whole, help));
                return None;
            }
            Some(from) if fence => {
                let body = offset + line.len();
                let half = |from: usize, to: usize| Stretch {
                    file: whole.file,
                    offset: whole.offset + from,
                    text: &whole.text[from..to],
                };
                return Some(Halves {
                    front: half(from, offset),
                    body: half(body, whole.text.len()),
                });
            }
            Some(_) => {}
        }
        offset += line.len();
    }
    problems.add(if front_from.is_some() {
        let help = "end the keys with a second `---` line";
        fault(&topics::UNCLOSED_FRONT_MATTER, whole, help)
    } else {
        topics::EMPTY_FILE
            .at(whole.first_line(), "the file is empty")
            .help("write it, or remove it")
    });
    None
}

fn has_fence(text: &str) -> bool {
    text.lines().any(|line| line.trim_end() == "---")
}

fn fault(topic: &Topic, whole: Stretch<'_>, help: &str) -> crate::diag::Diagnostic {
    let message = if topic.code == topics::MISSING_FRONT_MATTER.code {
        "the file does not begin with front matter"
    } else {
        "the front matter is never closed"
    };
    topic.at(whole.first_line(), message).help(help)
}
