//! A word that the Board's edition keeps would tell of what it leaves out.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Located, Severity, Sources, Span};
use crate::load::aligned::Aligned;
use crate::model::{About, Audience, Narrative, Pack, Prediction, Text};
use crate::redact::{self, Hidden, Names};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    code: "internal-leak",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "What is marked internal is absent from the Board's edition, down to its name. A sentence, \
          a dashboard row or a reference that the Board still sees and that names it would give it \
          away, so no edition is built.",
    fix: "Mark the text as internal as well (`audience: internal`, or between `:::internal` and \
          `:::`), or say it without the name. Nothing switches this rule off.",
    bad: r#"
~~~ data/services.yaml
-    summary: Finding products.
+    summary: Finding products.
+  - id: ledger
+    name: Ledger
+    area: finding
+    tier: 3
+    owner: Head of Bookkeeping
+    summary: Books every order.
+    audience: internal
~~~ content/2026-Q3/stories/rollback.md
-Releases failed too often.
+Releases of the ledger failed too often.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    of_pack(facts.pack, facts.sources, report);
}

/// Judgements say nothing here.
pub(super) fn of_pack(pack: &Pack, sources: &Sources, report: &mut Report) {
    let hidden = Hidden::from(pack, Audience::Board);
    if !hidden.anything {
        return;
    }
    // What locks keep of their day is no text of today's.
    let today = Pack {
        past: BTreeMap::new(),
        ..pack.clone()
    };
    let board = redact::pack(&today, &hidden);
    let (secret, others) = (secrets(pack, &hidden), names(&board));
    let shown_as_row = |span: Span| {
        let file = sources.files().nth(span.file.0 as usize);
        file.is_some_and(|file| file.path == "data/pack.yaml")
    };
    let mut told: BTreeSet<(Span, String)> = BTreeSet::new();
    let mut tell = |report: &mut Report, span: Span, name: &str, message: String| {
        if told.insert((span, name.to_owned())) {
            report
                .at(span, message)
                .because("the Board's edition would show this")
                .help(if shown_as_row(span) {
                    "take the row off the dashboard, which the Board sees"
                } else {
                    "mark this as internal as well, or say it without the name"
                });
        }
    };
    // The word alone may not say what it is a name of.
    let of = |written: &str, name: &str| match stands_for(pack, &hidden, name) {
        Some(of) => format!("`{written}` is internal: it is {of}"),
        None => format!("`{written}` is internal"),
    };
    for seen in redact::seen(&board) {
        for (range, name) in secret.said_in(seen.text, &others) {
            let written = seen.text.get(range.clone()).unwrap_or(name);
            let text = Text {
                value: seen.text.to_owned(),
                span: seen.span,
            };
            let span = Aligned::new(sources, &text).place(range);
            tell(report, span, name, of(written, name));
        }
    }
    // A pack's own templates are printed as they stand.
    let files = sources.files().enumerate();
    for (number, file) in files.filter(|(_, file)| file.path.starts_with("templates/")) {
        for (range, name) in secret.said_in(&file.text, &others) {
            let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let span = Span {
                file: crate::diag::FileId(at(number)),
                start: at(range.start),
                end: at(range.end),
            };
            tell(report, span, name, of(name, name));
        }
    }
    for (id, span) in references(pack, &board, &hidden) {
        tell(report, span, id, format!("`{id}` is internal"));
    }
}

/// What a name stands for that is not its owner's full name: an alias or a short name.
fn stands_for(pack: &Pack, hidden: &Hidden, name: &str) -> Option<String> {
    let services = pack.services.iter();
    let mut services = services.filter(|s| hidden.services.contains(&s.id.value));
    let service = services.find(|s| s.aliases.iter().any(|alias| alias.value == name));
    let metrics = pack.metrics.iter();
    let mut metrics = metrics.filter(|(id, _)| hidden.metrics.contains(*id));
    let mut metric = || metrics.find(|(_, metric)| metric.short.as_deref() == Some(name));
    match service {
        Some(service) => Some(format!("an alias of the service {}", service.name)),
        None => metric().map(|(_, m)| format!("the short name of {}", m.name.value)),
    }
}

/// Every name of what is hidden.
fn secrets(pack: &Pack, hidden: &Hidden) -> Names {
    let mut names = Names::default();
    for service in pack
        .services
        .iter()
        .filter(|s| hidden.services.contains(&s.id.value))
    {
        names.add(&service.id.value);
        names.add(&service.name);
        service
            .aliases
            .iter()
            .for_each(|alias| names.add(&alias.value));
    }
    for (id, metric) in pack
        .metrics
        .iter()
        .filter(|(id, _)| hidden.metrics.contains(*id))
    {
        names.add(id);
        names.add(&metric.name.value);
        metric.short.iter().for_each(|short| names.add(short));
    }
    for (id, objective) in &pack.objectives {
        if hidden.objectives.contains(id) {
            names.add(id);
            names.add(&objective.name);
        }
    }
    for (period, narrative) in &pack.narratives {
        for story in &narrative.stories {
            let id = &story.id.value;
            if hidden.stories.contains(&(*period, id.clone())) {
                names.add(id);
                names.add(&story.title.value);
            }
        }
    }
    names
}

/// Every name of what is shown.
fn names(board: &Pack) -> Names {
    let mut names = Names::default();
    for service in &board.services {
        names.add(&service.id.value);
        names.add(&service.name);
        service
            .aliases
            .iter()
            .for_each(|alias| names.add(&alias.value));
    }
    for (id, metric) in &board.metrics {
        names.add(id);
        names.add(&metric.name.value);
        metric.short.iter().for_each(|short| names.add(short));
    }
    for (id, objective) in &board.objectives {
        names.add(id);
        names.add(&objective.name);
    }
    for term in board.terms.values() {
        names.add(&term.name);
    }
    for mark in &board.annotations {
        names.add(&mark.id.value);
    }
    for story in board.narratives.values().flat_map(|n| &n.stories) {
        names.add(&story.id.value);
    }
    names
}

/// What the Board sees that points at what it does not.
fn references<'a>(whole: &'a Pack, board: &'a Pack, hidden: &Hidden) -> Vec<(&'a str, Span)> {
    let mut found = Vec::new();
    let mut figure = |metric: &'a Located<String>, service: Option<&'a Located<String>>| {
        if hidden.metrics.contains(&metric.value) {
            found.push((metric.value.as_str(), metric.span));
        }
        if let Some(service) = service.filter(|s| hidden.services.contains(&s.value)) {
            found.push((service.value.as_str(), service.span));
        }
    };
    // The verdicts and the count of what moved are of all rows, so no row of them is left out.
    for row in whole.settings.dashboard.iter().flat_map(|p| p.entries()) {
        figure(&row.metric, row.service.as_ref());
    }
    for expressions in board.expressions.values() {
        for expression in expressions {
            figure(&expression.metric, expression.service.as_ref());
        }
    }
    for narrative in board.narratives.values() {
        for story in &narrative.stories {
            figure(&story.metric, story.service.as_ref());
        }
        for decision in &narrative.decisions {
            figure(&decision.metric, decision.service.as_ref());
        }
    }
    for predicted in board.narratives.values().flat_map(predictions) {
        let service = predicted.service.as_deref();
        if hidden.figure(&predicted.metric, service) {
            let metric = hidden.metrics.contains(&predicted.metric);
            let id = service.filter(|_| !metric).unwrap_or(&predicted.metric);
            found.push((id, predicted.span));
        }
    }
    let stories = board.narratives.values().flat_map(|n| &n.stories);
    for mark in stories.map(|story| &story.action_mark) {
        if hidden.annotations.contains(&mark.value) {
            found.push((mark.value.as_str(), mark.span));
        }
    }
    found
}

/// What a quarter's pack predicts, wherever it says so.
fn predictions(narrative: &Narrative) -> impl Iterator<Item = &Located<Prediction>> {
    let overview = &narrative.overview;
    let since = &overview.since_last_meeting;
    let decisions = narrative.decisions.iter().map(|d| &d.predicted);
    let answers = overview.explanations.iter().map(|e| &e.predicted);
    let promises = overview.promises.iter().map(|p| &p.predicted);
    let asks = since.decisions.iter().filter_map(|a| match &a.about {
        About::Earlier(ask) => Some(&ask.predicted),
        About::Pack(_) => None,
    });
    let kept = since.promises.iter().filter_map(|a| match &a.about {
        About::Earlier(promise) => Some(&promise.predicted),
        About::Pack(_) => None,
    });
    let all = decisions
        .chain(answers)
        .chain(promises)
        .chain(asks)
        .chain(kept);
    all.flatten()
}
