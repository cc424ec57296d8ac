//! The address of a Ballista scheduler to sessions that plan here and run there.
//!
//! Nothing is sent to the cluster but plans: events and views lie in files of the temporary folder, and
//! the scheduler and every executor read them there under the same path. What they do not see, they
//! take for empty, and so every table is counted by the cluster before anything is asked of it.
//!
//! A query during which an executor went is asked again, whatever it answered: Ballista 55 starts tasks
//! again whose output was lost, and was seen to answer with rows of both, without a word. A stage can be started
//! again without that, and so nothing is believed that the cluster did not answer twice in a row alike.

use crate::fault::Stop;
use boardpack::collect::codes;
use datafusion::common::DataFusionError;
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};

/// Parts into which the cluster cuts what a view reads.
#[cfg(feature = "distributed")]
const PARTS: usize = 16;

/// Seconds in which a scheduler answers, or is not there.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Times that a query is asked before the cluster is given up. The scheduler itself starts tasks again
/// that an executor lost; what was lost behind the last stage only its client can ask for again.
pub(crate) const TRIES: u32 = 4;

/// Queries that are with the cluster at a time.
pub(crate) const AT_ONCE: usize = 16;

/// What a scheduler says of a job that it gave up.
pub(crate) fn gave_up(told: &DataFusionError) -> bool {
    let text = told.strip_backtrace();
    text.split_once("Job ")
        .is_some_and(|(_, rest)| rest.contains(" failed: "))
}

/// A scheduler that does not answer any more, or not as one.
fn lost(url: &str, what: &str) -> Stop {
    Stop::new(
        codes::REMOTE,
        format!("the cluster at `{url}` does not answer: {what}"),
        "see to it that the scheduler runs, and that its REST interface is not switched off",
    )
}

/// Bytes of what a scheduler says of its executors.
const ANSWER: u64 = 16 << 20;

const SHARE: &str = "set TMPDIR to a folder that the scheduler and every executor see under the same path and may read";

/// A scheduler that answers.
#[derive(Debug)]
pub(crate) struct Cluster {
    url: String,
}

impl Cluster {
    /// The address of a request, once somebody listens there.
    #[cfg(feature = "distributed")]
    pub(crate) fn reach(url: &str) -> Result<Self, Stop> {
        use std::net::{TcpStream, ToSocketAddrs as _};
        let wrong = |message: String| {
            let help = "give the address of a scheduler of Ballista 55 as `df://HOST:PORT`";
            Stop::new(codes::REMOTE, message, help)
        };
        let place = url.strip_prefix("df://").unwrap_or_default();
        let place = place.trim_end_matches('/');
        let port = place.rsplit_once(':').map(|(_, port)| port.parse::<u16>());
        if !matches!(port, Some(Ok(_))) {
            return Err(wrong(format!("`{url}` is no address of a cluster")));
        }
        let addresses = place
            .to_socket_addrs()
            .map_err(|told| wrong(format!("cannot find the host of `{url}`: {told}")))?;
        let mut last = None;
        for address in addresses {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(_) => {
                    return Ok(Self {
                        url: format!("df://{place}"),
                    });
                }
                Err(told) => last = Some(told),
            }
        }
        let told = last.map_or(String::new(), |told| format!(": {told}"));
        Err(wrong(format!("nobody answers at `{url}`{told}")))
    }

    #[cfg(not(feature = "distributed"))]
    pub(crate) fn reach(url: &str) -> Result<Self, Stop> {
        Err(Stop::new(
            codes::REMOTE,
            format!(
                "this program cannot reach `{url}`: it was built to run queries on this machine alone"
            ),
            "leave `--engine` out, or install it with `cargo install boardpack --features distributed`",
        ))
    }

    /// One that is known to listen.
    #[cfg(test)]
    pub(crate) fn at(url: String) -> Self {
        Self { url }
    }

    /// A session whose queries run on the cluster: in parts, or each as one task.
    #[cfg(feature = "distributed")]
    pub(crate) async fn session(
        &self,
        local: &datafusion::prelude::SessionContext,
        in_parts: bool,
    ) -> Result<datafusion::prelude::SessionContext, Stop> {
        use ballista::prelude::{SessionConfigExt as _, SessionContextExt as _};
        use datafusion::execution::SessionStateBuilder;
        let state = local.state();
        let config = state.config().clone().upgrade_for_ballista();
        let config = config
            .with_target_partitions(if in_parts { PARTS } else { 1 })
            // Stages that are planned anew while a job runs were seen to wait for each other for ever.
            .with_ballista_adaptive_query_planner(false);
        let state = SessionStateBuilder::new_from_existing(state)
            .with_config(config)
            .build();
        datafusion::prelude::SessionContext::remote_with_state(&self.url, state)
            .await
            .map_err(|told| crate::session::broken(&told))
    }

    #[cfg(not(feature = "distributed"))]
    pub(crate) async fn session(
        &self,
        local: &datafusion::prelude::SessionContext,
        _: bool,
    ) -> Result<datafusion::prelude::SessionContext, Stop> {
        Ok(local.clone())
    }

    /// Ids of the executors that the scheduler knows. Each start of an executor is another one.
    pub(crate) fn executors(&self) -> Result<BTreeSet<String>, Stop> {
        let url = &self.url;
        let place = url.strip_prefix("df://").unwrap_or_default();
        let asked = || -> std::io::Result<Vec<u8>> {
            let mut stream = std::net::TcpStream::connect(place)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            let request = format!(
                "GET /api/executors HTTP/1.0\r\nHost: {place}\r\nAccept: application/json\r\n\r\n"
            );
            stream.write_all(request.as_bytes())?;
            let mut answer = Vec::new();
            stream.take(ANSWER).read_to_end(&mut answer)?;
            Ok(answer)
        };
        let answer = asked().map_err(|told| lost(url, &told.to_string()))?;
        let body = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .and_then(|at| answer.get(at + 4..))
            .unwrap_or_default();
        let told: Vec<serde_json::Value> = serde_json::from_slice(body)
            .map_err(|_| lost(url, "it does not say which executors it has"))?;
        let ids = told.iter().filter_map(|one| one.get("id")?.as_str());
        Ok(ids.map(str::to_owned).collect())
    }

    /// Executors came and went all the time.
    pub(crate) fn restless(&self) -> Stop {
        let url = &self.url;
        Stop::new(
            codes::REMOTE,
            format!("the cluster at `{url}` lost an executor at each of {TRIES} tries of a query"),
            "see why executors end, often for want of memory",
        )
    }

    /// No two answers to a query in a row were the same.
    pub(crate) fn of_two_minds(&self, query: &str) -> Stop {
        let url = &self.url;
        Stop::new(
            codes::REMOTE,
            format!(
                "the cluster at `{url}` answered `{query}` differently each time, {TRIES} times"
            ),
            "see in the scheduler's log which stages it started again, and why",
        )
    }

    /// What the cluster does not see of a table.
    pub(crate) fn unseen(&self, table: &str, sees: &str) -> Stop {
        let url = &self.url;
        Stop::new(
            codes::REMOTE,
            format!("the cluster at `{url}` cannot read `{table}`: {sees}"),
            SHARE,
        )
    }
}
