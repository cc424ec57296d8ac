//! `data/business.yaml`.

use crate::model::{Formula, Quantity};
use crate::schema::ids::Sort;
use crate::schema::shape::Rule::Formulas;
use crate::schema::shape::Shape::{
    Date, Either, Filled, Id, Inputs, List, Listed, Name, Number, Period, Text, Words,
};
use crate::schema::shape::{AUDIENCE, Bounds, GRADES, RANGE, Record, Shape, may, must, record};

pub(crate) const BUSINESS: Record = record(
    "business",
    "What engineering figures are worth: inputs with who supplied them, and estimates by named formulas: `data/business.yaml`.",
    &[
        may(
            "inputs",
            List(&Shape::Record(&INPUT)),
            "Numbers that Finance or others supplied.",
        ),
        may(
            "estimates",
            List(&Shape::Record(&ESTIMATE)),
            "What comes of them.",
        ),
        may(
            "totals",
            List(&Shape::Record(&TOTAL)),
            "Estimates that are added up.",
        ),
    ],
);

fn quantities() -> Vec<(&'static str, String)> {
    let all = Quantity::ALL.iter();
    all.map(|quantity| (quantity.word(), String::new()))
        .collect()
}

fn formulas() -> Vec<(&'static str, String)> {
    let all = Formula::ALL.iter().map(|formula| formula.entry());
    all.map(|entry| (entry.word, entry.said.to_owned()))
        .collect()
}

const INPUT: Record = record(
    "input",
    "A number, who supplied it and what it rests on.",
    &[
        must("id", Id, "Its name in estimates."),
        must("name", Text, "What readers call it."),
        must(
            "unit",
            Listed(quantities),
            "What it is counted in; `percent` is written in percent.",
        ),
        must(
            "value",
            Either(&[Number(Bounds::Zero), Shape::Record(&RANGE)]),
            "The number, or `{low: , high: }`; what is assumed needs both ends.",
        ),
        must("supplied_by", Text, "The role that gave it."),
        must("on", Date, "On which day."),
        must("grade", GRADES, "How sure it is."),
        must(
            "basis",
            Text,
            "What it rests on: our own accounts and records, never a survey of others.",
        ),
    ],
);

const ESTIMATE: Record = record(
    "estimate",
    "What comes of a formula.",
    &[
        must("id", Id, "Its name."),
        must("name", Text, "What readers call it."),
        must("period", Period, "Of which quarter."),
        must("formula", Listed(formulas), "Which formula."),
        must(
            "inputs",
            Inputs(&SOURCE),
            "Where its numbers come from, by the formula's keys.",
        ),
        may(
            "counts",
            Words(&[
                ("sales", "What was sold."),
                ("margin", "What is left of it."),
            ]),
            "Whether sales or margin are meant; of formulas that count sales, and needed there.",
        ),
        may(
            "kind",
            Words(&[
                ("credits", "What contracts give back."),
                ("goodwill", "What is given back without a contract."),
                ("infrastructure", "Computers and bought services."),
            ]),
            "What money it is; of `counted` only, and needed there.",
        ),
        may("note", Text, "What is to be said about it."),
        AUDIENCE,
    ],
)
.with(&[Formulas]);

const SOURCE: Shape = Either(&[
    Name(Sort::Input),
    Shape::Record(&FIGURE),
    Shape::Record(&OF_RECORD),
]);

const FIGURE: Record = record(
    "input-figure",
    "A figure of a metric.",
    &[
        must("metric", Name(Sort::Metric), "Which metric."),
        may("service", Name(Sort::Service), "At which service."),
        may(
            "of",
            Words(&[
                ("value", ""),
                ("part", "The part of a ratio."),
                ("whole", "The whole of a ratio."),
            ]),
            "Which number of it.",
        ),
        may(
            "unit",
            Listed(quantities),
            "What it is counted in, where the metric does not say.",
        ),
        may(
            "over",
            Words(&[
                ("quarter", ""),
                ("year", "The last four quarters added up."),
            ]),
            "Over which time.",
        ),
    ],
);

const OF_RECORD: Record = record(
    "input-record",
    "A figure of a record of this pack.",
    &[
        must(
            "record",
            Words(&[
                ("incidents.count", "How many incidents there were."),
                ("incidents.customer-minutes", "Minutes that customers lost."),
                (
                    "incidents.critical-minutes",
                    "Minutes in which a critical journey was impaired.",
                ),
                ("incidents.minutes", "Minutes of incidents."),
                ("quality.rework-days", "Days of rework."),
                ("quality.bug-fix-days", "Days of mending defects."),
            ]),
            "Which figure.",
        ),
        may("service", Name(Sort::Service), "At which service."),
        may(
            "incidents",
            List(&Name(Sort::Incident)),
            "Only of these incidents.",
        ),
    ],
);

const TOTAL: Record = record(
    "total",
    "Estimates of one kind of money added up.",
    &[
        must("id", Id, "Its name."),
        must("name", Text, "What readers call it."),
        must(
            "of",
            Filled(&Name(Sort::Estimate)),
            "Two estimates or more.",
        ),
    ],
);
