//! The path of a file to what it is. A file that would never be read is an error: whoever wrote it
//! believes that the report holds it.

use super::problems::{Problems, nearest, quoted};
use super::topics;
use crate::diag::{FileId, Span};
use crate::model::Period;

/// What a file is, by where it lies; names are without their ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'p> {
    /// `data/pack.yaml`
    Settings,
    /// `data/services.yaml`
    Services,
    /// `data/annotations.yaml`
    Annotations,
    /// `data/snapshots/<period>.yaml`
    Snapshot(Period),
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

/// What a path says a file is. `None` after a problem.
pub(super) fn of<'p>(path: &'p str, file: FileId, problems: &Problems) -> Option<Place<'p>> {
    let parts: Vec<&str> = path.split('/').collect();
    let place = match parts[..] {
        ["data", "pack.yaml"] => Some(Place::Settings),
        ["data", "services.yaml"] => Some(Place::Services),
        ["data", "annotations.yaml"] => Some(Place::Annotations),
        ["data", "snapshots", name] => name
            .strip_suffix(".yaml")
            .and_then(|name| name.parse().ok())
            .map(Place::Snapshot),
        ["content", "metrics", name] => name.strip_suffix(".md").map(Place::Metric),
        ["content", "glossary", name] => name.strip_suffix(".md").map(Place::Term),
        ["content", period, "overview.md"] => period.parse().ok().map(Place::Overview),
        ["content", period, folder @ ("stories" | "decisions"), name] => {
            let period = period.parse().ok();
            period.zip(name.strip_suffix(".md")).map(|(period, name)| {
                if folder == "stories" {
                    Place::Story(period, name)
                } else {
                    Place::Decision(period, name)
                }
            })
        }
        ["templates", ..] => path.strip_prefix("templates/").map(Place::Template),
        _ => None,
    };
    if place.is_none() {
        let span = Span {
            file,
            start: 0,
            end: 0,
        };
        let message = format!("no page reads a file {}", quoted(path));
        problems.add(topics::UNKNOWN_FILE.at(span, message).help(help(&parts)));
    }
    place
}

/// Where the file was probably meant to be.
fn help(parts: &[&str]) -> String {
    let stem = |name: &str| {
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .to_owned()
    };
    let otherwise = || {
        "files of a pack lie at `data/pack.yaml`, `data/services.yaml`, `data/annotations.yaml`, \
         `data/snapshots/<period>.yaml`, `content/metrics/<id>.md`, `content/glossary/<id>.md`, \
         `content/<period>/overview.md`, `content/<period>/stories/<id>.md` and \
         `content/<period>/decisions/<id>.md`"
            .to_owned()
    };
    let (guess, from) = match parts {
        ["data", "snapshots", name] if stem(name).parse::<Period>().is_err() => {
            return format!(
                "a snapshot is named after its quarter, such as `data/snapshots/2026-Q3.yaml`; \
                 {} is none",
                quoted(&stem(name))
            );
        }
        ["data", "snapshots", name] => (
            Some(format!("data/snapshots/{}.yaml", stem(name))),
            stem(name),
        ),
        ["data", name] => {
            let known = ["pack", "services", "annotations"];
            let near = nearest(&stem(name), known);
            (near.map(|near| format!("data/{near}.yaml")), stem(name))
        }
        ["data", folder, name] => (
            nearest(folder, ["snapshots"]).map(|near| format!("data/{near}/{name}")),
            stem(name),
        ),
        ["content", folder, name] if folder.parse::<Period>().is_ok() => (
            nearest(&stem(name), ["overview"])
                .map(|near| format!("content/{folder}/{near}.md"))
                .or_else(|| Some(format!("content/{folder}/stories/{}.md", stem(name)))),
            stem(name),
        ),
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
