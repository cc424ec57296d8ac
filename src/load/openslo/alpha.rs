//! An SLO as `openslo/v1alpha` writes it, taken as `openslo/v1` as far as both mean the same. What
//! was taken how is told at the head of the document.

use super::super::decode::{Field, Fields, conflict};
use super::super::problems::Problems;
use super::super::topics;
use super::envelope::{self, Metadata};
use super::length::words;
use super::part::{self, Around, HOW, How};
use super::register::Known;
use super::slo::{Slo, filled, link};
use super::window;
use crate::diag::{Located, Span};
use crate::model::{
    BudgetWindow, Exact, Indicator, Length, LengthUnit, Measure, ObjectivePart, SourceQuery,
};

const UNITS: &[(&str, LengthUnit)] = &[
    ("Minute", LengthUnit::Minute),
    ("Hour", LengthUnit::Hour),
    ("Day", LengthUnit::Day),
    ("Week", LengthUnit::Week),
    ("Month", LengthUnit::Month),
    ("Quarter", LengthUnit::Quarter),
    ("Year", LengthUnit::Year),
];

/// Reads the specification.
pub(super) fn read(
    spec: Field<'_, '_, '_>,
    metadata: Option<&Metadata>,
    version: Span,
    known: &Known<'_>,
) -> Option<Slo> {
    let problems = spec.problems;
    let fields = spec.fields()?;
    let description = envelope::description(&fields);
    let service = fields.text("service");
    let how = fields
        .required("budgetingMethod")
        .and_then(|field| field.word(HOW));
    if let Some(how) = how.filter(|how| how.value != How::Occurrences) {
        problems.add(
            topics::OPENSLO_VERSION
                .at(
                    how.span,
                    "`openslo/v1alpha` does not say how long a slice is",
                )
                .help("write the document as `openslo/v1`, with `timeSliceWindow`"),
        );
        return None;
    }
    let taken = fields
        .required_because("timeWindows", "a target holds over a time")
        .and_then(window);
    let window = taken.as_ref().map(|(window, _)| *window);
    let shared = fields.optional("indicator").map(|field| {
        let fields = field.fields()?;
        let metric = fields.required("thresholdMetric").and_then(query);
        fields.finish();
        Some(Measure::Threshold(metric?))
    });
    let around = Around { how, window };
    let items = fields.required("objectives");
    let items = items.and_then(|list| filled(list, problems));
    let count = items.as_ref().map(Vec::len);
    let parts: Option<Vec<_>> = items.map(|items| {
        let read = |item| one(item, &around, shared.as_ref());
        items.into_iter().filter_map(read).collect()
    });
    fields.finish();
    let (service, service_id) = link(service?, known, problems);
    let parts = parts.filter(|parts| Some(parts.len()) == count)?;
    let (window, said) = taken?;
    let metadata = metadata?;
    tell(&parts, &said, &metadata.name, version, problems);
    Some(Slo {
        metadata: metadata.clone(),
        description: description?,
        service,
        service_id,
        window: window.value,
        parts,
        composite: false,
        alerts: Vec::new(),
    })
}

/// Says what was taken how.
fn tell(
    parts: &[(Span, ObjectivePart)],
    window: &str,
    name: &Located<String>,
    version: Span,
    problems: &Problems,
) {
    let each = match parts.len() {
        0 | 1 => String::new(),
        n => format!(", its {n} objectives as `{0}-1` to `{0}-{n}`", name.value),
    };
    let message = format!("`openslo/v1alpha` is read as `openslo/v1`: {window}{each}");
    problems.add(
        topics::OPENSLO_ALPHA.at(version, message).help(
            "write it as `apiVersion: openslo/v1` with `timeWindow`, `indicator` and `target`",
        ),
    );
}

/// Reads the one window, and says how it was taken.
fn window(field: Field<'_, '_, '_>) -> Option<(Located<BudgetWindow>, String)> {
    let items = field.items()?;
    let [item] = items.as_slice() else {
        let second = items.get(1).map_or(field.key, |item| item.key);
        let message = format!(
            "{} time windows: an objective holds over exactly one",
            items.len()
        );
        field.problems.add(
            topics::OBJECTIVE_WINDOW
                .at(second, message)
                .help("write one window; another window is another SLO"),
        );
        return None;
    };
    let fields = item.fields()?;
    let count = fields.required("count");
    let count = count.and_then(|field| field.integer(1, 1_000_000));
    let unit = fields.required("unit").and_then(|field| field.word(UNITS));
    let rolling = fields
        .optional("isRolling")
        .map(|field| (field, field.flag()));
    let calendar = fields.optional("calendar");
    let start = calendar.map(window::calendar);
    fields.finish();
    let (count, unit) = (count?, unit?);
    let length = Length {
        count: count.value,
        unit: unit.value,
    };
    let place = Located::new(length, count.span);
    window::long_enough(place, *item)?;
    let window = match (rolling, start) {
        (Some((_, None)), _) => return None,
        (Some((_, Some(true))) | None, None) => BudgetWindow::Rolling(length),
        (Some((_, Some(true))), Some(_)) => {
            conflict(
                calendar?,
                "stands beside `isRolling: true`",
                "a rolling window ends now and begins nowhere: remove one of the two",
            );
            return None;
        }
        (Some((said, Some(false))), None) => {
            field.problems.add(
                topics::OBJECTIVE_WINDOW
                    .at(
                        said.key,
                        "a window of the calendar does not say when it begins",
                    )
                    .help("add `calendar` with `startTime` and `timeZone`"),
            );
            return None;
        }
        (_, Some(start)) => {
            let (start, zone) = start?;
            BudgetWindow::Calendar {
                length,
                start,
                zone,
            }
        }
    };
    let said = match window {
        BudgetWindow::Rolling(_) => format!("its window as the last {}", words(length)),
        BudgetWindow::Calendar { .. } => format!("its window as {} of the calendar", words(length)),
    };
    Some((Located::new(window, count.span), said))
}

/// Reads one objective with the place it begins at.
fn one(
    item: Field<'_, '_, '_>,
    around: &Around,
    shared: Option<&Option<Measure>>,
) -> Option<(Span, ObjectivePart)> {
    let fields = item.fields()?;
    let ratio = fields.optional("ratioMetrics");
    let measure = match (ratio, shared) {
        (Some(ratio), Some(_)) => {
            conflict(
                ratio,
                "stands beside `indicator`",
                "an objective is over one of the two: remove the other",
            );
            None
        }
        (Some(ratio), None) => self::ratio(ratio),
        (None, Some(shared)) => shared.clone().map(|measure| (measure, None)),
        (None, None) => {
            item.problems.add(
                topics::OBJECTIVE_INDICATOR
                    .at(item.key, "nothing says what is counted: no `ratioMetrics`")
                    .help("write `ratioMetrics` with `good` and `total`"),
            );
            None
        }
    };
    let indicator = measure.map(|(measure, counter)| Indicator {
        id: None,
        name: None,
        description: None,
        measure,
        counter,
    });
    let read = part::read(&fields, item, around, indicator, Some(Exact::integer(1)));
    fields.finish();
    read.map(|part| (item.key, part))
}

/// Good events of all, and whether the figures only rise.
fn ratio(field: Field<'_, '_, '_>) -> Option<(Measure, Option<bool>)> {
    let fields = field.fields()?;
    let counter = match fields.optional("incremental") {
        Some(field) => field.flag().map(Some),
        None => Some(None),
    };
    let good = fields.required("good").and_then(query);
    let total = fields.required("total").and_then(query);
    fields.finish();
    let measure = Measure::Good {
        good: good?,
        total: total?,
    };
    Some((measure, counter?))
}

/// A query as text.
fn query(field: Field<'_, '_, '_>) -> Option<SourceQuery> {
    let fields = field.fields()?;
    let system = written(&fields, "source");
    let language = written(&fields, "queryType");
    let query = written(&fields, "query");
    fields.finish();
    Some(SourceQuery {
        system: Some(system?),
        source: None,
        fields: vec![
            ("queryType".to_owned(), language?),
            ("query".to_owned(), query?),
        ],
    })
}

/// A text that may hold braces, as queries do.
fn written(fields: &Fields<'_, '_, '_>, name: &'static str) -> Option<String> {
    Some(fields.required(name)?.raw()?.value.to_owned())
}
