//! The command line: the only folder that knows clap, prints, asks the clock or looks at the
//! environment. It belongs to the binary, so the library cannot name it.
//!
//! Exit codes: 0 fine; 1 the input is wrong; 2 the world is wrong (a file cannot be read or
//! written) or the command was typed wrong.

mod args;
mod build;
mod check;
mod collect;
mod comfort;
mod diff;
mod events;
mod explain;
mod git;
mod import;
mod init;
mod new;
mod publish;
mod restate;
mod sample;
mod schema;
mod serve;
mod templates;
mod term;
mod unified;
mod verify;

use args::{Cli, Verb};
use clap::Parser as _;
use std::process::ExitCode;
use term::Term;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// As asked.
    Fine,
    /// The input is wrong.
    WrongInput,
    /// The world is wrong.
    WrongWorld,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::WrongInput => 1,
            Outcome::WrongWorld => 2,
        })
    }
}

/// Does what was typed.
pub(crate) fn run() -> ExitCode {
    term::set_panic_message();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Also `--help` and `--version`, which are no mistake. A closed pipe is nobody's fault.
        Err(answer) => {
            let _ = answer.print();
            return ExitCode::from(u8::from(answer.use_stderr()) * 2);
        }
    };
    let mut term = Term::new(cli.global);
    let outcome = match cli.verb {
        Verb::Init(args) => init::run(&args, &mut term),
        Verb::New(args) => new::run(&args, &mut term),
        Verb::Check(args) => check::run(&args, &mut term),
        Verb::Build(args) => build::run(&args, &mut term),
        Verb::Publish(args) => publish::run(&args, &mut term),
        Verb::Restate(args) => restate::run(&args, &mut term),
        Verb::Verify(args) => verify::run(&args, &mut term),
        Verb::Diff(args) => diff::run(&args, &mut term),
        Verb::Import(args) => import::run(&args, &mut term),
        Verb::Events(args) => events::run(&args, &mut term),
        Verb::Collect(args) => collect::run(&args, &mut term),
        Verb::Serve(args) => serve::run(&args, &mut term),
        Verb::Schema(args) => schema::run(&args, &mut term),
        Verb::Explain(args) => explain::run(&args, &mut term),
        Verb::Templates(args) => templates::run(&args, &term),
        Verb::Completions(args) => comfort::completions(&args, &term),
        Verb::Man(args) => comfort::man(&args, &term),
    };
    term.ended(outcome).into()
}
