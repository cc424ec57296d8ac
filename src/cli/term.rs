//! What is said on which stream, and how it looks there.

use super::Outcome;
use super::args::{Color, Deny, Format, Global};
use anstream::AutoStream;
use boardpack::compare::emit::{Piece, Tone};
use boardpack::diag::{Diagnostic, Severity, Sources, emit};
use std::cell::Cell;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

/// Work shorter than this shows no progress: a line that flashes by helps nobody.
const LONG: Duration = Duration::from_millis(500);

/// The two streams.
pub(super) struct Term {
    asked: Global,
    /// Whether standard output took all that was said.
    lost: Cell<bool>,
}

impl Term {
    pub(super) fn new(asked: Global) -> Self {
        Self {
            asked,
            lost: Cell::new(false),
        }
    }

    /// How the run ended, given that what was said must also have arrived.
    pub(super) fn ended(&self, outcome: Outcome) -> Outcome {
        if self.lost.get() {
            return self.fail("cannot write to standard output", None);
        }
        outcome
    }

    /// How it is told.
    pub(super) fn format(&self) -> Format {
        self.asked.format
    }

    /// Whether the summary is for people.
    pub(super) fn is_human(&self) -> bool {
        self.asked.format == Format::Human
    }

    /// Whether people want to hear more than what is wrong.
    pub(super) fn is_loud(&self) -> bool {
        self.is_human() && !self.asked.quiet
    }

    /// Whether warnings stand in the way.
    pub(super) fn denies(&self) -> bool {
        self.asked.deny == Some(Deny::Warnings)
    }

    /// Raises warnings to errors where that was asked for.
    pub(super) fn deny(&self, diagnostics: &mut [Diagnostic]) {
        if self.asked.deny == Some(Deny::Warnings) {
            for d in diagnostics {
                d.severity = Severity::Error;
            }
        }
    }

    /// Tells every problem: to standard error for people, to standard output for programs.
    pub(super) fn tell(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        match self.asked.format {
            Format::Human => {
                let look = emit::Look {
                    colour: self.colour(&io::stderr()),
                    width: width(),
                };
                self.err(&emit::human(diagnostics, sources, look));
            }
            Format::Short => self.err(&emit::short(diagnostics, sources)),
            Format::Json => self.out(&emit::json(diagnostics, sources)),
            Format::Github => self.out(&emit::github(diagnostics, sources)),
            Format::Gitlab => self.out(&emit::gitlab(diagnostics, sources)),
        }
    }

    /// Tells every problem to standard error, whatever the format: where standard output is taken.
    pub(super) fn tell_aside(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        match self.asked.format {
            Format::Json => self.err(&emit::json(diagnostics, sources)),
            Format::Github => self.err(&emit::github(diagnostics, sources)),
            Format::Gitlab => self.err(&emit::gitlab(diagnostics, sources)),
            _ => self.tell(diagnostics, sources),
        }
    }

    /// Pieces of text to standard output, each in the colour of its tone where colour is wanted.
    pub(super) fn paint(&self, pieces: &[Piece]) {
        let colour = self.colour(&io::stdout());
        let mut text = String::new();
        for piece in pieces {
            let code = match piece.tone {
                Tone::Heading => "1",
                Tone::Bad => "31",
                Tone::Good => "32",
                Tone::Faint => "2",
                Tone::Plain => "",
            };
            if colour && !code.is_empty() {
                // A colour never runs over the end of a line.
                let (words, end) = match piece.text.strip_suffix('\n') {
                    Some(words) => (words, "\n"),
                    None => (piece.text.as_str(), ""),
                };
                text.push_str(&format!("\u{1b}[{code}m{words}\u{1b}[0m{end}"));
            } else {
                text.push_str(&piece.text);
            }
        }
        self.out(&text);
    }

    /// Says why the world is wrong.
    pub(super) fn fail(&self, fault: impl Display, help: Option<&str>) -> Outcome {
        let mut text = format!("error: {}\n", emit::plain(&fault.to_string()));
        if let Some(help) = help {
            text.push_str(&format!("  = help: {help}\n"));
        }
        self.err(&text);
        Outcome::WrongWorld
    }

    /// Says what happened, to people who want to hear it.
    pub(super) fn say(&self, line: &str) {
        if self.is_loud() {
            self.out(&format!("{line}\n"));
        }
    }

    /// To standard output. A reader who left takes the rest as said.
    pub(super) fn out(&self, text: &str) {
        let mut stream = io::stdout().lock();
        let written = stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush());
        let left = |fault: &io::Error| fault.kind() == io::ErrorKind::BrokenPipe;
        if written.is_err_and(|fault| !left(&fault)) {
            self.lost.set(true);
        }
    }

    /// To standard error.
    pub(super) fn err(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    fn colour(&self, stream: &(impl anstream::stream::RawStream + 'static)) -> bool {
        match self.asked.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => AutoStream::choice(stream) != anstream::ColorChoice::Never,
        }
    }

    /// Whether somebody said that nothing may be asked of the network.
    pub(super) fn is_offline(&self) -> bool {
        self.asked.offline
    }

    /// Whether a person watches who wants to see how far it is.
    pub(super) fn is_watched(&self) -> bool {
        !self.asked.quiet && self.is_human() && io::stderr().is_terminal()
    }

    /// Does the work; where it takes long and a person watches, says so meanwhile.
    pub(super) fn watch<T>(&self, what: &'static str, work: impl FnOnce() -> T) -> T {
        if !self.is_watched() {
            return work();
        }
        let (done, waiting) = mpsc::channel::<()>();
        let watcher = std::thread::spawn(move || {
            if waiting.recv_timeout(LONG) == Err(mpsc::RecvTimeoutError::Timeout) {
                let line = indicatif::ProgressBar::new_spinner().with_message(what);
                line.enable_steady_tick(Duration::from_millis(100));
                let _ = waiting.recv();
                line.finish_and_clear();
            }
        });
        let made = work();
        drop(done);
        let _ = watcher.join();
        made
    }
}

/// Columns as the environment says, otherwise those of the terminal, or a hundred where there is none.
#[expect(
    clippy::disallowed_methods,
    reason = "how wide problems are told; no page is made of it"
)]
fn width() -> usize {
    let said = std::env::var("COLUMNS").ok();
    let said = said.and_then(|columns| columns.parse::<u16>().ok());
    let said = said.filter(|columns| *columns > 0).map(usize::from);
    let seen = || terminal_size::terminal_size_of(io::stderr()).map(|(w, _)| usize::from(w.0));
    said.or_else(seen).unwrap_or(100)
}

/// `1 error`, `2 errors`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `2 errors and 1 warning`; empty for none.
pub(super) fn tally(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let parts: Vec<String> = [
        (errors, "error", "errors"),
        (warnings, "warning", "warnings"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| count(n, one, many))
    .collect();
    parts.join(" and ")
}

/// A path as people read it: a folder ends in a slash.
pub(super) fn folder(path: &Path) -> String {
    let text = path.display().to_string();
    let text = emit::plain(&text);
    format!("{}/", text.trim_end_matches('/'))
}

/// A panic is a fault in boardpack: says so in three lines, with what a report needs.
pub(super) fn set_panic_message() {
    std::panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let what = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        let place = info
            .location()
            .map_or_else(String::new, ToString::to_string);
        let _ = writeln!(
            io::stderr().lock(),
            "error: boardpack has a fault: {} ({place})\n  \
             = note: version {}; your files are as they were\n  \
             = help: please report this, with the command and if you can the pack",
            emit::plain(what),
            env!("CARGO_PKG_VERSION"),
        );
    }));
}
