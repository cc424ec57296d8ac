//! A name to the browser of that name, and a page to what it prints, unfinished.

use super::PrintError;
use super::workplace::{Workplace, is_ending};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// The names under which Chromium and its kin are installed, in the order they are tried.
pub const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Where macOS has it.
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

const INSTALL: &str = "install Chromium or Chrome (on Debian: `apt install chromium`), or name one with \
                       `--browser` or the variable BOARDPACK_BROWSER; without `--pdf` no browser is needed";

/// A pack prints in a second or two; a machine under load may take twenty times as long.
const LIMIT: Duration = Duration::from_secs(90);

/// How long it may take to say its version.
const ASKED: Duration = Duration::from_secs(20);

/// How often a process is asked whether it has ended.
const BEAT: Duration = Duration::from_millis(10);

/// An installed browser that can print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    program: OsString,
    version: String,
    limit: Duration,
}

/// Finds a browser: the one that is asked for, or the first of [`NAMES`].
///
/// # Errors
/// There is none, or it does not say that it is Chromium or Chrome.
pub fn find(asked: Option<&OsStr>) -> Result<Browser, PrintError> {
    if let Some(asked) = asked {
        let named = Path::new(asked).display().to_string();
        return match version(asked) {
            Ok(version) => Ok(Browser::new(asked, version)),
            Err(fault) => Err(PrintError::new(
                format!("cannot print with `{named}`: {fault}"),
                INSTALL,
            )),
        };
    }
    let names = NAMES.into_iter().chain([MAC]).map(OsStr::new);
    for name in names {
        if let Ok(version) = version(name) {
            return Ok(Browser::new(name, version));
        }
    }
    let tried = NAMES.map(|name| format!("`{name}`")).join(", ");
    Err(PrintError::new(
        format!("no browser that prints was found: there is no {tried}"),
        INSTALL,
    ))
}

/// What a program says of itself: `Chromium 156.0.8078.79`.
fn version(program: &OsStr) -> Result<String, String> {
    let work = Workplace::make().map_err(|fault| format!("no temporary folder: {fault}"))?;
    let mut command = Command::new(program);
    command.arg("--version");
    let status = run(command, &work, ASKED).map_err(|fault| fault.to_string())?;
    let said = work.take(SAID).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
    let line = said.lines().find(|line| {
        let kin = line.contains("Chrom");
        kin && line.split_whitespace().any(digit)
    });
    match (status, line) {
        (None, _) => Err("it does not say its version".to_owned()),
        (Some(_), None) => Err("it does not say that it is Chromium or Chrome".to_owned()),
        (Some(_), Some(line)) => {
            let words: Vec<&str> = line.split_whitespace().collect();
            let end = words.iter().position(|word| digit(word)).unwrap_or(0);
            let name = words[..end].last().unwrap_or(&"Chromium");
            Ok(format!("{name} {}", words[end]))
        }
    }
}

/// Name of the file that holds what a process said.
const SAID: &str = "said.txt";

impl Browser {
    fn new(program: &OsStr, version: String) -> Self {
        Self {
            program: program.to_owned(),
            version,
            limit: LIMIT,
        }
    }

    /// `Chromium 156.0.8078.79`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The same, given so much time for a page.
    #[must_use]
    pub fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// The bytes that it prints of a page.
    pub(super) fn print(&self, page: &[u8]) -> Result<Vec<u8>, PrintError> {
        // A container often forbids the walls that Chromium builds around its parts, and the
        // superuser gets none. The page brings no script and asks for no other file.
        match self.attempt(page, false) {
            Err(said) if said.contains("sandbox") || said.contains("namespace") => {
                self.attempt(page, true)
            }
            other => other,
        }
        .map_err(|said| {
            if is_ending() {
                return PrintError::new(
                    "printing was stopped",
                    "nothing was written, and what was begun is removed",
                );
            }
            PrintError::new(
                format!("{} did not print the page: {said}", self.version),
                "try the same with another browser (`--browser`); one from a snap sees no temporary \
                 files: set TMPDIR to a folder below your home",
            )
        })
    }

    fn attempt(&self, page: &[u8], bare: bool) -> Result<Vec<u8>, String> {
        let world = |fault: io::Error| format!("no temporary folder: {fault}");
        let work = Workplace::make().map_err(world)?;
        let page = work.put("page.html", page).map_err(world)?;
        let mut command = Command::new(&self.program);
        command
            .args(QUIET)
            .args(bare.then_some("--no-sandbox"))
            .arg(argument("--user-data-dir=", &work.path("profile")))
            .arg(argument("--print-to-pdf=", &work.path("page.pdf")))
            .arg(argument("file://", &page));
        let status = run(command, &work, self.limit).map_err(|fault| fault.to_string())?;
        let printed = work.take("page.pdf").unwrap_or_default();
        match status {
            None => Err(format!(
                "it took longer than {} seconds and was stopped",
                self.limit.as_secs_f32()
            )),
            Some(status) if !status.success() || printed.is_empty() => {
                let said = work.take(SAID).unwrap_or_default();
                Err(last_words(&said, status))
            }
            Some(_) => Ok(printed),
        }
    }
}

/// No window, no network, nothing of its own on the page, the same letters on every screen.
///
/// It looks up no host. What it would ask its maker all the same (for updates, the time, an account) it
/// is told to ask nowhere: of an address that is empty, or at a port that it opens for nobody.
const QUIET: [&str; 27] = [
    "--headless",
    "--disable-gpu",
    "--component-updater=url-source=data:,",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=NetworkTimeServiceQuerying",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--gaia-url=https://localhost:1/",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--lang=en-GB",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--no-proxy-server",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    "--no-pdf-header-footer",
];

fn argument(name: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(name);
    argument.push(path);
    argument
}

/// Runs a process to its end, or to the end of its time or of the program: then it and all that it started are killed,
/// and there is no status.
fn run(mut command: Command, work: &Workplace, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let said = work.open(SAID)?;
    command
        .stdin(Stdio::null())
        .stdout(said.try_clone()?)
        .stderr(said)
        .env("HOME", work.path(""))
        .env("XDG_CONFIG_HOME", work.path("config"))
        .env("XDG_CACHE_HOME", work.path("cache"))
        .env("TMPDIR", work.path(""))
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .env_remove("CHROMIUM_FLAGS")
        .env_remove("CHROMIUM_USER_FLAGS")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        command.process_group(0);
    }
    let mut child = command.spawn()?;
    let mut left = limit;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if left.is_zero() || is_ending() {
            break None;
        }
        std::thread::sleep(BEAT);
        left = left.saturating_sub(BEAT);
    };
    stop(&mut child);
    Ok(status)
}

/// Ends a process, whatever it started, and waits for it.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = rustix::process::Pid::from_child(child);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The last thing of weight that a process said.
fn last_words(said: &[u8], status: ExitStatus) -> String {
    let said = String::from_utf8_lossy(said);
    let weighty = |line: &&str| {
        !line.trim().is_empty() && !line.contains("dbus") && !line.contains("unexpected operator")
    };
    let line = said.lines().rfind(weighty);
    let line = line.map_or("it said nothing", str::trim);
    let line: String = line.chars().take(200).collect();
    format!("{line} ({status})")
}
