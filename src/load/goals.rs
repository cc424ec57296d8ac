//! The `targets` and `benchmarks` of a metric.

use super::decode::{Field, Fields};
use super::problems::quoted;
use super::topics;
use super::values::out_of_reach;
use crate::diag::{Located, Span};
use crate::model::{Benchmark, Exact, Kind, Polarity, Target, Unit};

/// What decides the meaning of a number of the metric.
pub(super) struct Measure {
    pub(super) kind: Kind,
    pub(super) unit: Unit,
    pub(super) scale: Option<(Exact, Exact)>,
}

/// A number that a value of the metric could be.
pub(super) fn number(
    field: Field<'_, '_, '_>,
    measure: Option<&Measure>,
) -> Option<Located<Exact>> {
    let number = field.decimal(measure.map(|measure| &measure.unit))?;
    let measure = measure?;
    if let Some(why) = out_of_reach(number.value, measure.kind, &measure.unit, measure.scale) {
        let written = field.raw().map_or("", |text| text.value);
        let message = format!(
            "`{}: {}` cannot be reached",
            field.name,
            quoted(written).trim_matches('`')
        );
        field.problems.add(
            topics::IMPOSSIBLE_VALUE
                .at(number.span, message)
                .because(why)
                .help("correct the number; it is in the unit of the metric"),
        );
        return None;
    }
    Some(number)
}

/// Reads the targets, oldest first.
pub(super) fn targets(
    field: Field<'_, '_, '_>,
    measure: Option<&Measure>,
    polarity: Option<Located<Polarity>>,
) -> Option<Vec<Target>> {
    let items = field.items()?;
    if let Some(polarity) = polarity
        && polarity.value == Polarity::Neutral
        && !items.is_empty()
    {
        field.problems.add(
            topics::TARGET_ON_NEUTRAL
                .at(field.key, "a neutral metric has a target")
                .see(polarity.span, "no direction is better")
                .help("remove the targets, or say which direction is better"),
        );
        return None;
    }
    let count = items.len();
    let mut targets: Vec<Target> = Vec::with_capacity(count);
    let mut before: Option<Located<chrono::NaiveDate>> = None;
    for item in items {
        let Some(fields) = item.fields() else {
            continue;
        };
        let from = fields.required("from").and_then(Field::date);
        let value = fields
            .required("value")
            .and_then(|field| number(field, measure));
        let set_by = fields.text("set_by");
        let rationale = fields.text("rationale");
        fields.finish();
        if let (Some(from), Some(before)) = (from, before)
            && from.value <= before.value
        {
            item.problems.add(
                topics::OUT_OF_ORDER
                    .at(from.span, "targets go from oldest to newest")
                    .see(before.span, "stands before it")
                    .help("put the newest last; two targets cannot begin on one day"),
            );
        }
        before = from.or(before);
        let target = || {
            Some(Target {
                from: from?.value,
                value: value?.value,
                set_by: set_by?.value,
                rationale: rationale?.value,
                span: value?.span,
            })
        };
        targets.extend(target());
    }
    (targets.len() == count).then_some(targets)
}

/// Reads why nothing is promised, which only a metric without targets can say.
pub(super) fn no_target(fields: &Fields<'_, '_, '_>, targets: Option<&[Target]>) -> Option<String> {
    let field = fields.optional("no_target")?;
    let reason = field.text()?;
    if let Some(first) = targets.and_then(<[Target]>::first) {
        field.problems.add(
            topics::TARGET_AND_NONE
                .at(field.key, "a metric with targets says why it has none")
                .see(first.span, "a target stands here")
                .help("remove `no_target`, or the targets"),
        );
    }
    Some(reason.value)
}

/// Reads the bands that others report.
pub(super) fn benchmarks(
    field: Field<'_, '_, '_>,
    measure: Option<&Measure>,
) -> Option<Vec<Benchmark>> {
    let items = field.items()?;
    let count = items.len();
    let mut benchmarks = Vec::with_capacity(count);
    for item in items {
        let Some(fields) = item.fields() else {
            continue;
        };
        let low = fields
            .required("low")
            .and_then(|field| number(field, measure));
        let high = fields
            .required("high")
            .and_then(|field| number(field, measure));
        let source = fields.text("source");
        let year = fields
            .required("year")
            .and_then(|field| field.integer(1970, 2200));
        let label = fields.text("label");
        let comparability = fields.text("comparability");
        fields.finish();
        if let (Some(low), Some(high)) = (low, high)
            && low.value > high.value
        {
            reversed(field, low.span);
            continue;
        }
        if let (Some(low), Some(high)) = (low, high)
            && low.value == high.value
        {
            field.problems.add(
                topics::SINGLE_BENCHMARK
                    .at(low.span, "a benchmark is one number instead of a band")
                    .see(high.span, "the same number again")
                    .help("give the range that others report, or leave the benchmark out"),
            );
            continue;
        }
        let benchmark = || {
            Some(Benchmark {
                low: low?.value,
                high: high?.value,
                source: source?.value,
                year: u16::try_from(year?.value).ok()?,
                label: label?.value,
                comparability: comparability?.value,
                span: low?.span,
            })
        };
        benchmarks.extend(benchmark());
    }
    (benchmarks.len() == count).then_some(benchmarks)
}

/// Tells of a low end that is not below the high one.
pub(super) fn reversed(field: Field<'_, '_, '_>, low: Span) {
    let message = format!(
        "the low end of `{}` does not lie below the high end",
        field.name
    );
    field
        .problems
        .add(topics::REVERSED_RANGE.at(low, message).help("swap the two"));
}
