//! An object of a store to a file: all of it in the state in which it was listed, or nothing.

use super::credentials::Opened;
use super::guard::cause;
use super::list::{Listed, Wanted, stopped};
use super::trouble::{Trouble, changed};
use super::{Fetched, Shared, Source, bare};
use crate::fault::Stop;
use futures::StreamExt as _;
use object_store::path::Path;
use object_store::{GetOptions, ObjectStore as _};
use std::io::Write as _;

/// Bytes between two words of how far it is.
const STRIDE: u64 = 8 << 20;

/// Fetches an object.
pub(super) async fn one(
    source: &Source,
    opened: &Opened,
    wanted: &Wanted,
    shared: &Shared,
) -> Result<Fetched, Stop> {
    let key = Path::parse(&wanted.key).map_err(|_| stopped(source, opened, &wanted.key))?;
    let answer = opened.store.get_opts(&key, GetOptions::default()).await;
    let answer = answer.map_err(|_| stopped(source, opened, &wanted.key))?;
    let meta = answer.meta.clone();
    let now = Listed::of(&meta);
    if wanted.listed.as_ref().is_some_and(|then| !then.is(&now)) {
        return Err(changed(source, Some(&wanted.key)));
    }
    if now.size > shared.most() {
        return Err(shared.too_much(source));
    }
    let system = |told: std::io::Error| Stop::system("cannot write what is fetched", &told);
    let (file, mut out) = shared.file().map_err(system)?;
    let (mut bytes, mut told) = (0u64, 0u64);
    let mut chunks = answer.into_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|told| {
            let trouble = opened.guard.trouble();
            let trouble = trouble.unwrap_or_else(|| Trouble::Silent(cause(&told)));
            trouble.stop(source, Some(&wanted.key))
        })?;
        bytes = bytes.saturating_add(chunk.len() as u64);
        // A store that sends more than it said sends something else.
        if bytes > now.size {
            return Err(changed(source, Some(&wanted.key)));
        }
        if shared.count(chunk.len() as u64) {
            return Err(shared.too_much(source));
        }
        out.write_all(&chunk).map_err(system)?;
        if bytes - told >= STRIDE {
            told = bytes;
            shared.progress();
        }
    }
    if bytes != now.size {
        return Err(changed(source, Some(&wanted.key)));
    }
    out.flush().map_err(system)?;
    // What was asked again and came then is no trouble of the next object.
    let _ = opened.guard.trouble();
    Ok(Fetched {
        file,
        bytes,
        etag: bare(meta.e_tag.as_deref()),
        version: meta.version,
    })
}
