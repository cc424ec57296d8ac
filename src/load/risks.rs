//! `data/risks.yaml` to risks, each with its assessments oldest first.

use super::carried::reference;
use super::decode::{Field, Fields, conflict};
use super::goals::{self, Measure};
use super::names::once;
use super::problems::{Problems, quoted};
use super::story::{GRADES, Known};
use super::topics;
use crate::diag::{Located, Span};
use crate::model::{
    Appetite, Bound, Exact, Harm, Narrative, Period, Publication, Range, Reference, Risk,
    RiskAssessment, RiskClosing, RiskKind, Treatment, Trigger, Watch,
};
use std::collections::BTreeMap;

const KINDS: &[(&str, RiskKind)] = &[
    (RiskKind::Operations.word(), RiskKind::Operations),
    (RiskKind::Security.word(), RiskKind::Security),
    (RiskKind::Compliance.word(), RiskKind::Compliance),
    (RiskKind::Supplier.word(), RiskKind::Supplier),
    (RiskKind::People.word(), RiskKind::People),
    (RiskKind::Delivery.word(), RiskKind::Delivery),
];
/// Quarters between two assessments, at most: what nobody looks at for a year is not being watched.
const LONGEST_REVIEW: u32 = 4;

/// Reads the risks in file order.
pub(super) fn read(root: Field<'_, '_, '_>, known: &Known<'_>) -> Vec<Risk> {
    if root.is_null() {
        return Vec::new();
    }
    let items = root.items().unwrap_or_default().into_iter();
    let read: Vec<_> = items.filter_map(|item| one(item, known)).collect();
    once("risk", read.iter().map(|(id, _)| id), root.problems);
    read.into_iter().filter_map(|(_, risk)| risk).collect()
}

/// A risk with its name; the name alone where the rest is wrong.
fn one(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<(Located<String>, Option<Risk>)> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let name = fields.plain("name");
    let cause = fields.plain("cause");
    let event = fields.plain("event");
    let consequence = fields.plain("consequence");
    let kind = fields.required("kind").and_then(|field| field.word(KINDS));
    let owner = fields.required_because("owner", "a risk that nobody owns is nobody's to reduce");
    let owner = owner.and_then(Field::text);
    let appetite = fields.required_because(
        "appetite",
        "without a limit nobody can say whether the risk is within it",
    );
    let appetite = appetite.and_then(appetite_of);
    let doing = given(fields.optional("doing"), treatment);
    let trigger = fields.required_because(
        "trigger",
        "a risk that is carried has a point at which we act",
    );
    let trigger = trigger.and_then(|field| trigger_of(field, known));
    let decision = given(fields.optional("decision"), reference);
    let review_every = given(fields.optional("review_every"), |field| {
        field.integer(1, LONGEST_REVIEW)
    });
    let assessed = fields.required("assessed");
    let assessed = assessed.and_then(|field| assessments(field, known, appetite.as_ref()));
    let closed = given(fields.optional("closed"), closing);
    let audience = fields.audience();
    fields.finish();
    if let (Some(assessed), Some(trigger)) = (&assessed, &trigger) {
        tell_computed(assessed, trigger, item.problems);
    }
    if let (Some(assessed), Some(Some(closed))) = (&assessed, &closed) {
        tell_reopened(assessed, closed, item.problems);
    }
    let id = id?;
    let risk = || {
        Some(Risk {
            id: id.clone(),
            name: name?,
            cause: cause?,
            event: event?,
            consequence: consequence?,
            kind: kind?.value,
            owner: owner?,
            appetite: appetite?,
            doing: doing?,
            trigger: trigger?,
            decision: decision?,
            review_every: review_every?,
            assessed: assessed?,
            closed: closed?,
            audience: audience?,
        })
    };
    let risk = risk();
    Some((id, risk))
}

/// Reads what may be left out; `None` where it is wrong.
#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn given<'n, 't, 'p, T>(
    field: Option<Field<'n, 't, 'p>>,
    read: impl FnOnce(Field<'n, 't, 'p>) -> Option<T>,
) -> Option<Option<T>> {
    match field {
        None => Some(None),
        Some(field) => read(field).map(Some),
    }
}

fn appetite_of(field: Field<'_, '_, '_>) -> Option<Appetite> {
    let fields = field.fields()?;
    let money = fields.optional("a_year");
    let hours = fields.optional("customer_hours_a_year");
    let limit = one_harm(&fields, "a_year", money, hours);
    let a_year = limit.and_then(|(_, limit)| amount(limit));
    let set_by = fields.text("set_by");
    let on = fields.required("on").and_then(Field::date);
    fields.finish();
    let (harm, _) = limit?;
    Some(Appetite {
        harm,
        a_year: a_year?.value,
        set_by: set_by?.value,
        on: on?,
    })
}

/// The one of two keys that is there: harm in money, or in hours of customers.
fn one_harm<'n, 't, 'p>(
    fields: &Fields<'n, 't, 'p>,
    usual: &'static str,
    money: Option<Field<'n, 't, 'p>>,
    hours: Option<Field<'n, 't, 'p>>,
) -> Option<(Harm, Field<'n, 't, 'p>)> {
    match (money, hours) {
        (Some(money), None) => Some((Harm::Money, money)),
        (None, Some(hours)) => Some((Harm::CustomerHours, hours)),
        (Some(_), Some(hours)) => {
            conflict(
                hours,
                "counts the same harm a second time",
                "money and hours of customers are never added: keep one of the two",
            );
            None
        }
        (None, None) => {
            fields.required_because(usual, "harm is counted in money, or in hours of customers");
            None
        }
    }
}

/// A number that is not negative.
fn amount(field: Field<'_, '_, '_>) -> Option<Located<Exact>> {
    let number = field.decimal(None)?;
    if number.value.is_negative() {
        let message = format!("`{}` is below nothing", field.name);
        field.problems.add(
            topics::IMPOSSIBLE_VALUE
                .at(number.span, message)
                .help("write how much, without a minus"),
        );
        return None;
    }
    Some(number)
}

fn treatment(field: Field<'_, '_, '_>) -> Option<Treatment> {
    let fields = field.fields()?;
    let what = fields.plain("what");
    let owner = fields.text("owner");
    let by = fields.required("by").and_then(Field::date);
    let done = given(fields.optional("done"), Field::date);
    fields.finish();
    Some(Treatment {
        what: what?,
        owner: owner?.value,
        by: by?,
        done: done?,
    })
}

/// Reads a trigger: words, or a metric with the figure beyond which we act; never both, or the two
/// could say different things.
fn trigger_of(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Trigger> {
    let fields = field.fields()?;
    let (what, metric) = (fields.optional("what"), fields.optional("metric"));
    let service = fields.optional("service");
    let (below, above) = (fields.optional("below"), fields.optional("above"));
    let trigger = match (what, metric) {
        (Some(what), None) => {
            for key in [service, below, above].into_iter().flatten() {
                let why = "is part of a figure, and no metric is named";
                conflict(
                    key,
                    why,
                    "name the `metric` in place of `what`, or remove it",
                );
            }
            what.plain().map(Trigger::Told)
        }
        (Some(what), Some(_)) => {
            let why = "says in words what the metric and its bound say";
            conflict(what, why, "remove it: the page says it");
            None
        }
        (None, None) => {
            fields.required_because("what", "say what would make us act, or name a metric");
            None
        }
        (None, Some(metric)) => watch(&fields, metric, service, (below, above), known),
    };
    fields.finish();
    trigger
}

fn watch(
    fields: &Fields<'_, '_, '_>,
    metric: Field<'_, '_, '_>,
    service: Option<Field<'_, '_, '_>>,
    bounds: (Option<Field<'_, '_, '_>>, Option<Field<'_, '_, '_>>),
    known: &Known<'_>,
) -> Option<Trigger> {
    let id = metric.text();
    let metric = id.and_then(|id| known.metrics.known(id, metric.problems));
    let defined = metric.as_ref().and_then(|id| known.defined.get(&id.value));
    let measure = defined.map(|defined| Measure {
        kind: defined.kind.value,
        unit: defined.unit.value.clone(),
        scale: defined.scale.map(|scale| scale.value),
    });
    let service = known.service(service);
    let number = |field| goals::number(field, measure.as_ref());
    let bound = match bounds {
        (Some(below), None) => number(below).map(|at| at.map(Bound::Below)),
        (None, Some(above)) => number(above).map(|at| at.map(Bound::Above)),
        (Some(_), Some(above)) => {
            let help = "a trigger is reached on one side: remove one of the two";
            conflict(above, "stands beside `below`", help);
            None
        }
        (None, None) => {
            let why = "say from which figure on we act: `below`, or `above`";
            fields.required_because("below", why);
            None
        }
    };
    Some(Trigger::Watched(Watch {
        metric: metric?,
        service: service?,
        bound: bound?,
    }))
}

/// Reads the assessments. Each holds its harm against the appetite of its quarter.
fn assessments(
    field: Field<'_, '_, '_>,
    known: &Known<'_>,
    appetite: Option<&Appetite>,
) -> Option<Vec<RiskAssessment>> {
    let items = field.items()?;
    if items.is_empty() {
        return field.empty();
    }
    let count = items.len();
    let mut limit = appetite.map(|appetite| (appetite.harm, appetite.on.span));
    let mut before: Option<Located<Period>> = None;
    let mut told: Option<Span> = None;
    let mut read = Vec::with_capacity(count);
    for item in items {
        let Some(assessment) = assessment(item, known) else {
            continue;
        };
        if let Some(before) = before
            && assessment.period.value <= before.value
        {
            field.problems.add(
                topics::OUT_OF_ORDER
                    .at(
                        assessment.period.span,
                        "assessments go from oldest to newest",
                    )
                    .see(before.span, "stands before it")
                    .help("put the newest last; a quarter has one assessment"),
            );
        }
        before = Some(assessment.period);
        if let Some(newer) = &assessment.appetite {
            limit = Some((newer.harm, newer.on.span));
        }
        if let Some((harm, span)) = limit
            && harm != assessment.harm.value
        {
            // One slip in a limit is one problem, however often the risk was assessed.
            if told.replace(span) == Some(span) {
                continue;
            }
            field.problems.add(
                topics::HARM_WITHOUT_LIMIT
                    .at(
                        assessment.harm.span,
                        format!(
                            "the impact is counted in {}",
                            counted_in(assessment.harm.value)
                        ),
                    )
                    .see(
                        span,
                        format!("the appetite is counted in {}", counted_in(harm)),
                    )
                    .help("count both in the same"),
            );
            continue;
        }
        read.push(assessment);
    }
    (read.len() == count).then_some(read)
}

fn counted_in(harm: Harm) -> &'static str {
    match harm {
        Harm::Money => "money",
        Harm::CustomerHours => "hours of customers",
    }
}

fn assessment(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<RiskAssessment> {
    let fields = item.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let times = fields.required("times_a_year").and_then(range);
    let (money, hours) = (fields.optional("impact"), fields.optional("customer_hours"));
    let harm = one_harm(&fields, "impact", money, hours);
    let impact = harm.and_then(|(_, field)| range(field));
    let grade = fields
        .required("grade")
        .and_then(|field| field.word(GRADES));
    let by = fields.text("by");
    let why = fields.plain("why");
    let reached = given(fields.optional("trigger_reached"), Field::date);
    let owner = given(fields.optional("owner"), Field::text);
    let appetite = given(fields.optional("appetite"), appetite_of);
    let doing = given(fields.optional("doing"), treatment);
    let trigger = given(fields.optional("trigger"), |field| trigger_of(field, known));
    let decision = given(fields.optional("decision"), reference);
    fields.finish();
    let (times, impact) = (times?, impact?);
    if times.low == times.high && impact.low == impact.high {
        item.problems.add(
            topics::ESTIMATE_WITHOUT_RANGE
                .at(item.key, "a risk is estimated as one number")
                .help("give how often, or how much, as the range that you would bet on"),
        );
        return None;
    }
    let (harm, field) = harm?;
    Some(RiskAssessment {
        period: period?,
        times_a_year: times,
        impact,
        harm: Located::new(harm, field.key),
        grade: grade?.value,
        by: by?.value,
        why: why?,
        reached: reached?,
        owner: owner?,
        appetite: appetite?,
        doing: doing?,
        trigger: trigger?,
        decision: decision?,
        span: item.key,
    })
}

/// Both ends of an estimate; they may be equal, and nothing is below zero.
fn range(field: Field<'_, '_, '_>) -> Option<Range> {
    let fields = field.fields()?;
    let low = fields.required("low").and_then(amount);
    let high = fields.required("high").and_then(amount);
    fields.finish();
    let (low, high) = (low?, high?);
    if low.value > high.value {
        goals::reversed(field, low.span);
        return None;
    }
    if high.value == Exact::ZERO {
        let message = format!("`{}` is nothing at both ends", field.name);
        field.problems.add(
            topics::IMPOSSIBLE_VALUE
                .at(high.span, message)
                .help("a risk that cannot happen or costs nothing is closed, not estimated"),
        );
        return None;
    }
    Some(Range {
        low: low.value,
        high: high.value,
    })
}

fn closing(field: Field<'_, '_, '_>) -> Option<RiskClosing> {
    let fields = field.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let why = fields.plain("why");
    fields.finish();
    Some(RiskClosing {
        period: period?,
        why: why?,
    })
}

/// Tells of a trigger that is said to be reached though a metric tells.
fn tell_computed(assessed: &[RiskAssessment], first: &Trigger, problems: &Problems) {
    let mut watch = first.watch();
    for assessment in assessed {
        if let Some(trigger) = &assessment.trigger {
            watch = trigger.watch();
        }
        if let (Some(watch), Some(reached)) = (watch, &assessment.reached) {
            problems.add(
                topics::CONFLICTING_KEYS
                    .at(
                        reached.span,
                        "the day on which a trigger was reached is written by hand",
                    )
                    .see(watch.metric.span, "this metric tells")
                    .help("remove it: whether the trigger is reached is computed"),
            );
        }
    }
}

/// Tells of an assessment in or after the quarter in which the risk is no longer one.
fn tell_reopened(assessed: &[RiskAssessment], closed: &RiskClosing, problems: &Problems) {
    let Some(last) = assessed.last() else {
        return;
    };
    let first = assessed
        .first()
        .is_some_and(|a| closed.period.value <= a.period.value);
    if last.period.value >= closed.period.value {
        let message = if first {
            format!(
                "the risk is closed in {} before it was one",
                closed.period.value
            )
        } else {
            format!(
                "the risk is assessed for {} after it was closed",
                last.period.value
            )
        };
        problems.add(
            topics::CLOSED_RISK_ASSESSED
                .at(last.period.span, message)
                .see(closed.period.span, "closed from this quarter on")
                .help("correct the quarter; a risk that comes back is a new one, which says so"),
        );
    }
}

/// Tells of decisions that no pack asks for. What is only in a lock was asked for all the same.
pub(super) fn tell_unknown_decisions(
    risks: &[Risk],
    narratives: &BTreeMap<Period, Narrative>,
    published: &BTreeMap<Period, Publication>,
    problems: &Problems,
) {
    let latest = narratives.keys().chain(published.keys()).max();
    let told = |reference: &Reference| {
        // A quarter that has no words yet may still ask for it.
        if latest.is_none_or(|latest| reference.period > *latest) {
            return true;
        }
        let narrative = narratives.get(&reference.period);
        let lock = published.get(&reference.period);
        narrative.is_some_and(|n| n.decisions.iter().any(|d| d.id.value == reference.id))
            || lock.is_some_and(|lock| lock.asks.iter().any(|ask| ask.id.value == reference.id))
    };
    for risk in risks {
        let later = risk.assessed.iter().filter_map(|a| a.decision.as_ref());
        for decision in risk.decision.iter().chain(later) {
            if !told(&decision.value) {
                let name = decision.value.to_string();
                tell_unknown(&name, decision.span, narratives, problems);
            }
        }
    }
}

fn tell_unknown(
    name: &str,
    span: Span,
    narratives: &BTreeMap<Period, Narrative>,
    problems: &Problems,
) {
    let asked: Vec<String> = narratives
        .iter()
        .flat_map(|(period, n)| {
            n.decisions
                .iter()
                .map(move |d| format!("{period}/{}", d.id.value))
        })
        .collect();
    let near = super::problems::nearest(name, asked.iter().map(String::as_str));
    problems.add(
        topics::UNKNOWN_DECISION
            .at(span, format!("no pack asks for {}", quoted(name)))
            .help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a file of `decisions/` by its quarter, such as `2026-Q3/d1-name`"
                    .to_owned(),
            }),
    );
}
