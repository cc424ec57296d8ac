//! Who is told when a budget burns, in `data/objectives/<name>.yaml`.

use super::openslo::{DESCRIPTION, LENGTH, METADATA, OPS, V1};
use crate::schema::shape::Bounds::AboveZero;
use crate::schema::shape::Shape::{Either, Filled, Flag, Form, Label, Number, Only, Text, Words};
use crate::schema::shape::{Record, Shape, may, must, record};

pub(super) const TARGET: Record = record(
    "openslo-alert-target",
    "Who is told.",
    &[
        V1,
        must(
            "kind",
            Words(&[("AlertNotificationTarget", "")]),
            "What the document defines.",
        ),
        METADATA,
        must("spec", Shape::Record(&TARGET_SPEC), "Who is told."),
    ],
);

const TARGET_SPEC: Record = record(
    "openslo-alert-target-spec",
    "Who is told.",
    &[DESCRIPTION, must("target", Text, "Who or what is told.")],
);

pub(super) const CONDITION: Record = record(
    "openslo-alert-condition",
    "When a budget burns too fast.",
    &[
        V1,
        must(
            "kind",
            Words(&[("AlertCondition", "")]),
            "What the document defines.",
        ),
        METADATA,
        must("spec", Shape::Record(&CONDITION_SPEC), "When."),
    ],
);

const CONDITION_SPEC: Record = record(
    "openslo-alert-condition-spec",
    "When a budget burns too fast.",
    &[
        DESCRIPTION,
        must(
            "severity",
            Text,
            "How urgent it is, such as `page` or `ticket`.",
        ),
        must("condition", Shape::Record(&BURN), "The burn rate."),
    ],
);

const BURN: Record = record(
    "openslo-burn-rate",
    "The burn rate at which somebody is told.",
    &[
        must(
            "kind",
            Words(&[("burnrate", "")]),
            "The one condition that OpenSLO knows.",
        ),
        must("op", OPS, "How it is compared."),
        must(
            "threshold",
            Number(AboveZero),
            "How many times too fast the budget burns.",
        ),
        must("lookbackWindow", LENGTH, "Over which time, such as `1h`."),
        may(
            "alertAfter",
            Form("[0-9]{1,7}[mhdwMQY]", "5m"),
            "How long it must last, such as `5m`.",
        ),
    ],
);

pub(super) const POLICY: Record = record(
    "openslo-alert-policy",
    "Who is told when a budget burns.",
    &[
        V1,
        must(
            "kind",
            Words(&[("AlertPolicy", "")]),
            "What the document defines.",
        ),
        METADATA,
        must(
            "spec",
            Shape::Record(&POLICY_SPEC),
            "When, and who is told.",
        ),
    ],
);

const POLICY_SPEC: Record = record(
    "openslo-alert-policy-spec",
    "When, and who is told.",
    &[
        DESCRIPTION,
        may("alertWhenBreaching", Flag, "Whether while it burns."),
        may("alertWhenResolved", Flag, "Whether when it is over."),
        may("alertWhenNoData", Flag, "Whether when nothing is known."),
        must(
            "conditions",
            Only(&Either(&[
                Shape::Record(&CONDITION_REF),
                Shape::Record(&CONDITION_HERE),
            ])),
            "One condition; another is another policy.",
        ),
        must(
            "notificationTargets",
            Filled(&Either(&[
                Shape::Record(&TARGET_REF),
                Shape::Record(&TARGET_HERE),
            ])),
            "Who is told.",
        ),
    ],
);

const CONDITION_REF: Record = record(
    "openslo-condition-ref",
    "A condition, by its name.",
    &[must("conditionRef", Label, "Name of an `AlertCondition`.")],
);

const CONDITION_HERE: Record = record(
    "openslo-condition-here",
    "A condition, written here.",
    &[
        must(
            "kind",
            Words(&[("AlertCondition", "")]),
            "What stands here.",
        ),
        METADATA,
        must("spec", Shape::Record(&CONDITION_SPEC), "When."),
    ],
);

const TARGET_REF: Record = record(
    "openslo-target-ref",
    "Who is told, by name.",
    &[must(
        "targetRef",
        Label,
        "Name of an `AlertNotificationTarget`.",
    )],
);

const TARGET_HERE: Record = record(
    "openslo-target-here",
    "Who is told, written here.",
    &[
        must(
            "kind",
            Words(&[("AlertNotificationTarget", "")]),
            "What stands here.",
        ),
        METADATA,
        must("spec", Shape::Record(&TARGET_SPEC), "Who."),
    ],
);

pub(super) const POLICY_REF: Record = record(
    "openslo-policy-ref",
    "A policy, by its name.",
    &[must("alertPolicyRef", Label, "Name of an `AlertPolicy`.")],
);

pub(super) const POLICY_HERE: Record = record(
    "openslo-policy-here",
    "A policy, written here.",
    &[
        must("kind", Words(&[("AlertPolicy", "")]), "What stands here."),
        METADATA,
        must(
            "spec",
            Shape::Record(&POLICY_SPEC),
            "When, and who is told.",
        ),
    ],
);
