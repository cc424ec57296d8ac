//! Somebody's name in a record.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "name-in-record",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: false,
    why: "A record of what went wrong names roles, never people. A name in front of the Board makes \
          the next person keep quiet, and then nobody learns anything.",
    fix: "Write the role, or what was done without who did it: `a release was made without …`.",
    bad: "
~~~ data/incidents/2026-Q3.yaml
-    cause: The provider lost one of its data centres.
+    cause: Priya restarted the wrong data centre.
",
    run,
};

/// Given names that are no other word of English: those of many countries, from public lists of the
/// most frequent ones.
const GIVEN: &[&str] = &[
    "Aaron",
    "Adam",
    "Ahmed",
    "Aisha",
    "Alex",
    "Alexander",
    "Alice",
    "Amir",
    "Amy",
    "Ana",
    "Andrea",
    "Andrew",
    "Anna",
    "Anne",
    "Anthony",
    "Ben",
    "Benjamin",
    "Brian",
    "Carlos",
    "Caroline",
    "Catherine",
    "Charles",
    "Charlotte",
    "Chen",
    "Chris",
    "Christian",
    "Christina",
    "Christopher",
    "Claire",
    "Daniel",
    "David",
    "Deepak",
    "Diana",
    "Elena",
    "Elizabeth",
    "Emily",
    "Emma",
    "Eric",
    "Fatima",
    "Felix",
    "Fiona",
    "Francesca",
    "Frank",
    "Gabriel",
    "George",
    "Giulia",
    "Hannah",
    "Harry",
    "Hassan",
    "Helen",
    "Henry",
    "Hiroshi",
    "Ian",
    "Ibrahim",
    "Ingrid",
    "Isabel",
    "Ivan",
    "James",
    "Jane",
    "Jean",
    "Jennifer",
    "Jessica",
    "Joanna",
    "John",
    "Jonathan",
    "Joseph",
    "Joshua",
    "Juan",
    "Julia",
    "Karen",
    "Kate",
    "Katherine",
    "Kevin",
    "Kumar",
    "Lars",
    "Laura",
    "Lisa",
    "Lucas",
    "Lucy",
    "Luis",
    "Luke",
    "Magnus",
    "Maria",
    "Martin",
    "Mary",
    "Matthew",
    "Maximilian",
    "Mehmet",
    "Michael",
    "Michelle",
    "Mohammed",
    "Muhammad",
    "Natalie",
    "Nicholas",
    "Nicole",
    "Nikhil",
    "Noah",
    "Olga",
    "Oliver",
    "Olivia",
    "Omar",
    "Patricia",
    "Paul",
    "Pedro",
    "Peter",
    "Philip",
    "Pierre",
    "Priya",
    "Rachel",
    "Rahul",
    "Rebecca",
    "Richard",
    "Robert",
    "Ryan",
    "Samuel",
    "Sandra",
    "Sarah",
    "Sebastian",
    "Sergei",
    "Simon",
    "Sofia",
    "Sophie",
    "Stefan",
    "Stephen",
    "Steven",
    "Susan",
    "Thomas",
    "Timothy",
    "Tom",
    "Victoria",
    "Wei",
    "William",
    "Yusuf",
    "Zoe",
];

/// Words before a name.
const TITLES: &[&str] = &["Mr", "Mrs", "Ms", "Dr", "Prof"];

fn run(facts: &Facts<'_>, report: &mut Report) {
    for recorded in facts.recorded() {
        if let Some(name) = named(&recorded.text.value) {
            report
                .at(
                    facts.place_in(recorded.text, name),
                    format!("`{name}` in the {} of a record", recorded.what),
                )
                .because("names a person")
                .help("write the role, or what was done without who did it");
        }
    }
}

/// The first words that name a person: an address, a handle, a title with a name, a given name.
fn named(text: &str) -> Option<&str> {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !(c.is_alphanumeric() || c == '@')))
        .map(|word| {
            word.strip_suffix("'s")
                .or(word.strip_suffix("’s"))
                .unwrap_or(word)
        })
        .collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    words.iter().enumerate().find_map(|(at, word)| {
        let handle = word.strip_prefix('@').is_some_and(|rest| !rest.is_empty());
        let address = word
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
        let after = words.get(at + 1).filter(|next| capital(next));
        let titled = TITLES.contains(word) && after.is_some();
        let given = GIVEN.contains(word);
        (handle || address || titled || given).then_some(*word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_and_things_are_not() {
        for text in [
            "Priya restarted it.",
            "It was Tom's change",
            "asked @deploybot-owner",
            "mail a.b@example.org",
            "Dr Okafor saw it",
        ] {
            assert!(named(text).is_some(), "{text}");
        }
        for text in [
            "The Head of Payments Engineering saw it",
            "A release of May will mark the orders",
            "Christmas Eve at St Pancras",
            "3 orders @ noon",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
    }
}
