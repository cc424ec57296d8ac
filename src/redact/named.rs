//! Names to the places of a text where one of them is said.

use std::cell::LazyCell;
use std::ops::Range;

/// Words of a name or text: runs of letters and digits, in small letters.
struct Words {
    /// The letters of all words, small.
    small: String,
    /// Of each word, where it stands in the text, and where among the small letters.
    at: Vec<(Range<usize>, Range<usize>)>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut small = String::with_capacity(text.len());
        let mut at: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for (start, letter) in text.char_indices() {
            if !letter.is_alphanumeric() {
                continue;
            }
            let (begin, end) = (small.len(), start + letter.len_utf8());
            match letter.is_ascii() {
                true => small.push(letter.to_ascii_lowercase()),
                false => small.extend(letter.to_lowercase()),
            }
            match at.last_mut() {
                Some((range, own)) if range.end == start => {
                    range.end = end;
                    own.end = small.len();
                }
                _ => at.push((start..end, begin..small.len())),
            }
        }
        Self { small, at }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.at.iter().map(|(_, own)| &self.small[own.clone()])
    }
}

/// A list of names, made ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct Names(Vec<(String, Vec<String>)>);

impl Names {
    /// Takes in a name, in whatever case and however its words are joined: `search-index`, `Search
    /// index` and `search_index` are one name.
    pub fn add(&mut self, name: &str) {
        let words: Vec<String> = Words::of(name).all().map(str::to_owned).collect();
        if !words.is_empty() && !self.0.iter().any(|(_, known)| *known == words) {
            self.0.push((name.to_owned(), words));
        }
    }

    /// Where a text says one of these names, and which; whole words only. A name that is only part
    /// of one of the `other` names there is not said: "incidents per service" does not name
    /// "incidents".
    pub fn said_in<'n>(&'n self, text: &str, others: &Self) -> Vec<(Range<usize>, &'n str)> {
        let words = Words::of(text);
        let written: Vec<&str> = words.all().collect();
        let spots = |needle: &[String]| -> Vec<Range<usize>> {
            let fits = |at: &usize| {
                let mut here = written[*at..].iter();
                needle.iter().all(|word| here.next() == Some(&&**word))
            };
            let all = 0..written.len();
            all.filter(fits).map(|at| at..at + needle.len()).collect()
        };
        // Looked for only where one of these names is said: most texts say none.
        let covered = LazyCell::new(|| {
            let all = others.0.iter();
            let all =
                all.flat_map(|(_, other)| spots(other).into_iter().map(|spot| (spot, other.len())));
            all.collect::<Vec<(Range<usize>, usize)>>()
        });
        let mut said = Vec::new();
        for (name, needle) in &self.0 {
            for spot in spots(needle) {
                let part = covered.iter().any(|(other, length)| {
                    *length > needle.len() && other.start <= spot.start && spot.end <= other.end
                });
                if let (false, Some(first), Some(last)) =
                    (part, words.at.get(spot.start), words.at.get(spot.end - 1))
                {
                    said.push((first.0.start..last.0.end, name.as_str()));
                }
            }
        }
        said.sort_by_key(|(range, _)| (range.start, range.end));
        said
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn said<'t>(names: &[&str], others: &[&str], text: &'t str) -> Vec<&'t str> {
        let list = |all: &[&str]| {
            let mut list = Names::default();
            all.iter().for_each(|name| list.add(name));
            list
        };
        let names = list(names);
        let found = names.said_in(text, &list(others));
        found.into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn a_name_is_found_whole_in_any_case_and_however_it_is_joined() {
        let ledger = ["ledger-core", "Ledger core"];
        assert_eq!(
            said(&ledger, &[], "The LEDGER-Core's queue"),
            ["LEDGER-Core"]
        );
        assert_eq!(
            said(&ledger, &[], "ledger\ncore, `ledger_core`"),
            ["ledger\ncore", "ledger_core"]
        );
        assert_eq!(said(&ledger, &[], "ledgers core"), [""; 0]);
        assert_eq!(said(&["Straße"], &[], "die STRAßE"), ["STRAßE"]);
        assert_eq!(said(&["tax"], &[], "taxi, syntax, a tax-free day"), ["tax"]);
    }

    #[test]
    fn a_name_that_is_part_of_a_longer_one_is_not_said() {
        let others = ["Incidents per service"];
        assert_eq!(
            said(&["Incidents"], &others, "Incidents per service rose"),
            [""; 0]
        );
        assert_eq!(
            said(&["Incidents"], &others, "Incidents per day"),
            ["Incidents"]
        );
    }
}
