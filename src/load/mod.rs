//! Files to a pack; the only reader.
//!
//! [`Tree`] is the bytes, from disk or from one text. [`parse`] takes them in as numbered texts
//! (`intake`), asks each path what it is (`place`), reads YAML to nodes (`yaml`, `front`,
//! `sections`), nodes to values (`decode` and one file per file kind) and ids to things (`names`,
//! `assemble`). Spans are made here and nowhere else. Nothing here compares figures or judges them.

mod again;
mod agreement;
pub(crate) mod aligned;
mod annotations;
mod assemble;
mod blocks;
pub(crate) mod brand;
mod business;
mod cadence;
mod carried;
mod claims;
mod collected;
mod compliance;
mod counts;
mod decision;
mod decode;
mod definition;
mod edit;
mod event_files;
mod example;
mod experiments;
mod expressions;
mod filled;
mod front;
mod gathered;
mod glob;
mod goals;
mod incidents;
mod instants;
mod intake;
mod kept;
mod kpi;
mod like_id;
mod literals;
mod maturity;
mod metric;
mod names;
mod openslo;
mod overview;
mod past;
mod place;
mod plain;
mod problems;
pub(crate) mod prose;
mod published;
mod quality;
mod record;
mod restatements;
mod risks;
mod scalars;
mod sections;
mod service_levels;
mod services;
mod settings;
mod sloth;
mod small_groups;
mod snapshot;
mod story;
mod syntax;
mod table;
mod term;
mod topics;
#[cfg(test)]
pub(crate) mod trace;
mod tree;
mod trees;
mod values;
mod yaml;

pub use again::Memory;
pub use event_files::{
    EVENTS, EventFile, EventFiles, Pattern, event_files, line_of, own_event_files,
};
pub use example::{base_pack, example};
pub(crate) use example::{collected_by_query, collected_snapshot};
pub use filled::{FigureChange, Filled, ground};
pub use gathered::{Gathered, GatheredMetric, GatheredSeries, gather};
pub use glob::Glob;
pub use intake::is_input;
pub use kept::kept_text;
pub use kpi::{Indicator, Indicators, KpiTarget, read as read_indicators};
pub(crate) use like_id::like_id;
pub(crate) use plain::{PlainField, front_matter};
pub(crate) use problems::nearest;
pub use sloth::{Imported, Period as SlothPeriod, import as import_sloth};
#[cfg(test)]
pub(crate) use table::read_mapping;
pub use table::{Form, import as import_table};
pub use topics::topics;
pub use tree::{FILE_BYTES, FILES, PACK_BYTES, ReadError, Tree};
pub(crate) use values::counted;

use crate::diag::{Diagnostic, FileId, Sources};
use crate::model::Pack;
use again::{Kept, Whole};
use assemble::{Assembly, Placed};
use intake::Taken;
use place::Place;
use problems::Problems;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use trees::Trees;

/// A pack's own templates, by name relative to `templates/`.
#[derive(Debug, Clone, Default)]
pub struct Templates(pub BTreeMap<String, FileId>);

/// What loading gives: it cannot fail, but it can have much to say.
#[derive(Debug)]
pub struct Loaded {
    /// The pack, as far as it could be understood; `None` where its settings or services could not.
    /// It is whole if no diagnostic is an error: what could not be read is left out, never guessed.
    pub pack: Option<Pack>,
    /// The pack's own templates.
    pub templates: Templates,
    /// All texts, for pointing.
    pub sources: Sources,
    /// Everything wrong, unsorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether it is the pack of the parse before, which had nothing to tell either: only texts of
    /// templates differ.
    pub same_pack: bool,
}

/// The locks, before anything else: they say what else there is to read.
fn locks(
    taken: &[(FileId, bool)],
    sources: &Sources,
    problems: &Problems,
    kept: Kept<'_>,
) -> again::Published {
    let elsewhere = Problems::default();
    let mut files = Vec::new();
    for (file, whole) in taken {
        let path = &sources.file(*file).path;
        if path.starts_with("data/published/")
            && let Some((place, true)) = place::of(path, *file, &elsewhere, &mut BTreeSet::new())
        {
            files.push(Placed {
                file: *file,
                place,
                readable: *whole,
            });
        }
    }
    let trees = Trees::of(files.iter().map(|placed| placed.file), sources, kept);
    let assembly = Assembly {
        files,
        sources,
        trees: &trees,
        problems,
        kept,
    };
    assembly.published()
}

/// Understands a tree of files. Never fails, never panics, whatever the bytes.
pub fn parse(tree: &Tree) -> Loaded {
    parse_with(tree, Kept(None))
}

/// The same, where files that were read before and stand as they did are not read again.
pub fn parse_again(tree: &Tree, memory: &mut Memory) -> Loaded {
    let kept = RefCell::new(std::mem::take(memory));
    let loaded = parse_with(tree, Kept(Some(&kept)));
    *memory = kept.into_inner();
    loaded
}

fn parse_with(tree: &Tree, again: Kept<'_>) -> Loaded {
    let problems = Problems::default();
    let (mut sources, taken) = match again.0 {
        Some(memory) => {
            let before = std::mem::take(&mut memory.borrow_mut().taken);
            let (sources, taken) = intake::take_in_again(tree, &problems, &before);
            memory.borrow_mut().taken = Taken::of(&sources, &taken);
            (sources, taken)
        }
        None => intake::take_in(tree, &problems),
    };
    let before = again.0.and_then(|memory| memory.borrow_mut().whole.take());
    if problems.count() == 0
        && let Some(whole) = before.filter(|whole| whole.is(&sources))
        && let Some(memory) = again.0
    {
        let sources = sources.with_recorded(&whole.sources);
        let Whole {
            templates, pack, ..
        } = &whole;
        let loaded = Loaded {
            pack: Some(pack.clone()),
            templates: templates.clone(),
            sources: sources.clone(),
            diagnostics: Vec::new(),
            same_pack: true,
        };
        memory.borrow_mut().whole = Some(Whole { sources, ..whole });
        return loaded;
    }
    let published = locks(&taken, &sources, &problems, again);
    let kept = past::take_in(&published, &mut sources, again);
    let mut files = Vec::with_capacity(taken.len());
    let mut templates = Templates::default();
    let mut lost = BTreeSet::new();
    for (file, whole) in taken {
        let path = &sources.file(file).path;
        let Some((place, placed)) = place::of(path, file, &problems, &mut lost) else {
            continue;
        };
        // What a brand names, and what is named by nothing, is no template.
        if path.starts_with(brand::FOLDER) {
            continue;
        }
        let readable = whole && placed;
        if let Place::Template(name) = place {
            templates.0.insert(name.to_owned(), file);
        } else {
            files.push(Placed {
                file,
                place,
                readable,
            });
        }
    }
    // Locks have been read, and templates are none of these.
    let own = files.iter();
    let own = own.filter(|placed| placed.readable && !matches!(placed.place, Place::Published(_)));
    let own = own.map(|placed| placed.file);
    let trees = Trees::of(own.chain(past::files(&kept)), &sources, again);
    let assembly = Assembly {
        files,
        sources: &sources,
        trees: &trees,
        problems: &problems,
        kept: again,
    };
    let kept = past::read(kept, &published, (&sources, &trees), &problems, again);
    let mut pack = assembly.pack(published, kept);
    if let Some(pack) = &mut pack {
        pack.brand = brand::read(&pack.settings.brand, tree, &sources, &problems);
        blocks::take(pack, &problems);
        prose::check(pack, &problems);
        expressions::refuse_elsewhere(pack, &sources, &problems);
    }
    let diagnostics = problems.into_inner();
    if let (Some(memory), Some(pack), true) = (again.0, &pack, diagnostics.is_empty()) {
        memory.borrow_mut().whole = Some(Whole {
            sources: sources.clone(),
            templates: templates.clone(),
            pack: pack.clone(),
        });
    }
    Loaded {
        pack,
        templates,
        diagnostics,
        sources,
        same_pack: false,
    }
}
