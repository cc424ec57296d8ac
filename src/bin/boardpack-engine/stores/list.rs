//! An address to the objects that it means, by the rules that hold for files: all that look like events below
//! a prefix, what fits a pattern, or one.

use super::credentials::Opened;
use super::trouble::{Trouble, about};
use super::{Shared, Source, bare};
use crate::fault::Stop;
use boardpack::collect::{self, Message, codes};
use boardpack::load::Pattern;
use futures::StreamExt as _;
use object_store::path::Path;
use object_store::{Error, ObjectMeta};
use std::collections::BTreeMap;

/// Bytes of the name of an object: a snapshot calls it so, and YAML has no longer keys.
const LONGEST: usize = 1000;

/// Objects passed over that are named.
const PASSED: usize = 100;

/// What is known of an object before it is fetched.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) size: u64,
    pub(super) etag: Option<String>,
    pub(super) modified: i64,
}

impl Listed {
    pub(super) fn of(meta: &ObjectMeta) -> Self {
        Self {
            size: meta.size,
            etag: bare(meta.e_tag.as_deref()),
            modified: meta.last_modified.timestamp(),
        }
    }

    /// Whether both are one state of an object: by their tags, else by the second in which it was written.
    pub(super) fn is(&self, other: &Self) -> bool {
        let same = match (&self.etag, &other.etag) {
            (Some(one), Some(two)) => one == two,
            _ => self.modified == other.modified,
        };
        same && self.size == other.size
    }
}

/// An object to be fetched.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) key: String,
    /// None of one that was named, and not looked for.
    pub(super) listed: Option<Listed>,
}

impl Wanted {
    /// One that was not listed.
    pub(super) fn unseen(key: String) -> Self {
        Self { key, listed: None }
    }

    /// Bytes as listed.
    pub(super) fn size(&self) -> u64 {
        self.listed.as_ref().map_or(0, |listed| listed.size)
    }
}

/// Looks for the objects of a source, sorted by their keys.
pub(super) async fn list(
    source: &Source,
    opened: &Opened,
    shared: &Shared,
) -> Result<Vec<Wanted>, Stop> {
    let url = &source.url;
    let wrong = |what: &str, help: &str| source.stop(codes::OBJECT, what, help);
    if !url.is_pattern() && !url.is_folder() && collect::is_events(&url.path) {
        return Ok(vec![Wanted::unseen(url.path.clone())]);
    }
    let pattern = url.is_pattern().then(|| Pattern::new(&url.path));
    let pattern = match pattern {
        Some(None) => {
            return Err(wrong(
                "this pattern cannot be understood",
                "use `*`, `[a-z]` and `**` for folders, at most 1000 characters",
            ));
        }
        Some(pattern) => pattern,
        None => None,
    };
    let base = match &pattern {
        Some(pattern) => pattern.base().to_owned(),
        None => url.path.trim_end_matches('/').to_owned(),
    };
    let prefix = Path::parse(&base).map_err(|_| unwritable(source))?;
    let mut keys = opened.store.list(Some(&prefix));
    let (mut found, mut looked_at, mut passed) = (BTreeMap::new(), 0u64, 0);
    while let Some(object) = keys.next().await {
        let object = object.map_err(|told| match (opened.guard.trouble(), told) {
            (Some(trouble), _) => trouble.stop(source, None),
            (None, Error::InvalidPath { .. }) => unwritable(source),
            (None, _) => strange(source, None),
        })?;
        looked_at += 1;
        if looked_at > shared.limits.keys {
            let what = format!(
                "more than {} objects have to be looked at",
                shared.limits.keys
            );
            return Err(wrong(
                &what,
                "name a longer prefix in front of the first `*`",
            ));
        }
        let key = object.location.as_ref();
        let below = match base.as_str() {
            "" => Some(key),
            base => key
                .strip_prefix(base)
                .and_then(|rest| rest.strip_prefix('/')),
        };
        let Some(below) = below else {
            return Err(strange(source, None));
        };
        if below.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        if pattern.as_ref().is_some_and(|pattern| !pattern.fits(key)) {
            continue;
        }
        let label = url.label(key);
        if label.len() > LONGEST || label.contains(is_odd) {
            return Err(unwritable(source));
        }
        if !collect::is_events(key) {
            passed += 1;
            if passed <= PASSED {
                shared.say.say(&Message::Passed { label });
            }
            continue;
        }
        if found.len() as u64 >= shared.limits.objects {
            let what = format!("these are more than {} objects", shared.limits.objects);
            let help = "name fewer, such as those of one quarter, or put events of many days into one object";
            return Err(wrong(&what, help));
        }
        found.insert(key.to_owned(), Listed::of(&object));
    }
    if found.is_empty() {
        return Err(wrong(
            "the store has no events there",
            "objects of events end in `.jsonl`, `.ndjson`, `.csv` or `.parquet`, the first three also in `.gz`, `.zst`, \
             `.bz2` or `.xz` behind that; `*` stays within one part of a key, `**` does not",
        ));
    }
    let wanted = found.into_iter().map(|(key, listed)| Wanted {
        key,
        listed: Some(listed),
    });
    Ok(wanted.collect())
}

/// Characters that a name cannot have which people and files are to read.
fn is_odd(c: char) -> bool {
    let unseen = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_control() || unseen || c == '\u{fffd}'
}

/// A key that cannot be a name of anything.
fn unwritable(source: &Source) -> Stop {
    source.stop(
        codes::OBJECT,
        "the store lists an object whose key cannot be written down: a part of it is empty, `.` or `..`, it has \
         characters that nobody sees, or more than a thousand bytes",
        "rename the object, or name a prefix that it does not lie below",
    )
}

/// An answer that is not that of a store.
pub(super) fn strange(source: &Source, key: Option<&str>) -> Stop {
    source.stop(
        codes::STORE,
        &about(key, "the store answers as none does"),
        "see whether it is a store of this kind that answers there",
    )
}

/// What stopped a request for an object.
pub(super) fn stopped(source: &Source, opened: &Opened, key: &str) -> Stop {
    match opened.guard.trouble() {
        Some(trouble) => Trouble::stop(&trouble, source, Some(key)),
        None => strange(source, Some(key)),
    }
}
