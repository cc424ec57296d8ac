//! What may be asked for in the texts of a pack.

use crate::load::{self, Tree};
use crate::schema::Expressions;
use crate::{analyse, bind, words};

/// Every `{{ … }}` that the texts of the latest quarter may hold, as far as the pack can be read; what is
/// wrong with it is for [`super::check`] to tell.
pub fn offered(tree: &Tree) -> Vec<Expressions> {
    let Some(pack) = load::parse(tree).pack else {
        return Vec::new();
    };
    let analysis = analyse::analyse(&pack);
    let words = words::by_quarter(&pack, &analysis);
    bind::offered(&pack, &analysis, &words)
}
