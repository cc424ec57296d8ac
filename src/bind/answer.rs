//! One question about a metric to its answer in words. Every number is exact until its words, and
//! every word comes from `words`: a figure in a sentence reads as it does in the tables.

use super::topics::Silence;
use crate::analyse::{Analysis, Assessment, Change, Figure, QuarterAnalysis, Status};
use crate::model::{Facet, Metric, Pack, Period, Spelling, Value};
use crate::words::{Words, spelled};
use std::collections::BTreeMap;

/// A question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Of which metric.
    pub(crate) metric: &'a str,
    /// Of one service, or of the organisation.
    pub(crate) service: Option<&'a str>,
    /// What of it.
    pub(crate) facet: Facet,
    /// Of which quarter.
    pub(crate) period: Period,
    /// How it is to be written.
    pub(crate) spelling: Spelling,
    /// Story whose text it stands in: there the averages around a shift are those of the story.
    pub(crate) story: Option<&'a str>,
}

/// An answer before it has its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// As a reader sees it.
    pub(crate) text: String,
    /// The quarter that it is a figure of.
    pub(crate) period: Period,
    /// Whether the figure was estimated.
    pub(crate) estimated: bool,
}

/// Where the questions of one quarter's texts are answered.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    pack: &'a Pack,
    analysis: &'a Analysis,
    words: &'a Words,
    period: Period,
}

/// The number of an answer: words already, or a count that may still be spelled.
enum Number {
    Text(String),
    Count(u64),
}

impl<'a> Desk<'a> {
    /// `None` where the quarter has no judgements.
    pub(crate) fn new(
        pack: &'a Pack,
        analysis: &'a Analysis,
        words: &'a BTreeMap<Period, Words>,
        period: Period,
    ) -> Option<Self> {
        analysis.quarters.get(&period)?;
        Some(Self {
            pack,
            analysis,
            words: words.get(&period)?,
            period,
        })
    }

    /// Every quarter as the one that is told sees it.
    fn seen(&self) -> &'a BTreeMap<Period, QuarterAnalysis> {
        self.analysis.seen_from(self.period)
    }

    /// The answer, or why there is none.
    pub(crate) fn answer(&self, asked: &Asked<'_>) -> Result<Said, Silence> {
        let none = || Silence::NoFigure(asked.period, None);
        let metric = self.pack.metrics.get(asked.metric).ok_or_else(none)?;
        let quarter = self.seen().get(&asked.period).ok_or_else(none)?;
        let judged = scope(quarter, asked).ok_or_else(none)?;
        let one = One {
            desk: self,
            asked,
            metric,
            quarter,
            judged,
        };
        let (number, rests) = one.number()?;
        let text = match (number, asked.spelling) {
            (Number::Text(text), _) => text,
            (Number::Count(n), Spelling::Digits) => self.words.count(n),
            (Number::Count(n), Spelling::Words) => {
                spelled::count(n).map_or_else(|| self.words.count(n), str::to_owned)
            }
            (Number::Count(n), Spelling::Capital) => {
                spelled::count(n).map_or_else(|| self.words.count(n), capital)
            }
            (Number::Count(n), Spelling::Ordinal) => spelled::ordinal(n),
        };
        Ok(Said {
            text,
            period: match asked.facet {
                Facet::Previous => asked.period.previous(),
                Facet::YearAgo => asked.period.year_ago(),
                _ => asked.period,
            },
            estimated: rests.iter().any(|figure| figure.estimated),
        })
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn scope<'a>(quarter: &'a QuarterAnalysis, asked: &Asked<'_>) -> Option<&'a Assessment> {
    let judged = quarter.metrics.get(asked.metric)?;
    match asked.service {
        None => Some(&judged.all),
        Some(service) => judged.services.get(service),
    }
}

/// A question with everything it is answered from.
struct One<'a> {
    desk: &'a Desk<'a>,
    asked: &'a Asked<'a>,
    metric: &'a Metric,
    quarter: &'a QuarterAnalysis,
    judged: &'a Assessment,
}

type Answered<'a> = Result<(Number, Vec<&'a Figure>), Silence>;

impl<'a> One<'a> {
    fn number(&self) -> Answered<'a> {
        let Self { metric, judged, .. } = self;
        let words = self.desk.words;
        let period = self.asked.period;
        let text = |text: String| Ok((Number::Text(text), Vec::new()));
        let count = |n: usize| {
            let n = u64::try_from(n).unwrap_or(u64::MAX);
            Ok((Number::Count(n), Vec::new()))
        };
        match self.asked.facet {
            Facet::Now => self.figure(period),
            Facet::Previous => self.figure(period.previous()),
            Facet::YearAgo => self.figure(period.year_ago()),
            Facet::Change => {
                let [now, then] = self.compared(period.previous(), judged.change)?;
                text(words.change(metric, now, then)).map(|(said, _)| (said, vec![now, then]))
            }
            Facet::ChangeYear => {
                let [now, then] = self.compared(period.year_ago(), judged.change_year)?;
                text(words.change(metric, now, then)).map(|(said, _)| (said, vec![now, then]))
            }
            Facet::Rise => self.moved(period.previous(), judged.change, true),
            Facet::Fall => self.moved(period.previous(), judged.change, false),
            Facet::RiseYear => self.moved(period.year_ago(), judged.change_year, true),
            Facet::FallYear => self.moved(period.year_ago(), judged.change_year, false),
            Facet::Target => {
                let target = self.target()?;
                match whole_things(metric, target) {
                    Some(n) => Ok((Number::Count(n), Vec::new())),
                    None => text(words.exact(metric, target)),
                }
            }
            Facet::Gap => {
                let now = self.at(period)?;
                let target = self.target()?;
                let gap = now.exact.minus(target).ok_or(Silence::NoTarget)?;
                let said = words.subtracted_target(metric, now, target);
                Ok((self.distance(gap, said), vec![now]))
            }
            Facet::Low | Facet::High | Facet::Range => self.limits().and_then(text),
            Facet::AverageBefore | Facet::AverageAfter => self.average().and_then(text),
            Facet::Basis => {
                let now = self.at(period)?;
                if let Some(basis) = spelled_share(now.value, self.asked.spelling) {
                    return Ok((Number::Text(basis), vec![now]));
                }
                let basis = words.basis(now.value).ok_or(Silence::NoWhole)?;
                Ok((Number::Text(basis), vec![now]))
            }
            Facet::Count => {
                let now = self.at(period)?;
                match now.value {
                    Value::Ratio { part: n, .. } | Value::Count { count: n, .. } => {
                        Ok((Number::Count(n), vec![now]))
                    }
                    _ => Err(Silence::NoWhole),
                }
            }
            Facet::Of => {
                let now = self.at(period)?;
                match now.value {
                    Value::Ratio { whole: n, .. }
                    | Value::Quantile { n, .. }
                    | Value::Score { n, .. } => Ok((Number::Count(n), vec![now])),
                    _ => Err(Silence::NoWhole),
                }
            }
            Facet::MissedInARow => {
                self.target()?;
                self.at(period)?;
                match judged.missed_in_a_row {
                    0 => Err(Silence::DidNotMiss),
                    n => count(n),
                }
            }
            Facet::Missed => {
                let missed = self.past().filter(|a| a.target.status == Status::Missed);
                if self.past().all(|a| a.target.target.is_none()) {
                    return Err(Silence::NoTarget);
                }
                count(missed.count())
            }
            Facet::Quarters => count(self.past().filter(|a| a.now.is_some()).count()),
            Facet::ServicesMet | Facet::ServicesMissed | Facet::Services => count(self.services()?),
        }
    }

    /// The figure of a quarter, as it is known in the quarter that is told.
    fn at(&self, period: Period) -> Result<&'a Figure, Silence> {
        let told = self.desk.seen().get(&self.desk.period);
        let known = told.and_then(|quarter| scope(quarter, self.asked));
        let figure = known.and_then(|known| known.history.get(&period));
        figure.ok_or_else(|| {
            let quarter = self.desk.seen().get(&period);
            let missing = quarter
                .and_then(|quarter| scope(quarter, self.asked))
                .and_then(|judged| judged.missing.as_ref());
            Silence::NoFigure(period, missing.map(|missing| missing.reason.clone()))
        })
    }

    fn figure(&self, period: Period) -> Answered<'a> {
        let figure = self.at(period)?;
        let number = match figure.value {
            Value::Count {
                count,
                exposure: None,
            } if self.asked.spelling != Spelling::Digits => Number::Count(count),
            _ => Number::Text(self.desk.words.figure(self.metric, figure)),
        };
        Ok((number, vec![figure]))
    }

    /// This figure and that of an earlier quarter, as they are known now; `judged` says whether they
    /// compare.
    fn compared(&self, before: Period, judged: Option<Change>) -> Result<[&'a Figure; 2], Silence> {
        judged.ok_or(Silence::NotComparable(before))?;
        Ok([self.at(self.asked.period)?, self.at(before)?])
    }

    fn moved(&self, before: Period, judged: Option<Change>, rise: bool) -> Answered<'a> {
        let [now, then] = self.compared(before, judged)?;
        let difference = now.exact.minus(then.exact);
        let difference = difference.ok_or(Silence::NotComparable(before))?;
        let zero = crate::model::Exact::ZERO;
        let right = if rise {
            difference > zero
        } else {
            difference < zero
        };
        let size = self.desk.words.subtracted(self.metric, now, then);
        if right {
            return Ok((self.distance(difference, size), vec![now, then]));
        }
        let did = if difference == zero {
            format!("stayed where it was in {before}")
        } else {
            let verb = if rise { "fell" } else { "rose" };
            format!("{verb} by {size} since {before}")
        };
        Err(Silence::OtherWay { rise, did })
    }

    /// A difference that is `said` so, unless it is of whole things, which are counted.
    fn distance(&self, difference: crate::model::Exact, said: String) -> Number {
        match whole_things(self.metric, difference.magnitude()) {
            Some(n) => Number::Count(n),
            None => Number::Text(said),
        }
    }

    fn target(&self) -> Result<crate::model::Exact, Silence> {
        let target = self.judged.target.target.as_ref();
        target.map(|t| t.value).ok_or(Silence::NoTarget)
    }

    fn limits(&self) -> Result<String, Silence> {
        let (words, metric) = (self.desk.words, self.metric);
        let none = "there are too few weekly figures for limits";
        let limits = self.judged.movement.limits;
        let (low, high) = limits.ok_or(Silence::NotJudged(none))?;
        let ends = low.zip(high);
        let ends = ends.and_then(|(low, high)| words.range_ends(metric, low, high));
        let bound = "a natural bound lies before it";
        match self.asked.facet {
            Facet::Low => match (ends, low) {
                (Some([low, _]), _) => Ok(low),
                (None, Some(low)) => Ok(words.number(metric, low)),
                (None, None) => Err(Silence::NotJudged(bound)),
            },
            Facet::High => match (ends, high) {
                (Some([_, high]), _) => Ok(high),
                (None, Some(high)) => Ok(words.number(metric, high)),
                (None, None) => Err(Silence::NotJudged(bound)),
            },
            _ => match (low, high) {
                (Some(low), Some(high)) => {
                    let range = words.range(metric, low, high);
                    range.ok_or(Silence::NotJudged(none))
                }
                (Some(low), None) => Ok(format!("at least {}", words.number(metric, low))),
                (None, Some(high)) => Ok(format!("up to {}", words.number(metric, high))),
                (None, None) => Err(Silence::NotJudged(bound)),
            },
        }
    }

    /// The averages of a story's own metric are those around its action; elsewhere those around the
    /// shift that the quarter shows.
    fn average(&self) -> Result<String, Silence> {
        let own = self.asked.story.and_then(|id| {
            let narrative = self.desk.pack.narratives.get(&self.asked.period)?;
            let story = narrative.stories.iter().find(|s| s.id.value == id)?;
            let service = story.service.as_ref().map(|s| s.value.as_str());
            let same = story.metric.value == self.asked.metric && service == self.asked.service;
            self.quarter.shifts.get(id).filter(|_| same)
        });
        let before = self.asked.facet == Facet::AverageBefore;
        let movement = &self.judged.movement;
        let (average, why) = match (own, before) {
            (Some(shift), true) => (shift.before, "no weeks before the action have figures"),
            (Some(shift), false) => (shift.after, "no weeks since the action have figures"),
            (None, true) => (movement.average_before, "there are too few weekly figures"),
            (None, false) => (movement.average_after, "no shift shows"),
        };
        let average = average.ok_or(Silence::NotJudged(why))?;
        Ok(self.desk.words.number(self.metric, average))
    }

    /// The judgements of every quarter up to the one asked about, each as it stood.
    fn past(&self) -> impl Iterator<Item = &'a Assessment> {
        let quarters = self.desk.seen().range(..=self.asked.period);
        quarters.filter_map(|(_, quarter)| scope(quarter, self.asked))
    }

    fn services(&self) -> Result<usize, Silence> {
        let judged = self.quarter.metrics.get(self.asked.metric);
        let services = || judged.into_iter().flat_map(|m| m.services.values());
        let with = |status: &[Status]| {
            services()
                .filter(|a| status.contains(&a.target.status))
                .count()
        };
        let filing = services().filter(|a| a.now.is_some()).count();
        if filing == 0 {
            return Err(Silence::NoServices);
        }
        let judged = with(&[Status::Met, Status::Marginal, Status::Missed]);
        match self.asked.facet {
            Facet::Services => Ok(filing),
            _ if judged == 0 => Err(Silence::NoTarget),
            Facet::ServicesMet => Ok(with(&[Status::Met, Status::Marginal])),
            _ => Ok(with(&[Status::Missed])),
        }
    }
}

/// `two of twelve`, where that is asked for and both are small.
fn spelled_share(value: Value, spelling: Spelling) -> Option<String> {
    let Value::Ratio { part, whole } = value else {
        return None;
    };
    let (part, whole) = (spelled::count(part)?, spelled::count(whole)?);
    match spelling {
        Spelling::Words => Some(format!("{part} of {whole}")),
        Spelling::Capital => Some(format!("{} of {whole}", capital(part))),
        Spelling::Digits | Spelling::Ordinal => None,
    }
}

/// A whole number of counted things, which may be spelled.
fn whole_things(metric: &Metric, value: crate::model::Exact) -> Option<u64> {
    let things = matches!(metric.unit.value, crate::model::Unit::Things { .. })
        && metric.kind.value == crate::model::Kind::Count
        && metric.decimals.is_none();
    let (n, d) = value.parts();
    (things && d == 1 && n < 1_000_000)
        .then(|| u64::try_from(n).ok())
        .flatten()
}
