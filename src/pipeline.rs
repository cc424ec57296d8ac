//! The stages, in order. Reads and writes nothing.

use crate::diag::{self, Diagnostic, Sources};
use crate::load::{self, Tree};
use crate::render::Site;
use crate::{analyse, check, render};

/// What a build gives.
#[derive(Debug)]
pub struct Build {
    /// The site; `None` where an error stands in the way.
    pub site: Option<Site>,
    /// Everything to say, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// All texts, for pointing.
    pub sources: Sources,
}

/// Runs every stage once.
pub fn build(tree: &Tree) -> Build {
    let load::Loaded {
        pack,
        templates,
        sources,
        mut diagnostics,
    } = load::parse(tree);
    let mut site = None;
    if let Some(pack) = &pack {
        let analysis = analyse::analyse(pack);
        diagnostics.extend(check::check(pack, &analysis, &sources));
        if !diagnostics.iter().any(Diagnostic::is_error) {
            match render::render(pack, &analysis, &templates, &sources) {
                Ok(made) => site = Some(made),
                Err(faults) => diagnostics.extend(faults),
            }
        }
    }
    diag::sort(&mut diagnostics);
    Build {
        site,
        diagnostics,
        sources,
    }
}
