//! `data/service-levels.yaml`.

use crate::schema::ids::Sort;
use crate::schema::shape::Bounds::{Percent, Target, Zero};
use crate::schema::shape::Rule::With;
use crate::schema::shape::Shape::{
    Date, Either, Filled, Flag, Id, List, Name, Number, OrNothing, Period, Text, Whole, Words,
};
use crate::schema::shape::{AUDIENCE, Record, Shape, may, must, record};

pub(crate) const LEVELS: Record = record(
    "service-levels",
    "Policies of error budgets, service levels and formal reviews: `data/service-levels.yaml`.",
    &[
        may(
            "policies",
            List(&Shape::Record(&POLICY)),
            "What happens as a budget is spent.",
        ),
        may(
            "levels",
            List(&Shape::Record(&LEVEL)),
            "What is promised of objectives.",
        ),
        may(
            "reviews",
            List(&Shape::Record(&REVIEW)),
            "Formal reviews that a breach brought on.",
        ),
    ],
);

const POLICY: Record = record(
    "policy",
    "What is agreed to happen as an error budget is spent.",
    &[
        must("id", Id, "Its name."),
        must("set_by", Text, "The role that set it."),
        must("from", Date, "First day it holds."),
        must(
            "states",
            Filled(&Shape::Record(&STATE)),
            "Steps by what is left, highest first; the last at `left_at_least: 0`.",
        ),
        must(
            "review",
            Shape::Record(&DUE),
            "When a formal review is due.",
        ),
        must(
            "within",
            Whole(1, 366),
            "Days after the quarter's end, or the incident, in which it is held.",
        ),
    ],
);

const STATE: Record = record(
    "policy-state",
    "A step of a policy.",
    &[
        must(
            "left_at_least",
            Number(Percent),
            "Percent of the budget that must be left.",
        ),
        must(
            "state",
            Words(&[
                ("ship-freely", "Release as usual."),
                ("ship-with-care", "Release, with more care."),
                ("reliability-first", "Reliability comes before features."),
            ]),
            "What a team may do then.",
        ),
    ],
);

const DUE: Record = record(
    "review-due",
    "When a formal review is due.",
    &[
        must(
            "overspent",
            Flag,
            "Whether when more was spent than there was.",
        ),
        may(
            "one_incident",
            Number(Percent),
            "When one incident takes more than this percentage of the quarter's budget.",
        ),
    ],
);

const LEVEL: Record = record(
    "service-level",
    "What is promised of an objective.",
    &[
        must(
            "objective",
            Name(Sort::Objective),
            "An SLO of `data/objectives/`.",
        ),
        may(
            "journeys",
            List(&Either(&[Name(Sort::Journey), Shape::Record(&COVERED)])),
            "What customers do that it covers.",
        ),
        may(
            "events",
            Shape::Record(&EVENTS),
            "What is counted: one of it, and many.",
        ),
        must("owner", Text, "The role that answers for it."),
        must("policy", Name(Sort::Policy), "The policy of its budget."),
        must("since", Date, "First day it holds."),
        may("until", Date, "Last day it held."),
        may(
            "metric",
            Name(Sort::Metric),
            "The metric whose figures of the service are the same counts.",
        ),
        may(
            "targets",
            List(&Shape::Record(&TARGET)),
            "Its targets, oldest first; the last is that of the SLO.",
        ),
        may(
            "agreement",
            Shape::Record(&AGREEMENT),
            "The agreement with customers, which has its own counting.",
        ),
        AUDIENCE,
    ],
);

const COVERED: Record = record(
    "covered-journey",
    "A journey that it covers from a day on.",
    &[
        must("journey", Name(Sort::Journey), "Which journey."),
        must("since", Date, "First day it covers it."),
    ],
);

const EVENTS: Record = record(
    "events",
    "What is counted.",
    &[
        must("one", Text, "What one is called: `request`."),
        must("many", Text, "What many are called: `requests`."),
    ],
);

const TARGET: Record = record(
    "objective-target",
    "A target of an objective.",
    &[
        must("from", Date, "First day it holds."),
        must("target", Number(Target), "Percent, above 0 and below 100."),
        must("set_by", Text, "The role that set it."),
        must("rationale", Text, "Why this number."),
    ],
);

const AGREEMENT: Record = record(
    "agreement",
    "An agreement with customers (SLA).",
    &[
        must("name", Text, "What it is called."),
        must(
            "parties",
            Whole(1, 1_000_000),
            "How many customers it is made with.",
        ),
        must(
            "window",
            Words(&[("calendar-month", "It is counted by the month.")]),
            "Over which time it is counted.",
        ),
        must("target", Number(Target), "Percent, above 0 and below 100."),
        may("exclusions", Text, "What does not count."),
        may(
            "monthly_fee",
            Either(&[Number(Zero), List(&Shape::Record(&FEE))]),
            "Fee a month of all parties, in the pack's currency.",
        ),
        may("supplied_by", Text, "The role that gave the fee."),
        may(
            "credits",
            List(&Shape::Record(&CREDIT)),
            "Credits by what was attained, highest threshold first.",
        ),
    ],
)
.with(&[With("monthly_fee", &["supplied_by"], &[])]);

const FEE: Record = record(
    "fee",
    "A fee from a day on.",
    &[
        must("from", Date, "First day it holds."),
        must("fee", Number(Zero), "Fee a month, in the pack's currency."),
    ],
);

const CREDIT: Record = record(
    "credit",
    "A step of the credits.",
    &[
        must("below", Number(Percent), "Below which percentage attained."),
        must(
            "credit",
            Number(Percent),
            "Percent of the monthly fee given back.",
        ),
    ],
);

const REVIEW: Record = record(
    "formal-review",
    "A formal review of a breached policy.",
    &[
        must("objective", Name(Sort::Objective), "Of which objective."),
        must("period", Period, "Of which quarter."),
        must(
            "because",
            Words(&[
                ("overspent", "More was spent than there was."),
                ("one-incident", "One incident took too much."),
            ]),
            "What brought it on.",
        ),
        must("opened", Date, "Day on which it fell due."),
        must("due", Date, "Day by which it is to be held."),
        must(
            "held",
            OrNothing(&Date),
            "Day on which it was held; `~` while it is open.",
        ),
        must(
            "outcome",
            OrNothing(&Words(&[
                ("freeze", "Features stop until the budget is back."),
                ("continue", "Nothing changes."),
                ("objective-changed", "Another target is promised."),
                ("investment", "Money or people are put in."),
            ])),
            "What came of it; `~` while it is open.",
        ),
        may("text", Text, "What was decided."),
        must("owner", Text, "The role that holds it."),
        may(
            "decision",
            Name(Sort::Decision),
            "The decision it leads to.",
        ),
    ],
);
