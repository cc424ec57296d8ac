//! A small store on loopback that speaks as Amazon S3 does, and as Google and Azure do where they differ: it
//! lists by pages, gives out ranges, checks every signature, and does wrong what it is told to.

use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(crate) const KEY: &str = "AKIDEXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const TOKEN: &str = "session-token-that-nobody-sees";

/// What a store does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    Nothing,
    /// Answers every request so.
    Status(u16),
    /// Sends every request to another address, or nowhere.
    Redirect,
    BareRedirect,
    /// Sends only requests for objects elsewhere.
    RedirectObjects,
    /// Accepts, and says nothing.
    Mute,
    /// Stops in the middle of an object.
    MuteInObject,
    /// Gives half of an object, the other half when asked for it.
    HalfOnce,
    /// Never gives more than half.
    Half,
    /// Gives another state of an object than it lists.
    Changed,
    /// Gives another state of as many bytes.
    ChangedTag,
    /// Does not say how long an object is, and never ends.
    EndlessChunks,
    /// Says how long an object is, and sends on.
    EndlessTail,
    /// A list that never ends, of objects or of nothing.
    EndlessList,
    EndlessEmptyList,
    /// A page of a list that never ends.
    EndlessPage,
    /// Lists a key that is none.
    Key(&'static str),
    /// Lists keys that lie elsewhere.
    Elsewhere,
    /// Answers a list with something else.
    Nonsense,
    /// Says that a list goes on, and not how.
    Cut,
    /// Is busy twice, and then not.
    BusyTwice,
    /// Lists an object of so many bytes.
    Huge(u64),
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) objects: BTreeMap<String, Vec<u8>>,
    pub(crate) wrong: Mutex<Wrong>,
    /// Whether requests must be signed.
    pub(crate) signed: AtomicBool,
    /// The session token that must come with a signature.
    pub(crate) token: AtomicBool,
    pub(crate) asked: AtomicUsize,
    pub(crate) log: Mutex<Vec<String>>,
    elsewhere: String,
}

/// A store that runs until the test ends.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) inner: Arc<Inner>,
}

impl Server {
    /// A store with some objects by their keys in the bucket `events`; `elsewhere` is where its redirects lead.
    pub(crate) fn start(objects: &[(&str, &[u8])], elsewhere: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let objects = objects
            .iter()
            .map(|(key, bytes)| ((*key).to_owned(), bytes.to_vec()));
        let inner = Arc::new(Inner {
            objects: objects.collect(),
            wrong: Mutex::new(Wrong::Nothing),
            signed: AtomicBool::new(true),
            token: AtomicBool::new(false),
            asked: AtomicUsize::new(0),
            log: Mutex::default(),
            elsewhere: elsewhere.to_owned(),
        });
        let own = Arc::clone(&inner);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let inner = Arc::clone(&own);
                std::thread::spawn(move || serve(&stream, &inner));
            }
        });
        Self { url, inner }
    }

    pub(crate) fn does(&self, wrong: Wrong) {
        *self.inner.wrong.lock().unwrap() = wrong;
        self.inner.asked.store(0, Ordering::SeqCst);
        self.inner.log.lock().unwrap().clear();
    }

    pub(crate) fn asked(&self) -> usize {
        self.inner.asked.load(Ordering::SeqCst)
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.inner.log.lock().unwrap().clone()
    }
}

struct Request {
    method: String,
    path: String,
    query: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn read(reader: &mut BufReader<&TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let method = words.next()?.to_owned();
    let target = words.next()?.to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers
        .get("content-length")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body,
    })
}

fn serve(stream: &TcpStream, inner: &Inner) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        let count = inner.asked.fetch_add(1, Ordering::SeqCst);
        let line = format!("{} {}?{}", request.method, request.path, request.query);
        inner.log.lock().unwrap().push(line);
        let wrong = *inner.wrong.lock().unwrap();
        if answer(stream, inner, &request, wrong, count).is_none() {
            break;
        }
    }
    let _ = stream.shutdown(std::net::Shutdown::Both);
}

fn send(mut stream: &TcpStream, status: u16, headers: &str, body: &[u8]) -> Option<()> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()
}

fn error(stream: &TcpStream, status: u16, code: &str) -> Option<()> {
    // Stores repeat keys and what was signed in such answers.
    let body = format!(
        "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>no</Message><AWSAccessKeyId>{KEY}</AWSAccessKeyId>\
         <Token>{TOKEN}</Token></Error>"
    );
    send(stream, status, "", body.as_bytes())
}

fn etag(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))[..32].to_owned()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn answer(
    mut stream: &TcpStream,
    inner: &Inner,
    request: &Request,
    wrong: Wrong,
    count: usize,
) -> Option<()> {
    let lists = request.query.contains("list-type=2") || request.query.contains("comp=list");
    let signed = inner.signed.load(Ordering::SeqCst);
    if request.method == "POST" {
        let form = String::from_utf8_lossy(&request.body);
        let all = format!("{}&{form}", request.query);
        let fine =
            all.contains("AssumeRoleWithWebIdentity") && all.contains("WebIdentityToken=identity");
        assert!(fine, "{all}");
        let body = format!(
            "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>{KEY}\
             </AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey><SessionToken>{TOKEN}</SessionToken>\
             <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>\
             </AssumeRoleWithWebIdentityResponse>"
        );
        return send(stream, 200, "", body.as_bytes());
    }
    if signed && !is_signed(request) {
        return error(stream, 403, "SignatureDoesNotMatch");
    }
    let token = request.headers.get("x-amz-security-token");
    if inner.token.load(Ordering::SeqCst) && token.is_none_or(|token| token != TOKEN) {
        return error(stream, 403, "InvalidToken");
    }
    match wrong {
        Wrong::Status(404) => return error(stream, 404, "NoSuchBucket"),
        Wrong::Status(403) => return error(stream, 403, "AccessDenied"),
        Wrong::Status(status) => return error(stream, status, "InternalError"),
        Wrong::BusyTwice if count < 2 => return error(stream, 503, "SlowDown"),
        Wrong::BareRedirect => return send(stream, 301, "", b""),
        Wrong::Redirect => return redirect(stream, inner),
        Wrong::RedirectObjects if !lists => return redirect(stream, inner),
        Wrong::Mute => {
            std::thread::sleep(Duration::from_secs(20));
            return None;
        }
        _ => {}
    }
    let path = decoded(&request.path);
    let Some(rest) = path.strip_prefix("/events") else {
        return error(stream, 404, "NoSuchBucket");
    };
    if lists {
        return list(stream, inner, request, wrong, count);
    }
    let key = rest.trim_start_matches('/');
    let Some(bytes) = inner.objects.get(key) else {
        return error(stream, 404, "NoSuchKey");
    };
    let mut bytes = bytes.clone();
    if wrong == Wrong::Changed {
        bytes.extend_from_slice(b"\n");
    }
    let mut tag = etag(&bytes);
    if wrong == Wrong::ChangedTag {
        tag = etag(b"another");
    }
    let about = format!(
        "ETag: \"{tag}\"\r\nLast-Modified: Thu, 01 Oct 2026 09:00:00 GMT\r\nx-amz-version-id: v.{}\r\n",
        &tag[..8]
    );
    let all = bytes.len();
    let range = request.headers.get("range").and_then(|range| {
        let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
        Some((from.parse::<usize>().ok()?, to.parse::<usize>().ok()?))
    });
    let half = wrong == Wrong::Half || (wrong == Wrong::HalfOnce && range.is_none());
    let (status, from, to) = match range {
        Some((from, to)) => (206, from, (to + 1).min(all)),
        None => (200, 0, all),
    };
    let about = match range {
        Some(_) => format!("{about}Content-Range: bytes {from}-{}/{all}\r\n", to - 1),
        None => about,
    };
    let part = &bytes[from..to];
    match wrong {
        Wrong::MuteInObject => {
            let length = part.len();
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{about}\r\n");
            stream.write_all(head.as_bytes()).ok()?;
            let first = usize::from(range.is_none());
            stream.write_all(&part[..first]).ok()?;
            std::thread::sleep(Duration::from_secs(20));
            None
        }
        Wrong::EndlessChunks => {
            let head = format!("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n{about}\r\n");
            stream.write_all(head.as_bytes()).ok()?;
            let chunk = format!("10000\r\n{}\r\n", "x".repeat(1 << 16));
            while stream.write_all(chunk.as_bytes()).is_ok() {}
            None
        }
        Wrong::EndlessTail => {
            let head = format!("HTTP/1.1 200 X\r\nContent-Length: {all}\r\n{about}\r\n");
            stream.write_all(head.as_bytes()).ok()?;
            stream.write_all(&bytes).ok()?;
            let more = "x".repeat(1 << 16);
            while stream.write_all(more.as_bytes()).is_ok() {}
            None
        }
        _ if half => {
            let length = part.len();
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{about}\r\n");
            stream.write_all(head.as_bytes()).ok()?;
            stream.write_all(&part[..length / 2]).ok()?;
            None
        }
        _ => send(stream, status, &about, part),
    }
}

fn redirect(stream: &TcpStream, inner: &Inner) -> Option<()> {
    let place = format!("Location: {}/events/a.jsonl\r\n", inner.elsewhere);
    send(stream, 307, &place, b"")
}

/// A list of at most two objects a page.
fn list(
    mut stream: &TcpStream,
    inner: &Inner,
    request: &Request,
    wrong: Wrong,
    count: usize,
) -> Option<()> {
    let query: BTreeMap<String, String> = request
        .query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decoded(name), decoded(&value.replace('+', " "))))
        .collect();
    let azure = query.contains_key("comp");
    let prefix = query.get("prefix").cloned().unwrap_or_default();
    let after = query
        .get("continuation-token")
        .or_else(|| query.get("marker"))
        .cloned();
    let mut keys: Vec<(String, u64, String)> = inner
        .objects
        .iter()
        .filter(|(key, _)| key.starts_with(&prefix))
        .map(|(key, bytes)| (key.clone(), bytes.len() as u64, etag(bytes)))
        .collect();
    let one = |key: String| (key, 1, "0".repeat(32));
    match wrong {
        Wrong::Key(key) => keys.push(one(format!("{prefix}{key}"))),
        Wrong::Elsewhere => keys = vec![one("elsewhere/a.jsonl".to_owned())],
        Wrong::Huge(size) => keys[0].1 = size,
        Wrong::EndlessPage => {
            let head = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n";
            stream.write_all(head.as_bytes()).ok()?;
            let chunk = format!("10000\r\n{}\r\n", "<".repeat(1 << 16));
            while stream.write_all(chunk.as_bytes()).is_ok() {}
            return None;
        }
        Wrong::Nonsense => return send(stream, 200, "", b"<html>Sign in</html>"),
        Wrong::EndlessList => {
            keys = (0..1000)
                .map(|n| one(format!("{prefix}{count}-{n}.jsonl")))
                .collect();
        }
        Wrong::EndlessEmptyList => keys.clear(),
        _ => {}
    }
    keys.sort();
    let endless = matches!(wrong, Wrong::EndlessList | Wrong::EndlessEmptyList);
    let mut left = keys
        .iter()
        .filter(|(key, ..)| after.as_ref().is_none_or(|after| endless || key > after));
    let page: Vec<_> = left.by_ref().take(if endless { 1000 } else { 2 }).collect();
    let more = endless || left.next().is_some();
    let next = page
        .last()
        .map_or("again".to_owned(), |(key, ..)| key.clone());
    let mut body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned();
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    if azure {
        body.push_str("<EnumerationResults><Blobs>");
        for (key, size, tag) in page {
            let _ = write!(
                body,
                "<Blob><Name>{}</Name><Properties><Last-Modified>Thu, 01 Oct 2026 09:00:00 GMT</Last-Modified>\
                 <Content-Length>{size}</Content-Length><Content-Type>x</Content-Type><Etag>{tag}</Etag></Properties></Blob>",
                escaped(key)
            );
        }
        let marker = if more { escaped(&next) } else { String::new() };
        let _ = write!(
            body,
            "</Blobs><NextMarker>{marker}</NextMarker></EnumerationResults>"
        );
    } else {
        let _ = write!(body, "<ListBucketResult><IsTruncated>{more}</IsTruncated>");
        for (key, size, tag) in page {
            let _ = write!(
                body,
                "<Contents><Key>{}</Key><LastModified>2026-10-01T09:00:00.000Z</LastModified><ETag>&quot;{tag}&quot;</ETag>\
                 <Size>{size}</Size></Contents>",
                escaped(key)
            );
        }
        if more && wrong != Wrong::Cut {
            let _ = write!(
                body,
                "<NextContinuationToken>{}</NextContinuationToken>",
                escaped(&next)
            );
        }
        body.push_str("</ListBucketResult>");
    }
    send(
        stream,
        200,
        "Content-Type: application/xml\r\n",
        body.as_bytes(),
    )
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let hex = others
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok());
        let hex = hex
            .and_then(|two| u8::from_str_radix(two, 16).ok())
            .filter(|_| *first == b'%');
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &others[2..] } else { others };
    }
    String::from_utf8(bytes).unwrap()
}

fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0u8; 64];
    block[..key.len().min(64)].copy_from_slice(&key[..key.len().min(64)]);
    let inner = block.map(|byte| byte ^ 0x36);
    let outer = block.map(|byte| byte ^ 0x5c);
    let inner = Sha256::new()
        .chain_update(inner)
        .chain_update(text)
        .finalize();
    Sha256::new()
        .chain_update(outer)
        .chain_update(inner)
        .finalize()
        .to_vec()
}

/// Whether a request bears the signature of version 4 that the secret makes of it, as Amazon documents it.
fn is_signed(request: &Request) -> bool {
    let signed = || -> Option<bool> {
        let told = request.headers.get("authorization")?;
        let rest = told.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let mut parts = BTreeMap::new();
        for part in rest.split(',') {
            let (name, value) = part.trim().split_once('=')?;
            parts.insert(name, value);
        }
        let scope: Vec<&str> = parts.get("Credential")?.split('/').collect();
        let [key, date, region, service, last] = scope.as_slice() else {
            return None;
        };
        if (*key, *service, *last) != (KEY, "s3", "aws4_request") {
            return None;
        }
        let names = parts.get("SignedHeaders")?;
        let mut headers = String::new();
        for name in names.split(';') {
            let _ = writeln!(headers, "{name}:{}", request.headers.get(name)?);
        }
        let pairs = request.query.split('&').filter(|pair| !pair.is_empty());
        let mut query: Vec<String> = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let [name, value] =
                    [name, value].map(|text| encoded(&decoded(&text.replace('+', " "))));
                format!("{name}={value}")
            })
            .collect();
        query.sort_unstable();
        let payload = request.headers.get("x-amz-content-sha256")?;
        let canonical = format!(
            "{}\n{}\n{}\n{headers}\n{names}\n{payload}",
            request.method,
            request.path,
            query.join("&")
        );
        let canonical = hex(&Sha256::digest(canonical));
        let when = request.headers.get("x-amz-date")?;
        let text =
            format!("AWS4-HMAC-SHA256\n{when}\n{date}/{region}/s3/aws4_request\n{canonical}");
        let mut key = format!("AWS4{SECRET}").into_bytes();
        for part in [date, region, &"s3", &"aws4_request"] {
            key = hmac(&key, part.as_bytes());
        }
        Some(hex(&hmac(&key, text.as_bytes())) == *parts.get("Signature")?)
    };
    signed().unwrap_or(false)
}
