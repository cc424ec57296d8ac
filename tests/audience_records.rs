//! The Board's edition of the records: risks, what auditors ask for, incidents, promises and their
//! contracts, experiments, rhythms, money and repair time. What is marked internal, and what is told
//! of a hidden service, is in no byte of it: no page, table, chart, list or `report.json`.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::diag::emit::short;
use boardpack::load::{Tree, base_pack, example};
use boardpack::model::{Audience, Origin};
use boardpack::pipeline;
use std::collections::BTreeMap;

/// Every record with something internal in it. A word that begins with `zz` stands nowhere else.
const MARKED: &str = "\
~~~ data/services.yaml
-    summary: Finding products.
+    summary: Finding products.
+  - id: zzsvcid
+    name: Zzsvcname
+    area: finding
+    tier: 3
+    owner: Head of zzsvcowner
+    summary: Books zzsvcsummary.
+    audience: internal
~~~ data/risks.yaml
-- id: single-provider
+- id: zzriskid
+  name: Zzriskname
+  cause: The zzriskcause
+  event: the zzriskevent
+  consequence: the zzriskconsequence
+  kind: people
+  owner: Head of zzriskowner
+  appetite: {a_year: 71717, set_by: Zzappetite, on: 2026-02-12}
+  doing: {what: Do zzriskdoing, owner: Head of zzdoingowner, by: 2026-12-18}
+  trigger: {what: The zzrisktrigger}
+  audience: internal
+  assessed:
+    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 1}, impact: {low: 4177, high: 5177}, grade: assumed, by: Zzriskby, why: The zzriskwhy.}
+- id: zzwatchid
+  name: Zzwatchname
+  cause: The zzwatchcause
+  event: the zzwatchevent
+  consequence: the zzwatchconsequence
+  kind: delivery
+  owner: CTO
+  appetite: {a_year: 90000, set_by: Board, on: 2026-02-12}
+  trigger: {metric: lead-time, service: zzsvcid, above: 90}
+  assessed:
+    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 1}, impact: {low: 4000, high: 5000}, grade: assumed, by: CTO, why: The zzwatchwhy.}
+- id: single-provider
~~~ data/compliance.yaml
-restore_tests:
+  - id: zzcertid
+    name: Zzcertname
+    scope: The zzcertscope
+    owner: Head of zzcertowner
+    audience: internal
+    audits:
+      - {on: 2026-04-10, passed: true, until: 2027-04-09, next: 2027-03-15}
+    findings:
+      - {id: zzfindingid, what: The zzfinding, severity: minor, opened: 2026-04-10, due: 2026-12-30, closed: ~}
+restore_tests:
+  - {service: zzsvcid, on: 2026-07-17, passed: false, next: 2026-10-17}
-    - {id: v-2, severity: critical, service: search, known: 2026-08-03, fixed: 2026-08-12}
+    - {id: v-2, severity: critical, service: search, known: 2026-08-03, fixed: 2026-08-12}
+    - {id: zzvulnerability, severity: critical, service: zzsvcid, known: 2026-08-04, fixed: ~, accepted: {by: Head of zzaccepting, on: 2026-08-10, until: 2026-12-15, why: The zzacceptedwhy.}}
~~~ data/experiments.yaml
-- id: pair-review
+- id: zzexperimentid
+  hypothesis: The zzhypothesis.
+  owner: Head of zzexperimentowner
+  start: 2026-05-04
+  end: 2026-07-24
+  expected: {text: The zzexpected.}
+  decision: stop
+  decided: 2026-07-30
+  observed: The zzobserved.
+  follow_up: {what: The zzfollowing, owner: Head of zzfollowingowner, by: 2026-12-11}
+  audience: internal
+- id: zzmeasuredid
+  hypothesis: The zzmeasuredhypothesis.
+  owner: CTO
+  start: 2026-07-06
+  end: 2026-12-18
+  metric: lead-time
+  service: zzsvcid
+  expected: {text: The zzmeasuredexpected., level: {high: 24}}
+  decision: ~
+- id: pair-review
~~~ data/cadence.yaml
-- id: signals
+- id: zzrhythmid
+  name: Zzrhythmname
+  rhythm: monthly
+  owner: Head of zzrhythmowner
+  does: The zzrhythmdoes.
+  since: 2026-07-01
+  held: {2026-Q3: 2}
+  audience: internal
+- id: signals
~~~ data/incidents/2026-Q3.yaml
-    follow_ups:
+    follow_ups:
+      - {id: zzfollowupid, what: The zzfollowup, kind: learn, owner: Head of zzfollowupowner, due: 2026-12-30, done: ~, audience: internal}
-incidents:
+incidents:
+  - id: zzincidentid
+    title: Zzincidenttitle
+    severity: 3
+    began: 2026-08-19 09:02
+    detected: 2026-08-19 09:08
+    acknowledged: 2026-08-19 09:11
+    restored: 2026-08-19 10:19
+    found_by: us
+    services: [search]
+    journeys: []
+    affected: {share: 2, of: zzaffected, customers: 3, grade: measured}
+    experienced: The zzexperienced.
+    cause: The zzcause.
+    change: none
+    milestones: [{at: 2026-08-19 09:20, what: The zzmilestone}]
+    review: {due: 2026-08-29, held: 2026-08-27, monitoring_gap: true, gap: The zzgap.}
+    audience: internal
+  - id: zzofserviceid
+    title: Zzofservicetitle
+    severity: 3
+    began: 2026-08-20 09:02
+    detected: 2026-08-20 09:08
+    acknowledged: 2026-08-20 09:11
+    restored: 2026-08-20 10:19
+    found_by: customer
+    services: [zzsvcid]
+    journeys: []
+    affected: {share: 2, of: customers, customers: 3, grade: measured}
+    experienced: The zzofserviceexperienced.
+    cause: The zzofservicecause.
+    change: none
+    review: {due: 2026-08-30, held: 2026-08-28, monitoring_gap: false}
~~~ data/business.yaml
-  - {id: come-back, name: Customers who order within a week all the same, value: {low: 50, high: 70}, unit: percent, supplied_by: CFO, on: 2026-07-01, grade: assumed, basis: Orders after the last outage}
+  - {id: come-back, name: Customers who order within a week all the same, value: {low: 50, high: 70}, unit: percent, supplied_by: CFO, on: 2026-07-01, grade: assumed, basis: Orders after the last outage}
+  - {id: zzinputid, name: Zzinputname, value: {low: 717, high: 727}, unit: currency-a-day, supplied_by: Head of zzinputrole, on: 2026-07-01, grade: measured, basis: The zzbasis}
-  - id: outage-august
+  - id: zzestimateid
+    name: Zzestimatename
+    period: 2026-Q3
+    formula: labour-cost
+    inputs: {days: {record: quality.rework-days, service: search}, cost_per_day: zzinputid}
+    note: The zzestimatenote.
+    audience: internal
+  - id: outage-august
~~~ data/quality/2026-Q3.yaml
-  - {id: find, name: Finding, people: 6}
+  - {id: find, name: Finding, people: 6}
+  - {id: zzteamid, name: Zzteamname, people: 7}
-  - {id: search, service: search, thousand_lines: 40, changes: 60}
+  - {id: search, service: search, thousand_lines: 40, changes: 60}
+  - {id: zzrepositoryid, service: zzsvcid, thousand_lines: 41, changes: 61}
-  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: zzteamid, repository: zzrepositoryid, total: 717, rework: 47, bug_fix: 27}
-  - {id: d-2, repository: search, confirmed: 2026-08-20, introduced: ~, fixed: ~}
+  - {id: d-2, repository: search, confirmed: 2026-08-20, introduced: ~, fixed: ~}
+  - {id: zzdefectid, repository: zzrepositoryid, confirmed: 2026-08-21, introduced: ~, fixed: ~}
=== data/objectives/zzobjective.yaml
apiVersion: openslo/v1
kind: SLO
metadata: {name: zzobjectiveid, displayName: Zzobjectivename}
spec:
  service: checkout
  indicatorRef: checkout-requests
  timeWindow:
    - duration: 1Q
      isRolling: false
      calendar: {startTime: 2024-10-01 00:00:00, timeZone: Europe/London}
  budgetingMethod: Occurrences
  objectives: [{targetPercent: 97.1}]
~~~ data/maturity.yaml
-    sla_with_credits: false
+    sla_with_credits: true
~~~ data/service-levels.yaml
-reviews:
+reviews:
+  - {objective: zzobjectiveid, period: 2026-Q3, because: overspent, opened: 2026-10-01, due: 2026-10-30, held: 2026-10-02, outcome: continue, text: The zzreview., owner: Head of zzreviewowner}
-levels:
+  - id: zzpolicyid
+    set_by: Head of zzpolicy
+    from: 2025-01-01
+    states: [{left_at_least: 0, state: reliability-first}]
+    review: {overspent: true}
+    within: 30
+levels:
+  - objective: zzobjectiveid
+    journeys: [pay]
+    owner: Head of zzlevelowner
+    policy: zzpolicyid
+    since: 2026-07-01
+    audience: internal
+    agreement:
+      name: Zzagreement
+      parties: 3
+      window: calendar-month
+      target: 96.1
+      exclusions: The zzexclusion
+      monthly_fee: 71700
+      supplied_by: Head of zzfee
+      credits: [{below: 96.1, credit: 10}]
~~~ data/snapshots/2026-Q3.yaml
-objectives:
+objectives:
+  zzobjectiveid:
+    days: {2026-07-01: 900/1000, 2026-08-18: 990/1000}
+    excluded: [{day: 2026-08-02, good: 0, valid: 12, reason: The zzexcluded, agreed_by: Head of zzagreedby}]
+    agreement: {months: {2026-07: 900/1000}, credits_claimed: 717}
";

fn edition(tree: &Tree, audience: Audience) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let build = pipeline::build_from(tree, &Origin::default(), audience);
    let told = short(&build.diagnostics, &build.sources);
    Ok(build.site.ok_or(told)?.files)
}

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
    let holds = |text: &[u8]| {
        let text = String::from_utf8_lossy(text).to_ascii_lowercase();
        text.contains(word)
    };
    let found = site
        .iter()
        .filter(|(path, bytes)| holds(path.as_bytes()) || holds(bytes));
    found.map(|(path, _)| path.clone()).collect()
}

#[test]
fn no_byte_of_the_boards_edition_holds_what_the_records_hide() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let whole = edition(&tree, Audience::Internal).unwrap();
    let board = edition(&tree, Audience::Board).unwrap();
    let words = canaries(MARKED);
    assert!(words.len() > 70, "{}", words.len());
    let mut leaks = String::new();
    for word in &words {
        let places = places(&board, word);
        if !places.is_empty() {
            leaks += &format!("{word}: {places:?}\n");
        }
    }
    assert!(leaks.is_empty(), "{leaks}");
    // The words are canaries only if the other edition shows them.
    // Ids of which no page and no table is told; a timeline is drawn of the worst incident alone.
    let unseen = ["zzdefectid", "zzinputid", "zzmilestone", "zzvulnerability"];
    let mute = words.iter().filter(|w| places(&whole, w).is_empty());
    let mute: Vec<&String> = mute.filter(|w| !unseen.contains(&w.as_str())).collect();
    assert!(mute.is_empty(), "no edition shows {mute:?}");
}

/// The objects of a kind in the latest quarter of `report.json`.
fn told(site: &BTreeMap<String, Vec<u8>>, kind: &str) -> Vec<serde_json::Value> {
    let report: serde_json::Value = serde_json::from_slice(&site["report.json"]).unwrap();
    let quarters = report["quarters"].as_array().unwrap();
    let objects = quarters.last().unwrap()[kind].as_array();
    objects.cloned().unwrap_or_default()
}

/// The rows of a table, without its head.
fn rows(site: &BTreeMap<String, Vec<u8>>, path: &str) -> usize {
    let text = String::from_utf8_lossy(&site[path]);
    text.lines().count() - 1
}

#[test]
fn hidden_records_are_missing_from_every_table_and_nothing_else_is() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let whole = edition(&tree, Audience::Internal).unwrap();
    let board = edition(&tree, Audience::Board).unwrap();
    let plain = edition(&base_pack(), Audience::Board).unwrap();
    for (kind, table) in [
        ("risks", "risks/risks.csv"),
        ("certifications", "risks/certifications.csv"),
        ("audit_findings", "risks/findings.csv"),
        ("restore_tests", "risks/restore-tests.csv"),
        ("incident_record", "incidents/record.csv"),
        ("objectives", "objectives/objectives.csv"),
        ("budget_policies", "objectives/policies.csv"),
        ("estimates", "money/estimates.csv"),
        ("estimate_inputs", "money/inputs.csv"),
        ("effort_by_team", "quality/teams.csv"),
        ("effort_by_repository", "quality/repositories.csv"),
    ] {
        let [all, seen, without] = [&whole, &board, &plain].map(|site| told(site, kind).len());
        assert!(all > seen, "{kind}: {all} and {seen}");
        assert_eq!(seen, without, "{kind}");
        assert_eq!(rows(&board, table), rows(&plain, table), "{table}");
    }
    assert_eq!(told(&board, "follow_ups").len(), 1);
    assert_eq!(told(&board, "overdue_critical_vulnerabilities").len(), 0);
    assert_eq!(told(&board, "contracts").len(), 0);
}

#[test]
fn the_organisation_counts_what_its_board_is_not_shown() {
    let tree = example(&base_pack(), MARKED).unwrap();
    let board = edition(&tree, Audience::Board).unwrap();
    let critical = &told(&board, "vulnerabilities")[0];
    // The accepted one of the hidden service is open all the same.
    assert_eq!(critical["open"], 1);
    assert_eq!(critical["accepted"], 1);
    let all = told(&board, "effort_by_team");
    let all = all.iter().find(|row| row["name"] == "All teams").unwrap();
    assert_eq!(all["days"], 520 + 310 + 717);
}
