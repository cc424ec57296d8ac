//! DataFusion as every query finds it: here with one pool of memory, spilling into the temporary folder,
//! one partition for each query, no clock and no chance; or on a cluster, with its own memory.

use crate::cluster::{self, Cluster};
use crate::fault::Stop;
use boardpack::collect::{Request, codes};
use datafusion::common::DataFusionError;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{
    FairSpillPool, MemoryConsumer, MemoryReservation, TrackConsumersPool,
};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use std::num::NonZeroUsize;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Between two tries of what a cluster lost.
pub(crate) const PAUSE: Duration = Duration::from_secs(2);

/// Bytes of memory for each event while a view is made; ten million took two gibibytes in all, one view
/// after the other.
const EVENT_BYTES: u64 = 512;

/// Views are kept in memory while they all take no more than this part of it.
const KEPT: u64 = 8;

/// Consumers that are named when the pool is empty.
const NAMED: NonZeroUsize = NonZeroUsize::MIN;

/// A query that is being answered.
pub(crate) type Asked<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, DataFusionError>> + Send + 'a>>;

/// Where the queries of a run are answered.
#[derive(Debug)]
pub(crate) struct Sessions {
    runtime: Arc<RuntimeEnv>,
    /// Bytes of memory that are left for views, and what the pool was told of those that have some.
    left: Mutex<(usize, MemoryReservation)>,
    /// None where they are answered here.
    pub(crate) cluster: Option<Cluster>,
}

impl Sessions {
    pub(crate) fn new(
        request: &Request,
        spill: &Path,
        cluster: Option<Cluster>,
    ) -> Result<Self, Stop> {
        let runtime = runtime(request, spill)?;
        let kept = MemoryConsumer::new("views").register(&runtime.memory_pool);
        let left = usize::try_from((request.limits.memory_mb << 20) / KEPT).unwrap_or(0);
        let left = Mutex::new((left, kept));
        Ok(Self {
            runtime,
            left,
            cluster,
        })
    }

    /// Takes memory for rows of a view, if there is so much left.
    pub(crate) fn take(&self, bytes: usize) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = bytes <= left.0 && left.1.try_grow(bytes).is_ok();
        if fits {
            left.0 -= bytes;
        }
        fits
    }

    /// Gives memory back.
    pub(crate) fn give(&self, bytes: usize) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.1.shrink(bytes);
        left.0 += bytes;
    }

    /// For views. On a cluster each is cut into parts: no sum of a view depends on the order of its rows.
    pub(crate) async fn of_views(&self) -> Result<SessionContext, Stop> {
        self.session(true).await
    }

    /// For metrics. Each query is one task wherever it runs, since its sums are whoever's that wrote it.
    pub(crate) async fn of_metrics(&self) -> Result<SessionContext, Stop> {
        self.session(false).await
    }

    async fn session(&self, in_parts: bool) -> Result<SessionContext, Stop> {
        let here = session(&self.runtime);
        match &self.cluster {
            Some(cluster) => cluster.session(&here, in_parts).await,
            None => Ok(here),
        }
    }

    /// How many queries are asked at a time.
    pub(crate) fn at_once(&self, threads: usize) -> usize {
        if self.cluster.is_some() {
            cluster::AT_ONCE
        } else {
            threads.max(1)
        }
    }

    /// How many views of so many events are made at a time: what they hold is not all counted by the pool,
    /// and two big ones at once have met the wall around the process.
    pub(crate) fn views_at_once(&self, request: &Request, threads: usize, events: u64) -> usize {
        let fit = request.limits.memory_mb.saturating_mul(1 << 20) / (events.max(1) * EVENT_BYTES);
        let most = self.at_once(threads);
        if self.cluster.is_some() {
            most
        } else {
            usize::try_from(fit).unwrap_or(most).clamp(1, most)
        }
    }

    /// Asks until an answer can be believed: on a cluster until it gave the same answer twice in a row, since
    /// a stage that it starts again by itself might answer twice, and no executor need have gone for that.
    /// What is made of an answer, such as a file, is made of the last one.
    pub(crate) async fn agreed<'a, T: PartialEq>(
        &self,
        query: &str,
        wrong: impl Fn(&DataFusionError) -> Stop,
        mut asked: impl FnMut() -> Asked<'a, T>,
    ) -> Result<T, Stop> {
        let mut last = self.ask(&wrong, &mut asked).await?;
        let Some(cluster) = &self.cluster else {
            return Ok(last);
        };
        for _ in 1..cluster::TRIES {
            let next = self.ask(&wrong, &mut asked).await?;
            if next == last {
                return Ok(next);
            }
            last = next;
        }
        Err(cluster.of_two_minds(query))
    }

    /// Asks once: on a cluster again where it lost what it had made, and where an executor went while it
    /// worked. For what is held to something else.
    pub(crate) async fn ask<'a, T>(
        &self,
        wrong: impl Fn(&DataFusionError) -> Stop,
        mut asked: impl FnMut() -> Asked<'a, T>,
    ) -> Result<T, Stop> {
        let Some(cluster) = &self.cluster else {
            return asked().await.map_err(|told| wrong(&told));
        };
        for tried in 1.. {
            let before = cluster.executors()?;
            let answer = asked().await;
            let whole = before.is_subset(&cluster.executors()?);
            let last = tried >= cluster::TRIES;
            match answer {
                Ok(answer) if whole => return Ok(answer),
                // What the scheduler gave up itself, it says so of the job.
                Err(told) if last || (whole && cluster::gave_up(&told)) => {
                    return Err(wrong(&told));
                }
                Ok(_) if last => break,
                _ => tokio::time::sleep(PAUSE * tried).await,
            }
        }
        Err(cluster.restless())
    }
}

/// Memory and disk that all queries of a run share.
fn runtime(request: &Request, spill: &Path) -> Result<Arc<RuntimeEnv>, Stop> {
    let bytes =
        usize::try_from(request.limits.memory_mb.saturating_mul(1 << 20)).unwrap_or(usize::MAX);
    let pool = TrackConsumersPool::new(FairSpillPool::new(bytes), NAMED);
    let disk = DiskManagerBuilder::default()
        .with_mode(DiskManagerMode::Directories(vec![spill.to_owned()]))
        .with_max_temp_directory_size(request.limits.disk_mb.saturating_mul(1 << 20));
    RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(pool))
        .with_disk_manager_builder(disk)
        .build_arc()
        .map_err(|told| broken(&told))
}

/// What DataFusion says where no query of the user's is to blame.
pub(crate) fn broken(told: &DataFusionError) -> Stop {
    Stop::new(
        codes::ENDED,
        told.strip_backtrace(),
        "please report it with the request that led to it",
    )
}

/// A session without tables.
///
/// Every query runs in one partition: rows then meet every sum in one order, and a sum of binary
/// fractions is the same on every machine and in every run. Several queries run at a time instead.
fn session(runtime: &Arc<RuntimeEnv>) -> SessionContext {
    let mut config = SessionConfig::new()
        .with_target_partitions(1)
        .with_information_schema(false);
    let options = config.options_mut();
    options.sql_parser.collect_spans = true;
    // Texts are what the files say they are, whatever reads them.
    options.execution.parquet.schema_force_view_types = false;
    options.sql_parser.map_string_types_to_utf8view = false;
    SessionContext::new_with_config_rt(config, Arc::clone(runtime))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
pub(crate) mod tests {
    use super::{Asked, Sessions};
    use crate::cluster::{Cluster, TRIES};
    use crate::fault::Stop;
    use boardpack::collect::codes;
    use datafusion::execution::memory_pool::MemoryConsumer;
    use datafusion::execution::runtime_env::RuntimeEnv;
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::{Arc, Mutex};

    /// Sessions of a scheduler that has one executor, which never goes; or of none.
    pub(crate) fn sessions(scheduler: bool) -> Sessions {
        let cluster = scheduler.then(|| {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("df://{}", listener.local_addr().unwrap());
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    let mut stream = stream.unwrap();
                    let mut asked = Vec::new();
                    while !asked.ends_with(b"\r\n\r\n") {
                        let mut byte = [0];
                        stream.read_exact(&mut byte).unwrap();
                        asked.extend(byte);
                    }
                    let answer = b"HTTP/1.0 200 OK\r\n\r\n[{\"id\":\"one\"}]";
                    stream.write_all(answer).unwrap();
                }
            });
            Cluster::at(url)
        });
        let runtime = Arc::new(RuntimeEnv::default());
        let kept = MemoryConsumer::new("views").register(&runtime.memory_pool);
        Sessions {
            runtime,
            left: Mutex::new((0, kept)),
            cluster,
        }
    }

    /// What is believed of answers that come one after the other, and how many were asked for.
    fn believed(scheduler: bool, answers: &[&[u8]]) -> (Result<Vec<u8>, Stop>, usize) {
        let mut asked = 0;
        let next = || -> Asked<'_, Vec<u8>> {
            let answer = answers[asked].to_vec();
            asked += 1;
            Box::pin(async move { Ok(answer) })
        };
        let of_query = |told: &_| Stop::query("deployments", "", told);
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.build().unwrap();
        let sessions = sessions(scheduler);
        let answer = runtime.block_on(sessions.agreed("deployments", of_query, next));
        (answer, asked)
    }

    #[test]
    fn an_answer_that_came_double_is_not_believed() {
        let (once, double): (&[u8], &[u8]) = (&[7, 8], &[7, 7, 8]);
        let fine = |answers: &[&[u8]], times: usize| {
            let (answer, asked) = believed(true, answers);
            assert_eq!((answer.unwrap().as_slice(), asked), (once, times));
        };
        fine(&[once, once], 2);
        fine(&[double, once, once], 3);
        fine(&[once, double, once, once], 4);

        let (answer, asked) = believed(true, &[once, double, once, double]);
        let Stop(faults) = answer.unwrap_err();
        assert_eq!(u32::try_from(asked).unwrap(), TRIES);
        let [fault] = &faults[..] else {
            panic!("{faults:?}")
        };
        assert_eq!(fault.code, codes::REMOTE);
        assert!(fault.message.contains("`deployments`"), "{fault:?}");

        // Here nothing is asked twice.
        assert_eq!(believed(false, &[once]).1, 1);
    }
}
