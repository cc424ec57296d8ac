//! Two quarters to their differences: what a reader of the earlier pack finds changed in the later.
//!
//! Each quarter is read as its own pack told it, so the two may be quarters of one pack or of two.

use super::difference::{Difference, Differences, EvidenceClass, Matter, sort};
use super::{Side, narratives, phrase, published, rank, records};
use crate::analyse::{Assessment, Movement, Status, Verdict, VerdictWord, change_between};
use crate::model::{Metric, Period, Polarity, Scope, Test};
use crate::sentences::{self, Ctx};
use crate::tongue::{label, say};
use crate::words::Words;
use std::collections::BTreeSet;

/// What changed from the earlier quarter to the later. `None` where either has no figures on file.
pub fn quarters(
    (earlier, from): (&Side<'_>, Period),
    (later, to): (&Side<'_>, Period),
) -> Option<Differences> {
    let words = later.words.get(&to)?;
    let then = earlier.words.get(&from)?;
    let both = Both {
        earlier,
        later,
        from,
        to,
        words,
    };
    let mut all = both.verdicts();
    let same = both.figures(&mut all);
    all.extend(both.targets());
    all.extend(both.definitions());
    all.extend(published::restated_between((earlier, from), (later, to)));
    all.extend(records::between_quarters(
        (earlier, from),
        (later, to),
        words,
    ));
    all.extend(records::restated_between((earlier, from), (later, to)));
    all.extend(narratives::between_quarters((earlier, from), (later, to)));
    sort(&mut all);
    Some(Differences {
        before: then.period_short(from),
        after: words.period_short(to),
        all,
        same,
        broken: Vec::new(),
        quarters: Vec::new(),
    })
}

struct Both<'a> {
    earlier: &'a Side<'a>,
    later: &'a Side<'a>,
    from: Period,
    to: Period,
    words: &'a Words,
}

impl Both<'_> {
    /// Verdicts of panes that are another word.
    fn verdicts(&self) -> Vec<Difference> {
        let of = |side: &Side<'_>, period| -> Vec<Verdict> {
            let quarter = side.analysis.quarters.get(&period);
            quarter.map_or_else(Vec::new, |q| q.verdicts.clone())
        };
        let before = of(self.earlier, self.from);
        let after = of(self.later, self.to);
        after
            .iter()
            .filter_map(|now| {
                let then = before.iter().find(|v| v.pane == now.pane)?;
                let found = verdict(then, now)?.during(self.to);
                let (was, is) = (phrase::verdict(then.word), phrase::verdict(now.word));
                let said = say!("{pane} went from {was} to {is}", found.name, was, is);
                Some(found.saying(said))
            })
            .collect()
    }

    /// Every figure that is another; gives back how many are not.
    fn figures(&self, all: &mut Vec<Difference>) -> usize {
        let mut same = 0;
        for metric in self.later.pack.metrics.values() {
            let id = &metric.id.value;
            for scope in scopes(self, id) {
                let before = self.earlier.judged(self.from, id, scope);
                let after = self.later.judged(self.to, id, scope);
                match self.figure(metric, scope, before, after) {
                    Some(found) => all.push(found),
                    None => same += usize::from(after.is_some_and(|a| a.now.is_some())),
                }
            }
        }
        for metric in self.earlier.pack.metrics.values() {
            if !self.later.pack.metrics.contains_key(&metric.id.value) {
                let name = &metric.name.value;
                all.push(
                    Difference::new(Matter::Gone, name, label("metric"))
                        .of(&metric.id.value)
                        .during(self.to)
                        .from(label("in the pack").to_owned())
                        .saying(say!("{name} is no longer in the pack", name)),
                );
            }
        }
        same
    }

    fn figure(
        &self,
        metric: &Metric,
        scope: Scope<'_>,
        before: Option<&Assessment>,
        after: Option<&Assessment>,
    ) -> Option<Difference> {
        let id = &metric.id.value;
        let name = self.later.named(metric, scope);
        let evidence = self.evidence(id, scope);
        let place = rank(&self.later.pack.settings, id, scope);
        let strong = matches!(evidence, Some((EvidenceClass::Strong, ..)));
        let begun = |matter| {
            let mut found = Difference::new(matter, &name, "")
                .of(id)
                .during(self.to)
                .ranked(place);
            found.minor = place == super::SERVICE && !strong;
            match scope {
                Scope::All => found,
                Scope::Service(service) => Difference {
                    service: Some(service.to_owned()),
                    ..found
                },
            }
        };
        // What the earlier pack printed; if it was restated since, what it is now known to have been.
        let then = before.and_then(|a| a.now.as_ref());
        let then = match after {
            Some(a) if self.from == self.to.previous() => a.previous.as_ref().or(then),
            _ => then,
        };
        let now = after.and_then(|a| a.now.as_ref());
        let (then, now) = match (then, now) {
            (None, None) => return None,
            (Some(then), None) => {
                let reason = after.and_then(|a| a.missing.as_ref());
                return Some(
                    begun(Matter::Gone)
                        .from(self.words.cell(metric, then))
                        .noting(reason.map_or_else(
                            || label("no reason on file").to_owned(),
                            |m| phrase::short(&m.reason, 160),
                        ))
                        .saying(say!("{name} has no figure", name)),
                );
            }
            (None, Some(now)) => {
                return Some(
                    begun(Matter::New)
                        .to(self.words.cell(metric, now))
                        .noting(label("no figure before"))
                        .saying(say!(
                            "{name} has a figure for the first time or again",
                            name
                        )),
                );
            }
            (Some(then), Some(now)) => (then, now),
        };
        let (a, b) = (
            before.map(|a| a.target.status),
            after.map(|a| a.target.status),
        );
        let flip = flipped(a, b);
        let signal = evidence.is_some_and(|(e, ..)| e <= EvidenceClass::Single);
        if then.exact == now.exact && flip.is_none() && !signal {
            return None;
        }
        let calendar = &self.later.pack.settings.calendar;
        let change = change_between(metric, calendar, (self.from, then), (self.to, now));
        let other_way = evidence.filter(|(.., movement)| {
            let change = change.as_ref();
            change.is_some_and(|change| movement.at_odds(change))
        });
        let matter = flip.unwrap_or(match (evidence, other_way) {
            (Some((EvidenceClass::Strong, _, movement)), Some(_)) if movement.better.is_some() => {
                Matter::AtOdds
            }
            (Some((EvidenceClass::Strong, _, movement)), _) => match movement.better {
                Some(false) => Matter::Worse,
                Some(true) => Matter::Better,
                None => Matter::MayHaveMoved,
            },
            (Some((EvidenceClass::Single, ..)), _) => Matter::MayHaveMoved,
            (Some((EvidenceClass::Routine, ..)), _) => Matter::Routine,
            _ => Matter::Untested,
        });
        let [was, is] = phrase::pair(self.words, metric, then, now);
        let moved = match &change {
            Some(change) => phrase::change(self.words, metric, (then, now), change.better),
            None => label("does not compare: the definition changed in between").to_owned(),
        };
        let status = match (a, b) {
            (Some(a), Some(b)) if a != b => {
                say!("was {was}, is {is}", phrase::status(a), phrase::status(b))
            }
            (_, Some(Status::Missed)) => label("still Missed").to_owned(),
            _ => String::new(),
        };
        let proof = evidence.map_or_else(String::new, |(e, _, movement)| match e {
            EvidenceClass::Strong | EvidenceClass::Single => {
                phrase::graded(e.word().to_owned(), movement.better)
            }
            _ => e.word().to_owned(),
        });
        let mut numbers = phrase::numbers(Some(then), Some(now), change);
        numbers.evidence = evidence.map(|(e, ..)| e);
        numbers.evidence_better = evidence.and_then(|(.., movement)| movement.better);
        let mut found = begun(matter)
            .from(was.clone())
            .to(is.clone())
            .noting(phrase::joined(&[&status, &proof]))
            .saying(match (matter, other_way) {
                (Matter::AtOdds, Some((.., movement))) => {
                    said_at_odds(metric, &name, &was, &is, movement.better == Some(true))
                }
                _ => said(&name, matter, &was, &is, b),
            });
        found.moved = moved;
        found.but = other_way.map_or_else(String::new, |(_, period, movement)| {
            self.but_by_week(metric, period, movement)
        });
        found.numbers = Some(numbers);
        Some(found)
    }

    /// The strongest that any quarter after the earlier, up to the later, says of its weeks.
    fn evidence(
        &self,
        metric: &str,
        scope: Scope<'_>,
    ) -> Option<(EvidenceClass, Period, &Movement)> {
        let analysis = self.later.analysis;
        let within = analysis.quarters.range(self.from.shifted(1)..=self.to);
        within
            .rev()
            .filter_map(|(&period, _)| {
                let movement = &self.later.judged(period, metric, scope)?.movement;
                Some((phrase::evidence(movement)?, period, movement))
            })
            .min_by_key(|(evidence, ..)| *evidence)
    }

    /// What the weeks of a quarter did.
    fn but_by_week(&self, metric: &Metric, period: Period, movement: &Movement) -> String {
        let ctx = Ctx {
            pack: self.later.pack,
            period,
            words: self.words,
            answers: self.later.answers,
        };
        sentences::but_by_week(&ctx, metric, movement)
    }

    /// Targets that held on the last days of both, where they are not the same.
    fn targets(&self) -> Vec<Difference> {
        let mut found = Vec::new();
        for metric in self.later.pack.metrics.values() {
            let id = &metric.id.value;
            let [before, after] = [(self.earlier, self.from), (self.later, self.to)]
                .map(|(side, period)| side.judged(period, id, Scope::All)?.target.target.as_ref());
            let (then, now) = (before.map(|t| t.value), after.map(|t| t.value));
            if then == now {
                continue;
            }
            let name = &metric.name.value;
            let eased = is_eased(metric.polarity.value, then, now);
            let was = before.map(|t| self.words.exact_cell(metric, t.value));
            let is = after.map(|t| self.words.exact_cell(metric, t.value));
            let who = after.map_or_else(String::new, |t| {
                let from = self.words.date(t.from);
                let why = phrase::short(&t.rationale, 160);
                say!("set by {who} from {from}: {why}", t.set_by, from, why)
            });
            let matter = if eased {
                Matter::TargetEased
            } else {
                Matter::TargetTightened
            };
            found.push(
                Difference::new(matter, name, label("target"))
                    .of(id)
                    .during(self.to)
                    .ranked(rank(&self.later.pack.settings, id, Scope::All))
                    .saying(said_target(name, eased, was.as_deref(), is.as_deref()))
                    .noting(who)
                    .from(was)
                    .to(is),
            );
        }
        found
    }

    /// Versions that definitions got between the last days of both.
    fn definitions(&self) -> Vec<Difference> {
        let calendar = &self.later.pack.settings.calendar;
        let (after, until) = (calendar.last_day(self.from), calendar.last_day(self.to));
        let mut found = Vec::new();
        for metric in self.later.pack.metrics.values() {
            let id = &metric.id.value;
            let changes = metric.definition.changes.iter();
            for change in changes.filter(|c| after < c.date && c.date <= until && *c.version > 1) {
                let name = &metric.name.value;
                let version = change.version.value;
                let effect = super::definitions::effect(change.effect.value);
                let what = phrase::short(&change.what, 240);
                let date = self.words.date(change.date);
                found.push(
                    Difference::new(Matter::Definition, name, label("definition"))
                        .of(id)
                        .during(self.to)
                        .ranked(rank(&self.later.pack.settings, id, Scope::All))
                        .from(say!("version {version}", version.saturating_sub(1)))
                        .to(say!(
                            "version {version}, from {date}: {what}",
                            version,
                            date,
                            what
                        ))
                        .noting(effect)
                        .saying(say!(
                            "{name} has a new definition, version {version}",
                            name,
                            version
                        )),
                );
            }
        }
        found
    }
}

/// The organisation and every service that either quarter has the metric of, in the pack's order.
fn scopes<'a>(both: &Both<'a>, metric: &str) -> Vec<Scope<'a>> {
    let of = |side: &'a Side<'a>, period| {
        let judged = side.analysis.quarters.get(&period);
        judged.and_then(|q| q.metrics.get(metric))
    };
    let filed: BTreeSet<&str> = [of(both.earlier, both.from), of(both.later, both.to)]
        .into_iter()
        .flatten()
        .flat_map(|m| m.services.keys().map(String::as_str))
        .collect();
    let order = |id: &&str| {
        let services = &both.later.pack.services;
        services
            .iter()
            .position(|s| s.id.value == *id)
            .unwrap_or(usize::MAX)
    };
    // A service that this edition of the pack leaves out has no name to be told by.
    let named = |id: &&str| {
        [both.earlier, both.later]
            .iter()
            .any(|s| s.pack.service(id).is_some())
    };
    let mut services: Vec<&str> = filed.into_iter().filter(named).collect();
    services.sort_by_key(order);
    std::iter::once(Scope::All)
        .chain(services.into_iter().map(Scope::Service))
        .collect()
}

/// A verdict that is another word.
pub(super) fn verdict(then: &Verdict, now: &Verdict) -> Option<Difference> {
    if then.word == now.word {
        return None;
    }
    let grade = |word| match word {
        VerdictWord::OnTrack => 0,
        VerdictWord::Watch => 1,
        VerdictWord::NotKnown => 2,
        VerdictWord::OffTrack => 3,
    };
    let matter = match now.word {
        VerdictWord::OffTrack => Matter::Missed,
        word if grade(word) > grade(then.word) => Matter::StatusWorse,
        _ => Matter::StatusBetter,
    };
    let pane = phrase::pane(now.pane);
    let (was, is) = (phrase::verdict(then.word), phrase::verdict(now.word));
    let found = Difference::new(matter, pane, super::VERDICT)
        .from(was.to_owned())
        .to(is.to_owned())
        .ranked(0)
        .saying(format!(
            "the verdict on {} went from {was} to {is}",
            phrase::pane_within(now.pane)
        ));
    Some(found)
}

/// What the flip of a status means; `None` where there is none, or no target on either side.
pub(super) fn flipped(then: Option<Status>, now: Option<Status>) -> Option<Matter> {
    let (then, now) = (then?, now?);
    let judged = |s| matches!(s, Status::Met | Status::Marginal | Status::Missed);
    if then == now || !judged(then) || !judged(now) {
        return None;
    }
    Some(match now {
        Status::Missed => Matter::Missed,
        _ if now > then => Matter::StatusWorse,
        _ => Matter::StatusBetter,
    })
}

/// Whether a target is easier to meet than the one before it, or gone.
pub(super) fn is_eased(
    polarity: Polarity,
    then: Option<crate::model::Exact>,
    now: Option<crate::model::Exact>,
) -> bool {
    match (then, now) {
        (Some(_), None) => true,
        (Some(then), Some(now)) => match polarity {
            Polarity::HigherIsBetter => now < then,
            Polarity::LowerIsBetter | Polarity::Neutral => now > then,
        },
        (None, _) => false,
    }
}

pub(super) fn said_target(name: &str, eased: bool, was: Option<&str>, is: Option<&str>) -> String {
    match (was, is) {
        (Some(was), Some(is)) if eased => {
            say!(
                "the target of {name} was eased from {was} to {is}",
                name,
                was,
                is
            )
        }
        (Some(was), Some(is)) => say!(
            "the target of {name} was tightened from {was} to {is}",
            name,
            was,
            is
        ),
        (None, Some(is)) => say!("{name} has a target for the first time: {is}", name, is),
        (_, None) => say!("{name} no longer has a target", name),
    }
}

fn said_at_odds(metric: &Metric, name: &str, was: &str, is: &str, better: bool) -> String {
    match (&metric.test, better) {
        (Test::RareEvents, true) => say!(
            "{name} was {was} and is {is}, but event by event it got better",
            name,
            was,
            is
        ),
        (Test::RareEvents, false) => say!(
            "{name} was {was} and is {is}, but event by event it got worse",
            name,
            was,
            is
        ),
        (_, true) => say!(
            "{name} was {was} and is {is}, but week by week it got better",
            name,
            was,
            is
        ),
        (_, false) => say!(
            "{name} was {was} and is {is}, but week by week it got worse",
            name,
            was,
            is
        ),
    }
}

fn said(name: &str, matter: Matter, was: &str, is: &str, status: Option<Status>) -> String {
    let word = status.map_or("", phrase::status);
    match matter {
        Matter::Missed => say!(
            "{name} misses its target now: {was} became {is}",
            name,
            was,
            is
        ),
        Matter::StatusWorse => say!(
            "{name} is {word} now: {was} became {is}",
            name,
            word,
            was,
            is
        ),
        Matter::StatusBetter if status == Some(Status::Met) => {
            say!(
                "{name} meets its target now: {was} became {is}",
                name,
                was,
                is
            )
        }
        Matter::StatusBetter => say!(
            "{name} is {word} now: {was} became {is}",
            name,
            word,
            was,
            is
        ),
        Matter::Worse => say!("{name} got worse, from {was} to {is}", name, was, is),
        Matter::Better => say!("{name} got better, from {was} to {is}", name, was, is),
        Matter::MayHaveMoved => say!("{name} may have moved, from {was} to {is}", name, was, is),
        _ => say!("{name} was {was} and is {is}", name, was, is),
    }
}
