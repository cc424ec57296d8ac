//! The maker to every page of the site, or to those that are wanted.

use super::{Maker, money_path, owed, quality_path};
use super::{
    archive, cadence, capability_page, changes, experiments, gallery, glossary, incidents, ledger,
    metric, money, objective, pack, quality, risk_pages, roles, service, term,
};
use crate::diag::Diagnostic;
use crate::render::Page;

type Made = Result<Page, Box<Diagnostic>>;

/// A page that is one of a kind, where there is one.
type Single = fn(&Maker<'_>) -> Option<Made>;

/// Pages that are one of a kind, each at its path.
const SINGLE: [(&str, Single); 8] = [
    (owed::PATH, |maker| Some(ledger::ledger(maker))),
    (money_path(), money::money),
    (quality_path(), quality::quality),
    (experiments::PATH, |maker| {
        Some(experiments::experiments(maker))
    }),
    (cadence::PATH, |maker| Some(cadence::cadence(maker))),
    (archive::PATH, |maker| Some(archive::archive(maker))),
    (glossary::PATH, |maker| Some(glossary::glossary(maker))),
    (gallery::PATH, |maker| Some(gallery::gallery(maker))),
];

/// Pages of which there are many, each as far as it is wanted.
const MANY: [fn(&Maker<'_>) -> Vec<Made>; 10] = [
    pack::packs,
    changes::changes,
    service::services,
    incidents::incidents,
    risk_pages::risk_pages,
    metric::metrics,
    objective::objectives,
    capability_page::capability_pages,
    roles::roles,
    term::terms,
];

/// Makes them.
pub(crate) fn every(maker: &Maker<'_>) -> Vec<Made> {
    let mut made: Vec<Made> = MANY.iter().flat_map(|make| make(maker)).collect();
    let single = SINGLE.iter().filter(|(path, _)| maker.wants(path));
    made.extend(single.filter_map(|(_, make)| make(maker)));
    made
}
