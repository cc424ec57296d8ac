//! The rules of the dots of restore times, read back from the drawing (D1–D8).

use super::super::restore::{Dot, Restore, Row, draw};
use super::super::{Fitted, Undrawn};
use super::reading::{ALTERNATIVE, Read};
use proptest::prelude::*;

fn dot(minutes: f64, name: &str) -> Dot {
    Dot {
        minutes,
        open: false,
        date: "18 Aug".to_owned(),
        name: name.to_owned(),
        lasted: format!("{minutes} minutes"),
    }
}

fn row(name: &str, minutes: &[f64]) -> Row {
    Row {
        name: name.to_owned(),
        dots: minutes
            .iter()
            .map(|m| dot(*m, "Payment provider down"))
            .collect(),
        median: Some((48.0, format!("half restored within {name}"))),
        kept: "8 of 12".to_owned(),
    }
}

fn restore(before: Option<&[f64]>, now: &[f64]) -> Restore {
    Restore {
        before: before.map(|minutes| row("Q2", minutes)),
        now: row("Q3", now),
        promise: Some((60.0, "within 1 hour".to_owned())),
        told: now.len(),
    }
}

fn drawn(input: &Restore) -> Result<Fitted, Undrawn> {
    draw(input, ALTERNATIVE)
}

fn read(input: &Restore) -> Read {
    Read::sound(&drawn(input).expect("drawn").svg)
}

const NOW: [f64; 6] = [9.0, 14.0, 35.0, 48.0, 115.0, 610.0];

#[test]
fn d1_one_dot_an_incident_in_two_rows_on_a_log_axis() {
    let read = read(&restore(Some(&[7.0, 7.0, 30.0, 90.0, 120.0]), &NOW));
    assert_eq!(read.shapes("d-actual").len(), 6);
    assert_eq!(
        (read.shapes("d-prior").len(), read.shapes("d-paper").len()),
        (5, 5)
    );
    let at = |words: &str| {
        let word = read.words.iter().find(|w| w.text == words).expect("a tick");
        f64::midpoint(word.left, word.right)
    };
    let ticks = [
        "5\u{a0}min",
        "15\u{a0}min",
        "1\u{a0}hour",
        "4\u{a0}hours",
        "1\u{a0}day",
    ]
    .map(at);
    // From an hour to four is as far as from fifteen minutes to an hour.
    assert!(((ticks[2] - ticks[1]) - (ticks[3] - ticks[2])).abs() < 0.3);
    assert!((ticks[1] - ticks[0]) < (ticks[2] - ticks[1]) && ticks[4] > ticks[3]);
}

#[test]
fn d2_the_median_is_a_short_rule_with_its_words() {
    let read = read(&restore(None, &NOW));
    let rule = read.shapes("c-half")[0];
    assert!(rule[0].0 == rule[1].0 && (rule[1].1 - rule[0].1).abs() < 40.0);
    assert!(read.says("half restored within Q3").is_some());
}

#[test]
fn d3_the_promise_is_dotted_with_its_count() {
    let read = read(&restore(Some(&NOW), &NOW));
    assert_eq!(read.shapes("c-target").len(), 1);
    assert!(read.says("within 1 hour: 8 of 12, Q2: 8 of 12").is_some());
}

#[test]
fn d4_few_are_words_and_many_are_quantiles() {
    assert_eq!(
        drawn(&restore(None, &NOW[..4])),
        Err(Undrawn::TooFew {
            things: 4,
            least: 5
        })
    );
    let many: Vec<f64> = (1..=61).map(f64::from).collect();
    let read = self::read(&restore(Some(&many[..40]), &many));
    assert_eq!(read.shapes("d-actual").len(), 20);
    assert_eq!(read.shapes("d-prior").len(), 20);
    assert_eq!(
        read.words
            .iter()
            .filter(|w| w.text == "each dot is 5%")
            .count(),
        2
    );
    let sixty = self::read(&restore(None, &many[..60]));
    assert_eq!(sixty.shapes("d-actual").len(), 60);
    assert!(sixty.says("each dot is 5%").is_none());
}

#[test]
fn d5_the_longest_keeps_its_place_and_its_name() {
    for longest in [650.0, 20_000.0, 900_000.0] {
        let mut given = restore(None, &NOW);
        given.now.dots[2] = dot(longest, "Longest of all incidents");
        let read = read(&given);
        let words = read.says("18 Aug: Longest of all").expect("labelled");
        assert!(words.text.contains(&format!("{longest} minutes")));
        let dots = read.shapes("d-actual");
        let right = dots.iter().map(|d| d[0].0).fold(0.0, f64::max);
        assert!(dots.iter().filter(|d| d[0].0 == right).count() == 1 && right < read.width - 20.0);
    }
    // Of quantiles as well: the last dot is the longest incident.
    let mut many: Vec<f64> = (1..=80).map(f64::from).collect();
    many[3] = 5000.0;
    assert!(
        self::read(&restore(None, &many))
            .says("5000 minutes")
            .is_some()
    );
}

#[test]
fn d6_an_open_incident_points_on() {
    let mut given = restore(None, &NOW);
    given.now.dots[5].open = true;
    let read = read(&given);
    let (arrow, head) = (read.shapes("c-arrow"), read.shapes("m-arrow"));
    assert_eq!((arrow.len(), head.len()), (1, 1));
    let right = read
        .shapes("d-actual")
        .iter()
        .map(|d| d[0].0)
        .fold(0.0, f64::max);
    assert!(head[0].iter().all(|(x, _)| *x > right));
    assert!(read.says("still open after").is_some());
}

#[test]
fn d6_quantiles_beyond_the_open_ones_point_on_too() {
    let many: Vec<f64> = (1..=80).map(f64::from).collect();
    let mut given = restore(None, &many);
    for dot in &mut given.now.dots[60..] {
        dot.open = true;
    }
    // A quarter of them are open, and all of those come last: five of twenty dots.
    assert_eq!(read(&given).shapes("m-arrow").len(), 5);
}

#[test]
fn d8_dots_alone_and_none_hidden() {
    let read = read(&restore(Some(&[30.0; 12]), &[30.0; 12]));
    for class in ["d-actual", "d-prior"] {
        let mut at: Vec<(i64, i64)> = Vec::new();
        for dot in read.shapes(class) {
            #[expect(clippy::cast_possible_truncation, reason = "places on a small sheet")]
            at.push(((dot[0].0 * 10.0) as i64, (dot[0].1 * 10.0) as i64));
        }
        at.sort_unstable();
        at.dedup();
        assert_eq!(at.len(), 12);
    }
    for other in ["c-bar", "c-average", "c-limit", "c-band"] {
        assert!(read.shapes(other).is_empty());
    }
}

#[test]
fn dots_are_as_many_as_told() {
    let mut given = restore(None, &NOW);
    given.told = 7;
    assert_eq!(drawn(&given), Err(Undrawn::Differs { told: 7, drawn: 6 }));
    given.now.dots[0].minutes = f64::NAN;
    given.told = 6;
    assert_eq!(drawn(&given), Err(Undrawn::Differs { told: 6, drawn: 5 }));
}

#[test]
fn thousands_in_the_same_minute_are_twenty_dots_that_do_not_cover_one_another() {
    let read = read(&restore(Some(&[30.0; 4000]), &[30.0; 5000]));
    assert_eq!(read.shapes("d-actual").len(), 20);
}

proptest! {
    #[test]
    fn any_incidents_are_drawn_with_room_for_their_words(
        before in prop::option::of(prop::collection::vec((0.0..1e7_f64, any::<bool>()), 0..90)),
        now in prop::collection::vec((prop_oneof![0.0..300.0_f64, 0.0..1e7_f64, Just(30.0)], any::<bool>()), 5..90),
        median in prop_oneof![-5.0..1e8_f64, Just(f64::NAN)],
        promise in prop::option::of(prop_oneof![-1.0..1e5_f64, Just(f64::INFINITY)]),
        name in prop_oneof![Just("Short"), Just("A name that goes on for longer than any chart is wide, and then goes on for as long again"), Just("大きさ 大きさ 大きさ")],
    ) {
        let made = |given: &[(f64, bool)]| Row {
            name: name.to_owned(),
            dots: given.iter().map(|(m, open)| Dot { open: *open, ..dot(*m, name) }).collect(),
            median: Some((median, name.to_owned())),
            kept: name.to_owned(),
        };
        let given = Restore {
            before: before.as_deref().map(made),
            now: made(&now),
            promise: promise.map(|minutes| (minutes, name.to_owned())),
            told: now.len(),
        };
        let read = read(&given);
        let most = now.len().max(before.map_or(0, |b| b.len()));
        let drawn = if most > 60 { now.len().min(20) } else { now.len() };
        prop_assert_eq!(read.shapes("d-actual").len(), drawn);
    }
}
