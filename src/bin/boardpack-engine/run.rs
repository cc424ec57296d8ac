//! One request from its inputs to its last message.

use crate::cluster::Cluster;
use crate::columns::instants;
use crate::fault::Stop;
use crate::ingest::{self, Ingested};
use crate::say::Say;
use crate::session::{Asked, Sessions, broken};
use crate::{metrics, views};
use boardpack::collect::{Message, Request, Scope, codes};
use boardpack::events;
use datafusion::arrow::array::{
    ArrayRef, AsArray as _, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::{Field, Int64Type, Schema, TimestampMicrosecondType};
use datafusion::common::DataFusionError;
use datafusion::prelude::SessionContext;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// From when to when which kind of event was seen of which service.
const COVERAGE: &str = "select arrow_cast(service, 'Utf8'), arrow_cast(kind, 'Utf8'), min(ts), max(ts), count(*) from events \
                        where service is not null group by 1, 2 order by 1, 2";

/// The repairs of a view that counts them, in the order of their names.
const QUALITY: &str = "select arrow_cast(what, 'Utf8'), arrow_cast(treatment, 'Utf8'), arrow_cast(count, 'Int64'), \
                       arrow_cast(first, 'Utf8') from quality order by 1, 2";

/// Runs a request.
pub(crate) async fn run(request: &Arc<Request>, threads: usize, say: &Say) -> Result<(), Stop> {
    let cluster = request.engine_url.as_deref().map(Cluster::reach);
    let cluster = cluster.transpose()?;
    let as_of = request
        .as_of
        .as_deref()
        .map(|text| instant("as_of", text))
        .transpose()?;
    let mut latest_end = None;
    for interval in &request.intervals {
        let (start, end) = (
            instant("start", &interval.start)?,
            instant("end", &interval.end)?,
        );
        if start >= end {
            return Err(no_request(&format!(
                "the interval `{}` ends before it begins",
                interval.id
            )));
        }
        latest_end = latest_end.max(Some(end));
    }
    let folder = |name: &str| folder(&request.temp, name);
    let (events, kept, spill) = (folder("events")?, folder("views")?, folder("spill")?);
    // Reading uses threads of its own, while no query runs.
    let read = match ingest::ingest(request, as_of, threads, &events, say) {
        Ok(read) => read,
        Err(stop) if stop.is_of_inputs() && cluster.is_none() => {
            return Err(stop.and(queries(request, threads).await));
        }
        Err(stop) => return Err(stop),
    };
    ingest::empty(&events)?;
    told(request, &read, say);

    let sessions = Arc::new(Sessions::new(request, &spill, cluster)?);
    let base = sessions.of_views().await?;
    views::register(&base, "events", &events).await?;
    views::seen(&sessions, &base, "events", read.events).await?;
    let until = as_of.or(read.latest);
    let parameters = tables(request, until.or(latest_end).unwrap_or(0));
    for (name, batch) in parameters.map_err(|told| broken(&told))? {
        views::table(&sessions, &base, name, batch, &kept).await?;
    }
    let most = sessions.views_at_once(request, threads, read.events);
    views::all(&sessions, &base, &request.views, &kept, most, say).await?;
    let all = async |name: &str, sql: &'static str| {
        let asked = || -> Asked<'_, _> { Box::pin(whole(&base, sql)) };
        sessions.agreed(name, broken, asked).await
    };
    coverage(&all("coverage", COVERAGE).await?, say);
    if request.views.iter().any(|view| view.id == "quality") {
        quality(&all("quality", QUALITY).await?, say);
    }

    let names: Vec<&str> = request
        .views
        .iter()
        .map(|view| view.id.as_str())
        .chain(["events"])
        .collect();
    let mut contexts: BTreeMap<Scope, SessionContext> = BTreeMap::new();
    for scope in &request.scopes {
        let context = sessions.of_metrics().await?;
        views::scoped(&base, &context, &names, *scope)
            .await
            .map_err(|told| broken(&told))?;
        contexts.insert(*scope, context);
    }
    let rows = metrics::ask(request, &sessions, &contexts, threads, say).await?;
    say.say(&Message::Done {
        engine: match &sessions.cluster {
            None => format!("datafusion {}", datafusion::DATAFUSION_VERSION),
            Some(_) => format!("datafusion {} on ballista", datafusion::DATAFUSION_VERSION),
        },
        as_of: until.map(events::written),
        events: read.events,
        rows,
    });
    Ok(())
}

/// All rows of a query in one batch, however they came.
async fn whole(context: &SessionContext, sql: &str) -> Result<RecordBatch, DataFusionError> {
    let batches = context.sql(sql).await?.collect().await?;
    let schema = batches
        .first()
        .map_or_else(|| Arc::new(Schema::empty()), RecordBatch::schema);
    Ok(concat_batches(&schema, &batches)?)
}

/// What is wrong with the queries themselves, asked of no event at all, so that whoever mends events knows of
/// it.
async fn queries(request: &Request, threads: usize) -> Stop {
    let Ok(temp) = folder(&request.temp, "queries") else {
        return Stop(Vec::new());
    };
    let request = Request {
        inputs: Vec::new(),
        temp,
        ..request.clone()
    };
    let (request, nobody) = (Arc::new(request), Say::silent());
    let asked = Box::pin(run(&request, threads, &nobody)).await;
    let mut wrong = asked.err().unwrap_or(Stop(Vec::new()));
    wrong.0.retain(|fault| fault.query.is_some());
    wrong
}

fn no_request(what: &str) -> Stop {
    Stop::new(
        codes::REQUEST,
        what.to_owned(),
        "`boardpack collect` starts this program with what it needs",
    )
}

fn instant(name: &str, text: &str) -> Result<i64, Stop> {
    events::instant(text).ok_or_else(|| no_request(&format!("`{name}` is no time: `{text}`")))
}

fn folder(temp: &Path, name: &str) -> Result<PathBuf, Stop> {
    let path = temp.join(name);
    std::fs::create_dir(&path).map_err(|told| {
        Stop::system(
            &format!("cannot make `{name}` in the temporary folder"),
            &told,
        )
    })?;
    Ok(path)
}

/// Says what was read of each input, and what the contract did not know.
fn told(request: &Request, read: &Ingested, say: &Say) {
    for (input, (sha256, tally)) in request.inputs.iter().zip(&read.inputs) {
        say.say(&Message::Input {
            label: input.label.clone(),
            sha256: sha256.clone(),
            events: tally.events,
            first: tally.span.map(|span| events::written(span.0)),
            last: tally.span.map(|span| events::written(span.1)),
        });
    }
    let unknown = |what: &str, names: &dyn Fn(&events::Tally) -> Vec<events::Seen>| {
        let (mut count, mut first) = (0, None);
        for (input, (_, tally)) in request.inputs.iter().zip(&read.inputs) {
            let seen = names(tally);
            count += seen.iter().map(|seen| seen.count).sum::<u64>();
            let line = seen.iter().map(|seen| seen.line).min();
            first = first.or(line.map(|line| format!("{}:{line}", input.label)));
        }
        said(say, what, "kept", count, first);
    };
    unknown("unknown-kind", &|tally| {
        tally.kinds.values().copied().collect()
    });
    unknown("unknown-field", &|tally| {
        tally.fields.values().copied().collect()
    });
    if let Some((count, first)) = &read.future {
        said(
            say,
            "future-timestamp",
            "dropped",
            *count,
            Some(first.clone()),
        );
    }
}

fn said(say: &Say, what: &str, treatment: &str, count: u64, first: Option<String>) {
    if count > 0 {
        let (what, treatment) = (what.to_owned(), treatment.to_owned());
        say.say(&Message::Quality {
            what,
            treatment,
            count,
            first,
        });
    }
}

/// The small tables that views read.
fn tables(
    request: &Request,
    as_of: i64,
) -> Result<[(&'static str, RecordBatch); 3], DataFusionError> {
    let horizon = i64::try_from(request.horizon_seconds).unwrap_or(i64::MAX);
    let as_of = TimestampMicrosecondArray::from(vec![as_of]).with_data_type(instants());
    let parameters = table(vec![
        ("horizon_seconds", Arc::new(Int64Array::from(vec![horizon]))),
        ("as_of", Arc::new(as_of)),
    ])?;
    let texts = |texts: &[String]| -> ArrayRef { Arc::new(StringArray::from_iter_values(texts)) };
    let environments = table(vec![("name", texts(&request.environments))])?;
    let bots = table(vec![("actor", texts(&request.bots))])?;
    Ok([
        ("parameters", parameters),
        ("environments", environments),
        ("bots", bots),
    ])
}

fn table(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, DataFusionError> {
    let fields = columns
        .iter()
        .map(|(name, of)| Field::new(*name, of.data_type().clone(), false));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = columns.into_iter().map(|(_, of)| of).collect();
    Ok(RecordBatch::try_new(schema, arrays)?)
}

fn coverage(batch: &RecordBatch, say: &Say) {
    let text = |at: usize, row: usize| batch.column(at).as_string::<i32>().value(row).to_owned();
    let time = |at: usize, row: usize| {
        events::written(
            batch
                .column(at)
                .as_primitive::<TimestampMicrosecondType>()
                .value(row),
        )
    };
    for row in 0..batch.num_rows() {
        let count = batch.column(4).as_primitive::<Int64Type>().value(row);
        say.say(&Message::Coverage {
            service: text(0, row),
            kind: text(1, row),
            from: time(2, row),
            to: time(3, row),
            count: count.unsigned_abs(),
        });
    }
}

/// Says the rows of the view `quality`, in the order of their names.
fn quality(batch: &RecordBatch, say: &Say) {
    let text = |at: usize, row: usize| {
        let column = batch.column(at).as_string::<i32>();
        (!datafusion::arrow::array::Array::is_null(column, row))
            .then(|| column.value(row).to_owned())
    };
    for row in 0..batch.num_rows() {
        let count = batch.column(2).as_primitive::<Int64Type>().value(row);
        let (what, treatment) = (
            text(0, row).unwrap_or_default(),
            text(1, row).unwrap_or_default(),
        );
        said(say, &what, &treatment, count.unsigned_abs(), text(3, row));
    }
}
