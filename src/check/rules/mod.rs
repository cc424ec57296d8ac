//! The table of rules: a new one is a file here and two lines.
//!
//! The fifteen lints that a pack for a board is held to, and who holds it to each:
//!
//! | lint | rule or test |
//! |---|---|
//! | 1 every digit in a headline comes from the data | `unbound-figure`, `typed-figure`, `figure-of-another-metric`, `figure-of-another-quarter` |
//! | 2 one rounded value for one figure | `tests/consistency.rs`: every page and every bound figure |
//! | 3 a percentage of a count can be reached | `unreachable-share` |
//! | 4 the verb fits the evidence | `claim-without-signal`, `claim-against-target`, `claim-against-history`, `claim-of-another-metric`, `claim-against-record`, `tie-to-no-record`, `unread-sentence`, `crowd-of-judgements`, `outcome-without-signal` |
//! | 5 a cause needs a comparison | `causal-word` |
//! | 6 banned words | `banned-word` |
//! | 7 words in each place | `too-many-words`, `three-sentences` |
//! | 8 words in a sentence | `long-sentence` |
//! | 9 abbreviations are known and written out | `undefined-abbreviation`, `unspelled-abbreviation` |
//! | 10 dates: no review before go-live, no `will` of the past | `early-review`, `undated-will`, `late-reply` |
//! | 11 parts add up to totals, as filed and as printed | `parts-do-not-add`, `tests/consistency.rs` |
//! | 12 a change of a percentage is in points | `percent-of-percent` |
//! | 13 as many incidents as marks | every mark of a chart is drawn from the same weeks as its table; `tests/consistency.rs` |
//! | 14 `all services` covers all services | `claim-of-all-services` |
//! | 15 past decisions have an outcome | `unanswered-ask`, `late-ask` |
//!
//! Beside them, of headlines: `headline-mark`, `topic-headline`; of forecasts: `expect-without-range`;
//! of worth: `proxy-without-range`.

/// For examples: a lock as `publish` writes it, to the target of its one metric.
macro_rules! published_lock {
    (format: $format:literal, $more:literal, target: $target:literal) => {
        concat!(
            "
=== data/published/2026-Q2.yaml
format: ",
            $format,
            "
period: 2026-Q2
published: 2026-07-20
tool: 0.1.0
build: 0123456789ab
",
            $more,
            "metrics:
  satisfaction:
    version: 1
    fingerprint: e5910cdec5f7
    meaning:
      kind: score
      unit: points
      scale: 1 to 5
      polarity: higher-is-better
      roll_up: stated-only
      formula: mean of the answers
      start_event: survey opened
      stop_event: survey closed
      event_source: quarterly survey
      inclusion: every service in the list of services
      exclusion: staging and synthetic traffic
    target: {value: ",
            $target,
            ", from: 2025-01-01, set_by: VP Engineering}
"
        )
    };
}

/// For examples: the quarter before and its lock, as `publish` writes it, to the end of what was
/// asked and promised. What the quarter says now of the answers is given; 3.8 was published.
macro_rules! published_quarter {
    ($now:literal) => {
        published_quarter!($now, before: "")
    };
    ($now:literal, before: $before:literal) => {
        concat!(
            "
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-06
reviewed_by: Finance business partner
observations:
  satisfaction:
    all: {quarter: ",
            $now,
            " (n 60 of 80)}",
            published_lock!(format: 1, $before, target: 3.5),
            "    all: {quarter: 3.8 (n 60 of 80), status: met}
asks: []
promises: []
"
        )
    };
}

mod account_differs;
mod activity_alone;
mod answered_twice;
mod backdated_definition;
mod backdated_restatement;
mod banned_word;
mod beyond_appetite;
mod blaming_word;
mod broken_promise;
mod causal_word;
mod changed_definition;
mod claim_against_history;
mod claim_against_record;
mod claim_against_target;
mod claim_of_all_services;
mod claim_of_another_metric;
mod claim_without_signal;
mod closed_at_trigger;
mod collected_edited;
mod collected_otherwise;
mod coverage_contradicted;
mod coverage_incomplete;
mod crowd_of_judgements;
mod crowded_dashboard;
mod early_answer;
mod early_review;
mod early_snapshot;
mod eased_appetite;
mod eased_target;
mod expect_without_range;
mod experiment_without_outcome;
mod expired_acceptance;
mod expired_certification;
mod exploitable_detail;
mod few_dimensions;
mod figure_after_snapshot;
mod figure_of_another_metric;
mod figure_of_another_quarter;
mod handful_told;
mod headline_mark;
mod held_too_often;
mod hidden_figure_computable;
mod idle_explanation;
mod idle_restatement;
mod idle_version;
mod internal_leak;
mod late_ask;
mod late_detection;
mod late_follow_up;
mod late_promise;
mod late_reply;
mod level_contradicted;
mod level_without_evidence;
mod long_sentence;
mod lost_decision;
mod metric_without_target;
mod misdated_version;
mod missing_lock;
mod missing_weeks;
mod moved_goalpost;
mod moved_target;
mod name_in_record;
mod nobody_asked;
mod objective_history;
mod only_successes;
mod outcome_without_signal;
mod overdue_review;
mod overdue_treatment;
mod overspent_day;
mod parts_do_not_add;
mod percent_of_percent;
mod placeholder;
mod proxy_without_range;
mod published_record_changed;
mod published_source_changed;
mod published_text_changed;
mod published_value_changed;
mod record_differs;
mod restatement_without_lock;
mod review_missing;
mod review_without_outcome;
mod rewritten_count;
mod rewritten_experiment;
mod rewritten_mark;
mod risks_told_twice;
mod row_without_figure;
mod same_outage_twice;
mod silent_metric;
mod stage_fact_contradicted;
mod stage_mismatch;
mod stale_risk;
mod stale_snapshot;
mod technical_detail;
mod thin_dashboard;
mod three_sentences;
mod tie_to_no_record;
mod too_many_words;
mod topic_headline;
mod trigger_reached;
mod typed_figure;
mod unanswered_ask;
mod unanswered_promise;
mod unbound_figure;
mod unbroken_definition;
mod undated_will;
mod undefined_abbreviation;
mod unexplained_exception;
mod unfounded_effect;
mod unknown_ask;
mod unknown_incident;
mod unknown_promise;
mod unmarked_action;
mod unreachable_share;
mod unread_sentence;
mod unseen_mark;
mod unspelled_abbreviation;
mod unused_literal;

use super::report::{Report, Rule};
use crate::diag::Sources;
use crate::model::Pack;

/// Rules that look at the files of a pack, whatever they are: what they find can be another thing
/// though the pack is the same.
pub(super) const OF_FILES: [&str; 2] = ["internal-leak", "published-text-changed"];

/// Rules that read a pack and its files alone, and take long: they can run while the pack is judged.
pub(super) const OF_PACKS: [(&str, OfPack); 2] = [
    ("exploitable-detail", exploitable_detail::of_pack),
    ("internal-leak", internal_leak::of_pack),
];

/// What such a rule does.
type OfPack = fn(&Pack, &Sources, &mut Report);

/// Rules that take longest.
const LONG: [&str; 6] = [
    "claim-against-record",
    "published-record-changed",
    "published-value-changed",
    "internal-leak",
    "exploitable-detail",
    "record-differs",
];

/// Rules that look at what one of those has to find first.
const WAITING: [&str; 4] = [
    "idle-restatement",
    "typed-figure",
    "unbound-figure",
    "unread-sentence",
];

/// When a rule's turn is where several run at once: the long ones first, and last what would only wait
/// for them.
pub(super) fn turn(code: &str) -> usize {
    let long = LONG.iter().position(|long| *long == code);
    long.unwrap_or(LONG.len() + usize::from(WAITING.contains(&code)))
}

/// Every rule, by code.
pub(super) const ALL: &[Rule] = &[
    account_differs::RULE,
    activity_alone::RULE,
    answered_twice::RULE,
    backdated_definition::RULE,
    backdated_restatement::RULE,
    banned_word::RULE,
    beyond_appetite::RULE,
    blaming_word::RULE,
    broken_promise::RULE,
    causal_word::RULE,
    changed_definition::RULE,
    collected_otherwise::RULE,
    collected_edited::RULE,
    claim_against_history::RULE,
    claim_against_record::RULE,
    claim_against_target::RULE,
    claim_of_all_services::RULE,
    claim_of_another_metric::RULE,
    claim_without_signal::RULE,
    closed_at_trigger::RULE,
    coverage_contradicted::RULE,
    coverage_incomplete::RULE,
    crowd_of_judgements::RULE,
    crowded_dashboard::RULE,
    early_answer::RULE,
    early_review::RULE,
    early_snapshot::RULE,
    eased_appetite::RULE,
    eased_target::RULE,
    expect_without_range::RULE,
    experiment_without_outcome::RULE,
    expired_acceptance::RULE,
    expired_certification::RULE,
    exploitable_detail::RULE,
    few_dimensions::RULE,
    figure_after_snapshot::RULE,
    figure_of_another_metric::RULE,
    figure_of_another_quarter::RULE,
    handful_told::RULE,
    headline_mark::RULE,
    held_too_often::RULE,
    hidden_figure_computable::RULE,
    idle_explanation::RULE,
    idle_restatement::RULE,
    idle_version::RULE,
    internal_leak::RULE,
    late_ask::RULE,
    late_detection::RULE,
    late_follow_up::RULE,
    late_promise::RULE,
    late_reply::RULE,
    level_contradicted::RULE,
    level_without_evidence::RULE,
    long_sentence::RULE,
    lost_decision::RULE,
    metric_without_target::RULE,
    misdated_version::RULE,
    missing_lock::RULE,
    missing_weeks::RULE,
    moved_goalpost::RULE,
    moved_target::RULE,
    name_in_record::RULE,
    nobody_asked::RULE,
    objective_history::RULE,
    only_successes::RULE,
    outcome_without_signal::RULE,
    overdue_review::RULE,
    overdue_treatment::RULE,
    placeholder::RULE,
    overspent_day::RULE,
    parts_do_not_add::RULE,
    percent_of_percent::RULE,
    proxy_without_range::RULE,
    published_record_changed::RULE,
    published_source_changed::RULE,
    published_text_changed::RULE,
    published_value_changed::RULE,
    record_differs::RULE,
    restatement_without_lock::RULE,
    review_missing::RULE,
    review_without_outcome::RULE,
    rewritten_count::RULE,
    rewritten_experiment::RULE,
    rewritten_mark::RULE,
    risks_told_twice::RULE,
    row_without_figure::RULE,
    same_outage_twice::RULE,
    silent_metric::RULE,
    stage_fact_contradicted::RULE,
    stage_mismatch::RULE,
    stale_risk::RULE,
    stale_snapshot::RULE,
    technical_detail::RULE,
    thin_dashboard::RULE,
    three_sentences::RULE,
    tie_to_no_record::RULE,
    too_many_words::RULE,
    topic_headline::RULE,
    trigger_reached::RULE,
    typed_figure::RULE,
    unanswered_ask::RULE,
    unanswered_promise::RULE,
    unbound_figure::RULE,
    unbroken_definition::RULE,
    undated_will::RULE,
    undefined_abbreviation::RULE,
    unexplained_exception::RULE,
    unfounded_effect::RULE,
    unknown_ask::RULE,
    unknown_incident::RULE,
    unknown_promise::RULE,
    unmarked_action::RULE,
    unreachable_share::RULE,
    unread_sentence::RULE,
    unseen_mark::RULE,
    unspelled_abbreviation::RULE,
    unused_literal::RULE,
];

#[cfg(test)]
mod tests {
    use super::{ALL, LONG, OF_FILES, OF_PACKS, WAITING, turn};

    #[test]
    fn rules_that_are_named_apart_are_there_and_turns_begin_with_the_long_ones() {
        let of_packs = OF_PACKS.iter().map(|(code, _)| code);
        for code in LONG.iter().chain(&WAITING).chain(&OF_FILES).chain(of_packs) {
            assert!(ALL.iter().any(|rule| rule.code == *code), "`{code}`");
        }
        assert!(turn("internal-leak") < turn("banned-word"));
        assert!(turn("banned-word") < turn("unread-sentence"));
    }
}
