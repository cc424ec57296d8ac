//! One file per way of telling a diagnostic.
