//! Levels, conditions and the set of metrics to sentences: what the pack itself shows of a level, what
//! is missing for the next, and which stage the facts make.

use super::Ctx;
use super::grammar::{list, number};
use crate::analyse::capability::{
    Bearing, Capability, Condition, Lack, LevelRow, SetTopic, StageCheck, StageReason,
    required_level,
};
use crate::model::{CatalogueEntry, MaturityCategory, Stage};
use crate::tongue::{label, say, say_n, say_of};
use crate::words::Words;

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

/// The same where it is read.
fn stage_label(of: Stage) -> &'static str {
    match of {
        Stage::Scrappy => label("scrappy"),
        Stage::Scaling => label("scaling"),
        Stage::Accountable => label("accountable"),
    }
}

/// A stage with its article: `an accountable company`.
fn company(of: Stage) -> &'static str {
    match of {
        Stage::Scrappy => label("a scrappy company"),
        Stage::Scaling => label("a scaling company"),
        Stage::Accountable => label("an accountable company"),
    }
}

/// What a condition found: `7 of 9 critical journeys have an objective`.
pub(crate) fn condition(words: &Words, condition: &Condition) -> String {
    let (k, n) = condition.there;
    let (part, whole) = (words.count(k), words.count(n));
    match condition.bearing {
        Bearing::SomeOwned | Bearing::AllOwned => say_of!(
            k,
            n,
            "{part}~of~{whole} critical journey has an owner",
            "{part}~of~{whole} critical journeys have an owner",
            part,
            whole
        ),
        Bearing::ReviewsHeld => say_of!(
            k,
            n,
            "{part}~of~{whole} reviews of incidents that were due were held",
            "{part}~of~{whole} reviews of incidents that were due were held",
            part,
            whole
        ),
        Bearing::SomePromised | Bearing::AllPromised => say_of!(
            k,
            n,
            "{part}~of~{whole} critical journey has an objective",
            "{part}~of~{whole} critical journeys have an objective",
            part,
            whole
        ),
        Bearing::BudgetsCounted => say_of!(
            k,
            n,
            "{part}~of~{whole} objectives have their error budget counted",
            "{part}~of~{whole} objectives have their error budget counted",
            part,
            whole
        ),
        Bearing::FormalReviewsAnswered => say_of!(
            k,
            n,
            "{part}~of~{whole} formal reviews that a breach called for are held or not yet due",
            "{part}~of~{whole} formal reviews that a breach called for are held or not yet due",
            part,
            whole
        ),
        Bearing::SomeWatched => say_of!(
            k,
            n,
            "{part}~of~{whole} services report latency and errors",
            "{part}~of~{whole} services report latency and errors",
            part,
            whole
        ),
        Bearing::AllWatched => say_of!(
            k,
            n,
            "{part}~of~{whole} services report all four golden signals",
            "{part}~of~{whole} services report all four golden signals",
            part,
            whole
        ),
        Bearing::AllMeasured => say_of!(
            k,
            n,
            "{part}~of~{whole} critical journey is measured",
            "{part}~of~{whole} critical journeys are measured",
            part,
            whole
        ),
        Bearing::AllAlerting => say_of!(
            k,
            n,
            "{part}~of~{whole} critical journey has an alarm",
            "{part}~of~{whole} critical journeys have an alarm",
            part,
            whole
        ),
        Bearing::BasicFigures => say_of!(
            k,
            n,
            "{part}~of~{whole} basic measures, error rate and latency, have a figure",
            "{part}~of~{whole} basic measures, error rate and latency, have a figure",
            part,
            whole
        ),
        Bearing::OutcomesShown => say_of!(
            k,
            n,
            "{part}~of~{whole} outcomes on the dashboard have a figure",
            "{part}~of~{whole} outcomes on the dashboard have a figure",
            part,
            whole
        ),
        Bearing::OutcomesTested => say_of!(
            k,
            n,
            "{part}~of~{whole} outcomes on the dashboard are judged against a routine range",
            "{part}~of~{whole} outcomes on the dashboard are judged against a routine range",
            part,
            whole
        ),
    }
}

/// The message of the sheet, at most 16 words.
pub(crate) fn capability(ctx: &Ctx<'_>, capability: &Capability) -> String {
    let stage = ctx.pack.settings.stage;
    let needed = required_level(stage);
    if let Some(levels) = &capability.levels {
        let now = levels.overall;
        let name = level(now);
        if now == needed {
            return say!(
                "We stand at {level}, step {now} of 5, just what our stage needs",
                name,
                now
            );
        }
        let n = u64::from(now.abs_diff(needed));
        let steps = number(usize::from(now.abs_diff(needed)));
        return if now < needed {
            say_n!(
                n,
                "We stand at {level}, step {now} of 5, {steps} step short of what our stage needs",
                "We stand at {level}, step {now} of 5, {steps} steps short of what our stage needs",
                name,
                now,
                steps
            )
        } else {
            say_n!(
                n,
                "We stand at {level}, step {now} of 5, {steps} step above what our stage needs",
                "We stand at {level}, step {now} of 5, {steps} steps above what our stage needs",
                name,
                now,
                steps
            )
        };
    }
    let promised = capability
        .journeys
        .as_ref()
        .map(|journeys| journeys.covered);
    match promised {
        Some((part, whole)) => say_of!(
            part,
            whole,
            "{part}~of~{whole} critical journey is covered by a promise that is measured and owned",
            "{part}~of~{whole} critical journeys are covered by a promise that is measured and owned",
            ctx.words.count(part),
            ctx.words.count(whole)
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
    let by_rule = stage_label(check.by_rule);
    if check.declared == check.by_rule {
        say!("Stage: {by_rule}, since {why}.", by_rule, why)
    } else {
        say!(
            "Stage: declared {stage}, but {by_rule} by the rule, since {why}.",
            stage_label(check.declared),
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
            let teams = number(usize::try_from(n).unwrap_or(usize::MAX));
            say_n!(
                u64::from(n),
                "{teams} teams release to production",
                "{teams} teams release to production",
                teams
            )
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
        CatalogueEntry::Incidents => label("incidents"),
        CatalogueEntry::Availability => label("availability"),
        CatalogueEntry::ChangeFailureRate => label("change failure rate"),
        CatalogueEntry::Recovery => label("recovery"),
        CatalogueEntry::ErrorRate => label("error rate"),
        CatalogueEntry::Latency => label("latency"),
        CatalogueEntry::ErrorBudget => label("error budget"),
        CatalogueEntry::TimeToDetect => label("time to detect"),
        CatalogueEntry::CustomerReported => label("the share that customers report first"),
        CatalogueEntry::JourneyCoverage => label("coverage of journeys"),
        CatalogueEntry::GoldenSignals => label("coverage of golden signals"),
        CatalogueEntry::ReviewsNamingGap => label("reviews that name a gap"),
        CatalogueEntry::CodeCoverage => label("test coverage"),
        CatalogueEntry::TechnicalDebt => label("technical debt"),
        CatalogueEntry::BugDensity => label("bug density"),
        CatalogueEntry::Rework => label("rework"),
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
        Lack::Journeys(part, whole) => say_of!(
            part,
            whole,
            "only {part}~of~{whole} critical journeys have an error budget",
            "only {part}~of~{whole} critical journeys have an error budget",
            words.count(part),
            words.count(whole)
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
    say!("{told}. Gaps: {join}.", told, gaps.join(label("; ")))
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
