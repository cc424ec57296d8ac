//! Numbers to numbers: the statistics behind the judgements, each with its formula's source.
//! Nothing here knows a metric. There is no mean of ratios and no mean of percentiles, and there
//! must never be one.

pub mod binomial;
pub mod composition;
pub mod control;
pub mod delivery;
pub mod histogram;
pub mod intervals;
pub mod medians;
pub mod poisson;
pub mod proportion;
pub mod quantile;
pub mod ranks;
pub mod runs;
pub mod survival;
pub mod xmr;
