//! `boardpack publish`.

use super::args::{Publish, Root};
use super::term::Term;
use super::{Outcome, git};
use boardpack::diag::{Diagnostic, emit};
use boardpack::pipeline::{Day, Published, Written};
use boardpack::publish::Refusal;
use boardpack::{load, pipeline, write};
use chrono::NaiveDate;

pub(super) fn run(args: &Publish, term: &mut Term) -> Outcome {
    let Root { root } = &args.root;
    let tree = match load::Tree::read(root) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let mut origin = git::origin(root, &tree);
    if let (Some(commit), Some(false)) = (&origin.commit, origin.clean)
        && git::lacks_only_locks(root, commit, &tree)
    {
        origin.clean = Some(true);
    }
    let published = term.watch("checking", || {
        pipeline::publish(&tree, args.period, day(args.on), &origin)
    });
    let Some(file) = sound(published, term, "nothing was published") else {
        return Outcome::WrongInput;
    };
    if let Err(fault) = write::create(&root.join(&file.path), file.text.as_bytes()) {
        return term.fail(&fault, fault.help);
    }
    if origin.clean == Some(false) {
        term.err(
            "warning: the pack holds changes that no commit has; the lock says so\n  \
             = help: commit first, so that the figures behind the lock can be found again\n",
        );
    }
    let on = file.day.format("%-d %B %Y");
    term.say(&format!(
        "published {} on {on}: wrote {}; commit it with the pack",
        args.period, file.path
    ));
    Outcome::Fine
}

/// The day that was typed, otherwise today's.
#[expect(
    clippy::disallowed_methods,
    reason = "the day of publishing stands in a file that is written once; no build asks for it"
)]
pub(super) fn day(on: Option<NaiveDate>) -> Day {
    on.map_or_else(|| Day::At(std::time::SystemTime::now().into()), Day::On)
}

/// The file to write, if nothing stands in the way; says what does.
pub(super) fn sound(mut made: Published, term: &Term, otherwise: &str) -> Option<Written> {
    term.deny(&mut made.diagnostics);
    term.tell(&made.diagnostics, &made.sources);
    if let Some(Refusal { message, help }) = &made.refusal {
        term.err(&format!(
            "error: {}\n  = help: {}\n",
            emit::plain(message),
            emit::plain(help)
        ));
    }
    let wrong = made.diagnostics.iter().any(Diagnostic::is_error);
    let file = made.file.filter(|_| !wrong && made.refusal.is_none());
    if file.is_none() && term.is_human() {
        term.err(&format!("{otherwise}\n"));
    }
    file
}
