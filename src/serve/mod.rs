//! A pack's folder to pages in browsers on this machine, anew after every save.
//!
//! One thread makes the site: it waits for a change (`watch`), reads the tree, makes the pages that are
//! looked at, shows them, and makes the rest. Every connection has a thread of its own, which answers
//! (`answer`) from what is shown (`shown`). What is served differs from what `build` writes by the
//! reload script alone (`added`). Where the pack is wrong the last good pages stay, and the problems
//! (`told`) go to the script, which lays them over the page.
//!
//! Here must never be: an address that another machine reaches, a path that is looked up on the disk,
//! a header that lets another site read.

mod added;
mod answer;
mod http;
mod shown;
mod told;
mod watch;

use crate::diag::{Diagnostic, Severity, Sources};
use crate::load::{ReadError, Tree};
use crate::model::{Audience, Origin};
use crate::pipeline::Preview;
use shown::Shown;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;
use watch::Watch;

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
    pub fn run(self, origin: impl Fn(&Tree) -> Origin, mut say: impl FnMut(Said<'_>)) {
        let shown = Arc::new(Shown::default());
        let Self {
            asked,
            listener,
            address,
            calls,
            called,
        } = self;
        http::listen(listener, address.port(), Arc::clone(&shown));
        let mut watch = Watch::new(&asked.root, calls);
        let mut preview = Preview::new(asked.audience);
        let mut before: Option<Tree> = None;
        let mut unreadable = false;
        loop {
            match read(&asked.root) {
                Ok(tree) => {
                    if unreadable || before.as_ref() != Some(&tree) {
                        if before.is_some() {
                            say(Said::Changed);
                        }
                        let deny = asked.deny_warnings;
                        build(&mut preview, &tree, deny, &origin, &shown, &mut say);
                        before = Some(tree);
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
            if !wait(&called) {
                return;
            }
        }
    }
}

/// Builds a tree and shows it, what is looked at first.
fn build(
    preview: &mut Preview,
    tree: &Tree,
    deny: bool,
    origin: &impl Fn(&Tree) -> Origin,
    shown: &Shown,
    say: &mut impl FnMut(Said<'_>),
) {
    let first = preview.first(tree, &shown.looked_at(), deny);
    let early = first.is_some();
    if let Some(pages) = first {
        let count = shown.first(pages);
        say(Said::Shown(count));
    }
    let mut built = preview.whole(tree, &origin(tree));
    if deny {
        for problem in &mut built.diagnostics {
            problem.severity = Severity::Error;
        }
    }
    let wrong = built.diagnostics.iter().any(Diagnostic::is_error);
    say(Said::Told(&built.diagnostics, &built.sources));
    match built.site.filter(|_| !wrong) {
        Some(site) => {
            let pages = site.files.len();
            shown.site(site.files);
            if !early {
                say(Said::Shown(pages));
            }
        }
        None => shown.wrong(told::problems(&built.diagnostics, &built.sources)),
    }
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

/// Waits for a change, and until a burst of them is over. `false` at the end.
fn wait(called: &Receiver<Call>) -> bool {
    match called.recv_timeout(watch::TICK) {
        Ok(Call::Change) => {}
        // Looked at all the same: not every change of every file system is told of.
        Err(mpsc::RecvTimeoutError::Timeout) => return true,
        Ok(Call::Stop) | Err(mpsc::RecvTimeoutError::Disconnected) => return false,
    }
    for _ in 0..watch::BURST {
        match called.recv_timeout(watch::QUIET) {
            Ok(Call::Change) => {}
            Ok(Call::Stop) => return false,
            Err(_) => break,
        }
    }
    true
}
