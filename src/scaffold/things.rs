//! A thing by its name: the files and entries in which it stands.

use super::yaml::{id as id_of, quoted};
use super::{
    Ground, PLACEHOLDER, Refusal, Scaffold, StandardMetric, Thing, entries, mark, refuse, todo,
};
use crate::model::{AnnotationKind, Period};
use crate::tongue::{label, say, tabled};
use std::fmt::Write as _;

/// Makes it.
pub(super) fn new(ground: &Ground<'_>, thing: Thing, name: &str) -> Result<Scaffold, Refusal> {
    let name = name.trim();
    let id = id_of(name);
    if id.is_empty() {
        return unnamed(name);
    }
    let mut made = Scaffold::default();
    match thing {
        Thing::Story => story(ground, &mut made, &id, name)?,
        Thing::Decision => decision(ground, &mut made, &id, name)?,
        Thing::Metric => metric(ground, &mut made, &id, name)?,
        Thing::Incident => incident(ground, &mut made, &id, name)?,
        Thing::Term => {
            let path = format!("content/glossary/{id}.md");
            if ground.pack.metrics.contains_key(&id) {
                return taken("a metric", &id);
            }
            made.made.insert(path, term(name));
        }
        Thing::Risk => {
            let period = ground.draft()?;
            let risks = ground.pack.risks.iter().flatten();
            if risks.into_iter().any(|risk| risk.id.value == id) {
                return taken("a risk", &id);
            }
            let item = entries::risk(ground, period, &id, name);
            entries::item(ground, &mut made, "data/risks.yaml", &item)?;
            // Where a record tells them, the overview does not: an empty list says nothing that is lost.
            let path = format!("content/{period}/overview.md");
            let overview = ground.text(&path).filter(|_| ground.pack.risks.is_none());
            if let Some(overview) = overview.filter(|text| text.contains("\n  risks: []\n")) {
                let without = overview.replacen("\n  risks: []\n", "\n", 1);
                made.extended.insert(path, without);
            }
        }
        Thing::Experiment => {
            let period = ground.draft()?;
            let experiments = ground.pack.experiments.iter().flatten();
            if experiments
                .into_iter()
                .any(|experiment| experiment.id.value == id)
            {
                return taken("an experiment", &id);
            }
            let item = entries::experiment(ground, period, &id, name);
            entries::item(ground, &mut made, "data/experiments.yaml", &item)?;
        }
    }
    Ok(made)
}

fn taken<T>(what: &str, id: &str) -> Result<T, Refusal> {
    refuse(
        format!("there is {what} `{id}` already; nothing was written"),
        "choose another name, or edit it",
    )
}

fn term(name: &str) -> String {
    format!(
        "---\nname: {}\n---\n{PLACEHOLDER} {}\n",
        quoted(name),
        label("what it means, in plain words")
    )
}

/// The metric at the head of the dashboard's first pane: a name that leads somewhere until a person
/// says which.
fn some_metric<'p>(ground: &Ground<'p>) -> Result<&'p str, Refusal> {
    let pack = ground.pack;
    let heads = pack
        .settings
        .dashboard
        .iter()
        .map(|pane| pane.headline.metric.value.as_str());
    let all = heads.chain(pack.metrics.keys().map(String::as_str));
    let mut known = all.filter(|id| pack.metrics.contains_key(*id));
    match known.next() {
        Some(id) => Ok(id),
        None => refuse(
            "the pack has no metric yet",
            "begin with one: `boardpack new metric NAME`",
        ),
    }
}

fn story(ground: &Ground<'_>, made: &mut Scaffold, id: &str, name: &str) -> Result<(), Refusal> {
    let period = ground.draft()?;
    let metric = some_metric(ground)?;
    let path = format!("content/{period}/stories/{id}.md");
    let known = ground
        .pack
        .annotations
        .iter()
        .find(|mark| mark.id.value == id);
    match known {
        Some(known) if known.kind != AnnotationKind::Action => {
            return taken("a mark that is no action,", id);
        }
        Some(_) => {}
        None if ground.text(&path).is_some() => {}
        None => {
            let action = entries::action(ground, period, id, name, metric);
            entries::item(ground, made, "data/annotations.yaml", &action)?;
        }
    }
    let calendar = ground.pack.settings.calendar;
    let text = format!(
        "---\ntitle: {}\nmetric: {metric}{}\naction: {id}\nowner: {}\ncost: {}\noutcome: too-early{}\n\
         other_changes: {}\nnext_check: {}{}\nproxy:\n  grade: assumed{}\n  low: {}\n  high: {}\n  \
         method: {}\n  agreed_with: {}\n  agreed_on: {}{}\n---\n## Context\n{PLACEHOLDER} {}\n\n\
         ## Action\n{PLACEHOLDER} {}\n\n## Business proxy\n{PLACEHOLDER} {}\n",
        todo(&say!("{name}: as a sentence of at most 16 words", name)),
        mark("the metric that tells"),
        todo("the role that answers for it"),
        todo("what it cost, such as 14 engineer-weeks"),
        mark("worked, did-not-work or too-early"),
        todo("what else changed in the same weeks, or nothing known"),
        calendar.last_day(period.shifted(1)),
        mark("when we look again"),
        mark("measured, modelled or assumed"),
        todo("low end of what it is worth, in words"),
        todo("high end of what it is worth, in words"),
        todo("how that was worked out"),
        todo("the role that agreed, such as Finance business partner"),
        calendar.end(period),
        mark("the day on which they agreed"),
        label("at most 35 words"),
        label("at most 30 words"),
        label("at most 40 words"),
    );
    made.made.insert(path, text);
    Ok(())
}

fn decision(ground: &Ground<'_>, made: &mut Scaffold, id: &str, name: &str) -> Result<(), Refusal> {
    let period = ground.draft()?;
    let metric = some_metric(ground)?;
    let decisions = ground.pack.narratives.get(&period);
    let decisions = decisions.map_or(&[][..], |narrative| &narrative.decisions);
    let is_there = |own: &str| own.split_once('-').is_some_and(|(_, rest)| rest == id);
    if decisions
        .iter()
        .any(|decision| is_there(&decision.id.value))
    {
        return taken("a decision", id);
    }
    let number = decisions
        .iter()
        .map(|decision| decision.number.value)
        .max()
        .unwrap_or(0)
        + 1;
    let calendar = ground.pack.settings.calendar;
    let at = |quarters| calendar.end(period.shifted(quarters));
    let mut text = format!(
        "---\nnumber: {number}\nverb: decide{}\ntitle: {}\nrequest: {}\nreply_by: {}{}\nsponsor: {}\n\
         question: {}\nmetric: {metric}{}\n",
        mark("decide, approve, note, endorse or advise"),
        todo(&say!("We recommend {name}", name)),
        todo("what is asked for, after the verb"),
        at(1),
        mark("the day by which the answer is wanted"),
        todo("the role that asks"),
        todo("the question, so that yes or no answers it"),
        mark("the metric that will tell"),
    );
    for option in ["baseline", "investment"] {
        let what = match option {
            "baseline" => label("going on as we are"),
            _ => label("what we propose"),
        };
        let _ = write!(
            text,
            "{option}:\n  what: {}\n  one_off: {}\n  running: {}\n",
            todo(what),
            todo("what it costs once"),
            todo("what it costs a year"),
        );
        if option == "investment" {
            let _ = writeln!(
                text,
                "  go_live: {}{}",
                at(2),
                mark("the first day it works")
            );
        }
        let _ = write!(
            text,
            "  trade_off: {}\n  if_wrong: {}\n  owner: {}\n",
            todo("what is given up"),
            todo("what happens if we are wrong"),
            todo("the role that answers for it"),
        );
    }
    let _ = write!(
        text,
        "also_considered:\n  - {{option: {}, rejected: {}}}\nassumptions:\n  \
         - {{id: A1, text: {}, source: {}}}\nstop_rule: {}\nresolution: {}\nreview:\n  date: {}{}\n  \
         measure: {}\n---\n## Why now\n{PLACEHOLDER} {}\n",
        todo("what else was considered"),
        todo("why not"),
        todo("what it rests on"),
        todo("what that is taken from"),
        todo("what would make us stop"),
        todo("the resolution, as the minutes would have it"),
        at(3),
        mark("when it is looked at again"),
        todo("by what"),
        label("at most 35 words"),
    );
    made.made.insert(
        format!("content/{period}/decisions/d{number}-{id}.md"),
        text,
    );
    Ok(())
}

fn incident(ground: &Ground<'_>, made: &mut Scaffold, id: &str, name: &str) -> Result<(), Refusal> {
    let period = ground.draft()?;
    if ground.pack.incident(period, id).is_some() {
        return taken("an incident", id);
    }
    let entry = entries::incident(ground, period, id, name);
    let path = format!("data/incidents/{period}.yaml");
    if ground.text(&path).is_some() {
        return entries::entry(ground, made, (&path, "incidents"), &entry);
    }
    let calendar = ground.pack.settings.calendar;
    let head = format!(
        "period: {period}\nas_of: {} 09:00{}\nincidents:\n",
        calendar.end(period),
        mark("when the record was taken")
    );
    let entry: String = entry.lines().map(|line| format!("  {line}\n")).collect();
    made.made.insert(path, head + &entry);
    Ok(())
}

/// What a definition says beside its formula.
pub(super) const DEFINED: [(&str, &str); 8] = [
    (
        "start_event",
        tabled("the event at which it begins to count"),
    ),
    ("stop_event", tabled("the event at which it ends")),
    ("event_source", tabled("where the events are recorded")),
    ("query_owner", tabled("the role that answers for the query")),
    ("inclusion", tabled("what is counted")),
    ("exclusion", tabled("what is not")),
    (
        "refresh",
        tabled("when it is counted anew, and when the quarter is closed"),
    ),
    ("weaknesses", tabled("what it cannot see")),
];

/// What stands under a metric's front matter.
pub(super) fn sections() -> String {
    let sections = [
        ("Meaning", label("at most 25 plain words")),
        (
            "Why the Board sees it",
            label("what the Board would do if it worsened"),
        ),
        ("What moves it", label("what makes it better and worse")),
        ("Playbook", label("where to look first if it worsens")),
        (
            "Questions and answers",
            label("a question in bold, and its answer"),
        ),
    ];
    let sections = sections.map(|(name, asked)| format!("## {name}\n{PLACEHOLDER} {asked}\n"));
    format!("---\n{}", sections.join("\n"))
}

/// A metric that is counted from events.
pub(super) fn standard(
    ground: &Ground<'_>,
    metric: &StandardMetric,
    name: &str,
) -> Result<Scaffold, Refusal> {
    let name = name.trim();
    // Under its own name it has its own id, which other tools know.
    let id = match metric.is_called(name) {
        true => metric.id.clone(),
        false => id_of(name),
    };
    if id.is_empty() {
        return unnamed(name);
    }
    let mut made = Scaffold::default();
    let path = free(ground, &id)?;
    // A quarter that is not begun has no list to add it to: `collect` begins both.
    let begun = match ground.draft() {
        Ok(period) => {
            let why = say!("not counted yet: `boardpack collect {period}`", period);
            observe(ground, &mut made, period, &id, &quoted(&why))?;
            Some(ground.pack.settings.calendar.start(period))
        }
        Err(refusal) => match ground.pack.latest() {
            Some(_) => return Err(refusal),
            None => None,
        },
    };
    made.made.insert(path, metric.file(name, begun));
    Ok(made)
}

fn unnamed<T>(name: &str) -> Result<T, Refusal> {
    refuse(
        format!("`{name}` holds no letters that a file could be named after"),
        "give it a name in words, such as `\"Second payment provider\"`",
    )
}

/// The path of a metric's file, if nothing is called as it.
fn free(ground: &Ground<'_>, id: &str) -> Result<String, Refusal> {
    if ground.pack.terms.contains_key(id) {
        return taken("a term", id);
    }
    let path = format!("content/metrics/{id}.md");
    if ground.text(&path).is_some() {
        return taken("a metric", id);
    }
    Ok(path)
}

/// Puts into the snapshot of a quarter why there is no figure yet.
fn observe(
    ground: &Ground<'_>,
    made: &mut Scaffold,
    period: Period,
    id: &str,
    why: &str,
) -> Result<(), Refusal> {
    let observation = format!("{id}:\n  missing: {why}\n");
    let snapshot = format!("data/snapshots/{period}.yaml");
    entries::entry(ground, made, (&snapshot, "observations"), &observation)
}

fn metric(ground: &Ground<'_>, made: &mut Scaffold, id: &str, name: &str) -> Result<(), Refusal> {
    let period = ground.draft()?;
    let path = free(ground, id)?;
    let why = todo("its figures, or why there are none");
    observe(ground, made, period, id, &why)?;
    let begun = ground.pack.settings.calendar.start(period);
    let mut text = format!(
        "---\nname: {}\ncategory: delivery{}\nkind: ratio{}\nunit: percent{}\npolarity: higher-is-better{}\n\
         roll_up: sum-of-parts{}\nspread: linear{}\ntest: xmr{}\nowner: {}\nroles: [cto]{}\nno_target: {}\n\
         definition:\n  version: 1\n",
        quoted(name),
        mark("delivery, reliability, incidents, quality, security, cost, outcomes or people"),
        mark("ratio, quantile, level, count or score"),
        mark("percent, milliseconds to days, currency, points, or {one: …, many: …}"),
        mark("higher-is-better, lower-is-better or neutral"),
        mark("sum-of-parts, stated-only, worst, sum or none"),
        mark("linear, or log for times and costs"),
        mark("xmr, rare-events or none"),
        todo("the role that answers for it"),
        mark("who looks at it"),
        todo("why nothing is promised, or `targets:` in its place"),
    );
    let _ = writeln!(text, "  formula: {}", todo("what is divided by what"));
    for (key, what) in DEFINED {
        let _ = writeln!(text, "  {key}: {}", todo(what));
    }
    let _ = write!(
        text,
        "  changes:\n    - {{version: 1, date: {begun}, what: {}, effect: none}}\n{}",
        label("First definition."),
        sections()
    );
    made.made.insert(path, text);
    Ok(())
}
