//! What a quarter's pages are made of stays with its lock: whatever is changed later in the files that
//! quarters share, every page, chart and figure of a published quarter is the same bytes.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests read the sample and may fail"
)]

use boardpack::diag::Diagnostic;
use boardpack::load::Tree;
use boardpack::model::{Audience, Origin, RestatementCause, sealed};
use boardpack::pipeline::{self, Day};
use boardpack::provenance::Stands;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

const PACK: &str = "data/pack.yaml";
const SERVICES: &str = "data/services.yaml";
const MARKS: &str = "data/annotations.yaml";
const PUBLISHED: [&str; 7] = [
    "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2",
];

/// The sample pack without its draft, whose texts would be held against what is changed, and with some
/// of its files changed.
struct Changed(Tree);

impl Changed {
    fn text(&self, path: &str) -> String {
        String::from_utf8(self.0.files[path].clone()).unwrap()
    }

    #[track_caller]
    fn swap(&mut self, path: &str, old: &str, new: &str) -> &mut Self {
        let text = self.text(path);
        assert_eq!(text.matches(old).count(), 1, "{path}: {old}");
        self.put(path, &text.replace(old, new))
    }

    fn put(&mut self, path: &str, text: &str) -> &mut Self {
        self.0.files.insert(path.to_owned(), text.into());
        self
    }

    fn append(&mut self, path: &str, text: &str) -> &mut Self {
        let whole = self.text(path) + text;
        self.put(path, &whole)
    }

    fn remove(&mut self, path: &str) -> &mut Self {
        self.0.files.remove(path).unwrap();
        self
    }
}

fn sample() -> Changed {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = Tree::read(root).unwrap();
    tree.files.retain(|path, _| !path.contains("2026-Q3"));
    Changed(tree)
}

type Pages = BTreeMap<String, Vec<u8>>;

/// Everything that belongs to a published quarter: its folder, its foot in print, and what
/// `report.json` says of it.
fn shown(tree: &Tree, audience: Audience) -> (Pages, Vec<Diagnostic>) {
    let build = pipeline::build_from(tree, &Origin::default(), audience);
    let Some(site) = build.site else {
        let told = build.diagnostics.iter().map(|d| {
            let place = d
                .primary
                .as_ref()
                .map(|l| &build.sources.file(l.span.file).path);
            format!("{}: {} {place:?}", d.code, d.message)
        });
        panic!("nothing is built: {:#?}", told.collect::<Vec<_>>());
    };
    let mut pages = Pages::new();
    for (path, bytes) in &site.files {
        if PUBLISHED
            .iter()
            .any(|quarter| path.starts_with(&format!("{quarter}/")))
        {
            pages.insert(path.clone(), bytes.clone());
        }
    }
    let report: serde_json::Value = serde_json::from_slice(&site.files["report.json"]).unwrap();
    for quarter in report["quarters"].as_array().unwrap() {
        let period = quarter["period"].as_str().unwrap();
        if PUBLISHED.contains(&period) {
            let mut quarter = quarter.clone();
            // Says what became of a figure since.
            for figure in quarter["figures"].as_array_mut().unwrap() {
                figure.as_object_mut().unwrap().remove("restated");
            }
            pages.insert(
                format!("report.json of {period}"),
                quarter.to_string().into(),
            );
        }
    }
    let style = String::from_utf8(site.files["style.css"].clone()).unwrap();
    for quarter in PUBLISHED {
        let foot = style
            .lines()
            .find(|l| l.starts_with(&format!("@page of-{quarter} ")));
        pages.insert(format!("foot of {quarter}"), foot.unwrap().into());
    }
    (pages, build.diagnostics)
}

static BEFORE: LazyLock<Pages> = LazyLock::new(|| shown(&sample().0, Audience::Internal).0);

/// Changes the sample, and holds every page of every published quarter against what it was. Gives the
/// codes of what is told.
#[track_caller]
fn unchanged_by(change: impl FnOnce(&mut Changed)) -> Vec<&'static str> {
    let mut pack = sample();
    change(&mut pack);
    assert!(pack.0 != sample().0);
    let (after, told) = shown(&pack.0, Audience::Internal);
    same(&BEFORE, &after);
    // Marks of the draft that is not there.
    let told = told.iter().map(|d| d.code);
    told.filter(|code| *code != "unseen-mark").collect()
}

#[track_caller]
fn same(before: &Pages, after: &Pages) {
    let wrong: Vec<String> = before
        .keys()
        .chain(after.keys())
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| {
            let text = |pages: &Pages| {
                let bytes = pages.get(path).cloned().unwrap_or_default();
                String::from_utf8(bytes).unwrap()
            };
            let (a, b) = (text(before), text(after));
            let at = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
            let near = |text: &str| {
                let near = text.as_bytes().iter().skip(at.saturating_sub(60)).take(120);
                String::from_utf8_lossy(&near.copied().collect::<Vec<u8>>()).into_owned()
            };
            format!("{path}\n   was …{}…\n   is …{}…", near(&a), near(&b))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} changed:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(6)].join("\n")
    );
}

#[test]
fn by_a_service_added_renamed_or_removed() {
    unchanged_by(|pack| {
        pack.swap(
            SERVICES,
            "\njourneys:\n",
            "  - id: loyalty\n    name: Loyalty\n    area: customers\n    tier: 3\n    owner: Head of Customer Platform\n    \
             summary: Points and vouchers.\n\njourneys:\n",
        )
        .swap(
            "data/maturity.yaml",
            "\n# Each part of revenue",
            "      loyalty: []\n\n# Each part of revenue",
        );
    });
    unchanged_by(|pack| {
        pack.swap(SERVICES, "    name: Catalogue\n    area: finding\n    tier: 2\n    owner: Head of Search and Catalogue\n    summary: Product pages, prices and stock.",
            "    name: Products\n    area: buying\n    tier: 1\n    owner: Head of Products\n    summary: All that is sold.");
    });
    unchanged_by(|pack| {
        pack.swap(
            SERVICES,
            "  - {id: finding,    name: Finding}\n",
            "  - {id: finding,    name: Looking}\n",
        )
        .swap(
            SERVICES,
            "name: Customers can pay,  ",
            "name: Customers can pay at once,  ",
        )
        .swap(SERVICES, "  - {id: get-refund, ", "  - {id: refund, ")
        .swap(
            "data/maturity.yaml",
            "get-refund: {measured: partly, alerting: no, tested: ~, revenue_share: 1, owner",
            "refund: {measured: partly, alerting: no, tested: ~, revenue_share: 1, owner",
        );
    });
}

/// Its figures stay in the snapshots of its time, and its pages in their quarters.
#[test]
fn by_a_service_that_is_gone() {
    unchanged_by(|pack| {
        let text = pack.text(SERVICES);
        let from = text.find("  - id: accounts\n").unwrap();
        let to = text.find("  - id: fulfilment\n").unwrap();
        let text = format!("{}{}", &text[..from], &text[to..])
            .replace("[app-gateway, accounts]", "[app-gateway]")
            .replace("[accounts, checkout, payments]", "[checkout, payments]")
            .replace("[accounts, payments]", "[payments]");
        pack.put(SERVICES, &text);
    });
}

#[test]
fn by_the_settings() {
    unchanged_by(|pack| {
        pack.swap(
            PACK,
            "organisation: Harbour & Quince (fictional)",
            "organisation: Quince Group (fictional)",
        )
        .swap(
            PACK,
            "report: Engineering and reliability report",
            "report: Technology report",
        )
        .swap(PACK, "\"Confidential: Board\"", "Restricted")
        .swap(PACK, "stage: accountable", "stage: scaling");
    });
    unchanged_by(|pack| {
        pack.swap(PACK, "currency: GBP", "currency: EUR").swap(
            PACK,
            "locale: en-GB",
            "locale: en-US",
        );
    });
    unchanged_by(|pack| {
        pack.swap(PACK, "      - bug-density\n", "").swap(
            PACK,
            "      - deployment-frequency\n",
            "      - bug-density\n      - deployment-frequency\n",
        );
    });
}

#[test]
fn by_a_metric() {
    let path = "content/metrics/change-failure-rate.md";
    unchanged_by(|pack| {
        pack.swap(
            path,
            "name: Change failure rate\nshort: CFR",
            "name: Change fail rate\nshort: CFRate",
        )
        .swap(path, "owner: VP Engineering", "owner: Director of Quality")
        .swap(
            path,
            "Of every hundred releases, how many went wrong",
            "Of a hundred releases, how many went wrong",
        );
    });
    // How it is judged, counted and printed.
    unchanged_by(|pack| {
        pack.swap(path, "spread: linear\n", "spread: log\ndecimals: 3\n")
            .swap(path, "    year: 2024\n", "    year: 2025\n")
            .swap(
                path,
                "  - low: 5\n    high: 20\n",
                "  - low: 4\n    high: 22\n",
            );
    });
    unchanged_by(|pack| {
        pack.swap(
            path,
            "    rationale: Set with the plan",
            "    rationale: Once set with the plan",
        );
    });
    unchanged_by(|pack| {
        pack.swap(
            "content/metrics/review-wait.md",
            "test: xmr\n",
            "test: none\nnot_tested: Too few weeks.\n",
        );
    });
}

/// A definition and a target from a day after every published quarter.
#[test]
fn by_a_new_definition_or_target() {
    let path = "content/metrics/change-failure-rate.md";
    unchanged_by(|pack| {
        pack.swap(path, "  version: 2\n  formula: failed deployments divided by deployments", "  version: 3\n  formula: failed deployments divided by finished deployments")
            .swap(
                path,
                "      effect: restated\n",
                "      effect: restated\n    - version: 3\n      date: 2026-07-01\n      what: Counted anew.\n      effect: break\n",
            )
            .swap(
                path,
                "elite cluster's typical answer served as orientation.\n",
                "elite cluster's typical answer served as orientation.\n  - from: 2026-07-01\n    value: 4\n    \
                 set_by: CTO\n    rationale: The next step.\n",
            );
    });
}

/// What was internal when it was published stays internal in those quarters, and the other way round
/// the Board's edition of a quarter that named it no longer does: who may read is decided today.
#[test]
fn by_opening_or_closing() {
    unchanged_by(|pack| {
        pack.swap(
            "content/metrics/golden-signal-coverage.md",
            "test: ",
            "audience: internal\ntest: ",
        );
    });
    let board = |pack: &Changed| shown(&pack.0, Audience::Board).0;
    let mut opened = sample();
    opened.swap(MARKS, "  audience: internal\n", "");
    same(&board(&sample()), &board(&opened));
}

#[test]
fn by_a_new_metric_or_term() {
    unchanged_by(|pack| {
        let text = pack.text("content/metrics/incidents.md");
        pack.put(
            "content/metrics/faults.md",
            &text.replacen("name: ", "name: New ", 1),
        );
        pack.put(
            "content/glossary/fault.md",
            &pack
                .text("content/glossary/hotfix.md")
                .replacen("name: ", "name: New ", 1),
        );
    });
}

#[test]
fn by_a_term() {
    unchanged_by(|pack| {
        pack.remove("content/glossary/csv.md");
        pack.append("content/glossary/rollback.md", "\nMore of it.\n");
    });
}

#[test]
fn by_a_mark() {
    let codes = unchanged_by(|pack| {
        pack.swap(
            MARKS,
            "label: search index split by shelf",
            "label: search index divided by shelf",
        )
        .swap(MARKS, "  date: 2025-12-11\n", "  date: 2025-12-18\n");
    });
    assert_eq!(codes, ["rewritten-mark"; 2]);
    let codes = unchanged_by(|pack| {
        let text = pack.text(MARKS);
        let from = text.find("- id: shared-build-machines").unwrap();
        let to = text.find("- id: peak-season-2025").unwrap();
        pack.put(MARKS, &format!("{}{}", &text[..from], &text[to..]));
    });
    assert_eq!(codes, ["rewritten-mark"]);
    let codes = unchanged_by(|pack| {
        pack.swap(
            MARKS,
            "- id: review-rota\n",
            "- id: new-tests\n  kind: change-point\n  date: 2026-03-02\n  label: new tests\n  \
             metrics: [change-failure-rate, lead-time]\n  cause: Tests were written anew.\n\n- id: review-rota\n",
        );
    });
    assert_eq!(codes, ["rewritten-mark"]);
}

/// What a lock does not keep, it can tell of: a template that changed since.
/// A record of a published quarter of which more is known now: its figures are refused until they are
/// restated, and its pages stay as they were.
#[track_caller]
fn refused(change: impl FnOnce(&mut Changed)) {
    let mut pack = sample();
    change(&mut pack);
    let told = pipeline::check(&pack.0).diagnostics;
    let errors: Vec<&str> = told
        .iter()
        .filter(|d| d.is_error())
        .map(|d| d.code)
        .collect();
    assert!(!errors.is_empty(), "nothing is refused");
    let all = errors
        .iter()
        .all(|code| *code == "published-record-changed");
    assert!(all, "{told:#?}");
    let (cause, day) = (
        RestatementCause::LateData,
        NaiveDate::from_ymd_opt(2026, 9, 1),
    );
    let day = Day::On(day.unwrap());
    let mut restated = 0;
    for period in PUBLISHED {
        let why = "More became known.";
        let made = pipeline::restate(&pack.0, period.parse().unwrap(), cause, why, day);
        if let Some(file) = made.file {
            pack.put(&file.path, &file.text);
            restated += file.entries;
        }
    }
    assert!(restated >= errors.len());
    let told = unchanged_by(|changed| *changed = pack);
    assert_eq!(told, [""; 0]);
}

#[test]
fn by_what_becomes_known_of_an_incident() {
    const RECORD: &str = "data/incidents/2026-Q2.yaml";
    // What was asked for is done at last, and the cause is told better.
    let told = unchanged_by(|pack| {
        pack.swap(
            RECORD,
            "due: 2026-09-18, done: ~}",
            "due: 2026-09-18, done: 2026-09-10}",
        )
        .swap(
            RECORD,
            "cause: An import read weights in grams as pieces.",
            "cause: An import of prices read weights in grams as pieces.",
        );
    });
    assert_eq!(told, [""; 0]);
    refused(|pack| {
        pack.swap(
            RECORD,
            "title: Sign-in down\n    severity: 1",
            "title: Sign-in down\n    severity: 2",
        );
    });
    refused(|pack| {
        pack.remove("data/incidents/2025-Q4.yaml");
    });
}

#[test]
fn by_what_is_counted_again_of_an_objective() {
    const FILED: &str = "data/snapshots/2026-Q2.yaml";
    refused(|pack| {
        pack.swap(
            FILED,
            "2026-04-14: 606789/606996",
            "2026-04-14: 606889/606996",
        )
        .swap(
            FILED,
            "2026-04-15: 633491/633642",
            "2026-04-15: 633391/633642",
        );
    });
    // The same days, laid out otherwise.
    let told = unchanged_by(|pack| {
        pack.swap(
            FILED,
            "      2026-04-14: 606789/606996\n",
            "      # Counted twice.\n      2026-04-14:  \"606789/606996\"\n",
        );
    });
    assert_eq!(told, [""; 0]);
    refused(|pack| {
        pack.swap(
            FILED,
            "  checkout-availability:\n",
            "  checkout-availability:\n    excluded:\n      - {day: 2026-04-14, good: 2, valid: 5, reason: Planned work., agreed_by: CTO}\n",
        );
    });
}

#[test]
fn by_what_becomes_known_of_the_other_records() {
    refused(|pack| {
        pack.swap(
            "data/quality/2026-Q2.yaml",
            "introduced: ~, fixed: {change: 5838, on: 2026-04-14}",
            "introduced: ~, fixed: ~",
        );
    });
    refused(|pack| {
        pack.swap(
            "data/maturity.yaml",
            "pay: {measured: yes, alerting: yes, tested: 2026-06-10,",
            "pay: {measured: yes, alerting: partly, tested: 2026-06-10,",
        );
    });
    refused(|pack| {
        pack.swap(
            "data/business.yaml",
            "value: {low: 560, high: 640}",
            "value: {low: 580, high: 660}",
        );
    });
    refused(|pack| {
        pack.swap(
            "data/compliance.yaml",
            "fulfilment, known: 2026-01-29, fixed: 2026-05-12",
            "fulfilment, known: 2026-01-29, fixed: 2026-02-12",
        );
    });
    refused(|pack| {
        pack.swap(
            "data/risks.yaml",
            "- {period: 2026-Q1, times_a_year: {low: 0.5, high: 2}, impact: {low: 20000, high: 60000}, grade: modelled, by: Head of Search and Catalogue,",
            "- {period: 2026-Q1, times_a_year: {low: 0.5, high: 3}, impact: {low: 20000, high: 60000}, grade: modelled, by: Head of Search and Catalogue,",
        );
    });
}

#[test]
fn another_template_is_told_and_nothing_else() {
    let mut tree = boardpack::load::base_pack();
    let period = "2026-Q3".parse().unwrap();
    let day = pipeline::Day::On(chrono::NaiveDate::from_ymd_opt(2026, 10, 20).unwrap());
    let lock = pipeline::publish(&tree, period, day, &Origin::default());
    let lock = lock.file.unwrap();
    tree.files.insert(lock.path, lock.text.into_bytes());
    for audience in [Audience::Internal, Audience::Board] {
        let again = pipeline::again(&tree, Origin::default(), None, audience);
        assert_eq!(again.moved, []);
    }
    let own = "{% extends \"default/pack.html\" %}{% block title %}Another{% endblock %}";
    tree.files
        .insert("templates/pack.html".to_owned(), own.into());
    let sound = pipeline::again(&tree, Origin::default(), None, Audience::Internal);
    assert!(sound.outputs.is_some());
    let [moved] = &sound.moved[..] else {
        panic!("{:?}", sound.moved);
    };
    assert_eq!(moved.period, "2026-Q3");
    assert_eq!(moved.templates.foreign, ["templates/pack.html"]);
    assert_eq!(moved.pages.changed, ["2026-Q3/index.html"]);
    // What the lock records was held for itself.
    assert_eq!(moved.same_data, ["2026-Q3/figures.csv"]);
    let stands = Stands {
        figures: 96,
        restated: 0,
        texts: 3,
        others: 0,
    };
    assert_eq!(moved.stands, Some(stands));
    assert!(moved.is_record_whole());
}

/// A lock whose digest of a page, of data or of a file that is gone is another one, under a seal that
/// holds: only the page is what every new template does.
#[test]
fn other_data_and_a_page_that_is_gone_are_more_than_another_template() {
    let mut tree = boardpack::load::base_pack();
    let period = "2026-Q3".parse().unwrap();
    let day = pipeline::Day::On(NaiveDate::from_ymd_opt(2026, 10, 20).unwrap());
    let lock = pipeline::publish(&tree, period, day, &Origin::default());
    let lock = lock.file.unwrap();
    let (body, _) = lock.text.rsplit_once("seal: ").unwrap();
    let (before, pages) = body.split_once("\npages:\n").unwrap();
    let mut whole = |path: &str, change: &dyn Fn(&str) -> String| {
        let line = |line: &str| match line.trim_start().starts_with(path) {
            true => change(line),
            false => line.to_owned(),
        };
        let pages: Vec<String> = pages.lines().map(line).collect();
        let text = sealed(&format!("{before}\npages:\n{}\n", pages.join("\n")));
        assert_ne!(text, lock.text);
        tree.files.insert(lock.path.clone(), text.into_bytes());
        let again = pipeline::again(&tree, Origin::default(), None, Audience::Internal);
        let [moved] = again.moved.try_into().unwrap();
        let lost: Vec<String> = moved.lost().map(str::to_owned).collect();
        (moved.is_record_whole(), lost)
    };
    let other = |line: &str| format!("{}\"{}\"", &line[..line.len() - 66], "0".repeat(64));
    assert_eq!(whole("2026-Q3/index.html", &other), (true, vec![]));
    let lost = vec!["2026-Q3/figures.csv".to_owned()];
    assert_eq!(whole("2026-Q3/figures.csv", &other), (false, lost));
    let more = |line: &str| format!("{line}\n{}", line.replace("index.html", "gone.html"));
    let lost = vec!["2026-Q3/gone.html".to_owned()];
    assert_eq!(whole("2026-Q3/index.html", &more), (false, lost));
}
