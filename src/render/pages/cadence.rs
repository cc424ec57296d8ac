//! What comes round: how often it was planned and held, quarter by quarter, from what the pack itself
//! records wherever it does.

use super::tables::{Csv, Field};
use super::{Frame, Link, Maker, Section, metric_path, pack_path};
use crate::analyse::{Kept, KeptDetail, kept};
use crate::diag::Diagnostic;
use crate::model::{Beat, Period, Rhythm};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, say};
use schemars::JsonSchema;
use serde::Serialize;

pub(super) const PATH: &str = "cadence/index.html";
pub(super) const CSV: &str = "cadence/cadence.csv";

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    /// Whether the pack says.
    kept: bool,
    /// The latest quarters, newest first, as heads of columns.
    heads: Vec<String>,
    rhythms: Vec<Told>,
    csv: Option<String>,
}

/// One rhythm.
#[derive(Debug, Serialize)]
struct Told {
    anchor: String,
    name: String,
    often: &'static str,
    owner: String,
    does: String,
    looks_at: Vec<Link>,
    /// Where the counts come from.
    source: &'static str,
    quarters: Vec<Quarter>,
    /// Whether anything more is on record of any of them.
    noted: bool,
    /// The latest quarters, under their heads.
    lately: Vec<Lately>,
}

#[derive(Debug, Serialize)]
struct Lately {
    /// `11 of 13`.
    count: String,
    mark: Mark,
}

#[derive(Debug, Serialize)]
struct Quarter {
    period: Link,
    planned: String,
    held: String,
    mark: Mark,
    note: String,
}

/// The page.
pub(crate) fn cadence(maker: &Maker<'_>) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.today(maker.latest);
    let frame = maker.frame(PATH, label("Operating cadence"), Section::Elsewhere);
    let rhythms: Vec<(&Rhythm, Vec<Kept>)> = all(maker);
    let view = View {
        kicker: say!("As at {period_short}", ctx.words.period_short(maker.latest)),
        headline: headline(&ctx, maker, &rhythms),
        kept: maker.pack.cadence.is_some(),
        heads: latest(maker).map(|p| ctx.words.period_short(p)).collect(),
        csv: maker.pack.cadence.is_some().then(|| frame.to(CSV)),
        rhythms: rhythms
            .iter()
            .map(|(rhythm, quarters)| tell(&ctx, &frame, rhythm, quarters, maker))
            .collect(),
        frame,
    };
    maker.page(PATH, "cadence.html", &view)
}

/// The shortest rhythm first; of one kind, in file order.
fn all<'a>(maker: &Maker<'a>) -> Vec<(&'a Rhythm, Vec<Kept>)> {
    let rhythms = maker.pack.cadence.iter().flatten();
    let mut rhythms: Vec<_> = rhythms
        .map(|rhythm| (rhythm, kept(maker.pack, maker.analysis, rhythm)))
        .collect();
    rhythms.sort_by_key(|(rhythm, _)| rhythm.beat.value);
    rhythms
}

/// `3 of 4 were held as often as planned in Q3 2026; the weekly look at signals fell short.`
fn headline(ctx: &Ctx<'_>, maker: &Maker<'_>, rhythms: &[(&Rhythm, Vec<Kept>)]) -> String {
    if maker.pack.cadence.is_none() {
        return label("This pack does not say what is looked at when").to_owned();
    }
    let now = |quarters: &[Kept]| {
        let mut quarters = quarters.iter();
        let now = quarters.find(|kept| kept.period == maker.latest)?;
        let planned = now.planned.filter(|planned| *planned > 0)?;
        Some((planned, now.held))
    };
    let due: Vec<(&Rhythm, u64, Option<u64>)> = rhythms
        .iter()
        .filter_map(|(rhythm, quarters)| {
            let (planned, held) = now(quarters)?;
            Some((*rhythm, planned, held))
        })
        .collect();
    let period = ctx.words.period_short(maker.latest);
    if due.is_empty() {
        return say!(
            "Nothing had come round in {period} by the day of its data",
            period
        );
    }
    let short: Vec<String> = due
        .iter()
        .filter(|(_, planned, held)| held.is_none_or(|held| held < *planned))
        .map(|(rhythm, ..)| rhythm.name.value.clone())
        .collect();
    let all = due.len();
    // What nobody wrote down may have been held: no page says that it was not.
    let recorded = due.iter().all(|(.., held)| held.is_some());
    match short.len() {
        0 if all == 1 => say!("What was planned for {period} was held", period),
        0 => say!(
            "All {all} rhythms were held as often as planned in {period}",
            all,
            period
        ),
        n if n == all && recorded => {
            say!("No rhythm was held as often as planned in {period}", period)
        }
        n => say!(
            "{kept} of {all} rhythms were held as often as planned in {period}; {short}: {listed}",
            all - n,
            all,
            period,
            if recorded {
                label("short of it")
            } else {
                label("short of it or not recorded")
            },
            sentences::listed(&short)
        ),
    }
}

fn tell(
    ctx: &Ctx<'_>,
    frame: &Frame,
    rhythm: &Rhythm,
    quarters: &[Kept],
    maker: &Maker<'_>,
) -> Told {
    let lines: Vec<Quarter> = quarters.iter().map(|kept| line(ctx, frame, kept)).collect();
    let metrics = rhythm.looks_at.iter();
    let metrics = metrics.filter_map(|id| ctx.pack.metrics.get(&id.value));
    Told {
        anchor: rhythm.id.value.clone(),
        name: rhythm.name.value.clone(),
        often: often(rhythm.beat.value),
        owner: rhythm.owner.value.clone(),
        does: rhythm.does.value.clone(),
        looks_at: metrics
            .map(|metric| Link {
                label: metric.name.value.clone(),
                href: frame.to(&metric_path(&metric.id.value)),
            })
            .collect(),
        source: source(rhythm.beat.value),
        noted: lines.iter().any(|line| !line.note.is_empty()),
        quarters: lines,
        lately: latest(maker)
            .map(|period| lately(ctx, quarters.iter().find(|kept| kept.period == period)))
            .collect(),
    }
}

/// The quarters of the table on top: a year, newest first.
fn latest(maker: &Maker<'_>) -> impl Iterator<Item = Period> {
    maker
        .quarters_today()
        .rev()
        .take(4)
        .map(|quarter| quarter.period)
}

fn lately(ctx: &Ctx<'_>, kept: Option<&Kept>) -> Lately {
    let Some(kept) = kept else {
        return Lately {
            count: String::new(),
            mark: marks::rhythm(Some(0), None, 0),
        };
    };
    let count = match (kept.held, kept.planned) {
        (Some(held), Some(planned)) if planned > 0 => ctx.words.of(held, planned),
        _ => String::new(),
    };
    Lately {
        count,
        mark: marks::rhythm(kept.planned, kept.held, kept.late),
    }
}

fn line(ctx: &Ctx<'_>, frame: &Frame, kept: &Kept) -> Quarter {
    let count = |n| ctx.words.count(n);
    Quarter {
        period: Link {
            label: ctx.words.period_short(kept.period),
            href: frame.to(&pack_path(kept.period)),
        },
        planned: kept
            .planned
            .map_or_else(|| label("not known").to_owned(), count),
        held: kept
            .held
            .map_or_else(|| label("not recorded").to_owned(), count),
        mark: marks::rhythm(kept.planned, kept.held, kept.late),
        note: note(ctx, kept),
    }
}

/// What else is on record of it.
fn note(ctx: &Ctx<'_>, kept: &Kept) -> String {
    let late = match kept.late {
        0 => String::new(),
        n => say!("{count} after the day it was due. ", ctx.words.count(n)),
    };
    match &kept.detail {
        KeptDetail::Counted => late,
        KeptDetail::NoRecord => label("no record of incidents").to_owned(),
        KeptDetail::Reviews { waiting: 0 } if kept.planned == Some(0) => {
            label("no review was due").to_owned()
        }
        KeptDetail::Reviews { waiting } => match waiting {
            0 => late,
            n => say!("{late}{count} not due yet", late, ctx.words.count(*n)),
        },
        KeptDetail::Pack {
            published,
            owed,
            answered,
        } => {
            let published = match published {
                Some(day) => say!("published on {date}", ctx.words.date(*day)),
                None => label("being written").to_owned(),
            };
            match owed {
                0 => say!("{published}; nothing was open", published),
                _ => say!(
                    "{published}; answers {of} open decisions and promises",
                    published,
                    ctx.words.of(*answered, *owed)
                ),
            }
        }
    }
}

fn often(beat: Beat) -> &'static str {
    match beat {
        Beat::Weekly => label("Every week"),
        Beat::Monthly => label("Every month"),
        Beat::Quarterly => label("Every quarter"),
        Beat::AfterIncident => label("After each incident"),
    }
}

fn source(beat: Beat) -> &'static str {
    match beat {
        Beat::Weekly => label("Planned: the weeks of the quarter. Held: as written down."),
        Beat::Monthly => label("Planned: the months of the quarter. Held: as written down."),
        Beat::Quarterly => {
            label("Counted from the locks of published packs and from the answers they give.")
        }
        Beat::AfterIncident => {
            label("Counted from the record of incidents: reviews by the day they were due.")
        }
    }
}

/// A rhythm in a quarter, for programs.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rhythm")]
pub(super) struct Entry {
    /// Id of the rhythm.
    id: String,
    /// What readers call it.
    name: String,
    /// `weekly`, `monthly`, `quarterly`, `after-incident`.
    #[schemars(extend("enum" = ["weekly", "monthly", "quarterly", "after-incident"]))]
    rhythm: &'static str,
    /// Role that answers for it.
    owner: String,
    /// The quarter.
    #[schemars(schema_with = "super::report_schema::period")]
    period: String,
    /// How often it was planned; absent where there is no record to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    planned: Option<u64>,
    /// How often it was held; absent where nobody has written it down.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<u64>,
    /// How often it was held late, or is late.
    late: u64,
}

/// Every rhythm in every quarter.
pub(super) fn entries(maker: &Maker<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (rhythm, quarters) in all(maker) {
        entries.extend(quarters.iter().map(|kept| Entry {
            id: rhythm.id.value.clone(),
            name: rhythm.name.value.clone(),
            rhythm: rhythm.beat.value.word(),
            owner: rhythm.owner.value.clone(),
            period: kept.period.to_string(),
            planned: kept.planned,
            held: kept.held,
            late: kept.late,
        }));
    }
    entries
}

/// The table for programs; none where the pack does not say.
pub(crate) fn cadence_table(maker: &Maker<'_>) -> Option<Page> {
    maker.pack.cadence.as_ref()?;
    let mut csv = Csv::default();
    let head = [
        "id", "name", "rhythm", "owner", "period", "planned", "held", "late",
    ];
    csv.row(head.map(Field::Text));
    for entry in entries(maker) {
        let planned = entry.planned.map(|planned| planned.to_string());
        let held = entry.held.map(|held| held.to_string());
        let late = entry.late.to_string();
        csv.row([
            Field::Text(&entry.id),
            Field::Text(&entry.name),
            Field::Text(entry.rhythm),
            Field::Text(&entry.owner),
            Field::Text(&entry.period),
            Field::number(planned.as_deref()),
            Field::number(held.as_deref()),
            Field::number(Some(&late)),
        ]);
    }
    Some((CSV.to_owned(), csv.into_bytes()))
}
