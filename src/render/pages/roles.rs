//! One page for each officer: the metrics that are theirs to watch with where each stands, what they
//! owe and by when, and the questions a director asks with their answers. Titles, never people.

use super::row::{Row, scoped_name};
use super::{Frame, Link, Maker, Section, experiments, metric_path, owed, pack_path};
use crate::analyse::{ExperimentStage, Ledger, Progress, QuarterAnalysis, RiskRow, Status};
use crate::diag::Diagnostic;
use crate::model::{Metric, PromiseState, Role, Scope, Text};
use crate::render::markdown::{self, Html};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page};
use crate::tongue::{label, say, say_n};
use chrono::NaiveDate;
use serde::Serialize;

/// Where a role's page stands.
pub(super) fn role_path(role: Role) -> String {
    format!("roles/{}.html", role.word())
}

/// What every page leads to at its foot: the officers' pages, what repair and faults cost, and what is
/// learnt and when. `root` leads to the site's top.
pub(super) fn links(maker: &Maker<'_>, root: &str) -> Vec<Link> {
    let roles = Role::ALL.into_iter();
    let roles = roles.map(|role| (role.title(), role_path(role)));
    let quality = maker.tells_quality();
    let quality = quality.then(|| (label("Quality"), super::quality_path().to_owned()));
    let money = maker.pack.business.as_ref();
    let money = money.map(|_| (label("Money"), super::money_path().to_owned()));
    let rest = [
        (label("Experiments"), experiments::PATH.to_owned()),
        (label("Cadence"), super::cadence::PATH.to_owned()),
    ];
    roles
        .chain(quality)
        .chain(money)
        .chain(rest)
        .map(|(label, path)| Link {
            label: label.to_owned(),
            href: format!("{root}{path}"),
        })
        .collect()
}

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    title: &'static str,
    standing: String,
    now: String,
    previous: String,
    rows: Vec<Row>,
    owes: Vec<Owes>,
    /// `Of 9 closed promises 6 were kept.`; empty before the first.
    record: String,
    risks: Vec<Risk>,
    questions: Vec<Questions>,
    /// The other officers' pages.
    others: Vec<Link>,
    ledger_href: String,
}

/// Something that a role owes.
#[derive(Debug, Serialize)]
struct Owes {
    kind: &'static str,
    /// Words of the narrative; empty where `what` tells.
    what_html: Html,
    /// Words of a record.
    what: String,
    from: Link,
    due: String,
    mark: Mark,
    #[serde(skip)]
    by: Option<NaiveDate>,
}

/// A risk that a role answers for.
#[derive(Debug, Serialize)]
struct Risk {
    name: String,
    /// Cause, event and consequence.
    course: String,
    mark: Mark,
    doing: String,
}

/// What a director asks about a metric.
#[derive(Debug, Serialize)]
struct Questions {
    metric: Link,
    answers_html: Html,
}

/// Every role's page.
pub(crate) fn roles(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let wanted = |role: &Role| maker.wants(&role_path(*role));
    let roles: Vec<Role> = Role::ALL.into_iter().filter(wanted).collect();
    maker.each(&roles, |role| page(maker, *role))
}

fn page(maker: &Maker<'_>, role: Role) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.today(maker.latest);
    let path = role_path(role);
    let frame = maker.frame(&path, role.title(), Section::Elsewhere);
    let period = ctx.words.period_short(maker.latest);
    let mut metrics: Vec<&Metric> = ctx.pack.metrics.values().collect();
    metrics.retain(|metric| metric.roles.contains(&role));
    let quarter = maker.analysis.today().get(&maker.latest);
    let ledger = Ledger::new(maker.pack, maker.analysis, maker.latest);
    let mut judged: Vec<(&Metric, &crate::analyse::Assessment)> = metrics
        .iter()
        .filter_map(|metric| {
            let judged = quarter?.metrics.get(&metric.id.value)?;
            Some((*metric, &judged.all))
        })
        .collect();
    judged.sort_by_key(|(metric, judged)| (urgency(judged.target.status), &metric.name.value));
    let missed = |status| {
        let found = judged.iter().filter(|(_, j)| j.target.status == status);
        found.count()
    };
    let standing = standing(
        judged.len(),
        missed(Status::Missed),
        missed(Status::Marginal),
    );
    let mut owes = quarter.map_or_else(Vec::new, |q| owed_by(&ctx, &frame, role, q, &ledger));
    owes.sort_by_key(|owes| (owes.by.is_none(), owes.by));
    let view = View {
        kicker: say!("Role · {period}", period),
        title: role.title(),
        standing,
        rows: judged
            .iter()
            .map(|(metric, judged)| Row::new(&ctx, &frame, metric, Scope::All, judged))
            .collect(),
        owes,
        record: record(role, &ledger),
        risks: quarter.map_or_else(Vec::new, |quarter| risks(&ctx, role, quarter)),
        questions: judged
            .iter()
            .map(|(metric, _)| Questions {
                metric: Link {
                    label: metric.name.value.clone(),
                    href: frame.to(&metric_path(&metric.id.value)),
                },
                answers_html: markdown::blocks(&frame.root, &metric.questions, 4),
            })
            .collect(),
        others: Role::ALL
            .into_iter()
            .filter(|other| *other != role)
            .map(|other| Link {
                label: other.title().to_owned(),
                href: frame.to(&role_path(other)),
            })
            .collect(),
        previous: ctx.words.period_short(maker.latest.previous()),
        now: period,
        ledger_href: frame.to(owed::PATH),
        frame,
    };
    maker.page(&path, "role.html", &view)
}

/// What is worst stands first.
fn urgency(status: Status) -> u8 {
    match status {
        Status::Missed => 0,
        Status::NoData => 1,
        Status::Marginal => 2,
        Status::Met => 3,
        Status::NoTarget => 4,
    }
}

/// `3 of 14 metrics miss their target; 2 meet it only marginally`.
fn standing(all: usize, missed: usize, marginal: usize) -> String {
    if all == 0 {
        return label("No metric of this pack is shown to this role").to_owned();
    }
    let things = label(if all == 1 { "metric" } else { "metrics" });
    let misses = match missed {
        0 => say!("None of {all} {things} misses its target", all, things),
        1 => say!("1 of {all} {things} misses its target", all, things),
        n => say!("{n} of {all} {things} miss their target", n, all, things),
    };
    match marginal {
        0 => misses,
        1 => say!("{misses}; 1 meets it only marginally", misses),
        n => say!("{misses}; {n} meet it only marginally", misses, n),
    }
}

/// Everything open that names the role as its owner.
fn owed_by(
    ctx: &Ctx<'_>,
    frame: &Frame,
    role: Role,
    quarter: &QuarterAnalysis,
    ledger: &Ledger<'_>,
) -> Vec<Owes> {
    let period = quarter.period;
    let as_of = ctx.pack.snapshots.get(&period).map(|s| s.as_of);
    let open = |by: NaiveDate| marks::due(as_of.is_some_and(|day| by < day));
    let pack = |period| Link {
        label: ctx.words.period_short(period),
        href: frame.to(&pack_path(period)),
    };
    let date = |day| ctx.words.date(day);
    let mut owes = Vec::new();
    let narrative = ctx.pack.narratives.get(&period);
    let explained = narrative.map_or(&[][..], |n| &n.overview.explanations);
    let explains = |id: &str| explained.iter().any(|e| e.metric.value == id);
    for answer in explained.iter().filter(|e| role.is(&e.owner)) {
        let metric = ctx.pack.metrics.get(&answer.metric.value);
        let named = metric.map_or_else(String::new, |m| scoped_name(ctx, m, Scope::All));
        owes.push(Owes {
            kind: label("Exception"),
            what_html: ctx.inline(&frame.root, &answer.doing),
            what: String::new(),
            from: Link {
                label: named,
                href: frame.to(&metric_path(&answer.metric.value)),
            },
            due: date(answer.by),
            mark: open(answer.by),
            by: Some(answer.by),
        });
    }
    let promises = ledger.promises.iter().filter(|row| role.is(row.owner));
    for row in promises.filter(|row| !row.is_closed()) {
        // What this quarter does about its exceptions is promised above.
        if row.period == period && explains(row.id) {
            continue;
        }
        owes.push(Owes {
            kind: label("Promise"),
            what_html: owed::wording(ctx, &frame.root, row.what),
            what: String::new(),
            from: pack(row.period),
            due: date(row.by),
            mark: open(row.by),
            by: Some(row.by),
        });
    }
    let asks = ledger.asks.iter().filter(|row| role.is(row.sponsor));
    for row in asks.filter(|row| !row.is_closed()) {
        let by = row.wanted_by();
        owes.push(Owes {
            kind: label("Asked of the Board"),
            what_html: owed::wording(ctx, &frame.root, row.request),
            what: String::new(),
            from: owed::ask_link(ctx, &frame.root, row),
            due: by.map_or_else(|| label("no day set").to_owned(), date),
            mark: marks::outcome(
                row.answer().map(|a| a.outcome.value),
                row.asked.map(|(_, verb)| verb),
            ),
            by,
        });
    }
    let text = |text: &Text| text.value.clone();
    for owed in quarter.incidents.iter().flat_map(|i| &i.follow_ups.rows) {
        let incident = ctx.pack.incident(owed.period, &owed.incident);
        let Some(incident) = incident.filter(|_| owed.done.is_none()) else {
            continue;
        };
        let mut asked = incident.follow_ups.iter();
        let Some(asked) = asked.find(|f| f.id.value == owed.id && role.is(&f.owner)) else {
            continue;
        };
        owes.push(Owes {
            kind: label("Follow-up"),
            what_html: Html::default(),
            what: text(&asked.what),
            from: Link {
                label: incident.title.value.clone(),
                href: frame.to(&super::incidents::incident_path(
                    owed.period,
                    &owed.incident,
                )),
            },
            due: date(owed.due),
            mark: open(owed.due),
            by: Some(owed.due),
        });
    }
    let rows = quarter.experiments.as_ref().map_or(&[][..], |e| &e.rows);
    for (row, experiment) in experiments::pairs(ctx, rows) {
        let from = Link {
            label: label("the record").to_owned(),
            href: frame.to(&format!("{}#{}", experiments::PATH, row.id)),
        };
        if row.corrected_by.is_some() {
            continue;
        }
        if !matches!(row.stage, ExperimentStage::Decided(..)) && role.is(&experiment.owner.value) {
            owes.push(Owes {
                kind: label("Experiment"),
                what_html: Html::default(),
                what: text(&experiment.hypothesis),
                from: from.clone(),
                due: date(experiment.end.value),
                mark: marks::experiment(row.stage),
                by: Some(experiment.end.value),
            });
        }
        let conclusion = experiment.conclusion.as_ref();
        let conclusion = conclusion.filter(|_| matches!(row.stage, ExperimentStage::Decided(..)));
        let next = conclusion.and_then(|end| end.follow_up.as_ref());
        let owed = matches!(row.follow_up, Some(Progress::Under | Progress::Overdue));
        if let Some(next) = next.filter(|next| role.is(&next.owner) && owed) {
            owes.push(Owes {
                kind: label("After an experiment"),
                what_html: Html::default(),
                what: text(&next.what),
                from,
                due: date(next.by.value),
                mark: open(next.by.value),
                by: Some(next.by.value),
            });
        }
    }
    owes
}

/// What became of the role's promises.
fn record(role: Role, ledger: &Ledger<'_>) -> String {
    let answered = ledger.promises.iter().filter(|row| role.is(row.owner));
    let answered = answered.filter_map(|row| row.answer().map(|answer| answer.state.value));
    let closed: Vec<PromiseState> = answered.filter(|s| *s != PromiseState::Open).collect();
    let kept = closed.iter().filter(|s| **s == PromiseState::Kept).count();
    match closed.len() {
        0 => String::new(),
        1 if kept == 1 => label("The one closed promise was kept.").to_owned(),
        1 => label("The one closed promise was not kept.").to_owned(),
        all => say_n!(
            u64::try_from(kept).unwrap_or(u64::MAX),
            "Of {all} closed promises {kept} was kept.",
            "Of {all} closed promises {kept} were kept.",
            all,
            kept
        ),
    }
}

fn risks(ctx: &Ctx<'_>, role: Role, quarter: &QuarterAnalysis) -> Vec<Risk> {
    let rows = quarter.risks.as_ref().map_or(&[][..], |risks| &risks.rows);
    rows.iter()
        .filter(|row| role.is(&row.owner))
        .filter_map(|row| risk(ctx, row))
        .collect()
}

fn risk(ctx: &Ctx<'_>, row: &RiskRow) -> Option<Risk> {
    let mut known = ctx.pack.risks.iter().flatten();
    let told = known.find(|risk| risk.id.value == row.id)?;
    let clean = |text: &Text| text.value.trim().trim_end_matches('.').to_owned();
    Some(Risk {
        name: told.name.value.clone(),
        course: format!(
            "{} → {} → {}",
            clean(&told.cause),
            clean(&told.event),
            clean(&told.consequence)
        ),
        mark: marks::appetite(row.fit),
        doing: row.doing.as_ref().map_or_else(
            || label("watched only").to_owned(),
            |(doing, _)| {
                say!(
                    "{clean}, by {date}",
                    clean(&doing.what),
                    ctx.words.date(doing.by.value)
                )
            },
        ),
    })
}
