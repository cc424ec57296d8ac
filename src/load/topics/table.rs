//! What is wrong with a table that is to be imported, beside what is wrong with any figure. No text of
//! a pack can show it: the table is none of a pack's files.

use crate::diag::{Severity, Topic};

topics! {
    TABLE_SYNTAX = "table-syntax",
        "A table whose rows cannot be told apart, or do not fit its head, puts figures under the wrong \
         name.",
        fix: "Export the table again, or name the sign between its columns in the mapping: `delimiter`.",
        "";

    TABLE_COLUMN = "table-column",
        "The mapping names a column that the table does not have, or has twice: what would be taken \
         from it is not known.",
        fix: "Correct the name in the mapping, or the head of the table.",
        "";

    TABLE_FIGURE = "table-figure",
        "A figure needs all of its parts, once: a part without its whole is no ratio, a median without \
         the number of measurements says nothing of how sure it is, and of two figures for the same \
         week only one can be meant.",
        fix: "Complete the row, or remove one of two.",
        "";

    TABLE_PUBLISHED = "table-published",
        "What the Board was shown is not changed by an import. A published figure that was wrong is \
         restated, with the reason, so that readers see both.",
        fix: "Leave the row out, or correct the snapshot by hand and run `boardpack restate`.",
        "";

    COLLECTED_FIGURE = "collected-figure",
        "What was counted from events is written into the snapshot only where it can be read again as \
         just that: a figure that finds no place, or would read as another, is not written at all.",
        fix: "Write the snapshot's entries as other snapshots have them, one key a line, and collect again.",
        "";
}
