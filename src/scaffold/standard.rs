//! A standard query to the file of its metric. What the query says of itself is filled in; what only a
//! company can decide, who answers for the metric and what is promised, stands as a mark.

use super::todo;
use super::yaml::quoted;
use chrono::NaiveDate;
use std::fmt::Write as _;

/// A query that counts a metric, with what its head tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardMetric {
    /// Its id among the standard ones.
    pub id: String,
    /// What its head tells, by key, such as `unit`.
    pub told: Vec<(String, String)>,
    /// The query without its head.
    pub query: String,
    /// When it is defined first, where the pack has no quarter that says so.
    pub day: NaiveDate,
}

impl StandardMetric {
    /// What the head tells under a key.
    fn told(&self, key: &str) -> &str {
        let found = self.told.iter().find(|(own, _)| own == key);
        found.map_or("", |(_, value)| value)
    }

    /// What it is called where nobody says otherwise.
    pub fn name(&self) -> &str {
        self.told("name")
    }

    /// What it belongs to, and what it means to somebody who never heard of it.
    fn about(&self) -> &'static About {
        let found = ABOUT.iter().find(|about| about.id == self.id);
        found.unwrap_or(&OTHER)
    }

    /// The file of the metric, defined on the first day of the quarter that is begun.
    pub fn file(&self, name: &str, begun: Option<NaiveDate>) -> String {
        let about = self.about();
        let day = begun.unwrap_or(self.day);
        let quantile = self.told("kind") == "quantile";
        let mut text = format!("---\nname: {}\n", quoted(name));
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(text, "{key}: {value}");
        };
        line("category", about.category);
        line("kind", self.told("kind"));
        line("unit", self.told("unit"));
        if quantile {
            line("statistic", self.told("statistic"));
        }
        line("polarity", self.told("polarity"));
        line("roll_up", self.told("roll_up"));
        line("spread", if quantile { "log" } else { "linear" });
        line("test", about.test);
        if about.test == "none" {
            line(
                "not_tested",
                "too few cases in a week to tell a change from chance",
            );
        }
        line("owner", &todo("the role that answers for it"));
        line("roles", "[cto]");
        if !about.catalogue.is_empty() {
            line("catalogue", about.catalogue);
        }
        line(
            "no_target",
            &todo("why nothing is promised, or `targets:` in its place"),
        );
        text.push_str("definition:\n  version: 1\n");
        let defined = [
            "formula",
            "start_event",
            "stop_event",
            "inclusion",
            "exclusion",
            "weaknesses",
        ];
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(text, "  {key}: {value}");
        };
        for key in defined {
            line(key, &quoted(self.told(key)));
        }
        line(
            "event_source",
            "events of our own systems, counted by `boardpack collect`",
        );
        line("query_owner", &todo("the role that answers for the query"));
        line("refresh", "quarterly");
        let _ = write!(
            text,
            "  changes:\n    - {{version: 1, date: {day}, what: First definition., effect: none}}\n---\n\
             ## Meaning\n{}\n\n\
             ## Why the Board sees it\n{}\n\n\
             ## What moves it\nBeside what it is meant to tell: {}.\n\n\
             ## Playbook\nIf it worsens, look first at the weeks and services in which it did, then at the events \
             behind them: the data-quality sheet names their files, and what was repaired or left out.\n\n\
             ## Questions and answers\n**Who counts it?** `boardpack collect`, from events, by the query below. \
             What was left out or repaired stands on the data-quality sheet.\n\n\
             ## Query\n\n```sql\n{}\n```\n",
            about.meaning,
            about.why,
            self.told("weaknesses"),
            self.query.trim(),
        );
        text
    }
}

struct About {
    id: &'static str,
    category: &'static str,
    test: &'static str,
    catalogue: &'static str,
    meaning: &'static str,
    why: &'static str,
}

const fn about(
    id: &'static str,
    [category, test, catalogue]: [&'static str; 3],
    meaning: &'static str,
    why: &'static str,
) -> About {
    About {
        id,
        category,
        test,
        catalogue,
        meaning,
        why,
    }
}

const STAGES: &str = "It is a stage of a change's way to customers. Where changes wait longest is where the way can be shortened.";

const OTHER: About = about(
    "",
    ["delivery", "xmr", ""],
    "What the formula says.",
    "It tells how the work goes.",
);

const ABOUT: &[About] = &[
    about(
        "deployment-frequency",
        ["delivery", "xmr", "deployment-frequency"],
        "How often something new reached customers.",
        "It tells how quickly we can act: who can release on any day can also correct on any day.",
    ),
    about(
        "lead-time",
        ["delivery", "xmr", "lead-time"],
        "How long a finished change waits, half of them at most, until customers have it.",
        "It tells how soon a decision of the company reaches its customers, and how soon a fault is mended.",
    ),
    about(
        "change-failure-rate",
        ["delivery", "xmr", "change-failure-rate"],
        "Of every hundred releases, how many went wrong.",
        "It tells whether speed is bought with stability.",
    ),
    about(
        "failed-deployment-recovery-time",
        ["delivery", "none", "recovery"],
        "How long it takes, in half of the cases at most, to mend a release that went wrong.",
        "It tells how long customers bear a mistake of ours.",
    ),
    about(
        "deployment-rework-rate",
        ["delivery", "xmr", "rework"],
        "Of every hundred releases, how many were made to mend an earlier one.",
        "It tells how much of the work repairs work.",
    ),
    about(
        "pull-request-coding-time",
        ["delivery", "xmr", ""],
        "How long a change is written before others are asked to look at it.",
        STAGES,
    ),
    about(
        "review-wait",
        ["delivery", "xmr", ""],
        "How long a change waits until somebody else looks at it.",
        STAGES,
    ),
    about(
        "pull-request-review-time",
        ["delivery", "xmr", ""],
        "How long a change is discussed before it is accepted.",
        STAGES,
    ),
    about(
        "pull-request-deploy-time",
        ["delivery", "xmr", ""],
        "How long an accepted change waits until customers have it.",
        STAGES,
    ),
    about(
        "pull-request-cycle-time",
        ["delivery", "xmr", ""],
        "How long a change takes from its first line until customers have it.",
        "It tells how long an idea is under way once somebody works on it.",
    ),
    about(
        "build-success",
        ["quality", "xmr", ""],
        "Of every hundred builds, how many ended well.",
        "It tells how often the work stops because its result cannot be built or fails its tests.",
    ),
    about(
        "build-duration",
        ["quality", "xmr", ""],
        "How long somebody waits, half of the time at most, until a change is built and tested.",
        "Everybody who changes something waits for it, many times a day.",
    ),
    about(
        "availability",
        ["reliability", "xmr", "availability"],
        "The share of the time in which the service answered.",
        "It tells whether customers could do what they came for.",
    ),
    about(
        "latency",
        ["reliability", "xmr", "latency"],
        "How long the slower answers take: nineteen of twenty are faster.",
        "Customers leave what is slow, long before it is down.",
    ),
    about(
        "incidents",
        ["incidents", "rare-events", "incidents"],
        "How often something went wrong that customers could notice.",
        "It tells how often we break our promise to customers.",
    ),
    about(
        "time-to-detect",
        ["incidents", "none", "time-to-detect"],
        "How long something is wrong before we notice, half of the time at most.",
        "What nobody notices nobody mends; customers should not be the first to tell.",
    ),
    about(
        "time-to-restore",
        ["incidents", "none", "recovery"],
        "How long an incident lasts, half of them at most, by the quarter in which it ended.",
        "It tells how long customers bear what went wrong.",
    ),
    about(
        "time-to-restore-by-start",
        ["incidents", "none", "recovery"],
        "How long an incident lasts, half of them at most, by the quarter in which it began.",
        "It tells how long customers bear what went wrong.",
    ),
    about(
        "time-to-restore-with-open",
        ["incidents", "none", "recovery"],
        "How long an incident lasts, half of them at most, with those that are still open.",
        "A median of what has ended flatters: the worst incident is often the one that has not.",
    ),
    about(
        "restored-within-hour",
        ["incidents", "none", ""],
        "Of every hundred incidents, how many were over within an hour.",
        "It tells whether most of what goes wrong is short.",
    ),
    about(
        "minutes-down",
        ["incidents", "none", ""],
        "How many minutes something was wrong that customers could notice.",
        "It tells how much of the quarter customers bore something.",
    ),
    about(
        "rework-share",
        ["quality", "xmr", "rework"],
        "Of every hundred pieces of work that were finished, how many did earlier work again.",
        "It tells how much of what we pay for is spent a second time.",
    ),
];
