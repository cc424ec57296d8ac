//! Views, made once each: their rows in memory while they are few, else in a file.

use crate::fault::Stop;
use crate::session::broken;
use crate::sql;
use boardpack::collect::{Query, Scope, codes};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::common::DataFusionError;
use datafusion::datasource::MemTable;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::Compression;
use datafusion::parquet::file::properties::WriterProperties;
use datafusion::prelude::{ParquetReadOptions, SessionContext, col, lit};
use futures::StreamExt as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of a view that are kept in memory.
const KEPT: usize = 16 << 20;

/// Makes a view and registers it under its name; how many rows it has.
pub(crate) async fn make(
    context: &SessionContext,
    view: &Query,
    folder: &Path,
) -> Result<u64, Stop> {
    let name = format!("view {}", view.id);
    let simple = !view.id.is_empty()
        && view
            .id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !simple || context.table_exist(view.id.as_str()).unwrap_or(true) {
        let message = format!("`{}` is no name for a view, or is taken", view.id);
        return Err(Stop::new(
            codes::REQUEST,
            message,
            "name each view once, in lower-case letters and `_`",
        ));
    }
    let wrong = |told: DataFusionError| Stop::query(&name, &view.sql, &told);
    let plan = sql::plan(context, &name, &view.sql, &Vec::new()).await?;
    let frame = context.execute_logical_plan(plan).await.map_err(wrong)?;
    let rows = frame.execute_stream().await.map_err(wrong)?;
    let schema = rows.schema();
    let path = folder.join(format!("{}.parquet", view.id));
    match keep(rows, &schema, &path).await.map_err(wrong)? {
        Kept::Memory(batches, count) => {
            let table = MemTable::try_new(schema, vec![batches]).map_err(wrong)?;
            context
                .register_table(view.id.as_str(), Arc::new(table))
                .map_err(wrong)?;
            Ok(count)
        }
        Kept::File(count) => {
            register(context, &view.id, &path).await?;
            Ok(count)
        }
    }
}

/// Registers a Parquet file, or a folder of them.
pub(crate) async fn register(
    context: &SessionContext,
    name: &str,
    path: &Path,
) -> Result<(), Stop> {
    let text = path.to_str().ok_or_else(|| {
        Stop::new(
            codes::INPUT,
            "the temporary folder is no UTF-8".to_owned(),
            "set TMPDIR to another one",
        )
    })?;
    let options = ParquetReadOptions::default();
    context
        .register_parquet(name, text, options)
        .await
        .map_err(|told| broken(&told))
}

enum Kept {
    Memory(Vec<RecordBatch>, u64),
    File(u64),
}

async fn keep(
    mut rows: SendableRecordBatchStream,
    schema: &SchemaRef,
    path: &PathBuf,
) -> Result<Kept, DataFusionError> {
    let (mut batches, mut bytes, mut count) = (Vec::new(), 0, 0);
    let mut writer: Option<ArrowWriter<File>> = None;
    while let Some(batch) = rows.next().await {
        let batch = batch?;
        count += batch.num_rows() as u64;
        bytes += batch.get_array_memory_size();
        batches.push(batch);
        if writer.is_none() && bytes > KEPT {
            writer = Some(create(path, schema)?);
        }
        if let Some(writer) = &mut writer {
            for batch in batches.drain(..) {
                writer.write(&batch)?;
            }
        }
    }
    match writer {
        Some(writer) => {
            writer.close()?;
            Ok(Kept::File(count))
        }
        None => Ok(Kept::Memory(batches, count)),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file of the engine's own temporary folder"
)]
fn create(path: &PathBuf, schema: &SchemaRef) -> Result<ArrowWriter<File>, DataFusionError> {
    let how = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(1 << 17))
        .build();
    Ok(ArrowWriter::try_new(
        File::create(path)?,
        Arc::clone(schema),
        Some(how),
    )?)
}

/// What a metric's query sees of the views, in a scope: rows of services alone, under their own names
/// or all under one. A view without services is not there.
pub(crate) async fn scoped(
    base: &SessionContext,
    into: &SessionContext,
    names: &[&str],
    scope: Scope,
) -> Result<(), DataFusionError> {
    for name in names {
        let table = base.table(*name).await?;
        if table
            .schema()
            .index_of_column_by_name(None, "service")
            .is_none()
        {
            continue;
        }
        let table = table.filter(col("service").is_not_null())?;
        let table = match scope {
            Scope::Service => table,
            Scope::All => table.with_column("service", lit("all"))?,
        };
        let view: Arc<dyn TableProvider> = table.into_view();
        into.register_table(*name, view)?;
    }
    Ok(())
}
