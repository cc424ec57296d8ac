//! Texts to the strings of a PDF and back.

use std::fmt::Write as _;

/// A text as a string of a PDF: UTF-16 in hex, which needs no escape.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("<FEFF");
    for unit in text.encode_utf16() {
        let _ = write!(out, "{unit:04X}");
    }
    out.push('>');
    out
}

/// The string that begins here, and how many bytes it takes; `None` where none does.
pub(super) fn read(bytes: &[u8]) -> Option<(String, usize)> {
    match bytes.first()? {
        b'<' => {
            let end = bytes.iter().position(|b| *b == b'>')?;
            let hex: Vec<u8> = bytes[1..end]
                .iter()
                .filter_map(|b| char::from(*b).to_digit(16))
                .filter_map(|digit| u8::try_from(digit).ok())
                .collect();
            let raw: Vec<u8> = hex
                .chunks(2)
                .map(|d| d[0] << 4 | d.get(1).unwrap_or(&0))
                .collect();
            Some((decoded(&raw), end + 1))
        }
        b'(' => {
            let (mut raw, mut depth, mut at) = (Vec::new(), 1_u32, 1);
            while let Some(byte) = bytes.get(at) {
                match byte {
                    b'\\' => {
                        at += 1;
                        raw.push(match *bytes.get(at)? {
                            b'n' => b'\n',
                            b'r' => b'\r',
                            b't' => b'\t',
                            b'0'..=b'7' => {
                                let octal = bytes.get(at..at + 3)?;
                                at += 2;
                                let digits = std::str::from_utf8(octal).ok()?;
                                u8::try_from(u32::from_str_radix(digits, 8).ok()?).ok()?
                            }
                            other => other,
                        });
                    }
                    b'(' => {
                        depth += 1;
                        raw.push(b'(');
                    }
                    b')' => {
                        depth -= 1;
                        if depth == 0 {
                            return Some((decoded(&raw), at + 1));
                        }
                        raw.push(b')');
                    }
                    other => raw.push(*other),
                }
                at += 1;
            }
            None
        }
        _ => None,
    }
}

/// With a mark UTF-16, without it as good as ASCII.
fn decoded(raw: &[u8]) -> String {
    match raw.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units: Vec<u16> = wide
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        None => raw.iter().map(|b| char::from(*b)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back() {
        for text in ["", "Q3 2026 · £1,000", "a) b( \\ <c>", "𝄞"] {
            let written = string(text);
            let all = format!("{written} /Next");
            assert_eq!(read(all.as_bytes()), Some((text.to_owned(), written.len())));
        }
        let plain = br"(a \(b\) (c) \\ \101\n) /Next";
        assert_eq!(read(plain), Some(("a (b) (c) \\ A\n".to_owned(), 23)));
        for cut in 0..plain.len() {
            let _ = read(&plain[..cut]);
        }
        assert_eq!(read(b"/Name"), None);
    }
}
