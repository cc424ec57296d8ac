mod evidence;

use super::{
    advice, counts, exception, headline, honesty, movement, quality, remainder, shift, target,
};
use crate::analyse::{
    Assessment, Behaviour, CountComparison, ExceptionReason, ExceptionRow, Figure, Honesty,
    MetricAnalysis, Movement, MovementClass, NotTested, QuarterAnalysis, RuleHit, RunRule, Shift,
    Status, TargetCheck,
};
use crate::bind::Answers;
use crate::model::{
    DashboardEntry, DashboardPane, Exact, Kind, Metric, Missing, Pane, Scope, Shared, Spread, Unit,
    Value,
};
use crate::sentences::Ctx;
use crate::words::Words;
use crate::words::sample::{
    at, day, decimal, incidents, metric, pack, percent, quarter, with_target,
};
use std::collections::BTreeMap;

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
        .replace('\u{2212}', "-")
}

fn figure(value: Value) -> Figure {
    Figure {
        value,
        exact: value.exact().expect("tests show figures"),
        estimated: false,
        rolled_up: false,
        as_of: None,
    }
}

fn still(class: MovementClass) -> Movement {
    Movement {
        class,
        up: None,
        better: None,
        hits: Vec::new(),
        since: None,
        average_before: None,
        average_after: None,
        limits: None,
        provisional: false,
        false_alarm: None,
    }
}

fn judged(metric: &Metric, value: Option<Value>, status: Status, movement: Movement) -> Assessment {
    let now = value.map(figure);
    let mut history = BTreeMap::new();
    for back in 0..4 {
        if let Some(now) = &now {
            history.insert(quarter(2026, 3).shifted(-back), now.clone());
        }
    }
    Assessment {
        now,
        missing: None,
        previous: None,
        year_ago: None,
        change: None,
        change_year: None,
        broken: None,
        broken_year: None,
        history,
        target: TargetCheck {
            target: metric.targets.last().cloned(),
            status,
            eased: None,
        },
        missed_in_a_row: usize::from(status == Status::Missed),
        movement,
        behaviour: Behaviour::default(),
        counts: None,
        difference_interval: None,
    }
}

fn hit(rule: RunRule, up: bool, count: usize) -> RuleHit {
    RuleHit {
        rule,
        up,
        count,
        first: crate::model::Week::of(day(2026, 7, 6)),
    }
}

/// Says it in the third quarter of 2026.
fn said<T>(metric: &Metric, say: impl FnOnce(&Ctx<'_>) -> T) -> T {
    let pack = pack([metric.clone()]);
    let words = Words::new(&pack.settings);
    say(&Ctx {
        pack: &pack,
        period: quarter(2026, 3),
        words: &words,
        answers: &Answers::default(),
    })
}

fn told(metric: &Metric, judged: &Assessment) -> String {
    plain(&said(metric, |ctx| {
        movement(ctx, metric, Scope::All, judged)
    }))
}

fn failure_rate() -> Metric {
    let share = Exact::ratio(5, 100).expect("whole");
    with_target(percent("Change failure rate"), share)
}

fn fell(class: MovementClass) -> Movement {
    Movement {
        up: Some(false),
        better: Some(true),
        hits: vec![
            hit(RunRule::EightInARow, false, 13),
            hit(RunRule::ThreeOfFour, false, 5),
        ],
        since: Some(crate::model::Week::of(day(2026, 7, 6))),
        average_before: Some(0.0921),
        average_after: Some(0.0612),
        limits: Some((Some(0.048), Some(0.136))),
        ..still(class)
    }
}

const RATE: Value = Value::Ratio {
    part: 14,
    whole: 229,
};

#[test]
fn strong_signals_alone_fall_and_rise() {
    let m = failure_rate();
    let j = judged(
        &m,
        Some(RATE),
        Status::Missed,
        fell(MovementClass::StrongSignal),
    );
    assert_eq!(
        told(&m, &j),
        "Change failure rate fell from about 9.2% to 6.1% since 6 July. This is a strong signal: 13 weeks in a row on the better side of its earlier average, and 5 weeks near its lower limit. At 6.1%, it still misses the target of 5.0%."
    );
    let mut short = j.clone();
    short.movement.hits.truncate(1);
    short.movement.hits.push(hit(RunRule::Outside, false, 1));
    short.target.status = Status::Met;
    assert_eq!(
        told(&m, &short),
        "Change failure rate fell from about 9.2% to 6.1% since 6 July. This is a strong signal: 13 weeks in a row on the better side of its earlier average, and one week outside its limits."
    );
    let mut worse = j.clone();
    worse.movement.up = Some(true);
    worse.movement.better = Some(false);
    worse.movement.hits = vec![
        hit(RunRule::Outside, true, 3),
        hit(RunRule::ThreeOfFour, true, 3),
    ];
    worse.movement.average_before = Some(0.0612);
    worse.movement.average_after = Some(0.0921);
    assert_eq!(
        told(&m, &worse),
        "Change failure rate rose from about 6.1% to 9.2% since 6 July: a strong signal (three weeks outside its limits, and three of four weeks near its limit). At 6.1%, it misses the target of 5.0%."
    );
    // Where average and direction disagree, the numbers are left out rather than contradicted.
    worse.movement.average_after = Some(0.05);
    assert!(told(&m, &worse).starts_with("Change failure rate rose since 6 July:"));
}

#[test]
fn one_signal_may_have() {
    let m = failure_rate();
    let mut movement = fell(MovementClass::Signal);
    movement.hits = vec![hit(RunRule::EightInARow, false, 8)];
    let j = judged(&m, Some(RATE), Status::Missed, movement);
    assert_eq!(
        told(&m, &j),
        "Change failure rate may have fallen: one signal (8 weeks in a row on the better side of its earlier average). We will know more by 25 November 2026. 6.1% against a target of 5.0%: missed."
    );
    let provisional = judged(&m, Some(RATE), Status::Missed, fell(MovementClass::Signal));
    assert!(
        told(&m, &provisional).contains("This is a signal on a provisional baseline: 13 weeks")
    );
    let mut neutral = fell(MovementClass::Signal);
    neutral.better = None;
    neutral.hits.truncate(1);
    let neutral = judged(&m, Some(RATE), Status::NoTarget, neutral);
    assert!(told(&m, &neutral).contains("13 weeks in a row below its earlier average"));
}

#[test]
fn routine_is_not_evidence() {
    let mut wait = metric("Review wait", Kind::Quantile, Unit::Hours);
    wait.spread = Spread::Log;
    let value = Value::Quantile {
        value: decimal("7.9"),
        n: 80,
    };
    let mut movement = still(MovementClass::Routine);
    movement.limits = Some((Some(6.0), Some(10.1)));
    let j = judged(&wait, Some(value), Status::NoTarget, movement);
    assert_eq!(
        told(&wait, &j),
        "Review wait was 7.9 hours, within its routine range of 6.0 to 10.1 hours. This is not evidence of change."
    );
    let wait = with_target(wait, Exact::integer(6));
    let mut missed = j.clone();
    missed.target = TargetCheck {
        target: wait.targets.last().cloned(),
        status: Status::Missed,
        eased: None,
    };
    assert_eq!(
        told(&wait, &missed),
        "Review wait was 7.9 hours, within its routine range. Unless something changes, expect 6.0 to 10.1 hours again, against a target of 6 hours."
    );
    let mut outside = j.clone();
    outside.movement.limits = Some((None, Some(7.0)));
    assert_eq!(
        told(&wait, &outside),
        "Review wait was 7.9 hours, with weekly values within its routine range, up to 7 hours. This is not evidence of change."
    );
    let mut none = j;
    none.movement.limits = None;
    assert!(told(&wait, &none).contains("7.9 hours, with no signal in the weekly values."));
}

#[test]
fn plural_names_and_weekly_counts() {
    let m = incidents();
    let value = Value::Count {
        count: 30,
        exposure: None,
    };
    let mut movement = still(MovementClass::Routine);
    movement.limits = Some((None, Some(6.4)));
    let j = judged(&m, Some(value), Status::NoTarget, movement);
    assert_eq!(
        told(&m, &j),
        "Incidents were 30, with weekly counts within their routine range, up to 6.4 a week. This is not evidence of change."
    );
}

#[test]
fn too_few_first_quarter_missing_and_not_tested() {
    let m = percent("Restored in time");
    let value = Value::Ratio { part: 8, whole: 12 };
    let few = MovementClass::TooFew { have: 8, need: 12 };
    let mut j = judged(&m, Some(value), Status::NoTarget, still(few));
    assert_eq!(
        told(&m, &j),
        "Restored in time was 8 of 12 (67%). Too few to tell a change from luck: 8 of the 12 weekly points needed."
    );
    j.now = Some(figure(RATE));
    assert!(told(&m, &j).starts_with("Restored in time was 6.1% (14 of 229). Too few"));
    j.history.retain(|period, _| *period == quarter(2026, 3));
    assert_eq!(
        told(&m, &j),
        "Restored in time was 6.1%. First quarter measured. Range will be stated from 28 October 2026."
    );
    let declared = MovementClass::NotTested(NotTested::Declared("Cumulative measure.".to_owned()));
    let j = judged(&m, Some(RATE), Status::NoTarget, still(declared));
    assert_eq!(
        told(&m, &j),
        "Restored in time was 6.1%. Not tested for change: cumulative measure."
    );
    let changed = MovementClass::NotTested(NotTested::DefinitionChanged(day(2026, 8, 1)));
    let j = judged(&m, Some(RATE), Status::NoTarget, still(changed));
    assert!(
        told(&m, &j).ends_with(
            "the definition changed on 1 August 2026, and earlier figures do not compare."
        )
    );
    let mut j = judged(&m, None, Status::NoData, still(MovementClass::Missing));
    assert_eq!(
        told(&m, &j),
        "No figure for Q3 2026: none was filed. Owner VP Engineering."
    );
    j.missing = Some(Missing {
        reason: "Probe was not running.".to_owned(),
        expected: Some(day(2026, 12, 1)),
        owner: None,
    });
    assert_eq!(
        told(&m, &j),
        "No figure for Q3 2026: probe was not running. Expected 1 December 2026. Owner VP Engineering."
    );
}

#[test]
fn counts_state_what_luck_could_do() {
    let m = incidents();
    let say = |now, before, low, high| {
        let comparison = CountComparison {
            now,
            before,
            unlikely_at_most: low,
            unlikely_at_least: high,
            p: 0.5,
        };
        plain(&said(&m, |ctx| counts(ctx, &m, &comparison)))
    };
    for (now, before, low, high, expected) in [
        (
            12,
            14,
            Some(4),
            28,
            "12 incidents, 14 last quarter. From 14, only 4 or fewer, or 28 or more, would be unlikely by luck.",
        ),
        (
            1,
            6,
            Some(0),
            17,
            "1 incident, 6 last quarter. From 6, only none, or 17 or more, would be unlikely by luck.",
        ),
        (
            0,
            5,
            None,
            15,
            "No incidents, 5 last quarter. From 5, even none would not be unlikely by luck, but 15 or more would.",
        ),
        (
            3,
            0,
            None,
            6,
            "3 incidents, none last quarter. From none, only 6 or more would be unlikely by luck.",
        ),
    ] {
        assert_eq!(say(now, before, low, high), expected);
    }
}

#[test]
fn zero_tolerance() {
    let unit = Unit::Things {
        one: "vulnerability".to_owned(),
        many: "vulnerabilities".to_owned(),
    };
    let m = with_target(
        metric("Overdue vulnerabilities", Kind::Count, unit),
        Exact::ZERO,
    );
    let class = || MovementClass::NotTested(NotTested::Declared("zero tolerance".to_owned()));
    for (count, expected) in [
        (0, "No overdue vulnerabilities."),
        (1, "1 overdue vulnerability. The target is none."),
        (2, "2 overdue vulnerabilities. The target is none."),
    ] {
        let value = Value::Count {
            count,
            exposure: None,
        };
        let met = if count == 0 {
            Status::Met
        } else {
            Status::Missed
        };
        let j = judged(&m, Some(value), met, still(class()));
        assert_eq!(told(&m, &j), expected);
        if count == 0 {
            let said = said(&m, |ctx| target(ctx, &m, &j));
            assert_eq!(said, "The target is none: met.");
        }
    }
}

#[test]
fn against_target_and_the_grid() {
    let m = failure_rate();
    let say = |j: &Assessment| plain(&said(&m, |ctx| target(ctx, &m, j)));
    let mut j = judged(
        &m,
        Some(RATE),
        Status::Missed,
        still(MovementClass::Routine),
    );
    assert_eq!(say(&j), "6.1% against a target of 5.0%: missed.");
    assert_eq!(advice(&j), "", "nothing is known of its range");
    j.movement.limits = Some((None, Some(0.08)));
    assert_eq!(advice(&j), "The system as built will keep missing: decide.");
    j.missed_in_a_row = 3;
    assert_eq!(
        say(&j),
        "6.1% against a target of 5.0%: missed, as in three quarters in a row."
    );
    j.movement = fell(MovementClass::StrongSignal);
    assert_eq!(
        say(&j),
        "6.1% against a target of 5.0%: missed, improving, date to reach it not yet known."
    );
    assert_eq!(advice(&j), "Working, but not there yet: a date is owed.");
    j.movement = fell(MovementClass::Signal);
    assert_eq!(advice(&j), "");
    let met = Value::Ratio {
        part: 11,
        whole: 229,
    };
    let mut j = judged(
        &m,
        Some(met),
        Status::Marginal,
        still(MovementClass::Routine),
    );
    assert_eq!(
        say(&j),
        "4.8% against a target of 5.0%: marginally met, and routine variation crosses it."
    );
    j.target.status = Status::Met;
    assert_eq!(say(&j), "4.8% against a target of 5.0%: met.");
    assert_eq!(advice(&j), "Leave it alone.");
    j.target.target = None;
    assert_eq!(say(&j), "");
}

#[test]
fn the_honesty_line() {
    let m = failure_rate();
    let say = |metrics, tested, moved, expected| {
        let line = Honesty {
            metrics,
            tested,
            moved,
            expected,
            strongly: moved / 2,
            strongly_expected: expected / 7.0,
            untested: Vec::new(),
        };
        said(&m, |ctx| honesty(ctx, &line))
    };
    for (line, expected) in [
        (
            say(15, 10, 4, 1.2),
            "15 metrics, of which 10 could be tested: 4 moved by more than routine variation, and about 1 would be expected to by luck alone. 2 gave a strong signal, and fewer than 1 would by luck alone. 5 could not be tested.",
        ),
        (
            say(12, 12, 0, 0.49),
            "12 metrics, all of which could be tested: none moved by more than routine variation, and fewer than 1 would be expected to by luck alone.",
        ),
        (
            say(12, 0, 0, 0.0),
            "12 metrics, none of which could be tested.",
        ),
    ] {
        assert_eq!(line, expected);
    }
}

#[test]
fn the_remainder_counts_what_it_says() {
    let names = ["A", "B", "C", "D"];
    let mut pack = pack(names.map(percent));
    let entry = |name: &str| DashboardEntry {
        metric: at(name.to_lowercase()),
        service: None,
    };
    pack.settings.dashboard = vec![DashboardPane {
        pane: Pane::Flow,
        headline: entry("A"),
        others: vec![entry("B"), entry("C"), entry("D")],
    }];
    let ctx = Ctx {
        pack: &pack,
        period: quarter(2026, 3),
        words: &Words::new(&pack.settings),
        answers: &Answers::default(),
    };
    let say = |classes: [MovementClass; 4], shown| {
        let metrics = names.iter().zip(classes).map(|(name, class)| {
            let all = judged(&percent(name), Some(RATE), Status::NoTarget, still(class));
            let services = BTreeMap::new();
            (name.to_lowercase(), MetricAnalysis { all, services }.into())
        });
        let quarter = QuarterAnalysis {
            period: quarter(2026, 3),
            budgets: Shared::default(),
            metrics: metrics.collect(),
            honesty: Honesty {
                metrics: 4,
                tested: 4,
                moved: 0,
                expected: 0.2,
                strongly: 0,
                strongly_expected: 0.0,
                untested: Vec::new(),
            },
            verdicts: Vec::new(),
            exceptions: vec![ExceptionRow {
                metric: "a".to_owned(),
                service: None,
                reason: ExceptionReason::Worse,
            }],
            shifts: BTreeMap::new(),
            rechecks: BTreeMap::new(),
            incidents: None,
            risks: None,
            compliance: None,
            quality: None,
            money: None,
            capability: None,
            experiments: None,
        };
        remainder(&ctx, &quarter, shown)
    };
    let (strong, signal, routine) = (
        MovementClass::StrongSignal,
        MovementClass::Signal,
        MovementClass::Routine,
    );
    let few = MovementClass::TooFew { have: 3, need: 12 };
    let all = |rest: &MovementClass| [strong.clone(), rest.clone(), rest.clone(), rest.clone()];
    assert_eq!(
        say(all(&routine), 1),
        "The other 3 metrics show routine variation only."
    );
    assert_eq!(
        say(all(&routine), 0),
        "Of four metrics, 1 shows a strong signal and 3 show routine variation only."
    );
    assert_eq!(
        say([strong, signal, routine, few], 1),
        "Of the other three metrics, 1 shows one signal, 1 shows routine variation only and 1 could not be tested."
    );
}

#[test]
fn stories_say_after_and_never_because() {
    let m = failure_rate();
    let mut story = Shift {
        action: day(2026, 7, 6),
        before: Some(0.0921),
        after: Some(0.0612),
        n_before: 26,
        n_after: 12,
        movement: fell(MovementClass::StrongSignal),
        behaviour: Behaviour::default(),
    };
    let say = |story: &Shift| {
        plain(&said(&m, |ctx| {
            shift(ctx, &m, Scope::Service("checkout"), story)
        }))
    };
    assert_eq!(
        say(&story),
        "Change failure rate for Checkout fell from about 9.2% to 6.1% after 6 July 2026, against the 26 weeks before it. This is a strong signal: 13 weeks in a row on the better side of its earlier average, and 5 weeks near its lower limit."
    );
    story.movement = still(MovementClass::Routine);
    story.movement.limits = Some((Some(0.048), Some(0.136)));
    assert_eq!(
        say(&story),
        "Change failure rate for Checkout averaged 9.2% in the 26 weeks before 6 July 2026 and 6.1% in the 12 weeks since. Weekly values stayed within the routine range from before it (4.8% to 13.6%). This is not evidence of change."
    );
    story.movement = still(MovementClass::TooFew { have: 3, need: 8 });
    assert!(say(&story).ends_with("3 of the 8 weekly points needed."));
}

#[test]
fn exceptions_and_headlines() {
    let m = failure_rate();
    let mut j = judged(
        &m,
        Some(RATE),
        Status::Missed,
        fell(MovementClass::StrongSignal),
    );
    j.missed_in_a_row = 3;
    let head = |j: &Assessment| plain(&said(&m, |ctx| headline(ctx, &m, Scope::All, j)));
    assert_eq!(
        head(&j),
        "Change failure rate fell from about 9.2% to 6.1% since 6 July, but still missed target"
    );
    assert_eq!(
        exception(ExceptionReason::KeepsMissing, &j),
        "Target missed three quarters in a row with routine variation only: this needs a decision, not effort."
    );
    j.movement = still(MovementClass::Routine);
    assert_eq!(
        head(&j),
        "Change failure rate missed target three quarters in a row, now with routine variation only"
    );
    j.now.as_mut().expect("a figure").estimated = true;
    j.movement.provisional = true;
    let lines = said(&m, |ctx| quality(ctx, &m, Scope::All, &j));
    assert_eq!(
        lines.iter().map(|l| plain(l)).collect::<Vec<_>>(),
        [
            "The figure for Q3 2026 is estimated.",
            "Limits are provisional: fewer than 20 points stand behind them."
        ]
    );
}
