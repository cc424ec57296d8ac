//! What is promised of reliability as rows: objectives in force, the policies of their budgets,
//! formal reviews, and contracts with what they owe.

use super::{Cell, Kind, cells};
use crate::analyse::QuarterAnalysis;
use crate::analyse::budget::{self, BudgetUnit, Standing};
use crate::model::{Exact, FormalReview, Pack, Period, ReviewCause, ReviewOutcome};
use crate::render::Ctx;
use chrono::{Datelike, Months};

fn levels(_: &Pack, _: Period) -> String {
    "data/service-levels.yaml".to_owned()
}

fn snapshot(_: &Pack, period: Period) -> String {
    format!("data/snapshots/{period}.yaml")
}

pub(super) const OBJECTIVES: Kind = Kind {
    name: "objectives",
    table: Some(("objectives/objectives.csv", "objectives in force")),
    columns: &[
        "id",
        "name",
        "service",
        "journeys",
        "owner",
        // On the quarter's last day.
        "target_percent",
        // `events` or `slices`.
        "counted_in",
        "slice_minutes",
        "policy",
        "since",
        "until",
        "metric",
        "contract",
    ],
    rows: |ctx, quarter| {
        let accounts = quarter.budgets.values();
        accounts
            .filter_map(|account| {
                let level = ctx.pack.service_levels.level(&account.objective)?;
                let objective = ctx.pack.objectives.get(&account.objective)?;
                let journeys = level.journeys.iter().map(|j| j.journey.value.clone());
                let (counted_in, minutes) = match account.unit {
                    BudgetUnit::Events => ("events", None),
                    BudgetUnit::Slices(minutes) => ("slices", Some(minutes)),
                };
                Some(cells![
                    &account.objective,
                    &objective.name,
                    account.service.as_ref(),
                    journeys.collect::<Vec<_>>(),
                    &level.owner,
                    Cell::percent(account.target()),
                    counted_in,
                    minutes,
                    &account.policy,
                    level.since,
                    level.until,
                    level.metric.as_ref().map(|metric| &metric.value),
                    level.agreement.as_ref().map(|agreement| &agreement.name),
                ])
            })
            .collect()
    },
    source: levels,
};

pub(super) const POLICIES: Kind = Kind {
    name: "budget_policies",
    table: Some(("objectives/policies.csv", "policies of error budgets")),
    columns: &[
        "id",
        "set_by",
        "from",
        "state",
        "left_at_least_percent",
        "review_when_overspent",
        "review_when_one_incident_takes_percent",
        "review_within_days",
    ],
    rows: |ctx, quarter| {
        let used = |id: &str| quarter.budgets.values().any(|account| account.policy == id);
        let policies = ctx.pack.service_levels.policies.iter();
        policies
            .filter(|policy| used(&policy.id.value))
            .flat_map(|policy| {
                policy.states.iter().map(move |(left, state)| {
                    cells![
                        &policy.id.value,
                        &policy.set_by,
                        policy.from,
                        state.word(),
                        Cell::percent(Some(*left)),
                        policy.review_overspent,
                        Cell::percent(policy.review_incident),
                        policy.within,
                    ]
                })
            })
            .collect()
    },
    source: levels,
};

pub(super) const REVIEWS: Kind = Kind {
    name: "formal_reviews",
    table: Some(("objectives/reviews.csv", "formal reviews")),
    columns: &[
        "objective",
        // Quarter whose budget it is about.
        "of_period",
        // `overspent`, `one-incident`.
        "because",
        "opened",
        "due",
        "held",
        // `held`, `open`, `late`, `undecided`.
        "standing",
        // `freeze`, `continue`, `objective-changed`, `investment`.
        "outcome",
        "said",
        "owner",
        "decision",
    ],
    rows: reviews,
    source: levels,
};

/// Those of the quarter's budgets, and earlier ones that were open since the quarter before.
fn reviews(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Vec<Cell>> {
    let period = quarter.period;
    let Some(on) = budget::known_on(ctx.pack, period) else {
        return Vec::new();
    };
    let own = ctx.pack.service_levels.reviews.iter();
    let own = own.filter(|r| r.period.value == period && r.opened.value <= on);
    let carried = budget::carried(ctx.pack, period).into_iter();
    let one = |told: &FormalReview| {
        let standing = budget::standing(told, on);
        // What was decided later is for later quarters to tell.
        let held = told.held.filter(|held| held.value <= on);
        let outcome = told.outcome.filter(|_| held.is_some());
        cells![
            &told.objective.value,
            told.period.value,
            match told.because {
                ReviewCause::Overspent => "overspent",
                ReviewCause::OneIncident => "one-incident",
            },
            told.opened.value,
            told.due.value,
            held.map(|held| held.value),
            match standing {
                Standing::Held => "held",
                Standing::Open => "open",
                Standing::Late => "late",
                Standing::Undecided => "undecided",
            },
            outcome.map(|outcome| match outcome.value {
                ReviewOutcome::Freeze => "freeze",
                ReviewOutcome::Continue => "continue",
                ReviewOutcome::ObjectiveChanged => "objective-changed",
                ReviewOutcome::Investment => "investment",
            }),
            told.text
                .as_ref()
                .filter(|_| held.is_some())
                .map(|text| &text.value),
            &told.owner,
            told.decision
                .as_ref()
                .map(|decision| decision.value.to_string()),
        ]
    };
    own.chain(carried).map(one).collect()
}

pub(super) const CONTRACTS: Kind = Kind {
    name: "contracts",
    table: Some(("objectives/contracts.csv", "contracts")),
    columns: &[
        "objective",
        "name",
        "parties",
        "target_percent",
        "months",
        "months_broken",
        // By the schedule; absent where no fee is known.
        "credits_due",
        "credits_claimed",
        "credits_paid",
        "currency",
        "fees_supplied_by",
        "exclusions",
    ],
    rows: |ctx, quarter| {
        let accounts = quarter.budgets.values();
        accounts
            .filter_map(|account| {
                let owed = account.agreement.as_ref()?;
                let level = ctx.pack.service_levels.level(&account.objective)?;
                let agreed = level.agreement.as_ref()?;
                Some(cells![
                    &account.objective,
                    &agreed.name,
                    agreed.parties,
                    Cell::percent(Some(agreed.target.value)),
                    owed.months.len(),
                    owed.broken().count(),
                    owed.due,
                    owed.claimed,
                    owed.paid,
                    &ctx.pack.settings.currency.value,
                    agreed.supplied_by.as_ref(),
                    agreed.exclusions.as_ref(),
                ])
            })
            .collect()
    },
    source: snapshot,
};

pub(super) const CONTRACT_MONTHS: Kind = Kind {
    name: "contract_months",
    table: Some(("objectives/contract-months.csv", "contracts by month")),
    columns: &[
        "objective",
        "month",
        "good",
        "valid",
        "attained_percent",
        "target_percent",
        "kept",
        "credit_percent_of_fee",
        "credit",
        "currency",
    ],
    rows: |ctx, quarter| {
        let accounts = quarter.budgets.values();
        accounts
            .filter_map(|account| {
                let level = ctx.pack.service_levels.level(&account.objective)?;
                Some((
                    account,
                    account.agreement.as_ref()?,
                    level.agreement.as_ref()?,
                ))
            })
            .flat_map(|(account, owed, agreed)| {
                owed.months.iter().map(move |month| {
                    cells![
                        &account.objective,
                        month.month.format("%Y-%m").to_string(),
                        month.counted.good,
                        month.counted.valid,
                        Cell::percent(month.attained),
                        Cell::percent(Some(agreed.target.value)),
                        month.met,
                        Cell::percent(Some(month.share)),
                        month.credit,
                        &ctx.pack.settings.currency.value,
                    ]
                })
            })
            .collect()
    },
    source: snapshot,
};

pub(super) const MONTHS: Kind = Kind {
    name: "budget_months",
    table: Some(("objectives/budget-months.csv", "budgets by month")),
    columns: &["objective", "month", "used_percent"],
    rows: |ctx, quarter| {
        let start = ctx.pack.settings.calendar.start(quarter.period);
        let months = (0..3).filter_map(|n| start.checked_add_months(Months::new(n)));
        let months: Vec<_> = months.collect();
        let accounts = quarter.budgets.values();
        accounts
            .flat_map(|account| {
                let mut left = Exact::integer(1);
                let used = months.iter().map(|month| {
                    let within = account.balance.iter().filter(|(day, _)| {
                        (day.year(), day.month()) == (month.year(), month.month())
                    });
                    let end = within.map(|(_, left)| *left).next_back();
                    let used = end.and_then(|end| left.minus(end));
                    left = end.unwrap_or(left);
                    cells![
                        &account.objective,
                        month.format("%Y-%m").to_string(),
                        Cell::percent(used),
                    ]
                });
                used.collect::<Vec<_>>()
            })
            .collect()
    },
    source: snapshot,
};
