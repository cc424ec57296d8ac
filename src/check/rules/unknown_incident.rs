//! An estimate of an incident that its quarter's record does not have.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::InputSource;

pub(super) const RULE: Rule = Rule {
    code: "unknown-incident",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "An estimate takes the length of an incident from the record, so that money and minutes \
          agree. One that names an incident of no record, or one that no customer noticed, has no \
          minutes to count.",
    fix: "Name an incident of the estimate's quarter that customers noticed, as \
          `data/incidents/` has it.",
    bad: "
~~~ data/business.yaml
-      minutes: {record: incidents.minutes, incidents: [provider-outage]}
+      minutes: {record: incidents.minutes, incidents: [supplier-outage]}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    let estimates = pack.business.iter().flat_map(|b| &b.estimates);
    for estimate in estimates {
        let period = estimate.period.value;
        let Some(quarter) = facts.analysis.quarters.get(&period) else {
            continue;
        };
        let shown = quarter.incidents.iter().flat_map(|shown| &shown.cases);
        let shown: Vec<&str> = shown.map(|case| case.id.as_str()).collect();
        for (_, source) in &estimate.inputs {
            let InputSource::Record { incidents, .. } = &source.value else {
                continue;
            };
            for id in incidents.iter().filter(|id| !shown.contains(&&*id.value)) {
                let message = format!(
                    "no incident `{}` that customers noticed is recorded of {period}",
                    id.value
                );
                let near = crate::load::nearest(&id.value, shown.iter().copied());
                report.at(id.span, message).help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("incidents come from `data/incidents/{period}.yaml`"),
                });
            }
        }
    }
}
