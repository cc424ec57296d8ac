//! The pages that someone looks at, before all others are made.

use super::templates::{self, Engine, TemplatesRead};
use super::{Edition, NEVER, links, pages};
use crate::analyse::Analysis;
use crate::bind::Answers;
use crate::diag::Sources;
use crate::known::Known;
use crate::load::Templates;
use crate::model::{Pack, Period};
use crate::words::Words;
use std::collections::{BTreeMap, BTreeSet};

/// What someone looks at.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// Paths of pages.
    pub pages: &'a BTreeSet<String>,
    /// Every path of the site as it was last, for links.
    pub site: &'a BTreeSet<String>,
}

/// Some pages and the style sheet, each as [`super::render`] makes it. `None` where one of them cannot
/// be made alone, or where only the whole site can tell whether it is right: a template's fault, a link to
/// a page that was not there.
pub fn first(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
    answers: &Answers,
    edition: &Edition,
    (templates, sources, read): (&Templates, &Sources, &mut TemplatesRead),
    looked: Looked<'_>,
) -> Option<BTreeMap<String, Vec<u8>>> {
    if !links::dead(pack, |path| looked.site.contains(path)).is_empty() {
        return None;
    }
    let engine = Engine::again(templates, sources, read).ok()?;
    let known = Known::of(pack);
    let made_with = (&engine, sources);
    let maker = pages::Maker {
        only: Some(looked.pages),
        halt: &NEVER,
        ..pages::Maker::of(&known, analysis, words, answers, edition, made_with)?
    };
    let made = pages::every(&maker).into_iter();
    let mut files: BTreeMap<String, Vec<u8>> = made.collect::<Result<_, _>>().ok()?;
    if files.len() < looked.pages.len() {
        return None;
    }
    let sheet = templates::style(templates, sources, &maker.own_style());
    files.insert("style.css".to_owned(), sheet);
    Some(files)
}
