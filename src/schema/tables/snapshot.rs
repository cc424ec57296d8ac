//! `data/snapshots/<period>.yaml`, `data/restatements.yaml` and the locks of `data/published/`.

use crate::schema::ids::Sort;
use crate::schema::shape::Bounds::Zero;
use crate::schema::shape::Rule::{AtMostOne, Some as AnyOf, Without};
use crate::schema::shape::Shape::{
    Anything, Date, Either, Figure, Fingerprint, Flag, Form, List, Map, Name, Number, Observations,
    OrNothing, Period, Quarter, Text, Week, Whole, Words,
};
use crate::schema::shape::{Key, Keys, Record, Shape, may, must, record};

pub(crate) const SNAPSHOT: Record = record(
    "snapshot",
    "The figures of a quarter, as they were counted: `data/snapshots/<period>.yaml`.",
    &[
        must("period", Period, "The quarter in the name of the file."),
        must("as_of", Date, "Day on which the data was taken."),
        must(
            "reviewed_by",
            Text,
            "The role that looked the figures over.",
        ),
        must(
            "observations",
            Observations(&OBSERVATION),
            "What was counted, by metric.",
        ),
        may(
            "collected",
            Shape::Record(&COLLECTED),
            "How the collected figures were counted; written by `collect`.",
        ),
        may(
            "objectives",
            Map(Keys::Names(Sort::Objective), &Shape::Record(&COUNTS)),
            "What was counted by day, by objective.",
        ),
    ],
);

const ESTIMATED: Key = may("estimated", Flag, "Whether it is an estimate.");
const AS_OF: Key = may(
    "as_of",
    Date,
    "Day on which it was taken, where that is another one than the snapshot's.",
);
const MISSING: Key = may("missing", Text, "Why there is no figure this quarter.");
const EXPECTED: Key = may("expected", Date, "When the missing figure is expected.");
const OWNER: Key = may(
    "owner",
    Text,
    "The role that gets the missing figure; the metric's owner where nothing is said.",
);

const OBSERVATION: Record = record(
    "observation",
    "What was counted of one metric.",
    &[
        may(
            "definition",
            Either(&[Whole(1, u32::MAX as u64), Shape::Record(&COUNTED_BY)]),
            "The version of the definition that it was counted by.",
        ),
        ESTIMATED,
        AS_OF,
        may("note", Text, "Shown with the quality of the data."),
        may(
            "all",
            Shape::Record(&SCOPE),
            "The organisation. Left out where the services roll up to it.",
        ),
        may(
            "services",
            Map(Keys::Names(Sort::Service), &Shape::Record(&SCOPE)),
            "Services.",
        ),
        MISSING,
        EXPECTED,
        OWNER,
        may(
            "collected",
            Shape::Record(&COLLECTED_METRIC),
            "How these figures were counted; written by `collect`, removed where they are typed.",
        ),
    ],
)
.with(&[
    AnyOf(&["all", "services", "missing"]),
    AtMostOne(&["all", "missing"]),
    AtMostOne(&["services", "missing"]),
]);

const COUNT: Shape = Whole(0, u32::MAX as u64);

const COLLECTED: Record = record(
    "collected",
    "What `collect` read and how: the same files, views and queries give the same figures again.",
    &[
        must(
            "as_of",
            Form(
                r"(?:19[7-9][0-9]|20[0-9]{2}|21[0-9]{2}|2200)-(?:0[1-9]|1[0-2])-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z",
                "2026-10-05T00:00:00Z",
            ),
            "Latest instant whose events count, in UTC.",
        ),
        must("engine", Text, "Name and version of the engine."),
        must(
            "views",
            Fingerprint,
            "Digest of the views that the queries read.",
        ),
        must(
            "horizon_hours",
            Whole(1, 8784),
            "Hours before an incident within which a deployment may be held against it.",
        ),
        must(
            "environments",
            List(&Text),
            "Environments whose deployments counted.",
        ),
        must(
            "inputs",
            Map(Keys::Some, &Shape::Record(&COLLECTED_INPUT)),
            "Files that were read, by name.",
        ),
        may(
            "quality",
            Map(
                Keys::Form("[a-z0-9]+(?:-[a-z0-9]+)*"),
                &Shape::Record(&COLLECTED_QUALITY),
            ),
            "What was not taken as it came, by sort.",
        ),
    ],
);

const TAG: Shape = Form(
    "[-_.:+/=~A-Za-z0-9]{1,256}",
    "5d41402abc4b2a76b9719d911017c592",
);

const COLLECTED_INPUT: Record = record(
    "collected-input",
    "A file of events.",
    &[
        must(
            "sha256",
            Form(
                "[0-9a-f]{64}",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ),
            "SHA-256 of the file.",
        ),
        must("events", COUNT, "Events in it."),
        may(
            "etag",
            TAG,
            "Entity tag by which a store knows these bytes; of objects alone.",
        ),
        may(
            "version",
            TAG,
            "Version of the object, where its store keeps several.",
        ),
    ],
);

const COLLECTED_QUALITY: Record = record(
    "collected-quality",
    "One sort of what was not taken as it came.",
    &[
        must(
            "treatment",
            Words(&[
                ("repaired", "Read as what was evidently meant."),
                ("dropped", "Not counted."),
                ("inferred", "Concluded from other events."),
                ("kept", "Counted, with a doubt."),
            ]),
            "What was done.",
        ),
        must("count", COUNT, "How often."),
        may("first", Text, "File and line of the first."),
    ],
);

const COLLECTED_METRIC: Record = record(
    "collected-metric",
    "How the figures of a metric were counted.",
    &[
        must("query", Fingerprint, "Digest of the query that ran."),
        must("rows", COUNT, "Rows that it returned."),
        may(
            "unattributed",
            COUNT,
            "Failures that no part of it could be held against.",
        ),
        must(
            "figures",
            Fingerprint,
            "Digest of the figures as they were written.",
        ),
    ],
);

const COUNTED_BY: Record = record(
    "counted-by",
    "The version of the definition, and its fingerprint.",
    &[
        must(
            "version",
            Whole(1, u32::MAX as u64),
            "A version that the metric declares.",
        ),
        may(
            "fingerprint",
            Fingerprint,
            "Twelve digits and letters from the metric's entry in the glossary.",
        ),
    ],
);

const SCOPE: Record = record(
    "scope",
    "The quarter and its weeks, of the organisation or one service.",
    &[
        may("quarter", Quarter, "The figure of the quarter; of a quantile of no measurements `~`."),
        may("weeks", Map(Keys::Form(WEEK), &OrNothing(&Figure)), "Figures by ISO week, such as `2026-W27`; `~` where there is no data, which is not zero. A week belongs to the quarter of its Thursday."),
        ESTIMATED,
        AS_OF,
        MISSING,
        EXPECTED,
        OWNER,
    ],
)
.with(&[
    crate::schema::shape::Rule::One(&["quarter", "missing"]),
    Without("missing", &[], &["expected", "owner"]),
]);

/// A week as a key.
pub(crate) const WEEK: &str = r"[0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3])";

/// Good and valid as they were counted; good may be a decimal.
const GOOD_OF_VALID: Shape = Form(r"[0-9]+(?:\.[0-9]+)?\s*/\s*[0-9]{1,12}", "651234/651900");

const COUNTS: Record = record(
    "objective-counts",
    "What was counted of one objective.",
    &[
        must(
            "days",
            Map(
                Keys::Form("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
                &OrNothing(&GOOD_OF_VALID),
            ),
            "Good and valid events, slices or sums of shares by day; `~` where nothing was observed.",
        ),
        may(
            "excluded",
            List(&Shape::Record(&EXCLUDED)),
            "What was taken out of the days, with the reason.",
        ),
        may(
            "peaks",
            List(&Shape::Record(&PEAK)),
            "Highest burn rates over windows shorter than a day, from the monitoring system.",
        ),
        may(
            "agreement",
            Shape::Record(&AGREED),
            "What the contract's own counting says.",
        ),
    ],
);

const EXCLUDED: Record = record(
    "excluded",
    "Events that are not counted.",
    &[
        must("day", Date, "Day of the quarter."),
        must("good", Number(Zero), "Good events among them."),
        must("valid", Whole(1, u32::MAX as u64), "All of them."),
        must("reason", Text, "Why they do not count."),
        must("agreed_by", Text, "The role that agreed."),
    ],
);

const PEAK: Record = record(
    "peak",
    "How fast the budget burned over a short window.",
    &[
        must(
            "window",
            Form("[0-9]{1,12}[mh]", "1h"),
            "Minutes or hours below a day.",
        ),
        must(
            "burn_rate",
            Number(Zero),
            "How many times too fast it burned.",
        ),
        must(
            "at",
            Form(
                r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-9]{1,2}",
                "2026-08-18 09:40",
            ),
            "Day and time at which the window ends.",
        ),
    ],
);

const AGREED: Record = record(
    "agreement-counts",
    "What the contract's own counting says of the quarter.",
    &[
        must(
            "months",
            Map(
                Keys::Form("[0-9]{4}-(?:0[1-9]|1[0-2])"),
                &Form(r"[0-9]+(?:\.0+)?\s*/\s*[0-9]{1,12}", "1200000/1200100"),
            ),
            "Good and valid by month, such as `2026-07`.",
        ),
        may(
            "credits_claimed",
            Number(Zero),
            "Credits that customers claimed, in the pack's currency.",
        ),
        may("credits_paid", Number(Zero), "Credits that were paid."),
    ],
);

/// Kinds of reasons.
const CAUSE: Shape = Words(&[
    ("correction", "The figure was wrong."),
    ("late-data", "Something was filed later."),
    ("definition", "It was counted again by a new definition."),
]);

pub(crate) const RESTATEMENT: Record = record(
    "restatement",
    "A published figure that is another one now; `boardpack restate` writes these.",
    &[
        must("period", Period, "The published quarter."),
        must("metric", Name(Sort::Metric), "Of which metric."),
        may(
            "service",
            Name(Sort::Service),
            "At which service; the organisation where nothing is said.",
        ),
        may(
            "week",
            Week,
            "Of which week; of the quarter where nothing is said.",
        ),
        must(
            "from",
            OrNothing(&Figure),
            "What was published; `~` for no figure.",
        ),
        must(
            "to",
            OrNothing(&Figure),
            "What it is now; `~` for no figure.",
        ),
        must("cause", CAUSE, "Which kind of reason."),
        must("date", Date, "Day of the restatement."),
        must(
            "why",
            Text,
            "The reason, in a sentence that the Board reads.",
        ),
    ],
);

pub(crate) const RESTATED_RECORD: Record = record(
    "restated-record",
    "A published figure of a record that is another one now; `boardpack restate` writes these.",
    &[
        must("period", Period, "The published quarter."),
        must(
            "record",
            Text,
            "Kind and id of the record, as the lock names it: `incident/sign-in-down`.",
        ),
        must("figure", Text, "Which figure of it, as the lock names it."),
        must(
            "from",
            OrNothing(&Text),
            "What was published; `~` for nothing.",
        ),
        must("to", OrNothing(&Text), "What it is now; `~` for nothing."),
        must("cause", CAUSE, "Which kind of reason."),
        must("date", Date, "Day of the restatement."),
        must(
            "why",
            Text,
            "The reason, in a sentence that the Board reads.",
        ),
    ],
);

pub(crate) const LOCK: Record = record(
    "published",
    "What the Board was shown for a quarter. `boardpack publish` writes it under a seal; it is never edited.",
    &[
        must("format", Anything, "Version of the format."),
        must("period", Period, "The quarter in the name of the file."),
        must("published", Date, "Day on which it went to the Board."),
        must("tool", Text, "Version of boardpack."),
        may("commit", Text, "Commit of the repository."),
        must(
            "build",
            Text,
            "Mark of the build that is printed on the pages.",
        ),
        may(
            "data",
            Anything,
            "When the data was taken, and who reviewed it.",
        ),
        may(
            "before",
            Anything,
            "The quarter published before, and its seal.",
        ),
        may(
            "restatements",
            Anything,
            "How many restatements were known.",
        ),
        may("checks", Anything, "Rules that the pack had silenced."),
        must(
            "metrics",
            Anything,
            "Figures, targets and meanings as published.",
        ),
        may("records", Anything, "Figures of records as published."),
        may("asks", Anything, "What the Board was asked."),
        may("promises", Anything, "What it was promised."),
        may(
            "shared",
            Anything,
            "Files that quarters share, as they were.",
        ),
        must("texts", Anything, "The quarter's own texts, as they were."),
        may(
            "edits",
            Anything,
            "The commits that last changed its texts.",
        ),
        may("templates", Anything, "Templates that were used."),
        may("pages", Anything, "Hashes of the pages."),
        must("seal", Text, "Seal over all of it."),
    ],
);
