//! Two packs to whether judging them reads the same: all but the words of narratives and terms.

use crate::model::{Narrative, Pack, Period};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Whether two packs are judged alike because nothing that [`super::analyse`] reads differs between
/// them, places included. Of narratives it reads what a story is about and when it is looked at again.
pub fn reads_the_same(a: &Pack, b: &Pack) -> bool {
    // Every field is named here: one that is new is decided about.
    let Pack {
        settings,
        brand: _,
        areas,
        journeys,
        services,
        metrics,
        observations,
        service_levels,
        objective_counts,
        snapshots,
        annotations,
        narratives,
        internal: _,
        expressions: _,
        published,
        past,
        restatements,
        restated_records,
        incidents,
        risks,
        compliance,
        maturity,
        experiments,
        cadence,
        business,
        quality,
        objectives,
        terms: _,
    } = a;
    *settings == b.settings
        && *areas == b.areas
        && *journeys == b.journeys
        && *services == b.services
        && *metrics == b.metrics
        && *observations == b.observations
        && *service_levels == b.service_levels
        && *objective_counts == b.objective_counts
        && *snapshots == b.snapshots
        && *annotations == b.annotations
        && *published == b.published
        && *past == b.past
        && *restatements == b.restatements
        && *restated_records == b.restated_records
        && *incidents == b.incidents
        && *risks == b.risks
        && *compliance == b.compliance
        && *maturity == b.maturity
        && *experiments == b.experiments
        && *cadence == b.cadence
        && *business == b.business
        && *quality == b.quality
        && *objectives == b.objectives
        && told(narratives).eq(told(&b.narratives))
}

/// What a story says that is judged: of which quarter it is, its name, mark, metric, service and the day
/// of its next look.
type Told<'a> = (Period, [&'a str; 3], Option<&'a str>, NaiveDate);

fn told(narratives: &BTreeMap<Period, Narrative>) -> impl Iterator<Item = Told<'_>> {
    narratives.iter().flat_map(|(period, narrative)| {
        narrative.stories.iter().map(|story| {
            let names = [&story.id, &story.action_mark, &story.metric];
            (
                *period,
                names.map(|name| name.value.as_str()),
                story.service.as_ref().map(|service| service.value.as_str()),
                story.next_check.value,
            )
        })
    })
}
