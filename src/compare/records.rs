//! Records of two quarters, or of one quarter in two packs, to what differs between them: promises,
//! incidents, risks, experiments, capability and money. Which figures a record has is the lock's own
//! answer, so that nothing that is locked stays untold.

use super::difference::{Difference, Matter};
use super::{Side, phrase};
use crate::analyse::incidents::{Case, Incidents};
use crate::analyse::{
    AppetiteFit, BudgetAccount, ExperimentStage, QuarterAnalysis, RiskMovement, RiskRow,
};
use crate::model::{
    BudgetState, MaturityCategory, Period, RecordKind, RecordName, RecordRestatement, ReportedUnit,
    ReportedValue, reported_figure,
};
use crate::publish::reported;
use crate::tongue::{label, label_of, say};
use crate::words::{Words, record_named};
use std::collections::BTreeMap;

/// What is told of the records of two quarters.
pub(super) fn between_quarters(
    (earlier, from): (&Side<'_>, Period),
    (later, to): (&Side<'_>, Period),
    words: &Words,
) -> Vec<Difference> {
    let then = earlier.analysis.quarters.get(&from);
    let now = later.analysis.quarters.get(&to);
    let (Some(then), Some(now)) = (then, now) else {
        return Vec::new();
    };
    let both = Both {
        earlier,
        later,
        then,
        now,
        words,
    };
    let mut all = both.promises();
    all.extend(both.incidents());
    all.extend(both.risks());
    all.extend(both.experiments());
    all.extend(both.levels());
    all.extend(both.money());
    all
}

struct Both<'a> {
    earlier: &'a Side<'a>,
    later: &'a Side<'a>,
    then: &'a QuarterAnalysis,
    now: &'a QuarterAnalysis,
    words: &'a Words,
}

impl Both<'_> {
    fn begin(&self, matter: Matter, kind: RecordKind, id: &str, what: &str) -> Difference {
        let record = RecordName::of(kind, id);
        let period = self.now.period;
        let mut name = record_named(self.later.pack, period, &record);
        if name == record.to_string() {
            name = record_named(self.earlier.pack, self.then.period, &record);
        }
        Difference::new(matter, name, what).during(period)
    }

    /// Promises that are broken, kept again, new or gone, and what is left of budgets.
    fn promises(&self) -> Vec<Difference> {
        let mut found = Vec::new();
        let left = |account: &BudgetAccount| {
            let left = account.spend.left();
            left.map_or_else(
                || label("not known").to_owned(),
                |left| self.words.budget_left(left),
            )
        };
        for (id, now) in &self.now.budgets {
            let kind = RecordKind::Objective;
            let Some(then) = self.then.budgets.get(id) else {
                let begun = self.begin(Matter::New, kind, id, label("promise"));
                let said = say!("{name} is promised", begun.name);
                found.push(begun.to(left(now)).saying(said));
                continue;
            };
            let (was, is) = (left(then), left(now));
            let matter = match (then.is_kept(), now.is_kept()) {
                (Some(true), Some(false)) => Matter::Missed,
                (Some(false), Some(true)) => Matter::StatusBetter,
                _ if worse_state(then.state, now.state) => Matter::StatusWorse,
                _ if worse_state(now.state, then.state) => Matter::StatusBetter,
                _ if then.spend.left() != now.spend.left() => Matter::Untested,
                _ => continue,
            };
            let begun = self.begin(matter, kind, id, label("error budget"));
            let state =
                |state: Option<BudgetState>| state.map_or(label("no state"), |s| label(s.label()));
            let note = match then.state == now.state {
                true => String::new(),
                false => say!("was {was}, is {is}", state(then.state), state(now.state)),
            };
            let said = match matter {
                Matter::Missed => say!("{name} is a broken promise", begun.name),
                _ => say!(
                    "of the budget of {name}, {is}, after {was}",
                    begun.name,
                    is,
                    was
                ),
            };
            found.push(begun.from(was).to(is).noting(note).saying(said));
        }
        for (id, then) in &self.then.budgets {
            if !self.now.budgets.contains_key(id) {
                let begun = self.begin(Matter::Gone, RecordKind::Objective, id, label("promise"));
                let said = say!("nothing is counted for {name} any more", begun.name);
                found.push(begun.from(left(then)).saying(said));
            }
        }
        found
    }

    /// How many there were, what they cost customers, and the worst of them.
    fn incidents(&self) -> Vec<Difference> {
        let record = label_of("record", "record, of what is on file");
        let (then, now) = match (&self.then.incidents, &self.now.incidents) {
            (Some(then), Some(now)) => (then, now),
            (None, Some(now)) => {
                let begun = self.begin(Matter::New, RecordKind::Incidents, "", record);
                let to = self.words.count(now.count());
                return vec![begun.to(to).saying(label("incidents are on record"))];
            }
            (Some(then), None) => {
                let begun = self.begin(Matter::Gone, RecordKind::Incidents, "", record);
                let from = self.words.count(then.count());
                return vec![begun.from(from).saying(label("no incidents are on record"))];
            }
            (None, None) => return Vec::new(),
        };
        let mut found = Vec::new();
        let (was, is) = (then.count(), now.count());
        if was != is || worst(then).map(|c| c.severity) != worst(now).map(|c| c.severity) {
            let unlikely = now.counts.is_some_and(|counts| counts.p < 0.05);
            let matter = match (unlikely, is > was) {
                (true, true) => Matter::Worse,
                (true, false) => Matter::Better,
                (false, _) => Matter::Untested,
            };
            let matter = match worst_rank(now) < worst_rank(then) {
                true => matter.min(Matter::StatusWorse),
                false => matter,
            };
            let told = match unlikely {
                true => label("more than luck explains"),
                false => label("no more than luck explains"),
            };
            let note = phrase::joined(&[told, &self.worst(now)]);
            let [from, to] = [was, is].map(|n| self.words.count(n));
            let said = say!("{to} incidents, after {from}", to, from);
            found.push(
                self.begin(matter, RecordKind::Incidents, "", label("count"))
                    .from(from)
                    .to(to)
                    .noting(note)
                    .saying(said),
            );
        }
        if then.customer_minutes != now.customer_minutes {
            let [from, to] = [then, now].map(|incidents| {
                let minutes = incidents.customer_minutes;
                minutes.map_or_else(|| label("not known").to_owned(), |n| self.words.whole(n))
            });
            let said = say!(
                "incidents cost customers {to} minutes, after {from}",
                to,
                from
            );
            found.push(
                self.begin(
                    Matter::Untested,
                    RecordKind::Incidents,
                    "",
                    label("customer minutes"),
                )
                .from(from)
                .to(to)
                .saying(said),
            );
        }
        found
    }

    fn worst(&self, incidents: &Incidents) -> String {
        let Some(case) = worst(incidents) else {
            return String::new();
        };
        let record = RecordName::of(RecordKind::Incident, &case.id);
        let name = record_named(self.later.pack, case.period, &record);
        let lasted = self.words.lasted(case.minutes);
        let severity = case.severity;
        say!(
            "the worst: {name}, severity {severity}, {lasted}",
            name,
            severity,
            lasted
        )
    }

    /// Risks that are new, closed, larger, smaller, beyond their appetite or at their trigger.
    fn risks(&self) -> Vec<Difference> {
        let Some(now) = &self.now.risks else {
            return Vec::new();
        };
        let before = self.then.risks.as_ref();
        let before = |id: &str| before?.rows.iter().find(|row| row.id == id);
        let exposure = |row: &RiskRow| self.words.harm_range(row.harm, row.exposure, None);
        let mut found = Vec::new();
        for row in &now.rows {
            let begin = |matter, what| self.begin(matter, RecordKind::Risk, &row.id, what);
            let is = exposure(row);
            let Some(then) = before(&row.id) else {
                if row.movement != RiskMovement::FirstRecord {
                    let begun = begin(Matter::New, label("risk"));
                    let said = say!("{name} is a new risk", begun.name);
                    found.push(begun.to(is).saying(said));
                }
                continue;
            };
            if row.reached.is_reached() && !then.reached.is_reached() {
                let begun = begin(Matter::StatusWorse, label("trigger"));
                let said = say!("the trigger of the risk {name} is reached", begun.name);
                let begun = begun.from(label("not reached").to_owned());
                found.push(begun.to(label("reached").to_owned()).saying(said));
            }
            let was = exposure(then);
            if (then.harm, then.exposure) == (row.harm, row.exposure) {
                continue;
            }
            let larger =
                (row.exposure.high, row.exposure.low) > (then.exposure.high, then.exposure.low);
            let matter = match larger {
                _ if row.harm != then.harm => Matter::MayHaveMoved,
                true => Matter::StatusWorse,
                false => Matter::StatusBetter,
            };
            let beyond = |fit| matches!(fit, AppetiteFit::Outside | AppetiteFit::MayBeOutside);
            let note = match (beyond(then.fit), beyond(row.fit)) {
                (false, true) => label("may be beyond what is accepted now"),
                (true, false) => label("within what is accepted now"),
                _ => "",
            };
            let begun = begin(matter, label("exposure a year"));
            let said = say!(
                "the exposure of {name} went from {was} to {is}",
                begun.name,
                was,
                is
            );
            found.push(begun.from(was).to(is).noting(note).saying(said));
        }
        for row in &now.closed {
            let begun = self.begin(
                Matter::StatusBetter,
                RecordKind::Risk,
                &row.id,
                label("risk"),
            );
            let said = say!("the risk {name} is closed", begun.name);
            let begun = begun.from(exposure(row)).to(label("closed").to_owned());
            found.push(begun.saying(said));
        }
        found
    }

    /// Experiments that were decided since.
    fn experiments(&self) -> Vec<Difference> {
        let rows = |quarter: &QuarterAnalysis| quarter.experiments.clone();
        let before = rows(self.then);
        let stage = |id: &str| {
            let mut rows = before.iter().flat_map(|tried| &tried.rows);
            rows.find(|row| row.id == id).map(|row| row.stage)
        };
        let told = |stage: Option<ExperimentStage>| match stage {
            None => None,
            Some(ExperimentStage::Running) => Some(label("running").to_owned()),
            Some(ExperimentStage::Undecided) => Some(label("not decided").to_owned()),
            Some(ExperimentStage::Decided(decision, _)) => Some(label(decision.word()).to_owned()),
        };
        let tried = self.now.experiments.iter().flat_map(|tried| &tried.rows);
        let new = tried.filter(|row| stage(&row.id) != Some(row.stage));
        new.map(|row| {
            let decided = matches!(row.stage, ExperimentStage::Decided(..));
            let matter = Matter::Learned;
            let begun = self.begin(matter, RecordKind::Experiment, &row.id, label("experiment"));
            let said = match decided {
                true => label("an experiment was decided").to_owned(),
                false => label("an experiment began or is overdue").to_owned(),
            };
            begun
                .from(told(stage(&row.id)))
                .to(told(Some(row.stage)))
                .saying(said)
        })
        .collect()
    }

    /// Levels of maturity and the declared stage.
    fn levels(&self) -> Vec<Difference> {
        let of = |quarter: &QuarterAnalysis| {
            let able = quarter.capability.as_ref();
            let levels = able.and_then(|able| able.levels.as_ref());
            levels.map(|levels| {
                let rows = levels.rows.iter();
                rows.map(|row| (row.category, row.level))
                    .collect::<BTreeMap<_, _>>()
            })
        };
        let mut found = Vec::new();
        let (then, now) = (of(self.then), of(self.now));
        for (category, is) in now.iter().flatten() {
            let was = then.as_ref().and_then(|then| then.get(category));
            let matter = match was {
                Some(was) if was > is => Matter::StatusWorse,
                Some(was) if was < is => Matter::StatusBetter,
                _ => continue,
            };
            let level = |level: u8| say!("level {level}", level);
            let what = format!("level of {}", category.word());
            let begun = self.begin(matter, RecordKind::Maturity, "", label(&what));
            let said = match category {
                MaturityCategory::People => say!("people is at level {is}", is),
                MaturityCategory::Process => say!("process is at level {is}", is),
                MaturityCategory::Technology => say!("technology is at level {is}", is),
                MaturityCategory::Measurement => say!("measurement is at level {is}", is),
            };
            found.push(
                begun
                    .from(was.map(|w| level(*w)))
                    .to(level(*is))
                    .saying(said),
            );
        }
        found
    }

    /// Estimates of the same name.
    fn money(&self) -> Vec<Difference> {
        let rows = |side: &Side<'_>, quarter: &QuarterAnalysis| -> BTreeMap<String, String> {
            let money = quarter.money.iter().flat_map(|money| &money.estimates);
            let period = quarter.period;
            let told = money.filter_map(|row| {
                let record = RecordName::of(RecordKind::Estimate, &row.id);
                let name = record_named(side.pack, period, &record);
                Some((name, self.words.estimate(row.result, row.range?)))
            });
            told.collect()
        };
        let (then, now) = (rows(self.earlier, self.then), rows(self.later, self.now));
        let both = now.into_iter().filter_map(|(name, is)| {
            let was = then.get(&name).filter(|was| **was != is)?.clone();
            let said = say!("{name} comes to {is}, after {was}", name, is, was);
            let found = Difference::new(Matter::Untested, name, label("money"));
            let found = found.during(self.now.period);
            Some(found.from(was).to(is).saying(said))
        });
        both.collect()
    }
}

/// Whether a state of a budget is a worse one than another.
fn worse_state(then: Option<BudgetState>, now: Option<BudgetState>) -> bool {
    matches!((then, now), (Some(then), Some(now)) if now > then)
}

/// The worst incident: by severity, then by how long it took.
fn worst(incidents: &Incidents) -> Option<&Case> {
    let cases = incidents.cases.iter();
    cases.min_by_key(|case| (case.severity, std::cmp::Reverse(case.minutes)))
}

fn worst_rank(incidents: &Incidents) -> u8 {
    worst(incidents).map_or(u8::MAX, |case| case.severity)
}

/// What is told of the records of one quarter in two packs.
pub(super) fn between_packs(base: &Side<'_>, head: &Side<'_>, period: Period) -> Vec<Difference> {
    let quarters = |side: &Side<'_>| {
        let quarter = side.analysis.today().get(&period)?;
        Some(reported(side.pack, quarter))
    };
    let (Some(then), Some(now)) = (quarters(base), quarters(head)) else {
        return Vec::new();
    };
    let Some(words) = head.words(period) else {
        return Vec::new();
    };
    let short = words.period_short(period);
    let mut names: Vec<&RecordName> = then.keys().chain(now.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let mut found = Vec::new();
    for record in names {
        let of = |all: &BTreeMap<RecordName, crate::model::ReportedRecord>| {
            all.get(record).map(|record| record.figures.clone())
        };
        let (a, b) = (of(&then), of(&now));
        let whole = match (&a, &b) {
            (None, Some(_)) => Some((Matter::New, "is on record now")),
            (Some(_), None) => Some((Matter::Gone, "is no longer on record")),
            _ => None,
        };
        let side = if b.is_some() { head } else { base };
        let name = record_named(side.pack, period, record);
        let place = match &b {
            Some(_) => now.get(record).map(|r| head.path(r.span)),
            None => then.get(record).map(|r| base.path(r.span)),
        };
        let begin = |matter, what: String| {
            let begun = Difference::new(matter, name.clone(), what);
            begun.during(period).at(place.clone())
        };
        if let Some((matter, how)) = whole {
            let said = format!("{name} of {short} {how}");
            let there = |is: bool| is.then(|| "on record".to_owned());
            found.push(
                begin(matter, format!("record of {short}"))
                    .from(there(a.is_some()))
                    .to(there(b.is_some()))
                    .saying(said),
            );
            continue;
        }
        let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
        let figures = a
            .keys()
            .chain(b.keys())
            .collect::<std::collections::BTreeSet<_>>();
        let differs = |figure: &&&String| a.get(**figure) != b.get(**figure);
        let differing: Vec<&&String> = figures.iter().filter(differs).collect();
        let digest = |figure: &str| reported_figure(figure).1 == ReportedUnit::Digest;
        for figure in differing
            .iter()
            .filter(|f| differing.len() == 1 || !digest(f))
        {
            let restated = head.pack.restated_records.iter().any(|entry| {
                entry.period.value == period
                    && entry.record.value == *record
                    && entry.figure.value == ***figure
                    && entry.to.as_ref() == b.get(**figure)
            });
            let matter = match (restated, head.pack.published.contains_key(&period)) {
                // The restatement tells of it.
                (true, _) => continue,
                (false, true) => Matter::PublishedFigure,
                (false, false) => Matter::Figure,
            };
            let [was, is] = pair(head, words, figure, [a.get(**figure), b.get(**figure)]);
            let (what, _) = reported_figure(figure);
            let said = format!("{what} of {name} in {short} went from {was} to {is}");
            found.push(
                begin(matter, format!("{what} in {short}"))
                    .from(was)
                    .to(is)
                    .saying(said),
            );
        }
    }
    found
}

fn pair(
    side: &Side<'_>,
    words: &Words,
    figure: &str,
    values: [Option<&ReportedValue>; 2],
) -> [String; 2] {
    match reported_figure(figure).1 {
        ReportedUnit::Digest => [label("as they were"), label("others")].map(str::to_owned),
        _ => words.reported_pair(figure, values, side.pack.settings.calendar.zone),
    }
}

/// Restatements of records that only one of two packs has.
pub(super) fn restated(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let (old, new) = (&base.pack.restated_records, &head.pack.restated_records);
    let lacks = |all: &[RecordRestatement], one: &RecordRestatement| {
        !all.iter().any(|other| key(other) == key(one))
    };
    let gone = old.iter().filter(|r| lacks(new, r));
    let added = new.iter().filter(|r| lacks(old, r));
    let gone = gone.filter_map(|r| one(base, r, Matter::Record));
    let added = added.filter_map(|r| one(head, r, Matter::Restated));
    gone.chain(added).collect()
}

/// Everything but the place.
fn key(r: &RecordRestatement) -> impl PartialEq + '_ {
    (
        (r.period.value, &r.record.value, &r.figure.value),
        (&r.from, &r.to),
        (r.cause, r.date, &r.why),
    )
}

/// Restatements made between two quarters of one pack.
pub(super) fn restated_between(
    (earlier, from): (&Side<'_>, Period),
    (later, to): (&Side<'_>, Period),
) -> Vec<Difference> {
    let day = |side: &Side<'_>, period| side.pack.published.get(&period).map(|l| l.published.value);
    let (after, until) = (day(earlier, from), day(later, to));
    let known = later.pack.restated_records.iter();
    let new = known.filter(|entry| {
        after.is_some_and(|day| entry.date > day) && until.is_none_or(|day| entry.date <= day)
    });
    new.filter_map(|r| one(later, r, Matter::Restated))
        .map(|difference| difference.during(to))
        .collect()
}

fn one(side: &Side<'_>, r: &RecordRestatement, matter: Matter) -> Option<Difference> {
    let period = r.period.value;
    let words = side.words(period)?;
    let name = record_named(side.pack, period, &r.record.value);
    let short = words.period_short(period);
    let figure = label(reported_figure(&r.figure.value).0);
    let values = [r.from.as_ref(), r.to.as_ref()];
    let [was, is] = pair(side, words, &r.figure.value, values);
    let cause = super::published::cause(r.cause);
    let why = phrase::short(&r.why, 200);
    let said = match matter {
        Matter::Record => say!("a restatement of {name} is no longer on record", name),
        _ => say!(
            "{figure} of {name}, {short}, was restated from {was} to {is}",
            figure,
            name,
            short,
            was,
            is
        ),
    };
    let found = Difference::new(
        matter,
        name,
        say!("{figure} in {short}, restated", figure, short),
    );
    let found = found.during(period).at(side.path(r.span));
    let found = found.noting(say!(
        "{cause}, {date}: {why}",
        cause,
        words.date(r.date),
        why
    ));
    Some(found.saying(said).from(was).to(is))
}
