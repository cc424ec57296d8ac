//! A pack to judgements. Arithmetic only: no rounding, no words, no colour.
//!
//! Each quarter is judged with what was known at its end: later weeks never change an earlier
//! quarter's verdict.

mod attainment;
pub mod budget;
mod cadence;
pub mod capability;
mod change;
mod compliance;
mod counts;
mod dashboard;
mod evidence;
mod experiments;
mod ground;
pub mod incidents;
mod judgement;
mod ledger;
pub mod money;
mod quality;
mod record;
mod risks;
mod rollup;
mod space;
pub mod stats;
mod timeline;
mod tracks;
mod variation;

pub use budget::{BudgetAccount, BudgetUnit};
pub use cadence::{Kept, KeptDetail, kept, room};
pub use change::change_between;
pub use compliance::{
    CertificateState, CertificationRow, ComplianceQuarter, FindingRow, OverdueRow, RestoreRow,
    SecurityQuarter, SeverityRow, Wait,
};
pub use evidence::Evidence;
pub use experiments::{
    ExperimentQuarter, ExperimentRow, ExperimentStage, Found, Seen, SeenFigures,
};
pub use judgement::{
    Analysis, Assessment, Behaviour, Change, CountComparison, DefinitionBreak, EXCEPTIONS_SHOWN,
    Eased, ExceptionReason, ExceptionRow, Figure, Gap, Gaps, Honesty, MetricAnalysis, Movement,
    MovementClass, NotTested, Point, QuarterAnalysis, RuleHit, RunRule, Segment, Shift, Status,
    TargetCheck, Verdict, VerdictWord,
};

pub use ground::reads_the_same;
pub use ledger::{
    AskRow, Foresight, Held, Ledger, Observed, PromiseRow, Wording, closes_ask, closes_promise,
};
pub use money::{EstimateRow, MoneyQuarter, TotalRow};
pub use quality::{Days, Defects, QualityQuarter, RepositoryRow, TEAM_TOLD_ALONE, TeamDays};
pub use record::{recorded, recorded_since};
pub use risks::{AppetiteFit, Progress, Reached, RiskMovement, RiskQuarter, RiskRow};
pub use rollup::organisation_weeks;
pub use space::{DIMENSIONS_NEEDED, SpaceTable, is_perceptual};
pub use variation::FALSE_ALARM_AT_MOST;

use crate::in_order::in_order;
use crate::known::Known;
use crate::model::{Pack, Period, Scope, Shared, Story};
use chrono::NaiveDate;
use dashboard::Rows;
use std::collections::BTreeMap;
use tracks::Tracks;

/// A pack that was judged before, with the judgements that know everything.
type Before<'b> = (&'b Pack, &'b BTreeMap<Period, QuarterAnalysis>);

/// Judges every quarter with what it knew. Cannot fail.
pub fn analyse(pack: &Pack) -> Analysis {
    analyse_after(pack, None)
}

/// The same judgements, taken from those of another pack where both packs say the same: most of a
/// pack says after a save what it said before.
pub fn analyse_again(pack: &Pack, then: &Pack, judged: &Analysis) -> Analysis {
    let quarters = then.snapshots.keys();
    let before = quarters
        .eq(pack.snapshots.keys())
        .then(|| (then, judged.today()));
    analyse_after(pack, before)
}

fn analyse_after(pack: &Pack, before: Option<Before<'_>>) -> Analysis {
    let known = Known::of(pack);
    let mut whose = vec![Vec::new()];
    let mut states = vec![(pack, None)];
    for (pack, quarters) in known.earlier() {
        // What came after the last of them is no part of what any of them knew.
        states.push((pack, quarters.last().copied()));
        whose.push(quarters);
    }
    let mut judged = judge(&states, before).into_iter();
    let mut quarters = judged.next().unwrap_or_default();
    let earlier: Vec<_> = whose.into_iter().skip(1).zip(judged).collect();
    if earlier.is_empty() {
        return Analysis {
            quarters,
            today: None,
            earlier,
        };
    }
    let today = quarters.clone();
    for (whose, judged) in &earlier {
        for period in whose {
            quarters.extend(judged.get(period).map(|quarter| (*period, quarter.clone())));
        }
    }
    Analysis {
        quarters,
        today: Some(today),
        earlier,
    }
}

/// Judges every quarter of some packs, each up to a quarter where one is named, with all that the
/// pack holds.
fn judge(
    states: &[(&Pack, Option<Period>)],
    before: Option<Before<'_>>,
) -> Vec<BTreeMap<Period, QuarterAnalysis>> {
    let tracks = tracks::of(states, before);
    let mut asked = Vec::new();
    for (at, ((pack, last), tracks)) in states.iter().zip(&tracks).enumerate() {
        let upto = |period: &&Period| last.is_none_or(|last| **period <= last);
        let periods = pack.snapshots.keys().take_while(upto);
        asked.extend(periods.map(|period| (at, *pack, tracks, *period)));
    }
    let accounts: Vec<_> = asked.iter().map(|(_, pack, _, of)| (*pack, *of)).collect();
    let accounts = budget::accounts(&accounts, before);
    let counted: Vec<_> = asked.iter().zip(accounts).collect();
    let found = in_order(&counted, |((_, pack, tracks, period), budgets)| {
        quarter(pack, tracks, *period, budgets.clone())
    });
    let mut judged = vec![BTreeMap::new(); states.len()];
    for ((at, pack, _, period), mut now) in asked.iter().zip(found) {
        // What it costs is counted from the quarters before as well.
        now.money = money::quarter(pack, &now, &judged[*at]);
        judged[*at].insert(*period, now);
    }
    judged
}

/// Judges one quarter of a pack, whose budgets have been counted; what it costs is left open.
fn quarter(
    pack: &Pack,
    tracks: &Tracks<'_>,
    period: Period,
    budgets: Shared<budget::Accounts>,
) -> QuarterAnalysis {
    let metrics = tracks.quarter(period);
    let rows = |metrics| Rows {
        panes: &pack.settings.dashboard,
        metrics,
    };
    let before = period.previous();
    let before = pack.snapshots.contains_key(&before);
    let before = before.then(|| tracks.quarter(period.previous()));
    let (honesty, verdicts) = (rows(&metrics).honesty(), rows(&metrics).verdicts());
    let exceptions =
        rows(&metrics).exceptions(before.as_ref().map(rows).as_ref(), &pack.annotations);
    let incidents = incidents::of(pack, period);
    let seen = capability::Seen {
        metrics: &metrics,
        budgets: &budgets,
        incidents: incidents.as_ref(),
    };
    QuarterAnalysis {
        period,
        honesty,
        verdicts,
        exceptions,
        shifts: shifts(pack, tracks, period),
        rechecks: rechecks(pack, tracks, period),
        experiments: experiments::quarter(pack, tracks, period),
        risks: risks::quarter(pack, period, &metrics),
        compliance: compliance::quarter(pack, period),
        capability: capability::of(pack, period, seen),
        quality: quality::quarter(pack, period),
        money: None,
        metrics,
        budgets,
        incidents,
    }
}

/// The day to which a quarter's records are read: its last, or the snapshot's while it still runs.
fn as_at(pack: &Pack, period: Period) -> Option<NaiveDate> {
    let taken = pack.snapshots.get(&period)?.as_of;
    Some(taken.min(pack.settings.calendar.last_day(period)))
}

/// What the data shows around the action of each of a quarter's stories.
fn shifts(pack: &Pack, tracks: &Tracks<'_>, period: Period) -> BTreeMap<String, Shift> {
    let stories = pack.narratives.get(&period).map_or(&[][..], |n| &n.stories);
    let stories = stories.iter();
    stories
        .filter_map(|story| {
            let shift = shift(pack, tracks, period, story)?;
            Some((story.id.value.clone(), shift))
        })
        .collect()
}

/// What the data shows around the actions of earlier stories that promised to look again in this
/// quarter and are not told anew.
fn rechecks(pack: &Pack, tracks: &Tracks<'_>, period: Period) -> BTreeMap<(Period, String), Shift> {
    let told = pack.narratives.get(&period).map_or(&[][..], |n| &n.stories);
    let of = |story: &Story| {
        let service = story.service.as_ref().map(|s| s.value.clone());
        let (mark, metric) = (&story.action_mark.value, &story.metric.value);
        (mark.clone(), metric.clone(), service)
    };
    let mut rechecks = BTreeMap::new();
    for (then, narrative) in pack.narratives.range(..period) {
        for story in &narrative.stories {
            let due = pack.settings.calendar.period_of(story.next_check.value) == period;
            if !due || told.iter().any(|new| of(new) == of(story)) {
                continue;
            }
            if let Some(shift) = shift(pack, tracks, period, story) {
                rechecks.insert((*then, story.id.value.clone()), shift);
            }
        }
    }
    rechecks
}

/// What the data of a quarter shows around the action of a story; `None` without its mark or metric.
fn shift(pack: &Pack, tracks: &Tracks<'_>, period: Period, story: &Story) -> Option<Shift> {
    let scope = story.service.as_ref();
    let scope = scope.map_or(Scope::All, |s| Scope::Service(&s.value));
    let mut marks = pack.annotations.iter();
    let mark = marks.find(|a| a.id.value == story.action_mark.value)?;
    let track = tracks.of(&story.metric.value, scope)?;
    let end = tracks.timeline.quarter(period).end;
    let last_day = pack.settings.calendar.last_day(period);
    Some(
        track
            .course(&tracks.timeline)
            .around(mark.date, end, last_day),
    )
}
