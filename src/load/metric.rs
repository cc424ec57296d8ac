//! `content/metrics/<id>.md` to a metric.

use super::decode::{Field, Fields, conflict};
use super::definition;
use super::goals;
use super::problems::{Problems, quoted};
use super::record;
use super::sections;
use super::topics;
use super::yaml::Stretch;
use crate::diag::{Located, Span};
use crate::model::{
    CatalogueEntry, Category, Exact, Facet, Kind, Metric, Outcome, Polarity, Role, RollUp, Space,
    Spread, Statistic, Test, Text, Unit, Wording,
};

const CATEGORIES: &[(&str, Category)] = &[
    ("delivery", Category::Delivery),
    ("reliability", Category::Reliability),
    ("incidents", Category::Incidents),
    ("quality", Category::Quality),
    ("security", Category::Security),
    ("cost", Category::Cost),
    ("outcomes", Category::Outcomes),
    ("people", Category::People),
];
const STATISTICS: &[(&str, Statistic)] = &[
    ("median", Statistic::Median),
    ("p75", Statistic::P75),
    ("p90", Statistic::P90),
    ("p95", Statistic::P95),
    ("p99", Statistic::P99),
];
const POLARITIES: &[(&str, Polarity)] = &[
    ("higher-is-better", Polarity::HigherIsBetter),
    ("lower-is-better", Polarity::LowerIsBetter),
    ("neutral", Polarity::Neutral),
];
const ROLL_UPS: &[(&str, RollUp)] = &[
    ("sum-of-parts", RollUp::SumOfParts),
    ("stated-only", RollUp::StatedOnly),
    ("worst", RollUp::Worst),
    ("sum", RollUp::Sum),
    ("none", RollUp::None),
];
const SPREADS: &[(&str, Spread)] = &[("linear", Spread::Linear), ("log", Spread::Log)];
const ROLES: &[(&str, Role)] = &[
    (Role::Cto.word(), Role::Cto),
    (Role::VpEngineering.word(), Role::VpEngineering),
    (Role::DirectorEngineering.word(), Role::DirectorEngineering),
    (Role::Coo.word(), Role::Coo),
    (Role::Cfo.word(), Role::Cfo),
];
const SPACE: &[(&str, Space)] = &[
    (Space::Satisfaction.word(), Space::Satisfaction),
    (Space::Performance.word(), Space::Performance),
    (Space::Activity.word(), Space::Activity),
    (Space::Communication.word(), Space::Communication),
    (Space::Efficiency.word(), Space::Efficiency),
];
const OUTCOMES: &[(&str, Outcome)] = &[
    ("retention", Outcome::Retention),
    ("margin", Outcome::Margin),
    ("risk", Outcome::Risk),
    ("time-to-learn", Outcome::TimeToLearn),
];
const UNITS: &[(&str, Plain)] = &[
    ("percent", Plain::Percent),
    ("milliseconds", Plain::Milliseconds),
    ("seconds", Plain::Seconds),
    ("minutes", Plain::Minutes),
    ("hours", Plain::Hours),
    ("days", Plain::Days),
    ("currency", Plain::Currency),
    ("points", Plain::Points),
];

/// Units that are one word.
#[derive(Clone, Copy)]
enum Plain {
    Percent,
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
    Currency,
    Points,
}

impl Plain {
    fn unit(self) -> Unit {
        match self {
            Self::Percent => Unit::Percent,
            Self::Milliseconds => Unit::Milliseconds,
            Self::Seconds => Unit::Seconds,
            Self::Minutes => Unit::Minutes,
            Self::Hours => Unit::Hours,
            Self::Days => Unit::Days,
            Self::Currency => Unit::Currency,
            Self::Points => Unit::Points,
        }
    }
}

/// The words of `test`; why a metric is not tested stands under its own key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tested {
    Xmr,
    RareEvents,
    No,
}

const TESTS: &[(&str, Tested)] = &[
    ("xmr", Tested::Xmr),
    ("rare-events", Tested::RareEvents),
    ("none", Tested::No),
];

/// Reads a metric from its front matter and its sections.
pub(super) fn read(
    id: Located<String>,
    root: Field<'_, '_, '_>,
    body: Stretch<'_>,
) -> Option<Metric> {
    let fields = root.fields()?;
    let name = fields.text("name");
    let short = fields.optional_text("short");
    let wordings = match fields.optional("wordings") {
        Some(field) => field.each(wording),
        None => Some(Vec::new()),
    };
    let category = fields
        .required("category")
        .and_then(|field| field.word(CATEGORIES));
    let kind = fields
        .required("kind")
        .and_then(|field| field.word(Kind::WORDS));
    let unit = fields.required("unit").and_then(unit);
    let per = fields.optional("per").and_then(Field::text);
    let statistic = statistic(&fields, kind);
    let question = question(&fields, kind);
    let scale = scale(&fields, kind);
    let polarity = fields
        .required("polarity")
        .and_then(|field| field.word(POLARITIES));
    let roll_up = fields
        .required("roll_up")
        .and_then(|field| roll_up(field, kind));
    let spread = fields
        .required("spread")
        .and_then(|field| field.word(SPREADS));
    let test = test(&fields);
    let decimals = match fields.optional("decimals") {
        Some(field) => field.integer(0, 6).map(|places| Some(places.value)),
        None => Some(None),
    };
    let owner = fields.text("owner");
    let roles = fields.required("roles").and_then(roles);
    let outcome = match fields.optional("outcome") {
        Some(field) => field.word(OUTCOMES).map(|word| Some(word.value)),
        None => Some(None),
    };
    let space = match fields.optional("space") {
        Some(field) => space(field),
        None => Some(Vec::new()),
    };
    let definition = fields.required("definition").and_then(definition::read);
    // What the numbers below mean depends on these; where they are wrong, that is told of already.
    let measure = kind.zip(unit.clone()).zip(scale);
    let measure = measure.map(|((kind, unit), scale)| goals::Measure {
        kind: kind.value,
        unit: unit.value,
        scale: scale.map(|scale| scale.value),
    });
    let targets = match fields.optional("targets") {
        Some(field) => goals::targets(field, measure.as_ref(), polarity),
        None => Some(Vec::new()),
    };
    let no_target = goals::no_target(&fields, targets.as_deref());
    let benchmarks = match fields.optional("benchmarks") {
        Some(field) => goals::benchmarks(field, measure.as_ref()),
        None => Some(Vec::new()),
    };
    let platforms = match fields.optional("platforms") {
        Some(field) => field.texts(),
        None => Some(Vec::new()),
    };
    let record = match fields.optional("record") {
        Some(field) => {
            let measure = record::Measure {
                kind: measure.as_ref().map(|m| m.kind),
                unit: measure.as_ref().map(|m| m.unit.clone()),
                statistic: statistic.as_ref().and_then(|s| s.as_ref()).map(|s| s.value),
            };
            record::read(field, &measure).map(Some)
        }
        None => Some(None),
    };
    let catalogue = match fields.optional("catalogue") {
        Some(field) => catalogue(field).map(Some),
        None => Some(None),
    };
    let here = fields.here();
    let audience = fields.audience();
    fields.finish();
    let names = [
        "Meaning",
        "Why the Board sees it",
        "What moves it",
        "Playbook",
        "Questions and answers",
    ];
    let prose = sections::read_with(body, names, "Query", here, root.problems);
    let ([meaning, why, drivers, playbook, questions], query) = prose?;
    let query = match query {
        Some(section) => Some(fenced(section, root.problems)?),
        None => None,
    };
    Some(Metric {
        audience: audience?,
        id,
        name: name?,
        short,
        wordings: wordings?,
        category: category?.value,
        kind: kind?,
        unit: unit?,
        per,
        statistic: statistic?,
        question: question?,
        scale: scale?,
        polarity: polarity?,
        roll_up: roll_up?,
        spread: spread?.value,
        test: test?,
        decimals: decimals?,
        owner: owner?,
        roles: roles?,
        outcome: outcome?,
        space: space?,
        definition: definition?,
        targets: targets?,
        no_target,
        benchmarks: benchmarks?,
        platforms: platforms?.into_iter().map(|name| name.value).collect(),
        record: record?,
        catalogue: catalogue?,
        query,
        meaning,
        why,
        drivers,
        playbook,
        questions,
    })
}

/// `of releases fail`, told of the figure itself, or `count: releases were taken back`, of another
/// one of its figures.
fn wording(item: Field<'_, '_, '_>) -> Option<Wording> {
    let (facet, words) = if item.is_map() {
        let fields = item.fields()?;
        let told = Facet::ALL
            .iter()
            .filter_map(|(facet, name)| Some((*facet, fields.optional(name)?)));
        let told: Vec<_> = told.collect();
        fields.finish();
        match <[_; 1]>::try_from(told) {
            Ok([(facet, field)]) => (facet, field.text()?),
            Err(_) => {
                return item.wrong("words, or one figure with its words: `count: releases failed`");
            }
        }
    } else {
        (Facet::Now, item.text()?)
    };
    // One word would let nearly every sentence with the figure pass.
    if words.value.split_whitespace().count() < 2
        || words
            .value
            .contains(|c: char| c.is_ascii_digit() || ",;:.()".contains(c))
    {
        let problem = topics::BAD_WORDING.at(
            words.span,
            format!("{} is no phrase to tell a figure in", quoted(&words.value)),
        );
        item.problems.add(
            problem.help("write two words or more, without digits and marks: `of releases fail`"),
        );
        return None;
    }
    Some(Wording { facet, words })
}

/// The well-known measure that a metric is.
fn catalogue(field: Field<'_, '_, '_>) -> Option<CatalogueEntry> {
    let words = CatalogueEntry::ALL.map(|entry| (entry.word(), entry));
    Some(field.word(&words)?.value)
}

/// The text of a section that is one fenced block and nothing else.
fn fenced(section: Text, problems: &Problems) -> Option<Located<String>> {
    let Text { value, span } = section;
    let inside = || {
        let mark = value.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let run = value.chars().take_while(|c| *c == mark).count();
        let fence = value.get(..run).filter(|_| run >= 3)?;
        let (head, rest) = value.split_once('\n')?;
        let (body, last) = rest.rsplit_once('\n').unwrap_or(("", rest));
        let closed = last.trim() == fence && !body.lines().any(|line| line.trim() == fence);
        let from = head.len() + 1;
        (closed && !body.trim().is_empty()).then(|| {
            let at = |byte: usize| span.start + u32::try_from(byte).unwrap_or(0);
            let place = Span {
                start: at(from),
                end: at(from + body.lines().next().map_or(0, str::len)),
                ..span
            };
            Located::new(body.to_owned(), place)
        })
    };
    let found = inside();
    if found.is_none() {
        let first = value.lines().next().map_or(0, str::len);
        let place = Span {
            end: span.start + u32::try_from(first).unwrap_or(0),
            ..span
        };
        problems.add(
            topics::BAD_QUERY
                .at(place, "the section `Query` is not one fenced block")
                .help("put the query between a line ` ```sql ` and a line ` ``` `, and prose elsewhere"),
        );
    }
    found
}

fn unit(field: Field<'_, '_, '_>) -> Option<Located<Unit>> {
    if field.is_scalar() {
        return Some(field.word(UNITS)?.map(Plain::unit));
    }
    let fields = field.fields()?;
    let one = fields.text("one");
    let many = fields.text("many");
    fields.finish();
    let things = Unit::Things {
        one: one?.value,
        many: many?.value,
    };
    Some(Located::new(things, field.key))
}

#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn statistic(
    fields: &Fields<'_, '_, '_>,
    kind: Option<Located<Kind>>,
) -> Option<Option<Located<Statistic>>> {
    let quantile = kind.map(|kind| kind.value == Kind::Quantile);
    let field = if quantile == Some(true) {
        fields.required_because("statistic", "a quantile says which")
    } else {
        fields.optional("statistic")
    };
    match (quantile, field) {
        (Some(true), field) => Some(Some(field?.word(STATISTICS)?)),
        (Some(false), Some(field)) => {
            conflict(
                field,
                "is only for a quantile",
                "remove it, or write `kind: quantile`",
            );
            None
        }
        (Some(false), None) => Some(None),
        (None, _) => None,
    }
}

#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn scale(
    fields: &Fields<'_, '_, '_>,
    kind: Option<Located<Kind>>,
) -> Option<Option<Located<(Exact, Exact)>>> {
    let score = kind.map(|kind| kind.value == Kind::Score);
    let field = if score == Some(true) {
        fields.required_because("scale", "a score says on which scale")
    } else {
        fields.optional("scale")
    };
    match (score, field) {
        (Some(true), field) => {
            let field = field?;
            let fields = field.fields()?;
            let low = fields.required("low").and_then(|low| low.decimal(None));
            let high = fields.required("high").and_then(|high| high.decimal(None));
            fields.finish();
            let (low, high) = (low?, high?);
            if low.value >= high.value {
                goals::reversed(field, low.span);
                return None;
            }
            let place = Span {
                end: low.span.end.max(high.span.end),
                ..low.span
            };
            Some(Some(Located::new((low.value, high.value), place)))
        }
        (Some(false), Some(field)) => {
            conflict(
                field,
                "is only for a score",
                "remove it, or write `kind: score`",
            );
            None
        }
        (Some(false), None) => Some(None),
        (None, _) => None,
    }
}

/// What people were asked, which only a score can say.
#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn question(
    fields: &Fields<'_, '_, '_>,
    kind: Option<Located<Kind>>,
) -> Option<Option<Located<String>>> {
    let Some(field) = fields.optional("question") else {
        return Some(None);
    };
    if kind?.value != Kind::Score {
        conflict(
            field,
            "is only for a score: nobody was asked",
            "remove it, or write `kind: score`",
        );
        return None;
    }
    field.text().map(Some)
}

/// Dimensions of SPACE, each named once.
fn space(field: Field<'_, '_, '_>) -> Option<Vec<Located<Space>>> {
    let named = field.each(|item| item.word(SPACE))?;
    if named.is_empty() {
        return field.empty();
    }
    let mut told: Vec<Located<Space>> = Vec::with_capacity(named.len());
    for dimension in named {
        if let Some(first) = told.iter().find(|other| other.value == dimension.value) {
            let message = format!("`{}` is named twice", dimension.value.word());
            field.problems.add(
                topics::DUPLICATE_ID
                    .at(dimension.span, message)
                    .see(first.span, "first named here")
                    .help("remove one of the two"),
            );
            return None;
        }
        told.push(dimension);
    }
    Some(told)
}

/// How services add up, refused where it would average what cannot be averaged.
fn roll_up(field: Field<'_, '_, '_>, kind: Option<Located<Kind>>) -> Option<Located<RollUp>> {
    let roll_up = field.word(ROLL_UPS)?;
    let kind = kind?;
    let fault = match (kind.value, roll_up.value) {
        (Kind::Quantile, RollUp::SumOfParts | RollUp::Sum) => Some((
            "quantiles of services do not add up to a quantile of all",
            "`stated-only`, `worst` or `none`",
        )),
        (Kind::Score, RollUp::SumOfParts | RollUp::Sum) => Some((
            "means of groups do not add up to a mean of all",
            "`stated-only`, `worst` or `none`",
        )),
        (Kind::Ratio, RollUp::Sum) => Some((
            "shares do not add up: parts and wholes do",
            "`sum-of-parts`, `stated-only`, `worst` or `none`",
        )),
        (Kind::Level, RollUp::SumOfParts) => Some((
            "a level has no parts to add up",
            "`sum`, `stated-only`, `worst` or `none`",
        )),
        _ => None,
    };
    if let Some((why, instead)) = fault {
        field.problems.add(
            topics::BAD_ROLL_UP
                .at(roll_up.span, why)
                .see(kind.span, "declared here")
                .help(format!("write {instead}")),
        );
        return None;
    }
    Some(roll_up)
}

fn test(fields: &Fields<'_, '_, '_>) -> Option<Test> {
    let tested = fields.required("test").map(|field| field.word(TESTS));
    let tested = tested.flatten().map(|word| word.value);
    let reason = if tested == Some(Tested::No) {
        fields.required_because("not_tested", "`test: none` says why")
    } else {
        fields.optional("not_tested")
    };
    match tested? {
        Tested::No => Some(Test::None {
            reason: reason?.text()?.value,
        }),
        tested => {
            if let Some(field) = reason {
                let help = "remove it, or write `test: none`";
                conflict(field, "is only for a metric that is not tested", help);
                return None;
            }
            Some(match tested {
                Tested::RareEvents => Test::RareEvents,
                _ => Test::Xmr,
            })
        }
    }
}

fn roles(field: Field<'_, '_, '_>) -> Option<Vec<Role>> {
    let items = field.items()?;
    if items.is_empty() {
        return field.empty();
    }
    let count = items.len();
    let words = items.into_iter().filter_map(|item| item.word(ROLES));
    let roles: Vec<Role> = words.map(|word| word.value).collect();
    (roles.len() == count).then_some(roles)
}
