//! A fault of the YAML parser to a diagnostic in our own words.

use super::topics;
use super::yaml::{Stretch, too_deep};
use crate::diag::Diagnostic;
use granit_parser::{ErrorKind as Fault, ScanError};

/// Says what is wrong at a place and what to do.
pub(super) fn problem(stretch: Stretch<'_>, fault: &ScanError) -> Diagnostic {
    let at = fault.marker().byte_offset().unwrap_or(0);
    let at = at.min(stretch.text.len());
    let width = stretch.text.get(at..).and_then(|rest| rest.chars().next());
    let mut span = stretch.span(
        at,
        at + width.filter(|c| *c != '\n').map_or(0, char::len_utf8),
    );
    if let Some(tab) = tab(stretch.text, at, fault.kind()) {
        span = stretch.span(tab, tab + 1);
        return topics::YAML_TAB
            .at(span, "a tab stands where YAML wants spaces")
            .help("replace it with spaces; two a level");
    }
    if let Some(braces) = bare_braces(stretch.text, at) {
        return unquoted(stretch.span(braces, braces + 2));
    }
    let (message, help) = match fault.kind() {
        Fault::RecursionLimitExceeded => return too_deep(span),
        Fault::UnclosedQuotedScalar
        | Fault::InvalidQuotedScalarIndent
        | Fault::DocumentIndicatorInQuotedScalar => {
            if let Some(quote) = open_quote(stretch.text, at) {
                span = stretch.span(quote, quote + 1);
            }
            (
                "a quoted text is never closed".to_owned(),
                "add the closing quote; indent text that goes on in the next line",
            )
        }
        Fault::UnclosedFlowCollection { open } => (
            format!("`{open}` is never closed"),
            "add the closing bracket; put text that begins with a bracket in quotes",
        ),
        Fault::UnexpectedEofFlowSequence | Fault::UnexpectedEofFlowMapping => (
            "the text ends inside brackets".to_owned(),
            "add the closing bracket",
        ),
        Fault::MismatchedFlowCollectionEnd { open, close } => (
            format!("`{open}` is closed by `{close}`"),
            "close it with its own bracket",
        ),
        Fault::MisplacedFlowCollectionEnd => (
            "a closing bracket stands where none is open".to_owned(),
            "remove it, or put the text in quotes",
        ),
        Fault::MappingValueNotAllowed | Fault::InvalidColonPlacement => (
            "a second `: ` stands on this line".to_owned(),
            "put text that holds `: ` in quotes",
        ),
        Fault::SimpleKeyExpected | Fault::InvalidSimpleKey => (
            "a line has no `key: value`".to_owned(),
            "write `key: value`; indent text that goes on from the line before",
        ),
        Fault::ExpectedBlockMappingKey | Fault::InvalidIndentation => (
            "the line does not stand under the lines before it".to_owned(),
            "indent the keys of one mapping alike",
        ),
        Fault::ExpectedBlockSequenceEntry | Fault::BlockSequenceEntryNotAllowed => (
            "a list item stands where none can".to_owned(),
            "begin every item of a list with `- `, all indented alike",
        ),
        Fault::ExpectedFlowMappingSeparator | Fault::ExpectedFlowSequenceSeparator => (
            "a comma or a closing bracket is missing".to_owned(),
            "separate items by `, `; put text that holds commas or brackets in quotes",
        ),
        Fault::UnexpectedCharacter { character } => (
            format!("text cannot begin with {}", shown(*character)),
            "put the text in quotes",
        ),
        Fault::InvalidTrailingSingleQuotedScalar | Fault::InvalidTrailingDoubleQuotedScalar => (
            "text follows a closing quote".to_owned(),
            "put the whole text in quotes; write a quote inside single quotes twice",
        ),
        Fault::UnknownQuotedScalarEscape => (
            "a backslash in double quotes begins nothing known".to_owned(),
            "use single quotes, or write the backslash twice",
        ),
        Fault::DirectiveDisallowed => (
            "a line begins with `%`".to_owned(),
            "YAML directives are refused; put text that begins with `%` in quotes",
        ),
        Fault::UnexpectedEof => (
            "the text ends in the middle of a value".to_owned(),
            "complete it",
        ),
        other => (
            format!("this is not YAML: {other}"),
            "put text with special characters in quotes; indent alike what belongs together",
        ),
    };
    topics::YAML_SYNTAX.at(span, message).help(help)
}

/// A value that begins with `{{`, or holds it inside brackets.
pub(super) fn unquoted(span: crate::diag::Span) -> Diagnostic {
    topics::UNQUOTED_EXPRESSION
        .at(
            span,
            "`{{` stands where YAML reads a `{` as the beginning of a mapping",
        )
        .help("put the whole text in double quotes; an expression needs none inside")
}

/// The first `{{` outside quotes on the line of a fault, if the fault can be about it: the value
/// begins with it, or stands inside brackets.
fn bare_braces(text: &str, at: usize) -> Option<usize> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..)?.lines().next()?;
    let mut quote: Option<char> = None;
    let mut before = ' ';
    let mut head = ' ';
    let mut brackets = 0_usize;
    for (offset, c) in line.char_indices() {
        let begins = matches!(head, ' ' | ':' | '-' | ',' | '[' | '{');
        match quote {
            Some(open) if c == open && before != '\\' => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && begins => quote = Some(c),
            None if c == '{' && line.get(offset..)?.starts_with("{{") => {
                // Plain text may hold braces where it begins with something else.
                return (begins && matches!(head, ':' | '-' | ',' | '[') || brackets > 0)
                    .then_some(start + offset);
            }
            None if matches!(c, '{' | '[') && begins => brackets += 1,
            None if matches!(c, '}' | ']') => brackets = brackets.saturating_sub(1),
            None => {}
        }
        before = c;
        if c != ' ' {
            head = c;
        }
    }
    None
}

/// The tab that a fault is about, if it is about one: the parser's own word, or a tab in the white
/// space that the faulty line begins with.
fn tab(text: &str, at: usize, fault: &Fault) -> Option<usize> {
    let line = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text.get(line..)?;
    let margin = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
    let in_margin = margin.find('\t').map(|tab| line + tab);
    let named = matches!(
        fault,
        Fault::TabNotAllowed
            | Fault::TabInBlockIndentation
            | Fault::TabInIndentation
            | Fault::TabAtBlockScalarStart
            | Fault::TabInPlainScalar
    );
    in_margin.or_else(|| named.then(|| rest.find('\t').map_or(at, |tab| line + tab)))
}

/// The quote that a text before a fault begins with: the last at the head of a value.
fn open_quote(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let heads = [": \"", ": '", "- \"", "- '", "[\"", "['", ", \"", ", '"];
    let head = |head: &&str| before.rfind(*head).map(|at| at + head.len() - 1);
    heads.iter().filter_map(head).max()
}

/// A character in backticks, by number where it has no shape.
fn shown(character: char) -> String {
    if character.is_control() {
        format!("the character U+{:04X}", u32::from(character))
    } else {
        format!("`{character}`")
    }
}
