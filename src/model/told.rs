//! Every text of a quarter's narrative, with what it is for: the one list that binding, checking
//! and redaction go through, so that none of them can forget a text.

use super::{About, Claim, Judgement, Narrative, OptionPlan, Text};

/// How much a text is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Stands over a page: the quarter's headline, a title.
    Headline,
    /// A sentence of the first page: the summary and the verdicts.
    Sentence,
    /// A section of a story or decision, or a longer text.
    Section,
    /// A short text of a table or list.
    Detail,
}

/// A text with what it is called and how much it is held to.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What it is called in messages: `headline`, `summary sentence`, `story title`, …
    pub what: &'static str,
    /// How much it is held to.
    pub weight: Weight,
    /// The text.
    pub text: &'a Text,
    /// Id of the story or decision that it belongs to.
    pub of: Option<&'a str>,
}

impl Narrative {
    /// What a text is declared to claim.
    pub fn claims<'a>(&'a self, text: &Text) -> impl Iterator<Item = &'a Claim> {
        let of = text.span;
        let stories = self.stories.iter().flat_map(|s| &s.claims);
        let decisions = self.decisions.iter().flat_map(|d| &d.claims);
        let all = self.overview.claims.iter().chain(stories).chain(decisions);
        all.filter(move |claim| claim.of == of)
    }

    /// Whose judgement a text is, where it is one.
    pub fn judgement(&self, text: &Text) -> Option<&Judgement> {
        let mut judgements = self.overview.judgements.iter();
        judgements.find(|judgement| judgement.of == text.span)
    }

    /// Every text in printed order.
    pub fn texts(&self) -> Vec<Told<'_>> {
        let mut list = List::default();
        let overview = &self.overview;
        list.add("headline", Weight::Headline, &overview.headline);
        for text in &overview.summary {
            list.add("summary sentence", Weight::Sentence, text);
        }
        list.add("prose", Weight::Section, &overview.prose);
        for text in &overview.verdicts {
            list.add("verdict", Weight::Sentence, text);
        }
        let since = &overview.since_last_meeting;
        for answer in &since.decisions {
            if let About::Earlier(ask) = &answer.about {
                list.add("past request", Weight::Detail, &ask.request);
            }
            if let Some(note) = &answer.note {
                list.add("note on a decision", Weight::Detail, note);
            }
        }
        for text in since.risks.iter().flatten() {
            list.add("risk", Weight::Detail, text);
        }
        for answer in &since.promises {
            if let About::Earlier(promise) = &answer.about {
                list.add("past promise", Weight::Detail, &promise.what);
            }
            if let Some(note) = &answer.note {
                list.add("note on a promise", Weight::Detail, note);
            }
        }
        for answer in &overview.explanations {
            list.add("`why`", Weight::Detail, &answer.why);
            list.add("`doing`", Weight::Detail, &answer.doing);
            list.add("`change_our_mind`", Weight::Detail, &answer.change_our_mind);
        }
        for promise in &overview.promises {
            list.add("promise", Weight::Detail, &promise.what);
        }
        for story in &self.stories {
            list.of = Some(&story.id.value);
            list.add("story title", Weight::Headline, &story.title);
            list.add("context", Weight::Section, &story.context);
            list.add("action", Weight::Section, &story.action);
            list.add("`cost`", Weight::Detail, &story.cost);
            list.add("`other_changes`", Weight::Detail, &story.other_changes);
            if let Some(comparison) = &story.comparison {
                list.add("`comparison`", Weight::Detail, comparison);
            }
            list.add("business proxy", Weight::Section, &story.business_proxy);
            for text in [&story.proxy.low, &story.proxy.high].into_iter().flatten() {
                list.add("range of the business proxy", Weight::Detail, text);
            }
            list.add("`method`", Weight::Detail, &story.proxy.method);
        }
        for decision in &self.decisions {
            list.of = Some(&decision.id.value);
            list.add("decision title", Weight::Headline, &decision.title);
            list.add("`request`", Weight::Detail, &decision.request);
            if let Some(amount) = &decision.amount {
                list.add("`amount`", Weight::Detail, amount);
            }
            list.add("`question`", Weight::Detail, &decision.question);
            list.add("why now", Weight::Section, &decision.why_now);
            list.plan(&decision.baseline);
            list.plan(&decision.investment);
            for other in &decision.also_considered {
                list.add("`option`", Weight::Detail, &other.option);
                list.add("`rejected`", Weight::Detail, &other.rejected);
            }
            for assumption in &decision.assumptions {
                list.add("assumption", Weight::Detail, &assumption.text);
                list.add("source", Weight::Detail, &assumption.source);
            }
            list.add("`stop_rule`", Weight::Detail, &decision.stop_rule);
            list.add("`resolution`", Weight::Detail, &decision.resolution);
            list.add("`measure`", Weight::Detail, &decision.review_measure);
        }
        list.texts
    }
}

#[derive(Default)]
struct List<'a> {
    texts: Vec<Told<'a>>,
    of: Option<&'a str>,
}

impl<'a> List<'a> {
    fn add(&mut self, what: &'static str, weight: Weight, text: &'a Text) {
        self.texts.push(Told {
            what,
            weight,
            text,
            of: self.of,
        });
    }

    fn plan(&mut self, plan: &'a OptionPlan) {
        self.add("`what`", Weight::Detail, &plan.what);
        self.add("`one_off`", Weight::Detail, &plan.one_off);
        self.add("`running`", Weight::Detail, &plan.running);
        if let Some(effect) = &plan.effect {
            self.add("`effect`", Weight::Detail, effect);
        }
        self.add("`trade_off`", Weight::Detail, &plan.trade_off);
        self.add("`if_wrong`", Weight::Detail, &plan.if_wrong);
    }
}
