//! A change of a definition, as every page tells it.

use crate::analyse::DefinitionBreak;
use crate::model::{DefinitionChange, DefinitionEffect};
use crate::tongue::{label, say};
use crate::words::Words;

/// `definition 2 since 1 April 2025`: what stands on the near side of a break.
pub(crate) fn since(words: &Words, version: u32, date: chrono::NaiveDate) -> String {
    say!(
        "definition {version} since {date}",
        version,
        words.date(date)
    )
}

/// `not comparable (definition 2 since 1 July 2026)`: what stands where a comparison would.
pub(crate) fn not_comparable(words: &Words, broken: &DefinitionBreak) -> String {
    say!(
        "not comparable ({since})",
        since(words, broken.version, broken.date)
    )
}

/// `Definition 2 since 1 April 2025: Hotfixes count as failures. Earlier figures were counted again.`
pub(crate) fn changed(words: &Words, change: &DefinitionChange) -> String {
    let since = since(words, change.version.value, change.date);
    format!(
        "{}{}{}. {}.",
        super::grammar::upper_first(&since),
        label(": "),
        change.what.trim().trim_end_matches('.'),
        effect(change.effect.value)
    )
}

/// What a change did to history.
fn effect(effect: DefinitionEffect) -> &'static str {
    match effect {
        DefinitionEffect::None => label("Only words changed: earlier figures stand"),
        DefinitionEffect::Unchanged => {
            label("Earlier figures were counted again, and none changed")
        }
        DefinitionEffect::Restated => label("Earlier figures were counted again"),
        DefinitionEffect::Break => label("Earlier figures do not compare"),
    }
}
