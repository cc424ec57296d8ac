//! Tables of metrics: by quarter, by week, by service, and beside their targets.

use crate::held::{
    At, Book, Fields, Held, amounts, class, day, figure, minutes, numbers, period, status, value,
};
use std::collections::BTreeMap;

/// The metric that a page is about.
fn metric<'p>(at: &At<'p>) -> &'p str {
    let name = at.path.strip_prefix("metrics/");
    name.and_then(|name| name.strip_suffix(".html")).unwrap()
}

/// A quarter's figure today, or as it was first reported.
fn told_once(at: &At<'_>, held: &mut Held, place: &str, cell: &str, metric: &str, row: [&str; 2]) {
    let csv = at.csv(&format!("tables/{metric}.csv"), &["period", "scope"]);
    let row = csv.find(&row);
    let known = row.map(|row| [&row["value"], &row["first_reported"]]);
    let told = cell.split("(first reported ").next().unwrap();
    let told = match told.split_once('(') {
        Some((_, percentage)) if percentage.contains('%') => percentage,
        _ => told,
    };
    let Some([now, before]) = known.filter(|[now, _]| !now.is_empty()) else {
        return held.numbers(place, told, &[]);
    };
    if told.starts_with("not comparable") || numbers(told).is_empty() {
        // What another definition counted stands in the table, and is not set beside this one.
        let why = ["no data", "not comparable"];
        return held.is(place, why.iter().any(|why| told.starts_with(why)), "yes");
    }
    let mut other = Held::default();
    other.numbers(place, told, &[before]);
    if before.is_empty() || !other.wrong.is_empty() {
        held.numbers(place, told, &[now]);
    } else {
        held.cells += 1;
    }
}

/// Rows of marks: the dashboard's, those of a service, a role or a topic.
pub(crate) fn marks(at: &At<'_>, held: &mut Held) {
    let now_is = period(&at.table.head[1]);
    let before_is = period(&at.table.head[2]);
    let csv = at.csv(&format!("{now_is}/figures.csv"), &["metric", "scope"]);
    let service = at.path.split_once("/services/");
    let service = service.and_then(|(_, rest)| rest.strip_suffix(".html"));
    for row in &at.table.rows {
        let [_, now, before, target, _, against, movement, ..] = &row.cells[..] else {
            // The question of a pane.
            assert_eq!(row.cells.len(), 1, "{}: {:?}", at.path, row.cells);
            continue;
        };
        let metric = row.html.split("metrics/").nth(1).unwrap();
        let metric = metric.split(".html").next().unwrap();
        // `Error budget left, Checkout`: of a service on a page of the whole.
        let name = row.html.split("</a>").next().unwrap();
        let named = name.rsplit_once(", ");
        let named = named.and_then(|(_, name)| at.book.services.get(name));
        let scope = service.or(named.map(String::as_str)).unwrap_or("all");
        let place = &at.place(row);
        let exact = csv.row(&[metric, scope]);
        let now = now.split("(first reported ").next().unwrap();
        value(held, place, now, exact);
        held.numbers(place, target, &[&exact["target"]]);
        held.words(place, status(against), &exact["status"]);
        held.words(place, class(movement), &exact["movement"]);
        told_once(at, held, place, before, metric, [&before_is, scope]);
    }
}

/// The same of one metric by service.
pub(crate) fn by_service_now(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(&format!("tables/{}.csv", metric(at)), &["period", "scope"]);
    let [now_is, before_is] = [1, 2].map(|n| period(&at.table.head[n]));
    for row in &at.table.rows {
        let place = &at.place(row);
        let (_, scope) = Book::begins(&at.book.services, &row.cells[0]).unwrap();
        let exact = csv.row(&[&now_is, scope]);
        let now = figure(&row.cells[1], exact, held, place);
        value(held, place, now, exact);
        told_once(
            at,
            held,
            place,
            &row.cells[2],
            metric(at),
            [&before_is, scope],
        );
        held.numbers(place, &row.cells[3], &[&exact["target"]]);
        held.words(place, status(&row.cells[5]), &exact["status"]);
        held.words(place, class(&row.cells[6]), &exact["movement"]);
    }
}

/// Figures of record: every quarter of a metric.
pub(crate) fn quarters(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(&format!("tables/{}.csv", metric(at)), &["period", "scope"]);
    for row in &at.table.rows {
        let exact = csv.row(&[&period(&row.cells[0]), "all"]);
        let [_, now, behind, change, target, against, movement, source] = &row.cells[..] else {
            panic!("{}: {:?}", at.path, row.cells);
        };
        let place = &at.place(row);
        let now = figure(now, exact, held, place);
        value(held, place, now, exact);
        let parts = match exact["whole"].is_empty() {
            true => ["measured", "invited"],
            false => ["part", "whole"],
        };
        held.numbers(place, behind, &parts.map(|part| exact[part].as_str()));
        held.numbers(place, target, &[&exact["target"]]);
        held.words(place, status(against), &exact["status"]);
        held.words(place, class(movement), &exact["movement"]);
        difference(at, held, place, change, &row.cells[0]);
        held.begins(place, source, &exact["snapshot"]);
        for (words, column) in [("definition ", "definition_version"), ("build ", "build")] {
            let told = source.split(words).nth(1).unwrap_or_default();
            held.begins(place, told, &exact[column]);
        }
    }
}

/// `down 2.9 points`: of the two numbers as they are printed, or of those behind them.
fn difference(at: &At<'_>, held: &mut Held, place: &str, cell: &str, quarter: &str) {
    if cell.starts_with("not comparable") || !cell.starts_with(['u', 'd']) {
        return;
    }
    let csv = at.csv(&format!("tables/{}.csv", metric(at)), &["period", "scope"]);
    let of = |quarter: &str| {
        let row = csv.find(&[quarter, "all"])?;
        let printed = at
            .table
            .rows
            .iter()
            .find(|row| period(&row.cells[0]) == quarter)?;
        let cell = printed.cells[1].split("(first").next()?;
        let cell = cell.split_once('(').map_or(cell, |(_, rest)| rest);
        let printed: f64 = numbers(cell).first()?.parse().ok()?;
        Some((
            row["value"].parse::<f64>().ok()?,
            printed,
            row["unit"].clone(),
        ))
    };
    let now_is = period(quarter);
    let (year, n) = now_is.split_once("-Q").unwrap();
    let before_is = match n {
        "1" => format!("{}-Q4", year.parse::<i32>().unwrap() - 1),
        n => format!("{year}-Q{}", n.parse::<i32>().unwrap() - 1),
    };
    let (Some(now), Some(before)) = (of(&now_is), of(&before_is)) else {
        return held.words(place, cell, "n/a");
    };
    let sign = if cell.starts_with("down") { -1.0 } else { 1.0 };
    let (shown, half) = in_unit(cell, &now.2);
    held.cells += 1;
    let near = |other: f64| (sign * shown - other).abs() <= half + 1e-9;
    if !near(now.0 - before.0) && !near(now.1 - before.1) {
        let wrong = format!("{place}: {cell} is not {} less {}", now.0, before.0);
        held.wrong.push(wrong);
    }
}

/// A number in the unit of its table, and half of the last place that is printed: pages tell `48 minutes`
/// of what is counted in hours.
fn in_unit(cell: &str, unit: &str) -> (f64, f64) {
    let minute = match unit {
        "seconds" => 1.0 / 60.0,
        "minutes" => 1.0,
        "hours" => 60.0,
        "days" => 1_440.0,
        _ => 0.0,
    };
    let shown = numbers(cell).first().cloned().unwrap();
    let digits = shown.split_once('.').map_or(0, |(_, rest)| rest.len());
    let half = 0.5 / 10_f64.powi(i32::try_from(digits).unwrap());
    match minutes(cell) {
        Some(minutes) if minute > 0.0 => {
            let one = minutes / shown.parse::<f64>().unwrap();
            (minutes / minute, half * one / minute)
        }
        _ => amounts(cell.trim_start_matches(|c: char| c.is_alphabetic()))[0],
    }
}

/// The chart of a metric's quarters.
pub(crate) fn charted_quarters(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(&format!("tables/{}.csv", metric(at)), &["period", "scope"]);
    for row in &at.table.rows {
        let exact = csv.row(&[&period(&row.cells[0]), "all"]);
        let place = &at.place(row);
        let now = row.cells[1].split("(first").next().unwrap();
        value(held, place, now, exact);
        held.numbers(place, &row.cells[2], &[&exact["target"]]);
    }
}

/// The charts of a metric's quarters, a service each.
pub(crate) fn charted_services(at: &At<'_>, held: &mut Held) {
    let (_, metric) = Book::begins(&at.book.metrics, &at.table.caption).unwrap();
    let csv = at.csv(&format!("tables/{metric}.csv"), &["period", "scope"]);
    for row in &at.table.rows {
        for (name, cell) in at.table.head.iter().zip(&row.cells).skip(1) {
            let scope = &at.book.services[name];
            let place = &format!("{} {name}", at.place(row));
            match csv.find(&[&period(&row.cells[0]), scope]) {
                Some(exact) => value(held, place, cell, exact),
                None => held.numbers(place, cell, &[]),
            }
        }
    }
}

/// Weekly values. Which rule fired depends on the quarter that looks, so no table of weeks says it.
pub(crate) fn weeks(at: &At<'_>, held: &mut Held) {
    let (metric, scope) = at.book.series(&at.table.caption).unwrap();
    let csv = at.csv(&format!("tables/weeks/{metric}.csv"), &["monday", "scope"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let exact = csv.row(&[&day(&row.cells[0]), scope]);
        // A published quarter says what it knew.
        let published = at.path.starts_with("20") && !exact["first_reported"].is_empty();
        if published && numbers(&row.cells[1]) != numbers(&exact["value"]) {
            held.numbers(place, &row.cells[1], &[&exact["first_reported"]]);
        } else {
            value(held, place, &row.cells[1], exact);
        }
    }
}

/// Days between rare events, which weeks alone cannot say: each event that is told stands in its week.
/// Where events are frequent a gap spans several.
pub(crate) fn rare_events(at: &At<'_>, held: &mut Held) {
    let (metric, scope) = at.book.series(&at.table.caption).unwrap();
    let path = format!("tables/weeks/{metric}.csv");
    let csv = at.csv(&path, &["monday", "scope"]);
    let mut events: BTreeMap<String, u32> = BTreeMap::new();
    for row in &at.table.rows {
        *events.entry(day(&row.cells[0])).or_default() += 1;
    }
    for (monday, told) in events {
        let place = &format!("{} {} {monday}", at.path, at.table.caption);
        let row = csv.row(&[&monday, scope]);
        let known: u32 = row["part"].parse().unwrap();
        held.is(place, told <= known, "yes");
    }
}

/// Targets of a metric: each is that of the quarters that it holds in.
pub(crate) fn targets(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(&format!("tables/{}.csv", metric(at)), &["period", "scope"]);
    for row in &at.table.rows {
        let from = day(&row.cells[0]);
        let own = csv.rows.iter().filter(|(keys, _)| keys[1] == "all");
        let month: u32 = from[5..7].parse().unwrap();
        let quarter = format!("{}-Q{}", &from[..4], month.div_ceil(3));
        let mut own = own.filter(|(keys, _)| keys[0] >= quarter);
        let place = &at.place(row);
        match own.next() {
            Some((_, exact)) if !exact["target"].is_empty() => {
                let shown = in_unit(&row.cells[1], &exact["unit"]);
                held.near(place, shown, exact["target"].parse().unwrap());
            }
            _ => held.words(place, "a target of no quarter", ""),
        }
    }
}

/// From one quarter to the next by service.
pub(crate) fn bridge(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(&format!("tables/{}.csv", metric(at)), &["period", "scope"]);
    let rows = &at.table.rows;
    let ends = [&rows[0], rows.last().unwrap()].map(|row| period(&row.cells[0]));
    let of = |quarter: &str, scope: &str| -> f64 {
        let row = csv.find(&[quarter, scope]);
        row.map_or(0.0, |row| row["value"].parse().unwrap_or(0.0))
    };
    let mut rest = of(&ends[1], "all") - of(&ends[0], "all");
    for row in rows {
        let place = &at.place(row);
        let name = row.cells[0].as_str();
        let exact = if name.starts_with('Q') {
            of(&period(name), "all")
        } else if let Some(scope) = at.book.services.get(name) {
            let own = of(&ends[1], scope) - of(&ends[0], scope);
            rest -= own;
            own
        } else {
            // What is drawn adds up.
            rest
        };
        held.numbers(place, &row.cells[1], &[&exact.to_string()]);
    }
}

/// What was restated.
pub(crate) fn restated(at: &At<'_>, held: &mut Held) {
    for row in &at.table.rows {
        let place = &at.place(row);
        let parts: Vec<&str> = row.cells[1].split(", ").collect();
        let [quarter, scope, of] = parts[..] else {
            panic!("{place}: {parts:?}");
        };
        let scope = at.book.services.get(scope).map_or("all", String::as_str);
        let (csv, key) = match of.strip_prefix("week of ") {
            Some(monday) => {
                let csv = at.csv(
                    &format!("tables/weeks/{}.csv", metric(at)),
                    &["monday", "scope"],
                );
                (csv, day(monday))
            }
            None => {
                let csv = at.csv(&format!("tables/{}.csv", metric(at)), &["period", "scope"]);
                (csv, period(quarter))
            }
        };
        let exact = csv.row(&[&key, scope]);
        held.numbers(place, &row.cells[2], &[&exact["first_reported"]]);
        held.numbers(place, &row.cells[3], &[&exact["value"]]);
    }
}

/// How complete the data of a quarter is.
pub(crate) fn completeness(at: &At<'_>, held: &mut Held) {
    for row in &at.table.rows {
        let place = &at.place(row);
        let metric = &at.book.metrics[&row.cells[0]];
        let csv = at.csv(&format!("tables/{metric}.csv"), &["period", "scope"]);
        let exact = csv.row(&[&at.period, "all"]);
        let figure = match (exact["value"].as_str(), exact["rolled_up"].as_str()) {
            ("", _) => "no data",
            (_, "yes") => "from services",
            _ => "filed",
        };
        held.words(place, &row.cells[1], figure);
        let weeks = at.csv(&format!("tables/weeks/{metric}.csv"), &["monday", "scope"]);
        if row.cells[2] != "quarterly" {
            let told = numbers(&row.cells[2]);
            let month: u32 = at.period[6..].parse::<u32>().unwrap() * 3 - 2;
            let own = |keys: &[String]| {
                let start = format!("{}-{month:02}-01", at.year());
                let end = format!("{}-{:02}-31", at.year(), month + 2);
                // A week is of the quarter that its Thursday is in.
                let monday: chrono::NaiveDate = keys[0].parse().unwrap();
                let thursday = (monday + chrono::Days::new(3)).to_string();
                thursday >= start && thursday <= end
            };
            // None of none is filed, and no figure.
            let filed = |row: &Fields| !row["value"].is_empty() || !row["whole"].is_empty();
            let filed = weeks
                .rows
                .iter()
                .filter(|(keys, row)| own(keys) && filed(row));
            let filed: std::collections::BTreeSet<&String> =
                filed.map(|(keys, _)| &keys[0]).collect();
            held.words(place, &told[0], &filed.len().to_string());
        }
        let services = csv.rows.iter();
        let services = services.filter(|(keys, _)| keys[0] == at.period && keys[1] != "all");
        let with = services.filter(|(_, row): &(&Vec<String>, &Fields)| !row["value"].is_empty());
        match numbers(&row.cells[3]).first() {
            Some(told) => held.words(place, told, &with.count().to_string()),
            None => held.words(place, "0", &with.count().to_string()),
        }
        held.numbers(place, &row.cells[4], &[&exact["definition_version"]]);
    }
}

/// Figures of two quarters that changed; rows of other records have tables of their own.
pub(crate) fn changes(at: &At<'_>, held: &mut Held) {
    for row in &at.table.rows {
        let Some(metric) = row.html.split("metrics/").nth(1) else {
            continue;
        };
        let metric = metric.split(".html").next().unwrap();
        let name = &row.cells[0];
        let series = at.book.series(name);
        let Some((named, scope)) = series.filter(|(named, _)| *named == metric) else {
            continue;
        };
        let whole = at.book.metrics.iter().any(|(known, _)| known == name)
            || at
                .book
                .services
                .keys()
                .any(|service| name.ends_with(&format!(", {service}")));
        if !whole {
            continue;
        }
        for n in [1, 2] {
            let place = &format!("{} {}", at.place(row), at.table.head[n]);
            let quarter = period(&at.table.head[n]);
            told_once(at, held, place, &row.cells[n], named, [&quarter, scope]);
        }
    }
}

/// Bars beside their targets.
pub(crate) fn beside_target(at: &At<'_>, held: &mut Held) {
    let csv = at.csv(&format!("{}/figures.csv", at.period), &["metric", "scope"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        let (_, metric) = Book::begins(&at.book.metrics, &row.cells[0]).unwrap();
        let exact = csv.row(&[metric, "all"]);
        value(held, place, &row.cells[1], exact);
        held.numbers(place, &row.cells[2], &[&exact["target"]]);
    }
}

/// The dimensions of SPACE.
pub(crate) fn space(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("capability/space.csv", &["period", "metric"]);
    let figures = at.csv(&format!("{}/figures.csv", at.period), &["metric", "scope"]);
    for row in &at.table.rows {
        let place = &at.place(row);
        // The first metric of a dimension stands behind its name.
        let cells = &row.cells[row.cells.len() - 4..];
        let (_, metric) = Book::begins(&at.book.metrics, &cells[0]).unwrap();
        value(held, place, &cells[1], csv.row(&[&at.period, metric]));
        let exact = figures.row(&[metric, "all"]);
        held.words(place, status(&cells[2]), &exact["status"]);
        held.words(place, class(&cells[3]), &exact["movement"]);
    }
}

/// Outcomes of the company and the metrics that stand in for them.
pub(crate) fn outcomes(at: &At<'_>, held: &mut Held) {
    let csv = at.csv("money/outcomes.csv", &["period", "metric"]);
    let figures = at.csv(&format!("{}/figures.csv", at.period), &["metric", "scope"]);
    for row in &at.table.rows {
        let [name, now, movement, _] = &row.cells[..] else {
            continue;
        };
        let place = &at.place(row);
        let (_, metric) = Book::begins(&at.book.metrics, name).unwrap();
        value(held, place, now, csv.row(&[&at.period, metric]));
        let exact = figures.row(&[metric, "all"]);
        held.words(place, class(movement), &exact["movement"]);
    }
}
