//! Values to one line of JSON, held to the contract by what the reader holds it to: what is written
//! here can be read again. A field that says nothing is not written.

use super::cells::{Cell, assemble};
use super::contract::FIELDS;
use super::fault::Fault;

/// An event that is being written.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    ts: i64,
    cells: Vec<(&'static str, Cell<'a>)>,
}

impl<'a> Line<'a> {
    /// An event of a kind; `ts` is microseconds since 1970.
    pub fn new(kind: &'static str, ts: i64) -> Self {
        let cells = vec![("ts", Cell::Instant(ts)), ("kind", Cell::Text(kind))];
        Self { ts, cells }
    }

    /// When it happened.
    pub fn ts(&self) -> i64 {
        self.ts
    }

    fn with(mut self, name: &'static str, cell: Option<Cell<'a>>) -> Self {
        self.cells.extend(cell.map(|cell| (name, cell)));
        self
    }

    /// A text.
    #[must_use]
    pub fn text(self, name: &'static str, text: impl Into<Option<&'a str>>) -> Self {
        let text = text.into();
        self.with(name, text.map(Cell::Text))
    }

    /// Texts in their order.
    #[must_use]
    pub fn texts(self, name: &'static str, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<&str> = texts.into_iter().collect();
        let some = !texts.is_empty();
        self.with(name, some.then_some(Cell::Texts(texts)))
    }

    /// A time: microseconds since 1970.
    #[must_use]
    pub fn instant(self, name: &'static str, micros: impl Into<Option<i64>>) -> Self {
        let micros = micros.into();
        self.with(name, micros.map(Cell::Instant))
    }

    /// A whole number.
    #[must_use]
    pub fn whole(self, name: &'static str, whole: impl Into<Option<i64>>) -> Self {
        let whole = whole.into();
        self.with(name, whole.map(Cell::Whole))
    }

    /// A decimal as it is written.
    #[must_use]
    pub fn number(self, name: &'static str, text: impl Into<Option<&'a str>>) -> Self {
        let text = text.into();
        self.with(name, text.map(Cell::Decimal))
    }

    /// What holds; what does not is left out.
    #[must_use]
    pub fn flag(self, name: &'static str, holds: bool) -> Self {
        self.with(name, holds.then_some(Cell::Flag(true)))
    }

    /// The line, without its end.
    ///
    /// # Errors
    /// What the contract refuses; the fault's line is 0.
    pub fn written(self) -> Result<String, Fault> {
        debug_assert!(
            self.cells
                .iter()
                .all(|(name, _)| FIELDS.iter().any(|field| field.name == *name)),
            "a field that the contract does not know"
        );
        assemble(0, self.cells).map(|event| event.to_json())
    }
}
