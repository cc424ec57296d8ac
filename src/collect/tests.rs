//! Plans and answers without any engine: what is asked, and what is made of what could be answered.

use super::parts::six_digits;
use super::request::Scope;
use super::{Answers, Message, Plan, Wanted, figures, plan};
use crate::diag::Diagnostic;
use crate::load::{self, EventFile, Gathered, Tree};
use crate::model::{Pack, Period, Value};
use crate::scaffold;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The pack that whole runs are tested on, with changes, and its snapshot begun.
fn pack(quarter: &str, changes: &[(&str, &str)]) -> (Pack, Period) {
    let mut text = include_str!("../../tests/collect/verb/base.txt").to_owned();
    for (before, after) in changes {
        assert!(text.contains(before), "{before}");
        text = text.replacen(before, after, 1);
    }
    let mut tree = Tree::unpack(&text);
    tree.files
        .retain(|path, _| !path.starts_with("data/events/"));
    let period: Period = quarter.parse().expect("a quarter");
    let begun =
        scaffold::begin(&tree, period, &|metric| metric.query.is_some()).expect("a quarter");
    let files = begun.made.into_iter();
    tree.files
        .extend(files.map(|(path, text)| (path, text.into_bytes())));
    let loaded = load::parse(&tree);
    let errors = loaded.diagnostics.iter().filter(|told| told.is_error());
    let errors: Vec<&str> = errors.map(|told| told.message.as_str()).collect();
    assert_eq!(errors, [""; 0]);
    (loaded.pack.expect("a pack"), period)
}

fn planned(pack: &Pack, period: Period) -> (Plan, Vec<Diagnostic>) {
    let file = EventFile {
        path: PathBuf::from("/events/log.jsonl.gz"),
        label: "log.jsonl.gz".to_owned(),
    };
    plan(pack, period, &[file], &Wanted::default()).expect("a plan")
}

#[test]
fn a_quarter_and_its_weeks_are_asked_for_in_the_packs_zone() {
    let (pack, period) = pack("2026-Q4", &[]);
    let (plan, told) = planned(&pack, period);
    assert_eq!(told, []);
    let bounds = |id: &str| {
        let mut intervals = plan.request.intervals.iter();
        let found = intervals.find(|interval| interval.id == id);
        found.map(|interval| format!("{} {}", interval.start, interval.end))
    };
    // Summer time ends within the quarter, and within the week that has an hour more.
    let quarter = "2026-09-30T22:00:00Z 2026-12-31T23:00:00Z";
    assert_eq!(bounds("quarter").as_deref(), Some(quarter));
    let longer = "2026-10-18T22:00:00Z 2026-10-25T23:00:00Z";
    assert_eq!(bounds("2026-W43").as_deref(), Some(longer));
    // Weeks belong to the quarter of their Thursday: from Monday, 28 September, to 3 January.
    assert_eq!(plan.request.intervals.len(), 1 + 14);
    let first = "2026-09-27T22:00:00Z 2026-10-04T22:00:00Z";
    assert_eq!(bounds("2026-W40").as_deref(), Some(first));
    assert_eq!(bounds("2026-W39"), None);
    let asked: Vec<&str> = plan
        .request
        .metrics
        .iter()
        .map(|query| query.id.as_str())
        .collect();
    assert_eq!(
        asked,
        [
            "availability",
            "deployments",
            "failure-rate",
            "incidents",
            "restore-time"
        ]
    );
    // A metric that is not judged by weeks has none.
    assert!(!plan.weekly.contains("availability") && plan.weekly.contains("deployments"));
    let aliases = plan.request.aliases.iter();
    let aliases: Vec<String> = aliases
        .map(|a| format!("{}={}", a.name, a.service))
        .collect();
    assert_eq!(aliases, ["larkspur/till=till", "pos=till"]);
    assert_eq!(plan.request.horizon_seconds, 72 * 3600);
}

#[test]
fn a_query_without_a_period_is_not_run() {
    for (query, runs) in [
        ("where ts >= $start", true),
        ("where ts < $END", true),
        ("where ts is not null -- $start", false),
        ("where name = '$start' /* $end */", false),
        ("where ts > :start", false),
    ] {
        assert_eq!(
            super::asks_for_a_period(&format!("select 1 {query}")),
            runs,
            "{query}"
        );
    }
    let bounded = "where kind = 'probe' and service is not null and ts >= $start and ts < $end";
    let (pack, period) = pack("2026-Q3", &[(bounded, "where kind = 'probe'")]);
    let (plan, told) = planned(&pack, period);
    assert_eq!(plan.request.metrics.len(), 4);
    let codes: Vec<&str> = told.iter().map(|told| told.code).collect();
    assert_eq!(codes, ["query-without-period"]);
}

/// Answers of a run: events of some kinds of services from one day to another, and rows as
/// `metric interval scope service column=value …`.
fn answers(coverage: &[&str], rows: &[&str]) -> Answers {
    let mut answers = Answers::default();
    answers.hear(Message::Input {
        label: "log.jsonl.gz".to_owned(),
        sha256: "ab".repeat(32),
        events: 7,
        first: Some("2026-07-02T00:00:00Z".to_owned()),
        last: Some("2026-09-30T12:00:00Z".to_owned()),
    });
    for line in coverage {
        let words: Vec<&str> = line.split(' ').collect();
        answers.hear(Message::Coverage {
            service: words[0].to_owned(),
            kind: words[1].to_owned(),
            from: format!("{}T00:00:00Z", words[2]),
            to: format!("{}T00:00:00Z", words[3]),
            count: 3,
        });
    }
    for line in rows {
        let words: Vec<&str> = line.split(' ').collect();
        let values = words[4..].iter().map(|word| {
            let (column, value) = word.split_once('=').expect("a column");
            (column.to_owned(), (value != "~").then(|| value.to_owned()))
        });
        answers.hear(Message::Row {
            metric: words[0].to_owned(),
            interval: words[1].to_owned(),
            scope: if words[2] == "all" {
                Scope::All
            } else {
                Scope::Service
            },
            service: words[3].to_owned(),
            values: values.collect(),
        });
    }
    answers.hear(Message::Done {
        engine: "an engine 1".to_owned(),
        as_of: Some("2026-09-30T12:00:00Z".to_owned()),
        events: 7,
        rows: BTreeMap::from([("deployments".to_owned(), rows.len() as u64)]),
    });
    answers
}

fn told(coverage: &[&str], rows: &[&str]) -> Result<Gathered, Vec<String>> {
    told_with(&[], coverage, rows)
}

fn told_with(
    changes: &[(&str, &str)],
    coverage: &[&str],
    rows: &[&str],
) -> Result<Gathered, Vec<String>> {
    let (pack, period) = pack("2026-Q3", changes);
    let (plan, _) = planned(&pack, period);
    let gathered = figures(&plan, &pack, &answers(coverage, rows));
    gathered.map_err(|told| told.into_iter().map(|problem| problem.message).collect())
}

/// The quarter's figure as a snapshot has it, or why there is none.
fn quarter(gathered: &Gathered, metric: &str, service: &str) -> String {
    let series = match service {
        "all" => gathered.metrics[metric].all.as_ref(),
        service => gathered.metrics[metric].services.get(service),
    };
    match series.map(|series| &series.quarter) {
        Some(Ok(value)) => value.notation(&crate::model::Unit::Minutes),
        Some(Err(why)) => why.clone(),
        None => "nothing".to_owned(),
    }
}

#[test]
fn nothing_is_zero_only_where_somebody_would_have_seen_it() {
    let gathered = told(
        &[
            "shop deploy 2026-07-02 2026-08-01",
            "till incident_opened 2026-08-10 2026-08-10",
        ],
        &[
            "deployments 2026-W28 service shop value=2",
            "deployments 2026-W28 all all value=2",
        ],
    )
    .expect("figures");
    let unseen = |of: &str| format!("no {of} of it were read, so a zero would prove nothing");
    assert_eq!(quarter(&gathered, "deployments", "shop"), "0");
    assert_eq!(
        quarter(&gathered, "deployments", "till"),
        unseen("deployments")
    );
    assert_eq!(quarter(&gathered, "deployments", "search"), "nothing");
    assert_eq!(quarter(&gathered, "incidents", "till"), "0");
    assert_eq!(quarter(&gathered, "incidents", "shop"), unseen("incidents"));
    assert_eq!(
        quarter(&gathered, "failure-rate", "shop"),
        unseen("incidents")
    );
    assert_eq!(
        quarter(&gathered, "failure-rate", "till"),
        unseen("deployments")
    );
    assert_eq!(quarter(&gathered, "restore-time", "till"), "~");
    assert_eq!(quarter(&gathered, "restore-time", "all"), "~");
    // Weeks before a service was first seen, and those of which nothing was read yet, are not known.
    let weeks = &gathered.metrics["incidents"].services["till"].weeks;
    let weeks: Vec<String> = weeks
        .values()
        .map(|value| {
            value.map_or("~".to_owned(), |value| {
                value.notation(&crate::model::Unit::Points)
            })
        })
        .collect();
    assert_eq!(weeks.join(" "), "~ ~ ~ ~ ~ ~ 0 0 0 0 0 0 0");
}

#[test]
fn a_reason_says_of_no_events_never_where_some_are_of_another_time() {
    let probes = [(
        "from events\nwhere kind = 'probe' and service is not null and ts",
        "from probes\nwhere ts",
    )];
    let gathered = told_with(
        &probes,
        &[
            "shop deploy 2026-10-02 2026-10-03",
            "till incident_opened 2026-08-10 2026-08-10",
            "search incident_opened 2026-10-02 2026-10-03",
            "shop probe 2026-04-01 2026-06-20",
            "till probe 2026-04-01 2026-10-03",
        ],
        &[],
    )
    .expect("figures");
    let none = |what: &str| format!("no {what}, so a zero would prove nothing");
    let missing = |metric: &str| gathered.metrics[metric].missing.clone();
    // Of another service some may have been read, of the quarter or not.
    for (metric, service, why) in [
        (
            "deployments",
            "shop",
            "deployments were read from the quarter or before it",
        ),
        ("deployments", "till", "deployments of it were read"),
        (
            "incidents",
            "search",
            "incidents of it were read from the quarter or before it",
        ),
        ("incidents", "shop", "incidents of it were read"),
        // A probe before the quarter tells nothing of it.
        (
            "availability",
            "shop",
            "probes of it were read from the quarter",
        ),
        ("availability", "search", "probes of it were read"),
    ] {
        assert_eq!(quarter(&gathered, metric, service), none(why), "{metric}");
    }
    assert_eq!(quarter(&gathered, "incidents", "till"), "0");
    // What is said of the whole metric is so of every service.
    let before = none("deployments were read from the quarter or before it");
    assert_eq!(missing("deployments"), Some(before));
    assert_eq!(missing("incidents"), None);
    let nothing = "nothing was there of which it could be counted";
    assert_eq!(quarter(&gathered, "availability", "till"), nothing);
    let so_far = format!("{nothing}, as far as it was read");
    assert_eq!(missing("availability"), Some(so_far));
    // On the terminal the same, of which service.
    let left_out = &gathered.metrics["deployments"].left_out;
    let left_out: Vec<(&str, String)> = left_out
        .iter()
        .map(|(why, services)| (why.as_str(), services.join(" ")))
        .collect();
    let told = [
        ("of which no deployments were read", "search till"),
        (
            "of which no deployments were read from the quarter or before it",
            "shop",
        ),
    ];
    assert_eq!(left_out, told.map(|(why, of)| (why, of.to_owned())));
}

#[test]
fn rows_that_have_no_figure_have_none() {
    let gathered = told(
        &[
            "shop deploy 2026-07-02 2026-08-01",
            "shop incident_opened 2026-07-02 2026-08-01",
        ],
        &[
            "deployments quarter service shop value=~",
            "failure-rate quarter service shop numerator=~ denominator=0",
            "failure-rate quarter all all numerator=0 denominator=0",
            "restore-time quarter service shop value=~ n=0",
            "restore-time quarter all all value=26.4166666666667 n=3",
        ],
    )
    .expect("figures");
    let none = "nothing was there of which it could be counted";
    assert_eq!(quarter(&gathered, "deployments", "shop"), none);
    assert_eq!(quarter(&gathered, "failure-rate", "shop"), "0/0");
    assert_eq!(quarter(&gathered, "restore-time", "shop"), "~");
    assert_eq!(quarter(&gathered, "restore-time", "all"), "26.416667 (n 3)");
    let all = gathered.metrics["restore-time"]
        .all
        .as_ref()
        .expect("stated");
    assert!(matches!(all.quarter, Ok(Value::Quantile { n: 3, .. })));
}

#[test]
fn answers_that_are_none_are_all_told_at_once() {
    let wrong = told(
        &["shop deploy 2026-07-02 2026-08-01"],
        &[
            "deployments quarter service shop value=2.5",
            "failure-rate quarter service shop numerator=5 denominator=4",
            "failure-rate quarter all all numerator=5 denominator=5",
            "restore-time quarter service shop value=3 sum=4",
            "incidents quarter service shop value=1",
            "incidents quarter service nobody value=1",
            "incidents quarter all all value=3",
            "availability quarter service shop value=10000000000000",
        ],
    );
    let wrong = wrong.expect_err("problems");
    assert_eq!(
        wrong,
        [
            "`availability` of `shop` in 2026-Q3: `10000000000000` is not a value of `availability`: at most 12 \
             digits may stand before the point",
            "`deployments` of `shop` in 2026-Q3: `2.5` is not a value of `deployments`: `2.5` is not written as \
             plain digits",
            "`deployments` of 2026-Q3 is 0 when it is counted over all services at once, and 2.5 as the sum of its \
             services",
            "`failure-rate` of `shop` in 2026-Q3: `5/4` is more than 100 %",
            "`failure-rate` of 2026-Q3 is 5/5 when it is counted over all services at once, and 5/4 as the sum of \
             its services",
            "the query of `incidents` returns a row for `nobody`, which is no service of the pack",
            "`incidents` of 2026-Q3 is 3 when it is counted over all services at once, and 1 as the sum of its \
             services",
            "the query of `restore-time` returns `sum` and not `n`",
        ]
    );
}

#[test]
fn a_number_has_six_digits_and_ties_go_to_the_even_one() {
    for (text, six) in [
        ("12", "12"),
        ("0.5", "0.5"),
        ("26.41666666666667", "26.416667"),
        ("0.0000005", "0"),
        ("0.0000015", "0.000002"),
        ("-0.0000004", "0"),
        ("-1.9999999", "-2"),
        ("99.9999995", "100"),
        ("0.30000000000000004", "0.3"),
        ("123456789012.1234565", "123456789012.123456"),
    ] {
        assert_eq!(six_digits(text), six, "{text}");
    }
}
