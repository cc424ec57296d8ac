//! Run rules of other schools than ours, for checking against their tools, and the run test that
//! needs no limits.

use super::binomial::at_most;

/// Marks the points from the `length`-th on of every run on one side. A point on the line (0) ends
/// a run. The mark is the side.
pub fn one_side(sides: &[i8], length: usize) -> Vec<i8> {
    let mut run = 0;
    (0..sides.len())
        .map(|i| {
            run = match (sides[i], i.checked_sub(1).map(|b| sides[b])) {
                (0, _) => 0,
                (side, Some(before)) if side == before => run + 1,
                _ => 1,
            };
            if run >= length { sides[i] } else { 0 }
        })
        .collect()
}

/// Marks the points from the `length`-th on of every steady rise (1) or fall (−1). A tie ends it.
pub fn trend(values: &[f64], length: usize) -> Vec<i8> {
    let steps: Vec<i8> = values
        .windows(2)
        .map(|w| match w[1].partial_cmp(&w[0]) {
            Some(std::cmp::Ordering::Greater) => 1,
            Some(std::cmp::Ordering::Less) => -1,
            _ => 0,
        })
        .collect();
    let mut marks = vec![0; values.len().min(1)];
    marks.extend(one_side(&steps, length.saturating_sub(1)));
    marks
}

/// Marks all points of every three in a row that are on one side and of which two are near a limit
/// (the choice of NHS practice; Western Electric needs only the two on one side).
pub fn two_of_three(near: &[bool], sides: &[i8]) -> Vec<bool> {
    let n = near.len().min(sides.len());
    let mut marks = vec![false; n];
    for end in 3..=n {
        let window = end - 3..end;
        let close = window.clone().filter(|i| near[*i]).count();
        let side = sides[window.start];
        if close >= 2 && side != 0 && window.clone().all(|i| sides[i] == side) {
            marks[window].fill(true);
        }
    }
    marks
}

/// The longest run that chance alone still explains among so many points off the median
/// (Anhøj and Olesen 2014): round(log2 n) + 3. A longer one is a signal.
pub fn longest_run(points: u32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rounded logarithm of at least one"
    )]
    let rounded = f64::from(points.max(1)).log2().round() as u32;
    rounded + 3
}

/// The fewest crossings of the median that chance alone still explains (as above): the 5 % quantile
/// of crossings. Fewer are a signal.
pub fn fewest_crossings(points: u32) -> u64 {
    let n = u64::from(points.saturating_sub(1));
    (0..=n).find(|k| at_most(*k, n, 0.5) >= 0.05).unwrap_or(n)
}
