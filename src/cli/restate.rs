//! `boardpack restate`.

use super::Outcome;
use super::args::{Restate, Root};
use super::publish::{day, sound};
use super::term::{Term, count};
use boardpack::diag::Diagnostic;
use boardpack::{load, pipeline, write};

pub(super) fn run(args: &Restate, term: &mut Term) -> Outcome {
    let Root { root } = &args.root;
    let tree = match load::Tree::read(root) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let cause = args.cause.into();
    let mut restated = term.watch("comparing", || {
        pipeline::restate(&tree, args.period, cause, &args.why, day(args.on))
    });
    // Words that are wrong meanwhile are for `check` to tell.
    if restated.file.is_some() || restated.refusal.is_some() {
        restated.diagnostics.retain(|d| !Diagnostic::is_error(d));
    }
    let Some(file) = sound(restated, term, "nothing was written") else {
        return Outcome::WrongInput;
    };
    let read = tree.files.get(&file.path).map(Vec::as_slice);
    let path = root.join(&file.path);
    if let Err(fault) = write::replace(&path, read, file.text.as_bytes()) {
        return term.fail(&fault, fault.help);
    }
    let entries = count(file.entries, "figure", "figures");
    let on = file.day.format("%-d %B %Y");
    term.say(&format!(
        "restated {entries} of {} on {on}: see the end of {}",
        args.period, file.path
    ));
    Outcome::Fine
}
