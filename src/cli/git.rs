//! What the repository around a pack knows, asked of the `git` command.
//!
//! Plumbing only, without a shell; nothing that runs hooks, filters or a file-system monitor, nothing
//! that writes, and nothing that the environment of the caller decides: the folder alone says which
//! repository it lies in. Where there is no `git`, there is no repository.

mod edits;

use boardpack::load::{FILE_BYTES, FILES, PACK_BYTES, Tree};
use boardpack::model::{Edit, Origin};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Variables that would lead `git` elsewhere than to the folder it is asked about.
const MISLEADING: [&str; 17] = [
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_GRAFT_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// Where the files of the pack at `root` come from. Nothing is known outside a repository, and in one
/// that has no commit yet.
pub(super) fn origin(root: &Path, tree: &Tree) -> Origin {
    let Some(commit) = commit(root, "HEAD") else {
        return Origin::default();
    };
    let held = held(root, &commit, tree);
    let clean = held.as_ref().is_some_and(|held| is_whole(held, tree));
    let edits = held.and_then(|held| edits::edits(root, &commit, &held, tree));
    Origin {
        commit: Some(commit),
        clean: Some(clean),
        edits: edits.unwrap_or_default(),
    }
}

/// By path, the last edit of each text as a commit knew it; nothing where the repository cannot say.
pub(super) fn edits_at(root: &Path, commit: &str) -> BTreeMap<String, Edit> {
    let asked = || {
        let commit = self::commit(root, commit)?;
        let tree = self::tree(root, &commit)?;
        let held = held(root, &commit, &tree)?;
        edits::edits(root, &commit, &held, &tree)
    };
    asked().unwrap_or_default()
}

/// The full name of the commit that a revision means.
pub(super) fn commit(root: &Path, revision: &str) -> Option<String> {
    // A revision that begins like an option must not become one.
    let revision = format!("{revision}^{{commit}}");
    let said = run(
        root,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &revision,
        ],
    )?;
    let name = String::from_utf8(said).ok()?.trim().to_owned();
    is_name(&name).then_some(name)
}

/// Whether this is the full name of an object.
fn is_name(name: &str) -> bool {
    matches!(name.len(), 40 | 64) && name.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether the repository around a folder holds a file of it, or is about to.
pub(super) fn tracks(folder: &Path, name: &OsStr) -> bool {
    let asked = ["ls-files", "--error-unmatch", "-z", "--"].map(OsStr::new);
    run(folder, &[asked.as_slice(), &[name]].concat()).is_some()
}

/// Whether a commit holds exactly these files of the pack. `None` where the repository does not know
/// the commit.
pub(super) fn holds(root: &Path, commit: &str, tree: &Tree) -> Option<bool> {
    Some(is_whole(&held(root, commit, tree)?, tree))
}

/// Whether a commit holds these files but for locks that it knows nothing of: quarters that are published
/// one after the other, before anything is committed, rest on what it holds all the same.
pub(super) fn lacks_only_locks(root: &Path, commit: &str, tree: &Tree) -> bool {
    held(root, commit, tree).is_some_and(|held| {
        let new = tree.files.keys().filter(|path| !held.contains_key(*path));
        held.values().all(|file| file.same)
            && new
                .into_iter()
                .all(|path| path.starts_with("data/published/"))
    })
}

/// A file as a commit holds it.
struct Held {
    /// The name of its bytes.
    blob: String,
    /// Whether the folder has the same. A checkout may turn line ends; nothing else may differ.
    same: bool,
}

/// The files of the pack that a commit holds, by path, against those at hand.
fn held(root: &Path, commit: &str, tree: &Tree) -> Option<BTreeMap<String, Held>> {
    let listed = listed(root, &self::commit(root, commit)?)?;
    let contents = blob_contents(root, &listed)?;
    let turned = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).ok();
        text.map(|text| text.replace("\r\n", "\n"))
    };
    let held = listed
        .into_iter()
        .zip(contents)
        .map(|((path, blob), then)| {
            let now = tree.files.get(&path);
            let same = now.is_some_and(|now| {
                *now == then || turned(now).is_some_and(|now| Some(now) == turned(&then))
            });
            (path, Held { blob, same })
        });
    Some(held.collect())
}

fn is_whole(held: &BTreeMap<String, Held>, tree: &Tree) -> bool {
    held.keys().eq(tree.files.keys()) && held.values().all(|file| file.same)
}

/// The pack at `root` as it was at a commit: the files that [`Tree::read`] would have read. `None`
/// where the repository does not know the commit, or what it holds there is no pack's size.
pub(super) fn tree(root: &Path, revision: &str) -> Option<Tree> {
    let listed = listed(root, &commit(root, revision)?)?;
    let contents = blob_contents(root, &listed)?;
    let paths = listed.into_iter().map(|(path, _)| path);
    Some(Tree {
        files: paths.zip(contents).collect(),
    })
}

/// Paths and names of the files of the pack that a commit holds.
fn listed(root: &Path, commit: &str) -> Option<Vec<(String, String)>> {
    let listed = [
        "ls-tree",
        "-r",
        "-l",
        "-z",
        commit,
        "--",
        "content",
        "data",
        "templates",
    ];
    let listed = String::from_utf8(run(root, &listed)?).ok()?;
    let mut blobs = Vec::new();
    let mut total = 0;
    for line in listed.split('\0').filter(|line| !line.is_empty()) {
        let (about, path) = line.split_once('\t')?;
        if !Tree::reads(path) {
            continue;
        }
        let mut about = about.split_whitespace();
        let (mode, _, name, size) = (about.next()?, about.next()?, about.next()?, about.next()?);
        // A link or another repository: a pack holds its own files.
        let size: u64 = size.parse().ok()?;
        // What an object says of its own size may be anything.
        total = u64::saturating_add(total, size);
        let file = mode.starts_with("100");
        if !file || size > FILE_BYTES || total > PACK_BYTES || blobs.len() == FILES {
            return None;
        }
        blobs.push((path.to_owned(), name.to_owned()));
    }
    Some(blobs)
}

/// The bytes of each blob, in the order asked; what comes before its name does not matter.
fn blob_contents<T>(root: &Path, blobs: &[(T, String)]) -> Option<Vec<Vec<u8>>> {
    let questions = blobs.iter().map(|(_, name)| format!("{name}\n"));
    let count = blobs.len();
    asked(
        root,
        &["cat-file", "--batch"],
        questions.collect(),
        move |answers| read_blobs(&mut BufReader::new(answers), count),
    )
}

/// What a command says to what it is given, if it takes all of it and ends well.
fn asked<T: Send + 'static>(
    root: &Path,
    arguments: &[impl AsRef<OsStr>],
    questions: String,
    read: impl FnOnce(ChildStdout) -> Option<T> + Send + 'static,
) -> Option<T> {
    let mut child = command(root, arguments)
        .stdin(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let asking = std::thread::spawn(move || stdin.write_all(questions.as_bytes()));
    let answer = answered(child, read);
    let asked = asking.join().ok().is_some_and(|done| done.is_ok());
    answer.filter(|_| asked)
}

/// The oldest commit at hand that holds a file of the pack, and the file as it was there. Of a clone
/// without its whole history that is the oldest one that was fetched.
pub(super) fn first(root: &Path, path: &str) -> Option<(String, Vec<u8>)> {
    let commits = run(root, &["rev-list", "--topo-order", "HEAD", "--", path])?;
    let commits = String::from_utf8(commits).ok()?;
    let commit = commits.lines().next_back()?.to_owned();
    let blob = format!("{commit}:./{path}");
    let name = run(
        root,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &blob,
        ],
    )?;
    let name = String::from_utf8(name).ok()?.trim().to_owned();
    let bytes = blob_contents(root, &[((), name)])?.pop()?;
    Some((commit, bytes))
}

/// Longer than any of these questions takes in a repository that can be worked in; behind it stands a
/// file system that has gone, or a lock that nobody gives back.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is read from a command, if it ends well and in time.
fn answered<T: Send + 'static>(
    mut child: Child,
    read: impl FnOnce(ChildStdout) -> Option<T> + Send + 'static,
) -> Option<T> {
    let answers = child.stdout.take()?;
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || tell.send(read(answers)));
    let Ok(answer) = told.recv_timeout(PATIENCE) else {
        // Whether it could be ended or not, nobody waits for it.
        let _ = child.kill();
        let _ = child.wait();
        return None;
    };
    let ended = child.wait().is_ok_and(|status| status.success());
    answer.filter(|_| ended)
}

/// `<name> blob <size>`, a line end, the bytes, a line end; as often as there are blobs.
fn read_blobs(answers: &mut impl BufRead, count: usize) -> Option<Vec<Vec<u8>>> {
    let mut contents = Vec::with_capacity(count);
    for _ in 0..count {
        let mut head = String::new();
        answers.read_line(&mut head).ok()?;
        let mut head = head.trim_end().rsplit(' ');
        let (size, kind) = (head.next()?, head.next()?);
        let size: usize = size.parse().ok()?;
        if kind != "blob" || size as u64 > FILE_BYTES {
            return None;
        }
        let mut bytes = vec![0; size + 1];
        answers.read_exact(&mut bytes).ok()?;
        bytes.pop();
        contents.push(bytes);
    }
    Some(contents)
}

/// What a command says, if it ends well.
fn run(root: &Path, arguments: &[impl AsRef<OsStr>]) -> Option<Vec<u8>> {
    let child = command(root, arguments).spawn().ok()?;
    answered(child, |mut answers| {
        let mut said = Vec::new();
        answers.read_to_end(&mut said).ok()?;
        Some(said)
    })
}

fn command(root: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut git = guarded();
    // A folder of a pack that poses as a repository brings no settings of its own.
    git.args(["-c", "safe.bareRepository=explicit", "-C"])
        .arg(root)
        .args(arguments)
        .stderr(Stdio::null());
    git
}

/// `git` as it is asked about a repository that may be anybody's: no pager, hook or file-system monitor of
/// its settings runs, nothing is written or fetched, no file of its own says what came before what, and
/// nothing that the environment says leads elsewhere.
pub(super) fn guarded() -> Command {
    let mut git = Command::new("git");
    for name in MISLEADING {
        git.env_remove(name);
    }
    git.args(["--no-pager", "--no-optional-locks", "--no-replace-objects"])
        .args([
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
        ])
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        // Nothing is fetched, whatever a partial clone lacks; an older git knows only the second.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("GIT_GRAFT_FILE", "/dev/null")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    git
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests make files and may fail"
)]
mod tests {
    use super::*;
    use std::fs;

    fn git(dir: &Path, words: &[&str]) {
        let mut command = Command::new("git");
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
        command.args(identity).args(words).current_dir(dir);
        for name in MISLEADING {
            command.env_remove(name);
        }
        assert!(command.output().unwrap().status.success(), "{words:?}");
    }

    fn pack(dir: &Path) -> Tree {
        fs::create_dir_all(dir.join("data")).unwrap();
        fs::write(dir.join("data/pack.yaml"), "organisation: x\n").unwrap();
        fs::write(dir.join("data/.hidden"), "x").unwrap();
        Tree::read(dir).unwrap()
    }

    #[test]
    fn a_pack_is_clean_until_a_file_of_it_changes() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("packs/q3");
        let now = pack(&dir);
        git(home.path(), &["init", "-q"]);
        assert_eq!(origin(&dir, &now), Origin::default());
        git(home.path(), &["add", "packs/q3/data/pack.yaml"]);
        git(home.path(), &["commit", "-q", "-m", "x"]);
        assert_eq!(tree(&dir, "HEAD").as_ref(), Some(&now));
        let clean = |dir: &Path| origin(dir, &Tree::read(dir).unwrap()).clean;
        assert_eq!(clean(&dir), Some(true));
        fs::write(dir.join("data/pack.yaml"), "organisation: x\r\n").unwrap();
        assert_eq!(clean(&dir), Some(true));
        fs::write(dir.join("data/pack.yaml"), "organisation: y\n").unwrap();
        assert_eq!(clean(&dir), Some(false));
        assert!(tree(&dir, "--help").is_none());
        assert!(tree(&dir, "HEAD~1").is_none());
    }

    #[test]
    fn locks_that_no_commit_has_yet_are_no_change_of_what_they_lock() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path();
        pack(dir);
        git(dir, &["init", "-q"]);
        git(dir, &["add", "."]);
        git(dir, &["commit", "-q", "-m", "x"]);
        fs::create_dir(dir.join("data/published")).unwrap();
        let lock = dir.join("data/published/2026-Q2.yaml");
        fs::write(&lock, "a: 1\n").unwrap();
        let only_locks = || {
            let tree = Tree::read(dir).unwrap();
            assert_eq!(origin(dir, &tree).clean, Some(false));
            lacks_only_locks(dir, "HEAD", &tree)
        };
        assert!(only_locks());
        fs::write(dir.join("data/pack.yaml"), "organisation: y\n").unwrap();
        assert!(!only_locks());
        fs::write(dir.join("data/pack.yaml"), "organisation: x\n").unwrap();
        git(dir, &["add", "."]);
        git(dir, &["commit", "-q", "-m", "y"]);
        fs::write(&lock, "a: 2\n").unwrap();
        assert!(!only_locks(), "a lock that a commit holds is another now");
    }

    #[test]
    fn the_oldest_commit_that_holds_a_file_says_what_it_was() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("packs/q3");
        pack(&dir);
        git(home.path(), &["init", "-q"]);
        assert!(first(&dir, "data/pack.yaml").is_none());
        git(home.path(), &["add", "."]);
        git(home.path(), &["commit", "-q", "-m", "x"]);
        fs::write(dir.join("data/pack.yaml"), "organisation: y\n").unwrap();
        git(home.path(), &["commit", "-qam", "y"]);
        let (commit, was) = first(&dir, "data/pack.yaml").unwrap();
        assert_eq!(was, b"organisation: x\n");
        assert_eq!(Some(commit), super::commit(&dir, "HEAD~1"));
        assert!(first(&dir, "data/none.yaml").is_none());
    }

    /// What a hostile repository would have run were the working files asked after.
    #[cfg(unix)]
    #[test]
    fn nothing_of_the_repository_runs() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let dir = home.path();
        let now = pack(dir);
        git(dir, &["init", "-q"]);
        git(dir, &["add", "data/pack.yaml"]);
        git(dir, &["commit", "-q", "-m", "x"]);
        let trap = dir.join("trap.sh");
        let sprung = dir.join("sprung");
        fs::write(
            &trap,
            format!("#!/bin/sh\ntouch {}\ncat\n", sprung.display()),
        )
        .unwrap();
        fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
        let trap = trap.to_str().unwrap();
        for key in [
            "core.fsmonitor",
            "core.pager",
            "core.editor",
            "diff.external",
            "diff.x.textconv",
            "filter.x.clean",
            "filter.x.smudge",
            "filter.x.process",
            "alias.ls-tree",
        ] {
            git(dir, &["config", key, trap]);
        }
        fs::write(dir.join(".gitattributes"), "* filter=x diff=x\n").unwrap();
        assert_eq!(origin(dir, &now).clean, Some(true));
        assert_eq!(tree(dir, "HEAD").as_ref(), Some(&now));
        assert!(!sprung.exists());
    }
}
