//! What a company's papers look like: one colour for links and rules, a logo, a typeface. Never the
//! colours that mean something: those are the same in every pack.

use super::Colour;
use crate::diag::Located;

/// `brand:` of `data/pack.yaml`, as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrandSetting {
    /// On light and on paper.
    pub accent: Option<Located<Colour>>,
    /// In the dark; made of the other where nothing is said.
    pub accent_dark: Option<Located<Colour>>,
    /// Name of its file in `templates/brand/`.
    pub logo: Option<Located<String>>,
    /// The typeface.
    pub font: Option<FontSetting>,
}

/// The files of a typeface in `templates/brand/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontSetting {
    /// The licence under which it is given on.
    pub licence: Located<String>,
    /// Weight 400, or all of them where the file holds them.
    pub regular: Located<String>,
    /// Weight 600.
    pub semibold: Option<Located<String>>,
    /// Weight 700.
    pub bold: Option<Located<String>>,
}

/// What is made of it and of its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    /// Colours of links and rules, light and dark.
    pub accent: Option<(Colour, Colour)>,
    /// The logo.
    pub logo: Option<Logo>,
    /// The typeface.
    pub font: Option<Font>,
}

/// A picture that can do nothing but be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// `svg` or `png`.
    pub ending: &'static str,
    /// The picture, written anew from what was read.
    pub bytes: Vec<u8>,
    /// Width of one that is a thousand high.
    pub width: u32,
}

/// A typeface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Font {
    /// Each with its weights, as CSS writes them, and the file.
    pub faces: Vec<(String, Vec<u8>)>,
    /// Text of its licence.
    pub licence: String,
    /// Mean width of its letters in English, in thousandths of an em; 0 where it has none.
    pub letter: u32,
}
