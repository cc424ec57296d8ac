//! How fast a budget burns: thresholds of several windows at once, time to exhaustion and time to
//! detection. (Site Reliability Workbook, chapter 5; thresholds as Sloth and Pyrra compute them.)

use crate::model::Exact;

/// One rule of alerting: told when the burn rate over both windows passes the factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// Minutes of the long window.
    pub long: u32,
    /// Minutes of the short window.
    pub short: u32,
    /// Share of the whole budget that burns at this rate in the long window.
    pub share: Exact,
    /// Burn rate.
    pub factor: Exact,
    /// Whether someone is woken; otherwise a ticket is enough.
    pub pages: bool,
}

/// The windows of the Workbook: minutes long and short, percent of the budget, and whether it pages.
const WORKBOOK: [(u32, u32, i64, bool); 4] = [
    (60, 5, 2, true),
    (6 * 60, 30, 5, true),
    (24 * 60, 120, 10, false),
    (72 * 60, 360, 10, false),
];

/// The burn rate that spends a share of the budget of a period in a window. Both in minutes.
pub fn factor(share: Exact, period: Exact, window: Exact) -> Option<Exact> {
    share.times(period)?.over(window)
}

/// The Workbook's four rules, with the factors that fit a period of so many minutes.
pub fn thresholds(period: i64) -> Option<Vec<Threshold>> {
    let rule = |(long, short, percent, pages): &(u32, u32, i64, bool)| {
        let share = Exact::integer(*percent).over(Exact::integer(100))?;
        let factor = factor(
            share,
            Exact::integer(period),
            Exact::integer(i64::from(*long)),
        )?;
        Some(Threshold {
            long: *long,
            short: *short,
            share,
            factor,
            pages: *pages,
        })
    };
    WORKBOOK.iter().map(rule).collect()
}

/// A rule whose windows grow with the period while its factor stays, as Pyrra has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scaled {
    /// Minutes of the long window.
    pub long: i64,
    /// Minutes of the short window.
    pub short: i64,
    /// Minutes it must last before anyone is told.
    pub after: i64,
    /// Burn rate.
    pub factor: i64,
}

/// Pyrra's four rules for a period of so many minutes, each window to the nearest minute.
pub fn scaled(period: i64) -> [Scaled; 4] {
    // Minutes of each window in a period of 28 days.
    const OF: i64 = 28 * 24 * 60;
    const RULES: [(i64, i64, i64, i64); 4] = [
        (60, 5, 2, 14),
        (360, 30, 15, 7),
        (1_440, 120, 60, 2),
        (5_760, 360, 180, 1),
    ];
    let part = |minutes: i64| {
        let nearest =
            (i128::from(period) * i128::from(minutes) * 2 + i128::from(OF)) / (2 * i128::from(OF));
        i64::try_from(nearest).unwrap_or(i64::MAX)
    };
    RULES.map(|(long, short, after, factor)| Scaled {
        long: part(long),
        short: part(short),
        after: part(after),
        factor,
    })
}

/// How long what is left lasts at a burn rate, in the unit of the period: left × period / rate.
/// `None` where nothing burns; nothing at all where nothing is left.
pub fn time_to_exhaustion(left: Exact, period: Exact, rate: Exact) -> Option<Exact> {
    if left.is_negative() {
        return Some(Exact::ZERO);
    }
    left.times(period)?.over(rate)
}

/// How long an outage lasts before a rule tells of it, in the unit of the window: budget over the
/// share of bad, times window and factor. `None` where so small a share never reaches the factor.
pub fn detection_time(budget: Exact, bad: Exact, window: Exact, factor: Exact) -> Option<Exact> {
    if bad < budget.times(factor)? {
        return None;
    }
    budget.over(bad)?.times(window)?.times(factor)
}
