//! Whatever the bytes: loading ends, says what is wrong, and says it twice alike.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests make files and measure time, and may stop at the first surprise"
)]

use boardpack::diag::{Diagnostic, emit, sort};
use boardpack::load::{self, Loaded, Tree, base_pack};
use boardpack::model::{Origin, Period, sealed};
use boardpack::pipeline::{self, Asked, Day, Part};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Longer than any of these texts takes on a small machine with other work to do, by a hundred times: a
/// text whose cost grows with its square takes hours. Speed is measured by benches.
const HANG: Duration = Duration::from_secs(600);

/// Every problem with its place in words, so that two runs can be compared and each place is used.
fn spoken(loaded: &Loaded) -> Vec<String> {
    let mut all: Vec<Diagnostic> = loaded.diagnostics.clone();
    sort(&mut all);
    all.iter()
        .map(|problem| {
            let labels = problem.primary.iter().chain(&problem.related);
            let places: Vec<_> = labels
                .map(|label| {
                    let file = loaded.sources.file(label.span.file);
                    assert!(label.span.start <= label.span.end, "{problem:?}");
                    assert!(label.span.end as usize <= file.text.len(), "{problem:?}");
                    let edges = [label.span.start, label.span.end];
                    let whole = edges
                        .iter()
                        .all(|at| file.text.is_char_boundary(*at as usize));
                    assert!(whole, "{problem:?}");
                    (&file.path, loaded.sources.line_column(label.span))
                })
                .collect();
            format!("{places:?} {} {}", problem.code, problem.message)
        })
        .collect()
}

/// Loads twice; the two must agree, and a pack that is not whole must say so.
fn load(tree: &Tree) -> Loaded {
    let (first, second) = (load::parse(tree), load::parse(tree));
    assert_eq!(spoken(&first), spoken(&second));
    assert_eq!(first.pack, second.pack);
    if !first.diagnostics.iter().any(Diagnostic::is_error) {
        let pack = first.pack.as_ref().unwrap();
        let files = |folder: &str| {
            tree.files
                .keys()
                .filter(|path| path.starts_with(folder))
                .count()
        };
        assert_eq!(pack.metrics.len(), files("content/metrics/"));
        assert_eq!(pack.terms.len(), files("content/glossary/"));
        assert_eq!(pack.snapshots.len(), files("data/snapshots/"));
    }
    first
}

/// The base pack with a file of these bytes.
fn with(path: &str, bytes: impl Into<Vec<u8>>) -> Tree {
    let mut tree = base_pack();
    tree.files.insert(path.to_owned(), bytes.into());
    tree
}

const LOCK: &str = "data/published/2026-Q3.yaml";

/// The base pack after its quarter was published, with a restatement since and every kind of
/// front matter: what damage has to reach.
fn published() -> Tree {
    static PUBLISHED: std::sync::LazyLock<Tree> = std::sync::LazyLock::new(|| {
        let mut tree = base_pack();
        let day = Day::On(chrono::NaiveDate::from_ymd_opt(2026, 10, 20).unwrap());
        let quarter = Period::new(2026, 3).unwrap();
        let lock = pipeline::publish(&tree, quarter, day, &Origin::default());
        let lock = lock.file.unwrap();
        tree.files.insert(lock.path, lock.text.into_bytes());
        let snapshot = "data/snapshots/2026-Q3.yaml";
        let text = String::from_utf8(tree.files[snapshot].clone()).unwrap();
        let text = text.replace("quarter: 3/60", "quarter: 4/60");
        tree.files.insert(snapshot.to_owned(), text.into_bytes());
        let restated = "- {period: 2026-Q3, metric: change-failure-rate, service: search, from: 3/60, \
                        to: 4/60, cause: correction, date: 2026-11-01, why: One was missed.}\n\
                        - {period: 2026-Q3, metric: change-failure-rate, from: 15/140, to: 16/140, \
                        cause: correction, date: 2026-11-01, why: One was missed.}\n";
        tree.files
            .insert("data/restatements.yaml".to_owned(), restated.into());
        tree
    });
    PUBLISHED.clone()
}

/// Builds a pack, and compares the base pack with it: neither may panic.
fn check_ends(tree: &Tree) -> pipeline::Build {
    let built = pipeline::build(tree);
    let base = base_pack();
    let asked = |tree, label| Asked {
        tree,
        label,
        part: Part::Whole,
    };
    pipeline::compare(
        &asked(&base, "before"),
        &asked(tree, "after"),
        pipeline::Reader::Person,
    );
    built
}

#[test]
fn the_pack_that_damage_is_done_to_is_sound() {
    let built = pipeline::build(&published());
    let errors: Vec<_> = built.diagnostics.iter().filter(|d| d.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

/// Codes told of a pack, each once.
fn codes(loaded: &Loaded) -> Vec<&'static str> {
    let mut codes: Vec<_> = loaded
        .diagnostics
        .iter()
        .map(|problem| problem.code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn a_large_file_of_anything_ends_soon() {
    let many = |text: &str| text.repeat(200_000 / text.len());
    let lines = |line: fn(usize) -> String| (0..12_000).map(line).collect::<String>();
    let texts = [
        many("["),
        many("{a: "),
        many("{"),
        many("\""),
        many("'"),
        many("- "),
        many("? "),
        many("a: "),
        many("a:\n "),
        many("&a "),
        many("*a "),
        many("!a "),
        many("#\n"),
        many("# "),
        many(" "),
        many("\n"),
        many("\t"),
        many("\r"),
        many("---\n"),
        many("...\n"),
        many("%\n"),
        many("|\n"),
        many(">"),
        many("a"),
        many("ä"),
        many("[], "),
        many("[a, "),
        many(", "),
        many(": "),
        many("a\n"),
        many("- a\n"),
        many("- - - a\n"),
        many("a: b\n"),
        many("<<: b\n"),
        format!("period: {}", many("x")),
        format!("period: \"{}\"", many("\\n")),
        format!("period: '{}'", many("'' ")),
        format!("period: |\n{}", many("  a\n")),
        format!("period: >\n{}", many("  a\n\n")),
        format!("period: [{}]", many("a, ")),
        format!("observations: {{{}}}", many("a: 1, ")),
        format!("? {}\n: b", many("x")),
        format!("{}: b", many("x")),
        lines(|n| format!("key-{n}: value\n")),
        format!(
            "observations:\n{}",
            lines(|n| format!("  metric-{n}: {{}}\n"))
        ),
        (0..2_000).map(|n| " ".repeat(n % 500) + "a:\n").collect(),
        (0..1_000).map(|n| " ".repeat(n) + "- a\n").collect(),
    ];
    for text in texts {
        for path in [
            "data/snapshots/2026-Q3.yaml",
            "data/annotations.yaml",
            "data/pack.yaml",
            "content/metrics/lead-time.md",
        ] {
            let text = match path.ends_with(".md") {
                true => format!("---\n{text}\n---\n{text}"),
                false => text.clone(),
            };
            let tree = with(path, text.as_bytes());
            let begun = Instant::now();
            let loaded = load::parse(&tree);
            let took = begun.elapsed();
            let head: String = text.chars().take(20).collect();
            assert!(took < HANG, "{path} {head:?} took {took:?}");
            assert!(loaded.diagnostics.len() < 2_000, "{path} {head:?}");
        }
    }
}

#[test]
fn bytes_that_are_not_text_are_told_where_they_stand() {
    for (bytes, line, column, code) in [
        (&b"organisation: Caf\xe9\n"[..], 1, 18, "not-utf8"),
        (
            &b"organisation: x\nreport: \xc3\x28\n"[..],
            2,
            9,
            "not-utf8",
        ),
        (&b"\xff\xfeo\x00"[..], 1, 1, "not-utf8"),
        (
            &b"organisation: x\nreport: a\x00b\n"[..],
            2,
            10,
            "control-character",
        ),
        (
            "report: é\u{202e}b\n".as_bytes(),
            1,
            10,
            "control-character",
        ),
        (
            &b"organisation: \"a\\0b\"\n"[..],
            1,
            15,
            "control-character",
        ),
    ] {
        let loaded = load(&with("data/pack.yaml", bytes));
        let problem = loaded
            .diagnostics
            .iter()
            .find(|problem| problem.code == code);
        let span = problem
            .unwrap_or_else(|| panic!("{:?}", spoken(&loaded)))
            .primary
            .as_ref();
        assert_eq!(
            loaded.sources.line_column(span.unwrap().span),
            (line, column)
        );
        assert!(loaded.pack.is_none());
    }
}

#[test]
fn a_merge_that_was_left_half_done_reaches_no_page() {
    let text = |middle: &str| {
        format!("---\nname: Error budget\nshort: EB\n---\n{middle}\nThe failures that are left.\n")
    };
    let path = "content/glossary/error-budget.md";
    for (middle, line) in [
        ("<<<<<<< HEAD\nOurs.\n=======\nTheirs.\n>>>>>>> branch\n", 5),
        (
            "<<<<<<< HEAD\r\nOurs.\r\n=======\r\nTheirs.\r\n>>>>>>>\r\n",
            5,
        ),
        ("Ours.\n||||||| base\nBoth.\n", 6),
        ("Only the last line was forgotten.\n>>>>>>> branch\n", 6),
    ] {
        let loaded = load(&with(path, text(middle).as_bytes()));
        let told: Vec<_> = loaded
            .diagnostics
            .iter()
            .filter(|problem| problem.code == "merge-conflict")
            .filter_map(|problem| problem.primary.as_ref())
            .map(|label| loaded.sources.line_column(label.span))
            .collect();
        assert_eq!(told, [(line, 1)], "{middle:?}");
        assert!(loaded.diagnostics.iter().any(|problem| problem.is_error()));
    }
    // In YAML it is told as what it is, and once.
    let yaml = b"<<<<<<< HEAD\norganisation: x\n=======\norganisation: y\n>>>>>>> branch\n";
    let loaded = load(&with("data/pack.yaml", yaml));
    let codes: Vec<_> = loaded.diagnostics.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["merge-conflict"]);
    // A heading that is underlined is none, nor are signs within a line.
    for fine in ["A heading\n=======\n", "x <<<<<<< HEAD\n", "<<<<<<<<<\n"] {
        let loaded = load(&with(path, text(fine).as_bytes()));
        let told = loaded
            .diagnostics
            .iter()
            .any(|p| p.code == "merge-conflict");
        assert!(!told, "{fine:?}");
    }
}

#[test]
fn a_byte_order_mark_and_other_line_ends_change_nothing() {
    let plain = load(&base_pack()).pack.unwrap();
    let mut tree = base_pack();
    for bytes in tree.files.values_mut() {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        *bytes = format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    }
    let loaded = load(&tree);
    assert_eq!(spoken(&loaded), [""; 0]);
    let pack = loaded.pack.unwrap();
    assert_eq!(pack.metrics.len(), plain.metrics.len());
    assert_eq!(
        pack.terms["error-budget"].meaning.value,
        plain.terms["error-budget"].meaning.value
    );
    let filed = |pack: &boardpack::model::Pack| {
        let series = &pack.observations["change-failure-rate"].services["checkout"];
        series
            .quarters
            .values()
            .map(|reading| reading.value())
            .collect::<Vec<_>>()
    };
    assert_eq!(filed(&pack), filed(&plain));
}

#[test]
fn one_bad_file_is_not_told_a_thousand_times() {
    let weeks: String = (0..5_000).map(|n| format!("          W{n}: 1\n")).collect();
    let text = format!(
        "period: 2026-Q3\nas_of: 2026-10-05\nreviewed_by: COO\nobservations:\n  \
         change-failure-rate:\n    all:\n        quarter: 1/2\n        weeks:\n{weeks}"
    );
    let loaded = load(&with("data/snapshots/2026-Q3.yaml", text));
    assert!(codes(&loaded).contains(&"too-many-problems"));
    assert!(loaded.diagnostics.len() < 600);
    // What is not told is counted, code by code.
    let problems = &loaded.diagnostics;
    let last = problems
        .iter()
        .find(|p| p.code == "too-many-problems")
        .unwrap();
    assert_eq!(
        last.message,
        "and 9500 more problems in this file, after the first 500"
    );
    let help = last.help.as_deref().unwrap();
    assert!(
        help.ends_with("not told are 4750 `bad-value`, 4750 `bad-week`"),
        "{help}"
    );
    let items = "- a\n".repeat(600_000);
    let loaded = load(&with("data/annotations.yaml", items));
    assert_eq!(codes(&loaded), ["too-large"]);
}

/// Fragments that packs and faults are made of.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..12),
        "\\PC{0,12}".prop_map(String::into_bytes),
        proptest::sample::select(vec![
            "\n", "\t", "---\n", "## ", ": ", "- ", "[", "]", "{", "}", "\"", "'", "~", "&a", "*a",
            "!!", "|", ">", "%", "#", "``", "2026-W27", "2026-Q3", "1/0", "(n 3)", "\u{feff}",
            "\r", "é", "\u{0}", "-1", "1e9", "99,9", "null", "<<: *a", "? ", "...\n", "metrics",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_file(path in 0..12_usize, bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut tree = base_pack();
        let path = tree.files.keys().nth(path).unwrap().clone();
        tree.files.insert(path, bytes);
        load(&tree);
    }

    #[test]
    fn any_yaml_like_text(parts in proptest::collection::vec(fragment(), 0..60)) {
        load(&with("data/snapshots/2026-Q3.yaml", parts.concat()));
        let mut markdown = b"---\n".to_vec();
        markdown.extend(parts.concat());
        load(&with("content/metrics/lead-time.md", markdown));
    }

    #[test]
    fn any_change_of_a_published_pack(
        reseal in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..9_usize, fragment()), 1..6)
    ) {
        let mut tree = published();
        for (file, at, gone, new) in changes {
            let path = file.get(&tree.files.keys().cloned().collect::<Vec<_>>()).clone();
            let bytes = tree.files.get_mut(&path).unwrap();
            let at = at.index(bytes.len() + 1);
            let end = (at + gone).min(bytes.len());
            bytes.splice(at..end, new);
        }
        // A broken seal stops the reading of a lock: half of the damage goes on behind a whole one.
        if reseal && let Some(lock) = tree.files.get_mut(LOCK)
            && let Ok(text) = std::str::from_utf8(lock)
        {
            let lines = text.split_inclusive('\n');
            let bare: String = lines.filter(|line| !line.starts_with("seal:")).collect();
            *lock = sealed(&bare).into_bytes();
        }
        load(&tree);
        check_ends(&tree);
    }

    #[test]
    fn any_path(path in "(data|content|templates)(/[a-zA-Z0-9._ -]{0,9}){0,4}") {
        load(&with(&path, "period: 2026-Q3\n"));
    }
}

/// Braces by the hundred thousand, nested, unclosed, empty or well written: each text is gone through
/// once, told of and left.
#[test]
fn a_text_full_of_braces_ends_soon() {
    let quarter = "content/2026-Q3/overview.md";
    let base = String::from_utf8(base_pack().files[quarter].clone()).unwrap();
    for piece in [
        "{{ ",
        "}} ",
        "{",
        "{{ a {{ b }} ",
        "{{ lead-time }} ",
        "{{ lead-time@checkout.previous in 2026-Q1 | words }} ",
        "\\{{ ",
        "{{ x\n\n",
        "{{ lead-time | ",
        "1 of 2 to 3% and 4 in a row, ",
        "6, 7, 8 and ",
        "two two two ",
    ] {
        let text = piece.repeat(20_000 / piece.len());
        let started = Instant::now();
        let tree = with(quarter, format!("{base}{text}\n"));
        let built = boardpack::pipeline::build(&tree);
        assert!(built.diagnostics.len() < 2_000, "{piece:?}");
        let took = started.elapsed();
        assert!(took < HANG, "{piece:?} took {took:?}");
    }
}

/// A file of a pack with something put in place of some of it.
fn changed(path: &str, old: &str, new: &str) -> Tree {
    let text = String::from_utf8(base_pack().files[path].clone()).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old}");
    with(path, text.replace(old, new))
}

/// A folded text with thousands of faults is laid beside its file once, not once for each fault.
#[test]
fn a_text_with_a_thousand_faults_ends_soon() {
    let quarter = "content/2026-Q3/overview.md";
    let headline = "headline: Checkout overspent its error budget after a provider outage";
    for piece in [
        "SLO ",
        "12% of 13 to 14, ",
        "is the best ever ",
        "lead time fell. ",
    ] {
        let text = format!("headline: >-\n  {}", piece.repeat(30_000 / piece.len()));
        let tree = changed(quarter, headline, &text);
        let started = Instant::now();
        let built = check_ends(&tree);
        let took = started.elapsed();
        assert!(!built.diagnostics.is_empty(), "{piece:?}");
        assert!(took < HANG, "{piece:?} took {took:?}");
    }
}

/// Lists by the thousand: sentences, promises, claims, literals, answers, marks, restatements.
#[test]
fn a_list_of_thousands_ends_soon() {
    let quarter = "content/2026-Q3/overview.md";
    let story = "content/2026-Q3/stories/rollback.md";
    let list = |head: &str, line: fn(usize) -> String| {
        head.to_owned() + &(0..2_000).map(line).collect::<String>()
    };
    let purpose = "purpose: decision\n";
    let under = |head: &str, line| format!("{purpose}{}", list(head, line));
    let mut trees = vec![
        changed(
            quarter,
            "summary:\n",
            &list("summary:\n", |n| {
                format!("  - Lead time met its target of {n} and checkout success rose.\n")
            }),
        ),
        changed(
            quarter,
            "summary:\n",
            &list("summary:\n", |n| {
                format!("  - {{text: Thing {n} is said., claims: [lead-time fell]}}\n")
            }),
        ),
        changed(
            quarter,
            purpose,
            &under("promises:\n", |n| {
                format!("  - {{id: p{n}, what: a thing, owner: CTO, by: 2026-11-27}}\n")
            }),
        ),
        changed(
            quarter,
            purpose,
            &under("literals:\n", |n| {
                format!("  - {{text: \"£{n}\", source: Finance}}\n")
            }),
        ),
        changed(
            quarter,
            "  promises: []\n",
            &list("  promises:\n", |n| {
                format!("    - {{promise: 2026-Q2/p{n}, state: kept, note: done}}\n")
            }),
        ),
        changed(
            story,
            "Releases failed too often.",
            &":::internal\n".repeat(20_000),
        ),
        changed(
            story,
            "Releases failed too often.",
            &":::internal\na\n:::\n".repeat(5_000),
        ),
    ];
    // Wrong declarations on one line, and answers to promises whose names are nearly right.
    trees.push(changed(
        quarter,
        "  - Automated rollback is live since 6 July.\n",
        &format!(
            "  - {{text: Releases withdraw themselves., claims: [{}]}}\n",
            vec!["lead-time fell"; 10_000].join(", ")
        ),
    ));
    let mut earlier = changed(
        quarter,
        "  promises: []\n",
        &list("  promises:\n", |n| {
            format!("    - {{promise: 2026-Q2/thing-named-{n}, state: kept, note: done}}\n")
        }),
    );
    let promised = under("promises:\n", |n| {
        format!("  - {{id: thing-nomed-{n}, what: a thing, owner: CTO, by: 2026-11-27}}\n")
    });
    let before = changed(quarter, purpose, &promised).files.remove(quarter);
    earlier
        .files
        .insert(quarter.replace("Q3", "Q2"), before.unwrap());
    trees.push(earlier);
    let mut chain = published();
    let entries = list("", |n| {
        format!(
            "- {{period: 2026-Q3, metric: lead-time, from: {n} (n 80), to: {} (n 80), cause: \
             correction, date: 2026-11-01, why: again}}\n",
            n + 1
        )
    });
    let restated = "data/restatements.yaml".to_owned();
    chain.files.insert(restated, entries.into_bytes());
    trees.push(chain);
    for (n, tree) in trees.iter().enumerate() {
        let started = Instant::now();
        let built = check_ends(tree);
        let told = emit::human(&built.diagnostics, &built.sources, emit::Look::default());
        assert!(told.lines().count() < 2_000, "list {n}");
        let took = started.elapsed();
        assert!(took < HANG, "list {n} took {took:?}");
    }
}

#[test]
fn copies_that_editors_keep_are_no_part_of_a_pack() {
    let dir = tempfile::tempdir().unwrap();
    let names = [
        "services.yaml~",
        "#services.yaml#",
        ".services.yaml.swp",
        "services.yaml",
        "#1",
        "#",
        "services.yaml.orig",
    ];
    std::fs::create_dir(dir.path().join("data")).unwrap();
    for name in names {
        std::fs::write(dir.path().join("data").join(name), "areas: []\n").unwrap();
    }
    let tree = Tree::read(dir.path()).unwrap();
    let read: Vec<_> = tree.files.keys().map(String::as_str).collect();
    // What a merge leaves behind is told of: one of the two sides may be the right one.
    let own = [
        "data/#",
        "data/#1",
        "data/services.yaml",
        "data/services.yaml.orig",
    ];
    assert_eq!(read, own);
    for name in names {
        let path = format!("data/{name}");
        assert_eq!(Tree::reads(&path), own.contains(&path.as_str()), "{path}");
    }
}
