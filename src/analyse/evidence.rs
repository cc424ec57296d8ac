//! What judges a claim of movement: one rule, which the pages and the check of claims both follow.
//!
//! Where a story of the quarter tells a metric at a scope, the story's shift judges: the weeks since
//! the action against the weeks before it. Otherwise the quarter's own movement does. A quarter whose
//! weeks signal the other way takes a shift's word from it: nobody may say that something fell since
//! May while this quarter shows it rising.

use super::judgement::{Assessment, Movement, MovementClass, QuarterAnalysis, Shift};
use crate::model::{Narrative, Story};

/// What there is to judge a claim about one metric at one scope by.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The metric in the quarter.
    pub judged: &'a Assessment,
    /// The story that tells it, with what the data shows around its action.
    pub told: Option<(&'a Story, &'a Shift)>,
}

impl<'a> Evidence<'a> {
    /// The movement that judges.
    pub fn movement(&self) -> &'a Movement {
        self.told
            .map_or(&self.judged.movement, |(_, shift)| &shift.movement)
    }

    /// Whether the quarter's own weeks signal the other way than the story's shift.
    pub fn opposed(&self) -> bool {
        let quarter = &self.judged.movement;
        self.told.is_some()
            && moved(quarter)
            && quarter.up.is_some()
            && self.movement().up.is_some()
            && quarter.up != self.movement().up
    }

    /// Whether the weeks that judge signal another way than the quarter's figure went.
    pub fn parted(&self) -> bool {
        let change = self.judged.change.as_ref();
        self.told.is_none() && change.is_some_and(|change| self.judged.movement.at_odds(change))
    }

    /// Whether the quarter's own weeks are graded otherwise than the story's shift, so that a page
    /// that shows both has to say why.
    pub fn differs(&self) -> bool {
        let (quarter, movement) = (&self.judged.movement, self.movement());
        let comparable = |m: &Movement| moved(m) || m.class == MovementClass::Routine;
        comparable(quarter)
            && comparable(movement)
            && (quarter.class != movement.class || quarter.up != movement.up)
    }
}

fn moved(movement: &Movement) -> bool {
    matches!(
        movement.class,
        MovementClass::StrongSignal | MovementClass::Signal
    )
}

impl QuarterAnalysis {
    /// What judges a claim about a metric, or one service's part of it; `None` where the service
    /// has never filed it. Of two stories about one thing the one with the later action judges.
    pub fn evidence<'a>(
        &'a self,
        narrative: &'a Narrative,
        metric: &str,
        service: Option<&str>,
    ) -> Option<Evidence<'a>> {
        let analysis = self.metrics.get(metric)?;
        let judged = match service {
            None => &analysis.all,
            Some(service) => analysis.services.get(service)?,
        };
        let about = |story: &&Story| {
            let scope = story.service.as_ref().map(|s| s.value.as_str());
            story.metric.value == metric && scope == service
        };
        let told = narrative.stories.iter().filter(about);
        let told = told
            .filter_map(|story| Some((story, self.shifts.get(&story.id.value)?)))
            .max_by_key(|(_, shift)| shift.action);
        Some(Evidence { judged, told })
    }
}
