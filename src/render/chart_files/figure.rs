//! A figure of a finished page: its drawing, and the words around it.

/// What stands for the examples by which charts are explained: their figures are nobody's.
const EXAMPLE: &str = "example-";

/// A figure with a chart that has a name.
pub(super) struct Figure<'p> {
    /// Its name on the page.
    pub(super) id: &'p str,
    /// Classes of the drawing.
    pub(super) class: &'p str,
    pub(super) width: f64,
    pub(super) height: f64,
    /// The headline, as it stands on the page.
    pub(super) headline_html: String,
    pub(super) headline: String,
    pub(super) subtitle: String,
    pub(super) description: String,
    /// Source, then notes.
    pub(super) notes: Vec<String>,
    /// The shapes and words.
    pub(super) drawing: &'p str,
    /// Where a link to its file belongs on the page: after its notes.
    pub(super) link_at: usize,
}

impl<'p> Figure<'p> {
    /// Every one of a page, in its order.
    pub(super) fn all(page: &'p str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(start) = page[from..].find("<figure").map(|at| at + from) {
            let Some(end) = page[start..].find("</figure>").map(|at| at + start) else {
                break;
            };
            found.extend(Self::read(page, start, end));
            from = end;
        }
        found
    }

    fn read(page: &'p str, start: usize, end: usize) -> Option<Self> {
        let figure = &page[start..end];
        let svg = figure.find("<svg ")?;
        let tag_end = figure[svg..].find('>')? + svg;
        let tag = &figure[svg..tag_end];
        if !tag.contains(" role=\"img\"") {
            return None;
        }
        let id = attribute(tag, "aria-labelledby")?;
        let id = id.split(' ').next()?.strip_suffix("-t")?;
        let name = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
        if id.is_empty() || id.starts_with(EXAMPLE) || !id.bytes().all(name) {
            return None;
        }
        let mut sizes = attribute(tag, "viewBox")?.split(' ').skip(2);
        let (width, height) = (sizes.next()?.parse().ok()?, sizes.next()?.parse().ok()?);
        let svg_end = figure[svg..].find("</svg>")? + svg;
        let description_end = figure[svg..svg_end].find("</desc>")? + svg;
        let caption = between(figure, "<figcaption>", "</figcaption>").unwrap_or_default();
        let headline = between(figure, &format!("<title id=\"{id}-t\">"), "</title>")?;
        let notes = between(&figure[svg_end..], "<div class=\"notes\">", "</div>");
        let details = figure[svg_end..].find("<details");
        let subtitle = between(caption, "<p class=\"subtitle\">", "</p>");
        Some(Self {
            id,
            class: attribute(tag, "class")?,
            width,
            height,
            headline_html: headline.to_owned(),
            headline: plain(headline),
            subtitle: subtitle.map(plain).unwrap_or_default(),
            description: plain(between(
                figure,
                &format!("<desc id=\"{id}-d\">"),
                "</desc>",
            )?),
            notes: notes.map_or_else(Vec::new, |notes| {
                let notes = notes.split("</p>").map(plain);
                notes.filter(|note| !note.is_empty()).collect()
            }),
            drawing: &figure[description_end + "</desc>".len()..svg_end],
            link_at: start + details.map_or(figure.len(), |at| at + svg_end),
        })
    }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    between(tag, &format!(" {name}=\""), "\"")
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let from = text.find(start)? + start.len();
    let length = text[from..].find(end)?;
    Some(&text[from..from + length])
}

/// HTML as it reads, on one line.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (n, piece) in html.split('<').enumerate() {
        match piece.split_once('>') {
            Some((_, said)) if n > 0 => text.push_str(said),
            _ if n > 0 => {}
            _ => text.push_str(piece),
        }
    }
    let text = characters(&text);
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// With the characters that references stand for.
fn characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 10);
        let named = end.and_then(|end| {
            let name = &rest[1..end];
            let letter = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "nbsp" => '\u{a0}',
                "shy" => '\u{ad}',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok(),
                        None => number.parse().ok(),
                    };
                    char::from_u32(code?).filter(|letter| !letter.is_control())?
                }
            };
            Some((letter, end + 1))
        });
        let (letter, length) = named.unwrap_or(('&', 1));
        out.push(letter);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<h1>x</h1><figure>\n<figcaption><h3>A &amp; B</h3><p class=\"subtitle\">Rate, <i>%</i></p></figcaption>\
        <svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart chart-xmr\" viewBox=\"0 0 310 196\" role=\"img\" aria-labelledby=\"moved-1-t moved-1-d\">\
        <title id=\"moved-1-t\">A &amp; B</title><desc id=\"moved-1-d\">It fell.</desc><g aria-hidden=\"true\"><path/></g></svg>\
        <div class=\"notes\"><p>Source: log.</p> <p>5 &#x3C; 6</p></div><details class=\"data\"></details></figure>";

    #[test]
    fn a_figure_is_read_off_its_page() {
        let all = Figure::all(PAGE);
        let [figure] = &all[..] else {
            panic!("one figure, not {}", all.len());
        };
        assert_eq!((figure.id, figure.class), ("moved-1", "chart chart-xmr"));
        assert_eq!((figure.width, figure.height), (310.0, 196.0));
        assert_eq!(figure.headline, "A & B");
        assert_eq!(figure.subtitle, "Rate, %");
        assert_eq!(figure.notes, ["Source: log.", "5 < 6"]);
        assert_eq!(figure.drawing, "<g aria-hidden=\"true\"><path/></g>");
        assert!(PAGE[figure.link_at..].starts_with("<details"));
    }

    #[test]
    fn what_is_no_chart_of_the_pack_is_left_out() {
        for page in [
            PAGE.replace("moved-1", "example-1"),
            PAGE.replace(" role=\"img\"", " aria-hidden=\"true\""),
            PAGE.replace("moved-1", "../../x"),
            PAGE.replace("</figure>", ""),
            "<figure".to_owned(),
            String::new(),
        ] {
            assert!(Figure::all(&page).is_empty(), "{page}");
        }
    }
}
