//! What fired, in plain words: `11 weeks in a row on the worse side of its earlier average`.

use super::grammar::{few, words};
use crate::analyse::{Assessment, Movement, RuleHit, RunRule};
use crate::model::Missing;
use crate::tongue::{label, label_of, say};

/// Longest sentence outside page 1, in words.
const LONGEST: usize = 30;

/// What the points of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Points {
    /// One value a week.
    Weeks,
    /// Days between rare events; `up` in a movement then means more frequent events.
    Gaps,
}

impl Points {
    pub(super) fn of(judged: &Assessment) -> Self {
        if judged.behaviour.gaps.is_some() {
            Self::Gaps
        } else {
            Self::Weeks
        }
    }
}

/// A claim with its grade and reasons: in one sentence, or in more where one would be too long for
/// a reader.
pub(super) fn graded(
    claim: &str,
    grade: &str,
    movement: &Movement,
    points: Points,
    its: &str,
) -> String {
    let mut said: Vec<String> = movement
        .hits
        .iter()
        .map(|hit| reason(hit, movement.better, points, its))
        .collect();
    // Two runs in a row can read the same.
    said.dedup();
    if said.is_empty() {
        return format!("{claim}{}{grade}.", label(": "));
    }
    let whole = format!("{claim}{}{grade} ({}).", label(": "), both(&said));
    if words(&whole) <= LONGEST {
        return whole;
    }
    let this = |first: &[String]| say!("This is {grade}: {both}.", grade, both(first));
    let two = said.len().min(2);
    let fits = words(&this(&said[..two])) <= LONGEST;
    let (first, rest) = said.split_at(if fits { two } else { 1 });
    let mut told = format!("{claim}. {}", this(first));
    if !rest.is_empty() {
        told.push_str(&say!(" Another rule agrees: {both}.", both(rest)));
    }
    told
}

/// Reasons hold commas' worth of words each, so even two are parted by one.
fn both(reasons: &[String]) -> String {
    match reasons {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => say!("{join}, and {last}", most.join(", "), last),
    }
}

fn reason(hit: &RuleHit, better: Option<bool>, points: Points, its: &str) -> String {
    let (one, many) = match points {
        Points::Weeks => (label("week"), label("weeks")),
        Points::Gaps => (label("gap between events"), label("gaps between events")),
    };
    let n = hit.count;
    match hit.rule {
        RunRule::Outside => say!("{few} outside {its} limits", few(n, one, many), its),
        RunRule::EightInARow => {
            let side = match (better, points) {
                (Some(true), _) => label("on the better side of"),
                (Some(false), _) => label("on the worse side of"),
                (None, Points::Weeks) if hit.up => label_of("above", "above, of an average"),
                (None, Points::Weeks) => label_of("below", "below, of an average"),
                // More frequent events have shorter gaps.
                (None, Points::Gaps) if hit.up => label("shorter than"),
                (None, Points::Gaps) => label("longer than"),
            };
            say!(
                "{n}~{points} in a row {side} {its} earlier average",
                n,
                if n == 1 { one } else { many },
                side,
                its
            )
        }
        RunRule::ThreeOfFour if n <= 3 => say!("three of four {many} near {its} limit", many, its),
        RunRule::ThreeOfFour => {
            let upper = hit.up == (points == Points::Weeks);
            let which = label(if upper { "upper" } else { "lower" });
            say!("{n}~{many} near {its} {which} limit", n, many, its, which)
        }
    }
}

/// Why there is no figure: in the words of whoever filed it, or in ours where it protects people.
pub(crate) fn why_missing(missing: &Missing) -> &str {
    let ours = [Missing::FEW_ANSWERS, Missing::PROTECTS].into_iter();
    let mut ours = ours.filter(|ours| missing.reason == *ours);
    ours.next().map_or(&missing.reason, label)
}
