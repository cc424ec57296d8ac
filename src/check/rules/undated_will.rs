//! A promise without a date, or with one that has passed.

use crate::check::claims::sentences;
use crate::check::dates::dates;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::pieces;
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "undated-will",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "`will` is a commitment, and a commitment has a date by which a Board can ask for it. What \
          will be on a day that has passed is a sentence left over from an earlier pack.",
    fix: "Write the date, or say what is intended; of a day that has passed, say what became of it.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-We roll back by machine when errors rise.
+We will roll back by machine when errors rise.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let calendar = &facts.pack.settings.calendar;
    for (period, narrative) in facts.narratives() {
        let end = calendar.last_day(period);
        for piece in pieces(narrative, facts.answers) {
            for sentence in sentences(&piece.text) {
                let Some(will) = sentence
                    .iter()
                    .find(|t| t.lower == "will" && t.text != "Will")
                else {
                    continue;
                };
                let days = dates(&sentence, end);
                let at = piece.place_at(facts.sources, will.at..will.at + will.text.len());
                match days.iter().max() {
                    None => {
                        report
                            .at(at, format!("`will` without a date in the {}", piece.what))
                            .help("write by when, or say what is intended");
                    }
                    Some(day) if *day <= end => {
                        report
                            .at(
                                at,
                                format!("`will` of a day that has passed, in the {}", piece.what),
                            )
                            .because(format!("{day} is not after the quarter’s last day, {end}"))
                            .help("say what became of it");
                    }
                    Some(_) => {}
                }
            }
        }
    }
}
