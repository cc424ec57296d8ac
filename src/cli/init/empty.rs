//! The least that builds: one company, one service, a metric for each pane, no figures yet.

use boardpack::model::{Calendar, Period, YearName};
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

/// Pane, metric id, name, category, whether more is better, formula, meaning.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
    &'static str,
    &'static str,
);

const ROWS: [Row; 4] = [
    (
        "outcomes",
        "checkout-success",
        "Checkout success",
        "outcomes",
        true,
        "orders completed divided by checkouts begun",
        "The share of customers who began to pay and received an order.",
    ),
    (
        "flow",
        "on-time-changes",
        "Changes live within a day",
        "delivery",
        true,
        "changes live within 24 hours of merging divided by changes",
        "The share of finished changes that customers have within a day.",
    ),
    (
        "quality",
        "change-failure-rate",
        "Change failure rate",
        "delivery",
        false,
        "failed deployments divided by deployments",
        "The share of releases that had to be repaired after they reached customers.",
    ),
    (
        "reliability",
        "availability",
        "Availability",
        "reliability",
        true,
        "good requests divided by requests",
        "The share of requests that were answered well and in time.",
    ),
];

/// How a pack gets a brand, for whoever looks at the settings: without its marks the colour holds at once, the
/// rest once its files are there.
const BRAND: &str = "\
# A brand, its files in `templates/brand/`; README.md of boardpack says what they may be.
# brand:
#   accent: \"#0B57A4\"
#   logo: logo.svg
#   font: {licence: OFL.txt, regular: Brand-Regular.woff2, semibold: Brand-Semibold.woff2}
";

/// The settings of a company of that name, with the panes of its dashboard.
pub(super) fn settings(organisation: &str, dashboard: Vec<Pane>) -> String {
    let settings = Settings {
        organisation,
        report: "Engineering and reliability report",
        classification: "Confidential: Board",
        time_zone: "Europe/London",
        currency: "GBP",
        locale: "en-GB",
        stage: "scaling",
        dashboard,
    };
    // The one text of a person's choosing: a writer of YAML knows what of it needs quoting.
    let yaml = serde_yaml::to_string(&settings).expect("texts and lists always serialise");
    format!("{yaml}{BRAND}")
}

/// Its files by path, for a company of that name and a quarter.
pub(super) fn files(organisation: &str, period: Period) -> BTreeMap<String, Vec<u8>> {
    let panes = ROWS.iter().map(|(pane, id, ..)| Pane {
        pane,
        headline: id,
        metrics: Vec::new(),
    });
    let yaml = settings(organisation, panes.collect());
    let mut files = BTreeMap::from([
        ("data/pack.yaml".to_owned(), yaml),
        ("data/services.yaml".to_owned(), SERVICES.to_owned()),
        (format!("data/snapshots/{period}.yaml"), snapshot(period)),
        (format!("content/{period}/overview.md"), OVERVIEW.to_owned()),
    ]);
    for row in &ROWS {
        files.insert(format!("content/metrics/{}.md", row.1), metric(row, period));
    }
    let lines = files.into_iter().map(|(path, text)| {
        let text = boardpack::schema::with_modeline(&path, &text);
        (path, text.into_bytes())
    });
    lines.collect()
}

const SERVICES: &str = "\
areas:
  - {id: product, name: Product}
journeys:
  - {id: order, name: Customers can order, services: [shop], critical: true}
services:
  - id: shop
    name: Shop
    area: product
    tier: 1
    owner: Head of Engineering
    summary: Everything that customers see.
";

/// Nothing was measured yet, and that is said: no figure is never zero.
fn snapshot(period: Period) -> String {
    let mut text = format!(
        "period: {period}\nas_of: {}\nreviewed_by: Finance business partner\n\
         # Replace `missing:` by a figure, such as `all: {{quarter: 14/229}}`.\nobservations:\n",
        CALENDAR.end(period)
    );
    for (_, id, ..) in &ROWS {
        text.push_str(&format!("  {id}:\n    missing: not measured yet\n"));
    }
    text
}

const OVERVIEW: &str = "\
---
purpose: noting
headline: No figure has been measured yet
summary:
  - The figures are not known yet.
  - It is too early to judge.
  - We ask the Board for nothing yet.
verdicts:
  outcomes: Not measured yet.
  flow: Not measured yet.
  quality: Not measured yet.
  reliability: Not measured yet.
since_last_meeting:
  decisions: []
  risks: []
  promises: []
---
";

fn metric((_, id, name, category, more, formula, meaning): &Row, period: Period) -> String {
    let begun = CALENDAR.start(period);
    let polarity = if *more { "higher" } else { "lower" };
    format!(
        "---
name: {name}
category: {category}
kind: ratio
unit: percent
polarity: {polarity}-is-better
roll_up: sum-of-parts
spread: linear
test: xmr
owner: Head of Engineering
no_target: to be set when its first quarter is known
roles: [cto]
definition:
  version: 1
  formula: {formula}
  start_event: to be written
  stop_event: to be written
  event_source: to be written
  query_owner: Head of Engineering
  inclusion: every service
  exclusion: nothing
  refresh: quarterly
  weaknesses: not measured yet
  changes:
    - {{version: 1, date: {begun}, what: First definition., effect: none}}
---
## Meaning
{meaning}

## Why the Board sees it
To be written: what the Board would do if `{id}` worsened.

## What moves it
To be written.

## Playbook
To be written: where to look first if it worsens.

## Questions and answers
**Who counts it?** To be written.
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use boardpack::load::Tree;
    use boardpack::{diag::emit::short, pipeline};

    #[test]
    fn the_least_pack_builds_whatever_the_company_is_called() {
        for name in [
            "Larkspur",
            "a: b # c",
            "- 'x' \"y\"",
            "null",
            "!tag",
            "*é",
            "12",
        ] {
            let day = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
            let period = last_quarter(day);
            assert_eq!(period.to_string(), "2026-Q3");
            let build = pipeline::build(&Tree {
                files: files(name, period),
            });
            let told = short(&build.diagnostics, &build.sources);
            let site = build.site.unwrap_or_else(|| panic!("{name}: {told}"));
            assert!(site.files.contains_key("index.html"));
            let codes: Vec<_> = build.diagnostics.iter().map(|d| d.code).collect();
            assert_eq!(codes, ["thin-dashboard"], "{told}");
        }
    }
}
