//! Indicators of another format as metrics of a pack: what the source says stands there, and what only
//! a person can know as a mark.

use super::yaml::{id as id_of, quoted};
use super::{Ground, Refusal, Scaffold, entries, mark, prove, refuse, sound, todo};
use crate::load::{Indicator, KpiTarget, Tree};
use crate::schema;
use crate::tongue::{label, say, speak};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Makes a metric of each indicator, with its entry in the snapshot of the quarter being written.
///
/// # Errors
/// The pack cannot be read, no quarter is being written, or a metric or term of such a name is there.
pub fn indicators(tree: &Tree, indicators: &[Indicator]) -> Result<Scaffold, Refusal> {
    let (pack, sources) = sound(tree)?;
    let _speaking = speak(pack.settings.locale.language());
    let ground = Ground {
        tree,
        pack: &pack,
        sources: &sources,
    };
    let period = ground.draft()?;
    let begun = pack.settings.calendar.start(period);
    let mut made = Scaffold::default();
    let mut observations = String::new();
    let mut named: BTreeMap<String, &str> = BTreeMap::new();
    for indicator in indicators {
        let name = indicator.name.value.as_str();
        let id = id_of(name);
        if id.is_empty() {
            return refuse(
                format!("`{name}` holds no letters that a file could be named after"),
                "give the indicator a name in words",
            );
        }
        if let Some(other) = named.insert(id.clone(), name) {
            return refuse(
                format!(
                    "`{other}` and `{name}` would both be the metric `{id}`; nothing was written"
                ),
                "give one of the two another name",
            );
        }
        let path = format!("content/metrics/{id}.md");
        if tree.files.contains_key(&path) || pack.terms.contains_key(&id) {
            return refuse(
                format!("there is a metric or term `{id}` already; nothing was written"),
                "take the indicator out of the file, or rename one of the two",
            );
        }
        let text = metric(indicator, &begun.to_string());
        made.made
            .insert(path.clone(), schema::with_modeline(&path, &text));
        let _ = write!(
            observations,
            "{id}:\n  missing: {}\n",
            todo("its figures, or why there are none")
        );
    }
    if !observations.is_empty() {
        let snapshot = format!("data/snapshots/{period}.yaml");
        entries::entry(
            &ground,
            &mut made,
            (&snapshot, "observations"),
            &observations,
        )?;
    }
    prove(tree, &made)?;
    Ok(made)
}

fn metric(indicator: &Indicator, begun: &str) -> String {
    let percent = matches!(indicator.target, KpiTarget::Number(_, true));
    let unit = match percent {
        true => "percent".to_owned(),
        false => format!(
            "points{}",
            mark("percent, milliseconds to days, currency, points, or {one: …, many: …}")
        ),
    };
    let mut text = format!(
        "---\nname: {}\ncategory: delivery{}\nkind: level{}\nunit: {unit}\npolarity: higher-is-better{}\n\
         roll_up: stated-only{}\nspread: linear{}\ntest: xmr{}\nowner: {}\nroles: [cto]{}\n",
        quoted(&indicator.name.value),
        mark("delivery, reliability, incidents, quality, security, cost, outcomes or people"),
        mark("ratio, quantile, level, count or score"),
        mark("higher-is-better, lower-is-better or neutral"),
        mark("sum-of-parts, stated-only, worst, sum or none"),
        mark("linear, or log for times and costs"),
        mark("xmr, rare-events or none"),
        match &indicator.organisation {
            Some(own) => todo(&say!(
                "the role that answers for it; the source says {own}",
                own
            )),
            None => todo("the role that answers for it"),
        },
        mark("who looks at it"),
    );
    if indicator.is_private {
        text.push_str("audience: internal\n");
    }
    let _ = match &indicator.target {
        KpiTarget::Number(number, _) => write!(
            text,
            "targets:\n  - from: {begun}{}\n    value: {number}\n    set_by: {}\n    rationale: {}\n",
            mark("the first day on which it held"),
            todo("the role that set it"),
            todo("why this much"),
        ),
        KpiTarget::Text(words) => writeln!(
            text,
            "no_target: {}",
            todo(&say!(
                "`targets:` in its place; the source says in words: {words}",
                words
            ))
        ),
        KpiTarget::None => writeln!(
            text,
            "no_target: {}",
            todo("why nothing is promised; the source names no target")
        ),
    };
    text.push_str("definition:\n  version: 1\n");
    let formula = match &indicator.definition {
        Some(words) => quoted(words),
        None => todo("what is measured; the source does not say"),
    };
    let _ = writeln!(text, "  formula: {formula}");
    for (key, what) in super::things::DEFINED {
        let _ = writeln!(text, "  {key}: {}", todo(what));
    }
    let _ = write!(
        text,
        "  changes:\n    - {{version: 1, date: {begun}, what: {}, effect: none}}\n{}",
        label("First definition."),
        super::things::sections()
    );
    text
}
