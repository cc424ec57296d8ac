//! What ends a run: faults of events, of queries and of the system, as messages.

use crate::say::Say;
use boardpack::collect::{EngineFault, Message, Place, codes};
use boardpack::events;
use datafusion::common::DataFusionError;

/// Why a run ends early.
#[derive(Debug, PartialEq)]
pub(crate) struct Stop(pub(crate) Vec<EngineFault>);

impl Stop {
    pub(crate) fn new(code: &str, message: String, help: &str) -> Self {
        Self(vec![EngineFault {
            code: code.to_owned(),
            message,
            help: help.to_owned(),
            ..EngineFault::default()
        }])
    }

    /// What the system says of something.
    pub(crate) fn system(what: &str, told: &std::io::Error) -> Self {
        if told.kind() == std::io::ErrorKind::StorageFull {
            return Self::new(
                codes::MEMORY,
                format!("{what}: {told}"),
                "make room on the disk of the temporary folder",
            );
        }
        Self::new(
            codes::INPUT,
            format!("{what}: {told}"),
            "see to it that the file or folder can be used",
        )
    }

    /// A fault of this program.
    pub(crate) fn broken(what: &str) -> Self {
        Self::new(
            codes::ENDED,
            what.to_owned(),
            "please report it with the request that led to it",
        )
    }

    /// What is wrong with a file as a whole.
    pub(crate) fn input(label: &str, message: String, help: &str) -> Self {
        let mut stop = Self::new(codes::INPUT, message, help);
        stop.at(Place {
            input: Some(label.to_owned()),
            line: 1,
            column: 1,
        });
        stop
    }

    /// What is wrong with an event.
    pub(crate) fn event(label: &str, fault: &events::Fault) -> Self {
        let mut stop = Self::new(fault.code, fault.message.clone(), &fault.help);
        stop.at(Place {
            input: Some(label.to_owned()),
            line: fault.line,
            column: fault.column,
        });
        stop
    }

    /// What DataFusion says of a query.
    pub(crate) fn query(query: &str, sql: &str, told: &DataFusionError) -> Self {
        let (code, help) = match told.find_root() {
            DataFusionError::ResourcesExhausted(_) => (
                codes::MEMORY,
                "ask for less at once in the query, or raise `--memory-limit`",
            ),
            DataFusionError::IoError(told) if told.kind() == std::io::ErrorKind::StorageFull => (
                codes::MEMORY,
                "make room on the disk of the temporary folder",
            ),
            _ => (
                codes::QUERY,
                "mend the query; the views and their columns are in the documentation of `collect`",
            ),
        };
        let mut stop = Self::new(code, said(told), help);
        if let Some(place) = place(told, sql) {
            stop.at(place);
        }
        stop.of(query)
    }

    /// Whether it lies in what was read, and not in how.
    pub(crate) fn is_of_inputs(&self) -> bool {
        let of_input = |fault: &EngineFault| {
            let place = fault.place.as_ref();
            place.is_some_and(|place| place.input.is_some())
        };
        self.0.iter().all(of_input)
    }

    /// With other faults behind its own.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Of which query.
    pub(crate) fn of(mut self, query: &str) -> Self {
        for fault in &mut self.0 {
            fault.query = Some(query.to_owned());
        }
        self
    }

    fn at(&mut self, place: Place) {
        for fault in &mut self.0 {
            fault.place = Some(place.clone());
        }
    }

    pub(crate) fn say(self, say: &Say) {
        for fault in self.0 {
            say.say(&Message::Fault(fault));
        }
    }
}

/// The words of an error, without what is of no use to whoever wrote the query.
pub(crate) fn said(told: &DataFusionError) -> String {
    let text = match told.diagnostic() {
        Some(diagnostic) => diagnostic.message.clone(),
        None => told.find_root().strip_backtrace(),
    };
    let mut text = text.as_str();
    for head in [
        "Error during planning: ",
        "Schema error: ",
        "Execution error: ",
        "Arrow error: ",
        "SQL error: ",
        "External error: ",
        "Resources exhausted: ",
        "This feature is not implemented: ",
    ] {
        text = text.strip_prefix(head).unwrap_or(text);
    }
    // The parser's words come with the name of their type around them.
    let inner = text.strip_prefix("ParserError(\"");
    text = inner
        .and_then(|rest| rest.strip_suffix("\")"))
        .unwrap_or(text);
    // Which parts of a plan hold how much is of no use to whoever wrote the query.
    text = text
        .split(" with top memory consumers")
        .next()
        .unwrap_or(text);
    let line = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let mut line: String = line.chars().take(400).filter(|c| !c.is_control()).collect();
    // As the others begin, unless the first word is a name of its own.
    let rest = line.get(1..).unwrap_or_default();
    if line.starts_with(|c: char| c.is_ascii_uppercase())
        && rest.starts_with(|c: char| c.is_ascii_lowercase())
    {
        let first = line.remove(0).to_ascii_lowercase();
        line.insert(0, first);
    }
    line
}

/// Where in the text of a query an error lies.
fn place(told: &DataFusionError, sql: &str) -> Option<Place> {
    let span = told.diagnostic().and_then(|diagnostic| diagnostic.span);
    if let Some(span) = span {
        return Some(Place {
            input: None,
            line: span.start.line,
            column: span.start.column,
        });
    }
    // The parser tells places in its message alone.
    let text = told.find_root().strip_backtrace();
    let (_, rest) = text.rsplit_once("Line: ")?;
    let (line, rest) = rest.split_once(", Column: ")?;
    let digits = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let line = line.parse().ok()?;
    let column = rest.get(..digits)?.parse().ok()?;
    (line <= sql.lines().count() as u64).then_some(Place {
        input: None,
        line,
        column,
    })
}
