//! An unread clause to the ways out that fit it: texts to paste, each of which was tried.

use super::super::kinship::Kinship;
use super::super::reading::{About, Item};
use super::super::records::Records;
use super::super::{Claimed, judge};
use super::account::{Fault, wordings};
use super::clauses::{Clause, Sentence};
use super::tied::Borne;
use crate::check::report::Facts;
use crate::model::{Claim, ClaimVerb, Narrative, Part, Period, Told, Voucher, Way};

/// What an offer is made from.
pub(super) struct Case<'c, 'a> {
    pub(super) facts: &'c Facts<'a>,
    pub(super) kinship: &'c Kinship<'c>,
    pub(super) records: &'c Records,
    pub(super) narrative: &'a Narrative,
    pub(super) period: Period,
    pub(super) told: Told<'a>,
}

impl<'a> Case<'_, 'a> {
    fn name(&self, id: &str) -> &str {
        let metric = self.facts.pack.metrics.get(id);
        metric.map_or("", |m| m.name.value.as_str())
    }

    /// What would mend a clause.
    pub(super) fn help(
        &self,
        sentence: &Sentence<'_, '_>,
        clause: &Clause,
        fault: &Fault,
        read: &str,
    ) -> String {
        match fault {
            Fault::Unnamed(figure) => {
                let id = &figure.about.metric;
                let metric = self.facts.pack.metrics.get(id);
                let near = match metric.map(|m| wordings(m, figure).collect::<Vec<_>>()) {
                    Some(agreed) if !agreed.is_empty() => {
                        format!("; agreed words are `{}`", agreed.join("`, `"))
                    }
                    _ => format!("; or agree on the words: `wordings` of content/metrics/{id}.md"),
                };
                format!("name {} beside its figure{near}", self.name(id))
            }
            Fault::Beside(word) => {
                let alone = self.alone(sentence, clause, word);
                let alone = alone.map(|text| format!("write {text}, or "));
                format!(
                    "{}tell the figure alone, and what is claimed of it in a verb: `fell`, `missed its target`; or declare that beside the text in `claims:`",
                    alone.unwrap_or_default()
                )
            }
            Fault::Size(size) => {
                format!("bind how far it moved instead of `{size}`: `by {{{{ metric.fall }}}}`")
            }
            Fault::Typed => "bind the metric’s own figure".to_owned(),
            Fault::Aside => "leave it out, or claim it of a metric".to_owned(),
            Fault::Against { record, .. } => {
                format!("say what {record} says, or tie the text to the record that it is about")
            }
            Fault::Silent { record, .. } => format!(
                "use the words of {record}, or leave that word out{}",
                self.ways(sentence, clause, read)
            ),
            Fault::Named(about) => {
                let ways = self.ways(sentence, clause, read);
                if ways.is_empty() {
                    format!(
                        "say what the data can bear of {}: `fell`, `missed its target`, `was {{{{ {about} }}}}`",
                        self.name(&about.metric)
                    )
                } else {
                    ways.trim_start_matches("; or ").to_owned()
                }
            }
            Fault::Nothing => {
                let ways = self.ways(sentence, clause, read);
                if ways.is_empty() {
                    let near = self.kinship.nearest(sentence.words(read, clause));
                    match near.first() {
                        Some(id) => format!(
                            "say of {} what its figures bear: `was {{{{ {id} }}}}`, or take it out",
                            self.name(id)
                        ),
                        None => "name the metric or the record that it speaks of, or take it out"
                            .to_owned(),
                    }
                } else {
                    ways.trim_start_matches("; or ").to_owned()
                }
            }
        }
    }

    /// Every way out that was tried and holds, each after `; or `.
    fn ways(&self, sentence: &Sentence<'_, '_>, clause: &Clause, read: &str) -> String {
        let mut ways = Vec::new();
        if let Some(path) = self.record(sentence, clause) {
            let mend = self.pasted(&[], Some(&path), None);
            ways.push(format!("tie it to its record: `{mend}`"));
        }
        for (about, verb) in self.claims(sentence, clause, read) {
            let mend = self.pasted(&[format!("{about} {}", verb.word())], None, None);
            ways.push(format!("declare what the data bears: `{mend}`"));
        }
        let may = matches!(self.told.part, Part::Summary | Part::Verdict);
        let vouched = self.narrative.judgement(self.told.text).is_some();
        if may && !vouched && !sentence.is_tellable(clause, (self.kinship, self.records), read) {
            let judged = self.pasted(&[], None, Some(("judgement", self.role())));
            let kept = self.pasted(&[], None, Some(("source", "…")));
            ways.push(format!(
                "if nothing in the pack can tell, print it as somebody’s: `{judged}`, or with where it is kept: `{kept}`"
            ));
        }
        ways.iter().map(|way| format!("; or {way}")).collect()
    }

    /// A role of the pack that answers for the quarter's decisions or exceptions.
    fn role(&self) -> &'a str {
        let decisions = self.narrative.decisions.iter().map(|d| d.sponsor.as_str());
        let others = self.narrative.overview.explanations.iter();
        let mut all = decisions.chain(others.map(|e| e.owner.as_str()));
        all.next().unwrap_or("CTO")
    }

    /// The text as it would stand with one declaration more.
    fn pasted(&self, claims: &[String], record: Option<&str>, by: Option<(&str, &str)>) -> String {
        let text = self.told.text;
        let folded: Vec<&str> = text.value.split_whitespace().collect();
        let value = folded.join(" ").replace('\\', "\\\\").replace('"', "\\\"");
        let mut out = format!("{{text: \"{value}\"");
        let written = |claim: &Claim| {
            let about = About {
                metric: claim.metric.value.clone(),
                service: claim.service.as_ref().map(|s| s.value.clone()),
            };
            format!("{about} {}", claim.verb.value.word())
        };
        let known = self.narrative.claims(text).map(written);
        let all: Vec<String> = known.chain(claims.iter().cloned()).collect();
        if !all.is_empty() {
            out.push_str(&format!(", claims: [{}]", all.join(", ")));
        }
        let ties = self
            .narrative
            .ties(text)
            .map(|tie| tie.record.value.as_str());
        let ties: Vec<&str> = ties.chain(record).collect();
        if !ties.is_empty() {
            out.push_str(&format!(", records: [{}]", ties.join(", ")));
        }
        let by = by.or_else(|| {
            Some(match &self.narrative.judgement(text)?.by {
                Voucher::Role(role) => ("judgement", role.value.as_str()),
                Voucher::Source(source) => ("source", source.value.as_str()),
            })
        });
        if let Some((key, value)) = by {
            out.push_str(&format!(", {key}: {value}"));
        }
        out.push('}');
        out
    }

    /// The nearest record that bears the clause once its author names it.
    fn record(&self, sentence: &Sentence<'_, '_>, clause: &Clause) -> Option<String> {
        let (tokens, _) = sentence.clued(clause);
        let near = self.records.nearest(tokens);
        let bears = |record: &&&super::super::records::Record| {
            !Records::is_internal(record)
                && matches!(
                    sentence.borne(clause, self.records, &[**record]),
                    Borne::Held
                )
        };
        near.iter().find(bears).map(|record| record.path())
    }

    /// Claims of the metrics nearest to a clause that the data bears and that would answer for it.
    fn claims(
        &self,
        sentence: &Sentence<'_, '_>,
        clause: &Clause,
        read: &str,
    ) -> Vec<(About, ClaimVerb)> {
        const VERBS: &[ClaimVerb] = &[
            ClaimVerb::Missed,
            ClaimVerb::MarginallyMet,
            ClaimVerb::ComfortablyMet,
            ClaimVerb::Met,
            ClaimVerb::Moved(Way::Down),
            ClaimVerb::Moved(Way::Up),
            ClaimVerb::NotMoved(Way::Better),
            ClaimVerb::NotMoved(Way::Worse),
            ClaimVerb::NotMoved(Way::Up),
            ClaimVerb::NotMoved(Way::Down),
            ClaimVerb::MayHave(Way::Down),
            ClaimVerb::MayHave(Way::Up),
            ClaimVerb::Routine,
        ];
        let words = sentence.words(read, clause);
        let mut found = Vec::new();
        let near = self.kinship.nearest(words).into_iter();
        for id in near.filter(|id| self.kinship.of_name(words, id) > 0) {
            let about = About {
                metric: id.to_owned(),
                service: None,
            };
            for verb in VERBS {
                let fits = sentence.answers(clause, self.kinship, (id, *verb));
                if fits && self.holds(&about, *verb) {
                    found.push((about.clone(), *verb));
                    break;
                }
            }
        }
        found
    }

    /// Whether the data bears a claim.
    fn holds(&self, about: &About, verb: ClaimVerb) -> bool {
        let claim = Claimed {
            period: self.period,
            narrative: self.narrative,
            told: self.told,
            about: Some(about.clone()),
            verb,
            compares: false,
            written: String::new(),
            place: self.told.text.span,
            at: None,
            services: None,
            repeats: Vec::new(),
            since: false,
        };
        judge(self.facts, &claim, about).is_empty()
    }

    /// The clause up to where the words begin in which no figure is told.
    fn alone(&self, sentence: &Sentence<'_, '_>, clause: &Clause, word: &str) -> Option<String> {
        let at = clause.clone().find(|i| {
            let tokens = sentence.items.get(*i).map_or(0..0, |x| x.1..x.2);
            let words: Vec<&str> = sentence
                .tokens
                .get(tokens)
                .unwrap_or_default()
                .iter()
                .map(|t| t.text)
                .collect();
            words.join(" ") == word
        })?;
        let end = (clause.start..at)
            .rev()
            .find(|i| matches!(sentence.items.get(*i), Some((Item::Boundary, ..))))?;
        let before = clause.start..end;
        before.clone().find(|i| sentence.figure(*i).is_some())?;
        let range = sentence.range(&before)?;
        let written = self.facts.answers.written(self.told.text, range);
        let text = self.told.text.value.get(written)?;
        Some(format!("`{}.`", text.trim()))
    }
}
