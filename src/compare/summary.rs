//! Differences to the few sentences that stand over them: the most material one, the counts of the
//! rest, and what was luck.

use super::difference::{Difference, Differences, Matter};

/// What stands over a list of differences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The most material difference, and how many others matter; no full stop.
    pub headline: String,
    /// Everything that matters by kind, counted.
    pub counts: String,
    /// The same in one breath: worse, better, told.
    pub brief: String,
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
        _ if first.is_some_and(|f| f.matter <= Matter::Missed) && missing(&leading) > 0 => {
            match missing(&leading) {
                1 => ", and one figure newly misses its target".to_owned(),
                n => format!(", and {n} figures newly miss their targets"),
            }
        }
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
        brief: brief(&leading),
        rest: sentence(&rest),
    }
}

/// How many figures beside the first of all miss their targets and did not before.
fn missing(leading: &[&Difference]) -> usize {
    let others = leading.iter().skip(1);
    others
        .filter(|d| d.matter == Matter::Missed && d.what != super::VERDICT)
        .count()
}

/// `8 changes for the worse, 10 for the better, 19 in what is asked, promised and told.`
fn brief(leading: &[&Difference]) -> String {
    let count = |of: fn(Matter) -> bool| leading.iter().filter(|d| of(d.matter)).count();
    let questioned =
        count(|m| m < Matter::Missed || matches!(m, Matter::Restated | Matter::Figure));
    let worse = count(|m| matches!(m, Matter::Missed | Matter::Worse | Matter::StatusWorse));
    let better = count(|m| matches!(m, Matter::StatusBetter | Matter::Better));
    let moved = count(|m| m == Matter::MayHaveMoved);
    let gone = count(|m| m == Matter::Gone);
    let told = leading.len() - questioned - worse - better - moved - gone;
    let parts = [
        (questioned, "to earlier figures, targets or definitions"),
        (worse, "for the worse"),
        (gone, "that left a gap"),
        (better, "for the better"),
        (moved, "that may be luck"),
        (told, "in what is asked, promised and told"),
    ];
    let mut said = Vec::new();
    for (n, what) in parts.into_iter().filter(|(n, _)| *n > 0) {
        said.push(match (said.is_empty(), n) {
            (true, 1) => format!("one change {what}"),
            (true, n) => format!("{n} changes {what}"),
            (false, 1) => format!("one {what}"),
            (false, n) => format!("{n} {what}"),
        });
    }
    match said.is_empty() {
        true => String::new(),
        false => capital(&format!("{}.", said.join(", "))),
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
