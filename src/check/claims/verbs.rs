//! The words by which a sentence claims something of a metric (board.md 4.5), as the longest that
//! begins at a token.

use super::phrases::{BETTER, DOWN, SUBJECT, UP, WORSE};
use super::tokens::Token;
use super::vague::VAGUE;
use crate::model::ClaimVerb::{Met, Missed};
use crate::model::{ClaimVerb, Facet};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where the metric of a verb stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Takes {
    /// Before it: `lead time fell`.
    Subject,
    /// After it: `cut lead time`, `fewer incidents`; before it where none follows.
    Object,
    /// Right after it, or it claims nothing: `a fall in lead time`.
    ObjectOnly,
}

/// A verb as it stands in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) struct Verb {
    pub(in crate::check) said: ClaimVerb,
    pub(in crate::check) takes: Takes,
    /// How many tokens it is.
    pub(in crate::check) len: usize,
    /// Whether `met` stands for a side of the target, which the polarity makes good or bad.
    pub(in crate::check) side: Option<Side>,
    /// Whether it compares with a figure of the quarter before: `more than the 8.7% of …`.
    pub(in crate::check) compares: bool,
}

/// On which side of its target a figure is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Side {
    Above,
    Below,
}

/// `below its target`, `above the target of`, `under target`.
fn side(tokens: &[Token<'_>]) -> Option<Verb> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let side = match word(0) {
        "below" | "under" | "beneath" => Side::Below,
        "above" | "over" => Side::Above,
        "less" | "lower" | "fewer" if word(1) == "than" => Side::Below,
        "more" | "higher" | "greater" if word(1) == "than" => Side::Above,
        _ => return None,
    };
    let at = if word(1) == "than" { 2 } else { 1 };
    let at = at + usize::from(matches!(word(at), "its" | "their" | "the" | "our"));
    (word(at) == "target").then_some(Verb {
        said: Met,
        takes: Takes::Subject,
        len: at + 1,
        side: Some(side),
        compares: false,
    })
}

/// `more than the {{ … }}`, `above {{ … }}`: what a figure of a target or of the quarter before, which
/// begins so many words on, makes of the words before it.
pub(in crate::check) fn against(
    tokens: &[Token<'_>],
    is: impl Fn(usize) -> Option<Facet>,
) -> Option<Verb> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let than = word(1) == "than";
    let side = match word(0) {
        "below" | "under" | "beneath" => Side::Below,
        "above" | "over" => Side::Above,
        "less" | "lower" | "fewer" | "shorter" if than => Side::Below,
        "more" | "higher" | "greater" | "longer" if than => Side::Above,
        _ => return None,
    };
    let at = if than { 2 } else { 1 };
    let len = at + usize::from(matches!(word(at), "its" | "their" | "the" | "our"));
    let way = if side == Side::Below { DOWN } else { UP };
    let (said, side, compares) = match is(len)? {
        Facet::Target => (Met, Some(side), false),
        Facet::Previous => (way, None, true),
        _ => return None,
    };
    Some(Verb {
        said,
        takes: Takes::Subject,
        len,
        side,
        compares,
    })
}

/// Verbs with the metric as their object, and comparatives before it.
const OBJECT: &[(ClaimVerb, &[&str])] = &[
    (
        DOWN,
        &[
            "fewer",
            "down from",
            "cutting",
            "reduce",
            "reducing",
            "slashed",
            "trimmed",
            "brought down",
            "drove down",
            "pushed down",
            "shortening",
            "cut",
            "cuts",
            "reduced",
            "reduces",
            "lowered",
            "lowers",
            "shortened",
            "shortens",
            "shorten",
        ],
    ),
    (
        UP,
        &[
            "up from",
            "drove up",
            "pushed up",
            "raised",
            "raises",
            "lengthened",
            "lengthens",
            "boosted",
        ],
    ),
    (Missed, &["overspent", "overspends", "overspend"]),
    (Met, &["kept within", "keeps within", "keep within"]),
];

/// Nouns that claim something of what stands right after them.
const NOUNS: &[(ClaimVerb, &[&str])] = &[
    (
        DOWN,
        &[
            "fall of",
            "falling",
            "shrinking",
            "declining",
            "reduction of",
            "fall in",
            "drop in",
            "decline in",
            "decrease in",
            "reduction in",
            "lower",
            "less",
            "shorter",
        ],
    ),
    (
        UP,
        &[
            "rise of",
            "uptick in",
            "surge in",
            "increase of",
            "rising",
            "growing",
            "climbing",
            "rise in",
            "increase in",
            "climb in",
            "jump in",
            "higher",
            "more",
            "longer",
        ],
    ),
    (BETTER, &["improvement in", "improvement of", "better"]),
    (
        WORSE,
        &[
            "worsening of",
            "deterioration of",
            "deterioration in",
            "worse",
        ],
    ),
];

/// What fails, after `more` and two words at most: `more releases fail`.
const FAILING: &[&str] = &[
    "fail", "fails", "failed", "break", "breaks", "broke", "fell", "miss", "missed", "misses",
];

/// Whether words claim something only where they are said of a metric: one of the vague verbs, or a
/// participle that is no predicate, as in `growing teams`.
pub(in crate::check) fn is_vague(before: Option<&Token<'_>>, verb: &[Token<'_>]) -> bool {
    const AUXILIARY: &[&str] = &[
        "is", "are", "was", "were", "been", "keeps", "keep", "kept", "still", "not", "started",
        "stopped",
    ];
    let alone = verb.len() == 1 && verb.iter().all(|t| t.lower.ends_with("ing"));
    let said = before.is_some_and(|t| AUXILIARY.contains(&t.lower.as_str()));
    alone && !said || VAGUE.iter().any(|v| length(verb, v) == Some(verb.len()))
}

/// A phrase, what it claims, and where its metric stands.
type Phrase = (ClaimVerb, Takes, &'static str);

/// Every phrase by its first word, in the order of the tables.
static BY_FIRST: LazyLock<BTreeMap<&str, Vec<Phrase>>> = LazyLock::new(|| {
    let tables = [
        (SUBJECT, Takes::Subject),
        (OBJECT, Takes::Object),
        (NOUNS, Takes::ObjectOnly),
    ];
    let mut all: BTreeMap<&str, Vec<Phrase>> = BTreeMap::new();
    for (table, takes) in tables {
        for (said, phrases) in table {
            for phrase in *phrases {
                let first = phrase.split(' ').next().unwrap_or_default();
                all.entry(first).or_default().push((*said, takes, phrase));
            }
        }
    }
    all
});

/// The verb that begins at the first of some tokens.
pub(in crate::check) fn at(tokens: &[Token<'_>]) -> Option<Verb> {
    let mut best: Option<Verb> = side(tokens);
    let first = tokens.first().map_or("", |token| token.lower.as_str());
    // Of two that are as long, the first in the tables.
    for (said, takes, phrase) in BY_FIRST.get(first).into_iter().flatten() {
        if let Some(len) = length(tokens, phrase)
            && best.is_none_or(|b| len > b.len)
        {
            best = Some(Verb {
                said: *said,
                takes: *takes,
                len,
                side: None,
                compares: false,
            });
        }
    }
    let more = tokens.first().is_some_and(|t| t.lower == "more");
    if more
        && tokens
            .iter()
            .skip(2)
            .take(2)
            .any(|t| FAILING.contains(&t.lower.as_str()))
    {
        return Some(Verb {
            said: UP,
            takes: Takes::Object,
            len: 1,
            side: None,
            compares: false,
        });
    }
    best
}

fn length(tokens: &[Token<'_>], phrase: &str) -> Option<usize> {
    // Most phrases begin otherwise.
    if !phrase.starts_with(tokens.first()?.lower.as_str()) {
        return None;
    }
    let mut n = 0;
    for word in phrase.split(' ') {
        if tokens.get(n)?.lower != word {
            return None;
        }
        n += 1;
    }
    // `is up to the standard` claims no rise, `is up to 6%` does.
    let to = |i: usize| tokens.get(n + i).map_or("", |t| t.lower.as_str());
    let standard = phrase.ends_with(" up")
        && to(0) == "to"
        && !to(1).starts_with(|c: char| c.is_ascii_digit());
    if standard {
        return None;
    }
    Some(n)
}
