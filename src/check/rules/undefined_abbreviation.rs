//! Letters that the glossary does not know.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::{pieces, words};
use crate::diag::Severity;
use crate::model::Weight;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "undefined-abbreviation",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "A director who has to ask what three letters mean stops reading, or does not \
          ask.",
    fix: "Write it out, or add a term to `content/glossary/` with the letters under `short:`.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
+  - Checkout success met its target in the CFRX.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let known = known(facts);
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers)
            .iter()
            .filter(|p| p.budget.is_some() || p.weight != Weight::Section)
        {
            for word in words(&piece.text).filter(|w| is_abbreviation(w)) {
                if !known.contains(word) && !known.contains(word.trim_end_matches('s')) {
                    report
                        .at(
                            piece.place(facts.sources, word),
                            format!("`{word}` is not in the glossary"),
                        )
                        .help(format!(
                            "write it out, or add `short: {word}` to a term in `content/glossary/`"
                        ));
                }
            }
        }
    }
}

/// Two to five capitals, with a plural's `s` if it has one.
fn is_abbreviation(word: &str) -> bool {
    let stem = word.strip_suffix('s').unwrap_or(word);
    (2..=5).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase())
}

/// Every word in capitals that some name or short name of the pack explains.
fn known<'a>(facts: &Facts<'a>) -> BTreeSet<&'a str> {
    let pack = facts.pack;
    let metrics = pack.metrics.values();
    let metrics = metrics.flat_map(|m| [Some(m.name.value.as_str()), m.short.as_deref()]);
    let terms = pack.terms.values();
    let terms = terms.flat_map(|t| [Some(t.name.as_str()), t.short.as_deref()]);
    let services = pack.services.iter().map(|s| Some(s.name.as_str()));
    let own = [
        Some(pack.settings.organisation.as_str()),
        Some(pack.settings.currency.value.as_str()),
    ];
    let names = metrics.chain(terms).chain(services).chain(own).flatten();
    names
        .flat_map(words)
        .filter(|w| is_abbreviation(w))
        .collect()
}
