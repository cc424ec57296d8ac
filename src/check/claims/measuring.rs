//! The words by which a clause speaks of what a metric or a record can tell, and those that change
//! nothing of who it is about. Data.

use crate::words::spelled;

/// Whether a word counts or generalises: what is counted, a metric or a record can tell.
pub(super) fn is_counting(word: &str) -> bool {
    COUNTING.contains(&word) || spelled::is_count(word)
}

const COUNTING: &[&str] = &[
    "all",
    "every",
    "each",
    "most",
    "many",
    "few",
    "several",
    "half",
    "majority",
    "none",
    "no",
    "never",
    "always",
    "hardly",
    "nearly",
    "more",
    "less",
    "fewer",
    "twice",
    "nobody",
    "nothing",
    "everything",
    "everyone",
    "dozen",
    "dozens",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "tenth",
    "fifth",
    "quarter",
    "third",
    "scores",
    "percent",
];

/// Words that compare or measure without being read as a claim.
pub(super) const MEASURING: &[&str] = &[
    "faster", "slower", "quicker", "quickly", "often", "sooner", "earlier", "later", "rarer",
    "cheaper", "safer", "stronger", "weaker", "happier", "bigger", "smaller", "shorter", "longer",
    "higher", "lower", "better", "worse", "best", "worst", "record", "success", "failure", "high",
    "low", "good", "bad", "perfect", "flawless", "never", "always", "common", "rare", "short",
    "long",
];

/// Adverbs that change nothing of who a claim is about.
pub(super) const MODIFYING: &[&str] = &[
    "much", "very", "quite", "rather", "far", "even", "made", "did", "we", "us", "quarter",
    "nothing", "nobody", "clearly", "too", "yet", "really", "just", "well", "become", "became",
    "get", "got", "gets", "still", "often", "any", "no", "not", "than", "them", "like", "go",
    "goes", "went", "wrong",
];

/// What people call the things that metrics measure, whatever the metrics are named.
pub(super) const AREAS: &[&str] = &[
    "reliability",
    "reliable",
    "quality",
    "flow",
    "delivery",
    "stability",
    "stable",
    "speed",
    "availability",
    "available",
    "productivity",
    "satisfaction",
    "happiness",
    "security",
    "release",
    "releases",
    "rollbacks",
    "deploy",
    "deploys",
    "deployments",
    "deliver",
    "ship",
    "ships",
    "break",
    "breaks",
    "failures",
    "faults",
    "things",
];
