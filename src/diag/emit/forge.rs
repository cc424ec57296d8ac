//! Problems as the places where code is reviewed show them beside the line: GitHub's workflow commands,
//! and GitLab's Code Quality report. Paths are relative to the pack's root.

use super::{plain, word};
use crate::diag::{Diagnostic, Severity, Sources, Span};
use serde_json::json;

/// First line and column, and one past the end.
fn place(span: Span, sources: &Sources) -> ((usize, usize), (usize, usize)) {
    let Span { file, end, .. } = span;
    let past = Span {
        file,
        start: end,
        end,
    };
    (sources.line_column(span), sources.line_column(past))
}

/// A line for every diagnostic: `::error file=…,line=…,col=…,title=code::message`.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let mut named = Vec::new();
        if let Some(label) = &d.primary {
            let path = &sources.file(label.span.file).path;
            let ((line, column), (end_line, end_column)) = place(label.span, sources);
            named.push(format!("file={}", value(path)));
            named.push(format!("line={line},endLine={end_line}"));
            // Columns are only understood within one line, and the last is inside what is meant.
            if line == end_line {
                let last = end_column.saturating_sub(1).max(column);
                named.push(format!("col={column},endColumn={last}"));
            }
        }
        named.push(format!("title={}", value(d.code)));
        let help = d.help.as_deref().map(|help| format!("\nhelp: {help}"));
        let text = format!("{}{}", d.message, help.unwrap_or_default());
        out.push_str(&format!(
            "::{} {}::{}\n",
            word(d.severity),
            named.join(","),
            escaped(&text)
        ));
    }
    out
}

/// A text after `::`. A line's end would end the command, and begin whatever stands behind it.
fn escaped(text: &str) -> String {
    let text = text.replace('%', "%25");
    let text = text.replace('\r', "%0D").replace('\n', "%0A");
    plain(&text).into_owned()
}

/// A value before `::`.
fn value(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

/// One JSON array of all diagnostics, empty for none. The fingerprint holds while a problem stays in its
/// file with its words, whatever happens to the lines above it.
pub fn gitlab(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut seen = std::collections::BTreeMap::new();
    let rows: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            // What lies in no file stands at the settings: every entry needs a place.
            let (path, (line, _)) = match &d.primary {
                Some(label) => (
                    sources.file(label.span.file).path.as_str(),
                    place(label.span, sources).0,
                ),
                None => ("data/pack.yaml", (1, 1)),
            };
            let told = format!("{} {path} {}", d.code, d.message);
            let nth = seen.entry(told.clone()).or_insert(0_usize);
            *nth += 1;
            json!({
                "check_name": d.code,
                "description": format!("{} ({})", d.message, d.code),
                "fingerprint": format!("{told} {nth}"),
                "severity": match d.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                },
                "location": {"path": path, "lines": {"begin": line}},
            })
        })
        .collect();
    format!("{}\n", serde_json::Value::Array(rows))
}
