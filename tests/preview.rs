//! What a preview shows first is what a build gives, whatever was kept from the pack before.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::load::{Tree, base_pack, example};
use boardpack::model::{Audience, Origin};
use boardpack::pipeline::{self, First, Preview};
use boardpack::render::built_in_templates;
use std::collections::BTreeSet;
use std::path::Path;

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
    let first = match preview.first(tree, &wanted(), false, |_| ()) {
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
            matches!(preview.first(&base, &wanted(), false, |_| ()), First::Later),
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

/// Numbers that look thrown, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    /// One of the files below a folder.
    fn file(&mut self, tree: &Tree, below: &str) -> Option<String> {
        let all = tree.files.keys().filter(|path| path.starts_with(below));
        let all: Vec<&String> = all.collect();
        (!all.is_empty()).then(|| all[self.below(all.len())].clone())
    }
}

/// One save, as it may come: a word, a figure, a template, a name, half a file, none, all as it was.
fn save(tree: &mut Tree, base: &Tree, chance: &mut Chance) -> String {
    let folders = ["content/", "content/2026", "data/", "data/snapshots/"];
    let folder = folders[chance.below(folders.len())];
    let path = chance
        .file(tree, folder)
        .unwrap_or_else(|| "data/pack.yaml".to_owned());
    let bytes = tree.files.get(&path).cloned().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    match chance.below(12) {
        0..=2 => {
            // A word in a body is written twice, so that most packs stay right.
            let words: Vec<&str> = text.split(' ').collect();
            let at = chance.below(words.len());
            let twice = [&words[..at], &[words[at]], &words[at..]]
                .concat()
                .join(" ");
            tree.files.insert(path.clone(), twice.into_bytes());
            format!("a word of {path}")
        }
        3..=5 => {
            let digits: Vec<usize> = text
                .match_indices(|c: char| c.is_ascii_digit())
                .map(|(at, _)| at)
                .collect();
            let mut bytes = text.into_bytes();
            if !digits.is_empty() {
                let at = digits[chance.below(digits.len())];
                bytes[at] = b"0123456789"[chance.below(10)];
            }
            tree.files.insert(path.clone(), bytes);
            format!("a figure of {path}")
        }
        6 => {
            let (name, text) = built_in_templates()
                .filter(|(name, _)| name.ends_with(".html"))
                .nth(chance.below(30))
                .unwrap();
            let now = match chance.below(5) {
                0 => format!("{text}{{% if"),
                1 => format!("{text}{{{{ nothing.of_this }}}}"),
                n => format!("{text}<!-- {n} -->"),
            };
            let path = format!("templates/{name}");
            tree.files.insert(path.clone(), now.into_bytes());
            path
        }
        7 => {
            let path = chance.file(tree, "templates/").unwrap_or(path);
            tree.files.remove(&path);
            format!("no {path}")
        }
        8 => {
            tree.files.remove(&path);
            let other = path.replace(".md", "-too.md").replace(".yaml", "-too.yaml");
            tree.files.insert(other, bytes);
            format!("another name for {path}")
        }
        9 => {
            let half = bytes[..bytes.len() / 2].to_vec();
            tree.files.insert(path.clone(), half);
            format!("half of {path}")
        }
        _ => {
            *tree = base.clone();
            "all as it was".to_owned()
        }
    }
}

/// Whatever was saved before, right or wrong, a page that is shown is the one of a build from nothing.
#[test]
fn no_row_of_saves_leaves_anything_behind() {
    let base = base_pack();
    for (audience, seed) in [(Audience::Internal, 7), (Audience::Board, 11)] {
        let mut chance = Chance(seed);
        let mut preview = Preview::new(audience);
        preview.whole(&base, &Origin::default());
        let mut tree = base.clone();
        let mut shown = 0;
        let mut told = Vec::new();
        for _ in 0..45 {
            told.push(save(&mut tree, &base, &mut chance));
            shown += usize::from(holds(&mut preview, &tree, audience, &told.join(", ")));
            if chance.below(3) == 0 {
                preview.whole(&tree, &Origin::default());
            }
            // What is wrong hides what else is: most rows of saves begin with a pack that is right.
            if chance.below(4) == 0 {
                tree = base.clone();
                told.clear();
            }
        }
        assert!(shown > 12, "only {shown} packs could be shown first");
    }
}

/// The sample has what a small pack has not: locks, what they keep, restatements, and templates.
#[test]
fn a_pack_with_a_history_is_shown_as_it_is_built() {
    let sample = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut preview = Preview::new(Audience::Internal);
    preview.whole(&sample, &Origin::default());
    let edits = [
        (
            "content/2026-Q3/stories/automated-rollback.md",
            "Putting one right by hand",
            "Mending one by hand",
        ),
        ("data/snapshots/2026-Q3.yaml", "118/105", "119/105"),
        ("data/snapshots/2026-Q2.yaml", "/", "1/"),
        ("templates/sheets/stories.html", "<", "<!-- x --><"),
        (
            "content/metrics/lead-time.md",
            "## Meaning\n",
            "## Meaning\nSo. ",
        ),
    ];
    let mut tree = sample.clone();
    let mut shown = 0;
    for (path, old, new) in edits {
        let text = String::from_utf8(tree.files[path].clone()).unwrap();
        assert!(text.contains(old), "{path} {old}");
        let text = text.replacen(old, new, 1);
        tree.files.insert(path.to_owned(), text.into_bytes());
        let was_shown = holds(&mut preview, &tree, Audience::Internal, path);
        shown += usize::from(was_shown);
        if !was_shown {
            tree.files
                .insert(path.to_owned(), sample.files[path].clone());
        }
    }
    assert!(shown > 2, "only {shown} saves could be shown first");
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
    let first = preview.first(&odd, &wanted(), false, |_| ());
    assert!(matches!(first, First::Pages(_)), "{first:?}");
    let first = preview.first(&odd, &wanted(), true, |_| ());
    assert!(matches!(first, First::Later), "{first:?}");
    // A file that only the whole can make.
    let report = BTreeSet::from(["report.json".to_owned()]);
    let first = preview.first(&base, &report, false, |_| ());
    assert!(matches!(first, First::Later), "{first:?}");
}

/// What is kept of a pack is kept while its templates change; what templates alone can do wrong is not.
#[test]
fn a_template_is_held_to_everything_whatever_was_kept() {
    let mut base = base_pack();
    let services = "data/services.yaml";
    let mut text = String::from_utf8(base.files[services].clone()).unwrap();
    let summary = "    summary: Finding products.\n";
    assert!(text.contains(summary));
    text = text.replacen(
        summary,
        &format!(
            "{summary}  - id: bullion\n    name: Bullion\n    area: finding\n    tier: 3\n    owner: Head of \
             Bookkeeping\n    summary: Books every order.\n    audience: internal\n"
        ),
        1,
    );
    base.files.insert(services.to_owned(), text.into_bytes());
    let built_in = |wanted: &str| {
        let found = built_in_templates().find(|(name, _)| *name == wanted);
        found.unwrap().1.to_owned()
    };
    let mut preview = Preview::new(Audience::Internal);
    preview.whole(&base, &Origin::default());
    let mut tree = base.clone();
    // The second and the third save differ from the one before in a template alone.
    for (name, more, is_shown) in [
        ("sheets/stories.html", "<p>One</p>", true),
        ("sheets/stories.html", "<p>Two</p>", true),
        ("sheets/stories.html", "<p>Of the bullion</p>", false),
        ("sheets/stories.html", "<p>Three</p>", true),
        ("base.html", "{{ nothing.of_this }}", false),
        ("base.html", "<!-- nothing -->", true),
        ("components.html", "", true),
        ("style.css", "p { color: red }", true),
    ] {
        let text = built_in(name) + more;
        tree.files
            .insert(format!("templates/{name}"), text.into_bytes());
        let told = format!("{name} with {more}");
        assert_eq!(
            holds(&mut preview, &tree, Audience::Internal, &told),
            is_shown,
            "{told}"
        );
    }
}

/// A template is wrong where it is filled, also on pages that nobody looks at.
#[test]
fn a_template_that_fails_elsewhere_is_not_shown() {
    let base = base_pack();
    let wanted = BTreeSet::from(["glossary/error-budget.html".to_owned()]);
    let mut preview = Preview::new(Audience::Internal);
    preview.whole(&base, &Origin::default());
    for (name, more, is_shown) in [
        ("sheets/story.html", "{{ nothing.of_this }}", false),
        ("sheets/story.html", "<!-- nothing -->", true),
        ("base.html", "{{ nothing.of_this }}", false),
        ("components.html", "{{ nothing.of_this }}", true),
        (
            "metric.html",
            "{% block body %}{{ nothing.of_this }}{% endblock body %}",
            false,
        ),
    ] {
        let mut tree = base.clone();
        let mut built_in = built_in_templates();
        let text = built_in.find(|(own, _)| *own == name).unwrap().1.to_owned() + more;
        tree.files
            .insert(format!("templates/{name}"), text.into_bytes());
        let first = preview.first(&tree, &wanted, false, |_| ());
        let shown = matches!(first, First::Pages(_));
        assert!(!shown || is_shown, "{name} with {more}: {first:?}");
        let built = pipeline::build(&tree);
        let right = built.site.is_some();
        assert!(!shown || right, "{name} with {more} was shown");
    }
}
