//! What is written in a locale is read back as the same number in it; and what an author types there.

use super::scan::{Class, figures};
use crate::model::{Exact, Kind, Locale, Unit};
use crate::tongue::speak;
use crate::words::Words;
use crate::words::sample::{at, metric, percent, settings};
use proptest::prelude::*;

const LOCALES: [Locale; 5] = [
    Locale::EnGb,
    Locale::EnUs,
    Locale::EnEu,
    Locale::DeDe,
    Locale::FrFr,
];

fn words(locale: Locale) -> Words {
    let mut abroad = settings();
    abroad.locale = locale;
    abroad.currency = at("EUR".to_owned());
    Words::new(&abroad)
}

/// The only figure of a text.
fn one(text: &str) -> (Vec<Exact>, Class) {
    let found = figures(text, true, &[]);
    assert_eq!(found.len(), 1, "`{text}`: {found:?}");
    let figure = found.into_iter().next().expect("there is one");
    assert_eq!(
        text.get(figure.at.clone()).map(str::len),
        Some(text.len()),
        "`{text}`"
    );
    (figure.values, figure.class)
}

fn number(text: &str) -> Exact {
    Exact::parse(text).expect("tests write plain decimals")
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(n in 0_u64..2_000_000_000, cents in 0_u64..100) {
        let (whole, cents) = (i64::try_from(n).expect("small"), i64::try_from(cents).expect("small"));
        let amount = Exact::integer(whole)
            .plus(Exact::integer(cents).over(Exact::integer(100)).expect("small"))
            .expect("small");
        for locale in LOCALES {
            let _speaking = speak(locale.language());
            let w = words(locale);
            // Four digits alone may be a year.
            if !(1970..2200).contains(&n) {
                let count = w.count(n);
                prop_assert_eq!(one(&count).0, vec![Exact::integer(whole)], "{}", count);
            }
            let percent = percent("Rate");
            let share = amount.over(Exact::integer(1_000_000)).expect("small");
            let text = w.exact(&percent, share);
            let read = one(&text);
            prop_assert_eq!(read.0, vec![share.times(Exact::integer(100)).expect("small")], "{}", text);
            prop_assert_eq!(read.1, Class::Percent);
            let money = metric("Cost", Kind::Level, Unit::Currency);
            // From 100 thousand on an amount has three figures.
            let paid = Exact::integer(whole % 99_999)
                .plus(Exact::integer(cents).over(Exact::integer(100)).expect("small"))
                .expect("small");
            let text = w.exact(&money, paid);
            let read = one(&text);
            prop_assert_eq!(read.0, vec![paid], "{}", text);
            prop_assert_eq!(read.1, Class::Money);
            let minutes = metric("Restore", Kind::Quantile, Unit::Minutes);
            let minute = Exact::integer(whole % 100_000);
            let text = w.exact(&minutes, minute);
            let read = one(&text);
            prop_assert_eq!(read.0, vec![minute.times(Exact::integer(60_000)).expect("small")], "{}", text);
            prop_assert_eq!(read.1, Class::Duration);
        }
    }
}

#[test]
fn what_an_author_types_in_german_is_found() {
    let _speaking = speak(crate::model::Language::German);
    let cases = [
        ("99,95 %", "99.95", Class::Percent),
        ("99,95%", "99.95", Class::Percent),
        ("99.95 %", "99.95", Class::Percent),
        ("1.234", "1234", Class::Count(None)),
        ("1.234.567", "1234567", Class::Count(None)),
        ("1.234,50 €", "1234.5", Class::Money),
        ("1,2 Mio. €", "1200000", Class::Money),
        ("420 Tausend Euro", "420000", Class::Money),
        ("90 Minuten", "5400000", Class::Duration),
        ("3,1 Prozentpunkte", "3.1", Class::Points),
        ("drei Prozent", "3", Class::Percent),
        ("12.480", "12480", Class::Count(None)),
    ];
    for (text, value, class) in cases {
        assert_eq!(one(text), (vec![number(value)], class), "{text}");
    }
    let found = |text: &str| figures(text, true, &[]).len();
    assert_eq!(found("Drei Ausfälle trafen die Kasse."), 1);
    assert_eq!(found("Die Zahl der Vorfälle war 12. Danach sank sie."), 1);
    for none in [
        "am 31. März 2026 im 3. Quartal",
        "seit dem 1. Juli bis zum 30. September 2026",
        "Version 1.2.3, Stufe 2, ISO 27001, 24/7",
        "vom 6. bis 12. Juli",
    ] {
        assert_eq!(found(none), 0, "{none}: {:?}", figures(none, true, &[]));
    }
}

#[test]
fn what_an_author_types_in_french_is_found() {
    let _speaking = speak(crate::model::Language::French);
    let cases = [
        ("99,95 %", "99.95", Class::Percent),
        ("99,95\u{202f}%", "99.95", Class::Percent),
        ("1 234,50 €", "1234.5", Class::Money),
        ("1\u{a0}234", "1234", Class::Count(None)),
        ("1\u{202f}234\u{202f}567", "1234567", Class::Count(None)),
        ("1,2 M €", "1200000", Class::Money),
        ("2 millions d’euros", "2000000", Class::Money),
        ("90 minutes", "5400000", Class::Duration),
        ("3,1 points", "3.1", Class::Points),
        ("trois pour cent", "3", Class::Percent),
    ];
    for (text, value, class) in cases {
        assert_eq!(one(text), (vec![number(value)], class), "{text}");
    }
    let found = |text: &str| figures(text, true, &[]).len();
    assert_eq!(found("Trois pannes ont touché la caisse."), 1);
    for none in [
        "le 31 mars 2026, au 3e trimestre",
        "du 1er juillet au 30 septembre 2026",
        "version 1.2.3, niveau 2, ISO 27001, 24/7",
        "à 14h30",
    ] {
        assert_eq!(found(none), 0, "{none}: {:?}", figures(none, true, &[]));
    }
}
