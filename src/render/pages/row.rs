//! One metric at one scope in one quarter, as the words of a table row.

use super::{Frame, figure_path, metric_path};
use crate::analyse::{Assessment, Figure, MetricAnalysis, QuarterAnalysis, Status};
use crate::model::{Language, Metric, Scope};
use crate::render::charts::Svg;
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, figures, sentences};
use crate::tongue::{self, label, label_of};
use crate::words::spelled;
use serde::Serialize;

/// Said where there is no figure. Null is never zero, and never an empty cell.
pub(crate) use crate::words::no_data;

/// Said where there is a figure that would show what single people answered.
const NOT_SHOWN: &str = "withheld";

/// Stands where last quarter's figure would, if a definition broke in between.
pub(super) const NOT_COMPARABLE: &str = "not comparable";

/// A row of the dashboard and of a service's table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) href: String,
    /// `%, lower is better`.
    pub(crate) unit_line: String,
    pub(crate) owner: String,
    pub(crate) now: String,
    /// Why the figure is not shown, where it is withheld to protect people; otherwise empty.
    pub(crate) withheld: String,
    /// Where the figure comes from; empty where there is none.
    pub(crate) now_href: String,
    pub(crate) estimated: bool,
    /// `2 July 2026`, where that is not when the rest was taken.
    pub(crate) as_at: String,
    pub(crate) previous: String,
    /// `first reported 10.8%`, of last quarter's figure; empty where it stands as it was published.
    pub(crate) first_reported: String,
    pub(crate) previous_href: String,
    /// Why last quarter's figure is not printed; empty where it is.
    pub(crate) apart: String,
    pub(crate) target: String,
    pub(crate) spark_svg: Svg,
    /// Where the line breaks, in words; empty where it does not.
    pub(crate) spark_break: String,
    pub(crate) against: Mark,
    /// `would miss the 5.0% that held until 30 June 2026`; empty where no eased target flatters.
    pub(crate) uneased: String,
    pub(crate) movement: Mark,
    /// That the weeks signal another way than both figures differ; empty where they do not.
    pub(crate) at_odds: String,
    /// Whether it decides its pane's verdict.
    pub(crate) headline: bool,
}

impl Row {
    /// The words of a judged metric.
    pub(crate) fn new(
        ctx: &Ctx<'_>,
        frame: &Frame,
        metric: &Metric,
        scope: Scope<'_>,
        judged: &Assessment,
    ) -> Self {
        let source = |figure: Option<&Figure>, period| {
            let path = |_| frame.to(&figure_path(&metric.id.value, period));
            figure.map_or_else(String::new, path)
        };
        let [mut now, mut previous] = pair(ctx, metric, judged);
        let withheld = judged.missing.as_ref().filter(|m| m.is_withheld());
        if withheld.is_some() {
            label(NOT_SHOWN).clone_into(&mut now);
        }
        let mut apart = String::new();
        if let Some(broken) = &judged.broken {
            label(NOT_COMPARABLE).clone_into(&mut previous);
            apart = narrow(&sentences::since(ctx.words, broken.version, broken.date));
        }
        Self {
            id: metric.id.value.clone(),
            name: scoped_name(ctx, metric, scope),
            href: frame.to(&metric_path(&metric.id.value)),
            unit_line: ctx.words.unit_line(metric),
            owner: metric.owner.value.clone(),
            now,
            withheld: withheld.map_or_else(String::new, |m| sentences::why_missing(m).to_owned()),
            now_href: source(judged.now.as_ref(), ctx.period),
            as_at: as_at(ctx, judged.now.as_ref()),
            estimated: judged.now.as_ref().is_some_and(|f| f.estimated),
            previous,
            first_reported: super::restated::first_reported(
                ctx,
                metric,
                scope,
                ctx.period.previous(),
                judged.previous.as_ref(),
            ),
            previous_href: source(judged.previous.as_ref(), ctx.period.previous()),
            apart,
            target: judged.target.target.as_ref().map_or_else(
                || label_of("none", "none, of a target").to_owned(),
                |t| ctx.words.exact_cell(metric, t.value),
            ),
            spark_svg: figures::sparkline(ctx, metric, judged),
            spark_break: narrow(&figures::sparkline_break(ctx, metric, judged)),
            against: marks::target(judged.target.status),
            uneased: narrow(&sentences::uneased(ctx, metric, judged)),
            movement: marks::movement(&judged.movement),
            at_odds: narrow(&sentences::by_weeks(ctx, metric, judged)),
            headline: false,
        }
    }
}

/// When a figure was taken, where that was not when its snapshot was.
pub(crate) fn as_at(ctx: &Ctx<'_>, figure: Option<&Figure>) -> String {
    let taken = figure.and_then(|f| f.as_of);
    taken.map_or_else(String::new, |day| ctx.words.date(day))
}

/// For a narrow cell: may wrap at every space.
pub(super) fn narrow(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// This quarter's and last quarter's figure: they share their decimals, so that neither seems to
/// know more than the other.
fn pair(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> [String; 2] {
    let figures = [judged.now.as_ref(), judged.previous.as_ref()];
    if let [Some(_), Some(_)] = figures {
        let mut texts = ctx.words.column(metric, &figures).into_iter();
        if let (Some(now), Some(previous)) = (texts.next(), texts.next()) {
            return [now, previous];
        }
    }
    figures.map(|f| f.map_or_else(|| no_data().to_owned(), |f| ctx.words.cell(metric, f)))
}

/// `API latency` or `API latency, Search`.
pub(crate) fn scoped_name(ctx: &Ctx<'_>, metric: &Metric, scope: Scope<'_>) -> String {
    match scope {
        Scope::All => metric.name.value.clone(),
        Scope::Service(id) => {
            let service = ctx.pack.service(id).map_or(id, |s| s.name.as_str());
            format!("{}, {service}", metric.name.value)
        }
    }
}

/// The judgement of a metric at a scope.
pub(crate) fn judged<'a>(
    quarter: &'a QuarterAnalysis,
    metric: &str,
    scope: Scope<'_>,
) -> Option<&'a Assessment> {
    let MetricAnalysis { all, services } = &**quarter.metrics.get(metric)?;
    match scope {
        Scope::All => Some(all),
        Scope::Service(id) => services.get(id),
    }
}

/// The scope that an optional service id means.
pub(crate) fn scope(service: Option<&str>) -> Scope<'_> {
    service.map_or(Scope::All, Scope::Service)
}

/// What is said about a judged metric: movement, which tells a miss itself, then how a figure that
/// does not miss stands to its target.
pub(crate) fn said(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
) -> String {
    let movement = sentences::movement(ctx, metric, scope, judged);
    if judged.target.status == Status::Missed {
        return movement;
    }
    join(&[&movement, &sentences::target(ctx, metric, judged)])
}

/// Sentences side by side, without those that have nothing to say.
pub(crate) fn join(sentences: &[&str]) -> String {
    sentences
        .iter()
        .map(|s| s.trim())
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A small number as a headline says it.
pub(crate) fn spelled(n: usize) -> String {
    if tongue::spoken() != Language::English {
        return n.to_string();
    }
    spelled::few(n).map_or_else(|| n.to_string(), str::to_owned)
}

/// With a capital at its start.
pub(crate) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
