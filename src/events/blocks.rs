//! A stream in blocks of whole lines, each with the number of its first line, so that several threads
//! may read one file. A block of CSV ends where a record does.

use super::reader::Format;
use std::io::{self, Read};

/// Some whole lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// Line of the file on which it begins, from 1.
    pub line: u64,
    /// The lines with their ends.
    pub bytes: Vec<u8>,
}

/// The blocks of a stream.
#[derive(Debug)]
pub struct Blocks<R> {
    input: R,
    format: Format,
    size: usize,
    line: u64,
    /// What was read behind the last whole line.
    rest: Vec<u8>,
    done: bool,
}

impl<R: Read> Blocks<R> {
    /// Blocks of about `size` bytes, from a line of the stream on. A block that has no whole line in
    /// its size is handed over as it is, and the last: reading it as lines tells what is wrong.
    pub fn new(input: R, format: Format, size: usize, line: u64) -> Self {
        let size = size.max(super::LINE_BYTES + 2);
        Self {
            input,
            format,
            size,
            line,
            rest: Vec::new(),
            done: false,
        }
    }

    /// The next block.
    ///
    /// # Errors
    /// What the system says of the stream.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        if self.done {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.rest);
        let more = self.size.saturating_sub(bytes.len()) as u64;
        let room = more.max(1);
        let read = (&mut self.input).take(room).read_to_end(&mut bytes)?;
        if (read as u64) < room {
            self.done = true;
        } else {
            match self.last_end(&bytes) {
                Some(end) => self.rest = bytes.split_off(end),
                None => self.done = true,
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        self.line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(Some(Block { line, bytes }))
    }

    /// Behind the last line, or record, that is whole.
    fn last_end(&self, bytes: &[u8]) -> Option<usize> {
        let end = match self.format {
            Format::Jsonl => bytes.iter().rposition(|byte| *byte == b'\n'),
            Format::Csv => {
                let (mut open, mut end) = (false, None);
                for (at, byte) in bytes.iter().enumerate() {
                    match byte {
                        b'"' => open = !open,
                        b'\n' if !open => end = Some(at),
                        _ => {}
                    }
                }
                end
            }
        };
        end.map(|at| at + 1)
    }
}
