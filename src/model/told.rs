//! Every text of a quarter's narrative, with what it is for: the one list that binding, checking
//! and redaction go through, so that none of them can forget a text.

use super::{About, Claim, Judgement, Narrative, OptionPlan, Part, Text, Tie};

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
    /// What kind of text it is, and so how far it is held to the data.
    pub part: Part,
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

    /// The records that a text is tied to.
    pub fn ties<'a>(&'a self, text: &Text) -> impl Iterator<Item = &'a Tie> {
        let of = text.span;
        let stories = self.stories.iter().flat_map(|s| &s.ties);
        let decisions = self.decisions.iter().flat_map(|d| &d.ties);
        let all = self.overview.ties.iter().chain(stories).chain(decisions);
        all.filter(move |tie| tie.of == of)
    }

    /// Every text in printed order.
    pub fn texts(&self) -> Vec<Told<'_>> {
        let mut list = List::default();
        let overview = &self.overview;
        list.add(Part::Headline, &overview.headline);
        for text in &overview.summary {
            list.add(Part::Summary, text);
        }
        list.add(Part::Prose, &overview.prose);
        for text in &overview.verdicts {
            list.add(Part::Verdict, text);
        }
        let since = &overview.since_last_meeting;
        for answer in &since.decisions {
            if let About::Earlier(ask) = &answer.about {
                list.add(Part::PastRequest, &ask.request);
            }
            if let Some(note) = &answer.note {
                list.add(Part::DecisionNote, note);
            }
        }
        for text in since.risks.iter().flatten() {
            list.add(Part::RiskNews, text);
        }
        for answer in &since.promises {
            if let About::Earlier(promise) = &answer.about {
                list.add(Part::PastPromise, &promise.what);
            }
            if let Some(note) = &answer.note {
                list.add(Part::PromiseNote, note);
            }
        }
        for answer in &overview.explanations {
            list.add(Part::Why, &answer.why);
            list.add(Part::Doing, &answer.doing);
            list.add(Part::ChangeOurMind, &answer.change_our_mind);
        }
        for promise in &overview.promises {
            list.add(Part::Promise, &promise.what);
        }
        for story in &self.stories {
            list.of = Some(&story.id.value);
            list.add(Part::StoryTitle, &story.title);
            list.add(Part::Context, &story.context);
            list.add(Part::Action, &story.action);
            list.add(Part::Cost, &story.cost);
            list.add(Part::OtherChanges, &story.other_changes);
            if let Some(comparison) = &story.comparison {
                list.add(Part::Comparison, comparison);
            }
            list.add(Part::BusinessProxy, &story.business_proxy);
            for text in [&story.proxy.low, &story.proxy.high].into_iter().flatten() {
                list.add(Part::ProxyRange, text);
            }
            list.add(Part::Method, &story.proxy.method);
        }
        for decision in &self.decisions {
            list.of = Some(&decision.id.value);
            list.add(Part::DecisionTitle, &decision.title);
            list.add(Part::Request, &decision.request);
            if let Some(amount) = &decision.amount {
                list.add(Part::Amount, amount);
            }
            list.add(Part::Question, &decision.question);
            list.add(Part::WhyNow, &decision.why_now);
            list.plan(&decision.baseline);
            list.plan(&decision.investment);
            for other in &decision.also_considered {
                list.add(Part::RejectedOption, &other.option);
                list.add(Part::Rejected, &other.rejected);
            }
            for assumption in &decision.assumptions {
                list.add(Part::Assumption, &assumption.text);
                list.add(Part::AssumptionSource, &assumption.source);
            }
            list.add(Part::StopRule, &decision.stop_rule);
            list.add(Part::Resolution, &decision.resolution);
            list.add(Part::Measure, &decision.review_measure);
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
    fn add(&mut self, part: Part, text: &'a Text) {
        self.texts.push(Told {
            part,
            what: part.name(),
            weight: part.weight(),
            text,
            of: self.of,
        });
    }

    fn plan(&mut self, plan: &'a OptionPlan) {
        self.add(Part::What, &plan.what);
        self.add(Part::OneOff, &plan.one_off);
        self.add(Part::Running, &plan.running);
        if let Some(effect) = &plan.effect {
            self.add(Part::Effect, effect);
        }
        self.add(Part::TradeOff, &plan.trade_off);
        self.add(Part::IfWrong, &plan.if_wrong);
    }
}
