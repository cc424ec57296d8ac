//! `data/business.yaml` to inputs and estimates. Whether the numbers of an estimate fit its formula,
//! and whether two estimates count one thing twice, is seen here: both are facts of the file alone.

use super::decode::{Field, Fields, conflict};
use super::names::{Names, once};
use super::problems::{nearest, quoted};
use super::scalars::decimal;
use super::story::{GRADES, Known};
use super::topics;
use crate::diag::Located;
use crate::model::{
    Business, BusinessRecord, Estimate, Exact, FigurePart, Formula, Grade, IncidentRecord, Input,
    InputSource, Kind, Metric, MoneyKind, Period, Quantity, Range, Slot, Stretch, Total, Unit,
    Worth,
};
use std::collections::BTreeMap;

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

/// What money a line that was only counted may be.
const COUNTED: &[(&str, MoneyKind)] = &[
    ("credits", MoneyKind::Credits),
    ("goodwill", MoneyKind::Goodwill),
    ("infrastructure", MoneyKind::Infrastructure),
];

const PARTS: &[(&str, FigurePart)] = &[
    ("value", FigurePart::Value),
    ("part", FigurePart::Part),
    ("whole", FigurePart::Whole),
];

/// What surveys of the market are known by. They tell of other companies.
const SURVEYS: [&str; 14] = [
    "survey",
    "benchmark",
    "industry average",
    "industry figure",
    "gartner",
    "ponemon",
    "forrester",
    "idc",
    "itic",
    "uptime institute",
    "state of devops",
    "analyst report",
    "white paper",
    "vendor study",
];

/// What estimates may refer to.
pub(super) struct Ground<'a> {
    pub(super) known: &'a Known<'a>,
    /// Records by quarter; `None` where what is read was published and refers to what was there then.
    pub(super) incidents: Option<&'a BTreeMap<Period, IncidentRecord>>,
}

/// Reads the file.
pub(super) fn read(root: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<Business> {
    let fields = root.fields()?;
    let inputs = list(&fields, "inputs", input);
    let mut names = Names::new("input", "`inputs:` of this file", &topics::UNKNOWN_INPUT);
    match &inputs {
        Some(inputs) => {
            for input in inputs {
                names.give(&input.id.value, input.id.span, true);
            }
        }
        // One of them could not be read: nothing is called unknown.
        None => names.not_all(),
    }
    let look = Look {
        ground,
        names,
        inputs: inputs.as_deref().unwrap_or_default(),
    };
    let estimates = list(&fields, "estimates", |item| look.estimate(item));
    let totals = list(&fields, "totals", total);
    fields.finish();
    let (inputs, estimates, totals) = (inputs?, estimates?, totals?);
    once("input", inputs.iter().map(|i| &i.id), root.problems);
    once("estimate", estimates.iter().map(|e| &e.id), root.problems);
    once("total", totals.iter().map(|t| &t.id), root.problems);
    let business = Business {
        inputs,
        estimates,
        totals,
    };
    tell_same_thing_twice(&business, root);
    tell_mixed_totals(&business, root);
    Some(business)
}

fn list<T>(
    fields: &Fields<'_, '_, '_>,
    name: &'static str,
    one: impl Fn(Field<'_, '_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    match fields.optional(name) {
        None => Some(Vec::new()),
        Some(field) => field.each(one),
    }
}

fn input(item: Field<'_, '_, '_>) -> Option<Input> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let name = fields.plain("name");
    let quantity = fields.required("unit").and_then(quantity);
    let value = fields.required("value");
    let value = value.and_then(|field| range(field, quantity.map(|q| q.value)));
    let supplied_by = fields.required_because(
        "supplied_by",
        "a number that nobody answers for is a guess with a currency sign",
    );
    let supplied_by = supplied_by.and_then(Field::text);
    let on = fields.required("on").and_then(Field::date);
    let grade = fields
        .required("grade")
        .and_then(|field| field.word(GRADES));
    let basis = fields.plain("basis");
    fields.finish();
    if let Some(basis) = &basis
        && let Some(word) = survey(&basis.value)
    {
        item.problems.add(
            topics::SURVEY_AS_OWN_FIGURE
                .at(
                    basis.span,
                    format!("the basis of an input is {}", quoted(word)),
                )
                .help(
                    "take the number from our own accounts or records, or leave the estimate out",
                ),
        );
    }
    if let (Some(grade), Some(value)) = (grade, &value)
        && grade.value == Grade::Assumed
        && value.value.low == value.value.high
    {
        item.problems.add(
            topics::ESTIMATE_WITHOUT_RANGE
                .at(value.span, "an assumed input is one number")
                .help("write `{low: …, high: …}`, as far apart as whoever assumes it would bet on"),
        );
    }
    Some(Input {
        id: id?,
        name: name?,
        value: value?,
        quantity: quantity?,
        supplied_by: supplied_by?,
        on: on?,
        grade: grade?.value,
        basis: basis?,
    })
}

/// The word by which a basis says that it is a survey of others, as a word of its own.
fn survey(basis: &str) -> Option<&'static str> {
    let plain: String = basis
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    let words = format!(
        " {} ",
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    // What we asked our own people or customers is our own figure.
    let own = [" our own survey ", " our survey ", " own pulse survey "];
    let words = own.iter().fold(words, |words, own| words.replace(own, " "));
    SURVEYS
        .into_iter()
        .find(|name| words.contains(&format!(" {name} ")) || words.contains(&format!(" {name}s ")))
}

fn quantity(field: Field<'_, '_, '_>) -> Option<Located<Quantity>> {
    let words = Quantity::ALL.map(|quantity| (quantity.word(), quantity));
    field.word(&words)
}

/// One number, or `{low: , high: }`; nothing below zero.
fn range(field: Field<'_, '_, '_>, quantity: Option<Quantity>) -> Option<Located<Range>> {
    let unit = (quantity == Some(Quantity::Share)).then_some(Unit::Percent);
    let number = |field: Field<'_, '_, '_>| -> Option<Located<Exact>> {
        let text = field.raw()?;
        match decimal(text.value, unit.as_ref()) {
            Ok(value) if value.is_negative() => {
                field.problems.add(
                    topics::IMPOSSIBLE_VALUE
                        .at(text.span, format!("`{}` is below nothing", field.name))
                        .help("write how much, without a minus"),
                );
                None
            }
            Ok(value) => Some(Located::new(value, text.span)),
            Err(help) => {
                let message = format!("{} is not a plain decimal", quoted(text.value));
                field
                    .problems
                    .add(topics::BAD_NUMBER.at(text.span, message).help(help));
                None
            }
        }
    };
    if field.is_scalar() {
        let one = number(field)?;
        return Some(one.map(|low| Range { low, high: low }));
    }
    let fields = field.fields()?;
    let low = fields.required("low").and_then(number);
    let high = fields.required("high").and_then(number);
    fields.finish();
    let (low, high) = (low?, high?);
    if low.value > high.value {
        super::goals::reversed(field, low.span);
        return None;
    }
    let (low, high) = (low.value, high.value);
    Some(Located::new(Range { low, high }, field.node.span))
}

/// What is known while estimates are read.
struct Look<'a> {
    ground: &'a Ground<'a>,
    names: Names,
    inputs: &'a [Input],
}

impl Look<'_> {
    fn estimate(&self, item: Field<'_, '_, '_>) -> Option<Estimate> {
        let fields = item.fields()?;
        let id = fields.required("id").and_then(Field::id);
        let name = fields.plain("name");
        let period = fields.required("period").and_then(Field::period);
        let formula = fields.required("formula").and_then(|field| {
            let words = Formula::ALL.map(|formula| (formula.entry().word, formula));
            field.word(&words)
        });
        let inputs = fields.required("inputs");
        let inputs = match (inputs, formula) {
            (Some(field), Some(formula)) => self.inputs(field, formula.value, period),
            _ => None,
        };
        let counts = fields.optional("counts");
        let kind = fields.optional("kind");
        let (kind, counts) = match formula {
            Some(formula) => (
                kind_of(&fields, kind, formula.value),
                worth(&fields, counts, formula.value),
            ),
            None => (None, None),
        };
        let note = match fields.optional("note") {
            None => Some(None),
            Some(field) => field.plain().map(Some),
        };
        let audience = fields.audience();
        fields.finish();
        let estimate = Estimate {
            id: id?,
            name: name?,
            period: period?,
            formula: formula?,
            kind: kind?,
            counts: counts?,
            inputs: inputs?,
            note: note?,
            audience: audience?,
            span: item.key,
        };
        self.tell_one_number(&estimate, item);
        Some(estimate)
    }

    fn inputs(
        &self,
        field: Field<'_, '_, '_>,
        formula: Formula,
        period: Option<Located<Period>>,
    ) -> Option<Vec<(&'static str, Located<InputSource>)>> {
        let fields = field.fields()?;
        let mut read = Vec::new();
        let mut whole = true;
        for slot in formula.entry().slots {
            let given = if slot.optional {
                fields.optional(slot.key)
            } else {
                fields.required(slot.key)
            };
            let Some(given) = given else {
                whole &= slot.optional;
                continue;
            };
            match self.source(given, slot, formula, period) {
                Some(source) => read.push((slot.key, source)),
                None => whole = false,
            }
        }
        fields.finish();
        whole.then_some(read)
    }

    fn source(
        &self,
        field: Field<'_, '_, '_>,
        slot: &Slot,
        formula: Formula,
        period: Option<Located<Period>>,
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
            (None, Some(record)) => self.record(&fields, record, period),
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
        let known = self.ground.known;
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
        period: Option<Located<Period>>,
    ) -> Option<(InputSource, Quantity)> {
        let figure = record.word(RECORDS);
        let service = self.ground.known.service(fields.optional("service"));
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
        if let (Some(records), Some(period)) = (self.ground.incidents, period) {
            let there = records.get(&period.value);
            let ids = there.iter().flat_map(|record| &record.incidents);
            let ids: Vec<&str> = ids.map(|incident| incident.id.value.as_str()).collect();
            for id in &incidents {
                if !ids.contains(&id.value.as_str()) {
                    let message = format!(
                        "there is no incident {} in {}",
                        quoted(&id.value),
                        period.value
                    );
                    let problem = topics::UNKNOWN_INPUT.at(id.span, message);
                    record
                        .problems
                        .add(match nearest(&id.value, ids.iter().copied()) {
                            Some(near) => problem.help(format!("did you mean `{near}`?")),
                            None => problem.help("incidents come from `data/incidents/`"),
                        });
                    return None;
                }
            }
        }
        let quantity = figure.quantity();
        let source = InputSource::Record {
            figure,
            service,
            incidents,
        };
        Some((source, quantity))
    }

    /// Tells of an estimate that assumes something and comes out as one number.
    fn tell_one_number(&self, estimate: &Estimate, item: Field<'_, '_, '_>) {
        let input = |source: &InputSource| match source {
            InputSource::Supplied(id) => self.inputs.iter().find(|input| input.id.value == *id),
            _ => None,
        };
        let supplied: Vec<&Input> = estimate
            .inputs
            .iter()
            .filter_map(|(_, source)| input(&source.value))
            .collect();
        let modelled = !estimate.formula.value.entry().plain
            || supplied.iter().any(|input| input.grade != Grade::Measured);
        let ranged = supplied
            .iter()
            .any(|input| input.value.value.low < input.value.value.high);
        if modelled && !ranged {
            item.problems.add(
                topics::ESTIMATE_WITHOUT_RANGE
                    .at(estimate.id.span, "the estimate comes out as one number")
                    .help("give at least one of its inputs as `{low: …, high: …}`"),
            );
        }
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

/// What money an estimate is: the formula's, or what the file says of a line that was only counted.
fn kind_of(
    fields: &Fields<'_, '_, '_>,
    given: Option<Field<'_, '_, '_>>,
    formula: Formula,
) -> Option<MoneyKind> {
    match (formula.entry().kind, given) {
        (Some(kind), None) => Some(kind),
        (Some(_), Some(field)) => {
            conflict(field, "is said by the formula", "remove it");
            None
        }
        (None, Some(field)) => field.word(COUNTED).map(|word| word.value),
        (None, None) => {
            fields.required_because(
                "kind",
                "what was only counted does not say what money it is",
            );
            None
        }
    }
}

/// Whether sales or margin are meant.
#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn worth(
    fields: &Fields<'_, '_, '_>,
    given: Option<Field<'_, '_, '_>>,
    formula: Formula,
) -> Option<Option<Worth>> {
    match (formula.entry().sells, given) {
        (false, None) => Some(None),
        (false, Some(field)) => {
            conflict(
                field,
                "is asked only of formulas that count sales",
                "remove it",
            );
            None
        }
        (true, Some(field)) => {
            let words = [("sales", Worth::Sales), ("margin", Worth::Margin)];
            field.word(&words).map(|word| Some(word.value))
        }
        (true, None) => {
            let why = "a sale that is lost costs its margin: the Board must know which is meant";
            fields.required_because("counts", why);
            None
        }
    }
}

fn total(item: Field<'_, '_, '_>) -> Option<Total> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let name = fields.plain("name");
    let of = fields.required("of");
    let ids = of.and_then(|field| field.each(Field::id));
    fields.finish();
    let ids = ids?;
    if ids.len() < 2 {
        let field = of?;
        conflict(
            field,
            "adds up fewer than two estimates",
            "name at least two, or remove the total",
        );
        return None;
    }
    Some(Total {
        id: id?,
        name: name?,
        of: ids,
    })
}

/// Tells of two lines of one quarter that are the same money counted from the same things.
fn tell_same_thing_twice(business: &Business, root: Field<'_, '_, '_>) {
    for (n, second) in business.estimates.iter().enumerate() {
        let earlier = business.estimates[..n].iter();
        let twin = earlier
            .filter(|first| first.is_same_money(second))
            .find_map(|first| Some((first, first.shares(second)?)));
        if let Some((first, amount)) = twin {
            let message = format!(
                "{} counts what {} counts already",
                quoted(&second.id.value),
                quoted(&first.id.value)
            );
            root.problems.add(
                topics::OVERLAPPING_ESTIMATES
                    .at(amount.span, message)
                    .see(
                        first.id.span,
                        "the same kind of money, from the same things",
                    )
                    .help("keep one of the two, or name other services or incidents in each"),
            );
        }
    }
}

/// Tells of totals that add what does not add up.
fn tell_mixed_totals(business: &Business, root: Field<'_, '_, '_>) {
    for total in &business.totals {
        let mut added: Vec<(&Estimate, &Located<String>)> = Vec::new();
        for id in &total.of {
            let Some(estimate) = business.estimate(&id.value) else {
                let ids = business.estimates.iter().map(|e| e.id.value.as_str());
                let message = format!("there is no estimate {}", quoted(&id.value));
                let problem = topics::UNKNOWN_INPUT.at(id.span, message);
                root.problems.add(match nearest(&id.value, ids) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help("estimates come from `estimates:` of this file"),
                });
                continue;
            };
            let clash = added
                .iter()
                .find_map(|(first, place)| Some((*place, clash(first, estimate)?)));
            if let Some((place, why)) = clash {
                root.problems.add(
                    topics::OVERLAPPING_ESTIMATES
                        .at(
                            id.span,
                            format!("{} cannot be added: {why}", quoted(&id.value)),
                        )
                        .see(place.span, "to this one")
                        .help("take it out of the total; both lines may stand side by side"),
                );
            }
            added.push((estimate, id));
        }
    }
}

/// Why two estimates do not add up, if they do not.
fn clash(first: &Estimate, second: &Estimate) -> Option<String> {
    let (a, b) = (first.formula.value.entry(), second.formula.value.entry());
    if first.id.value == second.id.value {
        return Some("it is in the total already".to_owned());
    }
    if first.period.value != second.period.value {
        return Some(format!("it is of {}", second.period.value));
    }
    if second.kind == MoneyKind::Upside {
        return Some("what freed time could bring belongs in no total".to_owned());
    }
    if first.kind != second.kind {
        let overlap = first.kind.overlaps(second.kind);
        let (first, second) = (first.kind.name(), second.kind.name());
        return Some(if overlap {
            format!("{second} and {first} count some of the same harm")
        } else {
            format!("{second} and {first} are two kinds of money")
        });
    }
    if first.counts != second.counts {
        return Some("one counts sales and the other margin".to_owned());
    }
    if a.result != b.result {
        return Some("one is a year's amount and the other is not".to_owned());
    }
    first
        .shares(second)
        .map(|_| "both count the same things".to_owned())
}
