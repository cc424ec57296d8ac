//! Every example against its golden file, and any input against what a drawing must never be.

use super::*;

mod ageing;
mod bridge;
mod bullet;
mod burn_down;
mod course;
mod reading;
mod restore;
mod slope;
mod strip;

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
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        for attribute in node.attributes() {
            // Of the drawing only: a label may well read "NaN" where a reader's words do.
            let number = attribute.value();
            assert!(!number.contains("NaN") && !number.ends_with("inf"), "{svg}");
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
            let value = attribute.value();
            assert!(!value.contains("url("));
            // Words may hold any letters; a coordinate that is no number may not.
            assert!(!value.contains("NaN") && !value.contains("inf"), "{svg}");
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
        if let Some(half) = chart.half {
            let svg = half();
            assert_sound(svg.as_str());
            golden(&format!("{}-half", chart.kind), svg.as_str());
        }
        for edge in chart.edges {
            let svg = (edge.draw)();
            assert_sound(svg.as_str());
            golden(&format!("{}-{}", chart.kind, edge.name), svg.as_str());
        }
    }
}

/// G15: whatever is written on a chart, no line of data runs through it.
#[test]
fn no_data_line_runs_through_words() {
    for chart in CHARTS {
        let edges = chart.edges.iter().map(|edge| (edge.draw)());
        let halves = chart.half.into_iter().map(|half| half());
        for svg in [(chart.example)()].into_iter().chain(halves).chain(edges) {
            let read = reading::Read::of(svg.as_str());
            for class in ["c-actual", "c-prior", "c-line-good", "c-line-act"] {
                let crossed = read.crossed(class);
                assert!(crossed.is_empty(), "{}: {crossed:?}", chart.kind);
            }
        }
    }
}

mod any {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Option<f64>> {
        prop_oneof![
            1 => Just(None),
            6 => (-5.0..120.0_f64).prop_map(Some),
            1 => Just(Some(0.0)),
            1 => (-1e12..1e12_f64).prop_map(Some),
            1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::MAX)].prop_map(Some),
        ]
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ -~]{0,50}",
            Just("6\u{a0}Jul: <b>\"x\" & y</b>\u{0}\u{1b}".to_owned()),
            Just("Größe 大きさ".to_owned()),
        ]
    }

    fn axis(values: &[Option<f64>]) -> Axis {
        let made = scale(values.iter().copied().flatten(), Steps::Decimal, None);
        Axis {
            low: made.low,
            high: made.high,
            ticks: made.ticks.iter().map(|t| (*t, format!("{t}"))).collect(),
            baseline: !made.cropped,
        }
    }

    fn marks(weeks: usize) -> impl Strategy<Value = Vec<Mark>> {
        let most = i32::try_from(weeks).unwrap_or(0);
        prop::collection::vec((-1..=most, text(), any::<bool>()), 0..7).prop_map(|marks| {
            let letters = ('A'..).zip(marks);
            letters
                .map(|(letter, (at, whole, ours))| Mark {
                    at: f64::from(at) - 0.4,
                    letter,
                    action: ours.then(|| ActionLabel {
                        whole,
                        date: "6\u{a0}Jul".to_owned(),
                    }),
                })
                .collect()
        })
    }

    fn tone(n: u8) -> Option<Tone> {
        [
            None,
            None,
            Some(Tone::Good),
            Some(Tone::Bad),
            Some(Tone::Neutral),
        ]
        .get(usize::from(n % 5))
        .copied()
        .flatten()
    }

    fn standing(n: u8) -> Standing {
        match n % 7 {
            0 => Standing::Partial,
            1 => Standing::Estimated,
            _ => Standing::Whole,
        }
    }

    prop_compose! {
        fn weeks()(values in prop::collection::vec(value(), 0..61))
            (kinds in prop::collection::vec(any::<u8>(), values.len()),
             marks in marks(values.len()),
             cut in 0..=values.len(),
             words in text(),
             half in any::<bool>(),
             values in Just(values)) -> (Vec<Option<f64>>, Vec<u8>, Vec<Mark>, usize, String, bool) {
            (values, kinds, marks, cut, words, half)
        }
    }

    proptest! {
        #[test]
        fn weeks_make_a_sound_chart((values, kinds, marks, cut, words, half) in weeks()) {
            let last = values.len().saturating_sub(1);
            let middle = values.iter().copied().flatten().find(|v| v.is_finite()).unwrap_or(3.0);
            let stretch = |from, to| Stretch {
                from, to, average: middle, upper: Some(middle + 2.0), lower: None,
            };
            let svg = xmr::draw(&xmr::Xmr {
                alternative: Alternative { id: "a", title: &words, description: &words },
                half,
                axis: axis(&values),
                weeks: values.iter().zip(&kinds).map(|(value, kind)| xmr::Week {
                    value: *value,
                    standing: standing(*kind),
                    signal: tone(*kind),
                    rules: if tone(*kind).is_some() { kind & 7 } else { 0 },
                }).collect(),
                stretches: vec![stretch(0, cut.min(last)), stretch(cut.min(last), last)],
                target: vec![Step { from: 0, to: last, value: 5.0 }],
                ends: [middle, middle, 5.0, f64::MAX].map(|value| End {
                    value, words: words.clone(), bold: false,
                }).to_vec(),
                marks,
                breaks: vec![(cut, "definition changed".to_owned())],
                ticks: (0..values.len()).map(|i| (i, words.clone())).collect(),
            });
            assert_sound(svg.as_str());
        }

        #[test]
        fn weeks_make_a_sound_sparkline((values, kinds, _, cut, _, _) in weeks()) {
            let svg = sparkline::draw(&sparkline::Sparkline {
                outside: kinds.iter().enumerate()
                    .filter_map(|(i, kind)| Some((i, tone(*kind)?))).collect(),
                ranges: vec![sparkline::Range {
                    from: 0, to: cut, average: 4.0, lower: None, upper: Some(9.0),
                }],
                quarter: Some(cut),
                breaks: vec![cut],
                values,
            });
            if !svg.as_str().is_empty() {
                assert_sound(svg.as_str());
            }
        }

        #[test]
        fn quarters_make_a_sound_trend((values, kinds, marks, cut, words, _) in weeks()) {
            let values = &values[..values.len().min(13)];
            let svg = trend::draw(&trend::Trend {
                alternative: Alternative { id: "a", title: &words, description: &words },
                axis: axis(values),
                quarters: values.iter().zip(&kinds).map(|(value, kind)| trend::Quarter {
                    value: *value, standing: standing(*kind),
                }).collect(),
                target: vec![
                    Step { from: 0, to: cut.min(5), value: 8.0 },
                    Step { from: cut.min(5) + 1, to: 12, value: -3.0 },
                ],
                benchmark: Some(trend::Band { low: 5.0, high: 20.0, words: words.clone() }),
                ringed: Some((cut, words.clone())),
                first: Some((0, words.clone())),
                ends: vec![End { value: 8.0, words: words.clone(), bold: true }],
                marks,
                breaks: vec![(cut, words.clone())],
                ticks: (0..values.len()).map(|i| (i, format!("Q1\n{words}"))).collect(),
            });
            assert_sound(svg.as_str());
        }

        #[test]
        fn services_make_sound_panels(
            services in prop::collection::vec(
                (prop::collection::vec(value(), 9), text(), any::<u8>()), 0..10),
            own in prop::option::of(0..10_usize),
        ) {
            let all: Vec<Option<f64>> = services.iter().flat_map(|s| s.0.clone()).collect();
            let svg = multiples::draw(&multiples::Multiples {
                part: "a part".to_owned(),
                breaks: vec![1],
                alternative: Alternative { id: "a", title: "t", description: "d" },
                axis: axis(&all),
                panels: services.iter().enumerate().map(|(i, (values, name, kind))| multiples::Panel {
                    name: name.clone(),
                    values: values.clone(),
                    part: values.iter().rev().copied().collect(),
                    last: name.clone(),
                    moved: tone(*kind).map(|t| (kind & 1 == 0, t)),
                    own: (own == Some(i)).then(|| axis(values)),
                }).collect(),
                median: services.first().map(|s| s.0.clone()).unwrap_or_default(),
                ends: ("Q1".to_owned(), "Q4".to_owned()),
            });
            assert_sound(svg.as_str());
        }
    }
}
