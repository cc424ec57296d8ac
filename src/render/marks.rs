//! Judgements to status marks: a shape, a tone and always the word. The drawings are in
//! `templates/components.html`; nothing here knows a colour.

use crate::analyse::budget::Standing;
use crate::analyse::{
    AppetiteFit, CertificateState, ExperimentStage, Found, Held, Movement, MovementClass, Progress,
    Reached, RiskMovement, SeverityRow, Status, VerdictWord,
};
use crate::model::{AskOutcome, BudgetState, DecisionVerb, ExperimentDecision, PromiseState};
use crate::tongue::{label, label_of};
use serde::Serialize;

/// A status as a reader meets it (board.md 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Mark {
    /// Which drawing: never shared by two meanings that a reader must tell apart.
    pub(crate) shape: &'static str,
    /// Which colour token: `good`, `watch`, `act` or `none`.
    pub(crate) tone: &'static str,
    pub(crate) word: &'static str,
}

impl Mark {
    /// The same with its word in the language spoken.
    pub(crate) fn spoken(self) -> Self {
        mark(self.shape, self.tone, self.word)
    }
}

/// A mark with its word in the language spoken.
fn mark(shape: &'static str, tone: &'static str, word: &'static str) -> Mark {
    Mark {
        shape,
        tone,
        word: label(word),
    }
}

/// A mark of the key, its word in English.
const fn drawn(shape: &'static str, tone: &'static str, word: &'static str) -> Mark {
    Mark { shape, tone, word }
}

/// Against target.
pub(crate) fn target(status: Status) -> Mark {
    match status {
        Status::Met => mark("met", "good", "Met"),
        Status::Marginal => mark("marginal", "watch", "Marginal"),
        Status::Missed => mark("missed", "act", "Missed"),
        Status::NoData => mark("absent", "none", "No data"),
        Status::NoTarget => mark("absent", "none", "No target"),
    }
}

/// Movement: the arrow points where the number went, its fill says whether that is good.
pub(crate) fn movement(movement: &Movement) -> Mark {
    let up = movement.up.unwrap_or(true);
    let way = |up_shape, down_shape| if up { up_shape } else { down_shape };
    match (&movement.class, movement.better) {
        (MovementClass::StrongSignal, Some(true)) => {
            mark(way("up-solid", "down-solid"), "good", "Better")
        }
        (MovementClass::StrongSignal, Some(false)) => {
            mark(way("up-hollow", "down-hollow"), "act", "Worse")
        }
        (MovementClass::StrongSignal, None) => {
            mark(way("up-solid", "down-solid"), "none", way("Up", "Down"))
        }
        (MovementClass::Signal, Some(true)) => {
            mark(way("up-dotted", "down-dotted"), "good", "May be better")
        }
        (MovementClass::Signal, Some(false)) => {
            mark(way("up-dotted", "down-dotted"), "act", "May be worse")
        }
        (MovementClass::Signal, None) => mark(
            way("up-dotted", "down-dotted"),
            "none",
            way("May be up", "May be down"),
        ),
        (MovementClass::Routine, _) => mark("wave", "none", "Routine"),
        (MovementClass::TooFew { .. }, _) => mark("dots", "none", "Too few"),
        (MovementClass::NotTested(_), _) => mark("absent", "none", "Not tested"),
        (MovementClass::Missing, _) => mark("absent", "none", "No data"),
    }
}

/// What a budget policy says of what is left.
pub(crate) fn budget(state: BudgetState) -> Mark {
    match state {
        BudgetState::ShipFreely => mark("met", "good", state.label()),
        BudgetState::ShipWithCare => mark("open", "good", state.label()),
        BudgetState::ReliabilityFirst => mark("marginal", "watch", state.label()),
        BudgetState::Overspent => mark("missed", "act", state.label()),
    }
}

/// How a formal review stands; `None` where it was called for and is not on record.
pub(crate) fn review(standing: Option<Standing>) -> Mark {
    match standing {
        Some(Standing::Held) => mark("met", "good", "Held"),
        Some(Standing::Open) => mark("open", "none", "Open"),
        Some(Standing::Late) => mark("missed", "act", "Late"),
        Some(Standing::Undecided) => mark("missed", "act", "No outcome"),
        None => mark("missed", "act", "Not called"),
    }
}

/// A pane's verdict.
pub(crate) fn verdict(word: VerdictWord) -> Mark {
    match word {
        VerdictWord::OnTrack => mark("met", "good", "On track"),
        VerdictWord::Watch => mark("marginal", "watch", "Watch"),
        VerdictWord::OffTrack => mark("missed", "act", "Off track"),
        VerdictWord::NotKnown => mark("absent", "none", "Not known"),
    }
}

/// What the Board did with what it was asked; `None` before it has answered.
pub(crate) fn outcome(outcome: Option<AskOutcome>, verb: Option<DecisionVerb>) -> Mark {
    match outcome {
        Some(AskOutcome::Approved) => mark(
            "met",
            "good",
            match verb {
                Some(DecisionVerb::Note) => label("Noted"),
                Some(DecisionVerb::Endorse) => label("Endorsed"),
                Some(DecisionVerb::Advise) => label("Advised"),
                Some(DecisionVerb::Decide | DecisionVerb::Approve) | None => label("Approved"),
            },
        ),
        Some(AskOutcome::Amended) => mark("amended", "good", "Approved with changes"),
        Some(AskOutcome::Declined) => mark("declined", "none", "Declined"),
        Some(AskOutcome::Deferred) => mark("deferred", "watch", "Deferred"),
        Some(AskOutcome::Open) | None => mark("open", "watch", "Open"),
    }
}

/// What became of a promise; `None` before a pack has said so.
pub(crate) fn promise(state: Option<PromiseState>) -> Mark {
    match state {
        Some(PromiseState::Kept) => mark("met", "good", label_of("Kept", "Kept, of a promise")),
        Some(PromiseState::Missed) => {
            mark("missed", "act", label_of("Missed", "Missed, of a promise"))
        }
        Some(PromiseState::Withdrawn) => mark("declined", "none", "Withdrawn"),
        Some(PromiseState::Open) | None => mark("open", "watch", "Open"),
    }
}

/// What the data says of a prediction.
pub(crate) fn held(held: Held) -> Mark {
    match held {
        Held::AsPredicted => mark("met", "good", "As predicted"),
        Held::Better => mark("met", "good", "Better than predicted"),
        Held::NotReached => mark("missed", "act", "Not reached"),
    }
}

/// How far an experiment has come. No decision is better than another.
pub(crate) fn experiment(stage: ExperimentStage) -> Mark {
    match stage {
        ExperimentStage::Running => mark("open", "none", "Running"),
        ExperimentStage::Undecided => mark("deferred", "watch", "No decision"),
        ExperimentStage::Decided(decision, _) => match decision {
            ExperimentDecision::Adopt => mark("met", "none", "Adopt"),
            ExperimentDecision::Adapt => mark("amended", "none", "Adapt"),
            ExperimentDecision::Stop => mark("declined", "none", "Stop"),
            ExperimentDecision::Extend => mark("deferred", "none", "Extend"),
        },
    }
}

/// What the figures say of what was expected of an experiment.
pub(crate) fn found(found: Found, stage: ExperimentStage) -> Mark {
    match found {
        Found::AsExpected => mark("met", "good", "As expected"),
        Found::Better => mark("met", "good", "Better than expected"),
        Found::NotReached => mark("missed", "act", "Not reached"),
        Found::NotShown => mark("wave", "none", "Not shown"),
        Found::TooFew if stage == ExperimentStage::Running => mark("dots", "none", "Too early"),
        Found::TooFew => mark("dots", "none", "Too few"),
        Found::NotComparable => mark("absent", "none", "Not comparable"),
    }
}

/// An exposure against its limit.
pub(crate) fn appetite(fit: AppetiteFit) -> Mark {
    match fit {
        AppetiteFit::Within => mark("met", "good", "Within"),
        AppetiteFit::MayBeOutside => mark("marginal", "watch", "May be outside"),
        AppetiteFit::Outside => mark("missed", "act", "Outside"),
        AppetiteFit::NotSet => mark("absent", "none", "No limit"),
    }
}

/// A risk against its assessment of the quarter before. An estimate is no measurement, so none of
/// these is drawn as a signal is.
pub(crate) fn risk_movement(movement: RiskMovement) -> Mark {
    match movement {
        RiskMovement::New => mark("amended", "none", "New"),
        RiskMovement::FirstRecord => mark("dots", "none", "First record"),
        RiskMovement::Higher => mark("higher", "none", "Higher"),
        RiskMovement::Same => mark("same", "none", "Same"),
        RiskMovement::Lower => mark("lower", "none", "Lower"),
        RiskMovement::NotComparable => mark("absent", "none", "Not comparable"),
        RiskMovement::NotAssessed => mark("absent", "none", "Not assessed"),
        RiskMovement::Closed => mark("declined", "none", "Closed"),
    }
}

/// A risk's trigger.
pub(crate) fn reached(reached: Reached) -> Mark {
    match reached {
        Reached::Yes | Reached::On(_) => mark("missed", "act", "Reached"),
        Reached::No => mark("open", "none", "Not reached"),
        Reached::NoData => mark("absent", "none", "Not known"),
    }
}

/// A certification, and whether one of its findings is past its day.
pub(crate) fn certificate(state: CertificateState, late: bool) -> Mark {
    match (state, late) {
        (CertificateState::Held, false) => {
            mark("met", "good", label_of("Held", "Held, of a certificate"))
        }
        (CertificateState::Held, true) => mark("marginal", "watch", "Finding late"),
        (CertificateState::AuditOverdue, _) => mark("marginal", "watch", "Audit late"),
        (CertificateState::Expired, _) => mark("missed", "act", "Run out"),
        (CertificateState::NotPassed, _) => mark("missed", "act", "Not passed"),
    }
}

/// Vulnerabilities of one severity against what is promised.
pub(crate) fn overdue(row: &SeverityRow) -> Mark {
    match (row.overdue, row.accepted) {
        (0, 0) => mark("met", "good", "In time"),
        (0, _) => mark("marginal", "watch", "Accepted"),
        _ => mark("missed", "act", "Overdue"),
    }
}

/// A finding of an audit: whether it is closed, and whether its day has passed or had.
pub(crate) fn finding(closed: bool, late: bool) -> Mark {
    match (closed, late) {
        (true, false) => mark("met", "good", "Closed"),
        (true, true) => mark("met", "good", "Closed late"),
        (false, false) => mark("open", "watch", "Open"),
        (false, true) => mark("missed", "act", "Overdue"),
    }
}

/// A vulnerability past its day: whether somebody accepted that.
pub(crate) fn late(accepted: bool) -> Mark {
    if accepted {
        mark("marginal", "watch", "Accepted")
    } else {
        mark("missed", "act", "Overdue")
    }
}

/// Tests of restoring: whether one failed, and whether anything else is amiss.
pub(crate) fn restores(failed: bool, amiss: bool) -> Mark {
    match (failed, amiss) {
        (true, _) => mark("missed", "act", "Failed"),
        (false, true) => mark("marginal", "watch", "Not all"),
        (false, false) => mark("met", "good", "Tested"),
    }
}

/// Something owed by a day.
pub(crate) fn due(overdue: bool) -> Mark {
    match overdue {
        true => mark("missed", "act", "Overdue"),
        false => mark("open", "none", "Open"),
    }
}

/// What follows from something: how far it has come.
pub(crate) fn progress(come: Progress) -> Mark {
    match come {
        Progress::Under => mark("open", "none", "Open"),
        Progress::Overdue => mark("missed", "act", "Overdue"),
        Progress::Done(_) => mark("met", "good", "Done"),
    }
}

/// How often something was held, against how often it should have been.
pub(crate) fn rhythm(planned: Option<u64>, held: Option<u64>, late: u64) -> Mark {
    match (planned, held) {
        (Some(0), _) => mark("absent", "none", "Not due"),
        (None, _) | (_, None) => mark("absent", "none", "Not recorded"),
        (Some(planned), Some(held)) if held < planned => mark("missed", "act", "Fell short"),
        _ if late > 0 => mark("marginal", "watch", "Held, some late"),
        _ => mark("met", "good", "Held"),
    }
}

/// Every mark with what it means, for the page that explains them.
pub(crate) const KEY: &[(Mark, &str)] = &[
    (
        drawn("met", "good", "Met"),
        "Meets its target, and its whole routine range is on the right side.",
    ),
    (
        drawn("marginal", "watch", "Marginal"),
        "Meets its target, but routine variation crosses it.",
    ),
    (drawn("missed", "act", "Missed"), "Misses its target."),
    (
        drawn("absent", "none", "No data"),
        "There is no figure, or no target to hold it to; the word says which.",
    ),
    (
        drawn("down-solid", "good", "Better"),
        "Strong signal in the good direction. The arrow points where the number went.",
    ),
    (
        drawn("up-hollow", "act", "Worse"),
        "Strong signal in the bad direction.",
    ),
    (
        drawn("down-dotted", "good", "May be better"),
        "One signal only, in the good direction.",
    ),
    (
        drawn("up-dotted", "act", "May be worse"),
        "One signal only, in the bad direction.",
    ),
    (
        drawn("wave", "none", "Routine"),
        "Tested; no evidence of change.",
    ),
    (
        drawn("dots", "none", "Too few"),
        "Too few points or events to tell a change from luck.",
    ),
    (
        drawn("absent", "none", "Not tested"),
        "Not tested for change; the reason stands under data quality.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(class: MovementClass, up: bool, better: Option<bool>) -> Mark {
        movement(&Movement {
            class,
            up: Some(up),
            better,
            hits: Vec::new(),
            since: None,
            average_before: None,
            average_after: None,
            limits: None,
            provisional: false,
            false_alarm: None,
        })
    }

    #[test]
    fn the_arrow_follows_the_number_and_the_fill_follows_the_judgement() {
        let fell_well = moved(MovementClass::StrongSignal, false, Some(true));
        assert_eq!((fell_well.shape, fell_well.word), ("down-solid", "Better"));
        let fell_badly = moved(MovementClass::StrongSignal, false, Some(false));
        assert_eq!(
            (fell_badly.shape, fell_badly.word),
            ("down-hollow", "Worse")
        );
        let neutral = moved(MovementClass::Signal, true, None);
        assert_eq!((neutral.tone, neutral.word), ("none", "May be up"));
    }

    #[test]
    fn every_shape_is_drawn() {
        let drawings = include_str!("../../templates/components.html");
        for (mark, _) in KEY {
            let case = format!("name == \"{}\"", mark.shape);
            let arrow = mark.shape.split_once('-').is_some();
            assert!(
                arrow || drawings.contains(&case),
                "{} is not drawn",
                mark.shape
            );
        }
    }
}
