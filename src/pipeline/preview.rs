//! A tree after another to the pages that are looked at, and then to the whole site.
//!
//! What is kept between two builds is what the next one reads again and finds the same: files as they
//! were read, templates, the last pack with its judgements and, while only templates change, with what
//! was found of it. The whole is built from the tree alone, so that what was made first from what was
//! kept stands for a moment only.

use super::{
    Build, Diagnostic, Judged, bind, build_until, check, checked, load, marked, redact, render,
};
use crate::analyse::{self, Analysis};
use crate::bind::Answers;
use crate::check::Early;
use crate::diag::{self, Sources};
use crate::load::{Memory, Tree};
use crate::model::{Audience, Origin, Pack, Period, Silenced};
use crate::redact::Hidden;
use crate::render::{Edition, Forms, Looked, Reach, Site, TemplatesRead};
use crate::tongue;
use crate::words::Words;
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
    /// The last pack, and everything that can be said of it.
    said: Option<Said>,
    /// Where the last tree came from: asking takes longer than a first look should.
    origin: Origin,
    /// The templates, as they were read last.
    templates: TemplatesRead,
    /// The texts of the templates of the last whole site.
    sound: Option<BTreeMap<String, Vec<u8>>>,
    /// Every path of the last site.
    site: BTreeSet<String>,
    /// Of each page of it, the template that it was filled from.
    filled: BTreeMap<String, &'static str>,
    /// What no later tree is made from: see [`Preview::let_go`].
    gone: Option<Gone>,
}

/// A pack with what can be said of it whatever its templates are.
#[derive(Debug)]
struct Said {
    pack: Pack,
    analysis: Analysis,
    words: BTreeMap<Period, Words>,
    answers: Answers,
    /// What was found, where no error was.
    found: Option<Found>,
}

/// A pack of an earlier tree with its judgements, as far as those of the next were not made of them.
type Gone = (
    Pack,
    Option<Analysis>,
    Option<(BTreeMap<Period, Words>, Answers)>,
);

/// Problems, and by quarter the rules that are softened or switched off.
type Found = (Vec<Diagnostic>, BTreeMap<Period, Vec<Silenced>>);

impl Preview {
    /// Has built nothing yet.
    pub fn new(audience: Audience) -> Self {
        Self {
            audience,
            memory: Memory::default(),
            said: None,
            origin: Origin::default(),
            templates: TemplatesRead::default(),
            sound: None,
            site: BTreeSet::new(),
            filled: BTreeMap::new(),
            gone: None,
        }
    }

    /// The pages that are asked for, where they can be made before the others and the pack is right;
    /// with `deny_warnings`, where there is not even a warning. They are given `ahead` as soon as they are
    /// made, while nobody knows yet whether they are right: they may be carried, and never be shown.
    pub fn first(
        &mut self,
        tree: &Tree,
        wanted: &BTreeSet<String>,
        deny_warnings: bool,
        ahead: impl FnOnce(&BTreeMap<String, Vec<u8>>),
    ) -> First {
        let mut wanted: BTreeSet<String> = wanted.intersection(&self.site).cloned().collect();
        if wanted.is_empty() {
            return First::Later;
        }
        let load::Loaded {
            pack,
            templates,
            sources,
            mut diagnostics,
            same_pack,
        } = load::parse_again(tree, &mut self.memory);
        let language = super::spoken_by(pack.as_ref());
        let _speaking = tongue::speak(language);
        let Some(pack) = pack else {
            return wrong(diagnostics, &templates, sources);
        };
        wanted.extend(self.also_looked_at(tree, &templates, &sources));
        let mut gone = None;
        let before = self.said.take();
        // What cannot be read is not shown, whatever else is found.
        let readable = !diagnostics.iter().any(Diagnostic::is_error);
        let (made, found, analysis, words, answers) = thread::scope(|scope| {
            let marking = scope.spawn(|| render::marks(&pack, &sources));
            // A pack that says the same has been looked at.
            let early = (!same_pack).then(|| {
                scope.spawn(|| {
                    let _speaking = tongue::speak(language);
                    Early::of(&pack, &sources)
                })
            });
            let (judged, found, guess) = judged(
                before,
                same_pack,
                &pack,
                (&sources, &mut diagnostics),
                &mut gone,
            );
            let (made, found) = thread::scope(|scope| {
                let checking = scope.spawn(|| {
                    let _speaking = tongue::speak(language);
                    let same = found.filter(|_| !is_broken_by_files(&judged, &sources));
                    let early = early.map(joined).unwrap_or_default();
                    same.unwrap_or_else(|| {
                        let silenced = checked(&judged, &sources, &mut diagnostics, &early);
                        (diagnostics, silenced)
                    })
                });
                let mut edition = Edition {
                    marks: BTreeMap::new(),
                    audience: self.audience,
                    marked: marked(&pack),
                    silenced: guess,
                    edits: render::edits(&pack, &self.origin),
                    forms: Forms::default(),
                };
                edition.marks = joined(marking);
                let mut make = |edition: &Edition| {
                    let texts = (&templates, &sources, &mut self.templates);
                    pages(&judged, edition, texts, &wanted, &self.site)
                };
                let early = readable.then(|| make(&edition));
                if let Some(Some(pages)) = &early {
                    ahead(pages);
                }
                let (found, silenced) = joined(checking);
                if found.iter().any(Diagnostic::is_error) {
                    return (Err(found), None);
                }
                let kept = Some((found.clone(), silenced.clone()));
                if deny_warnings && !found.is_empty() {
                    return (Ok(None), kept);
                }
                // What is switched off is printed.
                let told = |silenced: &BTreeMap<Period, Vec<Silenced>>| {
                    let all = silenced.iter().filter(|(_, rules)| !rules.is_empty());
                    all.map(|(period, rules)| (*period, rules.clone()))
                        .collect::<Vec<_>>()
                };
                let as_guessed = told(&edition.silenced) == told(&silenced);
                let made = early.filter(|_| as_guessed).unwrap_or_else(|| {
                    edition.silenced = silenced;
                    make(&edition)
                });
                (Ok(made), kept)
            });
            let Judged {
                analysis,
                words,
                answers,
                ..
            } = judged;
            (made, found, analysis, words, answers)
        });
        self.said = Some(Said {
            pack,
            analysis,
            words,
            answers,
            found,
        });
        self.gone = gone;
        match made {
            Ok(Some(pages)) => First::Pages(pages),
            Ok(None) => First::Later,
            Err(found) => wrong(found, &templates, sources),
        }
    }

    /// Frees what no later tree is made from: it takes milliseconds, which nobody waits for once there is
    /// something to look at.
    pub fn let_go(&mut self) {
        self.gone = None;
    }

    /// Remembers the last good site, the tree it was made of and where that came from.
    pub fn know(&mut self, tree: &Tree, origin: &Origin, site: &Site) {
        self.origin = origin.clone();
        self.site = site.files.keys().cloned().collect();
        self.filled = site.filled.clone();
        self.sound = Some(templates_of(tree));
    }

    /// Reads a tree that was built, where nothing was read yet: so the first save is no slower than others.
    pub fn warm(&mut self, tree: &Tree) {
        if self.said.is_none() {
            let top = BTreeSet::from(["index.html".to_owned()]);
            self.first(tree, &top, false, |_| ());
        }
    }

    /// Where templates changed since the last whole site, a page of each kind that they may fill: one is
    /// wrong where it is filled, and a page of each kind shows most of it.
    fn also_looked_at(
        &self,
        tree: &Tree,
        templates: &load::Templates,
        sources: &Sources,
    ) -> Vec<String> {
        let now = templates_of(tree);
        let Some(sound) = self.sound.as_ref() else {
            return one_of_each(&self.site).collect();
        };
        let names = sound.keys().chain(now.keys()).collect::<BTreeSet<_>>();
        let changed = names.into_iter().filter_map(|path| {
            let texts = [sound.get(path), now.get(path)];
            let name = path.strip_prefix("templates/").unwrap_or(path);
            let texts = texts.map(|text| text.map_or(&[][..], Vec::as_slice));
            (texts[0] != texts[1]).then_some((name, texts))
        });
        let changed: Vec<_> = changed.collect();
        if changed.is_empty() {
            return Vec::new();
        }
        let reach = Reach::of(changed, templates, sources);
        let may = |path: &String| {
            let template = self.filled.get(path);
            template.is_none_or(|template| reach.has(template))
        };
        one_of_each(&self.site).filter(may).collect()
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

/// What can be said of a pack, what was found of the very same pack before, and the rules that it
/// silences, as far as they are known before it is checked. What nothing is made from is `gone`.
fn judged<'p>(
    before: Option<Said>,
    same_pack: bool,
    pack: &'p Pack,
    (sources, diagnostics): (&Sources, &mut Vec<Diagnostic>),
    gone: &mut Option<Gone>,
) -> (Judged<'p>, Option<Found>, BTreeMap<Period, Vec<Silenced>>) {
    let told = |period: &Period| {
        let lock = pack.published.get(period);
        lock.map(|lock| lock.silenced.clone()).unwrap_or_default()
    };
    let by_locks = || {
        let quarters = pack.snapshots.keys();
        quarters.map(|period| (*period, told(period))).collect()
    };
    let Some(said) = before else {
        let judged = Judged::new(pack, sources, diagnostics);
        return (judged, None, by_locks());
    };
    let Said {
        pack: before,
        analysis,
        words,
        answers,
        found,
    } = said;
    if same_pack
        && before == *pack
        && let Some(found) = found
    {
        *gone = Some((before, None, None));
        let judged = Judged {
            pack,
            analysis,
            words,
            answers,
        };
        let guess = found.1.clone();
        return (judged, Some(found), guess);
    }
    let analysis = if analyse::reads_the_same(&before, pack) {
        *gone = Some((before, None, Some((words, answers))));
        analysis
    } else {
        let again = analyse::analyse_again(pack, &before, &analysis);
        *gone = Some((before, Some(analysis), Some((words, answers))));
        again
    };
    let judged = Judged::with(analysis, pack, sources, diagnostics);
    let guess = found.map_or_else(by_locks, |(_, silenced)| silenced);
    (judged, None, guess)
}

/// What came of a thread.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(made) => made,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Whether a file that no pack is read from breaks a rule.
fn is_broken_by_files(judged: &Judged<'_>, sources: &Sources) -> bool {
    let Judged {
        pack,
        analysis,
        words,
        answers,
    } = judged;
    check::is_broken_by_files(pack, analysis, words, answers, sources)
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
