//! A figure of a metric that is not what the accounts of the objectives come to.

use crate::analyse::budget::{BudgetAccount, coverage};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Severity, Span};
use crate::model::{
    Exact, Filed, Metric, Period, RecordFigure, ServiceLevel, Value, Week, notation,
};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    code: "account-differs",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The metric says that it counts what an objective counts, or tells what the accounts come \
          to. Two answers to one question, on two pages of one report, mean that one of them is \
          wrong, and nobody can say which.",
    fix: "Correct the figure or the objective's days, whichever is wrong; the problem says what the \
          days come to. Where the two count different things, remove `metric:` from the service \
          level, or `record:` from the metric.",
    bad: "
~~~ content/metrics/error-budget-left.md
-roll_up: worst
+roll_up: worst
+record: objectives.budget-left
~~~ data/snapshots/2026-Q3.yaml
-      2026-09-30: 314560/314880
+      2026-09-30: 314460/314880
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for level in &facts.pack.service_levels.levels {
        let metric = level.metric.as_ref();
        if let Some(metric) = metric.and_then(|id| facts.pack.metrics.get(&id.value)) {
            counted(facts, level, metric, report);
        }
    }
    for metric in facts.pack.metrics.values() {
        match metric.record.map(|record| record.value) {
            Some(figure @ (RecordFigure::BudgetLeft | RecordFigure::CreditsDue)) => {
                by_service(facts, metric, figure, report);
            }
            Some(figure @ (RecordFigure::ObjectivesKept | RecordFigure::JourneysCovered)) => {
                of_all(facts, metric, figure, report);
            }
            _ => {}
        }
    }
}

/// Good and valid of a metric's service against the days, by quarter and by week.
fn counted(facts: &Facts<'_>, level: &ServiceLevel, metric: &Metric, report: &mut Report) {
    let pack = facts.pack;
    let calendar = &pack.settings.calendar;
    let name = &level.objective.value;
    let service = pack
        .objectives
        .get(name)
        .and_then(|o| o.service_id.as_deref());
    let filed = pack.observations.get(&metric.id.value);
    let series = filed.zip(service).and_then(|(f, id)| f.services.get(id));
    let (Some(series), Some(counts)) = (series, pack.objective_counts.get(name)) else {
        return;
    };
    let sum = |from: NaiveDate, to: NaiveDate| {
        let mut days = 0;
        let mut good = Exact::ZERO;
        let mut valid = 0_u64;
        for counts in counts.values() {
            for counted in counts
                .days
                .range(from..to)
                .filter_map(|(_, counted)| *counted)
            {
                good = good.plus(counted.good)?;
                valid = valid.checked_add(counted.valid)?;
                days += 1;
            }
        }
        let (part, whole) = good.parts();
        let part = u64::try_from(part).ok().filter(|_| whole == 1)?;
        (days == (to - from).num_days()).then_some(Value::Ratio { part, whole: valid })
    };
    for (&period, reading) in &series.quarters {
        let days = sum(calendar.start(period), calendar.end(period));
        if let (Filed::Value(filed), Some(days)) = (&reading.filed, days)
            && *filed != days
        {
            let when = period.to_string();
            tell(report, metric, (*filed, days), &when, reading.span, level);
        }
    }
    for (week, (filed, span)) in &series.weeks {
        let (from, to) = (week.monday(), Week::shifted(*week, 1).monday());
        if let (Some(filed), Some(days)) = (filed, sum(from, to))
            && *filed != days
        {
            tell(
                report,
                metric,
                (*filed, days),
                &week.to_string(),
                *span,
                level,
            );
        }
    }
}

fn tell(
    report: &mut Report,
    metric: &Metric,
    (filed, days): (Value, Value),
    when: &str,
    span: Span,
    level: &ServiceLevel,
) {
    let unit = &metric.unit.value;
    let (filed, days) = (notation(Some(filed), unit), notation(Some(days), unit));
    let (id, name) = (&metric.id.value, &level.objective.value);
    report
        .at(
            span,
            format!("`{id}` is `{filed}` for {when}, and the days of `{name}` come to `{days}`"),
        )
        .see(
            level
                .metric
                .as_ref()
                .map_or(level.objective.span, |m| m.span),
            "said to be the same here",
        )
        .help("correct the figure, or the days");
}

/// What is left or owed, by service.
fn by_service(facts: &Facts<'_>, metric: &Metric, figure: RecordFigure, report: &mut Report) {
    let Some(filed) = facts.pack.observations.get(&metric.id.value) else {
        return;
    };
    for (&period, quarter) in facts.analysis.today() {
        for account in quarter.budgets.values() {
            let service = account.service.as_deref();
            let series = service.and_then(|id| filed.services.get(id));
            let reading = series.and_then(|series| series.quarters.get(&period));
            let Some((reading, Filed::Value(value))) = reading.map(|r| (r, &r.filed)) else {
                continue;
            };
            let told = match figure {
                RecordFigure::BudgetLeft => account.spend.left(),
                _ => account.agreement.as_ref().and_then(|agreed| agreed.due),
            };
            let Some((value, told)) = value.exact().zip(told) else {
                continue;
            };
            let grain = match figure {
                RecordFigure::BudgetLeft => grain(metric, value),
                _ => None,
            };
            let shown = grain
                .and_then(|grain| told.rounded_to(grain))
                .unwrap_or(told);
            if value != shown {
                differs(
                    report,
                    metric,
                    account,
                    period,
                    (value, shown),
                    reading.span,
                );
            }
        }
    }
}

fn differs(
    report: &mut Report,
    metric: &Metric,
    account: &BudgetAccount,
    period: Period,
    (value, told): (Exact, Exact),
    span: Span,
) {
    let unit = &metric.unit.value;
    let words = |value| notation(Some(Value::Level { value }), unit);
    let (id, name) = (&metric.id.value, &account.objective);
    report
        .at(
            span,
            format!(
                "`{id}` is `{}` for {period}, and the account of `{name}` makes it `{}`",
                words(value),
                words(told)
            ),
        )
        .help(format!("write `{}`, or correct the days", words(told)));
}

/// How finely a percentage is filed: one decimal, or as many as it has.
fn grain(metric: &Metric, value: Exact) -> Option<Exact> {
    let percent = value.times(Exact::integer(100))?;
    let own = (0..=6_u32).find(|places| {
        let shift = 10_i64.checked_pow(*places).map(Exact::integer);
        let shifted = shift.and_then(|shift| percent.times(shift));
        shifted.is_some_and(|shifted| shifted.parts().1 == 1)
    });
    let places = own.unwrap_or(6).max(metric.decimals.unwrap_or(1).min(6));
    Exact::integer(1).over(Exact::integer(10_i64.checked_pow(places + 2)?))
}

/// Counts of the organisation.
fn of_all(facts: &Facts<'_>, metric: &Metric, figure: RecordFigure, report: &mut Report) {
    let pack = facts.pack;
    let calendar = &pack.settings.calendar;
    let Some(filed) = pack.observations.get(&metric.id.value) else {
        return;
    };
    for (&period, quarter) in facts.analysis.today() {
        let reading = filed.all.quarters.get(&period);
        let Some((reading, Filed::Value(value))) = reading.map(|r| (r, &r.filed)) else {
            continue;
        };
        let (part, whole) = match figure {
            RecordFigure::JourneysCovered => {
                let (with, without) = coverage(pack, calendar.last_day(period));
                (with.len(), with.len() + without.len())
            }
            _ => {
                // An objective that did not hold all quarter is not one of its promises.
                let whole = calendar.start(period)..calendar.end(period);
                let all = quarter.budgets.values().filter(|a| a.days == whole);
                let kept = all.clone().filter(|a| a.is_kept() == Some(true));
                (kept.count(), all.count())
            }
        };
        let told = Value::Ratio {
            part: part as u64,
            whole: whole as u64,
        };
        if whole > 0 && *value != told {
            let unit = &metric.unit.value;
            let (id, told) = (&metric.id.value, notation(Some(told), unit));
            let value = notation(Some(*value), unit);
            report
                .at(
                    reading.span,
                    format!(
                        "`{id}` is `{value}` for {period}, and the service levels make it `{told}`"
                    ),
                )
                .help(format!(
                    "write `{told}`, or correct `data/service-levels.yaml`"
                ));
        }
    }
}
