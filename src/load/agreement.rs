//! An agreement with customers, and what its own counting says of a quarter.

use super::counts::{month, of_span};
use super::decode::{Field, conflict, or_wrong};
use super::scalars::decimal;
use super::service_levels::{share, target};
use super::topics;
use crate::diag::Located;
use crate::model::{Agreement, AgreementCounts, Calendar, Credit, Exact, MonthlyFee, Period, Unit};
use std::collections::BTreeMap;

/// Agreements are counted by the month of the calendar; nothing else is offered yet.
const WINDOWS: &[(&str, ())] = &[("calendar-month", ())];

/// Reads what was agreed.
pub(super) fn read(field: Field<'_, '_, '_>) -> Option<Agreement> {
    let fields = field.fields()?;
    let name = fields.text("name");
    let parties = fields
        .required("parties")
        .and_then(|field| field.integer(1, 1_000_000));
    let window = fields.required("window").and_then(|f| f.word(WINDOWS));
    let target = fields.required("target").and_then(target);
    let exclusions = fields.optional_text("exclusions");
    let fee = fields.optional("monthly_fee");
    let supplied_by = fields.optional("supplied_by");
    let fees = match fee {
        None => Some(Vec::new()),
        Some(fee) => {
            if supplied_by.is_none() {
                fields.required_because("supplied_by", "a figure of money names who gave it");
            }
            fees(fee)
        }
    };
    let supplied_by = supplied_by.map(Field::text);
    let credits = match fields.optional("credits") {
        None => Some(Vec::new()),
        Some(field) => credits(field),
    };
    fields.finish();
    window?;
    Some(Agreement {
        name: name?.value,
        parties: parties?.value,
        target: target?,
        exclusions,
        fees: fees?,
        supplied_by: or_wrong(supplied_by)?.map(|role| role.value),
        credits: credits?,
    })
}

/// `180000`, or a list of `{from: 2025-01-01, fee: 180000}`, oldest first.
fn fees(field: Field<'_, '_, '_>) -> Option<Vec<MonthlyFee>> {
    if field.is_scalar() {
        let fee = money(field)?;
        return Some(vec![MonthlyFee { from: None, fee }]);
    }
    let fees = field.each(|item| {
        let fields = item.fields()?;
        let from = fields.required("from").and_then(Field::date);
        let fee = fields.required("fee").and_then(money);
        fields.finish();
        Some((from?, fee?))
    })?;
    for pair in fees.windows(2) {
        if let [(before, _), (after, _)] = pair
            && before.value >= after.value
        {
            field.problems.add(
                topics::OUT_OF_ORDER
                    .at(after.span, "fees are not in the order of their days")
                    .see(before.span, "this one stands before it")
                    .help("write the oldest fee first"),
            );
            return None;
        }
    }
    let dated = |(from, fee): (Located<_>, Exact)| MonthlyFee {
        from: Some(from.value),
        fee,
    };
    Some(fees.into_iter().map(dated).collect())
}

/// An amount that is not negative.
pub(super) fn money(field: Field<'_, '_, '_>) -> Option<Exact> {
    let amount = field.decimal(None)?;
    if amount.value.is_negative() {
        let message = format!("`{}` is negative", field.name);
        field.problems.add(
            topics::IMPOSSIBLE_VALUE
                .at(amount.span, message)
                .help("write the amount without a sign"),
        );
        return None;
    }
    Some(amount.value)
}

/// Steps, highest threshold first, each with a larger credit.
fn credits(field: Field<'_, '_, '_>) -> Option<Vec<Credit>> {
    let steps = field.each(|item| {
        let fields = item.fields()?;
        let below = fields.required("below").and_then(share);
        let credit = fields.required("credit").and_then(share);
        fields.finish();
        Some(Credit {
            below: below?,
            credit: credit?,
        })
    })?;
    let grows = steps.windows(2).all(|pair| match pair {
        [a, b] => a.below > b.below && a.credit < b.credit,
        _ => true,
    });
    if !grows {
        conflict(
            field,
            "does not grow as service falls",
            "write the highest `below` first; the lower the service, the larger the credit",
        );
        return None;
    }
    Some(steps)
}

/// Reads what the contract's own counting says of a quarter.
pub(super) fn counts(
    field: Field<'_, '_, '_>,
    period: Period,
    calendar: Option<Calendar>,
) -> Option<AgreementCounts> {
    let fields = field.fields()?;
    let mut months = BTreeMap::new();
    for (key, value) in fields
        .required("months")
        .and_then(Field::pairs)
        .into_iter()
        .flatten()
    {
        let month = month(&key.value, key.span, period, calendar, field.problems);
        let counted = value
            .raw()
            .and_then(|text| of_span(text, true, field.problems));
        if let (Some(month), Some(counted)) = (month, counted) {
            months.insert(month, counted);
        }
    }
    let claimed = fields.optional("credits_claimed").map(money);
    let paid = fields.optional("credits_paid").map(money);
    fields.finish();
    Some(AgreementCounts {
        months,
        claimed: or_wrong(claimed)?,
        paid: or_wrong(paid)?,
        span: Some(field.key),
    })
}

/// A plain decimal that is a share where the unit is percent; for texts that hold more than one.
pub(super) fn number(text: &str) -> Result<Exact, String> {
    decimal(text, None::<&Unit>)
}
