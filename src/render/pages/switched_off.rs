//! The pack's settings for rules to what readers are told of them: which checks are softened or
//! switched off, why, and how many findings that keeps back.

use crate::diag::Severity;
use crate::model::Silenced;
use crate::tongue::{label, say};
use schemars::JsonSchema;
use serde::Serialize;

/// One rule's row on the data-quality sheet.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SwitchedOff {
    code: String,
    said: String,
}

impl SwitchedOff {
    /// One row per rule, in the order of their codes.
    pub(super) fn rows(silenced: &[Silenced]) -> Vec<Self> {
        let row = |rule: &Silenced| Self {
            code: rule.code.clone(),
            said: said(rule),
        };
        silenced.iter().map(row).collect()
    }
}

fn said(rule: &Silenced) -> String {
    let done = match rule.now {
        None => label("Switched off."),
        Some(Severity::Warning | Severity::Error) => label("Told as a warning only."),
    };
    let why = match &rule.reason {
        Some(reason) => say!("Reason: {reason}.", reason.trim_end_matches('.')),
        None => label("No reason is given.").to_owned(),
    };
    let found = match rule.findings {
        0 => label("It finds nothing in this quarter.").to_owned(),
        1 => label("It has 1 finding in this quarter.").to_owned(),
        n => say!("It has {n} findings in this quarter.", n),
    };
    let part = if rule.promise {
        label(" Part of the promise that no sentence contradicts the data.")
    } else {
        ""
    };
    format!("{done} {why} {found}{part}")
}

/// One rule's entry in `report.json`.
#[derive(Serialize, JsonSchema)]
pub(super) struct Silent<'a> {
    /// Code of the rule.
    rule: &'a str,
    /// `off` or `warning`.
    #[schemars(extend("enum" = ["off", "warning"]))]
    effect: &'static str,
    /// Whether it is part of the promise that no sentence contradicts the data.
    promise: bool,
    /// Why, as the pack says.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// What it finds in the quarter.
    findings: usize,
}

/// The entries of a quarter, in the order of their codes.
pub(super) fn entries(silenced: &[Silenced]) -> Vec<Silent<'_>> {
    fn entry(rule: &Silenced) -> Silent<'_> {
        Silent {
            rule: &rule.code,
            effect: if rule.now.is_none() { "off" } else { "warning" },
            promise: rule.promise,
            reason: rule.reason.as_deref(),
            findings: rule.findings,
        }
    }
    silenced.iter().map(entry).collect()
}
