//! What may be typed of what makes the tool pleasant: completions, manual pages, templates.

use super::Root;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Print a script by which a shell completes what is typed
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack completions bash > ~/.local/share/bash-completion/completions/boardpack
  boardpack completions zsh > ~/.zfunc/_boardpack      with ~/.zfunc in $fpath
  boardpack completions fish > ~/.config/fish/completions/boardpack.fish")]
pub(in crate::cli) struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(in crate::cli) shell: clap_complete::Shell,
}

/// Print the manual page, or write one for every verb
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack man | man -l -
  boardpack man --output ~/.local/share/man/man1")]
pub(in crate::cli) struct Man {
    /// Folder that gets a page of the tool and of every verb; made if missing
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) output: Option<PathBuf>,
}

/// Say which templates a pack has of its own, show how they differ, take one over
///
/// A pack has the looks of the boardpack that builds it, and gets better ones with the next. A
/// template that it takes over stays as it is: `diff` tells later what the built-in one has become.
#[derive(Debug, Args)]
pub(in crate::cli) struct Templates {
    #[command(subcommand)]
    pub(in crate::cli) what: TemplatesWhat,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TemplatesWhat {
    /// Say of every template whether it is built in or the pack's own, and how far that differs
    List {
        #[command(flatten)]
        root: Root,
    },
    /// Show line by line how the pack's own templates differ from those built in
    Diff {
        /// One of them, such as `pack.html`; all that differ if left out
        #[arg(value_name = "NAME")]
        name: Option<String>,
        #[command(flatten)]
        root: Root,
    },
    /// Write a built-in template into the pack's `templates/`; what is there is never replaced
    Eject {
        /// The template, such as `pack.html` or `style.css`
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        root: Root,
    },
}
