//! A drawing to the same drawing with nothing in it but shapes and their paint. What is not on the list is
//! refused and named, and what is kept is written anew, so that nothing that was not understood is
//! passed on.

use roxmltree::{Document, Node, ParsingOptions};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Bytes of a logo: it stands on every page.
pub(super) const BYTES: usize = 64 << 10;
/// Elements in each other.
const DEPTH: usize = 32;
/// Elements in all.
const ELEMENTS: u32 = 4_000;

/// What draws, and what paint and clips are made of. `use`, `image`, `text` and `style` are not: a
/// drawing without them says everything itself.
const NAMES: [&str; 18] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "symbol",
];

const ATTRIBUTES: [&str; 66] = [
    "id",
    "version",
    "viewBox",
    "width",
    "height",
    "preserveAspectRatio",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "fr",
    "d",
    "points",
    "pathLength",
    "transform",
    "offset",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clipPathUnits",
    "maskUnits",
    "maskContentUnits",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stop-color",
    "stop-opacity",
    "clip-path",
    "clip-rule",
    "mask",
    "mask-type",
    "opacity",
    "color",
    "color-interpolation",
    "display",
    "visibility",
    "overflow",
    "paint-order",
    "shape-rendering",
    "vector-effect",
    "transform-origin",
    "isolation",
    "mix-blend-mode",
    "role",
    "aria-label",
    "aria-hidden",
    "focusable",
    "enable-background",
    "baseProfile",
];

/// What is wrong, and the byte where.
pub(super) struct Refused {
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

fn refused(at: usize, message: impl Into<String>, help: &'static str) -> Refused {
    Refused {
        at,
        message: message.into(),
        help,
    }
}

/// Reads a drawing: its text written anew, and its width where it is a thousand high.
pub(super) fn clean(text: &str) -> Result<(String, u32), Refused> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: ELEMENTS * 2,
        ..ParsingOptions::default()
    };
    if text.len() > BYTES {
        let message = format!("the drawing is larger than {} KiB", BYTES >> 10);
        return Err(refused(
            0,
            message,
            "draw it with fewer points: it stands on every page",
        ));
    }
    let document = Document::parse_with_options(text, options).map_err(|fault| {
        let at = offset(text, fault.pos());
        refused(
            at,
            format!("it is no SVG: {fault}"),
            "save it as plain SVG, without a document type",
        )
    })?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        let message = "its first element is no `svg` of the namespace of SVG";
        return Err(refused(root.range().start, message, "save it as plain SVG"));
    }
    if let Some(node) = document.descendants().find(Node::is_pi) {
        let message = "an instruction to programs";
        return Err(refused(node.range().start, message, "remove it"));
    }
    let mut out = String::with_capacity(text.len());
    write(root, 0, &mut out)?;
    Ok((out, width(root)?))
}

fn write(node: Node<'_, '_>, depth: usize, out: &mut String) -> Result<(), Refused> {
    let name = node.tag_name().name();
    let at = node.range().start;
    if node.tag_name().namespace() != Some(SVG) || !NAMES.contains(&name) {
        let help = match name {
            "text" | "tspan" | "textPath" => {
                "turn words into outlines: their typeface is on no other machine"
            }
            "style" => "save it with presentation attributes in place of a style sheet",
            "use" => "save it with every shape drawn where it stands",
            "image" | "foreignObject" => "keep shapes only",
            _ => "remove it: a logo holds shapes, gradients, clips and masks",
        };
        return Err(refused(
            at,
            format!("an element `{name}` in the logo"),
            help,
        ));
    }
    if depth == DEPTH {
        let message = format!("elements lie more than {DEPTH} deep in each other");
        return Err(refused(
            at,
            message,
            "take groups apart that hold one thing alone",
        ));
    }
    out.push('<');
    out.push_str(name);
    if node.parent().is_none_or(|parent| parent.is_root()) {
        out.push_str(&format!(" xmlns=\"{SVG}\""));
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        let at = attribute.range().start;
        match attribute.namespace() {
            None => {}
            // `xml:space` says nothing where there are no words.
            Some(XML) if name == "space" => continue,
            Some(XLINK) | Some(_) => {
                return Err(refused(
                    at,
                    format!("an attribute `{name}` of another namespace in the logo"),
                    "save it as plain SVG; gradients must not refer to each other",
                ));
            }
        }
        // Names of classes say nothing where there is no style sheet.
        if name == "class" || name == "data-name" {
            continue;
        }
        if !ATTRIBUTES.contains(&name) {
            let help = match name.starts_with("on") {
                true => "remove it: a logo does nothing",
                false if name == "style" => {
                    "save it with presentation attributes in place of styles"
                }
                false => "remove it, or save the logo as plain SVG",
            };
            return Err(refused(
                at,
                format!("an attribute `{name}` in the logo"),
                help,
            ));
        }
        if !harmless(value) {
            return Err(refused(
                at,
                format!("`{name}` leads out of the logo"),
                "a paint, clip or mask is one of its own: `url(#name)`",
            ));
        }
        out.push_str(&format!(" {name}=\"{}\"", escaped(value)));
    }
    out.push('>');
    let words = ["title", "desc"].contains(&name);
    for child in node.children() {
        if child.is_element() {
            write(child, depth + 1, out)?;
        } else if let (true, Some(text)) = (words, child.text().filter(|_| child.is_text())) {
            out.push_str(&escaped(text));
        } else if child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty()) {
            return Err(refused(
                child.range().start,
                "words outside of any element",
                "remove them",
            ));
        }
    }
    out.push_str(&format!("</{name}>"));
    Ok(())
}

/// Whether a value names nothing but things of the drawing itself.
fn harmless(value: &str) -> bool {
    let small = value.to_ascii_lowercase();
    let alien = [
        "\\",
        "javascript:",
        "data:",
        "http:",
        "https:",
        "//",
        "@",
        "expression(",
        "image(",
        "src(",
    ];
    let own = |rest: &str| {
        let name = rest.strip_prefix('#').and_then(|rest| rest.split_once(')'));
        name.is_some_and(|(name, _)| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        })
    };
    !alien.iter().any(|word| small.contains(word)) && small.split("url(").skip(1).all(own)
}

fn width(root: Node<'_, '_>) -> Result<u32, Refused> {
    let number = |text: &str| {
        let text = text.trim().trim_end_matches("px");
        text.parse::<f64>()
            .ok()
            .filter(|n| n.is_finite() && *n > 0.0)
    };
    let boxed = root.attribute("viewBox").and_then(|all| {
        let mut sizes = all
            .split([' ', ','])
            .filter(|part| !part.is_empty())
            .skip(2);
        Some((number(sizes.next()?)?, number(sizes.next()?)?))
    });
    let told = || {
        Some((
            number(root.attribute("width")?)?,
            number(root.attribute("height")?)?,
        ))
    };
    let sizes = boxed.or_else(told);
    let ratio = sizes.map(|(width, height)| width / height);
    match ratio {
        None => Err(refused(
            root.range().start,
            "the logo does not say how wide and high it is",
            "give it a `viewBox`",
        )),
        Some(ratio) => super::shape(ratio)
            .ok_or_else(|| refused(root.range().start, super::ODD_SHAPE, super::ODD_SHAPE_HELP)),
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// The byte at a row and a column in characters, both from 1.
fn offset(text: &str, at: roxmltree::TextPos) -> usize {
    let row = usize::try_from(at.row).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(at.col).unwrap_or(1).saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(row).map(str::len).sum();
    let inside = text[before..].chars().take(column).map(char::len_utf8);
    (before + inside.sum::<usize>()).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 40 10\">";

    #[test]
    fn shapes_and_paint_are_kept_and_nothing_else() {
        let text = format!(
            "<?xml version=\"1.0\"?><!-- made by hand -->{HEAD}<title>A &amp; B</title><defs><linearGradient id=\"a\">\
             <stop offset=\"0\" stop-color=\"#123\"/></linearGradient></defs><g class=\"x\" xml:space=\"preserve\">\
             <path d=\"M0 0h40\" fill=\"url(#a)\"/></g></svg>"
        );
        let (out, width) = clean(&text).unwrap_or_else(|refused| panic!("{}", refused.message));
        assert_eq!(width, 4_000);
        assert_eq!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\"><title>A &amp; B</title><defs>\
             <linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#123\"></stop></linearGradient></defs><g>\
             <path d=\"M0 0h40\" fill=\"url(#a)\"></path></g></svg>"
        );
        assert!(
            clean(&out).is_ok_and(|(again, _)| again == out),
            "it stays as it is"
        );
    }

    #[test]
    fn whatever_could_do_anything_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<path d=\"M0 0\" onload=\"x()\"/>",
            "<path d=\"M0 0\" OnClick=\"x()\"/>",
            "<g onmouseover=\"x\"/>",
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "<image href=\"https://example.com/x.png\"/>",
            "<image xlink:href=\"data:image/svg+xml;base64,AA==\"/>",
            "<use href=\"#a\"/>",
            "<use xlink:href=\"other.svg#a\"/>",
            "<a href=\"https://example.com\"><path d=\"M0 0\"/></a>",
            "<style>@import url(https://example.com/x.css)</style>",
            "<style>path{fill:red}</style>",
            "<path style=\"fill:url(https://example.com)\" d=\"\"/>",
            "<path fill=\"url(https://example.com/#a)\" d=\"\"/>",
            "<path fill=\"URL(//example.com/#a)\" d=\"\"/>",
            "<path fill=\"url(#a) url(x)\" d=\"\"/>",
            "<path fill=\"u\\72l(x)\" d=\"\"/>",
            "<path fill=\"url( #a)\" d=\"\"/>",
            "<path filter=\"url(#a)\" d=\"\"/>",
            "<filter id=\"a\"><feImage href=\"x\"/></filter>",
            "<animate attributeName=\"href\" to=\"javascript:x\"/>",
            "<set attributeName=\"onload\" to=\"x\"/>",
            "<handler type=\"x\"/>",
            "<text>Name</text>",
            "<metadata>x</metadata>",
            "<linearGradient id=\"a\" xlink:href=\"#b\"/>",
            "<x:g xmlns:x=\"http://other\"/>",
            "<?xml-stylesheet href=\"x\"?>",
            "<g/>words",
            "<g>",
            "<g a=\"1\" a=\"2\"/>",
            "&x;",
        ] {
            let text = format!("{HEAD}{inside}</svg>");
            let found = clean(&text);
            let refused = found
                .err()
                .unwrap_or_else(|| panic!("not refused: {inside}"));
            assert!(refused.at <= text.len(), "{inside}");
        }
    }

    #[test]
    fn whatever_is_no_drawing_or_too_much_of_one_is_refused() {
        let deep = format!(
            "{HEAD}{}{}</svg>",
            "<g id=\"/>\">".repeat(3_900),
            "</g>".repeat(3_900)
        );
        let many = format!("{HEAD}{}</svg>", "<g/>".repeat(9_000));
        let large = format!("{HEAD}<path d=\"{}\"/></svg>", "M0 0".repeat(BYTES));
        for text in [
            "",
            "x",
            "<svg/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 0 0\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 nan 1\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1e300 1e-300\"/>",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">&a;</svg>",
            "<!DOCTYPE svg SYSTEM \"file:///etc/passwd\"><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            &deep,
            &many,
            &large,
        ] {
            assert!(clean(text).is_err(), "{}", &text[..text.len().min(200)]);
        }
    }
}
