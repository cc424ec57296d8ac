//! One metric in one quarter, in the pattern of its evidence class. Verbs of change (`fell`,
//! `rose`) stand in the strong pattern alone; `may have` in the signal's; `was` in all others.

use super::counts;
use super::grammar::{Subject, clause, counted, names_what_it_counts};
use super::reasons::{self, Points};
use crate::analyse::{Assessment, Figure, Movement, MovementClass, NotTested, Status};
use crate::model::{Filed, Kind, Metric, Missing, Reading, Scope, Series, Unit, Value};
use crate::sentences::Ctx;
use crate::tongue::{label, say};
use chrono::{Datelike, Days, NaiveDate};

/// Weekly points after which a shift of ordinary size would show.
const POINTS_TO_TELL: u64 = 8;

/// What happened to a metric.
pub(crate) fn movement(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
) -> String {
    let told = Told {
        ctx,
        metric,
        judged,
        subject: Subject::new(ctx.pack, metric, scope),
    };
    let Some(now) = &judged.now else {
        return told.missing(scope);
    };
    let said = match &judged.movement.class {
        MovementClass::StrongSignal => return told.with_quarter(told.strong(now)),
        MovementClass::Signal => told.with_quarter(told.signal()),
        MovementClass::Routine => told.routine(now),
        MovementClass::TooFew { have, need } => told.too_few(now, *have, *need),
        MovementClass::NotTested(reason) => told.not_tested(now, reason),
        MovementClass::Missing => told.missing(scope),
    };
    // A miss is told here in every class, so that no page can print the one without the other.
    if judged.target.status == Status::Missed && !said.contains("target") {
        format!("{said} {}", super::target(ctx, metric, judged))
    } else {
        said
    }
}

struct Told<'a> {
    ctx: &'a Ctx<'a>,
    metric: &'a Metric,
    judged: &'a Assessment,
    subject: Subject,
}

impl Told<'_> {
    fn last_day(&self) -> NaiveDate {
        let calendar = &self.ctx.pack.settings.calendar;
        calendar.last_day(self.ctx.period)
    }

    /// With what the quarter's figure did, where its weeks signal another way.
    fn with_quarter(&self, said: String) -> String {
        match super::at_odds::quarter_too(self.ctx, self.metric, self.judged) {
            quarter if quarter.is_empty() => said,
            quarter => format!("{said} {quarter}"),
        }
    }

    fn graded(&self, claim: &str, grade: &str) -> String {
        let points = Points::of(self.judged);
        reasons::graded(
            claim,
            grade,
            &self.judged.movement,
            points,
            self.subject.its,
        )
    }

    fn was(&self, now: &Figure) -> String {
        let Subject { start, was, .. } = &self.subject;
        let value = if names_what_it_counts(self.metric) {
            self.ctx.words.figure(self.metric, now)
        } else {
            self.ctx.words.predicate(self.metric, now)
        };
        say!("{start} {was} {value}", start, was, value)
    }

    fn strong(&self, now: &Figure) -> String {
        let start = &self.subject.start;
        let moved = moved(self.ctx, self.metric, &self.judged.movement, Tense::Past)
            .unwrap_or_else(|| label("changed").to_owned());
        let since = since(self.ctx, &self.judged.movement, self.last_day());
        let told = self.graded(
            &say!("{start} {moved}{since}", start, moved, since),
            label("a strong signal"),
        );
        match (&self.judged.target.target, self.judged.target.status) {
            (Some(target), Status::Missed) => {
                let still = if self.judged.movement.better == Some(true) {
                    label(" still")
                } else {
                    ""
                };
                let Subject { it, .. } = &self.subject;
                let misses = self.subject.verb("misses", "miss");
                let now = self.ctx.words.figure(self.metric, now);
                let target = self.ctx.words.exact(self.metric, target.value);
                say!(
                    "{told} At {now}, {it}{still} {misses} the target of {target}.",
                    told,
                    now,
                    it,
                    still,
                    misses,
                    target
                )
            }
            _ => told,
        }
    }

    fn signal(&self) -> String {
        let movement = &self.judged.movement;
        let start = &self.subject.start;
        let may = moved(self.ctx, self.metric, movement, Tense::May)
            .unwrap_or_else(|| label("may have changed").to_owned());
        let by = self.last_day() + Days::new(7 * POINTS_TO_TELL);
        let by = self.ctx.words.date(by);
        let told = self.graded(&say!("{start} {may}", start, may), grade(movement));
        say!("{told} We will know more by {by}.", told, by)
    }

    fn routine(&self, now: &Figure) -> String {
        let a_week = per_week(self.ctx, self.metric);
        let Some(range) = routine_range(self.ctx, self.metric, &self.judged.movement) else {
            return self.routine_without_range(now);
        };
        let its = self.subject.its;
        let was = self.was(now);
        let missed = self.judged.target.status == Status::Missed;
        if let (true, Some(target)) = (missed, &self.judged.target.target) {
            let target = self.ctx.words.exact(self.metric, target.value);
            let range_text = range.text();
            let (within, expected, target) = if !a_week.is_empty() {
                (
                    say!("with weekly counts within {its} routine range", its),
                    say!("{range_text} a week", range_text),
                    say!("{target} a quarter", target),
                )
            } else if range.holds(now) {
                (
                    say!("within {its} routine range", its),
                    range_text.to_owned(),
                    target,
                )
            } else {
                (
                    say!("with weekly values within {its} routine range", its),
                    say!("weekly values of {range_text}", range_text),
                    say!("{target} for the quarter", target),
                )
            };
            return say!(
                "{was}, {within}. Unless something changes, expect {expected} again, against a target of {target}.",
                was,
                within,
                expected,
                target
            );
        }
        let within = range.within();
        let sentence = if !a_week.is_empty() {
            say!(
                "{was}, with weekly counts within {its} routine range{within}{a_week}.",
                was,
                its,
                within,
                a_week
            )
        } else if range.holds(now) {
            say!(
                "{was}, within {its} routine range{within}.",
                was,
                its,
                within
            )
        } else {
            say!(
                "{was}, with weekly values within {its} routine range{within}.",
                was,
                its,
                within
            )
        };
        say!("{sentence} This is not evidence of change.", sentence)
    }

    fn routine_without_range(&self, now: &Figure) -> String {
        if let Some(counts) = &self.judged.counts {
            return counts::counts(self.ctx, self.metric, counts);
        }
        let kind = match Points::of(self.judged) {
            Points::Weeks => label("no signal in the weekly values"),
            Points::Gaps => label("no signal in the days between events"),
        };
        say!(
            "{was}, with {kind}. This is not evidence of change.",
            self.was(now),
            kind
        )
    }

    fn too_few(&self, now: &Figure, have: usize, need: usize) -> String {
        if self.judged.history.len() <= 1 && self.metric.test == crate::model::Test::Xmr {
            let weeks = u64::try_from(need.saturating_sub(have)).unwrap_or(0);
            let from = self.last_day() + Days::new(7 * weeks.min(520));
            let from = self.ctx.words.date(from);
            return say!(
                "{was}. First quarter measured. Range will be stated from {from}.",
                self.was(now),
                from
            );
        }
        if let Some(counts) = &self.judged.counts {
            return counts::counts(self.ctx, self.metric, counts);
        }
        let basis = match self.ctx.words.basis(now.value) {
            Some(basis) if !self.was(now).contains(&basis) => format!(" ({basis})"),
            _ => String::new(),
        };
        let points = match Points::of(self.judged) {
            Points::Weeks if self.metric.test != crate::model::Test::RareEvents => {
                label("weekly points")
            }
            _ => label("events"),
        };
        say!(
            "{was}{basis}. Too few to tell a change from luck: {have} of the {need} {points} needed.",
            self.was(now),
            basis,
            have,
            need,
            points
        )
    }

    fn not_tested(&self, now: &Figure, reason: &NotTested) -> String {
        if let Some(sentence) = self.zero_tolerance(now) {
            return sentence;
        }
        let reason = match reason {
            NotTested::Declared(reason) => clause(reason),
            NotTested::DefinitionChanged(date) => say!(
                "the definition changed on {date}, and earlier figures do not compare",
                self.ctx.words.date(*date)
            ),
            NotTested::NoWeeklyData => label("no weekly figures were filed").to_owned(),
        };
        if let (Some(counts), Unit::Things { .. }) = (&self.judged.counts, &self.metric.unit.value)
        {
            let counts = counts::counts(self.ctx, self.metric, counts);
            return say!(
                "{counts} Not tested for change within the quarter: {reason}.",
                counts,
                reason
            );
        }
        say!(
            "{was}. Not tested for change: {reason}.",
            self.was(now),
            reason
        )
    }

    /// `2 overdue vulnerabilities. The target is none.`
    fn zero_tolerance(&self, now: &Figure) -> Option<String> {
        let Value::Count { count, .. } = now.value else {
            return None;
        };
        if !super::target::is_none(self.metric, self.judged) {
            return None;
        }
        let things = counted(self.metric, count)?;
        Some(if count == 0 {
            say!("No {things}.", things)
        } else {
            let count = self.ctx.words.count(count);
            say!("{count}~{things}. The target is none.", count, things)
        })
    }

    fn missing(&self, scope: Scope<'_>) -> String {
        let words = self.ctx.words;
        let period = words.period_short(self.ctx.period);
        let missing = self.judged.missing.as_ref();
        let reason = match missing {
            Some(missing) => clause(reasons::why_missing(missing)),
            None if self.nothing_counted(scope) => {
                label("nothing happened that could have a value").to_owned()
            }
            None => label("none was filed").to_owned(),
        };
        if missing.is_some_and(Missing::is_withheld) {
            return say!("No figure for {period}: {reason}.", period, reason);
        }
        let expected = match missing.and_then(|m| m.expected) {
            Some(date) => say!(" Expected {date}.", words.date(date)),
            None if missing.is_some() => label(" Expected date not yet known.").to_owned(),
            None => String::new(),
        };
        let owner = missing
            .and_then(|m| m.owner.as_deref())
            .unwrap_or(&self.metric.owner.value);
        say!(
            "No figure for {period}: {reason}.{expected} Owner {owner}.",
            period,
            reason,
            expected,
            owner
        )
    }

    /// Whether values were filed that have no number, and nothing else: `0/0`.
    fn nothing_counted(&self, scope: Scope<'_>) -> bool {
        let Some(observations) = self.ctx.pack.observations.get(&self.metric.id.value) else {
            return false;
        };
        let reading = |series: &Series| {
            let reading = series.quarters.get(&self.ctx.period)?;
            Some(matches!(reading.filed, Filed::Value(v) if v.exact().is_none()))
        };
        match scope {
            Scope::Service(id) => observations.services.get(id).and_then(reading) == Some(true),
            Scope::All => reading(&observations.all).unwrap_or_else(|| {
                let mut parts = observations
                    .services
                    .values()
                    .filter_map(reading)
                    .peekable();
                parts.peek().is_some() && parts.all(|nothing| nothing)
            }),
        }
    }
}

/// `one signal`, or what several on a provisional baseline are worth.
pub(super) fn grade(movement: &Movement) -> &'static str {
    if movement.hits.len() > 1 {
        label("a signal on a provisional baseline")
    } else {
        label("one signal")
    }
}

/// ` a week` after averages and limits of counts over time: they are of one week's count, where
/// the quarter's figure is the whole quarter's. Empty where a count has an exposure of its own.
pub(super) fn per_week(ctx: &Ctx<'_>, metric: &Metric) -> &'static str {
    let observations = ctx.pack.observations.get(&metric.id.value);
    let first = observations.and_then(|o| {
        std::iter::once(&o.all)
            .chain(o.services.values())
            .flat_map(|series| series.quarters.values())
            .find_map(Reading::value)
    });
    let exposed = matches!(
        first,
        Some(Value::Count {
            exposure: Some(_),
            ..
        })
    );
    if metric.kind.value == Kind::Count && metric.per.is_none() && !exposed {
        label(" a week")
    } else {
        ""
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// Strong signals alone.
    Past,
    /// One signal.
    May,
}

/// `fell from about 9.2% to 6.1%`, `may have fallen`; `None` where no direction is known.
pub(super) fn moved(
    ctx: &Ctx<'_>,
    metric: &Metric,
    movement: &Movement,
    tense: Tense,
) -> Option<String> {
    let up = movement.up?;
    // Rare events have no average in the metric's unit: what changed is how often they come.
    let rare = metric.test == crate::model::Test::RareEvents;
    let verb = match (rare, up, tense) {
        (true, true, Tense::Past) => label("became more frequent"),
        (true, false, Tense::Past) => label("became less frequent"),
        (true, true, Tense::May) => label("may have become more frequent"),
        (true, false, Tense::May) => label("may have become less frequent"),
        (false, true, Tense::Past) => label("rose"),
        (false, false, Tense::Past) => label("fell"),
        (false, true, Tense::May) => label("may have risen"),
        (false, false, Tense::May) => label("may have fallen"),
    };
    if rare || tense == Tense::May {
        return Some(verb.to_owned());
    }
    let averages = movement.average_before.zip(movement.average_after);
    let range = averages
        // The words and the numbers must point the same way.
        .filter(|(before, after)| if up { after > before } else { after < before })
        .and_then(|(before, after)| ctx.words.course(metric, before, after));
    let a_week = per_week(ctx, metric);
    Some(match range {
        Some(range) => say!("{verb} from about {range}{a_week}", verb, range, a_week),
        None => verb.to_owned(),
    })
}

/// ` since 6 July`, with the year where it is not the quarter's own.
pub(super) fn since(ctx: &Ctx<'_>, movement: &Movement, last_day: NaiveDate) -> String {
    match movement.since {
        Some(week) if week.monday().year() == last_day.year() => {
            say!(" since {day_month}", ctx.words.day_month(week.monday()))
        }
        Some(week) => say!(" since {date}", ctx.words.date(week.monday())),
        None => String::new(),
    }
}

/// Natural limits in words.
pub(super) struct RoutineRange {
    ends: (Option<f64>, Option<f64>),
    /// `6.0 to 10.1 hours`, `up to 7.4%`, `97.2% or more`.
    text: String,
}

/// The routine range of a movement; `None` where neither end can be stated.
pub(super) fn routine_range(
    ctx: &Ctx<'_>,
    metric: &Metric,
    movement: &Movement,
) -> Option<RoutineRange> {
    let ends = movement.limits?;
    let number = |x: f64| x.is_finite().then(|| ctx.words.number(metric, x));
    let text = match ends {
        (Some(low), Some(high)) => ctx.words.range(metric, low, high)?,
        (None, Some(high)) => say!("up to {number}", number(high)?),
        (Some(low), None) => say!("{number} or more", number(low)?),
        (None, None) => return None,
    };
    Some(RoutineRange { ends, text })
}

impl RoutineRange {
    /// ` of 6.0 to 10.1 hours`, `, up to 7.4%,` after "routine range".
    fn within(&self) -> String {
        match self.ends {
            (Some(_), Some(_)) => say!(" of {text}", self.text),
            _ => format!(", {}", self.text),
        }
    }

    /// Whether the quarter's own figure lies in it, as its weeks do.
    fn holds(&self, now: &Figure) -> bool {
        let value = now.exact.to_f64();
        self.ends.0.is_none_or(|low| value >= low) && self.ends.1.is_none_or(|high| value <= high)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}
