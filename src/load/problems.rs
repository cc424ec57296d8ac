//! Takes in diagnostics while files are read, so that one run tells of every problem. Values that
//! could not be read leave `None` behind; nothing here stops the reading.

use super::topics;
use crate::diag::{Diagnostic, FileId, Span};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Problems kept of one file. A file in the wrong encoding or format breaks the same rule on every
/// line; nobody reads further than this.
pub(super) const PROBLEMS_PER_FILE: usize = 500;

/// Characters of the user's own words that a message quotes.
const QUOTED: usize = 60;

/// Everything wrong so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    told: RefCell<Vec<Diagnostic>>,
    /// How many each file had to say, told or not.
    by_file: RefCell<BTreeMap<FileId, usize>>,
    /// How many of each code were not told of a file.
    untold: RefCell<BTreeMap<FileId, BTreeMap<&'static str, usize>>>,
    /// The file that is being read, while one is.
    current: Cell<Option<FileId>>,
}

/// What was wrong with some files, apart from the reading that found it.
#[derive(Debug)]
pub(super) struct Said {
    told: Vec<Diagnostic>,
    untold: BTreeMap<FileId, BTreeMap<&'static str, usize>>,
}

impl Problems {
    /// Takes in one more, unless its file has said more than anyone reads.
    pub(super) fn add(&self, problem: Diagnostic) {
        if let Some(place) = &problem.primary {
            let mut by_file = self.by_file.borrow_mut();
            let said = by_file.entry(place.span.file).or_insert(0);
            *said += 1;
            if *said > PROBLEMS_PER_FILE {
                let mut untold = self.untold.borrow_mut();
                let of_file = untold.entry(place.span.file).or_default();
                *of_file.entry(problem.code).or_insert(0) += 1;
                return;
            }
        }
        self.told.borrow_mut().push(problem);
    }

    /// How many there are so far, told or not.
    pub(super) fn count(&self) -> usize {
        let untold = self.untold.borrow();
        let untold = untold.values().flat_map(BTreeMap::values);
        self.told.borrow().len() + untold.sum::<usize>()
    }

    /// Whether the file that is being read has said enough, so that looking for what was meant
    /// would be work for nothing.
    pub(super) fn full(&self) -> bool {
        let said = |file| self.by_file.borrow().get(&file).copied();
        self.current.get().and_then(said) >= Some(PROBLEMS_PER_FILE)
    }

    /// Lets one file be read.
    pub(super) fn within<T>(&self, file: FileId, read: impl FnOnce() -> T) -> T {
        let before = self.current.replace(Some(file));
        let read = read();
        self.current.set(before);
        read
    }

    /// Everything so far, to be told again.
    pub(super) fn said(self) -> Said {
        Said {
            told: self.told.into_inner(),
            untold: self.untold.into_inner(),
        }
    }

    /// Takes in what was said elsewhere, as if it had been found here.
    pub(super) fn repeat(&self, said: &Said) {
        for problem in &said.told {
            self.add(problem.clone());
        }
        for (file, codes) in &said.untold {
            let mut untold = self.untold.borrow_mut();
            let of_file = untold.entry(*file).or_default();
            for (code, more) in codes {
                *of_file.entry(code).or_insert(0) += more;
                *self.by_file.borrow_mut().entry(*file).or_insert(0) += more;
            }
        }
    }

    /// All of them, in the order they were found, and last a word of a file that had more to say:
    /// how many, and what.
    pub(super) fn into_inner(self) -> Vec<Diagnostic> {
        let mut told = self.told.into_inner();
        for (file, codes) in self.untold.into_inner() {
            let start = Span::start_of(file);
            let more: usize = codes.values().sum();
            let message = format!(
                "and {more} more problems in this file, after the first {PROBLEMS_PER_FILE}"
            );
            let codes: Vec<String> = codes
                .iter()
                .map(|(code, n)| format!("{n} `{code}`"))
                .collect();
            told.push(topics::TOO_MANY_PROBLEMS.at(start, message).help(format!(
                "look for one cause: a wrong format, a wrong export; not told are {}",
                codes.join(", ")
            )));
        }
        told
    }
}

/// The user's own words in backticks: on one line, and cut where they go on too long.
pub(super) fn quoted(text: &str) -> String {
    let mut short = String::with_capacity(text.len().min(QUOTED * 4) + 2);
    short.push('`');
    for (n, c) in text.trim().chars().enumerate() {
        if n == QUOTED {
            short.push('…');
            break;
        }
        short.push(if c.is_control() || c == '`' { ' ' } else { c });
    }
    short.push('`');
    short
}

/// The word nearest to what was written, if it is near enough to have been meant.
pub(crate) fn nearest<'w>(
    written: &str,
    words: impl IntoIterator<Item = &'w str>,
) -> Option<&'w str> {
    // Longer texts are no slip of the finger, and comparing costs the product of both lengths.
    if written.len() > 80 {
        return None;
    }
    let lower = written.to_lowercase();
    let plain = |s: &str| s.replace(['_', ' '], "-");
    let written = plain(&lower);
    let letters = written.chars().count();
    words
        .into_iter()
        .filter(|word| word.len() <= 80)
        .map(|word| {
            let other = plain(&word.to_lowercase());
            let others = other.chars().count();
            let length = letters.max(others);
            // No text is nearer than their lengths are: most need no comparing.
            let distance = match letters.abs_diff(others) {
                gap if gap * 3 > length && gap > 1 => gap,
                _ => strsim::damerau_levenshtein(&written, &other),
            };
            let holds = written.len() >= 4
                && other.len() >= 4
                && (other.starts_with(&written) || written.starts_with(&other));
            let near = distance * 3 <= length || (distance == 1 && length > 1) || holds;
            (near, distance, word)
        })
        .filter(|(near, ..)| *near)
        .min_by_key(|(_, distance, _)| *distance)
        .map(|(.., word)| word)
}

/// What to do about a word that is not among those known: the nearest, and all where they are few.
pub(super) fn meant<'w>(
    written: &str,
    words: impl IntoIterator<Item = &'w str> + Clone,
    otherwise: &str,
) -> String {
    let near = nearest(written, words.clone()).map(|word| format!("did you mean `{word}`?"));
    let all: Vec<&str> = words.into_iter().take(13).collect();
    let list = (!all.is_empty() && all.len() <= 12).then(|| one_of(&all));
    match (near, list) {
        (Some(near), Some(list)) if all.len() <= 6 => format!("{near} ({list})"),
        (Some(near), _) => near,
        (None, Some(list)) if otherwise.is_empty() => format!("write {list}"),
        (None, Some(list)) => format!("{otherwise}, or write {list}"),
        (None, None) => otherwise.to_owned(),
    }
}

/// "`a`, `b` or `c`".
pub(super) fn one_of(words: &[&str]) -> String {
    let ticked: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match ticked.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_guessed_and_a_stranger_is_not() {
        let words = ["change-failure-rate", "lead-time", "owner"];
        assert_eq!(nearest("lead-tmie", words), Some("lead-time"));
        assert_eq!(nearest("lead_time", words), Some("lead-time"));
        assert_eq!(nearest("Owner", words), Some("owner"));
        assert_eq!(nearest("uptime", words), None);
    }

    #[test]
    fn quoting_is_short_and_on_one_line() {
        assert_eq!(quoted(" a\nb`c "), "`a b c`");
        assert_eq!(quoted(&"x".repeat(1000)).chars().count(), QUOTED + 3);
    }
}
