//! A pack's folder to pages in browsers on this machine, anew after every save.
//!
//! One thread waits for a change (`watch`), reads the tree, makes the pages that are looked at and shows
//! them. Another makes the whole site of that tree from nothing, and is halted by the next change. Every
//! connection has a thread of its own, which answers
//! (`answer`) from what is shown (`shown`). What is served differs from what `build` writes by the
//! reload script alone (`added`). Where the pack is wrong the last good pages stay, and the problems
//! (`told`) go to the script, which lays them over the page.
//!
//! A save is fast because a browser waits for nothing that it need not: it gets those elements of its page
//! that differ (`parts`) while the pack is still being checked, and shows them once it hears that the pack is
//! right; where it is not, they are thrown away.
//!
//! Here must never be: an address that another machine reaches, a path that is looked up on the disk,
//! a header that lets another site read.

mod added;
mod answer;
mod http;
mod parts;
mod shown;
mod told;
mod watch;
mod whole;

use crate::diag::{Diagnostic, Severity, Sources};
use crate::load::{ReadError, Tree};
use crate::model::{Audience, Origin};
use crate::pipeline::{Build, First, Preview};
use shown::{Files, Shown};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;
use watch::Watch;
use whole::{Seen, WhereFrom, Whole};

/// Ports that are tried after the one that was asked for, where the next will do.
const PORTS_TRIED: u16 = 50;

/// How often a tree is read again that cannot be read: a file that is being replaced is gone for a
/// moment.
const READINGS: u32 = 6;

/// What is served, and to whom.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Folder of the pack.
    pub root: PathBuf,
    /// The edition.
    pub audience: Audience,
    /// Whether warnings stand in the way like errors.
    pub deny_warnings: bool,
    /// Port on the loopback address; 0 for any that is free.
    pub port: u16,
    /// Whether a port further on will do where this one is taken.
    pub or_next: bool,
}

/// What happens meanwhile, for whoever prints.
#[derive(Debug)]
pub enum Said<'a> {
    /// Files were saved.
    Changed,
    /// The pages that browsers look at are up to date: as many pages as the site has.
    Shown(usize),
    /// What there is to say of the pack; with an error among it the last good pages stay.
    Told(&'a [Diagnostic], &'a Sources),
    /// The folder cannot be read; the last good pages stay.
    Unreadable(&'a ReadError),
}

/// What wakes the one thread that builds.
pub(crate) enum Call {
    /// Something in the pack's folders may have changed.
    Change,
    /// The whole site of that number was made.
    Made(u64, Box<(Origin, Build)>),
    /// The end.
    Stop,
}

/// Ends a server.
#[derive(Debug, Clone)]
pub struct Stop(Sender<Call>);

impl Stop {
    /// Lets [`Server::run`] return.
    pub fn stop(&self) {
        let _ = self.0.send(Call::Stop);
    }
}

/// A server that listens and has built nothing yet.
#[derive(Debug)]
pub struct Server {
    asked: Asked,
    listener: TcpListener,
    address: SocketAddr,
    calls: Sender<Call>,
    called: Receiver<Call>,
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    /// The port is taken or not allowed.
    pub fn bind(asked: Asked) -> io::Result<Self> {
        let last = match (asked.or_next, asked.port) {
            (true, port) if port > 0 => port.saturating_add(PORTS_TRIED),
            (_, port) => port,
        };
        let mut port = asked.port;
        let listener = loop {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
                Ok(listener) => break listener,
                Err(fault) if fault.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
                Err(fault) => return Err(fault),
            }
        };
        let address = listener.local_addr()?;
        let (calls, called) = mpsc::channel();
        Ok(Self {
            asked,
            listener,
            address,
            calls,
            called,
        })
    }

    /// Where the pages are.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What ends it.
    pub fn stop(&self) -> Stop {
        Stop(self.calls.clone())
    }

    /// Serves until it is stopped. `origin` says where a tree comes from, for the manifest.
    pub fn run(
        self,
        origin: impl Fn(&Tree) -> Origin + Send + Sync + 'static,
        mut say: impl FnMut(Said<'_>),
    ) {
        let origin: Arc<WhereFrom> = Arc::new(origin);
        let shown = Arc::new(Shown::default());
        let Self {
            asked,
            listener,
            address,
            calls,
            called,
        } = self;
        http::listen(listener, address.port(), Arc::clone(&shown));
        let mut watch = Watch::new(&asked.root, calls.clone());
        let mut preview = Preview::new(asked.audience);
        let mut before: Option<Whole> = None;
        let mut unreadable = false;
        loop {
            let (tree, mut heard) = settled(&asked.root, &called);
            if heard.end {
                return;
            }
            match tree {
                Ok(tree) => {
                    let same = before.as_ref().is_some_and(|whole| *whole.tree == tree);
                    if unreadable || !same {
                        if before.is_some() {
                            say(Said::Changed);
                        }
                        // Nobody waits any more for the site of the tree before.
                        drop(before.take());
                        let deny = asked.deny_warnings;
                        let ahead = |pages: &Files| shown.ahead(pages);
                        let found = preview.first(&tree, &shown.looked_at(), deny, ahead);
                        if matches!(found, First::Wrong(..)) {
                            // Half a save is wrong for a moment: the rest of it comes first.
                            let heard = wait(&called, watch::REST);
                            if heard.end {
                                return;
                            }
                            if heard.look {
                                continue;
                            }
                        }
                        let seen = first(found, deny, &shown, &mut say);
                        before = Some(Whole::make(tree, &origin, asked.audience, seen, &calls));
                        preview.let_go();
                    }
                    unreadable = false;
                }
                Err(fault) => {
                    if !unreadable {
                        say(Said::Unreadable(&fault));
                    }
                    unreadable = true;
                    shown.wrong(told::unreadable(&fault));
                }
            }
            watch.renew();
            loop {
                if let Some((number, made)) = heard.made
                    && let Some(whole) = before.as_ref().filter(|whole| whole.number == number)
                    && !unreadable
                {
                    let deny = asked.deny_warnings;
                    finish(&mut preview, whole, *made, deny, &shown, &mut say);
                }
                if heard.end {
                    return;
                }
                // Looked at all the same: not every change of every file system is told of.
                if heard.look || heard.idle {
                    break;
                }
                heard = wait(&called, watch::TICK);
            }
        }
    }
}

/// Shows what can be shown of a tree before its whole site is made.
fn first(found: First, deny: bool, shown: &Shown, say: &mut impl FnMut(Said<'_>)) -> Seen {
    match found {
        First::Pages(pages) => {
            let count = shown.first(pages);
            say(Said::Shown(count));
            Seen::Pages
        }
        First::Wrong(diagnostics, sources) => {
            tell(diagnostics, &sources, deny, shown, say);
            Seen::Problems
        }
        First::Later => Seen::Nothing,
    }
}

/// Shows a whole site, or what is wrong with it.
fn finish(
    preview: &mut Preview,
    whole: &Whole,
    (origin, built): (Origin, Build),
    deny: bool,
    shown: &Shown,
    say: &mut impl FnMut(Said<'_>),
) {
    let found = &built.diagnostics;
    let wrong = found.iter().any(|d| deny || d.is_error());
    match built.site.filter(|_| !wrong) {
        Some(site) => {
            say(Said::Told(found, &built.sources));
            preview.know(&whole.tree, &origin, &site);
            let pages = site.files.len();
            shown.site(site.files);
            if whole.seen != Seen::Pages {
                say(Said::Shown(pages));
            }
            preview.warm(&whole.tree);
        }
        None if whole.seen == Seen::Problems => {}
        None => tell(built.diagnostics, &built.sources, deny, shown, say),
    }
}

/// Says what is wrong, in the terminal and over the page.
fn tell(
    mut diagnostics: Vec<Diagnostic>,
    sources: &Sources,
    deny: bool,
    shown: &Shown,
    say: &mut impl FnMut(Said<'_>),
) {
    if deny {
        for problem in &mut diagnostics {
            problem.severity = Severity::Error;
        }
    }
    shown.wrong(told::problems(&diagnostics, sources));
    say(Said::Told(&diagnostics, sources));
}

/// Reads a tree, and again where a file went away while it was read.
fn read(root: &Path) -> Result<Tree, ReadError> {
    let mut left = READINGS;
    loop {
        match Tree::read(root) {
            Err(_) if left > 0 => {
                left -= 1;
                std::thread::sleep(Duration::from_millis(15));
            }
            other => return other,
        }
    }
}

/// Reads a tree, and again where files changed while it was read: half a save is none. What happened
/// otherwise meanwhile comes with it.
fn settled(root: &Path, called: &Receiver<Call>) -> (Result<Tree, ReadError>, Heard) {
    let mut made = None;
    for _ in 0..watch::BURST {
        let tree = read(root);
        let heard = wait(called, Duration::ZERO);
        made = heard.made.or(made);
        if heard.end || !heard.look {
            let nothing_else = Heard {
                made,
                idle: false,
                ..heard
            };
            return (tree, nothing_else);
        }
    }
    // Files that never rest are looked at all the same.
    let heard = Heard {
        made,
        look: true,
        ..Heard::default()
    };
    (read(root), heard)
}

/// What happened.
#[derive(Default)]
struct Heard {
    /// A whole site was made.
    made: Option<(u64, Box<(Origin, Build)>)>,
    /// Files may have changed.
    look: bool,
    /// Nothing happened at all.
    idle: bool,
    end: bool,
}

/// Waits for something to do, for so long; after a change, until a burst of them is over.
fn wait(called: &Receiver<Call>, mut patience: Duration) -> Heard {
    let mut heard = Heard::default();
    for _ in 0..watch::BURST {
        match called.recv_timeout(patience) {
            Ok(Call::Change) => {
                heard.look = true;
                patience = watch::QUIET;
            }
            Ok(Call::Made(number, build)) => {
                heard.made = Some((number, build));
                if !heard.look {
                    break;
                }
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {
                heard.idle = !heard.look;
                break;
            }
            Ok(Call::Stop) | Err(mpsc::RecvTimeoutError::Disconnected) => {
                heard.end = true;
                break;
            }
        }
    }
    heard
}
