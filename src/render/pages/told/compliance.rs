//! What auditors ask for as rows: certifications, findings, tests of restoring, and vulnerabilities
//! by severity. Never the register's numbers, and never what a vulnerability is.

use super::column::{day, flag, key, near, number, text, whole, word};
use super::{Cell, Kind, cells};
use crate::analyse::{CertificateState, QuarterAnalysis};
use crate::model::{Certification, Finding, Pack, Period};
use crate::render::Ctx;
use chrono::NaiveDate;

fn file(_: &Pack, _: Period) -> String {
    "data/compliance.yaml".to_owned()
}

pub(super) const CERTIFICATIONS: Kind = Kind {
    name: "certifications",
    table: Some(("risks/certifications.csv", "certifications")),
    columns: &[
        key("id", "Id of the certification"),
        key("name", "What readers call it"),
        text("scope", "What it covers"),
        text("owner", "Role that answers for it"),
        word(
            "state",
            &["held", "audit-overdue", "expired", "not-passed"],
            "How it stands",
        ),
        day("audited", "Day of the last audit"),
        day("until", "Last day that it holds"),
        day("next_audit", "Day of the next audit"),
        whole("findings_open", "Findings of audits that are open"),
        whole(
            "findings_overdue",
            "Of the open ones, how many are past their day",
        ),
        whole("findings_closed", "Findings closed in the quarter"),
    ],
    rows: |ctx, quarter| {
        let rows = quarter.compliance.iter().flat_map(|c| &c.certifications);
        rows.filter_map(|row| {
            let held = certification(ctx, &row.id)?;
            let overdue = row.open.iter().filter(|finding| finding.late > 0);
            Some(cells![
                &row.id,
                &held.name.value,
                &held.scope.value,
                &held.owner,
                match row.state {
                    CertificateState::Held => "held",
                    CertificateState::AuditOverdue => "audit-overdue",
                    CertificateState::Expired => "expired",
                    CertificateState::NotPassed => "not-passed",
                },
                row.audited,
                row.until,
                row.next,
                row.open.len(),
                overdue.count(),
                row.closed,
            ])
        })
        .collect()
    },
    source: file,
};

fn certification<'p>(ctx: &Ctx<'p>, id: &str) -> Option<&'p Certification> {
    let asked = ctx.pack.compliance.as_ref()?;
    asked.certifications.iter().find(|c| c.id.value == id)
}

pub(super) const FINDINGS: Kind = Kind {
    name: "audit_findings",
    table: Some(("risks/findings.csv", "findings of audits")),
    columns: &[
        key("certification", "Id of the certification"),
        key("id", "Id of the finding"),
        text("what", "What was found, as written in Markdown"),
        text("severity", "How severe it is, in a word"),
        day("raised", "Day it was raised"),
        day("due", "Day by which it is to be closed"),
        day("closed", "Day it was closed"),
        whole(
            "days_overdue",
            "Calendar days past its day, of one that is open; 0 while it is in time",
        ),
    ],
    rows: findings,
    source: file,
};

fn findings(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Vec<Cell>> {
    let Some(asked) = &quarter.compliance else {
        return Vec::new();
    };
    let start = ctx.pack.settings.calendar.start(quarter.period);
    let mut told = Vec::new();
    for row in &asked.certifications {
        let Some(held) = certification(ctx, &row.id) else {
            continue;
        };
        let one = |finding: &Finding, closed: Option<NaiveDate>, late: Option<i64>| {
            cells![
                &row.id,
                &finding.id.value,
                &finding.what.value,
                finding.severity.word(),
                finding.opened.value,
                finding.due.value,
                closed,
                late,
            ]
        };
        for open in &row.open {
            let mut all = held.findings.iter();
            if let Some(finding) = all.find(|f| f.id.value == open.id) {
                told.push(one(finding, None, Some(open.late.max(0))));
            }
        }
        for finding in &held.findings {
            let closed = finding.closed.map(|day| day.value);
            if let Some(day) = closed.filter(|day| (start..=asked.as_at).contains(day)) {
                told.push(one(finding, Some(day), None));
            }
        }
    }
    told
}

pub(super) const RESTORES: Kind = Kind {
    name: "restore_tests",
    table: Some(("risks/restore-tests.csv", "tests of restoring")),
    columns: &[
        text("service", "Id of the service"),
        day("tested", "Day of the last test"),
        flag("passed", "Whether it passed"),
        day("next", "Day of the next test"),
        flag("overdue", "Whether the next test is past its day"),
    ],
    rows: |ctx, quarter| {
        let Some(asked) = quarter
            .compliance
            .as_ref()
            .filter(|c| !c.restores.is_empty())
        else {
            return Vec::new();
        };
        let services = ctx.pack.services.iter().map(|service| &service.id.value);
        services
            .map(|id| {
                let test = asked.restores.get(id);
                cells![
                    id,
                    test.map(|test| test.on),
                    test.map(|test| test.passed),
                    test.map(|test| test.next),
                    test.map(|test| test.overdue),
                ]
            })
            .collect()
    },
    source: file,
};

pub(super) const VULNERABILITIES: Kind = Kind {
    name: "vulnerabilities",
    table: Some(("risks/vulnerabilities.csv", "vulnerabilities by severity")),
    columns: &[
        text("severity", "How severe they are, in a word"),
        whole(
            "promised_days",
            "Days within which they are promised to be fixed",
        ),
        whole("became_known", "How many became known in the quarter"),
        whole("fixed", "How many were fixed in the quarter"),
        whole("open", "How many were open at its end"),
        whole(
            "accepted",
            "Of the open ones, how many are accepted as a risk",
        ),
        whole("overdue", "Of the open ones, how many are past their day"),
        whole(
            "oldest_open_days",
            "Age of the oldest open one, in calendar days",
        ),
        number(
            "median_days_to_fix",
            "Median calendar days to fix, open ones censored; absent while fewer than half are fixed",
        ),
        whole("median_of", "How many the median is of"),
        whole(
            "fixed_in_time",
            "Of those that fell due, how many were fixed in time",
        ),
        whole("fell_due", "How many fell due in the quarter"),
        near(
            "in_time_low_percent",
            "Low end of the 95% interval of the share fixed in time, in percent",
        ),
        near("in_time_high_percent", "High end of it, in percent"),
    ],
    rows: |_, quarter| {
        let asked = quarter.compliance.as_ref();
        let security = asked.and_then(|asked| asked.security.as_ref());
        let rows = security.iter().flat_map(|security| &security.severities);
        rows.map(|row| {
            let end = |end: Option<f64>| end.map_or(Cell::Absent, |end| Cell::Near(end * 100.0));
            cells![
                row.severity.word(),
                row.promise,
                row.known,
                row.fixed,
                row.open,
                row.accepted,
                row.overdue,
                row.oldest,
                row.median,
                row.counted,
                row.in_time.0,
                row.in_time.1,
                end(row.in_time_interval.map(|(low, _)| low)),
                end(row.in_time_interval.map(|(_, high)| high)),
            ]
        })
        .collect()
    },
    source: file,
};

/// What the chart of waits shows one by one: nothing of where a vulnerability is or was.
pub(super) const WAITS: Kind = Kind {
    name: "vulnerability_waits",
    table: Some((
        "quality/vulnerabilities.csv",
        "how long vulnerabilities waited",
    )),
    columns: &[
        text("severity", "How severe it is, in a word"),
        day("known", "Day it became known"),
        whole(
            "days",
            "Calendar days until it was fixed, or its age while it is open",
        ),
        flag("open", "Whether it was open at the end of the quarter"),
        day("due", "Last day to fix it in time"),
    ],
    rows: |_, quarter| {
        let asked = quarter.compliance.as_ref();
        let security = asked.and_then(|asked| asked.security.as_ref());
        let rows = security.iter().flat_map(|security| &security.severities);
        rows.flat_map(|row| {
            let waits = row.waits.iter();
            waits.map(|wait| {
                cells![
                    row.severity.word(),
                    wait.known,
                    wait.days,
                    wait.open,
                    wait.due
                ]
            })
        })
        .collect()
    },
    source: file,
};

pub(super) const OVERDUE: Kind = Kind {
    name: "overdue_critical_vulnerabilities",
    table: Some((
        "risks/overdue-critical.csv",
        "critical vulnerabilities past their day",
    )),
    columns: &[
        text("service", "Id of the service"),
        day("known", "Day it became known"),
        whole("days_open", "Calendar days that it is open"),
        day("accepted_until", "Last day that the risk is accepted"),
    ],
    rows: |_, quarter| {
        let asked = quarter.compliance.as_ref();
        let security = asked.and_then(|asked| asked.security.as_ref());
        let rows = security.iter().flat_map(|security| &security.overdue);
        rows.map(|row| cells![&row.service, row.known, row.age, row.accepted_until])
            .collect()
    },
    source: file,
};
