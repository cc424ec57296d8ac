//! boardpack.

pub mod diag;

pub mod model;

pub mod load;

pub mod analyse;

pub mod check;

pub mod render;

pub mod write;

pub mod pipeline;
