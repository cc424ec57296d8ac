//! `data/experiments.yaml` to experiments: what was expected before, and what came of it.

use super::decode::{Field, Fields, conflict};
use super::goals::{self, Measure};
use super::names::once;
use super::problems::{Problems, nearest, quoted};
use super::story::Known;
use super::topics;
use crate::diag::Located;
use crate::model::{
    Conclusion, Exact, ExpectedOf, ExpectedRange, Experiment, ExperimentDecision, Measured,
    NextStep, Text,
};
use chrono::NaiveDate;

const DECISIONS: &[(&str, ExperimentDecision)] = &[
    (ExperimentDecision::Adopt.word(), ExperimentDecision::Adopt),
    (ExperimentDecision::Adapt.word(), ExperimentDecision::Adapt),
    (ExperimentDecision::Stop.word(), ExperimentDecision::Stop),
    (
        ExperimentDecision::Extend.word(),
        ExperimentDecision::Extend,
    ),
];

/// Reads the experiments in file order.
pub(super) fn read(root: Field<'_, '_, '_>, known: &Known<'_>) -> Vec<Experiment> {
    if root.is_null() {
        return Vec::new();
    }
    let items = root.items().unwrap_or_default().into_iter();
    let read: Vec<_> = items.filter_map(|item| one(item, known)).collect();
    let ids: Vec<&Located<String>> = read.iter().map(|row| &row.id).collect();
    once("experiment", ids.iter().copied(), root.problems);
    for row in &read {
        if let Some(corrected) = &row.corrects {
            tell_lost(corrected, &row.id, &ids, root.problems);
        }
    }
    read.into_iter().filter_map(|row| row.experiment).collect()
}

/// A row with its name and what it corrects; those alone where the rest is wrong.
struct Row {
    id: Located<String>,
    corrects: Option<Located<String>>,
    experiment: Option<Experiment>,
}

fn one(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Row> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let hypothesis = fields.plain("hypothesis");
    let owner = fields.required_because("owner", "somebody answers for what is tried");
    let owner = owner.and_then(Field::text);
    let start = fields.required("start").and_then(Field::date);
    let end = fields.required_because("end", "an experiment without a last day is never decided");
    let end = end.and_then(Field::date);
    let named = fields.optional("metric");
    let metric = named.map(|field| known.metrics.known(field.text()?, field.problems));
    let service = fields.optional("service");
    if let (None, Some(service)) = (named, service) {
        idle(service);
    }
    let service = known.service(service);
    let defined = metric.iter().flatten();
    let defined = defined.filter_map(|id| known.defined.get(&id.value)).next();
    let measure = defined.map(|metric| Measure {
        kind: metric.kind.value,
        unit: metric.unit.value.clone(),
        scale: metric.scale.map(|scale| scale.value),
    });
    let expected = fields.required_because(
        "expected",
        "what is expected is written down before, or whatever comes will do",
    );
    let expected = expected.and_then(|field| expectation(field, named.is_some(), measure.as_ref()));
    let conclusion = conclusion(&fields, named.is_some());
    let corrects = match fields.optional("corrects") {
        None => Some(None),
        Some(field) => field.id().map(Some),
    };
    let audience = fields.audience();
    fields.finish();
    if let (Some(start), Some(end)) = (start, end) {
        ordered(start, end, "ends before it begins", item.problems);
    }
    if let (Some(start), Some(Some(end))) = (start, &conclusion) {
        let what = "is decided before it begins";
        ordered(start, end.on, what, item.problems);
        let done = end.follow_up.as_ref().and_then(|next| next.done);
        if let Some(done) = done.filter(|done| done.value < end.on.value) {
            item.problems.add(
                topics::DAYS_CANNOT_BE
                    .at(done.span, "what follows was done before it was decided")
                    .see(end.on.span, "the decision")
                    .help("correct one of the two days"),
            );
        }
    }
    let id = id?;
    let experiment = || {
        let (expected, range) = expected?;
        let measure = match metric {
            None => None,
            Some(metric) => Some(Measured {
                metric: metric?,
                service: service?,
                expected: range?,
            }),
        };
        Some(Experiment {
            id: id.clone(),
            hypothesis: hypothesis?,
            owner: owner?,
            start: start?,
            end: end?,
            expected,
            measure,
            conclusion: conclusion?,
            corrects: corrects.clone()?,
            audience: audience?,
            span: item.key,
        })
    };
    let experiment = experiment();
    Some(Row {
        corrects: corrects.flatten(),
        id,
        experiment,
    })
}

/// Tells of a part of a figure without its metric.
fn idle(field: Field<'_, '_, '_>) {
    conflict(
        field,
        "is part of a figure, and no metric is named",
        "add `metric:`, or remove it",
    );
}

/// What is expected: in words, and where a metric tells, in its figures.
fn expectation(
    field: Field<'_, '_, '_>,
    named: bool,
    measure: Option<&Measure>,
) -> Option<(Text, Option<Located<ExpectedRange>>)> {
    let fields = field.fields()?;
    let text = fields.plain("text");
    let (level, change) = (fields.optional("level"), fields.optional("change"));
    let range = match (level, change) {
        _ if !named => {
            level.into_iter().chain(change).for_each(idle);
            Some(None)
        }
        (Some(field), None) => range(field, ExpectedOf::Level, measure).map(Some),
        (None, Some(field)) => range(field, ExpectedOf::Change, measure).map(Some),
        (Some(_), Some(change)) => {
            conflict(
                change,
                "stands beside `level`",
                "an experiment is held to one of the two: remove one",
            );
            None
        }
        (None, None) => {
            fields.required_because(
                "level",
                "the metric tells what came of it: say where its average is expected, or as \
                 `change` by how much it is expected to move",
            );
            None
        }
    };
    fields.finish();
    Some((text?, range?))
}

fn range(
    field: Field<'_, '_, '_>,
    of: ExpectedOf,
    measure: Option<&Measure>,
) -> Option<Located<ExpectedRange>> {
    let fields = field.fields()?;
    let end = |name: &'static str| -> Option<Option<Located<Exact>>> {
        let Some(field) = fields.optional(name) else {
            return Some(None);
        };
        let number = match of {
            ExpectedOf::Level => goals::number(field, measure),
            // A change may be of any size, and of either sign.
            ExpectedOf::Change => field.decimal(Some(&measure?.unit)),
        };
        number.map(Some)
    };
    let (low, high) = (end("low"), end("high"));
    fields.finish();
    let (low, high) = (low?, high?);
    match (low, high) {
        (None, None) => {
            field.problems.add(
                topics::MISSING_KEY
                    .at(
                        field.key,
                        format!("`{}` has neither `low` nor `high`", field.name),
                    )
                    .help("write `high: 5` for at most 5, `low: 5` for at least 5, or both"),
            );
            return None;
        }
        (Some(low), Some(high)) if low.value > high.value => {
            goals::reversed(field, low.span);
            return None;
        }
        _ => {}
    }
    let range = ExpectedRange {
        of,
        low: low.map(|low| low.value),
        high: high.map(|high| high.value),
    };
    Some(Located::new(range, field.key))
}

/// How it ended; nothing while it runs.
#[expect(
    clippy::option_option,
    reason = "wrong, still running and ended are three things"
)]
fn conclusion(fields: &Fields<'_, '_, '_>, named: bool) -> Option<Option<Conclusion>> {
    let decision = fields.required_because("decision", "write `~` while it runs");
    let (decided, observed) = (fields.optional("decided"), fields.optional("observed"));
    let follow_up = fields.optional("follow_up");
    let decision = decision?;
    if decision.is_null() {
        for key in [decided, observed, follow_up].into_iter().flatten() {
            conflict(
                key,
                "is of an experiment that has ended, and none is decided",
                "write the `decision:`, or remove it",
            );
        }
        return Some(None);
    }
    let decision = decision.word(DECISIONS);
    let on = fields.required_because("decided", "the day on which it was decided");
    let on = on.and_then(Field::date);
    let observed = match observed {
        Some(field) if named => {
            conflict(
                field,
                "is written by hand, and a metric tells",
                "remove it: what was observed is computed",
            );
            None
        }
        Some(field) => field.plain().map(Some),
        None if named => Some(None),
        None => {
            fields.required_because("observed", "no metric tells what came of it: say it");
            None
        }
    };
    let follow_up = match follow_up {
        None => Some(None),
        Some(field) => next_step(field).map(Some),
    };
    Some(Some(Conclusion {
        decision: decision?,
        on: on?,
        observed: observed?,
        follow_up: follow_up?,
    }))
}

fn next_step(field: Field<'_, '_, '_>) -> Option<NextStep> {
    let fields = field.fields()?;
    let what = fields.plain("what");
    let owner = fields.text("owner");
    let by = fields.required("by").and_then(Field::date);
    let done = match fields.optional("done").filter(|field| !field.is_null()) {
        None => Some(None),
        Some(field) => field.date().map(Some),
    };
    fields.finish();
    Some(NextStep {
        what: what?,
        owner: owner?.value,
        by: by?,
        done: done?,
    })
}

/// Tells of a day before the first.
fn ordered(start: Located<NaiveDate>, day: Located<NaiveDate>, what: &str, problems: &Problems) {
    if day.value < start.value {
        problems.add(
            topics::DAYS_CANNOT_BE
                .at(day.span, format!("the experiment {what}"))
                .see(start.span, "its first day")
                .help("correct one of the two days"),
        );
    }
}

/// Tells of a correction of a row that is not there, or of itself.
fn tell_lost(
    corrected: &Located<String>,
    own: &Located<String>,
    ids: &[&Located<String>],
    problems: &Problems,
) {
    let others = ids.iter().map(|id| id.value.as_str());
    let mut others = others.filter(|id| *id != own.value);
    if others.clone().any(|id| id == corrected.value) {
        return;
    }
    let message = match corrected.value == own.value {
        true => "an experiment corrects itself".to_owned(),
        false => format!("there is no experiment {}", quoted(&corrected.value)),
    };
    let near = nearest(&corrected.value, others.by_ref());
    problems.add(
        topics::UNKNOWN_EXPERIMENT
            .at(corrected.span, message)
            .help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name another row of this file".to_owned(),
            }),
    );
}
