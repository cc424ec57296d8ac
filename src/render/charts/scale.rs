//! Values to a vertical scale: round ticks, cropped by rule (G2, G6). Numbers in, numbers out.

/// Which numbers count as round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Steps {
    /// 1, 2, 2.5, 5 × 10ⁿ.
    Decimal,
    /// The same, never below 1: things that are counted.
    Whole,
    /// 1, 2, 4, 8, 24 hours, then days of them.
    Hours,
    /// 1, 5, 15, 30, 60 minutes, then hours of them.
    Minutes,
}

/// A vertical scale.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scale {
    /// Value at the foot of the plot.
    pub(crate) low: f64,
    /// Value at its top.
    pub(crate) high: f64,
    /// Round values, ascending, at most five.
    pub(crate) ticks: Vec<f64>,
    /// Decimals that tell the ticks apart.
    pub(crate) decimals: usize,
    /// Whether zero is left out of a scale that could have begun there.
    pub(crate) cropped: bool,
}

const MOST_TICKS: f64 = 5.0;

/// The scale for values that reach from the lowest to the highest of `values`; `ceiling` is a value
/// that nothing can pass, such as 100%. Values that are no numbers are left out; none at all give 0 to 1.
pub(crate) fn scale(
    values: impl IntoIterator<Item = f64>,
    steps: Steps,
    ceiling: Option<f64>,
) -> Scale {
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.into_iter().filter(|v| v.is_finite()) {
        // Beyond this no pack can write, and a sum of two would lose its units.
        let value = value.clamp(-1e15, 1e15);
        (least, most) = (least.min(value), most.max(value));
    }
    if least > most {
        (least, most) = (0.0, 1.0);
    }
    let smallest = f64::max(most.abs().max(least.abs()) * 1e-9, 1e-9);
    if most - least < smallest {
        // All values are the same: room around them so that a line has a place.
        let room = if most == 0.0 { 1.0 } else { most.abs() * 0.1 };
        (least, most) = if most == 0.0 {
            (0.0, room)
        } else {
            (least - room, most + room)
        };
    }
    let ceiling = ceiling.filter(|c| *c >= most);
    // A few things counted are read from zero; there is no half of one to crop at.
    let few = steps == Steps::Whole && most <= 30.0;
    if least > 0.0 && least >= most / 3.0 && !few {
        cropped(least, most, steps, ceiling)
    } else {
        whole(least, most, steps, ceiling)
    }
}

fn top(most: f64, span: f64, ceiling: Option<f64>) -> f64 {
    let high = most + span * 0.04;
    // At a ceiling the line itself may lie on the upper edge.
    ceiling.map_or(high, |c| high.min(c))
}

/// A scale that holds zero, but where the values lie far below it.
fn whole(least: f64, most: f64, steps: Steps, ceiling: Option<f64>) -> Scale {
    if most < 0.0 && most.abs() >= least.abs() / 3.0 {
        let span = most - least;
        let high = top(most, span, ceiling);
        let far = ticked(least - span * 0.04, high, span, steps, high < 0.0);
        // Between two whole things there is no round value to read by: then zero is in.
        if far.ticks.len() > 1 {
            return far;
        }
    }
    let (from, to) = (least.min(0.0), most.max(0.0));
    let span = to - from;
    let low = if from < 0.0 { from - span * 0.04 } else { 0.0 };
    let high = if to > 0.0 {
        top(to, span, ceiling)
    } else {
        0.0
    };
    ticked(low, high, span, steps, false)
}

/// The scale between two ends with as many ticks as there is room for.
fn ticked(low: f64, high: f64, span: f64, steps: Steps, cropped: bool) -> Scale {
    let step = (0..200)
        .scan(first_step(span / 12.0, steps), |step, _| {
            let now = *step;
            *step = next_step(now, steps);
            Some(now)
        })
        .find(|step| (high / step).floor() - (low / step).ceil() < MOST_TICKS)
        .unwrap_or(span);
    made(low, high, step, cropped)
}

/// A scale that begins at a round value and leaves between a quarter and a third of its height
/// empty below the lowest value, so that nobody reads the foot as zero. The foot is a tick where
/// one lies right, or else a fifth or a fiftieth of the way between two.
fn cropped(least: f64, most: f64, steps: Steps, ceiling: Option<f64>) -> Scale {
    let span = most - least;
    let room = ceiling.map_or(f64::INFINITY, |c| c - least).max(span);
    [1.0, 5.0, 50.0]
        .into_iter()
        .find_map(|parts| foot(least, span, room, steps, parts))
        // No round foot leaves the right room: beginning at zero is always honest.
        .unwrap_or_else(|| whole(0.0, most, steps, ceiling))
}

/// The scale of least waste whose foot lies on a `parts`-th of a tick.
fn foot(least: f64, span: f64, room: f64, steps: Steps, parts: f64) -> Option<Scale> {
    let mut best: Option<(f64, f64, f64)> = None;
    let mut step = first_step(span / 8.0, steps);
    while step < span * 3.0 {
        let fine = match steps {
            Steps::Whole => (step / parts).max(1.0).round(),
            _ => step / parts,
        };
        // The foot lies at most a whole height below the lowest value.
        let mut low = (least / fine).floor() * fine;
        while low > 0.0 && least - low < span {
            let below = (least - low).max(0.0);
            let (fewest, widest) = (below * 2.03, below * 2.97);
            let above = (below * 2.5)
                .clamp(span * 1.04, span * 1.4)
                .clamp(fewest, widest)
                .min(room);
            let ticks = ((least + above) / step + 1e-9).floor() - (low / step - 1e-9).ceil() + 1.0;
            let fits = above >= (span * 1.02).min(room)
                && (fewest..=widest).contains(&above)
                && above <= span * 1.6
                && (2.0..=MOST_TICKS).contains(&ticks)
                && (parts > 1.0 || ticks > 2.0);
            if fits && best.is_none_or(|(_, _, other)| above < other - span * 0.02) {
                best = Some((low, step, above));
            }
            low -= fine;
        }
        step = next_step(step, steps);
    }
    best.map(|(low, step, above)| made(low, least + above, step, true))
}

fn made(low: f64, high: f64, step: f64, cropped: bool) -> Scale {
    let mut ticks = Vec::with_capacity(5);
    let mut index = (low / step - 1e-9).ceil();
    while index * step <= high + step * 1e-9 && ticks.len() < 12 {
        ticks.push(index * step + 0.0);
        index += 1.0;
    }
    Scale {
        low,
        high,
        ticks,
        decimals: decimals(step),
        cropped,
    }
}

/// How many decimals a round step needs.
fn decimals(step: f64) -> usize {
    (0..9)
        .zip([1.0, 10.0, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8])
        .find(|(_, power)| {
            let shifted = step * power;
            (shifted - shifted.round()).abs() < 1e-6 * shifted.max(1e-3)
        })
        .map_or(9, |(places, _)| places)
}

/// The smallest round step that is not below `at_least`.
fn first_step(at_least: f64, steps: Steps) -> f64 {
    let mut step = match steps {
        Steps::Whole => 1.0,
        _ => 10_f64.powf(at_least.max(1e-12).log10().floor()).min(1.0),
    };
    let mut rounds = 0;
    while step < at_least * (1.0 - 1e-9) && rounds < 200 {
        step = next_step(step, steps);
        rounds += 1;
    }
    step
}

/// The next round step.
fn next_step(step: f64, steps: Steps) -> f64 {
    let named: &[f64] = match steps {
        Steps::Decimal | Steps::Whole => &[],
        Steps::Hours => &[1.0, 2.0, 4.0, 8.0, 24.0],
        Steps::Minutes => &[1.0, 5.0, 15.0, 30.0, 60.0],
    };
    // Between the first and last named steps only they are round; past the last, round multiples of it.
    if let (Some(first), Some(last)) = (named.first(), named.last()) {
        if step >= *last * (1.0 - 1e-9) {
            return next_decimal(step / last) * last;
        }
        if step >= *first * (1.0 - 1e-9) {
            let following = named.iter().find(|n| **n > step * (1.0 + 1e-9));
            return following.copied().unwrap_or(*last);
        }
    }
    let next = next_decimal(step);
    if steps == Steps::Whole && next < 3.0 && next > 2.0 {
        return 5.0;
    }
    next
}

fn next_decimal(step: f64) -> f64 {
    let power = 10_f64.powf((step.log10() + 1e-9).floor());
    let lead = step / power;
    let next = [2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .find(|n| *n > lead * (1.0 + 1e-9))
        .unwrap_or(20.0);
    next * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_scale_near_zero_begins_there() {
        let made = scale([2.0, 9.0], Steps::Decimal, None);
        assert_eq!((made.low, made.cropped), (0.0, false));
        assert_eq!(made.ticks, [0.0, 2.0, 4.0, 6.0, 8.0]);
    }

    #[test]
    fn a_cropped_scale_begins_at_a_round_value() {
        let made = scale([98.9, 99.8], Steps::Decimal, Some(100.0));
        assert!(made.cropped && made.high <= 100.0, "{made:?}");
        assert_eq!(made.ticks.first(), Some(&made.low));
    }

    #[test]
    fn hours_and_things_have_their_own_round_values() {
        assert_eq!(
            scale([3.0, 30.0], Steps::Hours, None).ticks,
            [0.0, 8.0, 16.0, 24.0]
        );
        assert_eq!(
            scale([1.0, 3.0], Steps::Whole, None).ticks,
            [0.0, 1.0, 2.0, 3.0]
        );
        assert_eq!(
            scale([10.0, 55.0], Steps::Minutes, None).ticks,
            [0.0, 15.0, 30.0, 45.0]
        );
    }

    #[test]
    fn what_lies_between_two_whole_things_has_round_values_to_read_by() {
        for values in [[-2.4, -2.4], [-31.3, -31.2], [31.2, 31.3]] {
            let made = scale(values, Steps::Whole, None);
            assert!(
                made.ticks.len() > 1 && made.ticks.contains(&0.0),
                "{made:?}"
            );
        }
        let far = scale([-95.0, -60.0], Steps::Whole, None);
        assert!(far.cropped && far.high < 0.0, "{far:?}");
    }

    #[test]
    fn negative_values_have_zero_between() {
        let made = scale([-4.0, 38.0], Steps::Decimal, None);
        assert!(made.ticks.contains(&0.0) && made.low < -4.0, "{made:?}");
    }

    proptest! {
        #[test]
        fn a_scale_holds_its_values(
            values in prop::collection::vec(prop_oneof![
                -1e12..1e12_f64, -100.0..100.0_f64, 99.0..100.0_f64, Just(0.0), Just(5.0)
            ], 0..20),
            kind in 0..4_usize,
        ) {
            let steps = [Steps::Decimal, Steps::Whole, Steps::Hours, Steps::Minutes][kind];
            let made = scale(values.iter().copied(), steps, None);
            prop_assert!(made.low < made.high);
            prop_assert!((1..=6).contains(&made.ticks.len()), "{made:?}");
            prop_assert!(made.ticks.windows(2).all(|t| t[0] < t[1]));
            for value in &values {
                prop_assert!(made.low <= *value && *value <= made.high, "{value} {made:?}");
            }
            if made.cropped && made.low > 0.0 && values.len() > 1 {
                let least = values.iter().copied().fold(f64::INFINITY, f64::min);
                let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                if most - least > least * 1e-6 {
                    let empty = (least - made.low) / (made.high - made.low);
                    prop_assert!((0.24..=0.34).contains(&empty), "{empty} {made:?}");
                }
            }
        }
    }
}
