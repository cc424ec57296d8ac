//! Pack and judgements to a site in memory.

mod brand;
mod chart_files;
mod charts;
mod edition;
mod figures;
mod first;
mod forms;
mod links;
mod markdown;
mod marks;
mod single;
mod site;
mod templates;

mod pages;

pub use crate::model::Paper;
pub use edition::Edition;
pub(crate) use edition::edits;
pub use first::{Looked, first};
pub use forms::{Forms, Sheets};
pub use pages::report_schema;
pub use site::Site;
pub use templates::{Reach, TemplatesRead, built_in as built_in_templates};

use crate::analyse::Analysis;
use crate::bind::Answers;
use crate::diag::{Diagnostic, Sources, Topic};
use crate::known::Known;
use crate::load::Templates;
use crate::model::{Language, Pack, Period, Text};
use crate::sentences;
use crate::tongue;
use crate::tongue::label;
use crate::words::Words;
use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use templates::Engine;

pub(crate) use crate::sentences::Ctx;

/// A page's path from the site's top, and its bytes.
pub(crate) type Page = (String, Vec<u8>);

impl Ctx<'_> {
    /// A text of the narrative as inline HTML, its figures in it. `root` leads to the site's top.
    pub(crate) fn inline(&self, root: &str, text: &Text) -> markdown::Html {
        markdown::told_inline(root, text, self.answers)
    }

    /// A section of the narrative as block HTML; headings inside start at `level`.
    pub(crate) fn blocks(&self, root: &str, text: &Text, level: u8) -> markdown::Html {
        markdown::told_blocks(root, text, level, self.answers)
    }

    /// A text of the narrative as it was written, its figures in it.
    pub(crate) fn plain(&self, text: &Text) -> String {
        let read = self.answers.read(text);
        read.replace("\\{{", "{{").replace("\\}}", "}}")
    }
}

/// For what is never halted.
static NEVER: AtomicBool = AtomicBool::new(false);

/// The problems that only rendering can find.
pub fn topics() -> &'static [Topic] {
    const { &[links::DEAD_LINK, templates::TEMPLATE_FAULT] }
}

/// Reads the pack's own templates and makes no page.
///
/// # Errors
/// Every fault that shows without a page, at its place.
pub fn read_templates(templates: &Templates, sources: &Sources) -> Result<(), Vec<Diagnostic>> {
    Engine::new(templates, sources).map(|_| ())
}

/// By quarter, the mark of the inputs that its pages are made from; a published quarter keeps the one
/// that it was published with.
pub fn marks(pack: &Pack, sources: &Sources) -> BTreeMap<Period, String> {
    let periods: Vec<Period> = pack.snapshots.keys().copied().collect();
    let mark = |&period: &Period| match pack.published.get(&period) {
        Some(lock) => (period, lock.mark.clone()),
        None => (period, edition::mark(sources, period)),
    };
    crate::in_order::in_order(&periods, mark)
        .into_iter()
        .collect()
}

/// Renders every page. Only a template or a link can be wrong here.
///
/// # Errors
/// Faults in the pack's own templates and links that lead nowhere, at their place.
pub fn render(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
    answers: &Answers,
    edition: &Edition,
    templates: &Templates,
    sources: &Sources,
) -> Result<Site, Vec<Diagnostic>> {
    render_until(
        pack,
        analysis,
        words,
        answers,
        edition,
        (templates, sources),
        &NEVER,
    )
}

/// Renders every page, and stops early once it is told to halt: what comes back then is thrown away.
///
/// # Errors
/// Faults in the pack's own templates and links that lead nowhere, at their place; none where it was
/// halted.
pub fn render_until(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
    answers: &Answers,
    edition: &Edition,
    (templates, sources): (&Templates, &Sources),
    halt: &AtomicBool,
) -> Result<Site, Vec<Diagnostic>> {
    let engine = Engine::new(templates, sources)?;
    let known = Known::of(pack);
    let read = (&engine, sources);
    let maker = pages::Maker::of(&known, analysis, words, answers, edition, read);
    let filled = pages::Filled::default();
    let with = |maker| pages::Maker {
        halt,
        filled: Some(&filled),
        ..maker
    };
    let Some(maker) = maker.map(with) else {
        return Ok(Site::default());
    };
    let mut site = Site::default();
    let mut faults = Vec::new();
    for page in pages::every(&maker) {
        match page {
            Ok((path, bytes)) => {
                site.files.insert(path, bytes);
            }
            Err(fault) => faults.push(*fault),
        }
    }
    if !faults.is_empty() || maker.halted() {
        return Err(faults);
    }
    site.filled = std::mem::take(&mut *filled.lock().unwrap_or_else(PoisonError::into_inner));
    {
        // What programs read is the same in every language.
        let _plain = tongue::speak(Language::English);
        site.files.extend(pages::tables(&maker));
        site.files.extend(pages::figure_tables(&maker));
        site.files.extend(pages::ledger_tables(&maker));
        site.files.extend(pages::budget_tables(&maker));
        site.files.extend(pages::incident_tables(&maker));
        site.files.extend(pages::record_tables(&maker));
        site.files.extend(pages::capability_tables(&maker));
        site.files.extend(pages::experiments_table(&maker));
        site.files.extend(pages::cadence_table(&maker));
        site.files
            .extend([pages::report_json(&maker), pages::report_schema_file()]);
    }
    let sheet = templates::style(templates, sources, &maker.own_style());
    let charts = chart_files::files(&maker, &String::from_utf8_lossy(&sheet), &site.files);
    site.files.extend(charts);
    site.files.insert("style.css".to_owned(), sheet);
    for (path, bytes) in templates::ASSETS {
        site.files.insert((*path).to_owned(), bytes.to_vec());
    }
    site.files.extend(brand::files(&pack.brand));
    let asked = made_in_forms(&maker, templates, sources, &mut site);
    if let Err(fault) = asked {
        return Err(vec![*fault]);
    }
    let dead = links::dead(pack, |path| site.files.contains_key(path));
    if dead.is_empty() { Ok(site) } else { Err(dead) }
}

/// Adds the forms that are asked for, whole pages all of them, and what is to be printed.
fn made_in_forms(
    maker: &pages::Maker<'_>,
    templates: &Templates,
    sources: &Sources,
    site: &mut Site,
) -> Result<(), Box<Diagnostic>> {
    let forms = &maker.edition.forms;
    let style = site.files.get("style.css").cloned().unwrap_or_default();
    let style = String::from_utf8_lossy(&style);
    let periods: Vec<Period> = maker.quarters().map(|quarter| quarter.period).collect();
    for period in periods {
        if !forms.cover(period, maker.latest) {
            continue;
        }
        let settings = &maker.known.to(period).settings;
        let paper = forms.paper.unwrap_or(settings.paper);
        let snapshot = maker.pack.snapshots.get(&period);
        let sheets = |page, of: &str, paper: &str| {
            Some(Sheets {
                page,
                author: settings.organisation.clone(),
                subject: format!(
                    "{}, {}{of}: {}",
                    settings.report,
                    maker.ctx(period).words.period(&settings.calendar, period),
                    settings.classification
                ),
                date: snapshot?.as_of,
                paper: paper.to_owned(),
            })
        };
        let put = |path: &str, page: &[u8], style: &str, inside: &BTreeMap<_, _>, paper| {
            let files = &site.files;
            single::whole(
                page,
                &single::Parts {
                    path,
                    style,
                    files,
                    inside,
                    paper,
                },
            )
        };
        let mut made = Vec::new();
        let mut printed = Vec::new();
        let style_of = |form| format!("{style}{}", templates::form_style(templates, sources, form));
        if (forms.single || forms.pdf)
            && let Some(whole) = pages::whole(maker, period)
        {
            let pages::Whole {
                path,
                page,
                inside,
                feet,
            } = whole?;
            let style = format!("{}\n{feet}", style_of("paged.css"));
            if forms.pdf {
                let style = format!("{style}\n@page {{ size: {}; }}\n", paper.name());
                let page = put(&path, &page, &style, &inside, true);
                printed.extend(
                    sheets(page, "", paper.name()).map(|s| (format!("{period}/{}", forms::PDF), s)),
                );
            }
            if forms.single {
                let page = put(&path, &page, &style, &inside, false);
                made.push((path, page));
            }
        }
        if forms.slides
            && let Some(slides) = pages::slides(maker, period)
        {
            let (path, page) = slides?;
            let page = put(
                &path,
                &page,
                &style_of("slides.css"),
                &BTreeMap::new(),
                false,
            );
            if forms.pdf {
                let pdf = format!("{period}/{}", forms::SLIDES_PDF);
                printed.extend(sheets(page.clone(), label(", slides"), "16:9").map(|s| (pdf, s)));
            }
            made.push((path, page));
        }
        site.files.extend(made);
        site.sheets.extend(printed);
    }
    Ok(())
}
