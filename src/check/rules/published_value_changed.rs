//! A published figure that is another one now, and no restatement says so.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Period, Value, notation};
use crate::publish::{self, Changed, Difference};
use crate::words::Words;

pub(crate) const RULE: Rule = Rule {
    code: "published-value-changed",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The Board was shown a figure and may have decided by it. If it is another one now, the \
          Board is told what it was, what it is and why; a figure that changes in silence makes \
          every other one doubtful.",
    fix: "Where the new figure is right, say what became of the old one: `boardpack restate` adds \
          the entries to `data/restatements.yaml`. Otherwise bring the snapshot back as it was.",
    bad: concat!(
        published_quarter!("3.6"),
        "shared: {}
texts: {}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let found = facts.differences();
    let mut series = None;
    for (at, difference) in found.iter().enumerate() {
        match difference {
            Difference::Changed(changed) => {
                // Weeks that changed together are one problem.
                let own = (changed.period, &changed.metric.id.value, changed.service);
                let again = changed.week.is_some() && series == Some(own);
                series = changed.week.map(|_| own);
                if again {
                    continue;
                }
                let more = found[at + 1..].iter().take_while(|other| match other {
                    Difference::Changed(other) => {
                        (other.period, &other.metric.id.value, other.service) == own
                    }
                    _ => false,
                });
                let more = match changed.week {
                    Some(_) => more.count(),
                    None => 0,
                };
                self::changed(facts, changed, more, report);
            }
            Difference::Gone {
                period,
                metric,
                lock,
            } => {
                report
                    .at(
                        *lock,
                        format!("`{metric}` was published in {period} and is not there now"),
                    )
                    .help(format!(
                        "bring `content/metrics/{metric}.md` and its figures back; take it off the \
                         dashboard if it is not to be shown any more"
                    ));
            }
            Difference::Unlike {
                period,
                metric,
                field,
                then,
                lock,
            } => {
                let id = &metric.id.value;
                report
                    .at(
                        metric.id.span,
                        format!("the `{field}` of `{id}` is not the one of {period}"),
                    )
                    .see(*lock, format!("published as `{then}`"))
                    .help(
                        "what is counted in another way is another metric: give it a name of its \
                         own and leave this one as it was",
                    );
            }
            Difference::Loose { .. } => {}
        }
    }
}

fn changed(facts: &Facts<'_>, changed: &Changed<'_>, more: usize, report: &mut Report) {
    let Changed {
        period,
        metric,
        week,
        ..
    } = changed;
    let figure = match changed.service {
        Some(service) => format!("`{}@{service}`", metric.id.value),
        None => format!("`{}`", metric.id.value),
    };
    let what = match week {
        Some(week) => format!("week {week} of {figure}"),
        None => format!("{figure} of {period}"),
    };
    let words = facts.words.get(period);
    let (then, now) = (
        tell(words, changed, changed.said),
        tell(words, changed, changed.now),
    );
    let said = if changed.restated {
        "was restated to"
    } else {
        "was published as"
    };
    let also = match more {
        0 => String::new(),
        1 => ", and another week of it differs too".to_owned(),
        more => format!(", and {more} other weeks of it differ too"),
    };
    let on = changed.said_on;
    let help = if is_half_written(facts, changed) {
        format!(
            "this is the figure of before the restatement of {on}: where `boardpack collect {period}` was cut \
             short, run it again; otherwise bring the restated figure back, or take the entry out of \
             `data/restatements.yaml`"
        )
    } else {
        format!(
            "if it is right, run `{}` (it adds `{{{}, …}}`); otherwise bring back what was said on {on}",
            command(*period),
            publish::figure(changed),
        )
    };
    report
        .at(
            changed.span,
            format!("{what} {said} {then} and is {now} now{also}"),
        )
        .see(changed.lock, format!("published with {period}"))
        .help(help);
}

/// Whether a figure is what its last restatement began with: the restatement was written down, and the
/// snapshot was not.
fn is_half_written(facts: &Facts<'_>, changed: &Changed<'_>) -> bool {
    let mut entries = facts.pack.restatements.iter().rev();
    let last = entries.find(|entry| {
        entry.period.value == changed.period
            && entry.metric.value == changed.metric.id.value
            && entry.service.as_ref().map(|of| of.value.as_str()) == changed.service
            && entry.week == changed.week
    });
    last.is_some_and(|entry| entry.to == changed.said && entry.from == changed.now)
}

fn command(period: Period) -> String {
    format!("boardpack restate {period} --cause correction --why \"…\"")
}

/// A value as a snapshot writes it, and as a page does.
fn tell(words: Option<&Words>, changed: &Changed<'_>, value: Option<Value>) -> String {
    let Some(value) = value else {
        return "no figure".to_owned();
    };
    let written = notation(Some(value), &changed.metric.unit.value);
    let shown = words.zip(value.exact());
    let shown = shown.map(|(words, exact)| words.exact(changed.metric, exact));
    match shown {
        Some(shown) => format!("`{written}` ({shown})"),
        None => format!("`{written}`"),
    }
}
