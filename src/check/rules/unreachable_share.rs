//! A percentage of a number of things that no whole number of them makes.

use crate::check::claims::{Token, sentences};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::pieces;
use crate::diag::Severity;
use crate::model::Exact;

pub(super) const RULE: Rule = Rule {
    code: "unreachable-share",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: true,
    why: "71% of 12 things is no number of things: eight are 67% and nine are 75%. One of the two \
          numbers is wrong, and a director who tries the sum stops believing the others.",
    fix: "Write the count first, as in `8 of 12 (67%)`, or bind both numbers to the metric.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-owner: VP Engineering
+owner: VP Engineering
+literals: [{text: 71% of 12, source: "incident record, September 2026"}]
-Releases failed too often.
+Of the failed releases 71% of 12 were found by customers.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers) {
            for sentence in sentences(&piece.text) {
                for i in 0..sentence.len() {
                    let Some((share, of, last)) = share(&sentence[i..]) else {
                        continue;
                    };
                    let Some((below, above)) = unreachable(share.0, share.1, of) else {
                        continue;
                    };
                    let end = last.at + last.text.len();
                    let written = &piece.text[sentence[i].at..end];
                    report
                        .at(
                            piece.place_at(facts.sources, sentence[i].at..end),
                            format!("`{written}` is no whole number"),
                        )
                        .because(format!("in the {}", piece.what))
                        .help(format!("{below} and {above} are the nearest of {of}"));
                }
            }
        }
    }
}

/// `71% of 12`, `71 per cent of the 12`, `71% of all 12`: the share in parts of its last decimal with
/// its number of decimals, the whole, and the whole's token.
fn share<'a, 't>(tokens: &'a [Token<'t>]) -> Option<((u64, u32), u64, &'a Token<'t>)> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let (whole, decimals) = word(0).split_once('.').unwrap_or((word(0), ""));
    let digits = format!("{whole}{decimals}");
    let share: u64 = digits.parse().ok()?;
    let mut at = match (word(1), word(2)) {
        ("%" | "percent", _) => 2,
        ("per", "cent") => 3,
        _ => return None,
    };
    if word(at) != "of" {
        return None;
    }
    at += 1;
    while matches!(word(at), "the" | "all" | "our" | "its" | "these" | "those") {
        at += 1;
    }
    let of = word(at).replace(',', "").parse().ok()?;
    // `71% of 12%`, `of 12 March`, `of 2026-Q3` count nothing.
    let counts = !matches!(
        word(at + 1),
        "%" | "percent" | "hours" | "minutes" | "days" | "weeks"
    );
    let last = tokens.get(at)?;
    counts.then_some(((share, u32::try_from(decimals.len()).ok()?), of, last))
}

/// Where no count of a whole rounds to a share, the nearest counts with their shares.
fn unreachable(share: u64, decimals: u32, of: u64) -> Option<(String, String)> {
    let scale = 10_u64.checked_pow(decimals)?;
    // A year, or more than every hundredth can be reached of.
    if of == 0 || of > 10_000 || decimals > 3 || share > 100 * scale {
        return None;
    }
    let rounded = |k: u64| {
        let exact = Exact::ratio(k * 100 * scale * 2 + of, of * 2)?;
        let (n, d) = exact.parts();
        u64::try_from(n.checked_div(d)?).ok()
    };
    let below = (share * of) / (100 * scale);
    let near = [below, below + 1];
    if near.iter().any(|k| rounded(*k) == Some(share)) {
        return None;
    }
    let told = |k: u64| {
        let digits = usize::try_from(decimals).unwrap_or(0);
        #[expect(
            clippy::cast_precision_loss,
            reason = "at most ten thousand, for a message"
        )]
        let percent = 100.0 * k as f64 / of as f64;
        format!("{k} ({percent:.digits$}%)")
    };
    Some((told(near[0]), told(near[1].min(of))))
}

#[cfg(test)]
mod tests {
    use super::unreachable;

    #[test]
    fn only_what_no_count_rounds_to_is_unreachable() {
        for (share, decimals, of, reachable) in [
            (71, 0, 12, false),
            (67, 0, 12, true),
            (75, 0, 12, true),
            (100, 0, 7, true),
            (0, 0, 7, true),
            (86, 0, 7, true),
            (857, 1, 7, true),
            (858, 1, 7, false),
            // Half away from zero: 1/8 is 12.5%, which is 13%.
            (13, 0, 8, true),
            (12, 0, 8, false),
        ] {
            let found = unreachable(share, decimals, of);
            assert_eq!(found.is_none(), reachable, "{share} of {of}: {found:?}");
        }
    }
}
