//! A mapping file to what each column of a table means. Its keys are read as strictly as a pack's.

use crate::diag::{Located, Span};
use crate::load::decode::{Field, Fields, conflict};
use crate::load::topics;
use std::collections::BTreeMap;

/// What the columns of a table mean, and how its cells are written.
#[derive(Debug)]
pub(super) struct Map {
    /// Between two columns; CSV only.
    pub(super) delimiter: u8,
    /// The way to the list of rows through the keys of a JSON file; empty where the file is the list.
    pub(super) rows: Vec<String>,
    /// How numbers are written.
    pub(super) numbers: Numbers,
    /// How days are written.
    pub(super) dates: Option<Days>,
    /// Words that say that there is no figure, as an empty cell does.
    pub(super) missing: Vec<String>,
    /// Rows to read: those whose cells are one of these.
    pub(super) only: Vec<(Located<String>, Vec<String>)>,
    /// The quarter, of rows without a week.
    pub(super) period: Option<From>,
    /// The week.
    pub(super) week: Option<From>,
    /// The service; the organisation as a whole where no column says.
    pub(super) service: Option<Named>,
    /// What is taken from each row.
    pub(super) figures: Vec<Figure>,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    /// Before the fraction.
    pub(super) decimal: char,
    /// Between groups of three digits.
    pub(super) thousands: Option<char>,
}

/// The order in which a day is written, and the sign between its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    /// Places of year, month and day.
    pub(super) order: [usize; 3],
    /// Between them.
    pub(super) sign: char,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub(super) enum From {
    /// The cell of a column.
    Column(Located<String>),
    /// The same for every row.
    Always(Located<String>),
}

/// A name, and what those of the table are called in the pack.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) from: From,
    /// By the table's name; `None` for rows to pass over.
    pub(super) names: BTreeMap<String, Option<Located<String>>>,
}

/// One figure of each row.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) metric: Named,
    pub(super) service: Option<Named>,
    /// Which parts it has, and from where.
    pub(super) parts: Vec<(Part, From)>,
    /// Where it is written.
    pub(super) span: Span,
}

/// A part of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Numerator,
    Denominator,
    Value,
    N,
    Invited,
}

impl Part {
    pub(super) const ALL: [Self; 5] = [
        Self::Numerator,
        Self::Denominator,
        Self::Value,
        Self::N,
        Self::Invited,
    ];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
            Self::Value => "value",
            Self::N => "n",
            Self::Invited => "invited",
        }
    }
}

const DELIMITERS: &[(&str, u8)] = &[(",", b','), (";", b';'), ("|", b'|'), ("tab", b'\t')];

const DECIMALS: &[(&str, char)] = &[(".", '.'), (",", ',')];

const THOUSANDS: &[(&str, char)] = &[
    (",", ','),
    (".", '.'),
    ("'", '\''),
    ("_", '_'),
    ("space", ' '),
];

const DAYS: &[(&str, Days)] = &[
    ("YYYY-MM-DD", days([0, 1, 2], '-')),
    ("YYYY/MM/DD", days([0, 1, 2], '/')),
    ("DD.MM.YYYY", days([2, 1, 0], '.')),
    ("DD/MM/YYYY", days([2, 1, 0], '/')),
    ("MM/DD/YYYY", days([2, 0, 1], '/')),
];

const fn days(order: [usize; 3], sign: char) -> Days {
    Days { order, sign }
}

/// Reads a mapping; `None` after a problem.
pub(super) fn read(root: Field<'_, '_, '_>) -> Option<Map> {
    let fields = root.fields()?;
    let delimiter = fields.optional("delimiter");
    let rows = fields.optional("rows");
    let numbers = fields.optional("numbers");
    let dates = fields.optional("dates");
    let missing = fields.optional("missing");
    let only = fields.optional("only");
    let period = fields.optional("period");
    let week = fields.optional("week");
    let service = fields.optional("service");
    if period.is_none() && week.is_none() {
        let message = "neither `period` nor `week` says when a figure was counted";
        root.problems.add(
            topics::MISSING_KEY
                .at(fields.here(), message)
                .help("add `period:` or `week:` with the name of a column, or `{always: 2026-Q3}`"),
        );
        fields.required("figures").and_then(figures);
        fields.finish();
        return None;
    }
    // What is written must be right, and what is not has its default: `Some(None)` is neither.
    let delimiter = or(delimiter, b',', |field| Some(field.word(DELIMITERS)?.value));
    let rows = or(rows, Vec::new(), |field| {
        let way = field.text()?.value;
        Some(way.split('.').map(str::to_owned).collect())
    });
    let plain = Numbers {
        decimal: '.',
        thousands: None,
    };
    let numbers = or(numbers, plain, self::numbers);
    let dates = or(dates, None, |field| Some(Some(field.word(DAYS)?.value)));
    let missing = or(missing, Vec::new(), |field| {
        Some(field.texts()?.into_iter().map(|word| word.value).collect())
    });
    let only = or(only, Vec::new(), self::only);
    let period = or(period, None, |field| from(field).map(Some));
    let week = or(week, None, |field| from(field).map(Some));
    let service = or(service, None, |field| named(field).map(Some));
    let figures = fields.required("figures").and_then(figures);
    fields.finish();
    Some(Map {
        delimiter: delimiter?,
        rows: rows?,
        numbers: numbers?,
        dates: dates?,
        missing: missing?,
        only: only?,
        period: period?,
        week: week?,
        service: service?,
        figures: figures?,
    })
}

fn or<'n, 't, 'p, T>(
    field: Option<Field<'n, 't, 'p>>,
    otherwise: T,
    read: impl FnOnce(Field<'n, 't, 'p>) -> Option<T>,
) -> Option<T> {
    match field {
        Some(field) => read(field),
        None => Some(otherwise),
    }
}

fn numbers(field: Field<'_, '_, '_>) -> Option<Numbers> {
    let fields = field.fields()?;
    let decimal = or(fields.optional("decimal"), '.', |field| {
        Some(field.word(DECIMALS)?.value)
    });
    let given = fields.optional("thousands");
    let thousands = or(given, None, |field| {
        Some(Some(field.word(THOUSANDS)?.value))
    });
    fields.finish();
    let (decimal, thousands) = (decimal?, thousands?);
    if let Some(given) = given.filter(|_| thousands == Some(decimal)) {
        conflict(
            given,
            "is the sign before the fraction as well",
            "name another one, or leave it out",
        );
        return None;
    }
    Some(Numbers { decimal, thousands })
}

fn only(field: Field<'_, '_, '_>) -> Option<Vec<(Located<String>, Vec<String>)>> {
    let entries = field.pairs()?;
    let read = entries.map(|(key, field)| {
        let words = match field.is_scalar() {
            true => vec![field.text()?.value],
            false => field.texts()?.into_iter().map(|word| word.value).collect(),
        };
        Some((Located::new(key.value.to_string(), key.span), words))
    });
    read.collect()
}

/// The name of a column, or what is the same for every row: `{always: 2026-Q3}`.
fn from(field: Field<'_, '_, '_>) -> Option<From> {
    if field.is_scalar() {
        return field.text().map(From::Column);
    }
    let fields = field.fields()?;
    let read = source(&fields, field);
    fields.finish();
    read
}

fn source(fields: &Fields<'_, '_, '_>, field: Field<'_, '_, '_>) -> Option<From> {
    match (fields.optional("column"), fields.optional("always")) {
        (Some(column), None) => column.text().map(From::Column),
        (None, Some(always)) => always.text().map(From::Always),
        (Some(_), Some(always)) => {
            conflict(always, "stands beside `column`", "remove one of the two");
            None
        }
        (None, None) => {
            let message = format!("`{}` has neither `column` nor `always`", field.name);
            field.problems.add(
                topics::MISSING_KEY.at(field.key, message).help(
                    "add `column:` with its name, or `always:` with what holds for every row",
                ),
            );
            None
        }
    }
}

fn named(field: Field<'_, '_, '_>) -> Option<Named> {
    if field.is_scalar() {
        let from = field.text().map(From::Column)?;
        let names = BTreeMap::new();
        return Some(Named { from, names });
    }
    let fields = field.fields()?;
    let from = source(&fields, field);
    let names = or(fields.optional("names"), BTreeMap::new(), |field| {
        let names = field.pairs()?.map(|(key, field)| {
            let name = match field.is_null() {
                true => None,
                false => Some(field.text()?),
            };
            Some((key.value.trim().to_owned(), name))
        });
        names.collect()
    });
    fields.finish();
    Some(Named {
        from: from?,
        names: names?,
    })
}

fn figures(field: Field<'_, '_, '_>) -> Option<Vec<Figure>> {
    let figures = field.each(figure)?;
    if figures.is_empty() {
        return field.empty();
    }
    Some(figures)
}

fn figure(field: Field<'_, '_, '_>) -> Option<Figure> {
    let fields = field.fields()?;
    let metric = fields.required("metric").and_then(named);
    let service = or(fields.optional("service"), None, |field| {
        named(field).map(Some)
    });
    let mut parts = Vec::new();
    let mut whole = true;
    for part in Part::ALL {
        if let Some(field) = fields.optional(part.key()) {
            match from(field) {
                Some(from) => parts.push((part, from)),
                None => whole = false,
            }
        }
    }
    if whole && parts.is_empty() {
        let message = "the figure has no `value` and no `numerator`";
        field.problems.add(
            topics::MISSING_KEY
                .at(fields.here(), message)
                .help("name the columns of its parts"),
        );
        whole = false;
    }
    fields.finish();
    Some(Figure {
        metric: metric?,
        service: service?,
        parts: whole.then_some(parts)?,
        span: field.node.span,
    })
}
