//! A story whose action is not on its metric's chart.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Scope;

pub(super) const RULE: Rule = Rule {
    code: "unmarked-action",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "The chart of a story shows the weeks before and after its action. If the action \
          is marked for other metrics or services, the chart shows a change without its \
          mark.",
    fix: "Add the story's metric and service to the annotation of its action in \
          `data/annotations.yaml`.",
    bad: r#"
~~~ data/annotations.yaml
-  metrics: [change-failure-rate]
+  metrics: [lead-time]
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        for story in &narrative.stories {
            let mark = &story.action_mark;
            let annotation = facts
                .pack
                .annotations
                .iter()
                .find(|a| a.id.value == mark.value);
            let scope = match &story.service {
                Some(service) => Scope::Service(&service.value),
                None => Scope::All,
            };
            if let Some(annotation) = annotation
                && !annotation.concerns(&story.metric.value, scope)
            {
                report
                    .at(
                        mark.span,
                        format!("`{}` does not mark `{}`", mark.value, story.metric.value),
                    )
                    .see(annotation.id.span, "it names other metrics or services")
                    .help("add the metric and the service to the annotation");
            }
        }
    }
}
