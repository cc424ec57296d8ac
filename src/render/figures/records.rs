//! Inputs of the charts of budgets and incidents to drawings with their words and tables. What is
//! drawn and what the table says come from one input, so they cannot differ.

use super::tell;
use super::{DataTable, Drawn};
use crate::analyse::stats::medians;
use crate::render::charts::{
    Alternative, Fitted, Undrawn, ageing, bridge, bullet, burn_down, course, restore, slope, strip,
};
use crate::tongue::{label, say};
use crate::words::Words;

/// More labels than this are counted under a chart and not said.
const MOST_SAID: usize = 12;
/// The words around a chart.
#[derive(Debug, Clone)]
pub(crate) struct Around<'a> {
    /// Unique on the page: letters, digits, hyphens.
    pub(crate) id: &'a str,
    /// What is measured: `Checkout availability`.
    pub(crate) name: &'a str,
    /// `Q3 2026`.
    pub(crate) span: &'a str,
    /// At most 15 words that would be false if the data were different.
    pub(crate) headline: &'a str,
    /// The target in a sentence; empty where there is none.
    pub(crate) target: &'a str,
    /// Measure, unit, scope, period; what a chart must add (a log scale, a cropped one) is added.
    pub(crate) subtitle: &'a str,
    /// Source first.
    pub(crate) notes: Vec<String>,
}

/// What a budget is of (E7).
#[derive(Debug, Clone)]
pub(crate) struct Budget<'a> {
    /// `99.9% of payments succeed`.
    pub(crate) objective: &'a str,
    /// `1 July to 30 September 2026`.
    pub(crate) quarter: &'a str,
    /// `132 minutes` or `65,100 failed payments`.
    pub(crate) amount: &'a str,
    /// The window that operations use, `rolling 28 days`, where it is not the quarter (E8).
    pub(crate) operations: Option<&'a str>,
}

/// Error budget over the days of the quarter.
pub(crate) fn burn_down(
    around: &Around<'_>,
    budget: &Budget<'_>,
    input: &burn_down::BurnDown,
) -> Result<Drawn, Undrawn> {
    let (about, objective) = (around.subtitle, budget.objective);
    let subtitle = match budget.operations {
        Some(window) => say!(
            "{about}; {objective}; by the calendar quarter, while operations use a {window}, {quarter}; budget {amount}",
            about,
            objective,
            window,
            budget.quarter,
            budget.amount
        ),
        None => say!(
            "{about}; {objective}; by the calendar quarter, {quarter}; budget {amount}",
            about,
            objective,
            budget.quarter,
            budget.amount
        ),
    };
    let marked: Vec<String> = input
        .labelled()
        .map(|drop| format!("{}, {}", drop.what, drop.points))
        .collect();
    let told = Told {
        kind: label("Error-budget burn-down"),
        marked: &marked.join(label("; ")),
        subtitle: &subtitle,
    };
    told.drawn(around, |alternative| {
        // Days that have not come yet have nothing to say.
        let last = input.days.iter().rposition(|day| day.left.is_some());
        let days = input.days.get(..=last.unwrap_or(0)).unwrap_or(&[]);
        let rows = days.iter().map(|day| {
            let left = day
                .left
                .as_ref()
                .map_or_else(|| label("not observed"), |(_, words)| words);
            vec![day.date.clone(), left.to_owned()]
        });
        let head = [label("Day"), label("Budget left when it ended")];
        Ok((burn_down::draw(input, alternative)?, table(head, rows)))
    })
}

/// Measures beside their targets.
pub(crate) fn bullets(around: &Around<'_>, rows: &[bullet::Bullet]) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: label("Bullet chart"),
        marked: "",
        subtitle: around.subtitle,
    };
    told.drawn(around, |alternative| {
        let words = |value: &Option<(f64, String)>| match value {
            Some((_, words)) => words.clone(),
            None => label("no data").to_owned(),
        };
        let made = rows.iter().map(|row| {
            vec![
                format!("{}, {}", row.label, row.unit),
                words(&row.value),
                words(&row.target),
                words(&row.previous),
            ]
        });
        let head = [
            label("Measure"),
            label("Now"),
            label("Target"),
            label("The quarter before"),
        ];
        Ok((bullet::draw(rows, alternative)?, table(head, made)))
    })
}

/// The incidents of the quarter by service.
pub(crate) fn strip(around: &Around<'_>, input: &strip::Strip) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: label("Strip"),
        marked: "",
        subtitle: around.subtitle,
    };
    told.drawn(around, |alternative| {
        let rows = input.lanes.iter().flat_map(|lane| {
            lane.bars.iter().map(|bar| {
                vec![
                    lane.name.clone(),
                    bar.date.clone(),
                    bar.name.clone(),
                    bar.severity.to_string(),
                    bar.lasted.clone(),
                ]
            })
        });
        let head = [
            label("Service"),
            label("Began"),
            label("What"),
            label("Severity"),
            label("Lasted"),
        ];
        Ok((strip::draw(input, alternative)?, table(head, rows)))
    })
}

/// Times to restore. The note says how large a change so few incidents could show at all (D7).
pub(crate) fn restore(
    around: &Around<'_>,
    words: &Words,
    input: &restore::Restore,
) -> Result<Drawn, Undrawn> {
    let mut around = around.clone();
    let count = input.now.dots.len();
    let before = input.before.as_ref().map_or(0, |row| row.dots.len());
    // Without a quarter before, what one of the same size could show.
    let fold = medians::fold(if before == 0 { count } else { before }, count);
    if let Some(fold) = fold.and_then(|fold| words.fold(fold)) {
        let counted = words.count(u64::try_from(count).unwrap_or(u64::MAX));
        around.notes.push(say!(
            "{counted} incidents cannot show a change in recovery time smaller than about {fold}-fold.",
            counted,
            fold
        ));
    }
    let told = Told {
        kind: label("Dot strip"),
        marked: "",
        subtitle: &say!("{about}; log scale", around.subtitle),
    };
    told.drawn(&around, |alternative| {
        let rows = input.before.iter().chain([&input.now]).flat_map(|row| {
            row.dots.iter().map(|dot| {
                vec![
                    row.name.clone(),
                    dot.date.clone(),
                    dot.name.clone(),
                    match dot.open {
                        true => say!("still open after {lasted}", dot.lasted),
                        false => dot.lasted.clone(),
                    },
                ]
            })
        });
        let head = [
            label("Quarter"),
            label("Began"),
            label("What"),
            label("Time to restore"),
        ];
        Ok((restore::draw(input, alternative)?, table(head, rows)))
    })
}

/// The course of one incident; `zone` is the local time that the subtitle names. When it began by UTC
/// stands in the notes that are given (I1).
pub(crate) fn course(
    around: &Around<'_>,
    zone: &str,
    input: &course::Course,
) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: label("Timeline"),
        marked: "",
        subtitle: &say!("{about}; local time, {zone}", around.subtitle, zone),
    };
    told.drawn(around, |alternative| {
        let rows = input
            .milestones
            .iter()
            .map(|m| vec![m.time.clone(), m.words.clone(), m.since.clone()]);
        let head = [
            label("Local time"),
            label("What happened"),
            label("Since the line above"),
        ];
        Ok((course::draw(input, alternative)?, table(head, rows)))
    })
}

/// An amount from one quarter to the next.
pub(crate) fn bridge(around: &Around<'_>, input: &bridge::Bridge<'_>) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: label("Bridge"),
        marked: "",
        subtitle: around.subtitle,
    };
    let mut note = None;
    let mut drawn = told.drawn(around, |alternative| {
        let made = bridge::draw(input, alternative)?;
        note = made.note;
        let rows = made
            .rows
            .into_iter()
            .map(|(label, figure)| vec![label, figure]);
        Ok((made.drawing, table([label("What"), label("Amount")], rows)))
    })?;
    drawn.notes.extend(note.map(str::to_owned));
    Ok(drawn)
}

/// Things in two quarters; where none is in ink, the headline is the quiet one and no other (L2).
pub(crate) fn slope(
    around: &Around<'_>,
    thing: &str,
    quiet: &str,
    input: &slope::Slope,
) -> Result<Drawn, Undrawn> {
    let moved = input.items.iter().any(|item| item.moved.is_some());
    let around = &Around {
        headline: if moved { around.headline } else { quiet },
        ..around.clone()
    };
    let mut subtitle = around.subtitle.to_owned();
    if input.cropped() {
        subtitle.push_str(label("; the scale does not start at zero"));
    }
    let told = Told {
        kind: label("Slope chart"),
        marked: "",
        subtitle: &subtitle,
    };
    told.drawn(around, |alternative| {
        let rows = input.items.iter().map(|item| {
            vec![
                item.name.clone(),
                item.before.1.clone(),
                item.after.1.clone(),
            ]
        });
        let head = [thing, &input.periods.0, &input.periods.1];
        Ok((slope::draw(input, alternative)?, table(head, rows)))
    })
}

/// How long things of several severities waited.
pub(crate) fn ageing(around: &Around<'_>, input: &ageing::Ageing) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: label("Dot strip"),
        marked: "",
        subtitle: &say!(
            "{about}; log scale, on which less than a day stands at one day",
            around.subtitle
        ),
    };
    // On the drawing a date says what happened on it, in the table its column does.
    let known = say!("known {date}", "");
    told.drawn(around, |alternative| {
        let rows = input.lanes.iter().flat_map(|lane| {
            lane.row.dots.iter().map(|dot| {
                let open = match dot.open {
                    true => label("open"),
                    false => label("fixed"),
                };
                vec![
                    lane.row.name.clone(),
                    dot.date.trim_start_matches(&known).to_owned(),
                    dot.lasted.clone(),
                    open.to_owned(),
                ]
            })
        });
        let head = [
            label("Severity"),
            label("Known"),
            label("Days"),
            label("State"),
        ];
        Ok((ageing::draw(input, alternative)?, table(head, rows)))
    })
}

/// What only the kind of chart knows of its words.
struct Told<'a> {
    kind: &'a str,
    /// What is marked in it, without a stop.
    marked: &'a str,
    subtitle: &'a str,
}

impl Told<'_> {
    fn drawn(
        &self,
        around: &Around<'_>,
        draw: impl FnOnce(Alternative<'_>) -> Result<(Fitted, DataTable), Undrawn>,
    ) -> Result<Drawn, Undrawn> {
        let marked = match self.marked {
            "" => String::new(),
            marked => say!("Marked: {join}", marked),
        };
        let description = tell::alternative(
            self.kind,
            around.name,
            around.span,
            around.headline,
            around.target,
            &marked,
        );
        let (fitted, mut table) = draw(Alternative {
            id: around.id,
            title: around.headline,
            description: &description,
        })?;
        table.caption = format!("{}, {}", around.name, around.span);
        let mut notes = around.notes.clone();
        if !fitted.left_out.is_empty() {
            notes.push(left_out(&fitted.left_out));
        }
        Ok(Drawn {
            svg: fitted.svg,
            headline: around.headline.to_owned(),
            subtitle: self.subtitle.to_owned(),
            notes,
            table,
        })
    }
}

/// The labels that found no room, the first dozen of them in words.
fn left_out(labels: &[String]) -> String {
    let (said, more) = labels.split_at(labels.len().min(MOST_SAID));
    let said = said.join(label("; "));
    match more.len() {
        0 => say!("Without room for a label: {said}.", said),
        more => say!(
            "Without room for a label: {said}; and {more} more.",
            said,
            more
        ),
    }
}

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = Vec<String>>) -> DataTable {
    DataTable {
        caption: String::new(),
        levels: Vec::new(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Exact;
    use crate::words::sample;

    fn around<'a>() -> Around<'a> {
        Around {
            id: "a",
            name: "Checkout availability",
            span: "Q3 2026",
            headline: "Two outages overspent the quarter's budget by 4%",
            target: "Target 99.9%, missed",
            subtitle: "Error budget left, %",
            notes: vec!["Source: the payment gateway.".to_owned()],
        }
    }

    fn described(drawn: &Drawn) -> String {
        let (_, rest) = drawn
            .svg
            .as_str()
            .split_once("<desc id=\"a-d\">")
            .expect("a description");
        rest.split_once("</desc>").expect("its end").0.to_owned()
    }

    fn burnt(days: usize, drops: usize) -> burn_down::BurnDown {
        let days: Vec<burn_down::Day> = (0..92)
            .map(|day| burn_down::Day {
                date: format!("day {day}"),
                left: (day < days).then(|| (50.0, "50%".to_owned())),
            })
            .collect();
        let drop = |day| burn_down::Drop {
            day,
            cost: 9.0,
            what: format!("{day} Jul: A payment provider was down"),
            points: "9 points".to_owned(),
        };
        burn_down::BurnDown {
            axis: burn_down::axis(&days, |v, _| format!("{v}")),
            days,
            end: "50% left".to_owned(),
            provisional: None,
            drops: (0..drops).map(drop).collect(),
            overspent: None,
            breaks: Vec::new(),
            months: Vec::new(),
        }
    }

    fn budget<'a>() -> Budget<'a> {
        Budget {
            objective: "99.9% of payments succeed",
            quarter: "1 July to 30 September 2026",
            amount: "132 minutes",
            operations: Some("rolling 28 days"),
        }
    }

    #[test]
    fn e7_and_e8_the_subtitle_says_objective_window_and_budget() {
        let drawn = burn_down(&around(), &budget(), &burnt(92, 1)).expect("observed");
        assert_eq!(
            drawn.subtitle,
            "Error budget left, %; 99.9% of payments succeed; by the calendar quarter, while \
             operations use a rolling 28 days, 1 July to 30 September 2026; budget 132 minutes"
        );
        assert_eq!(drawn.table.rows.len(), 92);
        let running = burn_down(&around(), &budget(), &burnt(50, 0)).expect("observed");
        assert_eq!(running.table.rows.len(), 50);
    }

    #[test]
    fn the_text_alternative_follows_the_pattern_in_sixty_words() {
        let one = described(&burn_down(&around(), &budget(), &burnt(92, 1)).expect("observed"));
        assert_eq!(
            one,
            "Error-budget burn-down of checkout availability, Q3 2026. Two outages overspent the \
             quarter's budget by 4%. Target 99.9%, missed. Marked: 0 Jul: A payment provider was \
             down, 9 points. Table follows."
        );
        let many = described(&burn_down(&around(), &budget(), &burnt(92, 40)).expect("observed"));
        assert!(many.split_whitespace().count() <= 60 && many.ends_with("Table follows."));
    }

    #[test]
    fn what_found_no_room_in_the_drawing_is_a_note() {
        let drawn = burn_down(&around(), &budget(), &burnt(92, 40)).expect("observed");
        let last = drawn.notes.last().expect("a note");
        assert!(last.starts_with("Without room for a label: "), "{last}");
        assert!(last.ends_with(" more."), "{last}");
    }

    fn restored(count: usize) -> restore::Restore {
        let dot = restore::Dot {
            minutes: 48.0,
            open: false,
            date: "18 Aug".to_owned(),
            name: "Payment provider down".to_owned(),
            lasted: "48 minutes".to_owned(),
        };
        let row = |count| restore::Row {
            name: "Q3 2026".to_owned(),
            dots: vec![dot.clone(); count],
            median: None,
            kept: "8 of 12".to_owned(),
        };
        restore::Restore {
            before: Some(row(14)),
            now: row(count),
            promise: None,
            told: count,
        }
    }

    #[test]
    fn d1_and_d7_the_log_scale_is_named_and_what_so_few_can_show() {
        let words = Words::new(&sample::settings());
        let drawn = restore(&around(), &words, &restored(12)).expect("twelve");
        assert!(drawn.subtitle.ends_with("; log scale"));
        let note =
            "12 incidents cannot show a change in recovery time smaller than about 2.5-fold.";
        assert_eq!(drawn.notes.last().map(String::as_str), Some(note));
        assert_eq!(drawn.table.rows.len(), 26);
        let few = restore(&around(), &words, &restored(4));
        assert_eq!(
            few,
            Err(Undrawn::TooFew {
                things: 4,
                least: 5
            })
        );
    }

    #[test]
    fn i1_the_zone_is_in_the_subtitle_and_the_notes_are_kept() {
        let milestone = |at: f64, words: &str| course::Milestone {
            at,
            time: "09:02".to_owned(),
            words: words.to_owned(),
            since: "6 minutes".to_owned(),
            standard: true,
        };
        let input = course::Course {
            milestones: vec![
                milestone(0.0, "fault begins"),
                milestone(6.0, "first alert"),
            ],
            affected: Some(6.0),
            lasted: "6 minutes".to_owned(),
            until: 6.0,
            detected: None,
            ticks: Vec::new(),
        };
        let drawn = course(&around(), "Europe/London", &input).expect("two milestones");
        assert!(drawn.subtitle.ends_with("; local time, Europe/London"));
        assert_eq!(drawn.notes, around().notes);
        assert_eq!(drawn.table.rows.len(), 2);
    }

    #[test]
    fn l2_and_l3_a_slope_says_that_nothing_moved_and_that_it_is_cropped() {
        let item = slope::Item {
            name: "Checkout".to_owned(),
            before: (99.2, "99.2%".to_owned()),
            after: (99.4, "99.4%".to_owned()),
            moved: None,
        };
        let input = slope::Slope {
            periods: ("Q2".to_owned(), "Q3".to_owned()),
            items: vec![item; 3],
        };
        let quiet = "No depot changed by more than luck would explain";
        let drawn = slope(&around(), "Depot", quiet, &input).expect("three");
        assert_eq!(drawn.headline, quiet);
        assert!(
            drawn
                .subtitle
                .ends_with("; the scale does not start at zero")
        );
    }

    #[test]
    fn w5_a_bridge_that_rounding_breaks_has_the_note() {
        let part = |text: &str| Exact::parse(text).expect("a number");
        let words = |amount: Exact| format!("{}", amount.to_f64());
        let input = bridge::Bridge {
            start: ("Q2".to_owned(), part("0.4")),
            changes: vec![
                bridge::Change {
                    label: "A".to_owned(),
                    by: part("0.4"),
                };
                2
            ],
            end: ("Q3".to_owned(), part("1.2")),
            order: bridge::Order::BySize,
            lower_is_better: true,
            grain: Exact::integer(1),
            words: &words,
        };
        let drawn = bridge(&around(), &input).expect("adds");
        let note = "Figures may not add because of rounding.";
        assert_eq!(drawn.notes.last().map(String::as_str), Some(note));
        assert_eq!(drawn.table.rows.len(), 4);
    }
}
