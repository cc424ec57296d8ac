//! What a quarter's records told, as rows for programs: one shape for all of them. A kind of record
//! says its columns and its rows once; the CSV table over all quarters and the quarter's objects in
//! `report.json` are both made from these, so that neither can say another thing.

mod burn;
mod cell;
pub(super) mod column;
mod compliance;
mod incidents;
mod learning;
mod money;
mod promises;
mod quality;
mod risks;

pub(super) use cell::{Cell, cells};

use super::tables::Csv;
use super::{Link, Maker, incident_tables};
use crate::analyse::QuarterAnalysis;
use crate::model::{Pack, Period};
use crate::render::{Ctx, Page};
use crate::tongue;
use cell::Object;
use column::Column;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// One kind of record.
pub(super) struct Kind {
    /// Its field of a quarter in `report.json`.
    pub(super) name: &'static str,
    /// Where its table stands, and what a link to it says; `None` where another table has the rows.
    pub(super) table: Option<(&'static str, &'static str)>,
    /// Its columns, which are the keys of its objects. Percentages are in percent, money in the
    /// pack's currency, days by the calendar.
    pub(super) columns: &'static [Column],
    /// Its rows of a quarter, in the order of the pages.
    pub(super) rows: fn(&Ctx<'_>, &QuarterAnalysis) -> Vec<Vec<Cell>>,
    /// The file of the pack that they come from, or files with commas between.
    pub(super) source: fn(&Pack, Period) -> String,
}

/// Every kind, in the order of the pack.
const KINDS: [&Kind; 28] = [
    &promises::OBJECTIVES,
    &promises::MONTHS,
    &burn::BURN_RATES,
    &promises::POLICIES,
    &promises::REVIEWS,
    &promises::CONTRACTS,
    &promises::CONTRACT_MONTHS,
    &incident_tables::INCIDENTS,
    &incidents::COURSES,
    &incidents::JOURNEYS,
    &incident_tables::OWED,
    &risks::RISKS,
    &compliance::CERTIFICATIONS,
    &compliance::FINDINGS,
    &compliance::RESTORES,
    &compliance::VULNERABILITIES,
    &compliance::WAITS,
    &compliance::OVERDUE,
    &learning::MEASURES,
    &learning::PULSE,
    &learning::SPACE,
    &money::ESTIMATES,
    &money::INPUTS,
    &money::TOTALS,
    &money::OUTCOMES,
    &quality::TEAMS,
    &quality::REPOSITORIES,
    &quality::DEFECTS,
];

/// The records of a quarter for `report.json`, by kind; a kind without rows is left out.
pub(super) struct Records(Vec<(&'static Kind, String, Vec<Vec<Cell>>)>);

/// What the records told of a quarter.
pub(super) fn records(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Records {
    let told = KINDS.into_iter().map(|kind| {
        let rows = (kind.rows)(ctx, quarter);
        (kind, (kind.source)(ctx.pack, quarter.period), rows)
    });
    Records(told.filter(|(.., rows)| !rows.is_empty()).collect())
}

impl Serialize for Records {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (kind, source, rows) in &self.0 {
            let objects: Vec<Object<'_>> = rows
                .iter()
                .map(|row| Object {
                    columns: kind.columns,
                    row,
                    source,
                })
                .collect();
            map.serialize_entry(kind.name, &objects)?;
        }
        map.end()
    }
}

impl JsonSchema for Records {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Records".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds = KINDS.into_iter().map(|kind| {
            let schema = column::object(kind.columns, &kind.says(), generator);
            (kind.name.to_owned(), schema.to_value())
        });
        let kinds: Map<String, Value> = kinds.collect();
        let schema = json!({"type": "object", "properties": kinds});
        Schema::try_from(schema).unwrap_or_default()
    }
}

impl Kind {
    /// What its objects are, for the schema of `report.json`.
    fn says(&self) -> String {
        let kind = self.name.replace('_', " ");
        let table = match self.table {
            Some((path, _)) => format!("; the same rows over all quarters are in `{path}`"),
            None => String::new(),
        };
        format!(
            "What the quarter's records told: {kind}, in the order of the pages. An exact number is a \
             fraction and a decimal; an absent key is something nobody recorded{table}. Absent where \
             there are none."
        )
    }
}

/// The table of every kind that has rows in any quarter, or had when it was published: its pages lead to it.
pub(crate) fn record_tables(maker: &Maker<'_>) -> Vec<Page> {
    let tables = KINDS.into_iter().filter_map(|kind| {
        let (path, _) = kind.table?;
        let mut csv = Csv::default();
        let first = Cell::from("period");
        let head = kind.columns.iter().map(|column| Cell::from(column.name));
        csv.cells(&first, &head.collect::<Vec<_>>(), &Cell::from("source"));
        // The page of incidents leads to its table even where none happened.
        let mut any = path == incident_tables::RECORD && !maker.pack.incidents.is_empty();
        for quarter in maker.quarters_today() {
            let period = Cell::from(quarter.period);
            let source = Cell::from((kind.source)(maker.pack, quarter.period));
            for row in (kind.rows)(&maker.today(quarter.period), quarter) {
                debug_assert_eq!(row.len(), kind.columns.len(), "columns of {path}");
                csv.cells(&period, &row, &source);
                any = true;
            }
        }
        let any = any
            || maker
                .quarters()
                .any(|quarter| has_rows(kind, maker, quarter));
        any.then(|| (path.to_owned(), csv.into_bytes()))
    });
    tables.collect()
}

/// Whether a quarter has rows of a kind, as it was published or is drafted.
fn has_rows(kind: &Kind, maker: &Maker<'_>, quarter: &QuarterAnalysis) -> bool {
    !(kind.rows)(&maker.ctx(quarter.period), quarter).is_empty()
}

/// Links to the tables of a folder that a quarter has rows of, for its page beside them. A published page
/// keeps its links whatever became of its records since.
pub(super) fn links(maker: &Maker<'_>, period: Period, folder: &str, root: &str) -> Vec<Link> {
    let Some(quarter) = maker.analysis.quarters.get(&period) else {
        return Vec::new();
    };
    let tables = KINDS.into_iter().filter_map(|kind| {
        let (path, name) = kind.table?;
        (path.starts_with(folder) && has_rows(kind, maker, quarter)).then(|| Link {
            label: tongue::label(name).to_owned(),
            href: format!("{root}{path}"),
        })
    });
    tables.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn kinds_paths_and_columns_are_named_once() {
        let names: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
        let paths: BTreeSet<_> = KINDS.iter().filter_map(|kind| kind.table).collect();
        let tables = KINDS.iter().filter(|kind| kind.table.is_some()).count();
        assert_eq!(paths.len(), tables);
        for kind in KINDS {
            let columns: BTreeSet<&str> = kind.columns.iter().map(|column| column.name).collect();
            assert_eq!(columns.len(), kind.columns.len(), "{}", kind.name);
            assert!(!columns.contains("period") && !columns.contains("source"));
        }
    }
}
