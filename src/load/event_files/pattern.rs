//! Patterns of paths: what means a name between two `/`, and `**` for any folders. The work of one
//! comparison grows with the product of the two lengths at most.

use crate::load::glob::{Glob, LONGEST};

/// A pattern, name by name; none where any folders may stand.
#[derive(Debug)]
pub struct Pattern {
    parts: Vec<Option<Glob>>,
    base: String,
}

impl Pattern {
    /// Whether a text is more than a path.
    pub fn is_one(text: &str) -> bool {
        text.contains(['*', '?', '['])
    }

    /// Reads a pattern; `None` for one that is too long or whose brackets do not close.
    pub fn new(text: &str) -> Option<Self> {
        if text.chars().count() > LONGEST {
            return None;
        }
        let names = text
            .split('/')
            .filter(|name| !name.is_empty() && *name != ".");
        let names: Vec<&str> = names.collect();
        let base: Vec<&str> = names
            .iter()
            .copied()
            .take_while(|name| !Self::is_one(name))
            .collect();
        let parts = names.iter().map(|name| match *name {
            "**" => Some(None),
            name => Glob::read(name).ok().map(Some),
        });
        let parts: Option<Vec<Option<Glob>>> = parts.collect();
        Some(Self {
            parts: parts?,
            base: base.join("/"),
        })
    }

    /// The folder that everything lies below which can fit.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Whether a path fits.
    pub fn fits(&self, path: &str) -> bool {
        let names: Vec<Vec<char>> = path.split('/').map(|name| name.chars().collect()).collect();
        // reached[n]: the parts so far fit the first n names.
        let mut reached = vec![false; names.len() + 1];
        reached[0] = true;
        for part in &self.parts {
            let mut next = vec![false; names.len() + 1];
            let Some(glob) = part else {
                let first = reached
                    .iter()
                    .position(|reached| *reached)
                    .unwrap_or(names.len() + 1);
                next.iter_mut()
                    .skip(first)
                    .for_each(|reached| *reached = true);
                reached = next;
                continue;
            };
            for (n, name) in names.iter().enumerate() {
                next[n + 1] = reached[n] && glob.means(name);
            }
            reached = next;
        }
        reached[names.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_a_shell_has_them() {
        let fits = |pattern: &str, path: &str| Pattern::new(pattern).is_some_and(|p| p.fits(path));
        for (pattern, path) in [
            ("events/*.jsonl", "events/a.jsonl"),
            ("events/**/*.csv", "events/a.csv"),
            ("events/**/*.csv", "events/2026/q3/a.csv"),
            ("./events/2026-0[7-9].jsonl", "events/2026-08.jsonl"),
            ("events/[!a]?.csv", "events/bc.csv"),
            ("**", "a/b"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("events/*.jsonl", "events/a/b.jsonl"),
            ("events/*.jsonl", "events/a.jsonl.gz"),
            ("events/[a-c].csv", "events/d.csv"),
            ("events/?.csv", "events/.csv"),
        ] {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_that_is_made_to_take_long_does_not() {
        let pattern = Pattern::new(&"*a".repeat(400)).expect("a pattern");
        assert!(!pattern.fits(&"a".repeat(399)));
        assert!(Pattern::new(&"*".repeat(1001)).is_none());
        assert!(Pattern::new("a[b").is_none());
    }
}
