//! A pack after a save is judged by what was judged before it, as far as both say the same. Whatever was
//! saved, the judgements are those of a pack that nobody has seen before.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::analyse::{analyse, analyse_again};
use boardpack::load::{Tree, base_pack, parse};
use std::collections::BTreeSet;
use std::path::Path;

/// What a lock keeps is read whole or not at all.
fn is_judged_from(path: &str) -> bool {
    (path.starts_with("data/") && !path.starts_with("data/published/"))
        || path.starts_with("content/metrics/")
        || path.contains("/stories/")
}

/// Saves each file so many times, a digit at a time, from all over it. How many packs were judged, and how
/// many of them otherwise than before the save.
fn saved(tree: &Tree, times: usize) -> (usize, usize) {
    let before = parse(tree).pack.unwrap();
    let judged = analyse(&before);
    let (mut all, mut other) = (0, 0);
    for path in tree.files.keys().filter(|path| is_judged_from(path)) {
        let bytes = &tree.files[path];
        let digits: Vec<usize> = (0..bytes.len())
            .filter(|at| bytes[*at].is_ascii_digit())
            .collect();
        let every = digits.len() / times + 1;
        for at in digits.into_iter().skip(every / 2).step_by(every) {
            let mut now = tree.clone();
            let mut text = bytes.clone();
            text[at] = b'0' + (text[at] - b'0' + 1) % 10;
            now.files.insert(path.clone(), text);
            let Some(pack) = parse(&now).pack else {
                continue;
            };
            let anew = analyse(&pack);
            let again = analyse_again(&pack, &before, &judged);
            assert!(again == anew, "{path}, byte {at}");
            all += 1;
            other += usize::from(anew != judged);
        }
    }
    (all, other)
}

#[test]
fn a_small_pack_is_judged_again_as_it_is_judged() {
    let (all, other) = saved(&base_pack(), 6);
    assert!(all > 80 && other > 50, "{all}, of which {other} otherwise");
}

/// It has locks, restatements, budgets and incidents.
#[test]
fn the_sample_is_judged_again_as_it_is_judged() {
    let sample = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (all, other) = saved(&sample, 1);
    assert!(all > 60 && other > 45, "{all}, of which {other} otherwise");
}

/// What a save does not touch is the very judgement of before, not one like it.
#[test]
fn what_a_save_leaves_alone_is_not_judged_again() {
    let sample = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let before = parse(&sample).pack.unwrap();
    let judged = analyse(&before);
    let path = "data/snapshots/2026-Q3.yaml";
    let text = String::from_utf8(sample.files[path].clone()).unwrap();
    assert!(text.contains("118/105"));
    let mut now = sample.clone();
    now.files.insert(
        path.to_owned(),
        text.replacen("118/105", "119/105", 1).into_bytes(),
    );
    let pack = parse(&now).pack.unwrap();
    let again = analyse_again(&pack, &before, &judged);
    let mut anew = BTreeSet::new();
    for (period, quarter) in again.today() {
        let then = &judged.today()[period];
        assert!(quarter.budgets.is(&then.budgets), "budgets of {period}");
        for (id, metric) in &quarter.metrics {
            if !metric.is(&then.metrics[id]) {
                anew.insert(id.as_str());
            }
        }
    }
    assert_eq!(anew, BTreeSet::from(["failed-payments"]));
}
