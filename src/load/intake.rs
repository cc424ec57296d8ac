//! Bytes to numbered texts. A file whose text cannot be trusted is told of and read no further.

use super::brand;
use super::problems::Problems;
use super::topics;
use super::tree::Tree;
use crate::diag::{FileId, Sources, Span};
use crate::model::hex;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Fonts are embedded in the program and are no text; the folder is there where a pack is also the
/// home of the default templates.
const FONTS: &str = "templates/fonts/";

/// Whether a build takes the file at a path in.
pub fn is_input(path: &str) -> bool {
    !path.starts_with(FONTS)
}

/// What was taken in before, in path order: what stands there as it did need not be looked through.
#[derive(Debug, Default)]
pub(super) struct Taken {
    sources: Sources,
    /// By path, the files whose text could be read on.
    good: BTreeMap<String, FileId>,
}

impl Taken {
    pub(super) fn of(sources: &Sources, taken: &[(FileId, bool)]) -> Self {
        let good = taken.iter().filter(|(_, good)| *good);
        Self {
            sources: sources.clone(),
            good: good
                .map(|(file, _)| (sources.file(*file).path.clone(), *file))
                .collect(),
        }
    }

    fn again(&self, path: &str, bytes: &[u8]) -> Option<FileId> {
        let file = *self.good.get(path)?;
        (self.sources.file(file).text.as_bytes() == bytes).then_some(file)
    }
}

/// Takes in every file of the tree, in path order. The flag says whether its text can be read on.
pub(super) fn take_in(tree: &Tree, problems: &Problems) -> (Sources, Vec<(FileId, bool)>) {
    take_in_again(tree, problems, &Taken::default())
}

/// The same, after another tree.
pub(super) fn take_in_again(
    tree: &Tree,
    problems: &Problems,
    before: &Taken,
) -> (Sources, Vec<(FileId, bool)>) {
    let mut sources = Sources::default();
    let files = take_all(tree, &mut sources, problems, before);
    (sources, files)
}

/// Takes in every file of another tree beside those that are there.
pub(super) fn take_beside(
    tree: &Tree,
    sources: &mut Sources,
    problems: &Problems,
) -> Vec<(FileId, bool)> {
    take_all(tree, sources, problems, &Taken::default())
}

fn take_all(
    tree: &Tree,
    sources: &mut Sources,
    problems: &Problems,
    before: &Taken,
) -> Vec<(FileId, bool)> {
    let mut files = Vec::with_capacity(tree.files.len());
    for (path, bytes) in &tree.files {
        if !is_input(path) {
            continue;
        }
        let known = before.again(path, bytes);
        if let Some(file) = known.and_then(|file| sources.add_from(&before.sources, file)) {
            files.push((file, true));
            continue;
        }
        if brand::is_binary(path) {
            let digest = hex(Sha256::digest(bytes));
            files.push((sources.add(path.as_str(), digest), false));
            continue;
        }
        let (text, fault) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(fault) => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                (text, Some(fault.valid_up_to()))
            }
        };
        let refused = find_refused(&text);
        let file = sources.add(path.as_str(), text);
        let span = |start: usize, length: usize| Span {
            file,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(start + length).unwrap_or(u32::MAX),
        };
        let mut good = true;
        if let Some(at) = fault {
            // The text before the fault is as it was, so its place is the same in both.
            let byte = bytes.get(at).copied().unwrap_or(0);
            let message = format!("byte 0x{byte:02X} is not UTF-8 text");
            problems.add(
                topics::NOT_UTF8
                    .at(span(at, '\u{fffd}'.len_utf8()), message)
                    .help("save the file as UTF-8"),
            );
            good = false;
        } else if let Some((at, character)) = refused {
            let message = format!("an invisible character U+{:04X}", u32::from(character));
            problems.add(
                topics::CONTROL_CHARACTER
                    .at(span(at, character.len_utf8()), message)
                    .help("remove it; check what was pasted here"),
            );
            good = false;
        } else if let Some(marker) = find_conflict(&sources.file(file).text) {
            problems.add(
                topics::MERGE_CONFLICT
                    .at(
                        span(marker, CONFLICT),
                        "a merge was left half done: both sides of it stand here".to_owned(),
                    )
                    .help(
                        "keep what is right of the two, and remove the lines that git put around \
                         them",
                    ),
            );
            good = false;
        }
        files.push((file, good));
    }
    files
}

/// How long the marks are that git puts around the sides of a merge that it could not settle.
const CONFLICT: usize = 7;

/// Where the first line stands that git put around a side of a merge. The line between the sides is
/// not looked for: in Markdown it makes a heading, and it never stands alone.
fn find_conflict(text: &str) -> Option<usize> {
    let is_mark = |line: &str| {
        ["<<<<<<<", ">>>>>>>", "|||||||"].iter().any(|mark| {
            line.strip_prefix(mark)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r', '\n']))
        })
    };
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        is_mark(line).then_some(start)
    })
}

/// Whether a character has no place in a pack: controls other than tab and line ends, and marks
/// that turn the direction of text, behind which a line can say something else than it seems to.
pub(super) fn is_refused(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => false,
    }
}

/// The first refused character, looked for by bytes: most files have none.
fn find_refused(text: &str) -> Option<(usize, char)> {
    let suspect = |byte: u8| {
        (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))
            || matches!(byte, 0x7f | 0xc2 | 0xe2)
    };
    if !text.bytes().any(suspect) {
        return None;
    }
    text.char_indices().find(|(_, c)| is_refused(*c))
}
