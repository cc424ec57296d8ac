//! The choices of a definition in plain words: what `stated-only` or `spread: log` mean to someone
//! who reads and does not write definitions.

use crate::model::{Category, DefinitionEffect, Kind, Outcome, RollUp, Spread, Statistic, Test};
use crate::tongue::{label, say};

pub(super) fn category(category: Category) -> &'static str {
    match category {
        Category::Delivery => label("Delivery"),
        Category::Reliability => label("Reliability"),
        Category::Incidents => label("Incidents"),
        Category::Quality => label("Quality"),
        Category::Security => label("Security"),
        Category::Cost => label("Cost"),
        Category::Outcomes => label("Outcomes"),
        Category::People => label("People"),
    }
}

/// Category in the address of its part of the index.
pub(super) fn category_anchor(of: Category) -> String {
    category(of).to_lowercase()
}

pub(super) fn kind(kind: Kind, statistic: Option<Statistic>) -> &'static str {
    match (kind, statistic) {
        (Kind::Ratio, _) => label("a ratio of two counts, kept as both"),
        (Kind::Quantile, Some(Statistic::Median)) => label("the median of all measured values"),
        (Kind::Quantile, Some(Statistic::P75)) => {
            label("the 75th percentile of all measured values")
        }
        (Kind::Quantile, Some(Statistic::P90)) => {
            label("the 90th percentile of all measured values")
        }
        (Kind::Quantile, Some(Statistic::P95)) => {
            label("the 95th percentile of all measured values")
        }
        (Kind::Quantile, Some(Statistic::P99)) => {
            label("the 99th percentile of all measured values")
        }
        (Kind::Quantile, None) => label("a quantile of all measured values"),
        (Kind::Level, _) => label("an amount or level"),
        (Kind::Count, _) => label("a count"),
        (Kind::Score, _) => label("the mean of answers; groups under five are not shown"),
    }
}

pub(super) fn roll_up(roll_up: RollUp) -> &'static str {
    match roll_up {
        RollUp::SumOfParts => label("the sum of the services' parts over the sum of their wholes"),
        RollUp::StatedOnly => {
            label("stated from all events; never computed from the services' values")
        }
        RollUp::Worst => label("the worst service speaks for all"),
        RollUp::Sum => label("the sum of the services"),
        RollUp::None => label("by service only; there is no value for the whole"),
    }
}

pub(super) fn spread(spread: Spread) -> &'static str {
    match spread {
        Spread::Linear => label("linear: variation is judged on the values as measured"),
        Spread::Log => {
            label("log: variation is judged on logarithms, because large values are common")
        }
    }
}

pub(super) fn test(test: &Test) -> String {
    match test {
        Test::Xmr => label("weekly values against their routine range").to_owned(),
        Test::RareEvents => label("days between events, because events are rare").to_owned(),
        Test::None { reason } => say!("not tested: {reason}", reason),
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Retention => label("keeping customers"),
        Outcome::Margin => label("margin"),
        Outcome::Risk => label("risk"),
        Outcome::TimeToLearn => label("how soon we learn"),
    }
}

pub(super) fn effect(effect: DefinitionEffect) -> &'static str {
    match effect {
        DefinitionEffect::None => label("none"),
        DefinitionEffect::Unchanged => {
            label("unchanged: earlier figures were counted again, and none changed")
        }
        DefinitionEffect::Restated => label("restated: earlier figures were counted again"),
        DefinitionEffect::Break => label("break: earlier figures do not compare"),
    }
}
