//! Which deployments failed, by what came after them.

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
