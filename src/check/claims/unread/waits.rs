//! Sentences that say that there is no figure yet, with which a pack begins. They claim nothing else, and
//! that they claim of the whole quarter, or where they are the verdict of a pane, of its metrics.

use super::clauses::Sentence;
use crate::model::{DashboardPane, Narrative, Pack, Pane, Part, Period, Series, Told};

/// Each whole, in small letters.
const WAITS: &[&str] = &[
    "no figure has been measured yet",
    "the figures are not known yet",
    "not measured yet",
    "noch ist kein wert gemessen",
    "die werte liegen noch nicht vor",
    "für ein urteil ist es zu früh",
    "noch nicht gemessen",
    "aucune valeur mesurée à ce jour",
    "les valeurs ne sont pas encore connues",
    "il est trop tôt pour juger",
    "pas encore mesuré",
];

impl Sentence<'_, '_> {
    /// The whole of it as it is listed here and elsewhere.
    pub(super) fn whole(&self) -> String {
        let words: Vec<&str> = self.tokens.iter().map(|t| t.lower.as_str()).collect();
        words.join(" ")
    }

    /// Whether it says that there is no figure yet, and claims nothing else.
    pub(super) fn waits(&self) -> bool {
        WAITS.contains(&self.whole().as_str())
    }
}

/// Whether a text tells of the quarter as a whole. Elsewhere, in a story, the same words may be about what it
/// tells of.
pub(super) fn is_of_the_quarter(part: Part) -> bool {
    matches!(part, Part::Headline | Part::Summary | Part::Verdict)
}

/// What stands against such a sentence.
pub(super) fn against(metric: &str, period: Period) -> String {
    format!("it says that there is no figure yet, and `{metric}` has one in {period}")
}

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
