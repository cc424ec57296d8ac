//! `boardpack import`.

mod kpi;
mod table;

use super::Outcome;
use super::args::{Days, Import, ImportFrom, Sloth};
use super::term::{Term, count, folder, tally};
use boardpack::diag::{self, emit};
use boardpack::{load, write};
use std::path::Path;

pub(super) fn run(args: &Import, term: &mut Term) -> Outcome {
    match &args.from {
        ImportFrom::Csv(args) => table::run(args, load::Form::Csv, term),
        ImportFrom::Json(args) => table::run(args, load::Form::Json, term),
        ImportFrom::GitlabKpi(args) => kpi::run(args, term),
        ImportFrom::Sloth(args) => sloth(args, term),
    }
}

fn sloth(args: &Sloth, term: &Term) -> Outcome {
    let windows = args.windows.as_deref();
    let paths: Vec<&Path> = args
        .files
        .iter()
        .map(AsRef::as_ref)
        .chain(windows)
        .collect();
    let tree = match load::Tree::read_files(&paths) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let windows = windows.map(|path| path.display().to_string());
    let period = match args.period {
        Days::D28 => load::SlothPeriod::Days28,
        Days::D30 => load::SlothPeriod::Days30,
    };
    let mut imported = load::import_sloth(&tree, windows.as_deref(), period);
    diag::sort(&mut imported.diagnostics);
    term.deny(&mut imported.diagnostics);
    term.tell(&imported.diagnostics, &imported.sources);
    let is_wrong = imported.diagnostics.iter().any(diag::Diagnostic::is_error);
    if is_wrong || imported.files.is_empty() {
        let told = tally(&imported.diagnostics);
        let why = match told.is_empty() {
            true => "no objective was found".to_owned(),
            false => told,
        };
        term.err(&format!("{why}; nothing was written\n"));
        return Outcome::WrongInput;
    }
    let unpacked = match write::unpack(&imported.files, &args.out) {
        Ok(unpacked) => unpacked,
        Err(fault) => return term.fail(&fault, fault.help),
    };
    if !unpacked.in_the_way.is_empty() {
        let mut text = format!(
            "error: {} in {} would be replaced; nothing was written\n",
            count(unpacked.in_the_way.len(), "file", "files"),
            folder(&args.out)
        );
        for path in &unpacked.in_the_way {
            text.push_str(&format!("  {}\n", emit::plain(path)));
        }
        text.push_str("  = help: name another folder by `--out`, and move over what you want\n");
        term.err(&text);
        return Outcome::WrongInput;
    }
    let objectives = count(imported.objectives, "objective", "objectives");
    term.say(&format!("wrote {objectives} into {}", folder(&args.out)));
    for path in &unpacked.made {
        term.say(&format!("  {}", emit::plain(path)));
    }
    Outcome::Fine
}
