//! Messages to lines on standard output.

use boardpack::collect::Message;
use std::io::Write as _;

/// Where messages go.
#[derive(Debug)]
pub(crate) struct Say {
    silent: bool,
}

impl Say {
    pub(crate) fn new() -> Self {
        Self { silent: false }
    }

    /// Of a run of which nobody is to hear anything but what is wrong.
    pub(crate) fn silent() -> Self {
        Self { silent: true }
    }

    /// Writes one message. Whoever does not listen any more has stopped this run: so does the run.
    pub(crate) fn say(&self, message: &Message) {
        if self.silent {
            return;
        }
        let Ok(mut line) = serde_json::to_string(message) else {
            return;
        };
        line.push('\n');
        let mut out = std::io::stdout().lock();
        let written = out.write_all(line.as_bytes()).and_then(|()| out.flush());
        if written.is_err() {
            std::process::exit(1);
        }
    }

    /// How far a stage is.
    pub(crate) fn progress(&self, stage: &str, done: u64, total: u64) {
        self.say(&Message::Progress {
            stage: stage.to_owned(),
            done,
            total,
        });
    }
}
