//! What a typed figure may stand for: the answers of a quarter that it equals or nearly equals, the
//! most likely first, each as the expression to write.

use super::scan::{self, Class, Figure, Form};
use crate::bind::{Asked, Desk};
use crate::check::report::Facts;
use crate::check::text::phrase;
use crate::model::{Exact, Facet, Metric, Narrative, Pack, Period, Spelling, Told, Unit};
use std::cell::OnceCell;
use std::ops::Range;

/// Offers for one figure at most; more would be a list to search and no help.
const MOST: usize = 3;

/// Services times metrics beyond which only rows of the dashboard are looked up by service.
const MANY: usize = 2_000;

/// What is asked of every metric, the likeliest first.
const FACETS: &[Facet] = &[
    Facet::Now,
    Facet::Previous,
    Facet::Target,
    Facet::YearAgo,
    Facet::Rise,
    Facet::Fall,
    Facet::MissedInARow,
    Facet::Missed,
    Facet::Basis,
    Facet::Count,
    Facet::Of,
    Facet::ServicesMet,
    Facet::ServicesMissed,
    Facet::Services,
    Facet::Gap,
    Facet::AverageBefore,
    Facet::AverageAfter,
    Facet::Low,
    Facet::High,
    Facet::Range,
    Facet::RiseYear,
    Facet::FallYear,
    Facet::Quarters,
];

/// Those asked of a metric for one service.
const OF_SERVICE: &[Facet] = &[
    Facet::Now,
    Facet::Previous,
    Facet::Target,
    Facet::YearAgo,
    Facet::Rise,
    Facet::Fall,
    Facet::MissedInARow,
    Facet::Basis,
    Facet::Count,
    Facet::Of,
];

/// Two answers that make one figure.
const PAIRS: &[(Facet, Facet)] = &[
    (Facet::ServicesMet, Facet::Services),
    (Facet::ServicesMissed, Facet::Services),
    (Facet::Missed, Facet::Quarters),
];

/// One thing to write in place of a typed figure.
#[derive(Debug, Clone)]
pub(in crate::check) struct Offer {
    /// `change-failure-rate.target`.
    pub(super) asked: String,
    /// `{{ change-failure-rate.target }}`.
    pub(super) expression: String,
    /// What it prints.
    pub(super) said: String,
    /// Whether that is what was typed.
    pub(super) exact: bool,
}

/// One answer of the quarter.
struct Known<'a> {
    metric: &'a Metric,
    service: Option<&'a str>,
    facet: Facet,
    /// What it is of, where two answers make one figure: `six of seven services`.
    of: Option<Facet>,
    said: String,
    figures: Vec<Figure>,
}

impl Known<'_> {
    /// `change-failure-rate@checkout.target`.
    fn name(&self) -> String {
        self.name_of(self.facet)
    }

    fn name_of(&self, facet: Facet) -> String {
        let mut name = self.metric.id.value.clone();
        if let Some(service) = self.service {
            name.push('@');
            name.push_str(service);
        }
        if facet != Facet::Now {
            name.push('.');
            name.push_str(facet.name());
        }
        name
    }

    /// Whether another answer is the same of another service, or of the organisation.
    fn is_same_of_another(&self, other: &Known<'_>) -> bool {
        self.metric.id == other.metric.id
            && (self.facet, self.of) == (other.facet, other.of)
            && self.service != other.service
    }
}

/// The answers of one quarter, looked up when first asked for.
pub(in crate::check) struct Offers<'f, 'a> {
    facts: &'f Facts<'a>,
    period: Period,
    known: OnceCell<Vec<Known<'a>>>,
}

impl<'f, 'a> Offers<'f, 'a> {
    pub(super) fn new(facts: &'f Facts<'a>, period: Period) -> Self {
        Self {
            facts,
            period,
            known: OnceCell::new(),
        }
    }

    fn known(&self) -> &[Known<'a>] {
        self.known.get_or_init(|| {
            let facts = self.facts;
            let (pack, analysis) = (facts.pack, facts.analysis);
            let desk = Desk::new(pack, analysis, facts.words, self.period);
            let (Some(desk), Some(quarter)) = (desk, analysis.quarters.get(&self.period)) else {
                return Vec::new();
            };
            let many = quarter.metrics.len() * pack.services.len() > MANY;
            let mut known = Vec::new();
            for (id, judged) in &quarter.metrics {
                let Some(metric) = pack.metrics.get(id) else {
                    continue;
                };
                let mut ask = |service: Option<&'a str>, facets: &[Facet]| {
                    let answer = |facet: Facet| {
                        let asked = Asked {
                            metric: id,
                            service,
                            facet,
                            period: self.period,
                            spelling: Spelling::Digits,
                            story: None,
                        };
                        Some(desk.answer(&asked).ok()?.text)
                    };
                    let mut add = |facet: Facet, of: Option<Facet>, said: String| {
                        known.push(Known {
                            metric,
                            service,
                            facet,
                            of,
                            figures: scan::figures(&said, false, &[]),
                            said,
                        });
                    };
                    for &facet in facets {
                        if let Some(said) = answer(facet) {
                            add(facet, None, said);
                        }
                    }
                    let pairs = PAIRS.iter().filter(|(part, _)| facets.contains(part));
                    for &(part, of) in pairs {
                        if let (Some(a), Some(b)) = (answer(part), answer(of)) {
                            add(part, Some(of), format!("{a} of {b}"));
                        }
                    }
                };
                ask(None, FACETS);
                for service in judged.services.keys() {
                    let shown = || {
                        facts.dashboard().any(|(row, m)| {
                            m.id.value == *id
                                && row.service.as_ref().is_some_and(|s| s.value == *service)
                        })
                    };
                    if !many || shown() {
                        ask(Some(service), OF_SERVICE);
                    }
                }
            }
            known
        })
    }

    /// What a figure may stand for.
    pub(super) fn near(
        &self,
        narrative: &Narrative,
        told: Told<'_>,
        figure: &Figure,
    ) -> Vec<Offer> {
        let value = &told.text.value;
        let around = around(value, &figure.at);
        let sentence = sentence(value, &figure.at);
        let of = of(narrative, told);
        let pane = narrative
            .overview
            .verdicts
            .iter()
            .position(|verdict| verdict.span == told.text.span)
            .and_then(|at| self.facts.pack.settings.dashboard.get(at));
        let context = Context {
            services: services_named(self.facts.pack, sentence),
            text: value.get(around.clone()).unwrap_or(""),
            sentence,
            before: value.get(around.start..figure.at.start).unwrap_or(""),
            of: of.as_ref().map(|(m, s)| (m.as_str(), s.as_deref())),
            pane: pane.map_or_else(Vec::new, |pane| {
                pane.entries()
                    .map(|row| row.metric.value.as_str())
                    .collect()
            }),
        };
        let mut found: Vec<(i32, bool, &Known<'_>)> = Vec::new();
        for known in self.known() {
            let Some(exact) = fits(known, figure) else {
                continue;
            };
            let named = context.names(known.metric);
            if !context.likely(known, figure, exact, named) {
                continue;
            }
            let score = context.score(known, exact, named, self.facts);
            found.push((score, exact, known));
        }
        found.sort_by(|(a, _, x), (b, _, y)| b.cmp(a).then_with(|| x.name().cmp(&y.name())));
        let meant = found.first().and_then(|(_, _, best)| {
            let other = self.known().iter().find(|known| {
                best.is_same_of_another(known) && context.means(known) && is_alike(known, figure)
            });
            other.filter(|_| context.names(best.metric) && !context.means(best))
        });
        // Beside one that fits exactly, what nearly fits is noise.
        if found.first().is_some_and(|(_, exact, _)| *exact) {
            found.retain(|(_, exact, _)| *exact);
        }
        // Far behind the best, an equal number is a coincidence.
        let best = found.first().map_or(0, |(score, ..)| *score);
        found.retain(|(score, ..)| score + 250 >= best);
        let mut offers: Vec<Offer> = Vec::new();
        if let Some(meant) = meant {
            found.retain(|(_, _, known)| known.name() != meant.name());
            offers.push(offer(meant, figure, fits(meant, figure) == Some(true)));
        }
        let fitting = found.iter().map(|(_, exact, k)| offer(k, figure, *exact));
        offers.extend(fitting.take(MOST - offers.len()));
        offers
    }
}

/// The metric and service that a story or decision is about.
fn of(narrative: &Narrative, told: Told<'_>) -> Option<(String, Option<String>)> {
    let file = told.text.span.file;
    let story = narrative.stories.iter().find(|s| s.id.span.file == file);
    if let Some(story) = story {
        let service = story.service.as_ref().map(|s| s.value.clone());
        return Some((story.metric.value.clone(), service));
    }
    let decision = narrative.decisions.iter().find(|d| d.id.span.file == file);
    decision.map(|d| {
        let service = d.service.as_ref().map(|s| s.value.clone());
        (d.metric.value.clone(), service)
    })
}

/// Bytes on either side of a figure that are read for what it may mean.
const REACH: usize = 400;

/// The services that a sentence names, and not only as a part of a metric's name.
fn services_named<'p>(pack: &'p Pack, sentence: &str) -> Vec<&'p str> {
    let named = pack.services.iter().filter(|service| {
        let aliases = service.aliases.iter().map(|alias| alias.value.as_str());
        let mut names = std::iter::once(service.name.as_str()).chain(aliases);
        names.any(|name| {
            let mut rest = sentence.to_lowercase();
            let metrics = pack.metrics.values().map(|m| m.name.value.as_str());
            let named = phrase(&rest, name).is_some();
            for metric in metrics.filter(|metric| named && phrase(metric, name).is_some()) {
                rest = rest.replace(&metric.to_lowercase(), " ");
            }
            named && phrase(&rest, name).is_some()
        })
    });
    named.map(|s| s.id.value.as_str()).collect()
}

/// As much of a text as is read around some bytes of it: a text without an end has no sentences.
fn around(text: &str, at: &Range<usize>) -> Range<usize> {
    let edge = |byte: &usize| text.is_char_boundary(*byte);
    let start = (0..=at.start.saturating_sub(REACH)).rev().find(edge);
    let end = (at.end.saturating_add(REACH)..text.len()).find(edge);
    start.unwrap_or(0)..end.unwrap_or(text.len())
}

/// The sentence around some bytes of a text.
fn sentence<'t>(text: &'t str, at: &Range<usize>) -> &'t str {
    let stop = |(n, c): (usize, char)| {
        let next = text[n + c.len_utf8()..].chars().next();
        let ends = matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace);
        (ends || c == '\n' && next == Some('\n')).then_some(n + c.len_utf8())
    };
    let near = around(text, at);
    let before = text.get(near.start..at.start).unwrap_or("");
    let start = before
        .char_indices()
        .rev()
        .find_map(|(n, c)| stop((near.start + n, c)))
        .unwrap_or(near.start);
    let after = text.get(at.end..near.end).unwrap_or("");
    let end = after
        .char_indices()
        .find_map(|(n, c)| stop((at.end + n, c)))
        .unwrap_or(near.end);
    text.get(start..end).unwrap_or(text)
}

/// Whether an answer is of the kind of a typed figure.
fn is_alike(known: &Known<'_>, figure: &Figure) -> bool {
    known.figures.iter().any(|said| class_fits(said, figure))
}

fn class_fits(said: &Figure, figure: &Figure) -> bool {
    match (&said.class, &figure.class) {
        (Class::Count(_), Class::Count(_)) => true,
        (a, b) => a == b,
    }
}

/// Whether an answer is (`true`) or nearly is (`false`) a typed figure.
fn fits(known: &Known<'_>, figure: &Figure) -> Option<bool> {
    let mut best = None;
    for said in &known.figures {
        if !class_fits(said, figure) {
            continue;
        }
        // A share or a range is about its first number: `14 of 229`.
        let (Some(value), Some(typed)) = (said.values.first(), figure.values.first()) else {
            continue;
        };
        // Two numbers that make one figure are answered together or not at all.
        if known.of.is_some() || figure.values.len() > 1 {
            if figure.values == said.values {
                return Some(true);
            }
            continue;
        }
        if value == typed && figure.values.len() == 1 {
            return Some(true);
        }
        if value == typed || nearly(*value, *typed, figure) {
            best = Some(false);
        }
    }
    best
}

/// Within a twentieth, or the same after rounding to the decimals that were typed; counts in words
/// are never nearly right.
fn nearly(value: Exact, typed: Exact, figure: &Figure) -> bool {
    if figure.form != Form::Digits {
        return false;
    }
    let grain = Exact::ratio(1, 10_u64.pow(figure.decimals.min(6)));
    let rounded = grain.and_then(|grain| value.rounded_to(grain));
    let count = matches!(figure.class, Class::Count(_));
    let close = value.minus(typed).is_some_and(|gap| {
        let twentieth = typed.magnitude().over(Exact::integer(20));
        twentieth.is_some_and(|limit| gap.magnitude() <= limit)
    });
    let small = count && typed.magnitude() < Exact::integer(20);
    (close && !small) || (rounded == Some(typed) && value != Exact::ZERO)
}

/// What stands around a typed figure.
struct Context<'a> {
    /// The services that the sentence names.
    services: Vec<&'a str>,
    text: &'a str,
    sentence: &'a str,
    before: &'a str,
    of: Option<(&'a str, Option<&'a str>)>,
    /// Metrics of the pane that a verdict is about.
    pane: Vec<&'a str>,
}

impl Context<'_> {
    fn names(&self, metric: &Metric) -> bool {
        let name = metric.name.value.as_str();
        let short = metric.short.as_deref();
        let id = format!("{{{{ {}", metric.id.value);
        std::iter::once(name)
            .chain(short)
            .any(|name| phrase(self.sentence, name).is_some())
            || self.sentence.contains(&id)
    }

    /// Whether what an answer is of is what the sentence is about: the services that it names, or
    /// the file's; where it names none, the organisation.
    fn means(&self, known: &Known<'_>) -> bool {
        match known.service {
            Some(service) => {
                let of = self.of.and_then(|(_, service)| service);
                self.services.contains(&service)
                    || (self.services.is_empty() && of == Some(service))
            }
            None => self.services.is_empty(),
        }
    }

    /// Whether a bare count can be what it is said to count: equal numbers alone mean nothing.
    fn likely(&self, known: &Known<'_>, figure: &Figure, exact: bool, named: bool) -> bool {
        let Class::Count(noun) = &figure.class else {
            return exact
                || named
                || self.is_of(known)
                || figure.decimals > 0
                || known.service.is_none();
        };
        let noun = noun.as_deref().unwrap_or("");
        let counts =
            |word: &str| noun == word || noun.trim_end_matches('s') == word.trim_end_matches('s');
        let own = match &known.metric.unit.value {
            Unit::Things { one, many } => {
                counts(&one.to_lowercase()) || counts(&many.to_lowercase())
            }
            _ => false,
        };
        let right_kind = match known.facet {
            Facet::MissedInARow | Facet::Missed | Facet::Quarters => counts("quarter"),
            Facet::ServicesMet | Facet::ServicesMissed | Facet::Services => counts("service"),
            Facet::Count | Facet::Of | Facet::Basis => !counts("quarter") && !counts("service"),
            _ => own || (!counts("quarter") && !counts("service")),
        };
        let large = figure
            .values
            .first()
            .is_some_and(|v| v.magnitude() >= Exact::integer(100));
        // Two equal numbers in one figure are no coincidence.
        let pair = figure.values.len() > 1 && exact;
        right_kind
            && (pair
                || named
                || own
                || self.is_of(known) && exact
                || large && exact
                || matches!(
                    known.facet,
                    Facet::Services | Facet::ServicesMet | Facet::ServicesMissed
                ))
    }

    fn is_of(&self, known: &Known<'_>) -> bool {
        self.of == Some((known.metric.id.value.as_str(), known.service))
    }

    fn score(&self, known: &Known<'_>, exact: bool, named: bool, facts: &Facts<'_>) -> i32 {
        let mut score = if exact { 1_000 } else { 0 };
        if named {
            // Where several names fit, the longest is the one that was written.
            score += 400 + i32::try_from(known.metric.name.value.len().min(60)).unwrap_or(0);
        } else if phrase(self.text, &known.metric.name.value).is_some() {
            score += 150;
        }
        score += match known.service {
            Some(service) if self.services.contains(&service) => 200,
            Some(_) => -200,
            None => 0,
        };
        if self.is_of(known) {
            score += 250;
        }
        let rows = || facts.dashboard();
        if rows().any(|(row, m)| {
            m.id.value == known.metric.id.value
                && row.service.as_ref().map(|s| s.value.as_str()) == known.service
        }) {
            score += 60;
        }
        if self.pane.contains(&known.metric.id.value.as_str()) {
            score += 150;
        }
        let says = |words: &[&str]| words.iter().any(|w| phrase(self.sentence, w).is_some());
        let cue = |words: &[&str]| {
            let near = self.before.split_whitespace().rev().take(3);
            near.into_iter().any(|word| {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                words.iter().any(|w| w.eq_ignore_ascii_case(word))
            })
        };
        score += match known.facet {
            Facet::Now => 30,
            Facet::Target if cue(&["target", "target of", "promise", "promised", "goal"]) => 120,
            Facet::Previous if cue(&["from", "previously"]) => 90,
            Facet::ServicesMet if says(&["kept", "met", "meet", "within"]) => 120,
            Facet::ServicesMissed if says(&["missed", "miss", "overspent", "broke", "outside"]) => {
                120
            }
            Facet::Services if says(&["all"]) => 40,
            Facet::Rise | Facet::Fall if cue(&["by"]) => 120,
            Facet::Low | Facet::High | Facet::Range if cue(&["limit", "limits", "range"]) => 80,
            Facet::AverageBefore | Facet::AverageAfter if cue(&["average", "averaged"]) => 100,
            facet => {
                let place = FACETS.iter().position(|f| *f == facet).unwrap_or(30);
                -i32::try_from(place * 3).unwrap_or(90)
            }
        };
        score
    }
}

fn offer(known: &Known<'_>, figure: &Figure, exact: bool) -> Offer {
    let asked = known.name();
    let spelling = match figure.form {
        Form::Digits => "",
        Form::Word => " | words",
        Form::Capital => " | Words",
    };
    let expression = format!("{{{{ {asked}{spelling} }}}}");
    Offer {
        expression: match known.of {
            Some(facet) => {
                let of = known.name_of(facet);
                let spelling = spelling.to_lowercase();
                format!("{expression} of {{{{ {of}{spelling} }}}}")
            }
            None => expression,
        },
        asked,
        said: known.said.clone(),
        exact,
    }
}
