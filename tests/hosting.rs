//! A built site behind a real nginx, at a subpath, by the lines that the README gives.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests look at the disk, start a server, say what they leave out and may fail"
)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

/// Stopped when the test ends, however it ends.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Status line and headers as text, and the body.
    fn get(&self, path: &str, with_password: bool) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // `board:quarter`
        let password = match with_password {
            true => "Authorization: Basic Ym9hcmQ6cXVhcnRlcg==\r\n",
            false => "",
        };
        let ask = format!("GET {path} HTTP/1.0\r\nHost: pack.example\r\n{password}\r\n");
        stream.write_all(ask.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        (head, answer[end + 4..].to_vec())
    }
}

/// The `location` of the README, with this test's folder and passwords.
fn location(site: &Path, users: &Path) -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.unwrap();
    let (_, rest) = readme.split_once("```nginx\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    assert!(block.contains("/srv/www/board/") && block.contains("/etc/nginx/board.users"));
    let block = block.replace("/srv/www/board/", &format!("{}/", site.display()));
    block.replace("/etc/nginx/board.users", &users.display().to_string())
}

fn nginx() -> Option<PathBuf> {
    let places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];
    let found = places.iter().map(PathBuf::from).find(|path| path.is_file());
    assert!(
        found.is_some() || std::env::var_os("CI").is_none(),
        "no nginx"
    );
    if found.is_none() {
        eprintln!("left out: there is no nginx");
    }
    found
}

fn start(nginx: &Path, dir: &Path, site: &Path) -> Server {
    let users = dir.join("users");
    fs::write(&users, "board:{PLAIN}quarter\n").unwrap();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {}/{kind};\n", dir.display()));
    let config = format!(
        "daemon off;\nmaster_process off;\npid {0}/pid;\nerror_log {0}/error.log;\n\
         events {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{1}\
         server {{\nlisten 127.0.0.1:{port};\n{2}\n}}\n}}\n",
        dir.display(),
        temporary.concat(),
        location(site, &users)
    );
    let file = dir.join("nginx.conf");
    fs::write(&file, config).unwrap();
    let mut command = Command::new(nginx);
    command.arg("-c").arg(&file).arg("-p").arg(dir);
    let child = command
        .arg("-e")
        .arg(dir.join("error.log"))
        .spawn()
        .unwrap();
    let server = Server { child, port };
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return server;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let log = fs::read_to_string(dir.join("error.log")).unwrap_or_default();
    panic!("nginx did not start: {log}");
}

#[test]
fn a_site_is_served_at_a_subpath_to_those_who_may_see_it() {
    let Some(nginx) = nginx() else { return };
    let dir = tempfile::tempdir().unwrap();
    let tree = boardpack::load::base_pack();
    let site = boardpack::pipeline::build(&tree).site.unwrap();
    let out = dir.path().join("site");
    for (path, bytes) in &site.files {
        let file = out.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let server = start(&nginx, dir.path(), &out);
    for (path, bytes) in &site.files {
        let (head, body) = server.get(&format!("/board/{path}"), true);
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        assert!(body == *bytes, "{path}: other bytes");
        for header in [
            "X-Robots-Tag: noindex, nofollow",
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer",
            "Cache-Control: private, no-cache",
            "Content-Security-Policy: frame-ancestors 'none'",
        ] {
            assert!(head.contains(header), "{path}: no `{header}` in {head}");
        }
        let kinds = [
            (".html", "text/html"),
            (".css", "text/css"),
            (".woff2", "font/woff2"),
        ];
        for (end, kind) in kinds {
            let is = head.contains(&format!("Content-Type: {kind}"));
            assert!(!path.ends_with(end) || is, "{path}: {head}");
        }
        assert!(
            !path.ends_with(".html") || head.contains("charset=utf-8"),
            "{head}"
        );
        // No link of a page leaves the subpath by way of the server's root.
        if path.ends_with(".html") {
            let page = String::from_utf8(body).unwrap();
            assert!(
                !page.contains("href=\"/") && !page.contains("src=\"/"),
                "{path}"
            );
        }
    }
    let (head, body) = server.get("/board/", true);
    assert!(
        head.starts_with("HTTP/1.1 200") && body == site.files["index.html"],
        "{head}"
    );
    for path in ["/board/", "/board/index.html", "/board/manifest.json"] {
        let (head, _) = server.get(path, false);
        assert!(head.starts_with("HTTP/1.1 401"), "{path}: {head}");
    }
    for path in [
        "/",
        "/board/nothing.html",
        "/board/../users",
        "/board../users",
    ] {
        let (head, _) = server.get(path, true);
        assert!(!head.starts_with("HTTP/1.1 200"), "{path}: {head}");
    }
}
