//! Who answers for a text, to the words that are printed behind it wherever it stands.

use crate::model::{Narrative, Text, Voucher};

/// `(judgement of the CTO, not measured)`, `(source: gateway log of September 2026)`; `None` where the
/// text is held to the data.
pub(crate) fn judged(narrative: &Narrative, text: &Text) -> Option<String> {
    Some(match &narrative.judgement(text)?.by {
        Voucher::Role(role) => format!("(judgement of the {}, not measured)", role.value),
        Voucher::Source(source) => {
            let source = source.value.trim_end_matches('.');
            format!("(source: {source}; not a figure of this pack)")
        }
    })
}
