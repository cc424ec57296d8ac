//! A page that needs no other file, to the bytes of its PDF: printed by an installed Chromium, then
//! dated, named and numbered from the data.
//!
//! The browser is started as a plain process with a profile that is thrown away, may look up no host,
//! and is killed with everything that it started when it takes too long. The same page through the same
//! version of it gives the same bytes.
//!
//! Here must never be: what a page says, the clock, and an address that a browser could reach.

mod browser;
mod finish;
mod names;
mod outline;
mod pdf;
mod text;
mod workplace;

pub use browser::{Browser, NAMES, find};
pub use workplace::end;

use chrono::NaiveDate;

/// What a PDF says of itself, beside what its page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Whose it is: the organisation.
    pub author: String,
    /// What it is about, in a line.
    pub subject: String,
    /// When its data was taken: the date of the file, which so has no other.
    pub date: NaiveDate,
}

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintError {
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub help: String,
}

impl PrintError {
    fn new(cause: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            cause: cause.into(),
            help: help.into(),
        }
    }
}

impl std::fmt::Display for PrintError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.cause)
    }
}

impl std::error::Error for PrintError {}

impl Browser {
    /// Prints a page that needs no other file.
    ///
    /// # Errors
    /// The browser refused, took too long, or made something that is no PDF.
    pub fn pdf(&self, page: &[u8], about: &About) -> Result<Vec<u8>, PrintError> {
        let printed = self.print(page)?;
        finish::finish(&printed, page, about, self.version()).map_err(|why| {
            PrintError::new(
                format!(
                    "{} printed something that cannot be finished: {why}",
                    self.version()
                ),
                "this is a fault in boardpack: please report it, with the version of the browser",
            )
        })
    }
}
