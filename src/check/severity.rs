//! What the pack's `rules` say, laid over what the rules found.

use super::report::{Reads, Report, Rule};
use super::rules;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Settings, SeveritySetting};

/// A code in `rules:` that is not a rule's.
pub(super) const UNKNOWN_RULE: Rule = Rule {
    code: "unknown-rule",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: false,
    why: "A severity set for a rule that does not exist changes nothing, and whoever wrote it \
          believes otherwise.",
    fix: "Correct the code; `boardpack explain` lists all of them.",
    bad: "
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+rules:
+  moved-tragets: {severity: off}
",
    run: |_, _| {},
};

/// A code in `rules:` whose severity cannot be changed.
pub(super) const LOCKED_RULE: Rule = Rule {
    code: "locked-rule",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: false,
    why: "Some problems leave nothing to build from: a figure that cannot be read, a reference to \
          nothing. Their severity is fixed, because a report built over them would be made up.",
    fix: "Remove the line from `rules:` in `data/pack.yaml` and correct what the problem points \
          at.",
    bad: "
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+rules:
+  wrong-week: {severity: warning}
",
    run: |_, _| {},
};

/// What is wrong with settings, which no setting can change.
pub(super) const OWN: [Rule; 2] = [UNKNOWN_RULE, LOCKED_RULE];

/// Whether a problem of this stage keeps its severity whatever the settings say.
pub fn is_fixed(code: &str) -> bool {
    OWN.iter().any(|rule| rule.code == code)
}

/// Gives every finding the severity that the settings ask for, drops those that are off, and
/// reports settings for rules that do not exist. `fixed` are the codes of the other stages, which
/// no setting can change.
pub fn apply(
    settings: &Settings,
    findings: Vec<Diagnostic>,
    fixed: &[&'static str],
) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = findings
        .into_iter()
        .filter_map(|mut d| match settings.rules.get(d.code).map(|s| s.value) {
            Some(SeveritySetting::Off) => None,
            Some(SeveritySetting::As(severity)) => {
                d.severity = severity;
                Some(d)
            }
            None => Some(d),
        })
        .collect();
    let codes: Vec<&'static str> = rules::ALL.iter().map(|r| r.code).collect();
    let (mut unknown, mut locked) = (Report::new(&UNKNOWN_RULE), Report::new(&LOCKED_RULE));
    for (code, setting) in &settings.rules {
        if codes.contains(&code.as_str()) {
            continue;
        }
        if is_fixed(code) || fixed.iter().any(|c| c == code) {
            locked
                .at(
                    setting.span,
                    format!("the severity of `{code}` cannot be changed"),
                )
                .help("remove this line and correct what the problem points at");
            continue;
        }
        let finding = unknown.at(setting.span, format!("there is no rule `{code}`"));
        let near = codes
            .iter()
            .map(|c| (strsim::damerau_levenshtein(c, code), *c))
            .filter(|(distance, _)| *distance <= code.len() / 3)
            .min();
        finding.help(match near {
            Some((_, near)) => format!("did you mean `{near}`?"),
            None => "run `boardpack explain` for a list".to_owned(),
        });
    }
    kept.extend(unknown.into_found());
    kept.extend(locked.into_found());
    kept
}
