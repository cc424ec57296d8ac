//! Which figure of a record a metric tells: what ties a snapshot's figure to the record that it was
//! counted from.

/// A figure that can be counted again from a record of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFigure {
    /// Incidents that customers noticed, by the day they began.
    Incidents,
    /// Minutes that customers lost, by the minute in which they fell.
    CustomerMinutes,
    /// Median time from impact to detection.
    TimeToDetect,
    /// Median time from impact to restoration, open incidents censored.
    TimeToRestore,
    /// Incidents restored within so many minutes.
    RestoredWithin {
        /// Minutes.
        minutes: u32,
    },
    /// Incidents that a customer told us of first.
    CustomerFound,
    /// Reviews held that name a missing signal.
    ReviewsNamingGap,
    /// Critical vulnerabilities open past their day on the quarter's last, accepted ones included.
    OverdueCritical,
    /// Median days from known to fixed of critical vulnerabilities, open ones censored.
    CriticalResponse,
    /// Share of the quarter's error budget that is left, by service.
    BudgetLeft,
    /// Objectives in force all quarter that were kept, of all such.
    ObjectivesKept,
    /// Critical journeys that an objective covers on the quarter's last day.
    JourneysCovered,
    /// Credits that agreements grant for the quarter's months, by service.
    CreditsDue,
    /// Days of rework and days worked.
    ReworkShare,
    /// Defects confirmed and thousands of lines.
    BugDensity,
    /// Critical journeys with an objective, an owner and a measure that works.
    CoverageJourneys,
    /// Golden signals in use, of four for each service.
    CoverageGoldenSignals,
}

impl RecordFigure {
    /// Whether it is told by the accounts of objectives and not by a record of things that happened.
    pub const fn is_of_objectives(self) -> bool {
        matches!(
            self,
            Self::BudgetLeft | Self::ObjectivesKept | Self::JourneysCovered | Self::CreditsDue
        )
    }

    /// Whether it is counted from the record of incidents.
    pub const fn is_of_incidents(self) -> bool {
        !self.is_of_objectives()
            && !matches!(
                self,
                Self::OverdueCritical
                    | Self::CriticalResponse
                    | Self::ReworkShare
                    | Self::BugDensity
                    | Self::CoverageJourneys
                    | Self::CoverageGoldenSignals
            )
    }

    /// The word for it in a metric's file; the minutes follow where there are any.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incidents => "incidents.count",
            Self::CustomerMinutes => "incidents.customer-minutes",
            Self::TimeToDetect => "incidents.detect",
            Self::TimeToRestore => "incidents.restore",
            Self::RestoredWithin { .. } => "incidents.restored-within",
            Self::CustomerFound => "incidents.customer-found",
            Self::ReviewsNamingGap => "incidents.reviews-naming-gap",
            Self::OverdueCritical => "compliance.overdue-critical",
            Self::CriticalResponse => "compliance.critical-response",
            Self::BudgetLeft => "objectives.budget-left",
            Self::ObjectivesKept => "objectives.kept",
            Self::JourneysCovered => "objectives.journeys",
            Self::CreditsDue => "objectives.credits",
            Self::ReworkShare => "quality.rework-share",
            Self::BugDensity => "quality.bug-density",
            Self::CoverageJourneys => "coverage.journeys",
            Self::CoverageGoldenSignals => "coverage.golden-signals",
        }
    }
}
