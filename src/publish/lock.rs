//! A quarter to the text of its lock: one block a metric, the weeks of a series in one line, every
//! order fixed, so that a reviewer can read it and the same pack gives the same bytes.

use super::{figures, reported};
use crate::analyse::QuarterAnalysis;
use crate::bind::Answers;
use crate::diag::{Severity, SourceFile, Sources};
use crate::load::kept_text;
use crate::model::{
    DecisionVerb, Edit, Missing, Pack, Prediction, PublishedFigure, PublishedMetric, ReportedValue,
    Silenced, Text, Unit, digest, is_kept, is_own, notation, sealed,
};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is published, and what only the day can say.
pub struct Publishing<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The quarter, judged.
    pub quarter: &'a QuarterAnalysis,
    /// What the figures in sentences say.
    pub answers: &'a Answers,
    /// The texts.
    pub sources: &'a Sources,
    /// When it goes to the Board.
    pub on: NaiveDate,
    /// The commit, in words; `None` outside a repository.
    pub commit: Option<String>,
    /// The last edits of its texts, by path.
    pub edits: BTreeMap<&'a str, &'a Edit>,
    /// The mark of its pages.
    pub mark: String,
    /// The rules that are softened or switched off, as its sheet tells of them.
    pub silenced: &'a [Silenced],
    /// By edition, the hashes of its pages; empty while they are to be made.
    pub pages: &'a BTreeMap<String, BTreeMap<String, String>>,
}

/// The form in which locks are written.
const FORMAT: u32 = 2;

/// The text of the lock, sealed.
pub fn lock(publishing: &Publishing<'_>) -> String {
    let Publishing {
        pack,
        quarter,
        sources,
        ..
    } = publishing;
    let period = quarter.period;
    let mut out = format!(
        "# What the Board was shown for {period}. Written by `boardpack publish {period}` under a seal:\n\
         # not to be edited. What changed since stands in data/restatements.yaml.\n\
         format: {FORMAT}\n\
         period: {period}\n\
         published: {}\n\
         tool: {}\n",
        publishing.on,
        quoted(env!("CARGO_PKG_VERSION")),
    );
    if let Some(commit) = &publishing.commit {
        line(&mut out, 0, &format!("commit: {}", quoted(commit)));
    }
    line(&mut out, 0, &format!("build: {}", quoted(&publishing.mark)));
    if let Some(snapshot) = pack.snapshots.get(&period) {
        let (as_of, reviewer) = (snapshot.as_of, quoted(&snapshot.reviewed_by));
        let data = format!("data: {{as_of: {as_of}, reviewed_by: {reviewer}}}");
        line(&mut out, 0, &data);
    }
    if let Some((before, lock)) = pack.published.range(..period).next_back() {
        let seal = format!("before: {{period: {before}, seal: {}}}", quoted(&lock.seal));
        line(&mut out, 0, &seal);
    }
    let known = pack.restatements.len() + pack.restated_records.len();
    if known > 0 {
        let known = format!("restatements: {known}");
        line(&mut out, 0, &known);
    }
    checks(&mut out, publishing.silenced);
    let metrics = figures::figures(pack, quarter);
    line(&mut out, 0, &open("metrics", metrics.is_empty(), "{}"));
    for (id, metric) in &metrics {
        if let Some(defined) = pack.metrics.get(id) {
            write_metric(&mut out, id, metric, &defined.unit.value);
        }
    }
    records(&mut out, publishing);
    asks(&mut out, publishing);
    promises(&mut out, publishing);
    shared(&mut out, publishing);
    let texts: Vec<_> = sources
        .files()
        .filter(|file| is_own(&file.path, period, FORMAT))
        .collect();
    hashes(&mut out, (0, "texts"), texts.into_iter().map(hashed));
    edits(&mut out, &publishing.edits);
    let templates = sources
        .files()
        .filter(|file| file.path.starts_with("templates/"));
    hashes(&mut out, (0, "templates"), templates.map(hashed));
    let pages = publishing.pages;
    line(&mut out, 0, &open("pages", pages.is_empty(), "{}"));
    for (edition, pages) in pages {
        let pages = pages
            .iter()
            .map(|(path, hash)| (path.as_str(), hash.clone()));
        hashes(&mut out, (1, edition), pages);
    }
    sealed(&out)
}

/// What the files that quarters share say, where the locks before do not keep it already.
fn shared(out: &mut String, publishing: &Publishing<'_>) {
    let Publishing {
        pack,
        quarter,
        sources,
        ..
    } = publishing;
    let before = Pack::shared_by(&pack.published, quarter.period);
    let now: BTreeMap<&str, Cow<'_, str>> = sources
        .files()
        .filter(|file| is_kept(&file.path, quarter.period))
        .filter_map(|file| Some((file.path.as_str(), kept_text(file)?)))
        .collect();
    let new = now
        .iter()
        .filter(|(path, text)| before.get(*path).copied() != Some(text.as_ref()));
    let new: Vec<_> = new.collect();
    let gone: Vec<_> = before
        .keys()
        .filter(|path| !now.contains_key(*path))
        .collect();
    let none = new.is_empty() && gone.is_empty();
    line(out, 0, &open("shared", none, "{}"));
    for path in gone {
        line(out, 1, &format!("{path}: ~"));
    }
    for (path, text) in new {
        write_text(out, path, text);
    }
}

/// A whole text under its path: as it stands where YAML gives back what stands, otherwise in quotes.
fn write_text(out: &mut String, path: &str, text: &str) {
    let turns = |c: char| matches!(c, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}');
    if text.trim().is_empty() || text.contains(turns) {
        line(out, 1, &format!("{path}: {}", quoted(text)));
        return;
    }
    let end = match text.ends_with('\n') {
        true => '+',
        false => '-',
    };
    line(out, 1, &format!("{path}: |2{end}"));
    for one in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        match one {
            "" => out.push('\n'),
            one => line(out, 2, one),
        }
    }
}

fn hashed(file: &SourceFile) -> (&str, String) {
    (&file.path, digest(&file.text))
}

/// The last edit of each text that a repository knew, in one line.
fn edits(out: &mut String, edits: &BTreeMap<&str, &Edit>) {
    if !edits.is_empty() {
        line(out, 0, "edits:");
    }
    for (path, edit) in edits {
        let since = match edit.changed_since {
            true => ", changed_since: true",
            false => "",
        };
        let (commit, on) = (quoted(&edit.commit), edit.on);
        line(
            out,
            1,
            &format!("{path}: {{commit: {commit}, on: {on}{since}}}"),
        );
    }
}

/// Hashes by path, under a key at a depth.
fn hashes<'f>(
    out: &mut String,
    (depth, key): (usize, &str),
    files: impl Iterator<Item = (&'f str, String)>,
) {
    let files: Vec<_> = files.collect();
    line(out, depth, &open(key, files.is_empty(), "{}"));
    for (path, hash) in files {
        line(out, depth + 1, &format!("{path}: {}", quoted(&hash)));
    }
}

/// The rules that were softened or switched off, where there are any.
fn checks(out: &mut String, silenced: &[Silenced]) {
    if !silenced.is_empty() {
        line(out, 0, "checks:");
    }
    for rule in silenced {
        let severity = match rule.now {
            None => "off",
            Some(Severity::Warning) => "warning",
            Some(Severity::Error) => "error",
        };
        line(out, 1, &format!("- rule: {}", quoted(&rule.code)));
        line(out, 2, &format!("severity: {severity}"));
        line(out, 2, &format!("promise: {}", rule.promise));
        if let Some(reason) = &rule.reason {
            line(out, 2, &format!("reason: {}", quoted(reason)));
        }
        line(out, 2, &format!("findings: {}", rule.findings));
    }
}

fn write_metric(out: &mut String, id: &str, metric: &PublishedMetric, unit: &Unit) {
    line(out, 1, &format!("{}:", key(id)));
    line(out, 2, &format!("version: {}", metric.version));
    if !metric.fingerprint.is_empty() {
        let fingerprint = format!("fingerprint: {}", quoted(&metric.fingerprint));
        line(out, 2, &fingerprint);
    }
    line(out, 2, "meaning:");
    for (key, text) in &metric.meaning {
        line(out, 3, &format!("{key}: {}", quoted(text)));
    }
    if let Some(note) = &metric.note {
        line(out, 2, &format!("note: {}", quoted(note)));
    }
    if let Some(target) = &metric.target {
        let text = format!(
            "target: {{value: {}, from: {}, set_by: {}}}",
            target.value.in_unit(unit),
            target.from,
            quoted(&target.set_by)
        );
        line(out, 2, &text);
    }
    if let Some(figure) = &metric.all {
        line(out, 2, "all:");
        write_figure(out, 3, figure, unit);
    }
    if !metric.services.is_empty() {
        line(out, 2, "services:");
    }
    for (id, figure) in &metric.services {
        line(out, 3, &format!("{}:", key(id)));
        write_figure(out, 4, figure, unit);
    }
}

fn write_figure(out: &mut String, depth: usize, figure: &PublishedFigure, unit: &Unit) {
    let quarter = format!("quarter: {}", notation(figure.value, unit));
    line(out, depth, &quarter);
    if figure.estimated {
        line(out, depth, "estimated: true");
    }
    if let Some(day) = figure.as_of {
        line(out, depth, &format!("as_of: {day}"));
    }
    if let Some(missing) = &figure.missing {
        line(out, depth, &format!("missing: {}", missing_words(missing)));
    }
    line(out, depth, &format!("status: {}", figure.status));
    if !figure.weeks.is_empty() {
        let weeks = figure.weeks.iter();
        let weeks: Vec<String> = weeks
            .map(|(week, value)| format!("{week}: {}", notation(*value, unit)))
            .collect();
        line(out, depth, &format!("weeks: {{{}}}", weeks.join(", ")));
    }
}

fn missing_words(missing: &Missing) -> String {
    let mut parts = vec![format!("reason: {}", quoted(&missing.reason))];
    parts.extend(missing.expected.map(|date| format!("expected: {date}")));
    let owner = missing.owner.as_ref();
    parts.extend(owner.map(|owner| format!("owner: {}", quoted(owner))));
    format!("{{{}}}", parts.join(", "))
}

/// What was printed of records: one line each.
fn records(out: &mut String, publishing: &Publishing<'_>) {
    let records = reported::reported(publishing.pack, publishing.quarter);
    line(out, 0, &open("records", records.is_empty(), "{}"));
    for (name, record) in &records {
        let figures = record.figures.iter();
        let figures: Vec<String> = figures
            .map(|(figure, value)| format!("{figure}: {}", reported_value(Some(value))))
            .collect();
        let name = name.to_string();
        line(out, 1, &format!("{name}: {{{}}}", figures.join(", ")));
    }
}

/// Whether YAML reads a word as the word that it is.
fn is_plain(word: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b == b'-';
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.bytes().all(letter) && word != "null"
}

/// A figure of a record: a number as it is, a word in quotes, `~` for none.
pub(super) fn reported_value(value: Option<&ReportedValue>) -> String {
    match value {
        None => "~".to_owned(),
        Some(ReportedValue::Word(word)) if !is_plain(word) => quoted(word),
        Some(value) => value.to_string(),
    }
}

/// What the Board is asked, in the order of the numbers.
fn asks(out: &mut String, publishing: &Publishing<'_>) {
    let narrative = publishing.pack.narratives.get(&publishing.quarter.period);
    let decisions = narrative.map_or(&[][..], |narrative| &narrative.decisions);
    line(out, 0, &open("asks", decisions.is_empty(), "[]"));
    for decision in decisions {
        line(out, 1, &format!("- id: {}", quoted(&decision.id.value)));
        line(out, 2, &format!("number: {}", decision.number.value));
        line(out, 2, &format!("verb: {}", verb(decision.verb)));
        line(
            out,
            2,
            &format!("title: {}", read(publishing, &decision.title)),
        );
        line(
            out,
            2,
            &format!("request: {}", read(publishing, &decision.request)),
        );
        line(out, 2, &format!("sponsor: {}", quoted(&decision.sponsor)));
        line(out, 2, &format!("reply_by: {}", decision.reply_by.value));
        let predicted = decision.predicted.as_ref();
        predict(out, publishing, predicted.map(|predicted| &predicted.value));
    }
}

/// What is promised: the answers for exceptions, named after their metric, then the rest.
fn promises(out: &mut String, publishing: &Publishing<'_>) {
    let narrative = publishing.pack.narratives.get(&publishing.quarter.period);
    let overview = narrative.map(|narrative| &narrative.overview);
    let answers = overview.map_or(&[][..], |overview| &overview.explanations);
    let others = overview.map_or(&[][..], |overview| &overview.promises);
    let none = answers.is_empty() && others.is_empty();
    line(out, 0, &open("promises", none, "[]"));
    let mut promise = |id: &str, what, owner: &str, by: NaiveDate, predicted| {
        line(out, 1, &format!("- id: {}", quoted(id)));
        line(out, 2, &format!("what: {}", read(publishing, what)));
        line(out, 2, &format!("owner: {}", quoted(owner)));
        line(out, 2, &format!("by: {by}"));
        predict(out, publishing, predicted);
    };
    for answer in answers {
        let predicted = answer.predicted.as_ref().map(|one| &one.value);
        promise(
            &answer.metric.value,
            &answer.doing,
            &answer.owner,
            answer.by,
            predicted,
        );
    }
    for other in others {
        let predicted = other.predicted.as_ref().map(|one| &one.value);
        promise(
            &other.id.value,
            &other.what,
            &other.owner,
            other.by.value,
            predicted,
        );
    }
}

fn predict(out: &mut String, publishing: &Publishing<'_>, predicted: Option<&Prediction>) {
    let Some(predicted) = predicted else { return };
    let metric = publishing.pack.metrics.get(&predicted.metric);
    let unit = metric.map_or(&Unit::Points, |metric| &metric.unit.value);
    let mut parts = vec![format!("metric: {}", quoted(&predicted.metric))];
    let service = predicted.service.as_ref();
    parts.extend(service.map(|service| format!("service: {}", quoted(service))));
    parts.extend(
        predicted
            .low
            .map(|low| format!("low: {}", low.in_unit(unit))),
    );
    parts.extend(
        predicted
            .high
            .map(|high| format!("high: {}", high.in_unit(unit))),
    );
    parts.push(format!("by: {}", predicted.by));
    line(out, 2, &format!("predicted: {{{}}}", parts.join(", ")));
}

fn verb(verb: DecisionVerb) -> &'static str {
    match verb {
        DecisionVerb::Decide => "decide",
        DecisionVerb::Approve => "approve",
        DecisionVerb::Note => "note",
        DecisionVerb::Endorse => "endorse",
        DecisionVerb::Advise => "advise",
    }
}

/// A text as the Board read it, in one line.
fn read(publishing: &Publishing<'_>, text: &Text) -> String {
    let read = publishing.answers.read(text);
    quoted(&read.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{:width$}{text}", "", width = depth * 2);
}

/// A key that opens a block, or says that there is nothing in it.
fn open(key: &str, empty: bool, nothing: &str) -> String {
    match empty {
        true => format!("{key}: {nothing}"),
        false => format!("{key}:"),
    }
}

/// A name as a key: quoted where YAML would read another thing.
fn key(id: &str) -> String {
    match id {
        "null" => quoted(id),
        _ => id.to_owned(),
    }
}

/// Text in quotes; JSON's are YAML's.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
