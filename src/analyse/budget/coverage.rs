//! Which journeys a service level covers on a day.

use crate::model::{Journey, Pack};
use chrono::NaiveDate;

/// Names of the objectives that cover a journey on a day, in file order.
pub fn covering<'p>(pack: &'p Pack, journey: &str, on: NaiveDate) -> Vec<&'p str> {
    let levels = pack.service_levels.levels.iter();
    let levels =
        levels.filter(|level| level.since <= on && level.until.is_none_or(|until| until >= on));
    levels
        .filter(|level| {
            let mut covered = level.journeys.iter();
            covered.any(|covered| {
                covered.journey.value == journey && covered.since.is_none_or(|since| since <= on)
            })
        })
        .map(|level| level.objective.value.as_str())
        .collect()
}

/// Critical journeys with and without a service level on a day, in file order.
pub fn coverage(pack: &Pack, on: NaiveDate) -> (Vec<&Journey>, Vec<&Journey>) {
    let critical = pack.journeys.iter().filter(|journey| journey.critical);
    critical.partition(|journey| !covering(pack, &journey.id.value, on).is_empty())
}
