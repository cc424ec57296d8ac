//! Whose judgement a text is, to the words that are printed behind it wherever it stands.

use crate::model::{Narrative, Text};

/// `(judgement of the CTO, not measured)`; `None` where the text is held to the data.
pub(crate) fn judged(narrative: &Narrative, text: &Text) -> Option<String> {
    let role = &narrative.judgement(text)?.role.value;
    Some(format!("(judgement of the {role}, not measured)"))
}
