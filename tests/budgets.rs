//! Error budgets: what must hold whatever was counted, and the accounts of small packs by hand.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod sample;

use boardpack::analyse::budget::{Standing, answer, called, coverage, standing};
use boardpack::analyse::{BudgetAccount, analyse};
use boardpack::model::{
    Agreement, AgreementCounts, BudgetPolicy, BudgetState, BudgetWindow, Budgeting, Counted,
    CoveredJourney, Credit, Exact, Excluded, FormalReview, Indicator, Journey, Length, LengthUnit,
    Measure, MonthlyFee, Objective, ObjectiveCounts, ObjectivePart, ObjectiveTarget, Pack, Peak,
    ReviewCause, ReviewOutcome, ServiceLevel, SourceQuery,
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use sample::{at, day, exact, pack, period, span};

fn share(percent: &str) -> Exact {
    exact(percent).over(Exact::integer(100)).unwrap()
}

fn query() -> SourceQuery {
    SourceQuery {
        system: None,
        source: None,
        fields: Vec::new(),
    }
}

/// An objective over a rolling window of four weeks, by events.
fn objective(id: &str, percent: &str) -> Objective {
    let length = Length {
        count: 28,
        unit: LengthUnit::Day,
    };
    Objective {
        id: at(id.to_owned()),
        name: id.to_owned(),
        description: None,
        service: at("checkout".to_owned()),
        service_id: Some("checkout".to_owned()),
        window: BudgetWindow::Rolling(length),
        parts: vec![ObjectivePart {
            name: None,
            target: at(share(percent)),
            method: Budgeting::Occurrences,
            indicator: Indicator {
                id: None,
                name: None,
                description: None,
                measure: Measure::Good {
                    good: query(),
                    total: query(),
                },
                counter: None,
            },
            threshold: None,
            weight: Exact::integer(1),
        }],
        alerts: Vec::new(),
        labels: Default::default(),
        annotations: Default::default(),
        audience: boardpack::model::Audience::Board,
    }
}

/// A pack of four quarters of 2024 with one service level, `pay`, from its first day on.
fn promised(percent: &str) -> Pack {
    let mut pack = pack(4);
    pack.objectives
        .insert("pay".to_owned(), objective("pay", percent));
    pack.service_levels.policies.push(BudgetPolicy {
        id: at("policy".to_owned()),
        set_by: "CTO".to_owned(),
        from: day("2024-01-01"),
        states: vec![
            (share("50"), BudgetState::ShipFreely),
            (share("20"), BudgetState::ShipWithCare),
            (Exact::ZERO, BudgetState::ReliabilityFirst),
        ],
        review_overspent: true,
        review_incident: None,
        within: 30,
    });
    pack.service_levels.levels.push(ServiceLevel {
        objective: at("pay".to_owned()),
        journeys: vec![CoveredJourney {
            journey: at("pay".to_owned()),
            since: Some(day("2024-04-01")),
        }],
        events: None,
        owner: "CTO".to_owned(),
        policy: at("policy".to_owned()),
        since: day("2024-01-01"),
        until: None,
        metric: None,
        targets: Vec::new(),
        agreement: None,
        audience: boardpack::model::Audience::Board,
    });
    pack.journeys.push(Journey {
        id: at("pay".to_owned()),
        name: "Customers can pay".to_owned(),
        services: Vec::new(),
        critical: true,
    });
    pack
}

/// Files days one after the other from a day on, each in the snapshot of its quarter.
fn file(pack: &mut Pack, from: &str, days: &[Option<(i64, u64)>]) {
    for (n, counted) in days.iter().enumerate() {
        let day = day(from) + Days::new(n as u64);
        let quarter = pack.settings.calendar.period_of(day);
        let of = pack.objective_counts.entry("pay".to_owned()).or_default();
        let counts = of.entry(quarter).or_insert_with(|| ObjectiveCounts {
            days: Default::default(),
            excluded: Vec::new(),
            peaks: Vec::new(),
            agreement: None,
            span: span(),
        });
        let counted = counted.map(|(good, valid)| Counted {
            good: Exact::integer(good),
            valid,
        });
        counts.days.insert(day, counted);
    }
}

fn targets(pack: &mut Pack, targets: &[(NaiveDate, Exact)]) {
    pack.service_levels.levels[0].targets = targets
        .iter()
        .map(|(from, target)| ObjectiveTarget {
            from: at(*from),
            target: at(*target),
            set_by: "CTO".to_owned(),
            rationale: "because".to_owned(),
        })
        .collect();
}

fn account(pack: &Pack, quarter: &str) -> BudgetAccount {
    analyse(pack).quarters[&period(quarter)].budgets["pay"].clone()
}

const FIRST: &str = "2024-01-01";
const DAYS: usize = 91;

/// Any quarter: some days unseen, some all bad.
fn any_days() -> impl Strategy<Value = Vec<Option<(i64, u64)>>> {
    let counted = (0_u64..2_000_000).prop_flat_map(|valid| {
        let good = prop_oneof![0..=valid, valid - valid / 500..=valid, Just(valid)];
        good.prop_map(move |good| Some((good.cast_signed(), valid)))
    });
    let day = prop_oneof![9 => counted, 1 => Just(None)];
    proptest::collection::vec(day, DAYS)
}

fn any_target() -> impl Strategy<Value = Exact> {
    (1_i64..1_000_000).prop_map(|n| Exact::integer(n).over(Exact::integer(1_000_000)).unwrap())
}

fn sum(numbers: impl Iterator<Item = Exact>) -> Exact {
    numbers.fold(Exact::ZERO, |sum, n| sum.plus(n).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_quarter_is_the_sum_of_its_days_and_what_each_target_allowed(
        days in any_days(), first in any_target(), second in any_target(), change in 1_usize..DAYS,
    ) {
        let mut pack = promised("99.9");
        file(&mut pack, FIRST, &days);
        let changed = day(FIRST) + Days::new(change as u64);
        targets(&mut pack, &[(day(FIRST), first), (changed, second)]);
        let valid: u64 = days.iter().flatten().map(|d| d.1).sum();
        let judged = analyse(&pack);
        let account = judged.quarters[&period("2024-Q1")].budgets.get("pay");
        prop_assert_eq!(account.is_some(), valid > 0);
        let Some(account) = account else { return Ok(()); };
        let spend = account.spend;
        prop_assert_eq!(spend.valid, valid);
        let good = sum(days.iter().flatten().map(|d| Exact::integer(d.0)));
        prop_assert_eq!(spend.good, good);
        let one = Exact::integer(1);
        let allowed = sum(days.iter().enumerate().filter_map(|(n, d)| {
            let target = if n < change { first } else { second };
            let valid = Exact::integer((*d)?.1.cast_signed());
            one.minus(target).unwrap().times(valid)
        }));
        prop_assert_eq!(spend.allowed, allowed);
        // The stretches add up to the whole.
        let parts = account.stretches.iter();
        prop_assert_eq!(sum(parts.clone().map(|(_, s)| s.allowed)), allowed);
        prop_assert_eq!(parts.map(|(_, s)| s.valid).sum::<u64>(), valid);
        // Never clipped: what is left and what was used make the whole, however far below zero.
        let left = spend.left().unwrap();
        prop_assert_eq!(left.plus(spend.used().unwrap()).unwrap(), one);
        prop_assert_eq!(left, one.minus(spend.bad().unwrap().over(allowed).unwrap()).unwrap());
        prop_assert_eq!(account.is_kept().unwrap(), spend.bad().unwrap() <= allowed);
        // The balance only falls, ends where the account does, and crosses zero on one day.
        let balance = &account.balance;
        prop_assert!(balance.windows(2).all(|pair| pair[0].1 >= pair[1].1));
        prop_assert_eq!(balance.last().map(|(_, left)| *left), Some(left));
        let crossed = balance.iter().find(|(_, left)| left.is_negative()).map(|(day, _)| *day);
        prop_assert_eq!(account.overspent_since, crossed);
        prop_assert_eq!(account.overspent_since.is_some(), !account.is_kept().unwrap());
        prop_assert_eq!(account.state == Some(BudgetState::Overspent), left.is_negative());
        prop_assert_eq!(account.unobserved.len(), days.iter().filter(|d| d.is_none()).count());
    }

    /// A change of target to the same target is none.
    #[test]
    fn where_a_history_is_cut_makes_no_difference(
        days in any_days(), target in any_target(), change in 1_usize..DAYS,
    ) {
        prop_assume!(days.iter().flatten().any(|d| d.1 > 0));
        let mut whole = promised("99.9");
        file(&mut whole, FIRST, &days);
        targets(&mut whole, &[(day(FIRST), target)]);
        let mut cut = whole.clone();
        targets(&mut cut, &[(day(FIRST), target), (day(FIRST) + Days::new(change as u64), target)]);
        let (whole, cut) = (account(&whole, "2024-Q1"), account(&cut, "2024-Q1"));
        prop_assert_eq!(whole.spend, cut.spend);
        prop_assert_eq!(&whole.balance, &cut.balance);
        prop_assert_eq!(&whole.windows, &cut.windows);
        prop_assert_eq!(&whole.burn, &cut.burn);
        prop_assert!(cut.has_changed() && !whole.has_changed());
    }

    /// The rolling window is its own days and no others, and crosses the quarter's beginning.
    #[test]
    fn a_rolling_window_is_its_last_days(days in any_days(), length in 1_u32..120) {
        let mut pack = promised("99.5");
        file(&mut pack, "2024-01-01", &days);
        file(&mut pack, "2024-04-01", &days);
        let window = Length { count: length, unit: LengthUnit::Day };
        pack.objectives.get_mut("pay").unwrap().window = BudgetWindow::Rolling(window);
        let all: Vec<_> = days.iter().chain(&days).collect();
        let last = &all[all.len() - length as usize..];
        let valid: u64 = last.iter().copied().flatten().map(|d| d.1).sum();
        prop_assume!(days.iter().flatten().any(|d| d.1 > 0));
        let account = account(&pack, "2024-Q2");
        let rolled = account.windows.first();
        prop_assert_eq!(rolled.map_or(0, |w| w.spend.valid), valid);
        if let Some(rolled) = rolled {
            prop_assert_eq!(rolled.length(), i64::from(length));
            prop_assert_eq!(rolled.observed, last.iter().filter(|d| d.is_some()).count());
            prop_assert_eq!(rolled.days.end, day("2024-07-01"));
        }
    }

    /// What was excluded is out of the account and in the one with it.
    #[test]
    fn an_exclusion_moves_only_what_it_says(days in any_days(), good in 0_i64..1_000, bad in 1_u64..1_000) {
        prop_assume!(days.iter().flatten().any(|d| d.1 > 0));
        let mut pack = promised("99.9");
        file(&mut pack, FIRST, &days);
        let without = account(&pack, "2024-Q1");
        let out = Excluded {
            day: day("2024-02-02"),
            counted: Counted { good: Exact::integer(good), valid: good.unsigned_abs() + bad },
            reason: "maintenance".to_owned(),
            agreed_by: "CTO".to_owned(),
            span: span(),
        };
        let counts = pack.objective_counts.get_mut("pay").unwrap();
        counts.get_mut(&period("2024-Q1")).unwrap().excluded.push(out);
        let with = account(&pack, "2024-Q1");
        prop_assert_eq!(with.spend, without.spend);
        prop_assert_eq!(without.with_excluded, None);
        let back = with.with_excluded.unwrap();
        let more = back.bad().unwrap().minus(with.spend.bad().unwrap()).unwrap();
        prop_assert_eq!(more, Exact::integer(bad.cast_signed()));
        prop_assert_eq!(back.valid - with.spend.valid, good.unsigned_abs() + bad);
    }
}

/// The very last failure that was allowed keeps the promise, and one more breaks it: no rounding, no
/// binary fractions.
#[test]
fn the_last_allowed_failure_is_allowed() {
    for (percent, valid, allowed) in [
        ("99.9", 1_000_000, 1_000),
        ("99.95", 200_000, 100),
        ("99.99", 70_000, 7),
        ("99.999", 300_000, 3),
    ] {
        for (bad, kept) in [(allowed, true), (allowed + 1, false)] {
            let mut pack = promised(percent);
            file(
                &mut pack,
                FIRST,
                &[Some((valid - bad, valid.unsigned_abs()))],
            );
            let account = account(&pack, "2024-Q1");
            assert_eq!(account.is_kept(), Some(kept), "{percent} {bad}");
            if kept {
                assert_eq!(account.spend.left(), Some(Exact::ZERO));
                assert_eq!(account.state, Some(BudgetState::ReliabilityFirst));
            }
        }
    }
}

#[test]
fn nothing_counted_is_not_a_promise_kept() {
    let mut pack = promised("99.9");
    file(&mut pack, FIRST, &[None, Some((0, 0))]);
    let judged = analyse(&pack);
    assert!(judged.quarters[&period("2024-Q1")].budgets.is_empty());
}

#[test]
fn a_quarter_still_running_is_provisional_and_owes_no_days_ahead() {
    let mut pack = promised("99.9");
    file(
        &mut pack,
        FIRST,
        &[Some((999, 1_000)), None, Some((1_000, 1_000))],
    );
    pack.snapshots.get_mut(&period("2024-Q1")).unwrap().as_of = day("2024-01-05");
    let running = account(&pack, "2024-Q1");
    assert!(running.provisional);
    assert_eq!(running.unobserved, [day("2024-01-02"), day("2024-01-04")]);
    assert_eq!(running.windows[0].days.end, day("2024-01-04"));
    assert_eq!(running.spend.left(), Some(exact("0.5")));
    pack.snapshots.get_mut(&period("2024-Q1")).unwrap().as_of = day("2024-04-01");
    assert!(!account(&pack, "2024-Q1").provisional);
    assert_eq!(account(&pack, "2024-Q1").unobserved.len(), 89);
}

#[test]
fn burn_rates_are_those_of_the_quarter_its_end_and_its_worst_week() {
    let mut pack = promised("99");
    let mut days = vec![Some((1_000, 1_000)); DAYS];
    // Wednesday to Friday of the week of 12 February, and the last day.
    days[44..47].fill(Some((900, 1_000)));
    days[90] = Some((972, 1_000));
    file(&mut pack, FIRST, &days);
    let account = account(&pack, "2024-Q1");
    let rate = |bad: i64, valid: i64| {
        let share = Exact::integer(bad).over(Exact::integer(valid)).unwrap();
        share.times(Exact::integer(100))
    };
    assert_eq!(account.burn.quarter, rate(328, 91_000));
    assert_eq!(account.burn.last_28_days, rate(28, 28_000));
    let (week, worst) = account.burn.worst_week.unwrap();
    assert_eq!(
        (week.to_string().as_str(), Some(worst)),
        ("2024-W07", rate(300, 7_000))
    );
    // A day at ten times the pace passes 2.8, three days pass 0.9333; shorter windows are not known.
    let passed: Vec<Option<bool>> = account.speeds.iter().map(|s| s.passed()).collect();
    assert_eq!(passed, [None, None, Some(true), Some(true)]);
    assert_eq!(
        account.speeds[2].highest,
        Some((Exact::integer(10), day("2024-02-14")))
    );
    assert_eq!(
        account.speeds[3].highest,
        Some((Exact::integer(10), day("2024-02-16")))
    );
    let counts = pack.objective_counts.get_mut("pay").unwrap();
    counts
        .get_mut(&period("2024-Q1"))
        .unwrap()
        .peaks
        .push(Peak {
            minutes: 60,
            burn_rate: exact("13.43"),
            at: day("2024-02-14").and_hms_opt(9, 40, 0).unwrap(),
        });
    // 13.44 for an hour of 28 days: just below.
    assert_eq!(
        self::account(&pack, "2024-Q1").speeds[0].passed(),
        Some(false)
    );
}

#[test]
fn calendar_windows_are_those_that_end_in_the_quarter() {
    let mut pack = promised("99.9");
    file(&mut pack, FIRST, &[Some((999, 1_000)); DAYS]);
    pack.objectives.get_mut("pay").unwrap().window = BudgetWindow::Calendar {
        length: Length {
            count: 1,
            unit: LengthUnit::Month,
        },
        start: day("2023-01-31").and_hms_opt(0, 0, 0).unwrap(),
        zone: chrono_tz::UTC,
    };
    let account = account(&pack, "2024-Q1");
    let windows: Vec<_> = account.windows.iter().map(|w| w.days.clone()).collect();
    let from = |a: &str, b: &str| day(a)..day(b);
    // From the 31st of a month to the 31st of the next, or to its last day where it has none.
    assert_eq!(
        windows,
        [
            from("2023-12-31", "2024-01-31"),
            from("2024-01-31", "2024-02-29"),
            from("2024-02-29", "2024-03-31"),
        ]
    );
    assert_eq!(account.windows[0].observed, 30);
    assert!(account.windows[0].is_partial() && !account.windows[1].is_partial());
}

#[test]
fn a_service_level_begun_inside_the_quarter_is_accounted_from_its_day() {
    let mut pack = promised("99.9");
    file(
        &mut pack,
        FIRST,
        &[Some((0, 1_000)), Some((999, 1_000)), Some((0, 1_000))],
    );
    pack.service_levels.levels[0].since = day("2024-01-02");
    pack.service_levels.levels[0].until = Some(day("2024-01-02"));
    let account = account(&pack, "2024-Q1");
    assert_eq!(account.spend.valid, 1_000);
    assert_eq!(account.spend.left(), Some(Exact::ZERO));
    assert!(
        !analyse(&pack).quarters[&period("2024-Q2")]
            .budgets
            .contains_key("pay")
    );
}

#[test]
fn a_breach_calls_for_a_review_and_its_answer_is_found() {
    let mut pack = promised("99.9");
    file(&mut pack, FIRST, &[Some((998, 1_000))]);
    let broken = account(&pack, "2024-Q1");
    let calls = called(&pack, period("2024-Q1"), &broken);
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].due, day("2024-04-30"));
    assert_eq!(answer(&pack, period("2024-Q1"), &calls[0]), None);
    let review = FormalReview {
        objective: at("pay".to_owned()),
        period: at(period("2024-Q1")),
        because: ReviewCause::Overspent,
        opened: at(day("2024-04-02")),
        due: at(day("2024-04-30")),
        held: Some(at(day("2024-04-20"))),
        outcome: Some(at(ReviewOutcome::Freeze)),
        text: None,
        owner: "CTO".to_owned(),
        decision: None,
    };
    pack.service_levels.reviews.push(review.clone());
    assert_eq!(answer(&pack, period("2024-Q1"), &calls[0]), Some(&review));
    for (on, expected) in [
        ("2024-04-19", Standing::Open),
        ("2024-04-20", Standing::Held),
        ("2024-05-30", Standing::Held),
    ] {
        assert_eq!(standing(&review, day(on)), expected, "{on}");
    }
    let open = FormalReview {
        held: None,
        outcome: None,
        ..review
    };
    assert_eq!(standing(&open, day("2024-04-30")), Standing::Open);
    assert_eq!(standing(&open, day("2024-05-01")), Standing::Late);
}

#[test]
fn an_agreement_counts_its_own_months_and_pays_by_its_own_schedule() {
    let mut pack = promised("99.9");
    file(&mut pack, FIRST, &[Some((999, 1_000))]);
    pack.service_levels.levels[0].agreement = Some(Agreement {
        name: "Partners".to_owned(),
        parties: 41,
        target: at(share("99.5")),
        exclusions: None,
        fees: vec![
            MonthlyFee {
                from: None,
                fee: exact("60000"),
            },
            MonthlyFee {
                from: Some(day("2024-02-01")),
                fee: exact("80000"),
            },
        ],
        supplied_by: Some("CFO".to_owned()),
        credits: vec![
            Credit {
                below: share("99.5"),
                credit: share("10"),
            },
            Credit {
                below: share("99"),
                credit: share("25"),
            },
        ],
    });
    let month = |good: i64| Counted {
        good: Exact::integer(good),
        valid: 10_000,
    };
    let counts = pack.objective_counts.get_mut("pay").unwrap();
    counts.get_mut(&period("2024-Q1")).unwrap().agreement = Some(AgreementCounts {
        months: [
            (day("2024-01-01"), month(9_949)),
            (day("2024-02-01"), month(9_899)),
            (day("2024-03-01"), month(9_950)),
        ]
        .into(),
        claimed: Some(exact("6000")),
        paid: None,
        span: None,
    });
    let account = account(&pack, "2024-Q1");
    // The objective was just kept, and the contract was not.
    assert_eq!(account.is_kept(), Some(true));
    let agreed = account.agreement.unwrap();
    let credits: Vec<_> = agreed.months.iter().map(|m| m.credit.unwrap()).collect();
    assert_eq!(credits, [exact("6000"), exact("20000"), Exact::ZERO]);
    assert_eq!(agreed.due, Some(exact("26000")));
    assert_eq!(agreed.broken().count(), 2);
}

#[test]
fn a_journey_is_covered_from_the_day_it_is() {
    let pack = promised("99.9");
    let covered = |on: &str| coverage(&pack, day(on)).0.len();
    assert_eq!((covered("2024-03-31"), covered("2024-04-01")), (0, 1));
}
