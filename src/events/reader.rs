//! A stream of JSON lines or CSV to events, one line of it in memory at a time.

use super::event::Event;
use super::fault::{self, Fault, Wrong};
use super::lines::{self, Line};
use super::{LINE_BYTES, json, plain, records};
use std::io::{self, BufRead};

/// How events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values under a head.
    Csv,
}

/// The events of a stream.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    format: Format,
    /// Line on which the next one begins.
    line: u64,
    /// The line that is looked at.
    buffer: Vec<u8>,
    /// Columns of a CSV, once its head is read.
    head: Option<Vec<String>>,
    done: bool,
}

/// What comes next of a stream.
pub type Next<'a> = Option<Result<Event<'a>, Fault>>;

impl<R: BufRead> Reader<R> {
    /// A reader of a stream from its beginning.
    pub fn new(input: R, format: Format) -> Self {
        Self {
            input,
            format,
            line: 1,
            buffer: Vec::new(),
            head: None,
            done: false,
        }
    }

    /// A reader of a part of a stream that begins on a line of it; of CSV, with the head's columns.
    pub fn part(input: R, format: Format, line: u64, head: Option<Vec<String>>) -> Self {
        Self {
            line,
            head,
            ..Self::new(input, format)
        }
    }

    /// The stream behind what was read, and the line on which it goes on.
    pub fn into_rest(self) -> (R, u64) {
        (self.input, self.line)
    }

    /// Columns of a CSV, read from its head if they are not known yet.
    ///
    /// # Errors
    /// What the system says of the stream.
    pub fn head(&mut self) -> io::Result<Option<Result<&[String], Fault>>> {
        if self.format == Format::Csv && self.head.is_none() && !self.done {
            let line = self.line;
            match self.record()? {
                Some(Ok(())) => {
                    let text = std::str::from_utf8(&self.buffer).unwrap_or_default();
                    match records::head(text) {
                        Ok(head) => self.head = Some(head),
                        Err(wrong) => {
                            self.done = true;
                            let fault = wrong.placed(&self.buffer, line);
                            return Ok(Some(Err(Fault {
                                last: true,
                                ..fault
                            })));
                        }
                    }
                }
                Some(Err(fault)) => {
                    self.done = true;
                    return Ok(Some(Err(Fault {
                        last: true,
                        ..fault
                    })));
                }
                None => {}
            }
        }
        Ok(self.head.as_deref().map(Ok))
    }

    /// The next event, or what is wrong with it; behind a fault that is not the last, reading goes on
    /// with the next line.
    ///
    /// # Errors
    /// What the system says of the stream.
    pub fn next_event(&mut self) -> io::Result<Next<'_>> {
        if let Some(Err(fault)) = self.head()? {
            return Ok(Some(Err(fault)));
        }
        if self.done {
            return Ok(None);
        }
        let line = loop {
            let line = self.line;
            match self.record()? {
                None => return Ok(None),
                Some(Err(fault)) => return Ok(Some(Err(fault))),
                Some(Ok(())) if self.buffer.iter().all(u8::is_ascii_whitespace) => {}
                Some(Ok(())) => break line,
            }
        };
        // Checked by `record`.
        let text = std::str::from_utf8(&self.buffer).unwrap_or_default();
        let read = match self.format {
            Format::Jsonl => match plain::event(text, line) {
                Some(event) => Ok(event),
                None => json::event(text, line),
            },
            Format::Csv => records::event(self.head.as_deref().unwrap_or_default(), text, line),
        };
        Ok(Some(read.map_err(|wrong| wrong.placed(&self.buffer, line))))
    }

    /// Reads the next line, or record, into the buffer, as text without its end.
    fn record(&mut self) -> io::Result<Option<Result<(), Fault>>> {
        if self.done {
            return Ok(None);
        }
        self.buffer.clear();
        let first = self.line;
        // Whether a quote is open; each byte is looked at once, however many lines the record has.
        let mut open = false;
        loop {
            let before = self.buffer.len();
            match lines::next(&mut self.input, &mut self.buffer)? {
                Line::End if self.buffer.is_empty() => {
                    self.done = true;
                    return Ok(None);
                }
                Line::End => {
                    // A quote that is open at the end: the parser of cells tells it.
                    self.done = true;
                    self.buffer.pop();
                    break;
                }
                Line::TooLong => {
                    self.done = true;
                    let wrong = Wrong::new(
                        fault::LINE,
                        0,
                        format!("this line is longer than {LINE_BYTES} bytes"),
                        "write one event a line, without payloads that no metric asks for",
                    );
                    return Ok(Some(Err(Fault {
                        last: true,
                        ..wrong.placed(&[], first)
                    })));
                }
                Line::Whole => {
                    self.line += 1;
                    let line = self.buffer.get(before..).unwrap_or_default();
                    open ^= self.format == Format::Csv && records::turns(line);
                    if !open {
                        break;
                    }
                    self.buffer.push(b'\n');
                }
            }
        }
        if self.buffer.last() == Some(&b'\r') {
            self.buffer.pop();
        }
        if first == 1 && self.buffer.starts_with(b"\xEF\xBB\xBF") {
            self.buffer.drain(..3);
        }
        Ok(Some(encoded(&self.buffer).map_err(|wrong| {
            // What is no UTF-8 here is hardly better on the next line: another encoding, or no text.
            self.done = true;
            Fault {
                last: true,
                ..wrong.placed(&self.buffer, first)
            }
        })))
    }
}

/// Whether a line is text.
fn encoded(line: &[u8]) -> Result<(), Wrong> {
    let at = match std::str::from_utf8(line) {
        Ok(text) => match text.find('\0') {
            Some(at) => at,
            None => return Ok(()),
        },
        Err(fault) => fault.valid_up_to(),
    };
    let message = match line {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "this file is UTF-16, not UTF-8",
        [0x1F, 0x8B, ..] => "this file is compressed by gzip, and its name does not say so",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => {
            "this file is compressed by zstd, and its name does not say so"
        }
        [b'P', b'A', b'R', b'1', ..] => "this file is Parquet, and its name does not say so",
        _ if line.get(at) == Some(&0) => "this line has the character NUL in it",
        _ => "this line is not UTF-8",
    };
    let help =
        "save or export the file as UTF-8, and name it by what it is, such as `deploys.jsonl.gz`";
    Err(Wrong::new(fault::ENCODING, at, message.to_owned(), help))
}
