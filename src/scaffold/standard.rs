//! A standard query to the file of its metric. What the query says of itself is filled in; what only a
//! company can decide, who answers for the metric and what is promised, stands as a mark.

use super::todo;
use super::yaml::quoted;
use crate::tongue::{label, say, tabled};
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

    /// What it is called where nobody says otherwise, in the language spoken.
    pub fn name(&self) -> &str {
        label(self.told("name"))
    }

    /// Whether a name is its own, in the language spoken or as its query has it.
    pub(super) fn is_called(&self, name: &str) -> bool {
        name == self.name() || name == self.told("name")
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
                label("too few cases in a week to tell a change from chance"),
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
            line(key, &quoted(label(self.told(key))));
        }
        line(
            "event_source",
            label("events of our own systems, counted by `boardpack collect`"),
        );
        line("query_owner", &todo("the role that answers for the query"));
        line("refresh", label("quarterly"));
        let weaknesses = label(self.told("weaknesses"));
        let _ = write!(
            text,
            "  changes:\n    - {{version: 1, date: {day}, what: {}, effect: none}}\n---\n\
             ## Meaning\n{}\n\n\
             ## Why the Board sees it\n{}\n\n\
             ## What moves it\n{}\n\n\
             ## Playbook\n{}\n\n\
             ## Questions and answers\n{}\n\n\
             ## Query\n\n```sql\n{}\n```\n",
            label("First definition."),
            label(about.meaning),
            label(about.why),
            say!("Beside what it is meant to tell: {weaknesses}.", weaknesses),
            label(
                "If it worsens, look first at the weeks and services in which it did, then at the events behind them: the data-quality sheet names their files, and what was repaired or left out."
            ),
            label(
                "**Who counts it?** `boardpack collect`, from events, by the query below. What was left out or repaired stands on the data-quality sheet."
            ),
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

const STAGES: &str = tabled(
    "It is a stage of a change's way to customers. Where changes wait longest is where the way can be shortened.",
);

const OTHER: About = about(
    "",
    ["delivery", "xmr", ""],
    tabled("What the formula says."),
    tabled("It tells how the work goes."),
);

const ABOUT: &[About] = &[
    about(
        "deployment-frequency",
        ["delivery", "xmr", "deployment-frequency"],
        tabled("How often something new reached customers."),
        tabled(
            "It tells how quickly we can act: who can release on any day can also correct on any day.",
        ),
    ),
    about(
        "lead-time",
        ["delivery", "xmr", "lead-time"],
        tabled("How long a finished change waits, half of them at most, until customers have it."),
        tabled(
            "It tells how soon a decision of the company reaches its customers, and how soon a fault is mended.",
        ),
    ),
    about(
        "change-failure-rate",
        ["delivery", "xmr", "change-failure-rate"],
        tabled("Of every hundred releases, how many went wrong."),
        tabled("It tells whether speed is bought with stability."),
    ),
    about(
        "failed-deployment-recovery-time",
        ["delivery", "none", "recovery"],
        tabled(
            "How long it takes, in half of the cases at most, to mend a release that went wrong.",
        ),
        tabled("It tells how long customers bear a mistake of ours."),
    ),
    about(
        "deployment-rework-rate",
        ["delivery", "xmr", "rework"],
        tabled("Of every hundred releases, how many were made to mend an earlier one."),
        tabled("It tells how much of the work repairs work."),
    ),
    about(
        "pull-request-coding-time",
        ["delivery", "xmr", ""],
        tabled("How long a change is written before others are asked to look at it."),
        STAGES,
    ),
    about(
        "review-wait",
        ["delivery", "xmr", ""],
        tabled("How long a change waits until somebody else looks at it."),
        STAGES,
    ),
    about(
        "pull-request-review-time",
        ["delivery", "xmr", ""],
        tabled("How long a change is discussed before it is accepted."),
        STAGES,
    ),
    about(
        "pull-request-deploy-time",
        ["delivery", "xmr", ""],
        tabled("How long an accepted change waits until customers have it."),
        STAGES,
    ),
    about(
        "pull-request-cycle-time",
        ["delivery", "xmr", ""],
        tabled("How long a change takes from its first line until customers have it."),
        tabled("It tells how long an idea is under way once somebody works on it."),
    ),
    about(
        "build-success",
        ["quality", "xmr", ""],
        tabled("Of every hundred builds, how many ended well."),
        tabled(
            "It tells how often the work stops because its result cannot be built or fails its tests.",
        ),
    ),
    about(
        "build-duration",
        ["quality", "xmr", ""],
        tabled(
            "How long somebody waits, half of the time at most, until a change is built and tested.",
        ),
        tabled("Everybody who changes something waits for it, many times a day."),
    ),
    about(
        "availability",
        ["reliability", "xmr", "availability"],
        tabled("The share of the time in which the service answered."),
        tabled("It tells whether customers could do what they came for."),
    ),
    about(
        "latency",
        ["reliability", "xmr", "latency"],
        tabled("How long the slower answers take: nineteen of twenty are faster."),
        tabled("Customers leave what is slow, long before it is down."),
    ),
    about(
        "incidents",
        ["incidents", "rare-events", "incidents"],
        tabled("How often something went wrong that customers could notice."),
        tabled("It tells how often we break our promise to customers."),
    ),
    about(
        "time-to-detect",
        ["incidents", "none", "time-to-detect"],
        tabled("How long something is wrong before we notice, half of the time at most."),
        tabled("What nobody notices nobody mends; customers should not be the first to tell."),
    ),
    about(
        "time-to-restore",
        ["incidents", "none", "recovery"],
        tabled(
            "How long an incident lasts, half of them at most, by the quarter in which it ended.",
        ),
        tabled("It tells how long customers bear what went wrong."),
    ),
    about(
        "time-to-restore-by-start",
        ["incidents", "none", "recovery"],
        tabled(
            "How long an incident lasts, half of them at most, by the quarter in which it began.",
        ),
        tabled("It tells how long customers bear what went wrong."),
    ),
    about(
        "time-to-restore-with-open",
        ["incidents", "none", "recovery"],
        tabled("How long an incident lasts, half of them at most, with those that are still open."),
        tabled(
            "A median of what has ended flatters: the worst incident is often the one that has not.",
        ),
    ),
    about(
        "restored-within-hour",
        ["incidents", "none", ""],
        tabled("Of every hundred incidents, how many were over within an hour."),
        tabled("It tells whether most of what goes wrong is short."),
    ),
    about(
        "minutes-down",
        ["incidents", "none", ""],
        tabled("How many minutes something was wrong that customers could notice."),
        tabled("It tells how much of the quarter customers bore something."),
    ),
    about(
        "rework-share",
        ["quality", "xmr", "rework"],
        tabled(
            "Of every hundred pieces of work that were finished, how many did earlier work again.",
        ),
        tabled("It tells how much of what we pay for is spent a second time."),
    ),
];
