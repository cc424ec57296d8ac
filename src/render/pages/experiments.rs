//! Experiments: the record of what was tried, newest first, failures as large as successes. The sheet
//! shows the newest few, the page all of them. What a metric tells is computed.

use super::{Frame, Link, Maker, Section, metric_path};
use crate::analyse::{ExperimentQuarter, ExperimentRow, ExperimentStage, Found, Progress};
use crate::diag::Diagnostic;
use crate::model::{Experiment, Measured};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, label_of, say, say_n};
use serde::Serialize;

pub(super) const PATH: &str = "experiments/index.html";
pub(super) const CSV: &str = "experiments/experiments.csv";

/// Rows on the sheet.
const SHOWN: usize = 3;

/// The experiments of a quarter's sheet, and of the page.
#[derive(Debug, Serialize)]
pub(crate) struct Experiments {
    /// Whether the pack keeps a record.
    pub(crate) kept: bool,
    /// Counts the marks of all rows, those beyond the sheet included.
    pub(crate) standing: String,
    pub(crate) rows: Vec<Row>,
    /// `Show all 6 experiments`; of the page, none.
    pub(crate) all: Option<Link>,
}

/// One experiment in words.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    anchor: String,
    hypothesis: String,
    /// Role and days.
    by: String,
    expected: String,
    /// The metric that tells, and what is expected of it.
    measured: Option<MeasuredIn>,
    found: Option<Mark>,
    observed: String,
    stage: Mark,
    /// When it was decided, or by when it is to be.
    when: String,
    follow_up: String,
    /// How far that has come; none where nothing follows.
    come: Option<Mark>,
    /// The row that corrects it; where there is one, that one is to be read.
    corrected_by: Option<Link>,
    corrects: Option<Link>,
}

#[derive(Debug, Clone, Serialize)]
struct MeasuredIn {
    metric: Link,
    range: String,
}

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    standing: String,
    /// Counts what follows from experiments; empty where nothing does.
    follow_ups: String,
    experiments: Experiments,
    csv: Option<String>,
}

impl Experiments {
    /// The newest rows of a quarter, for its sheet.
    pub(crate) fn new(ctx: &Ctx<'_>, frame: &Frame, quarter: Option<&ExperimentQuarter>) -> Self {
        let mut told = Self::all(ctx, frame, quarter, PATH);
        let count = told.rows.len();
        if count > SHOWN {
            told.rows.truncate(SHOWN);
        }
        told.all = (count > 0).then(|| Link {
            label: match count > SHOWN {
                true => say!("All {count} experiments", count),
                false => label("The record of experiments").to_owned(),
            },
            href: frame.to(PATH),
        });
        told
    }

    /// Every row. `page` is where the rows stand.
    fn all(ctx: &Ctx<'_>, frame: &Frame, quarter: Option<&ExperimentQuarter>, page: &str) -> Self {
        let rows = quarter.map_or(&[][..], |quarter| &quarter.rows);
        Self {
            kept: quarter.is_some(),
            standing: standing(rows),
            rows: pairs(ctx, rows)
                .map(|(row, experiment)| tell(ctx, frame, page, row, experiment))
                .collect(),
            all: None,
        }
    }
}

/// `1 of 4 measured experiments came as expected; 1 is still running`.
pub(super) fn headline(quarter: Option<&ExperimentQuarter>) -> String {
    let Some(quarter) = quarter else {
        return label("This pack keeps no record of experiments").to_owned();
    };
    let rows: Vec<&ExperimentRow> = current(&quarter.rows).collect();
    if rows.is_empty() {
        return label("Nothing had been tried by then").to_owned();
    }
    let found = measured_and_decided(&quarter.rows);
    let at = |stage| rows.iter().filter(|row| row.stage == stage).count();
    let runs = match (at(ExperimentStage::Undecided), at(ExperimentStage::Running)) {
        (0, 0) => label("none is running").to_owned(),
        (0, n) => say_n!(count(n), "{n} is still running", "{n} are still running", n),
        (n, _) => say_n!(
            count(n),
            "{n} is past its last day without a decision",
            "{n} are past their last day without a decision",
            n
        ),
    };
    match (found.len(), came(&found)) {
        (0, _) => say!("No measured experiment has been decided; {runs}", runs),
        (1, 1) => say!("The one measured experiment came as expected; {runs}", runs),
        (1, _) => say!(
            "The one measured experiment did not come as expected; {runs}",
            runs
        ),
        (n, 0) => say!(
            "None of {n} measured experiments came as expected; {runs}",
            n,
            runs
        ),
        (n, came) => say_n!(
            count(came),
            "{came} of {n} measured experiments came as expected; {runs}",
            "{came} of {n} measured experiments came as expected; {runs}",
            came,
            n,
            runs
        ),
    }
}

/// Rows that no other one corrects: a row that was wrong is told by its correction.
fn current(rows: &[ExperimentRow]) -> impl Iterator<Item = &ExperimentRow> {
    rows.iter().filter(|row| row.corrected_by.is_none())
}

fn is_decided(stage: ExperimentStage) -> bool {
    matches!(stage, ExperimentStage::Decided(..))
}

/// What was found of those that are decided and that a metric tells of.
fn measured_and_decided(rows: &[ExperimentRow]) -> Vec<Found> {
    current(rows)
        .filter(|row| is_decided(row.stage))
        .filter_map(|row| Some(row.seen.as_ref()?.found))
        .collect()
}

fn came(found: &[Found]) -> usize {
    let came = |found: &&Found| matches!(found, Found::AsExpected | Found::Better);
    found.iter().filter(came).count()
}

/// The rows with what is written of them.
pub(super) fn pairs<'a>(
    ctx: &Ctx<'a>,
    rows: &'a [ExperimentRow],
) -> impl Iterator<Item = (&'a ExperimentRow, &'a Experiment)> {
    let pack = ctx.pack;
    rows.iter().filter_map(move |row| {
        let mut known = pack.experiments.iter().flatten();
        Some((row, known.find(|e| e.id.value == row.id)?))
    })
}

/// `Of 6 experiments 1 is running and 5 are decided. Of the 4 decided ones that a metric tells of,
/// 1 came as expected.`
fn standing(rows: &[ExperimentRow]) -> String {
    let counted: Vec<&ExperimentRow> = current(rows).collect();
    let all = counted.len();
    if all == 0 {
        return label("Nothing had been tried by then.").to_owned();
    }
    let stage = |wanted: fn(ExperimentStage) -> bool| {
        counted.iter().filter(|row| wanted(row.stage)).count()
    };
    let (running, decided, undecided) = (
        stage(|s| s == ExperimentStage::Running),
        stage(is_decided),
        stage(|s| s == ExperimentStage::Undecided),
    );
    let mut parts = Vec::new();
    if running > 0 {
        parts.push(say_n!(
            count(running),
            "{n} is running",
            "{n} are running",
            running
        ));
    }
    if decided > 0 {
        parts.push(say_n!(
            count(decided),
            "{n} is decided",
            "{n} are decided",
            decided
        ));
    }
    if undecided > 0 {
        parts.push(say_n!(
            count(undecided),
            "{n} is past the last day without a decision",
            "{n} are past the last day without a decision",
            undecided
        ));
    }
    let first = say_n!(
        count(all),
        "Of {all} experiment {listed}.",
        "Of {all} experiments {listed}.",
        all,
        sentences::listed(&parts)
    );
    let found = measured_and_decided(rows);
    if found.is_empty() {
        return first;
    }
    match came(&found) {
        0 => say!(
            "{first} Of the {n} decided that a metric tells of, none came as expected or better.",
            first,
            found.len()
        ),
        came => say!(
            "{first} Of the {n} decided that a metric tells of, {came} came as expected or better.",
            first,
            found.len(),
            came
        ),
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// `Of 5 follow-ups 1 is done, 4 are open and none is late.`
fn follow_ups(rows: &[ExperimentRow]) -> String {
    let come: Vec<Progress> = current(rows).filter_map(|row| row.follow_up).collect();
    let counted = |wanted: fn(&Progress) -> bool| come.iter().filter(|c| wanted(c)).count();
    if come.is_empty() {
        return String::new();
    }
    let done = match counted(|come| matches!(come, Progress::Done(_))) {
        0 => label("none is done").to_owned(),
        n => say_n!(count(n), "{n} is done", "{n} are done", n),
    };
    let open = match counted(|come| *come == Progress::Under) {
        0 => label_of("none is open", "none is open, of follow-ups").to_owned(),
        n => say_n!(count(n), "{n} is open", "{n} are open", n),
    };
    let late = match counted(|come| *come == Progress::Overdue) {
        0 => label("none is late").to_owned(),
        n => say_n!(count(n), "{n} is late", "{n} are late", n),
    };
    say_n!(
        count(come.len()),
        "Of {all} follow-up {done}, {open} and {late}.",
        "Of {all} follow-ups {done}, {open} and {late}.",
        come.len(),
        done,
        open,
        late
    )
}

fn tell(
    ctx: &Ctx<'_>,
    frame: &Frame,
    page: &str,
    row: &ExperimentRow,
    experiment: &Experiment,
) -> Row {
    let words = ctx.words;
    let link = |id: &str| {
        let mut known = ctx.pack.experiments.iter().flatten();
        let other = known.find(|other| other.id.value == id)?;
        Some(Link {
            label: other.hypothesis.value.clone(),
            href: frame.to(&format!("{page}#{id}")),
        })
    };
    let conclusion = experiment.conclusion.as_ref();
    let conclusion = conclusion.filter(|_| matches!(row.stage, ExperimentStage::Decided(..)));
    let follow_up = conclusion.and_then(|end| end.follow_up.as_ref());
    Row {
        anchor: experiment.id.value.clone(),
        hypothesis: experiment.hypothesis.value.clone(),
        by: say!(
            "{value} · {date} to {date2}",
            experiment.owner.value,
            words.date(experiment.start.value),
            words.date(experiment.end.value)
        ),
        expected: experiment.expected.value.clone(),
        measured: experiment
            .measure
            .as_ref()
            .and_then(|measure| measured(ctx, frame, measure)),
        found: row
            .seen
            .as_ref()
            .map(|seen| marks::found(seen.found, row.stage)),
        observed: observed(ctx, row, experiment),
        stage: marks::experiment(row.stage),
        when: match row.stage {
            ExperimentStage::Decided(_, day) => words.date(day),
            ExperimentStage::Running | ExperimentStage::Undecided => {
                say!("to be decided by {date}", words.date(experiment.end.value))
            }
        },
        follow_up: follow_up.map_or_else(String::new, |next| {
            let by = words.date(next.by.value);
            let when = match row.follow_up {
                Some(Progress::Done(day)) => say!("done on {date}", words.date(day)),
                Some(Progress::Overdue) => say!("was due by {by}", by),
                Some(Progress::Under) | None => say!("by {date}", by),
            };
            format!("{} {}, {when}.", full_stop(&next.what.value), next.owner)
        }),
        come: follow_up.and(row.follow_up).map(marks::progress),
        corrected_by: row.corrected_by.as_deref().and_then(link),
        corrects: experiment
            .corrects
            .as_ref()
            .and_then(|corrected| link(&corrected.value)),
    }
}

fn full_stop(text: &str) -> String {
    let text = text.trim();
    match text.ends_with(['.', '!', '?']) {
        true => text.to_owned(),
        false => format!("{text}."),
    }
}

fn measured(ctx: &Ctx<'_>, frame: &Frame, measure: &Measured) -> Option<MeasuredIn> {
    let metric = ctx.pack.metrics.get(&measure.metric.value)?;
    let scope = super::row::scope(measure.service.as_ref().map(|s| s.value.as_str()));
    Some(MeasuredIn {
        metric: Link {
            label: super::row::scoped_name(ctx, metric, scope),
            href: frame.to(&metric_path(&metric.id.value)),
        },
        range: sentences::expected(ctx, metric, measure.expected.value),
    })
}

pub(super) fn observed(ctx: &Ctx<'_>, row: &ExperimentRow, experiment: &Experiment) -> String {
    let told = experiment.measure.as_ref().zip(row.seen.as_ref());
    let told = told.and_then(|(measure, seen)| {
        let metric = ctx.pack.metrics.get(&measure.metric.value)?;
        Some(sentences::experiment(ctx, metric, &seen.figures))
    });
    if let Some(told) = told {
        return told;
    }
    let written = experiment.conclusion.as_ref();
    let written = written.and_then(|end| end.observed.as_ref());
    match (row.stage, written) {
        (ExperimentStage::Decided(..), Some(text)) => full_stop(&text.value),
        _ => label("Not observed yet.").to_owned(),
    }
}

/// The page: every row, with everything that is known.
pub(crate) fn experiments(maker: &Maker<'_>) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.today(maker.latest);
    let frame = maker.frame(PATH, label("Experiments"), Section::Elsewhere);
    let quarter = maker.analysis.today().get(&maker.latest);
    let quarter = quarter.and_then(|quarter| quarter.experiments.as_ref());
    let experiments = Experiments::all(&ctx, &frame, quarter, PATH);
    let view = View {
        kicker: say!("As at {period_short}", ctx.words.period_short(maker.latest)),
        headline: headline(quarter),
        standing: match experiments.kept {
            true => experiments.standing.clone(),
            false => String::new(),
        },
        follow_ups: quarter.map_or_else(String::new, |quarter| follow_ups(&quarter.rows)),
        csv: experiments.kept.then(|| frame.to(CSV)),
        experiments,
        frame,
    };
    maker.page(PATH, "experiments.html", &view)
}
