//! Risks into the next quarter: each that is still one gets an assessment more, with the figures of the
//! last one until somebody has looked at them again.

use super::yaml::quoted;
use super::{Ground, todo};
use crate::model::{Harm, Period, Risk};
use crate::tongue::say;
use std::fmt::Write as _;

const PATH: &str = "data/risks.yaml";

/// The file with the assessments of a quarter; `None` where no risk is left to assess.
pub(super) fn assessed(ground: &Ground<'_>, period: Period) -> Option<String> {
    let risks = ground.pack.risks.as_ref()?;
    let text = ground.text(PATH)?;
    // From the last to the first, so that places before stay what they were.
    let mut open: Vec<(usize, String)> = risks
        .iter()
        .filter(|risk| risk.closed.is_none())
        .filter_map(|risk| next(ground, &text, risk, period))
        .collect();
    open.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut out = text.clone();
    for (at, entry) in &open {
        out.insert_str(*at, entry);
    }
    (out != text).then_some(out)
}

/// Where the next assessment of a risk goes, and its lines.
fn next(ground: &Ground<'_>, text: &str, risk: &Risk, period: Period) -> Option<(usize, String)> {
    let last = risk.assessed.last()?;
    if last.period.value >= period {
        return None;
    }
    let from = last.span.start as usize;
    let begin = text.get(..from)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text[begin..].lines().next()?;
    let deep = line.len() - line.trim_start_matches(' ').len();
    if !line[deep..].starts_with("- ") {
        return None;
    }
    let item = item(&text[begin..], deep);
    let range = |key: &str| {
        let rest = &item[item.find(key)? + key.len()..];
        let value = rest.trim_start().strip_prefix('{')?;
        Some(format!("{{{}}}", &value[..value.find('}')?]))
    };
    let key = match last.harm.value {
        Harm::Money => "impact:",
        Harm::CustomerHours => "customer_hours:",
    };
    let (times, harm) = (range("times_a_year:")?, range(key)?);
    let space = " ".repeat(deep);
    let mut entry = format!(
        "{space}- period: {period}\n{space}  times_a_year: {times}\n{space}  {key} {harm}\n\
         {space}  grade: {}\n{space}  by: {}\n{space}  why: {}\n",
        last.grade.word(),
        quoted(&last.by),
        todo(&format!(
            "{period}: {}",
            say!(
                "{risk}: look at it again, the figures are those of {last}; what the estimate rests on",
                risk.name.value,
                last.period.value
            )
        )),
    );
    let doing = risk
        .assessed
        .iter()
        .rev()
        .find_map(|assessment| assessment.doing.as_ref());
    let doing = doing.or(risk.doing.as_ref());
    let calendar = ground.pack.settings.calendar;
    if let Some(doing) = doing
        && doing.done.is_none()
        && doing.by.value < calendar.end(period)
    {
        let _ = writeln!(
            entry,
            "{space}  doing: {{what: {}, owner: {}, by: {}}}",
            todo(&format!(
                "{period}: {}",
                say!(
                    "{risk}: what follows, and until when, on what was due by {day}",
                    risk.name.value,
                    doing.by.value
                )
            )),
            quoted(&doing.owner),
            calendar.end(period.shifted(1)),
        );
    }
    let gap = if item.ends_with('\n') { "" } else { "\n" };
    Some((begin + item.len(), format!("{gap}{entry}")))
}

/// The lines of a list's item: up to the next line that says something no deeper than its dash.
fn item(text: &str, deep: usize) -> &str {
    let mut end = 0;
    let mut told = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let inner = line.trim_start_matches(' ');
        let blank = inner.trim().is_empty();
        if n > 0 && !blank && line.len() - inner.len() <= deep {
            break;
        }
        end += line.len();
        if !blank {
            told = end;
        }
    }
    &text[..told]
}

#[cfg(test)]
mod tests {
    use super::item;

    #[test]
    fn an_item_ends_where_the_next_line_is_no_deeper() {
        assert_eq!(
            item("  - a: 1\n    b: 2\n\n  - c: 3\n", 2),
            "  - a: 1\n    b: 2\n"
        );
        assert_eq!(
            item("  - {a: 1}\n\n# of the next\n- x\n", 2),
            "  - {a: 1}\n"
        );
        assert_eq!(item("  - {a: 1}", 2), "  - {a: 1}");
    }
}
