//! `boardpack init`.

use super::args::{Forge, Init};
use super::term::{Term, count, folder};
use super::{Outcome, sample};
use boardpack::diag::{Diagnostic, emit};
use boardpack::{load, schema, write};
use std::collections::BTreeMap;
use std::path::Path;

mod empty;
mod events;

const GITIGNORE: &str = "/public\n/board\n.public.boardpack-*\n.board.boardpack-*\n";

/// Settings of Visual Studio Code, which say which schema is for which files.
const SETTINGS: &str = ".vscode/settings.json";

/// Paths listed before the rest is only counted.
const LISTED: usize = 10;

/// The recipe for continuous integration: its path and what stands in it.
fn recipe(forge: Forge) -> (String, Vec<u8>) {
    let (path, text) = match forge {
        Forge::Github => (
            ".github/workflows/boardpack.yml",
            include_str!("github.yml"),
        ),
        Forge::Gitlab => (".gitlab-ci.yml", include_str!("gitlab.yml")),
    };
    let text = text.replace("VERSION", env!("CARGO_PKG_VERSION"));
    (path.to_owned(), text.into_bytes())
}

/// A pack that is there gets the recipe and nothing else.
fn add_recipe(forge: Forge, dir: &Path, term: &Term) -> Outcome {
    let (path, text) = recipe(forge);
    match write::unpack(&BTreeMap::from([(path.clone(), text)]), dir) {
        Ok(unpacked) if unpacked.in_the_way.is_empty() => {
            term.say(&format!("wrote {path}; what it does stands at its head"));
            Outcome::Fine
        }
        Ok(unpacked) => {
            let help = "move it away or remove it, and say the same again";
            refuse(&unpacked.in_the_way, dir, help, term)
        }
        Err(fault) => term.fail(&fault, fault.help),
    }
}

pub(super) fn run(args: &Init, term: &mut Term) -> Outcome {
    let is_pack = args.dir.join("data/pack.yaml").is_file();
    if let (Some(forge), true, false) = (args.with, is_pack, args.empty) {
        return add_recipe(forge, &args.dir, term);
    }
    let mut files: BTreeMap<String, Vec<u8>> = match &args.organisation {
        Some(organisation) => {
            let period = args.period.unwrap_or_else(|| empty::last_quarter(today()));
            match args.events {
                true => events::files(organisation, args.locale, &args.services, period),
                false => empty::files(organisation, args.locale, period),
            }
        }
        None => sample::files(),
    };
    let tree = load::Tree {
        files: files.clone(),
    };
    if let Some(outcome) = refuse_names(args, &tree, term) {
        return outcome;
    }
    for (name, text) in super::schema::of(&tree) {
        files.insert(format!("{}/{name}", schema::FOLDER), text.into_bytes());
    }
    let snippets = super::schema::snippets(&tree);
    files.insert(schema::SNIPPETS.to_owned(), snippets.into_bytes());
    // So does whoever has settings of an editor: the files' own first lines lead to the schemas.
    let has_settings = args.dir.join(SETTINGS).symlink_metadata().is_ok();
    if !has_settings {
        files.insert(SETTINGS.to_owned(), schema::vscode().into_bytes());
    }
    // Whoever has a `.gitignore` keeps it, and is told what to add.
    let has_gitignore = args.dir.join(".gitignore").symlink_metadata().is_ok();
    if !has_gitignore {
        files.insert(".gitignore".to_owned(), GITIGNORE.into());
    }
    files.extend(args.with.map(recipe));
    let unpacked = match write::unpack(&files, &args.dir) {
        Ok(unpacked) => unpacked,
        Err(fault) => return term.fail(&fault, fault.help),
    };
    if !unpacked.in_the_way.is_empty() {
        let help = "choose an empty folder: `boardpack init <DIR>`";
        return refuse(&unpacked.in_the_way, &args.dir, help, term);
    }
    let made = count(unpacked.made.len(), "file", "files");
    term.say(&format!("wrote {made} into {}\n", folder(&args.dir)));
    if has_gitignore {
        term.say("Add these lines to your .gitignore:\n\n  /public\n  /board\n  .public.boardpack-*\n  .board.boardpack-*\n");
    }
    if has_settings {
        term.say(&format!(
            "Your {SETTINGS} stays as it is; to have an editor complete names and figures, add \
             what it should hold:\n\n{}",
            schema::vscode()
        ));
    }
    term.say(&match args.events {
        true => events::next_steps(args, &enter(&args.dir)),
        false => next_steps(&args.dir),
    });
    Outcome::Fine
}

/// Says what is wrong with a name that was given, as `check` would of the pack that holds it.
fn refuse_names(args: &Init, tree: &load::Tree, term: &Term) -> Option<Outcome> {
    args.organisation.as_ref()?;
    let loaded = load::parse(tree);
    // A pack that is counted from events has no quarter before it was.
    let wrong = |problem: &&Diagnostic| problem.is_error() && problem.code != "missing-file";
    let problem = loaded.diagnostics.iter().find(wrong)?;
    let help = problem.help.as_deref().map(emit::plain);
    let help = help.map_or_else(String::new, |help| format!("  = help: {help}\n"));
    term.err(&format!(
        "error: {}; nothing was written\n{help}",
        emit::plain(&problem.message)
    ));
    Some(Outcome::WrongInput)
}

fn refuse(in_the_way: &[String], dir: &Path, help: &str, term: &Term) -> Outcome {
    let mut text = format!(
        "error: {} in {} would be replaced; nothing was written\n",
        count(in_the_way.len(), "file", "files"),
        folder(dir)
    );
    for path in in_the_way.iter().take(LISTED) {
        text.push_str(&format!("  {path}\n"));
    }
    if in_the_way.len() > LISTED {
        text.push_str(&format!("  and {} more\n", in_the_way.len() - LISTED));
    }
    text.push_str(&format!("  = help: {help}\n"));
    term.err(&text);
    Outcome::WrongInput
}

/// How to get into the pack.
fn enter(dir: &Path) -> String {
    if dir == Path::new(".") {
        return String::new();
    }
    let dir = dir.display().to_string();
    format!("  cd {}\n", emit::plain(&dir))
}

/// The first day of the last quarter that is over: since when a new metric is defined, where its pack has
/// no quarter yet.
pub(super) fn first_day() -> chrono::NaiveDate {
    empty::CALENDAR.start(empty::last_quarter(today()))
}

fn next_steps(dir: &Path) -> String {
    let enter = enter(dir);
    format!(
        "Next:\n{enter}  boardpack check      say what is wrong\n  boardpack serve      show it while \
         you write\n  boardpack build      write the site to public/\n\nThen open public/index.html. Who you are is in data/pack.yaml; a metric \
         is a file in\ncontent/metrics/; this quarter's figures are in data/snapshots/."
    )
}

/// For the name of the first quarter, which stands in the files that are written once.
#[expect(
    clippy::disallowed_methods,
    reason = "a new pack begins with the quarter that is over; no build reads this"
)]
fn today() -> chrono::NaiveDate {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).date_naive()
}
