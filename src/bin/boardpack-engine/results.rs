//! Rows of a metric's query to texts: exact decimals, null for none.

use crate::fault::Stop;
use boardpack::collect::codes;
use datafusion::arrow::array::{Array, AsArray as _, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use std::collections::BTreeMap;

/// One row: its service, and the other columns by name.
pub(crate) type Row = (String, BTreeMap<String, Option<String>>);

/// The rows of a batch.
pub(crate) fn rows(query: &str, batch: &RecordBatch) -> Result<Vec<Row>, Stop> {
    let schema = batch.schema();
    let wrong = |message: String, help: &str| Stop::new(codes::COLUMNS, message, help).of(query);
    let mut rows: Vec<Row> = vec![Row::default(); batch.num_rows()];
    let mut services = false;
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        let (name, is) = (field.name(), field.data_type());
        if name == "service" {
            services = true;
            let texts = cast(column, &DataType::Utf8).map_err(|_| {
                wrong(
                    "the column `service` is no text".to_owned(),
                    "return the `service` of a view",
                )
            })?;
            let texts = texts.as_string::<i32>();
            for (at, row) in rows.iter_mut().enumerate() {
                if texts.is_null(at) {
                    return Err(wrong(
                        "a row has no `service`".to_owned(),
                        "group by the `service` of a view",
                    ));
                }
                row.0 = texts.value(at).to_owned();
            }
            continue;
        }
        if !(is.is_numeric() || *is == DataType::Null) {
            return Err(wrong(
                format!("the column `{name}` is {is}, which is no number"),
                "return `service` and numbers; a time span becomes one by `extract(epoch from …)`",
            ));
        }
        for (at, row) in rows.iter_mut().enumerate() {
            let value = number(column, at).map_err(|told| {
                wrong(
                    format!("`{name}` of `{}` {told}", row.0),
                    "divide by `nullif(…, 0)`, so that what nobody can say is null",
                )
            })?;
            row.1.insert(name.clone(), value);
        }
    }
    if !services {
        return Err(wrong(
            "no column is called `service`".to_owned(),
            "return the `service` of a view, one row for each",
        ));
    }
    Ok(rows)
}

/// A number as its shortest decimal that is exact.
fn number(column: &dyn Array, at: usize) -> Result<Option<String>, String> {
    if column.is_null(at) || *column.data_type() == DataType::Null {
        return Ok(None);
    }
    if column.data_type().is_floating() {
        let real = cast(column, &DataType::Float64).map_err(|told| told.to_string())?;
        let real = real.as_primitive::<Float64Type>().value(at);
        if !real.is_finite() {
            return Err("is not a number".to_owned());
        }
        // Rust writes the shortest decimal that reads back as the same, without an exponent.
        let real = if real == 0.0 { 0.0 } else { real };
        return Ok(Some(real.to_string()));
    }
    let text = ArrayFormatter::try_new(column, &FormatOptions::default())
        .and_then(|column| column.value(at).try_to_string())
        .map_err(|told| told.to_string())?;
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    Ok(Some(text.to_owned()))
}

/// Sees that no service is there twice in rows that are in order.
pub(crate) fn single(query: &str, rows: Vec<Row>) -> Result<Vec<Row>, Stop> {
    for pair in rows.windows(2) {
        if let [one, two] = pair
            && one.0 == two.0
        {
            let message = format!("this query returns `{}` in two rows", one.0);
            return Err(Stop::new(codes::COLUMNS, message, "group by `service`").of(query));
        }
    }
    Ok(rows)
}
