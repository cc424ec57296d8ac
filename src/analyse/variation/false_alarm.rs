//! How often a metric in which nothing changed fires some rule in a quarter: what the honesty line
//! adds up.
//!
//! The figures are simulated with this very procedure (`tests/false_alarm.rs` holds them to it):
//! thirteen independent weekly values judged, either direction, linear values bell-shaped and
//! skewed ones on the log scale alike. They are higher for locked limits than the 0.07 to 0.09 that
//! limits drawn from all points of the chart would have: 20 to 32 weeks do not know the average and
//! the spread exactly, and their error stays for every later quarter. That is the price of limits
//! that are never redrawn, and the reason why one rule alone is only a signal. Weeks that resemble their neighbours raise all of these, so a sum
//! of them is a floor.

/// The highest of these chances: of weekly points judged by locked limits.
pub const MOST: f64 = 0.20;

/// The chance for a quarter of weekly points: with limits from its own points too, or locked.
pub(super) fn quarter(points: usize, locked: bool) -> f64 {
    match (locked, points) {
        (true, _) => MOST,
        (false, 0..20) => 0.04,
        (false, _) => 0.07,
    }
}

/// The chance for days between rare events.
pub(super) fn rare(locked: bool) -> f64 {
    if locked { 0.14 } else { 0.06 }
}

/// The chance of a strong signal, from the chance of any: two rules in one direction come together
/// in one of seven false alarms at most.
pub(in crate::analyse) fn strongly(any: f64) -> f64 {
    any * 0.15
}
