//! A quarter's risks with every assessment so far, and behind them what auditors ask for in full:
//! findings, tests of restoring, vulnerabilities by severity. One page a quarter that has a record.

use super::risks::{Closed, Row, closed, kicker, rows};
use super::{Frame, Link, Maker, Section, assurance, pack_path, risks_path, told};
use crate::analyse::{ComplianceQuarter, QuarterAnalysis, RiskRow, SecurityQuarter};
use crate::diag::Diagnostic;
use crate::model::{Certification, Range, Risk, RiskAssessment};
use crate::render::figures::DataTable;
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, label_of, say};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    /// Whether risks were recorded for the quarter.
    told: bool,
    as_at: String,
    risks: Vec<Told>,
    closed: Vec<Closed>,
    assurance: Vec<assurance::Row>,
    findings: Vec<Finding>,
    restores: DataTable,
    vulnerabilities: DataTable,
    /// Where the register comes from.
    source: String,
    overdue: Vec<Overdue>,
    /// The same as tables for programs.
    tables: Vec<Link>,
}

/// A risk with the history of what was held of it.
#[derive(Debug, Serialize)]
struct Told {
    row: Row,
    history: DataTable,
    /// What the newest assessment rests on.
    why: String,
}

#[derive(Debug, Serialize)]
struct Finding {
    what: String,
    of: String,
    severity: &'static str,
    opened: String,
    due: String,
    mark: Mark,
    closed: String,
}

/// A critical vulnerability that is open past its day: where and for how long, never what.
#[derive(Debug, Serialize)]
struct Overdue {
    service: String,
    known: String,
    age: String,
    mark: Mark,
    why: String,
}

/// The page of every quarter that has a record.
pub(crate) fn risk_pages(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let recorded = |q: &&QuarterAnalysis| q.risks.is_some() || q.compliance.is_some();
    let wanted = |q: &&QuarterAnalysis| maker.wants(&risks_path(q.period));
    let quarters = maker.quarters().filter(recorded).filter(wanted);
    let quarters: Vec<&QuarterAnalysis> = quarters.collect();
    maker.each(&quarters, |quarter| page(maker, quarter))
}

fn page(maker: &Maker<'_>, quarter: &QuarterAnalysis) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.ctx(quarter.period);
    let path = risks_path(quarter.period);
    let period = ctx.words.period_short(quarter.period);
    let frame = maker
        .frame(
            &path,
            &say!("What could go wrong, {period}", period),
            Section::Elsewhere,
        )
        .about(maker, quarter.period)
        .under(say!("Pack {period}", period), &pack_path(quarter.period));
    let (risks, asked) = (quarter.risks.as_ref(), quarter.compliance.as_ref());
    let held = risks.iter().flat_map(|risks| &risks.rows);
    let told = held
        .zip(rows(&ctx, &frame, quarter))
        .filter_map(|(held, row)| {
            let risk = sentences::risk_of(&ctx, held)?;
            Some(one_risk(&ctx, risk, held, row))
        });
    let day = risks.map(|r| r.as_at).or(asked.map(|a| a.as_at));
    let security = asked.and_then(|asked| asked.security.as_ref());
    let register = ctx
        .pack
        .compliance
        .as_ref()
        .and_then(|c| c.vulnerabilities.as_ref());
    let view = View {
        kicker: kicker(&ctx, risks),
        headline: match risks {
            Some(risks) => sentences::risks_headline(risks),
            None => label("What could go wrong is not recorded for this quarter").to_owned(),
        },
        told: risks.is_some(),
        as_at: day.map_or_else(String::new, |day| ctx.words.date(day)),
        risks: told.collect(),
        closed: closed(&ctx, "", risks),
        assurance: asked.map_or_else(Vec::new, |asked| assurance::rows(&ctx, &frame, asked)),
        findings: asked.map_or_else(Vec::new, |asked| findings(&ctx, asked)),
        restores: asked.map_or_else(DataTable::default, |asked| restores(&ctx, asked)),
        vulnerabilities: security.map_or_else(DataTable::default, |s| vulnerabilities(&ctx, s)),
        source: match (security, register) {
            (Some(_), Some(register)) => register.source.value.clone(),
            _ => String::new(),
        },
        overdue: security.map_or_else(Vec::new, |security| overdue(&ctx, security)),
        tables: told::links(maker, quarter.period, "risks/", &frame.root),
        frame,
    };
    maker.page(&path, "risks.html", &view)
}

fn one_risk(ctx: &Ctx<'_>, risk: &Risk, held: &RiskRow, row: Row) -> Told {
    let known = risk
        .assessed
        .iter()
        .filter(|a| a.period.value <= ctx.period);
    let line = |a: &RiskAssessment| {
        let exposure = Range {
            low: a
                .times_a_year
                .low
                .times(a.impact.low)
                .unwrap_or(a.impact.low),
            high: a
                .times_a_year
                .high
                .times(a.impact.high)
                .unwrap_or(a.impact.high),
        };
        let harm = a.harm.value;
        vec![
            ctx.words.period_short(a.period.value),
            sentences::often(ctx, a.times_a_year),
            ctx.words.harm_range(harm, a.impact, None),
            ctx.words.harm_range(harm, exposure, None),
            format!("{}, {}", a.by, label(a.grade.word())),
        ]
    };
    let why = known.clone().rfind(|a| a.period.value == held.assessed);
    Told {
        history: DataTable {
            caption: say!(
                "How {clause} was assessed",
                sentences::clause(&risk.name.value)
            ),
            levels: Vec::new(),
            head: [
                label("Quarter"),
                label("How often"),
                label("What once costs"),
                label("Exposure a year"),
                label("By"),
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: known.rev().map(line).collect(),
        },
        why: why.map_or_else(String::new, |a| a.why.value.clone()),
        row,
    }
}

/// Findings that are open, then those closed in the quarter.
fn findings(ctx: &Ctx<'_>, quarter: &ComplianceQuarter) -> Vec<Finding> {
    let start = ctx.pack.settings.calendar.start(ctx.period);
    let certified = || ctx.pack.compliance.iter().flat_map(|c| &c.certifications);
    let mut found = Vec::new();
    for row in &quarter.certifications {
        let Some(held) = certified().find(|c| c.id.value == row.id) else {
            continue;
        };
        for open in &row.open {
            let Some(finding) = held.findings.iter().find(|f| f.id.value == open.id) else {
                continue;
            };
            found.push((open.due, one(ctx, held, finding, None, open.late > 0)));
        }
    }
    found.sort_by_key(|(due, _)| *due);
    let mut closed = Vec::new();
    for row in &quarter.certifications {
        let Some(held) = certified().find(|c| c.id.value == row.id) else {
            continue;
        };
        for finding in &held.findings {
            let within = finding.closed.map(|day| day.value);
            if let Some(day) = within.filter(|day| (start..=quarter.as_at).contains(day)) {
                let late = day > finding.due.value;
                closed.push((day, one(ctx, held, finding, Some(day), late)));
            }
        }
    }
    closed.sort_by_key(|(day, _)| *day);
    found
        .into_iter()
        .chain(closed)
        .map(|(_, finding)| finding)
        .collect()
}

fn one(
    ctx: &Ctx<'_>,
    held: &Certification,
    finding: &crate::model::Finding,
    closed: Option<chrono::NaiveDate>,
    late: bool,
) -> Finding {
    Finding {
        what: finding.what.value.clone(),
        of: held.name.value.clone(),
        severity: label(finding.severity.word()),
        opened: ctx.words.date(finding.opened.value),
        due: ctx.words.date(finding.due.value),
        mark: marks::finding(closed.is_some(), late),
        closed: closed.map_or_else(|| label("no").to_owned(), |day| ctx.words.date(day)),
    }
}

fn restores(ctx: &Ctx<'_>, quarter: &ComplianceQuarter) -> DataTable {
    let rows = ctx.pack.services.iter().map(|service| {
        let mut row = vec![service.name.clone()];
        row.extend(match quarter.restores.get(&service.id.value) {
            None => [
                label("never").to_owned(),
                label("n/a").to_owned(),
                label("not set").to_owned(),
            ],
            Some(test) => {
                let next = ctx.words.date(test.next);
                [
                    ctx.words.date(test.on),
                    if test.passed {
                        label("yes")
                    } else {
                        label("no")
                    }
                    .to_owned(),
                    if test.overdue {
                        say!("{next}, overdue", next)
                    } else {
                        next
                    },
                ]
            }
        });
        row
    });
    if quarter.restores.is_empty() {
        return DataTable::default();
    }
    DataTable {
        caption: label("Last test of restoring each service from its backup").to_owned(),
        levels: Vec::new(),
        head: [
            label("Service"),
            label("Tested on"),
            label("All came back"),
            label("Next due"),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.collect(),
    }
}

fn vulnerabilities(ctx: &Ctx<'_>, security: &SecurityQuarter) -> DataTable {
    let count = |n: usize| n.to_string();
    let rows = security.severities.iter().map(|row| {
        let (k, n) = row.in_time;
        vec![
            super::row::capital(label(row.severity.word())),
            say!("{days}~days", row.promise),
            count(row.known),
            count(row.fixed),
            count(row.open),
            count(row.overdue),
            count(row.accepted),
            row.oldest.map_or_else(
                || label("none").to_owned(),
                |days| say!("{days}~days", days),
            ),
            match row.median {
                Some(days) => ctx.words.days(days),
                None if row.counted == 0 => label_of("none", "none, of a median").to_owned(),
                None => label("not known yet").to_owned(),
            },
            match row.in_time_interval {
                None => label("none due").to_owned(),
                Some((low, high)) => say!(
                    "{of} ({low} to {high})",
                    ctx.words.of(k, n),
                    ctx.words.about_share(low),
                    ctx.words.about_share(high)
                ),
            },
        ]
    });
    DataTable {
        caption: label("Known vulnerabilities by severity").to_owned(),
        levels: Vec::new(),
        head: [
            label("Severity"),
            label("Promised within"),
            label("Became known"),
            label("Fixed"),
            label_of("Open", "Open, of vulnerabilities"),
            label("Overdue"),
            label_of("Accepted", "Accepted, of vulnerabilities"),
            label_of("Oldest open", "Oldest open, of vulnerabilities"),
            label("Median to fix"),
            label("Fixed in time"),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.collect(),
    }
}

fn overdue(ctx: &Ctx<'_>, security: &SecurityQuarter) -> Vec<Overdue> {
    let register = ctx
        .pack
        .compliance
        .as_ref()
        .and_then(|c| c.vulnerabilities.as_ref());
    let accepted = |id: &str| {
        let mut items = register.iter().flat_map(|register| &register.items);
        items.find(|v| v.id.value == id)?.accepted.as_ref()
    };
    let rows = security.overdue.iter();
    rows.filter_map(|row| {
        let service = ctx.pack.service(&row.service)?;
        let decided = accepted(&row.id).filter(|_| row.accepted_until.is_some());
        Some(Overdue {
            service: service.name.clone(),
            known: ctx.words.date(row.known),
            age: say!("{age}~days", row.age),
            mark: marks::late(decided.is_some()),
            why: match decided {
                None => label("nobody has accepted it").to_owned(),
                Some(accepted) => say!(
                    "{by}, until {date}: {clause}",
                    accepted.by,
                    ctx.words.date(accepted.until.value),
                    sentences::clause(&accepted.why.value)
                ),
            },
        })
    })
    .collect()
}
