//! `data/quality/<period>.yaml` to a quarter's record of rework and defects.

use super::decode::{Field, Fields};
use super::names::{Names, once};
use super::problems::{Problems, quoted};
use super::topics;
use crate::diag::Located;
use crate::model::{
    Calendar, ChangeMade, Defect, Effort, LaterFix, Period, QualityRecord, Repository, Team,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Days, lines and changes of one quarter.
const MANY: u32 = 10_000_000;

/// What a record may refer to.
pub(super) struct Ground<'a> {
    pub(super) period: Period,
    pub(super) calendar: Option<Calendar>,
    pub(super) services: &'a Names,
}

/// Reads the file.
pub(super) fn read(root: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<QualityRecord> {
    let problems = root.problems;
    let fields = root.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let as_of = fields.required("as_of").and_then(Field::date);
    let teams = fields.required("teams").and_then(|field| field.each(team));
    let repositories = fields
        .required("repositories")
        .and_then(|field| field.each(|item| repository(item, ground.services)));
    let mut known = Known {
        teams: Names::new("team", "`teams:` of this file", &topics::UNKNOWN_TEAM),
        repositories: Names::new(
            "repository",
            "`repositories:` of this file",
            &topics::UNKNOWN_TEAM,
        ),
    };
    match &teams {
        Some(teams) => {
            for team in teams {
                known.teams.give(&team.id.value, team.id.span, true);
            }
        }
        None => known.teams.not_all(),
    }
    match &repositories {
        Some(repositories) => {
            for repository in repositories {
                let id = &repository.id;
                known.repositories.give(&id.value, id.span, true);
            }
        }
        None => known.repositories.not_all(),
    }
    let effort = fields
        .required("effort")
        .and_then(|field| field.each(|item| one_effort(item, &known)));
    let defects = match fields.optional("defects") {
        None => Some(None),
        Some(field) if field.is_null() => Some(None),
        Some(field) => field
            .each(|item| defect(item, &known, ground, as_of))
            .map(Some),
    };
    let later_fixes = match fields.optional("fixes") {
        None => Some(Vec::new()),
        Some(field) => field.each(|item| later_fix(item, ground, as_of)),
    };
    fields.finish();
    let period = period?;
    if period.value != ground.period {
        let message = format!("the record of {} says {}", ground.period, period.value);
        problems.add(
            topics::PERIOD_MISMATCH
                .at(period.span, message)
                .help("correct `period`, or rename the file"),
        );
        return None;
    }
    let (teams, repositories, effort) = (teams?, repositories?, effort?);
    once("team", teams.iter().map(|t| &t.id), problems);
    once("repository", repositories.iter().map(|r| &r.id), problems);
    let defects = defects?;
    once("defect", defects.iter().flatten().map(|d| &d.id), problems);
    tell_repeated(&effort, problems);
    Some(QualityRecord {
        period,
        as_of: as_of?,
        teams,
        repositories,
        effort,
        defects,
        later_fixes: later_fixes?,
        span: root.key,
    })
}

struct Known {
    teams: Names,
    repositories: Names,
}

fn count(fields: &Fields<'_, '_, '_>, name: &'static str) -> Option<Located<u32>> {
    fields.required(name)?.integer(0, MANY)
}

fn team(item: Field<'_, '_, '_>) -> Option<Team> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let name = fields.text("name");
    let people =
        fields.required_because("people", "what fewer than five people do is theirs to tell");
    let people = people.and_then(|field| field.integer(1, MANY));
    fields.finish();
    Some(Team {
        id: id?,
        name: name?.value,
        people: people?,
    })
}

fn repository(item: Field<'_, '_, '_>, services: &Names) -> Option<Repository> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let service = fields.text("service");
    let service = service.and_then(|id| services.known(id, item.problems));
    let thousand_lines = count(&fields, "thousand_lines");
    let changes = count(&fields, "changes");
    fields.finish();
    Some(Repository {
        id: id?,
        service: service?,
        thousand_lines: thousand_lines?,
        changes: changes?,
    })
}

fn one_effort(item: Field<'_, '_, '_>, known: &Known) -> Option<Effort> {
    let problems = item.problems;
    let fields = item.fields()?;
    let team = fields
        .text("team")
        .and_then(|id| known.teams.known(id, problems));
    let repository = fields.text("repository");
    let repository = repository.and_then(|id| known.repositories.known(id, problems));
    let total = count(&fields, "total");
    let rework = count(&fields, "rework");
    let bug_fix = count(&fields, "bug_fix");
    fields.finish();
    let (total, rework, bug_fix) = (total?, rework?, bug_fix?);
    let parts = [
        (rework, total, "more days of rework than days worked"),
        (
            bug_fix,
            rework,
            "more days of repairing defects than of rework",
        ),
    ];
    for (part, whole, message) in parts {
        if part.value > whole.value {
            problems.add(
                topics::REWORK_ABOVE_WORK
                    .at(part.span, message)
                    .see(whole.span, "the whole")
                    .help("correct one of the two"),
            );
            return None;
        }
    }
    Some(Effort {
        team: team?,
        repository: repository?,
        total,
        rework,
        bug_fix,
    })
}

/// Tells of a team that has two rows for one repository.
fn tell_repeated(effort: &[Effort], problems: &Problems) {
    let mut seen = BTreeMap::new();
    for row in effort {
        let key = (row.team.value.as_str(), row.repository.value.as_str());
        if let Some(first) = seen.insert(key, row.team.span) {
            super::names::repeated("effort of the team", &row.team, first, problems);
        }
    }
}

fn change(field: Field<'_, '_, '_>) -> Option<ChangeMade> {
    let fields = field.fields()?;
    let change = fields.text("change");
    let on = fields.required("on").and_then(Field::date);
    fields.finish();
    Some(ChangeMade {
        change: change?,
        on: on?,
    })
}

/// A change that may be written as `~` where there is none.
#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn change_if_any(fields: &Fields<'_, '_, '_>, name: &'static str) -> Option<Option<ChangeMade>> {
    let field = fields.required(name)?;
    if field.is_null() {
        return Some(None);
    }
    change(field).map(Some)
}

fn defect(
    item: Field<'_, '_, '_>,
    known: &Known,
    ground: &Ground<'_>,
    as_of: Option<Located<NaiveDate>>,
) -> Option<Defect> {
    let problems = item.problems;
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let repository = fields.text("repository");
    let repository = repository.and_then(|id| known.repositories.known(id, problems));
    let confirmed = fields.required("confirmed").and_then(Field::date);
    let introduced = change_if_any(&fields, "introduced");
    let fixed = change_if_any(&fields, "fixed");
    fields.finish();
    let (confirmed, introduced, fixed) = (confirmed?, introduced?, fixed?);
    if let Some(calendar) = ground.calendar
        && calendar.period_of(confirmed.value) != ground.period
    {
        problems.add(
            topics::DEFECT_OF_ANOTHER_QUARTER
                .at(
                    confirmed.span,
                    format!("the defect was confirmed outside {}", ground.period),
                )
                .help("move it to the record of its quarter, or correct the day"),
        );
        return None;
    }
    let later = [
        (
            introduced.as_ref().map(|c| c.on),
            Some(confirmed),
            "confirmed before the change that brought it",
        ),
        (
            Some(confirmed),
            fixed.as_ref().map(|c| c.on),
            "mended before it was confirmed",
        ),
        (
            fixed.as_ref().map(|c| c.on),
            as_of,
            "mended after the record was taken",
        ),
    ];
    for (first, second, message) in later {
        if let (Some(first), Some(second)) = (first, second)
            && second.value < first.value
        {
            problems.add(
                topics::DAYS_CANNOT_BE
                    .at(first.span, format!("the defect was {message}"))
                    .see(second.span, "this day lies earlier")
                    .help("correct one of the two days"),
            );
            return None;
        }
    }
    Some(Defect {
        id: id?,
        repository: repository?,
        confirmed,
        introduced,
        fixed,
    })
}

fn later_fix(
    item: Field<'_, '_, '_>,
    ground: &Ground<'_>,
    as_of: Option<Located<NaiveDate>>,
) -> Option<LaterFix> {
    let problems = item.problems;
    let fields = item.fields()?;
    let defect = fields.text("defect");
    let of = fields.required("of").and_then(Field::period);
    let change = fields.text("change");
    let on = fields.required("on").and_then(Field::date);
    fields.finish();
    let (defect, of, on) = (defect?, of?, on?);
    if of.value >= ground.period {
        problems.add(
            topics::DEFECT_OF_ANOTHER_QUARTER
                .at(of.span, format!("{} is no earlier quarter", of.value))
                .help("write `fixed:` beside the defect itself"),
        );
        return None;
    }
    if let Some(as_of) = as_of.filter(|as_of| as_of.value < on.value) {
        problems.add(
            topics::DAYS_CANNOT_BE
                .at(on.span, "the defect was mended after the record was taken")
                .see(as_of.span, "taken on this day")
                .help("correct one of the two days, or tell it in the next record"),
        );
        return None;
    }
    Some(LaterFix {
        period: of.value,
        defect,
        fixed: ChangeMade {
            change: change?,
            on,
        },
    })
}

/// Tells of mendings of defects that no record has, that were mended already, or that lie before them.
pub(super) fn tell_later(records: &BTreeMap<Period, QualityRecord>, problems: &Problems) {
    let mut mended: BTreeMap<(Period, &str), Located<NaiveDate>> = BTreeMap::new();
    for (&period, record) in records {
        for defect in record.defects.iter().flatten() {
            if let Some(fixed) = &defect.fixed {
                mended.insert((period, defect.id.value.as_str()), fixed.on);
            }
        }
    }
    for record in records.values() {
        for fix in &record.later_fixes {
            let id = fix.defect.value.as_str();
            let own = records.get(&fix.period);
            let own = own.and_then(|own| own.defects.as_ref());
            let Some(own) = own.and_then(|own| own.iter().find(|d| d.id.value == id)) else {
                let message = format!("the record of {} has no defect {}", fix.period, quoted(id));
                problems.add(
                    topics::UNKNOWN_DEFECT
                        .at(fix.defect.span, message)
                        .help("name a defect of `data/quality/` by its quarter and name"),
                );
                continue;
            };
            if fix.fixed.on.value < own.confirmed.value {
                problems.add(
                    topics::DAYS_CANNOT_BE
                        .at(
                            fix.fixed.on.span,
                            "the defect was mended before it was confirmed",
                        )
                        .see(own.confirmed.span, "confirmed on this day")
                        .help("correct one of the two days"),
                );
            }
            if let Some(first) = mended.insert((fix.period, id), fix.fixed.on) {
                problems.add(
                    topics::DUPLICATE_ID
                        .at(
                            fix.defect.span,
                            format!("the defect {} is mended twice", quoted(id)),
                        )
                        .see(first.span, "mended here")
                        .help(
                            "keep the mending that held; a fault that comes back is another defect",
                        ),
                );
            }
        }
    }
}
