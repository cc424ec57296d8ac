//! Tables of figures, as other programs export them, into a pack's snapshots: a pack, tables and a
//! mapping to texts. Nothing is made where anything is wrong; a published quarter stays as it is.

mod cells;
mod done;
mod figures;
mod map;
mod numbers;

use super::decode::Field;
use super::edit;
use super::filled::{FigureChange, Filled, ground};
use super::intake;
use super::problems::Problems;
use super::topics;
use super::tree::Tree;
use super::values;
use super::yaml::{self, Node, NodeKind, Stretch};
use crate::diag::{Diagnostic, FileId, Sources};
use crate::model::{Metric, PLACEHOLDER, Pack, Period, Value, notation};
use figures::{Columns, Place, Reader, Taken, told};
use std::collections::BTreeMap;

pub(super) use done::without_marks;

/// The form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Rows of cells; the first names the columns.
    Csv,
    /// A list of objects.
    Json,
}

/// Puts the figures of tables into the snapshots of a pack. `map` is the path of the mapping in
/// `files`; all else there is tables.
pub fn import(tree: &Tree, files: &Tree, map: &str, form: Form) -> Filled {
    let (pack, mut sources) = match ground(tree) {
        Ok(ground) => ground,
        Err(refused) => return *refused,
    };
    let problems = Problems::default();
    let taken = intake::take_beside(files, &mut sources, &problems);
    let of_map = taken
        .iter()
        .find(|(file, _)| sources.file(*file).path == map);
    let mapping = of_map
        .filter(|(_, whole)| *whole)
        .and_then(|(file, _)| mapping(*file, &sources, &problems));
    let mut filled = Filled::default();
    if let Some(mapping) = mapping {
        let columns = Columns::of(&mapping);
        let reader = Reader {
            map: &mapping,
            columns: &columns,
            pack: &pack,
            problems: &problems,
        };
        let mut figures = BTreeMap::new();
        for (file, whole) in taken {
            let source = sources.file(file);
            if !whole || source.path == map {
                continue;
            }
            problems.within(file, || {
                let read = match form {
                    Form::Csv => cells::csv,
                    Form::Json => cells::json,
                };
                for row in read(file, source, &mapping, &columns.names, &problems) {
                    reader.row(&row, &mut figures);
                }
            });
        }
        // Columns that are not there leave nothing but empty cells.
        fill(&figures, &pack, tree, &mut filled, &problems);
    }
    filled.diagnostics = problems.into_inner();
    filled.sources = sources;
    if filled.diagnostics.iter().any(Diagnostic::is_error) {
        return filled.emptied();
    }
    filled.proved(tree).0
}

/// Reads a mapping alone, with what it is told of.
#[cfg(test)]
pub(crate) fn read_mapping(path: &str, text: &str) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let problems = Problems::default();
    mapping(file, &sources, &problems);
    let found = problems.into_inner();
    (sources, found)
}

fn mapping(file: FileId, sources: &Sources, problems: &Problems) -> Option<map::Map> {
    let stretch = Stretch {
        file,
        offset: 0,
        text: &sources.file(file).text,
    };
    problems.within(file, || {
        let root = yaml::read(stretch, problems)?;
        if matches!(root.kind, NodeKind::Null) {
            let problem = topics::EMPTY_FILE.at(stretch.first_line(), "the mapping is empty");
            problems.add(problem.help("it says which column is what, under `figures`"));
            return None;
        }
        map::read(Field::root("mapping", &root, problems))
    })
}

fn fill(
    figures: &BTreeMap<Place, Taken>,
    pack: &Pack,
    tree: &Tree,
    filled: &mut Filled,
    problems: &Problems,
) {
    let mut periods: Vec<Period> = figures.keys().map(|place| place.period).collect();
    periods.dedup();
    for period in periods {
        let of_period: Vec<(&Place, &Taken)> = figures
            .iter()
            .filter(|(place, _)| place.period == period)
            .collect();
        let Some(snapshot) = pack.snapshots.get(&period) else {
            continue;
        };
        let text = tree
            .files
            .get(&snapshot.path)
            .map(|bytes| String::from_utf8_lossy(bytes));
        let Some(text) = text else { continue };
        // It was read before, without a word; its places are those of its own text.
        let stretch = Stretch {
            file: FileId(0),
            offset: 0,
            text: &text,
        };
        let Some(root) = yaml::read(stretch, &Problems::default()) else {
            continue;
        };
        let there = There { root: &root };
        if pack.published.contains_key(&period) {
            published(&of_period, &there, pack, filled, problems);
            continue;
        }
        let tree = changes(&of_period, &there, pack, &snapshot.path, filled);
        if tree.put.is_empty() {
            continue;
        }
        let after = edit::edited(&text, &root, &tree);
        let metrics = of_period.iter().map(|(place, _)| place.metric.as_str());
        let metrics = metrics.collect();
        let after = after.and_then(|after| {
            let stretch = Stretch {
                text: &after,
                ..stretch
            };
            let read = yaml::read(stretch, &Problems::default())?;
            let meant = edit::is_meant(&root, &read, &tree);
            meant.then(|| without_marks(&after, &read, &metrics))
        });
        match after {
            Some(after) => {
                filled.texts.insert(snapshot.path.clone(), after);
            }
            None => {
                let message = format!(
                    "the figures of {period} find no place in `{}` as it is written",
                    snapshot.path
                );
                let problem = topics::TABLE_FIGURE.nowhere(message);
                problems.add(problem.help(
                    "write its entries as other snapshots have them, one key a line, and run it again",
                ));
            }
        }
    }
}

/// A snapshot as it is written.
struct There<'n> {
    root: &'n Node<'n>,
}

/// What a snapshot says at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Before {
    /// A figure, as written; `~` for none.
    Figure(String),
    /// Why there is none.
    Missing(String),
    /// Nothing.
    Nothing,
}

impl<'n> There<'n> {
    fn metric(&self, metric: &str) -> Option<&'n Node<'n>> {
        self.root.at(&["observations", metric])
    }

    fn scope(&self, metric: &str, service: Option<&str>) -> Option<&'n Node<'n>> {
        let of = self.metric(metric)?;
        match service {
            Some(service) => of.at(&["services", service]),
            None => of.under("all"),
        }
    }

    fn at(&self, place: &Place) -> Before {
        let figure = |node: Option<&Node<'_>>| {
            let node = node?;
            let text = node.scalar().or(node.is_null().then_some("~"))?;
            Some(Before::Figure(text.to_owned()))
        };
        let missing = |node: &Node<'_>| {
            let why = node.under("missing")?.scalar()?;
            Some(Before::Missing(why.to_owned()))
        };
        let Some(scope) = self.scope(&place.metric, place.service.as_deref()) else {
            let whole = self.metric(&place.metric).and_then(missing);
            return whole
                .filter(|_| place.week.is_none())
                .unwrap_or(Before::Nothing);
        };
        let found = match place.week {
            Some(week) => figure(scope.at(&["weeks", &week.to_string()])),
            None => figure(scope.under("quarter")).or_else(|| missing(scope)),
        };
        found.unwrap_or(Before::Nothing)
    }
}

/// A figure as a snapshot has it; none where nothing was measured.
fn written(value: Option<Value>, metric: &Metric) -> String {
    notation(value, &metric.unit.value)
}

/// Whether a snapshot says the same as a table.
fn is_same(before: &Before, taken: &Taken, metric: &Metric) -> bool {
    let after = written(taken.value, metric);
    match before {
        Before::Figure(text) if text == "~" || after == "~" => *text == after,
        Before::Figure(text) => {
            let own = values::written(text, metric.kind.value, Some(&metric.unit.value));
            own.ok() == taken.value
        }
        Before::Missing(_) | Before::Nothing => taken.value.is_none(),
    }
}

fn shown(before: &Before) -> Option<String> {
    match before {
        Before::Figure(text) => Some(text.clone()),
        Before::Missing(reason) => Some(format!("missing ({reason})")),
        Before::Nothing => None,
    }
}

/// A published quarter is only compared.
fn published(
    figures: &[(&Place, &Taken)],
    there: &There<'_>,
    pack: &Pack,
    filled: &mut Filled,
    problems: &Problems,
) {
    for (place, taken) in figures {
        let Some(metric) = pack.metrics.get(&place.metric) else {
            continue;
        };
        let before = there.at(place);
        if is_same(&before, taken, metric) {
            match taken.value {
                Some(_) => filled.same += 1,
                None => filled.without += 1,
            }
            continue;
        }
        let message = format!(
            "{} is published as {}, and the table says `{}`",
            told(place),
            shown(&before).map_or("nothing".to_owned(), |text| format!("`{text}`")),
            written(taken.value, metric)
        );
        let help = format!(
            "an import changes no published quarter: leave the row out, or correct the snapshot and \
             run `boardpack restate {}`",
            place.period
        );
        problems.add(topics::TABLE_PUBLISHED.at(taken.span, message).help(help));
    }
}

/// What changes in a snapshot.
fn changes(
    figures: &[(&Place, &Taken)],
    there: &There<'_>,
    pack: &Pack,
    path: &str,
    filled: &mut Filled,
) -> edit::Tree {
    let todo = |what: &str| format!("\"{PLACEHOLDER} {what}\"");
    let mut root = edit::Tree::default();
    let mut rest = figures;
    while let Some((first, _)) = rest.first() {
        let same = |other: &Place| other.metric == first.metric && other.service == first.service;
        let many = rest.iter().take_while(|(place, _)| same(place)).count();
        let (of_scope, others) = rest.split_at(many);
        rest = others;
        let Some(metric) = pack.metrics.get(&first.metric) else {
            continue;
        };
        let scope = there.scope(&first.metric, first.service.as_deref());
        if scope.is_none() && of_scope.iter().all(|(_, taken)| taken.value.is_none()) {
            // The table has nothing to say of it, and so has the snapshot.
            filled.without += many;
            continue;
        }
        let mut tree = edit::Tree::default();
        let mut quarter = scope.is_some();
        for (place, taken) in of_scope {
            let before = there.at(place);
            let after = written(taken.value, metric);
            if scope.is_some() && is_same(&before, taken, metric) {
                match (taken.value, place.week, &before) {
                    // A week without a word becomes one of which nothing is known.
                    (None, Some(_), Before::Nothing) => {}
                    (None, ..) => {
                        filled.without += 1;
                        continue;
                    }
                    (Some(_), ..) => {
                        filled.same += 1;
                        continue;
                    }
                }
            }
            let after = match (place.week, taken.value) {
                (Some(week), _) => {
                    tree.within("weeks").text(week.to_string(), &after);
                    after
                }
                (None, Some(_)) => {
                    quarter = true;
                    tree.gone.clear();
                    tree.without(&["missing", "expected", "owner"]);
                    tree.put
                        .insert(0, ("quarter".to_owned(), edit::Put::Text(after.clone())));
                    after
                }
                (None, None) => {
                    quarter = true;
                    tree.gone.clear();
                    tree.without(&["quarter"]);
                    let reason = todo("why there is no figure");
                    tree.put
                        .insert(0, ("missing".to_owned(), edit::Put::Text(reason)));
                    "missing".to_owned()
                }
            };
            filled.changes.push(FigureChange {
                path: path.to_owned(),
                what: told(place).replace('`', ""),
                before: shown(&before),
                after,
            });
        }
        if !quarter {
            let reason = todo("the quarter's own figure, which is never made of weeks");
            tree.put
                .insert(0, ("missing".to_owned(), edit::Put::Text(reason)));
        }
        if tree.put.is_empty() {
            continue;
        }
        let of_metric = root.within("observations").within(&first.metric);
        of_metric.gone.clear();
        of_metric.without(&["missing", "expected", "owner"]);
        match &first.service {
            Some(service) => of_metric
                .within("services")
                .put
                .push((service.clone(), edit::Put::Within(tree))),
            None => of_metric
                .put
                .push(("all".to_owned(), edit::Put::Within(tree))),
        }
    }
    root
}
