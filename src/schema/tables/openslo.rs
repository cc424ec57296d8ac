//! `data/objectives/<name>.yaml`: documents of OpenSLO v1, and of v1alpha as far as they are read.

use super::alerts::{CONDITION, POLICY, POLICY_HERE, POLICY_REF, TARGET};
use crate::schema::shape::Bounds::{AboveZero, Share, SliceShare, TargetPercent};
use crate::schema::shape::Rule::{AtMostOne, One, Some as AnyOf, When, Without};
use crate::schema::shape::Shape::{
    Anything, Decimal, Either, Filled, Flag, Form, Label, List, Listed, Map, MapWith, Markdown,
    Number, Only, OrNothing, Short, Text, Whole, Words,
};
use crate::schema::shape::{Key, Keys, Record, Shape, may, must, record};

/// Any document of the folder.
pub(crate) const DOCUMENT: Shape = Either(&[
    Shape::Record(&SLO),
    Shape::Record(&SLI),
    Shape::Record(&SERVICE),
    Shape::Record(&POLICY),
    Shape::Record(&CONDITION),
    Shape::Record(&TARGET),
    Shape::Record(&SOURCE),
    Shape::Record(&ALPHA),
]);

pub(super) const V1: Key = must(
    "apiVersion",
    Words(&[("openslo/v1", "")]),
    "Format of the document.",
);
pub(super) const METADATA: Key = must(
    "metadata",
    Shape::Record(&META),
    "Its name and what is said about it.",
);
pub(super) const DESCRIPTION: Key = may(
    "description",
    Short(1_050),
    "What it is, in at most 1,050 characters.",
);

const KEY: &str = "[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?";
const ANNOTATION: &str = "(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*/)?[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?";

const SEEN_BY: Key = may(
    "boardpack/audience",
    crate::schema::shape::AUDIENCE.shape,
    "Who may see it; `internal` leaves it out of the Board's edition.",
);

const META: Record = record(
    "openslo-metadata",
    "The name of a thing and what is said about it.",
    &[
        must(
            "name",
            Label,
            "Its name: lower-case letters, digits and `-`, at most 63.",
        ),
        may(
            "displayName",
            Short(63),
            "What readers call it, at most 63 characters.",
        ),
        may(
            "labels",
            Map(Keys::Form(KEY), &Either(&[Markdown, List(&Text)])),
            "Labels.",
        ),
        may(
            "annotations",
            MapWith(Keys::Form(ANNOTATION), &Markdown, &[SEEN_BY]),
            "Annotations.",
        ),
    ],
);

const SERVICE: Record = record(
    "openslo-service",
    "A service that is none of the pack's.",
    &[
        must(
            "apiVersion",
            Words(&[
                ("openslo/v1", ""),
                ("openslo/v1alpha", "Read as far as it means the same."),
            ]),
            "Format of the document.",
        ),
        must(
            "kind",
            Words(&[("Service", "")]),
            "What the document defines.",
        ),
        METADATA,
        may(
            "spec",
            OrNothing(&Shape::Record(&DESCRIBED)),
            "What is said about it.",
        ),
    ],
);

const DESCRIBED: Record = record(
    "openslo-described",
    "What is said about it.",
    &[DESCRIPTION],
);

const SOURCE: Record = record(
    "openslo-data-source",
    "A monitoring system.",
    &[
        V1,
        must(
            "kind",
            Words(&[("DataSource", "")]),
            "What the document defines.",
        ),
        METADATA,
        must("spec", Shape::Record(&SOURCE_SPEC), "Which system."),
    ],
);

const SOURCE_SPEC: Record = record(
    "openslo-data-source-spec",
    "Which system it is.",
    &[
        DESCRIPTION,
        must("type", Text, "Kind of system, such as `Prometheus`."),
        must(
            "connectionDetails",
            Anything,
            "How to connect to it; not looked at here.",
        ),
    ],
);

const SLI: Record = record(
    "openslo-sli",
    "An indicator: what is counted.",
    &[
        V1,
        must("kind", Words(&[("SLI", "")]), "What the document defines."),
        METADATA,
        must("spec", Shape::Record(&SLI_SPEC), "What is counted."),
    ],
);

const SLI_SPEC: Record = record(
    "openslo-sli-spec",
    "What is counted: a share, or a value.",
    &[
        DESCRIPTION,
        may(
            "thresholdMetric",
            Shape::Record(&QUERY),
            "A value that is held against a threshold.",
        ),
        may(
            "ratioMetric",
            Either(&[
                Shape::Record(&GOOD),
                Shape::Record(&BAD),
                Shape::Record(&RAW),
            ]),
            "Good or bad events of all, or a share that was computed before.",
        ),
    ],
)
.with(&[One(&["thresholdMetric", "ratioMetric"])]);

const COUNTER: Key = may("counter", Flag, "Whether the figures only rise.");
const TOTAL: Key = must("total", Shape::Record(&QUERY), "Everything that counts.");

const GOOD: Record = record(
    "openslo-good",
    "Good events of all.",
    &[
        COUNTER,
        must("good", Shape::Record(&QUERY), "Good events."),
        TOTAL,
    ],
);

const BAD: Record = record(
    "openslo-bad",
    "Bad events of all.",
    &[
        COUNTER,
        must("bad", Shape::Record(&QUERY), "Bad events."),
        TOTAL,
    ],
);

const RAW: Record = record(
    "openslo-raw",
    "A share that was computed before.",
    &[
        COUNTER,
        must("raw", Shape::Record(&QUERY), "The share."),
        must(
            "rawType",
            Words(&[
                ("success", "Of good events."),
                ("failure", "Of bad events."),
            ]),
            "Of which events it is the share.",
        ),
    ],
);

const QUERY: Record = record(
    "openslo-query",
    "A query; shown and never run.",
    &[must(
        "metricSource",
        Shape::Record(&METRIC_SOURCE),
        "Whom it is put to, and what it says.",
    )],
);

const METRIC_SOURCE: Record = record(
    "openslo-metric-source",
    "Whom a query is put to, and what it says.",
    &[
        may("metricSourceRef", Label, "Name of a `DataSource`."),
        may(
            "type",
            Text,
            "Kind of system, where no `DataSource` is named.",
        ),
        must(
            "spec",
            Map(Keys::Some, &Anything),
            "The query as the system takes it; no credentials.",
        ),
    ],
)
.with(&[AnyOf(&["metricSourceRef", "type"])]);

/// A length of time that is not nothing. Case counts: `m` is a minute and `M` a month.
pub(super) const LENGTH: Shape = Form("0{0,6}[1-9][0-9]{0,6}[mhdwMQY]", "28d");

pub(super) const OPS: Shape = Words(&[
    ("lt", "Below."),
    ("lte", "At most."),
    ("gt", "Above."),
    ("gte", "At least."),
]);

const SLO: Record = record(
    "openslo-slo",
    "An objective (SLO).",
    &[
        V1,
        must("kind", Words(&[("SLO", "")]), "What the document defines."),
        METADATA,
        must("spec", Shape::Record(&SLO_SPEC), "What is promised."),
    ],
);

const METHOD: Shape = Words(&[
    ("Occurrences", "Good events of all."),
    ("Timeslices", "Slices of time that were good, of all."),
    ("RatioTimeslices", "The mean of the shares of all slices."),
]);

const SLO_SPEC: Record = record(
    "openslo-slo-spec",
    "What is promised of an indicator.",
    &[
        DESCRIPTION,
        must(
            "service",
            Text,
            "A service of the pack by id or alias, or a document of kind `Service`.",
        ),
        may(
            "indicator",
            Shape::Record(&SLI_HERE),
            "What is counted, written here.",
        ),
        may("indicatorRef", Label, "What is counted: name of an `SLI`."),
        must(
            "timeWindow",
            Only(&Shape::Record(&WINDOW)),
            "The one window over which it holds.",
        ),
        must("budgetingMethod", METHOD, "How the budget is counted."),
        must(
            "objectives",
            Filled(&Shape::Record(&PART)),
            "Targets; with indicators of their own they make one composite.",
        ),
        may(
            "alertPolicies",
            OrNothing(&List(&Either(&[
                Shape::Record(&POLICY_REF),
                Shape::Record(&POLICY_HERE),
            ]))),
            "Who is told when the budget burns.",
        ),
    ],
)
.with(&[AtMostOne(&["indicator", "indicatorRef"])]);

const SLI_HERE: Record = record(
    "openslo-sli-here",
    "An indicator, written here.",
    &[
        METADATA,
        must("spec", Shape::Record(&SLI_SPEC), "What is counted."),
    ],
);

const WINDOW: Record = record(
    "openslo-window",
    "The time over which an objective holds: rolling, or of the calendar.",
    &[
        must(
            "duration",
            LENGTH,
            "How long, such as `28d` or `1Q`; at least a day. `m` is a minute and `M` a month.",
        ),
        ROLLING,
        CALENDAR,
    ],
)
.with(&[
    When("isRolling", &["true"], &[], &["calendar"]),
    When("isRolling", &["false"], &["calendar"], &[]),
    Without("isRolling", &["calendar"], &[]),
]);

const ROLLING: Key = may("isRolling", Flag, "Whether it always ends now.");
const CALENDAR: Key = may(
    "calendar",
    Shape::Record(&BEGINS),
    "When a window of the calendar begins.",
);

const BEGINS: Record = record(
    "openslo-calendar",
    "When and where a window of the calendar begins.",
    &[
        must(
            "startTime",
            Form(
                "(?:19[7-9][0-9]|2[01][0-9][0-9]|2200)-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-5][0-9]",
                "2024-10-01 00:00:00",
            ),
            "Day and time, without a zone.",
        ),
        must(
            "timeZone",
            Listed(super::settings::zones),
            "IANA name of the zone.",
        ),
    ],
);

const DISPLAY: Key = may("displayName", Text, "What readers call it.");
const SHARE: Key = may(
    "target",
    Number(Share),
    "The promise as a share of one, below 1: `0.999`.",
);
const PERCENT: Key = may(
    "targetPercent",
    Number(TargetPercent),
    "The promise in percent, below 100: `99.9`.",
);
const SLICE_TARGET: Key = may(
    "timeSliceTarget",
    Number(SliceShare),
    "Share of good events at which a slice is good, as a share of one.",
);
const SLICE: Key = may(
    "timeSliceWindow",
    Either(&[Whole(1, 9_999_999), LENGTH]),
    "How long a slice is, such as `1m`; a number alone is minutes.",
);
const OP: Key = may(
    "op",
    OPS,
    "How a value is compared; of `thresholdMetric` only.",
);
const VALUE: Key = may(
    "value",
    Decimal,
    "What it is compared with; of `thresholdMetric` only.",
);

const PART: Record = record(
    "openslo-objective",
    "A target over an indicator.",
    &[
        DISPLAY,
        SHARE,
        PERCENT,
        SLICE_TARGET,
        SLICE,
        OP,
        VALUE,
        may(
            "indicator",
            Shape::Record(&SLI_HERE),
            "What is counted, written here; makes a composite.",
        ),
        may(
            "indicatorRef",
            Label,
            "What is counted: name of an `SLI`; makes a composite.",
        ),
        may(
            "compositeWeight",
            Number(AboveZero),
            "How much it weighs in the composite; 1 where nothing is said.",
        ),
    ],
)
.with(&[
    One(&["target", "targetPercent"]),
    AtMostOne(&["indicator", "indicatorRef"]),
]);

const ALPHA: Record = record(
    "openslo-alpha-slo",
    "An objective as `openslo/v1alpha` writes it; read as far as it means the same.",
    &[
        must(
            "apiVersion",
            Words(&[("openslo/v1alpha", "Read as far as it means the same.")]),
            "Format of the document.",
        ),
        must("kind", Words(&[("SLO", "")]), "What the document defines."),
        METADATA,
        must("spec", Shape::Record(&ALPHA_SPEC), "What is promised."),
    ],
);

const ALPHA_SPEC: Record = record(
    "openslo-alpha-slo-spec",
    "What is promised.",
    &[
        DESCRIPTION,
        must(
            "service",
            Text,
            "A service of the pack by id or alias, or a document of kind `Service`.",
        ),
        must(
            "budgetingMethod",
            Words(&[("Occurrences", "Good events of all.")]),
            "How the budget is counted; slices need `openslo/v1`.",
        ),
        must(
            "timeWindows",
            Only(&Shape::Record(&ALPHA_WINDOW)),
            "The one window over which it holds.",
        ),
        may(
            "indicator",
            Shape::Record(&ALPHA_INDICATOR),
            "A value that is held against thresholds.",
        ),
        must(
            "objectives",
            Filled(&Shape::Record(&ALPHA_PART)),
            "Targets.",
        ),
    ],
);

const ALPHA_INDICATOR: Record = record(
    "openslo-alpha-indicator",
    "A value that is held against thresholds.",
    &[must(
        "thresholdMetric",
        Shape::Record(&ALPHA_QUERY),
        "The query.",
    )],
);

const ALPHA_QUERY: Record = record(
    "openslo-alpha-query",
    "A query.",
    &[
        must("source", Markdown, "Which system."),
        must("queryType", Markdown, "Its language."),
        must("query", Markdown, "The query."),
    ],
);

const ALPHA_WINDOW: Record = record(
    "openslo-alpha-window",
    "The time over which it holds.",
    &[
        must("count", Whole(1, 1_000_000), "How many units."),
        must(
            "unit",
            Words(&[
                ("Minute", ""),
                ("Hour", ""),
                ("Day", ""),
                ("Week", ""),
                ("Month", ""),
                ("Quarter", ""),
                ("Year", ""),
            ]),
            "Of what; at least a day in all.",
        ),
        ROLLING,
        CALENDAR,
    ],
)
.with(&[
    When("isRolling", &["true"], &[], &["calendar"]),
    When("isRolling", &["false"], &["calendar"], &[]),
]);

const ALPHA_PART: Record = record(
    "openslo-alpha-objective",
    "A target.",
    &[
        DISPLAY,
        SHARE,
        PERCENT,
        SLICE_TARGET,
        SLICE,
        OP,
        VALUE,
        may(
            "ratioMetrics",
            Shape::Record(&ALPHA_RATIO),
            "Good events of all.",
        ),
    ],
)
.with(&[One(&["target", "targetPercent"])]);

const ALPHA_RATIO: Record = record(
    "openslo-alpha-ratio",
    "Good events of all.",
    &[
        may("incremental", Flag, "Whether the figures only rise."),
        must("good", Shape::Record(&ALPHA_QUERY), "Good events."),
        must("total", Shape::Record(&ALPHA_QUERY), "All events."),
    ],
);
