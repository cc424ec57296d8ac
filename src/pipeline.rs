//! The stages, in order. Reads and writes nothing.

mod offered;
mod preview;
mod publishing;
mod since;
mod standing;

pub use offered::offered;
pub use preview::{First, Preview};
pub use publishing::{Day, Published, Written, publish, recollect, restate};
pub use since::since;

use crate::analyse::Analysis;
use crate::bind::Answers;
use crate::check::{Early, Reads};
use crate::compare::{Differences, Side};
use crate::diag::{self, Diagnostic, Severity, Sources, Topic};
use crate::known::Known;
use crate::load::{self, Tree};
use crate::model::{Audience, Language, Origin, Pack, Period, Publication, Silenced, digest};
use crate::provenance::{self, Again, Manifest};
use crate::redact::{self, Hidden};
use crate::render::{Edition, Forms, Paper, Site};
use crate::words::Words;
use crate::{adapters, analyse, bind, check, collect, compare, events, render, tongue, words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

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

/// A pack with everything that can be said of it before it is checked or shown.
struct Judged<'p> {
    pack: &'p Pack,
    analysis: Analysis,
    words: BTreeMap<Period, Words>,
    answers: Answers,
}

impl<'p> Judged<'p> {
    fn new(pack: &'p Pack, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Self {
        Self::with(analyse::analyse(pack), pack, sources, diagnostics)
    }

    /// With the judgements of this pack.
    fn with(
        analysis: Analysis,
        pack: &'p Pack,
        sources: &Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let words = words::by_quarter(pack, &analysis);
        let (answers, faults) = bind::bind(pack, &analysis, &words);
        // What could not be read cannot be answered, and has been told of where it stands.
        let lost = diagnostics
            .iter()
            .any(|d| d.is_error() && is_data(d, sources));
        if !lost {
            diagnostics.extend(faults);
        }
        Self {
            pack,
            analysis,
            words,
            answers,
        }
    }

    /// As a comparison sees it.
    fn side<'a>(&'a self, sources: &'a Sources) -> Side<'a> {
        Side {
            pack: self.pack,
            analysis: &self.analysis,
            words: &self.words,
            answers: &self.answers,
            sources,
        }
    }
}

/// Whether a problem lies in what figures are made of: data and definitions, not words.
fn is_data(problem: &Diagnostic, sources: &Sources) -> bool {
    problem.primary.as_ref().is_none_or(|label| {
        let path = &sources.file(label.span.file).path;
        path.starts_with("data/") || path.starts_with("content/metrics/")
    })
}

/// Whether a problem lies in the words of a published quarter.
fn is_published(problem: &Diagnostic, pack: &Pack, sources: &Sources) -> bool {
    problem.primary.as_ref().is_some_and(|label| {
        let path = &sources.file(label.span.file).path;
        let mut quarters = pack.published.keys();
        quarters.any(|period| path.starts_with(&format!("content/{period}/")))
    })
}

/// Runs every stage once, for a pack that lies in no repository.
pub fn build(tree: &Tree) -> Build {
    build_from(tree, &Origin::default(), Audience::Internal)
}

/// Runs every stage once, for one audience. The origin stands in the manifest, and the last edit of a
/// text beside it: a commit that changes no text of a quarter changes no page of it.
pub fn build_from(tree: &Tree, origin: &Origin, audience: Audience) -> Build {
    build_in(tree, origin, audience, &Forms::default())
}

/// Runs every stage once, and makes packs in other forms beside their pages. What is to be printed
/// stands in the site's `sheets`; [`printed`] takes what came of it.
pub fn build_in(tree: &Tree, origin: &Origin, audience: Audience, forms: &Forms) -> Build {
    stages(tree, origin, audience, forms).build
}

/// [`build_from`]; `None` once it is told to halt.
pub fn build_until(
    tree: &Tree,
    origin: &Origin,
    audience: Audience,
    halt: &AtomicBool,
) -> Option<Build> {
    let made = stages_until(tree, origin, audience, &Forms::default(), halt);
    made.map(|stages| stages.build)
}

/// Puts what was printed among the files of a site, and into its manifest.
pub fn printed(site: &mut Site, files: BTreeMap<String, Vec<u8>>, printer: &str) {
    provenance::add_printed(site, files, printer);
}

/// What a build would make of a pack now, to hold a folder against. `held` says whether its files
/// are those of the commit that the folder names.
pub fn again(tree: &Tree, origin: Origin, held: Option<bool>, audience: Audience) -> Again {
    again_in(tree, origin, held, audience, &Manifest::default())
}

/// The same, in the forms that a folder lists. A PDF cannot be made without a browser: one that was
/// printed from just the page that the pack gives counts as what a build makes.
pub fn again_in(
    tree: &Tree,
    origin: Origin,
    held: Option<bool>,
    audience: Audience,
    folder: &Manifest,
) -> Again {
    // What the folder says of last edits is held against the repository by itself: pages are made by it,
    // so that a commit made since does not pass for another page.
    let origin = Origin {
        edits: folder.edits.clone(),
        ..origin
    };
    let plain = stages(tree, &origin, audience, &Forms::default());
    let forms = Forms {
        paper: folder
            .printed
            .values()
            .find_map(|printed| Paper::named(&printed.paper)),
        ..Forms::listed(folder.outputs.keys().map(String::as_str))
    };
    let templates = plain.build.sources.files();
    let templates = templates.filter(|file| file.path.starts_with("templates/"));
    let templates: BTreeMap<String, String> = templates
        .map(|file| (file.path.clone(), digest(&file.text)))
        .collect();
    // A lock knows the pages without any links to other forms.
    let outputs = plain.build.site.as_ref().map(provenance::outputs);
    let moved = outputs.as_ref().map_or_else(Vec::new, |outputs| {
        standing::moved(tree, &plain.published, &templates, audience, outputs)
    });
    let (mut outputs, mut sheets) = (outputs.clone(), BTreeMap::new());
    if forms.any()
        && let Some(site) = stages(tree, &origin, audience, &forms).build.site
    {
        let mut made = provenance::outputs(&site);
        for (path, sheet) in &site.sheets {
            let page = provenance::hash(&sheet.page);
            let printed = folder.printed.get(path);
            let same = printed.is_some_and(|printed| printed.page == page);
            let known = folder.outputs.get(path).filter(|_| same);
            made.insert(path.clone(), known.cloned().unwrap_or(page));
        }
        (outputs, sheets) = (Some(made), site.sheets);
    }
    Again {
        moved,
        replaced: BTreeMap::new(),
        edits: BTreeMap::new(),
        inputs: provenance::inputs(tree, |path| plain.hidden.file(path)),
        outputs,
        origin,
        held,
        locked: plain.locked,
        since: BTreeMap::new(),
        sheets,
    }
}

/// What the stages give, beside the build itself.
struct Stages {
    build: Build,
    /// The marks of published quarters as their locks name them.
    locked: BTreeMap<String, String>,
    /// What this edition leaves out.
    hidden: Hidden,
    /// By quarter: rules that the pack softens or switches off.
    silenced: BTreeMap<Period, Vec<Silenced>>,
    /// The locks.
    published: BTreeMap<Period, Publication>,
}

/// Adds what the rules find, some of it `early`, to what is known already, each at the severity that the
/// pack gives it. What comes back, by quarter, are the rules that the pack softens or switches off.
fn checked(
    judged: &Judged<'_>,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
    early: &Early,
) -> BTreeMap<Period, Vec<Silenced>> {
    let unanswered = |d: &&Diagnostic| bind::topics().iter().any(|t| t.code == d.code);
    let mut errors = diagnostics.iter().filter(|d| d.is_error());
    let there_is = match errors.clone().next() {
        None => Reads::Everything,
        Some(_) if errors.all(|d| unanswered(&d)) => Reads::Data,
        Some(_) => Reads::Words,
    };
    let Judged { pack, .. } = judged;
    let found = check::check_rest(
        pack,
        &judged.analysis,
        &judged.words,
        &judged.answers,
        sources,
        there_is,
        early,
    );
    let fixed: Vec<&'static str> = fixed_topics().iter().map(|t| t.code).collect();
    // What was only warned of before is softened and silenced like a rule's finding.
    let elsewhere: Vec<Topic> = warnings().collect();
    let is_warned = |d: &mut Diagnostic| elsewhere.iter().any(|t| t.code == d.code);
    let warned = diagnostics.extract_if(.., is_warned);
    let found = found.into_iter().chain(warned).collect();
    let (found, quiet) = check::apply_severities(pack, found, &fixed, &elsewhere, sources);
    // What was published was answered on its day. Where it no longer can be, something else was
    // changed since, and that is the fault to tell of.
    if found.iter().any(Diagnostic::is_error) {
        diagnostics.retain(|d| !(unanswered(&d) && is_published(d, pack, sources)));
    }
    diagnostics.extend(found);
    quiet
}

fn stages(tree: &Tree, origin: &Origin, audience: Audience, forms: &Forms) -> Stages {
    let never = AtomicBool::new(false);
    stages_until(tree, origin, audience, forms, &never).expect("nothing halts it")
}

/// All stages; none once it is told to halt.
fn stages_until(
    tree: &Tree,
    origin: &Origin,
    audience: Audience,
    forms: &Forms,
    halt: &AtomicBool,
) -> Option<Stages> {
    let halted = || (!halt.load(Ordering::Relaxed)).then_some(());
    let load::Loaded {
        pack,
        templates,
        sources,
        mut diagnostics,
        ..
    } = load::parse(tree);
    halted()?;
    let _speaking = tongue::speak(spoken_by(pack.as_ref()));
    let judged = pack
        .as_ref()
        .map(|pack| Judged::new(pack, &sources, &mut diagnostics));
    halted()?;
    let mut silenced = BTreeMap::new();
    if let Some(judged) = &judged {
        silenced = checked(judged, &sources, &mut diagnostics, &Early::default());
    }
    halted()?;
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let marked = pack.as_ref().map(marked).unwrap_or_default();
    let hidden = pack
        .as_ref()
        .map(|pack| Hidden::from(pack, audience).in_files(pack, &sources));
    let hidden = hidden.unwrap_or_default();
    let made = match judged.filter(|_| sound) {
        Some(Judged {
            pack,
            analysis,
            words,
            answers,
        }) => {
            let edition = Edition {
                marks: render::marks(pack, &sources),
                audience,
                marked,
                silenced: silenced.clone(),
                edits: render::edits(pack, origin),
                forms: forms.clone(),
            };
            let render = |pack: &Pack, analysis: &Analysis, answers: &Answers| {
                let texts = (&templates, &sources);
                render::render_until(pack, analysis, &words, answers, &edition, texts, halt)
            };
            let site = if hidden.anything {
                let analysis = redact::analysis(&analysis, pack, &hidden);
                let pack = redact::pack(pack, &hidden);
                // Answered anew: what is said of how many services counts those that are shown.
                let (answers, faults) = bind::bind(&pack, &analysis, &words);
                if faults.is_empty() {
                    render(&pack, &analysis, &answers)
                } else {
                    Err(faults)
                }
            } else {
                render(pack, &analysis, &answers)
            };
            site.map(|mut site| {
                let marks = edition.marks.into_iter();
                let marks = marks.map(|(p, mark)| (p.to_string(), mark)).collect();
                let inputs = provenance::inputs(tree, |path| hidden.file(path));
                let mut edits = edition.edits;
                edits.retain(|path, _| !hidden.file(path));
                let from = Origin {
                    edits,
                    ..origin.clone()
                };
                provenance::seal(&mut site, audience.edition(), &from, marks, inputs);
                Some(site)
            })
        }
        // No page is made, but what is wrong with a template alone is told in the same run.
        None => render::read_templates(&templates, &sources).map(|()| None),
    };
    let site = made.unwrap_or_else(|faults| {
        diagnostics.extend(faults);
        None
    });
    halted()?;
    diag::sort(&mut diagnostics);
    let published = pack
        .map(|pack| pack.published.into_inner())
        .unwrap_or_default();
    let locked = published
        .iter()
        .map(|(period, lock)| (period.to_string(), lock.mark.clone()));
    let locked = locked.collect();
    let build = Build {
        site,
        diagnostics,
        sources,
    };
    Some(Stages {
        build,
        locked,
        hidden,
        silenced,
        published,
    })
}

/// The language of a pack; English where there is none to read.
fn spoken_by(pack: Option<&Pack>) -> Language {
    pack.map_or(Language::English, |pack| pack.settings.locale.language())
}

/// Quarters whose pages the Board gets another edition of.
fn marked(pack: &Pack) -> BTreeSet<Period> {
    let known = Known::of(pack);
    let hides = |period: &&Period| {
        let hidden = Hidden::from(known.to(**period), Audience::Board);
        hidden.since.is_some_and(|first| first <= **period)
    };
    pack.snapshots.keys().filter(hides).copied().collect()
}

/// What checking gives.
#[derive(Debug)]
pub struct Checked {
    /// Everything to say, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// All texts, for pointing.
    pub sources: Sources,
}

/// Says everything that a build would say. It runs the whole build, because a fault in a template
/// shows only where a page is made; only the pages are thrown away.
pub fn check(tree: &Tree) -> Checked {
    let Build {
        diagnostics,
        sources,
        site: _,
    } = build(tree);
    Checked {
        diagnostics,
        sources,
    }
}

/// One side of a comparison, as it was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The pack's files.
    pub tree: &'a Tree,
    /// How the reader names it: `HEAD~1`, a folder.
    pub label: &'a str,
    /// Which part of it.
    pub part: Part,
}

/// Which part of a pack is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// One quarter.
    Quarter(Period),
    /// The latest quarter with figures.
    Latest,
}

/// What comparing gives.
#[derive(Debug)]
pub struct Compared {
    /// What differs; `None` where a pack could not be read at all, or has no such quarter.
    pub differences: Option<Differences>,
    /// The side and the quarter that it has no figures of.
    pub absent: Option<(String, Period)>,
    /// Of each side: what is wrong with its files, sorted, and all its texts. Where a file could not
    /// be read, what it holds is left out of the comparison.
    pub faults: [(Vec<Diagnostic>, Sources); 2],
}

/// Who reads a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A person: numbers and days as the pack writes them.
    Person,
    /// A program: the same digits and days whatever the pack's locale. Texts of the pack read as on its
    /// pages, figures in them included.
    Program,
}

/// Compares two quarters, two packs, or one quarter in two packs.
pub fn compare(before: &Asked<'_>, after: &Asked<'_>, reader: Reader) -> Compared {
    let sides = [before, after].map(|asked| {
        let mut loaded = load::parse(asked.tree);
        diag::sort(&mut loaded.diagnostics);
        loaded.diagnostics.retain(Diagnostic::is_error);
        loaded
    });
    // Figures in sentences are told as the later pack tells them.
    let _speaking = tongue::speak(spoken_by(sides[1].pack.as_ref()));
    let found = {
        let judged = sides.each_ref().map(|loaded| {
            let pack = loaded.pack.as_ref()?;
            let mut judged = Judged::new(pack, &loaded.sources, &mut Vec::new());
            if reader == Reader::Program {
                let words = judged.words.values_mut();
                words.for_each(|words| *words = words.for_programs());
            }
            Some(judged)
        });
        match &judged {
            [Some(a), Some(b)] => {
                let a = a.side(&sides[0].sources);
                let b = b.side(&sides[1].sources);
                // What differs is told to who runs the command: in English, whatever a pack speaks.
                let _plain = tongue::speak(Language::English);
                Some(compare_sides((&a, before), (&b, after)))
            }
            _ => None,
        }
    };
    let whole = sides.each_ref().map(|loaded| loaded.diagnostics.is_empty());
    let faults = sides.map(|loaded| (loaded.diagnostics, loaded.sources));
    let (mut differences, absent) = match found {
        Some(Ok(differences)) => (Some(differences), None),
        Some(Err(absent)) => (None, Some(absent)),
        None => (None, None),
    };
    if let Some(differences) = &mut differences {
        let labels = [before.label, after.label].into_iter().zip(whole);
        let broken = labels.filter(|(_, whole)| !whole);
        differences.broken = broken.map(|(label, _)| label.to_owned()).collect();
        differences.broken.dedup();
    }
    Compared {
        differences,
        absent,
        faults,
    }
}

fn compare_sides(
    (a, before): (&Side<'_>, &Asked<'_>),
    (b, after): (&Side<'_>, &Asked<'_>),
) -> Result<Differences, (String, Period)> {
    let part = |side: &Side<'_>, asked: &Asked<'_>| match asked.part {
        Part::Whole => None,
        Part::Quarter(period) => Some(period),
        Part::Latest => side.pack.latest(),
    };
    let labels = (before.label, after.label);
    let (p, q) = match (part(a, before), part(b, after)) {
        (None, None) => return Ok(compare::packs((a, labels.0), (b, labels.1), None)),
        (Some(only), None) | (None, Some(only)) => (only, only),
        (Some(p), Some(q)) => (p, q),
    };
    let has = |side: &Side<'_>, period: Period| {
        side.pack.snapshots.contains_key(&period) || side.pack.narratives.contains_key(&period)
    };
    if p == q {
        if !has(a, p) && !has(b, p) {
            return Err((labels.1.to_owned(), p));
        }
        let named = |label: &str| format!("{label}, {p}");
        let (x, y) = (named(labels.0), named(labels.1));
        return Ok(compare::packs((a, &x), (b, &y), Some(p)));
    }
    for (side, label, period) in [(a, labels.0, p), (b, labels.1, q)] {
        if !side.pack.snapshots.contains_key(&period) {
            return Err((label.to_owned(), period));
        }
    }
    // Quarters are told in the order of time, however they were named.
    let found = if p < q {
        compare::quarters((a, p), (b, q))
    } else {
        compare::quarters((b, q), (a, p))
    };
    found.ok_or_else(|| (labels.0.to_owned(), p))
}

/// The manual of every problem that any stage can report, in the order of their codes.
pub fn topics() -> Vec<Topic> {
    let mut topics = check::topics();
    topics.extend(topics_elsewhere());
    topics.sort_by_key(|t| t.code);
    topics
}

/// Whether no pack can change the severity of a problem.
pub fn is_fixed(code: &str) -> bool {
    check::is_fixed(code) || fixed_topics().iter().any(|t| t.code == code)
}

/// Problems of the other stages.
fn topics_elsewhere() -> Vec<Topic> {
    let collect = [events::topics(), adapters::topics(), collect::topics()].concat();
    [load::topics(), bind::topics(), render::topics(), &collect].concat()
}

/// What the other stages warn of. What no pack can provoke is an import's, and no pack's to set.
fn warnings() -> impl Iterator<Item = Topic> {
    let all = topics_elsewhere().into_iter();
    all.filter(|t| t.severity == Severity::Warning && !t.bad.is_empty())
}

/// Problems of the other stages whose severity no pack can change.
fn fixed_topics() -> Vec<Topic> {
    let settable: Vec<&str> = warnings().map(|t| t.code).collect();
    let mut topics = topics_elsewhere();
    topics.retain(|t| !settable.contains(&t.code));
    topics
}
