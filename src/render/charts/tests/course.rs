//! The rules of the course of an incident, read back from the drawing (I1–I7).

use super::super::course::{Course, Milestone, draw, tick_step};
use super::super::{Fitted, Undrawn};
use super::assert_sound;
use super::reading::{ALTERNATIVE, Read, Shape};
use proptest::prelude::*;

fn milestone(at: f64, words: &str) -> Milestone {
    Milestone {
        at,
        time: format!("{:02.0}:{:02.0}", (at / 60.0).floor() % 24.0, at % 60.0),
        words: words.to_owned(),
        since: format!("{at} minutes on"),
        standard: true,
    }
}

fn course(at: &[f64], affected: Option<f64>) -> Course {
    Course {
        milestones: at
            .iter()
            .map(|at| milestone(*at, &format!("step {at}")))
            .collect(),
        affected,
        lasted: "1 hour 55 minutes".to_owned(),
        until: at.last().copied().unwrap_or(0.0),
        detected: Some((6.0, "6 minutes until we knew".to_owned())),
        ticks: (0..2000)
            .map(|n| (f64::from(n) * 30.0, format!("t{n}")))
            .collect(),
    }
}

fn drawn(input: &Course) -> Result<Fitted, Undrawn> {
    draw(input, ALTERNATIVE)
}

fn read(input: &Course) -> Read {
    Read::sound(&drawn(input).expect("drawn").svg)
}

fn extent(shape: &Shape) -> (f64, f64) {
    let x = shape.iter().map(|p| p.0);
    x.fold((f64::MAX, f64::MIN), |(low, high), v| {
        (low.min(v), high.max(v))
    })
}

const USUAL: [f64; 7] = [0.0, 6.0, 9.0, 41.0, 78.0, 115.0, 178.0];

#[test]
fn i1_the_scale_is_straight() {
    let read = read(&course(&USUAL, Some(115.0)));
    let tick = |words: &str| {
        let word = read.words.iter().find(|w| w.text == words).expect("a tick");
        f64::midpoint(word.left, word.right)
    };
    let [a, b, c] = ["t1", "t2", "t3"].map(tick);
    assert!(((b - a) - (c - b)).abs() < 0.3, "{a} {b} {c}");
}

#[test]
fn i2_customers_affected_and_then_watched_with_the_length_where_it_fits() {
    let read = read(&course(&USUAL, Some(115.0)));
    let (affected, watched) = (read.shapes("c-bar-act"), read.shapes("c-bar-hollow"));
    let (affected, watched) = (extent(affected[0]), extent(watched[0]));
    assert!((affected.1 - watched.0).abs() < 0.2);
    let unit = (affected.1 - affected.0) / 115.0;
    assert!((watched.1 - watched.0 - 63.0 * unit).abs() < 0.5);
    let words = read.says("1 hour 55 minutes").expect("in the bar");
    assert!(words.left > affected.0 && words.right < affected.1);
    let mut short = course(&USUAL, Some(2.0));
    short.lasted = "2 minutes".to_owned();
    let fitted = drawn(&short).expect("drawn");
    assert!(
        fitted
            .left_out
            .iter()
            .any(|words| words.contains("2 minutes"))
    );
}

#[test]
fn i3_milestones_alternate_with_their_time_in_bold_and_are_at_most_eight() {
    let read = read(&course(&USUAL, Some(115.0)));
    let bar = read.shapes("c-bar-act")[0][0].1;
    for (i, at) in USUAL.iter().enumerate() {
        let words = read
            .words
            .iter()
            .find(|w| w.text == format!("step {at}"))
            .expect("a label");
        assert_eq!(words.bottom < bar + 1.0, i % 2 == 0, "{words:?}");
        let time = milestone(*at, "").time;
        let time = read
            .words
            .iter()
            .find(|w| w.text == time)
            .expect("its time");
        assert!(time.class.contains("t-b") && time.top < words.top);
    }
    let many: Vec<f64> = (0..12).map(|n| f64::from(n) * 20.0).collect();
    let mut given = course(&many, Some(200.0));
    for milestone in &mut given.milestones[2..9] {
        milestone.standard = false;
    }
    let fitted = drawn(&given).expect("drawn");
    let read = Read::of(fitted.svg.as_str());
    assert_eq!(
        read.words
            .iter()
            .filter(|w| w.text.starts_with("step"))
            .count(),
        8
    );
    assert_eq!(fitted.left_out.len(), 4);
    for standard in [0.0, 20.0, 180.0, 200.0, 220.0] {
        assert!(
            read.words
                .iter()
                .any(|w| w.text == format!("step {standard}"))
        );
    }
}

#[test]
fn i4_how_long_nobody_knew_is_bracketed_and_named() {
    let read = read(&course(&USUAL, Some(115.0)));
    let bracket = extent(read.shapes("c-bracket")[0]);
    let affected = extent(read.shapes("c-bar-act")[0]);
    assert!((bracket.0 - affected.0).abs() < 0.2);
    let six = (affected.1 - affected.0) / 115.0 * 6.0;
    assert!((bracket.1 - bracket.0 - six).abs() < 0.3);
    let words = read.says("6 minutes until we knew").expect("named");
    assert!(words.class.contains("t-b"));
}

#[test]
fn i5_what_told_us_is_the_mark_as_it_is_given() {
    let mut given = course(&USUAL, Some(115.0));
    given.milestones[1].words = "customers told us".to_owned();
    assert!(read(&given).says("customers told us").is_some());
}

#[test]
fn i6_a_gap_of_more_than_six_hours_is_cut_out_and_said() {
    let whole = read(&course(&[0.0, 6.0, 366.0, 400.0], Some(400.0)));
    assert!(whole.shapes("c-cut-edge").is_empty());
    let cut = read(&course(&[0.0, 6.0, 367.0, 400.0], Some(400.0)));
    // Two slashes through the bar, two through the axis.
    assert_eq!(cut.shapes("c-cut-edge").len(), 4);
    assert!(cut.says("367 minutes on").is_some());
    // The rest stays straight, and no tick is inside what is cut out.
    assert!(cut.says("t2").is_none() && cut.says("t13").is_some());
}

#[test]
fn an_open_incident_points_on_and_nothing_is_no_chart() {
    let open = read(&course(&USUAL, None));
    assert_eq!(open.shapes("m-arrow").len(), 1);
    assert!(open.shapes("c-bar-hollow").is_empty());
    assert_eq!(drawn(&course(&[], None)), Err(Undrawn::Empty));
    read(&course(&[0.0], None));
    assert_eq!(
        (tick_step(45.0), tick_step(200.0), tick_step(1e9)),
        (5, 30, 1440)
    );
}

#[test]
fn thousands_of_milestones_in_one_minute_are_eight() {
    let fitted = drawn(&course(&[0.0; 3000], Some(0.0))).expect("drawn");
    assert_sound(fitted.svg.as_str());
    let read = Read::of(fitted.svg.as_str());
    read.assert_words_have_room(fitted.svg.as_str());
    let said = read.words.iter().filter(|w| w.text == "step 0").count();
    assert!((4..=8).contains(&said), "{said}");
}

proptest! {
    #[test]
    fn any_incident_is_drawn_with_room_for_its_words(
        at in prop::collection::vec(prop_oneof![0.0..200.0_f64, 0.0..20_000.0_f64, Just(0.0), Just(7.0)], 1..30),
        affected in prop::option::of(prop_oneof![-5.0..30_000.0_f64, Just(f64::NAN)]),
        until in prop_oneof![0.0..30_000.0_f64, Just(f64::INFINITY)],
        detected in prop::option::of(-5.0..30_000.0_f64),
        name in prop_oneof![Just("cause known"), Just("A name that goes on for longer than any chart is wide, and then goes on for as long again"), Just("大きさ 大きさ 大きさ")],
    ) {
        let mut given = course(&at, affected);
        given.until = until;
        given.lasted = name.to_owned();
        given.detected = detected.map(|minutes| (minutes, name.to_owned()));
        for milestone in &mut given.milestones {
            milestone.words = name.to_owned();
            milestone.since = name.to_owned();
            milestone.standard = milestone.at < 100.0;
        }
        let fitted = drawn(&given).expect("there is a milestone");
        assert_sound(fitted.svg.as_str());
        let read = Read::of(fitted.svg.as_str());
        read.assert_words_have_room(fitted.svg.as_str());
        // Every milestone is labelled, or handed back.
        let times = given.milestones.iter().map(|m| &m.time);
        for time in times {
            let shown = read.words.iter().any(|w| w.text == *time);
            prop_assert!(shown || fitted.left_out.iter().any(|said| said.starts_with(time.as_str())));
        }
    }
}
