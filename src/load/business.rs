//! `data/business.yaml` to inputs and estimates. Whether the numbers of an estimate fit its formula,
//! and whether two estimates count one thing twice, is seen here: both are facts of the file alone.

mod overlaps;
mod sources;

use super::decode::{Field, Fields, conflict};
use super::names::{Names, once};
use super::problems::quoted;
use super::scalars::decimal;
use super::story::{GRADES, Known};
use super::topics;
use crate::diag::Located;
use crate::model::{
    Business, Estimate, Exact, Formula, Grade, Input, InputSource, MoneyKind, Quantity, Range,
    Total, Unit, Worth,
};

/// What money a line that was only counted may be.
const COUNTED: &[(&str, MoneyKind)] = &[
    ("credits", MoneyKind::Credits),
    ("goodwill", MoneyKind::Goodwill),
    ("infrastructure", MoneyKind::Infrastructure),
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

/// Reads the file.
pub(super) fn read(root: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Business> {
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
        known,
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
    overlaps::tell_same_thing_twice(&business, root);
    overlaps::tell_mixed_totals(&business, root);
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
    known: &'a Known<'a>,
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
            (Some(field), Some(formula)) => self.inputs(field, formula.value),
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
            match self.source(given, slot, formula) {
                Some(source) => read.push((slot.key, source)),
                None => whole = false,
            }
        }
        fields.finish();
        whole.then_some(read)
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
