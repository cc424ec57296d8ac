//! Packs, each as some quarters knew it, to every metric judged in every quarter. What two of them know
//! alike of a metric is judged once for both: most quarters differ in a record or two. So is what a pack
//! that was judged before knew alike.

use super::Before;
use super::judgement::{Assessment, MetricAnalysis, MovementClass, QuarterAnalysis};
use super::rollup::{self, Line};
use super::timeline::Timeline;
use super::variation::{self, Baselines, Course, Stretch};
use super::{attainment, change, counts};
use crate::in_order::in_order;
use crate::model::{
    Annotation, AnnotationKind, Calendar, Metric, Observations, Pack, Period, Scope, Shared,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The metrics of one pack.
pub(super) struct Tracks<'a> {
    pub(super) timeline: Arc<Timeline>,
    metrics: BTreeMap<&'a str, Arc<Judged<'a>>>,
}

impl<'a> Tracks<'a> {
    /// Every metric in one quarter that has a snapshot.
    pub(super) fn quarter(&self, period: Period) -> BTreeMap<String, Shared<MetricAnalysis>> {
        let metrics = self.metrics.iter();
        metrics
            .filter_map(|(id, judged)| {
                Some(((*id).to_owned(), judged.quarters.get(&period)?.clone()))
            })
            .collect()
    }

    /// A metric at a scope.
    pub(super) fn of(&self, metric: &str, scope: Scope<'_>) -> Option<&Track<'a>> {
        let Judged { asked, tracks, .. } = &**self.metrics.get(metric)?;
        let mut tracks = tracks.get_or_init(|| asked.tracks()).iter();
        tracks.find(|track| track.scope == scope)
    }
}

/// A metric at all its scopes.
struct Judged<'a> {
    asked: Asked<'a>,
    /// Followed only where somebody asks, where the quarters are known already.
    tracks: OnceLock<Vec<Track<'a>>>,
    quarters: Quarters,
}

/// A metric by quarter.
type Quarters = BTreeMap<Period, Shared<MetricAnalysis>>;

/// Everything that judging a metric reads of a pack.
struct Asked<'a> {
    metric: &'a Metric,
    filed: Option<&'a Shared<Observations>>,
    calendar: &'a Calendar,
    /// Marks that begin a stretch of it anew.
    marks: Vec<&'a Annotation>,
    timeline: Arc<Timeline>,
    /// The last quarter that is asked for; all of them where there is none.
    last: Option<Period>,
}

impl<'a> Asked<'a> {
    fn new(
        pack: &'a Pack,
        metric: &'a Metric,
        timeline: &Arc<Timeline>,
        last: Option<Period>,
    ) -> Self {
        let begins = |mark: &&Annotation| {
            let metrics = &mark.metrics;
            mark.kind == AnnotationKind::ChangePoint
                && (metrics.is_empty() || metrics.iter().any(|id| id.value == metric.id.value))
        };
        Self {
            metric,
            filed: pack.observations.get(&metric.id.value),
            calendar: &pack.settings.calendar,
            marks: pack.annotations.iter().filter(begins).collect(),
            timeline: Arc::clone(timeline),
            last,
        }
    }

    /// Whether the answers are the same, quarter by quarter.
    fn is(&self, other: &Self) -> bool {
        let filed = match (self.filed, other.filed) {
            (Some(a), Some(b)) => a.is(b) || a == b,
            (a, b) => a.is_none() && b.is_none(),
        };
        let (marks, others) = (&self.marks, &other.marks);
        Arc::ptr_eq(&self.timeline, &other.timeline)
            && filed
            && self.calendar == other.calendar
            && marks.len() == others.len()
            && marks.iter().zip(others).all(|(a, b)| a.says_the_same_as(b))
            && self.metric == other.metric
    }

    /// The organisation first, then every service that has filed.
    fn tracks(&self) -> Vec<Track<'a>> {
        let Self {
            metric, timeline, ..
        } = self;
        let nothing = Observations::default();
        let filed = self.filed.map_or(&nothing, |filed| filed);
        let line = rollup::organisation(metric, filed, timeline);
        let mut tracks = vec![Track::new(self, Scope::All, line)];
        let services = self.filed.map(|filed| &filed.services);
        for (service, series) in services.into_iter().flatten() {
            let line = rollup::service(series, timeline);
            tracks.push(Track::new(self, Scope::Service(service), line));
        }
        tracks
    }

    fn judge(&self, tracks: &mut [Track<'a>]) -> Quarters {
        let timeline = &*self.timeline;
        let mut quarters = BTreeMap::new();
        for (period, _) in timeline.quarters() {
            if self.last.is_some_and(|last| last < period) {
                break;
            }
            let Some((whole, services)) = tracks.split_first_mut() else {
                break;
            };
            let services = services.iter_mut().filter_map(|track| {
                let Scope::Service(id) = track.scope else {
                    return None;
                };
                let filed = track.has_filed(timeline, period);
                filed.then(|| (id.to_owned(), track.assess(self.calendar, timeline, period)))
            });
            let judged = MetricAnalysis {
                services: services.collect(),
                all: whole.assess(self.calendar, timeline, period),
            };
            quarters.insert(period, Shared::new(judged));
        }
        quarters
    }

    /// Every quarter, as it was judged when it was `then` asked for the same.
    fn known(&self, then: &Self, quarters: &BTreeMap<Period, QuarterAnalysis>) -> Option<Quarters> {
        let upto = |period: &&Period| self.last.is_none_or(|last| **period <= last);
        let id = &self.metric.id.value;
        let judged = || {
            let quarters = quarters.iter().take_while(|(period, _)| upto(period));
            quarters.map(|(period, quarter)| Some((*period, quarter.metrics.get(id)?.clone())))
        };
        self.is(then).then(|| judged().collect())?
    }
}

/// By metric, where it stands among those that are judged.
type Places<'a> = Vec<(&'a str, usize)>;

/// The metrics of each pack, judged in each quarter up to the one that is named.
pub(super) fn of<'a>(
    states: &[(&'a Pack, Option<Period>)],
    before: Option<Before<'_>>,
) -> Vec<Tracks<'a>> {
    let mut timelines: Vec<Arc<Timeline>> = Vec::new();
    let mut asked: Vec<Asked<'a>> = Vec::new();
    // By metric: where among those asked it stands, once for each way that it is known.
    let mut known: BTreeMap<&'a str, Vec<usize>> = BTreeMap::new();
    let mut places: Vec<(Arc<Timeline>, Places<'a>)> = Vec::new();
    for &(pack, last) in states {
        let timeline = Timeline::of(pack);
        let timeline = match timelines.iter().find(|other| ***other == timeline) {
            Some(same) => Arc::clone(same),
            None => {
                timelines.push(Arc::new(timeline));
                Arc::clone(&timelines[timelines.len() - 1])
            }
        };
        let place = |(id, metric): (&'a String, &'a Metric)| {
            let new = Asked::new(pack, metric, &timeline, last);
            let known = known.entry(id.as_str()).or_default();
            let same = known.iter().find(|at| asked[**at].is(&new)).copied();
            let at = same.unwrap_or_else(|| {
                known.push(asked.len());
                asked.push(new);
                asked.len() - 1
            });
            let further = |asked: Period| last.is_none_or(|last| asked < last);
            if asked[at].last.is_some_and(further) {
                asked[at].last = last;
            }
            (id.as_str(), at)
        };
        let metrics = pack.metrics.iter().map(place).collect();
        places.push((timeline, metrics));
    }
    let before = before.map(|(pack, quarters)| {
        let timeline = Timeline::of(pack);
        let same = timelines.into_iter().find(|other| **other == timeline);
        let timeline = same.unwrap_or_else(|| Arc::new(timeline));
        (pack, timeline, quarters)
    });
    let found = in_order(&asked, |asked| {
        let known = before.as_ref().and_then(|(pack, timeline, quarters)| {
            let metric = pack.metrics.get(&asked.metric.id.value)?;
            asked.known(&Asked::new(pack, metric, timeline, None), quarters)
        });
        known.map_or_else(
            || {
                let mut tracks = asked.tracks();
                let quarters = asked.judge(&mut tracks);
                (OnceLock::from(tracks), quarters)
            },
            |quarters| (OnceLock::new(), quarters),
        )
    });
    let judged = asked.into_iter().zip(found);
    let judged = judged.map(|(asked, (tracks, quarters))| {
        Arc::new(Judged {
            asked,
            tracks,
            quarters,
        })
    });
    let judged: Vec<_> = judged.collect();
    let tracks = places.into_iter().map(|(timeline, metrics)| Tracks {
        timeline,
        metrics: metrics
            .into_iter()
            .map(|(id, at)| (id, Arc::clone(&judged[at])))
            .collect(),
    });
    tracks.collect()
}

/// One metric at one scope, with what all its quarters share.
pub(super) struct Track<'a> {
    pub(super) metric: &'a Metric,
    scope: Scope<'a>,
    pub(super) line: Line,
    breaks: Vec<NaiveDate>,
    stretches: Vec<Stretch>,
    baselines: Baselines,
}

impl<'a> Track<'a> {
    fn new(asked: &Asked<'a>, scope: Scope<'a>, line: Line) -> Self {
        let breaks = change::breaks(asked.metric);
        let marks = asked.marks.iter().copied();
        let stretches = variation::stretches(asked.metric, scope, marks, &breaks, &asked.timeline);
        Self {
            metric: asked.metric,
            scope,
            line,
            breaks,
            stretches,
            baselines: Baselines::new(),
        }
    }

    /// Everything that its weeks are judged by.
    pub(super) fn course<'t>(&'t self, timeline: &'t Timeline) -> Course<'t> {
        Course {
            metric: self.metric,
            line: &self.line,
            timeline,
            stretches: &self.stretches,
            breaks: &self.breaks,
        }
    }

    /// A service that has filed nothing yet is not there yet.
    fn has_filed(&self, timeline: &Timeline, period: Period) -> bool {
        let weeks = timeline.quarter(period);
        self.line.first_filed.is_some_and(|first| first <= period)
            || self.line.first_week.is_some_and(|first| first < weeks.end)
    }

    fn assess(&mut self, calendar: &Calendar, timeline: &Timeline, period: Period) -> Assessment {
        let metric = self.metric;
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
