//! Every metric's query, for each interval in each scope, several at a time; answers in one order.

use crate::fault::Stop;
use crate::results::{self, Row};
use crate::say::Say;
use crate::session::Sessions;
use crate::sql::{self, Parameters};
use boardpack::collect::{Interval, Message, Query, Request, Scope, codes};
use datafusion::arrow::array::RecordBatch;
use datafusion::common::DataFusionError;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use futures::StreamExt as _;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Asks everything, and says every row; how many rows each metric has.
pub(crate) async fn ask(
    request: &Arc<Request>,
    sessions: &Arc<Sessions>,
    contexts: &BTreeMap<Scope, SessionContext>,
    threads: usize,
    say: &Say,
) -> Result<BTreeMap<String, u64>, Stop> {
    let mut asked = Vec::new();
    for metric in &request.metrics {
        for (scope, context) in contexts {
            for interval in &request.intervals {
                asked.push((metric.clone(), *scope, interval.clone(), context.clone()));
            }
        }
    }
    let total = asked.len() as u64;
    let zone: Arc<str> = request.zone.as_str().into();
    let most = request.limits.rows;
    let answers = asked.into_iter().map(|(metric, scope, interval, context)| {
        let (zone, sessions) = (Arc::clone(&zone), Arc::clone(sessions));
        let task = async move {
            let rows = answer(&sessions, &context, &metric, &interval, &zone, most).await;
            (metric, scope, interval, rows)
        };
        tokio::spawn(task)
    });
    let mut answers = futures::stream::iter(answers).buffered(sessions.at_once(threads));
    let mut counts: BTreeMap<String, u64> = request
        .metrics
        .iter()
        .map(|metric| (metric.id.clone(), 0))
        .collect();
    let (mut stop, mut wrong) = (Stop(Vec::new()), BTreeSet::new());
    let mut done = 0;
    while let Some(answer) = answers.next().await {
        let (metric, scope, interval, rows) =
            answer.map_err(|_| Stop::broken("a query stopped its thread"))?;
        done += 1;
        say.progress("metrics", done, total);
        match rows {
            // A query that fails for one interval fails for most: one fault each is enough.
            Err(faults) if wrong.insert(metric.id.clone()) => stop.0.extend(faults.0),
            Err(_) => {}
            Ok(rows) => {
                *counts.entry(metric.id.clone()).or_default() += rows.len() as u64;
                for (service, values) in rows {
                    let (metric, interval) = (metric.id.clone(), interval.id.clone());
                    say.say(&Message::Row {
                        metric,
                        interval,
                        scope,
                        service,
                        values,
                    });
                }
            }
        }
    }
    if stop.0.is_empty() {
        Ok(counts)
    } else {
        Err(stop)
    }
}

async fn answer(
    sessions: &Sessions,
    context: &SessionContext,
    metric: &Query,
    interval: &Interval,
    zone: &str,
    most: u64,
) -> Result<Vec<Row>, Stop> {
    let parameters: Parameters = vec![
        ("start", sql::instant(&interval.start)),
        ("end", sql::instant(&interval.end)),
        ("zone", sql::text(zone)),
    ];
    let plan = sql::plan(
        (context, sessions.cluster.is_some()),
        &metric.id,
        &metric.sql,
        &parameters,
    )
    .await?;
    let rows = sessions
        .agreed(
            &metric.id,
            |told| Stop::query(&metric.id, &metric.sql, told),
            || Box::pin(rows(context, metric, plan.clone(), most)),
        )
        .await??;
    results::single(&metric.id, rows)
}

/// The rows of a plan in one order, or what is wrong with them; an error is DataFusion's own.
async fn rows(
    context: &SessionContext,
    metric: &Query,
    plan: LogicalPlan,
    most: u64,
) -> Result<Result<Vec<Row>, Stop>, DataFusionError> {
    let frame = context.execute_logical_plan(plan).await?;
    let mut batches = frame.execute_stream().await?;
    // Names of columns are looked at even where there is no row.
    let empty = RecordBatch::new_empty(batches.schema());
    let mut rows = match results::rows(&metric.id, &empty) {
        Ok(rows) => rows,
        Err(stop) => return Ok(Err(stop)),
    };
    while let Some(batch) = batches.next().await {
        match results::rows(&metric.id, &batch?) {
            Ok(more) => rows.extend(more),
            Err(stop) => return Ok(Err(stop)),
        }
        if rows.len() as u64 > most {
            let message = format!("this query returns more than {most} rows");
            let stop = Stop::new(codes::ROWS, message, "return one row for each service");
            return Ok(Err(stop.of(&metric.id)));
        }
    }
    rows.sort();
    Ok(Ok(rows))
}
