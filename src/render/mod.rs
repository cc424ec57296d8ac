//! Pack and judgements to a site in memory.

mod charts;
mod edition;
mod figures;
mod in_order;
mod links;
mod markdown;
mod marks;
mod sentences;
mod site;
mod templates;
mod words;

mod pages;

#[cfg(test)]
mod sample;

pub use site::Site;

use crate::analyse::{Analysis, Figure};
use crate::diag::{Diagnostic, Sources, Topic};
use crate::load::Templates;
use crate::model::{Metric, Pack, Period};
use std::collections::BTreeMap;
use templates::Engine;

/// A page's path from the site's top, and its bytes.
pub(crate) type Page = (String, Vec<u8>);

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

/// The problems that only rendering can find.
pub fn topics() -> &'static [Topic] {
    const { &[links::DEAD_LINK, templates::TEMPLATE_FAULT] }
}

/// Every figure of record with its metric, of all scopes, up to a quarter.
fn of_record<'a>(
    pack: &'a Pack,
    analysis: &'a Analysis,
    last: Period,
) -> impl Iterator<Item = (&'a Metric, &'a Figure)> {
    analysis.quarters.range(..=last).flat_map(|(_, quarter)| {
        quarter.metrics.iter().flat_map(|(id, judged)| {
            let metric = pack.metrics.get(id);
            let scopes = std::iter::once(&judged.all).chain(judged.services.values());
            scopes.filter_map(move |a| Some((metric?, a.now.as_ref()?)))
        })
    })
}

/// Reads the pack's own templates and makes no page.
///
/// # Errors
/// Every fault that shows without a page, at its place.
pub fn read_templates(templates: &Templates, sources: &Sources) -> Result<(), Vec<Diagnostic>> {
    Engine::new(templates, sources).map(|_| ())
}

/// Renders every page. Only a template or a link can be wrong here.
///
/// # Errors
/// Faults in the pack's own templates and links that lead nowhere, at their place.
pub fn render(
    pack: &Pack,
    analysis: &Analysis,
    templates: &Templates,
    sources: &Sources,
) -> Result<Site, Vec<Diagnostic>> {
    let engine = Engine::new(templates, sources)?;
    let Some(latest) = analysis.quarters.keys().next_back().copied() else {
        return Ok(Site::default());
    };
    // A quarter writes its numbers by what was known at its end, so that its pages stay as they are
    // when the next one is filed.
    let periods: Vec<Period> = analysis.quarters.keys().copied().collect();
    let told = in_order::in_order(&periods, |&period| {
        let words = words::Words::new(&pack.settings);
        let words = words.sharing(of_record(pack, analysis, period));
        ((period, words), (period, edition::mark(sources, period)))
    });
    let (words, editions): (BTreeMap<_, _>, BTreeMap<_, _>) = told.into_iter().unzip();
    let maker = pages::Maker {
        pack,
        analysis,
        editions: &editions,
        words: &words[&latest],
        words_then: &words,
        engine: &engine,
        latest,
    };
    let mut made = Vec::new();
    made.extend(pages::packs(&maker));
    made.extend(pages::services(&maker));
    made.extend(pages::metrics(&maker));
    made.push(pages::archive(&maker));
    made.push(pages::glossary(&maker));
    made.extend(pages::terms(&maker));
    made.push(pages::gallery(&maker));

    let mut site = Site::default();
    let mut faults = Vec::new();
    for page in made {
        match page {
            Ok((path, bytes)) => {
                site.files.insert(path, bytes);
            }
            Err(fault) => faults.push(*fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    site.files.extend(pages::tables(&maker));
    site.files.extend([pages::report_json(&maker)]);
    let sheet = templates::style(templates, sources, &pages::running_feet(&maker));
    site.files.insert("style.css".to_owned(), sheet);
    for (path, bytes) in templates::ASSETS {
        site.files.insert((*path).to_owned(), bytes.to_vec());
    }
    let dead = links::dead(pack, &site);
    if dead.is_empty() { Ok(site) } else { Err(dead) }
}
