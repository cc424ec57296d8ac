//! What auditors ask for, as rows: vulnerabilities, certifications with their findings, and tests of
//! restoring from backup. Never how a weakness could be exploited: packs are copied.

use super::{Frame, metric_path};
use crate::analyse::{ComplianceQuarter, SecurityQuarter};
use crate::model::{RecordFigure, VulnerabilitySeverity};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// One thing that auditors ask for.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    what: String,
    /// The metric that tells its figure; empty where none does.
    href: String,
    /// `Payments and checkout · CFO`.
    scope: String,
    mark: Mark,
    said: String,
}

/// Worst first within each kind: vulnerabilities, certifications, restores.
pub(super) fn rows(ctx: &Ctx<'_>, frame: &Frame, quarter: &ComplianceQuarter) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(security) = &quarter.security {
        rows.extend(vulnerabilities(ctx, frame, security));
    }
    for held in &quarter.certifications {
        let certified = ctx.pack.compliance.iter().flat_map(|c| &c.certifications);
        let Some(certified) = certified.clone().find(|c| c.id.value == held.id) else {
            continue;
        };
        let late = held.open.iter().any(|finding| finding.late > 0);
        rows.push(Row {
            what: certified.name.value.clone(),
            href: String::new(),
            scope: format!("{} · {}", certified.scope.value, certified.owner),
            mark: marks::certificate(held.state, late),
            said: sentences::certification(ctx, held),
        });
    }
    rows.extend(restores(ctx, quarter));
    rows
}

/// Critical and high vulnerabilities; the page of risks has the milder ones.
fn vulnerabilities(ctx: &Ctx<'_>, frame: &Frame, security: &SecurityQuarter) -> Vec<Row> {
    let tells = |figure: RecordFigure| {
        let mut metrics = ctx.pack.metrics.values();
        let metric = metrics.find(|m| m.record.as_ref().is_some_and(|r| r.value == figure));
        metric.map_or_else(String::new, |m| frame.to(&metric_path(&m.id.value)))
    };
    let [critical, high, ..] = &security.severities;
    [critical, high]
        .into_iter()
        .map(|row| {
            let worst = row.severity == VulnerabilitySeverity::Critical;
            let (what, href) = if worst {
                (
                    label("Critical vulnerabilities"),
                    tells(RecordFigure::OverdueCritical),
                )
            } else {
                (label("High vulnerabilities"), String::new())
            };
            Row {
                what: what.to_owned(),
                href,
                scope: say!("fixed within {promise}~days", row.promise),
                mark: marks::overdue(row),
                said: format!(
                    "{} {}",
                    sentences::open_vulnerabilities(row),
                    sentences::response(ctx, row)
                ),
            }
        })
        .collect()
}

fn restores(ctx: &Ctx<'_>, quarter: &ComplianceQuarter) -> Option<Row> {
    if quarter.restores.is_empty() {
        return None;
    }
    let services = &ctx.pack.services;
    let named = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
        let there = services.iter().filter(|s| wanted(&s.id.value));
        there.map(|s| s.name.clone()).collect()
    };
    let test = |id: &str| quarter.restores.get(id);
    let good = named(&|id| test(id).is_some_and(|t| t.passed && !t.overdue));
    let late = named(&|id| test(id).is_some_and(|t| t.passed && t.overdue));
    let failed = named(&|id| test(id).is_some_and(|t| !t.passed));
    let never = named(&|id| test(id).is_none());
    let shown = quarter
        .restores
        .iter()
        .filter(|(id, _)| ctx.pack.service(id).is_some());
    let last = shown.clone().map(|(_, t)| t.on).max()?;
    let next = shown.filter(|(_, t)| !t.overdue).map(|(_, t)| t.next).min();
    let amiss = !(late.is_empty() && failed.is_empty() && never.is_empty());
    Some(Row {
        what: label("Restoring from backup").to_owned(),
        href: String::new(),
        scope: label("last test of each service").to_owned(),
        mark: marks::restores(!failed.is_empty(), amiss),
        said: sentences::restores(
            ctx,
            (good.len(), services.len()),
            &[&failed, &late, &never],
            (last, next),
        ),
    })
}
