//! Files of performance indicators, as GitLab's handbook keeps them, to what they say: values in,
//! indicators out. Nothing is read into a free text; what has no place in a pack is told.

use super::decode::Field;
use super::intake;
use super::problems::{Problems, quoted};
use super::topics;
use super::tree::Tree;
use super::yaml::{self, NodeKind, Stretch};
use crate::diag::{Diagnostic, Located, Sources, Span};
use crate::model::Exact;

/// An indicator as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its name, for people.
    pub name: Located<String>,
    /// What it measures, without the marks of HTML.
    pub definition: Option<String>,
    /// What is aimed at.
    pub target: KpiTarget,
    /// Whose it is.
    pub organisation: Option<String>,
    /// Whether the file says that it is not for the public.
    pub is_private: bool,
}

/// What an indicator aims at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KpiTarget {
    /// Nothing is said.
    None,
    /// A number and nothing else, `.25` or `12%`: as a pack writes it, and whether it is in percent.
    Number(String, bool),
    /// Words, as they are written.
    Text(String),
}

/// What the files say.
#[derive(Debug, Default)]
pub struct Indicators {
    /// In the order of the files.
    pub indicators: Vec<Indicator>,
    /// The texts, for pointing.
    pub sources: Sources,
    /// What is wrong, and as warnings what is not carried over; unsorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Keys that are read.
const READ: [&str; 5] = ["name", "definition", "target", "org", "public"];

/// Reads files of indicators.
pub fn read(tree: &Tree) -> Indicators {
    let problems = Problems::default();
    let (sources, taken) = intake::take_in(tree, &problems);
    let mut indicators = Vec::new();
    for (file, _) in taken.into_iter().filter(|(_, whole)| *whole) {
        let stretch = Stretch {
            file,
            offset: 0,
            text: &sources.file(file).text,
        };
        problems.within(file, || {
            let Some(root) = yaml::read(stretch, &problems) else {
                return;
            };
            if matches!(root.kind, NodeKind::Null) {
                let problem = topics::EMPTY_FILE.at(stretch.first_line(), "the file is empty");
                problems.add(problem.help("name a file with a list of indicators"));
                return;
            }
            let field = Field::root("indicators", &root, &problems);
            let mut left: Vec<(String, Span)> = Vec::new();
            for item in field.items().into_iter().flatten() {
                indicators.extend(indicator(item, &mut left));
            }
            if let Some((_, first)) = left.first() {
                let keys: Vec<String> = left.iter().map(|(key, _)| format!("`{key}`")).collect();
                let message = format!("not carried over: {}", keys.join(", "));
                problems.add(topics::NOT_CARRIED.at(*first, message).help(
                    "a pack judges by its own figures; charts and pages elsewhere are not linked",
                ));
            }
        });
    }
    Indicators {
        indicators,
        sources,
        diagnostics: problems.into_inner(),
    }
}

fn indicator(field: Field<'_, '_, '_>, left: &mut Vec<(String, Span)>) -> Option<Indicator> {
    let entries = field.pairs()?;
    let problems = field.problems;
    let (mut name, mut definition, mut organisation) = (None, None, None);
    let mut target = KpiTarget::None;
    let mut is_private = false;
    for (key, value) in entries {
        if !READ.contains(&&*key.value) {
            if !left.iter().any(|(own, _)| *own == key.value) {
                left.push((key.value.to_string(), key.span));
            }
            continue;
        }
        if value.is_null() {
            continue;
        }
        let Some(text) = value.raw() else { continue };
        match &*key.value {
            "name" => name = Some(text.map(plain)),
            "definition" => definition = Some(plain(text.value)),
            "org" => organisation = Some(plain(text.value)),
            "public" => is_private = matches!(text.value, "false" | "no"),
            _ => {
                target = match number(text.value) {
                    Some((number, percent)) => KpiTarget::Number(number, percent),
                    None => {
                        let message = format!("the target stays text: {}", quoted(text.value));
                        problems.add(topics::NOT_CARRIED.at(text.span, message).help(
                            "write it as a number under `targets`, with its first day and who set it",
                        ));
                        KpiTarget::Text(plain(text.value))
                    }
                };
            }
        }
    }
    let Some(name) = name.filter(|name: &Located<String>| !name.value.is_empty()) else {
        problems.add(
            topics::MISSING_KEY
                .at(field.key, "the indicator has no `name`")
                .help("add `name:`"),
        );
        return None;
    };
    Some(Indicator {
        name,
        definition: definition.filter(|text| !text.is_empty()),
        target,
        organisation,
        is_private,
    })
}

/// A target that is a number and nothing else.
fn number(text: &str) -> Option<(String, bool)> {
    let bare = text.trim_end_matches('%').trim_end();
    let percent = bare.len() < text.len();
    let whole = match bare.strip_prefix('.') {
        Some(fraction) => format!("0.{fraction}"),
        None => bare.to_owned(),
    };
    let number = Exact::parse(&whole).ok()?;
    Some((number.decimal(), percent))
}

/// A text of HTML as plain words: without marks, on one line. Braces would ask for a figure.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, mark) = rest.split_at(at);
        out.push_str(before);
        let begins = mark[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match mark.find('>').filter(|_| begins) {
            Some(end) => rest = &mark[end + 1..],
            None => {
                out.push('<');
                rest = &mark[1..];
            }
        }
    }
    out.push_str(rest);
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, character);
    }
    let out = out.replace("{{", "{ {");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_only_if_it_is_nothing_else() {
        let some = |text: &str, percent| Some((text.to_owned(), percent));
        assert_eq!(number(".25"), some("0.25", false));
        assert_eq!(number("12%"), some("12", true));
        assert_eq!(number("99.95 %"), some("99.95", true));
        for text in [
            "TBD",
            "at or above 84%",
            "<.58",
            "less than 12 hours",
            "%",
            "",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn words_stay_and_marks_go() {
        let html = "Of  the <a href=\"/x\">page</a> if a < b &amp; c\n{{ x }}";
        assert_eq!(plain(html), "Of the page if a < b & c { { x }}");
        assert_eq!(plain("<b"), "<b");
    }
}
