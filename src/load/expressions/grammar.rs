//! A text to its `{{ … }}`, and the inside of one to its words. Knows no name.

use std::ops::Range;

/// Bytes of a text.
pub(super) type Word = Range<usize>;

/// What two braces turn out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// All of it, and what stands between the braces.
    Expression(Word, Word),
    /// `{{` without its end.
    Unclosed(Word),
    /// `}}` without its beginning.
    Stray(Word),
}

impl Found {
    /// Where it stands.
    pub(super) fn at(&self) -> Word {
        match self {
            Self::Expression(at, _) | Self::Unclosed(at) | Self::Stray(at) => at.clone(),
        }
    }
}

/// Everything in double braces, in order. A backslash before braces takes their meaning away, as it
/// does everywhere in Markdown.
pub(super) fn scan(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut escaped = false;
    let mut blank = false;
    while let Some(&byte) = bytes.get(at) {
        let double = bytes.get(at + 1) == Some(&byte);
        let step = match byte {
            b'{' if double && !escaped => {
                if let Some(from) = open.replace(at) {
                    found.push(Found::Unclosed(from..from + 2));
                }
                2
            }
            b'}' if double && !escaped => {
                found.push(match open.take() {
                    Some(from) => Found::Expression(from..at + 2, from + 2..at),
                    None => Found::Stray(at..at + 2),
                });
                2
            }
            // A paragraph's end closes nothing, but nothing is meant to reach over it.
            b'\n' if blank => {
                if let Some(from) = open.take() {
                    found.push(Found::Unclosed(from..from + 2));
                }
                1
            }
            // Both braces are meant as they are.
            b'{' | b'}' if double => 2,
            _ => 1,
        };
        blank = byte == b'\n' || blank && byte.is_ascii_whitespace();
        escaped = byte == b'\\' && !escaped;
        at += step;
    }
    if let Some(from) = open {
        found.push(Found::Unclosed(from..from + 2));
    }
    found
}

/// The words of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) metric: Word,
    pub(super) service: Option<Word>,
    pub(super) facet: Option<Word>,
    pub(super) period: Option<Word>,
    pub(super) spelling: Option<Word>,
}

/// What is wrong with the words, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing between the braces.
    Empty,
    /// `metric.facet@service`.
    Swapped(Word),
    /// `in` at the end.
    NoPeriod(Word),
    /// `|` at the end.
    NoSpelling(Word),
    /// A word that nothing asks for.
    Stranger(Word),
    /// A name with nothing before or after its `@` or `.`.
    Incomplete(Word),
}

/// Reads what stands between the braces.
pub(super) fn parse(text: &str, inside: Word) -> Result<Parsed, Fault> {
    let words = split(text, inside);
    let say = |word: &Word| text.get(word.clone()).unwrap_or("");
    let mut words = words.into_iter().peekable();
    let Some(name) = words.next() else {
        return Err(Fault::Empty);
    };
    let (metric, service, facet) = path(say(&name), &name)?;
    let mut parsed = Parsed {
        metric,
        service,
        facet,
        period: None,
        spelling: None,
    };
    if let Some(word) = words.next_if(|word| say(word) == "in") {
        let next = words.next_if(|next| say(next) != "|");
        parsed.period = Some(next.ok_or(Fault::NoPeriod(word))?);
    }
    if let Some(bar) = words.next_if(|word| say(word) == "|") {
        parsed.spelling = Some(words.next().ok_or(Fault::NoSpelling(bar))?);
    }
    match words.next() {
        Some(word) => Err(Fault::Stranger(word)),
        None => Ok(parsed),
    }
}

/// Words between white space; a `|` is a word of its own.
fn split(text: &str, inside: Word) -> Vec<Word> {
    let mut words = Vec::new();
    let mut begun: Option<usize> = None;
    let shown = text.get(inside.clone()).unwrap_or("");
    for (at, c) in shown.char_indices() {
        let at = inside.start + at;
        if c.is_whitespace() || c == '|' {
            if let Some(from) = begun.take() {
                words.push(from..at);
            }
            if c == '|' {
                words.push(at..at + 1);
            }
        } else if begun.is_none() {
            begun = Some(at);
        }
    }
    if let Some(from) = begun {
        words.push(from..inside.end);
    }
    words
}

/// `metric`, `metric@service`, `metric.facet` or `metric@service.facet`.
fn path(name: &str, at: &Word) -> Result<(Word, Option<Word>, Option<Word>), Fault> {
    let point = name.find('.');
    let sign = name.find('@');
    if let (Some(point), Some(sign)) = (point, sign)
        && point < sign
    {
        return Err(Fault::Swapped(at.clone()));
    }
    let end = name.len();
    let word = |from: usize, to: usize| at.start + from..at.start + to;
    let metric = word(0, sign.or(point).unwrap_or(end));
    let service = sign.map(|sign| word(sign + 1, point.unwrap_or(end)));
    let facet = point.map(|point| word(point + 1, end));
    let parts = [Some(&metric), service.as_ref(), facet.as_ref()];
    if parts.into_iter().flatten().any(|part| part.is_empty()) {
        return Err(Fault::Incomplete(at.clone()));
    }
    Ok((metric, service, facet))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let piece = |word: &Word| text[word.clone()].to_owned();
        let one = |found: &Found| match found {
            Found::Expression(at, _) => piece(at),
            Found::Unclosed(at) => format!("unclosed at {}", at.start),
            Found::Stray(at) => format!("stray at {}", at.start),
        };
        scan(text).iter().map(one).collect()
    }

    #[test]
    fn braces_are_found_where_they_mean_something() {
        assert_eq!(shown("from {{ a }} to {{b}}."), ["{{ a }}", "{{b}}"]);
        assert_eq!(shown(r"\{{ a \}} and \\{{ b }}"), ["{{ b }}"]);
        assert_eq!(shown("{{ a and {{ b }}"), ["unclosed at 0", "{{ b }}"]);
        assert_eq!(shown("a }} b {{"), ["stray at 2", "unclosed at 7"]);
        assert_eq!(shown("{{ a\n \n}}"), ["unclosed at 0", "stray at 7"]);
        assert_eq!(shown("{{\na\n}}"), ["{{\na\n}}"]);
        assert_eq!(shown("{ {a} }"), [""; 0]);
    }

    fn parsed(inside: &str) -> Result<[String; 5], Fault> {
        let piece = |word: Word| inside[word].to_owned();
        parse(inside, 0..inside.len()).map(|p| {
            let rest = [p.service, p.facet, p.period, p.spelling];
            let [a, b, c, d] = rest.map(|w| w.map(piece).unwrap_or_default());
            [piece(p.metric), a, b, c, d]
        })
    }

    #[test]
    fn words_are_read_in_their_order() {
        let whole = parsed(" up-time@checkout.missed-in-a-row in 2025-Q4|words ");
        let expected = ["up-time", "checkout", "missed-in-a-row", "2025-Q4", "words"];
        assert_eq!(whole, Ok(expected.map(str::to_owned)));
        assert_eq!(
            parsed("a\n in 2025-Q4"),
            Ok(["a", "", "", "2025-Q4", ""].map(str::to_owned))
        );
        assert_eq!(parsed("  "), Err(Fault::Empty));
        assert_eq!(parsed("a.b@c"), Err(Fault::Swapped(0..5)));
        assert_eq!(parsed("a in"), Err(Fault::NoPeriod(2..4)));
        assert_eq!(parsed("a |"), Err(Fault::NoSpelling(2..3)));
        assert_eq!(parsed("a - b"), Err(Fault::Stranger(2..3)));
        assert_eq!(parsed("a@"), Err(Fault::Incomplete(0..2)));
        assert_eq!(parsed(".now"), Err(Fault::Incomplete(0..4)));
    }
}
