//! A clause to why nothing holds it to the data, if nothing does.

use super::super::Bound;
use super::super::kinship::Kinship;
use super::super::measuring::{AREAS, MEASURING, MODIFYING, is_counting};
use super::super::reading::{About, Item};
use super::super::records::{Ready, Records};
use super::super::telling::{ASKS, EVIDENCE, EVIDENT, PARTS, UNIVERSAL, WISHES, is_telling};
use super::super::ties::is_month;
use super::super::tokens;
use super::super::verbs::{Takes, is_vague};
use super::clauses::{Clause, Sentence};
use crate::model::{Annotation, ClaimVerb, Facet, Metric};
use chrono::Datelike;
use std::collections::BTreeSet;

/// Why a clause is unread.
pub(super) enum Fault {
    /// It holds this figure, and neither its metric's name nor one of its wordings.
    Unnamed(Bound),
    /// It tells a figure beside words that were not agreed.
    Beside(String),
    /// It adds so much without a figure: `by a third`.
    Size(String),
    /// It names this metric and says nothing of it that was understood.
    Named(About),
    /// It tells a figure that is typed by hand.
    Typed,
    /// It praises or blames: `, a clear improvement`.
    Aside,
    /// The record that it is tied to says otherwise.
    Against {
        record: String,
        word: String,
        because: String,
    },
    /// The record that it is tied to says nothing of a word.
    Silent { record: String, word: String },
    /// It speaks of nothing that the pack knows.
    Nothing,
}

impl Fault {
    pub(super) fn because(&self, what: &str) -> String {
        let why = match self {
            Self::Unnamed(figure) => {
                format!("a figure of `{}`, not told in agreed words", figure.about)
            }
            Self::Beside(word) => format!("`{word}` is no word in which a figure is told"),
            Self::Size(_) => "how much is not bound to the data".to_owned(),
            Self::Named(about) => {
                format!("names `{about}`, and claims nothing that was understood")
            }
            Self::Typed => "a literal is told as a metric’s figure".to_owned(),
            Self::Aside => "added to a claim, and no claim itself".to_owned(),
            Self::Against {
                record,
                word,
                because,
            } => format!("`{word}`: {because}, {record}"),
            Self::Silent { record, word } => {
                format!("{record}, which it is tied to, says nothing of `{word}`")
            }
            Self::Nothing => {
                "no claim, figure, event or record of the pack was read here".to_owned()
            }
        };
        format!("{why}; in the {what}")
    }

    pub(super) fn may_be_declared(&self) -> bool {
        !matches!(self, Self::Size(_) | Self::Against { .. })
    }
}

impl<'s> Sentence<'s, '_> {
    /// Why nothing holds a clause to the data; `None` where something does.
    pub(super) fn fault(&self, clause: &Clause, judged: &BTreeSet<usize>) -> Option<Fault> {
        let is_judged = |i: usize| {
            let token = self.items.get(i).and_then(|x| self.tokens.get(x.1));
            token.is_some_and(|t| judged.contains(&t.at))
        };
        let read = clause.clone().any(is_judged);
        if let Some(size) = self.size(clause) {
            return Some(Fault::Size(size));
        }
        if read {
            return self.aside(clause).then_some(Fault::Aside);
        }
        let mut figures = clause.clone().filter_map(|i| self.figure(i)).peekable();
        let aims = figures.clone().all(|f| f.facet == Facet::Target);
        if figures.peek().is_some() && !(aims && self.asks(clause)) {
            return self.told(clause);
        }
        if self.says_eased(clause)
            || self.asks(clause)
            || self.suspends(clause)
            || self.is_evidence(clause)
            || self.tells_an_event(clause)
        {
            return None;
        }
        let named = clause.clone().find_map(|i| match &self.items.get(i)?.0 {
            Item::Metric(about) => Some(about.clone()),
            _ => None,
        });
        let typed = |i: usize| {
            let token = self.items.get(i).and_then(|x| self.tokens.get(x.1));
            token.is_some_and(|t| t.text.starts_with(|c: char| c.is_ascii_digit()))
        };
        let plain = clause.clone().all(|i| self.is_plain(i));
        if named.is_some() && plain && clause.clone().any(typed) {
            return Some(Fault::Typed);
        }
        Some(named.map_or(Fault::Nothing, Fault::Named))
    }

    /// `by a third`, `by two thirds`: a size that no figure tells.
    pub(super) fn size(&self, clause: &Clause) -> Option<String> {
        const PART: &[&str] = &[
            "quarter", "third", "half", "fifth", "tenth", "thirds", "quarters", "fifths", "tenths",
        ];
        let mut all = clause.clone().filter(|i| self.word(*i) == "by");
        all.find_map(|i| {
            let many = matches!(
                self.word(i + 1),
                "a" | "one" | "two" | "three" | "nearly" | "almost" | "over"
            );
            if matches!(self.word(i + 1), "far" | "miles") {
                return Some(format!("by {}", self.word(i + 1)));
            }
            let margin =
                (i + 2..i + 5).find(|j| matches!(self.word(*j), "margin" | "lot" | "distance"));
            if let (true, Some(margin)) = (many, margin.filter(|j| *j < clause.end)) {
                let words: Vec<&str> = (i..=margin).map(|j| self.word(j)).collect();
                return Some(words.join(" "));
            }
            let at = if many { i + 2 } else { i + 1 };
            let part = self.word(at);
            let at = if part == "a" { at + 1 } else { at };
            let part = self.word(at);
            (many && PART.contains(&part) || part == "half").then(|| format!("by a {part}"))
        })
    }

    /// `, a triumph for the teams`: what is added to a claim in a noun of its own.
    pub(super) fn aside(&self, clause: &Clause) -> bool {
        clause.clone().any(|i| {
            let opens = matches!(self.word(i), "," | "–" | "—")
                && matches!(self.word(i + 1), "a" | "an" | "our");
            if !opens {
                return false;
            }
            let end = (i + 1..clause.end).find(|j| matches!(self.word(*j), "," | "–" | "—"));
            let aside = i + 1..end.unwrap_or(clause.end);
            let plain = aside.clone().all(|j| self.is_plain(j));
            !(plain || self.is_evidence(&aside) || self.is_finite(&aside))
        })
    }

    /// A word that says of when or whose a figure is, a name, a number or a date.
    pub(super) fn is_plain(&self, item: usize) -> bool {
        let Some((kind, from, _)) = self.items.get(item) else {
            return false;
        };
        let Some(token) = self.tokens.get(*from) else {
            return false;
        };
        match kind {
            Item::Metric(_) | Item::Service(_) => true,
            Item::Verb(verb, _) => verb.side.is_some(),
            Item::Boundary => true,
            _ => {
                is_telling(&token.lower)
                    || token
                        .text
                        .starts_with(|c: char| c.is_ascii_digit() || c == '%')
                    || is_month(token.text)
                    || token.text.len() == 2 && token.text.starts_with(['Q', 'H'])
            }
        }
    }

    /// Why the figures of a clause are not told in agreed words.
    pub(super) fn told(&self, clause: &Clause) -> Option<Fault> {
        let mut agreed: BTreeSet<usize> = BTreeSet::new();
        let mut looked: BTreeSet<(&str, Facet)> = BTreeSet::new();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for i in 0..clause.end {
            if let Some((Item::Metric(about), ..)) = self.items.get(i)
                && (i < clause.start || self.figure(i).is_none())
            {
                told.insert(&about.metric);
            }
        }
        for i in clause.clone() {
            let Some(figure) = self.figure(i) else {
                continue;
            };
            let metric = figure.about.metric.as_str();
            if looked.insert((metric, figure.facet)) {
                let worded = self.worded(clause, figure);
                if !worded.is_empty() {
                    told.insert(metric);
                }
                // A figure that is told carries the next one of its metric.
                if !told.contains(metric) {
                    return Some(Fault::Unnamed(figure.clone()));
                }
                agreed.extend(worded);
            }
        }
        let stranger = clause.clone().find(|i| {
            let tokens = self.items.get(*i).map_or(0..0, |x| x.1..x.2);
            !self.is_plain(*i) && !tokens.clone().all(|t| agreed.contains(&t))
        });
        let stranger = stranger?;
        let (_, from, to) = self.items.get(stranger)?;
        let words = self.tokens.get(*from..*to)?.iter().map(|t| t.text);
        Some(Fault::Beside(words.collect::<Vec<_>>().join(" ")))
    }

    /// The tokens of the wordings of a figure that stand in a clause.
    pub(super) fn worded(&self, clause: &Clause, figure: &Bound) -> BTreeSet<usize> {
        let mut agreed = BTreeSet::new();
        let Some(metric) = self.facts.pack.metrics.get(&figure.about.metric) else {
            return agreed;
        };
        let (Some(first), Some(last)) = (
            self.items.get(clause.start),
            clause.end.checked_sub(1).and_then(|i| self.items.get(i)),
        ) else {
            return agreed;
        };
        let tokens = first.1..last.2;
        for words in wordings(metric, figure) {
            let key: Vec<&str> = words.split_whitespace().collect();
            let word = |i: usize| {
                let token = self.tokens.get(i).filter(|_| i < tokens.end);
                token.map_or("", |t| t.lower.as_str())
            };
            for start in tokens.clone() {
                // `of releases still fail` is worded as `of releases fail`.
                let mut at = start;
                let fits = key.iter().enumerate().all(|(n, asked)| {
                    at += usize::from(n > 0 && matches!(word(at), "still" | "now" | "again"));
                    at += 1;
                    word(at - 1) == asked.to_lowercase()
                });
                if fits {
                    agreed.extend(start..at);
                }
            }
        }
        agreed
    }

    /// `we ask the Board to …`, `the Board is asked to …`; what it asks to be told of is no ask.
    pub(super) fn asks(&self, clause: &Clause) -> bool {
        let words: Vec<&str> = clause
            .clone()
            .map(|i| self.word(i))
            .skip_while(|w| PARTS.contains(w))
            .collect();
        let asked = match words.as_slice() {
            ["we", verb, ..] => ASKS.contains(verb) || WISHES.contains(verb),
            ["the", "board", "is", "asked", ..] => true,
            _ => false,
        };
        let told = |w: &&str| {
            matches!(
                *w,
                "note"
                    | "noting"
                    | "see"
                    | "know"
                    | "accept"
                    | "recognise"
                    | "celebrate"
                    | "praise"
                    | "because"
                    | "which"
            )
        };
        // `we recommend that …` and `so that …` ask; `… which shows that …` tells.
        let tells = (3..words.len())
            .any(|i| words.get(i) == Some(&"that") && words.get(i.wrapping_sub(1)) != Some(&"so"));
        asked && !words.iter().any(told) && !tells
    }

    /// `it is too early to say whether …`, `we do not know yet whether …`.
    pub(super) fn suspends(&self, clause: &Clause) -> bool {
        let words: Vec<&str> = clause
            .clone()
            .flat_map(|i| self.items.get(i).map_or(0..0, |x| x.1..x.2))
            .filter_map(|t| Some(self.tokens.get(t)?.lower.as_str()))
            .skip_while(|w| PARTS.contains(w))
            .collect();
        let Some(at) = words.iter().position(|w| matches!(*w, "whether" | "if")) else {
            return false;
        };
        let before = words.get(..at).unwrap_or_default();
        let plain = before.iter().all(|w| {
            is_telling(w) || EVIDENCE.contains(w) || matches!(*w, "know" | "do" | "cannot" | "can")
        });
        let open = before
            .iter()
            .any(|w| matches!(*w, "early" | "not" | "cannot"));
        plain && open && before.len() > 2
    }

    /// `which was eased in July`: of the target that the clause before spoke of.
    pub(super) fn says_eased(&self, clause: &Clause) -> bool {
        let eased = clause.clone().any(|i| self.word(i) == "eased");
        eased
            && !self.speaks_of_a_metric(clause)
            && clause
                .clone()
                .all(|i| self.is_plain(i) || self.word(i) == "eased")
    }

    /// `a strong signal`, `too few to show a change`.
    pub(super) fn is_evidence(&self, clause: &Clause) -> bool {
        let word = |i: usize| self.word(i);
        let plain = clause
            .clone()
            .all(|i| self.is_plain(i) || EVIDENCE.contains(&word(i)));
        plain && clause.clone().any(|i| EVIDENT.contains(&word(i)))
    }

    /// Whether it tells an annotation by its own words, on its own day.
    pub(super) fn tells_an_event(&self, clause: &Clause) -> bool {
        let annotations = &self.facts.pack.annotations;
        annotations.iter().any(|a| self.tells(clause, a))
    }

    pub(super) fn tells(&self, clause: &Clause, event: &Annotation) -> bool {
        let label = tokens::sentences(&event.label);
        let label: BTreeSet<&str> = label.iter().flatten().map(|t| t.lower.as_str()).collect();
        let content: BTreeSet<&str> = label.iter().copied().filter(|w| !is_telling(w)).collect();
        let mut said = BTreeSet::new();
        let date = event.date;
        for i in clause.clone() {
            let Some((kind, from, to)) = self.items.get(i) else {
                return false;
            };
            for token in self.tokens.get(*from..*to).unwrap_or_default() {
                let word = token.lower.as_str();
                if content.contains(word) {
                    said.insert(word);
                    continue;
                }
                let number = word.parse::<i32>().ok();
                let fits = match (kind, number) {
                    (Item::Service(id), _) => {
                        let of = &event.services;
                        of.is_empty() || of.iter().any(|s| s.value == *id)
                    }
                    (_, Some(n)) => n == date.year() || u32::try_from(n) == Ok(date.day()),
                    _ if is_month(token.text) => {
                        crate::words::MONTHS.get(date.month0() as usize) == Some(&token.text)
                    }
                    _ if matches!(
                        word,
                        "still" | "again" | "both" | "last" | "previous" | "ago"
                    ) || crate::check::claims::quantity::number(word).is_some() =>
                    {
                        false
                    }
                    _ => {
                        is_telling(word)
                            || PARTS.contains(&word)
                            || matches!(
                                word,
                                "go" | "goes"
                                    | "went"
                                    | "happened"
                                    | "live"
                                    | "down"
                                    | "began"
                                    | "ended"
                            )
                    }
                };
                if !fits {
                    return false;
                }
            }
        }
        !content.is_empty() && (said.len() == content.len() || said.len() > 1)
    }

    pub(super) fn speaks_of_a_metric(&self, clause: &Clause) -> bool {
        clause
            .clone()
            .any(|i| matches!(self.items.get(i), Some((Item::Metric(_), ..))))
    }

    /// Whether a clause holds digits that are no bound figure, no day and no year.
    pub(super) fn types(&self, clause: &Clause) -> bool {
        clause.clone().any(|i| {
            let token = |i: usize| self.items.get(i).and_then(|x| self.tokens.get(x.1));
            let month = |i: Option<usize>| i.and_then(token).is_some_and(|t| is_month(t.text));
            let digits = token(i).filter(|t| t.text.starts_with(|c: char| c.is_ascii_digit()));
            let year = |text: &str| text.parse().is_ok_and(|n: i32| (1900..2200).contains(&n));
            digits.is_some_and(|t| !year(t.text))
                && self.figure(i).is_none()
                && !month(i.checked_sub(1))
                && !month(Some(i + 1))
        })
    }

    /// Whether a metric or a record could tell what a clause says, so that it is nobody's to judge:
    /// it holds a figure, names a metric, counts outages, or claims something in words of a metric.
    pub(super) fn is_tellable(
        &self,
        clause: &Clause,
        (kinship, records): (&Kinship<'_>, &Records),
        read: &str,
    ) -> bool {
        let figures = clause.clone().any(|i| self.figure(i).is_some());
        if figures || self.speaks_of_a_metric(clause) {
            return true;
        }
        if matches!(self.word(0), "if" | "unless") {
            return false;
        }
        let said = |i: usize| match self.items.get(i) {
            Some((Item::Verb(..), from, to)) => {
                let before = from.checked_sub(1).and_then(|j| self.tokens.get(j));
                !is_vague(before, self.tokens.get(*from..*to).unwrap_or_default())
            }
            _ => false,
        };
        let counts = |i: usize| {
            let word = self.word(i);
            let pronoun = word == "one" && matches!(self.word(i + 1), "" | "," | "of");
            is_counting(word) && !pronoun
        };
        let claims = clause.clone().any(said);
        let counted = clause.clone().any(counts);
        let words = |list: &[&str]| clause.clone().any(|i| list.contains(&self.word(i)));
        // Of targets nothing can tell where no metric has one.
        let mut metrics = self.facts.pack.metrics.values();
        let aims = &["target", "targets", "goal", "goals", "slo", "slos"];
        let aims = words(aims) && metrics.any(|m| !m.targets.is_empty());
        let counted_in = &[
            "budget",
            "budgets",
            "metric",
            "metrics",
            "incident",
            "incidents",
        ];
        if aims || words(counted_in) {
            return true;
        }
        let outages = words(&["outage", "outages"]) && (claims || counted);
        let services = words(&["service", "services"]) && claims;
        let kin = kinship.touches(self.words(read, clause)) || words(AREAS);
        let whole = words(&["everything", "nothing"]) && (claims || words(&["track"]));
        if outages
            || services
            || whole
            || kin
                && (claims
                    || counted
                    || words(MEASURING)
                    || words(&["on", "under"]) && words(AREAS))
            || words(&["customers", "customer"]) && words(&["always", "never"])
        {
            return true;
        }
        let (tokens, clues) = self.clued(clause);
        records.tells(&Ready::new(tokens, &clues))
    }

    /// Whether a declared claim can answer for a clause: the clause says the same in a verb, and of
    /// words that are the metric's.
    pub(super) fn answers(
        &self,
        clause: &Clause,
        kinship: &Kinship<'_>,
        (metric, declared): (&str, ClaimVerb),
    ) -> bool {
        // A condition claims nothing of the quarter; what is declared beside it does.
        let word = |i: usize| self.tokens.get(i).map_or("", |t| t.lower.as_str());
        if matches!(word(0), "if" | "unless") && word(1) != "anything" {
            return true;
        }
        let kin = |i: usize| match &self.items.get(i) {
            Some((Item::Metric(about), ..)) => about.metric == metric,
            Some((Item::Service(_), ..)) => true,
            _ => kinship.is_kin(self.word(i), metric),
        };
        let stranger = |i: usize| {
            let word = self.word(i);
            let content = matches!(self.items.get(i), Some((Item::Word | Item::Metric(_), ..)));
            content
                && word.chars().next().is_none_or(char::is_alphanumeric)
                && (word.is_empty() || !self.is_plain(i))
                && !PARTS.contains(&word)
                && !MODIFYING.contains(&word)
                && !kin(i)
        };
        let mut verbs = clause.clone().filter_map(|i| match self.items.get(i) {
            Some((Item::Verb(verb, negated), ..)) => Some((i, *verb, *negated)),
            _ => None,
        });
        verbs.any(|(at, verb, negated)| {
            let denied = clause.clone().take_while(|i| *i < at).any(|i| {
                matches!(
                    self.word(i),
                    "nothing" | "nobody" | "no" | "none" | "neither" | "not"
                )
            });
            let says = match verb.said {
                ClaimVerb::Moved(way) if negated || denied => ClaimVerb::NotMoved(way),
                said => said,
            };
            if !super::super::answers_for(self.facts, metric, declared, says) {
                return false;
            }
            let mut before = (clause.start..at).filter(|i| !self.is_light(*i));
            let mut after = (at + 1..clause.end).filter(|i| !self.is_light(*i));
            match verb.takes {
                Takes::Subject => {
                    !before.clone().any(stranger) && (before.any(kin) || after.any(kin))
                }
                Takes::Object | Takes::ObjectOnly => {
                    // `customers see fewer failures` is said of customers.
                    let compares = matches!(self.word(at), "fewer" | "less" | "more");
                    if compares && before.clone().any(stranger) {
                        return false;
                    }
                    let near = after.find(|i| stranger(*i) || kin(*i));
                    near.map_or_else(|| before.any(kin), kin)
                }
            }
        })
    }

    fn is_light(&self, item: usize) -> bool {
        matches!(
            self.items.get(item),
            Some((Item::Light | Item::Boundary, ..))
        )
    }

    pub(super) fn universal(&self, clause: &Clause) -> Option<&'s str> {
        let mut words = clause.clone().map(|i| self.word(i));
        words.find(|w| UNIVERSAL.contains(w))
    }
}

/// The phrases in which a figure may be told.
pub(super) fn wordings<'m>(metric: &'m Metric, figure: &Bound) -> impl Iterator<Item = &'m str> {
    let facet = match figure.facet {
        Facet::Previous | Facet::YearAgo => Facet::Now,
        facet => facet,
    };
    let all = metric.wordings.iter();
    all.filter(move |w| w.facet == facet)
        .map(|w| w.words.value.as_str())
}
