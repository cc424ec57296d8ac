//! Tables of quality, money, how well we see, what comes round, and what was decided, promised and
//! tried.

use crate::held::{At, Fields, Held, day, numbers, period, plain};

/// Shares of working days by team or repository.
pub(crate) fn shares(at: &At<'_>, held: &mut Held) {
    let (path, column) = match at.table.head[0].as_str() {
        "Team" => ("quality/teams.csv", "name"),
        _ => ("quality/repositories.csv", "repository"),
    };
    let csv = at.csv(path, &["period", column]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let name = match column {
            // The people of a team stand behind its name.
            "name" => row.cells[0]
                .trim_end_matches(" people")
                .trim_end_matches(char::is_numeric),
            _ => row.cells[0].split(' ').next().unwrap(),
        };
        if name == "All" && column == "repository" {
            continue;
        }
        for (quarter, cell) in at.table.head.iter().zip(&row.cells).skip(1) {
            let exact = csv.row(&[&period(quarter), name.trim()]);
            let parts = match at.table.caption.starts_with("Changes") {
                true => {
                    let [part, whole] = ["changes_introducing_defects", "changes"]
                        .map(|of| exact[of].parse::<f64>().unwrap());
                    vec![(part / whole * 100.0).to_string()]
                }
                false => ["rework_percent", "bug_fix_percent"]
                    .map(|of| exact[of].clone())
                    .to_vec(),
            };
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            held.numbers(place, cell, &parts);
        }
        if row.cells[0].ends_with(" people") {
            let exact = csv.row(&[&period(at.table.head.last().unwrap()), name.trim()]);
            held.numbers(place, &row.cells[0][name.len()..], &[&exact["people"]]);
        }
    }
}

/// Parts behind a percentage: `2.9% 77 of 2,657`.
fn parts(held: &mut Held, place: &str, cell: &str, exact: [&str; 2]) {
    match cell.split_once('%') {
        Some((_, parts)) => held.numbers(place, parts, &exact),
        None => held.numbers(place, cell, &[exact[0]]),
    }
}

/// The cells that tables of defects begin with, after the one that names the row.
fn changes_and_defects(held: &mut Held, place: &str, cells: &[String], exact: &Fields) {
    let of = |column: &str| exact[column].as_str();
    held.numbers(place, &cells[1], &[of("changes")]);
    let introducing = [of("changes_introducing_defects"), of("changes")];
    parts(held, place, &cells[2], introducing);
    let fixing = [of("changes_fixing_defects"), of("changes")];
    parts(held, place, &cells[3], fixing);
    held.numbers(place, &cells[4], &[of("defects_confirmed")]);
}

pub(crate) fn defects(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("quality/defects.csv", &["period"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let exact = csv.row(&[&period(&row.cells[0])]);
        let of = |column: &str| exact[column].as_str();
        changes_and_defects(held, place, &row.cells, exact);
        parts(
            held,
            place,
            &row.cells[5],
            [of("defects_of_unknown_origin"), of("defects_confirmed")],
        );
        held.numbers(place, &row.cells[6], &[of("median_days_to_fix")]);
        held.numbers(place, &row.cells[7], &[of("defects_open")]);
        held.numbers(place, &row.cells[8], &[of("oldest_open_days")]);
    }
}

pub(crate) fn defects_by_repository(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("quality/repositories.csv", &["period", "repository"]);
    let quarter = period(at.table.caption.rsplit_once(" in ").unwrap().1);
    for row in &at.table.rows {
        let place = &at.place(row);
        let exact = csv.row(&[&quarter, row.cells[0].split(' ').next().unwrap()]);
        let of = |column: &str| exact[column].as_str();
        changes_and_defects(held, place, &row.cells, exact);
        held.numbers(place, &row.cells[5], &[of("defects_open")]);
    }
}

/// Estimates of money.
pub(crate) fn estimates(at: &At<'_>, held: &mut Held) {
    let quarter = at.table.caption.strip_prefix("Estimates of ").unwrap();
    let quarter = period(quarter.split(',').next().unwrap());
    let csv = at.csv("money/estimates.csv", &["period", "name"]);
    let totals = at.csv("money/totals.csv", &["period", "name"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let own = csv.rows.iter().chain(&totals.rows);
        let own = own.filter(|(keys, _)| keys[0] == quarter && row.cells[0].starts_with(&keys[1]));
        let (_, exact) = own.max_by_key(|(keys, _)| keys[1].len()).unwrap();
        match first_reported(at, &quarter, exact.get("metrics")) {
            // A published quarter says what it knew.
            Some(first) => held.amounts(place, &row.cells[1], &[&first]),
            None => held.amounts(place, &row.cells[1], &[&exact["low"], &exact["high"]]),
        }
        held.words(place, &row.cells[2], &exact["grade"]);
        if let Some(kind) = exact.get("counts").map(|_| &exact["kind"]) {
            held.is(place, row.cells[0].contains(kind), "yes");
        }
    }
}

/// What was published of a metric of the whole that was restated since.
fn first_reported(at: &At<'_>, quarter: &str, metric: Option<&String>) -> Option<String> {
    let metric = metric.filter(|metric| at.book.metrics.values().any(|id| id == *metric))?;
    let csv = at.csv(&format!("tables/{metric}.csv"), &["period", "scope"]);
    let first = csv.find(&[quarter, "all"])?["first_reported"].clone();
    Some(first).filter(|first| !first.is_empty())
}

/// What an estimate is made of.
pub(crate) fn inputs(at: &At<'_>, held: &mut Held) {
    let name = at.table.caption.strip_prefix("Inputs of ").unwrap();
    let estimates = at.csv("money/estimates.csv", &["period", "name"]);
    let own = estimates.rows.iter().filter(|(keys, _)| keys[1] == name);
    let ids: Vec<_> = own
        .map(|(keys, row)| (keys[0].clone(), row["id"].clone()))
        .collect();
    let csv = at.csv("money/inputs.csv", &["period", "estimate", "name"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let own = csv.rows.iter().filter(|(keys, exact)| {
            ids.contains(&(keys[0].clone(), keys[1].clone()))
                && keys[2].eq_ignore_ascii_case(&row.cells[0])
                && exact["grade"] == row.cells[4]
        });
        let exact: Vec<&Fields> = own.map(|(_, row)| row).collect();
        // Two estimates may have an input of one name: it is the one with this range.
        let ends = |exact: &Fields| {
            let metric = Some(&exact["supplied_by"]).filter(|_| exact["from"] == "metric");
            match first_reported(at, &exact["last_period"], metric) {
                Some(first) => [first.clone(), first],
                None => ["low", "high"].map(|end| exact[end].clone()),
            }
        };
        let fits = exact.iter().find(|exact| {
            let mut trial = Held::default();
            let ends = ends(exact);
            trial.amounts(place, &row.cells[1], &ends.each_ref().map(String::as_str));
            trial.wrong.is_empty()
        });
        match fits {
            Some(exact) => {
                held.cells += 2;
                if !exact["on"].is_empty() && day(&row.cells[3]) != row.cells[3] {
                    held.words(place, &day(&row.cells[3]), &exact["on"]);
                }
            }
            None => held
                .wrong
                .push(format!("{place}: {} is in no row", row.cells[1])),
        }
    }
}

/// The ladder of levels.
pub(crate) fn levels(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("capability/levels.csv", &["period", "category"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let category = row.cells[0].to_lowercase();
        let today = row.cells[1..6]
            .iter()
            .position(|cell| cell.starts_with("today"));
        let today = today.map_or("none".to_owned(), |at| (at + 1).to_string());
        if category == "lowest of the four" {
            let own = csv.rows.iter().filter(|(keys, _)| keys[0] == at.period);
            let lowest = own.map(|(_, exact)| exact["level"].as_str()).min();
            held.words(place, &today, lowest.unwrap());
            continue;
        }
        let exact = csv.row(&[&at.period, &category]);
        held.words(place, &today, &exact["level"]);
        let target = row.cells[1..6].iter().position(|cell| cell.contains("by "));
        if let Some(target) = target {
            held.words(place, &(target + 1).to_string(), &exact["target"]);
            let by: chrono::NaiveDate = exact["target_by"].parse().unwrap();
            held.is(
                place,
                row.cells[target + 1].contains(&by.format("%b %Y").to_string()),
                "yes",
            );
        }
    }
}

/// How well each journey is covered.
pub(crate) fn covered(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("capability/journeys.csv", &["period", "journey"]);
    let names = at.csv("incidents/journeys.csv", &["period", "name"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let name = row.cells[0].trim_end_matches(|c: char| c.is_numeric() || c == '%' || c == ' ');
        let Some((_, known)) = names.rows.iter().find(|(keys, _)| keys[1] == name) else {
            // The row of all counts what stands above it.
            let shown: Vec<String> = row.cells[1..]
                .iter()
                .flat_map(|cell| numbers(cell))
                .collect();
            let own = csv.rows.iter().filter(|(keys, _)| keys[0] == at.period);
            let all = own.clone().count().to_string();
            let full = own
                .filter(|(_, row)| row["covered"] == "yes")
                .count()
                .to_string();
            held.is(
                place,
                shown.is_empty() || shown.contains(&all) || shown.contains(&full),
                "yes",
            );
            continue;
        };
        let exact = csv.row(&[&at.period, &known["journey"]]);
        held.numbers(
            place,
            &row.cells[0][name.len()..],
            &[&exact["revenue_percent"]],
        );
        let columns = ["objective", "measured", "alerting", "owner", "tested"];
        for (cell, column) in row.cells[1..].iter().zip(columns) {
            let shown = cell.split(' ').next().unwrap().to_lowercase();
            let shown = if cell.starts_with("Not needed") {
                "not-needed".to_owned()
            } else {
                shown
            };
            held.words(place, &shown, &exact[column]);
        }
    }
}

/// Signals in use by service.
pub(crate) fn signals(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("capability/golden-signals.csv", &["period", "service"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let Some(service) = at.book.services.get(&row.cells[0]) else {
            continue;
        };
        let exact = csv.row(&[&at.period, service]);
        let used: Vec<&str> = exact["signals"]
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect();
        for (name, cell) in at.table.head[1..5].iter().zip(&row.cells[1..]) {
            let yes = used.contains(&name.to_lowercase().as_str());
            held.is(place, cell == "Yes", if yes { "yes" } else { "no" });
        }
        held.numbers(
            place,
            &row.cells[5],
            &[&used.len().to_string(), &exact["of"]],
        );
    }
}

/// The six measures, one quarter beside another.
pub(crate) fn measures(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("capability/measures.csv", &["period", "measure"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        for (quarter, cell) in at.table.head.iter().zip(&row.cells).skip(1) {
            if !quarter.starts_with('Q') {
                continue;
            }
            let own = csv
                .rows
                .iter()
                .filter(|(keys, _)| keys[0] == period(quarter));
            let mut own = own.filter(|(keys, _)| row.cells[0].starts_with(&measure(&keys[1])));
            match own.next() {
                Some((_, exact)) if exact["part"].is_empty() => {
                    held.numbers(place, cell, &[&exact["value"]]);
                }
                Some((_, exact)) => held.numbers(place, cell, &[&exact["part"], &exact["whole"]]),
                None => held.words(place, cell, "not recorded"),
            }
        }
    }
}

/// A measure as pages name it.
fn measure(id: &str) -> String {
    match id {
        "incidents-reported-by-customers" => {
            return "Incidents that customers reported first".to_owned();
        }
        "reviews-naming-a-gap" => return "Reviews that name a monitoring gap".to_owned(),
        _ => {}
    }
    let words = id.replace('-', " ");
    words[..1].to_uppercase() + &words[1..]
}

/// What comes round, the latest quarters beside each other.
pub(crate) fn rhythms(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("cadence/cadence.csv", &["name", "period"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let own = csv
            .rows
            .iter()
            .filter(|(keys, _)| row.cells[0].starts_with(&keys[0]));
        let name = own
            .map(|(keys, _)| keys[0].clone())
            .max_by_key(String::len)
            .unwrap();
        for (quarter, cell) in at.table.head.iter().zip(&row.cells).skip(1) {
            let exact = csv.find(&[&name, &period(quarter)]);
            let of = |column: &str| exact.map_or("", |row| row[column].as_str());
            match numbers(cell).is_empty() {
                true => held.is(place, matches!(of("planned"), "" | "0"), "yes"),
                false => held.numbers(place, cell, &[of("held"), of("planned")]),
            }
        }
    }
}

/// One rhythm by quarter; which of them it is stands over the table.
pub(crate) fn rhythm(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(
        "cadence/cadence.csv",
        &["period", "name", "planned", "held"],
    );
    for row in &at.table.rows {
        let place = &at.place(row);
        let quarter = period(&row.cells[0]);
        let shown = [1, 2].map(|n| numbers(&row.cells[n]).first().cloned().unwrap_or_default());
        let own = csv.rows.keys();
        let own = own.filter(|keys| keys[0] == quarter && keys[2..4] == shown[..]);
        held.cells += 2;
        held.is(place, own.count() > 0, "yes");
    }
}

/// Decisions and promises with what was predicted of them.
pub(crate) fn ledger(at: &At<'_>, held: &mut Held) {
    let decisions = at.table.head[0] == "Decision";
    let (path, words) = match decisions {
        true => ("decisions/decisions.csv", "request"),
        false => ("decisions/promises.csv", "promise"),
    };
    let csv = at.csv(path, &["period", "id"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let own = csv.rows.values().filter(|exact| {
            let told = [&exact["period"], &exact[words]];
            let quarter = format!("Q{} {}", &told[0][6..], &told[0][..4]);
            row.cells[0].contains(&quarter) && row.cells[0].contains(&plain(told[1]))
        });
        let Some(exact) = own.max_by_key(|exact| exact[words].len()) else {
            held.wrong.push(format!("{place}: in no row of the table"));
            continue;
        };
        let column = |name: &str| exact.get(name).map_or("", String::as_str);
        let asked = if decisions {
            column("reply_by")
        } else {
            column("by")
        };
        let days = if decisions {
            &row.cells[0]
        } else {
            &row.cells[1]
        };
        if !asked.is_empty() {
            held.tells_day(place, days, asked);
        }
        if !column("on").is_empty() {
            held.tells_day(place, &row.cells[1], column("on"));
        }
        let predicted = [column("predicted_low"), column("predicted_high")];
        let ends: Vec<&str> = predicted
            .into_iter()
            .filter(|end| !end.is_empty())
            .collect();
        let by = row.cells[2]
            .rsplit_once(" by ")
            .map_or(row.cells[2].as_str(), |(told, _)| told);
        match (ends.is_empty(), numbers(by).is_empty()) {
            (true, _) => held.words(place, &row.cells[2], "no figure was predicted"),
            // `no overdue critical vulnerabilities`.
            (false, true) => held.words(place, "0", ends[0]),
            (false, false) => held.numbers(place, by, &ends),
        }
        if !column("predicted_by").is_empty() {
            held.tells_day(place, &row.cells[2], column("predicted_by"));
        }
        if !column("observed").is_empty() {
            held.numbers(place, &row.cells[3], &[column("observed")]);
        }
    }
}

/// A text without its spaces: where a link ends, a page has one more.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Experiments: what was expected in figures, and what was observed, in the words of the table.
pub(crate) fn experiments(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("experiments/experiments.csv", &["id"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let mut own = csv.rows.values();
        let exact = own.find(|exact| row.cells[0].starts_with(&plain(&exact["hypothesis"])));
        let exact = exact.unwrap();
        for column in ["start", "end"] {
            held.tells_day(place, &row.cells[0], &exact[column]);
        }
        let ends: Vec<&str> = ["low", "high"]
            .map(|end| exact[end].trim_start_matches('-'))
            .to_vec();
        if let Some((_, asked)) = row.cells[1].rsplit_once(" : ") {
            held.numbers(place, asked, &ends);
        }
        // A published quarter says what it knew then.
        if at.path == "experiments/index.html" {
            held.is(
                place,
                bare(&row.cells[2]).contains(&bare(&plain(&exact["observed"]))),
                "yes",
            );
        }
        if !exact["decided"].is_empty() && !row.cells[3].starts_with("Running") {
            held.tells_day(place, &row.cells[3], &exact["decided"]);
        }
    }
}

/// What a role has open: each with its day in the table that it comes from.
pub(crate) fn open(at: &At<'_>, held: &mut Held) {
    for row in &at.table.rows {
        let place = &at.place(row);
        let kind = &row.cells[1];
        let (path, words, due) = match kind.split(' ').next().unwrap() {
            "Follow-up" => ("incidents/follow-ups.csv", "what", "due"),
            "Promise" | "Exception" => ("decisions/promises.csv", "promise", "by"),
            "Experiment" => ("experiments/experiments.csv", "hypothesis", "end"),
            "Asked" => ("decisions/decisions.csv", "request", "reply_by"),
            "After" => ("experiments/experiments.csv", "follow_up", "follow_up_by"),
            other => panic!("{place}: {other}"),
        };
        let csv = at.csv(path, &[words, due]);
        let own = csv
            .rows
            .keys()
            .filter(|keys| plain(&row.cells[0]) == plain(&keys[0]));
        let days: Vec<&str> = own.map(|keys| keys[1].as_str()).collect();
        held.is(place, days.contains(&day(&row.cells[2]).as_str()), "yes");
    }
}
