//! What must hold of every estimate whatever its inputs: the ends of a result are the least and the
//! most that its inputs can give, a wider input never narrows it, nothing that may be divided by
//! nothing is told, and a total is the sum of lines that count nothing twice.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use boardpack::analyse::analyse;
use boardpack::analyse::money::{evaluate, ranges};
use boardpack::load::{base_pack, example, parse};
use boardpack::model::{Exact, Formula, MoneyKind, Quantity, Range};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Inputs of a formula by key; an optional one may be missing.
type Inputs = BTreeMap<&'static str, Range>;

fn hundredth(n: i64) -> Exact {
    Exact::integer(n).over(Exact::integer(100)).unwrap()
}

/// A number that a pack may hold: shares from nothing to all, everything else from nothing up.
fn number(quantity: Quantity) -> impl Strategy<Value = Exact> {
    let most: i64 = match quantity {
        Quantity::Share => 100,
        _ => 10_000_000,
    };
    prop_oneof![1 => Just(0), 8 => 0..=most].prop_map(hundredth)
}

/// A range, sometimes one number.
fn range(quantity: Quantity) -> impl Strategy<Value = Range> {
    (
        number(quantity),
        number(quantity),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(a, b, one)| match one {
            true => ranges::exactly(a),
            false => Range {
                low: a.min(b),
                high: a.max(b),
            },
        })
}

fn formula() -> impl Strategy<Value = Formula> {
    prop::sample::select(Formula::ALL.to_vec())
}

fn inputs_of(formula: Formula) -> impl Strategy<Value = Inputs> {
    let slots = formula.entry().slots;
    let given = slots.iter().map(|slot| {
        let kept = prop::bool::weighted(0.6);
        (range(slot.quantity), kept)
            .prop_map(|(range, kept)| (slot.key, range, kept || !slot.optional))
    });
    given.collect::<Vec<_>>().prop_map(|given| {
        let kept = given.into_iter().filter(|(_, _, kept)| *kept);
        kept.map(|(key, range, _)| (key, range)).collect()
    })
}

fn any_estimate() -> impl Strategy<Value = (Formula, Inputs)> {
    formula().prop_flat_map(|formula| (Just(formula), inputs_of(formula)))
}

fn result(formula: Formula, inputs: &Inputs) -> Option<Range> {
    evaluate(formula, |key| inputs.get(key).copied())
}

/// Every choice of an end of each input.
fn corners(inputs: &Inputs) -> Vec<Inputs> {
    let mut made = vec![Inputs::new()];
    for (key, range) in inputs {
        made = made
            .into_iter()
            .flat_map(|corner| {
                [range.low, range.high].map(|end| {
                    let mut corner = corner.clone();
                    corner.insert(*key, ranges::exactly(end));
                    corner
                })
            })
            .collect();
    }
    made
}

/// By what a formula divides.
fn divisor(formula: Formula) -> Option<&'static str> {
    match formula {
        Formula::InfrastructureCostPerUser => Some("users"),
        Formula::MarginEffect => Some("revenue"),
        Formula::ReturnOnInvestment => Some("investment"),
        Formula::Payback => Some("value"),
        _ => None,
    }
}

/// Whether more of an input makes the result smaller; `None` where that depends on the others.
fn falls(formula: Formula, key: &str) -> Option<bool> {
    match (formula, key) {
        (_, "recapture" | "target_deployments" | "target_failing") => Some(true),
        (Formula::DowntimeSaving, "hours" | "cost_per_hour") => None,
        (Formula::NetBenefit | Formula::ReturnOnInvestment, "investment") => Some(true),
        (formula, key) => Some(divisor(formula) == Some(key)),
    }
}

fn holds(outer: Range, inner: Range) -> bool {
    outer.low <= inner.low && inner.high <= outer.high
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// The ends are exact: some choice of ends gives the low one and some the high one, none is
    /// beyond, and the low one is never above the high one.
    #[test]
    fn a_result_reaches_from_the_least_to_the_most_that_its_inputs_can_give(
        (formula, inputs) in any_estimate(),
    ) {
        let Some(told) = result(formula, &inputs) else {
            let key = divisor(formula);
            let nothing = key.is_some_and(|key| inputs[key].low == Exact::ZERO);
            prop_assert!(nothing, "{formula:?} of {inputs:?} is not told");
            return Ok(());
        };
        prop_assert!(told.low <= told.high);
        let ends = corners(&inputs).into_iter().map(|corner| {
            let one = result(formula, &corner).unwrap();
            assert_eq!(one.low, one.high, "one number in, one number out");
            one.low
        });
        let ends: Vec<Exact> = ends.collect();
        prop_assert_eq!(ends.iter().min(), Some(&told.low), "{:?} {:?}", formula, &inputs);
        prop_assert_eq!(ends.iter().max(), Some(&told.high), "{:?} {:?}", formula, &inputs);
    }

    #[test]
    fn a_number_within_the_inputs_gives_one_within_the_result(
        (formula, inputs) in any_estimate(), parts in prop::collection::vec(0_u64..=16, 8),
    ) {
        let Some(told) = result(formula, &inputs) else { return Ok(()) };
        let between = inputs.iter().zip(&parts).map(|((key, range), part)| {
            let width = range.high.minus(range.low).unwrap();
            let step = width.times(Exact::ratio(*part, 16).unwrap()).unwrap();
            (*key, ranges::exactly(range.low.plus(step).unwrap()))
        });
        let one = result(formula, &between.collect()).unwrap();
        prop_assert!(holds(told, one), "{formula:?} {inputs:?}");
    }

    #[test]
    fn a_wider_input_never_narrows_a_result(
        (formula, inputs) in any_estimate(),
        which in any::<prop::sample::Index>(),
        (down, up) in (0_i64..100_000, 0_i64..100_000),
    ) {
        let keys: Vec<&'static str> = inputs.keys().copied().collect();
        let key = *which.get(&keys);
        let slot = formula.slot(key).unwrap();
        let mut wider = inputs.clone();
        let own = inputs[key];
        let most = match slot.quantity {
            Quantity::Share => Exact::integer(1),
            _ => Exact::integer(1_000_000),
        };
        let low = own.low.minus(hundredth(down)).unwrap().max(Exact::ZERO);
        let high = own.high.plus(hundredth(up)).unwrap().min(most);
        wider.insert(key, Range { low, high });
        match (result(formula, &inputs), result(formula, &wider)) {
            (Some(told), Some(wide)) => prop_assert!(holds(wide, told), "{formula:?} {key}"),
            // Wider may reach nothing, and then the result is not known; never the other way.
            (Some(_), None) => prop_assert!(divisor(formula) == Some(key) && low == Exact::ZERO),
            (None, wide) => prop_assert_eq!(wide, None),
        }
    }

    #[test]
    fn more_of_an_input_moves_both_ends_one_way(
        (formula, inputs) in any_estimate(),
        which in any::<prop::sample::Index>(),
        more in 0_i64..100_000,
    ) {
        let keys: Vec<&'static str> = inputs.keys().copied().collect();
        let key = *which.get(&keys);
        let Some(falls) = falls(formula, key) else { return Ok(()) };
        let most = match formula.slot(key).unwrap().quantity {
            Quantity::Share => Exact::integer(1),
            _ => Exact::integer(1_000_000),
        };
        let shifted = |end: Exact| end.plus(hundredth(more)).unwrap().min(most);
        let mut later = inputs.clone();
        let own = inputs[key];
        later.insert(key, Range { low: shifted(own.low), high: shifted(own.high) });
        let told = result(formula, &inputs).zip(result(formula, &later));
        if let Some((before, after)) = told {
            let (lower, upper) = if falls { (after, before) } else { (before, after) };
            prop_assert!(
                lower.low <= upper.low && lower.high <= upper.high,
                "{formula:?} {key} {before:?} {after:?}"
            );
        }
    }

    #[test]
    fn what_may_be_divided_by_nothing_is_not_known(
        formula in formula().prop_filter("divides", |formula| divisor(*formula).is_some()),
        high in 0_i64..1_000_000, low in -1_000_000_i64..=0, seed in any::<u32>(),
    ) {
        let key = divisor(formula).unwrap();
        let mut inputs: Inputs = formula.entry().slots.iter()
            .map(|slot| (slot.key, ranges::exactly(Exact::integer(i64::from(seed % 1000)))))
            .collect();
        inputs.insert(key, Range { low: hundredth(low), high: hundredth(high) });
        prop_assert_eq!(result(formula, &inputs), None);
    }

    #[test]
    fn without_an_input_that_must_be_there_nothing_is_told(
        (formula, mut inputs) in any_estimate(), which in any::<prop::sample::Index>(),
    ) {
        let needed: Vec<&'static str> = formula.entry().slots.iter()
            .filter(|slot| !slot.optional).map(|slot| slot.key).collect();
        inputs.remove(*which.get(&needed));
        prop_assert_eq!(result(formula, &inputs), None);
    }

    /// Below zero as well, where products turn round.
    #[test]
    fn arithmetic_of_ranges_holds_every_pair(
        ends in prop::array::uniform4(-1_000_i64..1_000), parts in prop::array::uniform2(0_u64..=8),
    ) {
        let [a, b, c, d] = ends.map(Exact::integer);
        let (x, y) = (Range { low: a.min(b), high: a.max(b) }, Range { low: c.min(d), high: c.max(d) });
        let inside = |range: Range, part: u64| {
            let width = range.high.minus(range.low).unwrap();
            range.low.plus(width.times(Exact::ratio(part, 8).unwrap()).unwrap()).unwrap()
        };
        let (p, q) = (inside(x, parts[0]), inside(y, parts[1]));
        let within = |told: Range, one: Option<Exact>| {
            let one = one.unwrap();
            told.low <= one && one <= told.high
        };
        prop_assert!(within(ranges::plus(x, y).unwrap(), p.plus(q)));
        prop_assert!(within(ranges::minus(x, y).unwrap(), p.minus(q)));
        prop_assert!(within(ranges::times(x, y).unwrap(), p.times(q)));
        match ranges::over(x, y) {
            Some(told) => prop_assert!(within(told, p.over(q))),
            None => prop_assert!(y.low <= Exact::ZERO && Exact::ZERO <= y.high),
        }
    }
}

#[test]
fn every_formula_has_inputs_that_say_how_much_and_no_key_twice() {
    for formula in Formula::ALL {
        let slots = formula.entry().slots;
        let amounts = slots.iter().filter(|slot| slot.amount);
        assert!(amounts.count() >= 1, "{formula:?}");
        let keys: std::collections::BTreeSet<_> = slots.iter().map(|slot| slot.key).collect();
        assert_eq!(keys.len(), slots.len(), "{formula:?}");
        // What is divided by must be there.
        let divisor = divisor(formula).map(|key| formula.slot(key).unwrap());
        assert!(divisor.is_none_or(|slot| !slot.optional));
    }
}

#[test]
fn overlapping_is_the_same_from_both_sides_and_no_kind_is_apart_from_itself() {
    use MoneyKind as K;
    let all = [
        K::Lost,
        K::AtRisk,
        K::Credits,
        K::Goodwill,
        K::Labour,
        K::Infrastructure,
        K::Delay,
        K::Upside,
        K::Exposure,
        K::Turnover,
        K::Investment,
        K::Return,
    ];
    for a in all {
        assert!(a.overlaps(a), "{a:?}");
        for b in all {
            assert_eq!(a.overlaps(b), b.overlaps(a), "{a:?} {b:?}");
        }
    }
    assert!(K::Lost.overlaps(K::AtRisk) && !K::Credits.overlaps(K::Goodwill));
}

/// An estimate of one of three kinds, counted from one of three inputs.
#[derive(Debug, Clone, Copy)]
struct Line {
    kind: usize,
    input: usize,
}

const KINDS: [&str; 3] = ["credits", "goodwill", "infrastructure"];

fn business(inputs: &[(i64, i64)], lines: &[Line], of: &[usize]) -> String {
    let mut text = "=== data/business.yaml\ninputs:\n".to_owned();
    for (n, (low, more)) in inputs.iter().enumerate() {
        text += &format!(
            "  - {{id: i{n}, name: Input {n}, value: {{low: {low}, high: {}}}, unit: currency, \
             supplied_by: CFO, on: 2026-07-01, grade: modelled, basis: Ledger}}\n",
            low + more
        );
    }
    text += "estimates:\n";
    for (n, line) in lines.iter().enumerate() {
        text += &format!(
            "  - {{id: e{n}, name: Estimate {n}, period: 2026-Q3, formula: counted, kind: {}, \
             inputs: {{amount: i{}}}}}\n",
            KINDS[line.kind], line.input
        );
    }
    let of: Vec<String> = of.iter().map(|n| format!("e{n}")).collect();
    text + &format!(
        "totals:\n  - {{id: all, name: All, of: [{}]}}\n",
        of.join(", ")
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// A total of lines of one kind that count different things is their sum to the last digit; any
    /// other is refused, and no page shows it.
    #[test]
    fn a_total_adds_what_is_apart_and_nothing_else(
        amounts in prop::array::uniform4((1_i64..1_000_000, 1_i64..1_000_000)),
        lines in prop::collection::vec((0_usize..3, 0_usize..4), 2..5),
        skip in 0_usize..3,
    ) {
        let lines: Vec<Line> = lines.into_iter().map(|(kind, input)| Line { kind, input }).collect();
        let of: Vec<usize> = (0..lines.len()).filter(|n| lines.len() == 2 || *n != skip).collect();
        let tree = example(&base_pack(), &business(&amounts, &lines, &of)).unwrap();
        let loaded = parse(&tree);
        let told = loaded.diagnostics.iter().any(|d| d.code == "overlapping-estimates");
        let clash = |a: &Line, b: &Line| a.input == b.input && a.kind == b.kind;
        let twins = lines.iter().enumerate().any(|(n, a)| lines[..n].iter().any(|b| clash(a, b)));
        let mixed = of.iter().any(|n| lines[*n].kind != lines[of[0]].kind);
        prop_assert_eq!(told, twins || mixed, "{:?} {:?}", &lines, &of);
        if told {
            return Ok(());
        }
        let analysis = analyse(&loaded.pack.unwrap());
        let quarter = analysis.quarters.values().find(|q| q.money.is_some()).unwrap();
        let money = quarter.money.as_ref().unwrap();
        let ends = of.iter().map(|n| amounts[lines[*n].input]);
        let (low, high) = ends.fold((0, 0), |(low, high), (l, m)| (low + l, high + l + m));
        let want = Range { low: Exact::integer(low), high: Exact::integer(high) };
        prop_assert_eq!(money.totals[0].range, Some(want));
        for row in &money.estimates {
            prop_assert!(row.overlaps.iter().all(|other| *other != row.id));
        }
    }
}
