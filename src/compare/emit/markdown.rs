//! Differences as Markdown for the comment on a pull request: for a reviewer who has not seen the
//! files. Text of a pack never acts as Markdown or HTML, and mentions nobody.

use super::groups;
use crate::compare::summary::{broken, summary};
use crate::compare::{Difference, Differences};
use crate::diag::emit::plain;
use std::fmt::Write as _;

/// A comment of most forges holds 65,536 characters; what does not fit is said to be left out.
pub const MARKDOWN_BYTES: usize = 60_000;

/// Rows of a group that stand open; more are folded away.
const OPEN: usize = 12;

/// Characters of a text in a cell.
const CELL: usize = 400;

/// Everything, most material first, in at most [`MARKDOWN_BYTES`].
pub fn markdown(differences: &Differences) -> String {
    let mut out = Out {
        text: String::new(),
        left_out: 0,
    };
    let (before, after) = (escaped(&differences.before), escaped(&differences.after));
    let _ = writeln!(out.text, "## What changed: {before} → {after}\n");
    let broken = broken(differences);
    if !broken.is_empty() {
        let _ = writeln!(out.text, "> {}\n", escaped(&broken));
    }
    out.list(differences);
    for quarter in &differences.quarters {
        let (before, after) = (escaped(&quarter.before), escaped(&quarter.after));
        let _ = writeln!(out.text, "## New quarter {after}, against {before}\n");
        out.list(quarter);
    }
    if out.left_out > 0 {
        let many = match out.left_out {
            1 => "One less material difference was".to_owned(),
            n => format!("{n} less material differences were"),
        };
        let _ = writeln!(
            out.text,
            "{many} left out, because a comment holds only so much: `boardpack diff` tells them all."
        );
    }
    out.text
}

struct Out {
    text: String,
    left_out: usize,
}

impl Out {
    fn list(&mut self, differences: &Differences) {
        let said = summary(differences);
        let _ = writeln!(self.text, "**{}.**\n", escaped(&said.headline));
        let parts = [said.counts, said.rest];
        let parts: Vec<String> = parts
            .iter()
            .filter(|p| !p.is_empty())
            .map(|p| escaped(p))
            .collect();
        if !parts.is_empty() {
            let _ = writeln!(self.text, "{}\n", parts.join(" "));
        }
        for (matter, own) in groups(differences) {
            let (minor, leading): (Vec<_>, Vec<_>) = own
                .into_iter()
                .partition(|d| d.minor && matter.is_material());
            let heading = matter.heading();
            self.group(
                heading,
                &leading,
                leading.len() > OPEN || !matter.is_material(),
            );
            self.group(&format!("{heading}, single services"), &minor, true);
        }
    }

    fn group(&mut self, heading: &str, own: &[&Difference], folded: bool) {
        if own.is_empty() {
            return;
        }
        let mut part = String::new();
        if folded {
            let many = own.len();
            let _ = writeln!(part, "<details><summary>{heading} ({many})</summary>\n");
        } else {
            let _ = writeln!(part, "### {heading}\n");
        }
        part.push_str("| What | Before | After |\n|---|---|---|\n");
        let mut left = 0;
        for difference in own {
            let row = row(difference);
            // Some room stays for the end of the list and the sentence about what was left out.
            if self.text.len() + part.len() + row.len() > MARKDOWN_BYTES - 1_000 {
                left += 1;
            } else {
                part.push_str(&row);
            }
        }
        self.left_out += left;
        if left == own.len() {
            return;
        }
        part.push_str(if folded { "\n</details>\n\n" } else { "\n" });
        self.text.push_str(&part);
    }
}

fn row(d: &Difference) -> String {
    let mut what = format!("**{}**", escaped(&d.name));
    if !d.what.is_empty() {
        let _ = write!(what, "<br>{}", escaped(&d.what));
    }
    if let Some(path) = d.path.as_deref().filter(|path| *path != d.name) {
        let _ = write!(what, "<br><sub>{}</sub>", escaped(path));
    }
    let cell = |text: &Option<String>| match text {
        Some(text) => escaped(&crate::compare::phrase::short(text, CELL)),
        None => "–".to_owned(),
    };
    let mut after = cell(&d.after);
    let remark = d.remark();
    if !remark.is_empty() {
        let _ = write!(after, "<br><sub>{}</sub>", escaped(&remark));
    }
    format!("| {what} | {} | {after} |\n", cell(&d.before))
}

/// Text that only shows: everything that Markdown or HTML reads as more than a letter becomes a
/// character reference, which both show and neither acts on. A forge looks for mentions and numbers
/// of issues in what is shown, so those are parted from their sign by a joiner without width.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = plain(text);
    let mut rest = text.chars().peekable();
    let mut before = (' ', ' ');
    while let Some(c) = rest.next() {
        match c {
            '@' | '#' => {
                let _ = write!(out, "&#{};\u{2060}", u32::from(c));
            }
            // Bare addresses: `www.` and `https:` make a link of what follows.
            '.' if matches!(before, ('w' | 'W', 'w' | 'W')) => out.push_str("&#46;"),
            ':' if rest.peek() == Some(&'/') => out.push_str("&#58;"),
            c if c.is_ascii_punctuation() && !" .,:;-/()%+?'\"".contains(c) => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
        before = (before.1, c);
    }
    out
}
