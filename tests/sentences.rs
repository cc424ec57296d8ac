//! Sentences that people write, each with the figures in it that are typed by hand: what is told of
//! is told exactly, with the right offer, and everything else is left alone.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their files and may stop at the first surprise"
)]

use boardpack::load::base_pack;
use boardpack::pipeline;
use std::collections::BTreeMap;
use std::path::Path;

struct Sentence<'t> {
    text: &'t str,
    /// Each figure, and a part of the help that it must be given.
    figures: Vec<(&'t str, &'t str)>,
}

fn sentence(line: &str) -> Sentence<'_> {
    let (text, figures) = line.split_once("=>").unwrap_or((line, ""));
    let figures = figures
        .split(" ; ")
        .map(str::trim)
        .filter(|f| !f.is_empty());
    Sentence {
        text: text.trim(),
        figures: figures
            .map(|f| f.split_once(" > ").unwrap_or((f, "")))
            .collect(),
    }
}

#[test]
fn typed_figures_are_told_of_and_nothing_else() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sentences/figures.txt");
    let table = std::fs::read_to_string(path).unwrap();
    let sentences: Vec<Sentence<'_>> = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(sentence)
        .collect();
    assert!(sentences.len() > 60, "the table is gone");

    let mut pack = base_pack();
    let path = "content/2026-Q3/overview.md";
    let overview = String::from_utf8(pack.files[path].clone()).unwrap();
    let (before, rest) = overview.split_once("summary:\n").unwrap();
    let (_, after) = rest.split_once("verdicts:\n").unwrap();
    let mut text = format!("{before}summary:\n");
    let first = text.lines().count();
    for sentence in &sentences {
        text += &format!("  - '{}'\n", sentence.text.replace('\'', "''"));
    }
    text += &format!("verdicts:\n{after}");
    pack.files.insert(path.to_owned(), text.into_bytes());

    let checked = pipeline::check(&pack);
    let mut told: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
    for problem in &checked.diagnostics {
        let Some(label) = problem
            .primary
            .as_ref()
            .filter(|_| problem.code == "unbound-figure")
        else {
            continue;
        };
        let (line, _) = checked.sources.line_column(label.span);
        let written = checked.sources.text(label.span).to_owned();
        let help = problem.help.clone().unwrap();
        told.entry(line).or_default().push((written, help));
    }
    let mut wrong = String::new();
    for (n, sentence) in sentences.iter().enumerate() {
        let found = told.remove(&(first + n + 1)).unwrap_or_default();
        let right = found.len() == sentence.figures.len()
            && found
                .iter()
                .zip(&sentence.figures)
                .all(|((written, help), (figure, offer))| {
                    written == figure && help.contains(offer)
                });
        if !right {
            wrong += &format!(
                "{}\n    wanted {:?}\n    found  {found:?}\n",
                sentence.text, sentence.figures
            );
        }
    }
    for (line, found) in told {
        wrong += &format!("line {line}: {found:?}\n");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
