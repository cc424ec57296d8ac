//! Where what the weeks signal and the difference of two quarters' figures point different ways: both are
//! true, as the weeks are held against their own baseline, and so neither is shown without saying so.

use super::Ctx;
use super::movement::{Tense, moved};
use crate::analyse::{Assessment, Change, Movement, MovementClass};
use crate::model::{Exact, Metric, Test};
use crate::tongue::{label, say};

/// `but week by week it fell from about 169 to 123 a week since 9 December 2024`, beside a difference
/// that points another way.
pub(crate) fn but_by_week(ctx: &Ctx<'_>, metric: &Metric, movement: &Movement) -> String {
    let tense = match movement.class {
        MovementClass::StrongSignal => Tense::Past,
        _ => Tense::May,
    };
    let moved = moved(ctx, metric, movement, tense).unwrap_or_default();
    let since = movement.since.map_or_else(String::new, |week| {
        say!(" since {date}", ctx.words.date(week.monday()))
    });
    match metric.test {
        Test::RareEvents => say!("but event by event it {moved}{since}", moved, since),
        _ => say!("but week by week it {moved}{since}", moved, since),
    }
}

/// The quarter's figure beside its weeks, as a sentence; empty where both point the same way.
pub(super) fn quarter_too(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> String {
    let (Some(change), Some(now), Some(before)) = (at_odds(judged), &judged.now, &judged.previous)
    else {
        return String::new();
    };
    let [before, now] = ctx.words.apart(metric, before, now);
    match change.difference == Exact::ZERO {
        true => say!(
            "The quarter’s figure is what it was a quarter before: {now}.",
            now
        ),
        false => say!(
            "The quarter’s figure went the other way: {now}, after {before}.",
            now,
            before
        ),
    }
}

/// The same for a mark of movement that stands beside both figures: `by its weeks since 9 December 2024;
/// the quarter’s figure went the other way`; empty where both point the same way.
pub(crate) fn by_weeks(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> String {
    let Some(change) = at_odds(judged) else {
        return String::new();
    };
    let quarter = match change.difference == Exact::ZERO {
        true => label("the quarter’s figure is the same"),
        false => label("the quarter’s figure went the other way"),
    };
    let by = match metric.test {
        Test::RareEvents => label("by its events"),
        _ => label("by its weeks"),
    };
    match judged.movement.since {
        Some(week) => {
            let date = ctx.words.date(week.monday());
            say!("{by} since {date}; {quarter}", by, date, quarter)
        }
        None => say!("{by}; {quarter}", by, quarter),
    }
}

/// The difference to the quarter before, where the weeks signal another way.
fn at_odds(judged: &Assessment) -> Option<Change> {
    judged
        .change
        .filter(|change| judged.movement.at_odds(change))
}
