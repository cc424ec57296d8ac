//! For any judgement at all: no verb without its evidence, no banned word, no broken sentence.

use super::{hit, judged, said, still};
use crate::analyse::{Behaviour, Movement, MovementClass, NotTested, RunRule, Shift, Status};
use crate::model::{Exact, Kind, Metric, Polarity, Scope, Test, Unit, Value, Week};
use crate::sentences::{headline, movement, shift, target};
use crate::words::sample::{at, day, incidents, metric, percent, with_target};
use proptest::prelude::*;

const STRONG: [&str; 9] = [
    "fell",
    "rose",
    "improved",
    "worsened",
    "doubled",
    "halved",
    "became",
    "improving",
    "dropped",
];
const BANNED: [&str; 20] = [
    "significant",
    "significantly",
    "trend",
    "trending",
    "spike",
    "plummet",
    "soar",
    "slightly",
    "broadly",
    "robust",
    "flat",
    "seamless",
    "leverage",
    "green",
    "because",
    "thanks",
    "drove",
    "caused",
    "record",
    "NaN",
];

fn classes() -> impl Strategy<Value = MovementClass> {
    prop_oneof![
        Just(MovementClass::StrongSignal),
        Just(MovementClass::Signal),
        Just(MovementClass::Routine),
        (0_usize..12).prop_map(|have| MovementClass::TooFew { have, need: 12 }),
        Just(MovementClass::NotTested(NotTested::NoWeeklyData)),
        Just(MovementClass::NotTested(NotTested::Declared(
            "Seasonal.".to_owned()
        ))),
        Just(MovementClass::Missing),
    ]
}

fn statistic() -> impl Strategy<Value = Option<f64>> {
    prop::option::of(prop_oneof![
        0.0..1.0_f64,
        0.0..1e6_f64,
        Just(f64::NAN),
        Just(f64::INFINITY),
    ])
}

fn movements() -> impl Strategy<Value = Movement> {
    let hits = prop::collection::vec(
        (0..3_usize, any::<bool>(), 1..40_usize).prop_map(|(rule, up, count)| {
            let rules = [RunRule::Outside, RunRule::EightInARow, RunRule::ThreeOfFour];
            hit(rules[rule], up, count)
        }),
        1..3,
    );
    (
        classes(),
        prop::option::of(any::<bool>()),
        prop::option::of(any::<bool>()),
        hits,
        (statistic(), statistic()),
        prop::option::of((statistic(), statistic())),
    )
        .prop_map(|(class, up, better, hits, averages, limits)| Movement {
            up,
            better,
            hits,
            since: up.map(|_| Week::of(day(2026, 7, 6))),
            average_before: averages.0,
            average_after: averages.1,
            limits,
            ..still(class)
        })
}

fn metrics() -> impl Strategy<Value = (Metric, Value)> {
    let made = (0..5_usize, any::<bool>(), 0..3_usize, 0..60_u64, 1..60_u64);
    made.prop_map(|(which, target, polarity, part, more)| {
        let value = Value::Quantile {
            value: Exact::ratio(part * 17, more).expect("whole"),
            n: more,
        };
        let count = Value::Count {
            count: part,
            exposure: None,
        };
        let ratio = Value::Ratio {
            part,
            whole: part + more,
        };
        let level = Value::Level {
            value: value.exact().expect("n"),
        };
        let (mut m, value) = match which {
            0 => (percent("Change failure rate"), ratio),
            1 => (metric("Review wait", Kind::Quantile, Unit::Hours), value),
            2 => (
                metric(
                    "API latency, 95th percentile",
                    Kind::Quantile,
                    Unit::Milliseconds,
                ),
                value,
            ),
            3 => (incidents(), count),
            _ => (
                metric("Refunds for faults", Kind::Level, Unit::Currency),
                level,
            ),
        };
        if which == 3 && more > 30 {
            m.test = Test::RareEvents;
        }
        m.polarity = at([
            Polarity::HigherIsBetter,
            Polarity::LowerIsBetter,
            Polarity::Neutral,
        ][polarity]);
        let target = target && polarity != 2;
        let at = Exact::ratio(more, 60).expect("whole");
        (if target { with_target(m, at) } else { m }, value)
    })
}

proptest! {
    #[test]
    fn verbs_follow_the_evidence(
        (m, value) in metrics(),
        moved in movements(),
        status in prop_oneof![Just(Status::Met), Just(Status::Marginal), Just(Status::Missed)],
        present in prop::bool::weighted(0.9),
        in_a_row in 1..6_usize,
    ) {
        let status = if m.targets.is_empty() { Status::NoTarget } else { status };
        let mut j = judged(&m, present.then_some(value), status, moved);
        j.missed_in_a_row = in_a_row;
        let story = Shift {
            action: day(2026, 7, 6),
            before: j.movement.average_before,
            after: j.movement.average_after,
            n_before: 26,
            n_after: 12,
            movement: j.movement.clone(),
            behaviour: Behaviour::default(),
        };
        let strong = j.movement.class == MovementClass::StrongSignal;
        let scope = Scope::Service("checkout");
        let texts = said(&m, |ctx| {
            [
                movement(ctx, &m, scope, &j),
                shift(ctx, &m, scope, &story),
                headline(ctx, &m, scope, &j),
            ]
        });
        let against = said(&m, |ctx| target(ctx, &m, &j));
        for text in texts.iter().chain([&against]) {
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            for verb in STRONG {
                prop_assert!(strong || !words.contains(&verb), "`{verb}` in {text}");
            }
            for word in BANNED {
                prop_assert!(!words.contains(&word), "`{word}` in {text}");
            }
            prop_assert!(!text.contains("inf ") && !text.contains("  ") && !text.contains(".."));
            for sentence in text.split(". ") {
                prop_assert!(sentence.split_whitespace().count() <= 36, "{sentence}");
            }
        }
        for text in &texts[..2] {
            prop_assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{text}");
        }
        prop_assert!(!texts[2].is_empty() && !texts[2].ends_with('.'));
        prop_assert_eq!(against.is_empty(), m.targets.is_empty());
    }
}
