//! `imports/*.yaml`, by which `import csv` and `import json` read a table. No pack is read by them.

use crate::schema::ids::Sort;
use crate::schema::shape::Shape::{Either, Filled, Form, List, Map, Name, OrNothing, Text, Words};
use crate::schema::shape::{Key, Keys, Record, Rule, Shape, may, must, record};

/// Text of the user's own as a key.
const ANY: Keys = Keys::Form("[\\s\\S]*");

pub(crate) const MAPPING: Record = record(
    "import",
    "What the columns of a table are, for `boardpack import csv` and `import json`.",
    &[
        may(
            "delimiter",
            Words(&[(",", ""), (";", ""), ("|", ""), ("tab", "")]),
            "Between two columns of a CSV file; a comma where nothing is said.",
        ),
        may(
            "rows",
            Text,
            "The way to the list of rows through the keys of a JSON file, such as `data.items`.",
        ),
        may(
            "numbers",
            Shape::Record(&NUMBERS),
            "How numbers are written: with a point and without groups where nothing is said.",
        ),
        may(
            "dates",
            Words(&[
                ("YYYY-MM-DD", "2026-07-06"),
                ("YYYY/MM/DD", "2026/07/06"),
                ("DD.MM.YYYY", "06.07.2026"),
                ("DD/MM/YYYY", "06/07/2026"),
                ("MM/DD/YYYY", "07/06/2026"),
            ]),
            "How days are written.",
        ),
        may(
            "missing",
            List(&Text),
            "Words that say that there is no figure, as an empty cell does.",
        ),
        may(
            "only",
            Map(ANY, &Either(&[Text, List(&Text)])),
            "Rows to read, by column: those whose cell is this, or one of these.",
        ),
        may(
            "period",
            Either(&[Text, Shape::Record(&QUARTER)]),
            "The column of the quarter, for rows without a week.",
        ),
        may(
            "week",
            Either(&[Text, Shape::Record(&WEEK)]),
            "The column of the week: `2026-W27`, `W27 2026`, or a day of it.",
        ),
        may(
            "service",
            Either(&[Text, Shape::Record(&SERVICE)]),
            "The column of the service; without one the figures are the organisation's.",
        ),
        must(
            "figures",
            Filled(&Shape::Record(&FIGURE)),
            "What is taken from each row.",
        ),
    ],
)
.with(&[Rule::Some(&["period", "week"])]);

const NUMBERS: Record = record(
    "import-numbers",
    "How numbers are written. The two signs are not the same.",
    &[
        may(
            "decimal",
            Words(&[(".", "1.5"), (",", "1,5")]),
            "Before the fraction.",
        ),
        may(
            "thousands",
            Words(&[
                (",", "1,200"),
                (".", "1.200"),
                ("'", "1'200"),
                ("_", "1_200"),
                ("space", "1 200"),
            ]),
            "Between groups of three digits.",
        ),
    ],
);

const COLUMN: Key = may("column", Text, "The column that says it, by its name.");

/// Either a column, or what is so of every row.
const EITHER: &[Rule] = &[Rule::One(&["column", "always"])];

const QUARTER: Record = record(
    "import-period",
    "A column, or the same quarter for every row.",
    &[
        COLUMN,
        may(
            "always",
            Form("(?:19[7-9][0-9]|2[01][0-9][0-9]|2200)-Q[1-4]", "2026-Q3"),
            "The quarter of every row.",
        ),
    ],
)
.with(EITHER);

const WEEK: Record = record(
    "import-week",
    "A column, or the same week for every row.",
    &[COLUMN, may("always", Text, "The week of every row.")],
)
.with(EITHER);

const SERVICE: Record = record(
    "import-service",
    "A column, or the same service for every row.",
    &[
        COLUMN,
        may(
            "always",
            Either(&[Name(Sort::Service), Text]),
            "The service of every row, or `all`.",
        ),
        may(
            "names",
            Map(ANY, &OrNothing(&Either(&[Name(Sort::Service), Text]))),
            "What those of the table are in the pack, or `all`; `~` passes over their rows.",
        ),
    ],
)
.with(EITHER);

const METRIC: Record = record(
    "import-metric",
    "A column, or the same metric for every row.",
    &[
        COLUMN,
        may(
            "always",
            Either(&[Name(Sort::Metric), Text]),
            "The metric of every row.",
        ),
        may(
            "names",
            Map(ANY, &OrNothing(&Either(&[Name(Sort::Metric), Text]))),
            "What those of the table are in the pack; `~` passes over their rows.",
        ),
    ],
)
.with(EITHER);

const PART: Record = record(
    "import-part",
    "A column, or the same number for every row.",
    &[COLUMN, may("always", Text, "The number of every row.")],
)
.with(EITHER);

/// A column by its name, or a record that says more.
const OF_PART: Shape = Either(&[Text, Shape::Record(&PART)]);

const FIGURE: Record = record(
    "import-figure",
    "One figure of each row, with the parts that its kind has.",
    &[
        must(
            "metric",
            Either(&[Text, Shape::Record(&METRIC)]),
            "The column of the metric, or `{always: …}`.",
        ),
        may(
            "service",
            Either(&[Text, Shape::Record(&SERVICE)]),
            "The column of its service, where that is another one than the mapping's.",
        ),
        may("numerator", OF_PART, "The part of a ratio."),
        may(
            "denominator",
            OF_PART,
            "The whole of a ratio, or the exposure of a count.",
        ),
        may("value", OF_PART, "The value of any other kind."),
        may("n", OF_PART, "How many were measured, or answered."),
        may("invited", OF_PART, "How many were asked, of a score."),
    ],
)
.with(&[Rule::Some(&[
    "numerator",
    "denominator",
    "value",
    "n",
    "invited",
])]);
