//! What holds for every page of the sample's site, whatever the page is about.
#![expect(
    clippy::panic,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may fail, and read the sample as its authors left it"
)]

use boardpack::{load, pipeline, render::Site};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let tree =
            load::Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the sample is there");
        let build = pipeline::build(&tree);
        let told = boardpack::diag::emit::short(&build.diagnostics, &build.sources);
        build.site.unwrap_or_else(|| panic!("{told}"))
    })
}

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = site().files.iter();
    files
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).expect("pages are UTF-8");
            (path.as_str(), text)
        })
}

/// Start tags of that name with their attributes as written.
fn tags<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split('<').skip(1).filter_map(move |piece| {
        let tag = piece.split('>').next()?;
        let rest = tag.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with([' ', '\n'])).then_some(rest)
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

/// Every `id` of a page. Start tags only, so that text about ids does not count.
fn ids(html: &str) -> Vec<&str> {
    html.split('<')
        .filter_map(|piece| attribute(piece.split('>').next()?, "id"))
        .collect()
}

fn fail_on(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_page_has_a_language_one_headline_and_a_skip_link_first() {
    let mut wrong = Vec::new();
    for (path, html) in pages() {
        let skip = html.find("class=\"skip\"").unwrap_or(usize::MAX);
        let first_link = html.find("<a ").unwrap_or(0);
        let levels: Vec<u8> = html
            .match_indices("<h")
            .filter_map(|(at, _)| html.as_bytes().get(at + 2).copied())
            .filter(u8::is_ascii_digit)
            .map(|digit| digit - b'0')
            .collect();
        let skips_a_level = levels.windows(2).any(|pair| pair[1] > pair[0] + 1);
        for (holds, what) in [
            (html.contains("<html lang=\"en"), "has no language"),
            (tags(html, "h1").count() == 1, "has not exactly one h1"),
            (levels.first() == Some(&1), "does not begin with its h1"),
            (!skips_a_level, "skips a level of heading"),
            (
                skip < first_link + 40,
                "has another link before the skip link",
            ),
            (html.contains("<main id=\"content\""), "has no main part"),
        ] {
            if !holds {
                wrong.push(format!("{path} {what}"));
            }
        }
    }
    fail_on(&wrong);
}

#[test]
fn nothing_runs_and_nothing_is_fetched() {
    let mut wrong = Vec::new();
    for (path, html) in pages() {
        for banned in [
            "<script",
            "<iframe",
            "<img",
            "<object",
            "<embed",
            "<form",
            "<style",
            "javascript:",
            "http-equiv=\"refresh",
        ] {
            if html.contains(banned) {
                wrong.push(format!("{path} holds `{banned}`"));
            }
        }
        for tag in html.split('<').filter_map(|p| p.split('>').next()) {
            if attribute(tag, "style").is_some()
                || tag.contains(" on") && tag.contains("=\"") && has_handler(tag)
            {
                wrong.push(format!("{path} styles or scripts in place: <{tag}>"));
            }
        }
        for link in tags(html, "link") {
            let href = attribute(link, "href").unwrap_or_default();
            if href.contains("//") || href.starts_with('/') {
                wrong.push(format!("{path} loads {href}"));
            }
        }
        if !html.contains("default-src 'none'") {
            wrong.push(format!("{path} has no content security policy"));
        }
    }
    fail_on(&wrong);
}

fn has_handler(tag: &str) -> bool {
    tag.split_whitespace().any(|part| {
        part.strip_prefix("on")
            .and_then(|rest| rest.split_once('='))
            .is_some_and(|(event, _)| event.bytes().all(|b| b.is_ascii_lowercase()))
    })
}

#[test]
fn every_table_has_a_caption_scoped_heads_and_no_empty_cell() {
    let mut wrong = Vec::new();
    for (path, html) in pages() {
        let tables = tags(html, "table").count();
        if tags(html, "caption").count() != tables {
            wrong.push(format!("{path} has a table without a caption"));
        }
        if tags(html, "th").any(|th| attribute(th, "scope").is_none()) {
            wrong.push(format!("{path} has a head without a scope"));
        }
        if html.contains("<td></td>") || html.contains("<td class=\"num\"></td>") {
            wrong.push(format!("{path} has an empty cell"));
        }
    }
    fail_on(&wrong);
}

#[test]
fn an_id_names_one_thing() {
    let mut wrong = Vec::new();
    for (path, html) in pages() {
        let ids = ids(html);
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                wrong.push(format!("{path} has `{id}` twice"));
            }
        }
    }
    fail_on(&wrong);
}

#[test]
fn every_link_leads_somewhere_and_names_its_file() {
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages()
        .map(|(path, html)| (path, ids(html).into_iter().collect()))
        .collect();
    let mut wrong = BTreeSet::new();
    for (path, html) in pages() {
        for tag in tags(html, "a").chain(tags(html, "link")) {
            let Some(href) = attribute(tag, "href") else {
                continue;
            };
            // No icon is an answer too: without it a browser asks the server for one.
            let no_icon = tag.contains("rel=\"icon\"") && href == "data:,";
            if href.starts_with("https://") || no_icon {
                continue;
            }
            let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
            let target = if file.is_empty() {
                path.to_owned()
            } else {
                resolve(path, file)
            };
            if !site().files.contains_key(&target) {
                wrong.insert(format!("{path}: `{href}` leads nowhere"));
            } else if !fragment.is_empty()
                && !ids
                    .get(target.as_str())
                    .is_some_and(|there| there.contains(fragment))
            {
                wrong.insert(format!("{path}: no `{fragment}` in {target}"));
            }
        }
    }
    fail_on(&wrong.into_iter().collect::<Vec<_>>());
}

/// A relative address seen from a page.
fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for step in href.split('/') {
        if step == ".." {
            parts.pop();
        } else {
            parts.push(step);
        }
    }
    parts.join("/")
}

#[test]
fn the_pack_page_keeps_the_order_a_director_asks_in() {
    let latest = site().files.get("index.html").expect("the pack page");
    let html = std::str::from_utf8(latest).expect("text");
    let places: Vec<usize> = [
        "The Board is asked to",
        "In three sentences",
        "<caption>Four verdicts",
        "Since the last meeting",
        "Data as at",
        "id=\"dashboard\"",
        "id=\"what-moved\"",
        "id=\"stories\"",
        "id=\"decision-1\"",
        "id=\"how-to-read\"",
        "id=\"data-quality\"",
    ]
    .iter()
    .map(|part| html.find(part).unwrap_or_else(|| panic!("no `{part}`")))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    for row in [
        "Past decisions",
        "Risks, new and closed",
        "Restated figures",
        "Definition changes",
        "<dt>Promises<",
    ] {
        assert!(html.contains(row), "an auditor looks for `{row}`");
    }
}

/// The letters and digits of what a reader reads, without tags, spaces and marks.
fn letters(html: &str) -> String {
    html.replace("&#39;", "")
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
        .flat_map(str::chars)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[test]
fn every_paragraph_an_author_writes_for_a_quarter_is_printed() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, html) in pages() {
        let Some(quarter) = path.strip_suffix("/index.html") else {
            continue;
        };
        if quarter == "glossary" {
            continue;
        }
        let page = letters(html);
        for folder in ["", "stories", "decisions"] {
            let Ok(files) = std::fs::read_dir(content.join(quarter).join(folder)) else {
                continue;
            };
            for file in files.map(|f| f.unwrap().path()).filter(|f| f.is_file()) {
                let text = std::fs::read_to_string(&file).unwrap();
                let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
                // A link's address is no word of the page.
                // The marks of internal blocks are no words, and figures are not printed as bound.
                let unmarked = body.replace(":::internal\n", "").replace(":::\n", "");
                let plain = |p: &&str| {
                    !p.trim().is_empty() && !p.contains(['#', '[', '&']) && !p.contains("{{")
                };
                for paragraph in unmarked.split("\n\n").filter(plain) {
                    seen += 1;
                    // What stands for a figure, and the fences of what some may not see, are not printed.
                    let lines = paragraph.lines().filter(|line| !line.starts_with(":::"));
                    let text = lines.collect::<Vec<_>>().join(" ");
                    let mut pieces = text
                        .split("{{")
                        .map(|piece| piece.split_once("}}").map_or(piece, |(_, after)| after));
                    if !pieces.all(|piece| page.contains(&letters(piece))) {
                        wrong.push(format!("{path}: {paragraph}"));
                    }
                }
            }
        }
    }
    assert!(seen > 10, "{seen}");
    fail_on(&wrong);
}

#[test]
fn the_pack_page_is_light() {
    let latest = site().files.get("index.html").expect("the pack page");
    // Compressed, a page of tables and drawings is under a third of its size.
    assert!(latest.len() < 450_000, "{} bytes", latest.len());
}

#[test]
fn the_latest_pack_stands_at_its_permanent_address_too() {
    let twice: Vec<&str> = ["index.html", "2026-Q3/index.html"]
        .iter()
        .filter_map(|path| std::str::from_utf8(site().files.get(*path)?).ok())
        .collect();
    let [top, lasting] = twice.as_slice() else {
        panic!("one of the two is missing");
    };
    assert_eq!(top.to_owned().to_owned(), lasting.replace("../", ""));
}

#[test]
fn the_same_pack_gives_the_same_bytes() {
    let tree =
        load::Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the sample is there");
    // Order that is left to chance may come out right once.
    for build in 2..=10 {
        let again = pipeline::build(&tree).site.expect("it builds");
        let differing: Vec<&String> = again
            .files
            .iter()
            .filter(|(path, bytes)| site().files.get(*path) != Some(bytes))
            .map(|(path, _)| path)
            .collect();
        assert!(differing.is_empty(), "build {build}: {differing:?}");
        assert_eq!(again.files.len(), site().files.len());
    }
}

#[test]
fn a_new_quarter_leaves_the_pages_of_earlier_quarters_as_they_were() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut then = load::Tree::read(root).expect("the sample is there");
    then.files.retain(|path, _| {
        !path.starts_with("data/snapshots/2026-Q3") && !path.starts_with("content/2026-Q3/")
    });
    let built = pipeline::build(&then);
    let told = boardpack::diag::emit::short(&built.diagnostics, &built.sources);
    let then = built.site.unwrap_or_else(|| panic!("{told}")).files;
    let now = &site().files;
    let earlier = |path: &&String| path.starts_with("20") && !path.starts_with("2026-Q3");
    let changed: Vec<&String> = then
        .keys()
        .filter(earlier)
        .filter(|path| now.get(*path) != then.get(*path))
        .collect();
    assert!(then.keys().any(|path| earlier(&path)));
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn a_bridge_adds_up_as_it_is_printed() {
    let mut bridges = 0;
    for (path, html) in pages().filter(|(path, _)| path.starts_with("metrics/")) {
        let Some((_, after)) = html.split_once("chart-bridge") else {
            continue;
        };
        bridges += 1;
        let body = after.split("<tbody").nth(1).expect("a table follows");
        let body = body.split("</tbody>").next().expect("which ends");
        let amount = |row: &str| -> i64 {
            let cell = row.rsplit_once("</td>").expect("a cell").0;
            let (_, figure) = cell.rsplit_once('>').expect("its text");
            let plain = figure
                .replace('\u{2212}', "-")
                .replace(['+', ',', '\u{a0}'], "");
            plain
                .parse()
                .unwrap_or_else(|_| panic!("`{figure}` in {path}"))
        };
        let amounts: Vec<i64> = body.split("<tr").skip(1).map(amount).collect();
        let (end, steps) = amounts.split_last().expect("rows");
        assert_eq!(steps.iter().sum::<i64>(), *end, "{path}");
    }
    assert!(bridges > 2, "{bridges}");
}

/// L4: two quarters side by side are drawn only where no weeks are on record; where there are, the
/// weeks are.
#[test]
fn no_slope_is_drawn_where_weeks_are() {
    let mut slopes = 0;
    for (path, html) in pages() {
        if html.contains("chart chart-slope") {
            slopes += 1;
            let records = path.starts_with("quality/") || path == "gallery.html";
            assert!(records, "{path} draws a slope");
        }
        assert!(!html.contains("chart-bars"), "{path}");
    }
    assert!(slopes > 1, "{slopes}");
}

/// What is core and what is appendix: ten sheets at most before it, and each of its own leads with it.
#[test]
fn the_core_is_ten_sheets_and_the_appendix_is_indexed() {
    let mut looked_at = 0;
    for (path, html) in pages().filter(|(path, _)| path.ends_with("/index.html")) {
        if !html.contains("id=\"at-a-glance\"") {
            continue;
        }
        looked_at += 1;
        let sheets: Vec<&str> = html.split("<section class=\"sheet").skip(1).collect();
        let sheets = sheets.iter().filter(|s| !s.starts_with(" to-services"));
        let behind: Vec<bool> = sheets
            .map(|s| s.contains("<p class=\"kicker\">Appendix · "))
            .collect();
        let core = behind.iter().take_while(|behind| !**behind).count();
        assert!(core <= 10, "{path}: {core} sheets");
        assert!(behind[core..].iter().all(|behind| *behind), "{path}");
        let index = html.split("In the appendix:").nth(1).expect("an index");
        let index = index.split("</p>").next().expect("which ends");
        let told = index.matches("<a href=\"#").count();
        assert_eq!(told, behind.len() - core, "{path}");
    }
    assert!(looked_at > 5, "{looked_at}");
}

#[test]
fn below_tables_every_name_is_a_metrics() {
    // Anything else there would be overwritten by a metric of that name.
    let of = |path: &str| {
        let name = path.strip_prefix("tables/")?;
        let name = name.strip_prefix("weeks/").unwrap_or(name);
        Some(name.strip_suffix(".csv")?.to_owned())
    };
    let names: BTreeSet<String> = site().files.keys().filter_map(|path| of(path)).collect();
    assert!(!names.is_empty());
    let metric = |name: &&String| !site().files.contains_key(&format!("metrics/{name}.html"));
    let strangers: Vec<String> = names.iter().filter(metric).cloned().collect();
    fail_on(&strangers);
}
