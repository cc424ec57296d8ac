//! DataFusion as every query here finds it: one pool of memory, spilling into the temporary folder,
//! one partition for each query, no clock and no chance.

use crate::fault::Stop;
use boardpack::collect::{Request, codes};
use datafusion::common::DataFusionError;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

/// Consumers that are named when the pool is empty.
const NAMED: NonZeroUsize = NonZeroUsize::MIN;

/// Memory and disk that all queries of a run share.
pub(crate) fn runtime(request: &Request, spill: &Path) -> Result<Arc<RuntimeEnv>, Stop> {
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
pub(crate) fn session(runtime: &Arc<RuntimeEnv>) -> SessionContext {
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
