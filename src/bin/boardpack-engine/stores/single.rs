//! A file of events at an address of the web: asked for once, without credentials; what the pack itself names
//! lies on the network that everybody sees, never on this machine's own.

use super::guard::{cause, client, is_abroad};
use super::trouble::Trouble;
use super::{Fetched, Shared, Source, bare};
use crate::fault::Stop;
use boardpack::collect::codes;
use std::io::Write as _;
use std::net::IpAddr;

/// Fetches it.
pub(super) async fn one(source: &Source, shared: &Shared) -> Result<Fetched, Stop> {
    let text = source.url.to_string();
    let odd = |what: &str, help: &str| source.stop(codes::OBJECT, what, help);
    let url = reqwest::Url::parse(&text).ok();
    // What is written down is then what was asked for.
    let Some(url) = url.filter(|url| url.as_str() == text) else {
        return Err(odd(
            "this address is not written as servers have it",
            "write the host in its letters of ASCII, no port 443, and `%20` for a space",
        ));
    };
    let bare_host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let address: Option<IpAddr> = bare_host.parse().ok();
    if !source.typed && address.is_some_and(|address| !is_abroad(address)) {
        return Err(odd(
            "a pack cannot have files read of this machine or of its own network",
            "name it by `--events`, where somebody types it",
        ));
    }
    let silent = |why: String| Trouble::Silent(why).stop(source, None);
    let client = client(&shared.limits, true, !source.typed).map_err(silent)?;
    let answer = client.get(url).send().await;
    let mut answer = answer.map_err(|told| silent(cause(&told)))?;
    let status = answer.status();
    if status.is_redirection() {
        return Err(Trouble::Elsewhere(status.as_u16()).stop(source, None));
    }
    if status.as_u16() != 200 {
        return Err(Trouble::Status(status.as_u16(), None).stop(source, None));
    }
    let told = answer.headers().get(reqwest::header::ETAG).cloned();
    if answer
        .content_length()
        .is_some_and(|length| length > shared.most())
    {
        return Err(shared.too_much(source));
    }
    let system = |told: std::io::Error| Stop::system("cannot write what is fetched", &told);
    let (file, mut out) = shared.file().map_err(system)?;
    let mut bytes = 0u64;
    while let Some(chunk) = answer.chunk().await.map_err(|told| silent(cause(&told)))? {
        bytes = bytes.saturating_add(chunk.len() as u64);
        if shared.count(chunk.len() as u64) {
            return Err(shared.too_much(source));
        }
        out.write_all(&chunk).map_err(system)?;
    }
    out.flush().map_err(system)?;
    Ok(Fetched {
        file,
        bytes,
        etag: bare(told.as_ref().and_then(|etag| etag.to_str().ok())),
        version: None,
    })
}
