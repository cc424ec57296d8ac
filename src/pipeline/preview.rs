//! A tree after another to the pages that are looked at, and then to the whole site.
//!
//! What is kept between two builds is the last pack with its judgements: they are taken again where
//! nothing that judging reads has become another. The whole is built from the tree alone, so that what
//! was made first from what was kept stands for a moment only.

use super::{
    Build, Diagnostic, Topic, bind, build_from, check, fixed_topics, load, marked, redact, render,
    warnings, words,
};
use crate::analyse::{self, Analysis};
use crate::check::Reads;
use crate::load::Tree;
use crate::model::{Audience, Origin, Pack};
use crate::redact::Hidden;
use crate::render::{Edition, Forms, Looked};
use crate::tongue;
use std::collections::{BTreeMap, BTreeSet};
use std::thread;

/// Builds the same pack again and again.
#[derive(Debug)]
pub struct Preview {
    audience: Audience,
    /// The last pack, and what was judged of it.
    judged: Option<(Pack, Analysis)>,
    /// Where the last tree came from: asking takes longer than a first look should.
    origin: Origin,
    /// Every path of the last site.
    site: BTreeSet<String>,
}

impl Preview {
    /// Has built nothing yet.
    pub fn new(audience: Audience) -> Self {
        Self {
            audience,
            judged: None,
            origin: Origin::default(),
            site: BTreeSet::new(),
        }
    }

    /// The pages that are asked for, where they can be made before the others and the pack is right;
    /// with `deny_warnings`, where there is not even a warning.
    pub fn first(
        &mut self,
        tree: &Tree,
        wanted: &BTreeSet<String>,
        deny_warnings: bool,
    ) -> Option<BTreeMap<String, Vec<u8>>> {
        if wanted.is_empty() || self.site.is_empty() {
            return None;
        }
        let load::Loaded {
            pack,
            templates,
            sources,
            diagnostics,
        } = load::parse(tree);
        let wrong = |d: &Diagnostic| deny_warnings || d.is_error();
        if diagnostics.iter().any(wrong) {
            return None;
        }
        let pack = pack?;
        let language = super::spoken_by(Some(&pack));
        let _speaking = tongue::speak(language);
        let analysis = match self.judged.take() {
            Some((before, analysis)) if analyse::reads_the_same(&before, &pack) => analysis,
            _ => analyse::analyse(&pack),
        };
        let words = words::by_quarter(&pack, &analysis);
        let (answers, faults) = bind::bind(&pack, &analysis, &words);
        let made = faults.is_empty().then(|| {
            thread::scope(|scope| {
                let checked = scope.spawn(|| {
                    let _speaking = tongue::speak(language);
                    let everything = Reads::Everything;
                    let found =
                        check::check(&pack, &analysis, &words, &answers, &sources, everything);
                    let fixed: Vec<&str> = fixed_topics().iter().map(|t| t.code).collect();
                    let elsewhere: Vec<Topic> = warnings().collect();
                    let found = found.into_iter().chain(diagnostics).collect();
                    let (found, silenced) =
                        check::apply_severities(&pack, found, &fixed, &elsewhere, &sources);
                    (!found.iter().any(wrong)).then_some(silenced)
                });
                let hidden = Hidden::from(&pack, self.audience);
                let shown = if hidden.anything {
                    let analysis = redact::analysis(&analysis, &pack, &hidden);
                    let pack = redact::pack(&pack, &hidden);
                    let (answers, faults) = bind::bind(&pack, &analysis, &words);
                    if !faults.is_empty() {
                        return None;
                    }
                    Some((pack, analysis, answers))
                } else {
                    None
                };
                let all = (&pack, &analysis, &answers);
                let (own_pack, own_analysis, own_answers) = shown
                    .as_ref()
                    .map_or(all, |(pack, analysis, answers)| (pack, analysis, answers));
                let mut edition = Edition {
                    marks: render::marks(&pack, &analysis, &sources),
                    audience: self.audience,
                    marked: marked(&pack),
                    silenced: BTreeMap::new(),
                    edits: render::edits(&pack, &self.origin),
                    forms: Forms::default(),
                };
                // What is switched off is printed: a page of a pack that switches nothing off need not
                // wait for what the rules say.
                let silences = !pack.settings.rules.is_empty();
                let make = |edition: &Edition| {
                    render::first(
                        own_pack,
                        own_analysis,
                        &words,
                        own_answers,
                        edition,
                        (&templates, &sources),
                        Looked {
                            pages: wanted,
                            site: &self.site,
                        },
                    )
                };
                let early = (!silences).then(|| {
                    let quarters = pack.snapshots.keys();
                    let told = |period| {
                        let lock = pack.published.get(period);
                        lock.map(|lock| lock.silenced.clone()).unwrap_or_default()
                    };
                    edition.silenced = quarters.map(|period| (*period, told(period))).collect();
                    make(&edition)
                });
                edition.silenced = checked.join().ok().flatten()?;
                early.unwrap_or_else(|| make(&edition))
            })
        });
        self.judged = Some((pack, analysis));
        made.flatten()
    }

    /// What a build of the tree gives, to the byte.
    pub fn whole(&mut self, tree: &Tree, origin: &Origin) -> Build {
        let build = build_from(tree, origin, self.audience);
        self.origin = origin.clone();
        if let Some(site) = &build.site {
            self.site = site.files.keys().cloned().collect();
        }
        build
    }
}
