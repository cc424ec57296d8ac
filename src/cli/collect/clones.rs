//! Clones of git repositories to files of events that last as long as the run.

use crate::cli::Outcome;
use crate::cli::args::{Clone, Collect, Git, Into};
use crate::cli::events::{self, Stop};
use crate::cli::new::refuse;
use crate::cli::term::Term;
use boardpack::diag::Diagnostic;
use boardpack::engine_process::Folder;
use boardpack::load::{EVENTS, EventFile};
use boardpack::model::Pack;
use boardpack::scaffold::Refusal;
use boardpack::write;
use std::path::Path;

/// Digits of a commit that a label has.
const DIGITS: usize = 12;

/// Events of clones, and the folder that they lie in.
#[derive(Default)]
pub(super) struct Clones {
    pub(super) files: Vec<EventFile>,
    _folder: Option<Folder>,
}

pub(super) fn read(args: &Collect, pack: &Pack, term: &Term) -> Result<Clones, Outcome> {
    if args.git.clones.is_empty() {
        return Ok(Clones::default());
    }
    let folder = Folder::make(&std::env::temp_dir())
        .map_err(|fault| term.fail(&fault.message, Some(&fault.help)))?;
    let mut files = Vec::new();
    for clone in &args.git.clones {
        let read = one(clone, args, pack, folder.path(), term);
        files.push(read.map_err(|stop| match stop {
            Stop::Input(refusal) => refuse(&refusal, term),
            Stop::World(fault, help) => term.fail(fault, help.as_deref()),
        })?);
    }
    Ok(Clones {
        files,
        _folder: Some(folder),
    })
}

fn one(
    clone: &Path,
    args: &Collect,
    pack: &Pack,
    folder: &Path,
    term: &Term,
) -> Result<EventFile, Stop> {
    let name = events::named(clone).unwrap_or_default();
    let mut asked = asked(clone, &args.git, service(&name, pack)?);
    if let Some(production) = pack.settings.collect.environments.first() {
        asked.into.environment.clone_from(production);
    }
    let (mut adapted, name, head) = events::of_clone(&asked, &args.dir.join(EVENTS), term)?;
    boardpack::diag::sort(&mut adapted.diagnostics);
    term.tell(&adapted.diagnostics, &adapted.sources);
    if adapted.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Stop::Input(Refusal {
            message: format!(
                "the history of `{}` cannot be read as events",
                clone.display()
            ),
            help: "see what is said of it above".to_owned(),
        }));
    }
    let head = head.get(..DIGITS).unwrap_or(&head);
    let label = format!("{name}@{head}.jsonl");
    let path = folder.join(&label);
    write::put_file(&path, adapted.text().as_bytes())?;
    Ok(EventFile { path, label })
}

fn asked(clone: &Path, git: &Git, service: Option<String>) -> Clone {
    Clone {
        dir: clone.to_owned(),
        deploy_tags: git.deploy_tags.clone(),
        trunk: git.trunk,
        deploy_branch: git.deploy_branch.clone(),
        pull_requests: git.pull_requests,
        main: git.main.clone(),
        hotfix: git.hotfix.clone(),
        into: Into {
            service,
            repo: None,
            environment: "production".to_owned(),
            since: None,
            output: None,
            key: None,
        },
    }
}

/// Of which service a clone is: the one that bears its name, or the only one.
fn service(name: &str, pack: &Pack) -> Result<Option<String>, Stop> {
    let bears = |service: &&boardpack::model::Service| {
        service.id.value == name || service.aliases.iter().any(|alias| alias.value == name)
    };
    let services = &pack.services;
    if let Some(service) = services.iter().find(bears) {
        return Ok(Some(service.id.value.clone()));
    }
    match services.as_slice() {
        [only] => Ok(Some(only.id.value.clone())),
        _ => Err(Stop::Input(Refusal {
            message: format!("no service of the pack is called `{name}`, as the clone is"),
            help: format!(
                "add it to the service that lies there: `aliases: [{name}]` in `data/services.yaml`"
            ),
        })),
    }
}
