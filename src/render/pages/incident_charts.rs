//! Incidents of a record to the charts that show them: the strip of a quarter, the dots of its
//! restore times, the course of one.

use crate::analyse::QuarterAnalysis;
use crate::analyse::incidents::{Case, Incidents};
use crate::model::{Exact, FoundBy, Incident, Pack, Period, RecordFigure};
use crate::render::charts::{Undrawn, course, restore, strip};
use crate::render::figures::Drawn;
use crate::render::figures::records::{self, Around};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use chrono::{DateTime, Timelike, Utc};

/// Minutes within which the pack promises to restore: those of the metric that tells it.
pub(super) fn promise(pack: &Pack) -> Option<u32> {
    let figures = pack.metrics.values().filter_map(|metric| metric.record);
    let mut minutes = figures.filter_map(|figure| match figure.value {
        RecordFigure::RestoredWithin { minutes } => Some(minutes),
        _ => None,
    });
    minutes.next()
}

fn whole(n: i64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds of a quarter are far below 2^53"
    )]
    let n = n as f64;
    n
}

/// The incident's title as its label: its first three words.
fn name(pack: &Pack, case: &Case) -> String {
    let title = pack
        .incident(case.period, &case.id)
        .map_or("", |i| &i.title.value);
    title
        .split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

fn day(ctx: &Ctx<'_>, at: DateTime<Utc>) -> String {
    let zone = ctx.pack.settings.calendar.zone;
    ctx.words.date_short(at.with_timezone(&zone).date_naive())
}

/// The strip of the quarter (Q1–Q7).
pub(super) fn strip(
    ctx: &Ctx<'_>,
    quarter: &QuarterAnalysis,
    shown: &Incidents,
) -> Result<Drawn, Undrawn> {
    let calendar = &ctx.pack.settings.calendar;
    let (first, end) = (calendar.start(quarter.period), calendar.end(quarter.period));
    let start = calendar.day_start(first);
    let days = |at: DateTime<Utc>| whole((at - start).num_seconds()) / 86_400.0;
    let bar = |case: &Case| strip::Bar {
        from: days(case.began),
        to: days(case.restored.unwrap_or(shown.as_of)),
        open: case.is_open(),
        severity: case.severity,
        date: day(ctx, case.began),
        name: name(ctx.pack, case),
        lasted: ctx.words.lasted(case.minutes),
    };
    let observed = |service: &crate::model::Service| {
        let id = &service.id.value;
        let mut metrics = quarter.metrics.values();
        let figure = metrics.any(|m| {
            m.services
                .get(id)
                .is_some_and(|judged| judged.now.is_some())
        });
        figure || shown.cases.iter().any(|case| case.service == *id)
    };
    let lane = |service: &crate::model::Service| strip::Lane {
        name: service.name.clone(),
        observed: observed(service),
        bars: shown
            .cases
            .iter()
            .filter(|case| case.service == service.id.value)
            .map(bar)
            .collect(),
    };
    let mut months = Vec::new();
    for date in first.iter_days().take_while(|date| *date < end) {
        use chrono::Datelike;
        if date.day() == 1 {
            let at = usize::try_from((date - first).num_days()).unwrap_or(0);
            months.push((at, ctx.words.month_short(date).to_owned()));
        }
    }
    let severities = ctx.pack.incidents.get(&quarter.period);
    let severities = severities.map(|record| &record.severities);
    let input = strip::Strip {
        days: usize::try_from((end - first).num_days()).unwrap_or(0),
        lanes: ctx.pack.services.iter().map(lane).collect(),
        freezes: Vec::new(),
        months,
        told: shown.cases.len(),
        severities: (1..=4)
            .zip(severities.into_iter().flatten().cloned())
            .collect(),
    };
    let span = ctx.words.period_short(quarter.period);
    let none = ctx
        .pack
        .services
        .iter()
        .filter(|service| {
            let mut cases = shown.cases.iter();
            observed(service) && !cases.any(|case| case.service == service.id.value)
        })
        .count();
    let headline = sentences::strip_headline(shown, none);
    let mut notes = vec![label("Source: incident record.").to_owned()];
    if !ctx.pack.services.iter().all(observed) {
        let why = label("Not observed: nothing was counted for that service in this quarter.");
        notes.push(why.to_owned());
    }
    records::strip(
        &Around {
            id: "incident-strip",
            name: label("Incidents by service"),
            span: &span,
            headline: &headline,
            target: "",
            subtitle: &say!(
                "Customer-affecting incidents by the service that they count in, {period}; width is how long, height and fill how severe",
                ctx.words.period(calendar, quarter.period)
            ),
            notes,
        },
        &input,
    )
}

/// The dots of this quarter's restore times over the last's (D1–D8).
pub(super) fn dots(
    ctx: &Ctx<'_>,
    quarter: &QuarterAnalysis,
    before: Option<&Incidents>,
    shown: &Incidents,
) -> Result<Drawn, Undrawn> {
    let promise = promise(ctx.pack);
    let row = |period: Period, shown: &Incidents, median: Option<Exact>| restore::Row {
        name: ctx.words.period_short(period),
        dots: shown
            .cases
            .iter()
            .map(|case| restore::Dot {
                minutes: case.minutes.to_f64(),
                open: case.is_open(),
                date: day(ctx, case.began),
                name: name(ctx.pack, case),
                lasted: ctx.words.lasted(case.minutes),
            })
            .collect(),
        median: median.map(|minutes| {
            let words = say!("half restored within {lasted}", ctx.words.lasted(minutes));
            (minutes.to_f64(), words)
        }),
        kept: promise.map_or_else(String::new, |minutes| {
            let (kept, of) = shown.restored_within(minutes);
            ctx.words.of(kept, of)
        }),
    };
    let input = restore::Restore {
        before: before
            .filter(|before| !before.cases.is_empty())
            .map(|before| row(quarter.period.previous(), before, before.restore)),
        now: row(quarter.period, shown, shown.restore),
        promise: promise.map(|minutes| (f64::from(minutes), sentences::within(ctx.words, minutes))),
        told: shown.cases.len(),
    };
    let target = promise.map_or_else(String::new, |minutes| {
        let (kept, of) = shown.restored_within(minutes);
        say!(
            "{of} restored {within}.",
            ctx.words.of(kept, of),
            sentences::within(ctx.words, minutes)
        )
    });
    let headline = sentences::restored(ctx.words, shown);
    records::restore(
        &Around {
            id: "restore-dots",
            name: label("Time to restore"),
            span: &ctx.words.period_short(quarter.period),
            headline: headline.trim_end_matches('.'),
            target: &target,
            subtitle: label("Time from first customer affected to restored, one dot per incident"),
            notes: vec![label("Source: incident record.").to_owned()],
        },
        ctx.words,
        &input,
    )
}

/// What happened in the course of an incident.
#[derive(Clone, Copy)]
pub(super) enum Moment<'a> {
    Began,
    Told(FoundBy),
    Joined,
    CauseKnown,
    FixStarts,
    /// In the words of the record.
    Own(&'a str),
    Restored,
    Closed,
}

impl Moment<'_> {
    fn words(self) -> String {
        let known = match self {
            Self::Began => label("fault begins"),
            Self::Told(FoundBy::Us) => label("first alert"),
            Self::Told(FoundBy::Customer) => label("customers told us"),
            Self::Told(FoundBy::ThirdParty) => label("others told us"),
            Self::Told(FoundBy::NotKnown) => label("it was known"),
            Self::Joined => label("responders join"),
            Self::CauseKnown => label("cause known"),
            Self::FixStarts => label("fix starts"),
            Self::Own(words) => return sentences::clause(words),
            Self::Restored => label("customers restored"),
            Self::Closed => label("closed"),
        };
        known.to_owned()
    }
}

/// What happened when, as far as it was known when the record was taken.
pub(super) fn moments<'a>(
    shown: &Incidents,
    case: &Case,
    incident: &'a Incident,
) -> Vec<(DateTime<Utc>, Moment<'a>)> {
    let known = |at: &DateTime<Utc>| *at <= shown.as_of;
    let told = incident.found_by.value;
    let mut moments = vec![
        (case.began, Moment::Began),
        (incident.detected.value, Moment::Told(told)),
    ];
    let acknowledged = incident.acknowledged.map(|at| at.value).filter(known);
    moments.extend(acknowledged.map(|at| (at, Moment::Joined)));
    let milestones = incident.milestones.iter();
    moments.extend(milestones.filter(|m| known(&m.at.value)).map(|milestone| {
        let own = &milestone.what.value;
        let words = own.to_lowercase();
        let is = |key: &str, said: &str| words == key || words == said.to_lowercase();
        let moment = if is("cause known", label("cause known")) {
            Moment::CauseKnown
        } else if is("fix starts", label("fix starts")) {
            Moment::FixStarts
        } else {
            Moment::Own(own)
        };
        (milestone.at.value, moment)
    }));
    moments.extend(case.restored.map(|at| (at, Moment::Restored)));
    let closed = incident.closed.map(|at| at.value).filter(known);
    moments.extend(closed.map(|at| (at, Moment::Closed)));
    moments.sort_by_key(|(at, ..)| *at);
    moments
}

/// The course of one incident (I1–I7).
pub(super) fn course(
    ctx: &Ctx<'_>,
    shown: &Incidents,
    case: &Case,
    incident: &Incident,
    id: &str,
) -> Result<Drawn, Undrawn> {
    let zone = ctx.pack.settings.calendar.zone;
    let began = case.began;
    let since = |at: DateTime<Utc>| whole((at - began).num_seconds()) / 60.0;
    let first_day = began.with_timezone(&zone).date_naive();
    let time = |at: DateTime<Utc>| {
        if at.with_timezone(&zone).date_naive() == first_day {
            ctx.words.clock(at, zone)
        } else {
            ctx.words.day_clock_short(at, zone)
        }
    };
    let closed = incident.closed.map(|at| at.value);
    let closed = closed.filter(|at| *at <= shown.as_of);
    let mut last = began;
    let milestones = moments(shown, case, incident)
        .into_iter()
        .map(|(at, moment)| {
            let gap = (at - last).num_seconds();
            last = at;
            course::Milestone {
                at: since(at),
                time: time(at),
                words: moment.words(),
                since: if at == began {
                    label("start").to_owned()
                } else if gap == 0 {
                    label("at once").to_owned()
                } else {
                    let minutes = Exact::integer(gap).over(Exact::integer(60));
                    ctx.words.lasted(minutes.unwrap_or(Exact::ZERO))
                },
                standard: !matches!(moment, Moment::Own(_)),
            }
        })
        .collect();
    let until = closed.or(case.restored).unwrap_or(shown.as_of).max(last);
    let lasted = if case.is_open() {
        say!("open for {lasted}", ctx.words.lasted(case.minutes))
    } else {
        ctx.words.lasted(case.minutes)
    };
    let detected = ctx.words.lasted(case.detect);
    let step = course::tick_step(since(until)).max(1);
    let mut ticks = Vec::new();
    let local = began.with_timezone(&zone);
    let into = i64::from(local.hour() * 60 + local.minute()) % i64::from(step);
    let mut at = i64::from(step) - into;
    while whole(at) <= since(until) && ticks.len() < 400 {
        let minute = began - chrono::TimeDelta::seconds(i64::from(local.second()));
        let instant = minute + chrono::TimeDelta::minutes(at);
        ticks.push((since(instant), time(instant)));
        at += i64::from(step);
    }
    let headline = sentences::course_headline(ctx.words, case);
    let utc = say!(
        "Source: incident record. In universal time it began at {format}.",
        began.format("%H:%M")
    );
    records::course(
        &Around {
            id,
            name: &incident.title.value,
            span: &ctx.words.date(first_day),
            headline: &headline,
            target: "",
            subtitle: &say!(
                "Course of the incident of {date}",
                ctx.words.date(first_day)
            ),
            notes: vec![utc],
        },
        zone.name(),
        &course::Course {
            milestones,
            affected: case.restored.map(since),
            lasted,
            until: since(until),
            detected: Some((
                case.detect.to_f64(),
                say!("{detected} until we knew", detected),
            )),
            ticks,
        },
    )
}
