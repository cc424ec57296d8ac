//! The words by which a sentence claims something of a metric (board.md 4.5), as the longest that
//! begins at a token.

use super::tokens::Token;
use crate::model::ClaimVerb::{
    Best, ComfortablyMet, MarginallyMet, Met, Missed, Moved, Record, Routine, Twofold, Worst,
};
use crate::model::{ClaimVerb, Way};

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
}

const DOWN: ClaimVerb = Moved(Way::Down);
const UP: ClaimVerb = Moved(Way::Up);
const BETTER: ClaimVerb = Moved(Way::Better);
const WORSE: ClaimVerb = Moved(Way::Worse);

/// Finite verbs and participles; longer ones come before their beginnings.
const SUBJECT: &[(ClaimVerb, &[&str])] = &[
    (
        DOWN,
        &[
            "fell",
            "fallen",
            "falls",
            "fall",
            "dropped",
            "declined",
            "decreased",
            "decrease",
            "shrank",
            "shrunk",
            "sank",
            "sunk",
            "went down",
            "gone down",
            "came down",
            "come down",
            "is down",
            "are down",
            "was lower",
            "is lower",
            "were lower",
            "are lower",
            "became less frequent",
            "become less frequent",
            "became rarer",
            "become rarer",
            "less often",
            "less frequent",
            "was shorter",
            "is shorter",
            "became shorter",
        ],
    ),
    (
        UP,
        &[
            "rose",
            "risen",
            "rises",
            "rise",
            "climbed",
            "climbs",
            "grew",
            "grown",
            "increased",
            "increase",
            "jumped",
            "went up",
            "gone up",
            "came up",
            "is up",
            "are up",
            "was higher",
            "is higher",
            "were higher",
            "are higher",
            "became more frequent",
            "become more frequent",
            "more often",
            "more frequent",
            "was longer",
            "is longer",
            "became longer",
        ],
    ),
    (
        BETTER,
        &[
            "improved",
            "improves",
            "improve",
            "improving",
            "got better",
            "gets better",
            "is better",
            "are better",
            "was better",
            "were better",
            "become better",
            "became better",
            "faster",
            "quicker",
        ],
    ),
    (
        WORSE,
        &[
            "worsened",
            "worsens",
            "worsen",
            "worsening",
            "deteriorated",
            "deteriorate",
            "got worse",
            "gets worse",
            "is worse",
            "are worse",
            "was worse",
            "were worse",
            "become worse",
            "became worse",
            "slower",
        ],
    ),
    (Twofold(Way::Down), &["halved"]),
    (Twofold(Way::Up), &["doubled"]),
    (
        Routine,
        &[
            "within its routine range",
            "within their routine range",
            "within the routine range",
            "within routine variation",
            "unchanged",
            "did not move",
            "did not change",
            "has not moved",
            "has not changed",
            "have not moved",
            "have not changed",
        ],
    ),
    (
        ComfortablyMet,
        &[
            "comfortably met",
            "comfortably meets",
            "comfortably within",
            "well within its target",
            "well within target",
            "well within their target",
        ],
    ),
    (
        MarginallyMet,
        &[
            "marginally met",
            "marginally meets",
            "only just met",
            "just met",
            "narrowly met",
            "barely met",
            "met its target only marginally",
            "met target only marginally",
            "met its new target only marginally",
            "met its target narrowly",
            "met its target marginally",
        ],
    ),
    (
        Met,
        &[
            "met",
            "meets",
            "meet",
            "hit its target",
            "hit their target",
            "hit target",
            "reached its target",
            "reached their target",
            "reached target",
            "kept its promise",
            "kept their promise",
            "kept its promises",
            "kept their promises",
            "keeps its promise",
            "keep their promise",
            "kept its target",
            "within target",
            "within its target",
            "within their target",
            "within its budget",
            "on target",
        ],
    ),
    (
        Missed,
        &[
            "missed",
            "misses",
            "miss",
            "missing",
            "outside its target",
            "outside target",
            "outside their target",
            "past its target",
            "past their target",
            "past target",
            "short of its target",
            "short of target",
            "broke its promise",
            "broke their promise",
        ],
    ),
    (
        Best,
        &["best ever", "best on record", "best yet", "all-time best"],
    ),
    (
        Worst,
        &[
            "worst ever",
            "worst on record",
            "worst yet",
            "all-time worst",
        ],
    ),
    (
        Record,
        &[
            "a record",
            "record high",
            "record low",
            "record quarter",
            "highest ever",
            "lowest ever",
            "highest on record",
            "lowest on record",
            "all-time high",
            "all-time low",
            "its record",
        ],
    ),
];

/// Verbs with the metric as their object, and comparatives before it.
const OBJECT: &[(ClaimVerb, &[&str])] = &[
    (
        DOWN,
        &[
            "fewer",
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
        &["raised", "raises", "lengthened", "lengthens", "boosted"],
    ),
    (Missed, &["overspent", "overspends", "overspend"]),
];

/// Nouns that claim something of what stands right after them.
const NOUNS: &[(ClaimVerb, &[&str])] = &[
    (
        DOWN,
        &[
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

/// The verb that begins at the first of some tokens.
pub(in crate::check) fn at(tokens: &[Token<'_>]) -> Option<Verb> {
    let tables = [
        (SUBJECT, Takes::Subject),
        (OBJECT, Takes::Object),
        (NOUNS, Takes::ObjectOnly),
    ];
    let mut best: Option<Verb> = None;
    for (table, takes) in tables {
        for (said, phrases) in table {
            let fitting = phrases.iter().filter_map(|phrase| length(tokens, phrase));
            let Some(len) = fitting.max() else { continue };
            if best.is_none_or(|b| len > b.len) {
                best = Some(Verb {
                    said: *said,
                    takes,
                    len,
                });
            }
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
        });
    }
    best
}

fn length(tokens: &[Token<'_>], phrase: &str) -> Option<usize> {
    let mut n = 0;
    for word in phrase.split(' ') {
        if tokens.get(n)?.lower != word {
            return None;
        }
        n += 1;
    }
    Some(n)
}
