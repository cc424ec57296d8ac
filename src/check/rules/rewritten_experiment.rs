//! An experiment that is no longer the one that the Board was shown.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Conclusion, Experiment, Measured, Period, Publication};
use chrono::NaiveDate;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "rewritten-experiment",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "What was expected is worth something because it was written down before. A published \
          experiment that is taken out, or expects another thing afterwards, turns a failure into \
          nothing or into a success.",
    fix: "Bring the row back as it was. Where it was wrong, add a new row that `corrects:` it.",
    bad: concat!(
        published_quarter!("3.8"),
        "shared:
  data/experiments.yaml: |
    - id: pair-review
      hypothesis: Two people at one screen need less time than one after the other.
      owner: VP Engineering
      start: 2026-04-06
      end: 2026-06-26
      expected: {text: Every review ends within the hour.}
      decision: stop
      decided: 2026-06-30
      observed: Nine in ten reviews ended on their day; two teams found nobody to pair with.
texts: {}
"
    ),
    run,
};

/// Ids of the experiments that this rule tells of.
pub(super) fn ids(facts: &Facts<'_>) -> BTreeSet<String> {
    let now = facts.pack.experiments.as_deref().unwrap_or_default();
    let mut found = BTreeSet::new();
    for (period, lock) in &facts.pack.published {
        let then = facts.pack.past.get(period).into_iter();
        for then in then.flat_map(|then| then.experiments.iter().flatten()) {
            let now = now.iter().find(|now| now.id.value == then.id.value);
            if changed(then, now, lock.published.value).is_some() {
                found.insert(then.id.value.clone());
            }
        }
    }
    found
}

fn run(facts: &Facts<'_>, report: &mut Report) {
    let now = facts.pack.experiments.as_deref().unwrap_or_default();
    // One edit changes every quarter that knew the row: told once, of the latest.
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (&period, lock) in facts.pack.published.iter().rev() {
        let then = facts.pack.past.get(&period);
        for then in then
            .into_iter()
            .flat_map(|then| then.experiments.iter().flatten())
        {
            let now = now.iter().find(|now| now.id.value == then.id.value);
            if let Some(what) = changed(then, now, lock.published.value)
                && told.insert(&then.id.value)
            {
                rewritten(then, now, what, (period, lock), report);
            }
        }
    }
}

/// What is no longer as it was. A decision that was not there yet, or a follow-up, may come; who
/// answers for it may change.
fn changed(
    then: &Experiment,
    now: Option<&Experiment>,
    published: NaiveDate,
) -> Option<&'static str> {
    let Some(now) = now else {
        return Some("");
    };
    if then.hypothesis.value != now.hypothesis.value {
        return Some("`hypothesis`");
    }
    if (then.start.value, then.end.value) != (now.start.value, now.end.value) {
        return Some("`start` or `end`");
    }
    if then.expected.value != now.expected.value
        || then.measure.as_ref().map(measured) != now.measure.as_ref().map(measured)
    {
        return Some("what was expected");
    }
    let end = then.concluded_by(published)?;
    let same = now.conclusion.as_ref().map(concluded) == Some(concluded(end));
    (!same).then_some("what was decided or observed")
}

fn measured(measure: &Measured) -> impl PartialEq + '_ {
    let service = measure.service.as_ref().map(|s| s.value.as_str());
    (
        measure.metric.value.as_str(),
        service,
        measure.expected.value,
    )
}

fn concluded(end: &Conclusion) -> impl PartialEq + '_ {
    let observed = end.observed.as_ref().map(|text| text.value.as_str());
    (end.decision.value, end.on.value, observed)
}

fn rewritten(
    then: &Experiment,
    now: Option<&Experiment>,
    what: &str,
    (period, lock): (Period, &Publication),
    report: &mut Report,
) {
    let id = &then.id.value;
    let (place, message) = match now {
        None => (
            lock.span,
            format!("the experiment `{id}` that {period} was published with is gone"),
        ),
        Some(now) => (
            now.id.span,
            format!("of the experiment `{id}`, {what} is not what {period} was published with"),
        ),
    };
    let found = report.at(place, message);
    let found = match now {
        None => found,
        Some(_) => found.see(lock.span, format!("published on {}", lock.published.value)),
    };
    found.help("bring it back as it was; what was wrong is corrected by a new row");
}
