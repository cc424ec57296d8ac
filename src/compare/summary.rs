//! Differences to the few sentences that stand over them: the most material one, the counts of the
//! rest, and what was luck.

use super::difference::{Differences, Matter};

/// What stands over a list of differences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The most material difference, and how many others matter; no full stop.
    pub headline: String,
    /// Everything that matters by kind, counted.
    pub counts: String,
    /// What moved by luck or untested, and what did not change; may be empty.
    pub rest: String,
}

/// Sums up a list.
pub fn summary(differences: &Differences) -> Summary {
    let all = &differences.all;
    let leading: Vec<_> = all.iter().filter(|d| d.leads()).collect();
    let minor = all
        .iter()
        .filter(|d| d.minor && d.matter.is_material())
        .count();
    let first = all.iter().find(|d| d.leads());
    let first = first.or_else(|| all.iter().find(|d| d.matter.is_material()));
    let many = match (leading.len().saturating_sub(1), minor) {
        (0, 0) => String::new(),
        (0, _) => ", and only figures of single services beside it".to_owned(),
        (1, _) => "; one other difference matters".to_owned(),
        (n, _) => format!("; {n} other differences matter"),
    };
    let headline = match first {
        Some(first) => format!("{}{many}", capital(&first.said)),
        None if all.is_empty() => "Nothing differs".to_owned(),
        None => "Nothing material differs".to_owned(),
    };
    let mut counts: Vec<String> = Matter::ALL
        .into_iter()
        .filter(|m| m.is_material())
        .filter_map(|m| counted(differences, m))
        .collect();
    match minor {
        0 => {}
        1 => counts.push("one figure of a single service changed beside these".to_owned()),
        n => counts.push(format!(
            "{n} figures of single services changed beside these"
        )),
    }
    let mut rest: Vec<String> = [Matter::Routine, Matter::Untested, Matter::File]
        .into_iter()
        .filter_map(|m| counted(differences, m))
        .collect();
    match differences.same {
        0 => {}
        1 => rest.push("one figure is the same".to_owned()),
        n => rest.push(format!("{n} figures are the same")),
    }
    Summary {
        headline,
        counts: sentence(&counts),
        rest: sentence(&rest),
    }
}

/// Which sides were not read wholly; empty where both were.
pub(super) fn broken(differences: &Differences) -> String {
    match differences.broken.as_slice() {
        [] => String::new(),
        [one] => format!(
            "Not everything is compared: {one} holds files that could not be read, and what they \
             hold is left out."
        ),
        _ => "Not everything is compared: both sides hold files that could not be read, and what \
              they hold is left out."
            .to_owned(),
    }
}

/// `19 other figures moved within their routine range`; `None` for none.
fn counted(differences: &Differences, matter: Matter) -> Option<String> {
    let own = differences.all.iter();
    let own = own.filter(|d| d.matter == matter && (d.leads() || !matter.is_material()));
    let (one, many) = matter.counted();
    match own.count() {
        0 => None,
        1 => Some(format!("one {one}")),
        n => Some(format!("{n} {many}")),
    }
}

fn sentence(parts: &[String]) -> String {
    if parts.is_empty() {
        return String::new();
    }
    capital(&format!("{}.", parts.join("; ")))
}

/// With a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
