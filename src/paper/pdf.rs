//! The bytes of a PDF to its objects, and back with a new table of where they stand. Knows so much of
//! the format as one writer uses: one table, one trailer, no compressed objects.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A file in parts. An object's text is all between `obj` and `endobj`, streams included.
pub(super) struct Pdf {
    head: Vec<u8>,
    objects: BTreeMap<usize, Vec<u8>>,
    /// Numbers in the order in which they stood.
    order: Vec<usize>,
    root: usize,
    info: usize,
}

/// The longest number of objects that is believed.
const MOST: usize = 5_000_000;

impl Pdf {
    /// Takes a file apart.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let tail = rfind(bytes, b"startxref").ok_or("it has no `startxref`")?;
        let table = number(&bytes[tail + 9..]).ok_or("`startxref` leads nowhere")?;
        let text = bytes.get(table..tail).ok_or("`startxref` leads outside")?;
        let rest = text.strip_prefix(b"xref").ok_or("it has no plain table")?;
        let trailer = rfind(text, b"trailer").ok_or("it has no trailer")?;
        let trailer = String::from_utf8_lossy(&text[trailer..]).into_owned();
        let mut words = rest
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty());
        let mut next = || words.next().and_then(|word| std::str::from_utf8(word).ok());
        let (first, count) = (next(), next().and_then(|n| n.parse::<usize>().ok()));
        let count = count
            .filter(|n| *n <= MOST)
            .ok_or("its table has no length")?;
        if first != Some("0") {
            return Err("its table does not begin at 0".to_owned());
        }
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for at in 0..count {
            let start = next().and_then(|n| n.parse::<usize>().ok());
            let (_, kind) = (next(), next());
            if kind == Some("n") {
                starts.push((start.ok_or("its table has no number")?, at));
            }
        }
        starts.sort_unstable();
        let (root, info) = (reference(&trailer, "/Root"), reference(&trailer, "/Info"));
        let first = starts.first().ok_or("it holds nothing")?.0;
        let mut pdf = Self {
            head: bytes
                .get(..first)
                .ok_or("its table leads outside")?
                .to_vec(),
            objects: BTreeMap::new(),
            order: Vec::new(),
            root: root.ok_or("it has no root")?,
            info: info.ok_or("it says nothing of itself")?,
        };
        for (i, (start, number)) in starts.iter().enumerate() {
            let end = starts.get(i + 1).map_or(table, |(next, _)| *next);
            let object = bytes.get(*start..end).ok_or("its table leads outside")?;
            let opening = format!("{number} 0 obj");
            let body = object
                .strip_prefix(opening.as_bytes())
                .ok_or_else(|| format!("object {number} is not where its table says"))?;
            let close =
                rfind(body, b"endobj").ok_or_else(|| format!("object {number} has no end"))?;
            pdf.objects.insert(*number, body[..close].to_vec());
            pdf.order.push(*number);
        }
        if !pdf.objects.contains_key(&pdf.root) || !pdf.objects.contains_key(&pdf.info) {
            return Err("its trailer leads nowhere".to_owned());
        }
        Ok(pdf)
    }

    /// Every object without a stream, as text that may be changed.
    pub(super) fn texts(&mut self) -> impl Iterator<Item = &mut Vec<u8>> {
        let plain = |object: &&mut Vec<u8>| !object.ends_with(b"endstream\n");
        self.objects.values_mut().filter(plain)
    }

    /// What the file says of itself.
    pub(super) fn info(&mut self) -> &mut Vec<u8> {
        self.objects.entry(self.info).or_default()
    }

    /// What everything hangs on.
    pub(super) fn root(&mut self) -> &mut Vec<u8> {
        self.objects.entry(self.root).or_default()
    }

    /// Adds an object, and gives its number.
    pub(super) fn add(&mut self, body: Vec<u8>) -> usize {
        let number = self.objects.keys().next_back().map_or(1, |last| last + 1);
        self.objects.insert(number, body);
        self.order.push(number);
        number
    }

    /// Puts it together again.
    pub(super) fn write(&self, id: &str) -> Vec<u8> {
        let mut out = self.head.clone();
        let mut places = BTreeMap::new();
        for number in &self.order {
            places.insert(*number, out.len());
            out.extend_from_slice(format!("{number} 0 obj").as_bytes());
            out.extend_from_slice(&self.objects[number]);
            out.extend_from_slice(b"endobj\n");
        }
        let size = places.keys().next_back().map_or(1, |last| last + 1);
        let table = out.len();
        let mut text = format!("xref\n0 {size}\n0000000000 65535 f \n");
        for number in 1..size {
            match places.get(&number) {
                Some(at) => {
                    let _ = writeln!(text, "{at:010} 00000 n ");
                }
                None => text.push_str("0000000000 00000 f \n"),
            }
        }
        let (root, info) = (self.root, self.info);
        let _ = write!(
            text,
            "trailer\n<</Size {size}\n/Root {root} 0 R\n/Info {info} 0 R\n/ID [<{id}> <{id}>]>>\n\
             startxref\n{table}\n%%EOF\n"
        );
        out.extend_from_slice(text.as_bytes());
        out
    }
}

/// Where a run of bytes begins for the last time.
fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|at| at == wanted)
}

/// Where a run of bytes begins first.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|at| at == wanted)
}

/// The number that a text begins with.
fn number(bytes: &[u8]) -> Option<usize> {
    let text: String = bytes
        .iter()
        .skip_while(|b| b.is_ascii_whitespace())
        .take_while(|b| b.is_ascii_digit())
        .map(|b| char::from(*b))
        .collect();
    text.parse().ok()
}

/// The object that a key of a dictionary leads to.
fn reference(text: &str, key: &str) -> Option<usize> {
    let (_, rest) = text.split_once(key)?;
    number(rest.as_bytes())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The least that has a root and says something of itself.
    pub(crate) fn small() -> Vec<u8> {
        let objects = [
            "1 0 obj\n<</Title (T)>>\nendobj\n",
            "2 0 obj\n<</Type /Catalog>>\nendobj\n",
        ];
        let head = "%PDF-1.4\n";
        let (first, second) = (head.len(), head.len() + objects[0].len());
        let table = second + objects[1].len();
        format!(
            "{head}{}{}xref\n0 3\n0000000000 65535 f \n{first:010} 00000 n \n{second:010} 00000 n \n\
             trailer\n<</Size 3\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
            objects[0], objects[1]
        )
        .into_bytes()
    }

    #[test]
    fn what_is_put_together_comes_apart_again() {
        let mut pdf = Pdf::parse(&small()).expect("a file");
        *pdf.info() = b"\n<</Title (Another, longer)>>\n".to_vec();
        let added = pdf.add(b"\n<</Type /X>>\n".to_vec());
        assert_eq!(added, 3);
        let written = pdf.write("00ff");
        let mut again = Pdf::parse(&written).expect("the file again");
        assert_eq!(again.order, [1, 2, 3]);
        assert!(find(again.info(), b"longer").is_some());
        assert_eq!(written, again.write("00ff"));
    }

    #[test]
    fn what_is_no_file_is_refused_in_words() {
        let good = small();
        let text = String::from_utf8(good).expect("text");
        for (from, to, said) in [
            ("startxref", "startxfer", "no `startxref`"),
            ("xref\n0 3", "xref\n1 3", "does not begin at 0"),
            ("xref\n0 3", "xref\n0 99999999999", "no length"),
            ("0000000009 ", "0000000008 ", "not where its table says"),
            ("0000000009 ", "9999999999 ", "leads outside"),
            ("/Root 2", "/Root 9", "leads nowhere"),
            ("/Info", "/Data", "nothing of itself"),
        ] {
            let bad = text.replacen(from, to, 1);
            assert_ne!(bad, text, "{from}");
            let fault = Pdf::parse(bad.as_bytes()).err().unwrap_or_default();
            assert!(fault.contains(said), "{from}: {fault}");
        }
        for cut in 0..text.len() {
            let _ = Pdf::parse(&text.as_bytes()[..cut]);
        }
    }
}
