//! The least that builds: one company, one service, a metric for each pane, no figures yet.

use boardpack::model::{Calendar, Locale, Period, YearName};
use boardpack::tongue::{label, speak};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) const CALENDAR: Calendar = Calendar {
    first_month: 1,
    named_by: YearName::End,
    zone: chrono_tz::Europe::London,
};

/// The last quarter that was over on a day.
pub(super) fn last_quarter(today: NaiveDate) -> Period {
    CALENDAR.period_of(today).previous()
}

/// `data/pack.yaml`.
#[derive(Serialize)]
struct Settings<'a> {
    organisation: &'a str,
    report: &'a str,
    classification: &'a str,
    time_zone: &'a str,
    currency: &'a str,
    locale: &'a str,
    stage: &'a str,
    dashboard: Vec<Pane>,
}

/// A pane of the dashboard.
#[derive(Serialize)]
pub(super) struct Pane {
    pub(super) pane: &'static str,
    pub(super) headline: &'static str,
    pub(super) metrics: Vec<&'static str>,
}

/// What is written of a metric: only its names are different in another language.
struct Row {
    pane: &'static str,
    id: &'static str,
    category: &'static str,
    polarity: &'static str,
    name: &'static str,
    formula: &'static str,
    meaning: &'static str,
}

/// The metrics, in the language spoken.
fn rows() -> [Row; 4] {
    [
        Row {
            pane: "outcomes",
            id: "checkout-success",
            category: "outcomes",
            polarity: "higher",
            name: label("Checkout success"),
            formula: label("orders completed divided by checkouts begun"),
            meaning: label("The share of customers who began to pay and received an order."),
        },
        Row {
            pane: "flow",
            id: "on-time-changes",
            category: "delivery",
            polarity: "higher",
            name: label("Changes live within a day"),
            formula: label("changes live within 24 hours of merging divided by changes"),
            meaning: label("The share of finished changes that customers have within a day."),
        },
        Row {
            pane: "quality",
            id: "change-failure-rate",
            category: "delivery",
            polarity: "lower",
            name: label("Change failure rate"),
            formula: label("failed deployments divided by deployments"),
            meaning: label(
                "The share of releases that had to be repaired after they reached customers.",
            ),
        },
        Row {
            pane: "reliability",
            id: "availability",
            category: "reliability",
            polarity: "higher",
            name: label("Availability"),
            formula: label("good requests divided by requests"),
            meaning: label("The share of requests that were answered well and in time."),
        },
    ]
}

/// How a pack gets a brand, for whoever looks at the settings: without its marks the colour holds at once, the
/// rest once its files are there.
const BRAND: &str = "\
# brand:
#   accent: \"#0B57A4\"
#   logo: logo.svg
#   font: {licence: OFL.txt, regular: Brand-Regular.woff2, semibold: Brand-Semibold.woff2}
";

/// A time zone and a currency of where a locale is at home; whoever is elsewhere writes others.
fn home(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::EnGb | Locale::Plain => ("Europe/London", "GBP"),
        Locale::EnUs => ("America/New_York", "USD"),
        Locale::EnEu => ("Europe/Dublin", "EUR"),
        Locale::DeDe => ("Europe/Berlin", "EUR"),
        Locale::FrFr => ("Europe/Paris", "EUR"),
    }
}

/// The settings of a company of that name, with the panes of its dashboard, in the language spoken.
pub(super) fn settings(organisation: &str, locale: Locale, dashboard: Vec<Pane>) -> String {
    let (time_zone, currency) = home(locale);
    let name = Locale::NAMES.iter().find(|(_, own)| *own == locale);
    let settings = Settings {
        organisation,
        report: label("Engineering and reliability report"),
        classification: label("Confidential: Board"),
        time_zone,
        currency,
        locale: name.map_or("en-GB", |(name, _)| name),
        stage: "scaling",
        dashboard,
    };
    // The one text of a person's choosing: a writer of YAML knows what of it needs quoting.
    let yaml = serde_yaml::to_string(&settings).expect("texts and lists always serialise");
    let brand = label(
        "A brand, its files in `templates/brand/`; README.md of boardpack says what they may be.",
    );
    format!("{yaml}# {brand}\n{BRAND}")
}

/// Its files by path, for a company of that name, where it is at home, and a quarter.
pub(super) fn files(
    organisation: &str,
    locale: Locale,
    period: Period,
) -> BTreeMap<String, Vec<u8>> {
    let _speaking = speak(locale.language());
    let rows = rows();
    let panes = rows.iter().map(|row| Pane {
        pane: row.pane,
        headline: row.id,
        metrics: Vec::new(),
    });
    let yaml = settings(organisation, locale, panes.collect());
    let mut files = BTreeMap::from([
        ("data/pack.yaml".to_owned(), yaml),
        ("data/services.yaml".to_owned(), services()),
        (
            format!("data/snapshots/{period}.yaml"),
            snapshot(&rows, period),
        ),
        (format!("content/{period}/overview.md"), overview()),
    ]);
    for row in &rows {
        files.insert(
            format!("content/metrics/{}.md", row.id),
            metric(row, period),
        );
    }
    let lines = files.into_iter().map(|(path, text)| {
        let text = boardpack::schema::with_modeline(&path, &text);
        (path, text.into_bytes())
    });
    lines.collect()
}

fn services() -> String {
    format!(
        "areas:
  - {{id: product, name: {}}}
journeys:
  - {{id: order, name: {}, services: [shop], critical: true}}
services:
  - id: shop
    name: {}
    area: product
    tier: 1
    owner: {}
    summary: {}
",
        label("Product"),
        label("Customers can order"),
        label("Shop"),
        label("Head of Engineering"),
        label("Everything that customers see."),
    )
}

/// Nothing was measured yet, and that is said: no figure is never zero.
fn snapshot(rows: &[Row], period: Period) -> String {
    let mut text = format!(
        "period: {period}\nas_of: {}\nreviewed_by: {}\n# {}\nobservations:\n",
        CALENDAR.end(period),
        label("Finance business partner"),
        label("Replace `missing:` by a figure, such as `all: {quarter: 14/229}`."),
    );
    for row in rows {
        let why = label("not measured yet");
        text.push_str(&format!("  {}:\n    missing: {why}\n", row.id));
    }
    text
}

/// What can be said before there is a figure: in no language does the check let it stand as more than that.
fn overview() -> String {
    let verdict = label("Not measured yet.");
    format!(
        "---
purpose: noting
headline: {}
summary:
  - {}
  - {}
  - {}
verdicts:
  outcomes: {verdict}
  flow: {verdict}
  quality: {verdict}
  reliability: {verdict}
since_last_meeting:
  decisions: []
  risks: []
  promises: []
---
",
        label("No figure has been measured yet"),
        label("The figures are not known yet."),
        label("It is too early to judge."),
        label("We ask the Board for nothing yet."),
    )
}

fn metric(row: &Row, period: Period) -> String {
    let open = label("to be written");
    let owner = label("Head of Engineering");
    let begun = CALENDAR.start(period);
    format!(
        "---
name: {}
category: {}
kind: ratio
unit: percent
polarity: {}-is-better
roll_up: sum-of-parts
spread: linear
test: xmr
owner: {owner}
no_target: {}
roles: [cto]
definition:
  version: 1
  formula: {}
  start_event: {open}
  stop_event: {open}
  event_source: {open}
  query_owner: {owner}
  inclusion: {}
  exclusion: {}
  refresh: {}
  weaknesses: {}
  changes:
    - {{version: 1, date: {begun}, what: {}, effect: none}}
---
## Meaning
{}

## Why the Board sees it
{}

## What moves it
{}

## Playbook
{}

## Questions and answers
{}
",
        row.name,
        row.category,
        row.polarity,
        label("to be set when its first quarter is known"),
        row.formula,
        label("every service"),
        label("nothing"),
        label("quarterly"),
        label("not measured yet"),
        label("First definition."),
        row.meaning,
        label("To be written: what the Board would do if it worsened."),
        label("To be written."),
        label("To be written: where to look first if it worsens."),
        label("**Who counts it?** To be written."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use boardpack::load::Tree;
    use boardpack::{diag::emit::short, pipeline};

    #[test]
    fn the_least_pack_builds_whatever_the_company_is_called_and_wherever_it_is() {
        for name in [
            "Larkspur",
            "a: b # c",
            "- 'x' \"y\"",
            "null",
            "!tag",
            "*é",
            "12",
        ] {
            for (locale, own) in Locale::NAMES {
                let day = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
                let period = last_quarter(day);
                assert_eq!(period.to_string(), "2026-Q3");
                let build = pipeline::build(&Tree {
                    files: files(name, *own, period),
                });
                let told = short(&build.diagnostics, &build.sources);
                let site = build
                    .site
                    .unwrap_or_else(|| panic!("{name}, {locale}: {told}"));
                assert!(site.files.contains_key("index.html"));
                let codes: Vec<_> = build.diagnostics.iter().map(|d| d.code).collect();
                assert_eq!(codes, ["thin-dashboard"], "{locale}: {told}");
            }
        }
    }
}
