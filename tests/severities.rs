//! What a pack's `rules` do: readers are told of every check that is softened or switched off, and
//! one that the promise rests on is never silenced without a reason.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::load::{Tree, base_pack, example};
use boardpack::model::Origin;
use boardpack::pipeline::{self, Day};

/// The base pack with a claim that its data does not bear, and these rules.
fn claimed(rules: &str) -> Tree {
    let topics = pipeline::topics();
    let claim = topics.iter().find(|t| t.code == "claim-without-signal");
    let pack = example(&base_pack(), claim.unwrap().bad).unwrap();
    let over = format!("~~~ data/pack.yaml\n-stage: scaling\n+stage: scaling\n+rules: {rules}\n");
    example(&pack, &over).unwrap()
}

fn codes(tree: &Tree) -> Vec<(&'static str, bool)> {
    let build = pipeline::build(tree);
    let told = build.diagnostics.iter();
    told.map(|d| (d.code, d.is_error())).collect()
}

#[test]
fn a_rule_of_the_promise_is_silenced_only_with_a_reason() {
    let code = "claim-without-signal";
    assert_eq!(codes(&claimed("{}")), [(code, true)]);
    for weaker in ["off", "warning", "{severity: off}", "{severity: warning}"] {
        let told = codes(&claimed(&format!("{{{code}: {weaker}}}")));
        assert!(told.contains(&("silenced-promise", true)), "{weaker}");
    }
    let off = claimed(&format!("{{{code}: {{severity: off, reason: a pilot}}}}"));
    assert_eq!(codes(&off), []);
    let soft = claimed(&format!(
        "{{{code}: {{severity: warning, reason: a pilot}}}}"
    ));
    assert_eq!(codes(&soft), [(code, false)]);
    // As severe as it is anyway: nothing is silenced.
    assert_eq!(
        codes(&claimed(&format!("{{{code}: error}}"))),
        [(code, true)]
    );
    // The promise does not rest on it.
    let taste = claimed("{claim-without-signal: {severity: off, reason: a}, thin-dashboard: off}");
    assert_eq!(codes(&taste), []);
}

#[test]
fn what_is_switched_off_is_printed_with_its_reason_and_what_it_would_find() {
    let rules = "{claim-without-signal: {severity: off, reason: The pilot & its title}}";
    let site = pipeline::build(&claimed(rules)).site.unwrap();
    let page = String::from_utf8_lossy(&site.files["2026-Q3/index.html"]).into_owned();
    let (_, sheet) = page.split_once("Checks switched off").unwrap();
    for said in [
        "<code>claim-without-signal</code>",
        "Switched off. Reason: The pilot &amp; its title. It has 1 finding in this quarter.",
        "Part of the promise",
    ] {
        assert!(sheet.contains(said), "{said}");
    }
    let report: serde_json::Value = serde_json::from_slice(&site.files["report.json"]).unwrap();
    let entry = &report["quarters"][0]["checks_switched_off"][0];
    assert_eq!(entry["rule"], "claim-without-signal");
    assert_eq!(
        (&entry["effect"], &entry["findings"]),
        (&"off".into(), &1.into())
    );
    assert_eq!(entry["reason"], "The pilot & its title");
    // With nothing switched off the sheet says so.
    let site = pipeline::build(&base_pack()).site.unwrap();
    let page = String::from_utf8_lossy(&site.files["2026-Q3/index.html"]).into_owned();
    let (_, sheet) = page.split_once("Checks switched off</h3>").unwrap();
    assert!(sheet.trim_start().starts_with("<p class=\"none\">none</p>"));
}

/// A published quarter keeps what its sheet said: its words are not checked again, and settings
/// change.
#[test]
fn a_published_sheet_says_what_was_switched_off_on_its_day() {
    let rules = "{claim-without-signal: {severity: off, reason: 'The \"pilot\": its title'}, thin-dashboard: off}";
    let mut pack = claimed(rules);
    let day = Day::On("2026-10-20".parse().unwrap());
    let period = "2026-Q3".parse().unwrap();
    let made = pipeline::publish(&pack, period, day, &Origin::default());
    let lock = made.file.unwrap();
    assert!(
        lock.text
            .contains("  - rule: \"claim-without-signal\"\n    severity: off\n")
    );
    pack.files.insert(lock.path, lock.text.into_bytes());
    let sheet = |pack: &Tree| {
        let build = pipeline::build(pack);
        let site = build
            .site
            .unwrap_or_else(|| panic!("{:?}", build.diagnostics));
        let page = String::from_utf8_lossy(&site.files["2026-Q3/index.html"]).into_owned();
        page.split_once("Checks switched off").unwrap().1.to_owned()
    };
    let before = sheet(&pack);
    assert!(before.contains("its title. It has 1 finding in this quarter."));
    let settings = String::from_utf8(pack.files["data/pack.yaml"].clone()).unwrap();
    for now in [
        "{}",
        "{thin-dashboard: off}",
        "{claim-without-signal: {severity: warning, reason: b}}",
    ] {
        let changed = settings.replace(rules, now);
        assert_ne!(changed, settings);
        pack.files
            .insert("data/pack.yaml".to_owned(), changed.into_bytes());
        assert_eq!(sheet(&pack), before, "{now}");
    }
}

/// What loading only warns of is set like a rule: off, as a warning, as an error.
#[test]
fn a_warning_of_loading_is_set_like_a_rule() {
    let code = "objective-key-ignored";
    let topics = pipeline::topics();
    let topic = topics.iter().find(|t| t.code == code).unwrap();
    let odd = example(&base_pack(), topic.bad).unwrap();
    let with = |rules: &str| {
        let over =
            format!("~~~ data/pack.yaml\n-stage: scaling\n+stage: scaling\n+rules: {rules}\n");
        example(&odd, &over).unwrap()
    };
    assert_eq!(codes(&with("{}")), [(code, false)]);
    assert_eq!(codes(&with(&format!("{{{code}: off}}"))), []);
    assert_eq!(codes(&with(&format!("{{{code}: error}}"))), [(code, true)]);
    assert!(!pipeline::is_fixed(code));
    // Its readers are told, as of any check that is switched off.
    let off = with(&format!(
        "{{{code}: {{severity: off, reason: An old file}}}}"
    ));
    let site = pipeline::build(&off).site.unwrap();
    let page = String::from_utf8_lossy(&site.files["2026-Q3/index.html"]).into_owned();
    let (_, sheet) = page.split_once("Checks switched off").unwrap();
    assert!(
        sheet.contains("Reason: An old file. It has 1 finding in this quarter."),
        "{sheet}"
    );
    // What leaves nothing to build from, and what only an import tells, stays as it is.
    for fixed in ["wrong-week", "not-carried"] {
        assert!(pipeline::is_fixed(fixed));
        assert_eq!(
            codes(&with(&format!("{{{code}: off, {fixed}: off}}"))),
            [("locked-rule", true)]
        );
    }
}
