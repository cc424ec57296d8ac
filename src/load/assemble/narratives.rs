//! Overviews, stories and decisions to what each quarter tells.

use super::Assembly;
use crate::load::place::Place;
use crate::load::story::{self, Known};
use crate::load::{decision, overview, topics};
use crate::model::{Decision, Narrative, Overview, Period, Story};
use std::collections::BTreeMap;

impl Assembly<'_, '_> {
    pub(super) fn narratives(&self, known: &Known<'_>) -> BTreeMap<Period, Narrative> {
        let mut overviews: BTreeMap<Period, Overview> = BTreeMap::new();
        let mut stories: BTreeMap<Period, Vec<Story>> = BTreeMap::new();
        let mut decisions: BTreeMap<Period, Vec<Decision>> = BTreeMap::new();
        for file in &self.files {
            match file.place {
                Place::Overview(period) => {
                    let read = self.markdown(*file, "overview", |_, root, body| {
                        overview::read(root, body, known)
                    });
                    overviews.extend(read.map(|overview| (period, overview)));
                }
                Place::Story(period, id) => {
                    let read = self.markdown(*file, id, |id, root, body| {
                        story::read(id, root, body, known)
                    });
                    stories.entry(period).or_default().extend(read);
                }
                Place::Decision(period, id) => {
                    let read = self.markdown(*file, id, |id, root, body| {
                        decision::read(id, root, body, known)
                    });
                    decisions.entry(period).or_default().extend(read);
                }
                _ => {}
            }
        }
        for decisions in decisions.values_mut() {
            decisions
                .sort_by(|a, b| (a.number.value, &a.id.value).cmp(&(b.number.value, &b.id.value)));
            for pair in decisions.windows(2) {
                let [first, second] = pair else { continue };
                if first.number.value == second.number.value {
                    let message = format!("two decisions are number {}", second.number.value);
                    self.problems.add(
                        topics::DUPLICATE_NUMBER
                            .at(second.number.span, message)
                            .see(first.number.span, "the other one")
                            .help("number the decisions in the order the Board should take them"),
                    );
                }
            }
        }
        let narrative = |(period, overview)| {
            let narrative = Narrative {
                overview,
                stories: stories.remove(&period).unwrap_or_default(),
                decisions: decisions.remove(&period).unwrap_or_default(),
            };
            (period, narrative)
        };
        overviews.into_iter().map(narrative).collect()
    }
}
