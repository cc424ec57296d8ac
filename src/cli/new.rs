//! `boardpack new`.

use super::args::{Format, New};
use super::term::{Term, count};
use super::{Outcome, init, schema as schemas, unified};
use boardpack::collect::{Standard, TOLD};
use boardpack::diag::emit;
use boardpack::scaffold::{self, Refusal, Scaffold, StandardMetric};
use boardpack::{load, schema, write};
use std::path::Path;

pub(super) fn run(args: &New, term: &mut Term) -> Outcome {
    let root = &args.root.root;
    let tree = match load::Tree::read(root) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let wish = match args.wish() {
        Ok(wish) => wish,
        Err(help) => return refuse(&help, term),
    };
    let made = match scaffold::scaffold(&tree, &wish) {
        Ok(made) => made,
        Err(refusal) => return refuse(&refusal, term),
    };
    put(made, tree, root, args.dry_run, term)
}

/// A standard query as what is made of it takes it.
pub(super) fn standard(query: &Standard) -> StandardMetric {
    let told = |key: &&str| Some(((*key).to_owned(), query.told(key)?.to_owned()));
    let keys = TOLD.iter().chain(&["statistic"]);
    StandardMetric {
        id: query.id.to_owned(),
        told: keys.filter_map(told).collect(),
        query: query.query().to_owned(),
        day: init::first_day(),
    }
}

/// Writes what was made, all or nothing, and says what is left to write; or only shows it.
pub(super) fn put(
    made: Scaffold,
    mut tree: load::Tree,
    root: &Path,
    dry_run: bool,
    term: &Term,
) -> Outcome {
    let marks = made.placeholders(&tree);
    if dry_run {
        return show(&made, marks, &tree, root, term);
    }
    match write_all(&made, &tree, root) {
        Ok(None) => {}
        Ok(Some(path)) => return refuse(&in_the_way(&path), term),
        Err(fault) => return term.fail(&fault, fault.help),
    }
    for path in made.made.keys() {
        term.say(&format!("wrote {}", emit::plain(path)));
    }
    for path in made.extended.keys() {
        term.say(&format!("added to {}", emit::plain(path)));
    }
    // Names are completed from the schemas: a new one belongs into them.
    let folder = root.join(schema::FOLDER);
    if folder.is_dir() {
        for (path, text) in made.made.into_iter().chain(made.extended) {
            tree.files.insert(path, text.into_bytes());
        }
        let written = schemas::write_all(&schemas::of(&tree), &folder);
        if let Err(fault) = written.and_then(|_| schemas::write_snippets(&tree, root)) {
            return term.fail(&fault, fault.help);
        }
    }
    let marks = count(marks, "placeholder", "placeholders");
    term.say(&format!(
        "{marks} to write: `boardpack check` lists them, and no quarter is published with one"
    ));
    Outcome::Fine
}

fn in_the_way(path: &str) -> Refusal {
    Refusal {
        message: format!("`{path}` is there already; nothing was written"),
        help: "move it away first".to_owned(),
    }
}

/// Shows what would be written as a difference that `git apply` reads.
fn show(made: &Scaffold, marks: usize, tree: &load::Tree, root: &Path, term: &Term) -> Outcome {
    if let Some(path) = write::in_the_way(made.made.keys(), root).first() {
        return refuse(&in_the_way(path), term);
    }
    // Standard output is the problems' alone where programs read it.
    if term.format() != Format::Json {
        for (path, text) in made.made.iter().chain(&made.extended) {
            let before = tree.files.get(path).map(Vec::as_slice);
            term.paint(&unified::file(path, before, text));
        }
    }
    let marks = count(marks, "placeholder", "placeholders");
    term.say(&format!("{marks} to write then; nothing was written"));
    Outcome::Fine
}

/// Writes all, or nothing: the path of what stands in the way, if anything does.
fn write_all(
    made: &Scaffold,
    tree: &load::Tree,
    root: &Path,
) -> Result<Option<String>, write::WriteError> {
    let files = made.made.iter();
    let files = files.map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let extended = made.extended.iter().map(|(path, text)| {
        let before = tree.files.get(path).cloned().unwrap_or_default();
        (path.clone(), (before, text.clone().into_bytes()))
    });
    let unpacked = write::add(&files.collect(), &extended.collect(), root)?;
    Ok(unpacked.in_the_way.into_iter().next())
}

pub(super) fn refuse(refusal: &Refusal, term: &Term) -> Outcome {
    term.err(&format!(
        "error: {}\n  = help: {}\n",
        emit::plain(&refusal.message),
        refusal
            .help
            .lines()
            .map(emit::plain)
            .collect::<Vec<_>>()
            .join("\n          ")
    ));
    Outcome::WrongInput
}
