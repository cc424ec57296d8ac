//! Which deployments failed, by what came after them, and how long a change was under way.

/// How many of the deployments failed: an incident belongs to the last deployment at or before it,
/// and a deployment fails once, however many incidents follow. Incidents before the first belong
/// to none. Times in any unit; returns a mark per deployment, in order of time.
pub fn failed(deployments: &[i64], incidents: &[i64]) -> Vec<(i64, bool)> {
    let mut times = deployments.to_vec();
    times.sort_unstable();
    let mut marks: Vec<_> = times.into_iter().map(|t| (t, false)).collect();
    for incident in incidents {
        let after = marks.partition_point(|(t, _)| t <= incident);
        if let Some(last) = after.checked_sub(1) {
            marks[last].1 = true;
        }
    }
    marks
}

/// The instants of one change on its way to customers, in seconds; `None` where one never came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "instants name themselves")]
pub struct ChangeInstants {
    pub first_commit: i64,
    pub opened: i64,
    pub first_review: Option<i64>,
    pub merged: i64,
    pub deployed: Option<i64>,
}

/// Whole minutes of each part, begun minutes counted; `None` where the part never happened or
/// would run backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "parts name themselves")]
pub struct ChangeParts {
    pub coding: Option<i64>,
    pub pickup: Option<i64>,
    pub review: Option<i64>,
    pub deploy: Option<i64>,
    /// Coding, opened to merged, and deploy. Pickup and review lie within opened to merged, so they
    /// are not added, and a change without a review still has a cycle.
    pub cycle: i64,
}

/// Splits a change's lead time as DevLake does in its published end-to-end fixtures
/// (`change_lead_time`, project_pr_metrics): coding until the change is opened, pickup until its
/// first review, review until it is merged, deploy until it is in production.
pub fn change_parts(change: &ChangeInstants) -> ChangeParts {
    let minutes = |from: i64, to: i64| {
        (to >= from).then(|| (to - from).div_euclid(60) + i64::from((to - from) % 60 > 0))
    };
    let coding = minutes(change.first_commit, change.opened);
    let deploy = change.deployed.and_then(|at| minutes(change.merged, at));
    let open = minutes(change.opened, change.merged);
    ChangeParts {
        coding,
        pickup: change
            .first_review
            .and_then(|at| minutes(change.opened, at)),
        review: change
            .first_review
            .and_then(|at| minutes(at, change.merged)),
        deploy,
        cycle: [coding, open, deploy].into_iter().flatten().sum(),
    }
}
