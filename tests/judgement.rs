//! What the analysis says of packs whose answer is known.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod sample;

use boardpack::analyse::{
    Analysis, Assessment, ExceptionReason, MovementClass, NotTested, RunRule, Status, VerdictWord,
    analyse,
};
use boardpack::model::{
    AnnotationKind, DefinitionChange, DefinitionEffect, Exact, Kind, Metric, Pack, Pane, Polarity,
    RollUp, Spread, Test, Value,
};
use proptest::prelude::*;
use sample::{
    Noise, add, at, count, day, exact, file, file_missing, file_weeks, level, mark, metric, pack,
    pane, period, ratio, target, week,
};

const QUARTERS: [&str; 6] = [
    "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2",
];

fn lower(id: &str) -> Metric {
    metric(id, Kind::Level, Polarity::LowerIsBetter, RollUp::StatedOnly)
}

/// A pack with one metric `m` whose weeks follow each other and whose quarters are all `6`.
fn weekly(metric: Metric, quarters: i32, values: impl IntoIterator<Item = Option<f64>>) -> Pack {
    let mut pack = pack(quarters);
    let id = metric.id.value.clone();
    add(&mut pack, metric);
    for quarter in QUARTERS.iter().take(usize::try_from(quarters).unwrap()) {
        file(&mut pack, &id, None, quarter, level("6"));
    }
    let values = values
        .into_iter()
        .map(|v| v.map(|v| level(&format!("{v:.4}"))));
    file_weeks(&mut pack, &id, None, values.collect::<Vec<_>>());
    pack
}

fn all<'a>(analysis: &'a Analysis, quarter: &str, metric: &str) -> &'a Assessment {
    &analysis.quarters[&period(quarter)].metrics[metric].all
}

/// Weeks around 9, by turns under and over it, then around 6.
fn shifted(before: usize, after: usize) -> Vec<Option<f64>> {
    let turns = [-0.6, 0.7, -0.9, 0.3, -0.4, 0.9, -0.8, 0.4, -0.2, 0.6];
    let around = |centre: f64, n: usize| Some(centre + turns[n % turns.len()]);
    let earlier = (0..before).map(|n| around(9.0, n));
    earlier.chain((0..after).map(|n| around(6.0, n))).collect()
}

#[test]
fn a_lasting_shift_is_a_strong_signal_from_its_first_week() {
    let analysis = analyse(&weekly(lower("m"), 4, shifted(26, 26)));
    let quiet = all(&analysis, "2024-Q2", "m");
    assert_eq!(quiet.movement.class, MovementClass::Routine);
    for (quarter, length) in [("2024-Q3", 13), ("2024-Q4", 26)] {
        let moved = &all(&analysis, quarter, "m").movement;
        assert_eq!(moved.class, MovementClass::StrongSignal);
        assert_eq!((moved.up, moved.better), (Some(false), Some(true)));
        assert_eq!(moved.since, Some(week(26)));
        let run = moved
            .hits
            .iter()
            .find(|h| h.rule == RunRule::EightInARow)
            .unwrap();
        assert_eq!((run.count, run.first), (length, week(26)));
        assert!((moved.average_before.unwrap() - 9.0).abs() < 0.3);
        assert!((moved.average_after.unwrap() - 6.0).abs() < 0.3);
    }
    // Locked: the later quarter has the very same limits.
    let segment = |quarter| all(&analysis, quarter, "m").behaviour.segments[0].clone();
    let (then, now) = (segment("2024-Q3"), segment("2024-Q4"));
    assert_eq!(
        (then.upper, then.lower, then.average),
        (now.upper, now.lower, now.average)
    );
    assert_eq!((then.baseline, then.provisional), (26, false));
}

#[test]
fn a_shift_inside_a_provisional_baseline_is_one_signal_at_most() {
    let values = (0..17)
        .map(|n| n as u8)
        .map(|n| Some(if n < 5 { 20.0 } else { 6.0 } + f64::from(n % 7) / 10.0));
    let mut pack = weekly(lower("m"), 2, values);
    pack.annotations.clear();
    let moved = all(&analyse(&pack), "2024-Q1", "m").movement.clone();
    assert!(moved.provisional);
    assert!(moved.class != MovementClass::StrongSignal);
    assert_eq!(moved.class, MovementClass::Signal);
}

#[test]
fn few_points_and_none_are_told_apart() {
    let analysis = analyse(&weekly(lower("m"), 3, shifted(11, 0)));
    let class = |quarter| all(&analysis, quarter, "m").movement.class.clone();
    assert_eq!(
        class("2024-Q1"),
        MovementClass::TooFew { have: 11, need: 12 }
    );
    assert_eq!(
        class("2024-Q2"),
        MovementClass::NotTested(NotTested::NoWeeklyData)
    );
    let behaviour = &all(&analysis, "2024-Q1", "m").behaviour;
    assert!(!behaviour.band_allowed && behaviour.segments[0].upper.is_none());
}

#[test]
fn nothing_is_joined_across_a_missing_week() {
    let mut values = shifted(26, 13);
    for gap in [29, 32, 35, 38] {
        values[gap] = None;
    }
    let moved = all(&analyse(&weekly(lower("m"), 3, values)), "2024-Q3", "m")
        .movement
        .clone();
    assert!(moved.hits.iter().all(|h| h.rule != RunRule::EightInARow));
}

#[test]
fn a_week_that_was_not_over_is_drawn_and_not_judged() {
    let mut pack = weekly(
        lower("m"),
        3,
        shifted(38, 0).into_iter().chain([Some(900.0)]),
    );
    pack.snapshots.get_mut(&period("2024-Q3")).unwrap().as_of = day("2024-09-25");
    let analysis = analyse(&pack);
    let judged = all(&analysis, "2024-Q3", "m");
    let last = judged
        .behaviour
        .points
        .iter()
        .rfind(|p| p.value.is_some())
        .unwrap();
    assert!(last.partial && last.value == Some(900.0) && last.hits.is_empty());
    assert_eq!(judged.movement.class, MovementClass::Routine);
}

#[test]
fn a_change_point_begins_anew_and_later_ones_are_not_foreseen() {
    let mut pack = weekly(lower("m"), 4, shifted(26, 26));
    let mut declared = mark("moved", AnnotationKind::ChangePoint, week(26).monday(), "m");
    declared.cause = Some("new pipeline".into());
    pack.annotations.push(declared);
    let analysis = analyse(&pack);
    assert_eq!(all(&analysis, "2024-Q2", "m").behaviour.segments.len(), 1);
    let now = all(&analysis, "2024-Q4", "m");
    let segments = &now.behaviour.segments;
    assert_eq!((segments.len(), segments[1].from), (2, week(26)));
    assert_eq!(segments[1].cause.as_deref(), Some("new pipeline"));
    assert_eq!(now.movement.class, MovementClass::Routine);
}

#[test]
fn figures_across_a_definition_break_are_not_compared() {
    let mut broken = lower("m");
    broken.definition.changes.push(DefinitionChange {
        version: at(2),
        date: day("2024-08-01"),
        what: "counted anew".into(),
        effect: at(DefinitionEffect::Break),
    });
    let analysis = analyse(&weekly(broken, 4, shifted(52, 0)));
    let (during, after) = (
        all(&analysis, "2024-Q3", "m"),
        all(&analysis, "2024-Q4", "m"),
    );
    assert_eq!((during.change, after.change), (None, None));
    let untested = NotTested::DefinitionChanged(day("2024-08-01"));
    assert_eq!(during.movement.class, MovementClass::NotTested(untested));
    assert!(all(&analysis, "2024-Q2", "m").change.is_some());
}

#[test]
fn a_target_is_met_by_what_was_written() {
    let mut share = metric(
        "m",
        Kind::Ratio,
        Polarity::HigherIsBetter,
        RollUp::SumOfParts,
    );
    share.targets = vec![
        target("2023-01-01", exact("0.999")),
        target("2024-05-01", exact("0.9991")),
    ];
    let mut pack = pack(3);
    add(&mut pack, share);
    file(&mut pack, "m", None, "2024-Q1", ratio(999, 1000));
    file(&mut pack, "m", None, "2024-Q2", ratio(999, 1000));
    file(
        &mut pack,
        "m",
        None,
        "2024-Q3",
        ratio(99_909_999, 100_000_000),
    );
    let analysis = analyse(&pack);
    let checks = ["2024-Q1", "2024-Q2", "2024-Q3"].map(|q| {
        let made = all(&analysis, q, "m");
        (made.target.status, made.missed_in_a_row)
    });
    assert_eq!(
        checks,
        [(Status::Met, 0), (Status::Missed, 1), (Status::Missed, 2)]
    );
}

#[test]
fn a_target_inside_the_routine_range_is_met_marginally() {
    let mut made = lower("m");
    made.targets = vec![target("2023-01-01", exact("9.1"))];
    assert_eq!(
        all(
            &analyse(&weekly(made.clone(), 3, shifted(39, 0))),
            "2024-Q3",
            "m"
        )
        .target
        .status,
        Status::Marginal
    );
    made.targets = vec![target("2023-01-01", exact("30"))];
    assert_eq!(
        all(&analyse(&weekly(made, 3, shifted(39, 0))), "2024-Q3", "m")
            .target
            .status,
        Status::Met
    );
}

#[test]
fn the_target_itself_is_met_whichever_way_is_better() {
    for (polarity, beyond) in [
        (Polarity::LowerIsBetter, "6.000001"),
        (Polarity::HigherIsBetter, "5.999999"),
    ] {
        let mut made = metric("m", Kind::Level, polarity, RollUp::StatedOnly);
        made.targets = vec![target("2023-01-01", exact("6"))];
        let mut pack = weekly(made, 2, []);
        file(&mut pack, "m", None, "2024-Q2", level(beyond));
        let analysis = analyse(&pack);
        let status = |quarter| all(&analysis, quarter, "m").target.status;
        assert_eq!(status("2024-Q1"), Status::Met, "{polarity:?}");
        assert_eq!(status("2024-Q2"), Status::Missed, "{polarity:?}");
    }
}

#[test]
fn more_of_what_should_be_high_is_met_marginally_too() {
    for (wanted, status) in [("5.9", Status::Marginal), ("1", Status::Met)] {
        let mut made = metric(
            "m",
            Kind::Level,
            Polarity::HigherIsBetter,
            RollUp::StatedOnly,
        );
        made.targets = vec![target("2023-01-01", exact(wanted))];
        let analysis = analyse(&weekly(made, 3, shifted(0, 39)));
        assert_eq!(all(&analysis, "2024-Q3", "m").target.status, status);
    }
}

#[test]
fn twenty_points_are_enough_to_rely_on_and_nineteen_are_not() {
    for (points, provisional) in [(19, true), (20, false)] {
        let analysis = analyse(&weekly(lower("m"), 2, shifted(points, 0)));
        let judged = all(&analysis, "2024-Q2", "m");
        assert_eq!(judged.movement.provisional, provisional, "{points}");
        let segment = &judged.behaviour.segments[0];
        assert_eq!(
            (segment.baseline, segment.provisional),
            (points, provisional)
        );
    }
}

#[test]
fn services_roll_up_as_declared_or_not_at_all() {
    let now = |roll_up, kind, polarity, values: &[Value]| {
        let mut pack = pack(1);
        add(&mut pack, metric("m", kind, polarity, roll_up));
        for (n, value) in values.iter().enumerate() {
            file(&mut pack, "m", Some(&format!("s{n}")), "2024-Q1", *value);
        }
        all(&analyse(&pack), "2024-Q1", "m")
            .now
            .as_ref()
            .map(|f| f.exact)
    };
    use Polarity::{HigherIsBetter, LowerIsBetter, Neutral};
    let shares = [ratio(1, 1), ratio(1, 3), ratio(0, 0)];
    assert_eq!(
        now(RollUp::SumOfParts, Kind::Ratio, LowerIsBetter, &shares),
        Exact::ratio(1, 2)
    );
    assert_eq!(
        now(RollUp::Worst, Kind::Ratio, LowerIsBetter, &shares),
        Exact::ratio(1, 1)
    );
    assert_eq!(
        now(RollUp::Worst, Kind::Ratio, HigherIsBetter, &shares),
        Exact::ratio(1, 3)
    );
    assert_eq!(now(RollUp::Worst, Kind::Ratio, Neutral, &shares), None);
    assert_eq!(
        now(RollUp::StatedOnly, Kind::Ratio, LowerIsBetter, &shares),
        None
    );
    assert_eq!(
        now(
            RollUp::SumOfParts,
            Kind::Ratio,
            LowerIsBetter,
            &[ratio(0, 0)]
        ),
        None
    );
    let counts = [count(3), count(4)];
    assert_eq!(
        now(RollUp::Sum, Kind::Count, LowerIsBetter, &counts),
        Exact::ratio(7, 1)
    );
    let slow = Value::Quantile {
        value: exact("3"),
        n: 9,
    };
    assert_eq!(
        now(RollUp::Sum, Kind::Quantile, LowerIsBetter, &[slow, slow]),
        None
    );
    let pulse = Value::Score {
        mean: exact("4"),
        n: 9,
        invited: None,
    };
    assert_eq!(
        now(RollUp::Sum, Kind::Score, HigherIsBetter, &[pulse, pulse]),
        None
    );
}

#[test]
fn a_silent_service_leaves_no_figure_and_a_missing_one_an_estimate() {
    let mut made = pack(3);
    add(
        &mut made,
        metric("m", Kind::Count, Polarity::LowerIsBetter, RollUp::Sum),
    );
    for service in ["a", "b"] {
        file(&mut made, "m", Some(service), "2024-Q1", count(2));
    }
    file(&mut made, "m", Some("a"), "2024-Q2", count(2));
    file(&mut made, "m", Some("a"), "2024-Q3", count(2));
    file_missing(&mut made, "m", Some("b"), "2024-Q3");
    let analysis = analyse(&made);
    let now = |q| {
        all(&analysis, q, "m")
            .now
            .as_ref()
            .map(|f| (f.exact, f.estimated))
    };
    assert_eq!(now("2024-Q1"), Some((exact("4"), false)));
    assert_eq!(now("2024-Q2"), None);
    assert_eq!(now("2024-Q3"), Some((exact("2"), true)));
    let class = &all(&analysis, "2024-Q2", "m").movement.class;
    assert_eq!(*class, MovementClass::Missing);
}

#[test]
fn rare_events_that_become_frequent_are_found() {
    let mut made = metric("m", Kind::Count, Polarity::LowerIsBetter, RollUp::Sum);
    made.test = Test::RareEvents;
    let mut pack = pack(6);
    add(&mut pack, made);
    let weeks = (0..79_u64).map(|w| {
        // One in most weeks, uneven; then four every week.
        Some(count(if w < 65 {
            [1, 0, 2, 1, 0, 1, 1][usize::try_from(w % 7).unwrap()]
        } else {
            4
        }))
    });
    file_weeks(&mut pack, "m", None, weeks.collect::<Vec<_>>());
    for quarter in QUARTERS {
        file(&mut pack, "m", None, quarter, count(9));
    }
    let analysis = analyse(&pack);
    let few = &all(&analysis, "2024-Q1", "m").movement.class;
    assert_eq!(*few, MovementClass::TooFew { have: 11, need: 20 });
    let now = all(&analysis, "2025-Q2", "m");
    assert_eq!(now.movement.class, MovementClass::StrongSignal);
    assert_eq!(
        (now.movement.up, now.movement.better),
        (Some(true), Some(false))
    );
    let gaps = now.behaviour.gaps.as_ref().unwrap();
    assert_eq!(gaps.each, 2);
    assert!(now.movement.limits.is_none() && now.behaviour.segments.is_empty());
}

#[test]
fn no_gap_between_events_spans_a_week_without_data() {
    for hole in [None, Some(58)] {
        let mut made = metric("m", Kind::Count, Polarity::LowerIsBetter, RollUp::Sum);
        made.test = Test::RareEvents;
        let mut pack = pack(5);
        add(&mut pack, made);
        // About one in two weeks for a year, then one every week.
        let weeks = (0..65).map(|w| {
            let quiet = [1, 0, 0, 1, 0, 1, 0][w % 7];
            (hole != Some(w)).then(|| count(if w < 52 { quiet } else { 1 }))
        });
        file_weeks(&mut pack, "m", None, weeks.collect::<Vec<_>>());
        file(&mut pack, "m", None, "2025-Q1", count(13));
        let analysis = analyse(&pack);
        let now = all(&analysis, "2025-Q1", "m");
        let ended: Vec<_> = now.behaviour.gaps.as_ref().unwrap().points.iter().collect();
        assert!(
            ended
                .iter()
                .all(|gap| gap.week != week(59) || hole.is_none())
        );
        assert!(
            ended
                .iter()
                .any(|gap| gap.week == week(60) && gap.days == 7.0)
        );
        let in_a_row = |hit: &boardpack::analyse::RuleHit| hit.rule == RunRule::EightInARow;
        assert_eq!(now.movement.hits.iter().any(in_a_row), hole.is_none());
    }
}

#[test]
fn the_dashboard_is_summed_up_by_the_printed_rules() {
    let mut better = lower("better");
    better.targets = vec![target("2023-01-01", exact("100"))];
    let mut pack = weekly(better, 3, shifted(26, 13));
    let mut keeps = lower("keeps");
    keeps.targets = vec![target("2023-01-01", exact("5"))];
    let mut noise = Noise(5);
    let mut worse = lower("worse");
    worse.polarity = at(Polarity::HigherIsBetter);
    for made in [keeps, worse, lower("absent")] {
        add(&mut pack, made);
    }
    for quarter in ["2024-Q1", "2024-Q2", "2024-Q3"] {
        file(&mut pack, "keeps", None, quarter, level("6"));
        file(&mut pack, "worse", None, quarter, level("6"));
    }
    let text = |v: f64| Some(level(&format!("{v:.4}")));
    let quiet: Vec<_> = (0..39).map(|_| text(5.0 + noise.uniform())).collect();
    file_weeks(&mut pack, "keeps", None, quiet);
    let falling: Vec<_> = shifted(26, 13)
        .into_iter()
        .map(|v| text(v.unwrap()))
        .collect();
    file_weeks(&mut pack, "worse", None, falling);
    pack.annotations.push(mark(
        "act",
        AnnotationKind::Action,
        week(26).monday(),
        "better",
    ));
    pack.settings.dashboard = vec![
        pane(Pane::Outcomes, "better", &["keeps"]),
        pane(Pane::Flow, "keeps", &[]),
        pane(Pane::Quality, "absent", &["worse"]),
        pane(Pane::Reliability, "better", &[]),
    ];
    let analysis = analyse(&pack);
    let quarter = &analysis.quarters[&period("2024-Q3")];
    let words: Vec<_> = quarter.verdicts.iter().map(|v| v.word).collect();
    assert_eq!(
        words,
        [
            VerdictWord::Watch,
            VerdictWord::OffTrack,
            VerdictWord::NotKnown,
            VerdictWord::OnTrack
        ]
    );
    let exceptions: Vec<_> = quarter
        .exceptions
        .iter()
        .map(|e| (e.metric.as_str(), e.reason))
        .collect();
    assert_eq!(
        exceptions,
        [
            ("worse", ExceptionReason::Worse),
            ("keeps", ExceptionReason::KeepsMissing),
            ("better", ExceptionReason::BetterPredicted),
        ]
    );
    let honesty = &quarter.honesty;
    assert_eq!((honesty.metrics, honesty.tested, honesty.moved), (4, 3, 2));
    assert_eq!(honesty.untested, [("absent".to_owned(), None)]);
    assert!((honesty.expected - 0.6).abs() < 1e-9);
    assert_eq!(honesty.strongly, 2);
    assert!((honesty.strongly_expected - 0.09).abs() < 1e-9);
}

/// The repository's own pack tells of one action that worked and one that did not.
#[test]
fn stories_are_judged_by_the_weeks_around_their_action() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let pack = boardpack::load::parse(&boardpack::load::Tree::read(root).unwrap()).pack;
    let analysis = analyse(&pack.unwrap());
    let shifts = &analysis.quarters[&period("2026-Q3")].shifts;
    let worked = &shifts["automated-rollback"];
    assert_eq!(worked.movement.class, MovementClass::StrongSignal);
    assert_eq!(worked.movement.better, Some(true));
    assert!(worked.after.unwrap() < worked.before.unwrap());
    assert_eq!(worked.n_before, 26);
    assert_eq!(worked.behaviour.segments.len(), 1);
    let did_not = &shifts["review-rota"];
    assert_eq!(did_not.movement.class, MovementClass::Routine);
}

fn awkward() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        Just(None),
        Just(Some(0.0)),
        Just(Some(-3.0)),
        Just(Some(7.0)),
        (-50.0..50.0_f64).prop_map(Some),
        Just(Some(999_999_999_999.0)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// No series panics, and nothing that is printed is not a number.
    #[test]
    fn any_series_gives_numbers(
        values in prop::collection::vec(awkward(), 0..80),
        log in any::<bool>(),
        rare in any::<bool>(),
        point in 0_i64..80,
    ) {
        let mut made = lower("m");
        made.spread = if log { Spread::Log } else { Spread::Linear };
        made.test = if rare { Test::RareEvents } else { Test::Xmr };
        let mut pack = weekly(made, 6, values);
        pack.annotations.push(mark("cp", AnnotationKind::ChangePoint, week(point).thursday(), "m"));
        for quarter in analyse(&pack).quarters.values() {
            let made = &quarter.metrics["m"].all;
            let moved = &made.movement;
            let limits = moved.limits.unwrap_or((None, None));
            let numbers = [moved.average_before, moved.average_after, limits.0, limits.1];
            prop_assert!(numbers.iter().flatten().all(|n| n.is_finite()));
            for segment in &made.behaviour.segments {
                prop_assert!(segment.average.is_finite());
                prop_assert!(segment.upper.is_none_or(|u| u >= segment.average));
                prop_assert!(segment.lower.is_none_or(|l| l <= segment.average));
                prop_assert!(segment.from <= segment.to);
            }
        }
    }

    /// A quarter is judged by what was known at its end.
    #[test]
    fn the_future_changes_no_verdict(seed in any::<u64>(), quarters in 1_i32..5, log in any::<bool>()) {
        let mut made = lower("m");
        made.spread = if log { Spread::Log } else { Spread::Linear };
        let mut noise = Noise(seed);
        let values: Vec<_> = (0..78)
            .map(|_| (noise.uniform() > 0.1).then(|| 100.0 * (0.5 * noise.normal()).exp()))
            .collect();
        let mut pack = weekly(made, 6, values);
        let whole = analyse(&pack);
        let end = pack.settings.calendar.end(period("2024-Q1").shifted(quarters - 1));
        let kept = pack.snapshots.keys().copied().nth(usize::try_from(quarters).unwrap()).unwrap();
        pack.snapshots.retain(|p, _| *p < kept);
        let series = &mut pack.observations.get_mut("m").unwrap().all;
        series.quarters.retain(|p, _| *p < kept);
        series.weeks.retain(|w, _| w.thursday() < end);
        for (period, judged) in &analyse(&pack).quarters {
            prop_assert_eq!(judged, &whole.quarters[period]);
        }
    }
}

#[test]
fn a_service_is_held_to_a_target_on_a_sum_only_where_it_is_zero() {
    let judged = |goal: &str| {
        let mut pack = pack(1);
        let mut m = metric("m", Kind::Count, Polarity::LowerIsBetter, RollUp::Sum);
        m.targets.push(target("2023-01-01", exact(goal)));
        add(&mut pack, m);
        for service in ["a", "b"] {
            file(&mut pack, "m", Some(service), "2024-Q1", count(4));
        }
        let analysis = analyse(&pack);
        let judged = &analysis.quarters[&period("2024-Q1")].metrics["m"];
        let of_first = judged.services["a"].target.status;
        (judged.all.target.status, of_first)
    };
    // Eight in all, four in each service.
    assert_eq!(judged("5"), (Status::Missed, Status::NoTarget));
    assert_eq!(judged("0"), (Status::Missed, Status::Missed));
}
