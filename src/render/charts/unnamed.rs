//! A drawing to the same drawing without name and description, to stand beside its own words or a
//! second time on one page, where an id must not repeat.

use super::Svg;

impl Svg {
    /// Hidden from readers by ear; nothing in it can be pointed at.
    pub(crate) fn unnamed(&self) -> Self {
        let Some(end) = self.0.find('>') else {
            return self.clone();
        };
        let (head, body) = self.0.split_at(end);
        let head = without(head, " role=\"", "\"");
        let head = without(&head, " aria-labelledby=\"", "\"");
        let hidden = if head.contains("aria-hidden") {
            ""
        } else {
            " aria-hidden=\"true\" focusable=\"false\""
        };
        let body = without(body, "<title", "</title>");
        let body = without(&body, "<desc", "</desc>");
        Self(format!("{head}{hidden}{body}"))
    }
}

/// The text without its first stretch from `start` to `end`.
fn without(text: &str, start: &str, end: &str) -> String {
    let stretch = text.find(start).and_then(|from| {
        let inside = from + start.len();
        let to = text[inside..].find(end)? + inside + end.len();
        Some((from, to))
    });
    match stretch {
        Some((from, to)) => format!("{}{}", &text[..from], &text[to..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Svg;

    #[test]
    fn only_the_name_goes() {
        let named = "<svg class=\"chart\" role=\"img\" aria-labelledby=\"a-t a-d\"><title id=\"a-t\">T</title><desc id=\"a-d\">D</desc><path d=\"M0 0\"/></svg>";
        assert_eq!(
            Svg(named.to_owned()).unnamed().as_str(),
            "<svg class=\"chart\" aria-hidden=\"true\" focusable=\"false\"><path d=\"M0 0\"/></svg>"
        );
        let hidden = "<svg aria-hidden=\"true\"><path/></svg>";
        assert_eq!(Svg(hidden.to_owned()).unnamed().as_str(), hidden);
        assert_eq!(Svg::default().unnamed(), Svg::default());
    }
}
