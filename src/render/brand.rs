//! What a company's papers look like to the rules that end the style sheet, and to files of the site.
//!
//! Here must never be: a colour of a mark or of a chart. Those mean something, and mean it in every pack.

use super::Page;
use super::templates::ASSETS;
use crate::load::brand::{ENGLISH, Typeface};
use crate::model::{Brand, Font};

/// What the typeface is called in the sheet: no name of it can be mistaken for that of another.
const FAMILY: &str = "The pack’s own";
const OWN: &str = "fonts/SourceSans3-Regular.ttf.woff2";
/// Letters are set no smaller than this, in percent: what is wider still takes more room.
const NARROWEST: u32 = 80;

/// Where the logo stands.
pub(super) fn logo_path(brand: &Brand) -> Option<String> {
    let logo = brand.logo.as_ref()?;
    Some(format!("brand/logo.{}", logo.ending))
}

/// The rules; empty for a pack without a brand.
pub(super) fn style(brand: &Brand) -> String {
    let mut sheet = String::new();
    if let Some((light, dark)) = brand.accent {
        sheet.push_str(&format!(
            "/* The company’s own look: links, the ring around what is chosen, and the rule under the head. */\n\
             :root {{ --link: {light}; --focus: {light}; }}\n\
             @media (prefers-color-scheme: dark) {{ :root {{ --link: {dark}; --focus: {dark}; }} }}\n\
             @media print {{ :root {{ --link: {light}; --focus: {light}; }} }}\n\
             .top {{ border-bottom: 3px solid var(--link); }}\n\
             .deck .opening .face {{ border-top: 0.6rem solid var(--link); }}\n"
        ));
    }
    if let Some(logo) = &brand.logo {
        // As high as a line of the masthead, wide as it is; on white, for which logos are made.
        let width = f64::from(logo.width) / 1_000.0;
        let (screen, paper) = (fit(width, 2.0, 14.0), fit(width, 7.0, 45.0));
        sheet.push_str(&format!(
            ".logo {{ display: inline-block; vertical-align: middle; height: {:.3}rem; width: {:.3}rem; margin-inline-end: 0.75rem; }}\n\
             .letterhead {{ display: none; }}\n\
             @media (prefers-color-scheme: dark) {{ .logo, .letterhead {{ background: #FFFFFF; padding: 3px; border-radius: 3px; }} }}\n\
             .deck .letterhead {{ display: block; align-self: flex-end; height: {:.3}rem; width: {:.3}rem; margin-bottom: -4rem; }}\n\
             @media print {{ .letterhead {{ display: block; float: inline-end; height: {:.3}mm; width: {:.3}mm; margin: 0 0 1mm 4mm; padding: 0; background: none; print-color-adjust: exact; }}\n\
             .deck .letterhead {{ float: none; height: {:.3}rem; width: {:.3}rem; margin: 0 0 -4rem; }} }}\n",
            screen.0, screen.1, screen.0 * 2.0, screen.1 * 2.0, paper.0, paper.1, screen.0 * 2.0, screen.1 * 2.0,
        ));
    }
    if let Some(font) = &brand.font {
        let size = size(font);
        for (n, (weights, _)) in font.faces.iter().enumerate() {
            sheet.push_str(&format!(
                "@font-face {{ font-family: \"{FAMILY}\"; font-weight: {weights}; font-display: swap; size-adjust: {size}%; \
                 src: url(\"{}\") format(\"woff2\"); }}\n",
                face_path(n)
            ));
        }
        let rest = "\"Source Sans 3\", \"Sans in its place\", \"Segoe UI\", \"Helvetica Neue\", Arial, \"Liberation Sans\", sans-serif";
        // Words of a chart stand where they were measured to stand: they keep the letters they were
        // measured in.
        sheet.push_str(&format!(
            "body {{ font-family: \"{FAMILY}\", {rest}; }}\n.chart {{ font-family: {rest}; }}\n\
             @page {{ @bottom-left {{ font-family: \"{FAMILY}\", {rest}; }} @bottom-center {{ font-family: \"{FAMILY}\", {rest}; }} \
             @bottom-right {{ font-family: \"{FAMILY}\", {rest}; }} }}\n"
        ));
    }
    sheet
}

/// Height and width of a picture: as high as that, unless it were wider than this.
fn fit(width: f64, height: f64, most: f64) -> (f64, f64) {
    let height = height.min(most / width);
    (height, height * width)
}

/// In percent: a wider typeface is set as wide as the built-in one, so that pages hold what they hold.
fn size(font: &Font) -> u32 {
    let own = ASSETS.iter().find(|(path, _)| *path == OWN);
    let own = own.and_then(|(_, bytes)| Typeface::read(bytes).ok());
    let own = own.map_or(0, |face| face.letter(ENGLISH));
    match (own * 100).checked_div(font.letter) {
        Some(percent) if own > 0 => percent.clamp(NARROWEST, 100),
        _ => 100,
    }
}

fn face_path(n: usize) -> String {
    format!("fonts/brand-{}.woff2", n + 1)
}

/// The files.
pub(super) fn files(brand: &Brand) -> Vec<Page> {
    let mut files = Vec::new();
    if let (Some(logo), Some(path)) = (&brand.logo, logo_path(brand)) {
        files.push((path, logo.bytes.clone()));
    }
    if let Some(font) = &brand.font {
        let faces = font.faces.iter().enumerate();
        files.extend(faces.map(|(n, (_, bytes))| (face_path(n), bytes.clone())));
        files.push((
            "fonts/brand-licence.txt".to_owned(),
            font.licence.clone().into_bytes(),
        ));
    }
    files
}
