//! A pack to judgements. Arithmetic only: no rounding, no words, no colour.
//!
//! Each quarter is judged with what was known at its end: later weeks never change an earlier
//! quarter's verdict.

mod attainment;
pub mod budget;
mod cadence;
pub mod capability;
mod change;
mod compliance;
mod counts;
mod dashboard;
mod evidence;
mod experiments;
mod ground;
pub mod incidents;
mod judgement;
mod ledger;
pub mod money;
mod quality;
mod record;
mod risks;
mod rollup;
mod space;
pub mod stats;
mod timeline;
mod variation;

pub use budget::{BudgetAccount, BudgetUnit};
pub use cadence::{Kept, KeptDetail, kept, room};
pub use change::change_between;
pub use compliance::{
    CertificateState, CertificationRow, ComplianceQuarter, FindingRow, OverdueRow, RestoreRow,
    SecurityQuarter, SeverityRow, Wait,
};
pub use evidence::Evidence;
pub use experiments::{
    ExperimentQuarter, ExperimentRow, ExperimentStage, Found, Seen, SeenFigures,
};
pub use judgement::{
    Analysis, Assessment, Behaviour, Change, CountComparison, DefinitionBreak, EXCEPTIONS_SHOWN,
    Eased, ExceptionReason, ExceptionRow, Figure, Gap, Gaps, Honesty, MetricAnalysis, Movement,
    MovementClass, NotTested, Point, QuarterAnalysis, RuleHit, RunRule, Segment, Shift, Status,
    TargetCheck, Verdict, VerdictWord,
};

pub use ground::reads_the_same;
pub use ledger::{
    AskRow, Foresight, Held, Ledger, Observed, PromiseRow, Wording, closes_ask, closes_promise,
};
pub use money::{EstimateRow, MoneyQuarter, TotalRow};
pub use quality::{Days, Defects, QualityQuarter, RepositoryRow, TEAM_TOLD_ALONE, TeamDays};
pub use record::{recorded, recorded_since};
pub use risks::{AppetiteFit, Progress, Reached, RiskMovement, RiskQuarter, RiskRow};
pub use space::{DIMENSIONS_NEEDED, SpaceTable, is_perceptual};
pub use variation::FALSE_ALARM_AT_MOST;

use crate::known::Known;
use crate::model::{Metric, Observations, Pack, Period, Scope, Story};
use chrono::NaiveDate;
use dashboard::Rows;
use rollup::Line;
use std::collections::BTreeMap;
use timeline::Timeline;
use variation::{Baselines, Course, Stretch};

/// Judges every quarter with what it knew. Cannot fail.
pub fn analyse(pack: &Pack) -> Analysis {
    let known = Known::of(pack);
    let mut quarters = judge(pack, None);
    let earlier: Vec<_> = known
        .earlier()
        .map(|(pack, whose)| {
            // What came after the last of them is no part of what any of them knew.
            let judged = judge(pack, whose.last().copied());
            (whose, judged)
        })
        .collect();
    if earlier.is_empty() {
        return Analysis {
            quarters,
            today: None,
            earlier,
        };
    }
    let today = quarters.clone();
    for (whose, judged) in &earlier {
        for period in whose {
            quarters.extend(judged.get(period).map(|quarter| (*period, quarter.clone())));
        }
    }
    Analysis {
        quarters,
        today: Some(today),
        earlier,
    }
}

/// Judges every quarter of a pack up to one, with all that the pack holds.
fn judge(pack: &Pack, last: Option<Period>) -> BTreeMap<Period, QuarterAnalysis> {
    let timeline = Timeline::of(pack);
    let nothing = Observations::default();
    let mut tracks: Vec<Track<'_>> = Vec::new();
    for metric in pack.metrics.values() {
        let filed = pack.observations.get(&metric.id.value).unwrap_or(&nothing);
        let whole = rollup::organisation(metric, filed, &timeline);
        tracks.push(Track::new(pack, metric, Scope::All, whole, &timeline));
        for (service, series) in &filed.services {
            let line = rollup::service(series, &timeline);
            tracks.push(Track::new(
                pack,
                metric,
                Scope::Service(service),
                line,
                &timeline,
            ));
        }
    }
    let mut quarters: BTreeMap<Period, QuarterAnalysis> = BTreeMap::new();
    let upto = |period: &&Period| last.is_none_or(|last| **period <= last);
    for &period in pack.snapshots.keys().take_while(upto) {
        let mut metrics = BTreeMap::new();
        for track in &mut tracks {
            track.judge_into(&mut metrics, pack, &timeline, period);
        }
        let rows = Rows {
            panes: &pack.settings.dashboard,
            metrics: &metrics,
        };
        let before = quarters.get(&period.previous()).map(|q| Rows {
            panes: &pack.settings.dashboard,
            metrics: &q.metrics,
        });
        let (honesty, verdicts) = (rows.honesty(), rows.verdicts());
        let exceptions = rows.exceptions(before.as_ref(), &pack.annotations);
        let shifts = shifts(pack, &tracks, &timeline, period);
        let rechecks = rechecks(pack, &tracks, &timeline, period);
        let experiments = experiments::quarter(pack, &tracks, &timeline, period);
        let risks = risks::quarter(pack, period, &metrics);
        let compliance = compliance::quarter(pack, period);
        let budgets = budget::accounts(pack, period);
        let incidents = incidents::of(pack, period);
        let seen = capability::Seen {
            metrics: &metrics,
            budgets: &budgets,
            incidents: incidents.as_ref(),
        };
        let capability = capability::of(pack, period, seen);
        let mut now = QuarterAnalysis {
            period,
            metrics,
            budgets,
            honesty,
            verdicts,
            exceptions,
            shifts,
            rechecks,
            incidents,
            risks,
            compliance,
            capability,
            experiments,
            quality: quality::quarter(pack, period),
            money: None,
        };
        now.money = money::quarter(pack, &now, &quarters);
        quarters.insert(period, now);
    }
    quarters
}

/// The day to which a quarter's records are read: its last, or the snapshot's while it still runs.
fn as_at(pack: &Pack, period: Period) -> Option<NaiveDate> {
    let taken = pack.snapshots.get(&period)?.as_of;
    Some(taken.min(pack.settings.calendar.last_day(period)))
}

/// One metric at one scope, with what all its quarters share.
struct Track<'a> {
    metric: &'a Metric,
    scope: Scope<'a>,
    line: Line,
    breaks: Vec<NaiveDate>,
    stretches: Vec<Stretch>,
    baselines: Baselines,
}

impl<'a> Track<'a> {
    fn new(
        pack: &Pack,
        metric: &'a Metric,
        scope: Scope<'a>,
        line: Line,
        timeline: &Timeline,
    ) -> Self {
        let breaks = change::breaks(metric);
        let stretches = variation::stretches(metric, scope, &pack.annotations, &breaks, timeline);
        Self {
            metric,
            scope,
            line,
            breaks,
            stretches,
            baselines: Baselines::new(),
        }
    }

    /// Judges one quarter. A service that has filed nothing yet is not there yet.
    fn judge_into(
        &mut self,
        metrics: &mut BTreeMap<String, MetricAnalysis>,
        pack: &Pack,
        timeline: &Timeline,
        period: Period,
    ) {
        let assessment = self.assess(pack, timeline, period);
        match self.scope {
            Scope::All => {
                let services = BTreeMap::new();
                let all = assessment;
                metrics.insert(
                    self.metric.id.value.clone(),
                    MetricAnalysis { all, services },
                );
            }
            Scope::Service(id) => {
                let weeks = timeline.quarter(period);
                let filed = self.line.first_filed.is_some_and(|p| p <= period)
                    || self.line.first_week.is_some_and(|w| w < weeks.end);
                if let Some(metric) = metrics.get_mut(&self.metric.id.value).filter(|_| filed) {
                    metric.services.insert(id.to_owned(), assessment);
                }
            }
        }
    }

    fn assess(&mut self, pack: &Pack, timeline: &Timeline, period: Period) -> Assessment {
        let (metric, calendar) = (self.metric, &pack.settings.calendar);
        let course = Course {
            metric,
            line: &self.line,
            timeline,
            stretches: &self.stretches,
            breaks: &self.breaks,
        };
        let (first_day, last_day) = (calendar.start(period), calendar.last_day(period));
        let weeks = timeline.quarter(period);
        let (mut movement, behaviour) =
            course.quarter(&weeks, first_day, last_day, &mut self.baselines);
        let figures = &self.line.figures;
        let now = figures.get(&period);
        if now.is_none() {
            movement = variation::untold(MovementClass::Missing);
        }
        let against = |earlier: Period| {
            let then = figures.get(&earlier)?;
            let apart =
                change::apart(&metric.definition.changes, calendar, earlier, period).is_some();
            Some((now.filter(|_| !apart)?, then))
        };
        let broken = |earlier: Period| {
            figures.get(&earlier).and(now)?;
            change::apart(&metric.definition.changes, calendar, earlier, period)
        };
        let (previous, year_ago) = (period.previous(), period.year_ago());
        let change =
            |earlier| against(earlier).and_then(|(a, b)| change::change(a, b, *metric.polarity));
        let minutes = || (calendar.minutes(period), calendar.minutes(previous));
        Assessment {
            now: now.cloned(),
            missing: self.line.missing.get(&period).cloned(),
            previous: figures.get(&previous).cloned(),
            year_ago: figures.get(&year_ago).cloned(),
            change: change(previous),
            change_year: change(year_ago),
            broken: broken(previous),
            broken_year: broken(year_ago),
            history: figures
                .range(..=period)
                .map(|(p, f)| (*p, f.clone()))
                .collect(),
            target: attainment::check(metric, self.scope, calendar, period, now, movement.limits),
            missed_in_a_row: attainment::missed_in_a_row(
                metric, self.scope, calendar, figures, period,
            ),
            counts: against(previous).and_then(|(a, b)| counts::compare(a, b, minutes())),
            difference_interval: against(previous)
                .and_then(|(a, b)| change::difference_interval(a, b)),
            movement,
            behaviour,
        }
    }
}

/// What the data shows around the action of each of a quarter's stories.
fn shifts(
    pack: &Pack,
    tracks: &[Track<'_>],
    timeline: &Timeline,
    period: Period,
) -> BTreeMap<String, Shift> {
    let stories = pack.narratives.get(&period).map_or(&[][..], |n| &n.stories);
    let stories = stories.iter();
    stories
        .filter_map(|story| {
            let shift = shift(pack, tracks, timeline, period, story)?;
            Some((story.id.value.clone(), shift))
        })
        .collect()
}

/// What the data shows around the actions of earlier stories that promised to look again in this
/// quarter and are not told anew.
fn rechecks(
    pack: &Pack,
    tracks: &[Track<'_>],
    timeline: &Timeline,
    period: Period,
) -> BTreeMap<(Period, String), Shift> {
    let told = pack.narratives.get(&period).map_or(&[][..], |n| &n.stories);
    let of = |story: &Story| {
        let service = story.service.as_ref().map(|s| s.value.clone());
        let (mark, metric) = (&story.action_mark.value, &story.metric.value);
        (mark.clone(), metric.clone(), service)
    };
    let mut rechecks = BTreeMap::new();
    for (then, narrative) in pack.narratives.range(..period) {
        for story in &narrative.stories {
            let due = pack.settings.calendar.period_of(story.next_check.value) == period;
            if !due || told.iter().any(|new| of(new) == of(story)) {
                continue;
            }
            if let Some(shift) = shift(pack, tracks, timeline, period, story) {
                rechecks.insert((*then, story.id.value.clone()), shift);
            }
        }
    }
    rechecks
}

/// What the data of a quarter shows around the action of a story; `None` without its mark or metric.
fn shift(
    pack: &Pack,
    tracks: &[Track<'_>],
    timeline: &Timeline,
    period: Period,
    story: &Story,
) -> Option<Shift> {
    let scope = story.service.as_ref();
    let scope = scope.map_or(Scope::All, |s| Scope::Service(&s.value));
    let mut marks = pack.annotations.iter();
    let mark = marks.find(|a| a.id.value == story.action_mark.value)?;
    let mut tracks = tracks.iter();
    let track = tracks.find(|t| t.metric.id.value == story.metric.value && t.scope == scope)?;
    let course = Course {
        metric: track.metric,
        line: &track.line,
        timeline,
        stretches: &track.stretches,
        breaks: &track.breaks,
    };
    let end = timeline.quarter(period).end;
    let last_day = pack.settings.calendar.last_day(period);
    Some(course.around(mark.date, end, last_day))
}
