//! What a comparison gives: differences with what they are about, most material first.

use crate::model::{Exact, Period, Value};
use crate::tongue::label;
use std::cmp::Reverse;

/// Everything that differs between two quarters or two packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// What stands before: `Q2 2026`, or a revision as it was named.
    pub before: String,
    /// What stands after.
    pub after: String,
    /// Most material first; see [`Matter`] for the order.
    pub all: Vec<Difference>,
    /// How many figures read the same on both sides.
    pub same: usize,
    /// Sides that could not be read wholly: what is wrong there is left out.
    pub broken: Vec<String>,
    /// Of packs: every quarter that is new in the second, against the quarter before it.
    pub quarters: Vec<Differences>,
}

impl Differences {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.quarters.iter().all(Self::is_empty)
    }
}

/// Why a difference matters, in the order in which differences are told. The first group is what an
/// auditor would ask about, the last what nobody needs to: what was already said and now reads
/// differently; what makes a judgement easier to pass; what a figure means; what became worse; what
/// became better; what is asked, told and new; words; luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// The record of what was published was changed or removed.
    Record,
    /// A figure of a published quarter is another, and no restatement says so.
    PublishedFigure,
    /// A figure of an earlier quarter changed.
    PastFigure,
    /// A text of a published quarter reads differently.
    PublishedText,
    /// A rule was switched off or made milder.
    RuleEased,
    /// A target is easier to meet than it was, or gone.
    TargetEased,
    /// A definition means something else under the same version.
    Redefined,
    /// A definition has a new version.
    Definition,
    /// How movement is judged: the test, its scale, the marks at which limits restart.
    Judging,
    /// A quarter that was already told is judged otherwise, or the same figure is.
    Rejudged,
    /// A metric misses its target now, a pane is off track now.
    Missed,
    /// A metric, service, row or figure is no longer there.
    Gone,
    /// A strong signal for the worse.
    Worse,
    /// A strong signal one way, and a difference of the quarters' figures another way, or none.
    AtOdds,
    /// A published figure was restated, with its reason.
    Restated,
    /// A figure of the quarter in preparation changed.
    Figure,
    /// A status is worse than it was, without a miss.
    StatusWorse,
    /// A status is better than it was.
    StatusBetter,
    /// A strong signal for the better.
    Better,
    /// A single signal, or a movement of a metric without a good direction.
    MayHaveMoved,
    /// A target is harder to meet than it was, or new.
    TargetTightened,
    /// What the Board is asked, what it answered, what management promised.
    Ask,
    /// A story is new, closed or has another outcome.
    Story,
    /// An experiment began or was decided.
    Learned,
    /// A metric, service, row, quarter or figure that was not there.
    New,
    /// A dated mark on the charts.
    Mark,
    /// A setting, a template, a name, an owner.
    Setting,
    /// A headline, a sentence of the first page, a title.
    Headline,
    /// Any other text.
    Wording,
    /// A figure moved, and nothing says whether that means anything.
    Untested,
    /// A figure moved within its routine range.
    Routine,
    /// A file whose bytes differ and whose figures and texts read the same.
    File,
}

impl Matter {
    /// All, in order.
    pub const ALL: [Self; 32] = [
        Self::Record,
        Self::PublishedFigure,
        Self::PastFigure,
        Self::PublishedText,
        Self::RuleEased,
        Self::TargetEased,
        Self::Redefined,
        Self::Definition,
        Self::Judging,
        Self::Rejudged,
        Self::Missed,
        Self::Gone,
        Self::Worse,
        Self::AtOdds,
        Self::Restated,
        Self::Figure,
        Self::StatusWorse,
        Self::StatusBetter,
        Self::Better,
        Self::MayHaveMoved,
        Self::TargetTightened,
        Self::Ask,
        Self::Story,
        Self::Learned,
        Self::New,
        Self::Mark,
        Self::Setting,
        Self::Headline,
        Self::Wording,
        Self::Untested,
        Self::Routine,
        Self::File,
    ];

    /// Its name for programs; never changes.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// What stands over a list of them.
    pub fn heading(self) -> &'static str {
        label(self.row().1)
    }

    /// How many there are, in a sentence of the command line: what is counted, once and more than once.
    pub fn counted(self) -> (&'static str, &'static str) {
        let (_, _, one, many) = self.row();
        (one, many)
    }

    /// Whether it is told in full: the rest is luck, or changes nothing that can be read.
    pub fn is_material(self) -> bool {
        self < Self::Untested
    }

    #[rustfmt::skip]
    fn row(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Record => ("record", "The record of what was published", "record of what was published was changed", "records of what was published were changed"),
            Self::PublishedFigure => ("published-figure", "Published figures that changed", "published figure changed", "published figures changed"),
            Self::PastFigure => ("past-figure", "Figures of earlier quarters that changed", "figure of an earlier quarter changed", "figures of earlier quarters changed"),
            Self::PublishedText => ("published-text", "Published texts that read differently", "published text reads differently", "published texts read differently"),
            Self::RuleEased => ("rule-eased", "Rules made milder or switched off", "rule was made milder or switched off", "rules were made milder or switched off"),
            Self::TargetEased => ("target-eased", "Targets eased", "target was eased", "targets were eased"),
            Self::Redefined => ("redefined", "Definitions changed under the same version", "definition changed without a new version", "definitions changed without a new version"),
            Self::Definition => ("definition", "Definitions with a new version", "definition changed", "definitions changed"),
            Self::Judging => ("judging", "How movement and verdicts are judged", "change in how movement is judged", "changes in how movement is judged"),
            Self::Rejudged => ("rejudged", "Judged otherwise than before", "judgement of a quarter changed", "judgements of quarters changed"),
            Self::Missed => ("missed", "Misses that are new", "figure or verdict is a new miss", "figures or verdicts are new misses"),
            Self::Gone => ("gone", "No longer there", "thing is no longer there", "things are no longer there"),
            Self::Worse => ("worse", "Worse, with a strong signal", "figure got worse with a strong signal", "figures got worse with a strong signal"),
            Self::AtOdds => ("at-odds", "Quarter and weeks point different ways", "figure’s quarter and weeks point different ways", "figures’ quarters and weeks point different ways"),
            Self::Restated => ("restated", "Restated", "figure was restated", "figures were restated"),
            Self::Figure => ("figure", "Figures of the quarter in preparation", "figure of the quarter in preparation changed", "figures of the quarter in preparation changed"),
            Self::StatusWorse => ("status-worse", "A worse status, without a miss", "status got worse without a miss", "statuses got worse without a miss"),
            Self::StatusBetter => ("status-better", "A better status", "status got better", "statuses got better"),
            Self::Better => ("better", "Better, with a strong signal", "figure got better with a strong signal", "figures got better with a strong signal"),
            Self::MayHaveMoved => ("may-have-moved", "May have moved: a single signal, or no good direction", "figure may have moved", "figures may have moved"),
            Self::TargetTightened => ("target-tightened", "Targets tightened or new", "target was tightened or set", "targets were tightened or set"),
            Self::Ask => ("ask", "Asked, answered and promised", "change to what is asked, answered or promised", "changes to what is asked, answered or promised"),
            Self::Story => ("story", "Stories", "story changed", "stories changed"),
            Self::Learned => ("experiment", "Experiments", "experiment began or was decided", "experiments began or were decided"),
            Self::New => ("new", "New", "thing is new", "things are new"),
            Self::Mark => ("mark", "Marks on the charts", "mark on the charts changed", "marks on the charts changed"),
            Self::Setting => ("setting", "Settings, names and owners", "setting changed", "settings changed"),
            Self::Headline => ("headline", "Headlines and sentences of the first page", "headline or sentence reads differently", "headlines and sentences read differently"),
            Self::Wording => ("wording", "Other texts", "other text reads differently", "other texts read differently"),
            Self::Untested => ("untested", "Moved, and not tested for change", "other figure moved and could not be tested", "other figures moved and could not be tested"),
            Self::Routine => ("routine", "Moved within the routine range", "other figure moved within its routine range", "other figures moved within their routine range"),
            Self::File => ("file", "Files that read the same", "file changed and reads the same", "files changed and read the same"),
        }
    }
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Why it matters.
    pub matter: Matter,
    /// The quarter that it lies in, where it lies in one.
    pub period: Option<Period>,
    /// Id of the metric that it is about.
    pub metric: Option<String>,
    /// Id of the service that it is about.
    pub service: Option<String>,
    /// Path of the file to look at, relative to the pack.
    pub path: Option<String>,
    /// What it is about, as readers know it: `Change failure rate, Checkout`.
    pub name: String,
    /// Which part of that: `figure`, `target from 1 July 2026`, `formula`; empty where the name says it.
    pub what: String,
    /// What stood there, in words; `None` for nothing.
    pub before: Option<String>,
    /// What stands there now, in words; `None` for nothing.
    pub after: Option<String>,
    /// How far a figure moved: `down 1.3 points, worse`; may be empty.
    pub moved: String,
    /// What its weeks did, where they signal another way than it moved; otherwise empty.
    pub but: String,
    /// What else a reader needs to judge it; may be empty.
    pub note: String,
    /// The difference in one clause, without a full stop: `Checkout success now misses its target`.
    pub said: String,
    /// The numbers behind the words, where it is about numbers.
    pub numbers: Option<Numbers>,
    /// One of many figures of single services that no dashboard shows and no strong signal backs:
    /// told in a line, after the others.
    pub minor: bool,
    /// Among equals of matter and quarter, the smaller first: rows of the dashboard before others,
    /// the organisation before its services.
    pub rank: usize,
}

impl Difference {
    /// The least that a difference is.
    pub(super) fn new(matter: Matter, name: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            matter,
            period: None,
            metric: None,
            service: None,
            path: None,
            name: name.into(),
            what: what.into(),
            before: None,
            after: None,
            moved: String::new(),
            but: String::new(),
            note: String::new(),
            said: String::new(),
            numbers: None,
            minor: false,
            rank: usize::MAX,
        }
    }

    pub(super) fn from(mut self, before: impl Into<Option<String>>) -> Self {
        self.before = before.into();
        self
    }

    pub(super) fn to(mut self, after: impl Into<Option<String>>) -> Self {
        self.after = after.into();
        self
    }

    pub(super) fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    pub(super) fn saying(mut self, said: impl Into<String>) -> Self {
        self.said = said.into();
        self
    }

    pub(super) fn of(mut self, metric: &str) -> Self {
        self.metric = Some(metric.to_owned());
        self
    }

    /// As `of`; an empty id is none.
    pub(super) fn of_any(mut self, metric: &str) -> Self {
        self.metric = Some(metric.to_owned()).filter(|m| !m.is_empty());
        self
    }

    pub(super) fn during(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    pub(super) fn at(mut self, path: impl Into<Option<String>>) -> Self {
        self.path = path.into();
        self
    }

    pub(super) fn ranked(mut self, rank: usize) -> Self {
        self.rank = rank;
        self
    }

    /// Whether it is told in full.
    pub fn leads(&self) -> bool {
        self.matter.is_material() && !self.minor
    }

    /// How far it moved and what else there is to know.
    pub fn remark(&self) -> String {
        super::phrase::joined(&[&self.moved, &self.but, &self.note])
    }

    /// Name and part: `Change failure rate: formula`.
    pub fn subject(&self) -> String {
        if self.what.is_empty() {
            self.name.clone()
        } else {
            format!("{}: {}", self.name, self.what)
        }
    }
}

/// The numbers of a figure that moved, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// As filed or rolled up, before; `None` where there was none.
    pub before: Option<Value>,
    /// As filed or rolled up, after.
    pub after: Option<Value>,
    /// After minus before in the metric's unit, shares for percentages; `None` where one is missing
    /// or the two do not compare.
    pub difference: Option<Exact>,
    /// Difference over the magnitude of what was before; `None` from zero.
    pub relative: Option<Exact>,
    /// Whether it is in the good direction.
    pub better: Option<bool>,
    /// Whether what the weeks signal is in the good direction, which need not be that of the difference.
    pub evidence_better: Option<bool>,
    /// What the weeks say about it; `None` where the difference is an edit, not a movement.
    pub evidence: Option<EvidenceClass>,
}

/// How much a movement means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceClass {
    /// Two or more rules fired on a whole baseline.
    Strong,
    /// One rule fired, or several on a provisional baseline.
    Single,
    /// Tested, and nothing fired: noise.
    Routine,
    /// Too few points to tell.
    TooFew,
    /// Not tested.
    NotTested,
}

impl EvidenceClass {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Strong => label("strong signal"),
            Self::Single => label("single signal"),
            Self::Routine => label("routine variation"),
            Self::TooFew => label("too few points to tell"),
            Self::NotTested => label("not tested"),
        }
    }

    /// For programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Strong => "strong-signal",
            Self::Single => "signal",
            Self::Routine => "routine",
            Self::TooFew => "too-few",
            Self::NotTested => "not-tested",
        }
    }
}

/// Most material first: matter, then what is told in full, then the later quarter, then rank, then name and part. What is
/// still equal keeps the order in which it was found, which is the pack's.
pub(super) fn sort(all: &mut [Difference]) {
    all.sort_by(|a, b| {
        let key = |d: &Difference| (d.matter, d.minor, Reverse(d.period), d.rank);
        key(a)
            .cmp(&key(b))
            .then_with(|| (&a.name, &a.what).cmp(&(&b.name, &b.what)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_matters_is_in_order_and_names_each_once() {
        assert!(Matter::ALL.is_sorted_by(|a, b| a < b));
        let mut codes: Vec<_> = Matter::ALL.iter().map(|m| m.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Matter::ALL.len());
    }

    #[test]
    fn an_edited_published_figure_is_told_before_an_eased_target_and_words_before_luck() {
        let named = |matter| Difference::new(matter, "x", "");
        let mut all = vec![
            named(Matter::Routine),
            named(Matter::Wording),
            named(Matter::Missed),
            named(Matter::TargetEased),
            named(Matter::PublishedFigure),
        ];
        sort(&mut all);
        let order: Vec<_> = all.iter().map(|d| d.matter.code()).collect();
        let expected = [
            "published-figure",
            "target-eased",
            "missed",
            "wording",
            "routine",
        ];
        assert_eq!(order, expected);
    }

    #[test]
    fn among_equals_the_later_quarter_then_the_dashboard_come_first() {
        let period = |n| Period::new(2026, n).expect("a quarter");
        let named = |name, quarter, rank| {
            Difference::new(Matter::Figure, name, "")
                .during(period(quarter))
                .ranked(rank)
        };
        let mut all = vec![named("a", 1, 0), named("b", 2, 9), named("c", 2, 3)];
        sort(&mut all);
        let order: Vec<_> = all.iter().map(|d| d.name.as_str()).collect();
        assert_eq!(order, ["c", "b", "a"]);
    }
}
