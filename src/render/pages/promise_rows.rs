//! Rows of "Promises kept": a budget, an agreement, a review.

use super::{Frame, Link, pack_path, promises};
use crate::analyse::QuarterAnalysis;
use crate::analyse::budget::{
    BudgetAccount, Called, Standing, answer, called, carried, known_on, standing,
};
use crate::model::{FormalReview, ReviewCause, ReviewOutcome};
use crate::render::charts::Svg;
use crate::render::figures::budgets;
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, label_of, say, say_n};
use serde::Serialize;

/// A budget.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    name: String,
    href: String,
    /// What customers do that it covers; may be empty.
    journeys: String,
    owner: String,
    objective: String,
    attained: String,
    /// Whether the promise was broken.
    broken: bool,
    left_svg: Svg,
    left: String,
    /// `64,371 of 60,267`.
    failed: String,
    state: Mark,
    /// What of it a contract sees: `none`, `kept`, `£8,400 due`.
    contract: String,
}

pub(super) fn row(
    ctx: &Ctx<'_>,
    frame: &Frame,
    account: &BudgetAccount,
    before: Option<&BudgetAccount>,
    low: f64,
) -> Row {
    let spend = account.spend;
    let target = spend.target();
    let level = ctx.pack.service_levels.level(&account.objective);
    let journeys = level.map_or(&[][..], |level| &level.journeys);
    let last = ctx.pack.settings.calendar.last_day(ctx.period);
    let journeys: Vec<&str> = journeys
        .iter()
        .filter(|covered| covered.since.is_none_or(|since| since <= last))
        .filter_map(|covered| {
            let mut journeys = ctx.pack.journeys.iter();
            let journey = journeys.find(|journey| journey.id.value == covered.journey.value)?;
            Some(journey.name.as_str())
        })
        .collect();
    let attained = spend.attained().zip(target);
    let attained = attained.map(|(share, target)| ctx.words.attained(share, target));
    let bad = spend.bad().unwrap_or(spend.good);
    Row {
        name: sentences::named(ctx, account).to_owned(),
        href: promises::href(frame, account),
        journeys: journeys.join(label("; ")),
        owner: level.map_or_else(String::new, |level| level.owner.clone()),
        objective: account
            .target()
            .map_or_else(String::new, |target| ctx.words.promised(target)),
        attained: attained.unwrap_or_default(),
        broken: account.is_kept() == Some(false),
        left_svg: budgets::left(ctx, account, before, low),
        left: spend
            .left()
            .map_or_else(String::new, |left| ctx.words.budget_left(left)),
        failed: say!(
            "{bare} of {bare2}{beyond}",
            sentences::bare(ctx, account, bad),
            sentences::bare(ctx, account, spend.allowed),
            budgets::beyond(ctx, before, low)
        ),
        state: account
            .state
            .map_or(marks::target(crate::analyse::Status::NoData), marks::budget),
        contract: contract(ctx, account),
    }
}

/// What a contract beside a budget came to.
fn contract(ctx: &Ctx<'_>, account: &BudgetAccount) -> String {
    let Some(agreement) = &account.agreement else {
        return label_of("none", "none, of a contract").to_owned();
    };
    match (agreement.broken().count(), agreement.due) {
        (0, _) => label("kept").to_owned(),
        (_, Some(due)) => say!("{amount} due", ctx.words.amount(due)),
        (_, None) => label("broken").to_owned(),
    }
}

/// A contract beside its objective.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AgreementRow {
    name: String,
    href: String,
    /// `Checkout, 41 parties`.
    whom: String,
    agreed: String,
    objective: String,
    /// Each month: `Jul 99.93%`.
    months: Vec<Month>,
    due: String,
    claimed: String,
    paid: String,
    /// What the contract does not count; may be empty.
    exclusions: String,
}

#[derive(Debug, Clone, Serialize)]
struct Month {
    name: String,
    attained: String,
    broken: bool,
}

pub(super) fn agreements(
    ctx: &Ctx<'_>,
    frame: &Frame,
    accounts: &[&BudgetAccount],
) -> Vec<AgreementRow> {
    let one = |account: &&BudgetAccount| {
        let counted = account.agreement.as_ref()?;
        let level = ctx.pack.service_levels.level(&account.objective)?;
        let agreed = level.agreement.as_ref()?;
        let target = agreed.target.value;
        let money = |amount: Option<_>| {
            amount.map_or_else(
                || label("not known").to_owned(),
                |amount| ctx.words.amount(amount),
            )
        };
        let months = counted.months.iter().map(|month| Month {
            name: ctx.words.month_short(month.month).to_owned(),
            attained: month.attained.map_or_else(
                || label("not counted").to_owned(),
                |share| ctx.words.attained(share, target),
            ),
            broken: month.met == Some(false),
        });
        Some(AgreementRow {
            name: agreed.name.clone(),
            href: promises::href(frame, account),
            whom: say_n!(
                u64::from(agreed.parties),
                "{name}, {count} party",
                "{name}, {count} parties",
                sentences::named(ctx, account),
                ctx.words.count(u64::from(agreed.parties))
            ),
            agreed: ctx.words.promised(target),
            objective: account
                .target()
                .map_or_else(String::new, |target| ctx.words.promised(target)),
            months: months.collect(),
            due: money(counted.due),
            claimed: money(counted.claimed),
            paid: money(counted.paid),
            exclusions: agreed.exclusions.clone().unwrap_or_default(),
        })
    };
    accounts.iter().filter_map(one).collect()
}

/// A formal review.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ReviewRow {
    mark: Mark,
    /// `Checkout: budget of Q3 2026 overspent`.
    about: String,
    /// What became of it, in a sentence.
    said: String,
    owner: String,
    /// The decision that the Board is asked for because of it.
    decision: Option<Link>,
}

impl ReviewRow {
    /// Whether it is past its day, was never called, or was held without an outcome.
    pub(super) fn is_late(&self) -> bool {
        self.mark.tone == "act"
    }

    /// Whether it is still to be held.
    pub(super) fn is_open(&self) -> bool {
        self.mark == marks::review(Some(Standing::Open))
    }
}

/// Reviews that this quarter calls for, and those of earlier quarters that were still open.
pub(super) fn reviews(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    accounts: &[&BudgetAccount],
) -> Vec<ReviewRow> {
    let period = quarter.period;
    let called = accounts.iter().flat_map(|account| {
        let calls = called(ctx.pack, period, account);
        calls.into_iter().map(move |call| (*account, call))
    });
    let called: Vec<(&BudgetAccount, Called)> = called.collect();
    let mut rows: Vec<ReviewRow> = called
        .iter()
        .map(|(account, call)| {
            let name = sentences::named(ctx, account);
            let review = answer(ctx.pack, period, call);
            let known = known_on(ctx.pack, period);
            let review = review.filter(|r| known.is_some_and(|known| r.opened.value <= known));
            match review {
                Some(review) => told(ctx, frame, name, review),
                None => missing(ctx, name, call),
            }
        })
        .collect();
    // Held though no recorded incident calls for it: incidents may not have been recorded then.
    let more = ctx.pack.service_levels.reviews.iter().filter(|review| {
        let answers = |(account, call): &(&BudgetAccount, Called)| {
            review.objective.value == account.objective && review.because == call.because
        };
        review.period.value == period && !called.iter().any(answers)
    });
    let known = known_on(ctx.pack, period);
    let more = more.filter(|r| known.is_some_and(|known| r.opened.value <= known));
    let earlier = more.chain(carried(ctx.pack, period)).map(|review| {
        let objective = &review.objective.value;
        let account = accounts
            .iter()
            .find(|account| account.objective == *objective);
        let name = account.map_or(objective.as_str(), |account| sentences::named(ctx, account));
        told(ctx, frame, name, review)
    });
    rows.extend(earlier);
    rows
}

fn about(ctx: &Ctx<'_>, name: &str, because: ReviewCause, period: crate::model::Period) -> String {
    let period = ctx.words.period_short(period);
    match because {
        ReviewCause::Overspent => say!("{name}: budget of {period} overspent", name, period),
        ReviewCause::OneIncident => {
            say!(
                "{name}: one incident of {period} took more than the policy allows",
                name,
                period
            )
        }
    }
}

fn missing(ctx: &Ctx<'_>, name: &str, call: &Called) -> ReviewRow {
    ReviewRow {
        mark: marks::review(None),
        about: about(ctx, name, call.because, ctx.period),
        said: say!(
            "The policy calls for a formal review by {date}, and none is on record.",
            ctx.words.date(call.due)
        ),
        owner: String::new(),
        decision: None,
    }
}

/// How a review stands as far as the quarter of the context knows.
pub(super) fn told(ctx: &Ctx<'_>, frame: &Frame, name: &str, review: &FormalReview) -> ReviewRow {
    let words = ctx.words;
    let stands = known_on(ctx.pack, ctx.period).map(|on| standing(review, on));
    let opened = words.day_month(review.opened.value);
    let due = words.date(review.due.value);
    let said = match (stands, &review.outcome, review.held) {
        (Some(Standing::Held), Some(outcome), Some(held)) => {
            let day = words.date(held.value);
            let text = review.text.as_ref().map_or("", |text| text.value.as_str());
            say!(
                "Held on {day}: {decided}. {text}",
                day,
                decided(outcome.value),
                text
            )
        }
        (Some(Standing::Undecided), _, Some(held)) => {
            say!(
                "Held on {date}, without a recorded outcome.",
                words.date(held.value)
            )
        }
        (Some(Standing::Late), ..) => say!(
            "Opened on {opened}, was due on {due}: not held.",
            opened,
            due
        ),
        _ => say!(
            "Opened on {opened}, due on {due}: still to be held.",
            opened,
            due
        ),
    };
    ReviewRow {
        mark: marks::review(stands),
        about: about(ctx, name, review.because, review.period.value),
        said: said.trim_end().to_owned(),
        owner: review.owner.clone(),
        decision: review.decision.as_ref().and_then(|reference| {
            let asked = ctx.pack.narratives.get(&reference.value.period)?;
            let mut decisions = asked.decisions.iter();
            let decision = decisions.find(|d| d.id.value == reference.value.id)?;
            let number = decision.number.value;
            let path = pack_path(reference.value.period);
            // The decisions of a later pack were not known here.
            (reference.value.period <= ctx.period).then(|| Link {
                label: format!("D{number}"),
                href: frame.to(&format!("{path}#decision-{number}")),
            })
        }),
    }
}

/// What a review decided, in words.
fn decided(outcome: ReviewOutcome) -> &'static str {
    match outcome {
        ReviewOutcome::Freeze => label("features wait"),
        ReviewOutcome::Continue => label("work goes on as planned"),
        ReviewOutcome::ObjectiveChanged => label("the objective was changed"),
        ReviewOutcome::Investment => label("investment in reliability"),
    }
}
