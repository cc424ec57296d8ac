//! Parts and round numbers in words to figures: `a third of releases`, `dozens of incidents`.

use super::{Class, Figure, Form, Reader};
use crate::check::figures::lexicon;
use crate::model::Exact;

impl Reader<'_> {
    /// A part in words: `a third of releases`, `by two thirds`.
    pub(super) fn part(&self, at: usize) -> Option<(Figure, usize)> {
        let word = self.word(at)?;
        let times = match word.text.to_lowercase().as_str() {
            "a" => 1,
            other => i64::try_from(lexicon::counted(other)?).ok()?,
        };
        let part = self.after(at)?;
        let percent = lexicon::part(part.text)?;
        let of = self.after(at + 1).is_some_and(|w| w.is(&["of"]));
        let by = self.before(at).is_some_and(|w| w.is(&["by"]));
        // `three quarters in a row` is a count, `a third party` a name.
        if !(of || by && self.after(at + 1).is_none()) {
            return None;
        }
        let figure = Figure {
            at: word.at..part.end(),
            whole: word.at..part.end(),
            values: vec![Exact::integer(times.checked_mul(percent)?)],
            class: Class::Percent,
            decimals: 0,
            form: Form::Word,
        };
        Some((figure, at + 2))
    }

    /// A round number in words before what it counts: `a dozen incidents`, `hundreds of releases`.
    pub(super) fn round(&self, at: usize) -> Option<(Figure, usize)> {
        let word = self.word(at)?;
        let n = lexicon::round(word.text)?;
        let one = self.before(at).filter(|w| w.is(&["a", "one", "half"]));
        let many = word.text.ends_with(['s', 'S']);
        if one.is_none() && !many {
            return None;
        }
        let mut next = at + 1;
        while self
            .after(next - 1)
            .is_some_and(|w| w.is(&["of", "our", "the"]) || lexicon::round(w.text).is_some())
        {
            next += 1;
        }
        // Up to two words may stand between a count and what it counts.
        let noun = (next..next + 3)
            .map_while(|i| self.after(i - 1))
            .take_while(|w| lexicon::is_wordlike(w.text) && !w.is(lexicon::breaking()))
            .find(|w| lexicon::is_plural(w.text))?;
        if noun.is(lexicon::calendar()) {
            return None;
        }
        let begin = one.filter(|_| !many).unwrap_or(word).at;
        let figure = Figure {
            at: begin..word.end(),
            whole: begin..noun.end(),
            values: vec![Exact::integer(i64::try_from(n).ok()?)],
            class: Class::Count(Some(noun.text.to_lowercase())),
            decimals: 0,
            form: Form::Word,
        };
        Some((figure, next))
    }
}
