//! The choices of a definition in plain words: what `stated-only` or `spread: log` mean to someone
//! who reads and does not write definitions.

use crate::model::{Category, DefinitionEffect, Kind, Outcome, RollUp, Spread, Statistic, Test};

pub(super) fn category(category: Category) -> &'static str {
    match category {
        Category::Delivery => "Delivery",
        Category::Reliability => "Reliability",
        Category::Incidents => "Incidents",
        Category::Quality => "Quality",
        Category::Security => "Security",
        Category::Cost => "Cost",
        Category::Outcomes => "Outcomes",
        Category::People => "People",
    }
}

/// Category in the address of its part of the index.
pub(super) fn category_anchor(of: Category) -> String {
    category(of).to_lowercase()
}

pub(super) fn kind(kind: Kind, statistic: Option<Statistic>) -> &'static str {
    match (kind, statistic) {
        (Kind::Ratio, _) => "a ratio of two counts, kept as both",
        (Kind::Quantile, Some(Statistic::Median)) => "the median of all measured values",
        (Kind::Quantile, Some(Statistic::P75)) => "the 75th percentile of all measured values",
        (Kind::Quantile, Some(Statistic::P90)) => "the 90th percentile of all measured values",
        (Kind::Quantile, Some(Statistic::P95)) => "the 95th percentile of all measured values",
        (Kind::Quantile, Some(Statistic::P99)) => "the 99th percentile of all measured values",
        (Kind::Quantile, None) => "a quantile of all measured values",
        (Kind::Level, _) => "an amount or level",
        (Kind::Count, _) => "a count",
        (Kind::Score, _) => "the mean of answers; groups under five are not shown",
    }
}

pub(super) fn roll_up(roll_up: RollUp) -> &'static str {
    match roll_up {
        RollUp::SumOfParts => "the sum of the services' parts over the sum of their wholes",
        RollUp::StatedOnly => "stated from all events; never computed from the services' values",
        RollUp::Worst => "the worst service speaks for all",
        RollUp::Sum => "the sum of the services",
        RollUp::None => "by service only; there is no value for the whole",
    }
}

pub(super) fn spread(spread: Spread) -> &'static str {
    match spread {
        Spread::Linear => "linear: variation is judged on the values as measured",
        Spread::Log => "log: variation is judged on logarithms, because large values are common",
    }
}

pub(super) fn test(test: &Test) -> String {
    match test {
        Test::Xmr => "weekly values against their routine range".to_owned(),
        Test::RareEvents => "days between events, because events are rare".to_owned(),
        Test::None { reason } => format!("not tested: {reason}"),
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Retention => "keeping customers",
        Outcome::Margin => "margin",
        Outcome::Risk => "risk",
        Outcome::TimeToLearn => "how soon we learn",
    }
}

pub(super) fn effect(effect: DefinitionEffect) -> &'static str {
    match effect {
        DefinitionEffect::None => "none",
        DefinitionEffect::Unchanged => {
            "unchanged: earlier figures were counted again, and none changed"
        }
        DefinitionEffect::Restated => "restated: earlier figures were counted again",
        DefinitionEffect::Break => "break: earlier figures do not compare",
    }
}
