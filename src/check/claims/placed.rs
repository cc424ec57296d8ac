//! The bound figures of every text to those that stand in a sentence as what they are not: as a
//! figure of another metric or service, as a target or a distance, or as another quarter's.
//!
//! It speaks only where words tie a figure to a name (`lead time was {{ … }}`), so what it cannot
//! follow it leaves alone; whether the words beside a right figure are right is asked in `judge`.

use super::names::Names;
use super::reading::{self, About, Item};
use super::ties::{AIMS, DISTANCES, TIES, TIMES, is_month};
use super::tokens::{self, Token};
use super::{Bound, figures};
use crate::check::report::Facts;
use crate::check::text::Places;
use crate::diag::Span;
use crate::model::{Facet, Held, Kind, Narrative, Pack, Period, Told};

/// A figure that its sentence takes for another.
#[derive(Debug, Clone)]
pub(in crate::check) struct Misplaced {
    /// Whether it is another quarter's, and not another metric's.
    pub(in crate::check) quarter: bool,
    pub(in crate::check) place: Span,
    pub(in crate::check) message: String,
    pub(in crate::check) help: String,
}

/// Every figure of every narrative that stands for what it is not.
pub(in crate::check) fn all(facts: &Facts<'_>) -> Vec<Misplaced> {
    let names = Names::new(facts.pack);
    let mut found = Vec::new();
    for (period, narrative) in facts.narratives() {
        for told in narrative.texts() {
            let bound = figures(facts, told);
            if bound.is_empty() {
                continue;
            }
            let read = facts.answers.read(told.text);
            let places = Places::new(told.text, facts.answers);
            let file_service = file_service(narrative, told);
            for sentence in tokens::sentences(&read) {
                let items = reading::items(&sentence, &names, &bound);
                let one = Sentence {
                    pack: facts.pack,
                    tokens: &sentence,
                    items: &items,
                    bound: &bound,
                    period,
                };
                for (i, item) in items.iter().enumerate() {
                    let Some(figure) = one.figure(item) else {
                        continue;
                    };
                    let mut say = |quarter, (message, help): (String, String)| {
                        found.push(Misplaced {
                            quarter,
                            place: places.at(facts.sources, figure.at.clone()),
                            message,
                            help,
                        });
                    };
                    let other = one
                        .of_another_metric(i, figure)
                        .or_else(|| one.of_another_kind(i, figure))
                        .or_else(|| unnamed_service(facts, &read, file_service.as_deref(), figure));
                    if let Some(wrong) = other {
                        say(false, wrong);
                    } else if told.part.held() != Held::Apart
                        && let Some(wrong) = one.of_another_quarter(i, figure)
                    {
                        say(true, wrong);
                    }
                }
            }
        }
    }
    found
}

/// The service that a file is about.
fn file_service(narrative: &Narrative, told: Told<'_>) -> Option<String> {
    let stories = narrative.stories.iter();
    let mut stories = stories
        .filter(|s| told.of == Some(s.id.value.as_str()))
        .map(|s| &s.service);
    let decisions = narrative.decisions.iter();
    let mut decisions = decisions
        .filter(|d| told.of == Some(d.id.value.as_str()))
        .map(|d| &d.service);
    let service = stories.next().or_else(|| decisions.next())?;
    service.as_ref().map(|s| s.value.clone())
}

/// A figure of one service in a text that names it nowhere reads as everybody's.
fn unnamed_service(
    facts: &Facts<'_>,
    read: &str,
    file: Option<&str>,
    figure: &Bound,
) -> Option<(String, String)> {
    let id = figure.about.service.as_deref()?;
    let service = facts.pack.services.iter().find(|s| s.id.value == id)?;
    let lower = read.to_lowercase();
    let aliases = service.aliases.iter().map(|a| a.to_lowercase());
    let mut names = aliases.chain([service.name.to_lowercase(), id.to_lowercase()]);
    if file == Some(id) || names.any(|name| lower.contains(&name)) {
        return None;
    }
    Some((
        format!(
            "a figure of `{}` stands in a text that does not name {}",
            figure.about, service.name
        ),
        format!(
            "name {}, or bind the figure of all services: `{{{{ {} }}}}`",
            service.name, figure.about.metric
        ),
    ))
}

struct Sentence<'s> {
    pack: &'s Pack,
    tokens: &'s [Token<'s>],
    items: &'s [(Item, usize, usize)],
    bound: &'s [Bound],
    period: Period,
}

impl<'s> Sentence<'s> {
    /// The figure that an item is.
    fn figure(&self, item: &(Item, usize, usize)) -> Option<&'s Bound> {
        let at = self.tokens.get(item.1)?.at;
        self.bound.iter().find(|b| b.at.contains(&at))
    }

    fn token(&self, at: Option<usize>) -> &'s str {
        at.and_then(|at| self.tokens.get(at))
            .map_or("", |t| t.lower.as_str())
    }

    /// So many tokens before an item.
    fn before(&self, item: usize, n: usize) -> &'s str {
        let first = self.items.get(item).map_or(0, |i| i.1);
        self.token(first.checked_sub(n))
    }

    /// So many tokens after an item, beginning with 0.
    fn after(&self, item: usize, n: usize) -> &'s str {
        self.token(self.items.get(item).map(|i| i.2 + n))
    }

    /// The names that the words before a figure tie it to, nearest first, and whether the figure's
    /// own metric is among them or named earlier in the clause.
    fn tied(&self, item: usize, figure: &Bound) -> Option<(About, bool)> {
        let mut named: Option<About> = None;
        for (i, one) in self.items.get(..item)?.iter().enumerate().rev() {
            let text = self.token(Some(one.1));
            match &one.0 {
                Item::Metric(_) if self.figure(one).is_some() => {
                    named.as_ref()?;
                    break;
                }
                Item::Metric(about) => {
                    if about.metric == figure.about.metric {
                        return Some((about.clone(), true));
                    }
                    named.get_or_insert_with(|| about.clone());
                }
                // Between two names it joins them.
                Item::Boundary if named.is_some() => {
                    let joins = matches!(text, "and" | ",")
                        && matches!(
                            i.checked_sub(1).and_then(|j| self.items.get(j)),
                            Some((Item::Metric(_), ..))
                        );
                    if !joins {
                        break;
                    }
                }
                Item::Boundary => {
                    let next = self.after(item, 0);
                    let aside = i + 1 == item
                        && match text {
                            "," => matches!(next, "," | "" | ";"),
                            "(" => matches!(next, ")" | "," | ";"),
                            ":" => true,
                            _ => false,
                        };
                    if !aside {
                        return None;
                    }
                }
                _ if named.is_some() => {}
                Item::Light | Item::Verb(..) => {}
                Item::Word if TIES.contains(&text) => {}
                Item::Word | Item::Service(_) => return None,
            }
        }
        named.map(|about| (about, false))
    }

    fn of_another_metric(&self, item: usize, figure: &Bound) -> Option<(String, String)> {
        let metrics = &self.pack.metrics;
        let own = metrics.get(&figure.about.metric)?;
        let counts = own.kind.value == Kind::Count;
        // `{{ escalations }} incidents`.
        if let Some(next @ (Item::Metric(named), ..)) = self.items.get(item + 1)
            && self.figure(next).is_none()
            && named.metric != figure.about.metric
        {
            let other = metrics.get(&named.metric)?;
            let quarters = matches!(
                figure.facet,
                Facet::Missed | Facet::MissedInARow | Facet::Quarters
            );
            let things = counts && figure.is_level() && other.kind.value == Kind::Count;
            if things || quarters || figure.facet.spans_services() {
                return Some((
                    format!(
                        "a figure of `{}` counts what `{}` counts",
                        figure.about, named.metric
                    ),
                    format!("bind the figure that the noun names: `{{{{ {named} }}}}`"),
                ));
            }
        }
        let (named, same) = self.tied(item, figure)?;
        let other = metrics.get(&named.metric)?;
        if !same {
            // `the median of these incidents was {{ time-to-restore }}`.
            if other.kind.value == Kind::Count && !counts {
                return None;
            }
            return Some((
                format!(
                    "a figure of `{}` is told as one of `{}`",
                    figure.about.metric, named.metric
                ),
                format!("bind `{{{{ {named} }}}}`, or name {}", own.name.value),
            ));
        }
        let service = named.service.as_ref()?;
        if figure.about.service.as_ref() == Some(service) || figure.facet.spans_services() {
            return None;
        }
        // A target may stand for all services alike.
        if figure.facet == Facet::Target {
            return None;
        }
        Some((
            format!("a figure of `{}` is told as one of `{named}`", figure.about),
            format!("bind `{{{{ {named} }}}}`"),
        ))
    }

    /// A target told as a figure, a figure as a target, a distance as either.
    fn of_another_kind(&self, item: usize, figure: &Bound) -> Option<(String, String)> {
        let metric = &figure.about;
        let (one, two) = (self.before(item, 1), self.before(item, 2));
        let aim = |word: &str| matches!(word, "target" | "goal" | "targets");
        if aim(two) && matches!(one, "of" | "is" | "was") && figure.facet != Facet::Target {
            return (figure.is_level() || figure.is_move() || figure.facet == Facet::Gap).then(
                || {
                    (
                        format!("a figure of `{metric}` is told as its target"),
                        format!("bind `{{{{ {metric}.target }}}}`"),
                    )
                },
            );
        }
        // `the target of lead time is {{ … }}`.
        let named = item.checked_sub(2).and_then(|i| self.items.get(i));
        if let (Some((Item::Metric(_), from, _)), "is" | "was") = (named, one)
            && matches!(self.token(from.checked_sub(1)), "of" | "for")
            && aim(self.token(from.checked_sub(2)))
            && figure.facet != Facet::Target
        {
            return Some((
                format!("a figure of `{metric}` is told as its target"),
                format!("bind `{{{{ {metric}.target }}}}`"),
            ));
        }
        if figure.facet == Facet::Target
            && !self.tokens.iter().any(|t| AIMS.contains(&t.lower.as_str()))
        {
            return Some((
                format!("the target of `{metric}` is told as its figure"),
                format!("bind `{{{{ {metric} }}}}`, or say that it is the target"),
            ));
        }
        let verb = |n: usize| {
            item.checked_sub(n)
                .and_then(|i| self.items.get(i))
                .and_then(|x| match x.0 {
                    Item::Verb(verb, _) => Some(verb.said),
                    _ => None,
                })
        };
        if one == "by" {
            if verb(2).is_some_and(crate::model::ClaimVerb::is_movement)
                && !figure.is_move()
                && (figure.is_level() || matches!(figure.facet, Facet::Target | Facet::Gap))
            {
                return Some((
                    format!("`{metric}.{}` is not how far it moved", figure.facet.name()),
                    format!("bind `{{{{ {metric}.fall }}}}` or `{{{{ {metric}.rise }}}}`"),
                ));
            }
            if aim(two)
                && figure.facet != Facet::Gap
                && (figure.is_level() || figure.is_move() || figure.facet == Facet::Target)
            {
                return Some((
                    format!(
                        "`{metric}.{}` is not how far it is from its target",
                        figure.facet.name()
                    ),
                    format!("bind `{{{{ {metric}.gap }}}}`"),
                ));
            }
        }
        let distance = figure.is_move() || figure.facet == Facet::Gap;
        let share = self.after(item, 0) == "of" && !matches!(self.after(item, 1), "its" | "the");
        let level = matches!(one, "was" | "is" | "at" | "now")
            && !DISTANCES.contains(&self.after(item, 0))
            && self.tied(item, figure).is_some();
        (distance && (share || level)).then(|| {
            (
                format!(
                    "`{metric}.{}` is a distance, and is told as a figure",
                    figure.facet.name()
                ),
                format!("bind `{{{{ {metric} }}}}`, or say from what it is so far"),
            )
        })
    }

    fn of_another_quarter(&self, item: usize, figure: &Bound) -> Option<(String, String)> {
        let metric = &figure.about;
        let now = self.period;
        let one = self.before(item, 1);
        let told = |as_of: &str| {
            Some((
                format!("a figure of {} is told as {as_of}", figure.period),
                format!(
                    "bind `{{{{ {metric} in … }}}}` of the quarter that the sentence means, or name the quarter"
                ),
            ))
        };
        if !figure.is_level() {
            return None;
        }
        // `from {{ now }} to {{ previous }}`.
        if one == "from" {
            let to = self.items.iter().enumerate().find_map(|(i, x)| {
                let other = self.figure(x)?;
                let fits = i != item
                    && self.before(i, 1) == "to"
                    && other.is_level()
                    && other.about == figure.about;
                fits.then_some(other)
            });
            match to {
                Some(to) if to.period < figure.period => return told("an earlier one’s"),
                None if figure.period == now
                    && matches!(
                        self.before(item, 2),
                        "down" | "up" | "fell" | "rose" | "fallen" | "risen"
                    ) =>
                {
                    return told("an earlier one’s");
                }
                _ => {}
            }
        }
        let year_ago = self.token(Some(0)) == "a"
            && self.token(Some(1)) == "year"
            && self.token(Some(2)) == "ago";
        let only = self.items.iter().filter(|x| self.figure(x).is_some());
        if year_ago && figure.facet == Facet::Previous && only.count() == 1 {
            return told("that of a year ago");
        }
        if figure.period != now {
            let marked = self.tokens.iter().any(|t| {
                TIMES.contains(&t.lower.as_str())
                    || is_month(t.text)
                    || t.text.starts_with(['Q', 'H']) && t.text.len() == 2
                    || t.text.starts_with("FY")
                    || t.text.len() >= 4
                        && t.text.starts_with("20")
                        && t.text.bytes().take(4).all(|b| b.is_ascii_digit())
            });
            if !marked {
                return told("this quarter’s");
            }
            let compared = matches!(
                one,
                "from" | "than" | "against" | "after" | "with" | "to" | "before"
            );
            let rest = self.items.get(item + 1..)?.iter();
            let clause =
                rest.take_while(|x| !matches!(x.0, Item::Boundary) && self.figure(x).is_none());
            let words: Vec<&str> = clause.map(|x| self.token(Some(x.1))).collect();
            let this = words.windows(2).any(|w| w == ["this", "quarter"])
                || words.last().is_some_and(|w| matches!(*w, "now" | "today"));
            let ahead = matches!(one, "now" | "today" | "currently");
            return (!compared && this || ahead).then(|| told("this quarter’s"))?;
        }
        let (first, second) = (self.token(Some(0)), self.token(Some(1)));
        let owner = self.tokens.get(1).is_some_and(|t| t.stem() != t.text);
        let opened = first == "last" && second == "quarter" && !owner
            || first == "a" && second == "year" && self.token(Some(2)) == "ago";
        let start = if first == "last" { 2 } else { 3 };
        let straight = self.items.get(..item)?.iter().all(|x| {
            x.1 < start
                || match x.0 {
                    Item::Metric(_) => self.figure(x).is_none(),
                    Item::Light | Item::Verb(..) => true,
                    Item::Boundary => x.1 == start,
                    Item::Word => TIES.contains(&self.token(Some(x.1))),
                    Item::Service(_) => true,
                }
        });
        let mut until = self
            .items
            .get(item + 1..)?
            .iter()
            .take(5)
            .take_while(|x| !matches!(x.0, Item::Boundary | Item::Metric(_) | Item::Verb(..)));
        let closed = until.any(|x| {
            self.token(Some(x.1)) == "last"
                && self.token(Some(x.1 + 1)) == "quarter"
                && !matches!(
                    self.token(x.1.checked_sub(1)),
                    "than"
                        | "since"
                        | "from"
                        | "as"
                        | "after"
                        | "for"
                        | "with"
                        | "to"
                        | "of"
                        | "in"
                        | "against"
                        | "over"
                        | "on"
                        | "begun"
                        | "started"
                        | "promised"
                )
        });
        (opened && straight || closed).then(|| told("an earlier one’s"))?
    }
}
