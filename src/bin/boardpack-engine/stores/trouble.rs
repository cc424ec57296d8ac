//! What went wrong between here and a store, in words of our own: what a server answers may hold names of
//! keys, and texts that somebody else chose.

use super::Source;
use crate::fault::Stop;
use boardpack::collect::codes;
use boardpack::model::Store;

/// The last thing that was not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// A status, and the store's own short word for it.
    Status(u16, Option<String>),
    /// It sent us elsewhere.
    Elsewhere(u16),
    /// Something was to be asked of a host that is none of the store's.
    Forbidden,
    /// Nothing came: the cause in the words of the system or of TLS.
    Silent(String),
    /// What came is no answer of a store.
    Strange,
    /// An answer that is no object is longer than any.
    Endless,
    /// More was to be asked than a listing can need.
    Restless,
}

impl Trouble {
    /// As a fault of a source, about one of its objects where `key` names one.
    pub(super) fn stop(&self, source: &Source, key: Option<&str>) -> Stop {
        let stop = |what: String, help: &str| source.stop(codes::STORE, &about(key, &what), help);
        match self {
            Self::Status(status, word) => {
                let word = word
                    .as_ref()
                    .map_or(String::new(), |word| format!(" {word}"));
                let what = |told: &str| format!("{told} ({status}{word})");
                match status {
                    401 | 403 => stop(what("the store refuses it"), refused(source.url.store)),
                    404 => stop(
                        what("the store has no such bucket or object"),
                        "see to the address; some stores say so of what the credentials may not see",
                    ),
                    412 => changed(source, key),
                    429 | 503 => stop(what("the store is too busy"), "run it again later"),
                    _ => stop(
                        what("the store does not give it out"),
                        "see what the store's own logs say, and run it again",
                    ),
                }
            }
            Self::Elsewhere(status) => stop(
                format!("the store sends us elsewhere ({status}), and no redirect is followed"),
                "name the region of the bucket in `AWS_REGION`, the store in `AWS_ENDPOINT_URL`, or the address that \
                 it really has",
            ),
            Self::Forbidden => stop(
                "what was to be asked is none of the store's own hosts".to_owned(),
                "credentials come from the environment alone, never from a machine's metadata; see README",
            ),
            Self::Silent(why) => stop(
                format!("the store cannot be reached: {why}"),
                "see to the address, the network and the certificates of this machine (`SSL_CERT_FILE`)",
            ),
            Self::Strange => super::list::strange(source, key),
            Self::Endless => stop(
                "the store's answer is longer than any such answer".to_owned(),
                "see whether it is a store that answers there",
            ),
            Self::Restless => stop(
                "the store's list does not end".to_owned(),
                "see whether it is a store that answers there, or name a longer prefix",
            ),
        }
    }
}

/// What is told, with the object that it is about.
pub(super) fn about(key: Option<&str>, what: &str) -> String {
    key.map_or(what.to_owned(), |key| format!("`{key}`: {what}"))
}

/// An object that is not what it was when it was listed.
pub(super) fn changed(source: &Source, key: Option<&str>) -> Stop {
    source.stop(
        codes::OBJECT,
        &about(key, "it changed while it was fetched"),
        "run it again once nobody writes to it",
    )
}

fn refused(store: Store) -> &'static str {
    match store {
        Store::S3 => {
            "see to `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, of temporary ones, `AWS_SESSION_TOKEN`, and that they \
             may list the bucket and get its objects"
        }
        Store::Google => {
            "see to `GOOGLE_APPLICATION_CREDENTIALS`, and that whoever it names may list the bucket and get its objects"
        }
        Store::Azure => {
            "see to `AZURE_STORAGE_ACCOUNT_NAME` and its key, SAS token or client secret, and that it may list the \
             container and get its blobs"
        }
        Store::Https => {
            "`https://` is read without credentials: name the store itself, such as `s3://`"
        }
    }
}
