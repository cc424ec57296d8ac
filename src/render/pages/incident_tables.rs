//! The record of incidents as CSV, oldest first, with exact numbers: for whoever counts again. Also
//! what `report.json` says of a quarter's incidents.

use super::Maker;
use super::tables::{Csv, Field};
use super::told::column::{day, flag, ids, instant, key, number, period, text, whole, word};
use super::told::{Cell, Kind, cells};
use crate::analyse::incidents::{Case, Incidents};
use crate::model::{Exact, FollowUpKind, FoundBy, Incident};
use crate::render::Page;
use schemars::JsonSchema;
use serde::Serialize;

pub(super) const RECORD: &str = "incidents/record.csv";
pub(super) const FOLLOW_UPS: &str = "incidents/follow-ups.csv";

/// A quarter's incidents, for programs. Minutes are decimals with at most three places.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Incidents")]
pub(super) struct Quarter {
    /// When the record was taken.
    #[schemars(schema_with = "super::report_schema::instant")]
    as_of: String,
    /// How many began in the quarter.
    count: u64,
    /// By severity 1 to 3.
    by_severity: [u64; 3],
    /// Incidents that no customer noticed.
    unnoticed: u64,
    /// Incidents that this edition does not show; counted all the same.
    hidden: u64,
    /// The count beside that of the quarter before.
    #[serde(skip_serializing_if = "Option::is_none")]
    against_last_quarter: Option<Against>,
    /// Customers affected times minutes, over all incidents.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::decimal")]
    customer_minutes: Option<String>,
    /// Minutes in which any critical journey was impaired, overlaps once.
    #[schemars(schema_with = "super::report_schema::decimal")]
    critical_minutes: String,
    /// Median minutes from the beginning to when we knew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::decimal")]
    median_minutes_to_detect: Option<String>,
    /// Median minutes from the beginning to when customers were served again, open incidents censored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::decimal")]
    median_minutes_to_restore: Option<String>,
    /// How many we found first.
    found_by_us: u64,
    /// How many customers found first.
    found_by_customers: u64,
    /// How many third parties found first.
    found_by_others: u64,
    /// Of which nobody wrote down who found them; in no share.
    found_by_not_known: u64,
    /// Reviews that were held.
    reviews_held: u64,
    /// Reviews that were due.
    reviews_required: u64,
    /// Reviews that name a gap in monitoring.
    reviews_naming_gap: u64,
    /// Follow-ups past their day.
    follow_ups_overdue: u64,
    /// Days that the oldest overdue follow-up is late; 0 without one.
    oldest_overdue_days: i64,
}

/// Two counts, and what luck alone would seldom make of the second.
#[derive(Serialize, JsonSchema)]
struct Against {
    /// The count of the quarter before.
    before: u64,
    /// How likely luck alone makes a difference as large, from 0 to 1.
    p: f64,
    /// A count as low as this would be unlikely by luck; absent where none would.
    #[serde(skip_serializing_if = "Option::is_none")]
    unlikely_at_most: Option<u64>,
    /// So would one as high as this.
    unlikely_at_least: u64,
}

impl Quarter {
    pub(super) fn new(shown: &Incidents) -> Self {
        Self {
            as_of: shown.as_of.to_rfc3339(),
            count: shown.count(),
            by_severity: shown.by_severity,
            unnoticed: shown.unnoticed,
            hidden: shown.hidden,
            against_last_quarter: shown.counts.as_ref().map(|counts| Against {
                before: counts.before,
                p: counts.p,
                unlikely_at_most: counts.unlikely_at_most,
                unlikely_at_least: counts.unlikely_at_least,
            }),
            customer_minutes: shown.customer_minutes.map(decimal),
            critical_minutes: decimal(shown.critical),
            median_minutes_to_detect: shown.detect.map(decimal),
            median_minutes_to_restore: shown.restore.map(decimal),
            found_by_us: shown.found[0],
            found_by_customers: shown.found[1],
            found_by_others: shown.found[2],
            found_by_not_known: shown.found[3],
            reviews_held: shown.reviews.held,
            reviews_required: shown.reviews.required,
            reviews_naming_gap: shown.reviews.naming_gap,
            follow_ups_overdue: shown.follow_ups.overdue().iter().sum(),
            oldest_overdue_days: shown.follow_ups.oldest().map_or(0, |row| row.days_late),
        }
    }
}

/// At most three places, without zeros that only fill up.
fn decimal(number: Exact) -> String {
    let scaled = number.scaled(3).unwrap_or(0);
    let (whole, rest) = (scaled / 1_000, (scaled % 1_000).abs());
    let text = format!("{whole}.{rest:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Every incident, by the quarter in whose record it stands.
pub(super) const INCIDENTS: Kind = Kind {
    name: "incident_record",
    table: Some((RECORD, "incidents")),
    columns: &[
        key("id", "Id of the incident"),
        text("title", "What readers call it, as written in Markdown"),
        whole("severity", "From 1, the most severe, to 3"),
        text("service", "Id of the service that it began in"),
        ids("services", "Ids of all services that it touched"),
        ids("journeys", "Ids of the journeys that it impaired"),
        instant("began", "When customers were first affected"),
        instant("detected", "When we knew"),
        instant(
            "restored",
            "When customers were served again; absent while it is open",
        ),
        number("minutes", "How long it lasted, or has lasted, in minutes"),
        flag("open", "Whether it was open when the record was taken"),
        number(
            "minutes_to_detect",
            "From its beginning to when we knew, in minutes",
        ),
        word(
            "found_by",
            &["us", "customer", "third-party", "not-known"],
            "Who found it first",
        ),
        number("customer_minutes", "Customers affected times minutes"),
        text(
            "experienced",
            "What customers experienced, as written in Markdown",
        ),
        text("cause", "Its cause, as written in Markdown"),
        day("review_due", "Day by which its review is due"),
        day("review_held", "Day its review was held"),
        flag(
            "names_monitoring_gap",
            "Whether the review names a gap in monitoring",
        ),
    ],
    rows: |ctx, quarter| {
        let cases = quarter.incidents.iter().flat_map(|shown| &shown.cases);
        cases
            .filter_map(|case| {
                let incident = ctx.pack.incident(case.period, &case.id)?;
                Some(one(incident, case))
            })
            .collect()
    },
    source: |_, period| format!("data/incidents/{period}.yaml"),
};

fn one(incident: &Incident, case: &Case) -> Vec<Cell> {
    let list = |ids: &[crate::diag::Located<String>]| {
        let ids = ids.iter().map(|id| id.value.clone());
        ids.collect::<Vec<String>>()
    };
    let instant = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let review = incident.review.as_ref();
    let gap = review.and_then(|review| review.monitoring_gap);
    cells![
        &case.id,
        &incident.title.value,
        case.severity,
        &case.service,
        list(&incident.services),
        list(&incident.journeys),
        instant(case.began),
        instant(incident.detected.value),
        case.restored.map(instant),
        rounded(case.minutes),
        case.is_open(),
        rounded(case.detect),
        match case.found_by {
            FoundBy::Us => "us",
            FoundBy::Customer => "customer",
            FoundBy::ThirdParty => "third-party",
            FoundBy::NotKnown => "not-known",
        },
        case.customer_minutes.and_then(rounded),
        &incident.experienced.value,
        incident.cause.as_ref().map(|cause| &cause.value),
        review.map(|review| review.due.value),
        review.and_then(|review| review.held).map(|held| held.value),
        gap.map(|gap| gap.value),
    ]
}

/// At most three places: a thousandth of a minute is less than anybody measures.
fn rounded(number: Exact) -> Option<Exact> {
    number.rounded_to(Exact::ratio(1, 1_000)?)
}

/// What reviews asked for, as it stood when the record of the quarter was taken: what was open then,
/// and what was done since the record before.
pub(super) const OWED: Kind = Kind {
    name: "follow_ups",
    table: None,
    columns: &[
        period("of_period", "Quarter in whose record the incident stands"),
        key("incident", "Id of the incident"),
        key("id", "Id of the follow-up"),
        text("what", "What is to be done, as written in Markdown"),
        word(
            "kind",
            &["prevent", "detect", "mitigate", "learn"],
            "What it is for",
        ),
        text("owner", "Role that does it"),
        day("opened", "Day it was asked for"),
        day("due", "Day by which it is to be done"),
        day("done", "Day it was done"),
        whole(
            "days_overdue",
            "Calendar days past its day; 0 while it is in time",
        ),
    ],
    rows: |ctx, quarter| {
        let rows = quarter.incidents.iter().flat_map(|i| &i.follow_ups.rows);
        rows.filter_map(|row| {
            let incident = ctx.pack.incident(row.period, &row.incident)?;
            let mut asked = incident.follow_ups.iter();
            let follow_up = asked.find(|asked| asked.id.value == row.id)?;
            Some(cells![
                row.period,
                &row.incident,
                &row.id,
                &follow_up.what.value,
                kind(follow_up.kind),
                &follow_up.owner.value,
                follow_up.opened,
                row.due,
                row.done,
                row.days_late,
            ])
        })
        .collect()
    },
    source: |_, period| format!("data/incidents/{period}.yaml"),
};

/// Every follow-up by the quarter of its incident; none where the pack keeps no record.
pub(crate) fn incident_tables(maker: &Maker<'_>) -> Option<Page> {
    if maker.pack.incidents.is_empty() {
        return None;
    }
    Some((FOLLOW_UPS.to_owned(), follow_ups(maker).into_bytes()))
}

/// What a follow-up is for, as the record writes it.
fn kind(kind: FollowUpKind) -> &'static str {
    match kind {
        FollowUpKind::Prevent => "prevent",
        FollowUpKind::Detect => "detect",
        FollowUpKind::Mitigate => "mitigate",
        FollowUpKind::Learn => "learn",
    }
}

fn follow_ups(maker: &Maker<'_>) -> Csv {
    let mut table = Csv::default();
    let head = [
        "period", "incident", "id", "what", "kind", "owner", "opened", "due", "done",
    ];
    table.row(head.map(Field::Text));
    for (period, record) in &maker.pack.incidents {
        let period = period.to_string();
        for incident in &record.incidents {
            for follow_up in &incident.follow_ups {
                let done = follow_up.done.map(|done| done.value.to_string());
                table.row([
                    Field::Text(&period),
                    Field::Text(&incident.id.value),
                    Field::Text(&follow_up.id.value),
                    Field::Text(&follow_up.what.value),
                    Field::Text(kind(follow_up.kind)),
                    Field::Text(&follow_up.owner.value),
                    Field::Text(&follow_up.opened.to_string()),
                    Field::Text(&follow_up.due.value.to_string()),
                    Field::Text(&done.unwrap_or_default()),
                ]);
            }
        }
    }
    table
}
