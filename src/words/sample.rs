//! Small metrics and settings for the tests of what writes about them.

use crate::diag::{FileId, Located, Span};
use crate::model::{
    Area, BrandSetting, Calendar, Category, Definition, DefinitionChange, DefinitionEffect, Exact,
    Kind, Locale, Metric, Pack, Paper, Period, Polarity, RollUp, Service, Settings, Spread, Stage,
    Statistic, Target, Test, Text, Unit, YearName,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(crate) fn span() -> Span {
    Span::start_of(FileId(0))
}

pub(crate) fn at<T>(value: T) -> Located<T> {
    Located::new(value, span())
}

pub(crate) fn prose(text: &str) -> Text {
    Text {
        value: text.to_owned(),
        span: span(),
    }
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("tests name real days")
}

pub(crate) fn quarter(year: i32, quarter: u8) -> Period {
    Period::new(year, quarter).expect("tests name real quarters")
}

pub(crate) fn decimal(text: &str) -> Exact {
    Exact::parse(text).expect("tests write plain decimals")
}

pub(crate) fn settings() -> Settings {
    Settings {
        organisation: "Larkspur Market".to_owned(),
        report: "Engineering and reliability report".to_owned(),
        classification: "Confidential: Board".to_owned(),
        calendar: Calendar {
            first_month: 1,
            named_by: YearName::End,
            zone: chrono_tz::Europe::London,
        },
        currency: at("GBP".to_owned()),
        locale: Locale::EnGb,
        paper: Paper::A4,
        stage: Stage::Scaling,
        dashboard: Vec::new(),
        brand: BrandSetting::default(),
        collect: crate::model::CollectSettings::default(),
        rules: BTreeMap::new(),
        span: span(),
    }
}

/// A metric with nothing remarkable but its kind and unit; lower is better.
pub(crate) fn metric(name: &str, kind: Kind, unit: Unit) -> Metric {
    let id = name.to_lowercase().replace(' ', "-");
    Metric {
        audience: crate::model::Audience::Board,
        id: at(id),
        name: at(name.to_owned()),
        short: None,
        wordings: Vec::new(),
        category: Category::Delivery,
        kind: at(kind),
        unit: at(unit),
        per: None,
        statistic: (kind == Kind::Quantile).then(|| at(Statistic::Median)),
        question: None,
        scale: (kind == Kind::Score).then(|| at((Exact::integer(1), Exact::integer(5)))),
        polarity: at(Polarity::LowerIsBetter),
        roll_up: at(RollUp::StatedOnly),
        spread: Spread::Linear,
        test: Test::Xmr,
        decimals: None,
        owner: at("VP Engineering".to_owned()),
        roles: Vec::new(),
        outcome: None,
        space: Vec::new(),
        definition: Definition {
            version: at(1),
            formula: at("failed deployments divided by deployments".to_owned()),
            start_event: at("deployment finished".to_owned()),
            stop_event: at("remediation linked".to_owned()),
            event_source: at("deployment log".to_owned()),
            query_owner: "Platform Analytics".to_owned(),
            inclusion: at("production deployments".to_owned()),
            exclusion: at("staging".to_owned()),
            refresh: "daily".to_owned(),
            weaknesses: "no incident raised means no failure counted".to_owned(),
            changes: vec![DefinitionChange {
                version: at(1),
                date: day(2024, 10, 1),
                what: "First definition.".to_owned(),
                effect: at(DefinitionEffect::None),
            }],
        },
        targets: Vec::new(),
        no_target: None,
        benchmarks: Vec::new(),
        platforms: Vec::new(),
        record: None,
        catalogue: None,
        query: None,
        meaning: prose("What it means."),
        why: prose("Why it matters."),
        drivers: prose("What moves it."),
        playbook: prose("Look here first."),
        questions: prose("**Why?** Because."),
    }
}

pub(crate) fn percent(name: &str) -> Metric {
    metric(name, Kind::Ratio, Unit::Percent)
}

pub(crate) fn incidents() -> Metric {
    let unit = Unit::Things {
        one: "incident".to_owned(),
        many: "incidents".to_owned(),
    };
    metric("Incidents", Kind::Count, unit)
}

/// With a target in the metric's unit (shares for percentages).
pub(crate) fn with_target(mut metric: Metric, value: Exact) -> Metric {
    metric.targets.push(Target {
        from: day(2025, 1, 1),
        value,
        set_by: "CTO".to_owned(),
        rationale: "Agreed.".to_owned(),
        span: span(),
    });
    metric
}

/// A pack of two services and these metrics, with nothing filed.
pub(crate) fn pack(metrics: impl IntoIterator<Item = Metric>) -> Pack {
    let service = |id: &str, name: &str| Service {
        audience: crate::model::Audience::Board,
        id: at(id.to_owned()),
        name: name.to_owned(),
        area: at("buying".to_owned()),
        tier: 1,
        owner: "Head of Payments Engineering".to_owned(),
        summary: "Order placement.".to_owned(),
        aliases: Vec::new(),
    };
    let metrics: BTreeMap<String, Metric> = metrics
        .into_iter()
        .map(|m| (m.id.value.clone(), m))
        .collect();
    Pack {
        settings: settings(),
        brand: Default::default(),
        areas: vec![Area {
            id: at("buying".to_owned()),
            name: "Buying".to_owned(),
        }],
        journeys: Vec::new(),
        services: vec![service("checkout", "Checkout"), service("search", "Search")].into(),
        observations: metrics
            .keys()
            .map(|id| (id.clone(), Default::default()))
            .collect(),
        metrics: metrics.into(),
        service_levels: Default::default(),
        objective_counts: Default::default(),
        snapshots: Default::default(),
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
