//! The contract of events as tables: which kinds there are, which fields, of what sort, and what each
//! means. Reader, JSON Schema and reference are made of them and of nothing else.

/// What the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Text; a number is taken as it is written. An empty text says nothing, as if left out.
    Text,
    /// RFC 3339 with its offset, from 1970 up to 2200.
    Instant,
    /// `true` or `false`.
    Flag,
    /// A whole number from 0 with at most 12 digits.
    Whole,
    /// A decimal of at most 12 digits before the point, taken to 6 behind it, a half to the even.
    Number,
    /// A list of texts; in CSV, parted by `;`.
    Texts,
}

/// A field that an event may have.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key, or the name of its column.
    pub name: &'static str,
    /// What its value is.
    pub sort: Sort,
    /// What it means, with its unit.
    pub says: &'static str,
}

/// A kind of event.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What `kind` says.
    pub name: &'static str,
    /// What happened.
    pub says: &'static str,
    /// The fields that mean something for it, beside the uniform ones.
    pub fields: &'static [&'static str],
    /// The words that `outcome` may have; empty where it may have any.
    pub outcomes: &'static [&'static str],
}

/// Fields that every event may have, whatever its kind.
pub const UNIFORM: &[&str] = &[
    "ts",
    "kind",
    "service",
    "repo",
    "actor",
    "environment",
    "outcome",
    "commit",
    "deploy_id",
    "pr",
    "incident_id",
    "build_id",
    "work_item",
];

/// Fields that no event can do without.
pub const NEEDED: &[&str] = &["ts", "kind"];

/// What `cause` may say.
pub const CAUSES: &[&str] = &["change", "other", "unknown"];

const fn field(name: &'static str, sort: Sort, says: &'static str) -> Field {
    Field { name, sort, says }
}

/// Every field, in alphabetical order.
pub const FIELDS: &[Field] = &[
    field(
        "actor",
        Sort::Text,
        "Who did it, as a keyed hash such as `a-7599d5eb5b35`; never a name or an address.",
    ),
    field(
        "affected",
        Sort::Texts,
        "Services or components that an incident touched.",
    ),
    field(
        "authored_at",
        Sort::Instant,
        "When the author wrote the commit, by the author's clock; `ts` is when it was committed.",
    ),
    field("bot", Sort::Flag, "Whether a machine did it."),
    field("branch", Sort::Text, "Branch that was built."),
    field("build_id", Sort::Text, "Joins the events of one build."),
    field(
        "cause",
        Sort::Text,
        "What an incident came from: `change`, `other`, or `unknown`.",
    ),
    field(
        "commit",
        Sort::Text,
        "Commit id; joins commits, builds, pull requests and deployments.",
    ),
    field(
        "commits",
        Sort::Whole,
        "How many commits a merge or a deployment brought that were not there before.",
    ),
    field(
        "deploy_id",
        Sort::Text,
        "Joins the events of one deployment. Of a commit or pull request: the first production deployment that shipped it. Of an incident: the deployment that is blamed.",
    ),
    field(
        "duplicate_of",
        Sort::Text,
        "`incident_id` of the incident that this one repeats.",
    ),
    field("duration_s", Sort::Number, "How long it ran, in seconds."),
    field(
        "environment",
        Sort::Text,
        "Where, such as `production` or `staging`; upper and lower case are one.",
    ),
    field(
        "first_commit_at",
        Sort::Instant,
        "Of a merged pull request: when its earliest commit was authored.",
    ),
    field(
        "fix_deploy_id",
        Sort::Text,
        "`deploy_id` of the deployment that ended the incident.",
    ),
    field(
        "found_by",
        Sort::Text,
        "Who or what found the incident, such as `monitoring` or `customer`.",
    ),
    field("http_code", Sort::Whole, "Answer of the probed address."),
    field(
        "incident_id",
        Sort::Text,
        "Joins the events of one incident.",
    ),
    field(
        "kind",
        Sort::Text,
        "What happened; one of the kinds. Others are kept and counted.",
    ),
    field("merge", Sort::Flag, "Whether the commit joins branches."),
    field(
        "outcome",
        Sort::Text,
        "How it went; which words there are depends on the kind.",
    ),
    field(
        "own",
        Sort::Flag,
        "Whether the review is by the author of the pull request.",
    ),
    field(
        "pr",
        Sort::Text,
        "Number or id of a pull or merge request; joins its events within `repo`.",
    ),
    field(
        "redeploy",
        Sort::Flag,
        "Whether what was deployed was running there already.",
    ),
    field(
        "repo",
        Sort::Text,
        "Repository, such as `larkspur/checkout`.",
    ),
    field(
        "reverts",
        Sort::Text,
        "Commit id that this commit takes back.",
    ),
    field(
        "rollback",
        Sort::Flag,
        "Whether the deployment went back to an earlier version.",
    ),
    field(
        "service",
        Sort::Text,
        "Service, by its id in `services.yaml` or an alias of it.",
    ),
    field(
        "severity",
        Sort::Text,
        "How bad the incident was, in the words of its source.",
    ),
    field(
        "started_at",
        Sort::Instant,
        "When the deployment began; `ts` is when it ended.",
    ),
    field(
        "ts",
        Sort::Instant,
        "When it happened: RFC 3339 with its offset.",
    ),
    field(
        "type",
        Sort::Text,
        "What sort of work: `feature`, `bug`, `rework`, `toil`, or another word.",
    ),
    field("unit", Sort::Text, "Unit of `value`, such as `ms`."),
    field(
        "unplanned",
        Sort::Flag,
        "Whether the deployment was made to mend what an earlier one broke.",
    ),
    field(
        "value",
        Sort::Number,
        "What was measured, in `unit`; of a probe, the time to answer.",
    ),
    field(
        "version",
        Sort::Text,
        "What was deployed, where it is not told by `commit`.",
    ),
    field("work_item", Sort::Text, "Joins the events of one ticket."),
];

const fn kind(
    name: &'static str,
    says: &'static str,
    fields: &'static [&'static str],
    outcomes: &'static [&'static str],
) -> Kind {
    Kind {
        name,
        says,
        fields,
        outcomes,
    }
}

const RAN: &[&str] = &["success", "failed", "cancelled"];
const STATES: &[&str] = &["up", "down", "degraded"];
const INCIDENT: &[&str] = &[
    "severity",
    "fix_deploy_id",
    "affected",
    "duplicate_of",
    "cause",
    "found_by",
];

/// Every kind, in the order of a change's way to its users.
pub const KINDS: &[Kind] = &[
    kind(
        "commit",
        "A commit reached the main line; `ts` is the committer's time.",
        &["authored_at", "merge", "reverts", "bot"],
        &[],
    ),
    kind(
        "pr_opened",
        "A pull request was opened for review.",
        &["bot"],
        &[],
    ),
    kind(
        "pr_reviewed",
        "Somebody reviewed it or commented on it.",
        &["own", "bot"],
        &[],
    ),
    kind(
        "pr_merged",
        "It was merged; `commit` is what it became.",
        &["commits", "first_commit_at", "bot"],
        &[],
    ),
    kind("pr_closed", "It was closed without a merge.", &["bot"], &[]),
    kind("build_started", "A build began.", &["branch"], &[]),
    kind(
        "build_finished",
        "A build ended.",
        &["branch", "duration_s"],
        RAN,
    ),
    kind(
        "deploy",
        "A deployment ended.",
        &[
            "version",
            "commits",
            "redeploy",
            "rollback",
            "unplanned",
            "started_at",
        ],
        RAN,
    ),
    kind("incident_opened", "An incident began.", INCIDENT, &[]),
    kind(
        "incident_detected",
        "Somebody or something noticed it.",
        INCIDENT,
        &[],
    ),
    kind("incident_resolved", "Service was restored.", INCIDENT, &[]),
    kind(
        "probe",
        "A monitor looked; until the next probe the last state holds.",
        &["value", "unit", "http_code"],
        STATES,
    ),
    kind(
        "monitor_started",
        "From here on a monitor looks.",
        &[],
        STATES,
    ),
    kind(
        "monitor_stopped",
        "The monitor looks no longer.",
        &[],
        STATES,
    ),
    kind("work_item_opened", "A ticket was written.", &["type"], &[]),
    kind("work_item_started", "Work on it began.", &["type"], &[]),
    kind("work_item_done", "It was finished.", &["type"], &[]),
];

/// Where a field stands in [`FIELDS`].
pub fn field_at(name: &str) -> Option<usize> {
    let first = *name.as_bytes().first()?;
    let (from, end) = *LETTERS.get(usize::from(first))?;
    let same = FIELDS.get(from..end)?;
    let at = same.iter().position(|field| field.name == name)?;
    Some(from + at)
}

/// By the first letter of a name, where the fields stand that begin with it: the names of an event are
/// looked up more often than anything else.
static LETTERS: [(usize, usize); 128] = {
    let mut letters = [(0, 0); 128];
    let mut at = FIELDS.len();
    while at > 0 {
        at -= 1;
        let letter = FIELDS[at].name.as_bytes()[0] as usize;
        if letters[letter].1 == 0 {
            letters[letter].1 = at + 1;
        }
        letters[letter].0 = at;
    }
    letters
};

/// Where a field stands that is known to be one; what is none does not compile.
const fn place(name: &str) -> usize {
    let mut at = 0;
    loop {
        let (is, wanted) = (FIELDS[at].name.as_bytes(), name.as_bytes());
        let mut same = 0;
        while same < is.len() && same < wanted.len() && is[same] == wanted[same] {
            same += 1;
        }
        if same == is.len() && same == wanted.len() {
            return at;
        }
        at += 1;
    }
}

/// Where `ts` stands.
pub const TS: usize = place("ts");
/// Where `kind` stands.
pub const KIND: usize = place("kind");
/// Where `service` stands.
pub const SERVICE: usize = place("service");
/// Where `repo` stands.
pub const REPO: usize = place("repo");
/// Where `environment` stands.
pub const ENVIRONMENT: usize = place("environment");
/// Where `outcome` stands.
pub const OUTCOME: usize = place("outcome");
/// Where `cause` stands.
pub const CAUSE: usize = place("cause");

/// Where a kind stands in [`KINDS`].
pub fn kind_at(name: &str) -> Option<usize> {
    KINDS.iter().position(|kind| kind.name == name)
}
