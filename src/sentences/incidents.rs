//! What the record of incidents shows, in sentences. Every one is computed; none names a cause or a
//! change that the counts do not bear out.

use super::counts::luck;
use super::grammar::{list, none_or, upper_first};
use crate::analyse::incidents::{Case, FollowUps, Incidents, Reviews};
use crate::model::{Exact, FoundBy, Language, Pack, Period};
use crate::tongue::{self, label, say, say_n, say_of};
use crate::words::{Words, spelled};

/// The message of the sheet, with the worst of it last.
pub(crate) fn incidents_headline(words: &Words, shown: &Incidents, promise: Option<u32>) -> String {
    let n = shown.count();
    if n == 0 {
        return label("No incident that customers noticed is on record for this quarter")
            .to_owned();
    }
    let (found, many) = (shown.found[0], upper_first(&number(n)));
    let first = match (found, n) {
        (0, 1) => label("One incident hit customers; we found it not first").to_owned(),
        (_, 1) => label("One incident hit customers; we found it first").to_owned(),
        (0, _) => say!("{n} incidents hit customers; we found none first", many),
        _ if found == n => say!("{n} incidents hit customers; we found all first", many),
        _ => say_n!(
            found,
            "{n} incidents hit customers; we found {found} first",
            "{n} incidents hit customers; we found {found} first",
            many,
            number(found)
        ),
    };
    let promise = promise.map(|minutes| (minutes, shown.restored_within(minutes)));
    let Some((minutes, (kept, _))) = promise.filter(|(_, (_, of))| *of > 0) else {
        return first;
    };
    let promise = within(words, minutes);
    match (kept, n) {
        (0, 1) => say!("{first} and restored it not {within}", first, promise),
        (_, 1) => say!("{first} and restored it {within}", first, promise),
        (0, _) => say!("{first} and restored none {within}", first, promise),
        _ if kept == n => say!("{first} and restored all {within}", first, promise),
        _ => say_n!(
            kept,
            "{first} and restored {kept} {within}",
            "{first} and restored {kept} {within}",
            first,
            number(kept),
            promise
        ),
    }
}

/// `within 1 hour`, as the promise says it.
pub(crate) fn within(words: &Words, minutes: u32) -> String {
    say!(
        "within {lasted}",
        words.lasted_after(Exact::integer(i64::from(minutes)))
    )
}

/// In words up to twelve, then in digits.
fn number(n: u64) -> String {
    let word = spelled::count(n).filter(|_| tongue::spoken() == Language::English);
    word.map_or_else(|| n.to_string(), str::to_owned)
}

/// `11 customer-affecting incidents, 13 last quarter. From 13, only 4 or fewer, or 27 or more, would be
/// unlikely by luck.`
pub(crate) fn incidents_counted(words: &Words, shown: &Incidents) -> String {
    let n = shown.count();
    let now = match n {
        0 => label("No customer-affecting incidents").to_owned(),
        n => say_n!(
            n,
            "{n}~customer-affecting incident",
            "{n}~customer-affecting incidents",
            words.count(n)
        ),
    };
    match &shown.counts {
        Some(counts) => luck(words, &now, counts),
        None => say!(
            "{now}. The quarter before has no record to compare with.",
            now
        ),
    }
}

/// How bad they were: `4 were of severity 1, 5 of severity 2 and 2 of severity 3.`
pub(crate) fn severities(words: &Words, shown: &Incidents) -> String {
    let parts: Vec<String> = shown
        .by_severity
        .iter()
        .zip(1..)
        .filter(|(n, _)| **n > 0)
        .map(|(n, severity)| say!("{count} of severity~{severity}", words.count(*n), severity))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    let unnoticed = match shown.unnoticed {
        0 => String::new(),
        1 => label("; 1 more that no customer noticed is not counted").to_owned(),
        n => say!(
            "; {count} more that no customer noticed are not counted",
            words.count(n)
        ),
    };
    format!("{}{unnoticed}.", upper_first(&list(&parts)))
}

/// What customers lost, and for how long a critical journey was impaired.
pub(crate) fn lost(words: &Words, shown: &Incidents) -> String {
    let critical = if shown.critical == Exact::ZERO {
        label("No critical journey was impaired.").to_owned()
    } else {
        say!(
            "Some critical journey was impaired for {lasted} in all, overlaps counted once.",
            words.lasted(shown.critical)
        )
    };
    let lost = match shown.customer_minutes {
        // Nothing began: what earlier incidents still cost is told where it is something.
        Some(minutes) if minutes == Exact::ZERO && shown.count() == 0 => return critical,
        None => label("How many minutes customers lost is not on record.").to_owned(),
        Some(minutes) => {
            let except = match shown.unmeasured {
                0 => String::new(),
                1 => label(", without 1 incident that does not say how many it hit").to_owned(),
                n => say!(
                    ", without {count} incidents that do not say how many they hit",
                    words.count(n)
                ),
            };
            let whole = minutes.scaled(0).and_then(|n| u64::try_from(n).ok());
            say_n!(
                whole.unwrap_or(0),
                "Customers lost {whole} minutes together{except}.",
                "Customers lost {whole} minutes together{except}.",
                words.whole(minutes),
                except
            )
        }
    };
    format!("{lost} {critical}")
}

/// `Found by us first in 9 of 11; customers told us first in 2.`
pub(crate) fn found(words: &Words, shown: &Incidents) -> String {
    let n = shown.count();
    let [us, customers, others, unknown] = shown.found;
    let mut line = say!("Found by us first in {of}", words.of(us, n));
    if customers > 0 {
        line.push_str(&say!(
            "; customers told us first in {count}",
            words.count(customers)
        ));
    }
    if others > 0 {
        line.push_str(&say!(
            "; others told us first in {count}",
            words.count(others)
        ));
    }
    if unknown > 0 {
        line.push_str(&say!(
            "; of {count} nobody wrote down who did",
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
        return Some(say!(
            "It was known within {lasted}.",
            words.lasted_after(minutes)
        ));
    }
    Some(say!(
        "Half were known within {lasted}, those that customers reported included.",
        words.lasted_after(minutes)
    ))
}

/// The median time to restore beside the quarter before, without a claim of change.
pub(crate) fn restored(words: &Words, shown: &Incidents) -> String {
    let open = shown.cases.iter().filter(|case| case.is_open()).count();
    let still = match open {
        0 => String::new(),
        1 => label(" One is still open.").to_owned(),
        n => say!(" {n} are still open.", n),
    };
    let Some(now) = shown.restore else {
        return say!("Fewer than half are restored.{still}", still);
    };
    let before = shown.restore_before.map_or_else(String::new, |before| {
        say!(", {lasted} last quarter", words.lasted(before))
    });
    say!(
        "Half were restored within {lasted}{before}.{still}",
        words.lasted_after(now),
        before,
        still
    )
}

/// `10 of 11 reviews are held, 4 of them naming a signal that was missing; the next is due 9 October 2026.`
pub(crate) fn reviews(words: &Words, reviews: &Reviews) -> String {
    let mut line = match (reviews.held, reviews.required) {
        (_, 0) => return label("No review is on record.").to_owned(),
        (0, 1) => label("The one review is still to be held").to_owned(),
        (1, 1) if reviews.naming_gap == 1 => {
            label("The one review is held and names a signal that was missing").to_owned()
        }
        (1, 1) => label("The one review is held and names no missing signal").to_owned(),
        (held, required) if reviews.naming_gap == 0 => say_of!(
            held,
            required,
            "{part}~of~{whole} reviews are held, none of them naming a signal that was missing",
            "{part}~of~{whole} reviews are held, none of them naming a signal that was missing",
            words.count(held),
            words.count(required)
        ),
        (held, required) => say_of!(
            held,
            required,
            "{part}~of~{whole} reviews are held, {gaps} of them naming a signal that was missing",
            "{part}~of~{whole} reviews are held, {gaps} of them naming a signal that was missing",
            words.count(held),
            words.count(required),
            words.count(reviews.naming_gap)
        ),
    };
    if reviews.held_late > 0 {
        line.push_str(&say_n!(
            reviews.held_late,
            "; {count} held late",
            "; {count} held late",
            words.count(reviews.held_late)
        ));
    }
    if let Some(due) = reviews.next_due {
        line.push_str(&match reviews.overdue {
            0 => say!("; the next is due {date}", words.date(due)),
            1 => say!("; one is overdue since {date}", words.date(due)),
            n => say!(
                "; {count} are overdue, the first since {date}",
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
        return label("No follow-up is on record.").to_owned();
    }
    let count = |n: u64| none_or(words, n);
    let Some(oldest) = told.oldest() else {
        return say!(
            "Nothing is overdue: {count} follow-ups were done since the last pack, and {count2} are not yet due.",
            count(done),
            count(waiting)
        );
    };
    let mut ages = Vec::new();
    if month > 0 {
        ages.push(say!("{n} by up to 30~days", words.count(month)));
    }
    if quarter > 0 {
        ages.push(say!("{n} by 31 to 90~days", words.count(quarter)));
    }
    if longer > 0 {
        ages.push(say!("{n} by more", words.count(longer)));
    }
    say_n!(
        u64::try_from(oldest.days_late).unwrap_or(0),
        "Oldest overdue: {days}~day. {count} overdue: {list}; {waiting} not yet due, {done} done since the last pack.",
        "Oldest overdue: {days}~days. {count} overdue: {list}; {waiting} not yet due, {done} done since the last pack.",
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
            0 => label("No follow-up is left to do").to_owned(),
            _ => label("No follow-up is overdue").to_owned(),
        };
    };
    let late: u64 = told.overdue().iter().sum();
    let (days, n) = (
        oldest.days_late,
        u64::try_from(oldest.days_late).unwrap_or(0),
    );
    match late {
        1 => say_n!(
            n,
            "One follow-up is overdue by {days}~day",
            "One follow-up is overdue by {days}~days",
            days
        ),
        _ => say_n!(
            n,
            "{late} follow-ups are overdue, the oldest by {days}~day",
            "{late} follow-ups are overdue, the oldest by {days}~days",
            upper_first(&number(late)),
            days
        ),
    }
}

/// Whose record there is, where a quarter has none.
pub(crate) fn no_record(pack: &Pack, words: &Words, period: Period) -> String {
    // A record that was begun later is not told of: the quarter did not know it.
    match pack.incidents.range(..period).next_back() {
        None => label("This pack keeps no incident record").to_owned(),
        Some((last, _)) => say!(
            "No incident record was filed for this quarter; the last is of {period_short}",
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
    let many = upper_first(&number(n));
    let where_ = match (n, of) {
        (1, _) => label("One incident in one service").to_owned(),
        (_, 1) => say!("{n} incidents in one service", many),
        _ => say!("{n} incidents in {of} services", many, number(of)),
    };
    match (n, none) {
        (0, _) => label("No incident began in any service").to_owned(),
        (_, 0) => say!("{where_}; no service had none", where_),
        (_, 1) => say!("{where_}; one service had none", where_),
        _ => say!("{where_}; {number} services had none", where_, number(none)),
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
            say!(
                "{title} for {lasted}, {percent} of all minutes that customers lost",
                title,
                lasted,
                words.whole_percent(percent)
            )
        }
        None => say!("{title} for {lasted}", title, lasted),
    }
}

/// The message of an incident's course: who knew when, and how long it took from there.
pub(crate) fn course_headline(words: &Words, case: &Case) -> String {
    let knew = match case.found_by {
        FoundBy::Us => label("We knew"),
        FoundBy::Customer => label("Customers told us"),
        FoundBy::ThirdParty => label("Others told us"),
        FoundBy::NotKnown => label("It was known"),
    };
    let after = words.lasted_after(case.detect);
    let rest = case.minutes.minus(case.detect);
    let rest = rest.filter(|rest| *rest > Exact::ZERO);
    match (case.is_open(), rest) {
        (true, _) => say!(
            "{knew} after {after}; customers are not served again yet",
            knew,
            after
        ),
        (false, Some(rest)) => say!(
            "{knew} after {after}; customers were served again {lasted} later",
            knew,
            after,
            words.lasted(rest)
        ),
        (false, None) => say!(
            "{knew} after {after}, when customers were served again",
            knew,
            after
        ),
    }
}
