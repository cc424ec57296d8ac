//! `data/snapshots/<period>.yaml` to observations: every figure exact, with its place.

use super::collected;
use super::counts;
use super::decode::{Field, Fields, conflict, or_wrong};
use super::names::Names;
use super::problems::quoted;
use super::scalars::{is_digest, week_help};
use super::topics;
use super::values;
use crate::diag::{Located, Span};
use crate::model::{
    Calendar, Circumstances, FINGERPRINT_DIGITS, Filed, Kind, Metric, Missing, ObjectiveCounts,
    Observations, Period, Reading, RollUp, Series, Snapshot, Value, Week, figures_digest,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What the figures of a snapshot refer to.
pub(super) struct Ground<'a> {
    /// The period that the file is named after.
    pub(super) period: Period,
    /// Its path.
    pub(super) path: &'a str,
    /// Metrics that could be read.
    pub(super) metrics: &'a BTreeMap<String, Metric>,
    /// All metrics there are.
    pub(super) metric_names: &'a Names,
    /// All services there are.
    pub(super) service_names: &'a Names,
    /// The weeks of the period as they are written; empty where the calendar is not known.
    pub(super) weeks: Vec<(String, Week)>,
    /// The pack's calendar, if it could be read.
    pub(super) calendar: Option<Calendar>,
}

/// Reads one snapshot into the observations.
pub(super) fn read(
    root: Field<'_, '_, '_>,
    ground: &Ground<'_>,
    observations: &mut BTreeMap<String, Observations>,
    of_objectives: &counts::Ground<'_>,
    counted: &mut BTreeMap<String, BTreeMap<Period, ObjectiveCounts>>,
) -> Option<Snapshot> {
    let fields = root.fields()?;
    let period = fields.required("period").and_then(Field::period);
    if let Some(period) = period
        && period.value != ground.period
    {
        let message = format!(
            "the file is named after {}, but says {}",
            ground.period, period.value
        );
        root.problems.add(
            topics::PERIOD_MISMATCH
                .at(period.span, message)
                .help(format!(
                    "write `{}`, or rename the file `{}.yaml`",
                    ground.period, period.value
                )),
        );
        // Which of the two holds is for the author to say: its weeks belong to neither yet.
        return None;
    }
    let as_of = fields.required("as_of").and_then(Field::date);
    let reviewed_by = fields.text("reviewed_by");
    let collected = fields.optional("collected");
    let explained = collected.is_some();
    let collected = collected.map(collected::snapshot);
    if let Some(entries) = fields.required("observations").and_then(Field::pairs) {
        for (key, field) in entries {
            let known = ground.metric_names.has(&key.value, key.span, root.problems);
            if let (true, Some(metric)) = (known, ground.metrics.get(&*key.value)) {
                let into = observations.entry(metric.id.value.clone()).or_default();
                observation(field, metric, ground, explained, into);
                standing(into, ground.period);
            }
        }
    }
    if let Some(field) = fields.optional("objectives") {
        counts::read(field, ground.period, of_objectives, counted);
    }
    fields.finish();
    Some(Snapshot {
        path: ground.path.to_owned(),
        as_of: as_of?.value,
        reviewed_by: reviewed_by?.value,
        collected: or_wrong(collected)?,
        span: period?.span,
    })
}

/// Says of collected figures which ones stand there, while no other quarter's are among them.
fn standing(into: &mut Observations, period: Period) {
    let digest = figures_digest(&into.all, &into.services, period);
    let circumstances = into.circumstances.get_mut(&period);
    if let Some(collected) = circumstances.and_then(|c| c.collected.as_mut()) {
        collected.standing = digest;
    }
}

/// What an observation says of all its scopes, unless one of them says otherwise.
#[derive(Clone, Copy, Default)]
struct Given {
    estimated: bool,
    as_of: Option<Located<NaiveDate>>,
}

impl Given {
    fn over(self, fields: &Fields<'_, '_, '_>) -> Self {
        let estimated = fields.optional("estimated").and_then(Field::flag);
        let as_of = fields.optional("as_of").and_then(Field::date);
        Self {
            estimated: estimated.unwrap_or(self.estimated),
            as_of: as_of.or(self.as_of),
        }
    }
}

/// Everything filed about one metric.
fn observation(
    field: Field<'_, '_, '_>,
    metric: &Metric,
    ground: &Ground<'_>,
    explained: bool,
    into: &mut Observations,
) {
    let Some(fields) = field.fields() else {
        return;
    };
    let collected = fields.optional("collected");
    if let (Some(field), false) = (collected, explained) {
        collected::unexplained(field);
    }
    let collected = collected.and_then(collected::metric);
    let (version, fingerprint) = fields
        .optional("definition")
        .map_or((None, None), |field| counted_by(field, metric));
    let given = Given::default().over(&fields);
    let note = fields.optional_text("note");
    let circumstances = Circumstances {
        version,
        fingerprint,
        note,
        collected,
    };
    if circumstances != Circumstances::default() {
        into.circumstances.insert(ground.period, circumstances);
    }
    let all = fields.optional("all");
    let services = fields.optional("services");
    if let Some(reason) = fields.optional("missing") {
        let span = reason.node.span;
        let missing = missing(
            reason,
            fields.optional("expected"),
            fields.optional("owner"),
        );
        for extra in [all, services].into_iter().flatten() {
            conflict(
                extra,
                "stands beside `missing`",
                "remove one: a metric is missing as a whole, or at the scopes that say so",
            );
        }
        fields.finish();
        if let Some(missing) = missing {
            let reading = Reading {
                filed: Filed::Missing(missing),
                estimated: false,
                as_of: None,
                span,
            };
            into.all.quarters.insert(ground.period, reading);
        }
        return;
    }
    match (metric.roll_up.value, all) {
        (RollUp::None, Some(all)) => conflict(
            all,
            "is given for a metric that has no value for all",
            "remove it, or say in the metric how its services roll up",
        ),
        (_, None) if services.is_none() => {
            fields.required_because("services", "no figure is given");
        }
        (_, Some(all)) => scope(all, metric, given, ground, &mut into.all),
        (_, None) => {}
    }
    for (key, field) in services.and_then(Field::pairs).into_iter().flatten() {
        if ground
            .service_names
            .has(&key.value, key.span, field.problems)
        {
            let series = into.services.entry(key.value.to_string()).or_default();
            scope(field, metric, given, ground, series);
        } else {
            // The service is wrong; its figures may be wrong as well, and one run tells of both.
            scope(field, metric, given, ground, &mut Series::default());
        }
    }
    fields.finish();
}

/// The definition that the figures were counted by: its version, and its fingerprint if it is there.
fn counted_by(
    field: Field<'_, '_, '_>,
    metric: &Metric,
) -> (Option<Located<u32>>, Option<Located<String>>) {
    if field.is_scalar() {
        return (version(field, metric), None);
    }
    let Some(fields) = field.fields() else {
        return (None, None);
    };
    let version = fields
        .required("version")
        .and_then(|field| version(field, metric));
    let fingerprint = fields.optional("fingerprint").and_then(fingerprint);
    fields.finish();
    (version, fingerprint)
}

/// Twelve hexadecimal digits.
fn fingerprint(field: Field<'_, '_, '_>) -> Option<Located<String>> {
    let text = field.raw()?;
    if is_digest(text.value, FINGERPRINT_DIGITS) {
        return Some(text.map(str::to_owned));
    }
    field.problems.add(
        topics::BAD_FINGERPRINT
            .at(
                text.span,
                format!("{} is not a fingerprint", quoted(text.value)),
            )
            .help(format!(
                "copy the {FINGERPRINT_DIGITS} digits and letters from the metric's entry in the \
                 glossary, or leave `fingerprint` out"
            )),
    );
    None
}

fn version(field: Field<'_, '_, '_>, metric: &Metric) -> Option<Located<u32>> {
    let version = field.integer(1, u32::MAX)?;
    let changes = &metric.definition.changes;
    if changes
        .iter()
        .any(|change| change.version.value == version.value)
    {
        return Some(version);
    }
    let declared: Vec<String> = changes
        .iter()
        .map(|change| change.version.value.to_string())
        .collect();
    let message = format!("`{}` has no definition {}", metric.id.value, version.value);
    field.problems.add(
        topics::UNKNOWN_VERSION
            .at(version.span, message)
            .see(metric.definition.version.span, "the version that holds")
            .help(format!("versions declared: {}", declared.join(", "))),
    );
    None
}

fn missing(
    reason: Field<'_, '_, '_>,
    expected: Option<Field<'_, '_, '_>>,
    owner: Option<Field<'_, '_, '_>>,
) -> Option<Missing> {
    let expected = expected.and_then(Field::date).map(|date| date.value);
    let owner = owner.and_then(Field::text).map(|owner| owner.value);
    Some(Missing {
        reason: reason.text()?.value,
        expected,
        owner,
    })
}

/// The quarter and the weeks of one metric at one scope.
fn scope(
    field: Field<'_, '_, '_>,
    metric: &Metric,
    given: Given,
    ground: &Ground<'_>,
    into: &mut Series,
) {
    let Some(fields) = field.fields() else {
        return;
    };
    let given = given.over(&fields);
    let reason = fields.optional("missing");
    let expected = fields.optional("expected");
    let owner = fields.optional("owner");
    let reading = match reason {
        Some(reason) => {
            if let Some(quarter) = fields.optional("quarter") {
                conflict(quarter, "stands beside `missing`", "remove one of the two");
            }
            missing(reason, expected, owner)
                .map(|missing| (Filed::Missing(missing), reason.node.span))
        }
        None => {
            for extra in [expected, owner].into_iter().flatten() {
                conflict(extra, "is only for a figure that is missing", "remove it");
            }
            fields
                .required_because("quarter", "the quarter's own figure is never made of weeks")
                .and_then(|quarter| self::quarter(quarter, metric))
                .map(|(value, span)| (Filed::Value(value), span))
        }
    };
    if let Some((filed, span)) = reading {
        let reading = Reading {
            filed,
            estimated: given.estimated,
            as_of: given.as_of,
            span,
        };
        into.quarters.insert(ground.period, reading);
    }
    for (key, field) in fields
        .optional("weeks")
        .and_then(Field::pairs)
        .into_iter()
        .flatten()
    {
        let week = week(&key.value, key.span, field, ground);
        if field.is_null() {
            if let Some(week) = week {
                into.weeks.insert(week, (None, key.span));
            }
            continue;
        }
        let text = field.raw();
        let value = text.and_then(|text| values::read(text, metric, field.problems));
        if let (Some(week), Some(value)) = (week, value) {
            into.weeks.insert(week, (Some(value), field.node.span));
        }
    }
    fields.finish();
}

fn quarter(field: Field<'_, '_, '_>, metric: &Metric) -> Option<(Value, Span)> {
    if !field.is_null() {
        let text: Located<&str> = field.raw()?;
        let value = values::read(text, metric, field.problems)?;
        return Some((value, text.span));
    }
    let help = match metric.kind.value {
        // Nothing was measured: a quantile of no measurements has no value.
        Kind::Quantile => {
            let value = crate::model::Exact::ZERO;
            return Some((Value::Quantile { value, n: 0 }, field.key));
        }
        Kind::Ratio => "write `0/0` where nothing happened, or `missing:` and why",
        Kind::Count => "write `0` where there were none, or `missing:` and why",
        Kind::Level | Kind::Score => "write `missing:` and why in its place",
    };
    field.problems.add(
        topics::EMPTY_VALUE
            .at(field.key, "the quarter has no figure")
            .help(help),
    );
    None
}

/// The week that a key names, if it belongs to the period.
fn week(text: &str, span: Span, field: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<Week> {
    if let Some((_, week)) = ground.weeks.iter().find(|(written, _)| written == text) {
        return Some(*week);
    }
    let Ok(week) = text.parse::<Week>() else {
        let message = format!("{} is not a week", quoted(text));
        field
            .problems
            .add(topics::BAD_WEEK.at(span, message).help(week_help(text)));
        return None;
    };
    let calendar = ground.calendar?;
    let owner = calendar.period_of_week(week);
    let message = format!("week {week} does not belong to {}", ground.period);
    let thursday = week.thursday().format("%-d %B %Y");
    let help = match (ground.weeks.first(), ground.weeks.last()) {
        (Some((first, _)), Some((last, _))) => format!(
            "its Thursday, {thursday}, lies in {owner}: move it to that snapshot; {} has \
             `{first}` to `{last}`",
            ground.period
        ),
        _ => format!("its Thursday, {thursday}, lies in {owner}"),
    };
    field
        .problems
        .add(topics::WRONG_WEEK.at(span, message).help(help));
    None
}
