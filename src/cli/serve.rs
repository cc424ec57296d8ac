//! `boardpack serve`.

use super::Outcome;
use super::args::{Reader, Serve};
use super::git;
use super::term::{Term, count, folder, tally};
use boardpack::diag::Diagnostic;
use boardpack::load::Tree;
use boardpack::model::Audience;
use boardpack::serve::{Asked, Said, Server};
use std::io::ErrorKind;
use std::time::Instant;

#[expect(
    clippy::disallowed_methods,
    reason = "how long a page took is told to a person and stands in no output"
)]
pub(super) fn run(args: &Serve, term: &mut Term) -> Outcome {
    // Said before the port is taken: a folder that is no pack is most likely a slip.
    if let Err(fault) = Tree::read(&args.dir) {
        return term.fail(&fault, fault.help.as_deref());
    }
    let asked = Asked {
        root: args.dir.clone(),
        audience: match args.audience {
            Reader::Internal => Audience::Internal,
            Reader::Board => Audience::Board,
        },
        deny_warnings: term.denies(),
        port: args.port,
        or_next: args.next_port,
    };
    let server = match Server::bind(asked) {
        Ok(server) => server,
        Err(fault) => {
            let (cause, help) = match fault.kind() {
                ErrorKind::AddrInUse => (
                    "it is taken".to_owned(),
                    "name another with `--port`, or take the next that is free with `--next-port`",
                ),
                ErrorKind::PermissionDenied => (
                    "the system does not allow it".to_owned(),
                    "ports from 1024 on need no rights: name one with `--port`",
                ),
                _ => (fault.to_string(), "name another with `--port`"),
            };
            let what = format!("cannot serve on port {}: {cause}", args.port);
            return term.fail(what, Some(help));
        }
    };
    let stop = server.stop();
    if let Err(fault) = ctrlc::set_handler(move || stop.stop()) {
        return term.fail(format!("cannot listen for Ctrl-C: {fault}"), None);
    }
    term.say(&format!(
        "serving {} at http://{}/, to this machine only; Ctrl-C ends",
        folder(&args.dir),
        server.address()
    ));
    let root = args.dir.clone();
    let origin = move |tree: &Tree| git::origin(&root, tree);
    let mut since = Instant::now();
    let mut last = Vec::new();
    let mut has_shown = false;
    let watched = &*term;
    server.run(origin, |said| match said {
        Said::Changed => since = Instant::now(),
        Said::Shown(files) => {
            has_shown = true;
            watched.say(&format!(
                "shown in {} ms ({})",
                since.elapsed().as_millis(),
                count(files, "file", "files")
            ));
        }
        Said::Told(diagnostics, sources) => {
            // What has been said and is still so need not be said with every save.
            if diagnostics != last {
                watched.tell(diagnostics, sources);
                let told = tally(diagnostics);
                if watched.is_human() && !told.is_empty() {
                    watched.err(&format!("{told}\n"));
                }
            }
            if diagnostics.iter().any(Diagnostic::is_error) && watched.is_human() {
                watched.err(match has_shown {
                    true => "the last good pages stay\n",
                    false => "there is no page yet: the first one comes once the pack is right\n",
                });
            }
            last = diagnostics.to_vec();
        }
        Said::Unreadable(fault) => {
            let _ = watched.fail(fault, fault.help.as_deref());
        }
    });
    term.say("stopped");
    Outcome::Fine
}
