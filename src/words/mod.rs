//! Numbers to words: units, signs, rounding, dates. The only place where a number becomes text.
//!
//! Rounding is half away from zero, from the exact value. Thousands are grouped from 1,000. A space
//! that must not break is U+00A0, a minus is U+2212. The rest is the locale's, after CLDR:
//!
//! | locale | number | percent | money | day |
//! |---|---|---|---|---|
//! | `en-GB`, `en-US` | `1,234.5` | `1.5%` | `£4.10` | `6 July 2026` |
//! | `en-EU` | `1 234.5`, a narrow space | `1.5%` | `€4.10` | `6 July 2026` |
//! | `de-DE` | `1.234,5` | `1,5 %`, U+00A0 | `4,10 €`, `1,2 Mio. €` | `6. Juli 2026` |
//! | `fr-FR` | `1 234,5`, U+202F | `1,5 %`, U+202F | `4,10 €`, `1,2 M€` | `6 juillet 2026` |
//!
//! French sets `1er` for the first of a month and `420 k€` for thousands, as its readers do, where CLDR
//! has `1` and `420 k €`.

mod amounts;
mod budgets;
mod clock;
mod compare;
mod dates;
mod digits;
mod durations;
mod labels;
pub(crate) mod machine;
mod money;
mod pattern;
mod ranges;
mod reported;
pub(crate) mod spelled;
mod table;
mod units;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_abroad;

pub(crate) use dates::{MONTHS, names_month};
pub(crate) use labels::direction;
pub(crate) use reported::{left_of, record_named};
pub(crate) use table::no_data;

use crate::analyse::{Analysis, Figure};
use crate::known::Known;
use crate::model::{
    Calendar, Exact, Kind, Language, Locale, Metric, Pack, Period, Settings, Unit, Value, Week,
};
use crate::tongue::{label, say};
use chrono::NaiveDate;
use digits::NBSP;
use pattern::{Landmarks, Pattern};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use units::{Currency, Place};

/// A share of fewer things than this is told as a count first: `8 of 12 (67%)`.
const FEW: u64 = 20;
/// Most decimals that one figure asks of all others of its metric.
const MOST_SHARED: i32 = 3;

/// How one pack writes numbers and dates.
#[derive(Debug, Clone)]
pub struct Words {
    locale: Locale,
    currency: Currency,
    fiscal: bool,
    /// By metric id: decimals that all its figures of record have at least.
    shared: BTreeMap<String, i32>,
}

impl Words {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            locale: settings.locale,
            currency: Currency {
                code: settings.currency.value.clone(),
                locale: settings.locale,
            },
            fiscal: dates::is_fiscal(&settings.calendar),
            shared: BTreeMap::new(),
        }
    }

    /// The same for programs, which read every pack alike.
    pub(crate) fn for_programs(&self) -> Self {
        let mut words = self.clone();
        (words.locale, words.currency.locale) = (Locale::Plain, Locale::Plain);
        words
    }

    /// Whether the two differ in no more than decimals that metrics share.
    fn writes_as(&self, other: &Self) -> bool {
        self.locale == other.locale
            && self.currency.code == other.currency.code
            && self.fiscal == other.fiscal
    }

    /// Gives all figures of record of a metric the decimals that most of them need alone, so that
    /// a figure reads the same on every page, and as exactly as the quarter beside it. Money and
    /// scores have their own ways; shares of few things have their counts.
    pub(crate) fn sharing<'f>(
        mut self,
        figures: impl IntoIterator<Item = (&'f Metric, &'f Figure)>,
    ) -> Self {
        for (metric, figure) in figures {
            let plain = matches!(
                metric.unit.value,
                Unit::Percent | Unit::Things { .. } | Unit::Hours | Unit::Days
            );
            if !plain || metric.kind.value == Kind::Score {
                continue;
            }
            let whole = [Exact::ZERO, Exact::integer(1)].contains(&figure.exact);
            if whole || few(figure.value) {
                continue;
            }
            let pattern = units::usual(&self.currency, metric, figure.exact, Place::Cell);
            if pattern.trim {
                continue;
            }
            // What one figure needs beyond that is its own affair.
            let needed =
                pattern::safe_decimals(Landmarks::Metric(metric), &pattern, &[figure.exact])
                    .unwrap_or(pattern.decimals)
                    .min(MOST_SHARED);
            let decimals = self.shared.entry(metric.id.value.clone()).or_insert(needed);
            *decimals = needed.max(*decimals);
        }
        self
    }

    /// Decimals that a figure of record has at least.
    fn least(&self, metric: &Metric, value: Value) -> i32 {
        let shared = self.shared.get(&metric.id.value).copied();
        shared.filter(|_| !few(value)).unwrap_or(i32::MIN)
    }

    /// A figure as a reader sees it: `6.1%`, `1 day 2 hours`, `£4.10`, `12`, `8 of 12 (67%)`,
    /// `3.9 of 5`. The same wherever it stands in running text.
    pub(crate) fn figure(&self, metric: &Metric, figure: &Figure) -> String {
        let least = self.least(metric, figure.value);
        let number = self
            .rounded_from(metric, figure.exact, Place::Text, least)
            .0;
        self.around(metric, figure.value, number)
    }

    /// A figure in a table: as `figure`, but durations in the metric's own unit, so that one
    /// column has one unit: `112 min`.
    pub(crate) fn cell(&self, metric: &Metric, figure: &Figure) -> String {
        let least = self.least(metric, figure.value);
        let number = self
            .rounded_from(metric, figure.exact, Place::Cell, least)
            .0;
        self.around(metric, figure.value, number)
    }

    /// A figure in a sentence whose subject is the metric's name: `full`, unless the name already
    /// says what is counted, since nobody says that incidents were 12 incidents.
    pub(crate) fn predicate(&self, metric: &Metric, figure: &Figure) -> String {
        let name = metric.name.value.to_lowercase();
        match &metric.unit.value {
            Unit::Things { many, .. } if name.ends_with(&many.to_lowercase()) => {
                per(metric, self.figure(metric, figure))
            }
            _ => self.full(metric, figure),
        }
    }

    /// A figure with what was counted: `12 incidents`, `£4.10 per active user a month`.
    pub(crate) fn full(&self, metric: &Metric, figure: &Figure) -> String {
        let number = self.figure(metric, figure);
        let Unit::Things { one, many } = &metric.unit.value else {
            return per(metric, number);
        };
        let noun = if figure.exact == Exact::integer(1) {
            one
        } else {
            many
        };
        match figure.value {
            Value::Count {
                count,
                exposure: Some(exposure),
            } => {
                let noun = if count == 1 { one } else { many };
                let (count, exposure) = (self.count(count), self.count(exposure));
                say!("{count}~{noun} in~{exposure}", count, noun, exposure)
            }
            _ => per(metric, format!("{number}{NBSP}{noun}")),
        }
    }

    /// What a figure rests on: `14 of 229`, `80 measured`, `62 of 80 answered`; `None` where the
    /// figure says it itself.
    pub(crate) fn basis(&self, value: Value) -> Option<String> {
        match value {
            Value::Ratio { part, whole } => Some(self.of(part, whole)),
            Value::Quantile { n, .. } => Some(say!("{n}~measured", self.count(n))),
            Value::Score { n, invited, .. } => Some(match invited {
                Some(invited) => say!("{of} answered", self.of(n, invited)),
                None => say!("{n}~answered", self.count(n)),
            }),
            Value::Level { .. } | Value::Count { .. } => None,
        }
    }

    /// A declared number in the metric's unit, with every decimal it was declared with: targets,
    /// benchmarks. Never for a measured value: see `figure`.
    pub(crate) fn exact(&self, metric: &Metric, value: Exact) -> String {
        if metric.unit.value.is_duration() && metric.decimals.is_none() {
            return durations::text(self.locale, metric, value, true).0;
        }
        self.declared(metric, value, Place::Text)
    }

    /// A declared number in a table: durations in the metric's own unit.
    pub(crate) fn exact_cell(&self, metric: &Metric, value: Exact) -> String {
        self.declared(metric, value, Place::Cell)
    }

    fn declared(&self, metric: &Metric, value: Exact, place: Place) -> String {
        let mut pattern = units::usual(&self.currency, metric, value, place);
        let number = value.over(pattern.divisor).unwrap_or(value);
        let Some(own) = units::own_decimals(number) else {
            return self.rounded(metric, value, place).0;
        };
        // Coins stand in pairs where a language has no other way to write them.
        let coins = match (&metric.unit.value, self.locale.language()) {
            (Unit::Currency, Language::German | Language::French) if own > 0 && !pattern.trim => {
                units::coin_decimals(&self.currency.code)
            }
            _ => 0,
        };
        pattern.decimals = pattern.decimals.max(own).max(coins);
        let text = pattern.dress(self.locale, value);
        self.of_scale(metric, text)
    }

    /// A statistic (average, limit) in the metric's unit, as a value of that metric is written.
    /// Not for comparing: what is missed or met is decided before anything is rounded.
    pub(crate) fn number(&self, metric: &Metric, value: f64) -> String {
        match Exact::from_f64(value) {
            Some(exact) => {
                let exact = pattern::three_figures(metric, exact);
                self.rounded(metric, exact, Place::Text).0
            }
            None => label("not known").to_owned(),
        }
    }

    /// What a value is multiplied by to be shown: 100 for percentages.
    pub(crate) fn scale(&self, metric: &Metric) -> f64 {
        if metric.unit.value == Unit::Percent {
            100.0
        } else {
            1.0
        }
    }

    /// A whole number: `12,480`.
    pub(crate) fn count(&self, n: u64) -> String {
        digits::grouped(self.locale, &n.to_string())
    }

    /// How many times as much, to a tenth: `2.6`.
    pub(crate) fn fold(&self, times: f64) -> Option<String> {
        let exact = Exact::from_f64(times)?;
        Some(digits::unsigned(self.locale, exact.magnitude(), 1))
    }

    /// `8 of 12`.
    pub(crate) fn of(&self, part: u64, whole: u64) -> String {
        say!("{part}~of~{whole}", self.count(part), self.count(whole))
    }

    /// `6 July 2026`, with non-breaking spaces.
    pub(crate) fn date(&self, date: NaiveDate) -> String {
        dates::long(self.locale, date)
    }

    /// `6 July`, where the year is known.
    pub(crate) fn day_month(&self, date: NaiveDate) -> String {
        dates::day_month(self.locale, date)
    }

    /// `6 Jul`.
    pub(crate) fn date_short(&self, date: NaiveDate) -> String {
        dates::short(self.locale, date)
    }

    /// `June`.
    pub(crate) fn month_name(&self, date: NaiveDate) -> &'static str {
        dates::month_name(self.locale, date)
    }

    /// `Jun`.
    pub(crate) fn month_short(&self, date: NaiveDate) -> &'static str {
        dates::month_short(self.locale, date)
    }

    /// `Quarter 3, 1 July to 30 September 2026`.
    pub(crate) fn period(&self, calendar: &Calendar, period: Period) -> String {
        dates::period(self.locale, calendar, period)
    }

    /// `Q3 2026`; `Q3 FY2026` where fiscal years are not calendar years.
    pub(crate) fn period_short(&self, period: Period) -> String {
        dates::period_short(self.locale, self.fiscal, period)
    }

    /// `week of 6 July 2026`.
    pub(crate) fn week(&self, week: Week) -> String {
        dates::week(self.locale, week)
    }

    /// The usual pattern and the number as it will read.
    fn rounded(&self, metric: &Metric, value: Exact, place: Place) -> (String, Exact) {
        self.rounded_from(metric, value, place, i32::MIN)
    }

    /// As `rounded`, with at least so many decimals, unless it is none at all or the whole.
    fn rounded_from(
        &self,
        metric: &Metric,
        value: Exact,
        place: Place,
        least: i32,
    ) -> (String, Exact) {
        let durations =
            place == Place::Text && metric.unit.value.is_duration() && metric.decimals.is_none();
        let write = |value: Exact| {
            if durations {
                durations::text(self.locale, metric, value, false)
            } else {
                let mut pattern = units::usual(&self.currency, metric, value, place);
                if !pattern.trim && ![Exact::ZERO, Exact::integer(1)].contains(&value) {
                    pattern.decimals = pattern.decimals.max(least);
                }
                pattern.write(self.locale, Landmarks::Metric(metric), value)
            }
        };
        settled(value, write)
    }

    /// What stands around a figure's number because of how it was counted.
    fn around(&self, metric: &Metric, value: Value, number: String) -> String {
        match value {
            Value::Ratio { part, whole } if whole < FEW && metric.unit.value == Unit::Percent => {
                format!("{} ({number})", self.of(part, whole))
            }
            Value::Count {
                count,
                exposure: Some(exposure),
            } => {
                let (count, exposure) = (self.count(count), self.count(exposure));
                say!("{count}~in~{exposure}", count, exposure)
            }
            Value::Score { .. } => self.of_scale(metric, number),
            _ => number,
        }
    }

    /// `3.9 of 5` for scores.
    fn of_scale(&self, metric: &Metric, number: String) -> String {
        match metric.scale.map(|scale| scale.value) {
            Some((_, high)) if metric.kind.value == Kind::Score => {
                let decimals = units::own_decimals(high).unwrap_or(0).unsigned_abs();
                let high = digits::unsigned(self.locale, high, decimals);
                say!("{part}~of~{whole}", number, high)
            }
            _ => number,
        }
    }

    fn dress(&self, pattern: &Pattern, value: Exact) -> String {
        pattern.dress(self.locale, value)
    }
}

/// How each quarter writes its numbers: by what was known at its end, so that its pages stay as they
/// are when the next one is filed.
pub fn by_quarter(pack: &Pack, analysis: &Analysis) -> BTreeMap<Period, Words> {
    let known = Known::of(pack);
    let mut all: BTreeMap<Period, Words> = BTreeMap::new();
    let mut before: Option<(&Pack, Words)> = None;
    for &period in analysis.quarters.keys() {
        let pack = known.to(period);
        let new = Words::new(&pack.settings);
        // Where nothing is defined anew the figures so far ask for what they asked for before.
        let so_far = before.take().filter(|(then, words)| {
            words.writes_as(&new)
                && (then.metrics.is(&pack.metrics) || then.metrics == pack.metrics)
        });
        let words = match so_far {
            Some((_, words)) => words.sharing(of_record(pack, analysis, period..=period)),
            None => {
                let first = analysis.quarters.keys().next().copied();
                new.sharing(of_record(pack, analysis, first.unwrap_or(period)..=period))
            }
        };
        all.insert(period, words.clone());
        before = Some((pack, words));
    }
    all
}

/// Every figure of record of some quarters with its metric, of all scopes.
fn of_record<'a>(
    pack: &'a Pack,
    analysis: &'a Analysis,
    quarters: RangeInclusive<Period>,
) -> impl Iterator<Item = (&'a Metric, &'a Figure)> {
    analysis.quarters.range(quarters).flat_map(|(_, quarter)| {
        quarter.metrics.iter().flat_map(|(id, judged)| {
            let metric = pack.metrics.get(id);
            let scopes = std::iter::once(&judged.all).chain(judged.services.values());
            scopes.filter_map(move |a| Some((metric?, a.now.as_ref()?)))
        })
    })
}

/// A number that rounding carries over a border (9.96 to 10.0, 59.8 minutes to 60) is written as
/// numbers beyond that border are. What is shown stands to every landmark as the value does, so
/// writing it again keeps that.
fn settled(value: Exact, write: impl Fn(Exact) -> (String, Exact)) -> (String, Exact) {
    let (text, shown) = write(value);
    if shown == value {
        return (text, shown);
    }
    let (again, shown_again) = write(shown);
    if shown_again == shown {
        (again, shown)
    } else {
        (text, shown)
    }
}

/// Whether a value is a share of so few things that the count says it.
fn few(value: Value) -> bool {
    matches!(value, Value::Ratio { whole, .. } if whole < FEW)
}

fn per(metric: &Metric, text: String) -> String {
    match &metric.per {
        Some(per) => say!("{text} per {thing}", text, per.value),
        None => text,
    }
}
