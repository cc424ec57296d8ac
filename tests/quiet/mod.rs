//! Packs in which nothing changed, or only one thing by a known amount, with a sentence for every
//! claim that someone might make of them: how often the check of claims lets each pass. Everything
//! runs as it does for a pack on disk: text is loaded, judged and checked.
#![allow(clippy::cast_precision_loss, reason = "shares of counted sentences")]

use boardpack::load::{self, base_pack, example};
use boardpack::{analyse, bind, check, words};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Metrics in one pack.
const METRICS: usize = 100;
/// Claims that the data does not bear out.
const CODE: &str = "claim-without-signal";

/// Shares of metrics of which a claim passes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shares {
    /// `improved`.
    pub(crate) improved: f64,
    /// `worsened`.
    pub(crate) worsened: f64,
    /// `may have improved`.
    pub(crate) may_have: f64,
}

/// What is said of a quarter: 26 weeks before it, 13 in it, `shift` standard deviations better in
/// those. With an action on its first day, and a story about it for every metric, or without.
pub(crate) fn shares(metrics: usize, shift: f64, action: bool) -> Shares {
    let mut noise = Noise(20_260_930);
    let (mut passed, mut told) = ([0_usize; 3], 0);
    while told < metrics {
        let tree = example(&base_pack(), &pack(&mut noise, shift, action)).expect("a pack");
        let loaded = load::parse(&tree);
        let pack = loaded.pack.expect("a pack that loads");
        let analysis = analyse::analyse(&pack);
        let words = words::by_quarter(&pack, &analysis);
        let (answers, _) = bind::bind(&pack, &analysis, &words);
        let found = check::check(
            &pack,
            &analysis,
            &words,
            &answers,
            &loaded.sources,
            check::Reads::Everything,
        );
        let wrong: BTreeSet<String> = found
            .iter()
            .filter(|d| d.code == CODE)
            .filter_map(|d| {
                let span = d.primary.as_ref()?.span;
                let file = loaded.sources.file(span.file);
                let (line, _) = loaded.sources.line_column(span);
                Some(file.text.lines().nth(line - 1)?.to_owned())
            })
            .collect();
        for metric in 0..METRICS {
            for (n, verb) in VERBS.iter().enumerate() {
                let sentence = format!("Quiet {metric:03} {verb}");
                passed[n] += usize::from(!wrong.iter().any(|line| line.contains(&sentence)));
            }
        }
        told += METRICS;
    }
    let [improved, worsened, may_have] = passed.map(|n| n as f64 / told as f64);
    Shares {
        improved,
        worsened,
        may_have,
    }
}

const VERBS: [&str; 3] = ["improved.", "worsened.", "may have improved."];

fn pack(noise: &mut Noise, shift: f64, action: bool) -> String {
    let quarters = [
        ("2026-Q1", 1..14, "2026-04-06"),
        ("2026-Q2", 14..27, "2026-07-06"),
        ("2026-Q3", 27..40, "2026-10-05"),
    ];
    let mut text = String::new();
    let mut values: Vec<Vec<f64>> = Vec::new();
    for metric in 0..METRICS {
        let weeks = (1..40).map(|week| {
            let better = if week >= 27 { shift } else { 0.0 };
            1000.0 + 100.0 * (noise.normal() + better)
        });
        values.push(weeks.collect());
        write!(
            text,
            "=== content/metrics/quiet-{metric:03}.md\n{}",
            METRIC.replace("000", &format!("{metric:03}"))
        )
        .expect("a text takes all");
    }
    for (period, weeks, taken) in quarters {
        write!(text, "=== data/snapshots/{period}.yaml\nperiod: {period}\nas_of: {taken}\nreviewed_by: Finance\nobservations:\n").expect("a text takes all");
        for (metric, values) in values.iter().enumerate() {
            // A quarter's figure is what its weeks make.
            let own: Vec<f64> = weeks.clone().map(|week| values[week - 1]).collect();
            let mean = own.iter().sum::<f64>() / own.len() as f64;
            write!(
                text,
                "  quiet-{metric:03}:\n    all:\n      quarter: {mean:.4}\n      weeks:\n"
            )
            .expect("a text takes all");
            for week in weeks.clone() {
                writeln!(text, "        2026-W{week:02}: {:.4}", values[week - 1])
                    .expect("a text takes all");
            }
        }
    }
    text.push_str(
        "~~~ content/2026-Q3/overview.md\n-  - We ask the Board to fund a second provider.\n",
    );
    for metric in (0..METRICS).filter(|_| !action) {
        for verb in VERBS {
            writeln!(text, "+  - Quiet {metric:03} {verb}").expect("a text takes all");
        }
    }
    if action {
        text.push_str("~~~ data/annotations.yaml\n-- id: provider-outage\n+- id: quiet-action\n+  kind: action\n+  date: 2026-06-29\n+  label: something was done\n+  metrics: [quiet-000]\n+- id: provider-outage\n");
        for metric in 0..METRICS {
            write!(
                text,
                "=== content/2026-Q3/stories/quiet-{metric:03}.md\n{}",
                STORY.replace("000", &format!("{metric:03}"))
            )
            .expect("a text takes all");
        }
    }
    text
}

const METRIC: &str = "---
name: Quiet 000
category: delivery
kind: level
unit: {one: thing, many: things}
polarity: higher-is-better
roll_up: stated-only
spread: linear
test: xmr
owner: CTO
roles: [cto]
no_target: It is only looked at.
definition:
  version: 1
  formula: things
  start_event: a
  stop_event: b
  event_source: c
  query_owner: d
  inclusion: e
  exclusion: f
  refresh: daily
  weaknesses: none
  changes:
    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
---
## Meaning
A thing.

## Why the Board sees it
It does not.

## What moves it
Nothing.

## Playbook
None.

## Questions and answers
**Who?** Nobody.
";

const STORY: &str = "---
title: Quiet 000 improved.
metric: quiet-000
action: quiet-action
owner: CTO
cost: one week
outcome: too-early
other_changes: nothing known
next_check: 2026-12-15
proxy:
  grade: assumed
  method: nothing is claimed
  agreed_with: Finance
  agreed_on: 2026-10-06
---
## Context
Quiet 000 worsened.

## Action
Quiet 000 may have improved.

## Business proxy
None.
";

/// A small generator of repeatable noise (`SplitMix64`).
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        (z >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A standard normal value (Box and Muller).
    fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }
}
