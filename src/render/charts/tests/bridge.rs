//! The rules of the bridge, read back from the drawing (W1–W5).

use super::super::Undrawn;
use super::super::bridge::{Bridge, Bridged, Change, Order, draw};
use super::reading::{ALTERNATIVE, Read, Shape};
use crate::model::Exact;
use proptest::prelude::*;

fn exact(text: &str) -> Exact {
    Exact::parse(text).expect("a number")
}

fn words(amount: Exact) -> String {
    format!("{}", amount.to_f64())
}

fn bridge(start: &str, changes: &[(&str, &str)], end: &str) -> Bridge<'static> {
    Bridge {
        start: ("Q2".to_owned(), exact(start)),
        changes: changes
            .iter()
            .map(|(label, by)| Change {
                label: (*label).to_owned(),
                by: exact(by),
            })
            .collect(),
        end: ("Q3".to_owned(), exact(end)),
        order: Order::BySize,
        lower_is_better: true,
        grain: Exact::integer(1),
        words: &words,
    }
}

fn drawn(input: &Bridge<'_>) -> Result<Bridged, Undrawn> {
    draw(input, ALTERNATIVE)
}

fn read(bridged: &Bridged) -> Read {
    Read::sound(&bridged.drawing.svg)
}

fn extent(shape: &Shape) -> (f64, f64) {
    let x = shape.iter().map(|p| p.0);
    x.fold((f64::MAX, f64::MIN), |(low, high), v| {
        (low.min(v), high.max(v))
    })
}

fn labels(bridged: &Bridged) -> Vec<&str> {
    bridged
        .rows
        .iter()
        .map(|(label, _)| label.as_str())
        .collect()
}

#[test]
fn w2_totals_stand_on_zero_and_changes_float_between_hair_lines() {
    let bridged = drawn(&bridge("240", &[("A", "58"), ("B", "-92")], "206")).expect("adds");
    let read = read(&bridged);
    assert!((read.height - 148.0).abs() < 1e-9);
    let zero = read.shapes("c-rule")[0][0].0;
    let totals: Vec<_> = read.shapes("c-bar").into_iter().map(extent).collect();
    assert_eq!(totals.len(), 2);
    assert!(totals.iter().all(|t| (t.0 - zero).abs() < 0.11));
    let unit = (totals[0].1 - zero) / 240.0;
    let worse = extent(read.shapes("c-bar-act")[0]);
    let (from, to) = extent(read.shapes("c-bar-good")[0]);
    let better = (from - 1.0, to + 1.0);
    assert!((worse.0 - totals[0].1).abs() < 0.11 && (worse.1 - worse.0 - 58.0 * unit).abs() < 0.2);
    assert!((better.1 - worse.1).abs() < 0.11 && (better.0 - totals[1].1).abs() < 0.11);
    assert_eq!(read.shapes("c-hair").len(), 3);
}

#[test]
fn w3_a_sign_is_printed_and_counts_with_the_direction_that_is_better() {
    let mut given = bridge("240", &[("A", "58"), ("B", "-92")], "206");
    let bridged = drawn(&given).expect("adds");
    let figures: Vec<&str> = bridged.rows.iter().map(|(_, f)| f.as_str()).collect();
    assert_eq!(figures, ["240", "+58", "\u{2212}92", "206"]);
    let read = read(&bridged);
    assert!(read.says("+58").is_some() && read.says("\u{2212}92").is_some());
    given.lower_is_better = false;
    let turned = drawn(&given).expect("adds");
    assert_eq!(labels(&turned), ["Q2", "B", "A", "Q3"]);
}

#[test]
fn w4_worse_before_better_at_most_six_and_other_never_above_the_third() {
    let many = [
        ("a", "10"),
        ("b", "-40"),
        ("c", "30"),
        ("d", "-20"),
        ("e", "15"),
        ("f", "4"),
        ("g", "-1"),
        ("h", "3"),
    ];
    let mut given = bridge("100", &many, "101");
    let bridged = drawn(&given).expect("adds");
    read(&bridged);
    assert_eq!(
        labels(&bridged),
        ["Q2", "c", "e", "a", "b", "d", "Other", "Q3"]
    );
    assert_eq!(bridged.rows[6].1, "+6");
    given.order = Order::AsGiven;
    let bridged = drawn(&given).expect("adds");
    assert_eq!(
        labels(&bridged),
        ["Q2", "a", "b", "c", "d", "e", "Other", "Q3"]
    );
    let crumbs = [("a", "5"); 20];
    assert_eq!(
        drawn(&bridge("0", &crumbs, "100")),
        Err(Undrawn::OtherTooLarge)
    );
    let six = drawn(&bridge("0", &crumbs[..6], "30")).expect("six are named");
    assert!(!labels(&six).contains(&"Other"));
}

#[test]
fn w5_steps_add_up_as_printed_or_the_note_says_so() {
    let exact = drawn(&bridge("240", &[("A", "58"), ("B", "-92")], "206")).expect("adds");
    assert_eq!(exact.note, None);
    let rounded = drawn(&bridge("0.4", &[("A", "0.4"), ("B", "0.4")], "1.2")).expect("adds");
    assert_eq!(
        rounded.note,
        Some("Figures may not add because of rounding.")
    );
    assert_eq!(
        drawn(&bridge("240", &[("A", "58")], "299")),
        Err(Undrawn::DoesNotAdd)
    );
    assert_eq!(
        drawn(&bridge("240", &[], "240.1")),
        Err(Undrawn::DoesNotAdd)
    );
}

proptest! {
    #[test]
    fn any_steps_add_up_on_the_sheet(
        start in -4000..4000_i64,
        by in prop::collection::vec(-900..900_i64, 0..14),
        tenths in any::<bool>(),
        given_order in any::<bool>(),
        name in prop_oneof![Just("Checkout"), Just(""), Just("A name that goes on for longer than any chart is wide, and then goes on for as long again"), Just("大きさ")],
    ) {
        let amount = |n: i64| Exact::parse(&format!("{}", if tenths { n as f64 / 10.0 } else { n as f64 })).expect("a number");
        let given = Bridge {
            start: (name.to_owned(), amount(start)),
            changes: by.iter().map(|by| Change { label: name.to_owned(), by: amount(*by) }).collect(),
            end: (name.to_owned(), amount(start + by.iter().sum::<i64>())),
            order: if given_order { Order::AsGiven } else { Order::BySize },
            lower_is_better: true,
            grain: Exact::integer(1),
            words: &words,
        };
        match drawn(&given) {
            Ok(bridged) => {
                read(&bridged);
                prop_assert!(bridged.rows.len() <= 8);
                let figure = |(_, f): &(String, String)| -> f64 {
                    f.replace('\u{2212}', "-").replace('+', "").parse().expect("a number")
                };
                let all: Vec<f64> = bridged.rows.iter().map(figure).collect();
                let (end, rest) = all.split_last().expect("an end");
                let adds = (rest.iter().sum::<f64>() - end).abs() < 1e-6;
                prop_assert_eq!(adds, bridged.note.is_none());
            }
            Err(fault) => prop_assert_eq!(fault, Undrawn::OtherTooLarge),
        }
    }
}
