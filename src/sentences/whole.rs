//! Sentences about the dashboard as a whole: how much is luck, and what is not told one by one.

use super::grammar::{few, list};
use crate::analyse::{Assessment, ExceptionReason, Honesty, MovementClass, QuarterAnalysis};
use crate::sentences::Ctx;
use crate::tongue::{label, say};
use std::collections::BTreeSet;

/// `15 metrics, of which 10 could be tested: 4 moved by more than routine variation, and about 1
/// would be expected to by luck alone. 5 could not be tested.`
pub(crate) fn honesty(ctx: &Ctx<'_>, honesty: &Honesty) -> String {
    let _ = ctx;
    let Honesty {
        metrics,
        tested,
        moved,
        expected,
        strongly,
        strongly_expected,
        ..
    } = honesty;
    let noun = label(if *metrics == 1 { "metric" } else { "metrics" });
    if *metrics == 0 {
        return label("No metrics.").to_owned();
    }
    if *tested == 0 {
        return say!(
            "{metrics} {noun}, none of which could be tested.",
            metrics,
            noun
        );
    }
    let which = if tested == metrics {
        label("all of which could be tested").to_owned()
    } else {
        say!("of which {tested} could be tested", tested)
    };
    let moved = match moved {
        0 => label("none").to_owned(),
        n => n.to_string(),
    };
    let by_luck = |expected: f64| {
        if expected < 0.5 {
            label("fewer than 1").to_owned()
        } else {
            say!("about {n}", format!("{:.0}", expected.round()))
        }
    };
    let luck = by_luck(*expected);
    let mut first = say!(
        "{metrics} {noun}, {which}: {moved} moved by more than routine variation, and {luck} would be expected to by luck alone.",
        metrics,
        noun,
        which,
        moved,
        luck
    );
    // A strong signal is far harder to get by luck: without this, locked limits would make every
    // quarter look like chance.
    if *strongly > 0 {
        let luck = by_luck(*strongly_expected);
        first += &say!(
            " {strongly} gave a strong signal, and {luck} would by luck alone.",
            strongly,
            luck
        );
    }
    match metrics.saturating_sub(*tested) {
        0 => first,
        left => say!("{first} {left} could not be tested.", first, left),
    }
}

/// What the rows that are not shown one by one are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Others {
    routine: usize,
    strong: usize,
    signal: usize,
    untested: usize,
    missing: usize,
}

impl Others {
    fn add(&mut self, judged: Option<&Assessment>) {
        let class = judged.map(|j| &j.movement.class);
        match class {
            Some(MovementClass::Routine) => self.routine += 1,
            Some(MovementClass::StrongSignal) => self.strong += 1,
            Some(MovementClass::Signal) => self.signal += 1,
            Some(MovementClass::TooFew { .. } | MovementClass::NotTested(_)) => self.untested += 1,
            Some(MovementClass::Missing) | None => self.missing += 1,
        }
    }

    fn total(self) -> usize {
        self.routine + self.strong + self.signal + self.untested + self.missing
    }
}

/// The one-line remainder of the exceptions page: `The other 12 metrics show routine variation
/// only.` where that is so; otherwise how many show what. `shown` exceptions stand above it.
pub(crate) fn remainder(ctx: &Ctx<'_>, quarter: &QuarterAnalysis, shown: usize) -> String {
    let mut others = Others::default();
    let mut seen = BTreeSet::new();
    for pane in &ctx.pack.settings.dashboard {
        for entry in pane.entries() {
            let metric = entry.metric.value.as_str();
            let service = entry.service.as_ref().map(|s| s.value.as_str());
            let told = quarter
                .exceptions
                .iter()
                .take(shown)
                .any(|row| row.metric == metric && row.service.as_deref() == service);
            if told || !seen.insert((metric, service)) {
                continue;
            }
            let judged = quarter.metrics.get(metric).and_then(|m| match service {
                Some(id) => m.services.get(id),
                None => Some(&m.all),
            });
            others.add(judged);
        }
    }
    say(others, shown > 0)
}

fn say(others: Others, after_others: bool) -> String {
    let total = others.total();
    if total == 0 {
        return String::new();
    }
    let the = match (after_others, total) {
        (true, 1) => label("The other metric").to_owned(),
        (true, n) => say!("The other {n} metrics", n),
        (false, 1) => label("The metric").to_owned(),
        (false, n) => say!("All {n} metrics", n),
    };
    if others.routine == total {
        let verb = if total == 1 { "shows" } else { "show" };
        return say!("{the} {verb} routine variation only.", the, verb);
    }
    let agree = |n: usize, one: &str, many: &str| {
        let verb = if n == 1 { one } else { many };
        format!("{n} {verb}")
    };
    let mut parts = Vec::new();
    if others.strong > 0 {
        parts.push(agree(
            others.strong,
            label("shows a strong signal"),
            label("show a strong signal"),
        ));
    }
    if others.signal > 0 {
        parts.push(agree(
            others.signal,
            label("shows one signal"),
            label("show one signal each"),
        ));
    }
    if others.routine > 0 {
        let words = label("routine variation only");
        parts.push(agree(
            others.routine,
            &say!("shows {words}", words),
            &say!("show {words}", words),
        ));
    }
    if others.untested > 0 {
        parts.push(say!("{untested} could not be tested", others.untested));
    }
    if others.missing > 0 {
        parts.push(agree(
            others.missing,
            label("has no figure"),
            label("have no figure"),
        ));
    }
    let of = match (after_others, total) {
        (true, n) => say!("Of the other {few}", few(n, "metric", "metrics")),
        (false, n) => say!("Of {few}", few(n, "metric", "metrics")),
    };
    say!("{of}, {list}.", of, list(&parts))
}

/// Why a metric is among the exceptions: `Strong signal, worse.`
pub(crate) fn exception(reason: ExceptionReason, judged: &Assessment) -> String {
    match reason {
        ExceptionReason::Worse => label("Strong signal, worse.").to_owned(),
        ExceptionReason::KeepsMissing => say!(
            "Target missed {few} in a row with routine variation only: this needs a decision, not effort.",
            few(judged.missed_in_a_row, "quarter", "quarters")
        ),
        ExceptionReason::BetterPredicted => {
            label("Strong signal, better, after a marked action.").to_owned()
        }
        ExceptionReason::Unpredicted => {
            label("Strong signal that no marked action predicted.").to_owned()
        }
    }
}
