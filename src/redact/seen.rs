//! A pack to every word of it that readers may see, with its place. Whoever adds a text or string to
//! the model that reaches a page adds it here as well.

use crate::diag::{Located, Span};
use crate::model::{
    About, Compliance, Decision, Experiment, Filed, Incident, Maturity, Measure, Metric, Missing,
    Narrative, Objective, OptionPlan, Pack, Risk, Story, Test, Unit,
};

/// Something that readers see.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// As written.
    pub text: &'a str,
    /// Where it stands, or the place of the thing that it belongs to.
    pub span: Span,
}

/// Every string of a pack that can reach a page, a table or a list.
pub fn seen(pack: &Pack) -> Vec<Seen<'_>> {
    let mut list = List(Vec::new());
    let settings = &pack.settings;
    list.all(
        settings.span,
        [
            &settings.organisation,
            &settings.report,
            &settings.classification,
        ],
    );
    for rule in settings.rules.values() {
        list.all(rule.span, &rule.reason);
    }
    for area in &pack.areas {
        list.all(area.id.span, [&area.id.value, &area.name]);
    }
    for journey in &pack.journeys {
        list.all(journey.id.span, [&journey.id.value, &journey.name]);
    }
    for service in &pack.services {
        let span = service.id.span;
        list.all(span, [&service.name, &service.owner, &service.summary]);
        list.all(span, service.aliases.iter().map(|alias| &alias.value));
    }
    for mark in &pack.annotations {
        list.all(mark.id.span, [&mark.label]);
        list.all(mark.id.span, &mark.cause);
    }
    for metric in pack.metrics.values() {
        list.metric(metric);
    }
    for term in pack.terms.values() {
        list.all(term.id.span, [&term.name]);
        list.all(term.id.span, &term.short);
        list.add(term.meaning.span, &term.meaning.value);
    }
    for snapshot in pack.snapshots.values() {
        list.all(snapshot.span, [&snapshot.reviewed_by]);
    }
    list.filed(pack);
    for entry in &pack.restatements {
        list.all(entry.span, [&entry.why]);
    }
    for entry in &pack.restated_records {
        list.all(entry.span, [&entry.why]);
    }
    for record in pack.incidents.values() {
        list.all(record.period.span, &record.severities);
        for incident in &record.incidents {
            list.incident(incident);
        }
    }
    for risk in pack.risks.iter().flatten() {
        list.risk(risk);
    }
    if let Some(asked) = &pack.compliance {
        list.compliance(asked);
    }
    for experiment in pack.experiments.iter().flatten() {
        list.experiment(experiment);
    }
    for rhythm in pack.cadence.iter().flatten() {
        list.located([&rhythm.id, &rhythm.owner]);
        for (_, text) in rhythm.texts() {
            list.add(text.span, &text.value);
        }
    }
    for (_, text) in pack.maturity.iter().flat_map(Maturity::texts) {
        list.add(text.span, &text.value);
    }
    for objective in pack.objectives.values() {
        list.objective(objective);
    }
    list.promised(pack);
    list.costed(pack);
    for lock in pack.published.values() {
        for rule in &lock.silenced {
            list.all(lock.span, &rule.reason);
        }
        for ask in &lock.asks {
            list.all(ask.id.span, [&ask.title, &ask.request, &ask.sponsor]);
        }
        for promise in &lock.promises {
            list.all(promise.id.span, [&promise.what, &promise.owner]);
        }
        for metric in lock.metrics.values() {
            list.all(metric.span, metric.meaning.iter().map(|(_, text)| text));
            list.all(metric.span, metric.target.iter().map(|t| &t.set_by));
            let figures = metric.all.iter().chain(metric.services.values());
            for figure in figures {
                list.missing(figure.span, figure.missing.as_ref());
            }
        }
    }
    for narrative in pack.narratives.values() {
        list.narrative(narrative);
    }
    list.0
}

struct List<'a>(Vec<Seen<'a>>);

impl<'a> List<'a> {
    fn add(&mut self, span: Span, text: &'a str) {
        self.0.push(Seen { text, span });
    }

    fn all(&mut self, span: Span, texts: impl IntoIterator<Item = &'a String>) {
        for text in texts {
            self.add(span, text);
        }
    }

    fn located(&mut self, texts: impl IntoIterator<Item = &'a Located<String>>) {
        for text in texts {
            self.add(text.span, &text.value);
        }
    }

    /// Money, with who supplied it, and where repair time went.
    fn costed(&mut self, pack: &'a Pack) {
        if let Some(business) = &pack.business {
            for (_, text) in business.texts() {
                self.add(text.span, &text.value);
            }
            for input in &business.inputs {
                self.located([&input.supplied_by]);
            }
        }
        for record in pack.quality.values() {
            for team in &record.teams {
                self.all(team.id.span, [&team.name]);
            }
            for repository in &record.repositories {
                self.located([&repository.id]);
            }
        }
    }

    /// Policies, service levels, agreements, reviews and exclusions.
    fn promised(&mut self, pack: &'a Pack) {
        let file = &pack.service_levels;
        for policy in &file.policies {
            self.all(policy.id.span, [&policy.set_by]);
        }
        for level in &file.levels {
            let span = level.objective.span;
            self.all(span, [&level.owner]);
            self.all(
                span,
                level.events.iter().flat_map(|(one, many)| [one, many]),
            );
            for target in &level.targets {
                self.all(target.from.span, [&target.set_by, &target.rationale]);
            }
            if let Some(agreement) = &level.agreement {
                self.all(agreement.target.span, [&agreement.name]);
                let more = agreement.exclusions.iter().chain(&agreement.supplied_by);
                self.all(agreement.target.span, more);
            }
        }
        for review in &file.reviews {
            self.all(review.objective.span, [&review.owner]);
            if let Some(text) = &review.text {
                self.add(text.span, &text.value);
            }
        }
        let counts = pack.objective_counts.values().flat_map(|of| of.values());
        for out in counts.flat_map(|counts| &counts.excluded) {
            self.all(out.span, [&out.reason, &out.agreed_by]);
        }
    }

    fn risk(&mut self, risk: &'a Risk) {
        self.located([&risk.id, &risk.owner]);
        for (_, text) in risk.texts() {
            self.add(text.span, &text.value);
        }
        self.all(risk.id.span, [&risk.appetite.set_by]);
        self.all(risk.id.span, risk.doing.iter().map(|doing| &doing.owner));
        for assessment in &risk.assessed {
            self.all(assessment.span, [&assessment.by]);
            self.located(&assessment.owner);
            let limit = assessment.appetite.iter().map(|limit| &limit.set_by);
            let doing = assessment.doing.iter().map(|doing| &doing.owner);
            self.all(assessment.span, limit.chain(doing));
        }
    }

    fn experiment(&mut self, experiment: &'a Experiment) {
        self.located([&experiment.id, &experiment.owner]);
        for (_, text) in experiment.texts() {
            self.add(text.span, &text.value);
        }
        let end = experiment.conclusion.iter();
        let next = end.filter_map(|end| end.follow_up.as_ref());
        self.all(experiment.id.span, next.map(|next| &next.owner));
    }

    fn compliance(&mut self, asked: &'a Compliance) {
        for (_, text) in asked.texts() {
            self.add(text.span, &text.value);
        }
        for held in &asked.certifications {
            self.located([&held.id]);
            self.all(held.id.span, [&held.owner]);
        }
        if let Some(register) = &asked.vulnerabilities {
            let accepted = register.items.iter().filter_map(|v| v.accepted.as_ref());
            let by = accepted.map(|accepted| &accepted.by);
            let promised = register.promises.iter().map(|promise| &promise.set_by);
            self.all(register.since.span, by.chain(promised));
        }
    }

    fn objective(&mut self, objective: &'a Objective) {
        let span = objective.id.span;
        self.all(span, [&objective.name]);
        for (_, text) in objective.texts() {
            self.add(text.span, &text.value);
        }
        for part in &objective.parts {
            self.all(span, part.name.iter().chain(&part.indicator.name));
            self.queries(span, &part.indicator.measure);
        }
        for alert in &objective.alerts {
            self.all(span, &alert.name);
            self.all(span, &alert.targets);
        }
    }

    fn queries(&mut self, span: Span, measure: &'a Measure) {
        let queries = match measure {
            Measure::Threshold(query) | Measure::Raw { query, .. } => [Some(query), None],
            Measure::Good { good: part, total } | Measure::Bad { bad: part, total } => {
                [Some(part), Some(total)]
            }
        };
        for query in queries.into_iter().flatten() {
            self.all(span, &query.system);
            self.all(span, query.fields.iter().map(|(_, text)| text));
        }
    }

    fn metric(&mut self, metric: &'a Metric) {
        let (id, definition) = (metric.id.span, &metric.definition);
        self.located([
            &metric.name,
            &metric.owner,
            &definition.formula,
            &definition.start_event,
            &definition.stop_event,
            &definition.event_source,
            &definition.inclusion,
            &definition.exclusion,
        ]);
        self.located(metric.per.iter().chain(&metric.query));
        self.all(id, metric.short.iter().chain(&metric.no_target));
        self.all(id, &metric.platforms);
        self.all(
            id,
            [
                &definition.query_owner,
                &definition.refresh,
                &definition.weaknesses,
            ],
        );
        for change in &definition.changes {
            self.all(change.version.span, [&change.what]);
        }
        if let Unit::Things { one, many } = &metric.unit.value {
            self.all(metric.unit.span, [one, many]);
        }
        if let Test::None { reason } = &metric.test {
            self.all(id, [reason]);
        }
        for target in &metric.targets {
            self.all(target.span, [&target.set_by, &target.rationale]);
        }
        for band in &metric.benchmarks {
            self.all(band.span, [&band.source, &band.label, &band.comparability]);
        }
        for text in [
            &metric.meaning,
            &metric.why,
            &metric.drivers,
            &metric.playbook,
            &metric.questions,
        ] {
            self.add(text.span, &text.value);
        }
    }

    fn incident(&mut self, incident: &'a Incident) {
        self.located([&incident.id]);
        for (_, text) in incident.texts() {
            self.add(text.span, &text.value);
        }
        self.located(incident.follow_ups.iter().flat_map(|f| [&f.id, &f.owner]));
        let costs = incident.cost.iter();
        self.all(incident.span, costs.map(|cost| &cost.supplied_by));
    }

    fn missing(&mut self, span: Span, missing: Option<&'a Missing>) {
        let texts = missing
            .into_iter()
            .flat_map(|m| [Some(&m.reason), m.owner.as_ref()]);
        self.all(span, texts.flatten());
    }

    /// What snapshots say beside their figures.
    fn filed(&mut self, pack: &'a Pack) {
        for (id, filed) in &pack.observations {
            let place = pack.metrics.get(id).map(|m| m.id.span);
            for series in std::iter::once(&filed.all).chain(filed.services.values()) {
                for reading in series.quarters.values() {
                    if let Filed::Missing(missing) = &reading.filed {
                        self.missing(reading.span, Some(missing));
                    }
                }
            }
            for (period, circumstances) in &filed.circumstances {
                let span = pack.snapshots.get(period).map(|s| s.span).or(place);
                if let Some(span) = span {
                    self.all(span, &circumstances.note);
                }
            }
        }
    }

    fn narrative(&mut self, narrative: &'a Narrative) {
        for told in narrative.texts() {
            self.add(told.text.span, &told.text.value);
        }
        let overview = &narrative.overview;
        let stories = narrative.stories.iter().map(|s| &s.literals);
        let decisions = narrative.decisions.iter().map(|d| &d.literals);
        for literal in std::iter::once(&overview.literals)
            .chain(stories)
            .chain(decisions)
            .flatten()
        {
            self.all(literal.text.span, [&literal.text.value, &literal.source]);
        }
        for answer in &overview.explanations {
            self.all(answer.metric.span, [&answer.owner]);
        }
        for promise in &overview.promises {
            self.all(promise.id.span, [&promise.id.value, &promise.owner]);
        }
        let since = &overview.since_last_meeting;
        for answer in &since.decisions {
            if let About::Earlier(ask) = &answer.about {
                self.all(ask.id.span, [&ask.id.value, &ask.sponsor]);
            }
        }
        for answer in &since.promises {
            if let About::Earlier(promise) = &answer.about {
                self.all(promise.id.span, [&promise.id.value, &promise.owner]);
            }
        }
        for story in &narrative.stories {
            self.story(story);
        }
        for decision in &narrative.decisions {
            self.decision(decision);
        }
    }

    fn story(&mut self, story: &'a Story) {
        let span = story.id.span;
        self.all(
            span,
            [&story.id.value, &story.owner, &story.proxy.agreed_with],
        );
    }

    fn decision(&mut self, decision: &'a Decision) {
        self.all(decision.id.span, [&decision.id.value, &decision.sponsor]);
        let plan = |plan: &'a OptionPlan| (plan.span, &plan.owner);
        for (span, owner) in [plan(&decision.baseline), plan(&decision.investment)] {
            self.all(span, [owner]);
        }
        for assumption in &decision.assumptions {
            self.all(decision.id.span, [&assumption.id]);
        }
    }
}
