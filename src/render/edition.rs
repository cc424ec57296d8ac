//! A quarter's inputs to the twelve hex digits that its pages carry, so that a printed sheet leads
//! back to the files it was made from.
//!
//! The mark is the start of the SHA-256 of this program's version and of every file that the quarter
//! rests on, in path order: path, a zero byte, length in decimal, a zero byte, content (line ends as `\n`). Snapshots and
//! narratives of later quarters are left out, so a quarter keeps its mark when the next one is filed;
//! and so is its own lock, which names the mark.

use super::Forms;
use crate::diag::{SourceFile, Sources};
use crate::model::{Audience, Edit, Origin, Pack, Period, Silenced, hex};
use crate::tongue::label;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What the pages of a build are an edition of, beside the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// By quarter: the mark of its inputs.
    pub marks: BTreeMap<Period, String>,
    /// For whom it is made.
    pub audience: Audience,
    /// Quarters in which the pack marks anything that the Board's edition leaves out; of a published
    /// one, the pack as it was.
    pub marked: BTreeSet<Period>,
    /// By quarter: rules that the pack softens or switches off, in the order of their codes.
    pub silenced: BTreeMap<Period, Vec<Silenced>>,
    /// By path of a text of a quarter, its last edit.
    pub edits: BTreeMap<String, Edit>,
    /// In which forms its packs are made, beside their pages.
    pub forms: Forms,
}

impl Edition {
    fn is_marked(&self, period: Period) -> bool {
        self.marked.contains(&period)
    }

    /// What a quarter's pages tell of rules softened or switched off.
    pub(crate) fn silenced(&self, period: Period) -> &[Silenced] {
        self.silenced.get(&period).map_or(&[], Vec::as_slice)
    }

    /// What stands in every foot of the edition that the Board does not get.
    pub(crate) fn mark(&self, period: Period) -> &'static str {
        match (self.is_marked(period), self.audience) {
            (true, Audience::Internal) => label("internal edition"),
            _ => "",
        }
    }

    /// What a ledger says of its rows: in the Board's edition of a pack that marks detail as internal it
    /// cannot say that every row of the record is there.
    pub(crate) fn rows_kept(&self) -> &'static str {
        match (self.marked.is_empty(), self.audience) {
            (false, Audience::Board) => label(
                "No row is ever taken out of the record; what the company keeps internal is not part of \
                 this edition.",
            ),
            _ => label("No row is ever taken out."),
        }
    }

    /// What the Board's edition says of what it leaves out: that, and no more.
    pub(crate) fn honest_line(&self, period: Period) -> &'static str {
        match (self.is_marked(period), self.audience) {
            (true, Audience::Board) => label(
                "This edition is made for the Board: some detail that the company keeps internal is \
                 not part of it. Figures of the organisation include everything.",
            ),
            (true, Audience::Internal) => label(
                "This is the internal edition: it holds detail that the Board’s edition leaves out.",
            ),
            _ => "",
        }
    }
}

/// The last edits of all quarters' texts, as far as they are known: of a published quarter what its lock
/// says, whatever became of the repository since.
pub(crate) fn edits(pack: &Pack, origin: &Origin) -> BTreeMap<String, Edit> {
    let locked = |path: &str| {
        let period = path.strip_prefix("content/")?.split('/').next()?;
        pack.published.get(&period.parse::<Period>().ok()?)
    };
    let own = origin
        .edits
        .iter()
        .filter(|(path, _)| locked(path).is_none());
    let then = pack.published.values().flat_map(|lock| &lock.edits);
    own.chain(then)
        .map(|(path, edit)| (path.clone(), edit.clone()))
        .collect()
}

/// Digits that are printed: enough that no two packs of one company ever share a mark.
const DIGITS: usize = 12;

/// The mark of a quarter's pages.
pub(crate) fn mark(sources: &Sources, period: Period) -> String {
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    for file in sources.files().filter(|file| !is_later(file, period)) {
        // The same words with other line ends are the same inputs: a checkout may turn them.
        let text = match file.text.contains('\r') {
            true => Cow::Owned(file.text.replace("\r\n", "\n")),
            false => Cow::Borrowed(&*file.text),
        };
        hash.update(&file.path);
        hash.update([0]);
        hash.update(text.len().to_string());
        hash.update([0]);
        hash.update(&*text);
    }
    let mut digits = hex(hash.finalize());
    digits.truncate(DIGITS);
    digits
}

/// Whether a file came after this quarter's pages: it belongs to a later one, or is a lock that is
/// not an earlier one's.
fn is_later(file: &SourceFile, period: Period) -> bool {
    let of = |folder: &str| {
        let rest = file.path.strip_prefix(folder)?;
        let name = rest.split(['/', '.']).next()?;
        name.parse::<Period>().ok()
    };
    let told = of("data/snapshots/").or_else(|| of("content/"));
    told.is_some_and(|of| of > period) || of("data/published/").is_some_and(|of| of >= period)
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::diag::Sources;
    use crate::model::Period;

    fn sources(files: &[(&str, &str)]) -> Sources {
        let mut sources = Sources::default();
        for (path, text) in files {
            sources.add(*path, *text);
        }
        sources
    }

    #[test]
    fn a_quarter_keeps_its_mark_when_the_next_is_filed_and_loses_it_when_its_own_figures_change() {
        let before = Period::new(2026, 2).expect("a quarter");
        let own = ("data/snapshots/2026-Q2.yaml", "period: 2026-Q2");
        let next = ("data/snapshots/2026-Q3.yaml", "period: 2026-Q3");
        let told = ("content/2026-Q3/overview.md", "x");
        let alone = mark(&sources(&[own]), before);
        let lock = ("data/published/2026-Q2.yaml", "format: 1");
        assert_eq!(alone, mark(&sources(&[told, lock, own, next]), before));
        assert_ne!(
            alone,
            mark(&sources(&[(own.0, "period: 2026-Q2 ")]), before)
        );
        assert_ne!(
            alone,
            mark(
                &sources(&[(own.0, "period: 2026-Q"), ("data/x.yaml", "2")]),
                before
            )
        );
        let turned = mark(&sources(&[(own.0, "a\r\nb")]), before);
        assert_eq!(turned, mark(&sources(&[(own.0, "a\nb")]), before));
        assert_eq!(alone.len(), super::DIGITS);
    }
}
