//! Metrics of two packs to what differs in what they mean, how they are judged, what they are held
//! to and what is said about them.

use super::difference::{Difference, Matter};
use super::quarters::{is_eased, said_target};
use super::settings::{Attribute, attributes};
use super::{Side, phrase, rank};
use crate::model::{
    Benchmark, DefinitionChange, DefinitionEffect, Metric, Period, Scope, Spread, Target, Test,
    Wording,
};
use crate::tongue::label;
use crate::words::Words;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a change of definition did to earlier figures.
pub(super) fn effect(effect: DefinitionEffect) -> &'static str {
    match effect {
        DefinitionEffect::None => label("earlier figures stand"),
        DefinitionEffect::Unchanged => {
            label("earlier figures were counted again and came out the same")
        }
        DefinitionEffect::Restated => label("earlier figures were counted again"),
        DefinitionEffect::Break => label("earlier figures do not compare"),
    }
}

/// Everything that differs between the metrics of two packs.
pub(super) fn between(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    let ids: BTreeSet<&String> = base
        .pack
        .metrics
        .keys()
        .chain(head.pack.metrics.keys())
        .collect();
    for id in ids {
        match (base.pack.metrics.get(id), head.pack.metrics.get(id)) {
            (Some(then), Some(now)) => found.extend(one(base, head, then, now)),
            (Some(gone), None) => {
                let name = &gone.name.value;
                let path = base.path(gone.id.span);
                let said = format!("{name} is no longer measured");
                let text = "defined".to_owned();
                found.push(
                    begin(base, Matter::Gone, gone, "metric", path)
                        .from(text)
                        .saying(said),
                );
            }
            (None, Some(new)) => {
                let name = &new.name.value;
                let path = head.path(new.id.span);
                let said = format!("{name} is a new metric");
                let text = phrase::short(&new.definition.formula, 200);
                found.push(
                    begin(head, Matter::New, new, "metric", path)
                        .to(text)
                        .saying(said),
                );
            }
            (None, None) => {}
        }
    }
    found
}

fn begin(side: &Side<'_>, matter: Matter, metric: &Metric, what: &str, path: String) -> Difference {
    Difference::new(matter, &metric.name.value, what)
        .of(&metric.id.value)
        .at(path)
        .ranked(rank(&side.pack.settings, &metric.id.value, Scope::All))
}

fn one(base: &Side<'_>, head: &Side<'_>, then: &Metric, now: &Metric) -> Vec<Difference> {
    let path = head.path(now.id.span);
    let begin = |matter, what: &str| begin(head, matter, now, what, path.clone());
    let mut found = meaning(then, now, &begin);
    found.extend(changes(then, now, &begin));
    found.extend(targets(base, head, then, now, &begin));
    found.extend(attributes(&plain(then), &plain(now), |attribute| {
        begin(attribute.matter, attribute.what)
    }));
    found
}

/// Fields that decide what a figure means.
fn meaning(
    then: &Metric,
    now: &Metric,
    begin: &dyn Fn(Matter, &str) -> Difference,
) -> Vec<Difference> {
    let (old, new) = (then.meaning(), now.meaning());
    let (from, to) = (then.definition.version.value, now.definition.version.value);
    let name = &now.name.value;
    let (matter, note) = if from == to {
        (Matter::Redefined, format!("still called version {from}"))
    } else {
        (
            Matter::Definition,
            format!("version {from} became version {to}"),
        )
    };
    let keys: Vec<&'static str> = {
        let mut keys: Vec<&'static str> = new.iter().map(|(key, _)| *key).collect();
        keys.extend(
            old.iter()
                .map(|(key, _)| *key)
                .filter(|key| !new.iter().any(|(k, _)| k == key)),
        );
        keys
    };
    let of = |fields: &[(&'static str, String)], key: &str| {
        fields
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, text)| text.clone())
    };
    keys.into_iter()
        .filter_map(|key| {
            let (a, b) = (of(&old, key), of(&new, key));
            let what = key.replace('_', " ");
            let said = match matter {
                Matter::Redefined => {
                    format!("the {what} of {name} changed and its version did not")
                }
                _ => format!("the {what} of {name} changed, with version {to}"),
            };
            (a != b).then(|| {
                begin(matter, &what)
                    .from(a)
                    .to(b)
                    .noting(&note)
                    .saying(said)
            })
        })
        .collect()
}

/// The dated list of changes of a definition.
fn changes(
    then: &Metric,
    now: &Metric,
    begin: &dyn Fn(Matter, &str) -> Difference,
) -> Vec<Difference> {
    let name = &now.name.value;
    let tell =
        |c: &DefinitionChange| format!("{}: {} ({})", c.date, c.what, effect(c.effect.value));
    let of = |metric: &Metric, version: u32| {
        let mut changes = metric.definition.changes.iter();
        changes.find(|c| c.version.value == version).map(tell)
    };
    let versions: BTreeSet<u32> = [then, now]
        .iter()
        .flat_map(|m| m.definition.changes.iter().map(|c| c.version.value))
        .collect();
    versions
        .into_iter()
        .filter_map(|version| {
            let (a, b) = (of(then, version), of(now, version));
            if a == b {
                return None;
            }
            let (matter, said) = match (&a, &b) {
                (Some(_), _) => (
                    Matter::Redefined,
                    format!("what is on record about version {version} of {name} changed"),
                ),
                (None, _) => (
                    Matter::Definition,
                    format!("{name} has a new definition, version {version}"),
                ),
            };
            let what = format!("version {version}");
            Some(begin(matter, &what).from(a).to(b).saying(said))
        })
        .collect()
}

/// The targets of a metric, by the days on which either pack begins one.
fn targets(
    base: &Side<'_>,
    head: &Side<'_>,
    then: &Metric,
    now: &Metric,
    begin: &dyn Fn(Matter, &str) -> Difference,
) -> Vec<Difference> {
    let name = &now.name.value;
    let Some(latest) = head.pack.latest() else {
        return Vec::new();
    };
    let (Some(words), Some(words_then)) = (head.words(latest), base.words(latest)) else {
        return Vec::new();
    };
    let days: BTreeSet<NaiveDate> = then
        .targets
        .iter()
        .chain(&now.targets)
        .map(|t| t.from)
        .collect();
    let mut found = Vec::new();
    for &day in &days {
        let (a, b) = (then.target_on(day), now.target_on(day));
        let what = format!("target from {}", words.date(day));
        if a.map(|t| t.value) == b.map(|t| t.value) {
            let own = |targets: &[Target]| {
                let text = |t: &Target| format!("set by {}: {}", t.set_by, t.rationale);
                targets.iter().find(|t| t.from == day).map(text)
            };
            let (x, y) = (own(&then.targets), own(&now.targets));
            if x != y {
                let said = format!("why {name} has its target from {day} is told differently");
                found.push(begin(Matter::Wording, &what).from(x).to(y).saying(said));
            }
            continue;
        }
        let eased = is_eased(now.polarity.value, a.map(|t| t.value), b.map(|t| t.value));
        let was = a.map(|t| words_then.exact_cell(then, t.value));
        let is = b.map(|t| words.exact_cell(now, t.value));
        let who = b.map_or_else(String::new, |t| {
            format!("set by {}: {}", t.set_by, phrase::short(&t.rationale, 160))
        });
        let until = days.range(day.succ_opt().unwrap_or(day)..).next().copied();
        let reach = reach(base, words, day, until);
        let said = said_target(name, eased, was.as_deref(), is.as_deref());
        let matter = if eased {
            Matter::TargetEased
        } else {
            Matter::TargetTightened
        };
        let note = phrase::joined(&[&reach, &who]);
        found.push(
            begin(matter, &what)
                .from(was)
                .to(is)
                .noting(note)
                .saying(said),
        );
    }
    if then.no_target != now.no_target {
        let said = format!("why {name} has no target is told differently");
        let (a, b) = (then.no_target.clone(), now.no_target.clone());
        found.push(
            begin(Matter::Wording, "why there is no target")
                .from(a)
                .to(b)
                .saying(said),
        );
    }
    found
}

/// Which quarters already told are judged by it.
fn reach(base: &Side<'_>, words: &Words, day: NaiveDate, until: Option<NaiveDate>) -> String {
    let calendar = &base.pack.settings.calendar;
    let told: Vec<Period> = base
        .pack
        .snapshots
        .keys()
        .copied()
        .filter(|p| {
            let end = calendar.last_day(*p);
            day <= end && until.is_none_or(|next| end < next)
        })
        .collect();
    match told.as_slice() {
        [] => String::new(),
        [one] => format!("{} is judged by it", words.period_short(*one)),
        [first, .., last] => format!(
            "{} to {} are judged by it",
            words.period_short(*first),
            words.period_short(*last)
        ),
    }
}

/// Everything else about a metric that can be compared as text.
fn plain(metric: &Metric) -> Vec<Attribute> {
    let d = &metric.definition;
    let list = |items: Vec<String>| items.join(", ");
    let test = match &metric.test {
        Test::Xmr => "process behaviour chart of weekly values".to_owned(),
        Test::RareEvents => "days between events".to_owned(),
        Test::None { reason } => format!("not tested: {reason}"),
    };
    let spread = match metric.spread {
        Spread::Linear => "linear",
        Spread::Log => "logarithmic",
    };
    let roles = metric.roles.iter().map(|r| format!("{r:?}")).collect();
    let wordings = metric.wordings.iter().map(Wording::to_string).collect();
    let benchmarks = metric
        .benchmarks
        .iter()
        .map(benchmark)
        .collect::<Vec<_>>()
        .join("; ");
    let text = |what, text: &str| Attribute::new(Matter::Wording, what, text);
    let setting = |what, text: &str| Attribute::new(Matter::Setting, what, text);
    vec![
        Attribute::new(Matter::Judging, "test", &test),
        Attribute::new(Matter::Judging, "spread", spread),
        setting("name", &metric.name.value),
        setting("short name", metric.short.as_deref().unwrap_or("")),
        setting("wordings", &list(wordings)),
        setting("category", &format!("{:?}", metric.category).to_lowercase()),
        setting("owner", &metric.owner.value),
        setting("roles", &list(roles)),
        setting(
            "outcome",
            &metric
                .outcome
                .map_or_else(String::new, |o| format!("{o:?}")),
        ),
        setting(
            "decimals",
            &metric.decimals.map_or_else(String::new, |n| n.to_string()),
        ),
        setting("event source", &d.event_source),
        setting("query owner", &d.query_owner),
        setting("refresh", &d.refresh),
        setting("platforms", &list(metric.platforms.clone())),
        setting(
            "record",
            metric.record.map_or("", |figure| figure.value.word()),
        ),
        setting(
            "catalogue",
            metric.catalogue.map_or("", |entry| entry.word()),
        ),
        setting("benchmarks", &benchmarks),
        text("weaknesses", &d.weaknesses),
        text("meaning", &metric.meaning.value),
        text("why the Board sees it", &metric.why.value),
        text("what moves it", &metric.drivers.value),
        text("playbook", &metric.playbook.value),
        text("questions and answers", &metric.questions.value),
    ]
}

fn benchmark(b: &Benchmark) -> String {
    format!(
        "{} to {}, {}, {} {}, {}",
        b.low.to_f64(),
        b.high.to_f64(),
        b.label,
        b.source,
        b.year,
        b.comparability
    )
}
