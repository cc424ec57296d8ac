//! `boardpack check`.

use super::Outcome;
use super::args::Check;
use super::term::{Term, tally};
use boardpack::diag::Diagnostic;
use boardpack::{load, pipeline};

pub(super) fn run(args: &Check, term: &mut Term) -> Outcome {
    let tree = match load::Tree::read(&args.dir) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let mut checked = term.watch("checking", || pipeline::check(&tree));
    term.deny(&mut checked.diagnostics);
    term.tell(&checked.diagnostics, &checked.sources);
    let said = tally(&checked.diagnostics);
    if said.is_empty() {
        term.say("no problems found");
    } else if term.is_human() {
        term.err(&format!("{said}\n"));
    }
    if checked.diagnostics.iter().any(Diagnostic::is_error) {
        Outcome::WrongInput
    } else {
        Outcome::Fine
    }
}
