//! `boardpack import csv` and `boardpack import json`.

use crate::cli::Outcome;
use crate::cli::args::{Format, Table};
use crate::cli::term::{Term, count, tally};
use boardpack::diag::{self, emit};
use boardpack::{load, model, write};
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn run(args: &Table, form: load::Form, term: &Term) -> Outcome {
    let root = &args.root.root;
    let paths: Vec<&Path> = args
        .files
        .iter()
        .chain([&args.map])
        .map(AsRef::as_ref)
        .collect();
    let read = load::Tree::read(root).and_then(|tree| Ok((tree, load::Tree::read_files(&paths)?)));
    let (tree, files) = match read {
        Ok(read) => read,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let map = args.map.display().to_string();
    let mut filled = load::import_table(&tree, &files, &map, form);
    diag::sort(&mut filled.diagnostics);
    term.deny(&mut filled.diagnostics);
    term.tell(&filled.diagnostics, &filled.sources);
    if filled.diagnostics.iter().any(diag::Diagnostic::is_error) {
        let told = tally(&filled.diagnostics);
        let why = filled
            .refused
            .map_or(String::new(), |why| format!("{why}; "));
        term.err(&format!("{why}{told}; nothing was written\n"));
        return Outcome::WrongInput;
    }
    let mut path = "";
    // Standard output is the problems' alone where programs read it.
    let shown = (term.format() != Format::Json).then_some(&filled.changes);
    for change in shown.into_iter().flatten() {
        if change.path != path {
            path = &change.path;
            term.out(&format!("{}\n", emit::plain(path)));
        }
        let before = change.before.as_deref().unwrap_or("nothing");
        term.out(&format!(
            "  {}: {} → {}\n",
            emit::plain(&change.what),
            emit::plain(before),
            emit::plain(&change.after)
        ));
    }
    let changed = count(filled.changes.len(), "figure", "figures");
    let rest = [
        (filled.same, "the same already"),
        (filled.without, "without a figure"),
    ];
    let rest = rest.into_iter().filter(|(n, _)| *n > 0);
    let rest: String = rest.map(|(n, what)| format!(", {n} {what}")).collect();
    if args.dry_run {
        term.say(&format!(
            "{changed} would change{rest}; nothing was written"
        ));
        return Outcome::Fine;
    }
    let extended = filled.texts.iter().map(|(path, text)| {
        let before = tree.files.get(path).cloned().unwrap_or_default();
        (path.clone(), (before, text.clone().into_bytes()))
    });
    if let Err(fault) = write::add(&BTreeMap::new(), &extended.collect(), root) {
        return term.fail(&fault, fault.help);
    }
    term.say(&format!("{changed} changed{rest}"));
    let marks = |text: &str| model::placeholders(text).count();
    let more: usize = filled.texts.values().map(|text| marks(text)).sum();
    if more > 0 {
        let marks = count(more, "placeholder", "placeholders");
        term.say(&format!(
            "{marks} to write there: `boardpack check` lists them"
        ));
    }
    if !filled.texts.is_empty() {
        term.say("`as_of` stays as it is: correct it where the table was taken later");
    }
    Outcome::Fine
}
