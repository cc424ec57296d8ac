//! Rows to figures: each with its metric, service, quarter or week and exact value, or a problem at
//! the cell that is wrong. Every row is read to its end, so that one run tells of all.

use super::cells::{Cell, Row};
use super::map::{Figure, From, Map, Named, Part};
use super::numbers;
use crate::diag::{Located, Span};
use crate::load::problems::{Problems, nearest, quoted};
use crate::load::{topics, values};
use crate::model::{Kind, Metric, Pack, Period, RollUp, Unit, Value, Week};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) period: Period,
    pub(super) metric: String,
    /// `None` for the organisation as a whole.
    pub(super) service: Option<String>,
    /// `None` for the quarter's own.
    pub(super) week: Option<Week>,
}

/// A figure of a table.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// `None` where the table says that there is none: no zero.
    pub(super) value: Option<Value>,
    /// The first cell of it.
    pub(super) span: Span,
}

/// Which columns are read, each once.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) names: Vec<Located<String>>,
}

impl Columns {
    /// All that a mapping names.
    pub(super) fn of(map: &Map) -> Self {
        let mut columns = Self::default();
        let figures = map.figures.iter();
        let named = figures.clone().flat_map(|figure| {
            std::iter::once(&figure.metric.from).chain(figure.service.as_ref().map(|s| &s.from))
        });
        let parts = figures.flat_map(|figure| figure.parts.iter().map(|(_, from)| from));
        let when = map.period.iter().chain(&map.week);
        let service = map.service.iter().map(|service| &service.from);
        for from in when.chain(service).chain(named).chain(parts) {
            if let From::Column(name) = from {
                columns.add(name);
            }
        }
        for (name, _) in &map.only {
            columns.add(name);
        }
        columns
    }

    fn add(&mut self, name: &Located<String>) {
        if !self.names.iter().any(|own| own.value == name.value) {
            self.names.push(name.clone());
        }
    }

    fn place(&self, name: &str) -> usize {
        let found = self.names.iter().position(|own| own.value == name);
        found.unwrap_or(usize::MAX)
    }
}

/// What rows are read by.
pub(super) struct Reader<'a> {
    pub(super) map: &'a Map,
    pub(super) columns: &'a Columns,
    pub(super) pack: &'a Pack,
    pub(super) problems: &'a Problems,
}

impl Reader<'_> {
    /// Reads a row.
    pub(super) fn row(&self, row: &Row<'_>, into: &mut BTreeMap<Place, Taken>) {
        let read = self.map.only.iter().all(|(column, words)| {
            let cell = row.cells.get(self.columns.place(column));
            cell.is_some_and(|cell| words.iter().any(|word| *word == cell.text))
        });
        if !read {
            return;
        }
        let mut when = None;
        let mut asked = false;
        for figure in &self.map.figures {
            let Some(metric) = self.metric(&figure.metric, row) else {
                continue;
            };
            let of = figure.service.as_ref().or(self.map.service.as_ref());
            let service = match of {
                Some(named) => match self.service(named, row) {
                    Found::One(service) => Some(service),
                    Found::Passed => continue,
                    Found::Wrong => None,
                },
                None => Some(None),
            };
            if !std::mem::replace(&mut asked, true) {
                when = self.when(row);
            }
            let taken = self.value(figure, metric, row);
            let (Some(service), Some((period, week)), Some(taken)) = (service, when, taken) else {
                continue;
            };
            if service.is_none() && metric.roll_up.value == RollUp::None {
                let message = format!("`{}` has no value for all", metric.id.value);
                let problem = topics::TABLE_FIGURE.at(taken.span, message);
                self.problems
                    .add(problem.help("name the column of the service in the mapping"));
                continue;
            }
            let place = Place {
                period,
                metric: metric.id.value.clone(),
                service,
                week,
            };
            match into.get(&place) {
                Some(first) => self.problems.add(
                    topics::TABLE_FIGURE
                        .at(taken.span, format!("{} is told twice", told(&place)))
                        .see(first.span, "first told here")
                        .help("remove one of the two rows, or read only some rows by `only`"),
                ),
                None => {
                    into.insert(place, taken);
                }
            }
        }
    }

    /// What a part of a row says.
    fn cell<'r>(&self, from: &'r From, row: &'r Row<'_>) -> Cell<'r> {
        match from {
            From::Always(text) => Cell {
                text: Cow::Borrowed(&text.value),
                span: text.span,
                is_number: false,
            },
            From::Column(name) => match row.cells.get(self.columns.place(&name.value)) {
                Some(cell) => Cell {
                    text: Cow::Borrowed(&cell.text),
                    span: cell.span,
                    is_number: cell.is_number,
                },
                None => Cell {
                    text: Cow::Borrowed(""),
                    span: row.span,
                    is_number: false,
                },
            },
        }
    }

    fn is_missing(&self, cell: &Cell<'_>) -> bool {
        cell.text.is_empty() || self.map.missing.iter().any(|word| *word == cell.text)
    }

    fn metric(&self, named: &Named, row: &Row<'_>) -> Option<&Metric> {
        let cell = self.cell(&named.from, row);
        let (name, span) = match named.names.get(&*cell.text) {
            Some(None) => return None,
            Some(Some(name)) => (name.value.as_str(), name.span),
            None => (&*cell.text, cell.span),
        };
        let metrics = &self.pack.metrics;
        let found = metrics
            .get(name)
            .or_else(|| metrics.values().find(|metric| metric.name.value == name));
        if found.is_none() {
            let ids = metrics
                .iter()
                .flat_map(|(id, m)| [id.as_str(), &m.name.value]);
            self.unknown(&topics::UNKNOWN_METRIC, "metric", name, span, ids);
        }
        found
    }

    fn service(&self, named: &Named, row: &Row<'_>) -> Found {
        let cell = self.cell(&named.from, row);
        let (name, span) = match named.names.get(&*cell.text) {
            Some(None) => return Found::Passed,
            Some(Some(name)) => (name.value.as_str(), name.span),
            None => (&*cell.text, cell.span),
        };
        if name == "all" {
            return Found::One(None);
        }
        let services = &self.pack.services;
        let called = |service: &&crate::model::Service| {
            service.id.value == name
                || service.name == name
                || service.aliases.iter().any(|alias| alias.value == name)
        };
        let by_id = services.iter().find(|service| service.id.value == name);
        match by_id.or_else(|| services.iter().find(called)) {
            Some(service) => Found::One(Some(service.id.value.clone())),
            None => {
                let names = services.iter().flat_map(|service| {
                    let aliases = service.aliases.iter().map(|alias| alias.value.as_str());
                    [service.id.value.as_str(), &service.name]
                        .into_iter()
                        .chain(aliases)
                });
                self.unknown(&topics::UNKNOWN_SERVICE, "service", name, span, names);
                Found::Wrong
            }
        }
    }

    fn unknown<'w>(
        &self,
        topic: &crate::diag::Topic,
        what: &str,
        name: &str,
        span: Span,
        names: impl Iterator<Item = &'w str>,
    ) {
        if self.problems.full() {
            self.problems.add(topic.at(span, ""));
            return;
        }
        let message = match name {
            "" => format!("the row names no {what}"),
            name => format!("there is no {what} {}", quoted(name)),
        };
        let near = nearest(name, names).map(|near| format!("did you mean `{near}`? "));
        self.problems.add(topic.at(span, message).help(format!(
            "{}say in the mapping what it is called in the pack, under `names`, or `~` to pass over it",
            near.unwrap_or_default()
        )));
    }

    /// The quarter, and the week where the row is one's.
    fn when(&self, row: &Row<'_>) -> Option<(Period, Option<Week>)> {
        let calendar = &self.pack.settings.calendar;
        if let Some(from) = &self.map.week {
            let cell = self.cell(from, row);
            if !self.is_missing(&cell) {
                let Some(week) = numbers::week(&cell.text, self.map.dates) else {
                    self.no_time(&topics::BAD_WEEK, "week", "2026-W27", &cell);
                    return None;
                };
                return self
                    .due(calendar.period_of_week(week), &cell)
                    .map(|p| (p, Some(week)));
            }
            if self.map.period.is_none() {
                self.no_time(&topics::BAD_WEEK, "week", "2026-W27", &cell);
                return None;
            }
        }
        let cell = self.cell(self.map.period.as_ref()?, row);
        let Some(period) = numbers::period(&cell.text, self.map.dates, calendar) else {
            self.no_time(&topics::BAD_PERIOD, "quarter", "2026-Q3", &cell);
            return None;
        };
        self.due(period, &cell).map(|period| (period, None))
    }

    fn no_time(&self, topic: &crate::diag::Topic, what: &str, such: &str, cell: &Cell<'_>) {
        let message = match cell.text.is_empty() {
            true => format!("the row names no {what}"),
            false => format!("{} is not a {what}", quoted(&cell.text)),
        };
        self.problems.add(topic.at(cell.span, message).help(format!(
            "write it as `{such}`, or as a day in the form that the mapping names, such as \
             `dates: DD.MM.YYYY`"
        )));
    }

    /// A quarter of the pack.
    fn due(&self, period: Period, cell: &Cell<'_>) -> Option<Period> {
        if self.pack.snapshots.contains_key(&period) {
            return Some(period);
        }
        let known: Vec<String> = self.pack.snapshots.keys().map(Period::to_string).collect();
        let next = self.pack.latest().map(|latest| latest.shifted(1));
        let help = match (known.first(), known.last()) {
            _ if next == Some(period) => format!("begin it: `boardpack new {period}`"),
            (Some(first), Some(last)) => format!("there are snapshots of {first} to {last}"),
            _ => "there is none at all".to_owned(),
        };
        let message = match period.to_string() == *cell.text {
            true => format!("there is no snapshot of {period}"),
            false => format!(
                "{} lies in {period}, of which there is no snapshot",
                quoted(&cell.text)
            ),
        };
        self.problems
            .add(topics::BAD_PERIOD.at(cell.span, message).help(help));
        None
    }

    /// The value that a row has for a figure; `None` after a problem.
    fn value(&self, figure: &Figure, metric: &Metric, row: &Row<'_>) -> Option<Taken> {
        let kind = metric.kind.value;
        let (must, may) = parts_of(kind);
        let mut given = BTreeMap::new();
        let mut absent = Vec::new();
        let mut whole = true;
        for (part, from) in &figure.parts {
            let cell = self.cell(from, row);
            if !must.contains(part) && !may.contains(part) {
                // Said of the mapping, and once: every row has the same columns.
                let message = format!(
                    "a figure of `{}` has no `{}`: it is a {}",
                    metric.id.value,
                    part.key(),
                    kind.word()
                );
                self.problems.add(
                    topics::TABLE_FIGURE
                        .at(figure.span, message)
                        .help(format!("it has {}", keys(must))),
                );
                whole = false;
            } else if self.is_missing(&cell) {
                absent.push((*part, cell.span));
            } else {
                let percent = *part == Part::Value && metric.unit.value == Unit::Percent;
                match numbers::number(&cell, self.map.numbers, percent) {
                    Ok(number) => {
                        given.insert(*part, (number, cell.span));
                    }
                    Err(help) => {
                        let message = format!("{} is not a number", quoted(&cell.text));
                        self.problems
                            .add(topics::BAD_NUMBER.at(cell.span, message).help(help));
                        whole = false;
                    }
                }
            }
        }
        let named = |part: &Part| figure.parts.iter().any(|(own, _)| own == part);
        if let Some(part) = must.iter().find(|part| !named(part)) {
            let message = format!(
                "a figure of `{}` has a `{}`, and the mapping names none",
                metric.id.value,
                part.key()
            );
            let help = format!("it is a {}, which has {}", kind.word(), keys(must));
            self.problems
                .add(topics::TABLE_FIGURE.at(figure.span, message).help(help));
            whole = false;
        }
        if !whole {
            return None;
        }
        let none_measured = |(number, _): &(String, Span)| number == "0";
        let lacks = absent.iter().find(|(part, _)| must.contains(part)).copied();
        if let Some((part, span)) = lacks {
            // A quantile of no measurements has no value; all else that is half there is wrong.
            if part == Part::Value && given.get(&Part::N).is_some_and(none_measured) {
                let value = crate::model::Exact::ZERO;
                let nothing =
                    Some(Value::Quantile { value, n: 0 }).filter(|_| kind == Kind::Quantile);
                return Some(Taken {
                    value: nothing,
                    span,
                });
            }
            let Some((other, _)) = given.iter().find(|(part, _)| must.contains(part)) else {
                return Some(Taken { value: None, span });
            };
            let message = format!("there is a `{}` here and no `{}`", other.key(), part.key());
            self.problems.add(
                topics::TABLE_FIGURE
                    .at(span, message)
                    .help("complete the row, or leave both empty where nothing is known"),
            );
            return None;
        }
        let span = must
            .first()
            .and_then(|part| given.get(part))
            .map_or(row.span, |(_, span)| *span);
        let text = |part: Part| given.get(&part).map_or("", |(number, _)| number.as_str());
        let written = match kind {
            Kind::Ratio => format!("{}/{}", text(Part::Numerator), text(Part::Denominator)),
            Kind::Level => text(Part::Value).to_owned(),
            Kind::Quantile => format!("{} (n {})", text(Part::Value), text(Part::N)),
            Kind::Count => match given.get(&Part::Denominator) {
                Some((exposure, _)) => format!("{} in {exposure}", text(Part::Value)),
                None => text(Part::Value).to_owned(),
            },
            Kind::Score => match given.get(&Part::Invited) {
                Some((invited, _)) => {
                    format!("{} (n {} of {invited})", text(Part::Value), text(Part::N))
                }
                None => format!("{} (n {})", text(Part::Value), text(Part::N)),
            },
        };
        let value = values::read(Located::new(written.as_str(), span), metric, self.problems)?;
        Some(Taken {
            value: Some(value),
            span,
        })
    }
}

/// What a name leads to.
enum Found {
    One(Option<String>),
    Passed,
    Wrong,
}

/// Parts that a figure of a kind must have, and those that it may.
const fn parts_of(kind: Kind) -> (&'static [Part], &'static [Part]) {
    match kind {
        Kind::Ratio => (&[Part::Numerator, Part::Denominator], &[]),
        Kind::Level => (&[Part::Value], &[]),
        Kind::Quantile => (&[Part::Value, Part::N], &[]),
        Kind::Count => (&[Part::Value], &[Part::Denominator]),
        Kind::Score => (&[Part::Value, Part::N], &[Part::Invited]),
    }
}

fn keys(parts: &[Part]) -> String {
    let keys: Vec<String> = parts
        .iter()
        .map(|part| format!("`{}`", part.key()))
        .collect();
    keys.join(" and ")
}

/// What a figure is of, in words.
pub(super) fn told(place: &Place) -> String {
    let of = place.service.as_deref().unwrap_or("all");
    match place.week {
        Some(week) => format!("`{}` of `{of}` in {week}", place.metric),
        None => format!("`{}` of `{of}` in {}", place.metric, place.period),
    }
}
