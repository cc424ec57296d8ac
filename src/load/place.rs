//! The path of a file to what it is. A file that would never be read is an error: whoever wrote it
//! believes that the report holds it.

use super::problems::{Problems, nearest, quoted};
use super::topics;
use crate::diag::{FileId, Span};
use crate::model::Period;
use std::collections::BTreeSet;

/// What a file is, by where it lies; names are without their ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'p> {
    /// `data/pack.yaml`
    Settings,
    /// `data/services.yaml`
    Services,
    /// `data/annotations.yaml`
    Annotations,
    /// `data/restatements.yaml`
    Restatements,
    /// `data/service-levels.yaml`
    ServiceLevels,
    /// `data/risks.yaml`
    Risks,
    /// `data/compliance.yaml`
    Compliance,
    /// `data/maturity.yaml`
    Maturity,
    /// `data/experiments.yaml`
    Experiments,
    /// `data/cadence.yaml`
    Cadence,
    /// `data/business.yaml`
    Business,
    /// `data/quality/<period>.yaml`
    Quality(Period),
    /// `data/snapshots/<period>.yaml`
    Snapshot(Period),
    /// `data/published/<period>.yaml`
    Published(Period),
    /// `data/incidents/<period>.yaml`
    Incidents(Period),
    /// `data/objectives/<name>.yaml`
    Objectives(&'p str),
    /// `content/metrics/<id>.md`
    Metric(&'p str),
    /// `content/glossary/<id>.md`
    Term(&'p str),
    /// `content/<period>/overview.md`
    Overview(Period),
    /// `content/<period>/stories/<id>.md`
    Story(Period, &'p str),
    /// `content/<period>/decisions/<id>.md`
    Decision(Period, &'p str),
    /// `templates/<name>`
    Template(&'p str),
}

/// The files of `data/`, without their ending.
const FILES: [&str; 11] = [
    "pack",
    "services",
    "annotations",
    "restatements",
    "service-levels",
    "risks",
    "compliance",
    "maturity",
    "experiments",
    "cadence",
    "business",
];

/// The folders of `data/`; each file in one is named after its quarter.
const FOLDERS: [&str; 4] = ["snapshots", "published", "incidents", "quality"];

/// The folder of OpenSLO files, which are named as one likes.
const OBJECTIVES: &str = "objectives";

/// What a path says a file is, and whether it may be read as that. `None` after a problem.
///
/// A file that lies nearly right is told of and not read, but counts as there: what refers to it is
/// not told of too. `lost` are the folders told of so far; one that nobody knows is told of once.
pub(super) fn of<'p>(
    path: &'p str,
    file: FileId,
    problems: &Problems,
    lost: &mut BTreeSet<&'p str>,
) -> Option<(Place<'p>, bool)> {
    let parts: Vec<&str> = path.split('/').collect();
    if let Some(place) = exactly(path, &parts) {
        return Some((place, true));
    }
    let span = Span::start_of(file);
    let folder = strange_folder(path, &parts);
    if folder.is_none_or(|folder| lost.insert(folder)) {
        let message = match folder {
            Some(folder) => format!("no page reads a folder {}", quoted(folder)),
            None => format!("no page reads a file {}", quoted(path)),
        };
        problems.add(topics::UNKNOWN_FILE.at(span, message).help(help(&parts)));
    }
    nearly(&parts).map(|place| (place, false))
}

/// What lies exactly where it should.
fn exactly<'p>(path: &'p str, parts: &[&'p str]) -> Option<Place<'p>> {
    match parts {
        ["data", "pack.yaml"] => Some(Place::Settings),
        ["data", "services.yaml"] => Some(Place::Services),
        ["data", "annotations.yaml"] => Some(Place::Annotations),
        ["data", "restatements.yaml"] => Some(Place::Restatements),
        ["data", "service-levels.yaml"] => Some(Place::ServiceLevels),
        ["data", "risks.yaml"] => Some(Place::Risks),
        ["data", "compliance.yaml"] => Some(Place::Compliance),
        ["data", "maturity.yaml"] => Some(Place::Maturity),
        ["data", "experiments.yaml"] => Some(Place::Experiments),
        ["data", "cadence.yaml"] => Some(Place::Cadence),
        ["data", "business.yaml"] => Some(Place::Business),
        ["data", folder, name] if FOLDERS.contains(folder) => {
            let period = name.strip_suffix(".yaml")?.parse().ok()?;
            Some(quarterly(folder, period))
        }
        ["data", "objectives", name] => name.strip_suffix(".yaml").map(Place::Objectives),
        ["content", "metrics", name] => name.strip_suffix(".md").map(Place::Metric),
        ["content", "glossary", name] => name.strip_suffix(".md").map(Place::Term),
        ["content", period, "overview.md"] => period.parse().ok().map(Place::Overview),
        ["content", period, folder @ ("stories" | "decisions"), name] => {
            let period = period.parse().ok();
            period.zip(name.strip_suffix(".md")).map(|(period, name)| {
                if *folder == "stories" {
                    Place::Story(period, name)
                } else {
                    Place::Decision(period, name)
                }
            })
        }
        ["templates", ..] => path.strip_prefix("templates/").map(Place::Template),
        _ => None,
    }
}

/// What a quarter's file is, by its folder.
fn quarterly<'p>(folder: &str, period: Period) -> Place<'p> {
    match folder {
        "snapshots" => Place::Snapshot(period),
        "incidents" => Place::Incidents(period),
        "quality" => Place::Quality(period),
        _ => Place::Published(period),
    }
}

/// What a misplaced file is, where only its ending, its letters or a folder's name is off.
fn nearly<'p>(parts: &[&'p str]) -> Option<Place<'p>> {
    if parts.last().is_some_and(|name| is_left_behind(name)) {
        return None;
    }
    match parts {
        ["data", name] => match nearest(stem(name), FILES)? {
            "pack" => Some(Place::Settings),
            "services" => Some(Place::Services),
            "restatements" => Some(Place::Restatements),
            "service-levels" => Some(Place::ServiceLevels),
            "risks" => Some(Place::Risks),
            "compliance" => Some(Place::Compliance),
            "maturity" => Some(Place::Maturity),
            "experiments" => Some(Place::Experiments),
            "cadence" => Some(Place::Cadence),
            "business" => Some(Place::Business),
            _ => Some(Place::Annotations),
        },
        ["data", folder, name] if nearest(folder, [OBJECTIVES]).is_some() => {
            Some(Place::Objectives(stem(name)))
        }
        ["data", folder, name] => {
            let period = like_period(stem(name))?;
            Some(quarterly(nearest(folder, FOLDERS)?, period))
        }
        ["content", period, "overview.md"] => like_period(period).map(Place::Overview),
        ["content", folder, name] => match nearest(folder, ["metrics", "glossary"])? {
            "metrics" => Some(Place::Metric(stem(name))),
            _ => Some(Place::Term(stem(name))),
        },
        _ => None,
    }
}

/// The folder of a file, where no file of a pack lies in a folder of that name.
fn strange_folder<'p>(path: &'p str, parts: &[&str]) -> Option<&'p str> {
    let known = |folder: &str, own: &[&str]| own.contains(&folder);
    let strange = match parts {
        ["data", OBJECTIVES, _, ..] => false,
        ["data", folder, _, ..] => !known(folder, &FOLDERS),
        ["content", folder, _, ..] if folder.parse::<Period>().is_err() => {
            !known(folder, &["metrics", "glossary"])
        }
        _ => false,
    };
    let length = parts.iter().take(2).map(|part| part.len() + 1).sum();
    strange.then(|| &path[..length])
}

/// A file name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A quarter that was written a little differently, such as `2026q3` or `2026-Q03`.
fn like_period(text: &str) -> Option<Period> {
    let plain: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let (year, quarter) = plain.split_once('Q')?;
    format!("{year}-Q{}", quarter.trim_start_matches('0'))
        .parse()
        .ok()
}

/// Whether an editor, a merge or the system leaves files of that name behind.
fn is_left_behind(name: &str) -> bool {
    let endings = [".orig", ".rej", ".bak", ".tmp", ".swp"];
    endings.iter().any(|ending| name.ends_with(ending))
        || ["Thumbs.db", "desktop.ini"].contains(&name)
}

/// Where the file was probably meant to be.
fn help(parts: &[&str]) -> String {
    if parts.last().is_some_and(|name| is_left_behind(name)) {
        return "another program left it behind: remove it".to_owned();
    }
    let stem = |name: &str| stem(name).to_owned();
    let otherwise = || {
        "files of a pack lie at `data/pack.yaml`, `data/services.yaml`, `data/annotations.yaml`, \
         `data/restatements.yaml`, `data/service-levels.yaml`, `data/risks.yaml`, `data/compliance.yaml`, \
         `data/maturity.yaml`, `data/experiments.yaml`, `data/cadence.yaml`, \
         `data/business.yaml`, `data/quality/<period>.yaml`, \
         `data/snapshots/<period>.yaml`, `data/published/<period>.yaml`, `data/incidents/<period>.yaml`, \
         `data/objectives/<name>.yaml`, `content/metrics/<id>.md`, `content/glossary/<id>.md`, \
         `content/<period>/overview.md`, `content/<period>/stories/<id>.md` and \
         `content/<period>/decisions/<id>.md`"
            .to_owned()
    };
    let (guess, from) = match parts {
        ["data", folder, name]
            if FOLDERS.contains(folder) && like_period(&stem(name)).is_none() =>
        {
            let what = match *folder {
                "snapshots" => "a snapshot",
                "incidents" => "the record of a quarter's incidents",
                "quality" => "the record of a quarter's rework and defects",
                _ => "the lock of a published quarter",
            };
            return format!(
                "{what} is named after its quarter, such as `data/{folder}/2026-Q3.yaml`; {} is \
                 none",
                quoted(&stem(name))
            );
        }
        ["data", folder, name] if FOLDERS.contains(folder) => (
            like_period(&stem(name)).map(|period| format!("data/{folder}/{period}.yaml")),
            stem(name),
        ),
        ["data", name] => {
            let near = nearest(&stem(name), FILES);
            (near.map(|near| format!("data/{near}.yaml")), stem(name))
        }
        ["data", OBJECTIVES, name] => (
            Some(format!("data/{OBJECTIVES}/{}.yaml", stem(name))),
            stem(name),
        ),
        ["data", folder, name] => (
            nearest(folder, FOLDERS.into_iter().chain([OBJECTIVES]))
                .map(|near| format!("data/{near}/{name}")),
            stem(name),
        ),
        ["content", folder, name] if folder.parse::<Period>().is_ok() => (
            nearest(&stem(name), ["overview"])
                .map(|near| format!("content/{folder}/{near}.md"))
                .or_else(|| Some(format!("content/{folder}/stories/{}.md", stem(name)))),
            stem(name),
        ),
        ["content", folder, ..]
            if like_period(folder).is_some_and(|p| p.to_string() != *folder) =>
        {
            (
                like_period(folder).map(|period| format!("content/{period}/")),
                (*folder).to_owned(),
            )
        }
        ["content", folder, name] => (
            nearest(folder, ["metrics", "glossary"])
                .map(|near| format!("content/{near}/{}.md", stem(name))),
            stem(name),
        ),
        ["content", period, folder, name] if period.parse::<Period>().is_ok() => (
            nearest(folder, ["stories", "decisions"])
                .map(|near| format!("content/{period}/{near}/{}.md", stem(name))),
            stem(name),
        ),
        _ => (None, String::new()),
    };
    match guess.filter(|guess| *guess != parts.join("/") && !from.is_empty()) {
        Some(guess) => format!("did you mean {}?", quoted(&guess)),
        None => otherwise(),
    }
}
