//! A typeface in WOFF2 to what is known of it without drawing a letter: which characters it has, how wide
//! they are, and which weights one file holds.
//!
//! The file is a head, a directory of tables, and all tables in one Brotli stream (W3C WOFF 2.0, sections
//! 4 and 5). Shapes are transformed there and are passed over; the tables that are read are not, but for
//! the widths, whose transformed form begins with them as well.

use std::io::Read as _;

/// Bytes of one file.
pub(super) const BYTES: usize = 512 << 10;
/// Bytes of its tables; a file that says more is no typeface for a report.
const UNPACKED: u64 = 8 << 20;

/// Tables by number, as far as one is read by name.
const KNOWN: [&[u8; 4]; 63] = [
    b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"cvt ", b"fpgm",
    b"glyf", b"loca", b"prep", b"CFF ", b"VORG", b"EBDT", b"EBLC", b"gasp", b"hdmx", b"kern",
    b"LTSH", b"PCLT", b"VDMX", b"vhea", b"vmtx", b"BASE", b"GDEF", b"GPOS", b"GSUB", b"EBSC",
    b"JSTF", b"MATH", b"CBDT", b"CBLC", b"COLR", b"CPAL", b"SVG ", b"sbix", b"acnt", b"avar",
    b"bdat", b"bloc", b"bsln", b"cvar", b"fdsc", b"feat", b"fmtx", b"fvar", b"gvar", b"hsty",
    b"just", b"lcar", b"mort", b"morx", b"opbd", b"prop", b"trak", b"Zapf", b"Silf", b"Glat",
    b"Gloc", b"Feat", b"Sill",
];

/// What is known of a typeface.
pub(crate) struct Typeface {
    tables: Vec<(u32, Vec<u8>)>,
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// `UIntBase128`: at most five bytes, no leading zeros.
    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for n in 0..5 {
            let byte = self.byte()?;
            if n == 0 && byte == 0x80 || number & 0xFE00_0000 != 0 {
                return None;
            }
            number = number << 7 | u32::from(byte & 0x7F);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(two.try_into().ok()?))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

const HEAD: usize = 48;

impl Typeface {
    /// Reads a file.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > BYTES {
            return Err(format!("the typeface is larger than {} KiB", BYTES >> 10));
        }
        if bytes.get(..4) != Some(b"wOF2") {
            return Err("it is no WOFF2".to_owned());
        }
        let face = Self::unpack(bytes).ok_or("its tables cannot be read")?;
        match face.letters() {
            Some(_) => Ok(face),
            None => Err("it says of no character which letter stands for it".to_owned()),
        }
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        let many = usize::from(two(bytes, 12)?);
        // A collection is several typefaces in one.
        if bytes.get(4..8) == Some(b"ttcf") || many == 0 || many > 256 {
            return None;
        }
        let packed = usize::try_from(four(bytes, 20)?).ok()?;
        let mut directory = Bytes(bytes.get(HEAD..)?);
        let mut places = Vec::with_capacity(many);
        let mut end = 0_u64;
        for _ in 0..many {
            let flags = directory.byte()?;
            let tag = match usize::from(flags & 0x3F) {
                0x3F => {
                    let mut tag = [0; 4];
                    for part in &mut tag {
                        *part = directory.byte()?;
                    }
                    tag
                }
                known => **KNOWN.get(known)?,
            };
            let shape = matches!(&tag, b"glyf" | b"loca");
            let transformed = (flags >> 6 != 0) != shape && !(shape && flags >> 6 == 3);
            let length = directory.number()?;
            let length = if transformed {
                directory.number()?
            } else {
                length
            };
            places.push((u32::from_be_bytes(tag), transformed, end, length));
            end += u64::from(length);
        }
        if end > UNPACKED {
            return None;
        }
        let stream = directory.0.get(..packed)?;
        let mut all = Vec::new();
        let reader = brotli_decompressor::Decompressor::new(stream, 4_096);
        reader.take(end).read_to_end(&mut all).ok()?;
        let read =
            [b"cmap", b"head", b"hhea", b"hmtx", b"fvar"].map(|tag| u32::from_be_bytes(*tag));
        let mut tables = Vec::new();
        for (tag, transformed, start, length) in places {
            let start = usize::try_from(start).ok()?;
            let table = all.get(start..start.checked_add(usize::try_from(length).ok()?)?)?;
            if read.contains(&tag) {
                // Transformed widths begin with a byte of flags.
                let table = if transformed { table.get(1..)? } else { table };
                tables.push((tag, table.to_vec()));
            }
        }
        Some(Self { tables })
    }

    fn table(&self, tag: &[u8; 4]) -> Option<&[u8]> {
        let tag = u32::from_be_bytes(*tag);
        let mut all = self.tables.iter();
        all.find(|(own, _)| *own == tag).map(|(_, table)| &**table)
    }

    fn letters(&self) -> Option<ttf_parser::cmap::Table<'_>> {
        ttf_parser::cmap::Table::parse(self.table(b"cmap")?)
    }

    fn glyph(&self, character: char) -> Option<u16> {
        let tables = self.letters()?.subtables.into_iter();
        let mut unicode = tables.filter(ttf_parser::cmap::Subtable::is_unicode);
        let glyph = unicode.find_map(|table| table.glyph_index(u32::from(character)))?;
        (glyph.0 != 0).then_some(glyph.0)
    }

    /// Those of some characters that it has no letter for.
    pub(crate) fn lacks(&self, wanted: &str) -> Vec<char> {
        let lacks = |character: &char| self.glyph(*character).is_none();
        wanted.chars().filter(lacks).collect()
    }

    /// Mean width of the letters of a text, in thousandths of an em; 0 where it cannot be told.
    pub(crate) fn letter(&self, text: &str) -> u32 {
        let mean = || {
            let em = u64::from(two(self.table(b"head")?, 18)?);
            let measured = two(self.table(b"hhea")?, 34)?.checked_sub(1)?;
            let widths = self.table(b"hmtx")?;
            // Transformed widths stand one after the other, others each with the room before it.
            let plain = widths.len() >= (usize::from(measured) + 1) * 4;
            let step = if plain { 4 } else { 2 };
            let width = |character| {
                let glyph = self.glyph(character)?.min(measured);
                Some(u64::from(two(widths, usize::from(glyph) * step)?))
            };
            let all: Vec<u64> = text.chars().filter_map(width).collect();
            let many = u64::try_from(all.len()).ok()?;
            let sum: u64 = all.iter().sum();
            u32::try_from((sum * 1_000).checked_div(em.checked_mul(many)?)?).ok()
        };
        mean().unwrap_or(0)
    }

    /// The lightest and heaviest weight, where one file holds several.
    pub(crate) fn weights(&self) -> Option<(u16, u16)> {
        let table = self.table(b"fvar")?;
        let (start, many, size) = (two(table, 4)?, two(table, 8)?, two(table, 10)?);
        let axes = (0..usize::from(many)).map(|n| usize::from(start) + n * usize::from(size));
        let mut weight = axes.filter(|at| table.get(*at..at + 4) == Some(b"wght"));
        let at = weight.next()?;
        let ends = (two(table, at + 4)?, two(table, at + 12)?);
        (ends.0 >= 1 && ends.0 < ends.1 && ends.1 <= 1_000).then_some(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &[u8] = include_bytes!("../../../templates/fonts/SourceSans3-Regular.ttf.woff2");

    #[test]
    fn the_bundled_typeface_is_read() {
        let face = Typeface::read(OWN).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(face.lacks("0123456789≥≤≈→−–’£€\u{a0}"), []);
        assert_eq!(face.lacks("a\u{4e00}b"), ['\u{4e00}']);
        // 497 to the thousand is a figure's width in the published file.
        assert_eq!(face.letter("0123456789"), 497);
        assert_eq!(face.weights(), None);
    }

    #[test]
    fn a_broken_file_is_refused_and_does_no_harm() {
        for length in (0..OWN.len()).step_by(997).chain(0..200) {
            assert!(Typeface::read(&OWN[..length]).is_err(), "{length} bytes");
        }
        let mut broken = OWN.to_vec();
        for at in (4..400).chain((400..OWN.len()).step_by(4_001)) {
            let kept = broken[at];
            for with in [0, 0x7F, 0xFF, kept ^ 1] {
                broken[at] = with;
                if let Ok(face) = Typeface::read(&broken) {
                    let _ = (face.lacks("a≥"), face.letter("abc"), face.weights());
                }
            }
            broken[at] = kept;
        }
    }
}
