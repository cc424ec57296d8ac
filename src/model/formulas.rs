//! The table of formulas: one entry each, and nothing computed here.

use super::formula::{Formula, FormulaEntry, MoneyKind, Quantity as Q, Slot};

const COST_PER_HOUR: Slot = Slot::of("cost_per_hour", "an hour costs", Q::MoneyAnHour);
const RECAPTURE: Slot = Slot::of("recapture", "come back later", Q::Share);

impl Formula {
    /// Every formula, in the order of its table.
    pub const ALL: [Self; 25] = [
        Self::DowntimeCost,
        Self::RevenueByTime,
        Self::ChangeFailureCost,
        Self::DowntimeSaving,
        Self::RevenueAtRisk,
        Self::RevenueExposed,
        Self::SlaCredit,
        Self::ReworkCost,
        Self::LabourCost,
        Self::ToilCost,
        Self::ReinvestedTime,
        Self::FeatureRevenue,
        Self::DelayCost,
        Self::LatencyValue,
        Self::InfrastructureCost,
        Self::InfrastructureCostPerUser,
        Self::MarginEffect,
        Self::RiskExposure,
        Self::TurnoverCost,
        Self::AdoptionCost,
        Self::LearningDip,
        Self::NetBenefit,
        Self::ReturnOnInvestment,
        Self::Payback,
        Self::Counted,
    ];

    /// What the table says of it.
    #[expect(clippy::too_many_lines, reason = "a table is read from top to bottom")]
    pub const fn entry(self) -> FormulaEntry {
        use MoneyKind as K;
        let new = FormulaEntry {
            word: "",
            said: "",
            caveat: "",
            result: Q::Money,
            kind: None,
            sells: false,
            plain: false,
            slots: &[],
        };
        match self {
            Self::DowntimeCost => FormulaEntry {
                word: "downtime-cost",
                said: "minutes, times what a minute costs, times the share affected, less what comes back later; plus the time of our people, credits and goodwill where they are given",
                caveat: "Demand is put off and not always lost. A minute of the evening is worth more than one of the night.",
                kind: Some(K::Lost),
                sells: true,
                slots: const {
                    &[
                        Slot::of("minutes", "minutes", Q::Minutes).amount(),
                        Slot::of("cost_per_minute", "a minute costs", Q::MoneyAMinute),
                        Slot::of("affected", "share affected", Q::Share).optional(),
                        RECAPTURE,
                        Slot::of("labour", "time of our people", Q::Money).adding(K::Labour),
                        Slot::of("credits", "contract credits", Q::Money).adding(K::Credits),
                        Slot::of("goodwill", "goodwill", Q::Money).adding(K::Goodwill),
                    ]
                },
                ..new
            },
            Self::RevenueByTime => FormulaEntry {
                word: "revenue-by-time",
                said: "a year's revenue, divided by 8,760 hours, times hours",
                caveat: "Takes demand for the same at every hour, and everything not sold for lost. A rough size and no more.",
                kind: Some(K::Lost),
                sells: true,
                slots: const {
                    &[
                        Slot::of("revenue", "revenue a year", Q::MoneyAYear),
                        Slot::of("hours", "hours", Q::Hours).amount(),
                    ]
                },
                ..new
            },
            Self::ChangeFailureCost => FormulaEntry {
                word: "change-failure-cost",
                said: "deployments a year, times the share that fail, times hours to recover, times what an hour costs",
                caveat: "Takes every failed change for a full outage. Four uncertain inputs are multiplied, and so are their errors.",
                result: Q::MoneyAYear,
                kind: Some(K::Lost),
                sells: true,
                slots: const {
                    &[
                        Slot::of("deployments", "deployments a year", Q::CountAYear).amount(),
                        Slot::of("failing", "share that fail", Q::Share),
                        Slot::of("hours", "hours to recover", Q::Hours),
                        COST_PER_HOUR,
                    ]
                },
                ..new
            },
            Self::DowntimeSaving => FormulaEntry {
                word: "downtime-saving",
                said: "hours to recover, times what an hour costs, times failed changes a year now less failed changes a year then",
                caveat: "Can be below zero: more deployments that fail as often cost more.",
                result: Q::MoneyAYear,
                kind: Some(K::Lost),
                sells: true,
                slots: const {
                    &[
                        Slot::of("deployments", "deployments a year now", Q::CountAYear).amount(),
                        Slot::of("failing", "share that fail now", Q::Share),
                        Slot::of(
                            "target_deployments",
                            "deployments a year then",
                            Q::CountAYear,
                        ),
                        Slot::of("target_failing", "share that fail then", Q::Share),
                        Slot::of("hours", "hours to recover", Q::Hours),
                        COST_PER_HOUR,
                    ]
                },
                ..new
            },
            Self::RevenueAtRisk => FormulaEntry {
                word: "revenue-at-risk",
                said: "those affected, times the share who would have bought, times what one purchase is worth, less what comes back later",
                caveat: "Those who met a fault are not lost: they may buy elsewhere, later or not at all.",
                kind: Some(K::AtRisk),
                sells: true,
                slots: const {
                    &[
                        Slot::of("affected", "affected", Q::Count).amount(),
                        Slot::of("buying", "share who would have bought", Q::Share),
                        Slot::of("value", "one purchase is worth", Q::Money),
                        RECAPTURE.optional(),
                    ]
                },
                ..new
            },
            Self::RevenueExposed => FormulaEntry {
                word: "revenue-exposed",
                said: "a year's revenue of the accounts affected, times how many more of them leave where that was compared",
                caveat: "Without a comparison of accounts that were not affected this is revenue exposed, and nothing says that it is lost.",
                result: Q::MoneyAYear,
                kind: Some(K::AtRisk),
                sells: true,
                slots: const {
                    &[
                        Slot::of(
                            "revenue",
                            "revenue a year of accounts affected",
                            Q::MoneyAYear,
                        )
                        .amount(),
                        Slot::of("more_leaving", "more of them leave by", Q::Share).optional(),
                    ]
                },
                ..new
            },
            Self::SlaCredit => FormulaEntry {
                word: "sla-credit",
                said: "monthly fees of the months missed, times the credit that the contract gives",
                caveat: "Contracts want a claim and have caps; a credit lowers a later bill.",
                kind: Some(K::Credits),
                plain: true,
                slots: const {
                    &[
                        Slot::of("fees", "monthly fees", Q::Money).amount(),
                        Slot::of("credit", "credit", Q::Share),
                    ]
                },
                ..new
            },
            Self::ReworkCost => FormulaEntry {
                word: "rework-cost",
                said: "people, times what one costs a year with everything, times the share of their time",
                caveat: "Time freed is no cash until the plan spends less.",
                result: Q::MoneyAYear,
                kind: Some(K::Labour),
                slots: const {
                    &[
                        Slot::of("people", "people", Q::People).amount(),
                        Slot::of("salary", "one costs a year", Q::MoneyAYear),
                        Slot::of("benefits", "with everything, so many times", Q::Factor)
                            .optional(),
                        Slot::of("share", "share of their time", Q::Share).amount(),
                    ]
                },
                ..new
            },
            Self::LabourCost => FormulaEntry {
                word: "labour-cost",
                said: "working days, times what a day costs with everything",
                caveat: "Time freed is no cash until the plan spends less.",
                kind: Some(K::Labour),
                plain: true,
                slots: const {
                    &[
                        Slot::of("days", "working days", Q::Days).amount(),
                        Slot::of("cost_per_day", "a day costs", Q::MoneyADay),
                    ]
                },
                ..new
            },
            Self::ToilCost => FormulaEntry {
                word: "toil-cost",
                said: "hours, times what an hour costs with everything",
                caveat: "Hours are told by those who worked them. Time freed is no cash until the plan spends less.",
                kind: Some(K::Labour),
                plain: true,
                slots: const { &[Slot::of("hours", "hours", Q::Hours).amount(), COST_PER_HOUR] },
                ..new
            },
            Self::ReinvestedTime => FormulaEntry {
                word: "reinvested-time",
                said: "share of time freed, times experiments a year, times lines of business, times how many ideas succeed, times what one brings, times revenue",
                caveat: "The softest line of all: six guesses multiplied. It belongs in no total.",
                result: Q::MoneyAYear,
                kind: Some(K::Upside),
                sells: true,
                slots: const {
                    &[
                        Slot::of("freed", "share of time freed", Q::Share).amount(),
                        Slot::of("experiments", "experiments a year and line", Q::CountAYear),
                        Slot::of("lines", "lines of business", Q::Count),
                        Slot::of("success", "ideas that succeed", Q::Share),
                        Slot::of("impact", "one brings, of its line's revenue", Q::Share),
                        Slot::of("revenue", "revenue a year of one line", Q::MoneyAYear),
                    ]
                },
                ..new
            },
            Self::FeatureRevenue => FormulaEntry {
                word: "feature-revenue",
                said: "features a year more, times how many succeed, times what one brings, times revenue",
                caveat: "Takes each further feature for as good as those before it.",
                result: Q::MoneyAYear,
                kind: Some(K::Upside),
                sells: true,
                slots: const {
                    &[
                        Slot::of("features", "features a year more", Q::CountAYear).amount(),
                        Slot::of("success", "features that succeed", Q::Share),
                        Slot::of("impact", "one brings, of revenue", Q::Share),
                        Slot::of("revenue", "revenue a year", Q::MoneyAYear),
                    ]
                },
                ..new
            },
            Self::DelayCost => FormulaEntry {
                word: "delay-cost",
                said: "what a week is worth, times weeks",
                caveat: "What a week is worth is known only after it was had.",
                kind: Some(K::Delay),
                sells: true,
                slots: const {
                    &[
                        Slot::of("value_a_week", "a week is worth", Q::MoneyAWeek),
                        Slot::of("weeks", "weeks", Q::Weeks).amount(),
                    ]
                },
                ..new
            },
            Self::LatencyValue => FormulaEntry {
                word: "latency-value",
                said: "visits, times how many more of them buy, times what one purchase is worth",
                caveat: "Holds only as far as our own comparison of two groups does.",
                kind: Some(K::AtRisk),
                sells: true,
                slots: const {
                    &[
                        Slot::of("visits", "visits", Q::Count).amount(),
                        Slot::of("more_buying", "more of them buy by", Q::Share),
                        Slot::of("value", "one purchase is worth", Q::Money),
                    ]
                },
                ..new
            },
            Self::InfrastructureCost => FormulaEntry {
                word: "infrastructure-cost",
                said: "cost of a user, times users",
                caveat: "Price, usage and mix of users move it at once: split a change before explaining it.",
                kind: Some(K::Infrastructure),
                plain: true,
                slots: const {
                    &[
                        Slot::of("cost_per_user", "a user costs", Q::Money),
                        Slot::of("users", "users", Q::Count).amount(),
                    ]
                },
                ..new
            },
            Self::InfrastructureCostPerUser => FormulaEntry {
                word: "infrastructure-cost-per-user",
                said: "cost, divided by users",
                caveat: "Users who only look count like users who buy.",
                kind: Some(K::Infrastructure),
                plain: true,
                slots: const {
                    &[
                        Slot::of("cost", "cost", Q::Money).amount(),
                        Slot::of("users", "users", Q::Count),
                    ]
                },
                ..new
            },
            Self::MarginEffect => FormulaEntry {
                word: "margin-effect",
                said: "change of the cost of a user, times users, divided by revenue",
                caveat: "Price, usage and mix of users move it at once: split a change before explaining it.",
                result: Q::Share,
                kind: Some(K::Return),
                plain: true,
                slots: const {
                    &[
                        Slot::of("change", "a user costs more by", Q::Money),
                        Slot::of("users", "users", Q::Count).amount(),
                        Slot::of("revenue", "revenue of the same time", Q::Money),
                    ]
                },
                ..new
            },
            Self::RiskExposure => FormulaEntry {
                word: "risk-exposure",
                said: "times a year, times what once costs",
                caveat: "Few events allow no narrow range: both ends are meant.",
                result: Q::MoneyAYear,
                kind: Some(K::Exposure),
                slots: const {
                    &[
                        Slot::of("times", "times a year", Q::CountAYear).amount(),
                        Slot::of("impact", "once costs", Q::Money),
                    ]
                },
                ..new
            },
            Self::TurnoverCost => FormulaEntry {
                word: "turnover-cost",
                said: "people who leave, times what one is paid a year, times the share that replacing takes",
                caveat: "What is known of the work and leaves with them is not in it.",
                result: Q::Money,
                kind: Some(K::Turnover),
                slots: const {
                    &[
                        Slot::of("leavers", "people who leave", Q::People).amount(),
                        Slot::of("salary", "one is paid a year", Q::MoneyAYear),
                        Slot::of(
                            "replacing",
                            "replacing one takes, of a year's pay",
                            Q::Share,
                        ),
                    ]
                },
                ..new
            },
            Self::AdoptionCost => FormulaEntry {
                word: "adoption-cost",
                said: "people, times licences, other costs and training of one; plus what is bought once for all",
                caveat: "What people do not do while they learn is another line.",
                kind: Some(K::Investment),
                plain: true,
                slots: const {
                    &[
                        Slot::of("people", "people", Q::People).amount(),
                        Slot::of("licence", "licences of one", Q::Money),
                        Slot::of("other", "other costs of one", Q::Money).optional(),
                        Slot::of("training", "training of one", Q::Money).optional(),
                        Slot::of("once", "once for all", Q::Money).optional(),
                    ]
                },
                ..new
            },
            Self::LearningDip => FormulaEntry {
                word: "learning-dip",
                said: "people, times what one costs a year, times the share lost while they learn, times months of twelve",
                caveat: "Nobody measures the share; it is a plan for slower months.",
                kind: Some(K::Labour),
                slots: const {
                    &[
                        Slot::of("people", "people", Q::People).amount(),
                        Slot::of("salary", "one costs a year", Q::MoneyAYear),
                        Slot::of("drop", "lost while they learn", Q::Share),
                        Slot::of("months", "months", Q::Months),
                    ]
                },
                ..new
            },
            Self::NetBenefit => FormulaEntry {
                word: "net-benefit",
                said: "value of the first year, less what is invested",
                caveat: "Says nothing of the years after.",
                kind: Some(K::Return),
                plain: true,
                slots: const {
                    &[
                        Slot::of("value", "value of a year", Q::MoneyAYear).amount(),
                        Slot::of("investment", "investment", Q::Money),
                    ]
                },
                ..new
            },
            Self::ReturnOnInvestment => FormulaEntry {
                word: "return-on-investment",
                said: "value of the first year less what is invested, divided by what is invested",
                caveat: "One year only; what was spent before is not in it.",
                result: Q::Share,
                kind: Some(K::Return),
                plain: true,
                slots: const {
                    &[
                        Slot::of("value", "value of a year", Q::MoneyAYear).amount(),
                        Slot::of("investment", "investment", Q::Money),
                    ]
                },
                ..new
            },
            Self::Payback => FormulaEntry {
                word: "payback",
                said: "what is invested, divided by its value a year",
                caveat: "Takes every year for the first one.",
                result: Q::Years,
                kind: Some(K::Return),
                plain: true,
                slots: const {
                    &[
                        Slot::of("investment", "investment", Q::Money).amount(),
                        Slot::of("value", "value of a year", Q::MoneyAYear),
                    ]
                },
                ..new
            },
            Self::Counted => FormulaEntry {
                word: "counted",
                said: "as it was counted",
                caveat: "",
                plain: true,
                slots: const { &[Slot::of("amount", "amount", Q::Money).amount()] },
                ..new
            },
        }
    }

    /// One of its inputs by key.
    pub fn slot(self, key: &str) -> Option<&'static Slot> {
        self.entry().slots.iter().find(|slot| slot.key == key)
    }
}
