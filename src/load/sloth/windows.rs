//! The windows over which Sloth's alerts look: its own for a period, or a file of them.

use super::super::decode::{Field, Fields};
use super::super::openslo::length::{self, Least};
use super::super::problems::Problems;
use super::super::topics;
use super::super::yaml::Node;
use super::Urgency;
use crate::diag::Span;
use crate::model::{Exact, Length, LengthUnit};

/// The periods that Sloth has windows for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Period {
    /// Four weeks.
    Days28,
    /// Sloth's own choice where nothing is said.
    #[default]
    Days30,
}

/// Over what an objective holds, and when its alerts tell.
#[derive(Debug, Clone)]
pub(super) struct Windows {
    pub(super) period: Length,
    /// In the order page quick, page slow, ticket quick, ticket slow.
    pub(super) conditions: Vec<Condition>,
}

/// So much of a budget gone in so long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Condition {
    pub(super) urgency: Urgency,
    /// `quick` or `slow`.
    pub(super) pace: &'static str,
    /// Percent of the period's budget.
    pub(super) budget: Exact,
    pub(super) short: Length,
    pub(super) long: Length,
    /// Where it is written, if it is.
    pub(super) span: Option<Span>,
}

impl Windows {
    /// Sloth's own windows, which are the same for both of its periods (Google SRE workbook, table
    /// 5-8: 2 % in an hour, 5 % in six, 10 % in a day and in three).
    pub(super) fn of(period: Period) -> Self {
        let length = |count, unit| Length { count, unit };
        let (m, h, d) = (LengthUnit::Minute, LengthUnit::Hour, LengthUnit::Day);
        let one = |urgency, pace, budget, short, long| Condition {
            urgency,
            pace,
            budget: Exact::integer(budget),
            short,
            long,
            span: None,
        };
        Self {
            period: match period {
                Period::Days28 => length(28, d),
                Period::Days30 => length(30, d),
            },
            conditions: vec![
                one(Urgency::Page, "quick", 2, length(5, m), length(1, h)),
                one(Urgency::Page, "slow", 5, length(30, m), length(6, h)),
                one(Urgency::Ticket, "quick", 10, length(2, h), length(1, d)),
                one(Urgency::Ticket, "slow", 10, length(6, h), length(3, d)),
            ],
        }
    }
}

/// Reads a document of kind `AlertWindows`.
pub(super) fn read(root: &Node<'_>, problems: &Problems) -> Option<Windows> {
    let fields = Field::root("document", root, problems).fields()?;
    let version = fields.required("apiVersion");
    let kind = fields.required("kind");
    let spec = fields.required("spec");
    fields.finish();
    let version = version?.word(&[("sloth.slok.dev/v1", ())]);
    let kind = kind?.word(&[("AlertWindows", ())]);
    version?;
    kind?;
    let spec = spec?.fields()?;
    let period = spec.required("sloPeriod").and_then(fixed);
    let page = spec.required("page").and_then(|f| pair(f, Urgency::Page));
    let ticket = spec
        .required("ticket")
        .and_then(|f| pair(f, Urgency::Ticket));
    spec.finish();
    let (period, page, ticket) = (period?, page?, ticket?);
    let conditions: Vec<Condition> = page.into_iter().chain(ticket).collect();
    let wrong = |span: Span, message: String, help: &str| {
        problems.add(topics::OBJECTIVE_WINDOW.at(span, message).help(help));
    };
    if period.least_minutes() < 1_440 {
        let message = format!("a period of `{period}` is shorter than a day");
        wrong(
            root.span,
            message,
            "an error budget is kept by the day: write at least `1d`",
        );
        return None;
    }
    for condition in &conditions {
        let Condition { short, long, .. } = condition;
        let span = condition.span.unwrap_or(root.span);
        if long.least_minutes() >= period.least_minutes() {
            let message = format!("an alert over `{long}` is not shorter than the period");
            wrong(span, message, "an alert tells before the period is over");
            return None;
        }
        if short.least_minutes() >= long.least_minutes() {
            let message = format!("the short window `{short}` is not shorter than the long one");
            wrong(
                span,
                message,
                "the short window ends the alert: write a part of the long one",
            );
            return None;
        }
    }
    Some(Windows { period, conditions })
}

fn pair(field: Field<'_, '_, '_>, urgency: Urgency) -> Option<[Condition; 2]> {
    let fields = field.fields()?;
    let read = |pace| {
        let field = fields.required(pace)?;
        let (budget, short, long) = condition(field.fields()?)?;
        Some(Condition {
            urgency,
            pace,
            budget,
            short,
            long,
            span: Some(field.key),
        })
    };
    let (quick, slow) = (read("quick"), read("slow"));
    fields.finish();
    Some([quick?, slow?])
}

fn condition(fields: Fields<'_, '_, '_>) -> Option<(Exact, Length, Length)> {
    let budget = fields.required("errorBudgetPercent");
    let budget = budget.and_then(|field| {
        let read = field.decimal(None)?;
        let whole = Exact::integer(100);
        let over = whole.minus(read.value).is_none_or(Exact::is_negative);
        if read.value == Exact::ZERO || read.value.is_negative() || over {
            field.problems.add(
                topics::BAD_NUMBER
                    .at(read.span, "this is no part of a budget")
                    .help("write percent above nothing and up to 100"),
            );
            return None;
        }
        Some(read.value)
    });
    let short = fields.required("shortWindow").and_then(fixed);
    let long = fields.required("longWindow").and_then(fixed);
    fields.finish();
    Some((budget?, short?, long?))
}

/// A length that always holds as many minutes.
fn fixed(field: Field<'_, '_, '_>) -> Option<Length> {
    let read = length::read(field, Least::One)?;
    if read.value.minutes().is_none() {
        field.problems.add(
            topics::OPENSLO_LENGTH
                .at(read.span, format!("`{}` is not always as long", read.value))
                .help("write minutes, hours, days or weeks, such as `30d`"),
        );
        return None;
    }
    Some(read.value)
}
