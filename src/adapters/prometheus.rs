//! Answers of Prometheus's `query_range` to probes.
//!
//! After prometheus.io, "HTTP API / Range queries": `data.result` is a list of series, each with its labels
//! and its values, `[seconds, "value"]`. Read are `up` and `probe_success` (1 or 0), and as time to answer
//! every metric that ends in `_seconds` or `_milliseconds`. What has several instances is up where all
//! are, down where none is, and degraded between; its time to answer is that of the slowest.
//!
//! Until the next probe the last state holds, so only changes are written, and every value that was
//! measured. Where two steps and more are missing nobody looked.

use super::json::Object;
use super::reading::{Reading, Source, read, texts};
use super::{Adapted, Setting, Told, words};
use crate::diag::Span;
use crate::events::Line;
use std::collections::BTreeMap;

/// Under which names a series holds what was measured.
const VALUES: [&str; 4] = ["values", "value", "histograms", "histogram"];

/// What of a series means what.
#[derive(Debug, Clone, Copy)]
pub struct Prometheus<'a> {
    /// Label that names the service.
    pub label: &'a str,
    /// What series without a name are: the answers to a question that counts or combines have none.
    pub unnamed: Option<Unnamed>,
}

/// What a series without a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unnamed {
    /// 1 where it is up, 0 where it is down, between them where a part is.
    Up,
    /// Seconds to answer.
    Seconds,
    /// Milliseconds to answer.
    Milliseconds,
}

/// What was seen of a service at one time.
#[derive(Debug, Default, Clone)]
struct Sample {
    up: usize,
    instances: usize,
    /// Milliseconds of the slowest, as a number and as a decimal.
    slowest: Option<(f64, String)>,
}

/// By service and time.
type Samples = BTreeMap<String, (Option<Span>, BTreeMap<i64, Sample>)>;

/// Reads answers.
pub fn prometheus(files: &[Source], how: Prometheus<'_>, setting: Setting<'_>) -> Adapted {
    let mut reading = Reading::new(setting);
    let (sources, ids) = texts(files, &mut reading.out);
    let mut samples = Samples::new();
    read(
        &sources,
        &ids,
        &["data", "result"],
        &mut reading,
        |object, reading| {
            if !object
                .get("warnings")
                .map(|w| w.items().unwrap_or_default())
                .unwrap_or_default()
                .is_empty()
            {
                reading
                    .out
                    .tell(Told::Kept, "answers that say they may not be whole");
            }
            let is = object.has("metric") && VALUES.iter().any(|name| object.has(name));
            if is {
                series(object, how, &mut samples, reading);
            }
            is
        },
    );
    for (service, (place, samples)) in &samples {
        if let Some(place) = place {
            put(service, samples, *place, &mut reading);
        }
    }
    reading.done(sources)
}

/// What the values of a series are.
#[derive(Clone, Copy)]
enum Means {
    State,
    /// What share is up.
    Share,
    /// Time to answer, in units of ten to this power of milliseconds.
    Answer(i32),
}

fn series(
    object: &Object<'_>,
    how: Prometheus<'_>,
    samples: &mut Samples,
    reading: &mut Reading<'_>,
) {
    let name = object.text("metric.__name__").unwrap_or_default();
    let means = match (&*name, how.unnamed) {
        ("", Some(Unnamed::Up)) => Means::Share,
        ("", Some(Unnamed::Seconds)) => Means::Answer(3),
        ("", Some(Unnamed::Milliseconds)) => Means::Answer(0),
        ("", None) => {
            return reading.left_out("series without a name: say with `--unnamed` what they are");
        }
        ("up" | "probe_success", _) => Means::State,
        (name, _) if name.ends_with("_milliseconds") => Means::Answer(0),
        (name, _) if name.ends_with("_seconds") => Means::Answer(3),
        _ => return reading.left_out("series that are neither a state nor a time to answer"),
    };
    if object.has("histograms") || object.has("histogram") {
        return reading.left_out("native histograms: ask for a quantile of them");
    }
    if !object.has("values") {
        return reading.left_out("series of one instant alone");
    }
    let labelled = object.get("metric").and_then(super::json::Node::object);
    let service =
        labelled.and_then(|labels| labels.text(how.label).map(|name| host(&name).to_owned()));
    let Some(service) = reading.setting.service.map(str::to_owned).or(service) else {
        return reading.left_out("series without the label of a service");
    };
    let (place, own) = samples.entry(service).or_default();
    place.get_or_insert(object.node.span());
    for pair in object.items("values") {
        let parts = pair.items().unwrap_or_default();
        let part = |at: usize| parts.get(at).and_then(|node| node.text());
        let ts = part(0).as_deref().and_then(words::micros);
        let (Some(ts), Some(value)) = (ts, part(1)) else {
            reading.wrong(pair.span(), "values", "a list of pairs of time and value");
            return;
        };
        let Some(number) = value
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
        else {
            reading.left_out("values that are no number");
            continue;
        };
        let sample = own.entry(ts).or_default();
        match means {
            Means::State => {
                sample.instances += 1;
                sample.up += usize::from(number > 0.5);
            }
            Means::Share => {
                // One that is half up is two of which one is.
                sample.instances += 2;
                sample.up += match number {
                    all if all >= 1.0 => 2,
                    none if none <= 0.0 => 0,
                    _ => 1,
                };
            }
            Means::Answer(_) if number < 0.0 => {
                reading.left_out("times to answer that are negative")
            }
            Means::Answer(power) => {
                let number = number * 10_f64.powi(power);
                if sample
                    .slowest
                    .as_ref()
                    .is_none_or(|(there, _)| number > *there)
                {
                    sample.slowest = Some((number, words::shifted(&value, power)));
                }
            }
        }
    }
}

/// What bears the name: of an address its host alone.
fn host(name: &str) -> &str {
    let Some((_, rest)) = name.split_once("://") else {
        return name;
    };
    let rest = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    rest.rsplit('@').next().unwrap_or(rest)
}

fn put(service: &str, samples: &BTreeMap<i64, Sample>, place: Span, reading: &mut Reading<'_>) {
    let setting = reading.setting;
    let times: Vec<i64> = samples.keys().copied().collect();
    let gaps = times.windows(2).filter_map(|pair| match pair {
        [one, two] => Some(two - one),
        _ => None,
    });
    let step = gaps.min().unwrap_or(0);
    let line = |kind, ts| {
        Line::new(kind, ts)
            .text("service", service)
            .text("repo", setting.repo)
            .text("environment", setting.environment)
    };
    let mut before: Option<(i64, Option<&str>)> = None;
    for (ts, sample) in samples {
        let state = match (sample.up, sample.instances) {
            (_, 0) => None,
            (0, _) => Some("down"),
            (up, all) if up == all => Some("up"),
            _ => Some("degraded"),
        };
        if let Some((last, _)) = before.filter(|(last, _)| ts - last > step * 2) {
            reading.put("monitor_stopped", line("monitor_stopped", last), place);
            before = None;
        }
        if before.is_none() {
            reading.put("monitor_started", line("monitor_started", *ts), place);
        }
        let changed = before.is_none_or(|(_, last)| last != state);
        if changed || sample.slowest.is_some() {
            let value = sample.slowest.as_ref().map(|(_, text)| &**text);
            let event = line("probe", *ts)
                .text("outcome", state)
                .number("value", value)
                .text("unit", value.map(|_| "ms"));
            reading.put("probe", event, place);
        } else {
            reading
                .out
                .tell(Told::LeftOut, "states that were the same as before");
        }
        before = Some((*ts, state));
    }
    if let Some((last, _)) = before {
        reading.put("monitor_stopped", line("monitor_stopped", last), place);
    }
}
