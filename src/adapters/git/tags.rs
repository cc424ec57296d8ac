//! The answer of `git for-each-ref` to tags that mean a commit.

use super::micros;
use crate::adapters::{Adapted, Globs, Told};

/// What `git for-each-ref refs/tags` is asked for: five fields with NULs between them, a tag a line.
pub const TAG_FORMAT: &str = "%(refname)%00%(objecttype)%00%(objectname)%00%(*objecttype) %(*objectname)%00%(taggerdate:raw)";

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The commit that it means.
    pub commit: String,
    /// When it was made, in microseconds since 1970; `None` for a lightweight tag.
    pub made: Option<i64>,
}

/// The tags of an answer that the patterns mean; what is no tag of a commit is counted.
pub fn tags(answer: &[u8], globs: &Globs, out: &mut Adapted) -> Vec<Tag> {
    let mut tags = Vec::new();
    for line in answer
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let Ok(line) = std::str::from_utf8(line) else {
            out.tell(Told::LeftOut, "tags whose name is not UTF-8");
            continue;
        };
        let mut fields = line.split('\0');
        let mut field = || fields.next().unwrap_or_default();
        let (name, sort, object, peeled, date) = (field(), field(), field(), field(), field());
        let Some(name) = name.strip_prefix("refs/tags/") else {
            continue;
        };
        if !globs.mean(name) {
            out.tell(Told::LeftOut, "tags that are not named by `--deploy-tags`");
            continue;
        }
        let commit = match (sort, peeled.split_once(' ')) {
            ("commit", _) => object,
            ("tag", Some(("commit", commit))) => commit,
            _ => {
                out.tell(Told::LeftOut, "tags that mean no commit");
                continue;
            }
        };
        let made = date.split(' ').next().filter(|_| sort == "tag");
        tags.push(Tag {
            name: name.to_owned(),
            commit: commit.to_owned(),
            made: made.and_then(micros),
        });
    }
    tags
}
