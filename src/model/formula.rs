//! The formulas by which a pack may put money on engineering figures: a closed list, each with its
//! inputs, what they are counted in, what it counts, and what it leaves out. A pack names one and
//! never writes its own, so that whoever reads an estimate knows what was multiplied with what.
//!
//! Sources: the business translation of the seed catalogue; DORA, "The ROI of DevOps Transformation"
//! (2020) for rework, change failures, reinvested time, turnover, return and payback; DORA's ROI
//! calculator for AI-assisted development (2026) for revenue by time, adoption, learning dip and the
//! saving that may be negative.

/// What a number is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Quantity {
    Money,
    MoneyAMinute,
    MoneyAnHour,
    MoneyADay,
    MoneyAWeek,
    MoneyAMonth,
    MoneyAYear,
    Minutes,
    Hours,
    /// Working days of one person.
    Days,
    Weeks,
    Months,
    Years,
    /// Written in percent, kept as a share of one.
    Share,
    Count,
    CountAYear,
    People,
    /// So many times as much.
    Factor,
}

impl Quantity {
    /// Every quantity.
    pub const ALL: [Self; 18] = [
        Self::Money,
        Self::MoneyAMinute,
        Self::MoneyAnHour,
        Self::MoneyADay,
        Self::MoneyAWeek,
        Self::MoneyAMonth,
        Self::MoneyAYear,
        Self::Minutes,
        Self::Hours,
        Self::Days,
        Self::Weeks,
        Self::Months,
        Self::Years,
        Self::Share,
        Self::Count,
        Self::CountAYear,
        Self::People,
        Self::Factor,
    ];

    /// The word for it in a pack.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Money => "currency",
            Self::MoneyAMinute => "currency-a-minute",
            Self::MoneyAnHour => "currency-an-hour",
            Self::MoneyADay => "currency-a-day",
            Self::MoneyAWeek => "currency-a-week",
            Self::MoneyAMonth => "currency-a-month",
            Self::MoneyAYear => "currency-a-year",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
            Self::Share => "percent",
            Self::Count => "count",
            Self::CountAYear => "count-a-year",
            Self::People => "people",
            Self::Factor => "factor",
        }
    }
}

/// What an estimate's money is. Amounts of two kinds are never added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoneyKind {
    /// Orders that were not placed.
    Lost,
    /// Revenue of those who met a fault, and who may stay or leave.
    AtRisk,
    /// What contracts give back.
    Credits,
    /// What is given back without a contract.
    Goodwill,
    /// Time of our own people.
    Labour,
    /// Computers and bought services.
    Infrastructure,
    /// What comes later than it could.
    Delay,
    /// What freed time could bring.
    Upside,
    /// What a risk may cost in a year.
    Exposure,
    /// People who leave.
    Turnover,
    /// What we spend to change something.
    Investment,
    /// No amount but a comparison of two.
    Return,
}

impl MoneyKind {
    /// What it is called on pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost orders",
            Self::AtRisk => "revenue at risk",
            Self::Credits => "contract credits",
            Self::Goodwill => "goodwill",
            Self::Labour => "our people's time",
            Self::Infrastructure => "infrastructure",
            Self::Delay => "delay",
            Self::Upside => "what freed time could bring",
            Self::Exposure => "risk",
            Self::Turnover => "people who leave",
            Self::Investment => "investment",
            Self::Return => "return",
        }
    }

    /// Whether amounts of the two kinds count some of the same harm, so that even side by side they
    /// are no two losses.
    pub fn overlaps(self, other: Self) -> bool {
        let pair = |a: Self, b: Self| (self == a && other == b) || (self == b && other == a);
        self == other
            || pair(Self::Lost, Self::AtRisk)
            || pair(Self::Lost, Self::Delay)
            || pair(Self::Labour, Self::Upside)
            || pair(Self::Delay, Self::Upside)
            || (self == Self::Exposure || other == Self::Exposure)
                && self != Self::Return
                && other != Self::Return
    }
}

/// One input of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Its key in a pack.
    pub key: &'static str,
    /// What it is on pages.
    pub label: &'static str,
    /// What it is counted in.
    pub quantity: Quantity,
    /// Whether it says how much there was, rather than what one of it is worth: two estimates with the
    /// same amount count the same thing.
    pub amount: bool,
    /// Whether it may be left out.
    pub optional: bool,
    /// The kind of money that it adds; only of an amount that is added to the rest.
    pub adds: Option<MoneyKind>,
}

impl Slot {
    pub(super) const fn of(key: &'static str, label: &'static str, quantity: Quantity) -> Self {
        Self {
            key,
            label,
            quantity,
            amount: false,
            optional: false,
            adds: None,
        }
    }

    pub(super) const fn amount(mut self) -> Self {
        self.amount = true;
        self
    }

    pub(super) const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    pub(super) const fn adding(mut self, kind: MoneyKind) -> Self {
        self.adds = Some(kind);
        self.optional = true;
        self
    }
}

/// A formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is told by its entry in the table")]
pub enum Formula {
    DowntimeCost,
    RevenueByTime,
    ChangeFailureCost,
    DowntimeSaving,
    RevenueAtRisk,
    RevenueExposed,
    SlaCredit,
    ReworkCost,
    LabourCost,
    ToilCost,
    ReinvestedTime,
    FeatureRevenue,
    DelayCost,
    LatencyValue,
    InfrastructureCost,
    InfrastructureCostPerUser,
    MarginEffect,
    RiskExposure,
    TurnoverCost,
    AdoptionCost,
    LearningDip,
    NetBenefit,
    ReturnOnInvestment,
    Payback,
    Counted,
}

/// What the table says of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormulaEntry {
    /// Its word in a pack.
    pub word: &'static str,
    /// How it is computed, in words, as its page prints it.
    pub said: &'static str,
    /// What it cannot know.
    pub caveat: &'static str,
    /// What it comes out in.
    pub result: Quantity,
    /// What money it is; `None` where the pack says.
    pub kind: Option<MoneyKind>,
    /// Whether it counts sales, so that the pack must say whether sales or margin are meant.
    pub sells: bool,
    /// Whether it assumes nothing of its own: then it is as good as its weakest input; otherwise it is
    /// modelled at best.
    pub plain: bool,
    /// Its inputs.
    pub slots: &'static [Slot],
}
