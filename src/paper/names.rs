//! The names that a browser gives the elements of a tagged PDF to names that depend on the page alone:
//! it numbers them by what it happened to make before.

use super::pdf::Pdf;
use std::collections::{BTreeMap, BTreeSet};

/// How a name begins; eight digits and a bracket follow.
const OPENING: &[u8] = b"(node";
const DIGITS: usize = 8;

/// Numbers them anew from 1. Their order stays, so that lists sorted by name stay sorted.
pub(super) fn renumber(pdf: &mut Pdf) {
    let mut old = BTreeSet::new();
    for object in pdf.texts() {
        old.extend(places(object).into_iter().map(|at| number(object, at)));
    }
    let ranks: BTreeMap<Vec<u8>, usize> = old.into_iter().zip(1..).collect();
    for object in pdf.texts() {
        for at in places(object) {
            let rank = ranks[&number(object, at)];
            let digits = format!("{rank:0DIGITS$}");
            object[at..at + DIGITS].copy_from_slice(digits.as_bytes());
        }
    }
}

fn number(object: &[u8], at: usize) -> Vec<u8> {
    object[at..at + DIGITS].to_vec()
}

/// Where the digits of each name begin.
fn places(object: &[u8]) -> Vec<usize> {
    let length = OPENING.len() + DIGITS + 1;
    let named = |(_, name): &(usize, &[u8])| {
        let digits = &name[OPENING.len()..length - 1];
        name.starts_with(OPENING) && name.ends_with(b")") && digits.iter().all(u8::is_ascii_digit)
    };
    let windows = object.windows(length).enumerate();
    windows
        .filter(named)
        .map(|(at, _)| at + OPENING.len())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::pdf::tests::small;

    #[test]
    fn names_are_those_of_their_order() {
        let named = |names: [&str; 3]| {
            let mut pdf = Pdf::parse(&small()).expect("a file");
            let [a, b, c] = names;
            pdf.add(
                format!("\n<</ID (node{b}) /Headers [(node{a}) (node{c})] /T (node x)>>\n")
                    .into_bytes(),
            );
            renumber(&mut pdf);
            pdf.write("00")
        };
        let one = named(["00000056", "00000061", "00000100"]);
        assert_eq!(one, named(["00000057", "00000060", "00000061"]));
        let text = String::from_utf8(one).expect("text");
        let wanted = "/ID (node00000002) /Headers [(node00000001) (node00000003)] /T (node x)";
        assert!(text.contains(wanted), "{text}");
    }
}
