//! A file to what locks keep of it: its whole text, or of a snapshot the counts of objectives alone,
//! in one line an objective. What is kept can be read again as the file it stands for.
//!
//! A snapshot's other figures are kept one by one; its days would make up half of a lock if each kept
//! its date and a line of its own.

use super::edit;
use super::problems::Problems;
use super::yaml::{self, Node, NodeKind, Stretch};
use crate::diag::{FileId, SourceFile};
use crate::model::is_shared;
use chrono::{Days, NaiveDate};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The section that is kept.
const OBJECTIVES: &str = "objectives";

/// What locks keep of a file, line ends as `\n`; `None` where they keep nothing of it.
pub fn kept_text(file: &SourceFile) -> Option<Cow<'_, str>> {
    if !is_shared(&file.path) {
        return None;
    }
    if file.path.starts_with("data/snapshots/") {
        return counts(&file.text).map(Cow::Owned);
    }
    Some(match file.text.contains('\r') {
        true => Cow::Owned(file.text.replace("\r\n", "\n")),
        false => Cow::Borrowed(&file.text),
    })
}

/// The counts of objectives in a snapshot; `None` where it has none, or cannot be read.
fn counts(text: &str) -> Option<String> {
    if !text.contains(OBJECTIVES) {
        return None;
    }
    let stretch = Stretch {
        file: FileId(0),
        offset: 0,
        text: section(text).unwrap_or(text),
    };
    let node = yaml::read(stretch, &Problems::default())?;
    let objectives = entries(&node).find(|(key, _)| *key == OBJECTIVES)?.1;
    let mut out = format!("{OBJECTIVES}:\n");
    for (id, counted) in entries(objectives) {
        let _ = writeln!(out, "  {}:", plain(id));
        for (key, part) in entries(counted) {
            let part = match key {
                "days" => in_a_row(part).map(|days| format!("\"{days}\"")),
                _ => None,
            }
            .unwrap_or_else(|| flow(part));
            let _ = writeln!(out, "    {}: {part}", plain(key));
        }
    }
    Some(out)
}

/// The section where it stands in lines of its own, so that the rest need not be read twice.
fn section(text: &str) -> Option<&str> {
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with(|c: char| c.is_ascii_alphabetic());
        match start {
            None if line.trim_end() == "objectives:" => start = Some(at),
            Some(start) if begins => return text.get(start..at),
            _ if line.starts_with(['{', '"', '\'', '-', '%', '?']) => return None,
            _ => {}
        }
        at += line.len();
    }
    text.get(start?..)
}

fn entries<'n, 't>(node: &'n Node<'t>) -> impl Iterator<Item = (&'n str, &'n Node<'t>)> {
    let map = match &node.kind {
        NodeKind::Map(entries) => entries.as_slice(),
        _ => &[],
    };
    map.iter().map(|(key, node)| (&*key.value, node))
}

/// Counts of days that follow one another: the first day, then what was counted on each.
fn in_a_row(days: &Node<'_>) -> Option<String> {
    let mut out = String::new();
    let mut next: Option<NaiveDate> = None;
    for (key, counted) in entries(days) {
        let day: NaiveDate = key.parse().ok()?;
        match next {
            None => out.push_str(key),
            Some(due) if due == day => {}
            Some(_) => return None,
        }
        next = day.checked_add_days(Days::new(1));
        let counted = match &counted.kind {
            NodeKind::Null => "~",
            NodeKind::Scalar(text) => text,
            NodeKind::Map(_) | NodeKind::Seq(_) => return None,
        };
        let counts = |c: char| c.is_ascii_digit() || "./~".contains(c);
        if counted.is_empty() || !counted.chars().all(counts) {
            return None;
        }
        let _ = write!(out, " {counted}");
    }
    next.map(|_| out)
}

/// The days and counts of [`in_a_row`] again.
pub(super) fn out_of_a_row(text: &str) -> Option<Vec<(NaiveDate, &str)>> {
    let mut parts = text.split(' ');
    let first: NaiveDate = parts.next()?.parse().ok()?;
    let days = first.iter_days();
    Some(days.zip(parts).collect())
}

/// A node in one line.
fn flow(node: &Node<'_>) -> String {
    match &node.kind {
        NodeKind::Null => "~".to_owned(),
        NodeKind::Scalar(text) => plain(text).into_owned(),
        NodeKind::Seq(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        NodeKind::Map(_) => {
            let items = entries(node).map(|(key, node)| format!("{}: {}", plain(key), flow(node)));
            format!("{{{}}}", items.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Text as a scalar: as it is where nothing else could be read, otherwise in quotes.
fn plain(text: &str) -> Cow<'_, str> {
    let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./".contains(c);
    let safe = text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(name)
        && text != "null";
    match safe {
        true => Cow::Borrowed(text),
        false => Cow::Owned(edit::quoted(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SNAPSHOT: &str = "period: 2026-Q2\nobjectives:\n  a:\n    days:\n      2026-04-01: 9/10\n      # not seen\n      2026-04-02: ~\n      2026-04-03: 7.5/8\n    excluded:\n      - {day: 2026-04-01, good: 0, valid: 3, reason: Agreed beforehand., agreed_by: CTO}\nobservations: {}\n";

    #[test]
    fn days_stand_in_a_row_and_come_back() {
        let kept = counts(SNAPSHOT).expect("counts");
        let row = "days: \"2026-04-01 9/10 ~ 7.5/8\"";
        assert!(kept.contains(row), "{kept}");
        assert!(kept.contains("reason: \"Agreed beforehand.\""), "{kept}");
        let back = out_of_a_row("2026-04-01 9/10 ~ 7.5/8").expect("days");
        let days: Vec<String> = back.iter().map(|(day, c)| format!("{day} {c}")).collect();
        assert_eq!(
            days,
            ["2026-04-01 9/10", "2026-04-02 ~", "2026-04-03 7.5/8"]
        );
    }

    #[test]
    fn the_layout_of_a_snapshot_does_not_matter() {
        let flow = "{period: 2026-Q2, objectives: {a: {days: {2026-04-01: 9/10, 2026-04-02: ~, 2026-04-03: 7.5/8}, excluded: [{day: 2026-04-01, good: 0, valid: 3, reason: Agreed beforehand., agreed_by: CTO}]}}}";
        assert_eq!(counts(flow), counts(SNAPSHOT));
        assert_eq!(counts("period: 2026-Q2\nobservations: {}\n"), None);
    }

    #[test]
    fn a_day_that_was_left_out_keeps_every_date() {
        let gap = SNAPSHOT.replace("      2026-04-02: ~\n", "");
        let kept = counts(&gap).expect("counts");
        assert!(
            kept.contains("days: {2026-04-01: 9/10, 2026-04-03: 7.5/8}"),
            "{kept}"
        );
    }
}
