//! Where an estimate takes a number from: an input of the file, a figure of a metric or a record.

use super::{Look, quantity};
use crate::diag::Located;
use crate::load::decode::{Field, Fields, conflict};
use crate::load::topics;
use crate::model::{
    BusinessRecord, Exact, FigurePart, Formula, Grade, InputSource, Kind, Metric, Quantity, Slot,
    Stretch, Unit,
};

const RECORDS: &[(&str, BusinessRecord)] = &[
    (BusinessRecord::Incidents.word(), BusinessRecord::Incidents),
    (
        BusinessRecord::CustomerMinutes.word(),
        BusinessRecord::CustomerMinutes,
    ),
    (
        BusinessRecord::CriticalMinutes.word(),
        BusinessRecord::CriticalMinutes,
    ),
    (
        BusinessRecord::IncidentMinutes.word(),
        BusinessRecord::IncidentMinutes,
    ),
    (
        BusinessRecord::ReworkDays.word(),
        BusinessRecord::ReworkDays,
    ),
    (
        BusinessRecord::BugFixDays.word(),
        BusinessRecord::BugFixDays,
    ),
];

const PARTS: &[(&str, FigurePart)] = &[
    ("value", FigurePart::Value),
    ("part", FigurePart::Part),
    ("whole", FigurePart::Whole),
];

impl Look<'_> {
    pub(super) fn source(
        &self,
        field: Field<'_, '_, '_>,
        slot: &Slot,
        formula: Formula,
    ) -> Option<Located<InputSource>> {
        if field.is_scalar() {
            let id = field.text()?;
            if Exact::parse(&id.value).is_ok() {
                field.problems.add(
                    topics::UNKNOWN_INPUT
                        .at(id.span, format!("`{}` is a number of nobody", field.name))
                        .help("give it under `inputs:` with who supplied it, and name it here"),
                );
                return None;
            }
            let id = self.names.known(id, field.problems)?;
            let input = self
                .inputs
                .iter()
                .find(|input| input.id.value == id.value)?;
            fits(field, input.quantity.value, slot)?;
            if formula == Formula::LatencyValue
                && slot.key == "more_buying"
                && input.grade != Grade::Measured
            {
                field.problems.add(
                    topics::SURVEY_AS_OWN_FIGURE
                        .at(id.span, "a change of buying that we did not measure ourselves")
                        .see(input.id.span, "given here")
                        .help("compare two groups of our own visitors first, or leave the estimate out"),
                );
                return None;
            }
            return Some(Located::new(InputSource::Supplied(id.value), id.span));
        }
        let fields = field.fields()?;
        let metric = fields.optional("metric");
        let record = fields.optional("record");
        let source = match (metric, record) {
            (Some(metric), None) => self.metric(&fields, metric),
            (None, Some(record)) => self.record(&fields, record),
            (Some(_), Some(record)) => {
                let why = "names a second figure";
                conflict(record, why, "an input is one figure: remove one of the two");
                None
            }
            (None, None) => {
                fields.required_because("metric", "an input is a figure of a metric or a record");
                None
            }
        };
        fields.finish();
        let (source, quantity) = source?;
        fits(field, quantity, slot)?;
        Some(Located::new(source, field.node.span))
    }

    fn metric(
        &self,
        fields: &Fields<'_, '_, '_>,
        metric: Field<'_, '_, '_>,
    ) -> Option<(InputSource, Quantity)> {
        let known = self.known;
        let id = metric
            .text()
            .and_then(|id| known.metrics.known(id, metric.problems));
        let service = known.service(fields.optional("service"));
        let part = fields.optional("of");
        let part_read = match part {
            None => Some(FigurePart::Value),
            Some(field) => field.word(PARTS).map(|word| word.value),
        };
        let unit = fields.optional("unit");
        let stretch = match fields.optional("over") {
            None => Some(Stretch::Quarter),
            Some(field) => field
                .word(&[("quarter", Stretch::Quarter), ("year", Stretch::Year)])
                .map(|word| word.value),
        };
        let (id, service, of, over) = (id?, service?, part_read?, stretch?);
        let defined = known.defined.get(&id.value)?;
        let is_ratio = defined.kind.value == Kind::Ratio;
        let (own, counted) = match of {
            FigurePart::Value => (of_metric(defined), defined.kind.value == Kind::Count),
            FigurePart::Part | FigurePart::Whole => (None, true),
        };
        if of != FigurePart::Value && !is_ratio {
            let field = part?;
            conflict(
                field,
                "asks for a part of a figure that has none",
                "remove it",
            );
            return None;
        }
        if over == Stretch::Year && !counted {
            let field = fields.optional("over")?;
            let help = "only counts, and parts of ratios, add up: remove it";
            conflict(
                field,
                "adds up figures of four quarters that do not add up",
                help,
            );
            return None;
        }
        let given = match unit {
            Some(field) if of == FigurePart::Value && own.is_some() => {
                conflict(field, "is known from the metric", "remove it");
                return None;
            }
            Some(field) => Some(quantity(field)?.value),
            None => None,
        };
        let Some(quantity) = own.or(given) else {
            let why = "what is counted in a part of a ratio is not said by the metric";
            fields.required_because("unit", why);
            return None;
        };
        let source = InputSource::Metric {
            metric: id,
            service,
            part: of,
            quantity: given,
            over,
        };
        Some((source, quantity))
    }

    fn record(
        &self,
        fields: &Fields<'_, '_, '_>,
        record: Field<'_, '_, '_>,
    ) -> Option<(InputSource, Quantity)> {
        let figure = record.word(RECORDS);
        let service = self.known.service(fields.optional("service"));
        let only = fields.optional("incidents");
        let incidents = match only {
            None => Some(Vec::new()),
            Some(field) => field.each(Field::id),
        };
        let (figure, service, incidents) = (figure?.value, service?, incidents?);
        if let Some(field) = only.filter(|_| !figure.is_of_incidents()) {
            conflict(
                field,
                "chooses among incidents, and the figure is of days",
                "remove it",
            );
            return None;
        }
        let critical = figure == BusinessRecord::CriticalMinutes;
        if let Some(field) = fields.optional("service").or(only).filter(|_| critical) {
            let help = "name `incidents.minutes` to choose among incidents";
            conflict(field, "cannot be told of critical journeys alone", help);
            return None;
        }
        let quantity = figure.quantity();
        let source = InputSource::Record {
            figure,
            service,
            incidents,
        };
        Some((source, quantity))
    }
}

/// What a metric's own figure is counted in, as far as a formula can use it.
fn of_metric(metric: &Metric) -> Option<Quantity> {
    Some(match &metric.unit.value {
        Unit::Percent => Quantity::Share,
        Unit::Minutes => Quantity::Minutes,
        Unit::Hours => Quantity::Hours,
        Unit::Currency => Quantity::Money,
        Unit::Things { .. } if metric.kind.value == Kind::Count => Quantity::Count,
        _ => return None,
    })
}

/// Whether a number may stand where a formula wants one.
fn fits(field: Field<'_, '_, '_>, found: Quantity, slot: &Slot) -> Option<()> {
    let hours = |quantity| matches!(quantity, Quantity::Minutes | Quantity::Hours);
    if found == slot.quantity || (hours(found) && hours(slot.quantity)) {
        return Some(());
    }
    let message = format!(
        "`{}` is counted in `{}`, and this input in `{}`",
        slot.key,
        slot.quantity.word(),
        found.word()
    );
    field.problems.add(
        topics::INPUT_OF_ANOTHER_UNIT
            .at(field.node.span, message)
            .help("name an input that is counted in the same"),
    );
    None
}
