//! What each stage asks a company to measure, row by row of its table, and what the pack says is
//! missing; what a composite objective is held to; and how able the company was a year ago.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

use boardpack::analyse::analyse;
use boardpack::analyse::capability::{Capability, Lack, SetTopic};
use boardpack::diag::emit::short;
use boardpack::load::{base_pack, example, parse};
use boardpack::model::CatalogueEntry as Entry;
use boardpack::pipeline;

fn capability(over: &str) -> Capability {
    let tree = example(&base_pack(), over).unwrap_or_else(|fault| panic!("{fault}"));
    let loaded = parse(&tree);
    let told = short(&loaded.diagnostics, &loaded.sources);
    let pack = loaded.pack.unwrap_or_else(|| panic!("{told}"));
    let analysis = analyse(&pack);
    let quarter = analysis.quarters.into_values().next_back().unwrap();
    quarter.capability.unwrap_or_else(|| panic!("{told}"))
}

fn at(stage: &str, over: &str) -> Capability {
    let change = format!("~~~ data/pack.yaml\n-stage: scaling\n+stage: {stage}\n");
    capability(&(change + over))
}

fn lacks(capability: &Capability, topic: SetTopic) -> Option<&[Lack]> {
    let mut rows = capability.set.iter();
    rows.find(|row| row.topic == topic)
        .map(|row| row.lacks.as_slice())
}

/// The rows that a start-up is not asked for.
const LATER: [SetTopic; 7] = [
    SetTopic::Budgets,
    SetTopic::Detection,
    SetTopic::Coverage,
    SetTopic::Reviews,
    SetTopic::Code,
    SetTopic::Agreements,
    SetTopic::Pulse,
];

#[test]
fn each_stage_asks_for_the_rows_of_its_table() {
    let topics = |stage| -> Vec<SetTopic> {
        let rows = at(stage, "").set.into_iter();
        rows.map(|row| row.topic).collect()
    };
    let (scrappy, scaling, accountable) =
        (topics("scrappy"), topics("scaling"), topics("accountable"));
    assert_eq!((scrappy.len(), scaling.len()), (7, 14));
    assert_eq!(scaling, accountable);
    for topic in LATER {
        assert!(
            !scrappy.contains(&topic) && scaling.contains(&topic),
            "{topic:?}"
        );
    }
}

#[test]
fn a_later_stage_never_asks_for_less() {
    let [scrappy, scaling, accountable] = ["scrappy", "scaling", "accountable"].map(|s| at(s, ""));
    let all = |c: &Capability| c.set.iter().map(|row| row.lacks.len()).sum::<usize>();
    assert!(all(&scrappy) <= all(&scaling) && all(&scaling) <= all(&accountable));
    // One measure of the code is enough for the middle one, and all are asked of the last.
    let [Lack::OneOf(any)] = lacks(&scaling, SetTopic::Code).unwrap() else {
        panic!("{:?}", scaling.set);
    };
    assert_eq!(any.len(), 4);
    assert_eq!(lacks(&accountable, SetTopic::Code).unwrap().len(), 4);
}

/// A metric of what infrastructure costs, with a figure.
fn cost(value: &str) -> String {
    let metric = "\
=== content/metrics/cloud-cost.md
---
name: Cloud cost
category: cost
catalogue: infrastructure-cost
kind: level
unit: currency
per: active user a month
polarity: lower-is-better
roll_up: stated-only
spread: linear
test: none
not_tested: counted by the quarter
owner: CFO
roles: [cfo]
definition:
  version: 1
  formula: cost of computers over active users
  start_event: first day of the month
  stop_event: last day of the month
  event_source: supplier's bill
  query_owner: Finance
  inclusion: everything on the bill
  exclusion: licences
  refresh: monthly
  weaknesses: the bill comes late
  changes:
    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
---
## Meaning
What computers cost for one active user.

## Why the Board sees it
It is the largest cost after people.

## What moves it
Use and prices.

## Playbook
We first look at the largest services.

## Questions and answers
**Does it include people?** No.
";
    let observed = format!(
        "~~~ data/snapshots/2026-Q3.yaml\n-  error-budget-left:\n+  cloud-cost:\n+    all: {{quarter: \
         {value}}}\n+  error-budget-left:\n"
    );
    observed + metric
}

fn books(cost: &str, users: &str, by: &str) -> String {
    format!(
        "~~~ data/business.yaml\n-estimates:\n+  - {{id: bill, name: Bill of the cloud, value: \
         {cost}, unit: currency, supplied_by: {by}, on: 2026-10-01, grade: measured, basis: \
         Ledger}}\n+  - {{id: users, name: Active users, value: {users}, unit: count, supplied_by: \
         COO, on: 2026-10-01, grade: measured, basis: Sessions}}\n+estimates:\n+  - {{id: a-user, \
         name: Cloud cost of a user, period: 2026-Q3, formula: infrastructure-cost-per-user, inputs: \
         {{cost: bill, users: users}}}}\n"
    )
}

#[test]
fn the_last_stage_wants_costs_that_tie_out_with_finance() {
    let of = |stage: &str, over: &str| -> Vec<Lack> {
        lacks(&at(stage, over), SetTopic::Cost).unwrap().to_vec()
    };
    let none = [Lack::Metric(Entry::InfrastructureCost)];
    let apart = [Lack::TieOut(Entry::InfrastructureCost)];
    assert_eq!(of("scrappy", ""), none);
    assert_eq!(
        of("accountable", ""),
        none,
        "what is not told cannot tie out"
    );
    assert_eq!(of("scaling", &cost("1.14")), []);
    assert_eq!(of("accountable", &cost("1.14")), apart);
    let with = |books: String| of("accountable", &(cost("1.14") + &books));
    assert_eq!(with(books("11400", "10000", "CFO")), []);
    assert_eq!(
        with(books(
            "{low: 11000, high: 12000}",
            "10000",
            "Head of Finance"
        )),
        []
    );
    // Another figure than the metric's, and one that nobody of Finance answers for.
    assert_eq!(with(books("12400", "10000", "CFO")), apart);
    assert_eq!(with(books("11400", "10000", "CTO")), apart);
}

#[test]
fn the_last_stage_wants_a_pulse_that_says_how_many_were_asked() {
    let over = "~~~ data/snapshots/2026-Q3.yaml\n-    all: {quarter: 3.9 (n 62 of 80)}\n+    all: \
                {quarter: 3.9 (n 62)}\n";
    let pulse = |stage, over: &str| -> Vec<Lack> {
        lacks(&at(stage, over), SetTopic::Pulse).unwrap().to_vec()
    };
    let catalogued = |over: &str| {
        format!(
            "{over}~~~ content/metrics/satisfaction.md\n-kind: score\n+catalogue: pulse\n+kind: score\n"
        )
    };
    assert_eq!(pulse("accountable", &catalogued("")), []);
    assert_eq!(pulse("scaling", &catalogued(over)), []);
    assert_eq!(
        pulse("accountable", &catalogued(over)),
        [Lack::Asked(Entry::Pulse)]
    );
}

#[test]
fn levels_stand_beside_those_that_held_a_year_ago() {
    let then = "~~~ data/maturity.yaml\n-assessments:\n+assessments:\n+  - period: 2025-Q2\n+    by: CTO\n\
                +    on: 2025-07-04\n+    categories:\n+      people: {level: 1}\n+      process: {level: \
                2, evidence: {2: Somebody wrote objectives down.}}\n+      technology: {level: 1}\n+      \
                measurement: {level: 1}\n";
    let year_ago = |over: &str| {
        let levels = capability(over).levels.unwrap();
        let rows: Vec<Option<u8>> = levels.rows.iter().map(|row| row.year_ago).collect();
        (levels.year_ago, rows)
    };
    // What was assessed in Q2 2025 held in Q3 2025 too; nothing assessed is nothing, and not level 1.
    let (overall, rows) = year_ago(then);
    assert_eq!(
        (overall, rows),
        (Some(1), vec![Some(1), Some(2), Some(1), Some(1)])
    );
    assert_eq!(year_ago(""), (None, vec![None; 4]));
    let later = then
        .replace("2025-Q2", "2025-Q4")
        .replace("2025-07-04", "2026-01-09");
    assert_eq!(
        year_ago(&later).0,
        None,
        "a later assessment is none of a year ago"
    );
}

const COMPOSITE: &str = "\
=== data/objectives/whole-shop.yaml
apiVersion: openslo/v1
kind: SLO
metadata: {name: whole-shop, displayName: The whole shop}
spec:
  description: Customers can pay, twice over.
  service: checkout
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives:
    - {displayName: Paying, targetPercent: 99.5, indicatorRef: checkout-requests}
    - {displayName: Paying again, targetPercent: 99.0, indicatorRef: checkout-requests}
~~~ data/service-levels.yaml
-reviews:
+  - objective: whole-shop
+    owner: CTO
+    policy: customer-journeys
+    since: 2026-07-01
+    targets: []
+reviews:
";

#[test]
fn a_composite_that_is_held_to_nothing_is_no_silence() {
    let check = |over: &str| {
        let tree = example(&base_pack(), over).unwrap();
        let checked = pipeline::check(&tree);
        let codes = checked.diagnostics.iter().map(|d| d.code);
        codes.filter(|code| *code == "objective-history").count()
    };
    let without = COMPOSITE.replace("+    targets: []\n", "");
    let held = COMPOSITE.replace(
        "targets: []",
        "targets: [{from: 2026-07-01, target: 99.0, set_by: CTO, rationale: The lower of the two.}]",
    );
    assert_eq!(check(&without), 1);
    assert_eq!(check(&held), 0);
}
