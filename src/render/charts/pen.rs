//! plotters' calls to SVG text. The canvas is ten times as large as the drawing, because plotters'
//! coordinates are whole numbers: dividing when writing gives tenths, and slopes stay straight.
//! Neighbouring shapes of one meaning become one path, dots included (a stroke of no length with
//! round ends), which keeps a chart of 52 points under five kilobytes.

use super::advance;
use super::ink::Ink;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::convert::Infallible;

/// Canvas steps to one unit of the drawing.
pub(super) const STEPS: f64 = 10.0;

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// Shapes that go into one path: a class, and a stroke width in steps where the class does not set it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Batch {
    class: &'static str,
    stroke: Option<u32>,
}

/// Writes the inside of an SVG.
pub(super) struct Pen<'a> {
    out: &'a mut String,
    size: (u32, u32),
    batch: Option<Batch>,
    at: BackendCoord,
    /// The path command that the next numbers continue, if they can do so without naming it.
    implied: char,
}

impl<'a> Pen<'a> {
    /// A pen on a canvas of so many steps.
    pub(super) fn new(out: &'a mut String, size: (u32, u32)) -> Self {
        Self {
            out,
            size,
            batch: None,
            at: (0, 0),
            implied: ' ',
        }
    }

    fn close(&mut self) {
        if self.batch.take().is_some() {
            self.out.push_str("\"/>");
        }
    }

    fn begin(&mut self, batch: Batch) {
        if self.batch == Some(batch) {
            return;
        }
        self.close();
        self.out.push_str("<path class=\"");
        self.out.push_str(batch.class);
        if let Some(stroke) = batch.stroke {
            self.out.push_str("\" stroke-width=\"");
            tenths(self.out, i64::from(stroke));
        }
        self.out.push_str("\" d=\"");
        self.batch = Some(batch);
        self.at = (0, 0);
        self.implied = ' ';
    }

    fn go(&mut self, command: char, to: BackendCoord) {
        let (dx, dy) = (
            i64::from(to.0) - i64::from(self.at.0),
            i64::from(to.1) - i64::from(self.at.1),
        );
        let command = match command {
            'l' if dy == 0 => 'h',
            'l' if dx == 0 => 'v',
            other => other,
        };
        let named = command != self.implied;
        if named {
            self.out.push(command);
        }
        if command != 'v' {
            self.number(dx, named);
        }
        match command {
            'h' => {}
            'v' => self.number(dy, named),
            _ => self.number(dy, false),
        }
        // Numbers after a move are lines.
        self.implied = if command == 'm' { 'l' } else { command };
        self.at = to;
    }

    fn number(&mut self, value: i64, after_letter: bool) {
        if !after_letter && value >= 0 {
            self.out.push(' ');
        }
        tenths(self.out, value);
    }

    fn path(&mut self, ink: Ink, points: impl IntoIterator<Item = BackendCoord>, closed: bool) {
        self.begin(Batch {
            class: ink.class(),
            stroke: None,
        });
        let mut start = None;
        for point in points {
            match start {
                None => {
                    self.go('m', point);
                    start = Some(point);
                }
                Some(_) if point == self.at => {}
                Some(_) => self.go('l', point),
            }
        }
        if let (true, Some(start)) = (closed, start) {
            self.out.push('z');
            self.at = start;
            self.implied = ' ';
        }
    }
}

/// Tenths as a decimal, without a leading or trailing nought: `-5` is `-.5`.
fn tenths(out: &mut String, value: i64) {
    use std::fmt::Write as _;
    if value < 0 {
        out.push('-');
    }
    let (whole, rest) = (value.unsigned_abs() / 10, value.unsigned_abs() % 10);
    // Writing to a string cannot fail.
    let _ = match (whole, rest) {
        (_, 0) => write!(out, "{whole}"),
        (0, _) => write!(out, ".{rest}"),
        _ => write!(out, "{whole}.{rest}"),
    };
}

/// Text as XML, control characters left out: they may not stand in XML at all.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

impl DrawingBackend for Pen<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        self.close();
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Done {
        self.path(Ink::of(color.rgb), [point, (point.0 + 1, point.1)], false);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done {
        self.path(Ink::of(style.color().rgb), [from, to], false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Done {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.path(Ink::of(style.color().rgb), corners, true);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        self.path(Ink::of(style.color().rgb), path, false);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Done {
        self.path(Ink::of(style.color().rgb), vert, true);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        let class = Ink::of(style.color().rgb).class();
        if fill {
            self.begin(Batch {
                class,
                stroke: Some(radius * 2),
            });
            self.go('m', center);
            self.out.push_str("h0");
            self.implied = 'h';
            return Ok(());
        }
        self.close();
        self.out.push_str("<circle class=\"");
        self.out.push_str(class);
        for (name, value) in [
            ("cx", i64::from(center.0)),
            ("cy", i64::from(center.1)),
            ("r", i64::from(radius)),
        ] {
            self.out.push_str("\" ");
            self.out.push_str(name);
            self.out.push_str("=\"");
            tenths(self.out, value);
        }
        self.out.push_str("\"/>");
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Done {
        self.close();
        self.out.push_str("<text class=\"");
        self.out.push_str(Ink::of(style.color().rgb).class());
        let anchor = style.anchor();
        match anchor.h_pos {
            HPos::Left => {}
            HPos::Center => self.out.push_str(" t-m"),
            HPos::Right => self.out.push_str(" t-e"),
        }
        // SVG sets text on its baseline; figures and capitals are two thirds of the size high.
        let baseline = match anchor.v_pos {
            VPos::Top => style.size() * 0.66,
            VPos::Center => style.size() * 0.33,
            VPos::Bottom => 0.0,
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a font size is a small number of steps"
        )]
        let y = i64::from(at.1) + baseline.round() as i64;
        self.out.push_str("\" x=\"");
        tenths(self.out, i64::from(at.0));
        self.out.push_str("\" y=\"");
        tenths(self.out, y);
        self.out.push_str("\">");
        escape(self.out, text);
        self.out.push_str("</text>");
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a width is positive and casts saturate"
        )]
        let whole = |x: f64| x.round() as u32;
        Ok((
            whole(advance::width(text, style.size())),
            whole(style.size()),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::{Color, ShapeStyle};

    fn drawn(draw: impl Fn(&mut Pen<'_>)) -> String {
        let mut out = String::new();
        let mut pen = Pen::new(&mut out, (1000, 1000));
        draw(&mut pen);
        assert!(pen.present().is_ok());
        out
    }

    #[test]
    fn neighbours_of_one_meaning_are_one_path() {
        let style: ShapeStyle = Ink::Actual.sentinel().into();
        let out = drawn(|pen| {
            let _ = pen.draw_path([(0, 100), (25, 103), (50, 98), (80, 98)], &style);
            let _ = pen.draw_path([(100, 100), (100, 205)], &style);
        });
        assert_eq!(
            out,
            "<path class=\"c-actual\" d=\"m0 10 2.5 .3 2.5-.5h3m2 .2v10.5\"/>"
        );
    }

    #[test]
    fn dots_are_round_strokes_of_no_length() {
        let style = Ink::Dot.sentinel().filled();
        let out = drawn(|pen| {
            let _ = pen.draw_circle((100, 100), 24, &style, true);
            let _ = pen.draw_circle((105, 90), 24, &style, true);
        });
        assert_eq!(
            out,
            "<path class=\"d-actual\" stroke-width=\"4.8\" d=\"m10 10h0m.5-1h0\"/>"
        );
    }

    #[test]
    fn text_cannot_break_out() {
        let mut out = String::new();
        escape(&mut out, "a<b>&\"\u{1}\n");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot; ");
    }
}
