//! What the analysis says: the values that `check` and `render` read.

use super::budget::BudgetAccount;
use super::capability::Capability;
use super::compliance::ComplianceQuarter;
use super::experiments::ExperimentQuarter;
use super::incidents::Incidents;
use super::money::MoneyQuarter;
use super::quality::QualityQuarter;
use super::risks::RiskQuarter;
use crate::model::{Exact, Pane, Period, Shared, Target, Value, Week};
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Judgements of every quarter that has a snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// By period, each with what it knew: a published quarter with what was known on its day, any
    /// other with everything.
    pub quarters: BTreeMap<Period, QuarterAnalysis>,
    /// All quarters, judged with everything that is known, where that differs from `quarters`.
    pub(super) today: Option<BTreeMap<Period, QuarterAnalysis>>,
    /// Quarters as each earlier state of knowledge judges them, up to the last of those whose knowledge
    /// it is.
    pub(super) earlier: Vec<(Vec<Period>, BTreeMap<Period, QuarterAnalysis>)>,
}

impl Analysis {
    /// Every quarter, judged with everything that is known today.
    pub fn today(&self) -> &BTreeMap<Period, QuarterAnalysis> {
        self.today.as_ref().unwrap_or(&self.quarters)
    }

    /// Every judgement in every state of knowledge, for leaving out what a reader may not see; with the
    /// published quarter that knew it so, `None` for what is known today.
    pub fn every_mut(
        &mut self,
    ) -> impl Iterator<Item = (Option<Period>, &Period, &mut QuarterAnalysis)> {
        let earlier = self.earlier.iter_mut().flat_map(|(whose, quarters)| {
            let knows = whose.first().copied();
            quarters.iter_mut().map(move |(p, q)| (knows, p, q))
        });
        let today = self.today.iter_mut().flatten().map(|(p, q)| (None, p, q));
        let own = self.quarters.iter_mut().map(|(p, q)| (Some(*p), p, q));
        own.chain(today).chain(earlier)
    }

    /// Every quarter as one of them sees it: with what was known on its day where it is published,
    /// otherwise with everything. A sentence of a published quarter that names another quarter's
    /// figure reads it here.
    pub fn seen_from(&self, period: Period) -> &BTreeMap<Period, QuarterAnalysis> {
        let mut earlier = self.earlier.iter();
        let own = earlier.find(|(whose, _)| whose.contains(&period));
        own.map_or_else(|| self.today(), |(_, quarters)| quarters)
    }
}

/// One quarter, judged with the data up to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterAnalysis {
    /// Which.
    pub period: Period,
    /// By metric id; every metric of the pack.
    pub metrics: BTreeMap<String, Shared<MetricAnalysis>>,
    /// Error budgets by objective; only those that have been counted.
    pub budgets: Shared<BTreeMap<String, BudgetAccount>>,
    /// How many dashboard metrics moved, and how many would by luck.
    pub honesty: Honesty,
    /// One per dashboard pane, in printed order.
    pub verdicts: Vec<Verdict>,
    /// What moved or keeps missing, most important first; the page shows the first three.
    pub exceptions: Vec<ExceptionRow>,
    /// By story id: what the data shows around the story's action.
    pub shifts: BTreeMap<String, Shift>,
    /// By quarter and id of an earlier story whose next check falls in this quarter, and which no
    /// story of this quarter takes up: what the data shows around its action now.
    pub rechecks: BTreeMap<(Period, String), Shift>,
    /// What the record of incidents shows; `None` where the quarter has no record.
    pub incidents: Option<Incidents>,
    /// What could go wrong; `None` where nothing was recorded by then.
    pub risks: Option<RiskQuarter>,
    /// What auditors ask for; `None` where nothing was recorded by then.
    pub compliance: Option<ComplianceQuarter>,
    /// Where repair time went and which changes brought defects; `None` where the quarter has no
    /// record.
    pub quality: Option<QualityQuarter>,
    /// What it costs; `None` where nothing is estimated of the quarter.
    pub money: Option<MoneyQuarter>,
    /// How able the organisation was; `None` where the pack keeps no record of it.
    pub capability: Option<Capability>,
    /// What was tried; `None` where the pack keeps no record of it.
    pub experiments: Option<ExperimentQuarter>,
}

/// One metric in one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricAnalysis {
    /// The organisation as a whole: stated, or rolled up as the metric declares.
    pub all: Assessment,
    /// By service id; only services that have ever filed this metric.
    pub services: BTreeMap<String, Assessment>,
}

/// A figure that can be shown: its exact number and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value as filed or rolled up.
    pub value: Value,
    /// Its number; never null here.
    pub exact: Exact,
    /// Whether any of it was estimated.
    pub estimated: bool,
    /// Whether it was rolled up from services rather than stated.
    pub rolled_up: bool,
    /// When it was taken, where that was not when its snapshot was; of a roll-up, its oldest part.
    pub as_of: Option<NaiveDate>,
}

/// A difference of two figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Later minus earlier, in the metric's unit (a percentage's difference is in shares: points).
    pub difference: Exact,
    /// Difference over the earlier value's magnitude; `None` from zero.
    pub relative: Option<Exact>,
    /// Whether it is in the good direction; `None` for no change or a neutral metric.
    pub better: Option<bool>,
}

/// Against target, from unrounded values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Meets it, and the whole routine range is on the right side (or there is no range to cross it).
    Met,
    /// Meets it, but routine variation crosses it.
    Marginal,
    /// Misses it.
    Missed,
    /// There is a target and no value.
    NoData,
    /// There is no target.
    NoTarget,
}

/// The target that held and how the figure stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetCheck {
    /// The target on the period's last day.
    pub target: Option<Target>,
    /// Where the figure stands.
    pub status: Status,
    /// Where it would stand if its target had not been eased within the last four quarters.
    pub eased: Option<Eased>,
}

/// What an eased target lets a reader forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eased {
    /// The strictest target that held within the four quarters that end with this one.
    pub before: Target,
    /// The last day it held.
    pub until: NaiveDate,
    /// Where this quarter's figure stands to it.
    pub status: Status,
}

impl TargetCheck {
    /// The easing, where the figure stands better to its target than it would have before.
    pub fn flattered(&self) -> Option<&Eased> {
        self.eased.as_ref().filter(|e| e.status > self.status)
    }
}

/// A break of a definition between two quarters: their figures do not compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefinitionBreak {
    /// The version that the later quarter is counted by.
    pub version: u32,
    /// Since when it holds.
    pub date: NaiveDate,
}

/// Which rule of the process behaviour chart fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunRule {
    /// R1: a point outside a limit.
    Outside,
    /// R2: eight or more in a row on one side of the average.
    EightInARow,
    /// R3: three of four in a row nearer a limit than the average, on the same side.
    ThreeOfFour,
}

/// One rule's finding among the points that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleHit {
    /// Which rule.
    pub rule: RunRule,
    /// Whether the values went up.
    pub up: bool,
    /// Outside: how many points; eight in a row: the run's length; three of four: how many near a limit.
    pub count: usize,
    /// Week of the first point involved.
    pub first: Week,
}

/// Why movement was not tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTested {
    /// The definition says so, with its reason.
    Declared(String),
    /// The definition changed with a break this quarter.
    DefinitionChanged(NaiveDate),
    /// Nothing weekly was filed.
    NoWeeklyData,
}

/// The evidence class of a movement (board.md 4.3, X2, X3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MovementClass {
    /// Two or more rules in the same direction on a baseline of at least 20 points.
    StrongSignal,
    /// Exactly one rule, or several on a provisional baseline.
    Signal,
    /// Tested; nothing fired.
    Routine,
    /// Under 12 points (or too few events).
    TooFew {
        /// Points or events there are.
        have: usize,
        /// Points or events needed.
        need: usize,
    },
    /// Not tested, and why.
    NotTested(NotTested),
    /// No figure at all this quarter.
    Missing,
}

/// What can be said about movement this quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// The evidence class.
    pub class: MovementClass,
    /// Direction of the numbers where something fired: `true` for up.
    pub up: Option<bool>,
    /// Whether that is good; `None` where nothing fired or the metric is neutral.
    pub better: Option<bool>,
    /// What fired, in rule order, in that direction. For rare events the counts are gaps between
    /// events, and `up` means more frequent events.
    pub hits: Vec<RuleHit>,
    /// First week of what fired.
    pub since: Option<Week>,
    /// Average of the baseline, without those of its weeks that the shift itself covers; in the
    /// metric's unit and per week (a count's is weekly). `None` for rare events.
    pub average_before: Option<f64>,
    /// Average since the shift; only where something fired.
    pub average_after: Option<f64>,
    /// Natural limits of one week's value that held this quarter, in the metric's unit; an end
    /// clipped by a natural bound is `None`. `None` as a whole where no limits can be stated: too
    /// few points, too few different values, or rare events (see `Behaviour::gaps`).
    pub limits: Option<(Option<f64>, Option<f64>)>,
    /// Whether the baseline has 12 to 19 points.
    pub provisional: bool,
    /// Chance that a metric in which nothing changed fires any rule this quarter, in either
    /// direction: simulated with the procedure as it is (see `variation::false_alarm`).
    pub false_alarm: Option<f64>,
}

impl Movement {
    /// Whether a signal points another way than a difference of two quarters' figures, which may be none
    /// at all. Weeks are held against their baseline, figures of quarters against each other, so both
    /// can be true; who shows both has to say that they differ.
    pub fn at_odds(&self, change: &Change) -> bool {
        let signalled = matches!(
            self.class,
            MovementClass::StrongSignal | MovementClass::Signal
        );
        let went = change.difference.cmp(&Exact::ZERO);
        self.up.is_some_and(|up| match up {
            true => signalled && went != Ordering::Greater,
            false => signalled && went != Ordering::Less,
        })
    }
}

/// One weekly point of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The week.
    pub week: Week,
    /// In the metric's unit; a percentage as a share. `None` is a gap, never joined.
    pub value: Option<f64>,
    /// Whether the data was taken before the week had ended: shown hollow, never used in limits or
    /// verdicts. A week that merely straddles two quarters is whole, and belongs by its Thursday.
    pub partial: bool,
    /// Rules this point takes part in firing, with direction up.
    pub hits: Vec<(RunRule, bool)>,
}

/// A stretch of points with one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// First week it governs.
    pub from: Week,
    /// Last week it governs.
    pub to: Week,
    /// Average of the baseline (geometric on a log scale), in the metric's unit.
    pub average: f64,
    /// Upper natural limit; `None` where a natural bound makes it meaningless or there are too few points.
    pub upper: Option<f64>,
    /// Lower natural limit.
    pub lower: Option<f64>,
    /// Points in the baseline.
    pub baseline: usize,
    /// Fewer than 20 points in the baseline.
    pub provisional: bool,
    /// Cause of the change point that began it, if one did.
    pub cause: Option<String>,
}

/// Weekly behaviour up to the end of a quarter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Behaviour {
    /// One per week from the first filed week (at most 104 weeks back) to the quarter's last,
    /// weeks without data included.
    pub points: Vec<Point>,
    /// Baselines in order; empty where too few points exist for limits and average.
    pub segments: Vec<Segment>,
    /// Whether a band may be drawn in a sparkline (SP7).
    pub band_allowed: bool,
    /// Days on which the definition changed with a break (the line breaks there).
    pub breaks: Vec<NaiveDate>,
    /// Rare events only: the days between events that were tested instead of the weekly counts.
    pub gaps: Option<Gaps>,
}

/// Days between rare events with their limits (X5). The longer, the rarer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gaps {
    /// Events that a gap spans: 1, or as many as make gaps of about two weeks where events are more
    /// frequent, since weekly counts cannot tell shorter gaps apart ("days between every 3rd event").
    pub each: usize,
    /// One per gap, by the week of the event that ended it. The last may still be open: it is there
    /// once it has passed the upper limit.
    pub points: Vec<Gap>,
    /// Average of the baseline, transformed back to days.
    pub average: f64,
    /// Upper limit in days: longer means that events became rarer.
    pub upper: Option<f64>,
    /// Lower limit in days: shorter means that events became more frequent.
    pub lower: Option<f64>,
    /// Gaps in the baseline.
    pub baseline: usize,
    /// Fewer than 20 gaps in the baseline.
    pub provisional: bool,
}

/// The time that a gap between rare events took.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Week of the event that ended it.
    pub week: Week,
    /// Days from its first event to its last.
    pub days: f64,
    /// Rules it takes part in firing; `true` for events becoming more frequent.
    pub hits: Vec<(RunRule, bool)>,
}

/// Two counts compared by the exact conditional test; only where both together are at most 1,000.
/// Beyond that a count is a measured amount, and the test would call every difference unlikely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountComparison {
    /// This quarter.
    pub now: u64,
    /// The quarter before.
    pub before: u64,
    /// The largest count that would be unlikely (two-sided 5 %) after `before`; `None` if even 0 would not.
    pub unlikely_at_most: Option<u64>,
    /// The smallest count that would be unlikely.
    pub unlikely_at_least: u64,
    /// Two-sided p of the exact conditional test with the exposures as they were.
    pub p: f64,
}

/// Everything about one metric at one scope in one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// This quarter's figure.
    pub now: Option<Figure>,
    /// Why there is none, where someone said so.
    pub missing: Option<crate::model::Missing>,
    /// Last quarter's figure.
    pub previous: Option<Figure>,
    /// The same quarter last year's figure.
    pub year_ago: Option<Figure>,
    /// Now against last quarter; `None` across a definition break.
    pub change: Option<Change>,
    /// Now against the same quarter last year; `None` across a definition break.
    pub change_year: Option<Change>,
    /// Why now and last quarter do not compare, where a definition broke between them.
    pub broken: Option<DefinitionBreak>,
    /// Why now and the same quarter last year do not compare, where a definition broke between them.
    pub broken_year: Option<DefinitionBreak>,
    /// All figures up to this quarter, for trends and tables.
    pub history: BTreeMap<Period, Figure>,
    /// Against target.
    pub target: TargetCheck,
    /// How many quarters in a row, this one included, have missed their targets.
    pub missed_in_a_row: usize,
    /// Movement this quarter.
    pub movement: Movement,
    /// Weekly behaviour for charts.
    pub behaviour: Behaviour,
    /// Counts only: this quarter against last.
    pub counts: Option<CountComparison>,
    /// Ratios only: Newcombe 95 % interval of the difference to last quarter (now minus before).
    pub difference_interval: Option<(f64, f64)>,
}

/// The pack-level honesty line (board.md 4.4), over the dashboard's rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Honesty {
    /// Dashboard rows.
    pub metrics: usize,
    /// Of which could be tested.
    pub tested: usize,
    /// Of which moved (signal or strong signal).
    pub moved: usize,
    /// Expected to move by luck alone: the sum of false-alarm chances.
    pub expected: f64,
    /// Of those that moved, how many with a strong signal.
    pub strongly: usize,
    /// Expected to give a strong signal by luck alone.
    pub strongly_expected: f64,
    /// Metric ids (with service, if a row has one) that could not be tested.
    pub untested: Vec<(String, Option<String>)>,
}

/// A pane's verdict word (board.md 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the rule is on `Verdict`")]
pub enum VerdictWord {
    OnTrack,
    Watch,
    OffTrack,
    NotKnown,
}

/// Off track if the headline missed; watch if it is marginal or any other row missed or worsened
/// with a strong signal; not known if the headline is missing, estimated or without a target; on
/// track otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Which pane.
    pub pane: Pane,
    /// The word.
    pub word: VerdictWord,
    /// The worse word that it would be if no target had been eased within the last four quarters.
    pub uneased: Option<VerdictWord>,
}

/// Exceptions that a pack shows, and that must be answered (board.md 1.5).
pub const EXCEPTIONS_SHOWN: usize = 3;

/// Why a metric is an exception, in the order of board.md 1.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExceptionReason {
    /// Strong signal, worse.
    Worse,
    /// Target missed with routine movement for two quarters or more.
    KeepsMissing,
    /// Strong signal, better, and an action was marked for it.
    BetterPredicted,
    /// Strong signal nobody predicted.
    Unpredicted,
}

/// A row of "What moved and why".
#[derive(Debug, Clone, PartialEq)]
pub struct ExceptionRow {
    /// Metric id.
    pub metric: String,
    /// One service, if the dashboard row has one.
    pub service: Option<String>,
    /// Why it is here.
    pub reason: ExceptionReason,
}

/// What the data shows around a story's action.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Day of the action.
    pub action: NaiveDate,
    /// Average of up to 26 weeks before.
    pub before: Option<f64>,
    /// Average since, up to the quarter's end.
    pub after: Option<f64>,
    /// Weeks with data before.
    pub n_before: usize,
    /// Weeks with data after.
    pub n_after: usize,
    /// Movement judged only by the points since the action, against limits from before it.
    pub movement: Movement,
    /// Behaviour with the baseline before the action.
    pub behaviour: Behaviour,
}
