//! Error budgets to their drawings: a bullet of what is left for a table, and the burn-down of one.

use super::Drawn;
use super::records::{self, Around, Budget};
use crate::analyse::BudgetAccount;
use crate::model::Exact;
use crate::render::charts::{Svg, bullet, burn_down};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// How far below zero every track of a table reaches at least, in percent.
const ROOM: f64 = -20.0;

fn percent(share: Exact) -> f64 {
    share.to_f64() * 100.0
}

/// How far the quarter before may stretch every track; lower it is an arrow.
const BEFORE: f64 = -100.0;

/// The low end of the tracks of a table in percent: one for all rows, so that they can be compared.
/// It holds every account, and those of the quarter before down to once the whole budget.
pub(crate) fn low_end<'a>(
    accounts: &[&BudgetAccount],
    before: impl Iterator<Item = &'a BudgetAccount>,
) -> f64 {
    let left = accounts.iter().filter_map(|account| account.spend.left());
    let then = before.filter_map(|account| account.spend.left());
    let then = then.map(|left| percent(left).max(BEFORE));
    let lowest = left.map(percent).chain(then).fold(ROOM, f64::min);
    (lowest / 20.0).floor() * 20.0
}

/// What the quarter before left where its ring does not lie on the track, for the words of its row.
pub(crate) fn beyond(ctx: &Ctx<'_>, before: Option<&BudgetAccount>, low: f64) -> String {
    let left = before.and_then(|before| before.spend.left());
    let left = left.filter(|left| percent(*left) < low);
    left.map_or_else(String::new, |left| {
        say!(
            "; {budget_left} the quarter before",
            ctx.words.budget_left(left)
        )
    })
}

/// What is left of a budget, with the quarter before and where the policy changes.
pub(crate) fn left(
    ctx: &Ctx<'_>,
    account: &BudgetAccount,
    before: Option<&BudgetAccount>,
    low: f64,
) -> Svg {
    let words = |share: Exact| (percent(share), ctx.words.of_budget(share));
    let value = account.spend.left();
    let policy = ctx.pack.service_levels.policy(&account.policy);
    let steps = policy.map_or(&[][..], |policy| &policy.states);
    let steps = steps
        .iter()
        .filter(|(at_least, _)| *at_least != Exact::ZERO);
    let end = |value: f64| {
        let share = Exact::from_f64(value / 100.0).unwrap_or(Exact::ZERO);
        ctx.words.promised(share)
    };
    bullet::row(&bullet::Bullet {
        label: sentences::named(ctx, account).to_owned(),
        unit: label("% of the budget").to_owned(),
        low: (low, end(low)),
        high: (100.0, end(100.0)),
        value: value.map(words),
        target: None,
        previous: before.and_then(|before| before.spend.left()).map(words),
        thresholds: steps
            .map(|(at_least, _)| (percent(*at_least), String::new()))
            .collect(),
        left: true,
    })
}

/// The burn-down of a budget over the days of its quarter; `None` where nothing can be drawn.
pub(crate) fn burned(ctx: &Ctx<'_>, account: &BudgetAccount, id: &str) -> Option<Drawn> {
    let calendar = &ctx.pack.settings.calendar;
    let (start, end) = (calendar.start(ctx.period), calendar.end(ctx.period));
    let left: BTreeMap<NaiveDate, Exact> = account.balance.iter().copied().collect();
    let days: Vec<burn_down::Day> = start
        .iter_days()
        .take_while(|day| *day < end)
        .map(|day| burn_down::Day {
            date: ctx.words.date(day),
            left: left
                .get(&day)
                .map(|left| (percent(*left), ctx.words.budget_left(*left))),
        })
        .collect();
    let index = |day: NaiveDate| usize::try_from((day - start).num_days()).ok();
    let axis = burn_down::axis(&days, |value, unit| {
        let share = Exact::from_f64(value / 100.0).unwrap_or(Exact::ZERO);
        let text = ctx.words.promised(share);
        if unit { text } else { bare(&text).to_owned() }
    });
    let seen = account.spend.left()?;
    let last = account.balance.last().map(|(day, _)| *day)?;
    let input = burn_down::BurnDown {
        axis,
        end: ctx.words.budget_left(seen),
        provisional: account
            .provisional
            .then(|| say!("to {date_short}", ctx.words.date_short(last))),
        drops: drops(ctx, account, start),
        overspent: account.overspent_since.and_then(|day| {
            let since = say!("overspent since {date_short}", ctx.words.date_short(day));
            Some((index(day)?, since))
        }),
        breaks: breaks(account, start),
        months: days_of_months(ctx, start, end),
        days,
    };
    let name = say!("{named}: error budget", sentences::named(ctx, account));
    let span = ctx.words.period_short(ctx.period);
    let headline = sentences::burned(ctx, account);
    let target = account.target().map(|target| ctx.words.promised(target))?;
    let operations = sentences::window(account.window);
    let drawn = records::burn_down(
        &Around {
            id,
            name: &name,
            span: &span,
            headline: &headline,
            target: "",
            subtitle: label("Error budget left"),
            notes: notes(ctx, account),
        },
        &Budget {
            objective: &say!("objective {target}", target),
            quarter: &days_in_words(ctx, account),
            amount: &sentences::tallied(ctx, account, account.spend.allowed),
            operations: (!sentences::is_quarter(account)).then_some(operations.as_str()),
        },
        &input,
    );
    drawn.ok()
}

fn days_in_words(ctx: &Ctx<'_>, account: &BudgetAccount) -> String {
    let first = ctx.words.day_month(account.days.start);
    let last = account.days.end.pred_opt().unwrap_or(account.days.end);
    say!("{first} to {date}", first, ctx.words.date(last))
}

fn notes(ctx: &Ctx<'_>, account: &BudgetAccount) -> Vec<String> {
    let level = ctx.pack.service_levels.level(&account.objective);
    let source = level.map(|level| {
        say!(
            "Source: counts by day of {objective}; owner {owner}.",
            account.objective,
            level.owner
        )
    });
    source
        .into_iter()
        .chain(sentences::exclusion(ctx, account))
        .chain(sentences::unseen(ctx, &[account]))
        .collect()
}

/// Incidents that a reader may see, with what each took.
fn drops(ctx: &Ctx<'_>, account: &BudgetAccount, start: NaiveDate) -> Vec<burn_down::Drop> {
    let record = ctx.pack.incidents.get(&ctx.period);
    let incidents = record.map_or(&[][..], |record| &record.incidents);
    account
        .costs
        .iter()
        .filter_map(|cost| {
            let mut incidents = incidents.iter();
            let incident = incidents.find(|incident| incident.id.value == cost.incident)?;
            let day = usize::try_from((cost.day - start).num_days()).ok()?;
            let points = ctx.words.of_budget(cost.share);
            Some(burn_down::Drop {
                day,
                cost: percent(cost.share),
                what: say!(
                    "{name}: {words}",
                    ctx.words.date_short(cost.day),
                    ctx.plain(&incident.title)
                ),
                points: say!("{text} points", bare(&points)),
            })
        })
        .collect()
}

/// First days of another target.
fn breaks(account: &BudgetAccount, start: NaiveDate) -> Vec<(usize, String)> {
    let later = account.stretches.iter().skip(1);
    later
        .filter_map(|(held, _)| {
            let day = usize::try_from((held.days.start - start).num_days()).ok()?;
            Some((day, label("objective changed").to_owned()))
        })
        .collect()
}

/// A percentage without its sign, and without the space that a language sets before it.
fn bare(percentage: &str) -> &str {
    percentage.trim_end_matches('%').trim_end()
}

fn days_of_months(ctx: &Ctx<'_>, start: NaiveDate, end: NaiveDate) -> Vec<(usize, String)> {
    let days = start.iter_days().take_while(|day| *day < end);
    days.enumerate()
        .filter(|(_, day)| day.day() == 1)
        .map(|(at, day)| (at, ctx.words.month_name(day).to_owned()))
        .collect()
}
