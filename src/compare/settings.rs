//! Settings, services, journeys, areas and terms of two packs to what differs in them.

use super::Side;
use super::difference::{Difference, Matter};
use crate::diag::{Severity, Span};
use crate::model::{
    DashboardEntry, DashboardPane, Pack, RuleSetting, Scope, Service, SeveritySetting,
};
use std::collections::BTreeSet;

/// A named text of something that both sides have.
pub(super) struct Attribute {
    pub(super) matter: Matter,
    pub(super) what: &'static str,
    text: String,
}

impl Attribute {
    pub(super) fn new(matter: Matter, what: &'static str, text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { matter, what, text }
    }
}

/// Every attribute that is another, told by `begin`. Both lists have the same attributes in the
/// same order; an empty text is nothing.
pub(super) fn attributes(
    then: &[Attribute],
    now: &[Attribute],
    begin: impl Fn(&Attribute) -> Difference,
) -> Vec<Difference> {
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    then.iter()
        .zip(now)
        .filter(|(a, b)| a.text != b.text)
        .map(|(a, b)| {
            let found = begin(b).from(some(&a.text)).to(some(&b.text));
            let words = |text: &str| match text {
                "" => "nothing".to_owned(),
                text => super::phrase::short(text, 80),
            };
            let (from, to) = (words(&a.text), words(&b.text));
            let said = format!("{}: {} was {from} and is {to}", found.name, b.what);
            found.saying(said)
        })
        .collect()
}

/// Everything that differs between the settings, services and terms of two packs.
pub(super) fn between(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let mut found = rules(base, head);
    found.extend(dashboard(base, head));
    let path = head.path(head.pack.settings.span);
    let begin = |a: &Attribute| Difference::new(a.matter, "Pack", a.what).at(path.clone());
    found.extend(attributes(&about(base.pack), &about(head.pack), begin));
    found.extend(services(base, head));
    found.extend(journeys(base, head));
    found.extend(areas(base, head));
    found.extend(terms(base, head));
    found
}

fn about(pack: &Pack) -> Vec<Attribute> {
    let s = &pack.settings;
    let calendar = format!(
        "fiscal year from month {}, named by its {:?}",
        s.calendar.first_month, s.calendar.named_by
    );
    let zone = s.calendar.zone.name();
    let setting = |what, text: &str| Attribute::new(Matter::Setting, what, text);
    vec![
        Attribute::new(Matter::Judging, "fiscal year", &calendar),
        Attribute::new(Matter::Judging, "time zone", zone),
        Attribute::new(Matter::Judging, "currency", &s.currency.value),
        setting("organisation", &s.organisation),
        setting("title of the report", &s.report),
        setting("classification", &s.classification),
        setting("locale", &format!("{:?}", s.locale)),
        setting("paper", s.paper.name()),
        setting("stage", &format!("{:?}", s.stage).to_lowercase()),
    ]
}

fn severity(setting: SeveritySetting) -> &'static str {
    match setting {
        SeveritySetting::As(Severity::Error) => "error",
        SeveritySetting::As(Severity::Warning) => "warning",
        SeveritySetting::Off => "off",
    }
}

/// Severities. What boardpack itself gives a rule is not known here, so only a rule that became an
/// error, or is no longer off, is surely not eased.
fn rules(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let (old, new) = (&base.pack.settings.rules, &head.pack.settings.rules);
    let codes: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let path = head.path(head.pack.settings.span);
    codes
        .into_iter()
        .filter_map(|code| {
            let (a, b) = (
                old.get(code).map(|s| s.severity),
                new.get(code).map(|s| s.severity),
            );
            let word = |s: Option<SeveritySetting>| s.map_or("as boardpack has it", severity);
            let reason = |rules: &std::collections::BTreeMap<String, RuleSetting>| {
                rules.get(code).and_then(|s| s.reason.clone())
            };
            if a == b && reason(old) == reason(new) {
                return None;
            }
            if a == b {
                let found = Difference::new(Matter::Setting, format!("Rule {code}"), "reason")
                    .from(reason(old))
                    .to(reason(new));
                let said = format!("why the rule {code} is {} is told differently", word(b));
                return Some(found.at(path.clone()).saying(said));
            }
            let stricter = matches!(
                (a, b),
                (_, Some(SeveritySetting::As(Severity::Error)))
                    | (Some(SeveritySetting::Off), _)
                    | (Some(SeveritySetting::As(Severity::Warning)), None)
            );
            let matter = if stricter {
                Matter::Setting
            } else {
                Matter::RuleEased
            };
            let said = match b {
                Some(SeveritySetting::Off) => format!("the rule {code} was switched off"),
                _ => format!("the rule {code} was {} and is {} now", word(a), word(b)),
            };
            let found = Difference::new(matter, format!("Rule {code}"), "severity")
                .from(word(a).to_owned())
                .to(word(b).to_owned())
                .noting(reason(new).map_or_else(String::new, |r| format!("reason given: {r}")));
            Some(found.at(path.clone()).saying(said))
        })
        .collect()
}

/// Rows of the dashboard that came, went or changed places with the one that decides.
fn dashboard(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    let path = head.path(head.pack.settings.span);
    for now in &head.pack.settings.dashboard {
        let panes = &base.pack.settings.dashboard;
        let Some(then) = panes.iter().find(|p| p.pane == now.pane) else {
            continue;
        };
        let pane = super::phrase::pane(now.pane);
        let (a, b) = (row(base, &then.headline), row(head, &now.headline));
        if key(&then.headline) != key(&now.headline) {
            let said = format!(
                "{b} decides the verdict on {} now, not {a}",
                pane.to_lowercase()
            );
            let deciding = Difference::new(Matter::Judging, pane, "row that decides the verdict");
            found.push(deciding.from(a).to(b).at(path.clone()).saying(said));
        }
        for (matter, side, of, other) in [
            (Matter::Gone, base, then, now),
            (Matter::New, head, now, then),
        ] {
            for entry in missing_in(of, other) {
                let name = row(side, entry);
                let said = match matter {
                    Matter::Gone => format!("{name} is no longer on the dashboard"),
                    _ => format!("{name} is on the dashboard now"),
                };
                let what = format!("row of the dashboard, {}", pane.to_lowercase());
                let there = "on the dashboard".to_owned();
                let row = Difference::new(matter, name, what)
                    .of(&entry.metric.value)
                    .at(path.clone())
                    .saying(said);
                found.push(match matter {
                    Matter::Gone => row.from(there),
                    _ => row.to(there),
                });
            }
        }
    }
    found
}

type Key<'a> = (&'a str, Option<&'a str>);

fn key(entry: &DashboardEntry) -> Key<'_> {
    let service = entry.service.as_ref().map(|s| s.value.as_str());
    (&entry.metric.value, service)
}

fn missing_in<'a>(of: &'a DashboardPane, other: &DashboardPane) -> Vec<&'a DashboardEntry> {
    of.entries()
        .filter(|e| !other.entries().any(|o| key(o) == key(e)))
        .collect()
}

fn row(side: &Side<'_>, entry: &DashboardEntry) -> String {
    let (metric, service) = key(entry);
    match side.pack.metrics.get(metric) {
        Some(metric) => side.named(metric, service.map_or(Scope::All, Scope::Service)),
        None => metric.to_owned(),
    }
}

/// Things with ids: those that came, those that went, and what differs in those that stayed.
struct Listed {
    id: String,
    name: String,
    span: Span,
    attributes: Vec<Attribute>,
}

fn listed(
    (base, old): (&Side<'_>, Vec<Listed>),
    (head, new): (&Side<'_>, Vec<Listed>),
    kind: &'static str,
    (gone, added): (Matter, Matter),
) -> Vec<Difference> {
    let mut found = Vec::new();
    for then in old.iter().filter(|o| !new.iter().any(|n| n.id == o.id)) {
        let said = format!("the {kind} {} is no longer there", then.name);
        let item = Difference::new(gone, &then.name, kind).from("there".to_owned());
        found.push(item.at(base.path(then.span)).saying(said));
    }
    for now in &new {
        let path = head.path(now.span);
        match old.iter().find(|o| o.id == now.id) {
            None => {
                let said = format!("the {kind} {} is new", now.name);
                let item = Difference::new(added, &now.name, kind).to("there".to_owned());
                found.push(item.at(path).saying(said));
            }
            Some(then) => found.extend(attributes(&then.attributes, &now.attributes, |a| {
                Difference::new(a.matter, &now.name, a.what).at(path.clone())
            })),
        }
    }
    found
}

fn services(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let of = |pack: &Pack| pack.services.iter().map(service).collect();
    let mut found = listed(
        (base, of(base.pack)),
        (head, of(head.pack)),
        "service",
        (Matter::Gone, Matter::New),
    );
    // The id is what programs need; only services have it in a field of their own.
    for item in &mut found {
        let own = [base, head].into_iter().find_map(|side| {
            let mut services = side.pack.services.iter();
            services
                .find(|s| s.name == item.name)
                .map(|s| s.id.value.clone())
        });
        item.service = own;
    }
    found
}

fn service(s: &Service) -> Listed {
    let setting = |what, text: &str| Attribute::new(Matter::Setting, what, text);
    let aliases: Vec<&str> = s.aliases.iter().map(|a| a.value.as_str()).collect();
    Listed {
        id: s.id.value.clone(),
        name: s.name.clone(),
        span: s.id.span,
        attributes: vec![
            setting("name", &s.name),
            setting("area", &s.area.value),
            setting("tier", &s.tier.to_string()),
            setting("owner", &s.owner),
            Attribute::new(Matter::Wording, "summary", &s.summary),
            setting("aliases", &aliases.join(", ")),
        ],
    }
}

fn journeys(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let of = |pack: &Pack| -> Vec<Listed> {
        let one = |j: &crate::model::Journey| {
            let services: Vec<&str> = j.services.iter().map(|s| s.value.as_str()).collect();
            let setting = |what, text: &str| Attribute::new(Matter::Setting, what, text);
            Listed {
                id: j.id.value.clone(),
                name: j.name.clone(),
                span: j.id.span,
                attributes: vec![
                    setting("name", &j.name),
                    setting("services", &services.join(", ")),
                    setting("critical", if j.critical { "yes" } else { "no" }),
                ],
            }
        };
        pack.journeys.iter().map(one).collect()
    };
    let matters = (Matter::Gone, Matter::New);
    listed(
        (base, of(base.pack)),
        (head, of(head.pack)),
        "journey",
        matters,
    )
}

fn areas(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let of = |pack: &Pack| -> Vec<Listed> {
        let one = |a: &crate::model::Area| Listed {
            id: a.id.value.clone(),
            name: a.name.clone(),
            span: a.id.span,
            attributes: vec![Attribute::new(Matter::Setting, "name", &a.name)],
        };
        pack.areas.iter().map(one).collect()
    };
    let matters = (Matter::Setting, Matter::Setting);
    listed(
        (base, of(base.pack)),
        (head, of(head.pack)),
        "area",
        matters,
    )
}

fn terms(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let of = |pack: &Pack| -> Vec<Listed> {
        let one = |t: &crate::model::Term| {
            let see: Vec<&str> = t.see.iter().map(|s| s.value.as_str()).collect();
            let text = |what, text: &str| Attribute::new(Matter::Wording, what, text);
            Listed {
                id: t.id.value.clone(),
                name: t.name.clone(),
                span: t.id.span,
                attributes: vec![
                    text("name", &t.name),
                    text("short name", t.short.as_deref().unwrap_or("")),
                    text("what else to see", &see.join(", ")),
                    text("meaning", &t.meaning.value),
                ],
            }
        };
        pack.terms.values().map(one).collect()
    };
    let matters = (Matter::Wording, Matter::Wording);
    listed(
        (base, of(base.pack)),
        (head, of(head.pack)),
        "term",
        matters,
    )
}
