//! Every chart of a pack stands as a file of its own that needs nothing else: well-formed, named,
//! explained, saying whose it is, and led to from beside the chart.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::load::{Tree, base_pack};
use boardpack::pipeline;
use boardpack::render::Site;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

fn sites() -> &'static [Site] {
    static SITES: OnceLock<Vec<Site>> = OnceLock::new();
    SITES.get_or_init(|| {
        let sample = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let trees = [sample, base_pack()];
        let built = trees.iter().map(|tree| pipeline::build(tree).site.unwrap());
        built.collect()
    })
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(&site.files[path]).unwrap()
}

/// Charts by file.
fn charts(site: &Site) -> BTreeMap<&str, &str> {
    let paths = site.files.keys().filter(|path| path.ends_with(".svg"));
    paths
        .map(|path| (path.as_str(), text(site, path)))
        .collect()
}

/// Of a page: each chart with a name, and where the link beside it leads.
fn on_page(site: &Site, path: &str) -> Vec<(String, Option<String>)> {
    let page = text(site, path);
    let figures = page.split("<figure").skip(1);
    figures
        .filter_map(|rest| {
            let figure = rest.split("</figure>").next().unwrap();
            let (_, svg) = figure.split_once("<svg ")?;
            let drawing = svg.split("</svg>").next().unwrap();
            drawing.split_once("role=\"img\"")?;
            let link = figure.split_once("<p class=\"take\"><a href=\"");
            let link = link.map(|(_, rest)| rest.split('"').next().unwrap());
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let to = link.map(|href| {
                let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
                for part in href.split('/') {
                    match part {
                        ".." => drop(parts.pop()),
                        part => parts.push(part),
                    }
                }
                parts.join("/")
            });
            Some((drawing.to_owned(), to))
        })
        .collect()
}

#[test]
fn every_chart_leads_to_its_file_and_every_file_is_led_to() {
    for site in sites() {
        let files = charts(site);
        let mut led_to = BTreeSet::new();
        for path in site.files.keys().filter(|path| path.ends_with(".html")) {
            for (drawing, to) in on_page(site, path) {
                // Examples explain a kind of chart; their figures are nobody's.
                if drawing.contains("\"example-") {
                    assert_eq!(to, None, "{path}");
                    continue;
                }
                let to = to.unwrap_or_else(|| panic!("{path}: a chart without its file"));
                let file = files.get(to.as_str());
                let file = file.unwrap_or_else(|| panic!("{path}: no file `{to}`"));
                let (_, shapes) = drawing.split_once("</desc>").unwrap();
                assert!(file.contains(shapes), "{path}: {to} shows something else");
                led_to.insert(to);
            }
        }
        let all: BTreeSet<String> = files.keys().map(|path| (*path).to_owned()).collect();
        assert_eq!(led_to, all);
        let manifest: serde_json::Value =
            serde_json::from_slice(&site.files["manifest.json"]).unwrap();
        assert!(
            all.iter()
                .all(|path| manifest["outputs"].get(path).is_some())
        );
    }
    assert!(charts(&sites()[0]).len() > 500);
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// What all elements of a name say.
fn said(root: Node<'_, '_>, name: &str) -> String {
    let all = root.descendants().filter(|n| n.has_tag_name((SVG, name)));
    let all: Vec<&str> = all.filter_map(|n| n.text()).collect();
    all.join(" ")
}

#[test]
fn every_file_is_well_formed_needs_nothing_else_and_says_whose_it_is() {
    for site in sites() {
        let report: serde_json::Value = serde_json::from_slice(&site.files["report.json"]).unwrap();
        let of = |key: &str| report[key].as_str().unwrap().to_owned();
        for (path, svg) in charts(site) {
            let document = Document::parse(svg).unwrap_or_else(|fault| panic!("{path}: {fault}"));
            let root = document.root_element();
            assert!(root.has_tag_name((SVG, "svg")), "{path}");
            let of_quarter = path.split('/').next().unwrap();
            let quarters = report["quarters"].as_array().unwrap();
            let quarter = quarters.iter().find(|q| q["period"] == of_quarter);
            let quarter = quarter.unwrap_or_else(|| quarters.last().unwrap());
            let build = format!("build {}", quarter["build"].as_str().unwrap());
            let (heading, about) = (said(root, "title"), said(root, "desc"));
            assert!(heading.len() > 10, "{path}: {heading}");
            for wanted in [
                of("organisation"),
                of("report"),
                of("classification"),
                build,
            ] {
                assert!(about.contains(&wanted), "{path}: no `{wanted}` in {about}");
            }
            let words = said(root, "text");
            for wanted in [of("organisation"), heading, "Source:".to_owned()] {
                assert!(
                    words.contains(&wanted),
                    "{path}: `{wanted}` is not drawn: {words}"
                );
            }
            for node in root.descendants().filter(Node::is_element) {
                let allowed = [
                    "svg", "title", "desc", "style", "rect", "g", "text", "tspan", "path", "circle",
                ];
                assert!(
                    allowed.contains(&node.tag_name().name()),
                    "{path}: {node:?}"
                );
                for attribute in node.attributes() {
                    let name = attribute.name();
                    assert!(
                        !name.starts_with("on") && name != "href" && name != "style",
                        "{path}: {name}"
                    );
                    assert!(!attribute.value().contains("url("), "{path}: {name}");
                }
            }
            let style = said(root, "style");
            for alien in ["var(", "url(", "@import", "@font-face"] {
                assert!(!style.contains(alien), "{path}: {alien}");
            }
            assert!(style.contains("@media(prefers-color-scheme:dark)"));
            assert!(svg.len() < 40_000, "{path} has {} bytes", svg.len());
        }
    }
}

/// A class of a drawing that its file gives no look is drawn black, and filled.
#[test]
fn every_class_of_a_file_has_its_look() {
    for (path, svg) in charts(&sites()[0]) {
        let document = Document::parse(svg).unwrap();
        let style = said(document.root_element(), "style");
        for node in document.descendants() {
            for class in node
                .attribute("class")
                .unwrap_or_default()
                .split_ascii_whitespace()
            {
                let known = [",", "{"]
                    .iter()
                    .any(|end| style.contains(&format!(".{class}{end}")));
                let around = class == "chart" || class.starts_with("chart-");
                assert!(known || around, "{path}: `{class}` has no look");
            }
        }
    }
}
