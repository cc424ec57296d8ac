//! What is taken of a company's look, but told of.

use crate::diag::{Severity, Topic};

topics! {
    severity: Warning;

    ACCENT_LIKE_STATUS = "accent-like-status",
        "Colours of marks say what was met, is marginal or was missed. Links in such a colour look as if \
         they said it too.",
        fix: "Take another of the company's colours. Where there is none, give the rule another severity \
              and a reason under `rules:`; marks keep their shapes and words in any case.",
        "\
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+brand: {accent: \"#8C1D35\", accent_dark: \"#8CBDF2\"}
";

    FONT_LACKS = "font-lacks",
        "Typefaces cut down for the web often lack signs that reports need: at least, minus, arrows. The \
         built-in one stands in for them, which is legible but shows.",
        fix: "Take the whole file of the typeface, or leave it.",
        "";
}
