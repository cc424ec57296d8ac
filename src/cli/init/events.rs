//! A pack whose figures are counted from events: its services, the standard metrics of delivery, and no
//! quarter yet, for `collect` begins it.

use super::empty::{CALENDAR, Pane, settings};
use crate::cli::args::Init;
use crate::cli::new;
use boardpack::collect::Standard;
use boardpack::diag::emit;
use boardpack::model::{Locale, PLACEHOLDER, Period};
use boardpack::scaffold::StandardMetric;
use boardpack::tongue::{label, speak};
use std::collections::BTreeMap;

/// Panes of the dashboard, and the metric at the head of each.
const PANES: [(&str, &str); 4] = [
    ("outcomes", "deployment-frequency"),
    ("flow", "lead-time"),
    ("quality", "change-failure-rate"),
    ("reliability", "deployment-rework-rate"),
];

/// Beside them, what has a figure only where something went wrong.
const MORE: [&str; 1] = ["failed-deployment-recovery-time"];

/// Its files by path, for a company of that name, its services, and its first quarter.
pub(super) fn files(
    organisation: &str,
    locale: Locale,
    services: &[String],
    period: Period,
) -> BTreeMap<String, Vec<u8>> {
    let _speaking = speak(locale.language());
    let panes = PANES.iter().map(|(pane, headline)| Pane {
        pane,
        headline,
        metrics: Vec::new(),
    });
    let mut files = BTreeMap::from([
        (
            "data/pack.yaml".to_owned(),
            settings(organisation, locale, panes.collect()),
        ),
        ("data/services.yaml".to_owned(), listed(services)),
    ]);
    let ids = PANES.iter().map(|(_, id)| *id).chain(MORE);
    for metric in ids.filter_map(Standard::of).map(new::standard) {
        let metric = StandardMetric {
            day: CALENDAR.start(period),
            ..metric
        };
        let path = format!("content/metrics/{}.md", metric.id);
        files.insert(path, metric.file(metric.name(), None));
    }
    let lines = files.into_iter().map(|(path, text)| {
        let text = boardpack::schema::with_modeline(&path, &text);
        (path, text.into_bytes())
    });
    lines.collect()
}

fn listed(services: &[String]) -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let todo = |what: &str| text(&format!("{PLACEHOLDER} {what}"));
    let ids: Vec<String> = services.iter().map(|id| text(id)).collect();
    let mut out = format!(
        "areas:\n  - {{id: product, name: {}}}\n\
         journeys:\n  - {{id: main, name: {}, services: [{}], critical: true}}\n\
         services:\n",
        label("Product"),
        todo(label("what customers come for")),
        ids.join(", "),
    );
    for id in services {
        out.push_str(&format!(
            "  - id: {}\n    name: {}\n    area: product\n    tier: 1\n    owner: {}\n    summary: {}\n    \
             # {}\n    aliases: []\n",
            text(id),
            text(&capitalised(id)),
            todo(label("the role that answers for it")),
            todo(label("what it does, in a sentence")),
            label("Other names of it in events, such as that of its repository."),
        ));
    }
    out
}

fn capitalised(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// The commands that come next.
pub(super) fn next_steps(args: &Init, enter: &str) -> String {
    let service = args.services.first().map_or("shop", String::as_str);
    let service = emit::plain(service);
    let period = args
        .period
        .unwrap_or_else(|| super::empty::last_quarter(super::today()));
    format!(
        "Next:\n{enter}  boardpack events git ../CLONE --trunk --service {service} -o data/events/{service}.jsonl\n  \
         boardpack collect {period}      count its figures\n  boardpack check              list what is left to write\n  \
         boardpack serve              show it while you write\n\n`boardpack events --help` lists what else can be read; \
         `boardpack new metric NAME --standard ID` adds\nwhat is counted."
    )
}
