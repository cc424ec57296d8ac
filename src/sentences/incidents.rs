//! What the record of incidents shows, in sentences. Every one is computed; none names a cause or a
//! change that the counts do not bear out.

use super::counts::luck;
use super::grammar::{list, upper_first};
use crate::analyse::incidents::{Case, FollowUps, Incidents, Reviews};
use crate::model::{Exact, FoundBy, Pack, Period};
use crate::words::{Words, spelled};

/// What all incidents of a record are called.
const ONE: &str = "customer-affecting incident";
const MANY: &str = "customer-affecting incidents";

/// The message of the sheet, with the worst of it last.
pub(crate) fn incidents_headline(words: &Words, shown: &Incidents, promise: Option<u32>) -> String {
    let n = shown.count();
    if n == 0 {
        return "No incident that customers noticed is on record for this quarter".to_owned();
    }
    let found = shown.found[0];
    let first = format!(
        "{} {} customers; we found {} first",
        upper_first(&number(n)),
        if n == 1 {
            "incident hit"
        } else {
            "incidents hit"
        },
        share(found, n)
    );
    match promise.map(|minutes| (minutes, shown.restored_within(minutes))) {
        Some((minutes, (kept, of))) if of > 0 => {
            let promise = within(words, minutes);
            format!("{first} and restored {} {promise}", share(kept, n))
        }
        _ => first,
    }
}

/// `within 1 hour`, as the promise says it.
pub(crate) fn within(words: &Words, minutes: u32) -> String {
    format!(
        "within {}",
        words.lasted(Exact::integer(i64::from(minutes)))
    )
}

/// In words up to twelve, then in digits.
fn number(n: u64) -> String {
    spelled::count(n).map_or_else(|| n.to_string(), str::to_owned)
}

/// `nine`, `all`, `none` of so many.
fn share(part: u64, whole: u64) -> String {
    match (part, whole) {
        (0, 1) => "it not".to_owned(),
        (1, 1) => "it".to_owned(),
        (0, _) => "none".to_owned(),
        (part, whole) if part == whole => "all".to_owned(),
        (part, _) => number(part),
    }
}

/// `11 customer-affecting incidents, 13 last quarter. From 13, only 4 or fewer, or 27 or more, would be
/// unlikely by luck.`
pub(crate) fn incidents_counted(words: &Words, shown: &Incidents) -> String {
    let n = shown.count();
    let now = match n {
        0 => format!("No {MANY}"),
        1 => format!("1\u{a0}{ONE}"),
        n => format!("{}\u{a0}{MANY}", words.count(n)),
    };
    match &shown.counts {
        Some(counts) => luck(words, &now, counts),
        None => format!("{now}. The quarter before has no record to compare with."),
    }
}

/// How bad they were: `4 were of severity 1, 5 of severity 2 and 2 of severity 3.`
pub(crate) fn severities(words: &Words, shown: &Incidents) -> String {
    let parts: Vec<String> = shown
        .by_severity
        .iter()
        .zip(1..)
        .filter(|(n, _)| **n > 0)
        .map(|(n, severity)| format!("{} of severity\u{a0}{severity}", words.count(*n)))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    let unnoticed = match shown.unnoticed {
        0 => String::new(),
        1 => "; 1 more that no customer noticed is not counted".to_owned(),
        n => format!(
            "; {} more that no customer noticed are not counted",
            words.count(n)
        ),
    };
    format!("{}{unnoticed}.", upper_first(&list(&parts)))
}

/// What customers lost, and for how long a critical journey was impaired.
pub(crate) fn lost(words: &Words, shown: &Incidents) -> String {
    let critical = if shown.critical == Exact::ZERO {
        "No critical journey was impaired.".to_owned()
    } else {
        format!(
            "Some critical journey was impaired for {} in all, overlaps counted once.",
            words.lasted(shown.critical)
        )
    };
    let lost = match shown.customer_minutes {
        // Nothing began: what earlier incidents still cost is told where it is something.
        Some(minutes) if minutes == Exact::ZERO && shown.count() == 0 => return critical,
        None => "How many minutes customers lost is not on record.".to_owned(),
        Some(minutes) => {
            let except = match shown.unmeasured {
                0 => String::new(),
                1 => ", without 1 incident that does not say how many it hit".to_owned(),
                n => format!(
                    ", without {} incidents that do not say how many they hit",
                    words.count(n)
                ),
            };
            format!(
                "Customers lost {} minutes together{except}.",
                words.whole(minutes)
            )
        }
    };
    format!("{lost} {critical}")
}

/// `Found by us first in 9 of 11; customers told us first in 2.`
pub(crate) fn found(words: &Words, shown: &Incidents) -> String {
    let n = shown.count();
    let [us, customers, others, unknown] = shown.found;
    let mut line = format!("Found by us first in {}", words.of(us, n));
    if customers > 0 {
        line.push_str(&format!(
            "; customers told us first in {}",
            words.count(customers)
        ));
    }
    if others > 0 {
        line.push_str(&format!(
            "; others told us first in {}",
            words.count(others)
        ));
    }
    if unknown > 0 {
        line.push_str(&format!(
            "; of {} nobody wrote down who did",
            words.count(unknown)
        ));
    }
    line.push('.');
    line
}

/// `In the middle case we knew after 11 minutes, customers' reports included.`
pub(crate) fn detected(words: &Words, shown: &Incidents) -> Option<String> {
    let minutes = shown.detect?;
    if shown.count() == 1 {
        return Some(format!("It was known within {}.", words.lasted(minutes)));
    }
    Some(format!(
        "Half were known within {}, those that customers reported included.",
        words.lasted(minutes)
    ))
}

/// The median time to restore beside the quarter before, without a claim of change.
pub(crate) fn restored(words: &Words, shown: &Incidents) -> String {
    let open = shown.cases.iter().filter(|case| case.is_open()).count();
    let still = match open {
        0 => String::new(),
        1 => " One is still open.".to_owned(),
        n => format!(" {n} are still open."),
    };
    let Some(now) = shown.restore else {
        return format!("Fewer than half are restored.{still}");
    };
    let before = shown.restore_before.map_or_else(String::new, |before| {
        format!(", {} last quarter", words.lasted(before))
    });
    format!(
        "Half were restored within {}{before}.{still}",
        words.lasted(now)
    )
}

/// `10 of 11 reviews are held, 4 of them naming a signal that was missing; the next is due 9 October 2026.`
pub(crate) fn reviews(words: &Words, reviews: &Reviews) -> String {
    let mut line = match (reviews.held, reviews.required) {
        (_, 0) => return "No review is on record.".to_owned(),
        (0, 1) => "The one review is still to be held".to_owned(),
        (1, 1) if reviews.naming_gap == 1 => {
            "The one review is held and names a signal that was missing".to_owned()
        }
        (1, 1) => "The one review is held and names no missing signal".to_owned(),
        (held, required) => format!(
            "{} reviews are held, {} of them naming a signal that was missing",
            words.of(held, required),
            match reviews.naming_gap {
                0 => "none".to_owned(),
                n => words.count(n),
            }
        ),
    };
    if reviews.held_late > 0 {
        line.push_str(&format!("; {} held late", words.count(reviews.held_late)));
    }
    if let Some(due) = reviews.next_due {
        line.push_str(&match reviews.overdue {
            0 => format!("; the next is due {}", words.date(due)),
            1 => format!("; one is overdue since {}", words.date(due)),
            n => format!(
                "; {} are overdue, the first since {}",
                words.count(n),
                words.date(due)
            ),
        });
    }
    line.push('.');
    line
}

/// The ledger in one line, with the one number for the Board: the oldest overdue.
pub(crate) fn follow_ups(words: &Words, told: &FollowUps) -> String {
    let (done, waiting, [month, quarter, longer]) = (told.done(), told.waiting(), told.overdue());
    let overdue = month + quarter + longer;
    if told.rows.is_empty() {
        return "No follow-up is on record.".to_owned();
    }
    let count = |n: u64| {
        if n == 0 {
            "none".to_owned()
        } else {
            words.count(n)
        }
    };
    let Some(oldest) = told.oldest() else {
        return format!(
            "Nothing is overdue: {} follow-ups were done since the last pack, and {} are not yet due.",
            count(done),
            count(waiting)
        );
    };
    let days = if oldest.days_late == 1 { "day" } else { "days" };
    let ages: Vec<String> = [
        (month, "by up to 30\u{a0}days"),
        (quarter, "by 31 to 90\u{a0}days"),
        (longer, "by more"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, age)| format!("{} {age}", words.count(n)))
    .collect();
    format!(
        "Oldest overdue: {}\u{a0}{days}. {} overdue: {}; {} not yet due, {} done since the last pack.",
        oldest.days_late,
        words.count(overdue),
        list(&ages),
        count(waiting),
        count(done)
    )
}

/// The ledger as a headline: how many are late.
pub(crate) fn follow_ups_headline(told: &FollowUps) -> String {
    let all = told.waiting() + told.overdue().iter().sum::<u64>();
    let Some(oldest) = told.oldest() else {
        return match all {
            0 => "No follow-up is left to do".to_owned(),
            _ => "No follow-up is overdue".to_owned(),
        };
    };
    let late: u64 = told.overdue().iter().sum();
    let days = if oldest.days_late == 1 { "day" } else { "days" };
    let (are, by) = match late {
        1 => ("follow-up is", ""),
        _ => ("follow-ups are", ", the oldest"),
    };
    format!(
        "{} {are} overdue{by} by {}\u{a0}{days}",
        upper_first(&number(late)),
        oldest.days_late
    )
}

/// Whose record there is, where a quarter has none.
pub(crate) fn no_record(pack: &Pack, words: &Words, period: Period) -> String {
    // A record that was begun later is not told of: the quarter did not know it.
    match pack.incidents.range(..period).next_back() {
        None => "This pack keeps no incident record".to_owned(),
        Some((last, _)) => format!(
            "No incident record was filed for this quarter; the last is of {}",
            words.period_short(*last)
        ),
    }
}

/// The message of the strip: how they were spread.
pub(crate) fn strip_headline(shown: &Incidents, without: usize) -> String {
    let mut services: Vec<(&str, usize)> = Vec::new();
    for case in &shown.cases {
        match services.iter_mut().find(|(id, _)| *id == case.service) {
            Some((_, n)) => *n += 1,
            None => services.push((&case.service, 1)),
        }
    }
    let n = u64::try_from(shown.cases.len()).unwrap_or(u64::MAX);
    let of = u64::try_from(services.len()).unwrap_or(u64::MAX);
    let none = u64::try_from(without).unwrap_or(u64::MAX);
    let things = if n == 1 { "incident" } else { "incidents" };
    let services = if of == 1 { "service" } else { "services" };
    let where_ = format!(
        "{} {things} in {} {services}",
        upper_first(&number(n)),
        number(of)
    );
    match (n, none) {
        (0, _) => "No incident began in any service".to_owned(),
        (_, 0) => format!("{where_}; no service had none"),
        (_, 1) => format!("{where_}; one service had none"),
        _ => format!("{where_}; {} services had none", number(none)),
    }
}

/// The message over the worst incident: its part of all that customers lost.
pub(crate) fn worst_headline(words: &Words, shown: &Incidents, case: &Case, title: &str) -> String {
    let lasted = words.lasted(case.minutes);
    let part = case.customer_minutes.zip(shown.customer_minutes);
    let part = part.filter(|(own, all)| *all > Exact::ZERO && own < all);
    match part.and_then(|(own, all)| own.over(all)) {
        Some(part) => {
            let percent = part
                .times(Exact::integer(100))
                .and_then(|p| p.scaled(0))
                .unwrap_or(0);
            format!("{title} for {lasted}, {percent}% of all minutes that customers lost")
        }
        None => format!("{title} for {lasted}"),
    }
}

/// The message of an incident's course: who knew when, and how long it took from there.
pub(crate) fn course_headline(words: &Words, case: &Case) -> String {
    let knew = match case.found_by {
        FoundBy::Us => "We knew",
        FoundBy::Customer => "Customers told us",
        FoundBy::ThirdParty => "Others told us",
        FoundBy::NotKnown => "It was known",
    };
    let after = words.lasted(case.detect);
    let rest = case.minutes.minus(case.detect);
    let rest = rest.filter(|rest| *rest > Exact::ZERO);
    match (case.is_open(), rest) {
        (true, _) => format!("{knew} after {after}; customers are not served again yet"),
        (false, Some(rest)) => format!(
            "{knew} after {after}; customers were served again {} later",
            words.lasted(rest)
        ),
        (false, None) => format!("{knew} after {after}, when customers were served again"),
    }
}
