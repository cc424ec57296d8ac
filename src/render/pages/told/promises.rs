//! What is promised of reliability as rows: objectives in force, the policies of their budgets,
//! formal reviews, and contracts with what they owe.

use super::column::{day, flag, ids, key, month, number, period, text, whole, word};
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
        key("id", "Name of the objective"),
        key("name", "What readers call it"),
        text("service", "Id of the service that it is of"),
        ids("journeys", "Ids of the journeys that it stands for"),
        text("owner", "Role that answers for it"),
        number(
            "target_percent",
            "Target on the quarter's last day, in percent",
        ),
        word(
            "counted_in",
            &["events", "slices"],
            "What is counted: events, or slices of time",
        ),
        whole("slice_minutes", "Length of a slice, in minutes"),
        text("policy", "Id of the policy of its budget"),
        day("since", "First day that it held"),
        day("until", "Last day that it holds"),
        text(
            "metric",
            "Id of the metric that stands for it on the dashboard",
        ),
        text(
            "contract",
            "Name of the contract that promises it to customers",
        ),
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
        key("id", "Id of the policy"),
        text("set_by", "Role that set it"),
        day("from", "First day that it holds"),
        word(
            "state",
            &[
                "ship-freely",
                "ship-with-care",
                "reliability-first",
                "overspent",
            ],
            "State that follows from what is left of the budget",
        ),
        number(
            "left_at_least_percent",
            "Least share of the budget that is left in this state, in percent; may be below zero",
        ),
        flag(
            "review_when_overspent",
            "Whether an overspent budget asks for a formal review",
        ),
        number(
            "review_when_one_incident_takes_percent",
            "Share of a budget that, taken by one incident, asks for a formal review, in percent",
        ),
        whole(
            "review_within_days",
            "Days within which a formal review is due",
        ),
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
        key("objective", "Name of the objective"),
        period("of_period", "Quarter whose budget it is about"),
        word(
            "because",
            &["overspent", "one-incident"],
            "What asked for it",
        ),
        day("opened", "Day it was opened"),
        day("due", "Day it is due"),
        day("held", "Day it was held"),
        word(
            "standing",
            &["held", "open", "late", "undecided"],
            "Where it stands at the end of the quarter",
        ),
        word(
            "outcome",
            &["freeze", "continue", "objective-changed", "investment"],
            "What it decided",
        ),
        text("said", "What it said, as written in Markdown"),
        text("owner", "Role that answers for it"),
        text(
            "decision",
            "The Board's decision that came of it, as `2026-Q3/d1-name`",
        ),
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
        key("objective", "Name of the objective"),
        key("name", "Name of the contract"),
        whole("parties", "How many customers have it"),
        number(
            "target_percent",
            "What it promises, in percent of a calendar month",
        ),
        whole("months", "Months of the quarter that it held in"),
        whole("months_broken", "Months in which it was broken"),
        number(
            "credits_due",
            "Credits due by the schedule, in `currency`; absent where no fee is known",
        ),
        number(
            "credits_claimed",
            "Credits that customers claimed, in `currency`",
        ),
        number("credits_paid", "Credits that were paid, in `currency`"),
        text(
            "currency",
            "Currency of the credits, three letters of ISO 4217",
        ),
        text("fees_supplied_by", "Role that supplied the fees"),
        text("exclusions", "What the contract does not count"),
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
        key("objective", "Name of the objective"),
        month("month", "Calendar month"),
        number("good", "Good events or slices"),
        whole("valid", "Valid events or slices"),
        number("attained_percent", "Share that was good, in percent"),
        number("target_percent", "What the contract promises, in percent"),
        flag(
            "kept",
            "Whether it was kept; absent where nothing was counted",
        ),
        number(
            "credit_percent_of_fee",
            "Credit due by the schedule, in percent of the month's fee",
        ),
        number(
            "credit",
            "Credit due, in `currency`; absent where no fee is known",
        ),
        text(
            "currency",
            "Currency of the credit, three letters of ISO 4217",
        ),
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
    columns: &[
        key("objective", "Name of the objective"),
        month("month", "Calendar month"),
        number(
            "used_percent",
            "Share of the quarter's budget that the month used, in percent",
        ),
    ],
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
