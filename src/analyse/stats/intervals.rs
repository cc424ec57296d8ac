//! Stretches of time, half-open `[start, end)`: never added where they overlap.

/// The total that stretches cover together: what two of them share counts once.
pub fn union(stretches: &[(i64, i64)]) -> i64 {
    let mut sorted: Vec<_> = stretches.iter().filter(|(s, e)| s < e).copied().collect();
    sorted.sort_unstable();
    let (mut total, mut reached) = (0, i64::MIN);
    for (start, end) in sorted {
        let from = start.max(reached);
        if end > from {
            total += end - from;
            reached = end;
        }
    }
    total
}

/// What of a stretch lies in a period; `None` if nothing.
pub fn clip(stretch: (i64, i64), period: (i64, i64)) -> Option<(i64, i64)> {
    let (start, end) = (stretch.0.max(period.0), stretch.1.min(period.1));
    (start < end).then_some((start, end))
}
