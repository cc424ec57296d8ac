//! A quarter's judgements to what they report of each record: the figures that a page prints and a
//! reader may decide by. Kinds know here and nowhere else which of their numbers those are.
//!
//! What may become otherwise without rewriting anything is none of them: whether a follow-up was done
//! since, when a review was held, who answers for a risk, how something is worded.

use crate::analyse::capability::Capability;
use crate::analyse::incidents::{Case, Incidents};
use crate::analyse::{
    AppetiteFit, BudgetAccount, CertificateState, ComplianceQuarter, EstimateRow,
    ExperimentQuarter, ExperimentStage, QualityQuarter, QuarterAnalysis, Reached, RiskRow,
    TotalRow,
};
use crate::diag::Span;
use crate::model::{
    Cover, Exact, FoundBy, Harm, ObjectiveCounts, Pack, Range, RecordKind, RecordName,
    ReportedRecord, ReportedValue, digest,
};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Every record of a quarter with its figures; one without any is left out.
pub fn reported(pack: &Pack, quarter: &QuarterAnalysis) -> BTreeMap<RecordName, ReportedRecord> {
    let mut all = All {
        pack,
        quarter,
        records: BTreeMap::new(),
    };
    all.objectives();
    if let Some(incidents) = &quarter.incidents {
        all.incidents(incidents);
    }
    all.risks();
    if let Some(tried) = &quarter.experiments {
        all.experiments(tried);
    }
    all.money();
    if let Some(quality) = &quarter.quality {
        all.quality(quality);
    }
    if let Some(capability) = &quarter.capability {
        all.capability(capability);
    }
    if let Some(asked) = &quarter.compliance {
        all.compliance(asked);
    }
    all.records
}

/// The figures of one record on their way.
struct Figures(BTreeMap<String, ReportedValue>);

impl Figures {
    fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn number(mut self, name: &str, number: Option<Exact>) -> Self {
        let number = number.map(ReportedValue::Number);
        self.0.extend(number.map(|n| (name.to_owned(), n)));
        self
    }

    fn count(mut self, name: &str, n: u64) -> Self {
        self.0.insert(name.to_owned(), ReportedValue::count(n));
        self
    }

    fn word(mut self, name: &str, word: &str) -> Self {
        self.0.insert(name.to_owned(), ReportedValue::word(word));
        self
    }

    fn range(self, names: [&str; 2], range: Option<Range>) -> Self {
        let [low, high] = names;
        self.number(low, range.map(|range| range.low))
            .number(high, range.map(|range| range.high))
    }
}

struct All<'a> {
    pack: &'a Pack,
    quarter: &'a QuarterAnalysis,
    records: BTreeMap<RecordName, ReportedRecord>,
}

impl All<'_> {
    fn add(&mut self, name: RecordName, span: Option<Span>, figures: Figures) {
        // Where the place is not known, the snapshot of the quarter is the nearest.
        let snapshot = self.pack.snapshots.get(&self.quarter.period);
        let Some(span) = span.or(snapshot.map(|snapshot| snapshot.span)) else {
            return;
        };
        if !figures.0.is_empty() {
            let figures = figures.0;
            self.records.insert(name, ReportedRecord { span, figures });
        }
    }

    fn objectives(&mut self) {
        for (id, account) in &self.quarter.budgets {
            let counts = self.pack.objective_counts.get(id);
            let counts = counts.and_then(|by| by.get(&self.quarter.period));
            let name = RecordName::of(RecordKind::Objective, id);
            let span = counts.map(|counts| counts.span);
            self.add(name, span, objective(account, counts));
        }
    }

    fn incidents(&mut self, incidents: &Incidents) {
        let record = self.pack.incidents.get(&self.quarter.period);
        let [worst, second, third] = incidents.by_severity;
        let whole = Figures::new()
            .count("count", incidents.count())
            .count("severity-1", worst)
            .count("severity-2", second)
            .count("severity-3", third)
            .count("unnoticed", incidents.unnoticed)
            .number("customer-minutes", incidents.customer_minutes)
            .number("restore", incidents.restore)
            .number("detect", incidents.detect);
        let span = record.map(|record| record.period.span);
        self.add(RecordName::whole(RecordKind::Incidents), span, whole);
        for case in &incidents.cases {
            let span = self.pack.incident(case.period, &case.id).map(|i| i.span);
            let name = RecordName::of(RecordKind::Incident, &case.id);
            self.add(name, span, incident(case));
        }
    }

    fn risks(&mut self) {
        let Some(risks) = &self.quarter.risks else {
            return;
        };
        let rows = risks.rows.iter().map(|row| (row, "open"));
        let closed = risks.closed.iter().map(|row| (row, "closed"));
        for (row, state) in rows.chain(closed) {
            let mut known = self.pack.risks.iter().flatten();
            let found = known.find(|risk| risk.id.value == row.id);
            let mut assessed = found.iter().flat_map(|risk| risk.assessed.iter().rev());
            let own = assessed.find(|a| a.period.value == row.assessed);
            let span = own.map(|a| a.span).or(found.map(|risk| risk.id.span));
            let name = RecordName::of(RecordKind::Risk, &row.id);
            self.add(name, span, risk(row, state));
        }
    }

    fn experiments(&mut self, tried: &ExperimentQuarter) {
        for row in &tried.rows {
            let stage = match row.stage {
                ExperimentStage::Running => "running",
                ExperimentStage::Undecided => "undecided",
                ExperimentStage::Decided(decision, _) => decision.word(),
            };
            let figures = Figures::new().word("stage", stage);
            let figures = match &row.seen {
                Some(seen) => figures.word("found", seen.found.word()),
                None => figures,
            };
            let mut all = self.pack.experiments.iter().flatten();
            let span = all.find(|e| e.id.value == row.id).map(|e| e.id.span);
            let name = RecordName::of(RecordKind::Experiment, &row.id);
            self.add(name, span, figures);
        }
    }

    fn money(&mut self) {
        let Some(money) = &self.quarter.money else {
            return;
        };
        let business = self.pack.business.as_ref();
        for row in &money.estimates {
            let EstimateRow {
                id, range, grade, ..
            } = row;
            let mut all = business.iter().flat_map(|b| &b.estimates);
            let span = all.find(|e| e.id.value == *id).map(|e| e.id.span);
            let figures = Figures::new().range(["low", "high"], *range);
            let figures = figures.word("grade", grade.word());
            self.add(RecordName::of(RecordKind::Estimate, id), span, figures);
        }
        for row in &money.totals {
            let TotalRow {
                id, range, grade, ..
            } = row;
            let figures = Figures::new().range(["low", "high"], *range);
            let figures = figures.word("grade", grade.word());
            self.add(RecordName::of(RecordKind::Total, id), None, figures);
        }
    }

    fn quality(&mut self, quality: &QualityQuarter) {
        let days = |n: u64| Some(Exact::integer(i64::try_from(n).unwrap_or(i64::MAX)));
        let mut figures = Figures::new()
            .number("days", days(quality.all.total))
            .number("rework", days(quality.all.rework))
            .number("bug-fix", days(quality.all.bug_fix));
        if let Some(defects) = &quality.defects {
            figures = figures
                .count("confirmed", defects.confirmed)
                .count("introducing", defects.introducing)
                .count("fixing", defects.fixing)
                .count("open", defects.open)
                .number("days-to-fix", defects.days_to_fix);
        }
        let record = self.pack.quality.get(&self.quarter.period);
        let span = record.map(|record| record.as_of.span);
        self.add(RecordName::whole(RecordKind::Quality), span, figures);
    }

    /// Levels as they were assessed and evidenced, and rows as they were recorded. What the pack of
    /// today lets stand of them is judged anew each quarter: a journey that is added later makes no
    /// earlier quarter less able.
    fn capability(&mut self, able: &Capability) {
        let record = self.pack.maturity.as_ref();
        if let Some(levels) = &able.levels {
            let rows = levels.rows.iter();
            let figures = rows.fold(Figures::new(), |figures, row| {
                let shown = row.unevidenced.map_or(row.claimed, |missing| missing - 1);
                figures.count(row.category.word(), u64::from(shown))
            });
            let assessed = record.and_then(|m| m.assessed(levels.assessed));
            let span = assessed.map(|assessed| assessed.period.span);
            self.add(RecordName::whole(RecordKind::Maturity), span, figures);
        }
        let period = self.quarter.period;
        let journeys = record.and_then(|m| m.coverage(period));
        for row in journeys.iter().flat_map(|record| &record.journeys) {
            let tested = row.tested.filter(|day| day.value <= able.as_at);
            let figures = Figures::new()
                .word("measured", cover(row.measured.value))
                .word("alerting", cover(row.alerting.value));
            let figures = match tested {
                Some(day) => figures.word("tested", &day.value.to_string()),
                None => figures,
            };
            let name = RecordName::of(RecordKind::Coverage, &row.journey.value);
            self.add(name, Some(row.journey.span), figures);
        }
        let signals = record.and_then(|m| m.signals(period));
        for (service, there) in signals.iter().flat_map(|record| &record.services) {
            let there: Vec<&str> = there.iter().map(|signal| signal.word()).collect();
            let figures = match there.as_slice() {
                [] => Figures::new().word("signals", "none"),
                there => Figures::new().word("signals", &there.join(" ")),
            };
            let name = RecordName::of(RecordKind::Signals, service);
            self.add(name, signals.map(|record| record.period.span), figures);
        }
    }

    fn compliance(&mut self, asked: &ComplianceQuarter) {
        let record = self.pack.compliance.as_ref();
        for row in &asked.certifications {
            let state = match row.state {
                CertificateState::Held => "held",
                CertificateState::AuditOverdue => "audit-overdue",
                CertificateState::Expired => "expired",
                CertificateState::NotPassed => "not-passed",
            };
            let open = u64::try_from(row.open.len()).unwrap_or(u64::MAX);
            let figures = Figures::new().word("state", state).count("open", open);
            let mut held = record.iter().flat_map(|c| &c.certifications);
            let span = held.find(|c| c.id.value == row.id).map(|c| c.id.span);
            let name = RecordName::of(RecordKind::Certification, &row.id);
            self.add(name, span, figures);
        }
        for (service, row) in &asked.restores {
            let result = if row.passed { "passed" } else { "failed" };
            let figures = Figures::new()
                .word("result", result)
                .word("on", &row.on.to_string());
            let mut tests = record.iter().flat_map(|c| &c.restore_tests);
            let own = tests.find(|t| t.service.value == *service && t.on.value == row.on);
            let name = RecordName::of(RecordKind::RestoreTest, service);
            self.add(name, own.map(|test| test.service.span), figures);
        }
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        for row in asked.security.iter().flat_map(|s| &s.severities) {
            let figures = Figures::new()
                .count("known", count(row.known))
                .count("fixed", count(row.fixed))
                .count("open", count(row.open))
                .count("overdue", count(row.overdue))
                .count("due", row.in_time.1)
                .count("in-time", row.in_time.0);
            let register = record.and_then(|c| c.vulnerabilities.as_ref());
            let span = register.map(|register| register.since.span);
            let name = RecordName::of(RecordKind::Vulnerabilities, row.severity.word());
            self.add(name, span, figures);
        }
    }
}

fn objective(account: &BudgetAccount, counts: Option<&ObjectiveCounts>) -> Figures {
    let spend = account.spend;
    let figures = Figures::new()
        .number("target", account.target())
        .number("good", Some(spend.good))
        .count("valid", spend.valid)
        .number("budget-used", spend.used());
    let figures = match account.is_kept() {
        Some(true) => figures.word("kept", "kept"),
        Some(false) => figures.word("kept", "missed"),
        None => figures,
    };
    let figures = match account.excluded.as_slice() {
        [] => figures,
        excluded => {
            let valid = excluded.iter().map(|out| out.counted.valid).sum();
            let good = excluded.iter().map(|out| out.counted.good);
            let good = { good }.try_fold(Exact::ZERO, Exact::plus);
            let all = i64::try_from(valid).ok().map(Exact::integer);
            let bad = all.zip(good).and_then(|(all, good)| all.minus(good));
            figures.count("excluded", valid).number("excluded-bad", bad)
        }
    };
    match counts {
        Some(counts) => figures.word("by-day", &by_day(counts)),
        None => figures,
    }
}

/// Digits of a digest: enough that no two counts of one objective and quarter share them.
const DIGITS: usize = 12;

/// A digest of everything that is counted: failures that only change their day change no sum.
fn by_day(counts: &ObjectiveCounts) -> String {
    let mut text = String::new();
    for (day, counted) in &counts.days {
        let _ = match counted {
            Some(c) => writeln!(text, "{day} {}/{}", c.good.decimal(), c.valid),
            None => writeln!(text, "{day} ~"),
        };
    }
    for out in &counts.excluded {
        let (day, counted) = (out.day, out.counted);
        let (good, valid) = (counted.good.decimal(), counted.valid);
        let _ = writeln!(text, "- {day} {good}/{valid} {}", out.reason);
    }
    for peak in &counts.peaks {
        let (rate, at) = (peak.burn_rate.decimal(), peak.at);
        let _ = writeln!(text, "^ {} {rate} {at}", peak.minutes);
    }
    for (month, c) in counts.agreement.iter().flat_map(|a| &a.months) {
        let _ = writeln!(text, "= {month} {}/{}", c.good.decimal(), c.valid);
    }
    // A number would be read as one: the mark keeps it a word.
    let digest = digest(&text);
    format!("#{}", digest.get(..DIGITS).unwrap_or(&digest))
}

fn incident(case: &Case) -> Figures {
    let figures = Figures::new()
        .count("severity", u64::from(case.severity))
        .word("began", &instant(case.began))
        .word("service", &case.service)
        .number("customer-minutes", case.customer_minutes);
    let figures = match case.restored {
        Some(at) => figures
            .word("restored", &instant(at))
            .number("minutes", Some(case.minutes)),
        None => figures.word("restored", "open"),
    };
    let who = match case.found_by {
        FoundBy::Us => "us",
        FoundBy::Customer => "customer",
        FoundBy::ThirdParty => "third-party",
        FoundBy::NotKnown => "not-known",
    };
    figures.word("found-by", who)
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn risk(row: &RiskRow, state: &str) -> Figures {
    let ends = match row.harm {
        Harm::Money => ["exposure-low", "exposure-high"],
        Harm::CustomerHours => ["hours-low", "hours-high"],
    };
    let fit = match row.fit {
        AppetiteFit::Within => "within",
        AppetiteFit::MayBeOutside => "may-be-outside",
        AppetiteFit::Outside => "outside",
        AppetiteFit::NotSet => "not-set",
    };
    let trigger = match row.reached {
        Reached::Yes | Reached::On(_) => "reached",
        Reached::No => "not-reached",
        Reached::NoData => "no-data",
    };
    Figures::new()
        .range(ends, Some(row.exposure))
        .word("grade", row.grade.word())
        .word("appetite", fit)
        .word("trigger", trigger)
        .word("state", state)
}

fn cover(cover: Cover) -> &'static str {
    match cover {
        Cover::Yes => "yes",
        Cover::Partly => "partly",
        Cover::No => "no",
        Cover::NotNeeded => "not-needed",
    }
}
