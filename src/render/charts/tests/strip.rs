//! The rules of the strip of incidents, read back from the drawing (Q1–Q7).

use super::super::strip::{Bar, Freeze, Lane, Strip, draw};
use super::super::{Fitted, Undrawn};
use super::assert_sound;
use super::reading::{ALTERNATIVE, Read, Shape};
use proptest::prelude::*;

fn bar(from: f64, to: f64, severity: u8) -> Bar {
    Bar {
        from,
        to,
        open: false,
        severity,
        date: "18 Aug".to_owned(),
        name: "Payment provider down again".to_owned(),
        lasted: "2 hours".to_owned(),
    }
}

fn strip(lanes: &[(&str, Vec<Bar>)]) -> Strip {
    Strip {
        days: 92,
        lanes: (lanes.iter())
            .map(|(name, bars)| Lane {
                name: (*name).to_owned(),
                observed: !name.starts_with("New "),
                bars: bars.clone(),
            })
            .collect(),
        freezes: Vec::new(),
        months: [(0, "July"), (31, "August"), (62, "September")]
            .map(|(day, name)| (day, name.to_owned()))
            .to_vec(),
        told: lanes.iter().map(|(_, bars)| bars.len()).sum(),
        severities: vec![(1, "worst".to_owned())],
    }
}

fn drawn(input: &Strip) -> Result<Fitted, Undrawn> {
    draw(input, ALTERNATIVE)
}

fn read(input: &Strip) -> Read {
    Read::sound(&drawn(input).expect("drawn").svg)
}

/// The bars, without the key under the months.
fn bars(read: &Read) -> Vec<(&'static str, Shape)> {
    let month = read.says("July").expect("a month").bottom;
    ["c-bar-act", "c-bar-watch-edge", "c-bar-prior"]
        .into_iter()
        .flat_map(|class| {
            read.shapes(class)
                .into_iter()
                .map(move |s| (class, s.clone()))
        })
        .filter(|(_, shape)| shape[0].1 < month)
        .collect()
}

/// The rules between months.
fn upright(read: &Read) -> Vec<&Shape> {
    let mut rules = read.shapes("c-grid");
    rules.retain(|rule| rule[0].0 == rule[1].0);
    rules
}

fn extent(shape: &Shape) -> [f64; 4] {
    let fold = |pick: fn(&(f64, f64)) -> f64| {
        let all = shape.iter().map(pick);
        all.fold((f64::MAX, f64::MIN), |(low, high), v| {
            (low.min(v), high.max(v))
        })
    };
    let (x, y) = (fold(|p| p.0), fold(|p| p.1));
    [x.0, x.1, y.0, y.1]
}

#[test]
fn q1_a_lane_for_each_service_and_the_months_ruled() {
    let read = read(&strip(&[
        ("Checkout", vec![bar(5.0, 6.0, 3)]),
        ("Search", vec![]),
    ]));
    let (one, other) = (
        read.says("Checkout").expect("a lane"),
        read.says("Search").expect("a lane"),
    );
    assert!(other.top - one.top >= 16.0);
    assert_eq!(upright(&read).len(), 2);
    for month in ["July", "August", "September"] {
        assert!(read.says(month).is_some());
    }
}

#[test]
fn q2_width_is_duration_and_the_look_is_severity() {
    let given = strip(&[
        ("A", vec![bar(10.0, 20.0, 1)]),
        ("B", vec![bar(10.0, 10.001, 2)]),
        ("C", vec![bar(10.0, 15.0, 3)]),
        ("D", vec![bar(10.0, 15.0, 4)]),
    ]);
    let read = read(&given);
    let bars = bars(&read);
    let of = |class: &str| -> Vec<[f64; 4]> {
        let all = bars.iter().filter(|(c, _)| *c == class);
        all.map(|(_, shape)| extent(shape)).collect()
    };
    let (solid, half, hollow) = (of("c-bar-act"), of("c-bar-watch-edge"), of("c-bar-prior"));
    assert_eq!((solid.len(), half.len(), hollow.len()), (1, 1, 2));
    let day = (solid[0][1] - solid[0][0]) / 10.0;
    assert!((hollow[0][1] - hollow[0][0] - 5.0 * day).abs() < 0.2);
    assert!(half[0][1] - half[0][0] >= 3.0);
    // The lower half of the second severity is filled; the least severity is half as high.
    let filled = extent(read.shapes("c-bar-watch")[0]);
    assert!((filled[3] - half[0][3]).abs() < 0.1);
    assert!((filled[3] - filled[2] - (half[0][3] - half[0][2]) / 2.0).abs() < 0.11);
    assert!((hollow[1][3] - hollow[1][2] - (hollow[0][3] - hollow[0][2]) / 2.0).abs() < 0.11);
}

#[test]
fn q3_only_the_two_worst_are_labelled_with_three_words() {
    let given = strip(&[
        ("A", vec![bar(10.0, 11.0, 1)]),
        ("B", vec![bar(10.0, 11.0, 2)]),
        ("C", vec![bar(10.0, 11.0, 3)]),
    ]);
    let read = read(&given);
    let labels = read.words.iter().filter(|w| w.text.contains("18 Aug"));
    let labels: Vec<&str> = labels.map(|w| w.text.as_str()).collect();
    assert_eq!(labels, ["18 Aug: Payment provider down"; 2]);
}

#[test]
fn q4_a_lane_without_incidents_says_none() {
    let read = read(&strip(&[("Checkout", vec![]), ("Search", vec![])]));
    assert_eq!(read.words.iter().filter(|w| w.text == "none").count(), 2);
}

#[test]
fn q4_a_lane_that_nobody_observed_never_says_none() {
    let read = read(&strip(&[("Checkout", vec![]), ("New depot", vec![])]));
    let of = |name: &str, words: &str| {
        let lane = read.says(name).expect("a lane");
        let mut all = read.words.iter().filter(|word| word.text == words);
        all.any(|word| (word.top - lane.top).abs() < 1.0)
    };
    assert!(of("Checkout", "none") && !of("Checkout", "not observed"));
    assert!(of("New depot", "not observed") && !of("New depot", "none"));
}

#[test]
fn q5_what_overlaps_is_stacked_and_never_hidden() {
    let given = strip(&[("A", vec![bar(10.0, 10.01, 1); 8])]);
    let read = read(&given);
    let bars: Vec<[f64; 4]> = bars(&read).iter().map(|(_, s)| extent(s)).collect();
    assert_eq!(bars.len(), 8);
    for (i, one) in bars.iter().enumerate() {
        for other in &bars[i + 1..] {
            let apart = one[1] <= other[0]
                || other[1] <= one[0]
                || one[3] <= other[2]
                || other[3] <= one[2];
            assert!(apart, "{one:?} {other:?}");
        }
    }
    let crowd = strip(&[("A", vec![bar(10.0, 10.01, 1); 300])]);
    assert!(matches!(drawn(&crowd), Err(Undrawn::TooMany { .. })));
}

#[test]
fn q6_a_freeze_is_a_hatched_band_with_its_name() {
    let mut given = strip(&[("A", vec![])]);
    given.freezes = vec![Freeze {
        from: 31.0,
        to: 45.0,
        words: "release freeze".to_owned(),
    }];
    let read = read(&given);
    let band = read.shapes("c-freeze");
    assert!(!band.is_empty());
    let august = upright(&read)[0][0].0;
    for (x, _) in band.into_iter().flatten() {
        assert!(*x >= august - 0.2);
    }
    assert!(read.says("release freeze").is_some());
}

#[test]
fn q7_as_many_bars_as_told_or_no_chart() {
    let mut given = strip(&[
        (
            "A",
            vec![bar(1.0, 2.0, 1), bar(1.0, 2.0, 4), bar(90.0, 99.0, 3)],
        ),
        ("B", vec![bar(-5.0, 0.5, 2)]),
    ]);
    assert_eq!(bars(&read(&given)).len(), given.told);
    given.told = 5;
    assert_eq!(drawn(&given), Err(Undrawn::Differs { told: 5, drawn: 4 }));
    given.lanes[0].bars[0].from = f64::NAN;
    given.told = 4;
    assert_eq!(drawn(&given), Err(Undrawn::Differs { told: 4, drawn: 3 }));
}

#[test]
fn an_open_incident_ends_in_an_arrow() {
    let mut given = strip(&[("A", vec![bar(80.0, 92.0, 1)])]);
    given.lanes[0].bars[0].open = true;
    assert_eq!(read(&given).shapes("m-arrow").len(), 1);
}

#[test]
fn no_services_are_no_chart() {
    assert_eq!(drawn(&strip(&[])), Err(Undrawn::Empty));
}

#[test]
fn thousands_are_refused_and_not_hidden() {
    let same = strip(&[("A", vec![bar(10.0, 10.001, 1); 5000])]);
    assert_eq!(
        drawn(&same),
        Err(Undrawn::TooMany {
            things: 5000,
            most: 400
        })
    );
    let apart: Vec<Bar> = (0..92)
        .map(|day| bar(f64::from(day), f64::from(day) + 0.1, 3))
        .collect();
    assert_eq!(bars(&read(&strip(&[("A", apart)]))).len(), 92);
}

proptest! {
    #[test]
    fn any_quarter_is_drawn_with_every_bar_or_refused(
        lanes in prop::collection::vec(
            prop::collection::vec((-30.0..120.0_f64, 0.0..40.0_f64, 0..6_u8, any::<bool>()), 0..20), 1..8),
        days in 1..93_usize,
        same in any::<bool>(),
        name in prop_oneof![Just("Checkout"), Just("A name that goes on for longer than any chart is wide, and then goes on for as long again"), Just("大きさ")],
    ) {
        let lanes: Vec<(&str, Vec<Bar>)> = lanes.into_iter().map(|bars| {
            let bars = bars.into_iter().map(|(from, lasted, severity, open)| {
                let from = if same { 40.0 } else { from };
                Bar { open, name: name.to_owned(), ..bar(from, from + lasted, severity) }
            });
            (name, bars.collect())
        }).collect();
        let mut given = strip(&lanes);
        given.days = days;
        given.months.retain(|(day, _)| *day == 0);
        given.severities = (1..=4).map(|s| (s, name.to_owned())).collect();
        given.freezes = vec![Freeze { from: 3.0, to: 4.0, words: name.to_owned() }; 2];
        match drawn(&given) {
            Ok(fitted) => {
                assert_sound(fitted.svg.as_str());
                let read = Read::of(fitted.svg.as_str());
                read.assert_words_have_room(fitted.svg.as_str());
                // The last four are the key.
                let drawn = ["c-bar-act", "c-bar-watch-edge", "c-bar-prior"].map(|c| read.shapes(c).len());
                let all: usize = drawn.iter().sum();
                prop_assert!((given.told..=given.told + 4).contains(&all));
            }
            Err(fault) => prop_assert!(matches!(fault, Undrawn::TooMany { .. }), "{fault:?}"),
        }
    }
}
