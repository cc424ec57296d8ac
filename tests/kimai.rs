//! The pack of public data in `packs/kimai-cloud`, held against the events that it was derived from:
//! which minutes each service was down, counted here again from the probes, and what boardpack makes
//! of the pack. Everything is compared exactly.
//!
//! The pack came from the outage events of the extract and this test goes by its probes, so a slip in
//! either shows. The events belong to others and are not part of the repository.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test reads its files, says what it left out and stops at the first surprise"
)]

mod page;
mod public;

use boardpack::analyse::{self, Analysis};
use boardpack::load::{self, Tree};
use boardpack::model::{BudgetState, Exact, Pack, Period, Value, Week};
use boardpack::pipeline;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Each service with the quarter from which it is accounted for, and the minutes down that its
/// objective allows in a thousand minutes.
const SERVICES: &[(&str, &str, u64)] = &[
    ("database-cluster", "2025-Q2", 1),
    ("outbound-emails", "2025-Q2", 1),
    ("website", "2025-Q2", 1),
    ("demo-cloud", "2025-Q2", 1),
    ("database-backup", "2025-Q2", 5),
    ("demo-stable", "2025-Q3", 5),
];

/// Quarters with their first day; the last one only ends the one before.
const STARTS: &[(&str, (i32, u32))] = &[
    ("2025-Q2", (2025, 4)),
    ("2025-Q3", (2025, 7)),
    ("2025-Q4", (2025, 10)),
    ("2026-Q1", (2026, 1)),
    ("", (2026, 4)),
];

/// An outage under this many minutes, of one service alone, is not counted as an incident.
const SHORT: usize = 10;

// --- events to minutes ---

/// A stretch in which a probe had no good answer, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Down {
    from: i64,
    to: i64,
}

impl Down {
    /// Minutes since 1970 in which it takes more than half: that is, of which the middle lies in it.
    fn minutes(self) -> BTreeSet<i64> {
        (self.from / 60_000..=self.to / 60_000)
            .filter(|minute| {
                let middle = minute * 60_000 + 30_000;
                self.from < middle && middle < self.to
            })
            .collect()
    }
}

/// What the extract has of one service.
#[derive(Debug, Default)]
struct Watched {
    started: Option<i64>,
    stopped: Option<i64>,
    down: Vec<Down>,
    /// The same stretches as the extract's own events of outages give them.
    told: Vec<(i64, i64)>,
}

fn watched() -> Option<BTreeMap<String, Watched>> {
    let text = std::fs::read_to_string(public::place("kimai-cloud/uptime.jsonl")?).unwrap();
    let mut all: BTreeMap<String, Watched> = BTreeMap::new();
    let mut down_since: BTreeMap<String, i64> = BTreeMap::new();
    let mut opened: BTreeMap<String, i64> = BTreeMap::new();
    for line in text.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| event[key].as_str().unwrap().to_owned();
        let at: DateTime<Utc> = word("ts").parse().unwrap();
        let at = at.timestamp_millis();
        let service = word("service");
        let of = all.entry(service.clone()).or_default();
        match word("kind").as_str() {
            "monitor_started" => of.started = Some(at),
            "monitor_stopped" => of.stopped = Some(at),
            "incident_opened" => assert_eq!(opened.insert(service, at), None),
            "incident_resolved" => of.told.push((opened.remove(&service).unwrap(), at)),
            "probe" => match word("outcome").as_str() {
                // The last state holds until another is seen.
                "down" => drop(down_since.entry(service).or_insert(at)),
                "up" => {
                    let since = down_since.remove(&service);
                    of.down.extend(since.map(|from| Down { from, to: at }));
                }
                other => panic!("{line}: `{other}`"),
            },
            other => panic!("{line}: `{other}`"),
        }
    }
    Some(all)
}

fn day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}

/// First day and the day after the last.
fn days_of(quarter: &str) -> (NaiveDate, NaiveDate) {
    let at = STARTS.iter().position(|(name, _)| *name == quarter);
    let at = at.unwrap();
    let (from, to) = (STARTS[at].1, STARTS[at + 1].1);
    (day(from.0, from.1), day(to.0, to.1))
}

/// Minutes since 1970 at which a day begins.
fn minute(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() / 60
}

/// A quarter's name with its services and what each allows.
fn quarters() -> Vec<(&'static str, Vec<(&'static str, u64)>)> {
    let named = STARTS
        .iter()
        .map(|(name, _)| *name)
        .filter(|n| !n.is_empty());
    named
        .map(|quarter| {
            let there = SERVICES.iter().filter(|(_, since, _)| *since <= quarter);
            (
                quarter,
                there.map(|(id, _, allows)| (*id, *allows)).collect(),
            )
        })
        .collect()
}

/// Every minute down of a service.
fn bad(of: &Watched) -> BTreeSet<i64> {
    of.down.iter().flat_map(|down| down.minutes()).collect()
}

fn bad_in(bad: &BTreeSet<i64>, from: NaiveDate, to: NaiveDate) -> u64 {
    u64::try_from(bad.range(minute(from)..minute(to)).count()).unwrap()
}

fn minutes_of(from: NaiveDate, to: NaiveDate) -> u64 {
    u64::try_from(minute(to) - minute(from)).unwrap()
}

// --- minutes to incidents ---

/// What went down in one round of probes.
#[derive(Debug)]
struct Round {
    began: i64,
    over: i64,
    /// Services with their minutes down, the longest first.
    parts: Vec<(&'static str, usize)>,
}

impl Round {
    fn minutes(&self) -> i64 {
        self.over - self.began
    }

    fn counts(&self) -> bool {
        self.parts.len() > 1 || self.parts[0].1 >= SHORT
    }

    fn at(minutes: i64) -> NaiveDateTime {
        DateTime::from_timestamp(minutes * 60, 0)
            .unwrap()
            .naive_utc()
    }
}

fn rounds(all: &BTreeMap<String, Watched>) -> Vec<Round> {
    let mut outages: Vec<(i64, usize, &'static str, BTreeSet<i64>)> = Vec::new();
    for (rank, (service, since, _)) in SERVICES.iter().enumerate() {
        let (from, to) = (days_of(since).0, days_of("2026-Q1").1);
        for down in &all[*service].down {
            let minutes = down.minutes();
            let first = *minutes.first().unwrap();
            if (minute(from)..minute(to)).contains(&first) {
                outages.push((down.from, rank, *service, minutes));
            }
        }
    }
    outages.sort();
    let mut rounds: Vec<Round> = Vec::new();
    let mut first = i64::MIN;
    for (from, _, service, minutes) in outages {
        let (began, over) = (*minutes.first().unwrap(), minutes.last().unwrap() + 1);
        let part = (service, minutes.len());
        match rounds.last_mut() {
            Some(round)
                if from - first <= 300_000
                    && round.parts.iter().all(|(other, _)| *other != service) =>
            {
                round.began = round.began.min(began);
                round.over = round.over.max(over);
                round.parts.push(part);
            }
            _ => {
                first = from;
                rounds.push(Round {
                    began,
                    over,
                    parts: vec![part],
                });
            }
        }
    }
    let rank = |id: &str| SERVICES.iter().position(|(other, ..)| *other == id);
    for round in &mut rounds {
        round
            .parts
            .sort_by_key(|(id, minutes)| (std::cmp::Reverse(*minutes), rank(id)));
    }
    rounds
}

fn in_quarter<'a>(rounds: &'a [Round], quarter: &str) -> impl Iterator<Item = &'a Round> + use<'a> {
    let (from, to) = days_of(quarter);
    let days = minute(from)..minute(to);
    rounds
        .iter()
        .filter(move |round| days.contains(&round.began))
}

// --- the pack ---

fn tree() -> Tree {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/kimai-cloud");
    Tree::read(&folder).unwrap()
}

fn judged() -> (Pack, Analysis) {
    let pack = load::parse(&tree()).pack.unwrap();
    let analysis = analyse::analyse(&pack);
    (pack, analysis)
}

fn objective(service: &str) -> String {
    format!("{service}-uptime")
}

fn whole(n: u64) -> Exact {
    Exact::integer(i64::try_from(n).unwrap())
}

#[test]
fn the_events_of_outages_say_what_the_probes_say() {
    let Some(all) = watched() else {
        return;
    };
    let mut compared = 0;
    for (service, since, _) in SERVICES {
        let of = &all[*service];
        let probed: Vec<(i64, i64)> = of.down.iter().map(|down| (down.from, down.to)).collect();
        assert_eq!(probed, of.told, "{service}");
        compared += probed.len();
        // Watched from before its first quarter until after the last, so every minute was observed.
        let (from, to) = (days_of(since).0, days_of("2026-Q1").1);
        assert!(of.started.unwrap() <= minute(from) * 60_000, "{service}");
        assert!(of.stopped.unwrap() >= minute(to) * 60_000, "{service}");
    }
    assert!(compared > 118, "only {compared} outages were compared");
}

#[test]
fn every_day_has_the_minutes_of_the_probes() {
    let Some(all) = watched() else {
        return;
    };
    let (pack, _) = judged();
    let mut compared = 0;
    for (quarter, services) in quarters() {
        let period: Period = quarter.parse().unwrap();
        let (from, to) = days_of(quarter);
        for (service, _) in services {
            let bad = bad(&all[service]);
            let counts = &pack.objective_counts[&objective(service)][&period];
            let mut day = from;
            while day < to {
                let next = day + Days::new(1);
                let counted = counts.days[&day].unwrap();
                assert_eq!(counted.valid, 1_440, "{service} {day}");
                let good = 1_440 - bad_in(&bad, day, next);
                assert_eq!(counted.good, whole(good), "{service} {day}");
                compared += 1;
                day = next;
            }
            assert_eq!(counts.days.len() as u64, minutes_of(from, to) / 1_440);
        }
    }
    assert_eq!(compared, 5 * 365 + 274);
}

#[test]
fn every_account_comes_to_what_the_minutes_leave() {
    let Some(all) = watched() else {
        return;
    };
    let (_, analysis) = judged();
    let mut overspent = Vec::new();
    for (quarter, services) in quarters() {
        let period: Period = quarter.parse().unwrap();
        let judged = &analysis.quarters[&period];
        let (from, to) = days_of(quarter);
        assert_eq!(judged.budgets.len(), services.len(), "{quarter}");
        let mut kept = 0;
        for (service, allows) in &services {
            let account = &judged.budgets[&objective(service)];
            let (down, valid) = (bad_in(&bad(&all[*service]), from, to), minutes_of(from, to));
            // Thousandths of a minute: what the objective allows is seldom whole.
            let (allowed, used) = (allows * valid, 1_000 * down);
            assert!(!account.provisional, "{quarter} {service}");
            assert_eq!(account.spend.valid, valid, "{quarter} {service}");
            assert_eq!(
                account.spend.bad(),
                Some(whole(down)),
                "{quarter} {service}"
            );
            assert_eq!(account.spend.allowed, Exact::ratio(allowed, 1_000).unwrap());
            let left = whole(1).minus(Exact::ratio(used, allowed).unwrap());
            assert_eq!(account.spend.left(), left, "{quarter} {service}");
            assert_eq!(account.is_kept(), Some(used <= allowed));
            kept += u64::from(used <= allowed);
            if used > allowed {
                overspent.push(format!("{quarter} {service}"));
            }
            assert_eq!(
                account.state == Some(BudgetState::Overspent),
                used > allowed,
                "{quarter} {service}"
            );
            // The first day at whose end more was spent than the whole quarter allows.
            let mut day = from;
            let mut since = None;
            while day < to && since.is_none() {
                let next = day + Days::new(1);
                let spent = 1_000 * bad_in(&bad(&all[*service]), from, next);
                since = (spent > allowed).then_some(day);
                day = next;
            }
            assert_eq!(account.overspent_since, since, "{quarter} {service}");
            // What stands on the dashboard, rounded to the two decimals that are filed.
            let filed = &judged.metrics["error-budget-left"].services[*service];
            let filed = filed.now.as_ref().unwrap().exact;
            assert_eq!(
                filed.scaled(4),
                left.unwrap().scaled(4),
                "{quarter} {service}"
            );
            let up = &judged.metrics["availability"].services[*service];
            let share = Value::Ratio {
                part: valid - down,
                whole: valid,
            };
            assert_eq!(up.now.as_ref().unwrap().value, share, "{quarter} {service}");
            let lost = &judged.metrics["minutes-down"].services[*service];
            let count = Value::Count {
                count: down,
                exposure: None,
            };
            assert_eq!(
                lost.now.as_ref().unwrap().value,
                count,
                "{quarter} {service}"
            );
        }
        let attained = &judged.metrics["slo-attainment"].all;
        let share = Value::Ratio {
            part: kept,
            whole: services.len() as u64,
        };
        assert_eq!(attained.now.as_ref().unwrap().value, share, "{quarter}");
    }
    // What the pack's texts tell of.
    assert_eq!(
        overspent,
        [
            "2025-Q4 demo-stable",
            "2026-Q1 database-cluster",
            "2026-Q1 outbound-emails",
            "2026-Q1 database-backup",
            "2026-Q1 demo-stable"
        ]
    );
}

#[test]
fn a_rolling_window_takes_its_own_days() {
    let Some(all) = watched() else {
        return;
    };
    let (_, analysis) = judged();
    let bad = bad(&all["demo-stable"]);
    let mut seen = Vec::new();
    for (quarter, _) in quarters().into_iter().skip(1) {
        let (_, to) = days_of(quarter);
        let from = to - Days::new(28);
        let account = &analysis.quarters[&quarter.parse().unwrap()].budgets["demo-stable-uptime"];
        let [window] = account.windows.as_slice() else {
            panic!("{quarter}: {:?}", account.windows);
        };
        let down = bad_in(&bad, from, to);
        assert_eq!(window.spend.valid, 28 * 1_440, "{quarter}");
        assert_eq!(window.spend.bad(), Some(whole(down)), "{quarter}");
        // 0.5% of 28 days is 201.6 minutes.
        assert_eq!(
            window.spend.is_kept(),
            Some(10 * down <= 2_016),
            "{quarter}"
        );
        seen.push(10 * down <= 2_016);
    }
    // In the third quarter both windows held; then neither did.
    assert_eq!(seen, [true, false, false]);
}

#[test]
fn incidents_are_the_rounds_in_which_services_went_down() {
    let Some(all) = watched() else {
        return;
    };
    let (pack, analysis) = judged();
    let rounds = rounds(&all);
    let mut compared = 0;
    for (quarter, services) in quarters() {
        let period: Period = quarter.parse().unwrap();
        let record = &pack.incidents[&period];
        let expected: Vec<&Round> = in_quarter(&rounds, quarter).collect();
        assert_eq!(record.incidents.len(), expected.len(), "{quarter}");
        for (incident, round) in record.incidents.iter().zip(&expected) {
            let id = &incident.id.value;
            let began = incident.began.value.naive_utc();
            assert_eq!(began, Round::at(round.began), "{id}");
            assert_eq!(incident.detected.value, incident.began.value, "{id}");
            let over = incident.restored.unwrap().value.naive_utc();
            assert_eq!(over, Round::at(round.over), "{id}");
            let spent: Vec<(String, Exact)> = incident
                .spent
                .iter()
                .map(|spent| (spent.objective.value.clone(), spent.bad.value))
                .collect();
            let parts: Vec<(String, Exact)> = round
                .parts
                .iter()
                .map(|(service, minutes)| (objective(service), whole(*minutes as u64)))
                .collect();
            assert_eq!(spent, parts, "{id}");
            let affected: Vec<&str> = incident.services.iter().map(|s| s.value.as_str()).collect();
            let down: Vec<&str> = round.parts.iter().map(|(service, _)| *service).collect();
            assert_eq!(affected, down, "{id}");
            assert_eq!(incident.severity.value < 4, round.counts(), "{id}");
            compared += 1;
        }
        // The figures of the quarter.
        let judged = &analysis.quarters[&period];
        let counted: Vec<&Round> = expected.iter().copied().filter(|r| r.counts()).collect();
        let told = judged.incidents.as_ref().unwrap();
        assert_eq!(told.count(), counted.len() as u64, "{quarter}");
        assert_eq!(told.unnoticed, (expected.len() - counted.len()) as u64);
        let within = counted.iter().filter(|round| round.minutes() <= 60);
        let within = within.count() as u64;
        assert_eq!(told.restored_within(60), (within, counted.len() as u64));
        let mut lengths: Vec<i64> = counted.iter().map(|round| round.minutes()).collect();
        lengths.sort_unstable();
        let n = lengths.len();
        let twice = n
            .checked_sub(1)
            .map(|last| lengths[last / 2] + lengths[n / 2]);
        let median = twice.and_then(|twice| Exact::integer(twice).over(Exact::integer(2)));
        assert_eq!(told.restore, median, "{quarter}");
        for (service, _) in services {
            let own = expected.iter().filter(|round| round.parts[0].0 == service);
            let (counted, short): (Vec<&Round>, Vec<&Round>) = own.partition(|r| r.counts());
            for (metric, rounds) in [("incidents", counted), ("short-outages", short)] {
                let figure = &judged.metrics[metric].services[service];
                let count = Value::Count {
                    count: rounds.len() as u64,
                    exposure: None,
                };
                let told = figure.now.as_ref().unwrap().value;
                assert_eq!(told, count, "{quarter} {metric} {service}");
            }
        }
        // Minutes in which a critical journey could not be made: both services of them, each once.
        let (from, to) = days_of(quarter);
        let mut critical = bad(&all["database-cluster"]);
        critical.extend(bad(&all["outbound-emails"]));
        assert_eq!(
            told.critical,
            whole(bad_in(&critical, from, to)),
            "{quarter}"
        );
    }
    assert_eq!(compared, rounds.len());
    assert_eq!(compared, 129);
}

#[test]
fn every_week_has_the_minutes_of_the_probes() {
    let Some(all) = watched() else {
        return;
    };
    let (pack, _) = judged();
    let filed = &pack.observations["availability"].services;
    let mut compared = 0;
    for (service, ..) in SERVICES {
        let bad = bad(&all[*service]);
        for (week, (value, _)) in &filed[*service].weeks {
            let (from, to) = (week.monday(), Week::shifted(*week, 1).monday());
            let down = bad_in(&bad, from, to);
            let share = Value::Ratio {
                part: 10_080 - down,
                whole: 10_080,
            };
            assert_eq!(*value, Some(share), "{service} {week}");
            compared += 1;
        }
    }
    assert_eq!(compared, 5 * 52 + 39);
}

/// What the overview says in words, counted.
#[test]
fn the_story_is_true() {
    let Some(all) = watched() else {
        return;
    };
    let (from, to) = days_of("2026-Q1");
    let within = |down: &&Down| (minute(from)..minute(to)).contains(&(down.from / 60_000));
    let stable = &all["demo-stable"];
    let latest: Vec<&Down> = stable.down.iter().filter(within).collect();
    // "In seconds it would have stayed within": 0.5% of the quarter against what it was down.
    let spent: i64 = latest.iter().map(|down| down.to - down.from).sum();
    let allowed = (minute(to) - minute(from)) * 60_000 / 200;
    assert!(spent < allowed && bad_in(&bad(stable), from, to) * 60_000 > allowed.unsigned_abs());
    // "Soon after half past midnight or noon by the clocks of central Europe".
    for down in latest {
        let at = DateTime::from_timestamp_millis(down.from).unwrap();
        let at = at.with_timezone(&chrono_tz::Europe::Berlin);
        let past = (at.hour() % 12) * 60 + at.minute();
        assert!((30..=40).contains(&past), "{at}");
    }
    // "On two days in February", and nothing else.
    for service in ["database-cluster", "outbound-emails"] {
        let days: BTreeSet<(u32, u32)> = bad(&all[service])
            .range(minute(from)..minute(to))
            .map(|minutes| Round::at(*minutes))
            .map(|at| (at.month(), at.day()))
            .collect();
        assert_eq!(days, BTreeSet::from([(2, 22), (2, 28)]), "{service}");
    }
    // "Through two nights and on two days".
    let backup: Vec<(u32, u32, u32)> = all["database-backup"]
        .down
        .iter()
        .filter(within)
        .map(|down| DateTime::from_timestamp_millis(down.from).unwrap())
        .map(|at| (at.month(), at.day(), at.hour()))
        .collect();
    let seen = [(1, 9, 1), (2, 5, 23), (2, 22, 15), (2, 28, 7), (2, 28, 7)];
    assert_eq!(backup, seen);
}

#[test]
fn the_pack_builds_without_a_word_and_tells_what_was_overspent() {
    let built = pipeline::build(&tree());
    assert!(built.diagnostics.is_empty(), "{:#?}", built.diagnostics);
    let site = built.site.unwrap();
    let page = page::words(std::str::from_utf8(&site.files["2026-Q1/index.html"]).unwrap());
    for told in [
        "Two of six services kept their objective",
        "Database backup overspent most of 4, by 60.8%",
        "1,042 min of 648 min",
        "5 Feb: Database backup down, 73.8 points",
        "45 customer-affecting incidents, 7 last quarter",
        "Some critical journey was impaired for 2 hours 18 minutes",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // Attribution and licence travel with the data, not with the site; who made up what is told.
    let told = include_str!("packs/kimai-cloud/README.md");
    for word in ["ODbL", "41c901187407741f5b041bc8d543141ae2976283"] {
        assert!(told.contains(word), "{word}");
    }
}
