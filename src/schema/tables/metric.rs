//! The front matter of `content/metrics/<id>.md`, and of `content/glossary/<id>.md`.

use crate::model::{CatalogueEntry, Facet};
use crate::schema::ids::Sort;
use crate::schema::shape::Rule::When;
use crate::schema::shape::Shape::{
    Date, Decimal, Either, Filled, Form, List, Listed, Name, Text, Whole, Words,
};
use crate::schema::shape::{AUDIENCE, Key, Record, Shape, may, must, record};

/// The front matter of a metric.
pub(crate) const METRIC: Record = record(
    "metric",
    "A metric: the front matter of `content/metrics/<id>.md`, whose name is the metric's id.",
    &[
        must("name", Text, "What readers call it."),
        may("short", Text, "Its abbreviation."),
        may("wordings", List(&WORDING), "Phrases in which sentences tell its figure, such as `of releases fail`; two words or more, without digits and marks."),
        must("category", Words(&[
            ("delivery", ""), ("reliability", ""), ("incidents", ""), ("quality", ""), ("security", ""),
            ("cost", ""), ("outcomes", ""), ("people", ""),
        ]), "Where it stands in the glossary."),
        must("kind", Words(&[
            ("ratio", "Part and whole as they were counted: `14/229`."),
            ("quantile", "A median or percentile and how many were measured: `26.4 (n 80)`."),
            ("level", "A number as it stands: `78.4`."),
            ("count", "How many: `3`, or with its exposure, `3 in 91`."),
            ("score", "The mean of answers and how many: `3.9 (n 62)`, `3.9 (n 62 of 80)`."),
        ]), "How its figures are written and what may be done with them."),
        must("unit", Either(&[UNITS, Shape::Record(&THINGS)]), "What it is counted in. Of `percent` every decimal of the file is in percent."),
        may("per", Text, "Suffix of the unit, such as `week` or `active user a month`."),
        may("statistic", Words(&[("median", ""), ("p75", ""), ("p90", ""), ("p95", ""), ("p99", "")]), "Which quantile; of a quantile only, and needed there."),
        may("question", Text, "What people were asked; of a score only."),
        may("scale", Shape::Record(&SCALE), "Lowest and highest answer; of a score only, and needed there."),
        must("polarity", Words(&[
            ("higher-is-better", ""), ("lower-is-better", ""), ("neutral", "Neither; it cannot have a target."),
        ]), "Which direction is better."),
        must("roll_up", Words(&[
            ("sum-of-parts", "Parts and wholes of services add up: ratios and counts."),
            ("stated-only", "The figure for all is stated, never computed."),
            ("worst", "The worst service stands for all."),
            ("sum", "Figures of services add up: counts and levels."),
            ("none", "There is no figure for all."),
        ]), "How services make the figure for the organisation."),
        must("spread", Words(&[("linear", "Differences count."), ("log", "Ratios count: times and costs with a long tail.")]), "The scale on which its spread is even."),
        must("test", Words(&[
            ("xmr", "Weekly points against the limits of their moving range."),
            ("rare-events", "Exact probabilities of few events."),
            ("none", "Not tested; `not_tested` says why."),
        ]), "How a movement is told from chance."),
        may("not_tested", Text, "Why it is not tested; with `test: none` only, and needed there."),
        may("decimals", Whole(0, 6), "Decimals shown, in place of the usual rule."),
        must("owner", Text, "The role that answers for it, never a person."),
        must("roles", Filled(&Words(&[
            ("cto", ""), ("vp-engineering", ""), ("director-engineering", ""), ("coo", ""), ("cfo", ""),
        ])), "Who looks at it."),
        may("outcome", Words(&[("retention", ""), ("margin", ""), ("risk", ""), ("time-to-learn", "")]), "The outcome of the business that it serves."),
        may("space", Filled(&Words(&[
            ("satisfaction", ""), ("performance", ""), ("activity", ""), ("communication", ""), ("efficiency", ""),
        ])), "Dimensions of SPACE that it tells of."),
        must("definition", Shape::Record(&DEFINITION), "What is counted. What it says of a published version is held against the lock."),
        may("targets", List(&Shape::Record(&TARGET)), "Targets, oldest first; the last that begins by the end of a quarter holds in it."),
        may("no_target", Text, "Why nothing is promised; only without targets."),
        may("benchmarks", List(&Shape::Record(&BENCHMARK)), "Bands that others report."),
        may("platforms", List(&Text), "Systems it is read from."),
        may("record", Either(&[RECORDS, Shape::Record(&WITHIN)]), "The figure of a record of this pack that the metric tells: both must agree."),
        may("catalogue", Listed(catalogue), "The well-known measure that it is, whatever it is called here."),
        AUDIENCE,
    ],
)
.with(&[
    When("kind", &["quantile"], &["statistic"], &[]),
    When("kind", &["ratio", "level", "count", "score"], &[], &["statistic"]),
    When("kind", &["score"], &["scale"], &[]),
    When("kind", &["ratio", "level", "count", "quantile"], &[], &["scale", "question"]),
    When("test", &["none"], &["not_tested"], &[]),
    When("test", &["xmr", "rare-events"], &[], &["not_tested"]),
]);

const UNITS: Shape = Words(&[
    ("percent", ""),
    ("milliseconds", ""),
    ("seconds", ""),
    ("minutes", ""),
    ("hours", ""),
    ("days", ""),
    ("currency", "Money in the currency of the pack."),
    ("points", ""),
]);

const THINGS: Record = record(
    "things",
    "A unit of your own: one of it, and many.",
    &[
        must("one", Text, "What one is called: `deployment`."),
        must("many", Text, "What many are called: `deployments`."),
    ],
);

const SCALE: Record = record(
    "scale",
    "The scale of a score.",
    &[
        must("low", Decimal, "Lowest answer."),
        must("high", Decimal, "Highest answer, above the lowest."),
    ],
);

/// Two words or more, without digits and marks.
const PHRASE: Shape = Form(
    r"[^\s0-9,;:.()]+(?:\s+[^\s0-9,;:.()]+)+",
    "of releases fail",
);

const WORDING: Shape = Either(&[PHRASE, Shape::Facets(facets, &PHRASE)]);

fn facets() -> Vec<&'static str> {
    Facet::ALL.iter().map(|(_, name)| *name).collect()
}

fn catalogue() -> Vec<(&'static str, String)> {
    let entries = CatalogueEntry::ALL.iter();
    entries.map(|entry| (entry.word(), String::new())).collect()
}

const RECORDS: Shape = Words(&[
    ("incidents.count", "How many incidents there were."),
    ("incidents.customer-minutes", "Minutes that customers lost."),
    ("incidents.detect", "Median time to detect, in minutes."),
    ("incidents.restore", "Median time to restore, in minutes."),
    (
        "incidents.customer-found",
        "Share that customers found first.",
    ),
    (
        "incidents.reviews-naming-gap",
        "Share of reviews that name a missing signal.",
    ),
    (
        "compliance.overdue-critical",
        "Critical vulnerabilities open beyond their promise.",
    ),
    (
        "compliance.critical-response",
        "Median days until a critical vulnerability is fixed.",
    ),
    ("objectives.budget-left", "Error budget left, in percent."),
    ("objectives.kept", "Objectives kept, of all."),
    ("objectives.journeys", "Journeys with an objective, of all."),
    ("objectives.credits", "Credits that agreements make due."),
    ("quality.rework-share", "Days of rework, of all days."),
    ("quality.bug-density", "Defects for each thousand lines."),
    ("coverage.journeys", "Journeys that are measured."),
    (
        "coverage.golden-signals",
        "Golden signals that are measured.",
    ),
]);

const WITHIN: Record = record(
    "restored-within",
    "The figure that has a bound.",
    &[
        must(
            "of",
            Words(&[(
                "incidents.restored-within",
                "Share of incidents restored within so many minutes.",
            )]),
            "Which figure.",
        ),
        must("minutes", Whole(1, 1_000_000), "Within how many minutes."),
    ],
);

const DEFINITION: Record = record(
    "definition",
    "What is counted, so exactly that two people count the same.",
    &[
        must(
            "version",
            Whole(1, u32::MAX as u64),
            "The version that holds: that of the last change.",
        ),
        must("formula", Text, "What is divided by what, or added up."),
        must(
            "start_event",
            Text,
            "The event at which it begins to count.",
        ),
        must("stop_event", Text, "The event at which it ends."),
        must("event_source", Text, "Where the events are recorded."),
        must("query_owner", Text, "The role that answers for the query."),
        must("inclusion", Text, "What is counted."),
        must("exclusion", Text, "What is not."),
        must(
            "refresh",
            Text,
            "When it is counted anew, and when the quarter is closed.",
        ),
        must("weaknesses", Text, "What it cannot see."),
        must(
            "changes",
            Filled(&Shape::Record(&CHANGE)),
            "Its versions, oldest first, from 1 without a gap.",
        ),
    ],
);

const CHANGE: Record = record(
    "definition-change",
    "A version of the definition.",
    &[
        must("version", Whole(1, u32::MAX as u64), "Its number."),
        must("date", Date, "First day it holds."),
        must("what", Text, "What changed."),
        must(
            "effect",
            Words(&[
                ("none", "Nothing that is counted changes meaning."),
                ("unchanged", "The meaning changes, and no figure does."),
                ("restated", "Earlier figures were counted anew."),
                ("break", "Figures before and after do not compare."),
            ]),
            "What it does to earlier figures.",
        ),
    ],
);

const TARGET: Record = record(
    "target",
    "A target, at or better than which the metric meets it.",
    &[
        must("from", Date, "First day it holds."),
        must("value", Decimal, "The target, in the unit of the metric."),
        must("set_by", Text, "The role that set it."),
        must("rationale", Text, "Why this number."),
    ],
);

const BENCHMARK: Record = record(
    "benchmark",
    "A band that others report.",
    &[
        must("low", Decimal, "Low end, in the unit of the metric."),
        must("high", Decimal, "High end, above the low one."),
        must("source", Text, "Who reports it."),
        must("year", Whole(1970, 2200), "Of which year."),
        must("label", Text, "Whose band it is."),
        must("comparability", Text, "How it differs from what we count."),
    ],
);

/// The front matter of a term.
pub(crate) const TERM: Record = record(
    "term",
    "A term: the front matter of `content/glossary/<id>.md`, whose name is the term's id.",
    TERM_KEYS,
);

const TERM_KEYS: &[Key] = &[
    must("name", Text, "The term."),
    may("short", Text, "Its abbreviation."),
    may(
        "see",
        List(&Name(Sort::Term)),
        "Terms and metrics to read next.",
    ),
    AUDIENCE,
];
