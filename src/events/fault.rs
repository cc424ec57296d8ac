//! What can be wrong with events: each fault with its code, place and remedy.

use crate::diag::{Topic, topics};

/// Something wrong at a place of a file of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which problem it is; as [`topics`] explains it.
    pub code: &'static str,
    /// From 1; of a CSV, the line on which it stands, not the record's first.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
    /// What is: lower case, no full stop, the user's own words in backticks.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Whether nothing after it can be read.
    pub last: bool,
}

/// A fault within one line, at a byte of it: what the parsers of a line return.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) topic: &'static Topic,
    /// Byte of the line or record, from 0.
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: String,
}

impl Wrong {
    pub(super) fn new(
        topic: &'static Topic,
        at: usize,
        message: String,
        help: impl Into<String>,
    ) -> Self {
        Self {
            topic,
            at,
            message,
            help: help.into(),
        }
    }

    /// More of something than an event may have.
    pub(super) fn many(at: usize, message: String) -> Self {
        Self::new(MANY, at, message, "leave out what no metric asks for")
    }

    /// With its place in the file, given the text and the line on which that begins.
    pub(super) fn placed(self, text: &[u8], line: u64) -> Fault {
        let before = text.get(..self.at.min(text.len())).unwrap_or_default();
        let breaks = before.iter().filter(|byte| **byte == b'\n').count() as u64;
        let start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let head = before.get(start..).unwrap_or_default();
        // A byte that does not begin a character is one of another.
        let column = head.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64 + 1;
        Fault {
            code: self.topic.code,
            line: line + breaks,
            column,
            message: self.message,
            help: self.help,
            last: false,
        }
    }
}

/// Text of a user's in backticks, cut where it is long, without what would disturb a terminal.
pub(super) fn quoted(text: &str) -> String {
    const LONG: usize = 60;
    let mut shown: String = text
        .chars()
        .take(LONG)
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect();
    if text.chars().nth(LONG).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

topics! {
    /// Every problem that reading events can find; none of them can be shown in a pack's text.
    Error LINE = "event-line",
        "A line of events is longer than a mebibyte. Events are some hundred bytes long; what has no line ends is another kind of file, or one that somebody made to exhaust the reader.",
        fix: "Write one event a line, and leave out payloads that no metric asks for.";
    Error ENCODING = "event-encoding",
        "A file of events is not UTF-8, or has the character NUL in it. Guessing at an encoding would change names without anybody seeing it.",
        fix: "Save or export the file as UTF-8.";
    Error SYNTAX = "event-syntax",
        "A line is not one JSON object, or a record is not CSV. What cannot be read cannot be counted, and a figure without it would be too low.",
        fix: "Write one JSON object a line, or CSV as RFC 4180 has it.";
    Error DEPTH = "event-depth",
        "Lists or objects lie deeper in each other than any known export has them.",
        fix: "Leave the payload out, or write it as a text.";
    Error MANY = "event-fields",
        "An event has more fields, or a list more texts, than any known export has.",
        fix: "Leave out the fields that no metric asks for.";
    Error TWICE = "event-twice",
        "A field is written twice in one event, or a column twice in one head. Which of the two holds nobody can say.",
        fix: "Leave one of them out.";
    Error MISSING = "event-missing",
        "An event does not say when it happened or what happened. Without both it belongs to no quarter and no metric.",
        fix: "Give every event its `ts` and its `kind`.";
    Error KIND = "event-value",
        "A field holds something of another sort than the contract says, such as a text where a number is due.",
        fix: "Write the value as the contract of events has it.";
    Error TIME = "event-time",
        "A time is none: there is no such day, or its offset is missing, so that nobody can say which instant it was.",
        fix: "Write RFC 3339 with its offset, such as `2026-08-18T09:02:00Z`.";
    Error WORD = "event-word",
        "A field that has a few words holds another one. Were it let through, the event would silently count as none of them.",
        fix: "Write one of the words of the contract.";
    Error LONG = "event-text",
        "A text is longer than any id, name or word of the contract.",
        fix: "Shorten it, or put it under a name that the contract does not know.";
}
