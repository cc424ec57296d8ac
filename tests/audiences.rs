//! The Board's edition: whatever a pack marks internal is absent from every byte of it.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::diag::emit::short;
use boardpack::load::{Tree, base_pack, example};
use boardpack::model::{Audience, Origin};
use boardpack::pipeline;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Every kind of marking, each with words of its own in every field that takes words. A canary is a
/// word that begins with `zz`; it stands nowhere else.
const MARKED: &str = "\
~~~ data/services.yaml
-    summary: Finding products.
+    summary: Finding products.
+  - id: zzsvcid
+    name: Zzsvcname
+    area: zzareaid
+    tier: 3
+    owner: Head of zzsvcowner
+    summary: Books zzsvcsummary.
+    aliases: [zzsvcalias]
+    audience: internal
-  - {id: finding, name: Finding}
+  - {id: finding, name: Finding}
+  - {id: zzareaid, name: Zzareaname}
-  - {id: pay, name: Customers can pay, services: [checkout], critical: true}
+  - {id: pay, name: Customers can pay, services: [checkout, zzsvcid], critical: true}
+  - {id: zzjourneyid, name: Zzjourneyname, services: [zzsvcid], critical: true}
~~~ data/maturity.yaml
-      pay: {measured: yes, alerting: yes, tested: 2026-08-30, revenue_share: 100}
+      pay: {measured: yes, alerting: yes, tested: 2026-08-30, revenue_share: 90}
+      zzjourneyid: {measured: no, alerting: no, tested: ~, revenue_share: 10}
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 1}
+      search: {quarter: 1}
+      zzsvcid: {quarter: 2}
-  error-budget-left:
+  zzmetid:
+    note: zzmetnote
+    all: {quarter: 71.717}
+    services:
+      checkout: {quarter: 71.818}
+      search: {missing: zzmissing, owner: zzmissingowner}
+  error-budget-left:
=== data/objectives/zzobjid.yaml
apiVersion: openslo/v1
kind: SLO
metadata:
  name: zzobjid
  displayName: Zzobjname
  annotations: {boardpack/audience: internal}
spec:
  description: Zzobjdescription
  service: checkout
  indicator:
    metadata: {name: zzsliid, displayName: Zzsliname}
    spec:
      description: Zzslidescription
      ratioMetric:
        good: {metricSource: {type: Zzslisystem, spec: {query: zzsligood}}}
        total: {metricSource: {type: Zzslisystem, spec: {query: zzslitotal}}}
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{displayName: Zzobjpart, targetPercent: 97.97}]
  alertPolicies: [{alertPolicyRef: fast-burn}]
=== data/objectives/of-zzsvcid.yaml
apiVersion: openslo/v1
kind: SLO
metadata: {name: zzobjofservice, displayName: Zzobjofservicename}
spec:
  service: zzsvcalias
  indicatorRef: checkout-requests
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{target: 0.9898}]
~~~ data/annotations.yaml
-- id: provider-outage
+- id: zzmarkid
+  kind: event
+  date: 2026-08-19
+  label: zzmarklabel
+  audience: internal
+- id: zzpointid
+  kind: change-point
+  date: 2026-08-03
+  label: zzpointlabel
+  cause: zzpointcause
+  metrics: [change-failure-rate]
+  audience: internal
+- id: zzofservice
+  kind: event
+  date: 2026-08-20
+  label: zzofservicelabel
+  services: [zzsvcid]
+- id: provider-outage
=== content/metrics/zzmetid.md
---
name: Zzmetname
short: ZZMET
audience: internal
category: delivery
kind: level
unit: {one: zzthing, many: zzthings}
per: zzper
polarity: lower-is-better
roll_up: stated-only
spread: linear
test: none
not_tested: zznottested
owner: zzmetowner
roles: [cto]
definition:
  version: 1
  formula: zzformula
  start_event: zzstart
  stop_event: zzstop
  event_source: zzsource
  query_owner: zzqueryowner
  inclusion: zzinclusion
  exclusion: zzexclusion
  refresh: zzrefresh
  weaknesses: zzweaknesses
  changes:
    - {version: 1, date: 2024-10-01, what: zzwhat, effect: none}
targets:
  - {from: 2025-01-01, value: 50, set_by: zzsetby, rationale: zzrationale}
benchmarks:
  - {low: 5, high: 20, source: zzbenchsource, year: 2024, label: zzbenchlabel, comparability: zzcomparability}
platforms: [zzplatform]
---
## Meaning
Counts zzmeaning.

## Why the Board sees it
For zzwhy.

## What moves it
By zzdrivers.

## Playbook
Look at zzplaybook.

## Questions and answers
**Zzquestion?** Zzanswer.
=== content/glossary/zztermid.md
---
name: Zztermname
short: ZZT
audience: internal
see: [error-budget-left]
---
A zztermmeaning.
=== content/glossary/zzonlyid.md
---
name: Zzonlyname
see: [zzmetid, zztermid]
---
A zzonlymeaning, which explains nothing else.
=== content/2026-Q3/stories/zzstoryid.md
---
title: We ask for zzstorytitle
metric: change-failure-rate
service: checkout
action: automated-rollback
audience: internal
owner: zzstoryowner
cost: zzcost
outcome: did-not-work
other_changes: zzother
next_check: 2026-12-15
proxy:
  grade: modelled
  low: 1 zzlow
  high: 2 zzhigh
  method: zzmethod
  agreed_with: zzagreed
  agreed_on: 2026-10-06
---
## Context
The zzcontext.

## Action
The zzaction.

## Business proxy
The zzproxy.
=== content/2026-Q3/decisions/zzdecisionid.md
---
number: 2
verb: decide
audience: internal
title: We ask for zzdecisiontitle
request: zzrequest
amount: zzamount
reply_by: 2026-11-13
sponsor: zzsponsor
question: zzdquestion?
metric: checkout-success
baseline:
  what: zzbwhat
  one_off: zzbonce
  running: zzbrunning
  trade_off: zzbtrade
  if_wrong: zzbwrong
  owner: zzbowner
investment:
  what: zziwhat
  one_off: zzionce
  running: zzirunning
  go_live: 2027-03-01
  trade_off: zzitrade
  if_wrong: zziwrong
  owner: zziowner
also_considered:
  - {option: zzoption, rejected: zzrejected}
assumptions:
  - {id: ZZA1, text: zzassumption, source: zzassumptionsource}
stop_rule: zzstoprule
resolution: zzresolution
review: {date: 2027-06-15, measure: zzmeasure}
---
## Why now
The zzwhynow.
~~~ content/2026-Q3/decisions/d1-second-provider.md
-  - {id: A1, text: Outages are independent., source: records of both providers}
+  - {id: A1, text: Outages are independent., source: records of both providers}
+  - {id: ZZA2, text: Zzhiddenassumption., source: zzhiddensource, audience: internal}
-The peak season begins in November.
+The peak season begins in November.
+
+:::internal
+Because of zzdecisionblock.
+:::
~~~ content/2026-Q3/stories/rollback.md
-cost: 14 engineer-weeks
+cost: 14 engineer-weeks
+literals: [{text: zz78, source: zzliteralsource}]
-Releases failed too often.
+Releases failed too often.
+
+:::internal
+Mostly by **zzblock**, at {{ zzmetid }} a [zzblocklink](metrics/zzmetid.html).
+
+- zzblockitem of zz78
+:::
+
+And at night.
~~~ content/2026-Q3/overview.md
-  promises: []
-exceptions:
+  promises:
+    - {earlier: zzoldid, what: zzoldwhat, owner: zzoldowner, by: 2026-08-01, state: kept, note: zzoldnote, audience: internal}
+promises:
+  - {id: zzpromiseid, what: zzpromisewhat, owner: zzpromiseowner, by: 2026-12-24, audience: internal}
+exceptions:
+  - metric: lead-time
+    audience: internal
+    why: zzwhyof
+    grade: likely
+    doing: zzdoing
+    owner: zzanswerowner
+    by: 2026-12-25
+    change_our_mind: zzmind
-    change_our_mind: A quarter of small releases with as many failures.
----
+    change_our_mind: A quarter of small releases with as many failures.
+---
+For everybody.
+
+:::internal
+For zzprose only.
+:::
~~~ content/metrics/change-failure-rate.md
-Every repair takes engineers from planned work.
+Every repair takes engineers from planned work.
+
+:::internal
+Zzmetricblock.
+:::
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures that a target leaves room for.
+
+:::internal
+Zztermblock.
+:::
";

fn edition(tree: &Tree, audience: Audience) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let build = pipeline::build_from(tree, &Origin::default(), audience);
    let told = short(&build.diagnostics, &build.sources);
    Ok(build.site.ok_or(told)?.files)
}

/// Every word of a text that begins with `zz`, in small letters.
fn canaries(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.map(str::to_ascii_lowercase);
    let mut found: Vec<String> = words.filter(|w| w.starts_with("zz")).collect();
    found.sort();
    found.dedup();
    found
}

/// Where a word stands in a site: in a file's bytes whatever their case, or in its path.
fn places(site: &BTreeMap<String, Vec<u8>>, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| {
        let small = bytes.to_ascii_lowercase();
        small
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    let files = site.iter();
    files
        .filter(|(path, bytes)| holds(path.as_bytes()) || holds(bytes))
        .map(|(path, _)| path.clone())
        .collect()
}

/// A page without the places of strokes and words on its drawings: they are no figures.
fn without_places(page: &str) -> String {
    let is_place = |value: &str| {
        let drawn = |c: char| c.is_ascii_digit() || " .,-mhvlzMHVLZ".contains(c);
        !value.is_empty() && value.chars().all(drawn)
    };
    // Attribute values and what stands between them take turns.
    let parts = page.split('"').enumerate();
    let kept = parts.filter(|(n, part)| n % 2 == 0 || !is_place(part));
    kept.map(|(_, part)| part).collect::<Vec<_>>().join("\"")
}

#[test]
fn no_byte_of_the_boards_edition_holds_what_is_marked_internal() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let whole = edition(&tree, Audience::Internal).unwrap();
    let board = edition(&tree, Audience::Board).unwrap();
    let words = canaries(MARKED);
    assert!(words.len() > 90, "{}", words.len());
    let mut leaks = String::new();
    for word in &words {
        let places = places(&board, word);
        if !places.is_empty() {
            leaks += &format!("{word}: {places:?}\n");
        }
    }
    // Its figures neither.
    for figure in ["71.7", "71717", "71.8", "71818"] {
        for (path, bytes) in &board {
            let text = without_places(&String::from_utf8_lossy(bytes));
            if !path.ends_with(".woff2") && text.contains(figure) {
                leaks += &format!("{figure}: {path}\n");
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks}");
    // The words are canaries only if the other edition shows them: all but some ids, and what is
    // said of a metric that is no exception.
    let unseen = [
        "zzanswerowner",
        "zzareaid",
        "zzdoing",
        "zzjourneyid",
        "zzmarkid",
        "zzmind",
        // An objective is shown once a service level makes a promise of it.
        "zzobjdescription",
        "zzobjname",
        "zzobjofservice",
        "zzobjofservicename",
        "zzobjpart",
        "zzslidescription",
        "zzsligood",
        "zzsliid",
        "zzsliname",
        "zzslisystem",
        "zzslitotal",
        "zzoldid",
        "zzoldnote",
        "zzoldowner",
        "zzoldwhat",
        "zzpointid",
        "zzpromiseid",
        "zzpromiseowner",
        "zzpromisewhat",
        "zzsvcalias",
        "zzwhyof",
    ];
    let mute = words.iter().filter(|w| places(&whole, w).is_empty());
    let mute: Vec<&String> = mute.filter(|w| !unseen.contains(&w.as_str())).collect();
    assert!(mute.is_empty(), "no edition shows {mute:?}");
}

#[test]
fn each_edition_says_which_it_is() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let page = |site: &BTreeMap<String, Vec<u8>>| {
        String::from_utf8_lossy(&site["2026-Q3/index.html"]).into_owned()
    };
    let whole = page(&edition(&tree, Audience::Internal).unwrap());
    let board = page(&edition(&tree, Audience::Board).unwrap());
    assert!(whole.contains("Confidential: Board · internal edition"));
    assert!(!board.contains("internal edition"));
    assert!(board.contains("This edition is made for the Board"));
    // A pack that marks nothing has one edition, and says nothing of others.
    let plain = base_pack();
    let (one, other) = (
        edition(&plain, Audience::Internal).unwrap(),
        edition(&plain, Audience::Board).unwrap(),
    );
    assert!(!page(&one).contains("edition is made") && !page(&one).contains("internal edition"));
    for (path, bytes) in &one {
        assert!(path == "manifest.json" || other[path] == *bytes, "{path}");
    }
}

#[test]
fn a_section_that_is_hidden_whole_takes_its_heading_along() {
    let hidden = "
~~~ content/metrics/change-failure-rate.md
-If it worsens, we first look at the changes of the last two weeks.
+:::internal
+If it worsens, we first look at the changes of the last two weeks.
+:::
";
    let tree = example(&base_pack(), hidden).unwrap();
    let page = |audience, path: &str| {
        let site = edition(&tree, audience).unwrap();
        String::from_utf8_lossy(&site[path]).into_owned()
    };
    let metric = "metrics/change-failure-rate.html";
    assert!(page(Audience::Internal, metric).contains("<h2>If it worsens</h2>"));
    assert!(!page(Audience::Board, metric).contains("<h2>If it worsens</h2>"));
    // The rows that are hidden cannot be said to stand there.
    let ledger = "decisions/index.html";
    assert!(page(Audience::Internal, ledger).contains("No row is ever taken out. "));
    assert!(page(Audience::Board, ledger).contains("is not part of this edition. "));
}

#[test]
fn what_is_not_marked_stays_and_the_organisation_counts_everything() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let board = edition(&tree, Audience::Board).unwrap();
    let text = |path: &str| String::from_utf8_lossy(&board[path]).into_owned();
    let pack = text("2026-Q3/index.html");
    for said in ["Releases failed too often", "And at night", "For everybody"] {
        assert!(pack.contains(said), "{said}");
    }
    // Three of checkout, one of search, two of the service that is not there.
    let report: serde_json::Value = serde_json::from_slice(&board["report.json"]).unwrap();
    let figures = report["quarters"][0]["figures"].as_array().unwrap();
    let incidents = |scope: &str| {
        let mut all = figures.iter();
        all.find(|f| f["metric"] == "incidents" && f["scope"] == scope)
    };
    assert_eq!(incidents("all").unwrap()["value"]["decimal"], "6");
    assert!(incidents("checkout").is_some());
    assert_eq!(
        figures
            .iter()
            .filter(|f| f["metric"] == "incidents")
            .count(),
        3
    );
}

/// The manifest of an edition names no file that the edition hides, and says for whom it is.
#[test]
fn the_manifest_lists_no_hidden_file() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let board = edition(&tree, Audience::Board).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&board["manifest.json"]).unwrap();
    assert_eq!(manifest["edition"], "board");
    let inputs = manifest["inputs"].as_object().unwrap();
    assert!(inputs.contains_key("content/metrics/lead-time.md"));
    assert!(inputs.keys().all(|path| !path.contains("zz")));
}

/// Places at which a pack may name what it hides, one at a time, and the line that tells of it.
#[test]
fn every_place_that_names_what_is_hidden_is_an_error() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let swaps = [
        (
            "data/pack.yaml",
            "report: Engineering",
            "report: Zzsvcname engineering",
        ),
        (
            "data/pack.yaml",
            "      - satisfaction",
            "      - satisfaction\n      - zzmetid",
        ),
        (
            "data/services.yaml",
            "owner: Head of Search",
            "owner: Head of ZZSVCNAME",
        ),
        (
            "data/services.yaml",
            "summary: Finding products",
            "summary: Finding (zzsvcalias)",
        ),
        (
            "data/annotations.yaml",
            "label: payment provider down",
            "label: zzmet down",
        ),
        (
            "content/metrics/lead-time.md",
            "owner: VP Eng",
            "owner: VP Zzmetname, Eng",
        ),
        (
            "content/metrics/lead-time.md",
            "rationale: Two",
            "rationale: Zzsvcname two",
        ),
        (
            "content/metrics/lead-time.md",
            "formula: median",
            "formula: zzsvcid median",
        ),
        (
            "content/metrics/lead-time.md",
            "Size of changes",
            "Size of zzsvcid’s changes",
        ),
        (
            "content/metrics/lead-time.md",
            "weaknesses: work",
            "weaknesses: Zzsvcname’s work",
        ),
        (
            "content/glossary/error-budget.md",
            "The failures that",
            "Zzmetname that",
        ),
        (
            "content/2026-Q3/overview.md",
            "outage\nsummary",
            "outage at Zzsvcname\nsummary",
        ),
        (
            "content/2026-Q3/overview.md",
            "For everybody.",
            "As [told](2026-Q3/zzstoryid).",
        ),
        (
            "content/2026-Q3/overview.md",
            "why: Large releases",
            "why: zzsvcid releases",
        ),
        (
            "content/2026-Q3/stories/rollback.md",
            "And at night.",
            "At {{ zzmetid }} a night.",
        ),
        (
            "content/2026-Q3/stories/rollback.md",
            "cost: 14",
            "cost: Zzsvcname 14",
        ),
        (
            "content/2026-Q3/stories/rollback.md",
            "owner: VP",
            "owner: Zzsvcname VP",
        ),
        (
            "content/2026-Q3/decisions/d1-second-provider.md",
            "sponsor: CTO",
            "sponsor: Zzmet CTO",
        ),
        (
            "content/2026-Q3/decisions/d1-second-provider.md",
            "stop_rule: Stop",
            "stop_rule: Zzmetname",
        ),
        (
            "data/snapshots/2026-Q3.yaml",
            "reviewed_by: Fin",
            "reviewed_by: Zzsvcname fin",
        ),
    ];
    for (path, old, new) in swaps {
        let mut tree = tree.clone();
        let file = tree.files.get_mut(path).unwrap();
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(text.contains(old), "{path}: {old}");
        *file = text.replacen(old, new, 1).into_bytes();
        let checked = pipeline::check(&tree);
        let leak = checked
            .diagnostics
            .iter()
            .find(|d| d.code == "internal-leak");
        let leak = leak.unwrap_or_else(|| panic!("{path}: `{new}` is not told of"));
        let place = leak.primary.as_ref().unwrap().span;
        assert_eq!(checked.sources.file(place.file).path, path, "{new}");
        assert!(edition(&tree, Audience::Board).is_err());
    }
}

#[test]
fn no_setting_lets_a_name_leak() {
    let topics = pipeline::topics();
    let leak = topics.iter().find(|t| t.code == "internal-leak").unwrap();
    let tree = example(&base_pack(), leak.bad).unwrap();
    let over = "~~~ data/pack.yaml\n-stage: scaling\n+stage: scaling\n\
                +rules: {internal-leak: {severity: off, reason: none}}\n";
    let checked = pipeline::check(&example(&tree, over).unwrap());
    let mut codes: Vec<&str> = checked.diagnostics.iter().map(|d| d.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["internal-leak", "locked-rule"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever lines of a section are marked, none of their words is in the Board's edition and all
    /// others are.
    #[test]
    fn random_blocks_leak_nothing(lines in proptest::collection::vec((any::<bool>(), 0..4_u8), 1..9)) {
        let mut section = String::new();
        for (at, (internal, kind)) in lines.iter().enumerate() {
            let line = match kind {
                0 => format!("Plain qq{at}qq words."),
                1 => format!("- item **qq{at}qq**\n- and `qq{at}qq`"),
                2 => format!("```\nqq{at}qq\n:::\n```"),
                _ => format!("> é qq{at}qq, [x](https://example.com/qq{at}qq)"),
            };
            section += &match internal {
                true => format!("\n:::internal\n{line}\n:::\n"),
                false => format!("\n{line}\n"),
            };
        }
        let mut tree = base_pack();
        let path = "content/metrics/lead-time.md";
        let text = String::from_utf8(tree.files[path].clone()).unwrap();
        let text = text.replace("It bounds how fast we learn.", &format!("It bounds.\n{section}"));
        tree.files.insert(path.to_owned(), text.into_bytes());
        let board = edition(&tree, Audience::Board).unwrap();
        let whole = edition(&tree, Audience::Internal).unwrap();
        for (at, (internal, _)) in lines.iter().enumerate() {
            let word = format!("qq{at}qq");
            prop_assert_eq!(places(&board, &word).is_empty(), *internal);
            prop_assert!(!places(&whole, &word).is_empty());
        }
        for site in [&whole, &board] {
            let page = String::from_utf8_lossy(&site["metrics/lead-time.html"]);
            prop_assert!(!page.contains(":::internal"));
        }
    }
}

/// Groups of fewer than five answers, and one more where the total would tell, in no edition.
#[test]
fn small_groups_are_shown_to_nobody() {
    let over = "~~~ data/snapshots/2026-Q3.yaml\n-    all: {quarter: 3.9 (n 62 of 80)}\n\
                +    all: {quarter: 3.9 (n 62 of 80)}\n+    services:\n\
                +      checkout: {quarter: 4.1717 (n 58 of 60)}\n\
                +      search: {quarter: 1.2727 (n 4 of 20)}\n";
    let tree = example(&base_pack(), over).unwrap();
    for audience in [Audience::Internal, Audience::Board] {
        let site = edition(&tree, audience).unwrap();
        for (path, bytes) in &site {
            let text = String::from_utf8_lossy(bytes);
            for figure in ["1.27", "4.17", "41717", "12727"] {
                let shown = !path.ends_with(".woff2") && text.contains(figure);
                assert!(!shown, "{figure} in {path}");
            }
        }
        let table = String::from_utf8_lossy(&site["tables/satisfaction.csv"]).into_owned();
        let row = |scope: &str| {
            table
                .lines()
                .find(|l| l.contains(scope))
                .unwrap()
                .to_owned()
        };
        assert!(row("search").contains("fewer than 5 answers, not shown"));
        assert!(row("checkout").contains("withheld to protect a small group"));
        let page = String::from_utf8_lossy(&site["2026-Q3/index.html"]).into_owned();
        assert!(page.contains("Search: fewer than 5 answers, not shown."));
    }
    // A sentence cannot say it either.
    let bound = "~~~ content/2026-Q3/stories/rollback.md\n-Releases failed too often.\n\
                 +Releases failed too often, at {{ satisfaction@search }}.\n";
    let told = edition(&example(&tree, bound).unwrap(), Audience::Internal).unwrap_err();
    assert!(
        told.contains("stories/rollback.md") && !told.contains("1.27"),
        "{told}"
    );
}

#[test]
fn the_files_of_charts_are_of_the_edition_too() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let hidden = |audience| {
        let site = edition(&tree, audience).unwrap();
        let charts = site.iter().filter(|(path, _)| path.ends_with(".svg"));
        let charts: Vec<(String, String)> = charts
            .map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).to_lowercase()))
            .collect();
        assert!(!charts.is_empty());
        let of = |(path, text): &&(String, String)| path.contains("zz") || text.contains("zz");
        charts.iter().filter(of).count()
    };
    assert!(
        hidden(Audience::Internal) > 0,
        "no chart shows what is marked"
    );
    assert_eq!(hidden(Audience::Board), 0);
}
