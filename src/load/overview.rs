//! `content/<period>/overview.md` to an overview.

use super::decode::{Field, Fields};
use super::names::Names;
use super::sections;
use super::yaml::Stretch;
use crate::model::{CauseGrade, Explanation, Overview, Purpose, SinceLastMeeting, Text};

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
    metrics: &Names,
) -> Option<Overview> {
    let fields = root.fields()?;
    let purpose = fields
        .required("purpose")
        .and_then(|field| field.word(PURPOSES));
    let headline = fields.markdown("headline");
    let summary = fields.required("summary").and_then(Field::markdowns);
    let verdicts = fields.required("verdicts").and_then(verdicts);
    let since = fields
        .required_because(
            "since_last_meeting",
            "a Board hears what became of the last one",
        )
        .and_then(since);
    let explanations = match fields.optional("exceptions") {
        Some(field) => field.items().map(|items| {
            let one = |item| explanation(item, metrics);
            items.into_iter().filter_map(one).collect()
        }),
        None => Some(Vec::new()),
    };
    fields.finish();
    Some(Overview {
        purpose: purpose?.value,
        headline: headline?,
        summary: summary?,
        verdicts: verdicts?,
        since_last_meeting: since?,
        explanations: explanations?,
        prose: sections::whole(body),
    })
}

fn verdicts(field: Field<'_, '_, '_>) -> Option<[Text; 4]> {
    let fields = field.fields()?;
    let outcomes = fields.markdown("outcomes");
    let flow = fields.markdown("flow");
    let quality = fields.markdown("quality");
    let reliability = fields.markdown("reliability");
    fields.finish();
    Some([outcomes?, flow?, quality?, reliability?])
}

fn since(field: Field<'_, '_, '_>) -> Option<SinceLastMeeting> {
    let fields = field.fields()?;
    let decisions = lines(&fields, "decisions");
    let risks = lines(&fields, "risks");
    let restatements = lines(&fields, "restatements");
    let definitions = lines(&fields, "definitions");
    let promises_missed = lines(&fields, "promises_missed");
    fields.finish();
    Some(SinceLastMeeting {
        decisions: decisions?,
        risks: risks?,
        restatements: restatements?,
        definitions: definitions?,
        promises_missed: promises_missed?,
    })
}

/// Lines under a key that must be written, if only as `[]`: silence is no answer.
fn lines(fields: &Fields<'_, '_, '_>, name: &'static str) -> Option<Vec<Text>> {
    let field = fields.required_because(name, "write `[]` where there is nothing to say")?;
    field.markdowns()
}

fn explanation(item: Field<'_, '_, '_>, metrics: &Names) -> Option<Explanation> {
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
    fields.finish();
    let metric = metric.and_then(|metric| metrics.known(metric, item.problems));
    Some(Explanation {
        metric: metric?,
        why: why?,
        grade: grade?.value,
        doing: doing?,
        owner: owner?.value,
        by: by?.value,
        change_our_mind: change_our_mind?,
    })
}
