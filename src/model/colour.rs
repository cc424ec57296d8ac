//! Colours as six digits: how they stand out from each other, how alike they look, and the nearest one
//! that can be read.
//!
//! Contrast is that of WCAG 2.2 (relative luminance); likeness is CIEDE2000 (CIE 142-2001); a colour
//! is made lighter or darker in OKLab, in which its hue stays what people call the same.

/// A colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colour {
    /// Red, green and blue, 0 to 255.
    pub rgb: [u8; 3],
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [r, g, b] = self.rgb;
        write!(f, "#{r:02X}{g:02X}{b:02X}")
    }
}

impl std::str::FromStr for Colour {
    type Err = ();

    /// `#12406B`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('#').ok_or(())?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(());
        }
        let [_, r, g, b] = u32::from_str_radix(digits, 16).map_err(drop)?.to_be_bytes();
        Ok(Self { rgb: [r, g, b] })
    }
}

impl Colour {
    /// From `0x12406B`.
    pub const fn of(code: u32) -> Self {
        let [_, r, g, b] = code.to_be_bytes();
        Self { rgb: [r, g, b] }
    }

    fn linear(self) -> [f64; 3] {
        self.rgb.map(|part| {
            let part = f64::from(part) / 255.0;
            match part <= 0.040_45 {
                true => part / 12.92,
                false => ((part + 0.055) / 1.055).powf(2.4),
            }
        })
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast with another, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }

    /// The background on which it stands out least, and how much.
    pub fn least(self, grounds: &[Self]) -> Option<(Self, f64)> {
        let all = grounds
            .iter()
            .map(|ground| (*ground, self.contrast(*ground)));
        all.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Lightness, and the two axes of colour, in OKLab.
    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    /// The colour there; `None` where no screen shows it.
    fn from_oklab([light, a, b]: [f64; 3]) -> Option<Self> {
        let l = (light + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (light - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (light - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        let linear = [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ];
        if linear.iter().any(|part| !(-1e-4..=1.0001).contains(part)) {
            return None;
        }
        let rgb = linear.map(|part| {
            let part = match part <= 0.003_130_8 {
                true => part * 12.92,
                false => 1.055 * part.powf(1.0 / 2.4) - 0.055,
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "held between 0 and 255"
            )]
            let whole = (part * 255.0).round().clamp(0.0, 255.0) as u8;
            whole
        });
        Some(Self { rgb })
    }

    /// The nearest colour of the same hue that has so much contrast with each background: itself, or
    /// lighter or darker, paler only where no screen shows it as strong. `None` where there is none.
    pub fn readable(self, grounds: &[Self], least: f64) -> Option<Self> {
        let passes = |colour: &Self| {
            grounds
                .iter()
                .all(|ground| colour.contrast(*ground) >= least)
        };
        if passes(&self) {
            return Some(self);
        }
        let [light, a, b] = self.oklab();
        let at = |light: f64| {
            let strengths = (0..=20).rev().map(|n| f64::from(n) / 20.0);
            let mut shown = strengths.filter_map(|s| Self::from_oklab([light, a * s, b * s]));
            shown.next()
        };
        // A two-hundredth of the way from black to white is less than anybody sees.
        (1..=200).find_map(|step| {
            let by = f64::from(step) / 200.0;
            let both = [light - by, light + by].into_iter();
            let mut both = both.filter(|light| (0.0..=1.0).contains(light));
            both.find_map(|light| at(light).filter(passes))
        })
    }

    /// CIE L*a*b* under D65.
    fn lab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let xyz = [
            (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47,
            0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b,
            (0.019_333_9 * r + 0.119_192_0 * g + 0.950_304_1 * b) / 1.088_83,
        ];
        let [x, y, z] = xyz.map(|part| match part > 216.0 / 24389.0 {
            true => part.cbrt(),
            false => (24389.0 / 27.0 * part + 16.0) / 116.0,
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// How different two colours look; 1 is hardly seen.
    pub fn difference(self, other: Self) -> f64 {
        difference(self.lab(), other.lab())
    }
}

/// CIEDE2000 of two colours in L*a*b*.
fn difference([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let seventh = 25_f64.powi(7);
    let pull = |c: f64| (c.powi(7) / (c.powi(7) + seventh)).sqrt();
    let mean = f64::midpoint(a1.hypot(b1), a2.hypot(b2));
    let stretch = 1.0 + 0.5 * (1.0 - pull(mean));
    let (a1, a2) = (a1 * stretch, a2 * stretch);
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| match a == 0.0 && b == 0.0 {
        true => 0.0,
        false => b.atan2(a).to_degrees().rem_euclid(360.0),
    };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let (dl, dc) = (l2 - l1, c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn.to_radians() / 2.0).sin();
    let (l, c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let h = match (h1 - h2).abs() > 180.0 {
        _ if grey => h1 + h2,
        false => f64::midpoint(h1, h2),
        true if h1 + h2 < 360.0 => f64::midpoint(h1, h2 + 360.0),
        true => f64::midpoint(h1, h2 - 360.0),
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let from_middle = (l - 50.0).powi(2);
    let sl = 1.0 + 0.015 * from_middle / (20.0 + from_middle).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let around = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rt = -2.0 * pull(c) * (2.0 * around).to_radians().sin();
    let (dl, dc, dh) = (dl / sl, dc / sc, dh / sh);
    (dl * dl + dc * dc + dh * dh + rt * dc * dh).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        let white = Colour::of(0xFF_FF_FF);
        assert!((Colour::of(0).contrast(white) - 21.0).abs() < 1e-9);
        for (colour, ground, ratio) in [
            (0x0B_57_A4, 0xFF_FF_FF, 7.20),
            (0x0B_57_A4, 0xE3_E9_F1, 5.90),
            (0x8C_BD_F2, 0x26_32_41, 6.61),
            (0x94_62_00, 0xE3_E9_F1, 4.29),
        ] {
            let found = Colour::of(colour).contrast(Colour::of(ground));
            assert!(
                (0.0..0.01).contains(&(found - ratio)),
                "{found} for {ratio}"
            );
        }
    }

    /// Pairs of the published test data for CIEDE2000 (Sharma, Wu, Dalal 2005).
    #[test]
    fn difference_is_ciede2000() {
        for (one, other, expected) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0011], 7.2195),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([50.0, 2.5, 0.0], [58.0, 24.0, 15.0], 19.4535),
            (
                [60.2574, -34.0099, 36.2677],
                [60.4626, -34.1751, 39.4387],
                1.2644,
            ),
            (
                [22.7233, 20.0904, -46.694],
                [23.0331, 14.973, -42.5619],
                2.0373,
            ),
            ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
        ] {
            let found = difference(one, other);
            assert!((found - expected).abs() < 5e-5, "{found} for {expected}");
            assert!((difference(other, one) - expected).abs() < 5e-5);
        }
    }

    #[test]
    fn a_readable_colour_passes_and_keeps_its_hue() {
        let light = [0xFF_FF_FF, 0xF4_F6_F9, 0xE3_E9_F1].map(Colour::of);
        let dark = [0x11_16_1D, 0x1A_21_2B, 0x26_32_41].map(Colour::of);
        for code in (0..=0xFF_FF_FF).step_by(65_521) {
            let colour = Colour::of(code);
            for grounds in [light, dark] {
                let found = colour
                    .readable(&grounds, 4.5)
                    .expect("black or white passes");
                let (_, least) = found.least(&grounds).expect("a background");
                assert!(least >= 4.5, "{colour}: {found} has {least}");
                let passed = colour
                    .least(&grounds)
                    .is_some_and(|(_, least)| least >= 4.5);
                assert!(!passed || found == colour, "{colour} needed no other");
            }
        }
        let orange = Colour::of(0xFF_66_00)
            .readable(&light, 4.5)
            .expect("a colour");
        assert!(
            orange.rgb[0] > orange.rgb[1] && orange.rgb[1] > orange.rgb[2],
            "{orange}"
        );
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for text in [
            "", "#", "#12345", "#1234567", "#12345g", "123456", "#+12345", "red",
        ] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
        let colour: Colour = "#0b57A4".parse().expect("a colour");
        assert_eq!(colour.to_string(), "#0B57A4");
    }
}
