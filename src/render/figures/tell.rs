//! The words around a drawing: scope, marks, and what stands for it where it is not seen.

use crate::analyse::RunRule;
use crate::model::{
    Annotation, AnnotationKind, DefinitionChange, DefinitionEffect, Language, Metric, Scope, Week,
};
use crate::render::charts::{ActionLabel, Mark};
use crate::render::{Ctx, sentences};
use crate::tongue::{self, label, label_of, say};
use crate::words::no_data;
use chrono::NaiveDate;

/// The longest text alternative, in words.
const MOST_WORDS: usize = 60;

/// A metric's name with its service.
pub(super) fn named(ctx: &Ctx<'_>, metric: &Metric, scope: Scope<'_>) -> String {
    match scope {
        Scope::All => metric.name.value.clone(),
        Scope::Service(id) => {
            let name = ctx.pack.service(id).map_or(id, |s| s.name.as_str());
            format!("{}, {name}", metric.name.value)
        }
    }
}

/// Measure, unit and direction, scope: complete when the chart is cut out and pasted elsewhere (G1).
pub(super) fn subtitle(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    span: &str,
    starts_at: Option<&str>,
) -> String {
    let place = match scope {
        Scope::All => &ctx.pack.settings.organisation,
        Scope::Service(id) => ctx.pack.service(id).map_or(&metric.name.value, |s| &s.name),
    };
    let mut text = say!(
        "{name}, {unit}; {place}; {span}",
        metric.name.value,
        ctx.words.unit_line(metric),
        place,
        span
    );
    if let Some(start) = starts_at {
        text.push_str(&say!("; scale starts at {start}", start));
    }
    text
}

/// `{kind} of {metric}, {span}. {headline}. {target} {marked} Table follows.`, at most 60 words:
/// marks go first, then the target, for both stand in the text as well.
pub(super) fn alternative(
    kind: &str,
    name: &str,
    span: &str,
    headline: &str,
    target: &str,
    marked: &str,
) -> String {
    let sentence = |text: &str| {
        let text = text.trim().trim_end_matches('.');
        if text.is_empty() {
            String::new()
        } else {
            format!("{text}. ")
        }
    };
    let name = lower_first(name);
    let first = format!(
        "{}{}",
        sentence(&say!("{kind} of {name}, {span}", kind, name, span)),
        sentence(headline)
    );
    [(target, marked), (target, ""), ("", "")]
        .into_iter()
        .map(|(target, marked)| {
            say!(
                "{first}{sentence}{sentence2}Table follows.",
                first,
                sentence(target),
                sentence(marked)
            )
        })
        .find(|text| text.split_whitespace().count() <= MOST_WORDS)
        .unwrap_or_else(|| {
            say!(
                "{sentence}Table follows.",
                sentence(&say!("{kind} of {name}, {span}", kind, name, span))
            )
        })
}

/// The name inside a sentence; an abbreviation keeps its capitals, and a German noun its own.
pub(super) fn lower_first(name: &str) -> String {
    if tongue::spoken() == Language::German {
        return name.to_owned();
    }
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

/// The first wording of at most 15 words, or the last (4.1).
pub(super) fn shortest_fit(wordings: &[String]) -> String {
    let fits = |text: &&String| text.split_whitespace().count() <= 15;
    let chosen = wordings.iter().find(fits).or(wordings.last());
    chosen.cloned().unwrap_or_default()
}

/// The marks of a chart, and their notes.
#[derive(Default)]
pub(super) struct Marked {
    pub(super) marks: Vec<Mark>,
    pub(super) notes: Vec<String>,
    pub(super) sentence: String,
}

/// What a mark on a chart is of.
enum Marking<'a> {
    Noted(&'a Annotation),
    /// A definition that changed without a break: earlier figures were counted again by it, so both
    /// sides of the mark are counted alike, and a gap would deny that they compare.
    Defined(&'a DefinitionChange),
}

impl Marking<'_> {
    fn date(&self) -> NaiveDate {
        match self {
            Self::Noted(annotation) => annotation.date,
            Self::Defined(change) => change.date,
        }
    }

    fn label(&self) -> String {
        match self {
            Self::Noted(annotation) => annotation.label.clone(),
            Self::Defined(change) => say!(
                "definition {value}, earlier figures counted again",
                change.version.value
            ),
        }
    }

    /// Marks of one day stand in the order of their names.
    fn key(&self) -> (NaiveDate, &str) {
        match self {
            Self::Noted(annotation) => (annotation.date, &annotation.id.value),
            Self::Defined(change) => (change.date, ""),
        }
    }
}

/// The dated marks that belong between two days, each placed by `at`: the last three actions (G13),
/// the last four events, and every definition by which earlier figures were counted again.
pub(super) fn marked(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    (first, last): (Week, Week),
    at: impl Fn(NaiveDate) -> f64,
) -> Marked {
    let days = first.monday()..=last.sunday();
    let within = |a: &&Annotation| days.contains(&a.date) && a.concerns(&metric.id.value, scope);
    let latest = |kind: AnnotationKind, most: usize| {
        let all: Vec<&Annotation> = ctx
            .pack
            .annotations
            .iter()
            .filter(within)
            .filter(|a| a.kind == kind)
            .collect();
        all[all.len().saturating_sub(most)..].to_vec()
    };
    let noted = latest(AnnotationKind::Action, 3).into_iter();
    let noted = noted.chain(latest(AnnotationKind::Event, 4));
    let mut chosen: Vec<Marking<'_>> = noted.map(Marking::Noted).collect();
    let again = ctx.pack.counted_again(metric, ctx.period);
    let again = again.filter(|c| days.contains(&c.date) && first.monday() < c.date);
    chosen.extend(again.map(Marking::Defined));
    chosen.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut made = Marked::default();
    let mut said = Vec::new();
    for (letter, marking) in ('A'..='Z').zip(chosen) {
        let (day, marked) = (marking.date(), marking.label());
        let date = ctx.words.date_short(day);
        let kind = match &marking {
            Marking::Noted(annotation) => Some(annotation.kind),
            Marking::Defined(_) => None,
        };
        made.marks.push(Mark {
            at: at(day),
            letter,
            action: (kind == Some(AnnotationKind::Action)).then(|| ActionLabel {
                whole: say!("{name}: {words}", date, marked),
                date: date.clone(),
            }),
        });
        let whose = match kind {
            Some(AnnotationKind::Event) => label(" (outside our control)"),
            _ => "",
        };
        let date = ctx.words.date(day);
        made.notes.push(say!(
            "{letter}: {date}, {marked}{whose}.",
            letter,
            date,
            marked,
            whose
        ));
        said.push(format!("{marked}, {date}"));
    }
    if !said.is_empty() {
        made.sentence = say!("Marked: {join}", said.join(label("; ")));
    }
    made
}

/// What a definition that broke between two days changed, for a note under the chart that it cuts.
pub(super) fn broke(ctx: &Ctx<'_>, metric: &Metric, (first, last): (Week, Week)) -> Vec<String> {
    let changes = metric.definition.changes.iter();
    let broke = changes.filter(|c| c.effect.value == DefinitionEffect::Break);
    broke
        .filter(|c| first.monday() < c.date && c.date <= last.sunday())
        .map(|c| sentences::changed(ctx.words, c))
        .collect()
}

/// A rule's number and what it says.
pub(super) fn rule(rule: RunRule) -> (u8, &'static str) {
    match rule {
        RunRule::Outside => (1, label("outside a limit")),
        RunRule::EightInARow => (
            2,
            label("eight or more in a row on one side of the average"),
        ),
        RunRule::ThreeOfFour => (
            3,
            label("three of four in a row nearer a limit than the average"),
        ),
    }
}

/// Rules as bits, the lowest for rule 1.
pub(super) fn bits(hits: &[(RunRule, bool)]) -> u8 {
    hits.iter()
        .fold(0, |bits, (r, _)| bits | 1 << (rule(*r).0 - 1))
}

/// The rules that fired somewhere, explained.
pub(super) fn rules_note(fired: u8) -> Option<String> {
    let all = [RunRule::Outside, RunRule::EightInARow, RunRule::ThreeOfFour];
    let said: Vec<String> = all
        .into_iter()
        .map(rule)
        .filter(|(number, _)| fired >> (number - 1) & 1 == 1)
        .map(|(number, text)| say!("rule {number}, {text}", number, text))
        .collect();
    (!said.is_empty()).then(|| {
        say!(
            "Larger points fired a rule: {join}.",
            said.join(label("; "))
        )
    })
}

/// What a table says of a point's rules.
pub(super) fn signal_words(hits: &[(RunRule, bool)]) -> String {
    let mut numbers: Vec<u8> = hits.iter().map(|(r, _)| rule(*r).0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return label_of("none", "none, of a signal").to_owned();
    }
    let numbers: Vec<String> = numbers.iter().map(u8::to_string).collect();
    match numbers.as_slice() {
        [most @ .., last] if !most.is_empty() => {
            let join = format!("{}{}{last}", most.join(", "), label(" and "));
            say!("rules {join}", join)
        }
        one => say!("rule {join}", one.concat()),
    }
}

/// Where a limit does not hold because nothing can pass a natural bound.
pub(super) fn or_none(text: String) -> String {
    if text == no_data() {
        label("none").to_owned()
    } else {
        text
    }
}
