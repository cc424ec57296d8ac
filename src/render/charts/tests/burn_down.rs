//! The rules of the burn-down, read back from the drawing (E1–E10).

use super::super::burn_down::{BurnDown, Day, Drop, axis, draw};
use super::super::{Fitted, Undrawn};
use super::assert_sound;
use super::reading::{ALTERNATIVE, Read};
use proptest::prelude::*;

fn given(left: &[Option<f64>], days: usize) -> BurnDown {
    let days: Vec<Day> = (0..days)
        .map(|day| Day {
            date: format!("day {day}"),
            left: left
                .get(day)
                .copied()
                .flatten()
                .map(|l| (l, format!("{l:.0}%"))),
        })
        .collect();
    BurnDown {
        axis: axis(&days, |v, unit| {
            format!("{v:.0}{}", if unit { "%" } else { "" })
        }),
        days,
        end: "38% left".to_owned(),
        provisional: None,
        drops: Vec::new(),
        overspent: None,
        breaks: Vec::new(),
        months: [(0, "July"), (31, "August"), (62, "September")]
            .map(|(day, name)| (day, name.to_owned()))
            .to_vec(),
    }
}

fn drawn(input: &BurnDown) -> Fitted {
    draw(input, ALTERNATIVE).expect("a day was observed")
}

fn read(input: &BurnDown) -> Read {
    Read::sound(&drawn(input).svg)
}

fn falling(by: &[(usize, f64)], days: usize) -> Vec<Option<f64>> {
    let left = |day| {
        100.0
            - by.iter()
                .filter(|(at, _)| *at <= day)
                .map(|(_, by)| by)
                .sum::<f64>()
    };
    (0..days).map(|day| Some(left(day))).collect()
}

fn fall(day: usize, cost: f64, what: &str) -> Drop {
    Drop {
        day,
        cost,
        what: what.to_owned(),
        points: format!("{cost} points"),
    }
}

#[test]
fn e1_the_axis_has_a_hundred_at_the_top_and_room_below_zero() {
    let axis = given(&falling(&[(3, 20.0)], 92), 92).axis;
    assert_eq!((axis.low, axis.high), (-40.0, 100.0));
    let words: Vec<&str> = axis.ticks.iter().map(|(_, w)| w.as_str()).collect();
    assert_eq!(words, ["0", "50", "100%"]);
    let deep = given(&falling(&[(3, 4100.0)], 92), 92).axis;
    assert!(deep.low < -4000.0 && deep.ticks.len() <= 5, "{deep:?}");
    // Zero is a heavy line of its own.
    let read = read(&given(&falling(&[(3, 20.0)], 92), 92));
    assert_eq!(read.shapes("c-zero").len(), 1);
    for month in ["July", "August", "September"] {
        assert!(read.says(month).is_some());
    }
}

#[test]
fn e2_the_line_has_no_slope() {
    for days in [90, 91, 92] {
        let read = read(&given(&falling(&[(3, 20.0), (60, 90.0)], days), days));
        let line = read.shapes("c-actual");
        assert_eq!(line.len(), 1);
        for pair in line[0].windows(2) {
            assert!(pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1, "{pair:?}");
        }
        let drops = line[0]
            .windows(2)
            .filter(|p| p[0].0 == p[1].0 && p[0].1 < p[1].1);
        assert_eq!(drops.count(), 2);
    }
}

#[test]
fn a_day_not_observed_is_a_gap() {
    let mut left = falling(&[(3, 20.0), (40, 10.0)], 92);
    left[40] = None;
    let read = read(&given(&left, 92));
    let line = read.shapes("c-actual");
    assert_eq!(line.len(), 2);
    // Nobody knows when in the gap it fell: no line leads down there.
    let drops = line
        .iter()
        .flat_map(|run| run.windows(2))
        .filter(|p| p[0].1 < p[1].1);
    assert_eq!(drops.count(), 1);
}

#[test]
fn e3_the_even_pace_leads_from_all_to_nothing() {
    let read = read(&given(&falling(&[(3, 20.0)], 92), 92));
    let pace = read.shapes("c-pace")[0].clone();
    let zero = read.shapes("c-zero")[0].clone();
    let start = read.shapes("c-actual")[0][0];
    assert_eq!(pace[0], start);
    assert_eq!(pace.last(), zero.last());
    assert!(read.says("Even pace").is_some());
}

#[test]
fn e4_what_cost_five_points_is_labelled_on_the_left_of_its_foot() {
    let mut input = given(&falling(&[(48, 47.0), (70, 4.9)], 92), 92);
    input.drops = vec![
        fall(48, 47.0, "18 Aug: Scanner outage"),
        fall(70, 4.9, "Small one"),
    ];
    let read = read(&input);
    let label = read
        .says("18 Aug: Scanner outage, 47 points")
        .expect("labelled");
    assert!(read.says("Small one").is_none());
    let line = read.shapes("c-actual")[0];
    let drop = line
        .windows(2)
        .find(|p| p[1].1 - p[0].1 > 30.0)
        .expect("a drop");
    assert!(label.right < drop[1].0 && drop[1].0 - label.right < 10.0);
    assert!((label.top..label.bottom).contains(&drop[1].1) || (label.top - drop[1].1).abs() < 14.0);
}

#[test]
fn e5_the_end_is_said_in_words_and_bold() {
    let read = read(&given(&falling(&[(3, 62.0)], 92), 92));
    let end = read.says("38% left").expect("said");
    assert!(end.class.contains("t-b"));
    let last = *read.shapes("c-actual")[0].last().expect("a line");
    assert!(end.left > last.0 && (end.top..end.bottom).contains(&last.1));
}

#[test]
fn e6_what_is_overspent_is_hatched_and_dated() {
    let mut input = given(&falling(&[(60, 130.0)], 92), 92);
    input.overspent = Some((60, "overspent since 30 Aug".to_owned()));
    let read = read(&input);
    let zero = read.shapes("c-zero")[0][0].1;
    let hatch = read.shapes("c-over");
    assert!(!hatch.is_empty());
    let low = read.shapes("c-actual")[0].last().expect("a line").1;
    for (_, y) in hatch.into_iter().flatten() {
        assert!((zero - 0.2..=low + 0.2).contains(y));
    }
    assert!(read.says("overspent since 30 Aug").is_some());
    let whole = super::burn_down::read(&given(&falling(&[(60, 99.0)], 92), 92));
    assert!(whole.shapes("c-over").is_empty());
}

#[test]
fn e9_a_changed_objective_cuts_the_line() {
    let mut input = given(&falling(&[(3, 20.0)], 92), 92);
    input.breaks = vec![(31, "objective changed".to_owned())];
    let read = read(&input);
    let line = read.shapes("c-actual");
    assert_eq!(line.len(), 2);
    let gap = line[1][0].0 - line[0].last().expect("a run").0;
    assert!((gap - 8.0).abs() < 0.3, "{gap}");
    assert!(read.says("objective changed").is_some());
}

#[test]
fn g16_a_running_quarter_ends_hollow_with_its_date() {
    let mut input = given(&falling(&[(3, 20.0)], 50), 92);
    input.provisional = Some("to 19 Aug".to_owned());
    let read = read(&input);
    assert_eq!(read.shapes("d-paper").len(), 1);
    assert!(read.says("to 19 Aug").is_some());
}

#[test]
fn nothing_observed_is_no_chart() {
    let empty = super::super::Alternative {
        id: "a",
        title: "t",
        description: "d",
    };
    assert_eq!(draw(&given(&[], 92), empty), Err(Undrawn::Empty));
    assert_eq!(draw(&given(&[], 0), empty), Err(Undrawn::Empty));
    assert_eq!(
        draw(&given(&[Some(f64::NAN)], 92), empty),
        Err(Undrawn::Empty)
    );
}

#[test]
fn thousands_of_incidents_on_one_day_are_said_or_handed_back() {
    let mut input = given(&falling(&[(40, 4000.0)], 92), 92);
    input.drops = vec![fall(40, 5.0, "10 Aug: One of many"); 3000];
    let fitted = drawn(&input);
    let read = Read::of(fitted.svg.as_str());
    read.assert_words_have_room(fitted.svg.as_str());
    let said = read
        .words
        .iter()
        .filter(|w| w.text.contains("One of many"))
        .count();
    assert_eq!(said + fitted.left_out.len(), 3000);
}

proptest! {
    #[test]
    fn any_quarter_is_drawn_with_room_for_its_words(
        days in 1..93_usize,
        seen in 1..93_usize,
        steps in prop::collection::vec((0..92_usize, prop_oneof![0.0..3.0_f64, 5.0..60.0_f64, 100.0..900.0_f64]), 0..40),
        missing in prop::collection::vec(0..92_usize, 0..6),
        breaks in prop::collection::vec(0..92_usize, 0..3),
        name in prop_oneof![Just("9 Sep: Short"), Just("18 Aug: A name that goes on for longer than any chart is wide, and then goes on for as long again, because nobody cut it"), Just("大きさ 大きさ 大きさ")],
        running in any::<bool>(),
    ) {
        let mut left = falling(&steps, seen.min(days));
        for day in missing {
            if let Some(day) = left.get_mut(day) {
                *day = None;
            }
        }
        prop_assume!(left.iter().any(Option::is_some));
        let mut input = given(&left, days);
        input.drops = steps.iter().map(|(day, cost)| fall(*day, *cost, name)).collect();
        input.end = name.to_owned();
        input.provisional = running.then(|| name.to_owned());
        input.overspent = steps.first().map(|(day, _)| (*day, name.to_owned()));
        input.breaks = breaks.into_iter().map(|day| (day, name.to_owned())).collect();
        let fitted = drawn(&input);
        assert_sound(fitted.svg.as_str());
        let read = Read::of(fitted.svg.as_str());
        read.assert_words_have_room(fitted.svg.as_str());
        // Nothing that must be said is lost: it is labelled, or handed back.
        for drop in input.labelled().filter(|d| d.day < days) {
            let words = format!("{}, {}", drop.what, drop.points);
            let labelled = read.says(&words).is_some() || read.says(&format!("{},", drop.what)).is_some();
            prop_assert!(labelled || fitted.left_out.contains(&words));
        }
    }
}
