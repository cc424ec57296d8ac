//! The figures that people typed instead of binding them, what they may stand for, and what a file
//! declares of its own.

mod declared;
mod lexicon;
mod offers;
mod scan;
#[cfg(test)]
mod tests;

pub(in crate::check) use lexicon::is_pointed;
pub(in crate::check) use offers::Offers;

use super::report::{Facts, Report};
use crate::bind::Answers;
use crate::diag::Span;
use crate::load::aligned::Aligned;
use crate::load::prose;
use crate::model::{Literal, Narrative, Pack, Text, Told, Weight};
use declared::Declared;
use scan::Figure;
use std::cell::LazyCell;
use std::ops::Range;

/// Whether a text says a literal.
pub(in crate::check) fn is_used(literal: &Literal, text: &Text) -> bool {
    !declared::places(&text.value, &literal.text.value).is_empty()
}

/// Whether a text is held to bound figures without exception: what is read first and repeated.
pub(in crate::check) fn is_strict(weight: Weight) -> bool {
    matches!(weight, Weight::Headline | Weight::Sentence)
}

/// Typed figures told of in one text; whoever reads so many knows what to do about the rest.
const MOST: usize = 25;

/// Tells of every typed figure in the texts of one strictness, with what to write instead.
pub(in crate::check) fn tell(facts: &Facts<'_>, report: &mut Report, strict: bool) {
    let names = names(facts.pack);
    for (period, narrative) in facts.narratives() {
        // Every figure of the quarter in words: needed only where something was typed.
        let offers = LazyCell::new(|| Offers::new(facts, period));
        for told in narrative.texts() {
            if is_strict(told.weight) != strict {
                continue;
            }
            let mut typed = typed(facts.pack, facts.answers, narrative, told, &names);
            if strict && !typed.is_empty() {
                // What a record bears or a source answers for needs no figure beside it.
                let of = |b: &&(Span, Range<usize>)| b.0 == told.text.span;
                let borne: Vec<_> = facts.accounts().borne.iter().filter(of).collect();
                let inside = |at: &Range<usize>| {
                    let mut all = borne.iter();
                    all.any(|(_, b)| b.start <= at.start && at.end <= b.end)
                };
                typed.retain(|figure| !inside(&figure.at));
            }
            if typed.is_empty() {
                continue;
            }
            let aligned = Aligned::new(facts.sources, told.text);
            let more = typed.len().saturating_sub(MOST);
            for (n, figure) in typed.into_iter().enumerate().take(MOST + 1) {
                let written = told.text.value.get(figure.at.clone()).unwrap_or("");
                let shown: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
                let whole = told.text.value.get(figure.whole.clone()).unwrap_or("");
                let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
                let place: Span = aligned.place(figure.at.clone());
                if n == MOST {
                    let others = match more {
                        1 => String::new(),
                        2 => ", and one more after it".to_owned(),
                        more => format!(", and {} more after it", more - 1),
                    };
                    report
                        .at(place, format!("`{shown}` is typed by hand{others}"))
                        .because(format!("in the {}", told.what.trim_matches('`')))
                        .help("bind them as those before: `{{ metric }}`");
                    continue;
                }
                let near = offers.near(narrative, told, &figure);
                let (message, help) = match near.split_first() {
                    None => (
                        format!("`{shown}` is typed by hand, and no figure of the pack equals it"),
                        format!(
                            "bind it as `{{{{ metric }}}}`, or declare it with its source: \
                             `literals: [{{text: \"{whole}\", source: …}}]`"
                        ),
                    ),
                    Some((first, others)) => {
                        let is = if first.exact {
                            format!("`{}` is exactly that", first.asked)
                        } else {
                            format!("`{}` is {}", first.asked, first.said)
                        };
                        let also: Vec<String> = others
                            .iter()
                            .map(|o| format!("`{}` ({})", o.expression, o.said))
                            .collect();
                        let also = if also.is_empty() {
                            String::new()
                        } else {
                            format!(", or {}", also.join(" or "))
                        };
                        (
                            format!("`{shown}` is typed by hand: {is}"),
                            format!("write `{}`{also}", first.expression),
                        )
                    }
                };
                report
                    .at(place, message)
                    .because(format!("in the {}", told.what.trim_matches('`')))
                    .help(help);
            }
        }
    }
}

/// The typed figures of a text that nothing accounts for.
fn typed(
    pack: &Pack,
    answers: &Answers,
    narrative: &Narrative,
    told: Told<'_>,
    names: &Names,
) -> Vec<Figure> {
    let value = &told.text.value;
    // What every figure has, digit or word, costs less to look for than the Markdown to be read.
    let counts = is_strict(told.weight);
    if !counts && !value.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let expressions = pack.expressions.get(&told.text.span);
    let holes: Vec<Range<usize>> = expressions
        .into_iter()
        .flatten()
        .map(|e| e.at.clone())
        .collect();
    let mut spoken = prose::spoken(value, &holes);
    names.blank(&mut spoken);
    let found = scan::figures(&spoken, counts, &names.ends);
    if found.is_empty() {
        return found;
    }
    let declared = Declared::new(narrative, told, answers, &spoken);
    found
        .into_iter()
        .filter(|figure| !declared.accounts_for(figure))
        .collect()
}

/// The pack's own names.
pub(in crate::check) struct Names {
    /// Those that hold a digit, lower case: the digit is no figure.
    whole: Vec<String>,
    /// The last word of each, lower case: a number after it is a figure and no part of a name.
    ends: Vec<String>,
}

/// The names of a pack's metrics, services, terms and areas.
pub(in crate::check) fn names(pack: &Pack) -> Names {
    let metrics = pack
        .metrics
        .values()
        .flat_map(|m| std::iter::once(m.name.value.as_str()).chain(m.short.as_deref()));
    let services = pack
        .services
        .iter()
        .flat_map(|s| std::iter::once(s.name.as_str()).chain(s.aliases.iter().map(|a| a.as_ref())));
    let terms = pack
        .terms
        .values()
        .flat_map(|t| std::iter::once(t.name.as_str()).chain(t.short.as_deref()));
    let others = pack
        .areas
        .iter()
        .map(|a| a.name.as_str())
        .chain(pack.journeys.iter().map(|j| j.name.as_str()))
        .chain([pack.settings.organisation.as_str()]);
    let all = metrics.chain(services).chain(terms).chain(others);
    let (mut whole, mut ends) = (Vec::new(), Vec::new());
    for name in all {
        let lower = name.to_lowercase();
        ends.extend(lower.split_whitespace().next_back().map(str::to_owned));
        if lower.contains(|c: char| c.is_ascii_digit()) {
            whole.push(lower);
        }
    }
    Names { whole, ends }
}

impl Names {
    /// Blanks the names that hold a digit.
    fn blank(&self, text: &mut String) {
        for name in &self.whole {
            let lower = text.to_ascii_lowercase();
            let at: Vec<usize> = lower
                .match_indices(name.as_str())
                .map(|(at, _)| at)
                .collect();
            for at in at {
                text.replace_range(at..at + name.len(), &"x".repeat(name.len()));
            }
        }
    }
}
