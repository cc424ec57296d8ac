//! Finished pages to a file of every chart on them, which looks right wherever it is put, and a link to
//! it beside the chart. Works on the finished page, so that it holds for a pack's own templates too.
//!
//! Here must never be: what does not stand on the page. A file is made of its figure and of nothing else
//! but whose it is, of which quarter and from which build.

mod figure;
mod look;
mod sheet;

use super::Page;
use super::pages::Maker;
use crate::model::Period;
use crate::tongue;
use figure::Figure;
use look::Look;
use sheet::Sheet;
use std::collections::BTreeMap;

/// Where the charts of a page stand: the folder, and what their names begin with.
struct Place {
    folder: String,
    prefix: String,
}

impl Place {
    /// The pack page at the top shows the latest quarter, whose own page has the same charts.
    fn of(page: &str, latest: Period) -> Self {
        let latest = latest.to_string();
        let page = match page {
            "index.html" => format!("{latest}/index.html"),
            other => other.to_owned(),
        };
        let (folder, rest) = page.split_once('/').unwrap_or(("", &page));
        let stem = rest.trim_end_matches(".html").replace('/', "-");
        Self {
            folder: match folder {
                "" => "charts".to_owned(),
                folder => format!("{folder}/charts"),
            },
            prefix: match &*stem {
                "index" => String::new(),
                stem => format!("{stem}-"),
            },
        }
    }

    fn file(&self, id: &str) -> String {
        format!("{}/{}{id}.svg", self.folder, self.prefix)
    }
}

/// A page with a link to the file of each of its charts.
pub(super) fn linked(path: &str, page: Vec<u8>, latest: Period) -> Vec<u8> {
    let text = String::from_utf8_lossy(&page);
    let figures = Figure::all(&text);
    if figures.is_empty() {
        return page;
    }
    let place = Place::of(path, latest);
    let up = "../".repeat(path.matches('/').count());
    let mut out = String::with_capacity(text.len() + figures.len() * 160);
    let mut done = 0;
    for figure in figures {
        out.push_str(&text[done..figure.link_at]);
        let href = place.file(figure.id);
        out.push_str(&format!(
            "<p class=\"take\"><a href=\"{up}{href}\" download>SVG<span class=\"hidden\"> {} {}</span></a></p>\n",
            tongue::label("of this chart:"),
            figure.headline_html
        ));
        done = figure.link_at;
    }
    out.push_str(&text[done..]);
    out.into_bytes()
}

/// The charts of all pages.
pub(super) fn files(
    maker: &Maker<'_>,
    style: &str,
    pages: &BTreeMap<String, Vec<u8>>,
) -> Vec<Page> {
    let look = Look::of(style);
    let pages = pages.iter().filter(|(path, _)| path.ends_with(".html"));
    // The page at the top has the same charts as that of the latest quarter.
    let pages = pages.filter(|(path, _)| *path != "index.html");
    let pages: Vec<(&String, &Vec<u8>)> = pages.collect();
    let made = maker.each(&pages, |(path, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        let place = Place::of(path, maker.latest);
        let whose = maker.whose(path);
        let charts = Figure::all(&text).into_iter();
        let charts = charts.map(|figure| {
            let sheet = Sheet {
                figure: &figure,
                look: &look,
                whose: &whose,
            };
            (place.file(figure.id), sheet.draw().into_bytes())
        });
        charts.collect::<Vec<Page>>()
    });
    made.into_iter().flatten().collect()
}
