//! What a company's papers look like: a colour that can be read, a logo that can do nothing, a typeface
//! with its licence; and nothing that means something is ever another colour.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::diag::emit::short;
use boardpack::load::{Tree, base_pack, example};
use boardpack::model::{Audience, Colour, Origin};
use boardpack::pipeline::{self, Build};
use boardpack::render::{Forms, Site};

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\">\
    <title>Larkspur</title><path d=\"M0 0h40v10z\" fill=\"#5B2A86\"/></svg>";
const REGULAR: &[u8] = include_bytes!("../templates/fonts/SourceSans3-Regular.ttf.woff2");
const BOLD: &[u8] = include_bytes!("../templates/fonts/SourceSans3-Bold.ttf.woff2");

/// The base pack with a brand and its files.
fn pack(brand: &str, files: &[(&str, &[u8])]) -> Tree {
    let settings =
        format!("~~~ data/pack.yaml\n-stage: scaling\n+stage: scaling\n+brand: {brand}\n");
    let mut tree = example(&base_pack(), &settings).unwrap();
    for (name, bytes) in files {
        let path = format!("templates/brand/{name}");
        tree.files.insert(path, bytes.to_vec());
    }
    tree
}

/// A soft line break of YAML is none here: everything stands in one line.
const WHOLE: &str = "{accent: \"#5B2A86\", logo: logo.svg, font: {licence: OFL.txt, regular: a.woff2, bold: b.woff2}}";

fn whole() -> Tree {
    let files: [(&str, &[u8]); 4] = [
        ("logo.svg", LOGO.as_bytes()),
        ("OFL.txt", b"May be given on."),
        ("a.woff2", REGULAR),
        ("b.woff2", BOLD),
    ];
    pack(WHOLE, &files)
}

fn told(build: &Build) -> String {
    short(&build.diagnostics, &build.sources)
}

#[track_caller]
fn site(tree: &Tree, forms: &Forms) -> Site {
    let build = pipeline::build_in(tree, &Origin::default(), Audience::Internal, forms);
    let said = told(&build);
    assert_eq!(said.matches("error").count(), 0, "{said}");
    build.site.unwrap()
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(&site.files[path]).unwrap()
}

#[test]
fn every_page_has_the_logo_by_the_name_of_the_company_and_asks_nobody_for_it() {
    let forms = Forms {
        single: true,
        slides: true,
        ..Forms::default()
    };
    let site = site(&whole(), &forms);
    let logo = text(&site, "brand/logo.svg");
    assert!(logo.contains("<path d=\"M0 0h40v10z\" fill=\"#5B2A86\">"));
    for path in site.files.keys().filter(|path| path.ends_with(".html")) {
        let page = text(&site, path);
        let alone = path.ends_with("slides.html") || path.ends_with("pack-single.html");
        let src = match alone {
            true => "data:image/svg+xml;base64,".to_owned(),
            false => format!(
                "{}brand/logo.svg\"",
                "../".repeat(path.matches('/').count())
            ),
        };
        let tag = format!("src=\"{src}");
        assert!(page.contains(&tag), "{path}: no {tag}");
        let images = page.matches("<img ").count();
        assert_eq!(
            page.matches("alt=\"Larkspur Market\"").count(),
            images,
            "{path}"
        );
        assert!(!page.contains("src=\"http"), "{path}");
    }
    let single = text(&site, "2026-Q3/pack-single.html");
    assert!(single.contains("url(\"data:font/woff2;base64,") && !single.contains("url(\"fonts/"));
}

#[test]
fn the_typeface_goes_whole_with_its_licence_and_never_into_charts() {
    let site = site(&whole(), &Forms::default());
    assert_eq!(site.files["fonts/brand-1.woff2"], REGULAR);
    assert_eq!(site.files["fonts/brand-2.woff2"], BOLD);
    assert_eq!(site.files["fonts/brand-licence.txt"], b"May be given on.");
    let style = text(&site, "style.css");
    let (_, own) = style
        .split_once("@font-face { font-family: \"The pack’s own\"")
        .unwrap();
    assert!(own.contains("body { font-family: \"The pack’s own\", \"Source Sans 3\""));
    assert!(own.contains(".chart { font-family: \"Source Sans 3\""));
    // The built-in one, given as a pack's own, is as wide as itself.
    assert!(
        own.contains("font-weight: 400; font-display: swap; size-adjust: 100%"),
        "{own}"
    );
    // What is wider is set smaller, so that pages hold what they held.
    let files: [(&str, &[u8]); 2] = [("OFL.txt", b"x"), ("b.woff2", BOLD)];
    let wide = pack("{font: {licence: OFL.txt, regular: b.woff2}}", &files);
    let build = pipeline::build(&wide);
    let style = String::from_utf8(build.site.unwrap().files["style.css"].clone()).unwrap();
    let (_, own) = style
        .split_once("\"The pack’s own\"; font-weight: 400;")
        .unwrap();
    let (_, size) = own.split_once("size-adjust: ").unwrap();
    let size: u32 = size.split('%').next().unwrap().parse().unwrap();
    assert!((90..100).contains(&size), "{size}%");
}

/// A brand says what colour links are, and of nothing else.
#[test]
fn marks_and_charts_keep_their_colours() {
    let (plain, branded) = (
        site(&base_pack(), &Forms::default()),
        site(&whole(), &Forms::default()),
    );
    let (before, after) = (text(&plain, "style.css"), text(&branded, "style.css"));
    let sheet = |style: &str| {
        let (sheet, _) = style.split_once("@page of-").unwrap();
        sheet.to_owned()
    };
    assert_eq!(sheet(before), sheet(after), "the sheet itself is the same");
    let (_, own) = after.split_once("/* The company’s own look").unwrap();
    let names = own.split("--").skip(1);
    let names: Vec<&str> = names
        .map(|rest| rest.split([':', ')']).next().unwrap())
        .collect();
    assert!(
        names.iter().all(|name| ["link", "focus"].contains(name)),
        "{names:?}"
    );
    assert!(
        !before.contains("The company’s own look"),
        "nothing without a brand"
    );
    for (path, svg) in branded
        .files
        .iter()
        .filter(|(path, _)| path.contains("/charts/"))
    {
        let build = |svg: &[u8]| {
            let svg = String::from_utf8_lossy(svg).into_owned();
            let (before, after) = svg.split_once("· build ").unwrap();
            let after = after
                .split_once(" · ")
                .unwrap()
                .1
                .split("<g class=\"chart")
                .nth(1)
                .unwrap();
            (
                before.split("<style>").next().unwrap().len(),
                after.to_owned(),
            )
        };
        assert_eq!(build(svg).1, build(&plain.files[path]).1, "{path}");
        assert!(!String::from_utf8_lossy(svg).contains("#5B2A86"), "{path}");
    }
}

#[test]
fn an_accent_that_cannot_be_read_is_refused_with_the_nearest_that_can() {
    for (accent, dark, on) in [
        ("#FF6600", None, "bands (`#E3E9F1`) by 2."),
        ("#FFFFFF", None, "the page (`#FFFFFF`) by 1.00:1"),
        (
            "#0B57A4",
            Some("#0B57A4"),
            "bands in the dark (`#263241`) by 1.",
        ),
        ("#777777", None, "by 3."),
    ] {
        let with = |accent: &str, dark: Option<&str>| {
            let dark = dark.map_or_else(String::new, |dark| format!(", accent_dark: \"{dark}\""));
            pipeline::build(&pack(&format!("{{accent: \"{accent}\"{dark}}}"), &[]))
        };
        let build = with(accent, dark);
        let said = told(&build);
        assert!(
            build.site.is_none() && said.contains("error[accent-contrast]"),
            "{said}"
        );
        assert!(said.contains(on), "{accent}: {said}");
        let found = build
            .diagnostics
            .iter()
            .find(|d| d.code == "accent-contrast")
            .unwrap();
        let (file, line, column) = {
            let span = found.primary.as_ref().unwrap().span;
            let source = build.sources.file(span.file);
            let before = &source.text[..span.start as usize];
            (
                source.path.clone(),
                before.lines().count(),
                before.lines().last().unwrap().len(),
            )
        };
        assert!(file == "data/pack.yaml" && line > 3 && column >= "brand: {accent: ".len());
        let help = found.help.as_ref().unwrap();
        let near = help.split('`').nth(1).unwrap();
        assert!(near.parse::<Colour>().is_ok(), "{help}");
        let mended = match dark {
            None => with(near, None),
            Some(_) => with(accent, Some(near)),
        };
        assert!(
            !told(&mended).contains("accent-contrast"),
            "{near}: {}",
            told(&mended)
        );
    }
}

#[test]
fn an_accent_like_a_mark_is_told_of_and_may_be_kept_with_a_reason() {
    for (accent, mark) in [
        ("#8C1D35", "missed or worse"),
        ("#A01830", "missed or worse"),
        ("#12687A", "met or better"),
        ("#7A5200", "marginal"),
    ] {
        let build = pipeline::build(&pack(&format!("{{accent: \"{accent}\"}}"), &[]));
        let said = told(&build);
        assert!(
            said.contains("warning[accent-like-status]") && said.contains(mark),
            "{said}"
        );
        assert!(build.site.is_some());
    }
    for accent in ["#0B57A4", "#5B2A86", "#1F5C2E", "#16202E"] {
        let said = told(&pipeline::build(&pack(
            &format!("{{accent: \"{accent}\"}}"),
            &[],
        )));
        assert!(!said.contains("accent-like-status"), "{said}");
    }
    let mut tree = pack("{accent: \"#8C1D35\"}", &[]);
    let settings = tree.files.get_mut("data/pack.yaml").unwrap();
    settings.extend_from_slice(b"\nrules:\n  accent-like-status: {severity: off, reason: Our red is older than the report.}\n");
    let said = told(&pipeline::build(&tree));
    assert!(!said.contains("accent-like-status"), "{said}");
}

#[test]
fn a_hostile_logo_stops_the_build_at_its_place() {
    for (inside, line) in [
        ("<script>alert(1)</script>", 2),
        ("<path d=\"M0 0\" onload=\"alert(1)\"/>", 2),
        ("\n<foreignObject/>", 3),
        ("<image href=\"https://example.com/x.png\"/>", 2),
        ("<style>@import url(//example.com)</style>", 2),
        ("<path fill=\"url(https://example.com/#a)\" d=\"\"/>", 2),
        ("<use href=\"#a\"/>", 2),
        ("<a href=\"javascript:alert(1)\"/>", 2),
        ("<animate attributeName=\"href\"/>", 2),
    ] {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\">\n{inside}</svg>"
        );
        let build = pipeline::build(&pack("{logo: logo.svg}", &[("logo.svg", svg.as_bytes())]));
        let said = told(&build);
        assert!(build.site.is_none(), "{inside}");
        let place = format!("templates/brand/logo.svg:{line}:");
        assert!(
            said.contains(&place) && said.contains("error[unsafe-logo]"),
            "{inside}: {said}"
        );
    }
}

/// A brand, its files, and what is said.
type Case<'c> = (&'c str, &'c [(&'c str, &'c [u8])], &'c str);

#[test]
fn files_that_are_no_brand_are_told_of() {
    let large = vec![b' '; 70 << 10];
    let cases: [Case<'_>; 12] = [
        (
            "{logo: logo.svg}",
            &[],
            "there is no file `templates/brand/logo.svg`",
        ),
        (
            "{logo: logo.svg}",
            &[("Logo.svg", LOGO.as_bytes())],
            "there is no file",
        ),
        (
            "{logo: ../../data/pack.yaml}",
            &[],
            "is no name of such a file",
        ),
        ("{logo: /etc/passwd.svg}", &[], "is no name of such a file"),
        ("{logo: logo.gif}", &[], "is no name of such a file"),
        (
            "{logo: logo.png}",
            &[("logo.png", b"GIF89a")],
            "it is no PNG",
        ),
        (
            "{logo: logo.svg}",
            &[("logo.svg", &large)],
            "larger than 64 KiB",
        ),
        (
            "{font: {licence: a.txt, regular: a.woff2}}",
            &[("a.txt", b"x"), ("a.woff2", b"wOFF")],
            "it is no WOFF2",
        ),
        (
            "{font: {licence: a.txt, regular: a.woff2}}",
            &[("a.txt", b"x"), ("a.woff2", &REGULAR[..5_000])],
            "cannot be read",
        ),
        (
            "{font: {licence: a.txt, regular: a.woff2}}",
            &[("a.txt", b" "), ("a.woff2", REGULAR)],
            "the licence is empty",
        ),
        (
            "{font: {regular: a.woff2}}",
            &[("a.woff2", REGULAR)],
            "licence",
        ),
        ("{accent: \"5B2A86\"}", &[], "write `\"#5B2A86\"`"),
    ];
    for (brand, files, expected) in cases {
        let build = pipeline::build(&pack(brand, files));
        let helps: Vec<&str> = build
            .diagnostics
            .iter()
            .filter_map(|d| d.help.as_deref())
            .collect();
        let said = format!("{}{}", told(&build), helps.join("\n"));
        assert!(
            build.site.is_none() && said.contains(expected),
            "{brand}: {said}"
        );
    }
}

/// A look is no part of what was published, but part of what a draft is made from.
#[test]
fn the_same_brand_gives_the_same_bytes_and_another_one_another_mark() {
    let (one, again) = (
        site(&whole(), &Forms::default()),
        site(&whole(), &Forms::default()),
    );
    assert!(one == again);
    let mut other = whole();
    other
        .files
        .insert("templates/brand/b.woff2".to_owned(), REGULAR.to_vec());
    let other = site(&other, &Forms::default());
    let marks = |site: &Site| {
        let manifest: serde_json::Value =
            serde_json::from_slice(&site.files["manifest.json"]).unwrap();
        assert!(manifest["inputs"].get("templates/brand/b.woff2").is_some());
        manifest["marks"].clone()
    };
    assert_ne!(marks(&one), marks(&other));
}
