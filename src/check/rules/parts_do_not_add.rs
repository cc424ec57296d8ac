//! A stated total that is not the sum of its parts.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Exact, Observations, Period, RollUp, Value};
use std::fmt;

pub(super) const RULE: Rule = Rule {
    code: "parts-do-not-add",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Where services add up to the whole, a stated whole that differs means that one \
          of the figures is wrong, and nobody can say which.",
    fix: "Leave out `all`, which is computed from the services, or correct the figure that is \
          wrong.",
    bad: r#"
~~~ data/snapshots/2026-Q3.yaml
-  incidents:
+  incidents:
+    all: {quarter: 5}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (id, filed) in &facts.pack.observations {
        let adds = facts
            .pack
            .metrics
            .get(id)
            .is_some_and(|m| matches!(m.roll_up.value, RollUp::SumOfParts | RollUp::Sum));
        if !adds {
            continue;
        }
        for (period, reading) in &filed.all.quarters {
            let (Some(whole), Some(sum)) = (reading.value(), sum(filed, *period)) else {
                continue;
            };
            let whole = Parts::of(whole);
            if whole != sum {
                report
                    .at(
                        reading.span,
                        format!(
                            "`{id}` is stated as {whole} in {period}, and its services make {sum}"
                        ),
                    )
                    .help(
                        "leave out `all`, which is computed, or correct the figure that is wrong",
                    );
            }
        }
    }
}

/// What is added: two numbers of a ratio or of a count with exposure, else one.
#[derive(Debug, PartialEq, Eq)]
struct Parts(Option<Exact>, Option<u64>);

impl Parts {
    fn of(value: Value) -> Self {
        let whole = |n: u64| i64::try_from(n).ok().map(Exact::integer);
        match value {
            Value::Ratio { part, whole: of } => Self(whole(part), Some(of)),
            Value::Count { count, exposure } => Self(whole(count), exposure),
            other => Self(other.exact(), None),
        }
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let second = match (self.1, other.1) {
            (Some(a), Some(b)) => Some(a.checked_add(b)?),
            (None, None) => None,
            _ => return None,
        };
        Some(Self(Some(self.0?.plus(other.0?)?), second))
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = match self.0.map(Exact::parts) {
            Some((n, 1)) => n.to_string(),
            _ => self.0.map_or_else(String::new, |x| x.to_f64().to_string()),
        };
        match self.1 {
            Some(second) => write!(f, "`{first}/{second}`"),
            None => write!(f, "`{first}`"),
        }
    }
}

/// The services together; `None` where one of them has no figure, for then the whole may be more.
fn sum(filed: &Observations, period: Period) -> Option<Parts> {
    let mut readings = filed
        .services
        .values()
        .filter_map(|s| s.quarters.get(&period))
        .map(|r| r.value().map(Parts::of));
    let first = readings.next()??;
    readings.try_fold(first, |sum, next| sum.plus(&next?))
}
