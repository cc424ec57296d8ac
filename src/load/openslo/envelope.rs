//! What every OpenSLO document begins with: format, kind, name, labels and annotations.

use super::super::decode::{Field, Fields, or_wrong};
use super::super::problems::{Problems, meant, quoted};
use super::super::topics;
use crate::diag::{Located, Span};
use crate::model::{Audience, Text};
use std::collections::BTreeMap;

/// Which words a document uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// `openslo/v1`
    V1,
    /// `openslo/v1alpha`, read as far as it means the same.
    Alpha,
}

/// What a document defines, in the order in which they can refer to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Service,
    DataSource,
    AlertNotificationTarget,
    AlertCondition,
    Sli,
    AlertPolicy,
    Slo,
}

const KINDS: &[(&str, Kind)] = &[
    ("Service", Kind::Service),
    ("DataSource", Kind::DataSource),
    ("AlertNotificationTarget", Kind::AlertNotificationTarget),
    ("AlertCondition", Kind::AlertCondition),
    ("SLI", Kind::Sli),
    ("AlertPolicy", Kind::AlertPolicy),
    ("SLO", Kind::Slo),
];

/// Characters in a name, and in a name for people.
const NAME_LENGTH: usize = 63;

/// Characters in a description.
const DESCRIPTION_LENGTH: usize = 1_050;

/// The annotation by which a document says who may see it.
const AUDIENCE: &str = "boardpack/audience";

/// What to do with a file in Sloth's own format.
const IMPORT: &str =
    "turn it into OpenSLO files: `boardpack import sloth FILE --out data/objectives`";

/// A document whose specification is still to be read.
pub(super) struct Document<'n, 't, 'p> {
    pub(super) kind: Kind,
    pub(super) version: Located<Version>,
    /// `None` where it could not be read.
    pub(super) metadata: Option<Metadata>,
    /// Its name, or the name that was probably meant by it.
    pub(super) called: Option<Located<String>>,
    /// All keys; `spec` has not been asked for.
    pub(super) fields: Fields<'n, 't, 'p>,
    /// Where the document begins.
    pub(super) here: Span,
    pub(super) problems: &'p Problems,
}

/// The name of a thing and what is said about it.
#[derive(Debug, Clone)]
pub(super) struct Metadata {
    pub(super) name: Located<String>,
    /// For people.
    pub(super) display: Option<String>,
    pub(super) labels: BTreeMap<String, Vec<String>>,
    pub(super) annotations: BTreeMap<String, String>,
    pub(super) audience: Audience,
}

/// A document of which nothing more can be read.
pub(super) enum Lost {
    /// It is no document, or has no name that anything could refer to it by.
    Nameless,
    /// What refers to it by this name has been told of with it.
    Named(Located<String>),
    /// It may be what anything refers to.
    Unknown,
}

/// Reads the keys around a specification.
pub(super) fn read<'n, 't, 'p>(root: Field<'n, 't, 'p>) -> Result<Document<'n, 't, 'p>, Lost> {
    if root.is_null() {
        let _: Option<()> = root.empty();
        return Err(Lost::Nameless);
    }
    let Some(fields) = root.fields() else {
        return Err(Lost::Nameless);
    };
    if is_sloth(&fields) {
        return Err(Lost::Unknown);
    }
    let said = fields.required("apiVersion");
    let version = said.and_then(version);
    let metadata = fields.required("metadata").map(metadata);
    let called = match &metadata {
        None => None,
        Some((_, called)) => called.clone(),
    };
    let lost = || called.clone().map_or(Lost::Unknown, Lost::Named);
    if said.is_some() && version.is_none() {
        // The keys are another format's.
        return Err(lost());
    }
    let kind = fields.required("kind").and_then(kind);
    let (Some(version), Some(kind)) = (version, kind) else {
        // What the rest should be depends on them.
        let _ = fields.optional("spec");
        fields.finish();
        return Err(lost());
    };
    if version.value == Version::Alpha && !matches!(kind.value, Kind::Service | Kind::Slo) {
        root.problems.add(
            topics::OPENSLO_KIND
                .at(
                    kind.span,
                    "`openslo/v1alpha` knows no document of this kind",
                )
                .see(version.span, "the format is chosen here")
                .help("write it as `apiVersion: openslo/v1`"),
        );
        return Err(lost());
    }
    Ok(Document {
        kind: kind.value,
        version,
        metadata: metadata.and_then(|(metadata, _)| metadata),
        called,
        fields,
        here: root.node.span,
        problems: root.problems,
    })
}

/// Whether the document is one of Sloth's own format, which is told of.
fn is_sloth(fields: &Fields<'_, '_, '_>) -> bool {
    let (Some(version), Some(_)) = (fields.optional("version"), fields.optional("slos")) else {
        return false;
    };
    let span = version.node.span;
    let message = "this is a file in Sloth's own format, not OpenSLO";
    fields
        .problems()
        .add(topics::OPENSLO_VERSION.at(span, message).help(IMPORT));
    true
}

fn version(field: Field<'_, '_, '_>) -> Option<Located<Version>> {
    let text = field.raw()?;
    let version = match text.value {
        "openslo/v1" => Version::V1,
        "openslo/v1alpha" => Version::Alpha,
        other => {
            let help = if other.starts_with("sloth.") {
                IMPORT
            } else {
                "write `openslo/v1`; `openslo/v1alpha` is read as far as it means the same"
            };
            let message = format!("{} is no format that is read here", quoted(other));
            field
                .problems
                .add(topics::OPENSLO_VERSION.at(text.span, message).help(help));
            return None;
        }
    };
    Some(Located::new(version, text.span))
}

fn kind(field: Field<'_, '_, '_>) -> Option<Located<Kind>> {
    let text = field.raw()?;
    if let Some((_, kind)) = KINDS.iter().find(|(word, _)| *word == text.value) {
        return Some(Located::new(*kind, text.span));
    }
    let names = KINDS.iter().map(|(word, _)| *word);
    let message = format!("OpenSLO has no document of kind {}", quoted(text.value));
    field.problems.add(
        topics::OPENSLO_KIND
            .at(text.span, message)
            .help(meant(text.value, names, "")),
    );
    None
}

/// The kind of a thing that is written where it is used: there it can only be one.
pub(super) fn inline_kind(fields: &Fields<'_, '_, '_>, expected: Kind) -> Option<()> {
    let field = fields.required("kind")?;
    let kind = kind(field)?;
    if kind.value == expected {
        return Some(());
    }
    let word = KINDS.iter().find(|(_, kind)| *kind == expected);
    let word = word.map_or("", |(word, _)| word);
    field.problems.add(
        topics::OPENSLO_KIND
            .at(
                kind.span,
                format!("only a document of kind `{word}` can stand here"),
            )
            .help(format!("write `kind: {word}`")),
    );
    None
}

/// Reads the name of a thing and what is said about it. Beside it the name alone, or the one that
/// was probably meant, by which what refers to it is known to be told of.
pub(super) fn metadata(field: Field<'_, '_, '_>) -> (Option<Metadata>, Option<Located<String>>) {
    let Some(fields) = field.fields() else {
        return (None, None);
    };
    let written = fields.required("name");
    let name = written.and_then(name);
    let called = name.clone().or_else(|| {
        let text = written.filter(|field| field.is_scalar())?.raw()?;
        Some(text.map(super::super::like_id))
    });
    let display = fields
        .optional("displayName")
        .map(|field| limited(field, NAME_LENGTH).map(|text| text.value));
    let labels = match fields.optional("labels") {
        Some(field) => labels(field),
        None => Some(BTreeMap::new()),
    };
    let annotations = match fields.optional("annotations") {
        Some(field) => annotations(field),
        None => Some((BTreeMap::new(), Audience::Board)),
    };
    fields.finish();
    let read = || {
        let (annotations, audience) = annotations?;
        Some(Metadata {
            name: name?,
            display: or_wrong(display)?,
            labels: labels?,
            annotations,
            audience,
        })
    };
    (read(), called)
}

/// The metadata of a thing that is written where it is used: no other thing can refer to it.
pub(super) fn inline_metadata(field: Field<'_, '_, '_>) -> Option<Metadata> {
    metadata(field).0
}

/// A name as RFC 1123 has it for a label, which OpenSLO takes over.
pub(super) fn name(field: Field<'_, '_, '_>) -> Option<Located<String>> {
    let text = field.raw()?;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.value.as_bytes();
    let good = bytes.len() <= NAME_LENGTH
        && bytes.iter().all(|b| plain(*b) || *b == b'-')
        && bytes.first().is_some_and(|b| plain(*b))
        && bytes.last().is_some_and(|b| plain(*b));
    if good {
        return Some(text.map(str::to_owned));
    }
    let rule = "a name is lower-case letters, digits and `-`, begins and ends with a letter or \
                digit, and has at most 63 of them";
    let like = super::super::like_id(text.value);
    let help = if like.is_empty() || like.len() > NAME_LENGTH {
        rule.to_owned()
    } else {
        format!("{rule}; write `{like}`")
    };
    let message = format!("{} is not a name in OpenSLO", quoted(text.value));
    field
        .problems
        .add(topics::OPENSLO_NAME.at(text.span, message).help(help));
    None
}

/// A description, where there is one; `Some(None)` where there is none.
pub(super) fn description(fields: &Fields<'_, '_, '_>) -> Option<Option<Text>> {
    match fields.optional("description") {
        Some(field) => limited(field, DESCRIPTION_LENGTH)
            .map(|Located { value, span }| Some(Text { value, span })),
        None => Some(None),
    }
}

/// A text of at most so many characters.
fn limited(field: Field<'_, '_, '_>, most: usize) -> Option<Located<String>> {
    let text = field.text()?;
    let length = text.value.chars().count();
    if length <= most {
        return Some(text);
    }
    let message = format!(
        "`{}` has {length} characters; OpenSLO allows {most}",
        field.name
    );
    field.problems.add(
        topics::OPENSLO_TEXT
            .at(text.span, message)
            .help("say it in fewer words; more can stand beside the objective in a page of yours"),
    );
    None
}

/// What a `Service` says of itself.
pub(super) fn service(spec: Field<'_, '_, '_>) -> Option<()> {
    let fields = spec.fields()?;
    let read = description(&fields);
    fields.finish();
    read.map(|_| ())
}

fn labels(field: Field<'_, '_, '_>) -> Option<BTreeMap<String, Vec<String>>> {
    let mut labels = BTreeMap::new();
    let mut good = true;
    for (key, value) in field.pairs()? {
        let key_is_good = is_key(&key.value);
        if !key_is_good {
            bad_key(value, "a label's key");
        }
        let values = if value.is_scalar() || value.is_map() {
            value.raw().map(|text| vec![text.value.to_owned()])
        } else {
            value
                .texts()
                .map(|texts| texts.into_iter().map(|text| text.value).collect())
        };
        good &= key_is_good && values.is_some();
        labels.extend(values.map(|values| (key.value.to_string(), values)));
    }
    good.then_some(labels)
}

fn annotations(field: Field<'_, '_, '_>) -> Option<(BTreeMap<String, String>, Audience)> {
    let mut annotations = BTreeMap::new();
    let mut audience = Audience::Board;
    let mut good = true;
    for (key, value) in field.pairs()? {
        let (prefix, rest) = match key.value.split_once('/') {
            Some((prefix, rest)) => (Some(prefix), rest),
            None => (None, &*key.value),
        };
        let key_is_good = prefix.is_none_or(is_domain) && is_key(rest);
        if !key_is_good {
            bad_key(value, "an annotation's key");
        }
        if key.value == AUDIENCE {
            let words = &[("board", Audience::Board), ("internal", Audience::Internal)];
            match value.word(words) {
                Some(word) => audience = word.value,
                None => good = false,
            }
            continue;
        }
        let text = value.raw();
        good &= key_is_good && text.is_some();
        annotations.extend(text.map(|text| (key.value.to_string(), text.value.to_owned())));
    }
    good.then_some((annotations, audience))
}

/// Whether a text is a key of a label, or the second half of an annotation's.
pub(in crate::load) fn is_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    bytes.len() <= NAME_LENGTH
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// Whether a text is the domain that stands before the slash of an annotation's key.
fn is_domain(text: &str) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            let bytes = label.as_bytes();
            let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
            bytes.len() <= NAME_LENGTH
                && bytes.first().is_some_and(plain)
                && bytes.last().is_some_and(plain)
                && bytes.iter().all(|b| plain(b) || *b == b'-')
        })
}

fn bad_key(value: Field<'_, '_, '_>, what: &str) {
    let message = format!("{} cannot be {what}", quoted(value.name));
    value
        .problems
        .add(topics::OPENSLO_LABEL.at(value.key, message).help(
        "a key has at most 63 letters, digits, `-`, `_` and `.`, and begins and ends with a letter \
         or digit; an annotation's may have a domain and `/` before it",
    ));
}
