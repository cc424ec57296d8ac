//! What the pack's `rules` say, laid over what the rules found.

use super::report::{Reads, Report, Rule};
use super::rules;
use crate::diag::{Diagnostic, Severity, Sources, Topic};
use crate::model::{Pack, Period, RuleSetting, Settings, SeveritySetting, Silenced};
use std::collections::BTreeMap;

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

/// A rule of the promise made weaker without a word to the readers.
pub(super) const SILENCED_PROMISE: Rule = Rule {
    code: "silenced-promise",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: false,
    why: "A reader believes that no sentence of the pack can contradict its data. A pack may soften \
          or switch off a rule that this rests on, but not in silence: the reason is printed on \
          its data-quality sheet.",
    fix: "Add the reason in words that the Board may read: `{severity: off, reason: …}`; or remove \
          the line and correct what the rule finds.",
    bad: "
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+rules:
+  claim-without-signal: off
",
    run: |_, _| {},
};

/// What is wrong with settings, which no setting can change.
pub(super) const OWN: [Rule; 3] = [UNKNOWN_RULE, LOCKED_RULE, SILENCED_PROMISE];

/// Rules whose severity no pack can change: a name that leaks stays leaked.
const LOCKED: &[&str] = &["internal-leak"];

/// Whether a problem of this stage keeps its severity whatever the settings say.
pub fn is_fixed(code: &str) -> bool {
    LOCKED.contains(&code) || OWN.iter().any(|rule| rule.code == code)
}

/// Whether a setting makes a rule weaker than it is.
fn is_weaker(rule: &Topic, setting: &RuleSetting) -> bool {
    match setting.severity {
        SeveritySetting::Off => true,
        SeveritySetting::As(severity) => severity < rule.severity,
    }
}

/// Every problem whose severity a pack can change: this stage's, and what other stages only warn of.
fn settable(elsewhere: &[Topic]) -> Vec<Topic> {
    let own = rules::ALL.iter().map(Rule::topic);
    own.chain(elsewhere.iter().copied())
        .filter(|topic| !is_fixed(topic.code))
        .collect()
}

/// Gives every finding the severity that the settings ask for, drops those that are off, and
/// reports settings for rules that do not exist or may not be weakened so. `fixed` are the codes of
/// the other stages that no setting can change, `elsewhere` their warnings, which one can. Also what each quarter's sheet says of the rules
/// that the settings weaken: a published one what its lock says, because settings change and the
/// words of a published quarter are not looked at again.
pub fn apply(
    pack: &Pack,
    findings: Vec<Diagnostic>,
    fixed: &[&'static str],
    elsewhere: &[Topic],
    sources: &Sources,
) -> (Vec<Diagnostic>, BTreeMap<Period, Vec<Silenced>>) {
    let settings = &pack.settings;
    let rules = settable(elsewhere);
    let mut counts: BTreeMap<(Period, &str), usize> = BTreeMap::new();
    let mut kept = Vec::with_capacity(findings.len());
    for mut finding in findings {
        if let Some(period) = quarter_of(&finding, sources).or_else(|| pack.latest()) {
            *counts.entry((period, finding.code)).or_default() += 1;
        }
        let setting = settings.rules.get(finding.code);
        match setting
            .filter(|_| !is_fixed(finding.code))
            .map(|s| s.severity)
        {
            Some(SeveritySetting::Off) => continue,
            Some(SeveritySetting::As(severity)) => finding.severity = severity,
            None => {}
        }
        kept.push(finding);
    }
    kept.extend(faults(settings, fixed, &rules));
    let silenced = pack.snapshots.keys().map(|period| {
        let told = match pack.published.get(period) {
            Some(lock) => lock.silenced.clone(),
            None => silenced(settings, &rules, |code| {
                counts.get(&(*period, code)).copied().unwrap_or(0)
            }),
        };
        (*period, told)
    });
    (kept, silenced.collect())
}

/// The rules that the settings weaken, in the order of their codes, with the findings that each has.
fn silenced(
    settings: &Settings,
    rules: &[Topic],
    findings: impl Fn(&str) -> usize,
) -> Vec<Silenced> {
    let mut silenced: Vec<Silenced> = rules
        .iter()
        .filter_map(|rule| {
            let setting = settings.rules.get(rule.code)?;
            is_weaker(rule, setting).then(|| Silenced {
                code: rule.code.to_owned(),
                promise: rule.promise,
                now: match setting.severity {
                    SeveritySetting::Off => None,
                    SeveritySetting::As(severity) => Some(severity),
                },
                reason: setting.reason.clone(),
                findings: findings(rule.code),
            })
        })
        .collect();
    silenced.sort_by(|a, b| a.code.cmp(&b.code));
    silenced
}

/// The quarter of the file that a finding points at; `None` for a file of no one quarter.
fn quarter_of(finding: &Diagnostic, sources: &Sources) -> Option<Period> {
    let path = &sources.file(finding.primary.as_ref()?.span.file).path;
    let rest = path
        .strip_prefix("content/")
        .or_else(|| path.strip_prefix("data/snapshots/"))?;
    rest.split(['/', '.']).next()?.parse().ok()
}

/// What is wrong with the settings themselves.
fn faults(settings: &Settings, fixed: &[&'static str], rules: &[Topic]) -> Vec<Diagnostic> {
    let (mut unknown, mut locked, mut mute) = (
        Report::new(&UNKNOWN_RULE),
        Report::new(&LOCKED_RULE),
        Report::new(&SILENCED_PROMISE),
    );
    for (code, setting) in &settings.rules {
        if let Some(rule) = rules.iter().find(|r| r.code == code) {
            if rule.promise && is_weaker(rule, setting) && setting.reason.is_none() {
                let done = match setting.severity {
                    SeveritySetting::Off => "is switched off",
                    SeveritySetting::As(_) => "is made a warning",
                };
                mute.at(setting.span, format!("`{code}` {done} without a reason"))
                    .because("part of the promise that no sentence contradicts the data")
                    .help(format!(
                        "write `{code}: {{severity: {}, reason: …}}`: readers see the reason on \
                         the data-quality sheet",
                        match setting.severity {
                            SeveritySetting::Off => "off",
                            SeveritySetting::As(_) => "warning",
                        }
                    ));
            }
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
        let near = rules
            .iter()
            .map(|r| (strsim::damerau_levenshtein(r.code, code), r.code))
            .filter(|(distance, _)| *distance <= code.len() / 3)
            .min();
        finding.help(match near {
            Some((_, near)) => format!("did you mean `{near}`?"),
            None => "run `boardpack explain` for a list".to_owned(),
        });
    }
    let all = [unknown, locked, mute].into_iter();
    all.flat_map(Report::into_found).collect()
}
