//! Every problem that collecting can meet beside those of the events themselves: its name, why it is one,
//! what to do. What the engine tells by a code of [`codes`](super::codes) stands here under it.

use crate::diag::{Diagnostic, Span, Topic, topics};

topics! {
    /// Every problem of collecting; none of them can be shown in a pack's text.
    Error INPUT = "engine-input",
        "A file of events cannot be read, is not what its name says, or leads elsewhere than it seems to. Figures that leave it out would be too low, and nobody would see it.",
        fix: "Mend, rename or remove the file, or name the files that are meant by `--events`.";
    Error QUERY = "engine-query",
        "A metric's query is its definition: one that is no single `select`, names a column that is not there, or fails on the data defines nothing.",
        fix: "Mend the query; the views and their columns are in `src/collect/views.md`.";
    Error COLUMNS = "engine-columns",
        "A query returns `service` and the numbers that a figure of its metric is made of: a ratio has two, a median needs to know of how many. With other columns nobody could say which number is meant.",
        fix: "Return a ratio as `numerator, denominator`, a count as `value` (and `exposure`), a quantile as `value, n`, a level as `value`, a score as `value, n` (and `invited`); `unattributed` may stand beside any.";
    Error ROWS = "engine-rows",
        "A query returned more rows than there can be services.",
        fix: "Group by `service`.";
    Error MEMORY = "engine-memory",
        "A query, or the events themselves, need more memory or disk than they may use. The limit keeps one query from bringing the machine down.",
        fix: "Ask for less at once in the query, or raise `--memory-limit`.";
    Error TIME = "engine-time",
        "The run took longer than it may, or was stopped. Queries are programs, and some never end.",
        fix: "See whether a query joins everything with everything; else raise `--time-limit`.";
    Error ENDED = "engine-ended",
        "The program that runs the queries ended without an answer.",
        fix: "See whether the machine is short of memory or disk; else report it.";
    Error MISSING = "engine-missing",
        "Queries are run by a program of its own, `boardpack-engine`, which takes long to compile and which only `collect` needs.",
        fix: "Install it with `cargo install boardpack --features engine`.";
    Error REQUEST = "engine-request",
        "The program that runs the queries is of another version and does not understand what it is asked.",
        fix: "Install both programs of the same version.";
    Error STORE = "engine-store",
        "An object store refuses, does not answer, or answers as no store does. Whatever it holds is then missing, and a figure without it would be too low.",
        fix: "See to the credentials and the region in the environment (`AWS_…`, `GOOGLE_…`, `AZURE_…`), to the address, and whether the store can be reached.";
    Error OBJECT = "engine-object",
        "What a store holds at an address is not what can be read: nothing that fits, more than a run may fetch, a name that cannot be written down, or an object that changed while it was read.",
        fix: "Name fewer objects or others, or run it again once nobody writes to them.";
    Error STORES = "engine-without-stores",
        "Object stores are read by `boardpack-engine` where it was built to: it then brings a client of the network, which nothing else of boardpack has.",
        fix: "Install it with `cargo install boardpack --features stores`, or copy the objects to files and name those.";
    Error REMOTE = "engine-remote",
        "The distributed engine cannot be reached, or broke off.",
        fix: "See whether it runs at the address of `--engine`, or leave the option out.";
    Error NOTHING = "collect-nothing",
        "There is nothing to collect: no metric has a query that asks for a period, or no event lies in it. An empty answer is not a quarter in which nothing happened.",
        fix: "Write a query into a metric's file, or name the files that hold the quarter's events.";
    Warning NO_PERIOD = "query-without-period",
        "A query that names neither `$start` nor `$end` gives the same figure for every quarter and every week. It is shown as the definition and not run.",
        fix: "Bound what it counts by `$start` and `$end`, or leave it as the words of a figure that is typed.";
    Warning ENDS_EARLY = "collect-ends-early",
        "The events end before the quarter does, by more than a week. Figures of the quarter are then figures of a part of it, which nobody can tell from a quarter in which little happened.",
        fix: "Add the files that hold the rest of the quarter; where nothing happened since, say until when events were looked at by `--as-of`.";
    Warning AHEAD = "collect-lies-ahead",
        "An event is dated later than today, so that everything up to then counts as looked at: weeks that are not over get figures, and what is open lasts until then. A clock is wrong, or somebody typed another year.",
        fix: "Mend the time of the event, or leave out what lies ahead by `--as-of`.";
    Error FIGURE = "collect-figure",
        "A query returned a figure that cannot be: a part larger than its whole, a negative time, a count that is no whole number, a median of a number of measurements without the median.",
        fix: "Mend the query; what nobody can say is null.";
    Error SERVICE = "collect-service",
        "A query returned a row for a service that the pack does not know.",
        fix: "Return the `service` of a view, or add the service to `data/services.yaml`.";
    Error ROLL_UP = "collect-roll-up",
        "The organisation's figure is rolled up from the services, and the query itself gives another one when it is asked of all events at once. One of the two is not what the definition says.",
        fix: "Count what belongs to no two services twice, or say in the metric that the organisation's figure is stated: `roll_up: stated-only`.";
    Error PUBLISHED = "collect-published",
        "What the Board was shown is not changed in silence. A published figure that comes out otherwise is restated, with the reason, so that readers see both.",
        fix: "Give the definition a new version where it counts otherwise, or restate with `--cause` and `--why`.";
}

/// What is wrong with where events are looked for: what is, and what to do.
pub fn input_problem((message, help): &(String, String)) -> Diagnostic {
    INPUT.nowhere(message.as_str()).help(help.as_str())
}

/// The same of what the pack itself names.
pub fn source_problem(place: Span, (message, help): &(String, String)) -> Diagnostic {
    INPUT.at(place, message.as_str()).help(help.as_str())
}

/// The topic of a code that the engine told.
pub(super) fn of(code: &str) -> Option<Topic> {
    let events = crate::events::topics();
    topics()
        .into_iter()
        .chain(events)
        .find(|topic| topic.code == code)
}
