//! Certifications and vulnerabilities to sentences, as of the quarter's end.

use super::Ctx;
use super::grammar::{list, number, upper_first};
use crate::analyse::{CertificateState, CertificationRow, SeverityRow};
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
        (CertificateState::Held, _) => format!("Passed on {on}, next due {next}"),
        (CertificateState::AuditOverdue, _) => {
            format!("Passed on {on}; the next audit was due {next} and has not been held")
        }
        (CertificateState::Expired, Some(until)) => {
            format!("Passed on {on}; the certificate ran out on {until}")
        }
        (CertificateState::Expired, None) => format!("Passed on {on}; the certificate ran out"),
        (CertificateState::NotPassed, Some(until)) => {
            format!(
                "Not passed on {on}, to be repeated by {next}; the earlier certificate names {until} as its last day"
            )
        }
        (CertificateState::NotPassed, None) => {
            format!("Not passed on {on}, to be repeated by {next}")
        }
    };
    let late = row.open.iter().filter(|finding| finding.late > 0).count();
    let open = row.open.len();
    let findings = match (open, late) {
        (0, _) => "No finding is open".to_owned(),
        (_, 0) => {
            let next = row.open.first().map(|finding| ctx.words.date(finding.due));
            let verb = if open == 1 { "is" } else { "are" };
            let next = next.unwrap_or_default();
            format!(
                "{} {} {verb} open, none past its day; the next is due {next}",
                upper_first(&number(open)),
                noun(open, "finding")
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
                "and it is past its day".to_owned()
            } else {
                format!("{} past the day", number(late))
            };
            format!(
                "{} {} {verb} open, {past}, by {oldest} {}",
                upper_first(&number(open)),
                noun(open, "finding"),
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
        (0, _) => return "None is open.".to_owned(),
        (_, 0) => String::new(),
        (1, _) => ", past its day".to_owned(),
        (_, late) => format!(", {} past the day", number(late)),
    };
    let accepted = match row.accepted {
        0 => String::new(),
        n if n == row.open => ", on purpose".to_owned(),
        n => format!(", {} on purpose", number(n)),
    };
    let oldest = match row.oldest {
        Some(1) => "1\u{a0}day".to_owned(),
        days => format!("{}\u{a0}days", days.unwrap_or(0)),
    };
    let oldest = match row.open {
        1 => format!(", for {oldest}"),
        _ => format!("; the oldest for {oldest}"),
    };
    let open = upper_first(&number(row.open));
    format!("{open} {verb} open{late}{accepted}{oldest}.")
}

/// How quickly vulnerabilities of one severity were fixed: the share in time with its interval, and
/// the median.
pub(crate) fn response(ctx: &Ctx<'_>, row: &SeverityRow) -> String {
    let (k, n) = row.in_time;
    let share = match row.in_time_interval {
        None => "No fix was due this quarter".to_owned(),
        Some((low, high)) => {
            let percent = |share: f64| format!("{:.0}%", share * 100.0);
            let verb = if n == 1 { "was" } else { "were" };
            format!(
                "{} due this quarter {verb} fixed in time, consistent with {} to {}",
                ctx.words.of(k, n),
                percent(low),
                percent(high)
            )
        }
    };
    let median = match row.median {
        None if row.counted == 0 => return format!("{share}."),
        None => "median not known yet: fewer than half are fixed".to_owned(),
        Some(days) => {
            let open = match row.open {
                0 => "",
                1 => ", the open one at its age",
                _ => ", the open ones at their age",
            };
            format!("median {} of {}{open}", ctx.words.days(days), row.counted)
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
        "service is"
    } else {
        "services are"
    };
    let mut said = format!(
        "{} of {} {verb} tested and in time; last on {}",
        upper_first(&number(good)),
        number(all),
        ctx.words.date(last),
    );
    if let Some(next) = next {
        said = format!("{said}, next due {}", ctx.words.date(next));
    }
    let ways = ["did not come back whole", "overdue", "never tested"];
    for (names, way) in amiss.iter().zip(ways) {
        if !names.is_empty() {
            said = format!("{said}; {way}: {}", list(names));
        }
    }
    format!("{said}.")
}
