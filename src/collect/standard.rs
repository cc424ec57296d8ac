//! The standard queries of the catalogue: their texts by id, and what their heads tell of them.

/// A query that returns figures of one metric for a period.
#[derive(Debug, Clone, Copy)]
pub struct Standard {
    /// Id of the metric in the catalogue.
    pub id: &'static str,
    /// Its text, with a head of `-- key: value` lines.
    pub sql: &'static str,
}

macro_rules! standard {
    ($($id:literal),* $(,)?) => {
        &[$(Standard {
            id: $id,
            sql: include_str!(concat!("standard/", $id, ".sql")),
        }),*]
    };
}

/// Every standard query: delivery, pull requests, builds, reliability, incidents, work.
pub const STANDARD: &[Standard] = standard![
    "deployment-frequency",
    "lead-time",
    "change-failure-rate",
    "failed-deployment-recovery-time",
    "deployment-rework-rate",
    "pull-request-coding-time",
    "review-wait",
    "pull-request-review-time",
    "pull-request-deploy-time",
    "pull-request-cycle-time",
    "build-success",
    "build-duration",
    "availability",
    "latency",
    "incidents",
    "time-to-detect",
    "time-to-restore",
    "time-to-restore-by-start",
    "time-to-restore-with-open",
    "restored-within-hour",
    "minutes-down",
    "rework-share",
];

/// What every head tells; a quantile tells its `statistic` as well.
pub const TOLD: &[&str] = &[
    "name",
    "kind",
    "unit",
    "polarity",
    "roll_up",
    "formula",
    "start_event",
    "stop_event",
    "inclusion",
    "exclusion",
    "weaknesses",
];

impl Standard {
    /// The query of an id.
    pub fn of(id: &str) -> Option<&'static Self> {
        STANDARD.iter().find(|query| query.id == id)
    }

    /// What the head tells under a key, such as `unit`, spelled as in the front matter of a metric.
    pub fn told(&self, key: &str) -> Option<&'static str> {
        let head = self.sql.lines().map_while(|line| line.strip_prefix("-- "));
        let mut said = head.filter_map(|line| line.split_once(": "));
        said.find(|(told, _)| *told == key).map(|(_, value)| value)
    }

    /// The query without the head that `told` reads, for the fence of a metric's file.
    pub fn query(&self) -> &'static str {
        let mut rest = self.sql;
        while let Some((line, after)) = rest.split_once('\n') {
            let key = line.strip_prefix("-- ").and_then(|l| l.split_once(": "));
            let told = key.is_some_and(|(key, _)| key == "statistic" || TOLD.contains(&key));
            if !told {
                break;
            }
            rest = after;
        }
        rest
    }
}
