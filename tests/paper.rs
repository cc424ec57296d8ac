//! The pack as PDF, as slides and as one file, read back: pages, words, outline, tags, links, fonts.
//! Needs a Chromium and the readers of poppler, qpdf and mupdf; without them it says what it left out,
//! except in continuous integration, where nothing may be left out.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests look at the disk, call readers, say what they leave out and may fail"
)]

mod page;

use boardpack::load::Tree;
use boardpack::model::{Audience, Origin};
use boardpack::paper::{self, About, Browser};
use boardpack::pipeline;
use boardpack::render::{Forms, Paper, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::Duration;

const PERIOD: &str = "2026-Q3";

/// Pages before the appendix: on A4 in its own font, and at most on Letter or in another font.
const CORE_PAGES: [usize; 2] = [10, 12];

/// Names of what is needed and not there, told once.
fn tools() -> bool {
    static THERE: OnceLock<bool> = OnceLock::new();
    *THERE.get_or_init(|| {
        let has = |name: &str| {
            let asked = Command::new(name).arg("--help").output();
            asked.is_ok()
        };
        let readers = [
            "pdfinfo",
            "pdftotext",
            "pdffonts",
            "pdfimages",
            "pdftoppm",
            "qpdf",
            "mutool",
        ];
        let mut missing: Vec<&str> = readers.into_iter().filter(|name| !has(name)).collect();
        if paper::find(None).is_err() {
            missing.push("chromium");
        }
        assert!(
            missing.is_empty() || std::env::var_os("CI").is_none(),
            "not installed: {missing:?}"
        );
        if !missing.is_empty() {
            eprintln!("left out: what is printed is not read back, for there is no {missing:?}");
        }
        missing.is_empty()
    })
}

fn sample() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn boardpack(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boardpack"));
    command.current_dir(sample()).args(args);
    command.output().unwrap()
}

/// The sample in every form, built once.
fn built() -> &'static Path {
    static FOLDER: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, folder) = FOLDER.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("site");
        let forms = ["--pdf", "--slides", "--single-file", "--paper", "a4"];
        let args = [&["build", "-o", out.to_str().unwrap()], &forms[..]].concat();
        let output = boardpack(&args);
        assert!(output.status.success(), "{}", told(&output));
        (dir, out)
    });
    folder
}

fn file(name: &str) -> PathBuf {
    built().join(PERIOD).join(name)
}

fn told(output: &Output) -> String {
    let text = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// What a reader says of a file, without any complaint.
#[track_caller]
fn read(reader: &str, before: &[&str], pdf: &Path, after: &[&str]) -> String {
    let mut command = Command::new(reader);
    let output = command.args(before).arg(pdf).args(after).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && complaint.is_empty(),
        "{reader}: {complaint}"
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The words of every page.
fn pages(pdf: &Path) -> Vec<String> {
    let text = read("pdftotext", &[], pdf, &["-"]);
    let mut pages: Vec<String> = text
        .split('\u{c}')
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(pages.pop().as_deref(), Some(""), "a page ends the text");
    pages
}

fn tree() -> &'static Tree {
    static TREE: OnceLock<Tree> = OnceLock::new();
    TREE.get_or_init(|| Tree::read(sample()).unwrap())
}

/// The sample's site in memory, in some forms.
fn site(forms: &Forms, audience: Audience) -> Site {
    let build = pipeline::build_in(tree(), &Origin::default(), audience, forms);
    build.site.unwrap()
}

fn browser() -> Browser {
    paper::find(None).unwrap()
}

fn about() -> About {
    About {
        author: "A & <B>".to_owned(),
        subject: "C".to_owned(),
        date: "2026-10-05".parse().unwrap(),
    }
}

/// A page's headings of one level, as a reader sees them.
fn headings(html: &str, level: u8) -> Vec<String> {
    let open = format!("<h{level}");
    let close = format!("</h{level}>");
    let found = html.match_indices(&open).filter_map(|(at, _)| {
        let rest = &html[at..];
        let inside = &rest[rest.find('>')? + 1..rest.find(&close)?];
        Some(page::line(inside))
    });
    found.collect()
}

#[test]
fn the_pdf_says_what_it_is_and_when_its_data_was_taken() {
    if !tools() {
        return;
    }
    let info = read("pdfinfo", &[], &file("pack.pdf"), &[]).replace('\u{a0}', " ");
    for line in [
        "Title:           Q3 2026 · Engineering and reliability report",
        "Author:          Harbour & Quince (fictional)",
        "Tagged:          yes",
        "JavaScript:      no",
        "Encrypted:       no",
        "Metadata Stream: yes",
    ] {
        assert!(info.contains(line), "{line}\n{info}");
    }
    assert!(
        info.contains("Subject:         Engineering and reliability report"),
        "{info}"
    );
    assert_eq!(info.matches("Oct  5 00:00:00 2026").count(), 2, "{info}");
    assert!(info.contains("(A4)"), "{info}");
    let packet = read("pdfinfo", &["-meta"], &file("pack.pdf"), &[]);
    let packet = roxmltree::Document::parse(packet.trim().trim_start_matches('\u{feff}')).unwrap();
    let creator = packet
        .descendants()
        .find(|node| node.tag_name().name() == "creator")
        .unwrap();
    let said: Vec<&str> = creator
        .descendants()
        .filter(|node| node.is_text())
        .filter_map(|node| node.text())
        .collect();
    assert_eq!(said.concat().trim(), "Harbour & Quince (fictional)");
    let bytes = fs::read(file("pack.pdf")).unwrap();
    let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|at| at == wanted);
    assert!(has(b"/Lang (en)") && has(b"/DisplayDocTitle true") && has(b"/ID [<"));
    assert!(
        !has(b"HeadlessChrome") && !has(b"file://"),
        "the machine shows"
    );
}

#[test]
fn three_readers_open_it_without_a_word() {
    if !tools() {
        return;
    }
    for name in ["pack.pdf", "slides.pdf"] {
        let pdf = file(name);
        let checked = read("qpdf", &["--check"], &pdf, &[]);
        assert!(
            checked.contains("No syntax or stream encoding errors found"),
            "{checked}"
        );
        assert!(!checked.to_lowercase().contains("warning"), "{checked}");
        read("mutool", &["info"], &pdf, &[]);
        let dir = tempfile::tempdir().unwrap();
        let image = dir.path().join("page");
        read(
            "pdftoppm",
            &["-r", "20", "-png"],
            &pdf,
            &[image.to_str().unwrap()],
        );
        let drawn = fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(drawn, pages(&pdf).len());
    }
}

/// Kickers of the core's sheets, in their order, and then that of the appendix.
const SHEETS: [&str; 11] = [
    "Engineering and reliability report · Quarter 3",
    "One-page dashboard",
    "What moved and why",
    "Promises kept",
    "What went wrong · Q3 2026",
    "What could go wrong",
    "What we did about it",
    "Decision D1",
    "Decision D2",
    "Capability and learning",
    "Appendix",
];

/// What the feet name from each of those pages on, and behind them.
const SECTIONS: [&str; 16] = [
    "At a glance",
    "Dashboard",
    "What moved",
    "Promises",
    "Incidents",
    "Risks",
    "Stories",
    "Decisions",
    "Decisions",
    "Capability",
    "Appendix",
    "Earlier decisions",
    "How to read",
    "Data quality",
    "Figures",
    "Terms",
];

/// The section that a foot names, behind the report's title.
fn section(page: &str) -> Option<&'static str> {
    let title = "Engineering and reliability report · Q3 2026 ";
    let (_, rest) = page.rsplit_once(title)?;
    SECTIONS
        .into_iter()
        .find(|section| rest.starts_with(section))
}

/// Every sheet begins a page, the core keeps its budget, and no page holds a last line alone.
#[track_caller]
fn keeps_its_budget(pdf: &Path, on: &str) {
    let pages = pages(pdf);
    let mut at = 0;
    for sheet in SHEETS {
        let begins = |page: &String| page.starts_with(sheet);
        let found = pages[at..].iter().position(begins);
        at += found.unwrap_or_else(|| panic!("{on}: no page begins with `{sheet}`")) + 1;
    }
    let core = at - 1;
    // Every page names its section, in this order and in no other.
    let mut named: Vec<&str> = pages
        .iter()
        .enumerate()
        .map(|(n, page)| section(page).unwrap_or_else(|| panic!("{on}: page {}: {page}", n + 1)))
        .collect();
    assert_eq!(named[..core], SECTIONS[..core], "{on}");
    named.dedup();
    let mut all = SECTIONS.to_vec();
    all.dedup();
    assert_eq!(named, all, "{on}");
    let most = CORE_PAGES[usize::from(on != "A4 with `Source Sans 3`")];
    assert!(core <= most, "{on}: the core has {core} pages");
    for (n, page) in pages.iter().enumerate() {
        let words = page.split_whitespace().count();
        assert!(
            words >= 120,
            "{on}: page {} has {words} words: {page}",
            n + 1
        );
        let foot = format!("page {} of {}", n + 1, pages.len());
        assert!(
            page.contains(&foot),
            "{on}: page {} of {}",
            n + 1,
            pages.len()
        );
        for mark in [
            "Engineering and reliability report · Q3 2026",
            "Confidential: Board",
            "build ",
        ] {
            assert!(page.contains(mark), "{on}: page {} has no `{mark}`", n + 1);
        }
    }
}

#[test]
fn every_sheet_keeps_its_budget_on_both_papers_with_and_without_the_font() {
    if !tools() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for size in [Paper::A4, Paper::Letter] {
        let forms = Forms {
            pdf: true,
            paper: Some(size),
            ..Forms::default()
        };
        let site = site(&forms, Audience::Internal);
        let sheets = &site.sheets[&format!("{PERIOD}/pack.pdf")];
        let html = String::from_utf8(sheets.page.clone()).unwrap();
        let without = html.replace("font/woff2;base64,", "font/woff2;base64,AAAA");
        // The policy names the style that it lets in.
        let policy = without.find("<meta http-equiv").unwrap();
        let end = without[policy..].find('>').unwrap() + policy;
        let without = format!("{}{}", &without[..policy], &without[end + 1..]);
        for (font, page) in [("Source Sans 3", &html), ("", &without)] {
            let on = format!("{} with `{font}`", size.name());
            let pdf = dir
                .path()
                .join(format!("{}-{}.pdf", size.name(), font.len()));
            fs::write(&pdf, browser().pdf(page.as_bytes(), &about()).unwrap()).unwrap();
            let fonts = read("pdffonts", &[], &pdf, &[]);
            assert_eq!(
                fonts.contains("SourceSans3"),
                !font.is_empty(),
                "{on}: {fonts}"
            );
            let others = ["Liberation", "Arial", "Helvetica"];
            assert!(
                !font.is_empty() || others.iter().any(|other| fonts.contains(other)),
                "no font stands in: install fonts-liberation"
            );
            keeps_its_budget(&pdf, &on);
        }
    }
}

/// A company's own typeface, wider than the built-in one, and its logo beside the first headline.
#[test]
fn every_sheet_keeps_its_budget_with_a_brand() {
    if !tools() {
        return;
    }
    let mut tree = tree().clone();
    let settings = tree.files.get_mut("data/pack.yaml").unwrap();
    settings.extend_from_slice(
        b"\nbrand: {accent: \"#5B2A86\", logo: logo.svg, font: {licence: OFL.txt, regular: wide.woff2}}\n",
    );
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\"><path d=\"M0 0h40v10z\"/></svg>";
    let wide = fs::read(sample().join("templates/fonts/SourceSans3-Bold.ttf.woff2")).unwrap();
    for (name, bytes) in [
        ("logo.svg", logo.as_bytes()),
        ("OFL.txt", b"May be given on."),
        ("wide.woff2", &wide),
    ] {
        let path = format!("templates/brand/{name}");
        tree.files.insert(path, bytes.to_vec());
    }
    let dir = tempfile::tempdir().unwrap();
    for size in [Paper::A4, Paper::Letter] {
        let forms = Forms {
            pdf: true,
            paper: Some(size),
            ..Forms::default()
        };
        let build = pipeline::build_in(&tree, &Origin::default(), Audience::Internal, &forms);
        let site = build.site.unwrap();
        let page = &site.sheets[&format!("{PERIOD}/pack.pdf")].page;
        let pdf = dir.path().join(format!("{}.pdf", size.name()));
        fs::write(&pdf, browser().pdf(page, &about()).unwrap()).unwrap();
        keeps_its_budget(&pdf, &format!("{} with a brand", size.name()));
        // The picture is a figure, has the company's name for words, and is drawn of lines.
        let html = String::from_utf8_lossy(page).into_owned();
        let figures = html.matches("role=\"img\"").count() + 1;
        let tags = read("pdfinfo", &["-struct"], &pdf, &[]);
        let tagged = tags.lines().filter(|line| line.trim() == "Figure");
        assert_eq!(tagged.count(), figures);
        let bytes = fs::read(&pdf).unwrap();
        let name = b"/Alt (Harbour & Quince";
        assert_eq!(bytes.windows(name.len()).filter(|at| at == name).count(), 1);
        let images = read("pdfimages", &["-list"], &pdf, &[]);
        assert_eq!(images.lines().count(), 2, "{images}");
    }
}

#[test]
fn the_outline_has_every_page_headline_in_whole_words() {
    if !tools() {
        return;
    }
    let outline = read("mutool", &["show"], &file("pack.pdf"), &["outline"]);
    let html = fs::read_to_string(file("pack-single.html")).unwrap();
    let mut wanted = headings(&html, 1);
    wanted.extend(headings(&html, 2));
    assert!(wanted.len() > 15, "{wanted:?}");
    for heading in wanted {
        // Headings that a page does not print, and none else.
        if heading == "Charts" {
            continue;
        }
        assert!(
            outline.contains(&format!("\"{heading}\"")),
            "no `{heading}` in\n{outline}"
        );
    }
}

#[test]
fn figures_are_tagged_with_words_and_drawn_without_pixels() {
    if !tools() {
        return;
    }
    let pdf = file("pack.pdf");
    let html = fs::read_to_string(file("pack-single.html")).unwrap();
    let tags = read("pdfinfo", &["-struct"], &pdf, &[]);
    let count = |tag: &str| {
        tags.lines()
            .filter(|line| line.trim().split([' ', ':']).next() == Some(tag))
            .count()
    };
    let figures = html.matches("role=\"img\"").count();
    assert!(figures > 20, "{figures}");
    assert_eq!(count("Figure"), figures, "every figure is tagged as one");
    let bytes = fs::read(&pdf).unwrap();
    let described = bytes.windows(5).filter(|at| at == b"/Alt ").count();
    assert!(
        described >= figures,
        "{described} of {figures} figures have words"
    );
    for tag in ["H1", "H2", "Table", "TH", "TD", "L", "LI", "Link"] {
        assert!(count(tag) > 0, "nothing is tagged as {tag}");
    }
    let images = read("pdfimages", &["-list"], &pdf, &[]);
    assert_eq!(
        images.lines().count(),
        2,
        "there is a picture of pixels:\n{images}"
    );
}

#[test]
fn the_words_are_words_in_the_packs_own_font_and_large_enough() {
    if !tools() {
        return;
    }
    let pdf = file("pack.pdf");
    let fonts = read("pdffonts", &[], &pdf, &[]);
    for weight in ["Regular", "Semibold", "Bold"] {
        assert!(fonts.contains(&format!("SourceSans3-{weight}")), "{fonts}");
    }
    for font in fonts.lines().skip(2) {
        let name = font.split_whitespace().next().unwrap();
        assert!(name.contains("SourceSans3") || name == "[none]", "{font}");
        // Embedded, and with a table of its letters, so that text can be found and copied.
        let words: Vec<&str> = font.split_whitespace().rev().collect();
        assert_eq!((words[4], words[2]), ("yes", "yes"), "{font}");
    }
    let drawn = Command::new("mutool")
        .args(["draw", "-q", "-F", "stext", "-o", "-"])
        .arg(&pdf)
        .output()
        .unwrap();
    let drawn = String::from_utf8_lossy(&drawn.stdout).into_owned();
    let sizes: BTreeSet<String> = drawn
        .match_indices("<font ")
        .filter_map(|(at, _)| {
            let rest = &drawn[at..at + drawn[at..].find('>')?];
            let size = rest.split_once("size=\"")?.1;
            Some(size.split('"').next()?.to_owned())
        })
        .collect();
    assert!(sizes.len() > 3, "{sizes:?}");
    for size in sizes {
        let points: f64 = size.parse().unwrap();
        assert!(points > 8.4, "letters of {size} points");
    }
}

#[test]
fn every_link_leads_to_a_page_of_the_pdf() {
    if !tools() {
        return;
    }
    let bytes = fs::read(file("pack.pdf")).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("/S /URI"), "a link leaves the file");
    let (_, names) = text.split_once("/content [").unwrap();
    let names = &names[..names.find("endobj").unwrap()];
    let links: BTreeSet<&str> = text
        .match_indices("/Dest /")
        .map(|(at, _)| {
            text[at + 7..]
                .split(|c: char| c.is_whitespace() || c == '>')
                .next()
                .unwrap()
        })
        .collect();
    assert!(links.len() > 30, "{links:?}");
    for link in links {
        let known = link == "content" || names.contains(&format!("/{link} ["));
        assert!(known, "`{link}` leads nowhere");
    }
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    if !tools() {
        return;
    }
    let forms = Forms {
        pdf: true,
        paper: Some(Paper::A4),
        ..Forms::default()
    };
    let site = site(&forms, Audience::Internal);
    let sheets = &site.sheets[&format!("{PERIOD}/pack.pdf")];
    let whole = About {
        author: sheets.author.clone(),
        subject: sheets.subject.clone(),
        date: sheets.date,
    };
    // Each is another browser, begun anew.
    let print = || browser().pdf(&sheets.page, &whole).unwrap();
    assert!(print() == print(), "another PDF of the same page");
}

#[test]
fn pages_are_the_same_but_for_the_line_that_names_the_forms() {
    let forms = Forms {
        pdf: true,
        slides: true,
        single: true,
        ..Forms::default()
    };
    let (plain, whole) = (
        site(&Forms::default(), Audience::Internal),
        site(&forms, Audience::Internal),
    );
    let mut added = BTreeMap::new();
    for (path, bytes) in &whole.files {
        let Some(before) = plain.files.get(path) else {
            added.insert(path.as_str(), bytes.len());
            continue;
        };
        let text = String::from_utf8_lossy(bytes).into_owned();
        if path == "manifest.json" || *before == *bytes {
            continue;
        }
        assert!(
            ["index.html", "2026-Q3/index.html"].contains(&path.as_str()),
            "{path} differs"
        );
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("<p class=\"forms\">"));
        let without: Vec<&str> = lines.collect();
        let before = String::from_utf8_lossy(before).into_owned();
        assert!(
            without == before.lines().collect::<Vec<_>>(),
            "{path} differs elsewhere"
        );
        for file in ["pack.pdf", "slides.html", "slides.pdf", "pack-single.html"] {
            let link = if path == "index.html" {
                format!("2026-Q3/{file}")
            } else {
                format!("../2026-Q3/{file}")
            };
            assert!(text.contains(&format!("href=\"{link}\"")), "{path}: {link}");
        }
    }
    let added: Vec<&str> = added.into_keys().collect();
    assert_eq!(added, ["2026-Q3/pack-single.html", "2026-Q3/slides.html"]);
    let sheets: Vec<&String> = whole.sheets.keys().collect();
    assert_eq!(sheets, ["2026-Q3/pack.pdf", "2026-Q3/slides.pdf"]);
}

/// Whole pages: no file beside them, no dead link, no id twice, a policy that lets nothing in.
#[test]
fn pages_in_one_file_need_no_other() {
    let forms = Forms {
        slides: true,
        single: true,
        quarters: [PERIOD.parse().unwrap(), "2026-Q1".parse().unwrap()].into(),
        ..Forms::default()
    };
    for audience in [Audience::Internal, Audience::Board] {
        let site = site(&forms, audience);
        let ways = site.files.iter().filter(|(path, _)| {
            path.ends_with("pack-single.html") || path.ends_with("slides.html")
        });
        let ways: Vec<_> = ways.collect();
        assert_eq!(ways.len(), 4);
        for (path, bytes) in ways {
            let html = String::from_utf8(bytes.clone()).unwrap();
            for no in [
                "<link",
                "<script",
                "<img",
                "unsafe",
                "src=",
                "@import",
                " style=\"",
                "href=\"../",
            ] {
                assert!(!html.contains(no), "{path} has `{no}`");
            }
            for (at, _) in html.match_indices("url(") {
                assert!(
                    html[at..].starts_with("url(\"data:font/woff2;base64,"),
                    "{path}: {}",
                    &html[at..at + 40]
                );
            }
            assert!(
                html.contains("content=\"default-src 'none'; style-src 'sha256-"),
                "{path}"
            );
            let mut ids = BTreeSet::new();
            for (at, _) in html.match_indices(" id=\"") {
                let id = html[at + 5..].split('"').next().unwrap();
                assert!(ids.insert(id), "{path}: `{id}` stands twice");
            }
            let mut links = 0;
            for (at, _) in html.match_indices(" href=\"") {
                let href = html[at + 7..].split('"').next().unwrap();
                let place = href
                    .strip_prefix('#')
                    .unwrap_or_else(|| panic!("{path}: `{href}` leads out"));
                assert!(ids.contains(place), "{path}: `#{place}` leads nowhere");
                links += 1;
            }
            assert!(links > 1 || path.contains("slides"), "{path} has no links");
            let internal = html.contains("internal edition");
            assert!(!internal || audience == Audience::Internal, "{path}");
            assert!(
                internal || audience == Audience::Board || !path.starts_with(PERIOD),
                "{path}"
            );
        }
    }
}

#[test]
fn slides_are_as_many_pages_as_slides_in_16_by_9() {
    if !tools() {
        return;
    }
    let html = fs::read_to_string(file("slides.html")).unwrap();
    let slides = html.matches("class=\"slide").count() - html.matches("class=\"slide-foot").count();
    let pdf = file("slides.pdf");
    assert_eq!(pages(&pdf).len(), slides);
    let info = read("pdfinfo", &[], &pdf, &[]);
    assert!(info.contains("Page size:       960 x 540 pts"), "{info}");
    for (n, page) in pages(&pdf).iter().enumerate() {
        let foot = format!("· {}", n + 1);
        assert!(page.ends_with(&foot), "slide {}: {page}", n + 1);
    }
    assert!(pages(&pdf)[0].contains("The Board is asked to"));
}

#[test]
fn the_boards_pdf_holds_nothing_of_the_company_alone() {
    if !tools() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let pdf = dir.path().join("board.pdf");
    let args = [
        "build",
        "--pdf-only",
        "--paper",
        "letter",
        "--audience",
        "board",
        "-o",
    ];
    let output = boardpack(&[&args[..], &[pdf.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        1,
        "one file and no site"
    );
    let info = read("pdfinfo", &[], &pdf, &[]);
    assert!(info.contains("(letter)"), "{info}");
    let (board, company) = (pages(&pdf).join(" "), pages(&file("pack.pdf")).join(" "));
    assert!(company.contains("internal edition") && !board.contains("internal edition"));
    assert!(board.contains("This edition is made for the Board"));
}

#[test]
fn a_folder_with_pdfs_is_verified() {
    if !tools() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("copy");
    let copied = Command::new("cp")
        .arg("-r")
        .arg(built())
        .arg(&copy)
        .status()
        .unwrap();
    assert!(copied.success());
    let verify = |extra: &[&str]| {
        let args = [&["verify", copy.to_str().unwrap(), "--root", "."], extra].concat();
        boardpack(&args)
    };
    let sound = verify(&["--reprint"]);
    assert!(sound.status.success(), "{}", told(&sound));
    assert!(
        told(&sound).contains("2 PDFs were printed again"),
        "{}",
        told(&sound)
    );
    // Another file, with a manifest that was made to list it.
    let pdf = copy.join(PERIOD).join("pack.pdf");
    let mut bytes = fs::read(&pdf).unwrap();
    let before = boardpack::provenance::hash(&bytes);
    bytes.extend_from_slice(b"% edited\n");
    fs::write(&pdf, &bytes).unwrap();
    let edited = verify(&[]);
    assert_eq!(edited.status.code(), Some(1));
    assert!(
        told(&edited).contains("`2026-Q3/pack.pdf` was edited"),
        "{}",
        told(&edited)
    );
    let manifest = copy.join("manifest.json");
    let mut list = boardpack::provenance::Manifest::parse(&fs::read(&manifest).unwrap()).unwrap();
    let after = boardpack::provenance::hash(&bytes);
    assert_eq!(
        list.outputs.insert("2026-Q3/pack.pdf".to_owned(), after),
        Some(before)
    );
    fs::write(&manifest, list.to_bytes()).unwrap();
    let forged = verify(&["--reprint"]);
    assert_eq!(forged.status.code(), Some(1), "{}", told(&forged));
    // A page that it was not printed from.
    let printed = list.printed.get_mut("2026-Q3/pack.pdf").unwrap();
    printed.page = boardpack::provenance::hash(b"another page");
    fs::write(&manifest, list.to_bytes()).unwrap();
    assert_eq!(verify(&[]).status.code(), Some(1));
}

#[test]
fn without_a_browser_it_says_what_to_install_and_touches_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("site");
    let out = out.to_str().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_boardpack"));
    command
        .current_dir(sample())
        .env("PATH", dir.path())
        .env_remove("BOARDPACK_BROWSER");
    let output = command
        .args(["build", "--pdf", "-o", out])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    let said = told(&output);
    assert!(
        said.contains("no browser that prints was found") && said.contains("apt install chromium"),
        "{said}"
    );
    assert!(!Path::new(out).exists());
    for (named, why) in [
        ("/no/such/browser", "No such file"),
        ("true", "does not say that it is Chromium"),
    ] {
        let output = boardpack(&["build", "--pdf", "-o", out, "--browser", named]);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains(why), "{}", told(&output));
        assert!(!Path::new(out).exists());
    }
}

/// A program that calls itself Chromium.
#[cfg(unix)]
fn pretender(dir: &Path, does: &str) -> Browser {
    use std::os::unix::fs::PermissionsExt as _;
    let program = dir.join("pretender");
    let script =
        format!("#!/bin/sh\n[ \"$1\" = --version ] && echo Chromium 1.2.3.4 && exit\n{does}\n");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    paper::find(Some(program.as_os_str())).unwrap()
}

#[cfg(unix)]
#[test]
fn a_browser_that_hangs_is_stopped_with_all_that_it_started() {
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("started");
    let does = format!(
        "sleep 300 & echo $! >> {0}; sleep 300 & echo $! >> {0}; wait",
        list.display()
    );
    let hung = pretender(dir.path(), &does).within(Duration::from_secs(3));
    assert_eq!(hung.version(), "Chromium 1.2.3.4");
    let fault = hung.pdf(b"<title>x</title>", &about()).unwrap_err();
    assert!(fault.cause.contains("took longer than"), "{fault}");
    let started = fs::read_to_string(&list).unwrap();
    assert_eq!(started.lines().count(), 2);
    // A process that was killed dies when the machine next has time for it.
    let living = || {
        let all = started.lines().filter(|process| {
            let state = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            !state.is_empty() && !state.contains(" Z ")
        });
        all.map(str::to_owned).collect::<Vec<_>>()
    };
    let since = std::time::Instant::now();
    while !living().is_empty() && since.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(living(), Vec::<String>::new(), "they live");
}

#[cfg(unix)]
#[test]
fn what_is_no_pdf_is_told_in_words() {
    let dir = tempfile::tempdir().unwrap();
    for (does, said) in [
        (
            "echo out of luck >&2; exit 3",
            "out of luck (exit status: 3)",
        ),
        ("exit 0", "it said nothing"),
        (
            "for a; do case $a in --print-to-pdf=*) echo no > \"${a#--print-to-pdf=}\";; esac; done",
            "cannot be finished: it has no `startxref`",
        ),
    ] {
        let fault = pretender(dir.path(), does)
            .pdf(b"<title>x</title>", &about())
            .unwrap_err();
        assert!(fault.cause.contains(said), "{fault}");
    }
    // Where it can build no walls around itself it is asked again to do without.
    let does = "for a; do [ \"$a\" = --no-sandbox ] && echo asked again >&2 && exit 4; done; echo no usable sandbox >&2; exit 1";
    let fault = pretender(dir.path(), does)
        .pdf(b"<title>x</title>", &about())
        .unwrap_err();
    assert!(fault.cause.contains("asked again"), "{fault}");
}

/// Sentences of a language that is not read are longer by what the data say behind them.
#[test]
fn no_slide_of_any_language_runs_over() {
    if !tools() {
        return;
    }
    for pack in ["nordwind-fahrkarten", "petit-quai-billets"] {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("site");
        let pack = sample().join("tests/packs").join(pack);
        let args = ["build", pack.to_str().unwrap(), "-o", out.to_str().unwrap()];
        let output = boardpack(&[&args[..], &["--pdf", "--slides"]].concat());
        assert!(output.status.success(), "{}", told(&output));
        let slides = fs::read_to_string(out.join(PERIOD).join("slides.html")).unwrap();
        let drawn = pages(&out.join(PERIOD).join("slides.pdf")).len();
        assert_eq!(drawn, slides.matches("<section class=\"slide").count());
    }
}
