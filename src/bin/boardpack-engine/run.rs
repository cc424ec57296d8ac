//! One request from its inputs to its last message.

use crate::columns::instants;
use crate::fault::Stop;
use crate::ingest::{self, Ingested};
use crate::say::Say;
use crate::session::{broken, runtime, session};
use crate::{metrics, views};
use boardpack::collect::{Message, Request, Scope, codes};
use boardpack::events;
use datafusion::arrow::array::{
    ArrayRef, AsArray as _, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use datafusion::arrow::datatypes::{Field, Int64Type, Schema, TimestampMicrosecondType};
use datafusion::common::DataFusionError;
use datafusion::prelude::SessionContext;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// From when to when which kind of event was seen of which service.
const COVERAGE: &str = "select arrow_cast(service, 'Utf8'), arrow_cast(kind, 'Utf8'), min(ts), max(ts), count(*) from events \
                        where service is not null group by 1, 2 order by 1, 2";

/// Runs a request.
pub(crate) async fn run(request: &Arc<Request>, threads: usize, say: &Say) -> Result<(), Stop> {
    if let Some(url) = &request.engine_url {
        let message =
            format!("this program cannot reach `{url}`: it runs queries on this machine alone");
        return Err(Stop::new(codes::REMOTE, message, "leave `--engine` out"));
    }
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
    let read = ingest::ingest(request, as_of, threads, &events, say)?;
    ingest::empty(&events)?;
    told(request, &read, say);

    let runtime = runtime(request, &spill)?;
    let base = session(&runtime);
    views::register(&base, "events", &events).await?;
    let until = as_of.or(read.latest);
    tables(&base, request, until.or(latest_end).unwrap_or(0)).map_err(|told| broken(&told))?;
    let total = request.views.len() as u64;
    for (done, view) in request.views.iter().enumerate() {
        say.progress("views", done as u64, total);
        views::make(&base, view, &kept).await?;
    }
    say.progress("views", total, total);
    coverage(&base, say).await.map_err(|told| broken(&told))?;
    if request.views.iter().any(|view| view.id == "quality") {
        quality(&base, say)
            .await
            .map_err(|told| Stop::query("view quality", "", &told))?;
    }

    let names: Vec<&str> = request
        .views
        .iter()
        .map(|view| view.id.as_str())
        .chain(["events"])
        .collect();
    let mut contexts: BTreeMap<Scope, SessionContext> = BTreeMap::new();
    for scope in &request.scopes {
        let context = session(&runtime);
        views::scoped(&base, &context, &names, *scope)
            .await
            .map_err(|told| broken(&told))?;
        contexts.insert(*scope, context);
    }
    let rows = metrics::ask(request, &contexts, threads, say).await?;
    say.say(&Message::Done {
        engine: format!("datafusion {}", datafusion::DATAFUSION_VERSION),
        as_of: until.map(events::rfc3339),
        events: read.events,
        rows,
    });
    Ok(())
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
            first: tally.span.map(|span| events::rfc3339(span.0)),
            last: tally.span.map(|span| events::rfc3339(span.1)),
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
fn tables(base: &SessionContext, request: &Request, as_of: i64) -> Result<(), DataFusionError> {
    let horizon = i64::try_from(request.horizon_seconds).unwrap_or(i64::MAX);
    let as_of = TimestampMicrosecondArray::from(vec![as_of]).with_data_type(instants());
    table(
        base,
        "parameters",
        vec![
            ("horizon_seconds", Arc::new(Int64Array::from(vec![horizon]))),
            ("as_of", Arc::new(as_of)),
        ],
    )?;
    let texts = |texts: &[String]| -> ArrayRef { Arc::new(StringArray::from_iter_values(texts)) };
    table(
        base,
        "environments",
        vec![("name", texts(&request.environments))],
    )?;
    table(base, "bots", vec![("actor", texts(&request.bots))])
}

fn table(
    base: &SessionContext,
    name: &str,
    columns: Vec<(&str, ArrayRef)>,
) -> Result<(), DataFusionError> {
    let fields = columns
        .iter()
        .map(|(name, of)| Field::new(*name, of.data_type().clone(), false));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = columns.into_iter().map(|(_, of)| of).collect();
    base.register_batch(name, RecordBatch::try_new(schema, arrays)?)?;
    Ok(())
}

async fn coverage(base: &SessionContext, say: &Say) -> Result<(), DataFusionError> {
    for batch in base.sql(COVERAGE).await?.collect().await? {
        let text =
            |at: usize, row: usize| batch.column(at).as_string::<i32>().value(row).to_owned();
        let time = |at: usize, row: usize| {
            events::rfc3339(
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
    Ok(())
}

/// Says the rows of the view `quality`, in the order of their names.
async fn quality(base: &SessionContext, say: &Say) -> Result<(), DataFusionError> {
    let sql = "select arrow_cast(what, 'Utf8'), arrow_cast(treatment, 'Utf8'), arrow_cast(count, 'Int64'), \
               arrow_cast(first, 'Utf8') from quality order by 1, 2";
    for batch in base.sql(sql).await?.collect().await? {
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
    Ok(())
}
