//! `verify`: a folder that is what its pack gives matches, and one that differs in a byte does not.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

use boardpack::load::{self, Tree};
use boardpack::model::Audience;
use boardpack::model::Origin;
use boardpack::provenance::{self, Again, Manifest};
use boardpack::{pipeline, write};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_boardpack"))
        .current_dir(dir)
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .args(args)
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    let text = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8(text).unwrap()
}

#[track_caller]
fn verdict(dir: &Path, args: &[&str], code: i32) -> String {
    let output = run(dir, &[&["verify"], args].concat());
    assert_eq!(output.status.code(), Some(code), "{}", told(&output));
    told(&output)
}

fn lay(dir: &Path, tree: &Tree) {
    for (path, bytes) in &tree.files {
        let file = dir.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

/// The base pack on disk with its site in `public`.
fn built() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &load::base_pack());
    build(dir.path());
    dir
}

fn build(dir: &Path) {
    let output = run(dir, &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

fn manifest(folder: &Path) -> Manifest {
    Manifest::parse(&fs::read(folder.join("manifest.json")).unwrap()).unwrap()
}

#[test]
fn what_was_built_matches_where_it_lies_and_where_it_was_copied() {
    let dir = built();
    let said = verdict(dir.path(), &["public"], 0);
    assert!(said.starts_with("match: "), "{said}");
    assert!(said.contains("held against the pack in"), "{said}");
    let elsewhere = tempfile::tempdir().unwrap();
    let copied = elsewhere.path().join("board");
    copy(&dir.path().join("public"), &copied);
    let alone = verdict(elsewhere.path(), &["board"], 0);
    assert!(alone.contains("no pack is at hand"), "{alone}");
    let root = dir.path().to_str().unwrap();
    let said = verdict(elsewhere.path(), &["board", "--root", root], 0);
    assert!(said.contains("held against the pack in"), "{said}");
    let json = verdict(dir.path(), &["public", "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["match"], true);
    assert_eq!(json["pack"]["inputs"]["changed"], serde_json::json!([]));
}

#[test]
fn a_file_edited_removed_or_added_is_named() {
    let dir = built();
    let public = dir.path().join("public");
    fs::write(public.join("index.html"), "All is well.").unwrap();
    fs::remove_file(public.join("archive.html")).unwrap();
    fs::write(public.join("2026-Q3/extra.html"), "More.").unwrap();
    let said = verdict(dir.path(), &["public"], 1);
    let lines: Vec<&str> = said.lines().skip(1).map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "`index.html` was edited since it was built",
            "`archive.html` is missing",
            "`2026-Q3/extra.html` is in the folder and was not built",
        ]
    );
    // Building again mends what was ours and leaves what was not.
    build(dir.path());
    let said = verdict(dir.path(), &["public"], 1);
    assert_eq!(said.lines().count(), 2, "{said}");
    fs::remove_file(public.join("2026-Q3/extra.html")).unwrap();
    // A repository in the folder is how some publish it.
    fs::create_dir_all(public.join(".git")).unwrap();
    fs::write(public.join(".git/HEAD"), "ref").unwrap();
    verdict(dir.path(), &["public"], 0);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_no_match_even_to_the_same_bytes() {
    let dir = built();
    let page = dir.path().join("public/index.html");
    fs::rename(&page, dir.path().join("kept.html")).unwrap();
    std::os::unix::fs::symlink("../kept.html", &page).unwrap();
    let said = verdict(dir.path(), &["public"], 1);
    assert!(said.contains("`index.html` was edited"), "{said}");
}

#[test]
fn a_changed_input_is_told_with_what_it_changes() {
    let dir = built();
    let path = dir.path().join("data/snapshots/2026-Q3.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let edited = text.replace("reviewed_by: ", "reviewed_by: Deputy ");
    assert_ne!(text, edited);
    fs::write(&path, edited).unwrap();
    let said = verdict(dir.path(), &["public"], 1);
    assert!(
        said.contains("`data/snapshots/2026-Q3.yaml` changed in the pack since"),
        "{said}"
    );
    assert!(
        said.contains("`2026-Q3/index.html` would be made otherwise now"),
        "{said}"
    );
    assert!(!said.contains("never gave"), "{said}");
    // A pack that no longer builds is no reason to believe the folder.
    fs::write(&path, "period: 2026-Q3\n").unwrap();
    let said = verdict(dir.path(), &["public"], 1);
    assert!(said.contains("no longer builds"), "{said}");
}

/// Whoever can edit a page can edit its hash as well: only building again finds it out.
#[test]
fn a_forged_manifest_is_found_by_building_again() {
    let dir = built();
    let public = dir.path().join("public");
    fs::write(public.join("index.html"), "All is well.").unwrap();
    let mut forged = manifest(&public);
    let hash = provenance::hash(b"All is well.");
    forged.outputs.insert("index.html".to_owned(), hash);
    fs::write(public.join("manifest.json"), forged.to_bytes()).unwrap();
    let away = tempfile::tempdir().unwrap();
    copy(&public, &away.path().join("board"));
    verdict(away.path(), &["board"], 0);
    let said = verdict(dir.path(), &["public"], 1);
    assert!(said.contains("this pack never gave these files"), "{said}");
    assert!(
        said.contains("`index.html` would be made otherwise now"),
        "{said}"
    );
}

#[test]
fn another_version_is_named_first() {
    let dir = built();
    let public = dir.path().join("public");
    let mut other = manifest(&public);
    other.tool.as_mut().unwrap().version = "0.0.1".to_owned();
    fs::write(public.join("manifest.json"), other.to_bytes()).unwrap();
    let said = verdict(dir.path(), &["public"], 1);
    let line = said.lines().nth(1).unwrap();
    assert!(
        line.contains("it was made by boardpack 0.0.1, and this is boardpack "),
        "{said}"
    );
}

#[test]
fn a_folder_that_cannot_be_read_exits_2_and_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let hash = provenance::hash(b"x");
    verdict(dir.path(), &["nowhere"], 2);
    fs::create_dir(dir.path().join("public")).unwrap();
    let said = verdict(dir.path(), &["public"], 2);
    assert!(said.contains("nothing says what was built"), "{said}");
    let good = |outputs: &str| format!("{{\"made_by\": \"boardpack\", \"outputs\": {outputs}}}");
    for (text, reason) in [
        ("[]".to_owned(), "expected an object"),
        (
            "{\"made_by\": \"boardpack\"}".to_owned(),
            "missing field `outputs`",
        ),
        (good("[]"), "an object of strings"),
        (good("{\"a\": 1}"), "a string"),
        (
            good(&format!("{{\"../a\": \"{hash}\"}}")),
            "no path inside the folder",
        ),
        (
            good(&format!("{{\"/a\": \"{hash}\"}}")),
            "no path inside the folder",
        ),
        (
            good(&format!("{{\"a\": \"{hash}\", \"a\": \"{hash}\"}}")),
            "`a` stands twice",
        ),
        (good("{\"a\": \"0\"}"), "no SHA-256"),
        ("[".repeat(1 << 20), "invalid type"),
        ("\u{0}".to_owned(), "expected value"),
    ] {
        fs::write(dir.path().join("public/manifest.json"), &text).unwrap();
        let said = verdict(dir.path(), &["public"], 2);
        assert!(said.contains(reason), "{said}");
        assert!(said.contains("help: "), "{said}");
    }
    let huge = fs::File::create(dir.path().join("public/manifest.json")).unwrap();
    huge.set_len(1 << 32).unwrap();
    let said = verdict(dir.path(), &["public"], 2);
    assert!(said.contains("larger than 64 MiB"), "{said}");
    let pack = built();
    let said = verdict(pack.path(), &["public", "--root", "nowhere"], 2);
    assert!(said.contains("no such folder"), "{said}");
}

/// What the program says of a published quarter after a template was changed, and after its lock was
/// made to name other data: the one is ordinary, the other a warning. Neither is wrong with the folder.
#[test]
fn a_published_quarter_made_by_another_template_is_no_alarm() {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &load::base_pack());
    let output = run(dir.path(), &["publish", "2026-Q3", "--on", "2026-10-20"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    build(dir.path());
    let said = verdict(dir.path(), &["public"], 0);
    assert_eq!(said.lines().count(), 1, "{said}");

    let own = "{% extends \"default/pack.html\" %}{% block title %}Another{% endblock %}";
    fs::create_dir(dir.path().join("templates")).unwrap();
    fs::write(dir.path().join("templates/pack.html"), own).unwrap();
    build(dir.path());
    let said = verdict(dir.path(), &["public"], 0);
    for part in [
        "note: 2026-Q3 comes out otherwise than on the day of publishing;",
        "  2026-Q3: 1 page of ",
        "; 96 figures and 3 texts as recorded, `2026-Q3/figures.csv` byte for byte\n",
        "  since then: `templates/pack.html` of the pack's own templates changed;",
    ] {
        assert!(said.contains(part), "no {part} in {said}");
    }
    assert!(!said.contains("warning: "), "{said}");

    let path = dir.path().join("data/published/2026-Q3.yaml");
    let lock = fs::read_to_string(&path).unwrap();
    let (body, _) = lock.rsplit_once("seal: ").unwrap();
    let csv = body.lines().find(|line| line.contains("figures.csv"));
    let (name, _) = csv.unwrap().split_once(": ").unwrap();
    let other = format!("{name}: \"{}\"", "0".repeat(64));
    let body = body.replace(csv.unwrap(), &other);
    fs::write(&path, boardpack::model::sealed(&body)).unwrap();
    build(dir.path());
    let said = verdict(dir.path(), &["public"], 0);
    let warned = "warning: 2026-Q3 is not made as it was published: `2026-Q3/figures.csv` holds other data; 1 page of ";
    assert!(said.contains(warned), "{said}");
    assert!(!said.contains("stand"), "{said}");
}

fn git(dir: &Path, args: &[&str]) {
    let output = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.com"])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn the_manifest_names_the_commit_and_only_the_packs_files_decide_whether_it_is_clean() {
    let dir = built();
    let (path, public) = (dir.path(), dir.path().join("public"));
    let outside = manifest(&public);
    assert_eq!((outside.commit, outside.clean), (None, None));
    git(path, &["init", "-q"]);
    build(path);
    assert_eq!(manifest(&public).commit, None, "there is no commit yet");
    git(path, &["add", "data", "content"]);
    git(path, &["commit", "-qm", "First"]);
    build(path);
    let first = manifest(&public);
    assert_eq!(first.clean, Some(true));
    verdict(path, &["public"], 0);

    // A commit that changes no file of the pack changes the manifest's commit and nothing else.
    fs::write(path.join("README"), "Read me.").unwrap();
    git(path, &["add", "README"]);
    git(path, &["commit", "-qm", "Second"]);
    fs::write(path.join("untracked"), "").unwrap();
    let said = verdict(path, &["public"], 0);
    assert!(said.starts_with("match"), "{said}");
    build(path);
    let second = manifest(&public);
    assert_eq!(second.clean, Some(true));
    assert_ne!(second.commit, first.commit);
    assert_eq!(
        (&second.outputs, &second.inputs),
        (&first.outputs, &first.inputs)
    );

    // A file of the pack that no commit holds makes it unclean, ignored or not.
    fs::write(path.join(".gitignore"), "/content/glossary/own.md\n").unwrap();
    fs::create_dir_all(path.join("content/glossary")).unwrap();
    fs::write(
        path.join("content/glossary/own.md"),
        "---\nname: Own\n---\nOurs.\n",
    )
    .unwrap();
    build(path);
    let third = manifest(&public);
    assert_eq!((&third.commit, third.clean), (&second.commit, Some(false)));
    verdict(path, &["public"], 0);

    // Since a clean build, each change is traced to what it alone changes.
    fs::remove_file(path.join("content/glossary/own.md")).unwrap();
    build(path);
    let snapshot = path.join("data/snapshots/2026-Q3.yaml");
    let filed = fs::read_to_string(&snapshot).unwrap();
    fs::write(&snapshot, filed.replace("14/229", "15/229") + "# checked\n").unwrap();
    fs::write(
        path.join("content/glossary/own.md"),
        "---\nname: Own\n---\nOurs.\n",
    )
    .unwrap();
    let told = verdict(path, &["public"], 1);
    assert!(
        told.contains("`content/glossary/own.md` is new in the pack since"),
        "{told}"
    );
    assert!(
        told.contains("`content/glossary/own.md` alone changes `"),
        "{told}"
    );
    assert!(
        told.contains("`data/snapshots/2026-Q3.yaml` alone changes `2026-Q3/"),
        "{told}"
    );
    fs::write(&snapshot, filed).unwrap();
    build(path);

    // Saying it were clean, or of another commit, does not make it so.
    for (commit, clean, said) in [
        (third.commit.clone(), Some(true), "and they are not"),
        (
            Some("0".repeat(40)),
            Some(false),
            "does not know the commit",
        ),
        (
            Some("--all".to_owned()),
            Some(false),
            "no commit that can be",
        ),
        (third.commit.clone(), None, "go together"),
    ] {
        let forged = Manifest {
            commit,
            clean,
            ..third.clone()
        };
        fs::write(public.join("manifest.json"), forged.to_bytes()).unwrap();
        let told = verdict(path, &["public"], 1);
        assert!(told.contains(said), "{told}");
    }
}

/// A site on disk, and what its pack gives.
fn kept() -> &'static (tempfile::TempDir, Again) {
    static KEPT: OnceLock<(tempfile::TempDir, Again)> = OnceLock::new();
    KEPT.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let tree = load::base_pack();
        let site = pipeline::build(&tree).site.unwrap();
        write::write(&site, &dir.path().join("public")).unwrap();
        (
            dir,
            pipeline::again(&tree, Origin::default(), None, Audience::Internal),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any byte of any file, the manifest's included, with the pack and without.
    #[test]
    fn one_changed_byte_is_found(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let (dir, again) = kept();
        let public = dir.path().join("public");
        let mut files: Vec<_> = manifest(&public).outputs.into_keys().collect();
        // As often as all others together: its own words prove nothing but themselves.
        let others = files.len();
        files.extend(std::iter::repeat_n("manifest.json".to_owned(), others));
        let file = public.join(which.get(&files));
        let bytes = fs::read(&file).unwrap();
        let mut changed = bytes.clone();
        let at = at.index(bytes.len());
        changed[at] ^= flip;
        fs::write(&file, &changed).unwrap();
        let alone = write::read_back(&public).map(|built| provenance::verify(&built, None).matches);
        let held = write::read_back(&public).map(|built| provenance::verify(&built, Some(again)).matches);
        fs::write(&file, &bytes).unwrap();
        prop_assert!(!matches!(alone, Ok(true)), "{} byte {at}", file.display());
        prop_assert!(!matches!(held, Ok(true)), "{} byte {at}", file.display());
        let mended = write::read_back(&public).map(|built| provenance::verify(&built, Some(again)).matches);
        prop_assert!(matches!(mended, Ok(true)));
    }
}
