//! Differences to the few sentences that stand over them: the most material one, the counts of the
//! rest, and what was luck.

use super::difference::{Difference, Differences, Matter};
use crate::tongue::{label, say, say_n};

/// What stands over a list of differences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The most material difference, and how many others matter; no full stop.
    pub headline: String,
    /// Everything that matters by kind, counted: for the command line, in English.
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
    let headline = match first {
        Some(first) => {
            let others = leading.len().saturating_sub(1);
            headline(first, others, missing(&leading), minor)
        }
        None if all.is_empty() => label("Nothing differs").to_owned(),
        None => label("Nothing material differs").to_owned(),
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
    if differences.same > 0 {
        let n = differences.same;
        rest.push(say_n!(
            n as u64,
            "one figure is the same",
            "{n} figures are the same",
            n
        ));
    }
    Summary {
        headline,
        counts: sentence(&counts),
        brief: brief(&leading),
        rest: sentence(&rest),
    }
}

/// The most material difference, how many figures newly miss their targets beside it or how many
/// `others` matter, and that there are `minor` ones of single services where there is nothing else.
fn headline(first: &Difference, others: usize, missing: usize, minor: usize) -> String {
    let miss = first.matter <= Matter::Missed;
    let said = capital(&first.said);
    match (others, minor) {
        (0, 0) => said,
        (0, _) => say!(
            "{said}, and only figures of single services beside it",
            said
        ),
        _ if miss && missing > 0 => say_n!(
            missing as u64,
            "{said}, and one figure newly misses its target",
            "{said}, and {missing} figures newly miss their targets",
            said,
            missing
        ),
        (others, _) => say_n!(
            others as u64,
            "{said}; one other difference matters",
            "{said}; {others} other differences matter",
            said,
            others
        ),
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
    let at_odds = count(|m| m == Matter::AtOdds);
    let moved = count(|m| m == Matter::MayHaveMoved);
    let gone = count(|m| m == Matter::Gone);
    let told = leading.len() - questioned - worse - better - at_odds - moved - gone;
    let parts = [
        (
            questioned,
            label("to earlier figures, targets or definitions"),
        ),
        (worse, label("for the worse")),
        (gone, label("that left a gap")),
        (better, label("for the better")),
        (at_odds, label("whose quarter and weeks differ")),
        (moved, label("that may be luck")),
        (told, label("in what is asked, promised and told")),
    ];
    let mut said = Vec::new();
    for (n, what) in parts.into_iter().filter(|(n, _)| *n > 0) {
        said.push(match said.is_empty() {
            true => say_n!(n as u64, "one change {what}", "{n} changes {what}", n, what),
            false => say_n!(n as u64, "one {what}", "{n} {what}", n, what),
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
    let n = own.count();
    Some(match (n, matter) {
        (0, _) => return None,
        // These two stand on a page.
        (n, Matter::Routine) => say_n!(
            n as u64,
            "one other figure moved within its routine range",
            "{n} other figures moved within their routine range",
            n
        ),
        (n, Matter::Untested) => say_n!(
            n as u64,
            "one other figure moved and could not be tested",
            "{n} other figures moved and could not be tested",
            n
        ),
        (1, _) => format!("one {one}"),
        (n, _) => format!("{n} {many}"),
    })
}

fn sentence(parts: &[String]) -> String {
    if parts.is_empty() {
        return String::new();
    }
    capital(&format!("{}.", parts.join(label("; "))))
}

/// With a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
