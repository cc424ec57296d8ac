//! What the record of incidents told beside the incidents themselves, as rows: the course of those
//! whose course is drawn, and for how long each journey was impaired.

use super::column::{flag, instant, key, number, text, word};
use super::{Kind, cells};
use crate::model::{Exact, Pack, Period};
use crate::render::pages::incident_charts::{Moment, moments};
use crate::render::pages::incident_facts::worst;

fn file(_: &Pack, period: Period) -> String {
    format!("data/incidents/{period}.yaml")
}

pub(super) const COURSES: Kind = Kind {
    name: "incident_courses",
    table: Some(("incidents/courses.csv", "courses of the worst")),
    columns: &[
        key("incident", "Id of the incident"),
        instant("at", "When it happened"),
        word(
            "moment",
            &[
                "began",
                "known",
                "responders-join",
                "cause-known",
                "fix-starts",
                "other",
                "restored",
                "closed",
            ],
            "What happened",
        ),
        text("what", "What else happened, as written in Markdown"),
        number(
            "minutes_since_the_one_before",
            "Minutes since the moment before; absent for the first",
        ),
    ],
    rows: |ctx, quarter| {
        let shown = quarter.incidents.iter();
        let cases = shown.flat_map(|shown| {
            let worst = worst(shown).map(|case| &case.id);
            let cases = shown.cases.iter();
            let drawn = cases.filter(move |case| case.severity == 1 || Some(&case.id) == worst);
            drawn.map(move |case| (shown, case))
        });
        cases
            .filter_map(|(shown, case)| {
                let incident = ctx.pack.incident(case.period, &case.id)?;
                let mut before = None;
                let moments = moments(shown, case, incident).into_iter();
                Some(moments.map(move |(at, moment)| {
                    let since = before.replace(at).map(|before| at - before);
                    let minutes = since.and_then(|since| {
                        Exact::integer(since.num_seconds()).over(Exact::integer(60))
                    });
                    let (word, what) = told(moment);
                    let at = at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
                    cells![&case.id, at, word, what, minutes]
                }))
            })
            .flatten()
            .collect()
    },
    source: file,
};

fn told(moment: Moment<'_>) -> (&'static str, Option<&str>) {
    match moment {
        Moment::Began => ("began", None),
        Moment::Told(_) => ("known", None),
        Moment::Joined => ("responders-join", None),
        Moment::CauseKnown => ("cause-known", None),
        Moment::FixStarts => ("fix-starts", None),
        Moment::Own(words) => ("other", Some(words)),
        Moment::Restored => ("restored", None),
        Moment::Closed => ("closed", None),
    }
}

pub(super) const JOURNEYS: Kind = Kind {
    name: "impaired_journeys",
    table: Some(("incidents/journeys.csv", "impaired journeys")),
    columns: &[
        key("journey", "Id of the journey"),
        key("name", "What readers call it"),
        flag("critical", "Whether it is critical"),
        number(
            "minutes_impaired",
            "Minutes of the quarter in which it was impaired, overlaps once; absent where it never was",
        ),
    ],
    rows: |ctx, quarter| {
        let shown = quarter.incidents.iter();
        let rows = shown.flat_map(|shown| {
            let journeys = ctx.pack.journeys.iter();
            journeys.map(|journey| {
                let id = &journey.id.value;
                cells![
                    id,
                    &journey.name,
                    journey.critical,
                    shown.impaired.get(id).copied(),
                ]
            })
        });
        rows.collect()
    },
    source: file,
};
