//! `data/compliance.yaml`, `data/maturity.yaml`, `data/experiments.yaml` and
//! `data/cadence.yaml`.

use crate::schema::ids::Sort;
use crate::schema::shape::Bounds::Percent;
use crate::schema::shape::Rule::{AtMostOne, Some as AnyOf, When, Without};
use crate::schema::shape::Shape::{
    Date, Decimal, Filled, Flag, Id, List, Map, Name, Number, OrNothing, Period, Text, Whole, Words,
};
use crate::schema::shape::{AUDIENCE, Keys, Record, Shape, may, must, record};

pub(crate) const COMPLIANCE: Record = record(
    "compliance",
    "What auditors ask for: `data/compliance.yaml`.",
    &[
        may(
            "certifications",
            List(&Shape::Record(&CERTIFICATION)),
            "Certificates and audits.",
        ),
        may(
            "restore_tests",
            List(&Shape::Record(&RESTORE_TEST)),
            "Tests of restoring data.",
        ),
        may(
            "vulnerabilities",
            Shape::Record(&REGISTER),
            "The register of vulnerabilities; no detail that could be exploited.",
        ),
    ],
);

const CERTIFICATION: Record = record(
    "certification",
    "A certificate.",
    &[
        must("id", Id, "Its name."),
        must("name", Text, "What readers call it."),
        must("scope", Text, "What it covers."),
        must("owner", Text, "The role that answers for it."),
        must(
            "audits",
            Filled(&Shape::Record(&AUDIT)),
            "Audits, oldest first.",
        ),
        may(
            "findings",
            List(&Shape::Record(&FINDING)),
            "What auditors found.",
        ),
        AUDIENCE,
    ],
);

const AUDIT: Record = record(
    "audit",
    "An audit.",
    &[
        must("on", Date, "On which day."),
        must("passed", Flag, "Whether it was passed."),
        may(
            "until",
            OrNothing(&Date),
            "Last day of the certificate that it gave.",
        ),
        must("next", Date, "When the next one is due."),
    ],
);

const CLOSED: crate::schema::shape::Key = may(
    "closed",
    OrNothing(&Date),
    "Day on which it was closed; `~` while it is open.",
);

const FINDING: Record = record(
    "finding",
    "Something auditors found.",
    &[
        must("id", Id, "Its name within the certificate."),
        must("what", Text, "What they found."),
        must(
            "severity",
            Words(&[("major", ""), ("minor", ""), ("observation", "")]),
            "How bad it is.",
        ),
        must("opened", Date, "Day on which it was raised."),
        must("due", Date, "Until which day."),
        CLOSED,
    ],
);

const RESTORE_TEST: Record = record(
    "restore-test",
    "A test of restoring data.",
    &[
        must("service", Name(Sort::Service), "At which service."),
        must("on", Date, "On which day."),
        must("passed", Flag, "Whether it was passed."),
        must("next", Date, "When the next one is due."),
    ],
);

const REGISTER: Record = record(
    "vulnerabilities",
    "The register of vulnerabilities.",
    &[
        must("since", Date, "Day from which it is whole."),
        must("source", Text, "Where it is kept."),
        must(
            "promises",
            Filled(&Shape::Record(&FIX_PROMISE)),
            "Within how many days they are fixed, oldest first.",
        ),
        must(
            "items",
            List(&Shape::Record(&VULNERABILITY)),
            "Every one since then.",
        ),
    ],
);

const FIX_PROMISE: Record = record(
    "fix-promise",
    "Within how many days vulnerabilities are fixed.",
    &[
        must("from", Date, "First day it holds."),
        must("critical", Whole(1, 3650), "Days for critical ones."),
        must("high", Whole(1, 3650), "Days for high ones."),
        must("medium", Whole(1, 3650), "Days for medium ones."),
        must("low", Whole(1, 3650), "Days for low ones."),
        must("set_by", Text, "The role that set it."),
    ],
);

const VULNERABILITY: Record = record(
    "vulnerability",
    "A vulnerability.",
    &[
        must("id", Id, "A name that gives nothing away."),
        must(
            "severity",
            Words(&[("critical", ""), ("high", ""), ("medium", ""), ("low", "")]),
            "How bad it is.",
        ),
        must("service", Name(Sort::Service), "At which service."),
        must("known", Date, "Day on which it became known."),
        may(
            "fixed",
            OrNothing(&Date),
            "Day on which it was fixed; `~` while it is open.",
        ),
        may(
            "accepted",
            OrNothing(&Shape::Record(&ACCEPTED)),
            "Who accepted that it stays.",
        ),
    ],
);

const ACCEPTED: Record = record(
    "acceptance",
    "Who accepted that a vulnerability stays, and until when.",
    &[
        must("by", Text, "The role that accepted it."),
        must("on", Date, "On which day."),
        must("until", Date, "Until which day."),
        must("why", Text, "Why."),
    ],
);

pub(crate) const MATURITY: Record = record(
    "maturity",
    "How able the organisation is: `data/maturity.yaml`.",
    &[
        may(
            "stage",
            Shape::Record(&STAGE),
            "The facts that decide the stage.",
        ),
        may(
            "assessments",
            List(&Shape::Record(&ASSESSMENT)),
            "Assessments, oldest first, one a quarter.",
        ),
        may(
            "golden_signals",
            List(&Shape::Record(&SIGNALS)),
            "Golden signals that are measured, by quarter.",
        ),
        may(
            "coverage",
            List(&Shape::Record(&COVERAGE)),
            "How journeys are covered, by quarter.",
        ),
    ],
);

const STAGE: Record = record(
    "stage",
    "The facts that decide the stage.",
    &[
        must("facts", Shape::Record(&FACTS), "What is so."),
        must("declared_by", Text, "The role that says so."),
    ],
);

const FACTS: Record = record(
    "stage-facts",
    "What is so.",
    &[
        must("regulated", Flag, "Whether a regulator oversees it."),
        must(
            "sla_with_credits",
            Flag,
            "Whether agreements give money back.",
        ),
        must(
            "attestation_promised",
            Flag,
            "Whether customers were promised an attestation.",
        ),
        must(
            "large_customer_share",
            Flag,
            "Whether one customer is a large part of revenue.",
        ),
        must(
            "paying_customers_with_expectations",
            Flag,
            "Whether customers pay and expect it to work.",
        ),
        must("on_call_rota", Flag, "Whether people are on call."),
        must(
            "deploying_teams",
            Whole(0, 10_000),
            "How many teams release on their own.",
        ),
    ],
);

const ASSESSMENT: Record = record(
    "maturity-assessment",
    "What was found in a quarter.",
    &[
        must("period", Period, "In which quarter."),
        must("by", Text, "The role that assessed it."),
        must("on", Date, "On which day."),
        must(
            "categories",
            Shape::Record(&CATEGORIES),
            "The level of each; the lowest counts.",
        ),
    ],
);

const CATEGORIES: Record = record(
    "categories",
    "The level of each.",
    &[
        must("people", Shape::Record(&CATEGORY), "Of people."),
        must("process", Shape::Record(&CATEGORY), "Of process."),
        must("technology", Shape::Record(&CATEGORY), "Of technology."),
        must("measurement", Shape::Record(&CATEGORY), "Of measurement."),
    ],
);

const CATEGORY: Record = record(
    "category",
    "A level with what shows it.",
    &[
        must(
            "level",
            Whole(1, 5),
            "From 1, where everybody starts, to 5.",
        ),
        may(
            "target",
            Shape::Record(&LEVEL_TARGET),
            "The next level that was agreed.",
        ),
        may(
            "evidence",
            Map(Keys::Form("[2-5]"), &Text),
            "What shows each level, from the second to the claimed one.",
        ),
    ],
);

const LEVEL_TARGET: Record = record(
    "level-target",
    "A level that was agreed.",
    &[
        must("level", Whole(1, 5), "Which level."),
        must("by", Date, "Until which day."),
    ],
);

const SIGNALS: Record = record(
    "golden-signals",
    "Golden signals of a quarter.",
    &[
        must("period", Period, "In which quarter."),
        must(
            "services",
            Map(
                Keys::Names(Sort::Service),
                &List(&Words(&[
                    ("latency", ""),
                    ("traffic", ""),
                    ("errors", ""),
                    ("saturation", ""),
                ])),
            ),
            "Signals that are measured, by service.",
        ),
    ],
);

const COVERAGE: Record = record(
    "coverage",
    "How journeys were covered in a quarter.",
    &[
        must("period", Period, "In which quarter."),
        may(
            "revenue_by",
            Text,
            "The role that gave the shares of revenue.",
        ),
        must(
            "journeys",
            Map(Keys::Names(Sort::Journey), &Shape::Record(&COVERED)),
            "Each journey.",
        ),
    ],
);

const COVERS: Shape = Words(&[("yes", ""), ("partly", ""), ("no", ""), ("not-needed", "")]);

const COVERED: Record = record(
    "journey-coverage",
    "How a journey is covered.",
    &[
        must("measured", COVERS, "Whether it is measured."),
        must(
            "alerting",
            COVERS,
            "Whether somebody is called when it fails.",
        ),
        must(
            "tested",
            OrNothing(&Date),
            "Day on which its alert was last tested; `~` for never.",
        ),
        may("owner", Text, "The role that answers for it."),
        may(
            "revenue_share",
            Number(Percent),
            "Percent of revenue that runs through it.",
        ),
    ],
);

pub(crate) const EXPERIMENT: Record = record(
    "experiment",
    "Something that was tried, with what was expected before: an entry of `data/experiments.yaml`.",
    &[
        must("id", Id, "Its name."),
        must("hypothesis", Text, "What is believed."),
        must("owner", Text, "The role that answers for it."),
        must("start", Date, "First day."),
        must("end", Date, "Last day."),
        may("metric", Name(Sort::Metric), "The metric that tells."),
        may(
            "service",
            Name(Sort::Service),
            "At which service; only beside `metric`.",
        ),
        must("expected", Shape::Record(&EXPECTED), "What is expected."),
        must(
            "decision",
            OrNothing(&Words(&[
                ("adopt", "Done everywhere from now on."),
                ("adapt", "Changed and tried again."),
                ("stop", "Not done any more."),
                ("extend", "Tried for longer."),
            ])),
            "What was decided; `~` while it runs.",
        ),
        may("decided", Date, "Day on which it was decided."),
        may(
            "observed",
            Text,
            "What came of it; only where no metric tells.",
        ),
        may("follow_up", Shape::Record(&NEXT), "What comes next."),
        may(
            "corrects",
            Name(Sort::Experiment),
            "The experiment that this one takes the place of.",
        ),
        AUDIENCE,
    ],
)
.with(&[
    crate::schema::shape::Rule::Empty("decision", &["decided", "observed", "follow_up"]),
    When(
        "decision",
        &["adopt", "adapt", "stop", "extend"],
        &["decided"],
        &[],
    ),
    Without("metric", &[], &["service"]),
    crate::schema::shape::Rule::With("metric", &[], &["observed"]),
]);

const EXPECTED: Record = record(
    "expected",
    "What is expected: in words, and where a metric tells, as its level or its change.",
    &[
        must("text", Text, "In words."),
        may(
            "level",
            Shape::Record(&LOW_HIGH),
            "Where the metric's average is expected.",
        ),
        may(
            "change",
            Shape::Record(&LOW_HIGH),
            "By how much it is expected to move.",
        ),
    ],
)
.with(&[AtMostOne(&["level", "change"])]);

const LOW_HIGH: Record = record(
    "low-high",
    "`high: 5` for at most 5, `low: 5` for at least 5, or both, in the unit of the metric.",
    &[
        may("low", Decimal, "Low end."),
        may("high", Decimal, "High end."),
    ],
)
.with(&[AnyOf(&["low", "high"])]);

const NEXT: Record = record(
    "next-step",
    "What comes next.",
    &[
        must("what", Text, "What is done."),
        must("owner", Text, "The role that does it."),
        must("by", Date, "Until which day."),
        may(
            "done",
            OrNothing(&Date),
            "Day on which it was done; `~` while it is open.",
        ),
    ],
);

pub(crate) const RHYTHM: Record = record(
    "rhythm",
    "Something done again and again: an entry of `data/cadence.yaml`.",
    &[
        must("id", Id, "Its name."),
        must("name", Text, "What readers call it."),
        must(
            "rhythm",
            Words(&[
                ("weekly", "`held` says how often."),
                ("monthly", "`held` says how often."),
                ("quarterly", "Counted from the locks."),
                ("after-incident", "Counted from the record of incidents."),
            ]),
            "How often it comes round.",
        ),
        must("owner", Text, "The role that holds it."),
        must("does", Text, "What is done."),
        may(
            "looks_at",
            List(&Name(Sort::Metric)),
            "Metrics that are looked at.",
        ),
        must("since", Date, "First day."),
        may(
            "held",
            Map(Keys::Form(PERIOD), &Whole(0, 99)),
            "How often it was held, by quarter; `{}` at first.",
        ),
        AUDIENCE,
    ],
)
.with(&[
    When("rhythm", &["weekly", "monthly"], &["held"], &[]),
    When("rhythm", &["quarterly", "after-incident"], &[], &["held"]),
]);

/// A quarter as a key.
const PERIOD: &str = "(?:19[7-9][0-9]|2[01][0-9][0-9]|2200)-Q[1-4]";
