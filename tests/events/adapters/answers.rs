//! What `boardpack events` answers, and what holds of every answer.

use boardpack::events::{self, Format, Reader, contract};
use std::fs;
use std::path::Path;
use std::process::Command;

/// One answer.
pub(crate) struct Asked {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Asks in a folder with the key that all answers on file were made with.
pub(crate) fn answer(words: &[&str]) -> Asked {
    answer_in(words, &[])
}

/// The same, with variables of the environment.
pub(crate) fn answer_in(words: &[&str], environment: &[(&str, &str)]) -> Asked {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("data/events")).unwrap();
    let key = home.path().join("data/events/.key");
    fs::write(&key, format!("{}\n", "5a".repeat(32))).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    }
    run_in(home.path(), words, environment)
}

/// Asks in a folder.
pub(crate) fn run_in(folder: &Path, words: &[&str], environment: &[(&str, &str)]) -> Asked {
    let done = Command::new(env!("CARGO_BIN_EXE_boardpack"))
        .args(words)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .output()
        .unwrap();
    Asked {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// Holds an answer against the one on file, and both against what every answer must be.
#[allow(dead_code, reason = "not every test has answers on file")]
pub(crate) fn hold(name: &str, told: &Asked) {
    assert_eq!(told.code, 0, "{name}: {}", told.err);
    sound(name, &told.out);
    let needle = |text: &str| text.to_lowercase().contains("needle");
    assert!(!needle(&told.out), "{name}: something passed: {}", told.out);
    assert!(!needle(&told.err), "{name}: something passed: {}", told.err);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events/adapters");
    for (ending, text) in [("jsonl", &told.out), ("txt", &told.err)] {
        let path = root.join(format!("{name}.{ending}"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, text).unwrap();
        }
        let due = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            due == *text,
            "{name}.{ending} is another one; `BLESS=1` writes it anew:\n{text}"
        );
    }
}

/// Every line is an event as the contract has it, with no field that means nothing for its kind, and
/// none comes before an earlier one.
pub(crate) fn sound(name: &str, text: &str) {
    let mut reader = Reader::new(text.as_bytes(), Format::Jsonl);
    let (mut lines, mut before) = (text.lines(), i64::MIN);
    while let Some(next) = reader.next_event().unwrap() {
        let event = next.unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        assert_eq!(Some(event.to_json().as_str()), lines.next(), "{name}");
        assert!(event.unknown.is_empty(), "{name}: {event:?}");
        assert!(event.ts >= before, "{name}: {event:?}");
        before = event.ts;
        let events::KindName::Known(kind) = event.kind else {
            panic!("{name}: {event:?}")
        };
        let kind = contract::KINDS[kind];
        for (field, _) in &event.fields {
            let field = contract::FIELDS[*field].name;
            let means = contract::UNIFORM.contains(&field) || kind.fields.contains(&field);
            assert!(means, "{name}: `{field}` means nothing for `{}`", kind.name);
        }
    }
    assert_eq!(lines.next(), None, "{name}");
}
