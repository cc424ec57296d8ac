//! Every request on its way to a store: to its own hosts alone, without a redirect, within bounds of length
//! and time; what went wrong is kept for whoever asked.

use super::trouble::Trouble;
use boardpack::collect::FetchLimits;
use futures::StreamExt as _;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, ToSocketAddrs as _};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Bytes of a page of a list; a thousand of the longest keys, as XML escapes them.
const PAGE: usize = 16 << 20;

/// Bytes of what a store says of an error.
const ERROR: usize = 64 << 10;

/// Requests beside those for objects: pages of a list, tokens, and asking again.
const REQUESTS: u64 = 500;

/// Seconds in which a connection stands.
const CONNECT: Duration = Duration::from_secs(10);

/// Scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin(String);

impl Origin {
    /// Of an address.
    pub(super) fn of(url: &reqwest::Url) -> Self {
        let port = url.port_or_known_default().unwrap_or(0);
        let host = url.host_str().unwrap_or_default();
        Self(format!("{}://{host}:{port}", url.scheme()))
    }
}

/// A client of the network for one source.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    inner: HttpClient,
    origins: Arc<Vec<Origin>>,
    asked: Arc<AtomicU64>,
    trouble: Arc<Mutex<Option<Trouble>>>,
}

/// Why a request was not made, or its answer not taken.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("refused")
    }
}

impl Error for Refused {}

/// A client that follows no redirect; `at_home` forbids it addresses of this machine and its networks.
pub(super) fn client(
    limits: &FetchLimits,
    https: bool,
    abroad: bool,
) -> Result<reqwest::Client, String> {
    let silence = Duration::from_secs(limits.silence_seconds);
    // A connection answers one question: what a store sends beyond an answer is nobody's next answer.
    let builder = reqwest::Client::builder()
        .pool_max_idle_per_host(0)
        .use_rustls_tls()
        .https_only(https)
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(CONNECT.min(silence))
        .read_timeout(silence)
        .user_agent(concat!("boardpack/", env!("CARGO_PKG_VERSION")));
    let builder = match abroad {
        true => builder.dns_resolver(Arc::new(Abroad)),
        false => builder,
    };
    builder.build().map_err(|told| cause(&told))
}

impl Guard {
    pub(super) fn new(client: reqwest::Client, origins: Vec<Origin>) -> Self {
        Self {
            inner: HttpClient::new(client),
            origins: Arc::new(origins),
            asked: Arc::default(),
            trouble: Arc::default(),
        }
    }

    /// What went wrong last, and is then forgotten.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        self.trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    fn refuse(&self, trouble: Trouble, kind: HttpErrorKind) -> HttpError {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
        HttpError::new(kind, Refused)
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let uri = request.uri();
        let url = reqwest::Url::parse(&uri.to_string());
        let known = url.is_ok_and(|url| self.origins.contains(&Origin::of(&url)));
        if !known {
            return Err(self.refuse(Trouble::Forbidden, HttpErrorKind::Decode));
        }
        let query = uri.query().unwrap_or_default();
        let lists = query.contains("list-type=") || query.contains("comp=list");
        let is_object = request.method().as_str() == "GET" && !lists;
        if !is_object && self.asked.fetch_add(1, Ordering::Relaxed) >= REQUESTS {
            return Err(self.refuse(Trouble::Restless, HttpErrorKind::Decode));
        }
        let answer = match self.inner.execute(request).await {
            Ok(answer) => answer,
            Err(told) => {
                let kind = told.kind();
                return Err(self.refuse(Trouble::Silent(cause(&told)), kind));
            }
        };
        let status = answer.status();
        if status.is_redirection() && status.as_u16() != 304 {
            return Err(self.refuse(Trouble::Elsewhere(status.as_u16()), HttpErrorKind::Decode));
        }
        if status.is_success() && is_object {
            return Ok(answer);
        }
        let (parts, body) = answer.into_parts();
        let most = if status.is_success() { PAGE } else { ERROR };
        let mut bytes = Vec::new();
        let mut stream = body.bytes_stream();
        while let Some(chunk) = stream.next().await {
            let chunk =
                chunk.map_err(|told| self.refuse(Trouble::Silent(cause(&told)), told.kind()))?;
            if bytes.len() + chunk.len() > most {
                return Err(self.refuse(Trouble::Endless, HttpErrorKind::Decode));
            }
            bytes.extend_from_slice(&chunk);
        }
        if status.is_success() && lists && !is_list(&bytes) {
            return Err(self.refuse(Trouble::Strange, HttpErrorKind::Decode));
        }
        if !status.is_success() {
            let trouble = Trouble::Status(status.as_u16(), word(&bytes));
            *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
        }
        Ok(HttpResponse::from_parts(
            parts,
            HttpResponseBody::from(bytes),
        ))
    }
}

impl HttpService for Guard {
    // What `#[async_trait]` makes of `async fn call`.
    fn call<'s, 'f>(
        &'s self,
        request: HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'f>>
    where
        's: 'f,
        Self: 'f,
    {
        Box::pin(self.ask(request))
    }
}

impl HttpConnector for Guard {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

/// Whether a page of a list is whole, and says how to go on where it does not end: what reads it takes a
/// page of something else, or one without the mark of the next, for the end of the list.
fn is_list(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_end();
    let ends =
        |name: &str| text.contains(&format!("<{name}")) && text.ends_with(&format!("</{name}>"));
    let more = text.contains("<IsTruncated>true<") && !text.contains("<NextContinuationToken>");
    (ends("ListBucketResult") && !more) || ends("EnumerationResults")
}

/// The word by which a store calls an error, such as `AccessDenied`.
fn word(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let (_, rest) = text.split_once("<Code>")?;
    let (word, _) = rest.split_once("</Code>")?;
    let plain = (1..=64).contains(&word.len()) && word.chars().all(|c| c.is_ascii_alphanumeric());
    plain.then(|| word.to_owned())
}

/// The innermost cause of an error, which names no address.
pub(super) fn cause(told: &(dyn Error + 'static)) -> String {
    let mut inner = told;
    let mut late = false;
    loop {
        late |= inner
            .downcast_ref::<reqwest::Error>()
            .is_some_and(reqwest::Error::is_timeout);
        match inner.source() {
            Some(source) => inner = source,
            None => break,
        }
    }
    if late {
        return "it took too long to answer".to_owned();
    }
    let text = inner.to_string();
    let text = text.trim_end_matches('.');
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Names to addresses that are none of this machine's or of its networks.
struct Abroad;

impl Resolve for Abroad {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = tokio::task::spawn_blocking(move || (name.as_str(), 0).to_socket_addrs());
            let found = found.await??.filter(|address| is_abroad(address.ip()));
            let found: Vec<_> = found.collect();
            if found.is_empty() {
                return Err("the name leads to this machine or its own network".into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the network that everybody sees.
pub(super) fn is_abroad(address: IpAddr) -> bool {
    let here = |v4: Ipv4Addr| {
        let [a, b, ..] = v4.octets();
        v4.is_loopback()
            || v4.is_private()
            || v4.is_link_local()
            || v4.is_unspecified()
            || v4.is_multicast()
            || v4.is_broadcast()
            || a == 0
            || a >= 240
            || (a == 100 && (64..128).contains(&b))
            || (a == 198 && (b == 18 || b == 19))
            // Where a cloud answers every machine.
            || v4 == Ipv4Addr::new(168, 63, 129, 16)
    };
    match address {
        IpAddr::V4(v4) => !here(v4),
        IpAddr::V6(v6) => {
            let segments = v6.segments();
            // Mapped, compatible, translated or tunnelled: what counts is the address within.
            let within = match segments {
                [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                    Some((high, low))
                }
                [0x2002, high, low, ..] => Some((high, low)),
                _ => None,
            };
            if let Some((high, low)) = within {
                let [a, b] = high.to_be_bytes();
                let [c, d] = low.to_be_bytes();
                return !here(Ipv4Addr::new(a, b, c, d));
            }
            // Only what is handed out to everybody.
            segments[0] & 0xe000 == 0x2000
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_and_its_networks_are_known() {
        for here in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "169.254.170.2",
            "100.100.100.200",
            "168.63.129.16",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00:ec2::254",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
            "ff02::1",
        ] {
            assert!(!is_abroad(here.parse().expect(here)), "{here}");
        }
        for abroad in ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14"] {
            assert!(is_abroad(abroad.parse().expect(abroad)), "{abroad}");
        }
    }

    #[test]
    fn a_page_of_a_list_is_whole() {
        let page = "<?xml?><ListBucketResult xmlns=\"x\"><IsTruncated>false</IsTruncated></ListBucketResult>\n";
        assert!(is_list(page.as_bytes()));
        assert!(is_list(
            b"<EnumerationResults><NextMarker /></EnumerationResults>"
        ));
        assert!(!is_list(page.replace("false", "true").as_bytes()));
        assert!(!is_list(page.get(..60).unwrap_or_default().as_bytes()));
        assert!(!is_list(b"<html>Sign in</html>"));
    }

    #[test]
    fn a_stores_word_is_a_word() {
        assert_eq!(
            word(b"<Error><Code>NoSuchKey</Code>"),
            Some("NoSuchKey".to_owned())
        );
        assert_eq!(word(b"<Code>AKIA secret</Code>"), None);
        assert_eq!(word(b"<Code></Code>"), None);
    }
}
