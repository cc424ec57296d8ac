//! The text of a query to its pieces: what is a comment, what is space, what stands in quotes, and the rest.

/// A piece of a query. All of them in order are its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// From `--` to the end of its line, or from `/*` to `*/`; one that is not closed takes all the rest.
    Comment,
    /// White space.
    Space,
    /// `'…'`, `"…"` or `` `…` `` with its quotes. A doubled quote makes two pieces side by side, which
    /// reads back the same.
    Quoted(&'a str),
    /// Anything else, without white space.
    Plain(&'a str),
}

/// Takes a query apart.
pub(super) fn pieces(sql: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (length, of): (usize, fn(&str) -> Piece<'_>) = if rest.starts_with("--") {
            (rest.find('\n').unwrap_or(rest.len()), |_| Piece::Comment)
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            (end, |_| Piece::Comment)
        } else if first.is_whitespace() {
            (first.len_utf8(), |_| Piece::Space)
        } else if matches!(first, '\'' | '"' | '`') {
            let end = rest.get(1..).and_then(|text| text.find(first));
            (end.map_or(rest.len(), |end| end + 2), |text| {
                Piece::Quoted(text)
            })
        } else {
            (plain(rest), |text| Piece::Plain(text))
        };
        let (piece, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(of(piece))
    })
}

/// Bytes up to where another sort of piece begins.
fn plain(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    let ends = |(at, c): &(usize, char)| {
        let rest = text.get(*at..).unwrap_or_default();
        c.is_whitespace()
            || matches!(c, '\'' | '"' | '`')
            || rest.starts_with("--")
            || rest.starts_with("/*")
    };
    chars.find(ends).map_or(text.len(), |(at, _)| at)
}

/// The words of a query outside its comments and its texts, in lower case; a name in `"…"` or `` `…` `` as
/// it is, unless it is written like a parameter, which it is not.
pub fn query_words(sql: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let part = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
    for piece in pieces(sql) {
        match piece {
            Piece::Plain(text) => {
                let own = text.split(part).filter(|word| !word.is_empty());
                words.extend(own.map(str::to_ascii_lowercase));
            }
            Piece::Quoted(text) if !text.starts_with('\'') => {
                let name = text.trim_matches(['"', '`']);
                if !name.starts_with('$') {
                    words.push(name.to_owned());
                }
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole_text() {
        let sql = "select \"a b\" -- x\n, 'it''s' /* y";
        let told: Vec<Piece<'_>> = pieces(sql).collect();
        assert_eq!(
            told,
            [
                Piece::Plain("select"),
                Piece::Space,
                Piece::Quoted("\"a b\""),
                Piece::Space,
                Piece::Comment,
                Piece::Space,
                Piece::Plain(","),
                Piece::Space,
                Piece::Quoted("'it'"),
                Piece::Quoted("'s'"),
                Piece::Space,
                Piece::Comment,
            ]
        );
        assert_eq!(pieces("ä/*").count(), 2);
    }

    #[test]
    fn a_name_in_quotes_is_a_word_and_a_text_is_none() {
        let sql = "select Sum(\"failed\"), 'recovered_at' from `deployments` -- incidents\nwhere ts >= $START";
        assert_eq!(
            query_words(sql),
            [
                "select",
                "sum",
                "failed",
                "from",
                "deployments",
                "where",
                "ts",
                "$start"
            ]
        );
        // The column begins like a text within a text, and ends no word of its own.
        assert_eq!(
            query_words("\"o'clock\" , $end, \"$start\""),
            ["o'clock", "$end"]
        );
        assert_eq!(query_words("'open -- $start"), Vec::<String>::new());
    }
}
