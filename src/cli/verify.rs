//! `boardpack verify`.

mod moved;

use super::args::{Format, Verify};
use super::term::{Term, count, folder};
use super::{Outcome, git};
use boardpack::diag::emit;
use boardpack::model::Audience;
use boardpack::paper::PrintError;
use boardpack::provenance::{self, Again, Fault, Manifest, Pack, Report};
use boardpack::{load, pipeline, write};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How many paths of one kind are shown; `--format json` tells all.
const SHOWN: usize = 12;

pub(super) fn run(args: &Verify, term: &mut Term) -> Outcome {
    let built = match term.watch("reading", || write::read_back(&args.dir)) {
        Ok(built) => built,
        Err(fault) => return term.fail(&fault, fault.help),
    };
    let root = args.root.clone().or_else(|| at_hand(&args.dir));
    let tree = match root.as_deref().map(load::Tree::read).transpose() {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let mut again = root.as_deref().zip(tree.as_ref()).map(|(root, tree)| {
        term.watch("building", || {
            let named = built.manifest.commit.as_deref();
            let held = named.and_then(|commit| git::holds(root, commit, tree));
            let audience = Audience::of_edition(built.manifest.edition.as_deref());
            let origin = git::origin(root, tree);
            let mut again = pipeline::again_in(tree, origin, held, audience, &built.manifest);
            again.edits = named.map_or_else(BTreeMap::new, |commit| git::edits_at(root, commit));
            again.replaced = replaced_locks(root, tree);
            // Where the files that the folder was made from are at hand, each change can be traced.
            let then = named.and_then(|commit| git::tree(root, commit));
            if let Some(then) = then.filter(|then| provenance::are(&built.manifest.inputs, then)) {
                again.since = pipeline::since(&then, tree, audience);
            }
            again
        })
    });
    let mut aside = String::new();
    if let Some(again) = again.as_mut().filter(|again| !again.sheets.is_empty()) {
        aside =
            "a PDF is held against the page that it was printed from; `--reprint` prints it again"
                .to_owned();
        if args.reprint {
            match term.watch("printing", || reprint(args, &built.manifest, again)) {
                Ok(said) => aside = said,
                Err(fault) => return term.fail(&fault, Some(&fault.help)),
            }
        }
    }
    let report = provenance::verify(&built, again.as_ref());
    if term.format() == Format::Json {
        let json = serde_json::to_string(&report).unwrap_or_default();
        term.out(&format!("{json}\n"));
    } else {
        term.out(&told(&report, &args.dir, root.as_deref()));
        if !aside.is_empty() {
            term.out(&format!("note: {aside}\n"));
        }
    }
    if report.matches {
        Outcome::Fine
    } else {
        Outcome::WrongInput
    }
}

/// Prints the PDFs of a folder again, where the browser is the one that printed them, and puts what
/// comes of it among what a build makes.
fn reprint(args: &Verify, folder: &Manifest, again: &mut Again) -> Result<String, PrintError> {
    let browser = super::build::browser(args.browser.as_deref())?;
    let (mut same, mut others) = (0, BTreeSet::new());
    for (path, sheets) in &again.sheets {
        match folder.printed.get(path) {
            Some(printed) if printed.by != browser.version() => {
                others.insert(printed.by.clone());
            }
            _ => {
                let pdf = super::build::pdf(&browser, sheets)?;
                if let Some(outputs) = &mut again.outputs {
                    outputs.insert(path.clone(), provenance::hash(&pdf));
                }
                same += 1;
            }
        }
    }
    let mut said = format!("{} printed again", count(same, "PDF was", "PDFs were"));
    for other in others {
        said.push_str(&format!(
            "; what {other} printed was not, for here is {}",
            browser.version()
        ));
    }
    Ok(said)
}

/// Locks that are others than those that were committed, each with the oldest commit that holds it. The
/// newest lock has none after it that names its seal: only the repository can tell that it was made
/// again, over other figures.
fn replaced_locks(root: &Path, tree: &load::Tree) -> BTreeMap<String, String> {
    let locks = tree
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("data/published/"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    locks
        .filter_map(|(path, now)| {
            let (commit, then) = git::first(root, path)?;
            (text(&then) != text(now)).then(|| (path.clone(), commit))
        })
        .collect()
}

/// The pack that a folder most likely was built from: around it, or here.
fn at_hand(dir: &Path) -> Option<PathBuf> {
    let above = dir
        .canonicalize()
        .ok()
        .and_then(|dir| Some(dir.parent()?.to_owned()));
    let near = [above, Some(PathBuf::from("."))];
    near.into_iter()
        .flatten()
        .find(|root| root.join("data/pack.yaml").is_file())
}

/// For people: the verdict, then what differs, what matters most first.
fn told(report: &Report, dir: &Path, root: Option<&Path>) -> String {
    let mut text = String::new();
    let against = match root {
        Some(root) => format!("the pack in {}", folder(root)),
        None => "its own manifest; no pack is at hand to build again (`--root`)".to_owned(),
    };
    if report.matches {
        let files = count(report.listed, "file", "files");
        let mut text = format!(
            "match: {files} of {}, held against {against}\n",
            folder(dir)
        );
        moved::told(&mut text, report.pack.as_ref());
        return text;
    }
    text.push_str(&format!(
        "{} is not what was built, held against {against}\n",
        folder(dir)
    ));
    if !report.manifest_intact {
        text.push_str("  `manifest.json` is not as boardpack wrote it\n");
    }
    list(
        &mut text,
        &report.files,
        [
            "was edited since it was built",
            "is missing",
            "is in the folder and was not built",
        ],
    );
    if let Some(pack) = &report.pack {
        since(&mut text, pack, &report.files.missing);
    }
    moved::told(&mut text, report.pack.as_ref());
    text
}

fn since(text: &mut String, pack: &Pack, gone: &[String]) {
    if let Some(made_by) = &pack.made_by {
        let this = provenance::Tool::this();
        let line = format!(
            "  it was made by {made_by}, and this is {} {}",
            this.name, this.version
        );
        text.push_str(&emit::plain(&line));
        text.push('\n');
    }
    list(
        text,
        &pack.inputs,
        [
            "changed in the pack since",
            "is no longer in the pack",
            "is new in the pack since",
        ],
    );
    for (path, outputs) in &pack.since {
        let line = match outputs.as_slice() {
            [] => format!("  `{path}` alone changes nothing that is shown"),
            [one] => format!("  `{path}` alone changes `{one}`"),
            [first, rest @ ..] => {
                let more = count(rest.len(), "other file", "other files");
                format!("  `{path}` alone changes `{first}` and {more}")
            }
        };
        text.push_str(&emit::plain(&line));
        text.push('\n');
    }
    match &pack.outputs {
        None => text.push_str("  the pack no longer builds: `boardpack check` says why\n"),
        Some(outputs) => {
            if !outputs.is_none() && pack.inputs.is_none() && pack.made_by.is_none() {
                text.push_str(
                    "  nothing that it is made from has changed, so this pack never gave these files:\n",
                );
            }
            list(
                text,
                outputs,
                [
                    "would be made otherwise now",
                    "would not be made now",
                    "would be made now as well",
                ],
            );
        }
    }
    if let Some(commit) = pack.commit {
        text.push_str(&format!("  {commit}\n"));
    }
    for path in &pack.edits {
        let path = emit::plain(path);
        text.push_str(&format!(
            "  `{path}` was last changed in another commit than the manifest says\n"
        ));
    }
    for wrong in &pack.marks {
        // A page that is gone is told of already.
        let page = format!("{}/index.html", wrong.period);
        if wrong.printed.is_none() && gone.contains(&page) {
            continue;
        }
        let printed = match &wrong.printed {
            Some(mark) => format!("prints build {mark}"),
            None => "prints no build".to_owned(),
        };
        text.push_str(&format!(
            "  {} was published as build {}, and its page {printed}\n",
            wrong.period, wrong.locked
        ));
    }
}

/// Up to a dozen paths of each kind, and how many more.
fn list(text: &mut String, fault: &Fault, said: [&str; 3]) {
    let kinds = [&fault.changed, &fault.missing, &fault.foreign];
    for (paths, said) in kinds.into_iter().zip(said) {
        for path in paths.iter().take(SHOWN) {
            text.push_str(&format!("  `{}` {said}\n", emit::plain(path)));
        }
        if let Some(more) = paths.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            text.push_str(&format!(
                "  and {} more {said}\n",
                count(more, "file", "files")
            ));
        }
    }
}
