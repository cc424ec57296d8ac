//! `boardpack build`.

use super::Outcome;
use super::args::{Build, Reader};
use super::git;
use super::term::{Term, count, folder, tally};
use boardpack::diag::Diagnostic;
use boardpack::model::Audience;
use boardpack::{load, pipeline, write};
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
    let tree = match load::Tree::read(&args.dir) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let audience = match args.audience {
        Reader::Internal => Audience::Internal,
        Reader::Board => Audience::Board,
    };
    let mut build = term.watch("building", || {
        pipeline::build_from(&tree, &git::origin(&args.dir, &tree), audience)
    });
    term.deny(&mut build.diagnostics);
    term.tell(&build.diagnostics, &build.sources);
    let said = tally(&build.diagnostics);
    if term.is_human() && !said.is_empty() {
        term.err(&format!("{said}\n"));
    }
    let wrong = build.diagnostics.iter().any(Diagnostic::is_error);
    let Some(site) = build.site.filter(|_| !wrong) else {
        if term.is_human() {
            term.err(&format!("{} was not touched\n", folder(&out)));
        }
        return Outcome::WrongInput;
    };
    let written = match term.watch("writing", || write::write(&site, &out)) {
        Ok(written) => written,
        Err(fault) => return term.fail(&fault, fault.help),
    };
    let pages = site.files.keys().filter(|p| p.ends_with(".html")).count();
    term.say(&format!(
        "built {} ({}, {} changed, {} removed) into {} in {:.1} s",
        count(pages, "page", "pages"),
        count(site.files.len(), "file", "files"),
        written.created + written.changed,
        written.removed,
        folder(&out),
        start.elapsed().as_secs_f64(),
    ));
    Outcome::Fine
}
