//! Names to the places of a text where one of them is said.

use std::cell::LazyCell;
use std::collections::BTreeMap;
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
pub struct Names {
    /// Each name with its words.
    all: Vec<(String, Vec<String>)>,
    /// Where the names stand that begin with a word.
    by_first: BTreeMap<String, Vec<usize>>,
}

impl Names {
    /// Takes in a name, in whatever case and however its words are joined: `search-index`, `Search
    /// index` and `search_index` are one name.
    pub fn add(&mut self, name: &str) {
        let words: Vec<String> = Words::of(name).all().map(str::to_owned).collect();
        let Some(first) = words.first() else { return };
        let alike = self.by_first.entry(first.clone()).or_default();
        if !alike.iter().any(|at| self.all[*at].1 == words) {
            alike.push(self.all.len());
            self.all.push((name.to_owned(), words));
        }
    }

    /// Where these names stand among words: the first word, and which name.
    fn spots<'n, 'w>(
        &'n self,
        written: &'w [&'w str],
    ) -> impl Iterator<Item = (Range<usize>, &'n (String, Vec<String>))> + use<'n, 'w> {
        let begun = written.iter().enumerate();
        begun.flat_map(move |(at, first)| {
            let begin = self.by_first.get(*first).into_iter().flatten();
            let begin = begin.map(|name| &self.all[*name]);
            begin.filter_map(move |name| {
                let mut here = written[at..].iter();
                let fits = name.1.iter().all(|word| here.next() == Some(&&**word));
                fits.then(|| (at..at + name.1.len(), name))
            })
        })
    }

    /// Where a text says one of these names, and which; whole words only. A name that is only part
    /// of one of the `other` names there is not said: "incidents per service" does not name
    /// "incidents".
    pub fn said_in<'n>(&'n self, text: &str, others: &Self) -> Vec<(Range<usize>, &'n str)> {
        let words = Words::of(text);
        let written: Vec<&str> = words.all().collect();
        // Looked for only where one of these names is said: most texts say none.
        let covered = LazyCell::new(|| {
            let all = others.spots(&written);
            all.map(|(spot, _)| spot).collect::<Vec<Range<usize>>>()
        });
        let mut said = Vec::new();
        for (spot, (name, _)) in self.spots(&written) {
            let part = covered.iter().any(|other| {
                other.len() > spot.len() && other.start <= spot.start && spot.end <= other.end
            });
            if let (false, Some(first), Some(last)) =
                (part, words.at.get(spot.start), words.at.get(spot.end - 1))
            {
                said.push((first.0.start..last.0.end, name.as_str()));
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
