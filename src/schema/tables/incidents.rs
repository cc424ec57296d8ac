//! `data/incidents/<period>.yaml`, `data/annotations.yaml` and `data/risks.yaml`.

use crate::schema::ids::Sort;
use crate::schema::shape::Bounds::{Percent, Zero};
use crate::schema::shape::Rule::{One, With};
use crate::schema::shape::Shape::{
    Date, Decimal, Either, Filled, Flag, Id, Instant, List, Name, Number, OrNothing, Period, Text,
    Whole, Words,
};
use crate::schema::shape::{AUDIENCE, GRADES, Key, RANGE, Record, Shape, may, must, record};

/// Numbers of at most 12 digits.
const MANY: u64 = 999_999_999_999;

pub(crate) const INCIDENTS: Record = record(
    "incidents",
    "What went wrong in a quarter: `data/incidents/<period>.yaml`. Times are wall times in the pack's zone.",
    &[
        must("period", Period, "The quarter in the name of the file."),
        must("as_of", Instant, "When the record was taken."),
        may(
            "severities",
            Shape::Record(&SEVERITIES),
            "What severities mean here.",
        ),
        must(
            "incidents",
            List(&Shape::Record(&INCIDENT)),
            "Every incident that began in the quarter; `[]` says that there was none.",
        ),
    ],
);

const SEVERITIES: Record = record(
    "severities",
    "Words for severities.",
    &[
        may("1", Text, "The worst: `most customers stopped`."),
        may("2", Text, "`many customers stopped`."),
        may("3", Text, "`some customers hindered`."),
        may("4", Text, "`no customer notices`."),
    ],
);

const INCIDENT: Record = record(
    "incident",
    "An incident. No names of people, hosts or commits.",
    &[
        must("id", Id, "Its name."),
        must("title", Text, "At most 6 words."),
        must("severity", Whole(1, 4), "From 1, the worst, to 4."),
        must("began", Instant, "When customers were first affected."),
        must(
            "detected",
            Instant,
            "First alert or first report of a person, whichever came first.",
        ),
        may(
            "acknowledged",
            OrNothing(&Instant),
            "When somebody took it on.",
        ),
        must(
            "restored",
            OrNothing(&Instant),
            "When customers were served again; `~` while it is open.",
        ),
        may("closed", OrNothing(&Instant), "When it was closed."),
        must(
            "found_by",
            Words(&[
                ("us", "Our own signals."),
                ("customer", "Customers told us."),
                ("third-party", "Somebody else did."),
                (
                    "not-known",
                    "Nobody wrote it down; told apart, and in no share.",
                ),
            ]),
            "Who found it.",
        ),
        must(
            "services",
            Filled(&Name(Sort::Service)),
            "Services it affected.",
        ),
        may(
            "counted_to",
            OrNothing(&Name(Sort::Service)),
            "The service in whose figures it counts; the first of `services` where nothing is said.",
        ),
        may(
            "journeys",
            List(&Name(Sort::Journey)),
            "Journeys of customers it affected.",
        ),
        may(
            "affected",
            OrNothing(&Shape::Record(&AFFECTED)),
            "How many customers at once.",
        ),
        may(
            "customer_minutes",
            OrNothing(&Whole(0, MANY)),
            "Minutes that customers lost, where they were measured; otherwise customers by minutes.",
        ),
        may(
            "spent",
            List(&Shape::Record(&SPENT)),
            "What it took of error budgets.",
        ),
        must("experienced", Text, "What customers experienced."),
        must(
            "cause",
            OrNothing(&Text),
            "Why it happened, in one plain sentence without blame; `~` while it is not known.",
        ),
        may(
            "change",
            OrNothing(&Either(&[
                Words(&[("none", "No change brought it.")]),
                Shape::Record(&CHANGE),
                Shape::Record(&MARKED),
            ])),
            "The change that brought it.",
        ),
        may(
            "milestones",
            List(&Shape::Record(&MILESTONE)),
            "What happened when.",
        ),
        may(
            "review",
            OrNothing(&Shape::Record(&REVIEW)),
            "The review after it.",
        ),
        may(
            "follow_ups",
            List(&Shape::Record(&FOLLOW_UP)),
            "What was agreed to be done.",
        ),
        may(
            "money",
            OrNothing(&Shape::Record(&COST)),
            "What it cost, in the pack's currency.",
        ),
        may(
            "annotation",
            OrNothing(&Name(Sort::Annotation)),
            "Its mark on charts.",
        ),
        may(
            "distinct_from",
            List(&Id),
            "Incidents of the same hours and services that are others.",
        ),
        AUDIENCE,
    ],
);

const AFFECTED: Record = record(
    "affected",
    "How many customers were affected at once.",
    &[
        may(
            "share",
            OrNothing(&Number(Percent)),
            "Their share, in percent.",
        ),
        may("of", OrNothing(&Text), "Of whom it is a share."),
        may("customers", OrNothing(&Whole(0, MANY)), "How many at once."),
        must("grade", GRADES, "How sure that is."),
    ],
)
.with(&[With("share", &["of"], &[])]);

const SPENT: Record = record(
    "spent",
    "What it took of an error budget.",
    &[
        must("objective", Name(Sort::Objective), "Of which objective."),
        must("bad", Number(Zero), "Bad events or minutes."),
    ],
);

const CHANGE: Record = record(
    "cause-change",
    "A change of ours.",
    &[
        must(
            "kind",
            Words(&[
                ("release", ""),
                ("configuration", ""),
                ("data", ""),
                ("infrastructure", ""),
            ]),
            "Of what.",
        ),
        must("service", Name(Sort::Service), "At which service."),
        must("on", Date, "On which day."),
    ],
);

const MARKED: Record = record(
    "marked-change",
    "A change that has its mark.",
    &[must("annotation", Name(Sort::Annotation), "The mark.")],
);

const MILESTONE: Record = record(
    "milestone",
    "What happened when.",
    &[must("at", Instant, "When."), must("what", Text, "What.")],
);

const REVIEW: Record = record(
    "incident-review",
    "The review after an incident.",
    &[
        must("due", Date, "Day by which it is to be held."),
        must(
            "held",
            OrNothing(&Date),
            "Day on which it was held; `~` while it is to come.",
        ),
        may(
            "monitoring_gap",
            OrNothing(&Flag),
            "Whether it named a missing signal; said once it was held.",
        ),
        may("gap", OrNothing(&Text), "Which signal was missing."),
    ],
)
.with(&[With("gap", &["monitoring_gap"], &[])]);

const FOLLOW_UP: Record = record(
    "follow-up",
    "Something agreed to be done after an incident.",
    &[
        must("id", Id, "Its name within the incident."),
        must("what", Text, "What is to be done."),
        must(
            "kind",
            Words(&[
                ("prevent", "So that it does not happen again."),
                ("detect", "So that we see it sooner."),
                ("mitigate", "So that it hurts less."),
                ("learn", "So that we understand it."),
            ]),
            "What for.",
        ),
        must("owner", Text, "The role that does it."),
        may(
            "opened",
            OrNothing(&Date),
            "Day on which it was agreed; that of the review where nothing is said.",
        ),
        must("due", Date, "Until which day."),
        may(
            "done",
            OrNothing(&Date),
            "Day on which it was done; `~` while it is open.",
        ),
        AUDIENCE,
    ],
);

const COST: Record = record(
    "incident-money",
    "What it cost, in the pack's currency.",
    &[
        must("low", Number(Zero), "Low end."),
        must("high", Number(Zero), "High end."),
        must("grade", GRADES, "How sure that is."),
        must("method", Text, "How it was worked out."),
        must("supplied_by", Text, "The role that gave it."),
    ],
);

pub(crate) const ANNOTATION: Record = record(
    "annotation",
    "A dated mark on charts: an entry of `data/annotations.yaml`.",
    &[
        must("id", Id, "Its name in other files."),
        must("kind", Words(&[
            ("action", "Something we did; needs `metrics`."),
            ("event", "Something outside our control."),
            ("change-point", "The process is known to have changed: limits restart; needs `metrics` and `cause`."),
        ]), "What kind of mark."),
        must("date", Date, "On which day."),
        must("label", Text, "At most 50 characters."),
        may("metrics", Filled(&Name(Sort::Metric)), "Metrics it concerns; all where nothing is said."),
        may("services", Filled(&Name(Sort::Service)), "Services it concerns; all where nothing is said."),
        may("cause", Text, "Why the process changed; of a change point only, and needed there."),
        AUDIENCE,
    ],
)
.with(&[
    crate::schema::shape::Rule::When("kind", &["action"], &["metrics"], &["cause"]),
    crate::schema::shape::Rule::When("kind", &["event"], &[], &["cause"]),
    crate::schema::shape::Rule::When("kind", &["change-point"], &["metrics", "cause"], &[]),
]);

const DECISION: Key = may(
    "decision",
    Name(Sort::Decision),
    "The decision that asks the Board about it.",
);
const TRIGGER: Shape = Either(&[Shape::Record(&TOLD), Shape::Record(&WATCHED)]);

pub(crate) const RISK: Record = record(
    "risk",
    "Something that could go wrong: an entry of `data/risks.yaml`. Printed as cause, event, consequence.",
    &[
        must("id", Id, "Its name."),
        must("name", Text, "What readers call it."),
        must("cause", Text, "Because of what."),
        must("event", Text, "What may happen."),
        must("consequence", Text, "What would follow."),
        must(
            "kind",
            Words(&[
                ("operations", ""),
                ("security", ""),
                ("compliance", ""),
                ("supplier", ""),
                ("people", ""),
                ("delivery", ""),
            ]),
            "What kind of risk.",
        ),
        must("owner", Text, "The executive role that carries it."),
        must(
            "appetite",
            Shape::Record(&APPETITE),
            "How much of it the Board is ready to carry.",
        ),
        may("doing", Shape::Record(&TREATMENT), "What is done about it."),
        must("trigger", TRIGGER, "The point at which we act."),
        DECISION,
        may(
            "review_every",
            Whole(1, 4),
            "In how many quarters it is assessed anew.",
        ),
        must(
            "assessed",
            Filled(&Shape::Record(&ASSESSMENT)),
            "Assessments, oldest first, one a quarter.",
        ),
        may(
            "closed",
            Shape::Record(&CLOSED),
            "The quarter from which it is no risk any more.",
        ),
        AUDIENCE,
    ],
);

const APPETITE: Record = record(
    "appetite",
    "How much of a risk the Board is ready to carry in a year: in money, or in hours of customers.",
    &[
        may(
            "a_year",
            Number(Zero),
            "Money a year, in the pack's currency.",
        ),
        may(
            "customer_hours_a_year",
            Number(Zero),
            "Hours of customers a year.",
        ),
        must("set_by", Text, "Who set it."),
        must("on", Date, "On which day."),
    ],
)
.with(&[One(&["a_year", "customer_hours_a_year"])]);

const TREATMENT: Record = record(
    "treatment",
    "What is done about a risk.",
    &[
        must("what", Text, "What is done."),
        must("owner", Text, "The role that does it."),
        must("by", Date, "Until which day."),
        may("done", Date, "Day on which it was done."),
    ],
);

const TOLD: Record = record(
    "told-trigger",
    "The point at which we act, in words.",
    &[must("what", Text, "What would make us act.")],
);

const WATCHED: Record = record(
    "watched-trigger",
    "The figure beyond which we act; whether it has been reached is computed.",
    &[
        must("metric", Name(Sort::Metric), "Of which metric."),
        may("service", Name(Sort::Service), "At which service."),
        may(
            "below",
            Decimal,
            "Below which figure, in the unit of the metric.",
        ),
        may(
            "above",
            Decimal,
            "Above which figure, in the unit of the metric.",
        ),
    ],
)
.with(&[One(&["below", "above"])]);

const ASSESSMENT: Record = record(
    "assessment",
    "What a risk was thought to be in a quarter. What changes with it is said here too.",
    &[
        must("period", Period, "In which quarter."),
        must(
            "times_a_year",
            Shape::Record(&RANGE),
            "How often a year, from low to high: `{low: 0.5, high: 2}`.",
        ),
        may(
            "impact",
            Shape::Record(&RANGE),
            "What it costs once, in the pack's currency, from low to high.",
        ),
        may(
            "customer_hours",
            Shape::Record(&RANGE),
            "What it costs customers once, in hours, from low to high.",
        ),
        must("grade", GRADES, "How sure that is."),
        must("by", Text, "The role that assessed it."),
        must("why", Text, "What the estimate rests on."),
        may(
            "trigger_reached",
            Date,
            "Day on which the trigger in words was reached.",
        ),
        may(
            "owner",
            Text,
            "From this quarter on another role carries it.",
        ),
        may(
            "appetite",
            Shape::Record(&APPETITE),
            "From this quarter on another appetite holds.",
        ),
        may(
            "doing",
            Shape::Record(&TREATMENT),
            "From this quarter on something else is done.",
        ),
        may(
            "trigger",
            TRIGGER,
            "From this quarter on we act at another point.",
        ),
        DECISION,
    ],
)
.with(&[One(&["impact", "customer_hours"])]);

const CLOSED: Record = record(
    "closed-risk",
    "Why it is no risk any more.",
    &[
        must("period", Period, "From which quarter on."),
        must("why", Text, "Why."),
    ],
);
