//! Tables of promises: objectives and their budgets, contracts, and incidents.

use crate::held::{At, Book, Held, day, minutes, numbers, period, plain};

fn objective<'p>(at: &At<'p>) -> &'p str {
    let name = at.path.strip_prefix("objectives/");
    name.and_then(|name| name.strip_suffix(".html")).unwrap()
}

/// What is left of a budget; `6.8% over` is below nothing.
fn left(held: &mut Held, place: &str, cell: &str, exact: &str) {
    held.numbers(place, cell, &[exact.trim_start_matches('-')]);
    let over = exact.starts_with('-');
    // What rounds to nothing is neither.
    if numbers(cell).first().is_some_and(|n| n.parse() != Ok(0.0)) {
        held.is(
            place,
            cell.contains("over"),
            if over { "yes" } else { "no" },
        );
    }
}

/// Failed of allowed.
fn failed(held: &mut Held, place: &str, cell: &str, row: &crate::held::Fields) {
    let [good, valid] = ["good", "valid"].map(|of| row[of].parse::<f64>().unwrap());
    held.numbers(place, cell, &[&(valid - good).to_string(), &row["allowed"]]);
}

/// The budgets of a quarter by service.
pub(crate) fn budgets(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("objectives/budgets.csv", &["period", "service"]);
    let contracts = at.known_csv("objectives/contracts.csv", &["period", "objective"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let (_, service) = Book::begins(&at.book.services, &row.cells[0]).unwrap();
        let exact = csv.row(&[&at.period, service]);
        held.numbers(place, &row.cells[1], &[&exact["target_percent"]]);
        held.numbers(place, &row.cells[2], &[&exact["attained_percent"]]);
        failed(held, place, &row.cells[4], exact);
        let state = row.cells[5].to_lowercase().replace(' ', "-");
        held.words(place, &state, &exact["state"]);
        let contract = contracts.as_ref();
        let contract = contract.and_then(|csv| csv.find(&[&at.period, &exact["objective"]]));
        let due = contract.map_or("", |row| row["credits_due"].as_str());
        match (row.cells[6].as_str(), due) {
            ("none", due) => held.words(place, "", due),
            ("kept", due) => held.words(place, "0", due),
            (cell, due) => held.numbers(place, cell, &[due]),
        }
    }
}

/// The days of a budget as they are drawn.
pub(crate) fn burn_down(at: &At<'_>, held: &mut Held) {
    let (_, service) = Book::begins(&at.book.services, &at.table.caption).unwrap();
    let budgets = at.csv("objectives/budgets.csv", &["period", "service"]);
    let quarter = at.table.caption.rsplit_once(", ").unwrap().1;
    let objective = &budgets.row(&[&period(quarter), service])["objective"];
    let csv = at.csv(&format!("objectives/{objective}-days.csv"), &["day"]);
    for row in &at.table.rows {
        let exact = csv.row(&[&day(&row.cells[0])]);
        left(held, &at.place(row), &row.cells[1], &exact["left_percent"]);
    }
}

pub(crate) fn days(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(&format!("objectives/{}-days.csv", objective(at)), &["day"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let exact = csv.row(&[&day(&row.cells[0])]);
        held.numbers(place, &row.cells[1], &[&exact["good"]]);
        held.numbers(place, &row.cells[2], &[&exact["valid"]]);
        left(held, place, &row.cells[3], &exact["left_percent"]);
    }
}

/// Every account of an objective.
pub(crate) fn accounts(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("objectives/budgets.csv", &["period", "objective"]);
    assert!(at.table.head[3].contains("of allowed"));
    for row in &at.table.rows {
        let place = &at.place(row);
        let exact = csv.row(&[&period(&row.cells[0]), objective(at)]);
        held.numbers(place, &row.cells[1], &[&exact["target_percent"]]);
        held.numbers(place, &row.cells[2], &[&exact["attained_percent"]]);
        failed(held, place, &row.cells[3], exact);
        left(held, place, &row.cells[4], &exact["left_percent"]);
        left(
            held,
            place,
            &row.cells[5],
            &exact["last_28_days_left_percent"],
        );
        let state = row.cells[6].to_lowercase().replace(' ', "-");
        held.words(place, &state, &exact["state"]);
    }
}

pub(crate) fn burn_rates(at: &At<'_>, held: &mut Held) {
    let keys = ["period", "objective", "long_window_minutes"];
    let csv = at.csv("objectives/burn-rates.csv", &keys);
    for row in &at.table.rows {
        let place = &at.place(row);
        let (long, short) = row.cells[0].split_once(" and ").unwrap();
        let [long, short] = [long, short].map(|words| minutes(words).unwrap().to_string());
        let exact = csv.row(&[&at.period, objective(at), &long]);
        held.words(place, &short, &exact["short_window_minutes"]);
        held.numbers(place, &row.cells[1], &[&exact["share_percent"]]);
        held.numbers(place, &row.cells[2], &[&exact["burn_rate"]]);
        held.is(
            place,
            row.cells[3] == "a ticket",
            match exact["tells_by"].as_str() {
                "ticket" => "yes",
                _ => "no",
            },
        );
        match row.cells[4].split_once(", ") {
            Some((rate, on)) => {
                held.numbers(place, rate, &[&exact["fastest"]]);
                let on = day(&format!("{on} {}", at.year()));
                held.words(place, &on, &exact["fastest_on"]);
            }
            None => held.words(place, "", &exact["fastest"]),
        }
        let passed = match row.cells[5].as_str() {
            "passed" => "yes",
            "not passed" => "no",
            _ => "",
        };
        held.words(place, passed, &exact["passed"]);
    }
}

/// How much of each budget was used by month.
pub(crate) fn months(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("objectives/budget-months.csv", &["objective", "month"]);
    let budgets = at.csv("objectives/budgets.csv", &["period", "service"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let account = budgets.row(&[&at.period, &at.book.services[&row.cells[0]]]);
        for (name, cell) in at.table.head.iter().zip(&row.cells).skip(1) {
            if name == "Quarter" {
                let left: f64 = account["left_percent"].parse().unwrap();
                held.numbers(place, cell, &[&(100.0 - left).to_string()]);
                continue;
            }
            let month = day(&format!("1 {name} {}", at.year()));
            let exact = csv.row(&[&account["objective"], &month[..7]]);
            held.numbers(place, cell, &[&exact["used_percent"]]);
        }
    }
}

/// Contracts of a quarter with their months.
pub(crate) fn contracts(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("objectives/contracts.csv", &["period", "name"]);
    let months = at.csv("objectives/contract-months.csv", &["objective", "month"]);
    let budgets = at.csv("objectives/budgets.csv", &["period", "objective"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let own = csv
            .rows
            .iter()
            .filter(|(keys, _)| keys[0] == at.period && row.cells[0].starts_with(keys[1].as_str()));
        let (_, exact) = own.max_by_key(|(keys, _)| keys[1].len()).unwrap();
        held.numbers(place, &row.cells[0], &[&exact["parties"]]);
        held.numbers(place, &row.cells[1], &[&exact["target_percent"]]);
        let promised = budgets.row(&[&at.period, &exact["objective"]]);
        held.numbers(place, &row.cells[2], &[&promised["target_percent"]]);
        for month in row.cells[3].split(" , ") {
            let (name, attained) = month.split_once(' ').unwrap();
            let read = format!("1 {name} {}", at.year());
            let read = chrono::NaiveDate::parse_from_str(&read, "%d %b %Y").unwrap();
            let keys = [
                exact["objective"].as_str(),
                &read.format("%Y-%m").to_string(),
            ];
            held.numbers(place, attained, &[&months.row(&keys)["attained_percent"]]);
        }
        for (n, column) in [
            (4, "credits_due"),
            (5, "credits_claimed"),
            (6, "credits_paid"),
        ] {
            held.numbers(place, &row.cells[n], &[&exact[column]]);
        }
    }
}

/// Months of one contract.
pub(crate) fn contract_months(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("objectives/contract-months.csv", &["objective", "month"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let month = day(&format!("1 {}", row.cells[0]));
        let exact = csv.row(&[objective(at), &month[..7]]);
        held.numbers(place, &row.cells[1], &[&exact["good"], &exact["valid"]]);
        held.numbers(place, &row.cells[2], &[&exact["attained_percent"]]);
        held.numbers(place, &row.cells[3], &[&exact["credit"]]);
    }
}

/// Incidents by service, or with their times to restore. Drawings name one by its first words, so it is
/// the one that began on this day and lasted so long.
pub(crate) fn incidents(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("incidents/record.csv", &["period", "id"]);
    let head = &at.table.head;
    let column = |name: &str| head.iter().position(|head| head == name);
    for row in &at.table.rows {
        let place = &at.place(row);
        let quarter = column("Quarter").map(|n| period(&row.cells[n]));
        let quarter = quarter.unwrap_or_else(|| at.period.clone());
        let title = &row.cells[column("What").unwrap()];
        let cell = row.cells.last().unwrap();
        let lasted = minutes(cell).unwrap();
        let own = csv.rows.iter().filter(|(keys, exact)| {
            let (began, _) = at.book.local(&exact["began"]);
            let shown = exact["minutes"].parse::<f64>().unwrap();
            keys[0] == quarter
                && plain(&exact["title"]).starts_with(title.as_str())
                && row.cells[1] == began.format("%-d %b").to_string()
                && (lasted - shown).abs() <= 0.5
        });
        let mut own = own.map(|(_, exact)| exact).filter(|exact| {
            let service = at.book.services.get(&row.cells[0]);
            column("Service").is_none()
                || service == Some(&exact["service"]) && row.cells[3] == exact["severity"]
        });
        match own.next() {
            Some(exact) => {
                held.cells += row.cells.len();
                held.is(place, cell.contains("open"), &exact["open"]);
            }
            None => held
                .wrong
                .push(format!("{place}: {:?} is in no row", row.cells)),
        }
    }
}

/// The course of an incident.
pub(crate) fn course(at: &At<'_>, held: &mut Held) {
    let record = at.csv("incidents/record.csv", &["title", "id"]);
    let (title, began) = at.table.caption.rsplit_once(", ").unwrap();
    let csv = at.csv(
        "incidents/courses.csv",
        &["incident", "at", "moment", "what"],
    );
    let record = record.rows.iter().find(|(keys, row)| {
        plain(&keys[0]) == title
            && at.book.local(&row["began"]).0.to_string() == day(began)
            && csv.rows.keys().any(|course| course[0] == row["id"])
    });
    let (_, incident) = record.unwrap();
    let own = csv
        .rows
        .iter()
        .filter(|(keys, _)| keys[0] == incident["id"]);
    let mut own: Vec<_> = own.map(|(_, row)| row).collect();
    // In the order of time; the first says no minutes.
    own.sort_by_key(|row| {
        (
            row["at"].clone(),
            !row["minutes_since_the_one_before"].is_empty(),
        )
    });
    held.words(
        &at.table.caption,
        &at.table.rows.len().to_string(),
        &own.len().to_string(),
    );
    for (row, exact) in at.table.rows.iter().zip(own) {
        let place = &format!("{} {}", at.table.caption, at.place(row));
        let (_, time) = at.book.local(&exact["at"]);
        let shown = row.cells[0]
            .rsplit_once(' ')
            .map_or(row.cells[0].as_str(), |(_, time)| time);
        held.words(place, shown, &time);
        let moment = match row.cells[1].as_str() {
            "fault begins" => "began",
            "first alert" | "customers told us" | "others told us" | "it was known" => "known",
            "responders join" => "responders-join",
            "cause known" => "cause-known",
            "fix starts" => "fix-starts",
            "customers restored" => "restored",
            "closed" => "closed",
            _ => "other",
        };
        held.words(place, moment, &exact["moment"]);
        if moment == "other" {
            let what = exact["what"].to_lowercase();
            held.words(
                place,
                &row.cells[1].to_lowercase(),
                what.trim_end_matches('.'),
            );
        }
        let since = exact["minutes_since_the_one_before"].as_str();
        match row.cells[2].as_str() {
            "start" => held.is(place, matches!(since, "" | "0"), "yes"),
            "at once" => held.words(place, "0", since),
            cell => held.near(place, (minutes(cell).unwrap(), 0.5), since.parse().unwrap()),
        }
    }
}

/// What reviews asked for.
pub(crate) fn follow_ups(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("incidents/follow-ups.csv", &["what", "incident"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let own = csv.rows.iter().filter(|(keys, row_)| {
            row.cells[0].starts_with(&plain(&keys[0])) && row.cells[1] == row_["owner"]
        });
        // The same thing may be asked for twice: it is the one with these days.
        let due = row.cells[2].rsplit_once("due ").unwrap().1;
        let mut own = own.filter(|(_, exact)| day(due) == exact["due"]);
        let Some((_, exact)) = own.next() else {
            held.wrong.push(format!("{place}: in no row of the table"));
            continue;
        };
        held.cells += 3;
        if let Some(done) = row.cells[2].strip_prefix("done ") {
            held.begins(
                place,
                &day(&done[..done.find(" due").unwrap()]),
                &exact["done"],
            );
        }
    }
}

/// For how long customers could not make a journey.
pub(crate) fn journeys(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("incidents/journeys.csv", &["period", "name"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let exact = csv.row(&[&at.period, &row.cells[0]]);
        held.words(place, &row.cells[1], &exact["critical"]);
        held.numbers(place, &row.cells[2], &[&exact["minutes_impaired"]]);
    }
}
