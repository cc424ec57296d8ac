//! What must hold whatever the numbers: exact arithmetic, the calendar, limits and roll-ups.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod sample;

use boardpack::analyse::analyse;
use boardpack::analyse::stats::{binomial, intervals, proportion, quantile, xmr};
use boardpack::model::{Calendar, Exact, Kind, Period, Polarity, RollUp, Week, YearName};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use sample::{add, file, metric, pack, period, ratio};

fn calendar() -> impl Strategy<Value = Calendar> {
    let zones = prop_oneof![
        Just(chrono_tz::Europe::London),
        Just(chrono_tz::America::New_York),
        Just(chrono_tz::Australia::Lord_Howe),
        Just(chrono_tz::America::Santiago),
        Just(chrono_tz::UTC),
    ];
    (1_u32..=12, any::<bool>(), zones).prop_map(|(first_month, start, zone)| Calendar {
        first_month,
        named_by: if start {
            YearName::Start
        } else {
            YearName::End
        },
        zone,
    })
}

fn quarter() -> impl Strategy<Value = Period> {
    (1971..=2199, 1_u8..=4).prop_map(|(y, q)| Period::new(y, q).unwrap())
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0_u64..80_000).prop_map(|n| NaiveDate::from_ymd_opt(1975, 1, 1).unwrap() + Days::new(n))
}

fn decimal() -> impl Strategy<Value = String> {
    (
        any::<bool>(),
        0_u64..1_000_000_000_000,
        0_u32..=6,
        0_u32..1_000_000,
    )
        .prop_map(|(minus, whole, places, fraction)| {
            let sign = if minus { "-" } else { "" };
            let digits = format!("{fraction:06}");
            match places {
                0 => format!("{sign}{whole}"),
                n => format!("{sign}{whole}.{}", &digits[..n as usize]),
            }
        })
}

proptest! {
    #[test]
    fn a_decimal_survives(text in decimal(), other in decimal()) {
        let (a, b) = (Exact::parse(&text).unwrap(), Exact::parse(&other).unwrap());
        prop_assert_eq!(a.plus(b).unwrap().minus(b).unwrap(), a);
        if b != Exact::ZERO {
            prop_assert_eq!(a.over(b).unwrap().times(b).unwrap(), a);
        }
        // What was written comes back from its six places.
        let (minus, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest.to_owned()),
            None => (1, text.clone()),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let want: i128 = format!("{whole}{fraction:0<6}").parse().unwrap();
        prop_assert_eq!(a.scaled(6), Some(minus * want));
        prop_assert_eq!(a < b, a.minus(b).unwrap().is_negative());
        prop_assert!((a.to_f64() - text.parse::<f64>().unwrap()).abs() <= a.to_f64().abs() * 1e-15);
    }

    #[test]
    fn no_text_is_read_by_accident(text in "\\PC{0,12}") {
        if let Ok(number) = Exact::parse(&text) {
            let digits = text.trim_start_matches(['-', '\u{2212}']);
            prop_assert!(digits.parse::<f64>().is_ok());
            prop_assert!(number.scaled(6).is_some());
        }
    }

    #[test]
    fn rounding_is_to_the_nearest_and_odd(text in decimal(), places in 0_u32..=6) {
        let number = Exact::parse(&text).unwrap();
        let rounded = number.scaled(places).unwrap();
        let (n, d) = number.parts();
        let shift = 10_i128.pow(places);
        prop_assert!((2 * (rounded * d - n * shift)).abs() <= d);
        let mirrored = Exact::ZERO.minus(number).unwrap().scaled(places).unwrap();
        prop_assert_eq!(mirrored, -rounded);
    }

    #[test]
    fn quarters_shift_and_return(quarter in quarter(), by in -400_i32..400) {
        prop_assert_eq!(quarter.shifted(by).shifted(-by), quarter);
        prop_assert_eq!(quarter.shifted(by) > quarter, by > 0);
        prop_assert_eq!(quarter.to_string().parse::<Period>(), Ok(quarter));
    }

    #[test]
    fn quarters_partition_days(calendar in calendar(), day in date()) {
        let quarter = calendar.period_of(day);
        prop_assert!(calendar.start(quarter) <= day && day <= calendar.last_day(quarter));
        prop_assert_eq!(calendar.period_of(calendar.start(quarter)), quarter);
        prop_assert_eq!(calendar.end(quarter), calendar.start(quarter.shifted(1)));
        prop_assert_eq!(calendar.period_of(calendar.end(quarter)), quarter.shifted(1));
    }

    #[test]
    fn weeks_partition_time(calendar in calendar(), quarter in quarter()) {
        let weeks = calendar.weeks(quarter);
        let next = calendar.weeks(quarter.shifted(1));
        prop_assert!((12..=14).contains(&weeks.len()));
        prop_assert!(weeks.windows(2).all(|w| w[0].shifted(1) == w[1]));
        prop_assert_eq!(weeks.last().unwrap().shifted(1), next[0]);
        for week in weeks {
            prop_assert_eq!(calendar.period_of_week(week), quarter);
        }
    }

    #[test]
    fn weeks_hold_their_days(day in date(), by in -600_i64..600) {
        let week = Week::of(day);
        prop_assert!(week.monday() <= day && day <= week.sunday());
        prop_assert_eq!(week.shifted(by).since(week), by);
        prop_assert_eq!(week.shifted(by).shifted(-by), week);
        prop_assert_eq!(week.to_string().parse::<Week>(), Ok(week));
        prop_assert_eq!(week.shifted(by) > week, by > 0);
    }

    #[test]
    fn a_year_has_all_its_minutes(calendar in calendar(), year in 1972..2099_i32) {
        let quarters = (1..=4).map(|q| Period::new(year, q).unwrap());
        let minutes: i64 = quarters.clone().map(|q| calendar.minutes(q)).sum();
        let (first, last) = (Period::new(year, 1).unwrap(), Period::new(year, 4).unwrap());
        let (start, end) = (calendar.instants(first).0, calendar.instants(last).1);
        prop_assert_eq!(minutes, (end - start).num_minutes());
        for quarter in quarters {
            let (start, end) = calendar.instants(quarter);
            prop_assert!(calendar.contains(quarter, start));
            prop_assert!(!calendar.contains(quarter, end));
            prop_assert!(calendar.contains(quarter.shifted(1), end));
        }
    }

    #[test]
    fn limits_hold_the_average_and_follow_shift_and_scale(
        values in prop::collection::vec(prop::option::weighted(0.9, -1e6..1e6_f64), 2..60),
        shift in -1e6..1e6_f64,
        scale in 0.01..100.0_f64,
    ) {
        let Some(made) = xmr::xmr(&values) else { return Ok(()) };
        let Some((low, high)) = made.limits(xmr::TWO_POINT_SIX_SIX) else { return Ok(()) };
        prop_assert!(low <= made.average && made.average <= high);
        let moved: Vec<_> = values.iter().map(|v| v.map(|v| v * scale + shift)).collect();
        let (l, h) = xmr::xmr(&moved).unwrap().limits(xmr::TWO_POINT_SIX_SIX).unwrap();
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs() + shift.abs());
        prop_assert!(close(l, low * scale + shift) && close(h, high * scale + shift));
    }

    #[test]
    fn quantiles_are_inside_and_in_order(
        values in prop::collection::vec(-1e9..1e9_f64, 1..40),
        p in 0.0..=1.0_f64,
        q in 0.0..=1.0_f64,
    ) {
        use quantile::Method::{Type1, Type2, Type3, Type4, Type5, Type6, Type7, Type8, Type9};
        let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(*v), m.max(*v)));
        for method in [Type1, Type2, Type3, Type4, Type5, Type6, Type7, Type8, Type9] {
            let at = |p: f64| quantile::quantile(&values, p, method).unwrap();
            prop_assert!(least <= at(p) && at(p) <= most);
            prop_assert!(at(p.min(q)) <= at(p.max(q)) + 1e-6);
        }
    }

    #[test]
    fn shares_have_intervals_that_hold_them(n in 1_u64..400, k in 0_u64..400) {
        let k = k.min(n);
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let share = k as f64 / n as f64;
        for (low, high) in [proportion::wilson((k, n)).unwrap(), binomial::clopper_pearson(k, n).unwrap()] {
            prop_assert!(low <= share + 1e-12 && share <= high + 1e-12 && low >= 0.0 && high <= 1.0);
        }
        let total = binomial::at_most(k, n, 0.3) + binomial::at_least(k + 1, n, 0.3);
        prop_assert!((total - 1.0).abs() < 1e-9);
    }

    #[test]
    fn overlapping_time_counts_once(stretches in prop::collection::vec((0_i64..500, 0_i64..60), 0..12)) {
        let stretches: Vec<_> = stretches.into_iter().map(|(s, l)| (s, s + l)).collect();
        let want = (0..600).filter(|t| stretches.iter().any(|(s, e)| s <= t && t < e)).count();
        prop_assert_eq!(intervals::union(&stretches), i64::try_from(want).unwrap());
    }

    #[test]
    fn one_service_is_the_organisation_and_parts_add_up(
        parts in prop::collection::vec((0_u64..1000, 0_u64..1000), 1..6),
    ) {
        let mut pack = pack(1);
        add(&mut pack, metric("m", Kind::Ratio, Polarity::LowerIsBetter, RollUp::SumOfParts));
        let mut sum = (0, 0);
        for (n, (part, more)) in parts.iter().enumerate() {
            let (part, whole) = (*part, part + more);
            sum = (sum.0 + part, sum.1 + whole);
            file(&mut pack, "m", Some(&format!("s{n}")), "2024-Q1", ratio(part, whole));
        }
        let analysis = analyse(&pack);
        let made = &analysis.quarters[&period("2024-Q1")].metrics["m"];
        prop_assert_eq!(made.all.now.as_ref().map(|f| f.exact), Exact::ratio(sum.0, sum.1));
        if parts.len() == 1 {
            prop_assert_eq!(
                made.all.now.as_ref().map(|f| f.value),
                made.services["s0"].now.as_ref().map(|f| f.value)
            );
        }
    }
}
