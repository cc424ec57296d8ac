//! `data/service-levels.yaml` to policies, service levels and formal reviews.

use super::agreement;
use super::carried::reference;
use super::decode::{Field, Fields, conflict, or_wrong};
use super::names::{Names, repeated};
use super::topics;
use crate::diag::Located;
use crate::model::{
    BudgetPolicy, BudgetState, CoveredJourney, Exact, FormalReview, ObjectiveTarget, ReviewCause,
    ReviewOutcome, ServiceLevel, ServiceLevels, Unit,
};

/// States that are written; what is overspent follows from the budget alone.
const STATES: &[(&str, BudgetState)] = &[
    (BudgetState::ShipFreely.word(), BudgetState::ShipFreely),
    (BudgetState::ShipWithCare.word(), BudgetState::ShipWithCare),
    (
        BudgetState::ReliabilityFirst.word(),
        BudgetState::ReliabilityFirst,
    ),
];
const CAUSES: &[(&str, ReviewCause)] = &[
    ("overspent", ReviewCause::Overspent),
    ("one-incident", ReviewCause::OneIncident),
];
const OUTCOMES: &[(&str, ReviewOutcome)] = &[
    ("freeze", ReviewOutcome::Freeze),
    ("continue", ReviewOutcome::Continue),
    ("objective-changed", ReviewOutcome::ObjectiveChanged),
    ("investment", ReviewOutcome::Investment),
];

/// What service levels refer to.
pub(super) struct Ground<'a> {
    /// All objectives there are.
    pub(super) objectives: &'a Names,
    /// All journeys there are.
    pub(super) journeys: &'a Names,
    /// All metrics there are.
    pub(super) metrics: &'a Names,
}

/// Reads the file.
pub(super) fn read(root: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<ServiceLevels> {
    let fields = root.fields()?;
    let mut policy_names = Names::new("policy", "`policies` in this file", &topics::UNKNOWN_POLICY);
    let mut policies: Vec<BudgetPolicy> = Vec::new();
    for item in items(&fields, "policies") {
        let read = policy(item);
        match &read {
            None => policy_names.not_all(),
            Some(policy) => {
                if let Some(first) = policy_names.give(&policy.id.value, policy.id.span, true) {
                    repeated("policy", &policy.id, first, root.problems);
                }
            }
        }
        policies.extend(read);
    }
    let mut levels: Vec<ServiceLevel> = Vec::new();
    for item in items(&fields, "levels") {
        let Some(read) = level(item, ground, &policy_names) else {
            continue;
        };
        let same = |other: &&ServiceLevel| other.objective.value == read.objective.value;
        match levels.iter().find(same) {
            Some(first) => repeated(
                "objective",
                &read.objective,
                first.objective.span,
                root.problems,
            ),
            None => levels.push(read),
        }
    }
    let mut reviews: Vec<FormalReview> = items(&fields, "reviews")
        .into_iter()
        .filter_map(|item| review(item, ground))
        .collect();
    reviews.sort_by_key(|review| review.opened.value);
    fields.finish();
    Some(ServiceLevels {
        policies,
        levels,
        reviews,
    })
}

/// The entries of a list that may be left out.
fn items<'n, 't, 'p>(fields: &Fields<'n, 't, 'p>, key: &'static str) -> Vec<Field<'n, 't, 'p>> {
    let list = fields.optional(key).and_then(Field::items);
    list.unwrap_or_default()
}

fn policy(item: Field<'_, '_, '_>) -> Option<BudgetPolicy> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let set_by = fields.text("set_by");
    let from = fields.required("from").and_then(Field::date);
    let states = fields.required("states").and_then(states);
    let review = fields.required("review").and_then(|field| {
        let fields = field.fields()?;
        let overspent = fields.required("overspent").and_then(Field::flag);
        let incident = fields.optional("one_incident").map(share);
        fields.finish();
        Some((overspent?, or_wrong(incident)?))
    });
    let within = fields.required("within").and_then(|f| f.integer(1, 366));
    fields.finish();
    let (review_overspent, review_incident) = review?;
    Some(BudgetPolicy {
        id: id?,
        set_by: set_by?.value,
        from: from?.value,
        states: states?,
        review_overspent,
        review_incident,
        within: within?.value,
    })
}

/// Steps of a policy, highest first and down to nothing left.
fn states(field: Field<'_, '_, '_>) -> Option<Vec<(Exact, BudgetState)>> {
    let states = field.each(|item| {
        let fields = item.fields()?;
        let left = fields.required("left_at_least").and_then(share);
        let state = fields.required("state").and_then(|f| f.word(STATES));
        fields.finish();
        Some((left?, state?.value))
    })?;
    let falls = states.windows(2).all(|pair| match pair {
        [(above, _), (below, _)] => above > below,
        _ => true,
    });
    let ends = states.last().is_some_and(|(left, _)| *left == Exact::ZERO);
    if falls && ends {
        return Some(states);
    }
    conflict(
        field,
        "does not fall step by step to 0",
        "write the highest `left_at_least` first, and a last step with `left_at_least: 0`; below \
         that a budget is overspent",
    );
    None
}

/// A percentage from 0 to 100, as a share of one.
pub(super) fn share(field: Field<'_, '_, '_>) -> Option<Exact> {
    let read = field.decimal(Some(&Unit::Percent))?;
    if read.value.is_negative() || read.value > Exact::integer(1) {
        let message = format!("`{}` lies outside 0 to 100", field.name);
        field.problems.add(
            topics::IMPOSSIBLE_VALUE
                .at(read.span, message)
                .help("it is a percentage: write a number from 0 to 100"),
        );
        return None;
    }
    Some(read.value)
}

/// A target: a percentage above 0 and below 100, as a share of one.
pub(super) fn target(field: Field<'_, '_, '_>) -> Option<Located<Exact>> {
    let read = field.decimal(Some(&Unit::Percent))?;
    if read.value <= Exact::ZERO || read.value >= Exact::integer(1) {
        let message = format!("`{}` does not lie between 0 and 100", field.name);
        field
            .problems
            .add(topics::IMPOSSIBLE_VALUE.at(read.span, message).help(
                "write a percentage below 100, such as `99.9`: all and nothing leave no budget \
                 to account for",
            ));
        return None;
    }
    Some(read)
}

fn level(item: Field<'_, '_, '_>, ground: &Ground<'_>, policies: &Names) -> Option<ServiceLevel> {
    let problems = item.problems;
    let fields = item.fields()?;
    let objective = fields.text("objective");
    let objective = objective.and_then(|name| ground.objectives.known(name, problems));
    let journeys = match fields.optional("journeys") {
        None => Some(Vec::new()),
        Some(field) => field.each(|item| journey(item, ground)),
    };
    let events = fields.optional("events").map(|field| {
        let fields = field.fields()?;
        let (one, many) = (fields.text("one"), fields.text("many"));
        fields.finish();
        Some((one?.value, many?.value))
    });
    let owner = fields.text("owner");
    let policy = fields.required("policy").and_then(Field::id);
    let policy = policy.and_then(|id| policies.known(id, problems));
    let since = fields.required("since").and_then(Field::date);
    let until = fields.optional("until").map(Field::date);
    let metric = fields.optional("metric").map(|field| {
        let id = field.id()?;
        ground.metrics.known(id, problems)
    });
    let targets = match fields.optional("targets") {
        None => Some(Vec::new()),
        Some(field) => targets(field),
    };
    let agreement = fields.optional("agreement").map(agreement::read);
    let audience = fields.audience();
    fields.finish();
    Some(ServiceLevel {
        objective: objective?,
        journeys: journeys?,
        events: or_wrong(events)?,
        owner: owner?.value,
        policy: policy?,
        since: since?.value,
        until: or_wrong(until)?.map(|day| day.value),
        metric: or_wrong(metric)?,
        targets: targets?,
        agreement: or_wrong(agreement)?,
        audience: audience?,
    })
}

/// `pay`, or `{journey: pay, since: 2025-01-01}`.
fn journey(item: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<CoveredJourney> {
    if item.is_scalar() {
        let journey = ground.journeys.known(item.id()?, item.problems)?;
        return Some(CoveredJourney {
            journey,
            since: None,
        });
    }
    let fields = item.fields()?;
    let journey = fields.required("journey").and_then(Field::id);
    let journey = journey.and_then(|id| ground.journeys.known(id, item.problems));
    let since = fields.required("since").and_then(Field::date);
    fields.finish();
    Some(CoveredJourney {
        journey: journey?,
        since: Some(since?.value),
    })
}

/// Targets, oldest first.
fn targets(field: Field<'_, '_, '_>) -> Option<Vec<ObjectiveTarget>> {
    let targets = field.each(|item| {
        let fields = item.fields()?;
        let from = fields.required("from").and_then(Field::date);
        let target = fields.required("target").and_then(target);
        let set_by = fields.text("set_by");
        let rationale = fields.text("rationale");
        fields.finish();
        Some(ObjectiveTarget {
            from: from?,
            target: target?,
            set_by: set_by?.value,
            rationale: rationale?.value,
        })
    })?;
    for pair in targets.windows(2) {
        if let [before, after] = pair
            && before.from.value >= after.from.value
        {
            field.problems.add(
                topics::OUT_OF_ORDER
                    .at(
                        after.from.span,
                        "targets are not in the order of their days",
                    )
                    .see(before.from.span, "this one stands before it")
                    .help("write the oldest target first"),
            );
            return None;
        }
    }
    Some(targets)
}

fn review(item: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<FormalReview> {
    let fields = item.fields()?;
    let objective = fields.text("objective");
    let objective = objective.and_then(|name| ground.objectives.known(name, item.problems));
    let period = fields.required("period").and_then(Field::period);
    let because = fields.required("because").and_then(|f| f.word(CAUSES));
    let opened = fields.required("opened").and_then(Field::date);
    let due = fields.required("due").and_then(Field::date);
    let still = "`~` says that it is still open";
    let held = fields.required_because("held", still).map(|field| {
        if field.is_null() {
            return Some(None);
        }
        field.date().map(Some)
    });
    let outcome = fields.required_because("outcome", still).map(|field| {
        if field.is_null() {
            return Some(None);
        }
        field.word(OUTCOMES).map(Some)
    });
    let text = fields.optional("text").map(Field::plain);
    let owner = fields.text("owner");
    let decision = fields.optional("decision").map(reference);
    fields.finish();
    let (held, outcome) = (held??, outcome??);
    if let (None, Some(outcome)) = (&held, &outcome) {
        item.problems.add(
            topics::CONFLICTING_KEYS
                .at(outcome.span, "a review that was not held has an outcome")
                .help("write in `held` on which day it was, or `outcome: ~`"),
        );
        return None;
    }
    let (opened, due) = (opened?, due?);
    for late in [Some(due), held].into_iter().flatten() {
        if late.value < opened.value {
            item.problems.add(
                topics::CONFLICTING_KEYS
                    .at(late.span, "lies before the review was opened")
                    .see(opened.span, "opened here")
                    .help("correct one of the two days"),
            );
            return None;
        }
    }
    Some(FormalReview {
        objective: objective?,
        period: period?,
        because: because?.value,
        opened,
        due,
        held,
        outcome,
        text: or_wrong(text)?,
        owner: owner?.value,
        decision: or_wrong(decision)?,
    })
}
