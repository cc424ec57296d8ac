//! `{{ … }}`: a figure of the data in the middle of a sentence.

use super::Period;
use crate::diag::{Located, Span};
use std::ops::Range;

/// What an expression asks about a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The quarter's figure: `{{ lead-time }}` or `{{ lead-time.now }}`.
    Now,
    /// Last quarter's figure: `.previous`.
    Previous,
    /// The same quarter's figure a year ago: `.year-ago`.
    YearAgo,
    /// Now against last quarter, with its sign: `.change`.
    Change,
    /// Now against the same quarter last year, with its sign: `.change-year`.
    ChangeYear,
    /// How far it rose since last quarter; an error unless it rose: `.rise`.
    Rise,
    /// How far it fell since last quarter; an error unless it fell: `.fall`.
    Fall,
    /// How far it rose within a year; an error unless it rose: `.rise-year`.
    RiseYear,
    /// How far it fell within a year; an error unless it fell: `.fall-year`.
    FallYear,
    /// The target that holds: `.target`.
    Target,
    /// How far the figure lies from its target, without a sign: `.gap`.
    Gap,
    /// Lower routine limit of one week: `.low`.
    Low,
    /// Upper routine limit of one week: `.high`.
    High,
    /// Both routine limits of one week: `.range`.
    Range,
    /// Average before the shift that the quarter shows: `.average-before`.
    AverageBefore,
    /// Average since that shift: `.average-after`.
    AverageAfter,
    /// What the figure rests on, such as `14 of 229`: `.basis`.
    Basis,
    /// The part of a ratio, or a count: `.count`.
    Count,
    /// The whole of a ratio, or how many were measured or answered: `.of`.
    Of,
    /// How many quarters in a row, this one included, have missed their target: `.missed-in-a-row`.
    MissedInARow,
    /// How many quarters on record have missed their target: `.missed`.
    Missed,
    /// How many quarters have a figure: `.quarters`.
    Quarters,
    /// How many services meet the target: `.services-met`.
    ServicesMet,
    /// How many services miss the target: `.services-missed`.
    ServicesMissed,
    /// How many services have a figure: `.services`.
    Services,
}

impl Facet {
    /// Every facet with its name after the point, in the order they are explained.
    pub const ALL: [(Self, &'static str); 25] = [
        (Self::Now, "now"),
        (Self::Previous, "previous"),
        (Self::YearAgo, "year-ago"),
        (Self::Change, "change"),
        (Self::ChangeYear, "change-year"),
        (Self::Rise, "rise"),
        (Self::Fall, "fall"),
        (Self::RiseYear, "rise-year"),
        (Self::FallYear, "fall-year"),
        (Self::Target, "target"),
        (Self::Gap, "gap"),
        (Self::Low, "low"),
        (Self::High, "high"),
        (Self::Range, "range"),
        (Self::AverageBefore, "average-before"),
        (Self::AverageAfter, "average-after"),
        (Self::Basis, "basis"),
        (Self::Count, "count"),
        (Self::Of, "of"),
        (Self::MissedInARow, "missed-in-a-row"),
        (Self::Missed, "missed"),
        (Self::Quarters, "quarters"),
        (Self::ServicesMet, "services-met"),
        (Self::ServicesMissed, "services-missed"),
        (Self::Services, "services"),
    ];

    /// Its name after the point.
    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(facet, _)| *facet == self).map_or("now", |f| f.1)
    }

    /// Whether it counts quarters or services, whatever the metric is.
    pub fn counts(self) -> bool {
        matches!(
            self,
            Self::Count
                | Self::Of
                | Self::MissedInARow
                | Self::Missed
                | Self::Quarters
                | Self::ServicesMet
                | Self::ServicesMissed
                | Self::Services
        )
    }

    /// Whether it says something of all services together.
    pub fn spans_services(self) -> bool {
        matches!(
            self,
            Self::ServicesMet | Self::ServicesMissed | Self::Services
        )
    }
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spelling {
    /// As figures are: `3`, `6.1%`.
    #[default]
    Digits,
    /// A count of twelve or fewer as a word: `{{ … | words }}` gives `three`.
    Words,
    /// The same at the beginning of a sentence: `{{ … | Words }}` gives `Three`.
    Capital,
    /// A count as a place in an order: `{{ … | ordinal }}` gives `third`.
    Ordinal,
}

/// One `{{ … }}`, understood: every name leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// Bytes of the text's value that it stands for, braces included.
    pub at: Range<usize>,
    /// Where it stands in the file, braces included.
    pub span: Span,
    /// Of which metric.
    pub metric: Located<String>,
    /// Of one service, written `@service` after the metric; otherwise the organisation.
    pub service: Option<Located<String>>,
    /// What of it.
    pub facet: Located<Facet>,
    /// Of another quarter, written `in 2025-Q4`; otherwise the quarter that the text is about.
    pub period: Option<Located<Period>>,
    /// How it is written.
    pub spelling: Spelling,
}
