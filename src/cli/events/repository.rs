//! Questions to git about a repository that is somebody else's: it is named outright, so that no folder
//! around it is meant instead; no hook, pager, signature check, filter or transport of its settings runs,
//! nothing that the environment says leads elsewhere, and nothing is written or fetched.

use super::Stop;
use crate::cli::git::guarded;
use boardpack::adapters::git;
use boardpack::scaffold::Refusal;
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

/// As much as is shown of what git complained about.
const COMPLAINT: u64 = 2_000;

/// A repository by the folder of its objects.
pub(super) struct Repository {
    dir: PathBuf,
}

impl Repository {
    pub(super) fn at(dir: &Path) -> Result<Self, Stop> {
        let inner = dir.join(".git");
        let bare = || dir.join("HEAD").is_file() && dir.join("objects").is_dir();
        if inner.exists() {
            Ok(Self { dir: inner })
        } else if bare() {
            Ok(Self {
                dir: dir.to_owned(),
            })
        } else {
            let help = "name the folder of a clone, bare or not";
            let told = format!("`{}` is no repository of git", dir.display());
            Err(Stop::World(told, Some(help.to_owned())))
        }
    }

    /// The full name of the commit that a branch, tag or `HEAD` means, here or where it was cloned from.
    pub(super) fn commit(&self, name: &str) -> Result<String, Stop> {
        let names = [name.to_owned(), format!("refs/remotes/origin/{name}")];
        for name in names {
            let commit = format!("{name}^{{commit}}");
            let asked = [
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &commit,
            ];
            if let Ok(answer) = self.ask(&asked) {
                return Ok(String::from_utf8_lossy(&answer).trim().to_owned());
            }
        }
        let message = match name {
            "HEAD" => "this clone has no commit, or its `HEAD` means none".to_owned(),
            name => format!("this clone has no branch `{name}`"),
        };
        Err(refusal(message, "`git branch --all` lists what it has").into())
    }

    pub(super) fn is_shallow(&self) -> bool {
        let answer = self.ask(&["rev-parse", "--is-shallow-repository"]);
        answer.is_ok_and(|answer| answer.starts_with(b"true"))
    }

    /// The commits behind some others, as `read` takes them from git's answer.
    pub(super) fn history<T>(
        &self,
        ends: &[String],
        read: impl FnOnce(&mut dyn io::BufRead) -> io::Result<T>,
    ) -> Result<T, Stop> {
        let format = format!("--format={}", git::FORMAT);
        let asked = [
            "log",
            "-z",
            "--topo-order",
            "--no-patch",
            "--no-decorate",
            "--no-notes",
            "--no-mailmap",
            "--no-show-signature",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--encoding=UTF-8",
            &format,
            "--stdin",
        ];
        let names: String = ends.iter().map(|end| format!("{end}\n")).collect();
        self.answer(&asked, names, read)
    }

    /// What `read` takes from the answer to a question of which a part is long.
    pub(super) fn answer<T>(
        &self,
        asked: &[&str],
        input: String,
        read: impl FnOnce(&mut dyn io::BufRead) -> io::Result<T>,
    ) -> Result<T, Stop> {
        let mut child = self.spawn(asked, Stdio::piped())?;
        let stdin = child.stdin.take();
        let asking = std::thread::spawn(move || {
            let mut stdin = stdin?;
            stdin.write_all(input.as_bytes()).ok()
        });
        let complaint = complaint(&mut child);
        let answer = match child.stdout.take() {
            Some(stdout) => read(&mut BufReader::new(stdout)),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        };
        if answer.is_err() {
            let _ = child.kill();
        }
        let ended = child.wait().is_ok_and(|status| status.success());
        let _ = asking.join();
        let told = complaint.join().unwrap_or_default();
        match answer {
            Ok(answer) if ended => Ok(answer),
            Err(fault) if told.is_empty() => Err(cannot(&fault.to_string())),
            _ => Err(cannot(&told)),
        }
    }

    /// What git says to a short question.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, Stop> {
        let mut child = self.spawn(arguments, Stdio::null())?;
        let complaint = complaint(&mut child);
        let mut answer = Vec::new();
        if let Some(mut stdout) = child.stdout.take() {
            let _ = stdout.read_to_end(&mut answer);
        }
        let ended = child.wait().is_ok_and(|status| status.success());
        let told = complaint.join().unwrap_or_default();
        if ended {
            Ok(answer)
        } else {
            Err(cannot(&told))
        }
    }

    fn spawn(&self, arguments: &[&str], stdin: Stdio) -> Result<Child, Stop> {
        let mut git = guarded();
        // It is named outright, and settings are its own alone.
        for (name, _) in std::env::vars_os() {
            let own = git.get_envs().any(|(own, _)| own == name);
            if name.to_string_lossy().starts_with("GIT_") && !own {
                git.env_remove(name);
            }
        }
        let mut dir = std::ffi::OsString::from("--git-dir=");
        dir.push(&self.dir);
        git.arg(dir)
            // What a file beside the objects says of them is not asked, only the objects.
            .args([
                "-c",
                "core.commitGraph=false",
                "-c",
                "log.showSignature=false",
            ])
            .args(arguments)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .stdin(stdin);
        git.spawn().map_err(|fault| {
            let help = "install git, or see that it is found by PATH";
            Stop::World(format!("cannot run `git`: {fault}"), Some(help.to_owned()))
        })
    }
}

/// The first line of what a program complains about, read while it runs so that it never waits.
fn complaint(child: &mut Child) -> std::thread::JoinHandle<String> {
    let stderr = child.stderr.take();
    std::thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(mut stderr) = stderr {
            let _ = (&mut stderr).take(COMPLAINT).read_to_end(&mut said);
            let _ = io::copy(&mut stderr, &mut io::sink());
        }
        let said = String::from_utf8_lossy(&said);
        said.lines().next().unwrap_or_default().to_owned()
    })
}

fn cannot(told: &str) -> Stop {
    let told = match told {
        "" => "git cannot read the clone".to_owned(),
        told => format!("git cannot read the clone: {told}"),
    };
    Stop::World(told, None)
}

pub(super) fn refusal(message: String, help: &str) -> Refusal {
    Refusal {
        message,
        help: help.to_owned(),
    }
}
