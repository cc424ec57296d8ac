//! A target of a published quarter that is no longer the one that was published.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Severity, Span};
use crate::model::{Metric, Period, PublishedTarget, Target};
use crate::words::machine;

pub(super) const RULE: Rule = Rule {
    code: "moved-goalpost",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "A published quarter was judged by the target of its day. Where that target changes \
          afterwards, a quarter that missed may seem to have met, and the board was told \
          otherwise.",
    fix: "Bring the target back as it was published. A new target stands under it, from a day \
          that no published quarter holds, with who set it and why.",
    bad: concat!(
        published_lock!(format: 1, "restatements: 0\n", target: 4),
        "asks: []
promises: []
shared: {}
texts: {}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let calendar = &facts.pack.settings.calendar;
    for metric in facts.pack.metrics.values() {
        // One edit of a target changes every quarter that it holds in: told once, of the latest.
        let mut told: Vec<Option<Span>> = Vec::new();
        for (period, lock) in facts.pack.published.iter().rev() {
            let Some(lock) = lock.metrics.get(&metric.id.value) else {
                continue;
            };
            let last_day = calendar.last_day(*period);
            let now = metric.target_on(last_day);
            let Some(moved) = moved(metric, *period, now, lock.target.as_ref()) else {
                continue;
            };
            let place = now.map(|target| target.span);
            if told.contains(&place) {
                continue;
            }
            told.push(place);
            report
                .at(place.unwrap_or(metric.name.span), moved)
                .see(lock.span, format!("published so with {period}"))
                .help(match &lock.target {
                    // What was published still stands there, and a newer one overrides it.
                    Some(then)
                        if metric.targets.iter().any(|target| {
                            (target.from, target.value) == (then.from, then.value)
                                && target.set_by == then.set_by
                        }) =>
                    {
                        format!("let the new target begin on a later day than {last_day}")
                    }
                    Some(then) => format!(
                        "bring back `{{from: {}, value: {}, set_by: {}}}`; a new target begins on \
                         a later day than {last_day}",
                        then.from,
                        machine::decimal(metric, then.value),
                        then.set_by
                    ),
                    None => format!("let the first target begin on a later day than {last_day}"),
                });
        }
    }
}

/// What is different, if anything is.
fn moved(
    metric: &Metric,
    period: Period,
    now: Option<&Target>,
    then: Option<&PublishedTarget>,
) -> Option<String> {
    let id = &metric.id.value;
    let value = |value| machine::decimal(metric, value);
    match (now, then) {
        (None, None) => None,
        (Some(now), None) => Some(format!(
            "`{id}` has a target of {} in {period}, which was published without one",
            value(now.value)
        )),
        (None, Some(then)) => Some(format!(
            "`{id}` has no target in {period}, which was published with {}",
            value(then.value)
        )),
        (Some(now), Some(then)) if now.value != then.value => Some(format!(
            "the target of `{id}` in {period} is {}, and was published as {}",
            value(now.value),
            value(then.value)
        )),
        (Some(now), Some(then)) if now.from != then.from => Some(format!(
            "the target of `{id}` in {period} holds from {}, and was published as from {}",
            now.from, then.from
        )),
        (Some(now), Some(then)) if now.set_by != then.set_by => Some(format!(
            "the target of `{id}` in {period} was set by `{}`, and was published as set by `{}`",
            now.set_by, then.set_by
        )),
        (Some(_), Some(_)) => None,
    }
}
