//! Lines of a stream, one at a time, each held to a limit: what has no line end stops the reading
//! after one line's worth of it.

use super::LINE_BYTES;
use std::io::{self, BufRead, Read as _};

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// One line; the buffer holds it, without its end.
    Whole,
    /// More than the limit; the buffer holds as much of it.
    TooLong,
    /// There is no more.
    End,
}

/// Reads the next line behind what the buffer holds already; of both together, at most the limit.
pub(super) fn next(input: &mut impl BufRead, buffer: &mut Vec<u8>) -> io::Result<Line> {
    // Room for the line's end, and for one byte too many.
    let room = LINE_BYTES.saturating_sub(buffer.len()) as u64 + 2;
    let read = input.take(room).read_until(b'\n', buffer)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if buffer.last() == Some(&b'\n') {
        buffer.pop();
    }
    if buffer.len() > LINE_BYTES {
        buffer.truncate(LINE_BYTES);
        return Ok(Line::TooLong);
    }
    Ok(Line::Whole)
}
