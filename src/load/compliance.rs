//! `data/compliance.yaml` to certifications, restore tests and the register of vulnerabilities.

use super::decode::{Field, Fields, conflict};
use super::names::once;
use super::problems::Problems;
use super::story::Known;
use super::topics;
use crate::diag::Located;
use crate::model::{
    Acceptance, Audit, Certification, Compliance, Finding, FindingSeverity, FixPromise,
    RestoreTest, Vulnerability, VulnerabilityRegister, VulnerabilitySeverity,
};
use chrono::NaiveDate;

const FINDINGS: &[(&str, FindingSeverity)] = &[
    (FindingSeverity::Major.word(), FindingSeverity::Major),
    (FindingSeverity::Minor.word(), FindingSeverity::Minor),
    (
        FindingSeverity::Observation.word(),
        FindingSeverity::Observation,
    ),
];
const SEVERITIES: &[(&str, VulnerabilitySeverity)] = &[
    (
        VulnerabilitySeverity::Critical.word(),
        VulnerabilitySeverity::Critical,
    ),
    (
        VulnerabilitySeverity::High.word(),
        VulnerabilitySeverity::High,
    ),
    (
        VulnerabilitySeverity::Medium.word(),
        VulnerabilitySeverity::Medium,
    ),
    (
        VulnerabilitySeverity::Low.word(),
        VulnerabilitySeverity::Low,
    ),
];

/// Reads the file.
pub(super) fn read(root: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Compliance> {
    let fields = root.fields()?;
    let list = |name| fields.optional(name);
    let certifications = match list("certifications") {
        Some(field) => field.each(certification),
        None => Some(Vec::new()),
    };
    let restore_tests = match list("restore_tests") {
        Some(field) => field.each(|item| restore_test(item, known)),
        None => Some(Vec::new()),
    };
    let vulnerabilities = match list("vulnerabilities") {
        Some(field) => register(field, known).map(Some),
        None => Some(None),
    };
    fields.finish();
    if let Some(certifications) = &certifications {
        once(
            "certification",
            certifications.iter().map(|c| &c.id),
            root.problems,
        );
    }
    let mut restore_tests = restore_tests?;
    restore_tests
        .sort_by(|a, b| (a.on.value, &a.service.value).cmp(&(b.on.value, &b.service.value)));
    Some(Compliance {
        certifications: certifications?,
        restore_tests,
        vulnerabilities: vulnerabilities?,
    })
}

/// Tells of a day that cannot lie before another one.
fn in_order(
    earlier: Option<Located<NaiveDate>>,
    later: Option<Located<NaiveDate>>,
    (message, label): (&str, &str),
    problems: &Problems,
) -> bool {
    let (Some(earlier), Some(later)) = (earlier, later) else {
        return true;
    };
    if later.value < earlier.value {
        problems.add(
            topics::DAYS_CANNOT_BE
                .at(later.span, message)
                .see(earlier.span, label)
                .help("correct one of the two days"),
        );
        return false;
    }
    true
}

/// A day that may be written as `~`, or left out, while there is none.
#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn day_if_any(
    fields: &Fields<'_, '_, '_>,
    name: &'static str,
) -> Option<Option<Located<NaiveDate>>> {
    match fields.optional(name) {
        None => Some(None),
        Some(field) if field.is_null() => Some(None),
        Some(field) => field.date().map(Some),
    }
}

fn certification(item: Field<'_, '_, '_>) -> Option<Certification> {
    let problems = item.problems;
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let name = fields.plain("name");
    let scope = fields.plain("scope");
    let owner = fields.text("owner");
    let audits = fields.required("audits").and_then(|field| {
        let audits = field.each(audit)?;
        if audits.is_empty() {
            return field.empty();
        }
        Some(audits)
    });
    let findings = match fields.optional("findings") {
        Some(field) => field.each(finding),
        None => Some(Vec::new()),
    };
    let audience = fields.audience();
    fields.finish();
    for pair in audits.as_deref().unwrap_or_default().windows(2) {
        let [first, second] = pair else { continue };
        if second.on.value <= first.on.value {
            problems.add(
                topics::OUT_OF_ORDER
                    .at(second.on.span, "audits go from oldest to newest")
                    .see(first.on.span, "stands before it")
                    .help("put the newest last"),
            );
        }
    }
    if let Some(findings) = &findings {
        once("finding", findings.iter().map(|f| &f.id), problems);
    }
    Some(Certification {
        id: id?,
        name: name?,
        scope: scope?,
        owner: owner?.value,
        audits: audits?,
        findings: findings?,
        audience: audience?,
    })
}

fn audit(item: Field<'_, '_, '_>) -> Option<Audit> {
    let fields = item.fields()?;
    let on = fields.required("on").and_then(Field::date);
    let passed = fields.required("passed").and_then(Field::flag);
    let until = day_if_any(&fields, "until");
    let next = fields.required("next").and_then(Field::date);
    if let (Some(false), Some(Some(_)), Some(field)) = (passed, until, fields.optional("until")) {
        conflict(
            field,
            "is the last day of a certificate, and the audit was not passed",
            "remove it",
        );
    }
    fields.finish();
    let until = until?;
    let good = in_order(
        on,
        until,
        (
            "the certificate ends before the audit that gave it",
            "audited on this day",
        ),
        item.problems,
    ) && in_order(
        on,
        next,
        (
            "the next audit is due before this one",
            "audited on this day",
        ),
        item.problems,
    );
    if !good {
        return None;
    }
    Some(Audit {
        on: on?,
        passed: passed?,
        until,
        next: next?,
    })
}

fn finding(item: Field<'_, '_, '_>) -> Option<Finding> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let what = fields.plain("what");
    let severity = fields
        .required("severity")
        .and_then(|field| field.word(FINDINGS));
    let opened = fields.required("opened").and_then(Field::date);
    let due = fields.required("due").and_then(Field::date);
    let closed = day_if_any(&fields, "closed");
    fields.finish();
    let closed = closed?;
    let raised = "raised on this day";
    let good = in_order(
        opened,
        due,
        ("the finding is due before it was raised", raised),
        item.problems,
    ) && in_order(
        opened,
        closed,
        ("the finding is closed before it was raised", raised),
        item.problems,
    );
    if !good {
        return None;
    }
    Some(Finding {
        id: id?,
        what: what?,
        severity: severity?.value,
        opened: opened?,
        due: due?,
        closed,
    })
}

fn restore_test(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<RestoreTest> {
    let fields = item.fields()?;
    let service = fields.required("service").and_then(Field::text);
    let service = service.and_then(|id| known.services.known(id, item.problems));
    let on = fields.required("on").and_then(Field::date);
    let passed = fields.required("passed").and_then(Field::flag);
    let next = fields.required("next").and_then(Field::date);
    fields.finish();
    let order = ("the next test is due before this one", "tested on this day");
    if !in_order(on, next, order, item.problems) {
        return None;
    }
    Some(RestoreTest {
        service: service?,
        on: on?,
        passed: passed?,
        next: next?,
        span: item.key,
    })
}

fn register(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<VulnerabilityRegister> {
    let fields = field.fields()?;
    let since = fields.required("since").and_then(Field::date);
    let source = fields.plain("source");
    let promises = fields.required("promises").and_then(|field| {
        let promises = field.each(promise)?;
        if promises.is_empty() {
            return field.empty();
        }
        Some(promises)
    });
    let items = fields.required("items");
    let items = items.and_then(|field| field.each(|item| vulnerability(item, known)));
    fields.finish();
    for pair in promises.as_deref().unwrap_or_default().windows(2) {
        let [first, second] = pair else { continue };
        if second.from.value <= first.from.value {
            field.problems.add(
                topics::OUT_OF_ORDER
                    .at(second.from.span, "promises go from oldest to newest")
                    .see(first.from.span, "stands before it")
                    .help("put the newest last"),
            );
        }
    }
    let first = promises.as_ref().and_then(|promises| promises.first());
    in_order(
        first.map(|promise| promise.from),
        since,
        (
            "the register begins before anything was promised",
            "the first promise holds from this day",
        ),
        field.problems,
    );
    if let Some(items) = &items {
        once("vulnerability", items.iter().map(|v| &v.id), field.problems);
        for item in items {
            in_order(
                since,
                Some(item.known),
                (
                    "a vulnerability became known before the register begins",
                    "the register is whole from this day",
                ),
                field.problems,
            );
        }
    }
    let mut items = items?;
    items.sort_by(|a, b| (a.known.value, &a.id.value).cmp(&(b.known.value, &b.id.value)));
    Some(VulnerabilityRegister {
        since: since?,
        source: source?,
        promises: promises?,
        items,
    })
}

fn promise(item: Field<'_, '_, '_>) -> Option<FixPromise> {
    let fields = item.fields()?;
    let from = fields.required("from").and_then(Field::date);
    let days = VulnerabilitySeverity::ALL.map(|severity| {
        let field = fields.required(severity.word());
        field.and_then(|field| field.integer(1, 3650))
    });
    let set_by = fields.text("set_by");
    fields.finish();
    for pair in days.windows(2) {
        if let [Some(worse), Some(milder)] = pair
            && worse.value > milder.value
        {
            item.problems.add(
                topics::REVERSED_PROMISE
                    .at(worse.span, "a worse vulnerability may stay open for longer")
                    .see(milder.span, "than a milder one")
                    .help("correct one of the two"),
            );
        }
    }
    let [critical, high, medium, low] = days;
    Some(FixPromise {
        from: from?,
        days: [critical?.value, high?.value, medium?.value, low?.value],
        set_by: set_by?.value,
    })
}

fn vulnerability(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Vulnerability> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let severity = fields
        .required("severity")
        .and_then(|field| field.word(SEVERITIES));
    let service = fields.required("service").and_then(Field::text);
    let service = service.and_then(|id| known.services.known(id, item.problems));
    let since = fields.required("known").and_then(Field::date);
    let fixed = day_if_any(&fields, "fixed");
    let accepted = match fields.optional("accepted") {
        None => Some(None),
        Some(field) if field.is_null() => Some(None),
        Some(field) => acceptance(field).map(Some),
    };
    fields.finish();
    let fixed = fixed?;
    let became = "became known on this day";
    let mut good = in_order(
        since,
        fixed,
        ("fixed before it was known", became),
        item.problems,
    );
    if let Some(Some(accepted)) = &accepted {
        let order = ("accepted before it was known", became);
        good &= in_order(since, Some(accepted.on), order, item.problems);
    }
    if !good {
        return None;
    }
    Some(Vulnerability {
        id: id?,
        severity: severity?.value,
        service: service?,
        known: since?,
        fixed,
        accepted: accepted?,
        span: item.key,
    })
}

fn acceptance(field: Field<'_, '_, '_>) -> Option<Acceptance> {
    let fields = field.fields()?;
    let by = fields.text("by");
    let on = fields.required("on").and_then(Field::date);
    let until = fields.required_because(
        "until",
        "what is accepted is accepted to a day, and looked at again",
    );
    let until = until.and_then(Field::date);
    let why = fields.plain("why");
    fields.finish();
    let order = (
        "accepted until a day that had passed",
        "accepted on this day",
    );
    if !in_order(on, until, order, field.problems) {
        return None;
    }
    Some(Acceptance {
        by: by?.value,
        on: on?,
        until: until?,
        why: why?,
    })
}
