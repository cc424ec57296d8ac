//! Where working days went and which changes brought defects, as rows. What small teams do is told
//! together here as on the page: rows are taken from the judgements, which hold no team alone.

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
        // Absent where several small teams are told together, and for all teams.
        "team",
        "name",
        "people",
        "days",
        "rework_days",
        "bug_fix_days",
        "rework_percent",
        "bug_fix_percent",
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
        "repository",
        "service",
        // Absent where so few people worked on it that the days would be theirs.
        "days",
        "rework_days",
        "bug_fix_days",
        "rework_percent",
        "bug_fix_percent",
        "changes",
        "changes_introducing_defects",
        "changes_fixing_defects",
        "defects_confirmed",
        "defects_open",
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
        "changes",
        "changes_introducing_defects",
        "changes_fixing_defects",
        "defects_confirmed",
        "defects_of_unknown_origin",
        "defects_open",
        "oldest_open_days",
        // Open ones censored; absent while fewer than half are fixed.
        "median_days_to_fix",
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
