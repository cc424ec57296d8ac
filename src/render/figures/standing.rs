//! Metrics that have a target to bullets beside one another: each on a scale of its own, with the
//! quarter before (B1–B6).

use super::records::{self, Around};
use super::{Drawn, tell};
use crate::analyse::{Assessment, Status};
use crate::model::{Kind, Metric, Unit};
use crate::render::Ctx;
use crate::render::charts::bullet::Bullet;
use crate::tongue::{label, say};

/// The chart of those with a figure and a target; `None` without any.
pub(crate) fn standing(
    ctx: &Ctx<'_>,
    what: &str,
    metrics: &[(&Metric, &Assessment)],
    id: &str,
) -> Option<Drawn> {
    let told: Vec<(&Metric, &Assessment)> = metrics
        .iter()
        .filter(|(_, judged)| judged.now.is_some() && judged.target.target.is_some())
        .copied()
        .collect();
    let rows: Vec<Bullet> = told
        .iter()
        .filter_map(|(metric, judged)| row(ctx, metric, judged))
        .collect();
    let span = ctx.words.period_short(ctx.period);
    let around = Around {
        id,
        name: what,
        span: &span,
        headline: &headline(&told),
        target: "",
        subtitle: &say!(
            "{what} against the target of each; {organisation}; {span}, each on its own scale",
            what,
            ctx.pack.settings.organisation,
            span
        ),
        notes: vec![say!(
            "Source: as each metric’s definition says. Upright rule: target. Ring: {period_short}. A dot stands where the scale does not begin at zero.",
            ctx.words.period_short(ctx.period.previous())
        )],
    };
    records::bullets(&around, &rows).ok()
}

fn row(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> Option<Bullet> {
    let factor = ctx.words.scale(metric);
    let target = judged.target.target.as_ref()?.value;
    let now = judged.now.as_ref()?;
    // What a changed definition set apart is no neighbour.
    let before = judged.previous.as_ref().filter(|_| judged.broken.is_none());
    let shown = |exact: crate::model::Exact| exact.to_f64() * factor;
    let mut values = vec![shown(now.exact), shown(target)];
    values.extend(before.map(|figure| shown(figure.exact)));
    let share = metric.kind.value == Kind::Ratio && metric.unit.value == Unit::Percent;
    let whole = metric.kind.value == Kind::Count;
    let (low, high) = reach(&values, share.then_some(100.0), whole);
    let words = ctx.words.ticks(metric, &[low / factor, high / factor]);
    let [low, high] = [(low, words.first()), (high, words.last())]
        .map(|(value, words)| (value, words.cloned().unwrap_or_default()));
    Some(Bullet {
        label: metric.name.value.clone(),
        unit: ctx.words.unit_line(metric),
        low,
        high,
        value: Some((shown(now.exact), ctx.words.cell(metric, now))),
        target: Some((shown(target), ctx.words.exact_cell(metric, target))),
        previous: before.map(|figure| (shown(figure.exact), ctx.words.cell(metric, figure))),
        thresholds: Vec::new(),
        left: false,
    })
}

/// Both ends of a track in round numbers: from zero, so that a bar tells no more than there is, but for
/// shares that all lie close under their ceiling (B4).
fn reach(values: &[f64], ceiling: Option<f64>, whole: bool) -> (f64, f64) {
    let finite = || values.iter().copied().filter(|v| v.is_finite());
    let (least, most) = (
        finite().fold(f64::INFINITY, f64::min),
        finite().fold(0.0, f64::max),
    );
    if let Some(ceiling) = ceiling.filter(|ceiling| most <= *ceiling) {
        let close = [99.9, 99.0, 90.0].into_iter();
        let mut close = close.map(|share| ceiling * share / 100.0);
        if let Some(low) = close.find(|low| least >= *low) {
            return (low, ceiling);
        }
    }
    let round = [1.0, 2.0, 2.5, 5.0];
    let mut steps = (-6..13).flat_map(|power| round.map(|step| step * 10_f64.powi(power)));
    // Nothing stands on the end itself; whole things never end at a half.
    let beyond = |step: &f64| {
        *step > most && (most > 0.0 || *step >= 1.0) && (!whole || step.fract() == 0.0)
    };
    let high = steps.find(beyond).unwrap_or(most);
    (least.min(0.0), ceiling.map_or(high, |most| high.min(most)))
}

/// How many meet their targets, and the one that does not.
fn headline(told: &[(&Metric, &Assessment)]) -> String {
    let missed: Vec<&str> = told
        .iter()
        .filter(|(_, judged)| judged.target.status == Status::Missed)
        .map(|(metric, _)| metric.name.value.as_str())
        .collect();
    let all = told.len();
    match missed.as_slice() {
        [] if all == 1 => label("The one measure that has a target meets it").to_owned(),
        [] => say!("All {all} measures that have a target meet it", all),
        [one] if all == 1 => say!("{one} misses its target", one),
        [one] => tell::shortest_fit(&[
            say!(
                "{one} misses its target; {met} of {all} measures meet theirs",
                one,
                all - 1,
                all
            ),
            say!("1 of {all} measures misses its target", all),
        ]),
        many => say!(
            "{len} of {all} measures miss their targets",
            many.len(),
            all
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_track_begins_at_zero_but_for_shares_close_under_their_ceiling() {
        let share = |values: &[f64]| reach(values, Some(100.0), false);
        assert_eq!(share(&[6.09, 5.0, 6.29]), (0.0, 10.0));
        assert_eq!(share(&[75.4, 75.0, 74.6]), (0.0, 100.0));
        assert_eq!(share(&[18.5, 20.0]), (0.0, 25.0));
        assert_eq!(share(&[98.4, 98.5]), (90.0, 100.0));
        assert_eq!(share(&[99.95, 99.9]), (99.9, 100.0));
        assert_eq!(share(&[120.0, 90.0]), (0.0, 100.0));
        assert_eq!(reach(&[11.0, 15.0, 14.0], None, false), (0.0, 20.0));
        assert_eq!(reach(&[0.0, 2.0], None, true), (0.0, 5.0));
        assert_eq!(reach(&[0.0, 0.0], None, true), (0.0, 1.0));
    }
}
