//! Figures that were counted from events, into the snapshot of their quarter: what was collected is
//! replaced, with how it was counted; comments, order and all that was typed stay. Nothing is made that
//! cannot be read again as what was counted.

mod how;

use super::edit::{self, Form, Put};
use super::filled::{FigureChange, Filled, ground};
use super::problems::Problems;
use super::table::without_marks;
use super::topics;
use super::tree::Tree;
use super::yaml::{self, Node, Stretch};
use crate::diag::FileId;
use crate::model::{
    Collected, Filed, Metric, Observations, Pack, Period, Reading, RollUp, Series, Value, Week,
    is_waiting, notation,
};
use how::{how, quoted_digits};
use std::collections::{BTreeMap, BTreeSet};

/// What was counted of one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// Of which quarter.
    pub period: Period,
    /// How; its place does not matter.
    pub how: Collected,
    /// By metric.
    pub metrics: BTreeMap<String, GatheredMetric>,
}

/// What was counted of one metric.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GatheredMetric {
    /// Fingerprint of the query.
    pub query: String,
    /// Rows that it returned.
    pub rows: u32,
    /// Failures that are held against none of its parts.
    pub unattributed: Option<u32>,
    /// Of the organisation; only where that is stated and not rolled up.
    pub all: Option<GatheredSeries>,
    /// By service.
    pub services: BTreeMap<String, GatheredSeries>,
    /// Why nobody can say any figure of the quarter; `None` where somebody can, and where there is no service.
    pub missing: Option<String>,
    /// Services that have no figure of the quarter, by the reason why nobody can say one.
    pub left_out: BTreeMap<String, Vec<String>>,
    /// Those of them that would have one if the pack said that somebody looks.
    pub unwatched: Vec<String>,
}

/// What was counted at one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatheredSeries {
    /// The quarter's own figure, or why there is none.
    pub quarter: Result<Value, String>,
    /// The weeks' figures, where weeks are kept.
    pub weeks: BTreeMap<Week, Option<Value>>,
}

impl GatheredSeries {
    /// Whether it says anything at all.
    fn is_told(&self) -> bool {
        self.quarter.is_ok() || self.weeks.values().any(Option::is_some)
    }
}

/// Stands for a digest until it is known.
const NO_DIGEST: &str = "000000000000";

/// Puts figures into the snapshot of their quarter, which is there.
pub fn gather(tree: &Tree, gathered: &Gathered) -> Filled {
    let (pack, sources) = match ground(tree) {
        Ok(ground) => ground,
        Err(refused) => return *refused,
    };
    let path = format!("data/snapshots/{}.yaml", gathered.period);
    let text = tree.files.get(&path);
    let text = text.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let mut filled = Filled {
        sources,
        ..Filled::default()
    };
    let ground = Ground {
        pack: &pack,
        gathered,
        path: &path,
    };
    ground.compare(&mut filled);
    let written = text.as_deref().and_then(|text| ground.write(text, tree));
    match written {
        Some(after) if text.as_deref() == Some(&after) => {}
        Some(after) => {
            filled.texts.insert(path.clone(), after);
        }
        None => {
            let message = format!("what was collected finds no place in `{path}` as it is written");
            filled
                .diagnostics
                .push(topics::COLLECTED_FIGURE.nowhere(message).help(
                "write its entries as other snapshots have them, one key a line, and run it again",
            ));
            return filled;
        }
    }
    ground.prove(tree, filled)
}

struct Ground<'a> {
    pack: &'a Pack,
    gathered: &'a Gathered,
    path: &'a str,
}

/// A metric with what the snapshot has and what was counted.
struct Of<'a> {
    metric: &'a Metric,
    before: Option<&'a Observations>,
    counted: &'a GatheredMetric,
}

impl<'a> Ground<'a> {
    fn metrics(&self) -> impl Iterator<Item = Of<'a>> {
        let pack = self.pack;
        let metrics = self.gathered.metrics.iter();
        metrics.filter_map(move |(id, counted)| {
            Some(Of {
                metric: pack.metrics.get(id)?,
                before: pack.observations.get(id).map(|filed| &**filed),
                counted,
            })
        })
    }

    /// Says what changes.
    fn compare(&self, filled: &mut Filled) {
        let period = self.gathered.period;
        for of in self.metrics() {
            let unit = &of.metric.unit.value;
            for (service, series) in of.scopes() {
                let before = of.series(service);
                let name = service.unwrap_or("all");
                let id = &of.metric.id.value;
                let mut told = |what: String, before: Option<String>, after: String, same| {
                    if same {
                        filled.same += 1;
                        return;
                    }
                    filled.changes.push(FigureChange {
                        path: self.path.to_owned(),
                        what,
                        before,
                        after,
                    });
                };
                let reading = before.and_then(|series| series.quarters.get(&period));
                let what = format!("{id} of {name} in {period}");
                let stood = reading.map(|reading| match &reading.filed {
                    Filed::Value(value) => value.notation(unit),
                    Filed::Missing(missing) => format!("missing ({})", missing.reason),
                });
                match &series.quarter {
                    Ok(value) => {
                        let same = reading.and_then(Reading::value) == Some(*value);
                        told(what, stood, value.notation(unit), same);
                    }
                    Err(reason) => {
                        let lost = reading.is_some_and(|reading| reading.value().is_some());
                        told(what, stood, format!("missing ({reason})"), !lost);
                    }
                }
                for (week, value) in &series.weeks {
                    let stood = before.and_then(|series| series.weeks.get(week));
                    let same = match stood {
                        Some((stood, _)) => stood == value,
                        None => value.is_none(),
                    };
                    told(
                        format!("{id} of {name} in {week}"),
                        stood.map(|(stood, _)| notation(*stood, unit)),
                        notation(*value, unit),
                        same,
                    );
                }
            }
        }
    }

    /// The snapshot as it will be; `None` where figures find no place in it.
    fn write(&self, text: &str, tree: &Tree) -> Option<String> {
        let none = BTreeMap::new();
        let draft = self.edited(text, &none)?;
        // What stands there is what a reader finds, so a reader says its digests.
        let mut next = tree.clone();
        let bytes = draft.clone().into_bytes();
        next.files.insert(self.path.to_owned(), bytes);
        let Some(pack) = super::parse(&next).pack else {
            return Some(draft);
        };
        let digests = self.gathered.metrics.keys().filter_map(|id| {
            let filed = pack.observations.get(id)?;
            let collected = filed.collected(self.gathered.period)?;
            Some((id.clone(), collected.standing.clone()))
        });
        self.edited(text, &digests.collect())
    }

    fn edited(&self, text: &str, digests: &BTreeMap<String, String>) -> Option<String> {
        let stretch = Stretch {
            file: FileId(0),
            offset: 0,
            text,
        };
        let root = yaml::read(stretch, &Problems::default())?;
        let tree = self.changes(&root, digests);
        let after = edit::edited(text, &root, &tree)?;
        let stretch = Stretch {
            text: &after,
            ..stretch
        };
        let read = yaml::read(stretch, &Problems::default())?;
        let metrics: BTreeSet<&str> = self.gathered.metrics.keys().map(String::as_str).collect();
        edit::is_meant(&root, &read, &tree).then(|| without_marks(&after, &read, &metrics))
    }

    fn changes(&self, root: &Node<'_>, digests: &BTreeMap<String, String>) -> edit::Tree {
        let mut tree = edit::Tree::default();
        let how = how(&self.gathered.how);
        if !stands(root, &["collected"], &how) {
            tree.whole("collected", how, Form::Lines);
        }
        for of in self.metrics() {
            let id = of.metric.id.value.as_str();
            let digest = digests.get(id).map_or(NO_DIGEST, String::as_str);
            let change = of.change(root, self.gathered.period, digest);
            if !change.put.is_empty() || !change.gone.is_empty() {
                let entries = tree.within("observations");
                entries.put.push((id.to_owned(), Put::Within(change)));
            }
        }
        tree
    }

    /// Reads the pack as it will be: nothing is written that says anything else than what was counted.
    fn prove(&self, tree: &Tree, filled: Filled) -> Filled {
        let (mut filled, pack) = filled.proved(tree);
        let Some(pack) = pack else { return filled };
        for of in self.metrics() {
            let id = &of.metric.id.value;
            let after = pack.observations.get(id).map(|filed| &**filed);
            if !(Of {
                before: after,
                ..of
            })
            .holds(self.gathered.period)
            {
                let message = format!(
                    "`{}` would not be read as what was counted of `{id}`",
                    self.path
                );
                let problem = topics::COLLECTED_FIGURE.nowhere(message);
                filled.diagnostics.push(
                    problem.help("please report this, with the pack and the events if you can"),
                );
            }
        }
        match filled.diagnostics.is_empty() {
            true => filled,
            false => filled.emptied(),
        }
    }
}

impl<'a> Of<'a> {
    /// The scopes that were counted, the organisation first.
    fn scopes(&self) -> impl Iterator<Item = (Option<&'a str>, &'a GatheredSeries)> + use<'a> {
        let all = self.counted.all.iter().map(|series| (None, series));
        let services = self.counted.services.iter();
        all.chain(services.map(|(id, series)| (Some(id.as_str()), series)))
    }

    /// What the snapshots say at a scope.
    fn series(&self, service: Option<&str>) -> Option<&'a Series> {
        let before = self.before?;
        match service {
            Some(service) => before.services.get(service),
            None => Some(&before.all),
        }
    }

    /// Whether a reader finds every figure as it was counted.
    fn holds(&self, period: Period) -> bool {
        self.scopes().all(|(service, counted)| {
            let series = self.series(service);
            let reading = series.and_then(|series| series.quarters.get(&period));
            let quarter =
                reading.and_then(Reading::value) == counted.quarter.as_ref().ok().copied();
            let mut weeks = counted.weeks.iter();
            quarter
                && weeks.all(|(week, value)| {
                    let stood = series.and_then(|series| series.weeks.get(week));
                    stood.and_then(|(stood, _)| *stood) == *value
                })
        })
    }

    /// What changes in the entry of the metric.
    fn change(&self, root: &Node<'_>, period: Period, digest: &str) -> edit::Tree {
        let id = self.metric.id.value.as_str();
        let mut tree = edit::Tree::default();
        let mut definition = edit::Tree::default();
        definition.text("version", self.metric.definition.version.value.to_string());
        definition.text("fingerprint", quoted_digits(&self.metric.fingerprint()));
        if !stands(root, &["observations", id, "definition"], &definition) {
            tree.whole("definition", definition, Form::Braces);
        }
        let mut collected = edit::Tree::default();
        collected.text("query", quoted_digits(&self.counted.query));
        collected.text("rows", self.counted.rows.to_string());
        if let Some(unattributed) = self.counted.unattributed {
            collected.text("unattributed", unattributed.to_string());
        }
        collected.text("figures", quoted_digits(digest));
        if !stands(root, &["observations", id, "collected"], &collected) {
            tree.whole("collected", collected, Form::Braces);
        }
        let entry = root.at(&["observations", id]);
        let is_there = |key: &str| entry.is_some_and(|entry| entry.under(key).is_some());
        let any = self
            .scopes()
            .any(|(service, series)| series.is_told() || scope(root, id, service).is_some());
        let mut gone = vec!["estimated", "as_of"];
        if any {
            gone.extend(["missing", "expected", "owner"]);
            // Rolled up from the services, and not stated beside them.
            if self.metric.roll_up.value != RollUp::StatedOnly {
                gone.push("all");
            }
        }
        gone.retain(|key| is_there(key));
        tree.without(&gone);
        if !any {
            let waits = entry.and_then(|entry| entry.under("missing"));
            let waits = waits.and_then(Node::scalar).is_none_or(is_waiting);
            if waits && !is_there("all") && !is_there("services") {
                let reason = self.counted.missing.as_deref();
                let reason = reason.unwrap_or("no event tells of it");
                tree.text("missing", edit::quoted(reason));
            }
            return tree;
        }
        for (service, counted) in self.scopes() {
            let there = scope(root, id, service);
            if there.is_none() && !counted.is_told() {
                continue;
            }
            let change = self.scope_change(there, service, counted, period);
            if change.put.is_empty() && change.gone.is_empty() {
                continue;
            }
            let change = Put::Within(change);
            match service {
                Some(service) => tree
                    .within("services")
                    .put
                    .push((service.to_owned(), change)),
                None => tree.put.push(("all".to_owned(), change)),
            }
        }
        tree
    }

    fn scope_change(
        &self,
        there: Option<&Node<'_>>,
        service: Option<&str>,
        counted: &GatheredSeries,
        period: Period,
    ) -> edit::Tree {
        let unit = &self.metric.unit.value;
        let before = self.series(service).filter(|_| there.is_some());
        let reading = before.and_then(|series| series.quarters.get(&period));
        let is_there = |key: &&str| there.is_some_and(|there| there.under(key).is_some());
        let mut tree = edit::Tree::default();
        let mut gone = vec!["estimated", "as_of"];
        match &counted.quarter {
            Ok(value) => {
                gone.extend(["missing", "expected", "owner"]);
                if reading.and_then(Reading::value) != Some(*value) {
                    tree.text("quarter", value.notation(unit));
                }
            }
            Err(reason) => {
                gone.push("quarter");
                let stands = reading.is_some_and(|reading| match &reading.filed {
                    Filed::Missing(missing) => !is_waiting(&missing.reason),
                    Filed::Value(_) => false,
                });
                if !stands {
                    tree.text("missing", edit::quoted(reason));
                }
            }
        }
        gone.retain(is_there);
        tree.without(&gone);
        for (week, value) in &counted.weeks {
            let stood = before.and_then(|series| series.weeks.get(week));
            if stood.map(|(stood, _)| stood) != Some(value) {
                tree.within("weeks")
                    .text(week.to_string(), notation(*value, unit));
            }
        }
        tree
    }
}

fn scope<'n, 't>(root: &'n Node<'t>, metric: &str, service: Option<&str>) -> Option<&'n Node<'t>> {
    match service {
        Some(service) => root.at(&["observations", metric, "services", service]),
        None => root.at(&["observations", metric, "all"]),
    }
}

/// Whether just this stands at a place already.
fn stands(root: &Node<'_>, way: &[&str], tree: &edit::Tree) -> bool {
    root.at(way).is_some_and(|node| edit::says(node, tree))
}
