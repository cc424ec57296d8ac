//! The well-known measures of engineering and reliability: what a company's own metric may say that it
//! is, whatever it is called there.

/// A well-known measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "measures name themselves")]
pub enum CatalogueEntry {
    DeploymentFrequency,
    LeadTime,
    Incidents,
    Availability,
    ChangeFailureRate,
    Recovery,
    ErrorRate,
    Latency,
    ErrorBudget,
    TimeToDetect,
    CustomerReported,
    JourneyCoverage,
    GoldenSignals,
    ReviewsNamingGap,
    CodeCoverage,
    TechnicalDebt,
    BugDensity,
    Rework,
    InfrastructureCost,
    VulnerabilityResponse,
    SlaCredits,
    Pulse,
}

impl CatalogueEntry {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::DeploymentFrequency,
        Self::LeadTime,
        Self::Incidents,
        Self::Availability,
        Self::ChangeFailureRate,
        Self::Recovery,
        Self::ErrorRate,
        Self::Latency,
        Self::ErrorBudget,
        Self::TimeToDetect,
        Self::CustomerReported,
        Self::JourneyCoverage,
        Self::GoldenSignals,
        Self::ReviewsNamingGap,
        Self::CodeCoverage,
        Self::TechnicalDebt,
        Self::BugDensity,
        Self::Rework,
        Self::InfrastructureCost,
        Self::VulnerabilityResponse,
        Self::SlaCredits,
        Self::Pulse,
    ];

    /// The word for it in a metric's file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DeploymentFrequency => "deployment-frequency",
            Self::LeadTime => "lead-time",
            Self::Incidents => "incidents",
            Self::Availability => "availability",
            Self::ChangeFailureRate => "change-failure-rate",
            Self::Recovery => "recovery",
            Self::ErrorRate => "error-rate",
            Self::Latency => "latency",
            Self::ErrorBudget => "error-budget",
            Self::TimeToDetect => "time-to-detect",
            Self::CustomerReported => "customer-reported",
            Self::JourneyCoverage => "journey-coverage",
            Self::GoldenSignals => "golden-signals",
            Self::ReviewsNamingGap => "reviews-naming-gap",
            Self::CodeCoverage => "code-coverage",
            Self::TechnicalDebt => "technical-debt",
            Self::BugDensity => "bug-density",
            Self::Rework => "rework",
            Self::InfrastructureCost => "infrastructure-cost",
            Self::VulnerabilityResponse => "vulnerability-response",
            Self::SlaCredits => "sla-credits",
            Self::Pulse => "pulse",
        }
    }
}
