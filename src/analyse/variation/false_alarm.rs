//! How often a metric in which nothing changed fires some rule in a quarter: what the honesty line
//! adds up.

/// The chance for a quarter of weekly points with so many points on the chart.
pub(super) fn quarter(points: usize, locked: bool) -> f64 {
    let _ = locked;
    if points >= 52 { 0.09 } else { 0.07 }
}

/// The chance for days between rare events.
pub(super) fn rare() -> f64 {
    0.07
}
