//! The language that a pack is told in: an English text of the tool's own in, the same text in the
//! pack's language out.
//!
//! # What was decided, and why
//!
//! A survey found some 500 texts in the templates and 1,600 in the code that a reader may see. So:
//!
//! - **The key is the English text**, as gettext has it: templates and code stay readable, an English
//!   page is made without any lookup, and a template that a pack ejected keeps working.
//! - **Templates are translated as they are read** ([`markup`]): a run of text between two blocks is
//!   one entry of the catalogue, its expressions `{1}` and its inline tags `<1>…</1>`, so that a
//!   translation may put them in another order. What a pack's own template says in other words stays
//!   as it is written.
//! - **Code says its texts through [`label`] and `say!`**, the second with placeholders by name; both
//!   forms of a count are one entry, parted by ` | `.
//! - **The language is that of the thread** ([`speak`]): one run tells one pack, and one pack has one
//!   language. To hand it down, some seven hundred functions would each take a value that is the same
//!   in all of them. Threads of a build take it over from the one that starts them. Numbers and dates
//!   do not depend on it: `words` knows the pack's locale.
//! - **No gap is an accident.** `tongue::tests` collects every text of the templates and of the code:
//!   a text without its German or French, and an entry that no text uses, fail there.
//!
//! The German and French words decided for a thing stand at the head of `catalogue/shared.txt`.
//!
//! Diagnostics, the command line, CSV and JSON are English and locale-free in every pack.

mod catalogue;
pub(crate) mod markup;
#[cfg(test)]
mod tests;

use crate::model::Language;
use std::cell::Cell;
use std::fmt::{Display, Write as _};

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// While it lives, this thread speaks a language; then again the one before.
#[must_use = "the language is spoken as long as this lives"]
#[derive(Debug)]
pub struct Speaking(Language);

impl Drop for Speaking {
    fn drop(&mut self) {
        SPOKEN.set(self.0);
    }
}

/// Speaks a language on this thread.
pub fn speak(language: Language) -> Speaking {
    Speaking(SPOKEN.replace(language))
}

/// The language of this thread.
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// [`in_order`](crate::in_order::in_order), where every thread speaks the language of this one.
pub(crate) fn in_order<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let language = spoken();
    crate::in_order::in_order(items, |item| {
        let _speaking = speak(language);
        f(item)
    })
}

/// A text of a table, which [`label`] says where the table is read: here the catalogue's tests find it.
pub(crate) const fn tabled(english: &'static str) -> &'static str {
    english
}

/// A fixed text in the language spoken.
pub fn label(english: &str) -> &str {
    found(english).unwrap_or(english)
}

/// The same of an English word that is two words elsewhere: `entry` names the one that is meant.
pub(crate) fn label_of(english: &'static str, entry: &'static str) -> &'static str {
    found(entry).unwrap_or(english)
}

fn found(english: &str) -> Option<&'static str> {
    match spoken() {
        Language::English => None,
        language => catalogue::get(language, english),
    }
}

/// A text with what stands in its gaps, in the order in which the English text first names them. `~`
/// is a space that does not break. See `say!`.
pub(crate) fn phrase(english: &str, parts: &[&dyn Display]) -> String {
    let pattern = match spoken() {
        Language::English => english,
        language => catalogue::get(language, english).unwrap_or(english),
    };
    filled(pattern, &gaps(english), parts)
}

/// The same of a number of things: `one` where the language has the singular for it.
pub(crate) fn counted(n: u64, one: &str, many: &str, parts: &[&dyn Display]) -> String {
    let language = spoken();
    let singular = n == 1 || n == 0 && language == Language::French;
    let both = match language {
        Language::English => None,
        language => catalogue::get(language, &format!("{one} | {many}")),
    };
    let told = both.and_then(|both| both.split_once(" | "));
    let (own_one, own_many) = told.unwrap_or((one, many));
    let pattern = if singular && (told.is_some() || n == 1) {
        own_one
    } else {
        own_many
    };
    filled(pattern, &gaps(many), parts)
}

/// The same of a part of a number of things: `1 of 9 journeys has` is said by the whole in English, by
/// the part in German and French.
pub(crate) fn parted(
    part: u64,
    whole: u64,
    one: &str,
    many: &str,
    parts: &[&dyn Display],
) -> String {
    let n = match spoken() {
        Language::English => whole,
        Language::German | Language::French => part,
    };
    counted(n, one, many, parts)
}

/// The names of a text's gaps, each once, in order.
fn gaps(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for piece in text.split('{').skip(1) {
        if let Some((name, _)) = piece.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

fn filled(pattern: &str, names: &[&str], parts: &[&dyn Display]) -> String {
    let mut text = String::with_capacity(pattern.len() + 16 * parts.len());
    let put = |text: &mut String, plain: &str| {
        text.extend(plain.chars().map(|c| if c == '~' { '\u{a0}' } else { c }));
    };
    let mut pieces = pattern.split('{');
    put(&mut text, pieces.next().unwrap_or_default());
    for piece in pieces {
        let Some((name, rest)) = piece.split_once('}') else {
            put(&mut text, piece);
            continue;
        };
        if let Some(part) = names
            .iter()
            .position(|n| *n == name)
            .and_then(|at| parts.get(at))
        {
            // Writing to a string cannot fail.
            let _ = write!(text, "{part}");
        }
        put(&mut text, rest);
    }
    text
}

/// How many gaps a text has, by their names: as many as it has parts, or it does not compile.
pub(crate) const fn distinct(text: &str) -> usize {
    let text = text.as_bytes();
    let (mut at, mut found) = (0, 0);
    while at < text.len() {
        if text[at] == b'{' {
            found += !seen(text, at) as usize;
        }
        at += 1;
    }
    found
}

/// Whether the gap that opens at a byte stands before it as well.
const fn seen(text: &[u8], at: usize) -> bool {
    let mut other = 0;
    while other < at {
        if text[other] == b'{' {
            let mut n = 0;
            while text[other + n] == text[at + n] {
                if text[at + n] == b'}' {
                    return true;
                }
                n += 1;
            }
        }
        other += 1;
    }
    false
}

/// A text of the tool's own with its parts, in the language spoken: `say!("{n} of {all}", n, all)`.
macro_rules! say {
    ($text:literal $(, $part:expr)* $(,)?) => {{
        const { assert!($crate::tongue::distinct($text) == <[&str]>::len(&[$(stringify!($part)),*])) };
        $crate::tongue::phrase($text, &[$(&$part as &dyn std::fmt::Display),*])
    }};
}

/// The same of a number of things: `say_n!(n, "{n} service", "{n} services", shown)`.
macro_rules! say_n {
    ($n:expr, $one:literal, $many:literal $(, $part:expr)* $(,)?) => {{
        const { assert!($crate::tongue::distinct($many) == <[&str]>::len(&[$(stringify!($part)),*])) };
        $crate::tongue::counted($n, $one, $many, &[$(&$part as &dyn std::fmt::Display),*])
    }};
}

/// The same of a part of so many: `say_of!(part, whole, "{of} service has", "{of} services have", of)`.
macro_rules! say_of {
    ($of:expr, $whole:expr, $one:literal, $many:literal $(, $part:expr)* $(,)?) => {{
        const { assert!($crate::tongue::distinct($many) == <[&str]>::len(&[$(stringify!($part)),*])) };
        $crate::tongue::parted($of, $whole, $one, $many, &[$(&$part as &dyn std::fmt::Display),*])
    }};
}

pub(crate) use {say, say_n, say_of};
