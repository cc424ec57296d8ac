//! A bare repository made of what `git fast-import` reads: the same ids wherever it is made.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository in a temporary folder.
pub(crate) struct Repository {
    _home: tempfile::TempDir,
    dir: PathBuf,
}

impl Repository {
    pub(crate) fn new(name: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join(name);
        let repository = Self { _home: home, dir };
        let made = Command::new("git")
            .args(["init", "-q", "--bare", "-b", "main"])
            .arg(&repository.dir)
            .status();
        assert!(made.unwrap().success());
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        &self.dir
    }

    fn command(&self) -> Command {
        let mut git = Command::new("git");
        git.arg("--git-dir").arg(&self.dir);
        git
    }

    /// Runs git in it.
    #[allow(dead_code, reason = "not every test that has a repository asks it")]
    pub(crate) fn git(&self, words: &[&str]) {
        assert!(self.command().args(words).status().unwrap().success());
    }

    /// `git fast-import` that takes what it is sent.
    pub(crate) fn importer(&self, more: &[&str]) -> std::process::Child {
        let mut git = self.command();
        git.args(["fast-import", "--quiet"]).args(more);
        git.stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Takes in a whole stream.
    #[allow(
        dead_code,
        reason = "not every test that has a repository has it whole"
    )]
    pub(crate) fn import(&self, stream: &str) {
        let mut import = self.importer(&[]);
        let mut stdin = import.stdin.take().unwrap();
        stdin.write_all(stream.as_bytes()).unwrap();
        drop(stdin);
        assert!(import.wait().unwrap().success());
    }
}
