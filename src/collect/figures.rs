//! Answers to figures: by the kind of each metric, exact to the six digits that a snapshot has, null where
//! nobody can say, and zero only where nothing happened that anybody would have seen. Every problem is
//! told in one run.

use super::answers::{Answers, Bounds, Values};
use super::observed::Watch;
use super::parts::{columns, written};
use super::plan::{Plan, QUARTER, week_bounds};
use super::request::Scope;
use super::roll_up;
use super::topics;
use super::views::VIEWS;
use crate::diag::{Diagnostic, FileId, Span};
use crate::load::{self, Gathered, GatheredMetric, GatheredSeries};
use crate::model::{
    Calendar, Collected, Exact, Kind, Metric, Pack, RollUp, Value, Week, short_digest,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A column that may stand beside any figure.
const UNATTRIBUTED: &str = "unattributed";

/// What a row is called where there is none of a service.
const ALL: &str = "all";

/// Why there is no figure where all was read that it is counted of.
const NOTHING: &str = "nothing was there of which it could be counted";

/// What was answered, as figures of the pack's metrics.
///
/// # Errors
/// Every answer that is none, in one list.
pub fn figures(plan: &Plan, pack: &Pack, answers: &Answers) -> Result<Gathered, Vec<Diagnostic>> {
    let mut told = Vec::new();
    let as_of = match in_time(plan, pack, answers) {
        Ok(as_of) => as_of,
        Err(problem) => return Err(vec![*problem]),
    };
    let mut metrics = BTreeMap::new();
    for query in &plan.request.metrics {
        let Some(metric) = pack.metrics.get(&query.id) else {
            continue;
        };
        let filed = pack.observations.get(&query.id).map(|filed| &**filed);
        let of = Of::new(
            (plan, pack, answers),
            metric,
            Watch::new(
                &query.sql,
                plan,
                answers,
                (filed, &pack.settings.collect.watched),
                as_of,
            ),
        );
        if of.are_columns_right(&mut told) {
            metrics.insert(query.id.clone(), of.gather(&mut told));
        }
    }
    if told.iter().any(Diagnostic::is_error) {
        return Err(told);
    }
    let how = Collected {
        as_of,
        engine: answers.engine.clone(),
        views: views_fingerprint(),
        horizon_hours: pack.settings.collect.horizon_hours,
        environments: pack.settings.collect.environments.clone(),
        inputs: answers.inputs.clone(),
        quality: answers.quality.clone(),
        span: Span::start_of(FileId(0)),
    };
    Ok(Gathered {
        period: plan.period,
        how,
        metrics,
    })
}

/// What is odd about events that have not happened yet, where nobody said until when to look. A day is allowed
/// to clocks that differ.
pub fn lies_ahead(
    plan: &Plan,
    pack: &Pack,
    gathered: &Gathered,
    today: NaiveDate,
) -> Option<Diagnostic> {
    let until = gathered.how.as_of;
    let day = until
        .with_timezone(&pack.settings.calendar.zone)
        .date_naive();
    let ahead = plan.until.is_none() && day > today + TimeDelta::days(1);
    ahead.then(|| {
        let message = format!("the latest event is of {day}, and today is {today}");
        topics::AHEAD.nowhere(message).help(format!(
            "mend the time of the event; `--as-of {today}` leaves it out and says where the first is"
        ))
    })
}

/// What is odd about figures that are none of a whole quarter, where nobody said until when to look.
pub fn ends_early(plan: &Plan, pack: &Pack, gathered: &Gathered) -> Option<Diagnostic> {
    let calendar = &pack.settings.calendar;
    let (_, end) = calendar.instants(plan.period);
    let until = gathered.how.as_of;
    let early = plan.until.is_none() && until + TimeDelta::days(7) < end;
    early.then(|| {
        let day = until.with_timezone(&calendar.zone).date_naive();
        let message = format!(
            "the latest event is of {day}, and {} ends on {}",
            plan.period,
            calendar.last_day(plan.period)
        );
        topics::ENDS_EARLY.nowhere(message).help(
            "add the events of the rest of it; where nothing happened, say until when was looked by `--as-of`",
        )
    })
}

/// The start of the SHA-256 over the names and texts of the views, in order.
fn views_fingerprint() -> String {
    let mut hash = Sha256::new();
    for view in VIEWS {
        hash.update(format!("{}\n{}\n", view.name, view.sql));
    }
    short_digest(hash)
}

/// The latest instant that counts, if it tells anything of the quarter.
fn in_time(plan: &Plan, pack: &Pack, answers: &Answers) -> Result<DateTime<Utc>, Box<Diagnostic>> {
    let period = plan.period;
    let calendar = &pack.settings.calendar;
    let (start, end) = calendar.instants(period);
    let day = |at: DateTime<Utc>| at.with_timezone(&calendar.zone).date_naive();
    let nothing =
        |message: String, help: &str| Err(Box::new(topics::NOTHING.nowhere(message).help(help)));
    let (Some(as_of), Some(earliest)) = (answers.as_of, answers.earliest) else {
        return nothing(
            format!("no event was read, so nothing is known of {period}"),
            "name the files that hold events by `--events`",
        );
    };
    if as_of < start {
        return nothing(
            format!(
                "the latest event that counts is of {}, before {period} begins",
                day(as_of)
            ),
            "name the files that hold the quarter's events by `--events`, or another quarter",
        );
    }
    if earliest >= end {
        return nothing(
            format!(
                "the earliest event is of {}, after {period} is over",
                day(earliest)
            ),
            "name the files that hold the quarter's events by `--events`, or another quarter",
        );
    }
    Ok(as_of)
}

/// One metric and what was answered of it.
struct Of<'a> {
    plan: &'a Plan,
    pack: &'a Pack,
    answers: &'a Answers,
    metric: &'a Metric,
    watch: Watch<'a>,
    /// The query.
    place: Span,
    /// Whether it counts over so many; a count that does has none where it was counted over nothing.
    exposed: bool,
    /// Services of which anything was found, in whatever interval: somebody looks.
    found: BTreeSet<&'a str>,
}

impl<'a> Of<'a> {
    fn new(
        (plan, pack, answers): (&'a Plan, &'a Pack, &'a Answers),
        metric: &'a Metric,
        watch: Watch<'a>,
    ) -> Self {
        let place = metric.query.as_ref().map(|query| query.span);
        let (mut exposed, mut found) = (false, BTreeSet::new());
        for (.., service, values) in answers.rows_of(&metric.id.value) {
            exposed |= values.contains_key("exposure");
            let part = values.get("numerator").or_else(|| values.get("value"));
            let part = part.and_then(|text| text.as_deref());
            if part.is_some_and(|part| part != "0") {
                found.insert(service);
            }
        }
        Self {
            plan,
            pack,
            answers,
            metric,
            place: place.unwrap_or(metric.id.span),
            exposed,
            found,
            watch,
        }
    }

    fn id(&self) -> &'a str {
        &self.metric.id.value
    }

    fn calendar(&self) -> &'a Calendar {
        &self.pack.settings.calendar
    }

    fn weeks(&self) -> Vec<Week> {
        match self.plan.weekly.contains(self.id()) {
            true => self.calendar().weeks(self.plan.period),
            false => Vec::new(),
        }
    }

    /// Whether rows have the columns of the metric's kind, and no others.
    fn are_columns_right(&self, told: &mut Vec<Diagnostic>) -> bool {
        let id = self.id();
        let kind = self.metric.kind.value;
        let (must, may) = columns(kind);
        let returned: Option<BTreeSet<&str>> = self
            .answers
            .rows_of(id)
            .map(|(.., values)| {
                values
                    .keys()
                    .map(String::as_str)
                    .collect::<BTreeSet<&str>>()
            })
            .reduce(|one, two| one.union(&two).copied().collect());
        let Some(returned) = returned else {
            return true;
        };
        let list = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(" and ")
        };
        let lacks: Vec<&str> = must
            .iter()
            .filter(|name| !returned.contains(*name))
            .copied()
            .collect();
        let known =
            |name: &&&str| must.contains(*name) || may.contains(*name) || **name == UNATTRIBUTED;
        let other: Vec<&str> = returned
            .iter()
            .filter(|name| !known(name))
            .copied()
            .collect();
        let is = kind.word();
        let message = match (&lacks[..], &other[..]) {
            ([], []) => return true,
            ([], other) => format!(
                "the query of `{id}` returns {}, which no {is} has",
                list(other)
            ),
            (lacks, []) => format!("the query of `{id}` does not return {}", list(lacks)),
            (lacks, other) => format!(
                "the query of `{id}` returns {} and not {}",
                list(other),
                list(lacks)
            ),
        };
        let may = may.iter().chain(&[UNATTRIBUTED]).copied();
        let may: Vec<&str> = may.collect();
        let help = format!(
            "it is a {is}: return `service`, {}; {} may stand beside",
            list(must),
            list(&may)
        );
        let problem = topics::COLUMNS.at(self.place, message);
        told.push(
            problem
                .see(self.metric.kind.span, "declared here")
                .help(help),
        );
        false
    }

    fn gather(&self, told: &mut Vec<Diagnostic>) -> GatheredMetric {
        let (mut services, mut wrong) = (BTreeMap::new(), Vec::new());
        for service in self.services(told) {
            let series = self.series(Scope::Service, service, &mut wrong);
            services.insert(service.to_owned(), series);
        }
        let stated = self.metric.roll_up.value == RollUp::StatedOnly;
        let all = stated.then(|| self.series(Scope::All, ALL, &mut wrong));
        // One fault of a query makes many figures wrong: the first shows it.
        if let Some(first) = wrong.first() {
            let others = match wrong.len() {
                1 => String::new(),
                n => format!(", and {} more of its figures are wrong", n - 1),
            };
            let problem = topics::FIGURE.at(self.place, format!("{first}{others}"));
            told.push(problem.help("mend the query; what nobody can say is null"));
        }
        if !stated {
            let weeks = self.weeks().into_iter().map(|week| week.to_string());
            for interval in std::iter::once(QUARTER.to_owned()).chain(weeks) {
                let pooled = self.answers.row(self.id(), &interval, Scope::All, ALL);
                let parts = services.keys().filter_map(|service| {
                    self.answers
                        .row(self.id(), &interval, Scope::Service, service)
                });
                let parts: Vec<&Values> = parts.collect();
                if let Some((whole, parts)) = roll_up::disagreement(self.metric, pooled, &parts) {
                    let message = format!(
                        "`{}` of {} is {whole} when it is counted over all services at once, and {parts} as \
                         the sum of its services",
                        self.id(),
                        self.when(&interval)
                    );
                    let problem = topics::ROLL_UP.at(self.place, message);
                    told.push(problem.see(self.metric.roll_up.span, "rolled up by this").help(
                        "asked of all services at once, `service` of every view is `all`: choose by another column, \
                         count what belongs to several services once in each, or state the organisation's \
                         figure: `roll_up: stated-only`",
                    ));
                    break;
                }
            }
        }
        let rows = self.answers.counts.get(self.id()).copied().unwrap_or(0);
        let (left_out, unwatched) = self.left_out(&services);
        let missing = match &all {
            Some(all) => all.quarter.as_ref().err().cloned(),
            None => self.missing(&services),
        };
        let query = self.metric.query_fingerprint();
        GatheredMetric {
            query: query.unwrap_or_default(),
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            unattributed: self.unattributed(),
            all,
            services,
            missing,
            left_out,
            unwatched,
        }
    }

    /// Services without a figure of the quarter, by what was not read of them; and those of them that the
    /// pack's word would give one.
    fn left_out(
        &self,
        services: &BTreeMap<String, GatheredSeries>,
    ) -> (BTreeMap<String, Vec<String>>, Vec<String>) {
        let bounds = self.calendar().instants(self.plan.period);
        let (mut left_out, mut unwatched) = (BTreeMap::<_, Vec<_>>::new(), Vec::new());
        for (service, series) in services {
            if series.quarter.is_ok() {
                continue;
            }
            let unread = self.watch.unread(Some(service), bounds);
            if unread.is_some_and(|unread| unread.is_whole())
                && self.would_count(service)
                && self.watch.is_lifted(service, bounds)
            {
                unwatched.push(service.clone());
            }
            let reason = unread.map_or_else(|| format!("where {NOTHING}"), |of| of.of_which());
            left_out.entry(reason).or_default().push(service.clone());
        }
        (left_out, unwatched)
    }

    /// Whether there is a figure of the quarter once none is a finding.
    fn would_count(&self, service: &str) -> bool {
        let row = self
            .answers
            .row(self.id(), QUARTER, Scope::Service, service);
        match self.metric.kind.value {
            Kind::Ratio | Kind::Quantile => true,
            Kind::Count => row.map_or(!self.exposed, |values| {
                values.get("value").is_some_and(Option::is_some)
            }),
            Kind::Level | Kind::Score => false,
        }
    }

    /// Services of which anything is known, or was said in the snapshot that is there.
    fn services(&self, told: &mut Vec<Diagnostic>) -> BTreeSet<&'a str> {
        let known = |id: &str| {
            let mut services = self.pack.services.iter();
            let found = services.find(|service| service.id.value == id);
            found.map(|service| service.id.value.as_str())
        };
        let mut services: BTreeSet<&'a str> = self.watch.services().filter_map(known).collect();
        let mut strange = BTreeSet::new();
        for (_, scope, service, _) in self.answers.rows_of(self.id()) {
            match (scope, known(service)) {
                (Scope::Service, Some(service)) => {
                    services.insert(service);
                }
                (Scope::All, _) if service == ALL => {}
                _ => {
                    strange.insert(service);
                }
            }
        }
        for service in strange {
            let message = format!(
                "the query of `{}` returns a row for `{}`, which is no service of the pack",
                self.id(),
                service
                    .chars()
                    .filter(|c| !c.is_control())
                    .take(60)
                    .collect::<String>()
            );
            told.push(topics::SERVICE.at(self.place, message).help(
                "return the `service` of a view as it is, or add the service to `data/services.yaml`",
            ));
        }
        let filed = self.pack.observations.get(self.id());
        let there = filed.into_iter().flat_map(|filed| &filed.services);
        let there = there.filter(|(_, series)| series.quarters.contains_key(&self.plan.period));
        services.extend(there.filter_map(|(id, _)| known(id)));
        services
    }

    /// Failures of the quarter that are held against no deployment.
    fn unattributed(&self) -> Option<u32> {
        let of = |values: &Values| {
            let text = values.get(UNATTRIBUTED)?.as_deref()?;
            text.parse::<u32>().ok()
        };
        let pooled = self
            .answers
            .row(self.id(), QUARTER, Scope::All, ALL)
            .and_then(of);
        let parts = self.answers.rows_of(self.id());
        let parts =
            parts.filter(|(interval, scope, ..)| *interval == QUARTER && *scope == Scope::Service);
        let parts: Vec<u32> = parts.filter_map(|(.., values)| of(values)).collect();
        pooled.or_else(|| (!parts.is_empty()).then(|| parts.iter().sum()))
    }

    fn when(&self, interval: &str) -> String {
        match interval {
            QUARTER => self.plan.period.to_string(),
            week => week.to_owned(),
        }
    }

    fn series(&self, scope: Scope, service: &str, wrong: &mut Vec<String>) -> GatheredSeries {
        let bounds = self.calendar().instants(self.plan.period);
        let unseen = match scope {
            Scope::Service => {
                let found = self.found.contains(service);
                self.watch.unseen(Some(service)).filter(|_| !found)
            }
            Scope::All => self.watch.unseen(None).filter(|_| self.found.is_empty()),
        };
        let unfounded = |value: Value| match value {
            Value::Ratio { part: 0, whole } if whole > 0 => unseen,
            Value::Count { count: 0, .. } => unseen,
            _ => None,
        };
        let quarter = match self.figure(QUARTER, scope, service, wrong) {
            Some(Some(value)) => match unfounded(value) {
                Some(unseen) => Err(unseen.reason()),
                None => Ok(value),
            },
            answer => match unseen.filter(|_| answer.is_none()) {
                // No row is no more of a finding than a row that counts none.
                Some(unseen) => Err(unseen.reason()),
                None => self.nothing(answer.is_some(), scope, service, bounds),
            },
        };
        let weeks = self.weeks().into_iter().map(|week| {
            let bounds = week_bounds(self.calendar(), week);
            if !self.watch.is_over(bounds) {
                return (week, None);
            }
            let value = match self.figure(&week.to_string(), scope, service, wrong) {
                Some(value) => value.filter(|value| unfounded(*value).is_none()),
                None => self
                    .zero(scope, service, bounds)
                    .filter(|_| unseen.is_none()),
            };
            (week, value)
        });
        GatheredSeries {
            weeks: weeks.collect(),
            quarter,
        }
    }

    /// The figure of an interval: `None` where there is no row, `Some(None)` where a row has none.
    fn figure(
        &self,
        interval: &str,
        scope: Scope,
        service: &str,
        wrong: &mut Vec<String>,
    ) -> Option<Option<Value>> {
        let values = self.answers.row(self.id(), interval, scope, service)?;
        let read = written(self.metric.kind.value, values).and_then(|text| {
            let value = text.map(|text| load::counted(&text, self.metric));
            value.transpose()
        });
        match read {
            Ok(value) => Some(value),
            Err(why) => {
                let when = self.when(interval);
                wrong.push(format!("`{}` of `{service}` in {when}: {why}", self.id()));
                Some(None)
            }
        }
    }

    /// Whether nothing happened, as far as anybody can know.
    fn is_quiet(&self, scope: Scope, service: &str, bounds: Bounds) -> bool {
        match scope {
            Scope::Service => self.watch.would_see(service, bounds),
            Scope::All => self
                .watch
                .services()
                .any(|one| self.watch.would_see(one, bounds)),
        }
    }

    /// The week's figure where the query has no row.
    fn zero(&self, scope: Scope, service: &str, bounds: Bounds) -> Option<Value> {
        let counts = self.metric.kind.value == Kind::Count && !self.exposed;
        let zero = Value::Count {
            count: 0,
            exposure: None,
        };
        (counts && self.is_quiet(scope, service, bounds)).then_some(zero)
    }

    /// What the quarter says where there is no figure: that nothing happened, or why nobody knows.
    fn nothing(
        &self,
        row: bool,
        scope: Scope,
        service: &str,
        bounds: Bounds,
    ) -> Result<Value, String> {
        let quiet = row || self.is_quiet(scope, service, bounds);
        match self.metric.kind.value {
            _ if !quiet => {
                let service = Some(service).filter(|_| scope == Scope::Service);
                Err(self.unread(service, bounds))
            }
            Kind::Ratio => Ok(Value::Ratio { part: 0, whole: 0 }),
            Kind::Quantile => Ok(Value::Quantile {
                value: Exact::ZERO,
                n: 0,
            }),
            Kind::Count if !row && !self.exposed => Ok(Value::Count {
                count: 0,
                exposure: None,
            }),
            Kind::Count | Kind::Level | Kind::Score => Err(NOTHING.to_owned()),
        }
    }

    /// What was not read of a service, or of the organisation, so that nobody knows.
    fn unread(&self, service: Option<&str>, bounds: Bounds) -> String {
        let unread = self.watch.unread(service, bounds);
        unread.map_or_else(
            || "of no service was all read that it is counted of".to_owned(),
            |unread| unread.reason(),
        )
    }

    /// Why nobody can say any figure of the quarter, where each service has a reason of its own.
    fn missing(&self, services: &BTreeMap<String, GatheredSeries>) -> Option<String> {
        let reasons = services
            .values()
            .map(|series| series.quarter.as_ref().err());
        let reasons: BTreeSet<&String> = reasons.collect::<Option<_>>()?;
        if reasons.len() < 2 {
            return reasons.first().map(|only| (*only).clone());
        }
        let bounds = self.calendar().instants(self.plan.period);
        Some(match reasons.iter().any(|reason| *reason == NOTHING) {
            true => format!("{NOTHING}, as far as it was read"),
            false => self.unread(None, bounds),
        })
    }
}
