//! A dated mark that is no longer the one on the charts that the Board was shown.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Annotation, AnnotationKind, Period, Publication};
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "rewritten-mark",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: true,
    why: "The charts of a published quarter keep the marks that they were printed with. Where a mark \
          is another one in the next pack, or a change point is set into the past, the same weeks are \
          told in two ways: a new change point draws new limits under old points.",
    fix: "Bring the mark back as it was. Where it was wrong, keep the correction and say so in the \
          next pack.",
    bad: concat!(
        published_quarter!("3.8"),
        "shared:
  data/annotations.yaml: |
    - {id: automated-rollback, kind: action, date: 2026-07-13, label: automated rollback live, metrics: [change-failure-rate]}
texts: {}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    // One edit changes every quarter that knew the mark: told once, of the latest.
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (&period, lock) in facts.pack.published.iter().rev() {
        let Some(then) = facts.pack.past.get(&period) else {
            continue;
        };
        for mark in &then.annotations {
            let mut marks = facts.pack.annotations.iter();
            let now = marks.find(|now| now.id.value == mark.id.value);
            if now.is_none_or(|now| !now.says_the_same_as(mark)) && told.insert(&mark.id.value) {
                rewritten(mark, now, (period, lock), report);
            }
        }
        for mark in &facts.pack.annotations {
            let known = then
                .annotations
                .iter()
                .any(|old| old.id.value == mark.id.value);
            let limits = mark.kind == AnnotationKind::ChangePoint;
            let past = mark.date <= facts.pack.settings.calendar.last_day(period);
            if !known && limits && past && told.insert(&mark.id.value) {
                report
                    .at(
                        mark.id.span,
                        format!(
                            "the change point `{}` is set on {}, and {period} was published \
                             without it",
                            mark.id.value, mark.date
                        ),
                    )
                    .see(lock.span, format!("published on {}", lock.published.value))
                    .help(
                        "if it is right, say in the next pack that the limits were drawn anew, and \
                         why",
                    );
            }
        }
    }
}

fn rewritten(
    then: &Annotation,
    now: Option<&Annotation>,
    (period, lock): (Period, &Publication),
    report: &mut Report,
) {
    let id = &then.id.value;
    let was = format!("published with {period} as {}, `{}`", then.date, then.label);
    let (place, message) = match now {
        None => (lock.span, format!("the mark `{id}` of {period} is gone")),
        Some(now) if now.date != then.date || now.label != then.label => (
            now.id.span,
            format!("the mark `{id}` says {}, `{}`", now.date, now.label),
        ),
        Some(now) => (
            now.id.span,
            format!("the mark `{id}` is not of the kind, metrics, services or cause that it was"),
        ),
    };
    let found = report.at(place, message);
    found
        .see(lock.span, was)
        .help("bring it back as it was, or say in the next pack what was wrong with it");
}
