//! Names to whether some patterns mean them: `*` for any text, `?` for one character, `[0-9]` for one
//! of some, `[!0-9]` for one of the others. A pattern behind `!` takes back what the others gave.

/// Patterns, as they were typed.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    taken: Vec<Vec<Part>>,
    refused: Vec<Vec<Part>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Any,
    One,
    This(char),
    Of {
        ranges: Vec<(char, char)>,
        others: bool,
    },
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
            let parts =
                parts(text).ok_or_else(|| format!("`{pattern}` has a `[` without its `]`"))?;
            list.push(parts);
        }
        Ok(read)
    }

    /// Whether a name is meant.
    pub fn mean(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().collect();
        let any = |patterns: &[Vec<Part>]| patterns.iter().any(|parts| matches(parts, &name));
        any(&self.taken) && !any(&self.refused)
    }
}

fn parts(pattern: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut left = pattern.chars();
    while let Some(next) = left.next() {
        parts.push(match next {
            '*' if parts.last() == Some(&Part::Any) => continue,
            '*' => Part::Any,
            '?' => Part::One,
            '[' => {
                let (inside, rest) = left.as_str().split_once(']')?;
                left = rest.chars();
                let (inside, others) = match inside.strip_prefix('!') {
                    Some(inside) => (inside, true),
                    None => (inside, false),
                };
                let mut ranges = Vec::new();
                let mut chars = inside.chars().peekable();
                while let Some(from) = chars.next() {
                    let mut ahead = chars.clone();
                    let to = match (ahead.next(), ahead.next()) {
                        (Some('-'), Some(to)) => {
                            chars = ahead;
                            to
                        }
                        _ => from,
                    };
                    ranges.push((from, to));
                }
                Part::Of { ranges, others }
            }
            other => Part::This(other),
        });
    }
    Some(parts)
}

/// In time of their product: behind a `*` that took too little only the last one is tried again.
fn matches(parts: &[Part], name: &[char]) -> bool {
    let (mut part, mut at) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    loop {
        let step = match (parts.get(part), name.get(at)) {
            (None, None) => return true,
            (Some(Part::Any), _) => {
                again = Some((part, at));
                part += 1;
                continue;
            }
            (Some(Part::One), Some(_)) => true,
            (Some(Part::This(this)), Some(is)) => this == is,
            (Some(Part::Of { ranges, others }), Some(is)) => {
                let within = ranges.iter().any(|(from, to)| (from..=to).contains(&is));
                within != *others
            }
            _ => false,
        };
        if step {
            part += 1;
            at += 1;
            continue;
        }
        match &mut again {
            Some((any, from)) if *from < name.len() => {
                *from += 1;
                part = *any + 1;
                at = *from;
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(patterns: &[&str], name: &str) -> bool {
        Globs::read(patterns.iter().copied()).is_ok_and(|globs| globs.mean(name))
    }

    #[test]
    fn patterns_mean_whole_names() {
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
        assert!(mean(&["*"], "") && mean(&["**"], "a/b") && mean(&["?"], "ä"));
        assert!(!mean(&["?"], "") && !mean(&[], "x") && !mean(&["a"], "ab"));
        assert!(mean(&["[!a-c]"], "d") && !mean(&["[!a-c]"], "b"));
        assert!(mean(&["*a*b*c"], "xxaxxbbxxc") && !mean(&["*a*b*c"], "xxaxxbbxxcx"));
        assert!(Globs::read(["[0-9"]).is_err());
    }

    #[test]
    fn a_pattern_of_many_stars_takes_no_time() {
        let name = "a".repeat(5_000);
        assert!(!mean(&[&format!("{}c", "a*".repeat(500))], &name));
    }
}
