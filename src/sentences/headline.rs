//! A chart's message: a sentence of at most 15 words that would be false if the data were
//! different.

use super::grammar::{Subject, few};
use super::movement::{Tense, moved, routine_range, since};
use crate::analyse::{Assessment, MovementClass, Status};
use crate::model::{Metric, Scope};
use crate::sentences::Ctx;
use crate::tongue::{label, say};

/// The message of a metric's behaviour this quarter, without a full stop.
pub(crate) fn headline(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
) -> String {
    let subject = Subject::new(ctx.pack, metric, scope);
    let Subject {
        start, was, inside, ..
    } = &subject;
    let movement = &judged.movement;
    let Some(now) = &judged.now else {
        let period = ctx.words.period_short(ctx.period);
        return say!("No figure for {inside} in {period}", inside, period);
    };
    let value = ctx.words.predicate(metric, now);
    let last_day = ctx.pack.settings.calendar.last_day(ctx.period);
    let missed = judged.target.status == Status::Missed;
    match &movement.class {
        MovementClass::StrongSignal => {
            let moved = moved(ctx, metric, movement, Tense::Past)
                .unwrap_or_else(|| say!("{was} {value}", was, value));
            let since = since(ctx, movement, last_day);
            match (missed, movement.better) {
                (true, Some(true)) => say!(
                    "{start} {moved}{since}, but still missed target",
                    start,
                    moved,
                    since
                ),
                (true, _) => say!(
                    "{start} {moved}{since} and missed target",
                    start,
                    moved,
                    since
                ),
                _ => say!("{start} {moved}{since}", start, moved, since),
            }
        }
        MovementClass::Signal => {
            let may = moved(ctx, metric, movement, Tense::May)
                .unwrap_or_else(|| label("may have changed").to_owned());
            let since = since(ctx, movement, last_day);
            say!(
                "{start} {may}{since}, on the evidence of one signal",
                start,
                may,
                since
            )
        }
        MovementClass::Routine if missed && judged.missed_in_a_row > 1 => {
            let quarters = few(judged.missed_in_a_row, "quarter", "quarters");
            say!(
                "{start} missed target {quarters} in a row, now with routine variation only",
                start,
                quarters
            )
        }
        MovementClass::Routine if missed => {
            say!(
                "{start} missed target at {value}, with routine variation only",
                start,
                value
            )
        }
        MovementClass::Routine => match routine_range(ctx, metric, movement) {
            Some(range) => {
                say!(
                    "{start} varied within the routine range this quarter, {text}",
                    start,
                    range.text()
                )
            }
            None => say!(
                "{start} {was} {value}, without evidence of change",
                start,
                was,
                value
            ),
        },
        MovementClass::TooFew { .. } => {
            say!(
                "{start} {was} {value}, too few to tell a change from luck",
                start,
                was,
                value
            )
        }
        MovementClass::NotTested(_) | MovementClass::Missing if missed => {
            say!("{start} {was} {value} and missed target", start, was, value)
        }
        MovementClass::NotTested(_) | MovementClass::Missing => {
            say!(
                "{start} {was} {value}, not tested for change",
                start,
                was,
                value
            )
        }
    }
}
