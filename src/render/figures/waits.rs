//! The register of vulnerabilities to dots: how long those of each severity waited for their repair,
//! open ones at their age. No dot says where it is: ages and counts are all that a reader may have.

use super::Drawn;
use super::records::{self, Around};
use crate::analyse::{SecurityQuarter, SeverityRow};
use crate::model::{Exact, VulnerabilitySeverity};
use crate::render::Ctx;
use crate::render::charts::ageing::{Ageing, Lane};
use crate::render::charts::restore::{Dot, Row};
use crate::tongue::{label, say, say_n};

const MINUTES_A_DAY: f64 = 1440.0;

/// The chart of a quarter; `None` where nothing waited, or more than can be told apart.
pub(crate) fn waits(ctx: &Ctx<'_>, security: &SecurityQuarter, source: &str) -> Option<Drawn> {
    let lanes: Vec<Lane> = security
        .severities
        .iter()
        .map(|row| lane(ctx, row))
        .collect();
    let told = security.severities.iter().map(|row| row.counted).sum();
    let span = ctx.words.period_short(ctx.period);
    let mut notes = vec![
        say!("Source: {source}.", source.trim_end_matches('.')),
        label("An arrow marks one that is open: its wait is known only to be longer, and the median counts it so (Kaplan and Meier). Dotted: the day that is promised for its severity, with how many were fixed in time of those whose day fell in the quarter.").to_owned(),
    ];
    notes.extend(fixed_late(ctx, security));
    let around = Around {
        id: "vulnerabilities-waited",
        name: label("Vulnerabilities"),
        span: &span,
        headline: &headline(ctx, security),
        target: "",
        subtitle: &say!(
            "Days from known to fixed, by severity, of those fixed in {span} or open at its end; {organisation}",
            span,
            ctx.pack.settings.organisation
        ),
        notes,
    };
    records::ageing(&around, &Ageing { lanes, told }).ok()
}

/// Those fixed in the quarter whose day was in an earlier one: their dots stand beyond the promise,
/// though none that was due now was late.
fn fixed_late(ctx: &Ctx<'_>, security: &SecurityQuarter) -> Option<String> {
    let start = ctx.pack.settings.calendar.start(ctx.period);
    let waits = security.severities.iter().flat_map(|row| &row.waits);
    let late = waits.filter(|wait| !wait.open && wait.due < start).count();
    (late > 0).then(|| {
        let period = ctx.words.period_short(ctx.period);
        say_n!(
            late as u64,
            "{late} fixed in {period} was due in an earlier quarter, and late there.",
            "{late} fixed in {period} were due in an earlier quarter, and late there.",
            late,
            period
        )
    })
}

fn severity(severity: VulnerabilitySeverity) -> &'static str {
    match severity {
        VulnerabilitySeverity::Critical => label("Critical"),
        VulnerabilitySeverity::High => label("High"),
        VulnerabilitySeverity::Medium => label("Medium"),
        VulnerabilitySeverity::Low => label("Low"),
    }
}

fn lane(ctx: &Ctx<'_>, row: &SeverityRow) -> Lane {
    let days = |days: f64| days * MINUTES_A_DAY;
    let dots = row.waits.iter().map(|wait| Dot {
        minutes: days(f64::from(i32::try_from(wait.days).unwrap_or(i32::MAX))),
        open: wait.open,
        date: say!("known {date}", ctx.words.date(wait.known)),
        name: String::new(),
        lasted: ctx.words.days(Exact::integer(wait.days)),
    });
    let (kept, due) = row.in_time;
    let half = |exact: Exact| {
        let words = say!("half fixed within {days}", ctx.words.days(exact));
        (days(exact.to_f64()), words)
    };
    Lane {
        row: Row {
            name: severity(row.severity).to_owned(),
            dots: dots.collect(),
            median: row.median.map(half),
            kept: match due {
                0 => label("none due").to_owned(),
                due => ctx.words.of(kept, due),
            },
        },
        promise: (
            days(f64::from(row.promise)),
            say!(
                "promised within {promise}",
                ctx.words.days(Exact::integer(i64::from(row.promise)))
            ),
        ),
    }
}

/// How many were fixed in time of those that were due, and how many are open.
fn headline(ctx: &Ctx<'_>, security: &SecurityQuarter) -> String {
    let period = ctx.words.period_short(ctx.period);
    let sum = |of: fn(&SeverityRow) -> u64| security.severities.iter().map(of).sum::<u64>();
    let (kept, due) = (sum(|row| row.in_time.0), sum(|row| row.in_time.1));
    let open: usize = security.severities.iter().map(|row| row.open).sum();
    let late: usize = security.severities.iter().map(|row| row.overdue).sum();
    let open = match (open, late) {
        (0, _) => label("none is open").to_owned(),
        (open, 0) => say!("{open} open, none overdue", open),
        (open, late) => say!("{open} open, {late} overdue", open, late),
    };
    match due {
        0 => say!(
            "No vulnerability was due to be fixed in {period}; {open}",
            period,
            open
        ),
        1 if kept == 1 => say!(
            "The one vulnerability due in {period} was fixed in time; {open}",
            period,
            open
        ),
        1 => say!(
            "The one vulnerability due in {period} was not fixed in time; {open}",
            period,
            open
        ),
        due => say!(
            "{of} vulnerabilities due in {period} were fixed in time; {open}",
            ctx.words.of(kept, due),
            period,
            open
        ),
    }
}
