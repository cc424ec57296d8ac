//! `boardpack templates`: which are the pack's own, how they differ from those built in, and one
//! written out to be changed.

use super::Outcome;
use super::args::{Root, Templates, TemplatesWhat};
use super::term::{Term, count};
use super::unified;
use boardpack::diag::emit;
use boardpack::{load, render, write};
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;

/// Folder of a pack's own templates.
const FOLDER: &str = "templates/";

pub(super) fn run(args: &Templates, term: &Term) -> Outcome {
    let (TemplatesWhat::List { root }
    | TemplatesWhat::Diff { root, .. }
    | TemplatesWhat::Eject { root, .. }) = &args.what;
    let own = match own(root) {
        Ok(own) => own,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    match &args.what {
        TemplatesWhat::List { .. } => list(&own, term),
        TemplatesWhat::Diff { name: None, .. } => {
            let built_in = render::built_in_templates();
            let all: Vec<&str> = built_in.map(|(name, _)| name).collect();
            diff(&all, &own, term)
        }
        TemplatesWhat::Diff {
            name: Some(name), ..
        } => match known(name) {
            Some((name, _)) => diff(&[name], &own, term),
            None => unknown(name, term),
        },
        TemplatesWhat::Eject { name, .. } => match known(name) {
            Some(template) => eject(template, root, term),
            None => unknown(name, term),
        },
    }
}

/// The pack's own templates by name. A byte that is no text is for `check` to tell.
fn own(root: &Root) -> Result<BTreeMap<String, String>, load::ReadError> {
    let tree = load::Tree::read(&root.root)?;
    let texts = tree.files.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix(FOLDER)?;
        // Fonts lie there too.
        let is_text = name.ends_with(".html") || name.ends_with(".css");
        is_text.then(|| (name.to_owned(), String::from_utf8_lossy(bytes).into_owned()))
    });
    Ok(texts.collect())
}

/// The built-in template of a name, with or without the folder before it.
fn known(name: &str) -> Option<(&'static str, &'static str)> {
    let bare = name.strip_prefix("./").unwrap_or(name);
    let bare = bare.strip_prefix(FOLDER).unwrap_or(bare);
    let bare = bare.strip_prefix("default/").unwrap_or(bare);
    render::built_in_templates().find(|(built_in, _)| *built_in == bare)
}

fn unknown(name: &str, term: &Term) -> Outcome {
    let near = render::built_in_templates()
        .map(|(built_in, _)| (strsim::damerau_levenshtein(built_in, name), built_in))
        .filter(|(distance, _)| *distance <= name.chars().count().div_ceil(2))
        .min();
    let help = match near {
        Some((_, near)) => format!("did you mean `{near}`?"),
        None => "run `boardpack templates list`".to_owned(),
    };
    term.err(&format!(
        "error: there is no built-in template `{}`\n  = help: {help}\n",
        emit::plain(name)
    ));
    Outcome::WrongInput
}

fn list(own: &BTreeMap<String, String>, term: &Term) -> Outcome {
    let mut rows: BTreeMap<&str, String> = render::built_in_templates()
        .map(|(name, built_in)| {
            let state = match own.get(name) {
                None => "built in".to_owned(),
                Some(text) if text == built_in => "the pack's own, as built in".to_owned(),
                Some(text) => format!("the pack's own, {}", extent(built_in, text)),
            };
            (name, state)
        })
        .collect();
    for name in own.keys() {
        rows.entry(name)
            .or_insert_with(|| "the pack's own, beside those built in".to_owned());
    }
    let wide = rows.keys().map(|name| name.len()).max().unwrap_or(0);
    let lines = rows.iter().map(|(name, state)| {
        let name = emit::plain(name);
        format!("{name:wide$}  {state}\n")
    });
    term.out(&lines.collect::<String>());
    Outcome::Fine
}

/// `differs: 3 lines added, 1 removed`.
fn extent(built_in: &str, own: &str) -> String {
    let diff = TextDiff::from_lines(built_in, own);
    let of = |tag| diff.iter_all_changes().filter(|c| c.tag() == tag).count();
    let (added, removed) = (of(ChangeTag::Insert), of(ChangeTag::Delete));
    format!(
        "differs: {} added, {removed} removed",
        count(added, "line", "lines")
    )
}

/// A unified difference of each, from what is built in to what the pack has.
fn diff(names: &[&str], own: &BTreeMap<String, String>, term: &Term) -> Outcome {
    let mut pieces = Vec::new();
    let mut same = Vec::new();
    for (name, built_in) in render::built_in_templates().filter(|(n, _)| names.contains(n)) {
        match own.get(name) {
            Some(text) if text != built_in => {
                let (from, to) = (format!("default/{name}"), format!("{FOLDER}{name}"));
                let built_in = Some((from.as_str(), built_in));
                pieces.extend(unified::difference(built_in, (&to, text)));
            }
            Some(_) => same.push(format!("`{name}` is as it is built in")),
            None => same.push(format!(
                "`{name}` is built in: the pack has none of its own"
            )),
        }
    }
    if names.len() == 1 {
        same.iter().for_each(|line| term.say(line));
    } else if pieces.is_empty() {
        term.say("no template of the pack differs from the one built in");
    }
    term.paint(&pieces);
    Outcome::Fine
}

fn eject((name, text): (&str, &str), root: &Root, term: &Term) -> Outcome {
    let path = format!("{FOLDER}{name}");
    let files = BTreeMap::from([(path.clone(), text.as_bytes().to_vec())]);
    match write::unpack(&files, &root.root) {
        Ok(unpacked) if unpacked.in_the_way.is_empty() => {
            term.say(&format!(
                "wrote {path}, which the pack's pages are made with from now on; \
                 `boardpack templates diff {name}` shows what you changed"
            ));
            Outcome::Fine
        }
        Ok(_) => {
            term.err(&format!(
                "error: the pack has its own `{path}`; nothing was written\n  = help: see how it \
                 differs by `boardpack templates diff {name}`; delete it to have the built-in one\n"
            ));
            Outcome::WrongInput
        }
        Err(fault) => term.fail(&fault, fault.help),
    }
}
