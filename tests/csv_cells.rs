//! What stands in a cell of a page stands in a table for programs, as far as the cell shows it: every table
//! of every page is held to a CSV, cell by cell, or is named here with the reason why it is told in words
//! alone. A table that this file does not know fails it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

mod page;

#[path = "csv_cells/figures.rs"]
mod figures;
#[path = "csv_cells/held.rs"]
mod held;
#[path = "csv_cells/promises.rs"]
mod promises;
#[path = "csv_cells/records.rs"]
mod records;
#[path = "csv_cells/risks.rs"]
mod risks;

use held::{At, Book, Held};
use std::collections::BTreeMap;

type Hold = fn(&At<'_>, &mut Held);

/// What stands over the columns of a table, and who holds its cells. `<quarter>` is one quarter,
/// `<quarters>` any number of them, `<services>` any number of services and `…` whatever follows.
const TABLES: &[(&[&str], Hold)] = &[
    (
        &[
            "Metric, unit, owner",
            "<quarter>",
            "<quarter>",
            "Target",
            "…",
        ],
        figures::marks,
    ),
    (
        &[
            "Service, unit, owner",
            "<quarter>",
            "<quarter>",
            "Target",
            "…",
        ],
        figures::by_service_now,
    ),
    (&["Quarter", "Value", "Behind it", "…"], figures::quarters),
    (&["Quarter", "Value", "Target"], figures::charted_quarters),
    (&["Quarter", "<services>"], figures::charted_services),
    (&["Week from", "Value", "Signal"], figures::weeks),
    (
        &["Event in the week from", "Since the event before", "Signal"],
        figures::rare_events,
    ),
    (
        &["From", "Target", "Against the one before", "…"],
        figures::targets,
    ),
    (&["What", "Amount"], figures::bridge),
    (
        &["Restated on", "Figure", "Was", "Is", "…"],
        figures::restated,
    ),
    (
        &["Metric", "Quarter’s figure", "Weeks filed", "…"],
        figures::completeness,
    ),
    (&["What", "<quarter>", "<quarter>", "…"], figures::changes),
    (&["Measure", "Now", "Target", "…"], figures::beside_target),
    (&["Dimension", "Metric", "Now", "…"], figures::space),
    (
        &["Outcome, metric", "Now", "Movement", "…"],
        figures::outcomes,
    ),
    (
        &["Service, what customers do, owner", "Objective", "…"],
        promises::budgets,
    ),
    (&["Day", "Budget left when it ended"], promises::burn_down),
    (&["Day", "Good", "Valid", "…"], promises::days),
    (
        &["Quarter", "Objective", "Attained", "…"],
        promises::accounts,
    ),
    (
        &["Both windows", "Share of the budget", "Burn rate", "…"],
        promises::burn_rates,
    ),
    (&["Budget", "…"], promises::months),
    (
        &["Contract", "Agreed", "Objective", "…"],
        promises::contracts,
    ),
    (
        &["Month", "Good of all", "Attained", "…"],
        promises::contract_months,
    ),
    (
        &["Service", "Began", "What", "Severity", "Lasted"],
        promises::incidents,
    ),
    (
        &["Quarter", "Began", "What", "Time to restore"],
        promises::incidents,
    ),
    (
        &["Local time", "What happened", "Since the line above"],
        promises::course,
    ),
    (&["Follow-up", "Owner", "State"], promises::follow_ups),
    (&["Journey", "Critical", "Impaired"], promises::journeys),
    (
        &["Risk", "How often, how much", "Exposure a year", "…"],
        risks::risks,
    ),
    (
        &["Quarter", "How often", "What once costs", "…"],
        risks::assessments,
    ),
    (&["Risk", "Against appetite", "What is done"], risks::owned),
    (&["What", "Standing", "In words"], risks::assurance),
    (
        &["Finding", "Standing", "Raised", "Due", "Closed"],
        risks::findings,
    ),
    (&["Severity", "Promised within", "…"], risks::severities),
    (
        &["Service", "Tested on", "All came back", "Next due"],
        risks::restore_tests,
    ),
    (&["Service", "Known since", "Open for", "…"], risks::overdue),
    (&["Severity", "Known", "Days", "State"], risks::waits),
    (&["Team", "<quarters>"], records::shares),
    (&["Repository", "<quarters>"], records::shares),
    (
        &["Quarter", "Changes", "Brought a defect", "…"],
        records::defects,
    ),
    (
        &["Repository", "Changes", "…"],
        records::defects_by_repository,
    ),
    (
        &["Estimate", "Low to high", "Grade", "…"],
        records::estimates,
    ),
    (&["Input", "Value", "Supplied by", "…"], records::inputs),
    (&["Category", "1 Initial", "…"], records::levels),
    (&["Journey, share of revenue", "…"], records::covered),
    (&["Service", "Latency", "Traffic", "…"], records::signals),
    (&["Measure", "<quarter>", "…"], records::measures),
    (&["What comes round", "<quarters>"], records::rhythms),
    (&["Quarter", "Planned", "Held", "…"], records::rhythm),
    (
        &["Decision", "Answer", "Predicted", "Observed"],
        records::ledger,
    ),
    (
        &["Promise", "Became", "Predicted", "Observed"],
        records::ledger,
    ),
    (
        &["Hypothesis", "Expected", "Observed", "Decision"],
        records::experiments,
    ),
    (&["What", "Kind", "Due", "State"], records::open),
];

/// Tables that no CSV holds, and why.
const IN_WORDS: &[(&[&str], &str)] = &[
    (
        &["Pane", "Verdict", "In a sentence"],
        "verdicts and sentences; `report.json` has the verdicts",
    ),
    (
        &["Against target", "Better", "Routine", "Worse"],
        "says how two marks are read, and of no figure",
    ),
    (
        &["Level", "Evidence", "…"],
        "evidence in words; the levels are held where the ladder is",
    ),
    (
        &["Asked for", "Answered by", "Missing"],
        "names metrics and no figure",
    ),
    (
        &["Version", "From", "What", "Effect on history"],
        "versions of a definition, told in words",
    ),
    (
        &["Date", "Kind", "What"],
        "marks of what happened, told in words",
    ),
    (
        &["Row", "Baseline", "Investment"],
        "options in the words of whoever asks",
    ),
];

fn fits(pattern: &[&str], head: &[String], book: &Book) -> bool {
    let quarter = |name: &String| {
        let mut parts = name.split(' ');
        let first = parts.next().unwrap();
        first.len() == 2 && first.starts_with('Q') && parts.next().is_some_and(|y| y.len() == 4)
    };
    let service = |name: &String| book.services.contains_key(name);
    match (pattern, head) {
        ([], []) => true,
        (["…"], _) => true,
        (["<quarters>"], rest) => !rest.is_empty() && rest.iter().all(quarter),
        (["<services>"], rest) => !rest.is_empty() && rest.iter().all(service),
        (["<quarter>", pattern @ ..], [name, head @ ..]) => {
            quarter(name) && fits(pattern, head, book)
        }
        ([one, pattern @ ..], [name, head @ ..]) => one == name && fits(pattern, head, book),
        _ => false,
    }
}

/// How many cells of each kind of table were compared, by the first pattern that fits.
fn compared(folder: &str) -> BTreeMap<usize, usize> {
    let book = Book::read(folder);
    let (mut counted, mut wrong) = (BTreeMap::new(), Vec::new());
    for (path, html) in book.pages() {
        for table in page::tables(html) {
            if IN_WORDS
                .iter()
                .any(|(pattern, _)| fits(pattern, &table.head, &book))
            {
                continue;
            }
            let kind = TABLES
                .iter()
                .position(|(pattern, _)| fits(pattern, &table.head, &book));
            let Some(kind) = kind else {
                wrong.push(format!("{path}: no CSV is known of {:?}", table.head));
                continue;
            };
            let own = path.split('/').next().unwrap();
            let period = if own.starts_with("20") {
                own
            } else {
                &book.latest
            };
            let at = At {
                book: &book,
                path,
                period: period.to_owned(),
                table: &table,
            };
            let mut held = Held::default();
            TABLES[kind].1(&at, &mut held);
            *counted.entry(kind).or_default() += held.cells;
            wrong.extend(held.wrong);
        }
    }
    let (all, shown) = (wrong.len(), wrong.len().min(60));
    assert!(
        wrong.is_empty(),
        "{all} differ\n{}",
        wrong[..shown].join("\n")
    );
    counted
}

#[test]
fn every_cell_of_the_sample_is_that_of_a_table() {
    let counted = compared("");
    let none = TABLES.iter().enumerate();
    let none = none.filter(|(kind, _)| counted.get(kind).is_none_or(|cells| *cells == 0));
    let none: Vec<_> = none.map(|(_, (pattern, _))| pattern).collect();
    assert!(none.is_empty(), "nothing was compared in {none:?}");
    let cells: usize = counted.values().sum();
    assert!(cells > 60_000, "{cells} cells are too few");
}

#[test]
fn every_cell_of_packs_of_real_projects_is_that_of_a_table() {
    for (folder, least) in [
        ("tests/packs/jenkins-infra", 3_000),
        ("tests/packs/kimai-cloud", 6_000),
    ] {
        let cells: usize = compared(folder).values().sum();
        assert!(cells > least, "{folder}: {cells} cells are too few");
    }
}
