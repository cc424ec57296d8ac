//! The second sheet of "Capability and learning": the newest experiments, what people say of their own
//! work, and the five dimensions of SPACE.

use super::Frame;
use super::experiments::{self, Experiments};
use super::pulse::Pulse;
use crate::analyse::QuarterAnalysis;
use crate::render::Ctx;
use crate::tongue::say;
use serde::Serialize;

/// The sheet.
#[derive(Debug, Serialize)]
pub(crate) struct Learning {
    kicker: String,
    headline: String,
    /// Whether there is too little for a sheet of its own in print.
    bare: bool,
    experiments: Experiments,
    pulse: Pulse,
}

impl Learning {
    pub(crate) fn new(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Self {
        let told = quarter.experiments.as_ref();
        let pulse = Pulse::new(ctx, frame, quarter);
        let period = ctx.words.period_short(quarter.period);
        Self {
            kicker: say!("Capability and learning · {period}", period),
            headline: experiments::headline(told),
            bare: told.is_none() && pulse.questions.is_empty() && pulse.dimensions.is_empty(),
            experiments: Experiments::new(ctx, frame, told),
            pulse,
        }
    }
}
