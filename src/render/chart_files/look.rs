//! The style sheet of the pages to the few rules that one chart needs, with its colours in place of
//! their names: what opens a chart by itself knows no variables.

use std::collections::{BTreeMap, BTreeSet};

/// What the sheet around a drawing looks like.
const AROUND: &str = "\
.s-paper{fill:var(--paper)}\
.s-head{fill:var(--ink);font-weight:700;font-size:15px}\
.s-sub{fill:var(--ink-2);font-size:12.5px}\
.s-note{fill:var(--ink-3);font-size:11.2px}\
.s-of{fill:var(--ink-2);font-size:11.2px;font-weight:600}\
.s-hair{stroke:var(--rule);stroke-width:1}";

/// A rule for one or more classes.
struct Rule {
    /// Each with the classes it needs.
    selectors: Vec<(String, Vec<String>)>,
    light: String,
    /// What is different in the dark; empty where nothing is.
    dark: String,
}

/// How charts look.
pub(super) struct Look {
    rules: Vec<Rule>,
}

impl Look {
    /// Reads the style sheet of the pages.
    pub(super) fn of(style: &str) -> Self {
        let style = without_comments(style);
        let (light, dark) = tokens(&style);
        let mut rules = Vec::new();
        for (selector, body) in blocks(&style).chain(blocks(AROUND)) {
            if selector.starts_with('@') {
                continue;
            }
            let selectors = selector.split(',').map(str::trim);
            let selectors =
                selectors.filter_map(|selector| Some((selector.to_owned(), needs(selector)?)));
            let selectors: Vec<_> = selectors.collect();
            if selectors.is_empty() {
                continue;
            }
            let of_dark = body.split(';').filter(|said| said.contains("var("));
            let of_dark = of_dark.collect::<Vec<_>>().join(";");
            rules.push(Rule {
                selectors,
                light: filled(body, &light),
                dark: filled(&of_dark, &dark),
            });
        }
        Self { rules }
    }

    /// The rules for what has some classes: light, and dark where the reader asks for it.
    pub(super) fn for_classes(&self, used: &BTreeSet<&str>) -> String {
        let (mut light, mut dark) = (String::new(), String::new());
        for rule in &self.rules {
            let selectors = rule.selectors.iter();
            let selectors = selectors
                .filter(|(_, needs)| needs.iter().all(|class| used.contains(class.as_str())))
                .map(|(selector, _)| selector.as_str());
            let selectors = selectors.collect::<Vec<_>>().join(",");
            if selectors.is_empty() {
                continue;
            }
            light.push_str(&format!("{selectors}{{{}}}", rule.light));
            if !rule.dark.is_empty() {
                dark.push_str(&format!("{selectors}{{{}}}", rule.dark));
            }
        }
        format!("{light}@media(prefers-color-scheme:dark){{{dark}}}")
    }
}

/// The classes that a selector needs; `None` where it is of no part of a chart.
fn needs(selector: &str) -> Option<Vec<String>> {
    let around = blocks(AROUND).any(|(own, _)| own == selector);
    let mut parts = selector.split(' ');
    // What a drawing is on a page, such as its width, is no matter of a file.
    let inside = parts.next()?.starts_with(".chart") && parts.next().is_some();
    if !(inside || around) {
        return None;
    }
    let simple = |letter: char| letter.is_ascii_alphanumeric() || "-. ".contains(letter);
    if !selector.chars().all(simple) {
        return None;
    }
    let classes = selector
        .split(' ')
        .filter_map(|part| part.strip_prefix('.'));
    Some(classes.map(str::to_owned).collect())
}

/// Selectors and bodies at the top of a sheet; a block of blocks is one with its inside.
fn blocks(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = sheet;
    std::iter::from_fn(move || {
        let open = rest.find('{')?;
        let mut depth = 0_usize;
        let end = rest
            .char_indices()
            .skip_while(|(at, _)| *at < open)
            .find(|(_, letter)| {
                match letter {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                depth == 0
            });
        let (end, _) = end?;
        let block = (rest[..open].trim(), rest[open + 1..end].trim());
        rest = &rest[end + 1..];
        Some(block)
    })
}

fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

type Tokens = BTreeMap<String, String>;

/// The colours by name, light and dark. Later ones hold, as everywhere in a sheet.
fn tokens(sheet: &str) -> (Tokens, Tokens) {
    let read = |body: &str, into: &mut Tokens| {
        let said = body.split(';').filter_map(|said| said.split_once(':'));
        let named = said.filter_map(|(name, value)| Some((name.trim().strip_prefix("--")?, value)));
        into.extend(named.map(|(name, value)| (name.to_owned(), value.trim().to_owned())));
    };
    let (mut light, mut dark) = (Tokens::new(), Tokens::new());
    for (selector, body) in blocks(sheet) {
        if selector == ":root" {
            read(body, &mut light);
        } else if selector.starts_with("@media") && selector.contains("prefers-color-scheme: dark")
        {
            for (_, body) in blocks(body).filter(|(inner, _)| *inner == ":root") {
                read(body, &mut dark);
            }
        }
    }
    let mut all = light.clone();
    all.extend(dark);
    (light, all)
}

/// With the values in place of `var(--name)`.
fn filled(body: &str, tokens: &Tokens) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("var(--") {
        out.push_str(before);
        let (name, after) = after.split_once(')').unwrap_or((after, ""));
        out.push_str(tokens.get(name).map_or("currentColor", String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_used_is_taken_with_its_colours_in_both_lights() {
        let look = Look::of(
            "/* a { } */ :root { --ink: #000; --good: #0f0 }
             @media (prefers-color-scheme: dark) { :root { --ink: #fff; } p { x: y } }
             .chart{width:100%} .chart .c-a,.chart .c-b{fill:none;stroke:var(--ink)}
             .chart-spark .c-a{stroke-width:1} .chart path{fill:var(--good)} p{color:red}
             @media print{.chart .c-a{stroke:red}}",
        );
        let used = BTreeSet::from(["chart", "chart-xmr", "c-a"]);
        assert_eq!(
            look.for_classes(&used),
            ".chart .c-a{fill:none;stroke:#000}.chart path{fill:#0f0}\
             @media(prefers-color-scheme:dark){.chart .c-a{stroke:#fff}.chart path{fill:#0f0}}"
        );
    }

    #[test]
    fn a_sheet_that_never_ends_is_read_as_far_as_it_goes() {
        for sheet in ["", "{", "a{b", "/* a", "a}b{c}", ":root{--x:", "var(--"] {
            let _ = Look::of(sheet).for_classes(&BTreeSet::new());
        }
    }
}
