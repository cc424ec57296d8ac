//! Figures, statuses and movements to the few words that a difference carries.

use super::difference::{EvidenceClass, Numbers};
use crate::analyse::{Assessment, Change, Figure, Movement, MovementClass, Status, VerdictWord};
use crate::model::{Metric, Pane, Value};
use crate::tongue::{label, say};
use crate::words::{Words, machine};

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Met => label("Met"),
        Status::Marginal => label("Marginal"),
        Status::Missed => label("Missed"),
        Status::NoData => label("No data"),
        Status::NoTarget => label("No target"),
    }
}

pub(super) fn verdict(word: VerdictWord) -> &'static str {
    match word {
        VerdictWord::OnTrack => label("On track"),
        VerdictWord::Watch => label("Watch"),
        VerdictWord::OffTrack => label("Off track"),
        VerdictWord::NotKnown => label("Not known"),
    }
}

pub(super) fn pane(pane: Pane) -> &'static str {
    match pane {
        Pane::Outcomes => label("Outcomes"),
        Pane::Flow => label("Flow"),
        Pane::Quality => label("Quality"),
        Pane::Reliability => label("Reliability"),
    }
}

/// The same within a sentence.
pub(super) fn pane_within(pane: Pane) -> &'static str {
    match pane {
        Pane::Outcomes => label("outcomes"),
        Pane::Flow => label("flow"),
        Pane::Quality => label("quality"),
        Pane::Reliability => label("reliability"),
    }
}

/// Two figures side by side, so that they never read the same while they differ: where rounding
/// would hide the difference, what they were counted from, or else the whole number, stands along.
pub(super) fn pair(words: &Words, metric: &Metric, before: &Figure, after: &Figure) -> [String; 2] {
    let [a, b] = words.apart(metric, before, after);
    if a != b || before == after {
        return [a, b];
    }
    match (words.basis(before.value), words.basis(after.value)) {
        (Some(x), Some(y)) if x != y => [format!("{a} ({x})"), format!("{b} ({y})")],
        _ if before.exact == after.exact => [a, b],
        _ => [before, after].map(|f| machine::decimal(metric, f.exact)),
    }
}

/// A filed value with what it was counted from: `6.1% (14 of 229)`; `no data` where there is none.
pub(super) fn value(words: &Words, metric: &Metric, value: Option<Value>) -> String {
    let Some(value) = value else {
        return label("no data").to_owned();
    };
    let basis = words.basis(value);
    let Some(exact) = value.exact() else {
        return basis.unwrap_or_else(|| label("no data").to_owned());
    };
    let figure = Figure {
        value,
        exact,
        estimated: false,
        rolled_up: false,
        as_of: None,
    };
    let text = words.cell(metric, &figure);
    match basis.filter(|basis| !text.starts_with(basis.as_str())) {
        Some(basis) => format!("{text} ({basis})"),
        None => text,
    }
}

/// The numbers of two figures and, where they compare, their difference.
pub(super) fn numbers(
    before: Option<&Figure>,
    after: Option<&Figure>,
    change: Option<Change>,
) -> Numbers {
    Numbers {
        before: before.map(|f| f.value),
        after: after.map(|f| f.value),
        difference: change.map(|c| c.difference),
        relative: change.and_then(|c| c.relative),
        better: change.and_then(|c| c.better),
        evidence_better: None,
        evidence: None,
    }
}

/// `down 1.3 points, worse`.
pub(super) fn change(
    words: &Words,
    metric: &Metric,
    (before, after): (&Figure, &Figure),
    better: Option<bool>,
) -> String {
    graded(words.change(metric, after, before), better)
}

/// A movement with whether it is good, where that is known.
pub(super) fn graded(movement: String, better: Option<bool>) -> String {
    match better {
        Some(true) => say!("{movement}, better", movement),
        Some(false) => say!("{movement}, worse", movement),
        None => movement,
    }
}

/// What the weeks of a quarter say; `None` where there is no figure.
pub(super) fn evidence(movement: &Movement) -> Option<EvidenceClass> {
    Some(match movement.class {
        MovementClass::StrongSignal => EvidenceClass::Strong,
        MovementClass::Signal => EvidenceClass::Single,
        MovementClass::Routine => EvidenceClass::Routine,
        MovementClass::TooFew { .. } => EvidenceClass::TooFew,
        MovementClass::NotTested(_) => EvidenceClass::NotTested,
        MovementClass::Missing => return None,
    })
}

/// `strong signal, worse`, `routine variation`.
pub(super) fn movement(movement: &Movement) -> String {
    let Some(evidence) = evidence(movement) else {
        return "no figure".to_owned();
    };
    let way = match (movement.better, movement.up) {
        (Some(true), _) => ", better",
        (Some(false), _) => ", worse",
        (None, Some(true)) => ", up",
        (None, Some(false)) => ", down",
        (None, None) => "",
    };
    format!("{}{way}", evidence.word())
}

/// A figure as a pack says it, estimates marked; why there is none where there is none.
pub(super) fn figure(words: &Words, metric: &Metric, judged: Option<&Assessment>) -> String {
    match judged.and_then(|a| a.now.as_ref()) {
        Some(figure) => words.cell(metric, figure),
        None => label("no data").to_owned(),
    }
}

/// Parts that say something, side by side.
pub(super) fn joined(parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
    said.join(label("; "))
}

/// A long text cut at a word, so that a table stays a table.
pub(super) fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}
