//! Differences and ranges to words.

use super::digits::{self, NBSP};
use super::pattern::{Landmarks, Pattern, just, nearest, safe_decimals, three_figures};
use super::units::{self, Place};
use super::{Words, settled};
use crate::analyse::Figure;
use crate::model::{Exact, Language, Locale, Metric, Unit};
use crate::tongue::{label, say};
use std::cmp::Ordering;

/// What several numbers share one pattern for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Together {
    /// The two ends of a range.
    Range,
    /// A column or a row, with at least so many decimals.
    Column(i32),
}

impl Words {
    /// `up 3.1 points`, `down 2.4 hours`, `no change`: as far as [`Words::subtracted`] says.
    pub(crate) fn change(&self, metric: &Metric, now: &Figure, then: &Figure) -> String {
        let by = || self.subtracted(metric, now, then);
        match now.exact.cmp(&then.exact) {
            Ordering::Equal => label("no change").to_owned(),
            Ordering::Less => say!("down~{by}", by()),
            Ordering::Greater => say!("up~{by}", by()),
        }
    }

    /// How far two figures lie apart as a reader would subtract them: `2.9 points` of 8.7% and 5.8%,
    /// whatever their further decimals are. Two significant figures at most, never finer than the
    /// two numbers, whole things exactly. Where both read the same, the unrounded difference.
    pub(crate) fn subtracted(&self, metric: &Metric, now: &Figure, then: &Figure) -> String {
        let shown = [now, then].map(|figure| self.shown(metric, figure));
        self.between(metric, [now.exact, then.exact], shown)
    }

    /// As `subtracted`, of a figure and its target.
    pub(crate) fn subtracted_target(&self, metric: &Metric, now: &Figure, target: Exact) -> String {
        let shown = [
            self.shown(metric, now),
            self.rounded(metric, target, Place::Cell).1,
        ];
        self.between(metric, [now.exact, target], shown)
    }

    /// The number that a figure is printed as in tables, where durations keep one unit.
    fn shown(&self, metric: &Metric, figure: &Figure) -> Exact {
        let least = self.least(metric, figure.value);
        self.rounded_from(metric, figure.exact, Place::Cell, least)
            .1
    }

    fn between(&self, metric: &Metric, exact: [Exact; 2], shown: [Exact; 2]) -> String {
        let by = |[a, b]: [Exact; 2]| a.minus(b).unwrap_or(Exact::ZERO);
        let (unrounded, read) = (by(exact), by(shown));
        if read == Exact::ZERO || read.is_negative() != unrounded.is_negative() {
            return self.distance(metric, unrounded);
        }
        let mut pattern = units::difference(&self.currency, metric, read);
        if pattern.decimals > 0 && metric.unit.value != Unit::Currency {
            let needed = |end: Exact| {
                let enough = |d: &i32| nearest(end, pattern.divisor, *d) == Some(end);
                (0..=pattern.decimals).find(enough)
            };
            let needed = shown.map(|end| needed(end).unwrap_or(pattern.decimals));
            pattern.decimals = needed[0].max(needed[1]);
        }
        let written = pattern.write(self.locale, Landmarks::Zero, read.magnitude());
        written.0
    }

    /// `3.1 points`, `2.4 hours`: how far two numbers of a metric lie apart, in two significant
    /// figures.
    pub(crate) fn distance(&self, metric: &Metric, difference: Exact) -> String {
        let (text, _) = settled(difference.magnitude(), |value| {
            units::difference(&self.currency, metric, value).write(
                self.locale,
                Landmarks::Zero,
                value,
            )
        });
        text
    }

    /// Where something came from and went to: as `range`, but for the languages that have a word of
    /// their own for it.
    pub(crate) fn course(&self, metric: &Metric, before: f64, after: f64) -> Option<String> {
        let range = self.range(metric, before, after)?;
        Some(match self.locale.language() {
            Language::German => range.replacen(" bis ", " auf ", 1),
            Language::English | Language::French => range,
        })
    }

    /// The two ends of a range, each as `range` writes it and with its unit: `4.8%`, `6.0 hours`.
    pub(crate) fn range_ends(&self, metric: &Metric, low: f64, high: f64) -> Option<[String; 2]> {
        let [low, high] = [low, high].map(Exact::from_f64);
        let ends = [three_figures(metric, low?), three_figures(metric, high?)];
        let durations = metric.unit.value.is_duration() && metric.decimals.is_none();
        let pattern = self.ends(metric, ends[0], ends[1]);
        Some(ends.map(
            |end| match nearest(end, pattern.divisor, pattern.decimals) {
                Some(shown) if !durations && ends[0] != ends[1] => self.dress(&pattern, shown),
                _ => self.rounded(metric, end, Place::Text).0,
            },
        ))
    }

    /// Two statistics that a sentence sets side by side, each as `number` writes it, but with the same
    /// decimals: `8.0 hours` beside `7.9 hours`.
    pub(crate) fn numbers(&self, metric: &Metric, values: [f64; 2]) -> [String; 2] {
        let alone = values.map(|value| self.number(metric, value));
        let [Some(one), Some(other)] = values.map(Exact::from_f64) else {
            return alone;
        };
        let exact = [one, other].map(|value| three_figures(metric, value));
        let pattern = self.common(metric, &exact, Place::Text, Together::Column(0));
        let even = exact.map(|value| {
            let shown = nearest(value, pattern.divisor, pattern.decimals)?;
            Some(self.dress(&pattern, shown))
        });
        let [Some(one), Some(other)] = even else {
            return alone;
        };
        // Nothing but zeros may be added.
        let same = |text: &str, alone| reads_as(self.locale, text, alone);
        match same(&one, &alone[0]) && same(&other, &alone[1]) {
            true => [one, other],
            false => alone,
        }
    }

    /// A figure told beside numbers that it is compared with: as everywhere, unless its rounding
    /// would then read as standing elsewhere to one of them, as in `just over 5.0%`.
    pub(crate) fn beside(&self, metric: &Metric, figure: &Figure, others: &[Exact]) -> String {
        let least = self.least(metric, figure.value);
        let shown = self
            .rounded_from(metric, figure.exact, Place::Text, least)
            .1;
        let blurred = others.iter().find(|other| {
            let other_shown = self.rounded(metric, **other, Place::Text).1;
            figure.exact.cmp(other) != shown.cmp(&other_shown)
        });
        match blurred {
            Some(other) if figure.exact > *other => just(true, &self.exact(metric, *other)),
            Some(other) if figure.exact < *other => just(false, &self.exact(metric, *other)),
            _ => self.full(metric, figure),
        }
    }

    /// `6.0 to 10.1 hours`, `4.8% to 7.4%`, `£180 to £520 thousand`: both ends with the same
    /// decimals. `None` where a number is not finite.
    pub(crate) fn range(&self, metric: &Metric, low: f64, high: f64) -> Option<String> {
        let [low, high] = [low, high].map(Exact::from_f64);
        let (low, high) = (three_figures(metric, low?), three_figures(metric, high?));
        Some(self.range_exact(metric, low, high))
    }

    /// As `range`, of exact numbers (benchmark bands).
    pub(crate) fn range_exact(&self, metric: &Metric, low: Exact, high: Exact) -> String {
        if low == high {
            return self.rounded(metric, low, Place::Text).0;
        }
        if metric.unit.value.is_duration() && metric.decimals.is_none() {
            let ends = [low, high].map(|x| self.rounded(metric, x, Place::Text).0);
            let parts = |text: &str| text.split(['\u{a0}', ' ']).count();
            // In two units each, or each in its own: the ends as they read alone.
            let alone = parts(&ends[0]) != 2
                || parts(&ends[1]) != 2
                || unit_of(&ends[0]) != unit_of(&ends[1]);
            if alone && ends[0] != ends[1] {
                return to(&ends[0], &ends[1]);
            }
        }
        let pattern = self.ends(metric, low, high);
        let (Some(from), Some(to)) = (
            nearest(low, pattern.divisor, pattern.decimals),
            nearest(high, pattern.divisor, pattern.decimals),
        ) else {
            let ends = [low, high].map(|x| self.rounded(metric, x, Place::Text).0);
            return to(&ends[0], &ends[1]);
        };
        let to = self.dress(&pattern, to);
        // The unit stands once, after the second number; `%` belongs to each.
        let bare = if pattern.many.ends_with('%') {
            pattern.clone()
        } else {
            Pattern {
                one: String::new(),
                many: String::new(),
                ..pattern.clone()
            }
        };
        self::to(&self.dress(&bare, from), &to)
    }

    /// One pattern for both ends of a range: from 100 up, decimals would be a fourth figure.
    fn ends(&self, metric: &Metric, low: Exact, high: Exact) -> Pattern {
        let pattern = self.common(metric, &[low, high], Place::Text, Together::Range);
        let plain = !matches!(metric.unit.value, Unit::Percent | Unit::Currency);
        let large = high.magnitude() >= Exact::integer(100);
        if !plain || !large || metric.decimals.is_some() {
            return pattern;
        }
        let whole = Pattern {
            decimals: 0,
            ..pattern.clone()
        };
        let at = |x| nearest(x, whole.divisor, 0);
        if safe_decimals(Landmarks::Metric(metric), &whole, &[low, high]) == Some(0)
            && at(low) != at(high)
        {
            whole
        } else {
            pattern
        }
    }

    /// One pattern for several values: the unit that suits the smallest, decimals that suit all
    /// and blur nothing.
    pub(super) fn common(
        &self,
        metric: &Metric,
        values: &[Exact],
        place: Place,
        together: Together,
    ) -> Pattern {
        let patterns: Vec<Pattern> = values
            .iter()
            .filter(|v| **v != Exact::ZERO)
            .map(|v| units::usual(&self.currency, metric, *v, place))
            .collect();
        let finest = patterns.iter().min_by_key(|p| p.divisor).cloned();
        let mut pattern =
            finest.unwrap_or_else(|| units::usual(&self.currency, metric, Exact::ZERO, place));
        // Beside larger ones, a number under 1 needs no more decimals than they have.
        let one = |p: &Pattern, v: &Exact| v.magnitude() >= p.divisor;
        let known = || values.iter().filter(|v| **v != Exact::ZERO).zip(&patterns);
        let any_over_one = known().any(|(v, p)| one(p, v));
        let decimals = known()
            .filter(|(v, p)| p.divisor == pattern.divisor && (!any_over_one || one(p, v)))
            .map(|(_, p)| p.decimals);
        let decimals_known = decimals.max();
        pattern.decimals = decimals_known.unwrap_or(pattern.decimals);
        pattern.trim = false;
        let distinct = |d: i32| {
            values.iter().enumerate().all(|(i, a)| {
                values[..i].iter().all(|b| {
                    a == b || nearest(*a, pattern.divisor, d) != nearest(*b, pattern.divisor, d)
                })
            })
        };
        if let (Together::Column(least), Some(_)) = (together, decimals_known) {
            pattern.decimals = pattern.decimals.max(least);
        }
        // Two ends of one range must not read the same; a column may repeat itself.
        if together == Together::Range && !distinct(pattern.decimals) {
            let finer = (pattern.decimals..=pattern.decimals + 3).find(|&d| distinct(d));
            pattern.decimals = finer.unwrap_or(pattern.decimals);
        }
        if let Some(decimals) = safe_decimals(Landmarks::Metric(metric), &pattern, values) {
            pattern.decimals = decimals;
        }
        pattern
    }
}

/// Both ends of a range: `3 to 5`.
pub(super) fn to(low: &str, high: &str) -> String {
    say!("{low} to {high}", low, high)
}

/// Whether two texts say the same number of the same thing.
fn reads_as(locale: Locale, one: &str, other: &str) -> bool {
    match (one.split_once(NBSP), other.split_once(NBSP)) {
        (Some((number, _)), Some((same, _))) => {
            digits::trimmed(locale, number) == digits::trimmed(locale, same)
                && unit_of(one) == unit_of(other)
        }
        _ => one == other,
    }
}

/// The last unit of a duration's text, `hour` and `hours` alike.
fn unit_of(text: &str) -> &str {
    let last = text.rsplit(NBSP).next().unwrap_or_default();
    last.trim_end_matches('s')
}
