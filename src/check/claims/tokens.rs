//! A text to sentences of words and marks, each knowing where it stands.

/// A word or a mark.
#[derive(Debug, Clone)]
pub(in crate::check) struct Token<'t> {
    /// As written.
    pub(in crate::check) text: &'t str,
    /// In lower case, without `’s` at its end.
    pub(in crate::check) lower: String,
    /// Where it stands in the text.
    pub(in crate::check) at: usize,
}

impl<'t> Token<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        let mut token = Self {
            text,
            lower: String::new(),
            at,
        };
        token.lower = token.stem().to_lowercase();
        token
    }

    /// Without the `’s` of an owner.
    pub(in crate::check) fn stem(&self) -> &'t str {
        let stem = self
            .text
            .strip_suffix("'s")
            .or(self.text.strip_suffix("’s"));
        stem.unwrap_or(self.text)
    }

    pub(in crate::check) fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }
}

/// Every sentence of a text as its tokens. A full stop ends one where a space or nothing follows; a
/// blank line ends one too.
pub(in crate::check) fn sentences(text: &str) -> Vec<Vec<Token<'_>>> {
    let mut all = Vec::new();
    let mut one = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
        if c.is_alphanumeric() {
            let mut end = at + c.len_utf8();
            while let Some((next, d)) = rest.peek().copied() {
                let after = text[next + d.len_utf8()..].chars().next();
                let joined = matches!(d, '.' | ',' | '/' | '\u{202f}')
                    && text[..next].ends_with(|c: char| c.is_ascii_digit())
                    && after.is_some_and(|c| c.is_ascii_digit());
                if !(inside(d) || joined) {
                    break;
                }
                end = next + d.len_utf8();
                rest.next();
            }
            let word = text[at..end].trim_end_matches(['-', '\'', '’']);
            one.push(Token::new(word, at));
            continue;
        }
        let next = rest.peek().map(|(_, c)| *c);
        let ends = match c {
            '.' if next.is_some_and(char::is_whitespace) && is_pointed(&one, &text[at + 1..]) => {
                false
            }
            '.' | '!' | '?' => next.is_none_or(char::is_whitespace),
            '\n' => text[at + 1..]
                .trim_start_matches([' ', '\r'])
                .starts_with('\n'),
            _ => false,
        };
        if ends {
            all.push(std::mem::take(&mut one));
        } else if !c.is_whitespace() && !matches!(c, '*' | '_' | '`') {
            one.push(Token::new(&text[at..at + c.len_utf8()], at));
        }
    }
    all.push(one);
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// Whether the point after the last word belongs to it: `31. März`.
fn is_pointed(before: &[Token<'_>], rest: &str) -> bool {
    let next = rest.split_whitespace().next().unwrap_or_default();
    let next = next.trim_matches(|c: char| !c.is_alphanumeric());
    let last = before.last();
    last.is_some_and(|token| crate::check::figures::is_pointed(token.text, next))
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn a_number_is_one_word_and_a_full_stop_ends_a_sentence() {
        let all = sentences("It was 9.2%, and Checkout’s 1,204 rose. The *rest* did\n\nnot.");
        let texts: Vec<Vec<&str>> = all
            .iter()
            .map(|s| s.iter().map(|t| t.text).collect())
            .collect();
        assert_eq!(
            texts,
            [
                vec![
                    "It",
                    "was",
                    "9.2",
                    "%",
                    ",",
                    "and",
                    "Checkout’s",
                    "1,204",
                    "rose"
                ],
                vec!["The", "rest", "did"],
                vec!["not"],
            ]
        );
        assert_eq!(all[0][6].lower, "checkout");
    }
}
