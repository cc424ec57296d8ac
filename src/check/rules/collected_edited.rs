//! Collected figures that somebody wrote over.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::load::collected_by_query;

pub(super) const RULE: Rule = Rule {
    code: "collected-edited",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The pack says that a query counted these figures, of files whose digests it names. A figure \
          that was changed afterwards came from neither, and an auditor who counts again finds \
          another one.",
    fix: "Run `boardpack collect` for the quarter, which counts them again; or take the metric's \
          `collected:` out, and say in `note:` where the figures come from.",
    bad: collected_by_query!(query: "dba9bfb87cfa", figures: "0123456789ab"),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (id, filed) in &facts.pack.observations {
        for (period, circumstances) in &filed.circumstances {
            let Some(collected) = &circumstances.collected else {
                continue;
            };
            if !collected.is_edited() {
                continue;
            }
            report
                .at(
                    collected.figures.span,
                    format!("figures of `{id}` in {period} are not those that were collected"),
                )
                .because(format!(
                    "those written by `collect` have the digest {}, those that stand there {}",
                    collected.figures.value, collected.standing
                ))
                .help(format!(
                    "run `boardpack collect {period}`, or remove this `collected:` and say in `note:` \
                     where the figures come from"
                ));
        }
    }
}
