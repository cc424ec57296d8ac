//! A word that blames in a record of what went wrong.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::phrase;
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "blaming-word",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: false,
    why: "A cause that ends at a person ends the search: whatever let the slip reach customers is \
          still there. Reviews without blame find it.",
    fix: "Say what let it happen: `the test did not cover it`, `nothing stopped a second entry`.",
    bad: "
~~~ data/incidents/2026-Q3.yaml
-    cause: The provider lost one of its data centres.
+    cause: Human error during a change of the provider's data centre.
",
    run,
};

/// Words that end a search.
const BLAMING: &[&str] = &[
    "human error",
    "operator error",
    "user error",
    "pilot error",
    "careless",
    "carelessly",
    "carelessness",
    "negligence",
    "negligent",
    "incompetence",
    "incompetent",
    "forgot",
    "forgetful",
    "should have known",
    "should have noticed",
    "was to blame",
    "fat finger",
    "sloppy",
];

fn run(facts: &Facts<'_>, report: &mut Report) {
    for recorded in facts.recorded() {
        for blaming in BLAMING {
            if let Some(written) = phrase(&recorded.text.value, blaming) {
                report
                    .at(
                        facts.place_in(recorded.text, written),
                        format!("`{written}` in the {} of a record", recorded.what),
                    )
                    .help("say what let it happen");
            }
        }
    }
}
