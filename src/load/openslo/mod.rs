//! The OpenSLO documents of `data/objectives/` to objectives: every kind of `openslo/v1`, and what
//! `openslo/v1alpha` says in other words, with every reference followed.
//!
//! Documents are read in the order in which they can refer to each other, whatever file they lie
//! in: what an objective names has been read before it. A fault in one leaves the others as they are.

mod alert;
mod alpha;
pub(super) mod envelope;
mod indicator;
pub(super) mod length;
mod part;
mod register;
mod slo;
mod window;

use super::decode::Field;
use super::names::Names;
use super::problems::Problems;
use super::topics;
use super::yaml::{Node, Stretch};
use crate::model::Objective;
use envelope::{Document, Kind, Lost, Version};
use register::Known;
use std::collections::BTreeMap;

/// The documents of files, and whether each was read to its end, to objectives by id; gives the
/// objectives their names. A file that cannot be read may hold any document.
pub(super) fn read<'n, 't: 'n>(
    files: impl Iterator<Item = (Stretch<'t>, Option<(&'n [Node<'t>], bool)>)>,
    services: &Names,
    problems: &Problems,
) -> (BTreeMap<String, Objective>, Names) {
    let mut roots = Vec::new();
    let mut lost = false;
    for (stretch, read) in files {
        let Some((read, whole)) = read else {
            lost = true;
            continue;
        };
        if read.is_empty() && whole {
            problems.add(
                topics::EMPTY_FILE
                    .at(stretch.first_line(), "the file is empty")
                    .help("write an OpenSLO document, or remove the file"),
            );
        }
        lost |= !whole;
        roots.extend(read);
    }
    understand(&roots, lost, services, problems)
}

/// Documents to objectives; some may have been lost before.
fn understand(
    roots: &[&Node<'_>],
    mut lost: bool,
    services: &Names,
    problems: &Problems,
) -> (BTreeMap<String, Objective>, Names) {
    let mut names = Names::new(
        "objective",
        "`data/objectives/`",
        &topics::UNKNOWN_OBJECTIVE,
    );
    let mut known = Known::new(services);
    let mut documents = Vec::with_capacity(roots.len());
    for node in roots {
        let read = problems.within(node.span.file, || {
            envelope::read(Field::root("document", node, problems))
        });
        match read {
            Ok(document) => documents.push(document),
            Err(Lost::Nameless) => {}
            Err(Lost::Named(name)) => {
                known.lost(&name);
                names.give(&name.value, name.span, false);
            }
            Err(Lost::Unknown) => lost = true,
        }
    }
    if lost {
        known.not_all();
        names.not_all();
    }
    documents.sort_by_key(|document| document.kind);
    let mut objectives = BTreeMap::new();
    for document in documents {
        problems.within(document.here.file, || {
            one(document, &mut known, &mut names, &mut objectives);
        });
    }
    (objectives, names)
}

/// Reads the specification of one document, by its kind.
fn one(
    document: Document<'_, '_, '_>,
    known: &mut Known<'_>,
    names: &mut Names,
    objectives: &mut BTreeMap<String, Objective>,
) {
    let Document {
        kind,
        version,
        metadata,
        called,
        fields,
        problems,
        ..
    } = document;
    let spec = match kind {
        Kind::Service => fields.optional("spec"),
        _ => fields.required("spec"),
    };
    fields.finish();
    let name = called.as_ref();
    match kind {
        Kind::Service => {
            let read = match spec {
                Some(spec) if !spec.is_null() => envelope::service(spec),
                _ => Some(()),
            };
            known.services.take(name, read, problems);
        }
        Kind::DataSource => {
            let system = spec.and_then(indicator::data_source);
            known.sources.take(name, system, problems);
        }
        Kind::AlertNotificationTarget => {
            let target = spec.and_then(alert::target);
            known.targets.take(name, target, problems);
        }
        Kind::AlertCondition => {
            let condition = spec.and_then(alert::condition);
            known.conditions.take(name, condition, problems);
        }
        Kind::Sli => {
            let read = spec.and_then(|spec| indicator::read(spec, metadata.as_ref(), known));
            known.indicators.take(name, read, problems);
        }
        Kind::AlertPolicy => {
            let read = spec.and_then(|spec| alert::policy(spec, metadata.as_ref(), known));
            known.policies.take(name, read, problems);
        }
        Kind::Slo => {
            let metadata = metadata.as_ref();
            let read = match (spec, version.value) {
                (None, _) => None,
                (Some(spec), Version::V1) => slo::read(spec, metadata, known),
                (Some(spec), Version::Alpha) => alpha::read(spec, metadata, version.span, known),
            };
            let is_new = known.slos.take(name, read.as_ref().map(|_| ()), problems);
            match name {
                Some(name) if is_new => slo::give(read, name, names, objectives, problems),
                Some(_) => {}
                None => names.not_all(),
            }
        }
    }
}
