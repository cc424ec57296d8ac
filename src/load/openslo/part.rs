//! One item of `objectives`: a target over an indicator, and how it is counted.

use super::super::decode::{Field, Fields, conflict};
use super::super::problems::quoted;
use super::super::scalars::decimal;
use super::super::topics;
use super::length;
use super::window::slice_fits;
use crate::diag::Located;
use crate::model::{
    BudgetWindow, Budgeting, Comparison, Exact, Indicator, Measure, ObjectivePart, Unit,
};

/// What OpenSLO compares by.
pub(super) const COMPARISONS: &[(&str, Comparison)] = &[
    ("lt", Comparison::Less),
    ("lte", Comparison::AtMost),
    ("gt", Comparison::More),
    ("gte", Comparison::AtLeast),
];

/// The budgeting method before its numbers are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Occurrences,
    Timeslices,
    RatioTimeslices,
}

pub(super) const HOW: &[(&str, How)] = &[
    ("Occurrences", How::Occurrences),
    ("Timeslices", How::Timeslices),
    ("RatioTimeslices", How::RatioTimeslices),
];

/// What the keys around the list say of every item; `None` where it could not be read.
pub(super) struct Around {
    pub(super) how: Option<Located<How>>,
    pub(super) window: Option<Located<BudgetWindow>>,
}

/// Reads what every version writes alike, over an indicator that has been read or could not be.
pub(super) fn read(
    fields: &Fields<'_, '_, '_>,
    item: Field<'_, '_, '_>,
    around: &Around,
    indicator: Option<Indicator>,
    weight: Option<Exact>,
) -> Option<ObjectivePart> {
    let name = fields.optional("displayName").map(Field::text);
    let target = target(fields, item);
    let budgeting = budgeting(fields, item, around);
    let measure = indicator.as_ref().map(|indicator| &indicator.measure);
    let threshold = threshold(fields, measure);
    Some(ObjectivePart {
        name: match name {
            Some(name) => Some(name?.value),
            None => None,
        },
        target: target?,
        method: budgeting?,
        indicator: indicator?,
        threshold: threshold?,
        weight: weight?,
    })
}

/// The promise: a share of one, or in percent.
fn target(fields: &Fields<'_, '_, '_>, item: Field<'_, '_, '_>) -> Option<Located<Exact>> {
    let percent = fields.optional("targetPercent");
    let share = match percent {
        Some(_) => fields.optional("target"),
        None => fields.required("target"),
    };
    match (share, percent) {
        (Some(_), Some(percent)) => {
            conflict(
                percent,
                "stands beside `target`",
                "both say the same: keep one",
            );
            None
        }
        (Some(field), None) => promised(field, None),
        (None, Some(field)) => promised(field, Some(&Unit::Percent)),
        (None, None) => {
            debug_assert!(item.is_map(), "only a mapping has keys");
            None
        }
    }
}

/// A target that leaves room for failures, as a share.
fn promised(field: Field<'_, '_, '_>, unit: Option<&Unit>) -> Option<Located<Exact>> {
    let value = field.decimal(unit)?;
    let one = Exact::integer(1);
    let written = field.raw()?.value;
    let refuse = |message: String, help: String| {
        field
            .problems
            .add(topics::OBJECTIVE_TARGET.at(value.span, message).help(help));
        None
    };
    if value.value.is_negative() {
        let message = format!("{} is less than nothing", quoted(written));
        return refuse(message, "a target is a share of what is counted".to_owned());
    }
    if value.value == one {
        let message = "a target of 100 % leaves no error budget: every failure would break it";
        let help = match unit {
            Some(_) => "promise what can be kept, such as `99.9`",
            None => "promise what can be kept, such as `0.999`",
        };
        return refuse(message.to_owned(), help.to_owned());
    }
    if one.minus(value.value).is_none_or(Exact::is_negative) {
        let message = format!("{} is more than everything", quoted(written));
        let share = decimal(written, Some(&Unit::Percent)).ok();
        let is_percent = unit.is_none()
            && share.is_some_and(|share| one.minus(share).is_some_and(|rest| !rest.is_negative()));
        let help = if is_percent {
            format!("`target` is a share of one: write `targetPercent: {written}`")
        } else {
            "a target is less than the whole, such as `target: 0.999`".to_owned()
        };
        return refuse(message, help);
    }
    let hundredth = Exact::ratio(1, 100);
    if unit.is_some()
        && value.value != Exact::ZERO
        && hundredth.is_some_and(|least| value.value.minus(least).is_some_and(Exact::is_negative))
    {
        let message = format!("{} percent is less than one in a hundred", quoted(written));
        field.problems.add(
            topics::OBJECTIVE_ODD
                .at(value.span, message)
                .help(format!("for a share of one write `target: {written}`")),
        );
    }
    Some(value)
}

/// The slices, where the method counts by them.
fn budgeting(
    fields: &Fields<'_, '_, '_>,
    item: Field<'_, '_, '_>,
    around: &Around,
) -> Option<Budgeting> {
    let Some(how) = around.how else {
        let _ = (
            fields.optional("timeSliceTarget"),
            fields.optional("timeSliceWindow"),
        );
        return None;
    };
    let target = match how.value {
        How::Timeslices => fields.required_because("timeSliceTarget", "slices are counted"),
        How::Occurrences | How::RatioTimeslices => {
            ignored(fields.optional("timeSliceTarget"), how);
            None
        }
    };
    let slice = match how.value {
        How::Timeslices | How::RatioTimeslices => {
            fields.required_because("timeSliceWindow", "slices are counted")
        }
        How::Occurrences => {
            ignored(fields.optional("timeSliceWindow"), how);
            None
        }
    };
    let target = target.map(slice_target);
    let slice = slice.map(|field| {
        let slice = length::slice(field)?;
        if let Some(window) = around.window {
            slice_fits(slice, window, item)?;
        }
        Some(slice.value)
    });
    Some(match how.value {
        How::Occurrences => Budgeting::Occurrences,
        How::Timeslices => Budgeting::Timeslices {
            target: target??,
            slice: slice??,
        },
        How::RatioTimeslices => Budgeting::RatioTimeslices { slice: slice?? },
    })
}

/// Says that a key has no effect under the method.
fn ignored(field: Option<Field<'_, '_, '_>>, how: Located<How>) {
    let Some(field) = field else { return };
    let word = HOW.iter().find(|(_, value)| *value == how.value);
    let word = word.map_or("", |(word, _)| word);
    let message = format!("`{}` has no effect: `{word}` does not use it", field.name);
    field.problems.add(
        topics::OBJECTIVE_KEY_IGNORED
            .at(field.key, message)
            .see(how.span, "the method is chosen here")
            .help("remove it, or choose `Timeslices`"),
    );
}

/// The share of good events at which a slice is good.
fn slice_target(field: Field<'_, '_, '_>) -> Option<Exact> {
    let value = field.decimal(None)?;
    let one = Exact::integer(1);
    let over = one.minus(value.value).is_none_or(Exact::is_negative);
    if value.value == Exact::ZERO || value.value.is_negative() || over {
        let message = format!(
            "{} is no share at which a slice can be good",
            quoted(field.raw()?.value)
        );
        field.problems.add(
            topics::OBJECTIVE_TARGET
                .at(value.span, message)
                .help("write a share above nothing and up to the whole, such as `0.95`"),
        );
        return None;
    }
    Some(value.value)
}

/// What a value must be to be good: needed for values, without meaning for shares.
#[expect(clippy::option_option, reason = "not needed, and not read, differ")]
fn threshold(
    fields: &Fields<'_, '_, '_>,
    measure: Option<&Measure>,
) -> Option<Option<(Comparison, Exact)>> {
    let is_value = matches!(measure, Some(Measure::Threshold(_)));
    let ask = |name: &'static str| match is_value {
        true => fields.required_because(name, "the indicator gives values, not shares"),
        false => fields.optional(name),
    };
    let (op, value) = (ask("op"), ask("value"));
    let compared = op.map(|field| field.word(COMPARISONS));
    let limit = value.map(|field| field.decimal(None));
    if is_value {
        return Some(Some((compared??.value, limit??.value)));
    }
    // Where the indicator has been told of, nobody can say whether these fit it.
    measure?;
    if let Some(op) = op {
        op.problems.add(
            topics::OBJECTIVE_KEY_IGNORED
                .at(
                    op.key,
                    "`op` has no effect: the indicator is a share already",
                )
                .help("remove it: a share is always compared with `target`, by at least"),
        );
    }
    if let Some(value) = value {
        conflict(
            value,
            "has nothing to compare: the indicator is a share already",
            "remove it; what is promised is `target`",
        );
        return None;
    }
    if compared.is_some_and(|compared| compared.is_none()) {
        return None;
    }
    Some(None)
}
