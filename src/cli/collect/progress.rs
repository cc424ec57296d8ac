//! How far a run is, to whoever watches.

use crate::cli::term::Term;
use boardpack::collect::Message;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

/// A line that is drawn again and again; none where nobody watches.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn new(term: &Term) -> Self {
        let bar = term.is_watched().then(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{bar:24} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar }
    }

    pub(super) fn tell(&self, message: &Message) {
        let (Some(bar), Message::Progress { stage, done, total }) = (&self.bar, message) else {
            return;
        };
        bar.set_length((*total).max(1));
        bar.set_position(*done);
        bar.set_message(match stage.as_str() {
            "fetch" => format!("fetching objects: {}", HumanBytes(*done)),
            "read" => format!(
                "reading events: {} of {}",
                HumanBytes(*done),
                HumanBytes(*total)
            ),
            "views" => format!("putting them together: {done} of {total}"),
            _ => format!("counting: {done} of {total}"),
        });
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
