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
    let material: Vec<_> = all.iter().filter(|d| d.matter.is_material()).collect();
    let headline = match material.as_slice() {
        [] if all.is_empty() => "Nothing differs".to_owned(),
        [] => "Nothing material differs".to_owned(),
        [only] => capital(&only.said),
        [first, rest @ ..] => {
            let many = match rest.len() {
                1 => "one other difference that matters".to_owned(),
                n => format!("{n} other differences that matter"),
            };
            format!("{}; {many}", capital(&first.said))
        }
    };
    let counts: Vec<String> = Matter::ALL
        .into_iter()
        .filter(|m| m.is_material())
        .filter_map(|m| counted(differences, m))
        .collect();
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
    let n = differences
        .all
        .iter()
        .filter(|d| d.matter == matter)
        .count();
    let (one, many) = matter.counted();
    match n {
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
