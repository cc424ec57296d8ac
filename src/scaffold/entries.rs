//! Entries of the files that hold a list: an incident, a risk, an experiment, a mark, a metric's
//! observation.

use super::yaml::{quoted, with_entry, with_item};
use super::{Ground, Refusal, Scaffold, mark, refuse, todo};
use crate::model::Period;

/// An entry into a file that is a list; the file is made where it is not there.
pub(super) fn item(
    ground: &Ground<'_>,
    made: &mut Scaffold,
    path: &str,
    item: &str,
) -> Result<(), Refusal> {
    match ground.text(path) {
        None => {
            made.made.insert(path.to_owned(), item.to_owned());
        }
        Some(text) => {
            let Some(more) = with_item(&text, item) else {
                return brackets(path, item);
            };
            made.extended.insert(path.to_owned(), more);
        }
    }
    Ok(())
}

/// An entry under a key of a file that is there.
pub(super) fn entry(
    ground: &Ground<'_>,
    made: &mut Scaffold,
    (path, key): (&str, &str),
    entry: &str,
) -> Result<(), Refusal> {
    let text = ground.text(path).unwrap_or_default();
    let Some(more) = with_entry(&text, key, entry) else {
        return brackets(path, entry);
    };
    made.extended.insert(path.to_owned(), more);
    Ok(())
}

fn brackets<T>(path: &str, entry: &str) -> Result<T, Refusal> {
    refuse(
        format!("`{path}` holds its entries in brackets; nothing was written"),
        format!("write them one a line, each begun by `- `, or add this by hand:\n\n{entry}"),
    )
}

pub(super) fn incident(ground: &Ground<'_>, period: Period, id: &str, name: &str) -> String {
    let calendar = ground.pack.settings.calendar;
    let day = calendar.start(period);
    let service = ground.pack.services.first();
    let service = service.map_or("", |service| &service.id.value);
    format!(
        "- id: {id}\n  title: {}\n  severity: 3{}\n  began: {day} 09:00{}\n  detected: {day} 09:05{}\n  \
         restored: {day} 10:00{}\n  found_by: us{}\n  services: [{service}]{}\n  experienced: {}\n  cause: {}\n",
        quoted(name),
        mark("from 1, the worst, to 4"),
        mark("when customers were first affected"),
        mark("first alert or first report of a person"),
        mark("when customers were served again; `~` while it is open"),
        mark("us, customer or third-party"),
        mark("services it affected, the one in whose figures it counts first"),
        todo("what customers experienced"),
        todo("why it happened, in one plain sentence without blame; `~` while it is not known"),
    )
}

pub(super) fn risk(ground: &Ground<'_>, period: Period, id: &str, name: &str) -> String {
    let end = ground.pack.settings.calendar.end(period);
    let later = ground.pack.settings.calendar.end(period.shifted(1));
    format!(
        "- id: {id}\n  name: {}\n  cause: {}\n  event: {}\n  consequence: {}\n  kind: operations{}\n  \
         owner: {}\n  appetite: {{a_year: 0, set_by: Board, on: {end}}}{}\n  \
         doing: {{what: {}, owner: {}, by: {later}}}{}\n  trigger: {{what: {}}}\n  assessed:\n    \
         - period: {period}\n      times_a_year: {{low: 0, high: 1}}{}\n      \
         impact: {{low: 0, high: 1}}{}\n      grade: assumed{}\n      by: {}\n      why: {}\n",
        quoted(name),
        todo("because of what"),
        todo("what may happen"),
        todo("what would follow"),
        mark("operations, security, compliance, supplier, people or delivery"),
        todo("the executive role that carries it"),
        mark("how much of it a year the Board is ready to carry, who said so, and when"),
        todo("what is done about it"),
        todo("the role that does it"),
        mark("until which day"),
        todo("the point at which we act"),
        mark("how often a year"),
        mark("what it costs once"),
        mark("measured, modelled or assumed"),
        todo("the role that assessed it"),
        todo("what the estimate rests on"),
    )
}

pub(super) fn experiment(ground: &Ground<'_>, period: Period, id: &str, name: &str) -> String {
    let calendar = ground.pack.settings.calendar;
    format!(
        "- id: {id}\n  hypothesis: {}\n  owner: {}\n  start: {}{}\n  end: {}{}\n  \
         expected: {{text: {}}}\n  decision: ~\n",
        quoted(name),
        todo("the role that answers for it"),
        calendar.start(period),
        mark("its first day"),
        calendar.last_day(period.shifted(1)),
        mark("its last day"),
        todo("what is expected; with `metric:` beside it also `level:` or `change:`"),
    )
}

pub(super) fn action(
    ground: &Ground<'_>,
    period: Period,
    id: &str,
    name: &str,
    metric: &str,
) -> String {
    let label: String = name.chars().take(50).collect();
    format!(
        "- id: {id}\n  kind: action\n  date: {}{}\n  label: {}\n  metrics: [{metric}]{}\n",
        ground.pack.settings.calendar.start(period),
        mark("the day on which we did it"),
        quoted(label.trim()),
        mark("metrics it should move"),
    )
}
