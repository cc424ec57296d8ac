//! Certifications with their audits and findings, tests of restoring from backup, and the register of
//! known vulnerabilities. Everything carries its day, so that a quarter can be shown as it was known.

use super::{Audience, RecordPart, Text};
use crate::diag::{Located, Span};
use chrono::NaiveDate;

/// One audit of a certification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The day it ended.
    pub on: Located<NaiveDate>,
    /// Whether it was passed.
    pub passed: bool,
    /// Last day of the certificate that it gave; `None` where it gave none.
    pub until: Option<Located<NaiveDate>>,
    /// When the next one is due.
    pub next: Located<NaiveDate>,
}

/// How bad an auditor holds a finding to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the auditors' own words")]
pub enum FindingSeverity {
    Major,
    Minor,
    Observation,
}

impl FindingSeverity {
    /// The word for it in a pack and on its pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Observation => "observation",
        }
    }
}

/// What an audit found wanting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name in the file.
    pub id: Located<String>,
    /// In a few words, and never how to exploit it.
    pub what: Text,
    /// How bad.
    pub severity: FindingSeverity,
    /// When it was raised.
    pub opened: Located<NaiveDate>,
    /// Last day on which closing it is in time.
    pub due: Located<NaiveDate>,
    /// When the auditor accepted what was done; `None` while that has not happened.
    pub closed: Option<Located<NaiveDate>>,
}

/// Something an outsider certifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certification {
    /// Name in the file.
    pub id: Located<String>,
    /// As people know it.
    pub name: Text,
    /// What it covers.
    pub scope: Text,
    /// Role that answers for it.
    pub owner: String,
    /// Oldest first; never empty.
    pub audits: Vec<Audit>,
    /// In file order.
    pub findings: Vec<Finding>,
    /// Who may see it.
    pub audience: Audience,
}

/// One test of restoring a service from its backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreTest {
    /// Which service.
    pub service: Located<String>,
    /// The day.
    pub on: Located<NaiveDate>,
    /// Whether everything came back.
    pub passed: bool,
    /// When the next one is due.
    pub next: Located<NaiveDate>,
    /// The whole entry.
    pub span: Span,
}

/// How bad the publisher of a vulnerability holds it to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the publishers' own words")]
pub enum VulnerabilitySeverity {
    Critical,
    High,
    Medium,
    Low,
}

impl VulnerabilitySeverity {
    /// Worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    /// The word for it in a pack and on its pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// Within how many days a vulnerability is to be fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixPromise {
    /// First day it holds: for vulnerabilities known from then on.
    pub from: Located<NaiveDate>,
    /// By severity, worst first.
    pub days: [u32; 4],
    /// Who set it.
    pub set_by: String,
}

/// A vulnerability left open on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Role that accepted it.
    pub by: String,
    /// From which day.
    pub on: Located<NaiveDate>,
    /// To which day, that day included.
    pub until: Located<NaiveDate>,
    /// Why, and never how to exploit it.
    pub why: Text,
}

/// One known vulnerability. No field of it names a component, a version or an identifier that others
/// use: packs are copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vulnerability {
    /// The register's own number for it.
    pub id: Located<String>,
    /// How bad.
    pub severity: VulnerabilitySeverity,
    /// Which service it is in.
    pub service: Located<String>,
    /// When it became known to us.
    pub known: Located<NaiveDate>,
    /// When the fix ran in production; `None` while it does not.
    pub fixed: Option<Located<NaiveDate>>,
    /// Whether it is left open on purpose.
    pub accepted: Option<Acceptance>,
    /// The whole entry.
    pub span: Span,
}

/// The register of known vulnerabilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VulnerabilityRegister {
    /// First day on which it is whole; what became known earlier may be missing.
    pub since: Located<NaiveDate>,
    /// Where it comes from.
    pub source: Text,
    /// Oldest first; never empty, and the first holds from `since` at the latest.
    pub promises: Vec<FixPromise>,
    /// By the day they became known, then by id.
    pub items: Vec<Vulnerability>,
}

/// What outsiders and auditors ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compliance {
    /// In file order.
    pub certifications: Vec<Certification>,
    /// By day, then service.
    pub restore_tests: Vec<RestoreTest>,
    /// `None` where the pack keeps no register.
    pub vulnerabilities: Option<VulnerabilityRegister>,
}

impl Compliance {
    /// Every text of it that readers see, with what it is called.
    pub fn texts(&self) -> Vec<(RecordPart, &Text)> {
        let mut texts = Vec::new();
        for held in &self.certifications {
            texts.extend([
                (RecordPart::CertificationName, &held.name),
                (RecordPart::Scope, &held.scope),
            ]);
            let findings = held.findings.iter();
            texts.extend(findings.map(|finding| (RecordPart::Finding, &finding.what)));
        }
        if let Some(register) = &self.vulnerabilities {
            texts.push((RecordPart::RegisterSource, &register.source));
            let accepted = register.items.iter().filter_map(|v| v.accepted.as_ref());
            texts.extend(accepted.map(|accepted| (RecordPart::AcceptedWhy, &accepted.why)));
        }
        texts
    }
}
