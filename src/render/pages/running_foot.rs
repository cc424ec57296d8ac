//! The foot of every printed page, as the part of the style sheet that only this pack knows: a
//! page's class picks its quarter's foot.

use super::Maker;
use crate::model::Settings;
use crate::tongue::{label, label_of};
use std::fmt::Write as _;

/// `@page` rules for pages about no quarter, then one named page for each quarter.
pub(crate) fn running_feet(maker: &Maker<'_>) -> String {
    let settings = &maker.pack.settings;
    let mut sheet = String::from("/* Running feet of this pack */\n");
    let classification = |settings: &Settings, period| match maker.edition.mark(period) {
        "" => quoted(&settings.classification),
        mark => quoted(&format!("{} · {mark}", settings.classification)),
    };
    let (page, of) = (label("page"), label_of("of", "of so many pages"));
    let mut foot = |selector: &str, about: &str, build: &str, (settings, period)| {
        let classification = classification(settings, period);
        let _ = writeln!(
            sheet,
            "@page{selector} {{ @bottom-left {{ content: {}; }} @bottom-center {{ content: {classification}; }} \
             @bottom-right {{ content: {} \"{page} \" counter(page) \" {of} \" counter(pages); }} }}",
            quoted(about),
            quoted(build)
        );
    };
    foot("", &settings.report, "", (settings, maker.latest));
    for quarter in maker.quarters() {
        let settings = &maker.known.to(quarter.period).settings;
        let period = maker.words.period_short(quarter.period);
        foot(
            &format!(" of-{}", quarter.period),
            &format!("{} · {period}", settings.report),
            &format!("{} · ", maker.build(quarter.period)),
            (settings, quarter.period),
        );
    }
    for quarter in maker.quarters() {
        let period = quarter.period;
        let _ = writeln!(
            sheet,
            "@media print {{ .of-{period} main {{ page: of-{period}; }} }}"
        );
    }
    sheet
}

/// A CSS string: whatever could end it, or the sheet, is written as an escape.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        if letter.is_alphanumeric() || matches!(letter, ' ' | ',' | ':' | '-' | '.') {
            out.push(letter);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(letter));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_name_ends_the_string_or_the_rule() {
        assert_eq!(quoted("A & B"), "\"A \\26  B\"");
        assert_eq!(quoted("\"}*{\\"), "\"\\22 \\7d \\2a \\7b \\5c \"");
        assert_eq!(quoted("Confidential: Board"), "\"Confidential: Board\"");
    }
}
