//! A file of JSON lines or CSV to blocks of whole lines.

use super::Dispatch;
use super::part::{Job, What};
use crate::fault::Stop;
use crate::open::{self, Hash};
use boardpack::collect::{Input, InputFormat};
use boardpack::events::{Blocks, Format, Reader};
use std::sync::Arc;

/// Bytes of a block: enough that a file of its own is worth while, little enough that one for each
/// thread is nothing.
const BLOCK: usize = 8 << 20;

/// Cuts a file into jobs; its hash, if all of it was handed over.
pub(super) fn cut(
    at: usize,
    input: &Input,
    dispatch: &Dispatch<'_>,
    progress: &dyn Fn(u64),
) -> Result<Hash, Stop> {
    let format = if input.format == InputFormat::Csv {
        Format::Csv
    } else {
        Format::Jsonl
    };
    let (plain, hash) = open::plain(input)?;
    let told = |told: std::io::Error| open::unpack(input, &told);
    let mut reader = Reader::new(plain, format);
    let head = match reader.head().map_err(told)? {
        Some(Ok(head)) => Some(Arc::new(head.to_vec())),
        Some(Err(fault)) => return Err(Stop::event(&input.label, &fault)),
        None => None,
    };
    let (rest, line) = reader.into_rest();
    let mut blocks = Blocks::new(rest, format, BLOCK, line);
    let mut number = 0;
    while let Some(block) = blocks.next_block().map_err(told)? {
        let job = Job {
            input: at,
            number,
            what: What::Lines(format, block, head.clone()),
        };
        if !dispatch.send(job) {
            return Ok(hash);
        }
        number += 1;
        progress(hash.bytes());
    }
    Ok(hash)
}
