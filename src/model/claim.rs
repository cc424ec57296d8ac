//! What a sentence says of a metric, in one verb: declared by its author beside the sentence, or
//! understood from its words.

use crate::diag::{Located, Span};

/// Which way something is said to have gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The numbers went up; events became more frequent.
    Up,
    /// The numbers went down; events became less frequent.
    Down,
    /// In the direction that is good for the metric.
    Better,
    /// In the direction that is bad for it.
    Worse,
}

/// What is said of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimVerb {
    /// `fell`, `rose`, `improved`, `worsened`: it moved.
    Moved(Way),
    /// `doubled` (up) and `halved` (down): it moved, and by that much.
    Twofold(Way),
    /// `may have fallen`: it may have moved.
    MayHave(Way),
    /// `did not improve`: it did not move that way.
    NotMoved(Way),
    /// Within its routine range.
    Routine,
    /// At its target or on the good side of it.
    Met,
    /// Met, with the whole routine range on the good side.
    ComfortablyMet,
    /// Met, with routine variation crossing the target.
    MarginallyMet,
    /// Not at its target.
    Missed,
    /// The best of all quarters since a date.
    Best,
    /// The worst of all quarters since a date.
    Worst,
    /// The best or the worst of them.
    Record,
}

impl ClaimVerb {
    /// Every verb that may be declared, with its word.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("fell", Self::Moved(Way::Down)),
        ("rose", Self::Moved(Way::Up)),
        ("improved", Self::Moved(Way::Better)),
        ("worsened", Self::Moved(Way::Worse)),
        ("halved", Self::Twofold(Way::Down)),
        ("doubled", Self::Twofold(Way::Up)),
        ("may-have-fallen", Self::MayHave(Way::Down)),
        ("may-have-risen", Self::MayHave(Way::Up)),
        ("may-have-improved", Self::MayHave(Way::Better)),
        ("may-have-worsened", Self::MayHave(Way::Worse)),
        ("did-not-fall", Self::NotMoved(Way::Down)),
        ("did-not-rise", Self::NotMoved(Way::Up)),
        ("did-not-improve", Self::NotMoved(Way::Better)),
        ("did-not-worsen", Self::NotMoved(Way::Worse)),
        ("routine", Self::Routine),
        ("met", Self::Met),
        ("comfortably-met", Self::ComfortablyMet),
        ("marginally-met", Self::MarginallyMet),
        ("missed", Self::Missed),
        ("best", Self::Best),
        ("worst", Self::Worst),
        ("record", Self::Record),
    ];

    /// The word it is declared by.
    pub fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words.find(|(_, v)| *v == self).map_or("", |(word, _)| word)
    }

    /// The word as people read it.
    pub fn phrase(self) -> String {
        self.word().replace('-', " ")
    }

    /// Whether it speaks of a movement, not of a target or a record.
    pub fn is_movement(self) -> bool {
        matches!(
            self,
            Self::Moved(_)
                | Self::Twofold(_)
                | Self::MayHave(_)
                | Self::NotMoved(_)
                | Self::Routine
        )
    }

    /// Whether it speaks of a target.
    pub fn is_target(self) -> bool {
        matches!(
            self,
            Self::Met | Self::ComfortablyMet | Self::MarginallyMet | Self::Missed
        )
    }
}

/// A claim that an author declares: `change-failure-rate fell`, `checkout-success@checkout missed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The text that makes it.
    pub of: Span,
    /// Of which metric.
    pub metric: Located<String>,
    /// Of one service; otherwise the organisation.
    pub service: Option<Located<String>>,
    /// What is said.
    pub verb: Located<ClaimVerb>,
}

/// A text that its author ties to a record: `records: [incidents/payment-provider-down]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The text.
    pub of: Span,
    /// The record, by its kind and id, or by its id alone.
    pub record: Located<String>,
}

/// Who answers for a text that nothing in the pack can bear out or contradict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Voucher {
    /// It is the judgement of a role, never of a person.
    Role(Located<String>),
    /// It is a fact that is kept elsewhere: where, and as of when.
    Source(Located<String>),
}

impl Voucher {
    /// As written.
    pub fn written(&self) -> &Located<String> {
        match self {
            Self::Role(written) | Self::Source(written) => written,
        }
    }
}

/// A text that no metric and no record can bear out or contradict: somebody's judgement, or a fact
/// kept elsewhere; printed as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The text.
    pub of: Span,
    /// Who answers for it.
    pub by: Voucher,
}
