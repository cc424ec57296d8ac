//! The rules of the bullet, read back from the drawing (B1–B7).

use super::super::Undrawn;
use super::super::bullet::{Bullet, draw, row};
use super::assert_sound;
use super::reading::{ALTERNATIVE, Read, Shape};
use proptest::prelude::*;

fn said(value: f64) -> (f64, String) {
    (value, format!("{value}"))
}

fn bullet(low: f64, high: f64, value: f64) -> Bullet {
    Bullet {
        label: "Checkout".to_owned(),
        unit: "% of payments; lower is better".to_owned(),
        low: said(low),
        high: said(high),
        value: Some((value, "the value".to_owned())),
        target: Some((high * 0.75, "t".to_owned())),
        previous: Some((high * 0.5, "p".to_owned())),
        ..Bullet::default()
    }
}

fn read(rows: &[Bullet]) -> Read {
    Read::sound(&draw(rows, ALTERNATIVE).expect("rows were given").svg)
}

fn extent(shape: &Shape, pick: impl Fn(&(f64, f64)) -> f64) -> (f64, f64) {
    let values = shape.iter().map(pick);
    values.fold((f64::MAX, f64::MIN), |(low, high), v| {
        (low.min(v), high.max(v))
    })
}

#[test]
fn b1_label_and_unit_stand_left_and_the_value_bold_right() {
    let read = read(&[bullet(0.0, 100.0, 40.0), bullet(0.0, 100.0, 50.0)]);
    assert!((read.height - 88.0).abs() < 1e-9);
    let track = extent(read.shapes("c-track")[0], |p| p.0);
    let (label, unit) = (
        read.says("Checkout").expect("said"),
        read.says("lower is").expect("said"),
    );
    assert!(label.class.ends_with("t-e") && label.right < track.0);
    assert!((label.right - unit.right).abs() < 1e-6);
    let value = read.says("the value").expect("said");
    assert!(value.class.contains("t-b") && value.left > track.1);
}

#[test]
fn b2_one_outlined_track_with_thresholds_as_ticks_and_words() {
    let mut given = bullet(0.0, 100.0, 40.0);
    given.thresholds = ["first", "second", "third", "fourth"]
        .into_iter()
        .zip([20.0, 50.0, 80.0, 90.0])
        .map(|(w, at)| (at, w.to_owned()))
        .collect();
    let read = read(&[given]);
    assert_eq!(read.shapes("c-track").len(), 1);
    assert_eq!(read.shapes("c-threshold").len(), 6);
    let foot = extent(read.shapes("c-track")[0], |p| p.1).1;
    for words in ["first", "second", "third"] {
        assert!(read.says(words).expect("under the track").top > foot);
    }
    assert!(read.says("fourth").is_none());
}

#[test]
fn b3_a_bar_of_a_third_a_rule_of_85_percent_and_a_hollow_ring() {
    let read = read(&[bullet(0.0, 100.0, 40.0)]);
    let track = extent(read.shapes("c-track")[0], |p| p.1);
    let height = track.1 - track.0;
    let bar = read.shapes("c-bar")[0];
    let tall = extent(bar, |p| p.1);
    assert!((tall.1 - tall.0 - height / 3.0).abs() < 0.11);
    // From zero.
    let (start, end) = extent(read.shapes("c-track")[0], |p| p.0);
    let wide = extent(bar, |p| p.0);
    assert!((wide.0 - start).abs() < 1e-6);
    assert!((wide.1 - (start + 0.4 * (end - start))).abs() < 0.11);
    let goal = extent(read.shapes("c-goal")[0], |p| p.1);
    assert!((goal.1 - goal.0 - height * 0.85).abs() < 0.11);
    assert_eq!(read.shapes("d-prior").len(), 1);
    assert_eq!(read.shapes("d-paper").len(), 1);
}

#[test]
fn b4_a_scale_without_zero_has_a_dot_and_both_ends() {
    for (low, high) in [(99.0, 100.0), (-90.0, -10.0)] {
        let read = read(&[bullet(low, high, f64::midpoint(low, high))]);
        assert!(read.shapes("c-bar").is_empty() && read.shapes("c-over-edge").is_empty());
        assert_eq!(read.shapes("d-actual").len(), 1);
        assert!(read.says(&format!("{low}")).is_some() && read.says(&format!("{high}")).is_some());
    }
    let whole = self::read(&[bullet(0.0, 100.0, 40.0)]);
    assert!(whole.shapes("d-actual").is_empty());
    assert_eq!(whole.shapes("c-bar").len(), 1);
}

#[test]
fn b5_growth_is_from_left_to_right_whichever_way_is_better() {
    let end = |value| {
        extent(read(&[bullet(0.0, 100.0, value)]).shapes("c-bar")[0], |p| {
            p.0
        })
        .1
    };
    assert!(end(60.0) > end(40.0));
}

#[test]
fn b6_every_row_says_both_ends_of_its_own_scale() {
    let read = read(&[bullet(0.0, 100.0, 40.0), bullet(0.0, 7.0, 3.0)]);
    let all: Vec<&str> = read.words.iter().map(|w| w.text.as_str()).collect();
    assert_eq!(all.iter().filter(|w| **w == "0").count(), 2);
    assert!(all.contains(&"100") && all.contains(&"7"));
}

#[test]
fn b7_an_overspent_budget_lies_hatched_left_of_a_heavy_zero() {
    let mut given = bullet(-40.0, 100.0, -24.0);
    given.left = true;
    let read = read(&[given.clone()]);
    let zero = read.shapes("c-zero")[0][0].0;
    let bar = extent(read.shapes("c-over-edge")[0], |p| p.0);
    assert!((bar.1 - zero).abs() < 0.11 && bar.0 < zero);
    assert!(!read.shapes("c-over").is_empty());
    for point in read.shapes("c-over").into_iter().flatten() {
        assert!(point.0 <= zero + 0.1);
    }
    given.value = Some((24.0, "24".to_owned()));
    let read = self::read(&[given]);
    let zero = read.shapes("c-zero")[0][0].0;
    assert!(read.shapes("c-over").is_empty());
    assert!((extent(read.shapes("c-bar")[0], |p| p.0).0 - zero).abs() < 0.11);
}

#[test]
fn what_lies_beyond_the_scale_says_so() {
    let mut given = bullet(-40.0, 100.0, -4000.0);
    given.left = true;
    let read = read(&[given]);
    let (start, _) = extent(read.shapes("c-track")[0], |p| p.0);
    assert!(extent(read.shapes("m-arrow")[0], |p| p.0).0 < start);
}

#[test]
fn a_quarter_before_beyond_the_scale_is_an_arrow_with_its_figure_and_no_ring() {
    let mut given = bullet(0.0, 100.0, 40.0);
    given.previous = Some((180.0, "180".to_owned()));
    let above = read(&[given.clone()]);
    let (start, end) = extent(above.shapes("c-track")[0], |p| p.0);
    assert!(extent(above.shapes("m-prior")[0], |p| p.0).1 > end);
    assert!(above.shapes("d-prior").is_empty());
    assert!(above.says("before: 180").is_some());
    given.previous = Some((-20.0, "-20".to_owned()));
    let below = read(&[given.clone()]);
    assert!(extent(below.shapes("m-prior")[0], |p| p.0).0 < start);
    // At the end itself it is on the scale.
    given.previous = Some((100.0, "100".to_owned()));
    assert_eq!(read(&[given]).shapes("d-prior").len(), 1);
}

#[test]
fn a_figure_beyond_the_scale_that_finds_no_room_is_left_to_the_notes() {
    let mut given = bullet(0.0, 100.0, 40.0);
    let words = "a figure far too long for the room under any track on any sheet ".repeat(3);
    given.previous = Some((180.0, words.clone()));
    let fitted = draw(&[given], ALTERNATIVE).expect("drawn");
    assert_eq!(fitted.left_out, [format!("before: {words}")]);
}

#[test]
fn nothing_to_show_is_no_drawing() {
    assert_eq!(draw(&[], ALTERNATIVE), Err(Undrawn::Empty));
    assert!(row(&Bullet::default()).as_str().is_empty());
    let words = read(&[Bullet::default()]);
    assert!(words.says("no data").is_some());
}

proptest! {
    #[test]
    fn any_measure_has_room_for_its_words(
        rows in prop::collection::vec((
            prop::array::uniform8(prop_oneof![
                4 => -4000.0..4000.0_f64, 2 => 99.0..100.0_f64, 1 => Just(0.0),
                1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::MIN)],
            ]),
            prop_oneof!["[ -~]{0,90}", Just("大きさ".to_owned())], any::<bool>(), any::<bool>(),
        ), 1..8),
    ) {
        let rows: Vec<Bullet> = rows.into_iter().map(|(v, words, left, some)| Bullet {
            label: words.clone(), unit: words.clone(),
            low: (v[0], words.clone()), high: (v[1], words.clone()),
            value: some.then(|| (v[2], words.clone())), target: Some((v[3], words.clone())),
            previous: Some((v[4], words.clone())),
            thresholds: v[4..].iter().map(|v| (*v, words.clone())).collect(),
            left,
        }).collect();
        read(&rows);
        for given in &rows {
            let svg = row(given);
            if !svg.as_str().is_empty() {
                assert_sound(svg.as_str());
                Read::of(svg.as_str()).assert_words_have_room(svg.as_str());
            }
        }
    }
}
