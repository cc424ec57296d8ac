//! How many services a sentence speaks of, and how often it says that something has been so.

use super::tokens::Token;
use crate::words::spelled;

/// Of how many services something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Quantity {
    /// `all services`, `all seven services`: the number where one is said.
    All(Option<usize>),
    /// `no service`.
    None,
    /// `six of seven services`.
    Some { part: usize, of: usize },
    /// `six services missed …`.
    Count(usize),
    /// `most services`, `the majority of our services`.
    Most,
    /// `half of the services`.
    Half,
    /// `few services`, `hardly any service`: fewer than half.
    Few,
    /// `several services`: three or more.
    Several,
    /// `all services but one`, `all but one service`.
    AllButOne,
    /// `only one service`, `a single service`.
    One,
}

/// How often something is said to have been so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Repeat {
    /// `again`.
    Again,
    /// `for the third quarter in a row`.
    InARow(usize),
    /// `in seven of the eight quarters`.
    Of { part: usize, of: usize },
}

/// A count in digits or as a word.
pub(in crate::check) fn number(word: &str) -> Option<usize> {
    let spelled = spelled::counted(word).and_then(|n| usize::try_from(n).ok());
    spelled.or_else(|| word.parse().ok())
}

fn ordinal(word: &str) -> Option<usize> {
    let spelled = spelled::placed(word);
    spelled.or_else(|| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (digits.len() + 2 == word.len()).then(|| digits.parse().ok())?
    })
}

/// The number of services that a sentence speaks of, with the byte at which it says so.
pub(in crate::check) fn services(tokens: &[Token<'_>]) -> Option<(Quantity, usize)> {
    let at = tokens
        .iter()
        .position(|t| matches!(t.lower.as_str(), "service" | "services"))?;
    let from = at.saturating_sub(5);
    let before = &tokens[from..at];
    for (i, token) in before.iter().enumerate() {
        let rest: Vec<&str> = before[i + 1..].iter().map(|t| t.lower.as_str()).collect();
        let plain = |w: &&str| {
            matches!(*w, "of" | "the" | "our" | "its" | "single" | "but" | "any")
                || number(w).is_some()
        };
        if !rest.iter().all(plain) {
            continue;
        }
        let said = rest.iter().rev().find_map(|w| number(w));
        let quantity = match token.lower.as_str() {
            "all" | "every" if rest.first() == Some(&"but") && said == Some(1) => {
                Quantity::AllButOne
            }
            _ if rest.contains(&"but") => continue,
            "most" | "majority" => Quantity::Most,
            "half" => Quantity::Half,
            "few" | "hardly" if before.get(i.wrapping_sub(1)).is_none_or(|t| t.lower != "a") => {
                Quantity::Few
            }
            // After a service that it is not so of: `while the other services …`.
            "other"
                if rest.is_empty()
                    && before
                        .get(i.wrapping_sub(1))
                        .is_some_and(|t| t.lower == "the") =>
            {
                Quantity::AllButOne
            }
            "several" => Quantity::Several,
            "only" if said == Some(1) && rest.len() == 1 => Quantity::One,
            "a" if rest == ["single"] => Quantity::One,
            "all" | "every" | "each" | "both" => Quantity::All(said),
            "no" | "none" | "neither" => Quantity::None,
            word => match (number(word), said) {
                (Some(part), Some(of)) if rest.contains(&"of") => Quantity::Some { part, of },
                _ => continue,
            },
        };
        return Some((quantity, token.at));
    }
    // `six services overspent their budget`: a number, and what they did right after it.
    let last = before.last()?;
    let did = tokens.get(at + 1..).and_then(super::verbs::at)?;
    let count = number(&last.lower).filter(|_| did.said.is_target())?;
    Some((Quantity::Count(count), last.at))
}

/// Every word of repetition, with the byte at which it stands.
pub(in crate::check) fn repeats(tokens: &[Token<'_>]) -> Vec<(Repeat, std::ops::Range<usize>)> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let mut found = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let until = |n: usize| {
            let last = tokens.get(i + n).unwrap_or(token);
            token.at..last.at + last.text.len()
        };
        let in_a_row = (word(i + 2) == "in" && word(i + 3) == "a" && word(i + 4) == "row")
            .then_some(4)
            .or_else(|| matches!(word(i + 2), "running" | "straight").then_some(2));
        if token.lower == "again" {
            found.push((Repeat::Again, until(0)));
        } else if let (Some(n), "quarter", Some(len)) =
            (ordinal(&token.lower), word(i + 1), in_a_row)
        {
            found.push((Repeat::InARow(n), until(len)));
        } else if let (Some(n), "quarters", Some(len)) =
            (number(&token.lower), word(i + 1), in_a_row)
        {
            found.push((Repeat::InARow(n), until(len)));
        } else if let (Some(part), "of") = (number(&token.lower), word(i + 1)) {
            let at = i + 2 + usize::from(matches!(word(i + 2), "the" | "its" | "our" | "last"));
            if let (Some(of), "quarters") = (number(word(at)), word(at + 1)) {
                found.push((Repeat::Of { part, of }, until(at + 1 - i)));
            }
        }
    }
    found
}
