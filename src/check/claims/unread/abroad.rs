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
use crate::model::{DashboardPane, Narrative, Pack, Pane, Period, Series, Told};

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

/// Whole sentences that say that there is no figure yet, and claim nothing else: a pack begins with them.
/// They are held to the quarter, see [`first_figure`].
const WAITS: &[&str] = &[
    "noch ist kein wert gemessen",
    "die werte liegen noch nicht vor",
    "für ein urteil ist es zu früh",
    "noch nicht gemessen",
    "aucune valeur mesurée à ce jour",
    "les valeurs ne sont pas encore connues",
    "il est trop tôt pour juger",
    "pas encore mesuré",
];

/// The first metric of which a text tells that has a figure in a quarter: of its pane, if it is the verdict
/// of one; otherwise of all.
pub(super) fn first_figure<'a>(
    pack: &'a Pack,
    period: Period,
    narrative: &Narrative,
    told: Told<'_>,
) -> Option<&'a str> {
    let verdicts = Pane::ALL.into_iter().zip(&narrative.overview.verdicts);
    let mut verdicts = verdicts.filter(|(_, text)| text.span == told.text.span);
    let pane = verdicts.next().map(|(pane, _)| pane);
    let of_it = |id: &str| match pane {
        None => true,
        Some(pane) => {
            let panes = pack
                .settings
                .dashboard
                .iter()
                .filter(|own| own.pane == pane);
            let mut rows = panes.flat_map(DashboardPane::entries);
            rows.any(|row| row.metric.value == id)
        }
    };
    let calendar = pack.settings.calendar;
    let has = |series: &Series| {
        let quarter = series.quarters.get(&period);
        let mut weeks = series.weeks.iter();
        quarter.is_some_and(|reading| reading.value().is_some())
            || weeks.any(|(week, (value, _))| {
                value.is_some() && calendar.period_of_week(*week) == period
            })
    };
    let mut filed = pack.observations.iter();
    let found = filed.find(|(id, filed)| {
        of_it(id)
            && std::iter::once(&filed.all)
                .chain(filed.services.values())
                .any(has)
    });
    found.map(|(id, _)| id.as_str())
}

impl Sentence<'_, '_> {
    /// The whole of it as it is listed here.
    fn whole(&self) -> String {
        let words: Vec<&str> = self.tokens.iter().map(|t| t.lower.as_str()).collect();
        words.join(" ")
    }

    /// Whether it says that there is no figure yet, and claims nothing else.
    pub(super) fn waits(&self) -> bool {
        WAITS.contains(&self.whole().as_str())
    }

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
