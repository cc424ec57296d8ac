//! Events to columns: the table `events`, by the contract's own fields.

use boardpack::events::contract::{FIELDS, SERVICE, Sort};
use boardpack::events::{Event, Value};
use datafusion::arrow::array::{
    ArrayBuilder, ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, RecordBatch,
    StringBuilder, TimestampMicrosecondBuilder,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use datafusion::arrow::error::ArrowError;
use std::sync::{Arc, LazyLock};

/// Fields that stand before the others, in another form or under another name.
const OWN: [&str; 3] = ["ts", "kind", "service"];

/// How many columns stand before the contract's others.
const HEAD: usize = 7;

/// Columns of events and of views that say the same in many rows. Of all others a dictionary in a file is given up
/// as too large once it was paid for.
pub(crate) const REPEATING: [&str; 22] = [
    "file",
    "kind",
    "service",
    "service_told",
    "repo",
    "actor",
    "environment",
    "outcome",
    "branch",
    "severity",
    "type",
    "unit",
    "item",
    "of_service",
    "of_repo",
    "monitor",
    "state",
    "cause",
    "left_out",
    "attribution",
    "reason",
    "found_by",
];

/// Instants of every table.
pub(crate) fn instants() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// Millionths as a number. Below 2^53 they are exact, and so their quotient is the nearest double.
pub(crate) fn number(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}

/// What orders events, and tells of each its input and line.
pub(crate) fn seq(input: usize, line: i64) -> i64 {
    let index = i64::try_from(input).unwrap_or(0);
    (index << 40) | (line & ((1 << 40) - 1))
}

/// The columns of `events`.
pub(crate) static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let mut fields = vec![
        Field::new("seq", DataType::Int64, false),
        Field::new("file", DataType::Utf8, false),
        Field::new("line", DataType::Int64, false),
        Field::new("ts", instants(), false),
        Field::new("kind", DataType::Utf8, false),
        Field::new("service", DataType::Utf8, true),
        Field::new("service_told", DataType::Utf8, true),
    ];
    for field in FIELDS.iter().filter(|field| !OWN.contains(&field.name)) {
        let of = match field.sort {
            Sort::Text => DataType::Utf8,
            Sort::Instant => instants(),
            Sort::Flag => DataType::Boolean,
            Sort::Whole => DataType::Int64,
            Sort::Number => DataType::Float64,
            Sort::Texts => DataType::new_list(DataType::Utf8, true),
        };
        fields.push(Field::new(field.name, of, true));
    }
    Arc::new(Schema::new(fields))
});

/// The places of the fields that have the columns behind the first ones, in their order.
pub(crate) fn others() -> impl Iterator<Item = usize> {
    let fields = FIELDS.iter().enumerate();
    fields.filter_map(|(at, field)| (!OWN.contains(&field.name)).then_some(at))
}

/// The column of each field of the contract, behind the first ones.
static PLACES: LazyLock<Vec<Option<usize>>> = LazyLock::new(|| {
    let mut next = 0;
    let place = |own: bool| {
        (!own).then(|| {
            next += 1;
            next - 1
        })
    };
    let own = FIELDS.iter().map(|field| OWN.contains(&field.name));
    own.map(place).collect()
});

/// A column that grows.
enum Column {
    Text(StringBuilder),
    Instant(TimestampMicrosecondBuilder),
    Flag(BooleanBuilder),
    Whole(Int64Builder),
    Number(Float64Builder),
    Texts(ListBuilder<StringBuilder>),
}

impl Column {
    fn of(sort: Sort) -> Self {
        match sort {
            Sort::Text => Self::Text(StringBuilder::new()),
            Sort::Instant => {
                Self::Instant(TimestampMicrosecondBuilder::new().with_data_type(instants()))
            }
            Sort::Flag => Self::Flag(BooleanBuilder::new()),
            Sort::Whole => Self::Whole(Int64Builder::new()),
            Sort::Number => Self::Number(Float64Builder::new()),
            Sort::Texts => Self::Texts(ListBuilder::new(StringBuilder::new())),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(column) => column.len(),
            Self::Instant(column) => column.len(),
            Self::Flag(column) => column.len(),
            Self::Whole(column) => column.len(),
            Self::Number(column) => column.len(),
            Self::Texts(column) => column.len(),
        }
    }

    fn put(&mut self, value: &Value<'_>) {
        match (self, value) {
            (Self::Text(column), Value::Text(value)) => column.append_value(value),
            (Self::Instant(column), Value::Instant(value)) => column.append_value(*value),
            (Self::Flag(column), Value::Flag(value)) => column.append_value(*value),
            (Self::Whole(column), Value::Whole(value)) => column.append_value(*value),
            (Self::Number(column), Value::Number(value)) => column.append_value(number(*value)),
            (Self::Texts(column), Value::Texts(values)) => {
                for value in values {
                    column.values().append_value(value);
                }
                column.append(true);
            }
            // The reader gives every field its own sort.
            (column, _) => column.fill(column.len() + 1),
        }
    }

    /// Nulls up to so many rows: most fields are of one kind of event, and are not touched by the others.
    fn fill(&mut self, rows: usize) {
        let lacking = rows.saturating_sub(self.len());
        if lacking == 0 {
            return;
        }
        match self {
            Self::Text(column) => column.append_nulls(lacking),
            Self::Instant(column) => column.append_nulls(lacking),
            Self::Flag(column) => column.append_nulls(lacking),
            Self::Whole(column) => column.append_nulls(lacking),
            Self::Number(column) => column.append_nulls(lacking),
            Self::Texts(column) => (0..lacking).for_each(|_| column.append_null()),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Instant(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
            Self::Whole(column) => Arc::new(column.finish()),
            Self::Number(column) => Arc::new(column.finish()),
            Self::Texts(column) => Arc::new(column.finish()),
        }
    }
}

/// Rows of `events` that are not yet a batch.
pub(crate) struct Rows {
    seq: Int64Builder,
    file: StringBuilder,
    line: Int64Builder,
    ts: TimestampMicrosecondBuilder,
    kind: StringBuilder,
    service: StringBuilder,
    told: StringBuilder,
    others: Vec<Column>,
    count: usize,
}

impl Default for Rows {
    fn default() -> Self {
        let others = FIELDS.iter().filter(|field| !OWN.contains(&field.name));
        Self {
            seq: Int64Builder::new(),
            file: StringBuilder::new(),
            line: Int64Builder::new(),
            ts: TimestampMicrosecondBuilder::new().with_data_type(instants()),
            kind: StringBuilder::new(),
            service: StringBuilder::new(),
            told: StringBuilder::new(),
            others: others.map(|field| Column::of(field.sort)).collect(),
            count: 0,
        }
    }
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Adds an event: of which input, and of which service by the pack's names.
    pub(crate) fn push(&mut self, event: &Event<'_>, input: (usize, &str), service: Option<&str>) {
        let line = i64::try_from(event.line).unwrap_or(i64::MAX);
        self.seq.append_value(seq(input.0, line));
        self.file.append_value(input.1);
        self.line.append_value(line);
        self.ts.append_value(event.ts);
        self.kind.append_value(event.kind.word());
        self.service.append_option(service);
        self.told.append_option(event.text_at(SERVICE));
        for (field, value) in &event.fields {
            let place = PLACES.get(*field).copied().flatten();
            if let Some(column) = place.and_then(|place| self.others.get_mut(place)) {
                column.fill(self.count);
                column.put(value);
            }
        }
        self.count += 1;
    }

    /// Everything that was added, and nothing is left.
    pub(crate) fn batch(&mut self) -> Result<RecordBatch, ArrowError> {
        for column in &mut self.others {
            column.fill(self.count);
        }
        self.count = 0;
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(HEAD + self.others.len());
        arrays.push(Arc::new(self.seq.finish()));
        arrays.push(Arc::new(self.file.finish()));
        arrays.push(Arc::new(self.line.finish()));
        arrays.push(Arc::new(self.ts.finish()));
        arrays.push(Arc::new(self.kind.finish()));
        arrays.push(Arc::new(self.service.finish()));
        arrays.push(Arc::new(self.told.finish()));
        arrays.extend(self.others.iter_mut().map(Column::finish));
        RecordBatch::try_new(Arc::clone(&SCHEMA), arrays)
    }
}
