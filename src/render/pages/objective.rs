//! One objective over all quarters: what was attained, how fast its budget burned, its contract,
//! its reviews, and how it is defined.

use super::objective_words::{Fact, Query, both, facts, queries, scaled};
use super::promise_rows::{ReviewRow, told};
use super::restated;
use super::{Frame, Maker, Section, budget_tables, objective_path, pack_path};
use crate::analyse::budget::{BudgetAccount, burn};
use crate::diag::Diagnostic;
use crate::model::{Exact, Objective, Period, RecordKind, RecordName, ServiceLevel};
use crate::render::figures::{Drawn, budgets};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, say, say_n};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    name: String,
    description: String,
    period: String,
    objective: String,
    attained: String,
    left: String,
    state: Option<Mark>,
    owner: String,
    /// Sentences on the latest account.
    said: Vec<String>,
    figure: Option<Drawn>,
    quarters: Vec<Quarter>,
    failed: String,
    burn: Vec<Fact>,
    speeds: Vec<Speed>,
    /// The same with windows that grow; empty without thresholds.
    scaled: String,
    window: String,
    excluded: Vec<Out>,
    targets: Vec<Target>,
    restated: Vec<restated::Line>,
    agreement: Option<Contract>,
    reviews: Vec<ReviewRow>,
    policy: Vec<Fact>,
    definition: Vec<Fact>,
    queries: Vec<Query>,
    /// Days of the latest account.
    days: Vec<Day>,
    days_href: String,
    accounts_href: String,
    /// Contracts, reviews and policies as tables for programs.
    tables: Vec<super::Link>,
}

#[derive(Debug, Serialize)]
struct Quarter {
    period: String,
    href: String,
    objective: String,
    attained: String,
    broken: bool,
    failed: String,
    left: String,
    /// What was reported of it first; empty where it stands as it was.
    first_left: String,
    four_weeks: String,
    state: Mark,
    provisional: bool,
}

#[derive(Debug, Serialize)]
struct Speed {
    windows: String,
    share: String,
    factor: String,
    tells: &'static str,
    fastest: String,
    passed: &'static str,
}

#[derive(Debug, Serialize)]
struct Out {
    day: String,
    what: String,
    reason: String,
    agreed_by: String,
}

#[derive(Debug, Serialize)]
struct Target {
    from: String,
    target: String,
    set_by: String,
    rationale: String,
}

#[derive(Debug, Serialize)]
struct Contract {
    name: String,
    said: String,
    months: Vec<Month>,
}

#[derive(Debug, Serialize)]
struct Month {
    name: String,
    counted: String,
    attained: String,
    broken: bool,
    credit: String,
}

#[derive(Debug, Serialize)]
struct Day {
    day: String,
    good: String,
    valid: String,
    left: String,
}

/// Every objective that has a service level.
pub(crate) fn objectives(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let levels = maker.pack.service_levels.levels.iter();
    let pages: Vec<(&ServiceLevel, &Objective)> = levels
        .filter(|level| maker.wants(&objective_path(&level.objective.value)))
        .filter_map(|level| {
            let objective = maker.pack.objectives.get(&level.objective.value)?;
            Some((level, objective))
        })
        .collect();
    maker.each(&pages, |(level, objective)| page(maker, level, objective))
}

fn page(
    maker: &Maker<'_>,
    level: &ServiceLevel,
    objective: &Objective,
) -> Result<Page, Box<Diagnostic>> {
    let name = &level.objective.value;
    let path = objective_path(name);
    let frame = maker
        .frame(&path, &objective.name, Section::Elsewhere)
        .under(label("Promises kept"), "index.html#promises");
    let accounts: Vec<(Period, &BudgetAccount)> = maker
        .quarters_today()
        .filter_map(|quarter| Some((quarter.period, quarter.budgets.get(name)?)))
        .collect();
    let last = accounts.last().copied();
    let period = last.map_or(maker.latest, |(period, _)| period);
    let ctx = maker.today(period);
    let account = last.map(|(_, account)| account);
    let words = ctx.words;
    let spend = account.map(|account| account.spend);
    let target = spend.and_then(|spend| spend.target());
    let attained = spend.and_then(|spend| spend.attained()).zip(target);
    let view = View {
        name: objective.name.clone(),
        description: objective
            .description
            .as_ref()
            .map_or_else(String::new, |text| text.value.clone()),
        period: words.period_short(period),
        objective: account
            .and_then(BudgetAccount::target)
            .or_else(|| objective.target().map(|target| target.value))
            .map_or_else(String::new, |target| words.promised(target)),
        attained: attained.map_or_else(
            || label("nothing counted").to_owned(),
            |(share, target)| words.attained(share, target),
        ),
        left: spend.and_then(|spend| spend.left()).map_or_else(
            || label("not known").to_owned(),
            |left| words.budget_left(left),
        ),
        state: account.and_then(|account| account.state).map(marks::budget),
        owner: level.owner.clone(),
        said: account.map_or_else(Vec::new, |account| said(&ctx, account)),
        figure: account.and_then(|account| budgets::burned(&ctx, account, "budget")),
        failed: account.map_or_else(
            || label("Failed").to_owned(),
            |account| sentences::counted_head(&ctx, &[account]),
        ),
        quarters: accounts
            .iter()
            .rev()
            .map(|(period, account)| quarter(maker, &frame, *period, account))
            .collect(),
        burn: account.map_or_else(Vec::new, |account| burned(&ctx, account)),
        speeds: account.map_or_else(Vec::new, |account| speeds(&ctx, account)),
        scaled: account
            .filter(|account| !account.speeds.is_empty())
            .and_then(|account| account.window.length().minutes())
            .and_then(|minutes| i64::try_from(minutes).ok())
            .or_else(|| account.map(|_| maker.pack.settings.calendar.minutes(period)))
            .map_or_else(String::new, |minutes| scaled(&burn::scaled(minutes))),
        window: sentences::window(objective.window),
        excluded: account.map_or_else(Vec::new, |account| excluded(&ctx, account)),
        targets: level
            .targets
            .iter()
            .rev()
            .map(|target| Target {
                from: words.date(target.from.value),
                target: words.promised(target.target.value),
                set_by: target.set_by.clone(),
                rationale: target.rationale.clone(),
            })
            .collect(),
        restated: restated::record_lines(&ctx, &RecordName::of(RecordKind::Objective, name)),
        agreement: contract(&ctx, level, &accounts),
        reviews: reviews(&ctx, &frame, name, account),
        policy: policy(&ctx, level),
        definition: facts(&ctx, objective),
        queries: queries(objective),
        days: account.map_or_else(Vec::new, |account| days(&ctx, account)),
        days_href: frame.to(&budget_tables::days_path(name)),
        accounts_href: frame.to(budget_tables::ACCOUNTS),
        tables: super::told::links(maker, maker.latest, "objectives/", &frame.root),
        frame,
    };
    maker.page(&path, "objective.html", &view)
}

fn said(ctx: &Ctx<'_>, account: &BudgetAccount) -> Vec<String> {
    let spent = sentences::spent(ctx, account).map(|spent| format!("{spent}."));
    sentences::provisional(ctx, &[account])
        .into_iter()
        .chain(spent)
        .chain(sentences::why_window_differs(ctx, account))
        .collect()
}

fn quarter(maker: &Maker<'_>, frame: &Frame, period: Period, account: &BudgetAccount) -> Quarter {
    let ctx = maker.today(period);
    let (words, spend) = (ctx.words, account.spend);
    let target = spend.target().unwrap_or(Exact::ZERO);
    let bare = |number: Option<Exact>| {
        number.map_or_else(String::new, |number| sentences::bare(&ctx, account, number))
    };
    let left = |spend: crate::analyse::budget::Spend| {
        let left = spend.left();
        left.map_or_else(
            || label("not known").to_owned(),
            |left| words.budget_left(left),
        )
    };
    Quarter {
        period: words.period_short(period),
        href: frame.to(&format!("{}#promises", pack_path(period))),
        objective: if account.has_changed() {
            let all = account.stretches.iter();
            let all: Vec<String> = all.map(|(held, _)| words.promised(held.target)).collect();
            all.join(label(", then "))
        } else {
            words.promised(target)
        },
        attained: spend
            .attained()
            .map_or_else(String::new, |share| words.attained(share, target)),
        broken: account.is_kept() == Some(false),
        failed: say!(
            "{bare} of {bare2}",
            bare(spend.bad()),
            bare(Some(spend.allowed))
        ),
        left: left(spend),
        first_left: restated::first_left(&ctx, &account.objective, period),
        four_weeks: account.four_weeks.as_ref().map_or_else(
            || label("not known").to_owned(),
            |window| left(window.spend),
        ),
        state: account
            .state
            .map_or(marks::target(crate::analyse::Status::NoData), marks::budget),
        provisional: account.provisional,
    }
}

fn burned(ctx: &Ctx<'_>, account: &BudgetAccount) -> Vec<Fact> {
    let rate = |rate: Option<Exact>| match rate {
        Some(rate) => say!("{burn_rate} times even pace", ctx.words.burn_rate(rate)),
        None => label("not known").to_owned(),
    };
    let fact = |label: &str, text: String| Fact {
        label: label.to_owned(),
        text,
    };
    let week = account.burn.worst_week;
    let mut facts = vec![
        fact(label("The quarter"), rate(account.burn.quarter)),
        fact(label("Its last 28 days"), rate(account.burn.last_28_days)),
    ];
    facts.extend(week.map(|(week, fastest)| {
        let label = say!("The worst week, the {week}", ctx.words.week(week));
        fact(&label, rate(Some(fastest)))
    }));
    if account.provisional {
        let pace = account.burn.last_28_days.zip(account.spend.left());
        let days = pace.and_then(|(rate, left)| {
            let calendar = &ctx.pack.settings.calendar;
            let whole = (calendar.end(ctx.period) - calendar.start(ctx.period)).num_days();
            burn::time_to_exhaustion(left, Exact::integer(whole), rate)
        });
        facts.extend(days.map(|days| {
            let text = say!(
                "{tally} days at the pace of the last 28",
                ctx.words.tally(days)
            );
            fact(label("What is left lasts"), text)
        }));
    }
    facts
}

fn speeds(ctx: &Ctx<'_>, account: &BudgetAccount) -> Vec<Speed> {
    let speeds = account.speeds.iter();
    speeds
        .map(|speed| Speed {
            windows: both(&speed.threshold),
            share: ctx.words.promised(speed.threshold.share),
            factor: ctx.words.factor(speed.threshold.factor),
            tells: if speed.threshold.pages {
                label("wakes someone")
            } else {
                label("a ticket")
            },
            fastest: match speed.highest {
                Some((rate, day)) => format!(
                    "{}, {}",
                    ctx.words.burn_rate(rate),
                    ctx.words.day_month(day)
                ),
                None => label("not known").to_owned(),
            },
            passed: match speed.passed() {
                Some(true) => label("passed"),
                Some(false) => label("not passed"),
                None => label("not known"),
            },
        })
        .collect()
}

fn excluded(ctx: &Ctx<'_>, account: &BudgetAccount) -> Vec<Out> {
    let excluded = account.excluded.iter();
    excluded
        .map(|out| {
            let valid = Exact::integer(i64::try_from(out.counted.valid).unwrap_or(i64::MAX));
            let bad = valid.minus(out.counted.good).unwrap_or(valid);
            Out {
                day: ctx.words.date(out.day),
                what: say!(
                    "{tallied}, of them {tally} failed",
                    sentences::tallied(ctx, account, valid),
                    ctx.words.tally(bad)
                ),
                reason: out.reason.clone(),
                agreed_by: out.agreed_by.clone(),
            }
        })
        .collect()
}

fn contract(
    ctx: &Ctx<'_>,
    level: &ServiceLevel,
    accounts: &[(Period, &BudgetAccount)],
) -> Option<Contract> {
    let agreed = level.agreement.as_ref()?;
    let words = ctx.words;
    let schedule = agreed.credits.iter().map(|step| {
        say!(
            "{promised} of the month's fee below {promised2}",
            words.promised(step.credit),
            words.promised(step.below)
        )
    });
    let schedule: Vec<String> = schedule.collect();
    let mut said = say_n!(
        u64::from(agreed.parties),
        "{promised} agreed for each calendar month with {count} party.",
        "{promised} agreed for each calendar month with {count} parties.",
        words.promised(agreed.target.value),
        words.count(u64::from(agreed.parties))
    );
    if !schedule.is_empty() {
        said.push_str(&say!(" Credits: {join}.", schedule.join(label("; "))));
    }
    if let Some(exclusions) = &agreed.exclusions {
        said.push_str(&say!(
            " Not counted: {clause}.",
            sentences::clause(exclusions)
        ));
    }
    if let Some(role) = &agreed.supplied_by {
        said.push_str(&say!(" Fees supplied by {role}.", role));
    }
    let counted = accounts.iter().rev();
    let counted = counted.filter_map(|(_, account)| account.agreement.as_ref());
    let months = counted.flat_map(|counted| counted.months.iter().rev());
    Some(Contract {
        name: agreed.name.clone(),
        said,
        months: months
            .map(|month| {
                let all = Exact::integer(i64::try_from(month.counted.valid).unwrap_or(i64::MAX));
                Month {
                    name: format!(
                        "{}\u{a0}{}",
                        words.month_name(month.month),
                        month.month.format("%Y")
                    ),
                    counted: say!(
                        "{tally} of {tally2}",
                        words.tally(month.counted.good),
                        words.tally(all)
                    ),
                    attained: month.attained.map_or_else(
                        || label("nothing counted").to_owned(),
                        |share| words.attained(share, agreed.target.value),
                    ),
                    broken: month.met == Some(false),
                    credit: month.credit.map_or_else(
                        || label("not known").to_owned(),
                        |credit| words.amount(credit),
                    ),
                }
            })
            .collect(),
    })
}

fn reviews(
    ctx: &Ctx<'_>,
    frame: &Frame,
    objective: &str,
    account: Option<&BudgetAccount>,
) -> Vec<ReviewRow> {
    let name = account.map_or(objective, |account| sentences::named(ctx, account));
    let reviews = ctx.pack.service_levels.reviews.iter().rev();
    reviews
        .filter(|review| review.objective.value == objective)
        .map(|review| told(ctx, frame, name, review))
        .collect()
}

fn policy(ctx: &Ctx<'_>, level: &ServiceLevel) -> Vec<Fact> {
    let Some(policy) = ctx.pack.service_levels.policy(&level.policy.value) else {
        return Vec::new();
    };
    let steps = policy.states.iter().map(|(at_least, state)| Fact {
        label: label(state.label()).to_owned(),
        text: say!(
            "{promised} of the budget left or more",
            ctx.words.promised(*at_least)
        ),
    });
    let mut facts: Vec<Fact> = steps.collect();
    let mut reviews = Vec::new();
    if policy.review_overspent {
        reviews.push(label("the budget is overspent").to_owned());
    }
    reviews.extend(policy.review_incident.map(|share| {
        let share = ctx.words.promised(share);
        say!("one incident takes more than {share} of it", share)
    }));
    if !reviews.is_empty() {
        facts.push(Fact {
            label: label("Formal review").to_owned(),
            text: say!(
                "within {within}~days where {join}",
                policy.within,
                reviews.join(label(", or "))
            ),
        });
    }
    facts.push(Fact {
        label: label("Set by").to_owned(),
        text: say!(
            "{set_by}, from {date}",
            policy.set_by,
            ctx.words.date(policy.from)
        ),
    });
    facts
}

fn days(ctx: &Ctx<'_>, account: &BudgetAccount) -> Vec<Day> {
    let counts = ctx.pack.objective_counts.get(&account.objective);
    let counts = counts.and_then(|counts| counts.get(&ctx.period));
    let days = counts.into_iter().flat_map(|counts| &counts.days);
    days.map(|(day, counted)| {
        let mut left = account.balance.iter();
        let left = left.find(|(balanced, _)| balanced == day);
        let none = || label("not observed").to_owned();
        Day {
            day: ctx.words.date(*day),
            good: counted.map_or_else(none, |counted| ctx.words.tally(counted.good)),
            valid: counted.map_or_else(none, |counted| ctx.words.count(counted.valid)),
            left: left.map_or_else(none, |(_, left)| ctx.words.budget_left(*left)),
        }
    })
    .collect()
}
