//! Pack and judgements to a site in memory.

mod charts;
mod figures;
mod markdown;
mod sentences;
mod site;
mod words;

mod pages;

pub use site::Site;

use crate::analyse::Analysis;
use crate::diag::{Diagnostic, Sources};
use crate::load::Templates;
use crate::model::{Pack, Period};

/// What a page, figure or sentence is about.
#[derive(Clone, Copy)]
pub(crate) struct Ctx<'a> {
    /// The pack.
    pub(crate) pack: &'a Pack,
    /// The quarter that is told.
    pub(crate) period: Period,
    /// How numbers and dates are written.
    pub(crate) words: &'a words::Words,
}

/// Renders every page. Only a template can be wrong here.
///
/// # Errors
/// Faults in the pack's own templates, at their place.
pub fn render(
    pack: &Pack,
    analysis: &Analysis,
    templates: &Templates,
    sources: &Sources,
) -> Result<Site, Vec<Diagnostic>> {
    let _ = (pack, analysis, templates, sources);
    Ok(Site::default())
}
