//! A pack made in memory, for tests of the analysis: no file is read.
#![allow(dead_code, reason = "each test file uses its own part")]

use boardpack::diag::{Located, Sources, Span};
use boardpack::model::{
    Annotation, AnnotationKind, Brand, BrandSetting, Calendar, Category, DashboardEntry,
    DashboardPane, Definition, Exact, Filed, Kind, Locale, Metric, Missing, Observations, Pack,
    Pane, Paper, Period, Polarity, Reading, RollUp, Series, Settings, Snapshot, Spread, Stage,
    Target, Test, Text, Unit, Value, Week, YearName,
};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

pub(crate) fn span() -> Span {
    Span {
        file: Sources::default().add("test", ""),
        start: 0,
        end: 0,
    }
}

pub(crate) fn at<T>(value: T) -> Located<T> {
    Located::new(value, span())
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

pub(crate) fn exact(text: &str) -> Exact {
    Exact::parse(text).expect("a decimal")
}

fn prose() -> Text {
    Text {
        value: String::new(),
        span: span(),
    }
}

/// A metric tested by XmR on a linear scale; change what matters to the test.
pub(crate) fn metric(id: &str, kind: Kind, polarity: Polarity, roll_up: RollUp) -> Metric {
    Metric {
        audience: boardpack::model::Audience::Board,
        id: at(id.to_owned()),
        name: at(id.to_owned()),
        short: None,
        wordings: Vec::new(),
        category: Category::Delivery,
        kind: at(kind),
        unit: at(match kind {
            Kind::Ratio => Unit::Percent,
            Kind::Quantile => Unit::Hours,
            Kind::Score => Unit::Points,
            Kind::Level | Kind::Count => Unit::Things {
                one: "thing".into(),
                many: "things".into(),
            },
        }),
        per: None,
        statistic: None,
        question: None,
        scale: None,
        polarity: at(polarity),
        roll_up: at(roll_up),
        spread: Spread::Linear,
        test: Test::Xmr,
        decimals: None,
        owner: at("CTO".to_owned()),
        roles: Vec::new(),
        outcome: None,
        space: Vec::new(),
        definition: Definition {
            version: at(1),
            formula: at(String::new()),
            start_event: at(String::new()),
            stop_event: at(String::new()),
            event_source: at(String::new()),
            query_owner: String::new(),
            inclusion: at(String::new()),
            exclusion: at(String::new()),
            refresh: String::new(),
            weaknesses: String::new(),
            changes: Vec::new(),
        },
        targets: Vec::new(),
        no_target: None,
        benchmarks: Vec::new(),
        platforms: Vec::new(),
        record: None,
        catalogue: None,
        query: None,
        meaning: prose(),
        why: prose(),
        drivers: prose(),
        playbook: prose(),
        questions: prose(),
    }
}

pub(crate) fn target(from: &str, value: Exact) -> Target {
    Target {
        from: day(from),
        value,
        set_by: "CTO".into(),
        rationale: "because".into(),
        span: span(),
    }
}

pub(crate) fn mark(id: &str, kind: AnnotationKind, date: NaiveDate, metric: &str) -> Annotation {
    Annotation {
        audience: boardpack::model::Audience::Board,
        id: at(id.to_owned()),
        kind,
        date,
        label: id.to_owned(),
        metrics: vec![at(metric.to_owned())],
        services: Vec::new(),
        cause: None,
    }
}

/// A pack with so many quarters of snapshots from 2024-Q1 on and nothing filed.
pub(crate) fn pack(quarters: i32) -> Pack {
    let calendar = Calendar {
        first_month: 1,
        named_by: YearName::End,
        zone: chrono_tz::Europe::London,
    };
    let first = period("2024-Q1");
    let snapshots = (0..quarters)
        .map(|q| {
            let period = first.shifted(q);
            let snapshot = Snapshot {
                path: String::new(),
                as_of: calendar.end(period) + Days::new(5),
                reviewed_by: String::new(),
                collected: None,
                span: span(),
            };
            (period, snapshot)
        })
        .collect();
    Pack {
        settings: Settings {
            organisation: "Test".into(),
            report: "Test".into(),
            classification: "Test".into(),
            calendar,
            currency: at("GBP".to_owned()),
            locale: Locale::EnGb,
            paper: Paper::A4,
            stage: Stage::Scaling,
            dashboard: Vec::new(),
            brand: BrandSetting::default(),
            collect: Default::default(),
            rules: BTreeMap::new(),
            span: span(),
        },
        brand: Brand::default(),
        areas: Vec::new(),
        journeys: Vec::new(),
        services: Default::default(),
        metrics: Default::default(),
        observations: BTreeMap::new(),
        service_levels: Default::default(),
        objective_counts: Default::default(),
        snapshots,
        annotations: Default::default(),
        narratives: Default::default(),
        internal: Default::default(),
        expressions: Default::default(),
        published: Default::default(),
        past: BTreeMap::new(),
        restatements: Vec::new(),
        restated_records: Vec::new(),
        incidents: Default::default(),
        risks: None,
        compliance: None,
        experiments: None,
        cadence: None,
        business: None,
        quality: Default::default(),
        maturity: None,
        objectives: Default::default(),
        terms: Default::default(),
    }
}

pub(crate) fn add(pack: &mut Pack, metric: Metric) {
    pack.observations
        .insert(metric.id.value.clone(), Observations::default().into());
    pack.metrics.insert(metric.id.value.clone(), metric);
}

fn series<'a>(pack: &'a mut Pack, metric: &str, service: Option<&str>) -> &'a mut Series {
    let filed = pack.observations.get_mut(metric).expect("added");
    match service {
        None => &mut filed.all,
        Some(service) => filed.services.entry(service.to_owned()).or_default(),
    }
}

pub(crate) fn file(
    pack: &mut Pack,
    metric: &str,
    service: Option<&str>,
    quarter: &str,
    value: Value,
) {
    let reading = Reading {
        filed: Filed::Value(value),
        estimated: false,
        as_of: None,
        span: span(),
    };
    series(pack, metric, service)
        .quarters
        .insert(period(quarter), reading);
}

pub(crate) fn file_missing(pack: &mut Pack, metric: &str, service: Option<&str>, quarter: &str) {
    let reading = Reading {
        filed: Filed::Missing(Missing {
            reason: "lost".into(),
            expected: None,
            owner: None,
        }),
        estimated: false,
        as_of: None,
        span: span(),
    };
    series(pack, metric, service)
        .quarters
        .insert(period(quarter), reading);
}

/// Files one value a week from the first week of 2024-Q1 on.
pub(crate) fn file_weeks(
    pack: &mut Pack,
    metric: &str,
    service: Option<&str>,
    values: impl IntoIterator<Item = Option<Value>>,
) {
    let first = pack.settings.calendar.weeks(period("2024-Q1"))[0];
    let weeks = (0..).map(|n| first.shifted(n));
    let series = series(pack, metric, service);
    for (week, value) in weeks.zip(values) {
        series.weeks.insert(week, (value, span()));
    }
}

pub(crate) fn week(n: i64) -> Week {
    Week::of(day("2024-01-04")).shifted(n)
}

pub(crate) fn pane(pane: Pane, headline: &str, others: &[&str]) -> DashboardPane {
    let entry = |id: &str| DashboardEntry {
        metric: at(id.to_owned()),
        service: None,
    };
    DashboardPane {
        pane,
        headline: entry(headline),
        others: others.iter().map(|o| entry(o)).collect(),
    }
}

pub(crate) fn level(text: &str) -> Value {
    Value::Level { value: exact(text) }
}

pub(crate) fn ratio(part: u64, whole: u64) -> Value {
    Value::Ratio { part, whole }
}

pub(crate) fn count(count: u64) -> Value {
    Value::Count {
        count,
        exposure: None,
    }
}

/// A small generator of repeatable noise (`SplitMix64`).
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
        let unit = (z >> 11) as f64 / (1_u64 << 53) as f64;
        unit
    }

    /// A standard normal value (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }
}
