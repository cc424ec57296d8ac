//! What can be wrong with a source.

use crate::diag::topics;

topics! {
    /// Every problem that reading a source can find; none of them can be shown in a pack's text.
    Error ENCODING = "source-encoding",
        "A file that `boardpack events` is to read is not UTF-8. Guessing at an encoding would change names without anybody seeing it.",
        fix: "Save or export the file as UTF-8.";
    Error SIZE = "source-size",
        "A file that `boardpack events` is to read is larger than any export of a quarter, and would not fit into memory.",
        fix: "Export fewer days at once, and give all files to one run.";
    Error SYNTAX = "source-syntax",
        "A file that `boardpack events` is to read is not JSON, YAML or CSV as the adapter expects it, or ends too early. What cannot be read cannot be counted, and a figure without it would be too low.",
        fix: "Give the export as the API answered it, whole.";
    Error SHAPE = "source-shape",
        "A file that `boardpack events` is to read holds something that the adapter does not know. It may be the export of something else, or of another program.",
        fix: "Use the adapter that belongs to it, and take out what belongs to none.";
    Error VALUE = "source-value",
        "A field that an event is made of is missing, or says something else than the documentation of its program has. Were the thing passed over, a figure would be too low and nobody would know.",
        fix: "Mend it in the program and export it again, or take the thing out of the file.";
}
