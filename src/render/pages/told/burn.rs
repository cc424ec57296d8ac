//! How fast budgets burned, as rows: the thresholds at which someone is told, and the fastest that was
//! seen.

use super::column::{day, flag, key, number, whole, word};
use super::{Cell, Kind, cells};
use crate::analyse::budget::Speed;

pub(super) const BURN_RATES: Kind = Kind {
    name: "burn_rates",
    table: Some(("objectives/burn-rates.csv", "thresholds of burn rates")),
    columns: &[
        key("objective", "Name of the objective"),
        whole(
            "long_window_minutes",
            "Length of the long window, in minutes",
        ),
        whole(
            "short_window_minutes",
            "Length of the short window, in minutes",
        ),
        number(
            "share_percent",
            "Share of the budget that burns at this rate in the long window, in percent",
        ),
        number(
            "burn_rate",
            "Threshold of both windows; 1 spends a budget exactly by its end",
        ),
        word(
            "tells_by",
            &["waking", "ticket"],
            "Whether someone is woken, or a ticket is enough",
        ),
        number(
            "fastest",
            "Fastest burn over the long window; absent where nothing was seen over so short a window",
        ),
        day("fastest_on", "Last day of that window"),
        flag("passed", "Whether it passed the threshold"),
    ],
    rows: |_, quarter| {
        let accounts = quarter.budgets.values();
        let rows = accounts.flat_map(|account| {
            let one = |speed: &Speed| {
                let rule = &speed.threshold;
                cells![
                    &account.objective,
                    rule.long,
                    rule.short,
                    Cell::percent(Some(rule.share)),
                    rule.factor,
                    match rule.pages {
                        true => "waking",
                        false => "ticket",
                    },
                    speed.highest.map(|(rate, _)| rate),
                    speed.highest.map(|(_, day)| day),
                    speed.passed(),
                ]
            };
            account.speeds.iter().map(one)
        });
        rows.collect()
    },
    source: |_, period| format!("data/snapshots/{period}.yaml"),
};
