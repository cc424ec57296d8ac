//! `data/maturity.yaml` to the facts of the stage, assessments, golden signals and the coverage of
//! journeys.

use super::decode::{Field, Fields, conflict};
use super::names::Names;
use super::problems::{Problems, quoted};
use super::topics;
use crate::diag::{Located, Span};
use crate::model::{
    CategoryLevel, Cover, CoverageRecord, Exact, GoldenSignal, JourneyRecord, LevelTarget,
    Maturity, MaturityAssessment, Period, SignalRecord, StageFacts, Text, Unit,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

const SIGNALS: &[(&str, GoldenSignal)] = &[
    (GoldenSignal::Latency.word(), GoldenSignal::Latency),
    (GoldenSignal::Traffic.word(), GoldenSignal::Traffic),
    (GoldenSignal::Errors.word(), GoldenSignal::Errors),
    (GoldenSignal::Saturation.word(), GoldenSignal::Saturation),
];
const COVERS: &[(&str, Cover)] = &[
    ("yes", Cover::Yes),
    ("partly", Cover::Partly),
    ("no", Cover::No),
    ("not-needed", Cover::NotNeeded),
];
/// Steps of the ladder.
const LEVELS: std::ops::RangeInclusive<u32> = 1..=5;

/// What the file refers to.
pub(super) struct Ground<'a> {
    /// All services there are or were.
    pub(super) services: &'a Names,
    /// All journeys there are or were.
    pub(super) journeys: &'a Names,
}

/// Reads the file.
pub(super) fn read(root: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<Maturity> {
    let fields = root.fields()?;
    let stage = match fields.optional("stage") {
        Some(field) => stage(field).map(Some),
        None => Some(None),
    };
    let assessments = list(&fields, "assessments", assessment);
    let signals = list(&fields, "golden_signals", |item| signals(item, ground));
    let coverage = list(&fields, "coverage", |item| coverage(item, ground));
    fields.finish();
    let (assessments, signals, coverage) = (assessments?, signals?, coverage?);
    let problems = root.problems;
    in_order(
        "assessments",
        assessments.iter().map(|a| a.period),
        problems,
    );
    in_order("golden signals", signals.iter().map(|s| s.period), problems);
    in_order("coverage", coverage.iter().map(|c| c.period), problems);
    Some(Maturity {
        stage: stage?,
        assessments,
        signals,
        coverage,
    })
}

/// A list that may be left out; `None` where one of its items is wrong.
fn list<T>(
    fields: &Fields<'_, '_, '_>,
    name: &'static str,
    one: impl Fn(Field<'_, '_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    match fields.optional(name) {
        Some(field) => field.each(one),
        None => Some(Vec::new()),
    }
}

/// Tells of entries that do not go from one quarter to a later one.
fn in_order(what: &str, periods: impl Iterator<Item = Located<Period>>, problems: &Problems) {
    let mut before: Option<Located<Period>> = None;
    for period in periods {
        if let Some(before) = before
            && period.value <= before.value
        {
            problems.add(
                topics::OUT_OF_ORDER
                    .at(period.span, format!("{what} go from oldest to newest"))
                    .see(before.span, "stands before it")
                    .help("put the newest last; a quarter has one entry"),
            );
        }
        before = Some(period);
    }
}

fn stage(field: Field<'_, '_, '_>) -> Option<StageFacts> {
    let fields = field.fields()?;
    let facts = fields.required("facts").and_then(Field::fields);
    let declared_by = fields.text("declared_by");
    fields.finish();
    let facts = facts?;
    let flag = |name| {
        let field = facts.required_because(name, "what is not said cannot decide a stage")?;
        Some(Located::new(field.flag()?, field.node.span))
    };
    let regulated = flag("regulated");
    let credits = flag("sla_with_credits");
    let attestation = flag("attestation_promised");
    let large = flag("large_customer_share");
    let paying = flag("paying_customers_with_expectations");
    let rota = flag("on_call_rota");
    let teams = facts.required("deploying_teams");
    let teams = teams.and_then(|field| field.integer(0, 10_000));
    facts.finish();
    Some(StageFacts {
        regulated: regulated?,
        sla_with_credits: credits?,
        attestation_promised: attestation?,
        large_customer_share: large?,
        paying_customers_with_expectations: paying?,
        on_call_rota: rota?,
        deploying_teams: teams?,
        declared_by: declared_by?.value,
    })
}

fn assessment(item: Field<'_, '_, '_>) -> Option<MaturityAssessment> {
    let fields = item.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let by = fields.text("by");
    let on = fields.required("on").and_then(Field::date);
    let categories = fields.required("categories").and_then(|field| {
        let fields = field.fields()?;
        let one = |name| {
            let why = "the lowest of the four counts: none may be left out";
            let field = fields.required_because(name, why);
            field.and_then(|field| category(field, on))
        };
        // In the order of `MaturityCategory::ALL`; each is read before one is missed.
        let people = one("people");
        let process = one("process");
        let technology = one("technology");
        let measurement = one("measurement");
        fields.finish();
        Some([people?, process?, technology?, measurement?])
    });
    fields.finish();
    Some(MaturityAssessment {
        period: period?,
        by: by?.value,
        on: on?,
        categories: categories?,
    })
}

fn category(field: Field<'_, '_, '_>, on: Option<Located<NaiveDate>>) -> Option<CategoryLevel> {
    let fields = field.fields()?;
    let level = fields.required("level");
    let level = level.and_then(|field| field.integer(*LEVELS.start(), *LEVELS.end()));
    let target = match fields.optional("target") {
        Some(field) => target(field, level, on).map(Some),
        None => Some(None),
    };
    let evidence = match fields.optional("evidence") {
        Some(field) => evidence(field, level),
        None => Some(BTreeMap::new()),
    };
    fields.finish();
    Some(CategoryLevel {
        level: level?.map(step),
        target: target?,
        evidence: evidence?,
    })
}

fn target(
    field: Field<'_, '_, '_>,
    now: Option<Located<u32>>,
    on: Option<Located<NaiveDate>>,
) -> Option<LevelTarget> {
    let fields = field.fields()?;
    let level = fields.required("level");
    let level = level.and_then(|field| field.integer(*LEVELS.start(), *LEVELS.end()));
    let by = fields.required("by").and_then(Field::date);
    fields.finish();
    let (level, by) = (level?, by?);
    if now.is_some_and(|now| level.value <= now.value) {
        conflict(
            field,
            "is not above the level that is claimed",
            "name the next level that was agreed, or remove it where none was",
        );
        return None;
    }
    if on.is_some_and(|on| by.value <= on.value) {
        conflict(
            field,
            "was to be reached before the assessment",
            "agree a new day, or remove it",
        );
        return None;
    }
    Some(LevelTarget {
        level: step(level.value),
        by: by.value,
    })
}

/// What shows each level, from the second to the claimed one.
fn evidence(field: Field<'_, '_, '_>, claimed: Option<Located<u32>>) -> Option<BTreeMap<u8, Text>> {
    let mut evidence: BTreeMap<u8, Text> = BTreeMap::new();
    let mut whole = true;
    for (key, text) in field.pairs()? {
        let level = key.value.parse::<u32>().ok();
        let level = level.filter(|level| LEVELS.contains(level) && *level > 1);
        let Some(level) = level else {
            let problem = topics::BAD_NUMBER.at(
                key.span,
                format!("evidence cannot be for level {}", quoted(&key.value)),
            );
            field.problems.add(
                problem.help("write a level from 2 to 5; the first is where everybody starts"),
            );
            whole = false;
            continue;
        };
        if claimed.is_some_and(|claimed| level > claimed.value) {
            field.problems.add(
                topics::CONFLICTING_KEYS
                    .at(
                        key.span,
                        format!("evidence is given for level {level}, and it is not claimed"),
                    )
                    .help("claim the level, or remove its evidence"),
            );
            whole = false;
            continue;
        }
        let text = Field {
            name: field.name,
            ..text
        };
        match text.plain() {
            Some(text) => drop(evidence.insert(step(level), text)),
            None => whole = false,
        }
    }
    whole.then_some(evidence)
}

/// A level as the model keeps it; it was read as one of 1 to 5.
fn step(level: u32) -> u8 {
    u8::try_from(level).unwrap_or(u8::MAX)
}

fn signals(item: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<SignalRecord> {
    let fields = item.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let services = fields.required("services").and_then(|field| {
        let mut services = BTreeMap::new();
        let mut whole = true;
        for named in each_named(field, ground.services)? {
            let Some((id, field)) = named else {
                whole = false;
                continue;
            };
            let signals = field.each(|item| item.word(SIGNALS));
            let signals = signals.and_then(|signals| once(&signals, field.problems));
            match signals {
                Some(signals) => drop(services.insert(id.value, signals)),
                None => whole = false,
            }
        }
        whole.then_some(services)
    });
    fields.finish();
    Some(SignalRecord {
        period: period?,
        services: services?,
    })
}

/// The signals in printed order, each named once.
fn once(signals: &[Located<GoldenSignal>], problems: &Problems) -> Option<Vec<GoldenSignal>> {
    let mut sorted: Vec<(GoldenSignal, Span)> = signals.iter().map(|s| (s.value, s.span)).collect();
    sorted.sort();
    for pair in sorted.windows(2) {
        let [(first, place), (second, again)] = pair else {
            continue;
        };
        if first == second {
            problems.add(
                topics::DUPLICATE_ID
                    .at(
                        *again,
                        format!("the signal `{}` is named twice", first.word()),
                    )
                    .see(*place, "first named here")
                    .help("name each signal once"),
            );
            return None;
        }
    }
    Some(sorted.into_iter().map(|(signal, _)| signal).collect())
}

/// The values of a mapping whose keys are names; `None` for one that leads nowhere.
#[expect(clippy::type_complexity, reason = "a name and what stands under it")]
fn each_named<'n, 't, 'p>(
    field: Field<'n, 't, 'p>,
    names: &Names,
) -> Option<Vec<Option<(Located<String>, Field<'n, 't, 'p>)>>> {
    let entries = field.pairs()?.map(|(key, below)| {
        let id = Located::new(key.value.to_string(), key.span);
        let id = names.known(id, field.problems)?;
        Some((id, below))
    });
    Some(entries.collect())
}

fn coverage(item: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<CoverageRecord> {
    let fields = item.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let revenue_by = match fields.optional("revenue_by") {
        Some(field) => field.text().map(|by| Some(by.value)),
        None => Some(None),
    };
    let journeys = fields.required("journeys").and_then(|field| {
        let entries = each_named(field, ground.journeys)?;
        let count = entries.len();
        let read = entries.into_iter().flatten();
        let read: Vec<JourneyRecord> = read.filter_map(|(id, field)| journey(id, field)).collect();
        (read.len() == count).then_some(read)
    });
    let shared = journeys.iter().flatten().find_map(|j| j.revenue_share);
    if let Some(share) = shared.filter(|_| revenue_by == Some(None)) {
        fields.required_because("revenue_by", "who supplied the shares of revenue");
        let _ = share;
    }
    fields.finish();
    let (period, revenue_by, journeys) = (period?, revenue_by?, journeys?);
    let shares = journeys.iter().filter_map(|j| j.revenue_share);
    let mut sum = Exact::ZERO;
    for share in shares {
        sum = sum.plus(share.value)?;
        if sum > Exact::integer(1) {
            item.problems.add(
                topics::IMPOSSIBLE_VALUE
                    .at(share.span, "the shares of revenue add up to more than 100")
                    .help("count each part of revenue in one journey"),
            );
            return None;
        }
    }
    Some(CoverageRecord {
        period,
        revenue_by,
        journeys,
        span: item.key,
    })
}

fn journey(journey: Located<String>, field: Field<'_, '_, '_>) -> Option<JourneyRecord> {
    let fields = field.fields()?;
    let measured = fields.required("measured").and_then(|f| f.word(COVERS));
    let alerting = fields.required("alerting").and_then(|f| f.word(COVERS));
    let tested = fields.required("tested").and_then(|field| {
        if field.is_null() {
            return Some(None);
        }
        field.date().map(Some)
    });
    let owner = match fields.optional("owner") {
        Some(field) => field.text().map(Some),
        None => Some(None),
    };
    let revenue_share = match fields.optional("revenue_share") {
        Some(field) => share(field).map(Some),
        None => Some(None),
    };
    fields.finish();
    Some(JourneyRecord {
        journey,
        measured: measured?,
        alerting: alerting?,
        tested: tested?,
        owner: owner?,
        revenue_share: revenue_share?,
    })
}

/// A percentage from nothing to the whole.
fn share(field: Field<'_, '_, '_>) -> Option<Located<Exact>> {
    let share = field.decimal(Some(&Unit::Percent))?;
    if share.value.is_negative() || share.value > Exact::integer(1) {
        field.problems.add(
            topics::IMPOSSIBLE_VALUE
                .at(share.span, format!("`{}` is no share", field.name))
                .help("write a percentage from 0 to 100"),
        );
        return None;
    }
    Some(share)
}
