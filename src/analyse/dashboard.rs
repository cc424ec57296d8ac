//! The dashboard's rows to the honesty line, the four verdicts and the exceptions.

use super::judgement::{
    Assessment, ExceptionReason, ExceptionRow, Honesty, MetricAnalysis, MovementClass, Status,
    TargetCheck, Verdict, VerdictWord,
};
use super::variation;
use crate::model::{
    Annotation, AnnotationKind, DashboardEntry, DashboardPane, Scope, Shared, Week,
};
use std::collections::{BTreeMap, BTreeSet};

/// Weeks before a signal's first week in which an action still counts as its prediction.
const PREDICTED_WITHIN: i64 = 26;
/// Weeks after it: a run that an action began is as likely as not to have caught the week before by
/// luck, and in one case of eight the three weeks before.
const CAUGHT_BY_LUCK: i64 = 3;

/// The assessments of one quarter, looked up by dashboard row.
pub(super) struct Rows<'a> {
    pub(super) panes: &'a [DashboardPane],
    pub(super) metrics: &'a BTreeMap<String, Shared<MetricAnalysis>>,
}

impl<'a> Rows<'a> {
    fn assessment(&self, entry: &DashboardEntry) -> Option<&'a Assessment> {
        let metric = self.metrics.get(&entry.metric.value)?;
        match &entry.service {
            None => Some(&metric.all),
            Some(service) => metric.services.get(&service.value),
        }
    }

    /// Every row once, in printed order.
    fn entries(&self) -> impl Iterator<Item = &'a DashboardEntry> {
        let mut seen = BTreeSet::new();
        self.panes
            .iter()
            .flat_map(DashboardPane::entries)
            .filter(move |e| seen.insert(key(e)))
    }

    /// How many rows moved, and how many would by luck.
    pub(super) fn honesty(&self) -> Honesty {
        let mut honesty = Honesty {
            metrics: 0,
            tested: 0,
            moved: 0,
            expected: 0.0,
            strongly: 0,
            strongly_expected: 0.0,
            untested: Vec::new(),
        };
        for entry in self.entries() {
            honesty.metrics += 1;
            let movement = self.assessment(entry).map(|a| &a.movement);
            match movement.map(|m| &m.class) {
                Some(MovementClass::StrongSignal | MovementClass::Signal) => {
                    honesty.moved += 1;
                    honesty.tested += 1;
                }
                Some(MovementClass::Routine) => honesty.tested += 1,
                _ => {
                    honesty.untested.push(key(entry));
                    continue;
                }
            }
            honesty.strongly +=
                usize::from(movement.is_some_and(|m| m.class == MovementClass::StrongSignal));
            let chance = movement.and_then(|m| m.false_alarm).unwrap_or(0.0);
            honesty.expected += chance;
            honesty.strongly_expected += variation::strongly(chance);
        }
        honesty
    }

    /// One word per pane.
    pub(super) fn verdicts(&self) -> Vec<Verdict> {
        self.panes
            .iter()
            .map(|pane| {
                let word = self.word(pane, |check| check.status);
                let before = self.word(pane, |check| {
                    check.flattered().map_or(check.status, |eased| eased.status)
                });
                Verdict {
                    pane: pane.pane,
                    word,
                    uneased: Some(before).filter(|before| *before != word),
                }
            })
            .collect()
    }

    fn word(&self, pane: &DashboardPane, status: fn(&TargetCheck) -> Status) -> VerdictWord {
        let known = self
            .assessment(&pane.headline)
            .filter(|a| a.now.as_ref().is_some_and(|f| !f.estimated));
        let Some(headline) = known else {
            return VerdictWord::NotKnown;
        };
        let troubled = |a: &Assessment| status(&a.target) == Status::Missed || strongly(a, false);
        match status(&headline.target) {
            Status::Missed => VerdictWord::OffTrack,
            Status::Marginal => VerdictWord::Watch,
            _ if pane
                .others
                .iter()
                .filter_map(|e| self.assessment(e))
                .any(troubled) =>
            {
                VerdictWord::Watch
            }
            // Where nothing was promised nothing can be on track.
            Status::NoTarget => VerdictWord::NotKnown,
            _ => VerdictWord::OnTrack,
        }
    }

    /// What moved or keeps missing, by reason, then in printed order. `before` is the quarter before.
    pub(super) fn exceptions(
        &self,
        before: Option<&Rows<'_>>,
        annotations: &[Annotation],
    ) -> Vec<ExceptionRow> {
        let mut rows: Vec<ExceptionRow> = self
            .entries()
            .filter_map(|entry| {
                let now = self.assessment(entry)?;
                let then = before.and_then(|b| b.assessment(entry));
                Some(ExceptionRow {
                    metric: entry.metric.value.clone(),
                    service: entry.service.as_ref().map(|s| s.value.clone()),
                    reason: reason(entry, now, then, annotations)?,
                })
            })
            .collect();
        rows.sort_by_key(|row| row.reason);
        rows
    }
}

fn key(entry: &DashboardEntry) -> (String, Option<String>) {
    (
        entry.metric.value.clone(),
        entry.service.as_ref().map(|s| s.value.clone()),
    )
}

fn strongly(assessment: &Assessment, better: bool) -> bool {
    assessment.movement.class == MovementClass::StrongSignal
        && assessment.movement.better == Some(better)
}

fn reason(
    entry: &DashboardEntry,
    now: &Assessment,
    then: Option<&Assessment>,
    annotations: &[Annotation],
) -> Option<ExceptionReason> {
    if strongly(now, false) {
        return Some(ExceptionReason::Worse);
    }
    let routine = |a: &Assessment| a.movement.class == MovementClass::Routine;
    // Two quarters of routine misses: this one tested and quiet, the one before at least not moved.
    let moved = |a: &Assessment| {
        matches!(
            a.movement.class,
            MovementClass::Signal | MovementClass::StrongSignal
        )
    };
    if now.missed_in_a_row >= 2 && routine(now) && !then.is_some_and(moved) {
        return Some(ExceptionReason::KeepsMissing);
    }
    if now.movement.class != MovementClass::StrongSignal {
        return None;
    }
    let predicted = strongly(now, true)
        && now
            .movement
            .since
            .is_some_and(|since| predicted(entry, since, annotations));
    Some(if predicted {
        ExceptionReason::BetterPredicted
    } else {
        ExceptionReason::Unpredicted
    })
}

/// Whether an action for this very metric went live in the half year up to the signal's start.
fn predicted(entry: &DashboardEntry, since: Week, annotations: &[Annotation]) -> bool {
    let scope = entry
        .service
        .as_ref()
        .map_or(Scope::All, |s| Scope::Service(&s.value));
    let window = since.shifted(-PREDICTED_WITHIN).monday()..=since.shifted(CAUGHT_BY_LUCK).sunday();
    annotations.iter().any(|a| {
        a.kind == AnnotationKind::Action
            && !a.metrics.is_empty()
            && a.concerns(&entry.metric.value, scope)
            && window.contains(&a.date)
    })
}
