//! What may stand between `{{` and `}}` in the texts of a quarter, as snippets of Visual Studio Code.
//!
//! A JSON Schema knows keys and values, and nothing of the middle of a sentence, where figures are named.
//! One snippet is one metric, or one metric of one service; its facets are a choice within it, so that the
//! file has as many entries as the pack has series, and not ten times as many. The list shows what the
//! figure is, the description what every facet says.
//!
//! Unlike schemas, which a setting leads to wherever they lie, snippets are found in `.vscode` alone.
//! They are written there where that folder is, as `init` makes it, and nobody who uses another editor
//! is given a folder for it.

use serde_json::{Map, Value, json};

/// Where the snippets of a pack lie, below its root.
pub const SNIPPETS: &str = ".vscode/boardpack.code-snippets";

/// What can be asked of one metric, for the organisation or one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expressions {
    /// `lead-time`, or `lead-time@checkout`.
    pub of: String,
    /// `Lead time`, or `Lead time, Checkout`.
    pub name: String,
    /// The quarter that is asked about, as files name it.
    pub period: String,
    /// Every facet that has an answer, and the answer.
    pub facets: Vec<(&'static str, String)>,
}

/// The text of the file.
pub fn snippets(all: &[Expressions]) -> String {
    let mut entries = Map::new();
    for one in all {
        let now = one.facets.iter().find(|(facet, _)| *facet == "now");
        let mut name = match now {
            Some((_, said)) => format!("{}: {said}", one.name),
            None => format!("{}: no figure", one.name),
        };
        // Two things may be called alike; two entries may not.
        if entries.contains_key(&name) {
            name = format!("{name} ({})", one.of);
        }
        let facets: Vec<&str> = one.facets.iter().map(|(facet, _)| *facet).collect();
        let choice = match facets[..] {
            [] => continue,
            [only] => only.to_owned(),
            _ => format!("${{1|{}|}}", facets.join(",")),
        };
        let said = one
            .facets
            .iter()
            .map(|(facet, said)| format!("{facet} {said}"));
        let said = said.collect::<Vec<_>>().join("; ");
        let entry = json!({
            // In front matter, a Markdown file is YAML.
            "scope": "markdown,yaml",
            // With its braces: what is typed of them is replaced and not doubled.
            "prefix": format!("{{{{ {}", one.of),
            "body": format!("{{{{ {}.{choice} }}}}", one.of),
            "description": format!("{}: {said}", one.period),
        });
        entries.insert(name, entry);
    }
    let text = serde_json::to_string_pretty(&entries);
    format!("{}\n", text.expect("texts and maps always serialise"))
}

/// What an editor has to be told so that snippets are offered: it offers nothing in Markdown by itself.
pub(super) fn settings() -> [(String, Value); 2] {
    let markdown = json!({
        "editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "on"},
        "editor.wordBasedSuggestions": "off",
        // The end of a line of prose is not an answer to an offer: Tab takes one.
        "editor.acceptSuggestionOnEnter": "off",
        // Braces closed by themselves would stand behind those of the snippet.
        "editor.autoClosingBrackets": "never",
    });
    // No file that is YAML alone belongs to a quarter's texts, and an expression there is refused.
    let yaml = json!({"editor.snippetSuggestions": "none"});
    [
        ("[markdown]".to_owned(), markdown),
        ("[yaml]".to_owned(), yaml),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(of: &str, name: &str, facets: &[(&'static str, &str)]) -> Expressions {
        Expressions {
            of: of.to_owned(),
            name: name.to_owned(),
            period: "2026-Q3".to_owned(),
            facets: facets
                .iter()
                .map(|(facet, said)| (*facet, (*said).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn a_metric_is_one_snippet_and_its_facets_are_a_choice() {
        let text = snippets(&[
            one("wait", "Wait", &[("now", "8.4 h"), ("target", "6 h")]),
            one("wait-2", "Wait", &[("now", "8.4 h"), ("target", "7 h")]),
            one("cost", "Cost", &[("target", "£1.10")]),
            one("silent", "Silent", &[]),
        ]);
        let read: Result<Value, _> = serde_json::from_str(&text);
        let expected = json!({
            "Wait: 8.4 h": {
                "scope": "markdown,yaml",
                "prefix": "{{ wait",
                "body": "{{ wait.${1|now,target|} }}",
                "description": "2026-Q3: now 8.4 h; target 6 h",
            },
            "Wait: 8.4 h (wait-2)": {
                "scope": "markdown,yaml",
                "prefix": "{{ wait-2",
                "body": "{{ wait-2.${1|now,target|} }}",
                "description": "2026-Q3: now 8.4 h; target 7 h",
            },
            "Cost: no figure": {
                "scope": "markdown,yaml",
                "prefix": "{{ cost",
                "body": "{{ cost.target }}",
                "description": "2026-Q3: target £1.10",
            },
        });
        assert_eq!(read.ok(), Some(expected));
    }
}
