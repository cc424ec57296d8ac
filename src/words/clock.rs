//! Minutes and instants of a record to words: how long something lasted, and what the clock showed.

use super::digits::NBSP;
use super::{Words, dates, digits};
use crate::model::Exact;
use crate::tongue::{label, label_of};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Seconds of the units that a duration is told in, largest first.
const UNITS: [(i128, [&str; 2]); 4] = [
    (86_400, ["day", "days"]),
    (3_600, ["hour", "hours"]),
    (60, ["minute", "minutes"]),
    (1, ["second", "seconds"]),
];

impl Words {
    /// A duration in its two largest units: `1 hour 55 minutes`, `2 days 3 hours`, `45 seconds`.
    /// Whole minutes from one minute on: a record is not more exact than that.
    pub(crate) fn lasted(&self, minutes: Exact) -> String {
        self.in_units(minutes, label)
    }

    /// The same after `within` or `after`, where a language has a form for it: `nach 2 Tagen`.
    pub(crate) fn lasted_after(&self, minutes: Exact) -> String {
        self.in_units(minutes, |unit| match unit {
            "days" => label_of("days", "days, after a preposition"),
            unit => label(unit),
        })
    }

    fn in_units(&self, minutes: Exact, label: fn(&'static str) -> &'static str) -> String {
        let seconds = minutes.times(Exact::integer(60)).unwrap_or(minutes);
        let grain = |seconds: i128| match seconds {
            ..60 => 1,
            60..86_400 => 60,
            _ => 3_600,
        };
        let whole = seconds.magnitude().scaled(0).unwrap_or(0);
        let step = Exact::integer(grain(whole));
        let shown = seconds.magnitude().rounded_to(step);
        let mut rest = shown.and_then(|shown| shown.scaled(0)).unwrap_or(whole);
        let mut parts = Vec::new();
        for (unit, name) in UNITS {
            let n = rest / unit;
            rest %= unit;
            if n > 0 && parts.len() < 2 {
                let name = label(name[usize::from(n != 1)]);
                let n = digits::grouped(self.locale, &n.to_string());
                parts.push(format!("{n}{NBSP}{name}"));
            }
        }
        match parts.is_empty() {
            true => format!(
                "0{NBSP}{}",
                label(if digits::is_one(self.locale, "0") {
                    "minute"
                } else {
                    "minutes"
                })
            ),
            false => parts.join(" "),
        }
    }

    /// A number of minutes in one unit for a column: `115 min`.
    pub(crate) fn minutes(&self, minutes: Exact) -> String {
        let whole = minutes.scaled(0).unwrap_or(0);
        format!(
            "{}{NBSP}min",
            digits::grouped(self.locale, &whole.to_string())
        )
    }

    /// A share in percent: `62%`.
    pub(crate) fn share(&self, share: Exact) -> String {
        let percent = share.times(Exact::integer(100)).unwrap_or(share);
        let decimals = u32::from(percent.parts().1 != 1);
        let digits = digits::unsigned(self.locale, percent, decimals);
        format!("{digits}{}", digits::percent(self.locale))
    }

    /// A share that was computed with chance in mind, in whole percent: `62%`.
    pub(crate) fn about_share(&self, share: f64) -> String {
        format!("{:.0}{}", share * 100.0, digits::percent(self.locale))
    }

    /// A whole number of percent: `62%`.
    pub(crate) fn whole_percent(&self, percent: i128) -> String {
        format!("{percent}{}", digits::percent(self.locale))
    }

    /// A whole number of anything, rounded half up: `61,400`.
    pub(crate) fn whole(&self, number: Exact) -> String {
        let whole = number.scaled(0).unwrap_or(0);
        digits::grouped(self.locale, &whole.to_string())
    }

    /// What the clock showed: `09:02`.
    pub(crate) fn clock(&self, at: DateTime<Utc>, zone: Tz) -> String {
        at.with_timezone(&zone).format("%H:%M").to_string()
    }

    /// Day and clock: `18 August, 09:02`.
    pub(crate) fn day_clock(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let day = at.with_timezone(&zone).date_naive();
        format!(
            "{}, {}",
            dates::day_month(self.locale, day),
            self.clock(at, zone)
        )
    }

    /// `18 Aug 09:02`.
    pub(crate) fn day_clock_short(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let day = at.with_timezone(&zone).date_naive();
        format!(
            "{}{NBSP}{}",
            dates::short(self.locale, day),
            self.clock(at, zone)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_two_units_at_most() {
        let words = Words::new(&super::super::sample::pack([]).settings);
        let told = |minutes: &str| {
            let minutes = Exact::parse(minutes).unwrap_or(Exact::ZERO);
            words.lasted(minutes).replace(NBSP, " ")
        };
        assert_eq!(told("115"), "1 hour 55 minutes");
        assert_eq!(told("60"), "1 hour");
        assert_eq!(told("0.75"), "45 seconds");
        assert_eq!(told("1.6"), "2 minutes");
        assert_eq!(told("59.6"), "1 hour");
        assert_eq!(told("1439.9"), "1 day");
        assert_eq!(told("3075"), "2 days 3 hours");
        assert_eq!(told("0"), "0 minutes");
    }
}
