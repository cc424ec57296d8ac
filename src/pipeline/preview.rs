//! A tree after another to the pages that are looked at, and then to the whole site.
//!
//! What is kept between two builds is what the next one reads again and finds the same: files as they
//! were read, templates, the last pack with its judgements. The whole is built from the tree alone, so
//! that what was made first from what was kept stands for a moment only.

use super::{Build, Diagnostic, Judged, bind, build_until, checked, load, marked, redact, render};
use crate::analyse::{self, Analysis};
use crate::diag::{self, Sources};
use crate::load::{Memory, Tree};
use crate::model::{Audience, Origin, Pack, Period};
use crate::redact::Hidden;
use crate::render::{Edition, Forms, Looked, Site, TemplatesRead};
use crate::tongue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::thread;

/// What there is to show of a tree before its whole site is made.
#[derive(Debug)]
pub enum First {
    /// The pages that were asked for, of a pack in which nothing is wrong.
    Pages(BTreeMap<String, Vec<u8>>),
    /// What is wrong, as a build would say it.
    Wrong(Vec<Diagnostic>, Sources),
    /// Only the whole can tell.
    Later,
}

/// Builds the same pack again and again.
#[derive(Debug)]
pub struct Preview {
    audience: Audience,
    /// The files, as they were read last.
    memory: Memory,
    /// The last pack, and what was judged of it.
    judged: Option<(Pack, Analysis)>,
    /// Where the last tree came from: asking takes longer than a first look should.
    origin: Origin,
    /// The templates, as they were read last.
    templates: TemplatesRead,
    /// The texts of the templates of the last whole site.
    sound: Option<BTreeMap<String, Vec<u8>>>,
    /// Every path of the last site.
    site: BTreeSet<String>,
}

impl Preview {
    /// Has built nothing yet.
    pub fn new(audience: Audience) -> Self {
        Self {
            audience,
            memory: Memory::default(),
            judged: None,
            origin: Origin::default(),
            templates: TemplatesRead::default(),
            sound: None,
            site: BTreeSet::new(),
        }
    }

    /// The pages that are asked for, where they can be made before the others and the pack is right;
    /// with `deny_warnings`, where there is not even a warning.
    pub fn first(&mut self, tree: &Tree, wanted: &BTreeSet<String>, deny_warnings: bool) -> First {
        let mut wanted: BTreeSet<String> = wanted.intersection(&self.site).cloned().collect();
        if wanted.is_empty() {
            return First::Later;
        }
        if self.sound.as_ref() != Some(&templates_of(tree)) {
            // A template is wrong where it is filled: one page of each kind shows most of it.
            wanted.extend(one_of_each(&self.site));
        }
        let load::Loaded {
            pack,
            templates,
            sources,
            mut diagnostics,
        } = load::parse_again(tree, &mut self.memory);
        let language = super::spoken_by(pack.as_ref());
        let _speaking = tongue::speak(language);
        let Some(pack) = pack else {
            return wrong(diagnostics, &templates, sources);
        };
        let analysis = match self.judged.take() {
            Some((before, analysis)) if analyse::reads_the_same(&before, &pack) => analysis,
            _ => analyse::analyse(&pack),
        };
        let judged = Judged::with(analysis, &pack, &sources, &mut diagnostics);
        // What cannot be read is not shown, whatever else is found.
        let readable = !diagnostics.iter().any(Diagnostic::is_error);
        // What is switched off is printed: a page of a pack that switches nothing off need not wait for
        // what the rules say.
        let silences = !pack.settings.rules.is_empty();
        let made = thread::scope(|scope| {
            let checking = scope.spawn(|| {
                let _speaking = tongue::speak(language);
                let mut diagnostics = diagnostics;
                let silenced = checked(&judged, &sources, &mut diagnostics);
                (diagnostics, silenced)
            });
            let mut make = |silenced| {
                let read = &mut self.templates;
                let texts = (&templates, &sources, read);
                let edition = Edition {
                    marks: render::marks(&pack, &judged.analysis, &sources),
                    audience: self.audience,
                    marked: marked(&pack),
                    silenced,
                    edits: render::edits(&pack, &self.origin),
                    forms: Forms::default(),
                };
                pages(&judged, &edition, texts, &wanted, &self.site)
            };
            let early = (readable && !silences).then(|| {
                let told = |period: &Period| {
                    let lock = pack.published.get(period);
                    lock.map(|lock| lock.silenced.clone()).unwrap_or_default()
                };
                let quarters = pack.snapshots.keys();
                make(quarters.map(|period| (*period, told(period))).collect())
            });
            let (found, silenced) = match checking.join() {
                Ok(checked) => checked,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            if found.iter().any(Diagnostic::is_error) {
                return Err(found);
            }
            if deny_warnings && !found.is_empty() {
                return Ok(None);
            }
            Ok(early.unwrap_or_else(|| make(silenced)))
        });
        let analysis = judged.analysis;
        self.judged = Some((pack, analysis));
        match made {
            Ok(Some(pages)) => First::Pages(pages),
            Ok(None) => First::Later,
            Err(found) => wrong(found, &templates, sources),
        }
    }

    /// Remembers the last good site, the tree it was made of and where that came from.
    pub fn know(&mut self, tree: &Tree, origin: &Origin, site: &Site) {
        self.origin = origin.clone();
        self.site = site.files.keys().cloned().collect();
        self.sound = Some(templates_of(tree));
    }

    /// Reads a tree that was built, where nothing was read yet: so the first save is no slower than others.
    pub fn warm(&mut self, tree: &Tree) {
        if self.judged.is_none() {
            let top = BTreeSet::from(["index.html".to_owned()]);
            self.first(tree, &top, false);
        }
    }

    /// What a build of the tree gives, to the byte.
    pub fn whole(&mut self, tree: &Tree, origin: &Origin) -> Build {
        let never = AtomicBool::new(false);
        let build = build_until(tree, origin, self.audience, &never);
        let build = build.expect("nothing halts it");
        if let Some(site) = &build.site {
            self.know(tree, origin, site);
        }
        build
    }
}

/// What a build says of a pack that is wrong.
fn wrong(mut diagnostics: Vec<Diagnostic>, templates: &load::Templates, sources: Sources) -> First {
    diagnostics.extend(
        render::read_templates(templates, &sources)
            .err()
            .unwrap_or_default(),
    );
    diag::sort(&mut diagnostics);
    First::Wrong(diagnostics, sources)
}

/// The pages, as a build makes them where nothing is wrong.
fn pages(
    judged: &Judged<'_>,
    edition: &Edition,
    texts: (&load::Templates, &Sources, &mut TemplatesRead),
    wanted: &BTreeSet<String>,
    site: &BTreeSet<String>,
) -> Option<BTreeMap<String, Vec<u8>>> {
    let Judged {
        pack,
        analysis,
        words,
        answers,
    } = judged;
    let hidden = Hidden::from(pack, edition.audience);
    let looked = Looked {
        pages: wanted,
        site,
    };
    if !hidden.anything {
        return render::first(pack, analysis, words, answers, edition, texts, looked);
    }
    let analysis = redact::analysis(analysis, pack, &hidden);
    let pack = redact::pack(pack, &hidden);
    let (answers, faults) = bind::bind(&pack, &analysis, words);
    if !faults.is_empty() {
        return None;
    }
    render::first(&pack, &analysis, words, &answers, edition, texts, looked)
}

fn templates_of(tree: &Tree) -> BTreeMap<String, Vec<u8>> {
    let all = tree.files.iter();
    let templates = all.filter(|(path, _)| path.starts_with("templates/") && load::is_input(path));
    templates
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

/// Of pages that differ only in what they are about, the last, which is the latest quarter's.
fn one_of_each(site: &BTreeSet<String>) -> impl Iterator<Item = String> {
    let mut kinds: BTreeMap<String, &String> = BTreeMap::new();
    for path in site.iter().filter(|path| path.ends_with(".html")) {
        let mut parts: Vec<&str> = path.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let quarter = |part: &str| part.parse::<Period>().is_ok();
        let of_a_folder = parts.last().is_some_and(|part| !quarter(part)) && name != "index.html";
        let mut kind: Vec<&str> = parts.into_iter().filter(|part| !quarter(part)).collect();
        let quarters = if path.split('/').any(quarter) {
            "quarter"
        } else {
            ""
        };
        kind.extend([if of_a_folder { "" } else { name }, quarters]);
        kinds.insert(kind.join("/"), path);
    }
    let kinds: Vec<String> = kinds.into_values().cloned().collect();
    kinds.into_iter()
}
