//! The foot of every printed page, as the part of the style sheet that only this pack knows: a
//! page's class picks its quarter's foot.

use super::{Maker, NavItem};
use crate::model::{Period, Settings};
use crate::tongue::{label, label_of};
use std::fmt::Write as _;

/// `@page` rules for pages about no quarter, then one named page for each quarter.
pub(crate) fn running_feet(maker: &Maker<'_>) -> String {
    let mut sheet = String::from("/* Running feet of this pack */\n");
    let settings = &maker.pack.settings;
    let whose = Foot {
        left: quoted(&settings.report),
        middle: classification(maker, settings, maker.latest),
        right: numbers(),
    };
    whose.write(&mut sheet, "");
    for quarter in maker.quarters() {
        let name = format!(" of-{}", quarter.period);
        Foot::of(maker, quarter.period).write(&mut sheet, &name);
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

/// The same of a quarter's pack in one piece, whose feet name the section too: of every entry of its
/// navigation, the sheets from there to the next.
pub(super) fn feet_by_section(maker: &Maker<'_>, period: Period, sections: &[NavItem]) -> String {
    let mut sheet = String::from("/* Running feet of its sections */\n");
    let foot = Foot::of(maker, period);
    let mut kept = String::new();
    for (n, section) in sections.iter().enumerate() {
        let (name, id) = (format!("of-{period}-{n}"), &section.href);
        let own = Foot {
            left: format!("{} \"\\a \" {}", foot.left, quoted(section.label)),
            middle: foot.middle.clone(),
            right: format!("{} \"\\a \" {}", numbers(), quoted(&maker.build(period))),
        };
        own.write(&mut sheet, &format!(" {name}"));
        let _ = writeln!(
            sheet,
            "@page {name} {{ @bottom-left {{ white-space: pre; }} @bottom-right {{ white-space: pre; }} }}\n\
             @media print {{ {id}.sheet, {id} ~ .sheet {{ page: {name}; }} }}"
        );
        if id == APPENDIX {
            // What stands below the list of contents stays on its page.
            kept = format!("@media print {{ {id}.appendix + .sheet {{ page: {name}; }} }}\n");
        }
    }
    sheet + &kept
}

/// The sheet that says what stands in the appendix.
pub(super) const APPENDIX: &str = "#appendix";

/// What stands in a foot, as CSS has it.
struct Foot {
    left: String,
    middle: String,
    right: String,
}

impl Foot {
    /// Of a page about a quarter.
    fn of(maker: &Maker<'_>, period: Period) -> Self {
        let settings = &maker.known.to(period).settings;
        let short = maker.words.period_short(period);
        Self {
            left: quoted(&format!("{} · {short}", settings.report)),
            middle: classification(maker, settings, period),
            right: format!(
                "{} {}",
                quoted(&format!("{} · ", maker.build(period))),
                numbers()
            ),
        }
    }

    fn write(&self, sheet: &mut String, selector: &str) {
        let Self {
            left,
            middle,
            right,
        } = self;
        let _ = writeln!(
            sheet,
            "@page{selector} {{ @bottom-left {{ content: {left}; }} @bottom-center {{ content: {middle}; }} \
             @bottom-right {{ content: {right}; }} }}"
        );
    }
}

/// For whom the page is.
fn classification(maker: &Maker<'_>, settings: &Settings, period: Period) -> String {
    match maker.edition.mark(period) {
        "" => quoted(&settings.classification),
        mark => quoted(&format!("{} · {mark}", settings.classification)),
    }
}

/// `page 4 of 14`.
fn numbers() -> String {
    let (page, of) = (label("page"), label_of("of", "of so many pages"));
    format!("\"{page} \" counter(page) \" {of} \" counter(pages)")
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
