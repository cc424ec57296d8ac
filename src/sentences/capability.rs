//! Levels, conditions and the set of metrics to sentences: what the pack itself shows of a level, what
//! is missing for the next, and which stage the facts make.

use super::Ctx;
use super::grammar::list;
use crate::analyse::capability::{
    Bearing, Capability, Condition, Lack, LevelRow, SetTopic, StageCheck, StageReason,
    required_level,
};
use crate::model::{CatalogueEntry, MaturityCategory, Stage};
use crate::words::{Words, spelled};

/// A level's name.
pub(crate) const fn level(level: u8) -> &'static str {
    match level {
        0 | 1 => "Initial",
        2 => "Managed",
        3 => "Defined",
        4 => "Quantitatively managed",
        _ => "Optimising",
    }
}

/// A category as a row's head.
pub(crate) const fn category(category: MaturityCategory) -> &'static str {
    match category {
        MaturityCategory::People => "People",
        MaturityCategory::Process => "Process",
        MaturityCategory::Technology => "Technology",
        MaturityCategory::Measurement => "Measurement",
    }
}

/// The word for a stage.
pub(crate) const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Scrappy => "scrappy",
        Stage::Scaling => "scaling",
        Stage::Accountable => "accountable",
    }
}

/// A stage with its article: `an accountable company`.
fn company(of: Stage) -> String {
    let article = if of == Stage::Accountable { "an" } else { "a" };
    format!("{article} {} company", stage(of))
}

/// What a condition found: `7 of 9 critical journeys have an objective`.
pub(crate) fn condition(words: &Words, condition: &Condition) -> String {
    let (part, whole) = condition.there;
    let one = whole == 1;
    let (things, verb) = match condition.bearing {
        Bearing::SomeOwned | Bearing::AllOwned => (
            journeys(one),
            if one { "has an owner" } else { "have an owner" },
        ),
        Bearing::ReviewsHeld => ("reviews of incidents that were due", "were held"),
        Bearing::SomePromised | Bearing::AllPromised => (
            journeys(one),
            if one {
                "has an objective"
            } else {
                "have an objective"
            },
        ),
        Bearing::BudgetsCounted => ("objectives", "have their error budget counted"),
        Bearing::FormalReviewsAnswered => (
            "formal reviews that a breach called for",
            "are held or not yet due",
        ),
        Bearing::SomeWatched => ("services", "report latency and errors"),
        Bearing::AllWatched => ("services", "report all four golden signals"),
        Bearing::AllMeasured => (
            journeys(one),
            if one { "is measured" } else { "are measured" },
        ),
        Bearing::AllAlerting => (
            journeys(one),
            if one { "has an alarm" } else { "have an alarm" },
        ),
        Bearing::BasicFigures => ("basic measures, error rate and latency,", "have a figure"),
        Bearing::OutcomesShown => ("outcomes on the dashboard", "have a figure"),
        Bearing::OutcomesTested => (
            "outcomes on the dashboard",
            "are judged against a routine range",
        ),
    };
    format!("{} {things} {verb}", words.of(part, whole))
}

const fn journeys(one: bool) -> &'static str {
    if one {
        "critical journey"
    } else {
        "critical journeys"
    }
}

/// The message of the sheet, at most 16 words.
pub(crate) fn capability(ctx: &Ctx<'_>, capability: &Capability) -> String {
    let stage = ctx.pack.settings.stage;
    let needed = required_level(stage);
    if let Some(levels) = &capability.levels {
        let now = levels.overall;
        let steps = |n: u8| {
            let n = u64::from(n);
            let word = spelled::count(n).unwrap_or("some");
            format!("{word} {}", if n == 1 { "step" } else { "steps" })
        };
        let stands = if now < needed {
            format!("{} short of", steps(needed - now))
        } else if now == needed {
            "just".to_owned()
        } else {
            format!("{} above", steps(now - needed))
        };
        return format!(
            "We stand at {}, step {now} of 5, {stands} what our stage needs",
            level(now)
        );
    }
    let promised = capability
        .journeys
        .as_ref()
        .map(|journeys| journeys.covered);
    match promised {
        Some((part, whole)) => format!(
            "{} {} covered by a promise that is measured and owned",
            ctx.words.of(part, whole),
            if whole == 1 {
                "critical journey is"
            } else {
                "critical journeys are"
            }
        ),
        None => "Nobody has assessed yet how able we are".to_owned(),
    }
}

/// What is missing for the next level, or what holds the level down.
pub(crate) fn next_step(words: &Words, row: &LevelRow) -> Option<String> {
    let missing: Vec<String> = row.missing().map(|c| condition(words, c)).collect();
    let next = row.level + 1;
    if missing.is_empty() {
        return None;
    }
    Some(format!("Short of {}: {}.", level(next), list(&missing)))
}

/// The stage, why, and whether that is what was declared.
pub(crate) fn staged(check: &StageCheck) -> String {
    let reasons: Vec<String> = check
        .reasons
        .iter()
        .map(|reason| because(*reason))
        .collect();
    let why = if reasons.is_empty() {
        "no fact asks for a later stage".to_owned()
    } else {
        list(&reasons)
    };
    let by_rule = stage(check.by_rule);
    if check.declared == check.by_rule {
        format!("Stage: {by_rule}, since {why}.")
    } else {
        format!(
            "Stage: declared {}, but {by_rule} by the rule, since {why}.",
            stage(check.declared)
        )
    }
}

fn because(reason: StageReason) -> String {
    match reason {
        StageReason::Regulated => "our data or sector is regulated".to_owned(),
        StageReason::Credits => "our contracts grant credits".to_owned(),
        StageReason::Attestation => "an attestation is promised".to_owned(),
        StageReason::LargeCustomer => "one customer brings a large share of revenue".to_owned(),
        StageReason::PayingCustomers => "paying customers rely on us being up".to_owned(),
        StageReason::OnCall => "a rota is on call".to_owned(),
        StageReason::Teams(n) => {
            let n = u64::from(n);
            let teams = spelled::count(n).map_or_else(|| n.to_string(), str::to_owned);
            format!("{teams} teams release to production")
        }
    }
}

/// A row of the set of metrics.
pub(crate) const fn topic(topic: SetTopic) -> &'static str {
    match topic {
        SetTopic::Flow => "Deployment frequency and lead time",
        SetTopic::Incidents => "Incidents, each with a note",
        SetTopic::MainJourney => "Uptime of the main journey",
        SetTopic::Failures => "Change failure rate and recovery",
        SetTopic::Speed => "Error rate and latency",
        SetTopic::Budgets => "Error budgets and burn",
        SetTopic::Detection => "Time to detect, and who detects",
        SetTopic::Coverage => "Coverage of journeys and golden signals",
        SetTopic::Reviews => "Reviews of incidents and their gaps",
        SetTopic::Code => "Test coverage, debt, bugs, rework",
        SetTopic::Cost => "Cost of infrastructure",
        SetTopic::Vulnerabilities => "Response to vulnerabilities",
        SetTopic::Agreements => "Contracts, credits and certificates",
        SetTopic::Pulse => "Pulse of those who build it",
    }
}

/// The well-known measure in words.
const fn entry(entry: CatalogueEntry) -> &'static str {
    match entry {
        CatalogueEntry::DeploymentFrequency => "deployment frequency",
        CatalogueEntry::LeadTime => "lead time",
        CatalogueEntry::Incidents => "incidents",
        CatalogueEntry::Availability => "availability",
        CatalogueEntry::ChangeFailureRate => "change failure rate",
        CatalogueEntry::Recovery => "recovery",
        CatalogueEntry::ErrorRate => "error rate",
        CatalogueEntry::Latency => "latency",
        CatalogueEntry::ErrorBudget => "error budget",
        CatalogueEntry::TimeToDetect => "time to detect",
        CatalogueEntry::CustomerReported => "the share that customers report first",
        CatalogueEntry::JourneyCoverage => "coverage of journeys",
        CatalogueEntry::GoldenSignals => "coverage of golden signals",
        CatalogueEntry::ReviewsNamingGap => "reviews that name a gap",
        CatalogueEntry::CodeCoverage => "test coverage",
        CatalogueEntry::TechnicalDebt => "technical debt",
        CatalogueEntry::BugDensity => "bug density",
        CatalogueEntry::Rework => "rework",
        CatalogueEntry::InfrastructureCost => "infrastructure cost",
        CatalogueEntry::VulnerabilityResponse => "response to vulnerabilities",
        CatalogueEntry::SlaCredits => "credits to customers",
        CatalogueEntry::Pulse => "a pulse",
    }
}

/// What a row of the set lacks.
pub(crate) fn lack(words: &Words, lack: Lack) -> String {
    match lack {
        Lack::Metric(of) => format!("no figure of {}", entry(of)),
        Lack::OneOf(any) => {
            let any: Vec<&str> = any.iter().map(|of| entry(*of)).collect();
            format!("a figure of none of {}", any.join(", "))
        }
        Lack::Untested(of) => format!("{} is not tested for change", entry(of)),
        Lack::NotTheWhole(of) => format!("the target of {} is not the whole", entry(of)),
        Lack::Objective => "no critical journey has an objective that is counted".to_owned(),
        Lack::Journeys(part, whole) => format!(
            "only {} critical journeys have an error budget",
            words.of(part, whole)
        ),
        Lack::Agreement => "no contract is recorded".to_owned(),
        Lack::AgreementCounts => "no contract's own counts are filed".to_owned(),
        Lack::Certification => "no certification is recorded".to_owned(),
        Lack::IncidentRecord => "the quarter has no record of incidents".to_owned(),
        Lack::Register => "no register of vulnerabilities by severity".to_owned(),
        Lack::TieOut(of) => format!("{} does not tie out with a figure of Finance", entry(of)),
        Lack::Asked(of) => format!("{} does not say how many were asked", entry(of)),
    }
}

/// The set of metrics in one line, with every gap named.
pub(crate) fn set(ctx: &Ctx<'_>, capability: &Capability) -> String {
    let all = capability.set.len();
    let gaps: Vec<String> = capability
        .set
        .iter()
        .flat_map(|row| &row.lacks)
        .map(|l| lack(ctx.words, *l))
        .collect();
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let whole = capability.set.iter().filter(|row| row.lacks.is_empty());
    let whole = whole.count();
    let told = format!(
        "Of what {} measures, we have {}",
        company(ctx.pack.settings.stage),
        ctx.words.of(count(whole), count(all))
    );
    if gaps.is_empty() {
        return format!("{told}.");
    }
    format!("{told}. Gaps: {}.", gaps.join("; "))
}

/// What the pack shows against a level that is claimed; `None` where nothing is.
pub(crate) fn contradiction(words: &Words, row: &LevelRow) -> Option<String> {
    let broken: Vec<String> = row.contradicted().map(|c| condition(words, c)).collect();
    (!broken.is_empty())
        .then(|| format!("Claimed as {}, but {}.", level(row.claimed), list(&broken)))
}
