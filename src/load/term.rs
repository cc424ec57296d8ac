//! `content/glossary/<id>.md` to a term.

use super::decode::Field;
use super::sections;
use super::topics;
use super::yaml::Stretch;
use crate::diag::Located;
use crate::model::Term;

/// Reads a term; where its `see` leads is looked up once all terms are known.
pub(super) fn read(
    id: Located<String>,
    root: Field<'_, '_, '_>,
    body: Stretch<'_>,
) -> Option<Term> {
    let fields = root.fields()?;
    let name = fields.text("name");
    let short = fields.optional_text("short");
    let see = match fields.optional("see") {
        Some(field) => field.texts(),
        None => Some(Vec::new()),
    };
    let here = fields.here();
    let audience = fields.audience();
    fields.finish();
    let meaning = sections::whole(body);
    if meaning.value.is_empty() {
        root.problems.add(
            topics::EMPTY_SECTION
                .at(here, "the term has no meaning")
                .help("write it in plain words below the front matter"),
        );
        return None;
    }
    Some(Term {
        audience: audience?,
        id,
        name: name?.value,
        short,
        see: see?,
        meaning,
    })
}
