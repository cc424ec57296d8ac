//! Words in rows over (or under) what they name, each at the end of an upright leader: no leader runs
//! through words, no words lie over others.

use std::ops::Range;

/// Words that want to stand over a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Callout {
    /// Where its leader stands.
    pub(super) x: f64,
    /// How wide its words are.
    pub(super) width: f64,
}

/// Where they stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stand {
    /// Left end of the words.
    pub(super) left: f64,
    /// Row, the nearest to what is named being 0.
    pub(super) row: usize,
}

/// From a leader to its words.
pub(super) const AIR: f64 = 4.0;
/// Between words of one row.
const APART: f64 = 8.0;

/// How many arrangements are tried before the labels take what they find, one after the other.
const TRIES: usize = 20_000;

/// Finds each a place within `room` in as few rows as can be, at most so many: all of them where some
/// arrangement holds them all; or else those that come first in the list first, `None` for the rest.
pub(super) fn stand(
    callouts: &[Callout],
    room: &Range<f64>,
    most_rows: usize,
) -> Vec<Option<Stand>> {
    let mut tries = TRIES;
    for rows in 1..=most_rows {
        let mut stands = vec![None; callouts.len()];
        if all_stand(callouts, room, rows, &mut stands, 0, &mut tries) {
            return stands;
        }
    }
    let mut stands: Vec<Option<Stand>> = vec![None; callouts.len()];
    for i in 0..callouts.len() {
        stands[i] = places(callouts, room, most_rows, i).find(|at| fits(callouts, &stands, i, at));
    }
    stands
}

/// Places the labels from `next` on, going back where one finds no place.
fn all_stand(
    callouts: &[Callout],
    room: &Range<f64>,
    rows: usize,
    stands: &mut [Option<Stand>],
    next: usize,
    tries: &mut usize,
) -> bool {
    if next == callouts.len() {
        return true;
    }
    for at in places(callouts, room, rows, next) {
        if *tries == 0 {
            return false;
        }
        *tries -= 1;
        if fits(callouts, stands, next, &at) {
            stands[next] = Some(at);
            if all_stand(callouts, room, rows, stands, next + 1, tries) {
                return true;
            }
            stands[next] = None;
        }
    }
    false
}

/// Every place of a label: row by row, on the right of its leader and on the left.
fn places(
    callouts: &[Callout],
    room: &Range<f64>,
    rows: usize,
    i: usize,
) -> impl Iterator<Item = Stand> + use<> {
    let Callout { x, width } = callouts[i];
    let room = room.clone();
    let sides = [x + AIR, x - AIR - width];
    let all = (0..rows).flat_map(move |row| sides.map(|left| Stand { left, row }));
    all.filter(move |at| room.start <= at.left && at.left + width <= room.end)
}

fn fits(callouts: &[Callout], stands: &[Option<Stand>], i: usize, at: &Stand) -> bool {
    callouts
        .iter()
        .zip(stands)
        .all(|(other, stand)| stand.is_none_or(|stand| clear((&callouts[i], at), (other, &stand))))
}

fn clear(one: (&Callout, &Stand), other: (&Callout, &Stand)) -> bool {
    let span = |(callout, stand): (&Callout, &Stand)| stand.left..stand.left + callout.width;
    let (a, b) = (span(one), span(other));
    let same_row = one.1.row == other.1.row;
    let over = a.start < b.end + APART && b.start < a.end + APART;
    let through = |leader: (&Callout, &Stand), words: (&Callout, &Stand)| {
        let span = span(words);
        leader.1.row >= words.1.row && (span.start - 2.0..=span.end + 2.0).contains(&leader.0.x)
    };
    let in_the_way = same_row && over || through(one, other) || through(other, one);
    !in_the_way
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_with_room_share_a_row() {
        let callouts = [10.0, 100.0].map(|x| Callout { x, width: 60.0 });
        let rows: Vec<usize> = stand(&callouts, &(0.0..400.0), 3)
            .into_iter()
            .map(|s| s.map_or(9, |s| s.row))
            .collect();
        assert_eq!(rows, [0, 0]);
    }

    #[test]
    fn words_without_room_on_the_right_stand_on_the_left() {
        let found = stand(
            &[Callout {
                x: 90.0,
                width: 60.0,
            }],
            &(0.0..100.0),
            1,
        );
        assert_eq!(found, [Some(Stand { left: 26.0, row: 0 })]);
        assert_eq!(
            stand(
                &[Callout {
                    x: 50.0,
                    width: 60.0
                }],
                &(0.0..100.0),
                1
            ),
            [None]
        );
    }

    #[test]
    fn a_label_gives_way_to_one_that_comes_later() {
        // Taken as they come, the first would stand in the way of the second.
        let callouts = [(602.0, 157.0), (504.0, 155.0)].map(|(x, width)| Callout { x, width });
        let found = stand(&callouts, &(80.0..640.0), 4);
        assert!(found.iter().all(Option::is_some), "{found:?}");
    }

    proptest! {
        #[test]
        fn nothing_is_crossed(given in prop::collection::vec((0.0..600.0_f64, 5.0..300.0_f64), 0..14)) {
            let callouts: Vec<Callout> = given.iter().map(|(x, width)| Callout { x: *x, width: *width }).collect();
            let stands = stand(&callouts, &(0.0..600.0), 4);
            for (i, one) in stands.iter().enumerate() {
                let Some(one) = one else { continue };
                prop_assert!(one.left >= 0.0 && one.left + callouts[i].width <= 600.0);
                for (j, other) in stands.iter().enumerate() {
                    if let (true, Some(other)) = (i != j, other) {
                        prop_assert!(clear((&callouts[i], one), (&callouts[j], other)));
                    }
                }
            }
        }
    }
}
