//! "Capability and learning": how far the organisation has come in steps that something shows, what is
//! there of each critical journey, and the six measures of how well it sees. The page of the quarter
//! with all of it stands beside.

use super::capability_rows::{Ladder, Matrix, Measure, ladder, matrix, measures};
use super::{Frame, Link, capability_page};
use crate::analyse::QuarterAnalysis;
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// Journeys that the sheet shows; the page shows all (M9).
const JOURNEYS: usize = 12;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Capability {
    kicker: String,
    headline: String,
    /// Why there is nothing to show; otherwise empty.
    nothing: &'static str,
    /// Stage and why.
    stage: String,
    /// What the stage asks to be measured, and what is missing.
    set: String,
    ladder: Option<Ladder>,
    matrix: Option<Matrix>,
    measures: Vec<Measure>,
    /// This quarter and the one before, as heads of columns.
    now: String,
    before: String,
    page: Option<Link>,
    /// Where rework and defects stand; none where nobody records them.
    quality: Option<Link>,
}

impl Capability {
    pub(crate) fn new(
        ctx: &Ctx<'_>,
        frame: &Frame,
        quarter: &QuarterAnalysis,
        before: Option<&QuarterAnalysis>,
    ) -> Self {
        let period = ctx.words.period_short(quarter.period);
        let kicker = say!("Capability and learning · {period}", period);
        let now = period.clone();
        let before_head = ctx.words.period_short(quarter.period.previous());
        let quality = quarter.quality.as_ref().map(|_| Link {
            label: label("Where repair time goes, by team and repository").to_owned(),
            href: frame.to(super::quality_path()),
        });
        let Some(capability) = &quarter.capability else {
            return Self {
                kicker,
                headline: say!("No record of how able we are was kept in {period}", period),
                nothing: label("This pack keeps no record of maturity and coverage."),
                stage: String::new(),
                set: String::new(),
                ladder: None,
                matrix: None,
                measures: Vec::new(),
                now,
                before: before_head,
                page: None,
                quality,
            };
        };
        Self {
            kicker,
            headline: sentences::capability(ctx, capability),
            nothing: "",
            stage: capability
                .stage
                .as_ref()
                .map(sentences::staged)
                .unwrap_or_default(),
            set: sentences::set(ctx, capability),
            ladder: capability.levels.as_ref().map(|levels| ladder(ctx, levels)),
            matrix: capability
                .journeys
                .as_ref()
                .map(|journeys| matrix(ctx, journeys, JOURNEYS)),
            measures: measures(ctx, quarter, before),
            now,
            before: before_head,
            page: Some(Link {
                label: say!(
                    "Every level with its evidence, and what is measured, in {period}",
                    period
                ),
                href: frame.to(&capability_page::path(quarter.period)),
            }),
            quality,
        }
    }
}
