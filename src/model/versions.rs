//! Which version of a definition stands behind a figure, and in which quarter readers are told of a
//! new one.

use super::{Definition, DefinitionChange, DefinitionEffect, Metric, Pack, Period};
use chrono::NaiveDate;

impl Definition {
    /// The version that the figures of a quarter with that last day are counted by: the one that held
    /// then, or a later one by which earlier figures were counted again. The first, before it began.
    pub fn version_of(&self, last_day: NaiveDate) -> u32 {
        let begun = self.changes.partition_point(|c| c.date <= last_day);
        let at = begun.saturating_sub(1);
        let later = self.changes.iter().skip(begun.max(1));
        let again = later
            .take_while(|c| c.effect.value != DefinitionEffect::Break)
            .filter(|c| c.effect.value != DefinitionEffect::None);
        again
            .last()
            .or(self.changes.get(at))
            .map_or(self.version.value, |c| c.version.value)
    }

    /// The version that begins on a day; the one that holds where none does.
    pub fn begun_on(&self, day: NaiveDate) -> u32 {
        let begun = self.changes.iter().find(|c| c.date == day);
        begun.map_or(self.version.value, |c| c.version.value)
    }
}

impl Pack {
    /// The version of the definition that a quarter's figures are counted by: as its snapshot says,
    /// otherwise as the dates of the changes do.
    pub fn version(&self, metric: &Metric, period: Period) -> u32 {
        let filed = self.observations.get(&metric.id.value);
        let stated = filed.and_then(|o| o.circumstances.get(&period)?.version);
        stated.map_or_else(
            || {
                let last_day = self.settings.calendar.last_day(period);
                metric.definition.version_of(last_day)
            },
            |version| version.value,
        )
    }

    /// The version that a quarter's own pages print: what was published stays as it was.
    pub fn version_told(&self, metric: &Metric, period: Period) -> u32 {
        let lock = self.published.get(&period);
        let lock = lock.and_then(|lock| lock.metrics.get(&metric.id.value));
        lock.map_or_else(|| self.version(metric, period), |lock| lock.version)
    }

    /// What a quarter tells of changed definitions, by metric, oldest first: changes that begin in
    /// it, and those that begin in an earlier quarter which was published without them. A first
    /// definition is no change.
    pub fn definition_changes(&self, period: Period) -> Vec<(&Metric, &DefinitionChange)> {
        let changes = self.metrics.values().flat_map(|metric| {
            let later = metric.definition.changes.iter().skip(1);
            later.map(move |change| (metric, change))
        });
        changes
            .filter(|(metric, change)| self.told_in(metric, change) == period)
            .collect()
    }

    /// Changes of a metric's definition, known in a quarter, by which earlier figures were counted
    /// again, so that both sides are counted alike.
    pub fn counted_again<'a>(
        &'a self,
        metric: &'a Metric,
        period: Period,
    ) -> impl Iterator<Item = &'a DefinitionChange> {
        let later = metric.definition.changes.iter().skip(1);
        later
            .filter(|c| {
                matches!(
                    c.effect.value,
                    DefinitionEffect::Restated | DefinitionEffect::Unchanged
                )
            })
            .filter(move |c| self.told_in(metric, c) <= period)
    }

    fn told_in(&self, metric: &Metric, change: &DefinitionChange) -> Period {
        let mut period = self.settings.calendar.period_of(change.date);
        let ignorant = |period: &Period| {
            let lock = self.published.get(period)?;
            let known = lock.metrics.get(&metric.id.value)?.version;
            Some(known < change.version.value)
        };
        while ignorant(&period) == Some(true) {
            period = period.shifted(1);
        }
        period
    }
}
