//! A text to the figures that stand in it typed: numbers with their units, and, where asked for,
//! counts in words. What only looks like one is left out: dates, years, quarters, weeks, times,
//! ordinals, versions, and names that hold a digit (`SOC 2`, `ISO 27001`, `HTTP 500`, `P95`, `A1`).

mod number;
mod rough;

use super::lexicon::{self, Ends};
use crate::model::Exact;
use number::{Number, number};
use std::ops::Range;

/// What a figure measures, as far as its text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Class {
    /// `6.1%`; kept in percent.
    Percent,
    /// `3.1 points`.
    Points,
    /// `£4.10`, `£420 thousand`.
    Money,
    /// In milliseconds.
    Duration,
    /// `12 incidents`, `3 quarters in a row`: the counted noun, lower case, where there is one.
    Count(Option<String>),
}

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// In digits.
    Digits,
    /// `three`.
    Word,
    /// `Three`.
    Capital,
}

/// One figure, or two that belong together: `5 to 14%`, `six of seven services`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    /// Bytes of the text.
    pub(crate) at: Range<usize>,
    /// The same with what is counted: `two outages`, as a literal would declare it.
    pub(crate) whole: Range<usize>,
    /// One number, or the two of a range or a share.
    pub(crate) values: Vec<Exact>,
    /// What it measures.
    pub(crate) class: Class,
    /// Decimals as typed.
    pub(crate) decimals: u32,
    /// How it is written.
    pub(crate) form: Form,
}

/// A stretch without white space, without the punctuation around it.
#[derive(Debug, Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    at: usize,
    /// Whether a sentence begins with it.
    first: bool,
    /// Whether punctuation follows that ends a phrase.
    ends: Ends,
    /// Whether the point after it belongs to it: `31. März`.
    pointed: bool,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }

    fn is(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.text.eq_ignore_ascii_case(w))
    }
}

/// Reads `text`, in which figures of the data are `\u{1a}` and everything that is no prose is blank.
/// `names` are the pack's own names, lower case: a number after one is no part of a proper name.
pub(crate) fn figures(text: &str, counts: bool, names: &[String]) -> Vec<Figure> {
    let words = words(text);
    let mut found: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let one = Reader {
            words: &words,
            names,
        };
        let read = one
            .digits(at)
            .or_else(|| counts.then(|| one.spelled(at)).flatten())
            .or_else(|| counts.then(|| one.part(at)).flatten())
            .or_else(|| counts.then(|| one.round(at)).flatten());
        match read {
            Some((figure, next)) => {
                join(&mut found, figure, text);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// `1 day 2 hours` is one duration.
fn join(found: &mut Vec<Figure>, figure: Figure, text: &str) {
    if let Some(last) = found.last_mut()
        && last.class == Class::Duration
        && figure.class == Class::Duration
        && last.form == Form::Digits
        && let ([a], [b]) = (&last.values[..], &figure.values[..])
        && b < a
        && let Some(sum) = a.plus(*b)
        && text
            .get(last.at.end..figure.at.start)
            .is_some_and(|gap| gap.trim().is_empty() || lexicon::and().first() == Some(&gap.trim()))
    {
        last.values = vec![sum];
        last.at.end = figure.at.end;
        last.whole.end = figure.whole.end;
        return;
    }
    found.push(figure);
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut first = true;
    for (at, piece) in pieces(text) {
        let bare = piece.trim_start_matches(lexicon::OPENING);
        let at = at + piece.len() - bare.len();
        let word = bare.trim_end_matches(lexicon::CLOSING);
        if word.is_empty() {
            continue;
        }
        let after = &bare[word.len()..];
        let pointed =
            after == "." && lexicon::is_pointed(word, following(&text[at + word.len() + 1..]));
        let ends = match pointed {
            true => Ends::Nothing,
            false => lexicon::ends(after),
        };
        words.push(Word {
            text: word,
            at,
            first,
            ends,
            pointed,
        });
        first = ends == Ends::Sentence;
    }
    words
}

/// The word that a text begins with.
fn following(text: &str) -> &str {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A text in pieces without white space, each with its place. A space that groups digits is part of
/// a number: `1 234,50`.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() || groups(text, begin, at, c) {
            continue;
        }
        if begin < at {
            pieces.push((begin, &text[begin..at]));
        }
        begin = at + c.len_utf8();
    }
    if begin < text.len() {
        pieces.push((begin, &text[begin..]));
    }
    pieces
}

/// Whether a space stands between two groups of one number, or is the narrow one.
fn groups(text: &str, begin: usize, at: usize, space: char) -> bool {
    if space == '\u{202f}' {
        return true;
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let before = text[begin..at].trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut groups = before.split(|c: char| lexicon::groups(c));
    let first = groups.next().map_or(0, str::len);
    let whole = before
        .chars()
        .all(|c| c.is_ascii_digit() || lexicon::groups(c));
    lexicon::groups(space)
        && whole
        && (1..=3).contains(&first)
        && digits(&text[at + space.len_utf8()..]) == 3
}

struct Reader<'t> {
    words: &'t [Word<'t>],
    names: &'t [String],
}

impl<'t> Reader<'t> {
    fn word(&self, at: usize) -> Option<&'t Word<'t>> {
        self.words.get(at)
    }

    /// The word after another, if no punctuation parts them.
    fn after(&self, at: usize) -> Option<&'t Word<'t>> {
        (self.word(at)?.ends == Ends::Nothing).then(|| self.word(at + 1))?
    }

    fn before(&self, at: usize) -> Option<&'t Word<'t>> {
        let before = self.word(at.checked_sub(1)?)?;
        (before.ends == Ends::Nothing).then_some(before)
    }

    /// A figure that begins at a word, and the word after it.
    fn digits(&self, at: usize) -> Option<(Figure, usize)> {
        let word = self.word(at)?;
        if !word.text.contains(|c: char| c.is_ascii_digit()) || lexicon::is_date_or_name(word.text)
        {
            return None;
        }
        // `6–12%`, `14/229` in one word.
        if let Some((low, high)) = word.text.split_once(['–', '/', '-'])
            && let (Some(from), Some(to)) = (number(low), number(high))
            && from.rest.is_empty()
        {
            let pair = [from, to.clone()];
            return self.unit(at, at, &pair, to.rest);
        }
        let mut first = number(word.text)?;
        first.money |= self
            .before(at)
            .is_some_and(|w| lexicon::is_currency(w.text));
        let bare = first.rest.is_empty() && !first.money;
        if bare && self.is_no_figure(at, &first) {
            return None;
        }
        // `5 to 14%`, `14 of 229`.
        if let (Some(link), Some(last)) = (self.after(at), self.after(at + 1))
            && [lexicon::to(), lexicon::of(), lexicon::and()]
                .iter()
                .any(|all| link.is(all))
            && let Some(second) = number(last.text)
            && !lexicon::is_date_or_name(last.text)
            && !(second.rest.is_empty() && self.is_no_figure(at + 2, &second))
            && (first.rest.is_empty() || first.rest == second.rest)
            && !(link.is(&["in"]) && second.value <= first.value)
        {
            let rest = second.rest;
            let between = link.is(lexicon::and())
                && !self.before(at).is_some_and(|w| w.is(lexicon::between()));
            // `from 8.7 to 5.8%` are two figures of one unit.
            if link.is(lexicon::to()) && self.before(at).is_some_and(|w| w.is(lexicon::from())) {
                let (figure, _) = self.unit(at, at + 2, &[first, second], rest)?;
                let alone = Figure {
                    at: word.at..word.end(),
                    whole: word.at..word.end(),
                    values: figure.values.into_iter().take(1).collect(),
                    ..figure
                };
                return Some((alone, at + 1));
            }
            if !between {
                return self.unit(at, at + 2, &[first, second], rest);
            }
        }
        let rest = first.rest;
        self.unit(at, at, &[first], rest)
    }

    /// The unit after numbers, and so the figure.
    fn unit(
        &self,
        from: usize,
        to: usize,
        numbers: &[Number<'_>],
        rest: &str,
    ) -> Option<(Figure, usize)> {
        let begin = self.word(from)?.at;
        let mut last = to;
        let mut factor = Exact::integer(1);
        let money = numbers.iter().any(|n| n.money);
        let rest = rest.trim_start_matches('-');
        let mut class = match lexicon::suffix(rest) {
            Some((suffix, size)) => {
                factor = size;
                Some(suffix)
            }
            None if rest.is_empty() => None,
            // `6-fold`, `20-strong`, `3-year`.
            None => Some(Class::Count(Some(rest.to_lowercase()))),
        };
        if let Some(size) = self.after(last).and_then(|w| lexicon::size(w.text)) {
            factor = factor.times(size)?;
            last += 1;
        }
        if class.is_none() {
            let next = self.after(last);
            let unit = next.and_then(|w| lexicon::unit(w.text));
            if let Some((unit, size)) = unit {
                class = Some(unit);
                factor = factor.times(size)?;
                last += 1;
            } else if next.is_some_and(|w| w.is(&["per", "pour"]))
                && self.after(last + 1).is_some_and(|w| w.is(&["cent"]))
            {
                class = Some(Class::Percent);
                last += 2;
            } else if next.is_some_and(|w| w.is(&["percentage"])) {
                class = Some(Class::Points);
                last += 2;
            }
        }
        let mut counted = None;
        let class = match class {
            Some(class) => class,
            None if money => Class::Money,
            None => {
                counted = self.after(last).filter(|w| lexicon::is_wordlike(w.text));
                Class::Count(counted.map(|w| w.text.to_lowercase()))
            }
        };
        let noun = counted.filter(|w| !w.is(lexicon::breaking()));
        let values: Option<Vec<Exact>> = numbers.iter().map(|n| n.value.times(factor)).collect();
        let last = last.min(self.words.len().saturating_sub(1));
        let end = self.word(last)?.end();
        Some((
            Figure {
                at: begin..end,
                whole: begin..noun.map_or(end, Word::end),
                values: values?,
                class: if money { Class::Money } else { class },
                decimals: numbers.iter().map(|n| n.decimals).max().unwrap_or(0),
                form: Form::Digits,
            },
            last + 1,
        ))
    }

    /// Whether a bare number is a part of a date, of a name or of a label.
    fn is_no_figure(&self, at: usize, number: &Number<'_>) -> bool {
        let Some(word) = self.word(at) else {
            return false;
        };
        let (before, after) = (self.before(at), self.after(at));
        let whole = number.decimals == 0 && !number.grouped;
        if word.pointed {
            return true;
        }
        let day = whole && number.value <= Exact::integer(31) && !number.value.is_negative();
        if day {
            if after.is_some_and(|w| lexicon::is_month(w.text)) {
                return true;
            }
            // `6 to 12 July`, `6, 12 and 20 July`.
            let mut next = at + 1;
            while let Some(w) = self.word(next) {
                let linked = [lexicon::to(), lexicon::and(), &["–", "-", "until"]];
                let days = number_is_day(w.text) || linked.iter().any(|all| w.is(all));
                if !days || next > at + 8 {
                    break;
                }
                next += 1;
            }
            let month = self.word(next).is_some_and(|w| lexicon::is_month(w.text));
            if next > at + 1 && month && self.word(next - 1).is_some_and(|w| number_is_day(w.text))
            {
                return true;
            }
            // `on July 6`; but `in July 14 releases failed`.
            if before.is_some_and(|w| lexicon::is_month(w.text))
                && !(at >= 2 && self.before(at - 1).is_some_and(|w| w.is(&["in"])))
            {
                return true;
            }
            if after.is_some_and(|w| w.is(&["am", "pm", "a.m", "p.m", "o'clock", "noon"])) {
                return true;
            }
        }
        if whole && word.text.len() == 4 && lexicon::is_year(number.value) {
            let counted = after.is_some_and(|w| lexicon::is_plural(w.text))
                || after.is_some_and(|w| lexicon::unit(w.text).is_some());
            let dated = before.is_some_and(|w| {
                lexicon::is_month(w.text) || w.is(lexicon::before_years()) || is_quarter(w.text)
            });
            if dated || !counted {
                return true;
            }
        }
        let Some(before) = before else {
            return false;
        };
        if before.is(lexicon::labels()) {
            return true;
        }
        let name = before.text.trim_end_matches("'s").trim_end_matches("’s");
        let own = self.names.iter().any(|n| n.eq_ignore_ascii_case(name));
        let capitals = name.chars().filter(|c| c.is_uppercase()).count();
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        let shouted = capitals >= 2 && capitals == letters;
        let proper = capitals >= 1
            && name.starts_with(char::is_uppercase)
            && !before.first
            && !lexicon::is_month(name)
            && !lexicon::is_weekday(name);
        !own && (shouted || proper && !lexicon::capital_nouns())
    }

    /// A count in words: `six of seven services`, `three quarters in a row`, `two outages`. What
    /// is third in a row is a claim, and checked as one.
    fn spelled(&self, at: usize) -> Option<(Figure, usize)> {
        let word = self.word(at)?;
        let form = if word.text.starts_with(char::is_uppercase) {
            Form::Capital
        } else {
            Form::Word
        };
        let whole = |n: u64| i64::try_from(n).ok().map(Exact::integer);
        let n = lexicon::counted(word.text)?;
        // `six per cent`, `six percent`, `six percentage points`.
        if let Some(next) = self.after(at) {
            let (unit, class) = if next.is(&["percent", "pct", "prozent"]) {
                (Some(next), Class::Percent)
            } else if next.is(&["prozentpunkte", "prozentpunkten"]) {
                (Some(next), Class::Points)
            } else if next.is(&["per", "pour"]) {
                let cent = self.after(at + 1).filter(|w| w.is(&["cent"]));
                (cent, Class::Percent)
            } else if next.is(&["percentage"]) {
                let points = self.after(at + 1).filter(|w| w.is(&["points", "point"]));
                (points, Class::Points)
            } else {
                (None, Class::Percent)
            };
            if let Some(unit) = unit {
                let figure = Figure {
                    at: word.at..unit.end(),
                    whole: word.at..unit.end(),
                    values: vec![whole(n)?],
                    class,
                    decimals: 0,
                    form,
                };
                return Some((
                    figure,
                    at + if next.is(&["per", "pour", "percentage"]) {
                        3
                    } else {
                        2
                    },
                ));
            }
        }
        // `one release in ten`.
        if let (Some(thing), Some(link), Some(last)) =
            (self.after(at), self.after(at + 1), self.after(at + 2))
            && link.is(&["in"])
            && lexicon::is_wordlike(thing.text)
            && !thing.is(lexicon::breaking())
            && let Some(all) = lexicon::counted(last.text)
            && all > n
            && !self
                .after(at + 3)
                .is_some_and(|w| w.is(lexicon::calendar()))
        {
            let figure = Figure {
                at: word.at..last.end(),
                whole: word.at..last.end(),
                values: vec![whole(n)?, whole(all)?],
                class: Class::Count(Some(thing.text.to_lowercase())),
                decimals: 0,
                form,
            };
            return Some((figure, at + 4));
        }
        // `six of seven services`, `nine in ten payments`.
        if let (Some(link), Some(mut last)) = (self.after(at), self.after(at + 1))
            && (link.is(lexicon::of()) || link.is(&["out"]))
        {
            let mut skip = at + 2;
            while last.is(&["the", "our", "all", "its", "their", "of"]) {
                skip += 1;
                last = self.after(skip - 1)?;
            }
            if let Some(all) = lexicon::counted(last.text) {
                let noun = self.after(skip).filter(|w| lexicon::is_wordlike(w.text));
                let figure = Figure {
                    at: word.at..last.end(),
                    whole: word.at..noun.map_or(last.end(), Word::end),
                    values: vec![whole(n)?, whole(all)?],
                    class: Class::Count(noun.map(|w| w.text.to_lowercase())),
                    decimals: 0,
                    form,
                };
                return Some((figure, skip + 1));
            }
        }
        // `the two late services`, `these two`: it points at what was named, and counts nothing.
        let pointed = self.before(at).is_some_and(|w| w.is(lexicon::pointing()));
        if n < 2 || pointed {
            return None;
        }
        // Up to two words may stand between a count and what it counts: `two provider outages`.
        let mut noun = None;
        for ahead in 1..=3 {
            let Some(next) = self.after(at + ahead - 1) else {
                break;
            };
            if lexicon::is_plural(next.text) {
                noun = Some(next);
                break;
            }
            if !lexicon::is_wordlike(next.text) || next.is(lexicon::breaking()) {
                break;
            }
        }
        let noun = noun?;
        // How long something took or will take is no figure of a metric, unless it is counted in a row.
        if noun.is(lexicon::calendar()) && !self.after_noun_in_a_row(noun) {
            return None;
        }
        let duration = lexicon::unit(noun.text).filter(|(class, _)| *class == Class::Duration);
        let (class, factor) = match duration {
            Some((class, factor)) => (class, factor),
            None => (
                Class::Count(Some(noun.text.to_lowercase())),
                Exact::integer(1),
            ),
        };
        let figure = Figure {
            at: word.at..word.end(),
            whole: word.at..noun.end(),
            values: vec![whole(n)?.times(factor)?],
            class,
            decimals: 0,
            form,
        };
        Some((figure, at + 1))
    }
}

impl Reader<'_> {
    /// Whether `in a row` or `running` follows a counted noun.
    fn after_noun_in_a_row(&self, noun: &Word<'_>) -> bool {
        let next = self.words.iter().skip_while(|w| w.at <= noun.at).take(3);
        let next: Vec<&str> = next.map(|w| w.text).collect();
        next.join(" ").eq_ignore_ascii_case("in a row") || next.first() == Some(&"running")
    }
}

fn number_is_day(text: &str) -> bool {
    text.len() <= 2 && text.parse::<u8>().is_ok_and(|n| (1..=31).contains(&n))
}

fn is_quarter(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('Q' | 'H')) && matches!(chars.as_str(), "1" | "2" | "3" | "4")
}
