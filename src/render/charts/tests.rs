//! Every example against its golden file, and any input against what a drawing must never be.

use super::*;

#[expect(
    clippy::disallowed_methods,
    reason = "golden files are read and blessed here"
)]
fn golden(kind: &str, drawn: &str) {
    let path = format!(
        "{}/tests/golden/charts/{kind}.svg",
        env!("CARGO_MANIFEST_DIR")
    );
    if std::env::var("BLESS").is_ok() {
        std::fs::create_dir_all(format!(
            "{}/tests/golden/charts",
            env!("CARGO_MANIFEST_DIR")
        ))
        .expect("the folder can be made");
        std::fs::write(&path, drawn).expect("the golden file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == drawn,
        "{kind} is not drawn as in {path}; look at it, then bless it with BLESS=1"
    );
}

/// Well-formed, nothing off the sheet, no colour, no style, no reference.
pub(super) fn assert_sound(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|e| panic!("{e}: {svg}"));
    let root = document.root_element();
    let view: Vec<f64> = root
        .attribute("viewBox")
        .unwrap_or_default()
        .split(' ')
        .filter_map(|n| n.parse().ok())
        .collect();
    let &[_, _, width, height] = view.as_slice() else {
        panic!("no viewBox: {svg}")
    };
    assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        for attribute in node.attributes() {
            let allowed = [
                "class",
                "viewBox",
                "role",
                "aria-labelledby",
                "aria-hidden",
                "focusable",
                "id",
                "d",
                "stroke-width",
                "x",
                "y",
                "cx",
                "cy",
                "r",
            ];
            assert!(allowed.contains(&attribute.name()), "{}", attribute.name());
            assert!(!attribute.value().contains("url("));
        }
        for (name, most) in [("x", width), ("cx", width), ("y", height), ("cy", height)] {
            if let Some(value) = node.attribute(name) {
                let value: f64 = value.parse().expect("a coordinate is a number");
                assert!((0.0..=most).contains(&value), "{name} {value}: {svg}");
            }
        }
        if let Some(path) = node.attribute("d") {
            for (x, y) in walked(path) {
                assert!(
                    (-0.1..=width + 0.1).contains(&x) && (-0.1..=height + 0.1).contains(&y),
                    "{x},{y} in {path}"
                );
            }
        }
    }
}

/// The points a path of relative commands visits.
fn walked(path: &str) -> Vec<(f64, f64)> {
    let (mut at, mut start, mut command) = ((0.0, 0.0), (0.0, 0.0), 'm');
    let mut points = Vec::new();
    let mut rest = path;
    let number = |rest: &mut &str| -> f64 {
        *rest = rest.trim_start();
        let length = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| !c.is_ascii_digit() && *c != '.')
            .map_or(rest.len(), |(i, _)| i);
        let (number, left) = rest.split_at(length);
        *rest = left;
        number
            .parse()
            .unwrap_or_else(|_| panic!("`{number}` in {path}"))
    };
    while let Some(next) = rest.trim_start().chars().next() {
        rest = rest.trim_start();
        let named = next.is_ascii_alphabetic();
        if named {
            rest = &rest[1..];
            command = next;
        }
        match command {
            'z' => {
                at = start;
                continue;
            }
            'h' => at.0 += number(&mut rest),
            'v' => at.1 += number(&mut rest),
            'm' | 'l' => {
                at = (at.0 + number(&mut rest), at.1 + number(&mut rest));
                if command == 'm' {
                    start = at;
                    command = 'l';
                }
            }
            other => panic!("`{other}` in {path}"),
        }
        points.push(at);
    }
    points
}

#[test]
fn every_example_is_drawn_as_it_was_looked_at() {
    for chart in CHARTS {
        let svg = (chart.example)();
        assert_sound(svg.as_str());
        golden(chart.kind, svg.as_str());
    }
}
