//! `data/incidents/<period>.yaml` to the record of what went wrong.

mod order;

use super::decode::{Field, conflict};
use super::names::{Names, repeated};
use super::problems::quoted;
use super::topics;
use crate::diag::Located;
use crate::model::{
    Affected, Calendar, CauseChange, ChangeKind, Cost, Exact, FollowUp, FollowUpKind, FoundBy,
    Grade, Incident, IncidentRecord, Milestone, Period, Review, Spent, Unit,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

const FOUND: &[(&str, FoundBy)] = &[
    ("us", FoundBy::Us),
    ("customer", FoundBy::Customer),
    ("third-party", FoundBy::ThirdParty),
    ("not-known", FoundBy::NotKnown),
];

const GRADES: &[(&str, Grade)] = &[
    (Grade::Measured.word(), Grade::Measured),
    (Grade::Modelled.word(), Grade::Modelled),
    (Grade::Assumed.word(), Grade::Assumed),
];

const CHANGES: &[(&str, ChangeKind)] = &[
    ("release", ChangeKind::Release),
    ("configuration", ChangeKind::Configuration),
    ("data", ChangeKind::Data),
    ("infrastructure", ChangeKind::Infrastructure),
];

const FOLLOW_UPS: &[(&str, FollowUpKind)] = &[
    ("prevent", FollowUpKind::Prevent),
    ("detect", FollowUpKind::Detect),
    ("mitigate", FollowUpKind::Mitigate),
    ("learn", FollowUpKind::Learn),
];

/// What severities mean where a record does not say.
const SEVERITIES: [&str; 4] = [
    "most customers stopped",
    "many customers stopped",
    "some customers hindered",
    "no customer notices",
];

/// Severities by the key that gives their words.
const SEVERITY_KEYS: [&str; 4] = ["1", "2", "3", "4"];

/// What a record refers to.
pub(super) struct Ground<'a> {
    /// The quarter in the name of the file.
    pub(super) period: Period,
    /// The path of the file.
    pub(super) path: &'a str,
    /// The pack's calendar, if it could be read.
    pub(super) calendar: Option<Calendar>,
    /// All services there are.
    pub(super) services: &'a Names,
    /// All journeys there are.
    pub(super) journeys: &'a Names,
    /// All marks there are.
    pub(super) marks: &'a Names,
    /// All objectives there are.
    pub(super) objectives: &'a Names,
}

impl Ground<'_> {
    fn zone(&self) -> Option<Tz> {
        self.calendar.map(|calendar| calendar.zone)
    }
}

/// Reads one quarter's record.
pub(super) fn read(root: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<IncidentRecord> {
    let problems = root.problems;
    let fields = root.fields()?;
    let period = fields.required("period").and_then(Field::period);
    if let Some(period) = &period
        && period.value != ground.period
    {
        let message = format!("the record of {} says {}", ground.period, period.value);
        problems.add(
            topics::PERIOD_MISMATCH
                .at(period.span, message)
                .help("correct `period`, or rename the file"),
        );
    }
    let as_of = fields.required("as_of");
    let as_of = as_of.and_then(|field| field.instant(ground.zone()));
    let severities = severities(fields.optional("severities"));
    let items = fields.required("incidents").and_then(Field::items);
    fields.finish();
    let mut names = Names::new("incident", "this file", &topics::UNKNOWN_KEY);
    let mut incidents = Vec::new();
    for item in items? {
        if let Some(incident) = incident(item, ground) {
            let id = &incident.id;
            match names.give(&id.value, id.span, true) {
                Some(first) => repeated("incident", id, first, problems),
                None => incidents.push(incident),
            }
        }
    }
    incidents.sort_by(|a, b| (a.began.value, &a.id.value).cmp(&(b.began.value, &b.id.value)));
    let record = IncidentRecord {
        path: ground.path.to_owned(),
        period: period?,
        as_of: as_of?,
        severities: severities?,
        incidents,
    };
    order::tell_later(&record, problems);
    Some(record)
}

fn severities(field: Option<Field<'_, '_, '_>>) -> Option<[String; 4]> {
    let mut words = SEVERITIES.map(str::to_owned);
    let Some(field) = field else {
        return Some(words);
    };
    let fields = field.fields()?;
    for (key, word) in SEVERITY_KEYS.into_iter().zip(&mut words) {
        if let Some(written) = fields.optional_text(key) {
            *word = written;
        }
    }
    fields.finish();
    Some(words)
}

fn incident(item: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<Incident> {
    let problems = item.problems;
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let title = fields.plain("title");
    let severity = fields
        .required("severity")
        .and_then(|field| field.integer(1, 4));
    let began = fields.required("began");
    let began = began.and_then(|field| field.instant(ground.zone()));
    let detected = fields.required_because("detected", "the first alert or report, whoever it was");
    let detected = detected.and_then(|field| field.instant(ground.zone()));
    let acknowledged = maybe(fields.optional("acknowledged"), |f| {
        f.instant(ground.zone())
    });
    let restored = fields.required_because("restored", "`~` says that it is still open");
    let restored = restored.map_or(Some(None), |f| maybe(Some(f), |f| f.instant(ground.zone())));
    let closed = maybe(fields.optional("closed"), |f| f.instant(ground.zone()));
    let found_by = fields
        .required("found_by")
        .and_then(|field| field.word(FOUND));
    let services = fields.required("services").and_then(|field| {
        let texts = known(field, ground.services)?;
        if texts.is_empty() {
            return field.empty();
        }
        Some(texts)
    });
    let counted_to = maybe(fields.optional("counted_to"), |field| {
        let id = field.id()?;
        let listed = |services: &Vec<Located<String>>| {
            services.iter().any(|service| service.value == id.value)
        };
        if services.as_ref().is_some_and(|services| !listed(services)) {
            let why = "names a service that is not among `services`";
            conflict(field, why, "add it there, or name one of those");
            return None;
        }
        Some(id)
    });
    let journeys = match fields.optional("journeys") {
        Some(field) => known(field, ground.journeys),
        None => Some(Vec::new()),
    };
    let affected = maybe(fields.optional("affected"), affected);
    let customer_minutes = maybe(fields.optional("customer_minutes"), count);
    let spent = match fields.optional("spent") {
        Some(field) => field.each(|item| spent(item, ground)),
        None => Some(Vec::new()),
    };
    let experienced = fields.plain("experienced");
    let cause = fields.required_because("cause", "`~` says that it is not known yet");
    let cause = cause.map_or(Some(None), |field| maybe(Some(field), Field::plain));
    let change = maybe(fields.optional("change"), |field| change(field, ground));
    let milestones = match fields.optional("milestones") {
        Some(field) => field.each(|field| milestone(field, ground)),
        None => Some(Vec::new()),
    };
    let review = maybe(fields.optional("review"), review);
    let held = match &review {
        Some(Some(review)) => review.held.map(|day| day.value),
        _ => None,
    };
    let day = |at: &Located<DateTime<Utc>>| {
        let zone = ground.zone().unwrap_or(Tz::UTC);
        at.value.with_timezone(&zone).date_naive()
    };
    let opened = held.or_else(|| began.as_ref().map(day));
    let follow_ups = match fields.optional("follow_ups") {
        Some(field) => follow_ups(field, opened),
        None => Some(Vec::new()),
    };
    let cost = maybe(fields.optional("money"), cost);
    let annotation = maybe(fields.optional("annotation"), |field| {
        ground.marks.known(field.id()?, problems)
    });
    let distinct_from = match fields.optional("distinct_from") {
        Some(field) => field.each(Field::id),
        None => Some(Vec::new()),
    };
    let audience = fields.audience();
    fields.finish();
    let services = services?;
    let counted_to = match counted_to? {
        Some(id) => id,
        None => services.first()?.clone(),
    };
    let incident = Incident {
        id: id?,
        title: title?,
        severity: severity?.map(|n| u8::try_from(n).unwrap_or(4)),
        began: began?,
        detected: detected?,
        acknowledged: acknowledged?,
        restored: restored?,
        closed: closed?,
        found_by: found_by?,
        services,
        counted_to,
        journeys: journeys?,
        affected: affected?,
        customer_minutes: customer_minutes?,
        spent: spent?,
        experienced: experienced?,
        cause: cause?,
        change: change?,
        milestones: milestones?,
        review: review?,
        follow_ups: follow_ups?,
        cost: cost?,
        annotation: annotation?,
        distinct_from: distinct_from?,
        audience: audience?,
        span: item.key,
    };
    Some(order::checked(incident, ground, problems))
}

/// A value that may be left out or `~`; the outer `None` is one that is wrong.
fn maybe<'n, 't, 'p, T>(
    field: Option<Field<'n, 't, 'p>>,
    read: impl FnOnce(Field<'n, 't, 'p>) -> Option<T>,
) -> Option<Option<T>> {
    match field.filter(|field| !field.is_null()) {
        Some(field) => read(field).map(Some),
        None => Some(None),
    }
}

/// A list of names, all of them known.
fn known(field: Field<'_, '_, '_>, names: &Names) -> Option<Vec<Located<String>>> {
    field.each(|item| names.known(item.id()?, item.problems))
}

/// A whole number that is not small.
fn count(field: Field<'_, '_, '_>) -> Option<Located<u64>> {
    let text = field.raw()?;
    match super::scalars::whole(text.value) {
        Some(number) => Some(Located::new(number, text.span)),
        None => {
            let message = format!("`{}` cannot be {}", field.name, quoted(text.value));
            let help = "write a whole number of at most 12 digits";
            let problem = topics::BAD_NUMBER.at(text.span, message).help(help);
            field.problems.add(problem);
            None
        }
    }
}

/// A number that is not below zero.
fn amount(
    field: Field<'_, '_, '_>,
    unit: Option<&Unit>,
    most: Option<Exact>,
) -> Option<Located<Exact>> {
    let number = field.decimal(unit)?;
    if number.value.is_negative() || most.is_some_and(|most| number.value > most) {
        let message = format!("`{}` lies outside what it can be", field.name);
        let help = match most {
            Some(_) => "write a share from 0 to 100, in percent",
            None => "write a number that is not below zero",
        };
        let problem = topics::BAD_NUMBER.at(number.span, message).help(help);
        field.problems.add(problem);
        return None;
    }
    Some(number)
}

fn affected(field: Field<'_, '_, '_>) -> Option<Affected> {
    let fields = field.fields()?;
    let share = maybe(fields.optional("share"), |field| {
        amount(field, Some(&Unit::Percent), Some(Exact::integer(1)))
    });
    let of = if matches!(share, Some(None)) {
        maybe(fields.optional("of"), Field::plain)
    } else {
        let of = fields.required_because("of", "a share is a share of somebody");
        of.map_or(Some(None), |field| maybe(Some(field), Field::plain))
    };
    let customers = maybe(fields.optional("customers"), count);
    let grade = fields
        .required("grade")
        .and_then(|field| field.word(GRADES));
    fields.finish();
    Some(Affected {
        share: share?.map(|share| share.value),
        of: of?,
        customers: customers?,
        grade: grade?.value,
    })
}

fn spent(item: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<Spent> {
    let fields = item.fields()?;
    let objective = fields.required("objective").and_then(Field::id);
    let objective = objective.and_then(|id| ground.objectives.known(id, item.problems));
    let bad = fields
        .required("bad")
        .and_then(|field| amount(field, None, None));
    fields.finish();
    Some(Spent {
        objective: objective?,
        bad: bad?,
    })
}

fn change(field: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<CauseChange> {
    if field.is_scalar() {
        field.word(&[("none", ())])?;
        return Some(CauseChange::Nothing);
    }
    let fields = field.fields()?;
    if let Some(mark) = fields.optional("annotation") {
        let id = mark.id();
        fields.finish();
        let id = ground.marks.known(id?, field.problems)?;
        return Some(CauseChange::Annotation(id));
    }
    let kind = fields
        .required("kind")
        .and_then(|field| field.word(CHANGES));
    let service = fields.required("service").and_then(Field::id);
    let service = service.and_then(|id| ground.services.known(id, field.problems));
    let on = fields.required("on").and_then(Field::date);
    fields.finish();
    Some(CauseChange::Change {
        kind: kind?.value,
        service: service?,
        on: on?,
    })
}

fn milestone(item: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<Milestone> {
    let fields = item.fields()?;
    let at = fields
        .required("at")
        .and_then(|field| field.instant(ground.zone()));
    let what = fields.plain("what");
    fields.finish();
    Some(Milestone {
        at: at?,
        what: what?,
    })
}

fn review(field: Field<'_, '_, '_>) -> Option<Review> {
    let fields = field.fields()?;
    let due = fields.required("due").and_then(Field::date);
    let held = fields.required_because("held", "`~` says that it is still to be held");
    let held = held.map_or(Some(None), |field| maybe(Some(field), Field::date));
    let done = matches!(held, Some(Some(_)));
    let named = if done {
        let why = "a review that was held says whether a signal was missing";
        fields.required_because("monitoring_gap", why)
    } else {
        fields.optional("monitoring_gap")
    };
    let monitoring_gap = maybe(named, |field| {
        if !done {
            let why = "is said of a review that was not held";
            conflict(field, why, "write `~`, or the day on which it was held");
            return None;
        }
        let said = field.flag()?;
        Some(Located::new(said, field.node.span))
    });
    let gap = fields.optional("gap");
    if let (Some(gap), Some(None)) = (gap.filter(|gap| !gap.is_null()), &monitoring_gap) {
        conflict(
            gap,
            "stands beside no `monitoring_gap`",
            "say whether one was named",
        );
    }
    let gap = maybe(gap, Field::plain);
    fields.finish();
    Some(Review {
        due: due?,
        held: held?,
        monitoring_gap: monitoring_gap?,
        gap: gap?,
    })
}

fn follow_ups(field: Field<'_, '_, '_>, opened: Option<NaiveDate>) -> Option<Vec<FollowUp>> {
    let read = field.each(|item| follow_up(item, opened))?;
    for (at, follow_up) in read.iter().enumerate() {
        let mut before = read.iter().take(at);
        if let Some(first) = before.find(|other| other.id.value == follow_up.id.value) {
            repeated("follow-up", &follow_up.id, first.id.span, field.problems);
        }
    }
    Some(read)
}

fn follow_up(item: Field<'_, '_, '_>, opened: Option<NaiveDate>) -> Option<FollowUp> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let what = fields.plain("what");
    let kind = fields
        .required("kind")
        .and_then(|field| field.word(FOLLOW_UPS));
    let owner = fields.required_because("owner", "what nobody owes is not done");
    let owner = owner.and_then(Field::text);
    let said = maybe(fields.optional("opened"), Field::date);
    let due = fields.required_because("due", "without a day it is never late");
    let due = due.and_then(Field::date);
    let done = maybe(fields.optional("done"), Field::date);
    let audience = fields.audience();
    fields.finish();
    let opened = said?.map(|day| day.value).or(opened)?;
    let (due, done) = (due?, done?);
    let early = |day: &Located<NaiveDate>, what: &str| {
        if day.value < opened {
            let message = format!("the follow-up was {what} before it was agreed");
            item.problems
                .add(topics::IMPOSSIBLE_TIMES.at(day.span, message).help(format!(
                    "it was agreed on {opened}: correct the day, or `opened`"
                )));
        }
    };
    early(&due, "due");
    if let Some(done) = &done {
        early(done, "done");
    }
    Some(FollowUp {
        id: id?,
        what: what?,
        kind: kind?.value,
        owner: owner?,
        opened,
        due,
        done,
        audience: audience?,
    })
}

fn cost(field: Field<'_, '_, '_>) -> Option<Cost> {
    let fields = field.fields()?;
    let low = fields
        .required("low")
        .and_then(|field| amount(field, None, None));
    let high = fields
        .required("high")
        .and_then(|field| amount(field, None, None));
    if let (Some(low), Some(high)) = (&low, &high)
        && low.value > high.value
    {
        field.problems.add(
            topics::REVERSED_RANGE
                .at(low.span, "`low` lies above `high`")
                .see(high.span, "the high end")
                .help("exchange the two"),
        );
    }
    let grade = fields
        .required("grade")
        .and_then(|field| field.word(GRADES));
    let method = fields.plain("method");
    let supplied_by = fields.text("supplied_by");
    fields.finish();
    Some(Cost {
        low: low?.value,
        high: high?.value,
        grade: grade?.value,
        method: method?,
        supplied_by: supplied_by?.value,
    })
}
