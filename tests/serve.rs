//! `boardpack serve` as a browser meets it: the real program, over a socket of this machine.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests make files and may stop at the first surprise"
)]

use boardpack::load::{Tree, base_pack};
use boardpack::pipeline;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A guard against hanging, far beyond what a busy machine takes.
const HANG: Duration = Duration::from_secs(120);

const OVERVIEW: &str = "content/2026-Q3/overview.md";
const TERM: &str = "content/glossary/error-budget.md";
const TERM_PAGE: &str = "/glossary/error-budget.html";

/// A pack in a folder of its own, served.
struct Served {
    folder: tempfile::TempDir,
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn unpack(tree: &Tree, root: &Path) {
    for (path, bytes) in &tree.files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn program(args: &[&str], root: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_boardpack"))
        .arg("serve")
        .arg(root)
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The port in the line that names the address.
fn port(child: &mut Child) -> u16 {
    let mut line = String::new();
    let mut said = BufReader::new(child.stdout.as_mut().unwrap());
    said.read_line(&mut line).unwrap();
    let (_, address) = line
        .split_once("http://127.0.0.1:")
        .unwrap_or_else(|| panic!("{line}"));
    address.split_once('/').unwrap().0.parse().unwrap()
}

fn serve(tree: &Tree) -> Served {
    let folder = tempfile::tempdir().unwrap();
    unpack(tree, folder.path());
    let mut child = program(&["--port", "0"], folder.path());
    let port = port(&mut child);
    Served {
        folder,
        child,
        port,
    }
}

/// An answer: status, headers, body.
type Answer = (u16, String, Vec<u8>);

fn raw(port: u16, request: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(HANG)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head, bytes[end + 4..].to_vec())
}

impl Served {
    fn get(&self, path: &str) -> Answer {
        let port = self.port;
        raw(
            port,
            &format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
        )
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.get(path).2).unwrap()
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The stream of news as a page hears it.
    fn news(&self, page: &str) -> News {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(HANG)).unwrap();
        let asked = format!(
            "GET /.boardpack-preview/news?{page} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        );
        stream.write_all(asked.as_bytes()).unwrap();
        News(BufReader::new(stream))
    }

    fn edit(&self, path: &str, old: &str, new: &str) {
        let path = self.root().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
}

struct News(BufReader<TcpStream>);

impl News {
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The next news of a pack that is right, or of one that is wrong.
    fn until(&mut self, wrong: bool) -> serde_json::Value {
        loop {
            let news = self.next();
            if news["wrong"].is_null() != wrong {
                return news;
            }
        }
    }

    /// Waits until a page says something.
    fn until_said(&mut self, served: &Served, page: &str, words: &str) {
        while !served.text(page).contains(words) {
            let news = self.next();
            let wrong = &news["wrong"]["problems"];
            assert!(wrong.is_null(), "{wrong}");
        }
    }
}

/// The served page without what was added.
fn undone(served: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(served.to_vec()).unwrap();
    let start = text
        .find("<script defer src=\"/.boardpack-preview/reload.js\"")
        .unwrap();
    let end = start + text[start..].find("</script>").unwrap() + "</script>".len();
    let text = format!("{}{}", &text[..start], &text[end..]);
    let allowed = "script-src 'self'; connect-src 'self'; ";
    text.replacen(allowed, "", 1).into_bytes()
}

#[test]
fn what_is_served_is_what_is_built_but_for_the_script() {
    let tree = base_pack();
    let served = serve(&tree);
    let site = pipeline::build(&tree).site.unwrap();
    for (path, built) in &site.files {
        let (status, head, body) = served.get(&format!("/{path}"));
        assert_eq!(status, 200, "{path}");
        let body = if path.ends_with(".html") {
            assert!(head.contains("text/html"));
            let text = String::from_utf8(body.clone()).unwrap();
            assert_eq!(text.matches("<script").count(), 1, "{path}");
            undone(&body)
        } else {
            body
        };
        assert!(
            body == *built,
            "`{path}` is served otherwise than it is built"
        );
    }
    assert!(!served.root().join("public").exists(), "nothing is written");
    // Folders are their pages.
    assert_eq!(served.get("/").2, served.get("/index.html").2);
    assert_eq!(
        served.get("/2026-Q3/").2,
        served.get("/2026-Q3/index.html").2
    );
    let (status, head, _) = served.get("/2026-Q3");
    assert_eq!(status, 308);
    assert!(head.contains("Location: /2026-Q3/"), "{head}");
}

#[test]
fn nobody_else_reads_it_and_no_path_leaves_the_site() {
    let served = serve(&base_pack());
    let port = served.port;
    let hosts = [
        "evil.example",
        "evil.example:80",
        "127.0.0.1:1",
        "localhost",
        "0.0.0.0",
    ];
    for host in hosts {
        for path in [
            "/",
            "/.boardpack-preview/news?/",
            "/.boardpack-preview/reload.js",
        ] {
            let (status, ..) = raw(
                port,
                &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            );
            assert_eq!(status, 421, "{host} {path}");
        }
    }
    assert_eq!(raw(port, "GET / HTTP/1.1\r\n\r\n").0, 421);
    let twice = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\n\r\n");
    assert_eq!(raw(port, &twice).0, 421);
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/data/pack.yaml",
        "/content/2026-Q3/overview.md",
        "//etc/passwd",
        "/%2e%2e/data/pack.yaml",
        "/2026-Q3/../../data/pack.yaml",
    ] {
        assert_eq!(served.get(path).0, 404, "{path}");
    }
    assert_eq!(served.get("/%zz").0, 400);
    assert_eq!(raw(port, "nonsense\r\n\r\n").0, 400);
    let long = format!("GET /{} HTTP/1.1\r\n", "a".repeat(40_000));
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let _ = stream.write_all(long.as_bytes());
    let post = format!("POST / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    assert_eq!(raw(port, &post).0, 405);
    let (status, head, body) = raw(
        port,
        &format!(
            "HEAD / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://evil.example\r\n\r\n"
        ),
    );
    assert_eq!((status, body.len()), (200, 0));
    let head = head.to_lowercase();
    assert!(!head.contains("access-control"), "{head}");
    assert!(
        head.contains("cross-origin-resource-policy: same-origin"),
        "{head}"
    );
    assert!(head.contains("cache-control: no-store"), "{head}");
}

#[test]
fn a_save_is_shown_and_a_fault_lies_over_the_last_good_page_until_it_is_mended() {
    let served = serve(&base_pack());
    let page = TERM_PAGE;
    let mut news = served.news(page);
    let mut other = served.news("/");
    assert!(news.until(false)["sheet"].is_string());
    let good = served.text(page);
    // A save.
    let now = "The failures that a promise leaves room for";
    served.edit(TERM, "The failures that a target leaves room for", now);
    news.until_said(&served, page, now);
    other.until_said(&served, page, now);
    // A fault: where it is, with its source line and caret.
    served.edit(OVERVIEW, "purpose:", "purpoze:");
    let wrong = news.until(true);
    other.until(true);
    let problem = &wrong["wrong"]["problems"][0];
    assert_eq!(problem["code"], "unknown-key");
    assert_eq!(problem["place"], format!("{OVERVIEW}:2:1"));
    let text = problem["text"].as_str().unwrap();
    for said in ["2 | purpoze: decision", "^^^^^^^", "did you mean `purpose`"] {
        assert!(text.contains(said), "{text}");
    }
    let stays = served.text(page);
    assert!(stays.contains(now) && stays != good);
    // A page that is asked for while the pack is wrong is the last good one too.
    assert_eq!(served.get("/archive.html").0, 200);
    served.edit(OVERVIEW, "purpoze:", "purpose:");
    news.until(false);
    assert!(served.text(page).contains(now));
}

#[test]
fn files_may_be_replaced_renamed_deleted_and_saved_by_halves() {
    let served = serve(&base_pack());
    let page = TERM_PAGE;
    let mut news = served.news(page);
    news.until(false);
    let root = served.root();
    let term = root.join(TERM);
    let text = fs::read_to_string(&term).unwrap();
    // Written beside and renamed over, as editors do; the file beside has a name that is passed over.
    let said = |words: &str| text.replacen("a target leaves", words, 1);
    let aside = term.with_file_name(".error-budget.md.swp");
    fs::write(&aside, said("a goal leaves")).unwrap();
    fs::rename(&aside, &term).unwrap();
    news.until_said(&served, page, "a goal leaves");
    // Moved away and put anew.
    let away = root.join("term.bak");
    fs::rename(&term, &away).unwrap();
    fs::write(&term, said("a promise leaves")).unwrap();
    news.until_said(&served, page, "a promise leaves");
    // By halves.
    let half = said("an aim leaves");
    fs::write(&term, &half[..half.len() / 3]).unwrap();
    news.until(true);
    fs::write(&term, &half).unwrap();
    news.until(false);
    news.until_said(&served, page, "an aim leaves");
    // Gone, and back.
    let metric = root.join("content/metrics/lead-time.md");
    let kept = fs::read(&metric).unwrap();
    fs::remove_file(&metric).unwrap();
    news.until(true);
    fs::write(&metric, kept).unwrap();
    news.until(false);
    // A folder that is moved away, and another in its place.
    fs::rename(root.join("content"), root.join("elsewhere")).unwrap();
    news.until(true);
    assert!(served.text(page).contains("an aim leaves"));
    let mut tree = base_pack();
    tree.files
        .insert(TERM.to_owned(), said("a plan leaves").into_bytes());
    unpack(&tree, root);
    news.until(false);
    news.until_said(&served, page, "a plan leaves");
    // What is saved in the new folder is seen like before.
    served.edit(TERM, "a plan leaves", "a hope leaves");
    news.until_said(&served, page, "a hope leaves");
    // The whole pack, away and back.
    let aside = root.with_extension("aside");
    fs::rename(root, &aside).unwrap();
    news.until(true);
    fs::rename(&aside, root).unwrap();
    news.until(false);
    assert!(served.text(page).contains("a hope leaves"));
}

#[test]
fn a_pack_that_was_never_right_has_a_page_that_waits() {
    let mut tree = base_pack();
    let good = tree.files[OVERVIEW].clone();
    tree.files.insert(OVERVIEW.to_owned(), b"---\n".to_vec());
    let served = serve(&tree);
    let mut news = served.news("/");
    let wrong = news.until(true);
    assert!(wrong["wrong"]["all"].as_u64() > Some(0));
    let (status, _, body) = served.get("/");
    let page = String::from_utf8(body).unwrap();
    assert_eq!(status, 503);
    assert!(
        page.contains("No page yet") && page.contains("data-page=\"none\""),
        "{page}"
    );
    fs::write(served.root().join(OVERVIEW), good).unwrap();
    news.until(false);
    assert_eq!(served.get("/").0, 200);
    assert_eq!(served.get("/nothing.html").0, 404);
    let marked = served.get("/").1;
    let mark = marked
        .split("ETag: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    let port = served.port;
    let asked =
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nIf-None-Match: {mark}\r\n\r\n");
    assert_eq!(raw(port, &asked).0, 304);
}

#[test]
fn a_pack_that_is_wrong_from_the_start_has_no_last_page_to_keep() {
    let mut tree = base_pack();
    let text = tree.files.remove(OVERVIEW).unwrap();
    let mut served = serve(&tree);
    let mut said = BufReader::new(served.child.stderr.take().unwrap()).lines();
    let mut until = |words: &str| {
        let line = said.find(|line| line.as_ref().unwrap().contains("page"));
        let line = line.unwrap().unwrap();
        assert!(line.contains(words), "{line}");
    };
    until("there is no page yet");
    assert_eq!(served.get("/").0, 503);
    fs::write(served.root().join(OVERVIEW), &text).unwrap();
    let mut news = served.news(TERM_PAGE);
    news.until(false);
    fs::remove_file(served.root().join(OVERVIEW)).unwrap();
    news.until(true);
    until("the last good pages stay");
}

#[test]
fn a_port_that_is_taken_is_told_of_and_the_next_will_do() {
    let served = serve(&base_pack());
    let port = served.port.to_string();
    let child = program(&["--port", &port], served.root());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let told = String::from_utf8(ended.stderr).unwrap();
    assert!(
        told.contains(&format!("cannot serve on port {port}: it is taken")),
        "{told}"
    );
    assert!(told.contains("`--next-port`"), "{told}");
    let mut next = program(&["--port", &port, "--next-port"], served.root());
    let took = self::port(&mut next);
    assert!(took > served.port);
    next.kill().unwrap();
    next.wait().unwrap();
    let nothing = program(&[], &served.root().join("nothing"));
    assert_eq!(nothing.wait_with_output().unwrap().status.code(), Some(2));
}

#[test]
fn an_interrupt_ends_it_well() {
    for signal in ["INT", "TERM"] {
        let mut served = serve(&base_pack());
        let mut news = served.news("/");
        news.until(false);
        let id = served.child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(sent.unwrap().success());
        assert_eq!(served.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}
