//! Risks to sentences, from the quarter's record.

use super::Ctx;
use super::grammar::{Subject, clause, list, number, upper_first};
use crate::analyse::{AppetiteFit, Progress, Reached, RiskMovement, RiskQuarter, RiskRow};
use crate::model::{Bound, Range, Risk, RiskKind, Scope, Trigger};
use crate::tongue::{label, label_of, say, say_n};

/// Whether all, some or none of the risks are known to lie within appetite.
pub(crate) fn risks_headline(quarter: &RiskQuarter) -> String {
    let count = |fit: AppetiteFit| quarter.rows.iter().filter(|row| row.fit == fit).count();
    let (outside, unsure) = (
        count(AppetiteFit::Outside),
        count(AppetiteFit::MayBeOutside),
    );
    let all = quarter.rows.len();
    let (first, many) = (|n: usize| upper_first(&number(n)), number(all));
    let n = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    match (all, outside, unsure) {
        (0, ..) => label("No risk is open").to_owned(),
        (1, 1, _) => label("The one risk on record lies outside appetite").to_owned(),
        (1, 0, 1) => label("The one risk on record may lie outside appetite").to_owned(),
        (1, ..) => label("The one risk on record does not lie outside appetite").to_owned(),
        (_, 0, 0) => match count(AppetiteFit::Within) {
            within if within == all => say!("All {number} risks lie within appetite", number(all)),
            0 => say!(
                "None of {all} risks lie within appetite, the others have no limit",
                many
            ),
            within => say_n!(
                n(within),
                "{n} of {all} risks lies within appetite, the others have no limit",
                "{n} of {all} risks lie within appetite, the others have no limit",
                first(within),
                many
            ),
        },
        (_, 0, unsure) => say_n!(
            n(unsure),
            "{n} of {all} risks may lie outside appetite",
            "{n} of {all} risks may lie outside appetite",
            first(unsure),
            many
        ),
        (_, outside, 0) => say_n!(
            n(outside),
            "{n} of {all} risks lies outside appetite",
            "{n} of {all} risks lie outside appetite",
            first(outside),
            many
        ),
        (_, outside, unsure) => say_n!(
            n(outside),
            "{n} of {all} risks lies outside appetite, and {more} more may",
            "{n} of {all} risks lie outside appetite, and {more} more may",
            first(outside),
            many,
            number(unsure)
        ),
    }
}

/// How many triggers have been reached: `one trigger has been reached`; empty where none has.
pub(crate) fn triggers_reached(quarter: &RiskQuarter) -> String {
    let reached = quarter.rows.iter().filter(|row| row.reached.is_reached());
    match reached.count() {
        0 => String::new(),
        1 => label("one trigger has been reached").to_owned(),
        n => say!("{number} triggers have been reached", number(n)),
    }
}

/// How often, with a capital: `About once in 2 years`.
pub(crate) fn likelihood(ctx: &Ctx<'_>, row: &RiskRow) -> String {
    upper_first(&ctx.words.how_often(row.times_a_year))
}

/// The same of any assessment.
pub(crate) fn often(ctx: &Ctx<'_>, times_a_year: Range) -> String {
    upper_first(&ctx.words.how_often(times_a_year))
}

/// What once costs: `£80 to £300 thousand`.
pub(crate) fn impact(ctx: &Ctx<'_>, row: &RiskRow) -> String {
    let impact = ctx.words.harm_range(row.harm, row.impact, None);
    impact
        .replace(label("customer hours"), label("hours"))
        .replace(label("customer hour"), label("hour"))
}

/// What a year costs: `£40 to £600 thousand`, on the right side of the limit at both ends.
pub(crate) fn exposure(ctx: &Ctx<'_>, row: &RiskRow) -> String {
    let limit = row.appetite.as_ref().map(|appetite| appetite.a_year);
    ctx.words.harm_range(row.harm, row.exposure, limit)
}

/// `limit £150 thousand`.
pub(crate) fn limit(ctx: &Ctx<'_>, row: &RiskRow) -> String {
    row.appetite.as_ref().map_or_else(
        || label("no limit set by then").to_owned(),
        |appetite| {
            let limit = ctx.words.harm(appetite.harm, appetite.a_year);
            // The column of exposures says whose hours.
            say!(
                "limit {limit}",
                limit.replace(label("customer hours"), label("hours"))
            )
        },
    )
}

/// What the exposure was before: `was £20 to £300 thousand`, with the quarter where it is not the one
/// before; empty for a new risk, and for one that is the same.
pub(crate) fn before(ctx: &Ctx<'_>, row: &RiskRow) -> String {
    if row.movement == RiskMovement::NotAssessed {
        return say!(
            "last in {period_short}",
            ctx.words.period_short(row.assessed)
        );
    }
    let Some((period, exposure)) = &row.before else {
        return String::new();
    };
    let when = match *period == ctx.period.previous() {
        true => String::new(),
        false => say!(" in {period_short}", ctx.words.period_short(*period)),
    };
    match (row.movement, exposure) {
        (RiskMovement::Same, _) if when.is_empty() => String::new(),
        (RiskMovement::Same, _) => say!("as{when}", when),
        (_, Some(exposure)) => {
            let was = ctx.words.harm_range(row.harm, *exposure, None);
            say!("was {was}{when}", was, when)
        }
        (_, None) => say!("was counted in something else{when}", when),
    }
}

/// What is being done, by whom and when: `Negotiate a second contract. CFO, by 30 November 2026.`
pub(crate) fn doing(ctx: &Ctx<'_>, row: &RiskRow) -> String {
    let Some((doing, progress)) = &row.doing else {
        return label("Nothing beyond watching it.").to_owned();
    };
    let what = doing.what.value.trim_end_matches('.');
    let (who, by) = (&doing.owner, ctx.words.date(doing.by.value));
    match progress {
        Progress::Under => say!("{what}: {who}, by {by}.", what, who, by),
        Progress::Overdue => say!(
            "{what}: {who}, was due by {by} and is not done.",
            what,
            who,
            by
        ),
        Progress::Done(day) => say!(
            "{what}: {who}, done on {date}.",
            what,
            who,
            ctx.words.date(*day)
        ),
    }
}

/// What would make us act, after `We act when`: the author's words, or the metric and its bound.
pub(crate) fn trigger(ctx: &Ctx<'_>, row: &RiskRow) -> String {
    let watch = match &row.trigger {
        Trigger::Told(text) => return clause(&text.value),
        Trigger::Watched(watch) => watch,
    };
    let Some(metric) = ctx.pack.metrics.get(&watch.metric.value) else {
        return String::new();
    };
    let service = watch.service.as_ref();
    let scope = service.map_or(Scope::All, |service| Scope::Service(&service.value));
    let subject = Subject::new(ctx.pack, metric, scope);
    let (below, at) = match watch.bound.value {
        Bound::Below(at) => (true, at),
        Bound::Above(at) => (false, at),
    };
    let at = ctx.words.exact(metric, at);
    let name = &subject.inside;
    match (below, subject.verb("is", "are")) {
        (true, "is") => say!("{name} is below {at}", name, at),
        (true, _) => say!("{name} are below {at}", name, at),
        (false, "is") => say!("{name} is above {at}", name, at),
        (false, _) => say!("{name} are above {at}", name, at),
    }
}

/// When a trigger was reached that no metric watches; empty otherwise.
pub(crate) fn reached_on(ctx: &Ctx<'_>, row: &RiskRow) -> String {
    match row.reached {
        Reached::On(day) => say!("on {date}", ctx.words.date(day)),
        Reached::Yes | Reached::No | Reached::NoData => String::new(),
    }
}

/// What became of the risks since the quarter before: `New: single payment provider (outside
/// appetite). Closed: slow search. One higher, two lower.` Empty where nothing did.
pub(crate) fn risks_moved(ctx: &Ctx<'_>, quarter: &RiskQuarter) -> String {
    let of = |movement: RiskMovement| {
        let rows = quarter.rows.iter().chain(&quarter.closed);
        rows.filter(move |row| row.movement == movement)
    };
    let mut told = Vec::new();
    for (word, movement) in [
        (label("New"), RiskMovement::New),
        (label("Closed"), RiskMovement::Closed),
    ] {
        let names = of(movement).filter_map(|row| {
            let name = clause(&risk_of(ctx, row)?.name.value);
            let fit = match (movement, row.fit) {
                (RiskMovement::Closed, _) | (_, AppetiteFit::Within) => "",
                (_, AppetiteFit::MayBeOutside) => label(" (may be outside appetite)"),
                (_, AppetiteFit::Outside) => label(" (outside appetite)"),
                (_, AppetiteFit::NotSet) => label(" (no limit set)"),
            };
            Some(format!("{name}{fit}"))
        });
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            told.push(format!("{word}{}{}.", label(": "), list(&names)));
        }
    }
    let mut counts = Vec::new();
    let (higher, lower) = (of(RiskMovement::Higher), of(RiskMovement::Lower));
    let (higher, lower) = (higher.count(), lower.count());
    if higher > 0 {
        counts.push(say!("{n} higher", number(higher)));
    }
    if lower > 0 {
        counts.push(say!("{n} lower", number(lower)));
    }
    if !counts.is_empty() {
        told.push(format!("{}.", upper_first(&counts.join(", "))));
    }
    told.join(" ")
}

/// What kind of risk it is: `supplier`.
pub(crate) fn risk_kind(kind: RiskKind) -> &'static str {
    match kind {
        RiskKind::People => label_of("people", "people, a kind of risk"),
        kind => label(kind.word()),
    }
}

/// The risk that a row is about.
pub(crate) fn risk_of<'p>(ctx: &Ctx<'p>, row: &RiskRow) -> Option<&'p Risk> {
    let mut risks = ctx.pack.risks.iter().flatten();
    risks.find(|risk| risk.id.value == row.id)
}
