//! Takes in diagnostics while files are read, so that one run tells of every problem. Values that
//! could not be read leave `None` behind; nothing here stops the reading.

use super::topics;
use crate::diag::{Diagnostic, FileId, Span};
use std::cell::{Cell, RefCell};

/// Problems kept of one file. A file in the wrong encoding or format breaks the same rule on every
/// line; nobody reads further than this.
pub(super) const PROBLEMS_PER_FILE: usize = 500;

/// Characters of the user's own words that a message quotes.
const QUOTED: usize = 60;

/// Everything wrong so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    told: RefCell<Vec<Diagnostic>>,
    /// How many were told before the file that is being read, while one is.
    before: Cell<Option<usize>>,
    /// How many of that file were not told.
    untold: Cell<usize>,
}

impl Problems {
    /// Takes in one more, unless its file has said more than anyone reads.
    pub(super) fn add(&self, problem: Diagnostic) {
        if self.full() {
            self.untold.set(self.untold.get() + 1);
        } else {
            self.told.borrow_mut().push(problem);
        }
    }

    /// Whether the file that is being read has said enough, so that looking for what was meant
    /// would be work for nothing.
    pub(super) fn full(&self) -> bool {
        let told = self.told.borrow().len();
        let before = self.before.get();
        before.is_some_and(|before| told - before >= PROBLEMS_PER_FILE)
    }

    /// Lets one file be read, and says so if it had too much to say.
    pub(super) fn within<T>(&self, file: FileId, read: impl FnOnce() -> T) -> T {
        self.before.set(Some(self.told.borrow().len()));
        self.untold.set(0);
        let read = read();
        self.before.set(None);
        if self.untold.get() > 0 {
            let start = Span {
                file,
                start: 0,
                end: 0,
            };
            let message =
                format!("more than {PROBLEMS_PER_FILE} problems in this file; these are the first");
            self.add(
                topics::TOO_MANY_PROBLEMS
                    .at(start, message)
                    .help("look for one cause: a wrong format, a wrong export"),
            );
        }
        read
    }

    /// All of them, in the order they were found.
    pub(super) fn into_inner(self) -> Vec<Diagnostic> {
        self.told.into_inner()
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
pub(super) fn nearest<'w>(
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
    words
        .into_iter()
        .filter(|word| word.len() <= 80)
        .map(|word| {
            let other = plain(&word.to_lowercase());
            let distance = strsim::damerau_levenshtein(&written, &other);
            let length = written.chars().count().max(other.chars().count());
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
