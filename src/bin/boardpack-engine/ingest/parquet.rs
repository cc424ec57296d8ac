//! A Parquet file to its row groups, and a row group to events.

use super::Dispatch;
use super::checked::checked;
use super::part::{Job, What, Writing};
use crate::fault::Stop;
use crate::open::{self, Hash};
use boardpack::collect::Input;
use boardpack::events::contract::{FIELDS, Sort, field_at};
use boardpack::events::{Cell, assemble};
use datafusion::arrow::array::{Array, ArrayRef, AsArray as _, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};
use datafusion::arrow::error::ArrowError;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Rows that are looked at together.
const ROWS: usize = 8192;

type Opened = ParquetRecordBatchReaderBuilder<std::fs::File>;

fn open(input: &Input) -> Result<Opened, Stop> {
    Opened::try_new(open::file(input)?).map_err(|told| wrong(input, &told))
}

fn wrong(input: &Input, told: &dyn std::fmt::Display) -> Stop {
    Stop::input(
        &input.label,
        format!("this file is not Parquet of events: {told}"),
        "write it again, or name it by what it is",
    )
}

/// Hands over one job for each row group; the file's hash, if all of it was handed over.
pub(super) fn cut(at: usize, input: &Input, dispatch: &Dispatch<'_>) -> Result<Hash, Stop> {
    let opened = open(input)?;
    for needed in boardpack::events::contract::NEEDED {
        if opened.schema().field_with_name(needed).is_err() {
            let message = format!("no column is called `{needed}`");
            return Err(Stop::input(
                &input.label,
                message,
                "name the columns as the contract names fields",
            ));
        }
    }
    let mut before = 0;
    for (group, about) in opened.metadata().row_groups().iter().enumerate() {
        let job = Job {
            input: at,
            number: group,
            what: What::Group(group, before),
        };
        if !dispatch.send(job) {
            return Ok(Hash::default());
        }
        before += u64::try_from(about.num_rows()).unwrap_or(0);
    }
    open::hash(input)
}

/// Reads a row group.
pub(super) fn group(
    input: &Input,
    group: usize,
    before: u64,
    writing: &mut Writing<'_, '_>,
) -> Result<(), Stop> {
    let reader = open(input)?
        .with_row_groups(vec![group])
        .with_batch_size(ROWS)
        .build();
    let mut row = before;
    for batch in reader.map_err(|told| wrong(input, &told))? {
        let batch = batch.map_err(|told| wrong(input, &told))?;
        rows(input, &batch, &mut row, writing)?;
    }
    Ok(())
}

/// A column in the type of its field.
pub(super) enum Typed {
    Text(ArrayRef),
    Instant(ArrayRef),
    Flag(ArrayRef),
    Whole(ArrayRef),
    Real(ArrayRef),
    Texts(ArrayRef),
    /// Not of the contract; only whether there is something counts.
    Unknown(ArrayRef),
}

fn rows(
    input: &Input,
    batch: &RecordBatch,
    row: &mut u64,
    writing: &mut Writing<'_, '_>,
) -> Result<(), Stop> {
    let schema = batch.schema();
    let mut columns = Vec::new();
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        let name = field.name().as_str();
        let typed = typed(name, column).map_err(|told| {
            let message = format!("the column `{name}` is {}: {told}", field.data_type());
            Stop::input(
                &input.label,
                message,
                "write the column in the type of the contract",
            )
        })?;
        columns.push((name, typed));
    }
    if let Some(checked) = checked(&columns, batch.num_rows(), *row + 1)
        && writing.takes_columns()
    {
        writing.columns(&checked, *row + 1)?;
        *row += batch.num_rows() as u64;
        return Ok(());
    }
    for at in 0..batch.num_rows() {
        *row += 1;
        let cells = columns
            .iter()
            .filter_map(|(name, column)| Some((*name, column.cell(at)?)));
        match assemble(*row, cells) {
            Ok(event) => writing.event(&event)?,
            Err(fault) => writing.fault(&fault)?,
        }
    }
    Ok(())
}

fn typed(name: &str, column: &ArrayRef) -> Result<Typed, ArrowError> {
    let Some(field) = field_at(name).and_then(|at| FIELDS.get(at)) else {
        return Ok(Typed::Unknown(column.clone()));
    };
    let column = match column.data_type() {
        DataType::Dictionary(_, of) => &cast(column, of)?,
        _ => column,
    };
    let is = column.data_type();
    let text = matches!(
        is,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    );
    let refused = |what: &str| Err(ArrowError::CastError(format!("{what} is due")));
    Ok(match (field.sort, is) {
        (_, DataType::Null) => Typed::Unknown(column.clone()),
        (_, _) if text && field.sort != Sort::Texts => Typed::Text(cast(column, &DataType::Utf8)?),
        (Sort::Text, is) if is.is_integer() => Typed::Whole(cast(column, &DataType::Int64)?),
        (Sort::Instant, DataType::Timestamp(_, None)) => {
            return refused("a time with its zone (adjusted to UTC)");
        }
        (Sort::Instant, DataType::Timestamp(_, Some(_))) => {
            let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
            Typed::Instant(cast(column, &utc)?)
        }
        (Sort::Flag, DataType::Boolean) => Typed::Flag(column.clone()),
        (Sort::Whole | Sort::Number, is) if is.is_integer() => {
            Typed::Whole(cast(column, &DataType::Int64)?)
        }
        (Sort::Number, is) if is.is_numeric() => Typed::Real(cast(column, &DataType::Float64)?),
        (Sort::Texts, DataType::List(_) | DataType::LargeList(_)) => {
            Typed::Texts(cast(column, &DataType::new_list(DataType::Utf8, true))?)
        }
        (Sort::Text, _) => return refused("a text"),
        (Sort::Instant, _) => return refused("a time with its zone"),
        (Sort::Flag, _) => return refused("true or false"),
        (Sort::Whole | Sort::Number, _) => return refused("a number"),
        (Sort::Texts, _) => return refused("a list of texts"),
    })
}

impl Typed {
    /// The column itself.
    pub(super) fn array(&self) -> &ArrayRef {
        match self {
            Self::Text(column)
            | Self::Instant(column)
            | Self::Flag(column)
            | Self::Whole(column)
            | Self::Real(column)
            | Self::Texts(column)
            | Self::Unknown(column) => column,
        }
    }

    /// A value; `None` for null.
    fn cell(&self, at: usize) -> Option<Cell<'_>> {
        let column = self.array();
        if column.is_null(at) || column.data_type() == &DataType::Null {
            return None;
        }
        Some(match self {
            Self::Text(column) => Cell::Text(column.as_string::<i32>().value(at)),
            Self::Instant(column) => {
                Cell::Instant(column.as_primitive::<TimestampMicrosecondType>().value(at))
            }
            Self::Flag(column) => Cell::Flag(column.as_boolean().value(at)),
            Self::Whole(column) => Cell::Whole(column.as_primitive::<Int64Type>().value(at)),
            Self::Real(column) => Cell::Real(column.as_primitive::<Float64Type>().value(at)),
            Self::Texts(column) => {
                let list = column.as_list::<i32>();
                let (from, to) = (
                    list.value_offsets().get(at),
                    list.value_offsets().get(at + 1),
                );
                let range = from
                    .zip(to)
                    .map_or(0..0, |(from, to)| *from as usize..*to as usize);
                let texts = list.values().as_string::<i32>();
                Cell::Texts(
                    range
                        .filter(|at| texts.is_valid(*at))
                        .map(|at| texts.value(at))
                        .collect(),
                )
            }
            Self::Unknown(_) => Cell::Other,
        })
    }
}
