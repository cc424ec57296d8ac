//! Facts to the stage that they make: accountable where any of four holds, else scaling where any of
//! three does, else scrappy. A company declares its stage; the rule checks it and overrules nothing.

use crate::model::{Stage, StageFacts};

/// More teams than this release to production: "more than a few".
const FEW_TEAMS: u32 = 3;

/// The declared stage against the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageCheck {
    /// As the settings declare it.
    pub declared: Stage,
    /// As the facts make it.
    pub by_rule: Stage,
    /// The facts that make it so; none for the first stage.
    pub reasons: Vec<StageReason>,
}

/// A fact that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the facts' own names")]
pub enum StageReason {
    Regulated,
    Credits,
    Attestation,
    LargeCustomer,
    PayingCustomers,
    OnCall,
    /// So many teams release.
    Teams(u32),
}

/// The level of maturity that a stage asks for: its set of metrics begins with journeys that have an
/// objective at the second, and asks for all of them at the third.
pub const fn required_level(stage: Stage) -> u8 {
    match stage {
        Stage::Scrappy => 1,
        Stage::Scaling => 2,
        Stage::Accountable => 3,
    }
}

pub(super) fn check(declared: Stage, facts: &StageFacts) -> StageCheck {
    let hold = |facts: &[(bool, StageReason)]| -> Vec<StageReason> {
        let held = facts.iter().filter(|(holds, _)| *holds);
        held.map(|(_, reason)| *reason).collect()
    };
    let accountable = hold(&[
        (facts.regulated.value, StageReason::Regulated),
        (facts.sla_with_credits.value, StageReason::Credits),
        (facts.attestation_promised.value, StageReason::Attestation),
        (facts.large_customer_share.value, StageReason::LargeCustomer),
    ]);
    let teams = facts.deploying_teams.value;
    let scaling = hold(&[
        (
            facts.paying_customers_with_expectations.value,
            StageReason::PayingCustomers,
        ),
        (facts.on_call_rota.value, StageReason::OnCall),
        (teams > FEW_TEAMS, StageReason::Teams(teams)),
    ]);
    let (by_rule, reasons) = match (accountable.is_empty(), scaling.is_empty()) {
        (false, _) => (Stage::Accountable, accountable),
        (true, false) => (Stage::Scaling, scaling),
        (true, true) => (Stage::Scrappy, Vec::new()),
    };
    StageCheck {
        declared,
        by_rule,
        reasons,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{FileId, Located, Span};

    fn at<T>(value: T) -> Located<T> {
        let span = Span::start_of(FileId(0));
        Located::new(value, span)
    }

    fn facts() -> StageFacts {
        StageFacts {
            regulated: at(false),
            sla_with_credits: at(false),
            attestation_promised: at(false),
            large_customer_share: at(false),
            paying_customers_with_expectations: at(false),
            on_call_rota: at(false),
            deploying_teams: at(3),
            declared_by: "CTO".to_owned(),
        }
    }

    #[test]
    fn nothing_makes_a_scrappy_company() {
        let check = check(Stage::Scaling, &facts());
        assert_eq!(check.by_rule, Stage::Scrappy);
        assert!(check.reasons.is_empty());
    }

    #[test]
    fn four_teams_are_more_than_a_few() {
        let facts = StageFacts {
            deploying_teams: at(4),
            ..facts()
        };
        let check = check(Stage::Scaling, &facts);
        assert_eq!(check.by_rule, Stage::Scaling);
        assert_eq!(check.reasons, [StageReason::Teams(4)]);
    }

    #[test]
    fn one_contract_with_credits_outweighs_everything_below() {
        let facts = StageFacts {
            sla_with_credits: at(true),
            on_call_rota: at(true),
            ..facts()
        };
        let check = check(Stage::Scaling, &facts);
        assert_eq!(check.by_rule, Stage::Accountable);
        assert_eq!(check.reasons, [StageReason::Credits]);
    }
}
