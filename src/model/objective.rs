//! Service level objectives as their OpenSLO files define them: what is promised, how it is counted
//! and who is woken. Values only; what was counted, and what the company does about it, is elsewhere.

use super::{Audience, Exact, RecordPart, Text};
use crate::diag::Located;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::fmt;

/// A length of time as OpenSLO writes it: a number and one letter, `28d` or `1Q`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// How many; nothing only where waiting for nothing has a meaning.
    pub count: u32,
    /// Of what.
    pub unit: LengthUnit,
}

/// The letters of [`Length`]. Case counts: `m` is a minute and `M` a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthUnit {
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`
    Week,
    /// `M`
    Month,
    /// `Q`
    Quarter,
    /// `Y`
    Year,
}

impl LengthUnit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 7] = [
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// Its letter.
    pub const fn letter(self) -> char {
        match self {
            Self::Minute => 'm',
            Self::Hour => 'h',
            Self::Day => 'd',
            Self::Week => 'w',
            Self::Month => 'M',
            Self::Quarter => 'Q',
            Self::Year => 'Y',
        }
    }

    /// Its name, for one of it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl Length {
    /// Minutes, where every such length has as many: months, quarters and years have not. Days are
    /// taken as 24 hours.
    pub fn minutes(self) -> Option<u64> {
        let each = match self.unit {
            LengthUnit::Minute => 1,
            LengthUnit::Hour => 60,
            LengthUnit::Day => 1_440,
            LengthUnit::Week => 10_080,
            LengthUnit::Month | LengthUnit::Quarter | LengthUnit::Year => return None,
        };
        Some(u64::from(self.count) * each)
    }

    /// Months, for lengths of the calendar; `None` for those in minutes, hours, days or weeks.
    pub fn months(self) -> Option<u32> {
        let each = match self.unit {
            LengthUnit::Month => 1,
            LengthUnit::Quarter => 3,
            LengthUnit::Year => 12,
            LengthUnit::Minute | LengthUnit::Hour | LengthUnit::Day | LengthUnit::Week => {
                return None;
            }
        };
        self.count.checked_mul(each)
    }

    /// Minutes of the shortest stretch of that name: a month has 28 days, a quarter 89.
    pub fn least_minutes(self) -> u64 {
        self.minutes().unwrap_or_else(|| {
            let days = match self.unit {
                LengthUnit::Quarter => 89,
                LengthUnit::Year => 365,
                _ => 28,
            };
            u64::from(self.count) * days * 1_440
        })
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.letter())
    }
}

/// Over what time the target holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetWindow {
    /// The last so long, at every moment.
    Rolling(Length),
    /// One stretch after the other, each as long, the first from a wall-clock time in a zone.
    Calendar {
        /// How long each is.
        length: Length,
        /// When the first begins, by the clocks of the zone.
        start: NaiveDateTime,
        /// Where.
        zone: Tz,
    },
}

impl BudgetWindow {
    /// How long it is.
    pub fn length(self) -> Length {
        match self {
            Self::Rolling(length) | Self::Calendar { length, .. } => length,
        }
    }
}

/// How good and bad are counted (OpenSLO `budgetingMethod`). Same traffic, another method, another
/// figure: a report always says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budgeting {
    /// Good events over all events.
    Occurrences,
    /// Good slices of time over all slices; a slice is good where its share of good events reaches
    /// its own target.
    Timeslices {
        /// That target, a share above nothing and up to the whole.
        target: Exact,
        /// How long a slice is.
        slice: Length,
    },
    /// The plain mean of the slices' shares of good events.
    RatioTimeslices {
        /// How long a slice is.
        slice: Length,
    },
}

impl Budgeting {
    /// The word of the specification.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Occurrences => "Occurrences",
            Self::Timeslices { .. } => "Timeslices",
            Self::RatioTimeslices { .. } => "RatioTimeslices",
        }
    }
}

/// One query to a monitoring system, kept as text and never run. Credentials are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceQuery {
    /// Kind of system, such as `Prometheus`; that of its data source where it names one.
    pub system: Option<String>,
    /// Name of its data source.
    pub source: Option<String>,
    /// What it asks: key and text in file order; keys in each other are joined by a point.
    pub fields: Vec<(String, String)>,
}

/// What an indicator asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// A value that is compared with a threshold of the objective.
    Threshold(SourceQuery),
    /// Good events over all events.
    Good {
        /// What is counted as good.
        good: SourceQuery,
        /// Everything that counts.
        total: SourceQuery,
    },
    /// One minus bad events over all events.
    Bad {
        /// What is counted as bad.
        bad: SourceQuery,
        /// Everything that counts.
        total: SourceQuery,
    },
    /// A share that the monitoring system has already computed.
    Raw {
        /// The share.
        query: SourceQuery,
        /// Whether it is the share of good events; otherwise that of bad ones.
        success: bool,
    },
}

/// A service level indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its name; `None` where an old format gives none.
    pub id: Option<String>,
    /// Its name for people.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<Text>,
    /// What it asks.
    pub measure: Measure,
    /// Whether the figures asked for only ever rise; `None` where nothing is said.
    pub counter: Option<bool>,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `lt`
    Less,
    /// `lte`
    AtMost,
    /// `gt`
    More,
    /// `gte`
    AtLeast,
}

/// One target over one indicator. A simple objective has one; a composite has several, by weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectivePart {
    /// Its name for people.
    pub name: Option<String>,
    /// What is promised: a share from nothing to less than the whole.
    pub target: Located<Exact>,
    /// How it is counted.
    pub method: Budgeting,
    /// What is counted.
    pub indicator: Indicator,
    /// What a value must be to be good, where the indicator gives values.
    pub threshold: Option<(Comparison, Exact)>,
    /// How much it weighs in a composite; one otherwise.
    pub weight: Exact,
}

/// When someone is told that the budget burns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertPolicy {
    /// Name of the policy.
    pub id: String,
    /// Its name for people.
    pub name: Option<String>,
    /// How severe, in the words of the file.
    pub severity: String,
    /// How the burn rate is compared with the threshold.
    pub compared: Comparison,
    /// Burn rate: how many times as fast as would spend the budget exactly.
    pub threshold: Exact,
    /// Over how long the burn rate is taken.
    pub lookback: Length,
    /// How long it must last first.
    pub after: Option<Length>,
    /// Told while it burns, once it is over, and where nothing is measured.
    pub when: AlertWhen,
    /// Who is told: the targets' own words.
    pub targets: Vec<String>,
}

/// On what an alert policy tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlertWhen {
    /// While the condition holds.
    pub breaching: bool,
    /// Once it no longer holds.
    pub resolved: bool,
    /// Where there is no data.
    pub no_data: bool,
}

/// A service level objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// The name that other files use: that of the SLO, with `-1`, `-2`, … in file order where an SLO
    /// holds several objectives that are not parts of one.
    pub id: Located<String>,
    /// Its name for people; the name of the SLO where it has none.
    pub name: String,
    /// What it is for.
    pub description: Option<Text>,
    /// The service, as the file names it.
    pub service: Located<String>,
    /// The service of the pack, where one has that name or alias.
    pub service_id: Option<String>,
    /// Over what time.
    pub window: BudgetWindow,
    /// One, or the parts of a composite; never empty.
    pub parts: Vec<ObjectivePart>,
    /// Who is told when, in file order.
    pub alerts: Vec<AlertPolicy>,
    /// Labels by key.
    pub labels: BTreeMap<String, Vec<String>>,
    /// Annotations by key.
    pub annotations: BTreeMap<String, String>,
    /// Who may see it: `boardpack/audience: internal` among the annotations hides it.
    pub audience: Audience,
}

impl Objective {
    /// Whether it is made of several indicators.
    pub fn is_composite(&self) -> bool {
        self.parts.len() > 1
    }

    /// Its one target; `None` for a composite, whose parts have their own.
    pub fn target(&self) -> Option<Located<Exact>> {
        match self.parts.as_slice() {
            [only] => Some(only.target),
            _ => None,
        }
    }

    /// Its texts, with what each is called.
    pub fn texts(&self) -> impl Iterator<Item = (RecordPart, &Text)> {
        let own = self.description.iter();
        let of_parts = self.parts.iter();
        let of_parts = of_parts.flat_map(|part| &part.indicator.description);
        own.chain(of_parts)
            .map(|text| (RecordPart::Description, text))
    }

    /// How it is counted: the same way for every part, though slices may differ.
    pub fn method(&self) -> Option<Budgeting> {
        self.parts.first().map(|part| part.method)
    }
}
