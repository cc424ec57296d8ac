//! The names that a pack gives to things, and whether another file may use one.

use super::problems::{Problems, nearest, quoted};
use crate::diag::{Located, Span, Topic};
use std::cell::Cell;
use std::collections::BTreeMap;

/// The names of one sort of thing.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// What one is called in messages.
    what: &'static str,
    /// The rule that an unknown one breaks.
    unknown: &'static Topic,
    /// Where the names are given.
    home: &'static str,
    /// Where each name is given, and whether the thing could be read.
    given: BTreeMap<String, (Span, bool)>,
    /// Other names, and the name to use instead.
    aliases: BTreeMap<String, String>,
    /// Whether these are all the names there are; not so where their file could not be read.
    all: bool,
    /// Whether every name is taken as it stands: it was looked up when it was published.
    open: bool,
    /// Whether it has been told that there are none at all.
    none_told: Cell<bool>,
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what
            && (&self.given, &self.aliases) == (&other.given, &other.aliases)
            && (self.all, self.open) == (other.all, other.open)
            && self.none_told == other.none_told
    }
}

impl Names {
    /// No names yet.
    pub(super) fn new(what: &'static str, home: &'static str, unknown: &'static Topic) -> Self {
        Self {
            what,
            unknown,
            home,
            given: BTreeMap::new(),
            aliases: BTreeMap::new(),
            all: true,
            open: false,
            none_told: Cell::new(false),
        }
    }

    /// Gives a name; where it was given before, that place.
    pub(super) fn give(&mut self, id: &str, span: Span, readable: bool) -> Option<Span> {
        if let Some((first, _)) = self.given.get(id) {
            return Some(*first);
        }
        self.given.insert(id.to_owned(), (span, readable));
        None
    }

    /// Another name for a thing.
    pub(super) fn alias(&mut self, alias: &str, id: &str) {
        self.aliases.insert(alias.to_owned(), id.to_owned());
    }

    /// More names may exist than are known: nothing is called unknown any more.
    pub(super) fn not_all(&mut self) {
        self.all = false;
    }

    /// Whether these are all the names there are.
    pub(super) fn are_all(&self) -> bool {
        self.all
    }

    /// The thing that is called so, by its name or another one; says nothing where there is none.
    pub(super) fn called(&self, name: &str) -> Option<&str> {
        let given = self.given.get_key_value(name).map(|(id, _)| id);
        given.or_else(|| self.aliases.get(name)).map(String::as_str)
    }

    /// The name nearest to one that nothing has.
    pub(super) fn near(&self, name: &str) -> Option<&str> {
        let others = self.given.keys().chain(self.aliases.keys());
        nearest(name, others.map(String::as_str))
    }

    /// Every name leads somewhere.
    pub(super) fn open(&mut self) {
        self.open = true;
    }

    /// Where a name is given, if it is.
    pub(super) fn place(&self, id: &str) -> Option<Span> {
        self.given.get(id).map(|(span, _)| *span)
    }

    /// Whether a thing of that name could be read. An unknown name is told of; one whose own file is
    /// wrong has been told of there.
    pub(super) fn has(&self, id: &str, span: Span, problems: &Problems) -> bool {
        if let Some((_, readable)) = self.given.get(id) {
            return *readable;
        }
        if self.open {
            return true;
        }
        // Where there are none at all, one thing is missing and not every reference to it.
        if self.given.is_empty() && self.none_told.replace(true) {
            return false;
        }
        if self.all {
            if problems.full() {
                problems.add(self.unknown.at(span, ""));
                return false;
            }
            let message = format!("there is no {} {}", self.what, quoted(id));
            let problem = self.unknown.at(span, message);
            let near = nearest(id, self.given.keys().map(String::as_str));
            problems.add(match (self.aliases.get(id), near) {
                (Some(name), _) => {
                    problem.help(format!("that is another name of `{name}`: write `{name}`"))
                }
                (None, Some(near)) => {
                    let problem = problem.help(format!("did you mean `{near}`?"));
                    match self.given.get(near) {
                        Some((place, _)) => problem.see(*place, format!("`{near}` is given here")),
                        None => problem,
                    }
                }
                (None, None) if self.given.is_empty() => problem.help(format!(
                    "there are no {} at all; they come from {}",
                    self.many(),
                    self.home
                )),
                (None, None) => problem.help(format!("{} come from {}", self.many(), self.home)),
            });
        }
        false
    }

    /// The reference, if it leads anywhere.
    pub(super) fn known(
        &self,
        id: Located<String>,
        problems: &Problems,
    ) -> Option<Located<String>> {
        self.has(&id.value, id.span, problems).then_some(id)
    }

    fn many(&self) -> String {
        format!("{}s", self.what)
    }
}

/// A name that is given twice.
pub(super) fn repeated(what: &str, id: &Located<String>, first: Span, problems: &Problems) {
    problems.add(
        super::topics::DUPLICATE_ID
            .at(
                id.span,
                format!("the {what} {} is given twice", quoted(&id.value)),
            )
            .see(first, "first given here")
            .help("give one of the two another name"),
    );
}

/// Tells of names given twice in one list.
pub(super) fn once<'a>(
    what: &str,
    ids: impl Iterator<Item = &'a Located<String>>,
    problems: &Problems,
) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for id in ids {
        match first.get(id.value.as_str()) {
            Some(place) => repeated(what, id, *place, problems),
            None => {
                first.insert(&id.value, id.span);
            }
        }
    }
}
