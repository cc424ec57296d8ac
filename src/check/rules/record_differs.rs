//! A figure that is not what the record says that it was counted from.

use crate::analyse::incidents::{self, Losses};
use crate::analyse::recorded;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Severity, Span};
use crate::model::{Exact, Filed, Metric, Period, RecordFigure, Scope, Series, Value, notation};

pub(super) const RULE: Rule = Rule {
    code: "record-differs",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The metric says that it tells a figure of the record. Two answers to one question, on two \
          pages of one report, mean that one of them is wrong, and nobody can say which.",
    fix: "Correct the snapshot or the record, whichever is wrong; the problem says what the record \
          has. Where the metric counts something else, remove its `record:`.",
    bad: "
~~~ content/metrics/incidents.md
-roll_up: sum
+roll_up: sum
+record: incidents.count
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    let losses = Losses::default();
    for metric in pack.metrics.values() {
        let Some(figure) = metric.record.map(|figure| figure.value) else {
            continue;
        };
        if figure.is_of_objectives() {
            continue;
        }
        let Some(filed) = pack.observations.get(&metric.id.value) else {
            continue;
        };
        let look = Look {
            facts,
            metric,
            figure,
            losses: &losses,
        };
        look.series(&filed.all, Scope::All, report);
        for (service, series) in &filed.services {
            look.series(series, Scope::Service(service), report);
        }
        if figure.is_of_incidents() {
            look.unfiled(report);
        }
    }
}

/// One metric that tells a figure of the record.
struct Look<'a, 'f> {
    facts: &'a Facts<'f>,
    metric: &'a Metric,
    figure: RecordFigure,
    losses: &'a Losses,
}

impl Look<'_, '_> {
    fn series(&self, series: &Series, scope: Scope<'_>, report: &mut Report) {
        let pack = self.facts.pack;
        for (&period, reading) in &series.quarters {
            if let Filed::Value(filed) = reading.filed
                && let Some(told) = recorded((pack, self.losses), period, self.figure, scope)
                && !same(filed, told)
            {
                self.tell(
                    report,
                    reading.span,
                    &format!("{period}"),
                    filed,
                    told,
                    period,
                );
            }
        }
        for (&week, &(filed, span)) in &series.weeks {
            if let Some(filed) = filed
                && let Some(told) = incidents::week((pack, self.losses), week, self.figure, scope)
                && !same(filed, told)
            {
                let period = pack.settings.calendar.period_of_week(week);
                self.tell(report, span, &format!("{week}"), filed, told, period);
            }
        }
    }

    /// Services that the record has incidents of and the snapshot says nothing of, where it says
    /// anything of services.
    fn unfiled(&self, report: &mut Report) {
        let pack = self.facts.pack;
        let filed = pack.observations.get(&self.metric.id.value);
        let services = filed.map(|filed| &filed.services);
        let Some(services) = services.filter(|services| !services.is_empty()) else {
            return;
        };
        for (&period, record) in &pack.incidents {
            let of_quarter = |series: &Series| series.quarters.contains_key(&period);
            if !services.values().any(of_quarter) {
                continue;
            }
            for service in &pack.services {
                let id = service.id.value.as_str();
                let scope = Scope::Service(id);
                let of = (pack, self.losses);
                let told = incidents::figure(of, period, RecordFigure::Incidents, scope);
                let some = told.is_some_and(|told| told.exact() > Some(Exact::ZERO));
                if some && !services.get(id).is_some_and(of_quarter) {
                    let metric = &self.metric.id.value;
                    let place = pack
                        .snapshots
                        .get(&period)
                        .map_or(record.period.span, |s| s.span);
                    report
                        .at(
                            place,
                            format!("`{metric}` has no figure of `{id}` in {period}"),
                        )
                        .see(
                            record.period.span,
                            "its record has incidents of that service",
                        )
                        .help(format!("add `{id}` to the snapshot, or correct the record"));
                }
            }
        }
    }

    fn tell(
        &self,
        report: &mut Report,
        span: Span,
        when: &str,
        filed: Value,
        told: Value,
        period: Period,
    ) {
        let unit = &self.metric.unit.value;
        let (filed, told) = (
            notation(Some(filed), unit),
            notation(Some(rounded(told)), unit),
        );
        let finding = report.at(
            span,
            format!(
                "`{}` is `{filed}` for {when}, and the record makes it `{told}`",
                self.metric.id.value
            ),
        );
        let pack = self.facts.pack;
        let record = match self.figure {
            RecordFigure::ReworkShare | RecordFigure::BugDensity => {
                pack.quality.get(&period).map(|record| record.period.span)
            }
            RecordFigure::OverdueCritical | RecordFigure::CriticalResponse => {
                let asked = pack.compliance.as_ref();
                let register = asked.and_then(|asked| asked.vulnerabilities.as_ref());
                register.map(|register| register.since.span)
            }
            figure => pack
                .incidents
                .get(&period)
                .filter(|_| figure.is_of_incidents())
                .map(|record| record.period.span),
        };
        match record {
            Some(record) => finding.see(record, "the record that it is counted from"),
            None => finding,
        }
        .help(format!("write `{told}`, or correct the record"));
    }
}

/// Whether a filed value is what the record has: the same parts, and the same number as exactly as
/// it was filed.
fn same(filed: Value, told: Value) -> bool {
    match (filed, told) {
        (Value::Quantile { n: 0, .. }, Value::Quantile { n: 0, .. }) => true,
        (Value::Quantile { value: filed, n: a }, Value::Quantile { value: told, n: b }) => {
            let places = (0..=6).find(|places| {
                let scaled = filed.times(Exact::integer(10_i64.pow(*places)));
                scaled.is_some_and(|scaled| scaled.parts().1 == 1)
            });
            a == b && told.scaled(places.unwrap_or(6)) == filed.scaled(places.unwrap_or(6))
        }
        (filed, told) => filed == told,
    }
}

/// A number of the record as it could be filed.
fn rounded(told: Value) -> Value {
    match told {
        Value::Quantile { value, n } => {
            let tenth = Exact::ratio(1, 10).and_then(|tenth| value.rounded_to(tenth));
            Value::Quantile {
                value: tenth.unwrap_or(value),
                n,
            }
        }
        other => other,
    }
}
