use super::*;
use crate::diag::Sources;
use proptest::prelude::*;

/// Reads one YAML value, and for each part of it gives back what the file holds at its place.
fn places(yaml: &str, value: &str, parts: &[&str]) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add("x", yaml);
    let span = |start: usize, end: usize| Span {
        file,
        start: u32::try_from(start).expect("short"),
        end: u32::try_from(end).expect("short"),
    };
    let text = Text {
        value: value.to_owned(),
        span: span(0, yaml.len()),
    };
    let aligned = Aligned::new(&sources, &text);
    parts
        .iter()
        .map(|part| {
            let at = value.find(part).expect("a part of the value");
            let place = aligned.place(at..at + part.len());
            sources.text(place).to_owned()
        })
        .collect()
}

#[test]
fn parts_are_found_through_quotes_escapes_and_folds() {
    for (yaml, value, part, there) in [
        ("plain text", "plain text", "text", "text"),
        ("'it''s {{ a }}'", "it's {{ a }}", "{{ a }}", "{{ a }}"),
        ("'it''s'", "it's", "'s", "''s"),
        (
            r#""\u00a378 and \"b\"""#,
            "£78 and \"b\"",
            "\"b\"",
            r#"\"b\""#,
        ),
        (
            r#""\u00a378 and \"b\"""#,
            "£78 and \"b\"",
            "£78",
            r"\u00a378",
        ),
        ("\"one \\\n   two\"", "one two", "two", "two"),
        ("\"one\\\n   two\"", "onetwo", "two", "two"),
        ("one\n    two  \n\n  three", "one two\nthree", "two", "two"),
        (
            ">-\n  one\n  two\n\n  three\n",
            "one two\nthree",
            "three",
            "three",
        ),
        (">-\n  one\n  two\n", "one two", "one two", "one\n  two"),
        ("| # why\n  one\n    two\n", "one\n  two", "two", "two"),
        ("'  one '", "one", "one", "one"),
        ("one\r\n  two", "one two", "two", "two"),
        ("é one\n  ü two", "é one ü two", "ü", "ü"),
    ] {
        assert_eq!(places(yaml, value, &[part]), [there], "{yaml}");
    }
    // Where the two are different texts, the place is the whole.
    assert_eq!(places("other", "text", &["ex"]), ["other"]);
}

proptest! {
    /// Whatever is written, in whatever style: each word of what the YAML parser read is found where
    /// it is written.
    #[test]
    fn every_word_is_found_where_yaml_read_it(
        words in prop::collection::vec("[a-zé£{}0-9'\"\\\\|>:,.]{1,6}", 1..8),
        gaps in prop::collection::vec(0_usize..4, 8),
        style in 0_usize..5,
    ) {
        let marked: Vec<String> = words.iter().enumerate().map(|(n, w)| format!("w{n}{w}")).collect();
        let mut body = String::new();
        for (n, word) in marked.iter().enumerate() {
            if n > 0 {
                body.push_str([" ", "  ", "\n  ", "\n\n  "][gaps[n]]);
            }
            match style {
                0 => body.push_str(&word.replace('\'', "''")),
                1 => body.push_str(&word.replace('\\', "\\\\").replace('"', "\\\"").replace('£', "\\u00a3")),
                _ => body.push_str(word),
            }
        }
        let yaml = match style {
            0 => format!("k: '{body}'\n"),
            1 => format!("k: \"{body}\"\n"),
            2 => format!("k: >-\n  {body}\n"),
            3 => format!("k: |\n  {body}\n"),
            _ => format!("k: {body}\n"),
        };
        let mut sources = Sources::default();
        let file = sources.add("x", yaml.as_str());
        let problems = super::super::problems::Problems::default();
        let stretch = super::super::yaml::Stretch { file, offset: 0, text: &yaml };
        let node = super::super::yaml::read(stretch, &problems);
        // A plain text may hold what YAML reads otherwise.
        let Some(super::super::yaml::Node { kind: super::super::yaml::NodeKind::Map(entries), .. }) = node else {
            prop_assume!(style == 4);
            return Ok(());
        };
        let value = &entries[0].1;
        let super::super::yaml::NodeKind::Scalar(read) = &value.kind else {
            prop_assume!(style == 4);
            return Ok(());
        };
        let text = Text { value: read.trim().to_owned(), span: value.span };
        let aligned = Aligned::new(&sources, &text);
        for word in &marked {
            let Some(at) = text.value.find(word.as_str()) else {
                prop_assume!(style == 4);
                continue;
            };
            let place = aligned.place(at..at + word.len());
            let written = sources.text(place);
            let expected = match style {
                0 => word.replace('\'', "''"),
                1 => word.replace('\\', "\\\\").replace('"', "\\\"").replace('£', "\\u00a3"),
                _ => word.clone(),
            };
            prop_assert_eq!(written, expected);
        }
    }
}
