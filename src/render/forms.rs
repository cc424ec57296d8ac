//! What is made of a quarter's pack beside its page: the forms in which a Board asks for it.

use crate::model::{Paper, Period};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The forms that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms {
    /// The pack as PDF, and of the slides too where they are made.
    pub pdf: bool,
    /// Its paper; the pack's own where none is asked for.
    pub paper: Option<Paper>,
    /// What is shown in the meeting.
    pub slides: bool,
    /// The pack as one HTML file.
    pub single: bool,
    /// Of which quarters; of the latest where none is asked for.
    pub quarters: BTreeSet<Period>,
}

impl Forms {
    /// Whether any is asked for.
    pub fn any(&self) -> bool {
        self.pdf || self.slides || self.single
    }

    /// Those that stand in a list of files.
    pub fn listed<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut forms = Self::default();
        for path in paths {
            let Some((period, file)) = path.split_once('/') else {
                continue;
            };
            let Ok(period) = period.parse::<Period>() else {
                continue;
            };
            match file {
                PDF => forms.pdf = true,
                SLIDES => forms.slides = true,
                SINGLE => forms.single = true,
                _ => continue,
            }
            forms.quarters.insert(period);
        }
        forms
    }

    /// Whether a quarter's pack is made in them.
    pub(crate) fn cover(&self, period: Period, latest: Period) -> bool {
        if self.quarters.is_empty() {
            period == latest
        } else {
            self.quarters.contains(&period)
        }
    }
}

/// Names of the files in a quarter's folder.
pub(crate) const PDF: &str = "pack.pdf";
pub(crate) const SINGLE: &str = "pack-single.html";
pub(crate) const SLIDES: &str = "slides.html";
pub(crate) const SLIDES_PDF: &str = "slides.pdf";

/// A page that is to be printed, and what its PDF says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    /// The page, which needs no other file.
    pub page: Vec<u8>,
    /// Whose it is.
    pub author: String,
    /// What it is about, in a line.
    pub subject: String,
    /// When its data was taken.
    pub date: NaiveDate,
    /// `A4`, `Letter`, or `16:9` for slides.
    pub paper: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known_by_their_files() {
        let found = Forms::listed([
            "index.html",
            "2026-Q3/index.html",
            "2026-Q3/pack.pdf",
            "2026-Q2/slides.html",
            "metrics/pack.pdf",
        ]);
        assert!(found.pdf && found.slides && !found.single);
        assert_eq!(found.quarters.len(), 2);
        assert!(!Forms::listed(["2026-Q3/index.html"]).any());
    }
}
