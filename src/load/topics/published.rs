//! Problems of what was published and restated.

use crate::diag::{Severity, Topic};

topics! {
    LOCK_FORMAT = "lock-format",
        "The lock of a published quarter says in which format it is written; an unknown one may \
         mean something else by the same words. What it keeps of the files that quarters share is \
         what the quarter's pages are made from, and must be there and readable.",
        fix: "Use the boardpack that wrote the lock, or a later one.",
        "\
=== data/published/2026-Q3.yaml
format: 3
";

    BROKEN_LOCK = "broken-lock",
        "A lock says what the Board was shown. It is written once, by `publish`, under a seal over \
         every line; changed by hand, it would prove nothing.",
        fix: "Bring the file back as it was, from version control. What changed since then belongs \
              in `data/restatements.yaml`: run `boardpack restate`.",
        "\
=== data/published/2026-Q3.yaml
format: 1
period: 2026-Q3
published: 2026-10-20
tool: 0.1.0
build: 0123456789ab
metrics: {}
asks: []
promises: []
shared: {}
texts: {}
seal: a99bd26ff8f8171a4e6ca5b6beadbcb9d0f2bb4d0c3b0d0d9f6d4d2a4f5e6a7b
";

    SAME_FIGURE = "same-figure",
        "A restatement from a figure to the same figure changes nothing and hides what was meant.",
        fix: "Remove the entry, or correct one of its two figures.",
        "\
=== data/restatements.yaml
- {period: 2026-Q3, metric: incidents, service: search, from: 1, to: 1, cause: correction, date: 2026-11-02, why: An incident was counted twice.}
";

    UNKNOWN_RECORD = "unknown-record",
        "A restatement names the record whose figure changed by its kind and its id, as the lock of \
         the quarter does.",
        fix: "Write the record as the lock names it, such as `incident/sign-in-down`; `boardpack \
              restate` writes the entries for you.",
        "\
=== data/restatements.yaml
- {period: 2026-Q3, record: outage/sign-in-down, figure: customer-minutes, from: 420, to: 510, cause: late-data, date: 2026-11-02, why: More customers were hit.}
";
}
