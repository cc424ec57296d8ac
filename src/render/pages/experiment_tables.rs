//! Experiments for programs: the table as CSV and its rows for `report.json`. What
//! they say is the same in every language.

use super::Maker;
use super::experiments::{CSV, observed, pairs};
use super::tables::{Csv, Field};
use crate::analyse::{ExperimentRow, ExperimentStage, Progress};
use crate::model::Experiment;
use crate::render::{Ctx, Page};
use crate::tongue::label;
use crate::words::machine;
use schemars::JsonSchema;
use serde::Serialize;

/// An experiment, for programs.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Experiment")]
pub(super) struct Entry {
    /// Id of the experiment.
    id: String,
    /// What was supposed.
    hypothesis: String,
    /// Role that ran it.
    owner: String,
    /// First day.
    #[schemars(schema_with = "super::report_schema::day")]
    start: String,
    /// Last day.
    #[schemars(schema_with = "super::report_schema::day")]
    end: String,
    /// What was expected, in words.
    expected: String,
    /// Id of the metric that it is measured in.
    #[serde(skip_serializing_if = "Option::is_none")]
    metric: Option<String>,
    /// `all`, or a service's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    /// Unit of `low` and `high`; percentages and percentage points are in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// `level` or `change`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["level", "change"]))]
    of: Option<&'static str>,
    /// Low end of what was expected, in `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::decimal")]
    low: Option<String>,
    /// High end of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::decimal")]
    high: Option<String>,
    /// `as-expected`, `better`, `not-reached`, `not-shown`, `too-few`, `not-comparable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["as-expected", "better", "not-reached", "not-shown", "too-few", "not-comparable"]))]
    found: Option<&'static str>,
    /// What was observed, in words.
    observed: String,
    /// `running`, `undecided`, `adopt`, `adapt`, `stop`, `extend`.
    #[schemars(extend("enum" = ["running", "undecided", "adopt", "adapt", "stop", "extend"]))]
    stage: &'static str,
    /// Day of the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::day")]
    decided: Option<String>,
    /// What follows from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    follow_up: Option<String>,
    /// Role that does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    follow_up_owner: Option<String>,
    /// Day by which it is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::day")]
    follow_up_by: Option<String>,
    /// `open`, `overdue`, `done`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["open", "overdue", "done"]))]
    follow_up_state: Option<&'static str>,
    /// Day it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::day")]
    follow_up_done: Option<String>,
    /// Id of the experiment whose row this one corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<String>,
}

/// Every experiment as it is known today, newest first.
pub(super) fn entries(maker: &Maker<'_>) -> Vec<Entry> {
    let ctx = maker.today(maker.latest);
    let words = ctx.words.for_programs();
    let ctx = Ctx {
        words: &words,
        ..ctx
    };
    let quarter = maker.analysis.today().get(&maker.latest);
    let Some(quarter) = quarter.and_then(|quarter| quarter.experiments.as_ref()) else {
        return Vec::new();
    };
    let rows = pairs(&ctx, &quarter.rows);
    rows.map(|(row, experiment)| entry(&ctx, row, experiment))
        .collect()
}

fn entry(ctx: &Ctx<'_>, row: &ExperimentRow, experiment: &Experiment) -> Entry {
    let measure = experiment.measure.as_ref();
    let metric = measure.and_then(|m| ctx.pack.metrics.get(&m.metric.value));
    let range = measure.map(|measure| measure.expected.value);
    let number = |end: Option<crate::model::Exact>| {
        let decimal = |value| metric.map(|metric| machine::decimal(metric, value));
        end.and_then(decimal)
    };
    let end = experiment.conclusion.as_ref();
    let next = end.and_then(|end| end.follow_up.as_ref());
    // What follows is told once it is decided.
    let next = next.filter(|_| row.follow_up.is_some());
    Entry {
        id: row.id.clone(),
        hypothesis: experiment.hypothesis.value.clone(),
        owner: experiment.owner.value.clone(),
        start: experiment.start.value.to_string(),
        end: experiment.end.value.to_string(),
        expected: experiment.expected.value.clone(),
        metric: measure.map(|measure| measure.metric.value.clone()),
        scope: measure.map(|measure| {
            let service = measure.service.as_ref();
            service.map_or_else(|| label("all").to_owned(), |id| id.value.clone())
        }),
        unit: metric.map(|m| machine::unit(m, &ctx.pack.settings.currency.value)),
        of: range.map(|range| match range.of {
            crate::model::ExpectedOf::Level => "level",
            crate::model::ExpectedOf::Change => "change",
        }),
        low: range.and_then(|range| number(range.low)),
        high: range.and_then(|range| number(range.high)),
        found: row.seen.as_ref().map(|seen| seen.found.word()),
        observed: observed(ctx, row, experiment),
        stage: match row.stage {
            ExperimentStage::Running => "running",
            ExperimentStage::Undecided => "undecided",
            ExperimentStage::Decided(decision, _) => decision.word(),
        },
        decided: match row.stage {
            ExperimentStage::Decided(_, day) => Some(day.to_string()),
            ExperimentStage::Running | ExperimentStage::Undecided => None,
        },
        follow_up: next.map(|next| next.what.value.clone()),
        follow_up_owner: next.map(|next| next.owner.clone()),
        follow_up_by: next.map(|next| next.by.value.to_string()),
        follow_up_state: row.follow_up.map(|come| match come {
            Progress::Under => "open",
            Progress::Overdue => "overdue",
            Progress::Done(_) => "done",
        }),
        follow_up_done: row.follow_up.and_then(|come| match come {
            Progress::Done(day) => Some(day.to_string()),
            Progress::Under | Progress::Overdue => None,
        }),
        corrects: experiment.corrects.as_ref().map(|id| id.value.clone()),
    }
}

/// The table for programs; none where the pack keeps no record.
pub(crate) fn experiments_table(maker: &Maker<'_>) -> Option<Page> {
    maker.pack.experiments.as_ref()?;
    let mut csv = Csv::default();
    let head = [
        "id",
        "hypothesis",
        "owner",
        "start",
        "end",
        "expected",
        "metric",
        "scope",
        "unit",
        "of",
        "low",
        "high",
        "found",
        "observed",
        "stage",
        "decided",
        "follow_up",
        "follow_up_owner",
        "follow_up_by",
        "follow_up_state",
        "follow_up_done",
        "corrects",
    ];
    csv.row(head.map(Field::Text));
    for entry in entries(maker) {
        let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
        let (metric, scope, unit) = (text(&entry.metric), text(&entry.scope), text(&entry.unit));
        let (decided, corrects) = (text(&entry.decided), text(&entry.corrects));
        csv.row([
            Field::Text(&entry.id),
            Field::Text(&entry.hypothesis),
            Field::Text(&entry.owner),
            Field::Text(&entry.start),
            Field::Text(&entry.end),
            Field::Text(&entry.expected),
            Field::Text(&metric),
            Field::Text(&scope),
            Field::Text(&unit),
            Field::Text(entry.of.unwrap_or_default()),
            Field::number(entry.low.as_deref()),
            Field::number(entry.high.as_deref()),
            Field::Text(entry.found.unwrap_or_default()),
            Field::Text(&entry.observed),
            Field::Text(entry.stage),
            Field::Text(&decided),
            Field::Text(&text(&entry.follow_up)),
            Field::Text(&text(&entry.follow_up_owner)),
            Field::Text(&text(&entry.follow_up_by)),
            Field::Text(entry.follow_up_state.unwrap_or_default()),
            Field::Text(&text(&entry.follow_up_done)),
            Field::Text(&corrects),
        ]);
    }
    Some((CSV.to_owned(), csv.into_bytes()))
}
