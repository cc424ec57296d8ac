//! A record of coverage that leaves out a critical journey or a service.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Audience;

pub(super) const RULE: Rule = Rule {
    code: "coverage-incomplete",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Coverage is a share of all journeys, or of all services. One that is left out raises the \
          share without anything being covered.",
    fix: "Add what is missing to the quarter's record, with what is really there: `no`, or an empty \
          list, is an answer.",
    bad: "
~~~ data/maturity.yaml
-  - {period: 2026-Q3, services: {checkout: [latency, traffic, errors, saturation], search: [latency, errors]}}
+  - {period: 2026-Q3, services: {checkout: [latency, traffic, errors, saturation]}}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    let Some(record) = &pack.maturity else {
        return;
    };
    // What was published was whole on its day.
    for covered in &record.coverage {
        let period = covered.period;
        if pack.published.contains_key(&period.value) {
            continue;
        }
        let named = |id: &str| covered.journeys.iter().any(|j| j.journey.value == id);
        let critical = pack.journeys.iter().filter(|journey| journey.critical);
        for journey in critical.filter(|journey| !named(&journey.id.value)) {
            let id = &journey.id.value;
            report
                .at(
                    period.span,
                    format!("the coverage of {} leaves out `{id}`", period.value),
                )
                .see(journey.id.span, "a critical journey")
                .help(format!("add `{id}` to its journeys"));
        }
    }
    for signals in &record.signals {
        let period = signals.period;
        if pack.published.contains_key(&period.value) {
            continue;
        }
        // A service that no reader outside knows of may be left out.
        let known = pack
            .services
            .iter()
            .filter(|s| s.audience == Audience::Board);
        let missing = known.filter(|s| !signals.services.contains_key(&s.id.value));
        for service in missing {
            let id = &service.id.value;
            report
                .at(
                    period.span,
                    format!("the golden signals of {} leave out `{id}`", period.value),
                )
                .see(service.id.span, "a service of the pack")
                .help(format!(
                    "add `{id}` to its services; `[]` where there are none"
                ));
        }
    }
}
