//! What `brand:` names, with its files in `templates/brand/`, to what pages are given: colours that can be
//! read, a picture that can do nothing, a typeface that has its letters.

mod png;
mod svg;
mod woff2;

pub(crate) use woff2::Typeface;

use super::Tree;
use super::problems::{Problems, nearest, quoted};
use super::topics;
use crate::diag::{FileId, Located, Sources, Span};
use crate::model::{Brand, BrandSetting, Colour, Font, FontSetting, Logo};

/// Where the files lie.
pub(super) const FOLDER: &str = "templates/brand/";

/// What letters stand on.
const LIGHT: [(Colour, &str); 4] = [
    (Colour::of(0xFF_FF_FF), "the page"),
    (Colour::of(0xF4_F6_F9), "boxes and heads"),
    (Colour::of(0xE3_E9_F1), "bands"),
    (Colour::of(0xEA_ED_F1), "bands on paper"),
];
const DARK: [(Colour, &str); 3] = [
    (Colour::of(0x11_16_1D), "the page in the dark"),
    (Colour::of(0x1A_21_2B), "boxes and heads in the dark"),
    (Colour::of(0x26_32_41), "bands in the dark"),
];
/// WCAG 2.2, 1.4.3: links are text. What is drawn in the accent needs 3, and has it.
const TEXT: f64 = 4.5;

/// The marks that mean something, light and dark.
const MEANING: [(&str, Colour, Colour); 3] = [
    (
        "met or better",
        Colour::of(0x12_68_7A),
        Colour::of(0x7F_E0_F0),
    ),
    ("marginal", Colour::of(0x94_62_00), Colour::of(0xFF_D1_66)),
    (
        "missed or worse",
        Colour::of(0x8C_1D_35),
        Colour::of(0xF0_70_8A),
    ),
];
/// CIEDE2000 under which two colours are taken for one another where they do not touch.
const ALIKE: f64 = 15.0;

/// What every report writes.
const NEEDED: &str = "0123456789.,:;%+()/£€$≥≤→−–’‘“”·…";
/// What readers' eyes rest on: English letters about as often as they are written.
pub(crate) const ENGLISH: &str = "eeeeeeeeeeeettttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrr\
    ddddlllluuucccmmmwwffggyyppbbvk";

pub(super) const ODD_SHAPE: &str = "the logo is more than ten times as wide as it is high, or more than twice as high as it is wide";
pub(super) const ODD_SHAPE_HELP: &str = "take one that can stand beside a line of text";

/// Width of a shape that is a thousand high, if it fits beside a line of text.
fn shape(ratio: f64) -> Option<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between half and ten"
    )]
    (0.5..=10.0)
        .contains(&ratio)
        .then(|| (ratio * 1_000.0).round() as u32)
}

/// Whether a file is no text: what stands for it among the texts is its digest.
pub(super) fn is_binary(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    path.starts_with(FOLDER) && ["png", "woff2"].contains(&ending)
}

/// The files of a brand, and where to tell.
struct Files<'a> {
    tree: &'a Tree,
    sources: &'a Sources,
    problems: &'a Problems,
}

/// Reads what the settings name.
pub(super) fn read(
    setting: &BrandSetting,
    tree: &Tree,
    sources: &Sources,
    problems: &Problems,
) -> Brand {
    let files = Files {
        tree,
        sources,
        problems,
    };
    Brand {
        accent: accent(setting, problems),
        logo: setting.logo.as_ref().and_then(|name| files.logo(name)),
        font: setting.font.as_ref().and_then(|font| files.font(font)),
    }
}

fn accent(setting: &BrandSetting, problems: &Problems) -> Option<(Colour, Colour)> {
    let light = setting.accent.as_ref()?;
    let dark = match &setting.accent_dark {
        Some(dark) => {
            unlike(dark, MEANING.map(|(name, _, mark)| (name, mark)), problems);
            stands_out(dark, &DARK, problems).then_some(dark.value)
        }
        // The same hue, so light that it can be read in the dark.
        None => light.value.readable(&DARK.map(|(ground, _)| ground), TEXT),
    };
    unlike(light, MEANING.map(|(name, mark, _)| (name, mark)), problems);
    let passes = stands_out(light, &LIGHT, problems);
    Some(light.value).filter(|_| passes).zip(dark)
}

fn stands_out(accent: &Located<Colour>, grounds: &[(Colour, &str)], problems: &Problems) -> bool {
    let colours: Vec<Colour> = grounds.iter().map(|(ground, _)| *ground).collect();
    let Some((worst, ratio)) = accent.value.least(&colours) else {
        return true;
    };
    if ratio >= TEXT {
        return true;
    }
    let named = grounds.iter().find(|(ground, _)| *ground == worst);
    let on = named.map_or("the page", |(_, name)| name);
    // Never rounded up: 4.499 is not 4.5.
    let ratio = (ratio * 100.0).floor() / 100.0;
    let message = format!(
        "`{}` stands out from {on} (`{worst}`) by {ratio:.2}:1; links are text and need 4.5:1",
        accent.value
    );
    let help = match accent.value.readable(&colours, TEXT) {
        Some(near) => format!("the nearest colour of that hue that can be read is `{near}`"),
        None => "take a darker or a lighter one".to_owned(),
    };
    problems.add(topics::ACCENT_CONTRAST.at(accent.span, message).help(help));
    false
}

fn unlike(accent: &Located<Colour>, marks: [(&str, Colour); 3], problems: &Problems) {
    let near = marks
        .into_iter()
        .map(|(name, mark)| (name, mark, accent.value.difference(mark)))
        .min_by(|a, b| a.2.total_cmp(&b.2))
        .filter(|(.., difference)| *difference < ALIKE);
    if let Some((name, mark, difference)) = near {
        let message = format!(
            "`{}` looks like the marks of what is {name} (`{mark}`): they differ by {difference:.1}, and \
             under {ALIKE:.0} (CIEDE2000) two colours are easily taken for one another",
            accent.value
        );
        let help = "marks keep their colours, shapes and words in every pack: take another of the \
                    company's colours for links";
        problems.add(
            topics::ACCENT_LIKE_STATUS
                .at(accent.span, message)
                .help(help),
        );
    }
}

impl Files<'_> {
    fn tell(&self, at: Span, message: String, help: impl Into<String>) {
        self.problems
            .add(topics::BRAND_FILE.at(at, message).help(help));
    }

    fn bytes(&self, name: &Located<String>) -> Option<&[u8]> {
        let path = format!("{FOLDER}{}", name.value);
        if let Some(bytes) = self.tree.files.get(&path) {
            return Some(bytes);
        }
        let there = self.tree.files.keys();
        let there = there.filter_map(|path| path.strip_prefix(FOLDER));
        let help = match nearest(&name.value, there) {
            Some(near) => format!("did you mean {}?", quoted(near)),
            None => format!("put it into `{FOLDER}`"),
        };
        let message = format!("there is no file {}", quoted(&path));
        self.tell(name.span, message, help);
        None
    }

    fn number(&self, name: &str) -> Option<FileId> {
        let path = format!("{FOLDER}{name}");
        let mut all = self.sources.numbered();
        all.find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    fn logo(&self, name: &Located<String>) -> Option<Logo> {
        let bytes = self.bytes(name)?;
        if name.value.ends_with(".png") {
            let told = |fault: String| {
                let help = "save it as PNG, at most 2,048 points wide, or as SVG";
                self.tell(name.span, format!("the logo cannot be used: {fault}"), help);
            };
            let (bytes, width) = png::clean(bytes).map_err(told).ok()?;
            return Some(Logo {
                ending: "png",
                bytes,
                width,
            });
        }
        // What is no text has been told of.
        let text = std::str::from_utf8(bytes).ok()?;
        match svg::clean(text) {
            Ok((text, width)) => Some(Logo {
                ending: "svg",
                bytes: text.into_bytes(),
                width,
            }),
            Err(refused) => {
                let at = u32::try_from(refused.at).unwrap_or(u32::MAX);
                let file = self.number(&name.value);
                let span = file.map_or(name.span, |file| Span {
                    file,
                    start: at,
                    end: at,
                });
                let problem = topics::UNSAFE_LOGO.at(span, refused.message);
                self.problems.add(problem.help(refused.help));
                None
            }
        }
    }

    fn font(&self, setting: &FontSetting) -> Option<Font> {
        let licence = self.bytes(&setting.licence).map(|bytes| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            if text.trim().is_empty() {
                let help = "give the text under which the typeface may be given on";
                let message = "the licence is empty".to_owned();
                self.tell(setting.licence.span, message, help);
            }
            text
        });
        let regular = self.face(&setting.regular);
        let semibold = setting.semibold.as_ref().map(|name| self.face(name));
        let bold = setting.bold.as_ref().map(|name| self.face(name));
        let (licence, (face, bytes)) = (licence?, regular?);
        let weights = match face.weights() {
            Some((light, heavy)) => format!("{light} {heavy}"),
            None => "400".to_owned(),
        };
        let mut faces = vec![(weights, bytes)];
        for (weight, read) in [("600", semibold), ("700", bold)] {
            if let Some(read) = read {
                faces.push((weight.to_owned(), read?.1));
            }
        }
        let lacks = face.lacks(NEEDED);
        if !lacks.is_empty() {
            let lacks: Vec<String> = lacks.iter().map(|c| format!("`{c}`")).collect();
            let message = format!(
                "the typeface has no letter for {}: the built-in one stands in",
                lacks.join(" ")
            );
            let help = "take the whole file of the typeface in place of one cut down for the web, or \
                        leave it: the report reads the same";
            let problem = topics::FONT_LACKS.at(setting.regular.span, message);
            self.problems.add(problem.help(help));
        }
        Some(Font {
            faces,
            licence,
            letter: face.letter(ENGLISH),
        })
    }

    fn face(&self, name: &Located<String>) -> Option<(Typeface, Vec<u8>)> {
        let bytes = self.bytes(name)?;
        match Typeface::read(bytes) {
            Ok(face) => Some((face, bytes.to_vec())),
            Err(fault) => {
                let message = format!("the typeface cannot be used: {fault}");
                let help = "give it as WOFF2, which every browser reads: `woff2_compress FILE.ttf` \
                            writes it";
                self.tell(name.span, message, help);
                None
            }
        }
    }
}
