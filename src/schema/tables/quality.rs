//! `data/quality/<period>.yaml`.

use crate::schema::ids::Sort;
use crate::schema::shape::Shape::{Date, Id, List, Name, OrNothing, Period, Text, Whole};
use crate::schema::shape::{Record, Shape, may, must, record};

const COUNT: Shape = Whole(0, 10_000_000);

pub(crate) const QUALITY: Record = record(
    "quality",
    "Where repair time went in a quarter, and which changes brought defects: `data/quality/<period>.yaml`.",
    &[
        must("period", Period, "The quarter in the name of the file."),
        must("as_of", Date, "Day on which the record was taken."),
        must("teams", List(&Shape::Record(&TEAM)), "Teams."),
        must(
            "repositories",
            List(&Shape::Record(&REPOSITORY)),
            "Repositories.",
        ),
        must(
            "effort",
            List(&Shape::Record(&EFFORT)),
            "Days by team and repository.",
        ),
        may(
            "defects",
            OrNothing(&List(&Shape::Record(&DEFECT))),
            "Defects confirmed in the quarter; `~` where they are not recorded.",
        ),
        may(
            "fixes",
            List(&Shape::Record(&FIX)),
            "Mendings of defects of earlier quarters.",
        ),
    ],
);

const TEAM: Record = record(
    "team",
    "A team.",
    &[
        must("id", Id, "Its name in this file."),
        must("name", Text, "What readers call it."),
        must(
            "people",
            Whole(1, 10_000_000),
            "How many people; what fewer than five do is not shown.",
        ),
    ],
);

const REPOSITORY: Record = record(
    "repository",
    "A repository.",
    &[
        must("id", Id, "Its name in this file."),
        must("service", Name(Sort::Service), "The service it belongs to."),
        must("thousand_lines", COUNT, "Thousands of lines of code."),
        must("changes", COUNT, "Changes in the quarter."),
    ],
);

const EFFORT: Record = record(
    "effort",
    "Days of one team in one repository.",
    &[
        must("team", Name(Sort::Team), "Which team."),
        must("repository", Name(Sort::Repository), "Which repository."),
        must("total", COUNT, "Days worked."),
        must(
            "rework",
            COUNT,
            "Days of them spent on doing something again.",
        ),
        must("bug_fix", COUNT, "Days of those spent on mending defects."),
    ],
);

const CHANGE: Record = record(
    "change",
    "A change.",
    &[
        must("change", Text, "Its number or mark."),
        must("on", Date, "On which day."),
    ],
);

const DEFECT: Record = record(
    "defect",
    "A defect.",
    &[
        must("id", Id, "Its name."),
        must("repository", Name(Sort::Repository), "In which repository."),
        must("confirmed", Date, "Day on which it was confirmed."),
        must(
            "introduced",
            OrNothing(&Shape::Record(&CHANGE)),
            "The change that brought it; `~` where that is not known.",
        ),
        must(
            "fixed",
            OrNothing(&Shape::Record(&CHANGE)),
            "The change that mended it; `~` while it is open.",
        ),
    ],
);

const FIX: Record = record(
    "later-fix",
    "The mending of a defect of an earlier quarter.",
    &[
        must("defect", Text, "The defect."),
        must("of", Period, "The quarter in whose record it is."),
        must("change", Text, "The change that mended it."),
        must("on", Date, "On which day."),
    ],
);
