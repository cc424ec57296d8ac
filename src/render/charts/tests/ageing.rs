//! The rules of the dots of ages, read back from the drawing.

use super::super::ageing::{Ageing, Lane, draw};
use super::super::restore::{Dot, Row};
use super::super::{Fitted, Undrawn};
use super::reading::{ALTERNATIVE, Read};
use proptest::prelude::*;

const DAY: f64 = 1440.0;

fn lane(name: &str, days: &[(f64, bool)]) -> Lane {
    let dots = days.iter().map(|(days, open)| Dot {
        minutes: days * DAY,
        open: *open,
        date: "2 Sep".to_owned(),
        name: String::new(),
        lasted: format!("{days} days"),
    });
    Lane {
        row: Row {
            name: name.to_owned(),
            dots: dots.collect(),
            median: None,
            kept: "3 of 4".to_owned(),
        },
        promise: (15.0 * DAY, format!("{name} within 15 days")),
    }
}

fn given(lanes: Vec<Lane>) -> Ageing {
    Ageing {
        told: lanes.iter().map(|lane| lane.row.dots.len()).sum(),
        lanes,
    }
}

fn drawn(input: &Ageing) -> Result<Fitted, Undrawn> {
    draw(input, ALTERNATIVE)
}

fn read(input: &Ageing) -> Read {
    Read::sound(&drawn(input).expect("drawn").svg)
}

#[test]
fn every_thing_is_a_dot_and_every_open_one_has_an_arrow() {
    let lanes = vec![
        lane("Critical", &[(3.0, false), (16.0, false), (40.0, true)]),
        lane("High", &[(7.0, true), (9.0, false)]),
    ];
    let read = read(&given(lanes));
    assert_eq!(read.shapes("d-actual").len(), 5);
    assert_eq!(read.shapes("m-arrow").len(), 2);
}

#[test]
fn a_lane_without_things_keeps_its_place_and_its_promise() {
    let read = read(&given(vec![
        lane("Critical", &[(3.0, false); 5]),
        lane("Low", &[]),
    ]));
    assert!(read.says("Low").is_some());
    assert!(read.says("Low within 15 days: 3 of 4").is_some());
    assert_eq!(read.shapes("c-target").len(), 2);
}

#[test]
fn the_scale_is_of_days_and_holds_the_longest() {
    let read = read(&given(vec![lane(
        "Critical",
        &[
            (1.0, false),
            (2.0, false),
            (4.0, false),
            (8.0, false),
            (95.0, true),
        ],
    )]));
    for tick in ["1\u{a0}day", "1\u{a0}week", "30\u{a0}days", "1\u{a0}year"] {
        assert!(read.says(tick).is_some(), "{tick}");
    }
    assert!(read.says("2 Sep: still open after 95 days").is_some());
}

#[test]
fn nothing_that_is_told_is_left_out_and_a_handful_is_no_chart() {
    let mut input = given(vec![lane("Critical", &[(3.0, false), (f64::NAN, false)])]);
    assert_eq!(drawn(&input), Err(Undrawn::Differs { told: 2, drawn: 1 }));
    input = given(vec![lane("Critical", &[(3.0, false); 4])]);
    let few = Undrawn::TooFew {
        things: 4,
        least: 5,
    };
    assert_eq!(drawn(&input), Err(few));
    let crowd = given(vec![lane("Critical", &[(3.0, false); 61])]);
    assert!(matches!(drawn(&crowd), Err(Undrawn::TooMany { .. })));
}

proptest! {
    #[test]
    fn any_register_is_drawn_with_every_dot(
        lanes in prop::collection::vec(
            (prop::collection::vec((0.0..900.0_f64, any::<bool>()), 0..30), 0.5..400.0_f64), 1..5),
        name in prop_oneof![Just("Critical"), Just("A severity with a name that never ends, on no sheet")],
    ) {
        let lanes: Vec<Lane> = lanes.into_iter().map(|(days, promise)| Lane {
            promise: (promise * DAY, name.to_owned()),
            ..lane(name, &days)
        }).collect();
        let input = given(lanes);
        match drawn(&input) {
            Ok(fitted) => prop_assert_eq!(Read::sound(&fitted.svg).shapes("d-actual").len(), input.told),
            Err(fault) => prop_assert!(input.told < 5, "{fault:?}"),
        }
    }
}
