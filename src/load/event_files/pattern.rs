//! Patterns of paths: `*` and `?` within a name, `[a-z]` of a character, `**` for any folders. The work of
//! one comparison grows with the product of the two lengths at most.

/// Characters of a pattern.
const LONGEST: usize = 1000;

/// A pattern, name by name.
#[derive(Debug)]
pub(super) struct Pattern {
    parts: Vec<Vec<Token>>,
    base: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// Just this one.
    One(char),
    /// Any one.
    Any,
    /// Any number of any.
    Many,
    /// One of these, or none of these.
    Set(Vec<(char, char)>, bool),
}

impl Pattern {
    /// Whether a text is more than a path.
    pub(super) fn is_one(text: &str) -> bool {
        text.contains(['*', '?', '['])
    }

    /// Reads a pattern; `None` for one that is too long or whose brackets do not close.
    pub(super) fn new(text: &str) -> Option<Self> {
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
        let parts: Option<Vec<Vec<Token>>> = names.iter().map(|name| tokens(name)).collect();
        Some(Self {
            parts: parts?,
            base: base.join("/"),
        })
    }

    /// The folder that everything lies below which can fit.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Whether a path fits.
    pub(super) fn fits(&self, path: &str) -> bool {
        let names: Vec<Vec<char>> = path.split('/').map(|name| name.chars().collect()).collect();
        // reached[n]: the parts so far fit the first n names.
        let mut reached = vec![false; names.len() + 1];
        reached[0] = true;
        for part in &self.parts {
            let any = part.len() == 2 && part.iter().all(|token| *token == Token::Many);
            let mut next = vec![false; names.len() + 1];
            if any {
                let first = reached
                    .iter()
                    .position(|reached| *reached)
                    .unwrap_or(names.len() + 1);
                next.iter_mut()
                    .skip(first)
                    .for_each(|reached| *reached = true);
            } else {
                for (n, name) in names.iter().enumerate() {
                    next[n + 1] = reached[n] && name_fits(part, name);
                }
            }
            reached = next;
        }
        reached[names.len()]
    }
}

fn tokens(name: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(match c {
            '*' => Token::Many,
            '?' => Token::Any,
            '[' => {
                let not = rest.next_if(|c| matches!(c, '!' | '^')).is_some();
                let mut set = Vec::new();
                loop {
                    let from = rest.next()?;
                    if from == ']' && !set.is_empty() {
                        break;
                    }
                    let mut to = from;
                    if rest.peek() == Some(&'-') {
                        rest.next();
                        match rest.next()? {
                            ']' => {
                                set.extend([(from, from), ('-', '-')]);
                                break;
                            }
                            last => to = last,
                        }
                    }
                    set.push((from, to));
                }
                Token::Set(set, not)
            }
            c => Token::One(c),
        });
    }
    Some(out)
}

fn name_fits(part: &[Token], name: &[char]) -> bool {
    let mut reached = vec![false; name.len() + 1];
    reached[0] = true;
    for token in part {
        let mut next = vec![false; name.len() + 1];
        if *token == Token::Many {
            let first = reached
                .iter()
                .position(|reached| *reached)
                .unwrap_or(name.len() + 1);
            next.iter_mut()
                .skip(first)
                .for_each(|reached| *reached = true);
        } else {
            for (n, c) in name.iter().enumerate() {
                let fits = match token {
                    Token::One(own) => own == c,
                    Token::Any => true,
                    Token::Set(set, not) => {
                        set.iter().any(|(from, to)| (from..=to).contains(&c)) != *not
                    }
                    Token::Many => unreachable!("handled above"),
                };
                next[n + 1] = reached[n] && fits;
            }
        }
        reached = next;
    }
    reached[name.len()]
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
