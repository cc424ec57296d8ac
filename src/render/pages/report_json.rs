//! Everything that is judged, for programs: `report.json`. Fields are documented on the types
//! below; order is the pack's own, so the same pack gives the same bytes.

use super::collected;
use super::records::{movement, scope, scopes, status};
use super::switched_off::{self, Silent};
use super::{
    Maker, budget_tables, cadence, capability_tables, experiment_tables, incident_tables,
    ledger_tables, told,
};
use crate::analyse::{Assessment, DefinitionBreak, Ledger, QuarterAnalysis, RunRule, VerdictWord};
use crate::model::{Exact, Metric, Pane, Polarity, Value};
use crate::render::Page;
use crate::words::machine;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

pub(super) const PATH: &str = "report.json";

/// Raised whenever a field changes its name or meaning; new fields do not raise it.
const FORMAT: u32 = 1;

/// Everything that a pack reports and judges. Percentages are in percent where `unit` says so, money in
/// `currency`, days by the calendar of `time_zone`; an absent key is no zero.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "report.json of boardpack")]
pub(super) struct Report<'a> {
    /// Where its schema stands, from its own place.
    #[serde(rename = "$schema")]
    schema: &'static str,
    /// Always `boardpack-report`.
    #[schemars(extend("enum" = ["boardpack-report"]))]
    kind: &'static str,
    /// Raised whenever a field changes its name or meaning; new fields do not raise it.
    format: u32,
    /// The company.
    organisation: &'a str,
    /// Title of the report.
    report: &'a str,
    /// How confidential it is.
    classification: &'a str,
    /// IANA name of the time zone in which days, weeks and quarters begin.
    time_zone: &'static str,
    /// ISO 4217 code of every amount of money.
    currency: &'a str,
    /// The latest quarter, `2026-Q3`.
    #[schemars(schema_with = "super::report_schema::period")]
    latest: String,
    /// Oldest first.
    quarters: Vec<Quarter<'a>>,
    /// Every decision that the Board was asked for, oldest first, as known in the latest quarter.
    decisions: Vec<ledger_tables::Ask>,
    /// Everything promised, likewise.
    promises: Vec<ledger_tables::Promise>,
    /// What was tried, newest first, as it is known today; absent where no record is kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    experiments: Vec<experiment_tables::Entry>,
    /// What comes round, by quarter, newest first; absent where the pack does not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cadence: Vec<cadence::Entry>,
}

/// A quarter as judged with what was known at its end, or where it is published on that day.
#[derive(Serialize, JsonSchema)]
struct Quarter<'a> {
    /// The quarter, `2026-Q3`.
    #[schemars(schema_with = "super::report_schema::period")]
    period: String,
    /// Its first day.
    #[schemars(schema_with = "super::report_schema::day")]
    first_day: String,
    /// Its last day.
    #[schemars(schema_with = "super::report_schema::day")]
    last_day: String,
    /// Day the data was taken.
    #[schemars(schema_with = "day_or_none")]
    as_of: Option<String>,
    /// Path of the snapshot file in the pack.
    snapshot: Option<&'a str>,
    /// The mark that the quarter's pages print after "build".
    build: &'a str,
    /// The verdict of each pane of the dashboard, in its order.
    verdicts: Vec<Verdict>,
    /// What the record of incidents shows; absent where the quarter has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    incidents: Option<incident_tables::Quarter>,
    /// How much of the dashboard could be tested, and how much of what moved may be luck.
    honesty: Honesty,
    /// How figures were counted from events; absent where none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    collected: Option<collected::Provenance<'a>>,
    /// Rules that the pack softens or switches off, by code; absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checks_switched_off: Vec<Silent<'a>>,
    /// Error budgets by objective; absent where none was counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    budgets: Vec<budget_tables::Budget<'a>>,
    /// Levels and coverage; absent where the pack keeps no record of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    capability: Option<capability_tables::Able<'a>>,
    /// What the quarter's records told, by kind, each as objects of one shape: an exact number is a
    /// fraction and a decimal, percentages are in percent, money in `currency`, an absent key is
    /// something nobody recorded, and `source` is the file of the pack. The columns are those of the
    /// CSV tables.
    #[serde(flatten)]
    records: told::Records,
    /// By metric id, then the whole and its services in the pack's order.
    figures: Vec<Figure<'a>>,
}

/// A dashboard pane's verdict: `on-track`, `watch`, `off-track`, `not-known`.
#[derive(Serialize, JsonSchema)]
struct Verdict {
    /// The pane.
    #[schemars(extend("enum" = ["outcomes", "flow", "quality", "reliability"]))]
    pane: &'static str,
    /// By the rule that the pack prints.
    #[schemars(extend("enum" = ["on-track", "watch", "off-track", "not-known"]))]
    verdict: &'static str,
    /// What it would be by the targets that held before they were eased, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["on-track", "watch", "off-track", "not-known"]))]
    uneased: Option<&'static str>,
}

/// A stricter target that held within the last four quarters.
#[derive(Serialize, JsonSchema)]
struct Eased {
    /// That target.
    target: Number,
    /// Last day it held.
    #[schemars(schema_with = "super::report_schema::day")]
    until: String,
    /// Where the figure stands to it.
    #[schemars(extend("enum" = ["met", "marginal", "missed", "no-data", "no-target"]))]
    status: &'static str,
}

/// A definition that broke between a quarter and an earlier one.
#[derive(Serialize, JsonSchema)]
struct Broken {
    /// Version of the definition that it does not compare across.
    definition_version: u32,
    /// First day of that version.
    #[schemars(schema_with = "super::report_schema::day")]
    since: String,
}

/// The dashboard's rows: how many, how many could be tested, how many moved, how many would by luck.
#[derive(Serialize, JsonSchema)]
struct Honesty {
    /// Rows of the dashboard.
    metrics: usize,
    /// How many of them could be tested.
    tested: usize,
    /// How many moved by more than routine variation.
    moved: usize,
    /// How many would be expected to by luck alone.
    expected_by_luck: f64,
}

/// One metric at one scope.
#[derive(Serialize, JsonSchema)]
struct Figure<'a> {
    /// Id of the metric.
    metric: &'a str,
    /// `all`, or a service's id.
    scope: &'a str,
    /// Unit of every decimal here; percentages are in percent.
    unit: String,
    /// `higher-is-better`, `lower-is-better`, `neutral`.
    #[schemars(extend("enum" = ["higher-is-better", "lower-is-better", "neutral"]))]
    polarity: &'static str,
    /// Version of its definition that holds in the quarter.
    definition_version: u32,
    /// Absent where there is no figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Number>,
    /// What it is today, where it was restated after the quarter was published; null where there is
    /// no figure any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    restated: Option<Option<Number>>,
    /// The whole numbers that the figure was made of; absent for a level.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Parts>,
    /// Whether it is an estimate; absent where it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
    /// Day it was taken, where that was not the quarter's `as_of`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::day")]
    as_of: Option<String>,
    /// Rolled up from the services, not stated; absent where it is stated.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    rolled_up: bool,
    /// Why there is no figure, where someone said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'a str>,
    /// The target that held on the quarter's last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Number>,
    /// `met`, `marginal`, `missed`, `no-data`, `no-target`.
    #[schemars(extend("enum" = ["met", "marginal", "missed", "no-data", "no-target"]))]
    status: &'static str,
    /// What the figure would be held to if its target had not been eased.
    #[serde(skip_serializing_if = "Option::is_none")]
    eased: Option<Eased>,
    /// Why it does not compare with the quarter before.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_comparable_with_previous: Option<Broken>,
    /// Why it does not compare with the same quarter a year before.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_comparable_with_year_ago: Option<Broken>,
    /// Quarters in a row, this one included, that missed; absent where it did not miss.
    #[serde(skip_serializing_if = "is_zero")]
    missed_in_a_row: usize,
    /// `strong-signal`, `signal`, `routine`, `too-few`, `not-tested`, `missing`.
    #[schemars(extend("enum" = ["strong-signal", "signal", "routine", "too-few", "not-tested", "missing"]))]
    movement: &'static str,
    /// `up` or `down`, where a rule fired. Of rare events, `up` is more frequent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["up", "down"]))]
    direction: Option<&'static str>,
    /// Whether that is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    better: Option<bool>,
    /// Rules that fired: `outside-limits`, `eight-in-a-row`, `three-of-four`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("items" = {"type": "string", "enum": ["outside-limits", "eight-in-a-row", "three-of-four"]}))]
    rules: Vec<&'static str>,
    /// ISO week of the first point of what fired.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::week")]
    since: Option<String>,
}

/// An exact number: `numerator / denominator` in lowest terms in the metric's unit (a percentage as
/// a share of one), and the same as a decimal in `unit`.
#[derive(Serialize, JsonSchema)]
struct Number {
    /// Numerator in digits.
    #[schemars(schema_with = "super::report_schema::digits")]
    numerator: String,
    /// Denominator in digits, above zero.
    #[schemars(schema_with = "super::report_schema::digits")]
    denominator: String,
    /// The number in `unit`.
    #[schemars(schema_with = "super::report_schema::decimal")]
    decimal: String,
}

/// The integers a value was made of.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Parts {
    /// Of a ratio.
    Ratio {
        /// What is counted.
        part: u64,
        /// Out of how many.
        whole: u64,
    },
    /// Of a quantile.
    Quantile {
        /// How many were measured.
        measured: u64,
    },
    /// Of a count.
    Count {
        /// How many.
        count: u64,
        /// Over how many requests or days; null where that is time itself.
        exposure: Option<u64>,
    },
    /// Of a score.
    Score {
        /// How many answered.
        answered: u64,
        /// How many were asked; null where nobody wrote it down.
        invited: Option<u64>,
    },
}

/// A day, or null where there is none.
fn day_or_none(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = super::report_schema::day(generator);
    schema.insert("type".to_owned(), serde_json::json!(["string", "null"]));
    schema
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// The file.
pub(crate) fn report_json(maker: &Maker<'_>) -> Page {
    let settings = &maker.pack.settings;
    let quarters: Vec<&QuarterAnalysis> = maker.quarters().collect();
    let ctx = maker.ctx(maker.latest);
    let ledger = Ledger::new(maker.pack, maker.analysis, maker.latest);
    let report = Report {
        schema: super::report_schema::PATH,
        kind: "boardpack-report",
        format: FORMAT,
        organisation: &settings.organisation,
        report: &settings.report,
        classification: &settings.classification,
        time_zone: settings.calendar.zone.name(),
        currency: &settings.currency.value,
        latest: maker.latest.to_string(),
        quarters: maker.each(&quarters, |quarter| tell(maker, quarter)),
        decisions: ledger_tables::asks(&ctx, &ledger),
        promises: ledger_tables::promises(&ctx, &ledger),
        experiments: experiment_tables::entries(maker),
        cadence: cadence::entries(maker),
    };
    let mut bytes = serde_json::to_vec(&report).unwrap_or_default();
    bytes.push(b'\n');
    (PATH.to_owned(), bytes)
}

fn tell<'a>(maker: &Maker<'a>, quarter: &'a QuarterAnalysis) -> Quarter<'a> {
    let pack = maker.known.to(quarter.period);
    let calendar = &pack.settings.calendar;
    let snapshot = pack.snapshots.get(&quarter.period);
    Quarter {
        period: quarter.period.to_string(),
        first_day: calendar.start(quarter.period).to_string(),
        last_day: calendar.last_day(quarter.period).to_string(),
        as_of: snapshot.map(|s| s.as_of.to_string()),
        snapshot: snapshot.map(|s| s.path.as_str()),
        build: maker.mark(quarter.period),
        incidents: quarter
            .incidents
            .as_ref()
            .map(incident_tables::Quarter::new),
        collected: collected::Provenance::new(pack, quarter.period),
        verdicts: quarter
            .verdicts
            .iter()
            .map(|v| Verdict {
                pane: pane(v.pane),
                verdict: verdict(v.word),
                uneased: v.uneased.map(verdict),
            })
            .collect(),
        honesty: Honesty {
            metrics: quarter.honesty.metrics,
            tested: quarter.honesty.tested,
            moved: quarter.honesty.moved,
            expected_by_luck: (quarter.honesty.expected * 1e6).round() / 1e6,
        },
        checks_switched_off: switched_off::entries(maker.edition.silenced(quarter.period)),
        budgets: budget_tables::budgets(quarter),
        capability: quarter
            .capability
            .as_ref()
            .map(|able| capability_tables::able(&maker.ctx(quarter.period), able)),
        records: told::records(&maker.ctx(quarter.period), quarter),
        figures: pack
            .metrics
            .values()
            .flat_map(|metric| {
                scopes(pack, quarter, metric)
                    .into_iter()
                    .map(move |(at, judged)| figure(maker, quarter, metric, scope(at), judged))
            })
            .collect(),
    }
}

fn figure<'a>(
    maker: &Maker<'a>,
    quarter: &QuarterAnalysis,
    metric: &'a Metric,
    scope: &'a str,
    judged: &'a Assessment,
) -> Figure<'a> {
    let pack = maker.known.to(quarter.period);
    let now = judged.now.as_ref();
    Figure {
        metric: &metric.id.value,
        scope,
        unit: machine::unit(metric, &pack.settings.currency.value),
        polarity: match metric.polarity.value {
            Polarity::HigherIsBetter => "higher-is-better",
            Polarity::LowerIsBetter => "lower-is-better",
            Polarity::Neutral => "neutral",
        },
        definition_version: pack.version(metric, quarter.period),
        value: now.map(|f| number(metric, f.exact)),
        restated: restated(maker, quarter, metric, scope, now),
        parts: now.and_then(|f| parts(f.value)),
        estimated: now.is_some_and(|f| f.estimated),
        as_of: now.and_then(|f| f.as_of).map(|day| day.to_string()),
        rolled_up: now.is_some_and(|f| f.rolled_up),
        missing: judged.missing.as_ref().map(|m| m.reason.as_str()),
        target: judged
            .target
            .target
            .as_ref()
            .map(|t| number(metric, t.value)),
        status: status(judged.target.status),
        eased: judged.target.eased.as_ref().map(|e| Eased {
            target: number(metric, e.before.value),
            until: e.until.to_string(),
            status: status(e.status),
        }),
        not_comparable_with_previous: judged.broken.map(broken),
        not_comparable_with_year_ago: judged.broken_year.map(broken),
        missed_in_a_row: judged.missed_in_a_row,
        movement: movement(&judged.movement.class),
        direction: judged.movement.up.map(|up| if up { "up" } else { "down" }),
        better: judged.movement.better,
        rules: judged
            .movement
            .hits
            .iter()
            .map(|hit| match hit.rule {
                RunRule::Outside => "outside-limits",
                RunRule::EightInARow => "eight-in-a-row",
                RunRule::ThreeOfFour => "three-of-four",
            })
            .collect(),
        since: judged.movement.since.map(|week| week.to_string()),
    }
}

fn broken(broken: DefinitionBreak) -> Broken {
    Broken {
        definition_version: broken.version,
        since: broken.date.to_string(),
    }
}

fn restated(
    maker: &Maker<'_>,
    quarter: &QuarterAnalysis,
    metric: &Metric,
    scope: &str,
    then: Option<&crate::analyse::Figure>,
) -> Option<Option<Number>> {
    let today = maker.analysis.today().get(&quarter.period)?;
    let today = today.metrics.get(&metric.id.value)?;
    let judged = match scope {
        "all" => Some(&today.all),
        service => today.services.get(service),
    };
    let now = judged.and_then(|judged| judged.now.as_ref());
    let moved = now.map(|figure| figure.value) != then.map(|figure| figure.value);
    moved.then(|| now.map(|figure| number(metric, figure.exact)))
}

fn number(metric: &Metric, value: Exact) -> Number {
    let (numerator, denominator) = value.parts();
    Number {
        numerator: numerator.to_string(),
        denominator: denominator.to_string(),
        decimal: machine::decimal(metric, value),
    }
}

fn parts(value: Value) -> Option<Parts> {
    Some(match value {
        Value::Ratio { part, whole } => Parts::Ratio { part, whole },
        Value::Quantile { n, .. } => Parts::Quantile { measured: n },
        Value::Count { count, exposure } => Parts::Count { count, exposure },
        Value::Score { n, invited, .. } => Parts::Score {
            answered: n,
            invited,
        },
        Value::Level { .. } => return None,
    })
}

fn pane(pane: Pane) -> &'static str {
    match pane {
        Pane::Outcomes => "outcomes",
        Pane::Flow => "flow",
        Pane::Quality => "quality",
        Pane::Reliability => "reliability",
    }
}

fn verdict(word: VerdictWord) -> &'static str {
    match word {
        VerdictWord::OnTrack => "on-track",
        VerdictWord::Watch => "watch",
        VerdictWord::OffTrack => "off-track",
        VerdictWord::NotKnown => "not-known",
    }
}
