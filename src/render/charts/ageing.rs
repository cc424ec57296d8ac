//! How long things of several severities waited until they were mended, one row of dots a severity
//! against a promise of its own, on a log scale of days. What is open stands at its age with an
//! arrow (D2, D5, D6); its time is known only to be longer.

use super::canvas::{TEXT, sheet};
use super::ink::Ink;
use super::invented::{amount, invented};
use super::log_time::Log;
use super::placing::Placing;
use super::restore::{Dot, LEAST, Laid, MOST, ROW, Row, WIDTH, points};
use super::{Alternative, Chart, Edge, Fitted, Svg, Undrawn, advance};
use crate::tongue::say;

/// One severity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lane {
    /// Its name, and each thing as a dot: minutes from known to mended, or its age.
    pub(crate) row: Row,
    /// Promised time in minutes with `within 15 days`.
    pub(crate) promise: (f64, String),
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ageing {
    /// Worst first; one without things keeps its lane, so that none reads as forgotten.
    pub(crate) lanes: Vec<Lane>,
    /// How many things the words tell of.
    pub(crate) told: usize,
}

/// Draws it, 640 units wide.
///
/// # Errors
/// `TooFew` under five things: they are told in words (D4); `Differs` where the dots are not as many as
/// told, `TooMany` where a lane has more dots than can be told apart.
pub(crate) fn draw(input: &Ageing, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let dots = || input.lanes.iter().flat_map(|lane| &lane.row.dots);
    let drawn = dots().filter(|dot| dot.minutes.is_finite()).count();
    Undrawn::unless_whole(input.told, drawn, LEAST)?;
    let crowd = input.lanes.iter().map(|lane| lane.row.dots.len()).max();
    if let Some(things) = crowd.filter(|things| *things > MOST) {
        return Err(Undrawn::TooMany { things, most: MOST });
    }
    let promised = |lane: &Lane| Some(lane.promise.0).filter(|m| *m > 0.0 && m.is_finite());
    let medians = input
        .lanes
        .iter()
        .filter_map(|lane| lane.row.median.as_ref());
    let times: Vec<f64> = dots()
        .map(|dot| dot.minutes)
        .chain(medians.map(|(minutes, _)| *minutes))
        .chain(input.lanes.iter().filter_map(promised))
        .filter(|minutes| minutes.is_finite())
        .collect();
    let names = input.lanes.iter();
    let names = names.map(|lane| advance::width(&lane.row.name, TEXT));
    let left = names.fold(0.0, f64::max).min(120.0).ceil() + 22.0;
    let axis = Log::days(left..WIDTH - 46.0, &times);
    let given: Vec<_> = input
        .lanes
        .iter()
        .map(|lane| (lane, points(&lane.row, false)))
        .collect();
    let laid: Vec<(&Lane, Laid<'_>)> = given
        .iter()
        .map(|(lane, points)| (*lane, Laid::new(&lane.row, false, points, &axis)))
        .collect();
    let height = |laid: &Laid<'_>| laid.height() + ROW;
    let foot: f64 = laid.iter().map(|(_, laid)| height(laid)).sum::<f64>() + 2.0;
    let mut left_out = Vec::new();
    let svg = sheet("ageing", WIDTH, foot + 24.0, Some(alternative), |canvas| {
        axis.grid(canvas, 2.0..foot, foot + 14.0)?;
        let mut top = 2.0;
        for (lane, laid) in &laid {
            let own = top..top + height(laid);
            let at = promised(lane).map(|minutes| axis.at(minutes));
            if let Some(x) = at {
                let words = match lane.row.kept.as_str() {
                    "" => lane.promise.1.clone(),
                    kept => say!("{name}: {words}", lane.promise.1, kept),
                };
                canvas.line(Ink::Target, &[(x, own.start + ROW), (x, own.end - 4.0)])?;
                let mut placing = Placing::within(axis.x.start..WIDTH, own.start..own.end);
                let over = |w: f64| {
                    let least = axis.x.start;
                    let most = (WIDTH - w - 2.0).max(least);
                    let place = |left: f64| (left.clamp(least, most), own.start + ROW / 2.0);
                    [place(x - w / 2.0), place(x - w)].into_iter()
                };
                if !placing.write(canvas, Ink::Strong, &words, over)? {
                    left_out.push(words);
                }
            }
            laid.draw(canvas, &axis, own.start + ROW, at, &mut left_out)?;
            top = own.end;
            canvas.line(Ink::Hair, &[(0.0, top - 1.0), (axis.x.end, top - 1.0)])?;
        }
        Ok(())
    });
    Ok(Fitted { svg, left_out })
}

pub(super) const CHART: Chart = Chart {
    kind: "ageing",
    purpose: "How long things of each severity waited until they were mended, against what is promised \
              for it. An open one stands at its age with an arrow.",
    example: || {
        example(
            "example-ageing",
            &[
                lane("Critical", &[2.0, 4.0, 9.0, 11.0, 26.0], 0, 15.0, "4 of 5"),
                lane("High", &[5.0, 14.0, 22.0, 48.0], 1, 30.0, "3 of 3"),
                lane("Medium", &[31.0, 60.0, 144.0], 1, 90.0, "2 of 2"),
                lane("Low", &[], 0, 180.0, "none due"),
            ],
        )
    },
    half: None,
    edges: &[Edge {
        name: "crowd",
        shows: "Many that waited alike, one for a year, and one that was mended on its day:",
        draw: || {
            let mut days = vec![12.0; 40];
            days.extend([0.0, 410.0]);
            example(
                "example-ageing-crowd",
                &[lane("Critical", &days, 3, 15.0, "38 of 42")],
            )
        },
    }],
};

fn lane(name: &str, days: &[f64], open: usize, promise: f64, kept: &str) -> Lane {
    // The last of them are open.
    let days_given = days.len();
    let dots = days.iter().enumerate().map(|(i, days)| Dot {
        minutes: days * 1440.0,
        open: i >= days_given.saturating_sub(open),
        date: invented("known 2\u{a0}Sep"),
        name: String::new(),
        lasted: amount(&format!("{days:.0}"), "days"),
    });
    Lane {
        row: Row {
            name: invented(name),
            dots: dots.collect(),
            median: None,
            kept: invented(kept),
        },
        promise: (
            promise * 1440.0,
            say!("within {promise}", amount(&format!("{promise:.0}"), "days")),
        ),
    }
}

fn example(id: &str, lanes: &[Lane]) -> Svg {
    let input = Ageing {
        told: lanes.iter().map(|lane| lane.row.dots.len()).sum(),
        lanes: lanes.to_vec(),
    };
    let alternative = Alternative {
        id,
        title: &invented(
            "Example: the oldest leak is still open, past the day that was promised for it",
        ),
        description: &invented(
            "Examples, not a register of this pack: dots of days until leaks were mended, by severity, \
             Q3 2026. The oldest is still open. Table follows.",
        ),
    };
    draw(&input, alternative)
        .map(|fitted| fitted.svg)
        .unwrap_or_default()
}
