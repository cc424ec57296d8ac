//! A definition that means something else than the same version did when its figures were filed.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Located, Severity, Span};
use crate::model::{Metric, Period, PublishedMetric};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: "changed-definition",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "A version stands for one meaning. Where the meaning changes under the same version, \
          figures that were counted differently stand in one line, and nobody is told.",
    fix: "Raise `version` and add a dated entry under `changes`, so that the line breaks and the \
          board is told; or undo the change. Where only the wording of a snapshot's record is \
          wrong, write the fingerprint that the message gives.",
    bad: r#"
~~~ data/snapshots/2026-Q3.yaml
-  satisfaction:
+  satisfaction:
+    definition: {version: 1, fingerprint: 0123456789ab}
"#,
    run,
};

/// A fingerprint that a snapshot recorded.
struct Recorded<'a> {
    period: Period,
    version: u32,
    fingerprint: &'a str,
    /// The query that counted the figures, where one did.
    query: Option<&'a Located<String>>,
    span: Span,
}

fn run(facts: &Facts<'_>, report: &mut Report) {
    for metric in facts.pack.metrics.values() {
        let id = &metric.id.value;
        let locks = facts.pack.published.iter();
        let locks: Vec<(Period, &PublishedMetric)> = locks
            .filter_map(|(period, lock)| Some((*period, lock.metrics.get(id)?)))
            .collect();
        let recorded = recorded(facts, metric);
        if against_locks(metric, &locks, report) || against_snapshots(metric, &recorded, report) {
            continue;
        }
        earlier_versions(metric, &locks, &recorded, report);
    }
}

fn recorded<'a>(facts: &Facts<'a>, metric: &Metric) -> Vec<Recorded<'a>> {
    let Some(filed) = facts.pack.observations.get(&metric.id.value) else {
        return Vec::new();
    };
    let told = filed.circumstances.iter();
    told.filter_map(|(period, circumstances)| {
        let fingerprint = circumstances.fingerprint.as_ref()?;
        Some(Recorded {
            period: *period,
            version: circumstances.version?.value,
            fingerprint: &fingerprint.value,
            query: circumstances.collected.as_ref().map(|c| &c.query),
            span: fingerprint.span,
        })
    })
    .collect()
}

/// What was published of the version that holds: the lock has the words, so both are shown.
fn against_locks(
    metric: &Metric,
    locks: &[(Period, &PublishedMetric)],
    report: &mut Report,
) -> bool {
    let (id, version) = (&metric.id.value, metric.definition.version);
    let higher = locks.iter().rev().find(|(_, l)| l.version > version.value);
    if let Some((period, lock)) = higher {
        let published = lock.version;
        report
            .at(
                version.span,
                format!("`{id}` goes back to version {}", version.value),
            )
            .see(
                lock.span,
                format!("{period} was published by version {published}"),
            )
            .help(format!(
                "bring version {published} back with its entry under `changes`; another meaning is \
                 version {}",
                published.saturating_add(1)
            ));
        return true;
    }
    let today = metric.fingerprint();
    let other = locks.iter().rev().find(|(_, l)| {
        l.version == version.value && !l.fingerprint.is_empty() && l.fingerprint != today
    });
    let Some((period, lock)) = other else {
        return false;
    };
    let changes = changes(metric, lock);
    let mut places = changes.iter();
    let named: Vec<String> = changes.iter().map(|(key, _)| format!("`{key}`")).collect();
    let (first, told) = places
        .next()
        .map_or((version.span, String::new()), |(key, was)| {
            (metric.place_of(key), was.clone())
        });
    let message = if named.is_empty() {
        format!(
            "`{id}` means something else than version {} did in {period}",
            version.value
        )
    } else {
        format!(
            "`{id}` means something else than version {} did in {period}: {} changed",
            version.value,
            named.join(", ")
        )
    };
    let mut finding = report.at(first, message).because(told);
    for (key, was) in places {
        finding = finding.see(metric.place_of(key), was.clone());
    }
    finding
        .see(
            lock.span,
            format!("published, fingerprint {}", lock.fingerprint),
        )
        .help(raise(version.value));
    true
}

/// Every field that differs, with what it said.
fn changes<'m>(metric: &Metric, lock: &'m PublishedMetric) -> Vec<(&'m str, String)> {
    let now: BTreeMap<&str, String> = metric.meaning().into_iter().collect();
    let then: BTreeMap<&str, &str> = lock
        .meaning
        .iter()
        .map(|(key, text)| (key.as_str(), text.as_str()))
        .collect();
    let told = lock.meaning.iter().filter_map(|(key, was)| {
        let is = now.get(key.as_str());
        let said = match is {
            Some(is) if is == was => return None,
            Some(is) => {
                let (was, is) = apart(was, is);
                format!("version {} said `{was}`, now it says `{is}`", lock.version)
            }
            None => format!(
                "version {} said `{key}: {was}`, and now says none",
                lock.version
            ),
        };
        Some((key.as_str(), said))
    });
    let mut told: Vec<(&str, String)> = told.collect();
    for (key, is) in metric.meaning() {
        if !then.contains_key(key) {
            let said = format!(
                "version {} had no `{key}`, now it says `{is}`",
                lock.version
            );
            told.push((key, said));
        }
    }
    told
}

/// A snapshot keeps no words: it proves that they changed, not what they were.
fn against_snapshots(metric: &Metric, recorded: &[Recorded<'_>], report: &mut Report) -> bool {
    let (id, version) = (&metric.id.value, metric.definition.version);
    let today = metric.fingerprint();
    let others: Vec<&Recorded<'_>> = recorded
        .iter()
        .filter(|r| r.version == version.value && r.fingerprint != today)
        .collect();
    let (Some(first), Some(last)) = (others.first(), others.last()) else {
        return false;
    };
    let when = if first.period == last.period {
        last.period.to_string()
    } else {
        format!("{} to {}", first.period, last.period)
    };
    // What `collect` ran is known by itself: of its figures it is certain that the query changed.
    let query = metric.query_fingerprint();
    let ran = last.query.filter(|ran| Some(&ran.value) != query.as_ref());
    if let Some(ran) = ran {
        report
            .at(
                metric.place_of("query"),
                format!(
                    "`{id}` means something else than version {} did when {when} was collected: \
                     `query` changed",
                    version.value
                ),
            )
            .because(match query {
                Some(query) => format!("query {query} as it is written now"),
                None => "there is no query now".to_owned(),
            })
            .see(
                ran.span,
                format!("{} was counted by query {}", last.period, ran.value),
            )
            .help(format!(
                "{}, and run `boardpack collect {}`",
                raise(version.value),
                last.period
            ));
        return true;
    }
    report
        .at(
            version.span,
            format!(
                "`{id}` means something else than version {} did when {when} was filed",
                version.value
            ),
        )
        .because(format!("fingerprint {today} as it is written now"))
        .see(
            last.span,
            format!(
                "{} recorded {}; the words of that time are in version control",
                last.period, last.fingerprint
            ),
        )
        .help(format!(
            "{}; if the figures were counted as the definition stands now, write `fingerprint: \
             {today}`",
            raise(version.value)
        ));
    true
}

/// Earlier versions have no words left in the file, but each still has one fingerprint.
fn earlier_versions(
    metric: &Metric,
    locks: &[(Period, &PublishedMetric)],
    recorded: &[Recorded<'_>],
    report: &mut Report,
) {
    let mut known: BTreeMap<u32, (&str, Span)> = BTreeMap::new();
    // A lock of a quarter that was shown long before may not know the words of its version.
    for (_, lock) in locks.iter().filter(|(_, l)| !l.fingerprint.is_empty()) {
        known
            .entry(lock.version)
            .or_insert((&lock.fingerprint, lock.span));
    }
    for snapshot in recorded {
        let (fingerprint, span) = *known
            .entry(snapshot.version)
            .or_insert((snapshot.fingerprint, snapshot.span));
        if fingerprint != snapshot.fingerprint {
            report
                .at(
                    snapshot.span,
                    format!(
                        "version {} of `{}` has two fingerprints",
                        snapshot.version, metric.id.value
                    ),
                )
                .see(span, format!("recorded as {fingerprint} here"))
                .help(
                    "find out which definition the figures were counted by, and write its \
                     fingerprint; two meanings are two versions",
                );
        }
    }
}

/// Words of context that stay on either side of a difference.
const CONTEXT: usize = 5;

/// Two texts without the words that they begin and end with alike, but for a few.
fn apart(was: &str, is: &str) -> (String, String) {
    let (was, is): (Vec<&str>, Vec<&str>) = (was.split(' ').collect(), is.split(' ').collect());
    let shorter = was.len().min(is.len());
    let same = was.iter().zip(&is).take_while(|(a, b)| a == b).count();
    let ends = was.iter().rev().zip(is.iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count().min(shorter - same);
    let cut = |words: &[&str]| {
        let from = if same > CONTEXT + 1 {
            same - CONTEXT
        } else {
            0
        };
        let to = words.len() - if end > CONTEXT + 1 { end - CONTEXT } else { 0 };
        let shown = words.get(from..to).unwrap_or(words).join(" ");
        let before = if from > 0 { "… " } else { "" };
        let after = if to < words.len() { " …" } else { "" };
        format!("{before}{shown}{after}")
    };
    (cut(&was), cut(&is))
}

fn raise(version: u32) -> String {
    format!(
        "undo the change, or raise `version` to {} and add a dated entry under `changes`",
        version.saturating_add(1)
    )
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn long_texts_are_shown_where_they_differ() {
        let told = |was, is| {
            let (was, is) = apart(was, is);
            [was, is]
        };
        assert_eq!(
            told(
                "a b c d e f g h i j k l m n o p",
                "a b c d e f g h X j k l m n o p"
            ),
            ["… d e f g h i j k l m n …", "… d e f g h X j k l m n …"]
        );
        assert_eq!(told("a b c", "a c"), ["a b c", "a c"]);
        assert_eq!(
            told("a a a a a a a a", "a a a a a a a"),
            ["… a a a a a a", "… a a a a a"]
        );
        assert_eq!(told("", "x"), ["", "x"]);
        assert_eq!(told("one", "one two"), ["one", "one two"]);
    }
}
