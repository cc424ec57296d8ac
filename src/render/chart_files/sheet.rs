//! A figure to the text of an SVG file: headline and subtitle above the drawing, source, notes and whose
//! it is below it.

use super::figure::Figure;
use super::look::Look;
use crate::render::charts::text_width;
use crate::tongue;
use std::collections::BTreeSet;

/// Units around everything.
const MARGIN: f64 = 16.0;
/// Where the typeface of the pages is not installed, another is wider.
const WIDER: f64 = 1.12;
/// The typeface of the pages, then what systems have.
const FAMILY: &str =
    "'Source Sans 3','Segoe UI','Helvetica Neue',Arial,'Liberation Sans',sans-serif";

/// What a file is made of.
pub(super) struct Sheet<'a> {
    pub(super) figure: &'a Figure<'a>,
    pub(super) look: &'a Look,
    /// Company, report, quarter, build, classification.
    pub(super) whose: &'a str,
}

/// Lines of one kind.
struct Lines<'a> {
    class: &'static str,
    size: f64,
    /// From line to line.
    step: f64,
    text: &'a str,
}

impl Sheet<'_> {
    pub(super) fn draw(&self) -> String {
        let figure = self.figure;
        let width = figure.width + 2.0 * MARGIN;
        let mut words = String::new();
        let mut y = MARGIN;
        let above = [
            Lines {
                class: "s-head",
                size: 15.0,
                step: 19.0,
                text: &figure.headline,
            },
            Lines {
                class: "s-sub",
                size: 12.5,
                step: 16.0,
                text: &figure.subtitle,
            },
        ];
        for lines in above {
            y = self.lines(&mut words, &lines, y);
        }
        let top = y + 8.0;
        y = top + figure.height + 8.0;
        for note in &figure.notes {
            let lines = Lines {
                class: "s-note",
                size: 11.2,
                step: 14.0,
                text: note,
            };
            y = self.lines(&mut words, &lines, y);
        }
        y += 6.0;
        words.push_str(&format!(
            "<path class=\"s-hair\" d=\"M{MARGIN} {y}h{}\"/>",
            figure.width
        ));
        let of = Lines {
            class: "s-of",
            size: 11.2,
            step: 14.0,
            text: self.whose,
        };
        y = self.lines(&mut words, &of, y + 4.0);
        let height = (y + MARGIN).ceil();
        let mut used: BTreeSet<&str> = classes(figure.drawing).collect();
        used.extend(["s-paper", "s-head", "s-sub", "s-note", "s-of", "s-hair"]);
        used.extend(figure.class.split(' '));
        let id = figure.id;
        let description = figure
            .description
            .trim_end_matches(tongue::label("Table follows."))
            .trim_end();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" lang=\"{}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
             font-family=\"{FAMILY}\">\n\
             <title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{} {}</desc>\n\
             <style>{}</style>\n\
             <rect class=\"s-paper\" width=\"{width}\" height=\"{height}\"/>\n\
             <g aria-hidden=\"true\">{words}</g>\n\
             <g class=\"{}\" transform=\"translate({MARGIN} {top})\">{}</g>\n</svg>\n",
            tongue::spoken().tag(),
            escaped(&figure.headline),
            escaped(description),
            escaped(self.whose),
            self.look.for_classes(&used).replace('<', ""),
            figure.class,
            figure.drawing,
        )
    }

    /// Writes lines from a height on, and says how low they end.
    fn lines(&self, out: &mut String, lines: &Lines<'_>, mut y: f64) -> f64 {
        for line in wrapped(lines.text, lines.size, self.figure.width / WIDER) {
            y += lines.step;
            let at = y - lines.step * 0.25;
            out.push_str(&format!(
                "<text class=\"{}\" x=\"{MARGIN}\" y=\"{at}\">{}</text>",
                lines.class,
                escaped(&line)
            ));
        }
        y
    }
}

/// A text in lines that have room; a word that has none stands alone.
fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn classes(drawing: &str) -> impl Iterator<Item = &str> {
    let found = drawing.split("class=\"").skip(1);
    found
        .filter_map(|rest| rest.split('"').next())
        .flat_map(|classes| classes.split(' '))
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_lines_have_room() {
        let text = "one two three four five six seven eight nine ten";
        let lines = wrapped(text, 12.0, 90.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| text_width(line, 12.0) <= 90.0));
        assert_eq!(wrapped("incomprehensibilities", 12.0, 9.0).len(), 1);
        assert!(wrapped("", 12.0, 9.0).is_empty());
    }
}
