use super::Words;
use crate::analyse::Figure;
use crate::model::{Category, Exact, Kind, Locale, Metric, Polarity, Unit, Value, Week, YearName};
use crate::words::sample::{
    at, day, decimal, incidents, metric, percent, quarter, settings, with_target,
};
use proptest::prelude::*;

fn words() -> Words {
    Words::new(&settings())
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

fn level(text: &str) -> Figure {
    figure(Value::Level {
        value: decimal(text),
    })
}

fn ratio(part: u64, whole: u64) -> Figure {
    figure(Value::Ratio { part, whole })
}

fn quantile(text: &str) -> Figure {
    figure(Value::Quantile {
        value: decimal(text),
        n: 80,
    })
}

/// Tests read plain spaces and a hyphen; one test below holds the real characters.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
        .replace('\u{2212}', "-")
}

fn changed(metric: &Metric, difference: Exact) -> String {
    let direction = match difference.cmp(&Exact::ZERO) {
        std::cmp::Ordering::Equal => return "no change".to_owned(),
        std::cmp::Ordering::Less => "down",
        std::cmp::Ordering::Greater => "up",
    };
    let size = plain(&words().distance(metric, difference));
    format!("{direction} {size}")
}

fn share(percent: &str) -> Exact {
    decimal(percent)
        .over(Exact::integer(100))
        .expect("not zero")
}

#[test]
fn percentages() {
    let m = percent("Change failure rate");
    for (part, whole, expected) in [
        (14, 229, "6.1%"),
        (90, 1000, "9.0%"),
        (71, 100, "71%"),
        (715, 1000, "72%"),
        (9961, 10_000, "99.6%"),
        (996, 10_000, "10%"),
        (905, 1000, "90.5%"),
        (0, 50, "0%"),
        (50, 50, "100%"),
        (1, 1_000_000, "0.0001%"),
        (999_999, 1_000_000, "99.9999%"),
        (83, 100_000, "0.083%"),
        (8, 12, "8 of 12 (67%)"),
        (1, 12, "1 of 12 (8.3%)"),
        (7, 7, "7 of 7 (100%)"),
        (8, 20, "40%"),
    ] {
        assert_eq!(plain(&words().figure(&m, &ratio(part, whole))), expected);
    }
}

#[test]
fn availability_has_two_decimals_or_those_of_its_target() {
    let mut m = percent("Availability");
    m.polarity = at(Polarity::HigherIsBetter);
    m.category = Category::Reliability;
    assert_eq!(words().figure(&m, &ratio(99_784, 100_000)), "99.78%");
    assert_eq!(words().figure(&m, &ratio(98_784, 100_000)), "98.8%");
    let m = with_target(m, share("99.995"));
    assert_eq!(words().figure(&m, &ratio(9_978_412, 10_000_000)), "99.784%");
    assert_eq!(words().exact(&m, share("99.995")), "99.995%");
}

#[test]
fn rounding_never_turns_a_miss_into_a_hit() {
    let higher = |target: &str| {
        let mut m = with_target(percent("Share"), share(target));
        m.polarity = at(Polarity::HigherIsBetter);
        m
    };
    assert_eq!(
        words().figure(&higher("99.5"), &ratio(9_949, 10_000)),
        "99.49%"
    );
    assert_eq!(
        words().figure(&higher("80"), &ratio(7_996, 10_000)),
        "79.96%"
    );
    let lower = with_target(percent("Share"), share("5"));
    assert_eq!(words().figure(&lower, &ratio(5_004, 100_000)), "5.004%");
    assert_eq!(words().figure(&lower, &ratio(4_996, 100_000)), "5.0%");
    // Nor a hit into what looks like a miss.
    let lower = with_target(percent("Share"), share("5.04"));
    assert_eq!(words().figure(&lower, &ratio(50_399, 1_000_000)), "5.0%");
    assert_eq!(
        words().figure(&higher("99.92"), &ratio(9_993, 10_000)),
        "99.93%"
    );
    let minutes = metric("Restore", Kind::Quantile, Unit::Minutes);
    let minutes = with_target(minutes, Exact::integer(60));
    assert_eq!(
        plain(&words().figure(&minutes, &quantile("60.4"))),
        "1 hour 24 seconds"
    );
    assert_eq!(
        plain(&words().cell(&minutes, &quantile("60.4"))),
        "60.4 min"
    );
    assert_eq!(
        plain(&words().figure(&minutes, &quantile("59.6"))),
        "1 hour"
    );
}

#[test]
fn durations_in_text_and_in_tables() {
    for (unit, value, text, cell) in [
        (Unit::Milliseconds, "240", "240 ms", "240 ms"),
        (Unit::Milliseconds, "240.4", "240 ms", "240 ms"),
        (Unit::Milliseconds, "1240", "1.2 seconds", "1,240 ms"),
        (Unit::Seconds, "0.24", "240 ms", "0.24 s"),
        (Unit::Seconds, "4.53", "4.5 seconds", "4.5 s"),
        (Unit::Seconds, "112", "1 minute 52 seconds", "112 s"),
        (Unit::Minutes, "0", "0 minutes", "0 min"),
        (Unit::Minutes, "1", "1 minute", "1 min"),
        (Unit::Minutes, "48", "48 minutes", "48 min"),
        (Unit::Minutes, "59.8", "1 hour", "60 min"),
        (Unit::Minutes, "112", "1 hour 52 minutes", "112 min"),
        (Unit::Minutes, "1560", "1 day 2 hours", "1,560 min"),
        (Unit::Hours, "0.8", "48 minutes", "0.80 h"),
        (Unit::Hours, "1", "1 hour", "1 h"),
        (Unit::Hours, "7.9", "7.9 hours", "7.9 h"),
        (Unit::Hours, "23.97", "1 day", "24 h"),
        (Unit::Hours, "26", "1 day 2 hours", "26 h"),
        (Unit::Hours, "26.4", "1 day 2 hours", "26.4 h"),
        (Unit::Hours, "48", "2 days", "48 h"),
        (Unit::Days, "0.75", "18 hours", "0.75 days"),
        (Unit::Days, "2.8", "2.8 days", "2.8 days"),
        (Unit::Days, "112.4", "112 days", "112 days"),
    ] {
        let m = metric("Wait", Kind::Quantile, unit);
        assert_eq!(plain(&words().figure(&m, &quantile(value))), text);
        assert_eq!(plain(&words().cell(&m, &quantile(value))), cell);
    }
    let m = metric("Wait", Kind::Quantile, Unit::Hours);
    assert_eq!(
        plain(&words().exact(&m, decimal("36.5"))),
        "1 day 12 hours 30 minutes"
    );
    assert_eq!(plain(&words().exact_cell(&m, decimal("36.5"))), "36.5 h");
}

#[test]
fn statistics_side_by_side_have_the_same_decimals() {
    let of = |unit, values| {
        let m = metric("Wait", Kind::Quantile, unit);
        words().numbers(&m, values).map(|text| plain(&text))
    };
    assert_eq!(
        of(Unit::Hours, [8.01, 7.9]),
        ["8.0 hours".to_owned(), "7.9 hours".to_owned()]
    );
    // What is written so for its size, or in another unit, stays.
    assert_eq!(
        of(Unit::Hours, [8.0, 9.0]),
        ["8 hours".to_owned(), "9 hours".to_owned()]
    );
    assert_eq!(
        of(Unit::Minutes, [12.4, 9.5]),
        ["12 minutes".to_owned(), "9.5 minutes".to_owned()]
    );
    assert_eq!(
        of(Unit::Hours, [26.4, 7.9]),
        ["1 day 2 hours".to_owned(), "7.9 hours".to_owned()]
    );
    assert_eq!(
        of(Unit::Hours, [1.0, 1.5]),
        ["1.0 hours".to_owned(), "1.5 hours".to_owned()]
    );
}

#[test]
fn money() {
    let m = metric("Refunds", Kind::Level, Unit::Currency);
    for (value, expected) in [
        ("0", "£0"),
        ("4.1", "£4.10"),
        ("99.994", "£99.99"),
        ("99.996", "£100"),
        ("260.4", "£260"),
        ("12480", "£12,480"),
        ("420150", "£420 thousand"),
        ("400000", "£400 thousand"),
        ("999600", "£1 million"),
        ("1200000", "£1.2 million"),
        ("12345678901", "£12.3 billion"),
        ("-4.1", "-£4.10"),
    ] {
        assert_eq!(plain(&words().figure(&m, &level(value))), expected);
    }
    for (code, value, expected) in [
        ("USD", "4.1", "$4.10"),
        ("EUR", "1200000", "€1.2 million"),
        ("CHF", "1400000", "CHF 1.4 million"),
        ("JPY", "80", "JPY 80"),
        ("KWD", "4.1", "KWD 4.100"),
    ] {
        let mut settings = settings();
        settings.currency = at(code.to_owned());
        assert_eq!(
            plain(&Words::new(&settings).figure(&m, &level(value))),
            expected
        );
    }
    let mut per_user = metric("Cost", Kind::Ratio, Unit::Currency);
    per_user.per = Some(super::sample::at("active user a month".to_owned()));
    assert_eq!(
        words().full(&per_user, &ratio(410, 100)),
        "£4.10 per active user a month"
    );
    assert_eq!(
        words().unit_line(&per_user),
        "£ per active user a month, lower is better"
    );
}

#[test]
fn counts_scores_and_what_they_rest_on() {
    let w = words();
    let m = incidents();
    let count = |count, exposure| figure(Value::Count { count, exposure });
    assert_eq!(w.figure(&m, &count(12_480, None)), "12,480");
    assert_eq!(plain(&w.full(&m, &count(1, None))), "1 incident");
    assert_eq!(plain(&w.full(&m, &count(0, None))), "0 incidents");
    let twelve = count(12, None);
    let named = |name: &str| {
        let mut m = incidents();
        m.name.value = name.to_owned();
        plain(&words().predicate(&m, &twelve))
    };
    assert_eq!(named("Customer-affecting incidents"), "12");
    assert_eq!(named("Customer harm"), "12 incidents");
    assert_eq!(plain(&w.figure(&m, &count(3, Some(91)))), "3 in 91");
    assert_eq!(plain(&w.full(&m, &count(3, Some(91)))), "3 incidents in 91");
    assert_eq!(
        plain(&w.figure(&m, &count(1_240_000, None))),
        "1.24 million"
    );
    let score = metric("Satisfaction", Kind::Score, Unit::Points);
    let value = Value::Score {
        mean: decimal("3.94"),
        n: 62,
        invited: Some(80),
    };
    assert_eq!(plain(&w.figure(&score, &figure(value))), "3.9 of 5");
    assert_eq!(plain(&w.exact(&score, decimal("3.8"))), "3.8 of 5");
    assert_eq!(
        w.basis(value).map(|b| plain(&b)).as_deref(),
        Some("62 of 80 answered")
    );
    assert_eq!(
        plain(&w.unit_line(&score)),
        "score of 1 to 5, lower is better"
    );
    let rate = Value::Ratio {
        part: 14,
        whole: 229,
    };
    assert_eq!(
        w.basis(rate).map(|b| plain(&b)).as_deref(),
        Some("14 of 229")
    );
}

#[test]
fn a_declared_number_of_decimals_wins_until_it_would_blur_a_target() {
    let mut m = with_target(percent("Rate"), share("5"));
    m.decimals = Some(0);
    assert_eq!(words().figure(&m, &ratio(612, 10_000)), "6%");
    assert_eq!(words().figure(&m, &ratio(512, 10_000)), "5.1%");
    let mut m = metric("Wait", Kind::Quantile, Unit::Hours);
    m.decimals = Some(2);
    assert_eq!(plain(&words().figure(&m, &quantile("26.4"))), "26.40 hours");
}

#[test]
fn a_difference_is_that_of_the_numbers_that_a_reader_sees() {
    let m = percent("Change failure rate");
    let said = |now: &Figure, then: &Figure| plain(&words().change(&m, now, then));
    // 5.777…% and 8.742…%: unrounded they lie 2.965 points apart, which alone would read as 3.0.
    let (now, then) = (ratio(52, 900), ratio(139, 1590));
    assert_eq!(plain(&words().figure(&m, &now)), "5.8%");
    assert_eq!(plain(&words().figure(&m, &then)), "8.7%");
    assert_eq!(said(&now, &then), "down 2.9 points");
    assert_eq!(
        said(&ratio(880, 10_000), &ratio(580, 10_000)),
        "up 3.0 points"
    );
    assert_eq!(said(&ratio(72, 100), &ratio(70, 100)), "up 2 points");
    // Both read 18.5%: how little it is, and which way.
    let (now, then) = (ratio(18_503, 100_000), ratio(18_500, 100_000));
    assert_eq!(said(&now, &then), "up 0.0030 points");
    assert_eq!(said(&then, &then), "no change");
    let m = with_target(percent("Change failure rate"), share("5"));
    let now = ratio(5_814, 100_000);
    assert_eq!(plain(&words().figure(&m, &now)), "5.8%");
    assert_eq!(
        plain(&words().subtracted_target(&m, &now, share("5"))),
        "0.8 points"
    );
    let m = metric("Review wait", Kind::Quantile, Unit::Hours);
    let said = |now, then| plain(&words().change(&m, &quantile(now), &quantile(then)));
    assert_eq!(said("47.4", "48.2"), "down 48 minutes");
}

#[test]
fn changes() {
    let p = percent("Rate");
    assert_eq!(changed(&p, share("3.06")), "up 3.1 points");
    assert_eq!(changed(&p, share("-12.4")), "down 12 points");
    assert_eq!(changed(&p, share("9.96")), "up 10 points");
    assert_eq!(changed(&p, share("0.034")), "up 0.034 points");
    assert_eq!(changed(&p, Exact::ZERO), "no change");
    assert_eq!(changed(&incidents(), Exact::integer(-1204)), "down 1,204");
    assert_eq!(changed(&incidents(), Exact::integer(2)), "up 2");
    let hours = metric("Wait", Kind::Quantile, Unit::Hours);
    assert_eq!(changed(&hours, decimal("-2.43")), "down 2.4 hours");
    assert_eq!(changed(&hours, decimal("26.4")), "up 1.1 days");
    assert_eq!(changed(&hours, decimal("0.8")), "up 48 minutes");
    let ms = metric("Latency", Kind::Quantile, Unit::Milliseconds);
    assert_eq!(changed(&ms, decimal("131")), "up 130 ms");
    let money = metric("Refunds", Kind::Level, Unit::Currency);
    assert_eq!(changed(&money, decimal("1204")), "up £1,200");
    assert_eq!(changed(&money, decimal("-0.8")), "down £0.80");
}

#[test]
fn ranges_share_unit_and_decimals() {
    let w = words();
    let hours = metric("Wait", Kind::Quantile, Unit::Hours);
    let range = |m: &Metric, low, high| w.range(m, low, high).map(|r| plain(&r));
    assert_eq!(
        range(&hours, 6.0, 10.13).as_deref(),
        Some("6.0 to 10.1 hours")
    );
    assert_eq!(
        range(&percent("Rate"), 0.048, 0.12).as_deref(),
        Some("4.8% to 12.0%")
    );
    assert_eq!(
        range(&hours, 34.9, 66.6).as_deref(),
        Some("1 day 11 hours to 2 days 19 hours")
    );
    assert_eq!(
        range(&hours, 0.8, 10.1).as_deref(),
        Some("48 minutes to 10.1 hours")
    );
    assert_eq!(
        range(&percent("Rate"), 0.0048, 0.018).as_deref(),
        Some("0.5% to 1.8%")
    );
    assert_eq!(
        range(&incidents(), 3107.4, 969_321.2).as_deref(),
        Some("3,110 to 969,000")
    );
    assert_eq!(
        range(&incidents(), 82.04, 199.4).as_deref(),
        Some("82 to 199")
    );
    assert_eq!(plain(&w.number(&incidents(), 969_321.2)), "969,000");
    let money = metric("Refunds", Kind::Level, Unit::Currency);
    assert_eq!(
        range(&money, 180e3, 520e3).as_deref(),
        Some("£180 to £520 thousand")
    );
    assert_eq!(
        range(&incidents(), 3.0, 3.04).as_deref(),
        Some("3.00 to 3.04")
    );
    assert_eq!(range(&hours, f64::NAN, 1.0), None);
    assert_eq!(w.number(&hours, f64::INFINITY), "not known");
}

#[test]
fn columns_keep_their_decimals_and_axes_their_units() {
    let w = words();
    let m = with_target(percent("Rate"), share("5"));
    let figures = [
        Some(ratio(61, 1000)),
        None,
        Some(ratio(12, 100)),
        Some(ratio(5004, 100_000)),
    ];
    let figures: Vec<Option<&Figure>> = figures.iter().map(Option::as_ref).collect();
    assert_eq!(
        w.column(&m, &figures),
        ["6.100%", "no data", "12.000%", "5.004%"]
    );
    assert_eq!(
        w.column(&percent("Rate"), &figures[..3]),
        ["6.1%", "no data", "12.0%"]
    );
    assert_eq!(w.ticks(&m, &[0.0, 0.025, 0.05]), ["0", "2.5", "5.0%"]);
    let minutes = metric("Restore", Kind::Quantile, Unit::Minutes);
    assert_eq!(
        w.ticks(&minutes, &[0.0, 50.0, 100.0]).map_plain(),
        ["0", "50", "100 min"]
    );
    assert!(w.column(&m, &[]).is_empty());
}

trait MapPlain {
    fn map_plain(self) -> Vec<String>;
}
impl MapPlain for Vec<String> {
    fn map_plain(self) -> Vec<String> {
        self.iter().map(|t| plain(t)).collect()
    }
}

#[test]
fn days_weeks_and_quarters() {
    let w = words();
    let calendar = settings().calendar;
    assert_eq!(w.date(day(2026, 7, 6)), "6\u{a0}July\u{a0}2026");
    assert_eq!(w.date_short(day(2026, 9, 11)), "11\u{a0}Sep");
    let third = quarter(2026, 3);
    assert_eq!(
        plain(&w.period(&calendar, third)),
        "Quarter 3, 1 July to 30 September 2026"
    );
    assert_eq!(plain(&w.period_short(third)), "Q3 2026");
    let week = Week::of(day(2026, 7, 8));
    assert_eq!(plain(&w.week(week)), "week of 6 July 2026");
    let mut fiscal = settings();
    fiscal.calendar.first_month = 12;
    fiscal.calendar.named_by = YearName::End;
    let w = Words::new(&fiscal);
    assert_eq!(
        plain(&w.period(&fiscal.calendar, quarter(2026, 1))),
        "Quarter 1 of fiscal year 2026, 1 December 2025 to 28 February 2026"
    );
    assert_eq!(plain(&w.period_short(third)), "Q3 FY2026");
}

#[test]
fn the_real_characters() {
    let mut european = settings();
    european.locale = Locale::EnEu;
    let money = metric("Refunds", Kind::Level, Unit::Currency);
    let w = Words::new(&european);
    assert_eq!(w.figure(&money, &level("-12480")), "\u{2212}£12\u{202f}480");
    assert_eq!(w.figure(&money, &level("4.1")), "£4.10");
    let minutes = metric("Restore", Kind::Quantile, Unit::Minutes);
    assert_eq!(
        w.figure(&minutes, &quantile("112")),
        "1\u{a0}hour 52\u{a0}minutes"
    );
    assert_eq!(
        words().figure(&percent("Rate"), &ratio(8, 12)),
        "8\u{a0}of\u{a0}12 (67%)"
    );
}

/// What a reader reads back: the number of a percentage or of a cell in a metric's own unit.
fn read(text: &str, metric: &Metric) -> Option<Exact> {
    let text = plain(text).replace(',', "");
    let number: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
        .collect();
    let value = Exact::parse(&number).ok()?;
    if metric.unit.value == Unit::Percent {
        value.over(Exact::integer(100))
    } else {
        Some(value)
    }
}

proptest! {
    #[test]
    fn what_is_read_stands_to_the_target_as_the_value_does(
        part in 0_u64..2_000_000,
        near in -3_i64..=3,
        places in 0_u32..=4,
        higher in any::<bool>(),
        decimals in prop::option::of(0_u32..4),
    ) {
        let whole = 2_000_000;
        // A target close to the value, with as many decimals of a percent as chosen.
        let value = Exact::ratio(part, whole).expect("whole");
        let step = Exact::integer(1).over(Exact::integer(10_i64.pow(places + 2))).expect("not zero");
        let target = value.rounded_to(step).and_then(|t| t.plus(step.times(Exact::integer(near))?));
        let target = target.expect("small numbers");
        let mut m = with_target(percent("Rate"), target);
        m.decimals = decimals;
        if higher {
            m.polarity = at(Polarity::HigherIsBetter);
        }
        let text = words().figure(&m, &ratio(part, whole));
        if !text.starts_with("just") {
            let shown = read(&text, &m).expect("a percentage");
            let meets = |x: Exact| if higher { x >= target } else { x <= target };
            prop_assert_eq!(meets(value), meets(shown), "{} against {:?}", text, target);
            prop_assert_eq!(value == Exact::ZERO, shown == Exact::ZERO);
        }
        let declared = words().exact(&m, target);
        prop_assert_eq!(read(&declared, &m), Some(target), "declared numbers are not rounded");
    }

    #[test]
    fn a_cell_is_within_half_its_last_place(value in 0_u64..100_000_000) {
        let exact = Exact::ratio(value, 1000).expect("whole");
        for unit in [Unit::Minutes, Unit::Hours, Unit::Milliseconds] {
            let m = metric("Wait", Kind::Quantile, unit);
            let f = figure(Value::Quantile { value: exact, n: 30 });
            let text = words().cell(&m, &f);
            let shown = read(&text, &m).expect("a number");
            let last = text.split_once('.').map_or(0, |(_, rest)| {
                rest.chars().take_while(char::is_ascii_digit).count()
            });
            let half = 0.5 / 10_f64.powi(i32::try_from(last).unwrap_or(0)) + 1e-9;
            prop_assert!((shown.to_f64() - exact.to_f64()).abs() <= half, "{text}");
        }
    }

    #[test]
    fn any_statistic_becomes_words(value in any::<f64>(), low in any::<f64>()) {
        for unit in [Unit::Percent, Unit::Hours, Unit::Currency, Unit::Points] {
            let m = metric("Any", Kind::Level, unit);
            let text = words().number(&m, value);
            prop_assert!(!text.is_empty() && !text.contains("NaN") && !text.contains("inf"));
            if let Some(range) = words().range(&m, low, value) {
                prop_assert!(!range.is_empty() && !range.contains("NaN"));
            }
            prop_assert_eq!(words().ticks(&m, &[low, value]).len(), 2);
        }
    }

    #[test]
    fn any_duration_adds_up(value in 0_u64..10_000_000_000) {
        let exact = Exact::ratio(value, 1000).expect("whole");
        for unit in [Unit::Seconds, Unit::Minutes] {
            let m = metric("Wait", Kind::Quantile, unit.clone());
            let text = plain(&words().exact(&m, exact));
            let mut ms = 0.0;
            let mut number = 0.0;
            for word in text.split(' ') {
                let factor = match word.trim_end_matches('s') {
                    "day" => 86_400_000.0,
                    "hour" => 3_600_000.0,
                    "minute" => 60_000.0,
                    "second" => 1000.0,
                    "m" => 1.0,
                    digits => {
                        number = digits.replace(',', "").parse::<f64>().expect("a number");
                        continue;
                    }
                };
                ms += number * factor;
            }
            let unit_ms = if unit == Unit::Seconds { 1000.0 } else { 60_000.0 };
            prop_assert!((ms / unit_ms - exact.to_f64()).abs() < 1e-5, "{text}");
        }
    }
}
