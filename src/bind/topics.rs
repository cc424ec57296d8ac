//! Why an expression has no answer, and how that is told.

use super::answer::Asked;
use crate::diag::{Diagnostic, Severity, Span, Topic};
use crate::model::Period;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Silence {
    /// There is no figure of a quarter, and perhaps a reason on file.
    NoFigure(Period, Option<String>),
    /// No target holds.
    NoTarget,
    /// Two quarters do not compare: a definition's break lies between, or one has no figure.
    NotComparable(Period),
    /// It rose where a fall is told, or the other way round; or it stayed where it was.
    OtherWay {
        /// Whether a rise is told.
        rise: bool,
        /// What it did, in words.
        did: String,
    },
    /// It did not miss its target, so it has not missed it in a row.
    DidNotMiss,
    /// There are no limits or averages to tell.
    NotJudged(&'static str),
    /// No service files it.
    NoServices,
    /// What it would be of was not filed.
    NoWhole,
}

const NO_FIGURE: Topic = Topic {
    code: "no-figure",
    severity: Severity::Error,
    promise: false,
    why: "The sentence wants a figure that was not filed. Nothing can stand in for it: missing is \
          not zero, and last quarter's figure is not this quarter's.",
    fix: "File the figure in its snapshot, or say the sentence without it.",
    bad: "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair than at {{ change-failure-rate.previous }}.
",
};

const NO_TARGET: Topic = Topic {
    code: "no-target",
    severity: Severity::Error,
    promise: false,
    why: "A target holds from a day on. Before that day there is none that a figure could be \
          measured against.",
    fix: "Date a target on or before the quarter's last day, or leave it unsaid.",
    bad: "\
~~~ content/metrics/change-failure-rate.md
-  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2026-11-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+rules:
+  metric-without-target: {severity: off}
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair; we aim at {{ change-failure-rate.target }}.
",
};

const NOT_COMPARABLE: Topic = Topic {
    code: "not-comparable",
    severity: Severity::Error,
    promise: false,
    why: "A change is the difference of two figures of one definition. Across a break of the \
          definition, or from a quarter without a figure, there is none.",
    fix: "Say both figures without their difference, or say nothing of change.",
    bad: "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair: {{ change-failure-rate.change }}.
",
};

const WRONG_DIRECTION: Topic = Topic {
    code: "wrong-direction",
    severity: Severity::Error,
    promise: false,
    why: "`.rise` and `.fall` print a size without a sign, because the sentence says the direction. \
          A sentence that says the wrong one contradicts the data.",
    fix: "Let the sentence say what happened: write `.fall` for `.rise` or the other way round, or \
          `.change`, which brings its own direction.",
    bad: "\
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-03
reviewed_by: Finance business partner
observations:
  satisfaction:
    all: {quarter: 3.5 (n 60 of 80)}
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair, though they are less content by {{ satisfaction.fall }}.
",
};

const NOT_JUDGED: Topic = Topic {
    code: "not-judged",
    severity: Severity::Error,
    promise: false,
    why: "Routine limits and the averages around a shift are computed from weekly figures. With \
          too few of them, or without a shift, they do not exist.",
    fix: "Say the sentence without limits or averages until there are enough weeks.",
    bad: "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair; up to {{ lead-time.high }} of waiting is routine.
",
};

/// The problems that only answering can find.
pub fn topics() -> &'static [Topic] {
    const {
        &[
            NO_FIGURE,
            NO_TARGET,
            NOT_COMPARABLE,
            WRONG_DIRECTION,
            NOT_JUDGED,
        ]
    }
}

impl Silence {
    /// Tells it at the place of an expression.
    pub(super) fn diagnostic(self, span: Span, asked: &Asked<'_>) -> Diagnostic {
        let name = match asked.service {
            Some(service) => format!("`{}@{service}`", asked.metric),
            None => format!("`{}`", asked.metric),
        };
        let facet = asked.facet.name();
        match self {
            Self::NoFigure(period, reason) => {
                let why = reason.map_or_else(String::new, |why| {
                    format!(": {}", why.trim_end_matches('.'))
                });
                NO_FIGURE
                    .at(span, format!("{name} has no figure in {period}{why}"))
                    .help("file it in its snapshot, or say the sentence without it")
            }
            Self::NoTarget => NO_TARGET
                .at(
                    span,
                    format!("no target holds for {name} in {}", asked.period),
                )
                .help("date a target on or before the quarter's last day, or leave it unsaid"),
            Self::NotComparable(before) => NOT_COMPARABLE
                .at(
                    span,
                    format!("{name} of {} does not compare with {before}", asked.period),
                )
                .help("there is no figure of one of the two, or the definition broke between them"),
            Self::OtherWay { rise, did } => {
                let other = if rise { "fall" } else { "rise" };
                let year = if facet.ends_with("-year") {
                    "-year"
                } else {
                    ""
                };
                WRONG_DIRECTION
                    .at(span, format!("{name} {did}, and `.{facet}` says the opposite"))
                    .help(format!(
                        "let the sentence say what happened, with `.{other}{year}` or `.change{year}`"
                    ))
            }
            Self::DidNotMiss => WRONG_DIRECTION
                .at(
                    span,
                    format!("{name} did not miss its target in {}", asked.period),
                )
                .help("say that it met it; `.missed` counts the misses on record"),
            Self::NotJudged(why) => NOT_JUDGED
                .at(
                    span,
                    format!("{name} has no `.{facet}` in {}: {why}", asked.period),
                )
                .help("say the sentence without it"),
            Self::NoServices => NO_FIGURE
                .at(
                    span,
                    format!("no service has a figure of {name} in {}", asked.period),
                )
                .help("file them in the snapshot, or say the sentence without them"),
            Self::NoWhole => NO_FIGURE
                .at(
                    span,
                    format!("{name} has no `.{facet}` in {}", asked.period),
                )
                .help("what it would be of was not filed"),
        }
    }
}
