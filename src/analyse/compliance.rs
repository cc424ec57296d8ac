//! Certifications, restore tests and vulnerabilities to how they stood on the last day of a quarter.
//! What is open on that day counts with the age it has then, never as if it had been fixed.

use super::stats::{proportion, survival};
use crate::model::{
    Certification, Exact, Finding, Pack, Period, RecordFigure, RestoreTest, Scope, Value,
    Vulnerability, VulnerabilityRegister, VulnerabilitySeverity,
};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// What auditors ask for, as of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct ComplianceQuarter {
    /// The day: the quarter's last, or the snapshot's while it runs.
    pub as_at: NaiveDate,
    /// Those audited by then, in file order.
    pub certifications: Vec<CertificationRow>,
    /// By service id: the last test of each.
    pub restores: BTreeMap<String, RestoreRow>,
    /// `None` where the register begins later, or there is none.
    pub security: Option<SecurityQuarter>,
}

/// One certification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificationRow {
    /// Which.
    pub id: String,
    /// How it stands.
    pub state: CertificateState,
    /// The last audit.
    pub audited: NaiveDate,
    /// Last day of the newest certificate.
    pub until: Option<NaiveDate>,
    /// When the next audit is due.
    pub next: NaiveDate,
    /// Open findings: those past their day first, then by day.
    pub open: Vec<FindingRow>,
    /// How many were closed within the quarter.
    pub closed: usize,
}

/// How a certification stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateState {
    /// The last audit was passed, the certificate runs and the next audit is not overdue.
    Held,
    /// As above, but the day of the next audit has passed.
    AuditOverdue,
    /// The certificate has run out.
    Expired,
    /// The last audit was not passed.
    NotPassed,
}

/// An open finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Which, within its certification.
    pub id: String,
    /// Its last day in time.
    pub due: NaiveDate,
    /// Days past it; 0 or less while it is in time.
    pub late: i64,
}

/// The last test of restoring a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoreRow {
    /// When.
    pub on: NaiveDate,
    /// Whether everything came back.
    pub passed: bool,
    /// When the next one is due.
    pub next: NaiveDate,
    /// Whether that day has passed.
    pub overdue: bool,
}

/// The register of vulnerabilities in one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityQuarter {
    /// Worst first.
    pub severities: [SeverityRow; 4],
    /// Critical ones past their day, the oldest first.
    pub overdue: Vec<OverdueRow>,
}

/// The vulnerabilities of one severity.
#[derive(Debug, Clone, PartialEq)]
pub struct SeverityRow {
    /// Which.
    pub severity: VulnerabilitySeverity,
    /// Days within which one that becomes known on the quarter's last day is to be fixed.
    pub promise: u32,
    /// Became known in the quarter.
    pub known: usize,
    /// Fixed in the quarter.
    pub fixed: usize,
    /// Open on the day, whatever has been decided of them.
    pub open: usize,
    /// Of those: open on purpose, and the acceptance has not run out.
    pub accepted: usize,
    /// Of those open: past their day and not accepted.
    pub overdue: usize,
    /// Age in days of the oldest open one.
    pub oldest: Option<i64>,
    /// Median days from known to fixed of those fixed in the quarter or open on the day, the open
    /// ones censored. `None` while fewer than half of them are fixed.
    pub median: Option<Exact>,
    /// How many the median rests on.
    pub counted: usize,
    /// These one by one, in the order of the register.
    pub waits: Vec<Wait>,
    /// Fixed in time, of those whose day fell in the quarter. An accepted one is not fixed.
    pub in_time: (u64, u64),
    /// Wilson's 95 % interval of that share.
    pub in_time_interval: Option<(f64, f64)>,
}

/// How long one vulnerability waited: nothing of where it is or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// When it became known.
    pub known: NaiveDate,
    /// Days until it was fixed, or its age where it is open.
    pub days: i64,
    /// Whether it is open.
    pub open: bool,
    /// The last day in time.
    pub due: NaiveDate,
}

/// A critical vulnerability that is open past its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdueRow {
    /// The register's number; for the company's own use.
    pub id: String,
    /// Where.
    pub service: String,
    /// When it became known.
    pub known: NaiveDate,
    /// Days it has been open.
    pub age: i64,
    /// Whether an acceptance covers the day, and to when.
    pub accepted_until: Option<NaiveDate>,
}

/// How everything stood at the end of a quarter. `None` where nothing was recorded by then.
pub(super) fn quarter(pack: &Pack, period: Period) -> Option<ComplianceQuarter> {
    let record = pack.compliance.as_ref()?;
    let as_at = super::as_at(pack, period)?;
    let start = pack.settings.calendar.start(period);
    let certifications: Vec<CertificationRow> = record
        .certifications
        .iter()
        .filter_map(|held| certification(held, start, as_at))
        .collect();
    let restores = restores(&record.restore_tests, as_at);
    let register = record.vulnerabilities.as_ref();
    let register = register.filter(|register| register.since.value <= as_at);
    let security = register.map(|register| security(register, start, as_at));
    if certifications.is_empty() && restores.is_empty() && security.is_none() {
        return None;
    }
    Some(ComplianceQuarter {
        as_at,
        certifications,
        restores,
        security,
    })
}

fn certification(
    held: &Certification,
    start: NaiveDate,
    as_at: NaiveDate,
) -> Option<CertificationRow> {
    let known = held.audits.partition_point(|audit| audit.on.value <= as_at);
    let known = &held.audits[..known];
    let last = known.last()?;
    let until = known.iter().rev().find(|audit| audit.passed);
    let until = until.and_then(|audit| audit.until.map(|day| day.value));
    let next = last.next.value;
    let state = if !last.passed {
        CertificateState::NotPassed
    } else if until.is_some_and(|until| until < as_at) {
        CertificateState::Expired
    } else if next < as_at {
        CertificateState::AuditOverdue
    } else {
        CertificateState::Held
    };
    let raised = held.findings.iter().filter(|f| f.opened.value <= as_at);
    let is_open = |f: &&Finding| f.closed.is_none_or(|closed| closed.value > as_at);
    let mut open: Vec<FindingRow> = raised
        .clone()
        .filter(is_open)
        .map(|finding| FindingRow {
            id: finding.id.value.clone(),
            due: finding.due.value,
            late: (as_at - finding.due.value).num_days(),
        })
        .collect();
    open.sort_by(|a, b| (a.due, &a.id).cmp(&(b.due, &b.id)));
    let closed = raised
        .filter_map(|f| f.closed)
        .filter(|closed| (start..=as_at).contains(&closed.value))
        .count();
    Some(CertificationRow {
        id: held.id.value.clone(),
        state,
        audited: last.on.value,
        until,
        next,
        open,
        closed,
    })
}

fn restores(tests: &[RestoreTest], as_at: NaiveDate) -> BTreeMap<String, RestoreRow> {
    let known = tests.iter().filter(|test| test.on.value <= as_at);
    // By day, so a later test takes the place of an earlier one.
    known
        .map(|test| {
            let row = RestoreRow {
                on: test.on.value,
                passed: test.passed,
                next: test.next.value,
                overdue: test.next.value < as_at,
            };
            (test.service.value.clone(), row)
        })
        .collect()
}

fn security(
    register: &VulnerabilityRegister,
    start: NaiveDate,
    as_at: NaiveDate,
) -> SecurityQuarter {
    let severities = VulnerabilitySeverity::ALL
        .map(|severity| SeverityRow::new(register, severity, start, as_at));
    let critical = VulnerabilitySeverity::Critical;
    let overdue = open_on(register, as_at).filter(|v| v.severity == critical);
    let overdue = overdue.filter(|v| is_late(register, v, as_at));
    let mut overdue: Vec<OverdueRow> = overdue
        .map(|v| OverdueRow {
            id: v.id.value.clone(),
            service: v.service.value.clone(),
            known: v.known.value,
            age: age(v, as_at),
            accepted_until: accepted_until(v, as_at),
        })
        .collect();
    overdue.sort_by(|a, b| (a.known, &a.id).cmp(&(b.known, &b.id)));
    SecurityQuarter {
        severities,
        overdue,
    }
}

impl SeverityRow {
    fn new(
        register: &VulnerabilityRegister,
        severity: VulnerabilitySeverity,
        start: NaiveDate,
        as_at: NaiveDate,
    ) -> Self {
        let within = start..=as_at;
        let all = || register.items.iter().filter(|v| v.severity == severity);
        let open = || open_on(register, as_at).filter(|v| v.severity == severity);
        let fixed = || all().filter_map(|v| Some((v, v.fixed?.value)));
        let waits: Vec<Wait> = waits(register, all(), start, as_at).collect();
        let times = times(&waits);
        let due = all().filter(|v| within.contains(&last_day(register, v)));
        let in_time = due.clone().filter(|v| {
            v.fixed
                .is_some_and(|fixed| fixed.value <= last_day(register, v))
        });
        let in_time = (count(in_time.count()), count(due.count()));
        let accepted = |v: &&Vulnerability| accepted_until(v, as_at).is_some();
        Self {
            severity,
            promise: promised(register, severity, as_at),
            known: all().filter(|v| within.contains(&v.known.value)).count(),
            fixed: fixed().filter(|(_, day)| within.contains(day)).count(),
            open: open().count(),
            accepted: open().filter(accepted).count(),
            overdue: open()
                .filter(|v| is_late(register, v, as_at) && !accepted(v))
                .count(),
            oldest: open().map(|v| age(v, as_at)).max(),
            median: survival::median(&times),
            counted: times.len(),
            waits,
            in_time,
            in_time_interval: proportion::wilson(in_time),
        }
    }
}

/// Those fixed in a stretch of days with the days it took, and those open on its last day with their
/// age.
fn waits<'v>(
    register: &'v VulnerabilityRegister,
    all: impl Iterator<Item = &'v Vulnerability>,
    start: NaiveDate,
    as_at: NaiveDate,
) -> impl Iterator<Item = Wait> {
    let known = all.filter(move |v| v.known.value <= as_at);
    known.filter_map(move |v| {
        let known = v.known.value;
        let due = last_day(register, v);
        match v.fixed {
            Some(fixed) if fixed.value < start => None,
            Some(fixed) if fixed.value <= as_at => Some(Wait {
                known,
                days: (fixed.value - known).num_days(),
                open: false,
                due,
            }),
            _ => Some(Wait {
                known,
                days: age(v, as_at),
                open: true,
                due,
            }),
        }
    })
}

/// Days, open ones censored.
fn times(waits: &[Wait]) -> Vec<(Exact, bool)> {
    let time = |wait: &Wait| (Exact::integer(wait.days), !wait.open);
    waits.iter().map(time).collect()
}

fn open_on(
    register: &VulnerabilityRegister,
    day: NaiveDate,
) -> impl Iterator<Item = &Vulnerability> {
    let known = register.items.iter().filter(move |v| v.known.value <= day);
    known.filter(move |v| v.fixed.is_none_or(|fixed| fixed.value > day))
}

/// Within how many days one that becomes known on a day is to be fixed.
fn promised(
    register: &VulnerabilityRegister,
    severity: VulnerabilitySeverity,
    known: NaiveDate,
) -> u32 {
    let held = register.promises.partition_point(|p| p.from.value <= known);
    let promise = register.promises.get(held.saturating_sub(1));
    let at = VulnerabilitySeverity::ALL
        .iter()
        .position(|s| *s == severity);
    promise.map_or(0, |promise| promise.days[at.unwrap_or(0)])
}

/// The last day on which a fix is in time.
fn last_day(register: &VulnerabilityRegister, v: &Vulnerability) -> NaiveDate {
    let days = promised(register, v.severity, v.known.value);
    v.known.value + Days::new(u64::from(days))
}

fn is_late(register: &VulnerabilityRegister, v: &Vulnerability, day: NaiveDate) -> bool {
    last_day(register, v) < day
}

fn age(v: &Vulnerability, day: NaiveDate) -> i64 {
    (day - v.known.value).num_days()
}

fn accepted_until(v: &Vulnerability, day: NaiveDate) -> Option<NaiveDate> {
    let accepted = v.accepted.as_ref()?;
    let covered = accepted.on.value..=accepted.until.value;
    covered.contains(&day).then_some(accepted.until.value)
}

/// The figure of a quarter that a metric tells, counted again from the register: for the
/// organisation or one service. `None` where the register begins later, or where it is not known yet.
pub(super) fn figure(
    pack: &Pack,
    period: Period,
    figure: RecordFigure,
    scope: Scope<'_>,
) -> Option<Value> {
    let register = pack.compliance.as_ref()?.vulnerabilities.as_ref()?;
    let as_at = super::as_at(pack, period)?;
    if register.since.value > as_at {
        return None;
    }
    let start = pack.settings.calendar.start(period);
    let counts = |v: &&Vulnerability| {
        let here = match scope {
            Scope::All => true,
            Scope::Service(id) => v.service.value == id,
        };
        here && v.severity == VulnerabilitySeverity::Critical
    };
    match figure {
        RecordFigure::OverdueCritical => {
            let open = open_on(register, as_at).filter(counts);
            let late = open.filter(|v| is_late(register, v, as_at)).count();
            Some(Value::Count {
                count: count(late),
                exposure: None,
            })
        }
        RecordFigure::CriticalResponse => {
            let own = register.items.iter().filter(counts);
            let times = times(&waits(register, own, start, as_at).collect::<Vec<_>>());
            Some(Value::Quantile {
                n: count(times.len()),
                // Nothing was measured, or half of them are not fixed yet.
                value: match times.len() {
                    0 => Exact::ZERO,
                    _ => survival::median(&times)?,
                },
            })
        }
        _ => None,
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
