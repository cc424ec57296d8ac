//! Views, made once each: their rows in memory while they are few, else in a file.

use crate::cluster::TRIES;
use crate::columns::REPEATING;
use crate::fault::{self, Stop};
use crate::fingerprint::Fingerprint;
use crate::say::Say;
use crate::session::{PAUSE, Sessions, broken};
use crate::sql;
use boardpack::collect::{Query, Scope, codes};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::common::DataFusionError;
use datafusion::datasource::MemTable;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::logical_expr::LogicalPlan;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::Compression;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::prelude::{ParquetReadOptions, SessionContext, col, lit};
use futures::StreamExt as _;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::JoinSet;

/// Makes all views, several at a time: each as soon as those that it names are there.
pub(crate) async fn all(
    sessions: &Arc<Sessions>,
    context: &SessionContext,
    views: &[Query],
    folder: &Path,
    most: usize,
    say: &Say,
) -> Result<(), Stop> {
    let mut names = BTreeMap::new();
    for (at, view) in views.iter().enumerate() {
        let simple = !view.id.is_empty()
            && view
                .id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let taken = context.table_exist(view.id.as_str()).unwrap_or(true);
        if !simple || taken || names.insert(view.id.as_str(), at).is_some() {
            let message = format!("`{}` is no name for a view, or is taken", view.id);
            return Err(Stop::new(
                codes::REQUEST,
                message,
                "name each view once, in lower-case letters and `_`",
            ));
        }
    }
    let mut left: Vec<(usize, BTreeSet<usize>)> =
        (0..views.len()).map(|at| (at, BTreeSet::new())).collect();
    for (at, view) in views.iter().enumerate() {
        for named in sql::tables(context, &view.sql) {
            let Some(named) = names.get(named.as_str()).copied() else {
                continue;
            };
            // One that is made later must not be there by chance when this one is planned.
            let (first, then) = if named < at { (named, at) } else { (at, named) };
            if let Some((_, needs)) = left.get_mut(then).filter(|_| first != then) {
                needs.insert(first);
            }
        }
    }
    let (mut running, mut made) = (JoinSet::new(), BTreeSet::new());
    let mut faults: BTreeMap<usize, Stop> = BTreeMap::new();
    let total = views.len() as u64;
    say.progress("views", 0, total);
    loop {
        let ready = |needs: &BTreeSet<usize>| needs.is_subset(&made);
        while faults.is_empty() && running.len() < most {
            let Some(next) = left.iter().position(|(_, needs)| ready(needs)) else {
                break;
            };
            let (at, _) = left.remove(next);
            let Some(view) = views.get(at).cloned() else {
                break;
            };
            let (sessions, context) = (Arc::clone(sessions), context.clone());
            let folder = folder.to_owned();
            running.spawn(async move { (at, make(&sessions, &context, &view, &folder).await) });
        }
        let Some(ended) = running.join_next().await else {
            break;
        };
        match ended {
            Err(_) => return Err(Stop::broken("a view stopped its thread")),
            Ok((at, Ok(()))) => {
                made.insert(at);
                say.progress("views", made.len() as u64, total);
            }
            Ok((at, Err(stop))) => {
                faults.insert(at, stop);
            }
        }
    }
    // Where memory was short because others had it, a view may well have enough of it alone.
    let short = |stop: &Stop| stop.0.iter().any(|fault| fault.code == codes::MEMORY);
    if faults.values().all(short) && most > 1 {
        for at in std::mem::take(&mut faults).into_keys() {
            left.push((at, BTreeSet::new()));
        }
        left.sort();
        for (at, _) in left {
            if let Some(view) = views.get(at) {
                make(sessions, context, view, folder).await?;
            }
            made.insert(at);
            say.progress("views", made.len() as u64, total);
        }
    }
    faults.into_values().next().map_or(Ok(()), Err)
}

/// Makes a view and registers it under its name.
async fn make(
    sessions: &Sessions,
    context: &SessionContext,
    view: &Query,
    folder: &Path,
) -> Result<(), Stop> {
    let name = format!("view {}", view.id);
    let wrong = |told: DataFusionError| Stop::query(&name, &view.sql, &told);
    let plan = sql::plan(
        (context, sessions.cluster.is_some()),
        &name,
        &view.sql,
        &Vec::new(),
    )
    .await?;
    let path = folder.join(format!("{}.parquet", view.id));
    let (schema, kept) = sessions
        .agreed(
            &name,
            |told| Stop::query(&name, &view.sql, told),
            || Box::pin(made(sessions, context, plan.clone(), &path)),
        )
        .await?;
    match kept {
        Kept::Memory(batches) => {
            let table = MemTable::try_new(schema, vec![batches]).map_err(wrong)?;
            context
                .register_table(view.id.as_str(), Arc::new(table))
                .map_err(wrong)?;
            Ok(())
        }
        Kept::File(rows) => {
            register(context, &view.id, &path).await?;
            seen(sessions, context, &view.id, rows.count()).await
        }
    }
}

/// Rows of a plan, in memory while there is some left for them.
async fn made(
    sessions: &Sessions,
    context: &SessionContext,
    plan: LogicalPlan,
    path: &PathBuf,
) -> Result<(SchemaRef, Kept), DataFusionError> {
    let frame = context.execute_logical_plan(plan).await?;
    let rows = frame.execute_stream().await?;
    let schema = rows.schema();
    let kept = keep(sessions, rows, &schema, path).await?;
    Ok((schema, kept))
}

/// Registers a small table.
pub(crate) async fn table(
    sessions: &Sessions,
    context: &SessionContext,
    name: &str,
    batch: RecordBatch,
    folder: &Path,
) -> Result<(), Stop> {
    let cannot = |told: DataFusionError| broken(&told);
    if sessions.cluster.is_none() {
        let registered = context.register_batch(name, batch);
        return registered.map(|_| ()).map_err(cannot);
    }
    let path = folder.join(format!("{name}.parquet"));
    let mut writer = create(&path, &batch.schema()).map_err(cannot)?;
    writer.write(&batch).map_err(|told| cannot(told.into()))?;
    writer.close().map_err(|told| cannot(told.into()))?;
    register(context, name, &path).await?;
    seen(sessions, context, name, batch.num_rows() as u64).await
}

/// Makes sure that a cluster sees all rows of a table: what its machines do not see of the temporary
/// folder they take for nothing. A folder of the network may take a moment to be the same everywhere.
pub(crate) async fn seen(
    sessions: &Sessions,
    context: &SessionContext,
    name: &str,
    rows: u64,
) -> Result<(), Stop> {
    let Some(cluster) = &sessions.cluster else {
        return Ok(());
    };
    for tried in 1.. {
        let count = sessions
            .ask(
                |told| cluster.unseen(name, &fault::said(told)),
                || Box::pin(async { context.table(name).await?.count().await }),
            )
            .await?;
        if count as u64 == rows {
            break;
        }
        if tried >= TRIES {
            let sees = format!("it sees {count} of {rows} rows");
            return Err(cluster.unseen(name, &sees));
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
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

#[derive(PartialEq)]
enum Kept {
    Memory(Vec<RecordBatch>),
    File(Fingerprint),
}

async fn keep(
    sessions: &Sessions,
    mut rows: SendableRecordBatchStream,
    schema: &SchemaRef,
    path: &PathBuf,
) -> Result<Kept, DataFusionError> {
    let (mut batches, mut bytes, mut told) = (Vec::new(), 0, Fingerprint::default());
    let mut writer: Option<ArrowWriter<File>> = match &sessions.cluster {
        None => None,
        Some(_) => Some(create(path, schema)?),
    };
    while let Some(batch) = rows.next().await {
        let batch = batch.inspect_err(|_| sessions.give(std::mem::take(&mut bytes)))?;
        // What is made here is held to nothing.
        if sessions.cluster.is_some() {
            told.add(&batch)?;
        }
        let more = batch.get_array_memory_size();
        batches.push(batch);
        if writer.is_none() {
            if sessions.take(more) {
                bytes += more;
            } else {
                writer = Some(create(path, schema)?);
                sessions.give(std::mem::take(&mut bytes));
            }
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
            Ok(Kept::File(told))
        }
        None => Ok(Kept::Memory(batches)),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file of the engine's own temporary folder"
)]
fn create(path: &PathBuf, schema: &SchemaRef) -> Result<ArrowWriter<File>, DataFusionError> {
    let mut how = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(1 << 17))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_dictionary_enabled(false);
    for name in REPEATING {
        how = how.set_column_dictionary_enabled(name.into(), true);
    }
    Ok(ArrowWriter::try_new(
        File::create(path)?,
        Arc::clone(schema),
        Some(how.build()),
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

// With a cluster's client, sessions of a cluster leave this machine.
#[cfg(all(test, not(feature = "distributed")))]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::all;
    use crate::fault::Stop;
    use crate::say::Say;
    use crate::session::tests::sessions;
    use boardpack::collect::{Query, codes};
    use datafusion::arrow::array::{AsArray as _, Int64Array, RecordBatch};
    use datafusion::arrow::datatypes::{Int64Type, SchemaRef};
    use datafusion::catalog::streaming::StreamingTable;
    use datafusion::execution::{SendableRecordBatchStream, TaskContext};
    use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
    use datafusion::physical_plan::streaming::PartitionStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Rows that are read once or more often, as a stage that was started again leaves them: how often at each
    /// reading, the last for all that follow.
    #[derive(Debug)]
    struct Restarted {
        batch: RecordBatch,
        often: &'static [usize],
        read: AtomicUsize,
    }

    impl PartitionStream for Restarted {
        fn schema(&self) -> &SchemaRef {
            self.batch.schema_ref()
        }

        fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
            let read = self.read.fetch_add(1, Ordering::SeqCst);
            let often = self.often.get(read).or(self.often.last()).unwrap();
            let batches = vec![self.batch.clone(); *often].into_iter().map(Ok);
            let rows = futures::stream::iter(batches);
            Box::pin(RecordBatchStreamAdapter::new(self.batch.schema(), rows))
        }
    }

    /// The one figure of a view over three events.
    fn counted(often: &'static [usize]) -> Result<i64, Stop> {
        let numbers = Arc::new(Int64Array::from(vec![1, 2, 3])) as _;
        let batch = RecordBatch::try_from_iter([("seq", numbers)]).unwrap();
        let schema = batch.schema();
        let read = AtomicUsize::new(0);
        let restarted = Arc::new(Restarted { batch, often, read });
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        runtime.block_on(async {
            let sessions = Arc::new(sessions(true));
            let base = sessions.of_views().await?;
            let table = StreamingTable::try_new(schema, vec![restarted]).unwrap();
            base.register_table("events", Arc::new(table)).unwrap();
            let view = Query {
                id: "events_told".to_owned(),
                sql: "select count(*) as told from events".to_owned(),
            };
            all(&sessions, &base, &[view], folder.path(), 1, &Say::silent()).await?;
            let rows = base.sql("select told from events_told").await.unwrap();
            let rows = rows.collect().await.unwrap();
            let told = rows[0].column(0).as_primitive::<Int64Type>();
            assert_eq!(told.len(), 1);
            Ok(told.value(0))
        })
    }

    #[test]
    fn a_view_whose_rows_were_doubled_below_a_sum_is_asked_again() {
        assert_eq!(counted(&[1]).unwrap(), 3);
        assert_eq!(counted(&[2, 1]).unwrap(), 3);
        assert_eq!(counted(&[1, 2, 1]).unwrap(), 3);
        let Stop(faults) = counted(&[1, 2, 1, 2]).unwrap_err();
        assert_eq!(faults[0].code, codes::REMOTE, "{faults:?}");
    }
}
