//! The figures of a quarter in two packs to what differs in them: what was filed, and what that did
//! to statuses, movements and verdicts.

use super::difference::{Difference, Matter};
use super::quarters::{flipped, verdict};
use super::{Side, phrase, rank};
use crate::analyse::{Assessment, change_between};
use crate::model::{Circumstances, Metric, Period, Scope, Series, Value, Week};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Weekly values that are spelled out; the rest are counted.
const WEEKS: usize = 4;

/// Everything that differs in the figures of one quarter that both packs have. `same` counts the
/// figures that do not.
pub(super) fn between(
    base: &Side<'_>,
    head: &Side<'_>,
    period: Period,
    same: &mut usize,
) -> Vec<Difference> {
    let edited = if base.pack.published.contains_key(&period) {
        Matter::PublishedFigure
    } else if base.pack.latest().is_some_and(|latest| period < latest) {
        Matter::PastFigure
    } else {
        Matter::Figure
    };
    let mut found = Vec::new();
    for (id, metric) in &head.pack.metrics {
        if !base.pack.metrics.contains_key(id) {
            continue;
        }
        for scope in scopes(base, head, id) {
            let quarter = figure(base, head, metric, scope, period, edited);
            let weeks = weeks(base, head, metric, scope, period, edited);
            if quarter.is_none() && weeks.is_none() {
                let now = head.judged(period, id, scope);
                *same += usize::from(now.is_some_and(|a| a.now.is_some()));
            }
            found.extend(quarter);
            found.extend(weeks);
        }
        found.extend(circumstances(base, head, metric, period));
    }
    found.extend(verdicts(base, head, period));
    found.extend(snapshot(base, head, period));
    found
}

/// The organisation and every service that either pack filed the metric of.
fn scopes<'a>(base: &Side<'a>, head: &Side<'a>, metric: &str) -> Vec<Scope<'a>> {
    let of = |side: &Side<'a>| {
        side.pack
            .observations
            .get(metric)
            .map(|o| o.services.keys())
    };
    let services: BTreeSet<&String> = [base, head].into_iter().filter_map(of).flatten().collect();
    std::iter::once(Scope::All)
        .chain(services.into_iter().map(|id| Scope::Service(id)))
        .collect()
}

fn begin(
    head: &Side<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    period: Period,
    matter: Matter,
    what: String,
) -> Difference {
    let id = &metric.id.value;
    let path = head.pack.snapshots.get(&period).map(|s| s.path.clone());
    let found = Difference::new(matter, head.named(metric, scope), what)
        .of(id)
        .during(period)
        .at(path)
        .ranked(rank(&head.pack.settings, id, scope));
    match scope {
        Scope::All => found,
        Scope::Service(service) => Difference {
            service: Some(service.to_owned()),
            ..found
        },
    }
}

fn figure(
    base: &Side<'_>,
    head: &Side<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    period: Period,
    edited: Matter,
) -> Option<Difference> {
    let id = &metric.id.value;
    let words = head.words(period)?;
    let (then, now) = (
        base.judged(period, id, scope),
        head.judged(period, id, scope),
    );
    let of = |judged: Option<&Assessment>| judged.and_then(|a| a.now.clone());
    let (a, b) = (of(then), of(now));
    let reason = |judged: Option<&Assessment>| judged.and_then(|a| a.missing.clone());
    let status = |judged: Option<&Assessment>| judged.map(|a| a.target.status);
    let (was, is) = (status(then), status(now));
    let turned = match (was, is) {
        (Some(x), Some(y)) if x != y => {
            format!("was {}, is {}", phrase::status(x), phrase::status(y))
        }
        _ => String::new(),
    };
    let moved = |judged: Option<&Assessment>| judged.map(|a| phrase::movement(&a.movement));
    let (then_moved, now_moved) = (moved(then), moved(now));
    let movement = match (&then_moved, &now_moved) {
        (Some(x), Some(y)) if x != y && b.is_some() => {
            format!("movement was {x}, is {y}")
        }
        _ => String::new(),
    };
    let short = words.period_short(period);
    let name = head.named(metric, scope);
    if a == b && reason(then) == reason(now) {
        // The same figure, judged otherwise.
        if turned.is_empty() && movement.is_empty() {
            return None;
        }
        let (from, to) = if turned.is_empty() {
            (then_moved.as_deref(), now_moved.as_deref())
        } else {
            (was.map(phrase::status), is.map(phrase::status))
        };
        let said = format!(
            "{name} in {short} is judged {} now, not {}, by the same figure",
            to.unwrap_or("no longer"),
            from.unwrap_or("at all"),
        );
        let text = phrase::figure(words, metric, now);
        let what = format!("judgement of {short}");
        let mut found = begin(head, metric, scope, period, Matter::Rejudged, what);
        found.minor = found.rank == super::SERVICE;
        return Some(
            found
                .from(from.map(str::to_owned))
                .to(to.map(str::to_owned))
                .noting(phrase::joined(&[
                    &format!("the figure is {text} in both"),
                    &movement,
                ]))
                .saying(said),
        );
    }
    let calendar = &head.pack.settings.calendar;
    let change = a.as_ref().zip(b.as_ref()).and_then(|(x, y)| {
        change_between(metric, calendar, (period, x), (period, y))
            .filter(|c| c.difference != crate::model::Exact::ZERO)
    });
    let missing = |judged| match reason(judged) {
        Some(missing) => format!("no data: {}", phrase::short(&missing.reason, 120)),
        None => "no data".to_owned(),
    };
    let mut texts = match (&a, &b) {
        (Some(x), Some(y)) => phrase::pair(words, metric, x, y),
        _ => [(&a, then), (&b, now)].map(|(figure, judged)| match figure {
            Some(figure) => words.cell(metric, figure),
            None => missing(judged),
        }),
    };
    let bare = texts.clone();
    // What it was counted from is what was edited.
    for (text, figure) in texts.iter_mut().zip([&a, &b]) {
        let basis = figure.as_ref().and_then(|f| words.basis(f.value));
        if let Some(basis) = basis.filter(|basis| !text.contains(basis.as_str())) {
            *text = format!("{text} ({basis})");
        }
        if figure.as_ref().is_some_and(|f| f.estimated) {
            text.push_str(", estimated");
        }
        if let Some(day) = figure.as_ref().and_then(|f| f.as_of) {
            let _ = write!(text, ", taken on {}", words.date(day));
        }
    }
    let [from, to] = texts;
    let size = match (&change, &a, &b) {
        (Some(_), Some(before), Some(after)) => words.change(metric, after, before),
        _ => String::new(),
    };
    let summed = b.as_ref().or(a.as_ref()).is_some_and(|f| f.rolled_up);
    let summed = if summed {
        "computed from its services"
    } else {
        ""
    };
    let matter = match edited {
        // In a draft a miss, or a figure that is gone, is the news and not the edit.
        Matter::Figure => match (flipped(was, is), &a, &b) {
            (Some(Matter::Missed), ..) => Matter::Missed,
            (_, Some(_), None) => Matter::Gone,
            _ => Matter::Figure,
        },
        edited => edited,
    };
    let mut found = begin(
        head,
        metric,
        scope,
        period,
        matter,
        format!("figure of {short}"),
    )
    .from(from.clone())
    .to(to.clone())
    .noting(phrase::joined(&[&turned, &movement, summed]))
    .saying(match bare {
        [a, b] if a != b => format!("{name} in {short} was {a} and is {b}"),
        _ => format!("{name} in {short} was {from} and is {to}"),
    });
    found.moved = size;
    found.numbers = Some(phrase::numbers(a.as_ref(), b.as_ref(), change));
    Some(found)
}

/// Weekly values of a quarter, told together.
fn weeks(
    base: &Side<'_>,
    head: &Side<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    period: Period,
    edited: Matter,
) -> Option<Difference> {
    let id = &metric.id.value;
    let calendar = &head.pack.settings.calendar;
    let none = Series::default();
    let series = |side: &Side<'_>| -> Series {
        let filed = side.pack.observations.get(id);
        let own = filed.and_then(|o| match scope {
            Scope::All => Some(&o.all),
            Scope::Service(service) => o.services.get(service),
        });
        own.unwrap_or(&none).clone()
    };
    let (then, now) = (series(base), series(head));
    let at = |series: &Series, week: Week| -> Option<Option<Value>> {
        series.weeks.get(&week).map(|(value, _)| *value)
    };
    let weeks: Vec<Week> = calendar
        .weeks(period)
        .into_iter()
        .filter(|week| at(&then, *week) != at(&now, *week))
        .collect();
    if weeks.is_empty() {
        return None;
    }
    let words = head.words(period)?;
    let told = |series: &Series| {
        let mut parts: Vec<String> = weeks
            .iter()
            .take(WEEKS)
            .map(|week| {
                let text = match at(series, *week) {
                    Some(value) => phrase::value(words, metric, value),
                    None => "not filed".to_owned(),
                };
                format!("{}: {text}", words.week(*week))
            })
            .collect();
        if weeks.len() > WEEKS {
            parts.push(format!("and {} more", weeks.len() - WEEKS));
        }
        parts.join("; ")
    };
    let short = words.period_short(period);
    let name = head.named(metric, scope);
    let many = match weeks.len() {
        1 => "one weekly value".to_owned(),
        n => format!("{n} weekly values"),
    };
    Some(
        begin(
            head,
            metric,
            scope,
            period,
            edited,
            format!("weeks of {short}"),
        )
        .from(told(&then))
        .to(told(&now))
        .noting(many.clone())
        .saying(format!("{many} of {name} in {short} changed")),
    )
}

/// Version and note that a snapshot gives a metric.
fn circumstances(
    base: &Side<'_>,
    head: &Side<'_>,
    metric: &Metric,
    period: Period,
) -> Vec<Difference> {
    let id = &metric.id.value;
    let of = |side: &Side<'_>| {
        let filed = side.pack.observations.get(id)?;
        filed.circumstances.get(&period).cloned()
    };
    let (then, now) = (of(base).unwrap_or_default(), of(head).unwrap_or_default());
    let begin =
        |matter, what: &str| begin(head, metric, Scope::All, period, matter, what.to_owned());
    let name = &metric.name.value;
    let counted_by = |c: &Circumstances| {
        let version = c.version.as_ref().map(|v| format!("version {}", v.value));
        let mark = c
            .fingerprint
            .as_ref()
            .map(|f| format!("fingerprint {}", f.value));
        let parts: Vec<String> = version.into_iter().chain(mark).collect();
        Some(parts.join(", ")).filter(|text| !text.is_empty())
    };
    let mut found = Vec::new();
    if counted_by(&then) != counted_by(&now) {
        found.push(
            begin(
                Matter::Definition,
                "definition that the figures were counted by",
            )
            .from(counted_by(&then))
            .to(counted_by(&now))
            .saying(format!("the snapshot names another definition of {name}")),
        );
    }
    if then.note != now.note {
        found.push(
            begin(Matter::Wording, "note in the snapshot")
                .from(then.note)
                .to(now.note)
                .saying(format!("the note on {name} reads differently")),
        );
    }
    found
}

fn verdicts(base: &Side<'_>, head: &Side<'_>, period: Period) -> Vec<Difference> {
    let of = |side: &Side<'_>| {
        let quarter = side.analysis.quarters.get(&period);
        quarter.map_or_else(Vec::new, |q| q.verdicts.clone())
    };
    let before = of(base);
    let short = head
        .words(period)
        .map_or_else(String::new, |w| w.period_short(period));
    of(head)
        .iter()
        .filter_map(|now| {
            let then = before.iter().find(|v| v.pane == now.pane)?;
            let mut found = verdict(then, now)?.during(period);
            found.matter = Matter::Rejudged;
            found.what = format!("verdict of {short}");
            found.said = format!("{} in {short}", found.said);
            Some(found)
        })
        .collect()
}

/// When the data was taken, and who reviewed it.
fn snapshot(base: &Side<'_>, head: &Side<'_>, period: Period) -> Vec<Difference> {
    let (Some(then), Some(now)) = (
        base.pack.snapshots.get(&period),
        head.pack.snapshots.get(&period),
    ) else {
        return Vec::new();
    };
    let Some(words) = head.words(period) else {
        return Vec::new();
    };
    let short = words.period_short(period);
    let rows = [
        ("data as at", words.date(then.as_of), words.date(now.as_of)),
        (
            "reviewed by",
            then.reviewed_by.clone(),
            now.reviewed_by.clone(),
        ),
    ];
    rows.into_iter()
        .filter(|(_, a, b)| a != b)
        .map(|(what, a, b)| {
            let said = format!("{what} of {short} was {a} and is {b}");
            let found = Difference::new(Matter::Setting, &short, what).from(a).to(b);
            found.during(period).at(now.path.clone()).saying(said)
        })
        .collect()
}
