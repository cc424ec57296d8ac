//! Differences as people read them in a terminal: pieces of text with their tone. Whoever prints
//! decides whether a tone has a colour.

use super::groups;
use crate::compare::summary::{broken, summary};
use crate::compare::{Difference, Differences, Matter};
use crate::diag::emit::plain;

/// How a piece of text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// Stands over others.
    Heading,
    /// Bad news.
    Bad,
    /// Good news.
    Good,
    /// Beside the point.
    Faint,
}

/// A stretch of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How it is meant.
    pub tone: Tone,
    /// The text; nothing in it acts on a terminal.
    pub text: String,
}

/// Everything but luck, which is counted; a list of pieces.
pub fn text(differences: &Differences) -> Vec<Piece> {
    let mut out = Out(Vec::new());
    out.list(differences);
    let broken = broken(differences);
    if !broken.is_empty() {
        out.put(Tone::Plain, "\n");
        out.put(Tone::Bad, format!("{}\n", plain(&broken)));
    }
    for quarter in &differences.quarters {
        out.put(Tone::Plain, "\n");
        out.list(quarter);
    }
    out.0
}

struct Out(Vec<Piece>);

impl Out {
    fn put(&mut self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Piece { tone, text });
        }
    }

    fn list(&mut self, differences: &Differences) {
        let (before, after) = (plain(&differences.before), plain(&differences.after));
        self.put(Tone::Faint, format!("{before} → {after}\n"));
        let said = summary(differences);
        self.put(Tone::Heading, format!("{}\n", plain(&said.headline)));
        for (matter, own) in groups(differences).filter(|(m, _)| m.is_material()) {
            self.put(Tone::Plain, "\n");
            self.put(Tone::Heading, format!("{}\n", matter.heading()));
            for difference in own {
                if difference.minor {
                    self.line(difference);
                } else {
                    self.one(difference);
                }
            }
        }
        if !said.rest.is_empty() {
            self.put(Tone::Plain, "\n");
            self.put(Tone::Faint, format!("{}\n", plain(&said.rest)));
        }
    }

    /// A figure of a single service: one line.
    fn line(&mut self, d: &Difference) {
        let side = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or("no data");
            plain(text).into_owned()
        };
        let (before, after) = (side(&d.before), side(&d.after));
        self.put(Tone::Plain, format!("  {}", plain(&d.subject())));
        self.put(Tone::Faint, format!("  {before} → {after}\n"));
    }

    fn one(&mut self, d: &Difference) {
        self.put(Tone::Plain, format!("  {}\n", plain(&d.subject())));
        let side = |text: &Option<String>| text.as_deref().map(|t| plain(t).into_owned());
        let (old, new) = (Tone::Faint, tone(d.matter));
        match (side(&d.before), side(&d.after)) {
            // Figures stand on one line, texts below each other.
            (Some(a), Some(b)) if a.chars().count() + b.chars().count() < 60 => {
                self.put(old, format!("    {a}"));
                self.put(Tone::Plain, " → ");
                self.put(new, format!("{b}\n"));
            }
            (a, b) => {
                if let Some(a) = a {
                    self.put(old, format!("    - {a}\n"));
                }
                if let Some(b) = b {
                    self.put(new, format!("    + {b}\n"));
                }
            }
        }
        let remark = d.remark();
        if !remark.is_empty() {
            self.put(Tone::Faint, format!("    {}\n", plain(&remark)));
        }
        if let Some(path) = &d.path
            && *path != d.name
        {
            self.put(Tone::Faint, format!("    in {}\n", plain(path)));
        }
    }
}

fn tone(matter: Matter) -> Tone {
    match matter {
        Matter::StatusBetter | Matter::Better => Tone::Good,
        Matter::Figure | Matter::Restated => Tone::Plain,
        matter if matter <= Matter::StatusWorse => Tone::Bad,
        _ => Tone::Plain,
    }
}
