//! Estimates as rows and lines: what the page of money and the pages that point at it share.

use super::{Frame, Link, figure_path, money_path, quality_path};
use crate::analyse::money::{Supplier, Taken};
use crate::analyse::{EstimateRow, QuarterAnalysis};
use crate::model::{
    BusinessRecord, Estimate, FigurePart, Formula, Grade, InputSource, MoneyKind, Period,
    RecordFigure, Role, Slot, Worth,
};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// One estimate.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    pub(super) anchor: String,
    pub(super) name: String,
    /// Kind of money; sales or margin.
    pub(super) kind: String,
    pub(super) amount: String,
    pub(super) grade: &'static str,
    /// Who supplied its inputs.
    pub(super) by: String,
    /// How it is computed.
    pub(super) said: String,
    /// Parts of the formula that nothing was given for.
    pub(super) left_out: String,
    pub(super) caveat: &'static str,
    pub(super) note: String,
    pub(super) inputs: Vec<InputRow>,
    /// Names of estimates that count some of the same harm.
    pub(super) overlaps: Vec<String>,
}

/// One input of an estimate.
#[derive(Debug, Clone, Serialize)]
pub(super) struct InputRow {
    name: String,
    value: String,
    from: Link,
    on: String,
    grade: &'static str,
    basis: String,
}

/// One line that leads to an estimate.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    /// What is estimated.
    name: Link,
    /// `Estimate: £180 to £510 thousand, …`.
    said: String,
}

/// Where an estimate stands on the page of money.
pub(super) fn anchor(period: Period, id: &str) -> String {
    format!("{period}-{id}")
}

/// Lines of a quarter's estimates that a sheet may show.
pub(crate) fn lines(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    shown: impl Fn(&Estimate) -> bool,
) -> Vec<Line> {
    let rows = quarter.money.iter().flat_map(|money| &money.estimates);
    rows.filter_map(|row| {
        let estimate = sentences::estimate_of(ctx, row).filter(|estimate| shown(estimate))?;
        let target = format!("{}#{}", money_path(), anchor(quarter.period, &row.id));
        Some(Line {
            name: Link {
                label: estimate.name.value.clone(),
                href: frame.to(&target),
            },
            said: sentences::estimate_line(ctx, row),
        })
    })
    .collect()
}

/// Whether an estimate belongs beside the incidents of its quarter.
pub(crate) fn is_of_incidents(estimate: &Estimate) -> bool {
    estimate.inputs.iter().any(|(_, source)| {
        matches!(&source.value, InputSource::Record { figure, .. } if figure.is_of_incidents())
    })
}

/// Whether an estimate belongs beside the promises of its quarter.
pub(crate) fn is_of_promises(estimate: &Estimate) -> bool {
    estimate.kinds().contains(&MoneyKind::Credits) && !is_of_incidents(estimate)
}

/// Whether an estimate takes a figure of a metric, or of the record that the metric tells.
pub(super) fn uses(estimate: &Estimate, metric: &str, records: &[BusinessRecord]) -> bool {
    estimate
        .inputs
        .iter()
        .any(|(_, source)| match &source.value {
            InputSource::Metric { metric: own, .. } => own.value == metric,
            InputSource::Record { figure, .. } => records.contains(figure),
            InputSource::Supplied(_) => false,
        })
}

/// An estimate in full.
pub(super) fn row(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    estimate: &Estimate,
    row: &EstimateRow,
) -> Row {
    let entry = row.formula.entry();
    let sold = match row.counts {
        Some(Worth::Sales) => label(", in sales and not margin"),
        Some(Worth::Margin) => label(", in margin"),
        None => "",
    };
    let name = |id: &String| {
        let business = ctx.pack.business.as_ref()?;
        Some(business.estimate(id)?.name.value.clone())
    };
    let roles = row.suppliers();
    Row {
        anchor: anchor(quarter.period, &row.id),
        name: estimate.name.value.clone(),
        kind: format!("{}{sold}", label(row.kind.name())),
        amount: sentences::estimated(ctx, row),
        grade: label(row.grade.word()),
        by: if roles.is_empty() {
            label("the pack's own figures").to_owned()
        } else {
            roles.join(", ")
        },
        said: said(row),
        left_out: left_out(row),
        caveat: label(entry.caveat),
        note: estimate
            .note
            .as_ref()
            .map_or_else(String::new, |note| note.value.clone()),
        inputs: row
            .inputs
            .iter()
            .filter_map(|(key, taken)| {
                let name = label(row.formula.slot(key)?.label);
                Some(match taken {
                    Ok(taken) => input(ctx, frame, name, taken),
                    Err(absent) => missing(ctx, frame, name, &absent.supplier, absent.period),
                })
            })
            .collect(),
        overlaps: row.overlaps.iter().filter_map(name).collect(),
    }
}

/// How it was come by, and how far that can be relied on.
fn said(row: &EstimateRow) -> String {
    match (row.formula, row.grade) {
        (Formula::Counted, Grade::Measured) => label("Counted, not estimated").to_owned(),
        (Formula::Counted, grade) => {
            say!(
                "The pack's own figure, which is itself {word}",
                label(grade.word())
            )
        }
        (formula, grade) => say!(
            "Estimate, {word}: {said}",
            label(grade.word()),
            label(formula.entry().said)
        ),
    }
}

/// What the formula could hold and nobody gave a figure of: a reader must not take it for nothing.
fn left_out(row: &EstimateRow) -> String {
    let slots = row.formula.entry().slots.iter();
    let missing = slots.filter(|slot| {
        let given = row.inputs.iter().any(|(key, _)| *key == slot.key);
        slot.optional && !given
    });
    let (added, rest): (Vec<&Slot>, Vec<&Slot>) = missing.partition(|slot| slot.adds.is_some());
    let labels = |slots: &[&Slot]| -> Vec<String> {
        slots
            .iter()
            .map(|slot| label(slot.label).to_owned())
            .collect()
    };
    let mut told = Vec::new();
    if !added.is_empty() {
        told.push(say!(
            "Not in it: {listed}.",
            sentences::listed(&labels(&added))
        ));
    }
    if !rest.is_empty() {
        told.push(say!(
            "No figure given for: {listed}.",
            sentences::listed(&labels(&rest))
        ));
    }
    told.join(" ")
}

fn input(ctx: &Ctx<'_>, frame: &Frame, name: &str, taken: &Taken) -> InputRow {
    let mut row = InputRow {
        name: sentences::upper_first(name),
        value: ctx.words.supplied(taken.quantity, taken.range),
        from: Link::default(),
        on: String::new(),
        grade: label(taken.grade.word()),
        basis: String::new(),
    };
    told(ctx, frame, &taken.supplier, &mut row);
    row
}

fn missing(
    ctx: &Ctx<'_>,
    frame: &Frame,
    name: &str,
    supplier: &Supplier,
    period: Period,
) -> InputRow {
    let mut row = InputRow {
        name: sentences::upper_first(name),
        value: say!(
            "no figure of {period_short}",
            ctx.words.period_short(period)
        ),
        from: Link::default(),
        on: String::new(),
        grade: label("not known"),
        basis: String::new(),
    };
    told(ctx, frame, supplier, &mut row);
    row
}

/// Who answers for an input, since when, and what it rests on.
fn told(ctx: &Ctx<'_>, frame: &Frame, supplier: &Supplier, row: &mut InputRow) {
    let service = |id: &Option<String>| {
        let service = id.as_ref().and_then(|id| ctx.pack.service(id));
        service.map_or_else(String::new, |service| format!(", {}", service.name))
    };
    match supplier {
        Supplier::Role { input, role } => {
            row.from.label.clone_from(role);
            let officer = Role::ALL
                .into_iter()
                .find(|officer| officer.title() == role);
            if let Some(officer) = officer {
                row.from.href = frame.to(&super::roles::role_path(officer));
            }
            let business = ctx.pack.business.as_ref();
            if let Some(input) = business.and_then(|b| b.input(input)) {
                row.name.clone_from(&input.name.value);
                row.on = ctx.words.date(input.on.value);
                row.basis.clone_from(&input.basis.value);
            }
        }
        Supplier::Metric {
            metric,
            service: of,
            part,
            periods: (first, last),
        } => {
            if let Some(own) = ctx.pack.metrics.get(metric) {
                row.from = Link {
                    label: own.owner.value.clone(),
                    href: frame.to(&figure_path(metric, *last)),
                };
                let part = match part {
                    FigurePart::Value => "",
                    FigurePart::Part => label(", counted"),
                    FigurePart::Whole => label(", out of"),
                };
                row.basis = format!("{}{part}{}", own.name.value, service(of));
            }
            row.on = match first == last {
                true => ctx.words.period_short(*last),
                false => say!(
                    "{period_short} to {period_short2}",
                    ctx.words.period_short(*first),
                    ctx.words.period_short(*last)
                ),
            };
        }
        Supplier::Record {
            figure,
            service: of,
            incidents,
        } => {
            row.on = ctx.words.period_short(ctx.period);
            if figure.is_of_incidents() {
                row.from = Link {
                    label: label("Record of incidents").to_owned(),
                    href: frame.to(&super::incidents::incidents_path(ctx.period)),
                };
                let record = ctx.pack.incidents.get(&ctx.period);
                let all = record.iter().flat_map(|record| &record.incidents);
                let titles = all.filter(|i| incidents.contains(&i.id.value));
                let titles: Vec<&str> = titles.map(|i| i.title.value.as_str()).collect();
                row.basis = match titles.is_empty() {
                    true => say!("all incidents{service}", service(of)),
                    false => format!("{}{}", titles.join(label("; ")), service(of)),
                };
            } else {
                row.from = Link {
                    label: label("Record of rework").to_owned(),
                    href: frame.to(quality_path()),
                };
                row.basis = say!("working days as teams told them{service}", service(of));
            }
        }
    }
}

/// Records that hold the same days or minutes as a metric that tells a record.
pub(super) fn records(figure: RecordFigure) -> &'static [BusinessRecord] {
    match figure {
        RecordFigure::Incidents => &[BusinessRecord::Incidents],
        RecordFigure::CustomerMinutes => &[
            BusinessRecord::CustomerMinutes,
            BusinessRecord::IncidentMinutes,
        ],
        RecordFigure::TimeToRestore => &[
            BusinessRecord::IncidentMinutes,
            BusinessRecord::CriticalMinutes,
        ],
        RecordFigure::ReworkShare => &[BusinessRecord::ReworkDays],
        _ => &[],
    }
}
