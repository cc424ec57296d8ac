//! Estimates that count one harm twice, side by side or in a total.

use crate::diag::Located;
use crate::load::decode::Field;
use crate::load::problems::{nearest, quoted};
use crate::load::topics;
use crate::model::{Business, Estimate, MoneyKind};

/// Tells of two lines of one quarter that are the same money counted from the same things.
pub(super) fn tell_same_thing_twice(business: &Business, root: Field<'_, '_, '_>) {
    for (n, second) in business.estimates.iter().enumerate() {
        let earlier = business.estimates[..n].iter();
        let twin = earlier
            .filter(|first| first.is_same_money(second))
            .find_map(|first| Some((first, first.shares(second)?)));
        if let Some((first, amount)) = twin {
            let message = format!(
                "{} counts what {} counts already",
                quoted(&second.id.value),
                quoted(&first.id.value)
            );
            root.problems.add(
                topics::OVERLAPPING_ESTIMATES
                    .at(amount.span, message)
                    .see(
                        first.id.span,
                        "the same kind of money, from the same things",
                    )
                    .help("keep one of the two, or name other services or incidents in each"),
            );
        }
    }
}

/// Tells of totals that add what does not add up.
pub(super) fn tell_mixed_totals(business: &Business, root: Field<'_, '_, '_>) {
    for total in &business.totals {
        let mut added: Vec<(&Estimate, &Located<String>)> = Vec::new();
        for id in &total.of {
            let Some(estimate) = business.estimate(&id.value) else {
                let ids = business.estimates.iter().map(|e| e.id.value.as_str());
                let message = format!("there is no estimate {}", quoted(&id.value));
                let problem = topics::UNKNOWN_INPUT.at(id.span, message);
                root.problems.add(match nearest(&id.value, ids) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help("estimates come from `estimates:` of this file"),
                });
                continue;
            };
            let clash = added
                .iter()
                .find_map(|(first, place)| Some((*place, clash(first, estimate)?)));
            if let Some((place, why)) = clash {
                root.problems.add(
                    topics::OVERLAPPING_ESTIMATES
                        .at(
                            id.span,
                            format!("{} cannot be added: {why}", quoted(&id.value)),
                        )
                        .see(place.span, "to this one")
                        .help("take it out of the total; both lines may stand side by side"),
                );
            }
            added.push((estimate, id));
        }
    }
}

/// Why two estimates do not add up, if they do not.
fn clash(first: &Estimate, second: &Estimate) -> Option<String> {
    let (a, b) = (first.formula.value.entry(), second.formula.value.entry());
    if first.id.value == second.id.value {
        return Some("it is in the total already".to_owned());
    }
    if first.period.value != second.period.value {
        return Some(format!("it is of {}", second.period.value));
    }
    if second.kind == MoneyKind::Upside {
        return Some("what freed time could bring belongs in no total".to_owned());
    }
    if first.kind != second.kind {
        let overlap = first.kind.overlaps(second.kind);
        let (first, second) = (first.kind.name(), second.kind.name());
        return Some(if overlap {
            format!("{second} and {first} count some of the same harm")
        } else {
            format!("{second} and {first} are two kinds of money")
        });
    }
    if first.counts != second.counts {
        return Some("one counts sales and the other margin".to_owned());
    }
    if a.result != b.result {
        return Some("one is a year's amount and the other is not".to_owned());
    }
    first
        .shares(second)
        .map(|_| "both count the same things".to_owned())
}
