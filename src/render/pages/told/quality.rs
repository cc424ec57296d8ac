//! Where working days went and which changes brought defects, as rows. What small teams do is told
//! together here as on the page: rows are taken from the judgements, which hold no team alone.

use super::column::{key, number, text, whole};
use super::{Cell, Kind, cells};
use crate::analyse::Days;
use crate::model::{Pack, Period};

fn file(_: &Pack, period: Period) -> String {
    format!("data/quality/{period}.yaml")
}

/// Days and what share of them was rework or repair; absent where they are withheld.
fn days(days: Option<Days>) -> Vec<Cell> {
    cells![
        days.map(|days| days.total),
        days.map(|days| days.rework),
        days.map(|days| days.bug_fix),
        Cell::percent(days.and_then(Days::rework_share)),
        Cell::percent(days.and_then(Days::bug_fix_share)),
    ]
}

pub(super) const TEAMS: Kind = Kind {
    name: "effort_by_team",
    table: Some(("quality/teams.csv", "working days by team")),
    columns: &[
        text(
            "team",
            "Id of the team; absent where several small teams are told together, and for all teams",
        ),
        key("name", "What readers call it"),
        whole("people", "How many people it has"),
        whole(
            "days",
            "Working days in all; absent where so few people worked on it that the days would be theirs",
        ),
        whole("rework_days", "Working days that were rework"),
        whole("bug_fix_days", "Working days that were repair of defects"),
        number("rework_percent", "Share of rework, in percent"),
        number("bug_fix_percent", "Share of repair, in percent"),
    ],
    rows: |_, quarter| {
        let Some(shown) = &quarter.quality else {
            return Vec::new();
        };
        let teams = shown.teams.iter().map(|team| {
            let mut row = cells![team.id.as_ref(), team.names.join(", "), team.people];
            row.extend(days(Some(team.days)));
            row
        });
        let mut rows: Vec<_> = teams.collect();
        let mut all = cells![None::<&str>, "All teams", None::<u64>];
        all.extend(days(Some(shown.all)));
        rows.push(all);
        rows
    },
    source: file,
};

pub(super) const REPOSITORIES: Kind = Kind {
    name: "effort_by_repository",
    table: Some((
        "quality/repositories.csv",
        "working days and defects by repository",
    )),
    columns: &[
        text("repository", "Id of the repository"),
        text("service", "Id of the service that it belongs to"),
        whole(
            "days",
            "Working days in all; absent where so few people worked on it that the days would be theirs",
        ),
        whole("rework_days", "Working days that were rework"),
        whole("bug_fix_days", "Working days that were repair of defects"),
        number("rework_percent", "Share of rework, in percent"),
        number("bug_fix_percent", "Share of repair, in percent"),
        whole("changes", "Changes that were merged"),
        whole(
            "changes_introducing_defects",
            "Of them, how many brought a defect",
        ),
        whole("changes_fixing_defects", "Of them, how many repaired one"),
        whole("defects_confirmed", "Defects confirmed in the quarter"),
        whole("defects_open", "Defects open at its end"),
    ],
    rows: |_, quarter| {
        let rows = quarter.quality.iter().flat_map(|shown| &shown.repositories);
        rows.map(|own| {
            let mut row = cells![&own.id, &own.service];
            row.extend(days(own.days));
            row.extend(cells![
                own.changes,
                own.introducing,
                own.fixing,
                own.confirmed,
                own.open,
            ]);
            row
        })
        .collect()
    },
    source: file,
};

pub(super) const DEFECTS: Kind = Kind {
    name: "defects",
    table: Some(("quality/defects.csv", "changes and defects")),
    columns: &[
        whole("changes", "Changes that were merged"),
        whole(
            "changes_introducing_defects",
            "Of them, how many brought a defect",
        ),
        whole("changes_fixing_defects", "Of them, how many repaired one"),
        whole("defects_confirmed", "Defects confirmed in the quarter"),
        whole(
            "defects_of_unknown_origin",
            "Of them, how many no change is known for",
        ),
        whole("defects_open", "Defects open at its end"),
        whole(
            "oldest_open_days",
            "Age of the oldest open one, in calendar days",
        ),
        number(
            "median_days_to_fix",
            "Median calendar days to fix, open ones censored; absent while fewer than half are fixed",
        ),
    ],
    rows: |_, quarter| {
        let told = quarter
            .quality
            .iter()
            .filter_map(|shown| shown.defects.as_ref());
        told.map(|defects| {
            cells![
                defects.changes,
                defects.introducing,
                defects.fixing,
                defects.confirmed,
                defects.unknown_origin,
                defects.open,
                defects.oldest_open,
                defects.days_to_fix,
            ]
        })
        .collect()
    },
    source: file,
};
