//! Estimates to sentences. None of them says that one thing caused another: money stands beside a
//! figure at the same time, and the reader is told which inputs it rests on.

use super::Ctx;
use super::grammar::list;
use crate::analyse::{EstimateRow, QualityQuarter, TotalRow};
use crate::model::{Estimate, Exact, Formula, Language, Quantity, Worth};
use crate::tongue::{label, say, spoken};

/// The entry of a row in the pack's file.
pub(crate) fn estimate_of<'a>(ctx: &Ctx<'a>, row: &EstimateRow) -> Option<&'a Estimate> {
    let business = ctx.pack.business.as_ref()?;
    business.estimate(&row.id)
}

/// `£180 to £510 thousand a year`, or that an input has no figure yet.
pub(crate) fn estimated(ctx: &Ctx<'_>, row: &EstimateRow) -> String {
    match row.range {
        Some(range) => ctx.words.estimate(row.result, range),
        None => label("not known yet").to_owned(),
    }
}

/// The same of a total.
pub(crate) fn total(ctx: &Ctx<'_>, row: &TotalRow) -> String {
    match row.range {
        Some(range) => ctx.words.estimate(row.result, range),
        None => label("not known yet").to_owned(),
    }
}

/// `Estimate: £180 to £510 thousand a year, in sales and not margin, assumed; inputs by CFO and COO.`
pub(crate) fn estimate_line(ctx: &Ctx<'_>, row: &EstimateRow) -> String {
    let what = match row.counts {
        Some(Worth::Sales) => label(", in sales and not margin"),
        Some(Worth::Margin) => label(", in margin"),
        None => "",
    };
    let roles = row.suppliers();
    let by = match roles.as_slice() {
        [] => label("from the pack's own figures").to_owned(),
        roles => say!("inputs by {listed}", list(roles)),
    };
    let head = match row.formula {
        Formula::Counted => label("Counted"),
        _ => label("Estimate"),
    };
    format!(
        "{head}{}{}{what}, {}{}{by}.",
        label(": "),
        estimated(ctx, row),
        label(row.grade.word()),
        label("; ")
    )
}

/// The headline of the page of money: how many estimates there are, and the largest amount among
/// those that are known.
pub(crate) fn money_headline(ctx: &Ctx<'_>, rows: &[EstimateRow]) -> String {
    let period = ctx.words.period_short(ctx.period);
    let known = rows.iter().filter(|row| {
        row.range.is_some() && matches!(row.result, Quantity::Money | Quantity::MoneyAYear)
    });
    let largest = known.max_by_key(|row| row.range.map(|range| range.high));
    let name = |row: &EstimateRow| estimate_of(ctx, row).map(|e| e.name.value.clone());
    match largest.and_then(|row| Some((row, name(row)?))) {
        Some((row, name)) if rows.len() > 1 => say!(
            "The largest of {n} estimates of {period} is {name}: {estimated}",
            ctx.words
                .count(u64::try_from(rows.len()).unwrap_or(u64::MAX)),
            period,
            lowered(&name),
            estimated(ctx, row)
        ),
        Some((row, name)) => say!(
            "{name}: {estimated} by estimate in {period}",
            name,
            estimated(ctx, row),
            period
        ),
        None => say!("Nothing of {period} can be estimated yet", period),
    }
}

/// The first letter small, unless the word is an abbreviation.
fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        // A German noun keeps its capital.
        _ if spoken() == Language::German => name.to_owned(),
        (Some(first), Some(second)) if second.is_lowercase() => {
            format!("{}{}", first.to_lowercase(), &name[first.len_utf8()..])
        }
        _ => name.to_owned(),
    }
}

/// The headline of the page of repair time: shares of the quarter's working days.
pub(crate) fn repair_headline(ctx: &Ctx<'_>, shown: &QualityQuarter) -> String {
    let period = ctx.words.period_short(ctx.period);
    let share = |share: Option<Exact>| share.and_then(|share| ctx.words.share_of_days(share));
    let rework = share(shown.all.rework_share());
    match rework.zip(share(shown.all.bug_fix_share())) {
        Some((rework, bugs)) => {
            say!(
                "Rework took {rework} of working days in {period}, repairing defects {bugs}",
                rework,
                period,
                bugs
            )
        }
        None => say!("No working days were recorded in {period}", period),
    }
}
