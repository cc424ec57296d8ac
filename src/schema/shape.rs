//! What may be written, as plain data: records of keys, each with the form of its value and what it
//! means. The tables of this folder are made of it, and [`json`](super::json) turns it to JSON Schema.

use super::ids::Sort;

/// The form of a value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// Any text that is not empty. YAML reads some texts as numbers or truth values; they are texts
    /// here all the same.
    Text,
    /// Text of at most so many characters.
    Short(u32),
    /// Text in Markdown, which may hold figures as `{{ metric }}`.
    Markdown,
    /// A name that other files use: lower-case letters and digits, words joined by `-`.
    Id,
    /// A name in OpenSLO: lower-case letters, digits and `-`, at most 63.
    Label,
    /// The name of a thing of the pack. Whether it leads anywhere the pack alone can say.
    Name(Sort),
    /// One of a few words, each with its meaning.
    Words(&'static [(&'static str, &'static str)]),
    /// One of the words of a table elsewhere in the crate.
    Listed(fn() -> Vec<(&'static str, String)>),
    /// `true` or `false`.
    Flag,
    /// `2026-07-06`.
    Date,
    /// `2026-08-18 09:02`, with seconds or an offset where they are known.
    Instant,
    /// `2026-Q3`.
    Period,
    /// `2026-W27`.
    Week,
    /// A text of a form, as a regular expression over the whole of it, and an example.
    Form(&'static str, &'static str),
    /// The fingerprint of a definition; YAML reads one of digits alone as a number.
    Fingerprint,
    /// A text of a form that is made of tables elsewhere in the crate, and an example.
    Built(fn() -> String, &'static str),
    /// A plain decimal of any size and sign.
    Decimal,
    /// A plain decimal within bounds.
    Number(Bounds),
    /// A whole number within bounds.
    Whole(u64, u64),
    /// The figure of a quarter: one of no measurements may be `~`.
    Quarter,
    /// The figure of a metric, by its kind; of the metric whose entry it stands in.
    Figure,
    /// A list of such values.
    List(&'static Shape),
    /// A list that holds something.
    Filled(&'static Shape),
    /// A list of exactly one such value.
    Only(&'static Shape),
    /// Keys with values.
    Record(&'static Record),
    /// Keys of the user's own, each with such a value.
    Map(Keys, &'static Shape),
    /// The same, with some keys that have a meaning of their own.
    MapWith(Keys, &'static Shape, &'static [Key]),
    /// What the metric of that name files, in a snapshot.
    Observations(&'static Record),
    /// One key of a list, with such a value.
    Facets(fn() -> Vec<&'static str>, &'static Shape),
    /// The inputs of an estimate: the keys of its formula, each with such a value.
    Inputs(&'static Shape),
    /// One of several forms.
    Either(&'static [Shape]),
    /// Such a value, or `~`.
    OrNothing(&'static Shape),
    /// Whatever YAML can say.
    Anything,
}

/// Bounds of a decimal.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bounds {
    /// Not below zero.
    Zero,
    /// Above zero.
    AboveZero,
    /// 0 to 100.
    Percent,
    /// Above 0 and below 100.
    Target,
    /// 0 up to, but not, 1.
    Share,
    /// Above 0, up to 1.
    SliceShare,
    /// 0 up to, but not, 100.
    TargetPercent,
}

/// What the keys of a mapping are that the user writes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keys {
    /// Names of things of the pack.
    Names(Sort),
    /// Texts of a form, as a regular expression over the whole of them.
    Form(&'static str),
    /// Any, and at least one.
    Some,
}

/// Keys with values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record {
    /// What it is called in the schema; no two have one name.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) says: &'static str,
    /// Its keys.
    pub(crate) keys: &'static [Key],
    /// What its keys ask of each other.
    pub(crate) rules: &'static [Rule],
}

/// A key of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// Whether it must be there, whatever the others say.
    pub(crate) needed: bool,
    pub(crate) shape: Shape,
    /// What it means, with its unit.
    pub(crate) says: &'static str,
}

/// What keys of a record ask of each other.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// Exactly one of them is there.
    One(&'static [&'static str]),
    /// At most one of them is there.
    AtMostOne(&'static [&'static str]),
    /// At least one of them is there.
    Some(&'static [&'static str]),
    /// Where the key holds one of the words, these must be there and those must not.
    When(
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
        &'static [&'static str],
    ),
    /// Where the key is there, these must be there and those must not.
    With(
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    ),
    /// Where the key holds `~`, those must not be there.
    Empty(&'static str, &'static [&'static str]),
    /// Of an estimate: what each formula asks for.
    Formulas,
    /// Where the key is not there, these must be there and those must not.
    Without(
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    ),
}

/// A key that must be there.
pub(crate) const fn must(name: &'static str, shape: Shape, says: &'static str) -> Key {
    Key {
        name,
        needed: true,
        shape,
        says,
    }
}

/// A key that may be left out.
pub(crate) const fn may(name: &'static str, shape: Shape, says: &'static str) -> Key {
    Key {
        name,
        needed: false,
        shape,
        says,
    }
}

/// A record without rules among its keys.
pub(crate) const fn record(name: &'static str, says: &'static str, keys: &'static [Key]) -> Record {
    Record {
        name,
        says,
        keys,
        rules: &[],
    }
}

impl Record {
    /// With rules among its keys.
    pub(crate) const fn with(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }
}

/// `low` and `high`, both needed, of numbers that are not negative.
pub(crate) const RANGE: Record = record(
    "range",
    "Both ends of an estimate; `low` is not above `high`.",
    &[
        must("low", Shape::Number(Bounds::Zero), "Low end."),
        must("high", Shape::Number(Bounds::Zero), "High end."),
    ],
);

/// Who may see a thing.
pub(crate) const AUDIENCE: Key = may(
    "audience",
    Shape::Words(&[
        (
            "board",
            "Everybody who reads the pack; what holds where nothing is said.",
        ),
        (
            "internal",
            "Left out of the Board's edition, from every page and file of it.",
        ),
    ]),
    "Who may see it.",
);

/// How sure a figure is.
pub(crate) const GRADES: Shape = Shape::Words(&[
    ("measured", "Counted or taken from records."),
    (
        "modelled",
        "Computed from measured figures by a stated model.",
    ),
    ("assumed", "Taken as a guess by whoever is named."),
]);
