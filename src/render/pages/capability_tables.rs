//! Levels, journeys, signals and measures as tables: for the page of a quarter, as CSV over all
//! quarters, and for `report.json`.

use super::Maker;
use super::capability_rows::measures;
use super::tables::{Csv, Field};
use crate::analyse::QuarterAnalysis;
use crate::analyse::capability::{Aspect, Capability};
use crate::model::{Cover, Exact};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::label;
use crate::words::machine;
use chrono::Datelike;
use schemars::JsonSchema;
use serde::Serialize;

/// The tables of all quarters. Below `tables/` any name may be a metric's.
const PATHS: [&str; 3] = [
    "capability/levels.csv",
    "capability/journeys.csv",
    "capability/golden-signals.csv",
];

/// The same with what they hold, where it is read.
pub(super) fn links() -> [(&'static str, &'static str); 3] {
    let [levels, journeys, signals] = PATHS;
    [
        (levels, label("Levels as CSV")),
        (journeys, label("Critical journeys as CSV")),
        (signals, label("Golden signals as CSV")),
    ]
}

/// A table of a page, in words.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Table {
    caption: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The six measures of each quarter, oldest first.
pub(super) fn over_quarters(ctx: &Ctx<'_>, quarters: &[&QuarterAnalysis]) -> Table {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for quarter in quarters {
        let then = Ctx {
            period: quarter.period,
            ..*ctx
        };
        for (at, measure) in measures(&then, quarter, None).into_iter().enumerate() {
            if rows.len() <= at {
                rows.push(vec![measure.name.to_owned()]);
            }
            if let Some(row) = rows.get_mut(at) {
                row.push(measure.now);
            }
        }
    }
    let head = quarters.iter().map(|q| ctx.words.period_short(q.period));
    Table {
        caption: label("The six measures, oldest quarter first").to_owned(),
        head: std::iter::once(label("Measure").to_owned())
            .chain(head)
            .collect(),
        rows,
    }
}

/// How much of each budget was used in each month of the quarter.
pub(super) fn by_month(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Table {
    let start = ctx.pack.settings.calendar.start(quarter.period);
    let months: Vec<_> = (0..3)
        .filter_map(|n| start.checked_add_months(chrono::Months::new(n)))
        .collect();
    let rows = quarter.budgets.values().map(|account| {
        let mut left = Exact::integer(1);
        let mut row = vec![sentences::named(ctx, account).to_owned()];
        for month in &months {
            let within = account.balance.iter();
            let within = within
                .filter(|(day, _)| (day.year(), day.month()) == (month.year(), month.month()));
            let end = within.map(|(_, left)| *left).next_back();
            let used = end.and_then(|end| left.minus(end));
            row.push(used.map_or_else(
                || label("nothing counted").to_owned(),
                |used| ctx.words.of_budget(used),
            ));
            left = end.unwrap_or(left);
        }
        let whole = Exact::integer(1).minus(left);
        row.push(whole.map_or_else(String::new, |used| ctx.words.of_budget(used)));
        row
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let head = months
        .iter()
        .map(|month| ctx.words.month_name(*month).to_owned());
    Table {
        caption: label("Share of the quarter's error budget used in each month; more than the whole is overspent")
            .to_owned(),
        head: std::iter::once(label("Budget").to_owned())
            .chain(head)
            .chain([label("Quarter").to_owned()])
            .collect(),
        rows,
    }
}

/// The word of a cell for programs.
const fn word(cover: Option<Cover>) -> &'static str {
    match cover {
        Some(Cover::Yes) => "yes",
        Some(Cover::Partly) => "partly",
        Some(Cover::No) => "no",
        Some(Cover::NotNeeded) => "not-needed",
        None => "",
    }
}

/// The tables of all quarters; none where the pack keeps no record.
pub(crate) fn capability_tables(maker: &Maker<'_>) -> Vec<Page> {
    let quarters: Vec<(&QuarterAnalysis, &Capability)> = maker
        .quarters()
        .filter_map(|quarter| Some((quarter, quarter.capability.as_ref()?)))
        .collect();
    if quarters.is_empty() {
        return Vec::new();
    }
    let mut levels = Csv::default();
    let head = [
        "period",
        "category",
        "level",
        "claimed",
        "assessed",
        "by",
        "on",
        "target",
        "target_by",
    ];
    levels.row(head.into_iter().map(Field::Text));
    let mut journeys = Csv::default();
    let head = [
        "period",
        "journey",
        "objective",
        "measured",
        "alerting",
        "owner",
        "tested",
        "last_tested",
        "covered",
        "revenue_percent",
    ];
    journeys.row(head.into_iter().map(Field::Text));
    let mut signals = Csv::default();
    let head = ["period", "service", "signals", "of"];
    signals.row(head.into_iter().map(Field::Text));
    for (quarter, capability) in quarters {
        let period = quarter.period.to_string();
        if let Some(found) = &capability.levels {
            let (assessed, on) = (found.assessed.to_string(), found.on.to_string());
            for row in &found.rows {
                let (level, claimed) = (row.level.to_string(), row.claimed.to_string());
                let target = row.target.map(|target| target.level.to_string());
                let by = row.target.map(|target| target.by.to_string());
                levels.row([
                    Field::Text(&period),
                    Field::Text(row.category.word()),
                    Field::Number(&level),
                    Field::Number(&claimed),
                    Field::Text(&assessed),
                    Field::Text(&found.by),
                    Field::Text(&on),
                    Field::number(target.as_deref()),
                    Field::Text(by.as_deref().unwrap_or_default()),
                ]);
            }
        }
        for row in capability.journeys.iter().flat_map(|j| &j.rows) {
            let [objective, measured, alerting, owner, tested] = row.cells;
            let day = row.tested.map(|day| day.to_string());
            let share = row
                .revenue_share
                .and_then(|share| share.times(Exact::integer(100)));
            let share = share.map(machine::plain);
            journeys.row([
                Field::Text(&period),
                Field::Text(&row.id),
                Field::Text(word(objective)),
                Field::Text(word(measured)),
                Field::Text(word(alerting)),
                Field::Text(word(owner)),
                Field::Text(word(tested)),
                Field::Text(day.as_deref().unwrap_or_default()),
                Field::Text(if row.covered { "yes" } else { "no" }),
                Field::number(share.as_deref()),
            ]);
        }
        for (id, there) in capability.signals.iter().flat_map(|s| &s.services) {
            let names: Vec<&str> = there.iter().map(|signal| signal.word()).collect();
            signals.row([
                Field::Text(&period),
                Field::Text(id),
                Field::Text(&names.join(" ")),
                Field::Number("4"),
            ]);
        }
    }
    let [maturity, of_journeys, golden] = PATHS;
    vec![
        (maturity.to_owned(), levels.into_bytes()),
        (of_journeys.to_owned(), journeys.into_bytes()),
        (golden.to_owned(), signals.into_bytes()),
    ]
}

/// How able the organisation was, for programs.
#[derive(Serialize, JsonSchema)]
pub(super) struct Able<'a> {
    /// `scrappy`, `scaling`, `accountable`.
    #[schemars(extend("enum" = ["scrappy", "scaling", "accountable"]))]
    stage: &'static str,
    /// What the facts make it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["scrappy", "scaling", "accountable"]))]
    stage_by_rule: Option<&'static str>,
    /// The lowest of the four.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 5))]
    level: Option<u8>,
    /// The level that the stage needs.
    #[schemars(range(min = 1, max = 5))]
    level_needed: u8,
    /// The four categories, each at its level.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    levels: Vec<AbleLevel>,
    /// Critical journeys with everything that is asked, and all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    journeys_covered: Option<[u64; 2]>,
    /// Golden signals in use, and all that are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    golden_signals: Option<[u64; 2]>,
    /// Every critical journey.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    journeys: Vec<AbleJourney<'a>>,
    /// What the stage asks to be measured and the pack lacks, in words.
    gaps: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct AbleLevel {
    /// The category.
    category: &'static str,
    /// The level that is shown, from 1 to 5.
    #[schemars(range(min = 1, max = 5))]
    level: u8,
    /// The level that the pack claims.
    #[schemars(range(min = 1, max = 5))]
    claimed: u8,
    /// The level that is wanted next.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 5))]
    target: Option<u8>,
    /// What the pack itself tested.
    tested: Vec<AbleCondition>,
}

#[derive(Serialize, JsonSchema)]
struct AbleCondition {
    /// The level that asks for it.
    #[schemars(range(min = 1, max = 5))]
    level: u8,
    /// Whether it holds.
    holds: bool,
    /// How many have it, and how many there are.
    there: [u64; 2],
}

#[derive(Serialize, JsonSchema)]
struct AbleJourney<'a> {
    /// Id of the journey.
    journey: &'a str,
    /// Whether everything is there that is asked.
    covered: bool,
    /// By what is asked: `yes`, `partly`, `no`, `not-needed`, or empty where nothing is recorded.
    #[schemars(extend("enum" = ["yes", "partly", "no", "not-needed", ""]))]
    objective: &'static str,
    /// Whether it is measured, likewise.
    #[schemars(extend("enum" = ["yes", "partly", "no", "not-needed", ""]))]
    measured: &'static str,
    /// Whether someone is alerted, likewise.
    #[schemars(extend("enum" = ["yes", "partly", "no", "not-needed", ""]))]
    alerting: &'static str,
    /// Whether a role owns it, likewise.
    #[schemars(extend("enum" = ["yes", "partly", "no", "not-needed", ""]))]
    owner: &'static str,
    /// Whether the alert was tested, likewise.
    #[schemars(extend("enum" = ["yes", "partly", "no", "not-needed", ""]))]
    tested: &'static str,
}

/// What `report.json` says of a quarter.
pub(super) fn able<'a>(ctx: &Ctx<'_>, capability: &'a Capability) -> Able<'a> {
    let pair = |(part, whole): (u64, u64)| [part, whole];
    let levels = capability.levels.iter().flat_map(|levels| &levels.rows);
    let journeys = capability.journeys.iter().flat_map(|j| &j.rows);
    let lacks = capability.set.iter().flat_map(|row| &row.lacks);
    Able {
        stage: sentences::stage(ctx.pack.settings.stage),
        stage_by_rule: capability
            .stage
            .as_ref()
            .map(|check| sentences::stage(check.by_rule)),
        level: capability.levels.as_ref().map(|levels| levels.overall),
        level_needed: crate::analyse::capability::required_level(ctx.pack.settings.stage),
        levels: levels
            .map(|row| AbleLevel {
                category: row.category.word(),
                level: row.level,
                claimed: row.claimed,
                target: row.target.map(|target| target.level),
                tested: row
                    .conditions
                    .iter()
                    .map(|condition| AbleCondition {
                        level: condition.level,
                        holds: condition.holds(),
                        there: pair(condition.there),
                    })
                    .collect(),
            })
            .collect(),
        journeys_covered: capability.journeys.as_ref().map(|j| pair(j.covered)),
        golden_signals: capability.signals.as_ref().map(|s| pair(s.present)),
        journeys: journeys
            .map(|row| {
                let cell = |aspect| {
                    let at = Aspect::ALL.iter().position(|a| *a == aspect);
                    word(at.and_then(|at| row.cells.get(at).copied().flatten()))
                };
                AbleJourney {
                    journey: &row.id,
                    covered: row.covered,
                    objective: cell(Aspect::Objective),
                    measured: cell(Aspect::Measured),
                    alerting: cell(Aspect::Alerting),
                    owner: cell(Aspect::Owner),
                    tested: cell(Aspect::Tested),
                }
            })
            .collect(),
        gaps: lacks
            .map(|lack| sentences::lack(ctx.words, *lack).replace('\u{a0}', " "))
            .collect(),
    }
}
