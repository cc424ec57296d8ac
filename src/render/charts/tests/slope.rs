//! The rules of the slope, read back from the drawing (L1–L4).

use super::super::slope::{Item, Slope, draw};
use super::super::{Fitted, Tone, Undrawn};
use super::reading::{ALTERNATIVE, Read};
use proptest::prelude::*;

fn slope(values: &[(f64, f64, Option<Tone>)]) -> Slope {
    let items = values
        .iter()
        .enumerate()
        .map(|(i, (before, after, moved))| Item {
            name: format!("Service {i}"),
            before: (*before, format!("then {before}")),
            after: (*after, format!("now {after}")),
            moved: *moved,
        });
    Slope {
        periods: ("Q2".to_owned(), "Q3".to_owned()),
        items: items.collect(),
    }
}

fn drawn(input: &Slope) -> Result<Fitted, Undrawn> {
    draw(input, ALTERNATIVE)
}

fn read(input: &Slope) -> Read {
    Read::sound(&drawn(input).expect("drawn").svg)
}

#[test]
fn l1_three_to_ten_straight_lines_with_both_values_and_the_name_at_the_left() {
    let item = (3.0, 4.0, None);
    assert_eq!(
        drawn(&slope(&[item; 2])),
        Err(Undrawn::TooFew {
            things: 2,
            least: 3
        })
    );
    assert_eq!(
        drawn(&slope(&[item; 11])),
        Err(Undrawn::TooMany {
            things: 11,
            most: 10
        })
    );
    let read = read(&slope(&[
        (3.0, 4.0, None),
        (9.0, 1.0, None),
        (5.0, 5.0, None),
    ]));
    let lines = read.shapes("c-prior");
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.len() == 2));
    for (i, (before, after)) in [(3, 4), (9, 1), (5, 5)].into_iter().enumerate() {
        let left = read
            .says(&format!("Service {i}\u{a0}\u{a0}then {before}"))
            .expect("at the left");
        assert!(left.right <= lines[0][0].0);
        let right = read.says(&format!("now {after}")).expect("at the right");
        assert!(right.left >= lines[0][1].0 && !right.text.contains("Service"));
    }
}

#[test]
fn l2_at_most_two_that_passed_a_test_are_in_ink() {
    let quiet = read(&slope(&[
        (3.0, 90.0, None),
        (9.0, 1.0, None),
        (5.0, 5.0, None),
    ]));
    assert!(quiet.shapes("c-line-act").is_empty() && quiet.shapes("c-line-good").is_empty());
    let bad = Some(Tone::Bad);
    let loud = read(&slope(&[
        (1.0, 9.0, bad),
        (2.0, 4.0, bad),
        (2.0, 3.0, bad),
        (2.0, 9.0, bad),
    ]));
    assert_eq!(
        (
            loud.shapes("c-line-act").len(),
            loud.shapes("c-prior").len()
        ),
        (2, 2)
    );
    // The largest changes, and in bold.
    assert!(loud.says("Service 0").expect("named").class.contains("t-b"));
    assert!(!loud.says("Service 1").expect("named").class.contains("t-b"));
}

#[test]
fn l3_a_cropped_scale_is_stated_and_has_no_baseline() {
    let near = slope(&[(99.1, 99.2, None), (99.5, 99.4, None), (99.3, 99.0, None)]);
    assert!(near.cropped() && read(&near).shapes("c-rule").is_empty());
    let far = slope(&[(1.0, 9.0, None), (5.0, 4.0, None), (3.0, 2.0, None)]);
    assert!(!far.cropped());
    assert_eq!(read(&far).shapes("c-rule").len(), 1);
}

#[test]
fn g8_labels_that_would_lie_over_one_another_move_apart_with_leaders() {
    let read = read(&slope(&[(5.0, 5.0, None); 10]));
    assert!(!read.shapes("c-leader").is_empty());
}

proptest! {
    #[test]
    fn any_services_are_drawn_with_room_for_their_words(
        values in prop::collection::vec((prop_oneof![-5.0..5.0_f64, 99.0..100.0_f64, -1e300..1e300_f64], -5.0..100.0_f64, 0..4_u8), 3..11),
        name in prop_oneof![Just("Checkout"), Just("A name that goes on for longer than any chart is wide, and then goes on for as long again"), Just("大きさ 大きさ 大きさ 大きさ")],
    ) {
        let tones = [None, Some(Tone::Good), Some(Tone::Bad), Some(Tone::Neutral)];
        let values: Vec<_> = values.iter().map(|(b, a, t)| (*b, *a, tones[usize::from(*t)])).collect();
        let mut given = slope(&values);
        given.periods = (name.to_owned(), name.to_owned());
        for item in &mut given.items {
            item.name = name.to_owned();
            item.after.1 = name.to_owned();
        }
        let read = read(&given);
        let lines: usize = ["c-prior", "c-line-good", "c-line-act", "c-actual"].iter().map(|c| read.shapes(c).len()).sum();
        prop_assert_eq!(lines, values.len());
    }
}

#[test]
fn a_service_without_a_number_is_told_and_not_left_out() {
    let given = slope(&[(1.0, f64::NAN, None), (5.0, 4.0, None), (3.0, 2.0, None)]);
    assert_eq!(drawn(&given), Err(Undrawn::Differs { told: 3, drawn: 2 }));
}
