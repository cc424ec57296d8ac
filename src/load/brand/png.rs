//! A picture to the same picture without anything that is not its points: no words, no places, no dates,
//! no animation.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Bytes of a logo: it stands on every page.
pub(super) const BYTES: usize = 128 << 10;
/// Points across and down.
const SIDE: u32 = 2_048;
/// What the points are made of.
const CHUNKS: [&[u8]; 8] = [
    b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"sBIT", b"IDAT", b"IEND",
];

/// Reads a picture: the same with its points alone, and its width where it is a thousand high.
pub(super) fn clean(bytes: &[u8]) -> Result<(Vec<u8>, u32), String> {
    if bytes.len() > BYTES {
        return Err(format!("the picture is larger than {} KiB", BYTES >> 10));
    }
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or("it is no PNG")?;
    let mut out = SIGNATURE.to_vec();
    let mut ratio = None;
    let mut points = false;
    loop {
        let broken = "it ends before it is whole";
        let (length, kind) = (rest.get(..4).ok_or(broken)?, rest.get(4..8).ok_or(broken)?);
        let length = u32::from_be_bytes(length.try_into().map_err(|_| broken)?);
        let length = usize::try_from(length).map_err(|_| broken)?;
        let end = length.checked_add(12).ok_or(broken)?;
        let chunk = rest.get(..end).ok_or(broken)?;
        if ratio.is_none() {
            let side = |at: usize| {
                let four = chunk.get(at..at + 4)?;
                let side = u32::from_be_bytes(four.try_into().ok()?);
                (1..=SIDE).contains(&side).then(|| f64::from(side))
            };
            let sides = side(8)
                .zip(side(12))
                .filter(|_| kind == b"IHDR" && length == 13);
            let (width, height) = sides
                .ok_or_else(|| format!("it is no picture of at most {SIDE} by {SIDE} points"))?;
            ratio = Some(width / height);
        }
        if CHUNKS.contains(&kind) {
            out.extend_from_slice(chunk);
        } else if kind.first().is_some_and(u8::is_ascii_uppercase) {
            return Err("it is made of parts that no reader of PNG need know".to_owned());
        }
        points |= kind == b"IDAT";
        rest = &rest[end..];
        if kind == b"IEND" {
            break;
        }
    }
    if !points {
        return Err("it holds no points".to_owned());
    }
    let width = ratio.and_then(super::shape).ok_or(super::ODD_SHAPE)?;
    Ok((out, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut out = u32::try_from(data.len())
            .unwrap_or(0)
            .to_be_bytes()
            .to_vec();
        out.extend_from_slice(kind);
        out.extend_from_slice(data);
        out.extend_from_slice(&[0; 4]);
        out
    }

    fn picture(width: u32, height: u32, more: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
        head.extend([8, 6, 0, 0, 0]);
        let mut out = SIGNATURE.to_vec();
        out.extend(chunk(b"IHDR", &head));
        for (kind, data) in more {
            out.extend(chunk(kind, data));
        }
        out.extend(chunk(b"IDAT", b"points"));
        out.extend(chunk(b"IEND", b""));
        out
    }

    #[test]
    fn points_are_kept_and_words_are_not() {
        let plain = picture(300, 100, &[]);
        assert_eq!(clean(&plain), Ok((plain.clone(), 3_000)));
        let told = picture(
            300,
            100,
            &[
                (b"tEXt", b"Author\0Somebody"),
                (b"eXIf", b"x"),
                (b"acTL", b"x"),
            ],
        );
        assert_eq!(clean(&told), Ok((plain, 3_000)));
    }

    #[test]
    fn what_is_broken_or_too_large_is_refused() {
        let good = picture(300, 100, &[]);
        for length in 0..good.len() {
            assert!(clean(&good[..length]).is_err(), "{length} bytes");
        }
        for bad in [
            picture(0, 100, &[]),
            picture(100_000, 100, &[]),
            picture(2_000, 1, &[]),
            picture(10, 10, &[(b"ABcd", b"")]),
            picture(10, 10, &[(b"IDAT", &[0; BYTES])]),
            [SIGNATURE, &[0xff; 40]].concat(),
        ] {
            assert!(clean(&bad).is_err());
        }
    }
}
