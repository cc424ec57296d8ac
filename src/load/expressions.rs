//! The texts of the narratives to their `{{ … }}`, each understood: every name in it leads somewhere.
//!
//! An expression has no quotation marks, so that it can stand in any YAML string:
//! `{{ metric[@service][.facet] [in PERIOD] [| words] }}`. What is between the braces is read with
//! a few splits and no recursion; each text is gone through once.

mod grammar;

use super::aligned::Aligned;
use super::decode::or_wrong;
use super::names::Names;
use super::problems::{Problems, meant, quoted};
use super::topics;
use crate::diag::{Located, Sources, Span, Topic};
use crate::model::{
    Expression, Facet, Kind, Metric, Narrative, Observations, Pack, Period, RollUp, Shared,
    Spelling, Test, Text,
};
use grammar::{Fault, Found, Parsed, Word};
use std::collections::BTreeMap;

/// Figures in one text. A text with more is no text.
const MOST: usize = 500;

/// What an expression may refer to.
pub(super) struct Ground<'a> {
    pub(super) sources: &'a Sources,
    pub(super) metrics: &'a BTreeMap<String, Metric>,
    pub(super) observations: &'a BTreeMap<String, Shared<Observations>>,
    pub(super) metric_names: &'a Names,
    pub(super) service_names: &'a Names,
    /// Quarters whose snapshots could be read.
    pub(super) periods: &'a [Period],
    /// Whether those are all the snapshots there are.
    pub(super) all_periods: bool,
    pub(super) problems: &'a Problems,
}

impl Ground<'_> {
    /// Reads every expression of every narrative.
    pub(super) fn read(
        &self,
        narratives: &BTreeMap<Period, Narrative>,
    ) -> BTreeMap<Span, Vec<Expression>> {
        let mut all = BTreeMap::new();
        for (period, narrative) in narratives {
            for told in narrative.texts() {
                let found = self
                    .problems
                    .within(told.text.span.file, || self.text(*period, told.text));
                if !found.is_empty() {
                    all.insert(told.text.span, found);
                }
            }
        }
        all
    }

    fn text(&self, period: Period, text: &Text) -> Vec<Expression> {
        if !(text.value.contains("{{") || text.value.contains("}}")) {
            return Vec::new();
        }
        let aligned = Aligned::new(self.sources, text);
        let one = One {
            ground: self,
            period,
            text,
            aligned: &aligned,
        };
        let found = grammar::scan(&text.value);
        if let Some(extra) = found.get(MOST) {
            one.tell(
                &topics::BAD_EXPRESSION,
                extra.at(),
                format!("more than {MOST} figures in one text"),
                "split the text",
            );
        }
        let found = found.into_iter().take(MOST);
        found.filter_map(|found| one.understand(found)).collect()
    }
}

/// One text, and where to tell of it.
struct One<'a> {
    ground: &'a Ground<'a>,
    period: Period,
    text: &'a Text,
    aligned: &'a Aligned,
}

impl One<'_> {
    fn tell(
        &self,
        topic: &Topic,
        at: std::ops::Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.aligned.place(at);
        self.ground
            .problems
            .add(topic.at(span, message.into()).help(help.into()));
    }

    /// The words of the text at a place.
    fn words(&self, word: &Word) -> &str {
        self.text.value.get(word.clone()).unwrap_or("")
    }

    fn located(&self, word: &Word) -> Located<String> {
        let span = self.aligned.place(word.clone());
        Located::new(self.words(word).to_owned(), span)
    }

    fn understand(&self, found: Found) -> Option<Expression> {
        let (at, parsed) = match found {
            Found::Unclosed(at) => {
                let help = "write `}}` after it, or `\\{{` where the two braces are meant";
                self.tell(&topics::BAD_EXPRESSION, at, "`{{` is never closed", help);
                return None;
            }
            Found::Stray(at) => {
                let help = "write `{{` before the name of the metric, or `\\}}` where the two \
                            braces are meant";
                self.tell(&topics::BAD_EXPRESSION, at, "`}}` closes nothing", help);
                return None;
            }
            Found::Expression(at, inside) => (at, grammar::parse(&self.text.value, inside)),
        };
        let parsed = match parsed {
            Ok(parsed) => parsed,
            Err(fault) => {
                self.misspelt(&at, &fault);
                return None;
            }
        };
        self.resolve(at, &parsed)
    }

    fn misspelt(&self, at: &Word, fault: &Fault) {
        let form = "write `{{ metric }}`, `{{ metric@service.facet }}` or \
                    `{{ metric.facet in 2025-Q4 | words }}`";
        let (word, message, help) = match fault {
            Fault::Empty => (
                at,
                "nothing stands between the braces".to_owned(),
                "name a metric, such as `{{ lead-time }}`".to_owned(),
            ),
            Fault::Swapped(word) => {
                let (name, service) = self.words(word).split_once('@').unwrap_or_default();
                let (metric, facet) = name.split_once('.').unwrap_or_default();
                (
                    word,
                    format!("{} names the service last", quoted(self.words(word))),
                    format!("write `{metric}@{service}.{facet}`"),
                )
            }
            Fault::NoPeriod(word) => (
                word,
                "`in` names no quarter".to_owned(),
                "write the quarter, such as `in 2025-Q4`".to_owned(),
            ),
            Fault::NoSpelling(word) => (
                word,
                "`|` is followed by nothing".to_owned(),
                "write `| words`, `| Words` or `| ordinal`, or remove it".to_owned(),
            ),
            Fault::Stranger(word) => {
                let written = self.words(word);
                let help = match written {
                    "+" | "-" | "*" | "/" => {
                        "nothing can be computed here: facets such as `.change`, `.rise`, `.fall` \
                         and `.gap` say differences"
                            .to_owned()
                    }
                    _ => {
                        let start = word.start.saturating_sub(8);
                        let before = self.text.value.get(start..word.end);
                        match before.and_then(quarter_meant) {
                            Some(period) => format!("write the quarter as `in {period}`"),
                            None => form.to_owned(),
                        }
                    }
                };
                (
                    word,
                    format!("{} has no meaning here", quoted(written)),
                    help,
                )
            }
            Fault::Incomplete(word) => (
                word,
                format!("{} is incomplete", quoted(self.words(word))),
                form.to_owned(),
            ),
        };
        self.tell(&topics::BAD_EXPRESSION, word.clone(), message, help);
    }

    /// Every name is looked up, so that each wrong one is told of in the same run.
    fn resolve(&self, at: Word, parsed: &Parsed) -> Option<Expression> {
        let Ground {
            metric_names,
            service_names,
            problems,
            ..
        } = self.ground;
        let metric = metric_names.known(self.located(&parsed.metric), problems);
        let service = parsed
            .service
            .as_ref()
            .map(|word| service_names.known(self.located(word), problems));
        let facet = match &parsed.facet {
            Some(word) => self.facet(word),
            None => Some(Located::new(
                Facet::Now,
                self.aligned.place(parsed.metric.clone()),
            )),
        };
        let period = parsed.period.as_ref().map(|word| self.quarter(word));
        let spelling = match &parsed.spelling {
            Some(word) => self.spelling(word),
            None => Some(Spelling::Digits),
        };
        let metric = metric?;
        let known = self.ground.metrics.get(&metric.value)?;
        let service = or_wrong(service)?;
        let facet = facet?;
        let mut good = self.fits(known, service.as_ref(), facet.value, parsed, &at);
        if let (Some(word), Some(spelling)) = (&parsed.spelling, spelling) {
            good &= self.spells(known, facet.value, spelling, word);
        }
        let period = or_wrong(period)?;
        if !good {
            return None;
        }
        Some(Expression {
            span: self.aligned.place(at.clone()),
            at,
            metric,
            service,
            facet,
            period,
            spelling: spelling?,
        })
    }

    fn facet(&self, word: &Word) -> Option<Located<Facet>> {
        let written = self.words(word);
        let found = Facet::ALL.iter().find(|(_, name)| *name == written);
        if let Some((facet, _)) = found {
            return Some(Located::new(*facet, self.aligned.place(word.clone())));
        }
        let names = Facet::ALL.iter().map(|(_, name)| *name);
        let all: Vec<&str> = names.clone().collect();
        let otherwise = format!("write one of {}", all.join(", "));
        self.tell(
            &topics::UNKNOWN_FACET,
            word.clone(),
            format!("a metric has no {}", quoted(written)),
            meant(written, names, &otherwise),
        );
        None
    }

    fn spelling(&self, word: &Word) -> Option<Spelling> {
        let written = self.words(word);
        let words = ["words", "Words", "ordinal"];
        match written {
            "words" => return Some(Spelling::Words),
            "Words" => return Some(Spelling::Capital),
            "ordinal" => return Some(Spelling::Ordinal),
            _ => {}
        }
        self.tell(
            &topics::BAD_EXPRESSION,
            word.clone(),
            format!("no figure is written as {}", quoted(written)),
            meant(written, words, ""),
        );
        None
    }

    fn quarter(&self, word: &Word) -> Option<Located<Period>> {
        let written = self.words(word);
        let Ok(period) = written.parse::<Period>() else {
            self.tell(
                &topics::BAD_PERIOD,
                word.clone(),
                format!("{} is not a quarter", quoted(written)),
                match quarter_meant(written) {
                    Some(period) => format!("write the quarter as `{period}`"),
                    None => "write the fiscal year and quarter, such as `2026-Q3`".to_owned(),
                },
            );
            return None;
        };
        if period > self.period {
            self.tell(
                &topics::LATER_FIGURE,
                word.clone(),
                format!(
                    "{period} comes after {}, which this text is about",
                    self.period
                ),
                "a text tells of its own quarter and those before it",
            );
            return None;
        }
        if !self.ground.periods.contains(&period) {
            // A snapshot that could not be read has been told of.
            if self.ground.all_periods {
                let (first, last) = (self.ground.periods.first(), self.ground.periods.last());
                let help = match (first, last) {
                    (Some(first), Some(last)) => {
                        format!("figures are on record from {first} to {last}")
                    }
                    _ => "add its snapshot".to_owned(),
                };
                self.tell(
                    &topics::UNKNOWN_PERIOD,
                    word.clone(),
                    format!("there is no snapshot of {period}"),
                    help,
                );
            }
            return None;
        }
        Some(Located::new(period, self.aligned.place(word.clone())))
    }

    /// Whether a metric can have a facet, for a service or at all.
    fn fits(
        &self,
        metric: &Metric,
        service: Option<&Located<String>>,
        facet: Facet,
        parsed: &Parsed,
        at: &Word,
    ) -> bool {
        let id = &metric.id.value;
        if let (Some(service), Some(word)) = (service, &parsed.service) {
            let files = |o: &Observations| o.services.contains_key(&service.value);
            let observed = self.ground.observations.get(id).map(|o| &**o);
            if self.ground.all_periods && !observed.is_some_and(files) {
                let filing: Vec<&str> = observed
                    .map(|o| o.services.keys().map(String::as_str).take(8).collect())
                    .unwrap_or_default();
                let help = if filing.is_empty() {
                    format!("no service files it; write `{{{{ {id} }}}}` for the organisation")
                } else {
                    format!("it is filed for {}", super::problems::one_of(&filing))
                };
                self.tell(
                    &topics::UNFILED_SERVICE,
                    word.clone(),
                    format!("`{}` never files `{id}`", service.value),
                    help,
                );
                return false;
            }
        }
        let Some((why, help)) = impossible(metric, facet, service.is_some()) else {
            return true;
        };
        self.tell(
            &topics::IMPOSSIBLE_FACET,
            parsed.facet.clone().unwrap_or_else(|| at.clone()),
            format!("`{id}` has no `.{}`: {why}", facet.name()),
            help,
        );
        false
    }

    /// Whether an answer can be spelled out.
    fn spells(&self, metric: &Metric, facet: Facet, spelling: Spelling, word: &Word) -> bool {
        let figure = matches!(
            facet,
            Facet::Now
                | Facet::Previous
                | Facet::YearAgo
                | Facet::Target
                | Facet::Gap
                | Facet::Rise
                | Facet::Fall
                | Facet::RiseYear
                | Facet::FallYear
        );
        let share = facet == Facet::Basis
            && metric.kind.value == Kind::Ratio
            && spelling != Spelling::Ordinal;
        if facet.counts() || share || (figure && metric.kind.value == Kind::Count) {
            return true;
        }
        let how = match spelling {
            Spelling::Ordinal => "a place in an order",
            _ => "a word",
        };
        self.tell(
            &topics::BAD_EXPRESSION,
            word.clone(),
            format!("only a count can be written as {how}"),
            "remove the `|` and what follows it",
        );
        false
    }
}

/// Why a metric cannot have a facet whatever is filed, and what to write instead.
fn impossible(metric: &Metric, facet: Facet, scoped: bool) -> Option<(String, String)> {
    let kind = match metric.kind.value {
        Kind::Ratio => "a ratio",
        Kind::Quantile => "a quantile",
        Kind::Level => "a level",
        Kind::Count => "a count",
        Kind::Score => "a score",
    };
    let id = &metric.id.value;
    let instead =
        |facet: &str| format!("write `{{{{ {id}{facet} }}}}`, or say it without a figure");
    match facet {
        Facet::Target
        | Facet::Gap
        | Facet::MissedInARow
        | Facet::Missed
        | Facet::ServicesMet
        | Facet::ServicesMissed
            if metric.targets.is_empty() =>
        {
            Some(("no target is set for it".to_owned(), instead("")))
        }
        Facet::ServicesMet | Facet::ServicesMissed | Facet::Services if scoped => Some((
            "it counts services, so it cannot be of one".to_owned(),
            instead(&format!(".{}", facet.name())),
        )),
        Facet::ServicesMet | Facet::ServicesMissed
            if metric.roll_up.value == RollUp::Sum
                && metric
                    .targets
                    .iter()
                    .all(|t| t.value != crate::model::Exact::ZERO) =>
        {
            Some((
                "its target is one for the sum, to which no service is held".to_owned(),
                instead(""),
            ))
        }
        Facet::Low | Facet::High | Facet::Range | Facet::AverageBefore | Facet::AverageAfter => {
            match &metric.test {
                Test::None { reason } => {
                    let reason = reason.trim_end_matches('.');
                    Some((
                        format!("it is not tested for change ({reason})"),
                        instead(""),
                    ))
                }
                Test::RareEvents => Some((
                    "it is judged by the days between events, not by weekly values".to_owned(),
                    instead(""),
                )),
                Test::Xmr => None,
            }
        }
        Facet::Count if !matches!(metric.kind.value, Kind::Ratio | Kind::Count) => {
            Some((format!("it is {kind}, which counts nothing"), instead("")))
        }
        Facet::Of | Facet::Basis if matches!(metric.kind.value, Kind::Level | Kind::Count) => {
            Some((
                format!("it is {kind}, which is of nothing else"),
                instead(""),
            ))
        }
        _ => None,
    }
}

/// Tells of every `{{` in the texts of a pack that belong to no quarter: metrics, terms, services.
pub(super) fn refuse_elsewhere(pack: &Pack, sources: &Sources, problems: &Problems) {
    let metrics = pack
        .metrics
        .values()
        .flat_map(|m| [&m.meaning, &m.why, &m.drivers, &m.playbook, &m.questions]);
    let terms = pack.terms.values().map(|t| &t.meaning);
    for text in metrics.chain(terms) {
        let found = grammar::scan(&text.value);
        if found.is_empty() {
            continue;
        }
        let aligned = Aligned::new(sources, text);
        for found in found {
            if let Found::Expression(at, _) | Found::Unclosed(at) = found {
                let span = aligned.place(at);
                problems.within(span.file, || problems.add(quarterless(span)));
            }
        }
    }
}

/// A figure in a text that is about no quarter.
fn quarterless(span: Span) -> crate::diag::Diagnostic {
    topics::MISPLACED_FIGURE
        .at(span, "a figure in a text that belongs to no quarter")
        .help("say it in an overview, a story or a decision; write `\\{{` where braces are meant")
}

/// The quarter that was meant by `Q1 2026`, `2026 Q1`, `2026Q1` or `1Q-2026`.
fn quarter_meant(written: &str) -> Option<Period> {
    let letters = written.to_ascii_uppercase();
    let groups = letters.split(|c: char| !c.is_ascii_digit());
    let groups: Vec<&str> = groups.filter(|digits| !digits.is_empty()).collect();
    let (year, quarter) = match groups.as_slice() {
        [a, b] if a.len() == 4 => (a, b),
        [a, b] => (b, a),
        _ => return None,
    };
    let meant = format!("{year}-Q{quarter}").parse();
    meant.ok().filter(|_| letters.contains('Q'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_written_another_way_is_understood() {
        let quarter = Period::new(2026, 1);
        assert!(quarter.is_some());
        for written in [
            "Q1 2026",
            "n q1 2026",
            "2026 Q1",
            "2026Q1",
            "Q1-2026",
            "1Q 2026",
        ] {
            assert_eq!(quarter_meant(written), quarter, "{written}");
        }
        for written in ["2026", "Q1", "Q5 2026", "1 2026", "Q1 26", "Q1 2 2026"] {
            assert_eq!(quarter_meant(written), None, "{written}");
        }
    }
}
