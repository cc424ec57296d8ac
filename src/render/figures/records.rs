//! Inputs of the charts of budgets and incidents to drawings with their words and tables. What is
//! drawn and what the table says come from one input, so they cannot differ.

use super::tell;
use super::{DataTable, Drawn};
use crate::render::charts::{
    Alternative, Fitted, Undrawn, bridge, bullet, burn_down, course, restore, slope, strip,
};

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
    let window = match budget.operations {
        Some(window) => format!("by the calendar quarter, while operations use a {window}"),
        None => "by the calendar quarter".to_owned(),
    };
    let subtitle = format!(
        "{}; {}; {window}, {}; budget {}",
        around.subtitle, budget.objective, budget.quarter, budget.amount
    );
    let marked: Vec<String> = input
        .labelled()
        .map(|drop| format!("{}, {}", drop.what, drop.points))
        .collect();
    let told = Told {
        kind: "Error-budget burn-down",
        marked: &marked.join("; "),
        subtitle: &subtitle,
    };
    told.drawn(around, |alternative| {
        let rows = input.days.iter().map(|day| {
            let left = day.left.as_ref().map_or("not observed", |(_, words)| words);
            vec![day.date.clone(), left.to_owned()]
        });
        let head = ["Day", "Budget left when it ended"];
        Ok((burn_down::draw(input, alternative)?, table(head, rows)))
    })
}

/// Measures beside their targets.
pub(crate) fn bullets(around: &Around<'_>, rows: &[bullet::Bullet]) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: "Bullet chart",
        marked: "",
        subtitle: around.subtitle,
    };
    told.drawn(around, |alternative| {
        let words = |value: &Option<(f64, String)>| match value {
            Some((_, words)) => words.clone(),
            None => "no data".to_owned(),
        };
        let made = rows.iter().map(|row| {
            vec![
                format!("{}, {}", row.label, row.unit),
                words(&row.value),
                words(&row.target),
                words(&row.previous),
            ]
        });
        let head = ["Measure", "Now", "Target", "The quarter before"];
        Ok((bullet::draw(rows, alternative)?, table(head, made)))
    })
}

/// The incidents of the quarter by service.
pub(crate) fn strip(around: &Around<'_>, input: &strip::Strip) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: "Strip",
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
        let head = ["Service", "Began", "What", "Severity", "Lasted"];
        Ok((strip::draw(input, alternative)?, table(head, rows)))
    })
}

/// Times to restore; `k_fold` is the change that so few incidents could show, `2.6` (D7).
pub(crate) fn restore(
    around: &Around<'_>,
    k_fold: &str,
    input: &restore::Restore,
) -> Result<Drawn, Undrawn> {
    let mut around = around.clone();
    let count = input.now.dots.len();
    around.notes.push(format!(
        "{count} incidents cannot show a change in recovery time smaller than about {k_fold}-fold."
    ));
    let told = Told {
        kind: "Dot strip",
        marked: "",
        subtitle: &format!("{}; log scale", around.subtitle),
    };
    told.drawn(&around, |alternative| {
        let rows = input.before.iter().chain([&input.now]).flat_map(|row| {
            row.dots.iter().map(|dot| {
                let open = if dot.open { "still open after " } else { "" };
                vec![
                    row.name.clone(),
                    dot.date.clone(),
                    dot.name.clone(),
                    format!("{open}{}", dot.lasted),
                ]
            })
        });
        let head = ["Quarter", "Began", "What", "Time to restore"];
        Ok((restore::draw(input, alternative)?, table(head, rows)))
    })
}

/// The course of one incident; `zone` is the local time that the subtitle names (I1).
pub(crate) fn course(
    around: &Around<'_>,
    zone: &str,
    input: &course::Course,
) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: "Timeline",
        marked: "",
        subtitle: &format!("{}; local time, {zone}", around.subtitle),
    };
    told.drawn(around, |alternative| {
        let rows = input
            .milestones
            .iter()
            .map(|m| vec![m.time.clone(), m.words.clone(), m.since.clone()]);
        let head = ["Local time", "What happened", "Since the line above"];
        Ok((course::draw(input, alternative)?, table(head, rows)))
    })
}

/// An amount from one quarter to the next.
pub(crate) fn bridge(around: &Around<'_>, input: &bridge::Bridge<'_>) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: "Bridge",
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
        Ok((made.drawing, table(["What", "Amount"], rows)))
    })?;
    drawn.notes.extend(note.map(str::to_owned));
    Ok(drawn)
}

/// Services in two quarters.
pub(crate) fn slope(around: &Around<'_>, input: &slope::Slope) -> Result<Drawn, Undrawn> {
    let told = Told {
        kind: "Slope chart",
        marked: "",
        subtitle: around.subtitle,
    };
    told.drawn(around, |alternative| {
        let rows = input.items.iter().map(|item| {
            vec![
                item.name.clone(),
                item.before.1.clone(),
                item.after.1.clone(),
            ]
        });
        let head = ["Service", &input.periods.0, &input.periods.1];
        Ok((slope::draw(input, alternative)?, table(head, rows)))
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
            marked => format!("Marked: {marked}"),
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
            notes.push(format!(
                "Without room for a label: {}.",
                fitted.left_out.join("; ")
            ));
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

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = Vec<String>>) -> DataTable {
    DataTable {
        caption: String::new(),
        levels: Vec::new(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
