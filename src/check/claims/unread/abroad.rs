//! A sentence in a language that is not read to what is amiss with it. No list of German or French
//! words could tell what a sentence claims, so none is asked: a sentence that readers believe first
//! has to be tied by its author, and one below it may not name a metric or a service, nor hold a
//! figure, unless it says nothing but the name and its bound figure.
//!
//! A declared claim is judged by the data as in English. That the words say the same cannot be
//! checked, so the page prints what the data say behind them: `sentences::declared`.

use super::super::reading::{About, Item};
use super::account::Fault;
use super::clauses::Sentence;

/// Whole sentences that ask the Board, and claim nothing.
const ASKS: &[&str] = &[
    "wir bitten das board um eine entscheidung",
    "wir bitten das board um zwei entscheidungen",
    "wir bitten das board um nichts",
    "in diesem quartal bitten wir um nichts",
    "nous demandons une décision au conseil",
    "nous demandons deux décisions au conseil",
    "nous ne demandons rien au conseil",
    "nous ne demandons rien ce trimestre",
];

impl Sentence<'_, '_> {
    /// Why nothing holds a sentence to the data; `None` where something does. `whole`: whether it stands
    /// where every sentence is held.
    pub(super) fn fault_abroad(&self, whole: bool) -> Option<Fault> {
        if ASKS.contains(&self.whole().as_str()) {
            return None;
        }
        let named = self.metrics().next().cloned();
        let service = |item: &Item| matches!(item, Item::Service(_));
        let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let speaks = named.is_some()
            || self.items.iter().any(|(item, ..)| service(item))
            || self.tokens.iter().any(|token| digits(token.text));
        if !whole && !speaks || named.is_some() && self.is_bare() {
            return None;
        }
        Some(named.map_or(Fault::Nothing, Fault::Named))
    }

    /// The metrics that it names or binds.
    pub(super) fn metrics(&self) -> impl Iterator<Item = &About> {
        self.items.iter().filter_map(|(item, ..)| match item {
            Item::Metric(about) => Some(about),
            _ => None,
        })
    }

    /// Whether it is a metric's name and its bound figure, and no word beside them.
    fn is_bare(&self) -> bool {
        let bound = (0..self.items.len()).any(|i| self.figure(i).is_some());
        let beside = self.items.iter().filter(|(item, from, _)| {
            let word = self
                .tokens
                .get(*from)
                .is_some_and(super::tokens::Token::is_word);
            word && !matches!(item, Item::Metric(_) | Item::Service(_))
        });
        bound && beside.count() == 0
    }
}
