//! What may be written in each file of a pack: nothing but tables.

mod alerts;
pub(crate) mod business;
pub(crate) mod imports;
pub(crate) mod incidents;
pub(crate) mod levels;
pub(crate) mod metric;
pub(crate) mod narrative;
pub(crate) mod openslo;
pub(crate) mod quality;
pub(crate) mod records;
pub(crate) mod settings;
pub(crate) mod snapshot;
