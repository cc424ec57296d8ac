//! Tables of risks, of what auditors ask for and of vulnerabilities.

use crate::held::{At, Fields, Held, day, numbers, period, plain};

/// `About once in 2 to 10 years`: how long between two.
fn how_often(held: &mut Held, place: &str, cell: &str, row: &Fields) {
    let [low, high] = ["times_a_year_low", "times_a_year_high"].map(|of| row[of].parse::<f64>());
    let (low, high) = (low.unwrap(), high.unwrap());
    let words: Vec<&str> = cell.split_whitespace().collect();
    let mut shown = Vec::new();
    for (n, word) in words.iter().enumerate() {
        if let Ok(number) = word.parse::<f64>() {
            let months = words
                .get(n + 1)
                .is_some_and(|unit| unit.starts_with("month"));
            shown.push(if months { number / 12.0 } else { number });
        }
    }
    // Half a year below ten, a year above.
    let near = |years: f64| (years, if years < 10.0 { 0.25 } else { 0.5 });
    if let Some(rest) = cell.strip_prefix("Between once in ") {
        held.near(place, near(shown[0]), 1.0 / low);
        let twice = rest.trim_end().ends_with("twice a year") && (high - 2.0).abs() < 1e-9;
        held.is(place, twice, "yes");
    } else if cell.contains("once in") {
        held.near(place, near(shown[0]), 1.0 / high);
        held.near(place, near(*shown.last().unwrap()), 1.0 / low);
    } else {
        held.near(place, (shown[0], 0.05), low);
        held.near(place, (*shown.last().unwrap(), 0.05), high);
    }
}

/// What was before stands behind it, from the quarter before.
fn exposure(held: &mut Held, place: &str, cell: &str, row: &Fields, before: Option<&Fields>) {
    let ends =
        |row: &Fields| ["exposure_a_year_low", "exposure_a_year_high"].map(|of| row[of].clone());
    let (now, was) = match cell.split_once(" was ") {
        Some((now, was)) => (now, Some(was)),
        None => (cell, None),
    };
    held.amounts(place, now, &ends(row).each_ref().map(String::as_str));
    if let Some(was) = was {
        let before = ends(before.unwrap());
        held.amounts(place, was, &before.each_ref().map(String::as_str));
    }
}

/// A word of a page as tables write it.
fn word(cell: &str) -> String {
    cell.to_lowercase().replace(' ', "-")
}

fn quarter_before(period: &str) -> String {
    let (year, n) = period.split_once("-Q").unwrap();
    match n.parse::<u32>().unwrap() {
        1 => format!("{}-Q4", year.parse::<i32>().unwrap() - 1),
        n => format!("{year}-Q{}", n - 1),
    }
}

pub(crate) fn risks(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("risks/risks.csv", &["period", "name"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let [name, often, exposed, appetite, movement] = &row.cells[..] else {
            // What may happen, and what is done about it: told in words, its days and limits in
            // figures of their own.
            assert_eq!(row.cells.len(), 1, "{place}");
            continue;
        };
        let own = csv
            .rows
            .iter()
            .filter(|(keys, _)| keys[0] == at.period && name.starts_with(&keys[1]));
        let (keys, exact) = own.max_by_key(|(keys, _)| keys[1].len()).unwrap();
        let cut = often
            .find(['£', '€'])
            .or_else(|| often.find("year").map(|at| at + 4));
        let cut = often[cut.unwrap()..]
            .starts_with('s')
            .then(|| cut.unwrap() + 1)
            .or(cut)
            .unwrap();
        how_often(held, place, &often[..cut], exact);
        let once = often[cut..].trim().trim_end_matches("a time");
        held.amounts(place, once, &[&exact["impact_low"], &exact["impact_high"]]);
        let before = csv.find(&[&quarter_before(&at.period), &keys[1]]);
        exposure(held, place, exposed, exact, before);
        let limit = appetite.find("limit").map_or(appetite.len(), |at| at);
        let (stands, limit) = appetite.split_at(limit);
        held.begins(
            place,
            &exact["appetite"],
            &word(stands.trim()).replace("-limit", ""),
        );
        held.amounts(place, limit, &[&exact["appetite_a_year"]]);
        held.words(place, &word(movement), &exact["movement"]);
    }
}

/// How one risk was assessed, quarter by quarter.
pub(crate) fn assessments(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("risks/risks.csv", &["period", "name"]);
    let name = at.table.caption.strip_prefix("How ").unwrap();
    let name = name.strip_suffix(" was assessed").unwrap().to_lowercase();
    for row in &at.table.rows {
        let place = &format!("{} {}", at.place(row), at.table.caption);
        let quarter = period(&row.cells[0]);
        let own = csv.rows.iter();
        let own = own.filter(|(keys, exact)| {
            keys[1].to_lowercase() == name && (keys[0] == quarter || exact["assessed"] == quarter)
        });
        let Some((_, exact)) = own.into_iter().next() else {
            held.wrong.push(format!("{place}: in no row of the table"));
            continue;
        };
        how_often(held, place, &row.cells[1], exact);
        held.amounts(
            place,
            &row.cells[2],
            &[&exact["impact_low"], &exact["impact_high"]],
        );
        exposure(held, place, &row.cells[3], exact, None);
        let by = format!("{}, {}", exact["assessed_by"], exact["grade"]);
        held.words(place, &row.cells[4], &by);
    }
}

/// What auditors ask for, in words: its numbers and days are those of the rows that they are told of.
pub(crate) fn assurance(at: &At<'_>, held: &mut Held) {
    let severities = at.csv("risks/vulnerabilities.csv", &["period", "severity"]);
    let certifications = at.csv("risks/certifications.csv", &["period", "name"]);
    let tests = at.csv("risks/restore-tests.csv", &["period", "service"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let [what, _, told] = &row.cells[..] else {
            panic!("{place}: {:?}", row.cells);
        };
        if let Some((severity, rest)) = what.split_once(" vulnerabilities") {
            let exact = severities.row(&[&at.period, &severity.to_lowercase()]);
            held.numbers(place, rest, &[&exact["promised_days"]]);
            // `6 of 6 due this quarter were fixed in time, consistent with 61% to 100%`.
            if let Some(share) = told
                .split(". ")
                .find(|part| part.contains("due this quarter"))
            {
                let columns = [
                    "fixed_in_time",
                    "fell_due",
                    "in_time_low_percent",
                    "in_time_high_percent",
                ];
                let share = share.split("; median").next().unwrap();
                if numbers(share).len() >= 4 {
                    held.numbers(place, share, &columns.map(|of| exact[of].as_str()));
                }
            }
            if let Some((_, median)) = told.split_once("median ") {
                held.numbers(
                    place,
                    median,
                    &[&exact["median_days_to_fix"], &exact["median_of"]],
                );
            }
            continue;
        }
        let own = certifications.rows.iter();
        let own = own.filter(|(keys, _)| keys[0] == at.period && what.starts_with(&keys[1]));
        if let Some((_, exact)) = own.max_by_key(|(keys, _)| keys[1].len()) {
            for (words, column) in [("Passed on ", "audited"), ("next due ", "next_audit")] {
                if let Some((_, rest)) = told.split_once(words) {
                    let shown = rest.split(['.', ',']).next().unwrap();
                    held.words(place, &day(shown), &exact[column]);
                }
            }
        } else {
            // Tests of restoring: the last, and the next of them.
            let all = tests.rows.iter().filter(|(keys, _)| keys[0] == at.period);
            let due = all.clone().filter(|(_, row)| row["overdue"] == "no");
            let due = due.map(|(_, row)| row["next"].clone()).min();
            let days = |column: &'static str| {
                let days = all.clone().map(move |(_, row)| row[column].clone());
                days.filter(|day| !day.is_empty())
            };
            for (words, exact) in [("last on ", days("tested").max()), ("next due ", due)] {
                if let Some((_, rest)) = told.split_once(words) {
                    let shown = rest.split(['.', ',', ';']).next().unwrap();
                    held.words(place, &day(shown), &exact.unwrap_or_default());
                }
            }
        }
    }
}

pub(crate) fn findings(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("risks/findings.csv", &["period", "what"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let own = csv
            .rows
            .iter()
            .filter(|(keys, _)| keys[0] == at.period && row.cells[0].starts_with(&plain(&keys[1])));
        let (_, exact) = own.max_by_key(|(keys, _)| keys[1].len()).unwrap();
        held.is(place, row.cells[0].ends_with(&exact["severity"]), "yes");
        for (n, column) in [(2, "raised"), (3, "due"), (4, "closed")] {
            let shown = day(&row.cells[n]);
            let shown = if exact[column].is_empty() {
                plain_none(&shown)
            } else {
                shown
            };
            held.words(place, &shown, &exact[column]);
        }
    }
}

/// What a page says where there is nothing.
fn plain_none(cell: &str) -> String {
    match cell {
        "" | "none" | "no" | "not closed" | "open" | "n/a" | "never" => String::new(),
        cell => cell.to_owned(),
    }
}

pub(crate) fn severities(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("risks/vulnerabilities.csv", &["period", "severity"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let exact = csv.row(&[&at.period, &row.cells[0].to_lowercase()]);
        let columns = [
            "promised_days",
            "became_known",
            "fixed",
            "open",
            "overdue",
            "accepted",
            "oldest_open_days",
            "median_days_to_fix",
        ];
        for (cell, column) in row.cells[1..].iter().zip(columns) {
            held.numbers(place, cell, &[&exact[column]]);
        }
        let parts = [
            "fixed_in_time",
            "fell_due",
            "in_time_low_percent",
            "in_time_high_percent",
        ];
        match exact["fell_due"].as_str() {
            "0" => held.words(place, &row.cells[9], "none due"),
            _ => held.numbers(place, &row.cells[9], &parts.map(|of| exact[of].as_str())),
        }
    }
}

pub(crate) fn restore_tests(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("risks/restore-tests.csv", &["period", "service"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let exact = csv.row(&[&at.period, &at.book.services[&row.cells[0]]]);
        for (cell, column) in row.cells[1..4].iter().zip(["tested", "passed", "next"]) {
            let late = column == "next" && exact["overdue"] == "yes";
            let shown = cell.strip_suffix(", overdue").filter(|_| late);
            assert_eq!(shown.is_some(), late, "{place}: {cell}");
            let shown = day(shown.unwrap_or(cell));
            let shown = if exact[column].is_empty() {
                plain_none(&shown)
            } else {
                shown
            };
            held.words(place, &shown, &exact[column]);
        }
    }
}

pub(crate) fn overdue(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(
        "risks/overdue-critical.csv",
        &["period", "service", "known"],
    );
    for row in &at.table.rows {
        let keys = [
            &at.period,
            &at.book.services[&row.cells[0]],
            &day(&row.cells[1]),
        ];
        let exact = csv.row(&keys.map(String::as_str));
        held.numbers(&at.place(row), &row.cells[2], &[&exact["days_open"]]);
    }
}

/// How long each vulnerability waited.
pub(crate) fn waits(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(
        "quality/vulnerabilities.csv",
        &["period", "severity", "known", "days", "open"],
    );
    let own = csv.rows.keys().filter(|keys| keys[0] == at.period).count();
    let mut seen = std::collections::BTreeSet::new();
    for row in &at.table.rows {
        let days = numbers(&row.cells[2]);
        let open = if row.cells[3] == "open" { "yes" } else { "no" };
        let days = days.first().map_or("0", String::as_str);
        let keys = [&at.period, &word(&row.cells[0]), &day(&row.cells[1])];
        let keys = [keys[0].as_str(), keys[1], keys[2], days, open];
        held.words(
            &at.place(row),
            "",
            if csv.find(&keys).is_some() {
                ""
            } else {
                "in no row"
            },
        );
        held.cells += 3;
        seen.insert(keys.map(str::to_owned));
    }
    held.words(&at.table.caption, &seen.len().to_string(), &own.to_string());
}

/// Risks of a role: what is done about each, and by when.
pub(crate) fn owned(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("risks/risks.csv", &["period", "name"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let own = csv
            .rows
            .iter()
            .filter(|(keys, _)| keys[0] == at.period && row.cells[0].starts_with(&keys[1]));
        let (_, exact) = own.max_by_key(|(keys, _)| keys[1].len()).unwrap();
        held.begins(place, &exact["appetite"], &word(&row.cells[1]));
        if !exact["doing_by"].is_empty() {
            held.tells_day(place, &row.cells[2], &exact["doing_by"]);
        }
    }
}
