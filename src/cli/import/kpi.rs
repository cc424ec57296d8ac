//! `boardpack import gitlab-kpi`.

use crate::cli::Outcome;
use crate::cli::args::GitlabKpi;
use crate::cli::new;
use crate::cli::term::{Term, count, tally};
use boardpack::diag;
use boardpack::{load, scaffold};
use std::path::Path;

pub(super) fn run(args: &GitlabKpi, term: &mut Term) -> Outcome {
    let root = &args.root.root;
    let paths: Vec<&Path> = args.files.iter().map(AsRef::as_ref).collect();
    let read = load::Tree::read(root).and_then(|tree| Ok((tree, load::Tree::read_files(&paths)?)));
    let (tree, files) = match read {
        Ok(read) => read,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let mut read = load::read_indicators(&files);
    diag::sort(&mut read.diagnostics);
    term.deny(&mut read.diagnostics);
    term.tell(&read.diagnostics, &read.sources);
    if read.diagnostics.iter().any(diag::Diagnostic::is_error) || read.indicators.is_empty() {
        let told = tally(&read.diagnostics);
        let why = match read.indicators.is_empty() && told.is_empty() {
            true => "no indicator was found".to_owned(),
            false => told,
        };
        term.err(&format!("{why}; nothing was written\n"));
        return Outcome::WrongInput;
    }
    match scaffold::indicators(&tree, &read.indicators) {
        Ok(made) => {
            term.say(&count(read.indicators.len(), "indicator", "indicators"));
            new::put(made, tree, root, args.dry_run, term)
        }
        Err(refusal) => new::refuse(&refusal, term),
    }
}
