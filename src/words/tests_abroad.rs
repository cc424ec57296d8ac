//! What German and French readers see: every kind of number, day and quarter, with the real characters.

use super::Words;
use crate::analyse::Figure;
use crate::model::{
    Exact, Harm, Kind, Language, Locale, Quantity, Range, Unit, Value, Week, YearName,
};
use crate::tongue::speak;
use crate::words::sample::{at, day, decimal, metric, percent, quarter, settings};

fn words(locale: Locale) -> Words {
    let mut abroad = settings();
    abroad.locale = locale;
    abroad.currency = at("EUR".to_owned());
    Words::new(&abroad)
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

fn range(low: &str, high: &str) -> Range {
    Range {
        low: decimal(low),
        high: decimal(high),
    }
}

/// Every kind of thing that is written, in one list.
fn all(locale: Locale) -> Vec<String> {
    let _speaking = speak(locale.language());
    let w = words(locale);
    let rate = percent("Rate");
    let money = metric("Cost", Kind::Level, Unit::Currency);
    let minutes = metric("Restore", Kind::Quantile, Unit::Minutes);
    let hours = metric("Lead", Kind::Quantile, Unit::Hours);
    let score = metric("Mood", Kind::Score, Unit::Points);
    let mut fiscal = settings();
    fiscal.locale = locale;
    fiscal.calendar.first_month = 12;
    fiscal.calendar.named_by = YearName::End;
    let third = quarter(2026, 3);
    let quantile = |text: &str| level(text);
    let value = Value::Score {
        mean: decimal("3.9"),
        n: 62,
        invited: Some(80),
    };
    vec![
        w.figure(&rate, &ratio(612, 10_000)),
        w.figure(&rate, &ratio(8, 12)),
        w.figure(&money, &level("1234.5")),
        w.exact(&money, decimal("1234.5")),
        w.figure(&money, &level("-12480")),
        w.figure(&money, &level("4.1")),
        w.figure(&money, &level("420000")),
        w.figure(&money, &level("1240000")),
        w.figure(&money, &level("1")),
        w.figure(&minutes, &quantile("112")),
        w.figure(&minutes, &quantile("1")),
        w.cell(&minutes, &quantile("112")),
        w.figure(&hours, &quantile("1.5")),
        w.figure(&score, &figure(value)),
        w.count(1_234_567),
        w.change(&rate, &ratio(87, 1000), &ratio(58, 1000)),
        w.change(&rate, &ratio(58, 1000), &ratio(58, 1000)),
        w.range(&rate, 0.048, 0.062).unwrap_or_default(),
        w.ticks(&rate, &[0.0, 0.025, 0.05]).join(" | "),
        w.estimate(Quantity::MoneyAYear, range("182855", "511995")),
        w.harm_range(Harm::Money, range("450000", "1240000"), None),
        w.harm_range(Harm::Money, range("0", "9500"), None),
        w.supplied(Quantity::MoneyAMinute, range("80", "120")),
        w.how_often(range("0.5", "2")),
        w.promised(decimal("0.9995")),
        w.attained(decimal("0.99893"), decimal("0.999")),
        w.budget_left(decimal("-0.068")),
        w.share(decimal("0.621")),
        w.lasted(decimal("3075")),
        w.date(day(2026, 3, 31)),
        w.date(day(2026, 8, 1)),
        w.date_short(day(2026, 2, 6)),
        w.period(&settings().calendar, third),
        w.period_short(third),
        w.week(Week::of(day(2026, 7, 8))),
        Words::new(&fiscal).period(&fiscal.calendar, quarter(2026, 1)),
        Words::new(&fiscal).period_short(third),
    ]
}

fn shown(locale: Locale) -> Vec<String> {
    let marks = [('\u{a0}', "~"), ('\u{202f}', "_"), ('\u{2212}', "-")];
    all(locale)
        .into_iter()
        .map(|text| {
            marks
                .iter()
                .fold(text, |text, (mark, seen)| text.replace(*mark, seen))
        })
        .collect()
}

#[test]
fn german() {
    assert_eq!(
        shown(Locale::DeDe),
        [
            "6,1~%",
            "8~von~12 (67~%)",
            "1.235~€",
            "1.234,50~€",
            "-12.480~€",
            "4,10~€",
            "420~Tsd.~€",
            "1,24~Mio.~€",
            "1,00~€",
            "1~Stunde 52~Minuten",
            "1~Minute",
            "112~min",
            "1,5~Stunden",
            "3,9~von~5",
            "1.234.567",
            "plus~2,9~Prozentpunkte",
            "unverändert",
            "4,8~% bis 6,2~%",
            "0 | 2,5 | 5,0~%",
            "180 bis 510~Tsd.~€ im Jahr",
            "450~Tsd. bis 1,24~Mio.~€",
            "bis zu 9.500~€",
            "80 bis 120~€ je Minute",
            "zwischen einmal alle~2~Jahre und zweimal im Jahr",
            "99,95~%",
            "99,89~%",
            "6,8~%~überzogen",
            "62,1~%",
            "2~Tage 3~Stunden",
            "31.~März~2026",
            "1.~August~2026",
            "6.~Feb.",
            "3.~Quartal, 1.~Juli bis 30.~September~2026",
            "Q3~2026",
            "Woche vom 6.~Juli~2026",
            "1.~Quartal des Geschäftsjahrs~2026, 1.~Dezember~2025 bis 28.~Februar~2026",
            "Q3~GJ2026"
        ]
    );
}

#[test]
fn french() {
    assert_eq!(
        shown(Locale::FrFr),
        [
            "6,1_%",
            "8~sur~12 (67_%)",
            "1_235~€",
            "1_234,50~€",
            "-12_480~€",
            "4,10~€",
            "420~k€",
            "1,24~M€",
            "1,00~€",
            "1~heure 52~minutes",
            "1~minute",
            "112~min",
            "1,5~heure",
            "3,9~sur~5",
            "1_234_567",
            "en hausse de~2,9~points",
            "inchangé",
            "4,8_% à 6,2_%",
            "0 | 2,5 | 5,0_%",
            "180 à 510~k€ par an",
            "450~k€ à 1,24~M€",
            "jusqu’à 9_500~€",
            "80 à 120~€ par minute",
            "entre une fois en~2~ans et deux fois par an",
            "99,95_%",
            "99,89_%",
            "6,8_%~de dépassement",
            "62,1_%",
            "2~jours 3~heures",
            "31~mars~2026",
            "1er~août~2026",
            "6~févr.",
            "3e~trimestre, du 1er~juillet au 30~septembre~2026",
            "T3~2026",
            "semaine du 6~juillet~2026",
            "1er~trimestre de l’exercice~2026, du 1er~décembre~2025 au 28~février~2026",
            "T3~ex.~2026"
        ]
    );
}

#[test]
fn a_language_is_spoken_as_long_as_it_is_held() {
    let w = words(Locale::DeDe);
    let year = Quantity::Years;
    let two = || w.supplied(year, range("2", "2"));
    {
        let _speaking = speak(Language::German);
        assert_eq!(two(), "2\u{a0}Jahre");
    }
    assert_eq!(two(), "2\u{a0}years");
    assert_eq!(
        w.share(Exact::ratio(1, 2).unwrap_or(Exact::ZERO)),
        "50\u{a0}%"
    );
}
