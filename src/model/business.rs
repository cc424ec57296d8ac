//! Money: what Finance and others supplied, and the estimates that are made of it. An estimate names
//! a formula and where each input comes from, and holds no number of its own: numbers come from inputs
//! that somebody answers for, or from the pack's own figures, which it therefore cannot contradict.

use super::{Audience, Formula, Grade, MoneyKind, Period, Quantity, Range, RecordPart, Text};
use crate::diag::{Located, Span};
use chrono::NaiveDate;

/// A number that somebody supplied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Name in the file.
    pub id: Located<String>,
    /// What it is.
    pub name: Text,
    /// Both ends; the same where it is known to one number. Percentages as shares of one.
    pub value: Located<Range>,
    /// What it is counted in.
    pub quantity: Located<Quantity>,
    /// Role that supplied it and answers for it.
    pub supplied_by: Located<String>,
    /// When.
    pub on: Located<NaiveDate>,
    /// How far it can be relied on.
    pub grade: Grade,
    /// What it rests on.
    pub basis: Text,
}

/// Which part of a metric's figure is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigurePart {
    /// The figure itself.
    Value,
    /// What a ratio divides.
    Part,
    /// What a ratio divides by.
    Whole,
}

/// Over which time a figure of the pack is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// The estimate's own quarter.
    Quarter,
    /// It and the three before; counts only.
    Year,
}

/// A number that the pack's records hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BusinessRecord {
    /// Incidents that customers noticed.
    Incidents,
    /// Minutes that customers lost together.
    CustomerMinutes,
    /// Minutes in which a critical journey was impaired; overlaps once.
    CriticalMinutes,
    /// Minutes in which an incident lasted; overlaps once.
    IncidentMinutes,
    /// Working days of rework.
    ReworkDays,
    /// Working days of repairing defects.
    BugFixDays,
}

impl BusinessRecord {
    /// The word for it in a pack.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incidents => "incidents.count",
            Self::CustomerMinutes => "incidents.customer-minutes",
            Self::CriticalMinutes => "incidents.critical-minutes",
            Self::IncidentMinutes => "incidents.minutes",
            Self::ReworkDays => "quality.rework-days",
            Self::BugFixDays => "quality.bug-fix-days",
        }
    }

    /// What it is counted in.
    pub const fn quantity(self) -> Quantity {
        match self {
            Self::Incidents => Quantity::Count,
            Self::CustomerMinutes | Self::CriticalMinutes | Self::IncidentMinutes => {
                Quantity::Minutes
            }
            Self::ReworkDays | Self::BugFixDays => Quantity::Days,
        }
    }

    /// Whether it is counted from the record of incidents.
    pub const fn is_of_incidents(self) -> bool {
        !matches!(self, Self::ReworkDays | Self::BugFixDays)
    }
}

/// Where an estimate takes a number from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputSource {
    /// An input of the same file.
    Supplied(String),
    /// A figure of a metric, in the estimate's quarter.
    Metric {
        /// Which.
        metric: Located<String>,
        /// One service, or the organisation.
        service: Option<Located<String>>,
        /// Which part of it.
        part: FigurePart,
        /// What it is counted in, where a part of a ratio is meant.
        quantity: Option<Quantity>,
        /// Over which time.
        over: Stretch,
    },
    /// A record of the estimate's quarter.
    Record {
        /// Which.
        figure: BusinessRecord,
        /// One service, or all.
        service: Option<Located<String>>,
        /// Only these incidents; empty means all.
        incidents: Vec<Located<String>>,
    },
}

impl InputSource {
    /// Whether two amounts count, at least in part, the same things.
    pub fn shares(&self, other: &Self) -> bool {
        let same_place = |a: &Option<Located<String>>, b: &Option<Located<String>>| match (a, b) {
            (Some(a), Some(b)) => a.value == b.value,
            _ => true,
        };
        match (self, other) {
            (Self::Supplied(a), Self::Supplied(b)) => a == b,
            (
                Self::Metric {
                    metric: a,
                    service: of_a,
                    ..
                },
                Self::Metric {
                    metric: b,
                    service: of_b,
                    ..
                },
            ) => a.value == b.value && same_place(of_a, of_b),
            (
                Self::Record {
                    figure: a,
                    service: of_a,
                    incidents: only_a,
                },
                Self::Record {
                    figure: b,
                    service: of_b,
                    incidents: only_b,
                },
            ) => {
                let apart = !only_a.is_empty()
                    && !only_b.is_empty()
                    && only_a
                        .iter()
                        .all(|a| only_b.iter().all(|b| a.value != b.value));
                a.is_of_incidents() == b.is_of_incidents() && same_place(of_a, of_b) && !apart
            }
            _ => false,
        }
    }
}

/// What sales are counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// What customers pay.
    Sales,
    /// What is left of it after what it costs to serve them.
    Margin,
}

/// An estimate of one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// Name in the file.
    pub id: Located<String>,
    /// What is estimated.
    pub name: Text,
    /// The quarter whose figures it takes.
    pub period: Located<Period>,
    /// How it is computed.
    pub formula: Located<Formula>,
    /// What money it is.
    pub kind: MoneyKind,
    /// Whether sales or margin, where it counts either.
    pub counts: Option<Worth>,
    /// By key of the formula's inputs, in the formula's order.
    pub inputs: Vec<(&'static str, Located<InputSource>)>,
    /// In a few words more.
    pub note: Option<Text>,
    /// Who may see it.
    pub audience: Audience,
    /// The whole entry.
    pub span: Span,
}

impl Estimate {
    /// What two estimates of one quarter count in common: the second's amount that counts what one of
    /// the first's does already.
    pub fn shares<'a>(&self, other: &'a Self) -> Option<&'a Located<InputSource>> {
        let mut others = other.amounts();
        let found = others.find(|theirs| self.amounts().any(|own| own.value.shares(&theirs.value)));
        found.filter(|_| self.period.value == other.period.value)
    }

    /// Where it takes from how much there was, and what it adds to that.
    fn amounts(&self) -> impl Iterator<Item = &Located<InputSource>> {
        let formula = self.formula.value;
        let counts = move |key: &str| {
            let slot = formula.slot(key);
            slot.is_some_and(|slot| slot.amount || slot.adds.is_some())
        };
        let inputs = self.inputs.iter().filter(move |(key, _)| counts(key));
        inputs.map(|(_, source)| source)
    }

    /// Whether some of its money is of a kind that another counts as well, sales with sales and margin
    /// with margin.
    pub fn is_same_money(&self, other: &Self) -> bool {
        let (own, theirs) = (self.kinds(), other.kinds());
        own.iter().any(|kind| {
            let main = *kind == self.kind && *kind == other.kind;
            theirs.contains(kind) && (!main || self.counts == other.counts)
        })
    }

    /// Every kind of money in it.
    pub fn kinds(&self) -> Vec<MoneyKind> {
        let formula = self.formula.value;
        let added = self.inputs.iter();
        let added = added.filter_map(|(key, _)| formula.slot(key)?.adds);
        std::iter::once(self.kind).chain(added).collect()
    }
}

/// Estimates that may be added up: of one quarter and one kind, none counting what another counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Name in the file.
    pub id: Located<String>,
    /// What it is.
    pub name: Text,
    /// The estimates, at least two.
    pub of: Vec<Located<String>>,
}

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Business {
    /// In file order.
    pub inputs: Vec<Input>,
    /// In file order.
    pub estimates: Vec<Estimate>,
    /// In file order.
    pub totals: Vec<Total>,
}

impl Business {
    /// An input by id.
    pub fn input(&self, id: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.id.value == id)
    }

    /// An estimate by id.
    pub fn estimate(&self, id: &str) -> Option<&Estimate> {
        self.estimates
            .iter()
            .find(|estimate| estimate.id.value == id)
    }

    /// Every text of it that readers see, with what it is called.
    pub fn texts(&self) -> Vec<(RecordPart, &Text)> {
        let inputs = self.inputs.iter();
        let inputs = inputs.flat_map(|i| {
            [
                (RecordPart::MoneyName, &i.name),
                (RecordPart::Basis, &i.basis),
            ]
        });
        let estimates = self.estimates.iter().flat_map(|e| {
            let note = e.note.iter().map(|note| (RecordPart::Note, note));
            std::iter::once((RecordPart::MoneyName, &e.name)).chain(note)
        });
        let totals = self
            .totals
            .iter()
            .map(|total| (RecordPart::MoneyName, &total.name));
        inputs.chain(estimates).chain(totals).collect()
    }
}
