use super::super::{told_blocks, told_inline};
use crate::bind::{Answer, Answers};
use crate::words::sample::{prose, quarter};
use proptest::prelude::*;

/// Blocks of a text in which each `{{ … }}` says what its inside says: `{{6.1%}}` is answered `6.1%`.
fn html(text: &str) -> String {
    let (told, answers) = answered(text);
    told_blocks("../", &told, 3, &answers).as_str().to_owned()
}

fn answered(text: &str) -> (crate::model::Text, Answers) {
    let told = prose(text);
    let mut figures = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|at| from + at) {
        let Some(close) = text[open..].find("}}").map(|at| open + at) else {
            break;
        };
        from = close + 2;
        if open > 0 && text.as_bytes()[open - 1] == b'\\' {
            continue;
        }
        figures.push(Answer {
            at: open..from,
            text: text[open + 2..close].to_owned(),
            metric: "lead-time".to_owned(),
            period: quarter(2026, 3),
            estimated: false,
        });
    }
    let answers = Answers::one(&told, figures);
    (told, answers)
}

fn link(text: &str) -> String {
    format!("<a class=\"figure\" href=\"../metrics/lead-time.html#2026-Q3\">{text}</a>")
}

#[test]
fn a_figure_is_a_link_wherever_prose_stands() {
    for (text, expected) in [
        ("a {{6.1%}}.", format!("<p>a {}.</p>\n", link("6.1%"))),
        (
            "**{{6.1%}}**",
            format!("<p><strong>{}</strong></p>\n", link("6.1%")),
        ),
        (
            "*from* {{1}}*{{2}}*",
            format!("<p><em>from</em> {}<em>{}</em></p>\n", link("1"), link("2")),
        ),
        ("# Up {{3}}", format!("<h3>Up {}</h3>\n", link("3"))),
        (
            "- {{3}}\n- x",
            format!("<ul>\n<li>{}</li>\n<li>x</li>\n</ul>\n", link("3")),
        ),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
    let table = html("| a |\n| - |\n| {{1|2}} |\n");
    assert!(
        table.contains(&format!("<td>{}</td>", link("1|2"))),
        "{table}"
    );
    let note = html("x[^n]\n\n[^n]: {{7}}");
    assert!(note.contains(&link("7")), "{note}");
}

#[test]
fn a_figure_in_a_link_or_in_code_is_words() {
    assert_eq!(html("`{{6}} of`"), "<p><code>6 of</code></p>\n");
    assert_eq!(
        html("[a {{6}}](https://x)"),
        "<p><a href=\"https://x\">a 6</a></p>\n"
    );
    let code = html("```\n{{6}} <b>\n```\n");
    assert!(code.contains(">6 &lt;b&gt;\n<"), "{code}");
    assert_eq!(html("[a](b{{6}})"), "<p>a</p>\n");
}

#[test]
fn nothing_in_a_figure_is_markdown() {
    for figure in [
        "*a*", "_b_", "1. c", "# d", "- e", "`f`", "[g](h)", "|", "<i>", "&amp;", "\\",
    ] {
        let escaped = figure
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let text = format!("{{{{{figure}}}}}");
        assert_eq!(
            html(&text),
            format!("<p>{}</p>\n", link(&escaped)),
            "{figure}"
        );
    }
}

#[test]
fn braces_with_a_backslash_are_braces() {
    assert_eq!(html(r"\{{ a \}}"), "<p>{{ a }}</p>\n");
    assert_eq!(html(r"`\{{ a \}}`"), "<p><code>{{ a }}</code></p>\n");
}

#[test]
fn private_characters_of_people_are_dropped() {
    let text = "a\u{f0000}b\u{ffffd}c {{6}}";
    assert_eq!(html(text), format!("<p>abc {}</p>\n", link("6")));
}

proptest! {
    /// However figures and Markdown stand together: each figure comes out once, as itself, and no
    /// mark is left over.
    #[test]
    fn figures_come_out_whole(pieces in prop::collection::vec(prop::sample::select(vec![
        "*", "**", "_", "`", "~~", " ", "a", "\n", "\n\n", "- ", "> ", "# ", "| a |\n| - |\n", "|",
        "[", "](", ")", "[^a]", "\\", "{{6.1%}}", "{{1*2}}", "{{a_b}}", "\u{f0001}", "```\n",
    ]), 0..30)) {
        let text = pieces.concat();
        let (told, answers) = answered(&text);
        for out in [
            told_blocks("../", &told, 3, &answers).as_str().to_owned(),
            told_inline("../", &told, &answers).as_str().to_owned(),
        ] {
            prop_assert!(!out.contains(super::is_mark), "{out:?}");
            for link in out.split("<a class=\"figure\"").skip(1) {
                let said = link.split('>').nth(1).unwrap_or_default();
                prop_assert!(["6.1%</a", "1*2</a", "a_b</a"].contains(&said), "{out:?}");
            }
        }
    }
}
