//! Levels, conditions and the set of metrics to sentences: what the pack itself shows of a level, what
//! is missing for the next, and which stage the facts make.

use super::Ctx;
use super::grammar::list;
use crate::analyse::capability::{
    Bearing, Capability, Condition, Lack, LevelRow, SetTopic, StageCheck, StageReason,
    required_level,
};
use crate::model::{CatalogueEntry, MaturityCategory, Stage};
use crate::tongue::{label, say};
use crate::words::{Words, spelled};

/// A level's name.
pub(crate) fn level(level: u8) -> &'static str {
    match level {
        0 | 1 => label("Initial"),
        2 => label("Managed"),
        3 => label("Defined"),
        4 => label("Quantitatively managed"),
        _ => label("Optimising"),
    }
}

/// A category as a row's head.
pub(crate) fn category(category: MaturityCategory) -> &'static str {
    match category {
        MaturityCategory::People => label("People"),
        MaturityCategory::Process => label("Process"),
        MaturityCategory::Technology => label("Technology"),
        MaturityCategory::Measurement => label("Measurement"),
    }
}

/// The word for a stage.
pub(crate) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Scrappy => "scrappy",
        Stage::Scaling => "scaling",
        Stage::Accountable => "accountable",
    }
}

/// A stage with its article: `an accountable company`.
fn company(of: Stage) -> String {
    let article = if of == Stage::Accountable { "an" } else { "a" };
    say!("{article} {stage} company", article, stage(of))
}

/// What a condition found: `7 of 9 critical journeys have an objective`.
pub(crate) fn condition(words: &Words, condition: &Condition) -> String {
    let (part, whole) = condition.there;
    let one = whole == 1;
    let (things, verb) = match condition.bearing {
        Bearing::SomeOwned | Bearing::AllOwned => (
            journeys(one),
            if one {
                label("has an owner")
            } else {
                label("have an owner")
            },
        ),
        Bearing::ReviewsHeld => (
            label("reviews of incidents that were due"),
            label("were held"),
        ),
        Bearing::SomePromised | Bearing::AllPromised => (
            journeys(one),
            if one {
                label("has an objective")
            } else {
                label("have an objective")
            },
        ),
        Bearing::BudgetsCounted => ("objectives", label("have their error budget counted")),
        Bearing::FormalReviewsAnswered => (
            label("formal reviews that a breach called for"),
            label("are held or not yet due"),
        ),
        Bearing::SomeWatched => ("services", label("report latency and errors")),
        Bearing::AllWatched => ("services", label("report all four golden signals")),
        Bearing::AllMeasured => (
            journeys(one),
            if one {
                label("is measured")
            } else {
                label("are measured")
            },
        ),
        Bearing::AllAlerting => (
            journeys(one),
            if one {
                label("has an alarm")
            } else {
                label("have an alarm")
            },
        ),
        Bearing::BasicFigures => (
            label("basic measures, error rate and latency,"),
            label("have a figure"),
        ),
        Bearing::OutcomesShown => (label("outcomes on the dashboard"), label("have a figure")),
        Bearing::OutcomesTested => (
            label("outcomes on the dashboard"),
            label("are judged against a routine range"),
        ),
    };
    format!("{} {things} {verb}", words.of(part, whole))
}

fn journeys(one: bool) -> &'static str {
    if one {
        label("critical journey")
    } else {
        label("critical journeys")
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
            say!("{steps} short of", steps(needed - now))
        } else if now == needed {
            label("just").to_owned()
        } else {
            say!("{steps} above", steps(now - needed))
        };
        return say!(
            "We stand at {level}, step {now} of 5, {stands} what our stage needs",
            level(now),
            now,
            stands
        );
    }
    let promised = capability
        .journeys
        .as_ref()
        .map(|journeys| journeys.covered);
    match promised {
        Some((part, whole)) => say!(
            "{of} {journeys} covered by a promise that is measured and owned",
            ctx.words.of(part, whole),
            if whole == 1 {
                label("critical journey is")
            } else {
                label("critical journeys are")
            }
        ),
        None => label("Nobody has assessed yet how able we are").to_owned(),
    }
}

/// What is missing for the next level, or what holds the level down.
pub(crate) fn next_step(words: &Words, row: &LevelRow) -> Option<String> {
    let missing: Vec<String> = row.missing().map(|c| condition(words, c)).collect();
    let next = row.level + 1;
    if missing.is_empty() {
        return None;
    }
    Some(say!(
        "Short of {level}: {list}.",
        level(next),
        list(&missing)
    ))
}

/// The stage, why, and whether that is what was declared.
pub(crate) fn staged(check: &StageCheck) -> String {
    let reasons: Vec<String> = check
        .reasons
        .iter()
        .map(|reason| because(*reason))
        .collect();
    let why = if reasons.is_empty() {
        label("no fact asks for a later stage").to_owned()
    } else {
        list(&reasons)
    };
    let by_rule = stage(check.by_rule);
    if check.declared == check.by_rule {
        say!("Stage: {by_rule}, since {why}.", by_rule, why)
    } else {
        say!(
            "Stage: declared {stage}, but {by_rule} by the rule, since {why}.",
            stage(check.declared),
            by_rule,
            why
        )
    }
}

fn because(reason: StageReason) -> String {
    match reason {
        StageReason::Regulated => label("our data or sector is regulated").to_owned(),
        StageReason::Credits => label("our contracts grant credits").to_owned(),
        StageReason::Attestation => label("an attestation is promised").to_owned(),
        StageReason::LargeCustomer => {
            label("one customer brings a large share of revenue").to_owned()
        }
        StageReason::PayingCustomers => label("paying customers rely on us being up").to_owned(),
        StageReason::OnCall => label("a rota is on call").to_owned(),
        StageReason::Teams(n) => {
            let n = u64::from(n);
            let teams = spelled::count(n).map_or_else(|| n.to_string(), str::to_owned);
            say!("{teams} teams release to production", teams)
        }
    }
}

/// A row of the set of metrics.
pub(crate) fn topic(topic: SetTopic) -> &'static str {
    match topic {
        SetTopic::Flow => label("Deployment frequency and lead time"),
        SetTopic::Incidents => label("Incidents, each with a note"),
        SetTopic::MainJourney => label("Uptime of the main journey"),
        SetTopic::Failures => label("Change failure rate and recovery"),
        SetTopic::Speed => label("Error rate and latency"),
        SetTopic::Budgets => label("Error budgets and burn"),
        SetTopic::Detection => label("Time to detect, and who detects"),
        SetTopic::Coverage => label("Coverage of journeys and golden signals"),
        SetTopic::Reviews => label("Reviews of incidents and their gaps"),
        SetTopic::Code => label("Test coverage, debt, bugs, rework"),
        SetTopic::Cost => label("Cost of infrastructure"),
        SetTopic::Vulnerabilities => label("Response to vulnerabilities"),
        SetTopic::Agreements => label("Contracts, credits and certificates"),
        SetTopic::Pulse => label("Pulse of those who build it"),
    }
}

/// The well-known measure in words.
fn entry(entry: CatalogueEntry) -> &'static str {
    match entry {
        CatalogueEntry::DeploymentFrequency => label("deployment frequency"),
        CatalogueEntry::LeadTime => label("lead time"),
        CatalogueEntry::Incidents => "incidents",
        CatalogueEntry::Availability => "availability",
        CatalogueEntry::ChangeFailureRate => label("change failure rate"),
        CatalogueEntry::Recovery => "recovery",
        CatalogueEntry::ErrorRate => label("error rate"),
        CatalogueEntry::Latency => "latency",
        CatalogueEntry::ErrorBudget => label("error budget"),
        CatalogueEntry::TimeToDetect => label("time to detect"),
        CatalogueEntry::CustomerReported => label("the share that customers report first"),
        CatalogueEntry::JourneyCoverage => label("coverage of journeys"),
        CatalogueEntry::GoldenSignals => label("coverage of golden signals"),
        CatalogueEntry::ReviewsNamingGap => label("reviews that name a gap"),
        CatalogueEntry::CodeCoverage => label("test coverage"),
        CatalogueEntry::TechnicalDebt => label("technical debt"),
        CatalogueEntry::BugDensity => label("bug density"),
        CatalogueEntry::Rework => "rework",
        CatalogueEntry::InfrastructureCost => label("infrastructure cost"),
        CatalogueEntry::VulnerabilityResponse => label("response to vulnerabilities"),
        CatalogueEntry::SlaCredits => label("credits to customers"),
        CatalogueEntry::Pulse => label("a pulse"),
    }
}

/// What a row of the set lacks.
pub(crate) fn lack(words: &Words, lack: Lack) -> String {
    match lack {
        Lack::Metric(of) => say!("no figure of {entry}", entry(of)),
        Lack::OneOf(any) => {
            let any: Vec<&str> = any.iter().map(|of| entry(*of)).collect();
            say!("a figure of none of {join}", any.join(", "))
        }
        Lack::Untested(of) => say!("{entry} is not tested for change", entry(of)),
        Lack::NotTheWhole(of) => say!("the target of {entry} is not the whole", entry(of)),
        Lack::Objective => label("no critical journey has an objective that is counted").to_owned(),
        Lack::Journeys(part, whole) => say!(
            "only {of} critical journeys have an error budget",
            words.of(part, whole)
        ),
        Lack::Agreement => label("no contract is recorded").to_owned(),
        Lack::AgreementCounts => label("no contract's own counts are filed").to_owned(),
        Lack::Certification => label("no certification is recorded").to_owned(),
        Lack::IncidentRecord => label("the quarter has no record of incidents").to_owned(),
        Lack::Register => label("no register of vulnerabilities by severity").to_owned(),
        Lack::TieOut(of) => say!(
            "{entry} does not tie out with a figure of Finance",
            entry(of)
        ),
        Lack::Asked(of) => say!("{entry} does not say how many were asked", entry(of)),
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
    let told = say!(
        "Of what {company} measures, we have {of}",
        company(ctx.pack.settings.stage),
        ctx.words.of(count(whole), count(all))
    );
    if gaps.is_empty() {
        return format!("{told}.");
    }
    say!("{told}. Gaps: {join}.", told, gaps.join("; "))
}

/// What the pack shows against a level that is claimed; `None` where nothing is.
pub(crate) fn contradiction(words: &Words, row: &LevelRow) -> Option<String> {
    let broken: Vec<String> = row.contradicted().map(|c| condition(words, c)).collect();
    (!broken.is_empty()).then(|| {
        say!(
            "Claimed as {level}, but {list}.",
            level(row.claimed),
            list(&broken)
        )
    })
}
