//! `boardpack schema`.

use super::Outcome;
use super::args::Schema;
use super::term::{Term, count, folder};
use boardpack::{load, pipeline, render, schema, write};
use std::collections::BTreeMap;
use std::path::Path;

/// What `report.json` holds, which is no file of a pack.
const REPORT: &str = "report";

/// What may stand between `{{` and `}}`, which is no file of a pack either.
const SNIPPETS: &str = "snippets";

pub(super) fn run(args: &Schema, term: &mut Term) -> Outcome {
    if args.kind.as_deref() == Some(REPORT) {
        term.out(&render::report_schema());
        return Outcome::Fine;
    }
    let tree = match load::Tree::read(&args.root.root) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    if args.kind.as_deref() == Some(SNIPPETS) {
        term.out(&snippets(&tree));
        return Outcome::Fine;
    }
    // What is wrong with the pack is for `check` to tell; as much of it as can be read has names.
    let files = of(&tree);
    if let Some(kind) = &args.kind {
        let name = match kind.as_str() {
            "event" => schema::EVENT.to_owned(),
            kind => format!("{kind}.json"),
        };
        return match files.get(&name) {
            Some(text) => {
                term.out(text);
                Outcome::Fine
            }
            None => unknown(kind, term),
        };
    }
    let dir = match &args.output {
        Some(dir) => dir.clone(),
        None => args.root.root.join(schema::FOLDER),
    };
    match write_all(&files, &dir) {
        Ok(changed) => {
            let schemas = count(files.len(), "schema", "schemas");
            let changed = match changed {
                0 => "none of them is another one".to_owned(),
                n => format!("{n} of them new or another one"),
            };
            term.say(&format!("wrote {schemas} into {}, {changed}", folder(&dir)));
        }
        Err(fault) => return term.fail(&fault, fault.help),
    }
    if args.output.is_some() {
        return Outcome::Fine;
    }
    match write_snippets(&tree, &args.root.root) {
        Ok(true) => term.say(&format!(
            "wrote what texts may ask into {}",
            schema::SNIPPETS
        )),
        Ok(false) => {}
        Err(fault) => return term.fail(&fault, fault.help),
    }
    Outcome::Fine
}

/// The schemas of a pack with its names, as far as it can be read.
pub(super) fn of(tree: &load::Tree) -> BTreeMap<String, String> {
    schema::files(load::parse(tree).pack.as_ref())
}

/// Writes schemas in place of those that are there; how many are new or another one.
pub(super) fn write_all(
    files: &BTreeMap<String, String>,
    dir: &Path,
) -> Result<usize, write::WriteError> {
    let mut changed = 0;
    for (name, text) in files {
        changed += usize::from(write_one(text, &dir.join(name))?);
    }
    Ok(changed)
}

/// Writes a text in place of what is there; whether it is new or another one.
fn write_one(text: &str, path: &Path) -> Result<bool, write::WriteError> {
    let there = load::Tree::read_files(&[path]).ok();
    let there = there.and_then(|tree| tree.files.into_values().next());
    let other = there.as_deref() != Some(text.as_bytes());
    if other {
        write::replace(path, there.as_deref(), text.as_bytes())?;
    }
    Ok(other)
}

/// The snippets of a pack, as far as it can be read.
pub(super) fn snippets(tree: &load::Tree) -> String {
    schema::snippets(&pipeline::offered(tree))
}

/// Writes the snippets of a pack where the editor that reads them has its folder; whether they are new
/// or others.
pub(super) fn write_snippets(tree: &load::Tree, root: &Path) -> Result<bool, write::WriteError> {
    let path = root.join(schema::SNIPPETS);
    if !path.parent().is_some_and(Path::is_dir) {
        return Ok(false);
    }
    write_one(&snippets(tree), &path)
}

fn unknown(kind: &str, term: &Term) -> Outcome {
    let names = schema::FILE_KINDS.iter().map(|kind| kind.name);
    let names: Vec<&str> = names.chain([REPORT, SNIPPETS, "event"]).collect();
    term.err(&format!(
        "error: there is no schema called `{}`\n  = help: name one of {}\n",
        boardpack::diag::emit::plain(kind),
        names.join(", ")
    ));
    Outcome::WrongInput
}
