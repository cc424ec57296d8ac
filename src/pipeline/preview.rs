//! A tree after another to the pages that are looked at, and then to the whole site.

use super::{Build, build_from};
use crate::load::Tree;
use crate::model::{Audience, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// Builds the same pack again and again.
#[derive(Debug)]
pub struct Preview {
    audience: Audience,
}

impl Preview {
    /// Has built nothing yet.
    pub fn new(audience: Audience) -> Self {
        Self { audience }
    }

    /// The pages that are asked for, where they can be told sooner than the whole and nothing is wrong.
    pub fn first(
        &mut self,
        _tree: &Tree,
        _wanted: &BTreeSet<String>,
        _deny_warnings: bool,
    ) -> Option<BTreeMap<String, Vec<u8>>> {
        None
    }

    /// What a build of the tree gives, to the byte.
    pub fn whole(&mut self, tree: &Tree, origin: &Origin) -> Build {
        build_from(tree, origin, self.audience)
    }
}
