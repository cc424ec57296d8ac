use super::{blocks, inline, opening};
use crate::words::sample::prose;
use proptest::prelude::*;

fn html(text: &str) -> String {
    blocks("../", &prose(text), 3).as_str().to_owned()
}

const VOID: [&str; 2] = ["br", "hr"];
const ATTRIBUTES: [&str; 9] = [
    "href",
    "class",
    "id",
    "role",
    "tabindex",
    "aria-label",
    "scope",
    "start",
    "title",
];

/// Reads the output as strictly as XML: every tag known, closed in order, attributes quoted and
/// allowed, every `&` an entity, every `<` a tag of ours.
fn well_formed(html: &str) -> Result<(), String> {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let fault = |what: &str| {
            Err(format!(
                "{what} at `{}`",
                &rest[at..].chars().take(60).collect::<String>()
            ))
        };
        if rest[at..].starts_with('&') {
            let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
            let Some(entity) = entities.iter().find(|e| rest[at..].starts_with(**e)) else {
                return fault("a bare ampersand");
            };
            rest = &rest[at + entity.len()..];
            continue;
        }
        let Some(end) = rest[at..].find('>') else {
            return fault("an open tag");
        };
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("`</{name}>` closes something else"));
            }
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(format!("`<{name}>` is no element"));
        }
        while !attributes.is_empty() {
            let Some((key, value)) = attributes.split_once("=\"") else {
                return Err(format!("an attribute without quotes: {attributes}"));
            };
            if !ATTRIBUTES.contains(&key) {
                return Err(format!("attribute `{key}`"));
            }
            let Some((value, more)) = value.split_once('"') else {
                return Err("an open quote".to_owned());
            };
            let scheme = value.trim().to_lowercase();
            if key == "href"
                && ["javascript:", "data:", "vbscript:"]
                    .iter()
                    .any(|s| scheme.starts_with(s))
            {
                return Err(format!("an address that runs: {value}"));
            }
            attributes = more.trim_start();
        }
        if ["script", "img", "style", "iframe", "svg"].contains(&name) {
            return Err(format!("<{name}>"));
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("left open: {open:?}"))
    }
}

#[test]
fn what_people_write() {
    for (text, expected) in [
        (
            "A *b* **c** `d<e`.",
            "<p>A <em>b</em> <strong>c</strong> <code>d&lt;e</code>.</p>\n",
        ),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        (
            "3. a\n4. b",
            "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n",
        ),
        (
            "it's -- \"so\"...",
            "<p>it&#39;s -- &quot;so&quot;...</p>\n",
        ),
        ("~~a~~", "<p><del>a</del></p>\n"),
        (
            "[a](glossary/slo.html)",
            "<p><a href=\"../glossary/slo.html\">a</a></p>\n",
        ),
        (
            "[a](#b) [c](/d)",
            "<p><a href=\"#b\">a</a> <a href=\"../d\">c</a></p>\n",
        ),
        (
            "[a](https://example.org/?b&c)",
            "<p><a href=\"https://example.org/?b&amp;c\">a</a></p>\n",
        ),
        (
            "[a](mailto:b@example.org)",
            "<p><a href=\"mailto:b@example.org\">a</a></p>\n",
        ),
        ("[a](javascript:b)", "<p>a</p>\n"),
        ("![a](b.png)", "<p>a</p>\n"),
        (
            "a <b onclick=x>c</b>",
            "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n",
        ),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;\n"),
        (
            "```sql\nselect 1 < 2\n```",
            "<pre tabindex=\"0\"><code class=\"language-sql\">select 1 &lt; 2\n</code></pre>\n",
        ),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn headings_start_where_the_page_says_and_skip_nothing() {
    assert_eq!(
        html("# a\n\n### b\n\n## c"),
        "<h3>a</h3>\n<h4>b</h4>\n<h4>c</h4>\n"
    );
    assert_eq!(html("### a\n\n#### b"), "<h3>a</h3>\n<h4>b</h4>\n");
    let deep = blocks("", &prose("# a\n\n## b\n\n### c"), 6);
    assert_eq!(deep.as_str(), "<h6>a</h6>\n<h6>b</h6>\n<h6>c</h6>\n");
}

#[test]
fn a_table_can_be_scrolled_and_read() {
    assert_eq!(
        html("| Week | Rate |\n| --- | ---: |\n| 27 | 6.1% |"),
        "<div class=\"region\" role=\"region\" tabindex=\"0\" aria-label=\"Table: Week, Rate\"><table>\n\
         <thead><tr><th scope=\"col\">Week</th><th scope=\"col\" class=\"num\">Rate</th></tr></thead>\n\
         <tbody>\n<tr><td>27</td><td class=\"num\">6.1%</td></tr>\n</tbody></table></div>\n"
    );
}

#[test]
fn footnotes_have_their_own_anchors() {
    let text = html("a[^x]\n\n[^x]: b");
    assert!(text.contains("href=\"#note-0-0-1\""), "{text}");
    assert!(text.contains("id=\"note-0-0-1\""), "{text}");
}

#[test]
fn front_matter_is_inline() {
    assert_eq!(inline("a *b* `c`").as_str(), "a <em>b</em> <code>c</code>");
    assert_eq!(inline("# a\n\n- b <i>").as_str(), "ab &lt;i&gt;");
    assert_eq!(inline("[a](b.html)").as_str(), "a");
    assert_eq!(inline("5 < 6 & 7").as_str(), "5 &lt; 6 &amp; 7");
}

#[test]
fn the_first_block_alone() {
    let text = prose("A *b*[^x].\n\nMore.\n\n[^x]: note");
    assert_eq!(opening("", &text).as_str(), "<p>A <em>b</em>.</p>\n");
    assert_eq!(opening("", &prose("")).as_str(), "");
}

#[test]
fn hostile_nesting_is_flattened() {
    for open in [
        ">", "*", "_", "[", "- ", "1. ", "~~", "![", "<", "`", "> - ", "|", "[^", "**a ",
    ] {
        for count in [100, 10_000] {
            let text = format!("{}a", open.repeat(count));
            let out = html(&text);
            well_formed(&out).unwrap_or_else(|fault| panic!("{open}: {fault}"));
            let mut depth = 0_i32;
            let mut deepest = 0;
            for part in out.split('<').skip(1) {
                depth += if part.starts_with('/') { -1 } else { 1 };
                deepest = deepest.max(depth);
            }
            assert!(
                deepest <= 40,
                "{open}: {deepest} elements inside each other"
            );
        }
    }
}

#[test]
fn every_example_of_the_specification_comes_out_safe() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/markdown-commonmark/examples.json"
    );
    #[expect(clippy::disallowed_methods, reason = "a test reads its own data")]
    let (text, in_ci) = (
        std::fs::read_to_string(path),
        std::env::var_os("CI").is_some(),
    );
    let Ok(text) = text else {
        assert!(!in_ci, "{path} is missing");
        // Not `eprintln!`, which a test that passes keeps to itself.
        let told = format!("left out: {path} is not on this machine\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes());
        return;
    };
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).expect("a list of examples");
    assert!(examples.len() > 600, "{}", examples.len());
    for example in examples {
        let text = example["markdown"].as_str().expect("text");
        for out in [html(text), inline(text).as_str().to_owned()] {
            well_formed(&out).unwrap_or_else(|fault| panic!("{text:?} -> {out:?}: {fault}"));
        }
    }
}

proptest! {
    #[test]
    fn any_text_comes_out_well_formed(pieces in prop::collection::vec(prop_oneof![
        prop::sample::select(vec![
            "*", "**", "_", "`", "```\n", "[", "](", ")", "![", "<", ">", "</p>", "<script>",
            "<!--", "-->", "&", "&amp;", "&#x6a;", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ",
            "|", "| a |\n| - |\n", "[^a]", "[^a]: ", "javascript:", "https://x", "\"", "'", "\\",
            "~~", "---\n", "\u{0}", "\u{1b}", "é", "\u{202e}", "[x]: data:y\n", "<a:b>", "\t",
        ]).prop_map(str::to_owned),
        "[ -~]{0,6}",
    ], 0..40)) {
        let text = pieces.concat();
        for out in [html(&text), inline(&text).as_str().to_owned()] {
            if let Err(fault) = well_formed(&out) {
                prop_assert!(false, "{out:?}: {fault}");
            }
        }
    }
}
