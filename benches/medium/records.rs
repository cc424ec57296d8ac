//! What the workload records beside its figures, as texts of YAML: incidents, risks, experiments, what
//! comes round, and where working days and defects went.

use super::workload::{Chance, Size};
use boardpack::model::{Calendar, Period};
use chrono::{Days, NaiveDate};
use std::fmt::Write as _;

/// Incidents a quarter.
const INCIDENTS: u64 = 8;

/// Incidents of one quarter, each on a day of its own.
pub(super) fn incidents(
    size: &Size,
    calendar: &Calendar,
    period: Period,
    chance: &mut Chance,
) -> String {
    let mut text = format!(
        "period: {period}\nas_of: {} 09:00\nseverities:\n  1: most customers stopped\n  2: many customers stopped\n  3: some customers hindered\n  4: no customer notices\nincidents:\n",
        calendar.end(period) + Days::new(5)
    );
    for n in 0..INCIDENTS {
        let day = calendar.start(period) + Days::new(3 + n * 8);
        let (hour, minutes) = (9 + chance.below(8), 12 + chance.below(46));
        let customers = 200 + chance.below(400);
        let _ = writeln!(
            text,
            "  - id: stop-{n}\n    title: Service stopped for some\n    severity: {}\n    began: {day} {hour:02}:00\n    detected: {day} {hour:02}:05\n    acknowledged: {day} {hour:02}:08\n    restored: {day} {hour:02}:{minutes:02}\n    closed: {day} {:02}:10\n    found_by: us\n    services: [service-{:02}]\n    affected: {{share: 20, of: customers online, customers: {customers}, grade: measured}}\n    experienced: Some customers waited.\n    cause: A part of the service did not answer.\n    review: {{due: {}, held: {}, monitoring_gap: false}}",
            2 + n % 2,
            hour + 1,
            n as usize % size.services,
            day + Days::new(14),
            day + Days::new(9),
        );
    }
    text
}

/// Risks, each assessed in every quarter.
pub(super) fn risks(calendar: &Calendar, periods: &[Period]) -> String {
    let mut text = String::new();
    for n in 0..5_u32 {
        let last = periods.last().map(|period| calendar.end(*period));
        let _ = writeln!(
            text,
            "- id: risk-{n}\n  name: Generated risk {}\n  cause: Something is arranged in one way only.\n  event: that way is closed\n  consequence: customers wait\n  kind: supplier\n  owner: COO\n  appetite: {{a_year: {}, set_by: Board, on: {}}}\n  doing: {{what: Arrange a second way, owner: COO, by: {}}}\n  trigger: {{metric: metric-04, above: 90}}\n  assessed:",
            ["one", "two", "three", "four", "five"][n as usize],
            200_000 * (n + 1),
            calendar.start(periods[0]),
            last.unwrap_or_default() + Days::new(90),
        );
        for (q, period) in (0..).zip(periods) {
            let _ = writeln!(
                text,
                "    - {{period: {period}, times_a_year: {{low: 1, high: 2}}, impact: {{low: {}, high: {}}}, grade: assumed, by: COO, why: Nothing was counted.}}",
                20_000 + 1_000 * (q + n),
                60_000 + 1_000 * (q + n),
            );
        }
    }
    text
}

/// One experiment a quarter, decided at its end.
pub(super) fn experiments(calendar: &Calendar, periods: &[Period]) -> String {
    let mut text = String::new();
    for (n, period) in (0_usize..).zip(periods) {
        let (start, end) = (calendar.start(*period), calendar.last_day(*period));
        let _ = writeln!(
            text,
            "- id: trial-{}\n  hypothesis: Another order of two steps takes less time.\n  owner: VP Engineering\n  start: {}\n  end: {}\n  expected: {{text: Most of those who try it keep it.}}\n  decision: adopt\n  decided: {}\n  observed: Most kept it.\n  follow_up: {{what: Ask again, owner: VP Engineering, by: {}}}",
            n + 1,
            start + Days::new(9),
            end - Days::new(20),
            end - Days::new(10),
            end + Days::new(60),
        );
    }
    text
}

/// A weekly meeting, counted in every quarter.
pub(super) fn cadence(calendar: &Calendar, periods: &[Period]) -> String {
    let held: Vec<String> = periods.iter().map(|p| format!("{p}: 12")).collect();
    format!(
        "- id: signals\n  name: Weekly look at signals\n  rhythm: weekly\n  owner: VP Engineering\n  does: Every signal of the week is looked into.\n  looks_at: [metric-00, metric-04]\n  since: {}\n  held: {{{}}}\n",
        calendar.start(periods[0]),
        held.join(", ")
    )
}

/// Where a quarter's working days went, and the changes that brought and mended defects.
pub(super) fn quality(
    size: &Size,
    calendar: &Calendar,
    period: Period,
    chance: &mut Chance,
) -> String {
    let start: NaiveDate = calendar.start(period);
    let mut text = format!(
        "period: {period}\nas_of: {}\nteams:\n",
        calendar.end(period) + Days::new(4)
    );
    let (mut repositories, mut effort) = (String::new(), String::new());
    for s in 0..size.services {
        let _ = writeln!(text, "  - {{id: team-{s:02}, name: Team {s}, people: 12}}");
        let _ = writeln!(
            repositories,
            "  - {{id: code-{s:02}, service: service-{s:02}, thousand_lines: {}, changes: {}}}",
            30 + s,
            200 + chance.below(90)
        );
        let total = 500 + chance.below(90);
        let _ = writeln!(
            effort,
            "  - {{team: team-{s:02}, repository: code-{s:02}, total: {total}, rework: {}, bug_fix: {}}}",
            60 + chance.below(30),
            30 + chance.below(20)
        );
    }
    let _ = write!(
        text,
        "repositories:\n{repositories}effort:\n{effort}defects:\n"
    );
    for n in 0..40_u64 {
        let day = start + Days::new(1 + n * 2);
        let change = 1_000 + n * 7;
        let _ = writeln!(
            text,
            "  - {{id: d-{n:03}, repository: code-{:02}, confirmed: {day}, introduced: {{change: {change}, on: {}}}, fixed: {{change: {}, on: {}}}}}",
            n as usize % size.services,
            day - Days::new(6),
            change + 3,
            day + Days::new(2 + chance.below(3)),
        );
    }
    text
}
