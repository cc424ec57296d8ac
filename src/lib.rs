//! boardpack compiles a company's quarterly engineering and reliability report for its board:
//! figures in YAML and words in Markdown to a static site, on which no sentence can contradict
//! the data.
//!
//! # Bird's eye
//!
//! A build reads every input file once, and from there on is a chain of pure functions:
//!
//! ```text
//!  disk ─► load ─► Pack ─► analyse ─► Analysis ─► bind ─► Answers ─┬► check ─► Diagnostics ─► people
//!                                                                  └► render ─► Site ─► write ─► disk
//! ```
//!
//! Beside the chain stand `events` (what happened, line by line), `adapters` (histories and exports of other programs to such lines), `collect` (figures of events, asked of another program by `engine_process`), `schema` (what may be written, for editors), `known` (what a published quarter knew, for `analyse`), `tongue` (the language of the pages), `words` (numbers to
//! text), `compare` (two packs or quarters), `redact` (what one audience may see, before `render`),
//! `publish` (locks), `provenance` (hashes) and `paper` (a page to its PDF, by way of a browser's
//! process). [`pipeline::build`] is the whole of it. The verbs of
//! the command line (`init`, `check`, `build`, `serve`, `publish`, `restate`, `verify`, `diff`, `import`,
//! `explain`) live in the binary's `cli`, which the library cannot name; they differ in what they do
//! with what it returns. Modules below stand in the order of the chain, and each may name only those
//! above it: a test, `tests/architecture.rs`, holds them to that.
//!
//! # The values that flow
//!
//! | value | made by | says | never contains |
//! |---|---|---|---|
//! | [`load::Tree`] | `load` | every input file as bytes, by relative path | absolute paths |
//! | [`events::Event`] | `events` | one line of what happened, held to its contract | packs, quarters, names of people |
//! | [`adapters::Adapted`] | `adapters` | events of another program's history or export, and what was left out | names, addresses, messages |
//! | [`collect::Request`], [`collect::Message`] | `collect` | what the engine is asked, and what it answers | SQL that is run here |
//! | [`diag::Sources`], [`diag::Span`], [`diag::Located`] | `load` | the texts, numbered; a value and where it was written | a parser's types |
//! | [`model::Pack`] | `load` | metrics, figures, words; every id resolved | strings to look up later, binary fractions |
//! | [`known::Known`] | `known` | the pack as each published quarter knew it, later restatements undone | judgements |
//! | [`analyse::Analysis`] | `analyse` | per quarter, metric and scope: figure, change, status, movement | text, colour, rounding |
//! | [`bind::Answers`] | `bind` | what every `{{ … }}` says, and each text as it reads | figures that a person typed |
//! | [`redact::Hidden`] | `redact` | what an edition leaves out | reasons |
//! | [`publish::Difference`] and the text of a lock | `publish` | a published figure that is another one now; what the Board was shown | pages |
//! | [`diag::Diagnostic`] | `load`, `check`, `render` | code, severity, message, places, help | colour, control sequences |
//! | [`compare::Differences`] | `compare` | what differs between two quarters or packs, most material first | judgements of its own, colour |
//! | a page's view (private) | `render` | what one template sees, already in words | model types, numbers to format |
//! | [`render::Site`] | `render` | every output file by path | clocks, this machine's paths |
//! | [`provenance::Manifest`] | `pipeline` | hashes of every input and output, commit, version | clocks, names of machines |
//! | [`write::Written`] | `write` | what changed on disk | |
//! | [`render::Sheets`] | `render` | a page that needs no other file, for [`paper`] to print | links that lead out |
//!
//! # What is absent
//!
//! - Nothing listens on the network but [`serve`], on the loopback address, and it answers from memory.
//! - No stage but `load` reads the disk, and none but `write` writes it; `paper` has a temporary folder
//!   of its own. Nothing in the library prints, asks the clock, rolls dice or looks at the environment: same input, same bytes.
//! - No figure passes through binary floating point before it is compared: [`model::Exact`] is a
//!   fraction, and statistics alone use floats.
//! - Null is nowhere zero: where nothing was counted there is no figure, and no change of it.
//! - There is no function that averages ratios, quantiles or scores.
//! - A page knows no rule and a rule no page: `check` and `render` are neighbours, so a warning
//!   cannot change the report. What both say of the data stands below them, in `sentences`.
//! - Only Markdown's and the charts' own output reaches a page unescaped, and nothing on a page
//!   loads from the network.
//! - No input makes it panic: a wrong file is a [`diag::Diagnostic`] (exit 1), an unreadable or
//!   unwritable one a [`load::ReadError`] or [`write::WriteError`] (exit 2).
//! - What an edition leaves out is taken from the pack and the judgements by `redact` before any
//!   page is made: `render` is never given what it must not print.
//! - Nothing on disk is removed that a manifest of ours does not list, and no reader ever sees
//!   half a site.
//!
//! # To add
//!
//! - **a metric**: a file in `content/metrics/`. No Rust.
//! - **a rule**: a file in `check/rules/` with its reason, its remedy and its example, and two
//!   lines in that folder's `mod.rs`; `promise: true` if what it finds would let a reader believe
//!   what the data does not say, so that no pack silences it without a printed reason. A rule that
//!   is not in the table is dead code to the compiler; one whose example does not provoke it, or
//!   provokes another, fails `tests/examples.rs`.
//! - **a text or string that readers see**: its field in `model`, and a line in `redact::seen` (a
//!   section of Markdown also in `load::prose`), so that what is internal cannot be named in it.
//! - **a chart**: a file in `render/charts/` with an example, and its lines in `mod.rs`. It sees
//!   points, labels and words, and no metric.
//! - **a page**: a file in `render/pages/` with its view, its lines in `mod.rs`, and a template in
//!   `templates/`, which `render/templates.rs` embeds.
//! - **a way of telling problems**: a file in `diag/emit/` and an arm in the command line.

mod in_order;

pub mod diag;

pub mod model;

pub mod events;

pub mod load;

pub mod adapters;

pub mod schema;

pub mod known;

pub mod analyse;

pub mod tongue;

pub mod scaffold;

pub mod collect;

pub mod engine_process;

pub mod redact;

pub mod words;

pub mod bind;

pub mod publish;

mod sentences;

pub mod compare;

pub mod check;

pub mod render;

pub mod provenance;

pub mod write;

pub mod paper;

pub mod pipeline;

pub mod serve;
