//! Names to whether some patterns mean them. A pattern behind `!` takes back what the others gave.

use crate::load::Glob;

/// Patterns, as they were typed.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    taken: Vec<Glob>,
    refused: Vec<Glob>,
}

impl Globs {
    /// Reads patterns.
    ///
    /// # Errors
    /// The first that is none, with what is wrong with it.
    pub fn read<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Self, String> {
        let mut read = Self::default();
        for pattern in patterns {
            let (list, text) = match pattern.strip_prefix('!') {
                Some(rest) => (&mut read.refused, rest),
                None => (&mut read.taken, pattern),
            };
            let shown: String = pattern.chars().take(60).collect();
            list.push(Glob::read(text).map_err(|wrong| format!("`{shown}` {wrong}"))?);
        }
        Ok(read)
    }

    /// Whether a name is meant.
    pub fn mean(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().collect();
        let any = |globs: &[Glob]| globs.iter().any(|glob| glob.means(&name));
        any(&self.taken) && !any(&self.refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(patterns: &[&str], name: &str) -> bool {
        Globs::read(patterns.iter().copied()).is_ok_and(|globs| globs.mean(name))
    }

    #[test]
    fn a_pattern_takes_back_what_others_gave() {
        let releases = ["v[0-9]*.*", "!*-rc?", "!*.pre*"];
        for (name, meant) in [
            ("v1.0", true),
            ("v12.3.4", true),
            ("v1.0-rc1", false),
            ("v1.0.pre2", false),
            ("version.1", false),
            ("xv1.0", false),
        ] {
            assert_eq!(mean(&releases, name), meant, "{name}");
        }
        assert!(mean(&["production--*"], "production--2024-01-04--18-38-46"));
        assert!(!mean(&[], "x") && !mean(&["!x"], "y"));
    }
}
