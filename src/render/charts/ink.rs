//! What a stroke, fill or letter means, and the CSS class that makes it look so. A drawing holds no
//! colour: `templates/charts.css` gives each class its colour, weight and dash from the page's own
//! variables, so one drawing serves light, dark and print.

use plotters::style::RGBColor;

macro_rules! inks {
    ($($(#[$doc:meta])* $name:ident = $class:literal,)*) => {
        /// One meaning, one look (G12). plotters carries it as an exact colour that stands for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Ink { $($(#[$doc])* $name,)* }

        impl Ink {
            /// Every meaning, in the order of its sentinel.
            pub(super) const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its class.
            pub(super) fn class(self) -> &'static str {
                match self { $(Self::$name => $class,)* }
            }
        }
    };
}

inks! {
    /// Routine range, filled.
    Band = "c-band",
    /// Benchmark band, filled (G19).
    Benchmark = "c-bench",
    /// Edges of the benchmark band.
    BenchmarkEdge = "c-bench-edge",
    /// Horizontal gridline.
    Grid = "c-grid",
    /// Baseline at zero.
    Rule = "c-rule",
    /// Main data, solid line.
    Actual = "c-actual",
    /// Dotted segment to a partial period.
    Partial = "c-partial",
    /// Pale copy of what all services do together.
    Median = "c-median",
    /// A part of the main data on the same scale, dashed (G11).
    Part = "c-part",
    /// Natural limit, dashed.
    Limit = "c-limit",
    /// Average, solid.
    Average = "c-average",
    /// Target, dotted.
    Target = "c-target",
    /// Something we did: solid upright rule (G13).
    Action = "c-action",
    /// Something outside our control: dashed upright rule (G14).
    Event = "c-event",
    /// Circle around an event's letter.
    EventRing = "c-event-ring",
    /// Start of the reported quarter in a sparkline.
    Quarter = "c-quarter",
    /// From a pushed label to its line.
    Leader = "c-leader",
    /// Zero where amounts below it count: heavy (B7, E1).
    Zero = "c-zero",
    /// A pace or a reference that is neither data nor target: dashed.
    Pace = "c-pace",
    /// What was overspent: slanted lines (B7, E6).
    Overspent = "c-over",
    /// Its outline, where it is a bar.
    OverspentEdge = "c-over-edge",
    /// Days on which something was not done: slanted lines (Q6).
    Freeze = "c-freeze",
    /// Track of a bullet.
    Track = "c-track",
    /// Bar of main data.
    Bar = "c-bar",
    /// Bar that is bad news: what harmed customers, a step for the worse.
    ActBar = "c-bar-act",
    /// Outline of a bar of the second severity.
    WatchEdge = "c-bar-watch-edge",
    /// Its lower half.
    WatchBar = "c-bar-watch",
    /// Bar of a lesser severity, hollow.
    PriorBar = "c-bar-prior",
    /// Bar of what is not data: watching after the repair, hollow.
    HollowBar = "c-bar-hollow",
    /// Step for the better, hollow: without colour it still differs from one for the worse.
    GoodBar = "c-bar-good",
    /// Target as an upright rule across a track.
    Goal = "c-goal",
    /// Where a policy changes, on a track.
    Threshold = "c-threshold",
    /// Hair line between two bars, two lanes or a bar and its label.
    Hair = "c-hair",
    /// Bracket over a stretch of time that has a name.
    Bracket = "c-bracket",
    /// Median across a row of dots.
    Half = "c-half",
    /// Line of an earlier period, or of something that is not the message.
    Prior = "c-prior",
    /// Line that moved for the better.
    GoodLine = "c-line-good",
    /// Line that moved for the worse.
    ActLine = "c-line-act",
    /// Gap in a bar or an axis, in the colour of the paper.
    Cut = "c-cut",
    /// The two strokes on both sides of it.
    CutEdge = "c-cut-edge",
    /// Arrow on: open, or off the scale.
    Arrow = "c-arrow",
    /// Its head.
    ArrowHead = "m-arrow",
    /// Head of an arrow to where an earlier period lies, hollow.
    PriorMark = "m-prior",
    /// Dot of main data.
    Dot = "d-actual",
    /// Dot on the good side.
    GoodDot = "d-good",
    /// Dot on the bad side.
    ActDot = "d-act",
    /// Dot that stands out without being good or bad.
    NeutralDot = "d-ink",
    /// Dot of an earlier period.
    PriorDot = "d-prior",
    /// Hole in a dot that makes it hollow.
    Hole = "d-paper",
    /// Arrow that is good news, filled.
    GoodMark = "m-good",
    /// Arrow that is bad news, hollow.
    ActMark = "m-act",
    /// Axis words.
    Text = "t",
    /// Words inside a band.
    BandText = "t t-o",
    /// Labels of lines.
    Label = "t t-2",
    /// Words in ink.
    Strong = "t t-1",
    /// Words and numbers a reader may quote.
    Bold = "t t-b",
    /// Words inside a solid bar.
    BarText = "t t-b t-i",
    /// Letter of a mark.
    Letter = "t t-1 t-s",
}

impl Ink {
    /// The exact colour that stands for the meaning on its way through plotters.
    pub(super) fn sentinel(self) -> RGBColor {
        RGBColor(self as u8, 0xB0, 0xAD)
    }

    /// The meaning of a sentinel; anything else is ordinary text ink.
    pub(super) fn of(rgb: (u8, u8, u8)) -> Self {
        match rgb {
            (index, 0xB0, 0xAD) => Self::ALL
                .get(usize::from(index))
                .copied()
                .unwrap_or(Self::Strong),
            _ => Self::Strong,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentinel_comes_back_as_its_meaning() {
        for ink in Ink::ALL {
            let RGBColor(r, g, b) = ink.sentinel();
            assert_eq!(Ink::of((r, g, b)), *ink);
        }
    }

    #[test]
    fn every_class_is_styled() {
        let css = include_str!("../../../templates/charts.css");
        for class in Ink::ALL.iter().flat_map(|ink| ink.class().split(' ')) {
            assert!(
                css.contains(&format!(".{class}{{")) || css.contains(&format!(".{class},")),
                "`.{class}` is not in templates/charts.css"
            );
        }
    }
}
