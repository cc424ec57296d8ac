//! Templates that changed to those that are filled with them, and so to the pages that may be others now.

use super::{DEFAULT, EMBEDDED, own};
use crate::diag::Sources;
use crate::load::Templates;
use std::collections::{BTreeMap, BTreeSet};

/// Which templates are filled where one of some is: by the names that stand in quotes in their texts.
#[derive(Debug, Clone)]
pub struct Reach {
    /// Names of templates that some others change.
    changed: BTreeSet<String>,
    /// Whether any page may be filled with what they hold.
    any: bool,
}

impl Reach {
    /// Of the templates by these names, each by its texts then and now.
    pub fn of<'t>(
        changed: impl IntoIterator<Item = (&'t str, [&'t [u8]; 2])>,
        templates: &Templates,
        sources: &Sources,
    ) -> Self {
        let mut reach = Self {
            changed: BTreeSet::new(),
            any: false,
        };
        for (name, texts) in changed {
            // A component is called by a name of its own.
            let component = |text: &[u8]| String::from_utf8_lossy(text).contains("component");
            reach.any |= texts.into_iter().any(component);
            reach.changed.insert(name.to_owned());
        }
        let own = own(templates).map(|(name, file)| (name.clone(), &*sources.file(file).text));
        let built_in = EMBEDDED.iter();
        let built_in = built_in.map(|(name, text)| (format!("{DEFAULT}{name}"), *text));
        let mut texts: BTreeMap<String, &str> = built_in.collect();
        for (name, text) in EMBEDDED {
            texts.insert((*name).to_owned(), text);
        }
        texts.extend(own);
        let names = |text: &str| -> Vec<String> {
            let parts = text.split(['"', '\'', '`']);
            let known = parts.filter(|part| texts.contains_key(*part));
            known.map(str::to_owned).collect()
        };
        let names: Vec<(&String, Vec<String>)> = texts
            .iter()
            .map(|(name, text)| (name, names(text)))
            .collect();
        loop {
            let reached = |(name, within): &&(&String, Vec<String>)| {
                !reach.changed.contains(*name)
                    && within.iter().any(|one| reach.changed.contains(one))
            };
            let further = names.iter().filter(reached);
            let further: Vec<String> = further.map(|(name, _)| (*name).clone()).collect();
            if further.is_empty() {
                return reach;
            }
            reach.changed.extend(further);
        }
    }

    /// Whether a page that is filled from a template may be another one by them.
    pub fn has(&self, template: &str) -> bool {
        self.any || self.changed.contains(template)
    }
}
