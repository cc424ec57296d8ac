//! The front matter of `content/<period>/`: overview, stories and decisions.

use crate::model::ClaimVerb;
use crate::schema::ids::Sort;
use crate::schema::shape::Rule::{Some as AnyOf, When};
use crate::schema::shape::Shape::{
    Built, Date, Decimal, Either, Id, List, Markdown, Name, Text, Whole, Words,
};
use crate::schema::shape::{AUDIENCE, GRADES, Key, Record, Shape, may, must, record};

pub(crate) const OVERVIEW: Record = record(
    "overview",
    "What a quarter means: the front matter of `content/<period>/overview.md`. Texts may hold figures: `{{ change-failure-rate }}`.",
    &[
        must(
            "purpose",
            Words(&[
                ("decision", "The Board is to decide."),
                ("discussion", "The Board is to discuss."),
                ("noting", "The Board is to take note."),
            ]),
            "What the pack asks of the Board.",
        ),
        must(
            "headline",
            CLAIMED_TEXT,
            "What the quarter comes to, in at most 12 words.",
        ),
        must(
            "summary",
            List(&JUDGED_TEXT),
            "Three sentences, at most 75 words together.",
        ),
        must(
            "verdicts",
            Shape::Record(&VERDICTS),
            "One sentence of at most 18 words for each pane of the dashboard.",
        ),
        must(
            "since_last_meeting",
            Shape::Record(&SINCE),
            "What became of what was asked and promised.",
        ),
        may(
            "exceptions",
            List(&Shape::Record(&EXCEPTION)),
            "Our answer for metrics that moved or miss.",
        ),
        may(
            "promises",
            List(&Shape::Record(&PROMISE)),
            "What is promised beside the exceptions.",
        ),
        LITERALS,
    ],
);

const LITERALS: Key = may(
    "literals",
    List(&Shape::Record(&LITERAL)),
    "Figures typed by hand in this file, each with its source.",
);

const LITERAL: Record = record(
    "literal",
    "A figure typed by hand.",
    &[
        must(
            "text",
            Text,
            "As it stands in the text, with its unit: `£78`, `14 engineer-weeks`.",
        ),
        must("source", Text, "Where it comes from."),
    ],
);

const CLAIMED_TEXT: Shape = Either(&[Markdown, Shape::Record(&CLAIMED)]);
const JUDGED_TEXT: Shape = Either(&[Markdown, Shape::Record(&JUDGED)]);

/// `metric[@service] verb`.
fn claim() -> String {
    let verbs = ClaimVerb::WORDS
        .iter()
        .map(|(verb, _)| verb.replace('-', r"(?:-|\s+)"));
    let verbs: Vec<String> = verbs.collect();
    format!(r"[^\s@]+(?:@[^\s@]+)?\s+(?:{})", verbs.join("|"))
}

const CLAIMS: Shape = List(&Built(claim, "change-failure-rate fell"));

const CLAIMED: Record = record(
    "claimed-text",
    "A text with what it claims of metrics it does not name, or the records it tells of.",
    &[
        must("text", Markdown, "The text."),
        may("claims", CLAIMS, "What it claims: `metric[@service] verb`."),
        may("records", List(&Text), RECORDS),
    ],
)
.with(&[AnyOf(&["claims", "records"])]);

/// What `records` is.
const RECORDS: &str = "The records that it tells of: `incidents/payment-provider-down`.";

const JUDGED: Record = record(
    "judged-text",
    "A text with what it claims or tells of, or one that is somebody's word.",
    &[
        must("text", Markdown, "The text."),
        may("claims", CLAIMS, "What it claims: `metric[@service] verb`."),
        may("records", List(&Text), RECORDS),
        may("judgement", Text, "The role whose judgement it is."),
        may("source", Text, "Where the fact is kept, and as of when."),
    ],
)
.with(&[AnyOf(&["claims", "records", "judgement", "source"])]);

const VERDICTS: Record = record(
    "verdicts",
    "One sentence for each pane.",
    &[
        must(
            "outcomes",
            JUDGED_TEXT,
            "Of what customers and the business get.",
        ),
        must("flow", JUDGED_TEXT, "Of how fast work reaches customers."),
        must("quality", JUDGED_TEXT, "Of how often it must be repaired."),
        must("reliability", JUDGED_TEXT, "Of whether it works."),
    ],
);

const SINCE: Record = record(
    "since-last-meeting",
    "What became of what was asked and promised.",
    &[
        must(
            "decisions",
            List(&Either(&[Shape::Record(&ASK), Shape::Record(&EARLIER_ASK)])),
            "An answer for every ask that was open; `[]` for none.",
        ),
        may(
            "risks",
            List(&Markdown),
            "What became of risks; left out where `data/risks.yaml` tells them.",
        ),
        must(
            "promises",
            List(&Either(&[
                Shape::Record(&KEPT),
                Shape::Record(&EARLIER_PROMISE),
            ])),
            "An answer for every promise that was open; `[]` for none.",
        ),
    ],
);

const OUTCOME: Key = must(
    "outcome",
    Words(&[
        ("approved", "As it was asked for."),
        ("amended", "Changed; the note says how."),
        ("declined", "Refused."),
        ("deferred", "Put off to the day in `reply_by`."),
        ("open", "Not answered yet; only before its day."),
    ]),
    "What the Board answered.",
);
const ON: Key = may("on", Date, "Day of the answer, as the minutes give it.");
const REPLY_BY: Key = may(
    "reply_by",
    Date,
    "Day by which the answer is wanted now; of what is put off.",
);
const NOTE: Key = may("note", Markdown, "What is to be said about it.");

const ANSWERS: &[crate::schema::shape::Rule] = &[
    When("outcome", &["open"], &[], &["on", "reply_by"]),
    When("outcome", &["deferred"], &["on", "reply_by"], &[]),
    When("outcome", &["amended"], &["on", "note"], &["reply_by"]),
    When("outcome", &["approved", "declined"], &["on"], &["reply_by"]),
];

const ASK: Record = record(
    "ask-answer",
    "What the Board answered to a decision of a pack.",
    &[
        must(
            "decision",
            Name(Sort::Decision),
            "The decision, by its quarter and file: `2026-Q2/d1-name`.",
        ),
        OUTCOME,
        ON,
        REPLY_BY,
        NOTE,
    ],
)
.with(ANSWERS);

const EARLIER_ASK: Record = record(
    "earlier-ask",
    "What the Board answered to a decision older than the packs.",
    &[
        must("earlier", Id, "A name for it."),
        must("request", Markdown, "What was asked for."),
        must("sponsor", Text, "The role that asked."),
        PREDICTED,
        must(
            "outcome",
            Words(&[
                ("approved", "As it was asked for."),
                ("amended", "Changed; the note says how."),
                ("declined", "Refused."),
                ("deferred", "Put off to the day in `reply_by`."),
            ]),
            "What the Board answered.",
        ),
        ON,
        REPLY_BY,
        NOTE,
    ],
)
.with(ANSWERS);

const STATE: Key = must(
    "state",
    Words(&[
        ("kept", "Done, by its day."),
        ("missed", "Not done; the note says what follows."),
        ("open", "Its day is still ahead."),
        ("withdrawn", "No longer meant; the note says why."),
    ]),
    "What became of it.",
);

const STATES: &[crate::schema::shape::Rule] =
    &[When("state", &["missed", "withdrawn"], &["note"], &[])];

const KEPT: Record = record(
    "promise-answer",
    "What became of a promise of a pack.",
    &[
        must(
            "promise",
            Name(Sort::Promise),
            "The promise, by its quarter and name: `2026-Q2/review-wait`.",
        ),
        STATE,
        NOTE,
    ],
)
.with(STATES);

const EARLIER_PROMISE: Record = record(
    "earlier-promise",
    "What became of a promise older than the packs.",
    &[
        must("earlier", Id, "A name for it."),
        must("what", Markdown, "What was promised."),
        must("owner", Text, "The role that promised."),
        must("by", Date, "Until which day."),
        PREDICTED,
        AUDIENCE,
        STATE,
        NOTE,
    ],
)
.with(STATES);

const PREDICTED: Key = may(
    "predicted",
    Shape::Record(&PREDICTION),
    "What will be seen if it works; later packs hold it against the figure.",
);

const PREDICTION: Record = record(
    "prediction",
    "What will be seen: `high: 5` for at most 5, `low: 5` for at least 5, or both.",
    &[
        must("metric", Name(Sort::Metric), "Of which metric."),
        may("service", Name(Sort::Service), "At which service."),
        may("low", Decimal, "Low end, in the unit of the metric."),
        may("high", Decimal, "High end, in the unit of the metric."),
        must("by", Date, "Day from which it is held against the figure."),
    ],
)
.with(&[AnyOf(&["low", "high"])]);

const EXCEPTION: Record = record(
    "exception",
    "Our answer for a metric that moved or misses. It is a promise, named after the metric.",
    &[
        must("metric", Name(Sort::Metric), "Which metric."),
        must("why", Markdown, "Why it moved."),
        must(
            "grade",
            Words(&[
                ("confirmed", "The cause is known."),
                ("likely", "The cause is likely."),
                ("not-known", "The cause is not known yet."),
            ]),
            "How sure the cause is.",
        ),
        must("doing", Markdown, "What we do about it."),
        must("owner", Text, "The role that does it."),
        must("by", Date, "Until which day."),
        must(
            "change_our_mind",
            Markdown,
            "What would show that we are wrong.",
        ),
        PREDICTED,
        AUDIENCE,
    ],
);

const PROMISE: Record = record(
    "promise",
    "Something promised to the Board.",
    &[
        must("id", Id, "Its name: later packs answer it."),
        must("what", Markdown, "What is promised."),
        must("owner", Text, "The role that promises."),
        must("by", Date, "Until which day."),
        PREDICTED,
        AUDIENCE,
    ],
);

pub(crate) const STORY: Record = record(
    "story",
    "Something we did and what came of it: the front matter of `content/<period>/stories/<id>.md`. How the metric moved is drawn from the data, never typed.",
    &[
        must("title", CLAIMED_TEXT, "Headline, at most 16 words."),
        must("metric", Name(Sort::Metric), "The metric that tells."),
        may(
            "service",
            Name(Sort::Service),
            "At which service; the organisation where nothing is said.",
        ),
        must(
            "action",
            Name(Sort::Action),
            "What we did, on which day: a mark of kind `action`.",
        ),
        must("owner", Text, "The role that answers for it."),
        must(
            "cost",
            Markdown,
            "What it cost, such as `14 engineer-weeks`.",
        ),
        must(
            "outcome",
            Words(&[
                ("worked", ""),
                ("did-not-work", ""),
                ("too-early", "It cannot be told yet."),
            ]),
            "What came of it; the data must bear it out.",
        ),
        must(
            "other_changes",
            Markdown,
            "What else changed in the same weeks, or `nothing known`.",
        ),
        may(
            "comparison",
            Markdown,
            "What did not get the action, and how that moved.",
        ),
        must("next_check", Date, "When we look again."),
        must(
            "proxy",
            Shape::Record(&PROXY),
            "What it is worth to the business.",
        ),
        LITERALS,
        AUDIENCE,
    ],
);

const PROXY: Record = record(
    "proxy",
    "What it is worth to the business, and how sure that is.",
    &[
        must("grade", GRADES, "How sure it is."),
        may("low", Markdown, "Low end of the range, in words."),
        may("high", Markdown, "High end of the range, in words."),
        must("method", Markdown, "How it was worked out."),
        must(
            "agreed_with",
            Text,
            "The role that agreed, such as `Finance business partner`.",
        ),
        must("agreed_on", Date, "Day on which they agreed."),
    ],
);

pub(crate) const DECISION: Record = record(
    "decision",
    "What the Board is asked: the front matter of `content/<period>/decisions/<id>.md`.",
    &[
        must(
            "number",
            Whole(1, 99),
            "Order in which the Board should take it.",
        ),
        must(
            "verb",
            Words(&[
                ("decide", ""),
                ("approve", ""),
                ("note", ""),
                ("endorse", ""),
                ("advise", ""),
            ]),
            "What the Board is asked to do.",
        ),
        must("title", CLAIMED_TEXT, "Headline: `We recommend …`."),
        must(
            "request",
            Markdown,
            "What is asked for; stands after the verb on the first page.",
        ),
        may("amount", Markdown, "How much, such as `£420 thousand`."),
        must("reply_by", Date, "Day by which the answer is wanted."),
        must("sponsor", Text, "The role that asks."),
        must(
            "question",
            Markdown,
            "The question, so that yes or no answers it.",
        ),
        must("metric", Name(Sort::Metric), "The metric that will tell."),
        may("service", Name(Sort::Service), "At which service."),
        must("baseline", Shape::Record(&BASELINE), "Going on as we are."),
        must("investment", Shape::Record(&INVESTMENT), "What we propose."),
        PREDICTED,
        may(
            "also_considered",
            List(&Shape::Record(&REJECTED)),
            "What else was considered, and why not.",
        ),
        may(
            "assumptions",
            List(&Shape::Record(&ASSUMPTION)),
            "What it rests on.",
        ),
        must("stop_rule", Markdown, "What would make us stop."),
        must(
            "resolution",
            Markdown,
            "The resolution, as the minutes would have it.",
        ),
        must(
            "review",
            Shape::Record(&REVIEW),
            "When and by what it is looked at again.",
        ),
        LITERALS,
        AUDIENCE,
    ],
);

const WHAT: Key = must("what", Markdown, "What is done.");
const ONE_OFF: Key = must("one_off", Markdown, "What it costs once.");
const RUNNING: Key = must("running", Markdown, "What it costs a year.");
const EFFECT: Key = may(
    "effect",
    Markdown,
    "What it does to the metric; without it the page prints its routine range.",
);
const TRADE_OFF: Key = must("trade_off", Markdown, "What is given up.");
const IF_WRONG: Key = must("if_wrong", Markdown, "What happens if we are wrong.");
const OWNER: Key = must("owner", Text, "The role that answers for it.");

const BASELINE: Record = record(
    "baseline",
    "Going on as we are.",
    &[WHAT, ONE_OFF, RUNNING, EFFECT, TRADE_OFF, IF_WRONG, OWNER],
);

const INVESTMENT: Record = record(
    "investment",
    "What we propose.",
    &[
        WHAT,
        ONE_OFF,
        RUNNING,
        EFFECT,
        must(
            "go_live",
            Date,
            "First day it works; when we could tell follows from it.",
        ),
        TRADE_OFF,
        IF_WRONG,
        OWNER,
    ],
);

const REJECTED: Record = record(
    "rejected",
    "Something else that was considered.",
    &[
        must("option", Markdown, "What it was."),
        must("rejected", Markdown, "Why not."),
    ],
);

const ASSUMPTION: Record = record(
    "assumption",
    "Something the decision rests on.",
    &[
        must("id", Text, "Its mark, such as `A1`."),
        must("text", Markdown, "What is assumed."),
        must("source", Markdown, "What it is taken from."),
        AUDIENCE,
    ],
);

const REVIEW: Record = record(
    "decision-review",
    "When and by what it is looked at again.",
    &[
        must("date", Date, "On which day."),
        must("measure", Markdown, "By what."),
    ],
);
