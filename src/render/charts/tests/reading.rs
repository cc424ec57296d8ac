//! A drawing read back: its words with the room they take, and its shapes by class.

use super::super::{Alternative, Svg, advance};
use super::assert_sound;

/// What stands for a drawing whose words are not looked at.
pub(super) const ALTERNATIVE: Alternative<'static> = Alternative {
    id: "a",
    title: "t",
    description: "d",
};

/// Words on the sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) class: String,
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// One stroke or shape of a path.
pub(super) type Shape = Vec<(f64, f64)>;

pub(super) struct Read {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) words: Vec<Word>,
    shapes: Vec<(String, Shape)>,
}

impl Read {
    /// A drawing that is sound, and in which no words are cut or lie on others.
    pub(super) fn sound(svg: &Svg) -> Self {
        assert_sound(svg.as_str());
        let read = Self::of(svg.as_str());
        read.assert_words_have_room(svg.as_str());
        read
    }

    pub(super) fn of(svg: &str) -> Self {
        let document = roxmltree::Document::parse(svg).expect("well-formed");
        let root = document.root_element();
        let view: Vec<f64> = root
            .attribute("viewBox")
            .unwrap_or_default()
            .split(' ')
            .map(|n| n.parse().expect("a number"))
            .collect();
        let (mut words, mut shapes) = (Vec::new(), Vec::new());
        for node in root.descendants().filter(roxmltree::Node::is_element) {
            let class = node.attribute("class").unwrap_or_default();
            let number = |name| -> f64 {
                let value = node.attribute(name).unwrap_or("0");
                value.parse().expect("a number")
            };
            if node.tag_name().name() == "text" {
                let text = node.text().unwrap_or_default();
                let small = class.split(' ').any(|c| c == "t-s");
                let size = if small { 11.2 } else { 12.0 };
                let width = advance::width(text, size);
                let x = number("x");
                let left = match class {
                    c if c.ends_with(" t-m") => x - width / 2.0,
                    c if c.ends_with(" t-e") => x - width,
                    _ => x,
                };
                words.push(Word {
                    class: class.to_owned(),
                    text: text.to_owned(),
                    left,
                    right: left + width,
                    top: number("y") - 8.5,
                    bottom: number("y") + 2.5,
                });
            }
            for shape in node.attribute("d").map(split).into_iter().flatten() {
                shapes.push((class.to_owned(), shape));
            }
        }
        Self {
            width: view[2],
            height: view[3],
            words,
            shapes,
        }
    }

    pub(super) fn shapes(&self, class: &str) -> Vec<&Shape> {
        let of_class = self.shapes.iter().filter(|(c, _)| c == class);
        of_class.map(|(_, shape)| shape).collect()
    }

    pub(super) fn says(&self, text: &str) -> Option<&Word> {
        self.words.iter().find(|word| word.text.contains(text))
    }

    /// Words that a stroke of a class runs through.
    pub(super) fn crossed(&self, class: &str) -> Vec<&str> {
        let strokes = self.shapes(class);
        let crossed = self.words.iter().filter(|word| {
            let mut pieces = strokes.iter().flat_map(|stroke| stroke.windows(2));
            pieces.any(|piece| through(word, piece[0], piece[1]))
        });
        crossed.map(|word| word.text.as_str()).collect()
    }

    /// No words leave the sheet, and none lie over others.
    pub(super) fn assert_words_have_room(&self, svg: &str) {
        for (i, word) in self.words.iter().enumerate() {
            assert!(
                word.left >= -0.6
                    && word.right <= self.width + 0.6
                    && word.top >= -0.6
                    && word.bottom <= self.height + 0.6,
                "{word:?} leaves the sheet: {svg}"
            );
            for other in &self.words[i + 1..] {
                let apart = word.right <= other.left + 0.3
                    || other.right <= word.left + 0.3
                    || word.bottom <= other.top + 0.3
                    || other.bottom <= word.top + 0.3;
                assert!(
                    apart || word.text.is_empty() || other.text.is_empty(),
                    "{word:?} lies over {other:?}: {svg}"
                );
            }
        }
    }
}

/// Whether a straight piece runs through the letters, by what is left of it inside their room.
fn through(word: &Word, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> bool {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    let sides = [
        (x1 - x0, word.left + 0.5 - x0, word.right - 0.5 - x0),
        (y1 - y0, word.top + 1.0 - y0, word.bottom - 1.0 - y0),
    ];
    for (by, low, high) in sides {
        if by.abs() < 1e-9 {
            if low > 0.0 || high < 0.0 {
                return false;
            }
            continue;
        }
        let (near, far) = (low / by, high / by);
        from = from.max(near.min(far));
        to = to.min(near.max(far));
    }
    from < to
}

/// The strokes of a path, each a list of its points.
fn split(path: &str) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut start = 0;
    let moves: Vec<usize> = path.match_indices('m').map(|(at, _)| at).collect();
    let mut at = (0.0, 0.0);
    for (i, _) in moves.iter().enumerate() {
        let end = moves.get(i + 1).copied().unwrap_or(path.len());
        let piece = &path[start..end];
        let mut points: Shape = super::walked(piece)
            .into_iter()
            .map(|(x, y): (f64, f64)| (x + at.0, y + at.1))
            .collect();
        if piece.ends_with('z') {
            at = points[0];
            points.push(points[0]);
        } else if let Some(last) = points.last() {
            at = *last;
        }
        shapes.push(points);
        start = end;
    }
    shapes
}
