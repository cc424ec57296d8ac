//! A link of the chain of locks that is gone or was replaced.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Period, Publication};

pub(crate) const RULE: Rule = Rule {
    code: "missing-lock",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Every lock names the seal of the one before it. Where that one is gone, or is another, \
          a quarter that the Board was shown has been published anew.",
    fix: "Bring the lock back as it was, from version control.",
    bad: concat!(
        published_quarter!(
            "3.8",
            before: "before: {period: 2026-Q1, seal: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}\n"
        ),
        "shared: {}
texts: {}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let published = &facts.pack.published;
    let mut previous = None;
    for (period, lock) in published {
        match (&lock.before, previous) {
            (Some((before, seal)), _) => match published.get(before) {
                None => {
                    report
                        .at(
                            seal.span,
                            format!(
                                "the lock of {before} is gone: {period} was published after it"
                            ),
                        )
                        .help(format!(
                            "bring `data/published/{before}.yaml` back, from version control"
                        ));
                }
                Some(other) if other.seal != seal.value => {
                    report
                        .at(
                            other.span,
                            format!("this is not the lock after which {period} was published"),
                        )
                        .see(seal.span, "that one had this seal")
                        .help("bring the file back as it was, from version control");
                }
                Some(_) if previous != Some(*before) => between(*period, lock, report),
                Some(_) => {}
            },
            (None, Some(_)) => between(*period, lock, report),
            (None, None) => {}
        }
        previous = Some(*period);
    }
}

/// Tells of a lock that was added before another that was there already.
fn between(period: Period, lock: &Publication, report: &mut Report) {
    report
        .at(
            lock.span,
            format!("{period} was published before there was a lock of the quarter before it"),
        )
        .help(
            "locks are made in order: remove the one that was added, or publish the later quarters \
             again, each with `--on` and its day",
        );
}
