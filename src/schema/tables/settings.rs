//! `data/pack.yaml` and `data/services.yaml`.

use crate::schema::ids::Sort;
use crate::schema::shape::Shape::{
    Either, Filled, Flag, Form, Id, List, Listed, Map, Name, Text, Whole, Words,
};
use crate::schema::shape::{AUDIENCE, Keys, Record, Shape, may, must, record};

pub(crate) fn zones() -> Vec<(&'static str, String)> {
    let zones = chrono_tz::TZ_VARIANTS.iter();
    zones.map(|zone| (zone.name(), String::new())).collect()
}

pub(crate) const PACK: Record = record(
    "pack",
    "Who reports, to whom and how: `data/pack.yaml`.",
    &[
        must(
            "organisation",
            Text,
            "Name of the organisation, as it stands on every page.",
        ),
        must("report", Text, "Title of the report."),
        must(
            "classification",
            Text,
            "How confidential it is; stands in the foot of every page.",
        ),
        may(
            "fiscal_year",
            Shape::Record(&FISCAL_YEAR),
            "When the fiscal year starts; January where nothing is said.",
        ),
        must(
            "time_zone",
            Listed(zones),
            "IANA name of the one time zone in which days, weeks and quarters begin, such as `Europe/London`.",
        ),
        must(
            "currency",
            Form("[A-Z]{3}", "GBP"),
            "Currency of all money, three letters of ISO 4217.",
        ),
        may(
            "locale",
            Words(LOCALES),
            "Language of the pages, and how numbers and dates are written; `en-GB` where nothing is said.",
        ),
        may(
            "paper",
            Words(&[("a4", "210 × 297 mm"), ("letter", "8.5 × 11 inches")]),
            "What the PDF is printed on; Letter in `en-US` and A4 elsewhere where nothing is said. `build --paper` wins.",
        ),
        must(
            "stage",
            Words(&[
                ("scrappy", "Finding out what customers want; few promises."),
                ("scaling", "Growing, with customers who expect it to work."),
                (
                    "accountable",
                    "Regulated, under contract, or too large to fail quietly.",
                ),
            ]),
            "How far the organisation has come.",
        ),
        must(
            "dashboard",
            Filled(&Shape::Record(&PANE)),
            "The four panes in this order: `outcomes`, `flow`, `quality`, `reliability`; 12 to 16 rows in all.",
        ),
        may(
            "brand",
            Shape::Record(&BRAND),
            "What the company's papers look like. Marks and charts keep their colours: those mean something.",
        ),
        may(
            "collect",
            Shape::Record(&COLLECT),
            "What counts where `collect` counts figures from events.",
        ),
        may(
            "rules",
            Map(Keys::Names(Sort::Code), &RULE),
            "Rules of `check` by code, with the severity that this pack gives them.",
        ),
    ],
);

const COLLECT: Record = record(
    "collect",
    "What counts where figures are collected from events.",
    &[
        may(
            "horizon_hours",
            Whole(1, 8784),
            "Hours before an incident within which the latest deployment is held against it; 72 where nothing is said.",
        ),
        may(
            "environments",
            Filled(&Text),
            "Environments whose deployments count; `production` where nothing is said.",
        ),
        may(
            "bots",
            Shape::List(&Text),
            "Hashes of actors that are machines, as events name them.",
        ),
        may(
            "events",
            Filled(&Form(
                "(?:[^/:\\\\][^:\\\\]*|(?:s3|gs|az|https)://[^@?#\\s]+|abfss://[^?#\\s]+)",
                "s3://bucket/events/*.jsonl.gz",
            )),
            "Where the events lie: files, folders and patterns below the pack, and objects in stores as \
             `s3://BUCKET/PATH`, `gs://BUCKET/PATH`, `az://CONTAINER/PATH`, `abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH` \
             or, one by one, `https://HOST/FILE`; `data/events/` where nothing is said. Only `collect` reads them.",
        ),
        may(
            "watched",
            Shape::List(&Name(Sort::Service)),
            "Services of which every sort of event is told wherever any service has it: that none was ever read of one is a finding.",
        ),
    ],
);

const BRAND: Record = record(
    "brand",
    "A colour, a logo and a typeface; files lie in `templates/brand/` and are named without it.",
    &[
        may(
            "accent",
            COLOUR,
            "Colour of links and of the rule under the head of a page, on light and on paper: 4.5:1 on every background.",
        ),
        may(
            "accent_dark",
            COLOUR,
            "The same in the dark; made of the other where nothing is said.",
        ),
        may(
            "logo",
            Form("[-_A-Za-z0-9][-_.A-Za-z0-9]*\\.(?:svg|png)", "logo.svg"),
            "SVG of at most 64 KiB that does nothing but draw, or PNG of at most 128 KiB.",
        ),
        may(
            "font",
            Shape::Record(&FONT),
            "Typeface of the text; the built-in one stands in for characters that it lacks, and in charts.",
        ),
    ],
);

const COLOUR: Shape = Form("#[0-9A-Fa-f]{6}", "#0B57A4");

const FACE: Shape = Form(
    "[-_A-Za-z0-9][-_.A-Za-z0-9]*\\.woff2",
    "Brand-Regular.woff2",
);

const FONT: Record = record(
    "font",
    "A typeface in WOFF2, at most 512 KiB a file.",
    &[
        must(
            "licence",
            Form("[-_A-Za-z0-9][-_.A-Za-z0-9]*\\.(?:txt|md)", "OFL.txt"),
            "Text of the licence, which goes with the typeface.",
        ),
        must(
            "regular",
            FACE,
            "Weight 400, or all weights where the file holds them.",
        ),
        may("semibold", FACE, "Weight 600."),
        may("bold", FACE, "Weight 700."),
    ],
);

const LOCALES: &[(&str, &str)] = &[
    ("en-GB", "20 October 2026, 1,234.5"),
    ("en-US", "20 October 2026, 1,234.5; Letter paper"),
    ("en-EU", "English with thousands apart by a narrow space."),
    ("de-DE", "German: 20. Oktober 2026, 1.234,5 %, 1.234,50 €"),
    ("fr-FR", "French: 20 octobre 2026, 1 234,5 %, 1 234,50 €"),
];

const FISCAL_YEAR: Record = record(
    "fiscal-year",
    "When the fiscal year starts, and which calendar year gives it its number.",
    &[
        may(
            "starts",
            Words(&[
                ("january", ""),
                ("february", ""),
                ("march", ""),
                ("april", ""),
                ("may", ""),
                ("june", ""),
                ("july", ""),
                ("august", ""),
                ("september", ""),
                ("october", ""),
                ("november", ""),
                ("december", ""),
            ]),
            "Month in which it starts.",
        ),
        may(
            "named_by",
            Words(&[
                ("start", "The calendar year in which it starts."),
                (
                    "end",
                    "The calendar year in which it ends; what holds where nothing is said.",
                ),
            ]),
            "Which calendar year gives it its number.",
        ),
    ],
);

const PANE: Record = record(
    "pane",
    "A pane of the dashboard.",
    &[
        must(
            "pane",
            Words(&[
                ("outcomes", "What customers and the business get."),
                ("flow", "How fast work reaches customers."),
                ("quality", "How often it must be repaired."),
                ("reliability", "Whether it works."),
            ]),
            "Which of the four.",
        ),
        must("headline", ENTRY, "The metric at the head of the pane."),
        must("metrics", List(&ENTRY), "Further rows; may be empty: `[]`."),
    ],
);

const ENTRY: Shape = Either(&[Name(Sort::Metric), Shape::Record(&ROW)]);

const ROW: Record = record(
    "row",
    "A metric, or a metric at one service.",
    &[
        must("metric", Name(Sort::Metric), "Which metric."),
        may(
            "service",
            Name(Sort::Service),
            "At which service; the whole organisation where nothing is said.",
        ),
    ],
);

const SEVERITIES: Shape = Words(&[
    ("error", "The pack does not build."),
    ("warning", "It is told of."),
    ("off", "It is not told of."),
]);

const RULE: Shape = Either(&[SEVERITIES, Shape::Record(&SETTING)]);

const SETTING: Record = record(
    "rule-setting",
    "The severity of a rule, and why.",
    &[
        must("severity", SEVERITIES, "How bad it is in this pack."),
        may(
            "reason",
            Text,
            "Why; printed on the data-quality sheet, and needed for a rule that keeps the pack's promise.",
        ),
    ],
);

pub(crate) const SERVICES: Record = record(
    "services",
    "Product areas, journeys of customers and services: `data/services.yaml`.",
    &[
        must(
            "areas",
            List(&Shape::Record(&AREA)),
            "Parts of the product, in the order of pages.",
        ),
        may(
            "journeys",
            List(&Shape::Record(&JOURNEY)),
            "What customers do from end to end.",
        ),
        must(
            "services",
            Filled(&Shape::Record(&SERVICE)),
            "Services, in the order of pages.",
        ),
    ],
);

const AREA: Record = record(
    "area",
    "A part of the product.",
    &[
        must("id", Id, "Its name in other files."),
        must("name", Text, "What readers call it."),
    ],
);

const JOURNEY: Record = record(
    "journey",
    "Something customers do from end to end.",
    &[
        must("id", Id, "Its name in other files."),
        must(
            "name",
            Text,
            "What readers call it, such as `Customers can pay`.",
        ),
        must(
            "services",
            List(&Name(Sort::Service)),
            "Services it runs through.",
        ),
        may(
            "critical",
            Flag,
            "Whether the business stands still without it.",
        ),
    ],
);

const SERVICE: Record = record(
    "service",
    "A service.",
    &[
        must("id", Id, "Its name in other files."),
        must("name", Text, "What readers call it."),
        must("area", Name(Sort::Area), "The product area it belongs to."),
        must(
            "tier",
            Whole(1, 4),
            "From 1, most important to customers, to 4.",
        ),
        must(
            "owner",
            Text,
            "The role that answers for it, never a person.",
        ),
        must("summary", Text, "What it does, in a line."),
        may(
            "aliases",
            List(&Text),
            "Other names for it, as in OpenSLO files.",
        ),
        AUDIENCE,
    ],
);
