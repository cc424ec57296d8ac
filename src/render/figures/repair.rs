//! Working days and changes of teams and repositories to charts: shares over the quarters in small
//! panels, and the share of changes that brought a defect in two quarters. Nobody is ranked: rows
//! stand in the order of their record.

use super::records::{self, Around};
use super::services::medians;
use super::{DataTable, Drawn, tell};
use crate::analyse::stats::proportion;
use crate::analyse::{Days, QualityQuarter};
use crate::model::{Exact, Period};
use crate::render::Ctx;
use crate::render::charts::slope::{Item, Slope};
use crate::render::charts::{Alternative, Axis, Steps, Tone, multiples, scale};
use crate::tongue::{label, say};
use crate::words::Words;

/// A difference that luck alone would show in more than one chart of twenty is none (L2).
const BY_LUCK: f64 = 0.05;

/// A team or a repository over quarters.
#[derive(Debug, Clone)]
pub(crate) struct Over {
    /// As readers see it.
    pub(crate) name: String,
    /// By quarter, oldest first; `None` where it is withheld or was not there.
    pub(crate) days: Vec<Option<Days>>,
}

/// What the rows are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// `team`.
    pub(crate) one: &'static str,
    /// `teams`.
    pub(crate) many: &'static str,
}

/// Rework and the part of it that repairs defects, as shares of working days: one panel each, at most
/// nine in a chart, and one scale in all of them (S1–S6).
pub(crate) fn shares(ctx: &Ctx<'_>, kind: Kind, rows: &[Over], periods: &[Period]) -> Vec<Drawn> {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Vec::new();
    };
    // One quarter is no line, and one row is no comparison.
    if periods.len() < 2 || rows.len() < 2 {
        return Vec::new();
    }
    let percent = |share: Option<Exact>| share.map(|share| share.to_f64() * 100.0);
    let of = |over: &Over, share: fn(Days) -> Option<Exact>| -> Vec<Option<f64>> {
        let shares = over.days.iter().map(|days| percent(days.and_then(share)));
        shares.collect()
    };
    let values: Vec<Vec<Option<f64>>> =
        rows.iter().map(|row| of(row, Days::rework_share)).collect();
    let own = multiples::dwarfing(&values);
    let common = values.iter().enumerate().filter(|(i, _)| Some(*i) != own);
    let axis = axis(
        ctx.words,
        common.flat_map(|(_, v)| v.iter().copied().flatten()),
    );
    let median = medians(&values, periods.len());
    let panels: Vec<multiples::Panel> = rows
        .iter()
        .zip(&values)
        .enumerate()
        .map(|(i, (row, values))| {
            let share = row.days.last().copied().flatten();
            let share = share.and_then(Days::rework_share);
            let words = share.and_then(|share| ctx.words.share_of_days(share));
            multiples::Panel {
                name: row.name.clone(),
                values: values.clone(),
                part: of(row, Days::bug_fix_share),
                last: words.unwrap_or_default(),
                moved: None,
                own: (Some(i) == own)
                    .then(|| self::axis(ctx.words, values.iter().copied().flatten())),
            }
        })
        .collect();
    let ends = (
        ctx.words.period_short(*first),
        ctx.words.period_short(*last),
    );
    let span = say!("{x} to {x2}", ends.0, ends.1);
    let sheets = panels.len().div_ceil(multiples::MOST).max(1);
    let each = panels.len().div_ceil(sheets).max(1);
    let drawn = panels.chunks(each).enumerate().map(|(sheet, panels)| {
        let told = &rows[sheet * each..sheet * each + panels.len()];
        let headline = headline(ctx, kind, told);
        let which = match sheets {
            1 => say!("{len} {many}", panels.len(), label(kind.many)),
            _ => say!("{many} {sheet} to {len} of {len2}", label(kind.many), sheet * each + 1, sheet * each + panels.len(), rows.len()),
        };
        let mut scales = match sheets {
            1 => label("common scale").to_owned(),
            _ => say!("common scale of all {many}", label(kind.many)),
        };
        for panel in panels.iter().filter(|panel| panel.own.is_some()) {
            scales.push_str(&say!(", {name} on its own scale", panel.name));
        }
        let name = say!("Rework by {one}", label(kind.one));
        let place = &ctx.pack.settings.organisation;
        let description =
            tell::alternative(label("Small multiples"), &name, &span, &headline, "", "");
        Drawn {
            svg: multiples::draw(&multiples::Multiples {
                alternative: Alternative {
                    id: &format!("rework-by-{}-{sheet}", kind.one),
                    title: &headline,
                    description: &description,
                },
                axis: axis.clone(),
                panels: panels.to_vec(),
                median: median.clone(),
                part: label("defects").to_owned(),
                breaks: Vec::new(),
                ends: ends.clone(),
            }),
            subtitle: say!("Rework and, of it, repairing defects, % of working days, lower is better; {place}; {which} by quarter, {span}; {scales}", place, which, span, scales),
            headline,
            notes: vec![
                label("Source: working days as teams told them each week.").to_owned(),
                say!("Solid: rework. Dashed: repairing defects, a part of it. Pale: the median of all {len} {many}. Not tested: no week of one {one} is recorded alone.", rows.len(), label(kind.many), label(kind.one)),
            ],
            // The page has them in a table of its own, with the days behind each share.
            table: DataTable::default(),
        }
    });
    drawn.collect()
}

/// From zero, as shares are.
fn axis(written: &Words, values: impl Iterator<Item = f64>) -> Axis {
    let made = scale(
        values.chain([0.0]).collect::<Vec<_>>(),
        Steps::Decimal,
        Some(100.0),
    );
    let top = made.ticks.last().copied();
    let words = |tick: f64| match tick {
        0.0 => "0".to_owned(),
        tick => written.percent(tick, made.decimals, Some(tick) == top),
    };
    Axis {
        low: made.low,
        high: made.high,
        ticks: made
            .ticks
            .iter()
            .map(|tick| (*tick, words(*tick)))
            .collect(),
        baseline: !made.cropped,
    }
}

/// From the lowest to the highest of the latest quarter: no row is named, for none is better.
fn headline(ctx: &Ctx<'_>, kind: Kind, rows: &[Over]) -> String {
    let period = ctx.words.period_short(ctx.period);
    let now = rows.iter().filter_map(|row| row.days.last().copied()?);
    let mut shares: Vec<Exact> = now.filter_map(Days::rework_share).collect();
    shares.sort();
    let said = |share: &Exact| ctx.words.share_of_days(*share);
    let ends = shares
        .first()
        .and_then(said)
        .zip(shares.last().and_then(said));
    match ends {
        None => say!(
            "No {one} recorded working days in {period}",
            label(kind.one),
            period
        ),
        Some((low, high)) if low == high => {
            say!(
                "By {one}, rework took {low} of working days in {period}",
                label(kind.one),
                low,
                period
            )
        }
        Some((low, high)) => say!(
            "By {one}, rework took {low} to {high} of working days in {period}",
            label(kind.one),
            low,
            high,
            period
        ),
    }
}

/// The share of changes that brought a defect in this quarter and the one before, by repository
/// (L1–L4); only what luck does not explain is in ink. `None` where fewer than three repositories
/// record both, or more than ten.
pub(crate) fn brought(
    ctx: &Ctx<'_>,
    now: &QualityQuarter,
    before: &QualityQuarter,
) -> Option<Drawn> {
    let counts = now.repositories.iter().filter_map(|row| {
        let then = before.repositories.iter().find(|then| then.id == row.id)?;
        let counts = (
            (then.introducing?, then.changes),
            (row.introducing?, row.changes),
        );
        (then.changes > 0 && row.changes > 0).then_some((row.id.clone(), counts))
    });
    let counts: Vec<_> = counts.collect();
    let compared = f64::from(u32::try_from(counts.len()).unwrap_or(u32::MAX));
    let items = counts.iter().filter_map(|(id, (then, now))| {
        let (old, new) = (Exact::ratio(then.0, then.1)?, Exact::ratio(now.0, now.1)?);
        let luck = proportion::fisher(*then, *now)? * compared;
        let words = |share: Exact| ctx.words.share_of_days(share);
        let tone = match new < old {
            true => Tone::Good,
            false => Tone::Bad,
        };
        Some(Item {
            name: id.clone(),
            before: (old.to_f64() * 100.0, words(old)?),
            after: (new.to_f64() * 100.0, words(new)?),
            moved: (luck < BY_LUCK).then_some(tone),
        })
    });
    let items: Vec<Item> = items.collect();
    let periods = [ctx.period.previous(), ctx.period].map(|p| ctx.words.period_short(p));
    let span = say!("{periods} and {periods2}", periods[0], periods[1]);
    let input = Slope {
        periods: (periods[0].clone(), periods[1].clone()),
        items,
    };
    let around = Around {
        id: "brought",
        name: label("Changes that brought a defect"),
        span: &span,
        headline: &differing(&input.items),
        target: "",
        subtitle: &say!("Changes that brought a defect, % of changes, lower is better; {organisation}; {len} repositories, {span}", ctx.pack.settings.organisation, input.items.len(), span),
        notes: vec![
            label("Source: the register of defects, each quarter as its own record knew it.").to_owned(),
            label("In ink only where luck alone would show any such difference in fewer than one chart of twenty (Fisher's exact test, by as many as are compared).").to_owned(),
        ],
    };
    let quiet = label("No repository changed by more than luck would explain");
    records::slope(&around, label("Repository"), quiet, &input).ok()
}

/// Which repositories differ from the quarter before, and which way.
fn differing(items: &[Item]) -> String {
    let with = |tone: Tone| -> Vec<&str> {
        let moved = items.iter().filter(|item| item.moved == Some(tone));
        moved.map(|item| item.name.as_str()).collect()
    };
    let there = |names: &[&str]| match names {
        [] => None,
        [one] => Some((*one).to_owned()),
        many => Some(say!("{len} repositories", many.len())),
    };
    match (there(&with(Tone::Bad)), there(&with(Tone::Good))) {
        (Some(worse), Some(better)) => say!(
            "More changes brought defects at {worse}, fewer at {better}, than a quarter before",
            worse,
            better
        ),
        (Some(worse), None) => say!(
            "More changes brought defects at {worse} than a quarter before",
            worse
        ),
        (None, Some(better)) => say!(
            "Fewer changes brought defects at {better} than a quarter before",
            better
        ),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: &str, moved: Option<Tone>) -> Item {
        Item {
            name: name.to_owned(),
            before: (1.0, "1%".to_owned()),
            after: (2.0, "2%".to_owned()),
            moved,
        }
    }

    #[test]
    fn what_differs_is_named_in_fifteen_words_the_worse_first() {
        let items = [
            item("slots", Some(Tone::Good)),
            item("prices", Some(Tone::Bad)),
            item("search", None),
        ];
        assert_eq!(
            differing(&items),
            "More changes brought defects at prices, fewer at slots, than a quarter before"
        );
        assert_eq!(
            differing(&items[..1]),
            "Fewer changes brought defects at slots than a quarter before"
        );
        let many = [item("a", Some(Tone::Bad)), item("b", Some(Tone::Bad))];
        let said = differing(&many);
        assert_eq!(
            said,
            "More changes brought defects at 2 repositories than a quarter before"
        );
        assert!(said.split_whitespace().count() <= 15);
    }

    #[test]
    fn the_scale_of_shares_begins_at_zero_and_names_its_unit_once() {
        let words = Words::new(&crate::words::sample::settings());
        let axis = axis(&words, [14.0, 24.0].into_iter());
        assert!(axis.low == 0.0 && axis.high >= 24.0 && axis.baseline);
        let words: Vec<&str> = axis.ticks.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words.first(), Some(&"0"));
        assert_eq!(words.iter().filter(|w| w.ends_with('%')).count(), 1);
        assert!(words.last().is_some_and(|w| w.ends_with('%')));
    }
}
