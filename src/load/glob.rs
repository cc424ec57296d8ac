//! Names to whether a pattern means them: `*` for any text, `?` for one character, `[0-9]` for one of
//! some, `[!0-9]` or `[^0-9]` for one of the others, as a shell has them.

/// Characters of a pattern.
pub(super) const LONGEST: usize = 1000;

/// A pattern of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Any text.
    Any,
    /// Any one character.
    One,
    /// Just this one.
    This(char),
    /// One of these, or none of these.
    Of {
        ranges: Vec<(char, char)>,
        others: bool,
    },
}

impl Glob {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, to be said of it.
    pub fn read(pattern: &str) -> Result<Self, String> {
        if pattern.chars().nth(LONGEST).is_some() {
            return Err(format!("is longer than {LONGEST} characters"));
        }
        let mut parts = Vec::new();
        let mut left = pattern.chars().peekable();
        while let Some(next) = left.next() {
            parts.push(match next {
                '*' if parts.last() == Some(&Part::Any) => continue,
                '*' => Part::Any,
                '?' => Part::One,
                '[' => set(&mut left).ok_or("has a `[` without its `]`")?,
                other => Part::This(other),
            });
        }
        Ok(Self(parts))
    }

    /// Whether it means a name. In time of the product of both lengths: behind a `*` that took too little
    /// only the last one is tried again.
    pub fn means(&self, name: &[char]) -> bool {
        let (mut part, mut at) = (0, 0);
        let mut again: Option<(usize, usize)> = None;
        loop {
            let step = match (self.0.get(part), name.get(at)) {
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
}

/// What stands behind a `[`: a `]` that comes first is one of the set, and a `-` that comes last.
fn set(left: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Part> {
    let others = left.next_if(|c| matches!(c, '!' | '^')).is_some();
    let mut ranges = Vec::new();
    loop {
        let from = left.next()?;
        if from == ']' && !ranges.is_empty() {
            break;
        }
        if left.next_if_eq(&'-').is_none() {
            ranges.push((from, from));
            continue;
        }
        match left.next()? {
            ']' => {
                ranges.extend([(from, from), ('-', '-')]);
                break;
            }
            to => ranges.push((from, to)),
        }
    }
    Some(Part::Of { ranges, others })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(pattern: &str, name: &str) -> bool {
        let name: Vec<char> = name.chars().collect();
        Glob::read(pattern).is_ok_and(|glob| glob.means(&name))
    }

    #[test]
    fn patterns_mean_whole_names() {
        assert!(means("*", "") && means("**", "a/b") && means("?", "ä"));
        assert!(!means("?", "") && !means("", "x") && !means("a", "ab"));
        assert!(means("*a*b*c", "xxaxxbbxxc") && !means("*a*b*c", "xxaxxbbxxcx"));
        assert!(means("[!a-c]", "d") && !means("[!a-c]", "b") && !means("[^a-c]", "b"));
        assert!(means("[]-]", "]") && means("[a-]", "-") && means("[]]", "]"));
        assert!(Glob::read("[0-9").is_err() && Glob::read("[]").is_err());
    }

    #[test]
    fn a_pattern_that_is_made_to_take_long_does_not() {
        let name = "a".repeat(5_000);
        assert!(!means(&format!("{}c", "a*".repeat(490)), &name));
        assert!(Glob::read(&"*".repeat(LONGEST)).is_ok());
        assert!(Glob::read(&"*".repeat(LONGEST + 1)).is_err());
    }
}
