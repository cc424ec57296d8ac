//! The next quarter: everything due in it, as the last one was made. Figures are said to be missing
//! until they are filed, and every open ask and promise waits for its answer.

use super::{Ground, PLACEHOLDER, Refusal, Scaffold, day, mark, refuse, todo};
use crate::analyse::{self, AskRow, Ledger, PromiseRow};
use crate::model::{Kind, Metric, Pack, Period, Polarity, Series, not_filed};
use crate::tongue::{label, say};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The files of a quarter that follows the pack's latest.
pub(super) fn roll(ground: &Ground<'_>, period: Period) -> Result<Scaffold, Refusal> {
    let pack = ground.pack;
    let Some(last) = pack.latest() else {
        return refuse(
            "the pack has no quarter to go on from",
            "add its first snapshot, `data/snapshots/2026-Q3.yaml`",
        );
    };
    let next = last.shifted(1);
    if period <= last {
        return refuse(
            format!("{period} is not ahead: the pack has figures of {last}"),
            format!("the next quarter is {next}: `boardpack new {next}`"),
        );
    }
    if period != next {
        return refuse(
            format!("{period} would leave a gap: the pack has no figures of {next}"),
            format!(
                "begin {next} first: `boardpack new {next}`; a quarter nobody reported keeps a \
                 snapshot whose metrics are `missing:` with the reason"
            ),
        );
    }
    let mut made = BTreeMap::from([
        (
            format!("data/snapshots/{period}.yaml"),
            snapshot(ground, last, period),
        ),
        (
            format!("content/{period}/overview.md"),
            overview(pack, period),
        ),
    ]);
    if !pack.incidents.is_empty() {
        made.insert(
            format!("data/incidents/{period}.yaml"),
            incidents(ground, period),
        );
    }
    if let Some(text) = quality(pack, last, period) {
        made.insert(format!("data/quality/{period}.yaml"), text);
    }
    let risks = super::risks::assessed(ground, period);
    let risks = risks.map(|text| ("data/risks.yaml".to_owned(), text));
    let reviews = super::reviews::owed(ground, period);
    let reviews = reviews.map(|text| ("data/service-levels.yaml".to_owned(), text));
    Ok(Scaffold {
        made,
        extended: risks.into_iter().chain(reviews).collect(),
    })
}

/// How a figure of a kind is written.
fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Ratio => "14/229",
        Kind::Quantile => "26.4 (n 80)",
        Kind::Level => "78.4",
        Kind::Count => "3",
        Kind::Score => "3.9 (n 62 of 80)",
    }
}

/// Metrics in the order of the last snapshot's file; those it does not file, last.
fn in_order<'p>(ground: &Ground<'p>, last: Period) -> Vec<&'p Metric> {
    let path = format!("data/snapshots/{last}.yaml");
    let text = ground.text(&path).unwrap_or_default();
    let mut metrics: Vec<&Metric> = ground.pack.metrics.values().collect();
    metrics.sort_by_key(|metric| {
        let key = format!("\n  {}:", metric.id.value);
        text.find(&key).unwrap_or(usize::MAX)
    });
    metrics
}

fn snapshot(ground: &Ground<'_>, last: Period, period: Period) -> String {
    let pack = ground.pack;
    let calendar = pack.settings.calendar;
    let reviewed_by = pack
        .snapshots
        .get(&last)
        .map_or("", |snapshot| &snapshot.reviewed_by);
    let mut out = format!(
        "# {period}: {}\n\
         # {}\n\
         # {}\n\
         # {}\n\
         period: {period}\n\
         as_of: {}{}\n\
         reviewed_by: {}\n\
         observations:\n",
        say!(
            "what was counted from {first} to {last}.",
            day(calendar.start(period)),
            day(calendar.last_day(period))
        ),
        label(
            "Put a figure in the place of each `missing:`, such as `quarter: 14/229`, and the weeks in the"
        ),
        label(
            "place of `~`, which says that there is no data. What stays missing says why. When a metric is"
        ),
        label("done, remove the mark behind its name."),
        calendar.end(period),
        mark("the day on which the data was taken"),
        super::yaml::quoted(reviewed_by),
    );
    for metric in in_order(ground, last) {
        observation(&mut out, ground, metric, last, period);
    }
    let counted = pack.objective_counts.iter();
    let counted: Vec<_> = counted
        .filter_map(|(objective, by)| Some((objective, by.get(&last)?)))
        .filter(|(objective, _)| pack.objectives.contains_key(*objective))
        .collect();
    if !counted.is_empty() {
        let what = say!(
            "good of valid by day, such as {day}: 651234/651900; of contracts by month, and credits",
            calendar.start(period)
        );
        let _ = writeln!(out, "\nobjectives:{}", mark(&what));
        for (objective, counts) in counted {
            let _ = write!(out, "  {objective}:\n    days: {{}}\n");
            if counts.agreement.is_some() {
                out.push_str("    agreement: {months: {}}\n");
            }
        }
    }
    out
}

/// The services and the whole for which a metric was filed when it last was.
fn due<'p>(pack: &'p Pack, metric: &Metric, last: Period) -> (bool, Vec<(&'p str, &'p Series)>) {
    let Some(filed) = pack.observations.get(&metric.id.value) else {
        return (false, Vec::new());
    };
    let has = |series: &Series, period: &Period| {
        let reading = series.quarters.get(period);
        reading.is_some_and(|reading| reading.value().is_some() || !filed.services.is_empty())
    };
    let all = std::iter::once(&filed.all).chain(filed.services.values());
    let quarters = all.flat_map(|series| series.quarters.iter());
    let quarters = quarters.filter(|(_, reading)| reading.value().is_some());
    let Some(when) = quarters
        .map(|(period, _)| *period)
        .filter(|period| *period <= last)
        .max()
    else {
        return (false, Vec::new());
    };
    let services = pack.services.iter().filter_map(|service| {
        let (id, series) = filed.services.get_key_value(&service.id.value)?;
        has(series, &when).then_some((id.as_str(), series))
    });
    let stated = filed
        .all
        .quarters
        .get(&when)
        .is_some_and(|reading| reading.value().is_some());
    (stated, services.collect())
}

fn observation(
    out: &mut String,
    ground: &Ground<'_>,
    metric: &Metric,
    last: Period,
    period: Period,
) {
    let pack = ground.pack;
    let id = &metric.id.value;
    let first_day = pack.settings.calendar.start(period);
    let target = metric
        .targets
        .iter()
        .rev()
        .find(|target| target.from <= first_day);
    let goal = target.map(|target| {
        let value = ground.sources.text(target.span);
        match metric.polarity.value {
            Polarity::LowerIsBetter => {
                say!(
                    "; target at most {value}, set by {who}",
                    value,
                    target.set_by
                )
            }
            _ => say!(
                "; target at least {value}, set by {who}",
                value,
                target.set_by
            ),
        }
    });
    let _ = write!(
        out,
        "\n  # {}\n  {id}:",
        say!(
            "{metric}{goal}; owner {owner}",
            metric.name.value,
            goal.unwrap_or_default(),
            metric.owner.value
        )
    );
    let (stated, services) = due(pack, metric, last);
    let scopes = pack.observations.get(id).into_iter().flat_map(|filed| {
        let all = stated.then_some(&filed.all);
        all.into_iter()
            .chain(services.iter().map(|(_, series)| *series))
    });
    let weekly = |series: &Series| {
        let week = series.weeks.keys().next_back();
        week.is_some_and(|week| pack.settings.calendar.period_of_week(*week) >= last.year_ago())
    };
    let scopes: Vec<bool> = scopes.map(weekly).collect();
    if !scopes.is_empty() {
        let (name, example) = (&metric.name.value, example(metric.kind.value));
        out.push_str(&mark(&match scopes.contains(&true) {
            true => say!(
                "{metric}: each figure as `quarter: {example}`, and the weeks",
                name,
                example
            ),
            false => say!(
                "{metric}: each figure as `quarter: {example}`",
                name,
                example
            ),
        }));
    }
    out.push('\n');
    let filed = pack.observations.get(id);
    let told = filed.and_then(|filed| filed.circumstances.get(&last));
    let version = metric.definition.version.value;
    match told {
        Some(told) if told.fingerprint.is_some() => {
            let fingerprint = metric.fingerprint();
            let _ = writeln!(
                out,
                "    definition: {{version: {version}, fingerprint: {fingerprint}}}"
            );
        }
        Some(told) if told.version.is_some() => {
            let _ = writeln!(out, "    definition: {version}");
        }
        _ => {}
    }
    if services.is_empty() && !stated {
        let _ = writeln!(
            out,
            "    missing: {}",
            todo("the figures, or why there are none")
        );
        return;
    }
    let weeks = pack.settings.calendar.weeks(period);
    let scope = |out: &mut String, deep: usize, series: &Series| {
        let space = " ".repeat(deep);
        let why = not_filed(pack.settings.locale.language());
        let _ = writeln!(out, "{space}missing: {why}");
        if weekly(series) {
            let _ = writeln!(out, "{space}weeks: {{");
            for part in weeks.chunks(5) {
                let part: Vec<String> = part.iter().map(|week| format!("{week}: ~")).collect();
                let _ = writeln!(out, "{space}  {},", part.join(", "));
            }
            // The last comma before a bracket is one too many.
            let end = out.trim_end_matches(",\n").len();
            out.truncate(end);
            let _ = write!(out, "\n{space}}}\n");
        }
    };
    if stated {
        out.push_str("    all:\n");
        if let Some(filed) = filed {
            scope(out, 6, &filed.all);
        }
    }
    if !services.is_empty() {
        out.push_str("    services:\n");
        for (service, series) in services {
            let _ = writeln!(out, "      {service}:");
            scope(out, 8, series);
        }
    }
}

pub(super) fn overview(pack: &Pack, period: Period) -> String {
    let analysis = analyse::analyse(pack);
    let ledger = Ledger::new(pack, &analysis, period);
    let mut out = format!(
        "---\npurpose: noting{}\nheadline: {}\nsummary:\n",
        mark("decision, discussion or noting"),
        todo("what the quarter comes to, in at most 12 words"),
    );
    for what in [
        label("what happened, in one sentence"),
        label("why, and what we do about it, in one sentence"),
        label("what we ask of the Board, in one sentence"),
    ] {
        let _ = writeln!(out, "  - {}", todo(what));
    }
    out.push_str("verdicts:\n");
    for pane in ["outcomes", "flow", "quality", "reliability"] {
        let _ = writeln!(
            out,
            "  {pane}: {}",
            todo(&say!("{pane} in one sentence of at most 18 words", pane))
        );
    }
    out.push_str("since_last_meeting:\n");
    let asks: Vec<&AskRow<'_>> = ledger
        .asks
        .iter()
        .filter(|row| row.is_owed_in(period))
        .collect();
    list(&mut out, "decisions", asks.len());
    for row in asks {
        ask(&mut out, pack, row, period);
    }
    if pack.risks.is_none() {
        out.push_str("  risks: []\n");
    }
    let promises: Vec<&PromiseRow<'_>> = ledger
        .promises
        .iter()
        .filter(|row| row.is_owed_in(period))
        .collect();
    list(&mut out, "promises", promises.len());
    for row in promises {
        promise(&mut out, pack, row, period);
    }
    let _ = write!(
        out,
        "# {PLACEHOLDER} {}\nexceptions: []\npromises: []\n---\n",
        label("answers for metrics that moved or miss, once the figures are filed, and promises")
    );
    out
}

fn list(out: &mut String, key: &str, count: usize) {
    let _ = match count {
        0 => writeln!(out, "  {key}: []"),
        _ => writeln!(out, "  {key}:"),
    };
}

/// The answer that is due to an ask: open while its day lies ahead, and put off where nobody has said
/// anything else yet.
fn ask(out: &mut String, pack: &Pack, row: &AskRow<'_>, period: Period) {
    let calendar = pack.settings.calendar;
    let end = calendar.end(period);
    let wanted = row.wanted_by().unwrap_or(end);
    let _ = writeln!(out, "    # {}", say!("asked by {role}", row.sponsor));
    let _ = writeln!(out, "    - decision: {}/{}", row.period, row.id);
    if wanted >= end {
        let _ = writeln!(
            out,
            "      outcome: open\n      note: {}",
            todo(&say!(
                "what the Board said of {ask}; outcome is approved, amended, declined, deferred or open",
                row.id
            ))
        );
    } else {
        let later = calendar.end(period.shifted(1));
        let _ = write!(
            out,
            "      outcome: deferred\n      on: {wanted}\n      reply_by: {later}\n      note: {}\n",
            todo(&say!(
                "what the minutes say of {ask}: outcome (approved, amended, declined, deferred), on, if deferred reply_by",
                row.id
            )),
        );
    }
}

/// The answer that is due to a promise: open while its day lies ahead, and missed until somebody says
/// that it was kept.
fn promise(out: &mut String, pack: &Pack, row: &PromiseRow<'_>, period: Period) {
    let end = pack.settings.calendar.end(period);
    let state = match row.by >= end {
        true => "open",
        false => "missed",
    };
    let _ = writeln!(
        out,
        "    # {}",
        say!("{role} promised it for {day}", row.owner, row.by)
    );
    let _ = write!(
        out,
        "    - promise: {}/{}\n      state: {state}\n      note: {}\n",
        row.period,
        row.id,
        todo(&say!(
            "what became of {promise}; state is kept, missed, withdrawn, or open until its day",
            row.id
        )),
    );
}

fn incidents(ground: &Ground<'_>, period: Period) -> String {
    let pack = ground.pack;
    let end = pack.settings.calendar.end(period);
    let mut out = format!(
        "period: {period}\nas_of: {end} 09:00{}\n",
        mark("when the record was taken")
    );
    let before = pack.incidents.values().next_back();
    let own_words = before.is_some_and(|record| {
        let text = ground.text(&record.path).unwrap_or_default();
        text.contains("\nseverities:")
    });
    if let (true, Some(record)) = (own_words, before) {
        out.push_str("severities:\n");
        for (n, words) in record.severities.iter().enumerate() {
            let _ = writeln!(out, "  {}: {}", n + 1, super::yaml::quoted(words));
        }
    }
    let mut open = Vec::new();
    for record in pack.incidents.values() {
        for incident in &record.incidents {
            for follow_up in incident.follow_ups.iter().filter(|f| f.done.is_none()) {
                let told = say!(
                    "`{follow_up}` of `{incident}`, due on {day}, {role}: {path}",
                    follow_up.id.value,
                    incident.id.value,
                    follow_up.due.value,
                    follow_up.owner.value,
                    record.path
                );
                open.push(format!("#   {told}\n"));
            }
        }
    }
    if !open.is_empty() {
        let _ = writeln!(
            out,
            "# {PLACEHOLDER} {}",
            label("what became of the follow-ups below: write `done:` where they stand")
        );
        out.extend(open);
    }
    let _ = writeln!(
        out,
        "incidents: []{}",
        mark(
            "every incident that began in the quarter (`boardpack new incident NAME`); `[]` says that there was none"
        )
    );
    out
}

/// Where repair time goes, where the last quarter told it: the same teams and repositories.
fn quality(pack: &Pack, last: Period, period: Period) -> Option<String> {
    let record = pack.quality.get(&last)?;
    let end = pack.settings.calendar.end(period);
    let mut out = format!(
        "period: {period}\nas_of: {end}{}\nteams:{}\n",
        mark("the day on which the record was taken"),
        mark(&say!(
            "how many people each has; the numbers are those of {last}",
            last
        ))
    );
    for team in &record.teams {
        let _ = writeln!(
            out,
            "  - {{id: {}, name: {}, people: {}}}",
            team.id.value,
            super::yaml::quoted(&team.name),
            team.people.value,
        );
    }
    let what = say!(
        "lines and changes of each; the numbers are those of {last}",
        last
    );
    let _ = writeln!(out, "repositories:{}", mark(&what));
    for repository in &record.repositories {
        let _ = writeln!(
            out,
            "  - {{id: {}, service: {}, thousand_lines: {}, changes: {}}}",
            repository.id.value,
            repository.service.value,
            repository.thousand_lines.value,
            repository.changes.value,
        );
    }
    let _ = write!(
        out,
        "effort: []{}\ndefects: ~{}\n",
        mark(
            "days by team and repository, such as - {team: …, repository: …, total: 520, rework: 110, bug_fix: 60}"
        ),
        mark("defects confirmed in the quarter; `~` says that they are not recorded")
    );
    Some(out)
}
