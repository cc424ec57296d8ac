//! Every problem that loading can find: its name, why it is one, what to do about it, and the
//! smallest change to a good pack that shows it. What one is told in words stands where it is found.

use crate::diag::Topic;
use std::sync::LazyLock;

/// Declares each topic under its name and all of them in a list, so that none can be forgotten.
macro_rules! topics {
    (severity: $severity:ident;
     $($name:ident = $code:literal, $why:literal, fix: $fix:literal, $bad:expr;)+) => {
        $(
            pub(in crate::load) const $name: Topic = Topic {
                code: $code,
                severity: Severity::$severity,
                promise: false,
                why: $why,
                fix: $fix,
                bad: $bad,
            };
        )+

        /// All of them, in the order of this file.
        pub(super) const ALL: &[Topic] = &[$($name),+];
    };
    ($($topic:tt)+) => { topics! { severity: Error; $($topic)+ } };
}

mod brand;
mod brand_taken;
mod content;
mod figures;
mod incidents;
mod levels;
mod money;
mod openslo;
mod openslo_taken;
mod published;
mod records;
mod table;
mod text;

pub(in crate::load) use brand::*;
pub(in crate::load) use brand_taken::*;
pub(in crate::load) use content::*;
pub(in crate::load) use figures::*;
pub(in crate::load) use incidents::*;
pub(in crate::load) use levels::*;
pub(in crate::load) use money::*;
pub(in crate::load) use openslo::*;
pub(in crate::load) use openslo_taken::*;
pub(in crate::load) use published::*;
pub(in crate::load) use records::*;
pub(in crate::load) use table::*;
pub(in crate::load) use text::*;

/// Every problem that loading can find.
pub fn topics() -> &'static [Topic] {
    static ALL: LazyLock<Vec<Topic>> = LazyLock::new(|| {
        [
            text::ALL,
            content::ALL,
            brand::ALL,
            brand_taken::ALL,
            figures::ALL,
            incidents::ALL,
            levels::ALL,
            money::ALL,
            openslo::ALL,
            openslo_taken::ALL,
            published::ALL,
            records::ALL,
            table::ALL,
        ]
        .concat()
    });
    &ALL
}
