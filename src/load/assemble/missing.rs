//! The files of a pack to what is missing among them.

use super::Assembly;
use crate::diag::FileId;
use crate::load::place::Place;
use crate::load::problems::quoted;
use crate::load::topics;
use crate::model::Period;
use std::collections::BTreeMap;

impl Assembly<'_, '_> {
    /// Tells of files that a pack cannot do without. A file that is there but wrong is not missing.
    pub(super) fn tell_missing(&self) {
        let absent = |path: &str, what: &str, help: &str| {
            let message = format!("{what} {} is missing", quoted(path));
            topics::MISSING_FILE.nowhere(message).help(help)
        };
        if self.at(Place::Settings).is_none() {
            let help = "add it: organisation, calendar, currency and dashboard";
            self.problems
                .add(absent("data/pack.yaml", "the file", help));
        }
        if self.at(Place::Services).is_none() {
            let help = "add it: product areas, journeys and services";
            self.problems
                .add(absent("data/services.yaml", "the file", help));
        }
        let mut written: BTreeMap<Period, (FileId, bool)> = BTreeMap::new();
        let mut latest = None;
        for file in &self.files {
            match file.place {
                Place::Snapshot(period) => latest = latest.max(Some(period)),
                Place::Overview(period) => {
                    written.entry(period).or_insert((file.file, true)).1 = true;
                }
                Place::Story(period, _) | Place::Decision(period, _) => {
                    written.entry(period).or_insert((file.file, false));
                }
                _ => {}
            }
        }
        let Some(latest) = latest else {
            let help = "add the figures of a quarter, such as `data/snapshots/2026-Q3.yaml`";
            self.problems
                .add(absent("data/snapshots/", "every snapshot in", help));
            return;
        };
        if !written.contains_key(&latest) {
            let help = "write what the quarter means; its snapshot is there";
            let path = format!("content/{latest}/overview.md");
            self.problems.add(absent(&path, "the file", help));
        }
        for (period, (file, has_overview)) in written {
            let first = self.stretch(file).first_line();
            if self.at(Place::Snapshot(period)).is_none() {
                let message = format!("{period} has words but no figures");
                self.problems
                    .add(
                        topics::PERIOD_WITHOUT_SNAPSHOT
                            .at(first, message)
                            .help(format!(
                                "add `data/snapshots/{period}.yaml`, or move the file"
                            )),
                    );
            } else if !has_overview {
                let message = format!("the file `content/{period}/overview.md` is missing");
                self.problems.add(
                    topics::MISSING_FILE
                        .at(first, message)
                        .help("stories and decisions are shown under an overview: add it"),
                );
            }
        }
    }
}
