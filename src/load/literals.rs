//! `literals:` of a front matter: figures typed by hand, each with its source.

use super::decode::{Field, Fields};
use super::problems::quoted;
use super::topics;
use crate::model::Literal;

/// The literals of one file; none where it declares none, `None` after a problem.
pub(super) fn read(fields: &Fields<'_, '_, '_>) -> Option<Vec<Literal>> {
    let Some(field) = fields.optional("literals") else {
        return Some(Vec::new());
    };
    let items = field.items()?;
    let mut literals: Vec<Literal> = Vec::with_capacity(items.len());
    let mut good = true;
    for item in items {
        match literal(item) {
            Some(literal) => literals.push(literal),
            None => good = false,
        }
    }
    good.then_some(literals)
}

fn literal(item: Field<'_, '_, '_>) -> Option<Literal> {
    let fields = item.fields()?;
    let text = fields.text("text");
    let source = fields.text("source");
    fields.finish();
    let (text, source) = (text?, source?);
    // A bare digit or a bare word would let every text that holds it pass.
    let signs = text.value.chars().filter(|c| !c.is_whitespace()).count();
    let digits = text.value.contains(|c: char| c.is_ascii_digit());
    if signs < 2 || !digits && text.value.split_whitespace().count() < 2 {
        item.problems.add(
            topics::BAD_LITERAL
                .at(
                    text.span,
                    format!("{} says too little to be a figure", quoted(&text.value)),
                )
                .help(
                    "write it as it stands in the text, with its unit: `£78`, `14 engineer-weeks`",
                ),
        );
        return None;
    }
    Some(Literal {
        text,
        source: source.value,
    })
}
