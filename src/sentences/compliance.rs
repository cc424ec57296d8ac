//! Certifications and vulnerabilities to sentences, as of the quarter's end.

use super::Ctx;
use super::grammar::{list, number, upper_first};
use crate::analyse::{CertificateState, CertificationRow, SeverityRow};
use crate::tongue::{label, say, say_n, say_of};
use chrono::NaiveDate;

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
            say_n!(
                count(open),
                "{open} finding is open, none past its day; the next is due {next}",
                "{open} findings are open, none past its day; the next is due {next}",
                upper_first(&number(open)),
                next.unwrap_or_default()
            )
        }
        (_, late) => {
            let oldest = row
                .open
                .iter()
                .map(|finding| finding.late)
                .max()
                .unwrap_or(0);
            let days = u64::try_from(oldest).unwrap_or(0);
            match open {
                1 => say_n!(
                    days,
                    "One finding is open, and it is past its day, by {oldest} day",
                    "One finding is open, and it is past its day, by {oldest} days",
                    oldest
                ),
                _ => say_n!(
                    days,
                    "{open} findings are open, {late} past the day, by {oldest} day",
                    "{open} findings are open, {late} past the day, by {oldest} days",
                    upper_first(&number(open)),
                    number(late),
                    oldest
                ),
            }
        }
    };
    format!("{standing}. {findings}.")
}

/// Open and overdue vulnerabilities of one severity: `Three are open, one of them past its day; the
/// oldest for 31 days.`
pub(crate) fn open_vulnerabilities(row: &SeverityRow) -> String {
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
    let days = row.oldest.unwrap_or(0);
    let n = u64::try_from(days).unwrap_or(0);
    let oldest = match row.open {
        1 => say_n!(n, ", for {days}~day", ", for {days}~days", days),
        _ => say_n!(
            n,
            "; the oldest for {days}~day",
            "; the oldest for {days}~days",
            days
        ),
    };
    let open = upper_first(&number(row.open));
    say_n!(
        count(row.open),
        "{open} is open{late}{accepted}{oldest}.",
        "{open} are open{late}{accepted}{oldest}.",
        open,
        late,
        accepted,
        oldest
    )
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// How quickly vulnerabilities of one severity were fixed: the share in time with its interval, and
/// the median.
pub(crate) fn response(ctx: &Ctx<'_>, row: &SeverityRow) -> String {
    let (k, n) = row.in_time;
    let share = match row.in_time_interval {
        None => label("No fix was due this quarter").to_owned(),
        Some((low, high)) => {
            say_of!(
                k,
                n,
                "{part}~of~{whole} due this quarter was fixed in time, consistent with {low} to {high}",
                "{part}~of~{whole} due this quarter were fixed in time, consistent with {low} to {high}",
                ctx.words.count(k),
                ctx.words.count(n),
                ctx.words.about_share(low),
                ctx.words.about_share(high)
            )
        }
    };
    let median = match row.median {
        None if row.counted == 0 => return format!("{share}."),
        None => label("median not known yet: fewer than half are fixed").to_owned(),
        Some(days) => {
            let (days, of) = (ctx.words.days(days), row.counted);
            match row.open {
                0 => say!("median {days} of {of}", days, of),
                1 => say!("median {days} of {of}, the open one at its age", days, of),
                _ => say!(
                    "median {days} of {of}, the open ones at their age",
                    days,
                    of
                ),
            }
        }
    };
    format!("{share}{}{median}.", label("; "))
}

/// How many services were restored from backup in time, and which were not: failed, overdue and
/// never tested.
pub(crate) fn restores(
    ctx: &Ctx<'_>,
    (good, all): (usize, usize),
    amiss: &[&[String]; 3],
    (last, next): (NaiveDate, Option<NaiveDate>),
) -> String {
    let (services, last) = (number(all), ctx.words.date(last));
    let mut said = match good {
        0 => say_n!(
            count(all),
            "None of {all} service is tested and in time; last on {date}",
            "None of {all} services are tested and in time; last on {date}",
            services,
            last
        ),
        _ => say_of!(
            count(good),
            count(all),
            "{good} of {all} service is tested and in time; last on {date}",
            "{good} of {all} services are tested and in time; last on {date}",
            upper_first(&number(good)),
            services,
            last
        ),
    };
    if let Some(next) = next {
        said = say!("{said}, next due {date}", said, ctx.words.date(next));
    }
    let ways = [
        label("did not come back whole"),
        label("overdue"),
        label("never tested"),
    ];
    for (names, way) in amiss.iter().zip(ways) {
        if !names.is_empty() {
            let (and, colon) = (label("; "), label(": "));
            said = format!("{said}{and}{way}{colon}{}", list(names));
        }
    }
    format!("{said}.")
}
