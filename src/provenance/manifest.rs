//! `manifest.json`, which every output folder carries: what it was made from and what was made.
//!
//! ```json
//! {
//!   "made_by": "boardpack",
//!   "format": 1,
//!   "tool": {"name": "boardpack", "version": "0.2.0"},
//!   "edition": "whole",
//!   "commit": "8ce9f24…",
//!   "clean": true,
//!   "marks": {"2026-Q3": "3f9a1c2b7d04"},
//!   "inputs": {"data/pack.yaml": "<sha256>"},
//!   "outputs": {"index.html": "<sha256>"},
//!   "digest": "<sha256>"
//! }
//! ```
//!
//! - `edition`: for whom it was made; `whole` leaves nothing out.
//! - `commit`, `clean`: what was checked out where the pack lies, and whether its files are those of
//!   that commit; both null outside a repository. Of the pack's files only: what else lies in the
//!   repository does not make it unclean.
//! - `marks`: by quarter, what its pages print after "build".
//! - `inputs`: every file of the pack that was read, as it lay on disk; what this edition hides is
//!   missing here too.
//! - `outputs`: every file that was made, this one excepted.
//! - `edits`: by path, the commit that last changed a text of a quarter, its author's day (`on`), and
//!   `changed_since` where the text is another by now; missing where no repository knows any.
//! - `printed`: of each PDF the hash of the page that a browser printed, and which browser; missing where
//!   there is none.
//! - `digest`: the SHA-256 of this file with an empty digest. Whoever writes it into the minutes can
//!   prove the whole folder with it, because it seals every other hash.
//!
//! Keys stand in this order and paths in theirs: same pack, same commit, same bytes. A list from
//! elsewhere is read with suspicion: no path leads out of the folder, none stands twice.

use crate::model::Edit;
use chrono::NaiveDate;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Its name in the output folder.
pub const FILE: &str = "manifest.json";

const MADE_BY: &str = "boardpack";

/// Raised whenever a field changes its name or meaning; new fields do not raise it.
const FORMAT: u32 = 1;

/// What a folder says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// What made it; `None` in a list of outputs alone.
    pub tool: Option<Tool>,
    /// For whom.
    pub edition: Option<String>,
    /// The commit that was checked out.
    pub commit: Option<String>,
    /// Whether the pack's files were those of the commit.
    pub clean: Option<bool>,
    /// What the pages of each quarter print after "build".
    pub marks: BTreeMap<String, String>,
    /// SHA-256 by path from the pack's root.
    pub inputs: BTreeMap<String, String>,
    /// SHA-256 by path from the folder itself.
    pub outputs: BTreeMap<String, String>,
    /// Of outputs that a browser printed, by path: what they were printed from, and by what.
    pub printed: BTreeMap<String, Printed>,
    /// The last edit of texts of the pack, by path.
    pub edits: BTreeMap<String, Edit>,
}

/// Where a PDF comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// SHA-256 of the page, which is no file of the folder.
    pub page: String,
    /// Name and version of the browser.
    pub by: String,
    /// `A4`, `Letter`, or `16:9` for slides.
    pub paper: String,
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Of the program.
    pub name: String,
    /// Three numbers.
    pub version: String,
}

impl Tool {
    /// This program.
    pub fn this() -> Self {
        Self {
            name: MADE_BY.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// The file, key by key.
#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `made_by` and `outputs`"
)]
struct Written {
    made_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    format: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tool: Option<Tool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    #[serde(default)]
    commit: Option<String>,
    #[serde(default)]
    clean: Option<bool>,
    #[serde(default)]
    marks: Once,
    #[serde(default)]
    inputs: Hashes,
    outputs: Files,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    edits: BTreeMap<String, LastEdit>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    printed: BTreeMap<String, Printed>,
    #[serde(default)]
    digest: String,
}

/// The last edit of a text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LastEdit {
    commit: String,
    on: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    changed_since: bool,
}

impl LastEdit {
    fn of(edit: &Edit) -> Self {
        Self {
            commit: edit.commit.clone(),
            on: edit.on.to_string(),
            changed_since: edit.changed_since,
        }
    }

    fn read(self) -> Result<Edit, String> {
        let Ok(on) = NaiveDate::parse_from_str(&self.on, "%Y-%m-%d") else {
            return Err(format!("`{}` is no day", short(&self.on)));
        };
        Ok(Edit {
            commit: self.commit,
            on,
            changed_since: self.changed_since,
        })
    }
}

/// Texts by key, none of them twice.
#[derive(Default, Serialize)]
#[serde(transparent)]
struct Once(BTreeMap<String, String>);

/// Hashes by path, each path there once. Nothing is ever opened by these paths.
#[derive(Default, Serialize)]
#[serde(transparent)]
struct Hashes(BTreeMap<String, String>);

/// Hashes by path, each path inside the folder and there once.
#[derive(Serialize)]
#[serde(transparent)]
struct Files(BTreeMap<String, String>);

impl Manifest {
    /// As the file that a folder carries.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut written = Written {
            made_by: MADE_BY.to_owned(),
            format: Some(FORMAT),
            tool: self.tool.clone(),
            edition: self.edition.clone(),
            commit: self.commit.clone(),
            clean: self.clean,
            marks: Once(self.marks.clone()),
            inputs: Hashes(self.inputs.clone()),
            outputs: Files(self.outputs.clone()),
            printed: self.printed.clone(),
            edits: self
                .edits
                .iter()
                .map(|(path, edit)| (path.clone(), LastEdit::of(edit)))
                .collect(),
            digest: String::new(),
        };
        written.digest = super::hash(&text(&written));
        text(&written)
    }

    /// Reads a manifest, its own or one from elsewhere.
    ///
    /// # Errors
    /// In words, with line and column: it is no JSON, not boardpack's, of a later format, or holds
    /// something that cannot be (a path out of the folder, a path twice, a hash that is none).
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let written: Written = serde_json::from_slice(bytes).map_err(|fault| fault.to_string())?;
        if written.made_by != MADE_BY {
            return Err("it does not say that boardpack made it".to_owned());
        }
        if written.format.is_some_and(|format| format > FORMAT) {
            return Err("a later version of boardpack wrote it".to_owned());
        }
        Ok(Self {
            tool: written.tool,
            edition: written.edition,
            commit: written.commit,
            clean: written.clean,
            marks: written.marks.0,
            inputs: written.inputs.0,
            outputs: written.outputs.0,
            printed: written.printed,
            edits: written
                .edits
                .into_iter()
                .map(|(path, edit)| Ok((path, edit.read()?)))
                .collect::<Result<_, String>>()?,
        })
    }

    /// The digest that closes the file.
    pub fn digest(bytes: &[u8]) -> Option<String> {
        let written: Written = serde_json::from_slice(bytes).ok()?;
        Some(written.digest)
    }
}

fn text(written: &Written) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(written).expect("strings always serialise");
    json.push(b'\n');
    json
}

/// Whether a path names a file below a folder: relative, with `/`, no empty or dotted-dotted part.
pub fn is_plain(path: &str) -> bool {
    !path.contains(['\\', '\0', ':'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Reads texts by key, and asks about each.
struct Each(fn(&str, &str) -> Result<(), String>);

impl<'de> Visitor<'de> for Each {
    type Value = BTreeMap<String, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of strings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries: Self::Value = BTreeMap::new();
        while let Some((key, value)) = map.next_entry::<String, String>()? {
            (self.0)(&key, &value).map_err(de::Error::custom)?;
            if entries.contains_key(&key) {
                return Err(de::Error::custom(format!("`{}` stands twice", short(&key))));
            }
            entries.insert(key, value);
        }
        Ok(entries)
    }
}

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Each(|_, _| Ok(()))).map(Self)
    }
}

impl<'de> Deserialize<'de> for Hashes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hash = Each(|_, hash| is_hash(hash));
        deserializer.deserialize_map(hash).map(Self)
    }
}

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let plain = Each(|path, hash| {
            // A list from elsewhere must not reach outside the folder.
            if !is_plain(path) {
                return Err(format!("`{}` is no path inside the folder", short(path)));
            }
            is_hash(hash)
        });
        deserializer.deserialize_map(plain).map(Self)
    }
}

fn is_hash(hash: &str) -> Result<(), String> {
    let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if hash.len() != 64 || !hash.bytes().all(digit) {
        return Err(format!("`{}` is no SHA-256", short(hash)));
    }
    Ok(())
}

/// So much of a text as fits in a message.
fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Manifest {
        let hash = |text: &str| super::super::hash(text.as_bytes());
        Manifest {
            tool: Some(Tool::this()),
            edition: Some("whole".to_owned()),
            commit: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
            clean: Some(true),
            marks: BTreeMap::from([("2026-Q3".to_owned(), "3f9a1c2b7d04".to_owned())]),
            inputs: BTreeMap::from([("data/pack.yaml".to_owned(), hash("in"))]),
            outputs: BTreeMap::from([("a/b.html".to_owned(), hash("out"))]),
            printed: BTreeMap::from([(
                "a/b.pdf".to_owned(),
                Printed {
                    page: hash("page"),
                    by: "Chromium 156".to_owned(),
                    paper: "A4".to_owned(),
                },
            )]),
            edits: BTreeMap::from([(
                "content/2026-Q3/overview.md".to_owned(),
                Edit {
                    commit: "0123456789abcdef0123456789abcdef01234567".to_owned(),
                    on: NaiveDate::from_ymd_opt(2026, 10, 2).expect("a day"),
                    changed_since: true,
                },
            )]),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Manifest::parse(&whole().to_bytes()), Ok(whole()));
        let bare = Manifest {
            tool: None,
            edition: None,
            commit: None,
            clean: None,
            ..whole()
        };
        assert_eq!(Manifest::parse(&bare.to_bytes()), Ok(bare));
    }

    #[test]
    fn the_digest_seals_everything_before_it() {
        let text = String::from_utf8(whole().to_bytes()).expect("text");
        let digest = Manifest::digest(text.as_bytes()).expect("it has one");
        let empty = text.replace(&digest, "");
        assert_eq!(digest, super::super::hash(empty.as_bytes()));
    }

    #[test]
    fn a_list_from_elsewhere_is_refused_in_words() {
        let good = String::from_utf8(whole().to_bytes()).expect("text");
        let hash = super::super::hash(b"out");
        for (change, by, said) in [
            ("\"a/b.html\"", "\"../b.html\"", "no path inside"),
            ("\"a/b.html\"", "\"/etc/passwd\"", "no path inside"),
            ("\"a/b.html\"", "\"C:/b.html\"", "no path inside"),
            ("\"a/b.html\"", "\"a//b.html\"", "no path inside"),
            ("\"clean\": true", "\"clean\": \"yes\"", "invalid type"),
            ("\"clean\"", "\"commit\"", "duplicate field"),
            ("\"clean\"", "\"tidy\"", "unknown field"),
            ("made_by\": \"boardpack", "made_by\": \"me", "does not say"),
            ("\"format\": 1", "\"format\": 2", "a later version"),
            (hash.as_str(), "abc", "no SHA-256"),
            (hash.as_str(), &hash.to_uppercase(), "no SHA-256"),
        ] {
            let bad = good.replacen(change, by, 1);
            assert_ne!(bad, good, "{change}");
            let fault = Manifest::parse(bad.as_bytes()).expect_err(&bad);
            assert!(fault.contains(said), "{fault}");
        }
        let entry = format!("\"a/b.html\": \"{hash}\"");
        let twice = good.replace(&entry, &format!("{entry}, {entry}"));
        let fault = Manifest::parse(twice.as_bytes()).expect_err("twice");
        assert!(
            fault.starts_with("`a/b.html` stands twice at line"),
            "{fault}"
        );
        let deep = "[".repeat(100_000);
        assert!(Manifest::parse(deep.as_bytes()).is_err());
    }
}
