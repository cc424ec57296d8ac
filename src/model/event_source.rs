//! Where a pack's events lie, as it is written: a path or pattern below the pack, or the address of objects
//! in a store. An address that could hold a secret, or that no store would have made, is none; what is
//! said of it never repeats it.

use std::fmt;

/// Bytes of an address: it stands as a key in the snapshot that is counted from it.
const LONGEST: usize = 1000;

/// Where events lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventSource {
    /// A file, a folder or a pattern, relative.
    Files(String),
    /// Objects that are read over the network.
    Objects(ObjectUrl),
}

/// Who keeps objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// Amazon S3, or what speaks as it does.
    S3,
    /// Google Cloud Storage.
    Google,
    /// Azure Blob Storage.
    Azure,
    /// One object by its address, read without credentials.
    Https,
}

/// The address of an object, of all below a prefix, or of all that fit a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectUrl {
    /// Who keeps them.
    pub store: Store,
    /// Scheme and authority as written, such as `s3://bucket`.
    pub root: String,
    /// Bucket or container; of `https://` the host, with its port.
    pub bucket: String,
    /// Account of Azure, where the address names it.
    pub account: Option<String>,
    /// What stands behind the bucket, without the slash between them: no part of it is empty, `.` or `..`.
    pub path: String,
}

/// What is wrong with an address, and what to do; neither repeats it.
pub type Refused = (&'static str, &'static str);

const HELP: &str =
    "write `s3://BUCKET/PATH`, `gs://BUCKET/PATH`, `az://CONTAINER/PATH` or `https://HOST/PATH`";

const SECRET: &str = "take it out, and change it where others have seen it: credentials come from the environment alone \
                      (`AWS_…`, `GOOGLE_…`, `AZURE_…`)";

impl EventSource {
    /// Whether a text is an address and no path.
    pub fn is_address(text: &str) -> bool {
        text.contains("://")
    }

    /// Reads a text.
    ///
    /// # Errors
    /// It is a path that leads out of where it stands, or no address of objects.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        if Self::is_address(text) {
            return ObjectUrl::parse(text).map(Self::Objects);
        }
        let drive = text.as_bytes().get(1) == Some(&b':');
        let parts = || text.split('/');
        if text.starts_with('/') || text.contains('\\') || drive || parts().any(|part| part == "..")
        {
            return Err((
                "events of the pack lie below the pack",
                "write a path or pattern below the pack, with `/`, such as `data/events/*.jsonl`; what lies elsewhere \
                 is named by `--events`",
            ));
        }
        Ok(Self::Files(text.to_owned()))
    }
}

impl ObjectUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        // First of all what nobody else is to see.
        if authority.contains('@') && scheme != "abfss" {
            return Err((
                "an address of events holds a user's name or a password",
                SECRET,
            ));
        }
        if text.contains(['?', '#']) {
            return Err((
                "an address of events has a `?` or `#`: what follows may be a signature, and is never written down",
                "take it out; credentials come from the environment alone, and a pattern is written with `*`",
            ));
        }
        let odd = |c: char| {
            c.is_control() || c.is_whitespace() || matches!(c, '\\' | '"' | '<' | '>' | '\u{fffd}')
        };
        if text.len() > LONGEST || text.contains(odd) {
            return Err((
                "an address of events is longer than 1000 bytes, or has characters that cannot be written down",
                "objects with plain names can be named",
            ));
        }
        let store = match scheme {
            "s3" => Store::S3,
            "gs" => Store::Google,
            "az" | "abfss" => Store::Azure,
            "https" => Store::Https,
            "http" => {
                return Err((
                    "`http://` is not encrypted, and anybody on the way could change what is counted",
                    "write `https://`; a store of your own is named by `AWS_ENDPOINT_URL` and `s3://`",
                ));
            }
            _ => return Err(("events are not read from an address of this kind", HELP)),
        };
        let (bucket, account) = authority_of(scheme, authority).ok_or((
            "this address of events names no bucket, container or host that there can be",
            HELP,
        ))?;
        let inner = path.strip_suffix('/').unwrap_or(path);
        let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
        if !inner.is_empty() && !inner.split('/').all(is_plain) {
            return Err((
                "a part of this address of events is empty, `.` or `..`",
                "name the objects as the store lists them",
            ));
        }
        let whole = Self {
            store,
            root: format!("{scheme}://{authority}"),
            bucket,
            account,
            path: path.to_owned(),
        };
        if store == Store::Https && (whole.is_pattern() || whole.is_folder()) {
            return Err((
                "`https://` names one file of events: no server can be asked for a list",
                "name each file by its own address, or give the store's own, such as `s3://`",
            ));
        }
        Ok(whole)
    }

    /// Whether it names objects by a pattern.
    pub fn is_pattern(&self) -> bool {
        self.path.contains(['*', '['])
    }

    /// Whether it names all below a prefix.
    pub fn is_folder(&self) -> bool {
        self.path.is_empty() || self.path.ends_with('/')
    }

    /// What an object of it is called.
    pub fn label(&self, key: &str) -> String {
        format!("{}/{key}", self.root)
    }
}

impl fmt::Display for ObjectUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.root, self.path)
    }
}

/// Bucket or host, and account, of the part between `://` and the first `/`.
fn authority_of(scheme: &str, text: &str) -> Option<(String, Option<String>)> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let name = |text: &str, most: usize, more: &[char]| {
        (3..=most).contains(&text.len())
            && text.starts_with(plain)
            && text.ends_with(plain)
            && text.chars().all(|c| plain(c) || more.contains(&c))
            && !text.contains("..")
    };
    match scheme {
        "s3" | "gs" => name(text, 63, &['-', '.', '_']).then(|| (text.to_owned(), None)),
        "az" => name(text, 63, &['-']).then(|| (text.to_owned(), None)),
        "abfss" => {
            let (container, host) = text.split_once('@')?;
            let account = host.strip_suffix(".dfs.core.windows.net")?;
            let named = name(container, 63, &['-']) && name(account, 24, &[]);
            named.then(|| (container.to_owned(), Some(account.to_owned())))
        }
        _ => {
            let (host, port) = text.rsplit_once(':').unwrap_or((text, "443"));
            let named =
                name(host, 253, &['-', '.']) && port.parse::<u16>().is_ok_and(|port| port > 0);
            named.then(|| (text.to_owned(), None))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_written() {
        for (text, bucket, path) in [
            (
                "s3://events.example/2026/*.jsonl.gz",
                "events.example",
                "2026/*.jsonl.gz",
            ),
            ("gs://events/", "events", ""),
            ("az://events/a.csv", "events", "a.csv"),
            (
                "abfss://raw@account1.dfs.core.windows.net/a/b.parquet",
                "raw",
                "a/b.parquet",
            ),
            (
                "https://example.org:8443/a.jsonl",
                "example.org:8443",
                "a.jsonl",
            ),
        ] {
            let read = ObjectUrl::parse(text).expect(text);
            assert_eq!((read.bucket.as_str(), read.path.as_str()), (bucket, path));
            assert_eq!(read.to_string(), text);
        }
        let azure =
            ObjectUrl::parse("abfss://raw@account1.dfs.core.windows.net/a.csv").expect("one");
        assert_eq!(azure.account.as_deref(), Some("account1"));
    }

    #[test]
    fn what_could_be_a_secret_or_leads_astray_is_refused_without_being_repeated() {
        for text in [
            "s3://AKIA:hunter2@bucket/a.jsonl",
            "https://me:hunter2@example.org/a.jsonl",
            "s3://bucket/a.jsonl?X-Amz-Signature=hunter2",
            "https://example.org/a.jsonl#hunter2",
            "az://bucket/a.jsonl?sig=hunter2",
            "http://hunter2.example.org/a.jsonl",
            "file:///etc/hunter2.jsonl",
            "ftp://hunter2/a.jsonl",
            "s3:///hunter2.jsonl",
            "s3://UPPER/hunter2.jsonl",
            "s3://bucket:80/hunter2.jsonl",
            "s3://bucket/../hunter2.jsonl",
            "s3://bucket/a//hunter2.jsonl",
            "s3://bucket/./hunter2.jsonl",
            "s3://bucket/hunter2\u{7}.jsonl",
            "s3://bucket/hunter2 .jsonl",
            "abfss://raw@evil.example.org/hunter2.jsonl",
            "abfss://raw@evil.example.org#.dfs.core.windows.net/hunter2.jsonl",
            "abfss://raw@a.b.dfs.core.windows.net/hunter2.jsonl",
            "https://[::1]/hunter2.jsonl",
            "https://example.org/*.hunter2",
            "https://example.org/hunter2/",
        ] {
            let (message, help) = ObjectUrl::parse(text).expect_err(text);
            assert!(
                !message.contains("hunter2") && !help.contains("hunter2"),
                "{text}"
            );
        }
        assert!(ObjectUrl::parse(&format!("s3://bucket/{}", "x".repeat(1300))).is_err());
    }

    #[test]
    fn paths_of_a_pack_stay_in_it() {
        for text in [
            "/etc/passwd",
            "../a.jsonl",
            "a/../../b.jsonl",
            "C:/a.jsonl",
            "a\\b",
        ] {
            assert!(EventSource::parse(text).is_err(), "{text}");
        }
        let files = EventSource::parse("data/events/2026-*.jsonl");
        assert_eq!(
            files,
            Ok(EventSource::Files("data/events/2026-*.jsonl".to_owned()))
        );
    }
}
