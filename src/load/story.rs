//! `content/<period>/stories/<id>.md` to a story.

use super::claims::Claims;
use super::decode::Field;
use super::literals;
use super::names::Names;
use super::problems::quoted;
use super::sections;
use super::topics;
use super::yaml::Stretch;
use crate::diag::Located;
use crate::model::{Annotation, AnnotationKind, Grade, Metric, Proxy, Story, StoryOutcome};
use std::collections::BTreeMap;

const OUTCOMES: &[(&str, StoryOutcome)] = &[
    ("worked", StoryOutcome::Worked),
    ("did-not-work", StoryOutcome::DidNotWork),
    ("too-early", StoryOutcome::TooEarly),
];
pub(super) const GRADES: &[(&str, Grade)] = &[
    (Grade::Measured.word(), Grade::Measured),
    (Grade::Modelled.word(), Grade::Modelled),
    (Grade::Assumed.word(), Grade::Assumed),
];

/// What an overview, a story or a decision may refer to.
pub(super) struct Known<'a> {
    pub(super) metrics: &'a Names,
    pub(super) defined: &'a BTreeMap<String, Metric>,
    pub(super) services: &'a Names,
    pub(super) marks: &'a Names,
    pub(super) annotations: &'a [Annotation],
    /// Whether the pack keeps a record of risks, which tells what became of them.
    pub(super) risks_recorded: bool,
}

impl Known<'_> {
    /// A service that may be left out; `None` where it is written and leads nowhere.
    #[expect(
        clippy::option_option,
        reason = "wrong, absent and given are three things"
    )]
    pub(super) fn service(
        &self,
        field: Option<Field<'_, '_, '_>>,
    ) -> Option<Option<Located<String>>> {
        match field {
            None => Some(None),
            Some(field) => self.services.known(field.text()?, field.problems).map(Some),
        }
    }
}

/// Reads a story from its front matter and its sections.
pub(super) fn read(
    id: Located<String>,
    root: Field<'_, '_, '_>,
    body: Stretch<'_>,
    known: &Known<'_>,
) -> Option<Story> {
    let fields = root.fields()?;
    let claims = Claims::new(known.metrics, known.services);
    let title = claims.required(&fields, "title");
    let metric = fields.text("metric");
    let service = fields.optional("service");
    let action_mark = fields.text("action");
    let owner = fields.text("owner");
    let cost = fields.markdown("cost");
    let outcome = fields
        .required("outcome")
        .and_then(|field| field.word(OUTCOMES));
    let other_changes = fields.markdown("other_changes");
    let comparison = fields.optional_markdown("comparison");
    let next_check = fields.required("next_check").and_then(Field::date);
    let proxy = fields.required("proxy").and_then(proxy);
    let literals = literals::read(&fields);
    let here = fields.here();
    let audience = fields.audience();
    fields.finish();
    let metric = metric.and_then(|metric| known.metrics.known(metric, root.problems));
    let service = known.service(service);
    let action_mark = action_mark.and_then(|mark| action(mark, root, known));
    let names = ["Context", "Action", "Business proxy"];
    let [context, action, business_proxy] = sections::in_order(body, names, here, root.problems)?;
    let outcome = outcome?;
    let declared = claims.into_declared();
    Some(Story {
        audience: audience?,
        id,
        title: title?,
        metric: metric?,
        service: service?,
        action_mark: action_mark?,
        owner: owner?.value,
        cost: cost?,
        outcome: outcome.value,
        outcome_span: outcome.span,
        other_changes: other_changes?,
        comparison,
        next_check: next_check?,
        proxy: proxy?,
        context,
        action,
        business_proxy,
        literals: literals?,
        claims: declared.claims,
        ties: declared.ties,
    })
}

/// The mark of the action, which must be one of ours.
fn action(
    mark: Located<String>,
    root: Field<'_, '_, '_>,
    known: &Known<'_>,
) -> Option<Located<String>> {
    let mark = known.marks.known(mark, root.problems)?;
    let annotation = known
        .annotations
        .iter()
        .find(|annotation| annotation.id.value == mark.value)?;
    if annotation.kind == AnnotationKind::Action {
        return Some(mark);
    }
    let message = format!("{} is not an action", quoted(&mark.value));
    root.problems.add(
        topics::NOT_AN_ACTION
            .at(mark.span, message)
            .see(annotation.id.span, "given here")
            .help("a story tells of something we did: name an annotation with `kind: action`"),
    );
    None
}

fn proxy(field: Field<'_, '_, '_>) -> Option<Proxy> {
    let fields = field.fields()?;
    let grade = fields
        .required("grade")
        .and_then(|field| field.word(GRADES));
    let low = fields.optional_markdown("low");
    let high = fields.optional_markdown("high");
    let method = fields.markdown("method");
    let agreed_with = fields.text("agreed_with");
    let agreed_on = fields
        .required_because("agreed_on", "a Board asks when Finance agreed")
        .and_then(Field::date);
    fields.finish();
    Some(Proxy {
        grade: grade?.value,
        low,
        high,
        method: method?,
        agreed_with: agreed_with?.value,
        agreed_on: agreed_on?,
    })
}
