//! The answer of `git log` to commits, one field at a time: of a message nothing is kept but what it
//! takes back, which pull request it merged, and whether it is called a repair.

use super::merges::{Named, named};
use super::micros;
use crate::adapters::Key;
use crate::adapters::actor::is_bot;
use crate::events::LINE_BYTES;
use std::collections::HashMap;
use std::io::{self, BufRead, Read as _};

/// What `git log` is asked for, with `-z`: seven fields, each behind the one before it and a NUL.
pub const FORMAT: &str = "tformat:%H%x00%P%x00%ct%x00%at%x00%an%x00%ae%x00%B";

/// Fields of a commit.
const FIELDS: usize = 7;

/// One commit.
#[derive(Debug)]
pub(super) struct Commit {
    pub(super) id: Box<str>,
    /// Ids of its parents; of a shallow clone the oldest are not among the commits.
    pub(super) parents: Box<[Box<str>]>,
    /// When it was committed; `None` for a time that is none.
    pub(super) committed: Option<i64>,
    pub(super) authored: Option<i64>,
    /// Who wrote it, by its place in [`History`].
    actor: usize,
    /// The commit that its message says it takes back.
    pub(super) reverts: Option<Box<str>>,
    /// Whether its message says that it mends something.
    pub(super) hotfix: bool,
    /// The pull request that its message says it merged.
    pub(super) merged: Option<Named>,
}

/// The commits of a repository, children before their parents.
#[derive(Debug, Default)]
pub struct History {
    pub(super) commits: Vec<Commit>,
    places: HashMap<Box<str>, usize>,
    /// Hash of each author, and whether a program bears the name.
    actors: Vec<(String, bool)>,
    /// By a commit, the earliest time that one of its children says.
    children: Vec<Option<i64>>,
}

impl History {
    /// Reads what `git log -z --topo-order` with [`FORMAT`] says. `hotfix` is asked of each message.
    ///
    /// # Errors
    /// What the system says of the stream, or that it is no such answer.
    pub fn read(
        mut input: impl BufRead,
        key: &Key,
        hotfix: &dyn Fn(&str) -> bool,
    ) -> io::Result<Self> {
        let mut read = Self::default();
        let mut people: HashMap<(String, String), usize> = HashMap::new();
        while let Some(fields) = fields(&mut input)? {
            let [id, parents, committed, authored, name, address, message] = &fields;
            if !is_id(id) || !parents.split_whitespace().all(is_id) {
                let told = "git said something that is no commit";
                return Err(io::Error::new(io::ErrorKind::InvalidData, told));
            }
            let who = (name.clone(), address.clone());
            let actor = *people.entry(who).or_insert_with(|| {
                let known = if address.trim().is_empty() {
                    name
                } else {
                    address
                };
                let bot = is_bot(name) || is_bot(address);
                read.actors.push((key.actor(known), bot));
                read.actors.len() - 1
            });
            let place = read.commits.len();
            read.places.entry(id.as_str().into()).or_insert(place);
            read.commits.push(Commit {
                id: id.as_str().into(),
                parents: parents.split_whitespace().map(Box::from).collect(),
                committed: micros(committed),
                authored: micros(authored),
                actor,
                reverts: reverted(message).map(Box::from),
                hotfix: hotfix(message),
                merged: named(message),
            });
        }
        read.children = vec![None; read.commits.len()];
        for commit in &read.commits {
            for parent in &commit.parents {
                let place = read.places.get(parent);
                if let (Some(slot), Some(ts)) = (
                    place.and_then(|at| read.children.get_mut(*at)),
                    commit.committed,
                ) {
                    *slot = Some(slot.map_or(ts, |there: i64| there.min(ts)));
                }
            }
        }
        Ok(read)
    }

    /// How many commits there are.
    pub fn len(&self) -> usize {
        self.commits.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// Where a commit stands; those behind it are older or of another line.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Places of a commit's parents, as far as they are at hand.
    pub(super) fn parents(&self, at: usize) -> impl Iterator<Item = usize> {
        let parents = self.commits.get(at).map(|commit| &commit.parents);
        parents
            .into_iter()
            .flatten()
            .filter_map(|id| self.place(id))
    }

    /// The commits on the line that ends in one, newest first: of a merge, what it was merged to.
    pub(super) fn first_parents(&self, head: &str) -> impl Iterator<Item = usize> {
        let first = |at: &usize| {
            let parent = self.commits.get(*at)?.parents.first()?;
            // A file that says otherwise of a repository cannot send the walk in a circle.
            self.place(parent).filter(|next| next > at)
        };
        std::iter::successors(self.place(head), first)
    }

    pub(super) fn actor(&self, commit: &Commit) -> Option<&str> {
        self.actors.get(commit.actor).map(|(actor, _)| &**actor)
    }

    pub(super) fn is_bot(&self, commit: &Commit) -> bool {
        self.actors.get(commit.actor).is_some_and(|(_, bot)| *bot)
    }

    /// Whether a commit says that it was made after one that stands on it.
    pub(super) fn is_younger_than_child(&self, commit: &Commit) -> bool {
        let child = self.place(&commit.id).and_then(|at| self.children.get(at));
        child
            .copied()
            .flatten()
            .zip(commit.committed)
            .is_some_and(|(child, own)| own > child)
    }
}

/// Whether this is the full name of a commit.
fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The fields of the next commit; `None` at the end.
fn fields(input: &mut impl BufRead) -> io::Result<Option<[String; FIELDS]>> {
    let mut fields: [String; FIELDS] = Default::default();
    for (n, field) in fields.iter_mut().enumerate() {
        match field_text(input)? {
            Some(text) => *field = text,
            None if n == 0 => return Ok(None),
            None => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(Some(fields))
}

/// Text up to the next NUL; what is longer than a line of events may be is passed over unread.
fn field_text(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let room = LINE_BYTES as u64;
    if input.take(room).read_until(0, &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.last() == Some(&0) {
        bytes.pop();
    } else {
        input.skip_until(0)?;
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// The commit that a message says it takes back, as `git revert` writes it. Of several the first.
fn reverted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("This reverts commit ")?;
    let id = rest.split(|c: char| !c.is_ascii_hexdigit()).next()?;
    is_id(id).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_takes_back_is_a_whole_id() {
        let id = "0123456789abcdef0123456789abcdef01234567";
        let said = format!("Revert \"x\"\n\nThis reverts commit {id}.\n");
        assert_eq!(reverted(&said), Some(id));
        let merge = format!("This reverts commit {id}, reversing\nchanges made to abc.");
        assert_eq!(reverted(&merge), Some(id));
        assert_eq!(reverted("This reverts commit abc123."), None);
        assert_eq!(reverted("Revert \"x\""), None);
    }

    #[test]
    fn an_answer_that_ends_early_is_refused() {
        let key = Key::new(&[1; 32]);
        let id = "a".repeat(40);
        let whole = ["", "1", "1", "A", "a@x", "message", ""].join("\0");
        let whole = format!("{id}\0{whole}");
        let read = |text: &str| History::read(text.as_bytes(), &key, &|_| false);
        assert!(read(&whole).is_ok_and(|history| history.len() == 1));
        assert!(read(whole.trim_end_matches("message\0")).is_err());
        assert!(read(&whole.replace(&id, "x")).is_err());
        assert!(read("").is_ok_and(|history| history.is_empty()));
    }
}
