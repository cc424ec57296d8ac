//! What `verify` tells of locks that were replaced, and of published quarters that are made otherwise
//! than on their day.
//!
//! Pages are made again by the templates and the program of today, so that they come out otherwise is
//! ordinary after either was changed. It is told as such only where what was recorded of the quarter was
//! held against the pack and found to stand; where it was not, that is a warning.

use crate::cli::term::count;
use boardpack::diag::emit;
use boardpack::provenance::{Moved, Pack, Tool, is_chart};
use std::collections::BTreeMap;

/// All of it, nothing where all is as on its day.
pub(super) fn told(text: &mut String, pack: Option<&Pack>) {
    let Some(pack) = pack else {
        return;
    };
    let mut line = |said: &str| {
        text.push_str(&emit::plain(said));
        text.push('\n');
    };
    let mut replaced: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for (path, commit) in &pack.replaced {
        replaced.entry(commit).or_default().push(path);
    }
    for (commit, paths) in replaced {
        match paths.as_slice() {
            [one] => line(&format!(
                "note: `{one}` is not the lock that was first committed, in {commit}"
            )),
            many => line(&format!(
                "note: {} are not the locks that were first committed, in {commit}",
                listed(many)
            )),
        }
        let is = if paths.len() == 1 {
            "it records"
        } else {
            "they record"
        };
        line(&format!(
            "  what {is} otherwise: `git diff {commit} -- data/published`"
        ));
    }
    let (whole, other): (Vec<&Moved>, Vec<&Moved>) =
        pack.moved.iter().partition(|moved| moved.is_record_whole());
    for moved in other {
        line(&format!(
            "warning: {} is not made as it was published: {}; {}",
            moved.period,
            lost(moved),
            since(moved)
        ));
    }
    let mut ordinary: BTreeMap<String, Vec<&Moved>> = BTreeMap::new();
    for moved in whole {
        ordinary.entry(since(moved)).or_default().push(moved);
    }
    for (since, quarters) in ordinary {
        let pages = match quarters.as_slice() {
            [one] => format!("{} comes", one.period),
            many => format!("{} published quarters come", many.len()),
        };
        line(&format!(
            "note: {pages} out otherwise than on the day of publishing; the figures and texts recorded \
             then stand"
        ));
        for moved in &quarters {
            line(&format!(
                "  {}: {}; {}",
                moved.period,
                shown(moved),
                held(moved)
            ));
        }
        line(
            "  held here: the seal of the lock, and every figure and text that it records against the pack",
        );
        line(
            "  not known here: what differs within a page, of which a lock keeps the digest alone; \
             the copy that was sent shows it",
        );
        line(&format!("  since then: {since}"));
    }
}

/// `` `a` and 5 others ``
fn listed(paths: &[&String]) -> String {
    match paths {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [one, rest @ ..] => format!("`{one}` and {}", count(rest.len(), "other", "others")),
    }
}

/// How many pages and charts come out otherwise, of how many files, and the first of them.
fn shown(moved: &Moved) -> String {
    let data: Vec<&str> = moved.lost().collect();
    let changed = moved.pages.changed.iter();
    let changed: Vec<&String> = changed
        .filter(|path| !data.contains(&path.as_str()))
        .collect();
    let charts = changed.iter().filter(|path| is_chart(path)).count();
    let mut parts = Vec::new();
    if charts < changed.len() {
        parts.push(count(changed.len() - charts, "page", "pages"));
    }
    if charts > 0 {
        parts.push(count(charts, "chart", "charts"));
    }
    let mut said = String::new();
    if let Some(first) = changed.first() {
        said = format!(
            "{} of {}, `{first}` first",
            parts.join(" and "),
            count(moved.of, "file", "files")
        );
    }
    if let Some(first) = moved.pages.foreign.first() {
        let more = count(moved.pages.foreign.len(), "more file", "more files");
        let and = if said.is_empty() { "" } else { ", and " };
        said.push_str(&format!("{and}{more}, `{first}` first"));
    }
    said
}

/// What was held of a quarter, and stands.
fn held(moved: &Moved) -> String {
    let Some(stands) = moved.stands else {
        return String::new();
    };
    let mut said = count(stands.figures, "figure", "figures");
    if stands.texts > 0 {
        said.push_str(&format!(" and {}", count(stands.texts, "text", "texts")));
    }
    said.push_str(" as recorded");
    if stands.restated > 0 {
        let restated = count(stands.restated, "figure", "figures");
        said.push_str(&format!(
            " but for {restated} that `data/restatements.yaml` restates"
        ));
    }
    let data: Vec<&String> = moved.same_data.iter().collect();
    if !data.is_empty() {
        said.push_str(&format!(", {} byte for byte", listed(&data)));
    }
    said
}

/// What is not as its lock says, or could not be held against it.
fn lost(moved: &Moved) -> String {
    let mut said = Vec::new();
    match moved.stands {
        None => said.push("what its lock records could not be held against the pack".to_owned()),
        Some(stands) if stands.others > 0 => {
            let others = count(stands.others, "figure or text is", "figures and texts are");
            said.push(format!("{others} other than its lock records"));
        }
        Some(_) => {}
    }
    let data: Vec<String> = moved.lost().map(str::to_owned).collect();
    let gone = &moved.pages.missing;
    let changed: Vec<&String> = data.iter().filter(|path| !gone.contains(path)).collect();
    if !changed.is_empty() {
        said.push(format!("{} holds other data", listed(&changed)));
    }
    if !gone.is_empty() {
        let gone: Vec<&String> = gone.iter().collect();
        said.push(format!("{} is made no longer", listed(&gone)));
    }
    let shown = shown(moved);
    if !shown.is_empty() {
        said.push(shown);
    }
    said.join("; ")
}

/// What changed since of the two things that lay pages out.
fn since(moved: &Moved) -> String {
    let Moved { templates, .. } = moved;
    let lists = [&templates.changed, &templates.missing, &templates.foreign];
    let lists: Vec<&String> = lists.into_iter().flatten().collect();
    let templates = match lists.as_slice() {
        [] => "none of the pack's own templates changed".to_owned(),
        some => format!("{} of the pack's own templates changed", listed(some)),
    };
    let this = Tool::this().version;
    match &moved.published_by {
        Some(tool) => format!("{templates}; boardpack was {tool} and is {this}"),
        None => format!("{templates}; boardpack is {this} by its version, as it was then"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use boardpack::provenance::{Fault, Stands};

    fn moved() -> Moved {
        Moved {
            period: "2026-Q1".to_owned(),
            published_by: None,
            templates: Fault::default(),
            pages: Fault {
                changed: vec![
                    "2026-Q1/charts/a.svg".to_owned(),
                    "2026-Q1/index.html".to_owned(),
                ],
                ..Fault::default()
            },
            of: 9,
            same_data: vec!["2026-Q1/figures.csv".to_owned()],
            stands: Some(Stands {
                figures: 120,
                restated: 0,
                texts: 1,
                others: 0,
            }),
        }
    }

    fn said(moved: Vec<Moved>, replaced: &[(&str, &str)]) -> String {
        let replaced = replaced.iter();
        let pack = Pack {
            made_by: None,
            inputs: Fault::default(),
            outputs: None,
            since: BTreeMap::new(),
            commit: None,
            edits: Vec::new(),
            marks: Vec::new(),
            moved,
            replaced: replaced
                .map(|(path, commit)| ((*path).to_owned(), (*commit).to_owned()))
                .collect(),
        };
        let mut text = String::new();
        told(&mut text, Some(&pack));
        text
    }

    fn version(text: &str) -> String {
        text.replace("{this}", &Tool::this().version)
    }

    #[test]
    fn what_stands_is_told_calmly_with_what_was_held() {
        let wanted = "\
note: 2026-Q1 comes out otherwise than on the day of publishing; the figures and texts recorded then stand
  2026-Q1: 1 page and 1 chart of 9 files, `2026-Q1/charts/a.svg` first; 120 figures and 1 text as recorded, `2026-Q1/figures.csv` byte for byte
  held here: the seal of the lock, and every figure and text that it records against the pack
  not known here: what differs within a page, of which a lock keeps the digest alone; the copy that was sent shows it
  since then: none of the pack's own templates changed; boardpack is {this} by its version, as it was then
";
        assert_eq!(said(vec![moved()], &[]), version(wanted));
    }

    #[test]
    fn quarters_that_moved_by_the_same_are_told_together() {
        let mut by_another = moved();
        by_another.published_by = Some("0.0.9".to_owned());
        by_another.templates.changed =
            vec!["templates/a.css".to_owned(), "templates/b.css".to_owned()];
        let mut later = moved();
        later.period = "2026-Q2".to_owned();
        later.stands = later.stands.map(|stands| Stands {
            texts: 0,
            restated: 2,
            ..stands
        });
        later.same_data = Vec::new();
        let text = said(vec![moved(), later, by_another], &[]);
        assert_eq!(text.matches("note: ").count(), 2, "{text}");
        assert!(
            text.contains("note: 2 published quarters come out otherwise"),
            "{text}"
        );
        let restated = "first; 120 figures as recorded but for 2 figures that `data/restatements.yaml` restates\n";
        assert!(text.contains(restated), "{text}");
        let since = version(
            "since then: `templates/a.css` and 1 other of the pack's own templates changed; boardpack was 0.0.9 and is {this}\n",
        );
        assert!(text.contains(&since), "{text}");
    }

    #[test]
    fn what_does_not_stand_or_was_not_held_is_a_warning() {
        let mut data = moved();
        data.pages.changed.push("2026-Q1/figures.csv".to_owned());
        let mut gone = moved();
        gone.pages.missing.push("2026-Q1/risks.html".to_owned());
        let mut other = moved();
        other.stands = other.stands.map(|stands| Stands {
            others: 3,
            ..stands
        });
        let mut unheld = moved();
        unheld.stands = None;
        for (moved, why) in [
            (
                data,
                "`2026-Q1/figures.csv` holds other data; 1 page and 1 chart",
            ),
            (
                gone,
                "`2026-Q1/risks.html` is made no longer; 1 page and 1 chart",
            ),
            (
                other,
                "3 figures and texts are other than its lock records; 1 page and 1 chart",
            ),
            (
                unheld,
                "what its lock records could not be held against the pack; 1 page and 1 chart",
            ),
        ] {
            let text = said(vec![moved], &[]);
            let start = format!("warning: 2026-Q1 is not made as it was published: {why}");
            assert!(text.starts_with(&start), "{text}");
            assert!(!text.contains("stand"), "{text}");
        }
    }

    #[test]
    fn locks_that_one_commit_replaced_are_told_together() {
        let text = said(
            Vec::new(),
            &[
                ("data/published/2026-Q1.yaml", "abc"),
                ("data/published/2026-Q2.yaml", "abc"),
            ],
        );
        let wanted = "\
note: `data/published/2026-Q1.yaml` and 1 other are not the locks that were first committed, in abc
  what they record otherwise: `git diff abc -- data/published`
";
        assert_eq!(text, wanted);
    }
}
