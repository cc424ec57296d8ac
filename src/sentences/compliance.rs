//! Certifications and vulnerabilities to sentences, as of the quarter's end.

use super::Ctx;
use super::grammar::{list, number, upper_first};
use crate::analyse::{CertificateState, CertificationRow, SeverityRow};
use crate::tongue::{label, say};
use chrono::NaiveDate;

fn noun(n: usize, one: &str) -> String {
    if n == 1 {
        one.to_owned()
    } else {
        format!("{one}s")
    }
}

/// `passed on 10 March 2026, next due 15 February 2027`, and what is amiss.
pub(crate) fn certification(ctx: &Ctx<'_>, row: &CertificationRow) -> String {
    let (on, next) = (ctx.words.date(row.audited), ctx.words.date(row.next));
    let until = row.until.map(|day| ctx.words.date(day));
    let standing = match (row.state, until) {
        (CertificateState::Held, _) => say!("Passed on {on}, next due {next}", on, next),
        (CertificateState::AuditOverdue, _) => {
            say!(
                "Passed on {on}; the next audit was due {next} and has not been held",
                on,
                next
            )
        }
        (CertificateState::Expired, Some(until)) => {
            say!(
                "Passed on {on}; the certificate ran out on {until}",
                on,
                until
            )
        }
        (CertificateState::Expired, None) => say!("Passed on {on}; the certificate ran out", on),
        (CertificateState::NotPassed, Some(until)) => {
            say!(
                "Not passed on {on}, to be repeated by {next}; the earlier certificate names {until} as its last day",
                on,
                next,
                until
            )
        }
        (CertificateState::NotPassed, None) => {
            say!("Not passed on {on}, to be repeated by {next}", on, next)
        }
    };
    let late = row.open.iter().filter(|finding| finding.late > 0).count();
    let open = row.open.len();
    let findings = match (open, late) {
        (0, _) => label("No finding is open").to_owned(),
        (_, 0) => {
            let next = row.open.first().map(|finding| ctx.words.date(finding.due));
            let verb = if open == 1 { "is" } else { "are" };
            let next = next.unwrap_or_default();
            say!(
                "{upper_first} {noun} {verb} open, none past its day; the next is due {next}",
                upper_first(&number(open)),
                noun(open, "finding"),
                verb,
                next
            )
        }
        (_, late) => {
            let oldest = row
                .open
                .iter()
                .map(|finding| finding.late)
                .max()
                .unwrap_or(0);
            let verb = if open == 1 { "is" } else { "are" };
            let past = if open == 1 {
                label("and it is past its day").to_owned()
            } else {
                say!("{number} past the day", number(late))
            };
            say!(
                "{upper_first} {noun} {verb} open, {past}, by {oldest} {noun2}",
                upper_first(&number(open)),
                noun(open, "finding"),
                verb,
                past,
                oldest,
                noun(usize::try_from(oldest).unwrap_or(0), "day")
            )
        }
    };
    format!("{standing}. {findings}.")
}

/// Open and overdue vulnerabilities of one severity: `Three are open, one of them past its day; the
/// oldest for 31 days.`
pub(crate) fn open_vulnerabilities(row: &SeverityRow) -> String {
    let verb = if row.open == 1 { "is" } else { "are" };
    let late = match (row.open, row.overdue) {
        (0, _) => return label("None is open.").to_owned(),
        (_, 0) => String::new(),
        (1, _) => label(", past its day").to_owned(),
        (_, late) => say!(", {number} past the day", number(late)),
    };
    let accepted = match row.accepted {
        0 => String::new(),
        n if n == row.open => label(", on purpose").to_owned(),
        n => say!(", {number} on purpose", number(n)),
    };
    let oldest = match row.oldest {
        Some(1) => label("1\u{a0}day").to_owned(),
        days => say!("{unwrap_or}~days", days.unwrap_or(0)),
    };
    let oldest = match row.open {
        1 => say!(", for {oldest}", oldest),
        _ => say!("; the oldest for {oldest}", oldest),
    };
    let open = upper_first(&number(row.open));
    say!(
        "{open} {verb} open{late}{accepted}{oldest}.",
        open,
        verb,
        late,
        accepted,
        oldest
    )
}

/// How quickly vulnerabilities of one severity were fixed: the share in time with its interval, and
/// the median.
pub(crate) fn response(ctx: &Ctx<'_>, row: &SeverityRow) -> String {
    let (k, n) = row.in_time;
    let share = match row.in_time_interval {
        None => label("No fix was due this quarter").to_owned(),
        Some((low, high)) => {
            let percent = |share: f64| format!("{:.0}%", share * 100.0);
            let verb = if n == 1 { "was" } else { "were" };
            say!(
                "{of} due this quarter {verb} fixed in time, consistent with {percent} to {percent2}",
                ctx.words.of(k, n),
                verb,
                percent(low),
                percent(high)
            )
        }
    };
    let median = match row.median {
        None if row.counted == 0 => return format!("{share}."),
        None => label("median not known yet: fewer than half are fixed").to_owned(),
        Some(days) => {
            let open = match row.open {
                0 => "",
                1 => label(", the open one at its age"),
                _ => label(", the open ones at their age"),
            };
            say!(
                "median {days} of {counted}{open}",
                ctx.words.days(days),
                row.counted,
                open
            )
        }
    };
    format!("{share}; {median}.")
}

/// How many services were restored from backup in time, and which were not: failed, overdue and
/// never tested.
pub(crate) fn restores(
    ctx: &Ctx<'_>,
    (good, all): (usize, usize),
    amiss: &[&[String]; 3],
    (last, next): (NaiveDate, Option<NaiveDate>),
) -> String {
    let verb = if all == 1 {
        label("service is")
    } else {
        label("services are")
    };
    let mut said = say!(
        "{upper_first} of {number} {verb} tested and in time; last on {date}",
        upper_first(&number(good)),
        number(all),
        verb,
        ctx.words.date(last)
    );
    if let Some(next) = next {
        said = say!("{said}, next due {date}", said, ctx.words.date(next));
    }
    let ways = [
        label("did not come back whole"),
        "overdue",
        label("never tested"),
    ];
    for (names, way) in amiss.iter().zip(ways) {
        if !names.is_empty() {
            said = format!("{said}; {way}: {}", list(names));
        }
    }
    format!("{said}.")
}
