//! Bytes of a connection to a request, and an answer to bytes: as much of HTTP/1.1 as a browser on the
//! same machine needs. One request a connection.

use super::shown::{News, Shown, Told};
use super::{added, answer, told};
use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Bytes of a request at most.
const REQUEST_BYTES: usize = 16 << 10;

/// Headers of a request at most.
const HEADERS: usize = 64;

/// Connections at a time.
const CONNECTIONS: usize = 128;

/// How long a browser may take for its request, and to take its answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a word is sent where there is no news, which shows whether the browser still hears.
const STILL_HERE: Duration = Duration::from_secs(5);

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// With its query.
    pub(super) path: String,
    pub(super) host: Option<String>,
    /// The mark of what the browser has.
    pub(super) known: Option<String>,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn file(kind: &str, body: Vec<u8>) -> Self {
        Self {
            status: 200,
            headers: vec![("Content-Type", kind.to_owned())],
            body,
        }
    }

    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::file("text/plain; charset=utf-8", text.as_bytes().to_vec()).status(status)
    }

    pub(super) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn write(&self, stream: &mut TcpStream, with_body: bool) -> io::Result<()> {
        let mut head = head(self.status);
        for (name, value) in &self.headers {
            // An address that was asked for may hold anything.
            let value = value.replace(['\r', '\n'], "");
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if !matches!(self.status, 204 | 304) {
            let _ = write!(head, "Content-Length: {}\r\n", self.body.len());
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        if with_body {
            bytes.extend_from_slice(&self.body);
        }
        stream.write_all(&bytes)?;
        stream.flush()
    }
}

/// What every answer says: nothing is kept, nobody else may read or frame it.
fn head(status: u16) -> String {
    let reason = match status {
        200 => "OK",
        204 => "No Content",
        304 => "Not Modified",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        503 => "Service Unavailable",
        _ => "",
    };
    format!(
        "HTTP/1.1 {status} {reason}\r\nConnection: close\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n"
    )
}

/// Answers connections on a thread of their own, each on one, as long as the program runs.
pub(super) fn listen(listener: TcpListener, port: u16, shown: Arc<Shown>) {
    let open = Arc::new(AtomicUsize::new(0));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                // Out of files, most likely: some will be closed.
                thread::sleep(Duration::from_millis(20));
                continue;
            };
            let (shown, open) = (Arc::clone(&shown), Arc::clone(&open));
            if open.fetch_add(1, Ordering::SeqCst) >= CONNECTIONS {
                open.fetch_sub(1, Ordering::SeqCst);
                continue;
            }
            let count = Arc::clone(&open);
            let begun = thread::Builder::new().spawn(move || {
                // A browser that went away is no fault.
                let _ = talk(stream, port, &shown);
                open.fetch_sub(1, Ordering::SeqCst);
            });
            if begun.is_err() {
                count.fetch_sub(1, Ordering::SeqCst);
            }
        }
    });
}

fn talk(mut stream: TcpStream, port: u16, shown: &Arc<Shown>) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let Some(request) = request(&mut stream)? else {
        return Answer::text(400, "this is no request of a browser\n").write(&mut stream, true);
    };
    let news = format!("/{}news", added::RESERVED);
    let path = request.path.split('?').next().unwrap_or_default();
    if path == news && request.method == "GET" && answer::is_here(request.host.as_deref(), port) {
        return tell(stream, &request, shown);
    }
    let answer = answer::answer(&request, port, shown);
    answer.write(&mut stream, request.method != "HEAD")
}

/// Reads a request; `None` where it is none, or too long.
fn request(stream: &mut TcpStream) -> io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let read = stream.read(&mut part)?;
        if read == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&part[..read]);
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        match parsed.parse(&bytes) {
            Ok(httparse::Status::Complete(_)) => {
                let all = |name: &str| {
                    let named = parsed.headers.iter();
                    let named = named.filter(|header| header.name.eq_ignore_ascii_case(name));
                    let values: Vec<&[u8]> = named.map(|header| header.value).collect();
                    // Said twice, it means neither.
                    match values[..] {
                        [one] => String::from_utf8(one.to_vec()).ok(),
                        _ => None,
                    }
                };
                return Ok(Some(Request {
                    method: parsed.method.unwrap_or_default().to_owned(),
                    path: parsed.path.unwrap_or_default().to_owned(),
                    host: all("host"),
                    known: all("if-none-match"),
                }));
            }
            Ok(httparse::Status::Partial) if bytes.len() < REQUEST_BYTES => {}
            Ok(httparse::Status::Partial) | Err(_) => return Ok(None),
        }
    }
}

/// Tells a browser of every change, as long as it hears.
fn tell(mut stream: TcpStream, request: &Request, shown: &Arc<Shown>) -> io::Result<()> {
    let page = request.path.split_once('?').map_or("", |(_, page)| page);
    let page = answer::decoded(page).map(|path| answer::file_of(&path));
    let _look = page.as_ref().map(|page| shown.look(page));
    let page = page.unwrap_or_default();
    let head = head(200) + "Content-Type: text/event-stream\r\n\r\nretry: 300\n\n";
    stream.write_all(head.as_bytes())?;
    let mut told = Told::default();
    let mut had = None;
    loop {
        let text = match shown.news(&page, &mut told, STILL_HERE) {
            None => ": still here\n\n".to_owned(),
            Some(news) => {
                let text = told::event(&news, had.as_deref());
                if let News::Now { page, .. } = news {
                    had = page;
                }
                text
            }
        };
        stream.write_all(text.as_bytes())?;
    }
}
