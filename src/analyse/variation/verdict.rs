//! Fired rules to the evidence class of a movement (board's words: signal, strong signal).

use super::baseline::Baseline;
use super::rules::Fired;
use crate::analyse::judgement::{Movement, MovementClass, NotTested, RuleHit};
use crate::model::{Polarity, Week};

/// A movement of which nothing can be said but why.
pub(in crate::analyse) fn untold(class: MovementClass) -> Movement {
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

/// A movement that was not tested.
pub(in crate::analyse) fn not_tested(why: NotTested) -> Movement {
    untold(MovementClass::NotTested(why))
}

/// The class, direction and hits. Where rules fired in both directions, the direction with more of
/// them speaks, and of equals the one that fired last: the chart shows both. `week` gives the week
/// of an index.
pub(in crate::analyse) fn weigh(
    fired: &[Fired],
    baseline: &Baseline,
    polarity: Polarity,
    week: impl Fn(usize) -> Week,
) -> Movement {
    let side = |up: bool| fired.iter().filter(move |f| f.up == up);
    let weight = |up: bool| (side(up).count(), side(up).map(|f| f.last).max());
    let up = (!fired.is_empty()).then(|| weight(true) > weight(false));
    let hits: Vec<RuleHit> = up.map_or_else(Vec::new, |up| {
        side(up)
            .map(|f| RuleHit {
                rule: f.rule,
                up,
                count: f.count,
                first: week(f.first),
            })
            .collect()
    });
    let class = match hits.len() {
        0 => MovementClass::Routine,
        1 => MovementClass::Signal,
        _ if baseline.provisional() => MovementClass::Signal,
        _ => MovementClass::StrongSignal,
    };
    Movement {
        up,
        better: up.and_then(|up| match polarity {
            Polarity::HigherIsBetter => Some(up),
            Polarity::LowerIsBetter => Some(!up),
            Polarity::Neutral => None,
        }),
        since: hits.iter().map(|h| h.first).min(),
        hits,
        provisional: baseline.provisional(),
        ..untold(class)
    }
}
