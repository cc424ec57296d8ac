//! One line of JSON to an event, where it is written plainly: one object of texts without escapes, of
//! decimals and of words. Nearly every line is; of any other, and of any that the contract refuses,
//! nothing is said here, and [`super::json`] reads it again from its beginning.

use super::contract::{FIELDS, KIND, Sort, TS};
use super::draft::Draft;
use super::event::{Event, Value};
use super::{TEXT_BYTES, decimal, instant};
use std::borrow::Cow;

/// Reads one line; `None` where it takes more than this to read it, or to say what is wrong with it.
pub(super) fn event(text: &str, line: u64) -> Option<Event<'_>> {
    let mut scan = Scan { text, at: 0 };
    let mut draft = Draft::default();
    scan.space();
    scan.mark(b'{')?;
    scan.space();
    loop {
        let name = scan.string()?;
        scan.space();
        scan.mark(b':')?;
        scan.space();
        let at = scan.at;
        let token = scan.token()?;
        if let Some(field) = draft.field(Cow::Borrowed(name), at).ok()?
            && let Some(value) = value(field, token)?
        {
            draft.value(field, value, at);
        }
        scan.space();
        if scan.mark(b',').is_none() {
            break;
        }
        scan.space();
    }
    scan.mark(b'}')?;
    scan.space();
    if scan.at < text.len() {
        return None;
    }
    draft.event(line).ok()
}

/// A value as it is written.
#[derive(Clone, Copy)]
enum Token<'a> {
    /// What stands between its quotes.
    Text(&'a str),
    Number(&'a str),
    Flag(bool),
    Null,
}

/// A line, and how far it is read.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn mark(&mut self, mark: u8) -> Option<()> {
        (self.next()? == mark).then(|| self.at += 1)
    }

    /// What stands before the first byte that is not of these, and there is one.
    fn run(&mut self, of: impl Fn(u8) -> bool) -> Option<&'a str> {
        let from = self.at;
        let rest = self.text.as_bytes().get(from..)?;
        let length = rest.iter().position(|byte| !of(*byte))?;
        self.at += length;
        self.text.get(from..self.at)
    }

    /// A text without escapes; JSON has no control characters in one.
    fn string(&mut self) -> Option<&'a str> {
        self.mark(b'"')?;
        let text = self.run(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')?;
        self.mark(b'"')?;
        Some(text)
    }

    fn token(&mut self) -> Option<Token<'a>> {
        Some(match self.next()? {
            b'"' => Token::Text(self.string()?),
            b'0'..=b'9' => {
                let text = self.run(|byte| byte.is_ascii_digit() || byte == b'.')?;
                // Digits on both sides of a point, and no zero in front of others.
                let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
                if part.is_empty()
                    || part.contains('.')
                    || (whole.len() > 1 && whole.starts_with('0'))
                {
                    return None;
                }
                Token::Number(text)
            }
            b't' | b'f' | b'n' => match self.run(|byte| byte.is_ascii_lowercase())? {
                "true" => Token::Flag(true),
                "false" => Token::Flag(false),
                "null" => Token::Null,
                _ => return None,
            },
            _ => return None,
        })
    }
}

/// A value of the contract; none of a text or a word that says nothing.
fn value<'a>(field: usize, token: Token<'a>) -> Option<Option<Value<'a>>> {
    let sort = FIELDS.get(field)?.sort;
    Some(match (sort, token) {
        (_, Token::Null) => None,
        (Sort::Text | Sort::Instant, Token::Text("")) => None,
        (Sort::Text, Token::Text(text)) if text.len() <= TEXT_BYTES => {
            Some(Value::Text(Cow::Borrowed(text)))
        }
        (Sort::Text, Token::Number(text))
            if text.len() <= TEXT_BYTES && field != KIND && field != TS =>
        {
            Some(Value::Text(Cow::Borrowed(text)))
        }
        (Sort::Instant, Token::Text(text)) => Some(Value::Instant(instant(text)?)),
        (Sort::Flag, Token::Flag(flag)) => Some(Value::Flag(flag)),
        (Sort::Whole, Token::Number(text)) => Some(Value::Whole(decimal::whole(text)?)),
        (Sort::Number, Token::Number(text)) => Some(Value::Number(decimal::millionths(text)?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use proptest::prelude::*;

    /// What is read plainly is what is read with all care.
    fn same(line: &str) -> bool {
        let plain = super::event(line, 7);
        if let Some(event) = &plain {
            assert_eq!(json::event(line, 7).ok().as_ref(), Some(event), "{line}");
        }
        plain.is_some()
    }

    #[test]
    fn plain_lines_are_read_at_once() {
        for line in [
            r#"{"ts":"2026-08-18T11:02:00.5+02:00","kind":"deploy","service":"a é","commits":3,"x-new":1.50,"redeploy":false}"#,
            " {\t\"kind\" : \"probe\" , \"ts\":\"2026-08-18T11:02:00Z\",\"value\":0.25,\"outcome\":\"up\",\"pr\":12 , \"x\":null} \r",
            r#"{"ts":"2026-08-18T11:02:00Z","kind":"deploy","environment":" PRODUCTION","service":"","version":"1.10"}"#,
            r#"{"ts":"2026-08-18T11:02:00Z","kind":"tea","outcome":"hot","duration_s":999999999999,"http_code":200.0}"#,
        ] {
            assert!(same(line), "{line}");
        }
    }

    #[test]
    fn others_are_left() {
        let event =
            |rest: &str| format!("{{\"ts\":\"2026-08-18T11:02:00Z\",\"kind\":\"deploy\"{rest}");
        for rest in [
            "",
            "]",
            "}}",
            "},",
            ",}",
            ",\"a\":}",
            ",\"a\":1",
            ",\"a\" 1}",
            ",a:1}",
            ",\"a\":01}",
            ",\"a\":1.}",
            ",\"a\":.5}",
            ",\"a\":-1}",
            ",\"a\":1e3}",
            ",\"a\":1.2.3}",
            ",\"a\":truex}",
            ",\"a\":nul}",
            ",\"a\":[]}",
            ",\"a\":{}}",
            ",\"a\":\"\\n\"}",
            ",\"\\u0061\":1}",
            ",\"a\":\"\t\"}",
            ",\"ts\":\"2026-08-18T11:02:00Z\"}",
            ",\"outcome\":\"hot\"}",
            ",\"commits\":\"3\"}",
            ",\"commits\":3.5}",
            ",\"service\":true}",
            ",\"affected\":\"a\"}",
            ",\"merge\":1}",
            ",\"started_at\":5}",
            ",\"started_at\":\"soon\"}",
            ",\"commits\":1000000000000}",
        ] {
            assert!(!same(&event(rest)), "{rest}");
        }
        let long = format!(",\"service\":\"{}\"}}", "x".repeat(super::TEXT_BYTES + 1));
        assert!(!same(&event(&long)) && same(&event("}")));
        for line in [
            "",
            "{}",
            "[]",
            "null",
            "{\"kind\":\"deploy\"}",
            "{\"ts\":\"2026-08-18T11:02:00Z\"}",
        ] {
            assert!(!same(line), "{line}");
        }
    }

    proptest! {
        /// A line with anything of JSON, or of no JSON, in any of its places.
        #[test]
        fn whatever_is_written(
            parts in proptest::collection::vec((
                prop_oneof![
                    Just("ts"), Just("kind"), Just("service"), Just("outcome"), Just("commits"), Just("value"), Just("merge"),
                    Just("started_at"), Just("environment"), Just("affected"), Just("cause"), Just("x"), Just("\\u0061"),
                ],
                prop_oneof![
                    Just("\"2026-08-18T11:02:00Z\"".to_owned()), Just("\"deploy\"".to_owned()), Just("\"up\"".to_owned()),
                    Just("true".to_owned()), Just("null".to_owned()), "[0-9.eE+-]{1,8}", "\"[ -~\\t]{0,6}\"", "[\\[\\]{}\", a0]{0,5}",
                    Just("[\"a\"]".to_owned()), Just("\" Up É\"".to_owned()), Just("0.30".to_owned()),
                ],
                prop_oneof![Just(","), Just(" , "), Just("}"), Just(":"), Just("")],
            ), 0..6),
            needed in any::<bool>(),
        ) {
            let mut line = String::from("{");
            if needed {
                line.push_str("\"ts\":\"2026-08-18T11:02:00Z\",\"kind\":\"probe\",");
            }
            for (name, value, end) in &parts {
                line.push_str(&format!("\"{name}\":{value}{end}"));
            }
            same(&line);
            if line.ends_with(',') {
                line.pop();
            }
            line.push('}');
            same(&line);
        }
    }
}
