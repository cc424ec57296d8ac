//! What `collect` says of events in kebab-case, in words: a sort of event or what was done with it in, a
//! text of the tool in the pack's language out.

use crate::model::EventTreatment;
use crate::tongue::label;

/// What was done, as a cell of a table.
pub(super) fn treatment(treatment: EventTreatment) -> &'static str {
    match treatment {
        EventTreatment::Repaired => label("repaired"),
        EventTreatment::Dropped => label("dropped"),
        EventTreatment::Inferred => label("inferred"),
        EventTreatment::Kept => label("kept with a doubt"),
    }
}

/// What a sort of event is; `None` of one that another version of the tool knew.
pub(super) fn sort(what: &str) -> Option<&'static str> {
    Some(match what {
        "alias-resolved" => label("Events whose service goes by another name"),
        "unordered-rollback" => {
            label("Rollbacks at the very instant of another deployment, counted as deployments")
        }
        "unknown-service" => label("Events of a service that the pack does not know"),
        "missing-service" => label("Events of no service"),
        "missing-id" => label("Commits, pull requests and items of work without an id"),
        "duplicate-deployment" => label("Further events of a deployment"),
        "duplicate-commit" => label("Further events of a commit"),
        "duplicate-incident" => label("Further tickets of an incident"),
        "duplicate-build" => label("Further ends of a build"),
        "missing-incident-start" => label("Incidents of which only the end was told"),
        "resolved-before-opened" => {
            label("Durations of incidents that end before they begin; the incidents count")
        }
        "detected-before-opened" => {
            label("Times to detect of incidents found before they begin; the incidents count")
        }
        "deployed-before-committed" => {
            label("Lead times of changes deployed before their commit; the changes count")
        }
        "recovered-before-deployed" => {
            label("Recovery times that end before the deployment; the failures count")
        }
        "committed-after-opened" => {
            label("Coding times of pull requests whose first commit is later")
        }
        "reviewed-before-opened" => label("Reviews dated before their pull request"),
        "merged-before-reviewed" => {
            label("Review times of pull requests first reviewed after their merge")
        }
        "deployed-before-merged" => {
            label("Deploy and cycle times of pull requests deployed before their merge")
        }
        "negative-build-duration" => label("Durations of builds below zero; the builds count"),
        "closed-before-begun" => {
            label("Times of items of work that end before they begin; the items count")
        }
        "inferred-attribution" => label("Incidents held against the latest deployment before them"),
        "inferred-redeploy" => label("Deployments of the version that ran already, not called so"),
        "open-monitor" => {
            label("Monitors that were not stopped: their last state holds until the latest event")
        }
        "deploy-without-commits" => label("Deployments that shipped no commit: no lead time"),
        "missing-version" => label("Deployments of which neither version nor commit is told"),
        "missing-deployment-id" => label("Deployments without an id, each counted by itself"),
        "missing-incident-id" => {
            label("Events of incidents without an id, each an incident of its own")
        }
        "missing-state" => label("Probes without an outcome: nothing is known until the next"),
        "missing-environment" => label("Deployments of no environment: not counted"),
        "missing-outcome" => label("Deployments in production without an outcome: not counted"),
        "failed-pipeline" => label(
            "Deployments that failed or were cancelled before customers had them: not counted",
        ),
        "redeployment" => label("Deployments of the version that ran already: not counted"),
        "rollback" => {
            label("Deployments of an earlier version: not counted, the one before has failed")
        }
        "change-without-lead-time" => label("Changes deployed at the instant of their commit"),
        "change-not-shipped" => label("Changes that no deployment brought to production"),
        "unresolved-incident" => {
            label("Incidents still open: their duration is at least the time so far")
        }
        "unattributed-incident" => {
            label("Incidents perhaps caused by a change, of no deployment that can be named")
        }
        "unknown-deployment" => {
            label("Incidents that name a deployment which is not there or not counted")
        }
        "incident-beyond-horizon" => {
            label("Incidents too long after the last deployment to be held against it")
        }
        "incident-before-deployment" => {
            label("Incidents of a service that has no deployment before them")
        }
        "unknown-kind" => label("Events of kinds that nothing reads"),
        "unknown-field" => label("Fields that nothing reads"),
        "future-timestamp" => label("Events later than the day up to which events count"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::sort;
    use crate::collect::VIEWS;

    #[test]
    fn every_sort_that_the_view_of_quality_tells_of_has_its_words() {
        let view = VIEWS.iter().find(|view| view.name == "quality");
        let sql = view.expect("the view of quality").sql;
        let words = ["repaired", "dropped", "inferred", "kept"];
        let mut told = 0;
        for line in sql.lines() {
            let mut parts = line.trim_start_matches("-- ").split_whitespace();
            let (Some(treatment), Some(what)) = (parts.next(), parts.next()) else {
                continue;
            };
            if line.starts_with("--") && words.contains(&treatment) && what.contains('-') {
                assert!(sort(what).is_some(), "no words for `{what}`");
                told += 1;
            }
        }
        assert!(told > 30, "{told}");
        // What the reader counts itself.
        for what in ["unknown-kind", "unknown-field", "future-timestamp"] {
            assert!(sort(what).is_some(), "{what}");
        }
    }
}
