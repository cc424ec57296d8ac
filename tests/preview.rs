//! What a preview shows first is what a build gives, whatever was kept from the pack before.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::load::{Tree, base_pack, example};
use boardpack::model::{Audience, Origin};
use boardpack::pipeline::{self, First, Preview};
use std::collections::BTreeSet;

/// Pages of every kind that can be made first.
fn wanted() -> BTreeSet<String> {
    let pages = [
        "index.html",
        "2026-Q3/index.html",
        "2026-Q3/services/checkout.html",
        "metrics/lead-time.html",
        "glossary/error-budget.html",
        "glossary/lead-time.html",
        "archive.html",
        "decisions/index.html",
        "2026-Q3/changes.html",
    ];
    pages.map(str::to_owned).into()
}

/// Holds what is shown first of a tree against its build. Whether anything was shown first.
fn holds(preview: &mut Preview, tree: &Tree, audience: Audience, name: &str) -> bool {
    let built = pipeline::build_from(tree, &Origin::default(), audience);
    let right = built
        .site
        .filter(|_| !built.diagnostics.iter().any(|d| d.is_error()));
    let first = match preview.first(tree, &wanted(), false) {
        First::Pages(first) => first,
        First::Wrong(found, _) => {
            assert!(right.is_none(), "{name}: a pack that is right was refused");
            assert_eq!(found, built.diagnostics, "{name}");
            return false;
        }
        First::Later => return false,
    };
    let site = right.unwrap_or_else(|| panic!("{name}: a pack that is wrong was shown"));
    assert!(
        first.contains_key("index.html") && first.contains_key("style.css"),
        "{name}: {:?}",
        first.keys()
    );
    for (path, bytes) in &first {
        assert!(
            site.files.get(path) == Some(bytes),
            "{name}: `{path}` is another page"
        );
    }
    true
}

/// Over every rule's example, one after the other.
#[test]
fn what_is_shown_first_is_what_is_built() {
    let base = base_pack();
    for audience in [Audience::Internal, Audience::Board] {
        let mut preview = Preview::new(audience);
        assert!(
            matches!(preview.first(&base, &wanted(), false), First::Later),
            "nothing was built yet"
        );
        preview.whole(&base, &Origin::default());
        let mut shown = 0;
        for topic in pipeline::topics() {
            let Some(tree) = example(&base, topic.bad)
                .ok()
                .filter(|_| !topic.bad.is_empty())
            else {
                continue;
            };
            shown += usize::from(holds(&mut preview, &tree, audience, topic.code));
        }
        assert!(shown > 20, "only {shown} packs could be shown first");
        assert!(holds(&mut preview, &base, audience, "base"));
    }
}

/// Edits of every kind of file, each after the other, so that what is kept is old and new in turns.
#[test]
fn no_edit_is_shown_with_the_judgements_of_another() {
    let base = base_pack();
    let mut preview = Preview::new(Audience::Internal);
    preview.whole(&base, &Origin::default());
    let edits = [
        (
            "content/glossary/error-budget.md",
            "a target leaves",
            "a promise leaves",
        ),
        (
            "data/snapshots/2026-Q3.yaml",
            "quarter: 3/60",
            "quarter: 4/60",
        ),
        (
            "content/metrics/lead-time.md",
            "name: Lead time",
            "name: Time to lead",
        ),
        ("data/pack.yaml", "report:", "report: New"),
        (
            "content/2026-Q3/stories/rollback.md",
            "Releases failed too often.",
            "Releases failed often.",
        ),
    ];
    for (path, old, new) in edits {
        let mut tree = base.clone();
        let text = String::from_utf8(tree.files[path].clone()).unwrap();
        assert!(text.contains(old), "{path} {old}");
        tree.files
            .insert(path.to_owned(), text.replacen(old, new, 1).into_bytes());
        holds(&mut preview, &tree, Audience::Internal, path);
        assert!(
            holds(&mut preview, &base, Audience::Internal, "back"),
            "{path}"
        );
    }
}

#[test]
fn a_warning_stands_in_the_way_where_it_is_denied() {
    let base = base_pack();
    let topics = pipeline::topics();
    let odd = topics
        .iter()
        .find(|t| t.code == "objective-key-ignored")
        .unwrap();
    let odd = example(&base, odd.bad).unwrap();
    let mut preview = Preview::new(Audience::Internal);
    preview.whole(&base, &Origin::default());
    let first = preview.first(&odd, &wanted(), false);
    assert!(matches!(first, First::Pages(_)), "{first:?}");
    let first = preview.first(&odd, &wanted(), true);
    assert!(matches!(first, First::Later), "{first:?}");
    // A file that only the whole can make.
    let report = BTreeSet::from(["report.json".to_owned()]);
    let first = preview.first(&base, &report, false);
    assert!(matches!(first, First::Later), "{first:?}");
}
