//! What a file itself accounts for: its literals, the sums that a decision asks for, what it assumes
//! with a source, what a story cost, and a figure beside its own expression.

use super::scan::{self, Class, Figure};
use crate::bind::Answers;
use crate::diag::Located;
use crate::model::{Decision, Exact, Literal, Narrative, Text, Told};
use std::ops::Range;

/// The figures that one text may hold typed.
pub(super) struct Declared {
    /// Places of the text that a literal covers.
    covered: Vec<Range<usize>>,
    /// Numbers that the file declares elsewhere.
    numbers: Vec<(Class, Exact)>,
    /// Whether the whole text is a declaration.
    all: bool,
}

impl Declared {
    pub(super) fn new(
        narrative: &Narrative,
        told: Told<'_>,
        answers: &Answers,
        spoken: &str,
    ) -> Self {
        let mut declared = Self {
            covered: Vec::new(),
            numbers: Vec::new(),
            all: false,
        };
        let text = told.text;
        // A figure that equals a bound one beside it says the same, and is told of once it does not.
        for answer in answers.of(text) {
            declared.read(&answer.text);
        }
        // A story and a decision may have one name; the file tells them apart.
        let here = |id: &Located<String>| id.span.file == text.span.file;
        let story = narrative.stories.iter().find(|s| here(&s.id));
        let decision = narrative.decisions.iter().find(|d| here(&d.id));
        let inside = |other: &Text| other.span == text.span;
        declared.cover(
            match (story, decision) {
                (Some(story), _) => &story.literals,
                (_, Some(decision)) => &decision.literals,
                (None, None) => &narrative.overview.literals,
            },
            spoken,
        );
        if let Some(story) = story {
            let proxy = [&story.proxy.low, &story.proxy.high];
            for sum in proxy.into_iter().flatten().chain([&story.cost]) {
                declared.all |= inside(sum);
                declared.read(&sum.value);
            }
        }
        if let Some(decision) = decision {
            declared.decision(decision, text, spoken);
        }
        declared
    }

    /// A decision's price is what the Board is asked for, and an assumption has its source.
    fn decision(&mut self, decision: &Decision, text: &Text, spoken: &str) {
        let plans = [&decision.baseline, &decision.investment];
        let prices = plans.into_iter().flat_map(|p| [&p.one_off, &p.running]);
        for price in prices.chain(&decision.amount) {
            self.all |= price.span == text.span;
            self.read(&price.value);
        }
        for assumption in &decision.assumptions {
            self.all |= [&assumption.text, &assumption.source]
                .iter()
                .any(|t| t.span == text.span);
            self.read(&assumption.text.value);
        }
        // `We expect 98.8 to 99.0% (A3)` has the source of that assumption.
        let cited = |id: &str| {
            spoken
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| word == id)
        };
        let effects = plans.into_iter().filter_map(|p| p.effect.as_ref());
        let mut effects = effects.filter(|effect| effect.span == text.span);
        self.all |= effects.next().is_some() && decision.assumptions.iter().any(|a| cited(&a.id));
    }

    fn read(&mut self, text: &str) {
        for figure in scan::figures(text, false, &[]) {
            let class = bare(&figure.class);
            let values = figure.values.into_iter();
            self.numbers
                .extend(values.map(|value| (class.clone(), value)));
        }
    }

    fn cover(&mut self, literals: &[Literal], spoken: &str) {
        for literal in literals {
            self.covered.extend(places(spoken, &literal.text.value));
        }
    }

    /// Whether a figure needs nothing more.
    pub(super) fn accounts_for(&self, figure: &Figure) -> bool {
        let held = |value: &Exact| {
            let class = bare(&figure.class);
            self.numbers.iter().any(|(c, v)| *c == class && v == value)
        };
        let inside = |place: &Range<usize>| {
            place.start <= figure.at.start && figure.at.end <= place.end
                || figure.at.start <= place.start && place.end <= figure.at.end
        };
        self.all || figure.values.iter().all(held) || self.covered.iter().any(inside)
    }
}

/// A class without its noun: `£420 thousand` and `14 engineer-weeks` are the same wherever they stand.
fn bare(class: &Class) -> Class {
    match class {
        Class::Count(_) => Class::Count(None),
        other => other.clone(),
    }
}

/// Where a literal stands in a text: whole, with any white space where it has some.
pub(in crate::check) fn places(spoken: &str, literal: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let parts: Vec<&str> = literal.split_whitespace().collect();
    let Some(first) = parts.first() else {
        return found;
    };
    let inside_number = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    for (at, _) in spoken.match_indices(first) {
        let before = spoken[..at].chars().next_back();
        let number = first.starts_with(char::is_alphanumeric) && inside_number(before);
        let mut end = at + first.len();
        let whole = parts[1..].iter().all(|part| {
            let rest = &spoken[end..];
            let next = rest.trim_start();
            let fits = next.len() < rest.len() && next.starts_with(part);
            end += rest.len() - next.len() + part.len();
            fits
        });
        let after = spoken.get(end..).and_then(|rest| rest.chars().next());
        let last = literal.trim_end().ends_with(char::is_alphanumeric);
        if whole && !number && !(last && inside_number(after)) {
            found.push(at..end);
        }
    }
    found
}
