//! Problems of what a company's papers look like.

use crate::diag::{Severity, Topic};

topics! {
    BAD_COLOUR = "bad-colour",
        "A colour that is not written as six digits is another one in each program that reads it, or \
         none.",
        fix: "Write it as `#` and six digits from 0 to F, in quotes: `\"#0B57A4\"`.",
        "\
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+brand: {accent: red}
";

    BRAND_FILE = "brand-file",
        "A logo or a typeface that is not there, too large, or of another kind would leave a hole on \
         every page, or keep readers waiting for it.",
        fix: "Put the file into `templates/brand/` and name it as it is called there: a logo as SVG or \
              PNG, a typeface as WOFF2 with the text of its licence.",
        "\
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+brand: {logo: logo.svg}
";

    UNSAFE_LOGO = "unsafe-logo",
        "An SVG can hold programs, links, and things that are fetched from elsewhere when a page is \
         opened. A report for a board holds none of them, so only what draws is let through.",
        fix: "Save the logo as plain SVG: shapes, gradients, clips and masks with presentation \
              attributes, words as outlines.",
        "\
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+brand: {logo: logo.svg}
=== templates/brand/logo.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\"><path d=\"M0 0h40v10z\" onclick=\"open('x')\"/></svg>
";

    ACCENT_CONTRAST = "accent-contrast",
        "Links in a colour that hardly stands out from the page cannot be read by many, by nobody in a \
         bright room, and not on paper. The bound is that of WCAG 2.2 for text.",
        fix: "Take the colour that is offered, which has the same hue, or another of the company's \
              colours. For the dark give one of its own, as `accent_dark`, or none: then it is made of \
              the other.",
        "\
~~~ data/pack.yaml
-stage: scaling
+stage: scaling
+brand: {accent: \"#FF6600\"}
";
}
