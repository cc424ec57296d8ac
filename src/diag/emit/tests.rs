use super::*;
use crate::diag::{FileId, Sources, Span};

fn span(file: FileId, text: &str, what: &str) -> Span {
    let start = text.find(what).unwrap_or(0);
    Span {
        file,
        start: u32::try_from(start).unwrap_or(0),
        end: u32::try_from(start + what.len()).unwrap_or(0),
    }
}

const SNAPSHOT: &str = "period: 2026-Q3\nobservations:\n  change-failure-rate: 140\n";
const METRIC: &str = "---\nname: Change failure rate\nunit: percent\n---\n";

fn two_files() -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let metric = sources.add("content/metrics/change-failure-rate.md", METRIC);
    let snapshot = sources.add("data/snapshots/2026-Q3.yaml", SNAPSHOT);
    let diagnostics = vec![
        Diagnostic::error(
            "percent-range",
            span(snapshot, SNAPSHOT, "140"),
            "`change-failure-rate` is 140",
        )
        .because("a percentage lies between 0 and 100")
        .see(
            span(metric, METRIC, "percent"),
            "declared a percentage here",
        )
        .help("write the share of failed deployments, such as `14/229`"),
        Diagnostic::nowhere(
            "missing-file",
            Severity::Error,
            "there is no `data/pack.yaml`",
        ),
    ];
    (sources, diagnostics)
}

#[test]
fn people_see_line_caret_reason_help_and_where_to_read_more() {
    let (sources, diagnostics) = two_files();
    assert_eq!(
        human(&diagnostics, &sources, Look::default()),
        "\
error[percent-range]: `change-failure-rate` is 140
 --> data/snapshots/2026-Q3.yaml:3:24
  |
3 |   change-failure-rate: 140
  |                        ^^^ a percentage lies between 0 and 100
  |
 ::: content/metrics/change-failure-rate.md:3:7
  |
3 | unit: percent
  |       ------- declared a percentage here
  |
  = help: write the share of failed deployments, such as `14/229`
  = note: run `boardpack explain percent-range`

error[missing-file]: there is no `data/pack.yaml`
 |
 = note: run `boardpack explain missing-file`

"
    );
}

#[test]
fn colour_only_when_asked_for() {
    let (sources, diagnostics) = two_files();
    let look = Look {
        colour: true,
        ..Look::default()
    };
    assert!(human(&diagnostics, &sources, look).contains("\u{1b}["));
    assert!(!human(&diagnostics, &sources, Look::default()).contains('\u{1b}'));
}

#[test]
fn editors_get_one_line_each() {
    let (sources, diagnostics) = two_files();
    assert_eq!(
        short(&diagnostics, &sources),
        "\
data/snapshots/2026-Q3.yaml:3:24: error[percent-range]: `change-failure-rate` is 140
error[missing-file]: there is no `data/pack.yaml`
"
    );
}

#[test]
fn programs_get_one_object_a_line() {
    let (sources, diagnostics) = two_files();
    assert_eq!(
        json(&diagnostics, &sources),
        concat!(
            r#"{"code":"percent-range","severity":"error","message":"`change-failure-rate` is 140","path":"data/snapshots/2026-Q3.yaml","line":3,"column":24,"end_line":3,"end_column":27,"labels":["#,
            r#"{"path":"data/snapshots/2026-Q3.yaml","line":3,"column":24,"end_line":3,"end_column":27,"text":"a percentage lies between 0 and 100","primary":true},"#,
            r#"{"path":"content/metrics/change-failure-rate.md","line":3,"column":7,"end_line":3,"end_column":14,"text":"declared a percentage here","primary":false}],"#,
            r#""help":"write the share of failed deployments, such as `14/229`"}"#,
            "\n",
            r#"{"code":"missing-file","severity":"error","message":"there is no `data/pack.yaml`","path":null,"line":null,"column":null,"end_line":null,"end_column":null,"labels":[],"help":null}"#,
            "\n",
        )
    );
}

/// A pack whose text tries to clear the screen, recolour, set the title, turn the reading
/// direction and start a line of its own.
fn hostile() -> (Sources, Vec<Diagnostic>) {
    let text = "ok\nname: \u{1b}[31m\u{9b}2J \u{202e}drawkcab 日本語\u{0}\r\nnext\n";
    let mut sources = Sources::default();
    let file = sources.add("content/\u{1b}]0;owned\u{7}.md", text);
    let d = Diagnostic::error(
        "x",
        span(file, text, "日本語"),
        "`\u{1b}[2J`\nerror[fake]: all is well\r",
    )
    .because("\u{1b}c")
    .help("\u{2028}\u{7f}");
    (sources, vec![d])
}

#[test]
fn a_hostile_pack_does_not_drive_the_terminal() {
    let (sources, diagnostics) = hostile();
    let told = [
        human(&diagnostics, &sources, Look::default()),
        short(&diagnostics, &sources),
        json(&diagnostics, &sources),
    ];
    for text in &told {
        let acting: Vec<char> = text
            .chars()
            .filter(|c| plain::acts(*c) && *c != '\n')
            .collect();
        assert_eq!(acting, Vec::<char>::new(), "{text}");
        assert!(
            !text.lines().any(|l| l.starts_with("error[fake]")),
            "{text}"
        );
    }
    let row: serde_json::Value = serde_json::from_str(&told[2]).expect("one object");
    assert_eq!(
        row["message"], diagnostics[0].message,
        "json keeps the text"
    );
}

#[test]
fn the_caret_stands_under_what_was_replaced_and_what_is_wide() {
    let (sources, diagnostics) = hostile();
    let told = human(&diagnostics, &sources, Look::default());
    assert!(told.contains(":2:26\n"), "{told}");
    assert!(
        told.contains("2 | name: ␛[31m�2J �drawkcab 日本語␀"),
        "{told}"
    );
    assert!(
        told.contains("  |                          ^^^^^^ ␛c"),
        "{told}"
    );
}

#[test]
fn a_line_of_a_megabyte_is_cut_around_its_mark() {
    let text = format!("{}HERE{}", "abc ".repeat(250_000), " def".repeat(1_000));
    let mut sources = Sources::default();
    let file = sources.add("long.md", &*text);
    let told = human(
        &[Diagnostic::warning("x", span(file, &text, "HERE"), "long")],
        &sources,
        Look::default(),
    );
    assert!(told.contains("HERE") && told.contains("^^^^"), "{told}");
    assert!(told.lines().all(|l| l.chars().count() <= 110), "{told}");
}

#[test]
fn any_span_can_be_told() {
    let text = "é\r\n\n日本\tx\n";
    let mut sources = Sources::default();
    let file = sources.add("odd.md", text);
    for start in 0..20_u32 {
        for end in 0..20_u32 {
            let d = [Diagnostic::error("x", Span { file, start, end }, "m").see(
                Span {
                    file,
                    start: end,
                    end: start,
                },
                "s",
            )];
            assert!(human(&d, &sources, Look::default()).contains("odd.md:"));
            assert!(short(&d, &sources).starts_with("odd.md:"));
            assert!(json(&d, &sources).ends_with("}\n"));
        }
    }
}

#[test]
fn many_of_one_kind_in_one_file_are_counted_after_the_first() {
    let mut sources = Sources::default();
    let text = "a: 1\n".repeat(50);
    let files =
        ["content/2026-Q3/overview.md", "data/pack.yaml"].map(|path| sources.add(path, &*text));
    let place = |file, n: u32| Span {
        file,
        start: n * 5,
        end: n * 5 + 1,
    };
    let mut found: Vec<Diagnostic> = (0..50)
        .map(|n| Diagnostic::error("typed-figure", place(files[0], n), "`1` is typed"))
        .collect();
    found.extend((0..20).map(|n| Diagnostic::error("typed-figure", place(files[1], n), "`1`")));
    found.push(Diagnostic::warning("other", place(files[0], 0), "another"));
    let told = human(&found, &sources, Look::default());
    assert_eq!(told.matches("error[typed-figure]").count(), 20 + 1 + 20);
    assert_eq!(
        told.matches("error[typed-figure]: and 30 more of these in content/2026-Q3/overview.md\n")
            .count(),
        1
    );
    assert_eq!(told.matches(" more of these").count(), 1);
    assert!(told.contains("warning[other]: another"));
    assert_eq!(short(&found, &sources).lines().count(), 71);
}

#[test]
fn what_is_still_to_be_written_is_a_list_by_file() {
    let mut sources = Sources::default();
    let text = "a: 1\n".repeat(90);
    let files = ["content/a.md", "content/b.md"].map(|path| sources.add(path, &*text));
    let mark = |file, n: u32| {
        let (start, end) = (n * 5, n * 5 + 1);
        let span = Span { file, start, end };
        Diagnostic::warning(
            "placeholder",
            span,
            format!("still to be written: `part {n}`"),
        )
        .help("write it")
    };
    let mut found: Vec<Diagnostic> = (0..80).map(|n| mark(files[0], n)).collect();
    found.push(mark(files[1], 7));
    let told = human(&found, &sources, Look::default());
    assert!(told.starts_with(
        "warning[placeholder]: still to be written, in 80 places of content/a.md\n    1  part 0\n    2  part 1\n"
    ));
    assert!(told.contains("   60  part 59\nand 20 more; `--format short` tells all of them\n"));
    assert!(told.contains(" = help: write it\n"));
    // One alone is told as any other problem is.
    assert!(told.contains("warning[placeholder]: still to be written: `part 7`\n"));
    assert_eq!(short(&found, &sources).lines().count(), 81);
    assert_eq!(json(&found, &sources).lines().count(), 81);
}

#[test]
fn what_an_address_gives_away_is_hidden_and_marks_stay_where_they_are() {
    let text = "collect: {events: https://me:hünter2@example.org/a.jsonl?sig=abc, bots: [x]}\n# see https://example.org/@me\n";
    let mut sources = Sources::default();
    let file = sources.add("data/pack.yaml", text);
    let wrong = Diagnostic::error("wrong-type", span(file, text, "bots"), "no list")
        .because("here")
        .see(span(file, text, "@me"), "and there");
    let told = human(&[wrong], &sources, Look::default());
    assert_eq!(
        told,
        "\
error[wrong-type]: no list
 --> data/pack.yaml:1:67
  |
1 | collect: {events: https://**********@example.org/a.jsonl?******** bots: [x]}
  |                                                                   ^^^^ here
2 | # see https://example.org/@me
  |                           --- and there
  |
  = note: run `boardpack explain wrong-type`

"
    );
}

#[test]
fn of_an_address_that_was_refused_the_place_alone_is_told() {
    for text in [
        "events: s3://me:hunter 2@bucket/a.jsonl",
        "events: \"https://me:hunter2\\x40example.org/a.jsonl\"",
        "events: https://example.org/a.jsonl#hunter2",
        "events: https://example.org/hunter/../a.jsonl",
    ] {
        let mut sources = Sources::default();
        let file = sources.add("data/pack.yaml", text);
        let wrong = |code| Diagnostic::error(code, span(file, text, "//"), "it is refused");
        let told = human(&[wrong("bad-event-source")], &sources, Look::default());
        assert!(!told.contains("hunter"), "{told}");
        assert!(told.contains("--> data/pack.yaml:1:"), "{told}");
        // What is hidden in lines of other problems would not do.
        let told = human(&[wrong("wrong-type")], &sources, Look::default());
        assert!(told.contains("hunter"), "{told}");
    }
}
