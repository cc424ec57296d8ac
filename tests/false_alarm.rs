//! How often metrics in which nothing changed are said to move, by the procedure as it is built:
//! the honesty line must not promise less luck than there is.
#![expect(clippy::cast_precision_loss, reason = "shares of counted metrics")]

mod sample;

use boardpack::analyse::{MovementClass, analyse};
use boardpack::model::{Kind, Polarity, RollUp, Spread, Test, Value};
use sample::{Noise, add, count, file, file_weeks, level, metric, pack};

/// In one quarter: the shares of tested metrics that moved and that moved strongly, and the mean
/// chance that was stated for them.
struct Luck {
    tested: f64,
    moved: f64,
    strongly: f64,
    stated: f64,
}

fn luck(
    metrics: usize,
    quarters: i32,
    test: &Test,
    spread: Spread,
    mut draw: impl FnMut(&mut Noise) -> Value,
) -> Vec<Luck> {
    let mut noise = Noise(20_260_930);
    let mut pack = pack(quarters);
    for m in 0..metrics {
        let id = format!("m{m}");
        let roll_up = RollUp::StatedOnly;
        let mut made = metric(&id, Kind::Level, Polarity::HigherIsBetter, roll_up);
        (made.spread, made.test) = (spread, test.clone());
        add(&mut pack, made);
        let weeks: Vec<_> = (0..=13 * quarters)
            .map(|_| Some(draw(&mut noise)))
            .collect();
        file_weeks(&mut pack, &id, None, weeks);
        let periods: Vec<_> = pack.snapshots.keys().map(ToString::to_string).collect();
        for period in periods {
            file(&mut pack, &id, None, &period, level("1"));
        }
    }
    let analysis = analyse(&pack);
    analysis
        .quarters
        .values()
        .map(|quarter| {
            let share = |of: &dyn Fn(&MovementClass) -> bool| {
                let all = quarter.metrics.values();
                all.filter(|m| of(&m.all.movement.class)).count() as f64
            };
            let strong = |c: &MovementClass| *c == MovementClass::StrongSignal;
            let moved = |c: &MovementClass| strong(c) || *c == MovementClass::Signal;
            let tested = share(&|c| moved(c) || *c == MovementClass::Routine);
            let chances = quarter.metrics.values();
            let stated: f64 = chances.filter_map(|m| m.all.movement.false_alarm).sum();
            Luck {
                tested: tested / metrics as f64,
                moved: share(&moved) / tested.max(1.0),
                strongly: share(&strong) / tested.max(1.0),
                stated: stated / tested.max(1.0),
            }
        })
        .collect()
}

fn hold(name: &str, quarters: &[Luck]) {
    let mut tested = 0.0;
    for (n, luck) in quarters.iter().enumerate() {
        tested += luck.tested;
        if luck.tested < 0.5 {
            continue;
        }
        let (moved, stated) = (luck.moved, luck.stated);
        assert!(
            (moved - stated).abs() <= 0.25 * stated + 0.015,
            "{name}, quarter {}: {moved:.3} moved, {stated:.3} was stated",
            n + 1
        );
        assert!(
            luck.strongly <= 0.15 * stated + 0.01,
            "{name}: {:.3} strongly",
            luck.strongly
        );
    }
    assert!(tested > 1.0, "{name}: nothing was tested");
}

#[test]
fn quiet_weekly_metrics_move_as_often_as_is_stated() {
    let bell = luck(1500, 6, &Test::Xmr, Spread::Linear, |noise| {
        level(&format!("{:.6}", 1000.0 + 100.0 * noise.normal()))
    });
    hold("bell-shaped", &bell);
    let skewed = luck(1500, 6, &Test::Xmr, Spread::Log, |noise| {
        level(&format!("{:.6}", 100.0 * (0.5 * noise.normal()).exp()))
    });
    hold("skewed, on the log scale", &skewed);
}

#[test]
fn quiet_rare_events_move_as_often_as_is_stated() {
    for a_week in [0.5, 1.0, 3.0] {
        let events = luck(1500, 8, &Test::RareEvents, Spread::Linear, |noise| {
            // Knuth's Poisson draw.
            let (enough, mut n, mut left) = (f64::exp(-a_week), 0, noise.uniform());
            while left > enough {
                left *= noise.uniform();
                n += 1;
            }
            count(n)
        });
        hold(&format!("{a_week} a week"), &events);
    }
}

#[test]
fn skewed_values_on_a_linear_scale_would_cry_wolf() {
    let raw = luck(800, 4, &Test::Xmr, Spread::Linear, |noise| {
        level(&format!("{:.6}", 100.0 * (0.5 * noise.normal()).exp()))
    });
    assert!(raw.last().is_some_and(|last| last.moved > 0.3));
}
