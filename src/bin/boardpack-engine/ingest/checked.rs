//! Columns of a Parquet file to those of `events`, held to the contract a column at a time. Where one
//! value is not as it should be, nothing is said here: the rows are then read one by one, which tells
//! what is wrong and where.

use super::parquet::Typed;
use crate::columns::{SCHEMA, others, seq};
use boardpack::events::contract::{
    CAUSE, CAUSES, ENVIRONMENT, FIELDS, KIND, KINDS, OUTCOME, SERVICE, Sort, TS, field_at, kind_at,
};
use boardpack::events::{self, Seen};
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray as _, Float64Array, Int64Array, ListBuilder, RecordBatch, StringArray,
    StringBuilder, TimestampMicrosecondArray, UInt32Array, new_null_array,
};
use datafusion::arrow::compute::{cast, take};
use datafusion::arrow::datatypes::{
    ArrowNativeType as _, DataType, Float64Type, Int64Type, TimestampMicrosecondType,
};
use datafusion::arrow::error::ArrowError;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Names of unknown fields that are counted one by one, whatever their order.
const UNKNOWN: usize = 100;

/// The first whole number that the contract takes for too large.
const END: i64 = 1_000_000_000_000;

/// Rows of which every value is as the contract has it.
pub(super) struct Checked {
    /// Microseconds of each row.
    pub(super) ts: TimestampMicrosecondArray,
    /// The kind of each row, as it is written.
    pub(super) kind: StringArray,
    /// Its place in the contract.
    pub(super) kinds: Vec<Option<usize>>,
    /// The columns by the fields' places, in the types of `events`; none for what is null in all rows.
    pub(super) fields: Vec<Option<ArrayRef>>,
    /// Fields that are not of the contract: how often, and in which row first.
    pub(super) unknown: Vec<(String, Seen)>,
}

/// Holds columns to the contract; `row` is the first one, from 1.
pub(super) fn checked(columns: &[(&str, Typed)], rows: usize, row: u64) -> Option<Checked> {
    let mut fields: Vec<Option<ArrayRef>> = vec![None; FIELDS.len()];
    let mut unknown = Vec::new();
    let names: BTreeSet<&str> = columns.iter().map(|(name, _)| *name).collect();
    if names.len() < columns.len() || columns.len() > FIELDS.len() + UNKNOWN {
        return None;
    }
    for (name, column) in columns {
        let Some(at) = field_at(name) else {
            let column = column.array();
            let first = (0..rows).find(|at| told(column, *at));
            if let Some(first) = first {
                let count = (column.len() - column.null_count()) as u64;
                let line = row + first as u64;
                unknown.push(((*name).to_owned(), Seen { count, line }));
            }
            continue;
        };
        let field = FIELDS.get(at)?;
        let column = column_of(field.sort, column)?;
        *fields.get_mut(at)? = column.filter(|column| column.null_count() < column.len());
    }
    if unknown.len() > UNKNOWN {
        return None;
    }
    let ts = fields.get_mut(TS)?.take()?;
    let kind = fields.get_mut(KIND)?.take()?;
    if ts.null_count() > 0 || kind.null_count() > 0 {
        return None;
    }
    let kind = kind.as_string::<i32>().clone();
    let kinds: Vec<Option<usize>> = kind.iter().map(|kind| kind_at(kind?)).collect();
    if let Some(environment) = fields.get_mut(ENVIRONMENT)? {
        *environment = Arc::new(lower(environment.as_string::<i32>()));
    }
    let words = |at: usize| fields.get(at)?.as_ref().map(|of| of.as_string::<i32>());
    let (outcome, cause) = (words(OUTCOME), words(CAUSE));
    for (at, kind) in kinds.iter().enumerate() {
        let Some(kind) = kind.and_then(|kind| KINDS.get(kind)) else {
            continue;
        };
        let fits = |column: Option<&StringArray>, words: &[&str]| {
            let word = column.filter(|column| column.is_valid(at));
            words.is_empty() || word.is_none_or(|column| words.contains(&column.value(at)))
        };
        if !fits(outcome, kind.outcomes) || !fits(cause, CAUSES) {
            return None;
        }
    }
    Some(Checked {
        ts: ts.as_primitive::<TimestampMicrosecondType>().clone(),
        kind,
        kinds,
        fields,
        unknown,
    })
}

impl Checked {
    /// The texts of a field; none where it is null in all rows.
    pub(super) fn text(&self, field: usize) -> Option<&StringArray> {
        self.fields.get(field)?.as_ref()?.as_string_opt::<i32>()
    }

    /// Some of the rows as rows of `events`: `row` is the first of all, and `services` are of all.
    pub(super) fn rows(
        &self,
        rows: &[u32],
        row: u64,
        input: (usize, &str),
        services: &StringArray,
    ) -> Result<RecordBatch, ArrowError> {
        let chosen = UInt32Array::from(rows.to_vec());
        let lines = rows.iter().map(|at| {
            let line = row.saturating_add(u64::from(*at));
            i64::try_from(line).unwrap_or(i64::MAX)
        });
        let lines: Vec<i64> = lines.collect();
        let seq = lines.iter().map(|line| seq(input.0, *line));
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from_iter_values(seq)),
            Arc::new(StringArray::from_iter_values(rows.iter().map(|_| input.1))),
            Arc::new(Int64Array::from(lines)),
            take(&self.ts, &chosen, None)?,
            take(&self.kind, &chosen, None)?,
            take(services, &chosen, None)?,
        ];
        let told = std::iter::once(SERVICE);
        for (at, field) in told
            .chain(others())
            .zip(SCHEMA.fields().iter().skip(arrays.len()))
        {
            let column = match self.fields.get(at) {
                Some(Some(column)) => take(column, &chosen, None)?,
                _ => new_null_array(field.data_type(), rows.len()),
            };
            arrays.push(column);
        }
        RecordBatch::try_new(Arc::clone(&SCHEMA), arrays)
    }
}

fn told(column: &ArrayRef, at: usize) -> bool {
    column.is_valid(at) && *column.data_type() != DataType::Null
}

/// A column in the type of `events`; `Some(None)` for one that says nothing.
fn column_of(sort: Sort, column: &Typed) -> Option<Option<ArrayRef>> {
    let column: ArrayRef = match (sort, column) {
        (_, Typed::Unknown(_)) => return Some(None),
        (Sort::Text, Typed::Text(column)) => text(column)?,
        (Sort::Text, Typed::Whole(column)) => cast(column, &DataType::Utf8).ok()?,
        (Sort::Instant, Typed::Text(column)) => {
            let column = text(column)?;
            let times = column.as_string::<i32>().iter().map(|text| match text {
                Some(text) => events::instant(text).map(Some).ok_or(()),
                None => Ok(None),
            });
            let times = times.collect::<Result<Vec<Option<i64>>, ()>>().ok()?;
            instants(TimestampMicrosecondArray::from(times))
        }
        (Sort::Instant, Typed::Instant(column)) => {
            let times = column.as_primitive::<TimestampMicrosecondType>();
            let (from, to) = events::span();
            if !times
                .iter()
                .flatten()
                .all(|time| (from..=to).contains(&time))
            {
                return None;
            }
            instants(times.clone())
        }
        (Sort::Flag, Typed::Flag(column)) => Arc::clone(column),
        (Sort::Whole, Typed::Whole(column)) => {
            let whole = column.as_primitive::<Int64Type>();
            if !whole
                .iter()
                .flatten()
                .all(|whole| (0..END).contains(&whole))
            {
                return None;
            }
            Arc::clone(column)
        }
        (Sort::Number, Typed::Whole(column)) => {
            let whole = column.as_primitive::<Int64Type>();
            if !whole
                .iter()
                .flatten()
                .all(|whole| (1 - END..END).contains(&whole))
            {
                return None;
            }
            let number = |whole: i64| crate::columns::number(whole * 1_000_000);
            Arc::new(whole.unary::<_, Float64Type>(number))
        }
        (Sort::Number, Typed::Real(column)) => {
            let reals = column.as_primitive::<Float64Type>();
            let numbers = reals.iter().map(|real| match real {
                Some(real) => events::millionths(&real.to_string()).map(Some).ok_or(()),
                None => Ok(None),
            });
            let numbers = numbers.map(|number| number.map(|of| of.map(crate::columns::number)));
            let numbers = numbers.collect::<Result<Vec<Option<f64>>, ()>>().ok()?;
            Arc::new(Float64Array::from(numbers))
        }
        (Sort::Texts, Typed::Texts(column)) => texts(column)?,
        (_, column) => {
            let column = column.array();
            return (column.null_count() == column.len()).then_some(None);
        }
    };
    Some(Some(column))
}

fn instants(times: TimestampMicrosecondArray) -> ArrayRef {
    Arc::new(times.with_data_type(crate::columns::instants()))
}

/// Texts; one that is empty says nothing.
fn text(column: &ArrayRef) -> Option<ArrayRef> {
    let texts = column.as_string::<i32>();
    let mut empty = false;
    // All texts at once: one by one this takes longer than all else that is looked at here.
    let ends = texts.value_offsets();
    let (from, to) = (ends.first()?.as_usize(), ends.last()?.as_usize());
    let odd = texts.value_data().get(from..to)?.contains(&0);
    for text in texts.iter().flatten() {
        if text.len() > events::TEXT_BYTES || (odd && text.contains('\0')) {
            return None;
        }
        empty |= text.is_empty();
    }
    if !empty {
        return Some(Arc::clone(column));
    }
    let told = texts
        .iter()
        .map(|text| text.filter(|text| !text.is_empty()));
    Some(Arc::new(told.collect::<StringArray>()))
}

fn texts(column: &ArrayRef) -> Option<ArrayRef> {
    let mut found = ListBuilder::new(StringBuilder::new());
    for list in column.as_list::<i32>().iter() {
        let mut count = 0;
        if let Some(list) = list {
            let list = list.as_string::<i32>();
            if list.len() > events::LIST_TEXTS {
                return None;
            }
            for text in list.iter().flatten().filter(|text| !text.is_empty()) {
                if text.len() > events::TEXT_BYTES || text.contains('\0') {
                    return None;
                }
                found.values().append_value(text);
                count += 1;
            }
        }
        found.append(count > 0);
    }
    Some(Arc::new(found.finish()))
}

/// Environments as they are compared.
fn lower(environments: &StringArray) -> StringArray {
    let plain = |word: &str| word.trim() == word && !word.chars().any(char::is_uppercase);
    if environments.iter().flatten().all(plain) {
        return environments.clone();
    }
    let words = environments.iter().map(|word| {
        word.map(|word| match plain(word) {
            true => Cow::Borrowed(word),
            false => Cow::Owned(word.trim().to_lowercase()),
        })
    });
    words.collect()
}
