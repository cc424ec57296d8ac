//! A claim held against the data (board.md 4.5), answered in the words that the page prints.

use super::history;
use super::quantity::{Quantity, Repeat};
use super::{About, Claimed};
use crate::analyse::{Assessment, Evidence, Movement, MovementClass, Status};
use crate::check::report::Facts;
use crate::diag::Span;
use crate::model::{ClaimVerb, Metric, Polarity, Scope, Test, Value, Way};
use crate::sentences::{self, Ctx};

/// What a claim is against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Fault {
    /// The evidence of a movement.
    Signal,
    /// The target.
    Target,
    /// The quarters before.
    History,
    /// The number of services.
    Services,
}

/// What is wrong with a claim.
#[derive(Debug, Clone)]
pub(in crate::check) struct Wrong {
    pub(in crate::check) fault: Fault,
    /// Where, if not at the verb.
    pub(in crate::check) place: Option<Span>,
    /// What the data shows.
    pub(in crate::check) because: String,
    /// What to write instead.
    pub(in crate::check) help: String,
}

impl Wrong {
    fn new(fault: Fault, because: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            fault,
            place: None,
            because: because.into(),
            help: help.into(),
        }
    }
}

/// Everything that is wrong with a claim about a metric.
pub(in crate::check) fn judge<'a>(
    facts: &Facts<'a>,
    claim: &Claimed<'a>,
    about: &About,
) -> Vec<Wrong> {
    let (Some(quarter), Some(metric), Some(words)) = (
        facts.analysis.quarters.get(&claim.period),
        facts.pack.metrics.get(&about.metric),
        facts.words.get(&claim.period),
    ) else {
        return Vec::new();
    };
    let ctx = Ctx {
        pack: facts.pack,
        period: claim.period,
        words,
        answers: facts.answers,
    };
    let service = about.service.as_deref();
    let Some(evidence) = quarter.evidence(claim.narrative, &about.metric, service) else {
        let because = format!("this service has no figures of `{}`", about.metric);
        return vec![Wrong::new(
            fault(claim.verb),
            because,
            "name a metric that it has, or leave the service out",
        )];
    };
    let case = Case {
        facts,
        claim,
        about,
        metric,
        evidence,
        ctx,
    };
    let mut wrong: Vec<Wrong> = match claim.services {
        Some(quantity) => case.services(quantity).into_iter().collect(),
        None => case.verb().into_iter().collect(),
    };
    if wrong.is_empty() && claim.services.is_none() {
        wrong.extend(claim.repeats.iter().filter_map(|(repeat, place)| {
            Some(Wrong {
                place: Some(*place),
                ..case.repeat(*repeat)?
            })
        }));
    }
    wrong
}

fn fault(verb: ClaimVerb) -> Fault {
    match verb {
        verb if verb.is_movement() => Fault::Signal,
        verb if verb.is_target() => Fault::Target,
        _ => Fault::History,
    }
}

struct Case<'a, 'f> {
    facts: &'f Facts<'a>,
    claim: &'f Claimed<'a>,
    about: &'f About,
    metric: &'a Metric,
    evidence: Evidence<'a>,
    ctx: Ctx<'f>,
}

impl Case<'_, '_> {
    fn verb(&self) -> Option<Wrong> {
        match self.claim.verb {
            verb if verb.is_movement() => self.movement(verb),
            verb if verb.is_target() => self.target(verb),
            verb => self.record(verb),
        }
    }

    fn movement(&self, verb: ClaimVerb) -> Option<Wrong> {
        let movement = self.evidence.movement();
        let judged = self.evidence.judged;
        let (strong, any) = (
            movement.class == MovementClass::StrongSignal,
            movement.class == MovementClass::StrongSignal
                || movement.class == MovementClass::Signal,
        );
        let goes = |way| goes(movement, way);
        if self.claim.compares {
            // `fewer … than last quarter` compares two figures: they must say so, and the weeks
            // behind them must not call it luck.
            let way = match verb {
                ClaimVerb::Moved(way) => way,
                _ => return None,
            };
            let so = judged.change.is_some_and(|change| match way {
                Way::Up => change.difference > crate::model::Exact::ZERO,
                Way::Down => change.difference < crate::model::Exact::ZERO,
                Way::Better => change.better == Some(true),
                Way::Worse => change.better == Some(false),
            });
            return (!(so && any && goes(way))).then(|| self.unborne(movement));
        }
        let undisputed = !self.evidence.opposed() && !self.evidence.parted();
        let holds = match verb {
            ClaimVerb::Moved(way) => strong && goes(way) && undisputed,
            ClaimVerb::Twofold(way) => {
                strong && goes(way) && undisputed && self.twofold(movement, way)
            }
            ClaimVerb::MayHave(way) => any && goes(way) && undisputed,
            ClaimVerb::NotMoved(way) => match movement.class {
                MovementClass::Routine => true,
                _ => any && !goes(way) && movement.up.is_some() && !self.evidence.parted(),
            },
            _ => movement.class == MovementClass::Routine,
        };
        (!holds).then(|| self.unborne(movement))
    }

    /// Whether the average since is at least twice (or at most half) the one before, unrounded.
    fn twofold(&self, movement: &Movement, way: Way) -> bool {
        let shift = self.evidence.told.and_then(|(_, s)| s.before.zip(s.after));
        let averages = shift.or(movement.average_before.zip(movement.average_after));
        averages.is_some_and(|(before, after)| match way {
            Way::Up => before > 0.0 && after >= 2.0 * before,
            _ => before > 0.0 && after <= before / 2.0,
        })
    }

    /// What the data shows instead, and the verb that it bears.
    fn unborne(&self, movement: &Movement) -> Wrong {
        let scope = self.scope();
        let told = match self.evidence.told {
            Some((_, shift)) => sentences::shift(&self.ctx, self.metric, scope, shift),
            None => sentences::movement(&self.ctx, self.metric, scope, self.evidence.judged),
        };
        let help = match (&movement.class, movement.up) {
            _ if self.evidence.opposed() => {
                "this quarter’s own weeks signal the other way: say what was so when, not that it moved"
                    .to_owned()
            }
            _ if self.evidence.parted() && self.metric.test == Test::RareEvents => {
                "this quarter’s figure went another way than its events one by one: give both figures, and say \
                 since when events come otherwise"
                    .to_owned()
            }
            _ if self.evidence.parted() => {
                "this quarter’s figure went another way than its weeks: give both figures, and say since when \
                 the weeks differ"
                    .to_owned()
            }
            (MovementClass::StrongSignal, Some(up)) if self.both_ways(movement) => {
                let size = "it is not that much: write";
                format!("{size} `{}`", if up { "rose" } else { "fell" })
            }
            (MovementClass::StrongSignal, Some(up)) => {
                format!("the data bears `{}`", if up { "rose" } else { "fell" })
            }
            (MovementClass::Signal, Some(up)) => {
                let verb = if up { "may have risen" } else { "may have fallen" };
                format!("one signal bears `{verb}`, and no more")
            }
            (MovementClass::Routine, _) => {
                "routine variation bears no verb of change: write `was`, or `stayed within its routine range`".to_owned()
            }
            (MovementClass::Missing, _) => "say that there is no figure, and when one is expected".to_owned(),
            _ => "where change is not or cannot be tested, write `was` or `stood at`".to_owned(),
        };
        Wrong::new(Fault::Signal, first(&told), help)
    }

    /// Whether what is wrong is the size alone.
    fn both_ways(&self, movement: &Movement) -> bool {
        matches!(self.claim.verb, ClaimVerb::Twofold(way) if goes(movement, way))
    }

    fn target(&self, verb: ClaimVerb) -> Option<Wrong> {
        let judged = self.evidence.judged;
        let status = judged.target.status;
        let ranged = judged.movement.limits.is_some();
        let holds = match verb {
            ClaimVerb::Met => matches!(status, Status::Met | Status::Marginal),
            ClaimVerb::ComfortablyMet => status == Status::Met && ranged,
            ClaimVerb::MarginallyMet => status == Status::Marginal,
            _ => status == Status::Missed,
        };
        if holds {
            return None;
        }
        let told = sentences::target(&self.ctx, self.metric, judged);
        let (because, help) = match status {
            Status::NoTarget => (
                format!("`{}` has no target here", self.about.metric),
                "say what it was, or give it a target".to_owned(),
            ),
            Status::NoData => (
                "there is no figure this quarter".to_owned(),
                "say that there is none, and when one is expected".to_owned(),
            ),
            Status::Missed => (first(&told), "the data bears `missed`".to_owned()),
            Status::Marginal => (
                first(&told),
                "the data bears `met`, or `marginally met`: routine variation crosses the target"
                    .to_owned(),
            ),
            Status::Met if verb == ClaimVerb::ComfortablyMet => (
                format!("{}, and no routine range is known", first(&told)),
                "the data bears `met`".to_owned(),
            ),
            Status::Met => (first(&told), "the data bears `met`".to_owned()),
        };
        Some(Wrong::new(Fault::Target, because, help))
    }

    fn record(&self, verb: ClaimVerb) -> Option<Wrong> {
        let judged = self.evidence.judged;
        let calendar = &self.facts.pack.settings.calendar;
        let period = self.claim.period;
        let figures = history::on_one_definition(self.metric, calendar, judged, period);
        let now = figures.last().is_some_and(|(p, _)| *p == period);
        let first = figures.first().map_or(period, |(p, _)| *p);
        let since = self.ctx.words.date(calendar.start(first));
        if !now || figures.len() < history::QUARTERS {
            let n = figures.len();
            return Some(Wrong::new(
                Fault::History,
                format!(
                    "{n} quarters are counted by one definition, and a record needs {}",
                    history::QUARTERS
                ),
                "write the figure, and what it is compared with",
            ));
        }
        let polarity = *self.metric.polarity;
        let best = polarity != Polarity::Neutral && history::extreme(&figures, polarity, true);
        let worst = polarity != Polarity::Neutral && history::extreme(&figures, polarity, false);
        let holds = match verb {
            ClaimVerb::Best => best,
            ClaimVerb::Worst => worst,
            _ => best || worst,
        };
        if !holds {
            return Some(Wrong::new(
                Fault::History,
                format!("it is not, of the {} quarters since {since}", figures.len()),
                "write the figure, and what it is compared with",
            ));
        }
        (!self.claim.since).then(|| {
            Wrong::new(
                Fault::History,
                "a record is one since a date",
                format!("write `since {since}` beside it"),
            )
        })
    }

    fn repeat(&self, repeat: Repeat) -> Option<Wrong> {
        let missed = match self.claim.verb {
            ClaimVerb::Missed => true,
            verb if verb.is_target() => false,
            ClaimVerb::Moved(way) => return self.moved_in_a_row(way, repeat),
            _ => return None,
        };
        let (analysis, period) = (self.facts.analysis, self.claim.period);
        let row = history::missed(analysis, period, self.about);
        let same = row.iter().filter(|(_, m)| *m == missed).count();
        let verb = if missed { "missed" } else { "met" };
        let (holds, because) = match repeat {
            Repeat::Again => (
                row.iter().skip(1).any(|(_, m)| *m == missed),
                format!("no earlier quarter on record {verb}"),
            ),
            Repeat::InARow(n) => {
                let is = history::in_a_row(&row, period, missed);
                (is == n, format!("it is {is} in a row"))
            }
            Repeat::Of { part, of } => (
                (same, row.len()) == (part, of),
                format!("it is {same} of {}", row.len()),
            ),
        };
        (!holds).then(|| {
            Wrong::new(
                Fault::History,
                because,
                "bind the number to the data, as `{{ metric.missed-in-a-row | words }}`, or correct it",
            )
        })
    }

    /// `fell for the third quarter in a row` needs the figures of as many quarters to have fallen.
    fn moved_in_a_row(&self, way: Way, repeat: Repeat) -> Option<Wrong> {
        let Repeat::InARow(n) = repeat else {
            return None;
        };
        let up = match way {
            Way::Up => true,
            Way::Down => false,
            Way::Better => self.metric.polarity.value == Polarity::HigherIsBetter,
            Way::Worse => self.metric.polarity.value == Polarity::LowerIsBetter,
        };
        let figures = &self.evidence.judged.history;
        let quarters = std::iter::successors(Some(self.claim.period), |p| Some(p.previous()));
        let is = quarters
            .take_while(|p| {
                let (now, before) = (figures.get(p), figures.get(&p.previous()));
                now.zip(before).is_some_and(|(now, before)| {
                    if up {
                        now.exact > before.exact
                    } else {
                        now.exact < before.exact
                    }
                })
            })
            .count();
        (is != n).then(|| {
            Wrong::new(
                Fault::History,
                format!("its figure did so in {is} in a row"),
                "correct the number of quarters, or leave it out",
            )
        })
    }

    /// Of how many services it is so.
    fn services(&self, quantity: Quantity) -> Option<Wrong> {
        let (so, of) = self.counted()?;
        let known = self.facts.pack.services.len();
        let holds = match quantity {
            Quantity::All(said) => so == of && of == known && said.is_none_or(|n| n == of),
            Quantity::None => so == 0 && of == known,
            Quantity::Some { part, of: all } => (part, all) == (so, of),
            Quantity::Count(n) => so == n,
            Quantity::Most => 2 * so > of,
            Quantity::Half => 2 * so == of,
            Quantity::Few => 2 * so < of,
            Quantity::Several => so >= 3,
            Quantity::AllButOne => so + 1 == of,
            Quantity::One => so == 1,
        };
        let verb = self.claim.verb.word();
        let because = if of == known {
            format!("`{}`: {verb} by {so} of {of} services", self.about.metric)
        } else {
            format!(
                "`{}`: {verb} by {so} of {of} services, and the pack has {known}",
                self.about.metric
            )
        };
        (!holds).then(|| {
            let help = format!("write `{so} of {of} services`, or name those that are meant");
            Wrong::new(Fault::Services, because, help)
        })
    }

    /// Services of which it is so, of those with a figure; from the metric's own counts where it
    /// counts services. `None` where services are not what it is told by.
    fn counted(&self) -> Option<(usize, usize)> {
        let quarter = self.facts.analysis.quarters.get(&self.claim.period)?;
        let services = &quarter.metrics.get(&self.about.metric)?.services;
        let verb = self.claim.verb;
        let so = |judged: &Assessment| {
            let movement = &judged.movement;
            match verb {
                ClaimVerb::Missed => judged.target.status == Status::Missed,
                verb if verb.is_target() => {
                    matches!(judged.target.status, Status::Met | Status::Marginal)
                }
                ClaimVerb::Moved(way) | ClaimVerb::Twofold(way) => {
                    movement.class == MovementClass::StrongSignal && goes(movement, way)
                }
                _ => false,
            }
        };
        let told = |judged: &&Assessment| match verb.is_target() {
            true => !matches!(judged.target.status, Status::NoTarget | Status::NoData),
            false => judged.now.is_some(),
        };
        let with: Vec<&Assessment> = services.values().filter(told).collect();
        if !with.is_empty() {
            return Some((with.iter().filter(|a| so(a)).count(), with.len()));
        }
        match self.evidence.judged.now.as_ref()?.value {
            Value::Ratio { part, whole } if verb.is_target() && part <= whole => {
                let part = if verb == ClaimVerb::Missed {
                    whole - part
                } else {
                    part
                };
                Some((usize::try_from(part).ok()?, usize::try_from(whole).ok()?))
            }
            _ => None,
        }
    }

    fn scope(&self) -> Scope<'_> {
        let service = self.about.service.as_deref();
        service.map_or(Scope::All, Scope::Service)
    }
}

/// Whether a movement goes a way.
fn goes(movement: &Movement, way: Way) -> bool {
    match way {
        Way::Up => movement.up == Some(true),
        Way::Down => movement.up == Some(false),
        Way::Better => movement.better == Some(true),
        Way::Worse => movement.better == Some(false),
    }
}

/// The first sentence of what a page says, as a clause; the one after it where that is the evidence.
fn first(told: &str) -> String {
    let mut all = told.split_inclusive(". ");
    let first = all.next().unwrap_or(told);
    let averages = first.contains(" averaged ").then(|| all.next()).flatten();
    let both = averages.map_or_else(|| first.to_owned(), |next| format!("{first}{next}"));
    sentences::clause(&both).replace('\u{a0}', " ")
}
