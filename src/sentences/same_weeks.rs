//! What else the pack knows of the weeks around a story's action: other marks, and definitions and
//! targets that changed. Beside the author's own answer, so that nobody has to remember to give it.

use super::Ctx;
use super::grammar::clause;
use crate::analyse::Evidence;
use crate::analyse::{MovementClass, Shift};
use crate::model::{AnnotationKind, DefinitionEffect, Metric, Scope, Story};
use crate::tongue::{label, say};
use chrono::{Days, NaiveDate};

/// Weeks before an action, and after it, in which something else could be behind its shift.
const WEEKS: u64 = 8;

/// One clause for each, oldest first: `18 August 2026: payment provider outage`.
pub(crate) fn same_weeks(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    story: &Story,
    shift: &Shift,
) -> Vec<String> {
    let last = ctx.pack.settings.calendar.last_day(ctx.period);
    let from = shift.action - Days::new(7 * WEEKS);
    let to = (shift.action + Days::new(7 * WEEKS)).min(last);
    let within = |day: NaiveDate| from <= day && day <= to;
    let mut found: Vec<(NaiveDate, String)> = Vec::new();
    for mark in &ctx.pack.annotations {
        let other = mark.id.value != story.action_mark.value;
        // A change point of another metric says that work itself changed in those weeks.
        let concerns = mark.concerns(&metric.id.value, scope);
        if !other || !within(mark.date) || !(concerns || mark.kind == AnnotationKind::ChangePoint) {
            continue;
        }
        let of = match (concerns, mark.metrics.first()) {
            (false, Some(first)) => {
                let named = ctx.pack.metrics.get(&first.value);
                let name = named.map_or(first.value.as_str(), |m| m.name.value.as_str());
                format!(" ({})", clause(name))
            }
            _ => String::new(),
        };
        found.push((mark.date, format!("{}{of}", clause(&mark.label))));
    }
    for other in ctx.pack.metrics.values() {
        let own = other.id.value == metric.id.value;
        for change in &other.definition.changes {
            let matters = own || change.effect.value != DefinitionEffect::None;
            if within(change.date) && matters {
                let name = clause(&other.name.value);
                found.push((change.date, say!("the definition of {name} changed", name)));
            }
        }
    }
    for target in metric.targets.iter().filter(|t| within(t.from)) {
        let value = ctx.words.exact(metric, target.value);
        found.push((target.from, say!("its target became {value}", value)));
    }
    found.sort();
    found.dedup();
    let told = found.into_iter();
    told.map(|(day, what)| format!("{}{}{what}", ctx.words.date(day), label(": ")))
        .collect()
}

/// Why the story's evidence and the dashboard's differ, where they do.
pub(crate) fn differing(evidence: &Evidence<'_>) -> Option<&'static str> {
    if !evidence.differs() {
        return None;
    }
    Some(match &evidence.judged.movement.class {
        _ if evidence.opposed() => {
            label("The dashboard’s own range for this quarter shows a signal the other way.")
        }
        MovementClass::Routine => label(
            "Within the dashboard’s longer range this quarter alone is routine variation: the shift is older than the quarter, or too small for it.",
        ),
        MovementClass::StrongSignal => {
            label("The dashboard, whose range is longer, grades this quarter a strong signal.")
        }
        _ => label("The dashboard, whose range is longer, grades this quarter one signal."),
    })
}
