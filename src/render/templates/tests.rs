use super::*;

#[derive(Serialize)]
struct View {
    frame: crate::render::pages::Frame,
    headline: &'static str,
}

fn engine(own: &[(&str, &str)]) -> (Result<Engine, Vec<Diagnostic>>, Sources) {
    let mut sources = Sources::default();
    let own = own
        .iter()
        .map(|(name, text)| {
            (
                (*name).to_owned(),
                sources.add(format!("templates/{name}"), *text),
            )
        })
        .collect();
    (Engine::new(&Templates(own), &sources), sources)
}

fn places(faults: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let place = |fault: &Diagnostic| {
        let span = fault.primary.as_ref().map(|l| l.span)?;
        let (line, column) = sources.line_column(span);
        Some(format!("{}:{line}:{column}", sources.file(span.file).path))
    };
    faults.iter().filter_map(place).collect()
}

fn faults(own: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let (engine, sources) = engine(own);
    let faults = match engine {
        Err(faults) => faults,
        Ok(engine) => {
            let view = View {
                frame: crate::render::pages::Frame::bare(),
                headline: "h",
            };
            let names = own.iter().map(|(name, _)| *name);
            names
                .filter_map(|name| engine.fill(name, &view).err().map(|fault| *fault))
                .collect()
        }
    };
    let said = faults.iter().map(|f| f.message.clone()).collect();
    (places(&faults, &sources), said)
}

#[test]
fn the_embedded_templates_are_sound() {
    assert!(engine(&[]).0.is_ok());
}

#[test]
fn an_override_that_extends_the_default_changes_one_block() {
    let fill = |own: &[(&str, &str)]| {
        let engine = engine(own).0.unwrap_or_else(|faults| panic!("{faults:?}"));
        let view = View {
            frame: crate::render::pages::Frame::bare(),
            headline: "h",
        };
        String::from_utf8(engine.fill("base.html", &view).expect("it renders")).expect("text")
    };
    let plain = fill(&[]);
    let changed = fill(&[(
        "base.html",
        "{% extends \"default/base.html\" %}{% block masthead %}<p>ours</p>{% endblock masthead %}",
    )]);
    assert!(changed.contains("<p>ours</p>"));
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let differing = lines(&plain)
        .iter()
        .zip(lines(&changed).iter())
        .filter(|(a, b)| a != b)
        .count();
    assert_eq!(differing, 1, "{changed}");
}

#[test]
fn text_is_escaped_whatever_the_template_is_called() {
    let odd = ("odd.txt", "{{ headline }}");
    let engine = engine(&[odd, ("term.html", "{% include 'odd.txt' %}")])
        .0
        .unwrap_or_else(|f| panic!("{f:?}"));
    let view = View {
        frame: crate::render::pages::Frame::bare(),
        headline: "<b>&\"",
    };
    let filled = engine.fill("odd.txt", &view).map(String::from_utf8);
    assert_eq!(filled, Ok(Ok("&lt;b&gt;&amp;&quot;".to_owned())));
}

#[test]
fn a_fault_is_told_at_its_place() {
    let (at, said) = faults(&[("pack.html", "<p>\n  {{ headline")]);
    assert_eq!(at.len(), 1, "{said:?}");
    assert!(at[0].starts_with("templates/pack.html:2:"), "{at:?}");

    let (at, said) = faults(&[("pack.html", "ä\n  {{ frame.titel }}")]);
    assert_eq!(at, ["templates/pack.html:2:12"], "{said:?}");

    let (at, said) = faults(&[("pack.html", "{% extends \"bse.html\" %}")]);
    assert_eq!(at, ["templates/pack.html:1:1"], "{said:?}");
    assert_eq!(said, ["`pack.html` extends `bse.html`, which is not there"]);
}

#[test]
fn every_broken_template_is_told_in_one_run() {
    let (at, said) = faults(&[("pack.html", "{% if %}"), ("service.html", "{{ }")]);
    assert_eq!(at.len(), 2, "{said:?}");
}

#[test]
fn circles_end() {
    for own in [
        &[("pack.html", "{% extends \"pack.html\" %}")][..],
        &[("pack.html", "{% include \"pack.html\" %}")],
        &[
            ("a.html", "{% include \"b.html\" %}"),
            ("b.html", "{% include \"a.html\" %}"),
        ],
        &[(
            "a.html",
            "{% component again() %}{{ <again /> }}{% endcomponent again %}{{ <again /> }}",
        )],
    ] {
        let (at, said) = faults(own);
        assert!(!at.is_empty(), "{said:?}");
        assert!(
            at.iter().all(|place| place.starts_with("templates/")),
            "{at:?}"
        );
    }
}

#[test]
fn a_page_without_end_is_stopped() {
    let (at, said) = faults(&[(
        "pack.html",
        "{% for i in range(end=90000) %}{% for j in range(end=90000) %}{{ headline }} and more{% endfor %}{% endfor %}",
    )]);
    assert_eq!(at, ["templates/pack.html:1:1"], "{said:?}");
    assert!(said[0].contains("larger than 32 MiB"), "{said:?}");
}

#[test]
fn only_finished_fragments_skip_escaping() {
    let finished = |name: &str| {
        let field = name.rsplit('.').next().unwrap_or_default();
        ["svg", "html"].contains(&field) || field.ends_with("_svg") || field.ends_with("_html")
    };
    for (file, text) in EMBEDDED {
        for (at, _) in text.match_indices("safe") {
            let before = text[..at].trim_end();
            let Some(before) = before.strip_suffix('|') else {
                continue;
            };
            let name: String = before
                .trim_end()
                .chars()
                .rev()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            assert!(finished(&name), "{file}: `{name} | safe`");
        }
    }
}

/// One brace too few, and all that follows holds on paper alone.
#[test]
fn every_rule_of_a_style_sheet_is_closed() {
    for (name, sheet) in STYLES.iter().chain(FORM_STYLES) {
        let mut depth = 0_i32;
        for (n, line) in sheet.lines().enumerate() {
            for letter in line.chars() {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                assert!(depth >= 0, "{name}:{}: closed once too often", n + 1);
            }
            // A sheet's own blocks begin at the margin.
            let opens = line.starts_with('@') && line.trim_end().ends_with('{');
            assert!(
                !opens || depth == 1,
                "{name}:{}: inside another rule",
                n + 1
            );
        }
        assert_eq!(depth, 0, "{name} ends inside a rule");
    }
}
