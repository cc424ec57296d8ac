//! `boardpack diff`.

use super::Outcome;
use super::args::{As, Diff};
use super::git;
use super::term::{Term, tally};
use boardpack::compare::emit;
use boardpack::diag::emit::plain;
use boardpack::load::Tree;
use boardpack::model::Period;
use boardpack::pipeline::{self, Asked, Part, Reader};
use std::path::{Path, PathBuf};

/// A side of the comparison, its files read.
struct Side {
    tree: Tree,
    label: String,
    part: Part,
}

pub(super) fn run(args: &Diff, term: &mut Term) -> Outcome {
    let root = args.root.clone().unwrap_or_else(|| PathBuf::from("."));
    let before = match side(&root, &args.before) {
        Ok(side) => side,
        Err((what, help)) => return term.fail(what, help.as_deref()),
    };
    let after = match &args.after {
        Some(named) => side(&root, named),
        // A quarter alone is held against the latest; anything else against the folder as it is.
        None => working(
            &root,
            period(&args.before).map_or(Part::Whole, |_| Part::Latest),
        ),
    };
    let after = match after {
        Ok(side) => side,
        Err((what, help)) => return term.fail(what, help.as_deref()),
    };
    let [a, b] = [&before, &after].map(|side| Asked {
        tree: &side.tree,
        label: &side.label,
        part: side.part,
    });
    let reader = match args.tell {
        As::Json => Reader::Program,
        As::Markdown | As::Text => Reader::Person,
    };
    let compared = term.watch("comparing", || pipeline::compare(&a, &b, reader));
    let broken = compared.faults.iter().any(|(faults, _)| !faults.is_empty());
    let mut told: Vec<&str> = Vec::new();
    for (label, (faults, sources)) in [a.label, b.label].into_iter().zip(&compared.faults) {
        if faults.is_empty() || told.contains(&label) {
            continue;
        }
        told.push(label);
        // Standard output is the comparison's.
        term.tell_aside(faults, sources);
        term.err(&format!("{} in {}\n", tally(faults), plain(label)));
    }
    if let Some((label, period)) = compared.absent {
        term.err(&format!(
            "error: {} has no figures of {period}\n",
            plain(&label)
        ));
        return Outcome::WrongInput;
    }
    let Some(differences) = compared.differences else {
        term.err(
            "error: nothing can be compared: the settings or services of a pack cannot be read\n",
        );
        return Outcome::WrongInput;
    };
    match args.tell {
        As::Json => term.out(&emit::json(&differences)),
        As::Markdown => term.out(&emit::markdown(&differences)),
        As::Text if differences.is_empty() => term.out("no differences\n"),
        As::Text => term.paint(&emit::text(&differences)),
    }
    if broken {
        Outcome::WrongInput
    } else {
        Outcome::Fine
    }
}

type Refused = (String, Option<String>);

/// What a word on the command line means: a quarter of the pack, a folder, or a revision, the last
/// two with a quarter behind a colon if one is meant.
fn side(root: &Path, named: &str) -> Result<Side, Refused> {
    if let Some(period) = period(named) {
        return working(root, Part::Quarter(period));
    }
    let (place, part) = match named.rsplit_once(':') {
        Some((place, quarter)) if period(quarter).is_some() => {
            (place, period(quarter).map_or(Part::Whole, Part::Quarter))
        }
        _ => (named, Part::Whole),
    };
    if Path::new(place).is_dir() {
        return folder(Path::new(place), part);
    }
    let none = || {
        let help = "name a quarter such as `2026-Q2`, the folder of a pack, or a revision of git \
                    such as `HEAD~1`, `v1` or `HEAD~1:2026-Q2`";
        let what = format!("there is no quarter, folder or revision `{place}`");
        (what, Some(help.to_owned()))
    };
    // A revision is never an option of git.
    if place.starts_with('-') || git::commit(root, place).is_none() {
        return Err(none());
    }
    match git::tree(root, place) {
        Some(tree) if tree.files.is_empty() => {
            Err((format!("`{place}` holds no pack in this folder"), None))
        }
        Some(tree) => Ok(Side {
            tree,
            label: place.to_owned(),
            part,
        }),
        None => Err((
            format!("cannot read the pack at `{place}`"),
            Some("it holds a link or another repository, or more than a pack may".to_owned()),
        )),
    }
}

fn period(text: &str) -> Option<Period> {
    text.parse().ok()
}

/// The pack as it lies in its folder now.
fn working(root: &Path, part: Part) -> Result<Side, Refused> {
    let side = folder(root, part)?;
    let label = match root == Path::new(".") {
        true => "the working folder".to_owned(),
        false => side.label,
    };
    Ok(Side { label, ..side })
}

fn folder(path: &Path, part: Part) -> Result<Side, Refused> {
    match Tree::read(path) {
        Ok(tree) => Ok(Side {
            tree,
            label: super::term::folder(path),
            part,
        }),
        Err(fault) => Err((fault.to_string(), fault.help)),
    }
}
