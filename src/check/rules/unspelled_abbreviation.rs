//! An abbreviation that its page never writes out.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::{Piece, phrase, pieces, words};
use crate::diag::Severity;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    code: "unspelled-abbreviation",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "The glossary knows the letters, but the reader of one page does not have it open. What is \
          written out where it is first used is understood there.",
    fix: "Write the name out at its first use, as in `service level objective (SLO)`, or use no \
          abbreviation.",
    bad: r#"
=== content/glossary/slo.md
---
name: Service level objective
short: SLO
---
What a service promises.
~~~ content/2026-Q3/stories/rollback.md
-Releases failed too often.
+Releases missed their SLO.
"#,
    run,
};

/// Titles of people and units of the trade, which nobody writes out.
const PLAIN: &[&str] = &["CTO", "CEO", "CFO", "COO", "VP"];

fn run(facts: &Facts<'_>, report: &mut Report) {
    let terms = facts.pack.terms.values();
    let terms = terms.filter_map(|t| Some((t.short.as_deref()?, t.name.as_str())));
    let metrics = facts.pack.metrics.values();
    let metrics = metrics.filter_map(|m| Some((m.short.as_deref()?, m.name.value.as_str())));
    let known: BTreeMap<&str, &str> = terms
        .chain(metrics)
        .filter(|(short, _)| !PLAIN.contains(short))
        .collect();
    let mut names: Vec<&str> = facts
        .pack
        .metrics
        .values()
        .map(|m| m.name.value.as_str())
        .collect();
    names.extend(facts.pack.terms.values().map(|t| t.name.as_str()));
    for (_, narrative) in facts.narratives() {
        let pieces = pieces(narrative, facts.answers);
        let words: Vec<BTreeSet<&str>> = pieces.iter().map(|p| words(&p.text).collect()).collect();
        for (short, name) in &known {
            let plural = format!("{short}s");
            let long = names.iter().filter(|n| exact(n, short).is_some());
            let long: Vec<&str> = long.copied().collect();
            let mut pages: BTreeMap<Option<&str>, (&Piece<'_>, &str, bool)> = BTreeMap::new();
            for (piece, words) in pieces.iter().zip(&words) {
                let spelled = phrase(&piece.text, name).is_some();
                let used = [*short, &plural]
                    .into_iter()
                    .find(|word| words.contains(*word));
                let used = used.and_then(|word| exact(&piece.text, word));
                // A metric whose own name holds the letters is named, not abbreviated.
                let named = || long.iter().any(|n| phrase(&piece.text, n).is_some());
                match (spelled, used.filter(|_| !named())) {
                    (true, used) => {
                        let used = used.unwrap_or("");
                        pages.entry(piece.of).or_insert((piece, used, true));
                    }
                    (false, Some(used)) => {
                        pages.entry(piece.of).or_insert((piece, used, false));
                    }
                    _ => {}
                }
            }
            for (piece, used, spelled) in pages.values().filter(|(.., spelled)| !spelled) {
                let _: &bool = spelled;
                report
                    .at(
                        piece.place(facts.sources, used),
                        format!("`{used}` in the {} is not written out before", piece.what),
                    )
                    .help(format!("write `{name} ({short})` where it is first used"));
            }
        }
    }
}

/// Letters as they are written, case and all.
fn exact<'t>(text: &'t str, short: &str) -> Option<&'t str> {
    words(text).find(|word| *word == short)
}
