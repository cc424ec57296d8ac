//! What documents define by name, for those that refer to it.

use super::super::names::{Names, repeated};
use super::super::problems::Problems;
use super::super::topics;
use super::alert::Condition;
use crate::diag::Located;
use crate::model::{AlertPolicy, Indicator};
use std::collections::BTreeMap;

/// The documents of one kind.
#[derive(Debug)]
pub(super) struct Register<T> {
    what: &'static str,
    names: Names,
    things: BTreeMap<String, T>,
}

impl<T> Register<T> {
    fn new(what: &'static str) -> Self {
        Self {
            what,
            names: Names::new(what, "`data/objectives/`", &topics::UNKNOWN_OPENSLO),
            things: BTreeMap::new(),
        }
    }

    /// Takes in a document; nothing where it could not be read. False where its name was given
    /// before, which is told of.
    pub(super) fn take(
        &mut self,
        name: Option<&Located<String>>,
        thing: Option<T>,
        problems: &Problems,
    ) -> bool {
        let Some(name) = name else {
            self.names.not_all();
            return false;
        };
        if let Some(first) = self.names.give(&name.value, name.span, thing.is_some()) {
            repeated(self.what, name, first, problems);
            return false;
        }
        if let Some(thing) = thing {
            self.things.insert(name.value.clone(), thing);
        }
        true
    }

    /// What a reference leads to; one that leads nowhere is told of.
    pub(super) fn follow(&self, name: &Located<String>, problems: &Problems) -> Option<&T> {
        self.names.has(&name.value, name.span, problems);
        self.things.get(&name.value)
    }

    /// Whether a document of that name is there, or may be.
    pub(super) fn may_have(&self, name: &str) -> bool {
        self.names.place(name).is_some() || !self.names.are_all()
    }
}

/// Everything that documents define by name.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// The services of the pack.
    pub(super) pack: &'a Names,
    /// Services that documents declare.
    pub(super) services: Register<()>,
    /// Data sources: the kind of system.
    pub(super) sources: Register<String>,
    /// Who is told: the target's own words.
    pub(super) targets: Register<String>,
    pub(super) conditions: Register<Condition>,
    pub(super) indicators: Register<Indicator>,
    pub(super) policies: Register<AlertPolicy>,
    pub(super) slos: Register<()>,
}

impl<'a> Known<'a> {
    /// Nothing yet, beside the services of the pack.
    pub(super) fn new(pack: &'a Names) -> Self {
        Self {
            pack,
            services: Register::new("Service"),
            sources: Register::new("DataSource"),
            targets: Register::new("AlertNotificationTarget"),
            conditions: Register::new("AlertCondition"),
            indicators: Register::new("SLI"),
            policies: Register::new("AlertPolicy"),
            slos: Register::new("SLO"),
        }
    }

    /// A document of some kind was lost, but not its name: what refers to it has been told of.
    pub(super) fn lost(&mut self, name: &Located<String>) {
        let all = [
            &mut self.services.names,
            &mut self.sources.names,
            &mut self.targets.names,
            &mut self.conditions.names,
            &mut self.indicators.names,
            &mut self.policies.names,
            &mut self.slos.names,
        ];
        for names in all {
            names.give(&name.value, name.span, false);
        }
    }

    /// Documents were lost: more may exist than are known.
    pub(super) fn not_all(&mut self) {
        self.services.names.not_all();
        self.sources.names.not_all();
        self.targets.names.not_all();
        self.conditions.names.not_all();
        self.indicators.names.not_all();
        self.policies.names.not_all();
        self.slos.names.not_all();
    }
}
