//! A request to what `boardpack-engine` answers, by way of its process: started, fed, listened to, held
//! to a limit of time, and killed at the end of it. No query is run in this program.

use crate::collect::{ENGINE, EngineFault, Fetch, Message, PROTOCOL, Request, codes};
use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often the limit is looked at.
const BEAT: Duration = Duration::from_millis(50);

/// Bytes of one message.
const MESSAGE: u64 = 16 << 20;

/// Bytes of what the program says beside its messages.
const SAID: u64 = 64 << 10;

/// How many names of temporary folders are tried before something else must be wrong.
const TRIES: u32 = 1000;

const INSTALL: &str = "install it with `cargo install boardpack --features engine`, or in a clone build it with \
                       `cargo build --release --features engine`; only `collect` needs it";

/// The program that reads events and runs queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    program: OsString,
}

/// What holds a run, beside the limits in the request.
#[derive(Debug, Clone, Copy)]
pub struct Hold<'a> {
    /// Wall time.
    pub time: Duration,
    /// Set to stop the run early.
    pub stop: &'a AtomicBool,
    /// Folder below which the temporary one is made; it is gone when the run is over.
    pub temp: &'a Path,
}

impl Engine {
    /// The one that lies beside this program, else the one that the system finds by its name.
    pub fn beside(own: Option<&Path>) -> Self {
        let name = format!("{ENGINE}{}", std::env::consts::EXE_SUFFIX);
        let beside = own.and_then(Path::parent).map(|folder| folder.join(&name));
        let program = match beside {
            Some(path) if path.is_file() => path.into_os_string(),
            _ => name.into(),
        };
        Self { program }
    }

    /// A program by its path.
    pub fn at(program: &Path) -> Self {
        Self {
            program: program.as_os_str().to_owned(),
        }
    }

    /// Runs a request, and hands over every message but faults as it comes. The last is
    /// [`Message::Done`] wherever this is `Ok`.
    ///
    /// # Errors
    /// Every fault that the engine told, or what kept it from answering; never empty.
    pub fn run(
        &self,
        request: &Request,
        hold: Hold<'_>,
        hear: &mut dyn FnMut(Message),
    ) -> Result<(), Vec<EngineFault>> {
        let folder = Folder::make(hold.temp).map_err(|fault| vec![*fault])?;
        let request = Request {
            protocol: PROTOCOL,
            temp: folder.0.clone(),
            ..request.clone()
        };
        self.ask(&request, hold, hear)
    }

    /// Fetches objects into the request's folder, and hands over every message but faults as it comes.
    /// The last is [`Message::Fetched`] wherever this is `Ok`.
    ///
    /// # Errors
    /// Every fault that the engine told, or what kept it from answering; never empty.
    pub fn fetch(
        &self,
        request: &Fetch,
        hold: Hold<'_>,
        hear: &mut dyn FnMut(Message),
    ) -> Result<(), Vec<EngineFault>> {
        self.ask(request, hold, hear)
    }

    fn ask(
        &self,
        request: &(impl serde::Serialize + Sync),
        hold: Hold<'_>,
        hear: &mut dyn FnMut(Message),
    ) -> Result<(), Vec<EngineFault>> {
        let child = self.start().map_err(|told| {
            let name = self.program.display();
            let message = match told.kind() {
                io::ErrorKind::NotFound => {
                    format!("there is no program `{name}`, which runs the queries")
                }
                _ => format!("cannot start `{name}`: {told}"),
            };
            vec![fault(codes::MISSING, message, INSTALL)]
        })?;
        let mut heard = Heard::default();
        let ended = listen(child, request, hold, &mut |message| {
            heard.take(message, hear)
        });
        heard.end(ended, hold.time)
    }

    fn start(&self) -> io::Result<Child> {
        Command::new(&self.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }
}

fn fault(code: &str, message: String, help: &str) -> EngineFault {
    EngineFault {
        code: code.to_owned(),
        message,
        help: help.to_owned(),
        ..EngineFault::default()
    }
}

/// How a process ended.
struct Ended {
    /// `None` where it could not be waited for.
    status: Option<ExitStatus>,
    late: bool,
    stopped: bool,
    /// What it said beside its messages.
    said: String,
}

/// Feeds the process, hands over what it says, and waits for its end or kills it.
fn listen(
    mut child: Child,
    request: &(impl serde::Serialize + Sync),
    hold: Hold<'_>,
    take: &mut dyn FnMut(Message),
) -> Ended {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let child = Mutex::new(child);
    let kill = || child.lock().unwrap_or_else(PoisonError::into_inner).kill();
    let (over, wait) = channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if let (Some(mut stdin), Ok(text)) = (stdin, serde_json::to_vec(request)) {
                // A program that does not read its request says why, or ends.
                let _ = stdin.write_all(&text);
            }
        });
        let said = scope.spawn(move || stderr.map(words).unwrap_or_default());
        let watch = scope.spawn(|| {
            let why = watched(wait, hold);
            if why != Why::Over {
                let _ = kill();
            }
            why
        });
        let mut lines = stdout.map(BufReader::new);
        while let Some(line) = lines.as_mut().and_then(line) {
            match serde_json::from_slice(&line) {
                Ok(message) => take(message),
                // Another version's message; the version itself is refused by the request.
                Err(_) => {
                    let _ = kill();
                    break;
                }
            }
        }
        drop(over);
        let why = watch.join().unwrap_or(Why::Over);
        let status = child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .wait()
            .ok();
        Ended {
            status,
            late: why == Why::Late,
            stopped: why == Why::Stopped,
            said: said.join().unwrap_or_default(),
        }
    })
}

/// Why the watch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Over,
    Late,
    Stopped,
}

/// Waits until the process is over, its time is, or somebody stops it.
fn watched(over: Receiver<()>, hold: Hold<'_>) -> Why {
    let mut left = hold.time;
    loop {
        if hold.stop.load(Ordering::Relaxed) {
            return Why::Stopped;
        }
        let beat = left.min(BEAT);
        match over.recv_timeout(beat) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Why::Over,
        }
        left = left.saturating_sub(beat);
        if left.is_zero() {
            return Why::Late;
        }
    }
}

/// One line of messages; `None` at the end, and where it is longer than any message.
fn line(lines: &mut BufReader<std::process::ChildStdout>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let read = lines.take(MESSAGE).read_until(b'\n', &mut line);
    (read.is_ok() && line.ends_with(b"\n")).then_some(line)
}

/// The beginning of what a stream says; the rest is read and forgotten, so that nobody waits.
fn words(mut stream: impl Read) -> String {
    let mut said = Vec::new();
    let _ = (&mut stream).take(SAID).read_to_end(&mut said);
    let _ = io::copy(&mut stream, &mut io::sink());
    String::from_utf8_lossy(&said).into_owned()
}

/// What was heard of a run.
#[derive(Debug, Default)]
struct Heard {
    faults: Vec<EngineFault>,
    done: bool,
    fetching: bool,
    stage: String,
}

impl Heard {
    fn take(&mut self, message: Message, hear: &mut dyn FnMut(Message)) {
        match &message {
            Message::Fault(fault) => {
                self.faults.push(fault.clone());
                return;
            }
            Message::Done { .. } | Message::Fetched { .. } => self.done = true,
            Message::Progress { stage, done, total } => {
                self.fetching = stage == "fetch";
                self.stage = match stage.as_str() {
                    "fetch" => "while it fetched objects".to_owned(),
                    "read" => "while it read events".to_owned(),
                    "views" => format!("at view {} of {total}", done + 1),
                    _ => format!("behind {done} of {total} answers"),
                };
            }
            _ => {}
        }
        hear(message);
    }

    fn end(mut self, ended: Ended, time: Duration) -> Result<(), Vec<EngineFault>> {
        let stage = &self.stage;
        if ended.late {
            let message = format!(
                "the engine took longer than {} seconds and was stopped {stage}",
                time.as_secs_f32()
            );
            let help = if self.fetching {
                "see whether the store answers, and how much is to be fetched; else raise `--time-limit`"
            } else {
                "see whether a query joins everything with everything or never ends; else raise `--time-limit`"
            };
            return Err(vec![fault(
                codes::TIME,
                message.trim_end().to_owned(),
                help,
            )]);
        }
        if ended.stopped {
            return Err(vec![fault(
                codes::TIME,
                "the run was stopped".to_owned(),
                "run it again",
            )]);
        }
        if !self.faults.is_empty() {
            return Err(std::mem::take(&mut self.faults));
        }
        let success = ended.status.is_some_and(|status| status.success());
        if self.done && success {
            return Ok(());
        }
        let last = ended
            .said
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        let last: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
        if ended.said.contains("memory allocation of") || ended.said.contains("out of memory") {
            let message = format!("the engine asked for more memory than it may use {stage}");
            let help =
                "see whether a query builds very long texts or lists; else raise `--memory-limit`";
            return Err(vec![fault(
                codes::MEMORY,
                message.trim_end().to_owned(),
                help,
            )]);
        }
        let how = ended.status.map_or("without a word".to_owned(), |status| {
            format!("with {status}")
        });
        let message = format!("the engine ended {how} {stage}: {last}");
        let help = "see whether the machine is short of memory; else report it with what was asked";
        Err(vec![fault(
            codes::ENDED,
            message.trim_end_matches([' ', ':']).to_owned(),
            help,
        )])
    }
}

/// A folder of one's own that nobody else may read, gone with the value.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes one below another.
    ///
    /// # Errors
    /// The system refused.
    pub fn make(parent: &Path) -> Result<Self, Box<EngineFault>> {
        Self::one(parent).map_err(|told| {
            let message = format!("cannot make a temporary folder: {told}");
            let help = "set TMPDIR to a folder that can be written to";
            Box::new(fault(codes::MISSING, message, help))
        })
    }

    fn one(parent: &Path) -> io::Result<Self> {
        let own = std::process::id();
        for n in 0..TRIES {
            let path = parent.join(format!("boardpack-collect-{own}-{n}"));
            let mut builder = std::fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            match builder.create(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(told) if told.kind() == io::ErrorKind::AlreadyExists => {}
                Err(told) => return Err(told),
            }
        }
        Err(io::Error::other(
            "too many folders of earlier runs are left",
        ))
    }
}

impl Drop for Folder {
    #[expect(clippy::disallowed_methods, reason = "a folder that this value made")]
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
