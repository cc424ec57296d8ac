//! The texts of a pack, numbered, so that a value can say where it came from in twelve bytes.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A file of the pack by number, in path order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A stretch of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Before the first byte: of what is so of a file as a whole.
    pub(crate) const fn start_of(file: FileId) -> Self {
        Self {
            file,
            start: 0,
            end: 0,
        }
    }
}

/// A value and the place it was written at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Located<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located {
            value: f(self.value),
            span: self.span,
        }
    }
}

impl<T> std::ops::Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{}..{}", self.value, self.span.start, self.span.end)
    }
}

/// One file's path and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the pack's root, with `/`.
    pub path: String,
    /// As read; bytes that are not UTF-8 are replaced, and a diagnostic says so. A copy of it copies
    /// nothing.
    pub text: Arc<str>,
}

/// All texts that a diagnostic can point into.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Of each file, the first byte of every line after the first.
    lines: Vec<Arc<[u32]>>,
    /// Numbered down from the last number, so that no file of today gets another one by them.
    recorded: Vec<SourceFile>,
    /// Lines that stand in a file before what is here of it.
    before: BTreeMap<FileId, usize>,
}

impl Sources {
    /// Takes in a file and gives it its number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("limits keep files few"));
        let text = text.into();
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        // A place is told in `u32`: no file that is read is larger.
        self.lines
            .push(ends.map_while(|at| u32::try_from(at).ok()).collect());
        self.files.push(SourceFile {
            path: path.into(),
            text,
        });
        id
    }

    /// Takes in a file that stands among others as it does here, and gives it its number.
    pub(crate) fn add_from(&mut self, others: &Self, id: FileId) -> Option<FileId> {
        let at = id.0 as usize;
        let (file, lines) = (others.files.get(at)?, others.lines.get(at)?);
        let id = FileId(u32::try_from(self.files.len()).expect("limits keep files few"));
        self.lines.push(Arc::clone(lines));
        self.files.push(file.clone());
        Some(id)
    }

    /// Has the recorded texts of others, under their numbers.
    pub(crate) fn with_recorded(mut self, others: &Self) -> Self {
        self.recorded.clone_from(&others.recorded);
        self
    }

    /// Takes in a text that a lock keeps of a file as it was. It can be pointed into, and is none of
    /// the pack's files.
    pub fn record(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let number = u32::try_from(self.recorded.len()).expect("limits keep files few");
        self.recorded.push(SourceFile {
            path: path.into(),
            text: text.into(),
        });
        FileId(u32::MAX - number)
    }

    /// Takes in a part of a file that is too large to be held, behind so many lines of it.
    pub fn excerpt(
        &mut self,
        path: impl Into<String>,
        before: usize,
        text: impl Into<Arc<str>>,
    ) -> FileId {
        let id = self.add(path, text);
        self.before.insert(id, before);
        id
    }

    /// How many lines of a file stand before what is here of it.
    pub(super) fn before(&self, file: FileId) -> usize {
        self.before.get(&file).copied().unwrap_or(0)
    }

    /// Every file, in the order of its number.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> + Clone {
        self.files.iter()
    }

    /// Every file with its number, in order.
    pub fn numbered(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        let ids = (0..).map(FileId);
        ids.zip(&self.files)
    }

    /// The file of that number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        match self.files.get(id.0 as usize) {
            Some(file) => file,
            None => &self.recorded[(u32::MAX - id.0) as usize],
        }
    }

    /// The text at a place.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file)
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// Line and column, both from 1; the column counts characters, as editors do.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let text = &self.file(span.file).text;
        let mut at = (span.start as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let Some(lines) = self.lines.get(span.file.0 as usize) else {
            // What a lock keeps is pointed into once, if ever.
            let before = &text[..at];
            let line_start = before.rfind('\n').map_or(0, |end| end + 1);
            let line = before.matches('\n').count();
            return (line + 1, before[line_start..].chars().count() + 1);
        };
        let line = lines.partition_point(|start| *start as usize <= at);
        let line_start = match line.checked_sub(1) {
            Some(before) => lines[before] as usize,
            None => 0,
        };
        let line = line + self.before(span.file);
        (line + 1, text[line_start..at].chars().count() + 1)
    }
}
