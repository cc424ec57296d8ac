//! Service levels and what was counted to one account of each budget and quarter, over exactly the
//! days of the quarter, with the objective's own window beside it.

use super::super::Before;
use super::contract::{self, AgreementAccount};
use super::speed::{BurnRates, Speed, burn_rates, speeds};
use super::spend::{Days, Held, Spend, balance, held, over};
use super::window::{WindowAccount, windows};
use crate::in_order::in_order;
use crate::model::{
    BudgetPolicy, BudgetState, BudgetWindow, Budgeting, Exact, Excluded, Length, LengthUnit,
    Objective, ObjectiveCounts, Pack, Period, ServiceLevel, Shared,
};
use chrono::{Days as Forward, NaiveDate};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a budget is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetUnit {
    /// Events, such as requests.
    Events,
    /// Slices of time, each of so many minutes.
    Slices(u64),
}

/// The window that most operations watch.
const FOUR_WEEKS: BudgetWindow = BudgetWindow::Rolling(Length {
    count: 28,
    unit: LengthUnit::Day,
});

/// What one incident took of a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentCost {
    /// Id of the incident.
    pub incident: String,
    /// The day it began.
    pub day: NaiveDate,
    /// Bad events or slices.
    pub bad: Exact,
    /// Share of the quarter's whole budget.
    pub share: Exact,
}

/// One budget in one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetAccount {
    /// Name of the objective.
    pub objective: String,
    /// Its service in the pack, where there is one of that name.
    pub service: Option<String>,
    /// What is counted.
    pub unit: BudgetUnit,
    /// The days that are accounted for: the quarter, without what came before the service level or
    /// after it was withdrawn.
    pub days: Range<NaiveDate>,
    /// Each target with its days and what was counted in them.
    pub stretches: Vec<(Held, Spend)>,
    /// All of it: what was allowed is the sum of what each target allowed.
    pub spend: Spend,
    /// What was taken out of the counts, and what the account would be with it.
    pub excluded: Vec<Excluded>,
    /// The account with everything that was excluded put back; `None` where nothing was.
    pub with_excluded: Option<Spend>,
    /// Days up to the date of data that were not observed.
    pub unobserved: Vec<NaiveDate>,
    /// Whether the quarter was still running when the data was taken.
    pub provisional: bool,
    /// After each observed day, the share left of the quarter's whole budget.
    pub balance: Vec<(NaiveDate, Exact)>,
    /// The first day that ended with less than nothing left.
    pub overspent_since: Option<NaiveDate>,
    /// What incidents took of it, as recorded, in the order they began.
    pub costs: Vec<IncidentCost>,
    /// The objective's own window.
    pub window: BudgetWindow,
    /// That window as it stood at the quarter's end, or each that ended in the quarter.
    pub windows: Vec<WindowAccount>,
    /// The last 28 days of the quarter, so that it can be compared with what operations watch even
    /// where the objective's own window is the quarter.
    pub four_weeks: Option<WindowAccount>,
    /// Burn rates.
    pub burn: BurnRates,
    /// Thresholds for the objective's own window, and the fastest that was seen.
    pub speeds: Vec<Speed>,
    /// The policy of the budget.
    pub policy: String,
    /// What the policy says of what is left; `None` where nothing was counted.
    pub state: Option<BudgetState>,
    /// The contract beside it.
    pub agreement: Option<AgreementAccount>,
}

impl BudgetAccount {
    /// Whether the promise was kept; `None` where nothing was counted.
    pub fn is_kept(&self) -> Option<bool> {
        self.spend.is_kept()
    }

    /// The target on the last accounted day.
    pub fn target(&self) -> Option<Exact> {
        self.stretches.last().map(|(held, _)| held.target)
    }

    /// Whether the target changed inside the quarter.
    pub fn has_changed(&self) -> bool {
        self.stretches.len() > 1
    }

    /// What a share of the budget is in minutes; `None` where events are counted.
    pub fn minutes(&self, slices: Exact) -> Option<Exact> {
        match self.unit {
            BudgetUnit::Events => None,
            BudgetUnit::Slices(minutes) => {
                slices.times(Exact::integer(i64::try_from(minutes).ok()?))
            }
        }
    }
}

/// The accounts of a quarter by objective: every service level that holds on one of its days and
/// has anything counted.
pub(in crate::analyse) type Accounts = BTreeMap<String, BudgetAccount>;

/// The accounts of some quarters, each as some pack knows it. What two packs know alike of a quarter
/// is counted once: most of what is restated is no budget's. So is what the pack before knew alike.
pub(in crate::analyse) fn accounts<'p>(
    asked: &[(&'p Pack, Period)],
    before: Option<Before<'_>>,
) -> Vec<Shared<Accounts>> {
    let mut distinct: Vec<(&'p Pack, Period)> = Vec::new();
    let place = |(pack, period): &(&'p Pack, Period)| {
        let same = |(other, of): &(&Pack, Period)| of == period && alike(other, pack, *period);
        distinct.iter().position(same).unwrap_or_else(|| {
            distinct.push((pack, *period));
            distinct.len() - 1
        })
    };
    let places: Vec<usize> = asked.iter().map(place).collect();
    let known = |pack: &Pack, period: Period| {
        let (then, quarters) = before?;
        let quarter = quarters.get(&period)?;
        alike(then, pack, period).then(|| quarter.budgets.clone())
    };
    let counted = in_order(&distinct, |(pack, period)| {
        if let Some(known) = known(pack, *period) {
            return known;
        }
        let levels = pack.service_levels.levels.iter();
        let accounts = levels.filter_map(|level| {
            let account = account(pack, *period, level)?;
            Some((level.objective.value.clone(), account))
        });
        accounts.collect::<Shared<Accounts>>()
    });
    places.into_iter().map(|at| counted[at].clone()).collect()
}

/// Whether all that [`account`] reads of a quarter is the same in two packs.
fn alike(a: &Pack, b: &Pack, period: Period) -> bool {
    let as_of = |pack: &Pack| pack.snapshots.get(&period).map(|snapshot| snapshot.as_of);
    std::ptr::eq(a, b)
        || a.settings.calendar == b.settings.calendar
            && as_of(a) == as_of(b)
            && a.service_levels == b.service_levels
            && (a.objectives.is(&b.objectives) || a.objectives == b.objectives)
            && (a.objective_counts.is(&b.objective_counts)
                || a.objective_counts == b.objective_counts)
            && (a.incidents.is(&b.incidents)
                || a.incidents.get(&period) == b.incidents.get(&period))
}

fn account(pack: &Pack, period: Period, level: &ServiceLevel) -> Option<BudgetAccount> {
    let calendar = &pack.settings.calendar;
    let name = &level.objective.value;
    let objective = pack.objectives.get(name)?;
    let counts = pack.objective_counts.get(name)?;
    let filed = counts.get(&period)?;
    let as_of = pack.snapshots.get(&period)?.as_of;
    let (start, end) = (calendar.start(period), calendar.end(period));
    let days = level.since.max(start)..after(level.until).map_or(end, |day| day.min(end));
    let provisional = as_of < end;
    let targets = targets(level, objective);
    let holding = held(&targets, &days);
    let stretches: Vec<(Held, Spend)> = holding
        .iter()
        .filter_map(|held| {
            let spend = over(&filed.days, std::slice::from_ref(held))?;
            Some((held.clone(), spend))
        })
        .collect();
    let spend = over(&filed.days, &holding)?;
    if spend.valid == 0 {
        return None;
    }
    let balance = balance(&filed.days, &holding, spend.allowed)?;
    let overspent_since = balance.iter().find(|(_, left)| left.is_negative());
    let known = known(counts, period);
    let seen = if provisional {
        let last = filed
            .days
            .iter()
            .rev()
            .find(|(_, counted)| counted.is_some());
        last.and_then(|(day, _)| after(Some(*day))).unwrap_or(end)
    } else {
        end
    };
    let policy = pack.service_levels.policy(&level.policy.value);
    let agreement = level.agreement.as_ref().zip(filed.agreement.as_ref());
    Some(BudgetAccount {
        objective: name.clone(),
        service: objective.service_id.clone(),
        unit: unit(objective),
        excluded: filed.excluded.clone(),
        with_excluded: put_back(filed, &holding, spend),
        unobserved: unobserved(&filed.days, &days, as_of),
        provisional,
        costs: costs(pack, period, name, spend.allowed),
        overspent_since: overspent_since.map(|(day, _)| *day),
        balance,
        window: objective.window,
        windows: windows(objective.window, &known, &targets, level.since, start..seen),
        four_weeks: windows(FOUR_WEEKS, &known, &targets, level.since, start..seen).pop(),
        burn: burn_rates(&known, &targets, calendar, period, seen, spend),
        speeds: speeds(
            objective.window,
            &known,
            &targets,
            start..seen,
            &filed.peaks,
        )
        .unwrap_or_default(),
        policy: level.policy.value.clone(),
        state: policy.and_then(|policy| state(policy, spend)),
        agreement: agreement.map(|(agreement, counts)| contract::account(agreement, counts)),
        stretches,
        spend,
        days,
    })
}

/// What the quarter's incidents took of a budget.
fn costs(pack: &Pack, period: Period, objective: &str, budget: Exact) -> Vec<IncidentCost> {
    let zone = pack.settings.calendar.zone;
    let record = pack.incidents.get(&period);
    let incidents = record.map_or(&[][..], |record| &record.incidents);
    incidents
        .iter()
        .filter_map(|incident| {
            let mut spent = incident.spent.iter();
            let spent = spent.find(|spent| spent.objective.value == objective)?;
            Some(IncidentCost {
                incident: incident.id.value.clone(),
                day: incident.began.value.with_timezone(&zone).date_naive(),
                bad: spent.bad.value,
                share: spent.bad.value.over(budget)?,
            })
        })
        .collect()
}

/// Targets by first day: the history of the service level, or else the objective's own.
pub(super) fn targets(level: &ServiceLevel, objective: &Objective) -> Vec<(NaiveDate, Exact)> {
    if level.targets.is_empty() {
        let own = objective.target().into_iter();
        return own.map(|target| (level.since, target.value)).collect();
    }
    let targets = level.targets.iter();
    targets
        .map(|target| (target.from.value, target.target.value))
        .collect()
}

/// What counts of a service level are counted in.
fn unit(objective: &Objective) -> BudgetUnit {
    match objective.method() {
        Some(Budgeting::Timeslices { slice, .. } | Budgeting::RatioTimeslices { slice }) => slice
            .minutes()
            .map_or(BudgetUnit::Events, BudgetUnit::Slices),
        Some(Budgeting::Occurrences) | None => BudgetUnit::Events,
    }
}

/// Everything counted up to the quarter's end.
fn known(counts: &BTreeMap<Period, ObjectiveCounts>, period: Period) -> Days {
    let earlier = counts.range(..=period);
    let days = earlier.flat_map(|(_, counts)| &counts.days);
    days.map(|(day, counted)| (*day, *counted)).collect()
}

/// The account with what was excluded put back, each under the target of its day.
fn put_back(filed: &ObjectiveCounts, holding: &[Held], spend: Spend) -> Option<Spend> {
    if filed.excluded.is_empty() {
        return None;
    }
    let mut excluded = filed.excluded.iter();
    excluded.try_fold(spend, |spend, out| {
        let mut holding = holding.iter();
        match holding.find(|held| held.days.contains(&out.day)) {
            Some(held) => spend.with(out.counted, held.target),
            None => Some(spend),
        }
    })
}

/// Days before the date of data on which nothing was observed.
fn unobserved(days: &Days, accounted: &Range<NaiveDate>, as_of: NaiveDate) -> Vec<NaiveDate> {
    let due = accounted.start.iter_days();
    due.take_while(|day| *day < accounted.end && *day < as_of)
        .filter(|day| !matches!(days.get(day), Some(Some(_))))
        .collect()
}

/// What a policy says of what is left.
fn state(policy: &BudgetPolicy, spend: Spend) -> Option<BudgetState> {
    let left = spend.left()?;
    let step = policy.states.iter().find(|(at_least, _)| left >= *at_least);
    Some(step.map_or(BudgetState::Overspent, |(_, state)| *state))
}

/// The day after.
fn after(day: Option<NaiveDate>) -> Option<NaiveDate> {
    day?.checked_add_days(Forward::new(1))
}
