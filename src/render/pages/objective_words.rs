//! How an objective is defined and watched, in plain words: method, window, queries, alerts.

use crate::analyse::budget::burn::{Scaled, Threshold};
use crate::model::{
    AlertPolicy, Budgeting, Comparison, Exact, Length, Measure, Objective, SourceQuery,
};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// One fact of a definition.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) text: String,
}

/// A query of an indicator, as text; never run.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Query {
    what: String,
    text: String,
}

pub(super) fn facts(ctx: &Ctx<'_>, objective: &Objective) -> Vec<Fact> {
    let service = objective.service_id.as_deref();
    let service = service.and_then(|id| ctx.pack.service(id));
    let fact = |label: &str, text: String| Fact {
        label: label.to_owned(),
        text,
    };
    let mut facts = vec![
        fact(
            label("Service"),
            service.map_or_else(|| objective.service.value.clone(), |s| s.name.clone()),
        ),
        fact(label("Its own window"), sentences::window(objective.window)),
    ];
    facts.extend(
        objective
            .method()
            .map(|method| fact(label("Counted by"), counted(ctx, method))),
    );
    facts.extend(objective.parts.iter().filter_map(|part| {
        let indicator = &part.indicator;
        let said = indicator.description.as_ref().map(|text| &text.value);
        let said = said.or(indicator.name.as_ref())?;
        Some(fact(label("What is good"), said.clone()))
    }));
    for part in &objective.parts {
        if let Some((comparison, value)) = part.threshold {
            let text = format!("{} {}", compared(comparison), ctx.words.factor(value));
            facts.push(fact(label("A value is good"), text));
        }
    }
    facts.extend(objective.alerts.iter().map(|alert| {
        fact(
            label("Alert"),
            say!(
                "{unwrap_or}: burn rate {compared} {factor} over {length}{share}",
                alert.name.as_ref().unwrap_or(&alert.id),
                compared(alert.compared),
                ctx.words.factor(alert.threshold),
                length(alert.lookback),
                share(ctx, objective, alert)
            ),
        )
    }));
    facts
}

/// What of the budget burns while an alert's window lasts at its threshold: the same threshold is
/// another share of the budget of another window.
fn share(ctx: &Ctx<'_>, objective: &Objective, alert: &AlertPolicy) -> String {
    let length = objective.window.length();
    let period = match length.minutes() {
        Some(minutes) => i64::try_from(minutes).ok(),
        None if length.months() == Some(3) => Some(ctx.pack.settings.calendar.minutes(ctx.period)),
        None => None,
    };
    let window = alert.lookback.minutes();
    let window = window.and_then(|minutes| i64::try_from(minutes).ok());
    let burnt = period.zip(window).and_then(|(period, window)| {
        let spent = alert.threshold.times(Exact::integer(window))?;
        spent.over(Exact::integer(period))
    });
    burnt.map_or_else(String::new, |burnt| {
        say!(
            ", in which {of_budget} of the budget goes",
            ctx.words.of_budget(burnt)
        )
    })
}

fn counted(ctx: &Ctx<'_>, method: Budgeting) -> String {
    match method {
        Budgeting::Occurrences => {
            label("good events over all events: each weighs the same").to_owned()
        }
        Budgeting::Timeslices { target, slice } => say!(
            "good slices of {length} over all slices; a slice is good where {promised} of its events are",
            length(slice),
            ctx.words.promised(target)
        ),
        Budgeting::RatioTimeslices { slice } => say!(
            "the mean share of good events in slices of {length}: each slice weighs the same",
            length(slice)
        ),
    }
}

fn compared(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => label("below"),
        Comparison::AtMost => label("at most"),
        Comparison::More => label("above"),
        Comparison::AtLeast => label("at least"),
    }
}

/// `5 minutes`, `1 hour`.
pub(super) fn length(length: Length) -> String {
    unit_of(length.count.into(), length.unit.name())
}

/// So many of a unit of time, in the language spoken.
fn unit_of(n: u64, unit: &'static str) -> String {
    let many = match unit {
        "minute" => "minutes",
        "hour" => "hours",
        "day" => "days",
        "week" => "weeks",
        "month" => "months",
        "quarter" => "quarters",
        _ => "years",
    };
    format!("{n}\u{a0}{}", label(if n == 1 { unit } else { many }))
}

/// Minutes as the largest whole unit: `1 hour`, `3 days`, `3 h 17 min`, `13 days 3 h`.
pub(super) fn minutes(minutes: i64) -> String {
    let told = |n: i64, unit: &'static str| unit_of(n.unsigned_abs(), unit);
    match (minutes / 1_440, minutes / 60, minutes % 60) {
        (days, _, _) if days > 0 && minutes % 1_440 == 0 => told(days, "day"),
        (2.., hours, _) => say!("{days} {hours}~h", told(hours / 24, "day"), hours % 24),
        (_, hours, 0) => told(hours, "hour"),
        (_, 0, rest) => told(rest, "minute"),
        (_, hours, rest) => say!("{hours}~h {rest}~min", hours, rest),
    }
}

pub(super) fn queries(objective: &Objective) -> Vec<Query> {
    let parts = objective.parts.iter();
    parts
        .flat_map(|part| match &part.indicator.measure {
            Measure::Threshold(query) => vec![(label("Value"), query)],
            Measure::Good { good, total } => vec![(label("Good"), good), (label("All"), total)],
            Measure::Bad { bad, total } => vec![(label("Bad"), bad), (label("All"), total)],
            Measure::Raw { query, success } => {
                vec![(
                    if *success {
                        label("Share of good")
                    } else {
                        label("Share of bad")
                    },
                    query,
                )]
            }
        })
        .filter_map(|(what, query)| asked(what, query))
        .collect()
}

fn asked(what: &str, query: &SourceQuery) -> Option<Query> {
    let system = query.system.as_ref().or(query.source.as_ref());
    let lines: Vec<String> = match query.fields.as_slice() {
        [] => return None,
        [(_, text)] => vec![text.clone()],
        many => many
            .iter()
            .map(|(key, text)| format!("{key}{}{text}", label(": ")))
            .collect(),
    };
    Some(Query {
        what: system.map_or_else(|| what.to_owned(), |system| format!("{what}, {system}")),
        text: lines.join("\n"),
    })
}

/// `1 hour and 5 minutes`: both windows of a rule.
pub(super) fn both(threshold: &Threshold) -> String {
    say!(
        "{minutes} and {minutes2}",
        minutes(i64::from(threshold.long)),
        minutes(i64::from(threshold.short))
    )
}

/// The same four speeds with windows that grow with the period, in one sentence.
pub(super) fn scaled(rules: &[Scaled]) -> String {
    let told = rules
        .iter()
        .map(|rule| say!("{factor} over {minutes}", rule.factor, minutes(rule.long)));
    let told: Vec<String> = told.collect();
    say!(
        "Tools that keep the factor and let the windows grow with the period would tell at {join}.",
        told.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn minutes_are_told_in_whole_units() {
        let told: Vec<String> = [5, 60, 90, 1_440, 18_926]
            .map(minutes)
            .into_iter()
            .map(|text| text.replace('\u{a0}', " "))
            .collect();
        assert_eq!(
            told,
            ["5 minutes", "1 hour", "1 h 30 min", "1 day", "13 days 3 h"]
        );
    }
}
