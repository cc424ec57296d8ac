//! `boardpack build`.

use super::Outcome;
use super::args::{Build, Reader, Size};
use super::git;
use super::term::{Term, count, folder, tally};
use boardpack::diag::Diagnostic;
use boardpack::model::Audience;
use boardpack::paper::{self, About, Browser, PrintError};
use boardpack::render::{Forms, Paper, Sheets, Site};
use boardpack::{load, pipeline, write};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[expect(
    clippy::disallowed_methods,
    reason = "how long a build took is told to a person and stands in no output"
)]
pub(super) fn run(args: &Build, term: &mut Term) -> Outcome {
    let start = Instant::now();
    let out = match &args.output {
        Some(out) => out.clone(),
        None if args.dir == Path::new(".") => PathBuf::from("public"),
        None => args.dir.join("public"),
    };
    if let Some(folder) = load::Tree::folder_around(&args.dir, &out) {
        return term.fail(
            format!(
                "cannot write `{}`: the pack's own `{folder}/` is read from there",
                out.display()
            ),
            Some("choose a folder outside `data/`, `content/` and `templates/` with `--output`"),
        );
    }
    // Asked for first: where nothing can print, nothing is built.
    let forms = forms(args);
    let browser = match forms.pdf.then(|| browser(args.browser.as_deref())) {
        Some(Ok(browser)) => Some(browser),
        Some(Err(fault)) => return term.fail(&fault, Some(&fault.help)),
        None => None,
    };
    let tree = match load::Tree::read(&args.dir) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let audience = match args.audience {
        Reader::Internal => Audience::Internal,
        Reader::Board => Audience::Board,
    };
    let mut build = term.watch("building", || {
        pipeline::build_in(&tree, &git::origin(&args.dir, &tree), audience, &forms)
    });
    term.deny(&mut build.diagnostics);
    term.tell(&build.diagnostics, &build.sources);
    let said = tally(&build.diagnostics);
    if term.is_human() && !said.is_empty() {
        term.err(&format!("{said}\n"));
    }
    let wrong = build.diagnostics.iter().any(Diagnostic::is_error);
    let Some(mut site) = build.site.filter(|_| !wrong) else {
        if term.is_human() {
            term.err(&format!("{} was not touched\n", folder(&out)));
        }
        return Outcome::WrongInput;
    };
    if let Some(period) = forms.quarters.iter().find(|period| {
        let page = format!("{period}/index.html");
        !site.files.contains_key(&page)
    }) {
        return term.fail(
            format!("there is no pack of {period}"),
            Some("name a quarter that has a snapshot in `data/snapshots/`"),
        );
    }
    let printed = match browser.map(|browser| term.watch("printing", || print(&browser, &mut site)))
    {
        Some(Ok(printed)) => printed,
        Some(Err(fault)) => return term.fail(&fault, Some(&fault.help)),
        None => 0,
    };
    if args.pdf_only {
        return alone(args, &site, term);
    }
    let written = match term.watch("writing", || write::write(&site, &out)) {
        Ok(written) => written,
        Err(fault) => return term.fail(&fault, fault.help),
    };
    let pages = site.files.keys().filter(|p| p.ends_with(".html")).count();
    let pdfs = match printed {
        0 => String::new(),
        n => format!(" and {}", count(n, "PDF", "PDFs")),
    };
    term.say(&format!(
        "built {}{pdfs} ({}, {} changed, {} removed) into {} in {:.1} s",
        count(pages, "page", "pages"),
        count(site.files.len(), "file", "files"),
        written.created + written.changed,
        written.removed,
        folder(&out),
        start.elapsed().as_secs_f64(),
    ));
    Outcome::Fine
}

/// What is asked for beside the pages.
fn forms(args: &Build) -> Forms {
    Forms {
        pdf: args.pdf || args.pdf_only,
        paper: args.paper.map(|size| match size {
            Size::A4 => Paper::A4,
            Size::Letter => Paper::Letter,
        }),
        slides: args.slides,
        single: args.single_file,
        quarters: args.quarters.iter().copied().collect(),
    }
}

/// The browser that is named, or the first that is found.
pub(super) fn browser(asked: Option<&std::ffi::OsStr>) -> Result<Browser, PrintError> {
    // The browser and the page that it was given would outlive a program that just ends. What prints
    // ends by itself and says so; where nothing does, nobody else would end the program.
    let ends = || {
        if !paper::end() {
            std::process::exit(STOPPED);
        }
    };
    // Where nobody can be told of a signal, printing is no worse for it.
    let _ = ctrlc::set_handler(ends);
    let named = std::env::var_os("BOARDPACK_BROWSER").filter(|name| !name.is_empty());
    paper::find(asked.or(named.as_deref()))
}

/// What shells say of a program that was stopped by Ctrl-C.
const STOPPED: i32 = 130;

/// Browsers at work at once: more than so many only wait for each other.
const AT_ONCE: usize = 4;

/// Prints one page.
pub(super) fn pdf(browser: &Browser, sheets: &Sheets) -> Result<Vec<u8>, PrintError> {
    let about = About {
        author: sheets.author.clone(),
        subject: sheets.subject.clone(),
        date: sheets.date,
    };
    browser.pdf(&sheets.page, &about)
}

/// Prints what a site still has to print, and says how many that were.
fn print(browser: &Browser, site: &mut Site) -> Result<usize, PrintError> {
    let todo: Vec<(&String, &Sheets)> = site.sheets.iter().collect();
    let mut files = BTreeMap::new();
    for some in todo.chunks(AT_ONCE) {
        let done: Vec<Result<Vec<u8>, PrintError>> = std::thread::scope(|scope| {
            let jobs = some
                .iter()
                .map(|(_, sheets)| scope.spawn(|| pdf(browser, sheets)));
            let jobs: Vec<_> = jobs.collect();
            let end = |job: std::thread::ScopedJoinHandle<'_, _>| {
                job.join()
                    .unwrap_or_else(|fault| std::panic::resume_unwind(fault))
            };
            jobs.into_iter().map(end).collect()
        });
        for ((path, _), made) in some.iter().zip(done) {
            files.insert((*path).clone(), made?);
        }
    }
    let printed = files.len();
    pipeline::printed(site, files, browser.version());
    Ok(printed)
}

/// Writes the PDFs of a site and nothing else of it.
fn alone(args: &Build, site: &Site, term: &Term) -> Outcome {
    let pdfs: Vec<(&String, &Vec<u8>)> = site
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".pdf"))
        .collect();
    if args.output.is_some() && pdfs.len() > 1 {
        return term.fail(
            "one file cannot hold the PDFs of several quarters",
            Some("leave out `--output`, or name one `--quarter`"),
        );
    }
    for (path, bytes) in pdfs {
        let period = path.split('/').next().unwrap_or_default();
        let file = args
            .output
            .clone()
            .unwrap_or_else(|| args.dir.join(format!("{period}.pdf")));
        if file.is_dir() {
            return term.fail(
                format!("cannot write `{}`: it is a folder", file.display()),
                Some("name a file with `--output`, such as `q3.pdf`"),
            );
        }
        if let Err(fault) = write::put_file(&file, bytes) {
            return term.fail(&fault, fault.help);
        }
        term.say(&format!("printed {}", file.display()));
    }
    Outcome::Fine
}
