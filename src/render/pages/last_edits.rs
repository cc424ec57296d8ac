//! The commit that last changed each text of a quarter, as the repository or the quarter's lock knows
//! it. Whose commit it was is not among it.

use crate::model::{Edit, Narrative, Period};
use crate::render::{Ctx, Edition};
use crate::tongue::{label, say};
use serde::Serialize;
use std::collections::BTreeMap;

/// Digits of a commit's name that are printed; the manifest has all of them.
const DIGITS: usize = 10;

/// Texts that one commit was the last to change, and when that was.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LastEdit {
    what: String,
    said: String,
}

/// The texts of a quarter by their last edit, latest first. Empty where no repository knows any of them.
pub(super) fn last_edits(
    ctx: &Ctx<'_>,
    edition: &Edition,
    period: Period,
    narrative: &Narrative,
) -> Vec<LastEdit> {
    let stories = narrative.stories.iter();
    let stories = stories.map(|s| (story_path(period, &s.id.value), ctx.plain(&s.title)));
    let decisions = narrative.decisions.iter().map(|d| {
        let path = format!("content/{period}/decisions/{}.md", d.id.value);
        (path, say!("Decision {value}", d.number.value))
    });
    let overview = (
        format!("content/{period}/overview.md"),
        label("Overview").to_owned(),
    );
    let texts: Vec<(String, String)> = [overview]
        .into_iter()
        .chain(stories)
        .chain(decisions)
        .collect();
    let edit = |path: &String| edition.edits.get(path);
    if !texts.iter().any(|(path, _)| edit(path).is_some()) {
        return Vec::new();
    }
    let mut groups: BTreeMap<_, (Option<&Edit>, Vec<&str>)> = BTreeMap::new();
    for (path, name) in &texts {
        let edit = edit(path);
        let key = edit.map(|e| (e.changed_since, e.on, e.commit.as_str()));
        let newest = std::cmp::Reverse((key.is_none(), key));
        groups
            .entry(newest)
            .or_insert((edit, Vec::new()))
            .1
            .push(name);
    }
    let published = ctx.pack.published.contains_key(&period);
    let one = groups.len() == 1 && texts.len() > 1;
    groups
        .into_values()
        .map(|(edit, names)| LastEdit {
            what: match one {
                true => say!("All {len} texts.", texts.len()),
                false => format!("{}.", names.join(label("; "))),
            },
            said: match edit {
                None if published => label("In no commit when it was published").to_owned(),
                None => label("In no commit yet").to_owned(),
                Some(edit) if edit.changed_since => {
                    say!("Changed after {commit}", commit(ctx, edit))
                }
                Some(edit) => say!("In {commit}", commit(ctx, edit)),
            },
        })
        .collect()
}

/// What stands under a story; empty where no repository knows it.
pub(super) fn of_story(ctx: &Ctx<'_>, edition: &Edition, period: Period, id: &str) -> String {
    match edition.edits.get(&story_path(period, id)) {
        None => String::new(),
        Some(edit) if edit.changed_since => {
            say!("Text changed after {commit}.", commit(ctx, edit))
        }
        Some(edit) => say!("Text last changed in {commit}.", commit(ctx, edit)),
    }
}

fn story_path(period: Period, id: &str) -> String {
    format!("content/{period}/stories/{id}.md")
}

fn commit(ctx: &Ctx<'_>, edit: &Edit) -> String {
    let short = edit.commit.get(..DIGITS).unwrap_or(&edit.commit);
    say!("commit {short} of {date}", short, ctx.words.date(edit.on))
}
