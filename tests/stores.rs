//! Events in object stores, read from stores on loopback: one of this test, which checks signatures and does
//! wrong what it is told to, and one that others made. What goes wrong ends in a diagnostic at its place in
//! the pack, and nothing is written; nothing secret is ever said.
//!
//! `BALLISTA` names the folder of a `boardpack-engine` that was built with `--features stores`, which `tests/run`
//! builds with the programs of the cluster. Without it nothing is run, and where `CI` is set that fails.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test starts programs, writes files, says what it left out and stops at the first surprise"
)]
#![cfg(unix)]

#[path = "collect/program.rs"]
mod program;
#[path = "stores/server.rs"]
mod server;

use boardpack::collect::{EngineFault, Fetch, FetchLimits, FetchSource, Message, PROTOCOL};
use boardpack::load::Tree;
use server::{KEY, SECRET, Server, TOKEN, Wrong};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

const PROGRAMME: &str = env!("CARGO_BIN_EXE_boardpack");

fn engine() -> Option<PathBuf> {
    let built = option_env!("CARGO_BIN_EXE_boardpack-engine").filter(|_| cfg!(feature = "stores"));
    let named =
        || std::env::var_os("BALLISTA").map(|folder| Path::new(&folder).join("boardpack-engine"));
    let engine = built.map(PathBuf::from).or_else(named);
    if engine.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "run the tests by tests/run, or without CI"
        );
        eprintln!("left out: BALLISTA names no engine that reads stores");
    }
    engine
}

/// The environment of whoever may read a store of this test.
fn keys(server: &Server) -> Vec<(String, String)> {
    let told = [
        ("AWS_ENDPOINT_URL", server.url.as_str()),
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("AWS_SESSION_TOKEN", TOKEN),
        ("AWS_REGION", "eu-central-1"),
    ];
    told.map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

fn alone(command: &mut Command, env: &[(String, String)]) {
    command.env_clear();
    for name in ["PATH", "TMPDIR", "HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.envs(env.iter().map(|(name, value)| (name, value)));
}

/// Nothing secret, and nothing of the machine's, is said.
fn discreet(text: &str) {
    for secret in [KEY, SECRET, TOKEN, "Signature=", "hunter2"] {
        assert!(!text.contains(secret), "{secret} was said: {text}");
    }
}

/// What the engine alone answers to a request to fetch.
fn fetch(
    engine: &Path,
    sources: &[(&str, bool)],
    limits: FetchLimits,
    env: &[(String, String)],
) -> (Vec<Message>, Vec<EngineFault>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let source = |(url, typed): &(&str, bool)| FetchSource {
        url: (*url).to_owned(),
        typed: *typed,
    };
    let request = Fetch {
        protocol: PROTOCOL,
        fetch: sources.iter().map(source).collect(),
        folder: folder.path().to_owned(),
        limits,
    };
    let mut command = Command::new(engine);
    alone(&mut command, env);
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&serde_json::to_vec(&request).unwrap())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    discreet(&told);
    discreet(&String::from_utf8(output.stderr).unwrap());
    let (mut messages, mut faults) = (Vec::new(), Vec::new());
    for line in told.lines() {
        match serde_json::from_str(line).unwrap() {
            Message::Fault(fault) => faults.push(fault),
            Message::Progress { .. } => {}
            message => messages.push(message),
        }
    }
    assert_eq!(output.status.success(), faults.is_empty(), "{told}");
    (messages, faults, folder)
}

/// Short patience, few objects.
fn limits() -> FetchLimits {
    FetchLimits {
        objects: 50,
        keys: 5000,
        disk_mb: 1,
        silence_seconds: 1,
    }
}

fn three() -> [(&'static str, &'static [u8]); 3] {
    [
        ("q3/a.jsonl", b"{}\n{}\n"),
        ("q3/b.jsonl", b"{}\n"),
        ("q3/c.csv", b"ts,kind\n"),
    ]
}

/// Labels of what was fetched, in order.
fn labels(messages: &[Message]) -> Vec<&str> {
    let label = |message: &'_ Message| match message {
        Message::Object { label, .. } => Some(label.clone()),
        _ => None,
    };
    let mut labels: Vec<&str> = messages
        .iter()
        .filter_map(|message| match message {
            Message::Object { label, .. } => Some(label.as_str()),
            _ => None,
        })
        .collect();
    assert!(messages.iter().filter_map(label).count() == labels.len());
    labels.sort_unstable();
    labels
}

#[test]
fn everything_that_a_store_does_wrong_is_told() {
    let Some(engine) = engine() else { return };
    // Where redirects lead nobody may ever come.
    let trap = Server::start(&[], "");
    let server = Server::start(&three(), &trap.url);
    let env = keys(&server);
    let all = "s3://events/q3/*";
    for (wrong, url, code, what) in [
        (
            Wrong::Status(403),
            all,
            "engine-store",
            "the store refuses it (403 AccessDenied)",
        ),
        (
            Wrong::Status(404),
            all,
            "engine-store",
            "the store has no such bucket or object (404 NoSuchBucket)",
        ),
        (
            Wrong::Status(500),
            all,
            "engine-store",
            "the store does not give it out (500 InternalError)",
        ),
        (
            Wrong::Nothing,
            "s3://events/q3/z.jsonl",
            "engine-store",
            "`q3/z.jsonl`: the store has no such",
        ),
        (
            Wrong::Nothing,
            "s3://other/q3/",
            "engine-store",
            "404 NoSuchBucket",
        ),
        (
            Wrong::Nothing,
            "s3://events/q4/*.jsonl",
            "engine-object",
            "the store has no events there",
        ),
        (
            Wrong::Redirect,
            all,
            "engine-store",
            "the store sends us elsewhere (307)",
        ),
        (
            Wrong::BareRedirect,
            all,
            "engine-store",
            "the store sends us elsewhere (301)",
        ),
        (
            Wrong::RedirectObjects,
            all,
            "engine-store",
            "the store sends us elsewhere (307)",
        ),
        (
            Wrong::Mute,
            all,
            "engine-store",
            "it took too long to answer",
        ),
        (
            Wrong::MuteInObject,
            all,
            "engine-store",
            "it took too long to answer",
        ),
        (
            Wrong::Half,
            all,
            "engine-store",
            "the store cannot be reached",
        ),
        (
            Wrong::Changed,
            all,
            "engine-object",
            "it changed while it was fetched",
        ),
        (
            Wrong::ChangedTag,
            all,
            "engine-object",
            "it changed while it was fetched",
        ),
        (
            Wrong::EndlessChunks,
            all,
            "engine-store",
            "the store answers as none does",
        ),
        (
            Wrong::EndlessList,
            all,
            "engine-object",
            "more than 50 objects",
        ),
        (
            Wrong::EndlessList,
            "s3://events/q3/*.csv",
            "engine-object",
            "more than 5000 objects have to be looked at",
        ),
        (
            Wrong::EndlessEmptyList,
            all,
            "engine-store",
            "the store's list does not end",
        ),
        (
            Wrong::EndlessPage,
            all,
            "engine-store",
            "longer than any such answer",
        ),
        (
            Wrong::Cut,
            all,
            "engine-store",
            "the store answers as none does",
        ),
        (
            Wrong::Nonsense,
            all,
            "engine-store",
            "the store answers as none does",
        ),
        (
            Wrong::Elsewhere,
            all,
            "engine-store",
            "the store answers as none does",
        ),
        (
            Wrong::Key("../../etc/cron.jsonl"),
            all,
            "engine-object",
            "a key that",
        ),
        (
            Wrong::Key("a//b.jsonl"),
            all,
            "engine-object",
            "whose key cannot be written down",
        ),
        (Wrong::Key("bell&#7;.jsonl"), all, "engine-", ""),
        (
            Wrong::Key("turned\u{202e}lnosj.jsonl"),
            all,
            "engine-object",
            "whose key cannot be written down",
        ),
        (
            Wrong::Huge(2 << 20),
            all,
            "engine-object",
            "what is fetched takes more than 1 MB",
        ),
    ] {
        server.does(wrong);
        let begun = Instant::now();
        let (messages, faults, folder) = fetch(&engine, &[(url, false)], limits(), &env);
        let fault = faults
            .first()
            .unwrap_or_else(|| panic!("{wrong:?}: {messages:?}"));
        let what = if what == "a key that" {
            "whose key cannot be written down"
        } else {
            what
        };
        assert!(
            fault.code.starts_with(code) && fault.message.contains(what),
            "{wrong:?}: {fault:?}"
        );
        assert!(
            fault.message.starts_with(url) && fault.source == Some(0),
            "{fault:?}"
        );
        assert!(!fault.help.is_empty(), "{fault:?}");
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "{wrong:?} took {:?}",
            begun.elapsed()
        );
        // What was written has names that no store chose, and no more than the limit.
        for file in fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap();
            assert!(
                file.file_name()
                    .to_str()
                    .unwrap()
                    .bytes()
                    .all(|b| b.is_ascii_digit())
            );
            assert!(file.metadata().unwrap().len() <= 2 << 20);
        }
    }
    assert_eq!(trap.asked(), 0, "a redirect was followed: {:?}", trap.log());
}

#[test]
fn what_heals_is_no_fault() {
    let Some(engine) = engine() else { return };
    let server = Server::start(&three(), "");
    let env = keys(&server);
    for wrong in [
        Wrong::Nothing,
        Wrong::BusyTwice,
        Wrong::HalfOnce,
        Wrong::EndlessTail,
    ] {
        server.does(wrong);
        let (messages, faults, folder) =
            fetch(&engine, &[("s3://events/q3/", false)], limits(), &env);
        assert_eq!(faults, [], "{wrong:?}");
        let whole = [
            "s3://events/q3/a.jsonl",
            "s3://events/q3/b.jsonl",
            "s3://events/q3/c.csv",
        ];
        assert_eq!(labels(&messages), whole, "{wrong:?}");
        for message in &messages {
            let Message::Object {
                label,
                file,
                bytes,
                etag,
                version,
            } = message
            else {
                continue;
            };
            let got = fs::read(folder.path().join(file)).unwrap();
            let key = label.strip_prefix("s3://events/").unwrap();
            assert_eq!(
                &got,
                server.inner.objects.get(key).unwrap(),
                "{wrong:?} {label}"
            );
            assert_eq!(got.len() as u64, *bytes);
            assert_eq!(etag.as_deref().unwrap().len(), 32);
            assert!(version.as_deref().unwrap().starts_with("v."));
        }
    }
}

#[test]
fn objects_are_named_as_files_are() {
    let Some(engine) = engine() else { return };
    let keys_of = [
        "a.jsonl",
        "b.csv",
        "2026/q3/c.jsonl.gz",
        "2026/q3/d.parquet",
        "2026/q4/e.jsonl",
        "2026/.hidden/f.jsonl",
        "2026/_SUCCESS",
        "2026x/g.jsonl",
        "2026/q3/ä ö&ü'+=.jsonl",
        "2026/q3/a%2fb.jsonl",
    ];
    let objects = keys_of.map(|key| (key, &b"{}\n"[..]));
    let server = Server::start(&objects, "");
    let env = keys(&server);
    let named = |url: &str| {
        let (messages, faults, _folder) = fetch(&engine, &[(url, false)], limits(), &env);
        assert_eq!(faults, [], "{url}");
        let labels = labels(&messages);
        let labels = labels
            .iter()
            .map(|label| label.strip_prefix("s3://events/").unwrap().to_owned());
        let passed = messages
            .iter()
            .filter(|m| matches!(m, Message::Passed { .. }))
            .count();
        (labels.collect::<Vec<_>>(), passed)
    };
    let third = [
        "2026/q3/a%2fb.jsonl",
        "2026/q3/c.jsonl.gz",
        "2026/q3/d.parquet",
        "2026/q3/ä ö&ü'+=.jsonl",
    ];
    assert_eq!(
        named("s3://events/2026/q3/"),
        (third.map(str::to_owned).to_vec(), 0)
    );
    assert_eq!(
        named("s3://events/2026/q3").0,
        third,
        "as a folder without its slash"
    );
    // A pattern stays within one part of a key.
    let (messages, faults, _folder) =
        fetch(&engine, &[("s3://events/2026/*", false)], limits(), &env);
    assert!(
        matches!(&messages[..], [Message::Passed { label }] if label == "s3://events/2026/_SUCCESS")
    );
    assert!(
        faults[0].message.contains("the store has no events there"),
        "{faults:?}"
    );
    assert_eq!(named("s3://events/*").0, ["a.jsonl", "b.csv"]);
    assert_eq!(
        named("s3://events/2026/q[0-3]/*.gz").0,
        ["2026/q3/c.jsonl.gz"]
    );
    assert_eq!(named("s3://events/2026/**/*.jsonl").0.len(), 3);
    assert_eq!(named("s3://events/a.jsonl").0, ["a.jsonl"]);
    let (all, passed) = named("s3://events/");
    assert_eq!((all.len(), passed), (8, 1));
    // An exact object is asked for, and nothing is listed.
    server.does(Wrong::Nothing);
    named("s3://events/a.jsonl");
    assert_eq!(server.log(), ["GET /events/a.jsonl?"]);
}

#[test]
fn credentials_come_from_the_environment_alone() {
    let Some(engine) = engine() else { return };
    let server = Server::start(&three(), "");
    let env = |told: &[(&str, &str)]| {
        let own = told
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        own.collect::<Vec<_>>()
    };
    let fault = |url: &str, told: &[(&str, &str)]| {
        let (_, faults, _folder) = fetch(&engine, &[(url, false)], limits(), &env(told));
        let fault = faults.first().unwrap();
        assert_eq!(fault.code, "engine-store");
        format!("{} {}", fault.message, fault.help)
    };
    let all = "s3://events/q3/";
    let near = ("AWS_ENDPOINT_URL", server.url.as_str());
    // Nobody asks a machine for its role.
    assert!(fault(all, &[near]).contains("no credentials of Amazon S3"));
    let ecs = [
        near,
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url.as_str()),
    ];
    assert!(fault(all, &ecs).contains("no credentials of Amazon S3"));
    assert!(fault("gs://events/q3/", &[]).contains("no credentials of Google Cloud Storage"));
    let azure = [("AZURE_STORAGE_ACCOUNT_NAME", "account1")];
    assert!(fault("az://events/q3/", &azure).contains("no credentials of Azure"));
    assert!(fault("az://events/q3/", &[]).contains("nobody says in which account"));
    assert_eq!(server.asked(), 0);
    // A key of one account is not shown to another.
    let other = [azure[0], ("AZURE_STORAGE_SAS_TOKEN", "sv=1&sig=hunter2")];
    let told = fault("abfss://events@account2.dfs.core.windows.net/q3/", &other);
    assert!(told.contains("those of another account"), "{told}");
    // An address with a key in it is not repeated, and nothing goes in clear over a network.
    let keys = [
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
    ];
    let told = fault(
        all,
        &[
            keys[0],
            keys[1],
            ("AWS_ENDPOINT_URL", "https://me:hunter2@store.example.org"),
        ],
    );
    assert!(
        told.contains("`AWS_ENDPOINT_URL` is no plain address"),
        "{told}"
    );
    let told = fault(
        all,
        &[
            keys[0],
            keys[1],
            ("AWS_ENDPOINT_URL", "http://store.example.org"),
        ],
    );
    assert!(told.contains("is not encrypted"), "{told}");
    let told = fault(all, &[keys[0], keys[1], ("AWS_REGION", "x.example.org/")]);
    assert!(told.contains("no name of a region"), "{told}");
    let told = fault(
        "gs://events/a.jsonl",
        &[("GOOGLE_SERVICE_ACCOUNT_KEY", "hunter2")],
    );
    assert!(told.contains("cannot be read as such"), "{told}");
    // A wrong secret is refused by the store, which repeats the key; nobody else does.
    let wrong = [near, keys[0], ("AWS_SECRET_ACCESS_KEY", "hunter2")];
    assert!(fault(all, &wrong).contains("(403 SignatureDoesNotMatch)"));
    // Nobody listens there.
    let nobody = [keys[0], keys[1], ("AWS_ENDPOINT_URL", "http://127.0.0.1:1")];
    assert!(fault(all, &nobody).contains("the store cannot be reached"));

    let fine = |url: &str, told: &[(&str, &str)]| {
        let (messages, faults, _folder) = fetch(&engine, &[(url, false)], limits(), &env(told));
        assert_eq!(faults, [], "{url} {told:?}");
        assert_eq!(labels(&messages).len(), 3, "{url}");
    };
    fine(all, &[near, keys[0], keys[1]]);
    server.inner.token.store(true, Ordering::SeqCst);
    fine(all, &[near, keys[0], keys[1], ("AWS_SESSION_TOKEN", TOKEN)]);
    // Of a role that a file vouches for.
    let dir = tempfile::tempdir().unwrap();
    let identity = dir.path().join("identity");
    fs::write(&identity, "identity").unwrap();
    let role = [
        near,
        ("AWS_ENDPOINT_URL_STS", server.url.as_str()),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", identity.to_str().unwrap()),
        ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/reader"),
    ];
    fine(all, &role);
    // What everybody may read is asked for without a signature.
    server.inner.token.store(false, Ordering::SeqCst);
    server.inner.signed.store(false, Ordering::SeqCst);
    fine(all, &[near, ("AWS_SKIP_SIGNATURE", "true")]);
    fine(
        "gs://events/q3/",
        &[("STORAGE_EMULATOR_HOST", server.url.as_str())],
    );
    let azurite = [
        azure[0],
        ("AZURE_STORAGE_ENDPOINT", server.url.as_str()),
        ("AZURE_STORAGE_SAS_TOKEN", "sv=1&sig=hunter2"),
    ];
    fine("az://events/q3/", &azurite);
    assert!(
        server.log().iter().any(|line| line.contains("sig=hunter2")),
        "the token was not used"
    );
    server.does(Wrong::Status(403));
    let told = fault("az://events/q3/", &azurite);
    assert!(told.contains("(403 AccessDenied)"), "{told}");
}

#[test]
fn a_pack_reads_nothing_of_this_machine() {
    let Some(engine) = engine() else { return };
    for url in [
        "https://127.0.0.1/a.jsonl",
        "https://169.254.169.254/latest/a.jsonl",
        "https://10.0.0.1/a.jsonl",
        "https://localhost/a.jsonl",
        "https://2130706433/a.jsonl",
        "https://0x7f.1/a.jsonl",
    ] {
        let (_, faults, _folder) = fetch(&engine, &[(url, false)], limits(), &[]);
        let told = &faults.first().unwrap().message;
        let known = [
            "of this machine or of its own network",
            "leads to this machine",
            "not written as servers have it",
        ];
        assert!(
            known.iter().any(|known| told.contains(known)),
            "{url}: {told}"
        );
    }
    // Whoever types an address may mean it; nobody listens there.
    let (_, faults, _folder) = fetch(
        &engine,
        &[("https://127.0.0.1:1/a.jsonl", true)],
        limits(),
        &[],
    );
    assert!(
        faults[0].message.contains("the store cannot be reached"),
        "{faults:?}"
    );
}

/// A program that ends with its value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn wait_for(port: u16) {
    for _ in 0..200 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nobody listens at {port}");
}

#[test]
fn a_file_of_the_web_is_read_where_its_certificate_holds() {
    let Some(engine) = engine() else { return };
    let there = Command::new("openssl").arg("version").output().is_ok();
    assert!(there || std::env::var_os("CI").is_none(), "no openssl");
    if !there {
        eprintln!("left out: no openssl speaks TLS here");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
        ])
        .args([
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
        ])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", "key.pem", "-out", "cert.pem"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    fs::write(dir.path().join("deploys.jsonl"), "{}\n{}\n").unwrap();
    let port = free_port();
    let served = Command::new("openssl")
        .args([
            "s_server",
            "-quiet",
            "-WWW",
            "-key",
            "key.pem",
            "-cert",
            "cert.pem",
            "-accept",
            &port.to_string(),
        ])
        .current_dir(dir.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _served = Running(served);
    wait_for(port);
    let url = format!("https://localhost:{port}/deploys.jsonl");
    let trusted = dir.path().join("cert.pem");
    let trusted = [(
        "SSL_CERT_FILE".to_owned(),
        trusted.to_str().unwrap().to_owned(),
    )];
    let (messages, faults, folder) = fetch(&engine, &[(&url, true)], limits(), &trusted);
    assert_eq!(faults, []);
    assert_eq!(labels(&messages), [url.as_str()]);
    assert_eq!(fs::read(folder.path().join("0")).unwrap(), b"{}\n{}\n");
    // Whoever does not know who vouches for it does not read it; nor does a pack.
    let (_, faults, _folder) = fetch(&engine, &[(&url, true)], limits(), &[]);
    assert!(faults[0].message.contains("certificate"), "{faults:?}");
    let (_, faults, _folder) = fetch(&engine, &[(&url, false)], limits(), &trusted);
    assert!(
        faults[0].message.contains("leads to this machine"),
        "{faults:?}"
    );
}

/// A pack whose events lie in a store.
struct Pack {
    dir: tempfile::TempDir,
    engine: PathBuf,
    env: Vec<(String, String)>,
}

impl Pack {
    fn new(engine: &Path, env: &[(String, String)]) -> Self {
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/collect/verb/base.txt");
        let dir = tempfile::tempdir().unwrap();
        for (path, bytes) in Tree::unpack(&fs::read_to_string(base).unwrap()).files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, [bytes.trim_ascii_end(), b"\n"].concat()).unwrap();
        }
        let (engine, env) = (engine.to_owned(), env.to_vec());
        Self { dir, engine, env }
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(PROGRAMME);
        alone(&mut command, &self.env);
        let command = command
            .args(args)
            .env("BOARDPACK_ENGINE", &self.engine)
            .env("COLUMNS", "120");
        let output = command.current_dir(self.dir.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        discreet(&out);
        discreet(&err);
        (output.status.code().unwrap(), out, err)
    }

    /// Has its events where `sources` say; the line of `data/pack.yaml` on which the first one stands.
    fn events(&self, sources: &[&str]) -> usize {
        let path = self.dir.path().join("data/pack.yaml");
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("collect:\n").next().unwrap();
        let sources: String = sources
            .iter()
            .map(|source| format!("    - \"{source}\"\n"))
            .collect();
        fs::write(&path, format!("{text}collect:\n  events:\n{sources}")).unwrap();
        text.lines().count() + 3
    }

    fn snapshot(&self) -> String {
        fs::read_to_string(self.dir.path().join("data/snapshots/2026-Q3.yaml")).unwrap_or_default()
    }
}

const COLLECT: [&str; 4] = ["collect", "2026-Q3", "--as-of", "2026-10-02"];

/// What a snapshot says beside where its events were.
fn figures(snapshot: &str) -> &str {
    &snapshot[snapshot.find("observations:").unwrap()..]
}

/// A pack that was counted from its own files, and its events in three objects, one of them packed.
fn counted(engine: &Path) -> (Pack, String, Vec<(&'static str, Vec<u8>)>) {
    let pack = Pack::new(engine, &[]);
    let (code, _, err) = pack.run(&COLLECT);
    assert_eq!(code, 0, "{err}");
    let local = pack.snapshot();
    fs::remove_file(pack.dir.path().join("data/snapshots/2026-Q3.yaml")).unwrap();
    let path = pack.dir.path().join("data/events/log.jsonl");
    let events = fs::read(&path).unwrap();
    let lines: Vec<&[u8]> = events.split_inclusive(|byte| *byte == b'\n').collect();
    let third = lines.len() / 3;
    let packed = path.with_file_name("c.jsonl");
    fs::write(&packed, lines[2 * third..].concat()).unwrap();
    assert!(
        Command::new("gzip")
            .arg(&packed)
            .status()
            .unwrap()
            .success()
    );
    let packed = path.with_file_name("c.jsonl.gz");
    let objects = vec![
        ("q3/a.jsonl", lines[..third].concat()),
        ("q3/b.jsonl", lines[third..2 * third].concat()),
        ("q3/c.jsonl.gz", fs::read(&packed).unwrap()),
    ];
    fs::remove_file(packed).unwrap();
    fs::remove_file(path).unwrap();
    (pack, local, objects)
}

#[test]
fn figures_from_a_store_are_those_from_files() {
    let Some(engine) = engine() else { return };
    let (mut pack, local, objects) = counted(&engine);
    let borrowed: Vec<(&str, &[u8])> = objects
        .iter()
        .map(|(key, bytes)| (*key, bytes.as_slice()))
        .collect();
    let server = Server::start(&borrowed, "");
    server.inner.token.store(true, Ordering::SeqCst);
    pack.env = keys(&server);
    pack.events(&["s3://events/q3/*.jsonl", "s3://events/q3/*.gz"]);
    let (code, out, err) = pack.run(&COLLECT);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("in 3 files"), "{out}");
    let snapshot = pack.snapshot();
    assert_eq!(figures(&snapshot), figures(&local));
    for (key, bytes) in &objects {
        use sha2::Digest as _;
        let hash = server::hex(&sha2::Sha256::digest(bytes));
        let entry = format!("s3://events/{key}");
        let line = snapshot.lines().find(|line| line.contains(&entry)).unwrap();
        assert!(line.contains(&hash), "{line} {hash}");
        assert!(
            line.contains(&format!("etag: \"{}\"", &hash[..32])),
            "{line}"
        );
        assert!(
            line.contains(&format!("version: \"v.{}\"", &hash[..8])),
            "{line}"
        );
    }
    for secret in [KEY, SECRET, TOKEN, "127.0.0.1"] {
        assert!(!snapshot.contains(secret), "{secret}: {snapshot}");
    }
    // The same again is the same, and nothing of it stays behind.
    assert!(pack.run(&COLLECT).1.contains("stays as it is"));
    // What judges and shows them asks nobody.
    let asked = server.asked();
    let (code, _, err) = pack.run(&["check"]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = pack.run(&["build", "-q", "--output", "site"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(server.asked(), asked, "{:?}", server.log());
    let report = fs::read_to_string(pack.dir.path().join("site/report.json"));
    let report =
        report.or_else(|_| fs::read_to_string(pack.dir.path().join("site/2026-Q3/report.json")));
    assert!(report.unwrap().contains("s3://events/q3/a.jsonl"));
    // Typed addresses come before those of the pack, beside files.
    fs::write(pack.dir.path().join("d.csv"), "ts,kind\n").unwrap();
    let typed = [
        "--events",
        "s3://events/q3/a.jsonl",
        "--events",
        "d.csv",
        "--dry-run",
    ];
    let (code, out, err) = pack.run(&[&COLLECT[..], &typed].concat());
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("in 2 files"), "{out}");
}

#[test]
fn what_stops_it_is_told_where_the_pack_names_it_and_nothing_is_written() {
    let Some(engine) = engine() else { return };
    let (mut pack, _, objects) = counted(&engine);
    let wrong_line =
        b"{\"ts\":\"2026-07-08T09:00:00Z\",\"kind\":\"deploy\",\"service\":\"shop\"}\n{\"ts\":7}\n";
    let mut borrowed: Vec<(&str, &[u8])> = objects
        .iter()
        .map(|(key, bytes)| (*key, bytes.as_slice()))
        .collect();
    borrowed.push(("wrong/d.jsonl", wrong_line));
    let server = Server::start(&borrowed, "");
    pack.env = keys(&server);
    let temp = tempfile::tempdir().unwrap();
    pack.env.push((
        "TMPDIR".to_owned(),
        temp.path().to_str().unwrap().to_owned(),
    ));
    let short = [&COLLECT[..], &["--format", "short"]].concat();
    let line = pack.events(&[
        "data/events/*.jsonl",
        "s3://events/q3/",
        "s3://other/a.jsonl",
    ]);
    fs::write(pack.dir.path().join("data/events/e.jsonl"), "").unwrap();
    for (wrong, at, code, told, exit) in [
        (
            Wrong::Nothing,
            2,
            "engine-store",
            "s3://other/a.jsonl: `a.jsonl`: the store has no such",
            2,
        ),
        (
            Wrong::Status(403),
            1,
            "engine-store",
            "s3://events/q3/: the store refuses it (403 AccessDenied)",
            2,
        ),
        (
            Wrong::Changed,
            1,
            "engine-object",
            "it changed while it was fetched",
            1,
        ),
        (
            Wrong::Key("../x.jsonl"),
            1,
            "engine-object",
            "whose key cannot be written down",
            1,
        ),
    ] {
        server.does(wrong);
        let before = Tree::read(pack.dir.path()).unwrap();
        let (exited, out, err) = pack.run(&short);
        let place = format!("data/pack.yaml:{}:7: error[{code}]: ", line + at);
        let found = err
            .lines()
            .any(|line| line.starts_with(&place) && line.contains(told));
        assert!(found, "{wrong:?}, {place}{told}: {err}");
        assert_eq!(out, "", "{wrong:?}");
        // Several things may be wrong, and one of them in the world.
        assert!(
            exited == exit || err.contains("engine-store") && exited == 2,
            "{wrong:?}: {exited} {err}"
        );
        assert_eq!(Tree::read(pack.dir.path()).unwrap(), before, "{wrong:?}");
        assert_eq!(
            fs::read_dir(temp.path()).unwrap().count(),
            0,
            "{wrong:?} left something"
        );
    }
    // Wrong events are told at their line, as those of files are.
    server.does(Wrong::Nothing);
    pack.events(&["s3://events/wrong/"]);
    let (code, _, err) = pack.run(&short);
    assert_eq!(code, 1);
    assert!(err.starts_with("s3://events/wrong/d.jsonl:2:"), "{err}");
    // What could be a secret is refused before anybody is asked, and not repeated.
    server.does(Wrong::Nothing);
    let line = pack.events(&[
        "https://me:hunter2@example.org/a.jsonl",
        "s3://events/a.jsonl?X-Amz-Signature=1",
    ]);
    let (code, _, err) = pack.run(&short);
    assert_eq!(code, 1);
    for at in [line, line + 1] {
        let place = format!("data/pack.yaml:{at}:7: error[bad-event-source]");
        assert!(err.contains(&place), "{place}: {err}");
    }
    // Nor for people, who see the line itself of any other problem.
    let (code, _, err) = pack.run(&["check"]);
    assert_eq!(code, 1);
    assert!(err.contains(&format!("data/pack.yaml:{line}:7")), "{err}");
    let typed = [&short[..], &["--events", "s3://me:hunter2@events/a.jsonl"]].concat();
    pack.events(&["data/events"]);
    assert_eq!(pack.run(&typed).0, 1);
    // Where nothing may be read over the network, nothing is.
    pack.events(&["s3://events/q3/"]);
    let (code, _, err) = pack.run(&[&short[..], &["--offline"]].concat());
    assert_eq!(code, 2);
    assert!(err.contains("`--offline` forbids it"), "{err}");
    assert_eq!(server.asked(), 0, "{:?}", server.log());
    // A store that says nothing is not waited for longer than somebody wants to.
    server.does(Wrong::Mute);
    let begun = Instant::now();
    let (code, _, err) = pack.run(&[&short[..], &["--time-limit", "1"]].concat());
    assert_eq!(code, 1);
    assert!(
        err.contains("error[engine-time]") && err.contains("while it fetched objects"),
        "{err}"
    );
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[test]
fn without_the_feature_it_says_how_to_get_it() {
    // Only this build's own is known to be without it.
    let alone = cfg!(all(feature = "engine", not(feature = "stores")));
    let Some(engine) = program::program().filter(|_| alone) else {
        return;
    };
    let pack = Pack::new(&engine, &[]);
    let line = pack.events(&["s3://events/q3/"]);
    let before = Tree::read(pack.dir.path()).unwrap();
    let (code, out, err) = pack.run(&COLLECT);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("error[engine-without-stores]"), "{err}");
    assert!(err.contains(&format!("data/pack.yaml:{line}:7")), "{err}");
    assert!(
        err.contains("cargo install boardpack --features stores"),
        "{err}"
    );
    assert_eq!(Tree::read(pack.dir.path()).unwrap(), before);
}

#[test]
fn a_store_that_others_made_is_read() {
    let Some(engine) = engine() else { return };
    let own = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/stores/other/node_modules/s3rver/bin/s3rver.js");
    let there = own.is_file();
    assert!(
        there || std::env::var_os("CI").is_none(),
        "run `npm ci --prefix tests/stores/other`"
    );
    if !there {
        eprintln!("left out: npm did not install the store of others");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}");
    let served = Command::new("node")
        .arg(own)
        .args(["--silent", "-a", "127.0.0.1", "-p", &port.to_string(), "-d"])
        .arg(dir.path().join("data"))
        .args(["--configure-bucket", "events"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _served = Running(served);
    wait_for(port);
    let file = dir.path().join("file");
    fs::write(&file, "{}\n").unwrap();
    let many: Vec<String> = (0..103)
        .map(|n| format!("{url}/events/many/{n:04}.jsonl"))
        .collect();
    for places in many.chunks(50) {
        let mut put = Command::new("curl");
        // It is busy with others as well: what is put there is no part of what is tried.
        put.args([
            "-sSf",
            "--retry",
            "5",
            "--retry-all-errors",
            "--aws-sigv4",
            "aws:amz:us-east-1:s3",
            "--user",
            "S3RVER:S3RVER",
        ]);
        put.args(["-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD"]);
        for place in places {
            put.arg("-T").arg(&file).arg(place);
        }
        let told = put.output().unwrap();
        assert!(told.status.success(), "{told:?}");
    }
    let env = [
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_ACCESS_KEY_ID", "S3RVER"),
        ("AWS_SECRET_ACCESS_KEY", "S3RVER"),
    ];
    let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let limits = FetchLimits {
        objects: 200,
        silence_seconds: 30,
        ..limits()
    };
    let (messages, faults, _folder) = fetch(&engine, &[("s3://events/many/", false)], limits, &env);
    assert_eq!(faults, []);
    let labels = labels(&messages);
    assert_eq!(labels.len(), 103);
    assert_eq!(labels[102], "s3://events/many/0102.jsonl");
    let (_, faults, _folder) = fetch(&engine, &[("s3://nobody/many/", false)], limits, &env);
    assert!(
        faults[0].message.contains("(404 NoSuchBucket)"),
        "{faults:?}"
    );
}
