//! What a handful of people do is theirs: no page of any edition tells the working days of a team of
//! fewer than five, nor those of a repository that only such people work on, nor lets a reader find
//! them by taking what is told from what all did.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use boardpack::analyse::{QualityQuarter, TEAM_TOLD_ALONE, analyse};
use boardpack::diag::emit::short;
use boardpack::load::{base_pack, example, parse};
use boardpack::model::{Audience, Origin};
use boardpack::pipeline;
use proptest::prelude::*;
use std::collections::BTreeSet;

const FEW: u64 = TEAM_TOLD_ALONE as u64;

/// What a team did on a repository: days, rework, repair of defects.
type Effort = (usize, usize, [u32; 3]);

fn record(people: &[u32], repositories: usize, effort: &[Effort]) -> String {
    let mut text =
        "=== data/quality/2026-Q3.yaml\nperiod: 2026-Q3\nas_of: 2026-10-05\nteams:\n".to_owned();
    for (n, people) in people.iter().enumerate() {
        text += &format!("  - {{id: t{n}, name: Team {n}, people: {people}}}\n");
    }
    text += "repositories:\n";
    for n in 0..repositories {
        let service = ["checkout", "search"][n % 2];
        text += &format!("  - {{id: r{n}, service: {service}, thousand_lines: 40, changes: 60}}\n");
    }
    text += "effort:\n";
    for (team, repository, [total, rework, bugs]) in effort {
        text += &format!(
            "  - {{team: t{team}, repository: r{repository}, total: {total}, rework: {rework}, \
             bug_fix: {bugs}}}\n"
        );
    }
    text
}

fn told(text: &str) -> QualityQuarter {
    let loaded = parse(&example(&base_pack(), text).unwrap());
    let analysis = analyse(&loaded.pack.unwrap());
    let mut quarters = analysis.quarters.into_values();
    quarters.find_map(|quarter| quarter.quality).unwrap()
}

fn effort() -> impl Strategy<Value = (Vec<u32>, usize, Vec<Effort>)> {
    let people = prop::collection::vec(1_u32..12, 2..6);
    (people, 1_usize..6).prop_flat_map(|(people, repositories)| {
        let pairs = people.len() * repositories;
        let days = prop::option::weighted(0.6, (1_u32..500, 0_u32..=100, 0_u32..=100));
        let days = prop::collection::vec(days, pairs);
        let teams = people.len();
        (Just(people), Just(repositories), days).prop_map(move |(people, repositories, days)| {
            let rows = days.into_iter().enumerate().filter_map(|(at, row)| {
                let (total, rework, bugs) = row?;
                let rework = total * rework / 100;
                Some((at % teams, at / teams, [total, rework, rework * bugs / 100]))
            });
            (people, repositories, rows.collect())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nobody_few_is_told_alone_or_by_what_is_left(
        (people, repositories, effort) in effort().prop_filter("worked", |(.., rows)| !rows.is_empty()),
    ) {
        let told = told(&record(&people, repositories, &effort));
        let company: u64 = people.iter().map(|n| u64::from(*n)).sum();
        // Teams: each told alone has five people; those together are two at least, and five.
        for team in &told.teams {
            match &team.id {
                Some(_) => prop_assert!(team.people >= FEW, "{team:?}"),
                None => prop_assert!(
                    company < FEW || team.names.len() >= 2 && team.people >= FEW, "{team:?}"
                ),
            }
        }
        let days = |of: &dyn Fn(&Effort) -> bool| -> u64 {
            effort.iter().filter(|row| of(row)).map(|row| u64::from(row.2[0])).sum()
        };
        prop_assert_eq!(told.teams.iter().map(|team| team.days.total).sum::<u64>(), days(&|_| true));
        prop_assert_eq!(told.all.total, days(&|_| true));
        // Repositories: those withheld are none, or two at least on which five people worked.
        let hidden: BTreeSet<usize> = (0..repositories)
            .filter(|n| told.repositories[*n].days.is_none())
            .collect();
        let crowd = |of: &dyn Fn(usize) -> bool| -> u64 {
            let teams: BTreeSet<usize> =
                effort.iter().filter(|row| of(row.1)).map(|row| row.0).collect();
            teams.iter().map(|team| u64::from(people[*team])).sum()
        };
        let worked = (0..repositories).filter(|n| crowd(&|r| r == *n) > 0).count();
        for n in 0..repositories {
            let alone = crowd(&|r| r == n);
            let few = 0 < alone && alone < FEW;
            prop_assert!(!few || hidden.contains(&n), "r{n} of {alone} people");
        }
        if !hidden.is_empty() && hidden.len() < worked {
            prop_assert!(hidden.len() >= 2, "{hidden:?}");
            prop_assert!(crowd(&|r| hidden.contains(&r)) >= FEW, "{hidden:?}");
        }
    }
}

/// A team of three works alone on a repository of its own, on which it spends days like no other.
const SMALL: &str = "\
~~~ data/quality/2026-Q3.yaml
-  - {id: find, name: Finding, people: 6}
+  - {id: find, name: Finding, people: 6}
+  - {id: few, name: Three of us, people: 3}
-  - {id: search, service: search, thousand_lines: 40, changes: 60}
+  - {id: search, service: search, thousand_lines: 40, changes: 60}
+  - {id: tools, service: search, thousand_lines: 7, changes: 19}
-  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: few, repository: tools, total: 167, rework: 79, bug_fix: 53}
";

#[test]
fn no_byte_of_any_edition_tells_the_days_of_three_people() {
    let tree = example(&base_pack(), SMALL).unwrap();
    for audience in [Audience::Internal, Audience::Board] {
        let build = pipeline::build_from(&tree, &Origin::default(), audience);
        let site = build
            .site
            .unwrap_or_else(|| panic!("{}", short(&build.diagnostics, &build.sources)));
        let page = &site.files["quality/index.html"];
        let page = String::from_utf8_lossy(page);
        assert!(
            page.contains("Three of us") && page.contains("people together"),
            "{page}"
        );
        assert!(page.contains("withheld"), "{page}");
        // 79 and 53 of 167 days, as shares, as counts, and the days themselves.
        for (path, bytes) in &site.files {
            let text = String::from_utf8_lossy(bytes);
            if path.ends_with(".woff2") || path == "manifest.json" || path.starts_with("gallery") {
                continue;
            }
            for told in [
                "47.3%",
                "31.7%",
                "79 of 167",
                "53 of 167",
                ">167<",
                "\"167\"",
                ",167,",
            ] {
                assert!(!text.contains(told), "{told} stands in {path}");
            }
        }
    }
}

/// The Board may not know of a service: neither of its repository nor of the team that works on
/// nothing else, though the days count in what all teams did.
const HIDDEN: &str = "\
~~~ data/services.yaml
-    summary: Finding products.
+    summary: Finding products.
+  - {id: vault, name: Vault, area: finding, tier: 3, owner: CTO, summary: Keeps keys., audience: internal}
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 1}
+      search: {quarter: 1}
+      vault: {quarter: 2}
~~~ data/quality/2026-Q3.yaml
-  - {id: find, name: Finding, people: 6}
+  - {id: find, name: Finding, people: 6}
+  - {id: keys, name: Keepers of keys, people: 3}
-  - {id: search, service: search, thousand_lines: 40, changes: 60}
+  - {id: search, service: search, thousand_lines: 40, changes: 60}
+  - {id: locker, service: vault, thousand_lines: 7, changes: 19}
-  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: keys, repository: locker, total: 167, rework: 79, bug_fix: 53}
";

#[test]
fn the_boards_edition_names_no_team_that_works_on_hidden_things_alone() {
    let tree = example(&base_pack(), HIDDEN).unwrap();
    let page = |audience| {
        let build = pipeline::build_from(&tree, &Origin::default(), audience);
        let site = build
            .site
            .unwrap_or_else(|| panic!("{}", short(&build.diagnostics, &build.sources)));
        String::from_utf8_lossy(&site.files["quality/index.html"]).into_owned()
    };
    let (whole, board) = (page(Audience::Internal), page(Audience::Board));
    for name in ["Keepers of keys", "locker"] {
        assert!(whole.contains(name), "{name}");
        assert!(!board.contains(name), "{name}");
    }
    // The others stay, and so do the days of all.
    assert!(board.contains("Finding and others"), "{board}");
    let share = "Rework took 23.0% of working days";
    assert!(whole.contains(share) && board.contains(share), "{board}");
}
