//! `content/<period>/overview.md` to an overview.

use super::carried;
use super::claims::Claims;
use super::decode::Field;
use super::literals;
use super::sections;
use super::story::Known;
use super::yaml::Stretch;
use crate::model::{CauseGrade, Explanation, Overview, Purpose, Text};

const PURPOSES: &[(&str, Purpose)] = &[
    ("decision", Purpose::Decision),
    ("discussion", Purpose::Discussion),
    ("noting", Purpose::Noting),
];
const GRADES: &[(&str, CauseGrade)] = &[
    ("confirmed", CauseGrade::Confirmed),
    ("likely", CauseGrade::Likely),
    ("not-known", CauseGrade::NotKnown),
];

/// Reads the overview of a quarter.
pub(super) fn read(
    root: Field<'_, '_, '_>,
    body: Stretch<'_>,
    known: &Known<'_>,
) -> Option<Overview> {
    let claims = Claims::new(known.metrics, known.services);
    let fields = root.fields()?;
    let purpose = fields
        .required("purpose")
        .and_then(|field| field.word(PURPOSES));
    let headline = claims.required(&fields, "headline");
    let summary = fields
        .required("summary")
        .and_then(Field::items)
        .map(|items| {
            let text = |item| claims.text_or_judgement(item);
            items.into_iter().filter_map(text).collect()
        });
    let verdicts = fields
        .required("verdicts")
        .and_then(|field| verdicts(field, &claims));
    let since = fields
        .required_because(
            "since_last_meeting",
            "a Board hears what became of the last one",
        )
        .and_then(|field| carried::since(field, known));
    let explanations = match fields.optional("exceptions") {
        Some(field) => field.items().map(|items| {
            let one = |item| explanation(item, known);
            items.into_iter().filter_map(one).collect()
        }),
        None => Some(Vec::new()),
    };
    let promises = match fields.optional("promises") {
        Some(field) => carried::promises(field, known),
        None => Some(Vec::new()),
    };
    let literals = literals::read(&fields);
    fields.finish();
    carried::named_once(
        explanations.as_deref().unwrap_or_default(),
        promises.as_deref().unwrap_or_default(),
        since.as_ref(),
        root.problems,
    );
    let declared = claims.into_declared();
    Some(Overview {
        purpose: purpose?.value,
        headline: headline?,
        summary: summary?,
        verdicts: verdicts?,
        since_last_meeting: since?,
        explanations: explanations?,
        promises: promises?,
        prose: sections::whole(body),
        literals: literals?,
        claims: declared.claims,
        ties: declared.ties,
        judgements: declared.judgements,
    })
}

fn verdicts(field: Field<'_, '_, '_>, claims: &Claims<'_>) -> Option<[Text; 4]> {
    let fields = field.fields()?;
    let outcomes = claims.required_or_judgement(&fields, "outcomes");
    let flow = claims.required_or_judgement(&fields, "flow");
    let quality = claims.required_or_judgement(&fields, "quality");
    let reliability = claims.required_or_judgement(&fields, "reliability");
    fields.finish();
    Some([outcomes?, flow?, quality?, reliability?])
}

fn explanation(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Explanation> {
    let fields = item.fields()?;
    let metric = fields.text("metric");
    let why = fields.markdown("why");
    let grade = fields
        .required("grade")
        .and_then(|field| field.word(GRADES));
    let doing = fields.markdown("doing");
    let owner = fields.text("owner");
    let by = fields.required("by").and_then(Field::date);
    let change_our_mind = fields.markdown("change_our_mind");
    let predicted = carried::predicted(&fields, known);
    let audience = fields.audience();
    fields.finish();
    let metric = metric.and_then(|metric| known.metrics.known(metric, item.problems));
    Some(Explanation {
        audience: audience?,
        metric: metric?,
        why: why?,
        grade: grade?.value,
        doing: doing?,
        owner: owner?.value,
        by: by?.value,
        change_our_mind: change_our_mind?,
        predicted: predicted?,
    })
}
