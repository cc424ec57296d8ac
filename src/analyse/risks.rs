//! The record of risks to one quarter's table: what was held of each risk then, its exposure against
//! its appetite, how it stands to the assessment before, and whether its trigger has been reached.
//! An exposure is an interval and stays one; the ends of two are multiplied and never averaged.

use super::judgement::MetricAnalysis;
use crate::model::{
    Appetite, Bound, Exact, Grade, Harm, Pack, Period, Range, Reference, Risk, RiskAssessment,
    Shared, Treatment, Trigger, Watch,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The risks of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskQuarter {
    /// The day to which the record is read: the quarter's last, or the snapshot's while it runs.
    pub as_at: NaiveDate,
    /// Those that are risks: money before hours of customers, the highest exposure first.
    pub rows: Vec<RiskRow>,
    /// Those that ceased to be risks in this quarter, with what was last held of them.
    pub closed: Vec<RiskRow>,
}

/// What was held of one risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskRow {
    /// Which.
    pub id: String,
    /// The quarter whose assessment this is; earlier than the table's where nobody looked again.
    pub assessed: Period,
    /// How often.
    pub times_a_year: Range,
    /// What once costs.
    pub impact: Range,
    /// What it is counted in.
    pub harm: Harm,
    /// How often times what once costs, a year, low end with low and high with high.
    pub exposure: Range,
    /// How far the estimate can be relied on.
    pub grade: Grade,
    /// Who answers for it.
    pub owner: String,
    /// The limit, as it was set by then; `None` where it was set later.
    pub appetite: Option<Appetite>,
    /// How the exposure stands to it.
    pub fit: AppetiteFit,
    /// How the exposure stands to the assessment before.
    pub movement: RiskMovement,
    /// The assessment before: of which quarter, and its exposure where it is counted in the same.
    pub before: Option<(Period, Option<Range>)>,
    /// What is being done.
    pub doing: Option<(Treatment, Progress)>,
    /// What would make us act.
    pub trigger: Trigger,
    /// Whether it has been reached.
    pub reached: Reached,
    /// What is asked of the Board, by this quarter's pack or an earlier one.
    pub decision: Option<Reference>,
}

/// An exposure against its limit, from unrounded numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppetiteFit {
    /// Even the high end is at most the limit.
    Within,
    /// The limit lies inside the interval.
    MayBeOutside,
    /// Even the low end is over the limit.
    Outside,
    /// No limit had been set.
    NotSet,
}

/// A risk against the assessment before, as it was known then: by the high end of the exposure, and
/// where that is the same by the low end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiskMovement {
    /// There was none before.
    New,
    /// There was none before of any risk: the record begins here.
    FirstRecord,
    /// More.
    Higher,
    /// Both ends are what they were.
    Same,
    /// Less.
    Lower,
    /// Counted in something else than before.
    NotComparable,
    /// Nobody assessed it for this quarter.
    NotAssessed,
    /// No longer a risk.
    Closed,
}

/// How far what is being done has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Its day has not passed.
    Under,
    /// Its day has passed, and it is not done.
    Overdue,
    /// Done on this day.
    Done(NaiveDate),
}

/// Whether a trigger has been reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// The metric lies beyond the bound.
    Yes,
    /// On this day, as whoever assessed it says: no metric tells.
    On(NaiveDate),
    /// The metric does not, or nobody says that it was.
    No,
    /// The metric has no figure in this quarter.
    NoData,
}

impl Reached {
    /// Whether it has been.
    pub fn is_reached(self) -> bool {
        matches!(self, Self::Yes | Self::On(_))
    }
}

impl RiskRow {
    /// Whether the record answers for it in a quarter that began on a day: something is being done
    /// whose day has not passed, or was done since, or the quarter's own pack asks for a decision.
    pub fn is_answered(&self, period: Period, began: NaiveDate) -> bool {
        let asked = self.decision.as_ref();
        let acted = self.doing.as_ref().is_some_and(|(_, come)| match come {
            Progress::Under => true,
            Progress::Done(day) => *day >= began,
            Progress::Overdue => false,
        });
        acted || asked.is_some_and(|decision| decision.period == period)
    }
}

/// The table of a quarter. `None` where the record begins later, or there is none.
pub(super) fn quarter(
    pack: &Pack,
    period: Period,
    metrics: &BTreeMap<String, Shared<MetricAnalysis>>,
) -> Option<RiskQuarter> {
    let risks = pack.risks.as_deref()?;
    let began = |risk: &Risk| risk.assessed.first().map(|a| a.period.value);
    if !risks.iter().filter_map(began).any(|first| first <= period) {
        return None;
    }
    let as_at = super::as_at(pack, period)?;
    let (mut rows, mut closed) = (Vec::new(), Vec::new());
    for risk in risks {
        let Some(row) = row(risk, period, as_at, metrics) else {
            continue;
        };
        match risk.closed.as_ref().map(|closing| closing.period.value) {
            Some(end) if end < period => {}
            Some(end) if end == period => closed.push(RiskRow {
                movement: RiskMovement::Closed,
                ..row
            }),
            _ => rows.push(row),
        }
    }
    let begins = risks.iter().filter_map(began).min() == Some(period);
    for row in rows.iter_mut().filter(|_| begins) {
        row.movement = RiskMovement::FirstRecord;
    }
    for list in [&mut rows, &mut closed] {
        list.sort_by(|a, b| {
            let size = |row: &RiskRow| (row.exposure.high, row.exposure.low);
            a.harm
                .cmp(&b.harm)
                .then(size(b).cmp(&size(a)))
                .then(a.id.cmp(&b.id))
        });
    }
    Some(RiskQuarter {
        as_at,
        rows,
        closed,
    })
}

/// What was held of a risk in a quarter; `None` before it was first assessed.
fn row(
    risk: &Risk,
    period: Period,
    as_at: NaiveDate,
    metrics: &BTreeMap<String, Shared<MetricAnalysis>>,
) -> Option<RiskRow> {
    let known = risk.assessed.partition_point(|a| a.period.value <= period);
    let known = &risk.assessed[..known];
    let (now, before) = known.split_last()?;
    let exposed = exposure(now)?;
    let appetite = latest(known, |a| a.appetite.as_ref()).unwrap_or(&risk.appetite);
    let appetite = (appetite.on.value <= as_at).then(|| appetite.clone());
    let doing = latest(known, |a| a.doing.as_ref()).or(risk.doing.as_ref());
    let trigger = latest(known, |a| a.trigger.as_ref()).unwrap_or(&risk.trigger);
    let decision = latest(known, |a| a.decision.as_ref()).or(risk.decision.as_ref());
    let owner = latest(known, |a| a.owner.as_ref()).unwrap_or(&risk.owner);
    let before = before.last().map(|earlier| {
        let same = earlier.harm.value == now.harm.value;
        (earlier.period.value, exposure(earlier).filter(|_| same))
    });
    let movement = match &before {
        _ if now.period.value != period => RiskMovement::NotAssessed,
        None => RiskMovement::New,
        Some((_, None)) => RiskMovement::NotComparable,
        Some((_, Some(earlier))) => moved(*earlier, exposed),
    };
    Some(RiskRow {
        id: risk.id.value.clone(),
        assessed: now.period.value,
        times_a_year: now.times_a_year,
        impact: now.impact,
        harm: now.harm.value,
        exposure: exposed,
        grade: now.grade,
        owner: owner.value.clone(),
        fit: fit(exposed, appetite.as_ref(), now.harm.value),
        appetite,
        movement,
        before,
        doing: doing.map(|doing| (doing.clone(), progress(doing, as_at))),
        reached: reached(trigger, now, metrics),
        trigger: trigger.clone(),
        decision: decision
            .map(|decision| decision.value.clone())
            .filter(|decision| decision.period <= period),
    })
}

/// What the newest of the assessments that say anything of it says.
fn latest<'a, T>(
    known: &'a [RiskAssessment],
    of: impl Fn(&'a RiskAssessment) -> Option<&'a T>,
) -> Option<&'a T> {
    known.iter().rev().find_map(of)
}

/// How often times what once costs, end by end: both are at least nothing, so the ends of the product
/// are the products of the ends. `None` beyond 128 bits.
fn exposure(assessment: &RiskAssessment) -> Option<Range> {
    let (times, impact) = (assessment.times_a_year, assessment.impact);
    Some(Range {
        low: times.low.times(impact.low)?,
        high: times.high.times(impact.high)?,
    })
}

fn fit(exposure: Range, appetite: Option<&Appetite>, harm: Harm) -> AppetiteFit {
    match appetite.filter(|appetite| appetite.harm == harm) {
        None => AppetiteFit::NotSet,
        Some(limit) if exposure.high <= limit.a_year => AppetiteFit::Within,
        Some(limit) if exposure.low > limit.a_year => AppetiteFit::Outside,
        Some(_) => AppetiteFit::MayBeOutside,
    }
}

fn moved(before: Range, now: Range) -> RiskMovement {
    match (now.high, now.low).cmp(&(before.high, before.low)) {
        std::cmp::Ordering::Greater => RiskMovement::Higher,
        std::cmp::Ordering::Equal => RiskMovement::Same,
        std::cmp::Ordering::Less => RiskMovement::Lower,
    }
}

fn progress(doing: &Treatment, as_at: NaiveDate) -> Progress {
    match doing.done.filter(|done| done.value <= as_at) {
        Some(done) => Progress::Done(done.value),
        None if doing.by.value < as_at => Progress::Overdue,
        None => Progress::Under,
    }
}

fn reached(
    trigger: &Trigger,
    now: &RiskAssessment,
    metrics: &BTreeMap<String, Shared<MetricAnalysis>>,
) -> Reached {
    let Some(watch) = trigger.watch() else {
        return now
            .reached
            .map_or(Reached::No, |day| Reached::On(day.value));
    };
    let Some(figure) = figure(watch, metrics) else {
        return Reached::NoData;
    };
    let beyond = match watch.bound.value {
        Bound::Below(at) => figure < at,
        Bound::Above(at) => figure > at,
    };
    if beyond { Reached::Yes } else { Reached::No }
}

/// The unrounded figure that a trigger watches.
fn figure(watch: &Watch, metrics: &BTreeMap<String, Shared<MetricAnalysis>>) -> Option<Exact> {
    let metric = metrics.get(&watch.metric.value)?;
    let judged = match &watch.service {
        None => &metric.all,
        Some(service) => metric.services.get(&service.value)?,
    };
    judged.now.as_ref().map(|figure| figure.exact)
}
