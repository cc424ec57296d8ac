//! `boardpack completions` and `boardpack man`: both made from what `args` declares, so that neither
//! can tell of anything that may not be typed.

use super::args::{Cli, Completions, Man};
use super::term::{Term, count, folder};
use super::{Outcome, schema};
use clap::{Command, CommandFactory as _};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

pub(super) fn completions(args: &Completions, term: &Term) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "boardpack", &mut script);
    term.out(&String::from_utf8_lossy(&script));
    Outcome::Fine
}

pub(super) fn man(args: &Man, term: &Term) -> Outcome {
    let mut top = Cli::command().disable_help_subcommand(true);
    top.build();
    let mut pages = BTreeMap::new();
    if let Err(fault) = take(&top, &mut pages) {
        return term.fail(fault, None);
    }
    let Some(dir) = &args.output else {
        term.out(pages.get("boardpack.1").map_or("", String::as_str));
        return Outcome::Fine;
    };
    match schema::write_all(&pages, dir) {
        Ok(_) => {
            let made = count(pages.len(), "manual page", "manual pages");
            term.say(&format!("wrote {made} into {}", folder(dir)));
            Outcome::Fine
        }
        Err(fault) => term.fail(&fault, fault.help),
    }
}

/// The page of a command, and of each below it.
fn take(command: &Command, pages: &mut BTreeMap<String, String>) -> io::Result<()> {
    let shown = |c: &&Command| !c.is_hide_set();
    for below in command.get_subcommands().filter(shown) {
        take(below, pages)?;
    }
    // What stands after the help has lines of its own, which roff would run together.
    let after = command.get_after_help().map(ToString::to_string);
    let man = clap_mangen::Man::new(command.clone());
    let name = man.get_filename();
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.get_subcommands().any(|c| shown(&c)) {
        man.render_subcommands_section(&mut page)?;
    }
    let mut page = String::from_utf8_lossy(&page).into_owned();
    page.push_str(&as_written(&after.unwrap_or_default()));
    pages.insert(name, page);
    Ok(())
}

/// Paragraphs under headings: `Examples:` and its lines as they stand, anything else as notes.
fn as_written(text: &str) -> String {
    let mut out = String::new();
    for paragraph in text.split("\n\n").filter(|p| !p.trim().is_empty()) {
        let (heading, body) = match paragraph.split_once(":\n") {
            Some((heading, body)) => (heading.to_uppercase(), body),
            None => ("NOTES".to_owned(), paragraph),
        };
        let _ = writeln!(out, ".SH {heading}\n.nf");
        for line in body.lines() {
            // A line that begins with a dot or a quote would be a request to roff.
            let line = line.replace('\\', "\\e").replace('-', "\\-");
            let guard = if line.starts_with(['.', '\'']) {
                "\\&"
            } else {
                ""
            };
            let _ = writeln!(out, "{guard}{line}");
        }
        out.push_str(".fi\n");
    }
    out
}
