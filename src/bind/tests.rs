use super::*;
use crate::words::sample::{prose, quarter};

fn answers(text: &Text, figures: &[(&str, &str)]) -> Answers {
    let mut from = 0;
    let here = figures.iter().map(|(written, said)| {
        let at = from + text.value[from..].find(written).expect("it is there");
        from = at + written.len();
        Answer {
            at: at..from,
            text: (*said).to_owned(),
            metric: "lead-time".to_owned(),
            period: quarter(2026, 3),
            estimated: false,
        }
    });
    let here = here.collect();
    Answers(BTreeMap::from([(text.span, here)]))
}

#[test]
fn a_part_of_what_reads_leads_to_what_was_written() {
    let text = prose("from {{ a }} to {{ lead-time.target }} in July");
    let answers = answers(
        &text,
        &[("{{ a }}", "8.7%"), ("{{ lead-time.target }}", "2 days")],
    );
    let read = answers.read(&text).into_owned();
    assert_eq!(read, "from 8.7% to 2 days in July");
    for (part, written) in [
        ("from", "from"),
        ("8.7%", "{{ a }}"),
        ("7", "{{ a }}"),
        ("to", "to"),
        ("8.7% to", "{{ a }} to"),
        ("days", "{{ lead-time.target }}"),
        ("days in", "{{ lead-time.target }} in"),
        ("July", "July"),
        ("from 8.7% to 2 days in July", text.value.as_str()),
    ] {
        let at = read.find(part).expect("it reads so");
        let place = answers.written(&text, at..at + part.len());
        assert_eq!(&text.value[place], written, "{part}");
    }
    let end = read.len();
    assert_eq!(
        answers.written(&text, end..end),
        text.value.len()..text.value.len()
    );
}
