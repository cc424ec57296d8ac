//! The figures of a quarter's texts that its data does not hold, each with its declared source.

use crate::model::{Literal, Narrative};
use crate::render::Ctx;
use crate::tongue::{label, say};
use serde::Serialize;

/// One figure typed by hand.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Typed {
    text: String,
    said: String,
}

/// In the order of the pages: overview, stories, decisions.
pub(super) fn typed(ctx: &Ctx<'_>, narrative: &Narrative) -> Vec<Typed> {
    let one = |literal: &Literal, place: &str| Typed {
        text: literal.text.value.clone(),
        said: format!("{} ({place})", literal.source.trim_end_matches('.')),
    };
    let overview = narrative.overview.literals.iter();
    let mut list: Vec<Typed> = overview.map(|literal| one(literal, "overview")).collect();
    for story in &narrative.stories {
        let place = match ctx.pack.metrics.get(&story.metric.value) {
            Some(metric) => say!("story about {value}", metric.name.value),
            None => label("story").to_owned(),
        };
        list.extend(story.literals.iter().map(|literal| one(literal, &place)));
    }
    for decision in &narrative.decisions {
        let place = say!("decision {value}", decision.number.value);
        list.extend(decision.literals.iter().map(|literal| one(literal, &place)));
    }
    list
}
