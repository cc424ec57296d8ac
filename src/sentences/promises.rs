//! Error budgets to sentences: how many promises were kept, who overspent by how much, and why the
//! objective's own window says something else than the quarter.

use super::Ctx;
use super::grammar::{few, list, spaced, upper_first};
use crate::analyse::budget::{BudgetAccount, BudgetUnit, WindowAccount, coverage};
use crate::model::{BudgetWindow, Exact, LengthUnit};
use crate::tongue::{label, say, say_n, say_of};
use chrono::NaiveDate;

/// The name of a budget inside a sentence: its service's, or the objective's own.
pub(crate) fn named<'a>(ctx: &Ctx<'a>, account: &'a BudgetAccount) -> &'a str {
    let service = account.service.as_deref();
    let service = service.and_then(|id| ctx.pack.service(id));
    match service {
        Some(service) => &service.name,
        None => ctx
            .pack
            .objectives
            .get(&account.objective)
            .map_or(account.objective.as_str(), |objective| &objective.name),
    }
}

/// The message of all accounts together, worst first: at most 16 words.
pub(crate) fn promises(ctx: &Ctx<'_>, accounts: &[&BudgetAccount]) -> String {
    let period = ctx.words.period_short(ctx.period);
    let Some(worst) = accounts.first() else {
        return say!("No promise of reliability was counted in {period}", period);
    };
    let kept = accounts
        .iter()
        .filter(|a| a.is_kept() == Some(true))
        .count();
    let services = one_each(accounts);
    let running = accounts.iter().any(|account| account.provisional);
    let left = worst.spend.left().unwrap_or(Exact::ZERO);
    let name = named(ctx, worst);
    if kept == accounts.len() {
        let n = accounts.len();
        if n == 1 {
            let left = ctx.words.budget_left(left);
            return upper_first(&match running {
                true => say!(
                    "So far {name} has kept its promise, with {left}",
                    name,
                    left
                ),
                false => say!("{name} kept its promise, with {left}", name, left),
            });
        }
        let (n, left) = (spaced(n), ctx.words.of_budget(left));
        return match (services, running) {
            (true, true) => say!(
                "So far all {n}services have kept their promise; {name} had least budget left, {left}",
                n,
                name,
                left
            ),
            (true, false) => say!(
                "All {n}services kept their promise; {name} had least budget left, {left}",
                n,
                name,
                left
            ),
            (false, true) => say!(
                "So far all {n}objectives have kept their promise; {name} had least budget left, {left}",
                n,
                name,
                left
            ),
            (false, false) => say!(
                "All {n}objectives kept their promise; {name} had least budget left, {left}",
                n,
                name,
                left
            ),
        };
    }
    let over: Vec<&&BudgetAccount> = accounts
        .iter()
        .filter(|account| account.is_kept() == Some(false))
        .collect();
    let by = |account: &BudgetAccount| {
        let left = account.spend.left().unwrap_or(Exact::ZERO);
        ctx.words.of_budget(left.magnitude())
    };
    let who = match over.as_slice() {
        [one] => say!("{named} overspent by {by}", named(ctx, one), by(one)),
        [one, two] => say!(
            "{named} overspent by {by} and {named2} by {by2}",
            named(ctx, one),
            by(one),
            named(ctx, two),
            by(two)
        ),
        many => say!(
            "{name} overspent most of {len}, by {by}",
            name,
            many.len(),
            by(worst)
        ),
    };
    let many = kept_of(kept, accounts.len(), services);
    let so_far = if running { label("So far ") } else { "" };
    upper_first(&format!("{so_far}{many}{}{who}", label("; ")))
}

/// How many promises were kept, where some were not: `three of five services kept their promise`.
fn kept_of(kept: usize, of: usize, services: bool) -> String {
    let n = spaced(of);
    let (count, part) = (spaced(kept), u64::try_from(kept).unwrap_or(u64::MAX));
    let count = count.trim();
    match (kept, services, of) {
        (0, true, 1) => label("none of one service kept its promise").to_owned(),
        (0, true, _) => say!("none of {n}services kept its promise", n),
        (0, false, 1) => label("none of one objective kept its promise").to_owned(),
        (0, false, _) => say!("none of {n}objectives kept its promise", n),
        (_, true, _) => say_n!(
            part,
            "{count} of {n}services kept their promise",
            "{count} of {n}services kept their promise",
            count,
            n
        ),
        (_, false, _) => say_n!(
            part,
            "{count} of {n}objectives kept their promise",
            "{count} of {n}objectives kept their promise",
            count,
            n
        ),
    }
}

/// Whether each account is of another service, so that they can be counted as services.
fn one_each(accounts: &[&BudgetAccount]) -> bool {
    let mut services: Vec<Option<&str>> = accounts.iter().map(|a| a.service.as_deref()).collect();
    services.sort_unstable();
    services.dedup();
    services.len() == accounts.len() && !services.contains(&None)
}

/// The message of a burn-down: at most 15 words.
pub(crate) fn burned(ctx: &Ctx<'_>, account: &BudgetAccount) -> String {
    let name = named(ctx, account);
    let left = account.spend.left().unwrap_or(Exact::ZERO);
    let size = ctx.words.of_budget(left.magnitude());
    match account.overspent_since {
        Some(day) => {
            let day = ctx.words.day_month(day);
            if account.provisional {
                say!(
                    "{name} has been over its budget since {day}, by {size} so far",
                    name,
                    day,
                    size
                )
            } else {
                say!(
                    "{name} went over its budget on {day} and ended {size} overspent",
                    name,
                    day,
                    size
                )
            }
        }
        None if account.provisional => {
            say!("{name} has {size} of its budget left so far", name, size)
        }
        None => say!(
            "{name} ended the quarter with {size} of its budget left",
            name,
            size
        ),
    }
}

/// What was counted, by its name: `requests`.
pub(crate) fn counted_things<'a>(ctx: &Ctx<'a>, account: &BudgetAccount) -> &'a str {
    let level = ctx.pack.service_levels.level(&account.objective);
    let events = level.and_then(|level| level.events.as_ref());
    events.map_or(label("events"), |(_, many)| many.as_str())
}

/// A number of what a budget is counted in: `64,371 requests`, or `286 minutes` for slices.
pub(crate) fn tallied(ctx: &Ctx<'_>, account: &BudgetAccount, number: Exact) -> String {
    match account.unit {
        BudgetUnit::Events => {
            let things = counted_things(ctx, account);
            format!("{} {things}", ctx.words.tally(number))
        }
        BudgetUnit::Slices(_) => {
            let minutes = account.minutes(number).unwrap_or(number);
            say!("{tally} minutes", ctx.words.tally(minutes))
        }
    }
}

/// The same number without its name, for a table whose head names it.
pub(crate) fn bare(ctx: &Ctx<'_>, account: &BudgetAccount, number: Exact) -> String {
    match account.unit {
        BudgetUnit::Events => ctx.words.tally(number),
        BudgetUnit::Slices(_) => {
            let minutes = account.minutes(number).unwrap_or(number);
            say!("{tally}~min", ctx.words.tally(minutes))
        }
    }
}

/// What the failures of a table are of: `Failed requests, of allowed`
/// where all rows count them.
pub(crate) fn counted_head(ctx: &Ctx<'_>, accounts: &[&BudgetAccount]) -> String {
    let mut things = accounts.iter().map(|account| match account.unit {
        BudgetUnit::Events => counted_things(ctx, account),
        BudgetUnit::Slices(_) => "",
    });
    let first = things.next().unwrap_or("");
    if first.is_empty() || things.any(|other| other != first) {
        return label("Failed, of allowed").to_owned();
    }
    say!("Failed {first}, of allowed", first)
}

/// Both the rate and the amount: `99.89%, that is 64,371 failed requests against 60,267 allowed`.
pub(crate) fn spent(ctx: &Ctx<'_>, account: &BudgetAccount) -> Option<String> {
    let spend = account.spend;
    let (bad, attained) = (spend.bad()?, spend.attained()?);
    let target = account.spend.target()?;
    let (bad, allowed, what) = match account.unit {
        BudgetUnit::Events => (bad, spend.allowed, counted_things(ctx, account)),
        BudgetUnit::Slices(_) => (
            account.minutes(bad)?,
            account.minutes(spend.allowed)?,
            label("minutes"),
        ),
    };
    Some(say!(
        "{attained}, that is {tally} failed {what} against {tally2} allowed",
        ctx.words.attained(attained, target),
        ctx.words.tally(bad),
        what,
        ctx.words.tally(allowed)
    ))
}

/// `rolling 28 days`, `calendar month`.
pub(crate) fn window(window: BudgetWindow) -> String {
    let length = window.length();
    let (count, n) = (length.count, u64::from(length.count));
    match (window, length.unit) {
        (BudgetWindow::Rolling(_), LengthUnit::Minute) => {
            say_n!(n, "rolling {n}~minute", "rolling {n}~minutes", count)
        }
        (BudgetWindow::Rolling(_), LengthUnit::Hour) => {
            say_n!(n, "rolling {n}~hour", "rolling {n}~hours", count)
        }
        (BudgetWindow::Rolling(_), LengthUnit::Day) => {
            say_n!(n, "rolling {n}~day", "rolling {n}~days", count)
        }
        (BudgetWindow::Rolling(_), LengthUnit::Week) => {
            say_n!(n, "rolling {n}~week", "rolling {n}~weeks", count)
        }
        (BudgetWindow::Rolling(_), LengthUnit::Month) => {
            say_n!(n, "rolling {n}~month", "rolling {n}~months", count)
        }
        (BudgetWindow::Rolling(_), LengthUnit::Quarter) => {
            say_n!(n, "rolling {n}~quarter", "rolling {n}~quarters", count)
        }
        (BudgetWindow::Rolling(_), LengthUnit::Year) => {
            say_n!(n, "rolling {n}~year", "rolling {n}~years", count)
        }
        (BudgetWindow::Calendar { .. }, LengthUnit::Minute) => {
            say_n!(n, "calendar minute", "{n}~calendar minutes", count)
        }
        (BudgetWindow::Calendar { .. }, LengthUnit::Hour) => {
            say_n!(n, "calendar hour", "{n}~calendar hours", count)
        }
        (BudgetWindow::Calendar { .. }, LengthUnit::Day) => {
            say_n!(n, "calendar day", "{n}~calendar days", count)
        }
        (BudgetWindow::Calendar { .. }, LengthUnit::Week) => {
            say_n!(n, "calendar week", "{n}~calendar weeks", count)
        }
        (BudgetWindow::Calendar { .. }, LengthUnit::Month) => {
            say_n!(n, "calendar month", "{n}~calendar months", count)
        }
        (BudgetWindow::Calendar { .. }, LengthUnit::Quarter) => {
            say_n!(n, "calendar quarter", "{n}~calendar quarters", count)
        }
        (BudgetWindow::Calendar { .. }, LengthUnit::Year) => {
            say_n!(n, "calendar year", "{n}~calendar years", count)
        }
    }
}

/// Whether the objective's own window is the quarter itself.
pub(crate) fn is_quarter(account: &BudgetAccount) -> bool {
    let length = account.window.length();
    matches!(account.window, BudgetWindow::Calendar { .. })
        && (length.unit, length.count) == (LengthUnit::Quarter, 1)
}

/// Why a rolling window and the quarter say different things, in one sentence: the objective's own
/// window, or the last four weeks where that is the quarter itself. `None` without such an account.
pub(crate) fn why_window_differs(ctx: &Ctx<'_>, account: &BudgetAccount) -> Option<String> {
    let words = ctx.words;
    let (own, length) = if is_quarter(account) {
        (account.four_weeks.as_ref()?, say!("last 28~days"))
    } else {
        (account.windows.last()?, window(account.window))
    };
    if own.days == account.days {
        return None;
    }
    let last = words.day_month(own.days.end.pred_opt()?);
    let start = say!(
        "Over the {length} to {last} {named}'s budget stood at {budget_left}, over the quarter at {budget_left2}",
        length,
        last,
        named(ctx, account),
        words.budget_left(own.spend.left()?),
        words.budget_left(account.spend.left()?)
    );
    Some(match before_window(account, own) {
        Some(share) if share > Exact::ZERO => say!(
            "{start}: the shorter window allows fewer failures, and {share} of those of the quarter came before it.",
            start,
            words.of_budget(share)
        ),
        Some(_) => say!(
            "{start}: the shorter window allows fewer failures, and all of those of the quarter fell inside it.",
            start
        ),
        None => say!(
            "{start}: the window also counts days before {day_month}.",
            start,
            words.day_month(account.days.start)
        ),
    })
}

/// The share of the quarter's failures that lie before the window; `None` where the window begins
/// before the quarter.
fn before_window(account: &BudgetAccount, own: &WindowAccount) -> Option<Exact> {
    if own.days.start < account.days.start {
        return None;
    }
    // What was left when the window began, of the whole budget, against what is left now.
    let earlier = account.balance.iter();
    let earlier = earlier.take_while(|(day, _)| *day < own.days.start);
    let one = Exact::integer(1);
    let before = earlier.last().map_or(one, |(_, left)| *left);
    one.minus(before)?.over(account.spend.used()?)
}

/// That a quarter is still running; `None` once it is over.
pub(crate) fn provisional(ctx: &Ctx<'_>, accounts: &[&BudgetAccount]) -> Option<String> {
    let account = accounts.iter().find(|account| account.provisional)?;
    let (last, _) = account.balance.last()?;
    let end = ctx.pack.settings.calendar.last_day(ctx.period);
    Some(say!(
        "Provisional: counted to {day_month}, while the quarter runs to {date}. What a budget allows grows with its traffic until then.",
        ctx.words.day_month(*last),
        ctx.words.date(end)
    ))
}

/// Days without data, in one sentence; `None` where every day was observed.
pub(crate) fn unseen(ctx: &Ctx<'_>, accounts: &[&BudgetAccount]) -> Option<String> {
    let told = accounts
        .iter()
        .filter(|account| !account.unobserved.is_empty());
    let told = told.map(|account| {
        let days = few(account.unobserved.len(), "day", "days");
        say!("{days} of {named}", days, named(ctx, account))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return None;
    }
    Some(say!(
        "Not observed, and counted neither as good nor as bad: {list}.",
        list(&told)
    ))
}

/// What was left out of the counts, and what the account would be with it.
pub(crate) fn exclusion(ctx: &Ctx<'_>, account: &BudgetAccount) -> Option<String> {
    let with = account.with_excluded?;
    let target = account.spend.target()?;
    let days: Vec<String> = account
        .excluded
        .iter()
        .map(|out| {
            say!(
                "{day_month} ({clause}, agreed by {agreed_by})",
                ctx.words.day_month(out.day),
                super::clause(&out.reason),
                out.agreed_by
            )
        })
        .collect();
    Some(say!(
        "{named} leaves out part of {list}; with it, {attained} was attained and {budget_left}.",
        named(ctx, account),
        list(&days),
        ctx.words.attained(with.attained()?, target),
        ctx.words.budget_left(with.left()?)
    ))
}

/// Which critical journeys have an objective on a day, and which have none; `None` without any.
pub(crate) fn covered(ctx: &Ctx<'_>, on: NaiveDate) -> Option<String> {
    let (with, without) = coverage(ctx.pack, on);
    let all = with.len() + without.len();
    if all == 0 {
        return None;
    }
    if without.is_empty() {
        return Some(say_n!(
            u64::try_from(all).unwrap_or(u64::MAX),
            "Nothing: {n}critical journey has an objective.",
            "Nothing: {n}critical journeys have an objective.",
            spaced(all)
        ));
    }
    let names: Vec<String> = without
        .iter()
        .map(|journey| super::grammar::lower_first(&journey.name))
        .collect();
    let (some, n) = (spaced(with.len()), spaced(all));
    Some(say_of!(
        u64::try_from(with.len()).unwrap_or(u64::MAX),
        u64::try_from(all).unwrap_or(u64::MAX),
        "{some} of {all} critical journeys have an objective. No promise is made yet that {list}.",
        "{some} of {all} critical journeys have an objective. No promise is made yet that {list}.",
        upper_first(some.trim()),
        n.trim(),
        list(&names)
    ))
}

/// The message of contracts and formal reviews together. `late` and `open` count reviews.
pub(crate) fn contracts(
    ctx: &Ctx<'_>,
    accounts: &[&BudgetAccount],
    late: usize,
    open: usize,
) -> String {
    let agreements: Vec<_> = accounts
        .iter()
        .filter_map(|a| a.agreement.as_ref())
        .collect();
    let broken = agreements.iter().filter(|a| a.broken().count() > 0).count();
    let due = agreements
        .iter()
        .try_fold(Exact::ZERO, |sum, agreement| sum.plus(agreement.due?));
    let (of, n) = (agreements.len(), spaced(agreements.len()));
    let owed = || {
        due.map_or_else(String::new, |due| {
            say!(" and {amount} in credits is due", ctx.words.amount(due))
        })
    };
    let kept = match (broken, of) {
        (_, 0) => label("no contract stands beside an objective").to_owned(),
        (0, 1) => label("the contract was kept").to_owned(),
        (0, _) => say!("all {n}contracts were kept", n),
        (_, 1) => say!("one of one contract was broken{owed}", owed()),
        (broken, _) => say_n!(
            u64::try_from(broken).unwrap_or(u64::MAX),
            "{count} of {n}contracts was broken{owed}",
            "{count} of {n}contracts were broken{owed}",
            spaced(broken).trim(),
            n,
            owed()
        ),
    };
    let held = match (late, open) {
        (0, 0) => label("no formal review is open").to_owned(),
        (0, 1) => label("one formal review is still to be held").to_owned(),
        (0, open) => say!("{n}formal reviews are still to be held", spaced(open)),
        (1, _) => label("one formal review is late").to_owned(),
        (late, _) => say!("{n}formal reviews are late", spaced(late)),
    };
    upper_first(&format!("{kept}{}{held}", label("; ")))
}
